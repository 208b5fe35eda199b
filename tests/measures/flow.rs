//! Fans, blowers and pumps.

use super::*;

fn fan(kwh: &str, extra: &str) -> Equipment {
    device(KindCode::Fan, &format!("annual_electricity_kwh={kwh};{extra}"))
}

fn speed(inputs: &str) -> Action {
    act("speed_control", inputs)
}

const TWO: &str = "flow1_pct=60;hours1_h=5000;flow2_pct=80;hours2_h=2500;drive_efficiency_pct=96";

/// §2: 110 kW, s = 0.30, 60 % for 5000 h, 80 % for 2500 h, η_m 0.94, η_VFD 0.96: throttled 708 681 kWh, with speed
/// control 384 220 kWh: 324 461 kWh/a (45.8 %). With s = 0 the saving would be 421 004 kWh, 29.8 % too much.
#[test]
fn published_speed_control() {
    // Throttled: 0.6·(1.4−0.4·0.36) = 0.7536, 0.8·(1.4−0.4·0.64) = 0.9152; (3768 + 2288) h × 110/0.94 kW.
    let throttled = (0.7536 * 5000.0 + 0.9152 * 2500.0) * 110.0 / 0.94;
    close(throttled, 708_681.0, 1e-6);
    let fan = fan(&throttled.to_string(), "flow_control=throttle;annual_hours_h=7500");
    let m = one(fan.clone(), speed(&format!("static_head_share_pct=30;{TWO}")));
    close(m.saving.electricity_kwh, 324_461.0, 2e-6);
    close(m.saving.electricity_kwh / throttled, 0.458, 1e-3);
    close(m.targets[0].after.electricity_kwh, 384_220.0, 2e-6);
    assert!(noted(&m, "待核"), "the approximation's state is said");
    close(kwh(fan.clone(), speed(&format!("static_head_share_pct=0;{TWO}"))), 421_004.0, 2e-6);
    // Not stated: s = 30 %, with its source, as an estimate.
    let m = one(fan.clone(), speed(TWO));
    close(m.saving.electricity_kwh, 324_461.0, 2e-6);
    assert!(noted(&m, "静扬程占比取默认值 30 %") && m.estimated);
    // §2: not fit for a static share over 0.7.
    assert!(noted(&one(fan, speed(&format!("static_head_share_pct=80;{TWO}"))), "一般不宜变频"));
}

#[test]
fn speed_control_by_present_control() {
    let at70 = "static_head_share_pct=30;drive_efficiency_pct=95;flow1_pct=70;hours1_h=6000";
    // Speed: 0.7·(0.3+0.7·0.49) = 0.4501 of the full power.
    let left = 0.7 * (0.3 + 0.7 * 0.49) / 0.95;
    let pump = |control: &str| device(KindCode::Pump, &format!("annual_electricity_kwh=300000;flow_control={control}"));
    // By-passed or not controlled at all it takes full power now.
    exact(kwh(pump("bypass"), speed(at70)), 300_000.0 * (1.0 - left));
    exact(kwh(pump("none"), speed(at70)), 300_000.0 * (1.0 - left));
    // A fluid coupling runs at n/n_N = √(0.3+0.7·0.49) = 0.801873 and takes 0.4501/0.801873.
    let now = 0.4501 / 0.643f64.sqrt();
    exact(kwh(pump("fluid_coupling"), speed(at70)), 300_000.0 * (1.0 - left / now));
    // Throttled: 0.7·(1.4−0.4·0.49) = 0.8428.
    exact(kwh(pump("throttle"), speed(at70)), 300_000.0 * (1.0 - left / 0.8428));
    // Control unknown: taken as throttled, noted, an estimate.
    let m = one(device(KindCode::Pump, "annual_electricity_kwh=300000"), speed(at70));
    exact(m.saving.electricity_kwh, 300_000.0 * (1.0 - left / 0.8428));
    assert!(noted(&m, "未填流量调节方式") && m.estimated);
    // Three points, s = 0: speed 0.125·1000 + 0.343·2000 + 0.729·3000 = 2998; throttled 0.65·1000 + 0.8428·2000 +
    // 0.9684·3000 = 5240.8.
    let three = "static_head_share_pct=0;drive_efficiency_pct=97;flow1_pct=50;hours1_h=1000;flow2_pct=70;hours2_h=2000;flow3_pct=90;hours3_h=3000";
    let saved = kwh(fan("524080", "flow_control=throttle"), speed(three));
    exact(saved, 524_080.0 - 299_800.0 / 0.97);
    // Always at full flow: the drive's losses only.
    let full = one(pump("throttle"), speed("flow1_pct=100;hours1_h=6000;drive_efficiency_pct=96"));
    exact(full.saving.electricity_kwh, 300_000.0 * (1.0 - 1.0 / 0.96));
    assert!(noted(&full, "节能量为负"));
    assert!(refusal(pump("inverter"), speed(at70)).contains("已是变频"));
    assert!(refusal(pump("on_off"), speed(at70)).contains("没有节流损失"));
    assert!(refusal(pump("throttle"), speed("flow1_pct=70;hours1_h=6000;flow2_pct=50")).contains("小时数"));
    let over = refusal(pump("throttle"), speed("flow1_pct=70;hours1_h=6000;flow2_pct=50;hours2_h=3000"));
    assert!(over.contains("9,000 h") && over.contains("8,784"), "{over}");
}

