//! The tables load, their units parse, their notes come along.

use energy_audit::reference::intensity::{Counted, IntensityUnit, quantity};
use energy_audit::reference::targets::{TargetLevel, TargetQuantity};

use crate::{near, on};

#[test]
fn all_rows_are_held() {
    let tables = on("2026-11-29").tables;
    assert_eq!(tables.unit_limits.rows().len(), 260);
    assert_eq!(tables.levels.len(), 68);
    assert_eq!(tables.regional_targets.len(), 51);
    assert_eq!(tables.national_targets.len(), 43);
    assert_eq!(tables.unit_limits.rows().iter().filter(|r| !r.has_limits()).count(), 4);
    for row in tables.unit_limits.rows() {
        assert!(row.lower_is_better, "{}", row.key);
        assert!(!row.source.is_empty(), "{}", row.key);
        assert!(row.standard.is_empty() || row.edition.parse::<i16>().is_ok(), "{}", row.key);
        assert!(!row.has_limits() || !row.review.is_empty(), "{}: nothing was compared with the original", row.key);
        assert!(
            row.effective_from.is_some() || row.review.contains("实施日期未收录") || !row.has_limits(),
            "{}",
            row.key
        );
    }
    for row in &tables.levels {
        assert!(row.values.is_some() || row.review.contains("数值未收录"), "{}", row.key);
        for object in &row.objects {
            assert!(tables.unit_limits.object(object).next().is_some(), "{object}");
        }
    }
    for row in tables.regional_targets.iter().chain(&tables.national_targets) {
        for object in &row.objects {
            assert!(tables.unit_limits.object(object).next().is_some(), "{object}");
        }
        let judged = !matches!(row.level, TargetLevel::Fact | TargetLevel::Threshold | TargetLevel::List);
        assert_eq!(judged, row.quantity != TargetQuantity::None, "{}", row.key);
    }
}

#[test]
fn editions_of_one_object_do_not_overlap() {
    let tables = on("2026-11-29").tables;
    let rows = tables.unit_limits.rows();
    for (at, a) in rows.iter().enumerate() {
        for b in rows.iter().skip(at + 1) {
            let same = a.object == b.object && a.indicator == b.indicator && a.unit == b.unit;
            if !same || a.standard == b.standard {
                continue;
            }
            let (early, late) = if a.effective_from < b.effective_from { (a, b) } else { (b, a) };
            assert!(early.effective_to < late.effective_from, "{} and {}", a.key, b.key);
        }
    }
}

#[test]
fn units_convert() {
    let unit = |text: &str| IntensityUnit::parse(text).unwrap_or_else(|| panic!("{text}"));
    for (from, to, factor) in [
        ("tce/万t", "kgce/t", 0.1), // 1000 kgce / 10⁴ t
        ("tce/t", "kgce/t", 1000.0),
        ("kgce/t", "kgce/kg", 0.001),
        ("kgce/kWh", "gce/kWh", 1000.0),
        ("tce/万kWh", "gce/kWh", 100.0),               // 10⁶ g / 10⁴ kWh
        ("kgoe/t", "kgce/t", 1.428_571_428_571_428_6), // 41868 / 29307.6 = 10/7
        ("GJ/t", "kgce/t", 34.120_842_375_357_11),     // 10⁶ kJ / 29307.6
        ("万kWh/万t", "kWh/t", 1.0),
        ("MWh/t", "kWh/t", 1000.0),
        ("万kWh/t", "kWh/t", 10_000.0),
        ("tce/万重量箱", "kgce/重量箱", 0.1),
        ("tce/亿元", "tce/万元", 0.0001),
        ("kgce/百万片", "kgce/片", 1e-6),
        ("kg/t", "t/t", 0.001),
    ] {
        near(unit(from).factor_to(&unit(to)).unwrap_or_else(|| panic!("{from} → {to}")), factor);
        // There and back.
        near(unit(from).factor_to(&unit(to)).expect("there") * unit(to).factor_to(&unit(from)).expect("back"), 1.0);
    }
    for (written, same) in [
        ("kgce／吨", "kgce/t"),
        ("千瓦时/吨", "kWh/t"),
        ("kgce/m2", "kgce/m²"),
        ("kgoe/（t·能量因数）", "kgoe/(t·能量因数)"),
    ] {
        assert_eq!(unit(written), unit(same));
    }
    for (from, to) in [("kgce/t", "kWh/t"), ("kgce/t", "kgce/m²"), ("kg/t", "kgce/t"), ("kgce/t", "")] {
        assert_eq!(unit(from).factor_to(&unit(to)), None, "{from} → {to}");
    }
    for text in ["kgce", "斤/t", "kgce/头", "/", "kgce/t/a"] {
        assert_eq!(IntensityUnit::parse(text), None, "{text}");
    }
    assert_eq!(unit("").counted, Counted::Ratio);
    assert_eq!(quantity("万t"), Some(("t", 10_000.0)));
    assert_eq!(quantity("头"), None);
}
