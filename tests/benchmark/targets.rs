//! Targets of Datong and the nation, classes of energy user, intensities, the checklist.

use energy_audit::audit::plant::{Conformity, ManagementItem, MeterCoverage, MeterLevel};
use energy_audit::audit::{Audit, Entered};
use energy_audit::benchmark::{
    Benchmark, PlantFigures, TargetFinding, TargetStanding, UnitConsumption, YearFigures, benchmark, management,
};

use crate::{figure, near, on};

const TODAY: &str = "2026-11-29";

fn plant(city: &str, tce: Option<f64>, products: Vec<UnitConsumption>) -> PlantFigures {
    let year = YearFigures { tce_equivalent: tce, products, ..YearFigures::default() };
    PlantFigures { city: city.to_owned(), year: 2025, years: [(2025, year)].into(), ..PlantFigures::default() }
}

fn judged(p: &PlantFigures) -> Benchmark {
    benchmark(p, &on(TODAY))
}

fn target<'a>(b: &'a Benchmark, key: &str) -> Option<&'a TargetFinding> {
    b.targets.iter().find(|t| &*t.row.key == key)
}

fn standing(b: &Benchmark, key: &str) -> Option<&'static str> {
    target(b, key).map(|t| t.standing.code())
}

const STEEL: &str = "datong_12";
const PUE_ENTERPRISE: &str = "datong_18";
const PUE_CITY: &str = "datong_23";
const ENERGY_FALL: &str = "datong_01";
const WATER_FALL: &str = "datong_04";
const SOLID_WASTE: &str = "datong_05";
const ADVANCED: &str = "datong_14";
const OBSOLETE: &str = "datong_16";
const QUOTA: &str = "datong_19";

fn steel(value: f64, tce: Option<f64>) -> Benchmark {
    let u = UnitConsumption { rows: vec!["steel_whole".to_owned()], ..figure("粗钢", value, "kgce/t") };
    judged(&plant("大同市", tce, vec![u]))
}

#[test]
fn steel_works_need_520_kgce_per_t() {
    assert_eq!(standing(&steel(520.0, Some(5000.0)), STEEL), Some("met"));
    assert_eq!(standing(&steel(520.1, Some(5000.0)), STEEL), Some("not_met"));
    assert_eq!(standing(&steel(520.1, Some(4999.9)), STEEL), None, "below the threshold it does not apply");
    assert_eq!(standing(&steel(520.0, None), STEEL), Some("missing_data"));
    assert_eq!(standing(&steel(400.0, Some(5000.0)), ADVANCED), None, "they have a figure of their own");
}

#[test]
fn pue_must_be_below_1_25_above_5000_tce() {
    let at = |pue: f64, tce: f64| judged(&plant("山西省大同市云州区", Some(tce), vec![figure("数据中心", pue, "")]));
    assert_eq!(standing(&at(1.249, 5001.0), PUE_ENTERPRISE), Some("met"));
    assert_eq!(standing(&at(1.25, 5001.0), PUE_ENTERPRISE), Some("not_met"), "less than, not at most");
    assert_eq!(standing(&at(1.3, 5000.0), PUE_ENTERPRISE), None, "more than 5000, not from it on");
    assert_eq!(standing(&at(1.3, 5000.0), PUE_CITY), Some("not_met"));
    let city = at(1.2, 3000.0);
    let found = target(&city, PUE_CITY).expect("city");
    assert!(found.notes[0].contains("不是对单个企业的要求"));
}

#[test]
fn another_city_has_only_the_nations_targets() {
    let elsewhere = judged(&plant("太原市", Some(6000.0), vec![figure("数据中心", 1.4, "")]));
    assert!(elsewhere.targets.iter().all(|t| t.row.city.is_empty()));
    // National average PUE below 1.5.
    assert_eq!(standing(&elsewhere, "national_36"), Some("met"));
    let at_limit = judged(&plant("太原市", Some(6000.0), vec![figure("数据中心", 1.5, "")]));
    assert_eq!(standing(&at_limit, "national_36"), Some("not_met"));
    // New large centres below 1.3: the auditor confirms that it applies.
    assert_eq!(standing(&elsewhere, "national_39"), Some("open"));
}

fn two_years(before: (f64, f64, f64), after: (f64, f64, f64)) -> PlantFigures {
    let year = |(tce, value, water): (f64, f64, f64)| YearFigures {
        tce_equivalent: Some(tce),
        value_added_wan: Some(value),
        water_m3: Some(water),
        price_base: "2020年价".to_owned(),
        ..YearFigures::default()
    };
    PlantFigures {
        city: "大同市".to_owned(),
        year: 2025,
        years: [(2020, year(before)), (2025, year(after))].into(),
        ..PlantFigures::default()
    }
}

