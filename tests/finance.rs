//! Finance settings and costs through the whole diagnosis: scenarios, contracts, grades of measures, when to act.

use std::collections::HashMap;

use energy_audit::audit::enterprise::Repayment;
use energy_audit::audit::measure::Contract;
use energy_audit::audit::measure::inputs::{FewerHours, OwnMeasure};
use energy_audit::audit::{
    Action, Audit, Cost, Edit, Entered, Equipment, FieldValue, Id, KindCode, Measure, PartialDate, Scenario, Target,
};
use energy_audit::diagnosis::{Diagnosis, diagnose};
use energy_audit::energy::{Assumptions, Context};
use energy_audit::reference::Reference;
use energy_audit::retrofit::timing::{Act, Decision, Grade, decide, grade};

/// Σ 1.1^−t over 10 years.
const FACTOR: f64 = 6.144_567_105_704_685;

fn set(audit: &mut Audit, target: Target, key: &str, value: f64) {
    let edit = Edit::Field { target, key: key.to_owned(), value: Some(Entered::ledger(FieldValue::Number(value))) };
    edit.apply(audit).unwrap_or_else(|e| panic!("{key}: {e}"));
}

fn finance(audit: &mut Audit, settings: &[(&str, f64)]) {
    for (key, value) in settings {
        set(audit, Target::Finance, key, *value);
    }
}

/// 0.6 yuan/kWh, 0.5 kg/kWh, 10 %, no upkeep, no residual value.
fn audit(devices: Vec<Equipment>, measures: Vec<Measure>) -> Audit {
    let all =
        Scenario { id: Id::fresh(), name: "全部".to_owned(), measures: measures.iter().map(|m| m.id).collect() };
    let mut audit = Audit { equipment: devices.into(), measures, scenarios: vec![all], ..Audit::default() };
    set(&mut audit, Target::Prices, "electricity_yuan_per_kwh", 0.6);
    set(&mut audit, Target::Factors, "grid_co2_kg_per_kwh", 0.5);
    finance(
        &mut audit,
        &[
            ("discount_rate_pct", 10.0),
            ("maintenance_rate_pct", 0.0),
            ("residual_rate_pct", 0.0),
            ("life_motor_a", 10.0),
            ("life_measure_a", 10.0),
        ],
    );
    audit
}

fn on(date: &str) -> Reference {
    Reference::on(date.parse().expect("date")).expect("tables")
}

fn run(audit: &Audit) -> Diagnosis {
    diagnose(audit, &on("2026-11-24"))
}

/// Draws 100 kW for 8000 h: 800 000 kWh. At 90 % → 96 % it saves a sixteenth, 50 000 kWh, 30 000 yuan.
fn motor(model: &str, power_kw: f64) -> Equipment {
    let mut device = Equipment::new(KindCode::Motor);
    for (key, value) in [
        ("rated_power_kw", power_kw),
        ("poles", 4.0),
        ("rated_voltage_v", 380.0),
        ("rated_efficiency_pct", 90.0),
        ("measured_input_kw", 100.0),
        ("annual_hours_h", 8000.0),
    ] {
        device.set(key, Some(Entered::ledger(FieldValue::Number(value)))).unwrap_or_else(|e| panic!("{key}: {e}"));
    }
    device.set("model", Some(Entered::ledger(FieldValue::Text(model.to_owned())))).expect("model");
    device
}

fn measure(targets: &[&Equipment], action: Action, investment: Option<f64>) -> Measure {
    Measure {
        id: Id::fresh(),
        title: "措施".to_owned(),
        targets: targets.iter().map(|e| e.id).collect(),
        action,
        cost: Cost { investment_yuan: investment, ..Cost::default() },
        note: String::new(),
        requires: Vec::new(),
    }
}

fn replace(efficiency: f64) -> Action {
    Action::ReplaceMotor { grade: 2, efficiency_pct: Some(efficiency) }
}

fn own(kwh: f64, investment: Option<f64>) -> Measure {
    let inputs = OwnMeasure {
        electricity_saved_kwh: Some(Entered::ledger(kwh)),
        explanation: Some(Entered::ledger("测算".to_owned())),
        ..OwnMeasure::default()
    };
    measure(&[], Action::OwnMeasure(inputs), investment)
}

