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
use crate::app::pages::Page;
use crate::app::theme;
use crate::app::widgets::numbers::{amount, grouped, maybe};
use crate::app::widgets::table::{Column, Copying, Sort, Table, Width};
use crate::app::widgets::{self, badge, evidence};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::{Edit, Id, KindCode};
use crate::diagnosis::Diagnosis;
use crate::screening::Level;

/// Kinds whose sizes a card has room for; all are in its hint.
const SIZES: usize = 2;

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
        let title = lang.pick("设备筛查", "Device screening");
        if wb.audit().is_none_or(|a| a.equipment.is_empty()) {
            widgets::head(ui, title, "", |_| ());
            widgets::empty(
                ui,
                lang.pick("还没有设备", "No devices yet"),
                lang.pick("先在“设备”页填写或导入台账，判定随填随出。", "Enter or import devices first."),
            );
            ui.vertical_centered(|ui| {
                ui.add_space(8.0);
                if widgets::primary(ui, true, lang.pick("导入台账…", "Import ledger…")).clicked() {
                    wb.page = Page::Import;
                }
            });
            return;
        }
        let purpose = lang.pick(
            "每台设备对照淘汰目录和能效标准的判定与依据；点卡片只看一类",
            "Each device against catalogues and standards, with evidence; click a card to see one level",
        );
        widgets::head(ui, title, purpose, |ui| {
            let label = lang.pick("筛选：编号、型号、车间…", "Filter: tag, model, place…");
            widgets::search(ui, &mut self.filters.text, label, 220.0);
        });
        self.cards(ui, wb);
        ui.horizontal_wrapped(|ui| {
            let views = [
                (Shown::Findings, lang.pick("判定清单", "Findings")),
                (Shown::Missing, lang.pick("待补数据清单", "Missing data")),
                (Shown::Charts, lang.pick("图表", "Charts")),
            ];
            for (shown, name) in views {
                if widgets::tab(ui, self.shown == shown && !self.editions.is_open(), name).clicked() {
                    self.shown = shown;
                    self.editions.close();
                }
            }
            self.editions.button(ui, lang);
            if !self.editions.is_open() {
                ui.separator();
                self.kinds(ui, wb);
            }
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

    /// The choice of a kind: side by side where there is room in the line, else in a list that opens.
    fn kinds(&mut self, ui: &mut egui::Ui, wb: &Workbench) {
        let lang = wb.lang();
        let all = lang.pick("全部类型", "All kinds");
        let present = wb.diagnosis.iter().flat_map(|d| d.by_kind.iter().filter(|(_, t)| t.rows > 0));
        let kinds: Vec<(Option<KindCode>, &str)> = std::iter::once((None, all))
            .chain(present.map(|(kind, _)| (Some(*kind), lang.pick(kind.zh(), kind.en()))))
            .collect();
        let font = TextStyle::Button.resolve(ui.style());
        let beside = ui.spacing().item_spacing.x + 2.0 * ui.spacing().button_padding.x;
        let wide = |name: &str| {
            ui.painter().layout_no_wrap(name.to_owned(), font.clone(), egui::Color32::PLACEHOLDER).size().x + beside
        };
        if kinds.iter().map(|(_, name)| wide(name)).sum::<f32>() <= ui.available_size_before_wrap().x {
            for (kind, name) in kinds {
                if ui.selectable_label(self.filters.kind == kind, name).clicked() {
                    self.filters.kind = kind;
                }
            }
            return;
        }
        let shown = kinds.iter().find(|(kind, _)| *kind == self.filters.kind).map_or(all, |(_, name)| name);
        let combo = egui::ComboBox::from_id_salt("kind").selected_text(shown).show_ui(ui, |ui| {
            for (kind, name) in kinds {
                ui.selectable_value(&mut self.filters.kind, kind, name);
            }
        });
        let label = lang.pick("设备类型", "Kind of device");
        combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, label));
    }

    fn charts(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let (filters, key) = (&self.filters, self.filters.key(wb, Sort::default()));
        let title = lang.pick("统计各类判定", "Counting the verdicts");
        self.charts.ask(wb, key, Pace::Follow, title, |_| {
            let filters = filters.clone();
            move |given: Given<'_>, progress: &_| Ok(charts::Charts::of(&filters, given, lang, progress))
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
        let shown: Vec<Level> = Level::ALL.into_iter().filter(|l| diagnosis.tally(*l).rows > 0).collect();
        let gap = 8.0;
        // Where eight would be too narrow they stand in two lines, and lower.
        let across = |n: usize| (ui.available_width() + gap) / n as f32 - gap;
        let least = if lang == Lang::Zh { 136.0 } else { 164.0 };
        let full = across(shown.len()) >= least || shown.len() < 5;
        let columns = if full { shown.len().max(5) } else { shown.len().div_ceil(2) };
        let width = across(columns).clamp(96.0, 320.0).floor();
        // All as high as the one with most kinds.
        let lines = shown.iter().map(|l| diagnosis.tally(*l).sizes().count().min(SIZES)).max().unwrap_or(0);
        let line = ui.text_style_height(&TextStyle::Small);
        let heading = ui.text_style_height(&TextStyle::Heading);
        let height = if full { heading + line * (lines as f32 + 2.0) + 8.0 } else { heading + line };
        for row in shown.chunks(columns) {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = gap;
                for level in row {
                    let on = self.filters.level == Some(*level);
                    if self.card(ui, lang, diagnosis, *level, (width, height), full) {
                        self.filters.level = if on { None } else { Some(*level) };
                    }
                }
            });
        }
    }

    /// How many devices are at a level; `true` if it was pressed.
    fn card(
        &self,
        ui: &mut egui::Ui,
        lang: Lang,
        diagnosis: &Diagnosis,
        level: Level,
        (width, height): (f32, f32),
        full: bool,
    ) -> bool {
        let p = theme::palette(ui);
        let tally = diagnosis.tally(level);
        let on = self.filters.level == Some(level);
        let frame = theme::card(ui)
            .inner_margin(8)
            .fill(if on { p.selected } else { p.surface })
            .stroke(egui::Stroke::new(1.0, if on { p.accent } else { p.line }));
        // Kinds are never added up: a pump's motor may be in the ledger as a motor, too.
        let sizes: Vec<String> = tally
            .sizes()
            .map(|(kind, sum, unit)| format!("{} {} {unit}", lang.pick(kind.zh(), kind.en()), amount(sum)))
            .collect();
        let devices = lang.devices(tally.devices);
        let card = frame.show(ui, |ui| {
            ui.set_width(width - 18.0);
            ui.set_min_height(height);
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.vertical(|ui| {
                let number = theme::title(grouped(tally.devices, 0));
                if full {
                    badge::level(ui, level, lang);
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = theme::TIGHT;
                        ui.label(number);
                        ui.label(theme::small(ui, devices));
                    });
                } else {
                    ui.horizontal(|ui| {
                        badge::level(ui, level, lang);
                        // From the right end: the unit first.
                        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                            ui.spacing_mut().item_spacing.x = theme::TIGHT;
                            ui.label(theme::small(ui, devices));
                            ui.label(number);
                        });
                    });
                }
                let mut shown = vec![format!("{} tce/a", maybe(tally.known_tce(), amount))];
                shown.extend(sizes.iter().take(SIZES).cloned());
                if sizes.len() > SIZES
                    && let Some(last) = shown.last_mut()
                {
                    last.push('…');
                }
                let mut hint = sizes.join("\n");
                if tally.unknown_rows > 0 {
                    let text = lang.pick("行的用能未知，不在其中", "rows of unknown use are not in it");
                    hint = format!("{hint}\n{} {text}", tally.unknown_rows);
                }
                let text = if full { shown.join("\n") } else { fitting(ui, &shown) };
                let label = egui::Label::new(theme::small(ui, text));
                ui.add(if full { label.wrap() } else { label.truncate() }).on_hover_text(hint);
            });
        });
        let response = ui.interact(card.response.rect, ui.scope_id().with(level.code()), Sense::click());
        response.widget_info(|| {
            let name = format!("{} {} {devices}", badge::word(level, lang), grouped(tally.devices, 0));
            egui::WidgetInfo::selected(egui::Role::Button, true, on, name)
        });
        response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
    }

    fn table(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let (filters, sort) = (&self.filters, self.sort.get());
        let title = lang.pick("排列判定清单", "Arranging the findings");
        self.rows.ask(wb, filters.key(wb, sort), Pace::Follow, title, |_| {
            let filters = filters.clone();
            move |given: Given<'_>, progress: &_| Ok(filters.rows(given, sort, lang, progress))
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
                let quantity = format!("{} {}", grouped(device.quantity(), 0), lang.devices(device.quantity()));
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

/// As many whole parts as have room in the line: a number cut in the middle would be read as another one.
fn fitting(ui: &egui::Ui, parts: &[String]) -> String {
    let font = TextStyle::Small.resolve(ui.style());
    let wide =
        |text: &str| ui.painter().layout_no_wrap(text.to_owned(), font.clone(), egui::Color32::PLACEHOLDER).size().x;
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        let longer = if at == 0 { part.clone() } else { format!("{out} · {part}") };
        let more = at + 1 < parts.len();
        if at > 0 && wide(&longer) + if more { wide(" …") } else { 0.0 } > ui.available_width() {
            return format!("{out} …");
        }
        out = longer;
    }
    out
}
