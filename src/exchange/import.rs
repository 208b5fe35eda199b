//! A ledger file as devices, complaints and the mapping that was used.

use std::collections::HashMap;
use std::path::Path;

use serde::Serialize;

use super::error::file_name;
use super::headers::{self, Header, Match, Special};
use super::kinds::{self, Clues, Named};
use super::layout::{Block, Finder};
use super::text::{column_letter, folded, is_blank};
use super::values::{self, Column, Context, Refusal};
use super::workbook::{self, Cell, Row, Sheet};
use super::{Complaint, ExchangeError, ImportOptions, origins, units};
use crate::audit::{Entered, Equipment, FieldKind, FieldValue, KindCode};
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
}

/// What a column was read as.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColumnMapping {
    /// `F`
    pub letter: String,
    /// The header's text; both texts for a header of two rows.
    pub header: String,
    /// The field's key; `None` if the column is not imported.
    pub key: Option<&'static str>,
    /// The unit its numbers are read in, if they have none of their own.
    pub unit: String,
    /// What its numbers are multiplied by to be in the field's unit.
    pub factor: f64,
    /// The header only resembles the field's name: the user should look.
    pub doubtful: bool,
    /// What there is to say, in Chinese; empty for nothing.
    pub note: String,
}

/// A sheet's table (a sheet may hold several) and how it was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SheetMapping {
    /// The sheet's name.
    pub sheet: String,
    /// The header's last row as Excel shows it; 0 if there is none.
    pub header_row: usize,
    /// The kind of all its devices; `None` if several or none.
    pub kind: Option<KindCode>,
    /// Its columns.
    pub columns: Vec<ColumnMapping>,
    /// How many rows became devices.
    pub devices: usize,
    /// Why nothing was read from it, in Chinese; empty if it was.
    pub note: String,
}

/// What a file gives, before anything is changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// The file's name.
    pub file: String,
    /// The devices, in the file's order.
    pub rows: Vec<ImportedRow>,
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

struct Reader<'a> {
    options: &'a ImportOptions,
    progress: &'a Progress,
    out: Import,
    /// Which of the user's mappings met a column.
    mapped: Vec<bool>,
    /// Where a tag was seen first.
    tags: HashMap<(KindCode, String), (String, u32)>,
    done: usize,
    total: usize,
}

/// A table's columns as one kind reads them.
struct Columns {
    fields: Vec<(u32, Column)>,
    doubtful: Vec<u32>,
    /// Columns whose field another column has, that column, and whether both have an equal claim.
    repeated: Vec<(u32, u32, bool)>,
}

