//! What a column must hold for a row to be shown: chosen values, a range, or nothing entered.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::widgets::badge;
use crate::app::workbench::Workbench;
use crate::audit::field::{FieldKind, FieldValue};
use crate::audit::{Audit, FieldDef, KindCode};
use crate::diagnosis::Diagnosis;
use crate::screening::Level;

/// Values listed at most; beyond, a range or the text filter is the better way.
const LISTED: usize = 400;

/// The filter of one column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnFilter {
    /// The values shown, as they are written; the empty text stands for what is not filled in. `None` for all.
    pub values: Option<BTreeSet<String>>,
    /// At least this.
    pub from: Option<f64>,
    /// At most this.
    pub to: Option<f64>,
}

impl ColumnFilter {
    /// Whether it leaves nothing out.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a value passes; of a date the year counts for the range.
    pub(super) fn holds(&self, def: &FieldDef, value: Option<&FieldValue>) -> bool {
        if self.from.is_some() || self.to.is_some() {
            let number = match value {
                Some(FieldValue::Number(n)) => *n,
                Some(FieldValue::Date(date)) => f64::from(date.earliest().year()),
                _ => return false,
            };
            if self.from.is_some_and(|from| number < from) || self.to.is_some_and(|to| number > to) {
                return false;
            }
        }
        self.values.as_ref().is_none_or(|values| match value {
            None => values.contains(""),
            Some(FieldValue::Text(text)) => values.contains(text.trim()),
            Some(value) => values.contains(&def.show(value)),
        })
    }

    pub(super) fn holds_level(&self, level: Option<Level>) -> bool {
        self.values.as_ref().is_none_or(|values| values.contains(level.map_or("", Level::zh)))
    }
}

/// The values of a column and how many rows have each, in their order.
pub(super) fn values(
    audit: &Audit,
    found: Option<&Diagnosis>,
    kind: KindCode,
    def: Option<&'static FieldDef>,
) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut numbers: BTreeMap<u64, usize> = BTreeMap::new();
    for device in audit.equipment.iter().filter(|d| d.kind.code() == kind) {
        let Some(def) = def else {
            let level = found.and_then(|d| d.level(device.id));
            *counts.entry(level.map_or(String::new(), |l| l.zh().to_owned())).or_default() += 1;
            continue;
        };
        match device.get(def.key).map(|e| e.value) {
            None => *counts.entry(String::new()).or_default() += 1,
            // Counted by their bits, written once.
            Some(FieldValue::Number(n)) => *numbers.entry(n.to_bits()).or_default() += 1,
            Some(FieldValue::Text(text)) => *counts.entry(text.trim().to_owned()).or_default() += 1,
            Some(value) => *counts.entry(def.show(&value)).or_default() += 1,
        }
    }
    let mut figures: Vec<(f64, usize)> = numbers.into_iter().map(|(bits, n)| (f64::from_bits(bits), n)).collect();
    figures.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<(String, usize)> = counts.into_iter().collect();
    if def.is_none() {
        out.sort_by_key(|(text, _)| Level::ALL.iter().position(|l| l.zh() == text));
    }
    if let Some(def) = def {
        out.extend(figures.into_iter().map(|(n, count)| (def.show(&FieldValue::Number(n)), count)));
        if let FieldKind::Choice(options) = &def.kind {
            out.sort_by_key(|(text, _)| options.iter().position(|o| o.zh == text));
        }
    }
    out.truncate(LISTED);
    out
}

/// How a value is shown in the list.
pub(super) fn caption(wb: &Workbench, def: Option<&'static FieldDef>, value: &str) -> String {
    let lang = wb.lang();
    if value.is_empty() {
        return lang.pick("(未填)", "(empty)").to_owned();
    }
    match def.map(|d| &d.kind) {
        None => Level::ALL
            .into_iter()
            .find(|l| l.zh() == value)
            .map_or_else(|| value.to_owned(), |l| format!("{} {}", badge::icon(l), badge::word(l, lang))),
        Some(FieldKind::Choice(options)) => {
            options.iter().find(|o| o.zh == value).map_or_else(|| value.to_owned(), |o| lang.choice(o).to_owned())
        }
        _ => value.to_owned(),
    }
}
