//! Rows of a sheet of output: amounts in the product's unit, and what the plant states per unit of it.

use super::bill_columns::Col;
use super::bills::{ImportedPlantRow, Reader, amount_of};
use super::numbers::tidy;
use super::origins;
use super::text::folded;
use super::values::Refusal;
use super::workbook::{Cell, Row as SheetRow};
use crate::audit::{FieldDef, FieldValue, Section};
use crate::reference::intensity::{IntensityUnit, quantity};

/// Fields whose unit depends on the product's.
const BY_UNIT: [&str; 4] = ["annual", "capacity", "stated_unit_kgce", "stated_unit_kwh"];

impl Reader<'_> {
    pub(super) fn product(&mut self, row: &SheetRow) {
        let name = self.text(row, self.columns.of(Col::is_key("name")));
        if name.is_empty() {
            if !row.cells.is_empty() {
                let why = Refusal::new("没有产品名称，整行没有读", "请填写产品名称");
                self.complain(row.number, self.columns.of(Col::is_key("name")), String::new(), why);
            }
            return;
        }
        let Some(year) = self.year(row, None) else { return };
        let mut data = Section::Product.empty();
        let fields = data.fields_mut();
        let [annual, capacity, kgce, kwh] = BY_UNIT;
        self.plain_fields(row, fields, &["year", annual, capacity, kgce, kwh]);
        self.year_field(fields, row.number, year);
        let unit = self.text(row, self.columns.of(Col::is_key("unit")));
        let def = |key: &str| Section::Product.fields().iter().find(|d| d.key == key);
        let months = self.months().into_iter().filter_map(|(column, key, _)| def(key).map(|d| (column, d, "")));
        let other = self.columns.list.iter().filter_map(|(column, col)| match col {
            Col::Field(d, header) if BY_UNIT.contains(&d.key) => Some((*column, *d, header.as_str())),
            _ => None,
        });
        for (column, def, header) in months.chain(other).collect::<Vec<_>>() {
            let Some(cell) = row.get(column) else { continue };
            match amount_of(cell) {
                Ok(None) => {}
                Ok(Some(n)) => {
                    let written = if n.unit.is_empty() { header } else { n.unit.as_str() };
                    match factor(def, written, &unit) {
                        Ok(f) => {
                            let value = FieldValue::Number(tidy(n.value * f));
                            self.set((row.number, column), fields, def, value, n.origin());
                        }
                        Err(why) => self.complain(row.number, Some(column), Cell::show(cell), why),
                    }
                }
                Err(why) => self.complain(row.number, Some(column), Cell::show(cell), why),
            }
        }
        origins::apply_to_row(&self.origin(row), data.fields_mut());
        self.out.plant.push(ImportedPlantRow { sheet: self.sheet.name.clone(), row: row.number, data });
    }
}

/// What a figure in the unit as written is multiplied by to be in the product's: 万t of a product in t, tce/万t for
/// kgce/t. A unit that counts something else is asked about.
fn factor(def: &FieldDef, written: &str, unit: &str) -> Result<f64, Refusal> {
    if written.is_empty() {
        return Ok(1.0);
    }
    let Some((energy, _)) = def.unit.split_once('/').filter(|_| BY_UNIT[2..].contains(&def.key)) else {
        let found = quantity(written).zip(quantity(unit)).filter(|((base, _), (own, _))| base == own);
        return match found {
            _ if folded(written) == folded(unit) => Ok(1.0),
            Some(((_, scale), (_, own))) => Ok(scale / own),
            None => {
                Err(Refusal::new(format!("单位“{written}”与本行的计量单位“{unit}”不同，不能换算"), "请换算后只填数值"))
            }
        };
    };
    let own = format!("{energy}/{unit}");
    if [def.unit, &own].iter().any(|u| folded(u) == folded(written)) {
        return Ok(1.0);
    }
    IntensityUnit::parse(written).zip(IntensityUnit::parse(&own)).and_then(|(from, to)| from.factor_to(&to)).ok_or_else(
        || {
            let reason = format!("单位“{written}”不能换算为“{own}”(产品的计量单位是“{unit}”)");
            Refusal::new(reason, format!("请核对计量单位，或按 {own} 填写"))
        },
    )
}
