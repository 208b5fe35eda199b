//! Air preheater, condensing economiser, fewer machines, insulation by thickness, steam pressure, heat of compressors,
//! chillers, couplings and the economic load of transformers, by hand.

use super::*;

fn gas_boiler(more: &str) -> Equipment {
    device(KindCode::Boiler, &format!("medium=steam;fuel=natural_gas;annual_gas_10k_m3=400;annual_hours_h=6000;{more}"))
}

/// α = 21/(21−6) = 1.4; q₂ = (0.5+3.45·1.4)·(t−20)/100 = 0.0533·(t−20): 180 ℃ 8.528 %, 130 ℃ 5.863 %, 110 ℃ 4.797 %.
#[test]
fn air_preheater() {
    let b = gas_boiler("measured_efficiency_pct=85;exhaust_temp_c=180;flue_o2_pct=6");
    let m = one(b, act("air_preheater", "exhaust_after_c=130;ambient_c=20"));
    // 85 + 8.528 − 5.863 = 87.665; gas 400·85/87.665.
    exact(step(&m, "改后热效率"), 87.665);
    exact(m.saving.fuels[0].quantity, 400.0 - 400.0 * 85.0 / 87.665);
}

/// After an economiser from 180 to 130 ℃ the preheater goes on from 130 ℃ to 110 ℃; it may not start at 180 ℃ again.
#[test]
fn economiser_and_preheater_share_the_flue_gas() {
    let b = gas_boiler("measured_efficiency_pct=85;exhaust_temp_c=180;flue_o2_pct=6");
    let first = measure("省煤器", &[&b], act("economiser", "exhaust_after_c=130;ambient_c=20"));
    let second = measure("空预器", &[&b], act("air_preheater", "exhaust_after_c=110;ambient_c=20"));
    let d = all(vec![b.clone()], vec![first.clone(), second]);
    // 85 + 8.528 − 4.797 = 88.731.
    exact(d.scenarios[0].saving.fuels[0].quantity, 400.0 - 400.0 * 85.0 / 88.731);
    let blind = act("air_preheater", "exhaust_before_c=180;exhaust_after_c=110;ambient_c=20");
    let d = all(vec![b.clone()], vec![first, measure("空预器", &[&b], blind)]);
    let refused = &d.scenarios[0].measures[1].refused[0].1;
    assert!(refused.contains("省煤器") && refused.contains("改造前的数值"), "{refused}");
}

/// O₂ 3.5 %: α = 21/17.5 = 1.2, V_dry = 8.52396+0.2·9.524 = 10.42876 mol per mole of methane. Vapour's share 2/12.42876
/// of 101.325 kPa is 16.305 kPa, between 55 ℃ (15.762 kPa) and 56 ℃ (16.533 kPa) of the steam tables: 55.70 ℃.
/// At 45 ℃ (9.5950 kPa) the gas holds 10.42876·9.595/(101.325−9.595) = 1.09086 mol; latent heat
/// 0.90914·0.018015·2450/802.6 = 5.000 %. Sensible (0.5+3.45·1.2)·(120−45)/100 = 3.48 %. 92+3.48+5.00 = 100.48 %.
#[test]
fn condensing_economiser_may_exceed_100_pct() {
    let b = gas_boiler("measured_efficiency_pct=92;exhaust_temp_c=120;flue_o2_pct=3.5;feedwater_temp_c=40");
    let m = one(b, act("condensing_economiser", "exhaust_after_c=45;ambient_c=20"));
    assert!(m.refused.is_empty(), "{:?}", m.refused);
    close(step(&m, "烟气水露点"), 55.70, 1e-3);
    close(step(&m, "出口烟气仍含的水蒸气"), 1.09086, 1e-3);
    close(step(&m, "冷凝潜热折效率"), 5.000, 1e-3);
    close(step(&m, "改后热效率"), 100.48, 1e-4);
    close(m.saving.fuels[0].quantity, 400.0 - 400.0 * 92.0 / 100.48, 1e-3);
}

