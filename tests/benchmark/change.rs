//! What a scenario changes, and the cheapest way to a level.

use energy_audit::audit::equipment::BoilerFuel;
use energy_audit::audit::measure::inputs::OwnMeasure;
use energy_audit::audit::{Action, Audit, Cost, Entered, Id, Measure};
use energy_audit::benchmark::{
    CheapestError, PlantFigures, QuotaLevel, Savings, UnitConsumption, YearFigures, cheapest, compare,
};
use energy_audit::diagnosis::DeviceLedger;
use energy_audit::energy::{Assumptions, Context, FuelUse};
use energy_audit::progress::Progress;

use crate::{near, on, sole};

const TODAY: &str = "2026-11-29";

fn plant(products: Vec<UnitConsumption>) -> PlantFigures {
    let year = YearFigures { tce_equivalent: Some(120_000.0), products, ..YearFigures::default() };
    PlantFigures { city: "大同市".to_owned(), year: 2025, years: [(2025, year)].into(), ..PlantFigures::default() }
}

/// 10⁶ kWh = 122.9 tce; 1000 t of coal of 20934 kJ/kg = 20934/29307.6 × 1000 = 714.2857 tce.
fn savings() -> Savings {
    let coal = FuelUse { fuel: BoilerFuel::Coal, quantity: 1000.0, ncv_kj: 20_934.0 };
    let tce = 122.9 + coal.tce();
    Savings { electricity_kwh: 1e6, fuels: vec![coal], tce_equivalent: tce, tce_equal_value: tce }
}

const COAL_TCE: f64 = 20_934.0 / 29_307.6 * 1000.0;

#[test]
fn a_scenario_brings_clinker_below_the_limit() {
    let p = plant(vec![sole("水泥熟料", 117.5, "kgce/t", 100.0, "万t")]);
    let changed = compare(&p, &savings(), &on(TODAY));
    let after = changed.products[0].after.as_ref().expect("after");
    // 117.5 - (122.9 + 714.2857) × 1000 kgce / 10⁶ t = 116.6628 kgce/t
    near(after.figure.value, 117.5 - (122.9 + COAL_TCE) / 1000.0);
    assert_eq!(changed.before.quotas[0].outcome.level(), Some(QuotaLevel::Over));
    assert_eq!(after.outcome.level(), Some(QuotaLevel::Grade3));
    let quota = changed.targets.iter().find(|t| &*t.before.row.key == "datong_19").expect("target");
    assert!(quota.gained());
    near(changed.after.current().expect("year").tce_equivalent.expect("tce"), 120_000.0 - 122.9 - COAL_TCE);
    assert_eq!(after.figure.working.len(), 1);
}

#[test]
fn a_figure_in_another_unit_changes_alike() {
    // 1175 tce/万t is 117.5 kgce/t; the same saving is ten times the number.
    let p = plant(vec![sole("水泥熟料", 1175.0, "tce/万t", 1_000_000.0, "t")]);
    let changed = compare(&p, &savings(), &on(TODAY));
    near(changed.products[0].after.as_ref().expect("after").figure.value, 1175.0 - (122.9 + COAL_TCE) / 100.0);
}

#[test]
fn shares_belong_to_the_carrier() {
    let mut u = sole("水泥熟料", 117.5, "kgce/t", 100.0, "万t");
    u.electricity_share = Some(0.5);
    u.fuel_share = Some(0.0);
    let changed = compare(&plant(vec![u.clone()]), &savings(), &on(TODAY));
    near(changed.products[0].after.as_ref().expect("after").figure.value, 117.5 - 0.06145);
    u.fuel_share = None;
    let changed = compare(&plant(vec![u]), &savings(), &on(TODAY));
    assert!(changed.products[0].after.is_none());
    assert!(changed.products[0].notes[0].contains("燃料分摊比例"), "{:?}", changed.products[0].notes);
}

