//! One table: what it is, and its rows.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use eframe::egui;

use super::{ReferencePage, list, own};
use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets::numbers::grouped;
use crate::app::widgets::parse::normal;
use crate::app::widgets::table::{Column, Table as Shown, Width};
use crate::app::widgets::{self, evidence};
use crate::app::workbench::Workbench;
use crate::reference::{Reference, Table, labels};

impl ReferencePage {
    pub(super) fn browse(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, reference: &Reference) {
        let lang = wb.lang();
        let Some((info, table)) =
            self.table.as_ref().and_then(|id| Some((reference.tables.info(id)?, reference.tables.raw.get(id)?)))
        else {
            widgets::empty(
                ui,
                lang.pick("从左边选择一张表", "Choose a table"),
                lang.pick("程序判定所依据的每一行都可以在这里查到", "Every row the program judges by is here"),
            );
            return;
        };
        evidence::wrapped(ui, theme::bold(if lang == Lang::Zh { &info.title } else { &info.title_en }));
        ui.horizontal_wrapped(|ui| {
            list::review(ui, info, lang);
            list::standing(ui, reference, info, lang);
            let edition = format!("{} {}", lang.pick("版次", "edition"), info.edition);
            ui.label(theme::small(
                ui,
                format!("{}  {edition}  {}  {}", info.standard, list::dates(info, lang), info.clause),
            ));
        });
        let facts = [
            format!("{}{}", lang.pick("来源：", "Source: "), info.source),
            format!("{}{}", lang.pick("核对：", "Review: "), info.review),
        ];
        evidence::wrapped(ui, theme::small(ui, facts.join("    ")));
        ui.horizontal_wrapped(|ui| {
            let label = lang.pick("在表中查找", "Search the table");
            widgets::search(ui, &mut self.filter, label, 240.0);
            let all = table.len();
            let count = |n: usize| grouped(n as f64, 0);
            let count = match self.rows.len() {
                shown if shown == all => count(all),
                shown => format!("{} / {}", count(shown), count(all)),
            };
            ui.label(theme::small(ui, format!("{count} {}", lang.pick("行", "rows"))));
            own::templates(ui, wb, reference, info);
        });
        let key = (info.id.clone(), self.filter.clone());
        if self.made_for.as_ref() != Some(&key) {
            let wanted = normal(&self.filter).to_lowercase();
            let header = table.header();
            // What is shown can be found as well as what is in the file.
            let has = |text: &str| normal(text).to_lowercase().contains(&wanted);
            let hit = |at: &usize| {
                let mut cells = header.iter().zip(table.cells(*at));
                wanted.is_empty() || cells.any(|(code, c)| has(c) || has(&labels::cell(code, c)))
            };
            self.rows = (0..table.len()).filter(hit).collect();
            self.made_for = Some(key);
        }
        let shown_columns: Vec<(usize, &String)> =
            table.header().iter().enumerate().filter(|(_, name)| labels::shown(name)).collect();
        let names: Vec<String> = shown_columns.iter().map(|(_, code)| name_of(code, lang)).collect();
        let columns: Vec<Column<'_>> = shown_columns
            .iter()
            .zip(&names)
            .map(|((n, code), name)| Column::text(name, Width::Initial(width(table, *n, code, lang))))
            .collect();
        let text = |row: usize, c: usize| {
            let (Some(at), Some((n, code))) = (self.rows.get(row), shown_columns.get(c)) else { return String::new() };
            shown(code, table.cells(*at).nth(*n).unwrap_or_default(), lang)
        };
        let mut stamp = DefaultHasher::new();
        (&info.id, &self.filter, lang == Lang::Zh).hash(&mut stamp);
        theme::framed(ui, |ui| {
            let height = Some(ui.available_height());
            let stamp = stamp.finish();
            ui.push_id(&info.id, |ui| {
                Shown { stamp, height, ..Shown::new(&info.title, &columns, self.rows.len(), lang, &text) }.show(ui);
            });
        });
    }
}

/// A column's name: in English its own, in words.
fn name_of(code: &str, lang: Lang) -> String {
    if lang == Lang::Zh {
        return labels::column(code).to_owned();
    }
    let words = code.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A cell as read: in English as it is in the file, lists with commas.
fn shown(code: &str, text: &str, lang: Lang) -> String {
    if lang == Lang::Zh { labels::cell(code, text) } else { text.replace('|', ", ") }
}

/// Room for a column's name and for most of what is in its first rows.
fn width(table: &Table, n: usize, code: &str, lang: Lang) -> f32 {
    let points = |text: &str| text.chars().map(|c| if c.is_ascii() { 8.0 } else { 13.5 }).sum::<f32>() + 18.0;
    let cells = (0..table.len().min(40)).filter_map(|at| table.cells(at).nth(n));
    let widest = cells.map(|c| points(&shown(code, c, lang))).fold(0.0, f32::max);
    widest.min(200.0).max(points(&name_of(code, lang)).min(150.0)).max(56.0)
}
