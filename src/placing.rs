//! Puts a finished file in the place of another, on every system.

use std::fs;
use std::io;
use std::path::Path;

/// Renames `from` over `to`. On Windows that fails while a virus scanner, a synchroniser or a previewer has one of them
/// open, usually for a moment: then it is tried again for a second.
pub fn replace(from: &Path, to: &Path) -> io::Result<()> {
    let mut tries = 0;
    loop {
        match fs::rename(from, to) {
            Err(e) if tries < 20 && may_pass(&e) => {
                tries += 1;
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            done => return done,
        }
    }
}

/// Whether the system says that another program has the file open in a way that keeps this one out. Only Windows does;
/// the standard library has no kind for it.
pub fn in_use(error: &io::Error) -> bool {
    const SHARING_VIOLATION: i32 = 32;
    const LOCK_VIOLATION: i32 = 33;
    cfg!(windows) && matches!(error.raw_os_error(), Some(SHARING_VIOLATION | LOCK_VIOLATION))
}

/// Windows also says "access denied" of an open file that is to be replaced.
fn may_pass(error: &io::Error) -> bool {
    in_use(error) || cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied
}
