//! Energy and replacement measures against published examples (quota/saving_methods) and hand-worked cases.
//! Every expected value is arithmetic in this file, or the published figure itself.

use energy_audit::audit::Edit;
use energy_audit::audit::equipment::BoilerFuel;
use energy_audit::audit::field::{FieldKind, FieldValue};
use energy_audit::audit::measure::inputs::Insulation;
use energy_audit::audit::{
    Action, Audit, Cost, Entered, Equipment, Id, KindCode, Measure, PartialDate, Scenario, Target,
};
use energy_audit::diagnosis::{Diagnosis, diagnose};
use energy_audit::reference::Reference;

fn reference() -> Reference {
    Reference::on("2026-11-24".parse().expect("date")).expect("tables")
}

fn device(kind: KindCode, fields: &[(&str, &str)]) -> Equipment {
    let mut device = Equipment::new(kind);
    for (key, text) in fields {
        let def = kind.field(key).unwrap_or_else(|| panic!("no field {key}"));
        let value = match def.kind {
            FieldKind::Number { .. } => FieldValue::Number(text.parse().expect("number")),
            FieldKind::Text { .. } => FieldValue::Text((*text).to_owned()),
            FieldKind::Choice(_) => FieldValue::Choice((*text).to_owned()),
            FieldKind::Date => FieldValue::Date(PartialDate::parse(text).expect("date")),
        };
        device.set(key, Some(Entered::ledger(value))).expect("field");
    }
    device
}

/// An audit with the prices and factors of the published examples.
fn audit(devices: Vec<Equipment>, measures: Vec<Measure>) -> Audit {
    let mut audit = Audit { equipment: devices.into(), measures, ..Audit::default() };
    for (target, key, value) in [
        (Target::Prices, "electricity_yuan_per_kwh", 0.6),
        (Target::Prices, "coal_yuan_per_t", 550.0),
        (Target::Prices, "natural_gas_yuan_per_m3", 3.2),
        (Target::Factors, "electricity_equal_value_kgce_per_kwh", 0.305),
        (Target::Factors, "grid_co2_kg_per_kwh", 0.6634),
        (Target::Factors, "reactive_equivalent_kw_per_kvar", 0.04),
        (Target::Factors, "load_shape_factor", 1.05),
        (Target::Finance, "maintenance_rate_pct", 0.0),
    ] {
        let edit = Edit::Field { target, key: key.to_owned(), value: Some(Entered::ledger(FieldValue::Number(value))) };
        edit.apply(&mut audit).expect("setting");
    }
    audit
}

fn measure(targets: &[&Equipment], action: Action) -> Measure {
    Measure {
        id: Id::fresh(),
        title: "措施".to_owned(),
        targets: targets.iter().map(|e| e.id).collect(),
        action,
        cost: Cost::default(),
        note: String::new(),
        requires: Vec::new(),
    }
}

fn one(device: Equipment, action: Action) -> Diagnosis {
    let m = measure(&[&device], action);
    diagnose(&audit(vec![device], vec![m]), &reference())
}

fn close(actual: f64, expected: f64, relative: f64) {
    assert!((actual - expected).abs() <= relative * expected.abs().max(1e-9), "{actual} is not {expected}");
}

fn motor90(extra: &[(&str, &str)]) -> Equipment {
    let mut fields = vec![("rated_power_kw", "90"), ("poles", "4"), ("rated_voltage_v", "380")];
    fields.extend_from_slice(extra);
    device(KindCode::Motor, &fields)
}

/// saving_methods §1: 90 kW, LF 0.75, 7200 h, 0.926 → 0.961: 19 115 kWh/a, 2.35 tce (当量), 5.83 tce (0.305), 1.15 万元.
/// 96.1 % is grade 2 of GB 18613-2020 for 90 kW, 4 poles, so the grade alone gives it.
#[test]
fn published_motor_example() {
    let d = one(
        motor90(&[("rated_efficiency_pct", "92.6"), ("load_factor_pct", "75"), ("annual_hours_h", "7200")]),
        Action::ReplaceMotor { grade: 2, efficiency_pct: None },
    );
    let m = &d.measures[0];
    close(m.saving.electricity_kwh, 19_115.0, 1e-4);
    close(m.saving.tce_equivalent, 2.35, 2e-3);
    close(m.saving.tce_equal_value, 5.83, 1e-3);
    close(m.saving.cost_yuan.expect("cost"), 11_500.0, 5e-3);
    close(m.saving.co2_t.expect("co2"), 19_115.0 * 0.6634 / 1000.0, 1e-4);
    let steps: Vec<_> = m.working().map(|(_, phase, s)| (phase, s.formula.clone(), s.unit.clone())).collect();
    assert!(steps.iter().any(|(p, f, u)| *p == "改造前" && f.contains("P_N·β/η") && u == "kWh/a"), "{steps:?}");
}

