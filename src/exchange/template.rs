//! An empty ledger to fill in: one sheet per kind, with hints and drop-down lists.

use std::path::Path;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, Format, FormatAlign, FormatBorder, Note,
    Workbook, Worksheet, XlsxError,
};

use super::error::file_name;
use super::{ExchangeError, files, plant_sheets};
use crate::audit::field::{Need, number};
use crate::audit::{FieldDef, FieldKind, KindCode, Section};

/// Rows that get drop-down lists.
const ROWS: u32 = 2000;

/// Writes the template: a sheet per kind whose headers are the fields' own, and a sheet that explains them.
pub fn write_template(path: &Path) -> Result<(), ExchangeError> {
    let bytes = build().map_err(|e| ExchangeError::Unwritable { file: file_name(path), why: e.to_string() })?;
    files::write_whole(path, &bytes)
}

fn build() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    for kind in KindCode::ALL {
        kind_sheet(book.add_worksheet(), kind)?;
    }
    plant_sheets::add(&mut book)?;
    help_sheet(book.add_worksheet())?;
    book.save_to_buffer()
}

/// The look of a header: fields that a result depends on stand out.
pub(super) fn header_format(needed: bool) -> Format {
    let colour = if needed { 0x00FF_E699 } else { 0x00D9_E2F3 };
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(colour))
}

/// A column's width for its header.
pub(super) fn width(header: &str) -> f64 {
    let half_widths: usize = header.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    (half_widths as f64 + 2.0).clamp(9.0, 30.0)
}

/// A sheet for so many rows, written row by row from the top. One of many rows goes to a file as it grows, not into the
/// memory.
pub(super) fn sheet_of(book: &mut Workbook, rows: usize) -> Result<&mut Worksheet, XlsxError> {
    if rows > 2000 { book.add_worksheet_with_low_memory() } else { Ok(book.add_worksheet()) }
}

/// Prints the sheet on A3 across, as wide as the page, with its header and the page's number on every page.
pub(super) fn printable(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    const A3: u8 = 8;
    sheet.set_landscape().set_paper_size(A3).set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3);
    sheet.set_header("&L&A").set_footer("&C第 &P 页，共 &N 页");
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn kind_sheet(sheet: &mut Worksheet, kind: KindCode) -> Result<(), XlsxError> {
    sheet.set_name(kind.zh())?;
    printable(sheet)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_row_height(0, 32)?;
    for (column, def) in (0_u16..).zip(kind.fields()) {
        let header = def.header();
        sheet.write_with_format(0, column, &header, &header_format(def.need != Need::Optional))?;
        sheet.set_column_width(column, width(&header))?;
        sheet.insert_note(0, column, &Note::new(hint(def)).add_author_prefix(false))?;
        guide(sheet, column, def, 1, ROWS)?;
        if matches!(def.kind, FieldKind::Date | FieldKind::Text { .. }) {
            // As text, so that a model such as 4-72 isn't made a date.
            sheet.set_column_format(column, &Format::new().set_num_format("@"))?;
        }
    }
    Ok(())
}

/// Drop-down lists and ranges for a column's cells; other entries are warned of, not refused.
pub(super) fn guide(
    sheet: &mut Worksheet,
    column: u16,
    def: &FieldDef,
    first: u32,
    last: u32,
) -> Result<(), XlsxError> {
    match def.kind {
        FieldKind::Choice(options) => {
            let labels: Vec<&str> = options.iter().map(|o| o.zh).collect();
            // Excel takes at most 255 characters; a longer list stands in the help sheet.
            if let Ok(list) = DataValidation::new().allow_list_strings(&labels) {
                let list = list.set_error_style(DataValidationErrorStyle::Warning);
                sheet.add_data_validation(first, column, last, column, &list)?;
            }
        }
        FieldKind::Number { min, max } => {
            let rule = DataValidation::new()
                .allow_decimal_number(DataValidationRule::Between(min, max))
                .set_error_style(DataValidationErrorStyle::Warning);
            sheet.add_data_validation(first, column, last, column, &rule)?;
        }
        FieldKind::Date | FieldKind::Text { .. } => {}
    }
    Ok(())
}

/// What to enter, for a note on the header.
pub(super) fn hint(def: &FieldDef) -> String {
    let mut text = def.help.to_owned();
    if let Some(accepts) = accepts(def) {
        text.push('\n');
        text.push_str(&accepts);
    }
    match def.need {
        Need::Optional => {}
        Need::Screening => text.push_str("\n筛查判定需要"),
        Need::Energy => text.push_str("\n能耗计算需要"),
        Need::Both => text.push_str("\n筛查判定和能耗计算需要"),
    }
    text
}

fn accepts(def: &FieldDef) -> Option<String> {
    match def.kind {
        FieldKind::Number { min, max } => Some(format!("范围 {}～{} {}", number(min), number(max), def.unit)),
        FieldKind::Choice(options) => {
            Some(format!("可选：{}", options.iter().map(|o| o.zh).collect::<Vec<_>>().join("、")))
        }
        FieldKind::Date => Some("写成 2003、2003-05 或 2003-05-01".to_owned()),
        FieldKind::Text { .. } => None,
    }
}

fn help_sheet(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("填写说明")?;
    sheet.set_freeze_panes(1, 0)?;
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (column, (title, width)) in
        (0_u16..).zip([("适用", 10), ("填在哪一列", 22), ("以什么计", 14), ("允许填什么", 60), ("怎样填", 60)])
    {
        sheet.write_with_format(0, column, title, &header_format(false))?;
        sheet.set_column_width(column, width)?;
    }
    let kinds = KindCode::ALL.into_iter().flat_map(|kind| kind.fields().map(move |def| (kind.zh(), def)));
    let plant =
        [Section::Consumption, Section::Product].into_iter().flat_map(|s| s.fields().iter().map(move |d| (s.zh(), d)));
    for (row, (sheet_of, def)) in (1..).zip(kinds.chain(plant)) {
        let texts = [sheet_of, def.zh, def.unit, &accepts(def).unwrap_or_default(), def.help];
        for (column, text) in (0_u16..).zip(texts) {
            sheet.write_with_format(row, column, text, &wrap)?;
        }
    }
    Ok(())
}