/// All of the vapour: 2·0.018015·2450/802.6 = 11.0 % of the net calorific value, the known ratio of gross to net 1.11.
#[test]
fn latent_heat_is_the_difference_of_gross_and_net() {
    let b = gas_boiler("measured_efficiency_pct=80;exhaust_temp_c=120;flue_o2_pct=0;feedwater_temp_c=5");
    let m = one(b, act("condensing_economiser", "exhaust_after_c=20;ambient_c=20"));
    let held = step(&m, "出口烟气仍含的水蒸气");
    close(step(&m, "冷凝潜热折效率"), 10.9984 * (1.0 - held / 2.0), 1e-4);
    // 8.52396 mol of dry gas at 20 ℃ (2.3393 kPa): 8.52396·2.3393/98.9857 = 0.20144 mol.
    close(held, 0.20144, 1e-3);
}

#[test]
fn condensing_where_it_cannot() {
    let b = |more: &str| gas_boiler(&format!("measured_efficiency_pct=92;exhaust_temp_c=120;flue_o2_pct=3.5;{more}"));
    let to = |after: u32| act("condensing_economiser", &format!("exhaust_after_c={after};ambient_c=20"));
    assert!(refusal(b("feedwater_temp_c=60"), to(65)).contains("不会冷凝"));
    assert!(refusal(b("feedwater_temp_c=40"), to(60)).contains("加装省煤器"));
    assert!(refusal(b("feedwater_temp_c=40"), to(35)).contains("40～70"));
    assert!(refusal(b("feedwater_temp_c=40;condensing=yes"), to(45)).contains("已是冷凝式"));
    let coal = device(
        KindCode::Boiler,
        "fuel=coal;annual_fuel_t=100;measured_efficiency_pct=70;exhaust_temp_c=180;flue_o2_pct=9;feedwater_temp_c=20",
    );
    assert!(refusal(coal, to(45)).contains("只对天然气"));
    assert!(refusal(b(""), to(45)).contains("进水(回水)温度"));
}

/// Three at 50 kW, or two at 60 kW for 2500 of 5000 h: r = 120/150 = 0.8, E₂/E₁ = 1−0.5·0.2 = 0.9.
#[test]
fn fewer_machines_in_parallel() {
    let pumps = || device(KindCode::Pump, "annual_electricity_kwh=100000;annual_hours_h=5000;quantity=3");
    let inputs = "machines_before=3;power_before_kw=50;machines_after=2;power_after_kw=60";
    exact(kwh(pumps(), act("parallel_machines", &format!("{inputs};hours_h=2500"))), 10_000.0);
    exact(kwh(pumps(), act("parallel_machines", inputs)), 20_000.0);
    let more = "machines_before=3;power_before_kw=50;machines_after=4;power_after_kw=20";
    assert!(refusal(pumps(), act("parallel_machines", more)).contains("0～3"));
    // Two at 80 kW need more than three at 50 kW: 160/150, said as a warning.
    let worse = one(
        pumps(),
        act("parallel_machines", "machines_before=3;power_before_kw=50;machines_after=2;power_after_kw=80"),
    );
    exact(worse.saving.electricity_kwh, 100_000.0 * (1.0 - 160.0 / 150.0));
    assert!(noted(&worse, "不节能"));
}

