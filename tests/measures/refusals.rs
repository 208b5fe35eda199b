//! What can't be is refused with field and range; what can't be done twice is refused naming the first.

use super::drives::motor;
use super::*;
use energy_audit::audit::measure::inputs::*;

fn number(v: f64) -> Option<Entered<f64>> {
    Some(Entered::ledger(v))
}

fn contains(reason: &str, parts: &[&str]) {
    for part in parts {
        assert!(reason.contains(part), "“{part}” is not in “{reason}”");
    }
}

/// Forms check what is typed; a file may hold anything.
#[test]
fn inputs_outside_their_range() {
    let leaks = AirLeaks { leak_before_pct: number(150.0), leak_after_pct: number(5.0) };
    let c = device(KindCode::Compressor, "annual_electricity_kwh=1000");
    contains(&refusal(c.clone(), Action::AirLeaks(leaks)), &["现泄漏率", "150", "0～90"]);
    let magnet = PermanentMagnet { efficiency_pct: number(104.0) };
    contains(&refusal(motor(""), Action::PermanentMagnet(magnet)), &["新电动机效率", "104", "20～99.9"]);
    let pump = HeatPump { cop: number(0.0) };
    let b = device(KindCode::Boiler, "fuel=coal;annual_fuel_t=10;measured_efficiency_pct=70");
    contains(&refusal(b.clone(), Action::HeatPump(pump)), &["性能系数", "1～10"]);
    let pue = PueReduction { pue_after: number(0.8) };
    let d = device(KindCode::DataCentre, "annual_it_electricity_kwh=1000;pue=1.5");
    contains(&refusal(d, Action::PueReduction(pue)), &["改后PUE", "0.8", "1～5"]);
    let not_a_number = FewerHours { new_hours_h: number(f64::NAN) };
    contains(&refusal(motor(""), Action::FewerHours(not_a_number)), &["改后年运行小时"]);
    // Of the plant and of heat, with and without devices.
    let pv = RooftopPv { capacity_kw: number(-5.0), ..RooftopPv::default() };
    contains(&plant(Action::RooftopPv(pv)).refused[0].1, &["装机容量", "0.1～1,000,000"]);
    let wool = Insulation { length_m: number(-1.0), ..Insulation::default() };
    contains(&plant(Action::Insulation(wool.clone())).refused[0].1, &["长度或面积"]);
    contains(&refusal(b, Action::Insulation(wool)), &["长度或面积"]);
}

#[test]
fn replacements_outside_their_range() {
    let to = |pct: f64| Action::ReplaceMotor { grade: 2, efficiency_pct: Some(pct) };
    contains(&refusal(motor(""), to(101.0)), &["新设备额定效率", "101", "20～99.9"]);
    contains(&refusal(motor(""), to(f64::INFINITY)), &["新设备额定效率"]);
    let grade = Action::ReplaceMotor { grade: 7, efficiency_pct: None };
    contains(&refusal(motor(""), grade), &["能效等级", "7", "1～3"]);
    let t = device(
        KindCode::Transformer,
        "capacity_kva=1000;no_load_loss_w=1800;load_loss_w=11600;energized_hours_h=8760;load_factor_pct=40",
    );
    let lossless = Action::ReplaceTransformer {
        grade: 2,
        core: None,
        capacity_kva: None,
        no_load_loss_w: Some(-1.0),
        load_loss_w: Some(8000.0),
        no_load_current_pct: None,
    };
    contains(&refusal(t, lossless), &["新设备空载损耗", "1～2,000,000"]);
    let b = device(KindCode::Boiler, "fuel=coal;annual_fuel_t=10;measured_efficiency_pct=70");
    let hot = Action::ReplaceBoiler { fuel: None, efficiency_pct: 130.0, condensing: None, fuel_ncv: None };
    contains(&refusal(b.clone(), hot), &["新设备设计热效率", "130", "20～110"]);
    let thin = Action::ReplaceBoiler { fuel: None, efficiency_pct: 90.0, condensing: None, fuel_ncv: Some(5.0) };
    contains(&refusal(b, thin), &["低位热值", "1,000～60,000"]);
}

