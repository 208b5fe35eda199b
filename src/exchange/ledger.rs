//! The audit's devices as a ledger that can be imported again, and the whole audit as JSON.

use std::path::Path;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatBorder, Workbook, Worksheet, XlsxError};

use super::error::file_name;
use super::headers::ORIGIN;
use super::json::export_json;
use super::template::{header_format, printable, sheet_of, width};
use super::text::csv_cell;
use super::values::asks_fraction;
use super::{ExchangeError, files, origins, plans, plant_sheets, verdicts};
use crate::audit::field::{Need, number};
use crate::audit::{Audit, Equipment, FieldDef, FieldValue, KindCode};
use crate::diagnosis::Diagnosis;
use crate::reference::Reference;

/// Writes the devices as .xlsx (one sheet per kind) or .csv (one table), or the whole audit as .json.
///
/// Importing the ledger again gives the same devices with the same values and origins. Ids, overruled verdicts and
/// everything that isn't a device are only in the JSON.
pub fn write_ledger(path: &Path, audit: &Audit) -> Result<(), ExchangeError> {
    let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let failed = |why: String| ExchangeError::Unwritable { file: file_name(path), why };
    let bytes = match extension.as_str() {
        "xlsx" => workbook(audit).map_err(|e| failed(e.to_string()))?,
        "csv" => table(audit).map_err(|e| failed(e.to_string()))?,
        "json" => export_json(audit)?.into_bytes(),
        _ => return Err(ExchangeError::UnknownOutput(file_name(path))),
    };
    files::write_whole(path, &bytes)
}

/// Writes the ledger as .xlsx with the sheets 能源, 产品, 筛查, 措施, 方案, 现金流 and 何时更换 beside it; those without rows
/// are left out.
///
/// The ledger's sheets are those of [`write_ledger`]. Importing the workbook again reads them, 能源 and 产品; the others
/// are results.
pub fn write_workbook(
    path: &Path,
    audit: &Audit,
    diagnosis: &Diagnosis,
    reference: &Reference,
) -> Result<(), ExchangeError> {
    let build = || {
        let mut book = Workbook::new();
        ledger_sheets(&mut book, audit)?;
        plant_sheets::filled(&mut book, audit)?;
        verdicts::sheet(&mut book, audit, diagnosis)?;
        plans::sheets(&mut book, audit, diagnosis, reference)?;
        book.save_to_buffer()
    };
    let bytes =
        build().map_err(|e: XlsxError| ExchangeError::Unwritable { file: file_name(path), why: e.to_string() })?;
    files::write_whole(path, &bytes)
}

fn workbook(audit: &Audit) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    ledger_sheets(&mut book, audit)?;
    book.save_to_buffer()
}

/// One sheet per kind.
fn ledger_sheets(book: &mut Workbook, audit: &Audit) -> Result<(), XlsxError> {
    let mut any = false;
    for kind in KindCode::ALL {
        let devices: Vec<&Equipment> = audit.equipment.iter().filter(|e| e.kind.code() == kind).collect();
        if !devices.is_empty() {
            any = true;
            kind_sheet(sheet_of(book, devices.len())?, kind, &devices)?;
        }
    }
    if !any {
        kind_sheet(book.add_worksheet(), KindCode::Motor, &[])?;
    }
    Ok(())
}

/// Room for a date or a number.
const DIGITS: f64 = 12.0;

