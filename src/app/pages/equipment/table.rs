//! The table of devices: where the person is in it, what is selected, and what is being edited.

use std::collections::BTreeSet;

use eframe::egui::{self, Sense};

use super::cell::{Editing, Then};
use super::columns::{Places, columns};
use super::commands::changes;
use super::find::Find;
use super::order::{By, Order};
use crate::app::theme::Tone;
use crate::app::widgets::parse;
use crate::app::workbench::Workbench;
use crate::audit::field::FieldValue;
use crate::audit::{Edit, Entered, Equipment, FieldDef, Id, KindCode, Origin};

/// The state of a kind's table.
#[derive(Default)]
pub struct TableState {
    /// Filters and order.
    pub order: Order,
    /// Find and replace.
    pub find: Find,
    pub(super) cursor: (usize, usize),
    pub(super) anchor: (usize, usize),
    pub(super) whole_rows: bool,
    pub(super) extra: BTreeSet<Id>,
    pub(super) editing: Option<Editing>,
    /// Brings the current cell into view.
    pub(super) follow: bool,
    pub(super) take_focus: bool,
    /// Where the current cell was last drawn.
    pub(super) cursor_rect: Option<egui::Rect>,
    /// A header being dragged to another place.
    pub(super) dragged: Option<&'static str>,
    /// The column whose menu is open, what it offers, and what was typed there.
    pub(super) menu: Option<super::menu::Menu>,
    seen: Option<(u64, u64, usize)>,
}

impl TableState {
    /// Makes the table tell its selection again, when its tab is shown again.
    pub fn forget_seen(&mut self) {
        self.seen = None;
    }

    /// Brings a device into view and makes it the current row. `false` while the rows are still being arranged.
    pub fn reveal(&mut self, wb: &mut Workbench, kind: KindCode, id: Id) -> bool {
        if !self.order.refresh(wb, kind) {
            return false;
        }
        let mut found = self.line_of(wb, id);
        if found.is_none() && (self.order.wish.filtered() || !self.order.wish.folded.is_empty()) {
            self.order.clear_filters();
            if !self.order.refresh(wb, kind) {
                return false;
            }
            found = self.line_of(wb, id);
        }
        if let Some(row) = found {
            self.cursor.0 = row;
            self.anchor = self.cursor;
            self.whole_rows = false;
            self.extra.clear();
            self.follow = true;
        }
        true
    }

    fn line_of(&self, wb: &Workbench, id: Id) -> Option<usize> {
        let audit = wb.audit()?;
        (0..self.order.lines().len()).find(|line| self.device(audit, *line).is_some_and(|d| d.id == id))
    }

