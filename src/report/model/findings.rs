//! The lists of findings. Obsolete (on a national list) and below the limit (less efficient than the grade in force)
//! are different lists; a device may stand on both.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Source, identity, origin_of, origin_text, text};
use crate::reference::catalogue::{Deadline, Item};
use crate::report::numbers::{NONE, short};
use crate::screening::{Cited, Evidence, Level, Verdict};

/// Whether a device stands on the list of a level.
///
/// What the auditor set takes the place of what was found; a device set to (suspected) obsolete stays on the
/// below-limit list too if it was found there, because the two findings don't exclude each other.
pub(crate) fn listed(verdict: &Verdict, level: Level) -> bool {
    match verdict.overruled {
        None => verdict.has(level),
        Some(set) if set == level => true,
        Some(Level::Obsolete | Level::SuspectedObsolete) => level == Level::BelowLimit && verdict.has(level),
        Some(_) => false,
    }
}

/// Whether figures still to be reviewed took part in the finding.
pub(super) fn unreviewed(verdict: &Verdict) -> bool {
    verdict.evidence.iter().any(|e| e.level.is_some() && !e.unreviewed.is_empty())
}

/// More items than this are counted, not listed, in a review note.
const CLAUSES: usize = 6;

/// A list with its rows and, once each, what of the data used is still to be reviewed.
fn list(rows: Vec<Value>, notes: Shared, used: &[&Evidence]) -> Value {
    let mut reviews: BTreeMap<(String, &str), BTreeSet<&str>> = BTreeMap::new();
    for e in used.iter().filter(|e| !e.unreviewed.is_empty()) {
        reviews.entry((batch_name(&e.standard), &*e.unreviewed)).or_default().insert(&e.clause);
    }
    let reviews: Vec<String> = reviews
        .into_iter()
        .map(|((standard, review), clauses)| {
            let more = if clauses.len() > CLAUSES { format!(" 等 {} 处", clauses.len()) } else { String::new() };
            let first: Vec<&str> = clauses.into_iter().take(CLAUSES).collect();
            format!("{standard} {}{more}：{}", first.join("、"), super::review(review))
        })
        .collect();
    json!({ "rows": rows, "notes": notes.0, "reviews": reviews })
}

/// Texts that many rows share: printed once under the table, cited in the rows as 注1, 注2 ...
#[derive(Default)]
struct Shared(Vec<String>);

impl Shared {
    fn cite(&mut self, shared: String) -> String {
        let at = self.0.iter().position(|s| *s == shared).unwrap_or_else(|| {
            self.0.push(shared);
            self.0.len() - 1
        });
        format!("注{}", at + 1)
    }
}

fn marks(evidence: &[&Evidence]) -> Vec<&'static str> {
    let mut out = Vec::new();
    if evidence.iter().any(|e| e.estimated) {
        out.push("估算");
    }
    if evidence.iter().any(|e| !e.unreviewed.is_empty()) {
        out.push("待核");
    }
    out
}

/// The reason of a device set by hand, as the basis shown in a list.
fn set_by_hand(device: &crate::audit::Equipment, verdict: &Verdict) -> Option<String> {
    verdict.overruled?;
    let reason = device.overrule.as_ref().map_or("", |o| o.reason.as_str());
    let reason = text(reason);
    let found = verdict.level.zh();
    Some(if reason.is_empty() {
        format!("诊断人员判定，未填理由(程序判定：{found})")
    } else {
        format!("诊断人员判定：{reason}(程序判定：{found})")
    })
}

/// The batch as lists name it: 第二批, or the whole title of a catalogue without batches.
pub(super) fn batch_name(title: &str) -> String {
    title
        .rsplit_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'))
        .filter(|inner| inner.ends_with('批'))
        .map_or_else(|| text(title), |inner| format!("淘汰目录{inner}"))
}

/// The item's condition; its long lists of models and ratings (hundreds of characters) are left to the catalogue.
fn condition(item: &Item) -> String {
    const LONGEST: usize = 60;
    let all: Vec<&str> = item.condition.split(['；', ';']).map(str::trim).filter(|p| !p.is_empty()).collect();
    let short: Vec<&str> = all.iter().copied().filter(|p| p.chars().count() <= LONGEST).collect();
    let more = if short.len() < all.len() { "(型号参数表略，见目录)" } else { "" };
    text(&format!("{}{more}", short.join("；")))
}

fn deadline(item: &Item) -> Option<String> {
    match item.deadline? {
        Deadline::Immediate => Some("立即淘汰".to_owned()),
        Deadline::By(date) => Some(date.to_string()),
    }
}

/// The item's original wording about the model that was hit, led by the product's name.
fn original(item: &Item, cited: &Cited) -> String {
    let (product, wording) = (text(&item.product), text(item.wording(cited.model)));
    if wording.starts_with(&product) { wording } else { format!("{product}：{wording}") }
}

/// Distinct texts in their order, joined.
fn joined(texts: impl Iterator<Item = String>) -> String {
    let mut out: Vec<String> = Vec::new();
    for t in texts.filter(|t| !t.is_empty()) {
        if !out.contains(&t) {
            out.push(t);
        }
    }
    out.join("；")
}

