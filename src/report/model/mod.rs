//! The report's content as JSON: what the templates lay out and what tests look at.
//!
//! Texts and numbers are ready to print (see [`super::numbers`]); only bar lengths stay numbers. `null` stands for
//! what was not entered.

mod economics;
mod energy;
mod findings;
mod goals;
mod ledger;
mod management;
mod plan;
mod plant;
mod risk;
mod scenario;
mod sheets;
mod sources;
mod standing;
mod timing;

use std::collections::HashMap;

use serde_json::{Value, json};

use super::options::ReportOptions;
use crate::audit::{Audit, Equipment, Id, Origin};
use crate::benchmark::{BeforeAfter, PlantFigures, Savings, compare};
use crate::diagnosis::{DeviceDiagnosis, Diagnosis};
use crate::energy::plant::{Plant, account};
use crate::energy::{Context, EnergyUse, FuelUse};
use crate::reference::Reference;
use crate::screening::Evidence;

pub(super) use findings::listed;
use plan::Plan;

use super::numbers::{fixed, short};
use crate::audit::field::Choice as _;

/// What every part of the content is made from.
struct Source<'a> {
    audit: &'a Audit,
    diagnosis: &'a Diagnosis,
    reference: &'a Reference,
    plan: Plan<'a>,
    /// The plant's energy.
    plant: Plant,
    /// What of the plant is compared.
    figures: PlantFigures,
    /// Where the plant stands, and after the plan.
    standing: BeforeAfter,
    by_id: HashMap<Id, &'a Equipment>,
}

impl<'a> Source<'a> {
    /// The device of an id.
    fn device(&self, id: Id) -> Option<&'a Equipment> {
        self.by_id.get(&id).copied()
    }

    /// Devices with what was found about them, in the order of the audit.
    fn devices(&self) -> impl Iterator<Item = (&'a Equipment, &'a DeviceDiagnosis)> {
        let diagnosis = self.diagnosis;
        self.audit.equipment.iter().filter_map(move |e| diagnosis.device(e.id).map(|d| (e, d)))
    }

    /// What the engine needs besides the audit.
    fn ctx(&self) -> Context<'a> {
        Context { reference: self.reference, assumptions: &self.diagnosis.assumptions }
    }

    /// The number of devices behind an id.
    fn quantity(&self, id: Id) -> f64 {
        self.device(id).map_or(1.0, Equipment::quantity)
    }
}

/// The content of the report.
///
/// Top-level keys: `meta`, `chapters`, `appendix`, `statement`, `plant`, `energy`, `benchmark`, `targets`, `classes`,
/// `management`, `devices`, `summary`, `obsolete`,
/// `suspected`, `below_limit`, `overruled`, `plan`, `economics`, `scenario`, `risk`, `timing`, `sheets`, `gaps`, `sources`, `ledger`.
/// If the chosen scenario no longer exists, the first one is taken ([`super::render`] refuses it instead).
pub fn data(audit: &Audit, diagnosis: &Diagnosis, reference: &Reference, options: &ReportOptions) -> Value {
    let ctx = Context { reference, assumptions: &diagnosis.assumptions };
    let plan = Plan::of(diagnosis, options.scenario, &ctx);
    let by_id = audit.equipment.iter().map(|e| (e.id, e)).collect();
    let plant = account(audit, &diagnosis.used_by_kind(), &ctx);
    let figures = crate::benchmark::plant::figures(audit, &plant, diagnosis.obsolete_in_use(audit), &ctx);
    let standing = compare(&figures, &Savings::from(&plan.saving), reference);
    let source = Source { audit, diagnosis, reference, plan, plant, figures, standing, by_id };
    json!({
        "meta": plant::meta(&source),
        "chapters": options.chapters,
        "appendix": options.appendix_ledger,
        "statement": sources::statement(&source),
        "plant": plant::enterprise(&source),
        "energy": energy::energy(&source),
        "benchmark": standing::products(&source),
        "targets": goals::targets(&source),
        "classes": goals::classes(&source),
        "management": management::management(&source),
        "devices": plant::devices(&source),
        "summary": plant::summary(&source),
        "obsolete": findings::obsolete(&source),
        "suspected": findings::suspected(&source),
        "below_limit": findings::below_limit(&source),
        "overruled": findings::overruled(&source),
        "plan": plan::table(&source),
        "economics": economics::measures(&source),
        "scenario": scenario::scenario(&source),
        "risk": if options.chapters.economics { risk::risk(&source) } else { Value::Null },
        "timing": timing::timing(&source),
        "sheets": sheets::sheets(&source),
        "gaps": sources::gaps(&source),
        "sources": sources::sources(&source),
        "ledger": if options.appendix_ledger { ledger::ledger(&source) } else { json!([]) },
    })
}

