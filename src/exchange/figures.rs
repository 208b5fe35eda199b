//! A sheet of results: header, filter, numbers with their unit, and formulas where a reader wants to recalculate.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

use super::template::{header_format, printable, sheet_of, width};
use super::text::column_letter;

/// A cell to be written.
pub(super) enum Out {
    Text(String),
    Number(f64),
    /// Net outlay of the row: investment less subsidy plus standstill, with its value.
    Outlay(f64),
    /// Payback of the row: net outlay over net benefit, with its value.
    Payback(f64),
    /// The sum of so many rows above in this column, with its value.
    Sum(f64, u32),
    Nothing,
}

impl From<Option<f64>> for Out {
    fn from(value: Option<f64>) -> Self {
        value.filter(|v| v.is_finite()).map_or(Self::Nothing, Self::Number)
    }
}

pub(super) fn text(value: impl Into<String>) -> Out {
    Out::Text(value.into())
}

pub(super) fn payback(value: Option<f64>) -> Out {
    value.filter(|v| v.is_finite()).map_or(Out::Nothing, Out::Payback)
}

pub(super) fn outlay(value: Option<f64>) -> Out {
    value.filter(|v| v.is_finite()).map_or(Out::Nothing, Out::Outlay)
}

/// Header, width in characters and decimals of a column; `None` for text.
pub(super) type Column = (&'static str, f64, Option<usize>);

pub(super) const INVESTMENT: Column = ("投资(元)", 14.0, Some(2));
pub(super) const SUBSIDY: Column = ("补助(元)", 14.0, Some(2));
pub(super) const STANDSTILL: Column = ("停产损失(元)", 12.0, Some(2));
pub(super) const OUTLAY: Column = ("净投资(元)", 14.0, Some(2));
pub(super) const BENEFIT: Column = ("年净收益(元/a)", 14.0, Some(2));

/// A formula with the value it has now.
fn recalculated(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    formula: &str,
    value: f64,
    format: &Format,
) -> Result<(), XlsxError> {
    let formula = Formula::new(formula).set_result(value.to_string());
    sheet.write_formula_with_format(row, column, formula, format)?;
    Ok(())
}

/// One sheet: header, frozen; a filter; numbers as numbers. Without rows there is no sheet.
pub(super) fn sheet(
    book: &mut Workbook,
    name: &str,
    columns: &[Column],
    rows: impl IntoIterator<Item = Vec<Out>>,
) -> Result<(), XlsxError> {
    let rows = rows.into_iter();
    let most = rows.size_hint().1;
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    let sheet = sheet_of(book, most.unwrap_or(usize::MAX))?;
    sheet.set_name(name)?;
    printable(sheet)?;
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_row_height(0, 44)?;
    let plain = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
    let words = plain.clone().set_text_wrap();
    // What begins like a formula stays a text even when its cell is edited.
    let quoted = words.clone().set_quote_prefix();
    let at = |wanted: Column| {
        let found = (0_u32..).zip(columns).find(|(_, c)| **c == wanted);
        found.map(|(at, _)| column_letter(at)).unwrap_or_default()
    };
    let [investment, subsidy, loss] = [INVESTMENT, SUBSIDY, STANDSTILL].map(at);
    let (outlay, benefit) = (at(OUTLAY), at(BENEFIT));
    let mut formats = Vec::with_capacity(columns.len());
    for (column, (header, wide, decimals)) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(0, column, *header, &header_format(false))?;
        sheet.set_column_width(column, wide.max(width(header).min(16.0)))?;
        formats.push(match decimals {
            None => words.clone(),
            Some(0) => plain.clone().set_num_format("#,##0"),
            Some(n) => plain.clone().set_num_format(format!("#,##0.{}", "0".repeat(*n))),
        });
    }
    let mut row = 0;
    for cells in rows {
        row += 1;
        let line = row + 1;
        for ((column, cell), format) in (0_u16..).zip(cells).zip(&formats) {
            match cell {
                Out::Text(text) if text.starts_with(['=', '+', '-', '@']) => {
                    sheet.write_string_with_format(row, column, text, &quoted)?;
                }
                Out::Text(text) => {
                    sheet.write_string_with_format(row, column, text, format)?;
                }
                Out::Number(n) => {
                    sheet.write_number_with_format(row, column, n, format)?;
                }
                Out::Outlay(value) => {
                    let formula = format!("={investment}{line}-{subsidy}{line}+{loss}{line}");
                    recalculated(sheet, (row, column), &formula, value, format)?;
                }
                Out::Payback(value) => {
                    let formula = format!("=MAX(0,{outlay}{line}/{benefit}{line})");
                    recalculated(sheet, (row, column), &formula, value, format)?;
                }
                Out::Sum(value, rows) => {
                    let letter = column_letter(u32::from(column));
                    let formula = format!("=SUM({letter}{}:{letter}{row})", line - rows);
                    recalculated(sheet, (row, column), &formula, value, format)?;
                }
                Out::Nothing => {
                    sheet.write_blank(row, column, format)?;
                }
            }
        }
    }
    sheet.autofilter(0, 0, row, columns.len() as u16 - 1)?;
    Ok(())
}
