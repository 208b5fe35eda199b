//! How the table is laid out and where the mouse goes: only the cells in sight, the columns that stay over those that
//! scroll, the headers over the rows.

use eframe::egui::{self, Align2, PointerButton, Pos2, Rect, Sense, Stroke, TextStyle, pos2, vec2};

use super::arrange::{Group, Line};
use super::columns::{Change, Places};
use super::happened::Happened;
use super::menu::Asked;
use super::table::TableState;
use crate::app::lang::Lang;
use crate::app::theme::{self, HEADER, ROW};
use crate::app::widgets::grid::fill::Handle;
use crate::app::widgets::grid::{At, Press, carry, paint};
use crate::app::widgets::numbers::{amount, grouped};
use crate::app::workbench::Workbench;
use crate::audit::{FieldDef, KindCode};
use crate::energy::rated;

/// Column number of the row numbers and of the verdicts, which are no fields.
pub(super) const NUMBER: isize = -2;
pub(super) const VERDICT: isize = -1;

/// Where the cells are in this frame.
pub(super) struct View<'a> {
    pub(super) places: &'a Places,
    /// What can be seen of the table.
    pub(super) window: Rect,
    scroll: egui::Vec2,
    /// Lines in sight.
    pub(super) lines: std::ops::Range<usize>,
    /// Where the columns that scroll begin.
    pub(super) split: f32,
}

impl View<'_> {
    /// The distance is taken from the top of what is seen: millions of points leave no room for fractions.
    pub(super) fn top(&self, line: usize) -> f32 {
        self.window.top() + HEADER + (f64::from(ROW) * line as f64 - f64::from(self.scroll.y)) as f32
    }

    pub(super) fn left(&self, column: isize) -> f32 {
        let lead = self.places.lead[0] + self.places.lead[1];
        match column {
            NUMBER => self.window.left(),
            VERDICT => self.window.left() + self.places.lead[0],
            c if (c as usize) < self.places.frozen => self.window.left() + lead + self.places.lefts[c as usize],
            c => self.window.left() + lead + self.places.lefts[c as usize] - self.scroll.x,
        }
    }

    pub(super) fn width(&self, column: isize) -> f32 {
        match column {
            NUMBER => self.places.lead[0],
            VERDICT => self.places.lead[1],
            c => self.places.width(c as usize),
        }
    }

    pub(super) fn cell(&self, line: usize, column: isize) -> Rect {
        Rect::from_min_size(pos2(self.left(column), self.top(line)), vec2(self.width(column), ROW))
    }

    /// Whether a column that scrolls is in sight as a whole.
    fn seen(&self, column: usize) -> bool {
        let left = self.left(column as isize);
        left >= self.split - 1.0 && left + self.places.width(column) <= self.window.right() + 1.0
    }

    /// The line and the column under a point, of so many columns; outside of the cells none.
    fn under(&self, at: Pos2, columns: usize) -> (Option<usize>, Option<isize>) {
        let line = (f64::from(self.scroll.y) + f64::from(at.y - self.window.top() - HEADER)) / f64::from(ROW);
        let still = at.x < self.split;
        let all =
            if still { NUMBER..self.places.frozen as isize } else { self.places.frozen as isize..columns as isize };
        let column = all.rev().find(|c| self.left(*c) <= at.x && at.x < self.left(*c) + self.width(*c));
        ((line >= 0.0).then_some(line as usize), column)
    }

    /// The cell under a point, or the nearest one.
    fn near(&self, at: Pos2, size: At) -> At {
        let (line, column) = self.under(at, size.1);
        let beyond = if at.x < self.split { 0 } else { size.1.saturating_sub(1) };
        let column = column.map_or(beyond, |c| c.max(0) as usize);
        (line.unwrap_or(0).min(size.0.saturating_sub(1)), column)
    }
}

