//! Other states of an audit: an earlier step, a backup, what another window made of the file.

use std::path::Path;

use rusqlite::Connection;

use super::backup::{BackupPolicy, is_backup};
use super::connection;
use super::data_dir::DataDir;
use super::document::Document;
use super::error::StoreError;
use super::history::{self, Change, HistoryStep, Step, Way};
use super::lock::Lock;
use super::saving::real_path;
use super::target::Target;
use super::working::Working;
use crate::audit::{Audit, Edit};

impl Document {
    /// Opens a backup, or any audit, as a new audit without a file: the original is never written to, saving asks for
    /// a name. History comes along.
    pub fn open_as_new(path: &Path, data: &DataDir) -> Result<Self, StoreError> {
        connection::header(path, false)?;
        let (mut working, loaded) = Working::copy_of(&real_path(path), data)?;
        working.note_edit()?;
        working.keep(true);
        let mut document = Self::assemble(loaded, working, None, data)?;
        document.dirty = true;
        Ok(document)
    }

    /// Makes a document that was opened read-only the one that may write its file, once the other window is gone
    /// ([`StoreError::Locked`] if it isn't). If the file was changed meanwhile and nothing was edited here, it is read
    /// again; if something was, both states stay and [`save`](Self::save) says so.
    pub fn take_over(&mut self) -> Result<(), StoreError> {
        self.wait_for_step()?;
        let Some(target) = self.target.as_ref().filter(|_| self.read_only) else { return Ok(()) };
        let path = target.path.clone();
        if path.metadata().is_ok_and(|m| m.permissions().readonly()) {
            return Err(StoreError::ReadOnly(path));
        }
        let lock = Lock::acquire(&path)?;
        let changed = path.exists() && !target.stamp.is_some_and(|s| s.fits(&path));
        if changed && !self.dirty {
            let mut fresh = Self::open_with(path, Some(lock), &self.data)?;
            fresh.revision = self.revision + 1;
            (fresh.author, fresh.policy) = (self.author.clone(), self.policy);
            *self = fresh;
            return Ok(());
        }
        let stamp = target.stamp;
        self.target = Some(Target { path, stamp, lock: Some(lock) });
        self.read_only = false;
        Ok(())
    }

    /// Every step that can be taken back or again, the first one first.
    pub fn steps(&self) -> Result<Vec<HistoryStep>, StoreError> {
        let (conn, path) = self.settled();
        history::steps(conn, path)
    }

    /// What was done, when and by whom, the first entry first.
    pub fn change_log(&self) -> Result<Vec<Change>, StoreError> {
        let (conn, path) = self.settled();
        history::changes(conn, path)
    }

    /// The audit as it was right after a step (of a number from [`steps`](Self::steps)), or before the first with
    /// `None`. A step that is taken back at present gives the state it led to.
    pub fn state_after(&self, step: Option<i64>) -> Result<Audit, StoreError> {
        state_after(self.working.conn(), self.working.path(), &self.kept_audit(), step)
    }

    /// Writes the audit as it was after a step to another file, checked and without history. Refuses a file that
    /// exists and the document's own file.
    pub fn save_state_after(&self, step: Option<i64>, path: &Path) -> Result<(), StoreError> {
        self.trail()?.save_state_after(step, path)
    }

    /// The name that the change log gives from now on; empty for none.
    pub fn set_author(&mut self, name: &str) {
        self.author = name.trim().to_owned();
    }

    /// How backups are kept from now on.
    pub fn set_backup_policy(&mut self, policy: BackupPolicy) {
        self.policy = policy;
    }

    /// Why the last backup could not be made, told once. Saving goes on without it.
    pub fn take_backup_problem(&mut self) -> Option<StoreError> {
        self.backup_problem.take()
    }
}

/// The audit that `now` was right after a step; see [`Document::state_after`].
pub(super) fn state_after(conn: &Connection, path: &Path, now: &Audit, step: Option<i64>) -> Result<Audit, StoreError> {
    let steps = history::steps(conn, path)?;
    let mut audit = now.clone();
    let wanted = step.unwrap_or(i64::MIN);
    let mut go = |s: &HistoryStep, way: Way| -> Result<(), StoreError> {
        let known = Step { seq: s.seq, ..Step::unread(&s.name) };
        let edit: Edit = history::edit(conn, path, &known, way)?;
        edit.apply(&mut audit)?;
        Ok(())
    };
    for s in steps.iter().rev().filter(|s| !s.undone && s.seq > wanted) {
        go(s, Way::Undo)?;
    }
    for s in steps.iter().filter(|s| s.undone && s.seq <= wanted) {
        go(s, Way::Redo)?;
    }
    Ok(audit)
}

/// A backup is opened with [`Document::open_as_new`] only.
pub(super) fn refuse_backup(path: &Path, data: &DataDir) -> Result<(), StoreError> {
    if is_backup(path, data) { Err(StoreError::Backup(path.to_path_buf())) } else { Ok(()) }
}
