//! The ways people go through the program, by what they see and press: each ends with what is on the screen and what
//! is in the file.

use std::path::{Path, PathBuf};

use eframe::egui;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use energy_audit::app::pages::Page;
use energy_audit::audit::{Audit, FieldValue};
use energy_audit::report::{self, ReportOptions};
use energy_audit::screening::Level;
use energy_audit::store::{DataDir, Document};
use rust_xlsxwriter::Workbook;

use crate::bench::{Bench, bench, bench_in};

const PLANT: &str = "云中试验机械厂";

fn text(t: &str) -> Option<FieldValue> {
    Some(FieldValue::Text(t.to_owned()))
}

fn number(n: f64) -> Option<FieldValue> {
    Some(FieldValue::Number(n))
}

impl Bench {
    /// To a page by its button in the navigation.
    fn to(&mut self, page: &str) {
        self.press(Role::Button, page);
        self.judged();
        self.harness.run_steps(3);
    }

    /// Types into the current cell of a table and goes on with a key.
    fn type_in(&mut self, text: &str, end: Key) {
        self.harness.event(Event::Text(text.to_owned()));
        self.harness.run_steps(3);
        self.key(Modifiers::NONE, end);
        self.judged();
        self.harness.run_steps(3);
    }

    /// Opens a list and takes one of its options.
    fn choose(&mut self, list: &str, option: &str) {
        self.harness.get_by_role_and_label(Role::ComboBox, list).scroll_to_me();
        self.harness.run_steps(8);
        self.press(Role::ComboBox, list);
        let options: Vec<_> = self.harness.get_all_by_label(option).collect();
        // The list is drawn over everything, so its option comes last.
        let option_node = options.last().expect("option");
        option_node.scroll_to_me();
        self.harness.run_steps(8);
        let options: Vec<_> = self.harness.get_all_by_label(option).collect();
        options.last().expect("option").click();
        self.harness.run_steps(4);
    }

    /// Saves with Ctrl+S; the first time the dialog asks for the name.
    fn save(&mut self, path: &Path) {
        self.answer(path);
        self.key(Modifiers::COMMAND, Key::S);
        self.saved();
        self.harness.run_steps(2);
        assert!(self.shows("已保存"), "the state beside the name");
    }

    /// What a file on the disk holds, read as another program would.
    fn on_disk(&self, path: &Path) -> Audit {
        let other = DataDir::at(self.folder.path().join("reader"));
        Document::open_read_only(path, &other).expect("the file opens").audit().clone()
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join(format!("{PLANT}.audit"))
    }

    /// Takes every step back, by key.
    fn undo_all(&mut self) -> usize {
        // No field may have the focus: there the key undoes typing.
        self.key(Modifiers::NONE, Key::Escape);
        let mut steps = 0;
        while self.harness.state().workbench.document.as_ref().is_some_and(|d| d.undo_name().is_some()) {
            self.wb().undo();
            steps += 1;
            assert!(steps < 200, "undo never ends");
        }
        self.judged();
        self.harness.run_steps(3);
        steps
    }
}

/// 新建审计, then the enterprise's name, price and reference date by their labels.
fn begin(b: &mut Bench) {
    b.click("新建审计");
    assert_eq!(b.wb().page, Page::Enterprise);
    b.enter("企业名称", PLANT);
    b.enter("判定基准日", "２０２６－１１－０１");
    b.enter("电价", "0.5+0.12");
    b.enter("能源价格年上涨率", "0");
    let audit = b.audit();
    assert_eq!(audit.enterprise.name.as_ref().map(|e| e.value.as_str()), Some(PLANT));
    assert_eq!(audit.prices.electricity_yuan_per_kwh.as_ref().map(|e| e.value), Some(0.62), "0.5 + 0.12");
}

