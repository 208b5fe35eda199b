//! A ledger file as devices, complaints and the mapping that was used.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;

use super::bills::{self, ImportedPlantRow};
use super::columns::Table;
use super::complaint::shorten;
use super::error::file_name;
use super::json;
use super::kinds;
use super::layout::{self, Block, Finder};
use super::mapping::SheetMapping;
use super::remembered::{IGNORED, is_target};
use super::rows::{self, Aside, Counted};
use super::text::{column_letter, folded, is_ditto};
use super::values::Refusal;
use super::workbook::{self, Cell, Row, Sheet};
use super::{Complaint, ExchangeError, ImportOptions};
use crate::audit::{Equipment, Id, KindCode};
use crate::progress::Progress;

/// A device and the row it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedRow {
    /// The sheet's name.
    pub sheet: String,
    /// The row's number as Excel shows it; the column's in a table with its fields in rows.
    pub row: u32,
    /// The device, every value marked as from the ledger or as an estimate.
    pub equipment: Equipment,
    /// Set if the row fills in a device that the audit has, as a list of missing data does.
    pub update: Option<Update>,
}

/// Which device of the audit a row fills in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// The device.
    pub id: Id,
    /// Only these fields; without a list, those the device lacks.
    pub fields: Option<Vec<&'static str>>,
}

/// What a file gives, before anything is changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// The file's name.
    pub file: String,
    /// The devices, in the file's order.
    pub rows: Vec<ImportedRow>,
    /// Energy and output by month, in the file's order.
    pub plant: Vec<ImportedPlantRow>,
    /// What was refused.
    pub complaints: Vec<Complaint>,
    /// What was kept but deserves a look: approximate values, repeated tags, a month that can't be told.
    pub notes: Vec<Complaint>,
    /// Rows that are no devices: headings, totals, remarks, repeated headers, rows with nothing but their number.
    pub left_out: Vec<Complaint>,
    /// How the sheets were read.
    pub sheets: Vec<SheetMapping>,
    /// How many cells wait for [`ImportOptions::fraction_is`].
    pub fraction_cells: usize,
}

/// Reads .xlsx, .xls, .ods or .csv, or the devices of an audit's .json. What can't be understood becomes a complaint; only a file that can't be read at
/// all, or that holds no table, is an error.
pub fn read(path: &Path, options: &ImportOptions, progress: &Progress) -> Result<Import, ExchangeError> {
    known_targets(options)?;
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json")) {
        return json::devices(path, progress);
    }
    let file = file_name(path);
    let sheets = workbook::load(path, options.sheet.as_deref(), progress)?;
    if let Some(sheet) = &options.sheet
        && let Some(only) = sheets.first().filter(|s| s.csv && s.name != *sheet)
    {
        return Err(ExchangeError::NoSuchSheet { file, sheet: sheet.clone(), available: only.name.clone() });
    }
    read_sheets(file, &sheets, options, progress)
}

fn known_targets(options: &ImportOptions) -> Result<(), ExchangeError> {
    match options.map.iter().find(|(key, _)| !is_target(key)) {
        Some((key, _)) => Err(ExchangeError::NoSuchField(key.clone())),
        None => Ok(()),
    }
}

/// Reads sheets that are in memory.
pub(super) fn read_sheets(
    file: String,
    sheets: &[Sheet],
    options: &ImportOptions,
    progress: &Progress,
) -> Result<Import, ExchangeError> {
    known_targets(options)?;
    // What was said this time comes before what was said earlier of the same column or field.
    let same = |(key, header): &(String, String), (k, h): &(String, String)| {
        folded(header) == folded(h) || (key == k && key != IGNORED)
    };
    let earlier = options.remembered.iter().filter(|r| !options.map.iter().any(|m| same(m, r)));
    let map: Vec<(String, String)> = options.map.iter().chain(earlier).cloned().collect();
    let mut reader = Reader {
        options,
        progress,
        out: Import { file, ..Import::default() },
        mapped: vec![false; map.len()],
        map,
        tags: HashMap::new(),
        done: 0,
        total: 2 * sheets.iter().map(|s| s.rows.len()).sum::<usize>(),
    };
    reader.done = reader.total / 2;
    for sheet in sheets {
        reader.sheet(sheet)?;
    }
    let file = &reader.out.file;
    if reader.out.sheets.iter().all(|s| s.header_row == 0) {
        let why = reader.out.sheets.iter().map(|s| format!("工作表“{}”{}", s.sheet, s.note)).collect::<Vec<_>>();
        let why = if why.is_empty() { "没有工作表".to_owned() } else { why.join("；") };
        return Err(ExchangeError::NoHeader { file: file.clone(), why });
    }
    if let Some((_, column)) = options.map.iter().zip(&reader.mapped).find(|(_, met)| !**met).map(|(m, _)| m) {
        return Err(ExchangeError::NoSuchColumn { file: file.clone(), column: column.clone() });
    }
    progress.set(1, 1);
    Ok(reader.out)
}

