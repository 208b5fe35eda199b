//! 能源管理: the checklist (表13), meters (表14), waste heat and pressure (表8).

use serde_json::{Value, json};

use super::{Source, entered, review, text};
use crate::audit::Entered;
use crate::audit::field::Choice as _;
use crate::audit::plant::Conformity;
use crate::benchmark::management::{self, AreaScore, ItemFinding, MeterRate};
use crate::energy::plant;
use crate::report::numbers::{NONE, optional, short};

/// The chapter's content.
pub(super) fn management(source: &Source<'_>) -> Value {
    let tce = source.figures.current().and_then(|y| y.tce_equivalent);
    let found = management::findings(source.audit, tce, source.reference);
    let looked = found.items.iter().filter(|i| i.verdict.is_some()).count();
    json!({
        "items": found.items.iter().map(item).collect::<Vec<_>>(),
        "looked_into": looked, "open": found.items.len() - looked,
        "scores": found.scores.iter().map(score).collect::<Vec<_>>(),
        "meters": meters(source, &found.meters),
        "meter_levels": plant::meters(source.audit).iter().map(meter_level).collect::<Vec<_>>(),
        "resources": resources(source),
    })
}

fn item(i: &ItemFinding) -> Value {
    let area = crate::reference::checklist::AREAS.iter().find(|(key, ..)| *key == &*i.item.area).map_or("", |a| a.1);
    json!({
        "area": area, "item": text(&i.item.item), "requirement": text(&i.item.requirement),
        "verdict": i.verdict.map_or("未核查", |v| v.zh()),
        "bad": matches!(i.verdict, Some(Conformity::Partly | Conformity::Fails)),
        "finding": text(&i.finding), "evidence": text(&i.evidence), "advice": text(&i.advice),
        "document": text(&i.item.document), "unreviewed": !i.item.review.is_empty(), "review": review(&i.item.review),
    })
}

fn score(s: &AreaScore) -> Value {
    json!({
        "area": s.zh, "meets": s.meets, "partly": s.partly, "fails": s.fails, "not_applicable": s.not_applicable,
        "open": s.open, "score": optional(s.score_pct, 1),
    })
}

fn number(value: &Option<Entered<f64>>, decimals: usize) -> String {
    value.as_ref().map_or_else(|| NONE.to_owned(), |v| short(v.value, decimals))
}

/// Rows as entered with their rates; the engine's list is in the order of the audit's.
fn meters(source: &Source<'_>, rates: &[MeterRate]) -> Vec<Value> {
    let name = |code: &str| source.reference.tables.carriers.get(code).map_or_else(|| text(code), |c| text(&c.name));
    source
        .audit
        .meters
        .iter()
        .zip(rates)
        .map(|(m, rate)| {
            let f = &m.fields;
            json!({
                "carrier": name(&rate.carrier), "level": rate.level,
                "required": number(&f.required, 0), "installed": number(&f.installed, 0),
                "working": number(&f.working, 0), "calibrated": number(&f.calibrated, 0),
                "equipped": optional(rate.equipped_pct, 1), "in_order": optional(rate.in_order_pct, 1),
                "calibrated_pct": optional(rate.calibrated_pct, 1), "demanded": optional(rate.required_pct, 1),
                "met": rate.met.map_or("未判定", |met| if met { "达到" } else { "未达到" }),
                "accuracy": entered(f.accuracy.as_ref()),
                "notes": rate.notes.iter().map(|n| text(n)).chain(f.remark.as_ref().map(|r| text(&r.value))).collect::<Vec<_>>().join("；"),
            })
        })
        .collect()
}

fn meter_level(m: &plant::MeterRate) -> Value {
    json!({
        "level": m.name, "required": short(m.required, 0), "installed": short(m.installed, 0),
        "equipped": optional(m.installed_pct, 1), "in_order": optional(m.working_pct, 1),
        "calibrated": optional(m.calibrated_pct, 1), "incomplete": m.incomplete_rows,
    })
}

fn resources(source: &Source<'_>) -> Vec<Value> {
    let heat = plant::resources(source.audit);
    source
        .audit
        .resources
        .iter()
        .zip(&heat)
        .map(|(r, h)| {
            let f = &r.fields;
            let part = |value: &Option<Entered<f64>>, unit: &str| value.as_ref().map(|v| format!("{} {unit}", short(v.value, 2)));
            let joined = |parts: Vec<Option<String>>| {
                let known: Vec<String> = parts.into_iter().flatten().collect();
                if known.is_empty() { NONE.to_owned() } else { known.join("；") }
            };
            let remark = f.remark.as_ref().map(|r| text(&r.value));
            json!({
                "name": entered(f.name.as_ref()), "kind": f.kind.as_ref().map_or("", |k| k.value.zh()), "medium": entered(f.medium.as_ref()),
                "flow": joined(vec![part(&f.gas_flow_m3_per_h, "Nm³/h"), part(&f.mass_flow_t_per_h, "t/h")]),
                "state": joined(vec![part(&f.temperature_c, "℃"), part(&f.pressure_mpa, "MPa")]),
                "lowest": joined(vec![part(&f.lowest_c, "℃")]), "hours": number(&f.hours_h, 0),
                "tce": optional(h.tce, 2), "recovered": optional(h.recovered_tce, 2), "left": optional(h.left_tce, 2),
                "use_for": entered(f.use_for.as_ref()),
                "notes": h.notes.iter().map(|n| text(n)).chain(remark).collect::<Vec<_>>().join("；"),
                "steps": h.working.iter().map(super::energy::step).collect::<Vec<_>>(),
            })
        })
        .collect()
}
