//! Replacement of what is obsolete, suspected of it, or below the limit.

use std::collections::HashMap;

use super::{Finding, Gain, Planned, Suggestion, Urgency, adopt, asks, gain, measure};
use crate::audit::equipment::{Boiler, BoilerFuel, Condensing};
use crate::audit::measure::inputs::{ReplaceChiller, ReplaceCompressor, ReplaceMachine};
use crate::audit::measure::{Action, Measure};
use crate::audit::{Audit, Edit, Entered, Equipment, Id, Kind, KindCode};
use crate::energy::motor::{VoltageClass, voltage_class};
use crate::energy::working::stated;
use crate::energy::{self, Assumptions, Context};
use crate::reference::Reference;
use crate::retrofit::timing::deadline;
use crate::screening::{self, Level};

/// The usual replacement: grade 2 of the standard in force; coal boilers by natural gas. `None` where the standard
/// has no grade 2 for what is known of the boiler, and for kinds without a replacement by grade.
pub fn usual(device: &Equipment, reference: &Reference) -> Option<Action> {
    by_grade(device, 2, reference)
}

fn by_grade(device: &Equipment, grade: u8, reference: &Reference) -> Option<Action> {
    match &device.kind {
        Kind::Motor(_) => Some(Action::ReplaceMotor { grade, efficiency_pct: None }),
        Kind::Transformer(_) => Some(Action::ReplaceTransformer {
            grade,
            core: None,
            capacity_kva: None,
            no_load_loss_w: None,
            load_loss_w: None,
            no_load_current_pct: None,
        }),
        Kind::Boiler(b) if grade == 2 => boiler_action(b, reference),
        _ => None,
    }
}

/// Coal: natural gas at the efficiency of grade 2; other fuels: the same fuel at grade 2.
fn boiler_action(b: &Boiler, reference: &Reference) -> Option<Action> {
    let fuel = energy::boiler::fuel(b)?;
    let coal = crate::retrofit::firing::is_coal(fuel);
    let (new_fuel, condensing) = if coal {
        (BoilerFuel::NaturalGas, Some(Condensing::No))
    } else {
        (fuel, b.condensing.as_ref().map(|c| c.value))
    };
    let mut like = b.clone();
    like.condensing = condensing.map(Entered::ledger);
    if coal {
        like.combustion = None;
    }
    let efficiency_pct = screening::boiler::grade2_pct(&like, new_fuel, reference)?;
    Some(Action::ReplaceBoiler { fuel: coal.then_some(new_fuel), efficiency_pct, condensing, fuel_ncv: None })
}

/// Replacement by a machine whose efficiency the auditor has to state.
fn to_be_chosen(kind: KindCode) -> Option<(Action, &'static str)> {
    match kind {
        KindCode::Fan | KindCode::Blower | KindCode::Pump | KindCode::Submersible => {
            Some((Action::ReplaceMachine(ReplaceMachine::default()), "更换高效风机、水泵"))
        }
        KindCode::Compressor => Some((Action::ReplaceCompressor(ReplaceCompressor::default()), "更换高效空压机")),
        KindCode::Chiller => Some((Action::ReplaceChiller(ReplaceChiller::default()), "更换高效冷水机组")),
        _ => None,
    }
}

/// Devices to replace, with what was found of them.
type Wanted<'d, 'f> = (&'d Equipment, Finding<'f>);

fn high_voltage(e: &Equipment, reference: &Reference) -> bool {
    match &e.kind {
        Kind::Motor(m) => matches!(voltage_class(e, m, reference), Some(VoltageClass::High(_))),
        _ => false,
    }
}

