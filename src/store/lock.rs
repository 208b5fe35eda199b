//! Lock files: who has an audit or a working copy.
//!
//! The lock is the system's, so it goes with the process however that ends. It hangs on a file of its own: the audit is
//! replaced whole at every save, and must stay readable.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::error::StoreError;
use crate::placing;

/// A held lock; dropping it releases the lock and removes the lock file.
#[derive(Debug)]
pub(super) struct Lock {
    file: Option<File>,
    path: PathBuf,
}

impl Lock {
    /// Takes the lock of `file` (on `file.lock` beside it).
    pub(super) fn acquire(file: &Path) -> Result<Self, StoreError> {
        let path = with_suffix(file, ".lock");
        // The holder removes its lock file, so the one just opened may already be gone: then again.
        for _ in 0..20 {
            let opened = match open(&path) {
                Ok(handle) => locked(handle),
                // Windows: somebody has it open.
                Err(e) if placing::in_use(&e) => Ok(None),
                Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(StoreError::io(&folder(file), e)),
                // A folder that is not one (a path below a file), or one that can't be written.
                Err(e) => Err(e),
            };
            let Some(mut handle) = opened.map_err(|e| StoreError::io(file, e))? else {
                return Err(StoreError::Locked { path: file.to_path_buf(), by: holder(&path) });
            };
            // The name is a courtesy to the second one; the lock holds without it.
            let _ = handle.set_len(0).and_then(|()| handle.write_all(who().as_bytes()));
            if same_file(&handle, &path) {
                return Ok(Self { file: Some(handle), path });
            }
        }
        Err(StoreError::Locked { path: file.to_path_buf(), by: ANOTHER.to_owned() })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still held: whoever comes next makes a new one.
        let removed = fs::remove_file(&self.path).is_ok();
        self.file = None;
        if !removed {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// `dir/name.audit` + `.lock` → `dir/name.audit.lock`.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(suffix);
    path.with_file_name(name)
}

/// The folder a file is in.
pub(super) fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

#[cfg(unix)]
fn same_file(handle: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (handle.metadata(), fs::metadata(path)) {
        (Ok(a), Ok(b)) => a.ino() == b.ino() && a.dev() == b.dev(),
        _ => false,
    }
}

/// Elsewhere an open lock file can't be removed (see [`open`]), so it is always the one at the path.
#[cfg(not(unix))]
fn same_file(_handle: &File, _path: &Path) -> bool {
    true
}

#[cfg(not(windows))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

/// Having it open is the lock: others may read it, to see whose it is, but neither write nor remove it.
#[cfg(windows)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt as _;
    const SHARE_READ: u32 = 1;
    OpenOptions::new().read(true).write(true).create(true).truncate(false).share_mode(SHARE_READ).open(path)
}

/// The file with the system's lock on it; `None` if another has that.
fn locked(handle: File) -> io::Result<Option<File>> {
    match handle.try_lock() {
        Ok(()) => {
            if cfg!(windows) {
                // Nobody can read a locked file there, and having it open is enough; the lock has shown that no computer
                // with another system has it. If it can't be given back only the holder's name stays unread.
                let _ = handle.unlock();
            }
            Ok(Some(handle))
        }
        Err(TryLockError::WouldBlock) => Ok(None),
        // Some network drives know no locks; the check for changes from elsewhere still guards the file.
        Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Unsupported => Ok(Some(handle)),
        Err(TryLockError::Error(e)) => Err(e),
    }
}

/// Whom it names as its holder.
fn holder(path: &Path) -> String {
    let mut by = String::new();
    let _ = File::open(path).and_then(|file| file.take(200).read_to_string(&mut by));
    if by.trim().is_empty() { ANOTHER.to_owned() } else { by.trim().to_owned() }
}

const ANOTHER: &str = "另一个窗口";

/// User and computer, as far as the environment tells.
fn who() -> String {
    let first = |names: &[&str]| names.iter().find_map(|n| std::env::var(n).ok().filter(|v| !v.trim().is_empty()));
    let user = first(&["USERNAME", "USER", "LOGNAME"]);
    let host = first(&["COMPUTERNAME", "HOSTNAME"]);
    match (user, host) {
        (Some(u), Some(h)) => format!(" {u}({h}) "),
        (Some(u), None) => format!(" {u} "),
        (None, Some(h)) => format!(" {h} "),
        (None, None) => ANOTHER.to_owned(),
    }
}
