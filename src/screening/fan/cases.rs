//! What a fan may be, given what is known of it: every combination of the facts that are open, each with its limits.
//!
//! GB 19761-2020 corrects its table values for the fan's structure. Where a structure is not recorded, or the data
//! held leave a rule in doubt, each possibility is one bit here; a finding stands only if all of them agree in it.

use crate::reference::fans::{Correction, FanTable, Fans, Found, Gap, Mode};
use crate::screening::{Level, grade_of};

/// 双吸
pub(super) const DOUBLE_INLET: u16 = 1;
/// 带进气箱
pub(super) const INLET_BOX: u16 = 1 << 1;
/// 暖通空调用
pub(super) const HVAC: u16 = 1 << 2;
/// 带扩散筒
pub(super) const DIFFUSER: u16 = 1 << 3;
/// 动叶可调
pub(super) const ADJUSTABLE: u16 = 1 << 4;
/// 可逆转
pub(super) const REVERSIBLE: u16 = 1 << 5;
/// kp of isentropic compression instead of 1.
pub(super) const KP: u16 = 1 << 6;
/// The second of two rows where the source gives the machine number to neither.
pub(super) const OTHER_ROW: u16 = 1 << 7;
/// The other reading of a rule in doubt.
pub(super) const DOUBT: u16 = 1 << 8;

/// The structures and the fields that record them.
pub(super) const STRUCTURES: [(u16, &str); 6] = [
    (DOUBLE_INLET, "double_inlet"),
    (INLET_BOX, "inlet_box"),
    (HVAC, "hvac"),
    (DIFFUSER, "diffuser"),
    (ADJUSTABLE, "adjustable_blades"),
    (REVERSIBLE, "reversible"),
];

/// Where the fan's efficiency is from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Efficiency {
    /// Not known.
    Missing,
    /// Entered, in %.
    Entered(f64),
    /// From flow, pressure and this shaft power in kW.
    Derived(f64),
}

/// A fan in the standard's units. All numbers are finite and positive.
#[derive(Clone, Copy)]
pub(super) struct Fan<'a> {
    pub fans: &'a Fans,
    pub table: FanTable,
    /// Diameter of the impeller in dm.
    pub machine_no: f64,
    /// r/min; 1 for axial fans, whose row doesn't depend on it.
    pub speed_rpm: f64,
    /// 0 where an axial fan's is not needed.
    pub flow_m3_per_s: f64,
    /// 0 where an axial fan's is not needed.
    pub pressure_pa: f64,
    pub density_kg_per_m3: f64,
    /// Axial fans only.
    pub hub_ratio: f64,
    pub efficiency: Efficiency,
    /// As entered.
    pub kp: Option<f64>,
    /// Facts known to be so.
    pub yes: u16,
    /// Facts that are open.
    pub open: u16,
}

/// What one possibility leads to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    /// The level; `None` where the tables have no row.
    pub level: Option<Level>,
    /// By how much the efficiency exceeds the limit that decides, in percentage points.
    pub margin_pct: f64,
}

/// kp of a loss-free compression of air from 101 325 Pa: (κ/(κ−1))·((1+x)^((κ−1)/κ) − 1)/x with x = pF/p, κ = 1.4.
/// The kp of a real fan lies between it and 1.
fn isentropic_kp(pressure_pa: f64) -> f64 {
    let x = pressure_pa / 101_325.0;
    let exponent = 0.4 / 1.4;
    ((1.0 + x).powf(exponent) - 1.0) / (exponent * x)
}

impl<'a> Fan<'a> {
    /// Every combination of what is open together with what is known.
    pub fn possibilities(&self) -> impl Iterator<Item = u16> + use<> {
        let (yes, open) = (self.yes, self.open);
        let mut next = Some(0_u16);
        std::iter::from_fn(move || {
            let bits = next?;
            // The next larger subset of the open bits.
            let following = bits.wrapping_sub(open) & open;
            next = (following != 0).then_some(following);
            Some(yes | bits)
        })
    }

    /// Whether the compressibility factor takes part: in ψ and ns, or in the efficiency.
    pub fn uses_kp(&self) -> bool {
        self.table != FanTable::Axial || matches!(self.efficiency, Efficiency::Derived(_))
    }

    /// Compressibility factor.
    pub fn kp(&self, bits: u16) -> f64 {
        match self.kp {
            Some(kp) => kp,
            None if bits & KP != 0 && self.pressure_pa > 0.0 => isentropic_kp(self.pressure_pa),
            None => 1.0,
        }
    }

    /// Circumferential speed u = π·D·n/60 in m/s.
    pub fn tip_speed_m_per_s(&self) -> f64 {
        std::f64::consts::PI * 0.1 * self.machine_no * self.speed_rpm / 60.0
    }

    /// Pressure coefficient ψ = pF·kp/(ρ·u²); the hub ratio γ for axial fans.
    pub fn ratio(&self, bits: u16) -> f64 {
        if self.table == FanTable::Axial {
            return self.hub_ratio;
        }
        self.pressure_pa * self.kp(bits) / (self.density_kg_per_m3 * self.tip_speed_m_per_s().powi(2))
    }

