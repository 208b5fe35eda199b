//! How cells are painted.

use eframe::egui::{self, Align2, FontId, Rect, vec2};

/// Text in a cell, cut off at its edges.
pub fn text(ui: &egui::Ui, rect: Rect, text: &str, right: bool, color: egui::Color32, font: &FontId) {
    if text.is_empty() {
        return;
    }
    let clip = rect.shrink2(vec2(5.0, 0.0)).intersect(ui.clip_rect());
    let (at, align) = if right {
        (rect.right_center() - vec2(8.0, 0.0), Align2::RIGHT_CENTER)
    } else {
        (rect.left_center() + vec2(6.0, 0.0), Align2::LEFT_CENTER)
    };
    // Most texts are surely short enough: only the others are measured.
    let room = rect.width() - 14.0;
    if text.len() as f32 * font.size * 0.8 <= room {
        ui.painter().with_clip_rect(clip).text(at, align, text, font.clone(), color);
        return;
    }
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font.clone(), color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(font.size));
    let galley = ui.fonts_mut(|f| f.layout_job(job));
    let place = align.anchor_size(at, galley.size());
    ui.painter().with_clip_rect(clip).galley(place.min, galley, color);
}

/// Width of a text in a cell, in points: Latin letters and digits are narrower than Chinese ones.
pub fn width(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 7.5 } else { 13.5 }).sum::<f32>() + 18.0
}
