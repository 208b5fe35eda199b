//! Submersible pumps by GB 32030-2022, with the prescribed efficiency of GB/T 25409-2010.

use energy_audit::audit::KindCode;
use energy_audit::screening::{Level, screen};

use crate::{device, missing, on, step, submersible};

/// Fields, level, limit, and part of the clause or statement. Limits are η_DB + offset of the row of GB 32030-2022 or
/// η_DB − Δη, by hand.
#[test]
fn submersible_cases() {
    let point = "standard_efficiency_pct=60;tolerance_pct=3";
    for (fields, level, limit, part) in [
        // 表1 QX、Q ≤3 kW: +3/+1.5.
        ("submersible_type=small_qx;rated_power_kw=3;rated_efficiency_pct=63", Level::Grade1, Some(63.0), "表1"),
        ("submersible_type=small_qx;rated_power_kw=2.2;rated_efficiency_pct=62.9", Level::Grade2, Some(61.5), "表1"),
        ("submersible_type=small_qx;rated_power_kw=0.75;rated_efficiency_pct=61.4", Level::Grade3, Some(57.0), "表1"),
        (
            "submersible_type=small_qx;rated_power_kw=0.75;rated_efficiency_pct=56.9",
            Level::BelowLimit,
            Some(57.0),
            "表1",
        ),
        // 表1 QXR: +1.5/+0.8.
        ("submersible_type=small_qxr;rated_power_kw=1.1;rated_efficiency_pct=60.8", Level::Grade2, Some(60.8), "QXR"),
        // 表1 above 3 kW: held only in the edition of 2015.
        (
            "submersible_type=small_qx;rated_power_kw=3.01;rated_efficiency_pct=20",
            Level::NotCovered,
            None,
            "GB 32029-2015",
        ),
        ("submersible_type=small_qdx;rated_power_kw=4;rated_efficiency_pct=20", Level::NotCovered, None, "P_N≤3"),
        // 表2 离心式: 22～100 +3/+1.5, 185～355 +2.5/+1.3, >355 +2/+1; nothing up to 22 kW.
        ("submersible_type=large_centrifugal;rated_power_kw=22;rated_efficiency_pct=50", Level::NotCovered, None, "22"),
        (
            "submersible_type=large_centrifugal;rated_power_kw=22.1;rated_efficiency_pct=61.5",
            Level::Grade2,
            Some(61.5),
            "22<P_N≤100",
        ),
        (
            "submersible_type=large_centrifugal;rated_power_kw=355;rated_efficiency_pct=62.5",
            Level::Grade1,
            Some(62.5),
            "185<P_N≤355",
        ),
        (
            "submersible_type=large_centrifugal;rated_power_kw=355.1;rated_efficiency_pct=62.4",
            Level::Grade1,
            Some(62.0),
            "P_N>355",
        ),
        (
            "submersible_type=large_axial;rated_power_kw=1000;rated_efficiency_pct=60.5",
            Level::Grade2,
            Some(60.5),
            "轴流式",
        ),
        // 表3 旋流式 ends at 100 kW; 其他式 7.5～22 +4.5/+2.3.
        ("submersible_type=sewage_vortex;rated_power_kw=110;rated_efficiency_pct=50", Level::NotCovered, None, "旋流"),
        (
            "submersible_type=sewage_other;rated_power_kw=7.5;rated_efficiency_pct=64",
            Level::Grade1,
            Some(64.0),
            "P_N≤7.5",
        ),
        (
            "submersible_type=sewage_other;rated_power_kw=7.6;rated_efficiency_pct=64",
            Level::Grade2,
            Some(62.3),
            "7.5<P_N≤22",
        ),
        // 表4 充油式 begins above 11 kW; 充水式 30～100 +3/+1.5.
        ("submersible_type=well_oil;rated_power_kw=11;rated_efficiency_pct=50", Level::NotCovered, None, "11<P_N≤30"),
        (
            "submersible_type=well_water;rated_power_kw=45;rated_efficiency_pct=61.49",
            Level::Grade3,
            Some(57.0),
            "充水式",
        ),
        (
            "submersible_type=well_water;rated_power_kw=45;rated_efficiency_pct=50",
            Level::BelowLimit,
            Some(57.0),
            "充水式",
        ),
        // 表6 导叶式 100～185 +4/+2.
        ("submersible_type=mixed_vane;rated_power_kw=132;rated_efficiency_pct=62", Level::Grade2, Some(62.0), "表6"),
    ] {
        let v = submersible(&format!("{point};{fields}"));
        let e = v.deciding().unwrap_or_else(|| panic!("{fields}: {:?}", v.missing));
        assert_eq!(v.level, level, "{fields}: {e:?}");
        assert_eq!(e.limit.is_some(), limit.is_some(), "{fields}");
        assert!(e.limit.zip(limit).is_none_or(|(a, b)| (a - b).abs() < 1e-9), "{fields}: {:?}", e.limit);
        assert!(format!("{} {}", e.clause, e.statement).contains(part), "{fields}: {} {}", e.clause, e.statement);
        assert!(e.limit.is_none() || (e.unreviewed.contains("待核") && e.working.len() == 3), "{fields}");
    }
}

