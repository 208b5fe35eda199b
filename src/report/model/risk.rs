//! 不确定性: how far the plan's result moves within the ranges the auditor states.

use serde_json::{Value, json};

use super::{Source, text};
use crate::economics::uncertainty::{
    Distribution, Factor, Percentiles, Ranges, SAMPLES, SEED, Tornado, monte_carlo, tornado,
};
use crate::report::numbers::{fixed, optional, short, wan};

/// Tornado and Monte Carlo of the plan; `missing` says in a sentence what they lack.
pub(super) fn risk(source: &Source<'_>) -> Value {
    let plan = &source.plan;
    let ranges = Ranges::of(&source.diagnosis.assumptions);
    let (cases, left_out) = plan.cases();
    let left_out: Vec<String> = left_out.into_iter().map(text).collect();
    let missing = |why: &str| json!({ "missing": why, "left_out": left_out });
    if plan.measures.is_empty() {
        return missing("没有节能改造措施。");
    }
    if Factor::ALL.iter().all(|f| ranges.get(*f) == 0.0) {
        return missing(
            "没有填写能源价格、节能量、运行时间、投资、寿命或折现率的变动范围，未作敏感性和风险分析；在财务参数中填写任一范围后即可计算。",
        );
    }
    if cases.is_empty() {
        return missing("没有一项措施同时有投资和年节约费用，不能作敏感性和风险分析。");
    }
    let triangular = Distribution::Triangular;
    let (moved, samples) =
        match (tornado(&cases, &ranges), monte_carlo(&cases, &ranges, triangular, SAMPLES, SEED, source.progress)) {
            (Ok(moved), Ok(samples)) => (moved, samples),
            (Err(e), _) | (_, Err(e)) => return missing(&e.to_string()),
        };
    let row = |label: &str, unit: &str, p: &Percentiles, shown: fn(Option<f64>) -> String| json!({ "label": label, "unit": unit, "p10": shown(p.p10), "p50": shown(p.p50), "p90": shown(p.p90) });
    let one = |v: Option<f64>| optional(v, 1);
    let two = |v: Option<f64>| optional(v, 2);
    json!({
        "missing": null, "left_out": left_out, "measures": cases.len(),
        "fixed_factors": Factor::ALL.iter().filter(|f| ranges.get(**f) == 0.0).map(|f| f.zh()).collect::<Vec<_>>(),
        "tornado": bars(&moved),
        "base": { "tce": fixed(moved.base.saved_tce, 1), "npv": wan(Some(moved.base.npv_yuan)), "payback": optional(moved.base.simple_payback_a, 2) },
        "base_npv": moved.base.npv_yuan / 1e4,
        "samples": samples.samples, "seed": samples.seed,
        "percentiles": [
            row("年节能量(当量值)", "tce", &samples.saved_tce, one),
            row("年节约费用(首年)", "万元", &samples.saving_yuan, wan),
            row("净现值", "万元", &samples.npv_yuan, wan),
            row("静态回收期", "年", &samples.simple_payback_a, two),
        ],
        "viable": fixed(samples.viable_share * 100.0, 1),
    })
}

fn bars(moved: &Tornado) -> Vec<Value> {
    moved
        .bars
        .iter()
        .map(|b| {
            let unit = if b.factor == Factor::Discount { "个百分点" } else { "%" };
            json!({
                "factor": b.factor.zh(), "range": format!("±{}{unit}", short(b.range * 100.0, 2)),
                "low": wan(Some(b.low.npv_yuan)), "high": wan(Some(b.high.npv_yuan)),
                "low_payback": optional(b.low.simple_payback_a, 2), "high_payback": optional(b.high.simple_payback_a, 2),
                "span": wan(Some((b.high.npv_yuan - b.low.npv_yuan).abs())),
                "from": b.low.npv_yuan / 1e4, "to": b.high.npv_yuan / 1e4,
            })
        })
        .collect()
}
