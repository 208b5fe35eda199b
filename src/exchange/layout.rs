//! Where in a sheet the tables are: title, header of one or two rows, units, data.

use std::collections::HashMap;
use std::collections::HashSet;

use super::headers::{self, Header, Special};
use super::remembered::IGNORED;
use super::text::{column_letter, is_blank, plain};
use super::units;
use super::workbook::{Cell, Merge, Row, Sheet};

/// How far down a header is looked for.
const SEARCHED: usize = 60;

/// Columns that have a header.
type Headers = Vec<(u32, Header)>;

/// One table: a header and the rows below it, up to the next header.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The last header row, as Excel shows it.
    pub(super) header_row: u32,
    /// Index of the first header row.
    pub(super) top: usize,
    /// Text above the header.
    pub(super) title: String,
    /// The header of every column that has one.
    pub(super) columns: Headers,
    /// Indices into the sheet's rows.
    pub(super) data: std::ops::Range<usize>,
}

impl Block {
    /// `F 额定效率(%)`
    pub(super) fn label(&self, column: u32) -> String {
        format!("{} {}", column_letter(column), self.header(column)).trim_end().to_owned()
    }

    /// `额定效率(%)`
    pub(super) fn header(&self, column: u32) -> String {
        self.columns.iter().find(|(c, _)| *c == column).map(|(_, h)| h.show()).unwrap_or_default()
    }
}

/// How large a table with the fields in rows may be; a larger one is no table of a few devices.
const TURNED_ROWS: usize = 80;
const TURNED_COLUMNS: u32 = 60;

/// A small sheet with its fields in rows and a device in each column, turned round; rows with a single cell, which
/// hold titles, are left out.
pub(super) fn turned(sheet: &Sheet) -> Option<Sheet> {
    let rows: Vec<&Row> = sheet.rows.iter().filter(|r| r.cells.len() > 1).collect();
    let widest = rows.iter().filter_map(|r| r.cells.last().map(|(c, _)| *c)).max()?;
    if sheet.rows.len() > TURNED_ROWS || widest > TURNED_COLUMNS {
        return None;
    }
    let mut columns = Vec::new();
    for column in 0..=widest {
        let cells: Vec<(u32, Cell)> =
            rows.iter().filter_map(|r| Some((r.number - 1, r.get(column)?.clone()))).collect();
        if !cells.is_empty() {
            columns.push(Row { number: column + 1, cells });
        }
    }
    let merges = sheet
        .merges
        .iter()
        .map(|m| Merge { top: m.left + 1, left: m.top - 1, bottom: m.right + 1, right: m.bottom - 1 })
        .collect();
    Some(Sheet { name: sheet.name.clone(), rows: columns, merges, turned: true, ..Sheet::default() })
}

/// The titles of a sheet: its rows with a single text.
pub(super) fn titles(sheet: &Sheet) -> String {
    let single = sheet.rows.iter().filter(|r| r.cells.len() == 1);
    single.filter_map(|r| r.cells.first()?.1.text()).collect::<Vec<_>>().join(" ")
}

