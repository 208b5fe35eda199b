//! What the grids of the workbench have in common, the table of devices as well as the sheets of the plant's data: the
//! keyboard as in Excel, the selection, the editor in a cell, blocks of cells on the clipboard, and their menu.
//!
//! A page says by [`Grid`] what its cells hold and how they are edited, and draws them; the rest is done here:
//! [`keyboard`] before the cells are drawn, [`editor::show`] in the cell being edited, [`leave`] with what it gives,
//! [`State::hold`] after them.

pub mod again;
pub mod areas;
pub mod block;
pub mod carry;
pub mod complete;
pub mod editor;
mod entering;
pub mod fill;
pub mod later;
pub mod menu;
pub mod paint;
pub mod paste;
pub mod selection;
pub mod special;
pub mod tally;

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::{self, Event, ImeEvent, Key, Modifiers, Rect, Sense};

use self::again::Act;
use self::complete::Known;
pub use self::entering::{leave, settle, start};

use self::editor::Editing;
pub use self::selection::{At, Room, Selection, Then};
use super::super::theme;
use super::super::workbench::Workbench;
use crate::audit::field::FieldValue;
use crate::audit::{Edit, Entered, FieldDef, Id, Origin};

/// How the mouse pressed a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Once.
    Once,
    /// Twice.
    Twice,
    /// To select from it on.
    Drag,
}

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
    /// The block being dragged by its edge.
    pub carrying: Option<carry::Carried>,
    /// Whether that was given up while the button is still down.
    given_up: bool,
    /// Columns in sight that scroll, as last drawn.
    pub across: usize,
    /// Where the menu of the selection was asked for, whether in this frame, and whether by a key.
    menu: egui::Pos2,
    menu_asked: bool,
    menu_by_key: bool,
    leaving: bool,
    /// What the selected numbers come to.
    tally: tally::Tally,
    /// When the clipboard was asked for 选择性粘贴, and its dialog.
    special_asked: Option<f64>,
    special: Option<special::Special>,
    /// What F4 does again.
    last_act: Option<Act>,
    /// What was entered into text columns lately, and in which audit.
    recent: (u64, HashMap<&'static str, Known>),
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
    /// The values of a column of texts, once they are gathered.
    fn known(&mut self, _: &'static FieldDef) -> Option<Arc<Known>> {
        None
    }
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
    keys(grid, ui);
    entering::provide(grid);
}

fn keys<G: Grid>(grid: &mut G, ui: &egui::Ui) {
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
            Event::Copy => drop(block::copy(grid, false)),
            Event::Cut => block::cut(grid),
            Event::Paste(text) if special::takes(grid, &text) => {}
            Event::Paste(text) => again::act(grid, Act::Paste(text)),
            _ => {}
        }
        if let Some(editing) = &mut grid.state().editing {
            editing.tentative = typed;
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
    if key == Key::Escape && grid.state().carrying.take().is_some() {
        grid.state().given_up = true;
        return;
    }
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
        Key::F4 if modifiers.is_none() => again::repeat(grid),
        // The key that opens the menu of what the cursor is on, where a keyboard has no key for it.
        Key::F10 if modifiers.shift => menu::by_key(grid),
        Key::ArrowDown if modifiers.alt => {
            if !entering::pick(grid) {
                grid.key(key, modifiers);
            }
        }
        Key::PageUp | Key::PageDown if modifiers.alt => across(grid, key == Key::PageDown, modifiers.shift),
        Key::V if modifiers.command && (modifiers.alt || modifiers.shift) => special::ask(grid),
        // The older keys of the clipboard, where the system does not take them itself.
        Key::Insert if modifiers.command => drop(block::copy(grid, false)),
        Key::Insert if modifiers.shift => ui.ctx().send_viewport_cmd(egui::ViewportCommand::RequestPaste),
        Key::Delete if modifiers.shift => block::cut(grid),
        Key::Delete => again::act(grid, Act::Delete),
        Key::Backspace if modifiers.command => grid.state().selection.show(),
        Key::Backspace if modifiers.shift => grid.state().selection.collapse(),
        Key::Backspace => start(grid, Some(String::new())),
        Key::D if modifiers.command => again::act(grid, Act::Fill(false)),
        Key::R if modifiers.command => again::act(grid, Act::Fill(true)),
        Key::Semicolon if modifiers.command => entering::today(grid),
        Key::Quote if modifiers.command => entering::as_above(grid),
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

/// One screen to the right or to the left.
fn across<G: Grid>(grid: &mut G, right: bool, extends: bool) {
    let size = grid.size();
    let state = grid.state();
    let by = state.across.max(1);
    let (line, column) = if extends { state.selection.head() } else { state.selection.active() };
    let column = if right { (column + by).min(size.1.saturating_sub(1)) } else { column.saturating_sub(by) };
    if extends {
        state.selection.extend((line, column));
    } else {
        state.selection.put((line, column));
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
            (self.filling, self.carrying, self.given_up) = (None, None, false);
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
        let free =
            ui.memory(|m| m.focused().is_none()) && !egui::Popup::is_any_open(ui.ctx()) && self.special.is_none();
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
