//! 待补数据清单: what is missing, to be filled in at the plant and imported again.

use std::path::Path;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet,
    XlsxError,
};

use super::error::file_name;
use super::headers::{ASKED, DEVICE, ORIGIN, QUESTION};
use super::ledger::write_value;
use super::template::{guide, header_format, hint, printable, width};
use super::{ExchangeError, files};
use crate::audit::{Audit, FieldDef, FieldKind, KindCode, Origin};
use crate::diagnosis::Diagnosis;
use crate::worklist::{Wanted, worklist};

/// The columns by which people know the device.
const IDENTITY: [&str; 4] = ["tag", "name", "workshop", "model"];

/// Writes .xlsx: a sheet per kind with the devices that screening or the energy calculation lacks something for,
/// ordered by 使用地点. Cells to fill in are yellow and empty, all others grey. Returns how many devices are listed;
/// with none, the file says so.
///
/// Importing the filled-in file enters exactly the yellow cells into the devices they are of, told by the last column.
pub fn write_worklist(path: &Path, audit: &Audit, diagnosis: &Diagnosis) -> Result<usize, ExchangeError> {
    let gaps = worklist(audit, diagnosis);
    let bytes = build(&gaps).map_err(|e| ExchangeError::Unwritable { file: file_name(path), why: e.to_string() })?;
    files::write_whole(path, &bytes)?;
    Ok(gaps.len())
}

/// The looks of the cells.
struct Looks {
    known: Format,
    known_text: Format,
    asked: Format,
    asked_text: Format,
}

impl Looks {
    fn new() -> Self {
        let bordered = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
        let known =
            bordered.clone().set_background_color(Color::RGB(0x00E7_E6E6)).set_font_color(Color::RGB(0x0059_5959));
        let asked = bordered.set_background_color(Color::RGB(0x00FF_F2CC));
        Self {
            known_text: known.clone().set_num_format("@").set_text_wrap(),
            asked_text: asked.clone().set_num_format("@"),
            known,
            asked,
        }
    }
}

fn build(gaps: &[Wanted<'_>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let looks = Looks::new();
    for kind in KindCode::ALL {
        let of_kind: Vec<&Wanted<'_>> = gaps.iter().filter(|g| g.device.kind.code() == kind).collect();
        if !of_kind.is_empty() {
            kind_sheet(book.add_worksheet(), kind, &of_kind, &looks)?;
        }
    }
    help_sheet(book.add_worksheet(), gaps.is_empty())?;
    book.save_to_buffer()
}

fn kind_sheet(sheet: &mut Worksheet, kind: KindCode, gaps: &[&Wanted<'_>], looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name(kind.zh())?;
    printable(sheet)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_row_height(0, 32)?;
    let identity = IDENTITY.iter().filter_map(|key| kind.field(key));
    let wanted = kind.fields().filter(|d| !IDENTITY.contains(&d.key) && gaps.iter().any(|g| g.lacks(d.key)));
    let columns: Vec<&FieldDef> = identity.chain(wanted).collect();
    for (column, def) in (0_u16..).zip(&columns) {
        let header = def.header();
        let needed = gaps.iter().any(|g| g.lacks(def.key));
        sheet.write_with_format(0, column, &header, &header_format(needed))?;
        sheet.set_column_width(column, width(&header).max(12.0))?;
        if needed {
            sheet.insert_note(0, column, &Note::new(hint(def)).add_author_prefix(false))?;
            guide(sheet, column, def, 1, gaps.len() as u32)?;
        }
    }
    let after = columns.len() as u16;
    let [question, asked, origin, id] = [after, after + 1, after + 2, after + 3];
    for (column, header, width) in
        [(question, QUESTION, 40.0), (asked, ASKED, 30.0), (origin, ORIGIN, 10.0), (id, DEVICE, 20.0)]
    {
        sheet.write_with_format(0, column, header, &header_format(false))?;
        sheet.set_column_width(column, width)?;
    }
    let origins = DataValidation::new()
        .allow_list_strings(&Origin::ALL.map(Origin::zh))?
        .set_error_style(DataValidationErrorStyle::Warning);
    sheet.add_data_validation(1, origin, gaps.len() as u32, origin, &origins)?;
    for (row, gap) in (1_u32..).zip(gaps) {
        for (column, def) in (0_u16..).zip(&columns) {
            let wanted = gap.lacks(def.key);
            let text = !matches!(def.kind, FieldKind::Number { .. });
            match gap.device.get(def.key) {
                Some(entered) => {
                    let format = if wanted { &looks.asked } else { &looks.known };
                    write_value(sheet, row, column, def, &entered.value, format)?;
                }
                None => {
                    let format = match (wanted, text) {
                        (true, true) => &looks.asked_text,
                        (true, false) => &looks.asked,
                        _ => &looks.known,
                    };
                    sheet.write_blank(row, column, format)?;
                }
            }
        }
        let labels: Vec<&str> = gap.fields.iter().map(|d| d.zh).collect();
        sheet.write_with_format(row, question, gap.questions.join("；"), &looks.known_text)?;
        sheet.write_with_format(row, asked, labels.join("、"), &looks.known_text)?;
        sheet.write_blank(row, origin, &looks.asked_text)?;
        // As text: Excel keeps only fifteen digits of a number.
        sheet.write_with_format(row, id, format!("D{}", gap.device.id.0), &looks.known_text)?;
    }
    Ok(())
}

fn help_sheet(sheet: &mut Worksheet, nothing: bool) -> Result<(), XlsxError> {
    sheet.set_name("填写说明")?;
    sheet.set_column_width(0, 90)?;
    let wrap = Format::new().set_text_wrap();
    let lines: &[&str] = if nothing {
        &["没有待补的数据：判定和能耗计算需要的数据都已填写。"]
    } else {
        &[
            "待补数据清单：每张表是一种设备，只列缺数据的设备，按使用地点排列。",
            "黄色的格要填；灰色的格供核对是哪台设备，改了也不导入。鼠标停在列名上可看到要填什么、铭牌上在哪里。",
            "不知道的就空着，不要填 0。单位与列名不同时，请在数值后写明单位。",
            "“要问的问题”没有对应的字段，请把答案写到设备的备注，或在程序中改正型号等字段。",
            "“数据来源”可选测试、铭牌、台账、估算，说明本行所填数据的来源；空着按台账。",
            "“待补项目”和“设备ID(勿改)”两列请保留原样：导入时靠它们找到设备和字段，与编号是否重复无关。",
            "填好后在程序中导入本文件即可；导入只补黄色的格，其他内容不变。",
        ]
    };
    for (row, line) in (0_u32..).zip(lines) {
        sheet.write_with_format(row, 0, *line, &wrap)?;
    }
    Ok(())
}
