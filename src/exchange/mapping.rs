//! How the columns were read, for the user to check.

use std::collections::HashMap;

use serde::Serialize;

use super::columns::Table;
use super::headers::{self, Special};
use super::import::Reader;
use super::remembered::IGNORED;
use super::{Complaint, units};
use crate::audit::{FieldKind, KindCode};

/// What a column was read as.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColumnMapping {
    /// `F`; `第 6 行` in a table with its fields in rows.
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
    /// A person said what it is.
    pub by_hand: bool,
    /// ... with an earlier ledger of the enterprise.
    pub remembered: bool,
    /// What there is to say, in Chinese; empty for nothing.
    pub note: String,
    /// The first different values below the header, as they are written.
    pub examples: Vec<String>,
}

/// A sheet's table (a sheet may hold several) and how it was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SheetMapping {
    /// The sheet's name.
    pub sheet: String,
    /// The header's last row as Excel shows it (its column in a table with its fields in rows); 0 if there is none.
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

impl Reader<'_> {
    /// Adds the table to the mapping shown to the user.
    pub(super) fn mapping(
        &mut self,
        table: &Table<'_>,
        counts: &HashMap<KindCode, usize>,
        announced: Option<KindCode>,
    ) {
        let mut present: Vec<(KindCode, usize)> =
            KindCode::ALL.iter().filter_map(|k| counts.get(k).map(|n| (*k, *n))).collect();
        present.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let kind = match (present.as_slice(), announced) {
            ([(only, _)], _) => Some(*only),
            ([], kind) => table.own.or(kind),
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
                letter: table.sheet.place(*at),
                header: header.show(),
                key: None,
                unit: String::new(),
                factor: 1.0,
                doubtful: false,
                by_hand: false,
                remembered: false,
                examples: examples(table, *at),
                note: match headers::special(header) {
                    Some(Special::Ordinal) => "序号，不导入".to_owned(),
                    Some(Special::Kind) => "用来判断设备种类".to_owned(),
                    Some(Special::Origin) => "各值的来源".to_owned(),
                    Some(Special::Device) => "指明是审计中的哪台设备".to_owned(),
                    Some(Special::Asked) => "指明补哪些字段".to_owned(),
                    Some(Special::Question) => "问题，不导入".to_owned(),
                    None => "没有对应的字段，未导入".to_owned(),
                },
            };
            let said = self.map.iter().position(|(_, name)| header.is_called(name));
            match said.map(|at| self.map[at].0.as_str()) {
                Some(IGNORED) => mapping.note = "指定不导入".to_owned(),
                Some("kind") => mapping.note = "用来判断设备种类".to_owned(),
                _ => {}
            }
            mapping.by_hand = said.is_some();
            mapping.remembered = said.is_some_and(|at| at >= self.options.map.len());
            for (_, cs) in order.iter().filter_map(|k| table.per_kind.iter().find(|(p, _)| p == k)) {
                if let Some((_, column)) = cs.fields.iter().find(|(i, _)| i == at) {
                    let unit = if column.unit.is_empty() { column.def.unit } else { &column.unit };
                    mapping.key = Some(column.def.key);
                    mapping.unit = unit.to_owned();
                    let factor = units::factor(column.def, &column.unit).filter(|_| !column.unit.is_empty());
                    mapping.factor = factor.unwrap_or(1.0);
                    mapping.doubtful = cs.doubtful.contains(at);
                    mapping.note = if mapping.doubtful {
                        format!("列名与“{}”相近，请核对", column.def.zh)
                    } else if let Some((second, _)) = &column.second {
                        format!("一列两值：{}/{}", column.def.zh, second.zh)
                    } else if !column.unit.is_empty() && factor.is_none() {
                        format!("单位 {unit} 不是{}的单位，未带单位的数值不导入", column.def.zh)
                    } else {
                        String::new()
                    };
                    break;
                }
                if let Some((_, first, equal)) = cs.repeated.iter().find(|(i, ..)| i == at) {
                    let place = table.sheet.place(*first);
                    let option =
                        cs.fields.iter().any(|(i, c)| i == first && matches!(c.def.kind, FieldKind::Choice(_)));
                    mapping.note = match option {
                        true => format!("与 {place} 列重复，{place} 列说不清时才用"),
                        false => format!("与 {place} 列重复，只导入 {place} 列"),
                    };
                    if *equal && !option {
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
            note: if counts.is_empty() {
                "表头以下没有可导入的设备".to_owned()
            } else if table.sheet.turned {
                "表头在左边，每列一台设备".to_owned()
            } else {
                String::new()
            },
        });
    }
}

/// How many values show what a column holds, and among how many rows they are looked for.
const EXAMPLES: usize = 3;
const LOOKED_AT: usize = 50;

/// The first different values of a column; headings, with a single cell, and totals are no values.
fn examples(table: &Table<'_>, column: u32) -> Vec<String> {
    let rows = table.sheet.rows.get(table.block.data.clone()).unwrap_or_default();
    let mut found: Vec<String> = Vec::new();
    for row in rows.iter().take(LOOKED_AT).filter(|r| r.cells.len() > 1 && !super::rows::is_total(r)) {
        let Some(cell) = row.get(column) else { continue };
        let value = cell.show().split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() && !found.contains(&value) {
            found.push(value);
        }
        if found.len() == EXAMPLES {
            break;
        }
    }
    found
}
