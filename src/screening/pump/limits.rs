//! Limits of GB 19762-2025 for one pump taken as one type: formulas (1) to (7), with the calculation.

use crate::audit::equipment::PumpType;
use crate::energy::Step;
use crate::energy::working::{put, stated};
use crate::reference::pumps::{CleanWaterFormula, CleanWaterRow, Correction, PetrochemicalRow, Pumps, words};

/// Rated point (best efficiency point): flow in m³/h, head in m, speed in r/min.
#[derive(Clone, Copy, Debug)]
pub(super) struct Duty {
    pub flow: f64,
    pub head: f64,
    pub speed: f64,
}

/// One way in which the device may be judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case {
    /// Petrochemical, else clean water.
    pub petrochemical: bool,
    /// Construction.
    pub pump_type: PumpType,
    /// First stage sucks from two sides.
    pub double_suction: bool,
    /// Number of stages.
    pub stages: f64,
    /// Suction was not entered and single suction is only the usual case.
    pub suction_assumed: bool,
}

/// Whether a type has several stages.
pub(super) fn is_multistage(pump_type: PumpType) -> bool {
    matches!(pump_type, PumpType::Multistage | PumpType::LightVertical | PumpType::LightHorizontal)
}

/// Why the standard has no limits for a case.
#[derive(Debug)]
pub(super) enum Outside {
    /// No band for the flow.
    Flow,
    /// No band for the specific speed given.
    SpecificSpeed(f64),
}

/// Which rows gave the limits.
#[derive(Clone, Copy, Debug)]
enum Basis<'a> {
    CleanWater {
        row: &'a CleanWaterRow,
        formula: &'a CleanWaterFormula,
        sum: f64,
    },
    Petrochemical {
        row: &'a PetrochemicalRow,
        base: &'a [f64; 7],
        capped_flow: f64,
        base_pct: f64,
        correction: (&'a Correction, f64),
    },
}

/// The limits of grades 1 to 3 in %, and what they rest on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits<'a> {
    pub pct: [f64; 3],
    specific_speed: f64,
    basis: Basis<'a>,
}

impl Case {
    fn suction(&self) -> f64 {
        if self.double_suction { 2.0 } else { 1.0 }
    }

    /// Specific speed, formula (1): `ns = 3.65·n·√(Q/S/3600)/(H/N)^0.75`.
    fn specific_speed(&self, d: Duty) -> f64 {
        3.65 * d.speed * (d.flow / self.suction() / 3600.0).sqrt() / (d.head / self.stages).powf(0.75)
    }

    /// Whether some band holds the flow.
    pub fn holds_flow(&self, flow: f64, pumps: &Pumps) -> bool {
        if self.petrochemical {
            pumps.offsets(is_multistage(self.pump_type)).iter().any(|r| r.flow_m3_per_h.contains(flow))
        } else {
            pumps.clean_water(self.pump_type).iter().any(|r| r.flow_m3_per_h.contains(flow))
        }
    }