pub(super) fn suggestions<'a>(
    audit: &Audit,
    finding: &dyn Fn(Id) -> Option<Finding<'a>>,
    planned: &Planned,
    ctx: &Context<'_>,
) -> Vec<Suggestion> {
    let wanted: Vec<Wanted<'_, 'a>> = audit
        .equipment
        .iter()
        .filter(|e| e.in_use() && !planned.has(e.id, "replace"))
        .filter_map(|e| finding(e.id).map(|f| (e, f)))
        .filter(|(_, f)| matches!(f.level, Level::Obsolete | Level::SuspectedObsolete | Level::BelowLimit))
        .collect();
    let of_kind = |kind: KindCode| wanted.iter().copied().filter(move |(e, _)| e.kind.code() == kind);
    let (high, low): (Vec<_>, Vec<_>) = of_kind(KindCode::Motor).partition(|(e, _)| high_voltage(e, ctx.reference));
    let mut out = Vec::new();
    for (devices, title) in [
        (low, "更换淘汰与低效低压电动机(2级能效)"),
        (high, "更换淘汰与低效高压电动机(2级能效)"),
        (of_kind(KindCode::Transformer).collect(), "更换淘汰与低效变压器(2级能效)"),
    ] {
        let Some(action) = devices.first().and_then(|(e, _)| usual(e, ctx.reference)) else { continue };
        out.extend(group(&action, devices, |n| format!("{title}，{n} 项"), ctx));
    }
    for (device, found) in of_kind(KindCode::Boiler) {
        let Some(action) = usual(device, ctx.reference) else { continue };
        let title = boiler_title(device, &action);
        out.extend(group(&action, vec![(device, found)], |_| title.clone(), ctx));
    }
    // Machines of one model share the figures of the new one; those without a model stand alone.
    let mut alike: HashMap<(KindCode, &str), usize> = HashMap::new();
    let mut groups: Vec<Vec<Wanted<'_, 'a>>> = Vec::new();
    for (device, found) in &wanted {
        if to_be_chosen(device.kind.code()).is_none() {
            continue;
        }
        let key = (device.kind.code(), device.model());
        match alike.get(&key).filter(|_| !device.model().is_empty()) {
            Some(at) => groups[*at].push((device, *found)),
            None => {
                alike.insert(key, groups.len());
                groups.push(vec![(device, *found)]);
            }
        }
    }
    for devices in groups {
        let Some((first, _)) = devices.first() else { continue };
        let Some((action, name)) = to_be_chosen(first.kind.code()) else { continue };
        let called = if first.model().is_empty() { first.label() } else { first.model() };
        out.extend(group(&action, devices, |n| format!("{called} {name}，{n} 项"), ctx));
    }
    out
}

fn boiler_title(device: &Equipment, action: &Action) -> String {
    match action {
        Action::ReplaceBoiler { fuel: Some(_), efficiency_pct, .. } => {
            format!("{} 煤改气(新炉热效率 {} %)", device.label(), stated(*efficiency_pct))
        }
        Action::ReplaceBoiler { efficiency_pct, .. } => {
            format!("{} 更换高效锅炉(热效率 {} %)", device.label(), stated(*efficiency_pct))
        }
        other => format!("{} {}", device.label(), other.zh()),
    }
}

/// One measure for a group of devices. Devices that it can't improve are left out; those whose data are incomplete
/// stay in and are listed as not counted, so that nothing on a list drops out of sight.
fn group(
    action: &Action,
    devices: Vec<Wanted<'_, '_>>,
    title: impl Fn(usize) -> String,
    ctx: &Context<'_>,
) -> Option<Suggestion> {
    let mut targets = Vec::new();
    let (mut saved, mut known) = (0.0, 0usize);
    let mut counts = [0usize; 3];
    let mut urgency = Urgency::Prescribed;
    let mut first: Option<(String, Vec<String>)> = None;
    for (device, found) in devices {
        match gain(action, device, ctx) {
            Gain::Saves(tce) => {
                saved += tce;
                known += 1;
            }
            Gain::Unknown => {}
            Gain::None => continue,
        }
        targets.push(device.id);
        counts[match found.level {
            Level::Obsolete => 0,
            Level::SuspectedObsolete => 1,
            _ => 2,
        }] += 1;
        let due = found.verdict.filter(|_| found.level == Level::Obsolete).and_then(|v| deadline(device, v, ctx));
        // The most urgent device speaks for the group.
        if due.is_some() && urgency != Urgency::Deadline {
            urgency = Urgency::Deadline;
            first = None;
        }
        if first.is_none() {
            first = Some(said(device, found, due.map(|(d, _)| d.zh(None))));
        }
    }
    let (example, clauses) = first?;
    let names = ["淘汰", "疑似淘汰", "低于限定值"];
    let mut parts: Vec<String> = names
        .iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{name} {count} 项"))
        .collect();
    parts.push(example);
    if known < targets.len() && known > 0 {
        parts.push(format!("{} 项数据不全，节能量未计", targets.len() - known));
    }
    let asks = asks(action);
    Some(Suggestion {
        measure: measure(title(targets.len()), targets, action.clone()),
        reason: reason(parts, &asks),
        clauses,
        asks,
        urgency,
        saved_tce: (known > 0).then_some(saved),
    })
}

