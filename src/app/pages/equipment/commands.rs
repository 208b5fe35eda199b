//! What the table does to rows and blocks of cells: copy, paste, clear, fill, remove, duplicate.

use super::clipboard;
use super::table::TableState;
use crate::app::pages::Page;
use crate::app::theme::Tone;
use crate::app::workbench::Workbench;
use crate::audit::attachment::remove_devices;
use crate::audit::{Edit, Equipment, FieldDef, Id, KindCode};
use crate::exchange;

impl TableState {
    pub(super) fn copy(&mut self, wb: &Workbench, kind: KindCode, columns: &[&'static FieldDef]) {
        let (_, cols) = self.range(columns.len());
        let columns = if self.extra.is_empty() { &columns[cols] } else { columns };
        let rows = self.selected(wb, kind);
        if let Some(audit) = wb.audit() {
            wb.ctx.copy_text(clipboard::copy(audit, &rows, columns));
        }
    }

    pub(super) fn paste(&mut self, wb: &mut Workbench, kind: KindCode, columns: &[&'static FieldDef], text: &str) {
        if exchange::has_header(text) {
            wb.to_paste = Some(text.to_owned());
            wb.page = Page::Import;
            return;
        }
        let (rows, cols) = self.range(columns.len());
        let all = self.order.rows(wb, kind).to_vec();
        let Some(audit) = wb.audit() else { return };
        let from = all.get(*rows.start()..).unwrap_or_default();
        let done = clipboard::paste(audit, kind, from, &columns[*cols.start()..], text);
        if let Some(edit) = done.edit {
            wb.edit(&format!("粘贴 {} 格", done.cells), edit);
        }
        if done.added > 0 {
            wb.say(Tone::Good, format!("末行之后新增 {} 台设备", done.added));
        }
        if let Some(first) = done.refused.first() {
            wb.say(Tone::Bad, format!("{} 格没有粘贴，原值未动。{first}", done.refused.len()));
        }
    }

    pub(super) fn clear(&mut self, wb: &mut Workbench, kind: KindCode, columns: &[&'static FieldDef]) {
        if self.whole_rows || !self.extra.is_empty() {
            return self.remove(wb, kind);
        }
        let (_, cols) = self.range(columns.len());
        let rows = self.selected(wb, kind);
        let Some(audit) = wb.audit() else { return };
        let devices = rows.iter().filter_map(|at| audit.equipment.get(*at));
        let edits: Vec<Edit> = devices
            .flat_map(|d| {
                columns[cols.clone()]
                    .iter()
                    .filter(|def| d.get(def.key).is_some())
                    .map(|def| Edit::field(d.id, def.key, None))
            })
            .collect();
        if !edits.is_empty() {
            wb.edit(&format!("清除 {} 格", edits.len()), Edit::Batch(edits));
        }
    }

    pub(super) fn fill_down(&mut self, wb: &mut Workbench, kind: KindCode, columns: &[&'static FieldDef]) {
        let (_, cols) = self.range(columns.len());
        let rows = self.selected(wb, kind);
        let Some(audit) = wb.audit() else { return };
        let devices: Vec<&Equipment> = rows.iter().filter_map(|at| audit.equipment.get(*at)).collect();
        let Some((first, rest)) = devices.split_first() else { return };
        let edits: Vec<Edit> = rest
            .iter()
            .flat_map(|d| columns[cols.clone()].iter().map(|def| Edit::field(d.id, def.key, first.get(def.key))))
            .collect();
        if !edits.is_empty() {
            wb.edit(&format!("向下填充 {} 格", edits.len()), Edit::Batch(edits));
        }
    }

    /// Removes the selected devices, as one step that can be undone.
    pub fn remove(&mut self, wb: &mut Workbench, kind: KindCode) {
        let rows = self.selected(wb, kind);
        let Some(audit) = wb.audit() else { return };
        let ids: Vec<Id> = rows.iter().filter_map(|at| audit.equipment.get(*at)).map(|d| d.id).collect();
        if ids.is_empty() {
            return;
        }
        let name = format!("删除 {} 行设备", ids.len());
        let edit = remove_devices(audit, ids);
        if wb.edit(&name, edit) {
            self.extra.clear();
            self.anchor = self.cursor;
            wb.say(Tone::Quiet, format!("已{name}，Ctrl+Z 可撤销"));
        }
    }

    /// Adds copies of the selected devices below them, without tag and serial number, which are each device's own.
    pub fn duplicate(&mut self, wb: &mut Workbench, kind: KindCode) {
        let rows = self.selected(wb, kind);
        let Some(last) = rows.iter().max().copied() else { return };
        let Some(audit) = wb.audit() else { return };
        let copies: Vec<(usize, Equipment)> = rows
            .iter()
            .filter_map(|at| audit.equipment.get(*at))
            .enumerate()
            .map(|(n, device)| {
                let mut copy = device.clone();
                copy.id = Id::fresh();
                copy.common.tag = None;
                copy.common.serial_number = None;
                copy.overrule = None;
                (last + 1 + n, copy)
            })
            .collect();
        let Some(first) = copies.first().map(|(_, c)| c.id) else { return };
        if wb.edit(&format!("复制 {} 行设备", copies.len()), Edit::InsertEquipment(copies)) {
            wb.current = Some(first);
            wb.reveal = true;
        }
    }
}

pub(super) fn changes(wb: &Workbench, edit: &Edit) -> bool {
    match edit {
        Edit::Field { target: crate::audit::Target::Equipment(id), key, value } => {
            wb.audit().and_then(|a| a.device(*id)).is_some_and(|d| d.get(key) != *value)
        }
        _ => true,
    }
}
