//! What must hold for any input.

use super::drives::motor;
use super::*;
use proptest::prelude::*;
use proptest::sample::Index;

/// Random numbers, in 0..1, and choices for the fields of a record.
#[derive(Clone, Debug)]
struct Random {
    shares: Vec<f64>,
    picks: Vec<Index>,
}

fn random() -> impl Strategy<Value = Random> {
    // The ends of the ranges come often: that is where formulas break.
    let share = prop_oneof![6 => 0.0..=1.0f64, 1 => Just(0.0), 1 => Just(1.0)];
    (prop::collection::vec(share, 40), prop::collection::vec(any::<Index>(), 40))
        .prop_map(|(shares, picks)| Random { shares, picks })
}

impl Random {
    /// A value for a field within its range, or nothing now and then.
    fn value(&self, def: &FieldDef, at: usize, sparse: bool) -> Option<FieldValue> {
        let (share, pick) = (self.shares[at % 40], &self.picks[(at * 7 + 3) % 40]);
        if sparse && pick.index(4) == 0 {
            return None;
        }
        match def.kind {
            // Wide ranges by their magnitude: numbers as plants have them.
            FieldKind::Number { min, max } if min >= 0.0 && max > 1e4 => {
                let low = min.max(1e-2);
                Some(FieldValue::Number((low * (max / low).powf(share * 0.8)).clamp(min, max)))
            }
            FieldKind::Number { min, max } => Some(FieldValue::Number(min + (max - min) * share)),
            FieldKind::Choice(options) => Some(FieldValue::Choice(options[pick.index(options.len())].code.to_owned())),
            FieldKind::Text { .. } => Some(FieldValue::Text("说明".to_owned())),
            FieldKind::Date => None,
        }
    }

    fn device(&self, kind: KindCode) -> Equipment {
        let mut device = Equipment::new(kind);
        for (at, def) in kind.own_fields().iter().enumerate() {
            let value = self.value(def, at, true).map(Entered::ledger);
            device.set(def.key, value).expect("within range");
        }
        let quantity = FieldValue::Number((1.0 + 4.0 * self.shares[39]).floor());
        device.set("quantity", Some(Entered::ledger(quantity))).expect("quantity");
        device
    }

    fn action(&self, mut action: Action, sparse: bool) -> Action {
        for (at, def) in action.input_fields().iter().enumerate() {
            let optional = sparse && def.need == energy_audit::audit::field::Need::Optional;
            let value = self.value(def, at + 11, optional).map(Entered::ledger);
            action.inputs_mut().expect("inputs").set(def.key, value).expect("within range");
        }
        action
    }
}

/// Every measure, the three replacements with random figures.
fn actions(r: &Random) -> Vec<Action> {
    use energy_audit::audit::equipment::{BoilerFuel, Condensing};
    let s = &r.shares;
    let mut out: Vec<Action> = Action::recorded().into_iter().map(|a| r.action(a, true)).collect();
    out.push(Action::ReplaceMotor { grade: 1 + (s[0] * 2.9) as u8, efficiency_pct: None });
    out.push(Action::ReplaceMotor { grade: 2, efficiency_pct: Some(20.0 + 79.9 * s[1]) });
    out.push(Action::ReplaceTransformer {
        grade: 2,
        core: None,
        capacity_kva: Some(30.0 + 5000.0 * s[2]),
        no_load_loss_w: Some(1.0 + 5000.0 * s[3]),
        load_loss_w: Some(1.0 + 30_000.0 * s[4]),
        no_load_current_pct: Some(0.01 + 2.0 * s[5]),
    });
    let fuels = [None, Some(BoilerFuel::NaturalGas), Some(BoilerFuel::Electricity), Some(BoilerFuel::Bituminous)];
    out.push(Action::ReplaceBoiler {
        fuel: fuels[r.picks[0].index(4)],
        efficiency_pct: 20.0 + 90.0 * s[6],
        condensing: (s[7] > 0.5).then_some(Condensing::Yes),
        fuel_ncv: None,
    });
    out
}

