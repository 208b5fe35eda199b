//! What the workbench holds: the open audit, what was found about it, where the person is, and what runs.

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui;

use super::crash;
use super::dialogs::FileDialogs;
use super::jobs::Jobs;
use super::lang::Lang;
use super::pages::Page;
use super::saving::Files;
use super::settings::Settings;
use super::shell::closing::Closing;
pub use super::shell::messages::Message;
use super::shell::{Shell, messages};
use super::theme::Tone;
use super::work::let_go;
use crate::audit::{Audit, Edit, Equipment, Id, Section, Touched};
use crate::clock;
use crate::diagnosis::{self, Diagnosis};
use crate::energy::{Assumptions, Context};
use crate::exchange::Import;
use crate::reference::{OwnTables, Reference};
use crate::screening::{self, Verdict};
use crate::store::{Content, DataDir, Document, StoreError, Travel};

/// The pause after an edit before the whole audit is judged again.
const SETTLE: Duration = Duration::from_millis(120);
/// Up to this many devices are judged again at once after an edit, within the frame.
const AT_ONCE: usize = 200;
/// From this many devices on, the judging is shown among the running work.
const LARGE: usize = 5_000;

/// The workbench's state; pages read it and change the audit through [`edit`](Self::edit).
pub struct Workbench {
    /// For repaints, the clipboard and textures.
    pub ctx: egui::Context,
    /// The open audit.
    pub document: Option<Document>,
    /// National data as of the audit's reference date, with the audit's own tables.
    pub reference: Option<Reference>,
    /// Prices, factors and finance settings in use.
    pub assumptions: Assumptions,
    /// What was found, of the audit as it was at `diagnosed`.
    pub diagnosis: Option<Arc<Diagnosis>>,
    /// Revision that `diagnosis` belongs to.
    pub diagnosed: Option<u64>,
    /// The page shown.
    pub page: Page,
    /// The device shown in detail and offered to measures.
    pub current: Option<Id>,
    /// The selected devices, for the numbers at the foot.
    pub selection: Vec<Id>,
    /// What the numbers in the selected cells come to; told anew in every frame by the grid that has the keyboard.
    pub tally: Option<String>,
    /// Asks the equipment page to bring `current` into view.
    pub reveal: bool,
    /// Changes whenever devices came, went or changed places; table orders are kept for one value.
    pub structure: u64,
    /// Counts opened audits: what a worker started for another audit is dropped.
    pub generation: u64,
    /// Running work.
    pub jobs: Jobs<Self>,
    /// What is said.
    pub messages: Vec<Message>,
    /// What is at hand on every page.
    pub shell: Shell,
    /// Remembered settings.
    pub settings: Settings,
    /// Where working copies and settings live.
    pub data: DataDir,
    /// Photos on their way to the screen.
    pub pictures: super::pictures::Pictures,
    /// How files are asked for.
    pub dialogs: Box<dyn FileDialogs>,
    /// A file that is waiting to be imported, set by dropping it on the window.
    pub to_import: Option<PathBuf>,
    /// Cells with a header that were pasted, waiting to be imported.
    pub to_paste: Option<String>,
    /// What reading a ledger gave, while the person decides.
    pub import: Option<Result<Arc<Import>, String>>,
    /// Another audit that is waiting to be merged.
    pub to_merge: Option<PathBuf>,
    /// What comparing with another audit found, for the merge page to pick up.
    pub merging: super::pages::merge::Delivery,
    /// A report that a worker finished, for the report page to pick up.
    pub report: super::pages::report::Delivery,
    /// A list of the plant's data, and a cell of it, that the energy page is to show.
    pub wanted_row: Option<(Section, Option<(Id, &'static str)>)>,
    pub(super) plant_found: super::plant::Kept,
    /// A file that could not be opened because it is damaged, until it is repaired or left.
    pub damaged: Option<(PathBuf, String)>,
    /// What is wrong with own tables that were to be added, until it is closed.
    pub own_errors: Vec<String>,
    /// Counts ledgers asked for: only the last one counts.
    pub imports: u64,
    /// Where opening and saving stand.
    pub files: Files,
    own_tables: OwnTables,
    /// The judging under way: which work, which revision.
    judging: Option<(u64, u64)>,
    /// What was edited since `diagnosed`, but for what is being judged.
    touched: Touched,
    /// What the judging under way looks at.
    in_judgement: Touched,
    later: Option<(u8, Later)>,
    /// Where the current device was last found.
    current_at: Cell<usize>,
}

/// What is done once the field being typed in has taken its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// Save the file.
    Save,
    /// Save it under another name.
    SaveAs,
    /// Close the window.
    Close,
}

impl Workbench {
    /// An empty workbench.
    pub fn new(ctx: egui::Context, data: DataDir, dialogs: Box<dyn FileDialogs>) -> Self {
        let (settings, broken) = Settings::load(&data);
        let mut jobs = Jobs::default();
        jobs.keep_reports_in(crash::folder(&data));
        let mut this = Self {
            ctx,
            document: None,
            reference: None,
            assumptions: Assumptions::default(),
            diagnosis: None,
            diagnosed: None,
            page: Page::Start,
            current: None,
            selection: Vec::new(),
            tally: None,
            reveal: false,
            structure: 0,
            generation: 0,
            jobs,
            messages: Vec::new(),
            shell: Shell::default(),
            settings,
            data,
            pictures: super::pictures::Pictures::default(),
            dialogs,
            to_import: None,
            to_paste: None,
            import: None,
            to_merge: None,
            merging: None,
            report: None,
            wanted_row: None,
            plant_found: None,
            damaged: None,
            own_errors: Vec::new(),
            imports: 0,
            files: Files::default(),
            own_tables: OwnTables::default(),
            judging: None,
            touched: Touched::default(),
            in_judgement: Touched::default(),
            later: None,
            current_at: Cell::new(0),
        };
        if let Some(text) = broken {
            this.say(Tone::Warn, text);
        }
        this.tell_last_end();
        if !this.settings.tour_seen {
            this.shell.tour.offer();
        }
        this
    }

