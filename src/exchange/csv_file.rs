//! Text files: comma, semicolon or tab; UTF-8 with or without byte order mark, UTF-16, GBK.

use std::borrow::Cow;
use std::path::Path;

use super::ExchangeError;
use super::error::file_name;
use super::text::without_guard;
use super::workbook::{Builder, Cell, Sheet};
use crate::progress::Progress;

/// The file as one sheet, named after the file.
pub(super) fn read(path: &Path, bytes: &[u8], progress: &Progress) -> Result<Sheet, ExchangeError> {
    let text = decode(bytes).ok_or_else(|| ExchangeError::Encoding(file_name(path)))?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    from_text(&name, &text, delimiter(&text), progress).map_err(|e| match e {
        ExchangeError::Damaged { why, .. } => ExchangeError::Damaged { file: file_name(path), why },
        other => other,
    })
}

/// A text as one sheet of a name.
pub(super) fn from_text(name: &str, text: &str, delimiter: u8, progress: &Progress) -> Result<Sheet, ExchangeError> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut builder = Builder::default();
    let mut record = csv::StringRecord::new();
    let mut rows = RowNumbers::new(text.as_bytes());
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => return Err(ExchangeError::Damaged { file: name.to_owned(), why: e.to_string() }),
        }
        let row = rows.of(record.position().map_or(0, csv::Position::byte) as usize);
        if row.is_multiple_of(1024) && progress.cancelled() {
            return Err(ExchangeError::Cancelled);
        }
        for (column, value) in record.iter().enumerate() {
            let value = without_guard(value.trim());
            if !value.is_empty() {
                builder.push(row, column as u32, cell(value));
            }
        }
    }
    Ok(Sheet { name: name.to_owned(), rows: builder.finish(), csv: true, ..Sheet::default() })
}

fn cell(value: &str) -> Cell {
    match value {
        "#REF!" | "#DIV/0!" | "#N/A" | "#NAME?" | "#NULL!" | "#NUM!" | "#VALUE!" => Cell::Error(value.to_owned()),
        _ => Cell::Text(value.to_owned()),
    }
}

/// The text in whatever encoding Chinese spreadsheets write.
pub(super) fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some((encoding, skip)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[skip..]);
        return if broken { None } else { Some(text) };
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    // GB 18030 holds all of GBK and GB 2312.
    let (text, broken) = encoding_rs::GB18030.decode_without_bom_handling(bytes);
    if broken { None } else { Some(text) }
}

/// The separator that occurs most often outside quotes in the first lines.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0_u32), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    let mut lines = 0;
    for b in text.bytes() {
        match b {
            b'"' => quoted = !quoted,
            b'\n' => {
                lines += 1;
                if lines > 30 {
                    break;
                }
            }
            _ if !quoted => {
                if let Some((_, n)) = counts.iter_mut().find(|(d, _)| *d == b) {
                    *n += 1;
                }
            }
            _ => {}
        }
    }
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(d, _)| *d)
}

/// Row numbers as a spreadsheet shows them: blank lines count, line breaks inside quotes don't.
struct RowNumbers<'a> {
    bytes: &'a [u8],
    at: usize,
    row: u32,
    quoted: bool,
}

impl<'a> RowNumbers<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, row: 0, quoted: false }
    }

    /// The row (from 0) of the record that starts at or just after `byte`; ascending.
    fn of(&mut self, byte: usize) -> u32 {
        self.advance(byte);
        // The reader reports where it began to look, which may be blank lines before the record.
        while let Some(b'\r' | b'\n') = self.bytes.get(self.at) {
            self.advance(self.at + 1);
        }
        self.row
    }

    fn advance(&mut self, to: usize) {
        while self.at < to.min(self.bytes.len()) {
            match self.bytes[self.at] {
                b'"' => self.quoted = !self.quoted,
                b'\n' if !self.quoted => self.row += 1,
                b'\r' if !self.quoted && self.bytes.get(self.at + 1) != Some(&b'\n') => self.row += 1,
                _ => {}
            }
            self.at += 1;
        }
    }
}
