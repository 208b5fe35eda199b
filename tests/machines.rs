//! Screening of compressors, chillers, furnaces, heat exchangers and data centres seen from outside. Every case of
//! `data/machines_cases.csv` was derived by hand from the standards' rows; its column `why` shows how.

use energy_audit::audit::field::{FieldKind, FieldValue};
use energy_audit::audit::{Entered, Equipment, KindCode, Origin};
use energy_audit::reference::{Reference, Tables};
use energy_audit::screening::{Level, Verdict, screen};
use proptest::prelude::*;

/// A device from `key=value;key=value`.
fn device(kind: &str, fields: &str) -> Equipment {
    let kind = KindCode::from_code(kind).unwrap_or_else(|| panic!("kind {kind}"));
    let mut device = Equipment::new(kind);
    for pair in fields.split(';').filter(|p| !p.is_empty()) {
        let (key, text) = pair.split_once('=').unwrap_or_else(|| panic!("field {pair}"));
        let value = match kind.field(key).unwrap_or_else(|| panic!("no field {key}")).kind {
            FieldKind::Number { .. } => FieldValue::Number(text.parse().unwrap_or_else(|_| panic!("number {pair}"))),
            _ => FieldValue::Choice(text.to_owned()),
        };
        device.set(key, Some(Entered::ledger(value))).unwrap_or_else(|e| panic!("{pair}: {e}"));
    }
    device
}

fn on(date: &str) -> Reference {
    Reference::on(date.parse().expect("date")).expect("embedded tables")
}

fn today(kind: &str, fields: &str) -> Verdict {
    screen(&device(kind, fields), &on("2026-11-24"))
}

/// The keys and questions (after `?`) of a case that the verdict doesn't name.
fn unnamed<'a>(verdict: &Verdict, missing: &'a str) -> Vec<&'a str> {
    let named = |part: &&str| match part.strip_prefix('?') {
        Some(question) => verdict.missing.iter().any(|m| m.key.is_none() && m.text.contains(question)),
        None => verdict.missing.iter().any(|m| m.key == Some(part)),
    };
    missing.split('|').filter(|p| !p.is_empty()).filter(|p| !named(p)).collect()
}

#[test]
fn hand_derived_cases() {
    let mut reader = csv::Reader::from_path("tests/data/machines_cases.csv").expect("cases");
    let mut wrong = Vec::new();
    let mut count = 0;
    for record in reader.records() {
        let r = record.expect("row");
        let [case, kind, fields, date, level, standard, contains, missing, why] =
            std::array::from_fn(|i| r.get(i).expect("column").to_owned());
        count += 1;
        let verdict = screen(&device(&kind, &fields), &on(&date));
        let found = verdict.evidence.iter().filter(|e| e.level.map(Level::code) == Some(level.as_str())).any(|e| {
            let limit = e.limit.map(|l| l.to_string()).unwrap_or_default();
            let text = format!("{} {} {limit}", e.clause, e.statement);
            format!("{} {}", e.standard, e.edition).contains(&standard)
                && contains.split('|').any(|part| text.contains(part))
        });
        let insufficient = level == Level::Insufficient.code();
        let unnamed = unnamed(&verdict, &missing);
        if verdict.level.code() != level || !(found || insufficient) || !unnamed.is_empty() {
            wrong.push(format!(
                "{case}\n  {fields} on {date}\n  expected {level} {standard} {contains} {missing} ({why})\n  got {} {:?} missing {:?}",
                verdict.level.code(),
                verdict.evidence.iter().map(|e| (e.level, &*e.standard, &e.clause, &e.statement)).collect::<Vec<_>>(),
                verdict.missing
            ));
        }
    }
    assert!(count >= 100, "only {count} cases");
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Lines of a table of `assets/reference` as text, by column.
fn lines(file: &str) -> Vec<std::collections::HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(format!("assets/reference/{file}")).expect("table");
    reader.deserialize().collect::<Result<_, _>>().expect("lines")
}

