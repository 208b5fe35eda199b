//! Motors, idle running and hours.

use super::*;

/// The motor of saving_methods §1: 90 kW, LF 0.75, 7200 h, η 0.926.
pub fn motor(extra: &str) -> Equipment {
    device(
        KindCode::Motor,
        &format!(
            "rated_power_kw=90;poles=4;rated_voltage_v=380;rated_efficiency_pct=92.6;load_factor_pct=75;annual_hours_h=7200;{extra}"
        ),
    )
}

/// Its electricity: 90 × 0.75 / 0.926 × 7200 kWh/a.
pub fn e1() -> f64 {
    90.0 * 0.75 / 0.926 * 7200.0
}

fn replace(pct: f64) -> Action {
    Action::ReplaceMotor { grade: 2, efficiency_pct: Some(pct) }
}

/// §1: 0.926 → 0.961 saves 19 115 kWh/a, 2.35 tce (当量), 5.83 tce (等价 0.305), 1.15 万元; §13 the same.
#[test]
fn published_motor() {
    let m = one(motor(""), replace(96.1));
    close(m.saving.electricity_kwh, 19_115.0, 1e-4);
    close(m.saving.tce_equivalent, 2.35, 2e-3);
    close(m.saving.tce_equal_value, 5.83, 1e-3);
    close(m.saving.cost_yuan.expect("cost"), 11_500.0, 5e-3);
}

#[test]
fn permanent_magnet() {
    let action = |pct: &str| act("permanent_magnet", &format!("efficiency_pct={pct}"));
    // The same shaft power of 67.5 kW at 97 %.
    exact(kwh(motor(""), action("97")), 67.5 * 7200.0 * (1.0 / 0.926 - 1.0 / 0.97));
    // Three of them.
    exact(kwh(motor("quantity=3"), action("97")), 3.0 * 67.5 * 7200.0 * (1.0 / 0.926 - 1.0 / 0.97));
    // Measured 70 kW: shaft 70 × 0.926; the load factor doesn't count.
    exact(kwh(motor("measured_input_kw=70"), action("97")), (70.0 - 70.0 * 0.926 / 0.97) * 7200.0);
    // Two motors in one measure save the sum.
    let (a, b) = (motor(""), motor("annual_hours_h=3600"));
    let m = measure("永磁", &[&a, &b], action("97"));
    let d = all(vec![a, b], vec![m]);
    exact(d.measures[0].saving.electricity_kwh, 67.5 * (7200.0 + 3600.0) * (1.0 / 0.926 - 1.0 / 0.97));
    // At 30 % load: δ = 1/η − 1, a third of it without load: losses (δ/3 + 0.09 × 2δ/3) × 90 kW = 0.393333 δ × 90 kW.
    let saved = kwh(motor("load_factor_pct=30"), action("97"));
    let share = 1.0 / 3.0 + 0.09 * 2.0 / 3.0;
    exact(saved, 90.0 * share * (1.0 / 0.926 - 1.0 / 0.97) * 7200.0);
    // Below its present efficiency it uses more, which is said.
    let worse = one(motor(""), action("92"));
    exact(worse.saving.electricity_kwh, 67.5 * 7200.0 * (1.0 / 0.926 - 1.0 / 0.92));
    assert!(worse.saving.electricity_kwh < 0.0 && noted(&worse, "不高于现有") && noted(&worse, "节能量为负"));
}

