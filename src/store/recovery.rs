//! What a crash left.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::OptionalExtension as _;

use super::data_dir::DataDir;
use super::error::{At as _, StoreError};
use super::lock::Lock;
use super::working::{PART, Working, remove_files};
use crate::audit::Enterprise;

/// A working copy with edits that its user's file doesn't hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// The working copy.
    pub working_copy: PathBuf,
    /// The user's file, `None` if it was never saved.
    pub target: Option<PathBuf>,
    /// When the last edit was made, RFC 3339 (UTC).
    pub edited: Option<String>,
    /// The enterprise's name, if entered.
    pub enterprise: Option<String>,
    /// Number of devices (rows, without their quantities).
    pub devices: usize,
    /// The user's file is no longer as the working copy knows it (changed or removed meanwhile).
    pub target_changed: bool,
    /// Why it can't be read, if so. [`repair`](super::repair) may still get something out of it.
    pub problem: Option<String>,
}

impl Recovery {
    /// Throws the working copy away, because the auditor doesn't want it.
    pub fn discard(&self) -> Result<(), StoreError> {
        let gone = || StoreError::NotRecoverable(self.working_copy.clone());
        let _lock = Lock::acquire(&self.working_copy).map_err(|_| gone())?;
        remove_files(&self.working_copy);
        Ok(())
    }
}

/// The working copies that were left with unsaved edits and that no window has open, the latest edit first.
/// Left ones with nothing unsaved are removed.
pub fn recoverable(data: &DataDir) -> Vec<Recovery> {
    remove_parts(data);
    let mut found: Vec<Recovery> = data.working_copies().iter().filter_map(|path| look(path)).collect();
    found.sort_by(|a, b| b.edited.cmp(&a.edited));
    found
}

/// What one working copy holds; `None` if it is in use or holds nothing unsaved.
fn look(path: &Path) -> Option<Recovery> {
    let mut working = match Working::left(path) {
        Ok(working) => working,
        Err(StoreError::NotRecoverable(_)) => return None,
        Err(e) => return Some(unreadable(path, &e)),
    };
    match describe(&working) {
        Ok(Some(recovery)) => Some(recovery),
        Ok(None) => {
            working.keep(false);
            None
        }
        Err(e) => Some(unreadable(path, &e)),
    }
}

fn describe(working: &Working) -> Result<Option<Recovery>, StoreError> {
    if !working.unsaved()? {
        return Ok(None);
    }
    let (conn, path) = (working.conn(), working.path());
    let json: Option<String> =
        conn.query_row("SELECT json FROM head WHERE section = 'enterprise'", [], |r| r.get(0)).optional().at(path)?;
    let enterprise = json.and_then(|j| serde_json::from_str::<Enterprise>(&j).ok());
    let devices: i64 = conn.query_row("SELECT count(*) FROM equipment", [], |r| r.get(0)).at(path)?;
    let target = working.target()?;
    let stamps = working.stamps()?;
    Ok(Some(Recovery {
        working_copy: path.to_path_buf(),
        target_changed: target.as_ref().is_some_and(|t| !stamps.iter().flatten().any(|s| s.fits(t))),
        target,
        edited: working.edited()?,
        enterprise: enterprise.and_then(|e| e.name).map(|n| n.value),
        devices: usize::try_from(devices).unwrap_or(0),
        problem: None,
    }))
}

fn unreadable(path: &Path, e: &StoreError) -> Recovery {
    Recovery {
        working_copy: path.to_path_buf(),
        target: None,
        edited: None,
        enterprise: None,
        devices: 0,
        target_changed: false,
        problem: Some(e.to_string()),
    }
}

/// Removes what a crash in the middle of opening left: half a copy of a file that is whole elsewhere.
fn remove_parts(data: &DataDir) {
    let Ok(entries) = fs::read_dir(data.path()) else { return };
    for path in entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == PART)) {
        if let Ok(_lock) = Lock::acquire(&path.with_extension(super::data_dir::EXTENSION)) {
            let _ = fs::remove_file(&path);
        }
    }
}
