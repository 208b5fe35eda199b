//! 标准库: every table the program judges by, and what a model string matches and why.

mod browse;
mod list;
mod own;

use eframe::egui;

use crate::app::lang::Lang;
use crate::app::shell::Wanted;
use crate::app::theme;
use crate::app::widgets::{self, evidence};
use crate::app::workbench::Workbench;
use crate::audit::field::{Entered, FieldValue};
use crate::audit::{Equipment, KindCode};
use crate::clock;
use crate::reference::{Reference, catalogue};
use crate::screening;

/// The page's state.
#[derive(Default)]
pub struct ReferencePage {
    model: String,
    kind: Option<KindCode>,
    table: Option<String>,
    tables: String,
    filter: String,
    rows: Vec<usize>,
    made_for: Option<(String, String)>,
    reveal: bool,
    /// Whether it was shown before: the first time it opens with its first table.
    seen: bool,
}

impl ReferencePage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let reference = match &wb.reference {
            Some(reference) => reference.clone(),
            None => match Reference::on(clock::today()) {
                Ok(reference) => reference,
                Err(e) => {
                    ui.label(e.to_string());
                    return;
                }
            },
        };
        match wb.shell.wanted.take() {
            Some(Wanted::Table(id)) => {
                // The list shows it among all, not among those found before.
                self.table = Some(id);
                self.tables.clear();
                self.filter.clear();
                self.reveal = true;
            }
            Some(Wanted::Model(model)) => (self.model, self.kind) = (model, None),
            None => {}
        }
        if !std::mem::replace(&mut self.seen, true) && self.table.is_none() {
            self.table = reference.tables.index.iter().find(|i| i.own_form.is_none()).map(|i| i.id.clone());
        }
        let purpose = lang.pick(
            "程序判定所依据的每一张表：标准、版次、条款、来源和核对情况",
            "Every table the program judges by: standard, edition, clause, source and how far it was checked",
        );
        widgets::head(ui, lang.pick("标准与目录", "Standards and catalogues"), purpose, |_| {});
        let frame = egui::Frame::new().inner_margin(egui::Margin { right: 12, ..Default::default() });
        egui::Panel::left("tables")
            .frame(frame)
            .default_size(330.0)
            .size_range(260.0..=460.0)
            .show_separator_line(false)
            .show(ui, |ui| {
                widgets::within(ui, |ui| self.list(ui, wb, &reference));
            });
        egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| {
            self.find(ui, wb, &reference);
            self.browse(ui, wb, &reference);
        });
    }

    /// What a model string matches, and the verdict on a device that is known by nothing else.
    fn find(&mut self, ui: &mut egui::Ui, wb: &Workbench, reference: &Reference) {
        let lang = wb.lang();
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                ui.label(theme::bold(lang.pick("查型号", "Look up a model")));
                let label = lang.pick("粘贴型号，如 JO2-72-4、S7-630/10", "Paste a model, e.g. JO2-72-4");
                // Narrower in a narrow window, so that the kind stands in the same line.
                let room = (ui.available_width() - 170.0).clamp(120.0, 260.0);
                widgets::search(ui, &mut self.model, label, room);
                let all = lang.pick("全部类型", "All kinds");
                let name = |kind: Option<KindCode>| kind.map_or(all, |k| lang.pick(k.zh(), k.en()));
                let combo = egui::ComboBox::from_id_salt("model kind").selected_text(name(self.kind)).width(140.0);
                let chosen = combo.show_ui(ui, |ui| {
                    for kind in std::iter::once(None).chain(KindCode::ALL.into_iter().map(Some)) {
                        ui.selectable_value(&mut self.kind, kind, name(kind));
                    }
                });
                let label = lang.pick("型号的设备类型", "Kind of device");
                chosen.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, label));
            });
            let cleaned = catalogue::clean(&self.model);
            if cleaned.is_empty() {
                return;
            }
            ui.label(theme::small(ui, format!("{} {cleaned}", lang.pick("规范化为", "normalised to"))));
            egui::ScrollArea::vertical().id_salt("hits").max_height(260.0).auto_shrink([false, true]).show(ui, |ui| {
                self.hits(ui, wb, reference, &cleaned);
            });
        });
    }

    fn hits(&self, ui: &mut egui::Ui, wb: &Workbench, reference: &Reference, cleaned: &str) {
        let lang = wb.lang();
        let catalogue = &reference.tables.catalogue;
        let kinds = self.kind.map(KindCode::catalogue_kinds);
        let hits = catalogue.find(kinds, cleaned);
        if hits.is_empty() {
            evidence::wrapped(ui, theme::weak(ui, lang.said(screening::CatalogueSearch::NoHit.zh())));
        }
        for hit in &hits {
            let item = hit.item;
            let batch = catalogue.batch(item);
            ui.separator();
            ui.horizontal_wrapped(|ui| {
                let place = match lang {
                    Lang::Zh => format!("{} 第 {} 项", batch.title, item.item_no),
                    Lang::En => format!("{} no. {}", batch.title, item.item_no),
                };
                ui.label(theme::bold(place));
                ui.label(theme::small(ui, &*batch.document));
            });
            evidence::wrapped(ui, egui::RichText::new(format!("{} {}", item.product, item.model_text)));
            let mut parts = vec![hit.how()];
            if !item.condition.is_empty() {
                parts.push(format!("{}{}", lang.pick("条件：", "condition: "), item.condition));
            }
            let required = item.requirements(Some(hit.matched.model()));
            if !required.is_empty() {
                parts.push(format!("{}{}", lang.pick("须满足：", "required: "), required.join("；")));
            }
            if let Some(deadline) = item.deadline {
                parts.push(format!("{} {}", lang.pick("应停止使用期限", "use ends"), deadline.zh(None)));
            }
            if !item.review.is_empty() {
                parts.push(format!("{}{}", lang.pick("待核：", "to be checked: "), item.review));
            }
            evidence::wrapped(ui, theme::small(ui, parts.join(" · ")));
        }
        for c in catalogue.candidates(kinds, cleaned) {
            ui.separator();
            let batch = &catalogue.batch(c.item).title;
            let near = lang.pick("相近型号，只作提示", "a similar model, only a hint");
            evidence::wrapped(
                ui,
                theme::weak(ui, format!("{near}：{} {batch} {} {}", c.model, c.item.item_no, c.reason)),
            );
        }
        for kind in KindCode::ALL.into_iter().filter(|k| self.kind.is_none_or(|w| w == *k)) {
            let mut device = Equipment::new(kind);
            let model = Entered::ledger(FieldValue::Text(self.model.chars().take(120).collect()));
            if device.set("model", Some(model)).is_err() {
                continue;
            }
            let verdict = screening::screen(&device, reference);
            // Without any other fact only what the model itself decides is worth showing.
            if self.kind.is_none() && verdict.evidence.iter().all(|e| e.level.is_none()) {
                continue;
            }
            ui.separator();
            ui.label(theme::weak(
                ui,
                format!("{}{}", lang.pick("只凭型号，按", "By the model alone, as "), lang.pick(kind.zh(), kind.en())),
            ));
            evidence::verdict(ui, &verdict, lang);
        }
    }
}