#[test]
fn every_compressor_row_is_found_and_its_limits_belong_to_their_grade() {
    let reference = on("2026-11-24");
    let rows = lines("compressor_gb19153_2019.csv");
    // 288 rows in table 1, 210 in table 2, 107 in table 3, 69 in table 4, as transcribed.
    assert_eq!(rows.len(), 288 + 210 + 107 + 69);
    for row in rows {
        let cooling = match row["cooling"].as_str() {
            "风冷" => "cooling=air;",
            "液冷" => "cooling=liquid;",
            _ => "",
        };
        let (kind, drive) = match row["table"].as_str() {
            "表1" => ("oil_injected", "fixed"),
            "表2" => ("oil_injected", "variable"),
            "表3" => ("reciprocating", "fixed"),
            _ => ("oil_free_reciprocating", "fixed"),
        };
        let fields = format!(
            "compressor_type={kind};drive={drive};{cooling}motor_power_kw={};discharge_pressure_mpa={};",
            row["power_kw"], row["discharge_pressure_mpa"]
        );
        for (grade, level) in [("grade1", Level::Grade1), ("grade2", Level::Grade2), ("grade3", Level::Grade3)] {
            let v = screen(
                &device("compressor", &format!("{fields}specific_power_kw_per_m3_min={}", row[grade])),
                &reference,
            );
            assert_eq!(v.level, level, "{fields} {grade}");
            let e = v.deciding().expect("evidence");
            assert!(e.clause.starts_with(&row["table"]), "{} {fields}", e.clause);
            assert_eq!(e.limit, row[grade].parse().ok());
        }
        let worse = row["grade3"].parse::<f64>().expect("number") + 0.01;
        let v = screen(&device("compressor", &format!("{fields}specific_power_kw_per_m3_min={worse}")), &reference);
        assert_eq!(v.level, Level::BelowLimit, "{fields}");
    }
}

#[test]
fn every_furnace_row_is_found_by_a_size_inside_it() {
    // One power or temperature inside each specification of table 8, chosen by hand.
    let inside = |spec: &str| match spec {
        "额定功率≤45kW" => "rated_power_kw=30;",
        "45<额定功率≤75kW" => "rated_power_kw=60;",
        "额定功率>75kW" => "rated_power_kw=90;",
        "额定功率≤75kW" => "rated_power_kw=75;",
        "75<额定功率≤125kW" => "rated_power_kw=100;",
        "额定功率>125kW" => "rated_power_kw=125.1;",
        "额定功率≤36kW" => "rated_power_kw=36;",
        "额定功率>36kW" => "rated_power_kw=37;",
        "额定功率≤35kW" => "rated_power_kw=35;",
        "35<额定功率≤75kW" => "rated_power_kw=36;",
        "15≤额定功率≤30kW" => "rated_power_kw=15;",
        "额定功率>30kW" => "rated_power_kw=31;",
        "额定功率>65kW" => "rated_power_kw=80;",
        ">1000℃" => "working_temperature_c=1100;",
        ">700~1000℃" => "working_temperature_c=850;",
        ">350~700℃" => "working_temperature_c=351;",
        "≤350℃" => "working_temperature_c=350;",
        "" | "电加热" => "fuel=electricity;",
        "燃料加热" => "fuel=natural_gas;",
        other => panic!("{other}"),
    };
    let reference = on("2026-11-24");
    let rows = lines("heat_treatment_gbt36561_2018.csv");
    assert_eq!(rows.len(), 26);
    for row in rows {
        let key = if row["unit"] == "kWh/t" { "comparable_kwh_per_t" } else { "comparable_kgce_per_t" };
        let fields = format!("furnace_type={};{}", row["furnace_code"], inside(&row["spec"]));
        for (class, level) in
            [("grade1_max", Level::Grade1), ("grade2_max", Level::Grade2), ("grade3_max", Level::Grade3)]
        {
            let v = screen(&device("furnace", &format!("{fields}{key}={}", row[class])), &reference);
            assert_eq!(v.level, level, "{fields} {class} {:?}", v.evidence);
            let e = v.deciding().expect("evidence");
            assert!(e.clause.contains(&row["spec"]) && e.clause.contains(&row["furnace"]), "{}", e.clause);
        }
        let worse = row["grade3_max"].parse::<f64>().expect("number") + 0.1;
        let v = screen(&device("furnace", &format!("{fields}{key}={worse}")), &reference);
        assert_eq!(v.level, Level::NotCovered, "{fields}");
    }
}

