//! Unit consumption against the quota: level, distance to the next levels, what it rests on.

use std::sync::Arc;

use serde::Serialize;

use super::correct::{self, Corrected};
use super::figures::{Money, UnitConsumption};
use super::outcome::{Outcome, QuotaLevel};
use super::select::{self, Selected, factor};
use crate::audit::Origin;
use crate::energy::Step;
use crate::energy::working::{n, put};
use crate::reference::Reference;
use crate::reference::intensity::{self, Counted, IntensityUnit};
use crate::reference::quotas::LimitRow;

/// How far a figure is from a better level.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// The level that is reached there.
    pub to: QuotaLevel,
    /// Its limit in the row's unit, corrected.
    pub limit: f64,
    /// Plant's figure − limit, in the row's unit; positive: to be reduced.
    pub difference: f64,
    /// The same per year, in tce at equivalent value; `None` without output or for units that are not energy.
    pub tce: Option<f64>,
    /// The same per year in kWh, where the indicator counts electricity.
    pub electricity_kwh: Option<f64>,
    /// What it is worth per year.
    pub yuan: Option<f64>,
}

/// A figure against one row.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The row.
    pub row: Arc<LimitRow>,
    /// The figure in the row's unit, with the row's factor for the process.
    pub actual: f64,
    /// Limits of grade 1 to 3, corrected.
    pub limits: [Option<f64>; 3],
    /// Level.
    pub level: QuotaLevel,
    /// Distance to each better level.
    pub gaps: Vec<Gap>,
    /// How figure and limits were found.
    pub working: Vec<Step>,
    /// Conditions that were not taken into account: the level is that of the base conditions.
    pub uncorrected: Vec<String>,
    /// A choice that was assumed because it is not known.
    pub assumed: Option<String>,
    /// What of the row is still to be checked.
    pub unreviewed: Arc<str>,
}

impl Judged {
    /// In words: what was compared with what.
    pub fn statement(&self) -> String {
        let names =
            if self.row.legacy_names { ["先进值", "准入值", "限定值"] } else { ["1级", "2级", "3级"] };
        let limits: Vec<String> =
            names.iter().zip(self.limits).filter_map(|(name, l)| l.map(|l| format!("{name} {}", n(l)))).collect();
        let only = if self.limits[0].is_none() && self.limits[1].is_none() { "(只有限定值)" } else { "" };
        let base = if self.uncorrected.is_empty() {
            ""
        } else {
            "；按基准条件，有未修正的条件，须核修正项后再定"
        };
        let worse = if self.row.lower_is_better { "≤" } else { "≥" };
        format!(
            "{} {} {} {}，{worse}{}{only}：{}{base}",
            self.row.label(),
            self.row.indicator,
            n(self.actual),
            self.row.unit_text,
            limits.join(" / "),
            self.level.zh()
        )
    }

    /// Whether unknown conditions may change the level.
    pub fn provisional(&self) -> bool {
        !self.uncorrected.is_empty()
    }
}

/// What was found about a product's figure.
#[derive(Clone, Debug)]
pub struct QuotaFinding {
    /// The figure.
    pub figure: UnitConsumption,
    /// What was found.
    pub outcome: Outcome,
    /// Objects that the figure may be of, whether a limit of them is in force or not.
    pub objects: Vec<Arc<str>>,
    /// The rows that agree with what is known; all have the level if there is one.
    pub rows: Vec<Judged>,
    /// What must be known.
    pub missing: Vec<String>,
    /// What the auditor must know.
    pub notes: Vec<String>,
}

impl QuotaFinding {
    /// Whether the level is that of base conditions or of typical values only.
    pub fn provisional(&self) -> bool {
        self.rows.iter().any(Judged::provisional)
    }

    /// Whether estimates took part.
    pub fn estimated(&self) -> bool {
        self.figure.estimated || self.figure.origin == Some(Origin::Estimate)
    }

    /// The row that speaks for the figure: the one that is hardest to meet.
    pub fn deciding(&self) -> Option<&Judged> {
        self.rows.iter().min_by_key(|r| r.level)
    }
}

/// The level of a figure: grades are tried from 1 to 3 and need not rise in order; limits belong to their grade.
pub fn level_of(actual: f64, limits: [Option<f64>; 3], lower_is_better: bool) -> QuotaLevel {
    let reaches = |limit: f64| {
        let slack = 1e-9 * limit.abs().max(1.0);
        if lower_is_better { actual <= limit + slack } else { actual >= limit - slack }
    };
    limits.iter().position(|l| l.is_some_and(reaches)).map_or(QuotaLevel::Over, QuotaLevel::of)
}

