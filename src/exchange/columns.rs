//! A table's columns, as every kind of device reads them.

use std::collections::{HashMap, HashSet};

use super::headers::{self, Header, LABEL, Match, Special, WHOLE};
use super::layout::Block;
use super::origins;
use super::rows::{vertical_merges, wide_rows};
use super::units;
use super::values::Column;
use super::workbook::{Row, Sheet};
use crate::audit::{FieldKind, KindCode};

/// A table's columns as one kind reads them.
pub(super) struct Columns {
    pub(super) fields: Vec<(u32, Column)>,
    pub(super) doubtful: Vec<u32>,
    /// Columns whose field another column has, that column, and whether both have an equal claim.
    pub(super) repeated: Vec<(u32, u32, bool)>,
}

impl Columns {
    /// The column of a field.
    pub(super) fn of(&self, key: &str) -> Option<u32> {
        self.fields.iter().find(|(_, c)| c.def.key == key).map(|(i, _)| *i)
    }

    /// The columns of a field, best first.
    pub(super) fn all_of(&self, key: &str) -> impl Iterator<Item = u32> {
        let first = self.of(key);
        let others = self.repeated.iter().filter(move |(_, f, _)| Some(*f) == first).map(|(column, ..)| *column);
        first.into_iter().chain(others)
    }

    fn read(block: &Block, kind: KindCode, map: &[(String, String)], mapped: &mut [bool]) -> Self {
        let mut found: Vec<(u32, Match, bool)> = Vec::new();
        let mut pairs = HashMap::new();
        for (column, header) in &block.columns {
            let by_hand = map.iter().position(|(_, name)| header.is_called(name));
            if let Some(at) = by_hand {
                mapped[at] = true;
                if let Some(def) = kind.field(&map[at].0) {
                    found.push((*column, Match { def, unit: header.unit(), doubtful: false, rank: 0 }, true));
                }
                continue;
            }
            if headers::special(header).is_some() {
                continue;
            }
            if let Some([(def, unit), second]) = headers::pair(header, kind) {
                found.push((*column, Match { def, unit, doubtful: false, rank: LABEL + 1 }, false));
                pairs.insert(*column, second);
            } else if let Some(m) = headers::recognise(header, kind) {
                found.push((*column, m, false));
            }
        }
        let mut columns = Self { fields: Vec::new(), doubtful: Vec::new(), repeated: Vec::new() };
        // By hand before recognised, exact before resembling, labels before synonyms, then from left to right.
        found.sort_by_key(|(column, m, by_hand)| (!by_hand, m.doubtful, m.rank, *column));
        let mut claims: HashMap<u32, (bool, u8)> = HashMap::new();
        for (column, mut m, by_hand) in found {
            if let Some(first) = columns.of(m.def.key) {
                // 规格 beside 型号 is another text where the kind has one.
                let header = header_of(block, column);
                let other = header.and_then(|h| headers::other_text(h, kind, m.def.key));
                match other.filter(|d| !m.doubtful && columns.of(d.key).is_none()) {
                    Some(def) => m = Match { def, unit: String::new(), ..m },
                    None => {
                        let equal = !m.doubtful && claims.get(&first) == Some(&(by_hand, m.rank));
                        columns.repeated.push((column, first, equal));
                        continue;
                    }
                }
            }
            claims.insert(column, (by_hand, m.rank));
            if m.doubtful {
                columns.doubtful.push(column);
            }
            let header = header_of(block, column).map(Header::show).unwrap_or_default();
            let vague = m.rank > LABEL && units::is_output(m.def) && !header.contains("蒸") && !header.contains('吨');
            let second = pairs.remove(&column);
            let bare = m.unit.is_empty() && m.rank != WHOLE;
            columns.fields.push((column, Column { def: m.def, unit: units::shown(&m.unit), vague, bare, second }));
        }
        columns.fields.sort_by_key(|(column, _)| *column);
        columns
    }
}

fn header_of(block: &Block, column: u32) -> Option<&Header> {
    block.columns.iter().find(|(c, _)| *c == column).map(|(_, h)| h)
}

/// A table being read.
pub(super) struct Table<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) block: &'a Block,
    pub(super) per_kind: Vec<(KindCode, Columns)>,
    /// The kind of every row, in a sheet that we wrote.
    pub(super) own: Option<KindCode>,
    pub(super) kind_column: Option<u32>,
    pub(super) origin_column: Option<u32>,
    pub(super) device_column: Option<u32>,
    pub(super) asked_column: Option<u32>,
    /// The table is an exported ledger.
    exported: bool,
    /// The columns that some kind reads, but for the row's number.
    pub(super) read: Vec<u32>,
    /// Models of the devices themselves.
    pub(super) models: Vec<u32>,
    /// 电机型号 in a table of what motors drive, or of motors.
    pub(super) motor_model: Option<u32>,
    /// The table has flows, heads or pressures.
    pub(super) has_duty: bool,
    /// Cells merged downwards: row and column of the first, row of the last.
    pub(super) merges: HashMap<(u32, u32), u32>,
    /// Rows with a cell that runs over several columns.
    pub(super) wide: HashSet<u32>,
    /// The text above the sheet's first header.
    pub(super) title: &'a str,
}