    /// Takes the focus from the field being typed in, so that it takes its value, and then does `what`.
    pub fn after_typing(&mut self, what: Later) {
        if let Some(id) = self.ctx.memory(|m| m.focused()) {
            self.ctx.memory_mut(|m| m.surrender_focus(id));
        }
        self.later = Some((2, what));
        self.ctx.request_repaint();
    }

    fn do_later(&mut self) {
        match self.later.take() {
            Some((0, Later::Save)) => self.save(),
            Some((0, Later::SaveAs)) => self.save_as(),
            // If saving fails, that is said; the window stays open with everything in it.
            Some((0, Later::Close)) => self.leave_then(|wb| {
                wb.shell.closing = Closing::Now;
                wb.ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }),
            Some((n, what)) => {
                self.later = Some((n.saturating_sub(1), what));
                self.ctx.request_repaint();
            }
            None => {}
        }
    }

    /// The language of captions.
    pub fn lang(&self) -> Lang {
        self.settings.lang
    }

    /// One of two captions.
    pub fn tr(&self, zh: &'static str, en: &'static str) -> &'static str {
        self.settings.lang.pick(zh, en)
    }

    /// The audit, if one is open.
    pub fn audit(&self) -> Option<&Audit> {
        self.document.as_ref().map(Document::audit)
    }

    /// The revision of the audit, 0 without one.
    pub fn revision(&self) -> u64 {
        self.document.as_ref().map_or(0, Document::revision)
    }

    /// The current device. Looked for among all of them only when it is not where it was: pages ask every frame.
    pub fn device(&self) -> Option<&Equipment> {
        let (devices, id) = (&self.audit()?.equipment, self.current?);
        if let Some(device) = devices.get(self.current_at.get()).filter(|d| d.id == id) {
            return Some(device);
        }
        let at = devices.iter().position(|d| d.id == id)?;
        self.current_at.set(at);
        devices.get(at)
    }

    /// The last verdict on a device; an edit made since may have changed it.
    pub fn verdict(&self, id: Id) -> Option<&Verdict> {
        Some(&self.diagnosis.as_ref()?.device(id)?.verdict)
    }

    /// The verdict on a device as it stands, found at once.
    pub fn screen(&self, device: &Equipment) -> Option<Verdict> {
        Some(screening::screen(device, self.reference.as_ref()?))
    }

