//! Models that the catalogue lists and that the one written may mean, if a slip of the pen is undone. A candidate is
//! a hint for the person who reads the nameplate; it never decides.
//!
//! The slips: letters and digits that look alike (I, L and 1; B and 8; S and 5; Z and 2; O and 0 are one writing
//! anyway), a missing or superfluous dash, a dash for `×`, neighbours changed over, a last part left out. An
//! additional or another letter is no slip: `YE3` is not `Y3`.

use std::collections::HashMap;

use super::keys::{Family, begins_with_rating, digits, transformer_core};
use super::matching::KindIndex;
use super::{Catalogue, Item};

/// A listed model that the written one may mean.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// The row.
    pub item: &'a Item,
    /// The model as listed.
    pub model: String,
    /// Which of the item's models.
    pub nth: usize,
    /// What the slip would be, in Chinese.
    pub reason: String,
    /// Number of slips to undo, 1 or 2.
    pub distance: usize,
}

/// The most candidates worth showing.
const MOST: usize = 10;
/// A shorter model than this is too little to guess from.
const SHORTEST: usize = 4;

impl Catalogue {
    /// Candidates that one look-up finds: look-alikes and dashes in whole models, and behind the series codes of motors.
    /// Cheap enough for every screening; meant for models that hit nothing.
    pub fn slips(&self, kinds: Option<&[&str]>, cleaned: &str) -> Vec<Candidate<'_>> {
        let mut out = Vec::new();
        for index in self.indexes(kinds) {
            index.skeletons.slips(index, &self.items, cleaned, &mut out);
        }
        ranked(out)
    }

    /// All candidates, ranked: fewest slips first. Empty for kinds in which the model hits a row as it is.
    pub fn candidates(&self, kinds: Option<&[&str]>, cleaned: &str) -> Vec<Candidate<'_>> {
        let mut out = Vec::new();
        for index in self.indexes(kinds) {
            let mut hits = Vec::new();
            index.find(&self.items, cleaned, &mut hits);
            let key = index.family.key(cleaned);
            // A row that counts only together with words may not be meant at all.
            if hits.iter().any(|h| h.item.needs_words.is_empty()) || key.len() < SHORTEST {
                continue;
            }
            index.skeletons.slips(index, &self.items, cleaned, &mut out);
            series_slips(index, index.series(), &self.items, &key, &mut out);
            transposed(index, &self.items, &key, &mut out);
            unfinished(index, &self.items, &key, &mut out);
        }
        ranked(out)
    }
}

fn ranked(mut out: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    out.sort_by_key(|c| (c.distance, c.item.row, c.nth));
    let mut seen: Vec<(usize, usize)> = Vec::new();
    out.retain(|c| {
        let new = !seen.contains(&(c.item.row, c.nth));
        seen.push((c.item.row, c.nth));
        new
    });
    out.truncate(MOST);
    out
}

fn candidate(items: &[Item], (at, n): (usize, usize), reason: String, distance: usize) -> Option<Candidate<'_>> {
    let item = items.get(at)?;
    let model = item.models.get(n)?;
    // `浙农3-13` cannot be meant by figures alone.
    model.is_ascii().then(|| Candidate { item, model: model.clone(), nth: n, reason, distance })
}

/// Listed models by what is left of them when all slips of one look-up are undone.
#[derive(Debug, Default)]
pub(super) struct Skeletons {
    models: HashMap<String, Vec<(String, usize, usize)>>,
}

impl Skeletons {
    /// Notes a listed model by its key.
    pub(super) fn note(&mut self, key: &str, at: usize, n: usize) {
        self.models.entry(skeleton(key)).or_default().push((key.to_owned(), at, n));
    }

    fn slips<'a>(&self, index: &KindIndex, items: &'a [Item], cleaned: &str, out: &mut Vec<Candidate<'a>>) {
        let key = match index.family {
            // S8-500 is listed, SB-500/10 written.
            Family::Transformer => {
                transformer_core(cleaned).map_or_else(|| index.family.key(cleaned), |(core, _)| core)
            }
            family => family.key(cleaned),
        };
        if key.len() < SHORTEST {
            return;
        }
        for (listed, at, n) in self.models.get(&skeleton(&key)).into_iter().flatten() {
            if let Some((reason, distance)) = explain(&key, listed) {
                out.extend(candidate(items, (*at, *n), reason, distance));
            }
        }
        if index.family == Family::Motor {
            series_slips(index, index.series_like(&key), items, &key, out);
        }
    }
}

/// One character for all that look alike.
fn class(c: char) -> char {
    match c {
        'I' | 'L' => '1',
        'B' => '8',
        'S' => '5',
        'Z' => '2',
        'O' => '0',
        c => c,
    }
}

fn skeleton(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    let mut before = ' ';
    let mut chars = key.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let cross = c == 'X' && class(before).is_ascii_digit() && class(after).is_ascii_digit();
        if c != '-' && !cross {
            out.push(class(c));
        }
        before = c;
    }
    out
}

