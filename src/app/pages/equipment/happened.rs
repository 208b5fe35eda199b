//! What happened in a frame of the table, and what follows from it.

use eframe::egui;

use super::bound::Devices;
use super::columns::{Change, change, fitting};
use super::draw::NUMBER;
use super::menu::Asked;
use crate::app::widgets::grid::editor::Outcome;
use crate::app::widgets::grid::fill::Handle;
use crate::app::widgets::grid::{self, At, Press, carry, menu};

/// What happened in a frame.
#[derive(Default)]
pub(super) struct Happened {
    /// Line, column, how.
    pub(super) clicked: Option<(usize, isize, Press)>,
    /// The cell the pointer was dragged to.
    pub(super) dragged: Option<At>,
    /// The cell the other button was pressed on.
    pub(super) other: Option<At>,
    pub(super) folded: Option<usize>,
    pub(super) outcome: Outcome,
    /// What the mouse does with the handle of the block, and the cell below it.
    pub(super) handle: Option<Handle>,
    pub(super) under: Option<At>,
    /// A block that was dragged by its edge has been let go.
    pub(super) dropped: bool,
    pub(super) asked: Vec<Asked>,
}

impl Happened {
    /// A click that is not the mouse's.
    pub(super) fn press(&mut self, line: usize, column: isize) {
        self.clicked = Some((line, column, Press::Once));
    }
}

impl Devices<'_> {
    /// Takes what happened in a frame. `true` if the selection may have changed.
    pub(super) fn take(&mut self, ui: &egui::Ui, happened: Happened) -> bool {
        let modifiers = ui.input(|i| i.modifiers);
        let mut moved = happened.outcome.is_some() || happened.other.is_some();
        grid::leave(self, happened.outcome);
        if let Some(handle) = happened.handle {
            grid::handled(self, handle, happened.under, modifiers);
            moved |= handle != Handle::Drags;
        }
        if let Some(at) = happened.other {
            menu::clicked(self, at, ui.input(|i| i.pointer.interact_pos()));
        }
        if let Some(group) = happened.folded {
            self.table.fold(group);
            moved = true;
        } else if happened.dropped {
            moved = true;
            carry::let_go(self, modifiers.command);
        } else if let Some((line, c, how)) = happened.clicked {
            moved = true;
            let selection = &mut self.table.grid.selection;
            let active = selection.active();
            let (at, row) = ((line, if c < 0 { active.1 } else { c as usize }), c == NUMBER);
            match how {
                Press::Drag if modifiers.command => selection.more(at, row),
                _ if modifiers.command => selection.toggle(at, row, self.columns.len()),
                _ => selection.click(at, modifiers.shift, row),
            }
            self.table.grid.take_focus = true;
            // Two clicks on two cells are not a double click.
            if how == Press::Twice && c >= 0 && at == active && !modifiers.command {
                grid::start(self, None);
            }
        } else if let Some(at) = happened.dragged.filter(|_| self.table.grid.may_extend()) {
            let selection = &mut self.table.grid.selection;
            let before = selection.head();
            selection.extend(at);
            moved |= selection.head() != before;
        }
        for asked in happened.asked {
            moved = true;
            self.asked(asked);
        }
        moved
    }

    fn asked(&mut self, asked: Asked) {
        let order = &mut self.table.order;
        match asked {
            Asked::Sort(by, more) => order.toggle(by, more),
            Asked::SortBy(by, down) => order.sort_by(by, down),
            Asked::Group(key) => order.wish.group = key,
            Asked::Filter(by, filter) if filter.is_open() => drop(order.wish.filters.remove(&by)),
            Asked::Filter(by, filter) => drop(order.wish.filters.insert(by, filter)),
            Asked::Layout(what) => change(self.wb, self.kind, &what),
            Asked::Select(key) => {
                let size = (order.lines().len(), self.columns.len());
                let Some(column) = self.columns.iter().position(|d| d.key == key) else { return };
                let selection = &mut self.table.grid.selection;
                selection.click((selection.active().0, column), false, false);
                selection.whole_columns(size);
                self.table.grid.take_focus = true;
            }
            Asked::Fit(key) => {
                let (Some(audit), Some(def)) = (self.wb.audit(), self.columns.iter().find(|d| d.key == key)) else {
                    return;
                };
                let rows = (0..order.lines().len()).filter_map(|line| audit.equipment.get(order.device_at(line)?));
                let width = fitting(def, self.wb.lang(), rows);
                change(self.wb, self.kind, &Change::Width(key, width));
            }
        }
    }
}
