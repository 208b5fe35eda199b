//! Boilers: replacement, heat pump, combustion, economisers, blow-down.

use super::*;

fn boiler(fields: &str) -> Equipment {
    device(KindCode::Boiler, fields)
}

/// 5000 t of 18 000 kJ/kg: 90 000 GJ.
fn coal(extra: &str) -> Equipment {
    boiler(&format!("fuel=bituminous;annual_fuel_t=5000;fuel_ncv_kj_per_kg=18000;{extra}"))
}

/// 400 万m³ of 35 000 kJ/m³: 140 000 GJ.
fn gas(extra: &str) -> Equipment {
    boiler(&format!("fuel=natural_gas;annual_gas_10k_m3=400;fuel_ncv_kj_per_kg=35000;{extra}"))
}

fn replace(pct: f64) -> Action {
    Action::ReplaceBoiler { fuel: None, efficiency_pct: pct, condensing: None, fuel_ncv: None }
}

/// Saved heat of fuels in GJ.
fn fired(m: &MeasureResult) -> f64 {
    assert!(m.refused.is_empty(), "{:?}", m.refused);
    m.saving.fuels.iter().map(|f| f.heat_gj()).sum()
}

/// §4 A: 10 t/h, 6000 h, Δh = 2787−420 kJ/kg, 0.72 → 0.82: 821 tce/a.
#[test]
fn published_efficiency() {
    let b = boiler("fuel=bituminous;annual_heat_gj=142020;measured_efficiency_pct=72;fuel_ncv_kj_per_kg=20934");
    close(one(b, replace(82.0)).saving.tce_equivalent, 821.0, 1e-3);
}

#[test]
fn replacement() {
    // 90 000 GJ × (1 − 0.7/0.8).
    exact(fired(&one(coal("measured_efficiency_pct=70"), replace(80.0))), 11_250.0);
    // A worse one of the same fuel: 90 000 × (1 − 0.8/0.75), with its warning.
    let m = one(coal("measured_efficiency_pct=80"), replace(75.0));
    exact(fired(&m), -6000.0);
    assert!(noted(&m, "新锅炉热效率 75 % 不高于现有 80 %") && noted(&m, "节能量为负"));
    // Condensing gas boilers may pass 100 % on net calorific value.
    let condensing = Action::ReplaceBoiler {
        fuel: None,
        efficiency_pct: 104.0,
        condensing: Some(energy_audit::audit::equipment::Condensing::Yes),
        fuel_ncv: None,
    };
    exact(fired(&one(gas("measured_efficiency_pct=91"), condensing)), 140_000.0 * (1.0 - 91.0 / 104.0));
    let reason = refusal(gas("measured_efficiency_pct=91"), replace(104.0));
    assert!(reason.contains("104 %") && reason.contains("不大于 100 %") && reason.contains("冷凝"), "{reason}");
    assert!(refusal(coal("measured_efficiency_pct=70"), replace(101.0)).contains("不大于 100 %"));
    // The old boiler's flue gas says nothing of the new one: tuning must be told.
    let b = coal("measured_efficiency_pct=70;exhaust_temp_c=180;flue_o2_pct=10");
    let stack =
        vec![measure("换炉", &[&b], replace(80.0)), measure("省煤器", &[&b], act("economiser", "exhaust_after_c=130"))];
    let d = all(vec![b], stack);
    assert!(d.scenarios[0].measures[1].refused[0].1.contains("现排烟温度"));
}

/// §4 B: 180 → 130 °C, α 1.8 → 1.5 (O₂ 9.3333 → 7 %), 20 °C, q₄ 10 %: q₂ 9.78 → 5.67 %, about 4.11 points.
#[test]
fn published_flue_loss() {
    let tuned = act(
        "combustion_tuning",
        "o2_before_pct=9.333333333;o2_after_pct=7;exhaust_before_c=180;exhaust_after_c=130;ambient_c=20;q4_pct=10",
    );
    let m = one(coal("measured_efficiency_pct=72"), tuned);
    close(step(&m, "现排烟损失"), 9.78, 1e-3);
    close(step(&m, "改后排烟损失"), 5.67, 1e-3);
    close(step(&m, "改后热效率"), 72.0 + 4.11, 1e-4);
    // (0.4+3.55·1.8)·1.6·0.9 = 9.7776; (0.4+3.55·1.5)·1.1·0.9 = 5.66775.
    close(fired(&m), 90_000.0 * (1.0 - 72.0 / (72.0 + 9.7776 - 5.66775)), 1e-7);
}

