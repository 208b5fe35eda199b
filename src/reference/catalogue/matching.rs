//! How a model finds rows of the catalogue: the very model, the model with codes behind it, the series.

use std::collections::HashMap;
use std::sync::Arc;

use super::candidates::Skeletons;
use super::fans::{self, Sizes};
use super::keys::{Family, behind_inlet, clean, digits, follows, is_number, lettered, motor_key, transformer_core};
use super::{Hit, Inlet, Item, Matched, Rule};
use crate::reference::designation;

#[derive(Debug)]
struct Series {
    prefix: String,
    at: usize,
    n: usize,
    dash_only: bool,
    inlet: Inlet,
}

/// The rows of one kind.
#[derive(Debug)]
pub(super) struct KindIndex {
    pub(super) kind: Arc<str>,
    pub(super) family: Family,
    /// Rows matched by parameters or name.
    pub(super) rules: Vec<usize>,
    /// Key → item and which of its models.
    exact: HashMap<String, Vec<(usize, usize)>>,
    /// By first byte of the code.
    series: HashMap<u8, Vec<Series>>,
    /// Series that an inlet diameter precedes.
    inlets: Vec<Series>,
    sizes: Sizes,
    pub(super) skeletons: Skeletons,
}

/// The rows by kind.
pub(super) fn index(items: &[Item]) -> Vec<KindIndex> {
    let mut kinds: Vec<KindIndex> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let position = kinds.iter().position(|k| k.kind == item.kind).unwrap_or_else(|| {
            kinds.push(KindIndex {
                kind: item.kind.clone(),
                family: Family::of(&item.kind),
                rules: Vec::new(),
                exact: HashMap::new(),
                series: HashMap::new(),
                inlets: Vec::new(),
                sizes: Sizes::new(),
                skeletons: Skeletons::default(),
            });
            kinds.len() - 1
        });
        kinds[position].add(item, at);
    }
    kinds
}

impl KindIndex {
    fn add(&mut self, item: &Item, at: usize) {
        if matches!(item.rule, Rule::Name(_) | Rule::FixedGrateCoal | Rule::CoalUpTo | Rule::BiomassUpTo) {
            self.rules.push(at);
        }
        for (n, model) in item.models.iter().enumerate() {
            let Some(code) = model.strip_suffix('*') else {
                let cleaned = clean(model);
                let key = self.family.key(&cleaned);
                self.skeletons.note(&key, at, n);
                if self.family == Family::Fan {
                    fans::note(&mut self.sizes, &cleaned, at, n);
                }
                self.exact.entry(key).or_default().push((at, n));
                continue;
            };
            let mut prefix = self.family.key(&clean(code));
            if code.ends_with('-') && item.inlet == Inlet::None {
                prefix.push('-');
            }
            let series = Series { prefix, at, n, dash_only: item.dash_only, inlet: item.inlet };
            match series.prefix.bytes().next() {
                Some(_) if item.inlet != Inlet::None => self.inlets.push(series),
                Some(first) => self.series.entry(first).or_default().push(series),
                None => {}
            }
        }
    }

    /// Items and models of a key.
    pub(super) fn exact(&self, key: &str) -> &[(usize, usize)] {
        self.exact.get(key).map_or(&[], Vec::as_slice)
    }

    /// All listed models with their key.
    pub(super) fn models(&self) -> impl Iterator<Item = (&str, &[(usize, usize)])> {
        self.exact.iter().map(|(k, v)| (k.as_str(), v.as_slice()))
    }

    /// All series codes.
    pub(super) fn series(&self) -> impl Iterator<Item = (&str, usize, usize)> {
        self.series.values().flatten().map(|s| (s.prefix.as_str(), s.at, s.n))
    }

    /// The series codes that begin like a key.
    pub(super) fn series_like(&self, key: &str) -> impl Iterator<Item = (&str, usize, usize)> {
        let list = key.bytes().next().and_then(|first| self.series.get(&first));
        list.into_iter().flatten().map(|s| (s.prefix.as_str(), s.at, s.n))
    }

    /// Whether a series code may be followed by this.
    pub(super) fn follows(&self, prefix: &str, rest: &str) -> bool {
        follows(self.family, prefix, rest)
    }

