//! The English of what is said in Chinese: errors of files, import and fields, and names of steps.
//!
//! Engine and audit file speak Chinese, whatever the language of the window, so that a file reads the same to everyone.
//! A sentence is known by its fixed words, written with `{}` for its gaps in `assets/english.tsv`; what stands in the gaps
//! goes into the English one as it is, labels of fields, kinds and options in English. Sentences that are not in the table
//! (evidence, working, national data) stay Chinese.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::audit::enterprise::{Enterprise, Factors, Finance, Prices};
use crate::audit::field::{FieldKind, Origin};
use crate::audit::measure::Action;
use crate::audit::plant::Section;
use crate::audit::report::Imprint;
use crate::audit::{FieldDef, KindCode};

/// A sentence with gaps, in both languages.
struct Sentence {
    /// The fixed words around the gaps of the Chinese one: one more than there are gaps.
    zh: Vec<&'static str>,
    /// The English one: fixed words, and gaps by their place in the Chinese.
    en: Vec<Part>,
}

enum Part {
    Words(&'static str),
    Gap(usize),
}

impl Sentence {
    fn new(zh: &'static str, en: &'static str) -> Self {
        let mut parts = Vec::new();
        let (mut rest, mut next) = (en, 0);
        while let Some((words, behind)) = rest.split_once('{') {
            let (place, behind) = behind.split_once('}').unwrap_or(("", behind));
            parts.push(Part::Words(words));
            parts.push(Part::Gap(place.parse().unwrap_or(next)));
            next += 1;
            rest = behind;
        }
        parts.push(Part::Words(rest));
        Self { zh: zh.split("{}").collect(), en: parts }
    }

    /// How much of the sentence is fixed: of two that fit, the one that says more is meant.
    fn fixed(&self) -> usize {
        self.zh.iter().map(|words| words.len()).sum()
    }

    /// What stands in the gaps, if the text is this sentence.
    fn gaps<'t>(&self, text: &'t str) -> Option<Vec<&'t str>> {
        let (first, others) = self.zh.split_first()?;
        let mut rest = text.strip_prefix(first)?;
        let Some((last, between)) = others.split_last() else { return rest.is_empty().then(Vec::new) };
        let mut gaps = Vec::with_capacity(others.len());
        for words in between {
            let (gap, behind) = rest.split_once(words)?;
            gaps.push(gap);
            rest = behind;
        }
        gaps.push(rest.strip_suffix(last)?);
        Some(gaps)
    }

    fn fill(&self, gaps: &[&str]) -> String {
        let part = |part: &Part| match part {
            Part::Words(words) => Cow::Borrowed(*words),
            Part::Gap(place) => gaps.get(*place).map_or(Cow::Borrowed(""), |gap| english(gap)),
        };
        self.en.iter().map(part).collect()
    }
}

/// The sentences by their first character; those that begin with a gap are under `None`.
static SENTENCES: LazyLock<HashMap<Option<char>, Vec<Sentence>>> = LazyLock::new(|| {
    let mut out: HashMap<Option<char>, Vec<Sentence>> = HashMap::new();
    // The table is ours and under test: a line is `Chinese<tab>English`.
    for (zh, en) in include_str!("../../assets/english.tsv").lines().filter_map(|line| line.split_once('\t')) {
        let sentence = Sentence::new(zh, en);
        out.entry(zh.chars().next().filter(|c| *c != '{')).or_default().push(sentence);
    }
    for list in out.values_mut() {
        list.sort_by_key(|s| std::cmp::Reverse(s.fixed()));
    }
    out
});

/// Labels by their Chinese.
static LABELS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    let mut add = |zh, en| {
        out.entry(zh).or_insert(en);
    };
    for kind in KindCode::ALL {
        add(kind.zh(), kind.en());
    }
    for section in Section::ALL {
        add(section.zh(), section.en());
    }
    for origin in Origin::ALL {
        add(origin.zh(), origin.en());
    }
    let kinds = KindCode::ALL.into_iter().flat_map(KindCode::fields);
    let forms = [Enterprise::defs(), Prices::defs(), Factors::defs(), Finance::defs(), Imprint::defs()];
    let sections = Section::ALL.into_iter().flat_map(|s| s.fields());
    let actions = Action::all();
    let inputs = actions.iter().filter_map(|a| a.inputs()).flat_map(|r| r.fields());
    let fields: Vec<&'static FieldDef> =
        kinds.chain(forms.into_iter().flatten()).chain(sections).chain(inputs).collect();
    for def in fields {
        add(def.zh, def.en);
        if let FieldKind::Choice(options) = &def.kind {
            options.iter().for_each(|o| add(o.zh, o.en));
        }
    }
    actions.iter().for_each(|a| add(a.zh(), a.en()));
    out
});

/// A text of the program in English; what is not known stays as it is.
pub fn english(text: &str) -> Cow<'_, str> {
    if !is_chinese(text) {
        return Cow::Borrowed(text);
    }
    if let Some(label) = LABELS.get(text) {
        return Cow::Borrowed(label);
    }
    for first in [text.chars().next(), None] {
        for sentence in SENTENCES.get(&first).into_iter().flatten() {
            if let Some(gaps) = sentence.gaps(text) {
                return Cow::Owned(sentence.fill(&gaps));
            }
        }
    }
    // Several sentences, or several things in one.
    for (mark, ours) in [("。", ". "), ("；", "; "), ("、", ", ")] {
        let whole = text.strip_suffix(mark);
        let body = whole.unwrap_or(text);
        if body.contains(mark) || whole.is_some() {
            let parts: Vec<_> = body.split(mark).map(english).collect();
            let mut out = parts.join(ours);
            if whole.is_some() {
                out.push_str(ours.trim_end());
            }
            return Cow::Owned(out);
        }
    }
    Cow::Borrowed(text)
}

/// Whether a text has Chinese characters.
fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'))
}
