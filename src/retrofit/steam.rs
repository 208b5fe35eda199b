//! Heat that boilers need no longer deliver: condensate, insulation, leaks, waste heat.
//!
//! Notes: condensate `Q = G·c·(t_c−t₀)·h` (GB/T 12712); leaks by the Napier form `G = 5.25·C_d·A·p` kg/h for A in mm² and absolute pressure p in MPa; waste heat
//! `Q = V·c_p·(t₁−t₂)·h·(1−x)` (GB/T 1028). The saved heat is taken off the chosen boilers at their efficiency, in
//! order, never more than they deliver; without a boiler the inputs name the replaced fuel.

use super::given::Given;
use super::{Beyond, Changed, Outcome, RetrofitError, applicability, insulation, limits};
use crate::audit::equipment::{BoilerFuel, YesNo};
use crate::audit::field::Choice;
use crate::audit::measure::Action;
use crate::audit::measure::inputs::HeatUse;
use crate::audit::{Equipment, FieldValue, Kind};
use crate::energy::working::{Step, n, put};
use crate::energy::{Context, FuelUse, boiler as model};

/// Specific heat of water in kJ/(kg·K).
const WATER_KJ_PER_KG_K: f64 = 4.1868;

/// Lowest absolute pressure in MPa for which saturated steam leaves a leak to the atmosphere at the speed of sound:
/// 0.1013/0.577, the critical pressure ratio of saturated steam.
const CRITICAL_MPA_ABS: f64 = 0.1756;

/// Applies a measure of this family to the boilers that deliver the heat.
pub(super) fn apply(action: &Action, devices: &[&Equipment], ctx: &Context<'_>) -> Result<Outcome, RetrofitError> {
    let mut given = Given::of(action, ctx);
    let (gj, mut working) = match action {
        Action::CondensateReturn(_) => condensate(&mut given)?,
        Action::Insulation(_) => insulation::stated(&mut given)?,
        Action::SurfaceInsulation(_) => insulation::by_thickness(action, &mut given)?,
        Action::SteamLeaks(_) => leaks(&mut given)?,
        _ => recovered(action, &mut given)?,
    };
    if let Action::HeatRecovery(_) = action
        && choice::<HeatUse>(action, "used_for") == Some(HeatUse::Power)
    {
        let eta = given.stated("power_efficiency_pct").ok_or_else(|| given.refuse("发电时须填发电效率"))? / 100.0;
        let kwh = gj / 0.0036 * eta;
        working.push(Step::new("年发电量", "W = Q·η/0.0036", format!("{}×{}/0.0036", put(gj), put(eta)), kwh, "kWh/a"));
        if !devices.is_empty() {
            given.notes.push("余热用于发电，不减少所选锅炉的供热".to_owned());
        }
        let beyond =
            Beyond { electricity_kwh: kwh, working, notes: given.notes, weakest: given.weakest, ..Beyond::default() };
        return Ok(Outcome { devices: Vec::new(), beyond: Some(beyond) });
    }
    deliver(action, gj, working, devices, given)
}

/// A stated choice.
pub(super) fn choice<C: Choice>(action: &Action, key: &str) -> Option<C> {
    match action.inputs()?.get(key)?.value {
        FieldValue::Choice(code) => C::from_code(&code),
        _ => None,
    }
}

fn condensate(given: &mut Given<'_>) -> Result<(f64, Vec<Step>), RetrofitError> {
    let g = given.number("flow_t_per_h")?;
    let (hot, cold) = (given.number("condensate_c")?, given.number("makeup_c")?);
    let h = given.number("hours_h")?;
    given.within("condensate_c", hot, cold, 180.0, "不低于补水温度")?;
    let gj = g * 1000.0 * WATER_KJ_PER_KG_K * (hot - cold) * h / 1e6;
    given.notes.push("同时节约的软化水未计入节能量".to_owned());
    let step = Step::new(
        "年回收热量",
        "Q = G·c·(t_c−t₀)·h (GB/T 12712)",
        format!("{}×10³×4.1868×({}−{})×{}/10⁶", put(g), put(hot), put(cold), put(h)),
        gj,
        "GJ/a",
    );
    Ok((gj, vec![step]))
}

fn leaks(given: &mut Given<'_>) -> Result<(f64, Vec<Step>), RetrofitError> {
    let (d, count) = (given.number("orifice_mm")?, given.number("count")?);
    let p = given.number("pressure_mpa_abs")?;
    given.within("pressure_mpa_abs", p, CRITICAL_MPA_ABS, 20.0, "漏汽式只用于临界流")?;
    let cd = given.number("discharge_coefficient")?;
    let (makeup, h) = (given.number("makeup_c")?, given.number("hours_h")?);
    let area = std::f64::consts::PI * d * d / 4.0;
    let flow = 5.25 * cd * area * p;
    let tonnes = flow * h * count / 1000.0;
    let steam = seuif97::px(p, 1.0, seuif97::OH);
    let water = seuif97::pt(p, makeup, seuif97::OH);
    if !(steam.is_finite() && water.is_finite() && steam > water && (0.0..=100.0).contains(&makeup)) {
        return Err(given.refuse("蒸汽压力或补水温度超出水蒸气表范围"));
    }
    let gj = tonnes * (steam - water) / 1000.0;
    let working = vec![
        Step::new(
            "每处漏汽量",
            "G = 5.25·C_d·A·p (Napier 式)",
            format!("5.25×{}×{}×{}", put(cd), put(area), put(p)),
            flow,
            "kg/h",
        ),
        Step::new("年漏汽量", "D = G·n·h", format!("{}×{}×{}/1000", put(flow), put(count), put(h)), tonnes, "t/a"),
        Step::new(
            "年损失热量",
            "Q = D·(h_s−h_w)/1000，焓按 IAPWS-IF97",
            format!("{}×({}−{})/1000", put(tonnes), put(steam), put(water)),
            gj,
            "GJ/a",
        ),
    ];
    Ok((gj, working))
}