/// Two motors typed in: an old one with all that its energy needs, a new one without its efficiency.
fn type_devices(b: &mut Bench) {
    b.to("设备");
    for (model, power, tag, efficiency) in [("JO2-72-4", "30", "M-1", Some("89.5")), ("YE9-160M-4", "11", "M-2", None)]
    {
        b.click("＋ 新增设备");
        b.harness.run_steps(3);
        b.harness.get_by_role_and_label(Role::TextInput, "编辑型号").type_text(model);
        b.harness.run_steps(2);
        b.key(Modifiers::NONE, Key::Enter);
        for (field, value) in [
            ("编号", tag),
            ("额定功率", power),
            ("极数", "4"),
            ("额定电压", "380"),
            ("年运行小时", "6000"),
            ("平均负载率", "75%"),
        ] {
            b.enter(field, value);
        }
        if let Some(efficiency) = efficiency {
            b.enter("额定效率", efficiency);
        }
        b.judged();
    }
    assert_eq!((b.value(0, "model"), b.value(0, "rated_power_kw")), (text("JO2-72-4"), number(30.0)));
    assert_eq!((b.value(1, "tag"), b.value(1, "annual_hours_h")), (text("M-2"), number(6000.0)));
    // JO2 is in the catalogue; without its efficiency nothing can be said of the other.
    assert_eq!((b.level("M-1"), b.level("M-2")), (Level::Obsolete, Level::Insufficient));
    assert!(b.shows("数据不足"));
}

/// A ledger as plants keep them: a title above the header, a header nobody knows, units in cells, a text where a number
/// belongs, a line of sums.
fn messy(path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("水泵").expect("name");
    let rows: [&[&str]; 6] = [
        &["动力车间水泵一览表(2025年)"],
        &["序号", "位号", "设备名称", "规格型号", "铭牌数据二", "配用电机功率"],
        &["1", "P-1", "循环水泵", "IS100-80-160", "１００", "15kW"],
        &["2", "P-2", "补水泵", "IS50-32-160", "12.5", "三"],
        &["3", "P-3", "备用泵", "IS80-65-160", "50 m3/h", "7.5"],
        &["合计", "", "", "", "", "22.5"],
    ];
    for (r, row) in rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            sheet.write(r as u32, c as u16, *cell).expect("cell");
        }
    }
    book.save(path).expect("workbook");
}

/// The workbook is chosen, its unknown column given to a field, the refused cell seen, and the good rows taken over.
fn import(b: &mut Bench) {
    let before = b.audit().equipment.len();
    let ledger = b.folder.path().join("水泵台账.xlsx");
    messy(&ledger);
    b.to("设备");
    b.click("导入台账…");
    b.answer(&ledger);
    b.click("选择台账文件…");
    b.wait_for("行可导入");
    b.choose("E 铭牌数据二", "额定流量 (m³/h)");
    b.until("the ledger again", |wb| wb.import.is_some() && wb.jobs.running().is_empty());
    b.harness.run_steps(3);
    b.harness.get_by_label_contains("没有采用的单元格").click();
    b.harness.run_steps(3);
    assert!(b.shows("三"), "the refused cell is shown");
    b.click("导入 3 行设备");
    b.judged();
    b.harness.run_steps(3);
    assert!(b.said("已导入：新增 3 行"));
    assert_eq!(b.audit().equipment.len(), before + 3);
    assert_eq!((b.value(before, "tag"), b.value(before, "flow_m3_per_h")), (text("P-1"), number(100.0)));
    assert_eq!(b.value(before, "motor_power_kw"), number(15.0));
    assert_eq!(b.value(before + 1, "motor_power_kw"), None, "“三” is no number and nothing is guessed");
    assert_eq!(b.value(before + 2, "flow_m3_per_h"), number(50.0));
}