/// Recognises headers and remembers the answers: the same texts come again in every table.
pub(super) struct Finder<'a> {
    /// Column names the user mapped by hand.
    mapped: &'a [(String, String)],
    /// Some of them for this very file: a single known header is enough.
    by_hand: bool,
    seen: HashMap<String, Option<(&'static str, bool)>>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(mapped: &'a [(String, String)], by_hand: bool) -> Self {
        Self { mapped, by_hand, seen: HashMap::new() }
    }

    fn any(&mut self, header: &Header) -> Option<(String, bool)> {
        if let Some((key, _)) = self.mapped.iter().find(|(_, column)| header.is_called(column)) {
            return (key != IGNORED).then(|| (key.clone(), true));
        }
        let id = format!("{}\n{}\n{}", header.parent, header.own, header.unit);
        let found = self.seen.entry(id).or_insert_with(|| headers::any(header));
        found.map(|(key, exact)| (key.to_owned(), exact))
    }

    /// How many different fields a row's headers name, exact matches counting double; 0 if it is no header.
    fn score(&mut self, columns: &[(u32, Header)]) -> usize {
        let mut keys: HashMap<String, bool> = HashMap::new();
        let mut kind_column = false;
        for (_, header) in columns {
            kind_column |= headers::special(header) == Some(Special::Kind);
            if let Some((key, exact)) = self.any(header) {
                *keys.entry(key).or_default() |= exact;
            }
        }
        let exact = keys.values().filter(|e| **e).count();
        let identity = keys.keys().any(|k| headers::is_identity(k));
        let enough = keys.len() + usize::from(kind_column) >= if self.by_hand { 1 } else { 2 };
        if identity && enough && exact >= 1 { 2 * exact + (keys.len() - exact) } else { 0 }
    }

    /// The tables of a sheet, in order.
    pub(super) fn blocks(&mut self, sheet: &Sheet) -> Vec<Block> {
        let rows = &sheet.rows;
        let mut best: Option<(usize, usize, usize, Headers)> = None;
        for at in 0..rows.len().min(SEARCHED) {
            for (height, columns) in candidates(sheet, at) {
                let score = self.score(&columns);
                // At the same score one row is the header, and the row above it a title.
                let (most, _, tallest) = best.as_ref().map_or((0, 0, 0), |b| (b.0, b.1, b.2));
                if score > most || (score == most && height < tallest) {
                    best = Some((score, at, height, columns));
                }
            }
        }
        let Some((_, at, height, columns)) = best else { return Vec::new() };
        let mut blocks = vec![block(sheet, at, height, columns, title(&rows[..at]))];
        let first = blocks[0].data.start;
        let mut skip_to = first;
        for at in first..rows.len() {
            if at < skip_to || !could_be_header(&rows[at]) {
                continue;
            }
            let found = candidates(sheet, at)
                .into_iter()
                .map(|(h, c)| (self.score(&c), h, c))
                .max_by_key(|(s, h, _)| (*s, std::cmp::Reverse(*h)));
            // A row of data may name one field by accident (备注: 功率因数), not three.
            if let Some((score, height, columns)) = found
                && score >= 6
            {
                let above = title_before(rows, at);
                if let Some(last) = blocks.last_mut() {
                    last.data.end = at;
                }
                blocks.push(block(sheet, at, height, columns, above));
                skip_to = blocks.last().map_or(at, |b| b.data.start);
            }
        }
        blocks
    }
}

/// Cheap test before a row of data is scored as a header: all text, with a known header among the first cells.
fn could_be_header(row: &Row) -> bool {
    row.cells.len() >= 3
        && row.cells.iter().all(|(_, c)| c.text().is_some_and(|t| !t.starts_with(|c: char| c.is_ascii_digit())))
        && row.cells.iter().take(5).any(|(_, c)| c.text().is_some_and(headers::is_known))
}

fn text_of(cell: &Cell) -> Option<&str> {
    cell.text().filter(|t| t.chars().count() <= 60)
}

