//! A ledger file as devices, complaints and the mapping that was used.

use std::collections::HashMap;
use std::path::Path;

use super::bills::{self, ImportedPlantRow};
use super::columns::Table;
use super::error::file_name;
use super::kinds;
use super::layout::{Block, Finder};
use super::mapping::SheetMapping;
use super::rows::{is_note, is_total, lone_heading};
use super::text::folded;
use super::workbook::{self, Cell, Sheet};
use super::{Complaint, ExchangeError, ImportOptions};
use crate::audit::{Equipment, Id, KindCode};
use crate::progress::Progress;

/// A device and the row it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedRow {
    /// The sheet's name.
    pub sheet: String,
    /// The row's number as Excel shows it.
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
    /// How the sheets were read.
    pub sheets: Vec<SheetMapping>,
    /// How many cells wait for [`ImportOptions::fraction_is`].
    pub fraction_cells: usize,
}

/// Reads .xlsx, .xls, .ods or .csv. What can't be understood becomes a complaint; only a file that can't be read at
/// all, or that holds no table, is an error.
pub fn read(path: &Path, options: &ImportOptions, progress: &Progress) -> Result<Import, ExchangeError> {
    for (key, _) in &options.map {
        if key != "kind" && !KindCode::ALL.iter().any(|k| k.field(key).is_some()) {
            return Err(ExchangeError::NoSuchField(key.clone()));
        }
    }
    let file = file_name(path);
    let sheets = workbook::load(path, options.sheet.as_deref(), progress)?;
    if let Some(sheet) = &options.sheet
        && let Some(only) = sheets.first().filter(|s| s.csv && s.name != *sheet)
    {
        return Err(ExchangeError::NoSuchSheet { file, sheet: sheet.clone(), available: only.name.clone() });
    }
    let mut reader = Reader {
        options,
        progress,
        out: Import { file, ..Import::default() },
        mapped: vec![false; options.map.len()],
        tags: HashMap::new(),
        done: 0,
        total: 2 * sheets.iter().map(|s| s.rows.len()).sum::<usize>(),
    };
    reader.done = reader.total / 2;
    for sheet in &sheets {
        reader.sheet(sheet)?;
    }
    let file = &reader.out.file;
    if reader.out.sheets.iter().all(|s| s.header_row == 0) {
        let why = reader.out.sheets.iter().map(|s| format!("工作表“{}”{}", s.sheet, s.note)).collect::<Vec<_>>();
        let why = if why.is_empty() { "没有工作表".to_owned() } else { why.join("；") };
        return Err(ExchangeError::NoHeader { file: file.clone(), why });
    }
    if let Some(at) = reader.mapped.iter().position(|m| !m) {
        return Err(ExchangeError::NoSuchColumn { file: file.clone(), column: options.map[at].1.clone() });
    }
    progress.set(1, 1);
    Ok(reader.out)
}

pub(super) struct Reader<'a> {
    pub(super) options: &'a ImportOptions,
    progress: &'a Progress,
    pub(super) out: Import,
    /// Which of the user's mappings met a column.
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
        let blocks = Finder::new(&self.options.map).blocks(sheet);
        if blocks.is_empty() {
            self.out.sheets.push(skipped("没有可识别的表头"));
        }
        for block in &blocks {
            self.block(sheet, block)?;
        }
        Ok(())
    }

    fn block(&mut self, sheet: &Sheet, block: &Block) -> Result<(), ExchangeError> {
        let table = Table::new(sheet, block, &self.options.map, &mut self.mapped);
        // The sheet's name before its title, unless it only says "other".
        let (title, name) = (kinds::titled(&block.title), kinds::titled(&sheet.name));
        let mut announced = match (title, name) {
            (None | Some(KindCode::Other), Some(name)) => Some(name),
            _ => title,
        };
        let mut counts: HashMap<KindCode, usize> = HashMap::new();
        let mut carried: HashMap<u32, (u32, Cell)> = HashMap::new();
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
            if let Some(heading) = lone_heading(row, &table) {
                announced = kinds::titled(heading).or(announced);
                continue;
            }
            if is_total(row) || is_note(row) {
                continue;
            }
            if let Some(kind) = self.device(&table, row, &carried, announced) {
                *counts.entry(kind).or_default() += 1;
            }
        }
        self.mapping(&table, &counts, announced);
        Ok(())
    }
}
