//! A whole audit as JSON, out and in. docs/audit.schema.json says what may be in it.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value};

use super::error::file_name;
use super::workbook::read_bytes;
use super::{Complaint, ExchangeError, Import, ImportedRow};
use crate::audit::report::LONGEST_TEXT;
use crate::audit::{Audit, FieldDef, Id, Record, Section};
use crate::progress::Progress;

/// Counts changes of the format that an older program can't read past.
pub(super) const SCHEMA_VERSION: u64 = 1;

#[derive(Serialize)]
struct Versioned<'a> {
    schema_version: u64,
    #[serde(flatten)]
    audit: &'a Audit,
}

/// The whole audit as JSON, indented; keys are the fields' keys, stable. Of attachments it tells name, size and hash;
/// their contents stay in the audit file.
pub fn export_json(audit: &Audit) -> Result<String, ExchangeError> {
    serde_json::to_string_pretty(&Versioned { schema_version: SCHEMA_VERSION, audit })
        .map_err(|e| ExchangeError::Unwritable { file: "JSON".to_owned(), why: e.to_string() })
}

/// An audit read from JSON, and what of the JSON isn't in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FromJson {
    /// The audit.
    pub audit: Audit,
    /// Where its devices stand in the JSON, from 1.
    pub places: Vec<u32>,
    /// What was left out: sheet is the list, row the place in it from 1, column the path below.
    pub complaints: Vec<Complaint>,
}

/// Reads an audit from a .json file.
pub fn read_json(path: &Path) -> Result<FromJson, ExchangeError> {
    let bytes = read_bytes(path)?;
    let file = file_name(path);
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes))
        .map_err(|_| ExchangeError::Encoding(file.clone()))?;
    from_json(&file, text)
}

/// Reads an audit from JSON. Devices, rows and fields that can't be read are left out, each with a complaint; so are
/// fields that this program doesn't know.
pub fn from_json(file: &str, text: &str) -> Result<FromJson, ExchangeError> {
    let damaged = |why: String| ExchangeError::Damaged { file: file.to_owned(), why };
    let value: Value = serde_json::from_str(text).map_err(|e| damaged(format!("不是有效的 JSON({e})")))?;
    let Value::Object(mut top) = value else { return Err(damaged("不是审计的 JSON".to_owned())) };
    if !["enterprise", "equipment"].iter().any(|k| top.contains_key(*k)) {
        return Err(damaged("不是审计的 JSON：既没有 enterprise，也没有 equipment".to_owned()));
    }
    let mut told = Told { file, places: HashMap::new(), complaints: Vec::new() };
    match top.remove("schema_version").map(|v| (v.as_u64(), v)) {
        Some((None, v)) => told.say("", 0, "schema_version", &v, "不是版本号，按本程序的版本读"),
        Some((Some(n), v)) if n > SCHEMA_VERSION => {
            told.say("", 0, "schema_version", &v, "由较新的程序写出，本程序不认识的内容逐项列出，没有读入");
        }
        _ => {}
    }
    top.remove("$schema");
    let mut kept = Map::new();
    for (name, value) in top {
        let fits = |part: Value| serde_json::from_value::<Audit>(Value::Object(Map::from_iter([(name.clone(), part)])));
        let value = match value {
            Value::Array(rows) => Value::Array(
                (1..)
                    .zip(rows)
                    .filter_map(|(n, row)| match fits(Value::Array(vec![row.clone()])) {
                        Ok(audit) => {
                            told.lost(&name, n, "", &row, first(&audit, &name).as_ref());
                            told.places.entry(name.clone()).or_default().push(n);
                            Some(row)
                        }
                        Err(e) => {
                            told.say(&name, n, "", &row, &format!("读不懂，整项没有读入：{e}"));
                            None
                        }
                    })
                    .collect(),
            ),
            Value::Object(fields) => Value::Object(
                fields
                    .into_iter()
                    .filter(|(key, value)| {
                        let one = Value::Object(Map::from_iter([(key.clone(), value.clone())]));
                        match fits(one.clone()) {
                            Ok(audit) => told.lost(&name, 0, "", &one, echo(&audit, &name).as_ref()),
                            Err(e) => {
                                told.say(&name, 0, key, value, &format!("读不懂，没有读入：{e}"));
                                return false;
                            }
                        }
                        true
                    })
                    .collect(),
            ),
            other => {
                told.say(&name, 0, "", &other, "应为对象或数组，没有读入");
                continue;
            }
        };
        kept.insert(name, value);
    }
    let audit = serde_json::from_value(Value::Object(kept)).map_err(|e| damaged(e.to_string()))?;
    let places = told.places.get("equipment").cloned().unwrap_or_default();
    let mut out = FromJson { audit, places, complaints: Vec::new() };
    told.ranges(&mut out.audit);
    told.twins(&mut out.audit);
    told.attachments(&mut out.audit);
    out.complaints = told.complaints;
    Ok(out)
}

