//! Targets of nation and region: which apply to the plant, what they require, whether it meets them.

use std::sync::Arc;

use serde::Serialize;

use super::figures::{PlantFigures, YearFigures};
use super::levels::{BenchmarkStanding, LevelFinding};
use super::outcome::{Outcome, QuotaLevel};
use super::quota::QuotaFinding;
use super::select::{factor, same_indicator};
use crate::energy::Step;
use crate::energy::working::put;
use crate::reference::Reference;
use crate::reference::intensity::{Counted, IntensityUnit};
use crate::reference::targets::{Comparison, TargetLevel, TargetQuantity, TargetRow};

/// Whether a target is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetStanding {
    /// 达到
    Met,
    /// 未达到
    NotMet,
    /// 缺数据
    Missing,
    /// To be confirmed or looked into by the auditor; no figure decides it.
    Open,
}

impl TargetStanding {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::Missing => "missing_data",
            Self::Open => "open",
        }
    }

    /// Chinese label.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Met => "达到",
            Self::NotMet => "未达到",
            Self::Missing => "缺数据",
            Self::Open => "须核实",
        }
    }

    /// English label.
    pub fn en(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not met",
            Self::Missing => "missing data",
            Self::Open => "to be confirmed",
        }
    }
}

/// A target against the plant's figures.
#[derive(Clone, Debug)]
pub struct TargetFinding {
    /// The target.
    pub row: Arc<TargetRow>,
    /// The product it was judged for; empty for the plant as a whole.
    pub product: String,
    /// Figure of the base year.
    pub base: Option<f64>,
    /// The plant's figure.
    pub actual: Option<f64>,
    /// What is required.
    pub required: Option<f64>,
    /// Unit of actual and required.
    pub unit: String,
    /// Whether it is met.
    pub standing: TargetStanding,
    /// How it was found.
    pub working: Vec<Step>,
    /// What must be known.
    pub missing: Vec<String>,
    /// What the auditor must know.
    pub notes: Vec<String>,
}

impl TargetFinding {
    fn new(row: &Arc<TargetRow>, product: &str) -> Self {
        let mut notes = Vec::new();
        match row.level {
            TargetLevel::Region => notes.push(format!("这是{}的目标，不是对单个企业的要求，只作对照", row.scope)),
            TargetLevel::Conditional => notes.push(format!("须核实是否适用：{} {}", row.target, row.scope)),
            _ => {}
        }
        if !row.review.is_empty() {
            notes.push(row.review.to_string());
        }
        Self {
            row: row.clone(),
            product: product.to_owned(),
            base: None,
            actual: None,
            required: row.value,
            unit: row.unit.to_string(),
            standing: TargetStanding::Missing,
            working: Vec::new(),
            missing: Vec::new(),
            notes,
        }
    }

    /// Compares and keeps the figures.
    fn compare(&mut self, actual: f64, required: f64, comparison: Comparison) {
        self.actual = Some(actual);
        self.required = Some(required);
        self.standing = if comparison.meets(actual, required) { TargetStanding::Met } else { TargetStanding::NotMet };
        if self.row.level == TargetLevel::Conditional {
            self.standing = TargetStanding::Open;
        }
    }

    fn lacks(mut self, what: impl Into<String>) -> Self {
        self.missing.push(what.into());
        self.standing = TargetStanding::Missing;
        self
    }
}