impl TableState {
    pub(super) fn draw(
        &mut self,
        ui: &mut egui::Ui,
        wb: &mut Workbench,
        kind: KindCode,
        columns: &[&'static FieldDef],
        places: &Places,
    ) -> Happened {
        let p = theme::palette(ui);
        let lines = self.order.lines().len();
        let size = vec2(places.total() + 8.0, HEADER + ROW * lines as f32 + 8.0);
        let mut happened = Happened::default();
        let salt = ("devices", kind.code());
        egui::ScrollArea::both().id_salt(salt).auto_shrink(false).animated(false).show_viewport(ui, |ui, seen| {
            ui.set_min_size(size);
            let origin = ui.min_rect().min + seen.min.to_vec2();
            let window = Rect::from_min_size(origin, seen.size()).intersect(ui.clip_rect());
            let first = ((seen.min.y / ROW) as usize).min(lines);
            let last = (((seen.max.y - HEADER) / ROW).ceil().max(0.0) as usize).min(lines);
            let split = (window.left() + places.still()).min(window.right());
            let view = View { places, window, scroll: seen.min.to_vec2(), lines: first..last, split };
            let below = window.top() + HEADER;
            let (frozen, all) = (places.frozen as isize, columns.len() as isize);
            self.pointer(ui, &view, columns.len(), &mut happened);
            let parts = [(frozen..all, window.with_min_x(split)), (NUMBER..frozen, window.with_max_x(split))];
            for (range, clip) in parts.clone() {
                let mut part = ui.new_child(egui::UiBuilder::new().max_rect(clip).id_salt(range.start));
                part.set_clip_rect(clip.with_min_y(below).intersect(ui.clip_rect()));
                self.cells(&mut part, wb, &view, columns, range, &mut happened);
            }
            let mut part = ui.new_child(egui::UiBuilder::new().max_rect(window).id_salt("groups"));
            part.set_clip_rect(window.with_min_y(below).intersect(ui.clip_rect()));
            for line in view.lines.clone() {
                if let Some(Line::Group(group)) = self.order.lines().get(line) {
                    let rect = Rect::from_min_size(pos2(window.left(), view.top(line)), vec2(window.width(), ROW));
                    self.group(&mut part, (wb.lang(), kind), (line, *group), rect, &mut happened);
                }
            }
            // Headers last: they stand over the rows.
            for (range, clip) in parts {
                let mut part = ui.new_child(egui::UiBuilder::new().max_rect(clip).id_salt(("header", range.start)));
                part.set_clip_rect(clip.with_max_y(below).intersect(ui.clip_rect()));
                part.painter().rect_filled(clip.with_max_y(below), 0.0, p.surface);
                for c in range {
                    let rect = Rect::from_min_size(pos2(view.left(c), window.top()), vec2(view.width(c), HEADER));
                    match c {
                        NUMBER => self.corner(&mut part, wb.lang(), rect, (lines, columns.len())),
                        VERDICT => self.header(&mut part, wb, kind, None, rect, &mut happened.asked),
                        c => self.header(&mut part, wb, kind, Some(columns[c as usize]), rect, &mut happened.asked),
                    }
                }
                self.drop_mark(&part, &view, columns, &mut happened.asked);
            }
            let pulled = happened.dragged.is_some() || happened.handle == Some(Handle::Drags);
            let pulled = pulled || self.grid.carrying.is_some();
            if pulled && ui.input(|i| i.pointer.latest_pos()).is_some_and(|at| !window.contains(at)) {
                // Held beyond the edge it scrolls on without being moved.
                ui.ctx().request_repaint();
            }
            if happened.handle.is_some() {
                happened.under = ui.input(|i| i.pointer.latest_pos()).map(|at| view.near(at, (lines, columns.len())));
            }
            self.grid.across = (places.frozen..columns.len()).filter(|c| view.seen(*c)).count();
            let (over, copies) = ui.input(|i| (i.pointer.hover_pos(), i.modifiers.command));
            let edge = self.block_edge(&view, columns.len());
            let body = window.with_min_y(below);
            carry::outline(ui, body, edge, self.grid.selection.single());
            let over = over.is_some_and(|at| body.contains(at) && carry::on_edge(edge, at));
            if let Some(icon) = self.grid.cursor(over, copies) {
                ui.ctx().set_cursor_icon(icon);
            }
            ui.painter().hline(window.x_range(), below - 0.5, Stroke::new(1.0, p.line));
            if seen.min.x > 0.5 {
                ui.painter().vline(split, window.y_range(), Stroke::new(1.0, p.line));
            }
            if let Some((line, c)) = self.grid.selection.followed()
                && line < lines
                && c < columns.len()
            {
                let beside = if c < places.frozen { 0.0 } else { places.still() };
                let x = if c < places.frozen { window.left() } else { view.left(c as isize) };
                let right = if c < places.frozen { x } else { x + places.width(c) };
                let top = view.top(line);
                ui.scroll_to_rect(Rect::from_min_max(pos2(x - beside, top - HEADER), pos2(right, top + ROW)), None);
            }
        });
        if self.dragged.is_some() && ui.input(|i| !i.pointer.any_down()) {
            self.dragged = None;
        }
        happened
    }

    /// The mouse over the cells: one widget for all of them, as hundreds would cost more than what they show.
    fn pointer(&mut self, ui: &egui::Ui, view: &View<'_>, columns: usize, happened: &mut Happened) {
        let body = view.window.with_min_y(view.window.top() + HEADER);
        let response = ui.interact(body, ui.scope_id().with("cells"), Sense::CLICK | Sense::DRAG);
        let lines = self.order.lines().len();
        let cell = |at: Option<Pos2>| {
            let (line, column) = view.under(at?, columns);
            Some((line.filter(|l| *l < lines)?, column?))
        };
        let pointer = response.interact_pointer_pos();
        let size = (lines, columns);
        let edge = self.block_edge(view, columns);
        if response.drag_started_by(PointerButton::Primary) {
            let pressed = ui.input(|i| i.pointer.press_origin());
            if pressed.is_some_and(|at| self.grid.grab(edge, at, view.near(at, size), columns)) {
                return;
            }
            let (line, column) = cell(pressed).unzip();
            happened.clicked = line.zip(column).filter(|c| c.1 != VERDICT).map(|(line, c)| (line, c, Press::Drag));
        } else if response.dragged_by(PointerButton::Primary) {
            let at = pointer.map(|at| view.near(at, size));
            if let (Some(carried), Some(to)) = (&mut self.grid.carrying, at) {
                carried.to = to;
                self.grid.selection.look_at(to);
            } else {
                happened.dragged = at;
            }
        } else if response.drag_stopped_by(PointerButton::Primary) {
            happened.dropped = self.grid.carrying.is_some();
        } else if response.clicked() {
            let how = if response.double_clicked() { Press::Twice } else { Press::Once };
            happened.clicked = cell(pointer).map(|(line, c)| (line, c, how));
        } else if response.secondary_clicked() {
            happened.other = cell(pointer).map(|(line, c)| (line, c.max(0) as usize));
        }
    }

    /// The selected block as it lies on the screen, to be taken by its edge.
    fn block_edge(&self, view: &View<'_>, columns: usize) -> Rect {
        if columns == 0 || !self.grid.can_be_carried() {
            return Rect::NOTHING;
        }
        let (lines, cols) = self.grid.selection.range(columns);
        let (first, last) = (*cols.start() as isize, *cols.end() as isize);
        let (left, right) = (view.left(first), view.left(last) + view.width(last));
        // What is scrolled below the columns that stay can't be taken hold of.
        let scrolls = |c: isize| c as usize >= view.places.frozen;
        if (scrolls(first) && left < view.split - 2.0) || (scrolls(last) && right < view.split) {
            return Rect::NOTHING;
        }
        Rect::from_x_y_ranges(left..=right, view.top(*lines.start())..=view.top(*lines.end()) + ROW)
    }

    /// Where a header that is being dragged would go.
    fn drop_mark(&self, ui: &egui::Ui, view: &View<'_>, columns: &[&'static FieldDef], asked: &mut Vec<Asked>) {
        let Some((key, x)) = self.dragged.zip(ui.input(|i| i.pointer.latest_pos()).map(|q| q.x)) else { return };
        let all = columns.len() as isize;
        let edges = (0..all).map(|c| (view.left(c), Some(columns[c as usize].key)));
        let end = (all > 0).then(|| (view.left(all - 1) + view.width(all - 1), None));
        let place = edges.chain(end).min_by(|a, b| (a.0 - x).abs().total_cmp(&(b.0 - x).abs()));
        if let Some((at, before)) = place {
            ui.painter().vline(at, view.window.y_range(), Stroke::new(2.0, theme::palette(ui).accent));
            if ui.input(|i| i.pointer.any_released()) && before != Some(key) {
                asked.push(Asked::Layout(Change::Move(key, before)));
            }
        }
    }

