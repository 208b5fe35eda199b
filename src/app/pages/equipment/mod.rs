//! 设备: one tab per kind, the table, and beside it the selected device.

pub mod arrange;
mod bound;
mod bulk;
mod cells;
mod columns;
mod commands;
mod detail;
mod draw;
pub mod filter;
mod find;
mod happened;
mod menu;
pub mod order;
mod table;
mod told;

use std::collections::HashMap;

use eframe::egui::{self, Button, RichText};

use self::detail::Detail;
use self::table::TableState;
use super::Page;
use crate::app::theme;
use crate::app::widgets;
use crate::app::workbench::Workbench;
use crate::audit::{Edit, Equipment, KindCode};

/// The page's state.
pub struct EquipmentPage {
    kind: KindCode,
    tables: HashMap<KindCode, TableState>,
    detail: Detail,
    edit_new: bool,
    bulk: bulk::Bulk,
    counts: Counts,
}

/// How many devices of each kind there are, counted anew when some come or go: for which audit and which structure.
#[derive(Default)]
struct Counts {
    of: Option<(u64, u64)>,
    by_kind: HashMap<KindCode, usize>,
}

impl Counts {
    fn refresh(&mut self, wb: &Workbench) {
        let of = Some((wb.generation, wb.structure));
        if self.of == of {
            return;
        }
        self.of = of;
        self.by_kind.clear();
        for device in wb.audit().iter().flat_map(|a| &a.equipment) {
            *self.by_kind.entry(device.kind.code()).or_default() += 1;
        }
    }

    fn of(&self, kind: KindCode) -> usize {
        self.by_kind.get(&kind).copied().unwrap_or(0)
    }
}

impl Default for EquipmentPage {
    fn default() -> Self {
        Self {
            kind: KindCode::Motor,
            tables: HashMap::new(),
            detail: Detail::default(),
            edit_new: false,
            bulk: bulk::Bulk::default(),
            counts: Counts::default(),
        }
    }
}

