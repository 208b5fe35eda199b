//! A small table of figures: text at the left, numbers at the right edge of their column, columns as wide as they need.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use eframe::egui::{self, TextStyle};

pub use super::table::Holds;
use super::table::{Column, Table, Width};
use crate::app::lang::Lang;
use crate::app::theme;

/// The widest a column of text becomes, in ems.
const WIDEST: f32 = 22.0;

/// How many rows tell how wide a column is to be.
const LOOKED_AT: usize = 200;

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

/// Width of a column with these texts under this name, in points; the first rows tell.
pub fn fitting<'t>(ui: &egui::Ui, name: &str, texts: impl Iterator<Item = &'t str>) -> f32 {
    let em = TextStyle::Body.resolve(ui.style()).size;
    texts.take(LOOKED_AT).map(ems).fold(ems(name) * 0.88, f32::max) * em + 20.0
}

impl Sheet<'_> {
    /// Draws it; the row that was clicked, if rows are chosen.
    pub fn show(&self, ui: &mut egui::Ui, lang: Lang) -> Option<usize> {
        let em = TextStyle::Body.resolve(ui.style()).size;
        let columns: Vec<Column<'_>> = self
            .head
            .iter()
            .enumerate()
            .map(|(at, (name, holds))| {
                let cells = self.rows.iter().take(LOOKED_AT).filter_map(|r| r.get(at)).map(|c| ems(c));
                let widest = cells.fold(ems(name) * 0.88, f32::max);
                match holds {
                    Holds::Number => Column::number(name, Width::Exact(widest * em + 18.0)),
                    Holds::Text => Column::text(name, Width::Exact(widest.min(WIDEST) * em + 20.0)),
                    Holds::Rest => Column::text(name, Width::Rest(8.0 * em)),
                }
            })
            .collect();
        let text = |row: usize, c: usize| self.rows.get(row).and_then(|r| r.get(c)).cloned().unwrap_or_default();
        let mut stamp = DefaultHasher::new();
        self.rows.hash(&mut stamp);
        let heads: Vec<&str> = self.head.iter().map(|(name, _)| *name).filter(|name| !name.is_empty()).collect();
        let name = format!("{} {}", lang.pick("表格", "Table"), heads.join(" "));
        let told = ui.push_id(self.id, |ui| {
            Table {
                stamp: stamp.finish(),
                selected: &|row| self.selected == Some(row),
                total: self.total,
                // No higher than its rows: what follows stands right below them.
                height: self.height.map(|most| most.min(self.rows.len() as f32 * theme::ROW + 1.0)),
                ..Table::new(&name, &columns, self.rows.len(), lang, &text)
            }
            .show(ui)
        });
        told.inner.clicked.filter(|_| self.selected.is_some())
    }
}

/// One cell, cut off where it is too long and told in full under the pointer.
pub fn cell(ui: &mut egui::Ui, holds: Holds, shown: egui::RichText, text: &str) {
    let response = super::table::cell(ui, holds == Holds::Number, shown);
    if holds != Holds::Number {
        response.on_hover_text(text);
    }
}
