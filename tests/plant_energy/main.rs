//! The plant's energy: what is recorded, converted, balanced, asked and imported, with expected values worked by hand
//! from GB/T 2589-2020 and the steam tables.

mod balance;
mod bills;
mod conversion;
mod questions;
mod site;
mod totals;

use energy_audit::audit::{Audit, Edit, Entered, FieldValue, Origin, Row, Section, Target};
use energy_audit::energy::plant::{KindUse, Plant, PlantEnergy, Question, account};
use energy_audit::energy::{Assumptions, Context};
use energy_audit::reference::Reference;

pub fn reference() -> Reference {
    Reference::on(jiff::civil::date(2026, 11, 24)).unwrap()
}

pub fn close(actual: f64, expected: f64) {
    assert!((actual - expected).abs() <= 1e-6 * expected.abs().max(1e-3), "{actual} instead of {expected}");
}

fn value(section: Section, key: &str, text: &str) -> FieldValue {
    let def = section.fields().iter().find(|d| d.key == key).unwrap_or_else(|| panic!("no field {key}"));
    match def.kind {
        energy_audit::audit::FieldKind::Number { .. } => FieldValue::Number(text.parse().unwrap()),
        energy_audit::audit::FieldKind::Choice(_) => FieldValue::Choice(text.to_owned()),
        _ => FieldValue::Text(text.to_owned()),
    }
}

/// Adds a row, its fields written `key=value key=value`.
pub fn add(audit: &mut Audit, section: Section, fields: &str) {
    let mut row = section.empty();
    for (key, text) in fields.split_whitespace().map(|f| f.split_once('=').unwrap()) {
        row.fields_mut().set(key, Some(Entered::new(value(section, key, text), Origin::Ledger))).unwrap();
    }
    Edit::InsertRow(usize::MAX, row).apply(audit).unwrap();
}

/// An audit of consumption rows for 2024.
pub fn plant(rows: &[&str]) -> Audit {
    let mut audit = Audit::default();
    for row in rows {
        add(&mut audit, Section::Consumption, &format!("year=2024 {row}"));
    }
    audit
}

pub fn accounted(audit: &Audit, used: &[KindUse]) -> Plant {
    let reference = reference();
    let assumptions = Assumptions::of(audit, &reference);
    account(audit, used, &Context { reference: &reference, assumptions: &assumptions })
}

/// The year 2024 of consumption rows.
pub fn year(rows: &[&str]) -> PlantEnergy {
    accounted(&plant(rows), &[]).year(2024).unwrap().clone()
}

/// The questions about consumption rows.
pub fn asked(rows: &[&str]) -> Vec<Question> {
    accounted(&plant(rows), &[]).questions
}

#[track_caller]
pub fn asks<'a>(questions: &'a [Question], words: &[&str]) -> &'a Question {
    questions
        .iter()
        .find(|q| words.iter().all(|w| q.to_string().contains(w)))
        .unwrap_or_else(|| panic!("no question with {words:?} in {questions:#?}"))
}

/// Twelve months of the same.
pub fn months(value: f64) -> String {
    (1..=12).map(|m| format!("month_{m:02}={value}")).collect::<Vec<_>>().join(" ")
}

/// A field of a row is edited and the edit taken back.
#[test]
fn a_row_is_edited_by_field_as_a_whole_and_back() {
    let mut audit = plant(&["carrier=electricity annual=1000", "carrier=raw_coal annual=5"]);
    let before = audit.clone();
    let id = audit.consumption[1].id;
    let target = Target::Row(Section::Consumption, id);
    let edit = |key: &str, v| Edit::Field { target, key: key.to_owned(), value: Some(Entered::ledger(v)) };
    let batch = Edit::Batch(vec![
        edit("annual", FieldValue::Number(7.5)),
        edit("flow", FieldValue::Choice("exported".to_owned())),
        Edit::RemoveRow(Section::Consumption, audit.consumption[0].id),
    ]);
    assert_eq!(batch.touched().plant.into_iter().collect::<Vec<_>>(), [Section::Consumption]);
    let inverse = batch.apply(&mut audit).unwrap();
    assert_eq!(audit.consumption.len(), 1);
    assert_eq!(audit.consumption[0].fields.annual.as_ref().unwrap().value, 7.5);
    inverse.apply(&mut audit).unwrap();
    assert_eq!(audit, before);
    // Out of range: refused, and nothing of the batch stays.
    let bad = Edit::Batch(vec![edit("annual", FieldValue::Number(9.0)), edit("month_03", FieldValue::Number(-1.0))]);
    assert!(bad.apply(&mut audit).is_err());
    assert_eq!(audit, before);
    let twice = Edit::InsertRow(0, Row::Consumption(audit.consumption[0].clone()));
    assert!(twice.apply(&mut audit).is_err());
    assert!(Edit::RemoveRow(Section::Product, id).apply(&mut audit).is_err());
}
