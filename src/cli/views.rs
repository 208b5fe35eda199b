//! What the reading commands print: verdicts, measures, savings. JSON keys are a contract (COMMANDS).

use serde_json::{Value, json};

use super::Lang;
use super::output::View;
use crate::audit::{Audit, Equipment, Measure};
use crate::diagnosis::Diagnosis;
use crate::energy::Step;
use crate::retrofit::{MeasureResult, Suggestion};
use crate::screening::changes::{Changes, InForce};
use crate::screening::{Evidence, Level, Verdict};

fn level_text(level: Level, lang: Lang) -> String {
    match lang {
        Lang::Zh => level.zh(),
        Lang::En => level.en(),
    }
    .to_owned()
}

/// Header in the language asked for.
fn header(lang: Lang, pairs: &[(&str, &str)]) -> Vec<String> {
    pairs.iter().map(|(zh, en)| if lang == Lang::Zh { *zh } else { *en }.to_owned()).collect()
}

fn evidence(e: &Evidence) -> Value {
    json!({
        "standard": &*e.standard,
        "edition": &*e.edition,
        "clause": e.clause,
        "statement": e.statement,
        "level": e.level.map(Level::code),
        "limit": e.limit,
        "actual": e.actual,
        "unit": e.unit,
        "estimated": e.estimated,
        "origin": e.origin,
        "working": e.working,
        "unreviewed": (!e.unreviewed.is_empty()).then(|| e.unreviewed.to_string()),
    })
}

fn verdict(device: &Equipment, v: &Verdict) -> Value {
    json!({
        "id": device.id.0,
        "tag": device.common.tag.as_ref().map(|t| &t.value),
        "kind": device.kind.code().code(),
        "name": device.common.name.as_ref().map(|t| &t.value),
        "model": device.common.model.as_ref().map(|t| &t.value),
        "quantity": device.quantity(),
        "level": v.effective().code(),
        "found_level": v.level.code(),
        "overrule_reason": device.overrule.as_ref().map(|o| &o.reason),
        "catalogue": v.catalogue.zh(),
        "weakest_origin": v.weakest_origin(),
        "evidence": v.evidence.iter().map(evidence).collect::<Vec<_>>(),
        "missing": v.missing.iter().map(|m| m.key.map_or_else(|| m.text.to_string(), str::to_owned)).collect::<Vec<_>>(),
    })
}

/// `screen`: the verdict on every device.
pub(super) fn screening(audit: &Audit, diagnosis: &Diagnosis, lang: Lang) -> View {
    let mut rows = Vec::new();
    let mut list = Vec::new();
    for (device, d) in audit.equipment.iter().zip(&diagnosis.devices) {
        let v = &d.verdict;
        let because = v.deciding().map_or_else(
            || {
                let missing: Vec<&str> = v.missing.iter().map(|m| &*m.text).collect();
                if missing.is_empty() { v.catalogue.zh().to_owned() } else { format!("缺少{}", missing.join("、")) }
            },
            |e| {
                let mark = if e.estimated { "〔估算〕" } else { "" };
                let doubt = if e.unreviewed.is_empty() { "" } else { "〔待核〕" };
                format!("{} {}{mark}{doubt} {}", e.standard, e.clause, e.statement)
            },
        );
        rows.push(vec![
            device.common.tag.as_ref().map_or_else(String::new, |t| t.value.clone()),
            if lang == Lang::Zh { device.kind.code().zh() } else { device.kind.code().en() }.to_owned(),
            device.model().to_owned(),
            crate::audit::field::number(device.quantity()),
            level_text(v.effective(), lang),
            because,
        ]);
        list.push(verdict(device, v));
    }
    let names = [
        ("编号", "Tag"),
        ("种类", "Kind"),
        ("型号", "Model"),
        ("台数", "Qty"),
        ("判定", "Level"),
        ("依据", "Evidence"),
    ];
    View { header: header(lang, &names), rows, json: Value::Array(list) }
}