#[test]
fn right_size_motor() {
    // 90 kW at 40 %: shaft 36 kW; losses (1/0.926−1)·90·(1/3 + 0.16·2/3) = 3.164579 kW; 55 kW at 95.4 % runs at 65 %.
    let old_loss = (1.0 / 0.926 - 1.0) * 90.0 * (1.0 / 3.0 + 0.16 * 2.0 / 3.0);
    close(old_loss, 3.164_579, 1e-6);
    let low = motor("load_factor_pct=40");
    let sized = |inputs: &str| act("right_size_motor", inputs);
    let saved = kwh(low.clone(), sized("new_power_kw=55;efficiency_pct=95.4"));
    exact(saved, (36.0 + old_loss - 36.0 / 0.954) * 7200.0);
    // Without an efficiency: grade 2 of GB 18613-2020, 55 kW, 4 poles, 95.7 %.
    exact(kwh(low.clone(), sized("new_power_kw=55")), (36.0 + old_loss - 36.0 / 0.957) * 7200.0);
    // 75 kW still runs below half load: 48 %: losses (1/0.96−1)·75·(1/3 + 0.2304·2/3).
    let new_loss = (1.0 / 0.96 - 1.0) * 75.0 * (1.0 / 3.0 + 0.48 * 0.48 * 2.0 / 3.0);
    exact(kwh(low.clone(), sized("new_power_kw=75;efficiency_pct=96")), (old_loss - new_loss) * 7200.0);
    // Too small for the shaft power: refused with field and range.
    let reason = refusal(low, sized("new_power_kw=30;efficiency_pct=95"));
    assert!(reason.contains("新额定功率 30 kW") && reason.contains("不小于 36 kW"), "{reason}");
}

#[test]
fn speed_by_torque() {
    let speed = |inputs: &str| act("motor_speed", inputs);
    // Square torque at 80 %: 0.8³ = 0.512; drive 96 %.
    exact(kwh(motor(""), speed("torque=square;speed_pct=80;drive_efficiency_pct=96")), e1() * (1.0 - 0.512 / 0.96));
    // Linear at 70 % half the time: (0.5 × 0.49 + 0.5)/0.97.
    let half = speed("torque=linear;speed_pct=70;hours_share_pct=50;drive_efficiency_pct=97");
    exact(kwh(motor(""), half), e1() * (1.0 - (0.5 * 0.49 + 0.5) / 0.97));
    // Constant torque at 75 %, default drive efficiency 96 %, noted and an estimate.
    let m = one(motor(""), speed("torque=constant;speed_pct=75"));
    exact(m.saving.electricity_kwh, e1() * (1.0 - 0.75 / 0.96));
    assert!(noted(&m, "变频器效率取默认值 96 %") && m.estimated);
    // At full speed only the drive's losses are left: negative, and said.
    let m = one(motor(""), speed("torque=square;speed_pct=100;drive_efficiency_pct=96"));
    exact(m.saving.electricity_kwh, e1() * (1.0 - 1.0 / 0.96));
    assert!(noted(&m, "节能量为负"));
    // Far down: 0.3³/0.96 of 72.894 kW is 2.05 kW, less than the no-load losses of the formula; it is not nothing.
    let deep = speed("torque=square;speed_pct=30;drive_efficiency_pct=96");
    exact(kwh(motor(""), deep.clone()), e1() * (1.0 - 0.027 / 0.96));
    // A better motor afterwards saves 1 − 92.6/96.1 of what is left.
    let e = motor("");
    let stack = vec![measure("变频", &[&e], deep), measure("换电机", &[&e], replace(96.1))];
    let d = all(vec![e], stack);
    exact(d.scenarios[0].measures[1].saving.electricity_kwh, e1() * 0.027 / 0.96 * (1.0 - 92.6 / 96.1));
    assert!(refusal(motor("drive_mode=inverter"), speed("torque=square;speed_pct=80")).contains("已是变频驱动"));
    assert!(refusal(motor(""), speed("speed_pct=80")).contains("转矩型式"));
}

/// §15.4: speed control works on the new motor. 90 kW at 96.1 %, then 0.512/0.96 of that.
#[test]
fn speed_after_replacement() {
    let e = motor("");
    let speed = act("motor_speed", "torque=square;speed_pct=80;drive_efficiency_pct=96");
    let d = all(vec![e.clone()], vec![measure("换", &[&e], replace(96.1)), measure("变频", &[&e], speed)]);
    let e2 = 67.5 / 0.961 * 7200.0;
    let s = &d.scenarios[0];
    exact(s.measures[1].saving.electricity_kwh, e2 * (1.0 - 0.512 / 0.96));
    exact(s.saving.electricity_kwh, e1() - e2 * 0.512 / 0.96);
}

