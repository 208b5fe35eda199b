//! GB 19762-2025, centrifugal pumps: coefficients, constants and offsets of its formulas (1) to (7).

use std::sync::Arc;

use super::boilers::Interval;
use super::table::{Row, Table, TableError};
use crate::audit::equipment::PumpType;
use crate::audit::field::{Choice as _, number};

/// One flow band of a clean-water pump type (table 3).
#[derive(Clone, Debug)]
pub struct CleanWaterRow {
    /// Table, type and band in words.
    pub clause: Arc<str>,
    /// Total flow in m³/h.
    pub flow_m3_per_h: Interval,
    /// Constants `C₁`, `C₂`, `C₃` in percentage points.
    pub constants_pct: [f64; 3],
}

/// Coefficients of formula (2) or (3) for clean-water pumps.
#[derive(Clone, Debug)]
pub struct CleanWaterFormula {
    /// `公式(2)` or `公式(3)`.
    pub name: Arc<str>,
    /// `a`, `b`, `c`, `d`, `e`.
    pub coefficients: [f64; 5],
}

/// One band of flow and specific speed of petrochemical pumps (table 2).
#[derive(Clone, Debug)]
pub struct PetrochemicalRow {
    /// Table, type and bands in words.
    pub clause: Arc<str>,
    /// Total flow in m³/h.
    pub flow_m3_per_h: Interval,
    /// Specific speed.
    pub specific_speed: Interval,
    /// Offsets of grades 1, 2, 3 from `η₀` in percentage points.
    pub offsets_pct: [f64; 3],
}

/// Correction for the specific speed of petrochemical pumps, one polynomial per band.
#[derive(Clone, Debug)]
pub struct Correction {
    /// Specific speed.
    pub specific_speed: Interval,
    /// The band in words.
    pub label: Arc<str>,
    /// Coefficients of `ns⁰` to `ns⁶`; all zero where the standard corrects nothing.
    pub coefficients: [f64; 7],
}

/// The standard.
#[derive(Debug)]
pub struct Pumps {
    clean_rows: Vec<Vec<CleanWaterRow>>,
    clean_formulas: [CleanWaterFormula; 2],
    /// Specific speed for which the clean-water formulas are taken to hold.
    pub clean_specific_speed: Interval,
    base: [[f64; 7]; 2],
    corrections: Vec<Correction>,
    /// Flow in m³/h above which petrochemical base efficiency stays the same.
    pub flow_cap_m3_per_h: f64,
    offsets: [Vec<PetrochemicalRow>; 2],
}

impl Pumps {
    /// Reads and checks the table: complete coefficients, grades in order.
    pub(super) fn read(table: &Table) -> Result<Self, TableError> {
        let absent = |what: &str| TableError::Index(format!("pump_gb19762_2025.csv 缺少{what}，或同一系数多于一行"));
        let mut clean_rows = vec![Vec::new(); PumpType::OPTIONS.len()];
        let mut clean = [[None; 5], [None; 5]];
        let mut names = [Arc::<str>::from(""), Arc::from("")];
        let mut base = [[None; 7], [None; 7]];
        let mut corrections: Vec<(Interval, [Option<f64>; 7])> = Vec::new();
        let mut offsets = [Vec::new(), Vec::new()];
        let (mut clean_specific_speed, mut cap) = (None, None);
        for r in table.rows() {
            match r.text("section_code")? {
                "clean_coefficient" => {
                    let form = multistage(&r)?;
                    names[form] = format!("公式{}", r.text("formula")?.trim_start_matches('式')).into();
                    let at = ["a", "b", "c", "d", "e"].iter().position(|p| r.text("param") == Ok(*p));
                    put(&r, at.map(|at| &mut clean[form][at]))?;
                }
                "clean_constant" => {
                    let pump_type = PumpType::from_code(r.text("type_code")?);
                    let rows = pump_type.and_then(|t| clean_rows.get_mut(t as usize));
                    let constants_pct = triple(&r)?;
                    if !constants_pct.is_sorted() {
                        return Err(r.error("value_grade1", "：等级次序不对，应 C1≤C2≤C3"));
                    }
                    let flow = interval(&r, "q", "_m3h")?;
                    rows.ok_or_else(|| r.error("type_code", "不是泵型代码"))?.push(CleanWaterRow {
                        clause: clause(&r, &[("Q", flow, " m³/h")])?,
                        flow_m3_per_h: flow,
                        constants_pct,
                    });
                }
                "clean_range" => clean_specific_speed = Some(interval(&r, "ns", "")?),
                "petrochemical_base" => {
                    let form = multistage(&r)?;
                    put(&r, power(&r)?.and_then(|at| base[form].get_mut(at)))?;
                }
                "petrochemical_correction" => {
                    let ns = interval(&r, "ns", "")?;
                    let at = corrections.iter().position(|(i, _)| *i == ns).unwrap_or(corrections.len());
                    if at == corrections.len() {
                        corrections.push((ns, [None; 7]));
                    }
                    put(&r, power(&r)?.and_then(|p| corrections[at].1.get_mut(p)))?;
                }
                "petrochemical_no_correction" => corrections.push((interval(&r, "ns", "")?, [Some(0.0); 7])),
                "petrochemical_flow_cap" => cap = Some(r.number("coef_value")?),
                "petrochemical_offset" => {
                    let form = multistage(&r)?;
                    let offsets_pct = triple(&r)?;
                    if !(offsets_pct[0] > offsets_pct[1] && offsets_pct[1] > offsets_pct[2]) {
                        return Err(r.error("value_grade1", "：等级次序不对，应 1级＞2级＞3级"));
                    }
                    let (flow, ns) = (interval(&r, "q", "_m3h")?, interval(&r, "ns", "")?);
                    offsets[form].push(PetrochemicalRow {
                        clause: clause(&r, &[("Q", flow, " m³/h"), ("ns", ns, "")])?,
                        flow_m3_per_h: flow,
                        specific_speed: ns,
                        offsets_pct,
                    });
                }
                _ => return Err(r.error("section_code", "不是已知的部分")),
            }
        }
        let whole = |c: [Option<f64>; 7]| -> Result<[f64; 7], TableError> {
            complete(c).ok_or_else(|| absent("石化泵多项式系数"))
        };
        let form = |i: usize| -> Result<CleanWaterFormula, TableError> {
            let coefficients = complete(clean[i]).ok_or_else(|| absent("清水泵公式系数"))?;
            Ok(CleanWaterFormula { name: names[i].clone(), coefficients })
        };
        Ok(Self {
            clean_rows,
            clean_formulas: [form(0)?, form(1)?],
            clean_specific_speed: clean_specific_speed.ok_or_else(|| absent("清水泵比转速范围"))?,
            base: [whole(base[0])?, whole(base[1])?],
            corrections: corrections
                .into_iter()
                .map(|(ns, c)| {
                    Ok(Correction { specific_speed: ns, label: words("ns", ns).into(), coefficients: whole(c)? })
                })
                .collect::<Result<_, TableError>>()?,
            flow_cap_m3_per_h: cap.filter(|c| *c > 0.0).ok_or_else(|| absent("石化泵流量上限"))?,
            offsets,
        })
    }

