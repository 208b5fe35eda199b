//! The command line from outside: output, exit status, and what is on disk afterwards.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const LEDGER: &str = "audits/御河示例供热站.xlsx";

struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_energy-audit"))
            .args(args)
            .env("ENERGY_AUDIT_DATA_DIR", self.path("data"))
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .output()
            .expect("the program starts")
    }

    /// Runs and checks the exit status; returns stdout and stderr.
    fn expect(&self, status: i32, args: &[&str]) -> (String, String) {
        let out = self.run(args);
        let (stdout, stderr) =
            (String::from_utf8_lossy(&out.stdout).into_owned(), String::from_utf8_lossy(&out.stderr).into_owned());
        assert_eq!(out.status.code(), Some(status), "{args:?}\n{stdout}\n{stderr}");
        (stdout, stderr)
    }

    fn json(&self, args: &[&str]) -> Value {
        let mut all = args.to_vec();
        all.extend(["--format", "json"]);
        serde_json::from_str(&self.expect(0, &all).0).expect("JSON")
    }

    /// A new audit with the heating station's ledger.
    fn audit(&self) -> String {
        let file = self.path("站.audit").to_string_lossy().into_owned();
        self.expect(0, &["new", &file, "--enterprise", "示例站", "--province", "山西", "--date", "2026-11-24"]);
        self.expect(1, &["import", &file, LEDGER]);
        file
    }
}

fn leftovers(folder: &Path) -> Vec<String> {
    std::fs::read_dir(folder)
        .expect("folder")
        .map(|e| e.expect("entry").file_name().to_string_lossy().into_owned())
        .filter(|n| n.contains(".tmp") || n.ends_with(".lock"))
        .collect()
}

#[test]
fn from_ledger_to_report() {
    let desk = Desk::new();
    let file = desk.path("站.audit").to_string_lossy().into_owned();
    desk.expect(0, &["new", &file, "--enterprise", "示例站", "--date", "2026-11-24"]);
    let (stdout, stderr) = desk.expect(1, &["import", &file, LEDGER, "--format", "json"]);
    let summary: Value = serde_json::from_str(&stdout).expect("JSON");
    // 29 motors, 7 transformers, 15 boilers.
    assert_eq!(summary["files"][0]["added"], 51);
    assert!(stderr.contains("〔锅炉台账〕第 12 行") && stderr.contains("0.73"), "{stderr}");

    let screened = desk.json(&["screen", &file]);
    let list = screened.as_array().expect("list");
    assert_eq!(list.len(), 51);
    let levels = [
        "obsolete",
        "suspected_obsolete",
        "below_limit",
        "grade3",
        "grade2",
        "grade1",
        "meets",
        "not_covered",
        "insufficient_data",
    ];
    for device in list {
        for key in ["id", "tag", "kind", "model", "quantity", "level", "evidence", "missing"] {
            assert!(device.get(key).is_some(), "{key} in {device}");
        }
        assert!(levels.contains(&device["level"].as_str().expect("level")));
        for e in device["evidence"].as_array().expect("evidence") {
            for key in ["standard", "edition", "clause", "statement", "limit", "actual", "unit", "estimated"] {
                assert!(e.get(key).is_some(), "{key} in {e}");
            }
        }
    }
    assert!(
        list.iter()
            .any(|d| d["level"] == "obsolete"
                && d["evidence"][0]["standard"].as_str().is_some_and(|s| s.contains("目录")))
    );

    let suggested = desk.json(&["suggest", &file, "--apply"]);
    assert!(!suggested.as_array().expect("list").is_empty());
    let savings = desk.json(&["savings", &file]);
    let first = &savings.as_array().expect("list")[0];
    for key in [
        "measure",
        "title",
        "targets",
        "electricity_kwh",
        "fuel",
        "tce_equivalent",
        "tce_equal_value",
        "co2_t",
        "cost_yuan",
        "investment_yuan",
        "subsidy_yuan",
        "simple_payback_a",
        "discounted_payback_a",
        "npv_yuan",
        "irr",
        "abatement_cost_yuan_per_t",
        "working",
        "notes",
    ] {
        assert!(first.get(key).is_some(), "{key}");
    }
    assert!(first["simple_payback_a"].is_null());
    assert!(
        first["notes"].as_array().expect("notes").iter().any(|n| n.as_str().is_some_and(|n| n.contains("未填投资")))
    );
    let step = &first["working"][0];
    for key in ["step", "formula", "substituted", "value", "unit"] {
        assert!(step.get(key).is_some(), "{key}");
    }

    let pdf = desk.path("报告.pdf").to_string_lossy().into_owned();
    desk.expect(0, &["report", &file, "-o", &pdf, "--scenario", "推荐方案"]);
    assert!(std::fs::read(&pdf).expect("PDF").starts_with(b"%PDF"));
    for name in ["台账.xlsx", "台账.csv", "台账.json"] {
        let out = desk.path(name).to_string_lossy().into_owned();
        desk.expect(0, &["export", &file, "-o", &out]);
        assert!(std::fs::metadata(&out).expect("written").len() > 100, "{name}");
    }
    assert!(desk.expect(0, &["check", &file]).0.contains("完好"));
    assert!(leftovers(desk.0.path()).is_empty(), "{:?}", leftovers(desk.0.path()));
}

