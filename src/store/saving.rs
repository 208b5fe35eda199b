//! Replacing a file whole: written beside, flushed, renamed.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, Instant, UNIX_EPOCH};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::error::{At as _, StoreError};
use super::lock::{folder, with_suffix};
use super::working::{copy_bytes, remove_files};
use super::{connection, content};
use crate::placing;

/// Fingerprint of a file: tells whether it is still the one that was opened or saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    len: u64,
    /// Nanoseconds since 1970.
    modified: u128,
    /// FNV-1a of the contents: synchronising programs touch times without changing anything.
    hash: u64,
}

impl Stamp {
    /// The fingerprint of a file.
    pub(super) fn of(path: &Path) -> Result<Self, StoreError> {
        let mut file = File::open(path).at(path)?;
        let (len, modified) = times(&file.metadata().at(path)?);
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut buffer = vec![0; 1 << 16];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => break,
                Ok(n) => {
                    for byte in buffer.iter().take(n) {
                        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
                    }
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(StoreError::io(path, e)),
            }
        }
        Ok(Self { len, modified, hash })
    }

    /// Whether a file is (still) in this state. A missing file is not.
    pub(super) fn fits(self, path: &Path) -> bool {
        let Ok(meta) = fs::metadata(path) else { return false };
        let (len, modified) = times(&meta);
        // Length and time answer nearly always; contents are read only if the time differs.
        len == self.len && (modified == self.modified || Self::of(path).is_ok_and(|s| s.hash == self.hash))
    }
}

fn times(meta: &fs::Metadata) -> (u64, u128) {
    let modified = meta.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
    (meta.len(), modified.map_or(0, |d| d.as_nanos()))
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.len, self.modified, self.hash)
    }
}

impl FromStr for Stamp {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split(' ');
        let mut next = || parts.next().ok_or(());
        Ok(Self {
            len: next()?.parse().map_err(|_| ())?,
            modified: next()?.parse().map_err(|_| ())?,
            hash: next()?.parse().map_err(|_| ())?,
        })
    }
}

/// The file a path really names: a symbolic link's own file is replaced, not the link.
pub(super) fn real_path(path: &Path) -> PathBuf {
    let link = fs::symlink_metadata(path).is_ok_and(|m| m.file_type().is_symlink());
    let resolved = if link { fs::canonicalize(path) } else { std::path::absolute(path) };
    resolved.unwrap_or_else(|_| path.to_path_buf())
}

/// Keeps a file of an older format beside itself before the first save replaces it by the newest format: a program
/// that has not been brought up to date can still open that one.
pub(super) fn keep_original(target: &Path) -> Result<(), StoreError> {
    let Ok(header) = connection::header(target, false) else { return Ok(()) };
    if header.version >= connection::FORMAT {
        return Ok(());
    }
    let stem = target.file_stem().unwrap_or_default().to_string_lossy();
    let stamp = Stamp::of(target)?;
    for n in 1..1000 {
        let number = if n == 1 { String::new() } else { format!("({n})") };
        let beside = target.with_file_name(format!("{stem}.格式{}{number}.audit", header.version));
        if beside.exists() {
            if Stamp::of(&beside).is_ok_and(|s| s.len == stamp.len && s.hash == stamp.hash) {
                return Ok(());
            }
            continue;
        }
        let tmp = with_suffix(&beside, ".tmp");
        let kept = copy_bytes(target, &tmp).and_then(|()| placing::replace(&tmp, &beside).at(&beside));
        if kept.is_err() {
            let _ = fs::remove_file(&tmp);
        }
        return kept.map_err(|e| rename_error(e, &tmp, target));
    }
    Ok(())
}

/// What goes into a written file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contents {
    /// Everything: the user's own file brought up to date.
    Saved,
    /// Everything, read back and checked before it counts: there is no earlier file to fall back on.
    Checked,
    /// Without undo and change log, checked.
    WithoutHistory,
}

/// A finished file beside its target, on the disk whole; removed again unless it is put in place.
#[derive(Debug)]
pub(super) struct Ready {
    tmp: PathBuf,
    target: PathBuf,
    /// Its fingerprint.
    pub(super) stamp: Stamp,
    /// The last edit it holds, counted as the working copy counts.
    pub(super) edits: i64,
}

impl Ready {
    /// Replaces the target. On an error that is as it was.
    pub(super) fn place(self) -> Result<(), StoreError> {
        replace(&self.tmp, &self.target).map_err(|e| rename_error(e, &self.tmp, &self.target))
    }
}

impl Drop for Ready {
    fn drop(&mut self) {
        remove_files(&self.tmp);
    }
}

/// Writes the database as a saved file to `target`, replacing what is there. On an error the target is as it was.
pub(super) fn write_file(from: &Connection, target: &Path, contents: Contents) -> Result<(), StoreError> {
    prepare(from, target, contents)?.place()
}