fn catalogued(source: &Source<'_>, level: Level) -> Value {
    let mut rows = Vec::new();
    let mut notes = Shared::default();
    let mut used: Vec<&Evidence> = Vec::new();
    for (device, found) in source.devices().filter(|(_, d)| listed(&d.verdict, level)) {
        let verdict = &found.verdict;
        // A device set by hand from suspected to obsolete still cites the item it was suspected under.
        let mut evidence: Vec<&Evidence> = verdict.of(level).collect();
        if evidence.is_empty() {
            evidence = verdict.of(Level::Obsolete).chain(verdict.of(Level::SuspectedObsolete)).collect();
        }
        let items: Vec<(&Item, &Cited)> = evidence
            .iter()
            .filter_map(|e| e.cited.as_ref())
            .filter_map(|c| source.reference.tables.catalogue.items.get(c.item).map(|i| (i, c)))
            .collect();
        let mut row = identity(device);
        let mut put = |key: &str, value: Value| row.insert(key.to_owned(), value);
        let satisfied = verdict.has(Level::Obsolete) && level == Level::Obsolete;
        let conditions: Vec<String> = items
            .iter()
            .map(|(i, c)| {
                let listed = if c.model.is_some() { "型号列入目录" } else { "属目录所列设备" };
                match condition(i) {
                    none if none.is_empty() => format!("{listed}，无附加条件"),
                    some if satisfied => format!("{listed}，条件满足({})", notes.cite(some)),
                    some => format!("{listed}，条件见{}", notes.cite(some)),
                }
            })
            .collect();
        // Several items may name different days: each is shown.
        let deadlines = joined(items.iter().filter_map(|(i, _)| deadline(i)));
        put("clause", joined(evidence.iter().map(|e| format!("{} {}", batch_name(&e.standard), e.clause))).into());
        put("original", joined(items.iter().map(|(i, c)| original(i, c))).into());
        put("deadline", if deadlines.is_empty() { NONE.to_owned() } else { deadlines }.into());
        put("basis", joined(set_by_hand(device, verdict).into_iter().chain(conditions)).into());
        put("questions", joined(items.iter().flat_map(|(_, c)| &c.asked).map(|m| text(&m.text))).into());
        put("marks", marks(&evidence).into());
        put("origin", origin_text(origin_of(device, evidence.iter().copied())).into());
        put("also_below_limit", listed(verdict, Level::BelowLimit).into());
        rows.push(row.into());
        used.extend(evidence);
    }
    list(rows, notes, &used)
}

/// 淘汰设备清单.
pub(super) fn obsolete(source: &Source<'_>) -> Value {
    catalogued(source, Level::Obsolete)
}

/// 疑似淘汰设备清单, with the fact to ask for.
pub(super) fn suspected(source: &Source<'_>) -> Value {
    catalogued(source, Level::SuspectedObsolete)
}

/// 低于能效限定值设备清单.
pub(super) fn below_limit(source: &Source<'_>) -> Value {
    let mut rows = Vec::new();
    let mut notes = Shared::default();
    let mut used: Vec<&Evidence> = Vec::new();
    for (device, found) in source.devices().filter(|(_, d)| listed(&d.verdict, Level::BelowLimit)) {
        let verdict = &found.verdict;
        let evidence: Vec<&Evidence> = verdict.of(Level::BelowLimit).collect();
        used.extend(&evidence);
        let number = |v: Option<f64>| v.map_or_else(|| NONE.to_owned(), |v| short(v, 3));
        let by_hand = set_by_hand(device, verdict);
        // Every limit missed is a row of its own (a transformer has two: P0 and Pk); a device set by hand without any
        // evidence has one row too.
        let lines = if evidence.is_empty() { vec![None] } else { evidence.iter().copied().map(Some).collect() };
        for line in lines {
            let found = line.map(|e| match e.statement.split_once("为估算：") {
                Some((short, source)) => {
                    format!("{short}为估算({})", notes.cite(format!("估算采用：{}", text(source))))
                }
                None => text(&e.statement),
            });
            let statement: Vec<String> = by_hand.clone().into_iter().chain(found).collect();
            let mut row = identity(device);
            let mut put = |key: &str, value: Value| row.insert(key.to_owned(), value);
            put("standard", line.map_or(NONE, |e| &*e.standard).into());
            put("clause", line.map_or(NONE, |e| &*e.clause).into());
            put("limit", number(line.and_then(|e| e.limit)).into());
            put("actual", number(line.and_then(|e| e.actual)).into());
            put("unit", line.map_or("", |e| e.unit).into());
            put("statement", statement.join("；").into());
            put("marks", marks(line.as_slice()).into());
            put("origin", origin_text(origin_of(device, line.into_iter())).into());
            put("also_obsolete", listed(verdict, Level::Obsolete).into());
            rows.push(row.into());
        }
    }
    list(rows, notes, &used)
}

/// Verdicts the auditor replaced, with the reason.
pub(super) fn overruled(source: &Source<'_>) -> Value {
    let rows: Vec<Value> = source
        .devices()
        .filter_map(|(device, found)| {
            let set = found.verdict.overruled?;
            let reason = device.overrule.as_ref().map_or_else(String::new, |o| text(&o.reason));
            let mut row = identity(device);
            let mut put = |key: &str, value: Value| row.insert(key.to_owned(), value);
            put("found", found.verdict.level.zh().into());
            put("set", set.zh().into());
            put("origin", origin_text(origin_of(device, found.verdict.of(found.verdict.level))).into());
            put("reason", if reason.is_empty() { Value::Null } else { reason.into() });
            Some(row.into())
        })
        .collect();
    rows.into()
}
