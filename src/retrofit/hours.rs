//! Idle running stopped, and fewer hours.

use super::given::{Given, scaled};
use super::{Changed, RetrofitError};
use crate::audit::field::FieldValue;
use crate::audit::measure::Action;
use crate::audit::{Entered, Equipment};
use crate::energy::working::{Step, n};
use crate::energy::{self, EnergyGap};

/// Applies a measure of this family to a device.
pub(super) fn apply(action: &Action, device: &Equipment, given: Given<'_>) -> Result<Changed, RetrofitError> {
    match action {
        Action::StopIdle(_) => idle(device, given),
        _ => hours(device, given),
    }
}

/// `ΔE = P_idle·h_idle·n`.
fn idle(device: &Equipment, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let (hours, power) = (given.number("idle_hours_h")?, given.number("idle_power_kw")?);
    let quantity = device.quantity();
    let saved = power * hours * quantity;
    let used = energy::annual(device, given.ctx)?.electricity_kwh;
    if saved > used {
        return Err(given.refuse(format!("空载电量 {} kWh 超过设备年用电量 {} kWh", n(saved), n(used))));
    }
    let factor = if used > 0.0 { 1.0 - saved / used } else { 1.0 };
    let (after, _) = scaled(device, factor, given.ctx)?;
    let step = Step::new(
        "停止空载的节电量",
        "ΔE = P_空·h_空·n",
        format!("{}×{}×{}", n(power), n(hours), n(quantity)),
        saved,
        "kWh/a",
    );
    Ok(Changed::new(after, vec![step], given.notes))
}

/// Energy in proportion to the hours.
fn hours(device: &Equipment, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let new = given.number("new_hours_h")?;
    let old = match device.get("annual_hours_h").map(|e| e.value) {
        Some(FieldValue::Number(h)) if h > 0.0 => h,
        _ => return Err(RetrofitError::Gap(EnergyGap::missing(device, vec!["annual_hours_h"]))),
    };
    let factor = new / old;
    let before = energy::annual(device, given.ctx)?;
    let mut after = device.clone();
    let hours = Entered::new(FieldValue::Number(new), given.weakest.unwrap_or_default());
    after.set("annual_hours_h", Some(hours.clone())).map_err(|e| given.refuse(e.to_string()))?;
    // Metered electricity doesn't follow the hours by itself.
    if energy::annual(&after, given.ctx)?.electricity_kwh == before.electricity_kwh && factor != 1.0 {
        after = scaled(device, factor, given.ctx)?.0;
        after.set("annual_hours_h", Some(hours)).map_err(|e| given.refuse(e.to_string()))?;
    }
    let step = Step::new("能耗比", "E₂/E₁ = h₂/h₁", format!("{}/{}", n(new), n(old)), factor, "");
    Ok(Changed::new(after, vec![step], given.notes))
}