fn close(actual: f64, expected: f64) {
    assert!((actual - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{actual} is not {expected}");
}

/// 50 000 kWh (30 000 yuan, 6.145 tce, 25 tCO₂) for 90 000 with every term stated: subsidy min(5000 + 10 % × 90 000 + 200 × 6.145, 15 000)
/// = 15 000 (5000 + 9000 + 1229 = 15 229 capped), standstill 4 000, carbon 60 × 25 = 1500 a year:
/// outlay 79 000, benefit 31 500, N = 2.508 a, NPV = 31 500 × 6.144567 − 79 000.
#[test]
fn costs_and_settings_reach_the_result() {
    let mut m = own(50_000.0, Some(90_000.0));
    m.cost.subsidy_yuan = Some(5_000.0);
    m.cost.subsidy_share_pct = Some(10.0);
    m.cost.subsidy_yuan_per_tce = Some(200.0);
    m.cost.subsidy_cap_yuan = Some(15_000.0);
    m.cost.downtime_cost_yuan = Some(4_000.0);
    let mut a = audit(vec![], vec![m]);
    finance(&mut a, &[("carbon_price_yuan_per_t", 60.0)]);
    let d = run(&a);
    let r = &d.measures[0];
    close(r.subsidy_yuan.expect("subsidy"), 15_000.0);
    close(r.economics.net_outlay_yuan.expect("outlay"), 79_000.0);
    close(r.economics.simple_payback_a.expect("payback"), 79_000.0 / 31_500.0);
    close(r.economics.npv_yuan.expect("npv"), 31_500.0 * FACTOR - 79_000.0);
    // The abatement cost leaves the carbon price out: (79 000/6.144567 − 30 000)/25.
    close(r.abatement_cost_yuan_per_t.expect("abatement"), (79_000.0 / FACTOR - 30_000.0) / 25.0);
    close(r.unit_costs.yuan_per_kwh.expect("kWh"), 79_000.0 / FACTOR / 50_000.0);
    close(r.unit_costs.yuan_per_tce.expect("tce"), 79_000.0 / FACTOR / 6.145);
    // Without the cap.
    a.measures[0].cost.subsidy_cap_yuan = None;
    close(run(&a).measures[0].subsidy_yuan.expect("subsidy"), 5_000.0 + 9_000.0 + 200.0 * 6.145);
}

/// Tax 25 % with the statutory 10 years: depreciation 9 000 a year, tax (30 000 − 9 000)/4 = 5 250, net 24 750. The credit is
/// 10 % of the 60 000 of special equipment = 6 000: 5 250 in year 1, 750 in year 2.
#[test]
fn tax_is_on_only_when_asked_for() {
    let mut a = audit(vec![], vec![own(50_000.0, Some(90_000.0))]);
    close(run(&a).measures[0].economics.npv_yuan.expect("npv"), 30_000.0 * FACTOR - 90_000.0);
    a.measures[0].cost.credit_investment_yuan = Some(60_000.0);
    close(run(&a).measures[0].economics.npv_yuan.expect("npv"), 30_000.0 * FACTOR - 90_000.0);
    finance(&mut a, &[("income_tax_pct", 25.0)]);
    let d = run(&a);
    let e = &d.measures[0].economics;
    close(e.npv_yuan.expect("npv"), 24_750.0 * FACTOR - 90_000.0 + 5_250.0 / 1.1 + 750.0 / 1.21);
    close(e.years[2].tax_yuan, 4_500.0);
}

/// 50 % borrowed at 6 % over 3 years, 等额本息 when chosen, 等额本金 unless chosen; without rate or term it is said.
#[test]
fn loan_settings() {
    let mut a = audit(vec![], vec![own(50_000.0, Some(90_000.0))]);
    finance(&mut a, &[("loan_share_pct", 50.0)]);
    let d = run(&a);
    assert!(d.measures[0].economics.own_money.is_none());
    assert!(d.measures[0].notes.iter().any(|n| n.contains("未计贷款")));
    finance(&mut a, &[("loan_rate_pct", 6.0), ("loan_years_a", 3.0)]);
    let principal =
        |a: &Audit| -> Vec<f64> { run(a).measures[0].economics.years.iter().map(|y| y.principal_yuan).collect() };
    assert_eq!(principal(&a)[..5], [0.0, 15_000.0, 15_000.0, 15_000.0, 0.0]);
    a.finance.loan_repayment = Some(Entered::ledger(Repayment::Annuity));
    // 45 000 × 0.06/(1 − 1.06⁻³) = 16 834.94; less 2 700 of interest.
    close(principal(&a)[1], 45_000.0 * 0.06 / (1.0 - 1.06_f64.powi(-3)) - 2_700.0);
}

/// Replace (30 000 yuan for 90 000) and a quarter less hours (200 000 kWh alone, 10 000): after the replacement 187 500 kWh.
/// Benefit 142 500, outlay 100 000: N = 0.702 a (alone 3 a and 0.083 a: neither sum nor mean), NPV = 142 500 × 6.144567 − 100 000.
#[test]
fn scenario_from_its_total_flow() {
    let m = motor("", 115.0);
    let hours = Action::FewerHours(FewerHours { new_hours_h: Some(Entered::ledger(6000.0)) });
    let measures = vec![measure(&[&m], replace(96.0), Some(90_000.0)), measure(&[&m], hours, Some(10_000.0))];
    let d = run(&audit(vec![m], measures));
    let s = &d.scenarios[0];
    close(s.saving.electricity_kwh, 237_500.0);
    close(s.net_outlay_yuan, 100_000.0);
    close(s.net_benefit_yuan.expect("benefit"), 142_500.0);
    close(s.simple_payback_a.expect("payback"), 100_000.0 / 142_500.0);
    close(s.npv_yuan.expect("npv"), 142_500.0 * FACTOR - 100_000.0);
    // 142 500/1.1 covers 100 000 within the first year.
    close(s.discounted_payback_a.expect("discounted"), 100_000.0 / (142_500.0 / 1.1));
    // 142.5 % less what the ten years' end takes: Σ 142 500/(1+r)^t = 100 000.
    let r = s.irr.expect("irr");
    close((1..=10).map(|t| 142_500.0 / (1.0 + r).powi(t)).sum(), 100_000.0);
    assert_eq!(s.flow_yuan.len(), 11);
}

#[test]
fn incomplete_scenario_has_no_payback() {
    let d = run(&audit(vec![], vec![own(50_000.0, Some(90_000.0)), own(1_000.0, None)]));
    let s = &d.scenarios[0];
    assert_eq!((s.simple_payback_a, s.npv_yuan, s.irr, s.without_investment), (None, None, None, 1));
    let empty = run(&audit(vec![], vec![]));
    let s = &empty.scenarios[0];
    assert_eq!((s.simple_payback_a, s.discounted_payback_a, s.npv_yuan, s.irr), (None, None, None, None));
}

/// Life-cycle cost of the motor: 480 000 a year before; after 450 000 and 90 000: the difference is the NPV.
#[test]
fn life_cycle_costs() {
    let m = motor("", 115.0);
    let measures = vec![measure(&[&m], replace(96.0), Some(90_000.0))];
    let d = run(&audit(vec![m], measures));
    let u = d.measures[0].unit_costs;
    close(u.life_cycle_before_yuan.expect("before"), 480_000.0 * FACTOR);
    close(u.life_cycle_after_yuan.expect("after"), 450_000.0 * FACTOR + 90_000.0);
}

/// A contract of the measure: 70 % for 4 years of 30 000.
#[test]
fn contract_of_a_measure() {
    let mut m = own(50_000.0, Some(90_000.0));
    m.cost.contract = Some(Contract::Shared { provider_share_pct: 70.0, years_a: 4.0, provider_upkeep: false });
    let d = run(&audit(vec![], vec![m.clone()]));
    let sides = d.measures[0].contract.as_ref().expect("sides");
    close(sides.provider.settled_yuan, 84_000.0);
    close(sides.host.settled_yuan, 36_000.0);
    close(sides.provider.npv_yuan + sides.host.npv_yuan, d.measures[0].economics.npv_yuan.expect("npv"));
    m.cost.contract = Some(Contract::Shared { provider_share_pct: 170.0, years_a: 4.0, provider_upkeep: false });
    let d = run(&audit(vec![], vec![m]));
    assert!(d.measures[0].contract.is_none());
    assert!(d.measures[0].notes.iter().any(|n| n.contains("合同能源管理")));
}

/// Old files know nothing of the new costs; what is not stated isn't written either.
#[test]
fn costs_of_old_files_still_open() {
    let old: Cost = serde_json::from_str(r#"{"investment_yuan":100.0,"subsidy_yuan":null,"source":""}"#).expect("old");
    assert_eq!((old.investment_yuan, old.downtime_cost_yuan, old.contract), (Some(100.0), None, None));
    let text = serde_json::to_string(&Cost::default()).expect("json");
    assert!(!text.contains("contract") && !text.contains("downtime"), "{text}");
}

// ---- Grades --------------------------------------------------------------------------------------------------------

fn graded(audit: &Audit) -> Result<Grade, String> {
    let reference = on("2026-11-24");
    let assumptions = Assumptions::of(audit, &reference);
    let ctx = Context { reference: &reference, assumptions: &assumptions };
    grade(&diagnose(audit, &reference).measures[0], &ctx)
}

/// 30 000 yuan a year: 90 000 are exactly 3 a, one yuan more is longer.
#[test]
fn boundaries_of_the_grades() {
    let of = |investment: f64, settings: &[(&str, f64)]| {
        let mut a = audit(vec![], vec![own(50_000.0, Some(investment))]);
        finance(&mut a, settings);
        graded(&a)
    };
    assert_eq!(of(90_000.0, &[]), Ok(Grade::Short), "exactly 3 a is 短期");
    assert_eq!(of(90_001.0, &[]), Ok(Grade::Long));
    assert_eq!(of(89_999.0, &[]), Ok(Grade::Short));
    assert_eq!(of(60_000.0, &[("threshold_short_a", 2.0)]), Ok(Grade::Short));
    assert_eq!(of(60_001.0, &[("threshold_short_a", 2.0)]), Ok(Grade::Long));
    // Only what costs nothing is 无低费 unless a limit is set; the limit itself counts.
    assert_eq!(of(0.0, &[]), Ok(Grade::NoLowCost));
    assert_eq!(of(1.0, &[]), Ok(Grade::Short));
    assert_eq!(of(50_000.0, &[("threshold_no_cost_wan", 5.0)]), Ok(Grade::NoLowCost));
    assert_eq!(of(50_001.0, &[("threshold_no_cost_wan", 5.0)]), Ok(Grade::Short));
    assert!(graded(&audit(vec![], vec![own(50_000.0, None)])).is_err_and(|e| e.contains("未填投资")));
    assert!(graded(&audit(vec![], vec![own(-50.0, Some(10.0))])).is_err_and(|e| e.contains("回收期")));
}

// ---- When to act ---------------------------------------------------------------------------------------------------

fn decided(audit: &Audit, date: &str) -> Vec<Decision> {
    let reference = on(date);
    let assumptions = Assumptions::of(audit, &reference);
    let ctx = Context { reference: &reference, assumptions: &assumptions };
    let d = diagnose(audit, &reference);
    let verdicts: HashMap<Id, _> = d.devices.iter().map(|x| (x.id, x.verdict.clone())).collect();
    decide(audit, &|id| verdicts.get(&id).cloned(), &d.measures, &ctx)
}

fn act(model: &str, power_kw: f64, investment: Option<f64>, date: &str, settings: &[(&str, f64)]) -> Decision {
    let m = motor(model, power_kw);
    let measures = vec![measure(&[&m], replace(96.0), investment)];
    let mut a = audit(vec![m], measures);
    finance(&mut a, settings);
    decided(&a, date).remove(0)
}

/// JS114-4 is in the fourth batch (2016-03-14), to be out of use by 2017-12-31, without conditions.
#[test]
fn catalogue_deadline() {
    let dear = Some(10_000_000.0);
    let before = act("JS114-4", 115.0, dear, "2017-12-30", &[]);
    assert_eq!(before.act, Act::AtOverhaul);
    assert!(before.rule.contains("2017-12-31"), "{}", before.rule);
    for date in ["2017-12-31", "2018-01-01", "2026-11-24"] {
        let d = act("JS114-4", 115.0, dear, date, &[]);
        assert_eq!(d.act, Act::Now, "{date}");
        assert!(
            d.facts
                .iter()
                .any(|(what, value)| what.contains("期限") && value.contains("2017-12-31") && value.contains("第四批"))
        );
    }
    // Not yet due, but it pays.
    assert_eq!(act("JS114-4", 115.0, Some(90_000.0), "2017-12-30", &[]).act, Act::Now);
}

/// Y160M-4 (11 kW) is in the second batch, for whose items no deadline is held.
#[test]
fn obsolete_without_a_deadline_held() {
    let d = act("Y160M-4", 11.0, Some(10_000_000.0), "2026-11-24", &[]);
    assert_eq!(d.act, Act::AtOverhaul);
    assert!(d.rule.contains("未收录"), "{}", d.rule);
    assert_eq!(act("Y160M-4", 11.0, Some(90_000.0), "2026-11-24", &[]).act, Act::Now);
    // Without any figure it is still not kept.
    let d = act("Y160M-4", 11.0, None, "2026-11-24", &[]);
    assert_eq!(d.act, Act::AtOverhaul);
    assert!(d.facts.iter().any(|(_, v)| v.contains("未填投资")));
}

/// Below the limit (90 % where GB 18613-2020 asks for more at 115 kW): exactly 3 a acts now, longer waits for the overhaul.
#[test]
fn payback_threshold() {
    let d = act("", 110.0, Some(90_000.0), "2026-11-24", &[]);
    assert_eq!(d.act, Act::Now);
    assert!(d.facts.iter().any(|(_, v)| v == "3 a") && d.facts.iter().any(|(_, v)| v.contains("默认值")));
    let d = act("", 110.0, Some(90_001.0), "2026-11-24", &[]);
    assert_eq!(d.act, Act::AtOverhaul);
    assert!(d.rule.contains("限定值"));
    assert_eq!(act("", 110.0, Some(90_001.0), "2026-11-24", &[("threshold_act_now_a", 4.0)]).act, Act::Now);
}

/// A motor without a finding: at the overhaul if the replacement earns its cost within its life (NPV ≥ 0 up to
/// 30 000 × 6.144567 = 184 337 yuan), else it stays.
#[test]
fn without_a_finding_money_decides() {
    let of = |investment: Option<f64>| {
        let mut m = motor("", 110.0);
        m.overrule =
            Some(energy_audit::audit::equipment::Overrule { level: "grade3".to_owned(), reason: "实测".to_owned() });
        let measures = vec![measure(&[&m], replace(96.0), investment)];
        decided(&audit(vec![m], measures), "2026-11-24").remove(0)
    };
    assert_eq!(of(Some(90_000.0)).act, Act::Now);
    assert_eq!(of(Some(184_336.0)).act, Act::AtOverhaul);
    let kept = of(Some(184_338.0));
    assert_eq!(kept.act, Act::Keep);
    assert!(kept.facts.iter().any(|(what, _)| what == "净现值"));
    assert_eq!(of(None).act, Act::Keep);
}

#[test]
fn devices_not_in_use_stay() {
    let mut m = motor("JS114-4", 115.0);
    m.set("status", Some(Entered::ledger(FieldValue::Choice("idle".to_owned())))).expect("status");
    let d = decided(&audit(vec![m], vec![]), "2026-11-24").remove(0);
    assert_eq!(d.act, Act::Keep);
    assert!(d.rule.contains("不在用"));
}

/// Measures that don't replace the device don't speak for it; one on two devices speaks for both, and it is said.
#[test]
fn which_measures_count() {
    let m = motor("Y160M-4", 11.0);
    let hours = Action::FewerHours(FewerHours { new_hours_h: Some(Entered::ledger(1000.0)) });
    let measures = vec![measure(&[&m], hours, Some(10.0))];
    assert_eq!(decided(&audit(vec![m], measures), "2026-11-24")[0].act, Act::AtOverhaul);
    let (a, b) = (motor("Y160M-4", 11.0), motor("Y160M-4", 11.0));
    let measures = vec![measure(&[&a, &b], replace(96.0), Some(180_000.0))];
    let d = decided(&audit(vec![a, b], measures), "2026-11-24");
    assert_eq!((d.len(), d[0].act, d[1].act), (2, Act::Now, Act::Now));
    assert!(d[0].facts.iter().any(|(what, _)| what.contains("2 项设备")));
}

/// A Y160M-4 with another power is only suspected: find out first.
#[test]
fn suspected() {
    let mut d = act("Y160M-4", 15.0, Some(10_000_000.0), "2026-11-24", &[]);
    assert_eq!(d.act, Act::AtOverhaul);
    assert!(d.rule.contains("查明"), "{}", d.rule);
    d = act("Y315L1-2", 160.0, Some(10_000_000.0), "2026-11-24", &[]);
    assert!(d.rule.contains("查明"), "year of make unknown: {}", d.rule);
    // Made 1998: listed, and its deadline of 2015 has come.
    let mut m = motor("Y315L1-2", 160.0);
    m.set("made_on", Some(Entered::ledger(FieldValue::Date(PartialDate::parse("1998").expect("date"))))).expect("made");
    assert_eq!(decided(&audit(vec![m], vec![]), "2026-11-24")[0].act, Act::Now);
}