#[test]
fn motor_cases_by_hand() {
    // (fields, expected kWh before)
    let cases: Vec<(Vec<(&str, &str)>, f64)> = vec![
        // Full load, two motors.
        (
            vec![
                ("rated_efficiency_pct", "93"),
                ("load_factor_pct", "100"),
                ("annual_hours_h", "8000"),
                ("quantity", "2"),
            ],
            90.0 / 0.93 * 8000.0 * 2.0,
        ),
        // Half load: the rated efficiency still stands.
        (
            vec![("rated_efficiency_pct", "93"), ("load_factor_pct", "50"), ("annual_hours_h", "6000")],
            90.0 * 0.5 / 0.93 * 6000.0,
        ),
        // 30 %: rated losses 1/0.93 − 1 = 0.0752688; no-load share a third 0.0250896;
        // losses 0.0250896 + 0.09 × 0.0501792 = 0.0296057 of P_N; input 90 × (0.3 + 0.0296057).
        (
            vec![("rated_efficiency_pct", "93"), ("load_factor_pct", "30"), ("annual_hours_h", "6000")],
            90.0 * (0.3 + 0.025_089_606 + 0.09 * 0.050_179_211) * 6000.0,
        ),
        // Measured input power of 55 kW: that is what it uses, whatever the efficiency.
        (vec![("rated_efficiency_pct", "93"), ("measured_input_kw", "55"), ("annual_hours_h", "5000")], 55.0 * 5000.0),
        // Measured input at low load (20 kW of 90): the same.
        (vec![("rated_efficiency_pct", "93"), ("measured_input_kw", "20"), ("annual_hours_h", "5000")], 20.0 * 5000.0),
        // Measured current: √3 × 380 × 120 × 0.87 / 1000 = 68.713 kW.
        (
            vec![
                ("rated_efficiency_pct", "93"),
                ("measured_current_a", "120"),
                ("power_factor", "0.87"),
                ("annual_hours_h", "4000"),
            ],
            1.732_050_808 * 380.0 * 120.0 * 0.87 / 1000.0 * 4000.0,
        ),
        // No efficiency entered, but Y280M-4: typical 93.5 % of the Y series (motor_legacy: Y, 90 kW, 4 poles).
        (
            vec![("model", "Y280M-4"), ("load_factor_pct", "80"), ("annual_hours_h", "7000")],
            90.0 * 0.8 / 0.935 * 7000.0,
        ),
        // YE3 mark: IE3, 90 kW, 4 poles = 95.2 %.
        (
            vec![("energy_mark", "ie3"), ("load_factor_pct", "80"), ("annual_hours_h", "7000")],
            90.0 * 0.8 / 0.952 * 7000.0,
        ),
    ];
    for (fields, expected) in cases {
        let d = diagnose(&audit(vec![motor90(&fields)], vec![]), &reference());
        let used = d.devices[0].energy.as_ref().unwrap_or_else(|g| panic!("{fields:?}: {g}"));
        close(used.electricity_kwh, expected, 1e-6);
    }
}

#[test]
fn estimated_efficiency_is_marked() {
    let d = diagnose(
        &audit(vec![motor90(&[("model", "Y280M-4"), ("load_factor_pct", "80"), ("annual_hours_h", "7000")])], vec![]),
        &reference(),
    );
    let used = d.devices[0].energy.as_ref().expect("energy");
    assert!(
        used.estimated && used.notes.iter().any(|n| n.contains("估算") && n.contains("Y 系列")),
        "{:?}",
        used.notes
    );
}

#[test]
fn missing_inputs_are_named_not_defaulted() {
    let d = diagnose(&audit(vec![motor90(&[("rated_efficiency_pct", "93")])], vec![]), &reference());
    let gap = d.devices[0].energy.as_ref().expect_err("gap");
    assert_eq!(gap.missing, ["annual_hours_h", "load_factor_pct"]);
    assert!(gap.reason.contains("年运行小时") && gap.reason.contains("平均负载率"));
}