/// `screen --changes`: the devices whose verdict differs between two days.
pub(super) fn changes(audit: &Audit, found: &Changes, lang: Lang) -> View {
    let edition = |e: &Option<InForce>| e.as_ref().map(|e| json!({ "name": &*e.name, "in_force": e.dates }));
    let (mut rows, mut list) = (Vec::new(), Vec::new());
    for change in &found.devices {
        let Some(device) = audit.device(change.id) else { continue };
        let tag = device.common.tag.as_ref().map(|t| &t.value);
        let because = || change.because.iter().filter_map(|i| found.editions.get(*i));
        let overruled = change.overruled.map_or_else(String::new, |l| format!("(已人工改判为{})", l.zh()));
        rows.push(vec![
            tag.cloned().unwrap_or_default(),
            if lang == Lang::Zh { device.kind.code().zh() } else { device.kind.code().en() }.to_owned(),
            device.model().to_owned(),
            level_text(change.before, lang),
            format!("{}{overruled}", level_text(change.after, lang)),
            because().map(|e| e.zh()).collect::<Vec<_>>().join("；"),
        ]);
        list.push(json!({
            "id": device.id.0,
            "tag": tag,
            "kind": device.kind.code().code(),
            "model": device.common.model.as_ref().map(|t| &t.value),
            "date_before": found.before.to_string(),
            "date_after": found.after.to_string(),
            "level_before": change.before.code(),
            "level_after": change.after.code(),
            "overruled": change.overruled.map(Level::code),
            "because": because()
                .map(|e| json!({ "standard": &*e.standard, "before": edition(&e.before), "after": edition(&e.after) }))
                .collect::<Vec<_>>(),
        }));
    }
    let (before, after) = (found.before.to_string(), found.after.to_string());
    let names = [
        ("编号", "Tag"),
        ("种类", "Kind"),
        ("型号", "Model"),
        (before.as_str(), before.as_str()),
        (after.as_str(), after.as_str()),
        ("改变的版本", "Edition"),
    ];
    View { header: header(lang, &names), rows, json: Value::Array(list) }
}

fn tags(audit: &Audit, measure: &Measure) -> Vec<String> {
    measure.targets.iter().filter_map(|id| audit.device(*id)).map(|d| d.label().to_owned()).collect()
}

/// `suggest`: the measures that findings and operating data call for, most urgent first.
pub(super) fn suggestions(audit: &Audit, suggested: &[Suggestion], lang: Lang) -> View {
    let rows = suggested
        .iter()
        .enumerate()
        .map(|(at, s)| {
            let m = &s.measure;
            vec![
                (at + 1).to_string(),
                match lang {
                    Lang::Zh => s.urgency.zh(),
                    Lang::En => s.urgency.en(),
                }
                .to_owned(),
                m.title.clone(),
                m.action.zh().to_owned(),
                m.targets.len().to_string(),
                tags(audit, m).join("、"),
                s.reason.clone(),
            ]
        })
        .collect();
    let list = suggested
        .iter()
        .enumerate()
        .map(|(at, s)| {
            let m = &s.measure;
            json!({
                "rank": at + 1,
                "urgency": s.urgency,
                "measure": m.action.code(),
                "title": m.title,
                "targets": tags(audit, m),
                "reason": s.reason,
                "clauses": s.clauses,
                "asks": s.asks,
                "saved_tce": s.saved_tce,
                "action": m.action,
            })
        })
        .collect();
    let names = [
        ("次序", "Rank"),
        ("紧迫程度", "Urgency"),
        ("措施", "Measure"),
        ("类别", "Kind"),
        ("设备数", "Devices"),
        ("设备", "Targets"),
        ("理由", "Reason"),
    ];
    View { header: header(lang, &names), rows, json: Value::Array(list) }
}

fn step(label: &str, phase: &str, s: &Step) -> Value {
    json!({
        "device": label,
        "phase": phase,
        "step": s.step,
        "formula": s.formula,
        "substituted": s.substituted,
        "value": s.value,
        "unit": s.unit,
    })
}