pub(super) struct Reader<'a> {
    pub(super) options: &'a ImportOptions,
    progress: &'a Progress,
    pub(super) out: Import,
    /// The user's mappings: those of this time, then those of earlier.
    pub(super) map: Vec<(String, String)>,
    /// Which of them met a column.
    mapped: Vec<bool>,
    /// Where a tag was seen first.
    pub(super) tags: HashMap<(KindCode, String), (String, u32)>,
    done: usize,
    total: usize,
}

impl Reader<'_> {
    fn sheet(&mut self, sheet: &Sheet) -> Result<(), ExchangeError> {
        let skipped = |note: &str| SheetMapping {
            sheet: sheet.name.clone(),
            header_row: 0,
            kind: None,
            columns: Vec::new(),
            devices: 0,
            note: note.to_owned(),
        };
        if sheet.hidden {
            self.out.sheets.push(skipped("是隐藏的，未导入"));
            return Ok(());
        }
        if sheet.rows.is_empty() {
            self.out.sheets.push(skipped("是空的"));
            return Ok(());
        }
        if matches!(folded(&sheet.name).as_str(), "填写说明" | "填表说明" | "说明" | "封面" | "目录") {
            self.out.sheets.push(skipped("不是台账，未导入"));
            return Ok(());
        }
        if super::plans::is_ours(sheet) {
            self.out.sheets.push(skipped("是导出的措施、方案或更换建议，未导入"));
            return Ok(());
        }
        if bills::read(sheet, &mut self.out) {
            return Ok(());
        }
        let finder = || Finder::new(&self.map, !self.options.map.is_empty());
        let mut blocks = finder().blocks(sheet);
        if blocks.is_empty()
            && let Some(turned) = layout::turned(sheet)
        {
            blocks = finder().blocks(&turned);
            if let Some(first) = blocks.first_mut() {
                first.title = layout::titles(sheet);
                return self.blocks(&turned, &blocks);
            }
        }
        if blocks.is_empty() {
            self.out.sheets.push(skipped("没有可识别的表头"));
        }
        self.blocks(sheet, &blocks)
    }

    fn blocks(&mut self, sheet: &Sheet, blocks: &[Block]) -> Result<(), ExchangeError> {
        let mut section = Section::default();
        let mut before: Option<&Block> = None;
        for block in blocks {
            let repeated = before.is_some_and(|b| b.columns == block.columns);
            let heading = if repeated { "重复的表头" } else { "表头" };
            let first = sheet.rows.get(..block.top).filter(|_| before.is_none()).unwrap_or_default();
            for row in first {
                self.leave_out(sheet, row, "表头以上的标题和说明");
            }
            for row in sheet.rows.get(block.top..block.data.start).unwrap_or_default() {
                if row.number > block.header_row {
                    self.leave_out(sheet, row, "列号行");
                } else if before.is_some() {
                    self.leave_out(sheet, row, heading);
                }
            }
            // A page's repeated header goes on with the page before; another table starts anew.
            if !repeated || kinds::titled(&block.title).is_some() {
                section = Section::default();
            }
            let title = blocks.first().map_or("", |b| b.title.as_str());
            section = self.block(sheet, block, title, section)?;
            before = Some(block);
        }
        Ok(())
    }

    /// Tells of a row that isn't a device.
    pub(super) fn leave_out(&mut self, sheet: &Sheet, row: &Row, reason: &str) {
        let text = row.cells.iter().map(|(_, c)| c.show()).collect::<Vec<_>>().join(" ");
        self.out.left_out.push(Complaint {
            file: self.out.file.clone(),
            sheet: sheet.name.clone(),
            row: row.number,
            column: String::new(),
            value: shorten(&text, 60),
            reason: reason.to_owned(),
            advice: String::new(),
        });
    }

    /// The row with the values of the row above where it says 同上 or 〃, which is noted.
    fn same_as_above<'r>(&mut self, table: &Table<'_>, row: &'r Row, above: Option<&Row>) -> Cow<'r, Row> {
        let ditto = |cell: &Cell| cell.text().is_some_and(is_ditto);
        let Some(above) = above.filter(|_| row.cells.iter().any(|(_, c)| ditto(c))) else { return Cow::Borrowed(row) };
        let mut row = row.clone();
        let mut taken = Vec::new();
        for (column, cell) in row.cells.iter_mut().filter(|(_, c)| ditto(c)) {
            if let Some(value) = above.get(*column).filter(|c| !ditto(c)) {
                cell.clone_from(value);
                if table.read.binary_search(column).is_ok() {
                    taken.push(table.block.header(*column));
                }
            }
        }
        if !taken.is_empty() {
            let number = above.number;
            let at = if table.sheet.turned {
                format!(" {} 列", column_letter(number - 1))
            } else {
                format!("第 {number} 行")
            };
            let reason = format!("{}写的是“同上”，取{at}的值", taken.join("、"));
            let note = self.complaint(table, &row, None, String::new(), Refusal::new(reason, "请核对"));
            self.out.notes.push(note);
        }
        Cow::Owned(row)
    }

    fn block(
        &mut self,
        sheet: &Sheet,
        block: &Block,
        title: &str,
        mut section: Section,
    ) -> Result<Section, ExchangeError> {
        let table = Table::new(sheet, block, title, &self.map, &mut self.mapped);
        if section.kind.is_none() {
            // The sheet's name before its title, unless it only says "other".
            let (title, name) = (kinds::titled(&block.title), kinds::titled(&sheet.name));
            section.kind = match (title, name) {
                (None | Some(KindCode::Other), Some(name)) => Some(name),
                _ => title,
            };
            section.whole = section.kind;
        }
        let mut counts: HashMap<KindCode, usize> = HashMap::new();
        let mut carried: HashMap<u32, (u32, Cell)> = HashMap::new();
        let mut above: Option<Cow<'_, Row>> = None;
        for row in &sheet.rows[block.data.clone()] {
            self.done += 1;
            if self.done.is_multiple_of(256) {
                self.progress.set(self.done, self.total);
                if self.progress.cancelled() {
                    return Err(ExchangeError::Cancelled);
                }
            }
            for (column, cell) in &row.cells {
                if let Some(bottom) = table.merges.get(&(row.number, *column)) {
                    carried.insert(*column, (*bottom, cell.clone()));
                }
            }
            carried.retain(|_, (bottom, _)| *bottom >= row.number);
            let exported = table.is_exported(row);
            if let Some(aside) = rows::aside(row, &table).filter(|_| !exported) {
                if let Aside::Heading(heading) = aside {
                    let counted = rows::counted(row);
                    match (kinds::titled(heading), rows::place(heading)) {
                        (Some(kind), _) => (section.kind, section.counted) = (Some(kind), Some(counted)),
                        (None, Some(place)) => section.place = Some(place),
                        // 二、生产设备 ends what 一、水泵 began; (1)冷却系统 is a part of it.
                        (None, None) if section.counted == Some(counted) => {
                            (section.kind, section.counted) = (section.whole, None);
                        }
                        (None, None) => {}
                    }
                }
                self.leave_out(sheet, row, aside.reason());
                continue;
            }
            let row = if exported { Cow::Borrowed(row) } else { self.same_as_above(&table, row, above.as_deref()) };
            let before = self.out.rows.len();
            if let Some(kind) = self.device(&table, &row, &carried, &section) {
                *counts.entry(kind).or_default() += self.out.rows.len() - before;
            }
            above = Some(row);
        }
        self.mapping(&table, &counts, section.kind);
        Ok(section)
    }
}

/// What the headings above a row say of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    pub(super) kind: Option<KindCode>,
    pub(super) place: Option<String>,
    /// The kind of the whole table.
    whole: Option<KindCode>,
    /// How the heading that named the kind is counted.
    counted: Option<Counted>,
}