/// Pipe 108 mm at 170 ℃, 20 ℃ around, 50 mm of λ 0.05, α 11.63: bare 11.63·π·0.108·150 = 591.895 W/m; insulated
/// 150/[ln(208/108)/(2π·0.05) + 1/(11.63·π·0.208)] = 150/(2.086225+0.131585) = 67.6343 W/m; outside
/// 20+67.6343/7.599637 = 28.8997 ℃; 100 m, 8000 h: (591.895−67.6343)·100·8000·3.6/10⁶ = 1509.87 GJ.
#[test]
fn insulation_of_a_pipe_by_thickness() {
    let common = "medium_c=170;ambient_c=20;thickness_mm=50;conductivity_w_per_m_k=0.05;hours_h=8000";
    let fuel = "replaced_fuel=natural_gas;replaced_efficiency_pct=90";
    let m =
        plant(act("surface_insulation", &format!("shape=cylinder;outer_diameter_mm=108;extent=100;{common};{fuel}")));
    close(step(&m, "裸表面散热"), 591.895, 1e-5);
    close(step(&m, "保温后散热"), 67.6343, 1e-5);
    close(step(&m, "保温层外表面温度"), 28.8997, 1e-5);
    close(step(&m, "年减少散热"), 1509.87, 1e-5);
    // At 90 % and 29.3076 GJ/tce: 1509.87/0.9/29.3076 = 57.24 tce.
    close(m.saving.tce_equivalent, 57.242, 1e-4);
    // A wall: bare 11.63·150 = 1744.5, insulated 150/(0.05/0.05+1/11.63) = 138.123 W/m²; 10 m²: 462.64 GJ.
    let m = plant(act("surface_insulation", &format!("shape=flat;extent=10;{common};{fuel}")));
    close(step(&m, "保温后散热"), 138.123, 1e-5);
    close(step(&m, "年减少散热"), 462.637, 1e-5);
}

/// Critical diameter 2λ/α = 2·0.5/11.63 = 86 mm: 5 mm of such a layer on a pipe of 5 mm gives off more than none.
#[test]
fn insulation_below_the_critical_diameter() {
    let inputs = "shape=cylinder;outer_diameter_mm=5;medium_c=170;ambient_c=20;thickness_mm=5;\
        conductivity_w_per_m_k=0.5;extent=10;hours_h=8000;replaced_fuel=natural_gas;replaced_efficiency_pct=90";
    let m = plant(act("surface_insulation", inputs));
    assert!(m.refused[0].1.contains("临界直径"), "{:?}", m.refused);
    let none = inputs.replace("thickness_mm=5", "thickness_mm=0");
    exact(plant(act("surface_insulation", &none)).saving.tce_equivalent, 0.0);
}

/// From 1.0 to 0.5 MPa (absolute), feed water 100 ℃ (419.8 kJ/kg at 1 MPa). Steam tables: h″ 2777.1 and 2748.1, h′ 762.7
/// and 640.2. r₁ = 2357.3/2014.4 = 1.17023, r₂ = 2328.3/2107.9 = 1.10456; 60 % of the steam: 0.6·(1−0.94389) = 3.3666 %.
#[test]
fn steam_pressure() {
    let b = gas_boiler("measured_efficiency_pct=90;feedwater_temp_c=100");
    let m = one(b, act("steam_pressure", "before_mpa=0.8987;after_mpa=0.3987;share_pct=60"));
    close(step(&m, "现压力下每份用热的供热"), 1.17023, 1e-4);
    close(step(&m, "降压后每份用热的供热"), 1.10456, 1e-4);
    close(m.saving.fuels[0].quantity, 400.0 * 0.033666, 2e-3);
    let water =
        device(KindCode::Boiler, "medium=hot_water;fuel=natural_gas;annual_gas_10k_m3=4;measured_efficiency_pct=90");
    assert!(
        refusal(water, act("steam_pressure", "before_mpa=0.8;after_mpa=0.5;share_pct=60;feedwater_c=100"))
            .contains("不产蒸汽")
    );
    let up = act("steam_pressure", "before_mpa=0.5;after_mpa=0.8;share_pct=60");
    assert!(refusal(gas_boiler("measured_efficiency_pct=90;feedwater_temp_c=100"), up).contains("降后供汽压力"));
}