/// Judges one figure.
pub fn judge(u: &UnitConsumption, money: &Money, reference: &Reference) -> QuotaFinding {
    let mut out = QuotaFinding {
        figure: u.clone(),
        outcome: Outcome::Insufficient,
        objects: Vec::new(),
        rows: Vec::new(),
        missing: Vec::new(),
        notes: u.remarks.clone(),
    };
    if !u.value.is_finite() {
        out.missing.push("单位产品能耗的数值".to_owned());
        return out;
    }
    let Some(unit) = IntensityUnit::parse(&u.unit) else {
        out.missing.push(format!("单耗单位“{}”不认识，应如 kgce/t、kWh/t、gce/kWh、tce/万t", u.unit));
        return out;
    };
    let selected = select::select(u, &unit, reference);
    for row in selected.rows.iter().chain(&selected.other_editions) {
        if !out.objects.contains(&row.object) {
            out.objects.push(row.object.clone());
        }
    }
    if selected.rows.is_empty() {
        nothing(&mut out, &selected, reference);
        return out;
    }
    let kgce_per_kwh = reference.tables.factors.electricity_kgce_per_kwh();
    for row in &selected.rows {
        if !row.has_limits() {
            out.notes.push(row.condition.to_string());
            continue;
        }
        let Some(by) = factor(&unit, &row.unit) else { continue };
        for corrected in correct::corrected(row, &u.answers) {
            out.rows.push(judged(u, row, by, corrected, money, kgce_per_kwh));
        }
    }
    conclude(&mut out);
    out
}

fn judged(
    u: &UnitConsumption,
    row: &Arc<LimitRow>,
    by: f64,
    corrected: Corrected,
    money: &Money,
    kgce_per_kwh: f64,
) -> Judged {
    let Corrected { limits, actual_factor, mut working, uncorrected, assumed } = corrected;
    let actual = u.value * by * actual_factor;
    if by != 1.0 {
        let to: &str = if row.unit_text.is_empty() { "无量纲" } else { &row.unit_text };
        let formula = format!("单耗 × 换算({} → {to})", u.unit);
        let text = format!("{} × {}", put(u.value), put(by));
        working.insert(0, Step::new("换算单位", &formula, text, u.value * by, &row.unit_text));
    }
    if actual_factor != 1.0 {
        let formula = format!("单耗 × 工艺系数k({} {})", row.standard, row.clause);
        let text = format!("{} × {actual_factor}", put(u.value * by));
        working.push(Step::new("按工艺折算", &formula, text, actual, &row.unit_text));
    }
    let level = level_of(actual, limits, row.lower_is_better);
    let mut gaps = Vec::new();
    for (position, limit) in limits.iter().enumerate() {
        let (to, Some(limit)) = (QuotaLevel::of(position), *limit) else { continue };
        // A grade that lies beyond a better one is never the next.
        if to > level && level_of(limit, limits, row.lower_is_better) == to {
            gaps.push(gap(u, row, to, limit, (actual, actual_factor), money, kgce_per_kwh));
        }
    }
    gaps.sort_by_key(|g: &Gap| g.to);
    let unreviewed = row.review.clone();
    Judged { row: row.clone(), actual, limits, level, gaps, working, uncorrected, assumed, unreviewed }
}

/// The distance to a limit; in the plant's energy without the factor for the process.
fn gap(
    u: &UnitConsumption,
    row: &LimitRow,
    to: QuotaLevel,
    limit: f64,
    (actual, actual_factor): (f64, f64),
    money: &Money,
    kgce_per_kwh: f64,
) -> Gap {
    let difference = actual - limit;
    let mut out = Gap { to, limit, difference, tce: None, electricity_kwh: None, yuan: None };
    let output =
        u.output.as_ref().and_then(|o| intensity::quantity(&o.unit).map(|(base, scale)| (base, o.quantity * scale)));
    // PUE is per kWh of the IT equipment.
    let per = if row.unit.counted == Counted::Ratio { "kWh" } else { row.unit.per };
    let Some((_, quantity)) = output.filter(|(base, q)| *base == per && q.is_finite() && *q > 0.0) else { return out };
    let amount = difference / actual_factor * row.unit.scale / row.unit.per_scale * quantity;
    match row.unit.counted {
        Counted::Coal => {
            out.tce = Some(amount / 1000.0);
            out.yuan = money.yuan_per_tce.map(|p| p * amount / 1000.0);
        }
        Counted::Electricity | Counted::Ratio => {
            let tce = amount * kgce_per_kwh / 1000.0;
            out.electricity_kwh = Some(amount);
            out.tce = Some(tce);
            out.yuan = money.yuan_per_kwh.map(|p| p * amount).or(money.yuan_per_tce.map(|p| p * tce));
        }
        // Coke is not all of the energy: its tonnes are not added up with it.
        Counted::Mass => {}
    }
    out
}

