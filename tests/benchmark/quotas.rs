//! Levels at and around each boundary, corrections, editions, distances.

use energy_audit::audit::Origin;
use energy_audit::benchmark::quota::{judge, level_of};
use energy_audit::benchmark::{Answer, Money, Outcome, Output, QuotaLevel, UnitConsumption};
use energy_audit::reference::quotas::Rule;
use proptest::prelude::*;

use crate::{answers, figure, near, on, sole};

const TODAY: &str = "2026-11-29";

#[test]
fn worked_cases() {
    let mut reader = csv::Reader::from_path("tests/data/quota_cases.csv").expect("cases");
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in reader.records() {
        let row = row.expect("row");
        let cell = |i: usize| row.get(i).unwrap_or("");
        let u = UnitConsumption {
            rows: cell(3).split('|').filter(|r| !r.is_empty()).map(str::to_owned).collect(),
            indicator: cell(4).to_owned(),
            answers: answers(cell(7)),
            ..figure(cell(2), cell(5).parse().expect("value"), cell(6))
        };
        let found = judge(&u, &Money::default(), &on(cell(1)));
        if found.outcome.code() != cell(8) {
            let why: Vec<String> = found.rows.iter().map(|r| r.statement()).chain(found.notes.clone()).collect();
            wrong.push(format!(
                "{}: {} instead of {}; {why:?} {:?}",
                cell(0),
                found.outcome.code(),
                cell(8),
                found.missing
            ));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 100, "{count} cases");
}

#[test]
fn a_finding_cites_the_row_and_says_what_is_not_corrected() {
    let reference = on(TODAY);
    let found = judge(&figure("转炉钢", -11.0, "kgce/t"), &Money::default(), &reference);
    let r = found.deciding().expect("row");
    assert_eq!((&*r.row.standard, &*r.row.clause, &*r.row.key), ("GB 21256-2025", "表4", "gb21256_2025_04"));
    assert_eq!(r.level, QuotaLevel::Over);
    assert!(r.provisional() && r.uncorrected.iter().any(|t| t.contains("废钢比")), "{:?}", r.uncorrected);
    assert!(r.uncorrected.iter().any(|t| t.contains("钢种")), "{:?}", r.uncorrected);
    assert!(r.statement().contains("须核修正项"), "{}", r.statement());
    assert!(r.unreviewed.contains("待核"));
    // Told that no scrap is used, only the kinds of steel remain open.
    let u = UnitConsumption { answers: answers("scrap_ratio_pct=0"), ..figure("转炉钢", -11.0, "kgce/t") };
    let found = judge(&u, &Money::default(), &reference);
    assert_eq!(found.deciding().expect("row").uncorrected.len(), 1);
}

#[test]
fn a_correction_is_shown_as_a_calculation() {
    let u = UnitConsumption { answers: answers("clinker_ratio_pct=80"), ..figure("水泥", 90.0, "kgce/t") };
    let found = judge(&u, &Money::default(), &on(TODAY));
    let r = found.deciding().expect("row");
    // 80 + 1.10×5, 87 + 1.15×5, 94 + 1.20×5
    for (limit, expected) in r.limits.iter().zip([85.5, 92.75, 100.0]) {
        near(limit.expect("limit"), expected);
    }
    assert_eq!(r.working.len(), 3);
    assert!(r.working[2].substituted.contains("94 + (1.2) × 5"), "{}", r.working[2].substituted);
    assert!(r.working[2].formula.contains("GB 16780-2021"), "{}", r.working[2].formula);
    near(r.working[2].value, 100.0);
}

#[test]
fn a_correction_that_cannot_be_made_is_named() {
    let reference = on(TODAY);
    let uncorrected = |product: &str, unit: &str, given: &str| {
        let u = UnitConsumption { answers: answers(given), ..figure(product, 100.0, unit) };
        judge(&u, &Money::default(), &reference).rows.first().expect("row").uncorrected.join("；")
    };
    assert!(uncorrected("硅铁", "kWh/t", "furnace_ore_grade_pct=97").contains("低于基准品位时的修正未收录"));
    assert!(uncorrected("水泥熟料", "kgce/t", "altitude_m=2000").contains("未填当地大气压"));
    assert!(uncorrected("水泥熟料", "kgce/t", "altitude_m=2000;local_pressure_pa=84").contains("不在可能的范围"));
    assert!(uncorrected("水泥", "kgce/t", "clinker_ratio_pct=120").contains("不在 0～100 % 之间"));
    assert!(uncorrected("水泥", "kgce/t", "clinker_ratio_pct=多").contains("不是数值"));
    assert!(uncorrected("铁矿", "kgce/t", "工序=选矿（弱磁选）").contains("附录A～C"));
    assert_eq!(uncorrected("烧碱", "kgce/t", "工序=固碱（≥98%）"), "", "the standard has none for it");
}

#[test]
fn what_is_missing_is_named() {
    let reference = on(TODAY);
    let missing = |u: UnitConsumption| judge(&u, &Money::default(), &reference).missing.join("；");
    let coke = missing(figure("焦炭", 137.0, "kgce/t"));
    assert!(coke.contains("顶装焦炉") && coke.contains("捣固焦炉") && coke.contains("超限"), "{coke}");
    let washing = missing(figure("精煤", 4.4, "kWh/t"));
    assert!(washing.contains("选煤工艺：跳汰") && washing.contains("重介"), "{washing}");
    assert!(missing(figure("烧结矿", 43.0, "斤/斗")).contains("斤/斗"));
    assert!(missing(figure("烧结矿", 43.0, "kWh/t")).contains("kgce/t"));
    assert!(missing(figure("烧结矿", f64::NAN, "kgce/t")).contains("数值"));
    let early = judge(&figure("水泥熟料", 117.0, "kgce/t"), &Money::default(), &on("2022-10-31"));
    assert!(early.notes[0].contains("GB 16780-2021(自 2022-11-01 起)"), "{:?}", early.notes);
}

#[test]
fn a_similar_name_is_no_verdict() {
    let reference = on(TODAY);
    for (name, unit, may_be) in [
        ("聚乙烯", "kgoe/t", "乙烯"),
        ("水泥制品", "kgce/t", "水泥"),
        ("石墨电极接头", "kgce/t", "石墨电极"),
        ("燃煤发电", "gce/kWh", "燃煤发电机组"),
    ] {
        let found = judge(&figure(name, 9e9, unit), &Money::default(), &reference);
        assert_eq!(found.outcome, Outcome::Insufficient, "{name}");
        assert!(found.missing[0].contains(may_be), "{:?}", found.missing);
        assert!(found.rows.is_empty() && found.objects.is_empty());
    }
    // Grades and numbers beside the name leave it what it is; a name without its variant is all of them.
    assert_eq!(
        judge(&figure("水泥(42.5)", 95.0, "kgce/t"), &Money::default(), &reference).outcome.code(),
        "over_limit"
    );
    let methanol = judge(&figure("甲醇", 2001.0, "kgce/t"), &Money::default(), &reference);
    assert_eq!((methanol.outcome.code(), methanol.objects.len()), ("over_limit", 5), "all kinds have 2000 at most");
}

#[test]
fn a_slip_of_the_unit_is_asked_about() {
    let note = |value: f64| judge(&figure("水泥熟料", value, "kgce/t"), &Money::default(), &on(TODAY)).notes.join("；");
    assert!(note(0.107).contains("核对单位"), "t for kg");
    assert!(note(107_000.0).contains("核对单位"));
    assert!(!note(107.0).contains("核对单位"));
}

#[test]
fn a_picked_row_stands_for_all_its_editions_but_not_for_other_indicators() {
    let u = UnitConsumption { rows: vec!["gb21256_2013_01".to_owned()], ..figure("主烧结机", 50.0, "kgce/t") };
    let found = |date: &str| judge(&u, &Money::default(), &on(date)).outcome.code();
    assert_eq!(found("2026-01-01"), "grade2", "2013: 45/50/55");
    assert_eq!(found(TODAY), "grade3", "2025: 43/46/52");
    let coal = UnitConsumption { rows: vec!["gb16780_2021_04".to_owned()], ..figure("二线", 109.0, "kgce/t") };
    assert_eq!(judge(&coal, &Money::default(), &on(TODAY)).outcome.code(), "grade3", "94/100/109, not 117");
}

#[test]
fn distances_in_the_unit_in_tce_and_in_yuan() {
    let money = Money { yuan_per_tce: Some(800.0), yuan_per_kwh: Some(0.6) };
    let found = judge(&sole("水泥熟料", 120.0, "kgce/t", 100.0, "万t"), &money, &on(TODAY));
    let gaps = &found.deciding().expect("row").gaps;
    assert_eq!(
        gaps.iter().map(|g| g.to).collect::<Vec<_>>(),
        [QuotaLevel::Grade3, QuotaLevel::Grade2, QuotaLevel::Grade1]
    );
    // 3 kgce/t × 10⁶ t = 3000 tce; × 800 yuan
    near(gaps[0].difference, 3.0);
    near(gaps[0].tce.expect("tce"), 3000.0);
    near(gaps[0].yuan.expect("yuan"), 2_400_000.0);
    near(gaps[2].tce.expect("tce"), 20_000.0);
    // (1.6 - 1.5) × 10⁷ kWh = 10⁶ kWh = 122.9 tce; × 0.6 yuan
    let found = judge(&sole("数据中心", 1.6, "", 1000.0, "万kWh"), &money, &on(TODAY));
    let gap = &found.deciding().expect("row").gaps[0];
    near(gap.electricity_kwh.expect("kWh"), 1e6);
    near(gap.tce.expect("tce"), 122.9);
    near(gap.yuan.expect("yuan"), 600_000.0);
    // 1.12 × 7.6 = 8.512 against 8.5: 0.012 / 1.12 kWh/t × 10⁶ t
    let mut u = sole("精煤", 7.6, "kWh/t", 100.0, "万t");
    u.answers = answers("washing_process=重介");
    let found = judge(&u, &money, &on(TODAY));
    near(found.deciding().expect("row").gaps[0].electricity_kwh.expect("kWh"), 0.012 / 1.12 * 1e6);
    // Without output, or with an output in another unit, or none, there is no amount.
    for output in [None, Some(("万m²", 5.0)), Some(("t", 0.0)), Some(("t", f64::NAN)), Some(("车", 5.0))] {
        let output = output.map(|(unit, quantity)| Output { quantity, unit: unit.to_owned() });
        let u = UnitConsumption { output, ..figure("水泥熟料", 120.0, "kgce/t") };
        let found = judge(&u, &money, &on(TODAY));
        assert_eq!(found.deciding().expect("row").gaps[0].tce, None);
    }
}

#[test]
fn a_grade_beyond_a_better_one_is_no_next_step() {
    // 亚临界 300 MW: 309/285/321. From 315 the next is grade 1 at 309; grade 2 at 285 is beyond it.
    let u = UnitConsumption {
        answers: answers("工序=亚临界 300 MW"), ..figure("燃煤发电机组", 315.0, "gce/kWh")
    };
    let found = judge(&u, &Money::default(), &on(TODAY));
    let gaps = &found.deciding().expect("row").gaps;
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].to, QuotaLevel::Grade1);
    near(gaps[0].difference, 6.0);
}

