//! What the judgement rests on: the statement in front, the gaps, standards, tables and settings.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Source, review, text};
use crate::diagnosis::Counted;
use crate::reference::{ReviewState, Standing};
use crate::report::gaps::{self, GapGroup};
use crate::report::numbers::short;
use crate::screening::{CatalogueSearch, Level};

/// More clauses than this are counted, not listed.
const CLAUSES: usize = 12;

/// 声明: dates, how complete the catalogues are, and what is not known.
pub(super) fn statement(source: &Source<'_>) -> Value {
    let searched = |wanted: CatalogueSearch| source.devices().filter(|(_, d)| d.verdict.catalogue == wanted).count();
    json!({
        "batches": batches(source),
        "no_model": searched(CatalogueSearch::NoModel),
        "no_hit": searched(CatalogueSearch::NoHit),
        "hit": searched(CatalogueSearch::Hit),
        "estimated": source.devices().filter(|(_, d)| d.verdict.estimated()).count(),
        "unreviewed": source.devices().filter(|(_, d)| super::findings::unreviewed(&d.verdict)).count(),
        "defaults": source.diagnosis.assumptions.iter().filter(|a| a.is_default).count(),
    })
}

/// The batches of the catalogue held, with what is missing of them.
fn batches(source: &Source<'_>) -> Vec<Value> {
    source
        .reference
        .tables
        .catalogue
        .batches
        .iter()
        .map(|b| {
            json!({
                "title": text(&b.title), "document": text(&b.document),
                "effective": b.effective.map(|d| d.to_string()), "note": text(&b.note), "review": review(&b.review),
            })
        })
        .collect()
}

/// Devices by what they lack: one row per set of missing facts, not one per device.
pub(super) fn by_reason(entries: impl Iterator<Item = (String, String)>) -> Vec<Value> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    for (reason, device) in entries {
        let at = *index.entry(reason.clone()).or_insert_with(|| {
            groups.push((reason, Vec::new()));
            groups.len() - 1
        });
        groups[at].1.push(device);
    }
    groups.sort_by_key(|g| std::cmp::Reverse(g.1.len()));
    groups
        .into_iter()
        .map(|(reason, devices)| json!({ "reason": reason, "rows": devices.len(), "devices": devices }))
        .collect()
}

/// 数据缺口.
pub(super) fn gaps(source: &Source<'_>) -> Value {
    let screening = by_reason(source.devices().filter(|(_, d)| !d.verdict.missing.is_empty()).map(|(e, d)| {
        let missing: Vec<String> = d.verdict.missing.iter().map(|m| text(&m.text)).collect();
        (missing.join("、"), text(e.label()))
    }));
    let energy = by_reason(
        source
            .devices()
            .filter(|(_, d)| d.counted == Counted::Unknown)
            .filter_map(|(e, d)| d.energy.as_ref().err().map(|gap| (text(&gap.reason), text(e.label())))),
    );
    let links = by_reason(
        source.devices().filter_map(|(e, d)| d.link.as_ref().map(|note| (text(&note.to_string()), text(e.label())))),
    );
    let mut refused: Vec<Value> = Vec::new();
    for m in &source.plan.measures {
        for mut group in by_reason(m.refused.iter().map(|(label, reason)| (text(reason), text(label)))) {
            group["measure"] = text(&m.title).into();
            refused.push(group);
        }
    }
    let all = gaps::gaps(source.audit, source.diagnosis, source.reference);
    let of = |groups: &[GapGroup]| -> Vec<String> {
        all.iter().filter(|g| groups.contains(&g.group)).map(|g| text(&g.text)).collect()
    };
    let other =
        of(&[GapGroup::Enterprise, GapGroup::Content, GapGroup::Prices, GapGroup::Investment, GapGroup::PlantUse]);
    let plant = of(&[GapGroup::Plant]);
    json!({ "plant": plant, "screening": screening, "energy": energy, "links": links, "refused": refused, "other": other })
}

/// 依据与数据来源.
pub(super) fn sources(source: &Source<'_>) -> Value {
    let mut used: BTreeMap<(String, String), (BTreeSet<String>, usize)> = BTreeMap::new();
    for (_, found) in source.devices() {
        let mut here: BTreeSet<(String, String)> = BTreeSet::new();
        for e in found.verdict.evidence.iter().filter(|e| !matches!(e.level, None | Some(Level::NotCovered))) {
            let key = (e.standard.to_string(), e.edition.to_string());
            if !e.clause.is_empty() {
                used.entry(key.clone()).or_default().0.insert(e.clause.clone());
            }
            here.insert(key);
        }
        for key in here {
            used.entry(key).or_default().1 += 1;
        }
    }
    let standards: Vec<Value> = used
        .into_iter()
        .map(|((standard, edition), (clauses, devices))| {
            let more = if clauses.len() > CLAUSES { format!(" 等 {} 处", clauses.len()) } else { String::new() };
            let first: Vec<String> = clauses.into_iter().take(CLAUSES).collect();
            json!({ "standard": standard, "edition": edition, "clauses": format!("{}{more}", first.join("、")), "rows": devices })
        })
        .collect();
    let date = source.reference.date;
    let tables: Vec<Value> = source
        .reference
        .tables
        .index
        .iter()
        .map(|t| {
            let unused = match source.reference.standing(t) {
                Standing::Replaced => "；由自备数据表代替，未采用",
                Standing::Superseded => "；另有更新版本，未采用",
                _ => "",
            };
            json!({
                "title": text(&t.title), "standard": text(&t.standard), "clause": text(&t.clause),
                "from": t.effective_from.to_string(), "in_force": t.in_force(date),
                "source": text(&t.source), "state": format!("{}{unused}", t.review_state.zh()), "review": review(&t.review),
                "unreviewed": t.review_state != ReviewState::Reviewed,
            })
        })
        .collect();
    let settings: Vec<Value> = source
        .diagnosis
        .assumptions
        .iter()
        .map(|a| json!({ "label": a.zh, "value": short(a.value, 6), "unit": a.unit, "default": a.is_default, "source": text(&a.source) }))
        .collect();
    json!({ "standards": standards, "tables": tables, "batches": batches(source), "settings": settings })
}
