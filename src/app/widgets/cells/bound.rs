//! A sheet as a grid: what its cells hold and how they are edited.

use std::sync::Arc;

use eframe::egui;

use super::{Sheet, View};
use crate::app::widgets::grid::complete::Known;
use crate::app::widgets::grid::{At, Grid, Press, State, carry, editor, leave};
use crate::app::widgets::{numbers, parse};
use crate::app::workbench::Workbench;
use crate::audit::field::FieldValue;
use crate::audit::{Edit, Entered, FieldDef, Id, Origin, Row, Section};

/// Rows whose values are gathered in the frame; sheets have hardly ever more.
const GATHERED: usize = 2_000;

/// A sheet with what it shows.
pub(super) struct Bound<'a, 'v> {
    pub(super) sheet: &'a mut Sheet,
    pub(super) wb: &'a mut Workbench,
    pub(super) view: &'a View<'v>,
}

impl Grid for Bound<'_, '_> {
    type Row = Id;
    type New = Row;

    fn state(&mut self) -> &mut State {
        &mut self.sheet.grid
    }

    fn wb(&mut self) -> &mut Workbench {
        self.wb
    }

    fn size(&self) -> At {
        (self.view.rows.len(), self.view.columns.len())
    }

    fn def(&self, column: usize) -> Option<&'static FieldDef> {
        self.view.columns.get(column)?.def
    }

    fn heading(&self, column: usize) -> String {
        self.view.columns.get(column).map_or_else(String::new, |c| c.header.clone())
    }

    fn row(&self, line: usize) -> Option<Id> {
        self.view.rows.get(line).copied()
    }

    fn selected(&self) -> Vec<Id> {
        self.sheet.selected(self.view.rows)
    }

    fn id(&self, row: Id) -> Option<Id> {
        Some(row)
    }

    fn value(&self, row: Id, def: &FieldDef) -> Option<Entered<FieldValue>> {
        self.view.value(self.wb, row, def)
    }

    fn copied(&self, row: Id, column: usize) -> String {
        let Some(column) = self.view.columns.get(column) else { return String::new() };
        let entered = column.def.and_then(|def| self.value(row, def).map(|v| self.view.text(self.wb, def, &v.value)));
        entered.unwrap_or_else(|| (self.view.look)(row, column).text.unwrap_or_default())
    }

    fn written(&self, row: Id, def: &FieldDef) -> String {
        self.value(row, def).map_or_else(String::new, |v| self.view.text(self.wb, def, &v.value))
    }

    fn read(&self, def: &FieldDef, text: &str, typed: bool) -> Result<Option<FieldValue>, String> {
        if typed {
            return self.view.parse(def, text);
        }
        self.view.named(def, parse::pasted(def, text)?)
    }

    /// Gathered once a cell: a sheet has few rows.
    fn known(&mut self, def: &'static FieldDef) -> Option<Arc<Known>> {
        if self.view.codes(def).is_some() || self.view.rows.len() > GATHERED {
            return None;
        }
        let gathered = self.sheet.grid.editing.as_ref().and_then(|e| e.source.known.clone());
        gathered.or_else(|| Some(Arc::new(Known::of(self.view.rows.iter().map(|row| self.written(*row, def))))))
    }

    fn origin(&self, def: &FieldDef, old: Option<Origin>) -> Origin {
        Origin::when_typed(def, old)
    }

    fn field(&self, row: Id, def: &FieldDef, value: Option<Entered<FieldValue>>) -> Option<Edit> {
        Some(self.view.field(row, def.key, value))
    }

    /// Unless it is there already: an edit that changes nothing is no step to undo.
    fn enter(&mut self, id: Id, def: &'static FieldDef, value: Option<FieldValue>) {
        let Some(fields) = self.wb.audit().and_then(|a| a.row_fields(self.view.section, id)) else { return };
        let old = fields.get(def.key);
        let origin = Origin::when_typed(def, old.as_ref().map(|o| o.origin));
        if old.map(|o| o.value) != value {
            let name = format!("修改{} {}", (self.view.caption)(id), def.zh);
            self.wb.edit(&name, self.view.field(id, def.key, value.map(|v| Entered::new(v, origin))));
        }
    }

    fn fresh(&self) -> Row {
        (self.view.fresh)()
    }

    fn put(new: &mut Row, def: &FieldDef, value: Entered<FieldValue>) -> bool {
        new.fields_mut().set(def.key, Some(value)).is_ok()
    }

    fn insert(&self, rows: Vec<Row>) -> Edit {
        Edit::Batch(rows.into_iter().map(|row| Edit::InsertRow(usize::MAX, row)).collect())
    }

    fn added(&self, rows: usize) -> String {
        format!("新增 {rows} 行")
    }

    fn insert_rows(&mut self, below: bool) {
        let rows = self.selected();
        let Some(at) = self.place(if below { rows.last() } else { rows.first() }) else { return };
        let fresh: Vec<Row> = rows.iter().map(|_| self.fresh()).collect();
        self.put_in("插入", at + usize::from(below), fresh);
    }

    fn duplicate_rows(&mut self) {
        let chosen = self.selected();
        let Some(at) = self.place(chosen.last()) else { return };
        let rows = self.wb.audit().map(|a| a.rows(self.view.section)).unwrap_or_default();
        let mut copies: Vec<Row> = rows.into_iter().filter(|row| chosen.contains(&row.id())).collect();
        copies.iter_mut().for_each(|row| row.set_id(Id::fresh()));
        self.put_in("复制", at + 1, copies);
    }

    fn remove_rows(&mut self) {
        self.sheet.remove(self.wb, self.view.section, self.view.rows);
    }
}

