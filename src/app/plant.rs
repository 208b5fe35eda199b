//! What is found about the plant as a whole, kept until the audit or the diagnosis changes.

use std::sync::Arc;

use super::workbench::Workbench;
use crate::audit::{Id, Product, Section};
use crate::benchmark::management::{self, ManagementFindings};
use crate::benchmark::{self, BeforeAfter, Benchmark, PlantFigures, QuotaFinding, Savings};
use crate::energy::plant::{self, MeterRate, Plant, ResourceHeat};
use crate::retrofit::ScenarioResult;

/// Energy, comparison and management of the plant.
#[derive(Debug)]
pub struct PlantFound {
    /// Energy of all years, and what is to be checked.
    pub energy: Plant,
    /// What is compared.
    pub figures: PlantFigures,
    /// Where the plant stands.
    pub benchmark: Benchmark,
    /// Energy management and meters.
    pub management: ManagementFindings,
    /// Before and after each scenario, in the audit's order.
    pub changes: Vec<(Id, BeforeAfter)>,
    /// Rates of metering of the three levels.
    pub meters: Vec<MeterRate>,
    /// What the sources of waste heat hold.
    pub resources: Vec<ResourceHeat>,
}

impl PlantFound {
    /// What was found about a product of the year that is compared.
    pub fn of_product(&self, product: &Product) -> Vec<&QuotaFinding> {
        if product.year() != Some(self.figures.year) {
            return Vec::new();
        }
        self.benchmark.quotas.iter().filter(|q| q.figure.product == product.name()).collect()
    }
}

/// What it was found for: generation, revision and the revision of the diagnosis it rests on.
type Of = (u64, u64, Option<u64>);

/// The last finding.
pub(super) type Kept = Option<(Of, Arc<PlantFound>)>;

impl Workbench {
    /// What is found about the plant as it stands; `None` while the first diagnosis is under way. The rows are few and
    /// the devices were added up by the diagnosis, so that it is found within a frame; it is kept until something changes.
    pub fn plant(&mut self) -> Option<Arc<PlantFound>> {
        let of = (self.generation, self.revision(), self.diagnosed);
        if let Some((known, found)) = &self.plant_found
            && *known == of
        {
            return Some(found.clone());
        }
        let (audit, ctx) = (self.audit()?, self.context()?);
        let diagnosis = self.diagnosis.clone()?;
        let energy = plant::account(audit, diagnosis.used_by_kind(), &ctx);
        let figures = benchmark::plant::figures(audit, &energy, diagnosis.obsolete_in_use(audit), &ctx);
        let benchmark = benchmark::benchmark(&figures, ctx.reference);
        let tce = energy.audited().map(|e| e.tce_equivalent);
        let management = management::findings(audit, tce, ctx.reference);
        let change =
            |s: &Arc<ScenarioResult>| (s.id, benchmark::compare(&figures, &Savings::from(&**s), ctx.reference));
        let changes = diagnosis.scenarios.iter().map(change).collect();
        let (meters, resources) = (plant::meters(audit), plant::resources(audit));
        let found = Arc::new(PlantFound { energy, figures, benchmark, management, changes, meters, resources });
        self.plant_found = Some((of, found.clone()));
        Some(found)
    }

    /// How many points of energy and output are to be checked, as far as found.
    pub fn plant_questions(&self) -> Option<usize> {
        self.plant_found.as_ref().map(|(_, found)| found.energy.questions.len())
    }

    /// Shows a list of the plant's data on the energy page, and a cell of it.
    pub fn show_row(&mut self, section: Section, cell: Option<(Id, &'static str)>) {
        self.wanted_row = Some((section, cell));
        self.page = super::pages::Page::Energy;
    }
}