/// A measure that lowers something can't raise it.
#[test]
fn after_beyond_before() {
    let c = device(KindCode::Compressor, "annual_electricity_kwh=1000;discharge_pressure_mpa=0.7");
    contains(
        &refusal(c.clone(), act("air_leaks", "leak_before_pct=10;leak_after_pct=20")),
        &["治理后泄漏率 20", "0～10"],
    );
    contains(&refusal(c.clone(), act("air_pressure", "after_mpa=0.8")), &["降后排气压力 0.8 MPa", "0.1～0.7"]);
    contains(&refusal(c, act("air_intake", "before_c=20;after_c=30")), &["改后吸气温度 30 ℃", "−30～20"]);
    let wool = "bare_w_per_m=90;insulated_w_per_m=95;length_m=10;hours_h=8000";
    contains(&plant(act("insulation", wool)).refused[0].1, &["保温后散热 95", "0～90"]);
    let cold = "flow_t_per_h=3;condensate_c=30;makeup_c=40;hours_h=6000";
    contains(&plant(act("condensate_return", cold)).refused[0].1, &["凝结水温度 30 ℃", "40～180"]);
    let heat = "source_flow=100;heat_capacity=1.4;before_c=100;after_c=120;hours_h=100;used_for=heat";
    contains(&plant(act("heat_recovery", heat)).refused[0].1, &["回收后温度 120 ℃", "10～100"]);
    let cos = "active_power_kw=100;before=0.95;after=0.9;hours_h=100";
    contains(&plant(act("power_factor", cos)).refused[0].1, &["补偿后功率因数 0.9", "0.95～1"]);
    let shift = "shifted_kwh=100;peak_yuan_per_kwh=0.3;valley_yuan_per_kwh=0.6";
    contains(&plant(act("load_shift", shift)).refused[0].1, &["谷电价 0.6", "0～0.3"]);
    // Over 100 % for a fuel that has no latent heat to give.
    let coal = "bare_w_per_m=90;insulated_w_per_m=9;length_m=10;hours_h=8000;replaced_fuel=bituminous;replaced_efficiency_pct=105";
    contains(&plant(act("insulation", coal)).refused[0].1, &["105 %", "不大于 100 %"]);
}

/// A measure for another kind is refused by name.
#[test]
fn wrong_kind() {
    let reason = refusal(motor(""), act("heat_pump", "cop=3"));
    contains(&reason, &["锅炉改热泵", "不适用于电动机"]);
    let c = device(KindCode::Chiller, "annual_electricity_kwh=1000");
    contains(&refusal(c, act("insulation", "bare_w_per_m=9;insulated_w_per_m=1;length_m=1;hours_h=1")), &["不适用于"]);
}

fn second(device: Equipment, first: Action, then: Action) -> String {
    let stack = vec![measure("第一项", &[&device], first), measure("第二项", &[&device], then)];
    let d = all(vec![device], stack);
    // Alone the second goes; after the first it doesn't, and nothing is counted for it.
    assert!(d.measures[1].refused.is_empty(), "{:?}", d.measures[1].refused);
    let s = &d.scenarios[0];
    assert!(s.measures[0].refused.is_empty() && s.measures[1].targets.is_empty());
    assert_eq!(s.saving.electricity_kwh, s.measures[0].saving.electricity_kwh);
    s.measures[1].refused[0].1.clone()
}

#[test]
fn replaced_once() {
    let motor_to = |pct: f64| Action::ReplaceMotor { grade: 2, efficiency_pct: Some(pct) };
    contains(&second(motor(""), motor_to(95.0), motor_to(96.0)), &["“第一项”", "不能再更换"]);
    let magnet = act("permanent_magnet", "efficiency_pct=97");
    contains(&second(motor(""), motor_to(95.0), magnet.clone()), &["“第一项”", "不能再更换"]);
    let smaller = act("right_size_motor", "new_power_kw=75;efficiency_pct=96");
    contains(&second(motor(""), magnet, smaller), &["“第一项”", "不能再更换"]);
    let pump = device(KindCode::Pump, "annual_electricity_kwh=1000;rated_efficiency_pct=60");
    let to = |pct: &str| act("replace_machine", &format!("efficiency_pct={pct}"));
    contains(&second(pump, to("70"), to("80")), &["“第一项”", "不能再更换"]);
    let c = device(KindCode::Compressor, "annual_electricity_kwh=1000;specific_power_kw_per_m3_min=8");
    let ser = |v: &str| act("replace_compressor", &format!("specific_power={v}"));
    contains(&second(c, ser("7"), ser("6")), &["“第一项”", "不能再更换"]);
    let b = device(KindCode::Boiler, "fuel=coal;annual_fuel_t=10;measured_efficiency_pct=70");
    let boiler = Action::ReplaceBoiler { fuel: None, efficiency_pct: 85.0, condensing: None, fuel_ncv: None };
    contains(&second(b, boiler, act("heat_pump", "cop=3")), &["“第一项”", "不能再更换"]);
    let lamps = device(KindCode::Lighting, "lamp_power_w=100;annual_electricity_kwh=1000");
    let led = |w: &str| act("lighting_renewal", &format!("new_power_w={w}"));
    contains(&second(lamps, led("50"), led("40")), &["“第一项”", "不能再更换"]);
    // Different families stack.
    let pump = device(KindCode::Pump, "annual_electricity_kwh=1000;rated_efficiency_pct=60;flow_control=bypass");
    let speed = act("speed_control", "flow1_pct=70;hours1_h=5000;static_head_share_pct=0;drive_efficiency_pct=95");
    let stack = vec![measure("换泵", &[&pump], to("80")), measure("变频", &[&pump], speed)];
    let d = all(vec![pump], stack);
    // 1000 × 0.75, then 0.343/0.95 of it.
    exact(d.scenarios[0].saving.electricity_kwh, 1000.0 - 750.0 * 0.343 / 0.95);
}

