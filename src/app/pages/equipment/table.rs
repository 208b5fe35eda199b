//! The table of devices: cells that are moved in and edited as in Excel, quick at 100 000 rows.

use std::collections::BTreeSet;

use eframe::egui::{self, Align, Key, Label, Layout, Modifiers, RichText, Sense};
use egui_extras::{Column, TableBuilder};

use super::cell::{Editing, Then, cell, editor};
use super::commands::changes;
use super::order::{By, Order};
use crate::app::theme::{self, Palette};
use crate::app::widgets::badge;
use crate::app::workbench::Workbench;
use crate::audit::field::FieldKind;
use crate::audit::{Edit, FieldDef, Id, KindCode};

/// Where the person is in the table.
#[derive(Default)]
pub struct TableState {
    /// Filter and order.
    pub order: Order,
    pub(super) cursor: (usize, usize),
    pub(super) anchor: (usize, usize),
    pub(super) whole_rows: bool,
    pub(super) extra: BTreeSet<Id>,
    pub(super) editing: Option<Editing>,
    pub(super) scroll_to: Option<usize>,
    pub(super) take_focus: bool,
    pub(super) seen: Option<(u64, u64)>,
}

/// Columns shown at first: what screening and energy need, and how devices are told apart.
pub fn shown_at_first(def: &FieldDef) -> bool {
    def.need != crate::audit::field::Need::Optional
        || matches!(def.key, "tag" | "name" | "workshop" | "quantity" | "status" | "driven_load")
}

/// The columns of a kind's table.
pub fn columns(wb: &Workbench, kind: KindCode) -> Vec<&'static FieldDef> {
    let hidden = wb.settings.hidden.get(kind.code());
    let late = ["made_on", "commissioned_on", "status", "manufacturer", "serial_number", "remark"];
    let shown = |d: &&FieldDef| hidden.map_or_else(|| shown_at_first(d), |h| !h.contains(d.key));
    let (first, last): (Vec<_>, Vec<_>) = kind.fields().filter(shown).partition(|d| !late.contains(&d.key));
    first.into_iter().chain(last).collect()
}

fn width(def: &FieldDef, header: &str) -> f32 {
    let text = header.chars().map(|c| if c.is_ascii() { 7.5 } else { 14.0 }).sum::<f32>() + 22.0;
    match def.key {
        "name" | "model" => 140.0,
        "workshop" | "driven_load" => 116.0,
        "tag" => 84.0,
        "remark" => 180.0,
        _ => match def.kind {
            FieldKind::Choice(_) => text.clamp(96.0, 140.0),
            _ => text.clamp(64.0, 150.0),
        },
    }
}

impl TableState {
    /// Makes the table tell its selection again, when its tab is shown again.
    pub fn forget_seen(&mut self) {
        self.seen = None;
    }

    /// Brings a device into view and makes it the current row.
    pub fn reveal(&mut self, wb: &Workbench, kind: KindCode, id: Id) {
        let find = |rows: &[usize]| {
            let audit = wb.audit()?;
            rows.iter().position(|at| audit.equipment.get(*at).is_some_and(|d| d.id == id))
        };
        let mut found = find(self.order.rows(wb, kind));
        if found.is_none() && !self.order.filter.is_empty() {
            self.order.filter.clear();
            found = find(self.order.rows(wb, kind));
        }
        if let Some(row) = found {
            self.cursor.0 = row;
            self.anchor = self.cursor;
            self.whole_rows = false;
            self.extra.clear();
            self.scroll_to = Some(row);
        }
    }

    /// Begins to edit the first field of the current row.
    pub fn edit_current(&mut self, wb: &Workbench, kind: KindCode) {
        let columns = columns(wb, kind);
        self.cursor.1 = columns.iter().position(|d| d.key == "model").unwrap_or(0);
        self.anchor = self.cursor;
        self.start(wb, kind, &columns, None);
    }

    pub(super) fn range(&self, columns: usize) -> (std::ops::RangeInclusive<usize>, std::ops::RangeInclusive<usize>) {
        let rows = self.cursor.0.min(self.anchor.0)..=self.cursor.0.max(self.anchor.0);
        if self.whole_rows {
            return (rows, 0..=columns.saturating_sub(1));
        }
        (rows, self.cursor.1.min(self.anchor.1)..=self.cursor.1.max(self.anchor.1))
    }