#[test]
fn every_chiller_row_is_found_inside_its_band() {
    let reference = on("2026-11-24");
    let rows = lines("chiller_gb19577_2024.csv");
    assert_eq!(rows.len(), 69);
    for row in &rows {
        let capacity = match (row["range_metric"].as_str(), row["range_max"].as_str(), row["range_min"].as_str()) {
            ("不分容量", ..) => String::new(),
            (metric, "", min) => format!("{}={};", capacity_key(metric), min.parse::<f64>().expect("min") + 0.5),
            (metric, max, _) => format!("{}={max};", capacity_key(metric)),
        };
        let source = row["source_code"].split('|').next().unwrap_or_default();
        let option = |key: &str, code: &str| if code.is_empty() { String::new() } else { format!("{key}={code};") };
        let mut fields = format!(
            "chiller_type={};{}{}{capacity}",
            row["type_code"],
            option("source_side", source),
            option("variant", &row["variant_code"])
        );
        let metric = row["metric_field"].as_str();
        for n in [1, 2] {
            if !row[&format!("gate{n}_min")].is_empty() {
                fields.push_str(&format!("{}={};", row[&format!("gate{n}_field")], row[&format!("gate{n}_min")]));
            }
        }
        for (grade, level) in [("grade1", Level::Grade1), ("grade2", Level::Grade2), ("grade3", Level::Grade3)] {
            let v = screen(&device("chiller", &format!("{fields}{metric}={}", row[grade])), &reference);
            // With the gates just met the row's own grade is the better way, or as good.
            assert_eq!(v.level, level, "{fields} {grade} {:?}", v.evidence);
            assert!(v.evidence.iter().any(|e| e.clause.starts_with(&row["table"])), "{fields}");
        }
    }
}

fn capacity_key(metric: &str) -> &'static str {
    if metric.starts_with("制热") { "heating_capacity_kw" } else { "cooling_capacity_kw" }
}

#[test]
fn a_calculated_specific_power_shows_its_calculation() {
    let v = today(
        "compressor",
        "compressor_type=oil_injected;drive=fixed;cooling=air;motor_power_kw=132;discharge_pressure_mpa=0.7;input_power_kw=150;flow_m3_per_min=24",
    );
    let e = v.deciding().expect("evidence");
    assert_eq!((e.actual, e.limit), (Some(6.25), Some(6.8)));
    let step = e.working.first().expect("step");
    assert_eq!((step.substituted.as_str(), step.value), ("150/24", 6.25));
    assert_eq!(e.origin, Some(Origin::Ledger));
}

#[test]
fn a_doubtful_cell_is_shown_as_such_and_an_estimate_too() {
    let mut device =
        device("compressor", "compressor_type=oil_free_reciprocating;motor_power_kw=7.5;discharge_pressure_mpa=1");
    device
        .set("specific_power_kw_per_m3_min", Some(Entered::new(FieldValue::Number(11.5), Origin::Estimate)))
        .expect("in range");
    let v = screen(&device, &on("2026-11-24"));
    let e = v.deciding().expect("evidence");
    assert!(e.unreviewed.contains("疑误") && e.unreviewed.contains("单一来源"), "{}", e.unreviewed);
    assert!(e.estimated && v.estimated());
}

