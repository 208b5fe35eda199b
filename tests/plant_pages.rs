//! Energy, benchmark and overview pages driven through their accessibility labels, without a window.

use eframe::egui;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use energy_audit::app::App;
use energy_audit::app::dialogs::NoDialogs;
use energy_audit::app::pages::Page;
use energy_audit::audit::plant::Conformity;
use energy_audit::audit::{Audit, Edit, Entered, FieldValue, Id, PartialDate, Section, Target};
use energy_audit::store::DataDir;

struct Bench {
    harness: Harness<'static, App>,
    _folder: tempfile::TempDir,
}

/// A new audit, judged by the standards of a day on which the editions used here are in force.
fn bench() -> Bench {
    let folder = tempfile::tempdir().expect("folder");
    let data = DataDir::at(folder.path().join("data"));
    let harness = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_theme(egui::Theme::Light)
        .with_step_dt(1.0 / 30.0)
        .with_max_steps(60)
        .build_eframe(move |cc| App::new(&cc.egui_ctx, data, Box::new(NoDialogs), None));
    let mut b = Bench { harness, _folder: folder };
    b.harness.state_mut().workbench.new_audit();
    let date = PartialDate::new(2026, Some(3), Some(1)).map(|d| Entered::ledger(FieldValue::Date(d)));
    b.edit(Edit::Field { target: Target::Enterprise, key: "reference_date".to_owned(), value: date });
    b.judged();
    b
}

impl Bench {
    fn judged(&mut self) {
        for _ in 0..600 {
            self.harness.run_steps(2);
            if self.harness.state().workbench.up_to_date() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("waited in vain for the diagnosis");
    }

    fn edit(&mut self, edit: Edit) {
        assert!(self.harness.state_mut().workbench.edit("修改", edit));
    }

    fn steps(&mut self) {
        self.judged();
        self.harness.run_steps(4);
    }

    fn go(&mut self, page: Page) {
        self.harness.state_mut().workbench.page = page;
        self.steps();
    }

    fn tab(&mut self, name: &str) {
        self.harness.get_by_role_and_label(Role::Tab, name).click();
        self.steps();
    }

    fn press(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run_steps(3);
    }

    /// Types into the current cell and takes it over.
    fn type_in(&mut self, text: &str, end: Key) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run_steps(3);
        self.press(end);
        self.steps();
    }

    fn paste(&mut self, text: &str) {
        self.harness.event(egui::Event::Paste(text.to_owned()));
        self.steps();
    }

    fn audit(&self) -> &Audit {
        self.harness.state().workbench.audit().expect("audit")
    }

    fn value(&self, section: Section, row: usize, key: &str) -> Option<FieldValue> {
        let audit = self.audit();
        let id: Id = *audit.row_ids(section).get(row)?;
        audit.row_fields(section, id)?.get(key).map(|e| e.value)
    }

    fn number(&self, section: Section, row: usize, key: &str) -> Option<f64> {
        match self.value(section, row, key)? {
            FieldValue::Number(n) => Some(n),
            _ => None,
        }
    }

    fn says(&self, part: &str) -> bool {
        self.harness.query_all_by_label_contains(part).next().is_some()
    }

    fn undo(&mut self) {
        self.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::Z);
        self.steps();
    }

    /// The energy page with one carrier chosen from the menu.
    fn with_carrier(&mut self, search: &str, entry: &str) {
        self.go(Page::Energy);
        self.harness.get_by_label("＋ 添加能源 ▾").click();
        self.harness.run_steps(4);
        let field = self.harness.get_by_role_and_label(Role::TextInput, "查找：电、煤、蒸汽…");
        field.focus();
        self.harness.run_steps(2);
        self.harness.get_by_role_and_label(Role::TextInput, "查找：电、煤、蒸汽…").type_text(search);
        self.harness.run_steps(3);
        self.harness.get_by_label(entry).click();
        self.steps();
    }
}

