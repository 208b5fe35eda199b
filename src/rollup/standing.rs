//! Where a plant stands: its energy, its products against the quota, the targets that it misses, and what verdicts
//! rest on.

use std::collections::BTreeMap;

use super::Site;
use crate::audit::Audit;
use crate::benchmark::{Outcome, QuotaFinding, QuotaLevel, TargetFinding, TargetStanding, benchmark, plant};
use crate::diagnosis::Diagnosis;
use crate::energy::Context;
use crate::energy::plant::account;
use crate::reference::Reference;
use crate::reference::targets::TargetLevel;

/// Energy of the whole plant in a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlantTotal {
    /// The year.
    pub year: i16,
    /// tce, electricity at equivalent value.
    pub tce_equivalent: f64,
    /// tce, electricity at equal value.
    pub tce_equal_value: f64,
}

/// A product against the quota.
#[derive(Clone, Debug, PartialEq)]
pub struct ProductStanding {
    /// Product or process.
    pub product: String,
    /// Indicator.
    pub indicator: String,
    /// The figure, in the limit's unit where there is one.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// What was found.
    pub outcome: Outcome,
    /// Whether conditions left uncorrected may change the level.
    pub provisional: bool,
    /// Whether estimates took part in the figure.
    pub estimated: bool,
    /// Limits of grades 1 to 3.
    pub limits: [Option<f64>; 3],
    /// Standard and clause; empty without a limit.
    pub basis: String,
    /// What must be known.
    pub missing: String,
}

impl ProductStanding {
    fn of(q: &QuotaFinding) -> Self {
        let (u, row) = (&q.figure, q.deciding());
        Self {
            product: u.product.clone(),
            indicator: row.map_or_else(|| u.indicator.clone(), |r| r.row.indicator.to_string()),
            value: row.map_or(u.value, |r| r.actual),
            unit: row.map_or_else(|| u.unit.clone(), |r| r.row.unit_text.to_string()),
            outcome: q.outcome,
            provisional: q.provisional(),
            estimated: q.estimated(),
            limits: row.map_or([None; 3], |r| r.limits),
            basis: row.map_or_else(String::new, |r| format!("{} {}", r.row.standard, r.row.clause)),
            missing: q.missing.join("；"),
        }
    }

    /// Whether it is above the limit, by what is known.
    pub fn over(&self) -> bool {
        self.outcome == Outcome::Level(QuotaLevel::Over)
    }
}

/// A target for enterprises that is not met.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetMissed {
    /// What is aimed at.
    pub target: String,
    /// The product; empty for the plant as a whole.
    pub product: String,
    /// What is required, with its sign and unit.
    pub required: String,
    /// The plant's figure.
    pub actual: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// Document and clause.
    pub basis: String,
}

impl TargetMissed {
    fn of(t: &TargetFinding) -> Self {
        let sign = t.row.comparison.map_or("", |c| c.sign());
        let number = |r: f64| format!("{sign} {} {}", crate::audit::field::number(r), t.unit);
        Self {
            target: t.row.target.to_string(),
            product: t.product.clone(),
            required: t.required.map_or_else(|| t.row.value_text.to_string(), number).trim().to_owned(),
            actual: t.actual,
            unit: t.unit.clone(),
            basis: format!("{} {}", t.row.document, t.row.clause).trim().to_owned(),
        }
    }
}

/// A standard, catalogue or document that verdicts rest on.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Standard or catalogue.
    pub standard: String,
    /// Edition.
    pub edition: String,
    /// Comparisons that rest on it.
    pub times: usize,
    /// What of it is still to be checked; empty if nothing.
    pub unreviewed: String,
}

/// Adds up what the audits rest on, by standard and edition.
pub fn sources(sites: &[Site]) -> Vec<Source> {
    let mut all = Gathered::default();
    for s in sites.iter().flat_map(|s| &s.sources) {
        all.add(&s.standard, &s.edition, s.times, &s.unreviewed);
    }
    all.list()
}

#[derive(Default)]
struct Gathered(BTreeMap<(String, String), (usize, String)>);

impl Gathered {
    fn add(&mut self, standard: &str, edition: &str, times: usize, unreviewed: &str) {
        let found = self.0.entry((standard.to_owned(), edition.to_owned())).or_default();
        found.0 += times;
        if found.1.is_empty() {
            unreviewed.clone_into(&mut found.1);
        }
    }

    fn list(self) -> Vec<Source> {
        let source = |((standard, edition), (times, unreviewed))| Source { standard, edition, times, unreviewed };
        self.0.into_iter().map(source).collect()
    }
}

/// What a site takes from here.
pub(super) struct Standing {
    pub plant: Option<PlantTotal>,
    pub products: Vec<ProductStanding>,
    pub missed: Vec<TargetMissed>,
    pub met: usize,
    pub open: usize,
    pub sources: Vec<Source>,
}

impl Standing {
    pub fn of(audit: &Audit, diagnosis: &Diagnosis, reference: &Reference) -> Self {
        let ctx = Context { reference, assumptions: &diagnosis.assumptions };
        let energy = account(audit, diagnosis.used_by_kind(), &ctx);
        let figures = plant::figures(audit, &energy, diagnosis.obsolete_in_use(audit), &ctx);
        let found = benchmark(&figures, reference);
        // Targets of regions are no requirements of single enterprises.
        let targets = || found.targets.iter().filter(|t| t.row.level == TargetLevel::Enterprise);
        let count = |of: &[TargetStanding]| targets().filter(|t| of.contains(&t.standing)).count();
        let mut sources = Gathered::default();
        for e in diagnosis.devices.iter().flat_map(|d| &d.verdict.evidence).filter(|e| e.level.is_some()) {
            sources.add(&e.standard, &e.edition, 1, &e.unreviewed);
        }
        for r in found.quotas.iter().flat_map(|q| &q.rows).filter(|r| !r.row.standard.is_empty()) {
            sources.add(&r.row.standard, &r.row.edition, 1, &r.unreviewed);
        }
        for t in targets() {
            sources.add(&t.row.document, &t.row.year, 1, &t.row.review);
        }
        Self {
            plant: energy.audited().map(|y| PlantTotal {
                year: y.year,
                tce_equivalent: y.tce_equivalent,
                tce_equal_value: y.tce_equal_value,
            }),
            products: found.quotas.iter().map(ProductStanding::of).collect(),
            missed: targets().filter(|t| t.standing == TargetStanding::NotMet).map(TargetMissed::of).collect(),
            met: count(&[TargetStanding::Met]),
            open: count(&[TargetStanding::Missing, TargetStanding::Open]),
            sources: sources.list(),
        }
    }
}
