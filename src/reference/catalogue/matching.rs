//! How a model finds rows of the catalogue: one writing per kind of device, the very model, the model with codes
//! behind it, the series.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::candidates::Skeletons;
use super::fans::{self, Sizes};
use super::{Hit, Inlet, Item, Matched, Rule};
use crate::reference::designation::{self, match_key};

/// A model brought to the writing that catalogues are searched with: [`designation::clean`], and `×`, `*` and their
/// like as `X`, `½` as `.5`.
pub fn clean(text: &str) -> String {
    let plain: Cow<'_, str> = if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        // `1½BA-6` and `1 ½BA-6`.
        let text = text.replace(" ½", "½").replace('½', ".5");
        let cross = |c| matches!(c, '×' | '✕' | '╳' | '＊' | 'х' | 'Х' | '⨯' | '∗');
        Cow::Owned(text.chars().map(|c| if cross(c) { 'X' } else { c }).collect())
    };
    let cleaned = designation::clean(&plain);
    if cleaned.contains('*') { cleaned.replace('*', "X") } else { cleaned }
}

/// Number of leading digits.
pub(super) fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// What decides how models of a kind are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Motor,
    Transformer,
    Boiler,
    Fan,
    Pump,
    MachineTool,
    Valve,
    Heating,
    /// Switchgear and whatever else.
    Other,
    /// Compressors, welders, refrigeration.
    Machine,
}

impl Family {
    fn of(kind: &str) -> Self {
        match kind {
            "motor" => Self::Motor,
            "transformer" => Self::Transformer,
            "boiler" => Self::Boiler,
            "fan" => Self::Fan,
            "pump" => Self::Pump,
            "machine_tool" => Self::MachineTool,
            "valve" => Self::Valve,
            "heating" => Self::Heating,
            "other" => Self::Other,
            _ => Self::Machine,
        }
    }

    /// The key that models of the kind are compared by: writings that mean the same model have the same key.
    pub(super) fn key(self, cleaned: &str) -> String {
        match self {
            Self::Boiler => boiler_key(cleaned),
            Self::Fan => match_key(&without_trailing_zeros(cleaned)),
            Self::Pump => pump_key(cleaned),
            Self::Motor => motor_key(cleaned),
            _ => match_key(cleaned),
        }
    }
}

/// `Y-160M-4` is `Y160M-4`: a dash behind the bare Y is only spacing.
fn motor_key(cleaned: &str) -> String {
    match cleaned.strip_prefix("Y-") {
        Some(size) if digits(size) >= 2 => format!("Y{}", match_key(size)),
        _ => match_key(cleaned),
    }
}

/// `KZL2-8(I)` is `KZL2-8-I`; coal classes are written `AⅢ`, `A3` alike, as is a last part `I` or `1`.
fn boiler_key(cleaned: &str) -> String {
    let plain = cleaned.replace(['(', '-'], "-").replace(')', "");
    let mut out = String::with_capacity(plain.len());
    for part in plain.split('-').filter(|p| !p.is_empty()) {
        if !out.is_empty() {
            out.push('-');
        }
        match part {
            "I" => out.push('1'),
            "II" => out.push('2'),
            "III" => out.push('3'),
            _ => out.push_str(&part.replace("AIII", "A3").replace("AII", "A2")),
        }
    }
    match_key(&out)
}

