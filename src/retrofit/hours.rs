//! Idle running stopped, and fewer hours.

use super::given::Given;
use super::{Changed, RetrofitError};
use crate::audit::field::FieldValue;
use crate::audit::measure::Action;
use crate::audit::{Entered, Equipment, KindCode};
use crate::energy::working::{Step, n, put};
use crate::energy::{self, EnergyGap, EnergyUse};

/// Applies a measure of this family to a device.
pub(super) fn apply(action: &Action, device: &Equipment, given: Given<'_>) -> Result<Changed, RetrofitError> {
    match action {
        Action::StopIdle(_) => idle(device, given),
        _ => hours(device, given),
    }
}

/// Hours in a year as entered.
fn annual_hours(device: &Equipment) -> Option<f64> {
    match device.get("annual_hours_h")?.value {
        FieldValue::Number(h) => Some(h),
        _ => None,
    }
}

/// Enters the hours of the device as it will be.
fn set_hours(after: &mut Equipment, hours: f64, given: &Given<'_>) -> Result<(), RetrofitError> {
    let value = Entered::new(FieldValue::Number(hours), given.weakest.unwrap_or_default());
    after.set("annual_hours_h", Some(value)).map_err(|e| given.refuse(e.to_string()))
}

/// `ΔE = P_idle·h_idle·n`; the idle hours are no longer run.
fn idle(device: &Equipment, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let (hours, power) = (given.number("idle_hours_h")?, given.number("idle_power_kw")?);
    let running = annual_hours(device);
    if let Some(all) = running {
        given.within("idle_hours_h", hours, 0.0, all, "不大于设备的年运行小时")?;
    }
    let quantity = device.quantity();
    let saved = power * hours * quantity;
    let used = energy::annual(device, given.ctx)?.electricity_kwh;
    if saved > used {
        return Err(given.refuse(format!("空载电量 {} kWh 超过设备年用电量 {} kWh", n(saved), n(used))));
    }
    let factor = if used > 0.0 { 1.0 - saved / used } else { 1.0 };
    let left = running.map(|all| all - hours).filter(|left| *left > 0.0);
    let after = match left {
        // A motor's energy is power times hours: fewer hours at a higher average power.
        Some(left) if device.kind.code() == KindCode::Motor => {
            let share = running.map_or(1.0, |all| left / all);
            let mut shorter = device.clone();
            set_hours(&mut shorter, left, &given)?;
            given.scale_electricity(&shorter, factor / share)?
        }
        Some(left) => {
            let mut after = given.scale_electricity(device, factor)?;
            set_hours(&mut after, left, &given)?;
            after
        }
        None => given.scale_electricity(device, factor)?,
    };
    let step = Step::new(
        "停止空载的节电量",
        "ΔE = P_空·h_空·n",
        format!("{}×{}×{}", put(power), put(hours), put(quantity)),
        saved,
        "kWh/a",
    );
    Ok(Changed::new(after, vec![step], given.notes))
}

/// Whether `after` is `factor` times `before`, carrier by carrier.
fn in_proportion(before: &EnergyUse, after: &EnergyUse, factor: f64) -> bool {
    let close = |b: f64, a: f64| (b * factor - a).abs() <= 1e-9 * b.abs();
    close(before.electricity_kwh, after.electricity_kwh)
        && before.fuels.len() == after.fuels.len()
        && before.fuels.iter().zip(&after.fuels).all(|(b, a)| close(b.quantity, a.quantity))
}

/// Energy in proportion to the hours.
fn hours(device: &Equipment, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let new = given.number("new_hours_h")?;
    let old = annual_hours(device)
        .filter(|h| *h > 0.0)
        .ok_or_else(|| RetrofitError::Gap(EnergyGap::missing(device, vec!["annual_hours_h"])))?;
    given.within("new_hours_h", new, 0.0, old, "不大于现在的年运行小时")?;
    let factor = new / old;
    let before = energy::annual(device, given.ctx)?;
    let mut after = device.clone();
    set_hours(&mut after, new, &given)?;
    // Metered electricity and fuels don't follow the hours by themselves.
    if !in_proportion(&before, &energy::annual(&after, given.ctx)?, factor) {
        after = given.scale(device, factor)?;
        set_hours(&mut after, new, &given)?;
    }
    let step = Step::new("能耗比", "E₂/E₁ = h₂/h₁", format!("{}/{}", put(new), put(old)), factor, "");
    Ok(Changed::new(after, vec![step], given.notes))
}
