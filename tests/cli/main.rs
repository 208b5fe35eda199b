//! The command line from outside: output, exit status, and what is on disk afterwards.

mod batch;
mod import;
mod merge;
mod own_tables;
mod refusals;
mod rollup;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

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

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_energy-audit"));
        command
            .args(args)
            .env("ENERGY_AUDIT_DATA_DIR", self.path("data"))
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the program starts")
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

    /// A path of this folder as an argument.
    fn arg(&self, name: &str) -> String {
        self.path(name).to_string_lossy().into_owned()
    }

    /// Everything in the folder but the program's own data, sorted.
    fn listing(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.path()).expect("folder");
        let mut names: Vec<String> =
            entries.map(|e| e.expect("entry").file_name().to_string_lossy().into_owned()).collect();
        names.retain(|n| n != "data");
        names.sort();
        names
    }

    /// A new audit with the heating station's ledger.
    fn audit(&self) -> String {
        let file = self.arg("站.audit");
        self.expect(0, &["new", &file, "--enterprise", "示例站", "--province", "山西", "--date", "2026-11-24"]);
        self.expect(1, &["import", &file, LEDGER]);
        file
    }
}

fn bytes(path: &str) -> Vec<u8> {
    std::fs::read(path).expect("readable")
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().expect("list").iter().map(|t| t.as_str().expect("text")).collect()
}

/// The device whose tag, name or model is `wanted`.
fn device<'a>(screened: &'a Value, wanted: &str) -> &'a Value {
    let mut all = screened.as_array().expect("list").iter();
    all.find(|d| ["tag", "name", "model"].iter().any(|k| d[k] == wanted)).unwrap_or_else(|| panic!("no {wanted}"))
}

fn has_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
}