/// The reason with what the auditor has to fill in.
pub(super) fn reason(parts: Vec<String>, asks: &[&str]) -> String {
    let mut text = parts.join("；");
    if !asks.is_empty() {
        text += &format!("；须填：{}", asks.join("、"));
    }
    text
}

/// What the evidence says of a device, and its clauses.
fn said(device: &Equipment, found: Finding<'_>, due: Option<String>) -> (String, Vec<String>) {
    let deciding: Vec<_> = found.verdict.map_or_else(Vec::new, |v| v.of(found.level).collect());
    let statement = deciding.first().map_or_else(|| found.level.zh().to_owned(), |e| e.statement.clone());
    let clauses: Vec<String> = deciding.iter().map(|e| format!("{} {}", e.standard, e.clause)).collect();
    let from = clauses.first().map_or_else(String::new, |c| format!(" ({c})"));
    let due = due.map_or_else(String::new, |d| format!("，淘汰期限：{d}"));
    (format!("{}：{statement}{from}{due}", device.label()), clauses)
}

/// The edit that replaces every device in use that is worse than `grade` (1 to 3) by one of it: motors by voltage,
/// transformers, and for grade 2 boilers, each group one measure; the inverse takes all of them back. Devices that are
/// replaced already, that it can't improve, and kinds whose replacement needs figures of the auditor are left out. `None`
/// where nothing is left to do.
pub fn upgrade_all(
    audit: &Audit,
    level_of: &dyn Fn(Id) -> Option<Level>,
    grade: u8,
    reference: &Reference,
) -> Option<Edit> {
    let assumptions = Assumptions::of(audit, reference);
    let ctx = Context { reference, assumptions: &assumptions };
    let planned = Planned::of(audit);
    let worse = |level: Level| match level {
        Level::Obsolete | Level::SuspectedObsolete | Level::BelowLimit => true,
        Level::Grade3 => grade < 3,
        Level::Grade2 => grade < 2,
        _ => false,
    };
    let mut groups: [(Vec<Id>, Option<Action>, &str); 3] =
        [(Vec::new(), None, "低压电动机"), (Vec::new(), None, "高压电动机"), (Vec::new(), None, "变压器")];
    let mut measures: Vec<Measure> = Vec::new();
    for device in audit.equipment.iter().filter(|e| e.in_use()) {
        if !level_of(device.id).is_some_and(worse) || planned.has(device.id, "replace") {
            continue;
        }
        let Some(action) = by_grade(device, grade, reference) else { continue };
        if matches!(gain(&action, device, &ctx), Gain::None) {
            continue;
        }
        let at = match &device.kind {
            Kind::Motor(_) => usize::from(high_voltage(device, reference)),
            Kind::Transformer(_) => 2,
            _ => {
                measures.push(measure(boiler_title(device, &action), vec![device.id], action));
                continue;
            }
        };
        groups[at].0.push(device.id);
        groups[at].1 = Some(action);
    }
    let grouped = groups.into_iter().filter_map(|(targets, action, name)| {
        let title = format!("全部{name}更换为 {grade} 级，{} 项", targets.len());
        Some(measure(title, targets, action?))
    });
    let all: Vec<Measure> = grouped.chain(measures).collect();
    (!all.is_empty()).then(|| adopt(audit, all))
}
