//! Furnaces and heat exchangers.

use super::*;

/// 150 → 100 °C against 70 → 90 °C: 60 and 30 K, Δt_m 43.28 K; 50 m² at 600 W/(m²·K): 1298.4 kW.
fn exchanger(extra: &str) -> Equipment {
    let heat = 600.0 * 50.0 * 30.0 / 2f64.ln() / 1000.0;
    close(heat, 1298.0, 1e-3);
    device(
        KindCode::HeatExchanger,
        &format!(
            "hot_in_c=150;hot_out_c=100;cold_in_c=70;cold_out_c=90;area_m2=50;measured_heat_kw={heat};annual_hours_h=6000;{extra}"
        ),
    )
}

fn renew(k: &str) -> Action {
    act("exchanger_renewal", &format!("u_after={k};replaced_fuel=natural_gas;replaced_efficiency_pct=90"))
}

/// The heat for which the streams leave K·A·Δt_m, found by halving: no ε–NTU.
fn balanced(q_now: f64, k: f64, parallel: bool) -> f64 {
    let (hot, cold) = (q_now / 50.0, q_now / 20.0);
    let (mut low, mut high) = (0.0, hot.min(cold) * 80.0);
    for _ in 0..200 {
        let q = (low + high) / 2.0;
        let (hot_out, cold_out) = (150.0 - q / hot, 70.0 + q / cold);
        let (a, b): (f64, f64) = if parallel { (80.0, hot_out - cold_out) } else { (150.0 - cold_out, hot_out - 70.0) };
        let possible =
            b > 0.0 && a > 0.0 && k * 50.0 / 1000.0 * if (a - b).abs() < 1e-9 { a } else { (a - b) / (a / b).ln() } > q;
        if possible { low = q } else { high = q }
    }
    low
}

/// §7: K 600 → 1000: 2164 kW at unchanged end differences is the upper bound; the ends come closer, so less is gained.
#[test]
fn exchanger_renewal() {
    let now = 600.0 * 50.0 * 30.0 / 2f64.ln() / 1000.0;
    let m = one(exchanger(""), renew("1000"));
    let after = step(&m, "改后换热量");
    close(after, balanced(now, 1000.0, false), 1e-9);
    assert!(after < 2164.0 && after > now);
    // (Q₂ − Q₁) × 6000 h × 3.6 MJ at 90 %.
    close(m.saving.fuels[0].heat_gj(), (after - now) * 21.6 / 0.9, 1e-9);
    // Two of them twice as much; by electricity in kWh.
    let two = one(exchanger("quantity=2"), renew("1000"));
    exact(two.saving.fuels[0].heat_gj(), 2.0 * m.saving.fuels[0].heat_gj());
    let electric =
        act("exchanger_renewal", "u_after=1000;hours_h=3000;replaced_fuel=electricity;replaced_efficiency_pct=100");
    close(kwh(exchanger(""), electric), (after - now) * 3000.0, 1e-9);
    // The K it has: nothing.
    let same = one(exchanger(""), renew("600"));
    assert!(same.saving.fuels[0].heat_gj().abs() < 1e-6 * 1298.0 * 21.6);
    // A worse one: less heat, said.
    let worse = one(exchanger(""), renew("500"));
    close(worse.saving.fuels[0].heat_gj(), (balanced(now, 500.0, false) - now) * 21.6 / 0.9, 1e-9);
    assert!(noted(&worse, "没有多回收热量") && noted(&worse, "节能量为负"));
    assert!(noted(&m, "按逆流计算"));
}

/// Parallel flow: 80 and 10 K at the ends; K = Q/(A·33.663 K) = 771.4 W/(m²·K) now, then 1000.
#[test]
fn parallel_flow() {
    let now = 600.0 * 50.0 * 30.0 / 2f64.ln() / 1000.0;
    let mean = 70.0 / 8f64.ln();
    let k_now = now / 50.0 / mean * 1000.0;
    let m = one(exchanger("arrangement=parallel"), renew("1000"));
    let after = step(&m, "改后换热量");
    close(after, balanced(now, 1000.0, true), 1e-9);
    assert!(!noted(&m, "按逆流计算"));
    let same = one(exchanger("arrangement=parallel"), renew(&k_now.to_string()));
    close(step(&same, "改后换热量"), now, 1e-9);
    let crossed = exchanger("arrangement=parallel;cold_out_c=110");
    assert!(refusal(crossed, renew("1000")).contains("温度互相矛盾"));
}

const SHELL: &str = "area_m2=40;before_c=120;after_c=60;ambient_c=25";

/// q = (9.4+0.052·Δt)·Δt: 95 K 1362.3 W/m², 35 K 392.7 W/m²; × 40 m² × 6000 h = 837.7344 GJ.
#[test]
fn furnace_insulation() {
    let gj = (1362.3 - 392.7) * 40.0 * 6000.0 * 3.6 / 1e6;
    let fired = device(
        KindCode::Furnace,
        "fuel=natural_gas;annual_gas_10k_m3=100;fuel_ncv_kj_per_kg=35000;annual_electricity_kwh=50000;annual_hours_h=6000",
    );
    let m = one(fired, act("furnace_insulation", SHELL));
    exact(m.saving.fuels[0].heat_gj(), gj);
    // Its fans need what they needed.
    exact(m.saving.electricity_kwh, 0.0);
    let electric = device(
        KindCode::Furnace,
        "fuel=electricity;measured_input_kw=100;annual_hours_h=6000;surface_temp_c=120;quantity=2",
    );
    let own = act("furnace_insulation", "area_m2=40;after_c=60;ambient_c=25");
    exact(kwh(electric.clone(), own), 2.0 * gj / 0.0036);
    exact(kwh(electric.clone(), act("furnace_insulation", "area_m2=40;after_c=120;ambient_c=25")), 0.0);
    assert!(
        refusal(electric.clone(), act("furnace_insulation", "area_m2=100000;after_c=60")).contains("超过炉窑年耗能")
    );
    let hotter = refusal(electric.clone(), act("furnace_insulation", "area_m2=40;after_c=130;ambient_c=25"));
    assert!(hotter.contains("改后表面温度 130 ℃") && hotter.contains("25～120"), "{hotter}");
    let frozen = refusal(electric, act("furnace_insulation", "area_m2=40;after_c=20;ambient_c=25"));
    assert!(frozen.contains("25～120"), "{frozen}");
}

#[test]
fn regenerative_burner() {
    let burner = act("regenerative_burner", "saving_pct=30");
    let fired = device(
        KindCode::Furnace,
        "fuel=natural_gas;annual_gas_10k_m3=100;fuel_ncv_kj_per_kg=35000;annual_electricity_kwh=50000",
    );
    let m = one(fired.clone(), burner.clone());
    exact(m.saving.fuels[0].quantity, 30.0);
    exact(m.saving.electricity_kwh, 0.0);
    let oil = device(KindCode::Furnace, "fuel=diesel;annual_fuel_t=200;fuel_ncv_kj_per_kg=42000");
    exact(one(oil, burner.clone()).saving.tce_equivalent, 60.0 * 42.0 / GJ_PER_TCE);
    let electric = device(KindCode::Furnace, "fuel=electricity;annual_electricity_kwh=50000");
    assert!(refusal(electric, burner.clone()).contains("只用于燃料炉"));
    // The same burners only once.
    let stack = vec![measure("先", &[&fired], burner.clone()), measure("后", &[&fired], burner)];
    let d = all(vec![fired], stack);
    assert!(d.scenarios[0].measures[1].refused[0].1.contains("“先”"));
    exact(d.scenarios[0].saving.fuels[0].quantity, 30.0);
}
