//! Parts of a whole as one bar with a legend: read more easily than a pie, and it takes one line.

use eframe::egui::{self, Color32, Rect, Sense, TextStyle, vec2};

use super::super::theme;
use super::numbers::{amount, grouped};

/// Hues of the parts, in order; after them they begin again, lighter.
const HUES: [(u8, u8, u8); 8] = [
    (0x1D, 0x5F, 0xA8),
    (0x2E, 0x8B, 0x6B),
    (0xC1, 0x7F, 0x1A),
    (0x7A, 0x4F, 0x9E),
    (0xB3, 0x4A, 0x3C),
    (0x4F, 0x8F, 0xB5),
    (0x8A, 0x8F, 0x2C),
    (0x6B, 0x74, 0x80),
];

/// The colour of a part.
pub fn hue(at: usize) -> Color32 {
    let (r, g, b) = HUES[at % HUES.len()];
    let color = Color32::from_rgb(r, g, b);
    if at < HUES.len() { color } else { color.gamma_multiply(0.6) }
}

/// Draws the parts (name, amount; negative and empty ones left out of the bar) and their legend.
pub fn show(ui: &mut egui::Ui, title: &str, parts: &[(String, f64)], unit: &str) {
    let whole: f64 = parts.iter().map(|(_, v)| v.max(0.0)).sum();
    let (place, response) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let share = |value: f64| if whole > 0.0 { value / whole * 100.0 } else { 0.0 };
    response.widget_info(|| {
        let list = parts.iter().map(|(name, v)| format!("{name} {} %", grouped(share(*v), 1)));
        egui::WidgetInfo::labeled(egui::Role::Image, true, format!("{title}：{}", list.collect::<Vec<_>>().join("、")))
    });
    let mut left = place.left();
    let mut told = None;
    for (at, (name, value)) in parts.iter().enumerate().filter(|(_, (_, v))| *v > 0.0) {
        let width = place.width() * (value / whole) as f32;
        let part = Rect::from_min_size(egui::pos2(left, place.top()), vec2(width, place.height()));
        ui.painter().rect_filled(part.shrink2(vec2(0.5, 0.0)), 2.0, hue(at));
        let text = format!("{name} {} %", grouped(share(*value), 0));
        let galley = ui.painter().layout_no_wrap(text, TextStyle::Small.resolve(ui.style()), Color32::WHITE);
        if galley.size().x + 10.0 < width {
            ui.painter().galley(part.left_center() + vec2(5.0, -galley.size().y / 2.0), galley, Color32::WHITE);
        }
        if response.hover_pos().is_some_and(|p| part.contains(p)) {
            told = Some(format!("{name} {} {unit}，{} %", amount(*value), grouped(share(*value), 1)));
        }
        left += width;
    }
    if let Some(text) = told {
        response.on_hover_text_at_pointer(text);
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for (at, (name, value)) in parts.iter().enumerate() {
            let (dot, _) = ui.allocate_exact_size(vec2(10.0, 10.0), Sense::hover());
            ui.painter().rect_filled(dot, 2.0, hue(at));
            ui.label(theme::small(ui, format!("{name} {} {unit}({} %)", amount(*value), grouped(share(*value), 1))));
            ui.add_space(8.0);
        }
    });
}
