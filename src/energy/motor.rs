//! Motors: electricity from rated power, load factor and efficiency, or from measured input power.
//!
//! Notes: `E = P_N·β/η(β)·h·n`. Down to half load the rated efficiency stands for η(β) (GB/T 12497, simplified
//! form). Below half load the losses are `ΔP(β) = ΔP₀ + β²(ΔP_N − ΔP₀)` with `ΔP₀ = ΔP_N/3`, the only share for
//! which the efficiency at half load equals the rated one, so that both forms meet.

use super::working::{Step, n, put};
use super::{Context, EnergyGap, EnergyUse};
use crate::audit::equipment::Motor;
use crate::audit::field::Choice as _;
use crate::audit::{Equipment, Origin};
use crate::reference::{Reference, designation};

/// A motor's rated efficiency and where it is from.
#[derive(Clone, Debug, PartialEq)]
pub struct RatedEfficiency {
    /// %.
    pub pct: f64,
    /// Origin of an entered value; `Estimate` for typical values.
    pub origin: Origin,
    /// For estimates: what they rest on, with their review state.
    pub basis: Option<String>,
}

/// The pole number: as entered, else what the designation says.
pub fn poles(device: &Equipment, motor: &Motor) -> Option<u32> {
    motor.poles.as_ref().map(|p| p.value.round() as u32).or_else(|| {
        let cleaned = designation::clean(device.model());
        designation::motor(&cleaned).and_then(|m| m.poles)
    })
}

/// Which standard's voltage a motor has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum VoltageClass {
    /// Low voltage: GB 18613.
    Low,
    /// A class of GB 30254: 6 stands for 3, 3.3 and 6 kV, 10 for 10 kV.
    High(u8),
    /// Neither; the voltage in V.
    Outside(f64),
}

/// The voltage class: from the entered voltage; without one only where the power (below the smallest of GB 30254) or
/// a low-voltage series leaves no doubt. `None` if that can't be told.
pub fn voltage_class(device: &Equipment, motor: &Motor, reference: &Reference) -> Option<VoltageClass> {
    if let Some(volts) = motor.rated_voltage_v.as_ref().map(|v| v.value) {
        // Rated voltages of a class differ by some percent: 3 and 3.3, 6 to 6.6, 10 to 11 kV.
        return Some(match volts {
            v if v <= reference.tables.scope.motor_lv_max_v => VoltageClass::Low,
            v if (2900.0..=6700.0).contains(&v) => VoltageClass::High(6),
            v if (9900.0..=11_000.0).contains(&v) => VoltageClass::High(10),
            v => VoltageClass::Outside(v),
        });
    }
    let cleaned = designation::clean(device.model());
    let series = designation::motor(&cleaned).and_then(|m| reference.tables.motor_knowledge.series(m.series));
    if series.is_some_and(|s| s.cooling.is_some()) {
        return None;
    }
    let small = motor.rated_power_kw.as_ref().is_some_and(|p| p.value < reference.tables.motors_hv.min_kw());
    (small || series.is_some_and(|s| s.ie.is_some())).then_some(VoltageClass::Low)
}

