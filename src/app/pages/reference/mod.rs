//! 标准库: every table the program judges by, and what a model string matches and why.

mod names;

use eframe::egui::{self, Align, Layout, Sense};
use egui_extras::{Column, TableBuilder};

use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::parse::normal;
use crate::app::widgets::{self, badge, evidence};
use crate::app::workbench::Workbench;
use crate::audit::field::{Entered, FieldValue};
use crate::audit::{Equipment, KindCode};
use crate::clock;
use crate::reference::catalogue::{Deadline, Matched};
use crate::reference::{Reference, ReviewState, designation};
use crate::screening;

/// The page's state.
#[derive(Default)]
pub struct ReferencePage {
    model: String,
    kind: Option<KindCode>,
    table: Option<String>,
    filter: String,
    rows: Vec<usize>,
    made_for: Option<(String, String)>,
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
        ui.label(theme::title(lang.pick("标准库", "Standards")));
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
            ui.add_space(4.0);
            self.browse(ui, wb, &reference);
        });
    }

    fn list(&mut self, ui: &mut egui::Ui, wb: &Workbench, reference: &Reference) {
        let lang = wb.lang();
        let p = theme::palette(ui);
        egui::ScrollArea::vertical().id_salt("tables").auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            for info in &reference.tables.index {
                let on = self.table.as_ref() == Some(&info.id);
                let frame = theme::card(ui).inner_margin(8).fill(if on { p.selected } else { p.surface });
                let card = frame.show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.spacing_mut().item_spacing.y = 2.0;
                    evidence::wrapped(ui, theme::bold(if lang == Lang::Zh { &info.title } else { &info.title_en }));
                    ui.horizontal_wrapped(|ui| {
                        ui.label(theme::small(ui, format!("{} · {}", info.standard, info.clause)));
                        let (tone, icon) = match info.review_state {
                            ReviewState::Reviewed => (Tone::Good, "✔"),
                            ReviewState::Partial => (Tone::Quiet, "◐"),
                            ReviewState::Unreviewed | ReviewState::Own => (Tone::Warn, "▲"),
                        };
                        badge::status(ui, tone, icon, info.review_state.zh());
                    });
                });
                let response = ui.interact(card.response.rect, ui.scope_id().with(&info.id), Sense::click());
                response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, on, &info.title));
                if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                    self.table = if on { None } else { Some(info.id.clone()) };
                    self.filter.clear();
                }
            }
        });
    }

    /// What a model string matches, and the verdict on a device that is known by nothing else.
    fn find(&mut self, ui: &mut egui::Ui, wb: &Workbench, reference: &Reference) {
        let lang = wb.lang();
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                ui.label(theme::bold(lang.pick("查型号", "Look up a model")));
                let label = lang.pick("粘贴型号，如 JO2-72-4、S7-630/10", "Paste a model, e.g. JO2-72-4");
                widgets::search(ui, &mut self.model, label, 260.0);
                ui.selectable_value(&mut self.kind, None, lang.pick("全部", "All"));
                for kind in KindCode::ALL {
                    ui.selectable_value(&mut self.kind, Some(kind), lang.pick(kind.zh(), kind.en()));
                }
            });
            let cleaned = designation::clean(&self.model);
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
        let hits = catalogue.find(self.kind.map(KindCode::catalogue_kinds), cleaned);
        if hits.is_empty() {
            evidence::wrapped(ui, theme::weak(ui, screening::CatalogueSearch::NoHit.zh()));
        }
        for hit in &hits {
            let item = hit.item;
            let batch = catalogue.batch(item);
            ui.separator();
            ui.horizontal_wrapped(|ui| {
                ui.label(theme::bold(format!("{} 第 {} 项", batch.title, item.item_no)));
                ui.label(theme::small(ui, &*batch.document));
            });
            evidence::wrapped(ui, egui::RichText::new(format!("{} {}", item.product, item.model_text)));
            let how = match &hit.matched {
                Matched::Exact(_) => lang.pick("型号逐字相符", "the very model").to_owned(),
                Matched::Suffix(_, suffix) => {
                    format!("{}“{suffix}”", lang.pick("型号相符，后缀", "the model, with suffix "))
                }
                Matched::Series(n) => {
                    let series = item.models.get(*n).map_or("", String::as_str);
                    format!("{} {series}", lang.pick("属于系列", "of the series"))
                }
            };
            let mut parts = vec![how];
            if !item.condition.is_empty() {
                parts.push(format!("{}{}", lang.pick("条件：", "condition: "), item.condition));
            }
            match item.deadline {
                Some(Deadline::Immediate) => parts.push(lang.pick("应立即淘汰", "at once").to_owned()),
                Some(Deadline::By(date)) => parts.push(format!("{} {date}", lang.pick("应停止使用期限", "use ends"))),
                None => {}
            }
            if !item.review.is_empty() {
                parts.push(format!("{}{}", lang.pick("待核：", "to be checked: "), item.review));
            }
            evidence::wrapped(ui, theme::small(ui, parts.join(" · ")));
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

    fn browse(&mut self, ui: &mut egui::Ui, wb: &Workbench, reference: &Reference) {
        let lang = wb.lang();
        let Some((info, table)) =
            self.table.as_ref().and_then(|id| Some((reference.tables.info(id)?, reference.tables.raw.get(id)?)))
        else {
            widgets::empty(
                ui,
                lang.pick("从左边选择一张表", "Choose a table"),
                lang.pick("程序判定所依据的每一行都可以在这里查到", "Every row the program judges by is here"),
            );
            return;
        };
        let until = info.effective_to.map_or(String::new(), |d| format!(" ～ {d}"));
        let facts = [
            format!("{}{} {}{until}", lang.pick("版本 ", "edition "), info.edition, info.effective_from),
            format!("{}{}", lang.pick("条款 ", "clause "), info.clause),
            format!("{}{}", lang.pick("来源 ", "source "), info.source),
            format!("{}{}", lang.pick("核对 ", "review "), info.review),
        ];
        evidence::wrapped(ui, theme::small(ui, facts.join("    ")));
        let label = lang.pick("在表中查找", "Search the table");
        widgets::search(ui, &mut self.filter, label, 240.0);
        let key = (info.id.clone(), self.filter.clone());
        if self.made_for.as_ref() != Some(&key) {
            let wanted = normal(&self.filter).to_lowercase();
            let hit =
                |at: &usize| wanted.is_empty() || table.cells(*at).any(|c| normal(c).to_lowercase().contains(&wanted));
            self.rows = (0..table.len()).filter(hit).collect();
            self.made_for = Some(key);
        }
        let p = theme::palette(ui);
        egui::Frame::new().fill(p.surface).stroke(egui::Stroke::new(1.0, p.line)).inner_margin(1).show(ui, |ui| {
            egui::ScrollArea::horizontal().id_salt(&info.id).auto_shrink(false).show(ui, |ui| {
                ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
                let height = ui.available_height();
                let mut builder = TableBuilder::new(ui)
                    .id_salt(("reference", &info.id))
                    .auto_shrink(false)
                    .min_scrolled_height(80.0)
                    .max_scroll_height(height)
                    .cell_layout(Layout::left_to_right(Align::Center));
                let columns: Vec<(usize, &String)> =
                    table.header().iter().enumerate().filter(|(_, name)| names::shown(name)).collect();
                for (_, code) in &columns {
                    let width = match code.as_str() {
                        "source" | "note" | "review" | "reason" | "condition" | "meaning" | "category" | "title" => {
                            200.0
                        }
                        "product_name" | "model_text" | "models" | "document" | "capacity_band" => 150.0,
                        code => (names::column(code, lang).chars().count() as f32 * 12.0 + 24.0).clamp(64.0, 150.0),
                    };
                    builder = builder.column(Column::initial(width).at_least(40.0).clip(true).resizable(true));
                }
                builder
                    .header(theme::HEADER, |mut row| {
                        for (_, code) in &columns {
                            row.col(|ui| {
                                ui.add_space(6.0);
                                let name = names::column(code, lang);
                                ui.add(egui::Label::new(theme::small(ui, name)).truncate()).on_hover_text(name);
                            });
                        }
                    })
                    .body(|body| {
                        body.rows(theme::ROW, self.rows.len(), |mut row| {
                            let r = row.index();
                            let Some(at) = self.rows.get(r) else { return };
                            let cells: Vec<&str> = table.cells(*at).collect();
                            for (n, code) in &columns {
                                let cell = names::cell(code, cells.get(*n).copied().unwrap_or_default(), lang);
                                row.col(|ui| {
                                    let fill = if r % 2 == 1 { p.stripe } else { p.surface };
                                    ui.painter().rect_filled(ui.max_rect(), 0.0, fill);
                                    ui.add_space(6.0);
                                    let label = ui.add(egui::Label::new(&cell).truncate());
                                    if cell.chars().count() > 12 {
                                        label.on_hover_text(cell);
                                    }
                                });
                            }
                        });
                    });
            });
        });
    }
}
