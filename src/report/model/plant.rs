//! Cover, enterprise, device summary and the key figures.

use serde_json::{Value, json};

use super::findings::{self, listed};
use super::{Source, electricity, energy_text, entered, text};
use crate::audit::field::Record as _;
use crate::audit::{Enterprise, Imprint, KindCode};
use crate::diagnosis::Counted;
use crate::energy::rated;

use crate::report::logo;
use crate::report::numbers::{NONE, fixed, optional, short, wan};
use crate::screening::Level;

/// Cover and running header.
pub(super) fn meta(source: &Source<'_>) -> Value {
    let e = &source.audit.enterprise;
    let date = source.diagnosis.date;
    let name = entered(e.name.as_ref());
    // A header has one line: a very long name is cut there, never on the cover.
    let head: String = if name.is_empty() {
        "未填企业名称".to_owned()
    } else if name.chars().count() > 40 {
        name.chars().take(39).chain(['…']).collect()
    } else {
        name.clone()
    };
    json!({
        "title": "工业节能诊断报告",
        "enterprise": or_null(name),
        "header": head,
        "period": or_null(entered(e.audit_period.as_ref())),
        "organization": or_null(entered(e.audit_organization.as_ref())),
        "team": or_null(entered(e.audit_team.as_ref())),
        "place": or_null([e.province.as_ref(), e.city.as_ref()].into_iter().map(entered).collect::<String>()),
        "logo": source.audit.report.logo.as_ref().filter(|l| logo::check(l).is_ok()).map(|_| logo::NAME),
        "cover": cover(source),
        "date": format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        "year": date.year(), "month": date.month(), "day": date.day(),
        "date_is_entered": e.reference_date.is_some(),
    })
}

/// What stands on the cover, `null` where not entered; who answers for the report only as far as entered.
fn cover(source: &Source<'_>) -> Vec<Value> {
    let e = &source.audit.enterprise;
    let date = source.diagnosis.date;
    let place = [e.province.as_ref(), e.city.as_ref()].into_iter().map(entered).collect::<String>();
    let row = |label: &str, value: String| json!({ "label": label, "value": or_null(value) });
    let mut out = vec![
        row("企业名称", entered(e.name.as_ref())),
        row("所在地", place),
        row("统计期", entered(e.audit_period.as_ref())),
        row("诊断机构", entered(e.audit_organization.as_ref())),
        row("诊断人员", entered(e.audit_team.as_ref())),
    ];
    let imprint = &source.audit.report.imprint;
    let stated =
        Imprint::defs().iter().filter_map(|def| Some(row(def.zh, text(&def.show(&imprint.get(def.key)?.value)))));
    out.extend(stated.filter(|r| !r["value"].is_null()));
    out.push(row("判定基准日", format!("{}年{}月{}日", date.year(), date.month(), date.day())));
    out
}

fn or_null(value: String) -> Value {
    if value.is_empty() { Value::Null } else { value.into() }
}

/// 企业概况: every field of the enterprise, `null` where not entered.
pub(super) fn enterprise(source: &Source<'_>) -> Value {
    let e = &source.audit.enterprise;
    let rows: Vec<Value> = Enterprise::defs()
        .iter()
        .map(|def| {
            let value = e.get(def.key).map(|v| text(&def.show(&v.value))).filter(|v| !v.is_empty());
            json!({ "label": def.zh, "value": value })
        })
        .collect();
    rows.into()
}

/// 设备概况: numbers by kind and by level, for table and charts.
pub(super) fn devices(source: &Source<'_>) -> Value {
    let d = source.diagnosis;
    let kinds: Vec<Value> = d
        .by_kind
        .iter()
        .filter(|(_, t)| t.rows > 0)
        .map(|(kind, t)| {
            let size = t.size(*kind);
            let capacity = if size.unknown_rows == t.rows {
                NONE.to_owned()
            } else {
                format!("{} {} {}", rated::name(*kind), short(size.sum, 2), rated::unit(*kind))
            };
            json!({
                "kind": kind.zh(), "rows": t.rows, "devices": short(t.devices, 1), "capacity": capacity,
                "electricity": optional(t.known_tce().map(|_| t.electricity_kwh / 1e4), 2), "tce": optional(t.known_tce(), 1),
                "unknown": t.unknown_rows,
            })
        })
        .collect();
    let levels: Vec<Value> = d
        .by_level
        .iter()
        .filter(|(_, t)| t.rows > 0)
        .map(|(level, t)| {
            json!({ "code": level.code(), "label": level.zh(), "rows": t.rows, "devices": short(t.devices, 1) })
        })
        .collect();
    let mut counts = [[0usize; Level::ALL.len()]; KindCode::ALL.len()];
    for (device, found) in source.devices() {
        counts[device.kind.code() as usize][found.verdict.effective() as usize] += 1;
    }
    let shares: Vec<Value> = KindCode::ALL
        .into_iter()
        .zip(counts)
        .filter_map(|(kind, counts)| {
            let parts: Vec<Value> = Level::ALL
                .into_iter()
                .zip(counts)
                .filter(|(_, rows)| *rows > 0)
                .map(|(level, rows)| json!({ "code": level.code(), "label": level.zh(), "rows": rows }))
                .collect();
            (!parts.is_empty()).then(|| json!({ "kind": kind.zh(), "parts": parts }))
        })
        .collect();
    let mut notes: Vec<String> = d.total.notes.iter().map(|n| text(n)).collect();
    let driven = d.devices.iter().filter(|d| matches!(d.counted, Counted::InDrive(_))).count();
    if driven > 0 {
        notes.push(format!("{driven} 项设备由台账中的电动机拖动，其用电已计入该电动机，不重复合计"));
    }
    let unsized_kinds: Vec<String> = d
        .by_kind
        .iter()
        .filter(|(kind, t)| (1..t.rows).contains(&t.size(*kind).unknown_rows))
        .map(|(kind, t)| format!("{} {} 项", kind.zh(), t.size(*kind).unknown_rows))
        .collect();
    if !unsized_kinds.is_empty() {
        notes.push(format!("总功率或容量不含未填的设备：{}", unsized_kinds.join("、")));
    }
    let number: f64 = d.by_kind.iter().map(|(_, t)| t.devices).sum();
    json!({
        "rows": source.audit.equipment.len(),
        "devices": short(number, 1),
        "kinds": kinds,
        "levels": levels,
        "shares": shares,
        "total": {
            "known": d.known_total().is_some(),
            "energy": energy_text(d.total.electricity_kwh, &d.total.fuels),
            "tce_equivalent": fixed(d.total.tce_equivalent, 1),
            "tce_equal": fixed(d.total.tce_equal_value, 1),
            "co2": optional(d.total.co2_t, 1),
            "notes": notes,
        },
    })
}

