//! How a sheet is drawn: the cells, the frozen columns and the header over them, and clicks.

use eframe::egui::{self, Pos2, Rect, Sense, Stroke, TextStyle, pos2, vec2};

use super::bound::{Bound, shown};
use super::{Column, Look, Sheet, View, WIDTHS};
use crate::app::theme::{self, HEADER, Palette, ROW};
use crate::app::widgets::grid::editor::Outcome;
use crate::app::widgets::grid::fill::{self, Handle};
use crate::app::widgets::grid::{At, Press, carry, paint};
use crate::app::workbench::Workbench;

/// What happened in the cells of a frame.
#[derive(Default)]
pub(super) struct Happened {
    /// The cell, and how it was pressed.
    pub(super) clicked: Option<(At, Press)>,
    /// The cell the pointer was dragged to.
    pub(super) dragged: Option<At>,
    /// The cell the other button was pressed on.
    pub(super) other: Option<At>,
    /// A column made so wide.
    pub(super) width: Option<(&'static str, f32)>,
    /// A column to be made as wide as its widest text.
    pub(super) fit: Option<usize>,
    /// What the mouse does with the handle of the block, and the cell below it.
    pub(super) handle: Option<Handle>,
    pub(super) under: Option<At>,
    /// A block that was dragged by its edge has been let go.
    pub(super) dropped: bool,
    pub(super) outcome: Outcome,
}

impl Sheet {
    pub(super) fn draw(&mut self, ui: &mut egui::Ui, wb: &Workbench, view: &View<'_>) -> Happened {
        let p = theme::palette(ui);
        let lefts = lefts(wb, view);
        let frozen = lefts.get(view.frozen).copied().unwrap_or(0.0);
        let size = vec2(*lefts.last().unwrap_or(&0.0), HEADER + ROW * view.rows.len() as f32);
        let room = ui.available_size();
        let height = (size.y + 14.0).min(room.y.max(HEADER + 2.0 * ROW));
        let (place, _) = ui.allocate_exact_size(vec2(room.x, height), Sense::hover());
        ui.painter().rect_filled(place, 0.0, p.surface);
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(place).id_salt(view.name));
        let mut happened = Happened::default();
        egui::ScrollArea::both().id_salt(view.name).auto_shrink(false).animated(false).show_viewport(
            &mut inside,
            |ui, seen| {
                ui.set_min_size(size);
                let origin = ui.min_rect().min;
                let window = Rect::from_min_size(origin + seen.min.to_vec2(), seen.size()).intersect(ui.clip_rect());
                let cell = |r: usize, c: usize, left: f32| {
                    let top = origin.y + HEADER + ROW * r as f32;
                    Rect::from_min_size(pos2(left + lefts[c], top), vec2(lefts[c + 1] - lefts[c], ROW))
                };
                let first = ((seen.min.y / ROW) as usize).min(view.rows.len());
                let last = (((seen.max.y - HEADER) / ROW).ceil().max(0.0) as usize).min(view.rows.len());
                // What scrolls is drawn first, then what stays over it.
                let (split, below) = (window.left() + frozen, window.top() + HEADER);
                let parts = [
                    (view.frozen..view.columns.len(), origin.x, window.with_min_x(split)),
                    (0..view.frozen.min(view.columns.len()), window.left(), window),
                ];
                for (columns, left, clip) in parts {
                    let mut part = ui.new_child(egui::UiBuilder::new().max_rect(clip).id_salt(columns.start));
                    part.set_clip_rect(clip.with_min_y(below));
                    for r in first..last {
                        for c in columns.clone() {
                            self.cell(&mut part, wb, view, (r, c), cell(r, c, left), &mut happened);
                        }
                    }
                    part.set_clip_rect(clip.with_max_y(below));
                    for c in columns.clone() {
                        let rect = Rect::from_min_size(
                            pos2(left + lefts[c], window.top()),
                            vec2(lefts[c + 1] - lefts[c], HEADER),
                        );
                        header(&mut part, p, (c, &view.columns[c]), rect, &mut happened);
                    }
                }
                let (rows, cols) = self.grid.selection.range(view.columns.len());
                let end = (*rows.end(), *cols.end());
                let inside = end.0 < view.rows.len() && end.1 < view.columns.len();
                self.edge = Rect::NOTHING;
                if inside && self.grid.can_be_carried() {
                    let place = |c: usize| if c < view.frozen { window.left() } else { origin.x };
                    let first = cell(*rows.start(), *cols.start(), place(*cols.start()));
                    let last = cell(end.0, end.1, place(end.1));
                    // What is scrolled below the columns that stay can't be taken hold of.
                    if end.1 < view.frozen || last.right() >= split {
                        self.edge = first.union(last);
                    }
                    carry::outline(ui, window.with_min_y(below), self.edge, self.grid.selection.single());
                }
                if inside && self.grid.editing.is_none() && !self.grid.selection.scattered() {
                    let still = end.1 < view.frozen;
                    let clip = window.with_min_y(below).with_min_x(if still { window.left() } else { split });
                    let rect = cell(end.0, end.1, if still { window.left() } else { origin.x });
                    // While it is dragged its cell may be scrolled out of sight.
                    if clip.intersects(rect) || self.grid.filling.is_some() {
                        let mut part = ui.new_child(egui::UiBuilder::new().max_rect(clip).id_salt("handle"));
                        part.set_clip_rect(clip);
                        happened.handle = fill::handle(&part, rect, wb.lang());
                    }
                }
                if frozen > 0.0 && seen.min.x > 0.5 {
                    ui.painter().vline(split, window.y_range(), Stroke::new(1.0, p.line));
                }
                let carried = self.grid.carrying.is_some();
                if (happened.dragged.is_some() || happened.handle.is_some() || carried)
                    && let Some(at) = ui.input(|i| i.pointer.latest_pos())
                {
                    let x = if at.x < split { at.x - window.left() } else { at.x - origin.x };
                    let c = lefts.partition_point(|l| *l <= x).saturating_sub(1);
                    let r = ((at.y - origin.y - HEADER).max(0.0) / ROW) as usize;
                    let under = Some((r.min(view.rows.len() - 1), c.min(view.columns.len() - 1)));
                    if !window.contains(at) && (happened.dragged.is_some() || self.grid.filling.is_some() || carried) {
                        // Held beyond the edge it scrolls on without being moved.
                        ui.ctx().request_repaint();
                    }
                    happened.dragged = happened.dragged.and(under);
                    happened.under = under;
                    if let (Some(carried), Some(to)) = (&mut self.grid.carrying, under) {
                        carried.to = to;
                        self.grid.selection.look_at(to);
                    }
                }
                self.grid.across = lefts.iter().filter(|l| **l >= seen.min.x + frozen && **l < seen.max.x).count();
                let (over, copies) = ui.input(|i| (i.pointer.hover_pos(), i.modifiers.command));
                let over = over.is_some_and(|at| window.contains(at) && carry::on_edge(self.edge, at));
                if let Some(icon) = self.grid.cursor(over, copies) {
                    ui.ctx().set_cursor_icon(icon);
                }
                if let Some((r, c)) = self.grid.selection.followed()
                    && r < view.rows.len()
                {
                    let target = cell(r, c, origin.x);
                    let wide = if c < view.frozen { 0.0 } else { frozen };
                    let over = Rect::from_min_max(target.min - vec2(wide, HEADER), target.max);
                    ui.scroll_to_rect(over, None);
                }
            },
        );
        ui.painter().rect_stroke(place, 0.0, Stroke::new(1.0, p.line), egui::StrokeKind::Inside);
        happened
    }

