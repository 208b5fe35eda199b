//! Heat that boilers need no longer deliver. Enthalpies are those of the published IAPWS-IF97 tables.

use super::*;

/// 5000 t of 18 000 kJ/kg at 80 %: 72 000 GJ of heat.
fn boiler(extra: &str) -> Equipment {
    device(
        KindCode::Boiler,
        &format!("fuel=bituminous;annual_fuel_t=5000;fuel_ncv_kj_per_kg=18000;measured_efficiency_pct=80;{extra}"),
    )
}

const COAL: &str = "replaced_fuel=bituminous;replaced_efficiency_pct=80";

/// §5.1: 3 mm, 0.8 MPa(a), C_d 0.7: 20.8 kg/h; 8000 h 166 t; 19.0 tce at 0.80.
#[test]
fn published_leak() {
    let inputs =
        format!("orifice_mm=3;count=1;pressure_mpa_abs=0.8;discharge_coefficient=0.7;makeup_c=20;hours_h=8000;{COAL}");
    let m = plant(act("steam_leaks", &inputs));
    close(step(&m, "每处漏汽量"), 20.8, 2e-3);
    close(step(&m, "年漏汽量"), 166.0, 3e-3);
    close(m.saving.tce_equivalent, 19.0, 3e-3);
    // h″ 2768.30, water of 20 °C at 0.8 MPa 84.67 kJ/kg.
    let tonnes = 5.25 * 0.7 * std::f64::consts::PI * 2.25 * 0.8 * 8.0;
    close(m.saving.tce_equivalent, tonnes * (2768.30 - 84.67) / 1000.0 / 0.8 / GJ_PER_TCE, 1e-5);
}

/// Saturated steam of other pressures: h″ 2748.1 (0.5 MPa), 2777.1 (1.0 MPa), 2792.9 (1.6 MPa), 2800.9 (4 MPa) kJ/kg;
/// water of 20 °C: 84.4, 84.9, 85.4, 87.7 kJ/kg.
#[test]
fn leaks_by_pressure() {
    for (p, steam, water) in [(0.5, 2748.1, 84.4), (1.0, 2777.1, 84.9), (1.6, 2792.9, 85.4), (4.0, 2800.9, 87.7)] {
        let inputs =
            format!("orifice_mm=2;count=10;pressure_mpa_abs={p};discharge_coefficient=0.6;makeup_c=20;hours_h=1000");
        let m = one(boiler(""), act("steam_leaks", &inputs));
        let tonnes = 5.25 * 0.6 * std::f64::consts::PI * p * 10.0;
        let gj = tonnes * (steam - water) / 1000.0;
        close(m.saving.tce_equivalent, gj / 0.8 / GJ_PER_TCE, 5e-5);
    }
    // Not above the critical ratio the formula doesn't hold.
    let low = plant(act("steam_leaks", &format!("orifice_mm=3;count=1;pressure_mpa_abs=0.12;hours_h=8000;{COAL}")));
    assert!(low.refused[0].1.contains("蒸汽绝对压力 0.12 MPa") && low.refused[0].1.contains("临界流"));
}

/// §5.2: 3 t/h, 90 → 20 °C, 6000 h, 0.80: 225.0 tce/a.
#[test]
fn published_condensate() {
    let inputs = "flow_t_per_h=3;condensate_c=90;makeup_c=20;hours_h=6000";
    let m = plant(act("condensate_return", &format!("{inputs};{COAL}")));
    close(m.saving.tce_equivalent, 225.0, 2e-4);
    assert!(noted(&m, "软化水"));
    // The same taken off a boiler of 80 %.
    close(one(boiler(""), act("condensate_return", inputs)).saving.tce_equivalent, 225.0, 2e-4);
    // At 0.7 of natural gas: 3000·4.1868·70·6000/10⁶ = 5275.368 GJ; /0.7/35 000 kJ/m³.
    let gas = act("condensate_return", &format!("{inputs};replaced_fuel=natural_gas;replaced_efficiency_pct=70"));
    exact(plant(gas).saving.fuels[0].quantity, 5275.368 / 0.7 / 350.0);
}

/// §5.3: DN100, 900 → 95 W/m, 120 m, 8000 h: 118.7 tce/a.
#[test]
fn published_insulation() {
    let inputs = "bare_w_per_m=900;insulated_w_per_m=95;length_m=120;hours_h=8000";
    close(plant(act("insulation", &format!("{inputs};{COAL}"))).saving.tce_equivalent, 118.7, 5e-4);
    close(one(boiler(""), act("insulation", inputs)).saving.tce_equivalent, 118.7, 5e-4);
    // Electric heating: 805 W/m × 120 m × 8000 h = 772 800 kWh of heat, at 98 %.
    let electric = act("insulation", &format!("{inputs};replaced_fuel=electricity;replaced_efficiency_pct=98"));
    exact(plant(electric).saving.electricity_kwh, 772_800.0 / 0.98);
    // Two boilers: the first gives all of it as long as it can.
    let (a, b) = (boiler("tag=甲"), boiler("tag=乙;measured_efficiency_pct=60"));
    let m = measure("保温", &[&a, &b], act("insulation", inputs));
    let d = all(vec![a, b], vec![m]);
    let t = &d.measures[0].targets;
    close(t[0].saving.tce_equivalent, 118.7, 5e-4);
    exact(t[1].saving.tce_equivalent, 0.0);
}

