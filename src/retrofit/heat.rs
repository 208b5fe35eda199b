//! Furnaces and heat exchangers.

use super::given::Given;
use super::{Changed, RetrofitError, steam};
use crate::audit::equipment::{FlowArrangement, HeatExchanger};
use crate::audit::measure::Action;
use crate::audit::{Entered, Equipment, Kind, Origin};
use crate::energy::working::{Step, n, put};
use crate::energy::{self, EnergyGap};

/// Applies a measure of this family to a device.
pub(super) fn apply(action: &Action, device: &Equipment, given: Given<'_>) -> Result<Changed, RetrofitError> {
    match (action, &device.kind) {
        (Action::FurnaceInsulation(_), Kind::Furnace(_)) => shell(device, given),
        (Action::RegenerativeBurner(_), Kind::Furnace(_)) => burner(device, given),
        (Action::ExchangerRenewal(_), Kind::HeatExchanger(x)) => exchanger(action, device, x, given),
        _ => Err(RetrofitError::WrongKind { measure: action.zh(), kind: device.kind.code().zh() }),
    }
}

/// Less heat through the shell: `q = α·(t_s−t_a)`, `α = α₀+α₁·(t_s−t_a)`. One kJ less lost is one kJ less fired: of
/// the fuel where there is one, whose fans need what they needed.
fn shell(device: &Equipment, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let Kind::Furnace(f) = &device.kind else { return Err(given.refuse("设备不是炉窑")) };
    let area = given.number("area_m2")?;
    let before = given.number_or("before_c", f.surface_temp_c.as_ref())?;
    let after = given.number("after_c")?;
    let ambient = given.number("ambient_c")?;
    given.within("before_c", before, ambient.max(20.0), 800.0, "不低于环境温度")?;
    given.within("after_c", after, ambient.max(20.0), before, "不低于环境温度，不高于现表面温度")?;
    let hours = f
        .annual_hours_h
        .as_ref()
        .ok_or_else(|| RetrofitError::Gap(EnergyGap::missing(device, vec!["annual_hours_h"])))?
        .value;
    let table = &given.ctx.reference.tables.measure_defaults;
    let found = table.get("shell", "alpha0_w_per_m2_k").zip(table.get("shell", "alpha1_w_per_m2_k2"));
    let Some((a0, a1)) = found else { return Err(given.refuse("没有收录炉壁散热系数")) };
    let flux = |t: f64| (a0.value + a1.value * (t - ambient)) * (t - ambient);
    let quantity = device.quantity();
    let gj = (flux(before) - flux(after)) * area * hours * 3.6 / 1e6 * quantity;
    let used = energy::annual(device, given.ctx)?;
    let fired = used.fuels.iter().map(|f| f.heat_gj()).sum::<f64>();
    let total = if used.fuels.is_empty() { used.electricity_kwh * 0.0036 } else { fired };
    if gj > total {
        return Err(given.refuse(format!("减少的散热 {} GJ 超过炉窑年耗能 {} GJ", n(gj), n(total))));
    }
    let factor = if total > 0.0 { 1.0 - gj / total } else { 1.0 };
    given.notes.push(a0.source.clone());
    let mut changed =
        if used.fuels.is_empty() { given.scale(device, factor)? } else { given.scale_fuels(device, factor)? };
    if let Kind::Furnace(f) = &mut changed.kind {
        f.surface_temp_c = Some(Entered::new(after, Origin::Estimate));
    }
    let working = vec![
        Step::new(
            "年减少散热",
            "ΔQ = (q₁−q₂)·A·h·3.6·n，q = α·Δt，α = α₀+α₁·Δt",
            format!(
                "({}−{})×{}×{}×3.6/10⁶×{}",
                put(flux(before)),
                put(flux(after)),
                put(area),
                put(hours),
                put(quantity)
            ),
            gj,
            "GJ/a",
        ),
        Step::new(
            "能耗比",
            "E₂/E₁ = 1−ΔQ/E₁，E 为供热的燃料(电炉为电)",
            format!("1−{}/{}", put(gj), put(total)),
            factor,
            "",
        ),
    ];
    Ok(Changed::new(changed, working, given.notes))
}

