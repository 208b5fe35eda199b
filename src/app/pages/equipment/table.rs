//! The table of devices: cells that are moved in and edited as in Excel, quick at 100 000 rows.

use std::collections::BTreeSet;

use eframe::egui::{self, Align, Layout, Sense};
use egui_extras::{Column, TableBuilder};

use super::cell::{Editing, Then, cell, editor};
use super::columns::{background, columns, header_cell, width};
use super::commands::changes;
use super::order::{By, Order};
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::{self, badge, parse};
use crate::app::workbench::Workbench;
use crate::audit::{Edit, Entered, FieldDef, Id, KindCode};

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
    /// Brings the current cell into view sideways.
    pub(super) follow: bool,
    /// Where the bar was dragged to.
    scroll_y: Option<f32>,
    pub(super) take_focus: bool,
    pub(super) seen: Option<(u64, u64)>,
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
        self.follow = true;
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
        // The bar stands beside the table, not at the end of its last column, which is out of sight.
        let mut area = ui.available_rect_before_wrap();
        let bar = area.split_left_right_at_x(area.right() - widgets::BAR).1;
        area.set_right(bar.left());
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(area).id_salt("rows"));
        let mut view = None;
        egui::ScrollArea::horizontal().id_salt(("table", kind.code())).auto_shrink(false).show(&mut inside, |ui| {
            let drawn = self.draw(ui, wb, kind, &columns, count);
            moved |= drawn.0;
            view = Some(drawn.1);
        });
        ui.advance_cursor_after_rect(area.union(bar));
        if let Some((offset, content, height)) = view {
            let bar = bar.with_min_y(bar.top() + theme::HEADER);
            self.scroll_y = widgets::vertical_bar(ui, bar, offset, content, height);
        }
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
    ) -> (bool, (f32, f32, f32)) {
        let lang = wb.lang();
        let p = theme::palette(ui);
        let headers: Vec<String> = columns.iter().map(|d| lang.header(d)).collect();
        ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
        let height = ui.available_height();
        let mut builder = TableBuilder::new(ui)
            .id_salt(("devices", kind.code(), lang == Lang::En))
            .sense(Sense::click())
            .animate_scrolling(false)
            .auto_shrink(false)
            .min_scrolled_height(80.0)
            .max_scroll_height(height)
            .scroll_bar_visibility(egui::scroll_area::ScrollBarVisibility::AlwaysHidden)
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::exact(46.0))
            .column(
                Column::initial(if lang == Lang::En { 150.0 } else { 104.0 }).at_least(60.0).clip(true).resizable(true),
            );
        for (def, header) in columns.iter().zip(&headers) {
            builder = builder.column(Column::initial(width(def, header)).at_least(40.0).clip(true).resizable(true));
        }
        if let Some(row) = self.scroll_to.take() {
            builder = builder.scroll_to_row(row, None);
        } else if let Some(offset) = self.scroll_y.take() {
            builder = builder.vertical_scroll_offset(offset);
        }
        let mut seen_at = None;
        if let Some(editing) = &mut self.editing {
            editing.drawn = false;
        }
        let mut clicked: Option<(usize, usize, bool, bool)> = None;
        let mut edited: Option<(Edit, String, Then)> = None;
        let mut cancelled = false;
        let (rows_range, cols_range) = self.range(columns.len());
        let output = builder
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
                            if here {
                                seen_at = Some(ui.max_rect());
                            }
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
        // Asked for here, outside the rows: their own scrolling, up and down only, would swallow it.
        if let Some(rect) = seen_at.filter(|_| self.follow) {
            self.follow = false;
            ui.scroll_to_rect(rect, None);
        }
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
                self.follow = true;
                self.take_focus = true;
            }
            moved = true;
        }
        if let Some((r, c, whole, double)) = clicked {
            moved = true;
            self.click(wb, kind, columns, (r, c), whole, double);
        }
        moved |= self.settle(wb);
        (moved, (output.state.clamped_offset().y, output.content_size.y, output.inner_rect.height()))
    }

    /// Takes the value of a cell that was scrolled or filtered out of sight while it was being edited. What is
    /// refused there can't be shown in red, so it is said.
    fn settle(&mut self, wb: &mut Workbench) -> bool {
        let Some(editing) = self.editing.take_if(|e| e.started && !e.drawn) else { return false };
        let Some(device) = wb.audit().and_then(|a| a.device(editing.id)) else { return true };
        let origin = device.get(editing.def.key).map(|e| e.origin).unwrap_or_default();
        match parse::value(editing.def, &editing.text) {
            Ok(value) => {
                let edit = Edit::field(editing.id, editing.def.key, value.map(|v| Entered::new(v, origin)));
                if changes(wb, &edit) {
                    wb.edit(&format!("修改{}", editing.def.zh), edit);
                }
            }
            Err(reason) => wb.say(Tone::Bad, format!("{reason}；原值未动")),
        }
        true
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
        self.editing = Some(Editing { id: device.id, def, text, error: None, started: false, drawn: true });
        self.take_focus = false;
    }
}
