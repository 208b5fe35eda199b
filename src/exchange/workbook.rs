//! Cells of a file, whatever its format.

use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{Ods, Reader as _, SheetVisible, Xls, Xlsb, Xlsx, XlsxError};

use super::ExchangeError;
use super::convert::{Shown, from_data, from_ref};
use super::csv_file;
use super::error::file_name;
use super::text::column_letter;
use crate::audit::PartialDate;
use crate::audit::field::number;
use crate::progress::Progress;

/// Larger files are no ledgers, and would not fit in an old laptop's memory.
const LIMIT_MB: u64 = 300;

/// What a cell holds; empty cells aren't kept.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Text, not blank.
    Text(String),
    /// A number.
    Number(f64),
    /// A number shown as a percentage: 0.93 shown as 93%.
    Percent(f64),
    /// A date, known to the day unless its format shows only the month.
    Date(PartialDate),
    /// Yes or no.
    Bool(bool),
    /// A formula's error, as Excel shows it.
    Error(String),
}

impl Cell {
    /// As the user sees it.
    pub(super) fn show(&self) -> String {
        match self {
            Self::Text(t) | Self::Error(t) => t.clone(),
            Self::Number(n) => number(*n),
            Self::Percent(n) => format!("{}%", number(n * 100.0)),
            Self::Date(d) => d.to_string(),
            Self::Bool(true) => "是".to_owned(),
            Self::Bool(false) => "否".to_owned(),
        }
    }

    /// Its text, if it is text.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(t) => Some(t),
            _ => None,
        }
    }
}

/// A row that isn't empty.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// As Excel shows it, from 1.
    pub(super) number: u32,
    /// Column from 0, and cell; ascending.
    pub(super) cells: Vec<(u32, Cell)>,
}

impl Row {
    /// The cell of a column.
    pub(super) fn get(&self, column: u32) -> Option<&Cell> {
        self.cells.binary_search_by_key(&column, |(c, _)| *c).ok().map(|i| &self.cells[i].1)
    }
}

/// Merged cells: first row, first column, last row, last column (rows from 1, columns from 0).
#[derive(Clone, Copy, Debug)]
pub(super) struct Merge {
    pub(super) top: u32,
    pub(super) left: u32,
    pub(super) bottom: u32,
    pub(super) right: u32,
}

/// A sheet's rows that aren't empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// Hidden by whoever made the file.
    pub(super) hidden: bool,
    pub(super) rows: Vec<Row>,
    pub(super) merges: Vec<Merge>,
    /// From a text file, where all cells are text and 2003.10 may have lost its zero.
    pub(super) csv: bool,
    /// Turned round: what was a row is a column.
    pub(super) turned: bool,
}

impl Sheet {
    /// What a person calls a column: its letter; for a turned sheet, the row it was.
    pub(super) fn place(&self, column: u32) -> String {
        if self.turned { format!("第 {} 行", column + 1) } else { column_letter(column) }
    }
}