    /// What the engine needs besides the device.
    pub fn context(&self) -> Option<Context<'_>> {
        Some(Context { reference: self.reference.as_ref()?, assumptions: &self.assumptions })
    }

    /// Whether what was found is that of the audit as it stands.
    pub fn up_to_date(&self) -> bool {
        self.document.is_some() && self.diagnosed == Some(self.revision())
    }

    /// How long ago the audit was last edited.
    pub fn since_edit(&self) -> Option<Duration> {
        self.files.edited.map(|at| at.elapsed())
    }

    /// Says something: in Chinese, or in the language of the captions already.
    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        let text = self.lang().said(&text.into()).into_owned();
        self.shell.messages.keep(tone, &text, (self.page, self.current), self.generation);
        self.messages.retain(|m| m.text != text);
        self.messages.push(Message { tone, text, at: Instant::now() });
    }

    /// Says something in the language of the captions.
    pub fn tell(&mut self, tone: Tone, zh: impl Into<String>, en: impl Into<String>) {
        match self.lang() {
            Lang::Zh => self.say(tone, zh),
            Lang::En => self.say(tone, en),
        }
    }

    /// Changes the audit as one undoable step. `false` if it was refused, which has been said.
    pub fn edit(&mut self, name: &str, edit: Edit) -> bool {
        self.edit_with(name, edit, &[])
    }

    /// [`edit`](Self::edit) of an edit that brings contents of attachments.
    pub fn edit_with(&mut self, name: &str, edit: Edit, contents: &[Content]) -> bool {
        let Some(document) = &mut self.document else { return false };
        let before = document.revision();
        let begun = document.begin(name, edit, contents);
        // An error may also be that of a step before this one, which is taken back then.
        if document.revision() != before {
            self.changed(false);
        }
        if let Err(e) = &begun {
            self.say(Tone::Bad, e.to_string());
        }
        begun.is_ok()
    }

    /// Takes the last step back.
    pub fn undo(&mut self) {
        self.travel(Document::begin_undo, true);
    }

    /// Takes an undone step again.
    pub fn redo(&mut self) {
        self.travel(Document::begin_redo, false);
    }

    fn travel(&mut self, go: fn(&mut Document) -> Result<Travel, StoreError>, undo: bool) {
        let Some(document) = &mut self.document else { return };
        let before = document.revision();
        let gone = go(document);
        if document.revision() != before {
            self.changed(true);
        }
        match gone {
            Ok(Travel::Taken(name)) => self.travelled(&name, undo),
            Ok(Travel::Begun) => self.ctx.request_repaint(),
            Ok(Travel::Nothing) if undo => self.tell(Tone::Quiet, "没有可撤销的操作", "Nothing to undo"),
            Ok(Travel::Nothing) => self.tell(Tone::Quiet, "没有可重做的操作", "Nothing to redo"),
            Err(e) => self.say(Tone::Bad, e.to_string()),
        }
    }

    /// Says that a step was taken back, or again.
    pub(super) fn travelled(&mut self, name: &str, undone: bool) {
        let done = if undone { self.tr("已撤销：", "Undone: ") } else { self.tr("已重做：", "Redone: ") };
        self.say(Tone::Quiet, format!("{done}{}", self.lang().said(name)));
    }

    /// The audit has changed; `order` if devices may have come, gone or changed places without its being noted.
    pub(super) fn changed(&mut self, order: bool) {
        let touched = self.document.as_mut().map(Document::take_touched).unwrap_or_default();
        if order || touched.order {
            self.structure += 1;
        }
        self.touched.add(&touched);
        self.files.edited();
        self.refresh_settings();
        self.ctx.request_repaint_after(SETTLE);
    }

    /// Reference date and assumptions follow the audit at once; they are cheap.
    pub(super) fn refresh_settings(&mut self) {
        let Some(document) = &self.document else { return };
        let date = document.audit().reference_date().unwrap_or_else(clock::today);
        match self.own_tables.reference(document.audit(), date) {
            Ok(reference) => self.reference = Some(reference),
            Err(e) => self.say(Tone::Bad, e.to_string()),
        }
        if let (Some(document), Some(reference)) = (&self.document, &self.reference) {
            self.assumptions = Assumptions::of(document.audit(), reference);
        }
    }

    /// Once a frame: takes what workers finished, judges again what changed, writes the user's file after a pause.
    pub fn tick(&mut self) {
        for outcome in self.jobs.finished() {
            match outcome {
                Ok(apply) => apply(self),
                Err(text) => {
                    if let Some((_, revision)) = self.judging.filter(|(job, _)| !self.jobs.is_running(*job)) {
                        self.judged(revision);
                    }
                    self.say(Tone::Bad, text);
                }
            }
        }
        self.do_later();
        self.tick_document();
        self.judge();
        messages::expire(self);
        if self.jobs.running().iter().any(|j| !j.quiet) {
            self.ctx.request_repaint_after(Duration::from_millis(100));
        }
    }

    /// Judges what changed: little at once, much on a worker after a pause, unless that is done or under way.
    fn judge(&mut self) {
        if self.up_to_date() || self.judging.is_some() || self.judge_at_once() {
            return;
        }
        if let Some(edited) = self.files.edited {
            let since = edited.elapsed();
            if since < SETTLE {
                self.ctx.request_repaint_after(SETTLE - since);
                return;
            }
        }
        let (Some(document), Some(reference)) = (&self.document, &self.reference) else { return };
        let (audit, reference) = (document.shared(), reference.clone());
        let (revision, generation) = (document.revision(), self.generation);
        let (previous, touched) = (self.diagnosis.clone(), std::mem::take(&mut self.touched));
        self.in_judgement = touched.clone();
        let quiet = document.audit().equipment.len() < LARGE;
        let title = self.tr("诊断全部设备", "Diagnosing all devices");
        let job = self.jobs.start(&self.ctx.clone(), title, quiet, move |progress| {
            let found = match previous {
                Some(known) => {
                    diagnosis::update_with(Arc::unwrap_or_clone(known), &audit, &reference, &touched, progress)
                }
                None => diagnosis::diagnose_with(&audit, &reference, progress),
            };
            Box::new(move |wb: &mut Self| {
                if wb.generation != generation {
                    return;
                }
                match found {
                    Some(found) => {
                        wb.diagnosis.replace(Arc::new(found)).into_iter().for_each(let_go);
                        wb.in_judgement = Touched::default();
                    }
                    None => wb.tell(
                        Tone::Warn,
                        "已取消诊断；下次修改后重新诊断",
                        "Diagnosis cancelled; it runs again after the next edit",
                    ),
                }
                wb.judged(revision);
                wb.ctx.request_repaint();
            })
        });
        self.judging = Some((job, revision));
    }

    /// Judges again what was edited, if that is little enough for a frame.
    fn judge_at_once(&mut self) -> bool {
        let (Some(document), Some(reference), Some(known)) = (&self.document, &self.reference, &self.diagnosis) else {
            return false;
        };
        let (audit, touched) = (document.audit(), &self.touched);
        // Counting what hangs on thousands of devices would take its time in every frame of the pause.
        let least = touched.equipment.len() + if touched.order { audit.equipment.len() } else { 0 };
        if least > AT_ONCE || diagnosis::effort(known, audit, reference, touched) > AT_ONCE {
            return false;
        }
        let touched = std::mem::take(&mut self.touched);
        let Some(known) = self.diagnosis.take() else { return false };
        let found = diagnosis::update(Arc::unwrap_or_clone(known), document.audit(), reference, &touched);
        self.diagnosed = Some(document.revision());
        self.diagnosis = Some(Arc::new(found));
        true
    }

    /// The judging of a revision ended. One that failed or was cancelled counts as done until the next edit, or it
    /// would start again every frame; what it was to look at stays to be done.
    fn judged(&mut self, revision: u64) {
        self.judging = None;
        let left = std::mem::take(&mut self.in_judgement);
        self.touched.add(&left);
        self.diagnosed = Some(revision);
    }

    /// Nothing is open any more.
    pub(super) fn left(&mut self) {
        self.files.reset();
        self.generation += 1;
        self.diagnosis.take().into_iter().for_each(let_go);
        self.diagnosed = None;
        self.current = None;
        self.selection.clear();
    }

    /// Takes over an opened audit.
    pub(super) fn adopt(&mut self, mut document: Document) {
        self.settings.apply_to(&mut document);
        self.damaged = None;
        self.generation += 1;
        self.structure += 1;
        self.jobs.cancel_all();
        self.document = Some(document);
        self.diagnosis.take().into_iter().for_each(let_go);
        self.diagnosed = None;
        self.judging = None;
        (self.touched, self.in_judgement) = (Touched::default(), Touched::default());
        self.files.reset();
        self.current = None;
        self.selection.clear();
        self.import = None;
        self.to_merge = None;
        self.merging = None;
        self.report = None;
        self.wanted_row = None;
        self.plant_found = None;
        self.own_errors.clear();
        self.reference = None;
        self.refresh_settings();
        self.ctx.request_repaint();
    }

    /// Shows a device on its page.
    pub fn show_device(&mut self, id: Id) {
        self.current = Some(id);
        self.selection = vec![id];
        self.reveal = true;
        self.page = Page::Equipment;
    }
}
