//! The user's file of an open audit: saved, saved under another name, closed.
//!
//! A large file takes longer to write than a window may stand still. [`Document::begin_save`] therefore has it written
//! beside the user's file by a thread of its own, which reads the working copy through its own connection while edits go
//! on, and [`Document::finish_save`] puts it in place. [`Document::save`] does both at once.

use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;

use super::backup::{self, BackupPolicy};
use super::connection;
use super::data_dir::DataDir;
use super::document::Document;
use super::error::StoreError;
use super::lock::Lock;
use super::saving::{Contents, Ready, Stamp, keep_original, prepare, real_path, write_file};
use super::versions::refuse_backup;

/// The user's file.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) path: PathBuf,
    /// Its state as last opened or saved.
    pub(super) stamp: Option<Stamp>,
    /// Held unless open read-only.
    pub(super) lock: Option<Lock>,
}

/// What happens to the new file once it is written.
#[derive(Debug)]
enum Aim {
    /// It replaces the user's file, even one that is not as last opened or saved if `overwriting`.
    Replace { overwriting: bool },
    /// It becomes the user's file under this name.
    Become(PathBuf, Lock),
}

/// All that is needed to write the new file.
#[derive(Debug)]
struct Plan {
    /// The working copy; not the document's own connection, which goes on with edits.
    from: Connection,
    target: PathBuf,
    contents: Contents,
    /// Keep the file that is replaced even if there is a recent backup.
    always_back_up: bool,
    data: DataDir,
    policy: BackupPolicy,
}

/// A written file, and why the one before could not be kept. A backup that can't be made doesn't keep the auditor from
/// saving: that would risk what is new for what is old.
type Written = (Result<Ready, StoreError>, Option<StoreError>);

impl Plan {
    fn write(self) -> Written {
        let kept = backup::make(&self.target, &self.data, self.policy, self.always_back_up);
        let written = (|| {
            if self.contents == Contents::Saved {
                keep_original(&self.target)?;
            }
            prepare(&self.from, &self.target, self.contents)
        })();
        (written, kept.err())
    }
}

/// A save under way.
#[derive(Debug)]
pub(super) struct Saving {
    thread: JoinHandle<Written>,
    aim: Aim,
}

impl Document {
    /// Brings the user's file up to date, history included. Refuses ([`StoreError::ChangedElsewhere`]) to
    /// overwrite a file that is not as last opened or saved. After an error everything is still in the working copy.
    pub fn save(&mut self) -> Result<(), StoreError> {
        self.wait_for_step()?;
        // Of a save under way only this one's outcome counts: it writes what that one would have.
        let _ = self.wait_for_save();
        if self.needs_saving()? { self.write_now(false) } else { Ok(()) }
    }

    /// Like [`save`](Self::save), but overwrites what another program made of the file.
    pub fn save_overwriting(&mut self) -> Result<(), StoreError> {
        self.wait_for_step()?;
        let _ = self.wait_for_save();
        self.write_now(true)
    }

    /// Begins [`save`](Self::save) on a thread of its own; [`finish_save`](Self::finish_save) ends it. Edits may go on
    /// meanwhile: those that come too late for the file leave the document unsaved. Nothing happens if the file holds
    /// everything or a save is under way. A step under way is waited for.
    pub fn begin_save(&mut self) -> Result<(), StoreError> {
        self.wait_for_step()?;
        if self.saving.is_some() || !self.needs_saving()? {
            return Ok(());
        }
        let plan = self.plan(false)?;
        self.start_writing(plan, Aim::Replace { overwriting: false })
    }

    /// Begins [`save_as`](Self::save_as) on a thread of its own, like [`begin_save`](Self::begin_save). A save under
    /// way is waited for.
    pub fn begin_save_as(&mut self, path: &Path) -> Result<(), StoreError> {
        self.wait_for_step()?;
        let _ = self.wait_for_save();
        let real = real_path(path);
        if self.is_own(&real) {
            let plan = self.plan(true)?;
            return self.start_writing(plan, Aim::Replace { overwriting: true });
        }
        let (plan, lock) = self.plan_as(&real)?;
        self.start_writing(plan, Aim::Become(real, lock))
    }

    /// Whether a save is under way.
    pub fn saving(&self) -> bool {
        self.saving.is_some()
    }

    /// Ends a save that was begun, once its file is written: `None` before that, and if none was begun. Like
    /// [`save`](Self::save) it refuses to overwrite what another program made of the file, meanwhile or before.
    pub fn finish_save(&mut self) -> Option<Result<(), StoreError>> {
        // A step being written has the working copy.
        let written = self.saving.as_ref()?.thread.is_finished() && self.kept();
        if written { self.wait_for_save() } else { None }
    }

    /// [`finish_save`](Self::finish_save) that waits for it; `None` if none was begun. A step under way is waited for by
    /// the caller.
    pub fn wait_for_save(&mut self) -> Option<Result<(), StoreError>> {
        let Saving { thread, aim } = self.saving.take()?;
        match thread.join() {
            Ok(written) => Some(self.put_in_place(written, aim)),
            // Whatever it stumbled over: written here, it either goes well or says what is wrong.
            Err(_) => Some(match aim {
                Aim::Replace { overwriting } => self.write_now(overwriting),
                Aim::Become(path, lock) => self.write_to(path, lock),
            }),
        }
    }