#[test]
fn combustion_tuning() {
    // O₂ 10.5 → 6 % (α 2 → 1.4) at 170 °C from the device, 20 °C and q₄ 0 by default: 3.55·0.6·1.5 = 3.195 points.
    let b = coal("measured_efficiency_pct=75;flue_o2_pct=10.5;exhaust_temp_c=170");
    let m = one(b.clone(), act("combustion_tuning", "o2_after_pct=6"));
    exact(fired(&m), 90_000.0 * (1.0 - 75.0 / 78.195));
    assert!(noted(&m, "冷空气温度取默认值 20 ℃"));
    // Nothing changed, nothing saved.
    exact(fired(&one(b.clone(), act("combustion_tuning", "o2_after_pct=10.5"))), 0.0);
    // More air: a loss, said.
    let m = one(b, act("combustion_tuning", "o2_after_pct=12;ambient_c=20;q4_pct=0"));
    exact(fired(&m), 90_000.0 * (1.0 - 75.0 / (75.0 - 3.55 * (21.0 / 9.0 - 2.0) * 1.5)));
    assert!(noted(&m, "节能量为负"));
    // Anthracite by the coefficients of bituminous coal: said.
    let b = boiler("fuel=anthracite;annual_fuel_t=100;measured_efficiency_pct=75;flue_o2_pct=10.5;exhaust_temp_c=170");
    assert!(noted(&one(b, act("combustion_tuning", "o2_after_pct=6")), "无烟煤为近似"));
    let b = boiler(
        "fuel=biomass;annual_fuel_t=100;fuel_ncv_kj_per_kg=15000;measured_efficiency_pct=75;flue_o2_pct=10;exhaust_temp_c=170",
    );
    assert!(refusal(b, act("combustion_tuning", "o2_after_pct=6")).contains("生物质"));
}

#[test]
fn economiser() {
    // Gas, O₂ 4.2 % (α 1.25), 180 → 120 °C: (0.5+3.45·1.25)·0.6 = 2.8875 points on 90 %.
    let b = gas("measured_efficiency_pct=90;flue_o2_pct=4.2;exhaust_temp_c=180");
    let m = one(b.clone(), act("economiser", "exhaust_after_c=120;ambient_c=20"));
    exact(fired(&m), 140_000.0 * (1.0 - 90.0 / 92.8875));
    // The same from the heat that it delivers: 126 000 GJ at 90 %.
    let by_heat = boiler(
        "fuel=natural_gas;annual_heat_gj=126000;measured_efficiency_pct=90;flue_o2_pct=4.2;exhaust_temp_c=180;fuel_ncv_kj_per_kg=35000",
    );
    let m = one(by_heat, act("economiser", "exhaust_after_c=120;ambient_c=20"));
    exact(fired(&m), 126_000.0 * (1.0 / 0.9 - 1.0 / 0.928875));
    // No temperature drop, no saving.
    exact(fired(&one(b.clone(), act("economiser", "exhaust_after_c=180;ambient_c=20"))), 0.0);
    // Two steps: 180 → 140 → 120 °C make the same as one.
    let stack =
        ["140", "120"].map(|t| measure(t, &[&b], act("economiser", &format!("exhaust_after_c={t};ambient_c=20"))));
    let d = all(vec![b.clone()], stack.to_vec());
    let total: f64 = d.scenarios[0].saving.fuels.iter().map(|f| f.heat_gj()).sum();
    exact(total, 140_000.0 * (1.0 - 90.0 / 92.8875));
    let reason = refusal(b, act("economiser", "exhaust_after_c=200;ambient_c=20"));
    assert!(reason.contains("200 ℃") && reason.contains("20～180"), "{reason}");
}

