//! The header of a sheet of bills or output.

use super::text::{column_letter, folded, plain};
use super::workbook::{Cell, Sheet};
use crate::audit::{FieldDef, Section};

/// Rows in which a header is looked for.
const SEARCHED: usize = 30;

/// What a column holds.
#[derive(Clone, Debug)]
pub(super) enum Col {
    /// A field, with the header's unit.
    Field(&'static FieldDef, String),
    /// A month from 0, with the header's year.
    Month(usize, Option<i16>),
    /// The unit of the row's amounts.
    Unit,
    /// The row's month.
    Period,
    /// The row's amount.
    Amount,
    /// Where the row's values are from, as our own export says it.
    Origin,
}

impl Col {
    /// Whether it holds a field.
    pub(super) fn is_key(key: &'static str) -> impl Fn(&Self) -> bool {
        move |c| matches!(c, Self::Field(def, _) if def.key == key)
    }
}

/// A header as understood.
#[derive(Debug)]
pub(super) struct Columns {
    pub(super) section: Section,
    /// The header's row as Excel shows it.
    pub(super) row: u32,
    pub(super) list: Vec<(u32, Col)>,
    /// The year that sheet, title or file name.
    pub(super) year: Option<i16>,
    /// Unit in the header of the amounts.
    pub(super) amount_unit: String,
    /// Month columns that are there twice: column and header.
    pub(super) repeated: Vec<(u32, String)>,
    /// Headers that were not understood.
    pub(super) unread: Vec<String>,
    headers: Vec<(u32, String)>,
}

impl Columns {
    /// The first column of which something holds.
    pub(super) fn of(&self, holds: impl Fn(&Col) -> bool) -> Option<u32> {
        self.list.iter().find(|(_, c)| holds(c)).map(|(at, _)| *at)
    }

