//! Machines whose electricity is counted in the motor that drives them.

use super::drives::{e1, motor};
use super::*;

/// M-1 as in saving_methods §1: 524 838 kWh/a.
fn drive(extra: &str) -> Equipment {
    motor(&format!("tag=M-1;{extra}"))
}

fn pump(extra: &str) -> Equipment {
    device(KindCode::Pump, &format!("tag=P-1;fed_by=M-1;rated_efficiency_pct=60;annual_hours_h=7200;{extra}"))
}

fn to(pct: &str) -> Action {
    act("replace_machine", &format!("efficiency_pct={pct}"))
}

fn replace_motor() -> Action {
    Action::ReplaceMotor { grade: 2, efficiency_pct: Some(96.1) }
}

/// 60 → 80 % saves a quarter: of the motor's electricity, whatever the pump's own data say or don't say.
#[test]
fn a_machine_saves_the_motors_electricity() {
    for own in ["", "annual_electricity_kwh=900000", "measured_input_kw=10"] {
        let (m, p) = (drive(""), pump(own));
        let stack = vec![measure("换泵", &[&p], to("80"))];
        let d = all(vec![m, p.clone()], stack);
        let r = &d.measures[0];
        exact(r.saving.electricity_kwh, e1() / 4.0);
        let row = &r.targets[0];
        assert_eq!((row.id, row.label.as_str()), (p.id, "P-1"));
        exact(row.before.electricity_kwh, e1());
        exact(row.after.electricity_kwh, e1() * 0.75);
        assert!(noted(r, "用电计入电动机 M-1"));
        // The total holds the motor's electricity once: the saving is part of it.
        exact(d.total.electricity_kwh, e1());
        exact(r.before_tce, e1() * 0.1229 / 1000.0);
    }
}

/// The tag is found without regard to case and width; without the motor's energy, or the motor out of use, the pump's
/// own counts.
#[test]
fn when_the_pair_counts_as_the_motor() {
    let own = pump("fed_by=ｍ-1;annual_electricity_kwh=100000");
    let saved = |m: Equipment| {
        let stack = vec![measure("换泵", &[&own], to("80"))];
        all(vec![m, own.clone()], stack).measures.remove(0)
    };
    exact(saved(drive("")).saving.electricity_kwh, e1() / 4.0);
    let stopped = saved(drive("status=idle"));
    exact(stopped.saving.electricity_kwh, 25_000.0);
    assert!(!noted(&stopped, "用电计入"));
    let unknown = device(KindCode::Motor, "tag=M-1;rated_power_kw=90");
    exact(saved(unknown).saving.electricity_kwh, 25_000.0);
    // A transformer counts its losses only.
    let t = device(KindCode::Transformer, "tag=M-1;capacity_kva=500");
    exact(saved(t).saving.electricity_kwh, 25_000.0);
    // Two motors with the tag: no link.
    let two = vec![drive(""), drive(""), own.clone()];
    let m = measure("换泵", &[&own], to("80"));
    exact(all(two, vec![m]).measures[0].saving.electricity_kwh, 25_000.0);
}

/// Both in one scenario, either way round: E₁·0.75·92.6/96.1 is left.
#[test]
fn pump_and_motor_together() {
    let left = e1() * 0.75 * 92.6 / 96.1;
    for pump_first in [true, false] {
        let (m, p) = (drive(""), pump("annual_electricity_kwh=300000"));
        let mut stack = vec![measure("换泵", &[&p], to("80")), measure("换电机", &[&m], replace_motor())];
        if !pump_first {
            stack.reverse();
        }
        let d = all(vec![m, p], stack);
        let s = &d.scenarios[0];
        assert!(s.measures.iter().all(|m| m.refused.is_empty()));
        exact(s.saving.electricity_kwh, e1() - left);
        exact(s.measures[1].targets[0].before.electricity_kwh, s.measures[0].targets[0].after.electricity_kwh);
        exact(s.measures[1].targets[0].after.electricity_kwh, left);
    }
}

/// Speed control on one of the pair makes it pointless on the other.
#[test]
fn one_speed_control_for_both() {
    let speed = || act("speed_control", "flow1_pct=70;hours1_h=7200;static_head_share_pct=0;drive_efficiency_pct=96");
    let torque = || act("motor_speed", "torque=square;speed_pct=70;drive_efficiency_pct=96");
    let p = pump("flow_control=bypass");
    let m = drive("");
    let d =
        all(vec![m.clone(), p.clone()], vec![measure("泵变频", &[&p], speed()), measure("电机变频", &[&m], torque())]);
    let s = &d.scenarios[0];
    exact(s.saving.electricity_kwh, e1() * (1.0 - 0.343 / 0.96));
    assert!(s.measures[1].refused[0].1.contains("“泵变频”"), "{:?}", s.measures[1].refused);
    let d =
        all(vec![m.clone(), p.clone()], vec![measure("电机变频", &[&m], torque()), measure("泵变频", &[&p], speed())]);
    let s = &d.scenarios[0];
    exact(s.saving.electricity_kwh, e1() * (1.0 - 0.343 / 0.96));
    assert!(s.measures[1].refused[0].1.contains("“电机变频”"), "{:?}", s.measures[1].refused);
    // A motor that has its inverter already.
    let d = all(vec![drive("drive_mode=inverter"), p.clone()], vec![measure("泵变频", &[&p], speed())]);
    let reason = &d.measures[0].refused[0].1;
    assert!(reason.contains("M-1") && reason.contains("变频"), "{reason}");
}

