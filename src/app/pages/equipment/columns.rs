//! The columns of the table: which, how wide, their headers and the ground of a cell.

use eframe::egui::{self, Label, RichText, Sense};

use super::order::{By, Order};
use crate::app::theme::{self, Palette};
use crate::app::workbench::Workbench;
use crate::audit::field::FieldKind;
use crate::audit::{FieldDef, KindCode};

/// Columns shown at first: what screening and energy need, and how devices are told apart.
pub(super) fn shown_at_first(def: &FieldDef) -> bool {
    def.need != crate::audit::field::Need::Optional
        || matches!(def.key, "tag" | "name" | "workshop" | "quantity" | "status" | "driven_load")
}

/// The columns of a kind's table.
pub(super) fn columns(wb: &Workbench, kind: KindCode) -> Vec<&'static FieldDef> {
    let hidden = wb.settings.hidden.get(kind.code());
    let late = ["made_on", "commissioned_on", "status", "manufacturer", "serial_number", "remark"];
    let shown = |d: &&FieldDef| hidden.map_or_else(|| shown_at_first(d), |h| !h.contains(d.key));
    let (first, last): (Vec<_>, Vec<_>) = kind.fields().filter(shown).partition(|d| !late.contains(&d.key));
    first.into_iter().chain(last).collect()
}

pub(super) fn width(def: &FieldDef, header: &str) -> f32 {
    let text = header.chars().map(|c| if c.is_ascii() { 7.5 } else { 14.0 }).sum::<f32>() + 22.0;
    match def.key {
        "name" | "model" => 140.0,
        "workshop" | "driven_load" => 116.0,
        "tag" => 84.0,
        "remark" => 180.0,
        _ => match def.kind {
            FieldKind::Choice(_) => text.clamp(96.0, 140.0),
            _ => text.clamp(64.0, 150.0),
        },
    }
}

pub(super) fn header_cell(ui: &mut egui::Ui, order: &mut Order, by: By, text: &str, help: &str) {
    let p = theme::palette(ui);
    let arrow = match order.sort {
        Some((now, down)) if now == by => {
            if down {
                " ▼"
            } else {
                " ▲"
            }
        }
        _ => "",
    };
    let label = RichText::new(format!("{text}{arrow}")).color(p.weak).text_style(egui::TextStyle::Small);
    ui.add_space(6.0);
    let response = ui.add(Label::new(label).truncate().sense(Sense::click()));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, text));
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    let response = if help.is_empty() { response } else { response.on_hover_text(help) };
    if response.clicked() {
        order.toggle(by);
    }
}

pub(super) fn background(ui: &egui::Ui, p: Palette, row: usize, selected: bool, cursor: bool) {
    let rect = ui.max_rect();
    let fill = if selected {
        p.selected
    } else if row % 2 == 1 {
        p.stripe
    } else {
        p.surface
    };
    ui.painter().rect_filled(rect, 0.0, fill);
    if cursor {
        ui.painter().rect_stroke(rect, 0.0, egui::Stroke::new(1.5, p.accent), egui::StrokeKind::Inside);
    }
}
