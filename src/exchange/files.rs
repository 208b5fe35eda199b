//! Whole files or none: written beside the target, then renamed.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::ExchangeError;
use super::error::file_name;

/// Replaces `path` by `bytes`, or leaves it as it was.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ExchangeError> {
    let error = |why: String| ExchangeError::Unwritable { file: path.display().to_string(), why };
    let mut name = std::ffi::OsString::from(".");
    name.push(file_name(path));
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(name);
    let written = (|| {
        let mut file = fs::File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&beside, path)
    })();
    written.map_err(|e: std::io::Error| {
        // Nothing half-written stays behind; if even removing fails there is no more to do.
        let _ = fs::remove_file(&beside);
        error(e.to_string())
    })
}
