//! Transformers: replacement and merging. K_T = 1.05, K_Q = 0.06 in these audits.

use super::*;

fn transformer(beta: &str, extra: &str) -> Equipment {
    let load = if beta.is_empty() { String::new() } else { format!("load_factor_pct={beta};") };
    device(
        KindCode::Transformer,
        &format!(
            "capacity_kva=1000;high_voltage_kv=10;medium=oil;core=silicon;connection=dyn11;energized_hours_h=8760;no_load_loss_w=1800;load_loss_w=11600;{load}{extra}"
        ),
    )
}

fn replace(p0: Option<f64>, pk: Option<f64>) -> Action {
    Action::ReplaceTransformer {
        grade: 2,
        core: None,
        capacity_kva: None,
        no_load_loss_w: p0,
        load_loss_w: pk,
        no_load_current_pct: Some(0.3),
    }
}

/// Active losses in kW.
fn kw(p0: f64, pk: f64, beta: f64) -> f64 {
    p0 + 1.05 * beta * beta * pk
}

/// §3: active losses alone 14 756 kWh/a. With reactive losses the example has K_Q = 0.04 (17 909 kWh/a, in
/// tests/savings.rs); with 0.06: Q₀ 12 → 3 kvar, Q_k = 45 kvar: 17 909 + 0.02 × 9 × 8760.
#[test]
fn published_replacement() {
    let new = replace(Some(830.0), Some(8240.0));
    close(kwh(transformer("45", ""), new.clone()), 14_756.0, 1e-4);
    let saved = kwh(transformer("45", "no_load_current_pct=1.2;impedance_pct=4.5"), new);
    close(saved, 17_909.0 + 0.02 * 9.0 * 8760.0, 1e-4);
}

#[test]
fn replacement() {
    // GB 20052-2024 表1, 1000 kVA, silicon, grade 2: P₀ 745 W, P_k 8240 W. A stated loss stands beside the other's limit.
    let by_grade = kwh(transformer("45", ""), replace(None, None));
    exact(by_grade, (kw(1.8, 11.6, 0.45) - kw(0.745, 8.24, 0.45)) * 8760.0);
    let stated_p0 = kwh(transformer("45", ""), replace(Some(700.0), None));
    exact(stated_p0, (kw(1.8, 11.6, 0.45) - kw(0.7, 8.24, 0.45)) * 8760.0);
    let stated_pk = kwh(transformer("45", ""), replace(None, Some(8000.0)));
    exact(stated_pk, (kw(1.8, 11.6, 0.45) - kw(0.745, 8.0, 0.45)) * 8760.0);
    // Two of them, and from throughput: β = 7 884 000/(1000·0.9·8760·2) = 0.5.
    let two = transformer("", "annual_throughput_kwh=7884000;power_factor=0.9;quantity=2");
    let saved = kwh(two, replace(Some(830.0), Some(8240.0)));
    exact(saved, 2.0 * (kw(1.8, 11.6, 0.5) - kw(0.83, 8.24, 0.5)) * 8760.0);
    // A worse one.
    let m = one(transformer("45", ""), replace(Some(2000.0), Some(12_000.0)));
    exact(m.saving.electricity_kwh, (kw(1.8, 11.6, 0.45) - kw(2.0, 12.0, 0.45)) * 8760.0);
    assert!(noted(&m, "不低于现有") && noted(&m, "节能量为负"));
    // 400 kVA can't carry 45 % of 1000 kVA.
    let small = Action::ReplaceTransformer {
        grade: 2,
        core: None,
        capacity_kva: Some(400.0),
        no_load_loss_w: Some(400.0),
        load_loss_w: Some(4000.0),
        no_load_current_pct: None,
    };
    assert!(refusal(transformer("45", ""), small).contains("112.5 %"));
}

fn merge(devices: Vec<Equipment>, inputs: &str) -> MeasureResult {
    let targets: Vec<&Equipment> = devices.iter().collect();
    let m = measure("合并", &targets, act("merge_transformers", inputs));
    MeasureResult::clone(&all(devices, vec![m]).measures[0])
}

