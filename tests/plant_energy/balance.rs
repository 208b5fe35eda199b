//! Where the energy went, judged against the guide's 5 %.

use energy_audit::audit::KindCode;
use energy_audit::audit::equipment::BoilerFuel;
use energy_audit::energy::FuelUse;
use energy_audit::energy::plant::{BalanceVerdict, KindUse, NodeKind};

use crate::{accounted, asks, close, plant};

fn electric(kind: KindCode, kwh: f64) -> KindUse {
    KindUse { kind, electricity_kwh: kwh, fuels: Vec::new(), unknown_rows: 0 }
}

fn burning(kind: KindCode, fuel: BoilerFuel, quantity: f64, ncv_kj: f64) -> KindUse {
    KindUse { kind, electricity_kwh: 0.0, fuels: vec![FuelUse { fuel, quantity, ncv_kj }], unknown_rows: 0 }
}

#[test]
fn the_imbalance_is_judged_at_five_percent() {
    let audit = plant(&["carrier=electricity annual=10000000"]);
    for (kwh, pct, verdict) in [
        (9_500_000.0, 5.0, BalanceVerdict::Within),
        (9_499_000.0, 5.01, BalanceVerdict::Explain),
        (10_400_000.0, 4.0, BalanceVerdict::Within),
        (10_600_000.0, 6.0, BalanceVerdict::OverAllocated),
    ] {
        let found = accounted(&audit, &[electric(KindCode::Motor, kwh)]);
        let balance = &found.years[0].balance;
        assert!((balance.imbalance_pct.unwrap() - pct).abs() < 1e-9, "{:?}", balance.imbalance_pct);
        assert_eq!(balance.verdict, verdict, "{kwh} kWh: {}", balance.statement);
    }
    let found = accounted(&audit, &[]);
    assert_eq!(found.years[0].balance.verdict, BalanceVerdict::NothingListed);
}

/// Coal 1000 t (714.3 tce) → steam 6000 t at 0.8987 MPa gauge: 2777.1/29 307.6×6000 = 568.54 tce, loss 145.76 tce,
/// efficiency 79.6 %. The listed boiler burns this coal: it is the conversion, not a use besides it.
#[test]
fn a_boiler_house_is_a_conversion_and_its_boilers_are_not_counted_again() {
    let audit = plant(&[
        "carrier=raw_coal annual=1000",
        "carrier=raw_coal flow=converted_in process=锅炉房 annual=1000",
        "carrier=steam flow=converted_out process=锅炉房 annual=6000 pressure_mpa=0.8987",
    ]);
    let found = accounted(&audit, &[burning(KindCode::Boiler, BoilerFuel::Bituminous, 1000.0, 20_934.0)]);
    let energy = &found.years[0];
    let process = &energy.balance.processes[0];
    assert!((process.out_tce - 568.54).abs() < 0.1, "{}", process.out_tce);
    assert!((process.efficiency_pct.unwrap() - 79.6).abs() < 0.05);
    close(energy.balance.losses_tce, 714.3 - process.out_tce);
    close(energy.balance.used_tce, 0.0);
    close(energy.balance.unexplained_tce, process.out_tce);
    // The fuel is explained all the same: 1000 t × 20 934 ÷ 29 307.6 = 714.29 of 714.3 tce.
    let fuel = energy.coverage.iter().find(|c| c.name == "燃料").unwrap();
    close(fuel.plant, 714.3);
    assert!((fuel.explained_pct.unwrap() - 100.0).abs() < 0.01);
}

#[test]
fn coverage_names_the_gap() {
    let audit = plant(&["carrier=electricity annual=10000000", "carrier=natural_gas annual=100000"]);
    let mut motors = electric(KindCode::Motor, 6_500_000.0);
    motors.unknown_rows = 3;
    let found = accounted(&audit, &[motors]);
    let [electricity, fuel] = &found.years[0].coverage[..] else { panic!("two") };
    close(electricity.explained_pct.unwrap(), 65.0);
    close(electricity.gap, 3_500_000.0);
    assert!(
        electricity.statement.contains("65 %") && electricity.statement.contains("3 行"),
        "{}",
        electricity.statement
    );
    close(fuel.explained_pct.unwrap(), 0.0);
    close(fuel.gap, 121.43);
}

#[test]
fn fuel_that_only_devices_know_of_is_asked_about() {
    let audit = plant(&["carrier=electricity annual=1000000"]);
    let found = accounted(&audit, &[burning(KindCode::Boiler, BoilerFuel::NaturalGas, 10.0, 35_588.0)]);
    asks(&found.questions, &["设备清单用燃料", "能源消费中没有燃料"]);
    // 10 万m³ × 35 588 ÷ 29 307.6 = 121.43 tce over.
    close(found.years[0].balance.over_tce, 100.0 * 35_588.0 / 29_307.6);
}