    /// Adds the rows that a model hits.
    pub(super) fn find<'a>(&self, items: &'a [Item], cleaned: &str, hits: &mut Vec<Hit<'a>>) {
        let key = self.family.key(cleaned);
        let own = hits.len();
        self.exact_hits(items, &key, "", own, hits);
        self.with_codes(items, cleaned, &key, own, hits);
        let core = (self.family == Family::Transformer).then(|| transformer_core(cleaned)).flatten();
        for s in key.bytes().next().and_then(|first| self.series.get(&first)).into_iter().flatten() {
            if self.of_series(s, &key) {
                put(hits, own, Hit { item: &items[s.at], matched: Matched::Series(s.n) });
            } else if let Some((core, structure)) = &core
                && self.of_series(s, core)
            {
                let suffix = Matched::Suffix(s.n, structure.clone());
                let matched = if structure.is_empty() { Matched::Series(s.n) } else { suffix };
                put(hits, own, Hit { item: &items[s.at], matched });
            }
        }
        for s in &self.inlets {
            if behind_inlet(&key, &s.prefix, s.inlet == Inlet::Required) {
                put(hits, own, Hit { item: &items[s.at], matched: Matched::Series(s.n) });
            }
        }
        if self.family == Family::Fan
            && let Some((at, matched)) = fans::find(&self.sizes, cleaned)
            && !hits[own..].iter().any(|h| h.item.item_no == items[at].item_no && h.item.batch == items[at].batch)
        {
            hits.push(Hit { item: &items[at], matched });
        }
    }

    fn of_series(&self, series: &Series, key: &str) -> bool {
        key.strip_prefix(series.prefix.as_str()).is_some_and(|rest| {
            follows(self.family, &series.prefix, rest)
                && (!series.dash_only || rest.is_empty() || rest.starts_with('-'))
        })
    }

    /// A listed model with codes behind it: `Y160M-4-B3`, `S9-500/10`, `6BA-12A`, `KZG2-8-AⅢ`, `HZ2-25/3`.
    fn with_codes<'a>(&self, items: &'a [Item], cleaned: &str, key: &str, own: usize, hits: &mut Vec<Hit<'a>>) {
        match self.family {
            Family::Motor => {
                if let Some(m) = designation::motor(cleaned)
                    && m.core.len() < cleaned.len()
                {
                    let suffix = if designation::is_mounting_suffix(m.suffix) { "" } else { m.suffix };
                    self.exact_hits(items, &motor_key(m.core), suffix, own, hits);
                }
            }
            Family::Transformer => {
                if let Some((core, structure)) = transformer_core(cleaned)
                    && core != key
                {
                    self.exact_hits(items, &core, &structure, own, hits);
                }
            }
            Family::Pump => {
                // Stages are counted behind (`10JD140X7`); a trimmed impeller has its letter (`6BA-12A`).
                let model = key.rfind('X').filter(|at| is_number(&key[at + 1..])).map_or(key, |at| &key[..at]);
                if model.len() < key.len() {
                    self.exact_hits(items, model, "", own, hits);
                }
                if let Some((size, letter)) = lettered(model, 'D') {
                    self.exact_hits(items, size, letter, own, hits);
                }
                self.cut(items, model, '-', own, hits);
            }
            Family::Boiler => {
                self.cut(items, key, '-', own, hits);
                if let Some(at) = key.rfind('-') {
                    self.cut(items, &key[..at], '-', own, hits);
                }
            }
            Family::Other => {
                // Poles or voltage behind a slash (`HZ2-25/3`, `ZN2-10/600`) make no other device.
                let model = key.split_once('/').filter(|(_, r)| digits(r) > 0).map_or(key, |(model, _)| model);
                if model.len() < key.len() {
                    self.exact_hits(items, model, "", own, hits);
                }
                if let Some((size, letter)) = lettered(model, 'Z') {
                    self.exact_hits(items, size, letter, own, hits);
                }
            }
            Family::Valve => {
                let model = key.find("DN").map_or(key, |at| key[..at].trim_end_matches('-'));
                if model.len() < key.len() {
                    self.exact_hits(items, model, "", own, hits);
                }
            }
            Family::Heating | Family::Machine => self.cut(items, key, '-', own, hits),
            Family::Fan | Family::MachineTool => {}
        }
    }

    /// The listed model before the last dash, the part behind it being the suffix.
    fn cut<'a>(&self, items: &'a [Item], key: &str, at: char, own: usize, hits: &mut Vec<Hit<'a>>) {
        if let Some((model, suffix)) = key.rsplit_once(at).filter(|(m, s)| !m.is_empty() && !s.is_empty()) {
            self.exact_hits(items, model, suffix, own, hits);
        }
    }

    fn exact_hits<'a>(&self, items: &'a [Item], key: &str, suffix: &str, own: usize, hits: &mut Vec<Hit<'a>>) {
        for (at, n) in self.exact(key) {
            // One row may list the same figures under several names (`高产30-4`, `长波30-4`): the words tell which.
            let named = items[*at].models.get(*n).is_some_and(|m| !m.is_ascii());
            let same = |h: &Hit<'_>| h.item.row == items[*at].row && (!named || h.matched.model() == *n);
            if !hits[own..].iter().any(same) {
                let matched =
                    if suffix.is_empty() { Matched::Exact(*n) } else { Matched::Suffix(*n, suffix.to_owned()) };
                hits.push(Hit { item: &items[*at], matched });
            }
        }
    }
}

/// Adds a hit unless the row is hit already; within its series a suffix is no question (`CJ10-20A` of CJ10-*).
fn put<'a>(hits: &mut Vec<Hit<'a>>, own: usize, hit: Hit<'a>) {
    match hits[own..].iter_mut().find(|h| h.item.row == hit.item.row) {
        Some(old) => {
            if matches!((&old.matched, &hit.matched), (Matched::Suffix(..), Matched::Series(_))) {
                old.matched = hit.matched;
            }
        }
        None => hits.push(hit),
    }
}
