//! Steps: taken in memory, and written to the working copy in one transaction; undone and redone.
//!
//! A step of thousands of devices takes longer to write than a window may stand still. [`Document::begin`] takes it in
//! memory at once and has it written by a thread of its own; [`Document::poll_step`] tells when it is kept. Everything
//! that needs the working copy waits for it, and a step that could not be written is taken back.
//! [`Document::apply`] returns when the step is kept.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::Connection;

use super::content::{self, Content};
use super::document::Document;
use super::error::{At as _, StoreError};
use super::history::{self, History, Step, Way};
use super::rows::{self, Places};
use super::{connection, working};
use crate::audit::{Audit, Edit, Touched};

/// Rows, or what takes as long to write, from which on a step is written by a thread.
const LARGE: usize = 200;
/// Bytes of an edit in the undo log from which on a thread reads it.
const LONG: i64 = 256 << 10;

/// How a step enters the undo log.
#[derive(Debug)]
enum Log {
    /// As a new one, of this edit.
    Append { name: String, forward: Box<Edit> },
    /// As one taken back or again.
    Mark(Step, Way),
}

/// A step that is taken in memory and to be written.
#[derive(Debug)]
struct Job {
    working: PathBuf,
    audit: Arc<Audit>,
    touched: Arc<Touched>,
    places: Arc<Places>,
    contents: Vec<Content>,
    inverse: Arc<Edit>,
    log: Log,
    author: String,
    what: String,
}

/// Where the devices lie now, if that changed, and what can be undone.
type Written = (Option<Places>, History);

impl Job {
    /// About how many rows it writes; what else takes as long counts as rows.
    fn effort(&self) -> usize {
        let (t, audit) = (&self.touched, &self.audit);
        let order = if t.order { audit.equipment.len() / 20 } else { 0 };
        let targets: usize = audit.measures.iter().map(|m| m.targets.len()).sum();
        let plans = if t.plans { audit.measures.len() + audit.scenarios.len() + targets / 20 } else { 0 };
        let contents: usize = self.contents.iter().map(|c| c.bytes().len()).sum();
        t.equipment.len() + order + plans + contents / (64 << 10)
    }

    /// Writes rows, undo log and change log in one transaction.
    fn write(&self, conn: &Connection) -> Result<Written, StoreError> {
        let path = &self.working;
        let tx = conn.unchecked_transaction().at(path)?;
        self.contents.iter().try_for_each(|c| content::put(&tx, path, c))?;
        let places = rows::write(&tx, path, &self.audit, &self.touched, &self.places)?;
        match &self.log {
            Log::Append { name, forward } => {
                let json = |edit: &Edit| serde_json::to_string(edit).map_err(|_| unstorable(name));
                history::append(&tx, path, name, &json(forward)?, &json(&self.inverse)?)?;
            }
            Log::Mark(step, way) => history::mark(&tx, path, step, *way)?,
        }
        history::note(&tx, path, &self.author, &self.what)?;
        working::note_edit(&tx, path)?;
        let history = history::load(&tx, path)?;
        tx.commit().at(path)?;
        Ok((places, history))
    }
}

/// A step under way.
#[derive(Debug)]
pub(super) enum Pending {
    /// Its edit is being read from the undo log; nothing has changed yet.
    Reading(JoinHandle<Result<Edit, StoreError>>, Step, Way),
    /// It is taken in memory and being written.
    Writing(Writing),
}

/// A step being written.
#[derive(Debug)]
pub(super) struct Writing {
    thread: JoinHandle<()>,
    outcome: Arc<OnceLock<Result<Written, StoreError>>>,
    inverse: Arc<Edit>,
    touched: Arc<Touched>,
    history: History,
}

/// What became of a step that was begun.
#[derive(Debug)]
pub enum StepEvent {
    /// A step of this name was taken back, or again, in memory.
    Travelled {
        /// Its name.
        name: String,
        /// Taken back.
        undone: bool,
    },
    /// The step is in the working copy: durable.
    Kept,
    /// The step could not be read or written; it is taken back in memory, if it was taken.
    Failed(StoreError),
}

/// What beginning to undo or redo did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Travel {
    /// There is no step that way.
    Nothing,
    /// The step of this name was taken.
    Taken(String),
    /// The step is being read; [`Document::poll_step`] tells when it is taken.
    Begun,
}

impl Document {
    /// Applies an edit as one step named `name`: durable and undoable when this returns. On an error nothing
    /// has changed, neither in memory nor in the working copy. Steps that had been undone are dropped.
    pub fn apply(&mut self, name: &str, edit: Edit) -> Result<(), StoreError> {
        self.apply_with(name, edit, &[])
    }

    /// [`apply`](Self::apply) of an edit that adds attachments: their contents go into the file with it. Contents
    /// that are there already are not kept twice; an attachment whose content is neither there nor given is refused
    /// ([`StoreError::NoContent`]).
    pub fn apply_with(&mut self, name: &str, edit: Edit, contents: &[Content]) -> Result<(), StoreError> {
        self.step(name, edit, contents, false)
    }

