//! 附录: every device with its verdict.

use serde_json::{Value, json};

use super::{Source, energy_text, identity, text};
use crate::audit::field::Choice as _;
use crate::audit::{Equipment, KindCode, Origin};
use crate::report::numbers::NONE;

/// The fields that tell a device's size, by kind.
fn size_fields(kind: KindCode) -> &'static [&'static str] {
    match kind {
        KindCode::Motor => &["rated_power_kw", "poles", "rated_voltage_v", "rated_efficiency_pct"],
        KindCode::Transformer => &["capacity_kva", "high_voltage_kv", "no_load_loss_w", "load_loss_w"],
        KindCode::Boiler => &["capacity_tph", "capacity_mw", "medium", "fuel", "design_efficiency_pct"],
        KindCode::Fan => &["motor_power_kw", "flow_m3_per_h", "pressure_pa", "machine_no_dm", "rated_efficiency_pct"],
        KindCode::Blower => &["motor_power_kw", "flow_m3_per_min", "pressure_rise_kpa", "polytropic_efficiency_pct"],
        KindCode::Pump => &["motor_power_kw", "flow_m3_per_h", "head_m", "rated_efficiency_pct"],
        KindCode::Submersible => &["rated_power_kw", "flow_m3_per_h", "head_m", "rated_efficiency_pct"],
        KindCode::Compressor => {
            &["motor_power_kw", "flow_m3_per_min", "discharge_pressure_mpa", "specific_power_kw_per_m3_min"]
        }
        KindCode::Chiller => &["cooling_capacity_kw", "input_power_kw", "cop", "seasonal"],
        KindCode::Furnace => &["furnace_type", "fuel", "rated_power_kw", "comparable_kwh_per_t"],
        KindCode::HeatExchanger => &["exchanger_type", "area_m2", "design_heat_kw"],
        KindCode::Welder => &["welder_type", "rated_current_a"],
        KindCode::Lighting => &["lamp_type", "lamp_power_w"],
        KindCode::DataCentre => &["it_power_kw", "pue"],
        KindCode::Other => &["category", "rated_power_kw"],
    }
}

/// Short names of the fields whose value alone would not be understood.
fn prefix(key: &str) -> &'static str {
    match key {
        "rated_efficiency_pct" | "design_efficiency_pct" => "η ",
        "no_load_loss_w" => "P0 ",
        "load_loss_w" => "Pk ",
        _ => "",
    }
}

fn size(device: &Equipment) -> String {
    let kind = device.kind.code();
    let parts: Vec<String> = size_fields(kind)
        .iter()
        .filter_map(|key| {
            let (def, value) = (kind.field(key)?, device.get(key)?);
            let estimate = if value.origin == Origin::Estimate { "(估算)" } else { "" };
            let shown = text(&def.show(&value.value));
            let unit =
                if def.unit == "%" || def.unit.is_empty() { def.unit.to_owned() } else { format!(" {}", def.unit) };
            Some(format!("{}{shown}{unit}{estimate}", prefix(key)))
        })
        .collect();
    parts.join("，")
}

/// The ledger, one table per kind.
pub(super) fn ledger(source: &Source<'_>) -> Value {
    let kinds: Vec<Value> = KindCode::ALL
        .into_iter()
        .filter_map(|kind| {
            let rows: Vec<Value> = source
                .devices()
                .filter(|(e, _)| e.kind.code() == kind)
                .map(|(device, found)| {
                    let verdict = &found.verdict;
                    let mut row = identity(device);
                    let mut put = |key: &str, value: Value| row.insert(key.to_owned(), value);
                    put("size", size(device).into());
                    put("status", device.common.status.as_ref().map_or("", |s| s.value.zh()).into());
                    put(
                        "made_on",
                        device.common.made_on.as_ref().map_or_else(String::new, |d| d.value.to_string()).into(),
                    );
                    let energy = found.energy.as_ref();
                    put(
                        "energy",
                        energy.map_or_else(|_| NONE.to_owned(), |u| energy_text(u.electricity_kwh, &u.fuels)).into(),
                    );
                    put("energy_estimated", energy.is_ok_and(super::estimated).into());
                    put("level", verdict.effective().code().into());
                    put("verdict", verdict.effective().zh().into());
                    put("overruled", verdict.overruled.is_some().into());
                    put(
                        "also_below_limit",
                        (super::listed(verdict, crate::screening::Level::BelowLimit)
                            && verdict.effective() != crate::screening::Level::BelowLimit)
                            .into(),
                    );
                    let basis = match verdict.overruled {
                        Some(_) => "诊断人员判定".to_owned(),
                        None => verdict.deciding().map_or_else(
                            || verdict.missing.iter().map(|m| &*m.text).collect::<Vec<_>>().join("、"),
                            |e| format!("{} {}", super::findings::batch_name(&e.standard), e.clause).trim().to_owned(),
                        ),
                    };
                    put("basis", basis.into());
                    let estimated = verdict.estimated();
                    let unreviewed = super::findings::unreviewed(verdict);
                    let marks: Vec<&str> =
                        [(estimated, "估算"), (unreviewed, "待核")].into_iter().filter(|m| m.0).map(|m| m.1).collect();
                    put("marks", marks.into());
                    row.into()
                })
                .collect();
            (!rows.is_empty()).then(|| json!({ "kind": kind.zh(), "rows": rows }))
        })
        .collect();
    kinds.into()
}
