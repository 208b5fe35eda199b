//! Compressed air: efficient machine, variable speed, leaks, pressure, intake temperature, heat recovery.
//!
//! Notes (GB/T 16665, GB/T 27883): energy is proportional to specific power and to delivered flow; adiabatic work
//! `w ∝ (p₂/p₁)^((k−1)/k) − 1` with k = 1.4 and p₁ = 0.1013 MPa; at the same mass flow power rises with the absolute
//! intake temperature.

use super::given::Given;
use super::{Changed, RetrofitError, steam};
use crate::audit::equipment::{Compressor, CompressorDrive};
use crate::audit::measure::Action;
use crate::audit::{Entered, Equipment, Kind, Origin};
use crate::energy;
use crate::energy::working::{Step, put};

/// Atmospheric pressure in MPa.
const ATMOSPHERE_MPA: f64 = 0.1013;

/// Applies a measure of this family to a compressor.
pub(super) fn apply(action: &Action, device: &Equipment, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let Kind::Compressor(c) = &device.kind else {
        return Err(RetrofitError::WrongKind { measure: action.zh(), kind: device.kind.code().zh() });
    };
    if let Action::CompressorHeat(_) = action {
        return heat(device, given);
    }
    let (factor, step) = match action {
        Action::ReplaceCompressor(_) => specific_power(c, &mut given)?,
        Action::CompressorSpeed(_) => speed(c, &mut given)?,
        Action::AirLeaks(_) => leaks(c, &mut given)?,
        Action::AirPressure(_) => pressure(c, &mut given)?,
        _ => intake(&mut given)?,
    };
    let mut after = given.scale(device, factor)?;
    if let Kind::Compressor(new) = &mut after.kind {
        match action {
            Action::ReplaceCompressor(_) => {
                new.specific_power_kw_per_m3_min =
                    given.stated("specific_power").map(|v| Entered::new(v, Origin::Nameplate));
                new.input_power_kw = None;
                after.common.model = None;
            }
            Action::CompressorSpeed(_) => new.drive = Some(Entered::new(CompressorDrive::Variable, Origin::Nameplate)),
            Action::AirPressure(_) => {
                new.discharge_pressure_mpa = given.stated("after_mpa").map(|v| Entered::new(v, Origin::Measured));
            }
            _ => {}
        }
    }
    let no_better = matches!(action, Action::ReplaceCompressor(_) if factor >= 1.0)
        .then(|| "新机比功率不低于现机，更换不节能".to_owned());
    Ok(Changed::new(after, vec![step], given.notes).warned(no_better))
}

fn specific_power(c: &Compressor, given: &mut Given<'_>) -> Result<(f64, Step), RetrofitError> {
    let new = given.number("specific_power")?;
    let of_nameplate = c.input_power_kw.as_ref().zip(c.flow_m3_per_min.as_ref()).filter(|(_, q)| q.value > 0.0);
    let own = c
        .specific_power_kw_per_m3_min
        .clone()
        .or_else(|| of_nameplate.map(|(p, q)| Entered::new(p.value / q.value, p.origin.max(q.origin))));
    let old = given.number_or("present_specific_power", own.as_ref())?;
    let factor = new / old;
    let step = Step::new("能耗比", "E₂/E₁ = SER₂/SER₁ (同一供气量)", format!("{}/{}", put(new), put(old)), factor, "");
    Ok((factor, step))
}

fn speed(c: &Compressor, given: &mut Given<'_>) -> Result<(f64, Step), RetrofitError> {
    if c.drive.as_ref().is_some_and(|d| d.value == CompressorDrive::Variable) {
        return Err(RetrofitError::NotBetter("空压机已是变转速".to_owned()));
    }
    let loaded = given.number_or("loaded_share_pct", c.loaded_share_pct.as_ref())? / 100.0;
    let unloaded = given.number("unloaded_power_pct")? / 100.0;
    let drive = given.number("drive_efficiency_pct")? / 100.0;
    let factor = loaded / drive / (loaded + (1.0 - loaded) * unloaded);
    let step = Step::new(
        "能耗比",
        "E₂/E₁ = (a/η_VFD)/(a+(1−a)·u)，a 加载率，u 卸载功率比",
        format!("({}/{})/({}+(1−{})×{})", put(loaded), put(drive), put(loaded), put(loaded), put(unloaded)),
        factor,
        "",
    );
    Ok((factor, step))
}

