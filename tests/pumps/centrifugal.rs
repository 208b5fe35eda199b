//! Centrifugal pumps by GB 19762-2025.
//!
//! `data/pump_cases.csv`: W1 to W5, C1 to C5 are the published worked examples; the others were calculated apart from
//! the program with exact fractions for the polynomials, in Python:
//!
//! ```python
//! ns = 3.65*n*sqrt(Q/S/3600)/(H/N)**.75
//! x, y = log(ns), log(Q)
//! clean = a*x*x + b*y*y + c*x*y + d*x + e*y            # limits: clean - C[i]
//! poly = lambda k, x: float(sum(Fraction(c)*Fraction(x)**i for i, c in enumerate(k)))
//! petrochemical = poly(kb, log(min(Q, 3000))) - (0 if 120 <= ns <= 210 else poly(kd, ns))   # limits: + offset[i]
//! ```

use energy_audit::audit::{KindCode, Origin};
use energy_audit::screening::{Level, screen};

use crate::{device, missing, on, pump, questions, step};

#[test]
fn calculated_cases() {
    let reference = on("2026-03-01");
    let mut reader = csv::Reader::from_path("tests/data/pump_cases.csv").expect("cases");
    let mut wrong = Vec::new();
    let mut count = 0;
    for record in reader.records() {
        let r = record.expect("row");
        let [case, fields, level, ns, one, two, three, why] = std::array::from_fn(|i| r.get(i).expect("column"));
        count += 1;
        let v = screen(&device(KindCode::Pump, fields), &reference);
        let e = v.deciding().unwrap_or_else(|| panic!("{case}: no evidence, missing {:?}", v.missing));
        let mut ok =
            v.level.code() == level && &*e.standard == "GB 19762-2025" && e.unreviewed.is_empty() == one.is_empty();
        for (name, expected) in [("1级", one), ("2级", two), ("3级(能效限定值)", three), ("比转速", ns)] {
            // Outside the bands of flow there is nothing to calculate.
            if expected.is_empty() || e.working.is_empty() {
                ok &= one.is_empty();
                continue;
            }
            ok &= (step(e, name) - expected.parse::<f64>().expect("number")).abs() < 1e-3;
        }
        let limit = match v.level {
            Level::Grade1 => one,
            Level::Grade2 => two,
            _ => three,
        };
        ok &= e.limit.is_none() == limit.is_empty()
            && e.limit.is_none_or(|l| (l - limit.parse::<f64>().expect("number")).abs() < 1e-3);
        if !ok {
            wrong.push(format!(
                "{case} ({why})\n  expected {level} {one}/{two}/{three} ns {ns}\n  got {} {e:?}",
                v.level.code()
            ));
        }
    }
    assert!(count >= 60, "only {count} cases");
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// W2 of the worked examples, to be recomputed by a reader: 200 m³/h, 50 m, 1450 r/min.
#[test]
fn the_calculation_is_shown_with_formulas_and_numbers() {
    let v = pump(
        "service=clean_water;pump_type=single_suction;flow_m3_per_h=200;head_m=50;speed_rpm=1450;rated_efficiency_pct=78",
    );
    let e = v.deciding().expect("evidence");
    assert_eq!(e.actual, Some(78.0));
    assert_eq!(e.origin, Some(Origin::Ledger));
    assert!(
        e.clause.contains("表3") && e.clause.contains("单级单吸 5≤Q≤300 m³/h") && e.clause.contains("公式(2)"),
        "{}",
        e.clause
    );
    let text: Vec<String> = e.working.iter().map(|s| format!("{} {} {}", s.step, s.formula, s.substituted)).collect();
    let text = text.join("\n");
    // ln 66.3433 = 4.194843, ln 200 = 5.298317.
    for part in [
        "公式(1)",
        "200/1/3600",
        "50/1",
        "3.65×1,450",
        "-8.44",
        "84.63",
        "ln Q=5.298317",
        "−161.33",
        "−163.33",
        "−168.33",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    // Petrochemical: C4 with its seven coefficients in full.
    let v = pump(
        "service=petrochemical;pump_type=single_suction;flow_m3_per_h=100;head_m=14;speed_rpm=2900;rated_efficiency_pct=73",
    );
    let e = v.deciding().expect("evidence");
    assert!(
        e.clause.contains("表2") && e.clause.contains("5<Q≤300") && e.clause.contains("210<ns≤300"),
        "{}",
        e.clause
    );
    assert!((step(e, "基础效率") - 72.9950).abs() < 1e-3);
    assert!((step(e, "比转速修正") - 1.1566).abs() < 1e-3);
    assert!((step(e, "规定点基准效率") - (72.9950 - 1.1566)).abs() < 1e-3);
    let correction = &e.working.iter().find(|s| s.step == "比转速修正").expect("step").substituted;
    assert!(correction.contains("-26684.155") && correction.contains("1.1111111e-10"), "{correction}");
    // Above 3000 m³/h the base efficiency is that of 3000.
    let v = pump(
        "service=petrochemical;pump_type=double_suction;flow_m3_per_h=3500;head_m=60;speed_rpm=980;rated_efficiency_pct=85",
    );
    let base = v
        .deciding()
        .expect("evidence")
        .working
        .iter()
        .find(|s| s.step == "基础效率")
        .expect("step")
        .substituted
        .clone();
    assert!(base.contains("Q=3,500 按 3,000 代入"), "{base}");
}

/// The edition of 2025 is in force from 2026-03-01; before, the limits of GB 19762-2007 are not held.
#[test]
fn pumps_before_the_edition_of_2025() {
    let fields = "service=clean_water;pump_type=single_suction;flow_m3_per_h=200;head_m=50;speed_rpm=1450;rated_efficiency_pct=40";
    let v = screen(&device(KindCode::Pump, fields), &on("2026-02-28"));
    assert_eq!(v.level, Level::NotCovered);
    let e = v.deciding().expect("evidence");
    assert!(e.statement.contains("未收录") && e.statement.contains("2026-03-01"), "{}", e.statement);
    assert_eq!(screen(&device(KindCode::Pump, fields), &on("2026-03-01")).level, Level::BelowLimit);
}

#[test]
fn pumps_that_the_standard_is_not_for() {
    let point = "flow_m3_per_h=200;head_m=50;speed_rpm=1450;rated_efficiency_pct=40";
    for (fields, word) in [
        ("service=slurry;pump_type=single_suction", "渣浆"),
        ("service=sewage;pump_type=in_line", "污水"),
        ("service=corrosive;pump_type=single_suction", "耐腐蚀"),
        ("service=other;pump_type=multistage;stages=4", "其他介质"),
        ("service=clean_water;pump_type=other", "泵型"),
        // Outside all bands whatever else may be known: no question is asked in vain.
        ("service=clean_water;pump_type=light_vertical;stages=3;flow_m3_per_h=400", "5≤Q≤300"),
    ] {
        let v = pump(&format!("{point};{fields}"));
        assert_eq!(v.level, Level::NotCovered, "{fields}");
        let e = v.deciding().expect("evidence");
        assert!(e.statement.contains(word), "{fields}: {}", e.statement);
    }
    // Flow alone decides: 4.9 m³/h is below the bands of every single-stage type of both services.
    assert_eq!(pump("stages=1;flow_m3_per_h=4.9").level, Level::NotCovered);
    // ns = 19.999 shows its calculation; the range itself is marked as 待核.
    let v = pump(
        "service=clean_water;pump_type=single_suction;flow_m3_per_h=20;head_m=80;speed_rpm=1966.388;rated_efficiency_pct=30",
    );
    let e = v.deciding().expect("evidence");
    assert!(e.statement.contains("待核") && e.statement.contains("20≤ns≤300"), "{}", e.statement);
    assert!((step(e, "比转速") - 19.999).abs() < 1e-3);
}

/// Each missing field is named, nothing is guessed.
#[test]
fn missing_fields_of_a_pump_are_named() {
    let all = "service=clean_water;pump_type=multistage;double_suction=no;stages=6;flow_m3_per_h=85;head_m=270;speed_rpm=2950;rated_efficiency_pct=73";
    assert_eq!(pump(all).level, Level::Grade2);
    for key in ["stages", "flow_m3_per_h", "head_m", "speed_rpm", "rated_efficiency_pct"] {
        let without: Vec<&str> = all.split(';').filter(|p| !p.starts_with(&format!("{key}="))).collect();
        let v = pump(&without.join(";"));
        assert_eq!(v.level, Level::Insufficient, "{key}");
        assert_eq!(missing(&v), [key], "{key}");
    }
    let v = pump("");
    assert_eq!(v.level, Level::Insufficient);
    assert_eq!(missing(&v), ["service", "pump_type", "flow_m3_per_h", "head_m", "speed_rpm", "rated_efficiency_pct"]);
    // The operating point is not the rated point.
    let v = pump(
        "service=clean_water;pump_type=single_suction;operating_flow_m3_per_h=200;operating_head_m=50;speed_rpm=1450;operating_efficiency_pct=78",
    );
    assert_eq!(missing(&v), ["flow_m3_per_h", "head_m", "rated_efficiency_pct"]);
}

/// 100 m³/h, 32 m, 2900 r/min: clean water 81.65/79.65/74.65, petrochemical 75.99/73.99/66.99.
#[test]
fn an_unknown_service_is_judged_only_where_both_agree() {
    let v = |eta: f64| {
        pump(&format!("pump_type=single_suction;flow_m3_per_h=100;head_m=32;speed_rpm=2900;rated_efficiency_pct={eta}"))
    };
    let best = v(82.0);
    assert_eq!(best.level, Level::Grade1);
    let e = best.deciding().expect("evidence");
    // The stricter of both limits, and what was assumed.
    assert!((e.limit.expect("limit") - 81.6473).abs() < 1e-3);
    assert!(e.statement.contains("用途介质未填") && missing(&best) == ["service"], "{}", e.statement);
    let differ = v(78.0);
    assert_eq!((differ.level, missing(&differ)), (Level::Insufficient, vec!["service"]));
    // Below both limits, but a sewage pump would have none: the grave verdict waits for the service.
    let grave = v(60.0);
    assert_eq!((grave.level, missing(&grave)), (Level::Insufficient, vec!["service"]));
    // In-line is a type of the clean-water table: 79.65/77.65/71.65.
    let in_line = pump("pump_type=in_line;flow_m3_per_h=100;head_m=32;speed_rpm=2900;rated_efficiency_pct=78");
    assert_eq!((in_line.level, missing(&in_line)), (Level::Grade2, vec!["service"]));
    // Service known, type unknown, one stage: single 81.65/79.65, double 79.69/77.69, in-line 79.65/77.65.
    let unknown = |eta: f64| {
        pump(&format!(
            "service=clean_water;stages=1;flow_m3_per_h=100;head_m=32;speed_rpm=2900;rated_efficiency_pct={eta}"
        ))
    };
    assert_eq!(unknown(81.7).level, Level::Grade1);
    let differ = unknown(80.0);
    assert_eq!((differ.level, missing(&differ)), (Level::Insufficient, vec!["pump_type"]));
    let no_stages = pump("service=clean_water;flow_m3_per_h=100;head_m=32;speed_rpm=2900;rated_efficiency_pct=90");
    assert_eq!((no_stages.level, missing(&no_stages)), (Level::Insufficient, vec!["pump_type"]));
}

/// W4 without suction: single 74.85/71.85/63.85, double (ns 67.34) 71.33/68.33/60.33.
#[test]
fn suction_of_a_multistage_pump_is_single_unless_that_would_be_grave() {
    let v = |eta: f64| {
        pump(&format!(
            "service=clean_water;pump_type=multistage;stages=6;flow_m3_per_h=85;head_m=270;speed_rpm=2950;rated_efficiency_pct={eta}"
        ))
    };
    let graded = v(73.0);
    assert_eq!((graded.level, missing(&graded)), (Level::Grade2, vec!["double_suction"]));
    assert!(graded.deciding().expect("evidence").statement.contains("按单吸计算"));
    let below_one = v(62.0);
    assert_eq!((below_one.level, missing(&below_one)), (Level::Insufficient, vec!["double_suction"]));
    let below_both = v(60.0);
    assert_eq!((below_both.level, missing(&below_both)), (Level::BelowLimit, vec![]));
}

/// P_u = 9.81·100·32/3600 = 8.72 kW; /11 kW = 79.27 %, grade 3 (79.65 > 79.27 ≥ 74.65).
#[test]
fn efficiency_from_shaft_power() {
    let v = pump(
        "service=clean_water;pump_type=single_suction;flow_m3_per_h=100;head_m=32;speed_rpm=2900;shaft_power_kw=11",
    );
    let e = v.deciding().expect("evidence");
    assert_eq!(v.level, Level::Grade3);
    assert!((e.actual.expect("actual") - 79.2727).abs() < 1e-3 && (step(e, "水力输出功率") - 8.72).abs() < 1e-6);
    assert!(e.statement.contains("轴功率计算") && !e.estimated, "{}", e.statement);
    // 850 kg/m³, 100 m³/h, 50 m, 16 kW: 0.85·9.81·100·50/3600/16 = 72.38 %, just below grade 2 (C1: 72.3886).
    let oil =
        "service=petrochemical;pump_type=single_suction;flow_m3_per_h=100;head_m=50;speed_rpm=2900;shaft_power_kw=16";
    let v = pump(&format!("{oil};density_kg_per_m3=850"));
    assert_eq!(v.level, Level::Grade3);
    assert!((v.deciding().expect("evidence").actual.expect("actual") - 72.3828).abs() < 1e-3);
    // Without density water is a guess for such a pump: 85.16 %, marked as estimated.
    let v = pump(oil);
    let e = v.deciding().expect("evidence");
    assert!(e.estimated && e.statement.contains("密度未填") && (e.actual.expect("actual") - 85.1563).abs() < 1e-3);
    // 8.72 kW of output from 8 kW: impossible, the entries are questioned.
    let v = pump(
        "service=clean_water;pump_type=single_suction;flow_m3_per_h=100;head_m=32;speed_rpm=2900;shaft_power_kw=8",
    );
    assert_eq!(v.level, Level::Insufficient);
    assert!(questions(&v).contains("109"), "{:?}", v.missing);
}

#[test]
fn contradictions_are_questioned() {
    let point = "service=clean_water;flow_m3_per_h=100;head_m=32;speed_rpm=2900;rated_efficiency_pct=50";
    for (fields, word) in [
        ("pump_type=single_suction;stages=3", "二者不符"),
        ("pump_type=multistage;stages=1", "二者不符"),
        ("pump_type=multistage;stages=2.5", "不是整数"),
        ("pump_type=single_suction;double_suction=yes", "双吸"),
        ("pump_type=double_suction;double_suction=no", "双吸"),
    ] {
        let v = pump(&format!("{point};{fields}"));
        assert_eq!(v.level, Level::Insufficient, "{fields}");
        assert!(questions(&v).contains(word), "{fields}: {:?}", v.missing);
    }
}
