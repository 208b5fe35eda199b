//! Electricity of machines that are bought with their motor: fans, blowers, pumps, compressors, chillers, welders,
//! furnaces, lamps and everything else.
//!
//! Notes: the first of these that the entered values allow: the year's electricity as metered (of all alike devices
//! together); measured input power `E = P₁·h·n`; the hydraulic or pneumatic power of the operating point
//! `E = P_u/(η·η_m·η_t)·h·n`; rated power with load factor `E = P_N·β/η_m·h·n`.

use super::working::{Step, n};
use super::{Context, EnergyGap, EnergyUse};
use crate::audit::{Entered, Equipment};

/// What a machine's electricity is calculated from.
#[derive(Clone, Debug, Default)]
pub(super) struct Machine<'a> {
    /// Metered electricity of the year, all alike devices together, in kWh.
    pub annual_kwh: Option<&'a Entered<f64>>,
    /// Measured input power in kW.
    pub input_kw: Option<&'a Entered<f64>>,
    /// Input power calculated from the operating point, in kW, with its steps.
    pub operating: Option<(f64, EnergyUse)>,
    /// Rated power in kW: of the motor's shaft, or of the input (`rated_is_input`).
    pub rated_kw: Option<&'a Entered<f64>>,
    /// Whether `rated_kw` is an input power, which needs no motor efficiency.
    pub rated_is_input: bool,
    /// Load factor in %.
    pub load_factor_pct: Option<&'a Entered<f64>>,
    /// Efficiency of the motor in %.
    pub motor_efficiency_pct: Option<&'a Entered<f64>>,
    /// Hours in a year.
    pub hours: Option<&'a Entered<f64>>,
    /// Keys to name when nothing can be calculated.
    pub needs: &'static [&'static str],
}

impl Machine<'_> {
    /// Electricity in a year.
    pub fn annual(self, device: &Equipment, _ctx: &Context<'_>) -> Result<EnergyUse, EnergyGap> {
        let mut out = EnergyUse::default();
        if let Some(e) = self.annual_kwh {
            out.input(e.origin);
            out.electricity_kwh = e.value;
            out.working.push(Step::new("年用电量", "按登记值(全部台数合计)", n(e.value), e.value, "kWh/a"));
            return Ok(out);
        }
        let Some(hours) = self.hours else {
            let mut missing: Vec<&'static str> = self.needs.to_vec();
            missing.push("annual_hours_h");
            return Err(EnergyGap::missing(device, self.unmet(device, missing)));
        };
        let quantity = device.quantity();
        let power = if let Some(p) = self.input_kw {
            out.input(p.origin);
            p.value
        } else if let Some((p, used)) = self.operating {
            out = used;
            p
        } else if let (Some(rated), Some(load)) = (self.rated_kw, self.load_factor_pct) {
            [rated.origin, load.origin].into_iter().for_each(|o| out.input(o));
            let eta = match (self.rated_is_input, self.motor_efficiency_pct) {
                (true, _) => 1.0,
                (false, Some(eta)) => {
                    out.input(eta.origin);
                    eta.value / 100.0
                }
                (false, None) => return Err(EnergyGap::missing(device, vec!["motor_efficiency_pct"])),
            };
            let p = rated.value * load.value / 100.0 / eta;
            let (formula, numbers) = if self.rated_is_input {
                ("P₁ = P_N·β", format!("{}×{}", n(rated.value), n(load.value / 100.0)))
            } else {
                ("P₁ = P_N·β/η_m (GB/T 12497)", format!("{}×{}/{}", n(rated.value), n(load.value / 100.0), n(eta)))
            };
            out.working.push(Step::new("输入功率", formula, numbers, p, "kW"));
            p
        } else {
            return Err(EnergyGap::missing(device, self.unmet(device, self.needs.to_vec())));
        };
        out.input(hours.origin);
        out.electricity_kwh = power * hours.value * quantity;
        out.working.push(Step::new(
            "年用电量",
            "E = P₁·h·n",
            format!("{}×{}×{}", n(power), n(hours.value), n(quantity)),
            out.electricity_kwh,
            "kWh/a",
        ));
        Ok(out)
    }

    /// The keys that are not entered yet.
    fn unmet(&self, device: &Equipment, keys: Vec<&'static str>) -> Vec<&'static str> {
        let open: Vec<&'static str> = keys.iter().copied().filter(|k| device.get(k).is_none()).collect();
        if open.is_empty() { keys } else { open }
    }
}
