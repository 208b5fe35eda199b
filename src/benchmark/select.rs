//! Which rows of the quota table agree with what is known of a product.

use std::sync::Arc;

use super::figures::{Answer, UnitConsumption};
use crate::reference::Reference;
use crate::reference::intensity::{Counted, IntensityUnit};
use crate::reference::quotas::{LimitRow, UnitLimits};

/// What was found for a figure.
#[derive(Debug, Default)]
pub(super) struct Selected {
    /// Rows in force that agree with everything known.
    pub rows: Vec<Arc<LimitRow>>,
    /// Rows of the same objects that are not in force on the date.
    pub other_editions: Vec<Arc<LimitRow>>,
    /// Indicators of the objects found, if the figure's unit or indicator fits none of them.
    pub other_indicators: Vec<String>,
    /// What the product's name may mean, where it surely means none.
    pub suggested: Vec<String>,
}

/// What a value in a unit is multiplied by for a row: kWh per kWh is a ratio (PUE).
pub(super) fn factor(unit: &IntensityUnit, to: &IntensityUnit) -> Option<f64> {
    let ratio = unit.counted == Counted::Electricity && unit.per == "kWh" && to.counted == Counted::Ratio;
    if ratio { Some(unit.scale / unit.per_scale) } else { unit.factor_to(to) }
}

/// Whether an indicator is of energy as a whole, not of electricity, coal or coke alone.
fn of_energy(indicator: &str) -> bool {
    !["煤耗", "电耗", "电力单耗", "焦炭消耗", "PUE"].iter().any(|w| indicator.contains(w))
}

/// Whether two indicators are the same: standards and documents word 综合能耗 differently.
pub(super) fn same_indicator(a: &str, b: &str) -> bool {
    a == b || (of_energy(a) && of_energy(b))
}

/// Whether a row's indicator is the figure's. Without one, a figure in standard coal is of energy as a whole if the
/// object has such an indicator.
fn indicated(u: &UnitConsumption, row: &LimitRow, same_object: &[&Arc<LimitRow>]) -> bool {
    if !u.indicator.trim().is_empty() {
        return same_indicator(u.indicator.trim(), &row.indicator);
    }
    let whole_exists =
        same_object.iter().any(|r| r.object == row.object && r.unit == row.unit && of_energy(&r.indicator));
    of_energy(&row.indicator) || !whole_exists
}

/// Text without spaces and with half-width brackets.
fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    text.replace('（', "(").replace('）', ")")
}

/// Chinese characters, which name something, unlike grades and numbers.
fn names_something(text: &str) -> bool {
    text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
}

/// How well a text fits a row's product or names: whether it is surely that product, and by how many characters. 聚乙烯
/// is not 乙烯, so beside the name only grades and numbers may stand (P·O 42.5 水泥). `None` if nothing is alike.
fn resemblance(text: &str, row: &LimitRow) -> Option<(bool, usize)> {
    let product = plain(&row.product);
    // The product without what tells its rows apart: 甲醇(烟煤).
    let stem = product.split('(').next().unwrap_or("").to_owned();
    let known = [product.clone(), stem].into_iter().chain(row.names.iter().map(|n| plain(n)));
    let one = |name: String| {
        let length = name.chars().count();
        if name == text {
            Some((true, usize::MAX))
        } else if length < 2 {
            None
        } else if text.contains(&name) {
            Some((!names_something(&text.replacen(&name, "", 1)), length))
        } else {
            (text.chars().count() >= 2 && product.contains(text)).then(|| (false, text.chars().count()))
        }
    };
    known.filter_map(one).max()
}

/// The rows that a product's name means, or else those that it may mean, and whether it surely does.
fn by_name<'a>(name: &str, rows: &'a [Arc<LimitRow>]) -> (Vec<&'a Arc<LimitRow>>, bool) {
    let text = plain(name);
    let found: Vec<_> = rows.iter().filter_map(|r| resemblance(&text, r).map(|fit| (fit, r))).collect();
    let best = found.iter().map(|(fit, _)| *fit).max();
    let sure = best.is_some_and(|(sure, _)| sure);
    (found.into_iter().filter(|(fit, _)| Some(*fit) == best).map(|(_, r)| r).collect(), sure)
}

/// Whether a row limits a section or process of the product's making, not the product.
fn of_a_part(row: &LimitRow) -> bool {
    ["工段", "工序"].iter().any(|part| row.indicator.contains(part))
}

