//! The measures that the findings call for. Amounts are left to the auditor: no investment is invented.

use super::RetrofitError;
use crate::audit::equipment::{Boiler, BoilerFuel, Condensing};
use crate::audit::field::number;
use crate::audit::measure::{Action, Cost, Measure, Scenario};
use crate::audit::{Audit, Edit, Entered, Equipment, Id, Kind, KindCode};
use crate::energy::motor::{VoltageClass, voltage_class};
use crate::energy::{self, Assumptions, Context};
use crate::reference::Reference;
use crate::screening::{self, Level};

/// Suggests measures for devices in use that, by `level_of` (the level in effect), are obsolete,
/// suspected or below the limit and in no measure yet.
pub fn suggest(audit: &Audit, level_of: &dyn Fn(Id) -> Option<Level>, reference: &Reference) -> Vec<Measure> {
    let assumptions = Assumptions::of(audit, reference);
    let ctx = Context { reference, assumptions: &assumptions };
    let planned = |id: Id| audit.measures.iter().any(|m| m.targets.contains(&id));
    let wanted: Vec<&Equipment> = audit
        .equipment
        .iter()
        .filter(|e| e.in_use() && !planned(e.id))
        .filter(|e| matches!(level_of(e.id), Some(Level::Obsolete | Level::SuspectedObsolete | Level::BelowLimit)))
        .collect();
    let high_voltage = |e: &Equipment| match &e.kind {
        Kind::Motor(m) => matches!(voltage_class(e, m, reference), Some(VoltageClass::High(_))),
        _ => false,
    };
    let of_kind = |kind: KindCode| wanted.iter().copied().filter(move |e| e.kind.code() == kind);
    let (high, low): (Vec<_>, Vec<_>) = of_kind(KindCode::Motor).partition(|e| high_voltage(e));
    let mut out = Vec::new();
    group(&mut out, low, "更换淘汰与低效低压电动机(2级能效)", &ctx);
    group(&mut out, high, "更换淘汰与低效高压电动机(2级能效)", &ctx);
    group(&mut out, of_kind(KindCode::Transformer).collect(), "更换淘汰与低效变压器(2级能效)", &ctx);
    out.extend(of_kind(KindCode::Boiler).filter_map(|e| boiler(e, &ctx)));
    out
}

/// The usual replacement: grade 2 of the standard in force; coal boilers by natural gas. `None` where the standard
/// has no grade 2 for what is known of the boiler.
pub fn usual(device: &Equipment, reference: &Reference) -> Option<Action> {
    match &device.kind {
        Kind::Motor(_) => Some(Action::ReplaceMotor { grade: 2, efficiency_pct: None }),
        Kind::Transformer(_) => Some(Action::ReplaceTransformer {
            grade: 2,
            core: None,
            capacity_kva: None,
            no_load_loss_w: None,
            load_loss_w: None,
            no_load_current_pct: None,
        }),
        Kind::Boiler(b) => boiler_action(b, reference),
        _ => None,
    }
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
fn group(out: &mut Vec<Measure>, devices: Vec<&Equipment>, title: &str, ctx: &Context<'_>) {
    let Some(action) = devices.first().and_then(|e| usual(e, ctx.reference)) else { return };
    let targets: Vec<Id> = devices.into_iter().filter(|e| improves(&action, e, ctx)).map(|e| e.id).collect();
    if !targets.is_empty() {
        let title = format!("{title}，{} 项", targets.len());
        out.push(Measure {
            id: Id::fresh(),
            title,
            targets,
            action,
            cost: Cost::default(),
            note: String::new(),
            requires: Vec::new(),
        });
    }
}

/// Whether the measure may make the device better: it is better by its figures, or they are incomplete.
fn improves(action: &Action, device: &Equipment, ctx: &Context<'_>) -> bool {
    match super::apply(action, device, ctx) {
        Ok(changed) => changed.no_better.is_none(),
        Err(error) => matches!(error, RetrofitError::Gap(_)),
    }
}

/// Coal: natural gas at the efficiency of grade 2; other fuels: the same fuel at grade 2.
fn boiler_action(b: &Boiler, reference: &Reference) -> Option<Action> {
    let fuel = energy::boiler::fuel(b)?;
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
    like.condensing = condensing.map(Entered::ledger);
    if coal {
        like.combustion = None;
    }
    let efficiency_pct = screening::boiler::grade2_pct(&like, new_fuel, reference)?;
    Some(Action::ReplaceBoiler { fuel: coal.then_some(new_fuel), efficiency_pct, condensing, fuel_ncv: None })
}

/// A boiler is a measure of its own.
fn boiler(device: &Equipment, ctx: &Context<'_>) -> Option<Measure> {
    let action = usual(device, ctx.reference).filter(|action| improves(action, device, ctx))?;
    let Action::ReplaceBoiler { fuel, efficiency_pct, .. } = &action else { return None };
    let title = if fuel.is_some() {
        format!("{} 煤改气(新炉热效率 {} %)", device.label(), number(*efficiency_pct))
    } else {
        format!("{} 更换高效锅炉(热效率 {} %)", device.label(), number(*efficiency_pct))
    };
    let targets = vec![device.id];
    Some(Measure {
        id: Id::fresh(),
        title,
        targets,
        action,
        cost: Cost::default(),
        note: String::new(),
        requires: Vec::new(),
    })
}