impl<'a> Table<'a> {
    /// Reads the headers; `mapped` notes which of the user's mappings met a column.
    pub(super) fn new(
        sheet: &'a Sheet,
        block: &'a Block,
        title: &'a str,
        map: &[(String, String)],
        mapped: &mut [bool],
    ) -> Self {
        let per_kind: Vec<(KindCode, Columns)> =
            KindCode::ALL.into_iter().map(|k| (k, Columns::read(block, k, map, mapped))).collect();
        let special = |what: Special, key: &str| {
            let said = |h: &Header| map.iter().find(|(_, c)| h.is_called(c)).map(|(k, _)| k.as_str());
            let means = |h: &Header| said(h).map_or_else(|| headers::special(h) == Some(what), |k| k == key);
            block.columns.iter().find(|(_, h)| means(h)).map(|(c, _)| *c)
        };
        let ordinal = special(Special::Ordinal, "");
        let mut read: Vec<u32> = per_kind
            .iter()
            .flat_map(|(_, cs)| cs.fields.iter().map(|(c, _)| *c))
            .filter(|c| Some(*c) != ordinal)
            .collect();
        read.sort_unstable();
        read.dedup();
        let mut models: Vec<u32> = Vec::new();
        for (kind, columns) in per_kind.iter().rev() {
            if let Some(column) = columns.of("model")
                && *kind != KindCode::Motor
                && !models.contains(&column)
            {
                models.push(column);
            }
        }
        let motor_model =
            of_kind(&per_kind, KindCode::Motor).and_then(|cs| cs.of("model")).filter(|column| !models.contains(column));
        let has_duty = per_kind.iter().any(|(_, cs)| {
            cs.fields.iter().any(|(column, c)| {
                let key = c.def.key;
                let duty = ["flow_m3", "head_m", "pressure_pa", "pressure_rise", "discharge_pressure"];
                duty.iter().any(|k| key.starts_with(k)) && !cs.doubtful.contains(column)
            })
        });
        let own = KindCode::ALL
            .into_iter()
            .find(|k| k.zh() == sheet.name && headers::are_ours(block.columns.iter().map(|(_, h)| h), *k));
        Self {
            sheet,
            block,
            own,
            kind_column: special(Special::Kind, "kind"),
            origin_column: special(Special::Origin, ""),
            device_column: special(Special::Device, ""),
            asked_column: special(Special::Asked, ""),
            exported: headers::are_exported(block.columns.iter().map(|(_, h)| h)),
            read,
            models,
            motor_model,
            has_duty,
            merges: vertical_merges(sheet, block),
            wide: wide_rows(sheet, block),
            title,
            per_kind,
        }
    }

    /// Whether a row is a device as our own export wrote it, with where its values are from. It is taken at its word:
    /// a pump called 合计 is no total, and what its name lists is counted in 台数 already.
    pub(super) fn is_exported(&self, row: &Row) -> bool {
        let origin = self.origin_column.filter(|_| self.exported).and_then(|c| row.get(c));
        origin.is_some_and(|c| origins::is_ours(&c.show()))
    }

    /// The first row of a turned table.
    pub(super) fn first_row(&self) -> u32 {
        self.block.columns.iter().map(|(c, _)| c + 1).min().unwrap_or_default()
    }

    /// The columns as a kind reads them.
    pub(super) fn columns(&self, kind: KindCode) -> Option<&Columns> {
        of_kind(&self.per_kind, kind)
    }

    /// The column of a field that all kinds have, best as no particular kind reads it: 变压器型号 is recognised for
    /// one kind only.
    pub(super) fn identity(&self, key: &str) -> Option<u32> {
        self.per_kind.iter().rev().find_map(|(_, columns)| columns.of(key))
    }

    /// Whether a column's cells may stand in the free text of a row: not those of numbers, choices and dates.
    pub(super) fn is_text(&self, kind: KindCode, column: u32) -> bool {
        let field = self.columns(kind).and_then(|cs| cs.fields.iter().find(|(c, _)| *c == column));
        field.is_none_or(|(_, c)| matches!(c.def.kind, FieldKind::Text { .. }))
    }
}

fn of_kind(per_kind: &[(KindCode, Columns)], kind: KindCode) -> Option<&Columns> {
    per_kind.iter().find(|(k, _)| *k == kind).map(|(_, columns)| columns)
}
