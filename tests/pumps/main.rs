//! Centrifugal pumps (GB 19762-2025) and submersible pumps (GB 32030-2022) seen from outside.

mod any_values;
mod centrifugal;
mod submersible;

use energy_audit::audit::field::{FieldKind, FieldValue};
use energy_audit::audit::{Entered, Equipment, KindCode};
use energy_audit::reference::Reference;
use energy_audit::screening::{Evidence, Verdict, screen};

pub fn on(date: &str) -> Reference {
    Reference::on(date.parse().expect("date")).expect("embedded tables")
}

/// A device from `key=value;key=value`.
pub fn device(kind: KindCode, fields: &str) -> Equipment {
    let mut device = Equipment::new(kind);
    for pair in fields.split(';').filter(|p| !p.is_empty()) {
        let (key, text) = pair.split_once('=').unwrap_or_else(|| panic!("field {pair}"));
        let def = kind.field(key).unwrap_or_else(|| panic!("no field {key}"));
        let value = match def.kind {
            FieldKind::Number { .. } => FieldValue::Number(text.parse().unwrap_or_else(|_| panic!("number {pair}"))),
            FieldKind::Choice(_) => FieldValue::Choice(text.to_owned()),
            _ => FieldValue::Text(text.to_owned()),
        };
        device.set(key, Some(Entered::ledger(value))).unwrap_or_else(|e| panic!("{pair}: {e}"));
    }
    device
}

pub fn pump(fields: &str) -> Verdict {
    screen(&device(KindCode::Pump, fields), &on("2026-11-24"))
}

pub fn submersible(fields: &str) -> Verdict {
    screen(&device(KindCode::Submersible, fields), &on("2026-11-24"))
}

/// The fields that were missing, without the model, which only the catalogues need.
pub fn missing(v: &Verdict) -> Vec<&str> {
    v.missing.iter().filter_map(|m| m.key).filter(|k| *k != "model").collect()
}

/// The questions asked that no field answers.
pub fn questions(v: &Verdict) -> String {
    v.missing.iter().filter(|m| m.key.is_none()).map(|m| &*m.text).collect()
}

pub fn step(e: &Evidence, name: &str) -> f64 {
    let found = e.working.iter().find(|s| s.step == name);
    found.unwrap_or_else(|| panic!("no step {name} in {:?}", e.working)).value
}
