//! How the table is drawn: only the cells in sight, the columns that stay over those that scroll, and the mouse.

use eframe::egui::{self, Align2, FontId, Rect, Sense, Stroke, TextStyle, pos2, vec2};

use super::arrange::Line;
use super::cell::{self, Outcome, editor};
use super::columns::{Change, Places, change};
use super::menu::Asked;
use super::order::By;
use super::table::TableState;
use crate::app::theme::{self, HEADER, Palette, ROW};
use crate::app::widgets::badge;
use crate::app::workbench::Workbench;
use crate::audit::field::FieldValue;
use crate::audit::{Audit, FieldDef, KindCode};

/// Column number of the row numbers and of the verdicts, which are no fields.
const NUMBER: isize = -2;
const VERDICT: isize = -1;

/// What happened in the cells of a frame.
#[derive(Default)]
struct Happened {
    /// Line, column, whether twice.
    clicked: Option<(usize, isize, bool)>,
    dragging: bool,
    folded: Option<usize>,
    outcome: Outcome,
}

/// What all cells of a frame have in common.
struct Frame<'a> {
    wb: &'a Workbench,
    audit: &'a Audit,
    columns: &'a [&'static FieldDef],
    p: Palette,
    rows: std::ops::RangeInclusive<usize>,
    cols: std::ops::RangeInclusive<usize>,
}