/// The load stays the same: shaft power 55 kW × 0.93 = 51.15 kW; with 96.1 % it draws 53.226 kW.
#[test]
fn motor_replacement_from_measured_power() {
    let d = one(
        motor90(&[("rated_efficiency_pct", "93"), ("measured_input_kw", "55"), ("annual_hours_h", "5000")]),
        Action::ReplaceMotor { grade: 2, efficiency_pct: None },
    );
    close(d.measures[0].saving.electricity_kwh, (55.0 - 55.0 * 0.93 / 0.961) * 5000.0, 1e-6);
}

/// A worse motor saves less than nothing, which is said: grade 3 for 90 kW, 4 poles is 95.2 % (GB 18613-2020), the
/// present one has 96.5 %: 90 × 0.75 × 7200 × (1/0.965 − 1/0.952) kWh.
#[test]
fn no_better_motor_gives_a_negative_saving_and_a_warning() {
    let d = one(
        motor90(&[("rated_efficiency_pct", "96.5"), ("load_factor_pct", "75"), ("annual_hours_h", "7200")]),
        Action::ReplaceMotor { grade: 3, efficiency_pct: None },
    );
    let m = &d.measures[0];
    assert!(m.refused.is_empty());
    close(m.saving.electricity_kwh, 90.0 * 0.75 * 7200.0 * (1.0 / 0.965 - 1.0 / 0.952), 1e-9);
    assert!(m.saving.electricity_kwh < -6000.0);
    for warning in ["新电动机效率 95.2 % 不高于现有 96.5 %", "节能量为负"] {
        assert!(m.notes.iter().any(|n| n.contains(warning)), "{:?}", m.notes);
    }
    assert_eq!(m.economics.simple_payback_a, None);
}

/// A high-voltage motor replaced by one whose efficiency is known: 500 × 0.7 × 7000 × (1/0.93 − 1/0.958) kWh.
#[test]
fn high_voltage_motor_with_given_efficiency() {
    let m = device(
        KindCode::Motor,
        &[
            ("rated_power_kw", "500"),
            ("poles", "4"),
            ("rated_voltage_v", "6000"),
            ("rated_efficiency_pct", "93.0"),
            ("load_factor_pct", "70"),
            ("annual_hours_h", "7000"),
        ],
    );
    let d = one(m, Action::ReplaceMotor { grade: 2, efficiency_pct: Some(95.8) });
    close(d.measures[0].saving.electricity_kwh, 500.0 * 0.7 * 7000.0 * (1.0 / 0.93 - 1.0 / 0.958), 1e-9);
}

fn transformer(extra: &[(&str, &str)]) -> Equipment {
    let mut fields = vec![
        ("capacity_kva", "1000"),
        ("high_voltage_kv", "10"),
        ("medium", "oil"),
        ("core", "silicon"),
        ("energized_hours_h", "8760"),
    ];
    fields.extend_from_slice(extra);
    device(KindCode::Transformer, &fields)
}

fn new_transformer(no_load_current_pct: Option<f64>) -> Action {
    Action::ReplaceTransformer {
        grade: 2,
        core: None,
        capacity_kva: None,
        no_load_loss_w: Some(830.0),
        load_loss_w: Some(8240.0),
        no_load_current_pct,
    }
}

/// saving_methods §3: 1000 kVA, old 1.80/11.6 kW, I₀ 1.2 %; new 0.83/8.24 kW, I₀ 0.3 %; U_k 4.5 %, β 0.45,
/// K_Q 0.04, K_T 1.05: 5.129 → 3.085 kW, 17 909 kWh/a; active losses alone 14 756 kWh/a.
#[test]
fn published_transformer_example() {
    let old = [("no_load_loss_w", "1800"), ("load_loss_w", "11600"), ("load_factor_pct", "45")];
    let mut with_reactive = old.to_vec();
    with_reactive.extend([("no_load_current_pct", "1.2"), ("impedance_pct", "4.5")]);
    let d = one(transformer(&with_reactive), new_transformer(Some(0.3)));
    let t = &d.measures[0].targets[0];
    close(t.before.electricity_kwh, 5.129 * 8760.0, 1e-4);
    close(t.after.electricity_kwh, 3.085 * 8760.0, 2e-4);
    close(d.measures[0].saving.electricity_kwh, 17_909.0, 1e-4);

    let d = one(transformer(&old), new_transformer(Some(0.3)));
    close(d.measures[0].saving.electricity_kwh, 14_756.0, 1e-4);
    assert!(d.measures[0].notes.iter().any(|n| n.contains("只计有功损耗")));
}