/// From the list of what is missing to the device, the field filled in, and off the list.
fn fill_in_what_is_missing(b: &mut Bench) {
    b.to("筛查");
    b.click("待补数据清单");
    let listed = |b: &Bench| b.harness.query_all_by_label_contains("M-2").count();
    assert!(listed(b) > 0 && b.shows("额定效率"));
    b.harness.get_all_by_label_contains("M-2").next().expect("line").click();
    b.harness.run_steps(4);
    assert_eq!(b.wb().page, Page::Equipment, "the line leads to the device");
    assert_eq!(b.wb().device().map(|d| d.label().to_owned()).as_deref(), Some("M-2"));
    b.enter("额定效率", "92.0");
    b.judged();
    // GB 18613-2020, 11 kW, 4 poles: grade 3 from 91.4 %, grade 2 from 93.3 %.
    assert_eq!(b.level("M-2"), Level::Grade3);
    b.to("筛查");
    assert_eq!(listed(b), 0, "nothing is missing of it");
    b.click("判定清单");
}

/// The auditor does not agree, says why, and the report says it, too.
fn overrule(b: &mut Bench) {
    b.to("筛查");
    b.harness.get_all_by_role_and_label(Role::Label, "M-2").next().expect("row").click();
    b.harness.run_steps(3);
    b.harness.get_by_label("改判…").scroll_to_me();
    b.harness.run_steps(8);
    b.click("改判…");
    b.choose("改判为", "2级");
    let reason = "铭牌照片核对为 93.5 %";
    b.harness.get_by_role_and_label(Role::MultilineTextInput, "改判理由").focus();
    b.harness.run_steps(2);
    b.harness.get_by_role_and_label(Role::MultilineTextInput, "改判理由").type_text(reason);
    b.harness.run_steps(2);
    b.harness.get_by_label("确定改判").scroll_to_me();
    b.harness.run_steps(8);
    b.click("确定改判");
    b.judged();
    b.harness.run_steps(3);
    assert_eq!(b.level("M-2"), Level::Grade2);
    assert!(b.shows(&format!("改判理由：{reason}")));
    let wb = &b.harness.state().workbench;
    let (diagnosis, reference) = (wb.diagnosis.as_ref().expect("found"), wb.reference.as_ref().expect("data"));
    let model = report::data(b.audit(), diagnosis, reference, &ReportOptions::default());
    assert!(model["overruled"].to_string().contains(reason), "{}", model["overruled"]);
}

/// Suggestion → measure with an investment → a scenario of one's own name with it.
fn build_a_scenario(b: &mut Bench) {
    b.to("改造");
    b.click("按判定建议");
    b.wait_for("采纳选中的");
    b.click("采纳选中的");
    b.judged();
    b.press(Role::Tab, "措施");
    let title = b.audit().measures[0].title.clone();
    b.harness.get_all_by_role_and_label(Role::Label, &title).next().expect("row").click();
    b.harness.run_steps(3);
    b.enter("投资(万元)", "０.６*2");
    b.judged();
    assert_eq!(b.audit().measures[0].cost.investment_yuan, Some(12_000.0), "0.6 × 2 = 1.2 万元");
    b.press(Role::Tab, "方案");
    let before = b.audit().scenarios.len();
    b.click("新建方案");
    b.judged();
    b.harness.run_steps(3);
    b.enter("方案名称", "一期");
    b.click("加入措施…");
    let options: Vec<_> = b.harness.get_all_by_role_and_label(Role::Button, &title).collect();
    options.last().expect("the measure").click();
    b.harness.run_steps(4);
    b.judged();
    let audit = b.audit();
    let made = audit.scenarios.iter().find(|s| s.name == "一期").expect("the scenario");
    assert_eq!((audit.scenarios.len(), &made.measures), (before + 1, &vec![audit.measures[0].id]));
    let found = b.harness.state().workbench.diagnosis.clone().expect("found");
    let result = found.scenarios.iter().find(|s| s.id == made.id).expect("calculated");
    assert!(result.saving.electricity_kwh > 0.0, "it saves electricity");
    assert!(b.shows("一期"));
}

