//! The planner against brute force over all sets, and against small cases solved by hand.

use energy_audit::audit::equipment::BoilerFuel;
use energy_audit::audit::measure::inputs::{FewerHours, OwnMeasure, TorqueType};
use energy_audit::audit::measure::inputs::{MotorSpeed, PermanentMagnet};
use energy_audit::audit::{
    Action, Audit, Cost, Edit, Entered, Equipment, FieldValue, Id, KindCode, Measure, Scenario, Target,
};
use energy_audit::diagnosis::DeviceLedger;
use energy_audit::energy::{Assumptions, Context};
use energy_audit::progress::Progress;
use energy_audit::reference::Reference;
use energy_audit::retrofit::planner::{Goal, Plan, PlanError, Proof, abatement_curve, conflicts, plan};
use energy_audit::retrofit::scenario;

fn reference() -> Reference {
    Reference::on("2026-11-24".parse().expect("date")).expect("tables")
}

/// 0.6 yuan/kWh, 10 %, no upkeep, no residual value, 10 a: an investment I that saves s yuan a year has
/// NPV = 6.144567·s − I.
const FACTOR: f64 = 6.144_567_105_704_685;

fn audit(devices: Vec<Equipment>, measures: Vec<Measure>) -> Audit {
    let mut audit = Audit { equipment: devices.into(), measures, ..Audit::default() };
    for (target, key, value) in [
        (Target::Prices, "electricity_yuan_per_kwh", 0.6),
        (Target::Prices, "coal_yuan_per_t", 600.0),
        (Target::Factors, "grid_co2_kg_per_kwh", 0.5),
        (Target::Finance, "discount_rate_pct", 10.0),
        (Target::Finance, "maintenance_rate_pct", 0.0),
        (Target::Finance, "residual_rate_pct", 0.0),
        (Target::Finance, "life_motor_a", 10.0),
    ] {
        let edit = Edit::Field { target, key: key.to_owned(), value: Some(Entered::ledger(FieldValue::Number(value))) };
        edit.apply(&mut audit).expect("setting");
    }
    audit
}

/// Draws `kw` for `hours`: 55 kW and 6000 h use 330 000 kWh.
fn motor(kw: f64, hours: f64) -> Equipment {
    let mut device = Equipment::new(KindCode::Motor);
    for (key, value) in [
        ("rated_power_kw", 90.0),
        ("poles", 4.0),
        ("rated_voltage_v", 380.0),
        ("rated_efficiency_pct", 90.0),
        ("measured_input_kw", kw),
        ("annual_hours_h", hours),
    ] {
        device.set(key, Some(Entered::ledger(FieldValue::Number(value)))).unwrap_or_else(|e| panic!("{key}: {e}"));
    }
    device
}

fn measure(title: &str, targets: &[&Equipment], action: Action, investment: f64) -> Measure {
    Measure {
        id: Id::fresh(),
        title: title.to_owned(),
        targets: targets.iter().map(|e| e.id).collect(),
        action,
        cost: Cost { investment_yuan: Some(investment), ..Cost::default() },
        note: String::new(),
        requires: Vec::new(),
    }
}

/// A measure of the plant that saves `kwh` and nothing else.
fn own(title: &str, kwh: f64, investment: f64) -> Measure {
    let inputs = OwnMeasure {
        electricity_saved_kwh: Some(Entered::ledger(kwh)),
        explanation: Some(Entered::ledger("测算".to_owned())),
        ..OwnMeasure::default()
    };
    measure(title, &[], Action::OwnMeasure(inputs), investment)
}

fn replace(efficiency: f64) -> Action {
    Action::ReplaceMotor { grade: 2, efficiency_pct: Some(efficiency) }
}

fn magnet(efficiency: f64) -> Action {
    Action::PermanentMagnet(PermanentMagnet { efficiency_pct: Some(Entered::ledger(efficiency)) })
}

fn fewer(hours: f64) -> Action {
    Action::FewerHours(FewerHours { new_hours_h: Some(Entered::ledger(hours)) })
}

fn speed(percent: f64) -> Action {
    Action::MotorSpeed(MotorSpeed {
        torque: Some(Entered::ledger(TorqueType::Constant)),
        speed_pct: Some(Entered::ledger(percent)),
        hours_share_pct: None,
        drive_efficiency_pct: Some(Entered::ledger(97.0)),
    })
}

