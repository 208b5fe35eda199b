//! Input methods, full-width digits, units and arithmetic in every kind of field; files dropped on the window.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui;
use egui::accesskit::Role;
use egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use energy_audit::app::pages::Page;
use energy_audit::audit::{Audit, Edit, Entered, Equipment, FieldValue, KindCode};
use energy_audit::store::{DataDir, Document};

use crate::bench::{Bench, bench};

impl Bench {
    fn ime(&mut self, event: ImeEvent) {
        self.harness.event(Event::Ime(event));
        self.harness.run_steps(2);
    }

    fn preedit(&mut self, text: &str) {
        self.ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None });
    }

    fn field_value(&self, role: Role, label: &str) -> String {
        self.harness.get_by_role_and_label(role, label).value().unwrap_or_default()
    }

    /// Composes 大同 in a field: what is being composed is shown, the candidates' window is told to stand at the caret,
    /// and Enter, Tab, Escape and the arrows are the input method's.
    fn compose(&mut self, role: Role, label: &str) {
        self.harness.get_by_role_and_label(role, label).scroll_to_me();
        self.harness.run_steps(8);
        self.harness.get_by_role_and_label(role, label).focus();
        self.harness.run_steps(3);
        self.key(Modifiers::COMMAND, Key::A);
        self.preedit("da t");
        assert_eq!(self.field_value(role, label), "da t", "{label}: what is composed is shown");
        let place = self.harness.get_by_role_and_label(role, label).rect().expand(4.0);
        let ime = self.harness.output().platform_output.ime.expect("the input method is on");
        assert!(place.contains(ime.cursor_rect.center()), "{label}: {:?} is not in {place:?}", ime.cursor_rect);
        for key in [Key::Enter, Key::Tab, Key::Escape, Key::ArrowDown, Key::ArrowUp] {
            self.key(Modifiers::NONE, key);
            let field = self.harness.get_by_role_and_label(role, label);
            assert!(field.is_focused(), "{label}: {key:?} left the field");
            assert_eq!(field.value().as_deref(), Some("da t"), "{label}: {key:?}");
        }
        self.preedit("");
        self.ime(ImeEvent::Commit("大同".to_owned()));
        assert_eq!(self.field_value(role, label), "大同", "{label}: committed once");
    }

    fn drop_files(&mut self, paths: &[PathBuf]) {
        let input = self.harness.input_mut();
        input.dropped_files = paths.iter().map(|p| Arc::new(Dropped(p.clone())) as egui::DroppedFileHandle).collect();
        self.harness.step();
        self.harness.input_mut().dropped_files.clear();
        self.harness.run_steps(3);
    }
}

/// A file as the desktop hands it over.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }
    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|e| e.to_string())
    }
}

fn with_motor() -> (Bench, Equipment) {
    let mut b = bench();
    b.wb().new_audit();
    let mut motor = Equipment::new(KindCode::Motor);
    motor.set("model", Some(Entered::ledger(FieldValue::Text("YE3-160M-4".to_owned())))).expect("model");
    b.wb().edit("添加设备", Edit::InsertEquipment(vec![(0, motor.clone().into())]));
    b.judged();
    (b, motor)
}

#[test]
fn an_input_method_composes_in_every_kind_of_field() {
    let (mut b, motor) = with_motor();
    b.go(Page::Enterprise);
    b.compose(Role::TextInput, "企业名称");
    assert_eq!(b.audit().enterprise.name, None, "nothing is taken over while it is typed");
    b.key(Modifiers::NONE, Key::Enter);
    assert_eq!(b.audit().enterprise.name.as_ref().map(|e| e.value.as_str()), Some("大同"));
    b.go(Page::Reference);
    b.compose(Role::TextInput, "查表：标准号、名称");
    b.go(Page::Settings);
    b.compose(Role::TextInput, "操作者姓名");
    b.go(Page::Equipment);
    b.compose(Role::TextInput, "筛选：型号、名称、车间…");
    b.wb().show_device(motor.id);
    b.go(Page::Screening);
    b.harness.get_by_label("改判…").scroll_to_me();
    b.harness.run_steps(8);
    b.click("改判…");
    b.compose(Role::MultilineTextInput, "改判理由");
    b.key(Modifiers::COMMAND, Key::K);
    b.compose(Role::TextInput, "搜索设备、页面、命令、标准");
}

