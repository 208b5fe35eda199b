//! Large files and large steps: opened, written and saved by threads while the window goes on.

use eframe::egui;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use energy_audit::app::pages::Page;
use energy_audit::app::workbench::Later;
use energy_audit::audit::{Audit, Edit, Entered, Equipment, FieldValue, Id, KindCode, Target};
use energy_audit::store::{DataDir, Document};

use crate::bench::{Bench, bench};

const MANY: usize = 6_000;

fn devices(count: usize) -> Vec<Equipment> {
    let device = |n: usize| {
        let mut device = Equipment::new(KindCode::Motor);
        for (key, value) in [
            ("name", format!("第{n}台循环水泵电动机")),
            ("tag", format!("M-{n}")),
            ("model", "Y160M-4".to_owned()),
            ("workshop", format!("{}号车间", n % 9)),
            ("remark", "铭牌模糊，参数取自设备台账，待现场核对".to_owned()),
        ] {
            device.set(key, Some(Entered::ledger(FieldValue::Text(value)))).expect("field");
        }
        device
    };
    (0..count).map(device).collect()
}

fn insert(count: usize) -> Edit {
    Edit::InsertEquipment(devices(count).into_iter().map(|d| (usize::MAX, d.into())).collect())
}

fn named(name: &str) -> Edit {
    let value = Some(Entered::ledger(FieldValue::Text(name.to_owned())));
    Edit::Field { target: Target::Enterprise, key: "name".to_owned(), value }
}

/// A file that takes longer to read than a frame.
fn large_file(b: &Bench) -> std::path::PathBuf {
    let path = b.folder.path().join("大厂.audit");
    let audit = Audit { equipment: devices(MANY).into(), ..Audit::default() };
    Document::create(&path, audit, &DataDir::at(b.folder.path().join("other")))
        .expect("file")
        .close(true)
        .expect("closed");
    assert!(path.metadata().expect("file").len() > 2 << 20, "large");
    path
}

fn on_disk(b: &Bench, path: &std::path::Path) -> Audit {
    let other = DataDir::at(b.folder.path().join("reader"));
    Document::open_read_only(path, &other).expect("the file opens").audit().clone()
}

#[test]
fn a_large_file_is_opened_by_a_worker_that_is_shown_and_can_be_cancelled() {
    let mut b = bench();
    let path = large_file(&b);
    b.wb().open(&path);
    assert!(b.wb().document.is_none(), "the window goes on meanwhile");
    b.harness.run_steps(1);
    assert!(b.shows("打开 大厂.audit"), "what runs is shown");
    b.until("the file", |wb| wb.document.is_some());
    assert_eq!(b.audit().equipment.len(), MANY);
    assert_eq!(b.wb().page, Page::Overview);
    b.wb().close_audit();
    assert!(b.wb().document.is_none());

    b.wb().open(&path);
    b.wb().jobs.cancel_all();
    b.until("the worker", |wb| wb.jobs.running().is_empty());
    assert!(b.wb().document.is_none(), "cancelled, it is not opened");
    let other = DataDir::at(b.folder.path().join("reader"));
    Document::open(&path, &other).expect("and nothing holds it").close(false).expect("closed");

    // Of two only the last one counts.
    let small = b.folder.path().join("小厂.audit");
    Document::create(&small, Audit { equipment: devices(3).into(), ..Audit::default() }, &other)
        .expect("file")
        .close(true)
        .expect("closed");
    b.wb().open(&path);
    b.wb().open(&small);
    b.until("the worker", |wb| wb.jobs.running().is_empty());
    b.harness.run_steps(3);
    assert_eq!(b.audit().equipment.len(), 3);
}

#[test]
fn a_large_import_is_written_behind_the_scenes_undone_and_redone_by_keys() {
    let mut b = bench();
    b.wb().new_audit();
    b.go(Page::Equipment);
    b.harness.run_steps(2);
    assert!(b.wb().edit("导入 6000 台", insert(MANY)));
    assert_eq!(b.audit().equipment.len(), MANY, "there at once");
    b.until("the step", |wb| wb.document.as_ref().is_some_and(Document::kept));
    b.judged();
    assert!(b.shows("已暂存"), "the state beside the name");
    b.key(Modifiers::COMMAND, Key::Z);
    b.until("the step", |wb| wb.document.as_ref().is_some_and(Document::kept));
    assert_eq!(b.audit().equipment.len(), 0);
    assert!(b.said("已撤销：导入 6000 台"));
    b.key(Modifiers::COMMAND, Key::Y);
    b.until("the step", |wb| wb.document.as_ref().is_some_and(Document::kept));
    b.harness.run_steps(2);
    assert_eq!(b.audit().equipment.len(), MANY);
    assert!(b.said("已重做：导入 6000 台"));
    b.judged();
    let verdicts = b.audit().equipment.iter().filter(|d| b.harness.state().workbench.verdict(d.id).is_some()).count();
    assert_eq!(verdicts, MANY, "all of them are judged again");
    b.harness.get_by_role_and_label(Role::Button, "撤销").click();
    b.until("the step", |wb| wb.document.as_ref().is_some_and(Document::kept));
    assert_eq!(b.audit().equipment.len(), 0);
}

