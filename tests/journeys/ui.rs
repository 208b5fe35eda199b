//! The workbench driven through its accessibility labels, without a window.

use eframe::egui;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use energy_audit::app::pages::Page;
use energy_audit::audit::{Edit, Entered, Equipment, FieldValue, Id, KindCode, PartialDate, Target};
use energy_audit::screening::Level;

use crate::bench::{Bench, bench};

/// A small edit is judged before the next frame, with the same result as judging everything again.
#[test]
fn an_edit_is_judged_at_once() {
    let mut b = bench();
    b.harness.run_steps(3);
    b.harness.get_by_label("御河示例供热站").click();
    b.harness.run_steps(3);
    b.judged();
    let wb = &mut b.harness.state_mut().workbench;
    let motors = |e: &&Equipment| e.kind.code() == KindCode::Motor;
    let id = wb.audit().and_then(|a| a.equipment.iter().find(motors)).expect("motor").id;
    for step in 0..3 {
        match step {
            0 => drop(wb.edit("修改", Edit::field(id, "quantity", Some(Entered::ledger(FieldValue::Number(7.0)))))),
            1 => wb.undo(),
            _ => drop(wb.edit("删除设备", Edit::RemoveEquipment(vec![id]))),
        }
        assert!(!wb.up_to_date(), "step {step}");
        wb.tick();
        assert!(wb.up_to_date(), "step {step}");
        let (audit, reference) = (wb.audit().expect("audit"), wb.reference.as_ref().expect("reference"));
        let whole = energy_audit::diagnosis::diagnose(audit, reference);
        assert!(**wb.diagnosis.as_ref().expect("diagnosis") == whole, "step {step}");
    }
}

/// The way of a newcomer: sample → device → edit in the form → verdict → undo → report → PDF.
#[test]
fn from_sample_to_pdf() {
    let mut b = bench();
    b.harness.run_steps(3);
    b.harness.get_by_label("御河示例供热站").click();
    b.harness.run_steps(3);
    assert!(b.harness.state().workbench.document.is_some(), "the sample opens");
    b.judged();
    let levels = |b: &Bench| {
        let d = b.harness.state().workbench.diagnosis.clone().expect("diagnosis");
        (d.tally(Level::Obsolete).rows, d.tally(Level::SuspectedObsolete).rows)
    };
    assert!(levels(&b).0 > 0, "the heating station has obsolete devices");

    // A motor of batch 3 without date is suspected; the date decides.
    let mut motor = Equipment::new(KindCode::Motor);
    for (key, value) in [
        ("tag", FieldValue::Text("试-1".to_owned())),
        ("model", FieldValue::Text("Y2-160M-4".to_owned())),
        ("rated_power_kw", FieldValue::Number(11.0)),
    ] {
        motor.set(key, Some(Entered::ledger(value))).expect("field");
    }
    let id = motor.id;
    b.harness.state_mut().workbench.edit("添加设备", Edit::InsertEquipment(vec![(usize::MAX, motor.into())]));
    b.harness.state_mut().workbench.show_device(id);
    b.judged();
    assert_eq!(b.level("试-1"), Level::SuspectedObsolete);

    // Typed into the form by its label, in full-width digits.
    let field = b.harness.get_by_role_and_label(Role::TextInput, "出厂日期");
    field.scroll_to_me();
    b.harness.run_steps(3);
    b.harness.get_by_role_and_label(Role::TextInput, "出厂日期").focus();
    b.harness.run_steps(2);
    b.harness.get_by_role_and_label(Role::TextInput, "出厂日期").type_text("２００２年５月");
    b.harness.run_steps(2);
    b.harness.key_press(egui::Key::Enter);
    b.harness.run_steps(3);
    let made = b.harness.state().workbench.device().and_then(|d| d.get("made_on")).map(|e| e.value);
    assert_eq!(made, PartialDate::new(2002, Some(5), None).map(FieldValue::Date));
    b.judged();
    assert_eq!(b.level("试-1"), Level::Obsolete);

    b.harness.state_mut().workbench.undo();
    b.judged();
    assert_eq!(b.level("试-1"), Level::SuspectedObsolete, "undo brings the old verdict back");

    let pdf = b.folder.path().join("报告.pdf");
    b.answer(&pdf);
    b.go(Page::Report);
    b.until("the report", |wb| wb.jobs.running().is_empty() && wb.report.is_none());
    b.harness.run_steps(5);
    b.harness.get_by_label("导出 PDF…").click();
    b.harness.run_steps(5);
    b.until("the export", |wb| wb.jobs.running().is_empty());
    let bytes = std::fs::read(&pdf).expect("the PDF was written");
    assert!(bytes.starts_with(b"%PDF"));
}

