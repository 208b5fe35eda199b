//! The sheets 能源 and 产品: empty in the template, filled in an exported workbook.

use rust_xlsxwriter::{Format, FormatBorder, Note, Workbook, Worksheet, XlsxError};

use super::headers::ORIGIN;
use super::ledger::write_value;
use super::origins;
use super::template::{guide, header_format, hint, printable, width};
use crate::audit::field::Need;
use crate::audit::{Audit, Entered, FieldDef, FieldValue, Record, Section};
use crate::reference::Tables;

/// Rows of the empty sheets that get drop-down lists.
const ROWS: u32 = 300;
const ENERGY: &str = "能源";
const OUTPUT: &str = "产品";
/// Header of the unit that energy is billed in.
const UNIT: &str = "单位";

/// What a column holds: a field, or the unit of the row's amounts.
type Column = Option<&'static FieldDef>;

/// Adds both, empty.
pub(super) fn add(book: &mut Workbook) -> Result<(), XlsxError> {
    energy(book.add_worksheet(), ROWS)?;
    output(book.add_worksheet(), ROWS)?;
    Ok(())
}

/// Adds those that have rows, with the audit's rows. Importing them gives the same rows; what is not a field of a row
/// (the quota a product is compared with) is only in the JSON.
pub(super) fn filled(book: &mut Workbook, audit: &Audit) -> Result<(), XlsxError> {
    if !audit.consumption.is_empty() {
        let sheet = book.add_worksheet();
        let columns = energy(sheet, audit.consumption.len() as u32)?;
        rows(sheet, &columns, audit.consumption.iter().map(|r| &r.fields as &dyn Record))?;
    }
    if !audit.products.is_empty() {
        let sheet = book.add_worksheet();
        let columns = output(sheet, audit.products.len() as u32)?;
        rows(sheet, &columns, audit.products.iter().map(|r| &r.fields as &dyn Record))?;
    }
    Ok(())
}

/// The header of 能源, with drop-down lists for some rows; its columns.
fn energy(sheet: &mut Worksheet, last: u32) -> Result<Vec<Column>, XlsxError> {
    sheet.set_name(ENERGY)?;
    let mut columns = Vec::new();
    for def in Section::Consumption.fields() {
        // Money and names are asked in the units of bills.
        match def.key {
            "carrier" => {
                column(sheet, &mut columns, def, "能源名称", &format!("{}\n{}", def.zh, carriers()), last)?;
                let units = "电力 kWh、万kWh；固液体 t；气体 m³、万m³；热力 GJ。必填：没有单位的行不读";
                header(sheet, columns.len() as u16, UNIT, units, true)?;
                columns.push(None);
            }
            "price_yuan" => column(sheet, &mut columns, def, "单价(元)", "元/本行的单位", last)?,
            "cost_yuan" => column(sheet, &mut columns, def, "金额(万元)", def.help, last)?,
            _ => column(sheet, &mut columns, def, &def.header(), &hint(def), last)?,
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    printable(sheet)?;
    Ok(columns)
}

/// The header of 产品.
fn output(sheet: &mut Worksheet, last: u32) -> Result<Vec<Column>, XlsxError> {
    sheet.set_name(OUTPUT)?;
    let mut columns = Vec::new();
    for def in Section::Product.fields() {
        column(sheet, &mut columns, def, &def.header(), &hint(def), last)?;
    }
    sheet.set_freeze_panes(1, 2)?;
    printable(sheet)?;
    Ok(columns)
}

fn column(
    sheet: &mut Worksheet,
    columns: &mut Vec<Column>,
    def: &'static FieldDef,
    text: &str,
    note: &str,
    last: u32,
) -> Result<(), XlsxError> {
    let at = columns.len() as u16;
    guide(sheet, at, def, 1, last)?;
    header(sheet, at, text, note, def.need != Need::Optional)?;
    columns.push(Some(def));
    Ok(())
}

fn header(sheet: &mut Worksheet, at: u16, text: &str, note: &str, needed: bool) -> Result<(), XlsxError> {
    sheet.write_with_format(0, at, text, &header_format(needed))?;
    sheet.set_column_width(at, width(text))?;
    sheet.insert_note(0, at, &Note::new(note).add_author_prefix(false))?;
    Ok(())
}

/// Writes the rows below the header, and where their values are from.
fn rows<'a>(
    sheet: &mut Worksheet,
    columns: &[Column],
    rows: impl Iterator<Item = &'a dyn Record>,
) -> Result<(), XlsxError> {
    let plain = Format::new().set_border(FormatBorder::Thin);
    let amount = plain.clone().set_num_format("#,##0.######");
    let text = plain.clone().set_num_format("@");
    let origin = columns.len() as u16;
    sheet.write_with_format(0, origin, ORIGIN, &header_format(false))?;
    sheet.set_column_width(origin, 16)?;
    let tables = Tables::embedded().ok();
    let mut last = 0;
    for (row, fields) in (1_u32..).zip(rows) {
        last = row;
        let carrier = match fields.get("carrier") {
            Some(Entered { value: FieldValue::Text(code), .. }) => tables.as_ref().and_then(|t| t.carriers.get(&code)),
            _ => None,
        };
        for (at, column) in (0_u16..).zip(columns) {
            let Some(def) = column else {
                sheet.write_with_format(row, at, carrier.map_or("", |c| c.unit.as_str()), &text)?;
                continue;
            };
            let Some(entered) = fields.get(def.key) else { continue };
            let value = match (def.key, entered.value, carrier) {
                ("carrier", _, Some(carrier)) => FieldValue::Text(carrier.name.clone()),
                ("cost_yuan", FieldValue::Number(yuan), _) => FieldValue::Number(yuan / 1e4),
                (_, value, _) => value,
            };
            let format = if def.key == "year" { &plain } else { &amount };
            write_value(sheet, row, at, def, &value, format)?;
        }
        let origins = fields.fields().iter().filter_map(|d| fields.get(d.key).map(|e| (d.zh, e.origin)));
        sheet.write_with_format(row, origin, origins::text(&origins.collect::<Vec<_>>()), &text)?;
    }
    sheet.autofilter(0, 0, last, origin)?;
    Ok(())
}

/// The names of the carriers, for a note.
fn carriers() -> String {
    Tables::embedded()
        .map_or(String::new(), |t| t.carriers.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join("、"))
}