/// The slips that lead from the listed key to the written one, and their number; `None` if others are needed, none
/// or more than two.
fn explain(written: &str, listed: &str) -> Option<(String, usize)> {
    let (w, l): (Vec<char>, Vec<char>) = (written.chars().collect(), listed.chars().collect());
    let (mut i, mut j) = (0, 0);
    let mut slips: Vec<String> = Vec::new();
    while i < w.len() || j < l.len() {
        match (w.get(i).copied(), l.get(j).copied()) {
            (Some(a), Some(b)) if a == b => (i, j) = (i + 1, j + 1),
            (Some('-'), Some('X')) => {
                slips.push("破折号疑为“×”".to_owned());
                (i, j) = (i + 1, j + 1);
            }
            (Some('X'), Some('-')) => {
                slips.push("“×”疑为破折号".to_owned());
                (i, j) = (i + 1, j + 1);
            }
            (Some('-'), _) => {
                slips.push("多破折号".to_owned());
                i += 1;
            }
            (_, Some('-')) => {
                slips.push("缺破折号".to_owned());
                j += 1;
            }
            (Some(a), Some(b)) if class(a) == class(b) => {
                slips.push(format!("{} {a} 疑为{} {b}", named(a), named(b)));
                (i, j) = (i + 1, j + 1);
            }
            (_, Some('X')) => {
                slips.push("缺“×”".to_owned());
                j += 1;
            }
            (Some('X'), _) => {
                slips.push("多“×”".to_owned());
                i += 1;
            }
            _ => return None,
        }
    }
    let count = slips.len();
    slips.dedup();
    (1..=2).contains(&count).then(|| (slips.join("，"), count))
}

fn named(c: char) -> &'static str {
    if c.is_ascii_digit() { "数字" } else { "字母" }
}

/// A series whose code is written with a slip: `JO272-4`, `JOZ-72-4`.
fn series_slips<'a, 's>(
    index: &KindIndex,
    series: impl Iterator<Item = (&'s str, usize, usize)>,
    items: &'a [Item],
    key: &str,
    out: &mut Vec<Candidate<'a>>,
) {
    for (code, at, n) in series {
        let bare = code.trim_end_matches('-');
        let Some((start, rest)) = alike_start(key, bare).map(|len| key.split_at(len)) else { continue };
        let size = rest.trim_start_matches('-');
        let dashed = rest.starts_with('-');
        let plausible = match index.family {
            // Sizes of the J-series are two or three digits; JB-315 is no JB3-15.
            Family::Motor => bare.len() >= 3 && digits(size) >= 2 && !start.contains('-'),
            // S7500 is S7-500, but S11500 hardly S1-1500.
            Family::Transformer => start == bare && begins_with_rating(size),
            // A figure joined to a code makes a newer series (DZ108, RYD3), no slip.
            _ => bare.len() >= 3 && dashed && digits(size) >= 1,
        };
        let corrected = format!("-{size}");
        let allowed = if code.ends_with('-') { index.follows(code, size) } else { index.follows(code, &corrected) };
        if plausible
            && allowed
            && let Some((reason, distance)) = explain(key, &format!("{bare}{corrected}"))
        {
            out.extend(candidate(items, (at, n), reason, distance));
        }
    }
}

/// How much of the key looks like the code, dashes aside.
fn alike_start(key: &str, code: &str) -> Option<usize> {
    let mut written = key.char_indices().filter(|(_, c)| *c != '-');
    let mut end = 0;
    for c in code.chars().filter(|c| *c != '-') {
        let (at, found) = written.next()?;
        if class(found) != class(c) {
            return None;
        }
        end = at + found.len_utf8();
    }
    Some(end)
}

/// Two neighbours changed over.
fn transposed<'a>(index: &KindIndex, items: &'a [Item], key: &str, out: &mut Vec<Candidate<'a>>) {
    let mut bytes = key.as_bytes().to_vec();
    for i in 0..bytes.len().saturating_sub(1) {
        let (a, b) = (bytes[i], bytes[i + 1]);
        if a == b || !a.is_ascii_alphanumeric() || !b.is_ascii_alphanumeric() {
            continue;
        }
        bytes.swap(i, i + 1);
        if let Ok(swapped) = std::str::from_utf8(&bytes) {
            for place in index.exact(swapped) {
                let reason = format!("相邻字符“{}{}”疑为“{}{}”", a as char, b as char, b as char, a as char);
                out.extend(candidate(items, *place, reason, 1));
            }
        }
        bytes.swap(i, i + 1);
    }
}

/// A listed model of which the last part was not written.
fn unfinished<'a>(index: &KindIndex, items: &'a [Item], key: &str, out: &mut Vec<Candidate<'a>>) {
    for (model, places) in index.models() {
        let Some(rest) = model.strip_prefix(key) else { continue };
        let part = rest.starts_with(['-', '/', 'X'])
            || (rest.len() == 1 && rest.starts_with(|c: char| c.is_ascii_alphabetic()));
        if part && key.bytes().any(|b| b.is_ascii_alphabetic()) {
            for place in places {
                out.extend(candidate(items, *place, format!("疑缺末段“{rest}”"), 1));
            }
        }
    }
}