impl TableState {
    /// `true` if the selection may have changed.
    pub(super) fn draw(
        &mut self,
        ui: &mut egui::Ui,
        wb: &mut Workbench,
        kind: KindCode,
        columns: &[&'static FieldDef],
        places: &Places,
    ) -> bool {
        if let Some(editing) = &mut self.editing {
            editing.drawn = false;
        }
        let p = theme::palette(ui);
        let lines = self.order.lines().len();
        let size = vec2(places.total() + 8.0, HEADER + ROW * lines as f32 + 8.0);
        let mut happened = Happened::default();
        let mut asked = Vec::new();
        let mut under_pointer = None;
        let salt = ("devices", kind.code());
        let pointer = ui.input(|i| i.pointer.latest_pos());
        egui::ScrollArea::both().id_salt(salt).auto_shrink(false).animated(false).show_viewport(ui, |ui, seen| {
            ui.set_min_size(size);
            let origin = ui.min_rect().min + seen.min.to_vec2();
            let window = Rect::from_min_size(origin, seen.size()).intersect(ui.clip_rect());
            // The distance is taken from the top of what is seen: millions of points leave no room for fractions.
            let top =
                |line: usize| window.top() + HEADER + (f64::from(ROW) * line as f64 - f64::from(seen.min.y)) as f32;
            let lead = places.lead[0] + places.lead[1];
            let left = |c: isize| match c {
                NUMBER => window.left(),
                VERDICT => window.left() + places.lead[0],
                c if (c as usize) < places.frozen => window.left() + lead + places.lefts[c as usize],
                c => window.left() + lead + places.lefts[c as usize] - seen.min.x,
            };
            let width = |c: isize| match c {
                NUMBER => places.lead[0],
                VERDICT => places.lead[1],
                c => places.width(c as usize),
            };
            let cell = |line: usize, c: isize| Rect::from_min_size(pos2(left(c), top(line)), vec2(width(c), ROW));
            let first = ((seen.min.y / ROW) as usize).min(lines);
            let last = (((seen.max.y - HEADER) / ROW).ceil().max(0.0) as usize).min(lines);
            let split = (window.left() + places.still()).min(window.right());
            let below = window.top() + HEADER;
            let frozen = places.frozen as isize;
            let all = columns.len() as isize;
            if let Some(audit) = wb.audit() {
                let (rows, cols) = self.range(columns.len());
                let frame = Frame { wb, audit, columns, p, rows, cols };
                let parts = [(frozen..all, window.with_min_x(split)), (NUMBER..frozen, window.with_max_x(split))];
                for (range, clip) in parts {
                    let mut part = ui.new_child(egui::UiBuilder::new().max_rect(clip).id_salt(range.start));
                    part.set_clip_rect(clip.with_min_y(below).intersect(ui.clip_rect()));
                    for line in first..last {
                        if let Some(Line::Group(_)) = self.order.lines().get(line) {
                            continue;
                        }
                        for c in range.clone() {
                            let rect = cell(line, c);
                            if rect.right() > clip.left() && rect.left() < clip.right() {
                                self.cell(&mut part, &frame, (line, c), rect, &mut happened);
                            }
                        }
                    }
                }
                let mut part = ui.new_child(egui::UiBuilder::new().max_rect(window).id_salt("groups"));
                part.set_clip_rect(window.with_min_y(below).intersect(ui.clip_rect()));
                for line in first..last {
                    if let Some(Line::Group(group)) = self.order.lines().get(line) {
                        let rect = Rect::from_min_size(pos2(window.left(), top(line)), vec2(window.width(), ROW));
                        self.group(&mut part, &frame, kind, (line, *group), rect, &mut happened);
                    }
                }
            }
            // Headers last: they stand over the rows.
            for (range, clip) in [(frozen..all, window.with_min_x(split)), (NUMBER..frozen, window.with_max_x(split))] {
                let mut part = ui.new_child(egui::UiBuilder::new().max_rect(clip).id_salt(("header", range.start)));
                part.set_clip_rect(clip.with_max_y(below).intersect(ui.clip_rect()));
                part.painter().rect_filled(clip.with_max_y(below), 0.0, p.surface);
                for c in range {
                    let rect = Rect::from_min_size(pos2(left(c), window.top()), vec2(width(c), HEADER));
                    match c {
                        NUMBER => self.corner(&mut part, rect, lines, all as usize),
                        VERDICT => self.header(&mut part, wb, kind, None, rect, &mut asked),
                        c => self.header(&mut part, wb, kind, Some(columns[c as usize]), rect, &mut asked),
                    }
                }
                if let Some((key, x)) = self.dragged.zip(pointer.map(|q| q.x)) {
                    let edges = (0..all).map(|c| (left(c), Some(columns[c as usize].key)));
                    let end = (all > 0).then(|| (left(all - 1) + width(all - 1), None));
                    let place = edges.chain(end).min_by(|a, b| (a.0 - x).abs().total_cmp(&(b.0 - x).abs()));
                    if let Some((at, before)) = place {
                        part.painter().vline(at, window.y_range(), Stroke::new(2.0, p.accent));
                        if ui.input(|i| i.pointer.any_released()) && before != Some(key) {
                            asked.push(Asked::Layout(Change::Move(key, before)));
                        }
                    }
                }
            }
            ui.painter().hline(window.x_range(), below - 0.5, Stroke::new(1.0, p.line));
            if seen.min.x > 0.5 {
                ui.painter().vline(split, window.y_range(), Stroke::new(1.0, p.line));
            }
            under_pointer = pointer.map(|q| {
                let line = (seen.min.y + q.y - window.top() - HEADER).max(0.0) / ROW;
                let c =
                    (0..columns.len()).rev().find(|c| left(*c as isize) <= q.x && (q.x >= split || *c < places.frozen));
                (line as usize, c.unwrap_or(0))
            });
            if std::mem::take(&mut self.follow) && lines > 0 && !columns.is_empty() {
                let c = self.cursor.1;
                let beside = if c < places.frozen { 0.0 } else { places.still() };
                let x = if c < places.frozen { window.left() } else { left(c as isize) };
                let right = if c < places.frozen { x } else { x + places.width(c) };
                let over = Rect::from_min_max(
                    pos2(x - beside, top(self.cursor.0) - HEADER),
                    pos2(right, top(self.cursor.0) + ROW),
                );
                ui.scroll_to_rect(over, None);
            }
        });
        if self.dragged.is_some() && ui.input(|i| !i.pointer.any_down()) {
            self.dragged = None;
        }
        let mut moved = self.take(wb, columns, happened, under_pointer);
        for asked in asked {
            moved = true;
            match asked {
                Asked::Sort(by, more) => self.order.toggle(by, more),
                Asked::SortBy(by, down) => self.order.sort_by(by, down),
                Asked::Group(key) => self.order.wish.group = key,
                Asked::Filter(by, filter) if filter.is_open() => drop(self.order.wish.filters.remove(&by)),
                Asked::Filter(by, filter) => drop(self.order.wish.filters.insert(by, filter)),
                Asked::Layout(what) => change(wb, kind, &what),
            }
        }
        moved
    }

    fn take(
        &mut self,
        wb: &mut Workbench,
        columns: &[&'static FieldDef],
        happened: Happened,
        under_pointer: Option<(usize, usize)>,
    ) -> bool {
        let last = (self.order.lines().len().saturating_sub(1), columns.len().saturating_sub(1));
        let mut moved = false;
        match happened.outcome {
            Some(Ok((value, then))) => {
                self.entered(wb, value, then, last);
                moved = true;
            }
            Some(Err(())) => {
                self.editing = None;
                self.take_focus = true;
            }
            None => {}
        }
        if let Some(group) = happened.folded.and_then(|at| self.order.groups().get(at)) {
            let name = group.name.clone();
            if !self.order.wish.folded.remove(&name) {
                self.order.wish.folded.insert(name);
            }
            return true;
        }
        if let Some((line, c, double)) = happened.clicked {
            let column = if c < 0 { self.cursor.1 } else { c as usize };
            self.click(wb, columns, (line, column), c == NUMBER, double && c >= 0);
            return true;
        }
        if let (true, Some((line, c))) = (happened.dragging && self.editing.is_none(), under_pointer) {
            let to = (line.min(last.0), if self.whole_rows { self.cursor.1 } else { c.min(last.1) });
            if to != self.cursor {
                self.cursor = to;
                self.follow = true;
                moved = true;
            }
        }
        moved
    }

    fn cell(&mut self, ui: &mut egui::Ui, f: &Frame<'_>, at: (usize, isize), rect: Rect, happened: &mut Happened) {
        let Some(device) = self.device(f.audit, at.0) else { return };
        let lang = f.wb.lang();
        let in_rows = f.rows.contains(&at.0);
        let whole = (in_rows && self.whole_rows) || self.extra.contains(&device.id);
        let chosen = whole || (in_rows && (at.1 == NUMBER || (at.1 >= 0 && f.cols.contains(&(at.1 as usize)))));
        let here = at.1 >= 0 && (at.0, at.1 as usize) == self.cursor;
        let stripe = if at.0 % 2 == 1 { f.p.stripe } else { f.p.surface };
        let plain = !chosen || (here && !whole && self.cursor == self.anchor);
        ui.painter().rect_filled(rect, 0.0, if plain { stripe } else { f.p.selected });
        let sense = if at.1 == VERDICT { Sense::click() } else { Sense::click_and_drag() };
        let response = ui.interact(rect, ui.scope_id().with((at.0, at.1)), sense);
        if response.drag_started() {
            happened.clicked = Some((at.0, at.1, false));
        } else if response.dragged() {
            happened.dragging = true;
        } else if response.double_clicked() {
            happened.clicked = Some((at.0, at.1, true));
        } else if response.clicked() {
            happened.clicked = Some((at.0, at.1, false));
        }
        match at.1 {
            NUMBER => {
                let text = self.order.number(at.0).to_string();
                paint(ui, rect, &text, true, f.p.weak, TextStyle::Small);
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::RowHeader, true, &text));
            }
            VERDICT => match f.wb.verdict(device.id) {
                Some(verdict) => {
                    let word = badge::paint(ui, rect, verdict, lang);
                    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, word));
                }
                None => paint(ui, rect, "…", false, f.p.weak, TextStyle::Small),
            },
            c => {
                let Some(def) = f.columns.get(c as usize) else { return };
                if let Some(editing) = self.editing.as_mut().filter(|e| e.id == device.id && e.def.key == def.key) {
                    ui.painter().rect_filled(rect, 0.0, f.p.surface);
                    // A narrow column still leaves room to type in.
                    let wide = rect.with_max_x(rect.right().max(rect.left() + 96.0));
                    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(wide).id_salt("editor"));
                    inside.painter().rect_filled(wide, 0.0, f.p.surface);
                    happened.outcome = editor(&mut inside, editing, lang);
                } else {
                    let entered = device.get(def.key);
                    let right = matches!(entered.as_ref().map(|e| &e.value), Some(FieldValue::Number(_)));
                    let estimate = entered.as_ref().is_some_and(|e| e.origin == crate::audit::Origin::Estimate);
                    let text = entered.map_or_else(String::new, |e| cell::shown(def, &e.value, lang));
                    let color = if estimate { f.p.weak } else { f.p.text };
                    let shown = if estimate { format!("≈{text}") } else { text.clone() };
                    paint(ui, rect, &shown, right, color, TextStyle::Body);
                    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Cell, true, &text));
                }
                if here {
                    self.cursor_rect = Some(rect);
                    ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.5, f.p.accent), egui::StrokeKind::Inside);
                }
            }
        }
    }

    /// The head of a group: its name, how many, and their sums.
    fn group(
        &self,
        ui: &mut egui::Ui,
        f: &Frame<'_>,
        kind: KindCode,
        at: (usize, u32),
        rect: Rect,
        happened: &mut Happened,
    ) {
        let Some(group) = self.order.groups().get(at.1 as usize) else { return };
        let lang = f.wb.lang();
        let fold = if self.order.wish.folded.contains(&group.name) { "▶" } else { "▼" };
        let name = if group.name.is_empty() { lang.pick("(未填)", "(empty)") } else { &group.name };
        let text = cell::subtotal(group, kind, lang);
        let fill = if self.cursor.0 == at.0 { f.p.selected } else { f.p.ground };
        ui.painter().rect_filled(rect, 0.0, fill);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, f.p.line));
        let response = ui.interact(rect, ui.scope_id().with(at), Sense::click());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{name} {text}")));
        if response.clicked() {
            happened.folded = Some(at.1 as usize);
        }
        let bold = FontId::new(TextStyle::Body.resolve(ui.style()).size, egui::FontFamily::Name("bold".into()));
        let painter = ui.painter();
        let small = TextStyle::Small.resolve(ui.style());
        painter.text(rect.left_center() + vec2(10.0, 0.0), Align2::LEFT_CENTER, fold, small.clone(), f.p.weak);
        let place = rect.left_center() + vec2(28.0, 0.0);
        let named = painter.text(place, Align2::LEFT_CENTER, name, bold, f.p.text);
        painter.text(pos2(named.right() + 14.0, rect.center().y), Align2::LEFT_CENTER, text, small, f.p.weak);
    }

    /// The corner over the row numbers selects everything.
    fn corner(&mut self, ui: &mut egui::Ui, rect: Rect, lines: usize, columns: usize) {
        let p = theme::palette(ui);
        let response = ui.interact(rect, ui.scope_id().with("corner"), Sense::click());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "全选"));
        if response.clicked() && lines > 0 {
            self.anchor = (0, 0);
            self.cursor = (lines - 1, columns.saturating_sub(1));
            self.whole_rows = false;
            self.take_focus = true;
            self.forget_seen();
        }
        paint(ui, rect, "#", true, p.weak, TextStyle::Small);
    }
}

/// Text in a cell, cut off at its edges.
pub(super) fn paint(ui: &egui::Ui, rect: Rect, text: &str, right: bool, color: egui::Color32, style: TextStyle) {
    if text.is_empty() {
        return;
    }
    let clip = rect.shrink2(vec2(5.0, 0.0)).intersect(ui.clip_rect());
    let (at, align) = if right {
        (rect.right_center() - vec2(8.0, 0.0), Align2::RIGHT_CENTER)
    } else {
        (rect.left_center() + vec2(6.0, 0.0), Align2::LEFT_CENTER)
    };
    ui.painter().with_clip_rect(clip).text(at, align, text, style.resolve(ui.style()), color);
}

impl TableState {
    /// What a header stands for.
    pub(super) fn by(def: Option<&'static FieldDef>) -> By {
        def.map_or(By::Verdict, |d| By::Field(d.key))
    }
}