#[test]
fn controlled_once() {
    let speed = || act("speed_control", "flow1_pct=70;hours1_h=5000;static_head_share_pct=0");
    for kind in [KindCode::Pump, KindCode::Fan, KindCode::Blower, KindCode::Submersible] {
        contains(&second(device(kind, "annual_electricity_kwh=1000"), speed(), speed()), &["“第一项”"]);
    }
    let c = device(KindCode::Compressor, "annual_electricity_kwh=1000;loaded_share_pct=50");
    let variable = || act("compressor_speed", "unloaded_power_pct=40");
    contains(&second(c, variable(), variable()), &["“第一项”"]);
    let torque = || act("motor_speed", "torque=square;speed_pct=80");
    contains(&second(motor(""), torque(), torque()), &["“第一项”"]);
}

/// Values of before that the first measure has changed are not taken again.
#[test]
fn stale_before() {
    let c = device(KindCode::Compressor, "annual_electricity_kwh=1000");
    let leaks = || act("air_leaks", "leak_before_pct=25;leak_after_pct=10");
    contains(&second(c.clone(), leaks(), leaks()), &["“第一项”", "改造前数值"]);
    let intake = || act("air_intake", "before_c=35;after_c=25");
    contains(&second(c, intake(), intake()), &["“第一项”", "改造前数值"]);
}

/// A measure listed twice in a scenario is carried out once.
#[test]
fn listed_twice() {
    let m = measure("自定", &[], act("own", "electricity_saved_kwh=1000;explanation=抄表"));
    let mut a = audit(Vec::new(), vec![m.clone()]);
    a.scenarios[0].measures = vec![m.id, m.id];
    let d = diagnose(&a, reference());
    exact(d.scenarios[0].saving.electricity_kwh, 1000.0);
    assert_eq!(d.scenarios[0].measures.len(), 1);
}

/// No measure is suggested that saves nothing: grade 2 of GB 18613-2020 for 90 kW, 4 poles is 96.1 %; of GB 24500-2020 for
/// a gas boiler below 99 %.
#[test]
fn worse_is_not_suggested() {
    use energy_audit::retrofit::suggest;
    use energy_audit::screening::Level;
    let fields = "rated_power_kw=90;poles=4;rated_voltage_v=380;load_factor_pct=75;annual_hours_h=7200";
    let good = device(KindCode::Motor, &format!("{fields};rated_efficiency_pct=97"));
    let bad = device(KindCode::Motor, &format!("{fields};rated_efficiency_pct=92"));
    let gas = "fuel=natural_gas;capacity_tph=10;combustion=chamber;condensing=no;annual_gas_10k_m3=100";
    let good_boiler = device(KindCode::Boiler, &format!("{gas};measured_efficiency_pct=99"));
    let bad_boiler = device(KindCode::Boiler, &format!("{gas};measured_efficiency_pct=85"));
    let expected = [bad.id, bad_boiler.id];
    let a = audit(vec![good, bad, good_boiler, bad_boiler], Vec::new());
    let suggested = suggest(&a, &|_| Some(Level::Obsolete), reference());
    let targets: Vec<Id> = suggested.iter().flat_map(|m| m.targets.clone()).collect();
    assert_eq!(targets, expected);
}
