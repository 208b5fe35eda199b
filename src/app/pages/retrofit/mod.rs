//! 改造: suggested and own measures, what they save and earn, scenarios, the best set, its risk, and when to act.

mod abatement;
mod add;
mod choose;
mod compare;
mod contract;
mod cost;
mod devices;
mod editor;
mod list;
mod plots;
mod results;
mod risk;
mod scenarios;
mod simulation;
mod suggested;
mod suggestion;
mod timing;

use eframe::egui;

use crate::app::theme;
use crate::app::widgets;
use crate::app::workbench::Workbench;
use crate::audit::Id;
use crate::audit::edit::remove_measure;

/// The page's state.
#[derive(Default)]
pub struct RetrofitPage {
    current: Option<Id>,
    tab: Tab,
    adding: add::Adding,
    list: list::List,
    editor: editor::Editor,
    results: results::Results,
    scenarios: scenarios::Scenarios,
    choose: choose::Choose,
    risk: risk::RiskTab,
    timing: timing::TimingTab,
    suggested: suggested::SuggestedTab,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Measures,
    Suggested,
    Scenarios,
    Choose,
    Risk,
    Timing,
}

impl RetrofitPage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let purpose = lang.pick(
            "对哪些设备做什么、节约多少、值不值得；组成方案，按预算优选",
            "What to do to which devices, what it saves and earns; scenarios and the best set for a budget",
        );
        widgets::head(ui, lang.pick("节能改造", "Retrofit measures"), purpose, |ui| {
            if self.tab == Tab::Measures {
                if widgets::primary(ui, true, lang.pick("按判定建议", "Suggest from findings")).clicked() {
                    self.tab = Tab::Suggested;
                }
                if let Some(added) = self.adding.menu(ui, wb) {
                    self.current = Some(added);
                }
            }
        });
        ui.horizontal_wrapped(|ui| {
            for (tab, name) in [
                (Tab::Measures, lang.pick("措施", "Measures")),
                (Tab::Suggested, lang.pick("建议", "Suggestions")),
                (Tab::Scenarios, lang.pick("方案", "Scenarios")),
                (Tab::Choose, lang.pick("优选", "Best set")),
                (Tab::Risk, lang.pick("风险", "Risk")),
                (Tab::Timing, lang.pick("何时更换", "When to replace")),
            ] {
                if widgets::tab(ui, self.tab == tab, name).clicked() {
                    self.tab = tab;
                }
            }
            if self.tab == Tab::Measures && wb.audit().is_some_and(|a| !a.measures.is_empty()) {
                ui.separator();
                self.list.choice(ui, wb);
            }
        });
        match self.tab {
            Tab::Measures => self.measures(ui, wb),
            Tab::Suggested => self.suggested.show(ui, wb),
            Tab::Scenarios => self.scenarios.show(ui, wb),
            Tab::Choose => self.choose.show(ui, wb),
            Tab::Risk => self.risk.show(ui, wb),
            Tab::Timing => self.timing.show(ui, wb),
        }
    }

    fn measures(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let count = wb.audit().map_or(0, |a| a.measures.len());
        if count == 0 {
            widgets::empty(
                ui,
                lang.pick("还没有措施", "No measures yet"),
                lang.pick(
                    "点“按判定建议”看判定和运行数据提出的措施并采纳，或在“设备”页选中设备后添加。",
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
        // With room for a bar below: where the window is narrow the list is moved sideways.
        let height = (theme::HEADER + theme::ROW * (count as f32 + 2.0)).clamp(120.0, 220.0);
        egui::Panel::top("measure_list")
            .frame(list)
            .default_size(height)
            .resizable(true)
            .show_separator_line(false)
            .show(ui, |ui| {
                widgets::within(ui, |ui| {
                    if let Some(id) = self.list.show(ui, wb, self.current) {
                        self.current = Some(id);
                    }
                });
            });
        egui::CentralPanel::default()
            .frame(egui::Frame::new().inner_margin(egui::Margin { top: 8, ..Default::default() }))
            .show(ui, |ui| {
                let Some(id) = self.current else { return };
                if ui.available_width() < theme::TWO_COLUMNS {
                    // One below the other where there is no room beside.
                    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                        for results in [true, false] {
                            theme::card(ui).show(ui, |ui| {
                                ui.set_width(ui.available_width());
                                if results {
                                    self.results.show(ui, wb, id);
                                } else {
                                    self.edit(ui, wb, id);
                                }
                            });
                        }
                    });
                    return;
                }
                let side = egui::Frame::new().inner_margin(egui::Margin { right: 8, ..Default::default() });
                egui::Panel::left("measure_editor")
                    .frame(side)
                    .default_size(380.0)
                    .size_range(340.0..=520.0)
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
                            self.results.show(ui, wb, id);
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
}
