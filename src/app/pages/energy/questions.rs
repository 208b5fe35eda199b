//! What the engine asks about the plant's data, each with a link to its cell.

use eframe::egui::{self, RichText};

use crate::app::lang::Lang;
use crate::app::theme::Tone;
use crate::app::widgets::evidence;
use crate::audit::{Id, Section};
use crate::energy::plant::Question;

/// Questions shown until the rest is asked for.
const SHOWN: usize = 6;

/// Draws the questions of some lists; the cell that is to be shown.
pub fn show(ui: &mut egui::Ui, lang: Lang, questions: &[&Question]) -> Option<(Section, Id, &'static str)> {
    if questions.is_empty() {
        return None;
    }
    let mut out = None;
    let title = format!("{}({})", lang.pick("须核对", "To be checked"), questions.len());
    egui::CollapsingHeader::new(title).default_open(true).show(ui, |ui| {
        let more = ui.scope_id().with("all questions");
        let all = ui.data(|d| d.get_temp::<bool>(more).unwrap_or(false));
        let shown = if all { questions.len() } else { SHOWN };
        for (at, q) in questions.iter().take(shown).enumerate() {
            let tone = if q.left_out { Tone::Bad } else { Tone::Warn };
            let color = tone.colors(ui.visuals().dark_mode).0;
            ui.push_id(at, |ui| {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().interact_size.y = 18.0;
                    ui.label(RichText::new(tone.icon()).color(color));
                    if let Some(row) = q.row {
                        let go = ui.link(lang.pick("到该格", "Go"));
                        go.widget_info(|| {
                            egui::WidgetInfo::labeled(
                                egui::Role::Link,
                                true,
                                format!("{}{}", lang.pick("到该格：", "Go: "), q.text),
                            )
                        });
                        if go.clicked() {
                            out = Some((q.section, row, q.field.unwrap_or("")));
                        }
                    }
                    let left_out = if q.left_out { lang.pick("，未计入", "; left out") } else { "" };
                    evidence::wrapped(ui, RichText::new(format!("{}{left_out}。{}", q.text, q.advice)));
                });
            });
        }
        if questions.len() > shown && ui.link(lang.pick("全部显示", "Show all")).clicked() {
            ui.data_mut(|d| d.insert_temp(more, true));
        }
    });
    out
}

/// The mark of a cell that is asked about: of the field, or of the row in its first column.
pub fn mark(questions: &[&Question], row: Id, key: &str, first: bool) -> Option<(Tone, String)> {
    let mine =
        questions.iter().filter(|q| q.row == Some(row) && (q.field == Some(key) || (first && q.field.is_none())));
    let found: Vec<_> = mine.collect();
    let worst = if found.iter().any(|q| q.left_out) { Tone::Bad } else { Tone::Warn };
    let text: Vec<String> = found.iter().map(|q| format!("{}。{}", q.text, q.advice)).collect();
    (!found.is_empty()).then(|| (worst, text.join("\n")))
}