#[test]
fn a_large_step_that_cannot_be_written_is_taken_back_and_said() {
    let mut b = bench();
    b.wb().new_audit();
    b.go(Page::Equipment);
    let mut wrong = devices(500);
    wrong[499].common.quantity = Some(Entered::ledger(f64::NAN));
    let first = b.audit().clone();
    b.wb().edit("导入", Edit::InsertEquipment(wrong.into_iter().map(|d| (0, d.into())).collect()));
    b.until("the step", |wb| wb.document.as_ref().is_some_and(Document::kept));
    b.harness.run_steps(3);
    assert_eq!(b.audit(), &first);
    assert!(b.said("已撤回"), "and it is said");
    b.judged();
}

#[test]
fn closing_waits_for_a_large_file_and_saves_what_was_edited() {
    let mut b = bench();
    let path = large_file(&b);
    b.wb().open(&path);
    b.until("the file", |wb| wb.document.is_some());
    b.judged();
    assert!(b.wb().edit("改名", named("云冈示例大厂")));
    b.wb().after_typing(Later::Close);
    b.until("the end", |wb| wb.document.is_none());
    let name = on_disk(&b, &path).enterprise.name.expect("name");
    assert_eq!(name.value, "云冈示例大厂");

    // It can't be saved: the audit stays open, and that is said.
    b.wb().shell.closing = Default::default();
    b.wb().open(&path);
    b.until("the file", |wb| wb.document.is_some());
    assert!(b.wb().edit("改名", named("另一厂")));
    std::fs::write(&path, b"from elsewhere".repeat(200_000)).expect("changed");
    b.wb().after_typing(Later::Close);
    b.until("what is said", |wb| wb.shell.messages.said.iter().any(|s| s.text.contains("没有关闭")));
    assert!(b.wb().document.is_some());
    assert_eq!(b.audit().enterprise.name.as_ref().map(|n| n.value.as_str()), Some("另一厂"));
}

#[test]
fn what_is_edited_while_saving_is_saved_by_the_second_press() {
    let mut b = bench();
    let path = large_file(&b);
    b.wb().open(&path);
    b.until("the file", |wb| wb.document.is_some());
    let id: Id = b.audit().equipment[0].id;
    let renamed = |name: &str| Edit::field(id, "name", Some(Entered::ledger(FieldValue::Text(name.to_owned()))));
    assert!(b.wb().edit("改名", renamed("甲")));
    b.wb().save();
    assert!(b.wb().edit("改名", renamed("乙")));
    b.wb().save();
    b.saved();
    let name = on_disk(&b, &path).equipment[0].common.name.clone().expect("name");
    assert_eq!(name.value, "乙");
    assert!(b.said("已保存"));
}

/// Saved under a name and closed at once: the file is written before the audit is left.
#[test]
fn closing_right_after_saving_under_a_name_leaves_the_file() {
    let mut b = bench();
    b.wb().new_audit();
    assert!(b.wb().edit("改名", named("新厂")));
    let path = b.folder.path().join("新厂.audit");
    b.answer(&path);
    b.wb().save_as();
    assert!(b.wb().document.as_ref().is_some_and(Document::saving));
    b.wb().close_audit();
    b.until("the end", |wb| wb.document.is_none());
    let name = on_disk(&b, &path).enterprise.name.expect("name");
    assert_eq!(name.value, "新厂");

    // The same when the window is torn away: nothing is asked any more.
    let mut b = bench();
    b.wb().new_audit();
    assert!(b.wb().edit("改名", named("旧厂")));
    let path = b.folder.path().join("旧厂.audit");
    b.answer(&path);
    b.wb().save_as();
    assert!(b.wb().leave());
    assert_eq!(on_disk(&b, &path).enterprise.name.expect("name").value, "旧厂");
}
