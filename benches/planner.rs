//! Choosing among 200 measures must not keep anyone waiting: time of `plan` over budgets and kinds of instances.
//!
//! `cargo bench --bench planner`. Limit: 2 s for any one plan of 200 measures.
//!
//! - mixed: replacements, drives and hours on 100 motors, two measures a motor, some excluding each other;
//! - alike: NPV proportional to the investment plus a constant, the hard case of a knapsack;
//! - equal: all measures the same, so that every set of one size is as good as another.

use std::hint::black_box;
use std::time::Instant;

use energy_audit::audit::field::FieldValue;
use energy_audit::audit::measure::inputs::{FewerHours, OwnMeasure, PermanentMagnet};
use energy_audit::audit::{Action, Audit, Cost, Edit, Entered, Equipment, Id, KindCode, Measure, Target};
use energy_audit::diagnosis::DeviceLedger;
use energy_audit::energy::{Assumptions, Context};
use energy_audit::progress::Progress;
use energy_audit::reference::Reference;
use energy_audit::retrofit::planner::{Goal, Proof, plan};

const MEASURES: u64 = 200;

fn dice(state: &mut u64, sides: u64) -> f64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*state >> 33) % sides) as f64
}

fn measure(targets: Vec<Id>, action: Action, investment: f64) -> Measure {
    Measure {
        id: Id::fresh(),
        title: String::new(),
        targets,
        action,
        cost: Cost { investment_yuan: Some(investment), ..Cost::default() },
        note: String::new(),
        requires: Vec::new(),
    }
}

fn own(kwh: f64, investment: f64) -> Measure {
    let inputs = OwnMeasure {
        electricity_saved_kwh: Some(Entered::ledger(kwh)),
        explanation: Some(Entered::ledger("bench".to_owned())),
        ..OwnMeasure::default()
    };
    measure(Vec::new(), Action::OwnMeasure(inputs), investment)
}

fn mixed() -> (Vec<Equipment>, Vec<Measure>) {
    let mut state = 7;
    let motors: Vec<Equipment> = (0..MEASURES / 2)
        .map(|_| {
            let mut motor = Equipment::new(KindCode::Motor);
            for (key, value) in [
                ("rated_power_kw", 90.0),
                ("poles", 4.0),
                ("rated_voltage_v", 380.0),
                ("rated_efficiency_pct", 90.0),
                ("measured_input_kw", 20.0 + dice(&mut state, 60)),
                ("annual_hours_h", 3000.0 + dice(&mut state, 5000)),
            ] {
                let value = Some(Entered::ledger(FieldValue::Number(value)));
                motor.set(key, value).unwrap_or_else(|e| panic!("{key}: {e}"));
            }
            motor
        })
        .collect();
    let measures = (0..MEASURES)
        .map(|n| {
            let id = motors[(n % (MEASURES / 2)) as usize].id;
            let action = match dice(&mut state, 3) as u64 {
                0 => Action::ReplaceMotor { grade: 2, efficiency_pct: Some(92.0 + dice(&mut state, 5)) },
                1 => {
                    let efficiency_pct = Some(Entered::ledger(93.0 + dice(&mut state, 4)));
                    Action::PermanentMagnet(PermanentMagnet { efficiency_pct })
                }
                _ => {
                    let new_hours_h = Some(Entered::ledger(1000.0 + dice(&mut state, 2000)));
                    Action::FewerHours(FewerHours { new_hours_h })
                }
            };
            measure(vec![id], action, 1_000.0 * (5.0 + dice(&mut state, 95)))
        })
        .collect();
    (motors, measures)
}

fn alike() -> (Vec<Equipment>, Vec<Measure>) {
    let mut state = 11;
    let measures = (0..MEASURES).map(|_| {
        let investment = 10_007.0 + dice(&mut state, 90_000);
        // At 0.6 yuan/kWh over 10 a at 10 %, 1 kWh is worth some 3.7 yuan: NPV = 10 000 whatever it costs.
        own((investment + 10_000.0) / (0.6 * 6.144_567_105_704_685), investment)
    });
    (Vec::new(), measures.collect())
}

fn equal() -> (Vec<Equipment>, Vec<Measure>) {
    (Vec::new(), (0..MEASURES).map(|_| own(40_000.0, 60_007.0)).collect())
}

fn main() {
    let reference = Reference::on(jiff::civil::date(2026, 11, 24)).unwrap_or_else(|e| panic!("{e}"));
    for (name, (equipment, measures)) in [("mixed", mixed()), ("alike", alike()), ("equal", equal())] {
        let mut audit = Audit { equipment: equipment.into(), measures, ..Audit::default() };
        for (target, key, value) in [
            (Target::Prices, "electricity_yuan_per_kwh", 0.6),
            (Target::Finance, "discount_rate_pct", 10.0),
            (Target::Finance, "maintenance_rate_pct", 0.0),
            (Target::Finance, "life_measure_a", 10.0),
        ] {
            let value = Some(Entered::ledger(FieldValue::Number(value)));
            let edit = Edit::Field { target, key: key.to_owned(), value };
            edit.apply(&mut audit).unwrap_or_else(|e| panic!("{e}"));
        }
        let assumptions = Assumptions::of(&audit, &reference);
        let ctx = Context { reference: &reference, assumptions: &assumptions };
        let ledger = DeviceLedger::of(&audit);
        let mut worst = 0.0_f64;
        let mut gap = 0.0_f64;
        for budget_yuan in [123_457.0, 500_000.0, 1_000_000.0, 3_000_000.0, 6_000_000.0] {
            for goal in [
                Goal::MaxNpv { budget_yuan },
                Goal::MaxTce { budget_yuan },
                Goal::MinInvestment { target_tce: budget_yuan / 4_000.0, budget_yuan: None },
            ] {
                let start = Instant::now();
                let found = black_box(plan(&audit, goal, &ledger, &ctx, &Progress::new()));
                let took = start.elapsed().as_secs_f64();
                worst = worst.max(took);
                match found {
                    Ok(p) => match p.proof {
                        Proof::Gap(g) => gap = gap.max(g),
                        Proof::Optimal | Proof::Pairwise { .. } => {}
                    },
                    Err(e) => println!("{name} {goal:?}: {e}"),
                }
                if took > 0.5 {
                    println!("{name} {goal:?}: {took:.2} s");
                }
            }
        }
        println!("{name}: slowest {worst:.2} s, largest gap left {:.3} %", gap * 100.0);
    }
}