    /// The selected devices, in the order shown.
    pub(super) fn selected(&mut self, wb: &Workbench, kind: KindCode) -> Vec<usize> {
        let (range, _) = self.range(1);
        let extra = std::mem::take(&mut self.extra);
        let Some(audit) = wb.audit() else { return Vec::new() };
        let rows = self.order.rows(wb, kind);
        let picked = rows.iter().enumerate().filter(|(row, at)| {
            range.contains(row) || audit.equipment.get(**at).is_some_and(|d| extra.contains(&d.id))
        });
        let picked = picked.map(|(_, at)| *at).collect();
        self.extra = extra;
        picked
    }

    /// Tells the workbench what is selected; only when that may have changed.
    pub(super) fn publish(&mut self, wb: &mut Workbench, kind: KindCode) {
        if wb.reveal {
            // A device waits to be brought into view: it is the current one.
            return;
        }
        let selected = self.selected(wb, kind);
        let Some(audit) = wb.audit() else { return };
        let ids: Vec<Id> = selected.iter().filter_map(|at| audit.equipment.get(*at)).map(|d| d.id).collect();
        let row = self.order.rows(wb, kind).get(self.cursor.0).copied();
        wb.current = row.and_then(|at| wb.audit()?.equipment.get(at)).map(|d| d.id);
        wb.selection = ids;
    }

