//! A table that is only read: sorted by a click on a heading, its rows walked through by the keyboard, copied to Excel
//! and WPS. Every list of the workbench that is no grid is one.

mod copying;
mod sorting;

use std::cell::Cell;
use std::sync::Arc;

use eframe::egui::scroll_area::ScrollBarVisibility;
use eframe::egui::{self, Align, Button, Event, Key, Layout, Modifiers, Popup, PopupAnchor, PopupKind, Sense};
use egui_extras::TableBuilder;

use copying::{COPIED_AT_ONCE, as_lines};
pub use copying::{Copying, Lines};
pub use sorting::{Sort, SortKey};

use crate::app::lang::Lang;
use crate::app::theme;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Text, as wide as its longest cell up to a limit.
    Text,
    /// Text that takes the room the others leave.
    Rest,
    /// Numbers, at the right edge.
    Number,
}

/// How wide a column is, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// So wide.
    Exact(f32),
    /// So wide until it is dragged.
    Initial(f32),
    /// What the others leave, at least so wide.
    Rest(f32),
}

impl Width {
    /// What it takes at least.
    pub fn least(self) -> f32 {
        match self {
            Self::Exact(width) | Self::Initial(width) | Self::Rest(width) => width,
        }
    }
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// Its heading.
    pub head: &'a str,
    /// Whether it stands at the right, as numbers do.
    pub number: bool,
    /// How wide it is.
    pub width: Width,
}

impl<'a> Column<'a> {
    /// A column of text.
    pub fn text(head: &'a str, width: Width) -> Self {
        Self { head, number: false, width }
    }

    /// A column of numbers.
    pub fn number(head: &'a str, width: Width) -> Self {
        Self { head, number: true, width }
    }
}

/// What happened to the rows, by their numbers before sorting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// A row was made the current one, by a click or by the arrows.
    pub chosen: Option<usize>,
    /// A row was clicked, or Enter was pressed on it.
    pub clicked: Option<usize>,
    /// A row was clicked twice, or Enter was pressed on it.
    pub opened: Option<usize>,
    /// More rows are to be copied than the frame has time for: for [`Copying`].
    pub copy: Option<Lines>,
}

/// Draws a cell by itself, of the row and the column; `false` leaves it to the table.
pub type Draw<'a> = dyn FnMut(&mut egui::Ui, usize, usize) -> bool + 'a;

/// A table to be shown.
pub struct Table<'a> {
    /// What it is called; tells the tables of a page apart.
    pub name: &'a str,
    /// The columns.
    pub columns: &'a [Column<'a>],
    /// How many rows.
    pub rows: usize,
    /// The text of a cell, of the row and the column: what is shown, copied and sorted by.
    pub text: &'a dyn Fn(usize, usize) -> String,
    /// The language of the menu.
    pub lang: Lang,
    /// Changes whenever the texts do: the rows are sorted anew then.
    pub stamp: u64,
    /// The exact figure of a cell, where sorting by its text would not do.
    pub figure: Option<&'a dyn Fn(usize, usize) -> Option<f64>>,
    /// Whether a row is shown as chosen.
    pub selected: &'a dyn Fn(usize) -> bool,
    /// Whether the last row is a total, which stays at the end.
    pub total: bool,
    /// Height of a row.
    pub row_height: f32,
    /// Height from which it scrolls; without, all rows are drawn.
    pub height: Option<f32>,
    /// The rows come in order, for they are too many to be sorted in the frame: by what they are asked for, which a click
    /// on a heading changes. See [`Sort::order`].
    pub sorted: Option<&'a Cell<Sort>>,
}

#[derive(Clone, Default)]
struct State {
    sort: Sort,
    order: Arc<Vec<u32>>,
    made_for: Option<(Sort, usize, u64)>,
    /// The current row and the other end of the selection, as they are shown.
    rows: Option<(usize, usize)>,
    follow: bool,
    take_focus: bool,
    /// Where the menu was asked for, and whether in this frame.
    menu: egui::Pos2,
    menu_asked: bool,
}

impl State {
    /// The row on a line.
    fn row(&self, line: usize) -> usize {
        self.order.get(line).map_or(line, |row| *row as usize)
    }

    fn selects(&self, line: usize) -> bool {
        self.rows.is_some_and(|(a, b)| (a.min(b)..=a.max(b)).contains(&line))
    }

