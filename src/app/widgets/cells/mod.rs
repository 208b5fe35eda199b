//! A sheet of rows of the plant's data: moved in, edited, copied and pasted as in Excel. Its first columns stay in
//! sight; columns that the engine fills are shown among those that are entered.

mod bound;
mod codes;
mod draw;

use eframe::egui;

use self::bound::Bound;
use super::grid::{self, State};
use crate::app::theme::{self, Tone};
use crate::app::workbench::Workbench;
use crate::audit::field::{FieldKind, FieldValue};
use crate::audit::{Edit, Entered, FieldDef, Id, Row, Section, Target};

/// Narrowest and widest a column can be made.
const WIDTHS: (f32, f32) = (36.0, 600.0);

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

    /// Under this name its layout is among the settings.
    fn layout(&self) -> String {
        format!("plant.{}", self.section.code())
    }

    /// Width of a column: as it was made, else as it is at first.
    fn width(&self, wb: &Workbench, column: &Column) -> f32 {
        let layout = wb.settings.tables.get(&self.layout());
        let own = layout.and_then(|l| l.widths.get(column.key)).copied().filter(|w| w.is_finite());
        own.map_or(column.width, |w| w.clamp(WIDTHS.0, WIDTHS.1))
    }

    /// Makes a column so wide and remembers it.
    fn widen(&self, wb: &mut Workbench, key: &str, width: f32) {
        let layout = wb.settings.tables.entry(self.layout()).or_default();
        layout.widths.insert(key.to_owned(), width.clamp(WIDTHS.0, WIDTHS.1));
        wb.store_settings();
    }
}

/// Where the person is in a sheet.
pub struct Sheet {
    grid: State,
    /// Where the selected block was last drawn, to be taken by its edge.
    edge: egui::Rect,
    reveal: Option<(Id, String)>,
}

impl Default for Sheet {
    fn default() -> Self {
        Self { grid: State::default(), edge: egui::Rect::NOTHING, reveal: None }
    }
}

impl Sheet {
    /// Brings a cell into view and makes it the current one.
    pub fn reveal(&mut self, id: Id, key: &str) {
        self.grid.editing = None;
        self.reveal = Some((id, key.to_owned()));
    }

    /// The rows selected.
    pub fn selected(&self, rows: &[Id]) -> Vec<Id> {
        let lines = self.grid.selection.lines().into_iter().flatten();
        lines.filter_map(|line| rows.get(line).copied()).collect()
    }

    /// Draws the sheet and takes the keyboard, as high as its rows and at most as high as the room.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, view: &View<'_>) {
        let id = ui.scope_id().with(view.name);
        self.grid.begin((view.rows.len(), view.columns.len()), id);
        let wanted = self.reveal.take();
        if let Some((row, col)) = wanted.and_then(|(id, key)| {
            let row = view.rows.iter().position(|r| *r == id)?;
            Some((row, view.columns.iter().position(|c| c.key == key).unwrap_or(0)))
        }) {
            self.grid.selection.put((row, col));
            self.grid.take_focus = true;
        }
        grid::keyboard(&mut Bound { sheet: self, wb, view }, ui);
        let happened = self.draw(ui, wb, view);
        let mut bound = Bound { sheet: self, wb, view };
        bound.take(happened, ui);
        grid::settle(&mut bound);
        grid::menu::show(&mut bound, ui, id);
        self.grid.hold(ui, view.name);
        grid::tally::tell(&mut Bound { sheet: self, wb, view });
    }
}

/// Width of a column for the widest text in it.
pub fn width_of(chars: usize, least: f32, most: f32) -> f32 {
    (chars as f32 * 8.0 + 14.0).clamp(least, most)
}

/// Height of a sheet of so many rows.
pub fn height_of(rows: usize) -> f32 {
    theme::HEADER + theme::ROW * rows as f32 + 14.0
}