#[test]
fn a_dry_run_and_a_second_import_change_nothing() {
    let desk = Desk::new();
    let file = desk.path("a.audit").to_string_lossy().into_owned();
    desk.expect(0, &["new", &file, "--enterprise", "示例"]);
    desk.expect(1, &["import", &file, LEDGER, "--dry-run"]);
    assert_eq!(desk.json(&["screen", &file]).as_array().map(Vec::len), Some(0));
    desk.expect(1, &["import", &file, LEDGER, "--sheet", "锅炉台账"]);
    let before = desk.json(&["screen", &file]);
    let (out, _) = desk.expect(1, &["import", &file, LEDGER, "--sheet", "锅炉台账", "--format", "json"]);
    let again: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(again["files"][0]["added"], 0, "boilers have tags and are skipped");
    assert_eq!(desk.json(&["screen", &file]), before);
}

#[test]
fn the_date_picks_the_edition() {
    let desk = Desk::new();
    let file = desk.audit();
    let (_, stderr) = desk.expect(0, &["screen", &file, "--date", "2020-01-01"]);
    assert!(stderr.contains("GB 18613-2020") && stderr.contains("2021-06-01"), "{stderr}");
    let old = desk.json(&["screen", &file, "--date", "2020-01-01"]);
    let none_graded = old
        .as_array()
        .expect("list")
        .iter()
        .all(|d| d["level"].as_str().is_some_and(|l| !l.starts_with("grade") && l != "below_limit"));
    assert!(none_graded, "no efficiency table of that time is held");
}

#[test]
fn wrong_usage_is_2_and_bad_files_are_3() {
    let desk = Desk::new();
    let file = desk.audit();
    desk.expect(2, &["screen", &file, "--no-such-flag"]);
    desk.expect(2, &["import", &file, LEDGER, "--map", "没有等号"]);
    desk.expect(2, &["savings", &file, "--scenario", "没有这个方案"]);
    desk.expect(2, &["report", &file, "-o", "x.doc"]);
    desk.expect(3, &["screen", &desk.path("没有.audit").to_string_lossy()]);
    desk.expect(3, &["new", &file, "--enterprise", "再来"]);
    // A path below a regular file can't be written, not even by root.
    let below = desk.path("站.audit").join("x.pdf");
    desk.expect(3, &["report", &file, "-o", &below.to_string_lossy()]);

    for (name, bytes) in
        [("文本.audit", "这不是审计".as_bytes()), ("空.audit", b""), ("文档.audit", b"PK\x03\x04 word/document.xml")]
    {
        let path = desk.path(name);
        std::fs::write(&path, bytes).expect("written");
        let (_, stderr) = desk.expect(3, &["screen", &path.to_string_lossy()]);
        assert!(stderr.contains("审计文件"), "{stderr}");
        assert_eq!(std::fs::read(&path).expect("still there"), bytes, "unchanged");
    }
}

#[test]
fn unreadable_ledgers_are_refused_and_lose_nothing() {
    let desk = Desk::new();
    let file = desk.audit();
    let before = desk.json(&["screen", &file]);
    for (name, bytes) in
        [("空.xlsx", b"".as_slice()), ("文本.xlsx", "名称,型号".as_bytes()), ("坏.xlsx", b"PK\x03\x04 broken")]
    {
        let path = desk.path(name);
        std::fs::write(&path, bytes).expect("written");
        let out = desk.run(&["import", &file, &path.to_string_lossy()]);
        assert!(matches!(out.status.code(), Some(0 | 1)), "{name}: {out:?}");
        assert!(!out.stderr.is_empty(), "{name} is spoken of");
    }
    assert_eq!(desk.json(&["screen", &file]), before);
}

#[test]
fn the_template_is_an_empty_ledger() {
    let desk = Desk::new();
    let file = desk.audit();
    let template = desk.path("模板.xlsx").to_string_lossy().into_owned();
    desk.expect(0, &["template", &template]);
    let out = desk.run(&["import", &file, &template]);
    assert!(matches!(out.status.code(), Some(0 | 1)), "{out:?}");
    assert_eq!(desk.json(&["screen", &file]).as_array().map(Vec::len), Some(51), "nothing was added");
}

#[test]
fn the_national_data_can_be_asked() {
    let desk = Desk::new();
    let list = desk.json(&["reference", "list"]);
    assert!(list.as_array().expect("list").iter().any(|t| t["standard"] == "GB 18613-2020"));
    let table = desk.json(&["reference", "show", "GB 18613"]);
    assert_eq!(table.as_array().map(Vec::len), Some(168));
    let hits = desk.json(&["reference", "find", "Y160M-4"]);
    assert!(hits.as_array().expect("list").iter().any(|h| h["item"] == "1-1"));
    let (_, stderr) = desk.expect(0, &["reference", "find", "YE4-160M-4"]);
    assert!(stderr.contains("未查到不等于不属于淘汰设备"), "{stderr}");
}

#[test]
fn without_a_display_it_says_so_in_one_sentence() {
    if cfg!(not(target_os = "linux")) {
        return;
    }
    let desk = Desk::new();
    let (_, stderr) = desk.expect(2, &[]);
    assert!(stderr.contains("显示器") && stderr.contains("screen") && stderr.contains("report"), "{stderr}");
    assert_eq!(stderr.trim().lines().count(), 1);
}
