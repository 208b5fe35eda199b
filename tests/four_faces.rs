//! One financial kernel: page, report, workbook and command line show the same figures.
//!
//! Two sample plants get three more measures and a scenario of them. The figures of the command line's JSON are the
//! unrounded ones; every other face must show them, rounded as it rounds, and where there is none, a dash.

use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use energy_audit::app::App;
use energy_audit::app::dialogs::NoDialogs;
use energy_audit::app::pages::Page;
use energy_audit::audit::measure::inputs::{FewerHours, OwnMeasure};
use energy_audit::audit::{Action, Audit, Cost, Entered, FieldValue, Id, Measure, Record as _, Scenario};
use energy_audit::diagnosis::diagnose;
use energy_audit::exchange::{self, ImportOptions};
use energy_audit::progress::Progress;
use energy_audit::reference::Reference;
use energy_audit::report::{self, ReportOptions};
use energy_audit::store::{DataDir, Document};
use serde_json::Value;

const SAMPLES: [&str; 2] = ["云冈示例水泥有限公司", "御河示例供热站"];
const SCENARIO: &str = "四处对照";
/// A title that a spreadsheet must not take for a formula.
const OWN: &str = "=1+1 停机管理";

/// Saves 20 000 kWh at 0.60 yuan: 12 000 yuan a year for 30 000, ten years, 10 %, no upkeep, no residual value.
fn own() -> Measure {
    let inputs = OwnMeasure {
        electricity_saved_kwh: Some(Entered::ledger(20_000.0)),
        explanation: Some(Entered::ledger("停机记录".to_owned())),
        ..OwnMeasure::default()
    };
    measure(OWN, Vec::new(), Action::OwnMeasure(inputs), 30_000.0)
}

fn measure(title: &str, targets: Vec<Id>, action: Action, investment: f64) -> Measure {
    Measure {
        id: Id::fresh(),
        title: title.to_owned(),
        targets,
        action,
        cost: Cost {
            investment_yuan: Some(investment),
            annual_cost_yuan: Some(0.0),
            life_a: Some(10.0),
            ..Cost::default()
        },
        note: String::new(),
        requires: Vec::new(),
    }
}

/// A sample with its first measure (motors), half the hours of one of these motors, and [`own`], as a scenario.
fn sample(name: &str, data: &DataDir) -> Audit {
    let document = Document::open_read_only(Path::new(&format!("audits/{name}.audit")), data).expect("sample");
    let mut audit = document.audit().clone();
    document.close(false).expect("closed");
    let number = |v: f64| Some(Entered::ledger(FieldValue::Number(v)));
    audit.prices.set("electricity_yuan_per_kwh", number(0.60)).expect("price");
    for (key, value) in [("discount_rate_pct", 10.0), ("residual_rate_pct", 0.0), ("range_price_pct", 15.0)] {
        audit.finance.set(key, number(value)).expect(key);
    }
    let reference = reference(&audit);
    let motor = diagnose(&audit, &reference).measures[0].targets[0].id;
    let hours = match audit.device(motor).and_then(|d| d.get("annual_hours_h")).map(|e| e.value) {
        Some(FieldValue::Number(h)) => h / 2.0,
        other => panic!("{other:?}"),
    };
    let fewer = Action::FewerHours(FewerHours { new_hours_h: Some(Entered::ledger(hours)) });
    // First in the list, so that the page shows their rows.
    audit.measures.splice(0..0, [own(), measure("缩短运行时间", vec![motor], fewer, 1_000.0)]);
    let ids = [2, 1, 0].map(|at| audit.measures[at].id).to_vec();
    audit.scenarios.insert(0, Scenario { id: Id::fresh(), name: SCENARIO.to_owned(), measures: ids });
    audit
}

fn reference(audit: &Audit) -> Reference {
    Reference::on(audit.reference_date().expect("date")).expect("embedded data")
}

struct Desk {
    folder: tempfile::TempDir,
    audit: Audit,
}

