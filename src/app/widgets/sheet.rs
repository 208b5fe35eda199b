//! A small table of figures: text at the left, numbers at the right edge of their column, columns as wide as they need.

use eframe::egui::{self, Align, Layout, TextStyle};
use egui_extras::{Column, TableBuilder};

use crate::app::theme;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Text, as wide as its longest cell up to a limit.
    Text,
    /// Text that takes the room the others leave.
    Rest,
    /// Numbers.
    Number,
}

/// The widest a column of text becomes, in ems.
const WIDEST: f32 = 22.0;

/// A table to be shown.
pub struct Sheet<'a> {
    /// Distinguishes tables of a page.
    pub id: &'a str,
    /// Headings and what stands under them.
    pub head: &'a [(&'a str, Holds)],
    /// Cells, row by row.
    pub rows: &'a [Vec<String>],
    /// Whether the last row is a total.
    pub total: bool,
    /// Row shown as chosen.
    pub selected: Option<usize>,
    /// Height from which it scrolls; without, all rows are drawn.
    pub height: Option<f32>,
}

/// Width of a text in ems: Latin letters and digits are narrower than Chinese ones.
fn ems(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 0.58 } else { 1.0 }).sum()
}

impl Sheet<'_> {
    /// Draws it; the row that was clicked.
    pub fn show(&self, ui: &mut egui::Ui) -> Option<usize> {
        let p = theme::palette(ui);
        let em = TextStyle::Body.resolve(ui.style()).size;
        let widths: Vec<f32> = self
            .head
            .iter()
            .enumerate()
            .map(|(at, (name, holds))| {
                let cells = self.rows.iter().take(200).filter_map(|r| r.get(at)).map(|c| ems(c));
                let widest = cells.fold(ems(name) * 0.88, f32::max);
                match holds {
                    Holds::Number => widest * em + 18.0,
                    Holds::Text => widest.min(WIDEST) * em + 20.0,
                    Holds::Rest => 8.0 * em,
                }
            })
            .collect();
        let wanted: f32 = widths.iter().sum();
        let mut clicked = None;
        egui::ScrollArea::horizontal().id_salt((self.id, "sideways")).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
            ui.visuals_mut().selection.stroke.color = p.text;
            if wanted > ui.available_width() {
                ui.set_min_width(wanted);
            }
            let mut table = TableBuilder::new(ui).id_salt(self.id).auto_shrink([false, true]).striped(true);
            table = match self.height {
                Some(height) => table.max_scroll_height(height).min_scrolled_height(theme::ROW),
                None => table.vscroll(false),
            };
            if self.selected.is_some() {
                table = table.sense(egui::Sense::click());
            }
            for (width, (_, holds)) in widths.iter().zip(self.head) {
                table = table.column(match holds {
                    Holds::Rest => Column::remainder().at_least(*width).clip(true),
                    _ => Column::exact(*width).clip(true),
                });
            }
            let header = |mut row: egui_extras::TableRow<'_, '_>| {
                for (name, holds) in self.head {
                    row.col(|ui| cell(ui, *holds, theme::small(ui, *name), name));
                }
            };
            table.header(theme::HEADER, header).body(|body| {
                body.rows(theme::ROW, self.rows.len(), |mut row| {
                    let at = row.index();
                    row.set_selected(self.selected == Some(at));
                    let bold = self.total && at + 1 == self.rows.len();
                    let Some(cells) = self.rows.get(at) else { return };
                    for (text, (_, holds)) in cells.iter().zip(self.head) {
                        let shown = if bold { theme::bold(text) } else { egui::RichText::new(text) };
                        row.col(|ui| cell(ui, *holds, shown, text));
                    }
                    if self.selected.is_some() && row.response().clicked() {
                        clicked = Some(at);
                    }
                });
            });
        });
        clicked
    }
}

/// One cell, cut off where it is too long and told in full under the pointer.
pub fn cell(ui: &mut egui::Ui, holds: Holds, shown: egui::RichText, text: &str) {
    let layout = match holds {
        Holds::Number => Layout::right_to_left(Align::Center),
        _ => Layout::left_to_right(Align::Center),
    };
    ui.with_layout(layout, |ui| {
        ui.add_space(8.0);
        let label = egui::Label::new(shown).truncate();
        if holds == Holds::Number {
            ui.add(label)
        } else {
            ui.add(label).on_hover_text(text)
        };
    });
}
