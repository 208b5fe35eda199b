//! A sheet of rows of the plant's data: moved in, edited, copied and pasted as in Excel. Its first columns stay in
//! sight; columns that the engine fills are shown among those that are entered.

mod clipboard;
mod draw;
mod editor;
mod keys;

use eframe::egui;

use self::editor::Editing;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers;
use crate::app::workbench::Workbench;
use crate::audit::field::{FieldKind, FieldValue};
use crate::audit::{Edit, Entered, FieldDef, Id, Origin, Row, Section, Target};

/// A column.
pub struct Column {
    /// The field's key, or a name for what is computed.
    pub key: &'static str,
    /// Its header.
    pub header: String,
    /// What is said over the header.
    pub help: String,
    /// Width in points.
    pub width: f32,
    /// The field that is entered; without it the column only shows.
    pub def: Option<&'static FieldDef>,
    /// Whether it stands at the right, as numbers do.
    pub right: bool,
}

/// How a cell looks beside, or in place of, what is entered.
#[derive(Default)]
pub struct Look {
    /// Shown in place of what is entered.
    pub text: Option<String>,
    /// Steps back: a default or a sum.
    pub weak: bool,
    /// A mark at the corner, and what it says.
    pub mark: Option<(Tone, String)>,
    /// What is said over the cell.
    pub help: String,
}

/// A text field whose values are codes of a table.
pub struct Codes<'a> {
    /// The field's key.
    pub key: &'static str,
    /// Code and name, in the order offered.
    pub list: &'a [(String, String)],
    /// The code of a name as people write it.
    pub find: &'a dyn Fn(&str) -> Option<String>,
}

/// What a sheet shows.
pub struct View<'a> {
    /// Name, for screen readers.
    pub name: &'a str,
    /// The list the rows are of.
    pub section: Section,
    /// The rows, in the order shown.
    pub rows: &'a [Id],
    /// The columns.
    pub columns: &'a [Column],
    /// How many of them stay in sight.
    pub frozen: usize,
    /// A row in words.
    pub caption: &'a dyn Fn(Id) -> String,
    /// What the cells look like.
    pub look: &'a dyn Fn(Id, &Column) -> Look,
    /// A field of codes, if there is one.
    pub codes: Option<&'a Codes<'a>>,
    /// What a line pasted below the last row starts from.
    pub fresh: &'a dyn Fn() -> Row,
}

impl View<'_> {
    fn codes(&self, def: &FieldDef) -> Option<&Codes<'_>> {
        self.codes.filter(|c| c.key == def.key)
    }

    /// What was entered into a cell.
    fn value(&self, wb: &Workbench, id: Id, def: &FieldDef) -> Option<Entered<FieldValue>> {
        wb.audit()?.row_fields(self.section, id)?.get(def.key)
    }

    /// A value as shown and as edited.
    fn text(&self, wb: &Workbench, def: &FieldDef, value: &FieldValue) -> String {
        match (&def.kind, value) {
            (FieldKind::Choice(options), FieldValue::Choice(code)) => {
                options.iter().find(|o| o.code == code).map_or_else(|| code.clone(), |o| wb.lang().choice(o).to_owned())
            }
            (_, FieldValue::Text(code)) => {
                let known = self.codes(def).and_then(|c| c.list.iter().find(|(k, _)| k == code));
                known.map_or_else(|| code.clone(), |(_, name)| name.clone())
            }
            _ => def.show(value),
        }
    }

    /// Typed text → value; refused with a reason.
    fn parse(&self, def: &FieldDef, text: &str) -> Result<Option<FieldValue>, String> {
        self.named(def, super::parse::value(def, text)?)
    }

    /// Pasted text → value: nothing is calculated.
    fn pasted(&self, def: &FieldDef, text: &str) -> Result<Option<FieldValue>, String> {
        self.named(def, super::parse::pasted(def, text)?)
    }

    /// The code of a name, where the field takes codes.
    fn named(&self, def: &FieldDef, value: Option<FieldValue>) -> Result<Option<FieldValue>, String> {
        let Some((codes, FieldValue::Text(typed))) = self.codes(def).zip(value.clone()) else { return Ok(value) };
        match (codes.find)(&typed) {
            Some(code) => Ok(Some(FieldValue::Text(code))),
            None => Err(format!("没有“{typed}”这种{}；请从列出的里选择", def.zh)),
        }
    }

    fn field(&self, id: Id, key: &str, value: Option<Entered<FieldValue>>) -> Edit {
        Edit::Field { target: Target::Row(self.section, id), key: key.to_owned(), value }
    }
}

/// Where the person is in a sheet.
#[derive(Default)]
pub struct Sheet {
    cursor: (usize, usize),
    anchor: (usize, usize),
    editing: Option<Editing>,
    follow: bool,
    take_focus: bool,
    reveal: Option<(Id, String)>,
}

impl Sheet {
    /// Brings a cell into view and makes it the current one.
    pub fn reveal(&mut self, id: Id, key: &str) {
        self.editing = None;
        self.reveal = Some((id, key.to_owned()));
    }