/// 528 kW water cooled, IPLV 5.7 and COPc 5.8: grade 3 by table 1, grade 1 by table 2. Both are shown, one decides.
#[test]
fn both_ways_of_judging_a_chiller_are_shown_and_the_better_decides() {
    let v = today("chiller", "chiller_type=comfort;source_side=water;cooling_capacity_kw=528;cop=5.8;seasonal=5.7");
    let decided = v.deciding().expect("evidence");
    assert!(decided.clause.starts_with("表2") && decided.statement.contains("IPLV≥5.7"), "{}", decided.statement);
    assert_eq!((decided.actual, decided.limit), (Some(5.8), Some(5.8)));
    let other = v.evidence.iter().find(|e| e.clause.starts_with("表1")).expect("table 1");
    assert_eq!((other.level, other.actual, other.limit), (None, Some(5.7), Some(5.7)));
    assert!(other.statement.contains("不作为判定依据"), "{}", other.statement);
}

#[test]
fn a_chiller_without_its_gate_gets_the_hint_but_no_verdict() {
    let v = today("chiller", "chiller_type=comfort;source_side=water;cooling_capacity_kw=1200;cop=6.3");
    assert_eq!(v.level, Level::Insufficient);
    let hint = v.evidence.iter().find(|e| e.clause.starts_with("表2")).expect("hint");
    // Table 2 above 1163 kW: 6.4/6.2/5.6, gate IPLV 6.3.
    assert!(hint.level.is_none() && hint.statement.contains("2级") && hint.statement.contains("IPLV≥6.3"));
}

#[test]
fn a_furnace_beyond_the_third_class_is_stated_but_not_below_limit() {
    let v = today("furnace", "furnace_type=conveyor;fuel=electricity;comparable_kwh_per_t=520");
    assert!(!v.has(Level::BelowLimit));
    let e = v.evidence.iter().find(|e| e.actual == Some(520.0)).expect("comparison");
    assert_eq!((e.level, e.limit), (None, Some(470.0)));
    assert!(e.statement.contains("高于三等 470") && e.statement.contains("推荐性标准"), "{}", e.statement);
}

#[test]
fn consumption_per_ton_that_was_not_converted_is_shown_but_not_judged() {
    let v =
        today("furnace", "furnace_type=conveyor;fuel=electricity;annual_electricity_kwh=500000;annual_output_t=1000");
    let e = v.evidence.iter().find(|e| e.actual == Some(500.0)).expect("500000 / 1000 kWh/t");
    assert!(e.level.is_none() && e.statement.contains("不是可比单耗"), "{}", e.statement);
}

/// Δt 60 K and 30 K: 30/ln 2 = 43.2809 K; K = 1000×1000/(50×43.2809) = 462.10 W/(m²·K), 77.02 % of 600.
#[test]
fn a_heat_exchanger_shows_mean_difference_and_coefficient() {
    let v = today(
        "heat_exchanger",
        "area_m2=50;measured_heat_kw=1000;design_heat_kw=1250;design_u_w_per_m2_k=600;design_approach_k=30;hot_in_c=120;hot_out_c=70;cold_in_c=40;cold_out_c=60",
    );
    let e = v.evidence.iter().find(|e| e.clause == "传热系数").expect("coefficient");
    assert!((e.working[0].value - 43.2809).abs() < 1e-3, "{:?}", e.working);
    assert!((e.actual.expect("K") - 462.098).abs() < 1e-2);
    assert!(e.statement.contains("77.02 %") && e.statement.contains("设计换热量的 80 %"), "{}", e.statement);
    assert!(e.statement.contains("未填流动方式，按逆流计算"), "{}", e.statement);
    assert!(v.evidence.iter().all(|e| e.level != Some(Level::BelowLimit)));
}

/// Both ends 30 K apart: the logarithmic mean is 30 K.
#[test]
fn equal_end_differences_have_their_own_mean() {
    let v = today(
        "heat_exchanger",
        "area_m2=10;measured_heat_kw=300;design_u_w_per_m2_k=1000;design_approach_k=30;hot_in_c=90;hot_out_c=60;cold_in_c=30;cold_out_c=60",
    );
    let e = v.evidence.iter().find(|e| e.clause == "传热系数").expect("coefficient");
    assert_eq!((e.working[0].value, e.actual, v.level), (30.0, Some(1000.0), Level::Meets));
}

