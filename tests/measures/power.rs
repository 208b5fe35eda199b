//! Lighting, data centres and measures of the plant.

use super::*;

/// §9: 1000 lamps 250 → 100 W, 4000 h, 5 % held back: 570 000 kWh/a.
#[test]
fn published_lighting() {
    let lamps = device(KindCode::Lighting, "lamp_power_w=250;annual_hours_h=4000;quantity=1000");
    exact(kwh(lamps, act("lighting_renewal", "new_power_w=100;margin_pct=5")), 570_000.0);
}

#[test]
fn lighting() {
    let led = |inputs: &str| act("lighting_renewal", inputs);
    // 500 × (400+40) W × 4000 h = 880 000 kWh; 500 × 200 W × 0.8 × 4000 h = 320 000 kWh.
    let lamps = device(
        KindCode::Lighting,
        "lamp_power_w=400;ballast_power_w=40;annual_hours_h=4000;quantity=500;lamp_type=metal_halide",
    );
    exact(kwh(lamps.clone(), led("new_power_w=200;control_saving_pct=20")), 560_000.0);
    // Four new lamps for five: 500 × 0.8 × 200 W × 4000 h.
    exact(kwh(lamps.clone(), led("new_power_w=200;number_ratio_pct=80")), 880_000.0 - 320_000.0);
    // §9 in full: 5 % held back of the renewal, control counted apart: 500·4000·(0.24·0.95 + 0.2·0.2).
    exact(
        kwh(lamps.clone(), led("new_power_w=200;margin_pct=5;control_saving_pct=20")),
        2_000_000.0 * (0.24 * 0.95 + 0.04),
    );
    // Metered electricity stands in the same proportion: 800 000 × (1 − 200/440).
    let metered = device(KindCode::Lighting, "lamp_power_w=400;ballast_power_w=40;annual_electricity_kwh=800000");
    exact(kwh(metered, led("new_power_w=200")), 800_000.0 * 240.0 / 440.0);
    let m = one(lamps, led("new_power_w=500"));
    exact(m.saving.electricity_kwh, 2_000_000.0 * (0.44 - 0.5));
    assert!(noted(&m, "更换不节能") && noted(&m, "节能量为负"));
}

/// §11: IT 20 million kWh, PUE 1.50 → 1.25: 5 million kWh/a.
#[test]
fn pue() {
    let to = |v: &str| act("pue_reduction", &format!("pue_after={v}"));
    let it = device(KindCode::DataCentre, "annual_it_electricity_kwh=20000000;pue=1.5");
    exact(kwh(it.clone(), to("1.25")), 5_000_000.0);
    // Both metered: 27/18 = 1.5 → 1.3: 18 million × 0.2.
    let metered = device(KindCode::DataCentre, "annual_electricity_kwh=27000000;annual_it_electricity_kwh=18000000");
    exact(kwh(metered, to("1.3")), 3_600_000.0);
    assert!(refusal(it, to("1.6")).contains("1～1.5"));
    let odd = device(KindCode::DataCentre, "annual_electricity_kwh=9000000;annual_it_electricity_kwh=18000000");
    assert!(refusal(odd, to("1.3")).contains("小于 IT 用电"));
}

/// §10: 1200 kW, 0.78 → 0.95, K_Q 0.06, 6000 h: Q_c = 568 kvar, 194 364 kWh/a, copper losses down 32.6 %.
#[test]
fn published_power_factor() {
    let m = plant(act("power_factor", "active_power_kw=1200;before=0.78;after=0.95;hours_h=6000"));
    close(step(&m, "补偿容量"), 568.0, 1e-3);
    close(m.saving.electricity_kwh, 194_364.0, 1e-5);
    close(step(&m, "补偿点以上线路、变压器铜损下降率"), 32.6, 1e-3);
    // The tariff is money, not energy.
    let with =
        plant(act("power_factor", "active_power_kw=1200;before=0.78;after=0.95;hours_h=6000;tariff_saving_yuan=50000"));
    exact(with.saving.electricity_kwh, m.saving.electricity_kwh);
    exact(with.saving.cost_yuan.expect("cost"), m.saving.cost_yuan.expect("cost") + 50_000.0);
    assert!(noted(&with, "不计入节能量"));
    // Own capacitor loss 0.002 kW/kvar: (0.06−0.002)·Q_c·h, Q_c = 500·(tan 0.8 = 0.75 − 0) at full compensation.
    let m = plant(act(
        "power_factor",
        "active_power_kw=500;before=0.8;after=1;hours_h=4000;capacitor_loss_kw_per_kvar=0.002",
    ));
    exact(m.saving.electricity_kwh, 0.058 * 375.0 * 4000.0);
}