    fn cell(
        &mut self,
        ui: &mut egui::Ui,
        wb: &Workbench,
        view: &View<'_>,
        at: (usize, usize),
        rect: Rect,
        happened: &mut Happened,
    ) {
        if !ui.clip_rect().intersects(rect) {
            return;
        }
        let (Some(id), Some(column)) = (view.rows.get(at.0).copied(), view.columns.get(at.1)) else { return };
        let p = theme::palette(ui);
        let selection = &self.grid.selection;
        let chosen = selection.contains(at);
        let here = at == selection.active();
        let stripe = if at.0 % 2 == 1 { p.stripe } else { p.surface };
        let ground = if chosen && !here { p.selected } else { stripe };
        ui.painter().rect_filled(rect, 0.0, ground);
        let look = (view.look)(id, column);
        let entered = column.def.and_then(|def| shown(wb, view, id, def));
        let text = look.text.clone().or(entered).unwrap_or_default();
        let response = ui.interact(rect, ui.scope_id().with((id.0, column.key)), Sense::CLICK | Sense::DRAG);
        response.widget_info(|| {
            let name = format!("{} {} {text}", (view.caption)(id), column.header);
            egui::WidgetInfo::labeled(egui::Role::Cell, true, name.trim_end())
        });
        let response = told(response, &look);
        let primary = egui::PointerButton::Primary;
        if response.drag_started_by(primary) {
            let pressed = ui.input(|i| i.pointer.press_origin()).unwrap_or_default();
            if !self.grid.grab(self.edge, pressed, at, view.columns.len()) {
                happened.clicked = Some((at, Press::Drag));
            }
        } else if response.dragged_by(primary) {
            happened.dragged = Some(at).filter(|_| self.grid.carrying.is_none());
        } else if response.drag_stopped_by(primary) {
            happened.dropped = self.grid.carrying.is_some();
        } else if response.double_clicked() {
            happened.clicked = Some((at, Press::Twice));
        } else if response.clicked() {
            happened.clicked = Some((at, Press::Once));
        } else if response.secondary_clicked() {
            happened.other = Some(at);
        }
        if self.grid.editing.as_ref().is_some_and(|e| e.id == id && e.def.key == column.key) {
            ui.painter().rect_filled(rect, 0.0, p.surface);
            let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect).id_salt("editor"));
            happened.outcome = Bound::edit(&mut inside, self, view, wb);
        } else {
            let color = if look.weak || column.def.is_none() { p.weak } else { p.text };
            paint::text(ui, rect, &text, column.right, color, &TextStyle::Body.resolve(ui.style()));
        }
        if let Some((tone, _)) = &look.mark {
            // A corner, as Excel marks a note; the words come over it and in the list of questions.
            let color = tone.colors(ui.visuals().dark_mode).0;
            let corner: Vec<Pos2> =
                vec![rect.right_top() - vec2(8.0, 0.0), rect.right_top(), rect.right_top() + vec2(0.0, 8.0)];
            ui.painter().add(egui::Shape::convex_polygon(corner, color, Stroke::NONE));
        }
        let block = self.grid.selection.range(view.columns.len());
        let filled = self.grid.filling.and_then(|to| fill::reach(&block, to));
        if let Some((lines, columns)) = filled.or(self.grid.carried((view.rows.len(), view.columns.len())))
            && lines.contains(&at.0)
            && columns.contains(&at.1)
        {
            // What the handle would fill, or where the block would go.
            ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.0, p.accent), egui::StrokeKind::Inside);
        }
        if here {
            self.grid.cell = Some(rect);
            ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.5, p.accent), egui::StrokeKind::Inside);
        }
    }
}