    /// [`apply_with`](Self::apply_with) that returns once the step is taken in memory, if writing it takes long:
    /// [`kept`](Self::kept) tells whether it is durable, [`poll_step`](Self::poll_step) what became of it. An error is
    /// either that of this step, which is not taken then, or that of one begun before, which is taken back.
    pub fn begin(&mut self, name: &str, edit: Edit, contents: &[Content]) -> Result<(), StoreError> {
        self.step(name, edit, contents, true)
    }

    fn step(&mut self, name: &str, edit: Edit, contents: &[Content], may_go_on: bool) -> Result<(), StoreError> {
        self.wait_for_step()?;
        let log = Log::Append { name: name.to_owned(), forward: Box::new(edit.clone()) };
        self.change(name, edit, contents, log, may_go_on)
    }

    /// Takes the last step back and returns its name; `None` if there is none.
    pub fn undo(&mut self) -> Result<Option<String>, StoreError> {
        self.travel(Way::Undo)
    }

    /// Takes the last undone step again and returns its name; `None` if there is none.
    pub fn redo(&mut self) -> Result<Option<String>, StoreError> {
        self.travel(Way::Redo)
    }

    fn travel(&mut self, way: Way) -> Result<Option<String>, StoreError> {
        self.wait_for_step()?;
        let Some(step) = self.next(way) else { return Ok(None) };
        let name = step.name.clone();
        let edit = history::edit(self.working.conn(), self.working.path(), &step, way)?;
        self.go(step, way, edit, false)?;
        Ok(Some(name))
    }

    /// [`undo`](Self::undo) that reads and writes a large step on a thread, like [`begin`](Self::begin).
    pub fn begin_undo(&mut self) -> Result<Travel, StoreError> {
        self.begin_travel(Way::Undo)
    }

    /// [`redo`](Self::redo) that reads and writes a large step on a thread, like [`begin`](Self::begin).
    pub fn begin_redo(&mut self) -> Result<Travel, StoreError> {
        self.begin_travel(Way::Redo)
    }

    fn begin_travel(&mut self, way: Way) -> Result<Travel, StoreError> {
        self.wait_for_step()?;
        let Some(step) = self.next(way) else { return Ok(Travel::Nothing) };
        let path = self.working.path().to_path_buf();
        if step.bytes >= LONG {
            let wanted = step.clone();
            let read = move || history::edit(&connection::open(&path, false)?, &path, &wanted, way);
            if let Ok(thread) = thread::Builder::new().name("read step".to_owned()).spawn(read) {
                self.pending = Some(Pending::Reading(thread, step, way));
                return Ok(Travel::Begun);
            }
        }
        let edit = history::edit(self.working.conn(), self.working.path(), &step, way)?;
        let name = step.name.clone();
        self.go(step, way, edit, true)?;
        Ok(Travel::Taken(name))
    }

    fn next(&self, way: Way) -> Option<Step> {
        match way {
            Way::Undo => self.history.undo.clone(),
            Way::Redo => self.history.redo.clone(),
        }
    }

    fn go(&mut self, step: Step, way: Way, edit: Edit, may_go_on: bool) -> Result<(), StoreError> {
        let verb = if way == Way::Undo { "撤销" } else { "重做" };
        self.change(&format!("{verb}：{}", step.name), edit, &[], Log::Mark(step, way), may_go_on)
    }

    /// Takes an edit in memory and writes it: a large one on a thread if the caller `may_go_on` meanwhile. The change
    /// log and the undo log are in the same transaction.
    fn change(
        &mut self,
        what: &str,
        edit: Edit,
        contents: &[Content],
        log: Log,
        may_go_on: bool,
    ) -> Result<(), StoreError> {
        let touched = Arc::new(edit.touched());
        let inverse = Arc::new(edit.apply(Arc::make_mut(&mut self.audit))?);
        // What can be undone until the working copy tells.
        let meanwhile = match &log {
            Log::Append { name, .. } => History { undo: Some(Step::unread(name)), redo: None },
            Log::Mark(step, Way::Undo) => History { undo: None, redo: Some(step.clone()) },
            Log::Mark(step, Way::Redo) => History { undo: Some(step.clone()), redo: None },
        };
        let job = Job {
            working: self.working.path().to_path_buf(),
            audit: Arc::clone(&self.audit),
            touched: Arc::clone(&touched),
            places: Arc::clone(&self.places),
            contents: contents.to_vec(),
            inverse: Arc::clone(&inverse),
            log,
            author: self.author.clone(),
            what: what.to_owned(),
        };
        let job = Arc::new(job);
        if may_go_on && job.effort() >= LARGE {
            let outcome = Arc::new(OnceLock::new());
            let (work, told) = (Arc::clone(&job), Arc::clone(&outcome));
            let write = move || {
                let written = connection::open(&work.working, false).and_then(|conn| work.write(&conn));
                // The audit is not shared any more when the outcome is known.
                drop(work);
                let _ = told.set(written);
            };
            // Without a thread it is written here.
            if let Ok(thread) = thread::Builder::new().name("write step".to_owned()).spawn(write) {
                let history = std::mem::replace(&mut self.history, meanwhile);
                self.taken(&touched);
                self.pending = Some(Pending::Writing(Writing { thread, outcome, inverse, touched, history }));
                return Ok(());
            }
        }
        match job.write(self.working.conn()) {
            Ok(written) => {
                self.written(written);
                self.taken(&touched);
                Ok(())
            }
            Err(e) => {
                drop(job);
                self.take_back(&inverse);
                Err(e)
            }
        }
    }

