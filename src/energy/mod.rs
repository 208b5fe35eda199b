//! Device → energy per year, and energy → tce, CO₂ and yuan.
//!
//! [`annual`] is one function of the device; a saving is that function before a measure minus after it.

pub mod assumptions;
pub mod boiler;
mod electric;
mod fired;
mod fuel;
mod machines;
pub mod motor;
pub mod plant;
pub mod rated;
pub mod transformer;
pub mod working;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde::Serialize;

use crate::audit::equipment::BoilerFuel;
use crate::audit::field::Choice as _;
use crate::audit::{Equipment, Kind, Origin};
use crate::reference::Reference;

pub use assumptions::{Assumed, Assumptions};
pub use working::Step;

/// 1 kgce = 29 307.6 kJ (GB/T 2589-2020).
pub const KJ_PER_KGCE: f64 = 29_307.6;

/// What the engine needs besides the device.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// National data as of the reference date.
    pub reference: &'a Reference,
    /// Prices, factors and finance settings with their defaults.
    pub assumptions: &'a Assumptions,
}

/// A quantity of fuel per year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FuelUse {
    /// Which fuel.
    pub fuel: BoilerFuel,
    /// t, or 万m³ for gases.
    pub quantity: f64,
    /// Net calorific value in kJ/kg, or kJ/m³ for gases.
    pub ncv_kj: f64,
}

impl FuelUse {
    /// Whether the fuel is measured in 万m³.
    pub fn is_gas(fuel: BoilerFuel) -> bool {
        matches!(fuel, BoilerFuel::NaturalGas | BoilerFuel::CokeOvenGas)
    }

    /// Unit of the quantity.
    pub fn unit(fuel: BoilerFuel) -> &'static str {
        if Self::is_gas(fuel) { "万m³" } else { "t" }
    }

    /// Heat in GJ on net calorific value: t × kJ/kg / 1000, 万m³ × kJ/m³ / 100.
    pub fn heat_gj(&self) -> f64 {
        self.quantity * self.ncv_kj / if Self::is_gas(self.fuel) { 100.0 } else { 1000.0 }
    }

    /// tce of its heat (29 307.6 kJ per kgce).
    pub fn tce(&self) -> f64 {
        self.heat_gj() / KJ_PER_KGCE * 1000.0
    }

    /// Quantity of a fuel that carries `heat_gj`.
    pub fn carrying(fuel: BoilerFuel, heat_gj: f64, ncv_kj: f64) -> Self {
        let quantity = heat_gj * if Self::is_gas(fuel) { 100.0 } else { 1000.0 } / ncv_kj;
        Self { fuel, quantity, ncv_kj }
    }
}

/// What a device uses in a year (all of its [`Equipment::quantity`]), with the calculation.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct EnergyUse {
    /// Electricity in kWh/a. For transformers the losses, with the reactive part converted by K_Q.
    pub electricity_kwh: f64,
    /// Fuels.
    pub fuels: Vec<FuelUse>,
    /// Every formula with the numbers in it.
    pub working: Vec<Step>,
    /// What the auditor must know about the result.
    pub notes: Vec<String>,
    /// Whether a typical or default value took part.
    pub estimated: bool,
    /// The weakest origin among the inputs.
    pub weakest: Option<Origin>,
}

impl EnergyUse {
    /// Notes the origin of an input.
    pub(crate) fn input(&mut self, origin: Origin) {
        self.weakest = Some(self.weakest.map_or(origin, |w| w.max(origin)));
        self.estimated |= origin == Origin::Estimate;
    }

    /// Adds another part of the same device's use, with what it rests on.
    fn take_in(&mut self, other: Self) {
        self.electricity_kwh += other.electricity_kwh;
        self.fuels.extend(other.fuels);
        self.working.extend(other.working);
        self.notes.extend(other.notes);
        self.estimated |= other.estimated;
        other.weakest.into_iter().for_each(|o| self.input(o));
    }
}

/// Why a device's energy can't be calculated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{reason}")]
pub struct EnergyGap {
    /// Keys of the missing fields.
    pub missing: Vec<&'static str>,
    /// In words.
    pub reason: String,
}

impl EnergyGap {
    pub(crate) fn missing(device: &Equipment, keys: Vec<&'static str>) -> Self {
        let names: Vec<&str> = keys.iter().map(|k| device.kind.code().field(k).map_or(*k, |d| d.zh)).collect();
        Self { reason: format!("缺少{}", names.join("、")), missing: keys }
    }
}