#[test]
fn a_month_is_typed_and_the_total_follows() {
    let mut b = bench();
    b.with_carrier("电", "电力 (kWh)");
    assert_eq!(b.value(Section::Consumption, 0, "carrier"), Some(FieldValue::Text("electricity".to_owned())));
    // The new row's January is the current cell; full-width digits and separators are taken.
    b.type_in("１０，０００", Key::Tab);
    assert_eq!(b.number(Section::Consumption, 0, "month_01"), Some(10_000.0));
    // 10,000 kWh × 0.1229 kgce/kWh = 1.229 tce (GB/T 2589-2020, equivalent value).
    b.harness.get_by_label("综合能耗(当量值) 1.23 tce");
    // Tab went on to February: 20,000 more, 30,000 × 0.1229 / 1000 = 3.687.
    b.type_in("20000", Key::Enter);
    assert_eq!(b.number(Section::Consumption, 0, "month_02"), Some(20_000.0));
    b.harness.get_by_label("综合能耗(当量值) 3.69 tce");
    assert!(b.says("电力 购入 全年 30,000"), "the sum of the months is shown");
    b.undo();
    assert_eq!(b.number(Section::Consumption, 0, "month_02"), None);
    b.harness.get_by_label("综合能耗(当量值) 1.23 tce");
}

/// An input method begins in a cell of a sheet, too: it keeps its first letter, Enter is its own while it composes.
#[test]
fn an_input_method_composes_in_a_sheet() {
    let mut b = bench();
    b.with_carrier("电", "电力 (kWh)");
    b.press(Key::End);
    let ime = |b: &mut Bench, event: egui::ImeEvent| {
        b.harness.input_mut().events.push(egui::Event::Ime(event));
        b.harness.step();
        let ime = b.harness.output().platform_output.ime.expect("the input method stays on");
        assert!(!ime.should_interrupt_composition);
    };
    let preedit = |text: &str| egui::ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None };
    for letters in ["g", "gu", "gu wang"] {
        ime(&mut b, preedit(letters));
        let editor = b.harness.get_by_role_and_label(Role::TextInput, "编辑备注");
        assert_eq!(editor.value().as_deref(), Some(letters));
    }
    b.press(Key::Enter);
    b.press(Key::Tab);
    assert_eq!(b.value(Section::Consumption, 0, "remark"), None, "still being composed");
    ime(&mut b, preedit(""));
    ime(&mut b, egui::ImeEvent::Commit("国网".to_owned()));
    b.press(Key::Enter);
    b.steps();
    assert_eq!(b.value(Section::Consumption, 0, "remark"), Some(FieldValue::Text("国网".to_owned())));
}

/// The width of a column is remembered from start to start, as that of the devices is.
#[test]
fn a_sheet_keeps_the_widths_it_was_given() {
    let mut b = bench();
    b.with_carrier("电", "电力 (kWh)");
    let width = |b: &Bench| b.harness.get_by_role_and_label(Role::ColumnHeader, "1月").rect();
    let before = width(&b);
    let edge = egui::pos2(before.right() - 2.0, before.center().y);
    b.harness.hover_at(edge);
    b.harness.run_steps(2);
    b.harness.drag_at(edge);
    b.harness.run_steps(2);
    b.harness.hover_at(edge + egui::vec2(40.0, 0.0));
    b.harness.run_steps(2);
    b.harness.drop_at(edge + egui::vec2(40.0, 0.0));
    b.harness.run_steps(3);
    let after = width(&b).width();
    assert!((after - before.width() - 40.0).abs() < 4.0, "{before} {after}");
    let file = b._folder.path().join("data/settings.json");
    let kept = std::fs::read_to_string(file).expect("settings");
    let kept: energy_audit::app::settings::Settings = serde_json::from_str(&kept).expect("settings");
    assert_eq!(kept.tables["plant.consumption"].widths["month_01"], after);
}

/// Amounts repeat by the handle; rows are inserted above the current one.
#[test]
fn a_sheet_is_filled_by_the_handle_and_given_rows() {
    let mut b = bench();
    b.with_carrier("电", "电力 (kWh)");
    b.type_in("500", Key::Enter);
    b.press(Key::Home);
    for _ in 0..3 {
        b.press(Key::ArrowRight);
    }
    let from = b.harness.get_by_role_and_label(Role::Button, "填充柄").rect().center();
    let step = b.harness.get_by_role_and_label(Role::ColumnHeader, "2月").rect().width();
    b.harness.drag_at(from);
    b.harness.run_steps(2);
    b.harness.hover_at(from + egui::vec2(step, 0.0));
    b.harness.run_steps(2);
    b.harness.drop_at(from + egui::vec2(step * 2.0 - 8.0, 0.0));
    b.steps();
    let month = |b: &Bench, key: &str| b.number(Section::Consumption, 0, key);
    assert_eq!((month(&b, "month_02"), month(&b, "month_03")), (Some(500.0), Some(500.0)));
    assert_eq!(month(&b, "month_04"), None);
    b.undo();
    assert_eq!(month(&b, "month_02"), None, "in one step");
    b.harness.key_press_modifiers(egui::Modifiers::SHIFT, Key::F10);
    b.harness.run_steps(4);
    b.harness.get_by_role_and_label(Role::Button, "在上方插入行").click();
    b.steps();
    assert_eq!(b.audit().consumption.len(), 2);
    assert_eq!(month(&b, "month_01"), None, "above the row that was there");
    assert_eq!(b.number(Section::Consumption, 1, "month_01"), Some(500.0));
}