#[test]
fn transformer_cases_by_hand() {
    // Two of them, active losses only, load from throughput: β = 3 000 000/(1000 × 0.95 × 8760 × 2) = 0.180246.
    let beta = 3_000_000.0 / (1000.0 * 0.95 * 8760.0 * 2.0);
    let e = transformer(&[
        ("no_load_loss_w", "1700"),
        ("load_loss_w", "10300"),
        ("annual_throughput_kwh", "3000000"),
        ("power_factor", "0.95"),
        ("quantity", "2"),
    ]);
    let d = diagnose(&audit(vec![e], vec![]), &reference());
    let used = d.devices[0].energy.as_ref().expect("energy");
    close(used.electricity_kwh, (1.7 + 1.05 * beta * beta * 10.3) * 8760.0 * 2.0, 1e-9);

    // S9-1000/10 without nameplate losses: typical 1700/10300 W (transformer_legacy), marked as an estimate.
    let e = transformer(&[("model", "S9-1000/10"), ("load_factor_pct", "60")]);
    let d = diagnose(&audit(vec![e], vec![]), &reference());
    let used = d.devices[0].energy.as_ref().expect("energy");
    close(used.electricity_kwh, (1.7 + 1.05 * 0.36 * 10.3) * 8760.0, 1e-9);
    assert!(used.estimated);
}

/// The chosen grade's losses are those of the standard's row: GB 20052-2024 表1, silicon, 1000 kVA (630 kVA and above
/// have one row for both vector groups). The row is read here from the CSV, not through the program.
#[test]
fn transformer_replacement_by_grade_takes_the_table_row() {
    let csv = std::fs::read_to_string("assets/reference/transformer_gb20052_2024.csv").expect("table");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().expect("header").clone();
    let at = |name: &str| header.iter().position(|h| h == name).expect("column");
    let row = reader
        .records()
        .map(|r| r.expect("row"))
        .find(|r| &r[at("table")] == "表1" && &r[at("core")] == "silicon" && &r[at("capacity_kva")] == "1000")
        .expect("1000 kVA");
    let (p0, pk): (f64, f64) =
        (row[at("p0_grade2_w")].parse().expect("P0"), row[at("pk_grade2_w")].parse().expect("Pk"));
    let old = transformer(&[("no_load_loss_w", "1800"), ("load_loss_w", "11600"), ("load_factor_pct", "45")]);
    let d = one(
        old,
        Action::ReplaceTransformer {
            grade: 2,
            core: None,
            capacity_kva: None,
            no_load_loss_w: None,
            load_loss_w: None,
            no_load_current_pct: None,
        },
    );
    let k = 1.05 * 0.45 * 0.45;
    let expected = (1.8 + k * 11.6 - p0 / 1000.0 - k * pk / 1000.0) * 8760.0;
    close(d.measures[0].saving.electricity_kwh, expected, 1e-9);
}

/// Right-sizing 1000 → 630 kVA: the same load is β₂ = 0.30 × 1000/630 = 0.47619.
#[test]
fn smaller_transformer_carries_the_same_load() {
    let old = transformer(&[("no_load_loss_w", "1800"), ("load_loss_w", "11600"), ("load_factor_pct", "30")]);
    let d = one(
        old,
        Action::ReplaceTransformer {
            grade: 2,
            core: None,
            capacity_kva: Some(630.0),
            no_load_loss_w: Some(460.0),
            load_loss_w: Some(4960.0),
            no_load_current_pct: None,
        },
    );
    let beta = 0.30 * 1000.0 / 630.0;
    let expected = (1.8 + 1.05 * 0.09 * 11.6) * 8760.0 - (0.46 + 1.05 * beta * beta * 4.96) * 8760.0;
    close(d.measures[0].saving.electricity_kwh, expected, 1e-9);
}

fn coal_boiler(extra: &[(&str, &str)]) -> Equipment {
    let mut fields = vec![("fuel", "bituminous"), ("capacity_tph", "10"), ("combustion", "chain_grate")];
    fields.extend_from_slice(extra);
    device(KindCode::Boiler, &fields)
}