/// The device's energy in a year, as it is. Devices not in use are calculated too; totals leave them out.
pub fn annual(device: &Equipment, ctx: &Context<'_>) -> Result<EnergyUse, EnergyGap> {
    match &device.kind {
        Kind::Motor(m) => motor::annual(device, m, ctx),
        Kind::Transformer(t) => transformer::annual(device, t, ctx),
        Kind::Boiler(b) => boiler::annual(device, b, ctx),
        Kind::Fan(f) => machines::fan(device, f),
        Kind::Blower(b) => machines::blower(device, b),
        Kind::Pump(p) => machines::pump(device, p),
        Kind::Submersible(s) => machines::submersible(device, s),
        Kind::Compressor(c) => machines::compressor(device, c),
        Kind::Chiller(c) => fired::chiller(device, c, ctx),
        Kind::Furnace(f) => fired::furnace(device, f, ctx),
        Kind::HeatExchanger(_) => Ok(machines::heat_exchanger()),
        Kind::Welder(w) => machines::welder(device, w),
        Kind::Lighting(l) => machines::lighting(device, l),
        Kind::DataCentre(d) => machines::data_centre(device, d),
        Kind::Other(o) => machines::other(device, o),
    }
}

/// What an amount of energy means.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Impact {
    /// kWh/a.
    pub electricity_kwh: f64,
    /// Fuels per year.
    pub fuels: Vec<FuelUse>,
    /// tce/a, electricity at its equivalent value (当量值).
    pub tce_equivalent: f64,
    /// tce/a, electricity at its equal value (等价值).
    pub tce_equal_value: f64,
    /// tCO₂/a; `None` if a fuel has no factor.
    pub co2_t: Option<f64>,
    /// yuan/a; `None` if a carrier has no price.
    pub cost_yuan: Option<f64>,
    /// What is missing for the `None`s.
    pub notes: Vec<String>,
}

/// tce at equivalent value (当量值) of electricity and fuels.
pub fn tce_equivalent(electricity_kwh: f64, fuels: &[FuelUse], ctx: &Context<'_>) -> f64 {
    let electricity = electricity_kwh * ctx.reference.tables.factors.electricity_kgce_per_kwh() / 1000.0;
    fuels.iter().fold(electricity, |sum, fuel| sum + fuel.tce())
}

impl Impact {
    /// Converts electricity and fuels.
    pub fn of(electricity_kwh: f64, fuels: &[FuelUse], ctx: &Context<'_>) -> Self {
        let a = ctx.assumptions;
        let mut out = Self { electricity_kwh, fuels: fuels.to_vec(), ..Self::default() };
        out.tce_equivalent = tce_equivalent(electricity_kwh, fuels, ctx);
        out.tce_equal_value = electricity_kwh * a.value("electricity_equal_value_kgce_per_kwh").unwrap_or(0.0) / 1000.0;
        let mut co2 = Some(electricity_kwh * a.value("grid_co2_kg_per_kwh").unwrap_or(0.0) / 1000.0);
        let mut cost = if electricity_kwh == 0.0 {
            Some(0.0)
        } else {
            a.value("electricity_yuan_per_kwh").map(|p| p * electricity_kwh)
        };
        if cost.is_none() {
            out.notes.push("没有电价，未计费用".to_owned());
        }
        for fuel in fuels.iter().filter(|f| f.quantity != 0.0) {
            out.tce_equal_value += fuel.tce();
            let code = fuel.fuel.def().code;
            match ctx.reference.tables.factors.fuel(code).and_then(|f| f.co2_t_per_tj) {
                Some(factor) => co2 = co2.map(|c| c + fuel.heat_gj() / 1000.0 * factor),
                None => {
                    co2 = None;
                    out.notes.push(format!("{}没有 CO₂ 排放因子，未计碳排放", fuel.fuel.zh()));
                }
            }
            match a.fuel_price_yuan(fuel.fuel) {
                Some(price) => cost = cost.map(|c| c + price * fuel.quantity),
                None => {
                    cost = None;
                    out.notes.push(format!("没有{}的价格，未计费用", fuel.fuel.zh()));
                }
            }
        }
        out.co2_t = co2;
        out.cost_yuan = cost;
        out
    }

    /// `before − after`, carrier by carrier; negative where the measure uses more.
    pub fn saving(before: &EnergyUse, after: &EnergyUse, ctx: &Context<'_>) -> Self {
        let mut fuels: Vec<FuelUse> = before.fuels.clone();
        fuels.extend(after.fuels.iter().map(|f| FuelUse { quantity: -f.quantity, ..f.clone() }));
        Self::of(before.electricity_kwh - after.electricity_kwh, &merge(fuels), ctx)
    }
}

/// Adds up fuels of the same kind and heat value, in the order in which they first come.
pub fn merge(fuels: Vec<FuelUse>) -> Vec<FuelUse> {
    let mut out: Vec<FuelUse> = Vec::new();
    // A plant with thousands of boilers may have as many heat values.
    let mut places: HashMap<(BoilerFuel, u64), usize> = HashMap::new();
    for fuel in fuels {
        match places.entry((fuel.fuel, fuel.ncv_kj.to_bits())) {
            Entry::Occupied(place) => out[*place.get()].quantity += fuel.quantity,
            Entry::Vacant(place) => {
                place.insert(out.len());
                out.push(fuel);
            }
        }
    }
    out
}
