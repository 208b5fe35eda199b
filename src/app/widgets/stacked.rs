//! Rows of parts beside each other, as long as their numbers, with the numbers where they fit and a legend.

use eframe::egui::{self, Color32, Rect, Sense, TextStyle, pos2, vec2};

use super::numbers::grouped;
use super::{plot, shorten};
use crate::app::theme;

/// How a part looks in every row.
#[derive(Clone, Debug)]
pub struct Look {
    /// Its name in the legend.
    pub name: String,
    /// Its ground.
    pub fill: Color32,
    /// Letters and hatching on it.
    pub on: Color32,
    /// Its hatching, as [`plot::hatch`] numbers them.
    pub pattern: usize,
}

/// Height of a row.
const ROW: f32 = 22.0;
/// Letters of a row's name.
const NAME: usize = 14;

/// Draws the rows (name and number of each part, as of devices), all to one scale.
pub fn show(ui: &mut egui::Ui, title: &str, looks: &[Look], rows: &[(String, Vec<f64>)], unit: &str) {
    let p = theme::palette(ui);
    let font = TextStyle::Small.resolve(ui.style());
    let whole = |parts: &[f64]| parts.iter().sum::<f64>();
    let most = rows.iter().map(|(_, parts)| whole(parts)).fold(0.0, f64::max);
    let names = font.size * (NAME as f32 + 0.5);
    let sums = 72.0;
    ui.spacing_mut().item_spacing.y = 2.0;
    for (name, parts) in rows {
        let sum = whole(parts);
        let (place, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        let list = looks.iter().zip(parts).filter(|(_, v)| **v > 0.0);
        let told: Vec<String> = list.map(|(look, v)| format!("{} {} {unit}", look.name, grouped(*v, 0))).collect();
        let about = format!("{title}，{name}：{}", told.join("、"));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &about));
        let painter = ui.painter_at(place);
        let galley = painter.layout_no_wrap(shorten(name, NAME), font.clone(), p.text);
        painter.galley(pos2(place.left(), place.center().y - galley.size().y / 2.0), galley, p.text);
        let room = (place.width() - names - sums).max(40.0);
        let mut left = place.left() + names;
        for (look, value) in looks.iter().zip(parts).filter(|(_, v)| **v > 0.0 && most > 0.0) {
            let width = room * (value / most) as f32;
            let part = Rect::from_min_size(pos2(left, place.top() + 2.0), vec2(width.max(1.0), ROW - 4.0));
            let part = part.shrink2(vec2(0.5_f32.min(width / 4.0), 0.0));
            painter.rect_filled(part, 1.0, look.fill);
            plot::hatch(&painter, part, look.pattern, look.on.gamma_multiply(0.45));
            let galley = painter.layout_no_wrap(grouped(*value, 0), font.clone(), look.on);
            if galley.size().x + 8.0 < width {
                let text = Rect::from_center_size(part.center(), galley.size());
                painter.rect_filled(text.expand2(vec2(2.0, 0.0)), 1.0, look.fill);
                painter.galley(text.min, galley, look.on);
            }
            left += width;
        }
        let galley = painter.layout_no_wrap(format!("{} {unit}", grouped(sum, 0)), font.clone(), p.weak);
        painter.galley(pos2(left + 6.0, place.center().y - galley.size().y / 2.0), galley, p.weak);
        response.on_hover_text_at_pointer(format!("{name}：{} {unit}\n{}", grouped(sum, 0), told.join("\n")));
    }
    let used = |at: usize| rows.iter().any(|(_, parts)| parts.get(at).is_some_and(|v| *v > 0.0));
    let shown = looks.iter().enumerate().filter(|(at, _)| used(*at)).map(|(_, look)| (look.name.as_str(), look));
    plot::explained(ui, shown, |ui, rect, look| {
        let rect = rect.shrink2(vec2(3.0, 0.0));
        ui.painter().rect_filled(rect, 1.0, look.fill);
        plot::hatch(ui.painter(), rect, look.pattern, look.on.gamma_multiply(0.45));
    });
}
