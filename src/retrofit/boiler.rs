//! 更换锅炉与燃料替代: the same useful heat from a better boiler, with the same fuel or another.

use super::{Changed, RetrofitError, limits};
use crate::audit::equipment::{Boiler, BoilerFuel, Condensing};
use crate::audit::field::Choice as _;
use crate::audit::measure::Action;
use crate::audit::{Entered, Equipment, Kind, Origin};
use crate::energy::working::{Step, n, put, stated};
use crate::energy::{Context, FuelUse, boiler as model};

/// Replaces the boiler; see [`Action::ReplaceBoiler`]. A worse one gives a negative saving, with a warning.
pub(super) fn replace(
    device: &Equipment,
    b: &Boiler,
    action: &Action,
    ctx: &Context<'_>,
) -> Result<Changed, RetrofitError> {
    let Action::ReplaceBoiler { fuel, efficiency_pct, condensing, fuel_ncv } = action else {
        return Err(RetrofitError::WrongKind { measure: action.zh(), kind: "锅炉" });
    };
    let old_fuel = model::fuel(b).ok_or_else(|| RetrofitError::NoLimit("缺少燃料".to_owned()))?;
    let new_fuel = fuel.unwrap_or(old_fuel);
    limits::efficiency(action, *efficiency_pct, new_fuel, *condensing == Some(Condensing::Yes))?;
    let (useful, found) = model::useful_heat_gj(device, b, ctx)?;
    let old_pct = b.measured_efficiency_pct.as_ref().or(b.design_efficiency_pct.as_ref()).map(|e| e.value);
    let no_better = old_pct
        .filter(|old| new_fuel == old_fuel && efficiency_pct <= old)
        .map(|old| format!("新锅炉热效率 {} % 不高于现有 {} %，更换不节能", stated(*efficiency_pct), stated(old)));
    let eta = efficiency_pct / 100.0;
    let mut working = found.working;
    let mut notes = found.notes;
    let mut changed = device.clone();
    let Kind::Boiler(new) = &mut changed.kind else {
        return Err(RetrofitError::WrongKind { measure: action.zh(), kind: "锅炉" });
    };
    new.fuel = Some(Entered::new(new_fuel, Origin::Nameplate));
    new.design_efficiency_pct = Some(Entered::new(*efficiency_pct, Origin::Nameplate));
    new.measured_efficiency_pct = None;
    new.condensing = condensing.map(|c| Entered::new(c, Origin::Nameplate));
    new.combustion = (new_fuel == old_fuel).then(|| b.combustion.clone()).flatten();
    new.fuel_volatile_pct = (new_fuel == old_fuel).then(|| b.fuel_volatile_pct.clone()).flatten();
    // Measured on the old boiler: they say nothing of the new one.
    new.exhaust_temp_c = None;
    new.flue_o2_pct = None;
    new.annual_fuel_t = None;
    new.annual_gas_10k_m3 = None;
    new.annual_electricity_kwh = None;
    if new_fuel == BoilerFuel::Electricity {
        let kwh = useful / eta / 0.0036;
        working.push(Step::new(
            "新锅炉年用电量",
            "E = Q/(0.0036·η₂)",
            format!("{}/(0.0036×{})", put(useful), put(eta)),
            kwh,
            "kWh/a",
        ));
        new.fuel_ncv_kj_per_kg = None;
        new.annual_electricity_kwh = Some(Entered::new(kwh, Origin::Nameplate));
        notes.push("电锅炉：按当量值省能、按等价值可能增能，两种口径须同时列出".to_owned());
    } else {
        let ncv = match (fuel_ncv, &b.fuel_ncv_kj_per_kg) {
            (Some(v), _) => *v,
            (None, Some(same)) if new_fuel == old_fuel => same.value,
            _ => {
                let (value, source) = ctx.assumptions.default_ncv(new_fuel, ctx.reference).ok_or_else(|| {
                    RetrofitError::NoLimit(format!("{}没有缺省热值，请填新燃料的低位热值", new_fuel.zh()))
                })?;
                notes.push(format!("{}低位热值取 {}：{source}", new_fuel.zh(), n(value)));
                value
            }
        };
        let used = FuelUse::carrying(new_fuel, useful / eta, ncv);
        working.push(Step::new(
            "新锅炉年耗燃料",
            "B₂ = Q/(η₂·Q_net)",
            format!(
                "{} GJ/({}×{} kJ/{})",
                put(useful),
                put(eta),
                put(ncv),
                if FuelUse::is_gas(new_fuel) { "m³" } else { "kg" }
            ),
            used.quantity,
            FuelUse::unit(new_fuel),
        ));
        new.fuel_ncv_kj_per_kg = Some(Entered::new(ncv, Origin::Nameplate));
        let entered = Some(Entered::new(used.quantity, Origin::Nameplate));
        if FuelUse::is_gas(new_fuel) {
            new.annual_gas_10k_m3 = entered;
        } else {
            new.annual_fuel_t = entered;
        }
    }
    changed.common.model = None;
    Ok(Changed::new(changed, working, notes).warned(no_better))
}
