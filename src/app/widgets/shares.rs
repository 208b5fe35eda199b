//! Parts of a whole as one bar with a legend: read more easily than a pie, and it takes one line.

use eframe::egui::{self, Rect, Sense, TextStyle, vec2};

use super::super::lang::Lang;
use super::super::theme;
use super::numbers::{amount, grouped};
use super::plot::{self, Sample};

/// Draws the parts (name, amount; negative and empty ones left out of the bar) and their legend.
pub fn show(ui: &mut egui::Ui, lang: Lang, title: &str, parts: &[(String, f64)], unit: &str) {
    let whole: f64 = parts.iter().map(|(_, v)| v.max(0.0)).sum();
    let (place, response) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let share = |value: f64| if whole > 0.0 { value / whole * 100.0 } else { 0.0 };
    response.widget_info(|| {
        let list = parts.iter().map(|(name, v)| format!("{name} {} %", grouped(share(*v), 1)));
        let list = list.collect::<Vec<_>>().join(lang.pick("、", ", "));
        egui::WidgetInfo::labeled(egui::Role::Image, true, format!("{title}{}{list}", lang.pick("：", ": ")))
    });
    let dark = ui.visuals().dark_mode;
    let mut left = place.left();
    let mut told = None;
    for (at, (name, value)) in parts.iter().enumerate().filter(|(_, (_, v))| *v > 0.0) {
        let width = place.width() * (value / whole) as f32;
        let part = Rect::from_min_size(egui::pos2(left, place.top()), vec2(width, place.height()));
        plot::part(ui.painter(), part.shrink2(vec2(0.5, 0.0)), dark, at);
        let (hue, on) = theme::series(dark, at);
        let text = format!("{name} {} %", grouped(share(*value), 0));
        let galley = ui.painter().layout_no_wrap(text, TextStyle::Small.resolve(ui.style()), on);
        if galley.size().x + 10.0 < width {
            let text = Rect::from_min_size(part.left_center() + vec2(5.0, -galley.size().y / 2.0), galley.size());
            ui.painter().rect_filled(text.expand2(vec2(3.0, 0.0)), 1.0, hue);
            ui.painter().galley(text.min, galley, on);
        }
        if response.hover_pos().is_some_and(|p| part.contains(p)) {
            let and = lang.pick("，", ", ");
            told = Some(format!("{name} {} {unit}{and}{} %", amount(*value), grouped(share(*value), 1)));
        }
        left += width;
    }
    if let Some(text) = told {
        response.on_hover_text_at_pointer(text);
    }
    let entry = |(at, (name, value)): (usize, &(String, f64))| {
        let open = lang.pick("(", " (");
        let text = format!("{name} {} {unit}{open}{} %)", amount(*value), grouped(share(*value), 1));
        (text, Sample::Part(at))
    };
    let entries: Vec<(String, Sample)> = parts.iter().enumerate().map(entry).collect();
    plot::legend(ui, &entries);
}