/// Composing begins in a cell that is not being edited, as in Excel.
#[test]
fn an_input_method_begins_in_a_cell() {
    let (mut b, motor) = with_motor();
    b.wb().show_device(motor.id);
    b.harness.run_steps(4);
    // The cursor stands in the first column, 编号.
    let ime = b.harness.output().platform_output.ime.expect("the input method is on for the table");
    assert!(ime.cursor_rect.width() <= 2.0 && ime.cursor_rect.height() > 10.0, "at the cell: {:?}", ime.cursor_rect);
    b.preedit("yi");
    b.preedit("yi h");
    b.key(Modifiers::NONE, Key::Enter);
    assert_eq!(b.field_value(Role::TextInput, "编辑编号"), "yi h", "Enter is the input method's");
    b.preedit("");
    b.ime(ImeEvent::Commit("一号".to_owned()));
    b.key(Modifiers::NONE, Key::Enter);
    assert_eq!(b.value(0, "tag"), Some(FieldValue::Text("一号".to_owned())));
}

/// Form fields, amounts of measures and settings alike.
#[test]
fn numbers_are_taken_as_people_type_them() {
    let (mut b, _) = with_motor();
    b.go(Page::Enterprise);
    let price = |b: &Bench| b.audit().prices.electricity_yuan_per_kwh.as_ref().map(|e| e.value);
    for (typed, value) in
        [("０．６５", 0.65), ("0.5+0.12", 0.62), ("0.7元/kWh", 0.7), ("（１．２）／２", 0.6), ("=1/4", 0.25)]
    {
        b.enter("电价", typed);
        assert_eq!(price(&b), Some(value), "{typed}");
    }
    // Refused with its reason; the old value stays.
    b.enter("电价", "六毛");
    assert!(b.shows("“六毛”不是数字"));
    assert_eq!(price(&b), Some(0.25));

    b.go(Page::Settings);
    for (label, typed) in [("最长保留", "１５*2"), ("备份份数", "＝3+4")] {
        b.harness.get_by_role_and_label(Role::SpinButton, label).scroll_to_me();
        b.harness.run_steps(4);
        b.harness.get_by_role_and_label(Role::SpinButton, label).focus();
        b.harness.run_steps(3);
        b.key(Modifiers::COMMAND, Key::A);
        b.harness.event(Event::Text(typed.to_owned()));
        b.harness.run_steps(2);
        b.key(Modifiers::NONE, Key::Enter);
    }
    let kept = b.wb().settings.backups;
    assert_eq!((kept.days, kept.keep), (30, 7), "15 × 2 and 3 + 4");
}

/// An audit is opened, a ledger imported, pictures attached, anything else refused with what would be taken.
#[test]
fn files_are_dropped_on_the_window() {
    let mut b = bench();
    let at = |b: &Bench, name: &str| b.folder.path().join(name);
    let (audit, ledger, other) = (at(&b, "甲.audit"), at(&b, "台账.csv"), at(&b, "程序.exe"));
    let photos = [at(&b, "铭牌1.png"), at(&b, "铭牌2.PNG")];
    let mut document = Document::untitled(Audit::default(), &DataDir::at(at(&b, "maker"))).expect("document");
    document.save_as(&audit).expect("saved");
    drop(document);
    std::fs::write(&ledger, "编号,名称,型号\nM1,泵,JO2-72-4\n").expect("ledger");
    std::fs::write(&other, "MZ").expect("file");
    for (n, photo) in photos.iter().enumerate() {
        let picture = image::RgbImage::from_pixel(8, 8, image::Rgb([n as u8 * 90, 20, 30]));
        picture.save_with_format(photo, image::ImageFormat::Png).expect("photo");
    }

    b.drop_files(std::slice::from_ref(&other));
    assert!(b.said("不能打开 程序.exe：请拖入 .audit"));
    b.drop_files(std::slice::from_ref(&audit));
    assert_eq!(b.wb().document.as_ref().and_then(|d| d.path().map(Path::to_path_buf)), Some(audit.clone()));
    // Again: it is open, and that is said.
    b.drop_files(std::slice::from_ref(&audit));
    assert!(b.said("这个文件已经打开"));
    b.drop_files(&photos);
    b.until("the photos", |wb| wb.audit().is_some_and(|a| a.attachments.len() == 2));
    b.drop_files(&[ledger.clone(), audit]);
    assert!(b.said("一次只打开一个文件：取了 台账.csv，其余 1 个请逐个拖入"));
    assert_eq!(b.wb().page, Page::Import);
    b.wait_for("导入 1 行设备");
}
