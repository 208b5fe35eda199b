//! What is suggested, why, and in which order.

use super::*;
use energy_audit::retrofit::{Finding, Suggestion, Urgency, suggestions, upgrade_all};
use energy_audit::screening::Level;

/// Suggestions by the real verdicts.
fn suggested(a: &Audit) -> Vec<Suggestion> {
    let d = diagnose(a, reference());
    suggestions(a, &|id| d.device(id).map(|x| Finding::from(&x.verdict)), reference())
}

/// Codes and reasons of what is suggested for one device.
fn of(device: Equipment) -> Vec<(&'static str, String)> {
    suggested(&audit(vec![device], Vec::new())).into_iter().map(|s| (s.measure.action.code(), s.reason)).collect()
}

/// The one suggestion for a device, whose reason holds these words.
#[track_caller]
fn only(device: Equipment, code: &str, words: &[&str]) {
    let found = of(device);
    assert_eq!(found.iter().map(|(c, _)| *c).collect::<Vec<_>>(), [code]);
    for word in words {
        assert!(found[0].1.contains(word), "“{word}” is not in “{}”", found[0].1);
    }
}

const MOTOR: &str = "poles=4;rated_voltage_v=380;annual_hours_h=7200";

/// Obsolete with a deadline before below the limit before what only saves before what lacks data.
#[test]
fn ranked() {
    let due = device(
        KindCode::Motor,
        &format!(
            "tag=M1;model=Y112M-4;made_on=2001;rated_power_kw=4;rated_efficiency_pct=84;load_factor_pct=70;{MOTOR}"
        ),
    );
    let gas = device(
        KindCode::Boiler,
        "tag=B1;fuel=natural_gas;capacity_tph=10;combustion=chamber;condensing=no;annual_gas_10k_m3=100;measured_efficiency_pct=80",
    );
    let throttled = |tag: &str, kwh: u32| {
        device(
            KindCode::Pump,
            &format!(
                "tag={tag};flow_control=throttle;flow_m3_per_h=100;operating_flow_m3_per_h=60;annual_hours_h=5000;annual_electricity_kwh={kwh}"
            ),
        )
    };
    let open = device(
        KindCode::Compressor,
        "tag=C1;compressor_type=oil_injected;loaded_share_pct=50;annual_electricity_kwh=1000",
    );
    let a = audit(vec![open, throttled("P1", 1000), throttled("P2", 9000), gas, due], Vec::new());
    let all = suggested(&a);
    let label = |s: &Suggestion| {
        s.measure.targets.iter().filter_map(|id| a.device(*id)).map(|d| d.label().to_owned()).collect::<String>()
    };
    let order: Vec<(Urgency, String)> = all.iter().map(|s| (s.urgency, label(s))).collect();
    let expected = [
        (Urgency::Deadline, "M1"),
        (Urgency::Prescribed, "B1"),
        (Urgency::Saves, "P2"),
        (Urgency::Saves, "P1"),
        (Urgency::Open, "C1"),
    ];
    assert_eq!(order, expected.map(|(u, l)| (u, l.to_owned())));
    let first = &all[0];
    assert!(first.reason.contains("2015-12-31") && first.reason.contains("M1"), "{}", first.reason);
    assert!(!first.clauses.is_empty() && first.saved_tce.is_some_and(|t| t > 0.0));
    assert_eq!(all.last().expect("open").asks, ["卸载功率比"]);
    assert!(all.iter().all(|s| s.measure.cost == Cost::default()), "no investment is invented");
}

/// The limits themselves are not beyond them.
#[test]
fn motors_and_flow() {
    let motor = |load: f64| {
        device(KindCode::Motor, &format!("rated_power_kw=90;rated_efficiency_pct=96.2;load_factor_pct={load};{MOTOR}"))
    };
    only(motor(39.9), "right_size_motor", &["39.9 %", "40 %", "GB/T 12497", "待核", "新额定功率"]);
    assert_eq!(of(motor(40.0)), []);
    let pump = |more: &str| device(KindCode::Pump, &format!("annual_electricity_kwh=1000;{more}"));
    only(pump("flow_control=throttle"), "speed_control", &["阀门/挡板", "须填：工况1 流量比"]);
    only(
        pump("flow_control=bypass;flow_m3_per_h=100;operating_flow_m3_per_h=60"),
        "speed_control",
        &["60 %", "工况1 小时"],
    );
    assert_eq!(of(pump("flow_control=throttle;flow_m3_per_h=100;operating_flow_m3_per_h=90")), []);
    assert_eq!(of(pump("flow_control=inverter")), []);
    assert_eq!(of(pump("")), []);
}

