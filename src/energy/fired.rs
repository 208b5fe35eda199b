//! Chillers and furnaces: electric or fired.
//!
//! Notes: electric chillers by rated input power and load `P₁ = P_1N·β`; absorption chillers use little electricity,
//! their steam is the boiler's, their gas is counted here. Electric furnaces by metered electricity or measured power;
//! fired ones by the fuel of the year, `Q_in = B·Q_net` ([`fuel`](super::fuel)).

use super::electric;
use super::fuel::{Fired, quantity_key};
use super::machines::{meters, taken};
use super::{Context, EnergyGap, EnergyUse};
use crate::audit::Equipment;
use crate::audit::equipment::{BoilerFuel, Chiller, ChillerType, Furnace, FurnaceType};

/// Chillers and heat pumps: electricity; direct-fired ones burn gas, which must be entered.
pub(super) fn chiller(device: &Equipment, c: &Chiller, ctx: &Context<'_>) -> Result<EnergyUse, EnergyGap> {
    let meters = meters(&c.annual_electricity_kwh, &c.measured_input_kw, &c.annual_hours_h);
    let electricity = electric::annual(device, &meters, |out| {
        let rated = taken(c.input_power_kw.as_ref(), out);
        electric::input_by_load(rated, "input_power_kw", c.load_factor_pct.as_ref(), out)
    });
    match c.chiller_type.as_ref().map(|t| t.value) {
        Some(ChillerType::AbsorptionSteam) => electricity.map(|mut out| {
            out.notes.push("只含机组用电；所耗蒸汽在供汽的锅炉或外购热力中计".to_owned());
            out
        }),
        Some(ChillerType::AbsorptionDirect) => {
            let fired = Fired { gas_10k_m3: c.annual_gas_10k_m3.as_ref(), ..Fired::default() };
            let mut burning = EnergyUse::default();
            match (fired.burnt(device, BoilerFuel::NaturalGas, ctx, &mut burning)?, electricity) {
                (Some(fuel), Ok(mut out)) => {
                    out.take_in(burning);
                    out.fuels.push(fuel);
                    Ok(out)
                }
                // The pumps' electricity is little beside the gas: its want is said, not a gap.
                (Some(fuel), Err(_)) => {
                    burning.notes.push("未填用电，只含燃气".to_owned());
                    burning.fuels.push(fuel);
                    Ok(burning)
                }
                (None, _) => Err(EnergyGap::missing(device, vec![quantity_key(BoilerFuel::NaturalGas)])),
            }
        }
        _ => electricity,
    }
}

/// The carrier: as entered; furnaces that can only be electric need not say so.
fn carrier(f: &Furnace) -> Option<BoilerFuel> {
    f.fuel.as_ref().map(|f| f.value).or_else(|| {
        let electric = [FurnaceType::Induction, FurnaceType::Arc, FurnaceType::SaltBath];
        f.furnace_type.as_ref().filter(|t| electric.contains(&t.value)).map(|_| BoilerFuel::Electricity)
    })
}

/// Furnaces: electricity, or fuel with the electricity of fans and drives as far as entered.
pub(super) fn furnace(device: &Equipment, f: &Furnace, ctx: &Context<'_>) -> Result<EnergyUse, EnergyGap> {
    let Some(carrier) = carrier(f) else { return Err(EnergyGap::missing(device, vec!["fuel"])) };
    if carrier == BoilerFuel::Electricity {
        let meters = meters(&f.annual_electricity_kwh, &f.measured_input_kw, &f.annual_hours_h);
        if meters.input_kw.is_none() && meters.annual_kwh.is_none() {
            return Err(EnergyGap::missing(device, vec!["annual_electricity_kwh"]));
        }
        return electric::annual(device, &meters, |_| Err(vec!["annual_electricity_kwh"]));
    }
    let fired = Fired {
        solid_or_liquid_t: f.annual_fuel_t.as_ref(),
        gas_10k_m3: f.annual_gas_10k_m3.as_ref(),
        ncv_kj: f.fuel_ncv_kj_per_kg.as_ref(),
    };
    let mut out = EnergyUse::default();
    let Some(fuel) = fired.burnt(device, carrier, ctx, &mut out)? else {
        return Err(EnergyGap::missing(device, vec![quantity_key(carrier)]));
    };
    out.fuels.push(fuel);
    match &f.annual_electricity_kwh {
        Some(kwh) => electric::metered(kwh, &mut out),
        None => out.notes.push("未填用电，只含燃料；风机等辅机的用电未计".to_owned()),
    }
    Ok(out)
}