/// A part of an audit as it would be written again.
fn echo(audit: &Audit, name: &str) -> Option<Value> {
    serde_json::to_value(audit).ok()?.get(name).cloned()
}

fn first(audit: &Audit, name: &str) -> Option<Value> {
    echo(audit, name)?.get(0).cloned()
}

struct Told<'a> {
    file: &'a str,
    /// Where what was kept of a list stands in the JSON.
    places: HashMap<String, Vec<u32>>,
    complaints: Vec<Complaint>,
}

impl Told<'_> {
    fn say(&mut self, list: &str, row: u32, path: &str, value: &Value, reason: &str) {
        let value = match value {
            Value::String(s) => s.clone(),
            other => other.to_string(),
        };
        self.complaints.push(Complaint {
            file: self.file.to_owned(),
            sheet: list.to_owned(),
            row,
            column: path.to_owned(),
            value: super::complaint::shorten(&value, 80),
            reason: reason.to_owned(),
            advice: String::new(),
        });
    }

    /// Tells of everything in `given` that isn't in what was read.
    fn lost(&mut self, list: &str, row: u32, path: &str, given: &Value, read: Option<&Value>) {
        let empty = match given {
            Value::Null => true,
            Value::Array(a) => a.is_empty(),
            Value::Object(o) => o.is_empty(),
            _ => false,
        };
        let Some(read) = read else {
            if !empty {
                self.say(list, row, path, given, "本程序没有这一项(可能由较新的程序写出)，没有读入");
            }
            return;
        };
        let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        match given {
            Value::Object(fields) => {
                for (key, value) in fields {
                    self.lost(list, row, &below(key), value, read.get(key));
                }
            }
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.lost(list, row, &below(&at.to_string()), item, read.get(at));
                }
            }
            _ => {}
        }
    }

    /// Clears fields outside their declared ranges.
    fn ranges(&mut self, audit: &mut Audit) {
        self.record("enterprise", 0, &mut audit.enterprise);
        self.record("prices", 0, &mut audit.prices);
        self.record("factors", 0, &mut audit.factors);
        self.record("finance", 0, &mut audit.finance);
        self.record("report", 0, &mut audit.report.imprint);
        audit.report.texts.retain(|key, own| {
            let fits = own.text.chars().count() <= LONGEST_TEXT;
            if !fits {
                let reason = format!("文字超过 {LONGEST_TEXT} 个字，没有读入");
                self.say("report", 0, &format!("texts.{key}"), &Value::Null, &reason);
            }
            fits
        });
        for (n, device) in (1..).zip(audit.equipment.iter_mut()) {
            for def in device.kind.code().fields() {
                if let Some(reason) = device.get(def.key).and_then(|e| def.check(&e.value).err()) {
                    self.refuse("equipment", n, def, &reason.to_string());
                    // Clearing a declared field always works.
                    let _ = device.set(def.key, None);
                }
            }
        }
        for (n, measure) in (1..).zip(&mut audit.measures) {
            if let Some(inputs) = measure.action.inputs_mut() {
                self.record("measures", n, inputs);
            }
        }
        for (n, row) in (1..).zip(&mut audit.consumption) {
            self.record(Section::Consumption.code(), n, &mut row.fields);
        }
        for (n, row) in (1..).zip(&mut audit.products) {
            self.record(Section::Product.code(), n, &mut row.fields);
        }
        for (n, row) in (1..).zip(&mut audit.years) {
            self.record(Section::Year.code(), n, &mut row.fields);
        }
        for (n, row) in (1..).zip(&mut audit.management) {
            self.record(Section::Management.code(), n, &mut row.fields);
        }
        for (n, row) in (1..).zip(&mut audit.meters) {
            self.record(Section::Meter.code(), n, &mut row.fields);
        }
        for (n, row) in (1..).zip(&mut audit.resources) {
            self.record(Section::Resource.code(), n, &mut row.fields);
        }
    }

    fn record(&mut self, list: &str, row: u32, record: &mut dyn Record) {
        for def in record.fields() {
            if let Some(reason) = record.get(def.key).and_then(|e| def.check(&e.value).err()) {
                self.refuse(list, row, def, &reason.to_string());
                // Clearing a declared field always works.
                let _ = record.set(def.key, None);
            }
        }
    }

    fn place(&self, list: &str, row: u32) -> u32 {
        let at = row.checked_sub(1).map(|r| r as usize);
        at.and_then(|r| self.places.get(list)?.get(r)).copied().unwrap_or(row)
    }

    fn refuse(&mut self, list: &str, row: u32, def: &FieldDef, reason: &str) {
        self.say(list, self.place(list, row), def.key, &Value::Null, &format!("{reason}，没有读入"));
    }

    /// JSON lists attachments without their contents: there is nothing to keep.
    fn attachments(&mut self, audit: &mut Audit) {
        for (n, a) in (1..).zip(std::mem::take(&mut audit.attachments)) {
            let place = self.place("attachments", n);
            let why = "JSON 中没有附件的内容，没有读入；请在新审计中重新加入这个文件";
            self.say("attachments", place, "name", &Value::from(a.name), why);
        }
    }

    /// Gives the second of two entries with one id another one: references mean the first.
    fn twins(&mut self, audit: &mut Audit) {
        let mut ids: Vec<(&str, u32, &mut Id)> = Vec::new();
        ids.extend((1..).zip(audit.equipment.iter_mut()).map(|(n, x)| ("equipment", n, &mut x.id)));
        ids.extend((1..).zip(&mut audit.measures).map(|(n, x)| ("measures", n, &mut x.id)));
        ids.extend((1..).zip(&mut audit.scenarios).map(|(n, x)| ("scenarios", n, &mut x.id)));
        ids.extend((1..).zip(&mut audit.own_tables).map(|(n, x)| ("own_tables", n, &mut x.id)));
        ids.extend((1..).zip(&mut audit.consumption).map(|(n, x)| ("consumption", n, &mut x.id)));
        ids.extend((1..).zip(&mut audit.products).map(|(n, x)| ("products", n, &mut x.id)));
        ids.extend((1..).zip(&mut audit.years).map(|(n, x)| ("years", n, &mut x.id)));
        ids.extend((1..).zip(&mut audit.management).map(|(n, x)| ("management", n, &mut x.id)));
        ids.extend((1..).zip(&mut audit.meters).map(|(n, x)| ("meters", n, &mut x.id)));
        ids.extend((1..).zip(&mut audit.resources).map(|(n, x)| ("resources", n, &mut x.id)));
        let mut seen: HashSet<(&str, Id)> = HashSet::new();
        for (list, n, id) in ids {
            if !seen.insert((list, *id)) {
                self.say(list, self.place(list, n), "id", &Value::from(id.0), "与前面一项的 id 相同，另给了一个");
                *id = Id::fresh();
            }
        }
    }
}