/// Text as the report takes it: control characters and marks that turn the writing direction out, one line, blanks
/// trimmed.
pub(super) fn text(raw: &str) -> String {
    let hidden = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let clean: String = raw.chars().map(|c| if hidden(c) { ' ' } else { c }).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A review note without the word that the mark beside it already says.
fn review(raw: &str) -> String {
    text(raw.trim_start_matches("待核").trim_start_matches([':', '：', ' ']))
}

/// An entered text, empty if there is none.
fn entered(value: Option<&crate::audit::Entered<String>>) -> String {
    value.map_or_else(String::new, |e| text(&e.value))
}

/// The columns that name a device: tag, name, model, quantity and place.
fn identity(device: &Equipment) -> serde_json::Map<String, Value> {
    let common = &device.common;
    let mut out = serde_json::Map::new();
    out.insert("tag".to_owned(), entered(common.tag.as_ref()).into());
    out.insert("name".to_owned(), entered(common.name.as_ref()).into());
    out.insert("model".to_owned(), text(device.model()).into());
    out.insert("quantity".to_owned(), short(device.quantity(), 1).into());
    out.insert("place".to_owned(), entered(common.workshop.as_ref()).into());
    out
}

/// How a device is called in running text: tag and name, else whichever there is.
fn called(device: &Equipment) -> String {
    let (tag, name) = (entered(device.common.tag.as_ref()), entered(device.common.name.as_ref()));
    match (tag.is_empty(), name.is_empty()) {
        (false, false) => format!("{tag} {name}"),
        _ => text(device.label()),
    }
}

/// kWh in the unit that suits its size.
fn electricity(kwh: f64) -> String {
    if kwh.abs() >= 10_000.0 { format!("{} 万kWh", fixed(kwh / 1e4, 2)) } else { format!("{} kWh", fixed(kwh, 0)) }
}

/// A quantity of fuel with its name.
fn fuel(f: &FuelUse) -> String {
    let decimals = if FuelUse::is_gas(f.fuel) { 2 } else { 1 };
    format!("{} {} {}", f.fuel.zh(), fixed(f.quantity, decimals), FuelUse::unit(f.fuel))
}

/// Electricity and fuels in one text, a fuel once whatever its heat values; 0 kWh if there is neither.
fn energy_text(kwh: f64, fuels: &[FuelUse]) -> String {
    let mut sums: Vec<FuelUse> = Vec::new();
    for f in fuels {
        match sums.iter_mut().find(|s| s.fuel == f.fuel) {
            Some(same) => same.quantity += f.quantity,
            None => sums.push(f.clone()),
        }
    }
    let mut parts: Vec<String> = Vec::new();
    if kwh != 0.0 || sums.iter().all(|f| f.quantity == 0.0) {
        parts.push(electricity(kwh));
    }
    parts.extend(sums.iter().filter(|f| f.quantity != 0.0).map(fuel));
    parts.join("；")
}

/// Where the weakest input is from, as the lists say it; empty if no entered value took part.
fn origin_text(origin: Option<Origin>) -> &'static str {
    origin.map_or("", Origin::zh)
}

/// The weakest origin of what findings rest on; those from a catalogue rest on the model.
fn origin_of<'a>(device: &Equipment, evidence: impl Iterator<Item = &'a Evidence>) -> Option<Origin> {
    let model = device.common.model.as_ref().map(|m| m.origin);
    evidence.filter_map(|e| e.origin.or(model.filter(|_| e.cited.is_some()))).max()
}

/// 估算 where a typical value, a default or an estimate took part.
fn estimated(used: &EnergyUse) -> bool {
    used.estimated || used.weakest == Some(Origin::Estimate)
}

/// A table row of label and value.
fn pair(label: &str, value: impl Into<String>) -> Value {
    json!({ "label": label, "value": value.into() })
}
