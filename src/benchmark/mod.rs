//! Where the plant stands: unit consumption against quota and benchmark levels, targets of nation and region, class of
//! energy user, energy management; before and after a scenario.
//!
//! Everything is judged from [`PlantFigures`]; how they are made of an audit is in [`plant`].

pub mod change;
pub mod class;
mod correct;
mod figures;
pub mod levels;
pub mod management;
mod outcome;
pub mod plant;
pub mod quota;
mod select;
pub mod targets;

use crate::reference::Reference;
use crate::reference::checklist::Duty;

pub use change::{BeforeAfter, Cheapest, CheapestError, Savings, cheapest, compare};
pub use class::{ClassFinding, YearIntensity};
pub use figures::{Answer, Money, Output, PlantFigures, ProductCarbon, UnitConsumption, YearFigures};
pub use levels::{BenchmarkStanding, LevelFinding};
pub use outcome::{Outcome, QuotaLevel};
pub use quota::{Gap, Judged, QuotaFinding};
pub use select::offered;
pub use targets::{TargetFinding, TargetStanding};

/// Where a plant stands.
#[derive(Clone, Debug)]
pub struct Benchmark {
    /// Each product's figure against the quota, in the order of the figures.
    pub quotas: Vec<QuotaFinding>,
    /// Each figure against 标杆水平 and 基准水平.
    pub levels: Vec<Vec<LevelFinding>>,
    /// Targets that apply.
    pub targets: Vec<TargetFinding>,
    /// Classes of energy user.
    pub classes: Vec<ClassFinding>,
    /// What the law attaches to consumption above the limit; empty if no product is above it.
    pub over_limit: Vec<Duty>,
    /// Whether a product is above its limit without estimates and without conditions left uncorrected.
    pub over_limit_certain: bool,
    /// Energy and water per value added, by year.
    pub intensities: Vec<YearIntensity>,
}

/// Judges a plant.
pub fn benchmark(plant: &PlantFigures, reference: &Reference) -> Benchmark {
    let judge = |u| {
        let mut found = quota::judge(u, &plant.money, reference);
        edition_changes(&mut found, plant.year);
        found
    };
    let quotas: Vec<QuotaFinding> = plant.products().iter().map(judge).collect();
    let levels: Vec<Vec<LevelFinding>> = quotas.iter().map(|q| levels::judge(q, reference)).collect();
    let over = |q: &&QuotaFinding| q.outcome == Outcome::Level(QuotaLevel::Over);
    let certain = quotas.iter().filter(over).any(|q| !q.estimated() && !q.provisional());
    let over = quotas.iter().any(|q| over(&q));
    Benchmark {
        targets: targets::judge(plant, &quotas, &levels, reference),
        classes: class::classes(plant, reference),
        over_limit: if over { class::over_limit(reference) } else { Vec::new() },
        over_limit_certain: certain,
        intensities: class::intensities(plant),
        quotas,
        levels,
    }
}

/// Says so if the standard came into force within the year whose figures are judged, or after it.
fn edition_changes(found: &mut QuotaFinding, year: i16) {
    let first = found.rows.iter().find_map(|r| r.row.effective_from.filter(|d| d.year() >= year).map(|d| (d, &r.row)));
    let Some((from, row)) = first else { return };
    // A standard in force from the first day on covers the whole year.
    if from.year() == year && from.day_of_year() == 1 {
        return;
    }
    found.notes.push(if from.year() == year {
        format!("{} 自 {from} 起实施，统计年 {year} 跨越新旧版本，应按实施日分段核算", row.standard)
    } else {
        format!("{} 自 {from} 起实施，在统计年 {year} 之后：这是按基准日现行标准的判定", row.standard)
    });
}
