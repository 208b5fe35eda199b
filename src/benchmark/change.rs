//! Before and after a scenario, and the cheapest measures to the next level.

use super::figures::{PlantFigures, UnitConsumption};
use super::levels::LevelFinding;
use super::outcome::QuotaLevel;
use super::quota::QuotaFinding;
use super::targets::{TargetFinding, TargetStanding};
use super::{Benchmark, benchmark, quota};
use crate::audit::Audit;
use crate::energy::working::put;
use crate::energy::{Context, FuelUse, Impact, Step};
use crate::progress::Progress;
use crate::reference::Reference;
use crate::reference::intensity::{self, Counted, IntensityUnit};
use crate::retrofit::planner::{self, Goal, Plan, PlanError};
use crate::retrofit::{Ledger, ScenarioResult};

/// What a scenario saves in a year, by carrier.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Savings {
    /// kWh.
    pub electricity_kwh: f64,
    /// Fuels.
    pub fuels: Vec<FuelUse>,
    /// tce, electricity at equivalent value.
    pub tce_equivalent: f64,
    /// tce, electricity at equal value.
    pub tce_equal_value: f64,
}

impl From<&Impact> for Savings {
    fn from(saving: &Impact) -> Self {
        Self {
            electricity_kwh: saving.electricity_kwh,
            fuels: saving.fuels.clone(),
            tce_equivalent: saving.tce_equivalent,
            tce_equal_value: saving.tce_equal_value,
        }
    }
}

impl From<&ScenarioResult> for Savings {
    fn from(scenario: &ScenarioResult) -> Self {
        Self::from(&scenario.saving)
    }
}

/// A product before and after.
#[derive(Clone, Debug)]
pub struct ProductChange {
    /// Position among the figures.
    pub product: usize,
    /// Judged after the scenario; `None` if its figure after it can't be told.
    pub after: Option<QuotaFinding>,
    /// Benchmark levels after it.
    pub levels_after: Vec<LevelFinding>,
    /// Why not, or what was left out.
    pub notes: Vec<String>,
}

/// A target before and after.
#[derive(Clone, Debug)]
pub struct TargetChange {
    /// Before.
    pub before: TargetFinding,
    /// After; `None` if it can't be told.
    pub after: Option<TargetFinding>,
}

impl TargetChange {
    /// Whether the scenario makes it met.
    pub fn gained(&self) -> bool {
        let met = |f: &TargetFinding| f.standing == TargetStanding::Met;
        !met(&self.before) && self.after.as_ref().is_some_and(met)
    }
}

/// A plant before and after a scenario.
#[derive(Clone, Debug)]
pub struct BeforeAfter {
    /// As it is.
    pub before: Benchmark,
    /// Products, in the order of the figures.
    pub products: Vec<ProductChange>,
    /// Targets, in the order of `before.targets`.
    pub targets: Vec<TargetChange>,
    /// The figures after: products whose figure can't be told are left out.
    pub after: PlantFigures,
}

/// The figure of a product after a saving; `Err` says why it can't be told.
fn after(q: &QuotaFinding, savings: &Savings, kgce_per_kwh: f64) -> Result<(UnitConsumption, Vec<String>), String> {
    let u = &q.figure;
    let unit = IntensityUnit::parse(&u.unit).ok_or("单耗单位不认识")?;
    let indicator = q.rows.first().map_or(u.indicator.as_str(), |r| &r.row.indicator);
    let output = u.output.as_ref().ok_or("没有产量")?;
    let (base, scale) = intensity::quantity(&output.unit).ok_or("产量单位不认识")?;
    let per = if unit.counted == Counted::Ratio { "kWh" } else { unit.per };
    let quantity = output.quantity * scale;
    if base != per || !quantity.is_finite() || quantity <= 0.0 {
        return Err(format!("产量单位 {} 与单耗单位 {} 不符，或产量为零", output.unit, u.unit));
    }
    let fuel_tce: f64 = savings.fuels.iter().map(FuelUse::tce).sum();
    let share = |share: Option<f64>, amount: f64, what: &str| match share {
        _ if amount == 0.0 => Ok(0.0),
        Some(share) if (0.0..=1.0).contains(&share) => Ok(share * amount),
        _ => Err(format!("没有本产品的{what}分摊比例")),
    };
    let kwh = share(u.electricity_share, savings.electricity_kwh, "节电量");
    let tce = share(u.fuel_share, fuel_tce, "节约燃料");
    let mut notes = Vec::new();
    let (saved, words) = match unit.counted {
        Counted::Coal if unit.per == "kWh" || indicator.contains("煤耗") => {
            if savings.electricity_kwh != 0.0 {
                notes.push("煤耗指标只计节约的燃料；节电对供电量的影响未计".to_owned());
            }
            let kgce = tce? * 1000.0;
            (kgce, format!("节约燃料 {} kgce", put(kgce)))
        }
        Counted::Coal => {
            let (kwh, tce) = (kwh?, tce?);
            let kgce = kwh * kgce_per_kwh + tce * 1000.0;
            (kgce, format!("节电 {} kWh × {kgce_per_kwh} + 节约燃料 {} kgce", put(kwh), put(tce * 1000.0)))
        }
        Counted::Electricity | Counted::Ratio => {
            let kwh = kwh?;
            (kwh, format!("节电 {} kWh", put(kwh)))
        }
        Counted::Mass => return Err("以实物计的指标，不能由节能量推算".to_owned()),
    };
    let value = u.value - saved / unit.scale / quantity * unit.per_scale;
    if !value.is_finite() || (u.value > 0.0 && value < 0.0) {
        return Err("节能量大于本产品的能耗，请核对分摊比例".to_owned());
    }
    let mut out = u.clone();
    out.value = value;
    let text = format!("{} - ({words}) / {} {base}", put(u.value), put(quantity));
    out.working.push(Step::new("改造后单耗", "改造前单耗 - 分摊到本产品的年节能量 / 年产量", text, value, &u.unit));
    Ok((out, notes))
}