    /// The head of a group: its name, how many, and their sums.
    fn group(
        &self,
        ui: &mut egui::Ui,
        (lang, kind): (Lang, KindCode),
        at: (usize, u32),
        rect: Rect,
        happened: &mut Happened,
    ) {
        let Some(group) = self.order.groups().get(at.1 as usize) else { return };
        let p = theme::palette(ui);
        let fold = if self.order.wish.folded.contains(&group.name) { "▶" } else { "▼" };
        let name = if group.name.is_empty() { lang.pick("(未填)", "(empty)") } else { &group.name };
        let text = subtotal(group, kind, lang);
        let here = self.grid.selection.active().0 == at.0;
        ui.painter().rect_filled(rect, 0.0, if here { p.selected } else { p.ground });
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, p.line));
        let response = ui.interact(rect, ui.scope_id().with(at), Sense::click());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{name} {text}")));
        if response.clicked() {
            happened.folded = Some(at.1 as usize);
        }
        let bold = theme::bold_font(ui);
        let painter = ui.painter();
        let small = TextStyle::Small.resolve(ui.style());
        painter.text(rect.left_center() + vec2(10.0, 0.0), Align2::LEFT_CENTER, fold, small.clone(), p.weak);
        let place = rect.left_center() + vec2(28.0, 0.0);
        let named = painter.text(place, Align2::LEFT_CENTER, name, bold, p.text);
        painter.text(pos2(named.right() + 14.0, rect.center().y), Align2::LEFT_CENTER, text, small, p.weak);
    }

    /// The corner over the row numbers selects everything.
    fn corner(&mut self, ui: &mut egui::Ui, lang: Lang, rect: Rect, size: At) {
        let p = theme::palette(ui);
        let response = ui.interact(rect, ui.scope_id().with("corner"), Sense::click());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, lang.pick("全选", "Select all")));
        if response.clicked() && size.0 > 0 {
            self.grid.selection.all(size);
            self.grid.take_focus = true;
            self.forget_seen();
        }
        paint::text(ui, rect, "#", true, p.weak, &TextStyle::Small.resolve(ui.style()));
    }
}

/// The sums of a group in words.
fn subtotal(group: &Group, kind: KindCode, lang: Lang) -> String {
    let mut parts = vec![
        format!("{} {}", group.members.len(), lang.pick("行", "rows")),
        format!("{} {}", grouped(group.devices, 0), lang.pick("台", "devices")),
    ];
    if group.size > 0.0 {
        parts.push(format!("{} {}", amount(group.size), rated::unit(kind)));
    }
    if group.kwh > 0.0 {
        parts.push(format!("{} {} kWh", lang.pick("年用电", "annual electricity"), grouped(group.kwh, 0)));
    }
    parts.join(" · ")
}
