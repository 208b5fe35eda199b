//! Sheets of energy bills and of output: months across (能源名称, 单位, 1月 … 12月) or one month a row (能源名称, 月份,
//! 数量). What can't be told (unknown carrier, no unit, a month twice) is refused with its place.

use std::collections::HashMap;

use super::bill_columns::{Col, Columns, find};
use super::bill_series::series_key;
use super::bill_units::{self, Amount};
use super::numbers::{self, tidy};
use super::origins;
use super::text::{folded, is_blank, plain};
use super::values::Refusal;
use super::workbook::{Cell, Row as SheetRow, Sheet};
use super::{Complaint, Import, SheetMapping};
use crate::audit::field::{ChoiceDef, number};
use crate::audit::plant::MONTH_KEYS;
use crate::audit::{Entered, FieldDef, FieldKind, FieldValue, Origin, Record, Row, Section};
use crate::reference::Tables;
use crate::reference::carriers::Carriers;

/// A row of the plant's data and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedPlantRow {
    /// The sheet's name.
    pub sheet: String,
    /// The row's number as Excel shows it; of several the first.
    pub row: u32,
    /// The data.
    pub data: Row,
}

/// Reads the sheet if it is one of bills or output; whether it is.
pub(super) fn read(sheet: &Sheet, out: &mut Import) -> bool {
    let Some(columns) = find(sheet, &out.file) else { return false };
    // A table that can't be read is told by the diagnosis; here no carrier would be known.
    let Ok(tables) = Tables::embedded() else { return false };
    let before = out.plant.len();
    let mut reader = Reader { sheet, columns: &columns, carriers: &tables.carriers, out, known: HashMap::new() };
    for (column, text) in &columns.repeated {
        reader.complain(columns.row, Some(*column), text.clone(), Refusal::new("这个月有两列", "请删去或合并一列"));
    }
    for row in sheet.rows.iter().filter(|r| r.number > columns.row) {
        if super::rows::is_total(row) || super::rows::is_note(row) {
            continue;
        }
        match columns.section {
            Section::Product => reader.product(row),
            _ => reader.consumption(row),
        }
    }
    let rows = out.plant.len() - before;
    let unread = columns.unread.join("、");
    let unread = if unread.is_empty() { String::new() } else { format!("；没有读的列：{unread}") };
    out.sheets.push(SheetMapping {
        sheet: sheet.name.clone(),
        header_row: columns.row as usize,
        kind: None,
        columns: Vec::new(),
        devices: 0,
        note: format!("{} {rows} 行{unread}", columns.section.zh()),
    });
    true
}

pub(super) struct Reader<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) columns: &'a Columns,
    carriers: &'a Carriers,
    pub(super) out: &'a mut Import,
    /// Where in the import a series of months is, by what tells it apart.
    known: HashMap<String, usize>,
}

