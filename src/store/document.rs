//! An open audit.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use super::backup::{self, BackupPolicy};
use super::content::{self, Content};
use super::data_dir::DataDir;
use super::error::{At as _, StoreError};
use super::history::{self, History, Step, Way};
use super::lock::Lock;
use super::rows::{self, Loaded, Places};
use super::saving::{Contents, Stamp, keep_original, real_path, write_file};
use super::versions::refuse_backup;
use super::working::Working;
use super::{connection, recovery::Recovery};
use crate::audit::{Audit, ContentHash, Edit, Touched};

/// An open audit: the data in memory, its working copy, and the user's file it belongs to.
///
/// Dropped without [`close`](Self::close), it keeps what is unsaved for [`recoverable`](super::recoverable).
#[derive(Debug)]
pub struct Document {
    pub(super) audit: Arc<Audit>,
    places: Places,
    history: History,
    pub(super) working: Working,
    pub(super) target: Option<Target>,
    pub(super) read_only: bool,
    pub(super) dirty: bool,
    pub(super) revision: u64,
    pub(super) touched: Touched,
    pub(super) data: DataDir,
    pub(super) author: String,
    pub(super) policy: BackupPolicy,
    pub(super) backup_problem: Option<StoreError>,
    /// A backup that was begun before the save that needs it.
    backing_up: Option<JoinHandle<Result<(), StoreError>>>,
}

/// The user's file.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) path: PathBuf,
    /// Its state as last opened or saved.
    pub(super) stamp: Option<Stamp>,
    /// Held unless open read-only.
    pub(super) lock: Option<Lock>,
}

impl Document {
    /// Makes a new file at `path` and writes it at once. Refuses a path that exists.
    pub fn create(path: &Path, audit: Audit, data: &DataDir) -> Result<Self, StoreError> {
        let exists = || StoreError::Exists(path.to_path_buf());
        if path.symlink_metadata().is_ok() {
            return Err(exists());
        }
        let real = real_path(path);
        let lock = Lock::acquire(&real)?;
        if real.exists() {
            return Err(exists());
        }
        let mut document = Self::untitled(audit, data)?;
        document.working.keep(false);
        document.write_to(real, lock)?;
        Ok(document)
    }

    /// A new audit without a file yet; it is kept in the working copy until saved under a name.
    pub fn untitled(audit: Audit, data: &DataDir) -> Result<Self, StoreError> {
        let (mut working, places) = Working::create(&audit, data)?;
        // An empty audit is nothing to recover.
        let dirty = audit != Audit::default();
        if dirty {
            working.note_edit()?;
            working.keep(true);
        }
        let mut document = Self::assemble(Loaded { audit, places, problems: Vec::new() }, working, None, data)?;
        document.dirty = dirty;
        Ok(document)
    }

    /// A document of what was loaded; nothing is unsaved yet.
    pub(super) fn assemble(
        loaded: Loaded,
        working: Working,
        target: Option<Target>,
        data: &DataDir,
    ) -> Result<Self, StoreError> {
        let history = history::load(working.conn(), working.path())?;
        let read_only = target.as_ref().is_some_and(|t| t.lock.is_none());
        Ok(Self {
            audit: Arc::new(loaded.audit),
            places: loaded.places,
            history,
            working,
            target,
            read_only,
            dirty: false,
            revision: 0,
            touched: Touched::default(),
            data: data.clone(),
            author: String::new(),
            policy: BackupPolicy::default(),
            backup_problem: None,
            backing_up: None,
        })
    }

    /// Opens a file for editing. A file that is no sound audit, is locked by another window
    /// ([`StoreError::Locked`]) or can't be written ([`StoreError::ReadOnly`]) is refused and left as it is;
    /// the last two can be opened with [`open_read_only`](Self::open_read_only).
    pub fn open(path: &Path, data: &DataDir) -> Result<Self, StoreError> {
        refuse_backup(path, data)?;
        connection::header(path, false)?;
        let real = real_path(path);
        if real.metadata().is_ok_and(|m| m.permissions().readonly()) {
            return Err(StoreError::ReadOnly(path.to_path_buf()));
        }
        let lock = Lock::acquire(&real)?;
        Self::open_with(real, Some(lock), data)
    }