/// Hours and idling of the pair count once, in one measure or in two.
#[test]
fn hours_of_both() {
    let hours = || act("fewer_hours", "new_hours_h=5400");
    let (m, p) = (drive(""), pump("annual_hours_h=7000"));
    // They turn together: 7200 h by the motor; a quarter less, once.
    for stack in [
        vec![measure("都缩短", &[&m, &p], hours())],
        vec![measure("都缩短", &[&p, &m], hours())],
        vec![measure("泵", &[&p], hours()), measure("电机", &[&m], hours())],
        vec![measure("电机", &[&m], hours()), measure("泵", &[&p], hours())],
    ] {
        let d = all(vec![m.clone(), p.clone()], stack);
        exact(d.scenarios[0].saving.electricity_kwh, e1() / 4.0);
    }
    let idle = || act("stop_idle", "idle_hours_h=1000;idle_power_kw=20");
    let d = all(vec![m.clone(), p.clone()], vec![measure("停泵", &[&p], idle()), measure("停电机", &[&m], idle())]);
    let s = &d.scenarios[0];
    exact(s.saving.electricity_kwh, 20_000.0);
    assert!(s.measures[1].refused[0].1.contains("“停泵”"), "{:?}", s.measures[1].refused);
    // Not more than the motor uses: 5000 h × 200 kW.
    let much = act("stop_idle", "idle_hours_h=5000;idle_power_kw=200");
    let d = all(vec![m, p.clone()], vec![measure("停泵", &[&p], much)]);
    assert!(d.measures[0].refused[0].1.contains("超过设备年用电量"));
}

/// Two pumps on one motor: 100 000 and 300 000 kWh of their own stand for a quarter and three quarters of the motor's.
#[test]
fn two_machines_on_one_motor() {
    let m = drive("");
    let a = pump("tag=P-A;annual_electricity_kwh=100000");
    let b = pump("tag=P-B;annual_electricity_kwh=300000");
    let stack = vec![
        measure("换甲", &[&a], to("80")),
        measure("换乙", &[&b], to("75")),
        measure("换电机", &[&m], replace_motor()),
    ];
    let d = all(vec![m.clone(), a.clone(), b.clone()], stack);
    exact(d.measures[0].saving.electricity_kwh, e1() * 0.25 * 0.25);
    exact(d.measures[1].saving.electricity_kwh, e1() * 0.75 * 0.2);
    exact(step(&d.measures[0], "分摊的电动机用电"), e1() * 0.25);
    let s = &d.scenarios[0];
    // 0.1875 + 0.6 of it are left, × 92.6/96.1.
    exact(s.measures[1].saving.electricity_kwh, e1() * 0.75 * 0.2);
    exact(s.saving.electricity_kwh, e1() * (1.0 - 0.7875 * 92.6 / 96.1));
    // Both in one measure.
    let both = measure("都换", &[&a, &b], to("80"));
    let d = all(vec![m.clone(), a.clone(), b.clone()], vec![both]);
    exact(d.measures[0].saving.electricity_kwh, e1() * 0.25);
    // Without the other's own electricity there is nothing to share by.
    let c = pump("tag=P-C");
    let m_a = measure("换甲", &[&a], to("80"));
    let d = all(vec![m, a, c], vec![m_a]);
    let reason = &d.measures[0].refused[0].1;
    assert!(reason.contains("M-1") && reason.contains("不能分摊") && reason.contains("P-C"), "{reason}");
}

/// Compressors, fans and other driven kinds alike.
#[test]
fn other_driven_kinds() {
    let cases = [
        (device(KindCode::Fan, "fed_by=M-1;rated_efficiency_pct=60"), to("75"), 0.2),
        (device(KindCode::Blower, "fed_by=M-1;polytropic_efficiency_pct=60"), to("75"), 0.2),
        (
            device(KindCode::Compressor, "fed_by=M-1"),
            act("air_leaks", "leak_before_pct=25;leak_after_pct=10"),
            1.0 / 6.0,
        ),
        (device(KindCode::Other, "fed_by=M-1"), act("fewer_hours", "new_hours_h=6480"), 0.1),
        (device(KindCode::Chiller, "fed_by=M-1"), act("fewer_hours", "new_hours_h=6480"), 0.1),
    ];
    for (device, action, share) in cases {
        let stack = vec![measure("措施", &[&device], action)];
        let d = all(vec![drive("quantity=2"), device], stack);
        assert!(d.measures[0].refused.is_empty(), "{:?}", d.measures[0].refused);
        exact(d.measures[0].saving.electricity_kwh, 2.0 * e1() * share);
    }
}

/// An edit of the motor alone brings the pump's measure up to date.
#[test]
fn updated_with_the_motor() {
    let (m, p) = (drive(""), pump(""));
    let stack = vec![measure("换泵", &[&p], to("80"))];
    let mut a = audit(vec![m.clone(), p], stack);
    let mut found = diagnose(&a, reference());
    for (key, value) in [
        ("annual_hours_h", FieldValue::Number(3600.0)),
        ("tag", FieldValue::Text("M-9".to_owned())),
        ("tag", FieldValue::Text("M-1".to_owned())),
    ] {
        let edit = Edit::field(m.id, key, Some(Entered::ledger(value)));
        let touched = edit.touched();
        edit.apply(&mut a).expect("edit");
        let before = found.measures[0].clone();
        found = energy_audit::diagnosis::update(found, &a, reference(), &touched);
        assert_eq!(found.measures, diagnose(&a, reference()).measures, "{key}");
        assert_eq!(found.scenarios, diagnose(&a, reference()).scenarios, "{key}");
        assert_ne!(found.measures[0], before, "{key}");
    }
}
