//! An own table's file: its size, its encoding, then what `reference::own` says of the text.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use super::csv_file;
use super::error::file_name;
use crate::audit::OwnTable;
use crate::reference::{OwnTableError, own};

/// Most bytes of an own table's file.
pub const MAX_BYTES: u64 = 10 << 20;

/// Reads and checks an own table from a CSV file (UTF-8, UTF-16 or GBK; at most [`MAX_BYTES`]).
pub fn read_own_table(path: &Path) -> Result<OwnTable, OwnTableError> {
    let name = file_name(path);
    let unreadable = |e: std::io::Error| {
        let why = match e.kind() {
            std::io::ErrorKind::NotFound => "没有这个文件".to_owned(),
            _ => format!("读不了({e})"),
        };
        OwnTableError::file(&name, why, "请检查路径和权限，或先在 Excel/WPS 中关闭它")
    };
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(unreadable)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    own_table(&name, &bytes)
}

/// Reads and checks an own table from a file's bytes.
pub fn own_table(name: &str, bytes: &[u8]) -> Result<OwnTable, OwnTableError> {
    if bytes.len() as u64 > MAX_BYTES {
        let rule = format!("超过 {} MB 的上限", MAX_BYTES >> 20);
        return Err(OwnTableError::file(name, rule, "请删去无关的行或拆成几张表"));
    }
    let text = csv_file::decode(bytes).filter(|t| !t.contains('\0')).ok_or_else(|| {
        let advice = "请在 Excel/WPS 中另存为“CSV UTF-8”再加入";
        OwnTableError::file(name, "不是文本表格，或文字编码不认识", advice)
    })?;
    own::read(name, &text)
}
