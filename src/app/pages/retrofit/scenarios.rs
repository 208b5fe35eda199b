//! Scenarios: named, ordered sets of measures, side by side.

use eframe::egui;

use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets;
use crate::app::widgets::numbers::{amount, grouped, maybe, wan};
use crate::app::workbench::Workbench;
use crate::audit::{Edit, Id, Scenario};
use crate::diagnosis::Diagnosis;

/// Shows all scenarios.
pub fn show(ui: &mut egui::Ui, wb: &mut Workbench) {
    let lang = wb.lang();
    if ui.button(lang.pick("新建方案", "New scenario")).clicked() {
        let count = wb.audit().map_or(0, |a| a.scenarios.len());
        let scenario = Scenario { id: Id::fresh(), name: format!("方案{}", count + 1), measures: Vec::new() };
        wb.edit("新建方案", Edit::InsertScenario(count, scenario));
    }
    let Some(audit) = wb.audit() else { return };
    let scenarios = audit.scenarios.clone();
    let measures: Vec<(Id, String)> = audit.measures.iter().map(|m| (m.id, m.title.clone())).collect();
    let diagnosis = wb.diagnosis.clone();
    if scenarios.is_empty() {
        widgets::empty(
            ui,
            lang.pick("还没有方案", "No scenarios yet"),
            lang.pick(
                "方案是按顺序实施的一组措施，后一项在前一项的结果上计算。",
                "A scenario is an ordered set of measures.",
            ),
        );
        return;
    }
    let mut change: Option<(&'static str, Edit)> = None;
    egui::ScrollArea::both().auto_shrink([false, false]).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            for scenario in &scenarios {
                ui.push_id(scenario.id, |ui| {
                    theme::card(ui).show(ui, |ui| {
                        ui.vertical(|ui| {
                            ui.set_width(340.0);
                            let edited = one(ui, lang, scenario, &measures, diagnosis.as_deref());
                            if let Some(edit) = edited {
                                change = Some(edit);
                            }
                        });
                    });
                });
            }
        });
    });
    if let Some((name, edit)) = change {
        wb.edit(name, edit);
    }
}

fn one(
    ui: &mut egui::Ui,
    lang: Lang,
    scenario: &Scenario,
    measures: &[(Id, String)],
    diagnosis: Option<&Diagnosis>,
) -> Option<(&'static str, Edit)> {
    let mut change = None;
    let with = |measures: Vec<Id>| Edit::ReplaceScenario(Scenario { measures, ..scenario.clone() });
    let buffer_id = ui.scope_id().with("name");
    let mut name = ui.data_mut(|d| d.get_temp::<String>(buffer_id)).unwrap_or_else(|| scenario.name.clone());
    let label = lang.pick("方案名称", "Scenario name");
    let response =
        ui.add(egui::TextEdit::singleline(&mut name).desired_width(220.0).char_limit(60)).on_hover_text(label);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, label));
    if response.has_focus() {
        ui.data_mut(|d| d.insert_temp(buffer_id, name.clone()));
    } else if response.lost_focus() {
        ui.data_mut(|d| d.remove::<String>(buffer_id));
        if name != scenario.name && !name.trim().is_empty() {
            change = Some(("改方案名称", Edit::ReplaceScenario(Scenario { name, ..scenario.clone() })));
        }
    }
    if let Some(result) = diagnosis.and_then(|d| d.scenarios.iter().find(|s| s.id == scenario.id)) {
        egui::Grid::new("totals").num_columns(2).spacing([16.0, 4.0]).striped(true).show(ui, |ui| {
            let fuels: Vec<String> =
                result.fuels.iter().map(|f| format!("{} {} {}", f.name, amount(f.quantity), f.unit)).collect();
            for (name, value) in [
                (
                    lang.pick("节电(万kWh/a)", "Electricity (10⁴ kWh/a)"),
                    grouped(result.saving.electricity_kwh / 1e4, 2),
                ),
                (lang.pick("节燃料", "Fuel"), if fuels.is_empty() { "—".to_owned() } else { fuels.join("；") }),
                (lang.pick("节能 tce(当量值)", "tce equivalent"), amount(result.saving.tce_equivalent)),
                (lang.pick("节能 tce(等价值)", "tce equal value"), amount(result.saving.tce_equal_value)),
                (lang.pick("减排 tCO₂/a", "tCO₂/a"), maybe(result.saving.co2_t, amount)),
                (lang.pick("节约费用(万元/a)", "Saved (10⁴ yuan/a)"), maybe(result.saving.cost_yuan, wan)),
                (lang.pick("投资(万元)", "Investment (10⁴ yuan)"), wan(result.investment_yuan)),
                (lang.pick("静态回收期(a)", "Payback (a)"), maybe(result.simple_payback_a, |v| grouped(v, 2))),
                (lang.pick("NPV(万元)", "NPV (10⁴ yuan)"), maybe(result.npv_yuan, wan)),
            ] {
                ui.label(theme::weak(ui, name));
                ui.label(theme::bold(value));
                ui.end_row();
            }
        });
        for m in result.measures.iter().filter(|m| m.economics.net_benefit_yuan.is_none()) {
            let text =
                lang.pick("没有可计算的设备或缺价格，收益未计入，回收期不计算", "can't be calculated, not counted");
            ui.label(theme::weak(ui, format!("“{}”{text}", m.title)));
        }
        if result.without_investment > 0 {
            ui.label(theme::weak(ui, format!("{} 项措施未填投资，合计不含，回收期不计算", result.without_investment)));
        }
    }
    ui.separator();
    ui.label(theme::bold(lang.pick("措施(按实施顺序)", "Measures in order")));
    for (at, id) in scenario.measures.iter().enumerate() {
        let title = measures.iter().find(|(m, _)| m == id).map_or("—", |(_, t)| t.as_str());
        ui.horizontal(|ui| {
            let up = ui.add_enabled(at > 0, egui::Button::new("↑").small()).on_hover_text(lang.pick("上移", "Up"));
            let last = at + 1 == scenario.measures.len();
            let down = ui.add_enabled(!last, egui::Button::new("↓").small()).on_hover_text(lang.pick("下移", "Down"));
            let out = ui.small_button("✖").on_hover_text(lang.pick("移出方案", "Take out"));
            ui.add(egui::Label::new(format!("{}. {title}", at + 1)).truncate());
            let mut order = scenario.measures.clone();
            if up.clicked() {
                order.swap(at, at - 1);
                change = Some(("调整措施顺序", with(order)));
            } else if down.clicked() {
                order.swap(at, at + 1);
                change = Some(("调整措施顺序", with(order)));
            } else if out.clicked() {
                order.remove(at);
                change = Some(("移出方案", with(order)));
            }
        });
    }
    ui.menu_button(lang.pick("加入措施…", "Add a measure…"), |ui| {
        for (id, title) in measures.iter().filter(|(id, _)| !scenario.measures.contains(id)) {
            if ui.button(title).clicked() {
                let mut order = scenario.measures.clone();
                order.push(*id);
                change = Some(("加入方案", with(order)));
                ui.close();
            }
        }
    });
    if ui.button(lang.pick("删除方案", "Remove scenario")).clicked() {
        change = Some(("删除方案", Edit::RemoveScenario(scenario.id)));
    }
    change
}
