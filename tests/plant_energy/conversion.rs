//! Single carriers: factors of GB/T 2589-2020, measured heat values, steam by its enthalpy.

use energy_audit::audit::{Entered, FieldValue, Record as _};
use energy_audit::reference::carriers::CarrierGroup;

use crate::{accounted, close, plant, reference, year};

/// Code, amount, tce by the coefficient of GB/T 2589-2020 (附录A, 附录B) written beside it.
const DEFAULTS: &[(&str, f64, f64)] = &[
    ("electricity", 10_000.0, 1.229),       // 0.1229 kgce/kWh
    ("raw_coal", 1000.0, 714.3),            // 0.7143 kgce/kg
    ("cleaned_coal", 1000.0, 900.0),        // 0.9000 kgce/kg
    ("middlings", 1000.0, 285.7),           // 0.2857 kgce/kg
    ("coke", 1000.0, 971.4),                // 0.9714 kgce/kg
    ("crude_oil", 10.0, 14.286),            // 1.4286 kgce/kg
    ("fuel_oil", 10.0, 14.286),             // 1.4286 kgce/kg
    ("gasoline", 10.0, 14.714),             // 1.4714 kgce/kg
    ("diesel", 10.0, 14.571),               // 1.4571 kgce/kg
    ("lpg", 10.0, 17.143),                  // 1.7143 kgce/kg
    ("natural_gas", 10_000.0, 12.143),      // 1.2143 kgce/m³, the statistical value
    ("coke_oven_gas", 10_000.0, 5.714),     // 0.5714～0.6143 kgce/m³: the lower end
    ("blast_furnace_gas", 10_000.0, 1.286), // 0.1286 kgce/m³
    ("heat", 1000.0, 34.12),                // 0.03412 kgce/MJ
    ("steam", 1000.0, 128.6),               // 0.1286 kgce/kg
    ("fresh_water", 100_000.0, 25.71),      // 0.2571 kgce/t
    ("compressed_air", 1e6, 40.0),          // 0.0400 kgce/m³
    ("oxygen", 1e6, 400.0),                 // 0.4000 kgce/m³
    ("nitrogen_main", 1e6, 671.4),          // 0.6714 kgce/m³
];

#[test]
fn defaults_are_those_of_the_standard_and_said_to_be_defaults() {
    for (code, amount, tce) in DEFAULTS {
        let energy = year(&[&format!("carrier={code} annual={amount}")]);
        close(energy.tce_equivalent, *tce);
        let line = &energy.lines[0];
        assert!(line.kgce.is_default && line.kgce.source.contains("GB/T 2589-2020"), "{line:?}");
        assert!(energy.notes.iter().any(|n| n.contains("取默认")), "{code}: {:?}", energy.notes);
    }
}

#[test]
fn ranges_and_unchecked_factors_are_marked() {
    for code in ["coke_oven_gas", "slime", "biogas", "hydrogen", "gangue"] {
        let energy = year(&[&format!("carrier={code} annual=10")]);
        assert!(energy.notes.iter().any(|n| n.contains("待核")), "{code}: {:?}", energy.notes);
    }
}

#[test]
fn every_carrier_reads_its_rows_and_every_price_key_is_a_setting() {
    let reference = reference();
    for c in reference.tables.carriers.iter() {
        assert!(c.kgce.is_some() || c.code == "biomass", "{} has no factor", c.name);
        if !c.price_key.is_empty() {
            let prices = energy_audit::audit::Prices::defs();
            let def = prices.iter().find(|d| d.key == c.price_key).expect("a price setting");
            assert_eq!(def.unit, format!("元/{}", c.unit), "{}", c.name);
        }
        if !c.device_fuel.is_empty() && c.group == CarrierGroup::Fuel {
            assert!(reference.tables.factors.fuel(&c.device_fuel).is_some(), "{}", c.name);
        }
    }
    assert!(reference.tables.carriers.get("raw_coal").unwrap().co2.is_some());
    assert_eq!(reference.tables.carriers.named("外购电").unwrap().code, "electricity");
}

#[test]
fn a_measured_heat_value_comes_before_the_default() {
    // 1000 t × 22 000 kJ/kg ÷ 29 307.6 = 750.658 tce.
    let energy = year(&["carrier=raw_coal annual=1000 ncv_kj=22000"]);
    close(energy.tce_equivalent, 750.658_532_257_844_4);
    assert!(!energy.lines[0].kgce.is_default);
    // 100 000 m³ × 35 000 kJ/m³ ÷ 29 307.6 = 119.4229 tce.
    let energy = year(&["carrier=natural_gas annual=100000 ncv_kj=35000"]);
    close(energy.tce_equivalent, 3_500_000.0 / 29_307.6);
}