    /// Draws the table and handles the keyboard.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, kind: KindCode) {
        let columns = columns(wb, kind);
        let count = self.order.rows(wb, kind).len();
        self.cursor = (self.cursor.0.min(count.saturating_sub(1)), self.cursor.1.min(columns.len().saturating_sub(1)));
        self.anchor = (self.anchor.0.min(count.saturating_sub(1)), self.anchor.1.min(columns.len().saturating_sub(1)));
        let mut moved = self.seen != Some((wb.structure, wb.generation));
        self.seen = Some((wb.structure, wb.generation));
        let id = ui.scope_id().with("keys");
        moved |= self.keyboard(ui, id, wb, kind, &columns, count);
        egui::ScrollArea::horizontal().id_salt(("table", kind.code())).auto_shrink(false).show(ui, |ui| {
            moved |= self.draw(ui, wb, kind, &columns, count, id);
        });
        // A widget of its own carries the focus while no cell is being edited.
        let keys = ui.interact(
            egui::Rect::from_min_size(ui.min_rect().min, egui::vec2(1.0, 1.0)),
            id,
            Sense::focusable_noninteractive(),
        );
        keys.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Unknown, true, "设备表格"));
        if std::mem::take(&mut self.take_focus) {
            keys.request_focus();
        }
        if keys.has_focus() {
            let all = egui::EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
            ui.memory_mut(|m| m.set_focus_lock_filter(id, all));
        }
        if moved {
            self.publish(wb, kind);
        }
    }

    pub(super) fn draw(
        &mut self,
        ui: &mut egui::Ui,
        wb: &mut Workbench,
        kind: KindCode,
        columns: &[&'static FieldDef],
        count: usize,
        keys: egui::Id,
    ) -> bool {
        let lang = wb.lang();
        let p = theme::palette(ui);
        let headers: Vec<String> = columns.iter().map(|d| lang.header(d)).collect();
        ui.spacing_mut().item_spacing.x = 0.0;
        let height = ui.available_height();
        let mut builder = TableBuilder::new(ui)
            .id_salt(("devices", kind.code()))
            .sense(Sense::click())
            .animate_scrolling(false)
            .auto_shrink(false)
            .min_scrolled_height(80.0)
            .max_scroll_height(height)
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::exact(46.0))
            .column(Column::initial(112.0).at_least(60.0).clip(true).resizable(true));
        for (def, header) in columns.iter().zip(&headers) {
            builder = builder.column(Column::initial(width(def, header)).at_least(40.0).clip(true).resizable(true));
        }
        if let Some(row) = self.scroll_to.take() {
            builder = builder.scroll_to_row(row, None);
        }
        let mut clicked: Option<(usize, usize, bool, bool)> = None;
        let mut edited: Option<(Edit, String, Then)> = None;
        let mut cancelled = false;
        let (rows_range, cols_range) = self.range(columns.len());
        builder
            .header(theme::HEADER, |mut row| {
                row.col(|ui| {
                    ui.add_space(6.0);
                    ui.label(theme::small(ui, "#"));
                });
                row.col(|ui| header_cell(ui, &mut self.order, By::Verdict, lang.pick("判定", "Verdict"), ""));
                for (def, header) in columns.iter().zip(&headers) {
                    row.col(|ui| header_cell(ui, &mut self.order, By::Field(def.key), header, def.help));
                }
            })
            .body(|body| {
                // One immutable view for all rows of this frame.
                let rows: Vec<usize> = self.order.rows(wb, kind).to_vec();
                let Some(audit) = wb.audit() else { return };
                body.rows(theme::ROW, count, |mut row| {
                    let r = row.index();
                    let Some(device) = rows.get(r).and_then(|at| audit.equipment.get(*at)) else { return };
                    let in_rows = rows_range.contains(&r);
                    let whole = (in_rows && self.whole_rows) || self.extra.contains(&device.id);
                    let (_, number) = row.col(|ui| {
                        background(ui, p, r, whole || in_rows, false);
                        ui.add_space(6.0);
                        ui.label(theme::small(ui, (r + 1).to_string()));
                    });
                    if number.clicked() {
                        clicked = Some((r, 0, true, false));
                    }
                    let (_, badge_cell) = row.col(|ui| {
                        background(ui, p, r, whole, false);
                        ui.add_space(4.0);
                        match wb.verdict(device.id) {
                            Some(verdict) => badge::cell(ui, verdict, lang),
                            None => {
                                ui.label(theme::small(ui, "…"));
                            }
                        }
                    });
                    if badge_cell.clicked() {
                        clicked = Some((r, self.cursor.1, false, false));
                    }
                    for (c, def) in columns.iter().enumerate() {
                        let here = (r, c) == self.cursor;
                        let chosen = whole || (in_rows && cols_range.contains(&c));
                        let editing = self.editing.as_mut().filter(|e| e.id == device.id && e.def.key == def.key);
                        let (_, response) = row.col(|ui| {
                            background(ui, p, r, chosen, here);
                            match editing {
                                Some(editing) => match editor(ui, editing, lang, device) {
                                    Some(Ok(done)) => edited = Some(done),
                                    Some(Err(())) => cancelled = true,
                                    None => {}
                                },
                                None => cell(ui, device, def, lang),
                            }
                        });
                        if response.double_clicked() {
                            clicked = Some((r, c, false, true));
                        } else if response.clicked() {
                            clicked = Some((r, c, false, false));
                        }
                    }
                });
            });
        let mut moved = false;
        if cancelled {
            self.editing = None;
            self.take_focus = true;
        }
        if let Some((edit, name, then)) = edited {
            self.editing = None;
            // An edit that changes nothing is no step to undo.
            if changes(wb, &edit) {
                wb.edit(&name, edit);
            }
            match then {
                Then::Down => self.cursor.0 = (self.cursor.0 + 1).min(count.saturating_sub(1)),
                Then::Right => self.cursor.1 = (self.cursor.1 + 1).min(columns.len().saturating_sub(1)),
                Then::Stay => {}
            }
            if !matches!(then, Then::Stay) {
                self.anchor = self.cursor;
                self.scroll_to = Some(self.cursor.0);
                self.take_focus = true;
            }
            moved = true;
        }
        if let Some((r, c, whole, double)) = clicked {
            moved = true;
            self.click(wb, kind, columns, (r, c), whole, double);
        }
        let _ = keys;
        moved
    }

    pub(super) fn click(
        &mut self,
        wb: &Workbench,
        kind: KindCode,
        columns: &[&'static FieldDef],
        at: (usize, usize),
        whole: bool,
        double: bool,
    ) {
        let modifiers = wb.ctx.input(|i| i.modifiers);
        self.take_focus = true;
        if modifiers.command {
            let row = self.order.rows(wb, kind).get(at.0).copied();
            if let Some(device) = row.and_then(|i| wb.audit()?.equipment.get(i))
                && !self.extra.remove(&device.id)
            {
                self.extra.insert(device.id);
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
            self.start(wb, kind, columns, None);
        }
    }

    pub(super) fn start(
        &mut self,
        wb: &Workbench,
        kind: KindCode,
        columns: &[&'static FieldDef],
        typed: Option<String>,
    ) {
        let row = self.order.rows(wb, kind).get(self.cursor.0).copied();
        let Some(device) = row.and_then(|at| wb.audit()?.equipment.get(at)) else { return };
        let Some(def) = columns.get(self.cursor.1) else { return };
        let text = typed.unwrap_or_else(|| device.show(def));
        self.editing = Some(Editing { id: device.id, def, text, error: None, started: false });
        self.take_focus = false;
    }

    /// Keys while a cell (not an editor) has the focus. `true` if the selection moved.
    pub(super) fn keyboard(
        &mut self,
        ui: &egui::Ui,
        id: egui::Id,
        wb: &mut Workbench,
        kind: KindCode,
        columns: &[&'static FieldDef],
        count: usize,
    ) -> bool {
        if self.editing.is_some() || count == 0 || columns.is_empty() || !ui.memory(|m| m.has_focus(id)) {
            return false;
        }
        let page = (ui.available_height() / theme::ROW).max(2.0) as usize - 1;
        let last = (count - 1, columns.len() - 1);
        let events = ui.input(|i| i.events.clone());
        let before = (self.cursor, self.anchor);
        for event in events {
            match event {
                egui::Event::Key { key, pressed: true, modifiers, .. } => {
                    self.key(wb, kind, columns, key, modifiers, last, page);
                }
                egui::Event::Copy | egui::Event::Cut => self.copy(wb, kind, columns),
                egui::Event::Paste(text) => self.paste(wb, kind, columns, &text),
                egui::Event::Text(text) if self.editing.is_none() && !text.trim().is_empty() => {
                    self.start(wb, kind, columns, Some(text));
                }
                _ => {}
            }
        }
        if before != (self.cursor, self.anchor) {
            self.scroll_to = Some(self.cursor.0);
            return true;
        }
        false
    }

    #[expect(clippy::too_many_arguments, reason = "one call, and a struct for it would only rename them")]
    pub(super) fn key(
        &mut self,
        wb: &mut Workbench,
        kind: KindCode,
        columns: &[&'static FieldDef],
        key: Key,
        modifiers: Modifiers,
        last: (usize, usize),
        page: usize,
    ) {
        let (mut r, mut c) = self.cursor;
        let far = modifiers.command;
        match key {
            Key::ArrowUp => r = if far { 0 } else { r.saturating_sub(1) },
            Key::ArrowDown => r = if far { last.0 } else { r + 1 },
            Key::ArrowLeft => c = if far { 0 } else { c.saturating_sub(1) },
            Key::ArrowRight => c = if far { last.1 } else { c + 1 },
            Key::PageUp => r = r.saturating_sub(page),
            Key::PageDown => r += page,
            Key::Home => (r, c) = if far { (0, 0) } else { (r, 0) },
            Key::End => (r, c) = if far { last } else { (r, last.1) },
            Key::Tab if modifiers.shift => c = c.saturating_sub(1),
            Key::Tab => c += 1,
            Key::Enter | Key::F2 => return self.start(wb, kind, columns, None),
            Key::Delete | Key::Backspace => return self.clear(wb, kind, columns),
            Key::A if far => {
                self.anchor = (0, 0);
                self.cursor = last;
                self.whole_rows = true;
                return;
            }
            Key::D if far => return self.fill_down(wb, kind, columns),
            Key::Escape => {
                self.extra.clear();
                self.anchor = self.cursor;
                self.whole_rows = false;
                return;
            }
            _ => return,
        }
        self.cursor = (r.min(last.0), c.min(last.1));
        if !modifiers.shift || key == Key::Tab {
            self.anchor = self.cursor;
            self.whole_rows = false;
            self.extra.clear();
        }
    }
}

fn header_cell(ui: &mut egui::Ui, order: &mut Order, by: By, text: &str, help: &str) {
    let p = theme::palette(ui);
    let arrow = match order.sort {
        Some((now, down)) if now == by => {
            if down {
                " ▼"
            } else {
                " ▲"
            }
        }
        _ => "",
    };
    let label = RichText::new(format!("{text}{arrow}")).color(p.weak).text_style(egui::TextStyle::Small);
    ui.add_space(6.0);
    let response = ui.add(Label::new(label).truncate().sense(Sense::click()));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, text));
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    let response = if help.is_empty() { response } else { response.on_hover_text(help) };
    if response.clicked() {
        order.toggle(by);
    }
}

fn background(ui: &egui::Ui, p: Palette, row: usize, selected: bool, cursor: bool) {
    let rect = ui.max_rect();
    let fill = if selected {
        p.selected
    } else if row % 2 == 1 {
        p.stripe
    } else {
        p.surface
    };
    ui.painter().rect_filled(rect, 0.0, fill);
    if cursor {
        ui.painter().rect_stroke(rect, 0.0, egui::Stroke::new(1.5, p.accent), egui::StrokeKind::Inside);
    }
}