/// Without tolerance: grades 1 and 2 don't need it, from η_DB on it is at least grade 3, below that it is asked for.
#[test]
fn submersible_without_tolerance() {
    let v = |eta: f64| {
        submersible(&format!(
            "submersible_type=well_water;rated_power_kw=45;standard_efficiency_pct=60;rated_efficiency_pct={eta}"
        ))
    };
    assert_eq!(v(63.0).level, Level::Grade1);
    assert_eq!(v(61.5).level, Level::Grade2);
    let third = v(60.0);
    let e = third.deciding().expect("evidence");
    assert_eq!((third.level, e.limit, missing(&third)), (Level::Grade3, Some(60.0), vec!["tolerance_pct"]));
    assert!(e.statement.contains("容差未填") && e.working.len() == 2, "{}", e.statement);
    let open = v(59.9);
    assert_eq!((open.level, missing(&open)), (Level::Insufficient, vec!["tolerance_pct"]));
}

#[test]
fn missing_fields_of_a_submersible_are_named() {
    let all = "submersible_type=well_water;rated_power_kw=45;standard_efficiency_pct=60;tolerance_pct=3;rated_efficiency_pct=50";
    for key in ["submersible_type", "rated_power_kw", "standard_efficiency_pct", "rated_efficiency_pct"] {
        let without: Vec<&str> = all.split(';').filter(|p| !p.starts_with(&format!("{key}="))).collect();
        let v = submersible(&without.join(";"));
        assert_eq!((v.level, missing(&v)), (Level::Insufficient, vec![key]), "{key}");
    }
    let early = screen(&device(KindCode::Submersible, all), &on("2023-12-31"));
    assert_eq!(early.level, Level::NotCovered);
    assert!(early.deciding().expect("evidence").statement.contains("2024-01-01"));
    assert_eq!(screen(&device(KindCode::Submersible, all), &on("2024-01-01")).level, Level::BelowLimit);
}

/// η_DB by GB/T 25409-2010 annex A. QXL, 50 m³/h, 12 m, 2850 r/min, 1 stage: ns = 190.1, Δη = 0, η_SP = 59.3,
/// η_D = 75 %: 59.3·0.75 − 1.5 = 42.975 %.
#[test]
fn prescribed_efficiency_of_small_submersibles() {
    let qxl = "submersible_type=small_qxl;rated_power_kw=3;flow_m3_per_h=50;head_m=12;speed_rpm=2850;stages=1;motor_efficiency_pct=75;tolerance_pct=3";
    // 表1 QXL: +2.5/+1.3 = 45.475/44.275; 42.975 − 3 = 39.975.
    for (eta, level, limit) in [
        (45.5, Level::Grade1, 45.475),
        (44.3, Level::Grade2, 44.275),
        (40.0, Level::Grade3, 39.975),
        (39.9, Level::BelowLimit, 39.975),
    ] {
        let v = submersible(&format!("{qxl};rated_efficiency_pct={eta}"));
        let e = v.deciding().expect("evidence");
        assert_eq!(v.level, level, "{eta}");
        assert!((e.limit.expect("limit") - limit).abs() < 1e-9, "{:?}", e.limit);
        assert!((step(e, "规定效率ηDB") - 42.975).abs() < 1e-9 && (step(e, "比转速") - 190.1453).abs() < 1e-3);
        assert!(
            e.statement.contains("GB/T 25409-2010") && e.unreviewed.contains("GB/T 25409-2010"),
            "{}",
            e.unreviewed
        );
    }
    // Nothing between listed flows, nothing where ns is between listed values, nothing with a value missing.
    for (from, to) in [("flow_m3_per_h=50", "flow_m3_per_h=55"), ("head_m=12", "head_m=30"), (";stages=1", "")] {
        let v = submersible(&format!("{};rated_efficiency_pct=45", qxl.replace(from, to)));
        assert_eq!((v.level, missing(&v)), (Level::Insufficient, vec!["standard_efficiency_pct"]), "{to}");
    }
    // QX or Q, 25 m³/h, 10 m: ns = 154.2; lower pump 72.9·0.72 − 1.5 = 50.988, upper pump 68.7·0.72 − 1.5 = 47.964.
    // With +3/+1.5 and Δη = 3: lower 53.988/52.488/47.988, upper 50.964/49.464/44.964.
    let qx = |eta: f64| {
        submersible(&format!(
            "submersible_type=small_qx;rated_power_kw=1.5;flow_m3_per_h=25;head_m=10;speed_rpm=2850;stages=1;motor_efficiency_pct=72;tolerance_pct=3;rated_efficiency_pct={eta}"
        ))
    };
    assert_eq!(qx(54.0).level, Level::Grade1);
    assert_eq!(qx(44.9).level, Level::BelowLimit);
    assert_eq!(qx(48.5).level, Level::Grade3);
    assert_eq!((qx(50.0).level, missing(&qx(50.0))), (Level::Insufficient, vec!["standard_efficiency_pct"]));
    // The doubtful η_SP of QXL at 20 m³/h carries its doubt: 56·0.74 − 1.5 = 39.94, ns = 149.2.
    let v = submersible(
        "submersible_type=small_qxl;rated_power_kw=1.5;flow_m3_per_h=20;head_m=9;speed_rpm=2850;stages=1;motor_efficiency_pct=74;rated_efficiency_pct=43",
    );
    let e = v.deciding().expect("evidence");
    assert!((step(e, "规定效率ηDB") - 39.94).abs() < 1e-9 && e.unreviewed.contains("疑似录入误差"), "{}", e.unreviewed);
}