/// `L20-5/0.20` is `L20-5/0.2`.
fn without_trailing_zeros(cleaned: &str) -> Cow<'_, str> {
    if !cleaned.contains('.') {
        return Cow::Borrowed(cleaned);
    }
    let mut out = String::with_capacity(cleaned.len());
    let mut rest = cleaned;
    while let Some(at) = rest.find('.') {
        let decimals = digits(&rest[at + 1..]);
        out.push_str(&rest[..at]);
        let value = &rest[at..at + 1 + decimals];
        // `NO.10` is no decimal.
        let decimal = out.ends_with(|c: char| c.is_ascii_digit());
        out.push_str(if decimal { value.trim_end_matches('0').trim_end_matches('.') } else { value });
        rest = &rest[at + 1 + decimals..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// `6BA-12` is `6BA12`: a dash between letter and digit is only spacing in pump models, one between digits is not
/// (`F50-25A`). Inches may be marked (`10"HB-30`), one and a half be written `1-1/2` or `11/2`.
fn pump_key(cleaned: &str) -> String {
    let half = ["1-1/2", "11/2", "2-1/2", "21/2"].iter().find(|h| cleaned.starts_with(**h));
    let (start, rest) = match half {
        Some(h) => (if h.starts_with('1') { "1.5" } else { "2.5" }, &cleaned[h.len()..]),
        None => ("", cleaned),
    };
    let mut out = String::with_capacity(cleaned.len());
    out.push_str(start);
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        let before = out.chars().next_back();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let after = chars.peek().copied();
        let spacing = c == '-' && (letter(before) && digit(after) || digit(before) && letter(after));
        if !spacing && c != '"' {
            out.push(c);
        }
    }
    match_key(&out)
}

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

/// Ratings of distribution transformers, old series and new, in kVA.
const RATINGS_KVA: [f64; 29] = [
    10.0, 20.0, 30.0, 50.0, 63.0, 75.0, 80.0, 100.0, 125.0, 160.0, 180.0, 200.0, 240.0, 250.0, 315.0, 320.0, 400.0,
    420.0, 500.0, 560.0, 630.0, 750.0, 800.0, 1000.0, 1250.0, 1600.0, 1800.0, 2000.0, 2500.0,
];

/// Whether a text begins with a rating of distribution transformers.
pub(super) fn begins_with_rating(text: &str) -> bool {
    text[..digits(text)].parse().is_ok_and(|kva: f64| RATINGS_KVA.contains(&kva))
}

/// `S9-M-500/10` → key of `S9-500` and `M`. A rating joined to the letters must be a usual one: `SJ560/10` is SJ-560,
/// but `S13800/10` no S-13800.
pub(super) fn transformer_core(cleaned: &str) -> Option<(String, String)> {
    let t = designation::transformer(cleaned)?;
    let capacity = t.capacity_kva?;
    let size = &cleaned[t.series.len()..];
    if digits(size) > 0 && !begins_with_rating(size) {
        return None;
    }
    let core = match_key(&format!("{}-{}", t.series, crate::audit::field::number(capacity)));
    Some((core, t.structure.to_owned()))
}

/// A size with one letter from A to `last` behind it: `6BA12A`, but not `100TSWA`, which is another series.
fn lettered(model: &str, last: char) -> Option<(&str, &str)> {
    let (size, letter) = model.split_at_checked(model.len().checked_sub(1)?)?;
    let one = letter.starts_with(|c: char| ('A'..=last).contains(&c)) && size.ends_with(|c: char| c.is_ascii_digit());
    one.then_some((size, letter))
}

fn is_number(text: &str) -> bool {
    digits(text) > 0 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Whether `rest` may follow a series code, so that a short series never swallows a newer one:
/// after a code ending in a digit only a dash (`JO2-72`) or what marks a size, after a dash only a size (`S7-500`),
/// after letters a dash or a size of two digits or more (`YB160M`, not `YB2-160M`); sizes of boilers, pumps and
/// switchgear may have one digit (`SHF6-13`).
fn follows(family: Family, prefix: &str, rest: &str) -> bool {
    let Some(first) = rest.bytes().next() else { return !prefix.ends_with('-') };
    let last = prefix.bytes().last().unwrap_or(b' ');
    if last == b'-' {
        return first.is_ascii_digit();
    }
    if last.is_ascii_digit() && !prefix.bytes().all(|b| b.is_ascii_digit()) {
        return match first {
            b'-' | b'(' => true,
            // 8-18№6 (the O compared as zero), 8-18#6, 70B2-11.
            b'N' | b'#' => family == Family::Fan && (first == b'#' || rest.starts_with("N0")),
            b'X' => family == Family::Pump,
            b'/' => family == Family::Other,
            _ => false,
        };
    }
    let one_digit = matches!(family, Family::Boiler | Family::Pump | Family::Other);
    match first {
        b'-' | b'(' => true,
        // A zero is the letter O of a newer series (JRO2 is no JR), never the first digit of a frame.
        b'0' => matches!(family, Family::Boiler | Family::Other),
        b'1'..=b'9' => one_digit || digits(rest) >= 2,
        _ => false,
    }
}

/// Whether a pump model is a series behind an inlet or well diameter: `4B20A`, `2GC5X7`, `12JD230X5`; nothing but
/// sizes, stages and a letter for the trimmed impeller may follow the code.
fn behind_inlet(key: &str, code: &str, required: bool) -> bool {
    let diameter = key.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if required && diameter == 0 || key[..diameter].len() > 5 {
        return false;
    }
    let Some(rest) = key[diameter..].strip_prefix(code) else { return false };
    let rest = rest.trim_start_matches('-');
    digits(rest) > 0
        && rest.split(['-', 'X', '/']).all(|part| {
            let part = part.strip_suffix(['A', 'B', 'C', 'D']).unwrap_or(part);
            is_number(part)
        })
}
