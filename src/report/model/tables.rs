//! The tables of the diagnosis guide that are put together from several chapters: 诊断结果一览, 产品产量, 资料清单,
//! 重点用能设备, 淘汰设备的处置, 设备实测效率.

use serde_json::{Value, json};

use super::{
    Source, details, energy_text, entered, estimated, findings, identity, ledger, listed, pair, standing, text,
};
use crate::audit::equipment::Status;
use crate::audit::field::Choice as _;
use crate::audit::{Equipment, KindCode, Origin, Section};
use crate::diagnosis::{Counted, DeviceDiagnosis};
use crate::energy::{plant, rated};
use crate::report::numbers::{NONE, fixed, optional, short, wan};
use crate::retrofit::MeasureResult;
use crate::retrofit::planner::replaces_device;
use crate::screening::{Level, Verdict};

/// More devices than this are left to the ledger.
const MAIN_ROWS: usize = 120;

/// 表0 诊断结果一览.
pub(super) fn overview(source: &Source<'_>) -> Vec<Value> {
    let e = &source.audit.enterprise;
    let or_none = |v: String| if v.is_empty() { NONE.to_owned() } else { v };
    let with_unit = |v: String, unit: &str| if v == NONE { v } else { format!("{v} {unit}") };
    let year = source.plant.audited().map(|y| y.year);
    let figures = source.plant.figures.iter().find(|f| Some(f.year) == year);
    let plan = &source.plan;
    let tce = source.plant.audited().map(|y| y.tce_equivalent).filter(|t| *t > 0.0);
    let has_plan = !plan.measures.is_empty();
    let in_plan = |v: String| if has_plan { v } else { NONE.to_owned() };
    let obsolete: Vec<&Equipment> =
        source.devices().filter(|(_, d)| listed(&d.verdict, Level::Obsolete)).map(|(e, _)| e).collect();
    let number: f64 = obsolete.iter().map(|e| e.quantity()).sum();
    let said = |all: Vec<String>| if all.is_empty() { NONE.to_owned() } else { all.join("；") };
    let meters: Vec<String> = plant::meters(source.audit)
        .iter()
        .filter_map(|m| Some(format!("{} {}%", m.name, fixed(m.installed_pct?, 1))))
        .collect();
    vec![
        pair("企业名称", or_none(entered(e.name.as_ref()))),
        pair("统一社会信用代码", or_none(entered(e.credit_code.as_ref()))),
        pair("行业", or_none(entered(e.industry.as_ref()))),
        pair("综合能耗(当量值)", with_unit(optional(figures.and_then(|f| f.tce_equivalent), 2), "tce")),
        pair("综合能耗(等价值)", with_unit(optional(figures.and_then(|f| f.tce_equal_value), 2), "tce")),
        pair("单位产值能耗", with_unit(optional(figures.and_then(|f| f.tce_per_wan_output), 4), "tce/万元")),
        pair("主要单耗及等级", said(standing::outcomes(source))),
        pair("是否达到限额", standing::within_limits(source)),
        pair("是否达到标杆水平", standing::at_benchmark(source)),
        pair("淘汰设备", format!("{} 项 {} 台{}", obsolete.len(), short(number, 1), capacity(&obsolete))),
        pair("计量器具配备率", or_none(meters.join("；"))),
        pair(
            "节能措施",
            match details::by_means(source) {
                none if none.is_empty() => "0 项".to_owned(),
                means => format!("{} 项({means})", plan.measures.len()),
            },
        ),
        pair("年节能潜力(当量值)", in_plan(format!("{} tce", fixed(plan.saving.tce_equivalent, 1)))),
        pair(
            "占综合能耗的比例",
            in_plan(
                tce.map_or_else(
                    || NONE.to_owned(),
                    |t| format!("{}%", fixed(plan.saving.tce_equivalent / t * 100.0, 2)),
                ),
            ),
        ),
        pair("总投资", in_plan(with_unit(plan.investment_text(), "万元"))),
        pair("年节约费用", in_plan(with_unit(wan(plan.saving.cost_yuan), "万元"))),
        pair("静态回收期", in_plan(with_unit(optional(plan.simple_payback_a, 2), "年"))),
        pair("年减排 CO₂", in_plan(with_unit(optional(plan.saving.co2_t, 1), "t"))),
        pair(
            "企业联系人",
            or_none(format!("{} {}", entered(e.contact.as_ref()), entered(e.phone.as_ref())).trim().to_owned()),
        ),
        pair("诊断机构", or_none(entered(e.audit_organization.as_ref()))),
        pair("判定基准日", source.diagnosis.date.to_string()),
        pair(
            "报告日期",
            source.audit.report.imprint.report_date.as_ref().map_or(NONE.to_owned(), |d| d.value.to_string()),
        ),
    ]
}

