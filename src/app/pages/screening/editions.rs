//! The audit's devices judged by today's editions: what would change, without changing anything.

use std::sync::Arc;

use eframe::egui;

use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::table::{Column, Table, Width};
use crate::app::widgets::{self, badge, evidence};
use crate::app::workbench::Workbench;
use crate::audit::field::FieldValue;
use crate::audit::{Edit, Entered, PartialDate, Target};
use crate::clock;
use crate::reference::Reference;
use crate::screening::changes::{Changes, DeviceChange, changes};

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
        if widgets::tab(ui, self.open, name).on_hover_text(help).clicked() {
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
    let level = if lang == Lang::En { 150.0 } else { 116.0 };
    let (before, after) = (found.before.to_string(), found.after.to_string());
    let columns = [
        Column::text(lang.pick("编号", "Tag"), Width::Initial(84.0)),
        Column::text(lang.pick("名称", "Name"), Width::Initial(150.0)),
        Column::text(lang.pick("型号", "Model"), Width::Initial(150.0)),
        Column::text(&before, Width::Exact(level)),
        Column::text(&after, Width::Exact(level)),
        Column::text(lang.pick("改变的版本", "What changed"), Width::Rest(120.0)),
    ];
    let told = {
        let wb = &*wb;
        let text = |row: usize, c: usize| found.devices.get(row).map_or_else(String::new, |d| cell(wb, found, d, c));
        let badges = &mut |ui: &mut egui::Ui, row: usize, c: usize| {
            let Some(change) = found.devices.get(row).filter(|_| c == 3 || c == 4) else { return false };
            ui.add_space(6.0);
            badge::level(ui, if c == 3 { change.before } else { change.after }, lang);
            true
        };
        let name = lang.pick("判定改变的设备", "Devices whose verdict differs");
        theme::framed(ui, |ui| {
            let table = Table::new(name, &columns, found.devices.len(), lang, &text);
            Table { height: Some(ui.available_height()), ..table }.show_with(ui, badges)
        })
    };
    if let Some(change) = told.clicked.and_then(|row| found.devices.get(row)) {
        wb.show_device(change.id);
    }
}

/// What a column says of a change.
fn cell(wb: &Workbench, found: &Changes, change: &DeviceChange, column: usize) -> String {
    let text = |e: &Option<Entered<String>>| e.as_ref().map_or_else(String::new, |e| e.value.clone());
    let c = wb.audit().and_then(|a| a.device(change.id)).map(|d| &d.common);
    match (column, c) {
        (0, Some(c)) => text(&c.tag),
        (1, Some(c)) => text(&c.name),
        (2, Some(c)) => text(&c.model),
        (3, _) => badge::word(change.before, wb.lang()).to_owned(),
        (4, _) => badge::word(change.after, wb.lang()).to_owned(),
        (5, _) => {
            let because = change.because.iter().filter_map(|i| found.editions.get(*i)).map(|e| e.zh());
            let mut words = because.collect::<Vec<_>>().join("；");
            if let Some(overruled) = change.overruled {
                words.insert_str(0, &format!("已人工改判为{}；", overruled.zh()));
            }
            words
        }
        _ => String::new(),
    }
}
