//! Electricity of machines: metered, from measured input power, or from a power that the kind's own formula gives.
//!
//! Notes: the first that the entered values allow. Metered electricity of the year is that of all alike devices
//! together. Measured input power: `E = P₁·h·n`. Else the average input power of one machine follows from
//! - the operating point, `P₁ = P_u/(η·η_m)` with the useful power of GB/T 13469 (pumps) and GB/T 13470 (fans),
//! - or the load, `P₁ = P_N·β/η_m` (GB/T 12497), `P₁ = P_1N·β` where the input power is the rated one.
//!
//! Below half load the motor's efficiency is that of [`motor::efficiency_at`]. A missing motor efficiency, load or
//! operating point is a gap: nothing takes its place.

use super::motor::efficiency_at;
use super::working::{Step, put};
use super::{EnergyGap, EnergyUse};
use crate::audit::{Entered, Equipment};

/// Keys of the fields without which a power can't be calculated.
pub(super) type Missing = Vec<&'static str>;

/// An entered number.
pub(super) type Number<'a> = Option<&'a Entered<f64>>;

/// What is read off meters, and the hours.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Meters<'a> {
    /// Metered electricity of the year, all alike devices together, in kWh.
    pub annual_kwh: Number<'a>,
    /// Measured input power of one machine in kW.
    pub input_kw: Number<'a>,
    /// Hours in a year.
    pub hours: Number<'a>,
}

/// The motor of a machine, as entered with the machine.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Drive<'a> {
    /// Rated output of the motor in kW.
    pub rated_kw: Number<'a>,
    /// Key of `rated_kw`.
    pub rated_key: &'static str,
    /// Rated efficiency of the motor in %.
    pub efficiency_pct: Number<'a>,
    /// Average output / rated output in %.
    pub load_factor_pct: Number<'a>,
}

/// Electricity in a year; `power` gives the average input power of one machine in kW where it is not measured.
pub(super) fn annual(
    device: &Equipment,
    meters: &Meters<'_>,
    power: impl FnOnce(&mut EnergyUse) -> Result<f64, Missing>,
) -> Result<EnergyUse, EnergyGap> {
    let mut out = EnergyUse::default();
    if let Some(e) = meters.annual_kwh {
        metered(e, &mut out);
        return Ok(out);
    }
    let input_kw = match meters.input_kw {
        Some(p) => {
            out.input(p.origin);
            Ok(p.value)
        }
        None => power(&mut out),
    };
    let (input_kw, hours) = match (input_kw, meters.hours) {
        (Ok(p), Some(hours)) => (p, hours),
        (found, hours) => {
            let power = found.err().unwrap_or_default();
            let also =
                device.kind.code().field("measured_input_kw").filter(|d| !power.is_empty() && !power.contains(&d.key));
            let names: Vec<&str> = power.iter().map(|k| device.kind.code().field(k).map_or(*k, |d| d.zh)).collect();
            let mut missing = power;
            missing.extend(hours.is_none().then_some("annual_hours_h"));
            let mut gap = EnergyGap::missing(device, missing);
            if let Some(def) = also {
                let known = names.join("、");
                gap.reason = gap.reason.replacen(&known, &format!("{known}(或{})", def.zh), 1);
            }
            return Err(gap);
        }
    };
    out.input(hours.origin);
    let quantity = device.quantity();
    out.electricity_kwh = input_kw * hours.value * quantity;
    out.working.push(Step::new(
        "年用电量",
        "E = P₁·h·n",
        format!("{}×{}×{}", put(input_kw), put(hours.value), put(quantity)),
        out.electricity_kwh,
        "kWh/a",
    ));
    Ok(out)
}

/// Takes over metered electricity.
pub(super) fn metered(kwh: &Entered<f64>, out: &mut EnergyUse) {
    out.input(kwh.origin);
    out.electricity_kwh += kwh.value;
    out.working.push(Step::new("年用电量", "按登记值(全部台数合计)", put(kwh.value), kwh.value, "kWh/a"));
}