    /// The limits.
    pub fn limits<'a>(&self, d: Duty, pumps: &'a Pumps) -> Result<Limits<'a>, Outside> {
        let ns = self.specific_speed(d);
        if self.petrochemical { self.petrochemical(d, ns, pumps) } else { self.clean_water(d, ns, pumps) }
    }

    /// Formulas (2), (3): `η_i = a(ln ns)² + b(ln Q)² + c·ln ns·ln Q + d·ln ns + e·ln Q − C_i`.
    fn clean_water<'a>(&self, d: Duty, ns: f64, pumps: &'a Pumps) -> Result<Limits<'a>, Outside> {
        let mut rows = pumps.clean_water(self.pump_type).iter();
        let row = rows.find(|r| r.flow_m3_per_h.contains(d.flow)).ok_or(Outside::Flow)?;
        if !pumps.clean_specific_speed.contains(ns) {
            return Err(Outside::SpecificSpeed(ns));
        }
        let formula = pumps.clean_water_formula(is_multistage(self.pump_type));
        let [a, b, c, dd, e] = formula.coefficients;
        let (s, q) = (ns.ln(), d.flow.ln());
        let sum = a * s * s + b * q * q + c * s * q + dd * s + e * q;
        let pct = row.constants_pct.map(|constant| sum - constant);
        Ok(Limits { pct, specific_speed: ns, basis: Basis::CleanWater { row, formula, sum } })
    }

    /// Formulas (4) to (7): `η_b = Σk_i(ln Q)^i`, `η_0 = η_b − Δη`, `η_i = η_0 + offset_i`.
    fn petrochemical<'a>(&self, d: Duty, ns: f64, pumps: &'a Pumps) -> Result<Limits<'a>, Outside> {
        let multistage = is_multistage(self.pump_type);
        if !self.holds_flow(d.flow, pumps) {
            return Err(Outside::Flow);
        }
        let mut rows = pumps.offsets(multistage).iter();
        let row = rows.find(|r| r.flow_m3_per_h.contains(d.flow) && r.specific_speed.contains(ns));
        let (Some(row), Some(correction)) = (row, pumps.correction(ns)) else {
            return Err(Outside::SpecificSpeed(ns));
        };
        let base = pumps.base(multistage);
        let capped_flow = d.flow.min(pumps.flow_cap_m3_per_h);
        let base_pct = polynomial(base, capped_flow.ln());
        let reduction = polynomial(&correction.coefficients, ns);
        let pct = row.offsets_pct.map(|offset| base_pct - reduction + offset);
        let basis = Basis::Petrochemical { row, base, capped_flow, base_pct, correction: (correction, reduction) };
        Ok(Limits { pct, specific_speed: ns, basis })
    }

    /// The steps to the specific speed.
    pub fn specific_speed_steps(&self, d: Duty) -> Vec<Step> {
        let (q, h) = (put(d.flow), put(d.head));
        let (s, stages) = (put(self.suction()), put(self.stages));
        let mut steps = Vec::with_capacity(12);
        steps.push(Step::new(
            "每侧吸入流量",
            "Q_ns = Q/S/3600(S：单吸 1、双吸 2)",
            format!("{q}/{s}/3600"),
            d.flow / self.suction() / 3600.0,
            "m³/s",
        ));
        steps.push(Step::new("单级扬程", "H_ns = H/N(N：级数)", format!("{h}/{stages}"), d.head / self.stages, "m"));
        steps.push(Step::new(
            "比转速",
            "ns = 3.65·n·√Q_ns/H_ns^0.75，公式(1)",
            format!("3.65×{}×√({q}/{s}/3600)/({h}/{stages})^0.75", put(d.speed)),
            self.specific_speed(d),
            "",
        ));
        steps
    }
}

