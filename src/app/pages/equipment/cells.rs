//! How the cells are painted: the grounds of all rows first, then the texts column by column, so that few pieces are
//! cut out and nothing is laid out that is out of sight.

use std::ops::Range;

use eframe::egui::{self, Rect, Stroke, TextStyle, accesskit, pos2};

use super::arrange::Line;
use super::bound::{Reader, shown};
use super::draw::{NUMBER, VERDICT, View};
use super::happened::Happened;
use super::table::TableState;
use crate::app::theme::{self, Palette, ROW};
use crate::app::widgets::badge;
use crate::app::widgets::grid::{fill, paint};
use crate::app::workbench::Workbench;
use crate::audit::field::FieldValue;
use crate::audit::{Equipment, FieldDef, Origin};

/// What all cells of a frame have in common.
struct Look<'a> {
    p: Palette,
    body: egui::FontId,
    small: egui::FontId,
    /// The lines in sight that are devices.
    rows: &'a [(usize, &'a Equipment)],
    /// Whether somebody listens to labels.
    labelled: bool,
    /// Clicks asked for by a screen reader, by what they are on.
    pressed: &'a [accesskit::NodeId],
}

impl TableState {
    /// Paints some columns.
    pub(super) fn cells(
        &mut self,
        ui: &mut egui::Ui,
        wb: &Workbench,
        view: &View<'_>,
        columns: &[&'static FieldDef],
        range: Range<isize>,
        happened: &mut Happened,
    ) {
        let Some(audit) = wb.audit() else { return };
        let rows: Vec<(usize, &Equipment)> =
            view.lines.clone().filter_map(|line| Some((line, self.device(audit, line)?))).collect();
        self.grounds(ui, view, &rows, columns.len(), range.clone());
        let pressed: Vec<accesskit::NodeId> = ui.input(|i| {
            let asked = i.events.iter().filter_map(|event| match event {
                egui::Event::AccessKitActionRequest(r) if r.action == accesskit::Action::Click => Some(r.target_node),
                _ => None,
            });
            asked.collect()
        });
        let look = Look {
            p: theme::palette(ui),
            body: TextStyle::Body.resolve(ui.style()),
            small: TextStyle::Small.resolve(ui.style()),
            rows: &rows,
            labelled: ui.ctx().has_accesskit_node(ui.unique_id()),
            pressed: &pressed,
        };
        let part = ui.clip_rect();
        for c in range {
            let strip = Rect::from_x_y_ranges(view.left(c)..=view.left(c) + view.width(c), part.y_range());
            if strip.right() <= part.left() || strip.left() >= part.right() {
                continue;
            }
            ui.set_clip_rect(strip.intersect(part));
            match c {
                NUMBER => self.numbers(ui, view, &look),
                VERDICT => verdicts(ui, wb, view, &look),
                c => self.column(ui, wb, view, (c as usize, columns[c as usize]), &look, happened),
            }
        }
        ui.set_clip_rect(part);
        self.current(ui, wb, view, columns, happened);
    }

    /// The grounds of the rows, and of what is selected.
    fn grounds(&self, ui: &egui::Ui, view: &View<'_>, rows: &[(usize, &Equipment)], all: usize, range: Range<isize>) {
        let (p, part) = (theme::palette(ui), ui.clip_rect());
        let selection = &self.grid.selection;
        let ground = |x: egui::Rangef, line: usize, color: egui::Color32| {
            let y = view.top(line);
            ui.painter().rect_filled(Rect::from_x_y_ranges(x.intersection(part.x_range()), y..=y + ROW), 0.0, color);
        };
        for (line, _) in rows {
            ground(part.x_range(), *line, if line % 2 == 1 { p.stripe } else { p.surface });
            if selection.whole_row(*line) {
                ground(part.x_range(), *line, p.selected);
                continue;
            }
            let mut inside = false;
            for cols in selection.columns_on(*line, all) {
                inside = true;
                // The part of the block among these columns.
                let first = range.start.max(*cols.start() as isize).max(0);
                let last = (range.end - 1).min(*cols.end() as isize);
                if first <= last {
                    let right = view.left(last) + view.width(last);
                    ground(egui::Rangef::new(view.left(first), right), *line, p.selected);
                }
            }
            if inside && range.start == NUMBER {
                ground(egui::Rangef::new(view.left(NUMBER), view.left(VERDICT)), *line, p.selected);
            }
        }
    }

    fn numbers(&self, ui: &egui::Ui, view: &View<'_>, look: &Look<'_>) {
        for (line, _) in look.rows {
            let rect = view.cell(*line, NUMBER);
            let text = self.order.number(*line).to_string();
            paint::text(ui, rect, &text, true, look.p.weak, &look.small);
            look.label(ui, (*line, NUMBER), rect, accesskit::Role::RowHeader, &text);
        }
    }

    fn column(
        &self,
        ui: &egui::Ui,
        wb: &Workbench,
        view: &View<'_>,
        (c, def): (usize, &'static FieldDef),
        look: &Look<'_>,
        happened: &mut Happened,
    ) {
        let lang = wb.lang();
        let edited = self.grid.editing.as_ref().filter(|e| e.def.key == def.key).map(|e| e.id);
        for (line, device) in look.rows {
            let rect = view.cell(*line, c as isize);
            if (*line, c) == self.grid.selection.active() {
                // The current cell stands out from the block.
                let stripe = if line % 2 == 1 { look.p.stripe } else { look.p.surface };
                ui.painter().rect_filled(rect, 0.0, stripe);
            }
            if edited == Some(device.id) {
                continue;
            }
            let entered = device.get(def.key);
            let right = matches!(entered.as_ref().map(|e| &e.value), Some(FieldValue::Number(_)));
            let estimate = entered.as_ref().is_some_and(|e| e.origin == Origin::Estimate);
            let text = entered.map_or_else(String::new, |e| shown(def, &e.value, lang));
            if estimate {
                paint::text(ui, rect, &format!("≈{text}"), right, look.p.weak, &look.body);
            } else {
                paint::text(ui, rect, &text, right, look.p.text, &look.body);
            }
            // An empty cell is named by its column, or a screen reader has nothing to say.
            let name = if text.is_empty() && look.labelled {
                format!("{} {}", lang.field(def), lang.pick("未填", "empty"))
            } else {
                text
            };
            if look.label(ui, (*line, c as isize), rect, accesskit::Role::Cell, &name) {
                happened.press(*line, c as isize);
            }
        }
    }

    /// The frame of the current cell, and the editor in it.
    fn current(
        &mut self,
        ui: &mut egui::Ui,
        wb: &Workbench,
        view: &View<'_>,
        columns: &[&'static FieldDef],
        happened: &mut Happened,
    ) {
        let (part, p) = (ui.clip_rect(), theme::palette(ui));
        let place = |line: usize, c: usize| {
            let inside = view.lines.contains(&line) && c < columns.len();
            inside.then(|| view.cell(line, c as isize)).filter(|r| r.intersects(part))
        };
        // The columns that stay are painted over those that scroll.
        let mine = |c: usize| (c < view.places.frozen) == (part.left() < view.split);
        if let Some(editing) = &self.grid.editing {
            let column = columns.iter().position(|d| d.key == editing.def.key).filter(|c| mine(*c));
            let audit = wb.audit();
            let line = view.lines.clone().find(|line| {
                let at = match self.order.lines().get(*line) {
                    Some(Line::Device(at)) => *at as usize,
                    _ => return false,
                };
                audit.and_then(|a| a.equipment.get(at)).is_some_and(|d| d.id == editing.id)
            });
            if let Some(rect) = line.zip(column).and_then(|(line, c)| place(line, c)) {
                // A narrow column still leaves room to type in.
                let wide = rect.with_max_x(rect.right().max(rect.left() + 96.0));
                let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(wide).id_salt("editor"));
                inside.painter().rect_filled(wide, 0.0, p.surface);
                happened.outcome = self.grid.edit(&mut inside, &Reader(wb.lang()));
            }
        }
        let (line, c) = self.grid.selection.active();
        if let Some(rect) = place(line, c).filter(|_| mine(c))
            && matches!(self.order.lines().get(line), Some(Line::Device(_)))
        {
            self.grid.cell = Some(rect);
            let color = if self.grid.focused { p.accent } else { p.weak };
            ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.5, color), egui::StrokeKind::Inside);
        }
        if !self.grid.can_be_carried() {
            return;
        }
        let block = self.grid.selection.range(columns.len());
        let (end, filling) = ((*block.0.end(), *block.1.end()), self.grid.filling.is_some());
        if mine(end.1) && end.1 < columns.len() && (filling || place(end.0, end.1).is_some()) {
            // While it is dragged its cell may be scrolled out of sight.
            happened.handle = fill::handle(ui, view.cell(end.0, end.1 as isize), wb.lang());
        }
        // What the handle would fill, or where the block would go.
        let filled = self.grid.filling.and_then(|to| fill::reach(&block, to));
        if let Some((lines, cols)) = filled.or(self.grid.carried((self.order.lines().len(), columns.len()))) {
            let corner = |line: &usize, c: &usize| view.cell(*line, *c as isize);
            let rect = corner(lines.start(), cols.start()).union(corner(lines.end(), cols.end()));
            ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.5, p.accent), egui::StrokeKind::Inside);
        }
    }
}

