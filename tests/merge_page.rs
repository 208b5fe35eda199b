//! Merging in the workbench, driven through its accessibility labels, without a window.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use eframe::egui;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use energy_audit::app::App;
use energy_audit::app::dialogs::{FileDialogs, FileKind};
use energy_audit::app::pages::Page;
use energy_audit::audit::{Audit, Edit, Entered, Equipment, FieldValue, Id, KindCode, Origin};
use energy_audit::store::{DataDir, Document};

/// Dialogs that answer with a prepared path.
#[derive(Clone, Default)]
struct Prepared(Arc<Mutex<Option<PathBuf>>>);

impl FileDialogs for Prepared {
    fn open(&self, _: FileKind) -> Option<PathBuf> {
        self.0.lock().ok()?.clone()
    }
    fn save(&self, _: FileKind, _: &str) -> Option<PathBuf> {
        None
    }
}

fn device(tag: &str) -> Equipment {
    let mut device = Equipment::new(KindCode::Motor);
    device.set("tag", Some(Entered::ledger(FieldValue::Text(tag.to_owned())))).expect("field");
    device
}

fn enter(id: Id, key: &str, n: f64) -> Edit {
    Edit::field(id, key, Some(Entered::new(FieldValue::Number(n), Origin::Nameplate)))
}

fn number(app: &App, id: Id, key: &str) -> Option<f64> {
    match app.workbench.audit()?.device(id)?.get(key)?.value {
        FieldValue::Number(n) => Some(n),
        _ => None,
    }
}

/// Two files that began as one: mine and another auditor's, with what each changed since.
fn two_files(folder: &Path, data: &DataDir) -> (PathBuf, PathBuf, Id) {
    let (mine, theirs) = (folder.join("本方.audit"), folder.join("对方.audit"));
    let first = device("M-1");
    let id = first.id;
    let audit = Audit { equipment: vec![first].into(), ..Audit::default() };
    let mut document = Document::create(&mine, audit, data).expect("created");
    document.apply("改功率", enter(id, "rated_power_kw", 55.0)).expect("applied");
    document.save().expect("saved");
    std::fs::copy(&mine, &theirs).expect("copied");
    for (key, n) in [("rated_power_kw", 75.0), ("rated_efficiency_pct", 92.0)] {
        document.apply("本方修改", enter(id, key, n)).expect("applied");
    }
    document.close(true).expect("closed");
    let mut other = Document::open(&theirs, data).expect("opened");
    other.set_author("李工");
    for (key, n) in [("rated_power_kw", 90.0), ("rated_efficiency_pct", 93.0), ("poles", 4.0)] {
        other.apply("对方修改", enter(id, key, n)).expect("applied");
    }
    other.apply("添加设备", Edit::InsertEquipment(vec![(9, device("M-2").into())])).expect("applied");
    other.close(true).expect("closed");
    (mine, theirs, id)
}

struct Bench {
    harness: Harness<'static, App>,
    dialogs: Prepared,
    _folder: tempfile::TempDir,
}

fn bench() -> (Bench, PathBuf, Id) {
    let folder = tempfile::tempdir().expect("folder");
    let data = DataDir::at(folder.path().join("data"));
    let (mine, theirs, id) = two_files(folder.path(), &data);
    let dialogs = Prepared::default();
    let answer = dialogs.clone();
    let mut harness = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_theme(egui::Theme::Light)
        .with_step_dt(1.0 / 30.0)
        .with_max_steps(60)
        .build_eframe(move |cc| App::new(&cc.egui_ctx, data, Box::new(answer), Some(&mine)));
    harness.run_steps(3);
    (Bench { harness, dialogs, _folder: folder }, theirs, id)
}

impl Bench {
    fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.harness.run_steps(4);
    }

    fn until(&mut self, what: &str, label: &str) {
        for _ in 0..600 {
            self.harness.run_steps(2);
            if self.harness.query_by_label_contains(label).is_some() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("waited in vain for {what}");
    }

    /// The entry of the file menu.
    fn menu(&mut self) {
        self.click("文件");
        self.harness.get_by_label_contains("合并另一审计文件…").click();
        self.harness.run_steps(4);
    }

    fn merge(&mut self, path: &Path) {
        *self.dialogs.0.lock().expect("lock") = Some(path.to_path_buf());
        self.menu();
        assert_eq!(self.harness.state().workbench.page, Page::Merge);
    }
}

