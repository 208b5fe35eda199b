//! What the grids of the workbench have in common, the table of devices as well as the sheets of the plant's data: the
//! keyboard as in Excel, the selection, the editor in a cell, blocks of cells on the clipboard, and their menu.
//!
//! A page says by [`Grid`] what its cells hold and how they are edited, and draws them; the rest is done here:
//! [`keyboard`] before the cells are drawn, [`editor::show`] in the cell being edited, [`leave`] with what it gives,
//! [`State::hold`] after them.

pub mod block;
pub mod editor;
pub mod fill;
pub mod later;
pub mod menu;
pub mod paint;
pub mod selection;
pub mod tally;

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use eframe::egui::{self, Event, ImeEvent, Key, Modifiers, Rect, Sense};

use self::editor::Editing;
pub use self::selection::{At, Room, Selection, Then};
use super::super::theme::{self, Tone};
use super::super::workbench::Workbench;
use super::ime;
use crate::audit::field::{FieldKind, FieldValue};
use crate::audit::{Edit, Entered, FieldDef, Id, Origin};

/// What a grid's page keeps from frame to frame.
#[derive(Default)]
pub struct State {
    /// The current cell and the block around it.
    pub selection: Selection,
    /// The cell being edited.
    pub editing: Option<Editing>,
    /// Takes the keyboard in this frame.
    pub take_focus: bool,
    /// Where the current cell was last drawn.
    pub cell: Option<Rect>,
    /// Whether the keyboard was this grid's in the last frame.
    pub focused: bool,
    /// The cell that the handle is being dragged to.
    pub filling: Option<At>,
    /// Where the menu of the selection was asked for, whether in this frame, and whether by a key.
    menu: egui::Pos2,
    menu_asked: bool,
    menu_by_key: bool,
    leaving: bool,
    /// What the selected numbers come to.
    tally: tally::Tally,
    /// What carries the keyboard: the grid and the editor in a cell alike.
    focus: Option<egui::Id>,
    /// Whether the editor was on the screen this frame, and since the grid had the keyboard for itself.
    drawn: bool,
    edited: bool,
}

/// What a grid's cells hold and how they are edited.
pub trait Grid {
    /// What a row is known by.
    type Row: Copy;
    /// A row that is to be added.
    type New;

