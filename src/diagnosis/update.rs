//! A diagnosis brought up to date after an edit.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::links::{Counted, Links, set_counted, set_link};
use super::tally::Share;
use super::{DeviceDiagnosis, Diagnosis, Plant, diagnose_with, step};
use crate::audit::{Audit, Id, Measure, Scenario, Touched};
use crate::energy::{Assumptions, Context};
use crate::progress::Progress;
use crate::reference::Reference;
use crate::retrofit;

/// The diagnosis of `audit`, given that of the same audit before edits that touched `touched`: equal to
/// [`diagnose`](super::diagnose), but only the touched devices, those linked to them and the measures on them are
/// looked at again. Other prices, factors, own tables or another date change everything and are found out.
///
/// Takes the former diagnosis: what nobody else holds is changed in place.
pub fn update(previous: Diagnosis, audit: &Audit, reference: &Reference, touched: &Touched) -> Diagnosis {
    update_with(previous, audit, reference, touched, &Progress::new())
        .unwrap_or_else(|| unreachable!("a fresh progress is never cancelled"))
}

/// How many devices [`update`] looks at, those of measures included: tells whether it is done within a frame.
pub fn effort(previous: &Diagnosis, audit: &Audit, reference: &Reference, touched: &Touched) -> usize {
    if !comparable(previous, audit, reference, touched) {
        return audit.equipment.len().max(1);
    }
    let moved = if touched.order { audit.equipment.len() } else { 0 };
    let concerned = with_linked(previous, audit, touched);
    let measures = audit.measures.iter().filter(|m| touched.plans || concerns(m, &concerned));
    let scenarios = audit.scenarios.iter().filter(|s| touched.plans || has_concerned(s, audit, &concerned));
    let alone: usize = measures.map(|m| m.targets.len()).sum();
    let planned: usize =
        scenarios.flat_map(|s| &s.measures).filter_map(|id| audit.measure(*id)).map(|m| m.targets.len()).sum();
    moved + concerned.equipment.len() + alone + planned
}

/// What was touched and the devices that links tie to it; all linked ones where a link itself changed.
fn with_linked(previous: &Diagnosis, audit: &Audit, touched: &Touched) -> Touched {
    let mut out = touched.clone();
    let links = &previous.links;
    let mut places = BTreeSet::new();
    for at in touched.equipment.iter().filter_map(|id| previous.index.get(id).copied()) {
        match audit.equipment.get(at) {
            Some(device) if !touched.order && links.fits(at, device) => places.extend(links.shaft(at, audit)),
            _ => {
                places.extend(links.members());
                break;
            }
        }
    }
    out.equipment.extend(places.into_iter().filter_map(|at| previous.devices.get(at)).map(|d| d.id));
    out
}

/// Whether everything but the touched devices is judged by the same rules.
fn comparable(previous: &Diagnosis, audit: &Audit, reference: &Reference, touched: &Touched) -> bool {
    !touched.own_tables && previous.date == reference.date && previous.assumptions == Assumptions::of(audit, reference)
}

fn concerns(measure: &Measure, touched: &Touched) -> bool {
    !touched.equipment.is_empty() && measure.targets.iter().any(|t| touched.equipment.contains(t))
}

fn has_concerned(scenario: &Scenario, audit: &Audit, touched: &Touched) -> bool {
    scenario.measures.iter().filter_map(|id| audit.measure(*id)).any(|m| concerns(m, touched))
}

/// [`update`] with progress; `None` if it was cancelled.
pub fn update_with(
    previous: Diagnosis,
    audit: &Audit,
    reference: &Reference,
    touched: &Touched,
    progress: &Progress,
) -> Option<Diagnosis> {
    if !comparable(&previous, audit, reference, touched) {
        return diagnose_with(audit, reference, progress);
    }
    let mut out = previous;
    let assumptions = out.assumptions.clone();
    let ctx = Context { reference, assumptions: &assumptions };
    let Some(fresh) = (if touched.order {
        reorder(&mut out, audit, touched, &ctx, progress)?
    } else {
        again(&mut out, audit, touched, &ctx, progress)?
    }) else {
        return diagnose_with(audit, reference, progress);
    };
    let fits = !touched.order && fresh.iter().all(|at| out.links.fits(*at, &audit.equipment[*at]));
    let seen = relink(&mut out, audit, touched.order, fits, &fresh);
    // A measure on a machine works on its motor's electricity: whoever is on one shaft with a touched device is
    // concerned. Where links changed it may be on another shaft than before.
    let mut concerned = touched.clone();
    let id = |at: usize| audit.equipment[at].id;
    if fits {
        concerned.equipment.extend(fresh.iter().flat_map(|at| out.links.shaft(*at, audit)).map(id));
    } else {
        concerned.equipment.extend(seen.iter().copied().map(id));
    }
    // Where no device is looked at again the totals are those of before.
    let totals = touched.order || !fresh.is_empty() || !seen.is_empty();
    if touched.order {
        out.shares = audit.equipment.iter().zip(&out.devices).map(|(e, d)| Share::of(e, d)).collect();
    } else {
        for at in fresh.into_iter().chain(seen) {
            out.shares[at] = Share::of(&audit.equipment[at], &out.devices[at]);
        }
    }
    if totals {
        out.sum_up(&ctx);
    }
    plans(&mut out, audit, &concerned, &ctx, progress)?;
    progress.set(1, 1);
    Some(out)
}