/// Writes the database as a saved file beside `target`, which stays as it is.
pub(super) fn prepare(from: &Connection, target: &Path, contents: Contents) -> Result<Ready, StoreError> {
    if fs::metadata(target).is_ok_and(|m| m.permissions().readonly()) {
        return Err(StoreError::ReadOnly(target.to_path_buf()));
    }
    let tmp = with_suffix(target, ".tmp");
    let written = (|| {
        match fs::remove_file(&tmp) {
            Err(e) if e.kind() == io::ErrorKind::NotADirectory => return Err(StoreError::Missing(folder(target))),
            _ => remove_files(&tmp),
        }
        // Made by ourselves first: the system's reason is clearer than SQLite's "unable to open".
        File::create(&tmp).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => StoreError::Missing(folder(target)),
            _ => StoreError::io(target, e),
        })?;
        let edits = copy_database(from, &tmp, contents)?;
        if contents != Contents::Saved {
            super::backup::verify_file(&tmp)?;
        }
        let file = File::options().write(true).open(&tmp).at(&tmp)?;
        if let Ok(old) = fs::metadata(target) {
            let _ = fs::set_permissions(&tmp, old.permissions());
        }
        file.sync_all().at(&tmp)?;
        drop(file);
        Ok((edits, Stamp::of(&tmp)?))
    })();
    match written {
        Ok((edits, stamp)) => Ok(Ready { tmp, target: target.to_path_buf(), stamp, edits }),
        Err(e) => {
            remove_files(&tmp);
            Err(rename_error(e, &tmp, target))
        }
    }
}

/// Pages that are copied while an edit has to wait.
const PAGES_AT_A_TIME: i32 = 1024;
/// How often an edit may make the copying begin again before it is finished in one go, ...
const RESTARTS: u32 = 4;
/// ... if it has no more pages than this: a larger one waits for a pause rather than have edits wait for it.
const PAGES_IN_ONE_GO: i32 = 16 << 10;
/// How long the database may be locked by others. An edit holds it for some milliseconds, a large step for a second.
const PATIENCE: Duration = Duration::from_secs(20);

/// The database without what only working copies have; returns the last edit that is in it. Edits may be made
/// meanwhile through another connection: the copy is of the audit after one of them.
fn copy_database(from: &Connection, tmp: &Path, contents: Contents) -> Result<i64, StoreError> {
    let mut to = Connection::open(tmp).at(tmp)?;
    to.pragma_update(None, "busy_timeout", 2000).at(tmp)?;
    // Flushed once, as a whole, by the caller; if anything fails before, the file is thrown away.
    to.pragma_update(None, "synchronous", "OFF").at(tmp)?;
    let backup = Backup::new(from, &mut to).at(tmp)?;
    let (mut restarts, mut left, mut went_on) = (0, i32::MAX, Instant::now());
    loop {
        let one_go = restarts >= RESTARTS && backup.progress().pagecount <= PAGES_IN_ONE_GO;
        match backup.step(if one_go { -1 } else { PAGES_AT_A_TIME }).at(tmp)? {
            StepResult::Done => break,
            StepResult::Busy | StepResult::Locked if went_on.elapsed() > PATIENCE => {
                return Err(StoreError::Io { path: tmp.to_path_buf(), source: io::ErrorKind::TimedOut.into() });
            }
            StepResult::Busy | StepResult::Locked => std::thread::sleep(Duration::from_millis(5)),
            _ => {
                went_on = Instant::now();
                let now = backup.progress().remaining;
                // An edit makes it begin again: more is left than before.
                restarts += u32::from(now >= left);
                left = now;
            }
        }
    }
    drop(backup);
    let edits = super::working::edits(&to, tmp)?;
    // Zeroes what is deleted: the file is handed on, and the path of the working copy's user is nobody's business.
    let _: i64 = to.query_row("PRAGMA secure_delete=ON", [], |r| r.get(0)).at(tmp)?;
    to.execute_batch("DROP TABLE IF EXISTS working;").at(tmp)?;
    if contents == Contents::WithoutHistory {
        to.execute_batch("DELETE FROM undo_log; DELETE FROM changes;").at(tmp)?;
        content::sweep(&to, tmp, false)?;
        to.execute_batch("VACUUM;").at(tmp)?;
    }
    to.execute("INSERT OR REPLACE INTO meta VALUES ('program', ?1)", [env!("CARGO_PKG_VERSION")]).at(tmp)?;
    to.close().map_err(|(_, e)| StoreError::db(tmp, e))?;
    Ok(edits)
}

/// Renames over the target.
fn replace(tmp: &Path, target: &Path) -> Result<(), StoreError> {
    placing::replace(tmp, target).map_err(|e| match e.kind() {
        // The folder took the new file and the old one is not read-only, so somebody has it open.
        io::ErrorKind::PermissionDenied if cfg!(windows) => StoreError::InUse(target.to_path_buf()),
        _ => StoreError::io(target, e),
    })?;
    // The rename itself must survive a power failure. A file system that can't flush a folder has done its best.
    #[cfg(unix)]
    if let Ok(dir) = File::open(folder(target)) {
        let _ = dir.sync_all();
    }
    Ok(())
}

/// Tells errors about the temporary file of the file the auditor knows.
fn rename_error(e: StoreError, tmp: &Path, target: &Path) -> StoreError {
    let target = target.to_path_buf();
    match e {
        StoreError::DiskFull(p) if p == tmp => StoreError::DiskFull(target),
        StoreError::ReadOnly(p) if p == tmp => StoreError::ReadOnly(target),
        StoreError::InUse(p) if p == tmp => StoreError::InUse(target),
        StoreError::Io { path, source } if path == tmp => StoreError::Io { path: target, source },
        StoreError::Database { path, source } if path == tmp => StoreError::Database { path: target, source },
        other => other,
    }
}
