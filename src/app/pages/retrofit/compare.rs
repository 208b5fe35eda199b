//! Scenarios side by side: a table of their figures, and their discounted balances in one plot.

use std::sync::Arc;

use eframe::egui;

use super::plots;
use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets::evidence;
use crate::app::widgets::figure;
use crate::app::widgets::numbers::{amount, grouped, maybe, wan};
use crate::app::widgets::plot::{self, Years};
use crate::app::widgets::sheet::{Holds, Sheet};
use crate::audit::Id;
use crate::economics;
use crate::retrofit::ScenarioResult;

/// The table; the scenario that was clicked.
pub fn table(ui: &mut egui::Ui, lang: Lang, scenarios: &[Arc<ScenarioResult>], current: Option<Id>) -> Option<Id> {
    let number = Holds::Number;
    let head = [
        (lang.pick("方案", "Scenario"), Holds::Rest),
        (lang.pick("措施数", "Measures"), number),
        (lang.pick("节电 万kWh/a", "10⁴ kWh/a"), number),
        (lang.pick("当量 tce/a", "tce equivalent"), number),
        (lang.pick("等价 tce/a", "tce equal value"), number),
        (lang.pick("减排 tCO₂/a", "tCO₂/a"), number),
        (lang.pick("节约 万元/a", "saved 10⁴ yuan/a"), number),
        (lang.pick("投资 万元", "investment 10⁴ yuan"), number),
        (lang.pick("净投入 万元", "net outlay 10⁴ yuan"), number),
        (lang.pick("静态回收期 a", "payback a"), number),
        (lang.pick("动态回收期 a", "discounted a"), number),
        (lang.pick("NPV 万元", "NPV 10⁴ yuan"), number),
        ("IRR %", number),
    ];
    let row = |s: &Arc<ScenarioResult>| {
        vec![
            s.name.clone(),
            s.measures.len().to_string(),
            grouped(s.saving.electricity_kwh / 1e4, 2),
            amount(s.saving.tce_equivalent),
            amount(s.saving.tce_equal_value),
            maybe(s.saving.co2_t, amount),
            maybe(s.saving.cost_yuan, wan),
            wan(s.investment_yuan),
            wan(s.net_outlay_yuan),
            maybe(s.simple_payback_a, |v| grouped(v, 2)),
            maybe(s.discounted_payback_a, |v| grouped(v, 2)),
            maybe(s.npv_yuan, wan),
            maybe(s.irr, |v| grouped(v * 100.0, 1)),
        ]
    };
    let rows: Vec<Vec<String>> = scenarios.iter().map(row).collect();
    let selected = current.and_then(|id| scenarios.iter().position(|s| s.id == id)).or(Some(usize::MAX));
    let height = Some(theme::ROW * 6.5);
    let sheet = Sheet { id: "scenarios", head: &head, rows: &rows, total: false, selected, height };
    sheet.show(ui, lang).and_then(|at| scenarios.get(at)).map(|s| s.id)
}

/// The discounted balances of all scenarios that have one.
pub fn balances(ui: &mut egui::Ui, lang: Lang, scenarios: &[Arc<ScenarioResult>], rate: f64, height: f32) {
    let title = lang.pick("各方案累计折现现金流", "Discounted balances of the scenarios");
    let curves: Vec<(&ScenarioResult, Vec<f64>)> = scenarios
        .iter()
        .filter(|s| s.flow_yuan.len() > 1)
        .map(|s| (&**s, economics::balances(&s.flow_yuan, rate)))
        .collect();
    let left: Vec<&str> = scenarios.iter().filter(|s| s.flow_yuan.len() <= 1).map(|s| s.name.as_str()).collect();
    if curves.is_empty() {
        ui.label(theme::bold(title));
        let text = lang.pick(
            "没有方案能画出曲线：须每项措施都填写投资，并能计算节约费用。",
            "No curve yet: every measure of a scenario needs an investment and a saved cost.",
        );
        evidence::wrapped(ui, theme::weak(ui, text));
        return;
    }
    let unit = plots::unit(lang);
    let told = |year: usize| {
        let lines: Vec<String> =
            curves.iter().filter_map(|(s, c)| Some(format!("{} {} {unit}", s.name, wan(*c.get(year)?)))).collect();
        (!lines.is_empty()).then(|| format!("{}\n{}", plots::year(lang, year), lines.join("\n")))
    };
    figure::show(ui, lang, title, |ui, _| {
        let entries: Vec<_> =
            curves.iter().enumerate().map(|(at, (s, _))| (s.name.clone(), plot::sample(ui, at))).collect();
        let years = Years { id: "scenario_flows", name: title, axes: plots::axes(lang), height, entries: &entries };
        years.show(ui, told, |plot| {
            for ((name, look), (_, curve)) in entries.iter().zip(&curves) {
                plot.line(plots::line(name.as_str(), curve, *look));
            }
        });
    });
    if !left.is_empty() {
        let text = lang.pick("没有曲线(有措施缺少投资或节约费用)：", "No curve (investment or saving missing): ");
        evidence::wrapped(ui, theme::small(ui, format!("{text}{}", left.join(lang.pick("、", ", ")))));
    }
}