/// From the menu to the merged audit: what differs is decided field by field, and one undo takes all of it back.
#[test]
fn decided_field_by_field() {
    let (mut b, theirs, id) = bench();
    let before = b.harness.state().workbench.audit().expect("audit").clone();
    let bytes = std::fs::read(&theirs).expect("read");
    b.merge(&theirs);
    b.until("the comparison", "还有 2 项没有决定");
    assert_eq!(b.harness.query_all_by_label_contains("李工").count(), 2, "who changed it there");
    b.harness.get_by_label("合并到本审计").click();
    b.harness.run_steps(4);
    assert_eq!(b.harness.state().workbench.audit(), Some(&before), "not before everything is decided");

    b.harness.get_by_role_and_label(Role::RadioButton, "M-1 额定功率(kW) 取对方 90 [铭牌]").click();
    b.harness.run_steps(4);
    b.until("one left", "还有 1 项没有决定");
    // Edited meanwhile: compared again, the answer given stays.
    b.harness.state_mut().workbench.edit("修改", enter(id, "power_factor", 0.9));
    b.harness.run_steps(2);
    b.until("the second comparison", "还有 1 项没有决定");
    let label = b.harness.state().workbench.audit().and_then(|a| a.device(id)).map(|d| d.label().to_owned());
    b.harness
        .get_by_role_and_label(Role::RadioButton, &format!("{} 额定效率(%) 取本方 92 [铭牌]", label.expect("device")))
        .click();
    b.harness.run_steps(4);
    b.click("合并到本审计");
    let app = b.harness.state();
    assert_eq!(app.workbench.page, Page::Equipment);
    let numbers = ["rated_power_kw", "rated_efficiency_pct", "poles", "power_factor"].map(|key| number(app, id, key));
    assert_eq!(numbers, [Some(90.0), Some(92.0), Some(4.0), Some(0.9)]);
    assert_eq!(app.workbench.audit().map(|a| a.equipment.len()), Some(2));
    let undo = app.workbench.document.as_ref().and_then(Document::undo_name).map(str::to_owned);
    assert_eq!(undo.as_deref(), Some("合并 对方.audit"));
    for _ in 0..2 {
        b.harness.get_by_label("撤销").click();
        b.harness.run_steps(4);
    }
    assert_eq!(b.harness.state().workbench.audit(), Some(&before), "one step back, then the edit before it");
    assert_eq!(std::fs::read(&theirs).expect("read"), bytes, "the other file is as it was");
}

/// All of theirs at once; then the same file brings nothing more.
#[test]
fn all_of_theirs() {
    let (mut b, theirs, id) = bench();
    b.merge(&theirs);
    b.until("the comparison", "还有 2 项没有决定");
    for (tab, shown) in [("将加入  1", "M-2"), ("将采用对方  1", "极数")] {
        b.click(tab);
        assert!(b.harness.query_by_label_contains(shown).is_some(), "{shown} on {tab}");
    }
    b.click("全部取对方");
    b.click("合并到本审计");
    assert_eq!(number(b.harness.state(), id, "rated_power_kw"), Some(90.0));
    b.merge(&theirs);
    b.until("the second comparison", "对方没有本方所没有的内容");
}

/// The open file itself, a file that is no audit: said, nothing changed.
#[test]
fn other_files() {
    let (mut b, theirs, _) = bench();
    let own = b.harness.state().workbench.document.as_ref().and_then(Document::path).map(Path::to_path_buf);
    *b.dialogs.0.lock().expect("lock") = own;
    b.menu();
    assert_ne!(b.harness.state().workbench.page, Page::Merge);
    assert!(b.harness.state().workbench.messages.iter().any(|m| m.text.contains("当前打开的文件")));

    let bytes = std::fs::read(&theirs).expect("read");
    std::fs::write(&theirs, &bytes[..bytes.len() / 2]).expect("written");
    b.merge(&theirs);
    b.until("the refusal", "截断");
}