#[test]
fn every_page_draws_with_a_sample_in_both_languages() {
    for english in [false, true] {
        let mut b = bench();
        b.harness.run_steps(3);
        b.harness.get_by_label("云冈示例水泥有限公司").click();
        b.harness.run_steps(3);
        b.judged();
        if english {
            b.harness.get_by_label("English").click();
            b.harness.run_steps(2);
        }
        for page in Page::NAVIGATION {
            b.go(page);
            b.until("quiet", |wb| wb.jobs.running().is_empty());
            b.harness.run_steps(3);
            assert_eq!(b.harness.state().workbench.page, page);
        }
        b.go(Page::Import);
        assert!(b.harness.state().workbench.messages.iter().all(|m| !m.text.contains("出错")));
    }
}

#[test]
fn suggestions_become_measures_in_one_step() {
    let mut b = bench();
    b.harness.run_steps(2);
    b.harness.get_by_label("御河示例供热站").click();
    b.harness.run_steps(3);
    // Take the sample's own measures away, then ask for suggestions through the page.
    let edits: Vec<Edit> = {
        let audit = b.harness.state().workbench.audit().expect("audit");
        let scenarios = audit.scenarios.iter().map(|s| Edit::RemoveScenario(s.id));
        scenarios.chain(audit.measures.iter().map(|m| Edit::RemoveMeasure(m.id))).collect()
    };
    b.harness.state_mut().workbench.edit("清空", Edit::Batch(edits));
    b.judged();
    b.go(Page::Retrofit);
    b.harness.get_by_label("按判定建议").click();
    let adopt = |b: &Bench| b.harness.query_by_label("采纳选中的").is_some();
    for _ in 0..600 {
        b.harness.run_steps(2);
        if adopt(&b) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    b.harness.get_by_label("采纳选中的").click();
    b.harness.run_steps(3);
    let count = |b: &Bench| b.harness.state().workbench.audit().map_or(0, |a| a.measures.len());
    assert!(count(&b) > 0);
    b.harness.state_mut().workbench.undo();
    assert_eq!(count(&b), 0, "one undo takes all suggestions back");
}

#[test]
fn a_motor_typed_into_a_new_audit_is_judged() {
    let mut b = bench();
    b.harness.state_mut().workbench.new_audit();
    b.harness.run_steps(3);
    let mut motor = Equipment::new(KindCode::Motor);
    motor.set("model", Some(Entered::ledger(FieldValue::Text("J02-72-4".to_owned())))).expect("model");
    let id = motor.id;
    b.harness.state_mut().workbench.edit("添加设备", Edit::InsertEquipment(vec![(0, motor.into())]));
    b.harness.state_mut().workbench.show_device(id);
    b.judged();
    b.harness.run_steps(3);
    assert_eq!(b.level("J02-72-4"), Level::Obsolete);
    assert!(b.harness.query_all_by_label_contains("淘汰").next().is_some(), "the verdict is shown");
}

/// A new audit whose first motor was typed through the page: button, cell editor, Enter.
fn with_typed_motor(model: &str) -> Bench {
    let mut b = bench();
    b.harness.state_mut().workbench.new_audit();
    b.go(Page::Equipment);
    b.harness.get_by_label("＋ 新增设备").click();
    b.harness.run_steps(4);
    let editor = b.harness.get_by_role_and_label(Role::TextInput, "编辑型号");
    assert!(editor.is_focused(), "the new device's model is being edited");
    editor.type_text(model);
    b.harness.run_steps(2);
    b.harness.key_press(egui::Key::Enter);
    b.harness.run_steps(3);
    b.judged();
    b.harness.run_steps(2);
    b
}

fn text(t: &str) -> Option<FieldValue> {
    Some(FieldValue::Text(t.to_owned()))
}

#[test]
fn a_motor_typed_into_the_table_is_judged() {
    let b = with_typed_motor("JO2-72-4");
    assert_eq!(b.value(0, "model"), text("JO2-72-4"));
    assert_eq!(b.level("JO2-72-4"), Level::Obsolete);
    assert!(b.harness.query_all_by_role_and_label(Role::Label, "淘汰").next().is_some(), "the verdict is shown");
}

/// What the designation gives is filled in at once, taken back at once, and a contradiction is said beside the model.
#[test]
fn what_the_model_gives_is_filled_in_and_a_contradiction_is_shown() {
    use energy_audit::audit::Origin;
    let mut b = with_typed_motor("Y160M-4");
    b.harness.get_by_label("型号给出：4 极 · 11 kW · 三相异步(笼型)").scroll_to_me();
    b.harness.run_steps(5);
    b.harness.get_by_role_and_label(Role::Button, "填入").click();
    b.harness.run_steps(3);
    assert_eq!(b.value(0, "poles"), Some(FieldValue::Number(4.0)));
    assert_eq!(b.value(0, "rated_power_kw"), Some(FieldValue::Number(11.0)));
    let origin =
        |b: &Bench| b.harness.state().workbench.audit().and_then(|a| a.equipment[0].get("poles")).map(|e| e.origin);
    assert_eq!(origin(&b), Some(Origin::Nameplate));
    assert!(b.harness.query_all_by_label_contains("型号给出").next().is_none(), "nothing is left to give");
    b.harness.state_mut().workbench.undo();
    b.harness.run_steps(3);
    assert_eq!((b.value(0, "poles"), b.value(0, "rated_power_kw")), (None, None), "one step back");
    let id = b.harness.state().workbench.audit().expect("audit").equipment[0].id;
    let poles = Some(Entered::ledger(FieldValue::Number(6.0)));
    b.harness.state_mut().workbench.edit("修改极数", Edit::field(id, "poles", poles));
    b.harness.run_steps(3);
    assert!(
        b.harness.query_all_by_label_contains("的极数为 4 极，登记为 6 极").next().is_some(),
        "the contradiction is said"
    );
}

#[test]
fn a_cell_is_edited_by_key_given_up_and_undone() {
    let mut b = with_typed_motor("JO2-72-4");
    // F2 edits the current cell, Escape gives up.
    b.harness.key_press(egui::Key::F2);
    b.harness.run_steps(3);
    b.harness.get_by_role_and_label(Role::TextInput, "编辑型号").type_text("9");
    b.harness.run_steps(2);
    b.harness.key_press(egui::Key::Escape);
    b.harness.run_steps(3);
    assert_eq!(b.value(0, "model"), text("JO2-72-4"));
    // Right of 型号 is 台数; typing replaces, full-width digits are taken.
    b.harness.key_press(egui::Key::ArrowRight);
    b.harness.run_steps(2);
    b.harness.event(egui::Event::Text("１".to_owned()));
    b.harness.run_steps(3);
    b.harness.get_by_role_and_label(Role::TextInput, "编辑台数").type_text("２");
    b.harness.run_steps(2);
    b.harness.key_press(egui::Key::Tab);
    b.harness.run_steps(3);
    assert_eq!(b.value(0, "quantity"), Some(FieldValue::Number(12.0)));
    // Ctrl+Z while no text is being typed takes the step back.
    b.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    b.harness.run_steps(3);
    assert_eq!(b.value(0, "quantity"), None);
    assert_eq!(b.value(0, "model"), text("JO2-72-4"));
}

#[test]
fn a_refused_cell_keeps_its_old_value_and_says_why() {
    let mut b = with_typed_motor("JO2-72-4");
    b.harness.key_press(egui::Key::ArrowRight);
    b.harness.run_steps(2);
    b.harness.event(egui::Event::Text("-".to_owned()));
    b.harness.run_steps(3);
    b.harness.get_by_role_and_label(Role::TextInput, "编辑台数").type_text("3");
    b.harness.run_steps(2);
    b.harness.key_press(egui::Key::Enter);
    b.harness.run_steps(3);
    assert_eq!(b.value(0, "quantity"), None);
    assert!(b.harness.query_all_by_label_contains("超出允许范围").next().is_some(), "the reason is shown");
    b.harness.key_press(egui::Key::Escape);
    b.harness.run_steps(3);
    assert!(b.harness.query_by_role_and_label(Role::TextInput, "编辑台数").is_none());
}

#[test]
fn a_fraction_in_a_percent_field_is_refused_in_the_form() {
    let mut b = with_typed_motor("YE3-160M-4");
    b.harness.get_by_role_and_label(Role::TextInput, "额定效率").scroll_to_me();
    b.harness.run_steps(10);
    b.harness.get_by_role_and_label(Role::TextInput, "额定效率").focus();
    b.harness.run_steps(2);
    b.harness.get_by_role_and_label(Role::TextInput, "额定效率").type_text("0.93");
    b.harness.run_steps(2);
    b.harness.key_press(egui::Key::Enter);
    b.harness.run_steps(3);
    assert_eq!(b.value(0, "rated_efficiency_pct"), None);
    assert!(b.harness.query_all_by_label_contains("请填 93").next().is_some(), "what to do is said");
}

#[test]
fn cells_are_pasted_from_excel_filled_down_and_cleared() {
    let mut b = with_typed_motor("JO2-72-4");
    // Three lines at 型号, 台数: the first meets the device, the others become devices; a bad cell is left out.
    b.harness.event(egui::Event::Paste("Y160M-4\t2\r\nYE3-132S-4\t很多\r\nYE4-100L-4\t5\r\n".to_owned()));
    b.harness.run_steps(4);
    let rows = |b: &Bench| b.harness.state().workbench.audit().map_or(0, |a| a.equipment.len());
    assert_eq!(rows(&b), 3);
    assert_eq!(b.value(0, "model"), text("Y160M-4"));
    assert_eq!(b.value(1, "model"), text("YE3-132S-4"));
    assert_eq!(b.value(1, "quantity"), None);
    assert_eq!(b.value(2, "quantity"), Some(FieldValue::Number(5.0)));
    let said = |b: &Bench, part: &str| b.harness.state().workbench.messages.iter().any(|m| m.text.contains(part));
    assert!(said(&b, "没有粘贴"));
    // From the first 型号 down to the last, then fill down.
    for key in [egui::Key::ArrowDown, egui::Key::ArrowDown] {
        b.harness.key_press_modifiers(egui::Modifiers::SHIFT, key);
        b.harness.run_steps(2);
    }
    b.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::D);
    b.harness.run_steps(3);
    assert_eq!(b.value(2, "model"), text("Y160M-4"));
    b.harness.key_press(egui::Key::Delete);
    b.harness.run_steps(3);
    assert_eq!((0..3).filter_map(|row| b.value(row, "model")).count(), 0);
    // Clear, fill, paste: three steps back.
    for _ in 0..3 {
        b.harness.state_mut().workbench.undo();
    }
    assert_eq!(rows(&b), 1);
    assert_eq!(b.value(0, "model"), text("JO2-72-4"));
}

