//! Rolling backups: what the user's file was before it was replaced, kept in the data folder.
//!
//! Not beside the user's file: a folder that is handed on, synchronised or on a full stick would carry them along.
//! Saving runs every few seconds, so a backup is made only when the last one is some time ago; the first save after
//! opening a file that rested for longer therefore always keeps the state it was opened in.

use std::fs;
use std::hash::Hasher as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::connection;
use super::data_dir::DataDir;
use super::error::{At as _, StoreError};
use super::working::{copy_bytes, remove_files};

/// How many backups of a file are kept, how long, and how far apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BackupPolicy {
    /// Most backups of one file; 0 makes none.
    pub keep: usize,
    /// Older ones are removed, but never the newest. \[days\]
    pub days: u32,
    /// Least time between two. \[minutes\]
    pub minutes_apart: u32,
}

impl Default for BackupPolicy {
    fn default() -> Self {
        Self { keep: 10, days: 30, minutes_apart: 30 }
    }
}

/// A backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Its file.
    pub path: PathBuf,
    /// When it was made.
    pub made: jiff::Timestamp,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Time in a backup's file name: sorts, and is allowed everywhere.
const NAME: &str = "%Y%m%d-%H%M%S%.6f";

/// The backups of a file, the newest first.
pub fn backups(file: &Path, data: &DataDir) -> Vec<Backup> {
    let Ok(entries) = fs::read_dir(folder_of(file, data)) else { return Vec::new() };
    let mut found: Vec<Backup> = entries
        .flatten()
        .filter_map(|entry| {
            let path = entry.path();
            let name = path.file_name()?.to_str()?.strip_suffix(".audit")?;
            let made = jiff::tz::TimeZone::UTC.to_timestamp(jiff::civil::DateTime::strptime(NAME, name).ok()?).ok()?;
            Some(Backup { made, bytes: entry.metadata().ok()?.len(), path })
        })
        .collect();
    found.sort_by_key(|b| std::cmp::Reverse(b.made));
    found
}

/// Whether a file is one of our backups: such a file is never written to.
pub fn is_backup(path: &Path, data: &DataDir) -> bool {
    let resolved = |p: &Path| fs::canonicalize(p).ok();
    match (resolved(path), resolved(&root(data))) {
        (Some(path), Some(root)) => path.starts_with(root),
        _ => false,
    }
}

/// Keeps the user's file as it is now, unless the last backup is recent (and not `always`). It counts only once it has
/// been read back and checked; older ones are removed only then.
pub(super) fn make(file: &Path, data: &DataDir, policy: BackupPolicy, always: bool) -> Result<(), StoreError> {
    if policy.keep == 0 || !file.exists() {
        return Ok(());
    }
    let now = crate::clock::now();
    let kept = backups(file, data);
    // A clock that was put back must not end the making of backups.
    let age = |b: &Backup| now.duration_since(b.made).as_secs();
    let recent = |b: &&Backup| (0..i64::from(policy.minutes_apart) * 60).contains(&age(b));
    if !always && kept.iter().any(|b| recent(&b)) {
        return Ok(());
    }
    let folder = folder_of(file, data);
    fs::create_dir_all(&folder).at(&folder)?;
    let name = now.to_zoned_datetime(jiff::tz::TimeZone::UTC).strftime(NAME).to_string();
    let path = folder.join(format!("{name}.audit"));
    let part = path.with_extension("part");
    let made = copy_bytes(file, &part)
        .and_then(|()| verify_file(&part))
        .and_then(|()| crate::placing::replace(&part, &path).at(&path))
        .map_err(|e| e.about(file));
    if made.is_err() {
        remove_files(&part);
        return made;
    }
    for (at, old) in backups(file, data).iter().enumerate().skip(1) {
        if at >= policy.keep || age(old) > i64::from(policy.days) * 86_400 {
            remove_files(&old.path);
        }
    }
    Ok(())
}

/// Whether a file that was just written is a sound audit.
pub(super) fn verify_file(path: &Path) -> Result<(), StoreError> {
    connection::header(path, false)?;
    let conn = connection::open(path, false)?;
    connection::verify(&conn, path, false)?;
    conn.close().map_err(|(_, e)| StoreError::db(path, e))
}

fn root(data: &DataDir) -> PathBuf {
    data.path().join("backups")
}

/// A folder for each file: its name, so that people find it, and a number for files of the same name elsewhere.
fn folder_of(file: &Path, data: &DataDir) -> PathBuf {
    let path = super::saving::real_path(file);
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    hasher.write(path.as_os_str().as_encoded_bytes());
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let stem: String = stem.chars().filter(|c| c.is_alphanumeric()).take(40).collect();
    root(data).join(format!("{stem}-{:08x}", hasher.finish() as u32))
}

/// FNV-1a: the same on every computer and in every version, which the standard hasher doesn't promise.
struct Fnv(u64);

impl std::hash::Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
