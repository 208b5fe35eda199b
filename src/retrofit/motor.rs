//! 更换电动机: the same load on a motor of better efficiency.

use super::{Changed, RetrofitError};
use crate::audit::equipment::Motor;
use crate::audit::{Entered, Equipment, Kind, Origin};
use crate::energy::working::{Step, put, stated};
use crate::energy::{
    Context, EnergyGap, EnergyUse,
    motor::{self as model, VoltageClass},
};
use crate::reference::Standard;
use crate::screening;

/// Efficiency in % of a grade for this motor, with the clause.
pub(super) fn limit(
    device: &Equipment,
    m: &Motor,
    grade: u8,
    ctx: &Context<'_>,
) -> Result<(f64, String), RetrofitError> {
    let power = m.rated_power_kw.as_ref().map(|p| p.value).unwrap_or(0.0);
    let poles = model::poles(device, m)
        .ok_or_else(|| RetrofitError::Gap(EnergyGap { missing: vec!["poles"], reason: "缺少极数".to_owned() }))?;
    let index = usize::from(grade.clamp(1, 3)) - 1;
    let class = model::voltage_class(device, m, ctx.reference).ok_or_else(|| {
        RetrofitError::Gap(EnergyGap { missing: vec!["rated_voltage_v"], reason: "缺少额定电压".to_owned() })
    })?;
    let (standard, found) = match class {
        VoltageClass::Low => {
            let found = ctx.reference.tables.motors_lv.grades(power, poles).map(|g| (g[index], String::new()));
            (Standard::Gb18613, found)
        }
        VoltageClass::High(class) => {
            let cooling = screening::motor::cooling(device, m, ctx.reference);
            // Among coolings that can't be told apart the lowest limit is taken: the saving is not overstated.
            let rows = ctx.reference.tables.motors_hv.rows(class, cooling.as_deref(), power, poles);
            let found = rows.map(|r| (r.grades[index], format!("{} ", r.table))).min_by(|a, b| a.0.total_cmp(&b.0));
            (Standard::Gb30254, found)
        }
        VoltageClass::Outside(_) => (Standard::Gb30254, None),
    };
    let none = || {
        RetrofitError::NoLimit(format!(
            "{} 没有 {} kW、{poles} 极的 {grade} 级效率，请直接填新电动机的效率",
            standard.number(),
            stated(power)
        ))
    };
    let (pct, table) = found.ok_or_else(none)?;
    let edition = ctx.reference.edition(standard).ok_or_else(none)?;
    Ok((pct, format!("{} {table}{grade}级", edition.standard)))
}

/// Replaces the motor by one of `grade`, or of the given efficiency, carrying the same shaft power. A worse one gives a
/// negative saving, with a warning.
pub(super) fn replace(
    device: &Equipment,
    m: &Motor,
    grade: u8,
    efficiency_pct: Option<f64>,
    ctx: &Context<'_>,
) -> Result<Changed, RetrofitError> {
    let old = model::rated_efficiency(device, m, ctx.reference).ok_or_else(|| {
        RetrofitError::Gap(EnergyGap { missing: vec!["rated_efficiency_pct"], reason: "缺少额定效率".to_owned() })
    })?;
    let (new_pct, source) = match efficiency_pct {
        Some(pct) => (pct, "新电动机铭牌或样本".to_owned()),
        None => limit(device, m, grade, ctx)?,
    };
    let no_better = (new_pct <= old.pct)
        .then(|| format!("新电动机效率 {} % 不高于现有 {} %，更换不节能", stated(new_pct), stated(old.pct)));
    let mut scratch = EnergyUse::default();
    let load = model::load(device, m, old.pct / 100.0, &mut scratch)?;
    let mut changed = device.clone();
    if let Kind::Motor(new) = &mut changed.kind {
        new.rated_efficiency_pct = Some(Entered::new(new_pct, Origin::Nameplate));
        new.measured_input_kw = None;
        new.measured_current_a = None;
        let origin = scratch.weakest.unwrap_or_default();
        match load.input_kw.filter(|_| load.beta <= 0.0) {
            // Below the no-load losses that the formula gives no load can be told: input goes with 1/η.
            Some(p1) => new.measured_input_kw = Some(Entered::new(p1 * old.pct / new_pct, origin)),
            None => new.load_factor_pct = Some(Entered::new(load.beta * 100.0, origin)),
        }
        new.energy_mark = None;
        new.poles = model::poles(device, m).map(|p| Entered::new(f64::from(p), Origin::Nameplate));
    }
    // The new motor is not the old model: no typical value of the old series may speak for it.
    changed.common.model = None;
    let working =
        vec![Step::new("新电动机额定效率", "η₂ 取自", format!("{source}；原 η₁={} %", put(old.pct)), new_pct, "%")];
    Ok(Changed::new(changed, working, Vec::new()).warned(no_better))
}
