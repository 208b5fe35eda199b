//! Targets of nation and region against the plant's figures, before and after the scenario.

use eframe::egui::{self, Align, Label, Layout, RichText};
use egui_extras::{Column, TableBuilder};

use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::{self, badge};
use crate::benchmark::change::TargetChange;
use crate::benchmark::{TargetFinding, TargetStanding};
use crate::energy::working::n;

/// Height of a row: two lines.
const ROW: f32 = 46.0;

/// A standing in tone and sign.
pub fn look(standing: TargetStanding) -> (Tone, &'static str) {
    match standing {
        TargetStanding::Met => (Tone::Good, "✔"),
        TargetStanding::NotMet => (Tone::Bad, "✖"),
        TargetStanding::Missing => (Tone::Warn, "○"),
        TargetStanding::Open => (Tone::Quiet, "◐"),
    }
}

/// Draws the table.
pub fn show(ui: &mut egui::Ui, lang: Lang, targets: &[TargetFinding], changes: &[TargetChange]) {
    if targets.is_empty() {
        let hint = lang.pick(
            "没有适用的目标：请在“企业”页填写省份和市县；别的城市的目标可作为自备表加入。",
            "None applies: fill in province and city on the enterprise page.",
        );
        ui.label(theme::weak(ui, hint));
        return;
    }
    let p = theme::palette(ui);
    let after = !changes.is_empty();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
        let mut table = TableBuilder::new(ui)
            .id_salt("targets")
            .vscroll(false)
            .auto_shrink(false)
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::remainder().at_least(220.0).clip(true))
            .column(Column::exact(110.0).clip(true))
            .column(Column::exact(96.0).clip(true))
            .column(Column::exact(96.0).clip(true))
            .column(Column::exact(110.0).clip(true))
            .column(Column::exact(92.0).clip(true));
        if after {
            table = table.column(Column::exact(110.0).clip(true));
        }
        table = table.column(Column::initial(250.0).at_least(120.0).clip(true));
        table
            .header(theme::HEADER, |mut row| {
                let mut heads = vec![
                    lang.pick("目标", "Target"),
                    lang.pick("对象", "For"),
                    lang.pick("基期", "Base"),
                    lang.pick("实际", "Actual"),
                    lang.pick("要求", "Required"),
                    lang.pick("判定", "Standing"),
                ];
                if after {
                    heads.push(lang.pick("方案后", "After"));
                }
                heads.push(lang.pick("依据", "Source"));
                for head in heads {
                    row.col(|ui| {
                        ui.add_space(6.0);
                        ui.label(theme::small(ui, head));
                    });
                }
            })
            .body(|mut body| {
                for (at, t) in targets.iter().enumerate() {
                    let fill = if at % 2 == 1 { p.stripe } else { p.surface };
                    body.row(ROW, |mut row| {
                        let cell = |ui: &mut egui::Ui, text: RichText, help: &str| {
                            ui.painter().rect_filled(ui.max_rect(), 0.0, fill);
                            ui.add_space(6.0);
                            let response = ui.add(Label::new(text).wrap());
                            if !help.is_empty() {
                                response.on_hover_text(help);
                            }
                        };
                        let number = |v: Option<f64>| v.map_or_else(|| "—".to_owned(), n);
                        let sign = t.row.comparison.map_or("", crate::reference::targets::Comparison::sign);
                        let notes: Vec<&str> = t.missing.iter().chain(&t.notes).map(String::as_str).collect();
                        let steps: Vec<String> = t
                            .working
                            .iter()
                            .map(|s| format!("{} = {} = {} {}", s.step, s.substituted, n(s.value), s.unit))
                            .collect();
                        let help = format!("{}\n{}", t.row.scope, notes.join("\n"));
                        row.col(|ui| cell(ui, RichText::new(widgets::shorten(&t.row.target, 60)), help.trim()));
                        let of = if t.product.is_empty() { lang.pick("全厂", "plant") } else { &t.product };
                        row.col(|ui| cell(ui, RichText::new(of), ""));
                        row.col(|ui| cell(ui, RichText::new(number(t.base)), ""));
                        let actual = t.actual.map_or_else(|| "—".to_owned(), |v| format!("{} {}", n(v), t.unit));
                        row.col(|ui| cell(ui, RichText::new(actual), &steps.join("\n")));
                        let required = match t.required {
                            Some(r) => format!("{sign} {} {}", n(r), t.unit),
                            None => t.row.value_text.to_string(),
                        };
                        row.col(|ui| cell(ui, RichText::new(required), ""));
                        row.col(|ui| {
                            ui.painter().rect_filled(ui.max_rect(), 0.0, fill);
                            ui.add_space(4.0);
                            pill(ui, lang, t, notes.join("\n"));
                        });
                        if after {
                            row.col(|ui| {
                                ui.painter().rect_filled(ui.max_rect(), 0.0, fill);
                                ui.add_space(4.0);
                                match changes.get(at).and_then(|c| c.after.as_ref()) {
                                    Some(a) => {
                                        let actual = a.actual.map_or(String::new(), |v| format!("{} {}", n(v), a.unit));
                                        pill(ui, lang, a, actual);
                                    }
                                    None => drop(ui.label(theme::small(ui, lang.pick("不能推算", "can't be told")))),
                                }
                            });
                        }
                        let source = format!("{} {}", t.row.document, t.row.clause);
                        let full = format!("{source}\n{}", t.row.review);
                        row.col(|ui| cell(ui, theme::small(ui, widgets::shorten(&source, 36)), full.trim()));
                    });
                }
            });
    });
}

fn pill(ui: &mut egui::Ui, lang: Lang, t: &TargetFinding, help: String) {
    let (tone, icon) = look(t.standing);
    let response = badge::status(ui, tone, icon, lang.pick(t.standing.zh(), t.standing.en()));
    if !help.is_empty() {
        response.on_hover_text(help);
    }
}