    /// Its state.
    fn state(&mut self) -> &mut State;
    /// The workbench.
    fn wb(&mut self) -> &mut Workbench;
    /// Lines and columns.
    fn size(&self) -> At;
    /// The field of a column; `None` if it only shows.
    fn def(&self, column: usize) -> Option<&'static FieldDef>;
    /// The heading of a column.
    fn heading(&self, column: usize) -> String;
    /// The row on a line; `None` for the head of a group.
    fn row(&self, line: usize) -> Option<Self::Row>;
    /// The selected rows, from the top.
    fn selected(&self) -> Vec<Self::Row>;
    /// The columns that are copied.
    fn copied_columns(&mut self) -> RangeInclusive<usize> {
        let width = self.size().1;
        self.state().selection.range(width).1
    }
    /// The id of a row.
    fn id(&self, row: Self::Row) -> Option<Id>;
    /// What is entered in a cell.
    fn value(&self, row: Self::Row, def: &FieldDef) -> Option<Entered<FieldValue>>;
    /// What a cell shows, as it is copied.
    fn copied(&self, row: Self::Row, column: usize) -> String;
    /// What is entered, as it is edited.
    fn written(&self, row: Self::Row, def: &FieldDef) -> String;
    /// What was typed or pasted as a value, or why it is refused.
    fn read(&self, def: &FieldDef, text: &str, typed: bool) -> Result<Option<FieldValue>, String>;
    /// The origin of a value pasted in place of one with another.
    fn origin(&self, def: &FieldDef, old: Option<Origin>) -> Origin;
    /// The edit that puts a value into a cell.
    fn field(&self, row: Self::Row, def: &FieldDef, value: Option<Entered<FieldValue>>) -> Option<Edit>;
    /// Enters what was typed into the cell of a row, as one step.
    fn enter(&mut self, id: Id, def: &'static FieldDef, value: Option<FieldValue>);
    /// A row to be filled by what is pasted below the last one.
    fn fresh(&self) -> Self::New;
    /// Puts a value into it; `false` if it is refused.
    fn put(new: &mut Self::New, def: &FieldDef, value: Entered<FieldValue>) -> bool;
    /// The edit that adds rows at the end.
    fn insert(&self, rows: Vec<Self::New>) -> Edit;
    /// What is said of rows that were added.
    fn added(&self, rows: usize) -> String;
    /// Adds as many empty rows as are selected above or below them, and goes to the first.
    fn insert_rows(&mut self, below: bool);
    /// Adds copies of the selected rows below them.
    fn duplicate_rows(&mut self);
    /// Removes the selected rows.
    fn remove_rows(&mut self);
    /// Clears the selected cells, or removes the selected rows.
    fn delete(&mut self) {
        block::clear_cells(self);
    }
    /// A paste that is not for the grid, as it brings its own header; `true` if it was taken.
    fn takes(&mut self, _text: &str) -> bool {
        false
    }
    /// A key of the grid's own.
    fn key(&mut self, _key: Key, _modifiers: Modifiers) {}
}

/// Keys while a cell (not an editor) has the focus.
pub fn keyboard<G: Grid>(grid: &mut G, ui: &egui::Ui) {
    let size = grid.size();
    let Some(focus) = grid.state().focus else { return };
    if grid.state().editing.is_some() || size.1 == 0 || !ui.memory(|m| m.has_focus(focus)) {
        return;
    }
    let page = (ui.available_height() / theme::ROW).max(2.0) as usize - 1;
    for (at, event) in ui.input(|i| i.events.clone()).into_iter().enumerate() {
        let size = grid.size();
        grid.state().selection.clamp(size);
        // What begins the editor is typed into it, as an input method's first letter, too.
        let typed = match &event {
            Event::Text(text) => !text.trim().is_empty(),
            Event::Ime(ImeEvent::Preedit { text, .. } | ImeEvent::Commit(text)) => !text.is_empty(),
            _ => false,
        };
        match event {
            _ if typed => start(grid, Some(String::new())),
            Event::Key { key, pressed: true, modifiers, .. } => press(grid, ui, key, modifiers, page),
            Event::Copy => block::copy(grid, false),
            Event::Cut => {
                block::copy(grid, false);
                block::clear_cells(grid);
            }
            Event::Paste(text) => block::paste(grid, &text),
            _ => {}
        }
        if grid.state().editing.is_some() {
            // The editor takes the rest of the frame's keys; those before are done with.
            let rest = if typed { at } else { at + 1 };
            ui.input_mut(|i| {
                let rest = i.events.split_off(rest);
                i.events.retain(|event| !later::is_typing(event));
                i.events.extend(rest);
            });
            return;
        }
    }
}

fn press<G: Grid>(grid: &mut G, ui: &egui::Ui, key: Key, modifiers: Modifiers, page: usize) {
    let size = grid.size();
    if size.0 > 0 && !modifiers.alt {
        let mut selection = grid.state().selection.clone();
        let filled = |at: At| {
            let cell = grid.row(at.0).zip(grid.def(at.1));
            cell.is_some_and(|(row, def)| grid.value(row, def).is_some())
        };
        if selection.key(key, modifiers, &Room { size, page, filled: &filled }) {
            grid.state().selection = selection;
            return;
        }
    }
    match key {
        Key::F2 => start(grid, None),
        // The key that opens the menu of what the cursor is on, where a keyboard has no key for it.
        Key::F10 if modifiers.shift => menu::by_key(grid),
        Key::ArrowDown if modifiers.alt => {
            if !pick(grid) {
                grid.key(key, modifiers);
            }
        }
        Key::Delete => grid.delete(),
        Key::Backspace => start(grid, Some(String::new())),
        Key::D if modifiers.command => fill::fill(grid, false),
        Key::R if modifiers.command => fill::fill(grid, true),
        Key::Escape => {
            grid.state().selection.collapse();
            grid.key(key, modifiers);
        }
        // Tab moves within the grid, so another key leads out of it, as from pane to pane elsewhere.
        Key::F6 => {
            let way = if modifiers.shift { egui::FocusDirection::Previous } else { egui::FocusDirection::Next };
            ui.memory_mut(|m| m.move_focus(way));
            grid.state().leaving = true;
        }
        _ => grid.key(key, modifiers),
    }
}

/// Begins to edit the current cell: with its text, or with what was typed in place of it.
pub fn start<G: Grid>(grid: &mut G, typed: Option<String>) {
    let (line, column) = grid.state().selection.active();
    let (Some(row), Some(def)) = (grid.row(line), grid.def(column)) else { return };
    let Some(id) = grid.id(row) else { return };
    let replaces = typed.is_some();
    let text = typed.unwrap_or_else(|| grid.written(row, def));
    let state = grid.state();
    state.editing = Some(Editing {
        id,
        def,
        text,
        error: None,
        started: false,
        drawn: false,
        waited: 0,
        replaces,
        listed: Vec::new(),
    });
    state.selection.show();
    state.take_focus = false;
}

/// Frames that an editor takes at most to come into sight.
const WAITS: u8 = 20;
/// Lines above and below whose values are offered.
const NEAR: usize = 500;

/// Begins to edit the current cell with what there is to choose from: its options, or what the column holds nearby.
/// `false` if there is nothing.
fn pick<G: Grid>(grid: &mut G) -> bool {
    let (line, column) = grid.state().selection.active();
    let Some(def) = grid.def(column) else { return false };
    let mut listed = Vec::new();
    if matches!(def.kind, FieldKind::Text { .. }) {
        let near = line.saturating_sub(NEAR)..(line + NEAR).min(grid.size().0);
        let written = near.filter_map(|l| grid.row(l)).map(|row| grid.written(row, def)).filter(|t| !t.is_empty());
        listed = written.collect::<BTreeSet<String>>().into_iter().collect();
    }
    if listed.is_empty() && !matches!(def.kind, FieldKind::Choice(_)) {
        return false;
    }
    start(grid, None);
    if let Some(editing) = &mut grid.state().editing {
        editing.listed = listed;
    }
    true
}

/// Takes what the editor gave: enters the value and goes where the key leads, or gives it up.
pub fn leave<G: Grid>(grid: &mut G, outcome: editor::Outcome) {
    match outcome {
        None => {}
        Some(Err(())) => {
            grid.state().editing = None;
            grid.state().take_focus = true;
        }
        Some(Ok((value, then))) => {
            let Some(editing) = grid.state().editing.take() else { return };
            if then == Then::All {
                fill::enter(grid, editing.def, value.as_ref());
            } else {
                grid.enter(editing.id, editing.def, value);
            }
            let size = grid.size();
            let state = grid.state();
            state.selection.go(then, size);
            state.take_focus |= then != Then::Stay;
        }
    }
}

/// Takes the value of a cell that was scrolled or filtered out of sight while it was being edited. What is refused
/// there can't be shown in red, so it is said. What is still being composed is brought back into sight instead.
pub fn settle<G: Grid>(grid: &mut G) {
    // A row that went away before its editor was seen will not come.
    let waits = |e: &mut Editing| {
        e.waited += u8::from(!e.started);
        e.waited > WAITS
    };
    drop(grid.state().editing.take_if(waits));
    if ime::composing(&grid.wb().ctx) {
        let state = grid.state();
        if state.editing.as_ref().is_some_and(|e| !e.drawn) {
            state.selection.show();
        }
        return;
    }
    let Some(editing) = grid.state().editing.take_if(|e| e.started && !e.drawn) else { return };
    match grid.read(editing.def, &editing.text, true) {
        Ok(value) => grid.enter(editing.id, editing.def, value),
        Err(reason) => grid.wb().say(Tone::Bad, format!("{reason}；原值未动")),
    }
}

/// Takes what the mouse did with the handle; `under` is the cell below the pointer.
pub fn handled<G: Grid>(grid: &mut G, handle: fill::Handle, under: Option<At>, modifiers: Modifiers) {
    match handle {
        fill::Handle::Drags => {
            let state = grid.state();
            state.filling = under.or(state.filling);
            if let Some(at) = under {
                state.selection.look_at(at);
            }
        }
        fill::Handle::LetGo => {
            let last = grid.state().filling.take();
            if let Some(to) = under.or(last) {
                // With Ctrl it copies only, as in Excel.
                fill::carry_on(grid, to, !modifiers.command);
            }
            grid.state().take_focus = true;
        }
        fill::Handle::Twice => {
            grid.state().filling = None;
            if let Some(to) = fill::end_beside(grid) {
                fill::carry_on(grid, to, !modifiers.command);
            }
            grid.state().take_focus = true;
        }
    }
}

impl State {
    /// Called before the keyboard is taken and the cells are drawn; `focus` is what carries the keyboard.
    pub fn begin(&mut self, size: At, focus: egui::Id) {
        self.focus = Some(focus);
        self.selection.clamp(size);
        if let Some(editing) = &mut self.editing {
            editing.drawn = false;
        }
    }

