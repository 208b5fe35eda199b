//! Compressed air.

use super::*;

fn compressor(extra: &str) -> Equipment {
    device(KindCode::Compressor, extra)
}

/// 40 m³/min at 7.6 kW/(m³/min), LF 0.75, 7200 h: 1 641 600 kWh/a.
fn forty() -> Equipment {
    compressor("flow_m3_per_min=40;specific_power_kw_per_m3_min=7.6;load_factor_pct=75;annual_hours_h=7200")
}

/// §6: SER 7.6 → 6.4: 259 200 kWh/a.
#[test]
fn published_replacement() {
    close(kwh(forty(), act("replace_compressor", "specific_power=6.4")), 259_200.0, 1e-9);
}

#[test]
fn replacement() {
    let to = |v: &str| act("replace_compressor", &format!("specific_power={v}"));
    // From the nameplate: 160 kW/20 m³/min = 8 → 6.4: a fifth of metered 500 000 kWh.
    let c = compressor("input_power_kw=160;flow_m3_per_min=20;annual_electricity_kwh=500000");
    exact(kwh(c.clone(), to("6.4")), 100_000.0);
    // Stated: 7.2.
    let stated = act("replace_compressor", "specific_power=6.4;present_specific_power=7.2");
    exact(kwh(c.clone(), stated), 500_000.0 * (1.0 - 6.4 / 7.2));
    let m = one(c, to("9"));
    exact(m.saving.electricity_kwh, -62_500.0);
    assert!(noted(&m, "比功率不低于现机") && noted(&m, "节能量为负"));
    assert!(refusal(compressor("annual_electricity_kwh=500000"), to("6")).contains("现机比功率"));
}

/// §6: 0.7 → 0.6 MPa(g) saves 8.4 %: w ∝ (p₂/p₁)^(0.4/1.4) − 1, (0.8013/0.1013)^0.285714 = 1.805612,
/// (0.7013/0.1013)^0.285714 = 1.738137; 0.738137/0.805612 = 0.916244.
#[test]
fn published_pressure() {
    let down = act("air_pressure", "before_mpa=0.7;after_mpa=0.6");
    let saved = kwh(compressor("annual_electricity_kwh=1000000"), down);
    close(saved, 84_000.0, 6e-3);
    close(saved, 1e6 * (1.0 - 0.916_244), 1e-5);
    // The device's own pressure stands in; the new one is what a later measure starts from.
    let own = compressor("annual_electricity_kwh=1000000;discharge_pressure_mpa=0.7");
    exact(kwh(own.clone(), act("air_pressure", "after_mpa=0.6")), saved);
    let stack = ["0.6", "0.6"].map(|p| measure(p, &[&own], act("air_pressure", &format!("after_mpa={p}"))));
    let d = all(vec![own], stack.to_vec());
    exact(d.scenarios[0].measures[1].saving.electricity_kwh, 0.0);
}

#[test]
fn leaks() {
    // §6: loaded 2 min, unloaded 6 min with nothing drawn: 2/8 = 25 % leakage; down to 10 %: 0.75/0.9.
    let mend = act("air_leaks", "leak_before_pct=25;leak_after_pct=10");
    let m = one(compressor("annual_electricity_kwh=900000"), mend.clone());
    exact(m.saving.electricity_kwh, 150_000.0);
    assert!(noted(&m, "定速空压机"));
    let variable = compressor("annual_electricity_kwh=900000;drive=variable");
    assert!(!noted(&one(variable, mend), "定速空压机"));
    let none = act("air_leaks", "leak_before_pct=15;leak_after_pct=15");
    exact(kwh(compressor("annual_electricity_kwh=900000"), none), 0.0);
}

#[test]
fn intake() {
    // 40 → 20 °C: 20/313.15.
    let cooler = act("air_intake", "before_c=40;after_c=20");
    exact(kwh(compressor("annual_electricity_kwh=313150"), cooler), 20_000.0);
}

#[test]
fn variable_speed() {
    // Loaded 60 %, unloaded at 40 %: 0.6 + 0.4·0.4 = 0.76; with the drive 0.6/0.96 = 0.625.
    let speed = |inputs: &str| act("compressor_speed", &format!("unloaded_power_pct=40;{inputs}"));
    let c = compressor("annual_electricity_kwh=760000;loaded_share_pct=60;drive=fixed");
    exact(kwh(c.clone(), speed("drive_efficiency_pct=96")), 135_000.0);
    exact(kwh(c.clone(), speed("")), 135_000.0);
    // Stated loading 80 %: 0.88; 0.8/0.96.
    let saved = kwh(c, speed("loaded_share_pct=80;drive_efficiency_pct=96"));
    exact(saved, 760_000.0 * (1.0 - 0.8 / 0.96 / 0.88));
    // Always loaded: the drive's losses only.
    let m = one(compressor("annual_electricity_kwh=960000;loaded_share_pct=100"), speed("drive_efficiency_pct=96"));
    exact(m.saving.electricity_kwh, -40_000.0);
    assert!(noted(&m, "节能量为负"));
    assert!(
        refusal(compressor("annual_electricity_kwh=1;drive=variable"), speed("loaded_share_pct=50")).contains("变转速")
    );
}

/// §15.2: need first, then efficiency, then pressure: 1 641 600 × 0.75/0.9 = 1 368 000; × 6.4/7.6 = 1 152 000.
#[test]
fn stacked() {
    let c = forty();
    let stack = vec![
        measure("治漏", &[&c], act("air_leaks", "leak_before_pct=25;leak_after_pct=10")),
        measure("换机", &[&c], act("replace_compressor", "specific_power=6.4")),
    ];
    let d = all(vec![c], stack);
    exact(d.scenarios[0].measures[0].saving.electricity_kwh, 1_641_600.0 - 1_368_000.0);
    exact(d.scenarios[0].measures[1].saving.electricity_kwh, 1_368_000.0 - 1_152_000.0);
}