#[test]
fn waste_heat_power_is_recovered_not_bought() {
    // Bought 10 GWh = 1229 tce, 2 GWh from waste heat = 245.8 tce; used by listed devices 11.8 GWh.
    let audit = plant(&[
        "carrier=electricity annual=10000000",
        "carrier=electricity flow=converted_out process=余热发电 annual=2000000",
    ]);
    let found = accounted(&audit, &[electric(KindCode::Motor, 11_800_000.0)]);
    let energy = &found.years[0];
    close(energy.tce_equivalent, 1229.0);
    close(energy.balance.recovered_tce, 245.8);
    close(energy.balance.unexplained_tce, 24.58);
    close(energy.balance.imbalance_pct.unwrap(), 24.58 / 1474.8 * 100.0);
    assert_eq!(energy.balance.verdict, BalanceVerdict::Within);
}

#[test]
fn the_sankey_goes_from_the_sources_to_the_uses() {
    let audit = plant(&[
        "carrier=electricity annual=10000000",
        "carrier=raw_coal annual=1000",
        "carrier=raw_coal flow=converted_in process=锅炉房 annual=1000",
        "carrier=heat flow=converted_out process=锅炉房 annual=15000",
        "carrier=electricity flow=exported annual=1000000",
    ]);
    let found = accounted(&audit, &[electric(KindCode::Pump, 4_000_000.0)]);
    let flows = &found.years[0].flows;
    let node = |kind: &NodeKind| flows.nodes.iter().position(|n| n.kind == *kind).unwrap();
    let link = |from: NodeKind, to: NodeKind| {
        let (from, to) = (node(&from), node(&to));
        flows.links.iter().find(|l| (l.from, l.to) == (from, to)).map_or(0.0, |l| l.tce)
    };
    let carrier = |code: &str| NodeKind::Carrier(code.to_owned());
    let boilers = NodeKind::Process("锅炉房".to_owned());
    close(link(NodeKind::Purchased, carrier("electricity")), 1229.0);
    close(link(carrier("electricity"), NodeKind::Exported), 122.9);
    close(link(carrier("electricity"), NodeKind::Use(KindCode::Pump)), 491.6);
    close(link(carrier("electricity"), NodeKind::Unexplained), 1229.0 - 122.9 - 491.6);
    close(link(carrier("raw_coal"), boilers.clone()), 714.3);
    // 15 000 GJ × 34.12 kgce/GJ = 511.8 tce.
    close(link(boilers.clone(), carrier("heat")), 511.8);
    close(link(boilers.clone(), NodeKind::Loss), 714.3 - 511.8);
    let column = |kind: &NodeKind| flows.nodes[node(kind)].column;
    assert_eq!(column(&NodeKind::Purchased), 0);
    assert!(column(&carrier("raw_coal")) < column(&boilers) && column(&boilers) < column(&carrier("heat")));
    assert_eq!(column(&NodeKind::Unexplained), column(&NodeKind::Use(KindCode::Pump)));
}

#[test]
fn what_a_process_uses_and_raw_material_are_explained_and_stay_in_the_total() {
    // 1000 t raw coal × 0.7143 = 714.3 tce: 600 t for sintering = 428.58, 300 t as raw material = 214.29, 100 t = 71.43
    // unexplained, 10 % of the input.
    let audit = plant(&[
        "carrier=raw_coal annual=1000",
        "carrier=raw_coal flow=process_use process=烧结 annual=600",
        "carrier=raw_coal flow=raw_material process=合成氨 annual=300",
    ]);
    let found = accounted(&audit, &[]);
    let energy = &found.years[0];
    close(energy.tce_equivalent, 714.3);
    close(energy.raw_material_tce, 214.29);
    let balance = &energy.balance;
    assert_eq!(
        balance.by_process.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["烧结", "用作原料：合成氨"]
    );
    close(balance.by_process[0].1, 428.58);
    close(balance.by_process[1].1, 214.29);
    close(balance.used_tce, 642.87);
    close(balance.unexplained_tce, 71.43);
    close(balance.imbalance_pct.unwrap(), 10.0);
    close(balance.input_tce, balance.used_tce + balance.unexplained_tce);
    let node = |kind: &NodeKind| energy.flows.nodes.iter().position(|n| n.kind == *kind).unwrap();
    let (coal, sinter) = (node(&NodeKind::Carrier("raw_coal".to_owned())), node(&NodeKind::UseBy("烧结".to_owned())));
    let link = energy.flows.links.iter().find(|l| (l.from, l.to) == (coal, sinter)).unwrap();
    close(link.tce, 428.58);
    // The total without raw material is a step of the calculation: 714.3 − 214.29.
    let step = energy.working.iter().find(|s| s.step.contains("扣除用作原料")).unwrap();
    close(step.value, 500.01);
}

#[test]
fn processes_that_use_more_than_there_is_are_over_allocated() {
    // 1100 t of 1000 t: 100 t × 0.7143 = 71.43 tce too much, 10 % of the input.
    let audit = plant(&["carrier=raw_coal annual=1000", "carrier=raw_coal flow=process_use process=高炉 annual=1100"]);
    let balance = accounted(&audit, &[]).years[0].balance.clone();
    close(balance.over_tce, 71.43);
    assert_eq!(balance.verdict, BalanceVerdict::OverAllocated);
    assert!(balance.statement.contains("工序"), "{}", balance.statement);
    asks(&crate::asked(&["carrier=raw_coal annual=10", "carrier=raw_coal flow=process_use annual=1"]), &["没有填工序"]);
}