impl Columns {
    fn of(&self, key: &str) -> Option<u32> {
        self.fields.iter().find(|(_, c)| c.def.key == key).map(|(i, _)| *i)
    }
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
        let per_kind: Vec<(KindCode, Columns)> =
            KindCode::ALL.into_iter().map(|k| (k, self.columns(block, k))).collect();
        let special = |what: Special, key: &str| {
            let by_hand = |h: &Header| self.options.map.iter().any(|(k, c)| k == key && h.is_called(c));
            block.columns.iter().find(|(_, h)| by_hand(h) || headers::special(h) == Some(what)).map(|(c, _)| *c)
        };
        let table = Table {
            sheet,
            block,
            kind_column: special(Special::Kind, "kind"),
            origin_column: special(Special::Origin, ""),
            ordinal: special(Special::Ordinal, ""),
            merges: vertical_merges(sheet, block),
        };
        let mut announced = match kinds::titled(&block.title) {
            Named::Nothing => kinds::titled(&sheet.name),
            said => said,
        };
        if let said @ Named::Kind(_) = kinds::titled(&sheet.name)
            && !matches!(announced, Named::Kind(_))
        {
            announced = said;
        }
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
            if let Some(heading) = lone_heading(row, &per_kind) {
                match kinds::titled(heading) {
                    Named::Nothing => {}
                    said => announced = said,
                }
                continue;
            }
            if is_total(row) || is_note(row) {
                continue;
            }
            if let Some(kind) = self.device(&table, row, &carried, announced, &per_kind) {
                *counts.entry(kind).or_default() += 1;
            }
        }
        self.mapping(&table, &per_kind, &counts, announced);
        Ok(())
    }

    fn columns(&mut self, block: &Block, kind: KindCode) -> Columns {
        let mut found: Vec<(u32, Match, bool)> = Vec::new();
        for (column, header) in &block.columns {
            let by_hand = self.options.map.iter().position(|(_, name)| header.is_called(name));
            if let Some(at) = by_hand {
                self.mapped[at] = true;
                if let Some(def) = kind.field(&self.options.map[at].0) {
                    found.push((*column, Match { def, unit: header.unit(), doubtful: false, rank: 0 }, true));
                }
                continue;
            }
            if headers::special(header).is_some() {
                continue;
            }
            if let Some(m) = headers::recognise(header, kind) {
                found.push((*column, m, false));
            }
        }
        let mut columns = Columns { fields: Vec::new(), doubtful: Vec::new(), repeated: Vec::new() };
        // By hand before recognised, exact before resembling, labels before synonyms, then from left to right.
        found.sort_by_key(|(column, m, by_hand)| (!by_hand, m.doubtful, m.rank, *column));
        let mut claims: HashMap<u32, (bool, u8)> = HashMap::new();
        for (column, m, by_hand) in found {
            if let Some(first) = columns.of(m.def.key) {
                columns.repeated.push((column, first, !m.doubtful && claims.get(&first) == Some(&(by_hand, m.rank))));
                continue;
            }
            claims.insert(column, (by_hand, m.rank));
            if m.doubtful {
                columns.doubtful.push(column);
            }
            columns.fields.push((column, Column { def: m.def, unit: m.unit }));
        }
        columns.fields.sort_by_key(|(column, _)| *column);
        columns
    }

    /// Reads a row; its kind if it became a device.
    fn device(
        &mut self,
        table: &Table<'_>,
        row: &Row,
        carried: &HashMap<u32, (u32, Cell)>,
        announced: Named,
        per_kind: &[(KindCode, Columns)],
    ) -> Option<KindCode> {
        let cell = |column: u32| row.get(column).or_else(|| carried.get(&column).map(|(_, c)| c));
        let text = |key: &str| {
            let column = identity_column(per_kind, key);
            column.and_then(cell).map(Cell::show).filter(|t| !is_blank(t)).unwrap_or_default()
        };
        let (name, model, tag) = (text("name"), text("model"), text("tag"));
        let says_something = row.cells.iter().any(|(c, cell)| {
            Some(*c) != table.ordinal
                && per_kind.iter().any(|(_, cs)| cs.fields.iter().any(|(i, _)| i == c))
                && !is_blank(&cell.show())
        });
        if !says_something {
            return None;
        }
        if name.is_empty() && model.is_empty() && tag.is_empty() {
            self.refuse_row(table, row, String::new(), "没有名称、型号和编号，整行未导入", "请至少填其中一项");
            return None;
        }
        let kind_text = table.kind_column.and_then(cell).map(Cell::show).filter(|t| !is_blank(t));
        let said = match self.options.kind {
            Some(kind) => Named::Kind(kind),
            None => kinds::kind(Clues { column: kind_text.as_deref(), sheet: announced, name: &name, model: &model }),
        };
        let shown = [tag.as_str(), &name, &model].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ");
        let advice = "现在可导入电动机、变压器、锅炉；如果这一行确是其中一种，请加一列“设备类别”写明";
        let kind = match said {
            Named::Kind(kind) => kind,
            Named::Other(word) => {
                self.refuse_row(table, row, shown, &format!("暂不支持的设备种类({word})，整行未导入"), advice);
                return None;
            }
            Named::Nothing => {
                self.refuse_row(table, row, shown, "从工作表名、名称和型号看不出是哪种设备，整行未导入", advice);
                return None;
            }
        };
        let (_, columns) = per_kind.iter().find(|(k, _)| *k == kind)?;
        let mut device = Equipment::new(kind);
        let context =
            Context { kind, fraction_is: self.options.fraction_is, today: self.options.today, csv: table.sheet.csv };
        for (at, column) in &columns.fields {
            let Some(cell) = row.get(*at).or_else(|| carried.get(at).filter(|_| fills_down(column)).map(|(_, c)| c))
            else {
                continue;
            };
            let spans = table.merges.get(&(row.number, *at)).copied().unwrap_or(row.number) > row.number;
            let result = if spans && !fills_down(column) && !is_blank(&cell.show()) {
                Err(Refusal::new("合并单元格跨了几行，分不清各行的值", "请取消合并，逐行填写"))
            } else {
                values::read(cell, column, &context)
            };
            match result {
                Ok(None) => {}
                Ok(Some(found)) => {
                    if let Some(note) = found.note {
                        let note = self.complaint(table, row, Some(*at), cell.show(), note);
                        self.out.notes.push(note);
                    }
                    let also = found.also.map(|(def, value)| (def, Entered::ledger(value)));
                    // A column of its own comes before what another column gives on the side.
                    for (def, value) in [Some((found.def, found.value)), also].into_iter().flatten() {
                        let own = columns.of(def.key).is_some_and(|c| c != *at && row.get(c).is_some());
                        if !own && let Err(e) = device.set(def.key, Some(value)) {
                            let refusal = Refusal::new(e.to_string(), "请核对原值");
                            let complaint = self.complaint(table, row, Some(*at), cell.show(), refusal);
                            self.out.complaints.push(complaint);
                        }
                    }
                }
                Err(refusal) => {
                    self.out.fraction_cells += usize::from(refusal.fraction);
                    let complaint = self.complaint(table, row, Some(*at), cell.show(), refusal);
                    self.out.complaints.push(complaint);
                }
            }
        }
        if let Some(at) = table.origin_column
            && let Some(cell) = row.get(at)
            && !origins::apply(&cell.show(), &mut device)
        {
            let refusal = Refusal::new("看不懂的数据来源，按台账导入", "可写：测试、铭牌、台账、估算");
            let note = self.complaint(table, row, Some(at), cell.show(), refusal);
            self.out.notes.push(note);
        }
        self.note_repeated_tag(table, row, &device);
        self.out.rows.push(ImportedRow { sheet: table.sheet.name.clone(), row: row.number, equipment: device });
        Some(kind)
    }

    fn note_repeated_tag(&mut self, table: &Table<'_>, row: &Row, device: &Equipment) {
        let Some(FieldValue::Text(tag)) = device.get("tag").map(|e| e.value) else { return };
        let key = (device.kind.code(), folded(&tag));
        match self.tags.get(&key) {
            Some((sheet, first)) => {
                let reason = format!("编号与〔{sheet}〕第 {first} 行相同，两行都导入");
                let note = self.complaint(table, row, None, tag, Refusal::new(reason, "请核对是否重复登记"));
                self.out.notes.push(note);
            }
            None => {
                self.tags.insert(key, (table.sheet.name.clone(), row.number));
            }
        }
    }

    fn complaint(
        &self,
        table: &Table<'_>,
        row: &Row,
        column: Option<u32>,
        value: String,
        refusal: Refusal,
    ) -> Complaint {
        Complaint {
            file: self.out.file.clone(),
            sheet: table.sheet.name.clone(),
            row: row.number,
            column: column.map_or_else(String::new, |c| table.block.label(c)),
            value,
            reason: refusal.reason,
            advice: refusal.advice,
        }
    }

    fn refuse_row(&mut self, table: &Table<'_>, row: &Row, value: String, reason: &str, advice: &str) {
        let complaint = self.complaint(table, row, None, value, Refusal::new(reason, advice));
        self.out.complaints.push(complaint);
    }

    fn mapping(
        &mut self,
        table: &Table<'_>,
        per_kind: &[(KindCode, Columns)],
        counts: &HashMap<KindCode, usize>,
        announced: Named,
    ) {
        let mut present: Vec<(KindCode, usize)> =
            KindCode::ALL.iter().filter_map(|k| counts.get(k).map(|n| (*k, *n))).collect();
        present.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let kind = match (present.as_slice(), announced) {
            ([(only, _)], _) => Some(*only),
            ([], Named::Kind(kind)) => Some(kind),
            _ => None,
        };
        let order: Vec<KindCode> = present
            .iter()
            .map(|(k, _)| *k)
            .chain(kind)
            .chain(if present.is_empty() { KindCode::ALL.to_vec() } else { vec![] })
            .collect();
        let mut columns = Vec::new();
        for (at, header) in &table.block.columns {
            let mut mapping = ColumnMapping {
                letter: column_letter(*at),
                header: header.show(),
                key: None,
                unit: String::new(),
                factor: 1.0,
                doubtful: false,
                note: match headers::special(header) {
                    Some(Special::Ordinal) => "序号，不导入".to_owned(),
                    Some(Special::Kind) => "用来判断设备种类".to_owned(),
                    Some(Special::Origin) => "各值的来源".to_owned(),
                    None => "没有对应的字段，未导入".to_owned(),
                },
            };
            for (_, cs) in order.iter().filter_map(|k| per_kind.iter().find(|(p, _)| p == k)) {
                if let Some((_, column)) = cs.fields.iter().find(|(i, _)| i == at) {
                    let unit = if column.unit.is_empty() { column.def.unit } else { &column.unit };
                    mapping.key = Some(column.def.key);
                    mapping.unit = unit.to_owned();
                    let factor = units::factor(column.def, &column.unit).filter(|_| !column.unit.is_empty());
                    mapping.factor = factor.unwrap_or(1.0);
                    mapping.doubtful = cs.doubtful.contains(at);
                    mapping.note = if mapping.doubtful {
                        format!("列名与“{}”相近，请核对", column.def.zh)
                    } else if !column.unit.is_empty() && factor.is_none() {
                        format!("单位 {unit} 不是{}的单位，未带单位的数值不导入", column.def.zh)
                    } else {
                        String::new()
                    };
                    break;
                }
                if let Some((_, first, equal)) = cs.repeated.iter().find(|(i, ..)| i == at) {
                    mapping.note = format!("与 {} 列重复，只导入 {} 列", column_letter(*first), column_letter(*first));
                    if *equal {
                        self.out.notes.push(Complaint {
                            file: self.out.file.clone(),
                            sheet: table.sheet.name.clone(),
                            row: table.block.header_row,
                            column: table.block.label(*at),
                            value: String::new(),
                            reason: mapping.note.clone(),
                            advice: "要导入这一列，请指定列对应关系".to_owned(),
                        });
                    }
                    break;
                }
            }
            columns.push(mapping);
        }
        self.out.sheets.push(SheetMapping {
            sheet: table.sheet.name.clone(),
            header_row: table.block.header_row as usize,
            kind,
            columns,
            devices: counts.values().sum(),
            note: if counts.is_empty() { "表头以下没有可导入的设备".to_owned() } else { String::new() },
        });
    }
}

