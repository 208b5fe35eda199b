//! Energy of every kind, links between devices, and the diagnosis after an edit.

mod kinds;
mod links;
mod update;

use energy_audit::audit::field::{FieldKind, FieldValue};
use energy_audit::audit::{Audit, Entered, Equipment, KindCode, Origin, PartialDate};
use energy_audit::energy::{self, Assumptions, Context, EnergyGap, EnergyUse};
use energy_audit::reference::Reference;

pub fn reference() -> Reference {
    Reference::on(jiff::civil::date(2026, 11, 24)).expect("tables")
}

/// A field's value from its text, by the field's own type.
pub fn value(kind: KindCode, key: &str, text: &str) -> FieldValue {
    match kind.field(key).unwrap_or_else(|| panic!("no field {key}")).kind {
        FieldKind::Number { .. } => FieldValue::Number(text.parse().expect("number")),
        FieldKind::Text { .. } => FieldValue::Text(text.to_owned()),
        FieldKind::Choice(_) => FieldValue::Choice(text.to_owned()),
        FieldKind::Date => FieldValue::Date(PartialDate::parse(text).expect("date")),
    }
}

/// A device from `key=value;key=value`; a value with `!` in front is measured, with `~` estimated.
pub fn device(kind: KindCode, fields: &str) -> Equipment {
    let mut device = Equipment::new(kind);
    for pair in fields.split(';').filter(|p| !p.is_empty()) {
        let (key, text) = pair.split_once('=').expect(pair);
        let (text, origin) = match (text.strip_prefix('!'), text.strip_prefix('~')) {
            (Some(text), _) => (text, Origin::Measured),
            (_, Some(text)) => (text, Origin::Estimate),
            _ => (text, Origin::Nameplate),
        };
        device.set(key, Some(Entered::new(value(kind, key, text), origin))).unwrap_or_else(|e| panic!("{pair}: {e}"));
    }
    device
}

/// The energy of one device in an audit whose natural gas has 35 000 kJ/m³.
pub fn energy(device: &Equipment) -> Result<EnergyUse, EnergyGap> {
    let mut audit = Audit::default();
    let gas = Some(Entered::ledger(FieldValue::Number(35_000.0)));
    energy_audit::audit::Record::set(&mut audit.factors, "natural_gas_ncv_kj_per_m3", gas).expect("factor");
    let reference = reference();
    let assumptions = Assumptions::of(&audit, &reference);
    energy::annual(device, &Context { reference: &reference, assumptions: &assumptions })
}

pub fn close(actual: f64, expected: f64) {
    assert!((actual - expected).abs() <= 1e-6 * expected.abs().max(1e-9), "{actual} is not {expected}");
}