    /// The rows selected.
    pub fn selected(&self, rows: &[Id]) -> Vec<Id> {
        let (from, to) = (self.cursor.0.min(self.anchor.0), self.cursor.0.max(self.anchor.0));
        rows.iter().skip(from).take(to - from + 1).copied().collect()
    }

    /// Draws the sheet and takes the keyboard, as high as its rows and at most as high as the room.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, view: &View<'_>) {
        let last = (view.rows.len().saturating_sub(1), view.columns.len().saturating_sub(1));
        self.cursor = (self.cursor.0.min(last.0), self.cursor.1.min(last.1));
        self.anchor = (self.anchor.0.min(last.0), self.anchor.1.min(last.1));
        let wanted = self.reveal.take();
        if let Some((row, col)) = wanted.and_then(|(id, key)| {
            let row = view.rows.iter().position(|r| *r == id)?;
            Some((row, view.columns.iter().position(|c| c.key == key).unwrap_or(0)))
        }) {
            self.cursor = (row, col);
            self.anchor = self.cursor;
            self.follow = true;
            self.take_focus = true;
        }
        let id = ui.scope_id().with(view.name);
        self.keyboard(ui, id, wb, view);
        self.draw(ui, wb, view);
        self.settle(wb, view);
        // A widget of its own carries the focus while no cell is being edited.
        let spot = egui::Rect::from_min_size(ui.min_rect().min, egui::vec2(1.0, 1.0));
        let keys = ui.interact(spot, id, egui::Sense::focusable_noninteractive());
        keys.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Unknown, true, view.name));
        // Keys go to the sheet when nothing else wants them, as in Excel.
        let idle =
            self.editing.is_none() && ui.memory(|m| m.focused().is_none()) && !egui::Popup::is_any_open(ui.ctx());
        if self.editing.is_none() && (std::mem::take(&mut self.take_focus) || idle) {
            keys.request_focus();
        }
        if keys.has_focus() {
            let all = egui::EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|m| m.set_focus_lock_filter(id, all));
        }
    }

    /// The selected cells: rows and columns.
    fn range(&self) -> (std::ops::RangeInclusive<usize>, std::ops::RangeInclusive<usize>) {
        (
            self.cursor.0.min(self.anchor.0)..=self.cursor.0.max(self.anchor.0),
            self.cursor.1.min(self.anchor.1)..=self.cursor.1.max(self.anchor.1),
        )
    }

    /// Begins to edit the current cell, with its text or with what is typed.
    fn start(&mut self, wb: &Workbench, view: &View<'_>, typed: Option<String>) {
        let (Some(id), Some(column)) = (view.rows.get(self.cursor.0), view.columns.get(self.cursor.1)) else { return };
        let Some(def) = column.def else { return };
        let current = view.value(wb, *id, def);
        let text = typed.unwrap_or_else(|| current.map_or_else(String::new, |v| view.text(wb, def, &v.value)));
        self.editing = Some(Editing { id: *id, def, text, error: None, started: false, drawn: true });
        self.take_focus = false;
    }

    /// Takes the value of a cell that was scrolled out of sight, or whose row is gone, while it was being edited.
    fn settle(&mut self, wb: &mut Workbench, view: &View<'_>) {
        let Some(editing) = self.editing.take_if(|e| e.started && !e.drawn) else { return };
        match view.parse(editing.def, &editing.text) {
            Ok(value) => enter(wb, view, editing.id, editing.def, value),
            Err(reason) => wb.say(Tone::Bad, format!("{reason}；原值未动")),
        }
    }
}

/// Enters a value, unless it is there already: an edit that changes nothing is no step to undo.
fn enter(wb: &mut Workbench, view: &View<'_>, id: Id, def: &'static FieldDef, value: Option<FieldValue>) {
    let Some(fields) = wb.audit().and_then(|a| a.row_fields(view.section, id)) else { return };
    let old = fields.get(def.key);
    let origin = Origin::when_typed(def, old.as_ref().map(|o| o.origin));
    if old.map(|o| o.value) != value {
        let name = format!("修改{} {}", (view.caption)(id), def.zh);
        wb.edit(&name, view.field(id, def.key, value.map(|v| Entered::new(v, origin))));
    }
}

/// A cell's text as it is drawn: numbers with thousands separators (but years).
fn shown(wb: &Workbench, view: &View<'_>, id: Id, def: &FieldDef) -> Option<String> {
    let value = view.value(wb, id, def)?.value;
    Some(match value {
        FieldValue::Number(n) if def.key != "year" => numbers::entered(n),
        value => view.text(wb, def, &value),
    })
}

/// Width of a column for the widest text in it.
pub fn width_of(chars: usize, least: f32, most: f32) -> f32 {
    (chars as f32 * 8.0 + 14.0).clamp(least, most)
}

/// Height of a sheet of so many rows.
pub fn height_of(rows: usize) -> f32 {
    theme::HEADER + theme::ROW * rows as f32 + 14.0
}