    /// The audit in memory has changed.
    fn taken(&mut self, touched: &Touched) {
        self.dirty = true;
        self.working.keep(true);
        self.revision += 1;
        self.touched.add(touched);
    }

    fn written(&mut self, (places, history): Written) {
        if let Some(places) = places {
            self.places = Arc::new(places);
        }
        self.history = history;
    }

    fn take_back(&mut self, inverse: &Edit) {
        // The inverse of an edit that just applied always applies.
        let _ = inverse.clone().apply(Arc::make_mut(&mut self.audit));
    }

    /// Whether every step that was taken is durable in the working copy.
    pub fn kept(&self) -> bool {
        self.pending.is_none()
    }

    /// What became of a step that was begun, told once: `None` while it is under way, and if there is none.
    pub fn poll_step(&mut self) -> Option<StepEvent> {
        let done = match self.pending.as_ref()? {
            Pending::Reading(thread, ..) => thread.is_finished(),
            Pending::Writing(writing) => writing.thread.is_finished(),
        };
        if done { self.end_step() } else { None }
    }

    /// Waits until every step that was begun is kept; the error of one that could not be, which is taken back.
    pub fn wait_for_step(&mut self) -> Result<(), StoreError> {
        while let Some(event) = self.end_step() {
            if let StepEvent::Failed(e) = event {
                return Err(e);
            }
        }
        Ok(())
    }

    fn end_step(&mut self) -> Option<StepEvent> {
        match self.pending.take()? {
            Pending::Reading(thread, step, way) => {
                let name = step.name.clone();
                let read = thread.join().unwrap_or_else(|_| Err(StoreError::History { name: name.clone() }));
                Some(match read.and_then(|edit| self.go(step, way, edit, true)) {
                    Ok(()) => StepEvent::Travelled { name, undone: way == Way::Undo },
                    Err(e) => StepEvent::Failed(e),
                })
            }
            Pending::Writing(Writing { thread, outcome, inverse, touched, history }) => {
                let ended = thread.join();
                let outcome = Arc::into_inner(outcome).and_then(OnceLock::into_inner);
                Some(match (ended, outcome) {
                    (Ok(()), Some(Ok(written))) => {
                        self.written(written);
                        // A step can hold as much as the audit; letting go of that takes time, too.
                        let _ = thread::Builder::new().spawn(move || drop(inverse));
                        StepEvent::Kept
                    }
                    (_, failed) => {
                        self.take_back(&inverse);
                        self.history = history;
                        self.taken(&touched);
                        let name = self.history.undo.as_ref().map_or_else(String::new, |s| s.name.clone());
                        StepEvent::Failed(failed.and_then(Result::err).unwrap_or_else(|| unstorable(&name)))
                    }
                })
            }
        }
    }

    /// The working copy, once nothing is being written to it by a thread.
    pub(super) fn settled(&self) -> (&Connection, &Path) {
        while let Some(Pending::Writing(writing)) = &self.pending
            && !writing.thread.is_finished()
        {
            thread::sleep(Duration::from_millis(2));
        }
        (self.working.conn(), self.working.path())
    }

    /// The audit as the working copy has it, once [`settled`](Self::settled).
    pub(super) fn kept_audit(&self) -> Cow<'_, Audit> {
        self.settled();
        let Some(Pending::Writing(writing)) = &self.pending else { return Cow::Borrowed(&self.audit) };
        if matches!(writing.outcome.get(), Some(Ok(_))) {
            return Cow::Borrowed(&self.audit);
        }
        // It is about to be taken back.
        let mut audit = Audit::clone(&self.audit);
        let _ = writing.inverse.as_ref().clone().apply(&mut audit);
        Cow::Owned(audit)
    }

    /// Name of the step that [`undo`](Self::undo) would take back.
    pub fn undo_name(&self) -> Option<&str> {
        self.history.undo.as_ref().map(|s| s.name.as_str())
    }

    /// Name of the step that [`redo`](Self::redo) would take again.
    pub fn redo_name(&self) -> Option<&str> {
        self.history.redo.as_ref().map(|s| s.name.as_str())
    }

    /// Changes with every apply, undo and redo: tells whether a diagnosis is still that of this audit.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What was touched since this was last asked: what is to be judged again.
    pub fn take_touched(&mut self) -> Touched {
        std::mem::take(&mut self.touched)
    }
}

impl Pending {
    /// Waits for the thread; what it did stays done.
    pub(super) fn join(self) {
        match self {
            Self::Reading(thread, ..) => drop(thread.join()),
            Self::Writing(writing) => drop(writing.thread.join()),
        }
    }
}

fn unstorable(name: &str) -> StoreError {
    StoreError::Unstorable { what: format!("“{name}”") }
}
