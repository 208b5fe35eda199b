//! Every family of measures against the published examples and hand-worked cases, what they refuse, how they act
//! together, and what must hold for any input.
//!
//! Expected values are the published figures themselves or arithmetic written out beside them.

mod air;
mod applicability;
mod drives;
mod firing;
mod flow;
mod guide;
mod heat;
mod linked;
mod power;
mod properties;
mod refusals;
mod steam;
mod suggest;
mod transformers;
mod variants;

use energy_audit::audit::field::{FieldDef, FieldKind, FieldValue};
use energy_audit::audit::{
    Action, Audit, Cost, Edit, Entered, Equipment, Id, KindCode, Measure, PartialDate, Scenario, Target,
};
use energy_audit::diagnosis::{Diagnosis, diagnose};
use energy_audit::reference::Reference;
use energy_audit::retrofit::MeasureResult;

/// tce of heat in GJ: 29.3076 GJ per tce.
pub const GJ_PER_TCE: f64 = 29.3076;

pub fn reference() -> &'static Reference {
    static ONCE: std::sync::OnceLock<Reference> = std::sync::OnceLock::new();
    ONCE.get_or_init(|| Reference::on(jiff::civil::date(2026, 11, 24)).expect("tables"))
}

fn value(def: &FieldDef, text: &str) -> FieldValue {
    match def.kind {
        FieldKind::Number { .. } => FieldValue::Number(text.parse().expect("number")),
        FieldKind::Text { .. } => FieldValue::Text(text.to_owned()),
        FieldKind::Choice(_) => FieldValue::Choice(text.to_owned()),
        FieldKind::Date => FieldValue::Date(PartialDate::parse(text).expect("date")),
    }
}

fn pairs(fields: &str) -> impl Iterator<Item = (&str, &str)> {
    fields.split(';').filter(|p| !p.is_empty()).map(|p| p.split_once('=').expect("key=value"))
}

/// A device from `key=value;key=value`.
pub fn device(kind: KindCode, fields: &str) -> Equipment {
    let mut device = Equipment::new(kind);
    for (key, text) in pairs(fields) {
        let def = kind.field(key).unwrap_or_else(|| panic!("no field {key}"));
        device.set(key, Some(Entered::ledger(value(def, text)))).unwrap_or_else(|e| panic!("{key}: {e}"));
    }
    device
}

/// A measure with recorded inputs from `key=value;key=value`.
pub fn act(code: &str, inputs: &str) -> Action {
    let mut action = Action::recorded().into_iter().find(|a| a.code() == code).expect("measure");
    for (key, text) in pairs(inputs) {
        let def = action.input_fields().iter().find(|d| d.key == key).unwrap_or_else(|| panic!("no input {key}"));
        let value = Some(Entered::ledger(value(def, text)));
        action.inputs_mut().expect("inputs").set(key, value).unwrap_or_else(|e| panic!("{key}: {e}"));
    }
    action
}

pub fn measure(title: &str, targets: &[&Equipment], action: Action) -> Measure {
    let targets = targets.iter().map(|e| e.id).collect();
    Measure {
        id: Id::fresh(),
        title: title.to_owned(),
        targets,
        action,
        cost: Cost::default(),
        requires: Vec::new(),
        note: String::new(),
    }
}

/// An audit with round prices and factors; its one scenario takes all measures in order.
pub fn audit(devices: Vec<Equipment>, measures: Vec<Measure>) -> Audit {
    let scenario =
        Scenario { id: Id::fresh(), name: "方案".to_owned(), measures: measures.iter().map(|m| m.id).collect() };
    let mut audit = Audit { equipment: devices.into(), measures, scenarios: vec![scenario], ..Audit::default() };
    for (target, key, value) in [
        (Target::Prices, "electricity_yuan_per_kwh", 0.6),
        (Target::Prices, "coal_yuan_per_t", 550.0),
        (Target::Prices, "natural_gas_yuan_per_m3", 3.2),
        (Target::Factors, "electricity_equal_value_kgce_per_kwh", 0.305),
        (Target::Factors, "grid_co2_kg_per_kwh", 0.6634),
        (Target::Factors, "reactive_equivalent_kw_per_kvar", 0.06),
        (Target::Factors, "load_shape_factor", 1.05),
        (Target::Factors, "natural_gas_ncv_kj_per_m3", 35_000.0),
        (Target::Factors, "coal_ncv_kj_per_kg", 20_000.0),
    ] {
        let edit = Edit::Field { target, key: key.to_owned(), value: Some(Entered::ledger(FieldValue::Number(value))) };
        edit.apply(&mut audit).expect("setting");
    }
    audit
}

/// Measures on devices, alone and one after the other.
pub fn all(devices: Vec<Equipment>, measures: Vec<Measure>) -> Diagnosis {
    diagnose(&audit(devices, measures), reference())
}

/// One measure on one device.
pub fn one(device: Equipment, action: Action) -> MeasureResult {
    let m = measure("措施", &[&device], action);
    MeasureResult::clone(&all(vec![device], vec![m]).measures[0])
}

/// One measure of the plant.
pub fn plant(action: Action) -> MeasureResult {
    MeasureResult::clone(&all(Vec::new(), vec![measure("措施", &[], action)]).measures[0])
}

/// What a measure on one device saves in kWh/a; it must not be refused.
pub fn kwh(device: Equipment, action: Action) -> f64 {
    let m = one(device, action);
    assert!(m.refused.is_empty(), "{:?}", m.refused);
    m.saving.electricity_kwh
}

/// Why a measure on one device is refused.
pub fn refusal(device: Equipment, action: Action) -> String {
    let m = one(device, action);
    assert!(m.targets.is_empty() && m.refused.len() == 1, "not refused");
    assert_eq!(m.saving.electricity_kwh, 0.0);
    assert!(m.saving.fuels.is_empty());
    m.refused[0].1.clone()
}

/// The result of a step of the calculation.
pub fn step(m: &MeasureResult, name: &str) -> f64 {
    m.working().map(|(_, _, s)| s).find(|s| s.step == name).unwrap_or_else(|| panic!("no step {name}")).value
}

pub fn noted(m: &MeasureResult, text: &str) -> bool {
    m.notes.iter().any(|n| n.contains(text))
}

/// Exact arithmetic, up to rounding of floats.
#[track_caller]
pub fn exact(actual: f64, expected: f64) {
    close(actual, expected, 1e-9);
}

/// A published figure, given to so many digits.
#[track_caller]
pub fn close(actual: f64, expected: f64, relative: f64) {
    assert!((actual - expected).abs() <= relative * expected.abs().max(1e-6), "{actual} is not {expected}");
}