/// More than the boiler delivers can't be saved: 72 000 GJ, all its fuel of 90 000 GJ, with the rest said.
#[test]
fn never_more_than_delivered() {
    let huge = act("insulation", "bare_w_per_m=100000;insulated_w_per_m=0;length_m=100;hours_h=8000");
    // 100 kW/m × 100 m × 8000 h = 288 000 GJ.
    let m = one(boiler(""), huge.clone());
    exact(m.saving.tce_equivalent, 90_000.0 / GJ_PER_TCE);
    assert!(noted(&m, "超过所选锅炉的供热量"));
    // A second boiler of 54 000 GJ gives the rest, as far as it goes.
    let (a, b) = (boiler(""), boiler("measured_efficiency_pct=60"));
    let m = measure("保温", &[&a, &b], huge);
    let d = all(vec![a, b], vec![m]);
    exact(d.measures[0].saving.tce_equivalent, 180_000.0 / GJ_PER_TCE);
}

/// §8: 30 000 Nm³/h, 1.38 kJ/(Nm³·K), 350 → 160 °C, 7200 h, 5 %: 1836 tce of heat; 2295 tce at 0.80; or 179.3 万kWh
/// at 12 %.
#[test]
fn published_waste_heat() {
    let gas = "source_flow=30000;heat_capacity=1.38;before_c=350;after_c=160;hours_h=7200";
    let m = plant(act("heat_recovery", &format!("{gas};used_for=heat;{COAL}")));
    close(step(&m, "年回收余热") / GJ_PER_TCE, 1836.0, 2e-4);
    close(m.saving.tce_equivalent, 2295.0, 2e-4);
    assert!(noted(&m, "散热损失取默认值 5 %"));
    let m = plant(act("heat_recovery", &format!("{gas};loss_pct=5;used_for=power;power_efficiency_pct=12")));
    close(m.saving.electricity_kwh, 1_793_000.0, 5e-4);
    assert!(m.saving.fuels.is_empty());
    // A boiler chosen for power generation is left alone, and that is said.
    let m = one(boiler(""), act("heat_recovery", &format!("{gas};loss_pct=5;used_for=power;power_efficiency_pct=12")));
    close(m.saving.electricity_kwh, 1_793_000.0, 5e-4);
    assert!(m.targets.is_empty() && noted(&m, "不减少所选锅炉"));
    let reason = |inputs: &str| plant(act("heat_recovery", &format!("{gas};{inputs}"))).refused[0].1.clone();
    assert!(reason("used_for=power").contains("发电效率"));
    assert!(reason("").contains("用途"));
    assert!(reason("used_for=heat").contains("被替代的燃料"));
}

/// §6: 132 kW, LF 0.72, 70 % of it, 7200 h: 47.9 万kWh of heat, 74 tce at 0.80. As water of 4.19 kJ/(kg·K) heated by
/// 40 K: 132·0.72·0.7 kW × 3600/(4.19·40·1000) = 1.428993 t/h.
#[test]
fn published_compressor_heat() {
    let flow = 132.0 * 0.72 * 0.7 * 3.6 / (4.19 * 40.0);
    let inputs = format!(
        "source_flow={flow};liquid=yes;heat_capacity=4.19;before_c=70;after_c=30;hours_h=7200;loss_pct=0;used_for=heat;{COAL}"
    );
    let m = plant(act("heat_recovery", &inputs));
    close(step(&m, "年回收余热") / 0.0036, 479_000.0, 1e-3);
    close(m.saving.tce_equivalent, 74.0, 1e-2);
}

/// A boiler whose fuel follows from its steam: 20 000 t at 0.8987 MPa(g) from 20 °C: 2777.1 − 84.9 kJ/kg, at 75 %. The
/// condensate of 10 000 GJ takes its share off fuel and steam alike.
#[test]
fn boiler_by_steam() {
    let b = device(
        KindCode::Boiler,
        "fuel=natural_gas;annual_steam_t=20000;pressure_mpa=0.8987;feedwater_temp_c=20;measured_efficiency_pct=75;fuel_ncv_kj_per_kg=35000",
    );
    // 5 t/h × 4.1868 × 60 K × 7961.527 h = 10 000 GJ.
    let hours = 10_000.0 / (5.0 * 4.1868 * 60.0) * 1000.0;
    let m = one(b, act("condensate_return", &format!("flow_t_per_h=5;condensate_c=80;makeup_c=20;hours_h={hours}")));
    let before = 20.0 * (2777.1 - 84.9) / 0.75;
    close(m.targets[0].before.fuels[0].heat_gj(), before, 5e-5);
    close(m.saving.fuels[0].heat_gj(), 10_000.0 / 0.75, 1e-9);
}

/// Feed water above the boiling point (174.5 °C at 0.8987 MPa gauge) is a slip of the pen, not negative heat.
#[test]
fn feed_water_that_would_be_steam() {
    let b = device(
        KindCode::Boiler,
        "fuel=natural_gas;annual_steam_t=20000;pressure_mpa=0.8987;feedwater_temp_c=240;measured_efficiency_pct=75",
    );
    assert!(refusal(b, act("heat_pump", "cop=3")).contains("高于额定压力下的饱和温度"));
}