#[test]
fn chinese_input_into_a_cell_is_committed_once() {
    use egui::{Event, ImeEvent};
    let mut b = with_typed_motor("JO2-72-4");
    for _ in 0..2 {
        b.harness.key_press(egui::Key::ArrowLeft);
        b.harness.run_steps(2);
    }
    // 型号 ← 使用地点 ← 名称
    b.harness.key_press(egui::Key::F2);
    b.harness.run_steps(3);
    b.harness.get_by_role_and_label(Role::TextInput, "编辑名称");
    let preedit = |text: &str| Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None });
    for event in [preedit("shui b"), preedit(""), Event::Ime(ImeEvent::Commit("水泵".to_owned()))] {
        b.harness.event(event);
        b.harness.run_steps(2);
    }
    assert_eq!(b.value(0, "name"), None, "nothing is taken over while the cell is being edited");
    b.harness.key_press(egui::Key::Enter);
    b.harness.run_steps(3);
    assert_eq!(b.value(0, "name"), text("水泵"));
}

#[test]
fn a_double_click_edits_the_cell() {
    let mut b = with_typed_motor("JO2-72-4");
    // The form beside the table has the model as its title, the cell is the left one.
    fn cell(b: &Bench) -> egui_kittest::Node<'_> {
        let by_place = |n: &egui_kittest::Node<'_>| n.rect().left() as i64;
        b.harness.get_all_by_label("JO2-72-4").min_by_key(by_place).expect("the cell")
    }
    cell(&b).click();
    b.harness.run_steps(1);
    cell(&b).click();
    b.harness.run_steps(3);
    assert!(b.harness.query_by_role_and_label(Role::TextInput, "编辑型号").is_some());
}

