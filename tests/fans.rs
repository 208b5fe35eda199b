//! Fans (GB 19761-2020) and blowers (GB 28381-2012) seen from outside. Every case of `data/fan_cases.csv` and
//! `data/blower_cases.csv` was derived by hand: its column `why` has the arithmetic (u, ψ, ns, η by the standard's
//! formulas, calculated apart from the program) and the values of the row (grades 1/2/3, or limit and evaluating value).

use energy_audit::audit::field::{FieldKind, FieldValue};
use energy_audit::audit::{Entered, Equipment, KindCode, Origin};
use energy_audit::reference::{Reference, Tables};
use energy_audit::screening::{Level, Verdict, screen};
use proptest::prelude::*;

fn value_of(kind: &FieldKind, text: &str) -> FieldValue {
    match kind {
        FieldKind::Number { .. } => FieldValue::Number(text.parse().expect("number")),
        FieldKind::Choice(_) => FieldValue::Choice(text.to_owned()),
        _ => FieldValue::Text(text.to_owned()),
    }
}

/// A device from `key=value;key=value`.
fn device(kind: KindCode, fields: &str) -> Equipment {
    let mut device = Equipment::new(kind);
    for pair in fields.split(';').filter(|p| !p.is_empty()) {
        let (key, text) = pair.split_once('=').unwrap_or_else(|| panic!("field {pair}"));
        let def = kind.field(key).unwrap_or_else(|| panic!("no field {key}"));
        let value = value_of(&def.kind, text);
        device.set(key, Some(Entered::ledger(value))).unwrap_or_else(|e| panic!("{pair}: {e}"));
    }
    device
}

fn on(date: &str) -> Reference {
    Reference::on(date.parse().expect("date")).expect("embedded tables")
}

fn now() -> Reference {
    on("2026-11-24")
}

/// What differs from the expectation, if anything.
fn complaint(v: &Verdict, level: &str, limit: &str, actual: &str, contains: &str, missing: &str) -> Option<String> {
    if v.level.code() != level {
        return Some(format!("level {}", v.level.code()));
    }
    let wanted: Vec<&str> = missing.split(';').filter(|m| !m.is_empty()).collect();
    // `?text` is a question, anything else the key of a field; nothing more may be asked.
    let answers = |m: &energy_audit::screening::Missing, w: &str| match w.strip_prefix('?') {
        Some(text) => m.key.is_none() && m.text.contains(text),
        None => m.key == Some(w),
    };
    let asked: Vec<_> = v.missing.iter().filter(|m| m.key != Some("model")).collect();
    if asked.len() != wanted.len() || !wanted.iter().all(|w| asked.iter().any(|m| answers(m, w))) {
        return Some(format!("missing {asked:?}"));
    }
    if level == Level::Insufficient.code() {
        return None;
    }
    let e = v.deciding()?;
    let near = |found: Option<f64>, text: &str, tolerance: f64| match text.parse::<f64>() {
        Ok(expected) => found.is_some_and(|f| (f - expected).abs() <= tolerance),
        Err(_) => found.is_none(),
    };
    // The expected efficiency is rounded to two decimals.
    let right = near(e.limit, limit, 1e-9)
        && near(e.actual, actual, 0.0051)
        && format!("{} {} {}", e.clause, e.statement, e.unreviewed).contains(contains);
    (!right).then(|| format!("{:?} {:?} {} {} {}", e.limit, e.actual, e.clause, e.statement, e.unreviewed))
}