/// The rated efficiency: as entered, else from the marked class, else the series' class or typical value.
pub fn rated_efficiency(device: &Equipment, motor: &Motor, reference: &Reference) -> Option<RatedEfficiency> {
    if let Some(e) = &motor.rated_efficiency_pct {
        return Some(RatedEfficiency { pct: e.value, origin: e.origin, basis: None });
    }
    let power = motor.rated_power_kw.as_ref()?.value;
    let poles = poles(device, motor)?;
    let knowledge = &reference.tables.motor_knowledge;
    let low_voltage = motor.rated_voltage_v.as_ref().is_none_or(|v| v.value <= reference.tables.scope.motor_lv_max_v);
    if let Some(mark) = motor.energy_mark.as_ref().filter(|_| low_voltage)
        && let Some(meaning) = knowledge.mark(mark.value.def().code)
    {
        let by_grade = |g: u8| reference.tables.motors_lv.grades(power, poles).map(|l| l[usize::from(g) - 1]);
        let pct = meaning
            .ie
            .and_then(|class| knowledge.ie_class(class, power, poles))
            .or_else(|| meaning.grade_2020.and_then(by_grade));
        if let Some(pct) = pct {
            let basis = format!("按标识 {} 的最低效率；{}", mark.value.zh(), meaning.source);
            return Some(RatedEfficiency { pct, origin: Origin::Estimate, basis: Some(basis) });
        }
    }
    if !low_voltage {
        return None;
    }
    let cleaned = designation::clean(device.model());
    let model = designation::motor(&cleaned)?;
    if let Some(meaning) = knowledge.series(model.series)
        && let Some(class) = meaning.ie
    {
        let pct = if class == 5 {
            reference.tables.motors_lv.grades(power, poles).map(|g| g[0])
        } else {
            knowledge.ie_class(class, power, poles)
        };
        if let Some(pct) = pct {
            let basis = format!("{}(待核)，取该等级最低效率", meaning.meaning);
            return Some(RatedEfficiency { pct, origin: Origin::Estimate, basis: Some(basis) });
        }
    }
    let legacy = knowledge.legacy(model.series, power, poles)?;
    let basis = format!("{} 系列典型效率，{}", model.series, legacy.source);
    Some(RatedEfficiency { pct: legacy.efficiency_pct, origin: Origin::Estimate, basis: Some(basis) })
}

/// Efficiency (fraction) at load factor `beta` for a rated efficiency (fraction). `beta` > 0.
pub fn efficiency_at(rated: f64, beta: f64) -> f64 {
    if beta >= 0.5 {
        return rated;
    }
    // Losses as multiples of rated output.
    let rated_loss = 1.0 / rated - 1.0;
    let no_load = rated_loss / 3.0;
    let loss = no_load + beta * beta * (rated_loss - no_load);
    beta / (beta + loss)
}

/// Load factor from measured input power: the inverse of [`efficiency_at`].
pub fn load_factor(rated_power_kw: f64, rated: f64, input_kw: f64) -> f64 {
    let simple = input_kw * rated / rated_power_kw;
    if simple >= 0.5 {
        return simple;
    }
    let rated_loss = (1.0 / rated - 1.0) * rated_power_kw;
    let no_load = rated_loss / 3.0;
    let d = rated_loss - no_load;
    // P₁ = βP_N + ΔP₀ + β²(ΔP_N − ΔP₀), GB/T 12497.
    let half = rated_power_kw / 2.0;
    ((half * half + d * (input_kw - no_load)).max(0.0).sqrt() - half).max(0.0) / d
}

/// The shaft power of a motor and how it was found.
#[derive(Clone, Debug)]
pub struct Load {
    /// Output power per motor in kW.
    pub shaft_kw: f64,
    /// Load factor (fraction of rated power); 0 where a measured input power is below the no-load losses that the
    /// formula gives.
    pub beta: f64,
    /// Input power per motor in kW, where it was measured.
    pub input_kw: Option<f64>,
}

/// Load of the motor from measured power, measured current or load factor, in that order.
pub fn load(device: &Equipment, motor: &Motor, eta: f64, use_: &mut EnergyUse) -> Result<Load, EnergyGap> {
    let Some(power) = &motor.rated_power_kw else {
        return Err(EnergyGap::missing(device, vec!["rated_power_kw"]));
    };
    use_.input(power.origin);
    let p_n = power.value;
    let input = match (&motor.measured_input_kw, &motor.measured_current_a) {
        (Some(p1), _) => {
            use_.input(p1.origin);
            Some(p1.value)
        }
        (None, Some(i)) if motor.load_factor_pct.is_none() => {
            let (Some(u), Some(pf)) = (&motor.rated_voltage_v, &motor.power_factor) else {
                return Err(EnergyGap::missing(device, vec!["rated_voltage_v", "power_factor"]));
            };
            [i.origin, u.origin, pf.origin].into_iter().for_each(|o| use_.input(o));
            let p1 = 3.0_f64.sqrt() * u.value * i.value * pf.value / 1000.0;
            use_.working.push(Step::new(
                "实测输入功率",
                "P₁ = √3·U·I·cosφ/1000",
                format!("√3×{}×{}×{}/1000", put(u.value), put(i.value), put(pf.value)),
                p1,
                "kW",
            ));
            use_.notes.push("由实测电流按铭牌功率因数折算输入功率；低负载时功率因数偏低，结果偏高".to_owned());
            use_.estimated = true;
            Some(p1)
        }
        _ => None,
    };
    if let Some(p1) = input {
        let beta = load_factor(p_n, eta, p1);
        use_.working.push(Step::new(
            "负载率",
            "β = P₁·η/P_N (β≥0.5)；β<0.5 时按损耗式反求 (GB/T 12497)",
            format!("P₁={} kW，P_N={} kW，η={}", put(p1), put(p_n), put(eta)),
            beta,
            "",
        ));
        return Ok(Load { shaft_kw: beta * p_n, beta, input_kw: input });
    }
    let Some(lf) = &motor.load_factor_pct else {
        return Err(EnergyGap::missing(device, vec!["load_factor_pct"]));
    };
    use_.input(lf.origin);
    let beta = lf.value / 100.0;
    Ok(Load { shaft_kw: beta * p_n, beta, input_kw: None })
}