/// A file that can't be written any more must not cost anything: the audit stays open.
#[test]
fn a_failed_save_on_closing_keeps_the_audit_open() {
    use energy_audit::app::workbench::Later;
    let mut b = with_typed_motor("JO2-72-4");
    let folder = b.folder.path().join("U盘");
    std::fs::create_dir(&folder).expect("folder");
    b.answer(&folder.join("厂.audit"));
    b.harness.state_mut().workbench.save_as();
    b.saved();
    let id = b.harness.state().workbench.audit().expect("audit").equipment[0].id;
    let name = Some(Entered::ledger(FieldValue::Text("1号泵".to_owned())));
    assert!(b.harness.state_mut().workbench.edit("修改名称", Edit::field(id, "name", name)));
    std::fs::remove_dir_all(&folder).expect("the stick is pulled out");
    b.harness.state_mut().workbench.after_typing(Later::Close);
    b.harness.run_steps(8);
    let wb = &b.harness.state().workbench;
    assert!(wb.document.is_some(), "still open");
    assert_eq!(b.value(0, "name"), text("1号泵"));
    assert!(wb.messages.iter().any(|m| m.text.contains("没有关闭")), "and it is said");
}

#[test]
fn a_ledger_is_imported_through_the_page_and_undone() {
    let mut b = bench();
    b.harness.state_mut().workbench.new_audit();
    b.harness.run_steps(2);
    let ledger = b.folder.path().join("台账.csv");
    std::fs::write(
        &ledger,
        "电动机台账\n编号,名称,型号,额定功率(kW),效率(%)\nM1,泵,JO2-72-4,30,90\nM2,风机,Y160M-4,11,0.88\n",
    )
    .expect("ledger");
    b.harness.state_mut().workbench.dropped(&ledger);
    b.until("the ledger", |wb| wb.import.is_some());
    b.harness.run_steps(3);
    // 0.88 is asked about and refused until answered.
    b.harness.get_by_label("0.93 表示 93 %").click();
    b.harness.run_steps(2);
    b.until("the ledger again", |wb| wb.import.is_some());
    b.harness.run_steps(3);
    b.harness.get_by_label("导入 2 行设备").click();
    b.harness.run_steps(4);
    b.judged();
    assert_eq!(b.level("M1"), Level::Obsolete);
    assert_eq!(b.value(1, "rated_efficiency_pct"), Some(FieldValue::Number(88.0)));
    b.harness.state_mut().workbench.undo();
    assert_eq!(b.harness.state().workbench.audit().map(|a| a.equipment.len()), Some(0));
}

