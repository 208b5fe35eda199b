//! The measures that the findings call for. Amounts are left to the auditor: no investment is invented.

use super::RetrofitError;
use crate::audit::equipment::{BoilerFuel, Condensing};
use crate::audit::field::{Choice as _, number};
use crate::audit::measure::{Action, Cost, Measure, Scenario};
use crate::audit::{Audit, Edit, Equipment, Id, Kind, KindCode};
use crate::diagnosis::Diagnosis;
use crate::energy::{Assumptions, Context};
use crate::reference::Reference;
use crate::screening::{self, Level};

/// Suggests measures for devices in use that are obsolete, suspected or below the limit and in no measure yet.
pub fn suggest(audit: &Audit, diagnosis: &Diagnosis, reference: &Reference) -> Vec<Measure> {
    let assumptions = Assumptions::of(audit, reference);
    let ctx = Context { reference, assumptions: &assumptions };
    let planned = |id: Id| audit.measures.iter().any(|m| m.targets.contains(&id));
    let wanted: Vec<&Equipment> = audit
        .equipment
        .iter()
        .filter(|e| e.in_use() && !planned(e.id))
        .filter(|e| {
            diagnosis.device(e.id).is_some_and(|d| {
                matches!(d.verdict.effective(), Level::Obsolete | Level::SuspectedObsolete | Level::BelowLimit)
            })
        })
        .collect();
    let mut out = Vec::new();
    let low = |e: &&&Equipment| matches!(&e.kind, Kind::Motor(m) if m.rated_voltage_v.as_ref().is_none_or(|v| v.value <= 1000.0));
    let high = |e: &&&Equipment| matches!(&e.kind, Kind::Motor(m) if m.rated_voltage_v.as_ref().is_some_and(|v| v.value > 1000.0));
    let transformer = |e: &&&Equipment| matches!(&e.kind, Kind::Transformer(_));
    group(
        &mut out,
        wanted.iter().filter(low),
        "更换淘汰与低效低压电动机(2级能效)",
        Action::replacement(KindCode::Motor),
        &ctx,
    );
    group(
        &mut out,
        wanted.iter().filter(high),
        "更换淘汰与低效高压电动机(2级能效)",
        Action::replacement(KindCode::Motor),
        &ctx,
    );
    let replace = Action::replacement(KindCode::Transformer);
    group(&mut out, wanted.iter().filter(transformer), "更换淘汰与低效变压器(2级能效)", replace, &ctx);
    for device in &wanted {
        if let Kind::Boiler(b) = &device.kind {
            out.extend(boiler(device, b, reference));
        }
    }
    out
}

/// The edit that takes measures into the audit, after those it has; without any scenario they become 推荐方案.
pub fn adopt(audit: &Audit, measures: Vec<Measure>) -> Edit {
    let start = audit.measures.len();
    let ids: Vec<Id> = measures.iter().map(|m| m.id).collect();
    let mut edits: Vec<Edit> =
        measures.into_iter().enumerate().map(|(i, m)| Edit::InsertMeasure(start + i, m)).collect();
    if audit.scenarios.is_empty() {
        let scenario = Scenario { id: Id::fresh(), name: "推荐方案".to_owned(), measures: ids };
        edits.push(Edit::InsertScenario(0, scenario));
    }
    Edit::Batch(edits)
}

/// One measure for a group of devices. Devices that it can't improve are left out; those whose data are incomplete
/// stay in and are listed as not counted, so that nothing on a list drops out of sight.
fn group<'a>(
    out: &mut Vec<Measure>,
    devices: impl Iterator<Item = &'a &'a Equipment>,
    title: &str,
    action: Action,
    ctx: &Context<'_>,
) {
    let targets: Vec<Id> = devices
        .filter(|e| matches!(super::apply(&action, e, ctx), Ok(_) | Err(RetrofitError::Gap(_))))
        .map(|e| e.id)
        .collect();
    if !targets.is_empty() {
        let title = format!("{title}，{} 项", targets.len());
        out.push(Measure { id: Id::fresh(), title, targets, action, cost: Cost::default(), note: String::new() });
    }
}

/// Coal boilers of the list: natural gas at the efficiency of grade 2; others: the same fuel at grade 2.
fn boiler(device: &Equipment, b: &crate::audit::equipment::Boiler, reference: &Reference) -> Option<Measure> {
    let fuel = crate::energy::boiler::fuel(b)?;
    let coal = matches!(
        fuel,
        BoilerFuel::Bituminous | BoilerFuel::Lean | BoilerFuel::Anthracite | BoilerFuel::Lignite | BoilerFuel::Coal
    );
    let (new_fuel, condensing) = if coal {
        (BoilerFuel::NaturalGas, Some(Condensing::No))
    } else {
        (fuel, b.condensing.as_ref().map(|c| c.value))
    };
    let mut like = b.clone();
    like.condensing = condensing.map(crate::audit::Entered::ledger);
    if coal {
        like.combustion = None;
    }
    let pct = screening::boiler::grade2_pct(&like, new_fuel, reference)?;
    let title = if coal {
        format!("{} 煤改气(新炉热效率 {} %)", device.label(), number(pct))
    } else {
        format!("{} 更换高效{}锅炉(热效率 {} %)", device.label(), fuel.zh(), number(pct))
    };
    Some(Measure {
        id: Id::fresh(),
        title,
        targets: vec![device.id],
        action: Action::ReplaceBoiler {
            fuel: coal.then_some(new_fuel),
            efficiency_pct: pct,
            condensing,
            fuel_ncv: None,
        },
        cost: Cost::default(),
        note: String::new(),
    })
}
