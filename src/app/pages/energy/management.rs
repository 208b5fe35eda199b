//! 管理诊断: the checklist of energy management, point by point.

use std::collections::HashMap;

use eframe::egui::{self, Button, RichText, TextEdit};

use crate::app::lang::Lang;
use crate::app::plant::PlantFound;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::{grouped, maybe};
use crate::app::widgets::{self, badge, evidence, hint};
use crate::app::workbench::Workbench;
use crate::audit::field::Choice as _;
use crate::audit::plant::{Conformity, ManagementFields};
use crate::audit::{Edit, Entered, FieldValue, ManagementItem, Record as _, Row, Section, Target};
use crate::benchmark::management::ItemFinding;

/// The verdicts, in the order offered.
const VERDICTS: [Conformity; 4] = [Conformity::Meets, Conformity::Partly, Conformity::Fails, Conformity::NotApplicable];

/// The tab's state.
#[derive(Default)]
pub struct ManagementTab {
    current: Option<String>,
    /// Texts being typed, by point and field.
    typing: HashMap<(String, &'static str), String>,
}

impl ManagementTab {
    /// Shows the tab.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, found: &PlantFound) {
        let lang = wb.lang();
        let items = &found.management.items;
        if items.is_empty() {
            widgets::empty(ui, lang.pick("没有核查表", "No checklist"), "");
            return;
        }
        if self.current.as_ref().is_none_or(|c| !items.iter().any(|i| *i.item.key == **c)) {
            self.current = items.first().map(|i| i.item.key.to_string());
        }
        scores(ui, lang, found);
        let frame = egui::Frame::new().inner_margin(egui::Margin { left: 12, ..Default::default() });
        let width = (ui.available_width() * 0.5 - 60.0).clamp(340.0, 860.0);
        egui::Panel::right("point")
            .frame(frame)
            .default_size(width)
            .size_range(320.0..=960.0)
            .show_separator_line(false)
            .show(ui, |ui| {
                widgets::within(ui, |ui| {
                    egui::ScrollArea::vertical().id_salt("point").auto_shrink(false).show(ui, |ui| {
                        let current = items.iter().find(|i| Some(&*i.item.key) == self.current.as_deref());
                        if let Some(item) = current {
                            self.point(ui, wb, item);
                        }
                    });
                });
            });
        egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| {
            egui::ScrollArea::vertical().id_salt("points").auto_shrink(false).show(ui, |ui| self.list(ui, wb, found));
        });
    }

    fn list(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, found: &PlantFound) {
        let lang = wb.lang();
        let p = theme::palette(ui);
        let mut chosen: Option<(String, Option<Conformity>)> = None;
        let mut area = "";
        ui.spacing_mut().item_spacing.y = theme::TIGHT;
        for item in &found.management.items {
            if *item.item.area != *area {
                area = &item.item.area;
                let name = found.management.scores.iter().find(|s| s.area == area);
                ui.add_space(4.0);
                ui.label(theme::bold(name.map_or(area, |s| if lang == Lang::Zh { &s.zh } else { &s.en })));
            }
            let here = self.current.as_deref() == Some(&*item.item.key);
            let frame = egui::Frame::new()
                .fill(if here { p.selected } else { p.surface })
                .stroke(egui::Stroke::new(1.0, p.line))
                .inner_margin(egui::Margin::symmetric(8, 2));
            frame.show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 4.0;
                    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                        for verdict in VERDICTS.into_iter().rev() {
                            let on = item.verdict == Some(verdict);
                            if choice(ui, lang, verdict, on, &item.item.item).clicked() {
                                chosen = Some((item.item.key.to_string(), (!on).then_some(verdict)));
                            }
                        }
                        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                            let name = egui::Label::new(&*item.item.item).truncate().sense(egui::Sense::click());
                            if ui.add(name).on_hover_text(&*item.item.requirement).clicked() {
                                self.current = Some(item.item.key.to_string());
                            }
                        });
                    });
                });
            });
        }
        if let Some((key, verdict)) = chosen {
            let value = verdict.map(|v| FieldValue::Choice(v.def().code.to_owned()));
            set(wb, &key, "verdict", value);
            self.current = Some(key);
        }
    }

    fn point(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, item: &ItemFinding) {
        let lang = wb.lang();
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                ui.label(theme::bold(&*item.item.item));
                match item.verdict {
                    Some(v) => badge::status(ui, tone(v), icon(v), lang.choice(v.def())),
                    None => badge::status(ui, Tone::Quiet, "○", lang.pick("未核查", "not looked into")),
                };
            });
            evidence::wrapped(
                ui,
                RichText::new(format!("{}{}", lang.pick("要求：", "Required: "), item.item.requirement)),
            );
            let source = format!("{}{}；{}", lang.pick("依据：", "Source: "), item.item.document, item.item.source);
            evidence::wrapped(ui, theme::small(ui, source));
            if !item.item.review.is_empty() {
                let text = format!("{}{}", lang.pick("数据待核：", "To be checked: "), item.item.review);
                evidence::wrapped(ui, theme::small(ui, text));
            }
            for (key, text) in [("finding", &item.finding), ("evidence", &item.evidence), ("advice", &item.advice)] {
                self.text(ui, wb, item, key, text);
            }
        });
    }

    /// A text of several lines; it is taken over when it loses the focus.
    fn text(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, item: &ItemFinding, key: &'static str, entered: &str) {
        let Some(def) = ManagementFields::defs().iter().find(|d| d.key == key) else { return };
        let lang = wb.lang();
        let label = ui.label(theme::small(ui, lang.field(def))).on_hover_ui(|ui| hint::show(ui, def, lang));
        let place = (item.item.key.to_string(), key);
        let mut text = self.typing.get(&place).cloned().unwrap_or_else(|| entered.to_owned());
        let edit =
            TextEdit::multiline(&mut text).desired_rows(3).desired_width(f32::INFINITY).hint_text(lang.help(def));
        let response = ui.push_id(key, |ui| ui.add(edit)).inner.labelled_by(label.id);
        if response.has_focus() {
            self.typing.insert(place, text);
            return;
        }
        if response.lost_focus() && text.trim() != entered {
            let value = Some(text.trim().to_owned()).filter(|t| !t.is_empty()).map(FieldValue::Text);
            if value.as_ref().is_none_or(|v| self.accepted(wb, def, v)) {
                set(wb, &item.item.key, key, value);
            }
        }
        self.typing.remove(&place);
    }

    fn accepted(&self, wb: &mut Workbench, def: &crate::audit::FieldDef, value: &FieldValue) -> bool {
        match def.check(value) {
            Ok(()) => true,
            Err(e) => {
                wb.say(Tone::Bad, format!("{e}；原值未动"));
                false
            }
        }
    }
}