fn recovered(action: &Action, given: &mut Given<'_>) -> Result<(f64, Vec<Step>), RetrofitError> {
    let flow = given.number("source_flow")?;
    let liquid = choice::<YesNo>(action, "liquid") == Some(YesNo::Yes);
    let capacity = given.number("heat_capacity")?;
    let (before, after) = (given.number("before_c")?, given.number("after_c")?);
    let h = given.number("hours_h")?;
    let loss = given.number("loss_pct")? / 100.0;
    given.within("after_c", after, 10.0, before, "不高于现温度")?;
    if choice::<HeatUse>(action, "used_for").is_none() {
        return Err(given.refuse("缺少参数：用途(供热或发电)"));
    }
    let factor = if liquid { 1000.0 } else { 1.0 };
    let gj = flow * factor * capacity * (before - after) * h * (1.0 - loss) / 1e6;
    given.notes.push("同一股余热只能回收一次；须有相应的热用户".to_owned());
    let step = Step::new(
        "年回收余热",
        "Q = V·c_p·(t₁−t₂)·h·(1−x) (GB/T 1028)",
        format!(
            "{}×{}×({}−{})×{}×(1−{})/10⁶",
            put(flow * factor),
            put(capacity),
            put(before),
            put(after),
            put(h),
            put(loss)
        ),
        gj,
        "GJ/a",
    );
    Ok((gj, vec![step]))
}

/// Takes the heat off the boilers, or off the fuel that the inputs name.
fn deliver(
    action: &Action,
    gj: f64,
    working: Vec<Step>,
    devices: &[&Equipment],
    mut given: Given<'_>,
) -> Result<Outcome, RetrofitError> {
    if devices.is_empty() {
        let beyond = replaced(action, gj, working, given)?;
        return Ok(Outcome { devices: Vec::new(), beyond: Some(beyond) });
    }
    let mut out = Outcome::default();
    let mut left = gj;
    let mut steps = working;
    for device in devices {
        let Kind::Boiler(b) = &device.kind else {
            let error = RetrofitError::WrongKind { measure: action.zh(), kind: device.kind.code().zh() };
            out.devices.push(Some(Err(error)));
            continue;
        };
        let result = (|| {
            given.notes.extend(applicability::check(action, Some(device), given.ctx)?);
            let (useful, _) = model::useful_heat_gj(device, b, given.ctx)?;
            let taken = left.min(useful);
            let factor = if useful > 0.0 { 1.0 - taken / useful } else { 1.0 };
            let after = given.scale(device, factor)?;
            left -= taken;
            let mut all = std::mem::take(&mut steps);
            all.push(Step::new(
                "锅炉供热量减少后的比例",
                "f = 1−ΔQ/Q_有效",
                format!("1−{}/{}", put(taken), put(useful)),
                factor,
                "",
            ));
            Ok(Changed::new(after, all, std::mem::take(&mut given.notes)))
        })();
        out.devices.push(Some(result));
    }
    if left > 1e-9 * gj.abs()
        && let Some(Some(Ok(last))) = out.devices.iter_mut().rev().find(|d| matches!(d, Some(Ok(_))))
    {
        last.notes.push(format!("可节约热量 {} GJ 中有 {} GJ 超过所选锅炉的供热量，未计入", n(gj), n(left)));
    }
    Ok(out)
}

/// Fuel that `gj` of useful heat would have needed.
pub(super) fn replaced(
    action: &Action,
    gj: f64,
    mut working: Vec<Step>,
    mut given: Given<'_>,
) -> Result<Beyond, RetrofitError> {
    let fuel = choice::<BoilerFuel>(action, "replaced_fuel")
        .ok_or_else(|| given.refuse("没有选锅炉作为对象，须填被替代的燃料"))?;
    let eta = given
        .stated("replaced_efficiency_pct")
        .ok_or_else(|| given.refuse("没有选锅炉作为对象，须填被替代锅炉效率"))?
        / 100.0;
    limits::efficiency(action, eta * 100.0, fuel, true)?;
    let heat = gj / eta;
    let mut out = Beyond { weakest: given.weakest, ..Beyond::default() };
    if fuel == BoilerFuel::Electricity {
        out.electricity_kwh = heat / 0.0036;
        working.push(Step::new(
            "年节电量",
            "E = Q/(0.0036·η)",
            format!("{}/(0.0036×{})", put(gj), put(eta)),
            out.electricity_kwh,
            "kWh/a",
        ));
    } else {
        let Some((ncv, source)) = given.ctx.assumptions.default_ncv(fuel, given.ctx.reference) else {
            return Err(given.refuse(format!("{}没有缺省热值", fuel.zh())));
        };
        given.notes.push(format!("{}低位热值取 {}：{source}", fuel.zh(), n(ncv)));
        let used = FuelUse::carrying(fuel, heat, ncv);
        working.push(Step::new(
            "年节约燃料",
            "B = Q/(η·Q_net)",
            format!("{}/({}×{})", put(gj), put(eta), put(ncv)),
            used.quantity,
            FuelUse::unit(fuel),
        ));
        out.fuels.push(used);
    }
    out.working = working;
    out.notes = given.notes;
    Ok(out)
}
