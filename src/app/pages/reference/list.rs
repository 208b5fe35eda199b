//! All tables with their standard, dates and state; the auditor's own ones in front.

use eframe::egui::{self, Sense};

use super::{ReferencePage, own};
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::grouped;
use crate::app::widgets::parse::normal;
use crate::app::widgets::{self, badge, evidence};
use crate::app::workbench::Workbench;
use crate::reference::{Reference, ReviewState, Standing, TableInfo};

/// How a table stands on the reference date, as shown; nothing for what is used.
pub(super) fn standing(ui: &mut egui::Ui, reference: &Reference, info: &TableInfo, lang: Lang) {
    let (tone, text) = match reference.standing(info) {
        Standing::Used => return,
        Standing::Replaced => (Tone::Quiet, lang.pick("由自备表代替", "own table in its place")),
        Standing::Superseded => (Tone::Quiet, lang.pick("另有更新版本，未采用", "not used, a newer one is")),
        Standing::NotYet => (Tone::Warn, lang.pick("基准日尚未实施", "not yet in force")),
        Standing::Ended => (Tone::Warn, lang.pick("基准日已被代替", "no longer in force")),
    };
    badge::status(ui, tone, tone.icon(), text);
}

/// How far a table was checked.
pub(super) fn review(ui: &mut egui::Ui, info: &TableInfo, lang: Lang) {
    let (tone, icon) = match info.review_state {
        ReviewState::Reviewed => (Tone::Good, "✔"),
        ReviewState::Partial => (Tone::Quiet, "◐"),
        ReviewState::Unreviewed | ReviewState::Own => (Tone::Warn, "▲"),
    };
    badge::status(ui, tone, icon, &lang.said(info.review_state.zh()));
}

/// First and last day in force.
pub(super) fn dates(info: &TableInfo, lang: Lang) -> String {
    let until = info.effective_to.map_or_else(|| lang.pick(" 起", " on").to_owned(), |d| format!(" ～ {d}"));
    format!("{}{until}", info.effective_from)
}

impl ReferencePage {
    pub(super) fn list(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, reference: &Reference) {
        let lang = wb.lang();
        let label = lang.pick("查表：标准号、名称", "Find a table: standard, title");
        widgets::search(ui, &mut self.tables, label, ui.available_width() - 24.0);
        let wanted = normal(&self.tables).replace(' ', "").to_lowercase();
        let named = |i: &TableInfo| {
            let text = format!("{}{}{}{}", i.id, i.title, i.title_en, i.standard);
            normal(&text).replace(' ', "").to_lowercase().contains(&wanted)
        };
        let shown: Vec<&TableInfo> =
            reference.tables.index.iter().filter(|i| i.own_form.is_none() && named(i)).collect();
        egui::ScrollArea::vertical().id_salt("tables").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            own::section(ui, wb, reference, &mut self.table);
            let words = lang.pick("内置数据表", "Embedded tables");
            let date = lang.pick("基准日", "as of");
            ui.label(theme::small(ui, format!("{words} {}  ·  {date} {}", shown.len(), reference.date)));
            for info in shown {
                let on = self.table.as_ref() == Some(&info.id);
                if on && std::mem::take(&mut self.reveal) {
                    ui.scroll_to_cursor(Some(egui::Align::TOP));
                }
                if card(ui, reference, info, on, lang) {
                    self.table = Some(info.id.clone());
                    self.filter.clear();
                }
            }
        });
    }
}

/// A table as a card to be clicked.
pub(super) fn card(ui: &mut egui::Ui, reference: &Reference, info: &TableInfo, on: bool, lang: Lang) -> bool {
    let p = theme::palette(ui);
    let title: &str = if lang == Lang::Zh { &info.title } else { &info.title_en };
    let frame = theme::card(ui).inner_margin(8).fill(if on { p.selected } else { p.surface });
    let card = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        evidence::wrapped(ui, theme::bold(title));
        let rows = reference.tables.raw.get(&info.id).map_or(0, crate::reference::Table::len);
        let unit = lang.pick("行", "rows");
        let edition = if info.standard.contains(&*info.edition) || info.edition.contains('—') {
            String::new()
        } else {
            format!("({})", info.edition)
        };
        let rows = grouped(rows as f64, 0);
        let facts = format!("{}{edition} · {} · {rows} {unit}", info.standard, dates(info, lang));
        evidence::wrapped(ui, theme::small(ui, facts));
        ui.horizontal_wrapped(|ui| {
            review(ui, info, lang);
            standing(ui, reference, info, lang);
        });
    });
    let response = ui.interact(card.response.rect, ui.scope_id().with(&info.id), Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, on, title));
    response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
}
