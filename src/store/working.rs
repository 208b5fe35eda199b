//! A working copy: the private database that edits go to.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::limits::Limit;
use rusqlite::{Connection, OptionalExtension as _};

use super::data_dir::DataDir;
use super::error::{At as _, StoreError};
use super::lock::{Lock, with_suffix};
use super::saving::Stamp;
use super::{connection, content, rows};
use crate::audit::Audit;
use crate::placing;

/// The user's file (absent for an audit never saved).
const TARGET: &str = "target";
/// Fingerprint of the user's file as last opened or saved.
const STAMP: &str = "stamp";
/// Fingerprint of the file a save is about to put in place; tells after a crash that the new file is ours.
const SAVING: &str = "saving";
/// When the first edit since the last save was made (absent: nothing is unsaved).
const UNSAVED: &str = "unsaved_since";
/// Extension of a working copy that is still being copied.
pub(super) const PART: &str = "part";
/// When the last edit was made.
const EDITED: &str = "edited";
/// How many edits were made: tells which of them a file holds that was copied while more were made.
const EDITS: &str = "edits";

/// An open working copy, locked against other windows. Dropped, it removes its files if the user's
/// file holds everything, and stays to be recovered if not.
#[derive(Debug)]
pub(super) struct Working {
    // In this order: Windows removes no open file, and nobody may take the copy before it is gone.
    conn: Connection,
    files: Files,
    _lock: Lock,
}

/// The files of a working copy.
#[derive(Debug)]
struct Files {
    path: PathBuf,
    keep: bool,
}

impl Drop for Files {
    fn drop(&mut self) {
        if !self.keep {
            remove_files(&self.path);
        }
    }
}

impl Working {
    /// A new working copy holding `audit`, without history.
    pub(super) fn create(audit: &Audit, data: &DataDir) -> Result<(Self, rows::Places), StoreError> {
        let path = data.fresh()?;
        let lock = Lock::acquire(&path)?;
        let files = Files { path: path.clone(), keep: false };
        let conn = connection::create(&path)?;
        let tx = conn.unchecked_transaction().at(&path)?;
        let places = rows::write_all(&tx, &path, audit)?;
        tx.commit().at(&path)?;
        Ok((Self { conn, files, _lock: lock }, places))
    }

    /// A working copy of a user's file. Nothing is left behind if the file is no sound audit.
    pub(super) fn copy_of(file: &Path, data: &DataDir) -> Result<(Self, rows::Loaded), StoreError> {
        let path = data.fresh()?;
        let lock = Lock::acquire(&path)?;
        let files = Files { path: path.clone(), keep: false };
        // Under another name until whole: half a copy must not look like something to recover.
        let part = Files { path: path.with_extension(PART), keep: false };
        copy_bytes(file, &part.path)?;
        placing::replace(&part.path, &path).at(&path)?;
        let opened = (|| {
            let conn = connection::open(&path, false)?;
            connection::distrust_lengths(&conn, &path)?;
            let loaded = sound(&conn, &path)?;
            connection::trust_lengths(&conn, &path)?;
            connection::upgrade(&conn, &path)?;
            connection::add_change_log(&conn, &path)?;
            connection::add_working_table(&conn, &path)?;
            tidy(&conn, &path)?;
            Ok((conn, loaded))
        })();
        let (conn, loaded) = opened.map_err(|e: StoreError| e.about(file))?;
        Ok((Self { conn, files, _lock: lock }, loaded))
    }

    /// A working copy that was left, unless it is in use. It stays, whatever is wrong with it.
    pub(super) fn left(path: &Path) -> Result<Self, StoreError> {
        let gone = || StoreError::NotRecoverable(path.to_path_buf());
        if !path.is_file() {
            return Err(gone());
        }
        let lock = Lock::acquire(path).map_err(|_| gone())?;
        let files = Files { path: path.to_path_buf(), keep: true };
        // Opening rolls back a transaction that the crash cut off, so the header is looked at after it.
        let conn = connection::open(path, false)?;
        if fs::metadata(path).is_ok_and(|m| m.len() > 0) {
            connection::header(path, false)?;
        }
        connection::add_working_table(&conn, path)?;
        Ok(Self { conn, files, _lock: lock })
    }

    /// Checks and loads everything.
    pub(super) fn load(&self) -> Result<rows::Loaded, StoreError> {
        let loaded = sound(&self.conn, self.path())?;
        connection::upgrade(&self.conn, self.path())?;
        connection::add_change_log(&self.conn, self.path())?;
        tidy(&self.conn, self.path())?;
        Ok(loaded)
    }

    /// Whether it stays when dropped.
    pub(super) fn keep(&mut self, keep: bool) {
        self.files.keep = keep;
    }

    /// The database.
    pub(super) fn conn(&self) -> &Connection {
        &self.conn
    }

    /// Its file.
    pub(super) fn path(&self) -> &Path {
        &self.files.path
    }

    fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.conn.query_row("SELECT value FROM working WHERE key = ?1", [key], |r| r.get(0)).optional().at(self.path())
    }

    fn set(&self, key: &str, value: Option<&str>) -> Result<(), StoreError> {
        set(&self.conn, self.path(), key, value)
    }

    /// Notes an edit.
    pub(super) fn note_edit(&self) -> Result<(), StoreError> {
        note_edit(&self.conn, self.path())
    }

    /// Notes that the user's file is `target`, is in the state `stamp`, and holds everything up to an edit. Returns
    /// whether that was the last one.
    pub(super) fn note_saved(&self, target: &Path, stamp: Stamp, up_to: i64) -> Result<bool, StoreError> {
        let tx = self.conn.unchecked_transaction().at(self.path())?;
        let everything = edits(&self.conn, self.path())? == up_to;
        self.set(TARGET, Some(&path_to_json(target)))?;
        self.set(STAMP, Some(&stamp.to_string()))?;
        self.set(SAVING, None)?;
        // What was edited meanwhile was so at the time of the last edit or shortly before.
        let since = if everything { None } else { self.edited()? };
        self.set(UNSAVED, since.as_deref())?;
        tx.commit().at(self.path())?;
        Ok(everything)
    }

    /// How many edits were made to it.
    pub(super) fn edits(&self) -> Result<i64, StoreError> {
        edits(&self.conn, self.path())
    }

    /// Notes what is about to become the user's file.
    pub(super) fn note_saving(&self, stamp: Stamp) -> Result<(), StoreError> {
        self.set(SAVING, Some(&stamp.to_string()))
    }

    /// The user's file, if there is one.
    pub(super) fn target(&self) -> Result<Option<PathBuf>, StoreError> {
        Ok(self.get(TARGET)?.and_then(|json| path_from_json(&json)))
    }

    /// The states of the user's file that are ours: as last opened or saved, and as a cut-off save left it.
    pub(super) fn stamps(&self) -> Result<[Option<Stamp>; 2], StoreError> {
        let read = |key| self.get(key).map(|text| text.and_then(|t| t.parse().ok()));
        Ok([read(STAMP)?, read(SAVING)?])
    }

    /// Whether it holds edits that the user's file doesn't.
    pub(super) fn unsaved(&self) -> Result<bool, StoreError> {
        Ok(self.get(UNSAVED)?.is_some())
    }

    /// When the last edit was made, RFC 3339.
    pub(super) fn edited(&self) -> Result<Option<String>, StoreError> {
        self.get(EDITED)
    }
}

fn set(conn: &Connection, path: &Path, key: &str, value: Option<&str>) -> Result<(), StoreError> {
    match value {
        Some(v) => {
            conn.prepare_cached("INSERT OR REPLACE INTO working VALUES (?1, ?2)").and_then(|mut s| s.execute([key, v]))
        }
        None => conn.prepare_cached("DELETE FROM working WHERE key = ?1").and_then(|mut s| s.execute([key])),
    }
    .at(path)
    .map(drop)
}

/// Notes an edit. Part of the edit's transaction.
pub(super) fn note_edit(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    const COUNT: &str =
        "INSERT INTO working VALUES (?1, '1') ON CONFLICT(key) DO UPDATE SET value = CAST(value AS INTEGER) + 1";
    let now = crate::clock::timestamp();
    set(conn, path, EDITED, Some(&now))?;
    conn.prepare_cached("INSERT OR IGNORE INTO working VALUES (?1, ?2)")
        .and_then(|mut s| s.execute([UNSAVED, &now]))
        .at(path)?;
    conn.prepare_cached(COUNT).and_then(|mut s| s.execute([EDITS])).at(path).map(drop)
}

/// How many edits were made to a working copy, 0 if it doesn't say.
pub(super) fn edits(conn: &Connection, path: &Path) -> Result<i64, StoreError> {
    let value = conn
        .query_row("SELECT CAST(value AS INTEGER) FROM working WHERE key = ?1", [EDITS], |r| r.get(0))
        .optional()
        .at(path)?;
    Ok(value.unwrap_or(0))
}

/// Removes contents that nothing names any more, and the room they took.
fn tidy(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let tx = conn.unchecked_transaction().at(path)?;
    let removed = content::sweep(&tx, path, true)?;
    tx.commit().at(path)?;
    if removed > 0 {
        // SQLite attaches what it rebuilds. Only room is at stake: on a full disk the file is opened all the same.
        let most = conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1).at(path)?;
        let _ = conn.execute_batch("VACUUM");
        conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, most).at(path)?;
    }
    Ok(())
}

/// Checks a database and loads it; a damaged row refuses the whole, because saving would lose it.
fn sound(conn: &Connection, path: &Path) -> Result<rows::Loaded, StoreError> {
    connection::verify(conn, path, false)?;
    let loaded = rows::load(conn, path)?;
    if loaded.problems.is_empty() {
        return Ok(loaded);
    }
    let shown: Vec<&str> = loaded.problems.iter().take(3).map(String::as_str).collect();
    let more = if loaded.problems.len() > 3 { format!(" 等 {} 处", loaded.problems.len()) } else { String::new() };
    Err(StoreError::Damaged { path: path.to_path_buf(), detail: format!("{}{more}", shown.join("；")) })
}

/// Copies contents only: a copy made by the system would inherit "read-only" from the user's file.
pub(super) fn copy_bytes(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut source = File::open(from).at(from)?;
    let mut copy = File::create(to).at(to)?;
    io::copy(&mut source, &mut copy).and_then(|_| copy.sync_all()).at(to)
}

/// Removes a database and its journal.
pub(super) fn remove_files(path: &Path) {
    let _ = fs::remove_file(path);
    let _ = fs::remove_file(with_suffix(path, "-journal"));
}

/// Paths are not always Unicode; serde keeps those that are and names the platform's form of the others.
fn path_to_json(path: &Path) -> String {
    serde_json::to_string(path.as_os_str()).unwrap_or_default()
}

fn path_from_json(json: &str) -> Option<PathBuf> {
    serde_json::from_str::<std::ffi::OsString>(json).ok().map(PathBuf::from)
}
