//! The best set of measures: most NPV or most saved energy for a budget, or least investment for a target.
//!
//! Savings of measures on the same device are not additive, so the set is chosen in three steps:
//!
//! 1. measures that share a device and can stand together form a group ([`groups`]); every allowed combination of a
//!    group is evaluated exactly, one measure after the other as in a scenario, in the order of the audit;
//! 2. an integer program chooses one combination per group ([`program`]); what excludes another measure, and what a
//!    measure needs, are constraints. With all groups evaluated exactly its optimum is the true one;
//! 3. the chosen set is evaluated once more as a scenario, and only those figures are shown.
//!
//! Groups with too many combinations are modelled by pairs of measures; the result then says how far the model is off.

mod abatement;
mod groups;
mod program;
mod thin;

use std::collections::HashSet;

use crate::audit::measure::{Action, Measure, Scenario, Scope};
use crate::audit::{Audit, Id};
use crate::energy::Context;
use crate::progress::Progress;

use super::run::Ledger;
use super::scenario::{MeasureResult, ScenarioResult, scenario};

pub use abatement::{AbatementStep, Curve, abatement_curve};

/// What is sought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// The highest NPV within a budget in yuan.
    MaxNpv {
        /// Highest sum of investments.
        budget_yuan: f64,
    },
    /// The most saved tce per year (electricity at equivalent value) within a budget in yuan.
    MaxTce {
        /// Highest sum of investments.
        budget_yuan: f64,
    },
    /// The least investment that saves a target in tce per year, within a budget if one is given.
    MinInvestment {
        /// Least saved tce per year.
        target_tce: f64,
        /// Highest sum of investments.
        budget_yuan: Option<f64>,
    },
}

impl Goal {
    fn budget(self) -> Option<f64> {
        match self {
            Self::MaxNpv { budget_yuan } | Self::MaxTce { budget_yuan } => Some(budget_yuan),
            Self::MinInvestment { budget_yuan, .. } => budget_yuan,
        }
    }

    /// What must be saved at least, in tce per year.
    fn target(self) -> f64 {
        match self {
            Self::MinInvestment { target_tce, .. } => target_tce,
            Self::MaxNpv { .. } | Self::MaxTce { .. } => 0.0,
        }
    }
}

/// How good the plan is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Proof {
    /// No allowed set is better.
    Optimal,
    /// A better set could be better by this fraction of the goal at most.
    Gap(f64),
    /// Interactions were modelled by pairs in some groups: the goal's value by the model and as evaluated, and what
    /// the solver left open.
    Pairwise {
        /// The goal's value by the model.
        model: f64,
        /// The goal's value of the set, evaluated exactly.
        exact: f64,
        /// What the solver left open, as a fraction; 0 if nothing.
        gap: f64,
    },
}

/// The chosen set.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What was sought.
    pub goal: Goal,
    /// The chosen measures, in the order of the audit, evaluated as a scenario.
    pub result: ScenarioResult,
    /// How good it is.
    pub proof: Proof,
    /// Measures that took no part, and why.
    pub left_out: Vec<(Id, String)>,
    /// What the auditor must know.
    pub notes: Vec<String>,
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PlanError {
    /// A budget or target makes no sense.
    #[error("预算和目标应为不小于零的数")]
    Goal,
    /// No set reaches the target.
    #[error("{0}")]
    Unreachable(String),
    /// The solver failed.
    #[error("求解失败：{0}")]
    Solver(String),
    /// It was cancelled.
    #[error("已取消")]
    Cancelled,
}

/// Kinds of replacement of which a device can have only one.
fn replaces(action: &Action) -> Option<&'static str> {
    match action {
        Action::ReplaceMotor { .. } | Action::PermanentMagnet(_) | Action::RightSizeMotor(_) => Some("motor"),
        Action::ReplaceTransformer { .. } => Some("transformer"),
        Action::ReplaceBoiler { .. } | Action::HeatPump(_) => Some("boiler"),
        Action::ReplaceMachine(_) => Some("machine"),
        Action::ReplaceCompressor(_) => Some("compressor"),
        Action::ReplaceChiller(_) => Some("chiller"),
        Action::LightingRenewal(_) => Some("lighting"),
        // Two ways to the same smaller flow.
        Action::SpeedControl(_) | Action::TrimImpeller(_) => Some("flow"),
        _ => None,
    }
}

/// Whether a measure puts a new device in the place of the old.
pub fn replaces_device(action: &Action) -> bool {
    replaces(action).is_some_and(|what| what != "flow")
}

fn share_a_device(a: &Measure, b: &Measure) -> bool {
    let (few, many) = if a.targets.len() <= b.targets.len() { (a, b) } else { (b, a) };
    if few.targets.len() <= 8 {
        return few.targets.iter().any(|id| many.targets.contains(id));
    }
    let few: HashSet<Id> = few.targets.iter().copied().collect();
    many.targets.iter().any(|id| few.contains(id))
}