#[test]
fn a_pasted_block_with_a_header_is_imported_by_its_columns() {
    let mut b = with_typed_motor("JO2-72-4");
    let block = "编号\t名称\t型号\t功率\nP1\t循环水泵\tIS100-80-160\t15kW\nP2\t补水泵\tIS50-32-160\t三\n";
    b.harness.event(egui::Event::Paste(block.to_owned()));
    b.harness.run_steps(4);
    b.until("the pasted block", |wb| wb.import.is_some());
    b.harness.run_steps(3);
    // The preview shows what is doubtful in its cell.
    b.harness.get_by_label_contains("预览").click();
    b.harness.run_steps(3);
    assert!(b.harness.query_all_by_label_contains("✖ 三").next().is_some());
    b.harness.get_by_label("导入 2 行设备").click();
    b.harness.run_steps(4);
    assert_eq!(b.value(1, "tag"), text("P1"));
    assert_eq!(b.value(1, "motor_power_kw"), Some(FieldValue::Number(15.0)));
    assert_eq!(b.value(2, "motor_power_kw"), None);
    b.harness.state_mut().workbench.undo();
    assert_eq!(b.harness.state().workbench.audit().map(|a| a.equipment.len()), Some(1));
}

#[test]
#[ignore = "需要 Vulkan 软件驱动(lavapipe)"]
fn a_page_can_be_painted() {
    let mut b = bench();
    b.harness.run_steps(2);
    b.harness.get_by_label("御河示例供热站").click();
    b.harness.run_steps(3);
    b.judged();
    let image = b.harness.render().expect("painted");
    assert_eq!((image.width(), image.height()), (1366, 768));
    let first = *image.get_pixel(0, 0);
    assert!(image.pixels().any(|p| *p != first), "not an empty picture");
}