/// The rows of a product, of all editions and indicators, and whether they are surely of it.
fn picked<'a>(u: &UnitConsumption, limits: &'a UnitLimits) -> (Vec<&'a Arc<LimitRow>>, bool) {
    let (mut picked, mut sure) = (Vec::new(), true);
    if u.rows.is_empty() {
        (picked, sure) = by_name(&u.product, limits.rows());
        // 水泥 is not its grinding section: the product's name alone says nothing of a part of its making.
        // (Where the name is only alike, the rows are suggestions, not verdicts.)
        if sure {
            let text = plain(&u.product);
            picked.retain(|r| !of_a_part(r) || r.names.iter().any(|n| text.contains(&plain(n))));
        }
    }
    for key in &u.rows {
        let row = limits.rows().iter().find(|r| *r.key == **key);
        // A row stands for its object and indicator in all editions, an object for all its indicators.
        let object = limits.object(row.map_or(key.as_str(), |r| &r.object));
        picked.extend(object.filter(|r| row.is_none_or(|k| k.indicator == r.indicator && k.unit == r.unit)));
    }
    let process = ["process", "工序"].iter().find_map(|k| match u.answers.get(*k) {
        Some(Answer::Choice(text)) => Some(plain(text)),
        _ => None,
    });
    if let Some(process) = process {
        let agrees = |r: &&Arc<LimitRow>| plain(&r.label()).contains(&process);
        if picked.iter().any(&agrees) {
            picked.retain(agrees);
        }
    }
    // Two picked rows may be of the same object.
    let mut seen = std::collections::HashSet::new();
    picked.retain(|r| seen.insert(r.key.clone()));
    (picked, sure)
}

/// What a product's rows ask for.
#[derive(Debug, PartialEq)]
pub(super) struct Wanted {
    /// What is counted.
    pub counted: Counted,
    /// Whether the indicator is of energy as a whole.
    pub whole: bool,
    /// The indicator.
    pub indicator: Arc<str>,
}

/// The indicators by which a product may be compared on the date; those of other editions if none is in force.
pub(super) fn wanted(u: &UnitConsumption, reference: &Reference) -> Vec<Wanted> {
    let (rows, _) = picked(u, &reference.tables.unit_limits);
    let now = rows.iter().any(|r| r.in_force(reference.date));
    let mut out: Vec<Wanted> = Vec::new();
    for r in rows.into_iter().filter(|r| r.has_limits() && (!now || r.in_force(reference.date))) {
        let found = Wanted {
            counted: r.unit.counted,
            whole: r.unit.counted == Counted::Coal && of_energy(&r.indicator),
            indicator: r.indicator.clone(),
        };
        if !out.contains(&found) {
            out.push(found);
        }
    }
    out
}

/// The rows that agree with a figure.
pub(super) fn select(u: &UnitConsumption, unit: &IntensityUnit, reference: &Reference) -> Selected {
    let (picked, sure) = picked(u, &reference.tables.unit_limits);
    if !sure {
        let mut suggested: Vec<String> = picked.iter().map(|r| r.label()).collect();
        suggested.dedup();
        return Selected { suggested, ..Selected::default() };
    }
    let mut out = Selected::default();
    for row in &picked {
        // A row without limit has no unit to speak of.
        let fits = !row.has_limits() || (factor(unit, &row.unit).is_some() && indicated(u, row, &picked));
        if !fits {
            let words = if row.unit_text.is_empty() {
                row.indicator.to_string()
            } else {
                format!("{}({})", row.indicator, row.unit_text)
            };
            if !out.other_indicators.contains(&words) {
                out.other_indicators.push(words);
            }
        } else if row.in_force(reference.date) {
            out.rows.push(Arc::clone(row));
        } else {
            out.other_editions.push(Arc::clone(row));
        }
    }
    // "No mandatory limit" says nothing where a limit is in force too.
    if out.rows.iter().any(|r| r.has_limits()) {
        out.rows.retain(|r| r.has_limits());
    }
    out
}

/// Rows that may be offered to the auditor: of an industry, of a name, or all; those in force on the date only.
pub fn offered<'a>(
    reference: &'a Reference,
    industry_code: &'a str,
    name: &'a str,
) -> impl Iterator<Item = &'a Arc<LimitRow>> {
    let rows = reference.tables.unit_limits.rows();
    let named: Vec<Arc<str>> =
        if name.trim().is_empty() { Vec::new() } else { by_name(name, rows).0.iter().map(|r| r.key.clone()).collect() };
    let wanted = move |r: &&Arc<LimitRow>| {
        let all = industry_code.is_empty() && name.trim().is_empty();
        all || named.contains(&r.key) || r.industry_codes.iter().any(|c| c == industry_code)
    };
    rows.iter().filter(move |r| r.in_force(reference.date)).filter(wanted)
}
