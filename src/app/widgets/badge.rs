//! A finding as word + icon + colour.

use eframe::egui::{self, RichText, TextStyle};

use super::super::lang::Lang;
use super::super::theme::Tone;
use crate::screening::{Level, Verdict};

/// How much a level matters.
pub fn tone(level: Level) -> Tone {
    match level {
        Level::Obsolete | Level::BelowLimit => Tone::Bad,
        Level::SuspectedObsolete => Tone::Warn,
        Level::Grade3 | Level::Insufficient | Level::NotCovered => Tone::Quiet,
        Level::Grade1 | Level::Grade2 | Level::Meets => Tone::Good,
    }
}

/// The sign of a level.
pub fn icon(level: Level) -> &'static str {
    match level {
        Level::Obsolete => "✖",
        Level::SuspectedObsolete => "◐",
        Level::BelowLimit => "▼",
        Level::Grade3 => "③",
        Level::Grade2 => "②",
        Level::Grade1 => "①",
        Level::Meets => "✔",
        Level::Insufficient => "○",
        Level::NotCovered => "—",
    }
}

/// The word of a level.
pub fn word(level: Level, lang: Lang) -> &'static str {
    lang.pick(level.zh(), level.en())
}

/// A pill with icon and word, painted as one so that it is no higher than its text.
pub fn status(ui: &mut egui::Ui, tone: Tone, icon: &str, text: &str) -> egui::Response {
    let shown = if icon.is_empty() { text.to_owned() } else { format!("{icon} {text}") };
    pill(ui, tone, &shown, text)
}

fn pill(ui: &mut egui::Ui, tone: Tone, shown: &str, name: &str) -> egui::Response {
    let (fg, bg) = tone.colors(ui.visuals().dark_mode);
    let galley = egui::WidgetText::from(RichText::new(shown).color(fg).text_style(TextStyle::Small)).into_galley(
        ui,
        Some(egui::TextWrapMode::Extend),
        f32::INFINITY,
        TextStyle::Small,
    );
    let (rect, response) = ui.allocate_exact_size(galley.size() + egui::vec2(12.0, 4.0), egui::Sense::hover());
    ui.painter().rect_filled(rect, 4.0, bg);
    ui.painter().galley(rect.min + egui::vec2(6.0, 2.0), galley, fg);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, name));
    response
}

/// A level as a pill.
pub fn level(ui: &mut egui::Ui, level: Level, lang: Lang) -> egui::Response {
    status(ui, tone(level), icon(level), word(level, lang))
}

/// A verdict in a table cell: light, one label, marked when overruled or estimated.
pub fn cell(ui: &mut egui::Ui, verdict: &Verdict, lang: Lang) {
    let level = verdict.effective();
    let mark = if verdict.overruled.is_some() { "＊" } else { "" };
    let text = format!("{} {}{mark}", icon(level), word(level, lang));
    pill(ui, tone(level), &text, word(level, lang));
}

/// Paints a verdict into a table cell, marked when overruled; its word, for screen readers.
pub fn paint(ui: &egui::Ui, cell: egui::Rect, verdict: &Verdict, lang: Lang) -> &'static str {
    let level = verdict.effective();
    let mark = if verdict.overruled.is_some() { "＊" } else { "" };
    let text = format!("{} {}{mark}", icon(level), word(level, lang));
    let (fg, bg) = tone(level).colors(ui.visuals().dark_mode);
    let painter = ui.painter().with_clip_rect(cell.intersect(ui.clip_rect()));
    let galley = painter.layout_no_wrap(text, TextStyle::Small.resolve(ui.style()), fg);
    let size = galley.size() + egui::vec2(12.0, 4.0);
    let pill = egui::Rect::from_min_size(cell.left_center() + egui::vec2(4.0, -size.y / 2.0), size);
    painter.rect_filled(pill, 4.0, bg);
    painter.galley(pill.min + egui::vec2(6.0, 2.0), galley, fg);
    word(level, lang)
}