    fn start_writing(&mut self, plan: Plan, aim: Aim) -> Result<(), StoreError> {
        let target = plan.target.clone();
        let thread = thread::Builder::new().name("save".to_owned()).spawn(move || plan.write());
        self.saving = Some(Saving { thread: thread.map_err(|e| StoreError::io(&target, e))?, aim });
        Ok(())
    }

    /// Whether the user's file lacks something; refused if it is not as last opened or saved.
    fn needs_saving(&self) -> Result<bool, StoreError> {
        let target = self.target.as_ref().ok_or(StoreError::NoPath)?;
        if !target.path.exists() {
            return Ok(true);
        }
        if self.dirty && !target.stamp.is_some_and(|s| s.fits(&target.path)) {
            return Err(StoreError::ChangedElsewhere(target.path.clone()));
        }
        Ok(self.dirty)
    }

    fn is_own(&self, real: &Path) -> bool {
        !self.read_only && self.target.as_ref().is_some_and(|t| t.path == real)
    }

    /// How the user's file is replaced.
    fn plan(&self, overwriting: bool) -> Result<Plan, StoreError> {
        let target = self.target.as_ref().ok_or(StoreError::NoPath)?.path.clone();
        if self.read_only {
            return Err(StoreError::ReadOnly(target));
        }
        self.plan_of(target, Contents::Saved, overwriting)
    }

    /// How another file becomes the user's; it is locked from now on.
    fn plan_as(&self, real: &Path) -> Result<(Plan, Lock), StoreError> {
        refuse_backup(real, &self.data)?;
        let lock = Lock::acquire(real)?;
        // The dialog has asked whether to replace it, but people answer quickly.
        Ok((self.plan_of(real.to_path_buf(), Contents::Checked, true)?, lock))
    }

    fn plan_of(&self, target: PathBuf, contents: Contents, always_back_up: bool) -> Result<Plan, StoreError> {
        // Opened here, where nothing else is writing.
        let from = connection::open(self.working.path(), false)?;
        Ok(Plan { from, target, contents, always_back_up, data: self.data.clone(), policy: self.policy })
    }

    fn write_now(&mut self, overwriting: bool) -> Result<(), StoreError> {
        let written = self.plan(overwriting)?.write();
        self.put_in_place(written, Aim::Replace { overwriting })
    }

    /// Saves under another name, history included, and goes on with that file; a file of that name is replaced
    /// (the dialog has asked). Refuses a file that another window has open.
    pub fn save_as(&mut self, path: &Path) -> Result<(), StoreError> {
        self.wait_for_step()?;
        let _ = self.wait_for_save();
        let real = real_path(path);
        if self.is_own(&real) {
            return self.write_now(true);
        }
        let (plan, lock) = self.plan_as(&real)?;
        self.put_in_place(plan.write(), Aim::Become(real, lock))
    }

    /// Writes a new file that becomes the user's.
    pub(super) fn write_to(&mut self, path: PathBuf, lock: Lock) -> Result<(), StoreError> {
        let written = self.plan_of(path.clone(), Contents::Checked, true)?.write();
        self.put_in_place(written, Aim::Become(path, lock))
    }

    /// Puts a written file in place and notes what it holds.
    fn put_in_place(&mut self, (ready, backup_problem): Written, aim: Aim) -> Result<(), StoreError> {
        self.backup_problem = backup_problem;
        let ready = ready?;
        let (stamp, edits) = (ready.stamp, ready.edits);
        let path = match aim {
            Aim::Replace { overwriting } => {
                let target = self.target.as_mut().ok_or(StoreError::NoPath)?;
                // Writing took its time: another program may have used it.
                if !overwriting && target.path.exists() && !target.stamp.is_some_and(|s| s.fits(&target.path)) {
                    return Err(StoreError::ChangedElsewhere(target.path.clone()));
                }
                // Tells after a crash that the new file is ours.
                self.working.note_saving(stamp)?;
                ready.place()?;
                target.stamp = Some(stamp);
                target.path.clone()
            }
            Aim::Become(path, lock) => {
                ready.place()?;
                self.target = Some(Target { path: path.clone(), stamp: Some(stamp), lock: Some(lock) });
                self.read_only = false;
                path
            }
        };
        self.dirty = !self.working.note_saved(&path, stamp, edits)?;
        self.working.keep(self.dirty);
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
        let (conn, _) = self.settled();
        write_file(conn, &real, Contents::WithoutHistory)
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
        let kept = self.wait_for_step();
        let _ = self.wait_for_save();
        let nothing_to_save = !self.dirty && (self.read_only || self.target.is_none());
        if save && !nothing_to_save {
            kept?;
            self.save()?;
        }
        self.working.keep(false);
        Ok(())
    }
}

impl Drop for Document {
    fn drop(&mut self) {
        // A step that was taken is kept, half a file is not left behind, and nothing uses the working copy when it is
        // removed. What came of them matters to nobody any more.
        if let Some(pending) = self.pending.take() {
            pending.join();
        }
        if let Some(saving) = self.saving.take() {
            drop(saving.thread.join());
        }
    }
}
