//! A window without a screen, and how the tests use it: by label and by key.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use eframe::egui;
use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use energy_audit::app::App;
use energy_audit::app::dialogs::{FileDialogs, FileKind};
use energy_audit::app::pages::Page;
use energy_audit::app::workbench::Workbench;
use energy_audit::audit::{Audit, FieldValue};
use energy_audit::screening::Level;
use energy_audit::store::DataDir;

/// Dialogs that answer with a prepared path.
#[derive(Clone, Default)]
pub struct Prepared(Arc<Mutex<Option<PathBuf>>>);

impl FileDialogs for Prepared {
    fn open(&self, _: FileKind) -> Option<PathBuf> {
        self.0.lock().ok()?.clone()
    }
    fn save(&self, _: FileKind, _: &str) -> Option<PathBuf> {
        self.0.lock().ok()?.clone()
    }
}

/// The window, its dialogs and the folder it keeps everything in.
pub struct Bench {
    pub harness: Harness<'static, App>,
    pub folder: Arc<tempfile::TempDir>,
    dialogs: Prepared,
}

/// A window over a data folder, with a file or the start page.
pub fn bench_in(folder: Arc<tempfile::TempDir>, file: Option<PathBuf>) -> Bench {
    let dialogs = Prepared::default();
    let (data, answer) = (DataDir::at(folder.path().join("data")), dialogs.clone());
    let mut harness = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_theme(egui::Theme::Light)
        .with_step_dt(1.0 / 30.0)
        .with_max_steps(60)
        .build_eframe(move |cc| App::new(&cc.egui_ctx, data, Box::new(answer), file.as_deref()));
    harness.run_steps(3);
    Bench { harness, folder, dialogs }
}

/// A window with an empty data folder.
pub fn bench() -> Bench {
    bench_in(Arc::new(tempfile::tempdir().expect("folder")), None)
}

impl Bench {
    pub fn wb(&mut self) -> &mut Workbench {
        &mut self.harness.state_mut().workbench
    }

    pub fn audit(&self) -> &Audit {
        self.harness.state().workbench.audit().expect("an open audit")
    }

    /// What the next file dialog answers.
    pub fn answer(&self, path: &Path) {
        *self.dialogs.0.lock().expect("lock") = Some(path.to_path_buf());
    }

    /// Steps until a worker's result is in. Workers are real threads, so real time passes.
    pub fn until(&mut self, what: &str, done: impl Fn(&Workbench) -> bool) {
        for _ in 0..1200 {
            self.harness.run_steps(2);
            if done(&self.harness.state().workbench) {
                return;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("waited in vain for {what}");
    }

    pub fn judged(&mut self) {
        self.until("the diagnosis", Workbench::up_to_date);
    }

    /// Steps until the file holds everything.
    pub fn saved(&mut self) {
        self.until("the file", |wb| wb.document.as_ref().is_some_and(|d| d.saved() && !d.saving()));
    }

    /// Steps until a text is shown.
    pub fn wait_for(&mut self, part: &str) {
        for _ in 0..1200 {
            self.harness.run_steps(2);
            if self.shows(part) {
                return;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("waited in vain for “{part}”");
    }

    pub fn go(&mut self, page: Page) {
        self.wb().page = page;
        self.harness.run_steps(3);
    }

    /// Opens a sample from the start page.
    pub fn sample(&mut self, name: &str) {
        self.click(name);
        self.judged();
    }

    pub fn level(&self, tag: &str) -> Level {
        let wb = &self.harness.state().workbench;
        let device = self.audit().equipment.iter().find(|e| e.label() == tag).expect("device");
        wb.verdict(device.id).expect("diagnosed").effective()
    }

    /// What a device, by its place, has in a field.
    pub fn value(&self, row: usize, key: &str) -> Option<FieldValue> {
        self.audit().equipment.get(row)?.get(key).map(|e| e.value)
    }

    pub fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(3);
    }

    pub fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.harness.run_steps(3);
    }

    /// Clicks a button, a tab or another control that is named like a text beside it.
    pub fn press(&mut self, role: Role, label: &str) {
        self.harness.get_by_role_and_label(role, label).click();
        self.harness.run_steps(3);
    }

    /// Puts a text in the place of what stands in a field, and leaves the field with Enter.
    pub fn enter(&mut self, label: &str, text: &str) {
        self.harness.get_by_role_and_label(Role::TextInput, label).scroll_to_me();
        self.harness.run_steps(8);
        self.harness.get_by_role_and_label(Role::TextInput, label).focus();
        self.harness.run_steps(2);
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        self.harness.get_by_role_and_label(Role::TextInput, label).type_text(text);
        self.harness.run_steps(2);
        self.key(Modifiers::NONE, Key::Enter);
    }

    pub fn shows(&self, part: &str) -> bool {
        self.harness.query_all_by_label_contains(part).next().is_some()
    }

    pub fn said(&self, part: &str) -> bool {
        self.harness.state().workbench.shell.messages.said.iter().any(|s| s.text.contains(part))
    }

    /// Opens the search and types.
    pub fn search(&mut self, text: &str) {
        self.key(Modifiers::COMMAND, Key::K);
        self.until("the index", |wb| wb.jobs.running().is_empty());
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run_steps(2);
        self.until("the search", |wb| wb.shell.palette.settled());
        self.harness.run_steps(2);
    }

    /// The label of the chosen result.
    pub fn chosen(&self) -> Option<String> {
        let on = |n: &AccessKitNode<'_>| n.toggled() == Some(Toggled::True);
        let mut chosen = self.harness.query_all_by(|n| n.role() == Role::ListBoxOption && on(n));
        chosen.next().and_then(|n| n.accesskit_node().label())
    }

    pub fn take(&mut self) {
        self.key(Modifiers::NONE, Key::Enter);
        assert!(!self.wb().shell.palette.open, "the box closes");
    }
}