/// The best set within a budget becomes a scenario.
fn choose_by_budget(b: &mut Bench) {
    b.to("改造");
    b.press(Role::Tab, "优选");
    let before = b.audit().scenarios.len();
    b.enter("预算(万元)", "50");
    // While it is sought, the answer to the last question stays on the screen.
    b.wait_for("已证明最优");
    assert!(b.shows("合计，含相互影响(1)"));
    b.click("存为方案");
    b.judged();
    let audit = b.audit();
    assert_eq!(audit.scenarios.len(), before + 1);
    assert_eq!(audit.scenarios[before].measures, [audit.measures[0].id]);
}

/// Coal and clinker typed in, the quota chosen, its level on the page of benchmarks.
fn benchmark(b: &mut Bench) {
    b.to("能源");
    b.click("＋ 添加能源 ▾");
    b.harness.run_steps(3);
    b.enter_search("查找：电、煤、蒸汽…", "原煤");
    b.click("原煤 (t)");
    b.judged();
    b.harness.run_steps(4);
    // 14,710 t × 0.7143 = 10,507.353 tce.
    b.type_in("14710", Key::Enter);
    b.press(Role::Tab, "产品产量");
    b.click("＋ 添加产品");
    b.judged();
    b.harness.run_steps(4);
    b.type_in("水泥熟料", Key::Tab);
    b.enter_search("查找限额：产品、工序、标准号…", "16780 熟料 综合能耗");
    b.press(Role::CheckBox, "水泥熟料·熟料　单位产品综合能耗 100/107/117 kgce/t　GB 16780-2021");
    b.press(Role::Cell, "水泥熟料 计量单位");
    b.type_in("t", Key::Tab);
    b.type_in("100000", Key::Tab);
    b.to("对标");
    // 10,507.353 tce / 100,000 t = 105.07 kgce/t: above 100, not above 107.
    assert!(b.shows("105.07") && b.shows("准入值(2级)(未修正)") && b.shows("未填海拔"));
}

impl Bench {
    /// Types into a search that acts while one types.
    fn enter_search(&mut self, label: &str, text: &str) {
        self.harness.get_by_role_and_label(Role::TextInput, label).focus();
        self.harness.run_steps(2);
        self.harness.get_by_role_and_label(Role::TextInput, label).type_text(text);
        self.harness.run_steps(4);
    }
}

/// The report, written to the disk: a PDF whose title names the enterprise.
fn export_report(b: &mut Bench, enterprise: &str) {
    b.to("报告");
    b.until("the report", |wb| wb.jobs.running().is_empty() && wb.report.is_none());
    b.harness.run_steps(5);
    let pdf = b.folder.path().join("报告.pdf");
    b.answer(&pdf);
    b.click("导出 PDF…");
    b.until("the export", |wb| wb.jobs.running().is_empty());
    b.harness.run_steps(3);
    let bytes = std::fs::read(&pdf).expect("the PDF was written");
    let document = lopdf::Document::load_mem(&bytes).expect("a PDF");
    let cover: String = document.extract_text(&[1]).expect("text").split_whitespace().collect();
    assert!(cover.contains(enterprise), "the cover names {enterprise}: {cover}");
    assert!(b.said("报告.pdf"), "and it is said where it is");
}

/// Every step back gives the empty audit, every step forth the same one again.
fn undo_everything(b: &mut Bench) {
    let end = b.audit().clone();
    let steps = b.undo_all();
    assert!(steps > 0);
    let empty = b.audit().clone();
    assert!(empty.equipment.is_empty() && empty.measures.is_empty() && empty.scenarios.is_empty());
    assert!(empty.enterprise.name.is_none() && empty.prices.electricity_yuan_per_kwh.is_none());
    for _ in 0..steps {
        b.wb().redo();
    }
    b.judged();
    assert!(*b.audit() == end, "the same as before");
}

/// Saved, closed and opened again by its place among the recent files: the same audit, its steps with it.
fn reopen(b: Bench) -> Bench {
    let mut b = b;
    let file = b.file();
    b.save(&file);
    let (before, folder) = (b.audit().clone(), b.folder.clone());
    assert!(b.on_disk(&file) == before, "the file holds what was on the screen");
    b.click("文件");
    b.click("关闭审计，回到开始");
    assert_eq!(b.wb().page, Page::Start);
    drop(b);
    let mut b = bench_in(folder, None);
    b.press(Role::Button, PLANT);
    b.judged();
    assert!(*b.audit() == before, "as it was left");
    assert!(b.shows(PLANT));
    b
}

