//! Everything the search finds, as one text, and a search of it in steps: 100 000 devices are no work for one frame.

use super::words;
use crate::audit::{Audit, Id};
use crate::reference::Reference;

/// What is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// An action of the program, by its place in the list that was indexed.
    Action(usize),
    /// A device, and where in the audit it stood.
    Device(Id, usize),
    /// A table of national data, by its place in the reference's index.
    Table(usize),
    /// An item of a catalogue of obsolete equipment, by its place there.
    Item(usize),
}

/// One thing: where in the text its own spelling, its first letters and its pinyin begin.
#[derive(Clone, Copy, Debug)]
struct Entry {
    what: What,
    start: usize,
    initials: usize,
    pinyin: usize,
    end: usize,
}

/// Everything that is searched; entries in the order shown among equals.
#[derive(Clone, Debug, Default)]
pub struct Index {
    text: String,
    entries: Vec<Entry>,
}

/// The texts of devices as they stand, taken on the screen's thread in one go; the rest is a worker's.
pub struct Raw {
    text: String,
    ids: Vec<Id>,
}

/// Between two fields of a device. Ledgers have no such character.
const FIELD: char = '\u{1f}';
/// Between two devices.
const DEVICE: char = '\u{1e}';

impl Raw {
    /// Copies what devices are searched by: tag, name, model, place.
    pub fn of(audit: &Audit) -> Self {
        let mut text = String::with_capacity(audit.equipment.len() * 64);
        let mut ids = Vec::with_capacity(audit.equipment.len());
        for device in &audit.equipment {
            ids.push(device.id);
            let c = &device.common;
            for field in [&c.tag, &c.name, &c.model, &c.workshop].into_iter().flatten() {
                text.push_str(&field.value);
                text.push(FIELD);
            }
            text.push(DEVICE);
        }
        Self { text, ids }
    }
}

impl Index {
    /// Of the program's own actions, each with the words it is found by.
    pub fn of_actions<'a>(actions: impl Iterator<Item = Vec<&'a str>>) -> Self {
        let mut index = Self::default();
        for (at, names) in actions.enumerate() {
            index.add(What::Action(at), names.into_iter());
        }
        index
    }

    /// Of devices, tables and catalogues; `None` if it was cancelled.
    pub fn of_data(raw: &Raw, reference: Option<&Reference>, cancelled: impl Fn() -> bool) -> Option<Self> {
        let mut index = Self::default();
        for (at, (id, texts)) in raw.ids.iter().zip(raw.text.split(DEVICE)).enumerate() {
            if at % 1024 == 0 && cancelled() {
                return None;
            }
            index.add(What::Device(*id, at), texts.split(FIELD));
        }
        let Some(reference) = reference else { return Some(index) };
        for (at, info) in reference.tables.index.iter().enumerate() {
            index.add(What::Table(at), [&*info.standard, &info.title, &info.title_en, &info.id].into_iter());
        }
        for (at, item) in reference.tables.catalogue.items.iter().enumerate() {
            let models = item.models.iter().map(String::as_str);
            index.add(What::Item(at), [&*item.model_text, &*item.product].into_iter().chain(models));
        }
        Some(index)
    }

    fn add<'a>(&mut self, what: What, fields: impl Iterator<Item = &'a str>) {
        let start = self.text.len();
        self.text.push('\n');
        for field in fields {
            let before = self.text.len();
            words::squeeze(field, &mut self.text);
            if self.text.len() > before {
                self.text.push('\n');
            }
        }
        let squeezed = self.text[start..].to_owned();
        let lines = || squeezed.lines().filter(|l| !l.is_empty());
        let initials = self.text.len();
        self.text.push('\n');
        lines().for_each(|line| words::initials(line, &mut self.text));
        let pinyin = self.text.len();
        self.text.push('\n');
        lines().for_each(|line| words::pinyin(line, &mut self.text));
        self.entries.push(Entry { what, start, initials, pinyin, end: self.text.len() });
    }

    /// How many things there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How well an entry fits all the words; `None` if one of them is missing.
    fn fit(&self, entry: &Entry, terms: &[String]) -> Option<u32> {
        let (own, initials, pinyin) = (
            &self.text[entry.start..entry.initials],
            &self.text[entry.initials..entry.pinyin],
            &self.text[entry.pinyin..entry.end],
        );
        terms.iter().try_fold(0, |sum, term| {
            let latin = term.is_ascii();
            let fit = match place(own, term) {
                Some(at) => [60, 80, 100][at],
                // One letter stands for too much to be an initial.
                None if latin && term.len() > 1 => match place(initials, term) {
                    Some(at) => [35, 50, 55][at],
                    None => match place(pinyin, term) {
                        Some(0) if term.len() < 4 => return None,
                        Some(at) => [15, 30, 32][at],
                        None => return None,
                    },
                },
                None => return None,
            };
            Some(sum + fit)
        })
    }
}

/// Where a word stands in lines: 2 is a whole line, 1 a line's beginning, 0 within one.
fn place(lines: &str, term: &str) -> Option<usize> {
    let ends = |at: usize| lines.as_bytes().get(at) == Some(&b'\n');
    let found = lines.match_indices(term).map(|(at, _)| {
        let begins = at.checked_sub(1).is_some_and(ends);
        usize::from(begins) + usize::from(begins && ends(at + term.len()))
    });
    found.max()
}

/// A search under way: steps through an index and keeps the best.
#[derive(Clone, Debug, Default)]
pub struct Search {
    terms: Vec<String>,
    at: usize,
    /// Fit and what, the best first.
    best: Vec<(u32, What)>,
    /// How many fit.
    pub count: usize,
}

/// Results that are kept.
pub const SHOWN: usize = 60;

impl Search {
    /// Begins a search for all the words of a text.
    pub fn new(text: &str) -> Self {
        let words = text.split_whitespace().map(|word| {
            let mut out = String::new();
            words::squeeze(word, &mut out);
            out
        });
        Self { terms: words.filter(|w| !w.is_empty()).collect(), ..Self::default() }
    }

    /// Looks at the next entries. `true` if all of them have been seen.
    pub fn step(&mut self, index: &Index, entries: usize) -> bool {
        if self.terms.is_empty() {
            return true;
        }
        let end = self.at.saturating_add(entries).min(index.entries.len());
        for entry in index.entries.get(self.at..end).unwrap_or_default() {
            let Some(fit) = index.fit(entry, &self.terms) else { continue };
            self.count += 1;
            // Behind its equals, so that the index's order stays.
            let to = self.best.partition_point(|(known, _)| *known >= fit);
            if to < SHOWN {
                self.best.insert(to, (fit, entry.what));
                self.best.truncate(SHOWN);
            }
        }
        self.at = end;
        end == index.entries.len()
    }

    /// The best so far, with how well they fit.
    pub fn best(&self) -> &[(u32, What)] {
        &self.best
    }
}
