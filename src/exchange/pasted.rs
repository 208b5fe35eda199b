//! A block of cells from the clipboard, read as a ledger.

use super::csv_file;
use super::import::read_sheets;
use super::layout::Finder;
use super::workbook::Sheet;
use super::{ExchangeError, Import, ImportOptions};
use crate::progress::Progress;

/// What a pasted block is called where a file's name would stand.
const NAME: &str = "粘贴的内容";

fn sheet(text: &str, progress: &Progress) -> Result<Sheet, ExchangeError> {
    csv_file::from_text(NAME, text, b'\t', progress)
}

/// Whether a text copied from a spreadsheet begins with a header, with something below it. Such a block is more than
/// cells to be put where the cursor is.
pub fn has_header(text: &str) -> bool {
    let head: Vec<&str> = text.lines().take(8).collect();
    if head.len() < 2 || !head.iter().any(|l| l.contains('\t')) {
        return false;
    }
    // A quoted cell cut in half at the eighth line does no harm: only the header counts.
    let Ok(sheet) = sheet(&head.join("\n"), &Progress::new()) else { return false };
    let blocks = Finder::new(&[], false).blocks(&sheet);
    blocks.first().is_some_and(|b| b.data.start < sheet.rows.len())
}

/// Reads tab-separated cells like a file: columns by their headers, kinds by the rows.
pub fn read_pasted(text: &str, options: &ImportOptions, progress: &Progress) -> Result<Import, ExchangeError> {
    let sheet = sheet(text, progress)?;
    read_sheets(NAME.to_owned(), &[sheet], options, progress)
}
