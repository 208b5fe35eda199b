//! 附录: every device with its verdict.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Source, energy_text, identity, origin_of, origin_text, text};
use crate::audit::field::Choice as _;
use crate::audit::{Equipment, KindCode, Origin};
use crate::diagnosis::{Counted, DeviceDiagnosis};
use crate::report::numbers::{NONE, short};
use crate::screening::{Level, Verdict};

/// The fields that tell a device's size and what it is judged by, with the short name of those whose value alone would
/// not be understood.
fn size_fields(kind: KindCode) -> &'static [(&'static str, &'static str)] {
    match kind {
        KindCode::Motor => {
            &[("rated_power_kw", ""), ("poles", ""), ("rated_voltage_v", ""), ("rated_efficiency_pct", "η ")]
        }
        KindCode::Transformer => {
            &[("capacity_kva", ""), ("high_voltage_kv", ""), ("no_load_loss_w", "P0 "), ("load_loss_w", "Pk ")]
        }
        KindCode::Boiler => {
            &[("capacity_tph", ""), ("capacity_mw", ""), ("medium", ""), ("fuel", ""), ("design_efficiency_pct", "η ")]
        }
        KindCode::Fan => &[
            ("fan_type", ""),
            ("machine_no_dm", "№"),
            ("flow_m3_per_h", ""),
            ("pressure_pa", ""),
            ("rated_efficiency_pct", "η "),
            ("motor_power_kw", "电机 "),
        ],
        KindCode::Blower => &[
            ("blower_type", ""),
            ("flow_m3_per_min", ""),
            ("pressure_rise_kpa", "升压 "),
            ("polytropic_efficiency_pct", "多变η "),
            ("motor_power_kw", "电机 "),
        ],
        KindCode::Pump => &[
            ("flow_m3_per_h", ""),
            ("head_m", ""),
            ("speed_rpm", ""),
            ("rated_efficiency_pct", "η "),
            ("motor_power_kw", "电机 "),
        ],
        KindCode::Submersible => {
            &[("rated_power_kw", ""), ("flow_m3_per_h", ""), ("head_m", ""), ("rated_efficiency_pct", "机组η ")]
        }
        KindCode::Compressor => &[
            ("compressor_type", ""),
            ("motor_power_kw", "电机 "),
            ("flow_m3_per_min", ""),
            ("discharge_pressure_mpa", ""),
            ("specific_power_kw_per_m3_min", "比功率 "),
        ],
        KindCode::Chiller => &[
            ("chiller_type", ""),
            ("cooling_capacity_kw", "制冷量 "),
            ("input_power_kw", "输入 "),
            ("cop", "COP "),
            ("seasonal", "综合指标 "),
        ],
        KindCode::Furnace => &[
            ("furnace_type", ""),
            ("fuel", ""),
            ("rated_power_kw", ""),
            ("comparable_kwh_per_t", "可比单耗 "),
            ("comparable_kgce_per_t", "可比单耗 "),
        ],
        KindCode::HeatExchanger => {
            &[("exchanger_type", ""), ("area_m2", ""), ("design_heat_kw", "换热量 "), ("design_u_w_per_m2_k", "K ")]
        }
        KindCode::Welder => {
            &[("welder_type", ""), ("rated_current_a", ""), ("rated_input_kva", ""), ("duty_cycle_pct", "负载持续率 ")]
        }
        KindCode::Lighting => &[("lamp_type", ""), ("lamp_power_w", "每盏 "), ("ballast_power_w", "附件 ")],
        KindCode::DataCentre => &[("it_power_kw", "IT "), ("racks", ""), ("pue", "PUE ")],
        KindCode::Other => &[("category", ""), ("rated_power_kw", ""), ("specification", "")],
    }
}