/// saving_methods §4, example C: 9422 t coal (6730 tce) at 0.72 → 424.5 万m³ gas (35 588 kJ/m³) at 0.94 (5155 tce);
/// CO₂ 17 609 → 8391 t; fuel cost 518 → 1359 万元: energy is saved, money is not.
#[test]
fn published_coal_to_gas_example() {
    let d = one(
        coal_boiler(&[("annual_fuel_t", "9422"), ("measured_efficiency_pct", "72"), ("fuel_ncv_kj_per_kg", "20934")]),
        Action::ReplaceBoiler {
            fuel: Some(BoilerFuel::NaturalGas),
            efficiency_pct: 94.0,
            condensing: None,
            fuel_ncv: Some(35_588.0),
        },
    );
    let m = &d.measures[0];
    let gas = m.targets[0].after.fuels[0].quantity;
    close(gas, 424.5, 3e-4);
    close(m.before_tce, 6730.0, 2e-4);
    close(m.saving.tce_equivalent, 6730.0 - 5155.0, 1e-3);
    close(m.saving.co2_t.expect("co2"), 17_609.0 - 8391.0, 1e-3);
    close(m.saving.cost_yuan.expect("cost"), (518.0 - 1359.0) * 1e4, 2e-3);
    assert_eq!(m.economics.simple_payback_a, None, "more expensive fuel never pays back");
}

/// saving_methods §4, example A: 10 t/h, 6000 h, Δh = 2367 kJ/kg, 0.72 → 0.82: 821 tce/a.
/// Useful heat 10 000 × 6000 × 2367 kJ = 142 020 GJ.
#[test]
fn published_boiler_efficiency_example() {
    let d = one(
        coal_boiler(&[
            ("annual_heat_gj", "142020"),
            ("measured_efficiency_pct", "72"),
            ("fuel_ncv_kj_per_kg", "20934"),
        ]),
        Action::ReplaceBoiler { fuel: None, efficiency_pct: 82.0, condensing: None, fuel_ncv: None },
    );
    close(d.measures[0].saving.tce_equivalent, 821.0, 1e-3);
}

#[test]
fn boiler_cases_by_hand() {
    // 5000 t of 18 000 kJ/kg: 90 000 GJ = 90 000 000/29 307.6 kgce = 3070.876 tce.
    let d = diagnose(
        &audit(vec![coal_boiler(&[("annual_fuel_t", "5000"), ("fuel_ncv_kj_per_kg", "18000")])], vec![]),
        &reference(),
    );
    close(d.total.tce_equivalent, 5000.0 * 18_000.0 / 29_307.6, 1e-9);
    close(d.total.cost_yuan.expect("cost"), 5000.0 * 550.0, 1e-12);
    // 90 TJ × 89.27 tCO₂/TJ (bituminous).
    close(d.total.co2_t.expect("co2"), 90.0 * 89.27, 1e-9);

    // Coal to electricity: useful 90 000 × 0.7 = 63 000 GJ; at 0.97: 63 000/0.0036/0.97 kWh.
    let d = one(
        coal_boiler(&[("annual_fuel_t", "5000"), ("fuel_ncv_kj_per_kg", "18000"), ("measured_efficiency_pct", "70")]),
        Action::ReplaceBoiler {
            fuel: Some(BoilerFuel::Electricity),
            efficiency_pct: 97.0,
            condensing: None,
            fuel_ncv: None,
        },
    );
    let kwh = 63_000.0 / 0.0036 / 0.97;
    close(-d.measures[0].saving.electricity_kwh, kwh, 1e-9);
    close(d.measures[0].saving.tce_equivalent, 3070.876 - kwh * 0.1229 / 1000.0, 1e-6);
    // At the equal value the plant uses more: both are shown.
    close(d.measures[0].saving.tce_equal_value, 3070.876 - kwh * 0.305 / 1000.0, 1e-6);
    assert!(d.measures[0].saving.tce_equivalent > 0.0 && d.measures[0].saving.tce_equal_value < 0.0);

    // From steam: saturated at 1.25 MPa gauge, water 104 °C; steam tables at 1.3513 MPa: h″ ≈ 2788.1, h ≈ 437 kJ/kg.
    let d = diagnose(
        &audit(
            vec![coal_boiler(&[
                ("annual_steam_t", "60000"),
                ("pressure_mpa", "1.25"),
                ("feedwater_temp_c", "104"),
                ("measured_efficiency_pct", "75"),
                ("fuel_ncv_kj_per_kg", "20934"),
            ])],
            vec![],
        ),
        &reference(),
    );
    let used = d.devices[0].energy.as_ref().expect("energy");
    close(used.fuels[0].quantity, 60_000.0 * (2788.1 - 437.0) / 0.75 / 20_934.0, 2e-3);
}