/// In a sheet, too, cells are selected here and there, and moved by their edge.
#[test]
fn months_are_selected_with_ctrl_and_moved_by_their_edge() {
    let mut b = bench();
    b.with_carrier("电", "电力 (kWh)");
    b.press(Key::Home);
    b.paste("外购电\t购入\tkWh\t100\t200\t300\n");
    let month = |b: &Bench, n: usize| b.number(Section::Consumption, 0, &format!("month_{n:02}"));
    let cell = |b: &Bench, n: usize| {
        let header = b.harness.get_by_role_and_label(Role::ColumnHeader, &format!("{n}月")).rect();
        egui::pos2(header.center().x, header.bottom() + 13.0)
    };
    let click = |b: &mut Bench, at: egui::Pos2, modifiers: egui::Modifiers| {
        b.harness.input_mut().events.push(egui::Event::ModifiersChanged(modifiers));
        for pressed in [true, false] {
            let button = egui::PointerButton::Primary;
            b.harness.input_mut().events.push(egui::Event::PointerMoved(at));
            b.harness.input_mut().events.push(egui::Event::PointerButton { pos: at, button, pressed, modifiers });
            b.harness.step();
        }
        b.harness.input_mut().events.push(egui::Event::ModifiersChanged(egui::Modifiers::NONE));
        b.steps();
    };
    let (first, third) = (cell(&b, 1), cell(&b, 3));
    click(&mut b, first, egui::Modifiers::NONE);
    click(&mut b, third, egui::Modifiers::COMMAND);
    // 100 + 300 kWh.
    assert!(b.says("数值 2 · 合计 400"));
    b.press(Key::Delete);
    b.steps();
    assert_eq!((month(&b, 1), month(&b, 2), month(&b, 3)), (None, Some(200.0), None));
    b.undo();
    // By its upper edge to May.
    let (from, to) = (cell(&b, 2) - egui::vec2(0.0, 12.0), cell(&b, 5));
    let second = cell(&b, 2);
    click(&mut b, second, egui::Modifiers::NONE);
    b.harness.hover_at(from);
    b.harness.run_steps(2);
    b.harness.drag_at(from);
    b.harness.run_steps(2);
    b.harness.hover_at(from + (to - from) / 2.0);
    b.harness.run_steps(2);
    b.harness.hover_at(to);
    b.harness.run_steps(2);
    b.harness.drop_at(to);
    b.steps();
    assert_eq!((month(&b, 2), month(&b, 5)), (None, Some(200.0)));
    b.undo();
    assert_eq!((month(&b, 2), month(&b, 5)), (Some(200.0), None), "in one step");
}

#[test]
fn a_refused_month_keeps_its_value_and_says_why() {
    let mut b = bench();
    b.with_carrier("原煤", "原煤 (t)");
    b.type_in("100", Key::Enter);
    b.type_in("很多", Key::Enter);
    assert!(b.says("“很多”不是数字"));
    assert_eq!(b.number(Section::Consumption, 0, "month_01"), Some(100.0));
    b.press(Key::Escape);
    b.press(Key::Delete);
    b.steps();
    assert_eq!(b.number(Section::Consumption, 0, "month_01"), None, "Delete clears the cell");
}