    /// Opens a file that another window has or that can't be written. Edits stay in the working
    /// copy; [`save`](Self::save) is refused, [`save_as`](Self::save_as) makes an own file of it.
    pub fn open_read_only(path: &Path, data: &DataDir) -> Result<Self, StoreError> {
        connection::header(path, false)?;
        Self::open_with(real_path(path), None, data)
    }

    pub(super) fn open_with(path: PathBuf, lock: Option<Lock>, data: &DataDir) -> Result<Self, StoreError> {
        let stamp = Stamp::of(&path)?;
        let (working, loaded) = Working::copy_of(&path, data)?;
        working.note_saved(&path, stamp)?;
        Self::assemble(loaded, working, Some(Target { path, stamp: Some(stamp), lock }), data)
    }

    /// Continues from what a crash left, undo included. If the user's file was changed meanwhile, both
    /// are kept: saving is refused with [`StoreError::ChangedElsewhere`] until the auditor decides.
    /// If the user's file is locked, gone out of reach or read-only, the document is read-only.
    pub fn recover(r: &Recovery, data: &DataDir) -> Result<Self, StoreError> {
        if r.working_copy.parent() != Some(data.path()) {
            return Err(StoreError::NotRecoverable(r.working_copy.clone()));
        }
        let working = Working::left(&r.working_copy)?;
        let loaded = working.load()?;
        let [known, saving] = working.stamps()?;
        let target = working.target()?.map(|path| {
            // A save that was cut off after putting its file in place is ours, too.
            let stamp = saving.filter(|s| s.fits(&path)).or(known);
            let lock = Lock::acquire(&path).ok();
            Target { path, stamp, lock }
        });
        let dirty = working.unsaved()?;
        let mut document = Self::assemble(loaded, working, target, data)?;
        document.dirty = dirty;
        Ok(document)
    }

    /// The audit as it is now.
    pub fn audit(&self) -> &Audit {
        &self.audit
    }

    /// The audit as it is now, for a worker to read while it is edited further.
    pub fn shared(&self) -> Arc<Audit> {
        Arc::clone(&self.audit)
    }

    /// Applies an edit as one step named `name`: durable and undoable when this returns. On an error nothing
    /// has changed, neither in memory nor in the working copy. Steps that had been undone are dropped.
    pub fn apply(&mut self, name: &str, edit: Edit) -> Result<(), StoreError> {
        self.apply_with(name, edit, &[])
    }

    /// [`apply`](Self::apply) of an edit that adds attachments: their contents go into the file with it. Contents
    /// that are there already are not kept twice; an attachment whose content is neither there nor given is refused
    /// ([`StoreError::NoContent`]).
    pub fn apply_with(&mut self, name: &str, edit: Edit, contents: &[Content]) -> Result<(), StoreError> {
        let forward = serde_json::to_string(&edit).map_err(|_| unstorable(name))?;
        self.change(name, edit, contents, |document, inverse| {
            let inverse = serde_json::to_string(inverse).map_err(|_| unstorable(name))?;
            let working = &document.working;
            history::append(working.conn(), working.path(), name, &forward, &inverse)
        })
    }

    /// Takes the last step back and returns its name; `None` if there is none.
    pub fn undo(&mut self) -> Result<Option<String>, StoreError> {
        self.travel(self.history.undo.clone(), Way::Undo)
    }

    /// Takes the last undone step again and returns its name; `None` if there is none.
    pub fn redo(&mut self) -> Result<Option<String>, StoreError> {
        self.travel(self.history.redo.clone(), Way::Redo)
    }

    fn travel(&mut self, step: Option<Step>, way: Way) -> Result<Option<String>, StoreError> {
        let Some(step) = step else { return Ok(None) };
        let edit = history::edit(self.working.conn(), self.working.path(), &step, way)?;
        let verb = if way == Way::Undo { "撤销" } else { "重做" };
        self.change(&format!("{verb}：{}", step.name), edit, &[], |document, _| {
            history::mark(document.working.conn(), document.working.path(), &step, way)
        })?;
        Ok(Some(step.name))
    }