    /// Draws the editor of the cell being edited.
    pub fn edit(&mut self, ui: &mut egui::Ui, reads: &dyn editor::Reads) -> editor::Outcome {
        let (focus, editing) = self.focus.zip(self.editing.as_mut())?;
        self.drawn = true;
        editor::show(ui, editing, reads, focus)
    }

    /// A widget of its own that carries the focus while no cell is being edited; called after the cells are drawn. The
    /// editor has the same id: the focus need not move, which would break off what an input method has begun.
    pub fn hold(&mut self, ui: &egui::Ui, name: &str) {
        let Some(id) = self.focus else { return };
        if !ui.input(|i| i.pointer.any_down() || i.pointer.any_released()) {
            self.filling = None;
        }
        let waiting = self.editing.as_ref().is_some_and(|e| !e.drawn);
        if waiting {
            // The cell comes into sight with the next frame, and what is typed with it.
            later::postpone(ui.ctx(), 0);
        }
        let drawn = std::mem::take(&mut self.drawn);
        let spot = Rect::from_min_size(ui.min_rect().min, egui::vec2(1.0, 1.0));
        let keys = (!drawn).then(|| ui.interact(spot, id, Sense::focusable_noninteractive()));
        self.edited |= drawn;
        if self.editing.is_none() && std::mem::take(&mut self.edited) {
            // What a text field leaves behind would make the grid pass for one.
            ui.data_mut(|d| d.remove::<egui::text_edit::TextEditState>(id));
        }
        // Keys go to the grid when nothing else wants them, as in Excel.
        let free = ui.memory(|m| m.focused().is_none()) && !egui::Popup::is_any_open(ui.ctx());
        let wanted = std::mem::take(&mut self.take_focus) || free;
        let leaving = std::mem::take(&mut self.leaving);
        let here = ui.memory(|m| m.has_focus(id));
        if wanted && !here && !leaving && (self.editing.is_none() || waiting) {
            ui.memory_mut(|m| m.request_focus(id));
        }
        self.focused = ui.memory(|m| m.has_focus(id)) || self.editing.is_some();
        let Some(keys) = keys else { return };
        keys.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Unknown, true, name));
        if keys.has_focus() {
            let all = egui::EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|m| m.set_focus_lock_filter(id, all));
            // An input method may begin in a cell that is not being edited yet.
            let rect = self.cell.unwrap_or(keys.rect);
            ui.output_mut(|o| {
                o.ime = Some(egui::output::IMEOutput {
                    purpose: egui::IMEPurpose::Normal,
                    rect,
                    cursor_rect: rect.with_max_x(rect.left() + 1.0),
                    should_interrupt_composition: false,
                });
            });
        }
    }
}
