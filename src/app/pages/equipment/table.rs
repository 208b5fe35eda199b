//! The table of devices: where the person is in it, and what is selected.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui;

use super::bound::Devices;
use super::columns::{Places, columns};
use super::find::Find;
use super::order::{By, Order};
use crate::app::widgets::grid::complete::Known;
use crate::app::widgets::grid::{self, State};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::{Audit, Equipment, FieldDef, Id, KindCode};

/// The state of a kind's table.
#[derive(Default)]
pub struct TableState {
    /// Filters and order.
    pub order: Order,
    /// Find and replace.
    pub find: Find,
    pub(super) grid: State,
    /// What is written in the box to filter by while an input method composes.
    pub(super) composed: Option<String>,
    /// The values of its columns.
    pub(super) known: HashMap<&'static str, Work<(u64, u64), Known>>,
    /// A header being dragged to another place.
    pub(super) dragged: Option<&'static str>,
    /// The column whose menu is open, what it offers, and what was typed there.
    pub(super) menu: Option<super::menu::Menu>,
    /// The column whose menu the keyboard asked for.
    pub(super) open_menu: Option<&'static str>,
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
            self.grid.selection.put((row, self.grid.selection.active().1));
        }
        true
    }

    fn line_of(&self, wb: &Workbench, id: Id) -> Option<usize> {
        let at = wb.audit()?.equipment.iter().position(|d| d.id == id)?;
        (0..self.order.lines().len()).find(|line| self.order.device_at(*line) == Some(at))
    }

    /// The device on a line.
    pub(super) fn device<'a>(&self, audit: &'a Audit, line: usize) -> Option<&'a Equipment> {
        audit.equipment.get(self.order.device_at(line)?)
    }

    /// Begins to edit the first field of the current row.
    pub fn edit_current(&mut self, wb: &mut Workbench, kind: KindCode) {
        let columns = columns(wb, kind);
        let column = columns.iter().position(|d| d.key == "model").unwrap_or(0);
        self.grid.selection.put((self.grid.selection.active().0, column));
        grid::start(&mut Devices { table: self, wb, kind, columns: &columns }, None);
    }

    /// The selected devices by their position in the audit, in the order shown.
    pub(super) fn selected(&self) -> Vec<usize> {
        let lines = self.grid.selection.lines().into_iter().flatten();
        lines.filter_map(|line| self.order.device_at(line)).collect()
    }

    /// Tells the workbench what is selected; only when that may have changed.
    fn publish(&mut self, wb: &mut Workbench) {
        if wb.reveal {
            // A device waits to be brought into view: it is the current one.
            return;
        }
        let selected = self.selected();
        let Some(audit) = wb.audit() else { return };
        let ids: Vec<Id> = selected.iter().filter_map(|at| audit.equipment.get(*at)).map(|d| d.id).collect();
        wb.current = self.device(audit, self.grid.selection.active().0).map(|d| d.id);
        wb.selection = ids;
    }

    /// Draws the table and handles the keyboard.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, kind: KindCode) {
        self.order.refresh(wb, kind);
        let columns = columns(wb, kind);
        let count = self.order.lines().len();
        let seen = Some((wb.structure, wb.generation, count));
        let mut moved = self.seen != seen;
        self.seen = seen;
        let id = ui.scope_id().with("keys");
        self.grid.begin((count, columns.len()), id);
        let before = self.grid.selection.clone();
        grid::keyboard(&mut Devices { table: self, wb, kind, columns: &columns }, ui);
        if self.grid.selection != before {
            moved = true;
        }
        let places = Places::of(wb, kind, &columns, count);
        let happened = self.draw(ui, wb, kind, &columns, &places);
        let mut devices = Devices { table: self, wb, kind, columns: &columns };
        moved |= devices.take(ui, happened);
        let editing = devices.table.grid.editing.is_some();
        grid::settle(&mut devices);
        grid::menu::show(&mut devices, ui, id);
        moved |= editing != self.grid.editing.is_some();
        self.grid.hold(ui, wb.tr("设备表格", "Grid of devices"));
        grid::tally::tell(&mut Devices { table: self, wb, kind, columns: &columns });
        if moved {
            self.publish(wb);
        }
    }

    /// The values of a column of texts, as far as they are gathered: in a large plant once the editing pauses.
    pub(super) fn known(&mut self, wb: &mut Workbench, kind: KindCode, def: &'static FieldDef) -> Option<Arc<Known>> {
        let work = self.known.entry(def.key).or_default();
        let title = wb.tr("列出各列的值", "Listing values");
        work.ask(wb, (wb.generation, wb.revision()), Pace::Follow, title, |_| {
            move |given: Given<'_>, _: &_| {
                let devices = given.audit.equipment.iter().filter(|d| d.kind.code() == kind);
                // What feeds or drives others is told by its tag.
                let feeds = |d: &&Equipment| matches!(d.kind.code(), KindCode::Motor | KindCode::Transformer);
                let feeding = given.audit.equipment.iter().filter(|d| def.key == "fed_by" && feeds(d));
                let tags = feeding.filter_map(|d| d.common.tag.as_ref().map(|tag| tag.value.clone()));
                Ok(Known::of(devices.map(|d| d.show(def)).chain(tags)))
            }
        });
        let (of, found) = work.last()?;
        found.as_ref().ok().filter(|_| of.0 == wb.generation).cloned()
    }

    /// Which way a column is sorted, and its place among the columns sorted by if there are several.
    pub(super) fn sorted(&self, by: By) -> Option<(bool, Option<usize>)> {
        let sort = &self.order.wish.sort;
        let at = sort.iter().position(|(b, _)| *b == by)?;
        Some((sort[at].1, (sort.len() > 1).then_some(at + 1)))
    }
}

/// What a header stands for.
pub(super) fn by(def: Option<&'static FieldDef>) -> By {
    def.map_or(By::Verdict, |d| By::Field(d.key))
}