fn kind_sheet(sheet: &mut Worksheet, kind: KindCode, devices: &[&Equipment]) -> Result<(), XlsxError> {
    sheet.set_name(kind.zh())?;
    printable(sheet)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_row_height(0, 32)?;
    let plain = Format::new().set_border(FormatBorder::Thin);
    let text = plain.clone().set_num_format("@");
    let columns: Vec<&FieldDef> = kind.fields().collect();
    for (column, def) in (0_u16..).zip(&columns) {
        sheet.write_with_format(0, column, def.header(), &header_format(def.need != Need::Optional))?;
    }
    let origin_column = columns.len() as u16;
    sheet.write_with_format(0, origin_column, ORIGIN, &header_format(false))?;
    sheet.set_column_width(origin_column, 16)?;
    let mut widths: Vec<f64> = columns.iter().map(|d| width(&d.header())).collect();
    for (row, device) in (1_u32..).zip(devices) {
        for ((column, def), widest) in (0_u16..).zip(&columns).zip(&mut widths) {
            if let Some(entered) = device.get(def.key) {
                *widest = widest.max(match &entered.value {
                    FieldValue::Text(text) => width(text),
                    FieldValue::Choice(_) => width(&def.show(&entered.value)),
                    _ => DIGITS,
                });
                write_value(sheet, row, column, def, &entered.value, &plain)?;
            }
        }
        sheet.write_with_format(row, origin_column, origins::write(device), &text)?;
    }
    for (column, width) in (0_u16..).zip(widths) {
        sheet.set_column_width(column, width)?;
    }
    if !devices.is_empty() {
        sheet.autofilter(0, 0, devices.len() as u32, origin_column)?;
    }
    Ok(())
}

/// Writes a value so that reading it again gives the same.
pub(super) fn write_value(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    def: &FieldDef,
    value: &FieldValue,
    format: &Format,
) -> Result<(), XlsxError> {
    match value {
        FieldValue::Number(n) if !(asks_fraction(def) && *n <= 1.5) => {
            sheet.write_with_format(row, column, *n, format)?;
        }
        FieldValue::Date(d) if d.day().is_some() => {
            let (year, month, date) = (d.year() as u16, d.month().unwrap_or(1) as u8, d.day().unwrap_or(1) as u8);
            let date = ExcelDateTime::from_ymd(year, month, date)?;
            sheet.write_with_format(row, column, &date, &format.clone().set_num_format("yyyy-mm-dd"))?;
        }
        value => {
            sheet.write_with_format(row, column, shown(def, value), &format.clone().set_num_format("@"))?;
        }
    }
    Ok(())
}

/// As shown, but exact, and with its sign where a small percentage would be taken for a fraction.
fn shown(def: &FieldDef, value: &FieldValue) -> String {
    match value {
        FieldValue::Number(n) if asks_fraction(def) && *n <= 1.5 => format!("{n}%"),
        FieldValue::Number(n) if n.is_finite() => n.to_string(),
        FieldValue::Number(n) => number(*n),
        other => def.show(other),
    }
}

/// One table of all kinds: 设备类别, then every field that any kind has.
fn table(audit: &Audit) -> Result<Vec<u8>, csv::Error> {
    let mut columns: Vec<&FieldDef> = Vec::new();
    for def in KindCode::ALL.iter().flat_map(|k| k.fields()) {
        // Kinds share a column where key and header agree; a header of two fields gets two columns.
        if !columns.iter().any(|d| d.key == def.key && d.header() == def.header()) {
            columns.push(def);
        }
    }
    // The mark lets Excel read UTF-8.
    let mut out = csv::Writer::from_writer(b"\xEF\xBB\xBF".to_vec());
    let headers = columns.iter().map(|d| d.header());
    out.write_record(std::iter::once("设备类别".to_owned()).chain(headers).chain([ORIGIN.to_owned()]))?;
    for device in &audit.equipment {
        let kind = device.kind.code();
        let mut record = vec![kind.zh().to_owned()];
        record.extend(columns.iter().map(|column| {
            kind.fields()
                .find(|d| d.key == column.key && d.header() == column.header())
                .and_then(|d| device.get(d.key).map(|e| shown(d, &e.value)))
                .unwrap_or_default()
        }));
        record.push(origins::write(device));
        out.write_record(record.iter().map(|cell| csv_cell(cell).into_owned()))?;
    }
    out.into_inner().map_err(|e| csv::Error::from(e.into_error()))
}