/// The column of a field that all kinds have; a header such as 变压器型号 is recognised for one kind only.
fn identity_column(per_kind: &[(KindCode, Columns)], key: &str) -> Option<u32> {
    per_kind.iter().find_map(|(_, columns)| columns.of(key))
}

/// A table being read.
struct Table<'a> {
    sheet: &'a Sheet,
    block: &'a Block,
    kind_column: Option<u32>,
    origin_column: Option<u32>,
    ordinal: Option<u32>,
    /// Cells merged downwards: row and column of the first, row of the last.
    merges: HashMap<(u32, u32), u32>,
}

fn vertical_merges(sheet: &Sheet, block: &Block) -> HashMap<(u32, u32), u32> {
    sheet
        .merges
        .iter()
        .filter(|m| m.bottom > m.top && m.top > block.header_row && m.left == m.right)
        .map(|m| ((m.top, m.left), m.bottom))
        .collect()
}

/// Whether a cell merged over several rows says the same of each. A merged 台数 or 年耗电 is a sum, not a repetition.
fn fills_down(column: &Column) -> bool {
    use crate::audit::field::Group;
    !matches!(column.def.kind, FieldKind::Number { .. }) || column.def.group == Group::Nameplate
}

/// The text of a row that is only a heading, such as 二、变压器 or 一车间: one text, outside name and model.
fn lone_heading<'a>(row: &'a Row, per_kind: &[(KindCode, Columns)]) -> Option<&'a str> {
    let [(column, cell)] = row.cells.as_slice() else { return None };
    let text = cell.text()?;
    let numbered = text.starts_with(|c| "一二三四五六七八九十（(".contains(c)) && text.contains(['、', '）', ')']);
    let identity = ["name", "model"].iter().any(|k| identity_column(per_kind, k) == Some(*column));
    if !identity || numbered || matches!(text.chars().last(), Some('：' | ':')) { Some(text) } else { None }
}

fn is_total(row: &Row) -> bool {
    row.cells.iter().take(3).any(|(_, cell)| {
        cell.text().is_some_and(|t| {
            let t = folded(t);
            let t = t.trim_end_matches([':', '(', ')']);
            ["合计", "小计", "总计", "共计", "累计", "总合计"].iter().any(|w| t.starts_with(w) || t.ends_with(w))
                && t.chars().count() <= 12
        })
    })
}

fn is_note(row: &Row) -> bool {
    let Some(first) = row.cells.first().and_then(|(_, c)| c.text()) else { return false };
    let text = folded(first);
    let starts = [
        "注:",
        "注1",
        "注2",
        "备注:",
        "说明:",
        "填表说明",
        "填表人",
        "填报人",
        "制表",
        "审核",
        "编制",
        "批准",
        "制单",
        "统计人",
        "负责人:",
        "填表日期",
        "日期:",
    ];
    starts.iter().any(|w| text.starts_with(w))
}