/// Judges the targets that apply. Facts and thresholds are no targets; lists are open points.
pub fn judge(
    plant: &PlantFigures,
    quotas: &[QuotaFinding],
    levels: &[Vec<LevelFinding>],
    reference: &Reference,
) -> Vec<TargetFinding> {
    let tables = &reference.tables;
    let mut out = Vec::new();
    for row in tables.regional_targets.iter().chain(&tables.national_targets) {
        if !is_here(row, plant) || matches!(row.level, TargetLevel::Fact | TargetLevel::Threshold) {
            continue;
        }
        match row.quantity {
            TargetQuantity::EnergyIntensityFall => out.push(fall(row, plant, energy_intensity, "综合能耗(当量值)")),
            TargetQuantity::WaterIntensityFall => out.push(fall(row, plant, water_intensity, "取水量")),
            TargetQuantity::UnitConsumption => unit_consumption(row, plant, quotas, &mut out),
            TargetQuantity::UnitFall => unit_fall(row, plant, quotas, &mut out),
            TargetQuantity::QuotaAdvanced | TargetQuantity::QuotaLimit => by_quota(row, plant, quotas, &mut out),
            TargetQuantity::BenchmarkShare => out.extend(benchmark_share(row, quotas, levels)),
            TargetQuantity::SolidWasteUse => out.push(solid_waste(row, plant)),
            TargetQuantity::ObsoleteDevices => out.push(obsolete(row, plant)),
            TargetQuantity::None => {}
        }
    }
    out
}

/// Whether a target is of the plant's place. A plant without a place has only the nation's.
fn is_here(row: &TargetRow, plant: &PlantFigures) -> bool {
    let within = |wanted: &str, has: &str| wanted.is_empty() || (!has.is_empty() && has.contains(wanted));
    // The city alone names its province.
    let place = within(&row.city, &plant.city) && (!row.city.is_empty() || within(&row.province, &plant.province));
    let industry = row.industry_codes.is_empty() || row.industry_codes.contains(&plant.industry_code);
    place && industry
}

/// Whether the plant is large enough; `None` if its energy is not known. The greater of both values counts, so that no
/// target is passed over because of the way electricity is converted.
fn large_enough(row: &TargetRow, plant: &PlantFigures) -> Option<bool> {
    let Some(least) = row.min_tce else { return Some(true) };
    let year = plant.current()?;
    let tce = [year.tce_equivalent, year.tce_equal_value].into_iter().flatten().reduce(f64::max)?;
    Some(if row.min_tce_excluded { tce > least } else { tce >= least })
}

fn energy_intensity(y: &YearFigures) -> Option<(f64, f64, &'static str)> {
    Some((y.tce_equivalent?, y.value_added_wan?, "tce/万元"))
}

fn water_intensity(y: &YearFigures) -> Option<(f64, f64, &'static str)> {
    Some((y.water_m3?, y.value_added_wan?, "m³/万元"))
}