impl Desk {
    fn new(name: &str) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let data = DataDir::at(folder.path().join("data"));
        let audit = sample(name, &data);
        let document = Document::create(&folder.path().join("厂.audit"), audit.clone(), &data).expect("file");
        document.close(true).expect("closed");
        Self { folder, audit }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, args: &[&str]) -> (Option<i32>, String, String) {
        let out = Command::new(env!("CARGO_BIN_EXE_energy-audit"))
            .args(args)
            .current_dir(self.folder.path())
            .env("ENERGY_AUDIT_DATA_DIR", self.path("cli"))
            .output()
            .expect("the program starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (out.status.code(), text(out.stdout), text(out.stderr))
    }

    fn json(&self, args: &[&str]) -> Vec<Value> {
        let (status, out, complaints) = self.command(&[args, &["--format", "json"]].concat());
        assert_eq!(status, Some(0), "{complaints}");
        serde_json::from_str(&out).expect("a list")
    }

    /// Rows of a sheet of the exported workbook by header; formulas by their cached value.
    fn sheet(&self, name: &str) -> Vec<std::collections::HashMap<String, Data>> {
        let mut book: Xlsx<_> = calamine::open_workbook(self.path("台账.xlsx")).expect("workbook");
        let range = book.worksheet_range(name).expect("sheet");
        let mut rows = range.rows();
        let head: Vec<String> = rows.next().expect("header").iter().map(ToString::to_string).collect();
        rows.map(|row| head.iter().cloned().zip(row.iter().cloned()).collect()).collect()
    }
}

/// Investment, saving, payback, NPV in yuan and years, IRR as a fraction.
type Figures = [Option<f64>; 5];

fn told(value: &Value) -> Figures {
    ["investment_yuan", "cost_yuan", "simple_payback_a", "npv_yuan", "irr"].map(|k| value[k].as_f64())
}

/// As shown to people: 万元, years, percent.
fn as_shown(f: &Figures) -> Figures {
    let by = [1e-4, 1e-4, 1.0, 1e-4, 100.0];
    std::array::from_fn(|i| f[i].map(|v| v * by[i]))
}

/// Whether a printed text is this figure, rounded to the decimals it has.
fn prints(text: &str, figure: Option<f64>) -> bool {
    let plain = text.replace(',', "").replace('−', "-");
    let decimals = plain.split_once('.').map_or(0, |(_, d)| d.len());
    match (plain.parse::<f64>(), figure) {
        (Ok(shown), Some(value)) => (shown - value).abs() <= 0.5000001 * 10_f64.powi(-(decimals as i32)) + 1e-9,
        (Err(_), None) => text == "—",
        _ => false,
    }
}

fn close(cell: &Data, expected: Option<f64>, what: &str) {
    match (cell, expected) {
        (Data::Float(found), Some(wanted)) => {
            assert!((found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0), "{what}: {found} {wanted}");
        }
        (Data::Empty, None) => {}
        other => panic!("{what}: {other:?}"),
    }
}

/// The hand-worked measure: payback 30 000/12 000 = 2.5 a; (1 − 1.1⁻¹⁰)/0.1 = 6.144 567 1, NPV = 12 000 × 6.144 567 1 −
/// 30 000 = 43 734.81 yuan; IRR where (1 − (1+r)⁻¹⁰)/r = 2.5: 2.500 28 at 38.45 %, 2.499 70 at 38.46 %.
#[test]
fn the_hand_worked_measure_on_the_command_line() {
    let desk = Desk::new(SAMPLES[0]);
    let all = desk.json(&["savings", "厂.audit"]);
    let own = &all[0];
    let [investment, saving, payback, npv, irr] = told(own).map(|v| v.expect("exists"));
    assert_eq!((investment, payback), (30_000.0, 2.5));
    assert!((saving - 12_000.0).abs() < 1e-6 && (npv - 43_734.81).abs() < 0.01, "{saving} {npv}");
    assert!(0.3845 < irr && irr < 0.3846, "{irr}");
    // 30 000/6.144 567 1 = 4 882.36 a year for 20 000 kWh: 0.244 118 yuan each. 2.5 a is within the default 3 a: short term.
    assert!((own["unit_costs"]["yuan_per_kwh"].as_f64().expect("cost") - 0.244_118).abs() < 1e-6, "{own}");
    assert_eq!(own["grade"], "short");
}