#[test]
fn intensity_must_fall_by_13_5_and_water_by_16_percent() {
    // 10000/20000 = 0.5; 8650/20000 = 0.4325; 1 - 0.4325/0.5 = 13.5 %. Water 5 → 4.2: 16 %.
    let b = judged(&two_years((10_000.0, 20_000.0, 100_000.0), (8650.0, 20_000.0, 84_000.0)));
    let energy = target(&b, ENERGY_FALL).expect("energy");
    assert_eq!(energy.standing, TargetStanding::Met);
    near(energy.actual.expect("fall"), 13.5);
    near(energy.base.expect("base"), 0.5);
    assert_eq!(energy.working.len(), 3);
    assert_eq!(standing(&b, WATER_FALL), Some("met"));
    // 8651 → 13.49 %, 84001 → 15.999 %
    let b = judged(&two_years((10_000.0, 20_000.0, 100_000.0), (8651.0, 20_000.0, 84_001.0)));
    assert_eq!((standing(&b, ENERGY_FALL), standing(&b, WATER_FALL)), (Some("not_met"), Some("not_met")));
    // More value with the same energy: 9000/22000 = 0.40909; 18.18 %
    let b = judged(&two_years((9000.0, 18_000.0, 1.0), (9000.0, 22_000.0, 1.0)));
    near(target(&b, ENERGY_FALL).expect("energy").actual.expect("fall"), 18.181_818_181_818_18);
}

#[test]
fn what_a_fall_lacks_is_named() {
    let mut p = two_years((10_000.0, 20_000.0, 1.0), (8650.0, 0.0, 1.0));
    let b = judged(&p);
    let t = target(&b, ENERGY_FALL).expect("target");
    assert!(t.standing == TargetStanding::Missing && t.missing[0].starts_with("2025 年"), "{:?}", t.missing);
    p.years.remove(&2020);
    assert_eq!(target(&judged(&p), ENERGY_FALL).expect("target").missing.len(), 2);
    let mut p = two_years((10_000.0, 20_000.0, 1.0), (8650.0, 20_000.0, 1.0));
    p.years.get_mut(&2020).expect("2020").price_base = "当年价".to_owned();
    assert!(target(&judged(&p), ENERGY_FALL).expect("target").notes.iter().any(|n| n.contains("可比价")));
}

#[test]
fn falls_of_unit_consumption_since_the_base_year() {
    let steel =
        |value: f64| UnitConsumption { rows: vec!["steel_whole".to_owned()], ..figure("粗钢", value, "kgce/t") };
    let at = |before: f64, now: f64| {
        let mut p = plant("", Some(1e6), vec![steel(now)]);
        p.years.insert(2023, YearFigures { products: vec![steel(before)], ..YearFigures::default() });
        judged(&p)
    };
    // 吨钢综合能耗 ≥ 2 % less than 2023: 530 × 0.98 = 519.4
    assert_eq!(standing(&at(530.0, 519.4), "national_20"), Some("met"));
    assert_eq!(standing(&at(530.0, 519.5), "national_20"), Some("not_met"));
    assert_eq!(standing(&at(-5.0, 519.5), "national_20"), Some("missing_data"));
    let alone = judged(&plant("", Some(1e6), vec![steel(519.4)]));
    assert!(target(&alone, "national_20").expect("target").missing[0].contains("2023 年"));
}

#[test]
fn a_fall_of_energy_is_not_shown_by_electricity_or_coal() {
    // 熟料综合能耗 ≥ 3.7 % less than 2020: 112.1 / 115.6 is 3.03 % less, while its electricity fell by 5.37 %.
    let products = |energy: f64, electricity: f64| {
        vec![figure("水泥熟料", energy, "kgce/t"), figure("水泥熟料", electricity, "kWh/t")]
    };
    let mut p = plant("", Some(1e6), products(112.1, 58.2));
    p.years.insert(2020, YearFigures { products: products(115.6, 61.5), ..YearFigures::default() });
    let b = judged(&p);
    let found: Vec<_> = b.targets.iter().filter(|t| &*t.row.key == "national_23").collect();
    assert_eq!(found.len(), 1, "{found:?}");
    near(found[0].actual.expect("fall"), (1.0 - 112.1 / 115.6) * 100.0);
    assert_eq!(found[0].standing.code(), "not_met");
}

#[test]
fn quota_targets_follow_the_levels() {
    let at = |value: f64| judged(&plant("大同市", Some(8000.0), vec![figure("水泥熟料", value, "kgce/t")]));
    assert_eq!((standing(&at(100.0), ADVANCED), standing(&at(100.0), QUOTA)), (Some("met"), Some("met")));
    assert_eq!((standing(&at(101.0), ADVANCED), standing(&at(117.0), QUOTA)), (Some("not_met"), Some("met")));
    let over = at(118.0);
    assert_eq!(standing(&over, QUOTA), Some("not_met"));
    assert!(over.over_limit.iter().any(|d| d.duty.contains("停业整顿") && d.review.contains("待核")));
    assert!(at(117.0).over_limit.is_empty());
    let unknown = judged(&plant("大同市", Some(8000.0), vec![figure("焦炭", 137.0, "kgce/t")]));
    assert_eq!(standing(&unknown, QUOTA), Some("missing_data"));
}

