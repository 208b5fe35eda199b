//! The template's sheets of energy and output.

use rust_xlsxwriter::{Note, Workbook, Worksheet, XlsxError};

use super::template::{guide, header_format, hint, width};
use crate::audit::field::Need;
use crate::audit::{FieldDef, Section};
use crate::reference::Tables;

/// Rows that get drop-down lists.
const ROWS: u32 = 300;
/// Header of the unit that energy is billed in.
const UNIT: &str = "单位";

/// Adds 能源 and 产品.
pub(super) fn add(book: &mut Workbook) -> Result<(), XlsxError> {
    let energy = book.add_worksheet();
    energy.set_name("能源")?;
    let mut at = 0;
    for def in Section::Consumption.fields() {
        // Money and names are asked in the units of bills.
        match def.key {
            "carrier" => {
                column(energy, &mut at, def, "能源名称", &format!("{}\n{}", def.zh, carriers()))?;
                let units = "电力 kWh、万kWh；固液体 t；气体 m³、万m³；热力 GJ。必填：没有单位的行不读";
                header(energy, &mut at, UNIT, units, true)?;
            }
            "price_yuan" => column(energy, &mut at, def, "单价(元)", "元/本行的单位")?,
            "cost_yuan" => column(energy, &mut at, def, "金额(万元)", def.help)?,
            _ => column(energy, &mut at, def, &def.header(), &hint(def))?,
        }
    }
    energy.set_freeze_panes(1, 2)?;
    let output = book.add_worksheet();
    output.set_name("产品")?;
    let mut at = 0;
    for def in Section::Product.fields() {
        column(output, &mut at, def, &def.header(), &hint(def))?;
    }
    output.set_freeze_panes(1, 2)?;
    Ok(())
}

fn column(sheet: &mut Worksheet, at: &mut u16, def: &FieldDef, text: &str, note: &str) -> Result<(), XlsxError> {
    guide(sheet, *at, def, 1, ROWS)?;
    header(sheet, at, text, note, def.need != Need::Optional)
}

fn header(sheet: &mut Worksheet, at: &mut u16, text: &str, note: &str, needed: bool) -> Result<(), XlsxError> {
    sheet.write_with_format(0, *at, text, &header_format(needed))?;
    sheet.set_column_width(*at, width(text))?;
    sheet.insert_note(0, *at, &Note::new(note).add_author_prefix(false))?;
    *at += 1;
    Ok(())
}

/// The names of the carriers, for a note.
fn carriers() -> String {
    Tables::embedded()
        .map_or(String::new(), |t| t.carriers.iter().map(|c| c.name.as_str()).collect::<Vec<_>>().join("、"))
}
