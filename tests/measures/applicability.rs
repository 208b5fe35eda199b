//! Where measures make no sense they are refused, where they are doubtful that is said.

use super::*;
use energy_audit::energy::{Assumptions, Context};
use energy_audit::retrofit::applicability::{Rule, objections};

/// The rules that object, and whether they refuse.
fn found(action: &Action, device: Option<&Equipment>) -> Vec<(Rule, bool)> {
    let a = audit(Vec::new(), Vec::new());
    let assumptions = Assumptions::of(&a, reference());
    let ctx = Context { reference: reference(), assumptions: &assumptions };
    objections(action, device, &ctx).into_iter().map(|o| (o.rule, o.refuses)).collect()
}

fn boiler(fields: &str) -> Equipment {
    device(KindCode::Boiler, &format!("annual_gas_10k_m3=400;annual_hours_h=6000;measured_efficiency_pct=90;{fields}"))
}

#[test]
fn speed_control_where_the_flow_is_steady() {
    let pump = device(KindCode::Pump, "annual_electricity_kwh=1000;flow_control=throttle");
    let of = |inputs: &str| found(&act("speed_control", inputs), Some(&pump));
    assert_eq!(of("flow1_pct=90;hours1_h=5000"), [(Rule::SteadyFlow, false)]);
    // (100·4000+50·1000)/5000 = 90 %.
    assert_eq!(of("flow1_pct=100;hours1_h=4000;flow2_pct=50;hours2_h=1000"), [(Rule::SteadyFlow, false)]);
    assert_eq!(of("flow1_pct=89;hours1_h=5000"), [(Rule::OnePoint, false)]);
    assert_eq!(of("flow1_pct=60;hours1_h=3000;flow2_pct=80;hours2_h=3000"), []);
    let steep = "flow1_pct=60;hours1_h=3000;flow2_pct=80;hours2_h=3000;static_head_share_pct";
    assert_eq!(of(&format!("{steep}=71")), [(Rule::StaticHead, false)]);
    assert_eq!(of(&format!("{steep}=70")), []);
    // The doubt is shown with the result.
    let m = one(pump, act("speed_control", "flow1_pct=95;hours1_h=5000"));
    assert!(noted(&m, "变频收益很小"), "{:?}", m.notes);
}

#[test]
fn other_drives() {
    let motor = super::drives::motor("");
    let speed = |pct: u32| act("motor_speed", &format!("torque=constant;speed_pct={pct}"));
    assert_eq!(found(&speed(100), Some(&motor)), [(Rule::FullSpeed, false)]);
    assert_eq!(found(&speed(80), Some(&motor)), []);
    let pump = device(KindCode::Pump, "annual_electricity_kwh=1000");
    assert_eq!(found(&act("trim_impeller", "diameter_ratio_pct=79"), Some(&pump)), [(Rule::DeepTrim, false)]);
    assert_eq!(found(&act("trim_impeller", "diameter_ratio_pct=80"), Some(&pump)), []);
    let alone = "machines_before=1;power_before_kw=5;machines_after=0;power_after_kw=0";
    assert_eq!(found(&act("parallel_machines", alone), Some(&pump)), [(Rule::SingleMachine, true)]);
    assert!(refusal(pump, act("parallel_machines", alone)).contains("没有并联"));
    let by_grade = Action::ReplaceMotor { grade: 2, efficiency_pct: None };
    let wound = super::drives::motor("motor_type=wound_rotor");
    assert_eq!(found(&by_grade, Some(&wound)), [(Rule::MotorKind, false)]);
    assert_eq!(found(&Action::ReplaceMotor { grade: 2, efficiency_pct: Some(96.0) }, Some(&wound)), []);
    assert_eq!(found(&by_grade, Some(&super::drives::motor("motor_type=cage_induction"))), []);
}

#[test]
fn compressors_that_never_unload() {
    let c = |fields: &str| device(KindCode::Compressor, &format!("annual_electricity_kwh=1000;{fields}"));
    let speed = act("compressor_speed", "unloaded_power_pct=40");
    assert_eq!(found(&speed, Some(&c("loaded_share_pct=100"))), [(Rule::NeverUnloaded, false)]);
    assert_eq!(found(&speed, Some(&c("loaded_share_pct=70"))), []);
    let piston = c("loaded_share_pct=70;compressor_type=reciprocating");
    assert_eq!(found(&speed, Some(&piston)), [(Rule::CompressorKind, false)]);
    assert!(noted(&one(c("loaded_share_pct=100"), speed), "没有卸载损失"));
}

