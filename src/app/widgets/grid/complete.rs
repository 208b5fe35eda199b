//! Completion while typing: the values that a column holds already, and the options of a choice, found by how they
//! begin, by pinyin initials, or by a part of them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::app::shell::words;
use crate::app::widgets::parse::{self, folded};
use crate::audit::FieldDef;
use crate::audit::field::{ChoiceDef, FieldKind};

/// Values of a column kept at most: beyond, hardly any comes twice.
const KEPT: usize = 5_000;
/// Values listed at most.
const LISTED: usize = 8;

/// A text that is offered, and how it is found.
#[derive(Clone, Debug)]
struct Value {
    text: String,
    folded: String,
    /// Ways of reading it by first letters, one a line.
    initials: String,
}

impl Value {
    fn of(text: String) -> Self {
        let folded = folded(&text).into_owned();
        Self { initials: initials(&text), folded, text }
    }

    /// How well it fits what is typed (folded): the less, the better.
    fn fit(&self, typed: &str) -> Option<u8> {
        let letters = typed.bytes().all(|b| b.is_ascii_alphanumeric());
        if self.folded.starts_with(typed) {
            Some(0)
        } else if letters && self.initials.lines().any(|line| line.starts_with(typed)) {
            Some(1)
        } else {
            // A single letter is part of too much.
            (typed.chars().nth(1).is_some() && self.folded.contains(typed)).then_some(2)
        }
    }
}

fn initials(text: &str) -> String {
    let (mut squeezed, mut out) = (String::new(), String::new());
    words::squeeze(text, &mut squeezed);
    words::initials(&squeezed, &mut out);
    out
}

/// The values of a column, the most frequent first.
#[derive(Clone, Debug, Default)]
pub struct Known(Vec<Value>);

impl Known {
    /// Of the texts of a column.
    pub fn of(texts: impl Iterator<Item = String>) -> Self {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for text in texts.filter(|text| !text.trim().is_empty()) {
            *counts.entry(text).or_default() += 1;
        }
        let mut all: Vec<(String, usize)> = counts.into_iter().collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all.truncate(KEPT);
        Self(all.into_iter().map(|(text, _)| Value::of(text)).collect())
    }

    /// Puts a value that was just entered before the others.
    pub fn add(&mut self, text: &str) {
        if !self.0.iter().any(|value| value.text == text) {
            self.0.insert(0, Value::of(text.to_owned()));
        }
    }

    /// Its values as they are written.
    pub fn texts(&self) -> Vec<String> {
        self.0.iter().map(|value| value.text.clone()).collect()
    }
}

/// What a cell may be completed from: the values of its column, and those entered since they were gathered.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Gathered from the column.
    pub known: Option<Arc<Known>>,
    /// Entered since.
    pub recent: Known,
}

impl Source {
    fn values(&self) -> impl Iterator<Item = &Value> {
        let known = self.known.iter().flat_map(|known| &known.0);
        let before = |value: &&Value| !self.recent.0.iter().any(|recent| recent.text == value.text);
        self.recent.0.iter().chain(known.filter(before))
    }

    /// The values that fit what is typed, the best first.
    pub fn offers(&self, typed: &str) -> Vec<String> {
        let wanted = folded(typed);
        let wanted = wanted.trim();
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut found: [Vec<&str>; 3] = Default::default();
        for value in self.values() {
            if let Some(list) = value.fit(wanted).and_then(|fit| found.get_mut(usize::from(fit))) {
                list.push(&value.text);
            }
        }
        found.concat().into_iter().take(LISTED).map(str::to_owned).collect()
    }

    /// The only value that begins with what is typed. None that goes on with a figure: a number makes it another
    /// thing (`M-1` and `M-10`, `Y160M` and `Y160M-4`), which is for the person to choose.
    pub fn completion(&self, typed: &str) -> Option<String> {
        let mut found = self.values().filter(|value| rest(&value.text, typed).is_some());
        let (only, None) = (found.next()?, found.next()) else { return None };
        let rest = rest(&only.text, typed)?;
        let figures = rest.chars().any(char::is_numeric);
        (!rest.is_empty() && !figures).then(|| only.text.clone())
    }
}

/// What follows in a text that begins with what is typed, whatever the case and width.
pub fn rest<'a>(text: &'a str, typed: &str) -> Option<&'a str> {
    let mut chars = text.chars();
    for wanted in typed.chars() {
        let c = chars.next()?;
        if c != wanted
            && parse::normal(&c.to_string()).to_lowercase() != parse::normal(&wanted.to_string()).to_lowercase()
        {
            return None;
        }
    }
    Some(chars.as_str())
}

/// The options that fit what is typed; all of them where none does, or nothing is typed.
pub fn options(options: &'static [ChoiceDef], typed: &str) -> Vec<&'static ChoiceDef> {
    let fitting = fitting(options, typed);
    if fitting.is_empty() { options.iter().collect() } else { fitting }
}

fn fitting(options: &'static [ChoiceDef], typed: &str) -> Vec<&'static ChoiceDef> {
    let wanted = folded(typed);
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return Vec::new();
    }
    let part = |name: &str| folded(name).contains(wanted);
    let spelt = |o: &ChoiceDef| initials(o.zh).lines().any(|line| line.starts_with(wanted));
    let fits = |o: &&ChoiceDef| part(o.zh) || part(o.en) || part(o.code) || o.names.iter().any(|n| part(n)) || spelt(o);
    options.iter().filter(fits).collect()
}

/// The option that a text stands for: the one called so, else the only one that fits it.
pub fn meant(options: &'static [ChoiceDef], typed: &str) -> Option<&'static ChoiceDef> {
    if let Some(option) = parse::option(options, &parse::normal(typed)) {
        return Some(option);
    }
    match fitting(options, typed).as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// Whether a name is written or spelt by its initials as typed: for lists of names that are no options.
pub fn spelt(name: &str, typed: &str) -> bool {
    !typed.is_empty() && initials(name).lines().any(|line| line.starts_with(typed))
}

/// Whether the values of a field are worth completing: texts, but for what each row has of its own.
pub fn completes(def: &FieldDef) -> bool {
    matches!(def.kind, FieldKind::Text { .. }) && !super::fill::is_its_own(def)
}