pub(super) fn size(device: &Equipment) -> String {
    let kind = device.kind.code();
    let parts: Vec<String> = size_fields(kind)
        .iter()
        .filter_map(|(key, name)| {
            let (def, value) = (kind.field(key)?, device.get(key)?);
            let estimate = if value.origin == Origin::Estimate { "(估算)" } else { "" };
            let shown = text(&def.show(&value.value));
            let unit = match def.unit {
                "" | "%" => def.unit.to_owned(),
                // Its name says it all.
                _ if *name == "№" => String::new(),
                unit => format!(" {unit}"),
            };
            Some(format!("{name}{shown}{unit}{estimate}"))
        })
        .collect();
    parts.join("，")
}

/// The year's energy, or where it is counted instead.
fn energy(source: &Source<'_>, found: &DeviceDiagnosis) -> String {
    let own = found.energy.as_ref().map(|u| energy_text(u.electricity_kwh, &u.fuels)).ok();
    let other = match found.counted {
        Counted::InDrive(id) | Counted::InDriven(id) => source.device(id).map_or("", Equipment::label),
        _ => return own.unwrap_or_else(|| NONE.to_owned()),
    };
    let other = format!("已计入 {}", text(other));
    own.map_or_else(|| other.clone(), |own| format!("{own}({other})"))
}

/// The deciding comparison: standard, clause and figures, or why nothing covers the device; without one what is missing
/// for it.
fn basis(verdict: &Verdict) -> String {
    let Some(e) = verdict.deciding() else {
        let missing: Vec<&str> = verdict.missing.iter().map(|m| &*m.text).collect();
        return if missing.is_empty() { String::new() } else { format!("缺少{}", missing.join("、")) };
    };
    if e.level == Some(Level::NotCovered) {
        return text(e.statement.split('；').next().unwrap_or_default());
    }
    let clause = format!("{} {}", super::findings::batch_name(&e.standard), e.clause).trim().to_owned();
    match (e.actual, e.limit) {
        (Some(actual), Some(limit)) => {
            format!("{clause}：实际 {}，限值 {} {}", short(actual, 3), short(limit, 3), e.unit).trim().to_owned()
        }
        _ => clause,
    }
}

fn row(source: &Source<'_>, device: &Equipment, found: &DeviceDiagnosis) -> Value {
    let verdict = &found.verdict;
    let mut row = identity(device);
    let mut put = |key: &str, value: Value| row.insert(key.to_owned(), value);
    put("size", size(device).into());
    put("status", device.common.status.as_ref().map_or("", |s| s.value.zh()).into());
    put("made_on", device.common.made_on.as_ref().map_or_else(String::new, |d| d.value.to_string()).into());
    put("energy", energy(source, found).into());
    put("energy_estimated", found.energy.as_ref().is_ok_and(super::estimated).into());
    put("level", verdict.effective().code().into());
    put("verdict", verdict.effective().zh().into());
    put("overruled", verdict.overruled.is_some().into());
    put("found", verdict.overruled.map(|_| verdict.level.zh()).into());
    let below = super::listed(verdict, Level::BelowLimit) && verdict.effective() != Level::BelowLimit;
    put("also_below_limit", below.into());
    let basis = basis(verdict);
    let basis = match (verdict.overruled, basis.is_empty()) {
        (None, _) => basis,
        (Some(_), true) => "诊断人员判定".to_owned(),
        (Some(_), false) => format!("诊断人员判定；程序依据：{basis}"),
    };
    put("basis", basis.into());
    put("verdict_origin", origin_text(origin_of(device, verdict.of(verdict.level))).into());
    let weakest = found.energy.as_ref().ok().and_then(|u| u.weakest);
    put("energy_origin", origin_text(weakest).into());
    let marks = [(verdict.estimated(), "估算"), (super::findings::unreviewed(verdict), "待核")];
    put("marks", marks.into_iter().filter(|m| m.0).map(|m| m.1).collect::<Vec<_>>().into());
    row.into()
}

/// The ledger, one table per kind.
pub(super) fn ledger(source: &Source<'_>) -> Value {
    let mut kinds: BTreeMap<KindCode, Vec<Value>> = BTreeMap::new();
    for (device, found) in source.devices() {
        kinds.entry(device.kind.code()).or_default().push(row(source, device, found));
    }
    kinds.into_iter().map(|(kind, rows)| json!({ "kind": kind.zh(), "rows": rows })).collect()
}