#[test]
fn a_scenario_stacks_measures_without_counting_twice() {
    let boiler =
        coal_boiler(&[("annual_fuel_t", "5000"), ("fuel_ncv_kj_per_kg", "18000"), ("measured_efficiency_pct", "70")]);
    let first = measure(
        &[&boiler],
        Action::ReplaceBoiler { fuel: None, efficiency_pct: 80.0, condensing: None, fuel_ncv: None },
    );
    // The same boiler can't be replaced twice; the heat that it need not deliver is saved at its new efficiency.
    let again = measure(
        &[&boiler],
        Action::ReplaceBoiler { fuel: None, efficiency_pct: 84.0, condensing: None, fuel_ncv: None },
    );
    let insulation = Insulation {
        bare_w_per_m: Some(Entered::ledger(1000.0)),
        insulated_w_per_m: Some(Entered::ledger(100.0)),
        length_m: Some(Entered::ledger(250.0)),
        hours_h: Some(Entered::ledger(8000.0)),
        ..Insulation::default()
    };
    let less = measure(&[&boiler], Action::Insulation(insulation));
    let mut a = audit(vec![boiler], vec![first.clone(), again.clone(), less.clone()]);
    let ids = vec![first.id, again.id, less.id];
    a.scenarios.push(Scenario { id: Id::fresh(), name: "方案".to_owned(), measures: ids });
    let d = diagnose(&a, &reference());
    // Useful 63 000 GJ: 90 000 → 78 750 GJ. Insulation: 900 W/m × 250 m × 8000 h = 6480 GJ of 63 000, at 80 %: 8100 GJ.
    let tce = |gj: f64| gj / 29.3076;
    let s = &d.scenarios[0];
    close(s.measures[0].saving.tce_equivalent, tce(90_000.0 - 78_750.0), 1e-9);
    assert!(s.measures[1].targets.is_empty() && s.measures[1].refused[0].1.contains(&first.title));
    close(s.measures[2].saving.tce_equivalent, tce(8100.0), 1e-9);
    close(s.saving.tce_equivalent, tce(11_250.0 + 8100.0), 1e-9);
    // Alone, at 84 %, the second would save 90 000 − 75 000 GJ; the insulation at 70 % 6480/0.7.
    close(d.measures[1].saving.tce_equivalent, tce(15_000.0), 1e-9);
    close(d.measures[2].saving.tce_equivalent, tce(6480.0 / 0.7), 1e-9);
}

#[test]
fn devices_out_of_use_save_nothing() {
    let e = motor90(&[
        ("rated_efficiency_pct", "90"),
        ("load_factor_pct", "75"),
        ("annual_hours_h", "7200"),
        ("status", "idle"),
    ]);
    let d = one(e, Action::ReplaceMotor { grade: 2, efficiency_pct: None });
    assert!(d.measures[0].targets.is_empty());
    assert_eq!(d.total.electricity_kwh, 0.0);
}

#[test]
fn price_missing_means_no_cost_not_zero() {
    let b = device(
        KindCode::Boiler,
        &[
            ("fuel", "biomass"),
            ("annual_fuel_t", "1000"),
            ("fuel_ncv_kj_per_kg", "15000"),
            ("measured_efficiency_pct", "70"),
        ],
    );
    let d = one(b, Action::ReplaceBoiler { fuel: None, efficiency_pct: 84.0, condensing: None, fuel_ncv: None });
    assert_eq!(d.measures[0].saving.cost_yuan, None);
    assert!(d.measures[0].notes.iter().any(|n| n.contains("生物质") && n.contains("价格")));
}

/// 500 kW may be low or high voltage: without the voltage no standard's grade is taken, and the reason names it.
#[test]
fn a_grade_needs_the_voltage() {
    let m = device(
        KindCode::Motor,
        &[
            ("rated_power_kw", "500"),
            ("poles", "4"),
            ("rated_efficiency_pct", "92"),
            ("load_factor_pct", "70"),
            ("annual_hours_h", "7000"),
        ],
    );
    let d = one(m, Action::ReplaceMotor { grade: 2, efficiency_pct: None });
    assert!(d.measures[0].targets.is_empty());
    assert!(d.measures[0].refused[0].1.contains("额定电压"), "{:?}", d.measures[0].refused);
}