impl EquipmentPage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        if std::mem::take(&mut wb.reveal)
            && let Some((id, kind)) = wb.device().map(|d| (d.id, d.kind.code()))
        {
            self.kind = kind;
            let table = self.tables.entry(kind).or_default();
            if !table.reveal(wb, kind, id) {
                // The rows are still being arranged; they come with a frame of their own.
                wb.reveal = true;
            } else if std::mem::take(&mut self.edit_new) {
                table.edit_current(wb, kind);
            }
        }
        if wb.device().is_some_and(|d| d.kind.code() != self.kind) {
            wb.current = None;
            wb.selection.clear();
        }
        self.counts.refresh(wb);
        self.head(ui, wb);
        self.tabs(ui, wb);
        let empty = self.counts.of(self.kind) == 0;
        if !empty {
            let frame = egui::Frame::new().inner_margin(egui::Margin { left: 12, ..Default::default() });
            let width = (ui.available_width() * 0.34).clamp(320.0, 420.0);
            egui::Panel::right("device")
                .frame(frame)
                .default_size(width)
                .size_range(300.0..=560.0)
                .show_separator_line(false)
                .show(ui, |ui| widgets::within(ui, |ui| self.detail.show(ui, wb)));
        }
        egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| {
            self.toolbar(ui, wb);
            if empty {
                self.empty(ui, wb);
                return;
            }
            let table = self.tables.entry(self.kind).or_default();
            table.order.refresh(wb, self.kind);
            table.find_bar(ui, wb, self.kind);
            self.bulk.bar(ui, wb, self.kind);
            let p = theme::palette(ui);
            let frame = egui::Frame::new().fill(p.surface).stroke(egui::Stroke::new(1.0, p.line)).inner_margin(1);
            frame.show(ui, |ui| {
                ui.push_id(self.kind.code(), |ui| self.tables.entry(self.kind).or_default().show(ui, wb, self.kind));
            });
        });
    }

    fn head(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let purpose = lang.pick(
            "像在 Excel 里那样填；右边是所选设备的判定、表单和照片",
            "Filled in as in Excel; beside it the verdict, form and photos of the selected device",
        );
        widgets::head(ui, lang.pick("设备台账", "Equipment ledger"), purpose, |ui| {
            if widgets::primary(ui, true, lang.pick("＋ 新增设备", "＋ Add device")).clicked() {
                self.add(wb);
            }
            if ui.button(lang.pick("导入台账…", "Import ledger…")).clicked() {
                wb.page = Page::Import;
            }
        });
    }

    /// A tab per kind that the audit has (and the current one); the others are behind 更多类型.
    fn tabs(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let usual = [KindCode::Motor, KindCode::Transformer, KindCode::Boiler];
        let shown = |k: &KindCode| *k == self.kind || self.counts.of(*k) > 0 || usual.contains(k);
        let tabs: Vec<KindCode> = KindCode::ALL.into_iter().filter(shown).collect();
        let mut chosen = widgets::turned(ui, &tabs, self.kind);
        ui.horizontal_wrapped(|ui| {
            let p = theme::palette(ui);
            for kind in tabs {
                let here = kind == self.kind;
                let name = lang.pick(kind.zh(), kind.en());
                let text = format!("{name}  {}", widgets::grouped(self.counts.of(kind) as f64, 0));
                let text = if here { theme::bold(text).color(p.accent) } else { RichText::new(text) };
                let button =
                    Button::new(text).fill(if here { p.selected } else { p.ground }).stroke(egui::Stroke::NONE);
                let response = ui.add(button);
                response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Tab, true, here, name));
                if response.clicked() && !here {
                    chosen = Some(kind);
                }
            }
            ui.menu_button(lang.pick("更多类型 ▾", "More kinds ▾"), |ui| {
                for kind in KindCode::ALL.into_iter().filter(|k| !shown(k)) {
                    if ui.button(lang.pick(kind.zh(), kind.en())).clicked() {
                        chosen = Some(kind);
                    }
                }
            });
        });
        if let Some(kind) = chosen {
            self.kind = kind;
            wb.current = None;
            wb.selection.clear();
            self.tables.entry(kind).or_default().forget_seen();
        }
    }

    fn toolbar(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let kind = self.kind;
        ui.horizontal_wrapped(|ui| {
            let any = !wb.selection.is_empty();
            let table = self.tables.entry(kind).or_default();
            if ui.add_enabled(any, Button::new(lang.pick("复制行", "Duplicate"))).clicked() {
                table.duplicate(wb);
            }
            if ui.add_enabled(any, Button::new(lang.pick("删除行", "Remove"))).clicked() {
                table.remove(wb);
            }
            self.bulk.show(ui, wb);
            if ui.button(lang.pick("查找替换", "Find")).on_hover_text("Ctrl+F、Ctrl+H").clicked() {
                table.find.open(true);
            }
            let by_place = table.order.wish.group == Some("workshop");
            let group = Button::new(lang.pick("按地点分组", "By location")).selected(by_place);
            let why = lang.pick("按使用地点分组并小计；其他列在列头的菜单里分组", "Groups by location, with sums");
            if ui.add(group).on_hover_text(why).clicked() {
                table.order.wish.group = (!by_place).then_some("workshop");
            }
            column_menu(ui, wb, kind);
            let table = self.tables.entry(kind).or_default();
            let label = lang.pick("筛选：型号、名称、车间…", "Filter: model, name, place…");
            // The letters of a composition are no text to filter by yet.
            let mut text = table.composed.take().unwrap_or_else(|| table.order.wish.text.clone());
            widgets::search(ui, &mut text, label, 220.0);
            if widgets::ime::composing(ui.ctx()) {
                table.composed = Some(text);
            } else {
                table.order.wish.text = text;
            }
            table.filtered_bar(ui, wb);
        });
    }

    fn add(&mut self, wb: &mut Workbench) {
        let device = Equipment::new(self.kind);
        let (id, at) = (device.id, wb.audit().map_or(0, |a| a.equipment.len()));
        let name = format!("新增{}", self.kind.zh());
        if wb.edit(&name, Edit::InsertEquipment(vec![(at, device.into())])) {
            wb.current = Some(id);
            wb.selection = vec![id];
            wb.reveal = true;
            self.edit_new = true;
        }
    }

    fn empty(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let (title, hint) = (
            format!("{}{}", lang.pick("还没有", "No "), lang.pick(self.kind.zh(), self.kind.en())),
            lang.pick(
                "点“新增设备”逐台填写，或导入设备科的 Excel 台账（也可以把文件拖进窗口）。",
                "Add devices one by one, or import the plant's ledger.",
            ),
        );
        widgets::empty(ui, &title, hint);
    }
}

/// Which columns are shown.
fn column_menu(ui: &mut egui::Ui, wb: &mut Workbench, kind: KindCode) {
    let lang = wb.lang();
    let title = lang.pick("列", "Columns");
    let mut changed = false;
    let config =
        egui::containers::menu::MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    egui::containers::menu::MenuButton::new(title).config(config).ui(ui, |ui| {
        ui.set_min_width(200.0);
        if ui.button(lang.pick("恢复默认的列", "Usual columns")).clicked() {
            wb.settings.hidden.remove(kind.code());
            wb.settings.tables.remove(kind.code());
            wb.store_settings();
        }
        ui.separator();
        egui::ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            let fields = columns::ordered(wb, kind);
            let hidden =
                wb.settings.hidden.entry(kind.code().to_owned()).or_insert_with(|| columns::hidden_at_first(kind));
            for def in fields {
                let mut shown = !hidden.contains(def.key);
                if ui.checkbox(&mut shown, lang.header(def)).changed() {
                    changed = true;
                    if shown {
                        hidden.remove(def.key)
                    } else {
                        hidden.insert(def.key.to_owned())
                    };
                }
            }
        });
    });
    if changed {
        wb.store_settings();
    }
}
