//! Fuel entered for a year, with its heat value: the same for boilers, furnaces and direct-fired chillers.

use super::working::{Step, n, put};
use super::{Context, EnergyGap, EnergyUse, FuelUse};
use crate::audit::equipment::BoilerFuel;
use crate::audit::field::Choice as _;
use crate::audit::{Entered, Equipment, Origin};

/// The fields of a fired device that tell its fuel of the year, all alike devices together.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fired<'a> {
    /// Coal, biomass or oil in t/a.
    pub solid_or_liquid_t: Option<&'a Entered<f64>>,
    /// Gas in 万m³/a.
    pub gas_10k_m3: Option<&'a Entered<f64>>,
    /// Net calorific value in kJ/kg, or kJ/m³ for gases.
    pub ncv_kj: Option<&'a Entered<f64>>,
}

/// The key of the field that takes a year's quantity of a carrier.
pub(super) fn quantity_key(fuel: BoilerFuel) -> &'static str {
    if fuel == BoilerFuel::Electricity {
        "annual_electricity_kwh"
    } else if FuelUse::is_gas(fuel) {
        "annual_gas_10k_m3"
    } else {
        "annual_fuel_t"
    }
}

/// kg or m³: what a heat value refers to.
fn per(fuel: BoilerFuel) -> &'static str {
    if FuelUse::is_gas(fuel) { "m³" } else { "kg" }
}

impl<'a> Fired<'a> {
    /// The heat value: the device's own, else the default, with a note.
    pub fn heat_value(
        &self,
        device: &Equipment,
        fuel: BoilerFuel,
        ctx: &Context<'_>,
        out: &mut EnergyUse,
    ) -> Result<f64, EnergyGap> {
        if let Some(v) = self.ncv_kj {
            out.input(v.origin);
            return Ok(v.value);
        }
        let Some((value, source)) = ctx.assumptions.default_ncv(fuel, ctx.reference) else {
            return Err(EnergyGap::missing(device, vec!["fuel_ncv_kj_per_kg"]));
        };
        out.notes.push(format!("{}低位热值取 {} kJ/{}：{source}", fuel.zh(), n(value), per(fuel)));
        out.input(Origin::Estimate);
        Ok(value)
    }

    /// The quantity entered for a fuel, in t or 万m³.
    pub fn entered(&self, fuel: BoilerFuel) -> Option<&'a Entered<f64>> {
        if FuelUse::is_gas(fuel) { self.gas_10k_m3 } else { self.solid_or_liquid_t }
    }

    /// The fuel burnt in a year, with its step, if it was entered.
    pub fn burnt(
        &self,
        device: &Equipment,
        fuel: BoilerFuel,
        ctx: &Context<'_>,
        out: &mut EnergyUse,
    ) -> Result<Option<FuelUse>, EnergyGap> {
        let Some(quantity) = self.entered(fuel) else { return Ok(None) };
        out.input(quantity.origin);
        let ncv_kj = self.heat_value(device, fuel, ctx, out)?;
        let used = FuelUse { fuel, quantity: quantity.value, ncv_kj };
        out.working.push(Step::new(
            "年耗燃料热量",
            "Q_in = B·Q_net",
            format!("{} {}×{} kJ/{}", put(used.quantity), FuelUse::unit(fuel), put(ncv_kj), per(fuel)),
            used.heat_gj(),
            "GJ/a",
        ));
        Ok(Some(used))
    }
}
