//! What the reading commands print: verdicts, measures, savings. JSON keys are a contract (COMMANDS).

use serde_json::{Value, json};

use super::Lang;
use super::output::View;
use crate::audit::{Audit, Equipment, Measure};
use crate::diagnosis::Diagnosis;
use crate::retrofit::Suggestion;
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
pub(super) fn header(lang: Lang, pairs: &[(&str, &str)]) -> Vec<String> {
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

/// A number with `decimals`, or a dash where there is none.
pub(super) fn dash(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "—".to_owned(), |v| format!("{v:.decimals$}"))
}