    /// The flow bands of a clean-water pump type; none for a type that the table doesn't have.
    pub fn clean_water(&self, pump_type: PumpType) -> &[CleanWaterRow] {
        self.clean_rows.get(pump_type as usize).map_or(&[], Vec::as_slice)
    }

    /// The formula of clean-water pumps of one stage or of several.
    pub fn clean_water_formula(&self, multistage: bool) -> &CleanWaterFormula {
        &self.clean_formulas[usize::from(multistage)]
    }

    /// Coefficients of `(ln Q)⁰` to `(ln Q)⁶` of a petrochemical pump's base efficiency in %.
    pub fn base(&self, multistage: bool) -> &[f64; 7] {
        &self.base[usize::from(multistage)]
    }

    /// The correction that holds at a specific speed, `None` outside all bands.
    pub fn correction(&self, specific_speed: f64) -> Option<&Correction> {
        self.corrections.iter().find(|c| c.specific_speed.contains(specific_speed))
    }

    /// The offsets of petrochemical pumps of one stage or of several.
    pub fn offsets(&self, multistage: bool) -> &[PetrochemicalRow] {
        &self.offsets[usize::from(multistage)]
    }
}

/// An interval in words, e.g. `5<Q≤300`.
pub fn words(symbol: &str, i: Interval) -> String {
    let sign = |open: bool| if open { '<' } else { '≤' };
    match (i.min, i.max) {
        (Some((a, open)), Some((b, open_above))) => {
            format!("{}{}{symbol}{}{}", number(a), sign(open), sign(open_above), number(b))
        }
        (Some((a, open)), None) => format!("{symbol}{}{}", if open { '>' } else { '≥' }, number(a)),
        (None, Some((b, open))) => format!("{symbol}{}{}", sign(open), number(b)),
        (None, None) => String::new(),
    }
}

fn interval(r: &Row<'_>, prefix: &str, suffix: &str) -> Result<Interval, TableError> {
    let end = |which: &str| -> Result<Option<(f64, bool)>, TableError> {
        let open = r.text(&format!("{prefix}_{which}_inclusive"))? == "0";
        Ok(r.maybe_number(&format!("{prefix}_{which}{suffix}"))?.map(|v| (v, open)))
    };
    Ok(Interval { min: end("min")?, max: end("max")? })
}

fn clause(r: &Row<'_>, bands: &[(&str, Interval, &str)]) -> Result<Arc<str>, TableError> {
    let bands: Vec<_> = bands.iter().map(|(symbol, i, unit)| format!("{}{unit}", words(symbol, *i))).collect();
    Ok(format!("{} {} {}", r.text("source_ref")?, r.text("pump_type")?, bands.join("、")).into())
}

fn triple(r: &Row<'_>) -> Result<[f64; 3], TableError> {
    Ok([r.number("value_grade1")?, r.number("value_grade2")?, r.number("value_grade3")?])
}

fn multistage(r: &Row<'_>) -> Result<usize, TableError> {
    match r.text("type_code")? {
        "single" => Ok(0),
        "multi" => Ok(1),
        _ => Err(r.error("type_code", "应为 single 或 multi")),
    }
}

/// The power that a coefficient `k0` to `k6` belongs to.
fn power(r: &Row<'_>) -> Result<Option<usize>, TableError> {
    Ok(r.text("param")?.strip_prefix('k').and_then(|p| p.parse().ok()))
}

/// Keeps a row's coefficient in its place.
fn put(r: &Row<'_>, place: Option<&mut Option<f64>>) -> Result<(), TableError> {
    let place = place.ok_or_else(|| r.error("param", "不是已知的系数"))?;
    if place.replace(r.number("coef_value")?).is_some() {
        return Err(r.error("param", "重复"));
    }
    Ok(())
}

fn complete<const N: usize>(coefficients: [Option<f64>; N]) -> Option<[f64; N]> {
    let mut out = [0.0; N];
    for (to, from) in out.iter_mut().zip(coefficients) {
        *to = from?;
    }
    Some(out)
}