    /// Letter and header.
    pub(super) fn label(&self, column: u32) -> String {
        let header = self.headers.iter().find(|(at, _)| *at == column).map_or("", |(_, h)| h.as_str());
        format!("{} {header}", column_letter(column)).trim_end().to_owned()
    }
}

/// The header of a sheet of bills or output; `None` if it is neither.
pub(super) fn find(sheet: &Sheet, file: &str) -> Option<Columns> {
    sheet.rows.iter().take(SEARCHED).find_map(|row| {
        let headers: Vec<(u32, String)> = row.cells.iter().map(|(at, c)| (*at, plain(&c.show()))).collect();
        [Section::Consumption, Section::Product].into_iter().find_map(|section| {
            let mut found = columns(section, row.number, &headers, &row.cells)?;
            let above = sheet.rows.iter().take_while(|r| r.number < row.number).flat_map(|r| &r.cells);
            let texts = above.map(|(_, c)| c.show()).chain([sheet.name.clone(), file.to_owned()]);
            let mut years: Vec<i16> = texts.flat_map(|t| years_in(&t)).collect();
            years.sort_unstable();
            years.dedup();
            // Two years in title, name and file: which of them is meant is not ours to say.
            found.year = if let [only] = years[..] { Some(only) } else { None };
            Some(found)
        })
    })
}

fn columns(section: Section, row: u32, headers: &[(u32, String)], cells: &[(u32, Cell)]) -> Option<Columns> {
    let mut out = Columns {
        section,
        row,
        list: Vec::new(),
        year: None,
        amount_unit: String::new(),
        repeated: Vec::new(),
        unread: Vec::new(),
        headers: headers.to_vec(),
    };
    for ((at, header), (_, cell)) in headers.iter().zip(cells) {
        let (name, unit) = match header.split_once('(') {
            Some((name, rest)) => (name.trim(), rest.trim_end_matches(')').trim().to_owned()),
            None => (header.as_str(), String::new()),
        };
        let name = folded(name);
        let col = if name == super::headers::ORIGIN {
            Col::Origin
        } else if let Some((month, year)) = month_of_cell(cell) {
            if out.list.iter().any(|(_, c)| matches!(c, Col::Month(m, y) if *m == month && *y == year)) {
                out.repeated.push((*at, header.clone()));
                continue;
            }
            Col::Month(month, year)
        } else if section == Section::Consumption && matches!(name.as_str(), "单位" | "计量单位" | "实物单位")
        {
            Col::Unit
        } else if matches!(name.as_str(), "月份" | "月" | "日期" | "账期" | "统计月份" | "所属月份" | "年月")
        {
            Col::Period
        } else if section == Section::Consumption
            && matches!(
                name.as_str(),
                "数量" | "用量" | "实物量" | "消费量" | "使用量" | "用能量" | "月用量" | "消耗量"
            )
        {
            out.amount_unit.clone_from(&unit);
            Col::Amount
        } else if let Some(def) = section.fields().iter().find(|d| is_called(d, &name, &folded(header))) {
            if out.list.iter().any(|(_, c)| Col::is_key(def.key)(c)) {
                out.unread.push(header.clone());
                continue;
            }
            // 给水(回水)温度(℃): of our own labels the last bracket is the unit.
            let own = folded(&def.header()) == folded(header);
            Col::Field(def, if own { def.unit.to_owned() } else { unit })
        } else {
            if !matches!(name.as_str(), "" | "序号" | "编号" | "行号") {
                out.unread.push(header.clone());
            }
            continue;
        };
        out.list.push((*at, col));
    }
    let months = out.list.iter().filter(|(_, c)| matches!(c, Col::Month(..))).count();
    let has = |holds: fn(&Col) -> bool| out.list.iter().any(|(_, c)| holds(c));
    let field = |key| out.of(Col::is_key(key)).is_some();
    let is_it = match section {
        Section::Consumption => {
            field("carrier")
                && (months >= 3
                    || (has(|c| matches!(c, Col::Period)) && has(|c| matches!(c, Col::Amount)))
                    || (has(|c| matches!(c, Col::Unit)) && field("annual")))
        }
        _ => field("name") && field("unit") && (months >= 3 || field("annual")),
    };
    is_it.then_some(out)
}

fn is_called(def: &FieldDef, name: &str, header: &str) -> bool {
    folded(def.zh) == name || folded(&def.header()) == header || def.names.iter().any(|n| folded(n) == name)
}

/// The month (from 0) and year of a cell: `3月`, `三月份`, `2025年3月`, `2025-03`, `202503`, a date.
pub(super) fn month_of_cell(cell: &Cell) -> Option<(usize, Option<i16>)> {
    match cell {
        Cell::Date(d) => Some((usize::try_from(d.month()?).ok()?.checked_sub(1)?, Some(d.year()))),
        Cell::Number(n) if n.fract() == 0.0 && (1.0..=12.0).contains(n) => Some((*n as usize - 1, None)),
        Cell::Number(n) if n.fract() == 0.0 => month_of(&format!("{n}")),
        Cell::Text(t) => month_of(&folded(t)),
        _ => None,
    }
}

fn month_of(text: &str) -> Option<(usize, Option<i16>)> {
    let (year, rest) = match years_in(text).first() {
        Some(&y) if text.starts_with(&y.to_string()) => (Some(y), text[4..].trim_start_matches(['年', '-', '/', '.'])),
        _ => (None, text),
    };
    let bare = rest.trim_end_matches('份').strip_suffix('月');
    let month = match (bare, year) {
        (Some(m), _) => m,
        (None, Some(_)) => rest,
        (None, None) => return None,
    };
    const CHINESE: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
    let number = month.parse::<usize>().ok().or_else(|| CHINESE.iter().position(|c| *c == month).map(|at| at + 1))?;
    (1..=12).contains(&number).then(|| (number - 1, year))
}

/// The years 2000～2099 in a text: not part of a longer number, but for a month behind them, and not the edition of a
/// standard (GB/T 2589-2020).
fn years_in(text: &str) -> Vec<i16> {
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let year = |at: usize| {
        let digits = bytes.get(at..at + 4)?;
        let edition = at.checked_sub(1).is_some_and(|b| bytes[b] == b'-') && digit(at.checked_sub(2));
        let behind = bytes[at + 4..].iter().take_while(|b| b.is_ascii_digit()).count();
        let whole = !digit(at.checked_sub(1)) && (behind == 0 || behind == 2);
        let is_year = whole && !edition && digits.starts_with(b"20") && digits.iter().all(u8::is_ascii_digit);
        if is_year { std::str::from_utf8(digits).ok()?.parse().ok() } else { None }
    };
    (0..bytes.len().saturating_sub(3)).filter_map(year).collect()
}
