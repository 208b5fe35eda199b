//! `Audit` → [`Diagnosis`]: the pure function that runs screening, energy, measures and economics over the whole
//! audit. Same audit and reference, same answer, on every machine.
//!
//! [`update`] gives the same answer after an edit, looking at nothing but what the edit touched.

mod links;
mod tally;
mod update;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::audit::{Audit, Equipment, Id, KindCode};
use crate::energy::plant::KindUse;
use crate::energy::{self, Assumptions, Context, EnergyGap, EnergyUse, Impact};
use crate::progress::Progress;
use crate::reference::Reference;
use crate::retrofit::{self, MeasureResult, ScenarioResult};
use crate::screening::{self, Level, Verdict};

use links::Links;
pub use links::{Counted, LinkNote};
use tally::Share;
pub use tally::{Size, Tally};
pub use update::{effort, update, update_with};

/// What was found about one device.
#[derive(Clone, Debug, PartialEq)]
pub struct DeviceDiagnosis {
    /// Whose.
    pub id: Id,
    /// Screening.
    pub verdict: Verdict,
    /// Energy in a year by the device's own data, or what is missing for it.
    pub energy: Result<EnergyUse, EnergyGap>,
    /// That energy in tce/a at equivalent value; 0 if it is not known.
    pub tce_equivalent: f64,
    /// Where the energy stands in the totals.
    pub counted: Counted,
    /// What is wrong with the tag of the motor or transformer that feeds it.
    pub link: Option<LinkNote>,
}

impl DeviceDiagnosis {
    /// Finds it out, without regard to other devices.
    fn of(device: &Equipment, ctx: &Context<'_>) -> Arc<Self> {
        let energy = energy::annual(device, ctx);
        Arc::new(Self {
            id: device.id,
            verdict: screening::screen(device, ctx.reference),
            tce_equivalent: energy
                .as_ref()
                .map_or(0.0, |used| energy::tce_equivalent(used.electricity_kwh, &used.fuels, ctx)),
            counted: Counted::alone(device, &energy),
            link: None,
            energy,
        })
    }
}

/// Everything the pages and the report show.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// The reference date.
    pub date: jiff::civil::Date,
    /// Devices in the order of the audit.
    pub devices: Vec<Arc<DeviceDiagnosis>>,
    /// Measures, each alone, in the order of the audit. Shared, like the devices, with what was found before an edit.
    pub measures: Vec<Arc<MeasureResult>>,
    /// Scenarios in the order of the audit.
    pub scenarios: Vec<Arc<ScenarioResult>>,
    /// Settings in use.
    pub assumptions: Assumptions,
    /// Numbers by level in effect.
    pub by_level: Vec<(Level, Tally)>,
    /// Numbers by kind.
    pub by_kind: Vec<(KindCode, Tally)>,
    /// Total energy of the listed devices in use, as far as known, each counted once (see [`Counted`]).
    pub total: Impact,
    index: Arc<HashMap<Id, usize>>,
    links: Arc<Links>,
    shares: Vec<Share>,
    used_by_kind: Vec<KindUse>,
}

impl Diagnosis {
    /// What was found about a device.
    pub fn device(&self, id: Id) -> Option<&DeviceDiagnosis> {
        self.index.get(&id).map(|at| &*self.devices[*at])
    }

    /// The level in effect of a device: the auditor's, else the found one.
    pub fn level(&self, id: Id) -> Option<Level> {
        self.device(id).map(|d| d.verdict.effective())
    }

    /// [`total`](Self::total); `None` where no device is listed, or the energy of devices in use is missing and that of
    /// none is known: a sum of nothing is not a use of nothing.
    pub fn known_total(&self) -> Option<&Impact> {
        let unknown = self.by_kind.iter().any(|(_, tally)| tally.unknown_rows > 0);
        (!self.devices.is_empty() && (!unknown || self.total.tce_equivalent != 0.0)).then_some(&self.total)
    }

    /// Devices in use on the lists of obsolete ones; `None` if the audit lists no devices.
    pub fn obsolete_in_use(&self, audit: &Audit) -> Option<f64> {
        let listed = self.shares.iter().filter(|s| s.in_use && s.level == Level::Obsolete);
        (!audit.equipment.is_empty()).then(|| listed.map(|s| s.quantity).sum())
    }

    /// Energy of the listed devices in use by kind, each counted once: what the plant's balance compares with.
    pub fn used_by_kind(&self) -> &[KindUse] {
        &self.used_by_kind
    }

    /// Numbers of a level.
    pub fn tally(&self, level: Level) -> Tally {
        self.by_level.iter().find(|(l, _)| *l == level).map(|(_, t)| *t).unwrap_or_default()
    }

