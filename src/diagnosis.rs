//! `Audit` → [`Diagnosis`]: the pure function that runs screening, energy, measures and economics over the whole
//! audit. Same audit and reference, same answer, on every machine.

use std::collections::HashMap;

use crate::audit::{Audit, Equipment, Id, KindCode};
use crate::energy::{self, Assumptions, Context, EnergyGap, EnergyUse, Impact};
use crate::progress::Progress;
use crate::reference::Reference;
use crate::retrofit::{self, MeasureResult, ScenarioResult};
use crate::screening::{self, Level, Verdict};

/// What was found about one device.
#[derive(Clone, Debug)]
pub struct DeviceDiagnosis {
    /// Whose.
    pub id: Id,
    /// Screening.
    pub verdict: Verdict,
    /// Energy in a year, or what is missing for it.
    pub energy: Result<EnergyUse, EnergyGap>,
}

/// Numbers of one level or kind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Rows of the ledger.
    pub rows: usize,
    /// Devices (quantities added up).
    pub devices: f64,
    /// Rated power of motors in kW.
    pub motor_kw: f64,
    /// Capacity of transformers in kVA.
    pub transformer_kva: f64,
    /// Output of boilers in t/h (0.7 MW = 1 t/h).
    pub boiler_tph: f64,
    /// Electricity (transformers: losses) in kWh/a.
    pub electricity_kwh: f64,
    /// Energy of fuels and electricity at equivalent value in tce/a, of devices in use whose energy is known.
    pub tce: f64,
}

/// Everything the pages and the report show.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// The reference date.
    pub date: jiff::civil::Date,
    /// Devices in the order of the audit.
    pub devices: Vec<DeviceDiagnosis>,
    /// Measures, each alone, in the order of the audit.
    pub measures: Vec<MeasureResult>,
    /// Scenarios in the order of the audit.
    pub scenarios: Vec<ScenarioResult>,
    /// Settings in use.
    pub assumptions: Assumptions,
    /// Numbers by level in effect.
    pub by_level: Vec<(Level, Tally)>,
    /// Numbers by kind.
    pub by_kind: Vec<(KindCode, Tally)>,
    /// Total energy of the listed devices in use, as far as known.
    pub total: Impact,
    index: HashMap<Id, usize>,
}

impl Diagnosis {
    /// What was found about a device.
    pub fn device(&self, id: Id) -> Option<&DeviceDiagnosis> {
        self.index.get(&id).map(|at| &self.devices[*at])
    }

    /// The level in effect of a device: the auditor's, else the found one.
    pub fn level(&self, id: Id) -> Option<Level> {
        self.device(id).map(|d| d.verdict.effective())
    }

    /// Numbers of a level.
    pub fn tally(&self, level: Level) -> Tally {
        self.by_level.iter().find(|(l, _)| *l == level).map(|(_, t)| *t).unwrap_or_default()
    }
}

impl Tally {
    fn add(&mut self, device: &Equipment, energy: &Result<EnergyUse, EnergyGap>, ctx: &Context<'_>) {
        use crate::audit::Kind;
        let quantity = device.quantity();
        self.rows += 1;
        self.devices += quantity;
        match &device.kind {
            Kind::Motor(m) => self.motor_kw += m.rated_power_kw.as_ref().map_or(0.0, |p| p.value) * quantity,
            Kind::Transformer(t) => {
                self.transformer_kva += energy::transformer::capacity_kva(device, t).unwrap_or(0.0) * quantity;
            }
            Kind::Boiler(b) => self.boiler_tph += energy::boiler::capacity_tph(b).unwrap_or(0.0) * quantity,
            _ => {}
        }
        if let (true, Ok(use_)) = (device.in_use(), energy) {
            let impact = Impact::of(use_.electricity_kwh, &use_.fuels, ctx);
            self.electricity_kwh += use_.electricity_kwh;
            self.tce += impact.tce_equivalent;
        }
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
    let mut by_level: Vec<(Level, Tally)> = Level::ALL.iter().map(|l| (*l, Tally::default())).collect();
    let mut by_kind: Vec<(KindCode, Tally)> = KindCode::ALL.iter().map(|k| (*k, Tally::default())).collect();
    let mut electricity_kwh = 0.0;
    let mut fuels = Vec::new();
    for (at, device) in audit.equipment.iter().enumerate() {
        if at % 256 == 0 {
            if progress.cancelled() {
                return None;
            }
            progress.set(at, audit.equipment.len());
        }
        let verdict = screening::screen(device, reference);
        let energy = energy::annual(device, &ctx);
        by_level[verdict.effective() as usize].1.add(device, &energy, &ctx);
        by_kind[device.kind.code() as usize].1.add(device, &energy, &ctx);
        if let (true, Ok(used)) = (device.in_use(), &energy) {
            electricity_kwh += used.electricity_kwh;
            fuels.extend(used.fuels.iter().cloned());
        }
        devices.push(DeviceDiagnosis { id: device.id, verdict, energy });
    }
    let total = Impact::of(electricity_kwh, &energy::merge(fuels), &ctx);
    let index: HashMap<Id, usize> = audit.equipment.iter().enumerate().map(|(i, e)| (e.id, i)).collect();
    let lookup = |id: Id| index.get(&id).map(|at| &audit.equipment[*at]);
    let mut measures = Vec::with_capacity(audit.measures.len());
    for measure in &audit.measures {
        if progress.cancelled() {
            return None;
        }
        measures.push(retrofit::measure_alone(measure, &lookup, &ctx));
    }
    let scenarios = audit.scenarios.iter().map(|s| retrofit::scenario(s, audit, &lookup, &ctx)).collect();
    progress.set(1, 1);
    Some(Diagnosis { date: reference.date, devices, measures, scenarios, by_level, by_kind, total, index, assumptions })
}