#[test]
fn merging() {
    // Two at 20 %: 2 × 2.2872 kW; one at 40 %: 3.7488 kW.
    let m = merge(vec![transformer("20", ""), transformer("20", "")], "");
    exact(m.saving.electricity_kwh, (2.0 * kw(1.8, 11.6, 0.2) - kw(1.8, 11.6, 0.4)) * 8760.0);
    close(m.saving.electricity_kwh, 0.8256 * 8760.0, 1e-9);
    assert_eq!(m.targets.len(), 2);
    assert!(noted(&m, "备用"));
    // At 30 % each merging loses, which is said: 2 × 2.8962 − 6.1848 kW.
    let m = merge(vec![transformer("30", ""), transformer("30", "")], "");
    exact(m.saving.electricity_kwh, (2.0 * kw(1.8, 11.6, 0.3) - kw(1.8, 11.6, 0.6)) * 8760.0);
    assert!(m.saving.electricity_kwh < 0.0 && noted(&m, "节能量为负"));
    // For 4000 h only: the first carries 0.4 for 4000 h and 0.2 for 4760 h.
    let m = merge(vec![transformer("20", ""), transformer("20", "")], "hours_h=4000");
    let after = kw(1.8, 11.6, 0.4) * 4000.0 + kw(1.8, 11.6, 0.2) * (4760.0 + 4760.0);
    exact(m.saving.electricity_kwh, 2.0 * kw(1.8, 11.6, 0.2) * 8760.0 - after);
    // From throughput, β = 1 664 400/(1000·0.95·8760) = 0.2: as if stated.
    let by_kwh = || transformer("", "annual_throughput_kwh=1664400;power_factor=0.95");
    let m = merge(vec![by_kwh(), by_kwh()], "");
    close(m.saving.electricity_kwh, 0.8256 * 8760.0, 1e-9);
    // Partly merged by throughput: the second keeps its load factor in the hours that are left to it.
    let m = merge(vec![by_kwh(), by_kwh()], "hours_h=4000");
    exact(m.saving.electricity_kwh, 2.0 * kw(1.8, 11.6, 0.2) * 8760.0 - after);
    // The second is energised for 4000 h only: its load comes on top for these alone.
    let m = merge(vec![transformer("20", ""), transformer("20", "energized_hours_h=4000")], "");
    let before = kw(1.8, 11.6, 0.2) * 12_760.0;
    exact(m.saving.electricity_kwh, before - kw(1.8, 11.6, 0.4) * 4000.0 - kw(1.8, 11.6, 0.2) * 4760.0);
    assert!(noted(&m, "投运小时不同"));
    // Three: 0.1 each of 1000 kVA and 0.2 of 500 kVA make 0.3.
    let small = transformer("20", "capacity_kva=500;no_load_loss_w=1000;load_loss_w=7000");
    let m = merge(vec![transformer("10", ""), transformer("10", ""), small], "");
    let before = 2.0 * kw(1.8, 11.6, 0.1) + kw(1.0, 7.0, 0.2);
    exact(m.saving.electricity_kwh, (before - kw(1.8, 11.6, 0.3)) * 8760.0);
}

#[test]
fn merging_refused() {
    let reason = |devices: Vec<Equipment>| {
        let m = merge(devices, "");
        assert!(m.targets.is_empty() && m.saving.electricity_kwh == 0.0);
        m.refused[0].1.clone()
    };
    assert!(reason(vec![transformer("60", ""), transformer("60", "")]).contains("应不大于 100 %"));
    assert!(reason(vec![transformer("20", "")]).contains("至少选两台"));
    assert!(reason(Vec::new()).contains("至少选两台"));
    assert!(reason(vec![transformer("20", ""), transformer("20", "quantity=2")]).contains("逐台登记"));
    assert!(reason(vec![transformer("20", ""), transformer("20", "high_voltage_kv=35")]).contains("电压不同"));
    assert!(reason(vec![transformer("20", ""), transformer("", "")]).contains("平均负载率"));
    let no_pf = transformer("", "annual_throughput_kwh=1000000");
    assert!(reason(vec![transformer("20", ""), no_pf]).contains("功率因数"));
}
