//! 经济评价: every measure's figures and grade, and energy performance contracts from both sides.

use serde_json::{Value, json};

use super::{Source, pair, text};
use crate::audit::measure::Contract;
use crate::economics::contract::{Side, Sides};
use crate::report::numbers::{fixed, optional, short, wan};
use crate::retrofit::MeasureResult;
use crate::retrofit::timing::{Grade, grade};

/// The figures of the plan's measures, each as it is in the plan.
pub(super) fn measures(source: &Source<'_>) -> Value {
    let ctx = source.ctx();
    let plan = &source.plan;
    let graded: Vec<Result<Grade, String>> = plan.measures.iter().map(|m| grade(m, &ctx)).collect();
    let rows: Vec<Value> = plan.measures.iter().zip(&graded).enumerate().map(|(at, (m, g))| row(at, m, g)).collect();
    let grades: Vec<Value> = [Grade::NoLowCost, Grade::Short, Grade::Long]
        .into_iter()
        .map(|wanted| {
            let of = || plan.measures.iter().zip(&graded).filter(move |(_, g)| **g == Ok(wanted)).map(|(m, _)| m);
            json!({
                "grade": wanted.zh(),
                "measures": of().count(),
                "tce": fixed(of().map(|m| m.saving.tce_equivalent).sum::<f64>() + 0.0, 1),
                "investment": wan(Some(of().filter_map(|m| m.investment_yuan).sum::<f64>() + 0.0)),
                "cost": wan(of().map(|m| m.saving.cost_yuan).sum()),
            })
        })
        .collect();
    // Measures that lack the same for the same reason are named together.
    let mut missing: Vec<(String, Vec<String>)> = Vec::new();
    for (at, why) in plan.measures.iter().zip(&graded).enumerate().filter_map(|(at, (m, g))| Some((at, reasons(m, g)?)))
    {
        match missing.iter_mut().find(|(known, _)| *known == why) {
            Some((_, numbers)) => numbers.push((at + 1).to_string()),
            None => missing.push((why, vec![(at + 1).to_string()])),
        }
    }
    let missing: Vec<String> =
        missing.into_iter().map(|(why, numbers)| format!("措施 {}：{why}", numbers.join("、"))).collect();
    json!({
        "rows": rows, "grades": grades, "missing": missing, "thresholds": thresholds(source),
        "ungraded": graded.iter().filter(|g| g.is_err()).count(),
        "own_money": own_money(source),
        "contracts": plan.measures.iter().enumerate().filter_map(|(at, m)| contract(source, at, m)).collect::<Vec<_>>(),
    })
}

fn row(at: usize, m: &MeasureResult, grade: &Result<Grade, String>) -> Value {
    let (e, u) = (&m.economics, &m.unit_costs);
    json!({
        "no": at + 1, "title": text(&m.title), "estimated": m.estimated,
        "grade": grade.as_ref().map_or("未分级", |g| g.zh()),
        "net_outlay": wan(e.net_outlay_yuan),
        "net_benefit": wan(e.net_benefit_yuan),
        "payback": optional(e.simple_payback_a, 2),
        "discounted": optional(e.discounted_payback_a, 2),
        "npv": wan(e.npv_yuan),
        "irr": optional(e.irr.map(|r| r * 100.0), 1),
        "per_kwh": optional(u.yuan_per_kwh, 3),
        "per_tce": optional(u.yuan_per_tce, 0),
        "abatement": optional(m.abatement_cost_yuan_per_t, 0),
        "life_before": wan(u.life_cycle_before_yuan),
        "life_after": wan(u.life_cycle_after_yuan),
    })
}

/// Why figures of a measure are missing; `None` if none is.
fn reasons(m: &MeasureResult, grade: &Result<Grade, String>) -> Option<String> {
    let mut out: Vec<String> = Vec::new();
    let economics = m.economics.notes.iter().map(|n| text(n));
    for why in economics.chain(grade.as_ref().err().map(|e| text(e))) {
        if !out.contains(&why) {
            out.push(why);
        }
    }
    if m.unit_costs.yuan_per_kwh.is_none() && m.fuels.iter().any(|f| f.quantity != 0.0) {
        out.push("不只节电，单位节电成本不适用".to_owned());
    }
    if m.unit_costs.life_cycle_before_yuan.is_none() && m.economics.net_outlay_yuan.is_some() {
        out.push("对象设备的能源费用未知或为零，没有寿命周期费用对比".to_owned());
    }
    (!out.is_empty()).then(|| out.join("；"))
}