#[test]
fn a_pue_from_electricity_shows_its_calculation_and_its_scope() {
    let v = today("data_centre", "annual_electricity_kwh=15100000;annual_it_electricity_kwh=10000000");
    let e = v.deciding().expect("evidence");
    assert_eq!((v.level, e.actual, e.limit), (Level::BelowLimit, Some(1.51), Some(1.5)));
    assert_eq!(e.working[0].substituted, "15,100,000/10,000,000");
    assert!(e.statement.contains("不适用于边缘数据中心") && e.unreviewed.contains("待核"), "{}", e.statement);
}

#[test]
fn kinds_without_a_standard_say_so() {
    for (kind, word) in [("welder", "电焊机"), ("lighting", "照明"), ("other", "没有收录")] {
        let v = today(kind, "");
        assert_eq!(v.level, Level::NotCovered, "{kind}");
        assert!(v.of(Level::NotCovered).any(|e| e.statement.contains(word)), "{kind}");
    }
}

#[test]
fn damaged_tables_are_refused_with_their_place() {
    let index = std::fs::read_to_string("assets/reference/index.toml").expect("index");
    for (file, from, to, word) in [
        ("compressor_gb19153_2019.csv", "55,0.8,,6.5,7.0,7.7", "55,0.8,,7.5,7.0,7.7", "等级次序"),
        ("compressor_gb19153_2019.csv", "55,0.8,,6.5", "55,0.7,,6.5", "重复"),
        ("chiller_gb19577_2024.csv", "8.5,8.1,6.3", "8.0,8.1,6.3", "等级次序"),
        ("chiller_gb19577_2024.csv", "absorption_steam,,steam_04", "absorption_steam,,steam_05", "工况"),
        ("heat_treatment_gbt36561_2018.csv", "330,390,470", "400,390,470", "等级次序"),
        ("data_centre_gb40879_2021.csv", "1.20,1.30,1.50", "1.20,1.60,1.50", "等级次序"),
    ] {
        let files: Vec<(String, String)> = std::fs::read_dir("assets/reference")
            .expect("folder")
            .map(|f| f.expect("file").path())
            .filter(|p| p.extension().is_some_and(|e| e == "csv"))
            .map(|p| {
                let name = p.file_name().expect("name").to_string_lossy().into_owned();
                let text = std::fs::read_to_string(&p).expect("text");
                if name == file {
                    assert!(text.contains(from), "{file} {from}");
                    return (name, text.replace(from, to));
                }
                (name, text)
            })
            .collect();
        let borrowed: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        let error = Tables::read(&index, &borrowed).expect_err("refused").to_string();
        assert!(error.contains(file) && error.contains(word), "{error}");
    }
}

/// Values near the rows of the tables, so that random devices are often judged.
fn likely(key: &str) -> &'static [f64] {
    match key {
        "motor_power_kw" => &[1.5, 7.5, 18.5, 55.0, 132.0, 630.0],
        "discharge_pressure_mpa" => &[0.5, 0.7, 0.8, 1.0, 1.25],
        "specific_power_kw_per_m3_min" => &[5.5, 6.2, 6.9, 7.6, 9.0],
        "cop" => &[2.1, 2.8, 4.0, 5.0, 5.6, 6.2],
        "seasonal" => &[2.6, 3.3, 4.4, 5.7, 6.3, 8.1],
        "heat_source_kg_per_kwh" => &[1.0, 1.05, 1.2],
        "comparable_kwh_per_t" => &[300.0, 460.0, 700.0],
        "hot_in_c" => &[120.0],
        "hot_out_c" => &[60.0, 70.0],
        "cold_in_c" => &[30.0, 40.0],
        "cold_out_c" => &[50.0, 60.0],
        "pue" => &[1.2, 1.4, 1.6],
        _ => &[],
    }
}

