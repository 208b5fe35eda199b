//! The measures the report speaks of: those of a scenario, or every measure alone.

use serde_json::{Value, json};

use super::{Source, text};
use crate::audit::Id;
use crate::diagnosis::Diagnosis;
use crate::energy::{self, Context, Impact};
use crate::report::numbers::{NONE, fixed, optional, wan};
use crate::retrofit::{FuelSaving, MeasureResult};

/// A scenario, or all measures alone, with the totals.
pub(super) struct Plan<'a> {
    /// Its name.
    pub name: String,
    /// No scenario: every measure calculated on the devices as they are.
    pub alone: bool,
    /// The measures.
    pub measures: Vec<&'a MeasureResult>,
    /// Sum of the savings.
    pub saving: Impact,
    /// Saved fuels.
    pub fuels: Vec<FuelSaving>,
    /// Sum of the stated investments in yuan.
    pub investment_yuan: f64,
    /// Sum of subsidies in yuan.
    pub subsidy_yuan: f64,
    /// Measures without a stated investment.
    pub without_investment: usize,
    /// Payback of the whole, only if every investment is stated.
    pub payback_a: Option<f64>,
    /// Sum of the NPVs, if all exist.
    pub npv_yuan: Option<f64>,
}

impl<'a> Plan<'a> {
    pub(super) fn of(diagnosis: &'a Diagnosis, chosen: Option<Id>, ctx: &Context<'_>) -> Self {
        let scenario = chosen
            .and_then(|id| diagnosis.scenarios.iter().find(|s| s.id == id))
            .or_else(|| diagnosis.scenarios.first());
        if let Some(s) = scenario {
            return Self {
                name: text(&s.name),
                alone: false,
                measures: s.measures.iter().collect(),
                saving: s.saving.clone(),
                fuels: s.fuels.clone(),
                investment_yuan: s.investment_yuan,
                subsidy_yuan: s.subsidy_yuan,
                without_investment: s.without_investment,
                payback_a: s.simple_payback_a,
                npv_yuan: s.npv_yuan,
            };
        }
        let measures: Vec<&MeasureResult> = diagnosis.measures.iter().collect();
        let kwh = measures.iter().map(|m| m.saving.electricity_kwh).sum();
        let merged = energy::merge(measures.iter().flat_map(|m| m.saving.fuels.iter().cloned()).collect());
        let mut fuels: Vec<FuelSaving> = Vec::new();
        for f in measures.iter().flat_map(|m| &m.fuels) {
            match fuels.iter_mut().find(|s| s.fuel == f.fuel) {
                Some(same) => same.quantity += f.quantity,
                None => fuels.push(f.clone()),
            }
        }
        let investment = measures.iter().filter_map(|m| m.investment_yuan).sum();
        let subsidy = measures.iter().filter_map(|m| m.subsidy_yuan).sum();
        let without_investment = measures.iter().filter(|m| m.investment_yuan.is_none()).count();
        let benefit: Option<f64> = measures.iter().map(|m| m.economics.net_benefit_yuan).sum();
        Self {
            name: "全部措施(各自单独计算)".to_owned(),
            alone: true,
            saving: Impact::of(kwh, &merged, ctx),
            fuels,
            investment_yuan: investment,
            subsidy_yuan: subsidy,
            without_investment,
            payback_a: benefit
                .filter(|b| *b > 0.0 && without_investment == 0 && !measures.is_empty())
                .map(|b| ((investment - subsidy) / b).max(0.0)),
            npv_yuan: if measures.is_empty() { None } else { measures.iter().map(|m| m.economics.npv_yuan).sum() },
            measures,
        }
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
    if measure.targets.is_empty() {
        out.push("没有可计算的设备，节能量为零".to_owned());
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
            let e = &m.economics;
            json!({
                "no": at + 1, "title": text(&m.title), "action": m.action,
                "devices": crate::report::numbers::short(devices, 1),
                "electricity": fixed(m.saving.electricity_kwh / 1e4, 2),
                "fuels": fuels_text(&m.fuels),
                "tce_equivalent": fixed(m.saving.tce_equivalent, 1),
                "tce_equal": fixed(m.saving.tce_equal_value, 1),
                "co2": optional(m.saving.co2_t, 1),
                "cost": wan(m.saving.cost_yuan),
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
            "devices": crate::report::numbers::short(devices, 1),
            "electricity": fixed(s.electricity_kwh / 1e4, 2),
            "fuels": fuels_text(&plan.fuels),
            "tce_equivalent": fixed(s.tce_equivalent, 1),
            "tce_equal": fixed(s.tce_equal_value, 1),
            "co2": optional(s.co2_t, 1),
            "cost": wan(s.cost_yuan),
            "investment": plan.investment_text(),
            "subsidy": wan(Some(plan.subsidy_yuan)),
            "payback": optional(plan.payback_a, 2),
            "npv": wan(plan.npv_yuan),
        },
    })
}