pub(super) fn saving(audit: &Audit, r: &MeasureResult) -> Value {
    let code = audit.measure(r.id).map_or("", |m| m.action.code());
    json!({
        "measure": code,
        "title": r.title,
        "targets": r.targets.iter().map(|t| t.label.as_str()).collect::<Vec<_>>(),
        "not_calculated": r.refused.iter().map(|(tag, reason)| json!({"tag": tag, "reason": reason})).collect::<Vec<_>>(),
        "electricity_kwh": r.saving.electricity_kwh,
        "fuel": r.fuels.iter().map(|f| json!({"fuel": f.fuel, "unit": f.unit, "quantity": f.quantity})).collect::<Vec<_>>(),
        "tce_equivalent": r.saving.tce_equivalent,
        "tce_equal_value": r.saving.tce_equal_value,
        "co2_t": r.saving.co2_t,
        "cost_yuan": r.saving.cost_yuan,
        "investment_yuan": r.investment_yuan,
        "subsidy_yuan": r.subsidy_yuan,
        "simple_payback_a": r.economics.simple_payback_a,
        "simple_payback_without_subsidy_a": r.economics.simple_payback_without_subsidy_a,
        "discounted_payback_a": r.economics.discounted_payback_a,
        "npv_yuan": r.economics.npv_yuan,
        "irr": r.economics.irr,
        "abatement_cost_yuan_per_t": r.abatement_cost_yuan_per_t,
        "unit_costs": r.unit_costs,
        "cash_flow": r.economics.years,
        "own_money": r.economics.own_money,
        "contract": r.contract,
        "estimated": r.estimated,
        "notes": r.notes,
        "working": r.working().map(|(l, p, s)| step(l, p, s)).collect::<Vec<_>>(),
    })
}

/// A number with `decimals`, or a dash where there is none.
pub(super) fn dash(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "—".to_owned(), |v| format!("{v:.decimals$}"))
}

pub(super) fn saving_row(r: &MeasureResult) -> Vec<String> {
    let fuels: Vec<String> = r.fuels.iter().map(|f| format!("{} {:.2} {}", f.name, f.quantity, f.unit)).collect();
    vec![
        r.title.clone(),
        r.targets.len().to_string(),
        format!("{:.0}", r.saving.electricity_kwh),
        fuels.join("，"),
        format!("{:.2}", r.saving.tce_equivalent),
        format!("{:.2}", r.saving.tce_equal_value),
        dash(r.saving.co2_t, 1),
        dash(r.saving.cost_yuan.map(|c| c / 1e4), 2),
        dash(r.investment_yuan.map(|c| c / 1e4), 2),
        dash(r.economics.simple_payback_a, 2),
        dash(r.economics.npv_yuan.map(|c| c / 1e4), 2),
        dash(r.economics.irr.map(|i| i * 100.0), 1),
    ]
}

/// `savings`: every measure alone, or as it is in a scenario.
pub(super) fn savings<'a>(audit: &Audit, results: impl Iterator<Item = &'a MeasureResult>, lang: Lang) -> View {
    let mut rows = Vec::new();
    let mut list = Vec::new();
    for r in results {
        rows.push(saving_row(r));
        list.push(saving(audit, r));
    }
    View { header: savings_header(lang), rows, json: Value::Array(list) }
}

/// Header of the rows of [`saving_row`].
pub(super) fn savings_header(lang: Lang) -> Vec<String> {
    let names = [
        ("措施", "Measure"),
        ("设备数", "Devices"),
        ("节电 kWh/a", "Electricity kWh/a"),
        ("节燃料/a", "Fuel/a"),
        ("节能 tce(当量)", "tce equivalent"),
        ("节能 tce(等价)", "tce equal value"),
        ("减排 tCO₂", "tCO2"),
        ("节约 万元/a", "Saved 10k yuan/a"),
        ("投资 万元", "Investment 10k yuan"),
        ("静态回收期 a", "Payback a"),
        ("NPV 万元", "NPV 10k yuan"),
        ("IRR %", "IRR %"),
    ];
    header(lang, &names)
}
