//! The audit's devices judged by today's editions: what would change, without changing anything.

use std::sync::Arc;

use eframe::egui::{self, Align, Layout, Sense};
use egui_extras::{Column, TableBuilder};

use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::{self, badge, evidence};
use crate::app::workbench::Workbench;
use crate::audit::field::FieldValue;
use crate::audit::{Edit, Entered, PartialDate, Target};
use crate::clock;
use crate::reference::Reference;
use crate::screening::changes::{Changes, changes};

/// Where a worker leaves a comparison: the revision it belongs to, and what it found.
pub type Delivery = Option<(u64, Result<Arc<Changes>, String>)>;

/// The comparison with today's editions, while it is shown.
#[derive(Default)]
pub struct Editions {
    open: bool,
    found: Delivery,
    under_way: Option<(u64, u64)>,
}

impl Editions {
    /// The button that opens and closes the comparison.
    pub fn button(&mut self, ui: &mut egui::Ui, lang: Lang) {
        let name = lang.pick("按今天的标准版本对照", "Compare with today's editions");
        let help =
            lang.pick("看今天的标准版本会改变哪些判定；不改动审计", "Which verdicts would change; the audit stays");
        if ui.selectable_label(self.open, name).on_hover_text(help).clicked() {
            self.open = !self.open;
            self.found = None;
        }
    }

    /// Whether the comparison is shown.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Goes back to the lists.
    pub fn close(&mut self) {
        self.open = false;
    }

    /// Shows the comparison instead of the findings; `false` while it is closed.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) -> bool {
        if !self.open {
            return false;
        }
        let lang = wb.lang();
        self.collect(wb);
        match self.found.clone() {
            Some((_, Ok(found))) => self.result(ui, wb, &found),
            Some((_, Err(e))) => evidence::wrapped(ui, egui::RichText::new(e)),
            None => {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label(theme::weak(ui, lang.pick("正在对照…", "Comparing…")));
                });
            }
        }
        true
    }

    /// Takes over what a worker found, and starts one if the audit has changed since.
    fn collect(&mut self, wb: &mut Workbench) {
        let revision = wb.revision();
        if let Some(found) = wb.editions.take() {
            self.under_way = None;
            self.found = Some(found);
        } else if let Some((of, _)) = self.under_way.take_if(|(_, job)| !wb.jobs.is_running(*job)) {
            // A worker that ended without a result has failed, which has been said.
            self.found = Some((of, Err(wb.tr("对照没有完成", "The comparison did not end").to_owned())));
        }
        if self.under_way.is_some() || self.found.as_ref().is_some_and(|(of, _)| *of == revision) {
            return;
        }
        let (Some(audit), Some(own)) = (wb.audit().cloned(), wb.reference.clone()) else { return };
        let generation = wb.generation;
        let title = wb.tr("按今天的标准版本对照", "Comparing with today's editions");
        let job = wb.jobs.start(&wb.ctx.clone(), title, false, move |progress| {
            let found = Reference::for_audit(&audit, clock::today()).map_err(|e| e.to_string()).and_then(|today| {
                changes(&audit.equipment, &own, &today, progress).ok_or_else(|| "已取消对照".to_owned())
            });
            Box::new(move |wb: &mut Workbench| {
                if wb.generation == generation {
                    wb.editions = Some((revision, found.map(Arc::new)));
                }
                wb.ctx.request_repaint();
            })
        });
        self.under_way = Some((revision, job));
    }

    fn result(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, found: &Changes) {
        let lang = wb.lang();
        let count = found.devices.len();
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 4.0;
            let head = match (count, lang) {
                (0, Lang::Zh) => format!("基准日 {} 与今天 {}：没有判定改变", found.before, found.after),
                (n, Lang::Zh) => format!("基准日 {} 与今天 {}：{n} 台设备(行)的判定会改变", found.before, found.after),
                (n, Lang::En) => format!("{} and today {}: {n} verdicts differ", found.before, found.after),
            };
            ui.horizontal_wrapped(|ui| {
                ui.label(theme::bold(head));
                if found.before != found.after
                    && widgets::primary(ui, true, lang.pick("把判定基准日改为今天", "Take today as reference date"))
                        .on_hover_text(lang.pick("一步可撤销的修改", "One step that can be undone"))
                        .clicked()
                {
                    adopt(wb, found.after);
                }
                if ui.button(lang.pick("返回判定清单", "Back to the findings")).clicked() {
                    self.open = false;
                }
            });
            egui::ScrollArea::vertical()
                .id_salt("edition_changes")
                .max_height(130.0)
                .auto_shrink([false, true])
                .show(ui, |ui| lines(ui, found, lang));
        });
        if count > 0 {
            table(ui, wb, found);
        }
    }
}

