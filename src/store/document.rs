//! An open audit.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::backup::BackupPolicy;
use super::content::{self, Content};
use super::data_dir::DataDir;
use super::error::StoreError;
use super::history::{self, History};
use super::lock::Lock;
use super::rows::{Loaded, Places};
use super::saving::{Stamp, real_path};
use super::step::Pending;
use super::target::{Saving, Target};
use super::versions::refuse_backup;
use super::working::Working;
use super::{connection, recovery::Recovery};
use crate::audit::{Audit, ContentHash, Touched};

/// An open audit: the data in memory, its working copy, and the user's file it belongs to.
///
/// Dropped without [`close`](Self::close), it keeps what is unsaved for [`recoverable`](super::recoverable).
#[derive(Debug)]
pub struct Document {
    pub(super) audit: Arc<Audit>,
    pub(super) places: Arc<Places>,
    pub(super) history: History,
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
    /// A save under way.
    pub(super) saving: Option<Saving>,
    /// A step under way.
    pub(super) pending: Option<Pending>,
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
            places: Arc::new(loaded.places),
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
            saving: None,
            pending: None,
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
        working.note_saved(&path, stamp, working.edits()?)?;
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

    /// The content of an attachment, checked against its hash; also of attachments that only the history knows.
    pub fn content(&self, hash: ContentHash) -> Result<Vec<u8>, StoreError> {
        let (conn, path) = self.settled();
        let found = content::get(conn, path, hash)?;
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
}