    fn go(&mut self, line: usize, shift: bool) {
        let other = self.rows.filter(|_| shift).map_or(line, |r| r.1);
        self.rows = Some((line, other));
    }
}

impl<'a> Table<'a> {
    /// A table of which nothing is chosen and that is as high as its rows.
    pub fn new(
        name: &'a str,
        columns: &'a [Column<'a>],
        rows: usize,
        lang: Lang,
        text: &'a dyn Fn(usize, usize) -> String,
    ) -> Self {
        let row_height = theme::ROW;
        let selected = &|_| false;
        Self {
            name,
            columns,
            rows,
            text,
            lang,
            stamp: 0,
            figure: None,
            selected,
            total: false,
            row_height,
            height: None,
            sorted: None,
        }
    }

    /// Draws it.
    pub fn show(&self, ui: &mut egui::Ui) -> Told {
        self.show_with(ui, &mut |_, _, _| false)
    }

    /// Draws it, some cells in their own way.
    pub fn show_with(&self, ui: &mut egui::Ui, draw: &mut Draw<'_>) -> Told {
        let id = ui.scope_id().with(("table", self.name));
        let mut state = ui.data_mut(|d| d.get_temp::<State>(id)).unwrap_or_default();
        match self.sorted {
            Some(sort) => (state.sort, state.order) = (sort.get(), Arc::default()),
            None => self.sort(&mut state),
        }
        state.rows = state.rows.filter(|_| self.rows > 0).map(|(a, b)| (a.min(self.rows - 1), b.min(self.rows - 1)));
        let mut told = Told::default();
        self.keyboard(ui, id, &mut state, &mut told);
        let focused = ui.memory(|m| m.has_focus(id));
        // Narrower than its columns need, it is moved sideways rather than cut off.
        let bar = self.height.map_or(0.0, |_| ui.spacing().scroll.floating_allocated_width);
        let least = self.columns.iter().map(|c| c.width.least()).sum::<f32>() + bar;
        if least > ui.available_width() + 0.5 {
            // Of a table that is out of sight the bar would be drawn at the end of what is in sight.
            let seen = ui.cursor().top() < ui.clip_rect().bottom() - theme::HEADER;
            let bar = if seen { ScrollBarVisibility::VisibleWhenNeeded } else { ScrollBarVisibility::AlwaysHidden };
            let area = egui::ScrollArea::horizontal().id_salt((self.name, "sideways")).scroll_bar_visibility(bar);
            area.auto_shrink([false, true]).show(ui, |ui| {
                ui.set_min_width(least);
                self.body(ui, focused, &mut state, &mut told, draw);
            });
        } else {
            self.body(ui, focused, &mut state, &mut told, draw);
        }
        if let Some(sort) = self.sorted {
            sort.set(state.sort);
        }
        self.menu(ui, id, &mut state, &mut told);
        // A widget of its own that carries the focus.
        let spot = egui::Rect::from_min_size(ui.min_rect().min, egui::vec2(1.0, 1.0));
        let keys = ui.interact(spot, id, Sense::focusable_noninteractive());
        keys.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Unknown, true, self.name));
        if std::mem::take(&mut state.take_focus) {
            keys.request_focus();
        }
        if keys.has_focus() {
            if state.rows.is_none() && self.rows > 0 {
                state.rows = Some((0, 0));
            }
            let arrows =
                egui::EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: false };
            ui.memory_mut(|m| m.set_focus_lock_filter(id, arrows));
        }
        ui.data_mut(|d| d.insert_temp(id, state));
        told
    }

    /// Headings and rows.
    fn body(&self, ui: &mut egui::Ui, focused: bool, state: &mut State, told: &mut Told, draw: &mut Draw<'_>) {
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
            // Marked by its ground; text in the accent colour would look like a link.
            ui.visuals_mut().selection.stroke.color = theme::palette(ui).text;
            let mut table = TableBuilder::new(ui)
                .id_salt(self.name)
                .striped(true)
                .sense(Sense::CLICK)
                .auto_shrink([false, true])
                .cell_layout(Layout::left_to_right(Align::Center));
            table = match self.height {
                Some(height) => table.max_scroll_height(height).min_scrolled_height(theme::ROW),
                None => table.vscroll(false),
            };
            if std::mem::take(&mut state.follow)
                && let Some((line, _)) = state.rows
            {
                table = table.scroll_to_row(line, None);
            }
            for column in self.columns {
                table = table.column(match column.width {
                    Width::Exact(width) => egui_extras::Column::exact(width).clip(true),
                    Width::Initial(width) => {
                        egui_extras::Column::initial(width).at_least(36.0).clip(true).resizable(true)
                    }
                    Width::Rest(least) => egui_extras::Column::remainder().at_least(least).clip(true),
                });
            }
            let header = |mut row: egui_extras::TableRow<'_, '_>| {
                for (at, column) in self.columns.iter().enumerate() {
                    row.col(|ui| self.heading(ui, at, column, state));
                }
            };
            table.header(theme::HEADER, header).body(|body| {
                body.rows(self.row_height, self.rows, |mut row| {
                    let line = row.index();
                    let at = state.row(line);
                    let marked = (self.selected)(at) || (focused && state.selects(line));
                    row.set_selected(marked);
                    for (c, column) in self.columns.iter().enumerate() {
                        row.col(|ui| {
                            if !draw(ui, at, c) {
                                self.cell(ui, at, c, column);
                            }
                        });
                    }
                    let response = row.response();
                    if focused && state.rows.is_some_and(|(current, _)| current == line) {
                        let stroke = egui::Stroke::new(1.0, response.ctx.global_style().visuals.selection.stroke.color);
                        let layer =
                            response.ctx.layer_painter(response.layer_id).with_clip_rect(response.interact_rect);
                        layer.rect_stroke(response.rect, 0.0, stroke, egui::StrokeKind::Inside);
                    }
                    if response.clicked() {
                        let shift = response.ctx.input(|i| i.modifiers.shift);
                        state.go(line, shift);
                        state.take_focus = true;
                        told.chosen = Some(at);
                        told.clicked = Some(at);
                    }
                    if response.double_clicked() {
                        told.opened = Some(at);
                    }
                    if response.secondary_clicked() {
                        if !state.selects(line) {
                            state.go(line, false);
                        }
                        state.take_focus = true;
                        state.menu = response.interact_pointer_pos().unwrap_or_default();
                        state.menu_asked = true;
                    }
                });
            });
        });
    }

    fn keyboard(&self, ui: &egui::Ui, id: egui::Id, state: &mut State, told: &mut Told) {
        if self.rows == 0 || !ui.memory(|m| m.has_focus(id)) {
            return;
        }
        let last = self.rows - 1;
        let page = self.height.map_or(10, |h| (h / self.row_height).max(2.0) as usize - 1);
        for event in ui.input(|i| i.events.clone()) {
            let now = state.rows.map_or(0, |r| r.0);
            let (key, modifiers) = match event {
                Event::Copy => {
                    self.copy(ui, state, state.rows.is_none(), told);
                    continue;
                }
                Event::Key { key, pressed: true, modifiers, .. } => (key, modifiers),
                _ => continue,
            };
            let to = match key {
                Key::ArrowUp => now.saturating_sub(1),
                Key::ArrowDown => now + 1,
                Key::PageUp => now.saturating_sub(page),
                Key::PageDown => now + page,
                Key::Home => 0,
                Key::End => last,
                Key::A if modifiers.command => {
                    state.rows = Some((last, 0));
                    continue;
                }
                Key::Enter if modifiers == Modifiers::NONE => {
                    told.clicked = Some(state.row(now));
                    told.opened = told.clicked;
                    continue;
                }
                _ => continue,
            };
            state.go(to.min(last), modifiers.shift);
            state.follow = true;
            told.chosen = state.rows.map(|(line, _)| state.row(line));
        }
    }

    fn menu(&self, ui: &egui::Ui, id: egui::Id, state: &mut State, told: &mut Told) {
        let asked = std::mem::take(&mut state.menu_asked).then_some(egui::SetOpenCommand::Bool(true));
        let at = PopupAnchor::Position(state.menu);
        let popup =
            Popup::new(id.with("menu"), ui.ctx().clone(), at, ui.layer_id()).kind(PopupKind::Menu).open_memory(asked);
        popup.show(|ui| {
            ui.set_min_width(150.0);
            let name = self.lang.pick("复制", "Copy");
            let copy = ui.add(Button::new(name).shortcut_text("Ctrl+C"));
            copy.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
            if copy.clicked() {
                self.copy(ui, state, false, told);
                ui.close();
            }
            if ui.button(self.lang.pick("复制全表", "Copy the whole table")).clicked() {
                self.copy(ui, state, true, told);
                ui.close();
            }
        });
    }

    /// Copies the selected rows, or the headings and all rows.
    fn copy(&self, ui: &egui::Ui, state: &State, all: bool, told: &mut Told) {
        let lines = self.lines(state, all);
        if self.sorted.is_some() && lines.end - lines.first > COPIED_AT_ONCE {
            told.copy = Some(lines);
        } else {
            ui.ctx().copy_text(self.copied(state, lines));
        }
    }

    fn lines(&self, state: &State, all: bool) -> Lines {
        let (first, end) = match state.rows {
            Some((a, b)) if !all => (a.min(b), a.max(b) + 1),
            None if !all => (0, 0),
            _ => (0, self.rows),
        };
        Lines { first, end: end.min(self.rows), heads: all }
    }

    fn copied(&self, state: &State, lines: Lines) -> String {
        let heads: Vec<String> = self.columns.iter().map(|c| c.head.to_owned()).collect();
        as_lines(lines, &heads, |line, c| (self.text)(state.row(line), c))
    }

    /// The whole table as Excel takes it, in the order given.
    pub fn as_text(&self) -> String {
        let state = State::default();
        self.copied(&state, self.lines(&state, true))
    }

    /// The whole table, for [`Copying`].
    pub fn whole(&self) -> Told {
        Told { copy: Some(self.lines(&State::default(), true)), ..Told::default() }
    }

    fn heading(&self, ui: &mut egui::Ui, at: usize, column: &Column<'_>, state: &mut State) {
        let mark = match state.sort.0 {
            Some((by, down)) if by == at => {
                if down {
                    " ▼"
                } else {
                    " ▲"
                }
            }
            _ => "",
        };
        if column.head.is_empty() {
            return;
        }
        let response = aligned(ui, column.number, |ui| {
            let text = theme::small(ui, format!("{}{mark}", column.head));
            ui.add(egui::Label::new(text).truncate().sense(Sense::click()))
        });
        let name = format!("{}{}", self.lang.pick("排序：", "Sort by "), column.head);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, &name));
        let hint = self.lang.pick("点一下排序，再点反序，第三下恢复", "Click to sort");
        if response.on_hover_text(format!("{}\n{hint}", column.head)).clicked() {
            state.sort = state.sort.toggled(at, column.number);
        }
    }

    fn cell(&self, ui: &mut egui::Ui, row: usize, c: usize, column: &Column<'_>) {
        let text = (self.text)(row, c);
        let bold = self.total && row + 1 == self.rows;
        let shown = if bold { theme::bold(&text) } else { egui::RichText::new(&text) };
        cell(ui, column.number, shown);
    }

    /// Sorts the rows again when what they are sorted by has changed.
    fn sort(&self, state: &mut State) {
        let key = Some((state.sort, self.rows, self.stamp));
        if state.made_for == key {
            return;
        }
        state.made_for = key;
        if state.sort.0.is_none_or(|(column, _)| column >= self.columns.len()) {
            state.order = Arc::default();
            return;
        }
        let sorted = self.rows - usize::from(self.total && self.rows > 0);
        let mut order =
            state.sort.order(sorted, |row, column| match self.figure.and_then(|figure| figure(row, column)) {
                Some(n) => SortKey::Number(n),
                None => SortKey::of((self.text)(row, column)),
            });
        order.extend(sorted as u32..self.rows as u32);
        state.order = Arc::new(order);
    }
}

fn aligned<R>(ui: &mut egui::Ui, right: bool, add: impl FnOnce(&mut egui::Ui) -> R) -> R {
    let layout = if right { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
    ui.with_layout(layout, |ui| {
        ui.add_space(8.0);
        add(ui)
    })
    .inner
}

/// One cell, cut off where it is too long and told in full under the pointer.
pub fn cell(ui: &mut egui::Ui, right: bool, shown: egui::RichText) -> egui::Response {
    aligned(ui, right, |ui| ui.add(egui::Label::new(shown).truncate()))
}
