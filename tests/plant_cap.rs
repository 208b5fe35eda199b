//! Savings against what the plant used, worked by hand.

use energy_audit::audit::equipment::BoilerFuel;
use energy_audit::audit::{Audit, Edit, Entered, FieldKind, FieldValue, Section};
use energy_audit::energy::{Assumptions, Context, FuelUse, Impact};
use energy_audit::reference::Reference;
use energy_audit::retrofit::plant_use::{Beyond, PlantUse};

fn consumption(rows: &[&str]) -> Audit {
    let mut audit = Audit::default();
    for fields in rows {
        let mut row = Section::Consumption.empty();
        for (key, text) in fields.split_whitespace().map(|f| f.split_once('=').expect("key=value")) {
            let def = Section::Consumption.fields().iter().find(|d| d.key == key).expect(key);
            let value = match def.kind {
                FieldKind::Number { .. } => FieldValue::Number(text.parse().expect("number")),
                FieldKind::Choice(_) => FieldValue::Choice(text.to_owned()),
                _ => FieldValue::Text(text.to_owned()),
            };
            row.fields_mut().set(key, Some(Entered::ledger(value))).expect(key);
        }
        Edit::InsertRow(usize::MAX, row).apply(&mut audit).expect("row");
    }
    audit
}

/// What a saving of electricity and fuels exceeds.
fn beyond(rows: &[&str], kwh: f64, fuels: &[FuelUse]) -> Vec<Beyond> {
    let audit = consumption(rows);
    let reference = Reference::on(jiff::civil::date(2026, 11, 24)).expect("data");
    let assumptions = Assumptions::of(&audit, &reference);
    let ctx = Context { reference: &reference, assumptions: &assumptions };
    let saving = Impact::of(kwh, fuels, &ctx);
    PlantUse::of(&audit, &ctx).map_or_else(Vec::new, |plant| plant.beyond(&saving, &ctx))
}

fn coal(fuel: BoilerFuel, t: f64) -> FuelUse {
    FuelUse { fuel, quantity: t, ncv_kj: 29_307.6 }
}

/// Bought 100 000, own photovoltaic 20 000, sold 5 000: used 115 000 kWh. Exactly that much may be saved.
#[test]
fn electricity_that_was_sold_was_not_used() {
    let rows = [
        "year=2025 carrier=electricity annual=100000",
        "year=2025 carrier=renewable_electricity flow=self_produced annual=20000",
        "year=2025 carrier=electricity flow=exported annual=5000",
    ];
    assert!(beyond(&rows, 115_000.0, &[]).is_empty());
    let found = beyond(&rows, 115_001.0, &[]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].saved, found[0].used, found[0].unit, found[0].year), (115_001.0, 115_000.0, "kWh", 2025));
}

/// The audited year counts (the last one), not the year before.
#[test]
fn the_last_year_counts() {
    let rows = ["year=2024 carrier=electricity annual=200000", "year=2025 carrier=electricity annual=100000"];
    assert_eq!(beyond(&rows, 150_000.0, &[])[0].used, 100_000.0);
}

/// 1 000 t of 29 307.6 kJ/kg are 1 000 tce. Bituminous 600 t and lean coal 400 t are all of it, 401 t more than all; gas
/// used instead is no saving.
#[test]
fn coals_are_one_by_heat() {
    let rows = ["year=2025 carrier=raw_coal ncv_kj=29307.6 annual=1000", "year=2025 carrier=natural_gas annual=10"];
    let gas = FuelUse { fuel: BoilerFuel::NaturalGas, quantity: -50.0, ncv_kj: 35_588.0 };
    let all = [coal(BoilerFuel::Bituminous, 600.0), coal(BoilerFuel::Lean, 400.0), gas.clone()];
    assert!(beyond(&rows, 0.0, &all).is_empty(), "{:?}", beyond(&rows, 0.0, &all));
    let more = [coal(BoilerFuel::Bituminous, 600.0), coal(BoilerFuel::Lean, 401.0), gas];
    let found = beyond(&rows, 0.0, &more);
    assert_eq!(found.len(), 1);
    assert!((found[0].saved - 1001.0).abs() < 1e-6 && (found[0].used - 1000.0).abs() < 1e-6);
    assert_eq!((found[0].carrier.as_str(), found[0].unit), ("烟煤、贫煤", "tce"));
}

/// Coke-oven gas made inside was used too: 500 tce of heat put out by the ovens.
#[test]
fn what_conversions_gave_was_used() {
    let gas = |tce: f64| FuelUse::carrying(BoilerFuel::CokeOvenGas, tce * 29.3076, 17_000.0);
    // 862 000 m³ at 17 000 kJ/m³ are 14 654 GJ = 500.0 tce.
    let rows = ["year=2025 carrier=coke_oven_gas flow=converted_out process=焦炉 ncv_kj=17000 annual=862000"];
    assert!(beyond(&rows, 0.0, &[gas(499.0)]).is_empty());
    assert_eq!(beyond(&rows, 0.0, &[gas(501.0)]).len(), 1);
}

/// A fuel that the plant's account lacks: nothing of it was used as far as is known. Without any account: no claim.
#[test]
fn a_fuel_that_is_not_in_the_account() {
    let found = beyond(&["year=2025 carrier=electricity annual=1000"], 0.0, &[coal(BoilerFuel::Bituminous, 1.0)]);
    assert_eq!((found.len(), found[0].used), (1, 0.0));
    assert!(found[0].zh().contains("烟煤") && found[0].zh().contains("2025"));
    assert!(beyond(&[], 1e9, &[]).is_empty());
}