#[test]
fn estimates_are_flagged() {
    let u = UnitConsumption { origin: Some(Origin::Estimate), ..figure("烧结矿", 43.0, "kgce/t") };
    let found = judge(&u, &Money::default(), &on(TODAY));
    assert!(found.estimated() && found.notes.iter().any(|n| n.contains("估算")));
}

proptest! {
    #[test]
    fn less_is_never_worse(
        grades in proptest::collection::vec(proptest::option::of(-500.0..5000.0_f64), 3),
        a in -1000.0..6000.0_f64,
        less in 0.0..2000.0_f64,
    ) {
        let limits = [grades[0], grades[1], grades[2]];
        prop_assert!(level_of(a - less, limits, true) >= level_of(a, limits, true));
        prop_assert!(level_of(a + less, limits, false) >= level_of(a, limits, false));
    }

    #[test]
    fn every_row_is_monotonic_and_finite_under_any_answers(
        at in 0_usize..260,
        value in -1000.0..20_000.0_f64,
        less in 0.0..5000.0_f64,
        answer in prop_oneof![
            (-10.0..200_000.0_f64).prop_map(Answer::Number),
            any::<bool>().prop_map(Answer::Yes),
            "[重介跳汰]{1,3}".prop_map(Answer::Choice),
        ],
    ) {
        let reference = on("2028-01-01");
        let row = &reference.tables.unit_limits.rows()[at];
        let given = row.corrections.iter().map(|c| (c.answer.to_string(), answer.clone())).collect();
        let level = |value: f64| {
            let u = UnitConsumption {
                rows: vec![row.key.to_string()],
                answers: given,
                ..sole(&row.product, value, &row.unit_text, 1000.0, if row.unit.per.is_empty() { "kWh" } else { row.unit.per })
            };
            let [worse, better] = [value, value - less].map(|value| {
                let u = UnitConsumption { value, ..u.clone() };
                judge(&u, &Money { yuan_per_tce: Some(800.0), yuan_per_kwh: Some(0.6) }, &reference)
            });
            (worse, better)
        };
        let (worse, better) = level(value);
        for r in worse.rows.iter().chain(&better.rows) {
            prop_assert!(r.actual.is_finite());
            prop_assert!(r.limits.iter().flatten().all(|l| l.is_finite()));
            prop_assert!(r.gaps.iter().all(|g| g.difference.is_finite() && g.difference > 0.0));
            prop_assert!(r.gaps.iter().filter_map(|g| g.tce).all(|t| t.is_finite() && t >= 0.0));
        }
        if let (Outcome::Level(worse), Outcome::Level(better)) = (worse.outcome, better.outcome) {
            prop_assert!(better >= worse);
        }
    }

    #[test]
    fn no_text_makes_it_panic(product in "\\PC{0,12}", unit in "\\PC{0,10}", key in "[a-z_0-9]{0,12}", value in any::<f64>()) {
        let u = UnitConsumption { rows: vec![key], ..figure(&product, value, &unit) };
        let named = figure(&product, value, &unit);
        for u in [u, named] {
            judge(&u, &Money::default(), &on(TODAY));
        }
    }
}

#[test]
fn factors_of_the_actual_figure_belong_to_one_question_each() {
    let reference = on(TODAY);
    for row in reference.tables.unit_limits.rows() {
        let factors = row.corrections.iter().filter(|c| matches!(c.rule, Rule::ActualFactor { .. }));
        let mut questions: Vec<&str> = factors.map(|c| &*c.answer).collect();
        questions.dedup();
        assert!(questions.len() <= 1, "{}", row.key);
    }
}
