//! A row of a table as a device.

use std::collections::HashMap;

use super::columns::Table;
use super::import::{ImportedRow, Reader, Section, Update};
use super::kinds::{self, Clues, Named};
use super::rows::fills_down;
use super::several::share;
use super::text::{column_letter, folded, is_blank};
use super::values::{self, Context, Refusal};
use super::workbook::{Cell, Row};
use super::{Complaint, origins, parameters};
use crate::audit::{Entered, Equipment, FieldKind, FieldValue, Id, KindCode};

/// Cells that merging carries down from rows above: column, last row and cell.
type Carried = HashMap<u32, (u32, Cell)>;

/// What a row says of itself apart from its fields.
#[derive(Clone, Copy)]
struct Said<'a> {
    name: &'a str,
    model: &'a str,
    /// How many are in use and on standby, where both are in the row.
    share: Option<(f64, f64)>,
}

impl Reader<'_> {
    /// Reads a row; its kind if it became a device.
    pub(super) fn device(
        &mut self,
        table: &Table<'_>,
        row: &Row,
        carried: &Carried,
        section: &Section,
    ) -> Option<KindCode> {
        let announced = section.kind;
        let text = |column: u32| {
            let cell = row.get(column).or_else(|| carried.get(&column).map(|(_, c)| c));
            cell.map(Cell::show).filter(|t| !is_blank(t)).unwrap_or_default()
        };
        let says_something =
            row.cells.iter().any(|(c, cell)| table.read.binary_search(c).is_ok() && !is_blank(&cell.show()));
        let update = match table.device_column.map(&text).filter(|t| !t.is_empty()) {
            Some(id) => match id.trim_start_matches(['D', 'd']).parse() {
                Ok(id) => Some(Id(id)),
                Err(_) => {
                    let advice = "请用程序写出的原表填写，不要改动“设备ID”这一列";
                    self.refuse_row(table, row, id, "“设备ID”被改动过，认不出是哪台设备，整行未导入", advice);
                    return None;
                }
            },
            None => None,
        };
        let exported = table.is_exported(row);
        if !says_something && update.is_none() && !exported {
            self.leave_out(table.sheet, row, "识别出的列里没有内容");
            return None;
        }
        let first =
            |columns: &mut dyn Iterator<Item = u32>| columns.map(&text).find(|t| !t.is_empty()).unwrap_or_default();
        let name = table.identity("name").map(&text).unwrap_or_default();
        let tag = table.identity("tag").map(&text).unwrap_or_default();
        let model = first(&mut table.models.iter().copied());
        let motor_model = table.motor_model.map(&text).unwrap_or_default();
        // Lamps have no names: the sort of lamp stands for it.
        let lamps = [announced, self.options.kind].contains(&Some(KindCode::Lighting));
        let lamp = table.columns(KindCode::Lighting).filter(|_| lamps);
        let lamp = lamp.map(|cs| first(&mut cs.all_of("lamp_type"))).unwrap_or_default();
        let nothing = [&name, &tag, &model, &motor_model, &lamp].iter().all(|t| t.is_empty());
        if nothing && update.is_none() && !exported {
            self.refuse_row(table, row, String::new(), "没有名称、型号和编号，整行未导入", "请至少填其中一项");
            return None;
        }
        let category = table.kind_column.map(&text).filter(|t| !t.is_empty());
        // Our own table of all kinds says the kind by its name.
        let by_name = |c: &String| KindCode::ALL.into_iter().find(|k| table.origin_column.is_some() && k.zh() == c);
        let own = table.own.or_else(|| category.as_ref().and_then(by_name));
        let said = match own.or(self.options.kind) {
            Some(kind) => Named::Kind(kind),
            None => {
                let clues = Clues { column: category.as_deref(), sheet: announced, name: &name, model: &model };
                told(clues, &motor_model, table)
            }
        };
        let shown = [&tag, &name, &model].into_iter().filter(|t| !t.is_empty()).map(String::as_str).collect::<Vec<_>>();
        let kind = match said {
            Named::Kind(kind) | Named::Loose(kind) => kind,
            Named::Unclear(word) => {
                let reason = format!("“{word}”可能是几种设备中的一种，整行未导入");
                self.refuse_row(table, row, shown.join(" "), &reason, &kinds_advice());
                return None;
            }
            Named::Nothing => {
                let reason = "从工作表名、名称和型号看不出是哪种设备，整行未导入";
                self.refuse_row(table, row, shown.join(" "), reason, &kinds_advice());
                return None;
            }
        };
        let fields = table.asked_column.map(|c| asked(&text(c), kind));
        let update = update.map(|id| Update { id, fields });
        let mut device = Equipment::new(kind);
        let share = if update.is_none() { share(table, kind, row, &name) } else { None };
        let said = Said { name: &name, model: &model, share };
        self.fields(table, row, carried, &mut device, update.as_ref(), said);
        if !exported {
            parameters::fill(table, row, &mut device);
        }
        if let Some(category) =
            category.filter(|c| kind == KindCode::Other && folded(c) != kind.zh() && folded(c) != "其他")
            && device.get("category").is_none()
        {
            // Too long a text is no category; the row is as good without it.
            let _ = device.set("category", Some(Entered::ledger(FieldValue::Text(category))));
        }
        if !lamp.is_empty() && [&name, &tag, &model].iter().all(|t| t.is_empty()) && update.is_none() {
            device.common.name = Some(Entered::ledger(lamp));
        }
        self.origins(table, row, &mut device);
        let mut spare = None;
        if update.is_none() {
            if let (None, Some(place), false) = (&device.common.workshop, &section.place, exported) {
                device.common.workshop = Some(Entered::ledger(place.clone()));
            }
            match share {
                Some(share) => spare = self.standby(table, row, &mut device, share),
                None if exported => {}
                None => self.count_listed(table, row, &mut device),
            }
            self.note_repeated_tag(table, row, &device);
        }
        for (equipment, update) in std::iter::once((device, update)).chain(spare.map(|s| (s, None))) {
            self.out.rows.push(ImportedRow { sheet: table.sheet.name.clone(), row: row.number, equipment, update });
        }
        Some(kind)
    }

    /// Reads every cell into its field.
    fn fields(
        &mut self,
        table: &Table<'_>,
        row: &Row,
        carried: &Carried,
        device: &mut Equipment,
        update: Option<&Update>,
        said: Said<'_>,
    ) {
        let kind = device.kind.code();
        let Some(columns) = table.columns(kind) else { return };
        let context = Context {
            kind,
            fraction_is: self.options.fraction_is,
            today: self.options.today,
            csv: table.sheet.csv,
            hot_water: kinds::is_hot_water(said.name, said.model),
        };
        for (at, column) in &columns.fields {
            // Where 电机型号 is empty, 型号 says it; where 灯具类型 is 工矿灯, 光源 says the sort.
            let says = |v: &Cell| match column.def.kind {
                FieldKind::Choice(_) => matches!(values::read(v, column, &context), Ok(Some(_))),
                _ => !is_blank(&v.show()),
            };
            let several = matches!(column.def.key, "tag" | "name" | "model")
                || matches!(column.def.kind, FieldKind::Choice(_)) && !columns.repeated.is_empty();
            let at = if several {
                &columns.all_of(column.def.key).find(|c| row.get(*c).is_some_and(says)).unwrap_or(*at)
            } else {
                at
            };
            // What wasn't asked is shown only so that people know the device.
            let listed = update.and_then(|u| u.fields.as_ref());
            if listed.is_some_and(|keys| !keys.contains(&column.def.key))
                && !matches!(column.def.key, "tag" | "name" | "model")
            {
                continue;
            }
            if said.share.is_some() && column.def.key == "quantity" {
                continue;
            }
            let Some(cell) = row.get(*at).or_else(|| carried.get(at).filter(|_| fills_down(column)).map(|(_, c)| c))
            else {
                continue;
            };
            let spans = table.merges.get(&(row.number, *at)).copied().unwrap_or(row.number) > row.number;
            let result = if spans && !fills_down(column) && !is_blank(&cell.show()) {
                Err(Refusal::new("合并单元格跨了几行，分不清各行的值", "请取消合并，逐行填写"))
            } else {
                values::read(cell, column, &context)
            };
            match result {
                Ok(None) => {}
                Ok(Some(found)) => {
                    if let Some(note) = found.note {
                        let note = self.complaint(table, row, Some(*at), cell.show(), note);
                        self.out.notes.push(note);
                    }
                    let also = found.also.map(|(def, value)| (def, Entered::ledger(value)));
                    // A column of its own comes before what another column gives on the side.
                    for (def, value) in [Some((found.def, found.value)), also].into_iter().flatten() {
                        let own = columns.of(def.key).is_some_and(|c| c != *at && row.get(c).is_some());
                        let own = own && def.key != column.def.key;
                        if !own && let Err(e) = device.set(def.key, Some(value)) {
                            let refusal = Refusal::new(e.to_string(), "请核对原值");
                            let complaint = self.complaint(table, row, Some(*at), cell.show(), refusal);
                            self.out.complaints.push(complaint);
                        }
                    }
                }
                Err(refusal) => {
                    self.out.fraction_cells += usize::from(refusal.fraction);
                    let complaint = self.complaint(table, row, Some(*at), cell.show(), refusal);
                    self.out.complaints.push(complaint);
                }
            }
        }
    }

    fn origins(&mut self, table: &Table<'_>, row: &Row, device: &mut Equipment) {
        if let Some(at) = table.origin_column
            && let Some(cell) = row.get(at)
            && !origins::apply(&cell.show(), device)
        {
            let refusal = Refusal::new("看不懂的数据来源，按台账导入", "可写：测试、铭牌、台账、估算");
            let note = self.complaint(table, row, Some(at), cell.show(), refusal);
            self.out.notes.push(note);
        }
    }

    fn note_repeated_tag(&mut self, table: &Table<'_>, row: &Row, device: &Equipment) {
        let Some(FieldValue::Text(tag)) = device.get("tag").map(|e| e.value) else { return };
        let key = (device.kind.code(), folded(&tag));
        match self.tags.get(&key) {
            Some((sheet, first)) => {
                let reason = format!("编号与〔{sheet}〕第 {first} 行相同，两行都导入");
                let note = self.complaint(table, row, None, tag, Refusal::new(reason, "请核对是否重复登记"));
                self.out.notes.push(note);
            }
            None => {
                self.tags.insert(key, (table.sheet.name.clone(), row.number));
            }
        }
    }

    pub(super) fn complaint(
        &self,
        table: &Table<'_>,
        row: &Row,
        column: Option<u32>,
        value: String,
        refusal: Refusal,
    ) -> Complaint {
        // In a turned table the device is a column, and the cell's row is what is a column here.
        let (at, column) = match (table.sheet.turned, column) {
            (false, c) => (row.number, c.map_or_else(String::new, |c| table.block.label(c))),
            (true, Some(c)) => (c + 1, format!("{} {}", column_letter(row.number - 1), table.block.header(c))),
            (true, None) => (table.first_row(), column_letter(row.number - 1)),
        };
        Complaint {
            file: self.out.file.clone(),
            sheet: table.sheet.name.clone(),
            row: at,
            column,
            value,
            reason: refusal.reason,
            advice: refusal.advice,
        }
    }

    fn refuse_row(&mut self, table: &Table<'_>, row: &Row, value: String, reason: &str, advice: &str) {
        let complaint = self.complaint(table, row, None, value, Refusal::new(reason, advice));
        self.out.complaints.push(complaint);
    }
}