/// Input power from a rated input power and the load.
pub(super) fn input_by_load(
    rated: Option<f64>,
    rated_key: &'static str,
    load: Number<'_>,
    out: &mut EnergyUse,
) -> Result<f64, Missing> {
    let (Some(rated), Some(load)) = (rated, load) else {
        let rated = rated.is_none().then_some(rated_key);
        return Err(rated.into_iter().chain(load.is_none().then_some("load_factor_pct")).collect());
    };
    out.input(load.origin);
    let beta = load.value / 100.0;
    let p = rated * beta;
    out.working.push(Step::new("平均输入功率", "P₁ = P_1N·β", format!("{}×{}", put(rated), put(beta)), p, "kW"));
    Ok(p)
}

impl Drive<'_> {
    /// Input power from the motor's rated output and its load.
    pub fn by_load(&self, out: &mut EnergyUse) -> Result<f64, Missing> {
        let (Some(rated), Some(load), Some(eta)) = (self.rated_kw, self.load_factor_pct, self.efficiency_pct) else {
            let open = [
                (self.rated_kw, self.rated_key),
                (self.load_factor_pct, "load_factor_pct"),
                (self.efficiency_pct, "motor_efficiency_pct"),
            ];
            return Err(open.into_iter().filter(|(value, _)| value.is_none()).map(|(_, key)| key).collect());
        };
        [rated.origin, load.origin, eta.origin].into_iter().for_each(|o| out.input(o));
        let beta = load.value / 100.0;
        Ok(input(rated.value * beta, Some(beta), eta.value / 100.0, out))
    }

    /// Input power for a shaft power in kW.
    pub fn by_shaft(&self, shaft_kw: f64, out: &mut EnergyUse) -> Result<f64, Missing> {
        let Some(eta) = self.efficiency_pct else { return Err(vec!["motor_efficiency_pct"]) };
        out.input(eta.origin);
        let beta = self.rated_kw.map(|p| {
            out.input(p.origin);
            shaft_kw / p.value
        });
        if beta.is_some_and(|b| b > 1.1) {
            out.notes.push("计算的轴功率超过电机额定功率 10 % 以上，请核对运行参数和效率".to_owned());
        }
        if beta.is_none() {
            out.notes.push("未填配套电机功率，电机效率按额定值；负载率低于 50 % 时实际用电更多".to_owned());
        }
        Ok(input(shaft_kw, beta, eta.value / 100.0, out))
    }
}

/// Input power for a shaft power; the rated efficiency stands down to half load.
fn input(shaft_kw: f64, beta: Option<f64>, rated_eta: f64, out: &mut EnergyUse) -> f64 {
    if shaft_kw <= 0.0 {
        out.working.push(Step::new("平均输入功率", "轴功率为 0，不计用电", "0".to_owned(), 0.0, "kW"));
        return 0.0;
    }
    let eta = match beta {
        Some(beta) if beta < 0.5 => {
            let eta = efficiency_at(rated_eta, beta);
            out.working.push(Step::new(
                "该负载率下的电机效率",
                "η_m(β) = β/(β+δ₀+β²(δ_N−δ₀))，δ_N = 1/η_N−1，δ₀ = δ_N/3",
                format!("β={}，η_N={}", put(beta), put(rated_eta)),
                eta,
                "",
            ));
            eta
        }
        _ => rated_eta,
    };
    let p = shaft_kw / eta;
    let (formula, numbers) = match beta {
        Some(beta) => ("P₁ = P_N·β/η_m (GB/T 12497)", format!("{}×{}/{}", put(shaft_kw / beta), put(beta), put(eta))),
        None => ("P₁ = P/η_m", format!("{}/{}", put(shaft_kw), put(eta))),
    };
    out.working.push(Step::new("平均输入功率", formula, numbers, p, "kW"));
    p
}

#[cfg(test)]
mod tests {
    use super::*;

    /// β far below what a motor can be run at still gives numbers: 1/10 000 of 90 kW at 93 %.
    #[test]
    fn vanishing_load_stays_finite() {
        let mut out = EnergyUse::default();
        let p = input(0.009, Some(1e-4), 0.93, &mut out);
        // No-load losses 90·(1/0.93−1)/3 = 2.25806 kW stay; the load adds 0.009 kW and next to no loss.
        assert!((p - 2.267_06).abs() < 1e-4, "{p}");
    }
}