    /// Flow that counts for the specific speed in m³/s: half of it for a double inlet.
    pub fn inlet_flow_m3_per_s(&self, bits: u16) -> f64 {
        if bits & DOUBLE_INLET != 0 { self.flow_m3_per_s / 2.0 } else { self.flow_m3_per_s }
    }

    /// Specific speed, formulas (6) and (7); 0 for axial fans, whose table doesn't use it.
    pub fn specific_speed(&self, bits: u16) -> f64 {
        if self.table == FanTable::Axial {
            return 0.0;
        }
        let head = 1.2 * self.pressure_pa * self.kp(bits) / self.density_kg_per_m3;
        5.54 * self.speed_rpm * self.inlet_flow_m3_per_s(bits).sqrt() / head.powf(0.75)
    }

    /// Efficiency in %: entered, or formula (1).
    pub fn efficiency_pct(&self, bits: u16) -> Option<f64> {
        match self.efficiency {
            Efficiency::Missing => None,
            Efficiency::Entered(pct) => Some(pct),
            Efficiency::Derived(shaft_kw) => Some(self.shaft_power_efficiency_pct(shaft_kw, bits)),
        }
    }

    /// Formula (1): ηr = q·pF·kp/(1000·Pr) in %, to four decimals.
    pub fn shaft_power_efficiency_pct(&self, shaft_kw: f64, bits: u16) -> f64 {
        let pct = self.flow_m3_per_s * self.pressure_pa * self.kp(bits) / (1000.0 * shaft_kw) * 100.0;
        (pct * 10_000.0).round() / 10_000.0
    }

    /// The row of a possibility.
    pub fn find(&self, bits: u16) -> Result<Found<'a>, Gap<'a>> {
        let other = bits & OTHER_ROW != 0;
        self.fans.find(self.table, self.ratio(bits), self.specific_speed(bits), self.machine_no, other)
    }

    /// The corrections that apply, in the order of application.
    pub fn corrections(&self, bits: u16, found: &Found<'_>) -> [Option<&'a Correction>; 3] {
        let has = |bit: u16| bits & bit != 0;
        let c = &self.fans.corrections;
        let doubt = has(DOUBT);
        match self.table {
            FanTable::Centrifugal => {
                // In doubt whether a double-inlet fan for HVAC is lowered once or twice.
                let once = has(DOUBLE_INLET) && doubt;
                [
                    has(DOUBLE_INLET).then_some(&c.double_inlet),
                    (has(HVAC) && !once).then_some(&c.hvac),
                    has(INLET_BOX).then_some(&c.centrifugal_inlet_box),
                ]
            }
            FanTable::Axial if has(ADJUSTABLE) && !has(INLET_BOX) && !has(DIFFUSER) => {
                [Some(&c.adjustable), (has(REVERSIBLE) && !doubt).then_some(&c.reversible), None]
            }
            FanTable::Axial => {
                // The rule for fans with diffuser is in doubt beyond its own row, where it changes nothing.
                let diffuser = if has(DIFFUSER) {
                    (doubt && !c.diffuser.is_sure(found)).then_some(&c.diffuser)
                } else {
                    (c.no_diffuser.is_sure(found) || !doubt).then_some(&c.no_diffuser)
                };
                [diffuser, has(INLET_BOX).then_some(&c.axial_inlet_box), has(REVERSIBLE).then_some(&c.reversible)]
            }
            FanTable::ExternalRotor => [None; 3],
        }
    }

    /// Limits of grades 1 to 3 in %, corrected.
    pub fn limits_pct(&self, bits: u16, found: &Found<'_>) -> [f64; 3] {
        self.corrections(bits, found).into_iter().flatten().fold(found.grades_pct, corrected)
    }

    /// What a possibility leads to; the level of a fan without efficiency is that of 0 %.
    pub fn outcome(&self, bits: u16) -> Outcome {
        let Ok(found) = self.find(bits) else { return Outcome { level: None, margin_pct: 0.0 } };
        let pct = self.efficiency_pct(bits).unwrap_or_default();
        let limits = self.limits_pct(bits, &found);
        let level = grade_of(pct, limits.map(Some), false);
        Outcome { level: Some(level), margin_pct: pct - limits[deciding(level)] }
    }

    /// Whether some possibility changes its level with this fact alone.
    pub fn depends_on(&self, fact: u16) -> bool {
        self.open & fact != 0
            && self.possibilities().any(|bits| self.outcome(bits).level != self.outcome(bits ^ fact).level)
    }
}

/// Which of the limits of grades 1 to 3 a level rests on.
pub(super) fn deciding(level: Level) -> usize {
    match level {
        Level::Grade1 => 0,
        Level::Grade2 => 1,
        _ => 2,
    }
}

/// Limits after one correction.
pub(super) fn corrected(limits: [f64; 3], correction: &Correction) -> [f64; 3] {
    let by = correction.grades_pct;
    match correction.mode {
        Mode::Delta => [limits[0] + by[0], limits[1] + by[1], limits[2] + by[2]],
        Mode::Absolute => by,
        Mode::AtLeast => [limits[0].max(by[0]), limits[1].max(by[1]), limits[2].max(by[2])],
    }
}