fn leaks(c: &Compressor, given: &mut Given<'_>) -> Result<(f64, Step), RetrofitError> {
    let (before, after) = (given.number("leak_before_pct")?, given.number("leak_after_pct")?);
    given.within("leak_after_pct", after, 0.0, before, "治理后不大于现泄漏率")?;
    let (before, after) = (before / 100.0, after / 100.0);
    if c.drive.as_ref().is_none_or(|d| d.value == CompressorDrive::Fixed) {
        given
            .notes
            .push("用电按供气量成正比计算；定速空压机少供气后卸载时间增加，须减开台数或变频才能全部实现".to_owned());
    }
    let factor = (1.0 - before) / (1.0 - after);
    let step = Step::new(
        "能耗比",
        "E₂/E₁ = (1−x₁)/(1−x₂)，用气量不变，x 为泄漏率",
        format!("(1−{})/(1−{})", put(before), put(after)),
        factor,
        "",
    );
    Ok((factor, step))
}

fn pressure(c: &Compressor, given: &mut Given<'_>) -> Result<(f64, Step), RetrofitError> {
    let before = given.number_or("before_mpa", c.discharge_pressure_mpa.as_ref())?;
    let after = given.number("after_mpa")?;
    given.within("after_mpa", after, 0.1, before, "降后不高于现排气压力")?;
    let work = |gauge: f64| ((gauge + ATMOSPHERE_MPA) / ATMOSPHERE_MPA).powf(0.4 / 1.4) - 1.0;
    let factor = work(after) / work(before);
    given.notes.push("按绝热功比计算；须核实末端最低用气压力和管网压降".to_owned());
    let step = Step::new(
        "能耗比",
        "w ∝ (p₂/p₁)^((k−1)/k) − 1，k=1.4，p₁=0.1013 MPa",
        format!("{}/{}", put(work(after)), put(work(before))),
        factor,
        "",
    );
    Ok((factor, step))
}

fn intake(given: &mut Given<'_>) -> Result<(f64, Step), RetrofitError> {
    let (before, after) = (given.number("before_c")?, given.number("after_c")?);
    given.within("after_c", after, -30.0, before, "改后不高于现吸气温度")?;
    let (before, after) = (before + 273.15, after + 273.15);
    let factor = after / before;
    let step = Step::new(
        "能耗比",
        "E₂/E₁ = T₂/T₁ (同一质量流量，绝对温度)",
        format!("{}/{}", put(after), put(before)),
        factor,
        "",
    );
    Ok((factor, step))
}

/// Heat from the compressor's cooling: `Q = 0.0036·E·x·η_换·y`, which a boiler need no longer deliver.
fn heat(device: &Equipment, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let recovered = given.number("recovered_pct")? / 100.0;
    let exchanger = given.number("exchanger_pct")? / 100.0;
    let used = given.number("used_pct")? / 100.0;
    let kwh = energy::annual(device, given.ctx)?.electricity_kwh;
    let gj = kwh * 0.0036 * recovered * exchanger * used;
    let step = Step::new(
        "年利用余热",
        "Q = 0.0036·E·x·η_换·y，x 可回收份额，y 热利用率",
        format!("0.0036×{}×{}×{}×{}", put(kwh), put(recovered), put(exchanger), put(used)),
        gj,
        "GJ/a",
    );
    given.notes.push("只有确有热用户的热量才计入；须核实热水温度和空压机冷却要求".to_owned());
    let mut changed = Changed::new(device.clone(), Vec::new(), Vec::new());
    changed.beyond = Some(steam::replaced(given.action(), gj, vec![step], given)?);
    Ok(changed)
}