/// No row on the date: says whether editions, indicators or the product are wanting.
fn nothing(out: &mut QuotaFinding, selected: &Selected, reference: &Reference) {
    let name = &out.figure.product;
    if let Some(row) = selected.other_editions.iter().find(|r| r.has_limits()) {
        out.outcome = Outcome::NotCovered;
        let mut held: Vec<String> = Vec::new();
        for r in selected.other_editions.iter().filter(|r| r.has_limits()) {
            let from = r.effective_from.map_or_else(String::new, |d| format!("自 {d} 起"));
            let to = r.effective_to.map_or_else(String::new, |d| format!("至 {d}"));
            let text = format!("{}({from}{to})", r.standard);
            if !held.contains(&text) {
                held.push(text);
            }
        }
        out.notes.push(format!(
            "基准日 {} 有效的{}限额版本未收录；已收录 {}，未用于本次判定",
            reference.date,
            row.label(),
            held.join("、")
        ));
    } else if !selected.suggested.is_empty() {
        let most = selected.suggested.iter().take(6).cloned().collect::<Vec<_>>().join("、");
        let more = if selected.suggested.len() > 6 { "等" } else { "" };
        out.missing.push(format!("“{name}”不能确定对应限额表的哪一行，名称相近的有：{most}{more}；请选定"));
    } else if !selected.other_indicators.is_empty() {
        out.missing.push(format!(
            "“{name}”的限额指标是{}；所给的是 {}({})",
            selected.other_indicators.join("、"),
            if out.figure.indicator.is_empty() { "单耗" } else { &out.figure.indicator },
            out.figure.unit
        ));
    } else {
        out.outcome = Outcome::NotCovered;
        out.notes.push(format!("限额表中没有“{name}”，可在表中选定对应的行；没有查到不等于没有限额标准"));
    }
}

/// One level if all rows agree, else what would tell them apart.
fn conclude(out: &mut QuotaFinding) {
    let levels: Vec<QuotaLevel> = out.rows.iter().map(|r| r.level).collect();
    let Some(first) = levels.first().copied() else {
        out.outcome = Outcome::NoLimit;
        return;
    };
    if levels.iter().all(|l| *l == first) {
        out.outcome = Outcome::Level(first);
    } else {
        out.outcome = Outcome::Insufficient;
        let mut ways: Vec<String> = Vec::new();
        for r in &out.rows {
            let what = r.assumed.clone().unwrap_or_else(|| format!("{} {}", r.row.label(), r.row.indicator));
            let text = format!("{what}→{}", r.level.zh());
            if !ways.contains(&text) {
                ways.push(text);
            }
        }
        out.missing.push(format!("须明确是哪一种：{}", ways.join("；")));
    }
    if out.estimated() && out.figure.remarks.is_empty() {
        out.notes.push("单耗含估算值或默认值".to_owned());
    }
    if out.rows.iter().any(|r| r.row.effective_from.is_none()) {
        out.notes.push("该标准的实施日期未收录，是否适用于基准日须核".to_owned());
    }
    slip(out);
}

/// A figure that is far from every limit may be a slip of the unit.
fn slip(out: &mut QuotaFinding) {
    let far = |r: &Judged| {
        let limit = r.limits[2].filter(|l| *l > 0.0 && r.actual > 0.0)?;
        let times = r.actual / limit;
        (!(0.05..=20.0).contains(&times)).then_some(times)
    };
    let times: Vec<f64> = out.rows.iter().filter_map(far).collect();
    if let (Some(times), true) = (times.first(), times.len() == out.rows.len()) {
        out.notes.push(format!("单耗是限定值的 {} 倍，请核对单位(如 kWh 与 万kWh、t 与 万t)", n(*times)));
    }
}
