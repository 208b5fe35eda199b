//! CO₂ of the plant's energy: scope 1 from what is burnt, scope 2 from bought electricity and heat.

use serde::Serialize;

use super::super::Context;
use super::super::working::{Step, put};
use super::Line;
use crate::audit::{Audit, Flow};
use crate::reference::carriers::CarrierGroup;

/// CO₂ in a year. Amounts are of what crosses the boundary, as the energy: carbon sold in coke or gas is taken off.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Carbon {
    /// Fuels, tCO₂, as far as they have a factor.
    pub scope1_t: f64,
    /// Bought electricity less what is sold, tCO₂.
    pub scope2_electricity_t: f64,
    /// Bought heat and steam less what is sold, tCO₂.
    pub scope2_heat_t: f64,
    /// The sum; `None` if a fuel has no factor.
    pub total_t: Option<f64>,
    /// tCO₂ of each carrier that has a factor, by its code.
    pub by_carrier: Vec<(String, f64)>,
    /// kgCO₂/kWh in use.
    pub grid_kg_per_kwh: f64,
    /// Year, region and publisher of the grid factor.
    pub grid_source: String,
    /// The calculation.
    pub working: Vec<Step>,
    /// What is not in the figures.
    pub notes: Vec<String>,
}

/// The grid factor for a year: the audit's own if entered, else that of province and year.
fn grid(audit: &Audit, year: i16, ctx: &Context<'_>, notes: &mut Vec<String>) -> Option<(f64, String)> {
    let own = ctx.assumptions.get("grid_co2_kg_per_kwh").filter(|a| !a.is_default);
    if let Some(own) = own {
        return Some((own.value, own.source.clone()));
    }
    let province = audit.enterprise.province.as_ref().map(|p| p.value.as_str());
    let found = ctx.reference.tables.factors.grid_of(province, year)?;
    if found.year != year {
        notes.push(format!("{year} 年的电力排放因子没有收录，采用 {} 年的", found.year));
    }
    if province.is_none() {
        notes.push("没有填省份，采用全国电力平均排放因子".to_owned());
    }
    Some((found.value, found.source.to_string()))
}

/// CO₂ of a year's lines.
pub(super) fn of(audit: &Audit, year: i16, lines: &[Line], ctx: &Context<'_>) -> Carbon {
    let mut out = Carbon::default();
    if let Some((value, source)) = grid(audit, year, ctx, &mut out.notes) {
        (out.grid_kg_per_kwh, out.grid_source) = (value, source);
    }
    let mut complete = true;
    let mut carriers: Vec<String> = Vec::new();
    for line in lines.iter().filter(|l| l.sign() != 0.0) {
        if !carriers.contains(&line.carrier) {
            carriers.push(line.carrier.clone());
        }
    }
    for code in carriers {
        let Some(carrier) = ctx.reference.tables.carriers.get(&code) else { continue };
        let own = || lines.iter().filter(|l| l.carrier == code && l.sign() != 0.0);
        let gj: f64 = own().map(|l| l.sign() * l.heat_gj).sum();
        let kwh: f64 = own().map(|l| l.sign() * l.amount).sum();
        match (carrier.group, &carrier.co2) {
            (CarrierGroup::Electricity, _) => {
                out.scope2_electricity_t = kwh * out.grid_kg_per_kwh / 1000.0;
                out.by_carrier.push((code.clone(), out.scope2_electricity_t));
                let substituted = format!("{}×{}/1000", put(kwh), put(out.grid_kg_per_kwh));
                let formula = format!("净购入电量(kWh)×排放因子(kgCO₂/kWh)/1000，{}", out.grid_source);
                out.working.push(Step::new(
                    "净购入电力排放(范围二)",
                    &formula,
                    substituted,
                    out.scope2_electricity_t,
                    "tCO₂",
                ));
                if own().any(|l| l.flow == Flow::Exported) {
                    out.notes.push("外供电力按净购入量扣减".to_owned());
                }
            }
            (CarrierGroup::Heat | CarrierGroup::Steam, Some(factor)) => {
                let t = gj * factor.value;
                out.scope2_heat_t += t;
                out.by_carrier.push((code.clone(), t));
                let formula = format!("净购入热量(GJ)×排放因子(tCO₂/GJ)，{}", factor.source);
                let name = format!("净购入{}排放(范围二)", carrier.name);
                out.working.push(Step::new(&name, &formula, format!("{}×{}", put(gj), put(factor.value)), t, "tCO₂"));
            }
            (CarrierGroup::Fuel, Some(factor)) => {
                let t = gj / 1000.0 * factor.value;
                out.scope1_t += t;
                out.by_carrier.push((code.clone(), t));
                let formula = format!("净消费热量(GJ)×排放因子(tCO₂/TJ)/1000，{}", factor.source);
                let name = format!("{}燃烧排放(范围一)", carrier.name);
                out.working.push(Step::new(
                    &name,
                    &formula,
                    format!("{}×{}/1000", put(gj), put(factor.value)),
                    t,
                    "tCO₂",
                ));
                if !carrier.review.is_empty() {
                    out.notes.push(format!("{}：{}(待核)", carrier.name, carrier.note));
                }
            }
            (CarrierGroup::Fuel | CarrierGroup::Heat | CarrierGroup::Steam, None) => {
                complete = false;
                out.notes.push(format!("{}没有 CO₂ 排放因子，未计入", carrier.name));
            }
            (CarrierGroup::Medium, _) => out.notes.push(format!("外购{}的间接排放未计入", carrier.name)),
            (CarrierGroup::Renewable, _) => {}
        }
    }
    if out.scope1_t != 0.0 {
        out.notes.push("燃料按全部燃烧计：用作原料、进入产品的碳未扣除，工业生产过程排放未计入".to_owned());
    }
    out.total_t = complete.then_some(out.scope1_t + out.scope2_electricity_t + out.scope2_heat_t);
    out
}
