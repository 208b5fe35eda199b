//! `report` and `export` over many audits, and the Parquet tables, read back.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;

use super::*;

const CEMENT: &str = "audits/云冈示例水泥有限公司.audit";
const HEATING: &str = "audits/御河示例供热站.audit";

/// Names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("folder");
    let mut names: Vec<String> =
        entries.map(|e| e.expect("entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn each_audit_has_its_own_file() {
    let desk = Desk::new();
    for folder in ["市/甲", "市/乙"] {
        std::fs::create_dir_all(desk.path(folder)).expect("folder");
        std::fs::copy(HEATING, desk.path(folder).join("站.audit")).expect("copies");
    }
    std::fs::write(desk.path("坏.audit"), "not a database").expect("writes");
    let (city, broken, single) = (desk.arg("市"), desk.arg("坏.audit"), desk.arg("单.csv"));
    desk.expect(0, &["export", HEATING, "-o", &single]);
    // A folder stands for the audits in it and below; the bad file is told, the rest goes on.
    let (stdout, stderr) = desk.expect(1, &["export", &city, &broken, "-o", &desk.arg("出/"), "--format", "csv"]);
    assert!(stdout.is_empty() && stderr.contains("[3/3]") && stderr.contains("未写出"), "{stderr}");
    assert_eq!(names(&desk.path("出")), ["御河示例供热站（示例）-站(2).csv", "御河示例供热站（示例）-站.csv"]);
    for name in names(&desk.path("出")) {
        assert_eq!(std::fs::read(desk.path("出").join(&name)).expect("reads"), bytes(&single), "{name}");
    }
    // Wrong usage: several into one file, a format that there is not, an ending that is not the format.
    desk.expect(2, &["export", HEATING, CEMENT, "-o", &single]);
    desk.expect(2, &["export", HEATING, "-o", &desk.arg("出/"), "--format", "doc"]);
    desk.expect(2, &["export", HEATING, "-o", &single, "--format", "json"]);
    desk.expect(2, &["export", HEATING, "-o", &desk.arg("出/"), "--missing", "--format", "csv"]);
    // Nothing that could be written, nothing to read: a file's failure.
    desk.expect(3, &["export", &broken, "-o", &desk.arg("无/")]);
    std::fs::create_dir(desk.path("空")).expect("folder");
    desk.expect(3, &["report", &desk.arg("空"), "-o", &desk.arg("无/")]);
    desk.expect(0, &["report", HEATING, CEMENT, "-o", &desk.arg("报告/")]);
    assert_eq!(names(&desk.path("报告")), ["云冈示例水泥有限公司（示例）.pdf", "御河示例供热站（示例）.pdf"]);
    assert!(bytes(&desk.arg("报告/御河示例供热站（示例）.pdf")).starts_with(b"%PDF"));
}

/// Its shells hand on `*` and `?` as they are written.
#[cfg(windows)]
#[test]
fn patterns_stand_for_the_files_that_fit() {
    let desk = Desk::new();
    for name in ["甲1.audit", "甲2.audit", "甲10.AUDIT", "乙1.audit", "甲1.txt"] {
        std::fs::copy(HEATING, desk.path(name)).expect("copies");
    }
    let listed = |pattern: &str| {
        desk.expect(0, &["export", &desk.arg(pattern), "-o", &desk.arg("出/"), "--format", "csv"]);
        let found = names(&desk.path("出"));
        std::fs::remove_dir_all(desk.path("出")).expect("removed");
        found.into_iter().map(|n| n.replace("御河示例供热站（示例）-", "")).collect::<Vec<_>>()
    };
    assert_eq!(listed("甲?.audit"), ["甲1.csv", "甲2.csv"]);
    assert_eq!(listed("甲*.audit"), ["甲1.csv", "甲10.csv", "甲2.csv"]);
    assert_eq!(listed("*1.a*t"), ["乙1.csv", "甲1.csv"]);
    // One that fits nothing is the file that is not there.
    let (_, stderr) = desk.expect(3, &["export", &desk.arg("丙*.audit"), "-o", &desk.arg("出/")]);
    assert!(stderr.contains("丙*.audit"), "{stderr}");
}

#[test]
fn an_enterprise_that_looks_like_a_path_stays_in_the_folder() {
    let desk = Desk::new();
    let file = desk.arg("恶.audit");
    desk.expect(0, &["new", &file, "--enterprise", "../../外面/..\\C:坏", "--date", "2026-11-24"]);
    let there = desk.listing();
    desk.expect(0, &["export", &file, "-o", &desk.arg("出/"), "--format", "json"]);
    assert_eq!(names(&desk.path("出")), ["外面..C坏-恶.json"]);
    std::fs::remove_dir_all(desk.path("出")).expect("removed");
    assert_eq!(desk.listing(), there);
}

/// The rows of a table, by column; nulls are `Field::Null`.
fn table(folder: &Path, name: &str) -> Vec<BTreeMap<String, Field>> {
    let file = File::open(folder.join(format!("{name}.parquet"))).expect("there");
    let reader = SerializedFileReader::new(file).expect("Parquet");
    let rows = reader.get_row_iter(None).expect("rows");
    rows.map(|row| row.expect("row").get_column_iter().map(|(n, f)| (n.clone(), f.clone())).collect()).collect()
}

fn number(field: &Field) -> Option<f64> {
    match field {
        Field::Double(n) => Some(*n),
        Field::Long(n) => Some(*n as f64),
        _ => None,
    }
}

fn text(field: &Field) -> Option<&str> {
    match field {
        Field::Str(t) => Some(t),
        _ => None,
    }
}

#[test]
fn the_tables_hold_what_the_commands_say() {
    let desk = Desk::new();
    let empty = desk.arg("空白.audit");
    desk.expect(0, &["new", &empty, "--enterprise", "空白示例厂", "--date", "2026-11-24"]);
    desk.expect(0, &["export", CEMENT, HEATING, &empty, "-o", &desk.arg("表"), "--format", "parquet"]);
    let folder = desk.path("表");
    let docs = std::fs::read_to_string("docs/parquet.md").expect("docs");
    for name in names(&folder) {
        let name = name.strip_suffix(".parquet").expect("only tables, nothing half-written");
        let rows = SerializedFileReader::new(File::open(folder.join(format!("{name}.parquet"))).expect("there"));
        let reader = rows.expect("Parquet");
        assert!(docs.contains(&format!("### {name}")), "{name} is not in docs/parquet.md");
        for column in reader.metadata().file_metadata().schema_descr().columns() {
            assert!(docs.contains(&format!("`{}`", column.name())), "{name}.{} is not in docs", column.name());
        }
    }

    let devices = table(&folder, "devices");
    for (sample, file) in [(CEMENT, "云冈示例水泥有限公司.audit"), (HEATING, "御河示例供热站.audit")] {
        let own: Vec<_> = devices.iter().filter(|d| text(&d["file"]) == Some(file)).collect();
        let screened = desk.json(&["screen", sample]);
        let screened = screened.as_array().expect("list");
        assert_eq!(own.len(), screened.len(), "{sample}");
        for (device, said) in own.iter().zip(screened) {
            assert_eq!(number(&device["device_id"]), said["id"].as_f64());
            assert_eq!(text(&device["level"]), said["level"].as_str());
            assert_eq!(text(&device["model"]), said["model"].as_str());
            assert_eq!(number(&device["quantity"]), said["quantity"].as_f64());
        }
        let evidence = table(&folder, "evidence");
        let of_sample = evidence.iter().filter(|e| text(&e["file"]) == Some(file));
        let said = screened.iter().flat_map(|d| d["evidence"].as_array().expect("evidence"));
        let (mut rows, mut nulls) = (0, 0);
        for (row, said) in of_sample.zip(said) {
            for (column, key) in [("standard", "standard"), ("clause", "clause"), ("level", "level")] {
                assert_eq!(text(&row[column]), said[key].as_str().filter(|t| !t.is_empty()), "{column}");
            }
            // What is not known is null, and not 0.
            assert_eq!(number(&row["limit_value"]), said["limit"].as_f64());
            assert_eq!(number(&row["actual_value"]), said["actual"].as_f64());
            nulls += usize::from(row["actual_value"] == Field::Null);
            rows += 1;
        }
        assert!(rows > 0 && nulls > 0, "{rows} rows, {nulls} without an actual value");
    }

    // A scenario's measures add up to what the command says of the scenario.
    let scenarios = desk.json(&["scenarios", HEATING]);
    let first = &scenarios.as_array().expect("list")[0];
    let told = first["tce_equivalent"].as_f64().expect("tce");
    let of_scenario = |row: &&BTreeMap<String, Field>| {
        text(&row["file"]) == Some("御河示例供热站.audit") && number(&row["scenario_position"]) == Some(1.0)
    };
    let measures = table(&folder, "scenario_measures");
    let sum: f64 = measures.iter().filter(of_scenario).filter_map(|m| number(&m["saved_energy_tce"])).sum();
    assert!((sum - told).abs() < 1e-6 * told.abs().max(1.0), "{sum}, not {told}");
    let totals = table(&folder, "scenarios");
    let total = totals.iter().find(of_scenario).expect("scenario");
    assert!((number(&total["saved_energy_tce"]).expect("number") - told).abs() < 1e-6 * told.abs().max(1.0));

    // Whose rows they are, and by which date and standards; an audit without devices has no energy, not 0.
    let audits = table(&folder, "audits");
    assert_eq!(audits.len(), 3);
    let ids: std::collections::BTreeSet<_> = audits.iter().filter_map(|a| text(&a["audit_id"])).collect();
    assert_eq!(ids.len(), 3);
    let blank = audits.iter().find(|a| text(&a["enterprise"]) == Some("空白示例厂")).expect("there");
    assert_eq!(number(&blank["devices"]), Some(0.0));
    for unknown in ["listed_energy_tce", "listed_electricity_kwh", "province", "credit_code", "standards_used"] {
        assert_eq!(blank[unknown], Field::Null, "{unknown}");
    }
    // 2026-11-24 is day 20781 after 1970-01-01: 56 years with 14 leap days are 20454, and it is day 328 of the year.
    assert_eq!(blank["reference_date"], Field::Date(20781));
    let heating = audits.iter().find(|a| text(&a["file"]) == Some("御河示例供热站.audit")).expect("there");
    assert!(text(&heating["standards_used"]).is_some_and(|s| s.contains("GB 18613-2020")));
    desk.expect(2, &["export", HEATING, "-o", &desk.arg("一.parquet"), "--format", "parquet"]);
}