fn solve(audit: &Audit, goal: Goal) -> Result<Plan, PlanError> {
    let reference = reference();
    let assumptions = Assumptions::of(audit, &reference);
    let ctx = Context { reference: &reference, assumptions: &assumptions };
    plan(audit, goal, &DeviceLedger::of(audit), &ctx, &Progress::new())
}

fn titles(plan: &Plan) -> Vec<&str> {
    plan.result.measures.iter().map(|m| m.title.as_str()).collect()
}

fn close(actual: f64, expected: f64) {
    assert!((actual - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{actual} is not {expected}");
}

/// A knapsack by hand, budget 100 000. NPV of each, 6.144567·0.6·kWh − I:
/// A 60 000 for 40 000 kWh: 147 470 − 60 000 = 87 470 (1.46 per yuan); B 50 000 for 32 000: 117 976 − 50 000 = 67 976;
/// C 50 000 for 31 000: 114 289 − 50 000 = 64 289; D 5 000 for 1 000: 3 687 − 5 000 < 0.
/// A alone 87 470 (A + B is too dear); B + C = 132 265: the best, though A is the best single one.
#[test]
fn knapsack_by_hand() {
    let a = audit(
        vec![],
        vec![
            own("A", 40_000.0, 60_000.0),
            own("B", 32_000.0, 50_000.0),
            own("C", 31_000.0, 50_000.0),
            own("D", 1_000.0, 5_000.0),
        ],
    );
    let p = solve(&a, Goal::MaxNpv { budget_yuan: 100_000.0 }).expect("plan");
    assert_eq!(titles(&p), ["B", "C"]);
    assert_eq!(p.proof, Proof::Optimal);
    close(p.result.npv_yuan.expect("npv"), FACTOR * 0.6 * 63_000.0 - 100_000.0);
    // 1 yuan less, and B + C no longer fit: A (87 470).
    let p = solve(&a, Goal::MaxNpv { budget_yuan: 99_999.0 }).expect("plan");
    assert_eq!(titles(&p), ["A"]);
}

/// 0.1229 kgce/kWh: A saves 4.916 tce. The target of 4.9 tce is reached by A for 60 000 or B + C for 100 000; 7.7 tce
/// (62 652 kWh) only by B + C (63 000 kWh, 100 000) or A + B (72 000 kWh, 110 000) or A + C: B + C is the cheapest.
#[test]
fn cheapest_way_to_a_target() {
    let a =
        audit(vec![], vec![own("A", 40_000.0, 60_000.0), own("B", 32_000.0, 50_000.0), own("C", 31_000.0, 50_000.0)]);
    let goal = |target_tce, budget_yuan| Goal::MinInvestment { target_tce, budget_yuan };
    assert_eq!(titles(&solve(&a, goal(4.9, None)).expect("plan")), ["A"]);
    let p = solve(&a, goal(7.7, None)).expect("plan");
    assert_eq!(titles(&p), ["B", "C"]);
    close(p.result.saving.tce_equivalent, 63_000.0 * 0.1229 / 1000.0);
    // All three save 103 000 kWh = 12.66 tce.
    assert!(matches!(solve(&a, goal(12.7, None)), Err(PlanError::Unreachable(_))));
    assert!(matches!(solve(&a, goal(7.7, Some(99_000.0))), Err(PlanError::Unreachable(t)) if t.contains("9.9 万元")));
    assert!(solve(&a, goal(0.0, None)).expect("plan").result.measures.is_empty());
}

/// Most energy and most money differ: A saves 50 000 kWh for 200 000 (a loss of 15 663), B 20 000 kWh for 30 000.
#[test]
fn goals_differ() {
    let a = audit(vec![], vec![own("A", 50_000.0, 200_000.0), own("B", 20_000.0, 30_000.0)]);
    assert_eq!(titles(&solve(&a, Goal::MaxNpv { budget_yuan: 200_000.0 }).expect("plan")), ["B"]);
    assert_eq!(titles(&solve(&a, Goal::MaxTce { budget_yuan: 200_000.0 }).expect("plan")), ["A"]);
    assert_eq!(titles(&solve(&a, Goal::MaxTce { budget_yuan: 230_000.0 }).expect("plan")), ["A", "B"]);
}

/// Two replacements of one motor exclude each other; of two motors they do not.
#[test]
fn exclusions() {
    let (m, other) = (motor(55.0, 6000.0), motor(55.0, 6000.0));
    let a = measure("replace", &[&m], replace(95.0), 1.0);
    let b = measure("magnet", &[&m], magnet(96.0), 1.0);
    let c = measure("magnet of the other", &[&other], magnet(96.0), 1.0);
    let hours = measure("hours", &[&m], fewer(5000.0), 1.0);
    let fewest = measure("even fewer", &[&m], fewer(4000.0), 1.0);
    let drive = measure("speed", &[&m], speed(80.0), 1.0);
    assert!(conflicts(&a, &b) && conflicts(&b, &a));
    assert!(!conflicts(&a, &c) && !conflicts(&a, &a));
    assert!(!conflicts(&a, &hours) && !conflicts(&a, &drive));
    assert!(conflicts(&hours, &fewest), "one device has one number of hours");
    let audit = audit(vec![m, other], vec![a, b, c]);
    let p = solve(&audit, Goal::MaxNpv { budget_yuan: 1e9 }).expect("plan");
    assert_eq!(titles(&p), ["magnet", "magnet of the other"]);
}

/// 55 kW, 6000 h = 330 000 kWh. The speed measure at 80 % and constant torque uses 0.8/0.97 of it: saves 57 835 kWh;
/// 2000 h less save 110 000 kWh alone. Both together: 330 000 × (1 − 2/3 × 0.8/0.97) = 148 557 kWh, not 167 835:
/// after the hours the drive saves 38 557 kWh, worth 0.6 × 6.144567 × 38 557 = 142 146 yuan; alone 213 219.
/// At 180 000 yuan it pays alone, but not on top of the hours.
#[test]
fn interaction_decides() {
    let m = motor(55.0, 6000.0);
    let hours = measure("hours", &[&m], fewer(4000.0), 10_000.0);
    let drive = measure("speed", &[&m], speed(80.0), 180_000.0);
    let a = audit(vec![m], vec![hours, drive]);
    let p = solve(&a, Goal::MaxNpv { budget_yuan: 1e6 }).expect("plan");
    assert_eq!(titles(&p), ["hours"]);
    close(p.result.npv_yuan.expect("npv"), FACTOR * 0.6 * 110_000.0 - 10_000.0);
    let p = solve(&a, Goal::MaxTce { budget_yuan: 1e6 }).expect("plan");
    assert_eq!(titles(&p), ["hours", "speed"]);
    close(p.result.saving.electricity_kwh, 330_000.0 * (1.0 - 2.0 / 3.0 * 0.8 / 0.97));
}

/// B (NPV 117 976 − 20 000) needs A (3 687 − 30 000 < 0): together 101 663 − 30 000 > 0, so both; without B not A.
#[test]
fn prerequisites() {
    let a = own("A", 1_000.0, 30_000.0);
    let mut b = own("B", 32_000.0, 20_000.0);
    b.requires = vec![a.id];
    let all = audit(vec![], vec![a.clone(), b.clone()]);
    assert_eq!(titles(&solve(&all, Goal::MaxNpv { budget_yuan: 50_000.0 }).expect("plan")), ["A", "B"]);
    // With 20 000 B would fit alone, but not with what it needs.
    assert!(titles(&solve(&all, Goal::MaxNpv { budget_yuan: 20_000.0 }).expect("plan")).is_empty());
    // What needs a measure that can't take part can't either; one that is gone is said.
    let mut without = a.clone();
    without.cost.investment_yuan = None;
    let p = solve(&audit(vec![], vec![without, b.clone()]), Goal::MaxNpv { budget_yuan: 50_000.0 }).expect("plan");
    assert!(titles(&p).is_empty());
    assert!(p.left_out.iter().any(|(id, why)| *id == b.id && why.contains("前置")), "{:?}", p.left_out);
    let p = solve(&audit(vec![], vec![b]), Goal::MaxNpv { budget_yuan: 50_000.0 }).expect("plan");
    assert_eq!(titles(&p), ["B"]);
    assert!(p.notes.iter().any(|n| n.contains("已删除")));
}

#[test]
fn what_takes_no_part_is_named() {
    let mut idle = motor(55.0, 6000.0);
    idle.set("status", Some(Entered::ledger(FieldValue::Choice("idle".to_owned())))).expect("status");
    let mut unpriced = own("no investment", 1_000.0, 0.0);
    unpriced.cost.investment_yuan = None;
    let measures = vec![
        unpriced,
        own("too dear", 1_000.0, 2_000_000.0),
        measure("idle", &[&idle], replace(95.0), 100.0),
        own("good", 1_000.0, 100.0),
    ];
    let p = solve(&audit(vec![idle], measures), Goal::MaxNpv { budget_yuan: 1_000_000.0 }).expect("plan");
    assert_eq!(titles(&p), ["good"]);
    let reasons: Vec<&str> = p.left_out.iter().map(|(_, r)| r.as_str()).collect();
    assert!(reasons[0].contains("未填投资") && reasons[1].contains("超过预算") && reasons[2].contains("不在用"));
}

#[test]
fn nonsense_is_refused() {
    let a = audit(vec![], vec![own("A", 1_000.0, 100.0)]);
    for budget_yuan in [f64::NAN, -1.0, f64::INFINITY] {
        assert!(matches!(solve(&a, Goal::MaxNpv { budget_yuan }), Err(PlanError::Goal)));
    }
    assert!(matches!(solve(&a, Goal::MinInvestment { target_tce: f64::NAN, budget_yuan: None }), Err(PlanError::Goal)));
    // Nothing to choose from, and nothing to spend.
    assert!(solve(&audit(vec![], vec![]), Goal::MaxTce { budget_yuan: 1.0 }).expect("plan").result.measures.is_empty());
    assert!(solve(&a, Goal::MaxNpv { budget_yuan: 0.0 }).expect("plan").result.measures.is_empty());
    let free = audit(vec![], vec![own("free", 1_000.0, 0.0)]);
    assert_eq!(titles(&solve(&free, Goal::MaxNpv { budget_yuan: 0.0 }).expect("plan")), ["free"]);
}

#[test]
fn cancelled() {
    let a = audit(vec![], vec![own("A", 1_000.0, 100.0)]);
    let reference = reference();
    let assumptions = Assumptions::of(&a, &reference);
    let ctx = Context { reference: &reference, assumptions: &assumptions };
    let progress = Progress::new();
    progress.cancel();
    let found = plan(&a, Goal::MaxNpv { budget_yuan: 1e6 }, &DeviceLedger::of(&a), &ctx, &progress);
    assert!(matches!(found, Err(PlanError::Cancelled)));
}

/// A generator for test instances (Numerical Recipes' LCG).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Three motors and seven to nine measures that replace, slow down and shorten, some on two motors, and some for the plant.
fn instance(seed: u64) -> Audit {
    let mut dice = Dice(seed);
    let motors: Vec<Equipment> =
        (0..3).map(|_| motor(20.0 + dice.roll(60) as f64, 3000.0 + dice.roll(5000) as f64)).collect();
    let mut measures: Vec<Measure> = Vec::new();
    for n in 0..7 + dice.roll(3) {
        let first = dice.roll(3) as usize;
        let mut targets = vec![&motors[first]];
        if dice.roll(4) == 0 {
            targets.push(&motors[(first + 1) % 3]);
        }
        let investment = 1_000.0 * (1 + dice.roll(80)) as f64;
        let title = format!("{n}");
        let mut m = match dice.roll(5) {
            0 => measure(&title, &targets, replace(92.0 + dice.roll(5) as f64), investment),
            1 => measure(&title, &targets, magnet(93.0 + dice.roll(4) as f64), investment),
            2 => measure(&title, &targets, speed(70.0 + dice.roll(28) as f64), investment),
            3 => measure(&title, &targets, fewer(1000.0 + dice.roll(6000) as f64), investment),
            _ => own(&title, dice.roll(40_000) as f64, investment),
        };
        if !measures.is_empty() && dice.roll(5) == 0 {
            m.requires = vec![measures[dice.roll(measures.len() as u64) as usize].id];
        }
        measures.push(m);
    }
    audit(motors, measures)
}

/// The kind of thing of which a motor can have only one, independently of the program.
fn only_one(m: &Measure) -> Option<&'static str> {
    match m.action {
        Action::ReplaceMotor { .. } | Action::PermanentMagnet(_) => Some("motor"),
        Action::MotorSpeed(_) => Some("speed"),
        Action::FewerHours(_) => Some("hours"),
        _ => None,
    }
}

/// All allowed sets: investment, NPV and tce of each as a scenario.
fn brute_force(audit: &Audit) -> Vec<(f64, f64, f64)> {
    let reference = reference();
    let assumptions = Assumptions::of(audit, &reference);
    let ctx = Context { reference: &reference, assumptions: &assumptions };
    let ledger = DeviceLedger::of(audit);
    let mut out = Vec::new();
    for mask in 0..1u32 << audit.measures.len() {
        let set: Vec<&Measure> =
            audit.measures.iter().enumerate().filter(|(i, _)| mask >> i & 1 == 1).map(|(_, m)| m).collect();
        let excluded = set.iter().enumerate().any(|(i, a)| {
            set[i + 1..].iter().any(|b| {
                only_one(a).is_some() && only_one(a) == only_one(b) && a.targets.iter().any(|t| b.targets.contains(t))
            })
        });
        let unmet = set.iter().any(|m| m.requires.iter().any(|r| !set.iter().any(|s| s.id == *r)));
        if excluded || unmet {
            continue;
        }
        let s = Scenario { id: Id::fresh(), name: String::new(), measures: set.iter().map(|m| m.id).collect() };
        let r = scenario(&s, audit, &ledger, &ctx);
        // A measure that can't be carried out on any of its devices is not part of a plan.
        if r.measures.iter().any(|m| m.targets.is_empty() && m.beyond.is_none()) {
            continue;
        }
        let npv = if set.is_empty() { 0.0 } else { r.npv_yuan.expect("npv") };
        out.push((r.investment_yuan, npv, r.saving.tce_equivalent));
    }
    out
}

#[test]
fn as_good_as_brute_force() {
    let mut interacting = 0;
    for seed in 0..25 {
        let audit = instance(seed);
        let all = brute_force(&audit);
        for budget in [0.0, 30_000.0, 90_000.0, 200_000.0, 1e9] {
            let within = || all.iter().filter(|s| s.0 <= budget);
            let best = within().map(|s| s.1).fold(f64::MIN, f64::max);
            let p = solve(&audit, Goal::MaxNpv { budget_yuan: budget }).expect("plan");
            assert_eq!(p.proof, Proof::Optimal, "seed {seed}, budget {budget}");
            assert!(p.result.investment_yuan <= budget);
            let npv = p.result.npv_yuan.unwrap_or(0.0);
            assert!(
                (npv - best).abs() <= 1e-6 * best.abs().max(1.0),
                "seed {seed}, budget {budget}: {npv}, not {best}"
            );

            let best = within().map(|s| s.2).fold(f64::MIN, f64::max);
            let p = solve(&audit, Goal::MaxTce { budget_yuan: budget }).expect("plan");
            let tce = p.result.saving.tce_equivalent;
            assert!(
                (tce - best).abs() <= 1e-6 * best.abs().max(1.0),
                "seed {seed}, budget {budget}: {tce}, not {best}"
            );

            let target = 0.6 * best;
            let least = all.iter().filter(|s| s.2 >= target).map(|s| s.0).fold(f64::MAX, f64::min);
            let p = solve(&audit, Goal::MinInvestment { target_tce: target, budget_yuan: None }).expect("plan");
            let cost = p.result.investment_yuan;
            assert!((cost - least).abs() <= 1e-6 * least.max(1.0), "seed {seed}, target {target}: {cost}, not {least}");
            assert!(p.result.saving.tce_equivalent >= target * (1.0 - 1e-9));
        }
        interacting += usize::from(all.len() < 1 << audit.measures.len());
    }
    assert!(interacting > 15, "most instances exclude or need something: {interacting}");
}

/// 200 measures on 100 motors, some sharing: proven optimal, within the budget.
#[test]
fn two_hundred_measures() {
    let mut dice = Dice(7);
    let motors: Vec<Equipment> =
        (0..100).map(|_| motor(20.0 + dice.roll(60) as f64, 3000.0 + dice.roll(5000) as f64)).collect();
    let measures: Vec<Measure> = (0..200)
        .map(|n| {
            let m = &motors[n % 100];
            let investment = 1_000.0 * (5 + dice.roll(95)) as f64;
            let action = match dice.roll(4) {
                0 => replace(92.0 + dice.roll(5) as f64),
                1 => magnet(93.0 + dice.roll(4) as f64),
                2 => speed(80.0 + dice.roll(18) as f64),
                _ => fewer(1000.0 + dice.roll(2000) as f64),
            };
            measure(&format!("{n}"), &[m], action, investment)
        })
        .collect();
    let a = audit(motors, measures);
    let mut last = 0.0;
    for budget_yuan in [500_000.0, 1_000_000.0, 3_000_000.0, 1e9] {
        let p = solve(&a, Goal::MaxNpv { budget_yuan }).expect("plan");
        assert_eq!(p.proof, Proof::Optimal);
        assert!(p.result.investment_yuan <= budget_yuan);
        let npv = p.result.npv_yuan.expect("npv");
        assert!(npv >= last, "more money is never worse");
        last = npv;
    }
}

/// A measure on a hundred motors and a hundred on one each: replacing all at once excludes replacing one; the best is
/// whichever is worth more in all. The set is proven though 2¹⁰⁰ combinations can't be evaluated.
#[test]
fn one_for_all_or_each_by_itself() {
    let motors: Vec<Equipment> = (0..100).map(|_| motor(55.0, 6000.0)).collect();
    let mut measures: Vec<Measure> = motors.iter().map(|m| measure("each", &[m], replace(95.0), 10_000.0)).collect();
    let all: Vec<&Equipment> = motors.iter().collect();
    // 330 000 × (1 − 0.90/0.95) = 17 368 kWh each, NPV 64 032 − 10 000 = 54 032; at 96 % 20 625 kWh, 76 039 yuan:
    // for 100 × 20 000 yuan 56 039 each.
    measures.push(measure("all", &all, magnet(96.0), 2_000_000.0));
    let mut a = audit(motors, measures);
    let p = solve(&a, Goal::MaxNpv { budget_yuan: 1e9 }).expect("plan");
    assert_eq!((titles(&p), p.proof), (vec!["all"], Proof::Optimal));
    // With 100 × 23 000 yuan 53 039 each.
    a.measures[100].cost.investment_yuan = Some(2_300_000.0);
    let p = solve(&a, Goal::MaxNpv { budget_yuan: 1e9 }).expect("plan");
    assert_eq!((p.result.measures.len(), p.proof), (100, Proof::Optimal));
    close(p.result.npv_yuan.expect("npv"), 100.0 * (FACTOR * 0.6 * 330_000.0 * (1.0 - 0.90 / 0.95) - 10_000.0));
}

/// A measure that shortens the hours of twenty motors acts on twenty others: too many combinations, so by pairs. Each
/// pair interacts with the common one only, and the hours act on each motor alone: the model is exact here.
#[test]
fn pairs_where_there_are_too_many() {
    let motors: Vec<Equipment> = (0..20).map(|_| motor(55.0, 6000.0)).collect();
    let all: Vec<&Equipment> = motors.iter().collect();
    let mut measures = vec![measure("hours", &all, fewer(4000.0), 200_000.0)];
    measures.extend(motors.iter().map(|m| measure("speed", &[m], speed(80.0), 180_000.0)));
    let p = solve(&audit(motors, measures), Goal::MaxNpv { budget_yuan: 1e9 }).expect("plan");
    // As in `interaction_decides`: the hours are worth 20 × 405 541 − 200 000; on top of them no drive pays.
    assert_eq!(titles(&p), ["hours"]);
    let Proof::Pairwise { model, exact, gap } = p.proof else { panic!("{:?}", p.proof) };
    close(model, exact);
    assert_eq!(gap, 0.0);
    assert!(p.notes.iter().any(|n| n.contains("两两")));
}

/// Steps are sorted by cost, their widths add up to what the scenario avoids: 0.5 kg/kWh.
/// A: (60 000 × 0.162745 − 24 000)/20 = −711.8 yuan/t; B: (200 000 × 0.162745 − 6 000)/5 = 5309.8; C without investment.
#[test]
fn abatement_curve_by_hand() {
    let mut c = own("C", 5_000.0, 0.0);
    c.cost.investment_yuan = None;
    let worse = own("D", -1_000.0, 10.0);
    let measures = vec![own("B", 10_000.0, 200_000.0), own("A", 40_000.0, 60_000.0), c, worse];
    let a = audit(vec![], measures);
    let reference = reference();
    let assumptions = Assumptions::of(&a, &reference);
    let ctx = Context { reference: &reference, assumptions: &assumptions };
    let all = Scenario { id: Id::fresh(), name: String::new(), measures: a.measures.iter().map(|m| m.id).collect() };
    let curve = abatement_curve(&scenario(&all, &a, &DeviceLedger::of(&a), &ctx));
    let steps: Vec<(&str, f64, f64)> =
        curve.steps.iter().map(|s| (s.title.as_str(), s.cost_yuan_per_t, s.cumulative_co2_t)).collect();
    assert_eq!((steps[0].0, steps[1].0, steps.len()), ("A", "B", 2));
    close(steps[0].1, (60_000.0 / FACTOR - 24_000.0) / 20.0);
    close(steps[1].1, (200_000.0 / FACTOR - 6_000.0) / 5.0);
    close(steps[0].2, 20.0);
    close(steps[1].2, 25.0);
    assert_eq!(curve.left_out, [("C".to_owned(), "未填投资"), ("D".to_owned(), "不减少碳排放")]);
}

/// Coal saved by one and burnt by another measure: a negative saving counts against the target.
#[test]
fn negative_savings_count() {
    let mut more = own("more coal", 60_000.0, 10_000.0);
    if let Action::OwnMeasure(inputs) = &mut more.action {
        inputs.fuel = Some(Entered::ledger(BoilerFuel::Coal));
        inputs.fuel_saved = Some(Entered::ledger(-20.0));
    }
    // 60 000 kWh = 7.37 tce, −20 t coal = −14.3 tce: it saves money (36 000 − 12 000) but no energy.
    let a = audit(vec![], vec![more, own("B", 32_000.0, 50_000.0)]);
    assert_eq!(titles(&solve(&a, Goal::MaxNpv { budget_yuan: 1e6 }).expect("plan")), ["more coal", "B"]);
    assert_eq!(titles(&solve(&a, Goal::MaxTce { budget_yuan: 1e6 }).expect("plan")), ["B"]);
}

/// 200 measures of which none is better than another: each earns 10 000 yuan whatever it costs, so a set is good by how
/// well it fills the budget, and there are more sets than can be tried. The plan still meets its target or budget, and
/// says what it leaves open.
#[test]
fn hard_instances_end_with_a_plan() {
    let mut dice = Dice(11);
    let mut all = 0.0;
    let measures: Vec<Measure> = (0..200)
        .map(|n| {
            let investment = 10_007.0 + dice.roll(90_000) as f64;
            let kwh = (investment + 10_000.0) / (0.6 * FACTOR);
            all += kwh * 0.1229 / 1000.0;
            own(&format!("{n}"), kwh, investment)
        })
        .collect();
    let a = audit(vec![], measures);
    for share in [0.1, 0.37, 0.9] {
        let target_tce = share * all;
        let p = solve(&a, Goal::MinInvestment { target_tce, budget_yuan: None }).expect("plan");
        assert!(p.result.saving.tce_equivalent >= target_tce * (1.0 - 1e-9));
        assert!(matches!(p.proof, Proof::Optimal | Proof::Gap(..=0.02)), "{share}: {:?}", p.proof);
    }
    for budget_yuan in [123_457.0, 1_000_003.0] {
        let p = solve(&a, Goal::MaxNpv { budget_yuan }).expect("plan");
        assert!(p.result.investment_yuan <= budget_yuan);
        assert!(matches!(p.proof, Proof::Optimal | Proof::Gap(..=0.05)), "{budget_yuan}: {:?}", p.proof);
    }
}