fn finite(m: &MeasureResult) -> Result<(), TestCaseError> {
    let s = &m.saving;
    prop_assert!(s.electricity_kwh.is_finite(), "{}", m.action);
    prop_assert!(s.fuels.iter().all(|f| f.quantity.is_finite()), "{}", m.action);
    prop_assert!(s.tce_equivalent.is_finite() && s.tce_equal_value.is_finite(), "{}", m.action);
    prop_assert!(s.cost_yuan.is_none_or(f64::is_finite) && s.co2_t.is_none_or(f64::is_finite), "{}", m.action);
    for t in &m.targets {
        prop_assert!(t.before.electricity_kwh >= 0.0 && t.after.electricity_kwh >= 0.0, "{} {:?}", m.action, t.after);
        prop_assert!(t.after.fuels.iter().all(|f| f.quantity >= 0.0), "{} {:?}", m.action, t.after);
    }
    for (_, _, step) in m.working() {
        prop_assert!(step.value.is_finite(), "{} {step:?}", m.action);
    }
    for (label, reason) in &m.refused {
        prop_assert!(!label.is_empty() && !reason.is_empty());
    }
    Ok(())
}

/// Heat of fuels in GJ and electricity, of one device.
fn carriers(used: &energy_audit::energy::EnergyUse) -> (f64, f64) {
    (used.electricity_kwh, used.fuels.iter().map(|f| f.heat_gj()).sum())
}

fn near(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-6 * scale.abs().max(1e-3)
}

