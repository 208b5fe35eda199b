//! Many audits in one table: what an energy bureau sees of its city.
//!
//! A [`Site`] holds of one audit just what the tables need, so that a thousand audits fit in memory one after the other.
//! Nothing is estimated for a plant that lacks something: the gaps are counted and shown beside the sums.

mod groups;
mod standing;

use crate::audit::{Audit, Entered, Equipment, KindCode};
use crate::diagnosis::{Diagnosis, Tally};
use crate::energy::{Impact, rated};
use crate::reference::Reference;
use crate::screening::{Level, Verdict};

pub use groups::{Group, by_city, by_industry, by_kind, repeated};
pub use standing::{PlantTotal, ProductStanding, Source, TargetMissed, sources};

/// A device that is obsolete, suspected of it or below the limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Its level in effect.
    pub level: Level,
    /// What it is.
    pub kind: KindCode,
    /// Tag; empty if not entered.
    pub tag: String,
    /// Name; empty if not entered.
    pub name: String,
    /// Model; empty if not entered.
    pub model: String,
    /// Where it stands; empty if not entered.
    pub place: String,
    /// Number of alike devices.
    pub quantity: f64,
    /// Size of one in the kind's unit ([`rated::unit`]), if entered.
    pub size: Option<f64>,
    /// Whether it is in use.
    pub in_use: bool,
    /// Standard and clause of each evidence of that level.
    pub clauses: String,
    /// What these say.
    pub statements: String,
    /// Why the auditor overruled the found level; empty if not.
    pub overruled: String,
}

/// What a scenario of a plant saves and costs.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// What it saves.
    pub saving: Impact,
    /// Sum of the stated investments in yuan.
    pub investment_yuan: f64,
    /// Measures without a stated investment.
    pub without_investment: usize,
    /// Number of measures.
    pub measures: usize,
    /// Payback of the whole, if it exists.
    pub simple_payback_a: Option<f64>,
    /// NPV in yuan, if it exists.
    pub npv_yuan: Option<f64>,
}

/// The devices of one kind in an audit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OfKind {
    /// Which kind.
    pub kind: KindCode,
    /// Their numbers.
    pub tally: Tally,
    /// Devices (quantities added up) of each level, in the order of [`Level::ALL`].
    pub levels: [f64; Level::ALL.len()],
}

/// One audit.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Name of its file.
    pub file: String,
    /// The enterprise; empty if not entered.
    pub enterprise: String,
    /// Unified social credit code; empty if not entered.
    pub credit_code: String,
    /// City or county; empty if not entered.
    pub city: String,
    /// GB/T 4754 code and name; empty if not entered.
    pub industry: String,
    /// The audited period; empty if not entered.
    pub period: String,
    /// The reference date of the standards.
    pub date: jiff::civil::Date,
    /// Numbers by level.
    pub by_level: Vec<(Level, Tally)>,
    /// Numbers of the kinds it has.
    pub by_kind: Vec<OfKind>,
    /// Energy of the listed devices, each counted once.
    pub total: Impact,
    /// Devices (rows) in use whose energy is not known.
    pub unknown_rows: usize,
    /// The scenario that is summed up; `None` if the audit has none of that name.
    pub plan: Option<Plan>,
    /// Devices to be replaced.
    pub findings: Vec<Finding>,
    /// Energy of the whole plant in the audited year; `None` without data of it.
    pub plant: Option<PlantTotal>,
    /// Its products against the quota.
    pub products: Vec<ProductStanding>,
    /// Targets for enterprises that it misses.
    pub missed: Vec<TargetMissed>,
    /// How many targets for enterprises it meets.
    pub targets_met: usize,
    /// Targets for enterprises for which data is missing or that must be looked into.
    pub targets_open: usize,
    /// What the verdicts on its devices and products rest on.
    pub sources: Vec<Source>,
}

