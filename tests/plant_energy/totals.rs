//! Totals of a year: what crosses the boundary, cost, carbon, years side by side.

use energy_audit::audit::{Audit, Entered, FieldValue, Record as _, Section};
use energy_audit::energy::plant::Basis;
use proptest::prelude::*;

use crate::{accounted, add, asks, close, months, plant, year};

#[test]
fn what_is_sold_and_stored_is_taken_off() {
    // Coal 1000 t bought + 200 t opening − 150 t closing − 50 t sold = 1000 t → 714.3 tce.
    let energy = year(&[
        "carrier=raw_coal annual=1000",
        "carrier=raw_coal flow=opening_stock annual=200",
        "carrier=raw_coal flow=closing_stock annual=150",
        "carrier=raw_coal flow=exported annual=50",
    ]);
    close(energy.tce_equivalent, 714.3);
    let coal = &energy.carriers[0];
    assert_eq!((coal.purchased, coal.stock_drawn, coal.exported, coal.net), (1000.0, 50.0, 50.0, 1000.0));
}

/// A power station of its own: coal 10 000 t → 25 GWh, of which 5 GWh are sold. Nothing counted twice:
/// 10 000×0.7143 + 2 GWh bought×0.1229 − 5 GWh×0.1229 = 7143 + 245.8 − 614.5 = 6774.3 tce.
#[test]
fn energy_converted_inside_is_not_counted_twice() {
    let rows = [
        "carrier=raw_coal annual=10000",
        "carrier=electricity annual=2000000",
        "carrier=raw_coal flow=converted_in process=自备电厂 annual=10000",
        "carrier=electricity flow=converted_out process=自备电厂 annual=25000000",
        "carrier=electricity flow=exported annual=5000000",
    ];
    let energy = year(&rows);
    close(energy.tce_equivalent, 6774.3);
    // Equal value: 7143 + (2 − 5) GWh × 0.3024.
    close(energy.tce_equal_value, 7143.0 - 907.2);
    let electricity = &energy.carriers[0];
    close(electricity.available, 22e6);
    // Without the rows of the conversion the total is the same.
    close(year(&[rows[0], rows[1], rows[4]]).tce_equivalent, 6774.3);
    let process = &energy.balance.processes[0];
    close(process.in_tce, 7143.0);
    close(process.out_tce, 3072.5);
    close(process.efficiency_pct.unwrap(), 3072.5 / 71.43);
}

#[test]
fn months_add_up_to_the_year() {
    let energy = year(&[
        &format!("carrier=electricity {}", months(100_000.0)),
        &format!("carrier=natural_gas {}", months(5000.0)),
        &format!("carrier=electricity flow=exported {}", months(1000.0)),
    ]);
    assert_eq!(energy.lines_without_months, 0);
    let monthly: Vec<_> = energy.months.iter().map(|m| m.unwrap()).collect();
    close(monthly.iter().map(|m| m.tce_equivalent).sum(), energy.tce_equivalent);
    close(monthly.iter().map(|m| m.tce_equal_value).sum(), energy.tce_equal_value);
    // (100 000 − 1000) × 0.1229/1000 + 5000 × 1.2143/1000 = 12.1671 + 6.0715.
    close(monthly[3].tce_equivalent, 18.2386);
    close(monthly[3].electricity_kwh, 99_000.0);
    let part = year(&["carrier=electricity annual=500", "carrier=diesel month_02=3"]);
    assert_eq!(part.lines_without_months, 2);
    assert!(part.months[0].is_none() && part.months[1].is_some());
}

#[test]
fn cost_is_the_bills_then_the_price_then_the_default() {
    let energy = year(&[
        "carrier=electricity annual=1000000 cost_yuan=650000",
        "carrier=raw_coal annual=100 price_yuan=700",
        "carrier=natural_gas annual=10000",
    ]);
    // 650 000 + 100×700 + 10 000×3.20 (default).
    close(energy.cost_yuan.unwrap(), 650_000.0 + 70_000.0 + 32_000.0);
    assert!(energy.notes.iter().any(|n| n.contains("天然气") && n.contains("默认单价")), "{:?}", energy.notes);
    let energy = year(&["carrier=oxygen annual=1000", "carrier=electricity flow=exported annual=10 price_yuan=0.4"]);
    assert_eq!(energy.cost_yuan, None, "oxygen has no price");
    close(energy.revenue_yuan, 4.0);
}

#[test]
fn carbon_has_its_scopes_its_year_and_its_region() {
    let mut audit =
        plant(&["carrier=electricity annual=1000000", "carrier=raw_coal annual=1000", "carrier=heat annual=1000"]);
    audit.enterprise.set("province", Some(Entered::ledger(FieldValue::Text("山西".to_owned())))).unwrap();
    let found = accounted(&audit, &[]);
    let carbon = &found.years[0].carbon;
    // 山西 2023: 0.6634 kgCO₂/kWh → 663.4 t; 1000 t×0.7143×29.3076 GJ/tce = 20 934.4 GJ × 89.27/1000 = 1868.8 t;
    // 1000 GJ: 34.12 tce × 29.3076 = 999.975 GJ × 0.11 = 109.997 t.
    close(carbon.scope2_electricity_t, 663.4);
    close(carbon.scope1_t, 714.3 * 29.3076 * 89.27 / 1000.0);
    close(carbon.scope2_heat_t, 34.12 * 29.3076 * 0.11);
    assert!(carbon.grid_source.contains("山西") && carbon.grid_source.contains("2023"), "{}", carbon.grid_source);
    assert!(
        carbon.notes.iter().any(|n| n.contains("2024 年的电力排放因子没有收录，采用 2023 年")),
        "{:?}",
        carbon.notes
    );
    close(carbon.total_t.unwrap(), carbon.scope1_t + carbon.scope2_electricity_t + carbon.scope2_heat_t);
    // The factor of the year of the energy, not the newest: 山西 2021 0.7222.
    let mut old = Audit { enterprise: audit.enterprise.clone(), ..Audit::default() };
    add(&mut old, Section::Consumption, "year=2021 carrier=electricity annual=1000000");
    close(accounted(&old, &[]).years[0].carbon.scope2_electricity_t, 722.2);
    let gas = year(&["carrier=mine_gas annual=100000"]);
    assert_eq!(gas.carbon.total_t, None, "no factor, no total");
}

