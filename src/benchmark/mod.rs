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
pub mod plant;
pub mod quota;
mod select;
pub mod targets;

use crate::reference::Reference;
use crate::reference::checklist::Duty;

pub use change::{BeforeAfter, Cheapest, CheapestError, Savings, cheapest, compare};
pub use class::{ClassFinding, YearIntensity};
pub use figures::{Answer, Money, Output, PlantFigures, UnitConsumption, YearFigures};
pub use levels::{BenchmarkStanding, LevelFinding};
pub use quota::{Gap, Judged, Outcome, QuotaFinding, QuotaLevel};
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
    /// Energy and water per value added, by year.
    pub intensities: Vec<YearIntensity>,
}

/// Judges a plant.
pub fn benchmark(plant: &PlantFigures, reference: &Reference) -> Benchmark {
    let quotas: Vec<QuotaFinding> =
        plant.products().iter().map(|u| quota::judge(u, &plant.money, reference)).collect();
    let levels: Vec<Vec<LevelFinding>> = quotas.iter().map(|q| levels::judge(q, reference)).collect();
    let over = quotas.iter().any(|q| q.outcome == Outcome::Level(QuotaLevel::Over));
    Benchmark {
        targets: targets::judge(plant, &quotas, &levels, reference),
        classes: class::classes(plant, reference),
        over_limit: if over { class::over_limit(reference) } else { Vec::new() },
        intensities: class::intensities(plant),
        quotas,
        levels,
    }
}
