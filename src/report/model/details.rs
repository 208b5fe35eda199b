//! 表15, second part: what every measure is, its means, priority, origin of the data, conditions and risks; and what
//! has no measure.

use serde_json::{Value, json};

use super::{Source, listed, sheets, text};
use crate::audit::field::Choice as _;
use crate::audit::measure::Action;
use crate::audit::measure::inputs::Means;
use crate::audit::{Equipment, Id, KindCode, Origin};
use crate::diagnosis::DeviceDiagnosis;
use crate::report::numbers::{NONE, short};
use crate::retrofit::MeasureResult;
use crate::retrofit::planner::replaces_device;
use crate::retrofit::timing::{Grade, grade};
use crate::screening::Level;

/// The rows of the measures.
pub(super) fn details(source: &Source<'_>) -> Vec<Value> {
    let ctx = source.ctx();
    source
        .plan
        .measures
        .iter()
        .enumerate()
        .map(|(at, m)| {
            let audited = source.audit.measure(m.id);
            let devices: f64 = m.targets.iter().map(|t| source.quantity(t.id)).sum();
            let what = audited.map_or_else(String::new, |a| stated(&a.action));
            let weakest = m.targets.iter().filter_map(|t| t.before.weakest).max();
            let guide = audited.and_then(|a| source.reference.tables.measure_guide.get(a.action.code()));
            let note = audited.map_or_else(String::new, |a| text(&a.note));
            let grade = grade(m, &ctx).ok();
            json!({
                "title": text(&m.title),
                "means": means(source, m).map_or(NONE, Means::zh),
                "problem": if note.is_empty() { NONE.to_owned() } else { note },
                "object": if m.targets.is_empty() { NONE.to_owned() } else { format!("{} 项 {} 台", m.targets.len(), short(devices, 1)) },
                "what": if what.is_empty() { m.action.to_owned() } else { format!("{}：{what}", m.action) },
                "grade": grade.map_or("未分级", Grade::zh),
                "priority": priority(source, m, grade).map_or_else(|| NONE.to_owned(), |p| p.to_string()),
                "origin": if m.estimated { "估算" } else { weakest.map_or(NONE, Origin::zh) },
                "condition": guide.map_or_else(|| NONE.to_owned(), |g| text(&g.applicability)),
                "risk": guide.map_or_else(|| NONE.to_owned(), |g| text(&g.side_effects)),
                "unreviewed": guide.is_some_and(|g| !g.review.is_empty()),
                "no": at + 1,
            })
        })
        .collect()
}

/// What a measure prescribes, in one text.
pub(super) fn stated(action: &Action) -> String {
    let said = |p: &Value, key: &str| p[key].as_str().unwrap_or_default().to_owned();
    let all: Vec<String> =
        sheets::parameters(action).iter().map(|p| format!("{} {}", said(p, "label"), said(p, "value"))).collect();
    all.join("；")
}

fn means(source: &Source<'_>, m: &MeasureResult) -> Option<Means> {
    source.audit.measure(m.id)?.action.means()
}

/// The number of measures of each means, as 管理 1 项、技术 4 项; empty without measures.
pub(super) fn by_means(source: &Source<'_>) -> String {
    let all: Vec<Option<Means>> = source.plan.measures.iter().map(|m| means(source, m)).collect();
    let of = |wanted: Option<Means>| all.iter().filter(|m| **m == wanted).count();
    if all.is_empty() {
        return String::new();
    }
    let mut out = format!("管理 {} 项、技术 {} 项", of(Some(Means::Operation)), of(Some(Means::Technical)));
    if of(None) > 0 {
        out.push_str(&format!("、未注明类别 {} 项", of(None)));
    }
    out
}

/// 1: replaces a device that is on a list of obsolete ones, or costs nothing or little; 2: short term; 3: longer.
/// `None` where the grade is not known. The order is the report's own, and the report says so.
fn priority(source: &Source<'_>, m: &MeasureResult, grade: Option<Grade>) -> Option<u8> {
    let obsolete = |id: &Id| source.diagnosis.device(*id).is_some_and(|d| listed(&d.verdict, Level::Obsolete));
    if source.audit.measure(m.id).is_some_and(|a| replaces_device(&a.action) && a.targets.iter().any(obsolete)) {
        return Some(1);
    }
    Some(match grade? {
        Grade::NoLowCost => 1,
        Grade::Short => 2,
        Grade::Long => 3,
    })
}

/// Kinds of device that no measure of the plan is for, with what was found of them and why that may be so.
pub(super) fn untouched(source: &Source<'_>) -> Vec<Value> {
    let touched = |device: &Equipment| source.plan.measures.iter().any(|m| source.aims_at(m, device.id));
    KindCode::ALL
        .into_iter()
        .filter_map(|kind| {
            let all: Vec<(&Equipment, &DeviceDiagnosis)> =
                source.devices().filter(|(e, _)| e.kind.code() == kind).collect();
            if all.is_empty() || all.iter().any(|(e, _)| touched(e)) {
                return None;
            }
            let of = |level: Level| all.iter().filter(|(_, d)| d.verdict.effective() == level).count();
            let found: Vec<String> = Level::ALL
                .into_iter()
                .filter(|level| of(*level) > 0)
                .map(|level| format!("{} {} 项", level.zh(), of(level)))
                .collect();
            let bad = of(Level::Obsolete) + of(Level::SuspectedObsolete) + of(Level::BelowLimit);
            let (open, good) = (of(Level::Insufficient), of(Level::Grade1) + of(Level::Grade2) + of(Level::Meets));
            let why = if bad > 0 {
                format!("淘汰、疑似淘汰和低于能效限定值的 {bad} 项须安排处置，或说明不处置的理由")
            } else if open > 0 {
                format!("{open} 项数据不足，补齐后才能说明有没有潜力")
            } else if good == all.len() {
                "能效都在 2 级及以上或达到标准要求，按设备能效没有更换的必要；运行、调节方面的理由由诊断人员补充"
                    .to_owned()
            } else {
                "没有判为淘汰或低于能效限定值的设备；没有潜力的理由由诊断人员补充".to_owned()
            };
            Some(json!({ "kind": kind.zh(), "rows": all.len(), "found": found.join("、"), "why": why }))
        })
        .collect()
}
