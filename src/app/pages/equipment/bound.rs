//! The table of devices as a grid: what its cells hold and how they are edited.

use std::sync::Arc;

use eframe::egui::{Key, Modifiers};

use super::table::TableState;
use crate::app::lang::Lang;
use crate::app::pages::Page;
use crate::app::widgets::grid::complete::Known;
use crate::app::widgets::grid::editor::Reads;
use crate::app::widgets::grid::{At, Grid, State, Then, block};
use crate::app::widgets::{numbers, parse};
use crate::app::workbench::Workbench;
use crate::audit::field::{FieldKind, FieldValue};
use crate::audit::{Edit, Entered, Equipment, FieldDef, Id, KindCode, Origin};
use crate::exchange;

/// A kind's table with what it shows.
pub(super) struct Devices<'a> {
    pub(super) table: &'a mut TableState,
    pub(super) wb: &'a mut Workbench,
    pub(super) kind: KindCode,
    pub(super) columns: &'a [&'static FieldDef],
}

impl Devices<'_> {
    fn device(&self, at: usize) -> Option<&Equipment> {
        self.wb.audit()?.equipment.get(at)
    }
}

impl Grid for Devices<'_> {
    /// Position in the audit.
    type Row = usize;
    type New = Equipment;

    fn state(&mut self) -> &mut State {
        &mut self.table.grid
    }

    fn wb(&mut self) -> &mut Workbench {
        self.wb
    }

    fn size(&self) -> At {
        (self.table.order.lines().len(), self.columns.len())
    }

    fn def(&self, column: usize) -> Option<&'static FieldDef> {
        self.columns.get(column).copied()
    }

    fn heading(&self, column: usize) -> String {
        self.columns.get(column).map_or_else(String::new, |def| self.wb.lang().header(def))
    }

    fn row(&self, line: usize) -> Option<usize> {
        self.table.order.device_at(line)
    }

    fn selected(&self) -> Vec<usize> {
        self.table.selected()
    }

    fn id(&self, row: usize) -> Option<Id> {
        self.device(row).map(|d| d.id)
    }

    fn value(&self, row: usize, def: &FieldDef) -> Option<Entered<FieldValue>> {
        self.device(row)?.get(def.key)
    }

    fn copied(&self, row: usize, column: usize) -> String {
        self.device(row).zip(self.def(column)).map_or_else(String::new, |(device, def)| device.show(def))
    }

    fn written(&self, row: usize, def: &FieldDef) -> String {
        self.device(row).map_or_else(String::new, |device| device.show(def))
    }

    fn read(&self, def: &FieldDef, text: &str, typed: bool) -> Result<Option<FieldValue>, String> {
        if typed { parse::value(def, text) } else { parse::pasted(def, text) }
    }

    fn known(&mut self, def: &'static FieldDef) -> Option<Arc<Known>> {
        self.table.known(self.wb, self.kind, def)
    }

    fn origin(&self, _: &FieldDef, old: Option<Origin>) -> Origin {
        old.unwrap_or_default()
    }

    fn field(&self, row: usize, def: &FieldDef, value: Option<Entered<FieldValue>>) -> Option<Edit> {
        Some(Edit::field(self.id(row)?, def.key, value))
    }

    /// Unless it is there already: an edit that changes nothing is no step to undo.
    fn enter(&mut self, id: Id, def: &'static FieldDef, value: Option<FieldValue>) {
        let Some(device) = self.wb.audit().and_then(|a| a.device(id)) else { return };
        let old = device.get(def.key);
        let origin = Origin::when_typed(def, old.as_ref().map(|e| e.origin));
        let new = value.map(|v| Entered::new(v, origin));
        if new != old {
            self.wb.edit(&format!("修改{}", def.zh), Edit::field(id, def.key, new));
        }
    }

    fn fresh(&self) -> Equipment {
        Equipment::new(self.kind)
    }

    fn put(new: &mut Equipment, def: &FieldDef, value: Entered<FieldValue>) -> bool {
        new.set(def.key, Some(value)).is_ok()
    }

    fn insert(&self, rows: Vec<Equipment>) -> Edit {
        Edit::InsertEquipment(rows.into_iter().map(|device| (usize::MAX, device.into())).collect())
    }

    fn added(&self, rows: usize) -> String {
        format!("新增 {rows} 台设备")
    }

    fn insert_rows(&mut self, below: bool) {
        let rows = self.selected();
        let at = if below { rows.last().map(|at| at + 1) } else { rows.first().copied() };
        let Some(at) = at else { return };
        let fresh: Vec<(usize, Arc<Equipment>)> = (0..rows.len()).map(|n| (at + n, self.fresh().into())).collect();
        let first = fresh.first().map(|(_, device)| device.id);
        if self.wb.edit(&format!("插入 {} 行设备", rows.len()), Edit::InsertEquipment(fresh)) {
            self.wb.current = first;
            self.wb.reveal = true;
        }
    }

    fn duplicate_rows(&mut self) {
        self.table.duplicate(self.wb);
    }

    fn remove_rows(&mut self) {
        self.table.remove(self.wb);
    }

    fn delete(&mut self) {
        if self.table.grid.selection.whole_rows() {
            return self.table.remove(self.wb);
        }
        block::clear_cells(self);
    }

    /// With a header it is a ledger: it goes the way of an imported one.
    fn takes(&mut self, text: &str) -> bool {
        let ledger = exchange::has_header(text);
        if ledger {
            self.wb.to_paste = Some(text.to_owned());
            self.wb.page = Page::Import;
        }
        ledger
    }

    fn key(&mut self, key: Key, modifiers: Modifiers) {
        let (line, column) = self.table.grid.selection.active();
        match key {
            Key::F if modifiers.command => self.table.find.open(false),
            Key::H if modifiers.command => self.table.find.open(true),
            Key::Space => self.table.fold_line(line),
            // Ctrl+Shift+L, as in Excel, and Alt+Down, as on its headings.
            Key::L if modifiers.command && modifiers.shift => self.table.open_menu = self.def(column).map(|d| d.key),
            Key::ArrowDown if modifiers.alt => self.table.open_menu = self.def(column).map(|d| d.key),
            _ => {}
        }
    }
}

/// How the editor of the table reads and what it offers.
pub(super) struct Reader(pub(super) Lang);

impl Reads for Reader {
    fn read(&self, def: &FieldDef, text: &str) -> Result<Option<FieldValue>, String> {
        parse::value(def, text)
    }

    fn chosen(&self) -> Then {
        Then::Down
    }

    fn lang(&self) -> Lang {
        self.0
    }
}

/// A value as the table shows it: numbers with thousands separators, options in the language of the screen.
pub(super) fn shown(def: &FieldDef, value: &FieldValue, lang: Lang) -> String {
    match (&def.kind, value) {
        (_, FieldValue::Number(n)) => numbers::entered(*n),
        (FieldKind::Choice(options), FieldValue::Choice(code)) => {
            options.iter().find(|o| o.code == code).map_or_else(|| code.clone(), |o| lang.choice(o).to_owned())
        }
        _ => def.show(value),
    }
}
