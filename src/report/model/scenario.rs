//! 方案: its measures in order and what they take from each other, its cash flow, all scenarios side by side, and the
//! marginal abatement cost curve.

use serde_json::{Value, json};

use super::{Source, text};
use crate::economics::Year;
use crate::economics::indicators::discounted;
use crate::report::numbers::{fixed, optional, short, wan};
use crate::retrofit::planner::abatement_curve;
use crate::retrofit::{MeasureResult, ScenarioResult};

/// The reported scenario.
pub(super) fn scenario(source: &Source<'_>) -> Value {
    let plan = &source.plan;
    let alone = |m: &MeasureResult| source.diagnosis.measures.iter().find(|x| x.id == m.id);
    let rows: Vec<Value> = plan
        .measures
        .iter()
        .enumerate()
        .map(|(at, m)| {
            let by_itself = alone(m);
            let (here, own) = (m.known_saving(), by_itself.and_then(|m| m.known_saving()));
            let less = here.zip(own).map(|(here, own)| here.tce_equivalent - own.tce_equivalent);
            json!({
                "no": at + 1, "title": text(&m.title),
                "tce_alone": optional(own.map(|s| s.tce_equivalent), 1),
                "tce": optional(here.map(|s| s.tce_equivalent), 1),
                "difference": optional(less, 1),
                "cost_alone": wan(own.and_then(|s| s.cost_yuan)),
                "cost": wan(here.and_then(|s| s.cost_yuan)),
                "payback_alone": optional(by_itself.and_then(|a| a.economics.simple_payback_a), 2),
                "payback": optional(m.economics.simple_payback_a, 2),
                "npv_alone": wan(by_itself.and_then(|a| a.economics.npv_yuan)),
                "npv": wan(m.economics.npv_yuan),
            })
        })
        .collect();
    let sum_alone: f64 = plan.measures.iter().filter_map(alone).map(|a| a.saving.tce_equivalent).sum::<f64>() + 0.0;
    let whole = plan.measures.iter().all(|m| m.economics.net_outlay_yuan.is_some());
    json!({
        "name": plan.name, "alone": plan.alone, "rows": rows,
        "total": {
            "tce_alone": fixed(sum_alone, 1),
            "tce": fixed(plan.saving.tce_equivalent, 1),
            "difference": fixed(plan.saving.tce_equivalent - sum_alone, 1),
            "cost": wan(plan.saving.cost_yuan),
            "investment": plan.investment_text(),
            "subsidy": wan(Some(plan.subsidy_yuan)),
            // The sum of some measures' outlays would look like that of all.
            "net_outlay": wan(whole.then_some(plan.net_outlay_yuan)),
            "net_benefit": wan(plan.net_benefit_yuan),
            "payback": optional(plan.simple_payback_a, 2),
            "discounted": optional(plan.discounted_payback_a, 2),
            "npv": wan(plan.npv_yuan),
            "irr": optional(plan.irr.map(|r| r * 100.0), 1),
        },
        "flow": flow(source),
        "compared": compared(source),
        "curve": curve(plan),
    })
}

/// The plan's cash flow year by year, the sum of its measures'; says which of them stand in the way if there is none.
fn flow(source: &Source<'_>) -> Value {
    let plan = &source.plan;
    if plan.flow_yuan.is_empty() {
        let without: Vec<String> = plan
            .measures
            .iter()
            .filter(|m| m.economics.npv_yuan.is_none())
            .map(|m| {
                format!(
                    "“{}”：{}",
                    text(&m.title),
                    m.economics.notes.iter().map(|n| text(n)).collect::<Vec<_>>().join("；")
                )
            })
            .collect();
        return json!({ "rows": [], "without": without });
    }
    let rate = source.diagnosis.assumptions.fraction("discount_rate_pct");
    let present = discounted(&plan.flow_yuan, rate);
    let (mut sum, mut present_sum) = (0.0, 0.0);
    let (mut rows, mut line) = (Vec::new(), Vec::new());
    for (year, (net, now)) in plan.flow_yuan.iter().zip(&present).enumerate() {
        (sum, present_sum) = (sum + net, present_sum + now);
        let of = |part: fn(&Year) -> f64| -> f64 {
            plan.measures.iter().filter_map(|m| m.economics.years.get(year)).map(part).sum::<f64>() + 0.0
        };
        rows.push(json!({
            "year": year,
            "outlay": wan(Some(0.0 - of(|y| y.outlay_yuan))),
            "saving": wan(Some(of(|y| y.saving_yuan))),
            "carbon": wan(Some(of(|y| y.carbon_yuan))),
            "added": wan(Some(0.0 - of(|y| y.added_cost_yuan))),
            "residual": wan(Some(of(|y| y.residual_yuan))),
            "tax": wan(Some(0.0 - of(|y| y.tax_yuan))),
            "net": wan(Some(*net)),
            "sum": wan(Some(sum)),
            "present": wan(Some(*now)),
            "present_sum": wan(Some(present_sum)),
        }));
        line.push(present_sum / 1e4);
    }
    let any = |part: fn(&Year) -> f64| plan.measures.iter().flat_map(|m| &m.economics.years).any(|y| part(y) != 0.0);
    json!({
        "rows": rows, "without": [],
        "carbon": any(|y| y.carbon_yuan), "tax": any(|y| y.tax_yuan),
        "bars": plan.flow_yuan.iter().map(|f| f / 1e4).collect::<Vec<_>>(),
        "line": line,
        "payback": plan.discounted_payback_a,
        "rate": short(rate * 100.0, 2),
    })
}

/// All scenarios side by side.
fn compared(source: &Source<'_>) -> Vec<Value> {
    source
        .diagnosis
        .scenarios
        .iter()
        .map(|s| {
            json!({
                "name": text(&s.name), "measures": s.measures.len(),
                "tce": fixed(s.saving.tce_equivalent, 1), "co2": optional(s.saving.co2_t, 1),
                "cost": wan(s.saving.cost_yuan),
                "investment": if s.without_investment == s.measures.len() { wan(None) } else { wan(Some(s.investment_yuan)) },
                "without_investment": s.without_investment,
                "payback": optional(s.simple_payback_a, 2), "discounted": optional(s.discounted_payback_a, 2),
                "npv": wan(s.npv_yuan), "irr": optional(s.irr.map(|r| r * 100.0), 1),
            })
        })
        .collect()
}

/// The marginal abatement cost curve with numbered steps.
fn curve(plan: &ScenarioResult) -> Value {
    let curve = abatement_curve(plan);
    let steps: Vec<Value> = curve
        .steps
        .iter()
        .enumerate()
        .map(|(at, s)| {
            json!({
                "no": at + 1, "title": text(&s.title),
                "cost": fixed(s.cost_yuan_per_t, 0), "co2": fixed(s.co2_t, 1), "cumulative": fixed(s.cumulative_co2_t, 1),
                "height": s.cost_yuan_per_t, "width": s.co2_t,
            })
        })
        .collect();
    let left_out: Vec<String> = curve.left_out.iter().map(|(title, why)| format!("“{}”：{why}", text(title))).collect();
    json!({ "steps": steps, "left_out": left_out })
}