/// Positions looked at again; `None` within if the former diagnosis is not one of this audit.
type Fresh = Option<BTreeSet<usize>>;

/// Looks at the touched devices, which stand where they stood.
fn again(
    out: &mut Diagnosis,
    audit: &Audit,
    touched: &Touched,
    ctx: &Context<'_>,
    progress: &Progress,
) -> Option<Fresh> {
    if out.devices.len() != audit.equipment.len() {
        return Some(None);
    }
    let mut fresh = BTreeSet::new();
    for (n, id) in touched.equipment.iter().enumerate() {
        step(progress, n, touched.equipment.len())?;
        let Some(at) = out.index.get(id).copied() else { continue };
        if audit.equipment[at].id != *id {
            return Some(None);
        }
        out.devices[at] = DeviceDiagnosis::of(&audit.equipment[at], ctx);
        fresh.insert(at);
    }
    Some(Some(fresh))
}

/// Looks at the touched devices after some came, went or changed places.
fn reorder(
    out: &mut Diagnosis,
    audit: &Audit,
    touched: &Touched,
    ctx: &Context<'_>,
    progress: &Progress,
) -> Option<Fresh> {
    let mut fresh = BTreeSet::new();
    let mut devices = Vec::with_capacity(audit.equipment.len());
    for (at, device) in audit.equipment.iter().enumerate() {
        step(progress, at, audit.equipment.len())?;
        let known = out.index.get(&device.id).filter(|_| !touched.equipment.contains(&device.id));
        devices.push(match known {
            Some(place) => out.devices[*place].clone(),
            None => {
                fresh.insert(at);
                DeviceDiagnosis::of(device, ctx)
            }
        });
    }
    // Devices that were linked before may not be any more: they are told so below, at their new places.
    let index: HashMap<Id, usize> = audit.equipment.iter().enumerate().map(|(i, e)| (e.id, i)).collect();
    let linked: Vec<usize> = out.links.members().filter_map(|m| index.get(&out.devices[m].id).copied()).collect();
    (out.devices, out.index) = (devices, Arc::new(index));
    unlink(out, audit, linked);
    Some(Some(fresh))
}

/// Takes back what links said of devices.
fn unlink(out: &mut Diagnosis, audit: &Audit, places: impl IntoIterator<Item = usize>) {
    for at in places {
        let alone = Counted::alone(&audit.equipment[at], &out.devices[at].energy);
        set_counted(&mut out.devices[at], alone);
        set_link(&mut out.devices[at], None);
    }
}

/// Settles the links again, as far as they concern the devices looked at. Gives the positions that may have changed.
/// `fits`: the links are those of before.
fn relink(out: &mut Diagnosis, audit: &Audit, order: bool, fits: bool, fresh: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    if fits {
        let links = out.links.clone();
        let tags: BTreeSet<&str> = fresh.iter().flat_map(|at| links.tags_of(*at)).collect();
        tags.into_iter().for_each(|tag| links.settle(tag, audit, &mut out.devices, &mut seen));
        return seen;
    }
    if !order {
        seen.extend(out.links.members());
        unlink(out, audit, seen.iter().copied());
    }
    let links = Links::of(audit);
    links.tags().for_each(|tag| links.settle(tag, audit, &mut out.devices, &mut seen));
    out.links = Arc::new(links);
    seen
}

/// Works out again the measures and scenarios that changed or that touched devices belong to.
fn plans(out: &mut Diagnosis, audit: &Audit, touched: &Touched, ctx: &Context<'_>, progress: &Progress) -> Option<()> {
    let (index, links) = (out.index.clone(), out.links.clone());
    let plant = Plant { audit, index: &index, links: &links };
    let mut measures = Vec::with_capacity(audit.measures.len());
    let mut former: HashMap<Id, _> = out.measures.drain(..).map(|m| (m.id, m)).collect();
    for measure in &audit.measures {
        if progress.cancelled() {
            return None;
        }
        let known = former.remove(&measure.id).filter(|_| !touched.plans && !concerns(measure, touched));
        measures.push(known.unwrap_or_else(|| Arc::new(retrofit::measure_alone(measure, &plant, ctx))));
    }
    out.measures = measures;
    let mut former: HashMap<Id, _> = out.scenarios.drain(..).map(|s| (s.id, s)).collect();
    let scenarios = audit.scenarios.iter().map(|scenario| {
        let known = former.remove(&scenario.id).filter(|_| !touched.plans && !has_concerned(scenario, audit, touched));
        known.unwrap_or_else(|| Arc::new(retrofit::scenario(scenario, audit, &plant, ctx)))
    });
    out.scenarios = scenarios.collect();
    Some(())
}