/// A typed motor with all that its grade needs.
fn with_a_whole_motor() -> (Bench, Id) {
    let mut b = with_typed_motor("YE9-160M-4");
    let id = b.harness.state().workbench.current.expect("the typed motor");
    let numbers =
        [("rated_power_kw", 11.0), ("poles", 4.0), ("rated_voltage_v", 380.0), ("rated_efficiency_pct", 92.0)];
    for (key, n) in numbers {
        let edit = Edit::field(id, key, Some(Entered::ledger(FieldValue::Number(n))));
        assert!(b.harness.state_mut().workbench.edit("填写", edit));
    }
    (b, id)
}

/// A table of the auditor's own on the standards page: added from a file, seen, refused with its reason, removed.
#[test]
fn an_own_table_is_added_refused_and_removed_on_the_standards_page() {
    let (mut b, id) = with_a_whole_motor();
    let date = PartialDate::new(2026, Some(11), Some(1)).map(|d| Entered::ledger(FieldValue::Date(d)));
    let edit = Edit::Field { target: Target::Enterprise, key: "reference_date".to_owned(), value: date };
    assert!(b.harness.state_mut().workbench.edit("基准日", edit));
    b.judged();
    let level = |b: &Bench| {
        let wb = &b.harness.state().workbench;
        wb.verdict(id).expect("diagnosed").effective()
    };
    // 92.0 % is above grade 3 of GB 18613-2020 (91.4 %) and below the own table's (92.5 %).
    assert_eq!(level(&b), Level::Grade3);
    let good = "# form = motor_lv_gb18613_2020\n# standard = DB14/T 1-2026\n# edition = 2026\n# clause = 表1\n\
                # effective_from = 2026-07-01\n# source = 省公告\n# review = 已核对\n\
                power_kw,poles,grade1_pct,grade2_pct,grade3_pct\n11,4,96.0,95.0,92.5\n";
    let file = b.folder.path().join("省标.csv");
    let choose = |b: &mut Bench, text: &str| {
        std::fs::write(&file, text).expect("written");
        b.answer(&file);
        b.harness.get_by_label("加入自备表…").click();
        b.harness.run_steps(3);
        b.until("the check", |wb| wb.jobs.running().is_empty());
        b.harness.run_steps(3);
    };
    b.go(Page::Reference);
    choose(&mut b, &good.replace("92.5", "九十二"));
    let wrong = b.harness.get_by_label_contains("第 9 行 grade3_pct 列");
    wrong.scroll_to_me();
    assert!(b.harness.state().workbench.audit().is_some_and(|a| a.own_tables.is_empty()), "left out whole");
    b.harness.get_by_label("知道了").click();
    b.harness.run_steps(3);
    assert!(b.harness.query_by_label_contains("第 9 行").is_none());

    choose(&mut b, good);
    b.judged();
    assert_eq!(level(&b), Level::BelowLimit);
    b.harness.run_steps(3);
    let title = "电动机能效限定值及能效等级(三相异步，1000 V 及以下)";
    b.harness.get_by_role_and_label(Role::Button, &format!("{title}(自备)")).click();
    b.harness.run_steps(3);
    b.harness.get_by_label_contains("来源：省公告");
    b.harness.get_by_label("92.5");
    b.harness.get_by_label("由自备表代替");
    b.harness.get_by_label("去掉 省标.csv").click();
    b.harness.run_steps(3);
    b.judged();
    assert_eq!(level(&b), Level::Grade3);
    b.harness.state_mut().workbench.undo();
    b.judged();
    assert_eq!(level(&b), Level::BelowLimit, "removing can be undone");
}