/// Reads every sheet of a file (only `only`, if given). The format is told by the content, since names lie.
pub(super) fn load(path: &Path, only: Option<&str>, progress: &Progress) -> Result<Vec<Sheet>, ExchangeError> {
    let file = file_name(path);
    let bytes = read_bytes(path)?;
    if bytes.is_empty() {
        return Err(ExchangeError::Empty(file));
    }
    let not = |actual| Err(ExchangeError::NotASpreadsheet { file: file.clone(), actual });
    if bytes.starts_with(b"PK\x03\x04") {
        if contains(&bytes, b"word/document.xml") {
            return not("Word 文档");
        }
        if contains(&bytes, b"ppt/presentation.xml") {
            return not("PowerPoint 演示文稿");
        }
        super::unpacked::check(&bytes, &file)?;
        if contains(&bytes, b"opendocument.spreadsheet") {
            return guarded(&file, || read_ods(&bytes, &file, only, progress));
        }
        if contains(&bytes, b"xl/workbook.bin") {
            return guarded(&file, || read_xlsb(&bytes, &file, only, progress));
        }
        if !contains(&bytes, b"xl/") {
            return not("压缩包(ZIP)");
        }
        return guarded(&file, || read_xlsx(&bytes, &file, only, progress));
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        if contains(&bytes, &utf16("EncryptedPackage")) {
            return Err(ExchangeError::Encrypted(file));
        }
        if contains(&bytes, &utf16("WordDocument")) {
            return not("Word 文档");
        }
        super::compound::check(&bytes, &file)?;
        return guarded(&file, || read_xls(&bytes, &file, only, progress));
    }
    let head = bytes.get(..512.min(bytes.len())).unwrap_or_default();
    let kinds: [(&[u8], &'static str); 7] = [
        (b"%PDF", "PDF 文件"),
        (b"\x89PNG", "图片"),
        (b"\xFF\xD8\xFF", "图片"),
        (b"GIF8", "图片"),
        (b"Rar!", "压缩包"),
        (b"7z\xBC\xAF", "压缩包"),
        (b"\x1F\x8B", "压缩包"),
    ];
    if let Some((_, actual)) = kinds.iter().find(|(magic, _)| head.starts_with(magic)) {
        return not(actual);
    }
    let start = head.iter().position(|b| !b.is_ascii_whitespace() && ![0xEF, 0xBB, 0xBF].contains(b)).unwrap_or(0);
    if head[start..].starts_with(b"<") {
        return not("网页(HTML/XML)");
    }
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let readable = matches!(extension.as_str(), "" | "csv" | "txt" | "tsv" | "xlsx" | "xls" | "xlsm" | "et" | "ods");
    if !readable || (!wide && head.contains(&0)) {
        return Err(ExchangeError::UnknownFormat(file));
    }
    csv_file::read(path, &bytes, progress).map(|sheet| vec![sheet])
}

pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, ExchangeError> {
    let file = file_name(path);
    let unreadable = |e: std::io::Error| {
        if e.kind() == std::io::ErrorKind::NotFound {
            ExchangeError::NotFound(path.display().to_string())
        } else {
            ExchangeError::Unreadable { file: path.display().to_string(), why: e.to_string() }
        }
    };
    let mut handle = std::fs::File::open(path).map_err(unreadable)?;
    let meta = handle.metadata().map_err(unreadable)?;
    if meta.is_dir() {
        return Err(ExchangeError::UnknownFormat(file));
    }
    let megabytes = meta.len() / 1_000_000;
    if megabytes > LIMIT_MB {
        return Err(ExchangeError::TooBig { file, megabytes, limit: LIMIT_MB });
    }
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    handle.read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else { return true };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|b| b == first) {
        if rest[at..].starts_with(needle) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Files made to break a reader may make it panic; the user shall see a message, not a crash.
fn guarded<T>(file: &str, read: impl FnOnce() -> Result<T, ExchangeError>) -> Result<T, ExchangeError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(ExchangeError::Damaged { file: file.to_owned(), why: "内部结构无法解析".to_owned() })
    })
}

fn damaged(file: &str, why: impl std::fmt::Display) -> ExchangeError {
    ExchangeError::Damaged { file: file.to_owned(), why: why.to_string() }
}

fn wanted(sheets: &[calamine::Sheet], file: &str, only: Option<&str>) -> Result<Vec<(String, bool)>, ExchangeError> {
    let all: Vec<(String, bool)> = sheets
        .iter()
        .filter(|s| s.typ == calamine::SheetType::WorkSheet)
        .map(|s| (s.name.clone(), s.visible != SheetVisible::Visible))
        .collect();
    let Some(only) = only else { return Ok(all) };
    match all.iter().find(|(name, _)| name == only).or_else(|| all.iter().find(|(name, _)| name.trim() == only.trim()))
    {
        // Asked for by name: hidden or not.
        Some((name, _)) => Ok(vec![(name.clone(), false)]),
        None => Err(ExchangeError::NoSuchSheet {
            file: file.to_owned(),
            sheet: only.to_owned(),
            available: all.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join("、"),
        }),
    }
}

fn read_xlsx(bytes: &[u8], file: &str, only: Option<&str>, progress: &Progress) -> Result<Vec<Sheet>, ExchangeError> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|e| match e {
        XlsxError::Password => ExchangeError::Encrypted(file.to_owned()),
        other => damaged(file, other),
    })?;
    let names = wanted(book.sheets_metadata(), file, only)?;
    let total = names.len() * 2;
    let mut sheets = Vec::with_capacity(names.len());
    for (i, (name, hidden)) in names.into_iter().enumerate() {
        progress.set(i, total);
        let mut builder = Builder::default();
        {
            let mut cells = match book.worksheet_cells_reader(&name) {
                Ok(cells) => cells,
                Err(XlsxError::NotAWorksheet(_)) => continue,
                Err(e) => return Err(damaged(file, e)),
            };
            let shown: Vec<Shown> = cells
                .styles()
                .iter()
                .map(|s| s.number_format.as_ref().map_or_else(Shown::default, |f| Shown::of(&f.format_code)))
                .collect();
            let mut count = 0_u32;
            while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|e| damaged(file, e))? {
                count += 1;
                if count.is_multiple_of(4096) && progress.cancelled() {
                    return Err(ExchangeError::Cancelled);
                }
                let (row, column) = cell.get_position();
                let shown = shown.get(style).copied().unwrap_or_default();
                if let Some(value) = from_ref(cell.get_value(), shown) {
                    builder.push(row, column, value);
                }
            }
        }
        let rows = builder.finish();
        let merges =
            if rows.is_empty() { Vec::new() } else { book.merge_cells_by_sheet_name(&name).unwrap_or_default() };
        sheets.push(Sheet { name, hidden, rows, merges: merges.iter().map(merge).collect(), ..Sheet::default() });
    }
    Ok(sheets)
}

