//! The report's content as JSON: what the templates lay out and what tests look at.
//!
//! Texts and numbers are ready to print (see [`super::numbers`]); only bar lengths stay numbers. `null` stands for
//! what was not entered.

mod details;
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
mod tables;
mod timing;

use std::collections::HashMap;

use serde_json::{Value, json};

use super::options::ReportOptions;
use super::texts::{self, Passage};
use super::{Photo, Subject, changes};
use crate::audit::{Audit, Equipment, Id, Origin};
use crate::benchmark::{BeforeAfter, PlantFigures, Savings, compare};
use crate::diagnosis::{DeviceDiagnosis, Diagnosis};
use crate::energy::plant::{Plant, account};
use crate::energy::{Context, EnergyUse, FuelUse};
use crate::progress::Progress;
use crate::reference::Reference;
use crate::retrofit::MeasureResult;
use crate::screening::Evidence;

pub(super) use findings::listed;
use plan::Plan;

use super::numbers::{NONE, fixed, short};
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
    /// The photos that are printed.
    photos: &'a [Photo],
    /// Told to stop by whoever waits for the report.
    progress: &'a Progress,
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

    /// Whether a measure is for a device, be it that it could not be calculated.
    fn aims_at(&self, m: &MeasureResult, device: Id) -> bool {
        self.audit.measure(m.id).is_some_and(|a| a.targets.contains(&device))
    }

    /// The numbers of a device's printed photos; a dash if it has none.
    fn photos_of(&self, device: Id) -> String {
        let own = (1..).zip(self.photos).filter(|(_, p)| p.attachment.device == Some(device));
        let numbers: Vec<String> = own.map(|(n, _): (usize, _)| n.to_string()).collect();
        if numbers.is_empty() { NONE.to_owned() } else { numbers.join("、") }
    }

    /// The number of devices behind an id.
    fn quantity(&self, id: Id) -> f64 {
        self.device(id).map_or(1.0, Equipment::quantity)
    }
}

/// The content of the report.
///
/// Top-level keys: `meta`, `chapters`, `appendix`, `appendices`, `changes`, `statement`, `plant`, `energy`, `benchmark`, `targets`, `classes`,
/// `management`, `devices`, `summary`, `obsolete`,
/// `suspected`, `disposal`, `measured`, `main_devices`, `overview`, `products`, `task`, `texts`, `below_limit`, `overruled`, `plan`, `economics`, `scenario`, `risk`, `timing`, `sheets`, `gaps`, `sources`, `photos`, `ledger`.
/// If the chosen scenario no longer exists, the first one is taken ([`super::render`] refuses it instead).
pub fn data(audit: &Audit, diagnosis: &Diagnosis, reference: &Reference, options: &ReportOptions) -> Value {
    content(Subject { audit, diagnosis, reference, photos: &[], changes: &[] }, options, &Progress::new()).0
}

/// [`data`], and the passages in it. Once `progress` is cancelled the content is of no use.
pub(super) fn content(of: Subject<'_>, options: &ReportOptions, progress: &Progress) -> (Value, Vec<Passage>) {
    let Subject { audit, diagnosis, reference, photos, changes } = of;
    let options = &options.within(audit);
    let ctx = Context { reference, assumptions: &diagnosis.assumptions };
    let plan = Plan::of(diagnosis, options.scenario, &ctx);
    let by_id = audit.equipment.iter().map(|e| (e.id, e)).collect();
    let plant = account(audit, diagnosis.used_by_kind(), &ctx);
    let figures = crate::benchmark::plant::figures(audit, &plant, diagnosis.obsolete_in_use(audit), &ctx);
    let standing = compare(&figures, &Savings::from(&plan.saving), reference);
    let source = Source { audit, diagnosis, reference, plan, plant, figures, standing, by_id, photos, progress };
    let mut out = json!({
        "meta": plant::meta(&source),
        "chapters": options.chapters,
        "appendix": options.appendix_ledger,
        "appendices": appendices(options, !photos.is_empty()),
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
        "photos": json!([]),
        "changes": if options.appendix_changes { changes::appendix(changes) } else { Value::Null },
        "ledger": if options.appendix_ledger { ledger::ledger(&source) } else { json!([]) },
        "overview": tables::overview(&source),
        "products": tables::products(&source),
        "task": tables::material(&source),
        "main_devices": tables::main_devices(&source),
        "disposal": tables::disposal(&source),
        "measured": tables::measured(&source),
        "details": details::details(&source),
        "untouched": details::untouched(&source),
        "means": details::by_means(&source),
    });
    let passages = texts::passages(&out, &audit.report.texts);
    out["texts"] = texts::content(&passages);
    (out, passages)
}

/// The letters of the appendices that are there, in their order.
fn appendices(options: &ReportOptions, photos: bool) -> Value {
    let there = [("ledger", options.appendix_ledger), ("changes", options.appendix_changes), ("photos", photos)];
    let letters = there.into_iter().filter(|(_, there)| *there).map(|(key, _)| key).zip('A'..);
    letters.map(|(key, letter)| (key.to_owned(), letter.to_string().into())).collect::<serde_json::Map<_, _>>().into()
}

/// Text as the report takes it: control characters and marks that turn the writing direction out, one line, blanks
/// trimmed.
pub(super) fn text(raw: &str) -> String {
    let hidden = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let clean: String = raw.chars().map(|c| if hidden(c) { ' ' } else { c }).collect();
    printable(&clean.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What stands for a character that the embedded font has no shape for: the printer's mark for a missing letter.
const MISSING_LETTER: char = '〓';

/// A line with only what the embedded font can print. Marks that only change the look of others (emoji variants,
/// joiners) are dropped; a run of unknown characters becomes one mark.
pub(super) fn printable(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars() {
        match c {
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' => {}
            '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}' => {}
            c if c.is_control() => out.push(' '),
            c if super::world::has_glyph(c) => out.push(c),
            _ if out.ends_with(MISSING_LETTER) => {}
            _ => out.push(MISSING_LETTER),
        }
    }
    out
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