/// Left edges of the columns, and the right edge of the last.
fn lefts(wb: &Workbench, view: &View<'_>) -> Vec<f32> {
    let mut out = vec![0.0];
    for column in view.columns {
        out.push(out[out.len() - 1] + view.width(wb, column));
    }
    out
}

fn told(response: egui::Response, look: &Look) -> egui::Response {
    let response = match &look.mark {
        Some((tone, text)) => response.on_hover_text(format!("{} {text}", tone.icon())),
        None => response,
    };
    if look.help.is_empty() { response } else { response.on_hover_text(&look.help) }
}

fn header(ui: &mut egui::Ui, p: Palette, (at, column): (usize, &Column), rect: Rect, happened: &mut Happened) {
    if !ui.clip_rect().intersects(rect) {
        return;
    }
    ui.painter().rect_filled(rect, 0.0, p.surface);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
    let response = ui.interact(rect, ui.scope_id().with(("header", column.key)), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, &column.header));
    if !column.help.is_empty() {
        response.on_hover_text(&column.help);
    }
    let font = TextStyle::Small.resolve(ui.style());
    paint::text(ui, rect, &column.header, column.right, p.weak, &font);
    // The right edge makes the column wider, or as wide as its widest text.
    let edge = Rect::from_min_max(pos2(rect.right() - 4.0, rect.top()), rect.max);
    let edge = ui.interact(edge, ui.scope_id().with(("edge", column.key)), Sense::CLICK | Sense::DRAG);
    if edge.hovered() || edge.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::ResizeHorizontal);
    }
    if edge.double_clicked() {
        happened.fit = Some(at);
    } else if let (true, Some(pointer)) = (edge.dragged(), edge.interact_pointer_pos()) {
        happened.width = Some((column.key, (pointer.x - rect.left()).clamp(WIDTHS.0, WIDTHS.1)));
    }
}