/// The devices of an audit's JSON as rows to import; of what else is in it, that it isn't imported.
pub(super) fn devices(path: &Path, progress: &Progress) -> Result<Import, ExchangeError> {
    let read = read_json(path)?;
    if progress.cancelled() {
        return Err(ExchangeError::Cancelled);
    }
    let file = file_name(path);
    let mut out = Import { file: file.clone(), complaints: read.complaints, ..Import::default() };
    let audit = read.audit;
    let others = [
        ("measures", audit.measures.len()),
        ("scenarios", audit.scenarios.len()),
        ("own_tables", audit.own_tables.len()),
    ];
    let rows = Section::ALL.map(|s| (s.code(), audit.row_ids(s).len()));
    for (list, n) in others.into_iter().chain(rows).filter(|(_, n)| *n > 0) {
        out.left_out.push(Complaint {
            file: file.clone(),
            sheet: list.to_owned(),
            row: 0,
            column: String::new(),
            value: String::new(),
            reason: format!("{n} 项不是设备，没有导入"),
            advice: "要整份审计，请用 energy-audit new 的 --from".to_owned(),
        });
    }
    let row = |(row, device)| {
        let equipment = Arc::unwrap_or_clone(device);
        ImportedRow { sheet: "equipment".to_owned(), row, equipment, update: None }
    };
    out.rows = read.places.into_iter().zip(audit.equipment).map(row).collect();
    progress.set(1, 1);
    Ok(out)
}
