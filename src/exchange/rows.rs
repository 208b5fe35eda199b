//! Rows that aren't devices, and cells merged over several rows.

use std::collections::{HashMap, HashSet};

use super::columns::Table;
use super::layout::Block;
use super::text::{folded, plain};
use super::values::Column;
use super::workbook::{Merge, Row, Sheet};
use crate::audit::FieldKind;
use crate::audit::field::Group;

/// Cells merged downwards below the header: row and column of the first, row of the last.
pub(super) fn vertical_merges(sheet: &Sheet, block: &Block) -> HashMap<(u32, u32), u32> {
    sheet
        .merges
        .iter()
        .filter(|m| m.bottom > m.top && m.top > block.header_row)
        .map(|m| ((m.top, m.left), m.bottom))
        .collect()
}

/// Rows below the header with a cell merged over at least three columns.
pub(super) fn wide_rows(sheet: &Sheet, block: &Block) -> HashSet<u32> {
    let wide = |m: &&Merge| m.top > block.header_row && m.right >= m.left + 2;
    sheet.merges.iter().filter(wide).map(|m| m.top).collect()
}

/// What a row is that is no device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aside<'a> {
    /// 二、变压器 or 一车间.
    Heading(&'a str),
    /// 合计.
    Total,
    /// 注：…, 制表人：…, 第 1 页.
    Note,
}

impl Aside<'_> {
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::Heading(_) => "标题行",
            Self::Total => "合计、小计行",
            Self::Note => "注释、签名或页码",
        }
    }
}

/// Whether a row is no device. A single text is a heading outside name and model, or if it is numbered, ends with a
/// colon, runs over several columns or repeats the table's title.
pub(super) fn aside<'a>(row: &'a Row, table: &Table<'_>) -> Option<Aside<'a>> {
    if is_total(row) {
        return Some(Aside::Total);
    }
    if is_note(row) {
        return Some(Aside::Note);
    }
    let (column, cell, counted) = match row.cells.as_slice() {
        [(column, cell)] => (column, cell, false),
        // 二 | 公用工程设备
        [(_, number), (column, cell)] if number.text().is_some_and(is_section_number) => (column, cell, true),
        _ => return None,
    };
    let text = cell.text()?;
    let numbered =
        counted || text.starts_with(|c| "一二三四五六七八九十（(".contains(c)) && text.contains(['、', '）', ')']);
    let identity = ["name", "model"].iter().any(|k| table.identity(k) == Some(*column));
    let heads = !identity
        || numbered
        || matches!(text.chars().last(), Some('：' | ':'))
        || table.wide.contains(&row.number)
        || table.title.contains(text);
    heads.then_some(Aside::Heading(text))
}

/// How a heading is counted; headings of one sort follow each other, those of another are parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// 一、
    Chinese,
    /// （一）
    Bracketed,
    /// 1、
    Digits,
    /// Not at all.
    Not,
}

pub(super) fn counted(row: &Row) -> Counted {
    let text = row.cells.first().map(|(_, c)| c.show()).unwrap_or_default();
    match text.trim_start().chars().next() {
        Some('(' | '（') => Counted::Bracketed,
        Some(c) if c.is_ascii_digit() => Counted::Digits,
        Some(c) if "一二三四五六七八九十ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ".contains(c) => Counted::Chinese,
        _ => Counted::Not,
    }
}

/// 一, （二）, 三、, Ⅳ: what counts sections, never devices.
fn is_section_number(text: &str) -> bool {
    let text = text.trim();
    let inner = text.trim_matches(['(', ')', '（', '）', '、', '.', '．']);
    let bracketed = text.starts_with(['(', '（']) && inner.chars().all(|c| c.is_ascii_digit());
    !inner.is_empty()
        && (bracketed
            || inner.chars().all(|c| "一二三四五六七八九十ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ".contains(c))
            || matches!(inner, "I" | "II" | "III" | "IV" | "V" | "VI"))
}

/// The place that a heading names: 一车间, 二、空压站.
pub(super) fn place(heading: &str) -> Option<String> {
    let text = plain(heading);
    let text = text.trim_end_matches([':', ' ']);
    let numbered = text.split_once(['、', ')', '.']).filter(|(n, _)| {
        n.trim_start_matches('(').chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    });
    let text = numbered.map_or(text, |(_, rest)| rest).trim();
    let ends = ["车间", "工段", "分厂", "工序", "站", "房", "部", "科", "楼", "区", "室", "班组", "生产线", "所"];
    (ends.iter().any(|e| text.ends_with(e)) && (2..=15).contains(&text.chars().count())).then(|| text.to_owned())
}

/// Whether a cell merged over several rows says the same of each. A merged 台数 or 年耗电 is a sum, not a repetition.
pub(super) fn fills_down(column: &Column) -> bool {
    !matches!(column.def.kind, FieldKind::Number { .. }) || column.def.group == Group::Nameplate
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
        "填报单位",
        "填报日期",
        "单位负责人",
        "企业负责人",
        "联系电话",
        "以下空白",
        "接上页",
        "转下页",
    ];
    let page = text.starts_with('第') && text.ends_with('页') && text.chars().count() <= 12;
    page || starts.iter().any(|w| text.starts_with(w))
}