#[test]
fn boilers_and_the_rest() {
    let boiler = |more: &str| {
        device(
            KindCode::Boiler,
            &format!("fuel=natural_gas;medium=steam;annual_gas_10k_m3=100;measured_efficiency_pct=93;{more}"),
        )
    };
    only(boiler("flue_o2_pct=6"), "combustion_tuning", &["6 %", "4.2 %", "调整后氧量"]);
    assert_eq!(of(boiler("flue_o2_pct=4.2")), []);
    only(boiler("exhaust_temp_c=190"), "economiser", &["190 ℃", "170 ℃"]);
    only(boiler("exhaust_temp_c=150;feedwater_temp_c=50"), "condensing_economiser", &["50 ℃", "55 ℃", "潜热"]);
    assert_eq!(of(boiler("exhaust_temp_c=150;feedwater_temp_c=55")), []);
    only(
        boiler("blowdown_pct=8;annual_steam_t=60000;annual_hours_h=6000"),
        "blowdown_recovery",
        &["8 %", "5 %", "回收后温度"],
    );
    only(boiler("feedwater_temp_c=20"), "condensate_return", &["20 ℃", "GB/T 12712"]);
    let air = |more: &str| device(KindCode::Compressor, &format!("annual_electricity_kwh=1000;{more}"));
    only(air("compressor_type=oil_injected;loaded_share_pct=60"), "compressor_speed", &["60 %", "40 %"]);
    assert_eq!(of(air("compressor_type=oil_injected;loaded_share_pct=80")), []);
    assert_eq!(of(air("compressor_type=reciprocating;loaded_share_pct=60")), []);
    let lamp =
        |kind: &str| device(KindCode::Lighting, &format!("lamp_type={kind};lamp_power_w=250;annual_hours_h=4000"));
    only(lamp("metal_halide"), "lighting_renewal", &["金属卤化物灯", "新灯功率"]);
    assert_eq!(of(lamp("led")), []);
    // Published: K = 1298 kW/(50 m²·43.28 K) = 600 of 1000 W/(m²·K), 60 and 30 K at the ends.
    let x =
        "hot_in_c=120;hot_out_c=80;cold_in_c=50;cold_out_c=60;measured_heat_kw=1298.4;area_m2=50;annual_hours_h=6000";
    only(
        device(KindCode::HeatExchanger, &format!("design_u_w_per_m2_k=1000;{x}")),
        "exchanger_renewal",
        &["60", "1,000"],
    );
    assert_eq!(of(device(KindCode::HeatExchanger, &format!("design_u_w_per_m2_k=590;{x}"))), []);
}

/// β_JZ² of 1000 kVA with 1.8 and 11.6 kW: 1.8/(1.05·11.6) = 0.148. At 10 % each is below it; on one it is 20 %.
/// Saved: the second's no-load loss and both load losses, less the one's at 20 %:
/// (2·(1.8+1.05·0.01·11.6) − (1.8+1.05·0.04·11.6))·8760 = (3.8436−2.2872)·8760 = 13,634 kWh.
#[test]
fn light_transformers() {
    let t = |tag: &str, load: u32| {
        device(
            KindCode::Transformer,
            &format!(
                "tag={tag};capacity_kva=1000;high_voltage_kv=10;no_load_loss_w=1800;load_loss_w=11600;energized_hours_h=8760;load_factor_pct={load}"
            ),
        )
    };
    let merged = |a: Audit| suggestions(&a, &|_| Some(Finding { level: Level::Grade3, verdict: None }), reference());
    let found = merged(audit(vec![t("T1", 10), t("T2", 10)], Vec::new()));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].measure.action.code(), "merge_transformers");
    assert!(found[0].reason.contains("T1、T2") && found[0].reason.contains("20 %"), "{}", found[0].reason);
    close(found[0].saved_tce.expect("saved"), 13_634.0 * 0.1229 / 1000.0, 1e-3);
    assert!(merged(audit(vec![t("T1", 10), t("T2", 40)], Vec::new())).is_empty());
}

/// A measure for one purpose leaves the others open, and is not suggested again.
#[test]
fn planned_purposes() {
    let m = device(KindCode::Motor, &format!("rated_power_kw=90;rated_efficiency_pct=90;load_factor_pct=70;{MOTOR}"));
    let with = |action: Action| {
        let a = audit(vec![m.clone()], vec![measure("措施", &[&m], action)]);
        suggestions(&a, &|_| Some(Finding { level: Level::BelowLimit, verdict: None }), reference()).len()
    };
    assert_eq!(with(act("motor_speed", "torque=square;speed_pct=80")), 1);
    assert_eq!(with(act("permanent_magnet", "efficiency_pct=96")), 0);
}

/// Hundreds of devices at once: one edit, one measure per group, and one undo.
#[test]
fn upgrade_of_everything() {
    let mut devices: Vec<Equipment> = Vec::new();
    for at in 0..400 {
        let voltage = if at % 4 == 0 {
            "rated_power_kw=500;rated_voltage_v=10000"
        } else {
            "rated_power_kw=90;rated_voltage_v=380"
        };
        devices.push(device(
            KindCode::Motor,
            &format!("poles=4;rated_efficiency_pct=88;load_factor_pct=70;annual_hours_h=7200;{voltage}"),
        ));
    }
    for _ in 0..50 {
        devices.push(device(KindCode::Transformer, "capacity_kva=1000;high_voltage_kv=10;medium=oil;no_load_loss_w=1800;load_loss_w=11600;energized_hours_h=8760;load_factor_pct=45"));
    }
    devices.push(device(KindCode::Boiler, "fuel=natural_gas;capacity_tph=10;combustion=chamber;condensing=no;annual_gas_10k_m3=100;measured_efficiency_pct=80"));
    devices.push(device(KindCode::Pump, "annual_electricity_kwh=1000"));
    let mut a = audit(devices, Vec::new());
    a.scenarios.clear();
    let untouched = a.clone();
    let levels = |id: Id| (id != untouched.equipment[1].id).then_some(Level::Grade3);
    let edit = upgrade_all(&a, &levels, 2, reference()).expect("something to do");
    let back = edit.apply(&mut a).expect("applies");
    // 100 high-voltage ones; 300 low-voltage ones less the one without a finding; 50 transformers; the boiler.
    let counts: Vec<usize> = a.measures.iter().map(|m| m.targets.len()).collect();
    assert_eq!(counts, [299, 100, 50, 1]);
    assert_eq!(a.scenarios[0].measures.len(), 4);
    assert!(upgrade_all(&a, &levels, 2, reference()).is_none(), "all of them have their replacement");
    back.apply(&mut a).expect("undone");
    assert_eq!(a, untouched);
    assert!(upgrade_all(&a, &|_| Some(Level::Grade2), 2, reference()).is_none(), "grade 2 is not worse than grade 2");
}