/// Condensing: 150 → 55 °C at O₂ 3.5 % (α 1.2), 20 °C: (0.5+4.14)·0.95 = 4.408 points; 0.5 t/h of condensate for
/// 6000 h: 0.5·2450·6 = 7350 GJ of 140 000 GJ: 5.25 points; 92 → 101.658 %.
#[test]
fn condensing_economiser() {
    let b = gas("measured_efficiency_pct=92;flue_o2_pct=3.5;exhaust_temp_c=150;annual_hours_h=6000");
    let m = one(b.clone(), act("economiser", "exhaust_after_c=55;condensate_t_per_h=0.5;ambient_c=20"));
    exact(step(&m, "冷凝潜热折效率"), 5.25);
    exact(fired(&m), 140_000.0 * (1.0 - 92.0 / 101.658));
    // Without condensate no boiler passes 100 %.
    let hot = gas("measured_efficiency_pct=97;flue_o2_pct=3.5;exhaust_temp_c=150");
    assert!(refusal(hot, act("economiser", "exhaust_after_c=55;ambient_c=20")).contains("不大于 100 %"));
    let coal = coal("measured_efficiency_pct=72;flue_o2_pct=9;exhaust_temp_c=150;annual_hours_h=6000");
    let wet = act("economiser", "exhaust_after_c=55;condensate_t_per_h=0.5;ambient_c=20");
    assert!(refusal(coal, wet).contains("只对天然气"));
}

/// 90 000 GJ at 70 %: 63 000 GJ of heat; at COP 3: 63 000/0.0036/3 kWh.
#[test]
fn heat_pump() {
    let pump = act("heat_pump", "cop=3");
    let m = one(coal("measured_efficiency_pct=70"), pump.clone());
    exact(fired(&m), 90_000.0);
    exact(m.saving.electricity_kwh, -63_000.0 / 0.0036 / 3.0);
    exact(m.saving.tce_equivalent, 90_000.0 / GJ_PER_TCE - 63_000.0 / 0.0108 * 0.1229 / 1000.0);
    // Of the heat a fifth less is needed then: 900 W/m × 500 m × 7777.78 h = 12 600 GJ: a fifth of its electricity.
    let b = coal("measured_efficiency_pct=70");
    let stack = vec![
        measure("热泵", &[&b], pump),
        measure("保温", &[&b], act("insulation", "bare_w_per_m=1000;insulated_w_per_m=125;length_m=500;hours_h=8000")),
    ];
    let d = all(vec![b], stack);
    exact(d.scenarios[0].measures[1].saving.electricity_kwh, 63_000.0 / 0.0108 / 5.0);
}

/// Enthalpies from the published tables of IAPWS-IF97.
#[test]
fn blowdown() {
    // 3 MPa absolute: h′ 1008.37; 26.85 °C (300 K) 115.331 (verification value of region 1) kJ/kg. 2 t/h, 5000 h.
    let b = gas("measured_efficiency_pct=90;annual_hours_h=5000");
    let action = "blowdown_t_per_h=2;pressure_mpa=2.8987;outlet_c=26.85";
    let m = one(b.clone(), act("blowdown_recovery", action));
    let gj = 2.0 * (1008.37 - 115.331) * 5.0;
    close(step(&m, "年回收热量"), gj, 1e-5);
    close(fired(&m), gj / 0.9, 1e-5);
    // 1.0 MPa absolute from the device: h′ 762.68; 20 °C 84.86 kJ/kg; 0.3 t/h, 6000 h.
    let b1 = gas("measured_efficiency_pct=90;pressure_mpa=0.8987");
    let m = one(b1, act("blowdown_recovery", "blowdown_t_per_h=0.3;outlet_c=20;hours_h=6000"));
    close(step(&m, "年回收热量"), 0.3 * (762.68 - 84.86) * 6.0, 2e-5);
    // Colder than it can be: water of 150 °C at 0.1013 MPa is steam.
    let reason = refusal(b, act("blowdown_recovery", "blowdown_t_per_h=2;pressure_mpa=0;outlet_c=150"));
    assert!(reason.contains("低于饱和温度"), "{reason}");
}
