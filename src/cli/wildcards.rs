//! `*` and `?` in file names, which the shells of Windows leave to the program.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;

/// The arguments with the names of files in the place of each pattern that fits some, in order. One that fits none stays:
/// it may be no file's name at all.
pub(super) fn expanded(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let files = |argument: OsString| {
        let found = fitting(Path::new(&argument));
        if found.is_empty() { vec![argument] } else { found }
    };
    arguments.flat_map(files).collect()
}

fn fitting(pattern: &Path) -> Vec<OsString> {
    let Some(wanted) = pattern.file_name().and_then(OsStr::to_str).filter(|n| n.contains(['*', '?'])) else {
        return Vec::new();
    };
    let folder = pattern.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    // Windows doesn't tell capitals apart.
    let letters = |name: &str| name.to_lowercase().chars().collect::<Vec<_>>();
    let wanted = letters(wanted);
    let names = entries.flatten().map(|e| e.file_name());
    let mut found: Vec<OsString> = names.filter(|n| fits(&wanted, &letters(&n.to_string_lossy()))).collect();
    found.sort();
    found.into_iter().map(|name| pattern.with_file_name(name).into_os_string()).collect()
}

/// Whether a name fits: `*` stands for any letters, `?` for one.
fn fits(pattern: &[char], name: &[char]) -> bool {
    // After how many letters of the name what was read of the pattern can end.
    let mut ends = vec![false; name.len() + 1];
    ends[0] = true;
    for wanted in pattern {
        ends = if *wanted == '*' {
            let first = ends.iter().position(|end| *end).unwrap_or(ends.len());
            (0..ends.len()).map(|at| at >= first).collect()
        } else {
            let one = |at: usize| ends[at] && (*wanted == '?' || *wanted == name[at]);
            std::iter::once(false).chain((0..name.len()).map(one)).collect()
        };
    }
    ends[name.len()]
}