impl Limits<'_> {
    /// Table, type and band.
    pub fn clause(&self) -> String {
        match self.basis {
            Basis::CleanWater { row, formula, .. } => format!("{}，{}", row.clause, formula.name),
            Basis::Petrochemical { row, .. } => format!("{}，公式(4)～(7)", row.clause),
        }
    }

    /// The steps from the specific speed to the limits.
    pub fn steps(&self, d: Duty) -> Vec<Step> {
        match self.basis {
            Basis::CleanWater { row, formula, sum } => {
                let (s, q) = (put(self.specific_speed.ln()), put(d.flow.ln()));
                let [a, b, c, dd, e] = formula.coefficients;
                let mut steps = vec![Step::new(
                    "不含常数项的和",
                    &format!("F = a(ln ns)²+b(ln Q)²+c·ln ns·ln Q+d·ln ns+e·ln Q，{}", formula.name),
                    format!("ln ns={s}，ln Q={q}：({a})×{s}²+({b})×{q}²+({c})×{s}×{q}+({dd})×{s}+({e})×{q}"),
                    sum,
                    "",
                )];
                steps.extend((0..3).map(|i| {
                    Step::new(
                        GRADES[i].0,
                        GRADES[i].1,
                        format!("{}−{}", put(sum), put(row.constants_pct[i])),
                        self.pct[i],
                        "%",
                    )
                }));
                steps
            }
            Basis::Petrochemical { row, base, capped_flow, base_pct, correction: (correction, reduction) } => {
                let ns = self.specific_speed;
                let capped = if capped_flow < d.flow {
                    format!("Q={} 按 {} 代入，", put(d.flow), put(capped_flow))
                } else {
                    String::new()
                };
                let q = put(capped_flow.ln());
                let reduced = if correction.coefficients.iter().all(|k| *k == 0.0) {
                    format!("{}，Δη=0", correction.label)
                } else {
                    format!("ns={}：{}", put(ns), substituted(&correction.coefficients, &put(ns)))
                };
                let standard = base_pct - reduction;
                let mut steps = vec![
                    Step::new(
                        "基础效率",
                        "η_b = Σk_i·(ln Q)^i，公式(4)～(5)",
                        format!("{capped}ln Q={q}：{}", substituted(base, &q)),
                        base_pct,
                        "%",
                    ),
                    Step::new("比转速修正", "Δη = Σk_i·ns^i，公式(6)～(7)", reduced, reduction, "百分点"),
                    Step::new(
                        "规定点基准效率",
                        "η_0 = η_b − Δη",
                        format!("{}−({})", put(base_pct), put(reduction)),
                        standard,
                        "%",
                    ),
                ];
                steps.extend((0..3).map(|i| {
                    Step::new(
                        GRADES[i].0,
                        GRADES[i].2,
                        format!("{}+({})", put(standard), put(row.offsets_pct[i])),
                        self.pct[i],
                        "%",
                    )
                }));
                steps
            }
        }
    }
}

/// Names and formulas of the three limits.
const GRADES: [(&str, &str, &str); 3] = [
    ("1级", "η_1 = F − C_1，表3", "η_1 = η_0 + 表2 的1级偏移"),
    ("2级", "η_2 = F − C_2，表3", "η_2 = η_0 + 表2 的2级偏移"),
    ("3级(能效限定值)", "η_3 = F − C_3，表3", "η_3 = η_0 + 表2 的3级偏移"),
];

/// `Σ kᵢ·xⁱ`.
fn polynomial(coefficients: &[f64; 7], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, k| sum * x + k)
}

/// The polynomial with its numbers, the coefficients in full: at high powers every digit counts.
fn substituted(coefficients: &[f64; 7], x: &str) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(160);
    for (i, k) in coefficients.iter().enumerate().rev() {
        // Writing to a string can't fail.
        let _ = if k.abs() < 1e-3 { write!(text, "({k:e})") } else { write!(text, "({k})") };
        let _ = match i {
            0 => Ok(()),
            1 => write!(text, "×{x}+"),
            _ => write!(text, "×{x}^{i}+"),
        };
    }
    text
}

/// Why the standard doesn't cover the case.
pub(super) fn outside_text(case: Case, why: &Outside, d_flow: f64, pumps: &Pumps) -> String {
    let name = super::type_name(case);
    match why {
        Outside::Flow => {
            let rows: Vec<String> = if case.petrochemical {
                let rows = pumps.offsets(is_multistage(case.pump_type));
                let mut bands: Vec<_> = rows.iter().map(|r| words("Q", r.flow_m3_per_h)).collect();
                bands.dedup();
                bands
            } else {
                pumps.clean_water(case.pump_type).iter().map(|r| words("Q", r.flow_m3_per_h)).collect()
            };
            let rows = rows.join("、");
            format!("流量 {} m³/h 不在{name}的流量档({rows})内，不外推", stated(d_flow))
        }
        Outside::SpecificSpeed(ns) if case.petrochemical => {
            format!("比转速 {} 不在{name}的各档内，不外推", stated(*ns))
        }
        Outside::SpecificSpeed(ns) => format!(
            "比转速 {} 不在清水泵的适用范围 {} 内(范围取自报批稿，待核)，不外推",
            stated(*ns),
            words("ns", pumps.clean_specific_speed)
        ),
    }
}