impl Bound<'_, '_> {
    /// The place of a row in its list.
    fn place(&self, row: Option<&Id>) -> Option<usize> {
        self.wb.audit()?.row_ids(self.view.section).iter().position(|id| Some(id) == row)
    }

    /// Puts rows into the list at a place and goes to the first of them.
    fn put_in(&mut self, verb: &str, at: usize, rows: Vec<Row>) {
        let Some(first) = rows.first().map(Row::id) else { return };
        let name = format!("{verb}{} {} 行", self.view.section.zh(), rows.len());
        let edits = rows.into_iter().enumerate().map(|(n, row)| Edit::InsertRow(at + n, row)).collect();
        if self.wb.edit(&name, Edit::Batch(edits)) {
            let column = self.sheet.grid.selection.active().1;
            let key = self.view.columns.get(column).map_or("", |c| c.key);
            self.sheet.reveal(first, key);
        }
    }

    /// What happened in the cells of a frame.
    pub(super) fn take(&mut self, happened: super::draw::Happened, ui: &egui::Ui) {
        leave(self, happened.outcome);
        let pointer = ui.input(|i| i.pointer.interact_pos());
        if let Some(at) = happened.other {
            crate::app::widgets::grid::menu::clicked(self, at, pointer);
        }
        if let Some(handle) = happened.handle {
            crate::app::widgets::grid::handled(self, handle, happened.under, ui.input(|i| i.modifiers));
        }
        if let Some((key, width)) = happened.width {
            self.view.widen(self.wb, key, width);
        }
        if let Some(column) = happened.fit {
            self.fit(column);
        }
        let modifiers = ui.input(|i| i.modifiers);
        if happened.dropped {
            carry::let_go(self, modifiers.command);
        } else if let Some((at, how)) = happened.clicked {
            let selection = &mut self.sheet.grid.selection;
            match how {
                Press::Drag if modifiers.command => selection.more(at, false),
                _ if modifiers.command => selection.toggle(at, false, self.view.columns.len()),
                _ => selection.click(at, modifiers.shift, false),
            }
            self.sheet.grid.take_focus = true;
            if how == Press::Twice && !modifiers.command {
                crate::app::widgets::grid::start(self, None);
            }
        } else if let Some(at) = happened.dragged.filter(|_| self.sheet.grid.may_extend()) {
            self.sheet.grid.selection.extend(at);
        }
    }

    /// As wide as the widest text in the column.
    fn fit(&mut self, column: usize) {
        let Some(key) = self.view.columns.get(column).map(|c| c.key) else { return };
        let texts = self.view.rows.iter().map(|row| self.shown(*row, column)).chain([self.heading(column)]);
        let widest = texts.map(|t| crate::app::widgets::grid::paint::width(&t)).fold(0.0, f32::max);
        self.view.widen(self.wb, key, widest);
    }

    /// What a cell shows.
    fn shown(&self, row: Id, column: usize) -> String {
        let Some(column) = self.view.columns.get(column) else { return String::new() };
        let look = (self.view.look)(row, column);
        let entered = || column.def.and_then(|def| shown(self.wb, self.view, row, def));
        look.text.or_else(entered).unwrap_or_default()
    }

    /// The editor in the current cell.
    pub(super) fn edit(ui: &mut egui::Ui, sheet: &mut Sheet, view: &View<'_>, wb: &Workbench) -> editor::Outcome {
        let reader = super::codes::Reader { view, lang: wb.lang() };
        sheet.grid.edit(ui, &reader)
    }
}

/// A cell's text as it is drawn: numbers with thousands separators (but years).
pub(super) fn shown(wb: &Workbench, view: &View<'_>, id: Id, def: &FieldDef) -> Option<String> {
    let value = view.value(wb, id, def)?.value;
    Some(match value {
        FieldValue::Number(n) if def.key != "year" => numbers::entered(n),
        value => view.text(wb, def, &value),
    })
}

impl Sheet {
    /// Removes the selected rows.
    pub fn remove(&mut self, wb: &mut Workbench, section: Section, rows: &[Id]) {
        let ids = self.selected(rows);
        if ids.is_empty() {
            return;
        }
        let name = format!("删除{} {} 行", section.zh(), ids.len());
        if wb.edit(&name, Edit::Batch(ids.into_iter().map(|id| Edit::RemoveRow(section, id)).collect())) {
            self.grid.editing = None;
            self.grid.selection.collapse();
            wb.say(crate::app::theme::Tone::Quiet, format!("已{name}，Ctrl+Z 可撤销"));
        }
    }

    /// Adds a row at the end and goes to it, to a column that is to be filled in first.
    pub fn add(&mut self, wb: &mut Workbench, row: Row, key: &str) {
        let (section, id) = (row.section(), row.id());
        if wb.edit(&format!("新增{}", section.zh()), Edit::InsertRow(usize::MAX, row)) {
            self.reveal(id, key);
        }
    }
}