/// Whether two measures exclude each other: they share a device, and both replace the same thing of it, or both are the
/// same measure on a device.
pub fn conflicts(a: &Measure, b: &Measure) -> bool {
    let same_on_device = a.action.code() == b.action.code() && !matches!(a.action.scope(), Scope::HeatSupply);
    let same_replacement = replaces(&a.action).is_some_and(|what| replaces(&b.action) == Some(what));
    a.id != b.id && (same_on_device || same_replacement) && share_a_device(a, b)
}

/// Chooses the best set among all measures of the audit. Runs on a worker: shows progress and can be cancelled.
pub fn plan(
    audit: &Audit,
    goal: Goal,
    ledger: &dyn Ledger,
    ctx: &Context<'_>,
    progress: &Progress,
) -> Result<Plan, PlanError> {
    let target = goal.target();
    if goal.budget().is_some_and(|b| !b.is_finite() || b < 0.0) || !target.is_finite() || target < 0.0 {
        return Err(PlanError::Goal);
    }
    let mut left_out = Vec::new();
    let mut notes = Vec::new();
    let mut candidates: Vec<&Measure> = Vec::new();
    for (at, measure) in audit.measures.iter().enumerate() {
        if progress.cancelled() {
            return Err(PlanError::Cancelled);
        }
        progress.set(at, audit.measures.len() * 4);
        let alone = super::measure_alone(measure, ledger, ctx);
        match unfit(&alone, goal) {
            Some(reason) => left_out.push((measure.id, reason)),
            None => candidates.push(measure),
        }
    }
    let mut needs = Vec::new();
    requirements(audit, &mut candidates, &mut needs, &mut left_out, &mut notes);
    let found = groups::groups(&candidates, &needs, goal, ledger, ctx, progress).ok_or(PlanError::Cancelled)?;
    let choice = program::Choice { candidates: &candidates, needs: &needs, groups: &found };
    let solved = program::solve(&choice, goal)?;
    let chosen: Vec<Id> = candidates.iter().zip(&solved.chosen).filter(|(_, c)| **c).map(|(m, _)| m.id).collect();
    let wanted = Scenario { id: Id::fresh(), name: "优选方案".to_owned(), measures: chosen };
    let result = scenario(&wanted, audit, ledger, ctx);
    let exact = match goal {
        Goal::MaxNpv { .. } => result.npv_yuan.unwrap_or(0.0),
        Goal::MaxTce { .. } => result.saving.tce_equivalent,
        Goal::MinInvestment { .. } => result.investment_yuan,
    };
    let proof = if found.iter().any(|g| g.pairwise()) {
        notes.push("部分设备上的措施组合太多，相互作用按两两计；方案的数值仍按整体逐项计算".to_owned());
        Proof::Pairwise { model: solved.value, exact, gap: solved.gap }
    } else if solved.gap > 0.0 {
        Proof::Gap(solved.gap)
    } else {
        Proof::Optimal
    };
    if target > 0.0 && result.saving.tce_equivalent < target * (1.0 - 1e-9) {
        notes.push("按整体逐项计算的节能量低于目标：两两计的相互作用偏小".to_owned());
    }
    progress.set(1, 1);
    Ok(Plan { goal, result, proof, left_out, notes })
}

/// Why a measure can't take part.
fn unfit(alone: &MeasureResult, goal: Goal) -> Option<String> {
    let Some(investment) = alone.investment_yuan else { return Some("未填投资".to_owned()) };
    if alone.targets.is_empty() && alone.beyond.is_none() {
        let reason = alone.refused.first().map_or("没有设备", |(_, reason)| reason);
        return Some(format!("不能计算节能量：{reason}"));
    }
    if matches!(goal, Goal::MaxNpv { .. }) && alone.economics.npv_yuan.is_none() {
        return Some("不能计算净现值".to_owned());
    }
    match goal.budget() {
        Some(budget) if investment > budget => Some("投资超过预算".to_owned()),
        _ => None,
    }
}

/// Pairs (measure, what it needs) among the candidates. Who needs what can't take part can't either.
fn requirements(
    audit: &Audit,
    candidates: &mut Vec<&Measure>,
    needs: &mut Vec<(usize, usize)>,
    left_out: &mut Vec<(Id, String)>,
    notes: &mut Vec<String>,
) {
    loop {
        let here = |id: &Id| candidates.iter().any(|c| c.id == *id);
        let lost = candidates
            .iter()
            .position(|m| m.requires.iter().any(|id| *id != m.id && audit.measure(*id).is_some() && !here(id)));
        let Some(at) = lost else { break };
        left_out.push((candidates.remove(at).id, "前置措施不能参加优选".to_owned()));
    }
    for (at, measure) in candidates.iter().enumerate() {
        for id in measure.requires.iter().filter(|id| **id != measure.id) {
            match candidates.iter().position(|c| c.id == *id) {
                Some(needed) => needs.push((at, needed)),
                None => notes.push(format!("“{}”的前置措施已删除，未作为约束", measure.title)),
            }
        }
    }
}