#[test]
fn replace_machine() {
    let to = |pct: &str| act("replace_machine", &format!("efficiency_pct={pct}"));
    // Fan tested at 60 % → 82 %.
    let old = fan("500000", "operating_efficiency_pct=60;rated_efficiency_pct=75");
    exact(kwh(old.clone(), to("82")), 500_000.0 * (1.0 - 60.0 / 82.0));
    // The stated present efficiency comes first.
    let stated = act("replace_machine", "efficiency_pct=82;present_efficiency_pct=65");
    exact(kwh(old, stated), 500_000.0 * (1.0 - 65.0 / 82.0));
    // Pump: rated 68 % → 80 %.
    let pump = device(KindCode::Pump, "annual_electricity_kwh=200000;rated_efficiency_pct=68");
    exact(kwh(pump, to("80")), 30_000.0);
    // Blower: polytropic 70 % → 84 %: a sixth.
    let blower = device(KindCode::Blower, "annual_electricity_kwh=600000;polytropic_efficiency_pct=70");
    exact(kwh(blower, to("84")), 100_000.0);
    // Submersible: unit efficiency 50 % → 60 %, from rated power: 22 kW × 0.8/0.88 × 5000 h = 100 000 kWh.
    let well = device(
        KindCode::Submersible,
        "rated_power_kw=22;load_factor_pct=80;motor_efficiency_pct=88;annual_hours_h=5000;rated_efficiency_pct=50",
    );
    exact(kwh(well, to("60")), 100_000.0 / 6.0);
    // A worse one.
    let m = one(device(KindCode::Pump, "annual_electricity_kwh=200000;rated_efficiency_pct=80"), to("64"));
    exact(m.saving.electricity_kwh, -50_000.0);
    assert!(noted(&m, "不高于现有") && noted(&m, "节能量为负"));
    assert!(refusal(device(KindCode::Pump, "annual_electricity_kwh=1000"), to("80")).contains("现有运行效率"));
}

#[test]
fn trim_impeller() {
    let to = |pct: &str| act("trim_impeller", &format!("diameter_ratio_pct={pct}"));
    // 0.9³ = 0.729.
    let pump = device(KindCode::Pump, "annual_electricity_kwh=100000");
    exact(kwh(pump.clone(), to("90")), 27_100.0);
    exact(kwh(pump.clone(), to("100")), 0.0);
    // From the operating point: 9.81·200·50/3600 = 27.25 kW; /0.7/0.9 = 43.254 kW (55 kW motor at 71 %); 6000 h.
    let by_point = device(
        KindCode::Pump,
        "operating_flow_m3_per_h=200;operating_head_m=50;operating_efficiency_pct=70;motor_power_kw=55;motor_efficiency_pct=90;annual_hours_h=6000",
    );
    exact(kwh(by_point, to("95")), 27.25 / 0.7 / 0.9 * 6000.0 * (1.0 - 0.857_375));
    assert!(noted(&one(pump, to("90")), "扬程约 81 %"));
    let driven = device(KindCode::Pump, "annual_electricity_kwh=100000;flow_control=inverter");
    assert!(refusal(driven, to("90")).contains("已是变频"));
}

/// §15.1: 10 %, 8 % and 5 % one after the other make 21.34 %, not 23 %: efficiencies 72/80, 80/86.9565, 86.9565/91.53.
#[test]
fn rates_multiply() {
    let pump = device(KindCode::Pump, "annual_electricity_kwh=100000;annual_hours_h=8000");
    let hours = |h: &str| act("fewer_hours", &format!("new_hours_h={h}"));
    // By hours, 8000 → 7200 → 6624 → 6292.8: the same three rates.
    let stack = ["7200", "6624", "6292.8"].map(|h| measure(h, &[&pump], hours(h)));
    let d = all(vec![pump], stack.to_vec());
    exact(d.scenarios[0].saving.electricity_kwh, 21_340.0);
}