/// Total ratings by what they are counted in; devices without one are said.
fn capacity(devices: &[&Equipment]) -> String {
    let mut sums: Vec<(&str, f64)> = Vec::new();
    let mut unknown = 0;
    for device in devices {
        let Some(size) = rated::size(device) else {
            unknown += 1;
            continue;
        };
        let unit = rated::unit(device.kind.code());
        match sums.iter_mut().find(|(u, _)| *u == unit) {
            Some((_, sum)) => *sum += size * device.quantity(),
            None => sums.push((unit, size * device.quantity())),
        }
    }
    let mut parts: Vec<String> = sums.iter().map(|(unit, sum)| format!("{} {unit}", short(*sum, 2))).collect();
    if unknown > 0 {
        parts.push(format!("{unknown} 项容量未填"));
    }
    if parts.is_empty() { String::new() } else { format!("，{}", parts.join("、")) }
}

/// 表2 主要产品、产量和产值.
pub(super) fn products(source: &Source<'_>) -> Vec<Value> {
    source
        .audit
        .products
        .iter()
        .map(|p| {
            let f = &p.fields;
            let number = |v: &Option<crate::audit::Entered<f64>>| optional(v.as_ref().map(|v| v.value), 2);
            json!({
                "name": entered(f.name.as_ref()), "unit": entered(f.unit.as_ref()),
                "year": f.year.as_ref().map_or_else(|| NONE.to_owned(), |y| format!("{:.0}", y.value)),
                "capacity": number(&f.capacity), "output": optional(p.output(), 2), "value": number(&f.output_value_wan),
                "remark": entered(f.remark.as_ref()),
            })
        })
        .collect()
}

/// 表4 资料与测试清单: what was entered, and which values are measured.
pub(super) fn material(source: &Source<'_>) -> Value {
    let audit = source.audit;
    let mut origins = [0usize; Origin::ALL.len()];
    let mut tested: Vec<((KindCode, &str, &str), usize)> = Vec::new();
    for device in &audit.equipment {
        let kind = device.kind.code();
        for def in kind.fields() {
            let Some(value) = device.get(def.key) else { continue };
            origins[value.origin as usize] += 1;
            if value.origin == Origin::Measured {
                let item = (kind, def.zh, def.unit);
                match tested.iter_mut().find(|(known, _)| *known == item) {
                    Some((_, n)) => *n += 1,
                    None => tested.push((item, 1)),
                }
            }
        }
    }
    tested.sort_by_key(|((kind, ..), _)| *kind);
    let tested: Vec<Value> = tested
        .into_iter()
        .map(|((kind, item, unit), n)| json!({ "kind": kind.zh(), "item": item, "unit": unit, "rows": n }))
        .collect();
    let rows = |what: &str, n: usize, unit: &str, used: &str| {
        let state = if n == 0 { "未提供".to_owned() } else { format!("{n} {unit}") };
        json!({ "what": what, "state": state, "missing": n == 0, "used": used })
    };
    let measured = origins[Origin::Measured as usize];
    let of = |s: Section| audit.row_ids(s).len();
    let mut out = vec![rows("设备台账", audit.equipment.len(), "项", "设备判定、用能计算、改造措施")];
    for (origin, n) in Origin::ALL.into_iter().zip(origins) {
        out.push(rows(&format!("其中来源为“{}”的数值", origin.zh()), n, "个", "判定和节能量沿用其中最弱的来源"));
    }
    out.extend([
        rows("能源消费(购入、外供、库存、转换)", of(Section::Consumption), "行", "综合能耗、能源平衡、碳排放"),
        rows("产品产量", of(Section::Product), "行", "单位产品能耗对标"),
        rows("年度产值、增加值、用水", of(Section::Year), "行", "单位产值和增加值能耗、目标"),
        rows("能源管理核查", of(Section::Management), "条", "能源管理诊断"),
        rows("计量器具配备", of(Section::Meter), "行", "配备率和完好率"),
        rows("余热余压资源", of(Section::Resource), "项", "余热回收潜力"),
        rows("自备数据表", audit.own_tables.len(), "张", "代替或补充内置的国家数据"),
    ]);
    json!({ "rows": out, "measured_values": measured, "tested": tested })
}

