//! A plant so large that workers look at its devices: pages show what they found when it is there, never what was asked
//! before, and the same as in a small plant.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use eframe::egui;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use energy_audit::app::lang::Lang;
use energy_audit::app::pages::Page;
use energy_audit::app::theme;
use energy_audit::app::work::{Given, Pace, Work};
use energy_audit::app::workbench::Workbench;
use energy_audit::audit::{Audit, Edit, Entered, Equipment, FieldValue, KindCode};
use energy_audit::store::DataDir;

use crate::bench::{Bench, Prepared, bench};

/// More than a page looks at in its frame.
const DEVICES: usize = 4_200;

/// The tag of the n-th device: 1009 and 4200 have no common factor, so that each number occurs once.
fn tag(n: usize) -> String {
    format!("M-{}", n * 1009 % DEVICES)
}

/// Motors in the ledger's order, every third one of an obsolete series; nothing else is known of any.
fn plant() -> Edit {
    let text = |text: String| Some(Entered::ledger(FieldValue::Text(text)));
    let motor = |n: usize| {
        let mut motor = Equipment::new(KindCode::Motor);
        motor.set("tag", text(tag(n))).expect("tag");
        if n.is_multiple_of(3) {
            motor.set("model", text("JO2-72-4".to_owned())).expect("model");
        }
        (n, motor.into())
    };
    Edit::InsertEquipment((0..DEVICES).map(motor).collect())
}

fn at(page: Page) -> Bench {
    let mut b = bench();
    b.wb().new_audit();
    assert!(b.wb().edit("台账", plant()));
    b.go(page);
    b.judged();
    settled(&mut b);
    b
}

/// Steps until no worker looks at anything any more, and the page has drawn what came.
fn settled(b: &mut Bench) {
    for _ in 0..3 {
        b.until("the workers", |wb| wb.jobs.running().is_empty() && wb.up_to_date());
        // Longer than the pause that a large plant waits for after an edit.
        std::thread::sleep(Duration::from_millis(450));
        b.harness.run_steps(3);
    }
    b.until("the workers", |wb| wb.jobs.running().is_empty());
    b.harness.run_steps(2);
}