fn scores(ui: &mut egui::Ui, lang: Lang, found: &PlantFound) {
    ui.horizontal_wrapped(|ui| {
        for s in &found.management.scores {
            let name = if lang == Lang::Zh { &s.zh } else { &s.en };
            let looked = s.meets + s.partly + s.fails + s.not_applicable;
            let text = format!("{name} {}/{}", looked, looked + s.open);
            let help = format!(
                "{} {} · {} {} · {} {} · {} {} · {} {}",
                lang.pick("符合", "meets"),
                s.meets,
                lang.pick("部分符合", "partly"),
                s.partly,
                lang.pick("不符合", "fails"),
                s.fails,
                lang.pick("不适用", "not applicable"),
                s.not_applicable,
                lang.pick("未核查", "open"),
                s.open
            );
            let score = maybe(s.score_pct, |p| format!("{} %", grouped(p, 0)));
            theme::card(ui).inner_margin(8).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.vertical(|ui| {
                    ui.label(theme::small(ui, text)).on_hover_text(help);
                    ui.label(theme::bold(score)).on_hover_text(lang.pick(
                        "符合计 1、部分符合计 0.5，占已核查且适用的条目；0.5 是本程序的约定",
                        "met points, partly met ones half, of those that apply",
                    ));
                });
            });
        }
    });
}

fn choice(ui: &mut egui::Ui, lang: Lang, verdict: Conformity, on: bool, item: &str) -> egui::Response {
    let (fg, bg) = tone(verdict).colors(ui.visuals().dark_mode);
    let p = theme::palette(ui);
    let short = match verdict {
        Conformity::Partly => lang.pick("部分", "partly"),
        other => lang.choice(other.def()),
    };
    let text = RichText::new(if on { format!("{} {short}", icon(verdict)) } else { short.to_owned() });
    let text = text.text_style(egui::TextStyle::Small).color(if on { fg } else { p.weak });
    let button = Button::new(text)
        .fill(if on { bg } else { egui::Color32::TRANSPARENT })
        .stroke(egui::Stroke::new(1.0, if on { fg } else { p.line }))
        .min_size(egui::vec2(54.0, 22.0));
    let response = ui.add(button);
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::RadioButton, true, on, format!("{item} {}", lang.choice(verdict.def())))
    });
    response
}

/// How much a verdict matters.
fn tone(verdict: Conformity) -> Tone {
    match verdict {
        Conformity::Meets => Tone::Good,
        Conformity::Partly => Tone::Warn,
        Conformity::Fails => Tone::Bad,
        Conformity::NotApplicable => Tone::Quiet,
    }
}

fn icon(verdict: Conformity) -> &'static str {
    match verdict {
        Conformity::Meets => "✔",
        Conformity::Partly => "◐",
        Conformity::Fails => "✖",
        Conformity::NotApplicable => "—",
    }
}

/// Enters a field of a point; the first entry makes the row. As the engine, of a point entered twice the last counts.
fn set(wb: &mut Workbench, item: &str, key: &str, value: Option<FieldValue>) {
    let Some(audit) = wb.audit() else { return };
    let of = |m: &&ManagementItem| m.fields.item.as_ref().is_some_and(|i| i.value == item);
    let entered = value.map(Entered::ledger);
    let edit = match audit.management.iter().rev().find(of) {
        Some(row) => {
            Edit::Field { target: Target::Row(Section::Management, row.id), key: key.to_owned(), value: entered }
        }
        None => {
            let mut row = ManagementItem::empty();
            row.fields.item = Some(Entered::ledger(item.to_owned()));
            if row.fields.set(key, entered).is_err() {
                return;
            }
            Edit::InsertRow(usize::MAX, Row::Management(row))
        }
    };
    wb.edit("修改管理核查", edit);
}