/// Carrier, flow, unit, January … March, as copied from a sheet: the unit's column only shows and is passed over, a
/// carrier of any known name is taken, an unknown one and a text in a month are refused with their place.
#[test]
fn a_block_is_pasted_from_a_sheet_and_undone() {
    let mut b = bench();
    b.with_carrier("电", "电力 (kWh)");
    b.press(Key::Home);
    b.paste("外购电\t购入\tkWh\t1,000\t2,000\t3,000\r\n煤\t购入\tt\t10\t无\t30\r\n暗物质\t购入\tt\t1\t1\t1\r\n");
    let rows = b.audit().consumption.len();
    assert_eq!(b.number(Section::Consumption, 0, "month_03"), Some(3000.0));
    assert_eq!(b.value(Section::Consumption, 1, "carrier"), Some(FieldValue::Text("raw_coal".to_owned())));
    assert_eq!(b.number(Section::Consumption, 1, "month_01"), Some(10.0));
    assert_eq!(b.number(Section::Consumption, 1, "month_02"), None);
    assert_eq!(b.number(Section::Consumption, 1, "month_03"), Some(30.0));
    assert_eq!(b.audit().consumption[1].year(), b.audit().consumption[0].year(), "pasted rows are of the year shown");
    let said = |b: &Bench, part: &str| b.harness.state().workbench.messages.iter().any(|m| m.text.contains(part));
    assert!(said(&b, "2 格没有粘贴，原值未动。第 2 行"));
    // The line without a carrier is kept, as its amounts were good, and asked about.
    assert_eq!(rows, 3);
    assert!(b.says("没有填能源品种"));
    b.undo();
    assert_eq!(b.audit().consumption.len(), 1);
    assert_eq!(b.number(Section::Consumption, 0, "month_01"), None);
}

/// A month that is a thousand times the others is asked about, and the link leads to its cell.
#[test]
fn a_slip_of_a_thousand_is_asked_about_and_found() {
    let mut b = bench();
    b.with_carrier("电", "电力 (kWh)");
    b.paste(&format!("{}1500\r\n", "1500000\t".repeat(11)));
    assert!(b.says("须核对"));
    let link = b
        .harness
        .get_all_by_role(Role::Link)
        .find(|n| n.accesskit_node().label().is_some_and(|l| l.starts_with("到该格") && l.contains("12 月")));
    link.expect("the question on December").click();
    b.steps();
    b.type_in("1500000", Key::Enter);
    assert_eq!(b.number(Section::Consumption, 0, "month_12"), Some(1_500_000.0));
    assert!(!b.says("到该格"), "answered");
}

/// Cement clinker by GB 16780-2021 table 1: grades 1 to 3 are 100, 107 and 117 kgce/t.
#[test]
fn a_product_gets_its_level() {
    let mut b = bench();
    b.with_carrier("原煤", "原煤 (t)");
    // 14,710 t × 0.7143 = 10,507.353 tce.
    b.type_in("14710", Key::Enter);
    b.tab("产品产量");
    b.harness.get_by_label("＋ 添加产品").click();
    b.steps();
    b.type_in("水泥熟料", Key::Tab);
    let search = "查找限额：产品、工序、标准号…";
    b.harness.get_by_role_and_label(Role::TextInput, search).focus();
    b.harness.run_steps(2);
    b.harness.get_by_role_and_label(Role::TextInput, search).type_text("16780 熟料 综合能耗");
    b.steps();
    let quota = "水泥熟料·熟料　单位产品综合能耗 100/107/117 kgce/t　GB 16780-2021";
    b.harness.get_by_role_and_label(Role::CheckBox, quota).click();
    b.steps();
    b.harness.get_by_role_and_label(Role::Cell, "水泥熟料 计量单位").click();
    b.steps();
    b.type_in("t", Key::Tab);
    b.type_in("100000", Key::Tab);
    assert_eq!(b.number(Section::Product, 0, "month_01"), Some(100_000.0));
    // 10,507.353 tce / 100,000 t = 105.07 kgce/t: above 100, not above 107.
    assert!(b.says("105.07 kgce/t"), "unit consumption is shown");
    b.go(Page::Benchmark);
    assert!(b.says("水泥熟料"));
    // Its altitude is not known: the level is that of the base condition, which is said.
    b.harness.get_by_label("准入值(2级)(未修正)");
    assert!(b.says("未填海拔"));
    // From 105.07 to 100: 5.07 kgce/t × 100,000 t = 507 tce.
    assert!(b.harness.query_all_by_label("507").next().is_some(), "the distance to grade 1");
    b.go(Page::Overview);
    assert!(b.says("水泥熟料"));
}

