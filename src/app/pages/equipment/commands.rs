//! What the table does to rows and blocks of cells: copy, paste, clear, fill, remove, duplicate.

use super::clipboard;
use super::table::TableState;
use crate::app::pages::Page;
use crate::app::theme::Tone;
use crate::app::workbench::Workbench;
use crate::audit::attachment::remove_devices;
use crate::audit::field::FieldValue;
use crate::audit::{Edit, Entered, Equipment, FieldDef, Id, KindCode};
use crate::exchange;

impl TableState {
    pub(super) fn copy(&self, wb: &Workbench, columns: &[&'static FieldDef]) {
        let (_, cols) = self.range(columns.len());
        let columns = if self.extra.is_empty() { &columns[cols] } else { columns };
        if let Some(audit) = wb.audit() {
            wb.ctx.copy_text(clipboard::copy(audit, &self.selected(wb), columns));
        }
    }

    /// Pastes at the upper left of the selection. One line, or one cell, pasted into several rows fills them.
    pub(super) fn paste(&mut self, wb: &mut Workbench, kind: KindCode, columns: &[&'static FieldDef], text: &str) {
        if exchange::has_header(text) {
            wb.to_paste = Some(text.to_owned());
            wb.page = Page::Import;
            return;
        }
        let Some(audit) = wb.audit() else { return };
        let (rows, cols) = self.range(columns.len());
        let mut block = clipboard::block(text);
        let selected = self.selected(wb);
        let fills = block.len() == 1 && selected.len() > 1;
        let into: Vec<usize> = if fills {
            let line = &block[0];
            let one = line.len() == 1;
            let wide = if one { cols.clone().count() } else { line.len() };
            let line: Vec<String> = (0..wide).map(|c| line[if one { 0 } else { c }].clone()).collect();
            block = vec![line; selected.len()];
            selected
        } else {
            let lines = *rows.start()..self.order.lines().len();
            lines.filter_map(|line| self.order.device_at(line)).take(block.len()).collect()
        };
        let done = clipboard::paste(audit, kind, &into, &columns[*cols.start()..], &block, !fills);
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

    pub(super) fn clear(&mut self, wb: &mut Workbench, columns: &[&'static FieldDef]) {
        if self.whole_rows || !self.extra.is_empty() {
            return self.remove(wb);
        }
        self.clear_cells(wb, columns);
    }

    pub(super) fn clear_cells(&mut self, wb: &mut Workbench, columns: &[&'static FieldDef]) {
        let (_, cols) = self.range(columns.len());
        let rows = self.selected(wb);
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

    /// Fills the selection down from its first row, or right from its first column where the field takes the value.
    pub(super) fn fill(&mut self, wb: &mut Workbench, columns: &[&'static FieldDef], right: bool) {
        let (_, cols) = self.range(columns.len());
        let rows = self.selected(wb);
        let Some(audit) = wb.audit() else { return };
        let devices: Vec<&Equipment> = rows.iter().filter_map(|at| audit.equipment.get(*at)).collect();
        let Some((first, rest)) = devices.split_first() else { return };
        let cells = &columns[cols];
        let wanted: Vec<(&Equipment, &'static FieldDef, Option<Entered<FieldValue>>)> = if right {
            let Some((from, others)) = cells.split_first() else { return };
            let fits = |d: &Equipment, to: &FieldDef| d.get(from.key).filter(|v| to.check(&v.value).is_ok());
            devices
                .iter()
                .flat_map(|d| others.iter().filter_map(move |to| Some((*d, *to, Some(fits(d, to)?)))))
                .collect()
        } else {
            rest.iter().flat_map(|d| cells.iter().map(|def| (*d, *def, first.get(def.key)))).collect()
        };
        let changed = wanted.into_iter().filter(|(d, def, value)| d.get(def.key) != *value);
        let edits: Vec<Edit> = changed.map(|(d, def, value)| Edit::field(d.id, def.key, value)).collect();
        if !edits.is_empty() {
            let way = if right { "向右填充" } else { "向下填充" };
            wb.edit(&format!("{way} {} 格", edits.len()), Edit::Batch(edits));
        }
    }

    /// Removes the selected devices, as one step that can be undone.
    pub fn remove(&mut self, wb: &mut Workbench) {
        let rows = self.selected(wb);
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
    pub fn duplicate(&mut self, wb: &mut Workbench) {
        let rows = self.selected(wb);
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
