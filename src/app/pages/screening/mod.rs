//! 筛查: how many devices are at which level, each with its evidence, and what is missing.

mod charts;
pub mod editions;
pub mod overrule;
mod rows;
mod todo;

use std::cell::Cell;
use std::sync::Arc;

use eframe::egui::{self, Sense, TextStyle};

use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets::numbers::{amount, grouped, maybe};
use crate::app::widgets::table::{Column, Copying, Sort, Table, Width};
use crate::app::widgets::{self, badge, evidence};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::{Edit, Id, KindCode};
use crate::screening::Level;

/// Kinds whose sizes a card has room for; all are in its hint.
const SIZES: usize = 3;

/// What the page shows of the devices picked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shown {
    #[default]
    Findings,
    Missing,
    Charts,
}

/// The page's state.
#[derive(Default)]
pub struct ScreeningPage {
    filters: rows::Filters,
    shown: Shown,
    sort: Cell<Sort>,
    rows: Work<rows::Key, Vec<rows::Row>>,
    copying: Copying,
    form: overrule::Form,
    form_of: Option<Id>,
    list: todo::Todo,
    charts: Work<rows::Key, charts::Charts>,
    editions: editions::Editions,
}

impl ScreeningPage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        if wb.audit().is_none_or(|a| a.equipment.is_empty()) {
            widgets::empty(
                ui,
                lang.pick("还没有设备", "No devices yet"),
                lang.pick("先在“设备”页填写或导入台账，判定随填随出。", "Enter or import devices first."),
            );
            return;
        }
        self.cards(ui, wb);
        ui.horizontal_wrapped(|ui| {
            let views = [
                (Shown::Findings, lang.pick("判定清单", "Findings")),
                (Shown::Missing, lang.pick("待补数据清单", "Missing data")),
                (Shown::Charts, lang.pick("图表", "Charts")),
            ];
            for (shown, name) in views {
                if ui.selectable_label(self.shown == shown && !self.editions.is_open(), name).clicked() {
                    self.shown = shown;
                    self.editions.close();
                }
            }
            self.editions.button(ui, lang);
            ui.separator();
            if ui.selectable_label(self.filters.kind.is_none(), lang.pick("全部类型", "All kinds")).clicked() {
                self.filters.kind = None;
            }
            let present: Vec<KindCode> = match &wb.diagnosis {
                Some(d) => d.by_kind.iter().filter(|(_, t)| t.rows > 0).map(|(k, _)| *k).collect(),
                None => Vec::new(),
            };
            for kind in present {
                let name = lang.pick(kind.zh(), kind.en());
                if ui.selectable_label(self.filters.kind == Some(kind), name).clicked() {
                    self.filters.kind = Some(kind);
                }
            }
            let label = lang.pick("筛选：编号、型号、车间…", "Filter: tag, model, place…");
            widgets::search(ui, &mut self.filters.text, label, ui.available_width().min(220.0) - 8.0);
        });
        if self.editions.show(ui, wb) {
            return;
        }
        match self.shown {
            Shown::Missing => self.list.show(ui, wb, &self.filters),
            Shown::Charts => self.charts(ui, wb),
            Shown::Findings => self.findings(ui, wb),
        }
    }

    fn charts(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let (filters, key) = (&self.filters, self.filters.key(wb, Sort::default()));
        let title = lang.pick("统计各类判定", "Counting the verdicts");
        self.charts.ask(wb, key, Pace::Follow, title, |_| {
            let filters = filters.clone();
            move |given: Given<'_>, _: &_| Ok(charts::Charts::of(&filters, given, lang))
        });
        self.charts.pale(ui);
        match self.charts.known() {
            Some(charts) => charts.show(ui, lang),
            None => self.charts.waiting(ui, lang),
        }
    }

    /// The list with the evidence of its current device beside it.
    fn findings(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let frame = egui::Frame::new().inner_margin(egui::Margin { left: 12, ..Default::default() });
        let width = (ui.available_width() * 0.42).clamp(320.0, 480.0);
        egui::Panel::right("finding")
            .frame(frame)
            .default_size(width)
            .size_range(300.0..=620.0)
            .show_separator_line(false)
            .show(ui, |ui| widgets::within(ui, |ui| self.finding(ui, wb)));
        egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| self.table(ui, wb));
    }

    fn cards(&mut self, ui: &mut egui::Ui, wb: &Workbench) {
        let lang = wb.lang();
        let Some(diagnosis) = &wb.diagnosis else {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(theme::weak(ui, lang.pick("正在诊断…", "Diagnosing…")));
            });
            return;
        };
        let p = theme::palette(ui);
        let shown: Vec<Level> = Level::ALL.into_iter().filter(|l| diagnosis.tally(*l).rows > 0).collect();
        let gap = 8.0;
        // All as high as the one with most kinds.
        let lines = shown.iter().map(|l| diagnosis.tally(*l).sizes().count().min(SIZES)).max().unwrap_or(0);
        let line = ui.text_style_height(&TextStyle::Small);
        let heading = ui.text_style_height(&TextStyle::Heading);
        let height = heading + line * (lines as f32 + 2.0) + 16.0;
        let width = ((ui.available_width() + gap) / shown.len().max(5) as f32 - gap).clamp(96.0, 180.0);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for level in shown {
                let tally = diagnosis.tally(level);
                let on = self.filters.level == Some(level);
                let frame = theme::card(ui)
                    .inner_margin(8)
                    .fill(if on { p.selected } else { p.surface })
                    .stroke(egui::Stroke::new(1.0, if on { p.accent } else { p.line }));
                let card = frame.show(ui, |ui| {
                    ui.set_width(width - 18.0);
                    ui.set_min_height(height);
                    ui.spacing_mut().item_spacing.y = 2.0;
                    ui.vertical(|ui| {
                        badge::level(ui, level, lang);
                        ui.horizontal(|ui| {
                            ui.label(theme::title(grouped(tally.devices, 0)));
                            ui.label(theme::small(ui, lang.pick("台", "devices")));
                        });
                        // Kinds are never added up: a pump's motor may be in the ledger as a motor, too.
                        let sizes: Vec<String> = tally
                            .sizes()
                            .map(|(kind, sum, unit)| {
                                format!("{} {} {unit}", lang.pick(kind.zh(), kind.en()), amount(sum))
                            })
                            .collect();
                        let mut all = sizes.iter().take(SIZES).map(String::as_str).collect::<Vec<_>>().join("\n");
                        if sizes.len() > SIZES {
                            all.push('…');
                        }
                        ui.add(egui::Label::new(theme::small(ui, &all)).wrap()).on_hover_text(sizes.join("\n"));
                        let used = format!("{} tce/a", maybe(tally.known_tce(), amount));
                        let label = ui.label(theme::small(ui, used));
                        if tally.unknown_rows > 0 {
                            let hint = lang.pick("行的用能未知，不在其中", "rows of unknown use are not in it");
                            label.on_hover_text(format!("{} {hint}", tally.unknown_rows));
                        }
                    });
                });
                let response = ui.interact(card.response.rect, ui.scope_id().with(level.code()), Sense::click());
                response.widget_info(|| {
                    let devices = lang.pick("台", "devices");
                    let name = format!("{} {} {devices}", badge::word(level, lang), grouped(tally.devices, 0));
                    egui::WidgetInfo::selected(egui::Role::Button, true, on, name)
                });
                if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                    self.filters.level = if on { None } else { Some(level) };
                }
            }
        });
    }

    fn table(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let (filters, sort) = (&self.filters, self.sort.get());
        let title = lang.pick("排列判定清单", "Arranging the findings");
        self.rows.ask(wb, filters.key(wb, sort), Pace::Follow, title, |_| {
            let filters = filters.clone();
            move |given: Given<'_>, _: &_| Ok(filters.rows(given, sort, lang))
        });
        let Some(rows) = self.rows.known().cloned() else {
            return self.rows.waiting(ui, lang);
        };
        self.rows.pale(ui);
        if rows.is_empty() {
            widgets::empty(
                ui,
                lang.pick("没有符合条件的设备", "Nothing matches"),
                lang.pick("再点一次卡片可取消筛选", "Click the card again to show all"),
            );
            return;
        }
        let columns = [
            Column::text(lang.pick("判定", "Verdict"), Width::Exact(if lang == Lang::En { 150.0 } else { 116.0 })),
            Column::text(lang.pick("编号", "Tag"), Width::Initial(84.0)),
            Column::text(lang.pick("名称", "Name"), Width::Initial(130.0)),
            Column::text(lang.pick("型号", "Model"), Width::Initial(130.0)),
            Column::text(lang.pick("主要依据", "Evidence"), Width::Rest(120.0)),
        ];
        let told = {
            let wb = &*wb;
            let found = |id: Id| wb.diagnosis.as_ref()?.device(id);
            let text = |row: usize, c: usize| {
                let device = rows.get(row).and_then(|row| row.device(wb));
                device.map_or_else(String::new, |d| rows::cell(d, found(d.id), lang, c))
            };
            let name = lang.pick("判定清单", "Findings");
            let selected = &|row: usize| wb.current.is_some() && rows.get(row).map(|row| row.id) == wb.current;
            let badges = &mut |ui: &mut egui::Ui, row: usize, c: usize| {
                if c == 0
                    && let Some(verdict) = rows.get(row).and_then(|row| wb.verdict(row.id))
                {
                    ui.add_space(6.0);
                    badge::cell(ui, verdict, lang);
                }
                c == 0
            };
            theme::framed(ui, |ui| {
                let height = Some(ui.available_height());
                let table = Table::new(name, &columns, rows.len(), lang, &text);
                Table { sorted: Some(&self.sort), selected, height, ..table }.show_with(ui, badges)
            })
        };
        let copied = Arc::clone(&rows);
        self.copying.follow(wb, &told, &columns, move |given, line, c| {
            let row = copied.get(line).copied();
            row.map_or_else(String::new, |row| row.cell(given, lang, c))
        });
        let id = |row: usize| rows.get(row).map(|row| row.id);
        if let Some(id) = told.opened.and_then(id) {
            return wb.show_device(id);
        }
        if let Some(id) = told.chosen.and_then(id) {
            wb.current = Some(id);
            wb.selection = vec![id];
        }
    }

    fn finding(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let Some(device) = wb.device().cloned() else {
            ui.add_space(16.0);
            ui.label(theme::weak(
                ui,
                lang.pick("选中一行，在这里查看全部依据；双击到设备页修改。", "Select a row to read its evidence."),
            ));
            return;
        };
        if self.form_of != Some(device.id) {
            self.form_of = Some(device.id);
            self.form = overrule::Form::default();
        }
        let verdict = wb.screen(&device);
        let mut edit: Option<Edit> = None;
        let mut go = false;
        egui::ScrollArea::vertical().id_salt("finding").auto_shrink(false).show(ui, |ui| {
            theme::card(ui).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.label(theme::bold(format!("{}  {}", device.label(), device.model())));
                let place = device.common.workshop.as_ref().map_or("", |w| &w.value);
                let quantity = format!("{} {}", grouped(device.quantity(), 0), lang.pick("台", "devices"));
                ui.label(theme::small(ui, [place, &quantity].join("  ")));
                if let Some(verdict) = &verdict {
                    evidence::verdict(ui, verdict, lang);
                }
                ui.horizontal_wrapped(|ui| go = ui.button(lang.pick("到设备页修改", "Edit the device")).clicked());
                edit = overrule::show(ui, &mut self.form, lang, &device);
            });
        });
        if let Some(edit) = edit {
            wb.edit("改判", edit);
        }
        if go {
            wb.show_device(device.id);
        }
    }
}