/// A row of the quota table is found by what is typed, chosen, asks for its condition, and is taken off again.
#[test]
fn a_quota_is_chosen_by_search_and_its_condition_filled_in() {
    let mut b = bench();
    b.go(Page::Energy);
    b.tab("产品产量");
    b.harness.get_by_label("＋ 添加产品").click();
    b.steps();
    b.type_in("1号线", Key::Tab);
    let search = "查找限额：产品、工序、标准号…";
    b.harness.get_by_role_and_label(Role::TextInput, search).focus();
    b.harness.run_steps(2);
    b.harness.get_by_role_and_label(Role::TextInput, search).type_text("16780 熟料 综合能耗");
    b.steps();
    let name = "水泥熟料·熟料　单位产品综合能耗 100/107/117 kgce/t　GB 16780-2021";
    b.harness.get_by_role_and_label(Role::CheckBox, name).click();
    b.steps();
    assert_eq!(b.audit().products[0].quotas.len(), 1);
    b.harness.get_by_role_and_label(Role::TextInput, "海拔").focus();
    b.harness.run_steps(2);
    b.harness.get_by_role_and_label(Role::TextInput, "海拔").type_text("１６００");
    b.harness.run_steps(2);
    b.press(Key::Enter);
    b.steps();
    assert_eq!(b.audit().products[0].conditions.values().collect::<Vec<_>>(), ["1600"]);
    b.harness.get_by_role_and_label(Role::Button, &format!("不再对标 {name}")).click();
    b.steps();
    assert!(b.audit().products[0].quotas.is_empty());
    b.harness.state_mut().workbench.undo();
    assert_eq!(b.audit().products[0].quotas.len(), 1);
}

/// The carriers in use are listed at the three levels in one step; the rate follows what is typed.
#[test]
fn meters_are_listed_and_their_rate_is_shown() {
    let mut b = bench();
    b.with_carrier("电", "电力 (kWh)");
    b.type_in("1000", Key::Enter);
    b.tab("计量");
    b.harness.get_by_label("按用能品种列出三级").click();
    b.steps();
    assert_eq!(b.audit().meters.len(), 3);
    b.press(Key::ArrowRight);
    b.press(Key::ArrowRight);
    b.type_in("8", Key::Tab);
    b.type_in("6", Key::Tab);
    assert_eq!(b.number(Section::Meter, 0, "installed"), Some(6.0));
    // 6 of 8.
    b.harness.get_by_label("电力 进出用能单位 配备率 % 75.0");
    b.undo();
    b.undo();
    b.undo();
    assert!(b.audit().meters.is_empty(), "the rows came in one step");
}

#[test]
fn a_point_of_the_checklist_is_judged_and_undone() {
    let mut b = bench();
    b.go(Page::Energy);
    b.tab("管理诊断");
    b.harness.get_by_role_and_label(Role::RadioButton, "管理机构 部分符合").click();
    b.steps();
    let verdict = |b: &Bench| b.audit().management.first().and_then(|m| m.fields.verdict.as_ref()).map(|v| v.value);
    assert_eq!(verdict(&b), Some(Conformity::Partly));
    let field = b.harness.get_by_role_and_label(Role::MultilineTextInput, "现状");
    field.focus();
    b.harness.run_steps(2);
    b.harness.get_by_role_and_label(Role::MultilineTextInput, "现状").type_text("没有任命文件");
    b.harness.run_steps(2);
    b.harness.get_by_role_and_label(Role::RadioButton, "管理机构 不符合").click();
    b.steps();
    assert_eq!(b.audit().management.len(), 1, "one row for a point");
    assert_eq!(verdict(&b), Some(Conformity::Fails));
    let finding = b.audit().management[0].fields.finding.as_ref().map(|f| f.value.clone());
    assert_eq!(finding.as_deref(), Some("没有任命文件"));
    for _ in 0..3 {
        b.undo();
    }
    assert!(b.audit().management.is_empty());
}

/// What is missing leads to the place where it is filled in.
#[test]
fn the_overview_leads_to_what_is_missing() {
    let mut b = bench();
    b.go(Page::Overview);
    b.harness.get_by_label("产品产量没有填").click();
    b.steps();
    assert_eq!(b.harness.state().workbench.page, Page::Energy);
    assert!(b.says("＋ 添加产品"));
    b.go(Page::Overview);
    b.harness.get_by_label("省份、市县没有填(决定地方目标和排放因子)").click();
    b.steps();
    assert_eq!(b.harness.state().workbench.page, Page::Enterprise);
}