/// Which editions differ, those that concern a device first.
fn lines(ui: &mut egui::Ui, found: &Changes, lang: Lang) {
    if found.editions.is_empty() {
        let text = lang.pick("两天采用的标准版本和淘汰目录相同", "The same editions and lists apply on both days");
        evidence::wrapped(ui, theme::weak(ui, text));
    }
    let rows = lang.pick("台设备(行)", "rows");
    for edition in found.editions.iter().filter(|e| e.devices > 0) {
        let text = format!("{}    {} {} {rows}", edition.zh(), lang.pick("涉及", "concerns"), edition.devices);
        evidence::wrapped(ui, egui::RichText::new(text));
    }
    let others: Vec<&str> = found.editions.iter().filter(|e| e.devices == 0).map(|e| &*e.standard).collect();
    if !others.is_empty() {
        let text = lang.pick("版本也不同、但没有设备涉及：", "Differ too, but concern no device: ");
        evidence::wrapped(ui, theme::small(ui, format!("{text}{}", others.join("、"))));
    }
    if found.same_level_by_other > 0 {
        let text = lang.pick("级别不变，但依据的版本或条目改变", "keep their level by other editions");
        evidence::wrapped(ui, theme::small(ui, format!("{} {rows}{text}", found.same_level_by_other)));
    }
}

/// Takes a day as the audit's reference date.
fn adopt(wb: &mut Workbench, day: jiff::civil::Date) {
    let Some(date) = PartialDate::new(day.year(), Some(day.month()), Some(day.day())) else { return };
    let value = Some(Entered::ledger(FieldValue::Date(date)));
    let edit = Edit::Field { target: Target::Enterprise, key: "reference_date".to_owned(), value };
    if wb.edit("判定基准日改为今天", edit) {
        wb.tell(
            Tone::Good,
            format!("判定基准日已改为 {day}，可撤销"),
            format!("The reference date is now {day}; this can be undone"),
        );
    }
}

fn table(ui: &mut egui::Ui, wb: &mut Workbench, found: &Changes) {
    let lang = wb.lang();
    let p = theme::palette(ui);
    let mut open = None;
    egui::Frame::new().fill(p.surface).stroke(egui::Stroke::new(1.0, p.line)).inner_margin(1).show(ui, |ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
        let height = ui.available_height();
        let level = if lang == Lang::En { 150.0 } else { 116.0 };
        TableBuilder::new(ui)
            .id_salt("editions")
            .sense(Sense::click())
            .auto_shrink(false)
            .min_scrolled_height(80.0)
            .max_scroll_height(height)
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::initial(84.0).clip(true).resizable(true))
            .column(Column::initial(150.0).clip(true).resizable(true))
            .column(Column::initial(150.0).clip(true).resizable(true))
            .column(Column::exact(level))
            .column(Column::exact(level))
            .column(Column::remainder().at_least(120.0).clip(true))
            .header(theme::HEADER, |mut row| {
                let (before, after) = (found.before.to_string(), found.after.to_string());
                let names = [
                    lang.pick("编号", "Tag"),
                    lang.pick("名称", "Name"),
                    lang.pick("型号", "Model"),
                    before.as_str(),
                    after.as_str(),
                    lang.pick("改变的版本", "What changed"),
                ];
                for name in names {
                    row.col(|ui| {
                        ui.add_space(6.0);
                        ui.label(theme::small(ui, name));
                    });
                }
            })
            .body(|body| {
                body.rows(theme::ROW, found.devices.len(), |mut row| {
                    let r = row.index();
                    let Some(change) = found.devices.get(r) else { return };
                    let Some(device) = wb.audit().and_then(|a| a.device(change.id)) else { return };
                    let fill = if r % 2 == 1 { p.stripe } else { p.surface };
                    let text = |e: &Option<Entered<String>>| e.as_ref().map_or(String::new(), |e| e.value.clone());
                    let c = &device.common;
                    let cell = |ui: &mut egui::Ui, text: &str| {
                        ui.painter().rect_filled(ui.max_rect(), 0.0, fill);
                        ui.add_space(6.0);
                        ui.add(egui::Label::new(text).truncate()).on_hover_text(text);
                    };
                    for words in [text(&c.tag), text(&c.name), text(&c.model)] {
                        row.col(|ui| cell(ui, &words));
                    }
                    for level in [change.before, change.after] {
                        row.col(|ui| {
                            ui.painter().rect_filled(ui.max_rect(), 0.0, fill);
                            ui.add_space(6.0);
                            badge::level(ui, level, lang);
                        });
                    }
                    let because = change.because.iter().filter_map(|i| found.editions.get(*i)).map(|e| e.zh());
                    let mut words = because.collect::<Vec<_>>().join("；");
                    if let Some(overruled) = change.overruled {
                        words.insert_str(0, &format!("已人工改判为{}；", overruled.zh()));
                    }
                    row.col(|ui| cell(ui, &words));
                    if row.response().clicked() {
                        open = Some(change.id);
                    }
                });
            });
    });
    if let Some(id) = open {
        wb.show_device(id);
    }
}
