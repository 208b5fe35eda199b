//! The workbench driven through its accessibility labels, without a window.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use eframe::egui;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use energy_audit::app::App;
use energy_audit::app::dialogs::{FileDialogs, FileKind};
use energy_audit::app::pages::Page;
use energy_audit::audit::{Edit, Entered, Equipment, FieldValue, KindCode, PartialDate};
use energy_audit::screening::Level;
use energy_audit::store::DataDir;

/// Dialogs that answer with a prepared path.
#[derive(Clone, Default)]
struct Prepared(Arc<Mutex<Option<PathBuf>>>);

impl FileDialogs for Prepared {
    fn open(&self, _: FileKind) -> Option<PathBuf> {
        self.0.lock().ok()?.clone()
    }
    fn save(&self, _: FileKind, _: &str) -> Option<PathBuf> {
        self.0.lock().ok()?.clone()
    }
}

struct Bench {
    harness: Harness<'static, App>,
    dialogs: Prepared,
    folder: tempfile::TempDir,
}

fn bench() -> Bench {
    let folder = tempfile::tempdir().expect("folder");
    let dialogs = Prepared::default();
    let (data, answer) = (DataDir::at(folder.path().join("data")), dialogs.clone());
    let harness = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_theme(egui::Theme::Light)
        .with_step_dt(1.0 / 30.0)
        .with_max_steps(60)
        .build_eframe(move |cc| App::new(&cc.egui_ctx, data, Box::new(answer), None));
    Bench { harness, dialogs, folder }
}

impl Bench {
    /// Steps until a worker's result is in. Workers are real threads, so real time passes.
    fn until(&mut self, what: &str, done: impl Fn(&App) -> bool) {
        for _ in 0..600 {
            self.harness.run_steps(2);
            if done(self.harness.state()) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("waited in vain for {what}");
    }

    fn judged(&mut self) {
        self.until("the diagnosis", |app| app.workbench.up_to_date());
    }

    fn go(&mut self, page: Page) {
        self.harness.state_mut().workbench.page = page;
        self.harness.run_steps(3);
    }

    fn level(&self, tag: &str) -> Level {
        let wb = &self.harness.state().workbench;
        let device = wb.audit().and_then(|a| a.equipment.iter().find(|e| e.label() == tag)).expect("device");
        wb.diagnosis.as_ref().and_then(|d| d.device(device.id)).expect("diagnosed").verdict.effective()
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
    b.harness.state_mut().workbench.edit("添加设备", Edit::InsertEquipment(vec![(usize::MAX, motor)]));
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
    *b.dialogs.0.lock().expect("lock") = Some(pdf.clone());
    b.go(Page::Report);
    b.until("the report", |app| app.workbench.jobs.running().is_empty() && app.workbench.report.is_none());
    b.harness.run_steps(5);
    b.harness.get_by_label("导出 PDF…").click();
    b.harness.run_steps(5);
    b.until("the export", |app| app.workbench.jobs.running().is_empty());
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
            b.until("quiet", |app| app.workbench.jobs.running().is_empty());
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
    b.harness.state_mut().workbench.edit("添加设备", Edit::InsertEquipment(vec![(0, motor)]));
    b.harness.state_mut().workbench.show_device(id);
    b.judged();
    b.harness.run_steps(3);
    assert_eq!(b.level("J02-72-4"), Level::Obsolete);
    assert!(b.harness.query_all_by_label_contains("淘汰").next().is_some(), "the verdict is shown");
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