#[test]
fn a_new_audit_with_devices_typed_in() {
    let mut b = bench();
    begin(&mut b);
    type_devices(&mut b);
    let file = b.file();
    b.save(&file);
    let kept = b.on_disk(&file);
    assert_eq!(kept.enterprise.name.map(|e| e.value).as_deref(), Some(PLANT));
    let models: Vec<_> = kept.equipment.iter().map(|d| d.model()).collect();
    assert_eq!(models, ["JO2-72-4", "YE9-160M-4"]);
}

#[test]
fn a_messy_workbook_is_imported_with_a_column_given_by_hand() {
    let mut b = bench();
    begin(&mut b);
    import(&mut b);
    let file = b.file();
    b.save(&file);
    assert_eq!(b.on_disk(&file).equipment.len(), 3);
    b.wb().undo();
    b.harness.run_steps(3);
    assert!(b.audit().equipment.is_empty(), "the whole import is one step");
}

#[test]
fn missing_data_are_filled_in_from_the_list_and_a_verdict_is_overruled() {
    let mut b = bench();
    begin(&mut b);
    type_devices(&mut b);
    fill_in_what_is_missing(&mut b);
    overrule(&mut b);
    let file = b.file();
    b.save(&file);
    let kept = b.on_disk(&file);
    let overruled = kept.equipment[1].overrule.as_ref().expect("in the file");
    assert_eq!((overruled.level.as_str(), overruled.reason.as_str()), (Level::Grade2.code(), "铭牌照片核对为 93.5 %"));
}

#[test]
fn a_scenario_is_built_and_another_chosen_by_budget() {
    let mut b = bench();
    begin(&mut b);
    type_devices(&mut b);
    build_a_scenario(&mut b);
    choose_by_budget(&mut b);
    let file = b.file();
    b.save(&file);
    let kept = b.on_disk(&file);
    assert!(kept.scenarios.iter().any(|s| s.name == "一期"));
    assert_eq!(kept.measures[0].cost.investment_yuan, Some(12_000.0));
}

#[test]
fn unit_consumption_is_benchmarked() {
    let mut b = bench();
    begin(&mut b);
    benchmark(&mut b);
    let file = b.file();
    b.save(&file);
    let kept = b.on_disk(&file);
    assert_eq!((kept.consumption.len(), kept.products.len(), kept.products[0].quotas.len()), (1, 1, 1));
}

#[test]
fn the_report_is_written_to_the_disk() {
    let mut b = bench();
    b.sample("御河示例供热站");
    export_report(&mut b, "御河示例供热站");
}

#[test]
fn everything_is_undone_and_done_again() {
    let mut b = bench();
    begin(&mut b);
    type_devices(&mut b);
    undo_everything(&mut b);
}

#[test]
fn an_audit_is_saved_closed_and_opened_again() {
    let mut b = bench();
    begin(&mut b);
    type_devices(&mut b);
    let mut b = reopen(b);
    // Its history came with it.
    b.wb().undo();
    assert_ne!(b.value(1, "load_factor_pct"), number(75.0));
}

/// All of it on one audit, from the empty page to the file opened again.
#[test]
fn the_whole_way_on_one_audit() {
    let mut b = bench();
    begin(&mut b);
    type_devices(&mut b);
    import(&mut b);
    fill_in_what_is_missing(&mut b);
    overrule(&mut b);
    build_a_scenario(&mut b);
    choose_by_budget(&mut b);
    benchmark(&mut b);
    export_report(&mut b, PLANT);
    undo_everything(&mut b);
    let mut b = reopen(b);
    assert_eq!((b.level("M-1"), b.level("M-2")), (Level::Obsolete, Level::Grade2));
    export_report(&mut b, PLANT);
}
