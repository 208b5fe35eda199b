//! Whole files or none: written beside the target, then renamed. And names that every system takes.

use std::fs;
use std::io::{self, Write as _};
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
        not_protected(path)?;
        let mut file = fs::File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        crate::placing::replace(&beside, path)
    })();
    written.map_err(|e: std::io::Error| {
        // Nothing half-written stays behind; if even removing fails there is no more to do.
        let _ = fs::remove_file(&beside);
        error(reason_of(&e))
    })
}

/// Refuses a target that is marked as read-only: renaming would replace it all the same.
pub fn not_protected(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(meta) if meta.is_file() && meta.permissions().readonly() => {
            Err(io::Error::new(io::ErrorKind::PermissionDenied, PROTECTED))
        }
        _ => Ok(()),
    }
}

const PROTECTED: &str = "已有同名文件，且是只读的";

/// What went wrong, in Chinese where the system's own words are English.
pub fn reason_of(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    if crate::placing::in_use(error) {
        return "文件正在其他程序中打开".to_owned();
    }
    let known = match error.kind() {
        Kind::NotFound => "文件夹不存在",
        Kind::PermissionDenied if error.raw_os_error().is_none() => PROTECTED,
        Kind::PermissionDenied => "没有写入权限，或文件正在其他程序中打开",
        Kind::IsADirectory => "有同名的文件夹",
        Kind::NotADirectory => "路径中有一段不是文件夹",
        Kind::StorageFull | Kind::QuotaExceeded => "磁盘已满",
        Kind::ReadOnlyFilesystem => "磁盘是只读的",
        Kind::InvalidFilename => "文件名太长，或含有不允许的字符",
        _ => return error.to_string(),
    };
    known.to_owned()
}

/// Longest name that is made, in bytes: an ending and what the writing puts around it must fit into 255.
const MAX_NAME: usize = 180;

/// Names that Windows keeps for devices, whatever the ending.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A file name without characters that some system forbids: never a path, never empty (`otherwise` then).
pub fn safe_name(name: &str, otherwise: &str) -> String {
    let allowed = |c: &char| !c.is_control() && !"\\/:*?\"<>|".contains(*c);
    let mut cleaned = String::new();
    for c in name.trim().chars().filter(allowed) {
        if cleaned.len() + c.len_utf8() > MAX_NAME {
            break;
        }
        cleaned.push(c);
    }
    // A leading dash would be taken for an option by other programs.
    let cleaned = cleaned.trim_start_matches(['-', '.', ' ']).trim_matches(|c: char| c == '.' || c.is_whitespace());
    let stem = cleaned.split('.').next().unwrap_or_default().to_lowercase();
    let reserved = RESERVED.contains(&stem.trim_end_matches(|c: char| c.is_ascii_digit()));
    match cleaned {
        "" => otherwise.to_owned(),
        _ if reserved => format!("_{cleaned}"),
        _ => cleaned.to_owned(),
    }
}