#[test]
fn electricity_indicators_count_only_electricity() {
    // 61.5 kWh/t - 10⁶ kWh / 10⁶ t = 60.5 kWh/t
    let changed = compare(&plant(vec![sole("水泥熟料", 61.5, "kWh/t", 100.0, "万t")]), &savings(), &on(TODAY));
    let after = changed.products[0].after.as_ref().expect("after");
    near(after.figure.value, 60.5);
    assert_eq!(after.outcome.level(), Some(QuotaLevel::Grade3));
    // PUE 1.55 - 500 000 kWh / 10⁷ kWh = 1.50
    let saved = Savings { electricity_kwh: 500_000.0, ..Savings::default() };
    let changed = compare(&plant(vec![sole("数据中心", 1.55, "", 1e7, "kWh")]), &saved, &on(TODAY));
    let after = changed.products[0].after.as_ref().expect("after");
    near(after.figure.value, 1.5);
    assert_eq!(after.outcome.level(), Some(QuotaLevel::Grade3));
    // Coal per kWh supplied counts only the fuel: 285 - 714.2857 t × 10⁶ g / 10⁹ kWh
    let mut u = sole("燃煤发电机组", 285.0, "gce/kWh", 10.0, "亿kWh");
    u.rows = vec!["gb21258_2024_01".to_owned()];
    let changed = compare(&plant(vec![u]), &savings(), &on(TODAY));
    near(changed.products[0].after.as_ref().expect("after").figure.value, 285.0 - COAL_TCE / 1000.0);
    assert!(!changed.products[0].notes.is_empty());
}

#[test]
fn what_cannot_be_told_is_said() {
    for (quantity, unit, why) in
        [(0.0, "t", "产量"), (5.0, "m²", "不符"), (5.0, "车", "不认识"), (1.0, "t", "大于本产品的能耗")]
    {
        let changed = compare(&plant(vec![sole("水泥熟料", 117.5, "kgce/t", quantity, unit)]), &savings(), &on(TODAY));
        assert!(changed.products[0].after.is_none());
        assert!(changed.products[0].notes[0].contains(why), "{:?}", changed.products[0].notes);
    }
    let nothing =
        compare(&plant(vec![sole("水泥熟料", 117.5, "kgce/t", 100.0, "万t")]), &Savings::default(), &on(TODAY));
    near(nothing.products[0].after.as_ref().expect("after").figure.value, 117.5);
}

fn saving(title: &str, kwh: f64, investment: f64) -> Measure {
    let inputs = OwnMeasure {
        electricity_saved_kwh: Some(Entered::ledger(kwh)),
        explanation: Some(Entered::ledger("测算".to_owned())),
        ..OwnMeasure::default()
    };
    Measure {
        id: Id::fresh(),
        title: title.to_owned(),
        targets: Vec::new(),
        action: Action::OwnMeasure(inputs),
        cost: Cost { investment_yuan: Some(investment), ..Cost::default() },
        note: String::new(),
        requires: Vec::new(),
    }
}

#[test]
fn the_cheapest_measures_to_the_next_level() {
    let audit = Audit {
        measures: vec![
            saving("A", 600_000.0, 90_000.0),
            saving("B", 500_000.0, 40_000.0),
            saving("C", 400_000.0, 45_000.0),
        ],
        ..Audit::default()
    };
    let reference = on(TODAY);
    let assumptions = Assumptions::of(&audit, &reference);
    let ctx = Context { reference: &reference, assumptions: &assumptions };
    let solve = |u: UnitConsumption, to| {
        let p = plant(vec![u]);
        let before = compare(&p, &Savings::default(), &reference).before;
        cheapest(&before.quotas[0], to, &p, (&audit, &DeviceLedger::of(&audit)), &ctx, &Progress::new())
    };
    // 61.8 → 61 kWh/t × 10⁶ t = 800 000 kWh = 98.32 tce. B + C save 900 000 kWh for 85 000; A + C cost 135 000.
    let found = solve(sole("水泥熟料", 61.8, "kWh/t", 100.0, "万t"), None).expect("plan");
    assert_eq!(found.to, QuotaLevel::Grade3);
    near(found.target_tce, 98.32);
    assert_eq!(found.plan.result.measures.iter().map(|m| m.title.as_str()).collect::<Vec<_>>(), ["B", "C"]);
    let after = found.after.expect("after");
    near(after.figure.value, 60.9);
    assert_eq!(after.outcome.level(), Some(QuotaLevel::Grade3));
    // To grade 2 at 57 kWh/t: 4.8 × 10⁶ kWh, more than all measures save.
    let far = solve(sole("水泥熟料", 61.8, "kWh/t", 100.0, "万t"), Some(QuotaLevel::Grade2));
    assert!(matches!(far, Err(CheapestError::Plan(_))), "{far:?}");
    // Half of what is saved belongs to the product: twice as much must be saved.
    let mut half = sole("水泥熟料", 61.3, "kWh/t", 100.0, "万t");
    half.electricity_share = Some(0.5);
    near(solve(half, None).expect("plan").target_tce, 300_000.0 * 0.1229 / 1000.0 * 2.0);
    let reached = solve(sole("水泥熟料", 40.0, "kWh/t", 100.0, "万t"), None);
    assert!(matches!(reached, Err(CheapestError::NoGap(_))));
}