/// Rows and devices on a list.
fn count(source: &Source<'_>, on: impl Fn(&crate::screening::Verdict) -> bool) -> (usize, f64) {
    source
        .devices()
        .filter(|(_, found)| on(&found.verdict))
        .fold((0, 0.0), |(rows, devices), (e, _)| (rows + 1, devices + e.quantity()))
}

/// 诊断结论: the key figures and the sentences around them.
pub(super) fn summary(source: &Source<'_>) -> Value {
    let list = |level: Level| count(source, |v| listed(v, level));
    let level = |level: Level| count(source, |v| v.effective() == level);
    let card = |label: &str, (rows, devices): (usize, f64), note: &str| json!({ "label": label, "value": rows, "unit": "项", "note": format!("{} 台{note}", short(devices, 1)) });
    let both = count(source, |v| listed(v, Level::Obsolete) && listed(v, Level::BelowLimit)).0;
    let both_note = if both > 0 { format!("，其中 {both} 项同在淘汰清单") } else { String::new() };
    let better = count(source, |v| matches!(v.effective(), Level::Grade1 | Level::Grade2 | Level::Meets));
    let all = count(source, |_| true);
    let findings = [
        card("登记设备", all, ""),
        card("淘汰设备", list(Level::Obsolete), ""),
        card("疑似淘汰设备", list(Level::SuspectedObsolete), "，须补充事实后判定"),
        card("低于能效限定值", list(Level::BelowLimit), &both_note),
        card("能效 3 级", level(Level::Grade3), ""),
        card("能效 2 级及以上、达标", better, ""),
        card("数据不足", level(Level::Insufficient), ""),
        card("现有标准未覆盖", level(Level::NotCovered), ""),
    ];
    let plan = &source.plan;
    let s = &plan.saving;
    let total = &source.diagnosis.total;
    let share = |part: f64, whole: f64| {
        (whole > 0.0).then(|| format!("占所列在用设备能耗的 {}%", short(part / whole * 100.0, 2)))
    };
    let figure = |label: &str, value: String, unit: &str, note: String| {
        let unit = if value == NONE { "" } else { unit };
        json!({ "label": label, "value": value, "unit": unit, "note": note })
    };
    let unpriced = plan.without_investment;
    let investment_note = if unpriced > 0 { format!("另有 {unpriced} 项措施未填投资") } else { String::new() };
    let savings = if plan.measures.is_empty() {
        vec![]
    } else {
        vec![
            figure("年节电量", fixed(s.electricity_kwh / 1e4, 2), "万kWh", plan.fuel_text("年节燃料：")),
            figure(
                "年节能量(当量值)",
                fixed(s.tce_equivalent, 1),
                "tce",
                share(s.tce_equivalent, total.tce_equivalent).unwrap_or_default(),
            ),
            figure("年节能量(等价值)", fixed(s.tce_equal_value, 1), "tce", String::new()),
            figure("年减排 CO₂", optional(s.co2_t, 1), "t", String::new()),
            figure("年节约费用", wan(s.cost_yuan), "万元", String::new()),
            figure("投资", plan.investment_text(), "万元", investment_note),
            figure("净现值", wan(plan.npv_yuan), "万元", String::new()),
            figure(
                "静态回收期",
                optional(plan.simple_payback_a, 2),
                "年",
                if plan.simple_payback_a.is_none() { plan.payback_reason() } else { String::new() },
            ),
        ]
    };
    json!({
        "plan": plan.name, "alone": plan.alone, "measures": plan.measures.len(),
        "site": super::goals::summary(source), "findings": findings, "savings": savings,
        "overruled": source.devices().filter(|(_, d)| d.verdict.overruled.is_some()).count(),
        "estimated": source.devices().filter(|(_, d)| d.verdict.estimated()).count(),
        "unreviewed": source.devices().filter(|(_, d)| findings::unreviewed(&d.verdict)).count(),
        "electricity_total": electricity(total.electricity_kwh),
        "electricity_factor": source.reference.tables.factors.electricity_kgce_per_kwh(),
    })
}