/// Whether a device belongs on the list of main equipment.
fn is_main(device: &Equipment, least_kw: f64) -> bool {
    use KindCode::{
        Blower, Boiler, Chiller, Compressor, DataCentre, Fan, Furnace, HeatExchanger, Motor, Pump, Submersible,
        Transformer,
    };
    match device.kind.code() {
        Transformer | Boiler | Furnace | Compressor | HeatExchanger | Chiller | DataCentre => true,
        Motor | Fan | Blower | Pump | Submersible => rated::size(device).is_some_and(|kw| kw >= least_kw),
        _ => false,
    }
}

/// 表10 重点用能设备清单, those that use most first.
pub(super) fn main_devices(source: &Source<'_>) -> Value {
    let least = &source.reference.tables.measure_limits.main_device_kw;
    let mut all: Vec<(&Equipment, &DeviceDiagnosis)> =
        source.devices().filter(|(e, _)| is_main(e, least.value)).collect();
    all.sort_by(|a, b| b.1.tce_equivalent.total_cmp(&a.1.tce_equivalent));
    let whole = source.plant.audited().map(|y| y.tce_equivalent).filter(|t| *t > 0.0);
    let rows: Vec<Value> = all
        .iter()
        .take(MAIN_ROWS)
        .map(|(device, found)| {
            let number = |keys: &[&str], decimals: usize| {
                keys.iter()
                    .find_map(|k| device.get(k))
                    .and_then(|v| {
                        if let crate::audit::FieldValue::Number(n) = v.value { Some(short(n, decimals)) } else { None }
                    })
                    .unwrap_or_else(|| NONE.to_owned())
            };
            let known = found.energy.as_ref().ok();
            let mut row = identity(device);
            let mut put = |key: &str, value: Value| row.insert(key.to_owned(), value);
            put("size", ledger::size(device).into());
            put("manufacturer", entered(device.common.manufacturer.as_ref()).into());
            put(
                "commissioned",
                device
                    .common
                    .commissioned_on
                    .as_ref()
                    .or(device.common.made_on.as_ref())
                    .map_or_else(|| NONE.to_owned(), |d| d.value.to_string())
                    .into(),
            );
            put("hours", number(&["annual_hours_h", "energized_hours_h"], 0).into());
            put("load", number(&["load_factor_pct"], 1).into());
            put("energy", known.map_or_else(|| NONE.to_owned(), |u| energy_text(u.electricity_kwh, &u.fuels)).into());
            put("estimated", known.is_some_and(estimated).into());
            put("tce", if known.is_some() { fixed(found.tce_equivalent, 1) } else { NONE.to_owned() }.into());
            let share = whole.filter(|_| known.is_some()).map(|t| found.tce_equivalent / t * 100.0);
            put("share", optional(share, 2).into());
            put("control", control(device).into());
            put("note", note(device).into());
            put("level", found.verdict.effective().zh().into());
            put("standard", standard(&found.verdict).into());
            put("bad", matches!(found.verdict.effective(), Level::Obsolete | Level::BelowLimit).into());
            row.into()
        })
        .collect();
    json!({
        "rows": rows,
        "left_out": all.len().saturating_sub(MAIN_ROWS),
        "limit_kw": short(least.value, 0),
        "limit_source": least.source,
    })
}

/// How a device's output is controlled, where its kind has a field for it.
fn control(device: &Equipment) -> String {
    let of = |key: &&str| Some(text(&device.kind.code().field(key)?.show(&device.get(key)?.value)));
    ["flow_control", "drive_mode", "drive"].iter().find_map(of).unwrap_or_else(|| NONE.to_owned())
}

/// The remark, and that the device is not in use; a long remark is cut, the ledger has all of it.
fn note(device: &Equipment) -> String {
    const LONGEST: usize = 30;
    let status = device.common.status.as_ref().map(|s| s.value).filter(|s| *s != Status::InUse);
    let mut remark = entered(device.common.remark.as_ref());
    if remark.chars().count() > LONGEST {
        remark = remark.chars().take(LONGEST - 1).chain(['…']).collect();
    }
    let parts = status.map(|s| s.zh().to_owned()).into_iter().chain(Some(remark).filter(|r| !r.is_empty()));
    parts.collect::<Vec<_>>().join("；")
}

