//! Blocks of cells: copy and paste with Excel, clear, fill down. Each is one step that can be undone.

use super::{Sheet, View};
use crate::app::theme::Tone;
use crate::app::workbench::Workbench;
use crate::audit::{Edit, Entered, Id, Origin, Row};

impl Sheet {
    /// The selected cells as tab-separated lines; what is only shown is copied, too.
    pub(super) fn copy(&self, wb: &Workbench, view: &View<'_>) {
        let (rows, cols) = self.range();
        let mut out = String::new();
        for id in view.rows.get(rows).unwrap_or_default() {
            let cells: Vec<String> = view
                .columns
                .get(cols.clone())
                .unwrap_or_default()
                .iter()
                .map(|column| {
                    let entered = column.def.and_then(|def| Some(view.text(wb, def, &view.value(wb, *id, def)?.value)));
                    let text = entered.unwrap_or_else(|| (view.look)(*id, column).text.unwrap_or_default());
                    text.replace(['\t', '\r', '\n'], " ")
                })
                .collect();
            out.push_str(&cells.join("\t"));
            out.push('\n');
        }
        wb.ctx.copy_text(out);
    }

    /// Pastes at the current cell: lines past the last row become new rows, refused cells stay as they are, cells of
    /// columns that are only shown are passed over.
    pub(super) fn paste(&mut self, wb: &mut Workbench, view: &View<'_>, text: &str) {
        let (rows, cols) = self.range();
        let columns = view.columns.get(*cols.start()..).unwrap_or_default();
        let targets = view.rows.get(*rows.start()..).unwrap_or_default();
        let (mut edits, mut cells, mut added, mut refused) = (Vec::new(), 0, 0, Vec::new());
        for (line, text) in text.trim_end_matches(['\r', '\n']).split('\n').enumerate() {
            let target = targets.get(line).copied();
            let mut fresh = target.is_none().then(|| (view.fresh)());
            let mut entered = 0;
            for (column, text) in columns.iter().zip(text.trim_end_matches('\r').split('\t')) {
                let Some(def) = column.def else { continue };
                let value = match view.pasted(def, text) {
                    Ok(value) => value,
                    Err(reason) => {
                        refused.push(format!("第 {} 行：{reason}", line + 1));
                        continue;
                    }
                };
                match (target, &mut fresh) {
                    (Some(id), _) => {
                        let old = view.value(wb, id, def);
                        if old.as_ref().map(|o| &o.value) != value.as_ref() {
                            let origin = Origin::when_typed(def, old.map(|o| o.origin));
                            edits.push(view.field(id, def.key, value.map(|v| Entered::new(v, origin))));
                        }
                        cells += 1;
                    }
                    (None, Some(row)) => {
                        let origin = Origin::when_typed(def, None);
                        let set = value.is_some()
                            && row.fields_mut().set(def.key, value.map(|v| Entered::new(v, origin))).is_ok();
                        entered += usize::from(set);
                    }
                    _ => {}
                }
            }
            if let Some(row) = fresh.filter(|_| entered > 0) {
                cells += entered;
                added += 1;
                edits.push(Edit::InsertRow(usize::MAX, row));
            }
        }
        if !edits.is_empty() {
            wb.edit(&format!("粘贴 {cells} 格"), Edit::Batch(edits));
        }
        if added > 0 {
            wb.say(Tone::Good, format!("末行之后新增 {added} 行"));
        }
        if let Some(first) = refused.first() {
            wb.say(Tone::Bad, format!("{} 格没有粘贴，原值未动。{first}", refused.len()));
        }
    }

    pub(super) fn clear(&mut self, wb: &mut Workbench, view: &View<'_>) {
        let (rows, cols) = self.range();
        let columns = view.columns.get(cols).unwrap_or_default();
        let ids = view.rows.get(rows).unwrap_or_default();
        let defs = || columns.iter().filter_map(|c| c.def);
        let cells = ids.iter().flat_map(|id| defs().map(move |def| (*id, def)));
        let full: Vec<_> = cells.filter(|(id, def)| view.value(wb, *id, def).is_some()).collect();
        let edits: Vec<Edit> = full.into_iter().map(|(id, def)| view.field(id, def.key, None)).collect();
        if !edits.is_empty() {
            wb.edit(&format!("清除 {} 格", edits.len()), Edit::Batch(edits));
        }
    }

    pub(super) fn fill_down(&mut self, wb: &mut Workbench, view: &View<'_>) {
        let (rows, cols) = self.range();
        let columns = view.columns.get(cols).unwrap_or_default();
        let Some((first, rest)) = view.rows.get(rows).and_then(<[Id]>::split_first) else { return };
        let edits: Vec<Edit> = rest
            .iter()
            .flat_map(|id| {
                let defs = columns.iter().filter_map(|c| c.def);
                defs.map(|def| view.field(*id, def.key, view.value(wb, *first, def)))
            })
            .collect();
        if !edits.is_empty() {
            wb.edit(&format!("向下填充 {} 格", edits.len()), Edit::Batch(edits));
        }
    }

    /// Removes the selected rows.
    pub fn remove(&mut self, wb: &mut Workbench, section: crate::audit::Section, rows: &[Id]) {
        let ids = self.selected(rows);
        if ids.is_empty() {
            return;
        }
        let name = format!("删除{} {} 行", section.zh(), ids.len());
        if wb.edit(&name, Edit::Batch(ids.into_iter().map(|id| Edit::RemoveRow(section, id)).collect())) {
            self.editing = None;
            self.anchor = self.cursor;
            wb.say(Tone::Quiet, format!("已{name}，Ctrl+Z 可撤销"));
        }
    }

    /// Adds a row at the end and goes to it, to a column that is to be filled in first.
    pub fn add(&mut self, wb: &mut Workbench, row: Row, key: &str) {
        let (section, id) = (row.section(), row.id());
        if wb.edit(&format!("新增{}", section.zh()), Edit::InsertRow(usize::MAX, row)) {
            self.reveal(id, key);
        }
    }
}
