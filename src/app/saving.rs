//! Saving and leaving the open audit, without standing still: large files are written by a thread.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::dialogs::FileKind;
use super::pages::Page;
use super::shell::closing::Closing;
use super::theme::Tone;
use super::workbench::Workbench;
use crate::exchange::safe_name;
use crate::store::{Document, StepEvent};

/// The pause after the last edit before the user's file is written.
const AUTOSAVE: Duration = Duration::from_secs(3);
/// How often it is looked whether a thread of the store has ended.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// Time after which a save under way is shown.
const WORTH_TELLING: Duration = Duration::from_millis(300);
/// Files from this size on are read, and saved before they are left, by a worker. \[bytes\]
pub(super) const LARGE: u64 = 2 << 20;

/// Who wanted the save under way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Asked {
    /// Nobody: some time has passed since the last edit.
    #[default]
    Pause,
    /// The auditor.
    Save,
    /// The auditor, under this name.
    As(PathBuf),
}

/// What is done once the open audit is saved and left.
type Then = Box<dyn FnOnce(&mut Workbench)>;

/// Where opening and saving stand.
#[derive(Default)]
pub struct Files {
    /// Counts files asked to be opened.
    pub(super) opening: u64,
    asked: Asked,
    /// Saving was asked for while a save was under way.
    again: bool,
    then: Option<Then>,
    failed: bool,
    /// Since when a save is under way.
    since: Option<Instant>,
    /// When the audit was last edited.
    pub(super) edited: Option<Instant>,
}

impl Files {
    /// Begins anew for another audit.
    pub(super) fn reset(&mut self) {
        *self = Self { opening: self.opening, ..Self::default() };
    }

    /// Notes an edit.
    pub(super) fn edited(&mut self) {
        self.edited = Some(Instant::now());
        self.failed = false;
    }

    /// Whether the audit is left as soon as it is saved.
    pub fn leaving(&self) -> bool {
        self.then.is_some()
    }

    /// The audit stays open after all.
    pub fn stay(&mut self) {
        self.then = None;
    }

    /// Whether a save takes so long that it is worth telling.
    pub fn slow(&self) -> bool {
        self.since.is_some_and(|since| since.elapsed() > WORTH_TELLING)
    }
}

impl Workbench {
    /// Writes the user's file; asks for a name if there is none.
    pub fn save(&mut self) {
        let Some(document) = &mut self.document else { return };
        if document.path().is_none() || document.read_only() {
            self.save_as();
            return;
        }
        if document.saving() || !document.kept() {
            // What was edited since it began is not in it; a large step is written first.
            self.files.again = true;
            return;
        }
        match document.begin_save() {
            Ok(()) if document.saving() => self.files.asked = Asked::Save,
            Ok(()) => self.tell(Tone::Good, "已保存", "Saved"),
            Err(e) => self.say(Tone::Bad, e.to_string()),
        }
    }

    /// Asks for a name and writes the file under it.
    pub fn save_as(&mut self) {
        let Some(audit) = self.audit() else { return };
        let name = audit.enterprise.name.as_ref().map_or(self.unnamed(), |n| n.value.as_str());
        let suggestion = format!("{}.audit", safe_name(name, self.unnamed()));
        let Some(path) = self.dialogs.save(FileKind::Audit, &suggestion) else { return };
        let Some(document) = &mut self.document else { return };
        match document.begin_save_as(&path) {
            Ok(()) => self.files.asked = Asked::As(path),
            Err(e) => self.say(Tone::Bad, e.to_string()),
        }
    }

    /// Once a frame: what threads of the store have done.
    pub(super) fn tick_document(&mut self) {
        while let Some(event) = self.document.as_mut().and_then(Document::poll_step) {
            match event {
                StepEvent::Kept if self.files.again => self.save_again(),
                StepEvent::Kept => {}
                StepEvent::Travelled { name, undone } => {
                    self.changed(true);
                    self.travelled(&name, undone);
                }
                StepEvent::Failed(e) => {
                    self.files.again = false;
                    self.changed(true);
                    self.tell(
                        Tone::Bad,
                        format!("{e}。这一步没有写入，已撤回"),
                        format!("{e}. The step was not written and is taken back"),
                    );
                }
            }
        }
        if let Some(result) = self.document.as_mut().and_then(Document::finish_save) {
            self.save_ended(result.err());
        }
        self.autosave();
        let saving = self.document.as_ref().is_some_and(Document::saving);
        self.files.since = if saving { self.files.since.or_else(|| Some(Instant::now())) } else { None };
        if saving || self.document.as_ref().is_some_and(|d| !d.kept()) {
            self.ctx.request_repaint_after(LOOK_AGAIN);
        }
    }

