//! kgce per unit of a carrier: from a measured heat value, from steam's enthalpy, else the standard's default.

use serde::Serialize;

use super::super::working::n;
use super::super::{Context, KJ_PER_KGCE};
use super::Question;
use super::check::ask;
use crate::audit::Consumption;
use crate::reference::carriers::{Carrier, CarrierGroup};

/// Normal atmospheric pressure in MPa, added to gauge pressures.
const ATMOSPHERE_MPA: f64 = 0.1013;
/// Superheated steam is told from saturated by more than this, in K: gauges are not exact.
const SATURATION_MARGIN_K: f64 = 1.0;

/// A conversion factor and where it is from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coefficient {
    /// kgce per unit of the carrier.
    pub value: f64,
    /// Source in words.
    pub source: String,
    /// Whether it is a default, not the plant's own.
    pub is_default: bool,
}

/// Equivalent and equal value of a row's carrier; `None` (and a question) if there is neither a measured heat value
/// nor a default.
pub(super) fn of(
    row: &Consumption,
    carrier: &Carrier,
    ctx: &Context<'_>,
    questions: &mut Vec<Question>,
) -> Option<(Coefficient, Coefficient)> {
    let equivalent = equivalent(row, carrier, ctx, questions)?;
    let equal = match carrier.group {
        CarrierGroup::Electricity => {
            let assumed = ctx.assumptions.get("electricity_equal_value_kgce_per_kwh")?;
            Coefficient { value: assumed.value, source: assumed.source.clone(), is_default: assumed.is_default }
        }
        CarrierGroup::Heat => Coefficient {
            source: format!("{}；供方热源效率未知，等价值按当量值计", equivalent.source),
            ..equivalent.clone()
        },
        _ => equivalent.clone(),
    };
    Some((equivalent, equal))
}

fn equivalent(
    row: &Consumption,
    carrier: &Carrier,
    ctx: &Context<'_>,
    questions: &mut Vec<Question>,
) -> Option<Coefficient> {
    let default = || carrier.kgce.as_ref().map(|f| (f.value, f.source.to_string()));
    match carrier.group {
        CarrierGroup::Steam => {
            if let Some(own) = steam(row, carrier, questions) {
                return Some(own);
            }
        }
        CarrierGroup::Fuel => {
            if let Some(ncv) = row.fields.ncv_kj.as_ref().filter(|v| v.value > 0.0) {
                let value = ncv.value * carrier.heat_value_units() / KJ_PER_KGCE;
                if let Some((usual, _)) = default() {
                    slip(row, carrier, ncv.value, value / usual, questions);
                }
                let per = if carrier.unit == "t" { "kg" } else { "m³" };
                let source = format!("企业数据({}) {} kJ/{per} ÷ 29307.6", ncv.origin.zh(), n(ncv.value));
                return Some(Coefficient { value, source, is_default: false });
            }
            // The audit's own heat value of coal or natural gas, entered on the enterprise page.
            let key = match carrier.code.as_str() {
                "raw_coal" | "bituminous" | "anthracite" => "coal_ncv_kj_per_kg",
                "natural_gas" => "natural_gas_ncv_kj_per_m3",
                _ => "",
            };
            if let Some(own) = ctx.assumptions.get(key).filter(|a| !a.is_default) {
                let value = own.value * carrier.heat_value_units() / KJ_PER_KGCE;
                let source = format!("{}，{} {} ÷ 29307.6", own.source, own.zh, n(own.value));
                return Some(Coefficient { value, source, is_default: false });
            }
        }
        _ => {}
    }
    if let Some((value, source)) = default() {
        return Some(Coefficient { value, source, is_default: true });
    }
    questions.push(ask(row, Some("ncv_kj"), true, format!("{}没有默认折标系数", carrier.name), "请填实测低位热值"));
    None
}

/// Asks about a heat value that is far from the usual one.
fn slip(row: &Consumption, carrier: &Carrier, ncv: f64, ratio: f64, questions: &mut Vec<Question>) {
    let hint = if (0.2..0.3).contains(&ratio) {
        "像是按千卡填写(1 kcal = 4.1868 kJ)"
    } else if (0.0004..0.003).contains(&ratio) {
        "像是按 MJ 填写"
    } else if (0.3..=3.0).contains(&ratio) {
        return;
    } else {
        "与 GB/T 2589 默认值相差太大"
    };
    let text = format!("{}的实测低位热值 {} {hint}", carrier.name, n(ncv));
    questions.push(ask(row, Some("ncv_kj"), false, text, "请核对热值和单位(kJ/kg 或 kJ/m³)"));
}

/// Steam by enthalpy (IAPWS-IF97): dry saturated at the pressure, or superheated at pressure and temperature; less the
/// feedwater's if its temperature is given. `None` without a pressure or outside 0.01～20 MPa.
fn steam(row: &Consumption, carrier: &Carrier, questions: &mut Vec<Question>) -> Option<Coefficient> {
    let f = &row.fields;
    let absolute = f.pressure_mpa.as_ref()?.value + ATMOSPHERE_MPA;
    if !(0.01..=20.0).contains(&absolute) {
        let text = format!("蒸汽压力 {} MPa 超出饱和蒸汽的范围，取默认系数", n(absolute - ATMOSPHERE_MPA));
        questions.push(ask(row, Some("pressure_mpa"), false, text, "请核对压力(表压，MPa)"));
        return None;
    }
    let saturation_c = seuif97::px(absolute, 1.0, seuif97::OT);
    let superheated = f.temperature_c.as_ref().map(|t| t.value).filter(|t| *t > saturation_c + SATURATION_MARGIN_K);
    if let Some(t) = &f.temperature_c
        && t.value < saturation_c - 3.0 * SATURATION_MARGIN_K
    {
        let text = format!(
            "{} ℃ 低于 {} MPa(表压)的饱和温度 {} ℃，按饱和蒸汽折算",
            n(t.value),
            n(absolute - ATMOSPHERE_MPA),
            n(saturation_c)
        );
        questions.push(ask(row, Some("temperature_c"), false, text, "请核对压力和温度；热水请填“热力”"));
    }
    let steam_kj = match superheated {
        Some(t) => seuif97::pt(absolute, t, seuif97::OH),
        None => seuif97::px(absolute, 1.0, seuif97::OH),
    };
    let water_kj = match &f.feedwater_c {
        Some(t) if t.value < saturation_c => seuif97::pt(absolute, t.value.max(0.01), seuif97::OH),
        Some(t) => {
            let text = format!("给水温度 {} ℃ 不低于饱和温度 {} ℃，未扣除", n(t.value), n(saturation_c));
            questions.push(ask(row, Some("feedwater_c"), false, text, "请核对给水温度"));
            0.0
        }
        None => 0.0,
    };
    let kj_per_kg = steam_kj - water_kj;
    if !kj_per_kg.is_finite() || kj_per_kg <= 0.0 {
        return None;
    }
    let water = if water_kj > 0.0 { format!("−给水 {}", n(water_kj)) } else { String::new() };
    let kind = if superheated.is_some() { "过热" } else { "干饱和" };
    let source = format!("{kind}蒸汽焓 {}{water} kJ/kg (IAPWS-IF97) ÷ 29307.6", n(steam_kj));
    Some(Coefficient { value: kj_per_kg * carrier.heat_value_units() / KJ_PER_KGCE, source, is_default: false })
}