#[test]
fn the_workbook_says_what_the_command_line_says() {
    for name in SAMPLES {
        let desk = Desk::new(name);
        assert_eq!(desk.command(&["export", "厂.audit", "-o", "台账.xlsx"]).0, Some(0));
        let check = |row: &std::collections::HashMap<String, Data>, figures: Figures, what: &str| {
            let irr = figures[4].map(|r| r * 100.0);
            let columns = ["投资(元)", "年节约费用(元/a)", "静态回收期(a)", "净现值(元)"];
            for (column, figure) in columns.iter().zip(&figures) {
                close(&row[*column], *figure, &format!("{what} {column}"));
            }
            close(&row["内部收益率(%)"], irr, what);
        };
        let (rows, alone) = (desk.sheet("措施"), desk.json(&["savings", "厂.audit"]));
        assert_eq!(rows.len(), alone.len());
        for (row, m) in rows.iter().zip(&alone) {
            assert_eq!(row["措施(单独实施)"].to_string(), m["title"].as_str().expect("title"));
            check(row, told(m), &m["title"].to_string());
        }
        let rows: Vec<_> = desk.sheet("方案").into_iter().filter(|r| r["方案名称"] == SCENARIO).collect();
        let stacked = desk.json(&["savings", "厂.audit", "--scenario", SCENARIO]);
        assert_eq!((rows.len(), stacked.len()), (4, 3));
        for (row, m) in rows.iter().zip(&stacked) {
            check(row, told(m), &m["title"].to_string());
        }
        check(&rows[3], told(&desk.json(&["scenarios", "厂.audit"])[0]), SCENARIO);
        // The last balance of the discounted flow is the NPV.
        let flows = desk.sheet("现金流");
        let last = flows.iter().rfind(|r| r["名称"] == SCENARIO).expect("flow");
        close(&last["累计折现净现金流(元)"], told(&desk.json(&["scenarios", "厂.audit"])[0])[3], "balance");
    }
}

/// Boiler 2 of the sample has no tested efficiency: what replacing it saves is not known, which is no saving of nothing.
#[test]
fn what_could_not_be_calculated_is_nowhere_a_zero() {
    let desk = Desk::new(SAMPLES[0]);
    let alone = desk.json(&["savings", "厂.audit"]);
    let title = "2#采暖锅炉 煤改气(新炉热效率 94 %)";
    let m = alone.iter().find(|m| m["title"] == title).expect("the measure");
    assert_eq!(m["not_calculated"][0]["tag"], "2#采暖锅炉");
    for key in ["electricity_kwh", "tce_equivalent", "tce_equal_value", "co2_t", "cost_yuan"] {
        assert_eq!(m[key], Value::Null, "{key}");
    }
    assert_eq!(desk.command(&["export", "厂.audit", "-o", "台账.xlsx"]).0, Some(0));
    let rows = desk.sheet("措施");
    let row = rows.iter().find(|r| r["措施(单独实施)"] == title).expect("the row");
    for column in ["年节电量(kWh/a)", "年节能量(tce/a，当量值)", "年减排量(tCO₂/a)", "年节约费用(元/a)"]
    {
        close(&row[column], None, column);
    }
    let mut audit = desk.audit.clone();
    audit.scenarios.clear();
    let reference = reference(&audit);
    let data = report::data(&audit, &diagnose(&audit, &reference), &reference, &ReportOptions::default());
    let rows = data["plan"]["rows"].as_array().expect("rows");
    let row = rows.iter().find(|r| r["title"] == title).expect("in the report");
    for key in ["electricity", "tce_equivalent", "tce_equal", "co2", "cost"] {
        assert_eq!(row[key], "—", "{key}");
    }
}

#[test]
fn the_report_says_what_the_command_line_says() {
    for name in SAMPLES {
        let desk = Desk::new(name);
        let content = |audit: &Audit| {
            let reference = reference(audit);
            let options = ReportOptions { appendix_ledger: false, ..ReportOptions::default() };
            report::data(audit, &diagnose(audit, &reference), &reference, &options)
        };
        let check = |row: &Value, figures: &Figures, what: &Value| {
            for (key, figure) in ["investment", "cost", "payback", "npv", "irr"].iter().zip(as_shown(figures)) {
                let text = row[*key].as_str().expect("text");
                assert!(prints(text, figure), "{what} {key}: {text} {figure:?}");
            }
        };
        let data = content(&desk.audit);
        let stacked = desk.json(&["savings", "厂.audit", "--scenario", SCENARIO]);
        let rows = data["plan"]["rows"].as_array().expect("rows");
        assert_eq!((data["plan"]["name"].as_str(), rows.len()), (Some(SCENARIO), stacked.len()));
        for (at, (row, m)) in rows.iter().zip(&stacked).enumerate() {
            check(row, &told(m), &m["title"]);
            let e = &data["economics"]["rows"][at];
            assert_eq!((&e["payback"], &e["npv"], &e["irr"]), (&row["payback"], &row["npv"], &row["irr"]));
        }
        let total = told(&desk.json(&["scenarios", "厂.audit"])[0]);
        check(&data["plan"]["total"], &total, &data["plan"]["name"]);
        check(&data["scenario"]["total"], &total, &data["plan"]["name"]);
        check(&data["scenario"]["compared"][0], &total, &data["plan"]["name"]);
        // Without scenarios every measure stands alone.
        let mut bare = desk.audit.clone();
        bare.scenarios.clear();
        let (data, alone) = (content(&bare), desk.json(&["savings", "厂.audit"]));
        for (row, m) in data["plan"]["rows"].as_array().expect("rows").iter().zip(&alone) {
            check(row, &told(m), &m["title"]);
        }
    }
}