    /// Applies an edit to memory and working copy together, with `log` and the change log in the same transaction.
    fn change(
        &mut self,
        what: &str,
        edit: Edit,
        contents: &[Content],
        log: impl FnOnce(&Self, &Edit) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let touched = edit.touched();
        let inverse = edit.apply(Arc::make_mut(&mut self.audit))?;
        let written = (|| {
            let (conn, path) = (self.working.conn(), self.working.path());
            let tx = conn.unchecked_transaction().at(path)?;
            contents.iter().try_for_each(|c| content::put(&tx, path, c))?;
            let places = rows::write(&tx, path, &self.audit, &touched, &self.places)?;
            log(self, &inverse)?;
            history::note(&tx, path, &self.author, what)?;
            self.working.note_edit()?;
            let history = history::load(&tx, path)?;
            tx.commit().at(path)?;
            Ok((places, history))
        })();
        match written {
            Ok((places, history)) => {
                if let Some(places) = places {
                    self.places = places;
                }
                self.history = history;
                self.dirty = true;
                self.working.keep(true);
                self.revision += 1;
                self.touched = touched;
                Ok(())
            }
            Err(e) => {
                // The inverse of an edit that just applied always applies.
                let _ = inverse.apply(Arc::make_mut(&mut self.audit));
                Err(e)
            }
        }
    }

    /// The content of an attachment, checked against its hash; also of attachments that only the history knows.
    pub fn content(&self, hash: ContentHash) -> Result<Vec<u8>, StoreError> {
        let found = content::get(self.working.conn(), self.working.path(), hash)?;
        found.ok_or_else(|| {
            let named = self.audit.attachments.iter().find(|a| a.content == hash);
            StoreError::NoContent { name: named.map_or_else(|| hash.to_string(), |a| a.name.clone()) }
        })
    }