fn check(kind: KindCode, path: &str, at_least: usize) {
    let mut reader = csv::Reader::from_path(path).expect("cases");
    let mut wrong = Vec::new();
    let mut count = 0;
    for record in reader.records() {
        let r = record.expect("row");
        let [case, fields, date, level, limit, actual, contains, missing, why] =
            std::array::from_fn(|i| r.get(i).expect("column").to_owned());
        count += 1;
        let verdict = screen(&device(kind, &fields), &on(&date));
        if let Some(found) = complaint(&verdict, &level, &limit, &actual, &contains, &missing) {
            wrong.push(format!(
                "{case}\n  {fields}\n  expected {level} {limit} {actual} {contains} {missing} ({why})\n  got {found}"
            ));
        }
    }
    assert!(count >= at_least, "only {count} cases");
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn hand_derived_fans() {
    check(KindCode::Fan, "tests/data/fan_cases.csv", 60);
}

#[test]
fn hand_derived_blowers() {
    check(KindCode::Blower, "tests/data/blower_cases.csv", 25);
}

/// Worked example F1 of the collected method: №8, 1450 r/min, 25 000 m³/h, 1800 Pa, 15.2 kW.
/// u = π·0.8·1450/60 = 60.737; ψ = 1800/(1.2·60.737²) = 0.4066; ns = 5.54·1450·√6.9444/1800^0.75 = 76.60;
/// η = 6.9444·1800/15 200 = 82.24 %.
#[test]
fn the_calculation_can_be_followed() {
    let fields = "fan_type=centrifugal;machine_no_dm=8;speed_rpm=1450;flow_m3_per_h=25000;pressure_pa=1800;\
                  shaft_power_kw=15.2;double_inlet=no;inlet_box=yes;hvac=no";
    let v = screen(&device(KindCode::Fan, fields), &now());
    let e = v.deciding().expect("evidence");
    // Inlet box: 87 − 4 = 83, 82 − 4 = 78, 73 − 4 = 69; 82.24 is grade 2.
    assert_eq!((v.level, e.limit), (Level::Grade2, Some(78.0)));
    let expected = [("u", 60.737), ("ψ", 0.4066), ("ns", 76.60), ("ηr", 82.24), ("结构修正", 78.0)];
    assert_eq!(e.working.len(), expected.len());
    for (step, (name, value)) in e.working.iter().zip(expected) {
        assert!(step.step.contains(name), "{step:?}");
        assert!((step.value - value).abs() < 0.005, "{step:?}");
        assert!(step.formula.contains("GB 19761-2020") && !step.substituted.is_empty(), "{step:?}");
    }
    assert!(e.working[2].formula.contains("式(6)") && e.working[3].formula.contains("式(1)"));
    assert!(e.statement.contains("标准空气 1.2") && e.statement.contains("kp 取 1"), "{}", e.statement);
    assert!(e.unreviewed.contains("待核"));
}

/// A fan outside the tables shows where it was looked for.
#[test]
fn a_gap_shows_the_calculation_too() {
    let fields = "fan_type=centrifugal;machine_no_dm=8;speed_rpm=1450;flow_m3_per_h=6651;pressure_pa=1771;\
                  rated_efficiency_pct=80;double_inlet=no;inlet_box=no;hvac=no";
    let v = screen(&device(KindCode::Fan, fields), &now());
    let e = v.deciding().expect("evidence");
    assert_eq!(e.level, Some(Level::NotCovered));
    assert!(e.working.iter().any(|s| s.step.contains("ns") && (s.value - 40.0).abs() < 0.01), "{:?}", e.working);
}

#[test]
fn the_weakest_input_marks_the_finding() {
    let mut d = device(
        KindCode::Fan,
        "fan_type=axial;machine_no_dm=12;hub_ratio=0.6;inlet_box=no;diffuser=yes;adjustable_blades=no;reversible=no",
    );
    let efficiency = Entered::new(FieldValue::Number(80.0), Origin::Estimate);
    d.set("rated_efficiency_pct", Some(efficiency)).expect("in range");
    let v = screen(&d, &now());
    assert_eq!(v.level, Level::Grade2);
    assert!(v.estimated());
    assert_eq!(v.weakest_origin(), Some(Origin::Estimate));
}

/// 150 fan rows and 240 blower cells as collected, 16 of the latter marked as doubtful; the original wording is kept
/// beside the columns that the program reads.
#[test]
fn tables_are_complete() {
    let tables = Tables::embedded().expect("tables");
    let column = |id: &str, name: &str| -> Vec<String> {
        tables.raw[id].rows().map(|r| r.text(name).expect("column").to_owned()).collect()
    };
    assert_eq!(column("fan_gb19761_2020", "machine_no_range").len(), 150);
    assert_eq!(column("fan_gb19761_2020", "grade3_pct").iter().filter(|g| g.is_empty()).count(), 2);
    assert_eq!(column("blower_gb28381_2012", "b2_d2").len(), 240);
    assert_eq!(column("blower_gb28381_2012", "note").iter().filter(|n| n.contains("待核")).count(), 16);
    assert_eq!(column("fan_corrections", "condition_code").len(), 8);
}

/// Every interval that the program reads says the same as the wording beside it.
#[test]
fn intervals_agree_with_their_wording() {
    let tables = Tables::embedded().expect("tables");
    let mut compared = 0;
    for (id, wording, name, letter) in [
        ("fan_gb19761_2020", "pressure_coeff_or_hub_ratio", "ratio", ""),
        ("fan_gb19761_2020", "specific_speed", "ns", ""),
        ("fan_gb19761_2020", "machine_no_range", "machine_no", ""),
        ("blower_gb28381_2012", "b2_d2", "b2_d2", "~"),
        ("blower_gb28381_2012", "d2_mm", "d2", "~"),
    ] {
        for r in tables.raw[id].rows() {
            let cell = |suffix: &str| r.text(&format!("{name}_{suffix}")).expect("column");
            let (min, max) = (cell("min"), cell("max"));
            // Written back: `2<x≤3`, `x>3`, `301~400`; a limit in doubt is written as open in the source.
            let sign =
                |open: &str, closed: &'static str, strict: &'static str| if open.is_empty() { closed } else { strict };
            let (low, high) = (cell("min_open"), cell("max_open"));
            let text = r.text(wording).expect("wording").replace("No", "").replace("机号", "x");
            let text = text.replace(['ψ', 'γ'], "x").replace("ns", "x");
            let possible = if letter.is_empty() {
                vec![
                    format!("{min}{}x{}{max}", sign(low, "≤", "<"), sign(high, "≤", "<")),
                    format!("x{}{max}", sign(high, "≤", "<")),
                    format!("x{}{min}", sign(low, "≥", ">")),
                    format!("{min}{}x", sign(low, "≤", "<")),
                    String::new(),
                ]
            } else {
                vec![format!("{min}{letter}{max}"), format!("<{max}"), format!(">{min}")]
            };
            assert!(possible.contains(&text), "{id} {text}: {possible:?}");
            compared += 1;
        }
    }
    assert_eq!(compared, 3 * 150 + 2 * 240);
}

/// How good a finding is, for comparing two efficiencies of the same device.
fn rank(level: Level) -> Option<u8> {
    match level {
        Level::BelowLimit => Some(0),
        Level::Grade3 | Level::Meets => Some(1),
        Level::Grade2 => Some(2),
        Level::Grade1 => Some(3),
        _ => None,
    }
}

/// Sound: no NaN anywhere, and a finding that names its limit.
fn sound(v: &Verdict) -> Result<(), TestCaseError> {
    for e in &v.evidence {
        for value in [e.limit, e.actual].into_iter().flatten().chain(e.working.iter().map(|s| s.value)) {
            prop_assert!(value.is_finite(), "{:?}", e);
        }
        prop_assert!(!e.statement.is_empty());
    }
    if v.level == Level::Insufficient {
        prop_assert!(!v.missing.is_empty());
    }
    Ok(())
}

/// Any value in a field's range, or none.
fn any_fields(kind: KindCode) -> impl Strategy<Value = Equipment> {
    let each: Vec<_> = kind
        .own_fields()
        .iter()
        .filter_map(|def| match &def.kind {
            FieldKind::Number { min, max } => {
                let (min, max) = (*min, *max);
                // Small values are as likely as large ones.
                let value = (0.0..=1.0_f64).prop_map(move |t| (min + (max - min) * t.powi(6)).clamp(min, max));
                Some(
                    (Just(def.key), proptest::option::weighted(0.9, value.prop_map(FieldValue::Number).boxed()))
                        .boxed(),
                )
            }
            FieldKind::Choice(options) => {
                let codes: Vec<&str> = options.iter().map(|o| o.code).collect();
                let value = proptest::sample::select(codes).prop_map(|c| FieldValue::Choice(c.to_owned()));
                Some((Just(def.key), proptest::option::weighted(0.8, value.boxed())).boxed())
            }
            _ => None,
        })
        .collect();
    each.prop_map(move |fields| {
        let mut device = Equipment::new(kind);
        for (key, value) in fields {
            device.set(key, value.map(Entered::ledger)).expect("in range");
        }
        device
    })
}

/// Raises the efficiency and compares the findings.
fn better_is_no_worse(mut device: Equipment, key: &str, low: f64, high: f64) -> Result<(), TestCaseError> {
    let reference = now();
    let mut judged = [low.min(high), low.max(high)].into_iter().map(|pct| {
        device.set(key, Some(Entered::ledger(FieldValue::Number(pct)))).expect("in range");
        let v = screen(&device, &reference);
        sound(&v).map(|()| rank(v.level))
    });
    let worse = judged.next().transpose()?.flatten();
    let better = judged.next().transpose()?.flatten();
    if let (Some(worse), Some(better)) = (worse, better) {
        prop_assert!(better >= worse);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_fan_is_judged_soundly(device in any_fields(KindCode::Fan)) {
        sound(&screen(&device, &now()))?;
    }

    #[test]
    fn any_blower_is_judged_soundly(device in any_fields(KindCode::Blower)) {
        sound(&screen(&device, &now()))?;
    }

    /// Fans that the tables hold, by ψ and specific speed: n = 1450 r/min, u = π·0.1·No·1450/60.
    #[test]
    fn a_better_fan_is_no_worse(
        no in 2.1..20.0_f64, psi in 0.25..1.5_f64, ns in 10.0..85.0_f64, low in 5.0..95.0_f64, high in 5.0..95.0_f64,
        structure in 0..8_u8,
    ) {
        let u = std::f64::consts::PI * 0.1 * no * 1450.0 / 60.0;
        let pressure = psi * 1.2 * u * u;
        let flow = 3600.0 * (ns * pressure.powf(0.75) / (5.54 * 1450.0)).powi(2);
        let yes = |bit: u8| if structure & bit == 0 { "no" } else { "yes" };
        prop_assume!((1.0..=2e7).contains(&flow) && pressure >= 1.0);
        let fields = format!(
            "fan_type=centrifugal;machine_no_dm={no};speed_rpm=1450;flow_m3_per_h={flow};pressure_pa={pressure};\
             double_inlet={};inlet_box={};hvac={}", yes(1), yes(2), yes(4)
        );
        better_is_no_worse(device(KindCode::Fan, &fields), "rated_efficiency_pct", low, high)?;
    }

    #[test]
    fn a_better_axial_fan_is_no_worse(
        no in 2.5..30.0_f64, hub in 0.1..0.75_f64, low in 5.0..95.0_f64, high in 5.0..95.0_f64, structure in 0..16_u8,
    ) {
        let yes = |bit: u8| if structure & bit == 0 { "no" } else { "yes" };
        let fields = format!(
            "fan_type=axial;machine_no_dm={no};hub_ratio={hub};inlet_box={};diffuser={};adjustable_blades={};reversible={}",
            yes(1), yes(2), yes(4), yes(8)
        );
        better_is_no_worse(device(KindCode::Fan, &fields), "rated_efficiency_pct", low, high)?;
    }

    #[test]
    fn a_better_blower_is_no_worse(
        kind in proptest::sample::select(vec!["single_low", "multi_low", "single_high", "multi_high"]),
        diameter in 200..1200_u32, ratio in 0.01..0.12_f64, low in 5.0..95.0_f64, high in 5.0..95.0_f64,
        three in any::<bool>(),
    ) {
        let width = ratio * f64::from(diameter);
        let three = if three { "yes" } else { "no" };
        let fields = format!(
            "blower_type={kind};impeller_diameter_mm={diameter};impeller_outlet_width_mm={width};\
             three_dimensional_impeller={three};overhung=no"
        );
        better_is_no_worse(device(KindCode::Blower, &fields), "polytropic_efficiency_pct", low, high)?;
    }
}