/// The limits the grades rest on.
fn thresholds(source: &Source<'_>) -> String {
    let a = &source.diagnosis.assumptions;
    let of = |key: &str| {
        a.get(key).map(|t| format!("{} {}{}", short(t.value, 2), t.unit, if t.is_default { "(默认值)" } else { "" }))
    };
    let no_cost = of("threshold_no_cost_wan").unwrap_or_else(|| "0(未填上限，只有不需投资的)".to_owned());
    let limit = of("threshold_short_a").unwrap_or_else(|| "未设".to_owned());
    format!(
        "投资不大于 {no_cost} 的为无低费，其余静态回收期不大于 {limit} 的为短期，更长的为中长期；恰好等于上限的计入较短的一级"
    )
}

/// The enterprise's own money in measures with a loan.
fn own_money(source: &Source<'_>) -> Vec<Value> {
    let measures = source.plan.measures.iter().enumerate();
    let with_loan = measures.filter_map(|(at, m)| m.economics.own_money.as_ref().map(|o| (at, m, o)));
    with_loan
        .map(|(at, m, o)| {
            json!({
                "no": at + 1, "title": text(&m.title), "loan": wan(Some(o.loan_yuan)), "npv": wan(Some(o.npv_yuan)),
                "irr": optional(o.irr.map(|r| r * 100.0), 1), "discounted": optional(o.discounted_payback_a, 2),
            })
        })
        .collect()
}

fn contract(source: &Source<'_>, at: usize, m: &MeasureResult) -> Option<Value> {
    let terms = source.audit.measure(m.id)?.cost.contract.as_ref()?;
    let percent = |v: f64| format!("{}%", short(v, 2));
    let years = |v: f64| format!("{} 年", short(v, 1));
    let (kind, what) = match terms {
        Contract::Shared { provider_share_pct, years_a, provider_upkeep } => (
            "节能效益分享型",
            vec![
                pair("节能服务公司分享比例", percent(*provider_share_pct)),
                pair("分享年限", years(*years_a)),
                pair("运行维护费", if *provider_upkeep { "分享期内由节能服务公司承担" } else { "由用能单位承担" }),
            ],
        ),
        Contract::Guaranteed { price_yuan, guaranteed_yuan, years_a, provider_surplus_pct } => (
            "节能量保证型",
            vec![
                pair("合同价款", format!("{} 万元", wan(Some(*price_yuan)))),
                pair("保证的年节约费用", format!("{} 万元", wan(Some(*guaranteed_yuan)))),
                pair("保证年限", years(*years_a)),
                pair("超额部分节能服务公司分享", percent(*provider_surplus_pct)),
            ],
        ),
    };
    Some(json!({
        "no": at + 1, "title": text(&m.title), "kind": kind, "what": what,
        "sides": m.contract.as_ref().map(sides),
        "why": m.contract.is_none().then_some("未能计算，原因见计算书的说明"),
    }))
}

fn sides(s: &Sides) -> Value {
    let side = |name: &str, x: &Side| {
        json!({
            "side": name,
            "outlay": wan(x.flow_yuan.first().map(|f| 0.0 - f)),
            "settled": wan(Some(x.settled_yuan)),
            "payback": optional(x.payback_a, 2),
            "discounted": optional(x.discounted_payback_a, 2),
            "npv": wan(Some(x.npv_yuan)),
            "irr": optional(x.irr.map(|r| r * 100.0), 1),
        })
    };
    let years: Vec<Value> = s
        .provider
        .flow_yuan
        .iter()
        .zip(&s.host.flow_yuan)
        .enumerate()
        .map(|(year, (p, h))| {
            json!({ "year": year, "provider": wan(Some(*p)), "host": wan(Some(*h)), "both": wan(Some(p + h)) })
        })
        .collect();
    json!({ "rows": [side("节能服务公司", &s.provider), side("用能单位", &s.host)], "years": years })
}