/// The row's kind. In a table of pumps and fans 电机型号 belongs to what the motor drives; in one of motors it is the
/// row's model.
fn told(clues: Clues<'_>, motor_model: &str, table: &Table<'_>) -> Named {
    if motor_model.is_empty() {
        return kinds::kind(clues);
    }
    let with_motor = Clues { model: motor_model, ..clues };
    let of_motors = clues.sheet == Some(KindCode::Motor)
        || clues.column.is_some_and(|c| kinds::named(c) == Named::Kind(KindCode::Motor))
        || (table.models.is_empty() && !table.has_duty && clues.sheet.is_none());
    if of_motors {
        return kinds::kind(with_motor);
    }
    match kinds::kind(clues) {
        Named::Nothing => kinds::kind(with_motor),
        said => said,
    }
}

fn kinds_advice() -> String {
    let kinds: Vec<&str> = KindCode::ALL.into_iter().map(KindCode::zh).collect();
    format!("请加一列“设备类别”写明是哪一种：{}", kinds.join("、"))
}

/// The fields named in a cell of 待补项目.
fn asked(text: &str, kind: KindCode) -> Vec<&'static str> {
    let labels: Vec<String> = text.split('、').map(folded).collect();
    kind.fields().filter(|d| labels.contains(&folded(d.zh))).map(|d| d.key).collect()
}