    /// Adds everything up from the shares, always in the order of the audit: floats added up in another order would
    /// differ in the last digit.
    fn sum_up(&mut self, ctx: &Context<'_>) {
        let mut by_level: Vec<(Level, Tally)> = Level::ALL.iter().map(|l| (*l, Tally::default())).collect();
        let mut by_kind: Vec<(KindCode, Tally)> = KindCode::ALL.iter().map(|k| (*k, Tally::default())).collect();
        let mut electricity_kwh = 0.0;
        let mut fuels = Vec::new();
        let mut fuels_by_kind = KindCode::ALL.map(|_| Vec::new());
        for (share, found) in self.shares.iter().zip(&self.devices) {
            by_level[share.level as usize].1.add(share);
            by_kind[share.kind as usize].1.add(share);
            electricity_kwh += share.electricity_kwh;
            if let (true, Ok(used)) = (share.fuels, &found.energy) {
                fuels.extend(used.fuels.iter().cloned());
                fuels_by_kind[share.kind as usize].extend(used.fuels.iter().cloned());
            }
        }
        self.total = Impact::of(electricity_kwh, &energy::merge(fuels), ctx);
        self.used_by_kind = by_kind
            .iter()
            .zip(fuels_by_kind)
            .filter(|((_, tally), _)| tally.rows > 0)
            .map(|((kind, tally), fuels)| KindUse {
                kind: *kind,
                electricity_kwh: tally.electricity_kwh,
                fuels: energy::merge(fuels),
                unknown_rows: tally.unknown_rows,
            })
            .collect();
        (self.by_level, self.by_kind) = (by_level, by_kind);
    }
}

/// An audit's devices and what drives what, as measures and the planner see them.
pub struct DeviceLedger<'a> {
    audit: &'a Audit,
    index: HashMap<Id, usize>,
    links: Links,
}

impl<'a> DeviceLedger<'a> {
    /// Of an audit.
    pub fn of(audit: &'a Audit) -> Self {
        let index = audit.equipment.iter().enumerate().map(|(at, e)| (e.id, at)).collect();
        Self { audit, index, links: Links::of(audit) }
    }

    fn plant(&self) -> Plant<'_> {
        Plant { audit: self.audit, index: &self.index, links: &self.links }
    }
}

impl retrofit::Ledger for DeviceLedger<'_> {
    fn device(&self, id: Id) -> Option<&Equipment> {
        self.index.get(&id).map(|at| &self.audit.equipment[*at])
    }

    fn drive(&self, id: Id) -> Option<Id> {
        self.plant().drive(id)
    }

    fn driven(&self, motor: Id) -> Vec<Id> {
        self.plant().driven(motor)
    }
}

/// The audit as measures see it.
struct Plant<'a> {
    audit: &'a Audit,
    index: &'a HashMap<Id, usize>,
    links: &'a Links,
}

impl retrofit::Ledger for Plant<'_> {
    fn device(&self, id: Id) -> Option<&Equipment> {
        self.index.get(&id).map(|at| &self.audit.equipment[*at])
    }

    fn drive(&self, id: Id) -> Option<Id> {
        self.links.drive(*self.index.get(&id)?, self.audit).map(|at| self.audit.equipment[at].id)
    }

    fn driven(&self, motor: Id) -> Vec<Id> {
        let at = self.index.get(&motor);
        at.map_or_else(Vec::new, |at| self.links.driven(*at, self.audit))
            .into_iter()
            .map(|at| self.audit.equipment[at].id)
            .collect()
    }
}

/// Diagnoses the whole audit.
pub fn diagnose(audit: &Audit, reference: &Reference) -> Diagnosis {
    diagnose_with(audit, reference, &Progress::new())
        .unwrap_or_else(|| unreachable!("a fresh progress is never cancelled"))
}

/// [`diagnose`] with progress; `None` if it was cancelled.
pub fn diagnose_with(audit: &Audit, reference: &Reference, progress: &Progress) -> Option<Diagnosis> {
    let assumptions = Assumptions::of(audit, reference);
    let ctx = Context { reference, assumptions: &assumptions };
    let mut devices = Vec::with_capacity(audit.equipment.len());
    for (at, device) in audit.equipment.iter().enumerate() {
        step(progress, at, audit.equipment.len())?;
        devices.push(DeviceDiagnosis::of(device, &ctx));
    }
    let links = Links::of(audit);
    let mut seen = BTreeSet::new();
    links.tags().for_each(|tag| links.settle(tag, audit, &mut devices, &mut seen));
    let shares = audit.equipment.iter().zip(&devices).map(|(e, d)| Share::of(e, d)).collect();
    let index: HashMap<Id, usize> = audit.equipment.iter().enumerate().map(|(i, e)| (e.id, i)).collect();
    let plant = Plant { audit, index: &index, links: &links };
    let mut measures = Vec::with_capacity(audit.measures.len());
    for measure in &audit.measures {
        if progress.cancelled() {
            return None;
        }
        measures.push(Arc::new(retrofit::measure_alone(measure, &plant, &ctx)));
    }
    let scenario = |s| Arc::new(retrofit::scenario(s, audit, &plant, &ctx));
    let scenarios = audit.scenarios.iter().map(scenario).collect();
    let mut out = Diagnosis {
        date: reference.date,
        devices,
        measures,
        scenarios,
        by_level: Vec::new(),
        by_kind: Vec::new(),
        total: Impact::default(),
        index: Arc::new(index),
        links: Arc::new(links),
        shares,
        used_by_kind: Vec::new(),
        assumptions: assumptions.clone(),
    };
    out.sum_up(&ctx);
    progress.set(1, 1);
    Some(out)
}

/// Reports progress now and then; `None` if it was cancelled.
fn step(progress: &Progress, at: usize, of: usize) -> Option<()> {
    if at.is_multiple_of(256) {
        if progress.cancelled() {
            return None;
        }
        progress.set(at, of);
    }
    Some(())
}