    /// The device on a line.
    pub(super) fn device<'a>(&self, audit: &'a crate::audit::Audit, line: usize) -> Option<&'a Equipment> {
        audit.equipment.get(self.order.device_at(line)?)
    }

    /// Begins to edit the first field of the current row.
    pub fn edit_current(&mut self, wb: &Workbench, kind: KindCode) {
        let columns = columns(wb, kind);
        self.cursor.1 = columns.iter().position(|d| d.key == "model").unwrap_or(0);
        self.anchor = self.cursor;
        self.follow = true;
        self.start(wb, &columns, None);
    }

    pub(super) fn range(&self, columns: usize) -> (std::ops::RangeInclusive<usize>, std::ops::RangeInclusive<usize>) {
        let rows = self.cursor.0.min(self.anchor.0)..=self.cursor.0.max(self.anchor.0);
        if self.whole_rows {
            return (rows, 0..=columns.saturating_sub(1));
        }
        (rows, self.cursor.1.min(self.anchor.1)..=self.cursor.1.max(self.anchor.1))
    }

    /// The selected devices by their position in the audit, in the order shown.
    pub(super) fn selected(&self, wb: &Workbench) -> Vec<usize> {
        let (range, _) = self.range(1);
        let Some(audit) = wb.audit() else { return Vec::new() };
        if self.extra.is_empty() {
            return range.filter_map(|line| self.order.device_at(line)).collect();
        }
        let chosen = |line: &usize| {
            range.contains(line) || self.device(audit, *line).is_some_and(|d| self.extra.contains(&d.id))
        };
        (0..self.order.lines().len()).filter(chosen).filter_map(|line| self.order.device_at(line)).collect()
    }

    /// Tells the workbench what is selected; only when that may have changed.
    fn publish(&mut self, wb: &mut Workbench) {
        if wb.reveal {
            // A device waits to be brought into view: it is the current one.
            return;
        }
        let selected = self.selected(wb);
        let Some(audit) = wb.audit() else { return };
        let ids: Vec<Id> = selected.iter().filter_map(|at| audit.equipment.get(*at)).map(|d| d.id).collect();
        wb.current = self.device(audit, self.cursor.0).map(|d| d.id);
        wb.selection = ids;
    }

    /// Draws the table and handles the keyboard.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, kind: KindCode) {
        self.order.refresh(wb, kind);
        let columns = columns(wb, kind);
        let count = self.order.lines().len();
        let last = (count.saturating_sub(1), columns.len().saturating_sub(1));
        self.cursor = (self.cursor.0.min(last.0), self.cursor.1.min(last.1));
        self.anchor = (self.anchor.0.min(last.0), self.anchor.1.min(last.1));
        let seen = Some((wb.structure, wb.generation, count));
        let mut moved = self.seen != seen;
        self.seen = seen;
        let id = ui.scope_id().with("keys");
        moved |= self.keyboard(ui, id, wb, kind, &columns, count);
        let places = Places::of(wb, kind, &columns, count);
        moved |= self.draw(ui, wb, kind, &columns, &places);
        moved |= self.settle(wb);
        // A widget of its own carries the focus while no cell is being edited.
        let keys = ui.interact(
            egui::Rect::from_min_size(ui.min_rect().min, egui::vec2(1.0, 1.0)),
            id,
            Sense::focusable_noninteractive(),
        );
        keys.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Unknown, true, "设备表格"));
        // Keys go to the table when nothing else wants them, as in Excel.
        let idle =
            self.editing.is_none() && ui.memory(|m| m.focused().is_none()) && !egui::Popup::is_any_open(ui.ctx());
        if std::mem::take(&mut self.take_focus) || idle {
            keys.request_focus();
        }
        if keys.has_focus() {
            let all = egui::EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|m| m.set_focus_lock_filter(id, all));
            // An input method may begin in a cell that is not being edited yet.
            let rect = self.cursor_rect.unwrap_or(keys.rect);
            ui.output_mut(|o| {
                o.ime = Some(egui::output::IMEOutput {
                    purpose: egui::IMEPurpose::Normal,
                    rect,
                    cursor_rect: rect.with_max_x(rect.left() + 1.0),
                    should_interrupt_composition: false,
                });
            });
        }
        if moved {
            self.publish(wb);
        }
    }

    /// Takes what was entered into a cell, and goes where the key leads.
    pub(super) fn entered(&mut self, wb: &mut Workbench, value: Option<FieldValue>, then: Then, last: (usize, usize)) {
        let Some(editing) = self.editing.take() else { return };
        enter(wb, editing.id, editing.def, value);
        match then {
            Then::Down => self.cursor.0 = (self.cursor.0 + 1).min(last.0),
            Then::Up => self.cursor.0 = self.cursor.0.saturating_sub(1),
            Then::Right => self.cursor.1 = (self.cursor.1 + 1).min(last.1),
            Then::Left => self.cursor.1 = self.cursor.1.saturating_sub(1),
            Then::Stay => return,
        }
        self.anchor = self.cursor;
        self.follow = true;
        self.take_focus = true;
    }

    /// Takes the value of a cell that was scrolled or filtered out of sight while it was being edited. What is
    /// refused there can't be shown in red, so it is said.
    fn settle(&mut self, wb: &mut Workbench) -> bool {
        let Some(editing) = self.editing.take_if(|e| e.started && !e.drawn) else { return false };
        match parse::value(editing.def, &editing.text) {
            Ok(value) => enter(wb, editing.id, editing.def, value),
            Err(reason) => wb.say(Tone::Bad, format!("{reason}；原值未动")),
        }
        true
    }

    pub(super) fn click(
        &mut self,
        wb: &Workbench,
        columns: &[&'static FieldDef],
        at: (usize, usize),
        whole: bool,
        double: bool,
    ) {
        let modifiers = wb.ctx.input(|i| i.modifiers);
        self.take_focus = true;
        if modifiers.command {
            let id = wb.audit().and_then(|a| self.device(a, at.0)).map(|d| d.id);
            if let Some(id) = id.filter(|id| !self.extra.remove(id)) {
                self.extra.insert(id);
            }
            return;
        }
        self.extra.clear();
        self.cursor = at;
        self.whole_rows = whole;
        if !modifiers.shift {
            self.anchor = at;
        }
        if double {
            self.start(wb, columns, None);
        }
    }

    pub(super) fn start(&mut self, wb: &Workbench, columns: &[&'static FieldDef], typed: Option<String>) {
        let Some(device) = wb.audit().and_then(|a| self.device(a, self.cursor.0)) else { return };
        let Some(def) = columns.get(self.cursor.1) else { return };
        let text = typed.unwrap_or_else(|| device.show(def));
        self.editing = Some(Editing { id: device.id, def, text, error: None, started: false, drawn: true });
        self.take_focus = false;
    }

    /// Which way a column is sorted, and its place among the columns sorted by if there are several.
    pub(super) fn sorted(&self, by: By) -> Option<(bool, Option<usize>)> {
        let sort = &self.order.wish.sort;
        let at = sort.iter().position(|(b, _)| *b == by)?;
        Some((sort[at].1, (sort.len() > 1).then_some(at + 1)))
    }
}

/// Enters a value, unless it is there already: an edit that changes nothing is no step to undo.
fn enter(wb: &mut Workbench, id: Id, def: &'static FieldDef, value: Option<FieldValue>) {
    let Some(device) = wb.audit().and_then(|a| a.device(id)) else { return };
    let origin = Origin::when_typed(def, device.get(def.key).map(|e| e.origin));
    let edit = Edit::field(id, def.key, value.map(|v| Entered::new(v, origin)));
    if changes(wb, &edit) {
        wb.edit(&format!("修改{}", def.zh), edit);
    }
}