#[test]
fn the_enterprise_pages_coal_heat_value_is_used_before_the_standards() {
    let mut audit = plant(&["carrier=raw_coal annual=1000"]);
    audit.factors.set("coal_ncv_kj_per_kg", Some(Entered::ledger(FieldValue::Number(23_000.0)))).unwrap();
    // 1000 t × 23 000 ÷ 29 307.6.
    close(accounted(&audit, &[]).years[0].tce_equivalent, 23_000_000.0 / 29_307.6);
}

#[test]
fn biomass_has_no_default_and_is_asked_for() {
    let audit = plant(&["carrier=biomass annual=100", "carrier=electricity annual=10000"]);
    let found = accounted(&audit, &[]);
    close(found.years[0].tce_equivalent, 1.229);
    crate::asks(&found.questions, &["生物质燃料", "没有默认折标系数", "未计入"]);
    let energy = year(&["carrier=biomass annual=100 ncv_kj=15000"]);
    close(energy.tce_equivalent, 100.0 * 15_000.0 / 29_307.6);
    close(energy.carbon.scope1_t, 0.0);
}

/// IAPWS-IF97 steam tables: dry saturated at 1.0 MPa absolute 2777.1 kJ/kg; superheated at 3.0 MPa and 400 ℃
/// 3231.6 kJ/kg (3231.57); water at 1 MPa and 60 ℃ 251.9 kJ/kg.
#[test]
fn steam_counts_by_its_enthalpy_when_pressure_is_known() {
    let per_t = |fields: &str| {
        let energy = year(&[&format!("carrier=steam annual=1000 {fields}")]);
        assert!(!energy.lines[0].kgce.is_default);
        energy.tce_equivalent * 29.3076
    };
    let table = |actual: f64, kj_per_kg: f64| {
        assert!((actual - kj_per_kg).abs() < 0.3, "{actual} kJ/kg instead of {kj_per_kg}");
    };
    // Gauge pressures: absolute less 0.1013.
    table(per_t("pressure_mpa=0.8987"), 2777.1);
    table(per_t("pressure_mpa=0.8987 temperature_c=180"), 2777.1); // 179.89 ℃ is saturation
    table(per_t("pressure_mpa=2.8987 temperature_c=400"), 3231.6);
    table(per_t("pressure_mpa=0.8987 feedwater_c=60"), 2777.1 - 251.9);
}

#[test]
fn equivalent_and_equal_value_differ_for_electricity_only() {
    // 1 000 000 kWh: 122.9 tce and, at 0.3024 kgce/kWh (2024), 302.4 tce; 100 t coal 71.43 tce in both.
    let energy = year(&["carrier=electricity annual=1000000", "carrier=raw_coal annual=100"]);
    close(energy.tce_equivalent, 122.9 + 71.43);
    close(energy.tce_equal_value, 302.4 + 71.43);
    assert!(energy.notes.iter().any(|n| n.contains("等价值取默认") && n.contains("0.3024")), "{:?}", energy.notes);
    let mut audit = plant(&["carrier=electricity annual=1000000"]);
    let own = Some(Entered::ledger(FieldValue::Number(0.31)));
    audit.factors.set("electricity_equal_value_kgce_per_kwh", own).unwrap();
    close(accounted(&audit, &[]).years[0].tce_equal_value, 310.0);
}

/// The worked example of the saving methods (当量值与等价值): 19 115 kWh are 2.35 tce and, at 0.305 kgce/kWh, 5.83 tce.
#[test]
fn the_worked_example_of_both_values_is_met() {
    let mut audit = plant(&["carrier=electricity annual=19115"]);
    let own = Some(Entered::ledger(FieldValue::Number(0.305)));
    audit.factors.set("electricity_equal_value_kgce_per_kwh", own).unwrap();
    let found = accounted(&audit, &[]);
    assert_eq!(format!("{:.2}", found.years[0].tce_equivalent), "2.35");
    assert_eq!(format!("{:.2}", found.years[0].tce_equal_value), "5.83");
}

#[test]
fn own_renewable_electricity_counts_at_equivalent_value_and_without_carbon() {
    let energy = year(&["carrier=renewable_electricity flow=self_produced annual=1000000"]);
    close(energy.tce_equivalent, 122.9);
    close(energy.tce_equal_value, 122.9);
    close(energy.renewable_tce, 122.9);
    assert_eq!(energy.carbon.total_t, Some(0.0));
}
