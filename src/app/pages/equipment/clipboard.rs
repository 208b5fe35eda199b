//! Copy and paste with Excel: tab-separated cells, many at once.

use crate::app::widgets::parse;
use crate::audit::{Audit, Edit, Entered, Equipment, FieldDef, KindCode};

/// The cells of some rows as Excel takes them.
pub fn copy(audit: &Audit, rows: &[usize], columns: &[&'static FieldDef]) -> String {
    let mut out = String::new();
    for at in rows {
        let Some(device) = audit.equipment.get(*at) else { continue };
        let cells: Vec<String> = columns.iter().map(|def| device.show(def).replace(['\t', '\r', '\n'], " ")).collect();
        out.push_str(&cells.join("\t"));
        out.push('\n');
    }
    out
}

/// What a paste does.
pub struct Paste {
    /// The edit, `None` if nothing could be pasted.
    pub edit: Option<Edit>,
    /// Cells pasted.
    pub cells: usize,
    /// Devices added below the last row.
    pub added: usize,
    /// The first refusals: row and column of the pasted block, and why.
    pub refused: Vec<String>,
}

/// Pastes text at a cell: `rows` from that row on, `columns` from that column on. Lines past the last row become new
/// devices. Refused cells are left as they are.
pub fn paste(audit: &Audit, kind: KindCode, rows: &[usize], columns: &[&'static FieldDef], text: &str) -> Paste {
    let mut edits = Vec::new();
    let mut fresh = Vec::new();
    let mut out = Paste { edit: None, cells: 0, added: 0, refused: Vec::new() };
    for (line, cells) in text.trim_end_matches(['\r', '\n']).split('\n').enumerate() {
        let device = rows.get(line).and_then(|at| audit.equipment.get(*at));
        let mut new = device.is_none().then(|| Equipment::new(kind));
        let mut entered = false;
        for (def, cell) in columns.iter().zip(cells.trim_end_matches('\r').split('\t')) {
            match parse::value(def, cell) {
                Ok(value) => {
                    let old = device.and_then(|d| d.get(def.key));
                    let origin = old.map(|o| o.origin).unwrap_or_default();
                    let value = value.map(|v| Entered::new(v, origin));
                    match (device, &mut new) {
                        (Some(device), _) => {
                            edits.push(Edit::field(device.id, def.key, value));
                            out.cells += 1;
                        }
                        (None, Some(new)) => {
                            let set = value.is_some() && new.set(def.key, value).is_ok();
                            entered |= set;
                            out.cells += usize::from(set);
                        }
                        _ => {}
                    }
                }
                Err(reason) => out.refused.push(format!("第 {} 行：{reason}", line + 1)),
            }
        }
        fresh.extend(new.filter(|_| entered).map(|new| (usize::MAX, new)));
    }
    out.added = fresh.len();
    if !fresh.is_empty() {
        edits.push(Edit::InsertEquipment(fresh));
    }
    out.edit = (!edits.is_empty()).then_some(Edit::Batch(edits));
    out
}