/// Published: 132 kW, load 0.72, 70 % recovered, boiler 0.80: 479,000 kWh of heat, 74 tce. 132·0.72·7200 = 684,288 kWh;
/// ·0.0036·0.7 = 1724.41 GJ; /0.8/29.3076 = 73.548 tce.
#[test]
fn heat_of_compressors() {
    let c = device(KindCode::Compressor, "annual_electricity_kwh=684288");
    let inputs = "recovered_pct=70;used_pct=100;replaced_fuel=coal;replaced_efficiency_pct=80";
    let m = one(c.clone(), act("compressor_heat", inputs));
    close(m.saving.tce_equivalent, 73.548, 1e-4);
    exact(m.saving.electricity_kwh, 0.0);
    // The heat is there once, and less of it after leaks are stopped: (1−0.28)/(1−0.1) = 0.8 of the electricity.
    let leaks = measure("治漏", &[&c], act("air_leaks", "leak_before_pct=28;leak_after_pct=10"));
    let heat = measure("余热", &[&c], act("compressor_heat", inputs));
    let again = measure("余热二", &[&c], act("compressor_heat", inputs));
    let d = all(vec![c], vec![leaks, heat, again]);
    let s = &d.scenarios[0];
    close(s.measures[1].saving.tce_equivalent, 0.8 * 73.548, 1e-4);
    assert!(s.measures[2].refused[0].1.contains("余热"));
}

/// COP 4.5 → 6: 300,000·(1−4.5/6) = 75,000 kWh.
#[test]
fn chiller() {
    let c = |more: &str| device(KindCode::Chiller, &format!("annual_electricity_kwh=300000;cop=4.5;{more}"));
    exact(kwh(c(""), act("replace_chiller", "cop=6")), 75_000.0);
    let worse = one(c(""), act("replace_chiller", "cop=4"));
    exact(worse.saving.electricity_kwh, 300_000.0 * (1.0 - 4.5 / 4.0));
    assert!(noted(&worse, "不节能"));
    assert!(refusal(c("chiller_type=absorption_direct"), act("replace_chiller", "cop=6")).contains("电驱动"));
}

/// A fluid coupling already lowers the power with n²; the drive instead: 0.7³/0.96/0.7² = 0.7/0.96.
#[test]
fn drive_instead_of_a_fluid_coupling() {
    let m = one(
        super::drives::motor("drive_mode=fluid_coupling"),
        act("motor_speed", "torque=square;speed_pct=70;drive_efficiency_pct=96"),
    );
    exact(m.targets[0].after.electricity_kwh, m.targets[0].before.electricity_kwh * 0.7 / 0.96);
}

/// The coupling may be entered with the motor only. q 0.6, s 0.3: by speed 0.6·(0.3+0.7·0.36) = 0.3312, by coupling
/// 0.3312/√0.552; ratio √0.552/0.96 = 0.773924.
#[test]
fn coupling_of_the_driving_motor() {
    let motor = super::drives::motor("tag=M1;drive_mode=fluid_coupling");
    let pump = device(KindCode::Pump, "fed_by=M1;motor_power_kw=90;annual_hours_h=7200");
    let m = measure(
        "变频",
        &[&pump],
        act("speed_control", "static_head_share_pct=30;flow1_pct=60;hours1_h=7200;drive_efficiency_pct=96"),
    );
    let d = all(vec![motor, pump], vec![m]);
    let t = &d.measures[0].targets[0];
    close(t.after.electricity_kwh, t.before.electricity_kwh * 0.773924, 1e-6);
}

/// 1000 kVA with K_Q 0.06, K_T 1.05: √[(1.8+0.06·12)/(1.05·(11.6+0.06·45))] = √(2.52/15.015) = 0.40967; the new one
/// √[(0.83+0.06·3)/(1.05·(8.24+2.7))] = √(1.01/11.487) = 0.29652. (Published with K_Q 0.04: 0.40 and 0.30.)
#[test]
fn economic_load_of_transformers() {
    let t = device(
        KindCode::Transformer,
        "capacity_kva=1000;no_load_loss_w=1800;load_loss_w=11600;no_load_current_pct=1.2;impedance_pct=4.5;energized_hours_h=8760;load_factor_pct=45",
    );
    let new = Action::ReplaceTransformer {
        grade: 2,
        core: None,
        capacity_kva: None,
        no_load_loss_w: Some(830.0),
        load_loss_w: Some(8240.0),
        no_load_current_pct: Some(0.3),
    };
    let m = one(t, new);
    close(step(&m, "原变压器综合经济负载系数"), 0.409_674, 1e-5);
    close(step(&m, "新变压器综合经济负载系数"), 0.296_522, 1e-5);
}
