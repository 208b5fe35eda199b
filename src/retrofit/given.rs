//! Inputs of a measure: as stated, else the device's own value, else the sourced default.

use super::RetrofitError;
use crate::audit::field::{FieldDef, FieldValue, number};
use crate::audit::measure::Action;
use crate::audit::{Entered, Equipment, Kind, Origin};
use crate::energy::{self, Context, EnergyGap, EnergyUse};

/// The inputs of one measure, with what is to be said about those not stated.
pub(super) struct Given<'a> {
    action: &'a Action,
    /// National data, prices and factors.
    pub ctx: &'a Context<'a>,
    /// Defaults that were taken, with their source.
    pub notes: Vec<String>,
    /// The weakest origin among the inputs taken.
    pub weakest: Option<Origin>,
}

impl<'a> Given<'a> {
    /// The inputs of a measure.
    pub fn of(action: &'a Action, ctx: &'a Context<'a>) -> Self {
        Self { action, ctx, notes: Vec::new(), weakest: None }
    }

    fn def(&self, key: &str) -> Option<&'static FieldDef> {
        self.action.input_fields().iter().find(|d| d.key == key)
    }

    fn note_origin(&mut self, origin: Origin) {
        self.weakest = Some(self.weakest.map_or(origin, |w| w.max(origin)));
    }

    /// A stated number.
    pub fn stated(&mut self, key: &str) -> Option<f64> {
        let entered = self.action.inputs()?.get(key)?;
        self.note_origin(entered.origin);
        match entered.value {
            FieldValue::Number(n) => Some(n),
            _ => None,
        }
    }

    /// A number: as stated, else the default, which is noted.
    pub fn number(&mut self, key: &str) -> Result<f64, RetrofitError> {
        self.number_or(key, None)
    }

    /// A number: as stated, else the device's own value, else the default, which is noted.
    pub fn number_or(&mut self, key: &str, own: Option<&Entered<f64>>) -> Result<f64, RetrofitError> {
        if let Some(value) = self.stated(key) {
            return Ok(value);
        }
        if let Some(own) = own {
            self.note_origin(own.origin);
            return Ok(own.value);
        }
        let def = self.def(key);
        if let Some(default) = self.ctx.reference.tables.measure_defaults.get(self.action.code(), key) {
            let (label, unit) = def.map_or((key, ""), |d| (d.zh, d.unit));
            self.notes.push(format!("{label}取默认值 {} {unit}：{}", number(default.value), default.source));
            self.note_origin(Origin::Estimate);
            return Ok(default.value);
        }
        Err(RetrofitError::Gap(EnergyGap {
            missing: Vec::new(),
            reason: format!("措施“{}”缺少参数：{}", self.action.zh(), def.map_or(key, |d| d.zh)),
        }))
    }

    /// Refuses a combination of inputs that can't be.
    pub fn refuse(&self, reason: impl Into<String>) -> RetrofitError {
        RetrofitError::NoLimit(format!("措施“{}”：{}", self.action.zh(), reason.into()))
    }
}

/// The device with `factor` times its yearly energy (electricity and fuels alike), all else unchanged: how a saving
/// rate acts on whatever the device's energy is calculated from. `factor` ≥ 0.
pub(super) fn scaled(
    device: &Equipment,
    factor: f64,
    ctx: &Context<'_>,
) -> Result<(Equipment, EnergyUse), RetrofitError> {
    let before = energy::annual(device, ctx)?;
    let mut after = device.clone();
    let origin = before.weakest.unwrap_or_default();
    let kwh = Some(Entered::new(before.electricity_kwh * factor, origin));
    let set = |slot: &mut Option<Entered<f64>>, value: f64| *slot = Some(Entered::new(value, origin));
    match &mut after.kind {
        Kind::Motor(m) => {
            // A motor's energy is input power times hours.
            let hours = m.annual_hours_h.as_ref().map_or(0.0, |h| h.value) * device.quantity();
            if hours > 0.0 {
                set(&mut m.measured_input_kw, before.electricity_kwh * factor / hours);
                m.measured_current_a = None;
            }
        }
        Kind::Fan(x) => x.annual_electricity_kwh = kwh,
        Kind::Blower(x) => x.annual_electricity_kwh = kwh,
        Kind::Pump(x) => x.annual_electricity_kwh = kwh,
        Kind::Submersible(x) => x.annual_electricity_kwh = kwh,
        Kind::Compressor(x) => x.annual_electricity_kwh = kwh,
        Kind::Chiller(x) => x.annual_electricity_kwh = kwh,
        Kind::Welder(x) => x.annual_electricity_kwh = kwh,
        Kind::Lighting(x) => x.annual_electricity_kwh = kwh,
        Kind::DataCentre(x) => x.annual_electricity_kwh = kwh,
        Kind::Other(x) => x.annual_electricity_kwh = kwh,
        Kind::Furnace(x) => {
            for slot in [&mut x.annual_electricity_kwh, &mut x.annual_fuel_t, &mut x.annual_gas_10k_m3] {
                if let Some(e) = slot {
                    e.value *= factor;
                }
            }
            if x.annual_electricity_kwh.is_none() && before.electricity_kwh > 0.0 {
                x.annual_electricity_kwh = kwh;
            }
        }
        Kind::Boiler(b) => {
            for slot in [
                &mut b.annual_electricity_kwh,
                &mut b.annual_fuel_t,
                &mut b.annual_gas_10k_m3,
                &mut b.annual_steam_t,
                &mut b.annual_heat_gj,
            ] {
                if let Some(e) = slot {
                    e.value *= factor;
                }
            }
        }
        Kind::Transformer(_) | Kind::HeatExchanger(_) => {}
    }
    Ok((after, before))
}
