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

/// The cells of a pasted block. A cell in quotes may hold line ends and tabs, which become blanks.
pub fn block(text: &str) -> Vec<Vec<String>> {
    let mut lines = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = text.trim_end_matches(['\r', '\n']).chars().peekable();
    while let Some(c) = chars.next() {
        let line = lines.len() - 1;
        let cell = lines[line].len() - 1;
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                lines[line][cell].push('"');
            }
            '"' if quoted => quoted = false,
            // A quote that is never closed is a plain one, as in 2" pipe.
            '"' if lines[line][cell].is_empty() && closes(chars.clone()) => quoted = true,
            '\t' | '\n' | '\r' if quoted => {
                if !lines[line][cell].ends_with(' ') {
                    lines[line][cell].push(' ');
                }
            }
            '\t' => lines[line].push(String::new()),
            '\n' => lines.push(vec![String::new()]),
            '\r' => {}
            c => lines[line][cell].push(c),
        }
    }
    lines
}

/// Whether the quoted cell that begins here ends where a cell ends.
fn closes(mut rest: impl Iterator<Item = char>) -> bool {
    while let Some(c) = rest.next() {
        if c == '"' {
            match rest.next() {
                Some('"') => {}
                next => return matches!(next, None | Some('\t' | '\n' | '\r')),
            }
        }
    }
    false
}

/// Pastes a block at a cell: `rows` from that row on, `columns` from that column on. Lines past the last row become new
/// devices, if `grow`. Refused cells are left as they are.
pub fn paste(
    audit: &Audit,
    kind: KindCode,
    rows: &[usize],
    columns: &[&'static FieldDef],
    block: &[Vec<String>],
    grow: bool,
) -> Paste {
    let mut edits = Vec::new();
    let mut fresh = Vec::new();
    let mut out = Paste { edit: None, cells: 0, added: 0, refused: Vec::new() };
    for (line, cells) in block.iter().enumerate() {
        let device = rows.get(line).and_then(|at| audit.equipment.get(*at));
        let mut new = device.is_none().then(|| Equipment::new(kind)).filter(|_| grow);
        let mut entered = false;
        for (def, cell) in columns.iter().zip(cells) {
            let value = match parse::pasted(def, cell) {
                Ok(value) => value,
                Err(reason) => {
                    out.refused.push(format!("第 {} 行：{reason}", line + 1));
                    continue;
                }
            };
            if let Some(device) = device {
                let old = device.get(def.key);
                out.cells += 1;
                if old.as_ref().map(|o| &o.value) != value.as_ref() {
                    let origin = old.map(|o| o.origin).unwrap_or_default();
                    edits.push(Edit::field(device.id, def.key, value.map(|v| Entered::new(v, origin))));
                }
            } else if let Some(new) = &mut new {
                let set = value.is_some() && new.set(def.key, value.map(Entered::ledger)).is_ok();
                entered |= set;
                out.cells += usize::from(set);
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