impl Site {
    /// Takes from an audit what the tables need. `scenario`: its name; the first one if not given.
    pub fn of(file: &str, audit: &Audit, diagnosis: &Diagnosis, reference: &Reference, scenario: Option<&str>) -> Self {
        let standing = standing::Standing::of(audit, diagnosis, reference);
        let e = &audit.enterprise;
        let industry = [text(&e.industry_code), text(&e.industry)].join(" ").trim().to_owned();
        let wanted = match scenario {
            Some(name) => diagnosis.scenarios.iter().find(|s| s.name == name),
            None => diagnosis.scenarios.first(),
        };
        let plan = wanted.map(|s| Plan {
            name: s.name.clone(),
            saving: s.saving.clone(),
            investment_yuan: s.investment_yuan,
            without_investment: s.without_investment,
            measures: s.measures.len(),
            simple_payback_a: s.simple_payback_a,
            npv_yuan: s.npv_yuan,
        });
        let mut levels = vec![[0.0; Level::ALL.len()]; KindCode::ALL.len()];
        let mut findings = Vec::new();
        for (device, found) in audit.equipment.iter().zip(&diagnosis.devices) {
            levels[device.kind.code() as usize][found.verdict.effective() as usize] += device.quantity();
            findings.extend(finding(device, &found.verdict));
        }
        let by_kind = diagnosis.by_kind.iter().filter(|(_, t)| t.rows > 0);
        let by_kind =
            by_kind.map(|(kind, tally)| OfKind { kind: *kind, tally: *tally, levels: levels[*kind as usize] });
        Self {
            file: file.to_owned(),
            enterprise: text(&e.name),
            credit_code: text(&e.credit_code),
            city: text(&e.city),
            industry,
            period: text(&e.audit_period),
            date: diagnosis.date,
            by_level: diagnosis.by_level.clone(),
            by_kind: by_kind.collect(),
            total: diagnosis.total.clone(),
            unknown_rows: diagnosis.by_kind.iter().map(|(_, t)| t.unknown_rows).sum(),
            plan,
            findings,
            plant: standing.plant,
            products: standing.products,
            missed: standing.missed,
            targets_met: standing.met,
            targets_open: standing.open,
            sources: standing.sources,
        }
    }

    /// [`total`](Self::total); `None` where no device is listed, or devices' energy is missing and that of none is
    /// known.
    pub fn known_total(&self) -> Option<&Impact> {
        let known = self.unknown_rows == 0 || self.total.tce_equivalent != 0.0;
        (known && !self.by_kind.is_empty()).then_some(&self.total)
    }

    /// The enterprise, or the file where it was not entered.
    pub fn label(&self) -> &str {
        if self.enterprise.is_empty() { &self.file } else { &self.enterprise }
    }

    /// Whether a product is above its limit, or a target is missed.
    pub fn falls_short(&self) -> bool {
        !self.missed.is_empty() || self.products.iter().any(ProductStanding::over)
    }

    /// Devices of a level, quantities added up.
    pub fn devices(&self, level: Level) -> f64 {
        self.by_level.iter().find(|(l, _)| *l == level).map_or(0.0, |(_, t)| t.devices)
    }

    /// All devices, quantities added up.
    pub fn all_devices(&self) -> f64 {
        self.by_level.iter().map(|(_, t)| t.devices).sum()
    }
}

fn finding(device: &Equipment, verdict: &Verdict) -> Option<Finding> {
    let level = verdict.effective();
    if !matches!(level, Level::Obsolete | Level::SuspectedObsolete | Level::BelowLimit) {
        return None;
    }
    let cited: Vec<_> = verdict.of(level).collect();
    let clauses: Vec<String> = cited.iter().map(|e| format!("{} {}", e.standard, e.clause)).collect();
    let statements: Vec<&str> = cited.iter().map(|e| e.statement.as_str()).collect();
    Some(Finding {
        level,
        kind: device.kind.code(),
        tag: text(&device.common.tag),
        name: text(&device.common.name),
        model: device.model().to_owned(),
        place: text(&device.common.workshop),
        quantity: device.quantity(),
        size: rated::size(device),
        in_use: device.in_use(),
        clauses: clauses.join("；"),
        statements: statements.join("；"),
        overruled: device.overrule.as_ref().map_or_else(String::new, |o| o.reason.clone()),
    })
}

fn text(field: &Option<Entered<String>>) -> String {
    field.as_ref().map_or_else(String::new, |f| f.value.trim().to_owned())
}
