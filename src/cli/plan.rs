//! `plan`: the best set of measures for a budget or a target.

use serde_json::json;

use super::output::View;
use super::{Failure, Lang, Objective, savings};
use crate::audit::{Audit, Id};
use crate::clock;
use crate::diagnosis::DeviceLedger;
use crate::energy::working::n;
use crate::energy::{Assumptions, Context};
use crate::progress::Progress;
use crate::reference::Reference;
use crate::retrofit::planner::{self, Goal, Proof, abatement_curve};

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
            let share = n(gap * 100.0);
            (
                if zh {
                    format!("未证明最优，差距不超过 {share} %")
                } else {
                    format!("gap at most {share} %")
                },
                gap,
            )
        }
        Proof::Pairwise { model, exact, gap } => {
            let (model, exact) = (n(model), n(exact));
            let text = if zh {
                format!("相互作用按两两近似：模型值 {model}，逐项计算 {exact}")
            } else {
                format!("interactions by pairs: {model} by the model, {exact} evaluated")
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
    let header = savings::savings_header(lang);
    let mut rows: Vec<Vec<String>> = r.measures.iter().map(|m| savings::saving_row(m, &ctx, lang)).collect();
    rows.push(savings::total_row(r, lang));
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
        "measures": r.measures.iter().map(|m| savings::saving(audit, m, &ctx)).collect::<Vec<_>>(),
        "total": savings::total(r),
        "abatement_curve": abatement_curve(r),
        "left_out": plan.left_out.iter().map(|(id, reason)| json!({ "title": title(*id), "reason": reason })).collect::<Vec<_>>(),
        "notes": plan.notes,
    });
    Ok(View { header, rows, json })
}