/// Every table can be opened on the standards page and has Chinese column names.
#[test]
fn every_table_is_browsed_with_chinese_columns() {
    let mut b = bench();
    b.harness.run_steps(3);
    b.go(Page::Reference);
    let tables = energy_audit::reference::Tables::embedded().expect("tables");
    assert!(tables.index.len() >= 26);
    for info in &tables.index {
        let search = b.harness.get_by_role_and_label(Role::TextInput, "查表：标准号、名称");
        search.focus();
        b.harness.run_steps(2);
        b.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
        b.harness.get_by_role_and_label(Role::TextInput, "查表：标准号、名称").type_text(&info.id);
        b.harness.run_steps(3);
        b.harness.get_by_role_and_label(Role::Button, &info.title).click();
        b.harness.run_steps(3);
        let rows = tables.raw[&info.id].len();
        let rows = if rows < 1000 { rows.to_string() } else { format!("{},{:03}", rows / 1000, rows % 1000) };
        b.harness.get_by_label(&format!("{rows} 行"));
        b.harness.get_by_label_contains(&format!("核对：{}", info.review));
        for column in tables.raw[&info.id].header().iter().filter(|c| energy_audit::reference::labels::shown(c)) {
            let name = energy_audit::reference::labels::column(column);
            assert_ne!(name, column, "a column of {} has no name", info.id);
        }
    }
}