#[test]
fn from_ledger_to_report() {
    let desk = Desk::new();
    let file = desk.arg("站.audit");
    desk.expect(0, &["new", &file, "--enterprise", "示例站", "--date", "2026-11-24"]);
    let (stdout, stderr) = desk.expect(1, &["import", &file, LEDGER, "--format", "json"]);
    let summary: Value = serde_json::from_str(&stdout).expect("JSON");
    // 29 motors, one of them 2用1备 and so two devices, 7 transformers, 15 boilers.
    assert_eq!(summary["files"][0]["added"], 52);
    assert_eq!(summary["files"][0]["refused_cells"], 2);
    assert_eq!(summary["dry_run"], false);
    // The two cells planted in the ledger: file, sheet, row, column and value, on stderr and in the summary.
    let refused = summary["refused"].as_array().expect("list");
    let planted = [("锅炉台账", 12, "H 设计效率%", "0.73"), ("电机", 15, "K 电机效率%", "0.935")];
    assert_eq!(refused.len(), planted.len());
    for (complaint, (sheet, row, column, value)) in refused.iter().zip(planted) {
        assert_eq!(complaint["file"], "御河示例供热站.xlsx");
        assert_eq!((&complaint["sheet"], &complaint["row"]), (&sheet.into(), &row.into()));
        assert_eq!((&complaint["column"], &complaint["value"]), (&column.into(), &value.into()));
        assert!(complaint["reason"].as_str().is_some_and(has_chinese));
        let said = format!("御河示例供热站.xlsx〔{sheet}〕第 {row} 行 {column} 列“{value}”：");
        assert!(stderr.lines().any(|l| l.starts_with(&said)), "{said} in {stderr}");
    }

    let screened = desk.json(&["screen", &file]);
    let list = screened.as_array().expect("list");
    assert_eq!(list.len(), 52);
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

    // On the first list; on the fourth, if in use before 1998 (it was made in June 1997, put into use nobody knows when);
    // 93.9 % is grade 3 of 37 kW, 4 poles; nothing is known of the efficiency of YCT.
    for (wanted, level) in [
        ("给水泵电机", "obsolete"),
        ("S7-630/10", "obsolete"),
        ("S9-1000/10", "suspected_obsolete"),
        ("脱硫氧化风机电机", "grade3"),
        ("炉排减速机电机", "insufficient_data"),
    ] {
        assert_eq!(device(&screened, wanted)["level"], level, "{wanted}");
    }
    assert_eq!(texts(&device(&screened, "炉排减速机电机")["missing"]), ["rated_efficiency_pct"]);
    assert_eq!(device(&screened, "换热站补水泵电机")["quantity"], 16.0);

    let untouched = bytes(&file);
    let only_shown = desk.json(&["suggest", &file]);
    assert_eq!(bytes(&file), untouched, "without --apply nothing is written");
    let suggested = desk.json(&["suggest", &file, "--apply"]);
    assert_eq!(suggested, only_shown);
    assert!(!suggested.as_array().expect("list").is_empty());
    assert_eq!(desk.json(&["suggest", &file]), serde_json::json!([]), "every finding has its measure");
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
    for (at, measure) in savings.as_array().expect("list").iter().enumerate() {
        assert!(measure["targets"].is_array() && measure["fuel"].is_array(), "{at}");
        for step in measure["working"].as_array().expect("working") {
            for key in ["step", "formula", "substituted", "value", "unit"] {
                assert!(step.get(key).is_some(), "{key}");
            }
        }
        for fuel in measure["fuel"].as_array().expect("fuel") {
            assert!(fuel["fuel"].is_string() && fuel["unit"].is_string() && fuel["quantity"].is_number(), "{fuel}");
        }
    }
    // No investment is stated, so there is nothing to choose from: said of each measure.
    let plan = desk.json(&["plan", &file, "--budget", "100"]);
    assert_eq!(
        (&plan["optimal"], &plan["measures"], &plan["budget_yuan"]),
        (&true.into(), &serde_json::json!([]), &1e6.into())
    );
    let left_out = plan["left_out"].as_array().expect("left out");
    assert_eq!(left_out.len(), savings.as_array().expect("list").len());
    assert!(left_out.iter().all(|l| l["reason"] == "未填投资"));
    // 1#引风机: 90 kW × 76 % ÷ 93.2 % × 3700 h before; grade 2 of 90 kW, 6 poles is 95.6 %.
    assert_eq!(first["measure"], "replace_motor");
    let fan: Vec<&Value> =
        first["working"].as_array().expect("list").iter().filter(|s| s["device"] == "1#引风机电机").collect();
    for kwh in [90.0 * 0.76 / 0.932 * 3700.0, 90.0 * 0.76 / 0.956 * 3700.0] {
        assert!(
            fan.iter().any(|s| s["unit"] == "kWh/a" && s["value"].as_f64().is_some_and(|v| (v - kwh).abs() < 0.01)),
            "{kwh} in {fan:?}"
        );
    }

    let saved = bytes(&file);
    let pdf = desk.arg("报告.pdf");
    let (stdout, _) = desk.expect(0, &["report", &file, "-o", &pdf, "--scenario", "推荐方案"]);
    assert!(stdout.is_empty(), "{stdout}");
    assert!(bytes(&pdf).starts_with(b"%PDF"));
    desk.expect(0, &["report", &file, "-o", &pdf]);
    for name in ["台账.xlsx", "台账.csv", "台账.json"] {
        desk.expect(0, &["export", &file, "-o", &desk.arg(name)]);
    }
    assert!(desk.expect(0, &["check", &file]).0.contains("完好"));
    let checked = desk.json(&["check", &file]);
    assert_eq!((&checked["devices"], &checked["sound"]), (&52.into(), &true.into()));
    assert_eq!(bytes(&file), saved, "reading commands don't touch the audit");
    assert_eq!(desk.listing(), ["台账.csv", "台账.json", "台账.xlsx", "报告.pdf", "站.audit"]);
}