/// Measure, its other inputs, the decisive input with its worse and better end, kind, fields, and whether the worse end
/// changes nothing.
type Decisive = (&'static str, &'static str, &'static str, f64, f64, KindCode, &'static str, bool);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Any measure on any device, with any inputs that the fields accept: finite or refused, never negative energy.
    #[test]
    fn finite_for_every_accepted_input(r in random()) {
        let devices: Vec<Equipment> = KindCode::ALL.into_iter().map(|k| r.device(k)).collect();
        let targets: Vec<&Equipment> = devices.iter().collect();
        let measures = actions(&r).into_iter().map(|a| measure("措施", &targets, a)).collect();
        let d = all(devices, measures);
        for m in d.measures.iter().map(|m| &**m).chain(&d.scenarios[0].measures) {
            finite(m)?;
        }
    }

    /// A scenario of random measures in random order on linked and unlinked devices: each device goes on from where
    /// the measure before left it, what is saved is what is used less, and never more than was used.
    #[test]
    fn a_scenario_saves_what_is_used_less(r in random(), order in Just((0..42usize).collect::<Vec<_>>()).prop_shuffle()) {
        let mut devices: Vec<Equipment> = KindCode::ALL.into_iter().map(|k| r.device(k)).collect();
        // Every second driven machine turns with the motor.
        devices[0].set("tag", Some(Entered::ledger(FieldValue::Text("M".to_owned())))).expect("tag");
        for at in (3..9).step_by(2) {
            devices[at].set("fed_by", Some(Entered::ledger(FieldValue::Text("M".to_owned())))).expect("link");
        }
        let targets: Vec<&Equipment> = devices.iter().collect();
        let all_actions = actions(&r);
        let mut measures: Vec<Measure> = Vec::new();
        for at in order {
            if let Some(action) = all_actions.get(at) {
                measures.push(measure(&format!("措施{at}"), &targets, action.clone()));
            }
        }
        let d = all(devices.clone(), measures);
        let s = &d.scenarios[0];
        // Rows of a device counted in its motor show the motor.
        let counter = |id: Id, notes: &[String]| {
            if notes.iter().any(|n| n.starts_with("用电计入电动机")) { devices[0].id } else { id }
        };
        let mut now = std::collections::HashMap::new();
        let (mut kwh, mut gj) = (0.0, 0.0);
        let mut of_devices = 0.0;
        let (mut used_kwh, mut used_gj) = (0.0, 0.0);
        for m in &s.measures {
            for t in &m.targets {
                let (before, after) = (carriers(&t.before), carriers(&t.after));
                let meter = counter(t.id, &t.notes);
                match now.insert((meter, "电"), after.0) {
                    Some(was) => prop_assert!(near(was, before.0, was), "{}: {} left, {} taken up", m.title, was, before.0),
                    None => used_kwh += before.0,
                }
                match now.insert((t.id, "燃料"), after.1) {
                    Some(was) => prop_assert!(near(was, before.1, was), "{}: {} left, {} taken up", m.title, was, before.1),
                    None => used_gj += before.1,
                }
                kwh += before.0 - after.0;
                of_devices += before.0 - after.0;
                gj += before.1 - after.1;
            }
            let beyond = m.beyond.as_ref();
            kwh += beyond.map_or(0.0, |b| b.electricity_kwh);
            gj += beyond.map_or(0.0, |b| b.fuels.iter().map(|f| f.heat_gj()).sum());
        }
        let saved_gj: f64 = s.saving.fuels.iter().map(|f| f.heat_gj()).sum();
        prop_assert!(near(s.saving.electricity_kwh, kwh, used_kwh.max(kwh.abs())));
        prop_assert!(near(saved_gj, gj, used_gj.max(gj.abs())));
        prop_assert!(
            of_devices <= used_kwh * (1.0 + 1e-9) + 1e-6,
            "more electricity saved than used: {} of {}",
            of_devices,
            used_kwh
        );
        // Devices in the totals: none of them is counted twice.
        prop_assert!(used_kwh <= d.total.electricity_kwh.max(0.0) * (1.0 + 1e-9) + 1e-6,
            "{used_kwh} of {}", d.total.electricity_kwh);
    }

    /// The better the new motor, the more it saves; the same one saves nothing.
    #[test]
    fn motors_are_monotonic(old in 70.0..98.0f64, a in 70.0..99.0f64, b in 70.0..99.0f64, load in 1.0..120.0f64) {
        let e = motor(&format!("rated_efficiency_pct={old};load_factor_pct={load}"));
        let to = |pct: f64| one(e.clone(), Action::ReplaceMotor { grade: 2, efficiency_pct: Some(pct) }).saving.electricity_kwh;
        prop_assert!(near(to(old), 0.0, 1.0));
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        prop_assert!(to(low) <= to(high) + 1e-9);
        prop_assert_eq!(to(a) > 0.0, a > old);
        let two = motor(&format!("rated_efficiency_pct={old};load_factor_pct={load};quantity=2"));
        let twice = one(two, Action::ReplaceMotor { grade: 2, efficiency_pct: Some(a) }).saving.electricity_kwh;
        prop_assert!(near(twice, 2.0 * to(a), twice));
    }

    /// Monotonic in the decisive input; nothing where nothing changes; a device of quantity 2 saves twice.
    #[test]
    fn decisive_inputs(a in 0.0..=1.0f64, b in 0.0..=1.0f64) {
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        let cases: [Decisive; 16] = [
            ("permanent_magnet", "", "efficiency_pct", 92.6, 99.0, KindCode::Motor, "rated_power_kw=90;poles=4;rated_voltage_v=380;rated_efficiency_pct=92.6;load_factor_pct=75;annual_hours_h=7200", true),
            ("motor_speed", "torque=square;drive_efficiency_pct=96", "speed_pct", 100.0, 10.0, KindCode::Motor, "rated_power_kw=90;poles=4;rated_voltage_v=380;rated_efficiency_pct=92.6;load_factor_pct=75;annual_hours_h=7200", false),
            ("fewer_hours", "", "new_hours_h", 6000.0, 0.0, KindCode::Other, "rated_power_kw=10;load_factor_pct=50;annual_hours_h=6000", true),
            ("stop_idle", "idle_power_kw=1", "idle_hours_h", 0.0, 6000.0, KindCode::Other, "rated_power_kw=10;load_factor_pct=50;annual_hours_h=6000", true),
            ("replace_machine", "", "efficiency_pct", 60.0, 90.0, KindCode::Pump, "motor_power_kw=10;motor_efficiency_pct=90;load_factor_pct=50;annual_hours_h=6000;rated_efficiency_pct=60", true),
            ("speed_control", "hours1_h=5000;static_head_share_pct=20", "flow1_pct", 100.0, 30.0, KindCode::Pump, "motor_power_kw=10;motor_efficiency_pct=90;load_factor_pct=50;annual_hours_h=6000;flow_control=none", false),
            ("trim_impeller", "", "diameter_ratio_pct", 100.0, 75.0, KindCode::Pump, "motor_power_kw=10;motor_efficiency_pct=90;load_factor_pct=50;annual_hours_h=6000", true),
            ("replace_compressor", "", "specific_power", 8.0, 5.0, KindCode::Compressor, "flow_m3_per_min=10;specific_power_kw_per_m3_min=8;load_factor_pct=70;annual_hours_h=6000", true),
            ("air_leaks", "leak_before_pct=40", "leak_after_pct", 40.0, 0.0, KindCode::Compressor, "flow_m3_per_min=10;specific_power_kw_per_m3_min=8;load_factor_pct=70;annual_hours_h=6000", true),
            ("air_pressure", "before_mpa=0.8", "after_mpa", 0.8, 0.4, KindCode::Compressor, "flow_m3_per_min=10;specific_power_kw_per_m3_min=8;load_factor_pct=70;annual_hours_h=6000", true),
            ("air_intake", "before_c=40", "after_c", 40.0, 0.0, KindCode::Compressor, "flow_m3_per_min=10;specific_power_kw_per_m3_min=8;load_factor_pct=70;annual_hours_h=6000", true),
            ("compressor_speed", "drive_efficiency_pct=96;loaded_share_pct=50", "unloaded_power_pct", 5.0, 90.0, KindCode::Compressor, "flow_m3_per_min=10;specific_power_kw_per_m3_min=8;load_factor_pct=70;annual_hours_h=6000", false),
            ("lighting_renewal", "", "new_power_w", 100.0, 20.0, KindCode::Lighting, "lamp_power_w=100;annual_hours_h=4000", true),
            ("replace_chiller", "", "cop", 4.5, 8.0, KindCode::Chiller, "input_power_kw=100;load_factor_pct=70;annual_hours_h=3000;cop=4.5", true),
            ("parallel_machines", "machines_before=3;power_before_kw=50;machines_after=2", "power_after_kw", 75.0, 10.0, KindCode::Pump, "motor_power_kw=10;motor_efficiency_pct=90;load_factor_pct=50;annual_hours_h=6000", true),
            ("furnace_insulation", "area_m2=10;before_c=150;ambient_c=20", "after_c", 150.0, 20.0, KindCode::Furnace, "fuel=electricity;measured_input_kw=50;annual_hours_h=6000", true),
        ];
        for (code, inputs, key, worse, better, kind, fields, none) in cases {
            let saved = |share: f64, quantity: u32| {
                let value = worse + (better - worse) * share;
                kwh(device(kind, &format!("{fields};quantity={quantity}")), act(code, &format!("{inputs};{key}={value}")))
            };
            let (little, much) = (saved(low, 1), saved(high, 1));
            prop_assert!(little <= much + 1e-6, "{code}: {little} {much}");
            if none {
                prop_assert!(near(saved(0.0, 1), 0.0, 1e3), "{code}");
                prop_assert!(little >= -1e-6, "{code}");
            }
            prop_assert!(near(saved(high, 2), 2.0 * much, much), "{code}");
        }
    }

    /// Boilers: better efficiency, cooler flue gas, less air, more heat recovered save more.
    #[test]
    fn boilers_are_monotonic(a in 0.0..=1.0f64, b in 0.0..=1.0f64) {
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        let boiler = device(KindCode::Boiler, "fuel=natural_gas;annual_gas_10k_m3=400;measured_efficiency_pct=80;exhaust_temp_c=200;flue_o2_pct=8;pressure_mpa=1;annual_hours_h=6000");
        let saved = |action: Action| one(boiler.clone(), action).saving.tce_equivalent;
        let check = |name: &str, of: &dyn Fn(f64) -> Action| {
            let (none, little, much) = (saved(of(0.0)), saved(of(low)), saved(of(high)));
            prop_assert!(near(none, 0.0, 1.0), "{} {}", name, none);
            prop_assert!(-1e-9 <= little && little <= much + 1e-9, "{} {} {}", name, little, much);
            Ok(())
        };
        check("replace", &|x| Action::ReplaceBoiler { fuel: None, efficiency_pct: 80.0 + 19.0 * x, condensing: None, fuel_ncv: None })?;
        check("economiser", &|x| act("economiser", &format!("exhaust_after_c={};ambient_c=20", 200.0 - 150.0 * x)))?;
        check("preheater", &|x| act("air_preheater", &format!("exhaust_after_c={};ambient_c=20", 200.0 - 150.0 * x)))?;
        check("pressure", &|x| act("steam_pressure", &format!("after_mpa={};share_pct=80;feedwater_c=100", 1.0 - 0.8 * x)))?;
        check("thickness", &|x| act("surface_insulation", &format!("shape=cylinder;outer_diameter_mm=108;medium_c=170;ambient_c=20;thickness_mm={};conductivity_w_per_m_k=0.05;extent=100;hours_h=8000", 100.0 * x)))?;
        check("tuning", &|x| act("combustion_tuning", &format!("o2_after_pct={};ambient_c=20", 8.0 - 7.0 * x)))?;
        check("insulation", &|x| act("insulation", &format!("bare_w_per_m=500;insulated_w_per_m={};length_m=100;hours_h=8000", 500.0 * (1.0 - x))))?;
        check("condensate", &|x| act("condensate_return", &format!("flow_t_per_h=3;condensate_c={};makeup_c=20;hours_h=6000", 20.0 + 70.0 * x)))?;
        check("leaks", &|x| act("steam_leaks", &format!("orifice_mm=3;count=5;pressure_mpa_abs=0.8;hours_h={}", 8000.0 * x)))?;
        check("waste heat", &|x| act("heat_recovery", &format!("source_flow=3000;heat_capacity=1.38;before_c=350;after_c={};hours_h=7200;used_for=heat", 350.0 - 200.0 * x)))?;
    }

    /// The colder the flue gas leaves, the more condenses; the more of a compressor's heat is used, the more it saves.
    #[test]
    fn recovered_heat_is_monotonic(a in 0.0..=1.0f64, b in 0.0..=1.0f64) {
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        let boiler = device(KindCode::Boiler, "fuel=natural_gas;annual_gas_10k_m3=400;measured_efficiency_pct=90;exhaust_temp_c=120;flue_o2_pct=3.5;feedwater_temp_c=30");
        let cooled = |x: f64| {
            let m = one(boiler.clone(), act("condensing_economiser", &format!("exhaust_after_c={};ambient_c=20", 55.0 - 20.0 * x)));
            assert!(m.refused.is_empty(), "{:?}", m.refused);
            m.saving.tce_equivalent
        };
        prop_assert!(0.0 < cooled(low) && cooled(low) <= cooled(high) + 1e-9);
        let air = device(KindCode::Compressor, "annual_electricity_kwh=100000");
        let used = |x: f64| one(air.clone(), act("compressor_heat", &format!("used_pct={};replaced_fuel=coal;replaced_efficiency_pct=80", 100.0 * x))).saving.tce_equivalent;
        prop_assert!(near(used(0.0), 0.0, 1.0) && used(low) <= used(high) + 1e-9);
    }
}