/// Judges a plant before and after a scenario.
pub fn compare(plant: &PlantFigures, savings: &Savings, reference: &Reference) -> BeforeAfter {
    let before = benchmark(plant, reference);
    let kgce_per_kwh = reference.tables.factors.electricity_kgce_per_kwh();
    let mut figures = plant.clone();
    let mut known = Vec::new();
    let mut products = Vec::new();
    for (product, q) in before.quotas.iter().enumerate() {
        let mut change = ProductChange { product, after: None, levels_after: Vec::new(), notes: Vec::new() };
        match after(q, savings, kgce_per_kwh) {
            Ok((figure, notes)) => {
                let found = quota::judge(&figure, &plant.money, reference);
                change.levels_after = super::levels::judge(&found, reference);
                change.after = Some(found);
                change.notes = notes;
                known.push(figure);
            }
            Err(why) => change.notes.push(format!("改造后单耗不能推算：{why}")),
        }
        products.push(change);
    }
    if let Some(year) = figures.years.get_mut(&plant.year) {
        year.products = known;
        year.tce_equivalent = year.tce_equivalent.map(|t| (t - savings.tce_equivalent).max(0.0));
        year.tce_equal_value = year.tce_equal_value.map(|t| (t - savings.tce_equal_value).max(0.0));
    }
    let later = benchmark(&figures, reference).targets;
    let targets = before
        .targets
        .iter()
        .map(|b| TargetChange {
            before: b.clone(),
            after: later.iter().find(|a| a.row.key == b.row.key && a.product == b.product).cloned(),
        })
        .collect();
    BeforeAfter { before, products, targets, after: figures }
}

/// The least investment that brings a product to a level.
#[derive(Clone, Debug)]
pub struct Cheapest {
    /// The level aimed at.
    pub to: QuotaLevel,
    /// What the plant must save in a year, tce at equivalent value.
    pub target_tce: f64,
    /// The measures.
    pub plan: Plan,
    /// The product after them.
    pub after: Option<QuotaFinding>,
    /// What the auditor must know.
    pub notes: Vec<String>,
}

/// Why there are no cheapest measures.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CheapestError {
    /// The gap can't be told.
    #[error("{0}")]
    NoGap(String),
    /// There is no plan.
    #[error(transparent)]
    Plan(#[from] PlanError),
}

/// Finds the least investment that brings a product to a level, the next one if none is given. The gap per unit becomes
/// a target in tce of the plant by the product's share of the savings.
pub fn cheapest(
    finding: &QuotaFinding,
    to: Option<QuotaLevel>,
    plant: &PlantFigures,
    (audit, ledger): (&Audit, &dyn Ledger),
    ctx: &Context<'_>,
    progress: &Progress,
) -> Result<Cheapest, CheapestError> {
    let no_gap = |why: &str| CheapestError::NoGap(why.to_owned());
    let level = finding.outcome.level().ok_or_else(|| no_gap("产品还没有等级，不能确定差距"))?;
    let better = |r: &quota::Judged| r.gaps.iter().filter(|g| to.is_none_or(|t| g.to == t)).map(|g| g.to).min();
    let to = finding.rows.iter().filter_map(better).min().filter(|t| *t > level);
    let to = to.ok_or_else(|| no_gap("已经达到，或该限额没有这一级"))?;
    // With several rows the hardest.
    let gaps = finding.rows.iter().flat_map(|r| r.gaps.iter().filter(|g| g.to == to));
    let gap =
        gaps.filter_map(|g| g.tce).reduce(f64::max).ok_or_else(|| no_gap("缺少产量，不能把差距换算为年节能量"))?;
    let mut notes = Vec::new();
    let electricity = finding.rows.iter().any(|r| matches!(r.row.unit.counted, Counted::Electricity | Counted::Ratio));
    let shares = if electricity {
        [finding.figure.electricity_share; 2]
    } else {
        [finding.figure.electricity_share, finding.figure.fuel_share]
    };
    let known: Vec<f64> = shares.into_iter().flatten().filter(|s| *s > 0.0 && *s <= 1.0).collect();
    let share = known.iter().copied().reduce(f64::min).ok_or_else(|| no_gap("没有本产品的能耗分摊比例"))?;
    if known.iter().any(|s| *s != share) {
        notes.push("电力与燃料的分摊比例不同，按较小的比例推算所需节能量(偏安全)".to_owned());
    }
    if electricity {
        notes.push("指标只计电力；优选按 tce 计，节约的燃料也算在内，是否达到以改造后单耗为准".to_owned());
    }
    if finding.provisional() {
        notes.push("限额有未修正的条件，差距按基准条件计算".to_owned());
    }
    let target_tce = gap / share;
    let plan = planner::plan(audit, Goal::MinInvestment { target_tce, budget_yuan: None }, ledger, ctx, progress)?;
    let changed = compare(plant, &Savings::from(&plan.result), ctx.reference);
    let same = |c: &ProductChange| changed.before.quotas.get(c.product).is_some_and(|q| q.figure == finding.figure);
    let after = changed.products.into_iter().find(same).and_then(|c| c.after);
    match after.as_ref().and_then(|a| a.outcome.level()) {
        Some(reached) if reached >= to => {}
        Some(reached) => notes.push(format!("改造后为{}，尚未达到{}", reached.zh(), to.zh())),
        None => notes.push("改造后单耗不能推算".to_owned()),
    }
    Ok(Cheapest { to, target_tce, plan, after, notes })
}