impl Reader<'_> {
    pub(super) fn complain(&mut self, row: u32, column: Option<u32>, value: String, why: Refusal) {
        self.out.complaints.push(Complaint {
            file: self.out.file.clone(),
            sheet: self.sheet.name.clone(),
            row,
            column: column.map_or(String::new(), |c| self.columns.label(c)),
            value,
            reason: why.reason,
            advice: why.advice,
        });
    }

    /// A cell's text, or that of the cell merged over it.
    pub(super) fn text(&self, row: &SheetRow, column: Option<u32>) -> String {
        let Some(column) = column else { return String::new() };
        let merged = || {
            let over = self.sheet.merges.iter().find(|m| {
                m.left <= column
                    && column <= m.right
                    && m.top < row.number
                    && row.number <= m.bottom
                    && m.top > self.columns.row
            })?;
            self.sheet.rows.iter().find(|r| r.number == over.top)?.get(over.left)
        };
        let text = row.get(column).or_else(merged).map_or(String::new(), Cell::show);
        if is_blank(&text) { String::new() } else { plain(&text) }
    }

    /// The year of a row: its own column, its month's, else that of sheet, title or file.
    pub(super) fn year(&mut self, row: &SheetRow, month_year: Option<i16>) -> Option<i16> {
        let text = self.text(row, self.columns.of(Col::is_key("year")));
        let own = text.trim_end_matches('年').parse::<f64>().ok().filter(|y| y.fract() == 0.0).map(|y| y as i16);
        if !text.is_empty() && own.is_none_or(|y| !(1990..=2100).contains(&y)) {
            let why = Refusal::new("不是年份", "请填四位年份，如 2025");
            self.complain(row.number, self.columns.of(Col::is_key("year")), text, why);
            return None;
        }
        let found = own.or(month_year).or(self.columns.year);
        if found.is_none() {
            let why = Refusal::new("不知道是哪一年的数", "请加“年度”列，或在表名、标题、文件名中写明年份");
            self.complain(row.number, None, String::new(), why);
        }
        found
    }

    pub(super) fn set(
        &mut self,
        at: (u32, u32),
        fields: &mut dyn Record,
        def: &FieldDef,
        value: FieldValue,
        origin: Origin,
    ) {
        if let Err(e) = fields.set(def.key, Some(Entered::new(value.clone(), origin))) {
            let why = Refusal::new(e.to_string(), "请核对数值和单位");
            self.complain(at.0, Some(at.1), def.show(&value), why);
        }
    }

    /// Texts, choices and plain numbers; months, amounts and money are read by the caller.
    pub(super) fn plain_fields(&mut self, row: &SheetRow, fields: &mut dyn Record, skip: &[&str]) {
        for (column, col) in &self.columns.list {
            let Col::Field(def, unit) = col else { continue };
            if skip.contains(&def.key) || MONTH_KEYS.contains(&def.key) {
                continue;
            }
            let text = self.text(row, Some(*column));
            if text.is_empty() {
                continue;
            }
            let at = (row.number, *column);
            match def.kind {
                FieldKind::Text { .. } => self.set(at, fields, def, FieldValue::Text(text), Origin::Ledger),
                FieldKind::Choice(options) => match option(options, &text) {
                    Some(code) => self.set(at, fields, def, FieldValue::Choice(code.to_owned()), Origin::Ledger),
                    None => {
                        let names: Vec<&str> = options.iter().map(|o| o.zh).collect();
                        let why = Refusal::new(format!("不是{}的选项", def.zh), format!("请填{}", names.join("、")));
                        self.complain(at.0, Some(at.1), text, why);
                    }
                },
                _ => match row.get(*column).map(amount_of) {
                    Some(Ok(Some(n))) => {
                        let unit = if n.unit.is_empty() { unit.as_str() } else { n.unit.as_str() };
                        match bill_units::plain(def, unit) {
                            Some(f) => self.set(at, fields, def, FieldValue::Number(tidy(n.value * f)), n.origin()),
                            None => {
                                let why =
                                    Refusal::new(format!("单位“{unit}”不能换算"), format!("请按 {} 填写", def.unit));
                                self.complain(at.0, Some(at.1), text, why);
                            }
                        }
                    }
                    Some(Err(why)) => self.complain(at.0, Some(at.1), text, why),
                    _ => {}
                },
            }
        }
    }

    pub(super) fn year_field(&mut self, fields: &mut dyn Record, row: u32, year: i16) {
        if let Some(def) = fields.fields().iter().find(|d| d.key == "year") {
            self.set((row, 0), fields, def, FieldValue::Number(f64::from(year)), Origin::Ledger);
        }
    }

    /// Month columns: column, field, year if the header says one.
    pub(super) fn months(&self) -> Vec<(u32, &'static str, Option<i16>)> {
        let month = |(column, col): &(u32, Col)| match col {
            Col::Month(m, year) => Some((*column, MONTH_KEYS[*m], *year)),
            _ => None,
        };
        self.columns.list.iter().filter_map(month).collect()
    }

    fn consumption(&mut self, row: &SheetRow) {
        let name_at = self.columns.of(Col::is_key("carrier"));
        let (name, in_name) = bill_units::split(&self.text(row, name_at));
        let numbers = row.cells.iter().any(|(_, c)| matches!(c, Cell::Number(_)));
        if name.is_empty() {
            if numbers {
                let why = Refusal::new("没有能源名称，整行没有读", "请填写能源名称");
                self.complain(row.number, name_at, String::new(), why);
            }
            return;
        }
        let Some(carrier) = self.carriers.named(&folded(&name)) else {
            if numbers || row.cells.len() > 1 {
                let why = Refusal::new(
                    "没有这种能源，整行没有读",
                    "请改用能源品种表中的名称(energy-audit reference show carriers)，如电力、原煤、天然气、蒸汽",
                );
                self.complain(row.number, name_at, name, why);
            }
            return;
        };
        let mut unit = self.text(row, self.columns.of(|c| matches!(c, Col::Unit)));
        for other in [&in_name, &self.columns.amount_unit] {
            if unit.is_empty() {
                unit.clone_from(other);
            }
        }
        let mut data = Section::Consumption.empty();
        let fields = data.fields_mut();
        let money = ["price_yuan", "cost_yuan", "annual", "carrier", "year"];
        let refused = self.out.complaints.len();
        self.plain_fields(row, fields, &money);
        let flow_at = self.columns.of(Col::is_key("flow"));
        if self.out.complaints[refused..]
            .iter()
            .any(|c| Some(&c.column) == flow_at.map(|f| self.columns.label(f)).as_ref())
        {
            return; // Without its flow the amount would be counted as bought.
        }
        if let Some(money) = bill_units::money(&unit) {
            self.cost_row(row, &carrier.code, money);
            return;
        }
        let Some(read_in) = bill_units::amount(carrier, &unit) else {
            let why = if unit.is_empty() {
                Refusal::new("没有计量单位，整行没有读", "请填单位；电力是 kWh 还是 万kWh，气体是 m³ 还是 万m³")
            } else {
                Refusal::new(
                    format!("{}不能按“{unit}”计，整行没有读", carrier.name),
                    format!("请改用 {} 或可换算的单位", carrier.unit),
                )
            };
            self.complain(row.number, self.columns.of(|c| matches!(c, Col::Unit)).or(name_at), unit, why);
            return;
        };
        let def = |key: &str| Section::Consumption.fields().iter().find(|d| d.key == key);
        if let Some(d) = def("carrier") {
            self.set((row.number, 0), fields, d, FieldValue::Text(read_in.carrier.to_owned()), Origin::Ledger);
        }
        let by_month = self.columns.of(|c| matches!(c, Col::Period)).is_some();
        if !by_month {
            self.money(row, fields, &read_in);
        }
        let mut values: Vec<(u32, &'static str, Option<i16>)> = self.months();
        let mut month_year = values.iter().find_map(|(_, _, y)| *y);
        if let Some(period) = self.columns.of(|c| matches!(c, Col::Period)) {
            let Some((month, year)) = row.get(period).and_then(super::bill_columns::month_of_cell) else {
                let text = self.text(row, Some(period));
                self.complain(
                    row.number,
                    Some(period),
                    text,
                    Refusal::new("不是月份，整行没有读", "请写成 3月 或 2025-03"),
                );
                return;
            };
            month_year = year;
            values = self
                .columns
                .of(|c| matches!(c, Col::Amount))
                .map(|c| (c, MONTH_KEYS[month], year))
                .into_iter()
                .collect();
        }
        values.extend(self.columns.of(Col::is_key("annual")).map(|c| (c, "annual", None)));
        let Some(year) = self.year(row, month_year) else { return };
        self.year_field(fields, row.number, year);
        let at = self.series(row.number, data);
        if by_month {
            self.month_cost(row, at, &read_in);
        }
        for (column, key, _) in values {
            let Some(cell) = row.get(column) else { continue };
            match amount_of(cell) {
                Ok(None) => {}
                Ok(Some(n)) => {
                    let factor = match n.unit.as_str() {
                        "" => Some(read_in.factor),
                        own => {
                            bill_units::amount(carrier, own).filter(|a| a.carrier == read_in.carrier).map(|a| a.factor)
                        }
                    };
                    match (factor, def(key)) {
                        (Some(factor), Some(def)) => {
                            self.enter((row.number, column), at, def, tidy(n.value * factor), n.origin(), cell);
                        }
                        _ => {
                            let why = Refusal::new(format!("单位“{}”不能换算", n.unit), "请换算后只填数值");
                            self.complain(row.number, Some(column), cell.show(), why);
                        }
                    }
                }
                Err(why) => self.complain(row.number, Some(column), cell.show(), why),
            }
        }
        let text = self.origin(row);
        origins::apply_to_row(&text, self.out.plant[at].data.fields_mut());
    }

    /// Where the row's values are from, if a column says it.
    pub(super) fn origin(&self, row: &SheetRow) -> String {
        self.text(row, self.columns.of(|c| matches!(c, Col::Origin)))
    }

    /// The place in the import of the row's series: months of the same carrier that come row by row are one.
    fn series(&mut self, row: u32, data: Row) -> usize {
        let at = self.out.plant.len();
        if self.columns.of(|c| matches!(c, Col::Period)).is_some()
            && let Some(key) = series_key(&data)
        {
            if let Some(known) = self.known.get(&key).copied() {
                self.compare(row, known, &data);
                return known;
            }
            self.known.insert(key, at);
        }
        self.out.plant.push(ImportedPlantRow { sheet: self.sheet.name.clone(), row, data });
        at
    }

    /// Says what a later month of a series states otherwise than the first.
    fn compare(&mut self, row: u32, known: usize, data: &Row) {
        for def in data.section().fields() {
            let (new, old) = (data.fields().get(def.key), self.out.plant[known].data.fields().get(def.key));
            if let (Some(new), true) = (&new, new.as_ref().map(|e| &e.value) != old.as_ref().map(|e| &e.value)) {
                let first = self.out.plant[known].row;
                let why = Refusal::new(
                    format!("{}与这一品种的第一行(第 {first} 行)不同，没有读", def.zh),
                    "一年只记一个值，请改为平均值",
                );
                self.complain(row, self.columns.of(Col::is_key(def.key)), def.show(&new.value), why);
            }
        }
    }

    /// Adds a month's cost, or its amount times its price, to the year's.
    fn month_cost(&mut self, row: &SheetRow, at: usize, read_in: &Amount) {
        let mut month = Section::Consumption.empty();
        self.money(row, month.fields_mut(), read_in);
        let of = |fields: &dyn Record, key: &str| match fields.get(key).map(|e| e.value) {
            Some(FieldValue::Number(n)) => Some(n),
            _ => None,
        };
        let amount = self.columns.of(|c| matches!(c, Col::Amount)).and_then(|c| row.get(c));
        let amount = amount.and_then(|c| amount_of(c).ok().flatten()).filter(|n| n.unit.is_empty());
        let bought = amount.map(|n| n.value * read_in.factor);
        let cost = of(month.fields(), "cost_yuan");
        let cost = cost.or(of(month.fields(), "price_yuan").zip(bought).map(|(price, amount)| price * amount));
        let fields = self.out.plant[at].data.fields_mut();
        let total = of(fields, "cost_yuan").unwrap_or(0.0) + cost.unwrap_or(0.0);
        if cost.is_some()
            && let Err(e) = fields.set("cost_yuan", Some(Entered::ledger(FieldValue::Number(tidy(total)))))
        {
            self.complain(row.number, None, number(total), Refusal::new(e.to_string(), "请核对金额和单位"));
        }
    }

    fn enter(&mut self, place: (u32, u32), at: usize, def: &FieldDef, value: f64, origin: Origin, cell: &Cell) {
        let fields = self.out.plant[at].data.fields_mut();
        if fields.get(def.key).is_some() {
            let first = self.out.plant[at].row;
            let why = Refusal::new(
                format!("{}已有数量(这一品种从第 {first} 行起)，没有读", def.zh),
                "请核对是否重复；两家供应方的请加“供应方”列",
            );
            self.complain(place.0, Some(place.1), cell.show(), why);
            return;
        }
        if let Err(e) = fields.set(def.key, Some(Entered::new(FieldValue::Number(value), origin))) {
            let why = Refusal::new(e.to_string(), "请核对数值和单位；冲减的量请并入原月份");
            self.complain(place.0, Some(place.1), cell.show(), why);
        }
    }

    /// Price and cost of an amount's row.
    fn money(&mut self, row: &SheetRow, fields: &mut dyn Record, read_in: &Amount) {
        for (column, col) in &self.columns.list {
            let Col::Field(def, unit) = col else { continue };
            if !matches!(def.key, "price_yuan" | "cost_yuan") {
                continue;
            }
            let Some(cell) = row.get(*column) else { continue };
            let at = (row.number, *column);
            match amount_of(cell) {
                Ok(None) => {}
                Ok(Some(n)) => {
                    let unit = if n.unit.is_empty() { unit.as_str() } else { n.unit.as_str() };
                    let factor = match def.key {
                        "cost_yuan" => bill_units::money(unit),
                        _ => bill_units::price(unit, read_in, self.carriers),
                    };
                    match factor {
                        Some(f) => self.set(at, fields, def, FieldValue::Number(tidy(n.value * f)), n.origin()),
                        None => {
                            let why = Refusal::new(
                                format!("{}的单位“{unit}”不明", def.zh),
                                "请在表头写明单位，如 金额(万元)、单价(元/kWh)",
                            );
                            self.complain(at.0, Some(at.1), cell.show(), why);
                        }
                    }
                }
                Err(why) => self.complain(at.0, Some(at.1), cell.show(), why),
            }
        }
    }

    /// A row of money below its carrier's row of amounts.
    fn cost_row(&mut self, row: &SheetRow, carrier: &str, factor: f64) {
        let cells = self.months().into_iter().map(|(c, _, _)| c);
        let annual = self.columns.of(Col::is_key("annual"));
        let read = |c: u32| row.get(c).and_then(|cell| amount_of(cell).ok().flatten()).map(|n| n.value);
        let months: Vec<f64> = cells.filter_map(read).collect();
        let total = if months.is_empty() { annual.and_then(read) } else { Some(months.iter().sum()) };
        let target =
            self.out.plant.iter_mut().rev().find(|r| {
                r.sheet == self.sheet.name && matches!(&r.data, Row::Consumption(c) if c.carrier() == carrier)
            });
        let (Some(total), Some(target)) = (total, target) else {
            let why = Refusal::new("金额行之前没有这种能源的数量行，或没有数值", "请把金额行放在数量行之下");
            self.complain(row.number, None, String::new(), why);
            return;
        };
        let value = FieldValue::Number(tidy(total * factor));
        if let Err(e) = target.data.fields_mut().set("cost_yuan", Some(Entered::ledger(value))) {
            self.complain(row.number, None, number(total), Refusal::new(e.to_string(), "请核对金额和单位"));
        }
    }
}