#[test]
fn exports_can_be_read_back() {
    let desk = Desk::new();
    let file = desk.audit();
    let sorted = |file: &str| {
        let mut lines: Vec<String> =
            desk.expect(0, &["screen", file, "--format", "csv"]).0.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    for name in ["台账.xlsx", "台账.csv"] {
        let (out, again) = (desk.arg(name), desk.arg(&format!("{name}.audit")));
        desk.expect(0, &["export", &file, "-o", &out]);
        desk.expect(0, &["new", &again, "--enterprise", "再读", "--date", "2026-11-24"]);
        desk.expect(0, &["import", &again, &out]);
        assert_eq!(sorted(&again), sorted(&file), "{name}");
    }
    desk.expect(0, &["export", &file, "-o", &desk.arg("台账.json")]);
    let json: Value = serde_json::from_slice(&bytes(&desk.arg("台账.json"))).expect("JSON");
    assert_eq!(json["equipment"].as_array().map(Vec::len), Some(52));
}

#[test]
fn missing_data_is_listed_and_an_unfilled_list_changes_nothing() {
    let desk = Desk::new();
    let file = desk.audit();
    let before = desk.json(&["screen", &file]);
    let list = desk.arg("待补.xlsx");
    let (stdout, stderr) = desk.expect(0, &["export", &file, "-o", &list, "--missing"]);
    assert!(stdout.is_empty() && stderr.contains("待补数据"), "{stderr}");
    let imported = desk.json(&["import", &file, &list, "--on-duplicate", "replace"]);
    let counts = &imported["files"][0];
    assert_eq!((&counts["added"], &counts["replaced"], &counts["refused_cells"]), (&0.into(), &0.into(), &0.into()));
    assert!(counts["skipped"].as_u64().is_some_and(|n| n > 0), "{imported}");
    assert_eq!(desk.json(&["screen", &file]), before);
    desk.expect(2, &["export", &file, "-o", &desk.arg("待补.csv"), "--missing"]);
}

#[test]
fn a_screening_as_csv_as_a_table_and_in_english() {
    let desk = Desk::new();
    let file = desk.audit();
    let (csv, _) = desk.expect(0, &["screen", &file, "--format", "csv"]);
    assert_eq!(csv.lines().next(), Some("编号,种类,型号,台数,判定,依据"));
    assert_eq!(csv.lines().count(), 53);
    assert!(csv.contains("1#,锅炉,QXL14-1.0/115/70-AⅡ,1,3级,GB 24500-2020"), "{csv}");
    // A table is what one gets without asking, piped or not: header, rule, 52 devices.
    let (table, _) = desk.expect(0, &["screen", &file]);
    assert_eq!(desk.expect(0, &["screen", &file, "--format", "table"]).0, table);
    assert_eq!(table.lines().count(), 54);
    assert!(table.starts_with("编号") && table.contains("低于限定值"), "{table}");
    let (english, _) = desk.expect(0, &["screen", &file, "--lang", "en", "--format", "csv"]);
    assert_eq!(english.lines().next(), Some("Tag,Kind,Model,Qty,Level,Evidence"));
    assert!(english.contains("\n1#,Boilers,"), "{english}");
    assert_eq!(desk.json(&["screen", &file, "--lang", "en"]), desk.json(&["screen", &file]), "JSON has no language");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let desk = Desk::new();
    let mut child = desk
        .command(&["reference", "show", "GB 30254", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let out = child.wait_with_output().expect("it ends");
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
}

#[test]
fn a_dry_run_and_a_second_import_change_nothing() {
    let desk = Desk::new();
    let file = desk.arg("a.audit");
    desk.expect(0, &["new", &file, "--enterprise", "示例"]);
    let empty = bytes(&file);
    let (out, _) = desk.expect(1, &["import", &file, LEDGER, "--dry-run", "--format", "json"]);
    let tried: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((&tried["dry_run"], &tried["files"][0]["added"]), (&true.into(), &52.into()));
    assert_eq!(bytes(&file), empty);
    assert_eq!(desk.json(&["screen", &file]).as_array().map(Vec::len), Some(0));

    desk.expect(1, &["import", &file, LEDGER, "--sheet", "锅炉台账"]);
    let before = desk.json(&["screen", &file]);
    assert_eq!(before.as_array().map(Vec::len), Some(15));
    // Boilers have tags: skipped, said or not; motors and transformers have none, so nothing tells they are the same.
    for more in [["--sheet", "锅炉台账"].as_slice(), &["--sheet", "锅炉台账", "--on-duplicate", "skip"]] {
        let (out, _) = desk.expect(1, &[["import", &file, LEDGER, "--format", "json"].as_slice(), more].concat());
        let again: Value = serde_json::from_str(&out).expect("JSON");
        assert_eq!((&again["files"][0]["added"], &again["files"][0]["skipped"]), (&0.into(), &15.into()));
        assert_eq!(desk.json(&["screen", &file]), before);
    }
    let counts = |how: &str| {
        let (out, _) =
            desk.expect(1, &["import", &file, LEDGER, "--dry-run", "--on-duplicate", how, "--format", "json"]);
        let said: Value = serde_json::from_str(&out).expect("JSON");
        ["added", "replaced", "skipped"].map(|k| said["files"][0][k].as_u64().expect("count"))
    };
    assert_eq!(counts("skip"), [37, 0, 15]);
    assert_eq!(counts("replace"), [37, 15, 0]);
    assert_eq!(counts("both"), [52, 0, 0]);
}

#[test]
fn an_answer_about_fractions_lets_the_cell_in() {
    let desk = Desk::new();
    let file = desk.arg("a.audit");
    desk.expect(0, &["new", &file, "--enterprise", "示例", "--date", "2026-11-24"]);
    let boilers = ["import", &file, LEDGER, "--sheet", "锅炉台账"];
    desk.expect(1, &boilers);
    assert_eq!(texts(&device(&desk.json(&["screen", &file]), "9#")["missing"]), ["design_efficiency_pct"]);
    desk.expect(0, &[boilers.as_slice(), &["--fraction", "fraction", "--on-duplicate", "replace"]].concat());
    let screened = desk.json(&["screen", &file]);
    assert_eq!(screened.as_array().map(Vec::len), Some(15));
    let ninth = device(&screened, "9#");
    assert!(texts(&ninth["missing"]).is_empty(), "{ninth}");
    assert!(ninth["evidence"].as_array().expect("list").iter().any(|e| e["actual"] == 73.0), "{ninth}");
}

#[test]
fn the_date_picks_the_edition() {
    let desk = Desk::new();
    let file = desk.audit();
    let (_, stderr) = desk.expect(0, &["screen", &file, "--date", "2020-01-01"]);
    for (standard, since) in [
        ("GB 18613-2020", "2021-06-01"),
        ("GB 30254-2024", "2025-09-01"),
        ("GB 20052-2024", "2025-02-01"),
        ("GB 24500-2020", "2021-06-01"),
    ] {
        assert!(stderr.lines().any(|l| l.contains(standard) && l.contains(since)), "{standard} in {stderr}");
    }
    assert_eq!(desk.expect(0, &["screen", &file]).1, "", "all of them are in force in 2026");
    let old = desk.json(&["screen", &file, "--date", "2020-01-01"]);
    let none_graded = old
        .as_array()
        .expect("list")
        .iter()
        .all(|d| d["level"].as_str().is_some_and(|l| !l.starts_with("grade") && l != "below_limit"));
    assert!(none_graded, "no efficiency table of that time is held");
    for (wanted, standard, newer) in [
        ("脱硫氧化风机电机", "GB 18613", "GB 18613-2020"),
        ("5#循环水泵电机", "GB 30254", "GB 30254-2024"),
        ("S11-M-1250/10", "GB 20052", "GB 20052-2024"),
        ("1#", "GB 24500", "GB 24500-2020"),
    ] {
        let found = device(&old, wanted);
        assert_eq!(found["level"], "not_covered", "{wanted}");
        let evidence = &found["evidence"][0];
        assert_eq!((&evidence["standard"], &evidence["level"]), (&standard.into(), &"not_covered".into()));
        assert!(evidence["statement"].as_str().is_some_and(|s| s.contains("2020-01-01") && s.contains(newer)));
    }
    // The catalogues of 2009 to 2016 hold; the one of 2024 did not yet exist.
    assert_eq!(device(&old, "给水泵电机")["level"], "obsolete");
    assert_eq!(device(&old, "6#")["level"], "not_covered");
    assert_eq!(device(&desk.json(&["screen", &file]), "6#")["level"], "obsolete");
}

#[test]
fn the_template_is_an_empty_ledger() {
    let desk = Desk::new();
    let file = desk.audit();
    let template = desk.arg("模板.xlsx");
    desk.expect(0, &["template", &template]);
    assert!(bytes(&template).starts_with(b"PK"));
    let out = desk.run(&["import", &file, &template, "--format", "json"]);
    assert!(matches!(out.status.code(), Some(0 | 1)), "{out:?}");
    let summary: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(summary["files"][0]["added"], 0);
    assert_eq!(desk.json(&["screen", &file]).as_array().map(Vec::len), Some(52), "nothing was added");
}

#[test]
fn the_national_data_can_be_asked() {
    let desk = Desk::new();
    let list = desk.json(&["reference", "list"]);
    assert!(list.as_array().expect("list").iter().any(|t| t["standard"] == "GB 18613-2020"));
    let table = desk.json(&["reference", "show", "GB 18613"]);
    assert_eq!(table.as_array().map(Vec::len), Some(168));
    // 11 kW, 4 poles: IE5, IE4 and IE3.
    let row = table.as_array().expect("list").iter().find(|r| r["power_kw"] == "11" && r["poles"] == "4");
    let row = row.expect("11 kW");
    assert_eq!(
        ["grade1_pct", "grade2_pct", "grade3_pct"].map(|k| row[k].as_str().expect("value")),
        ["94.6", "93.3", "91.4"]
    );
    let found = desk.json(&["reference", "find", "Y160M-4"]);
    let hit =
        found["matches"].as_array().expect("list").iter().find(|h| h["item"] == "1-1").expect("second batch, item 1-1");
    assert!(hit["batch"].as_str().is_some_and(|b| b.contains("第二批")));
    assert_eq!(hit["listed"], "Y160M-4");
    let reading = found["readings"].as_array().expect("list").iter().find(|r| r["kind"] == "motor").expect("a motor's");
    let fact = |key: &str| reading["facts"].as_array().expect("list").iter().find(|f| f["key"] == key).cloned();
    assert_eq!(fact("poles").map(|f| f["value"].clone()), Some(serde_json::json!(4.0)));
    let power = fact("rated_power_kw").expect("listed");
    assert_eq!((&power["value"], &power["unit"], &power["certain"]), (&11.0.into(), &"kW".into(), &true.into()));
    assert!(power["why"].as_str().is_some_and(|w| w.contains("第二批") && w.contains("1-1")), "{power}");
    let (table, _) = desk.expect(0, &["reference", "find", "Y160M-4"]);
    assert!(table.contains("型号命名") && table.contains("极数"), "{table}");
    assert_eq!(desk.json(&["reference", "find", "YE4-160M-4"])["matches"], serde_json::json!([]));
    assert_eq!(desk.expect(0, &["reference"]).0, desk.expect(0, &["reference", "list"]).0);
    let (_, stderr) = desk.expect(0, &["reference", "find", "YE4-160M-4"]);
    assert!(stderr.contains("未查到不等于不属于淘汰设备"), "{stderr}");
}

#[test]
fn find_says_how_a_model_hits_what_is_required_and_what_else_may_be_meant() {
    let desk = Desk::new();
    let list =
        |model: &str, part: &str| desk.json(&["reference", "find", model])[part].as_array().expect("list").clone();
    let find = |model: &str| list(model, "matches");
    // 6-25 lists 6BA12; A is a trimmed impeller.
    let pump = find("6BA-12A");
    let hit = pump.iter().find(|h| h["item"] == "6-25").expect("first batch, 6-25");
    assert!(hit["how"].as_str().is_some_and(|h| h.contains("另有“A”")), "{hit}");
    // MZ counts only if said to be of the magnetic-amplifier type.
    let welder = find("MZ-1000");
    let hit = welder.iter().find(|h| h["item"] == "5-1").expect("second batch, 5-1");
    assert_eq!((&hit["needs_word"], &hit["listed"]), (&true.into(), &"MZ*".into()));
    assert!(hit["required"][0].as_str().is_some_and(|r| r.contains("磁放大")), "{hit}");
    // l for 1 is a slip: a candidate with its reason, no hit.
    assert!(find("Yl60M-4").is_empty());
    let slip = list("Yl60M-4", "candidates");
    assert_eq!((&slip[0]["candidate"], &slip[0]["distance"]), (&"Y160M-4".into(), &1.into()));
    assert!(slip[0]["reason"].as_str().is_some_and(|r| r.contains("字母 L 疑为数字 1")), "{slip:?}");
}

#[test]
fn without_a_display_it_says_so_in_one_sentence() {
    if cfg!(not(target_os = "linux")) {
        return;
    }
    let desk = Desk::new();
    for args in [[].as_slice(), &["some.audit"]] {
        let (stdout, stderr) = desk.expect(2, args);
        assert!(stdout.is_empty(), "{stdout}");
        assert_eq!(stderr.trim().lines().count(), 1, "{stderr}");
        let commands = ["new", "import", "template", "screen", "suggest", "savings", "report", "export", "check"];
        assert!(stderr.contains("显示器") && commands.iter().all(|c| stderr.contains(c)), "{stderr}");
    }
}

#[test]
fn the_change_log_is_listed() {
    let desk = Desk::new();
    let file = desk.audit();
    let log = desk.json(&["check", &file, "--history"]);
    let log = log.as_array().expect("list");
    assert_eq!(log.len(), 1, "one import: {log:?}");
    assert!(log[0]["what"].as_str().is_some_and(|w| w.starts_with("导入")), "{log:?}");
    assert_eq!(log[0]["who"], "", "nobody's name is set");
    assert!(log[0]["at"].as_str().is_some_and(|t| t.parse::<jiff::Timestamp>().is_ok()));
    desk.expect(2, &["check", &file, "--history", "--repair"]);
}