/// Electricity of the motor(s) in a year.
pub fn annual(device: &Equipment, motor: &Motor, ctx: &Context<'_>) -> Result<EnergyUse, EnergyGap> {
    let mut missing = Vec::new();
    if motor.rated_power_kw.is_none() {
        missing.push("rated_power_kw");
    }
    if motor.annual_hours_h.is_none() {
        missing.push("annual_hours_h");
    }
    if motor.load_factor_pct.is_none() && motor.measured_input_kw.is_none() && motor.measured_current_a.is_none() {
        missing.push("load_factor_pct");
    }
    let efficiency = rated_efficiency(device, motor, ctx.reference);
    if efficiency.is_none() {
        missing.push("rated_efficiency_pct");
    }
    let (Some(efficiency), Some(hours), true) = (efficiency, &motor.annual_hours_h, missing.is_empty()) else {
        return Err(EnergyGap::missing(device, missing));
    };
    let mut out = EnergyUse::default();
    out.input(hours.origin);
    out.input(efficiency.origin);
    if let Some(basis) = &efficiency.basis {
        out.notes.push(format!("额定效率 {} % 为估算：{basis}", n(efficiency.pct)));
        out.estimated = true;
    }
    let eta_n = efficiency.pct / 100.0;
    let load = load(device, motor, eta_n, &mut out)?;
    let quantity = device.quantity();
    if let Some(p1) = load.input_kw {
        // What was measured is what it uses, whatever the efficiency.
        if load.beta <= 0.0 && p1 > 0.0 {
            out.notes.push("输入功率低于按损耗式估计的空载损耗，不能由它确定负载率".to_owned());
        }
        out.electricity_kwh = p1 * hours.value * quantity;
        out.working.push(Step::new(
            "年用电量",
            "E = P₁·h·n (GB/T 12497)",
            format!("{}×{}×{}", put(p1), put(hours.value), put(quantity)),
            out.electricity_kwh,
            "kWh/a",
        ));
        return Ok(out);
    }
    if load.beta <= 0.0 {
        out.working.push(Step::new("年用电量", "负载率为 0，不计用电", "0".to_owned(), 0.0, "kWh/a"));
        return Ok(out);
    }
    let eta = efficiency_at(eta_n, load.beta);
    if load.beta < 0.5 {
        out.working.push(Step::new(
            "该负载率下的效率",
            "η(β) = β/(β+δ₀+β²(δ_N−δ₀))，δ_N = 1/η_N−1，δ₀ = δ_N/3",
            format!("β={}，η_N={}", put(load.beta), put(eta_n)),
            eta,
            "",
        ));
    }
    let kwh = load.shaft_kw / eta * hours.value * quantity;
    out.working.push(Step::new(
        "年用电量",
        "E = P_N·β/η·h·n (GB/T 12497)",
        format!(
            "{}×{}/{}×{}×{}",
            put(load.shaft_kw / load.beta),
            put(load.beta),
            put(eta),
            put(hours.value),
            put(quantity)
        ),
        kwh,
        "kWh/a",
    ));
    out.electricity_kwh = kwh;
    Ok(out)
}