#[test]
fn years_are_compared_also_with_what_was_only_stated() {
    let mut audit = plant(&["carrier=electricity annual=8000000"]);
    add(&mut audit, Section::Year, "year=2020 stated_tce_equivalent=1200 value_added_wan=4000 water_m3=80000");
    add(
        &mut audit,
        Section::Year,
        "year=2024 value_added_wan=5000 output_value_wan=12000 water_m3=90000 water_reused_m3=910000 \
         solid_waste_t=400 solid_waste_used_t=300",
    );
    let found = accounted(&audit, &[]);
    let (base, now) = (found.figures(2020).unwrap(), found.figures(2024).unwrap());
    assert_eq!((base.basis, now.basis), (Some(Basis::Stated), Some(Basis::Calculated)));
    // 8 GWh × 0.1229 = 983.2 tce: −18.0667 % against 1200; per 万元: 0.3 → 0.19664 = −34.4533 %.
    close(now.change_pct.unwrap(), (983.2 / 1200.0 - 1.0) * 100.0);
    close(now.tce_per_wan_added.unwrap(), 0.196_64);
    close(now.intensity_change_pct.unwrap(), (0.196_64 / 0.3 - 1.0) * 100.0);
    close(base.water_m3_per_wan_added.unwrap(), 20.0);
    close(now.water_m3_per_wan_added.unwrap(), 18.0);
    close(now.water_reuse_pct.unwrap(), 91.0);
    close(now.solid_waste_used_pct.unwrap(), 75.0);
    assert_eq!(found.audited, Some(2024));
}

#[test]
fn estimates_and_bought_green_electricity_are_named() {
    let mut audit = plant(&["carrier=renewable_electricity annual=1000", "carrier=diesel annual=5"]);
    audit.consumption[1].fields.annual.as_mut().unwrap().origin = energy_audit::audit::Origin::Estimate;
    let found = accounted(&audit, &[]);
    asks(&found.questions, &["可再生电力", "绿电交易凭证"]);
    assert!(
        found.years[0].notes.iter().any(|n| n.contains("柴油购入") && n.contains("估算")),
        "{:?}",
        found.years[0].notes
    );
}

#[test]
fn a_stated_total_that_differs_is_asked_about() {
    let mut audit = plant(&["carrier=electricity annual=8000000"]);
    add(&mut audit, Section::Year, "year=2024 stated_tce_equivalent=1100 value_added_wan=-5");
    let found = accounted(&audit, &[]);
    asks(&found.questions, &["自报综合能耗(当量值) 1,100", "983.2"]);
    asks(&found.questions, &["不为正"]);
    assert_eq!(found.figures(2024).unwrap().tce_per_wan_added, None);
    close(found.figures(2024).unwrap().stated_difference_pct.unwrap(), (983.2 / 1100.0 - 1.0) * 100.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is entered: the total is the sum of the carriers and of the signed lines, shares add up to 100 %, and
    /// nothing is NaN.
    #[test]
    fn totals_are_the_sum_of_their_parts(rows in prop::collection::vec((0_usize..6, 0_usize..5, 0.0..1e7_f64), 1..12)) {
        let codes = ["electricity", "raw_coal", "natural_gas", "steam", "coke", "fresh_water"];
        let flows = ["purchased", "exported", "converted_in", "converted_out", "purchased"];
        let text: Vec<String> = rows
            .iter()
            .map(|(c, f, amount)| format!("carrier={} flow={} process=甲 annual={amount}", codes[*c], flows[*f]))
            .collect();
        let found = accounted(&plant(&text.iter().map(String::as_str).collect::<Vec<_>>()), &[]);
        let energy = &found.years[0];
        let scale = energy.lines.iter().map(|l| l.tce_equivalent).sum::<f64>().max(1.0);
        let same = |a: f64, b: f64| (a - b).abs() <= 1e-9 * scale;
        prop_assert!(same(energy.tce_equivalent, energy.carriers.iter().map(|c| c.tce_equivalent).sum()));
        prop_assert!(same(energy.tce_equivalent, energy.lines.iter().map(|l| l.sign() * l.tce_equivalent).sum()));
        let b = &energy.balance;
        prop_assert!(same(b.input_tce, energy.tce_equivalent));
        prop_assert!(same(b.input_tce + b.recovered_tce, b.losses_tce + b.used_tce + b.unexplained_tce - b.over_tce));
        for (at, node) in energy.flows.nodes.iter().enumerate() {
            let inflow: f64 = energy.flows.links.iter().filter(|l| l.to == at).map(|l| l.tce).sum();
            let outflow: f64 = energy.flows.links.iter().filter(|l| l.from == at).map(|l| l.tce).sum();
            let within = inflow > 0.0 && outflow > 0.0;
            prop_assert!(node.tce.is_finite() && (!within || same(inflow, outflow)), "{:?}", node);
        }
        if energy.tce_equivalent > 1.0 {
            let shares: f64 = energy.carriers.iter().filter_map(|c| c.share_pct).sum();
            prop_assert!((shares - 100.0).abs() < 1e-6 * scale);
        }
    }
}