/// What today's editions would change is shown without changing the audit, and adopted in one undoable step.
#[test]
fn today_s_editions_are_compared_and_adopted() {
    let (mut b, id) = with_a_whole_motor();
    let day = |y, m, d| PartialDate::new(y, Some(m), Some(d)).expect("date");
    let old = Some(Entered::ledger(FieldValue::Date(day(2020, 1, 1))));
    let edit = Edit::Field { target: Target::Enterprise, key: "reference_date".to_owned(), value: old };
    assert!(b.harness.state_mut().workbench.edit("基准日", edit));
    b.judged();
    // GB 18613-2020 is in force since 2021-06-01; 92.0 % reaches grade 3 (91.4 %), not grade 2 (93.3 %).
    assert_eq!(b.harness.state().workbench.verdict(id).expect("diagnosed").level, Level::NotCovered);
    b.go(Page::Screening);
    b.harness.get_by_label("按今天的标准版本对照").click();
    b.harness.run_steps(3);
    b.until("the comparison", |wb| wb.jobs.running().is_empty());
    b.harness.run_steps(3);
    b.harness.get_by_label_contains("1 台设备(行)的判定会改变");
    assert!(b.harness.query_all_by_label_contains("GB 18613：没有收录有效版本 → GB 18613-2020").count() > 0);
    assert!(b.harness.query_all_by_label("3级").count() > 0 && b.harness.query_all_by_label("未覆盖").count() > 0);
    let revision = b.harness.state().workbench.revision();
    assert_eq!(b.harness.state().workbench.verdict(id).expect("diagnosed").level, Level::NotCovered, "nothing changed");

    b.harness.get_by_label("把判定基准日改为今天").click();
    b.harness.run_steps(3);
    b.judged();
    assert_eq!(b.harness.state().workbench.revision(), revision + 1, "one step");
    assert_eq!(b.harness.state().workbench.verdict(id).expect("diagnosed").level, Level::Grade3);
    b.until("the comparison", |wb| wb.jobs.running().is_empty());
    b.harness.run_steps(3);
    b.harness.get_by_label_contains("没有判定改变");
    b.harness.get_by_label("返回判定清单").click();
    b.harness.run_steps(3);
    b.harness.state_mut().workbench.undo();
    b.judged();
    assert_eq!(b.harness.state().workbench.verdict(id).expect("diagnosed").level, Level::NotCovered);
}

/// The history page lists the steps, saves an earlier state, opens a backup as a copy; a damaged file is offered for
/// repair on the start page.
#[test]
fn earlier_states_and_damaged_files_are_within_reach() {
    let mut b = with_typed_motor("Y160M-4");
    let (file, earlier) = (b.folder.path().join("厂.audit"), b.folder.path().join("当时.audit"));
    b.answer(&file);
    b.harness.state_mut().workbench.save_as();
    b.saved();
    let id = b.harness.state().workbench.audit().expect("audit").equipment[0].id;
    let name = Some(Entered::ledger(FieldValue::Text("1号泵".to_owned())));
    assert!(b.harness.state_mut().workbench.edit("修改名称", Edit::field(id, "name", name)));
    b.harness.state_mut().workbench.save();
    b.saved();
    b.go(Page::History);
    b.harness.get_by_label("修改名称");
    b.answer(&earlier);
    b.harness.get_all_by_label("另存当时状态…").nth(1).expect("the step before").click();
    b.harness.run_steps(4);
    assert!(earlier.is_file(), "{:?}", b.harness.state().workbench.messages);

    b.harness.get_by_label("打开副本").click();
    b.harness.run_steps(6);
    let document = b.harness.state().workbench.document.as_ref().expect("the copy");
    assert_eq!((document.path(), document.audit().equipment.len()), (None, 1));
    assert_eq!(b.value(0, "name"), None, "as it was before the name");

    let bytes = std::fs::read(&file).expect("file");
    let damaged = b.folder.path().join("坏.audit");
    std::fs::write(&damaged, &bytes[..bytes.len() - 4096]).expect("written");
    b.harness.state_mut().workbench.close_audit();
    b.harness.state_mut().workbench.open(&damaged);
    b.harness.run_steps(4);
    let repaired = b.folder.path().join("修复.audit");
    b.answer(&repaired);
    b.harness.get_by_label("另存能读出的内容…").click();
    b.harness.run_steps(4);
    assert!(repaired.is_file(), "{:?}", b.harness.state().workbench.messages);
    assert_eq!(std::fs::read(&damaged).expect("file").len(), bytes.len() - 4096, "the damaged file stays");
}