    fn save_ended(&mut self, error: Option<crate::store::StoreError>) {
        let asked = std::mem::take(&mut self.files.asked);
        self.files.again &= error.is_none();
        match (error, asked) {
            (Some(e), _) if self.files.leaving() => self.stays_open(&e),
            (None, Asked::Pause) => {}
            (None, Asked::Save) => self.tell(Tone::Good, "已保存", "Saved"),
            (None, Asked::As(path)) => {
                self.settings.remember(&path);
                self.store_settings();
                self.tell(Tone::Good, format!("已保存到 {}", path.display()), format!("Saved to {}", path.display()));
            }
            (Some(e), Asked::Pause) => {
                self.files.failed = true;
                self.tell(Tone::Bad, format!("自动保存没有成功：{e}"), format!("Not saved automatically: {e}"));
            }
            (Some(e), Asked::Save | Asked::As(_)) => self.say(Tone::Bad, e.to_string()),
        }
        self.tell_backup_problem();
        if self.files.leaving() {
            // An edit that came too late for the file is saved now.
            if let Some(then) = self.files.then.take() {
                self.leave_then(then);
            }
        } else if self.files.again {
            self.save_again();
        }
    }

    /// Saves what was edited while a save or a step was under way, if that was asked for.
    fn save_again(&mut self) {
        if self.document.as_ref().is_some_and(|d| d.kept() && !d.saving()) {
            self.files.again = false;
            self.save();
        }
    }

    /// Saving went on without a backup; that is said.
    fn tell_backup_problem(&mut self) {
        if let Some(e) = self.document.as_mut().and_then(Document::take_backup_problem) {
            self.tell(
                Tone::Warn,
                format!("已保存，但旧版本没有备份成功：{e}"),
                format!("Saved, but without a backup of the version before: {e}"),
            );
        }
    }

    /// Writes the user's file some seconds after the last edit. A failure is said once, not every second.
    fn autosave(&mut self) {
        let Some(document) = &mut self.document else { return };
        if document.saved()
            || document.saving()
            || !document.kept()
            || document.path().is_none()
            || document.read_only()
        {
            return;
        }
        let Some(edited) = self.files.edited.filter(|_| !self.files.failed) else { return };
        let since = edited.elapsed();
        if since < AUTOSAVE {
            self.ctx.request_repaint_after(AUTOSAVE.saturating_sub(since));
            return;
        }
        if let Err(e) = document.begin_save() {
            self.save_ended(Some(e));
        }
    }

    /// Leaves the open audit, saved if it has a file and else kept as a working copy, and goes on with `then`. A large
    /// file is written first by a thread. If it can't be saved, that is said and the audit stays open.
    pub fn leave_then(&mut self, then: impl FnOnce(&mut Self) + 'static) {
        let Some(document) = &mut self.document else { return then(self) };
        if document.saving() {
            // It ends first, under whatever name it was asked for.
            self.files.then = Some(Box::new(then));
            return;
        }
        let has_file = document.path().is_some() && !document.read_only();
        let behind = has_file && (!document.saved() || !document.kept());
        let large = document.path().and_then(|p| p.metadata().ok()).is_some_and(|m| m.len() >= LARGE);
        if !behind || !large {
            if self.leave() {
                then(self);
            }
            return;
        }
        match document.begin_save() {
            Ok(()) if document.saving() => self.files.then = Some(Box::new(then)),
            Ok(()) => {
                if self.leave() {
                    then(self);
                }
            }
            Err(e) => self.stays_open(&e),
        }
    }

    fn stays_open(&mut self, e: &crate::store::StoreError) {
        self.files.stay();
        self.shell.closing = Closing::No;
        self.tell(
            Tone::Bad,
            format!("{e}。修改仍在暂存副本中，审计没有关闭"),
            format!("{e}. The edits are safe in the working copy; the audit stays open"),
        );
    }

    /// Leaves the open audit at once: saved if it has a file, else kept as a working copy. `false` if saving failed.
    pub fn leave(&mut self) -> bool {
        let Some(mut document) = self.document.take() else { return true };
        let ended = document.wait_for_step().and_then(|()| document.wait_for_save().unwrap_or(Ok(())));
        let has_file = document.path().is_some() && !document.read_only();
        // With a file the save says what is wrong, or does what the one before it could not.
        let saved = if has_file { document.save() } else { ended };
        if let Err(e) = saved {
            self.document = Some(document);
            self.changed(true);
            self.stays_open(&e);
            return false;
        }
        // Dropping keeps what has no file of its own: the start page offers it again.
        drop(document);
        self.left();
        true
    }

    /// Goes back to the start page.
    pub fn close_audit(&mut self) {
        self.leave_then(|wb| wb.page = Page::Start);
    }
}
