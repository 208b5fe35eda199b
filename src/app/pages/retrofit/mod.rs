//! 改造: suggested and own measures, what they save and earn, and scenarios.

mod editor;
mod results;
mod scenarios;

use eframe::egui;
use egui_extras::{Column, TableBuilder};

use crate::app::theme::{self, Tone};
use crate::app::widgets;
use crate::app::widgets::numbers::{amount, grouped, maybe, wan};
use crate::app::workbench::Workbench;
use crate::audit::edit::remove_measure;
use crate::audit::measure::Scope;
use crate::audit::{Action, Cost, Edit, Id, KindCode, Measure};
use crate::retrofit;

/// The page's state.
#[derive(Default)]
pub struct RetrofitPage {
    current: Option<Id>,
    tab: Tab,
    editor: editor::Editor,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Measures,
    Scenarios,
}

impl RetrofitPage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        ui.horizontal(|ui| {
            ui.selectable_value(&mut self.tab, Tab::Measures, lang.pick("措施", "Measures"));
            ui.selectable_value(&mut self.tab, Tab::Scenarios, lang.pick("方案", "Scenarios"));
            ui.separator();
            let enabled = wb.up_to_date();
            if widgets::primary(ui, enabled, lang.pick("按判定建议", "Suggest from findings")).clicked() {
                suggest(wb);
            }
            if self.tab == Tab::Measures {
                self.add_menu(ui, wb);
            }
        });
        match self.tab {
            Tab::Measures => self.measures(ui, wb),
            Tab::Scenarios => scenarios::show(ui, wb),
        }
    }

    /// Adds a measure: for the devices selected on the equipment page (or the current one), or for the plant.
    fn add_menu(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        ui.menu_button(lang.pick("添加措施…", "Add a measure…"), |ui| {
            ui.set_min_width(260.0);
            for kind in [KindCode::Motor, KindCode::Transformer, KindCode::Boiler] {
                let targets = selected(wb, &[kind]);
                let text =
                    format!("{}：{}({})", lang.pick("更换", "Replace"), lang.pick(kind.zh(), kind.en()), targets.len());
                if ui.add_enabled(!targets.is_empty(), egui::Button::new(text)).clicked() {
                    self.current = replace(wb, kind, targets);
                    ui.close();
                }
            }
            ui.separator();
            let chosen = selected(wb, &KindCode::ALL).len();
            ui.label(theme::weak(
                ui,
                format!("{}({chosen})", lang.pick("“设备”页选中的设备", "rows selected on the equipment page")),
            ));
            let groups = [
                lang.pick("选中设备可用的措施", "For the selected devices"),
                lang.pick("热力系统", "Heat supply"),
                lang.pick("全厂", "The plant"),
            ];
            for (at, group) in groups.into_iter().enumerate() {
                ui.menu_button(group, |ui| {
                    ui.set_min_width(240.0);
                    let mut any = false;
                    for action in Action::recorded() {
                        let (mine, targets, enough) = match action.scope() {
                            Scope::Each(kinds) => (0, selected(wb, kinds), 1),
                            Scope::Together(kinds) => (0, selected(wb, kinds), 2),
                            Scope::HeatSupply => (1, selected(wb, &[KindCode::Boiler]), 0),
                            Scope::Plant => (2, Vec::new(), 0),
                        };
                        if mine != at || targets.len() < enough {
                            continue;
                        }
                        any = true;
                        let number = if targets.is_empty() { String::new() } else { format!("({})", targets.len()) };
                        if ui.button(format!("{}{number}", lang.pick(action.zh(), action.en()))).clicked() {
                            self.current = insert(wb, action, targets);
                            ui.close();
                        }
                    }
                    if !any {
                        let text = lang.pick("先在“设备”页选中设备", "Select devices on the equipment page first");
                        ui.label(theme::weak(ui, text));
                    }
                });
            }
        });
    }

    fn measures(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let count = wb.audit().map_or(0, |a| a.measures.len());
        if count == 0 {
            widgets::empty(
                ui,
                lang.pick("还没有措施", "No measures yet"),
                lang.pick(
                    "点“按判定建议”按淘汰和低效设备生成更换措施，或在“设备”页选中设备后添加。",
                    "Suggest measures from the findings, or select devices and add one.",
                ),
            );
            return;
        }
        if self.current.is_none_or(|id| wb.audit().is_none_or(|a| a.measure(id).is_none())) {
            self.current = wb.audit().and_then(|a| a.measures.first()).map(|m| m.id);
        }
        let p = theme::palette(ui);
        let list = egui::Frame::new().fill(p.surface).stroke(egui::Stroke::new(1.0, p.line)).inner_margin(1);
        let height = (theme::HEADER + theme::ROW * (count as f32 + 0.5)).clamp(96.0, 190.0);
        egui::Panel::top("measure_list")
            .frame(list)
            .default_size(height)
            .resizable(true)
            .show_separator_line(false)
            .show(ui, |ui| self.list(ui, wb));
        egui::CentralPanel::default()
            .frame(egui::Frame::new().inner_margin(egui::Margin { top: 8, ..Default::default() }))
            .show(ui, |ui| {
                let Some(id) = self.current else { return };
                let side = egui::Frame::new().inner_margin(egui::Margin { right: 8, ..Default::default() });
                egui::Panel::left("measure_editor")
                    .frame(side)
                    .default_size(330.0)
                    .size_range(300.0..=460.0)
                    .show_separator_line(false)
                    .show(ui, |ui| {
                        egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                            theme::card(ui).show(ui, |ui| {
                                ui.set_width(ui.available_width());
                                self.edit(ui, wb, id);
                            });
                        });
                    });
                egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| {
                    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                        theme::card(ui).show(ui, |ui| {
                            ui.set_width(ui.available_width());
                            results::show(ui, wb, id);
                        });
                    });
                });
            });
    }

    fn edit(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, id: Id) {
        if self.editor.show(ui, wb, id)
            && let Some(edit) = wb.audit().map(|a| remove_measure(a, id))
        {
            wb.edit("删除措施", edit);
        }
    }

    fn list(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let Some(diagnosis) = wb.diagnosis.clone() else { return };
        let head = [
            lang.pick("措施", "Measure"),
            lang.pick("设备数", "Devices"),
            lang.pick("节电 万kWh/a", "Electricity 10⁴ kWh/a"),
            lang.pick("节能 tce(当量)", "tce equivalent"),
            lang.pick("节能 tce(等价)", "tce equal value"),
            lang.pick("减排 tCO₂", "tCO₂"),
            lang.pick("节约 万元/a", "Saved 10⁴ yuan/a"),
            lang.pick("投资 万元", "Investment 10⁴ yuan"),
            lang.pick("静态回收期 a", "Payback a"),
        ];
        let p = theme::palette(ui);
        ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
        // Marked by its ground; text in the accent colour would look like a link.
        ui.visuals_mut().selection.stroke.color = p.text;
        let height = ui.available_height();
        let mut table = TableBuilder::new(ui)
            .id_salt("measures")
            .striped(true)
            .auto_shrink(false)
            .min_scrolled_height(40.0)
            .max_scroll_height(height)
            .sense(egui::Sense::click())
            .column(Column::remainder().at_least(200.0).clip(true));
        for _ in 1..head.len() {
            table = table.column(Column::initial(96.0).clip(true));
        }
        table
            .header(theme::HEADER, |mut row| {
                for (at, text) in head.iter().enumerate() {
                    row.col(|ui| {
                        if at == 0 {
                            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                                ui.add_space(8.0);
                                ui.label(theme::small(ui, *text));
                            });
                        } else {
                            right(ui, theme::small(ui, *text));
                        }
                    });
                }
            })
            .body(|body| {
                body.rows(theme::ROW, diagnosis.measures.len(), |mut row| {
                    let m = &diagnosis.measures[row.index()];
                    row.set_selected(self.current == Some(m.id));
                    row.col(|ui| {
                        let mark = if m.estimated { lang.pick("〔估算〕", " [estimated]") } else { "" };
                        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                            ui.add_space(8.0);
                            ui.add(egui::Label::new(format!("{}{mark}", m.title)).truncate());
                        });
                    });
                    let cells = [
                        m.targets.len().to_string(),
                        grouped(m.saving.electricity_kwh / 1e4, 2),
                        amount(m.saving.tce_equivalent),
                        amount(m.saving.tce_equal_value),
                        maybe(m.saving.co2_t, amount),
                        maybe(m.saving.cost_yuan, wan),
                        maybe(m.investment_yuan, wan),
                        maybe(m.economics.simple_payback_a, |v| grouped(v, 1)),
                    ];
                    for cell in cells {
                        row.col(|ui| right(ui, cell));
                    }
                    if row.response().clicked() {
                        self.current = Some(m.id);
                    }
                });
            });
    }
}