/// A random device of a kind: every own field empty, at an end of its range, inside it, or at a likely value.
fn any_device(kind: KindCode) -> impl Strategy<Value = Equipment> {
    let fields: Vec<_> = kind.own_fields().iter().collect();
    proptest::collection::vec((0..8u8, 0.0..1.0f64), fields.len()).prop_map(move |draws| {
        let mut device = Equipment::new(kind);
        for (def, (how, share)) in fields.iter().zip(draws) {
            let value = match (def.kind, how) {
                (_, 0) => continue,
                (FieldKind::Number { min, .. }, 1) => FieldValue::Number(min),
                (FieldKind::Number { max, .. }, 2) => FieldValue::Number(max),
                (FieldKind::Number { min, max }, how) => {
                    let likely = likely(def.key);
                    match (how, likely.len()) {
                        (3, _) | (_, 0) => FieldValue::Number(min + share * (max - min)),
                        (_, n) => FieldValue::Number(likely[(share * n as f64) as usize % n]),
                    }
                }
                (FieldKind::Choice(options), _) => {
                    let at = (share * options.len() as f64) as usize % options.len();
                    FieldValue::Choice(options[at].code.to_owned())
                }
                _ => continue,
            };
            device.set(def.key, Some(Entered::ledger(value))).expect("in range");
        }
        device
    })
}

const KINDS: [KindCode; 5] =
    [KindCode::Compressor, KindCode::Chiller, KindCode::Furnace, KindCode::HeatExchanger, KindCode::DataCentre];

fn any_machine() -> impl Strategy<Value = Equipment> {
    (0..KINDS.len()).prop_flat_map(|at| any_device(KINDS[at]))
}

/// The kind's graded figures, and whether less is better.
fn graded_figures(kind: KindCode) -> &'static [(&'static str, bool)] {
    match kind {
        KindCode::Compressor => &[("specific_power_kw_per_m3_min", true)],
        KindCode::Chiller => {
            &[("cop", false), ("seasonal", false), ("cop_low_temperature", false), ("heat_source_kg_per_kwh", true)]
        }
        KindCode::Furnace => &[("comparable_kwh_per_t", true), ("comparable_kgce_per_t", true)],
        KindCode::HeatExchanger => &[("measured_heat_kw", false), ("area_m2", true)],
        _ => &[("pue", true)],
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_values_give_a_verdict_in_finite_numbers(device in any_machine()) {
        let v = screen(&device, &on("2026-11-24"));
        for e in &v.evidence {
            prop_assert!(e.actual.is_none_or(f64::is_finite) && e.limit.is_none_or(f64::is_finite), "{e:?}");
            prop_assert!(e.working.iter().all(|s| s.value.is_finite()), "{e:?}");
            prop_assert!(!e.statement.is_empty() && !e.statement.contains("NaN"), "{e:?}");
        }
        prop_assert!(v.level != Level::Insufficient || !v.missing.is_empty(), "{v:?}");
    }

    #[test]
    fn a_better_figure_never_gives_a_worse_level(device in any_machine(), which in 0..4usize, share in 0.0..1.0f64) {
        let reference = on("2026-11-24");
        let kind = device.kind.code();
        let figures = graded_figures(kind);
        let (key, lower) = figures[which % figures.len()];
        let Some(FieldValue::Number(now)) = device.get(key).map(|e| e.value) else { return Ok(()) };
        let FieldKind::Number { min, max } = kind.field(key).expect("field").kind else { return Ok(()) };
        let better = if lower { now - share * (now - min) } else { now + share * (max - now) };
        let mut improved = device.clone();
        improved.set(key, Some(Entered::ledger(FieldValue::Number(better)))).expect("in range");
        let (before, after) = (screen(&device, &reference).level, screen(&improved, &reference).level);
        let graded = |l: Level| !matches!(l, Level::Insufficient | Level::NotCovered);
        // Levels are ordered from the gravest.
        prop_assert!(!(graded(before) && graded(after)) || after >= before, "{key} {now}→{better}: {before:?}→{after:?}");
    }
}
