//! One measure carried out on the devices as the measures before it left them.

use std::collections::HashMap;

use super::linked::Linked;
use super::scenario::TargetResult;
use super::{Beyond, Changed, apply, carry_out, once};
use crate::audit::measure::{Measure, Scope};
use crate::audit::{Equipment, Id};
use crate::energy::{self, Context, EnergyUse, Impact};

/// The warning of a negative saving.
pub(super) const NEGATIVE: &str = "措施后能耗高于措施前，节能量为负";

/// The ledger as measures see it.
pub trait Ledger {
    /// A device.
    fn device(&self, id: Id) -> Option<&Equipment>;
    /// The motor that drives a device, where its tag tells one.
    fn drive(&self, id: Id) -> Option<Id>;
    /// The devices that a motor drives.
    fn driven(&self, motor: Id) -> Vec<Id>;
}

/// What the measures before did.
#[derive(Clone, Default)]
pub(super) struct State {
    devices: HashMap<Id, Equipment>,
    /// Measures carried out on a device: code and title.
    pub done: HashMap<Id, Vec<once::Done>>,
}

impl State {
    /// A device as it is now.
    pub fn now(&self, id: Id, ledger: &dyn Ledger) -> Option<Equipment> {
        self.devices.get(&id).or_else(|| ledger.device(id)).cloned()
    }

    /// Takes a device over as it will be.
    pub fn set(&mut self, device: Equipment) {
        self.devices.insert(device.id, device);
    }
}

/// What came of the devices of a measure.
#[derive(Default)]
pub(super) struct Found {
    pub targets: Vec<TargetResult>,
    /// Label and reason.
    pub refused: Vec<(String, String)>,
    pub beyond: Option<Beyond>,
}

/// Carries a measure out.
pub(super) fn run(measure: &Measure, ledger: &dyn Ledger, state: &mut State, ctx: &Context<'_>) -> Found {
    let mut found = Found::default();
    let mut ids: Vec<Id> = Vec::new();
    for id in &measure.targets {
        let Some(now) = state.now(*id, ledger) else {
            found.refused.push(("已删除的设备".to_owned(), "设备已不在台账中".to_owned()));
            continue;
        };
        if ids.contains(id) {
            continue;
        }
        let refusal = if now.in_use() {
            once::refusal(&measure.action, state.done.get(id).map_or(&[], Vec::as_slice))
        } else {
            Some("设备不在用，没有可节约的能源".to_owned())
        };
        match refusal {
            Some(reason) => found.refused.push((now.label().to_owned(), reason)),
            None => ids.push(*id),
        }
    }
    if let Scope::Each(_) = measure.action.scope() {
        // Each device as the ones before it left it: a motor and what it drives may both be targets.
        for id in ids {
            let Some(now) = state.now(id, ledger) else { continue };
            match each(measure, &now, ledger, state, ctx) {
                Ok((result, beyond)) => {
                    found.targets.push(result);
                    state.done.entry(id).or_default().push(once::Done::of(measure, false));
                    for other in ledger.drive(id).into_iter().chain(ledger.driven(id)) {
                        state.done.entry(other).or_default().push(once::Done::of(measure, true));
                    }
                    if let Some(more) = beyond {
                        found.beyond.get_or_insert_default().add(more);
                    }
                }
                Err(reason) => found.refused.push((now.label().to_owned(), reason)),
            }
        }
        return found;
    }
    let devices: Vec<Equipment> = ids.into_iter().filter_map(|id| state.now(id, ledger)).collect();
    let outcome = carry_out(&measure.action, &devices.iter().collect::<Vec<_>>(), ctx);
    for (at, changed) in outcome.devices.into_iter().enumerate() {
        let label = devices.get(at).map_or_else(|| measure.title.clone(), |d| d.label().to_owned());
        match (changed, devices.get(at)) {
            (Some(Err(error)), _) => found.refused.push((label, error.to_string())),
            (Some(Ok(changed)), Some(now)) => match one(now, changed, ctx) {
                Ok((result, after)) => {
                    found.targets.push(result);
                    state.set(after);
                }
                Err(reason) => found.refused.push((label, reason)),
            },
            _ => {}
        }
    }
    found.beyond = outcome.beyond;
    found
}

/// One device of a measure on single devices.
fn each(
    measure: &Measure,
    now: &Equipment,
    ledger: &dyn Ledger,
    state: &mut State,
    ctx: &Context<'_>,
) -> Result<(TargetResult, Option<Beyond>), String> {
    if let Some(linked) = Linked::of(now, ledger, state, ctx)? {
        linked.allows(&measure.action)?;
        let mut changed = apply(&measure.action, linked.machine(), ctx).map_err(|e| e.to_string())?;
        let beyond = changed.beyond.take();
        return Ok((linked.settle(&measure.action, changed, state, ctx)?, beyond));
    }
    let mut changed = apply(&measure.action, now, ctx).map_err(|e| e.to_string())?;
    let beyond = changed.beyond.take();
    let (result, after) = one(now, changed, ctx)?;
    state.set(after);
    Ok((result, beyond))
}

/// Energy of a device after a measure: one that is taken out of use needs none any more.
pub(super) fn used_after(device: &Equipment, ctx: &Context<'_>) -> Result<EnergyUse, String> {
    if device.in_use() { energy::annual(device, ctx).map_err(|g| g.reason) } else { Ok(EnergyUse::default()) }
}

fn one(now: &Equipment, changed: Changed, ctx: &Context<'_>) -> Result<(TargetResult, Equipment), String> {
    let before = energy::annual(now, ctx).map_err(|g| g.reason)?;
    let after = used_after(&changed.device, ctx)?;
    Ok((result(now, before, after, changed.working, changed.notes, ctx), changed.device))
}

/// The row of a device.
pub(super) fn result(
    now: &Equipment,
    before: EnergyUse,
    after: EnergyUse,
    working: Vec<crate::energy::Step>,
    more: Vec<String>,
    ctx: &Context<'_>,
) -> TargetResult {
    let saving = Impact::saving(&before, &after, ctx);
    let mut notes = before.notes.clone();
    notes.extend(more);
    if saving.tce_equivalent < 0.0 {
        notes.push(NEGATIVE.to_owned());
    }
    notes.extend(after.notes.iter().cloned());
    let mut seen = std::collections::HashSet::new();
    notes.retain(|note| seen.insert(note.clone()));
    TargetResult {
        id: now.id,
        label: now.label().to_owned(),
        model: now.model().to_owned(),
        before,
        replacement: working,
        after,
        saving,
        notes,
    }
}