    /// The contents of this audit's attachments that another audit doesn't name: what a merge brings in.
    pub fn contents_beyond(&self, other: &Audit) -> Result<Vec<Content>, StoreError> {
        let mut known: std::collections::HashSet<ContentHash> = other.attachments.iter().map(|a| a.content).collect();
        let new = self.audit.attachments.iter().filter(|a| known.insert(a.content));
        new.map(|a| self.content(a.content).map(Content::new)).collect()
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

    /// What the last apply, undo or redo touched: what is to be judged again.
    pub fn touched(&self) -> &Touched {
        &self.touched
    }

    /// Brings the user's file up to date, history included. Refuses ([`StoreError::ChangedElsewhere`]) to
    /// overwrite a file that is not as last opened or saved. After an error everything is still in the working copy.
    pub fn save(&mut self) -> Result<(), StoreError> {
        let target = self.target.as_ref().ok_or(StoreError::NoPath)?;
        if target.path.exists() {
            if !self.dirty {
                return Ok(());
            }
            if !target.stamp.is_some_and(|s| s.fits(&target.path)) {
                return Err(StoreError::ChangedElsewhere(target.path.clone()));
            }
        }
        self.replace_target(false)
    }

    /// Like [`save`](Self::save), but overwrites what another program made of the file.
    pub fn save_overwriting(&mut self) -> Result<(), StoreError> {
        self.replace_target(true)
    }

    /// Begins, on a thread of its own, the backup that the next save will want: copying and checking a large file takes
    /// longer than a window may stand still. The file stays as it is until that save, which waits for the backup.
    pub fn begin_backup(&mut self) {
        let Some(target) = self.target.as_ref().filter(|_| self.dirty && !self.read_only) else { return };
        if self.backing_up.is_some() {
            return;
        }
        let (path, data, policy) = (target.path.clone(), self.data.clone(), self.policy);
        let thread = std::thread::Builder::new().name("backup".to_owned());
        // Without a thread the save makes it.
        self.backing_up = thread.spawn(move || backup::make(&path, &data, policy, false)).ok();
    }

    /// Replaces the user's file, after keeping what it was. A backup that can't be made doesn't keep the auditor from
    /// saving: that would risk what is new for what is old.
    fn replace_target(&mut self, always_back_up: bool) -> Result<(), StoreError> {
        let target = self.target.as_mut().ok_or(StoreError::NoPath)?;
        if self.read_only {
            return Err(StoreError::ReadOnly(target.path.clone()));
        }
        keep_original(&target.path)?;
        let begun = self.backing_up.take().and_then(|thread| thread.join().ok());
        self.backup_problem = match begun.filter(|_| !always_back_up) {
            Some(made) => made.err(),
            None => backup::make(&target.path, &self.data, self.policy, always_back_up).err(),
        };
        let stamp = write_file(self.working.conn(), &target.path, Contents::Saved, |s| self.working.note_saving(s))?;
        target.stamp = Some(stamp);
        self.working.note_saved(&target.path, stamp)?;
        self.dirty = false;
        self.working.keep(false);
        Ok(())
    }

    /// Saves under another name, history included, and goes on with that file; a file of that name is replaced
    /// (the dialog has asked). Refuses a file that another window has open.
    pub fn save_as(&mut self, path: &Path) -> Result<(), StoreError> {
        let real = real_path(path);
        if !self.read_only && self.target.as_ref().is_some_and(|t| t.path == real) {
            return self.save_overwriting();
        }
        refuse_backup(&real, &self.data)?;
        let lock = Lock::acquire(&real)?;
        // The dialog has asked, but people answer quickly.
        self.backup_problem = backup::make(&real, &self.data, self.policy, true).err();
        self.write_to(real, lock)
    }

    fn write_to(&mut self, path: PathBuf, lock: Lock) -> Result<(), StoreError> {
        let stamp = write_file(self.working.conn(), &path, Contents::Checked, |_| Ok(()))?;
        self.working.note_saved(&path, stamp)?;
        self.target = Some(Target { path, stamp: Some(stamp), lock: Some(lock) });
        // It was of the file before.
        self.backing_up = None;
        self.read_only = false;
        self.dirty = false;
        self.working.keep(false);
        Ok(())
    }

    /// Writes a copy to hand on: as it is now, without the history of how it came to be. This document
    /// stays with its own file, which can't be the copy.
    pub fn save_copy(&self, path: &Path) -> Result<(), StoreError> {
        let real = real_path(path);
        if self.target.as_ref().is_some_and(|t| t.path == real) {
            return Err(StoreError::Exists(real));
        }
        refuse_backup(&real, &self.data)?;
        let _lock = Lock::acquire(&real)?;
        write_file(self.working.conn(), &real, Contents::WithoutHistory, |_| Ok(())).map(drop)
    }

    /// 已保存 (true): the user's file is whole and holds everything. 已暂存 (false): what is not in it
    /// is safe in the working copy.
    pub fn saved(&self) -> bool {
        self.target.is_some() && !self.dirty
    }

    /// The user's file, `None` if never saved.
    pub fn path(&self) -> Option<&Path> {
        self.target.as_ref().map(|t| t.path.as_path())
    }

    /// Whether [`save`](Self::save) is refused because another window has the file or it can't be written.
    pub fn read_only(&self) -> bool {
        self.read_only
    }

    /// Closes the audit: saved first, or (without `save`) what is unsaved thrown away. If saving fails,
    /// the working copy stays and can be recovered.
    pub fn close(mut self, save: bool) -> Result<(), StoreError> {
        let nothing_to_save = !self.dirty && (self.read_only || self.target.is_none());
        if save && !nothing_to_save {
            self.save()?;
        }
        if let Some(thread) = self.backing_up.take() {
            // Half a backup is not left behind; what came of it matters to nobody any more.
            let _ = thread.join();
        }
        self.working.keep(false);
        Ok(())
    }
}

fn unstorable(name: &str) -> StoreError {
    StoreError::Unstorable { what: format!("“{name}”") }
}