/// The texts of all labels, in order.
fn labels(harness: &Harness<'_, App>) -> Vec<String> {
    let of = |n: egui_kittest::Node<'_>| n.accesskit_node().value().or_else(|| n.accesskit_node().label());
    harness.query_all_by_role(eframe::egui::accesskit::Role::Label).filter_map(of).collect()
}

/// Whether a label is followed by the figure.
fn says(labels: &[String], name: &str, figure: Option<f64>) -> bool {
    labels.windows(2).any(|w| w[0] == name && prints(&w[1], figure))
}

#[test]
fn the_page_says_what_the_command_line_says() {
    for name in SAMPLES {
        let desk = Desk::new(name);
        let (data, file) = (DataDir::at(desk.path("window")), desk.path("厂.audit"));
        let mut harness = Harness::builder()
            .with_size([1900.0, 1400.0])
            .with_step_dt(1.0 / 30.0)
            .build_eframe(move |cc| App::new(&cc.egui_ctx, data, Box::new(NoDialogs), Some(&file)));
        for _ in 0..600 {
            harness.run_steps(2);
            if harness.state().workbench.document.is_some() && harness.state().workbench.up_to_date() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert!(harness.state().workbench.up_to_date(), "diagnosed");
        harness.state_mut().workbench.page = Page::Retrofit;
        harness.run_steps(4);
        let alone = desk.json(&["savings", "厂.audit"]);
        let titles = [&desk.audit.measures[2].title, "缩短运行时间", OWN];
        for title in titles {
            // The first with this text is the row of the list; 〔估算〕 may follow in it.
            let row = harness.query_all_by_label_contains(title).next().expect("listed");
            row.click();
            harness.run_steps(4);
            let m = alone.iter().find(|m| m["title"] == title).expect("told");
            let shown = labels(&harness);
            let names = ["投资(万元)", "节约费用(万元/a)", "静态回收期(a)", "NPV(万元)", "IRR(%)"];
            for (label, figure) in names.iter().zip(as_shown(&told(m))) {
                assert!(says(&shown, label, figure), "{name} {title} {label} {figure:?}: {shown:?}");
            }
        }
        harness.get_by_label("方案").click();
        harness.run_steps(4);
        let shown = labels(&harness);
        let total = &desk.json(&["scenarios", "厂.audit"])[0];
        let [investment, saving, payback, npv, irr] = as_shown(&told(total));
        for figure in [investment, saving, payback, npv, irr, total["discounted_payback_a"].as_f64()] {
            assert!(figure.is_some() && shown.iter().any(|text| prints(text, figure)), "{name} {figure:?}: {shown:?}");
        }
    }
}

#[test]
fn paybacks_are_not_added_up() {
    let desk = Desk::new(SAMPLES[0]);
    let (alone, stacked) =
        (desk.json(&["savings", "厂.audit"]), desk.json(&["savings", "厂.audit", "--scenario", SCENARIO]));
    // Half the hours of a motor that was replaced saves half of what it uses then, which is less.
    let before = alone.iter().find(|m| m["title"] == stacked[1]["title"]).expect("alone");
    let (own, here) =
        (before["cost_yuan"].as_f64().expect("saving"), stacked[1]["cost_yuan"].as_f64().expect("saving"));
    assert!(0.0 < here && here < own, "{here} {own}");
    let total = &desk.json(&["scenarios", "厂.audit"])[0];
    let of = |m: &Value, key: &str| m[key].as_f64().expect("number");
    let (outlay, benefit): (f64, f64) =
        stacked.iter().fold((0.0, 0.0), |(o, b), m| (o + of(m, "net_outlay_yuan"), b + of(m, "net_benefit_yuan")));
    assert!((of(total, "simple_payback_a") - outlay / benefit).abs() < 1e-9, "{total}");
    let sum: f64 = stacked.iter().map(|m| of(m, "simple_payback_a")).sum();
    assert!((of(total, "simple_payback_a") - sum).abs() > 0.1, "{sum}");
    // The table's last row is the total; JSON has a row a measure and CSV too.
    let (_, table, _) = desk.command(&["savings", "厂.audit", "--scenario", SCENARIO]);
    let last = table.lines().last().expect("total");
    assert!(last.starts_with("合计(含相互影响)") && last.contains(&format!("{:.2}", outlay / benefit)), "{last}");
    let (_, csv, said) = desk.command(&["savings", "厂.audit", "--scenario", SCENARIO, "--format", "csv"]);
    assert_eq!(csv.lines().count(), 4);
    assert!(said.contains("合计(含相互影响)"), "{said}");
    let (status, _, said) = desk.command(&["savings", "厂.audit", "--scenario", "没有的"]);
    assert!(status == Some(2) && said.contains(SCENARIO), "{status:?} {said}");
}

/// Texts stay texts, paybacks can be recalculated, and importing the workbook again reads the devices and nothing else.
#[test]
fn the_workbook_is_safe_and_imports_again() {
    let desk = Desk::new(SAMPLES[1]);
    let path = desk.path("台账.xlsx");
    desk.command(&["export", "厂.audit", "-o", "台账.xlsx"]);
    let mut book: Xlsx<_> = calamine::open_workbook(&path).expect("workbook");
    let formulas = book.worksheet_formula("措施").expect("formulas");
    let row = 1;
    let used: Vec<&String> = (0..40).filter_map(|c| formulas.get_value((row, c))).filter(|f| !f.is_empty()).collect();
    // Net outlay in N is investment in K less subsidy in L plus standstill in M; payback is that over net benefit in O.
    assert_eq!(used, ["K2-L2+M2", "MAX(0,N2/O2)"]);
    // The total of the scenario's three measures adds up what stands above it.
    let formulas = book.worksheet_formula("方案").expect("formulas");
    let used: Vec<&String> = (0..20).filter_map(|c| formulas.get_value((4, c))).filter(|f| !f.is_empty()).collect();
    assert_eq!(used, ["SUM(I2:I4)", "SUM(J2:J4)", "SUM(K2:K4)", "I5-J5+K5", "SUM(M2:M4)", "MAX(0,L5/M5)"]);
    let range = book.worksheet_range("措施").expect("sheet");
    assert_eq!(range.get_value((row, 0)), Some(&Data::String(OWN.to_owned())));
    let names = book.sheet_names();
    assert!(["筛查", "措施", "方案", "现金流", "何时更换"].iter().all(|s| names.iter().any(|n| n == s)), "{names:?}");

    let read = |path: &Path| {
        let options = ImportOptions::new(jiff::civil::date(2026, 11, 24));
        exchange::read(path, &options, &Progress::new()).expect("read")
    };
    let back = read(&path);
    assert!(back.complaints.is_empty(), "{:?}", back.complaints);
    assert_eq!(back.rows.len(), desk.audit.equipment.len());
    let ledger = desk.path("只有台账.xlsx");
    exchange::write_ledger(&ledger, &desk.audit).expect("ledger");
    let strip = |i: exchange::Import| -> Vec<String> {
        let without_id = |r: exchange::ImportedRow| serde_json::to_value(r.equipment).expect("JSON");
        i.rows
            .into_iter()
            .map(without_id)
            .map(|mut v| {
                v["id"] = Value::Null;
                v.to_string()
            })
            .collect()
    };
    assert_eq!(strip(back), strip(read(&ledger)));

    // A plant's own sheet of such a name is a ledger like any other.
    let theirs = desk.path("厂里的.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("方案").expect("name");
    for (column, (head, value)) in
        (0..).zip([("设备编号", "D-1"), ("名称", "电动机"), ("型号", "Y160M-4"), ("额定功率(kW)", "11")])
    {
        sheet.write_string(0, column, head).expect("header");
        sheet.write_string(1, column, value).expect("value");
    }
    book.save(&theirs).expect("saved");
    assert_eq!(read(&theirs).rows.len(), 1);
}