/// A column of the whole list as it is copied for Excel.
fn column(b: &mut Bench, list: &str, at: usize) -> Vec<String> {
    b.harness.get_by_role_and_label(Role::Unknown, list).focus();
    b.harness.run_steps(2);
    b.key(Modifiers::COMMAND, Key::A);
    b.harness.event(egui::Event::Copy);
    // What thousands of rows say is written down by a worker.
    let text = (0..600).find_map(|_| {
        b.harness.step();
        std::thread::sleep(Duration::from_millis(5));
        b.harness.output().platform_output.commands.iter().find_map(|c| match c {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    });
    let text = text.expect("the list was copied");
    text.lines().map(|line| line.split('\t').nth(at).unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_large_list_is_sorted_by_a_worker_as_a_small_one_in_the_frame() {
    let mut b = at(Page::Screening);
    // As it comes: the obsolete ones first, in the ledger's order; then those that can't be judged.
    let ledger: Vec<String> =
        (0..DEVICES).step_by(3).chain((0..DEVICES).filter(|n| !n.is_multiple_of(3))).map(tag).collect();
    assert_eq!(column(&mut b, "判定清单", 1), ledger);
    let up: Vec<String> = (0..DEVICES).map(|n| format!("M-{n}")).collect();
    let down: Vec<String> = up.iter().rev().cloned().collect();
    for expected in [&up, &down, &ledger] {
        b.click("排序：编号");
        settled(&mut b);
        assert!(column(&mut b, "判定清单", 1) == *expected, "figures in a tag count as figures");
    }
    // Of equal models the order of before stays.
    b.click("排序：型号");
    settled(&mut b);
    assert!(column(&mut b, "判定清单", 1) == ledger);
}

#[test]
fn a_filter_taken_back_before_its_answer_came_leaves_no_trace() {
    let mut b = at(Page::Screening);
    let label = "筛选：编号、型号、车间…";
    b.harness.get_by_role_and_label(Role::TextInput, label).focus();
    b.harness.run_steps(2);
    // M-419 and M-4190 … M-4199.
    b.harness.get_by_role_and_label(Role::TextInput, label).type_text("M-419");
    settled(&mut b);
    let shown = column(&mut b, "判定清单", 1);
    assert_eq!(shown.len(), 11);
    assert!(shown.iter().all(|tag| tag.starts_with("M-419")), "{shown:?}");
    b.harness.get_by_role_and_label(Role::TextInput, label).focus();
    b.harness.run_steps(2);
    b.harness.get_by_role_and_label(Role::TextInput, label).type_text("不存在");
    b.harness.step();
    b.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    b.harness.step();
    b.harness.get_by_role_and_label(Role::TextInput, label).type_text("M-4199");
    settled(&mut b);
    assert_eq!(column(&mut b, "判定清单", 1), ["M-4199"]);
}

/// Lists, charts and counts of a large plant; a change of one device reaches them once the editing pauses.
#[test]
fn pages_of_a_large_plant_show_what_workers_found() {
    let mut b = at(Page::Overview);
    assert!(b.shows("4,200 行设备有待补数据"), "not one motor says enough");
    b.go(Page::Screening);
    b.click("待补数据清单");
    settled(&mut b);
    assert!(b.shows("4,200 台设备缺数据"));
    b.click("图表");
    settled(&mut b);
    assert!(b.shows("各类设备的判定(台)"));
    b.click("判定清单");
    settled(&mut b);
    let gone = b.audit().equipment[0].id;
    assert!(b.wb().edit("删除设备", Edit::RemoveEquipment(vec![gone])));
    settled(&mut b);
    let shown = column(&mut b, "判定清单", 1);
    assert_eq!((shown.len(), shown[0].as_str()), (DEVICES - 1, "M-3027"), "3 × 1009 is the first that is left");
    b.go(Page::Overview);
    settled(&mut b);
    assert!(b.shows("4,199 行设备有待补数据"));
    b.go(Page::Report);
    settled(&mut b);
    // Per device its verdict and its energy, …
    assert!(b.shows("导出前的缺口"));
    assert!(b.harness.query_all_by_label_contains("判定缺少").next().is_some());
}

/// Ctrl+A over a large plant adds up on a worker, and says the same as the page of devices.
#[test]
fn the_numbers_of_a_large_selection_come_from_a_worker() {
    let mut b = at(Page::Equipment);
    let first = b.audit().equipment[0].id;
    b.wb().show_device(first);
    settled(&mut b);
    b.key(Modifiers::COMMAND, Key::A);
    settled(&mut b);
    assert!(b.shows("选中 4200 行 · 4,200 台"));
    b.key(Modifiers::NONE, Key::ArrowDown);
    settled(&mut b);
    assert!(b.shows("选中 1 行 · 1 台"));
}

/// A page with one question, whose answers the test holds back.
#[derive(Default)]
struct Asking {
    wb: Option<Workbench>,
    folder: Option<tempfile::TempDir>,
    question: u32,
    work: Work<u32, String>,
    gates: Arc<Mutex<HashMap<u32, Sender<()>>>>,
}

impl Asking {
    fn show(&mut self, ui: &mut egui::Ui) {
        if self.wb.is_none() {
            let folder = tempfile::tempdir().expect("folder");
            let data = DataDir::at(folder.path().to_path_buf());
            let mut wb = Workbench::new(ui.ctx().clone(), data, Box::new(Prepared::default()));
            wb.untitled(Audit::default(), Page::Overview);
            (self.wb, self.folder) = (Some(wb), Some(folder));
            // They are there from the next frame on.
            theme::install_fonts(ui.ctx());
            ui.ctx().request_repaint();
            return;
        }
        let Some(wb) = &mut self.wb else { return };
        wb.tick();
        let (question, gates) = (self.question, &self.gates);
        self.work.ask(wb, question, Pace::Quiet, "试算", |_| {
            let (open, gate) = channel();
            gates.lock().expect("gates").insert(question, open);
            move |_: Given<'_>, _: &_| {
                gate.recv().map_err(|e| e.to_string())?;
                Ok(format!("第{question}个答案"))
            }
        });
        self.work.waiting(ui, Lang::Zh);
        if let Some(answer) = self.work.known() {
            ui.label(answer.as_str());
        }
    }
}

/// Lets the answer to a question come.
fn let_come(harness: &Harness<'_, Asking>, question: u32) {
    harness.state().gates.lock().expect("gates")[&question].send(()).expect("somebody waits");
}

fn shown(harness: &Harness<'_, Asking>, label: &str) -> bool {
    harness.query_by_label(label).is_some()
}

fn until_shown(harness: &mut Harness<'_, Asking>, label: &str) {
    for _ in 0..600 {
        harness.step();
        if shown(harness, label) {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("waited in vain for “{label}”");
}

#[test]
fn a_late_answer_is_waited_for_in_sight_and_an_outdated_one_is_never_shown() {
    const WAITING: &str = "正在计算…";
    let mut harness = Harness::new_ui_state(|ui, asking: &mut Asking| asking.show(ui), Asking::default());
    // Whether the state is told depends on how long the answer takes, here as long as the test likes.
    until_shown(&mut harness, WAITING);
    let_come(&harness, 0);
    until_shown(&mut harness, "第0个答案");
    assert!(!shown(&harness, WAITING));

    // The old answer stays in sight while the new one is late.
    harness.state_mut().question = 1;
    until_shown(&mut harness, WAITING);
    assert!(shown(&harness, "第0个答案"));

    // Another question: what the first worker says now is not shown.
    harness.state_mut().question = 2;
    harness.step();
    let_come(&harness, 1);
    for _ in 0..20 {
        harness.step();
        std::thread::sleep(Duration::from_millis(10));
        assert!(!shown(&harness, "第1个答案"));
    }
    assert!(shown(&harness, "第0个答案"));

    // One wake-up when the answer is there, and none when it is shown.
    for _ in 0..5 {
        harness.step();
    }
    let woken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&woken);
    harness.ctx.set_request_repaint_callback(move |asked| {
        if asked.delay.is_zero() {
            count.fetch_add(1, Ordering::Relaxed);
        }
    });
    let_come(&harness, 2);
    for _ in 0..600 {
        std::thread::sleep(Duration::from_millis(10));
        if woken.load(Ordering::Relaxed) > 0 {
            break;
        }
    }
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(woken.load(Ordering::Relaxed), 1);
    harness.step();
    assert!(shown(&harness, "第2个答案"));
    for _ in 0..5 {
        harness.step();
    }
    let delays = &harness.output().viewport_output;
    assert!(delays.values().all(|v| v.repaint_delay > Duration::from_secs(1)), "nothing happens any more");

    // A question that is taken back is answered at once by what is known; its worker's answer is dropped.
    harness.state_mut().question = 3;
    harness.step();
    harness.state_mut().question = 2;
    harness.step();
    let_come(&harness, 3);
    for _ in 0..20 {
        harness.step();
        std::thread::sleep(Duration::from_millis(10));
        assert!(!shown(&harness, "第3个答案") && !shown(&harness, WAITING));
    }
    assert!(shown(&harness, "第2个答案"));
}
