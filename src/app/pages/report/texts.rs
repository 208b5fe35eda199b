//! The report's running texts, edited in place: what the program writes is shown, what the auditor writes is kept.

use eframe::egui::{self, TextEdit};

use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::workbench::Workbench;
use crate::audit::{Edit, OwnText, ReportEdit};
use crate::report::Passage;

/// What is being edited.
#[derive(Default)]
pub(super) struct Texts {
    open: Option<Open>,
}

struct Open {
    key: &'static str,
    /// What is being typed, and the text of the audit that it began from.
    typed: String,
    began: String,
}

impl Texts {
    /// Forgets what was open: another audit was opened.
    pub(super) fn clear(&mut self) {
        self.open = None;
    }

    /// The list of passages; a click opens one.
    pub(super) fn list(&mut self, ui: &mut egui::Ui, lang: Lang, passages: &[Passage]) {
        let (own, outdated) =
            (passages.iter().filter(|p| p.own.is_some()).count(), passages.iter().filter(|p| p.outdated()).count());
        let mut title = lang.pick("文字", "Texts").to_owned();
        if own > 0 {
            title = format!("{title}（{} {own}）", lang.pick("已改写", "reworded"));
        }
        let id = ui.make_persistent_id("report_texts");
        egui::CollapsingHeader::new(theme::bold(title)).id_salt(id).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for p in passages {
                let here = self.open.as_ref().is_some_and(|o| o.key == p.key);
                ui.horizontal(|ui| {
                    let button = egui::Button::new(p.title).selected(here).truncate();
                    if ui.add(button).on_hover_text(p.text()).clicked() {
                        self.open = (!here).then(|| Open {
                            key: p.key,
                            typed: p.text().to_owned(),
                            began: p.text().to_owned(),
                        });
                    }
                    if p.outdated() {
                        ui.colored_label(Tone::Warn.colors(ui.visuals().dark_mode).0, lang.pick("原文已变", "changed"));
                    } else if p.own.is_some() {
                        ui.label(theme::weak(ui, lang.pick("已改写", "reworded")));
                    }
                });
            }
        });
        if outdated > 0 {
            let said = match lang {
                Lang::Zh => format!("{outdated} 处改写过的文字，其自动生成的原文已变，请核对其中的数值"),
                Lang::En => {
                    format!("{outdated} reworded texts: the generated text has changed since, check the figures")
                }
            };
            ui.add(egui::Label::new(said).wrap());
        }
    }

    /// The editor of the open passage, above the pages.
    pub(super) fn editor(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, passages: &[Passage]) {
        let lang = wb.lang();
        let Some(open) = &mut self.open else { return };
        let Some(passage) = passages.iter().find(|p| p.key == open.key) else { return };
        // Undo, or another text generated: what is shown follows, unless the person is typing.
        if open.began != passage.text() && open.typed == open.began {
            passage.text().clone_into(&mut open.typed);
            passage.text().clone_into(&mut open.began);
        }
        let mut close = false;
        let mut edit: Option<(String, Option<OwnText>)> = None;
        let own = |text: &str| {
            let same = text == passage.generated;
            (!same).then(|| OwnText { text: text.to_owned(), generated: passage.generated.clone() })
        };
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let label = ui.label(theme::bold(passage.title));
            let state = match (&passage.own, passage.outdated()) {
                (None, _) => lang.pick(
                    "自动生成的文字，数值随数据更新。改写后按改写的印，数值不再更新。",
                    "Generated; its figures follow the data. Once reworded it is printed as written.",
                ),
                (Some(_), false) => lang.pick("已改写，按改写的印。", "Reworded; printed as written."),
                (Some(_), true) => lang.pick(
                    "已改写；改写之后自动生成的文字变了，请核对。",
                    "Reworded; the generated text has changed since: please check.",
                ),
            };
            ui.add(egui::Label::new(theme::weak(ui, state)).wrap());
            let height = (ui.available_height() * 0.4).clamp(90.0, 260.0);
            egui::ScrollArea::vertical().id_salt("report_text").max_height(height).show(ui, |ui| {
                let field = TextEdit::multiline(&mut open.typed).desired_width(f32::INFINITY).desired_rows(5);
                let response = ui.add(field).labelled_by(label.id);
                if response.lost_focus() && open.typed != open.began {
                    edit = Some((format!("改写报告文字：{}", passage.title), own(&open.typed)));
                    open.began.clone_from(&open.typed);
                }
            });
            if passage.own.is_some() {
                egui::CollapsingHeader::new(lang.pick("自动生成的文字", "Generated text")).show(ui, |ui| {
                    egui::ScrollArea::vertical().id_salt("generated").max_height(120.0).show(ui, |ui| {
                        ui.add(egui::Label::new(&passage.generated).wrap());
                    });
                });
            }
            ui.horizontal(|ui| {
                if ui.button(lang.pick("完成", "Done")).clicked() {
                    close = true;
                }
                if passage.own.is_some() {
                    if ui.button(lang.pick("恢复自动生成的文字", "Restore the generated text")).clicked() {
                        edit = Some((format!("恢复报告文字：{}", passage.title), None));
                        open.typed.clone_from(&passage.generated);
                        open.began.clone_from(&passage.generated);
                    }
                    if passage.outdated() && ui.button(lang.pick("核对过，保留改写", "Checked, keep")).clicked()
                    {
                        edit = Some((format!("核对报告文字：{}", passage.title), own(&open.typed)));
                    }
                }
            });
        });
        if let Some((name, text)) = edit
            && !wb.edit(&name, Edit::Report(ReportEdit::Text(passage.key.to_owned(), text)))
        {
            passage.text().clone_into(&mut open.began);
        }
        if close {
            self.open = None;
        }
    }
}
