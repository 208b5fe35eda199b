//! The audit's devices judged by today's editions: what would change, without changing anything.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui;

use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::table::{Column, Copying, Sort, Table, Width};
use crate::app::widgets::{self, badge, evidence};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::field::FieldValue;
use crate::audit::{Edit, Entered, Equipment, Id, PartialDate, Target};
use crate::clock;
use crate::reference::Reference;
use crate::screening::Level;
use crate::screening::changes::{Changes, DeviceChange, changes};

/// The comparison with today's editions, while it is shown.
#[derive(Default)]
pub struct Editions {
    open: bool,
    sort: Cell<Sort>,
    found: Work<u64, Changes>,
    rows: Work<(u64, Lang, Sort), Vec<Line>>,
    copying: Copying,
}

impl Editions {
    /// The button that opens and closes the comparison.
    pub fn button(&mut self, ui: &mut egui::Ui, lang: Lang) {
        let name = lang.pick("按今天的标准版本对照", "Compare with today's editions");
        let help =
            lang.pick("看今天的标准版本会改变哪些判定；不改动审计", "Which verdicts would change; the audit stays");
        if widgets::tab(ui, self.open, name).on_hover_text(help).clicked() {
            self.open = !self.open;
            self.found.forget();
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
        let revision = wb.revision();
        let title = lang.pick("按今天的标准版本对照", "Comparing with today's editions");
        self.found.ask(wb, revision, Pace::Shown, title, |wb| {
            let own = wb.reference.clone();
            move |given: Given<'_>, progress: &_| {
                let today = Reference::for_audit(given.audit, clock::today()).map_err(|e| e.to_string())?;
                let own = own.ok_or_else(String::new)?;
                changes(&given.audit.equipment, &own, &today, progress).ok_or_else(|| "已取消对照".to_owned())
            }
        });
        match self.found.found(&revision).cloned() {
            Some(Ok(found)) => self.result(ui, wb, &found),
            Some(Err(e)) => evidence::wrapped(ui, egui::RichText::new(e)),
            None => {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label(theme::weak(ui, lang.pick("正在对照…", "Comparing…")));
                });
            }
        }
        true
    }

    fn result(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, found: &Arc<Changes>) {
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
                .show(ui, |ui| differing(ui, found, lang));
        });
        if count > 0 {
            self.table(ui, wb, found);
        }
    }

    fn table(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, found: &Arc<Changes>) {
        let (lang, sort) = (wb.lang(), self.sort.get());
        let title = lang.pick("列出改变的判定", "Listing what differs");
        self.rows.ask(wb, (wb.revision(), lang, sort), Pace::Glance, title, |_| {
            let found = Arc::clone(found);
            move |given: Given<'_>, _: &_| Ok(sort.rows(lines(given, &found, lang), |line, c| line.cells[c].clone()))
        });
        self.rows.pale(ui);
        match self.rows.known().cloned() {
            Some(rows) => table(ui, wb, found, &rows, (&self.sort, &mut self.copying)),
            None => self.rows.waiting(ui, lang),
        }
    }
}

/// A device whose verdict would change, with the cells of its row.
struct Line {
    id: Id,
    levels: [Level; 2],
    cells: [String; 6],
}

fn lines(given: Given<'_>, found: &Changes, lang: Lang) -> Vec<Line> {
    let known: HashMap<Id, &Equipment> = given.audit.equipment.iter().map(|d| (d.id, d)).collect();
    let line = |change: &DeviceChange| Line {
        id: change.id,
        levels: [change.before, change.after],
        cells: std::array::from_fn(|column| cell(known.get(&change.id).copied(), found, change, lang, column)),
    };
    found.devices.iter().map(line).collect()
}

/// Which editions differ, those that concern a device first.
fn differing(ui: &mut egui::Ui, found: &Changes, lang: Lang) {
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

fn table(
    ui: &mut egui::Ui,
    wb: &mut Workbench,
    found: &Changes,
    rows: &Arc<Vec<Line>>,
    (sort, copying): (&Cell<Sort>, &mut Copying),
) {
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
    let text = |row: usize, c: usize| rows.get(row).map_or_else(String::new, |line| line.cells[c].clone());
    let badges = &mut |ui: &mut egui::Ui, row: usize, c: usize| {
        let Some(line) = rows.get(row).filter(|_| c == 3 || c == 4) else { return false };
        ui.add_space(6.0);
        badge::level(ui, line.levels[c - 3], lang);
        true
    };
    let name = lang.pick("判定改变的设备", "Devices whose verdict differs");
    let told = theme::framed(ui, |ui| {
        let table = Table::new(name, &columns, rows.len(), lang, &text);
        Table { height: Some(ui.available_height()), sorted: Some(sort), ..table }.show_with(ui, badges)
    });
    let copied = Arc::clone(rows);
    copying.follow(wb, &told, &columns, move |_, line, c| {
        copied.get(line).map_or_else(String::new, |line| line.cells[c].clone())
    });
    if let Some(line) = told.clicked.and_then(|row| rows.get(row)) {
        wb.show_device(line.id);
    }
}

/// What a column says of a change.
fn cell(device: Option<&Equipment>, found: &Changes, change: &DeviceChange, lang: Lang, column: usize) -> String {
    let text = |e: &Option<Entered<String>>| e.as_ref().map_or_else(String::new, |e| e.value.clone());
    match (column, device.map(|d| &d.common)) {
        (0, Some(c)) => text(&c.tag),
        (1, Some(c)) => text(&c.name),
        (2, Some(c)) => text(&c.model),
        (3, _) => badge::word(change.before, lang).to_owned(),
        (4, _) => badge::word(change.after, lang).to_owned(),
        (5, _) => {
            let because = change.because.iter().filter_map(|i| found.editions.get(*i)).map(|e| e.zh());
            let mut words = because.collect::<Vec<_>>().join("；");
            if let Some(overruled) = change.overruled {
                words.insert_str(
                    0,
                    &match lang {
                        Lang::Zh => format!("已人工改判为{}；", overruled.zh()),
                        Lang::En => format!("overruled as {}; ", overruled.en()),
                    },
                );
            }
            words
        }
        _ => String::new(),
    }
}