#[test]
fn obsolete_devices_and_solid_waste() {
    let mut p = plant("大同市", Some(8000.0), Vec::new());
    let b = judged(&p);
    assert_eq!((standing(&b, OBSOLETE), standing(&b, SOLID_WASTE)), (Some("missing_data"), Some("missing_data")));
    p.obsolete_devices = Some(0.0);
    p.years.get_mut(&2025).expect("year").solid_waste_use_pct = Some(60.0);
    let b = judged(&p);
    assert_eq!((standing(&b, OBSOLETE), standing(&b, SOLID_WASTE)), (Some("met"), Some("met")));
    p.obsolete_devices = Some(3.0);
    p.years.get_mut(&2025).expect("year").solid_waste_use_pct = Some(59.9);
    let b = judged(&p);
    assert_eq!((standing(&b, OBSOLETE), standing(&b, SOLID_WASTE)), (Some("not_met"), Some("not_met")));
}

#[test]
fn classes_and_duties() {
    let classes = |tce: f64| -> Vec<String> {
        judged(&plant("", Some(tce), Vec::new())).classes.iter().map(|c| c.class.key.to_string()).collect()
    };
    assert_eq!(classes(10_000.0), ["key_10000"]);
    assert_eq!(classes(9_999.9), ["designated_5000"]);
    assert_eq!(classes(5000.0), ["designated_5000"]);
    assert_eq!(classes(4999.9), Vec::<String>::new());
    let datong = judged(&plant("大同市", Some(12_000.0), Vec::new()));
    assert_eq!(datong.classes.len(), 2);
    assert_eq!(datong.classes[0].duties.len(), 3);
    assert!(datong.classes[0].duties.iter().all(|d| !d.clause.is_empty() && d.review.contains("待核")));
    // 9000 tce at equivalent value, 11000 at equal value: both, neither certain.
    let mut p = plant("", Some(9000.0), Vec::new());
    p.years.get_mut(&2025).expect("year").tce_equal_value = Some(11_000.0);
    let both = judged(&p).classes;
    assert!(both.len() == 2 && both.iter().all(|c| !c.certain && c.notes[0].contains("口径")));
    assert!(judged(&plant("大同市", None, Vec::new())).classes.is_empty());
}

#[test]
fn intensities_year_on_year() {
    let mut p = two_years((10_000.0, 20_000.0, 100_000.0), (8650.0, 20_000.0, 84_000.0));
    let year = |tce, value| YearFigures { tce_equivalent: tce, value_added_wan: value, ..YearFigures::default() };
    p.years.insert(2024, year(Some(9000.0), Some(20_000.0)));
    p.years.insert(2023, year(None, Some(0.0)));
    let found = judged(&p).intensities;
    assert_eq!(found.iter().map(|i| i.year).collect::<Vec<_>>(), [2020, 2023, 2024, 2025]);
    assert_eq!(found[1].tce_per_wan_yuan, None);
    assert_eq!(found[2].energy_change_pct, None, "2023 has none");
    // 0.4325 / 0.45 - 1 = -3.888… %
    near(found[3].energy_change_pct.expect("change"), -3.888_888_888_888_889);
    near(found[3].water_m3_per_wan_yuan.expect("water"), 4.2);
}

#[test]
fn checklist_and_meters() {
    let reference = on(TODAY);
    let mut audit = Audit::default();
    for (key, verdict) in [
        ("org_body", Conformity::Fails),
        ("org_body", Conformity::Meets),
        ("org_post", Conformity::Partly),
        ("org_target", Conformity::Fails),
        ("org_reward", Conformity::NotApplicable),
    ] {
        let mut item = ManagementItem::empty();
        item.fields.item = Some(Entered::ledger(key.to_owned()));
        item.fields.verdict = Some(Entered::ledger(verdict));
        audit.management.push(item);
    }
    let mut meters = MeterCoverage::empty();
    meters.fields.level = Some(Entered::ledger(MeterLevel::Unit));
    meters.fields.required = Some(Entered::ledger(40.0));
    meters.fields.installed = Some(Entered::ledger(38.0));
    meters.fields.working = Some(Entered::ledger(19.0));
    audit.meters = vec![meters.clone(), MeterCoverage::empty()];
    let found = management::findings(&audit, None, &reference);
    assert_eq!(found.items.len(), 19);
    let s = &found.scores[0];
    assert_eq!((s.meets, s.partly, s.fails, s.not_applicable, s.open), (1, 1, 1, 1, 1));
    // (1 + 0.5) / 3
    near(s.score_pct.expect("score"), 50.0);
    assert_eq!(found.scores.len(), 6);
    assert_eq!(found.scores[5].open, 15);
    assert_eq!(found.scores[1].score_pct, None, "nothing was looked into");
    let m = &found.meters[0];
    near(m.equipped_pct.expect("rate"), 95.0);
    near(m.in_order_pct.expect("rate"), 50.0);
    assert_eq!((m.required_pct, m.met), (None, None), "the required share is not held");
    assert!(m.notes[0].contains("未收录"));
    assert_eq!(found.meters[1].equipped_pct, None);
}
