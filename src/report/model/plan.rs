//! The measures the report speaks of: those of a scenario, or every measure alone.

use std::borrow::Cow;
use std::ops::Deref;

use serde_json::{Value, json};

use super::{Source, text};
use crate::audit::Id;
use crate::diagnosis::Diagnosis;
use crate::energy::Context;
use crate::report::numbers::{NONE, fixed, optional, short, wan};
use crate::retrofit::{FuelSaving, MeasureResult, ScenarioResult, sum_up};

/// A scenario, or all measures alone, with the totals.
pub(super) struct Plan<'a> {
    /// Its name as printed.
    pub name: String,
    /// No scenario: every measure calculated on the devices as they are.
    pub alone: bool,
    result: Cow<'a, ScenarioResult>,
}

impl Deref for Plan<'_> {
    type Target = ScenarioResult;

    fn deref(&self) -> &ScenarioResult {
        &self.result
    }
}

impl<'a> Plan<'a> {
    pub(super) fn of(diagnosis: &'a Diagnosis, chosen: Option<Id>, ctx: &Context<'_>) -> Self {
        let scenario = chosen
            .and_then(|id| diagnosis.scenarios.iter().find(|s| s.id == id))
            .or_else(|| diagnosis.scenarios.first());
        if let Some(s) = scenario {
            return Self { name: text(&s.name), alone: false, result: Cow::Borrowed(s) };
        }
        let name = "全部措施(各自单独计算)".to_owned();
        let alone = diagnosis.measures.iter().map(|m| MeasureResult::clone(m)).collect();
        let sum = sum_up(Id::fresh(), name.clone(), alone, ctx);
        Self { name, alone: true, result: Cow::Owned(sum) }
    }

    /// The saved fuels with a leading text, empty if there are none.
    pub(super) fn fuel_text(&self, lead: &str) -> String {
        let fuels = fuels_text(&self.fuels);
        if fuels == NONE { String::new() } else { format!("{lead}{fuels}") }
    }

    /// The investment in 万元; a dash if no measure states one.
    pub(super) fn investment_text(&self) -> String {
        if self.without_investment == self.measures.len() { NONE.to_owned() } else { wan(Some(self.investment_yuan)) }
    }

    /// Why there is no payback.
    pub(super) fn payback_reason(&self) -> String {
        if self.without_investment > 0 {
            "有措施未填投资，不能计算".to_owned()
        } else if self.saving.cost_yuan.is_none() {
            "缺少能源价格，不能计算".to_owned()
        } else {
            "年净收益不大于零，不能回收".to_owned()
        }
    }
}

/// Saved fuels; more use is a negative saving.
pub(super) fn fuels_text(fuels: &[FuelSaving]) -> String {
    let parts: Vec<String> = fuels
        .iter()
        .filter(|f| f.quantity != 0.0)
        .map(|f| format!("{} {} {}", f.name, fixed(f.quantity, if f.unit == "t" { 1 } else { 2 }), f.unit))
        .collect();
    if parts.is_empty() { NONE.to_owned() } else { parts.join("；") }
}

/// Reasons for figures that are missing, once each.
fn reasons(measure: &MeasureResult) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for note in measure.saving.notes.iter().chain(&measure.economics.notes) {
        let note = text(note);
        if !out.contains(&note) {
            out.push(note);
        }
    }
    if measure.targets.is_empty() && measure.beyond.is_none() {
        out.push("没有可计算的设备：节能量未知，合计中不含".to_owned());
    }
    if !measure.refused.is_empty() {
        out.push(format!("{} 项设备未计入，见“数据缺口”", measure.refused.len()));
    }
    out
}

/// 措施汇总: one row per measure, the total, bars for the chart.
pub(super) fn table(source: &Source<'_>) -> Value {
    let plan = &source.plan;
    let rows: Vec<Value> = plan
        .measures
        .iter()
        .enumerate()
        .map(|(at, m)| {
            let devices: f64 = m.targets.iter().map(|t| source.quantity(t.id)).sum();
            let (e, saved) = (&m.economics, m.known_saving());
            json!({
                "no": at + 1, "title": text(&m.title), "action": m.action,
                "devices": short(devices, 1),
                "electricity": optional(saved.map(|s| s.electricity_kwh / 1e4), 2),
                "fuels": fuels_text(&m.fuels),
                "tce_equivalent": optional(saved.map(|s| s.tce_equivalent), 1),
                "tce_equal": optional(saved.map(|s| s.tce_equal_value), 1),
                "co2": optional(saved.and_then(|s| s.co2_t), 1),
                "cost": wan(saved.and_then(|s| s.cost_yuan)),
                "investment": wan(m.investment_yuan),
                "payback": optional(e.simple_payback_a, 2),
                "npv": wan(e.npv_yuan),
                "irr": optional(e.irr.map(|r| r * 100.0), 1),
                "estimated": m.estimated,
                "reasons": reasons(m),
                "bar_tce": m.saving.tce_equivalent,
                "bar_co2": m.saving.co2_t,
            })
        })
        .collect();
    let s = &plan.saving;
    let devices: f64 = plan.measures.iter().flat_map(|m| &m.targets).map(|t| source.quantity(t.id)).sum();
    let mut notes: Vec<String> = Vec::new();
    if plan.alone && plan.measures.len() > 1 {
        notes.push(
            "没有组成改造方案：各措施按设备现状单独计算，合计为简单相加；若两项措施改造同一设备，合计会偏大".to_owned(),
        );
    }
    if plan.without_investment > 0 {
        notes.push(format!("{} 项措施未填投资，投资合计只含已填的措施", plan.without_investment));
    }
    json!({
        "name": plan.name, "alone": plan.alone, "rows": rows, "notes": notes,
        "total": {
            "devices": short(devices, 1),
            "electricity": fixed(s.electricity_kwh / 1e4, 2),
            "fuels": fuels_text(&plan.fuels),
            "tce_equivalent": fixed(s.tce_equivalent, 1),
            "tce_equal": fixed(s.tce_equal_value, 1),
            "co2": optional(s.co2_t, 1),
            "cost": wan(s.cost_yuan),
            "investment": plan.investment_text(),
            "subsidy": wan(Some(plan.subsidy_yuan)),
            "payback": optional(plan.simple_payback_a, 2),
            "npv": wan(plan.npv_yuan),
            "irr": optional(plan.irr.map(|r| r * 100.0), 1),
        },
    })
}
