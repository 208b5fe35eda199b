//! Rows that aren't devices, and cells merged over several rows.

use std::collections::HashMap;

use super::columns::Table;
use super::layout::Block;
use super::text::folded;
use super::values::Column;
use super::workbook::{Row, Sheet};
use crate::audit::FieldKind;
use crate::audit::field::Group;

/// Cells merged downwards below the header: row and column of the first, row of the last.
pub(super) fn vertical_merges(sheet: &Sheet, block: &Block) -> HashMap<(u32, u32), u32> {
    sheet
        .merges
        .iter()
        .filter(|m| m.bottom > m.top && m.top > block.header_row && m.left == m.right)
        .map(|m| ((m.top, m.left), m.bottom))
        .collect()
}

/// Whether a cell merged over several rows says the same of each. A merged 台数 or 年耗电 is a sum, not a repetition.
pub(super) fn fills_down(column: &Column) -> bool {
    !matches!(column.def.kind, FieldKind::Number { .. }) || column.def.group == Group::Nameplate
}

/// The text of a row that is only a heading, such as 二、变压器 or 一车间: one text, outside name and model.
pub(super) fn lone_heading<'a>(row: &'a Row, table: &Table<'_>) -> Option<&'a str> {
    let [(column, cell)] = row.cells.as_slice() else { return None };
    let text = cell.text()?;
    let numbered = text.starts_with(|c| "一二三四五六七八九十（(".contains(c)) && text.contains(['、', '）', ')']);
    let identity = ["name", "model"].iter().any(|k| table.identity(k) == Some(*column));
    if !identity || numbered || matches!(text.chars().last(), Some('：' | ':')) { Some(text) } else { None }
}

/// 合计, 小计 and the like.
pub(super) fn is_total(row: &Row) -> bool {
    row.cells.iter().take(3).any(|(_, cell)| {
        cell.text().is_some_and(|t| {
            let t = folded(t);
            let t = t.trim_end_matches([':', '(', ')']);
            ["合计", "小计", "总计", "共计", "累计", "总合计"].iter().any(|w| t.starts_with(w) || t.ends_with(w))
                && t.chars().count() <= 12
        })
    })
}

/// Remarks and signatures below the table.
pub(super) fn is_note(row: &Row) -> bool {
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