#[test]
fn load_shift() {
    // 1 000 000 kWh from 1.10 to 0.35 yuan: 750 000 yuan, no energy.
    let m = plant(act("load_shift", "shifted_kwh=1000000;peak_yuan_per_kwh=1.1;valley_yuan_per_kwh=0.35"));
    exact(m.saving.electricity_kwh, 0.0);
    exact(m.saving.cost_yuan.expect("cost"), 750_000.0);
    // With a fifth lost: 1 250 000 kWh are bought: 1 100 000 − 437 500 yuan, 250 000 kWh more.
    let m = plant(act("load_shift", "shifted_kwh=1000000;peak_yuan_per_kwh=1.1;valley_yuan_per_kwh=0.35;loss_pct=20"));
    exact(m.saving.electricity_kwh, -250_000.0);
    exact(m.saving.cost_yuan.expect("cost"), 662_500.0);
    assert!(noted(&m, "不节约电量"));
}

#[test]
fn rooftop_pv() {
    // 2000 kW × 1100 h = 2 200 000 kWh; 80 % used: 1 760 000 kWh × 0.6 yuan; 440 000 kWh fed in at 0.3 yuan.
    let inputs = "capacity_kw=2000;full_load_hours_h=1100;own_use_pct=80;feed_in_yuan_per_kwh=0.3";
    let m = plant(act("rooftop_pv", inputs));
    exact(m.saving.electricity_kwh, 1_760_000.0);
    exact(m.saving.cost_yuan.expect("cost"), 1_056_000.0 + 132_000.0);
    // All of it used: no feed-in price needed.
    let m = plant(act("rooftop_pv", "capacity_kw=500;full_load_hours_h=1000;own_use_pct=100"));
    exact(m.saving.electricity_kwh, 500_000.0);
    // A feed-in without its price is refused, not free.
    let m = plant(act("rooftop_pv", "capacity_kw=500;full_load_hours_h=1000;own_use_pct=80"));
    assert!(m.refused[0].1.contains("上网电价") && m.saving.electricity_kwh == 0.0);
}

#[test]
fn own_measure() {
    // 50 000 kWh, 100 t of coal of 20 000 kJ/kg (the audit's own), 20 000 yuan of water.
    let m = plant(act(
        "own",
        "electricity_saved_kwh=50000;fuel=bituminous;fuel_saved=100;other_saving_yuan=20000;explanation=按改造前后一个月抄表",
    ));
    exact(m.saving.electricity_kwh, 50_000.0);
    exact(m.saving.tce_equivalent, 50.0 * 0.1229 + 2000.0 / GJ_PER_TCE);
    exact(m.saving.cost_yuan.expect("cost"), 30_000.0 + 55_000.0 + 20_000.0);
    let more = plant(act("own", "electricity_saved_kwh=-8000;explanation=除尘风机增加用电"));
    exact(more.saving.electricity_kwh, -8000.0);
    assert!(noted(&more, "节能量为负"));
    assert!(plant(act("own", "electricity_saved_kwh=1000")).refused[0].1.contains("测算说明"));
    assert!(plant(act("own", "explanation=没有数字")).refused[0].1.contains("至少填一项"));
    assert!(plant(act("own", "explanation=缺燃料;fuel_saved=10")).refused[0].1.contains("燃料种类"));
    assert!(
        plant(act("own", "explanation=电不是燃料;fuel=electricity;fuel_saved=10")).refused[0].1.contains("年节电量")
    );
}

/// A scenario's money holds what no saved energy explains.
#[test]
fn scenario_money() {
    let pv = measure(
        "光伏",
        &[],
        act("rooftop_pv", "capacity_kw=2000;full_load_hours_h=1100;own_use_pct=80;feed_in_yuan_per_kwh=0.3"),
    );
    let shift = measure(
        "移峰",
        &[],
        act("load_shift", "shifted_kwh=1000000;peak_yuan_per_kwh=1.1;valley_yuan_per_kwh=0.35;loss_pct=20"),
    );
    let d = all(Vec::new(), vec![pv, shift]);
    let s = &d.scenarios[0];
    exact(s.saving.electricity_kwh, 1_760_000.0 - 250_000.0);
    exact(s.saving.cost_yuan.expect("cost"), 1_188_000.0 + 662_500.0);
}