#[test]
fn stop_idle() {
    let idle = |inputs: &str| act("stop_idle", inputs);
    // 10 kW for 1500 h, two motors.
    exact(kwh(motor("quantity=2"), idle("idle_hours_h=1500;idle_power_kw=10")), 30_000.0);
    // A metered machine: 0.8 kW × 2000 h × 5 of 60 000 kWh.
    let lathes = device(KindCode::Other, "annual_electricity_kwh=60000;annual_hours_h=5000;quantity=5");
    exact(kwh(lathes, idle("idle_hours_h=2000;idle_power_kw=0.8")), 8000.0);
    // A gas furnace: its fans' electricity, not its gas.
    let furnace = device(
        KindCode::Furnace,
        "fuel=natural_gas;annual_gas_10k_m3=100;annual_electricity_kwh=50000;annual_hours_h=6000",
    );
    let m = one(furnace, idle("idle_hours_h=1000;idle_power_kw=5"));
    exact(m.saving.electricity_kwh, 5000.0);
    assert!(m.saving.fuels.iter().all(|f| f.quantity == 0.0), "{:?}", m.saving.fuels);
    // What is left runs 5700 h: cutting that by a fifth saves a fifth.
    let e = motor("");
    let stack = vec![
        measure("停空载", &[&e], idle("idle_hours_h=1500;idle_power_kw=20")),
        measure("缩短", &[&e], act("fewer_hours", "new_hours_h=4560")),
    ];
    let d = all(vec![e], stack);
    exact(d.scenarios[0].measures[1].saving.electricity_kwh, (e1() - 30_000.0) * 0.2);
    let reason = refusal(motor(""), idle("idle_hours_h=7000;idle_power_kw=90"));
    assert!(reason.contains("超过设备年用电量"), "{reason}");
    let reason = refusal(motor(""), idle("idle_hours_h=8000;idle_power_kw=1"));
    assert!(reason.contains("可停空载小时 8,000 h/a") && reason.contains("0～7,200"), "{reason}");
}

#[test]
fn fewer_hours() {
    let hours = |h: &str| act("fewer_hours", &format!("new_hours_h={h}"));
    // 7200 → 5400 h: a quarter.
    exact(kwh(motor(""), hours("5400")), e1() / 4.0);
    // Metered: 100 000 kWh in 4000 h → 3000 h.
    exact(kwh(device(KindCode::Other, "annual_electricity_kwh=100000;annual_hours_h=4000"), hours("3000")), 25_000.0);
    // Welders, 20 kW measured, two: 500 h less.
    exact(
        kwh(device(KindCode::Welder, "measured_input_kw=20;annual_hours_h=2000;quantity=2"), hours("1500")),
        20_000.0,
    );
    // Lamps, 40 of 100 W with 10 W of ballast: 1000 h less.
    let lamps = device(KindCode::Lighting, "lamp_power_w=100;ballast_power_w=10;annual_hours_h=4000;quantity=40");
    exact(kwh(lamps, hours("3000")), 4400.0);
    // A gas furnace: a third of gas and electricity.
    let furnace = device(
        KindCode::Furnace,
        "fuel=natural_gas;annual_gas_10k_m3=90;annual_electricity_kwh=60000;annual_hours_h=6000",
    );
    let m = one(furnace, hours("4000"));
    exact(m.saving.electricity_kwh, 20_000.0);
    exact(m.saving.fuels[0].quantity, 30.0);
    // A direct-fired chiller: electricity from power and hours, gas as metered; both by half.
    let chiller = device(
        KindCode::Chiller,
        "chiller_type=absorption_direct;input_power_kw=30;load_factor_pct=80;annual_hours_h=3000;annual_gas_10k_m3=40",
    );
    let m = one(chiller, hours("1500"));
    exact(m.saving.electricity_kwh, 30.0 * 0.8 * 1500.0);
    exact(m.saving.fuels[0].quantity, 20.0);
    assert!(refusal(motor(""), hours("8000")).contains("0～7,200"));
}