fn verdicts(ui: &egui::Ui, wb: &Workbench, view: &View<'_>, look: &Look<'_>) {
    for (line, device) in look.rows {
        let rect = view.cell(*line, VERDICT);
        match wb.verdict(device.id) {
            Some(verdict) => {
                let word = badge::paint(ui, rect, verdict, wb.lang());
                look.label(ui, (*line, VERDICT), rect, accesskit::Role::Label, word);
            }
            None => paint::text(ui, rect, "…", false, look.p.weak, &look.small),
        }
    }
}

impl Look<'_> {
    /// Tells what is in a cell to whoever listens. `true` if a screen reader asks to click on it.
    fn label(&self, ui: &egui::Ui, at: (usize, isize), rect: Rect, role: accesskit::Role, text: &str) -> bool {
        if !self.labelled {
            return false;
        }
        let id = ui.scope_id().with(at);
        let corner = |p: egui::Pos2| (f64::from(p.x), f64::from(p.y));
        let (a, b) = (corner(rect.min), corner(pos2(rect.right(), rect.bottom())));
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_role(role);
            node.set_bounds(accesskit::Rect { x0: a.0, y0: a.1, x1: b.0, y1: b.1 });
            node.add_action(accesskit::Action::Click);
            if text.is_empty() {
                return;
            }
            if role == accesskit::Role::Label {
                node.set_value(text);
            } else {
                node.set_label(text);
            }
        });
        !self.pressed.is_empty() && self.pressed.contains(&id.accesskit_id())
    }
}
