//! What stands below a cell while it is edited: options to choose from, and why a text is refused.

use eframe::egui::{self, Label, RichText};

use super::super::theme::{self, Tone};

/// Options shown at most; typing narrows them down.
const SHOWN: usize = 14;
/// Height of one.
const LINE: f32 = 26.0;

/// The options below the cell, with a hint on how to choose; the position of the one clicked.
pub fn options<'a>(
    ui: &egui::Ui,
    cell: egui::Rect,
    labels: impl Iterator<Item = &'a str>,
    typed: &str,
    hint: Option<&str>,
) -> Option<usize> {
    let mut out = None;
    let labels: Vec<&str> = labels.take(SHOWN).collect();
    // Above the cell where there is no room below it: it must not cover what is typed.
    let height = LINE * (labels.len() + usize::from(hint.is_some())) as f32 + 14.0;
    let below = cell.bottom() + 2.0 + height <= ui.ctx().content_rect().bottom();
    let at =
        if below { cell.left_bottom() + egui::vec2(0.0, 2.0) } else { cell.left_top() - egui::vec2(0.0, height + 2.0) };
    egui::Area::new(egui::Id::unique("cell options")).order(egui::Order::Foreground).fixed_pos(at).show(
        ui.ctx(),
        |ui| {
            egui::Frame::menu(ui.style()).show(ui, |ui| {
                ui.set_min_width(cell.width().max(120.0));
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.spacing_mut().interact_size.y = LINE;
                ui.spacing_mut().button_padding.y = 1.0;
                for (at, text) in labels.into_iter().enumerate() {
                    let label = ui.selectable_label(text == typed, text);
                    // On press: the release comes after the field has lost the focus.
                    if label.is_pointer_button_down_on() || label.clicked() {
                        out = Some(at);
                    }
                }
                if let Some(hint) = hint {
                    ui.label(theme::small(ui, hint));
                }
            });
        },
    );
    out
}

/// Why the text is refused, below the cell.
pub fn refusal(ui: &egui::Ui, cell: egui::Rect, error: &str) {
    egui::Area::new(egui::Id::unique("cell refusal"))
        .order(egui::Order::Foreground)
        .fixed_pos(cell.left_bottom() + egui::vec2(0.0, 2.0))
        .show(ui.ctx(), |ui| {
            let (fg, bg) = Tone::Bad.colors(ui.visuals().dark_mode);
            egui::Frame::new().fill(bg).stroke(egui::Stroke::new(1.0, fg)).corner_radius(4).inner_margin(8).show(
                ui,
                |ui| {
                    ui.set_max_width(320.0);
                    ui.add(Label::new(RichText::new(format!("✖ {error}")).color(fg)).wrap());
                },
            );
        });
}