fn burner(device: &Equipment, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let saving = given.number("saving_pct")? / 100.0;
    if energy::annual(device, given.ctx)?.fuels.is_empty() {
        return Err(given.refuse("蓄热式燃烧只用于燃料炉，本炉没有登记燃料"));
    }
    let changed = given.scale_fuels(device, 1.0 - saving)?;
    given.notes.push("节能率由诊断人员给出，须有保证值或同类实测；换向阀、风机增加的用电未计".to_owned());
    let step = Step::new("燃料比", "B₂/B₁ = 1−x", format!("1−{}", put(saving)), 1.0 - saving, "");
    Ok(Changed::new(changed, vec![step], given.notes))
}

/// More heat from the same streams at a better K, by ε–NTU for counter-flow or parallel flow.
fn exchanger(
    action: &Action,
    device: &Equipment,
    x: &HeatExchanger,
    mut given: Given<'_>,
) -> Result<Changed, RetrofitError> {
    let values = [&x.hot_in_c, &x.hot_out_c, &x.cold_in_c, &x.cold_out_c, &x.measured_heat_kw, &x.area_m2];
    let keys = ["hot_in_c", "hot_out_c", "cold_in_c", "cold_out_c", "measured_heat_kw", "area_m2"];
    let missing: Vec<&'static str> = keys.iter().zip(values).filter(|(_, v)| v.is_none()).map(|(k, _)| *k).collect();
    let [Some(hi), Some(ho), Some(ci), Some(co), Some(q), Some(area)] = values.map(|v| v.as_ref().map(|e| e.value))
    else {
        return Err(RetrofitError::Gap(EnergyGap::missing(device, missing)));
    };
    let parallel = x.arrangement.as_ref().is_some_and(|a| a.value == FlowArrangement::Parallel);
    if !(hi > ho && co > ci && hi > co && ho > ci && q > 0.0) || (parallel && ho <= co) {
        return Err(given.refuse("冷热侧温度互相矛盾，请核对四个温度"));
    }
    let hours = given.number_or("hours_h", x.annual_hours_h.as_ref())?;
    let (ch, cc) = (q / (hi - ho), q / (co - ci));
    let (low, high) = if ch < cc { (ch, cc) } else { (cc, ch) };
    let ratio = low / high;
    let u = given.number("u_after")?;
    let ntu = u * area / 1000.0 / low;
    let effectiveness = if parallel {
        (1.0 - (-ntu * (1.0 + ratio)).exp()) / (1.0 + ratio)
    } else if (ratio - 1.0).abs() < 1e-9 {
        ntu / (1.0 + ntu)
    } else {
        let e = (-ntu * (1.0 - ratio)).exp();
        (1.0 - e) / (1.0 - ratio * e)
    };
    let after = effectiveness * low * (hi - ci);
    let gj = (after - q) * hours * 3.6 / 1000.0 * device.quantity();
    let working = vec![
        Step::new(
            "改后换热量",
            &format!("Q₂ = ε·C_min·(t_热进−t_冷进)，{} ε–NTU，NTU = K·A/C_min", if parallel { "并流" } else { "逆流" }),
            format!("NTU={}，C_min/C_max={}，ε={}", put(ntu), put(ratio), put(effectiveness)),
            after,
            "kW",
        ),
        Step::new(
            "年多换热量",
            "ΔQ = (Q₂−Q₁)·h·3.6·n",
            format!("({}−{})×{}×3.6/1000×{}", put(after), put(q), put(hours), put(device.quantity())),
            gj,
            "GJ/a",
        ),
    ];
    if x.arrangement.is_none() {
        given.notes.push("未填流动方式，按逆流计算".to_owned());
    }
    let no_better = (after <= q).then(|| "改后传热系数不高于现在的，没有多回收热量".to_owned());
    given.notes.push("压降引起的泵功变化未计入".to_owned());
    let mut changed = Changed::new(device.clone(), Vec::new(), Vec::new());
    if let Kind::HeatExchanger(new) = &mut changed.device.kind {
        new.measured_heat_kw = Some(Entered::new(after, Origin::Estimate));
        new.hot_out_c = Some(Entered::new(hi - after / ch, Origin::Estimate));
        new.cold_out_c = Some(Entered::new(ci + after / cc, Origin::Estimate));
    }
    changed.beyond = Some(steam::replaced(action, gj, working, given)?);
    Ok(changed.warned(no_better))
}
