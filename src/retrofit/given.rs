//! Inputs of a measure: as stated, else the device's own value, else the sourced default.

use super::RetrofitError;
use crate::audit::field::{FieldDef, FieldValue};
use crate::audit::measure::Action;
use crate::audit::{Entered, Equipment, Kind, Origin};
use crate::energy::working::stated;
use crate::energy::{self, Context, EnergyGap};

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

    /// The measure.
    pub fn action(&self) -> &'a Action {
        self.action
    }

    fn def(&self, key: &str) -> Option<&'static FieldDef> {
        self.action.input_fields().iter().find(|d| d.key == key)
    }

    /// The Chinese name of an input.
    fn zh(&self, key: &'static str) -> &'static str {
        self.def(key).map_or(key, |d| d.zh)
    }

    fn note_origin(&mut self, origin: Origin) {
        self.weakest = Some(self.weakest.map_or(origin, |w| w.max(origin)));
    }

    /// Notes that something not measured or stated took part.
    pub fn estimated(&mut self) {
        self.note_origin(Origin::Estimate);
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
    pub fn number(&mut self, key: &'static str) -> Result<f64, RetrofitError> {
        self.number_or(key, None)
    }

    /// A number: as stated, else the device's own value, else the default, which is noted.
    pub fn number_or(&mut self, key: &'static str, own: Option<&Entered<f64>>) -> Result<f64, RetrofitError> {
        if let Some(value) = self.stated(key) {
            return Ok(value);
        }
        if let Some(own) = own {
            self.note_origin(own.origin);
            return Ok(own.value);
        }
        if let Some(default) = self.ctx.reference.tables.measure_defaults.get(self.action.code(), key) {
            let unit = self.def(key).map_or("", |d| d.unit);
            self.notes.push(format!("{}取默认值 {} {unit}：{}", self.zh(key), stated(default.value), default.source));
            if !default.convention {
                self.estimated();
            }
            return Ok(default.value);
        }
        Err(RetrofitError::Gap(EnergyGap {
            missing: Vec::new(),
            reason: format!("措施“{}”缺少参数：{}", self.action.zh(), self.zh(key)),
        }))
    }

    /// Refuses a combination of inputs that can't be.
    pub fn refuse(&self, reason: impl Into<String>) -> RetrofitError {
        RetrofitError::Refused(format!("措施“{}”：{}", self.action.zh(), reason.into()))
    }

    /// Refuses an input outside the range that the others leave it; the bounds themselves are allowed.
    pub fn within(&self, key: &'static str, value: f64, min: f64, max: f64, why: &str) -> Result<(), RetrofitError> {
        if (min..=max).contains(&value) {
            return Ok(());
        }
        let unit = self.def(key).map_or("", |d| d.unit);
        let range = match (min.is_finite(), max.is_finite()) {
            (true, true) => format!("应在 {}～{} {unit} 之间", stated(min), stated(max)),
            (true, false) => format!("应不小于 {} {unit}", stated(min)),
            _ => format!("应不大于 {} {unit}", stated(max)),
        };
        Err(self.refuse(format!("{} {} {unit} 不能成立，{range}({why})", self.zh(key), stated(value))))
    }

    /// The device with `factor` times its yearly energy, all carriers alike.
    pub fn scale(&self, device: &Equipment, factor: f64) -> Result<Equipment, RetrofitError> {
        scaled(device, factor, factor, self.weakest, self.ctx)
    }

    /// The device with `factor` times its yearly electricity and its fuels as they are.
    pub fn scale_electricity(&self, device: &Equipment, factor: f64) -> Result<Equipment, RetrofitError> {
        scaled(device, factor, 1.0, self.weakest, self.ctx)
    }

    /// The device with `factor` times its yearly fuels and its electricity as it is.
    pub fn scale_fuels(&self, device: &Equipment, factor: f64) -> Result<Equipment, RetrofitError> {
        scaled(device, 1.0, factor, self.weakest, self.ctx)
    }
}

/// The device with its yearly electricity and fuels multiplied, all else unchanged: how a saving rate acts on whatever
/// the device's energy is calculated from. Factors ≥ 0; `weakest` is the weakest origin of what they rest on.
pub(super) fn scaled(
    device: &Equipment,
    electricity: f64,
    fuels: f64,
    weakest: Option<Origin>,
    ctx: &Context<'_>,
) -> Result<Equipment, RetrofitError> {
    let before = energy::annual(device, ctx)?;
    let mut after = device.clone();
    let origin = before.weakest.max(weakest).unwrap_or_default();
    let kwh = before.electricity_kwh * electricity;
    let set = |slot: &mut Option<Entered<f64>>, value: f64| *slot = Some(Entered::new(value, origin));
    let times = |slot: &mut Option<Entered<f64>>, factor: f64| {
        if let Some(e) = slot {
            *e = Entered::new(e.value * factor, e.origin.max(origin));
        }
    };
    match &mut after.kind {
        Kind::Motor(_) => with_kwh(&mut after, None, kwh, origin),
        Kind::Fan(x) => set(&mut x.annual_electricity_kwh, kwh),
        Kind::Blower(x) => set(&mut x.annual_electricity_kwh, kwh),
        Kind::Pump(x) => set(&mut x.annual_electricity_kwh, kwh),
        Kind::Submersible(x) => set(&mut x.annual_electricity_kwh, kwh),
        Kind::Compressor(x) => set(&mut x.annual_electricity_kwh, kwh),
        Kind::Welder(x) => set(&mut x.annual_electricity_kwh, kwh),
        Kind::Lighting(x) => set(&mut x.annual_electricity_kwh, kwh),
        Kind::DataCentre(x) => set(&mut x.annual_electricity_kwh, kwh),
        Kind::Other(x) => set(&mut x.annual_electricity_kwh, kwh),
        Kind::Chiller(x) => {
            if before.electricity_kwh > 0.0 {
                set(&mut x.annual_electricity_kwh, kwh);
            }
            times(&mut x.annual_gas_10k_m3, fuels);
        }
        Kind::Furnace(x) => {
            if before.electricity_kwh > 0.0 {
                set(&mut x.annual_electricity_kwh, kwh);
            }
            times(&mut x.annual_fuel_t, fuels);
            times(&mut x.annual_gas_10k_m3, fuels);
        }
        Kind::Boiler(b) => {
            times(&mut b.annual_electricity_kwh, electricity);
            for slot in [&mut b.annual_fuel_t, &mut b.annual_gas_10k_m3, &mut b.annual_steam_t, &mut b.annual_heat_gj] {
                times(slot, fuels);
            }
        }
        Kind::Transformer(_) | Kind::HeatExchanger(_) => {}
    }
    Ok(after)
}

/// Gives a motor its yearly electricity: input power times hours, which are as they were if not given.
pub(super) fn with_kwh(motor: &mut Equipment, hours: Option<f64>, kwh: f64, origin: Origin) {
    let quantity = motor.quantity();
    let Kind::Motor(m) = &mut motor.kind else { return };
    if let Some(new) = hours {
        m.annual_hours_h = Some(Entered::new(new, m.annual_hours_h.as_ref().map_or(origin, |h| h.origin)));
    }
    let hours = m.annual_hours_h.as_ref().map_or(0.0, |h| h.value) * quantity;
    if hours > 0.0 {
        m.measured_input_kw = Some(Entered::new(kwh / hours, origin));
        m.measured_current_a = None;
    }
}
