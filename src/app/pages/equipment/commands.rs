//! What the table does to rows: remove, duplicate, fold.

use std::sync::Arc;

use super::arrange::Line;
use super::table::TableState;
use crate::app::theme::Tone;
use crate::app::workbench::Workbench;
use crate::audit::attachment::remove_devices;
use crate::audit::{Edit, Equipment, Id};

impl TableState {
    /// Removes the selected devices, as one step that can be undone.
    pub fn remove(&mut self, wb: &mut Workbench) {
        let rows = self.selected();
        let Some(audit) = wb.audit() else { return };
        let ids: Vec<Id> = rows.iter().filter_map(|at| audit.equipment.get(*at)).map(|d| d.id).collect();
        if ids.is_empty() {
            return;
        }
        let name = format!("删除 {} 行设备", ids.len());
        let edit = remove_devices(audit, ids);
        if wb.edit(&name, edit) {
            self.grid.selection.collapse();
            wb.say(Tone::Quiet, format!("已{name}，Ctrl+Z 可撤销"));
        }
    }

    /// Adds copies of the selected devices below them, without tag and serial number, which are each device's own.
    pub fn duplicate(&mut self, wb: &mut Workbench) {
        let rows = self.selected();
        let Some(last) = rows.iter().max().copied() else { return };
        let Some(audit) = wb.audit() else { return };
        let copies: Vec<(usize, Arc<Equipment>)> = rows
            .iter()
            .filter_map(|at| audit.equipment.get(*at))
            .enumerate()
            .map(|(n, device)| {
                let mut copy = device.clone();
                copy.id = Id::fresh();
                copy.common.tag = None;
                copy.common.serial_number = None;
                copy.overrule = None;
                (last + 1 + n, copy.into())
            })
            .collect();
        let Some(first) = copies.first().map(|(_, c)| c.id) else { return };
        if wb.edit(&format!("复制 {} 行设备", copies.len()), Edit::InsertEquipment(copies)) {
            wb.current = Some(first);
            wb.reveal = true;
        }
    }

    /// Shows or hides the rows of the group whose head is on a line.
    pub(super) fn fold_line(&mut self, line: usize) {
        if let Some(Line::Group(group)) = self.order.lines().get(line) {
            self.fold(*group as usize);
        }
    }

    /// Shows or hides the rows of a group.
    pub(super) fn fold(&mut self, group: usize) {
        let Some(name) = self.order.groups().get(group).map(|g| g.name.clone()) else { return };
        if !self.order.wish.folded.remove(&name) {
            self.order.wish.folded.insert(name);
        }
    }
}