/// Numbers stand at the right edge of their cell.
pub(super) fn right(ui: &mut egui::Ui, text: impl Into<egui::WidgetText>) {
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.add_space(8.0);
        ui.add(egui::Label::new(text).truncate());
    });
}

/// Selected devices of these kinds; without a selection the current device.
fn selected(wb: &Workbench, kinds: &[KindCode]) -> Vec<Id> {
    let Some(audit) = wb.audit() else { return Vec::new() };
    let mut ids = wb.selection.clone();
    if ids.is_empty() {
        ids.extend(wb.current);
    }
    ids.retain(|id| audit.device(*id).is_some_and(|d| kinds.contains(&d.kind.code())));
    ids
}

/// The usual replacement of the devices.
fn replace(wb: &mut Workbench, kind: KindCode, targets: Vec<Id>) -> Option<Id> {
    let found = targets.first().and_then(|id| wb.audit()?.device(*id));
    let Some(action) = found.zip(wb.reference.as_ref()).and_then(|(d, r)| retrofit::usual(d, r)) else {
        wb.say(Tone::Warn, format!("{}缺少燃料等数据，不能确定 2 级能效；请先填写再添加措施", kind.zh()));
        return None;
    };
    insert(wb, action, targets)
}

fn insert(wb: &mut Workbench, action: Action, targets: Vec<Id>) -> Option<Id> {
    let title =
        if targets.is_empty() { action.zh().to_owned() } else { format!("{}，{} 项", action.zh(), targets.len()) };
    let measure = Measure {
        id: Id::fresh(),
        title,
        targets,
        action,
        cost: Cost::default(),
        note: String::new(),
        requires: Vec::new(),
    };
    let id = measure.id;
    let at = wb.audit()?.measures.len();
    wb.edit("添加措施", Edit::InsertMeasure(at, measure)).then_some(id)
}

/// Takes over the measures that the findings call for, and a scenario if there is none.
fn suggest(wb: &mut Workbench) {
    let (Some(audit), Some(diagnosis), Some(reference)) = (wb.audit(), &wb.diagnosis, &wb.reference) else { return };
    let measures = retrofit::suggest(audit, &|id| diagnosis.level(id), reference);
    if measures.is_empty() {
        wb.say(Tone::Quiet, "没有新的建议：淘汰和低效的在用设备都已有措施，或缺少计算所需的数据");
        return;
    }
    let count = measures.len();
    let edit = retrofit::adopt(audit, measures);
    if wb.edit("加入建议措施", edit) {
        wb.say(Tone::Good, format!("已加入 {count} 项建议措施；投资需要您填写"));
    }
}
