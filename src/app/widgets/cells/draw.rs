//! How a sheet is drawn: the cells, the frozen columns and the header over them, and clicks.

use eframe::egui::{self, Align2, FontId, Pos2, Rect, Sense, Stroke, TextStyle, pos2, vec2};

use super::editor::{Outcome, Then, editor};
use super::{Column, Look, Sheet, View, enter, shown};
use crate::app::theme::{self, HEADER, Palette, ROW};
use crate::app::workbench::Workbench;

/// What happened in the cells of a frame.
#[derive(Default)]
struct Happened {
    clicked: Option<(usize, usize, bool)>,
    outcome: Outcome,
}

impl Sheet {
    pub(super) fn draw(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, view: &View<'_>) {
        if let Some(editing) = &mut self.editing {
            editing.drawn = false;
        }
        let p = theme::palette(ui);
        let lefts = lefts(view.columns);
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
                    Rect::from_min_size(pos2(left + lefts[c], top), vec2(view.columns[c].width, ROW))
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
                        let top = pos2(left + lefts[c], window.top());
                        header(&mut part, p, &view.columns[c], top);
                    }
                }
                if frozen > 0.0 && seen.min.x > 0.5 {
                    ui.painter().vline(split, window.y_range(), Stroke::new(1.0, p.line));
                }
                if std::mem::take(&mut self.follow) && !view.rows.is_empty() {
                    let target = cell(self.cursor.0, self.cursor.1, origin.x);
                    let wide = if self.cursor.1 < view.frozen { 0.0 } else { frozen };
                    let over = Rect::from_min_max(target.min - vec2(wide, HEADER), target.max);
                    ui.scroll_to_rect(over, None);
                }
            },
        );
        ui.painter().rect_stroke(place, 0.0, Stroke::new(1.0, p.line), egui::StrokeKind::Inside);
        self.take(wb, view, happened);
    }

    fn take(&mut self, wb: &mut Workbench, view: &View<'_>, happened: Happened) {
        match happened.outcome {
            Some(Ok((value, then))) => {
                if let Some(editing) = self.editing.take() {
                    enter(wb, view, editing.id, editing.def, value);
                }
                let last = (view.rows.len().saturating_sub(1), view.columns.len().saturating_sub(1));
                match then {
                    Then::Down => self.cursor.0 = (self.cursor.0 + 1).min(last.0),
                    Then::Right => self.cursor.1 = (self.cursor.1 + 1).min(last.1),
                    Then::Stay => {}
                }
                if then != Then::Stay {
                    self.anchor = self.cursor;
                    self.follow = true;
                    self.take_focus = true;
                }
            }
            Some(Err(())) => {
                self.editing = None;
                self.take_focus = true;
            }
            None => {}
        }
        let Some((r, c, double)) = happened.clicked else { return };
        self.cursor = (r, c);
        self.take_focus = true;
        if !wb.ctx.input(|i| i.modifiers.shift) {
            self.anchor = self.cursor;
        }
        if double {
            self.start(wb, view, None);
        }
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
        let (rows, cols) = self.range();
        let chosen = rows.contains(&at.0) && cols.contains(&at.1);
        let here = at == self.cursor;
        let stripe = if at.0 % 2 == 1 { p.stripe } else { p.surface };
        let ground = if chosen && (!here || self.cursor != self.anchor) { p.selected } else { stripe };
        ui.painter().rect_filled(rect, 0.0, ground);
        let look = (view.look)(id, column);
        let entered = column.def.and_then(|def| shown(wb, view, id, def));
        let text = look.text.clone().or(entered).unwrap_or_default();
        let response = ui.interact(rect, ui.scope_id().with((id.0, column.key)), Sense::click());
        response.widget_info(|| {
            let name = format!("{} {} {text}", (view.caption)(id), column.header);
            egui::WidgetInfo::labeled(egui::Role::Cell, true, name.trim_end())
        });
        let response = told(response, &look);
        if response.double_clicked() {
            happened.clicked = Some((at.0, at.1, true));
        } else if response.clicked() {
            happened.clicked = Some((at.0, at.1, false));
        }
        if let Some(editing) = self.editing.as_mut().filter(|e| e.id == id && e.def.key == column.key) {
            ui.painter().rect_filled(rect, 0.0, p.surface);
            let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect).id_salt("editor"));
            happened.outcome = editor(&mut inside, editing, view, wb.lang());
        } else {
            let weak = look.weak || column.def.is_none();
            paint(ui, p, rect, &text, column.right, weak);
        }
        if let Some((tone, _)) = &look.mark {
            // A corner, as Excel marks a note; the words come over it and in the list of questions.
            let color = tone.colors(ui.visuals().dark_mode).0;
            let corner: Vec<Pos2> =
                vec![rect.right_top() - vec2(8.0, 0.0), rect.right_top(), rect.right_top() + vec2(0.0, 8.0)];
            ui.painter().add(egui::Shape::convex_polygon(corner, color, Stroke::NONE));
        }
        if here {
            ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.5, p.accent), egui::StrokeKind::Inside);
        }
    }
}

/// Left edges of the columns, and the right edge of the last.
fn lefts(columns: &[Column]) -> Vec<f32> {
    let mut out = vec![0.0];
    for column in columns {
        out.push(out[out.len() - 1] + column.width);
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

fn paint(ui: &egui::Ui, p: Palette, rect: Rect, text: &str, right: bool, weak: bool) {
    if text.is_empty() {
        return;
    }
    let clip = rect.shrink2(vec2(6.0, 0.0)).intersect(ui.clip_rect());
    let painter = ui.painter().with_clip_rect(clip);
    let color = if weak { p.weak } else { p.text };
    let font = TextStyle::Body.resolve(ui.style());
    let (at, align) = if right {
        (rect.right_center() - vec2(8.0, 0.0), Align2::RIGHT_CENTER)
    } else {
        (rect.left_center() + vec2(6.0, 0.0), Align2::LEFT_CENTER)
    };
    painter.text(at, align, text, font, color);
}

fn header(ui: &mut egui::Ui, p: Palette, column: &Column, top: Pos2) {
    let rect = Rect::from_min_size(top, vec2(column.width, HEADER));
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
    let font: FontId = TextStyle::Small.resolve(ui.style());
    let clip = rect.shrink2(vec2(4.0, 0.0)).intersect(ui.clip_rect());
    let painter = ui.painter().with_clip_rect(clip);
    if column.right {
        painter.text(rect.right_center() - vec2(8.0, 0.0), Align2::RIGHT_CENTER, &column.header, font, p.weak);
    } else {
        painter.text(rect.left_center() + vec2(6.0, 0.0), Align2::LEFT_CENTER, &column.header, font, p.weak);
    }
}