fn option(options: &[ChoiceDef], text: &str) -> Option<&'static str> {
    let text = folded(text);
    options
        .iter()
        .find(|o| folded(o.zh) == text || o.code == text || o.names.iter().any(|n| folded(n) == text))
        .map(|o| o.code)
}

/// A number of a cell with its own unit.
pub(super) struct Number {
    pub(super) value: f64,
    pub(super) unit: String,
    estimate: bool,
}

impl Number {
    pub(super) fn origin(&self) -> Origin {
        if self.estimate { Origin::Estimate } else { Origin::Ledger }
    }
}

pub(super) fn amount_of(cell: &Cell) -> Result<Option<Number>, Refusal> {
    match cell {
        Cell::Number(value) => Ok(Some(Number { value: *value, unit: String::new(), estimate: false })),
        Cell::Text(t) if is_blank(t) => Ok(None),
        Cell::Text(t) => {
            numbers::parse(t, false).map(|p| Some(Number { value: p.value, unit: p.unit, estimate: p.estimate }))
        }
        Cell::Percent(p) => Ok(Some(Number { value: p * 100.0, unit: "%".to_owned(), estimate: false })),
        Cell::Error(e) => Err(Refusal::new(format!("公式出错({e})"), "请在 Excel 中改正公式，或直接填数值")),
        Cell::Date(_) | Cell::Bool(_) => Err(Refusal::new("不是数值", "请填数值")),
    }
}
