//! 标杆水平 and 基准水平 by edition.

use energy_audit::benchmark::quota::judge;
use energy_audit::benchmark::{BenchmarkStanding, LevelFinding, Money, UnitConsumption, levels};

use crate::{figure, near, on};

fn found(u: &UnitConsumption, date: &str) -> Vec<LevelFinding> {
    let reference = on(date);
    levels::judge(&judge(u, &Money::default(), &reference), &reference)
}

fn standing(product: &str, value: f64, unit: &str, date: &str) -> Option<BenchmarkStanding> {
    let u = figure(product, value, unit);
    let found = found(&u, date);
    assert_eq!(found.len(), 1, "{product}");
    found[0].standing
}

#[test]
fn at_and_around_both_levels() {
    use BenchmarkStanding::{Baseline, BelowBaseline, Benchmark};
    for (product, unit, value, expected) in [
        // 2021: 100/117
        ("水泥熟料", "kgce/t", 100.0, Benchmark),
        ("水泥熟料", "kgce/t", 100.1, Baseline),
        ("水泥熟料", "kgce/t", 117.0, Baseline),
        ("水泥熟料", "kgce/t", 117.1, BelowBaseline),
        ("水泥熟料", "tce/万t", 1000.0, Benchmark),
        // 361/435
        ("生铁", "kgce/t", 361.0, Benchmark),
        ("生铁", "kgce/t", 435.0, Baseline),
        ("生铁", "kgce/t", 435.1, BelowBaseline),
        // -30/-10
        ("转炉钢", "kgce/t", -30.0, Benchmark),
        ("转炉钢", "kgce/t", -10.0, Baseline),
        ("转炉钢", "kgce/t", -9.9, BelowBaseline),
        // 805/940; 590/640
        ("电石", "kgce/t", 805.0, Benchmark),
        ("电石", "kgce/t", 940.1, BelowBaseline),
        ("乙烯", "kgoe/t", 640.0, Baseline),
    ] {
        assert_eq!(standing(product, value, unit, "2022-06-30"), Some(expected), "{product} {value}");
    }
    let aluminium =
        UnitConsumption { indicator: "铝液交流电耗".to_owned(), ..figure("电解铝", 13_000.0, "kWh/t") };
    assert_eq!(found(&aluminium, "2024-06-30")[0].standing, Some(Benchmark));
    let ingot =
        UnitConsumption { indicator: "铝锭综合交流电耗".to_owned(), ..figure("电解铝", 13_000.0, "kWh/t") };
    assert!(found(&ingot, "2024-06-30").is_empty(), "the levels are of another indicator");
    let coal =
        UnitConsumption { indicator: "单位产品综合煤耗".to_owned(), ..figure("水泥熟料", 95.0, "kgce/t") };
    assert!(found(&coal, "2024-06-30").is_empty());
}

#[test]
fn a_value_of_one_edition_is_never_anothers() {
    let at = |value: f64, date: &str| found(&figure("硅铁", value, "kgce/t"), date).remove(0);
    // 2021: 1770/1900, 2023: 1770/1850
    let a = at(1880.0, "2022-12-31");
    assert_eq!((a.row.edition, a.standing), (2021, Some(BenchmarkStanding::Baseline)));
    let b = at(1880.0, "2024-01-01");
    assert_eq!((b.row.edition, b.standing), (2023, Some(BenchmarkStanding::BelowBaseline)));
    assert!(b.notes.iter().any(|n| n.contains("2025-12-31")), "{:?}", b.notes);
    // In 2023 the first day of the later edition is not held: the figure decides whether that matters.
    let c = at(1880.0, "2023-09-01");
    assert_eq!(c.standing, None);
    assert!(
        c.notes.iter().any(|n| n.contains("2021年版为基准水平以上") && n.contains("2023年版为低于基准水平")),
        "{:?}",
        c.notes
    );
    assert_eq!(at(1800.0, "2023-09-01").standing, Some(BenchmarkStanding::Baseline));
    // Only the older edition's values are held: said so.
    let clinker = found(&figure("水泥熟料", 110.0, "kgce/t"), "2026-11-29").remove(0);
    assert_eq!(clinker.row.edition, 2021);
    assert!(clinker.notes.iter().any(|n| n.contains("2023年版的数值未收录")), "{:?}", clinker.notes);
    let early = found(&figure("水泥熟料", 110.0, "kgce/t"), "2022-06-30").remove(0);
    assert!(!early.notes.iter().any(|n| n.contains("2023年版")), "{:?}", early.notes);
    assert!(found(&figure("水泥熟料", 110.0, "kgce/t"), "2021-12-31").is_empty(), "from 2022-01-01");
}

#[test]
fn values_not_held_give_no_standing() {
    let zinc = found(
        &UnitConsumption { rows: vec!["gb25323_2023_11".to_owned()], ..figure("锌", 1000.0, "kgce/t") },
        "2024-06-30",
    );
    assert_eq!(zinc.len(), 1);
    assert!(zinc[0].standing.is_none() && zinc[0].statement().contains("数值未收录"));
    let urea = UnitConsumption { rows: vec!["gb21344_2023_06".to_owned()], ..figure("尿素", 140.0, "kgce/t") };
    let urea = found(&urea, "2026-11-29");
    assert!(urea.len() == 1 && urea[0].standing.is_none());
}

#[test]
fn furnaces_of_unknown_size_have_the_standing_only_if_it_is_the_same_for_all() {
    // 30～50 t: 67/86; ≥ 50 t: 61/72
    let all = |value: f64| found(&figure("电炉钢", value, "kgce/t"), "2024-06-30");
    assert!(all(60.0).iter().all(|f| f.standing == Some(BenchmarkStanding::Benchmark)));
    let open = all(70.0);
    assert_eq!(open.len(), 2);
    // 67 < 70 ≤ 86 and 61 < 70 ≤ 72: both 基准.
    assert!(open.iter().all(|f| f.standing == Some(BenchmarkStanding::Baseline)));
    // 80: 基准 of the small, below of the large.
    assert!(all(80.0).iter().all(|f| f.standing.is_none() && f.notes.iter().any(|n| n.contains("须明确"))));
}

#[test]
fn distance_to_the_benchmark_level() {
    let f = found(&figure("水泥熟料", 110.0, "kgce/t"), "2022-06-30").remove(0);
    near(f.to_benchmark().expect("distance"), 10.0);
    assert_eq!(found(&figure("水泥熟料", 99.0, "kgce/t"), "2022-06-30")[0].to_benchmark(), None);
}