/// The row as a header by itself, and together with the next as a header of two rows.
fn candidates(sheet: &Sheet, at: usize) -> Vec<(usize, Headers)> {
    let row = &sheet.rows[at];
    let single: Headers = row
        .cells
        .iter()
        .filter_map(|(c, cell)| text_of(cell).map(|t| (*c, Header { own: t.to_owned(), ..Header::default() })))
        .collect();
    let mut all = vec![(1, single)];
    if let Some(next) = sheet.rows.get(at + 1)
        && next.number == row.number + 1
        && next.cells.iter().all(|(_, c)| text_of(c).is_some())
        && !is_units_row(next)
    {
        let columns: HashSet<u32> = row.cells.iter().chain(&next.cells).map(|(c, _)| *c).collect();
        let mut columns: Vec<u32> = columns.into_iter().collect();
        columns.sort_unstable();
        let mut parent = String::new();
        let mut double = Vec::new();
        for c in columns {
            let top = row.get(c).and_then(text_of);
            let sub = next.get(c).and_then(text_of);
            match (top, sub) {
                (Some(top), Some(sub)) => {
                    top.clone_into(&mut parent);
                    double.push((c, Header { own: sub.to_owned(), parent: parent.clone(), ..Header::default() }));
                }
                // Under a merged cell, whose text stands in its first column.
                (None, Some(sub)) => {
                    double.push((c, Header { own: sub.to_owned(), parent: parent.clone(), ..Header::default() }));
                }
                (Some(top), None) => {
                    parent.clear();
                    double.push((c, Header { own: top.to_owned(), ..Header::default() }));
                }
                (None, None) => {}
            }
        }
        // Cells merged over both rows: what stands below is no device.
        if stand_over_two(sheet, row.number) {
            all.clear();
        }
        all.push((2, double));
    }
    all
}

/// Whether at least two cells of a row are merged with the one below each.
fn stand_over_two(sheet: &Sheet, row: u32) -> bool {
    sheet.merges.iter().filter(|m| m.top == row && m.bottom > row && m.left == m.right).nth(1).is_some()
}

/// Whether the row below a header says units. One in between may say something else (高/低 below 电压), no more.
fn is_units_row(row: &Row) -> bool {
    let (mut units, mut others) = (0, 0);
    for (_, cell) in &row.cells {
        match cell.text() {
            Some(t) if units::is_unit(t) => units += 1,
            Some(t) if is_blank(t) => {}
            Some(t) if t.chars().count() <= 6 => others += 1,
            _ => return false,
        }
    }
    units > 0 && units >= 3 * others
}

/// The row of column numbers that statistical forms put below the header: 甲, 乙, 1, 2, 3.
fn is_numbering_row(row: &Row) -> bool {
    let mut last = None;
    for (_, cell) in &row.cells {
        let n: f64 = match cell {
            Cell::Number(n) => *n,
            Cell::Text(t) if matches!(t.as_str(), "甲" | "乙" | "丙" | "丁" | "栏次") => continue,
            Cell::Text(t) => match t.trim_matches(['(', ')', '（', '）', '①']).parse() {
                Ok(n) => n,
                Err(_) => return false,
            },
            _ => return false,
        };
        if last.map_or(n != 1.0, |l| n != l + 1.0) {
            return false;
        }
        last = Some(n);
    }
    last.is_some_and(|l| l >= 3.0)
}

fn block(sheet: &Sheet, at: usize, height: usize, mut columns: Headers, title: String) -> Block {
    let rows = &sheet.rows;
    let mut start = at + height;
    let mut header_row = rows.get(start - 1).map_or(0, |r| r.number);
    if let Some(row) = rows.get(start).filter(|r| is_units_row(r)) {
        for (c, header) in &mut columns {
            if let Some(unit) = row.get(*c).and_then(Cell::text).filter(|t| units::is_unit(t)) {
                header.unit = plain(unit).trim_matches(['(', ')']).to_owned();
            }
        }
        header_row = row.number;
        start += 1;
    }
    if rows.get(start).is_some_and(is_numbering_row) {
        start += 1;
    }
    Block { header_row, top: at, title, columns, data: start..rows.len() }
}

fn title(rows: &[Row]) -> String {
    rows.iter().flat_map(|r| &r.cells).filter_map(|(_, c)| c.text()).collect::<Vec<_>>().join(" ")
}

/// The heading just above a table further down: a row with a single text.
fn title_before(rows: &[Row], at: usize) -> String {
    at.checked_sub(1)
        .and_then(|i| rows.get(i))
        .filter(|r| r.cells.len() == 1)
        .map_or_else(String::new, |r| title(std::slice::from_ref(r)))
}