#[test]
fn flue_gas() {
    let gas = boiler("fuel=natural_gas;medium=hot_water;flue_o2_pct=3.5;exhaust_temp_c=150;feedwater_temp_c=55");
    let condense = act("condensing_economiser", "exhaust_after_c=45");
    assert_eq!(found(&condense, Some(&gas)), [(Rule::WarmWater, false)]);
    let cool = boiler("fuel=natural_gas;medium=hot_water;flue_o2_pct=3.5;exhaust_temp_c=150;feedwater_temp_c=54");
    assert_eq!(found(&condense, Some(&cool)), []);
    let condensing = boiler("fuel=natural_gas;condensing=yes;flue_o2_pct=3.5;feedwater_temp_c=40");
    assert_eq!(found(&condense, Some(&condensing)), [(Rule::CondensesAlready, true)]);
    // The dew point at 3.5 % of oxygen is 55.7 ℃ (variants.rs).
    assert_eq!(found(&act("economiser", "exhaust_after_c=55"), Some(&gas)), [(Rule::WaterDewPoint, false)]);
    assert_eq!(found(&act("economiser", "exhaust_after_c=56"), Some(&gas)), []);
    assert_eq!(found(&act("economiser", "exhaust_after_c=45;condensate_t_per_h=0.1"), Some(&gas)), []);
    let coal = device(KindCode::Boiler, "fuel=coal;annual_fuel_t=100;measured_efficiency_pct=70;flue_o2_pct=9");
    for action in ["economiser", "air_preheater"] {
        assert_eq!(found(&act(action, "exhaust_after_c=119"), Some(&coal)), [(Rule::AcidDewPoint, false)]);
        assert_eq!(found(&act(action, "exhaust_after_c=120"), Some(&coal)), []);
    }
}

#[test]
fn steam_only() {
    let water = boiler("fuel=natural_gas;medium=hot_water;pressure_mpa=0.7");
    let condensate = act("condensate_return", "flow_t_per_h=3;condensate_c=90;makeup_c=20;hours_h=6000");
    for action in [
        condensate,
        act("steam_leaks", "orifice_mm=3;count=1;pressure_mpa_abs=0.8;hours_h=8000"),
        act("blowdown_recovery", "blowdown_t_per_h=1;outlet_c=40"),
        act("steam_pressure", "before_mpa=0.7;after_mpa=0.5;share_pct=50;feedwater_c=60"),
    ] {
        assert_eq!(found(&action, Some(&water)), [(Rule::NoSteam, true)], "{}", action.code());
        assert!(refusal(water.clone(), action).contains("不产蒸汽"));
    }
    let steam = boiler("fuel=natural_gas;medium=steam");
    assert_eq!(found(&act("heat_pump", "cop=3"), Some(&steam)), [(Rule::SteamByHeatPump, false)]);
    assert_eq!(found(&act("heat_pump", "cop=3"), Some(&water)), []);
}

#[test]
fn electricity() {
    let with =
        |before: f64| act("power_factor", &format!("active_power_kw=100;before={before};after=0.98;hours_h=8000"));
    assert_eq!(found(&with(0.95), None), [(Rule::PowerFactorHigh, false)]);
    assert_eq!(found(&with(0.94), None), []);
    assert!(noted(&plant(with(0.96)), "过补偿"));
    let led = device(KindCode::Lighting, "lamp_type=led;lamp_power_w=40;annual_hours_h=4000");
    assert_eq!(found(&act("lighting_renewal", "new_power_w=30"), Some(&led)), [(Rule::LedAlready, false)]);
    let special = device(KindCode::Transformer, "duty=other;capacity_kva=1000");
    let by_grade = Action::all().into_iter().find(|a| a.code() == "replace_transformer").expect("measure");
    assert_eq!(found(&by_grade, Some(&special)), [(Rule::TransformerKind, false)]);
}