/// By which standard the verdict was found, empty if by none.
fn standard(verdict: &Verdict) -> String {
    let covered = verdict.deciding().filter(|e| e.level != Some(Level::NotCovered));
    covered.map_or_else(String::new, |e| findings::batch_name(&e.standard))
}

/// 表11, second part: what the obsolete devices are now and what takes their place.
pub(super) fn disposal(source: &Source<'_>) -> Vec<Value> {
    source
        .devices()
        .filter(|(_, d)| listed(&d.verdict, Level::Obsolete))
        .map(|(device, found)| {
            let plan = &source.plan;
            let measures: Vec<&MeasureResult> = plan.measures.iter().filter(|m| source.aims_at(m, device.id)).collect();
            let here = measures.iter().flat_map(|m| &m.targets).filter(|t| t.id == device.id);
            let saved: Vec<f64> = here.map(|t| t.saving.tce_equivalent).collect();
            let titles: Vec<String> = measures.iter().map(|m| text(&m.title)).collect();
            let mut row = identity(device);
            let mut put = |key: &str, value: Value| row.insert(key.to_owned(), value);
            put(
                "size",
                rated::size(device)
                    .map_or_else(|| NONE.to_owned(), |s| format!("{} {}", short(s, 2), rated::unit(device.kind.code())))
                    .into(),
            );
            put(
                "commissioned",
                device.common.commissioned_on.as_ref().map_or_else(|| NONE.to_owned(), |d| d.value.to_string()).into(),
            );
            put("status", device.common.status.as_ref().map_or("在用(未填)", |s| s.value.zh()).into());
            let energy =
                found.energy.as_ref().map_or_else(|_| NONE.to_owned(), |u| energy_text(u.electricity_kwh, &u.fuels));
            let counted = matches!(found.counted, Counted::Unknown);
            put("energy", if counted { NONE.to_owned() } else { energy }.into());
            put("measure", if titles.is_empty() { "没有安排措施".to_owned() } else { titles.join("；") }.into());
            put("replacement", replacement(source, &measures).into());
            put("investment", investment(source, &measures).into());
            put("photos", source.photos_of(device.id).into());
            put("tce", if saved.is_empty() { NONE.to_owned() } else { fixed(saved.iter().sum(), 2) }.into());
            row.into()
        })
        .collect()
}

/// What takes a device's place: as the measures that replace it say.
fn replacement(source: &Source<'_>, measures: &[&MeasureResult]) -> String {
    let new = measures.iter().filter_map(|m| source.audit.measure(m.id)).filter(|a| replaces_device(&a.action));
    let said: Vec<String> = new.map(|a| details::stated(&a.action)).filter(|s| !s.is_empty()).collect();
    if said.is_empty() { NONE.to_owned() } else { said.join("；") }
}

/// What the measures on a device cost, in 万元; that of a measure on several devices is not split up among them.
fn investment(source: &Source<'_>, measures: &[&MeasureResult]) -> String {
    let of = |m: &&MeasureResult| {
        let sum = wan(Some(m.investment_yuan?));
        let devices = source.audit.measure(m.id).map_or(0, |a| a.targets.len());
        Some(if devices > 1 { format!("{sum}({devices} 项共计)") } else { sum })
    };
    let all: Vec<String> = measures.iter().filter_map(of).collect();
    if all.is_empty() { NONE.to_owned() } else { all.join("；") }
}

/// 表12 设备实测效率: comparisons that rest on measured values only.
pub(super) fn measured(source: &Source<'_>) -> Vec<Value> {
    let mut out = Vec::new();
    for (device, found) in source.devices() {
        let tested =
            |e: &&crate::screening::Evidence| e.origin == Some(Origin::Measured) && e.actual.is_some() && !e.estimated;
        for e in found.verdict.evidence.iter().filter(tested) {
            let mut row = identity(device);
            let mut put = |key: &str, value: Value| row.insert(key.to_owned(), value);
            put("standard", text(&format!("{} {}", e.standard, e.clause)).into());
            put("actual", optional(e.actual, 3).into());
            put("limit", optional(e.limit, 3).into());
            put("unit", e.unit.into());
            put("level", e.level.map_or(NONE, Level::zh).into());
            put("statement", text(&e.statement).into());
            out.push(row.into());
        }
    }
    out
}
