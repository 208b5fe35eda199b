//! What is said about a cell or row that was refused.

use std::fmt;

use serde::Serialize;

/// A refused cell, row or column: where it is, what it says, why it was refused, what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Complaint {
    /// The file's name.
    pub file: String,
    /// The sheet's name.
    pub sheet: String,
    /// The row's number as Excel shows it, from 1; 0 for no row.
    pub row: u32,
    /// The column's letter and header, as in `F 额定效率(%)`; empty for a whole row.
    pub column: String,
    /// What the cell says.
    pub value: String,
    /// Why it was refused.
    pub reason: String,
    /// What to do.
    pub advice: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}〔{}〕", self.file, self.sheet)?;
        if self.row > 0 {
            write!(f, "第 {} 行", self.row)?;
        }
        if !self.column.is_empty() {
            write!(f, " {} 列", self.column)?;
        }
        if !self.value.is_empty() {
            write!(f, "“{}”", shorten(&self.value, 60))?;
        }
        write!(f, "：{}", self.reason)?;
        if !self.advice.is_empty() {
            write!(f, "。{}", self.advice)?;
        }
        Ok(())
    }
}

/// At most `max` characters of a text, on one line.
pub(super) fn shorten(text: &str, max: usize) -> String {
    let mut out: String = text.chars().take(max).map(|c| if c.is_control() || c == '\n' { ' ' } else { c }).collect();
    if text.chars().count() > max {
        out.push('…');
    }
    out
}