fn read_xls(bytes: &[u8], file: &str, only: Option<&str>, progress: &Progress) -> Result<Vec<Sheet>, ExchangeError> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::XlsError::Password => ExchangeError::Encrypted(file.to_owned()),
        other => damaged(file, other),
    })?;
    let mut sheets = read_dense(&mut book, file, only, progress)?;
    for sheet in &mut sheets {
        sheet.merges = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default().iter().map(merge).collect();
    }
    Ok(sheets)
}

fn read_xlsb(bytes: &[u8], file: &str, only: Option<&str>, progress: &Progress) -> Result<Vec<Sheet>, ExchangeError> {
    let mut book = Xlsb::new(Cursor::new(bytes)).map_err(|e| damaged(file, e))?;
    let names = wanted(book.sheets_metadata(), file, only)?;
    let total = names.len() * 2;
    let mut sheets = Vec::with_capacity(names.len());
    for (i, (name, hidden)) in names.into_iter().enumerate() {
        progress.set(i, total);
        // Cell by cell: one value in the last corner of a sheet must not make room for all cells before it.
        let mut cells = book.worksheet_cells_reader(&name).map_err(|e| damaged(file, e))?;
        let mut builder = Builder::default();
        while let Some(cell) = cells.next_cell().map_err(|e| damaged(file, e))? {
            if progress.cancelled() {
                return Err(ExchangeError::Cancelled);
            }
            let (row, column) = cell.get_position();
            if let Some(value) = from_ref(cell.get_value(), Shown::default()) {
                builder.push(row, column, value);
            }
        }
        sheets.push(Sheet { name, hidden, rows: builder.finish(), merges: Vec::new(), csv: false, turned: false });
    }
    Ok(sheets)
}

fn read_ods(bytes: &[u8], file: &str, only: Option<&str>, progress: &Progress) -> Result<Vec<Sheet>, ExchangeError> {
    let mut book = Ods::new(Cursor::new(bytes)).map_err(|e| match e {
        calamine::OdsError::Password => ExchangeError::Encrypted(file.to_owned()),
        other => damaged(file, other),
    })?;
    read_dense(&mut book, file, only, progress)
}

fn read_dense<'a, R: calamine::Reader<Cursor<&'a [u8]>>>(
    book: &mut R,
    file: &str,
    only: Option<&str>,
    progress: &Progress,
) -> Result<Vec<Sheet>, ExchangeError> {
    let names = wanted(book.sheets_metadata(), file, only)?;
    let total = names.len() * 2;
    let mut sheets = Vec::with_capacity(names.len());
    for (i, (name, hidden)) in names.into_iter().enumerate() {
        progress.set(i, total);
        if progress.cancelled() {
            return Err(ExchangeError::Cancelled);
        }
        let range = book.worksheet_range(&name).map_err(|e| damaged(file, format!("{e:?}")))?;
        let (top, left) = range.start().unwrap_or_default();
        let mut builder = Builder::default();
        for (row, column, value) in range.used_cells() {
            if let Some(value) = from_data(value) {
                builder.push(top + row as u32, left + column as u32, value);
            }
        }
        sheets.push(Sheet { name, hidden, rows: builder.finish(), ..Sheet::default() });
    }
    Ok(sheets)
}

fn merge(d: &calamine::Dimensions) -> Merge {
    Merge { top: d.start.0 + 1, left: d.start.1, bottom: d.end.0 + 1, right: d.end.1 }
}

/// Collects cells into rows; files may hold them in any order.
#[derive(Default)]
pub(super) struct Builder {
    rows: Vec<Row>,
    disordered: bool,
}

impl Builder {
    /// Adds a cell; row and column from 0.
    pub(super) fn push(&mut self, row: u32, column: u32, cell: Cell) {
        let number = row.saturating_add(1);
        match self.rows.last_mut() {
            Some(last) if last.number == number => {
                self.disordered |= last.cells.last().is_some_and(|(c, _)| *c >= column);
                last.cells.push((column, cell));
            }
            last => {
                self.disordered |= last.is_some_and(|l| l.number > number);
                self.rows.push(Row { number, cells: vec![(column, cell)] });
            }
        }
    }

    /// The rows, ascending.
    pub(super) fn finish(mut self) -> Vec<Row> {
        if self.disordered {
            self.rows.sort_by_key(|r| r.number);
            self.rows.dedup_by(|next, kept| {
                let same = next.number == kept.number;
                if same {
                    kept.cells.append(&mut next.cells);
                }
                same
            });
            for row in &mut self.rows {
                row.cells.sort_by_key(|(c, _)| *c);
                row.cells.dedup_by_key(|(c, _)| *c);
            }
        }
        self.rows
    }
}
