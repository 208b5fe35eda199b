//! `plan`: the best set of measures for a budget or a target.

use serde_json::json;

use super::output::View;
use super::{Failure, Lang, Objective, views};
use crate::audit::{Audit, Id};
use crate::clock;
use crate::diagnosis::DeviceLedger;
use crate::energy::{Assumptions, Context};
use crate::progress::Progress;
use crate::reference::Reference;
use crate::retrofit::planner::{self, Goal, Proof, abatement_curve};
use crate::retrofit::timing;

/// Chooses and shows the set.
pub(super) fn view(
    audit: &Audit,
    budget_wan: Option<f64>,
    objective: Objective,
    target_tce: Option<f64>,
    lang: Lang,
) -> Result<View, Failure> {
    let budget = budget_wan.map(|b| b * 1e4);
    let goal = match (target_tce, budget, objective) {
        (Some(target_tce), budget_yuan, _) => Goal::MinInvestment { target_tce, budget_yuan },
        (None, Some(budget_yuan), Objective::Npv) => Goal::MaxNpv { budget_yuan },
        (None, Some(budget_yuan), Objective::Tce) => Goal::MaxTce { budget_yuan },
        (None, None, _) => return Err(Failure::Usage("须给出 --budget 或 --target-tce".to_owned())),
    };
    let reference = Reference::for_audit(audit, audit.reference_date().unwrap_or_else(clock::today))?;
    let assumptions = Assumptions::of(audit, &reference);
    let ctx = Context { reference: &reference, assumptions: &assumptions };
    let plan = planner::plan(audit, goal, &DeviceLedger::of(audit), &ctx, &Progress::new())
        .map_err(|e| Failure::Usage(e.to_string()))?;
    let zh = lang == Lang::Zh;
    let title = |id: Id| audit.measure(id).map_or("", |m| m.title.as_str());
    let r = &plan.result;
    let (proof, gap) = match plan.proof {
        Proof::Optimal => (if zh { "已证明最优".to_owned() } else { "proven optimal".to_owned() }, 0.0),
        Proof::Gap(gap) => {
            let share = gap * 100.0;
            (
                if zh {
                    format!("未证明最优，差距不超过 {share:.2} %")
                } else {
                    format!("gap at most {share:.2} %")
                },
                gap,
            )
        }
        Proof::Pairwise { model, exact, gap } => {
            let text = if zh {
                format!("相互作用按两两近似：模型值 {model:.1}，逐项计算 {exact:.1}")
            } else {
                format!("interactions by pairs: {model:.1} by the model, {exact:.1} evaluated")
            };
            (text, gap)
        }
    };
    eprintln!("{proof}");
    for (id, reason) in &plan.left_out {
        eprintln!("{}“{}”：{reason}", if zh { "未参加优选 " } else { "left out " }, title(*id));
    }
    for note in &plan.notes {
        eprintln!("{note}");
    }
    let mut header = views::savings_header(lang);
    header.push(if zh { "分级" } else { "Grade" }.to_owned());
    let mut rows: Vec<Vec<String>> = r
        .measures
        .iter()
        .map(|m| {
            let mut row = views::saving_row(m);
            row.push(
                timing::grade(m, &ctx).map_or_else(|_| "—".to_owned(), |g| if zh { g.zh() } else { g.en() }.to_owned()),
            );
            row
        })
        .collect();
    let wan = |v: Option<f64>| views::dash(v.map(|v| v / 1e4), 2);
    rows.push(vec![
        if zh { "合计(含相互影响)" } else { "Total with interactions" }.to_owned(),
        r.measures.iter().map(|m| m.targets.len()).sum::<usize>().to_string(),
        format!("{:.0}", r.saving.electricity_kwh),
        r.fuels.iter().map(|f| format!("{} {:.2} {}", f.name, f.quantity, f.unit)).collect::<Vec<_>>().join("，"),
        format!("{:.2}", r.saving.tce_equivalent),
        format!("{:.2}", r.saving.tce_equal_value),
        views::dash(r.saving.co2_t, 1),
        wan(r.saving.cost_yuan),
        wan(Some(r.investment_yuan)),
        views::dash(r.simple_payback_a, 2),
        wan(r.npv_yuan),
        views::dash(r.irr.map(|i| i * 100.0), 1),
        String::new(),
    ]);
    let json = json!({
        "objective": match goal {
            Goal::MaxNpv { .. } => "npv",
            Goal::MaxTce { .. } => "tce",
            Goal::MinInvestment { .. } => "investment",
        },
        "budget_yuan": budget,
        "target_tce": target_tce,
        "optimal": plan.proof == Proof::Optimal,
        "gap": gap,
        "pairwise": match plan.proof {
            Proof::Pairwise { model, exact, .. } => Some(json!({ "model": model, "evaluated": exact })),
            _ => None,
        },
        "measures": r.measures.iter().map(|m| {
            let mut value = views::saving(audit, m);
            value["grade"] = json!(timing::grade(m, &ctx).ok());
            value
        }).collect::<Vec<_>>(),
        "total": {
            "electricity_kwh": r.saving.electricity_kwh,
            "fuel": r.fuels,
            "tce_equivalent": r.saving.tce_equivalent,
            "tce_equal_value": r.saving.tce_equal_value,
            "co2_t": r.saving.co2_t,
            "cost_yuan": r.saving.cost_yuan,
            "investment_yuan": r.investment_yuan,
            "subsidy_yuan": r.subsidy_yuan,
            "simple_payback_a": r.simple_payback_a,
            "discounted_payback_a": r.discounted_payback_a,
            "npv_yuan": r.npv_yuan,
            "irr": r.irr,
        },
        "abatement_curve": abatement_curve(r),
        "left_out": plan.left_out.iter().map(|(id, reason)| json!({ "title": title(*id), "reason": reason })).collect::<Vec<_>>(),
        "notes": plan.notes,
    });
    Ok(View { header, rows, json })
}