/// A fall in % of an intensity since the base year.
fn fall(
    row: &Arc<TargetRow>,
    plant: &PlantFigures,
    intensity: fn(&YearFigures) -> Option<(f64, f64, &'static str)>,
    what: &str,
) -> TargetFinding {
    let mut out = TargetFinding::new(row, "");
    let (Some(base_year), Some(required), Some(comparison)) = (row.base_year, row.value, row.comparison) else {
        return out;
    };
    if let Some(by) = last_year(&row.year).filter(|by| plant.year < *by) {
        out.notes.push(format!("目标年份为 {by}，现按 {} 年数据看进度", plant.year));
    }
    let find = |year: i16| {
        let found = plant.years.get(&year).and_then(intensity)?;
        (found.1 > 0.0 && found.0.is_finite()).then_some(found)
    };
    let (Some(base), Some(now)) = (find(base_year), find(plant.year)) else {
        for year in [base_year, plant.year] {
            if find(year).is_none() {
                out.missing.push(format!("{year} 年的{what}和工业增加值(大于零)"));
            }
        }
        return out;
    };
    let [before, after] = [base, now].map(|(amount, value, _)| amount / value);
    let prices = |y| plant.years.get(&y).map_or("", |f: &YearFigures| f.price_base.as_str());
    if prices(base_year) != prices(plant.year) || prices(base_year).is_empty() {
        out.notes.push("增加值须为同一可比价；未写明或写法不同，下降率未必可比".to_owned());
    }
    if before <= 0.0 {
        return out.lacks(format!("{base_year} 年大于零的{what}"));
    }
    let percent = (1.0 - after / before) * 100.0;
    out.base = Some(before);
    for (year, (amount, value, unit), result) in [(base_year, base, before), (plant.year, now, after)] {
        let text = format!("{} / {}", put(amount), put(value));
        out.working.push(Step::new(
            &format!("{year} 年单位增加值"),
            &format!("{what} / 工业增加值"),
            text,
            result,
            unit,
        ));
    }
    let text = format!("(1 - {} / {}) × 100", put(after), put(before));
    out.working.push(Step::new("下降率", "(1 - 报告期 / 基期) × 100", text, percent, "%"));
    out.compare(percent, required, comparison);
    out
}

/// The last year that a text names.
fn last_year(text: &str) -> Option<i16> {
    let years = text.split(|c: char| !c.is_ascii_digit()).filter_map(|t| t.parse::<i16>().ok());
    years.filter(|y| (2000..2100).contains(y)).max()
}

/// The findings on products that a target is about.
fn about<'a>(row: &'a TargetRow, quotas: &'a [QuotaFinding]) -> impl Iterator<Item = &'a QuotaFinding> {
    quotas.iter().filter(|q| q.objects.iter().any(|o| row.objects.iter().any(|t| **t == **o)))
}

fn unit_consumption(row: &Arc<TargetRow>, plant: &PlantFigures, quotas: &[QuotaFinding], out: &mut Vec<TargetFinding>) {
    let (Some(required), Some(comparison)) = (row.value, row.comparison) else { return };
    let Some(unit) = IntensityUnit::parse(&row.unit) else { return };
    for q in about(row, quotas) {
        let figure_unit = IntensityUnit::parse(&q.figure.unit);
        let Some(by) = figure_unit.and_then(|u| factor(&u, &unit)) else { continue };
        let mut found = TargetFinding::new(row, &q.figure.product);
        match large_enough(row, plant) {
            Some(true) => {
                found.compare(q.figure.value * by, required, comparison);
                out.push(found);
            }
            Some(false) => {}
            None => out.push(found.lacks("全厂综合能耗(判断是否达到适用门槛)")),
        }
    }
}

fn unit_fall(row: &Arc<TargetRow>, plant: &PlantFigures, quotas: &[QuotaFinding], out: &mut Vec<TargetFinding>) {
    let (Some(required), Some(comparison), Some(base_year)) = (row.value, row.comparison, row.base_year) else {
        return;
    };
    // 综合能耗 is not 电耗 or 煤耗, which the same product may be limited by too.
    let electricity = row.target.contains("电耗");
    let meant = |q: &&QuotaFinding| {
        let Some(unit) = IntensityUnit::parse(&q.figure.unit) else { return false };
        let indicator = match (q.figure.indicator.as_str(), q.rows.first()) {
            ("", Some(judged)) => &*judged.row.indicator,
            (own, _) => own,
        };
        if electricity {
            unit.counted == Counted::Electricity
        } else {
            unit.counted == Counted::Coal && (indicator.is_empty() || same_indicator(indicator, "单位产品综合能耗"))
        }
    };
    for q in about(row, quotas).filter(meant) {
        let mut found = TargetFinding::new(row, &q.figure.product);
        let then = plant.years.get(&base_year).and_then(|y| {
            let same = |p: &&super::UnitConsumption| {
                p.product == q.figure.product && p.unit == q.figure.unit && p.indicator == q.figure.indicator
            };
            y.products.iter().find(same)
        });
        match then {
            // A fall in % means nothing of an indicator around zero, as that of converters.
            Some(p) if p.value > 0.0 && q.figure.value.is_finite() => {
                let percent = (1.0 - q.figure.value / p.value) * 100.0;
                found.base = Some(p.value);
                let text = format!("(1 - {} / {}) × 100", put(q.figure.value), put(p.value));
                found.working.push(Step::new("下降率", "(1 - 报告期 / 基期) × 100", text, percent, "%"));
                found.compare(percent, required, comparison);
                out.push(found);
            }
            Some(_) => out.push(found.lacks(format!("{base_year} 年大于零的单耗(负值没有下降率)"))),
            None => out.push(found.lacks(format!("{base_year} 年“{}”的单耗", q.figure.product))),
        }
    }
}

/// Grade 1, or the limit, of each product's quota.
fn by_quota(row: &Arc<TargetRow>, plant: &PlantFigures, quotas: &[QuotaFinding], out: &mut Vec<TargetFinding>) {
    let advanced = row.quantity == TargetQuantity::QuotaAdvanced;
    let whole_steel = quotas.iter().any(|q| q.objects.iter().any(|o| **o == *"steel_whole"));
    // The plan sets integrated steel works a figure of their own.
    if advanced && whole_steel {
        return;
    }
    match large_enough(row, plant) {
        Some(true) => {}
        Some(false) => return,
        None => {
            out.push(TargetFinding::new(row, "").lacks("全厂综合能耗(判断是否达到适用门槛)"));
            return;
        }
    }
    for q in quotas {
        let mut found = TargetFinding::new(row, &q.figure.product);
        let (Some(level), Some(judged)) = (q.outcome.level(), q.deciding()) else {
            if matches!(q.outcome, Outcome::Insufficient) {
                out.push(found.lacks(q.missing.join("；")));
            }
            continue;
        };
        let wanted = if advanced { QuotaLevel::Grade1 } else { QuotaLevel::Grade3 };
        found.actual = Some(judged.actual);
        found.required = if advanced { judged.limits[0] } else { judged.limits[2] };
        found.unit = judged.row.unit_text.to_string();
        found.standing = if level >= wanted { TargetStanding::Met } else { TargetStanding::NotMet };
        if found.required.is_none() {
            found.standing = TargetStanding::Open;
            found.notes.push("该限额没有先进值".to_owned());
        }
        if q.provisional() {
            found.notes.push("限额有未修正的条件，须核修正项后再定".to_owned());
        }
        out.push(found);
    }
}

/// A share of a region's capacity: one plant contributes to it.
fn benchmark_share(
    row: &Arc<TargetRow>,
    quotas: &[QuotaFinding],
    levels: &[Vec<LevelFinding>],
) -> Option<TargetFinding> {
    let judged: Vec<(&str, BenchmarkStanding)> = quotas
        .iter()
        .zip(levels)
        .flat_map(|(q, found)| found.iter().filter_map(|l| l.standing.map(|s| (q.figure.product.as_str(), s))))
        .collect();
    if judged.is_empty() {
        return None;
    }
    let mut out = TargetFinding::new(row, "");
    out.standing = TargetStanding::Open;
    let list: Vec<String> = judged.iter().map(|(product, s)| format!("{product}：{}", s.zh())).collect();
    out.notes.push(format!("企业的贡献：{}", list.join("；")));
    Some(out)
}

fn solid_waste(row: &Arc<TargetRow>, plant: &PlantFigures) -> TargetFinding {
    let mut out = TargetFinding::new(row, "");
    let actual = plant.current().and_then(|y| y.solid_waste_use_pct).filter(|p| p.is_finite());
    match (actual, row.value, row.comparison) {
        (Some(actual), Some(required), Some(comparison)) => {
            out.compare(actual, required, comparison);
            out
        }
        _ => out.lacks(format!("{} 年固体废物产生量和综合利用量", plant.year)),
    }
}

fn obsolete(row: &Arc<TargetRow>, plant: &PlantFigures) -> TargetFinding {
    let mut out = TargetFinding::new(row, "");
    match plant.obsolete_devices.filter(|d| d.is_finite()) {
        Some(devices) => {
            out.compare(devices, row.value.unwrap_or(0.0), Comparison::AtMost);
            out.notes.push("按设备筛查的结果；淘汰目录收录不完整，未查到不等于不属于淘汰设备".to_owned());
            out
        }
        None => out.lacks("设备筛查结果"),
    }
}
