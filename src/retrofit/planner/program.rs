//! The integer program: one combination per group, within the budget.
//!
//! Variables y_c ∈ {0, 1} for each combination c of an exactly evaluated group, Σ y_c ≤ 1 per group; for a group by pairs
//! x_m for each measure and z_ab = x_a·x_b, made linear by z ≤ x_a, z ≤ x_b, z ≥ x_a + x_b − 1. A measure is chosen by
//! x_m = Σ_{c∋m} y_c; x_a + x_b ≤ 1 where two exclude each other, x_a ≤ x_b where a needs b.
//!
//! Solved by branch and bound (crate `microlp`), limited by nodes, not by time: the same answer on every machine. Where
//! that finds no set for a target, a set found by thinning out ([`thin`]) stands in, with the gap to the relaxed program.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, SolveOptions, Variable};

use super::groups::{Group, Worth};
use super::{Goal, PlanError, conflicts, thin};
use crate::audit::measure::Measure;

/// Branch-and-bound nodes after which the best set found so far is taken, with the gap that remains.
const MOST_NODES: u64 = 20_000;
/// The solver wants the coefficients of a row within six orders of magnitude.
const SMALLEST: f64 = 1e-6;

/// The solver's answer.
pub(super) struct Solved {
    /// Per candidate, whether it is chosen.
    pub chosen: Vec<bool>,
    /// The goal's value by the model.
    pub value: f64,
    /// Relative gap left; 0 if proven optimal.
    pub gap: f64,
}

/// One variable: which candidates it stands for, and what it is worth.
struct Column {
    group: usize,
    members: Vec<usize>,
    worth: Worth,
    /// A product of two measures of a group by pairs: counts besides them.
    product: bool,
}

fn columns(groups: &[Group]) -> Vec<Column> {
    let mut out = Vec::new();
    for (group, g) in groups.iter().enumerate() {
        match g {
            Group::Exact(combinations) => out.extend(combinations.iter().map(|c| Column {
                group,
                members: c.members.clone(),
                worth: c.worth,
                product: false,
            })),
            Group::Pairs { alone, pairs } => {
                let single =
                    |(at, worth): &(usize, Worth)| Column { group, members: vec![*at], worth: *worth, product: false };
                out.extend(alone.iter().map(single));
                out.extend(pairs.iter().filter_map(|(a, b, more)| {
                    Some(Column { group, members: vec![*a, *b], worth: (*more)?, product: true })
                }));
            }
        }
    }
    out
}

fn value(worth: &Worth, goal: Goal) -> f64 {
    match goal {
        Goal::MaxNpv { .. } => worth.npv_yuan,
        Goal::MaxTce { .. } => worth.tce,
        Goal::MinInvestment { .. } => worth.investment_yuan,
    }
}

/// Adds Σ coefficient·variable (≤ or ≥) limit, scaled to the largest coefficient. Coefficients too small for the solver
/// are rounded to the careful side.
fn limit(problem: &mut Problem, terms: impl Iterator<Item = (Variable, f64)>, op: ComparisonOp, limit: f64) {
    let terms: Vec<(Variable, f64)> = terms.filter(|(_, c)| *c != 0.0).collect();
    let scale = terms.iter().map(|(_, c)| c.abs()).fold(0.0, f64::max);
    if scale == 0.0 {
        return;
    }
    let at_most = matches!(op, ComparisonOp::Le);
    let row: Vec<(Variable, f64)> = terms
        .into_iter()
        .filter_map(|(variable, c)| {
            let c = c / scale;
            let careful = (c > 0.0) == at_most;
            match c.abs() >= SMALLEST {
                true => Some((variable, c)),
                false => careful.then(|| (variable, SMALLEST.copysign(c))),
            }
        })
        .collect();
    problem.add_constraint(row, op, limit / scale);
}

/// What is to be chosen from.
pub(super) struct Choice<'a> {
    pub candidates: &'a [&'a Measure],
    /// Pairs (measure, what it needs).
    pub needs: &'a [(usize, usize)],
    pub groups: &'a [Group],
}

/// The program, and what its variables stand for.
struct Model {
    problem: Problem,
    columns: Vec<Column>,
    variables: Vec<Variable>,
    /// What the goal's values were divided by.
    scale: f64,
}

/// Chooses the best set.
pub(super) fn solve(choice: &Choice<'_>, goal: Goal) -> Result<Solved, PlanError> {
    let budget = goal.budget();
    let target = goal.target();
    let Some(model) = model(choice, goal, true) else {
        return if target > 0.0 {
            Err(missed(target, budget))
        } else {
            Ok(Solved { chosen: vec![false; choice.candidates.len()], value: 0.0, gap: 0.0 })
        };
    };
    let outcome = model.problem.solve_with(options()).map_err(|e| match e {
        Error::Infeasible => missed(target, budget),
        other => PlanError::Solver(other.to_string()),
    })?;
    let Ok(solution) = outcome.into_solution() else {
        return thin::thinned(choice, target, budget)?
            .ok_or_else(|| PlanError::Solver(format!("搜索 {MOST_NODES} 个节点仍未找到可行方案")));
    };
    let mut chosen = vec![false; choice.candidates.len()];
    let mut sum = 0.0;
    for (column, variable) in model.columns.iter().zip(&model.variables) {
        if solution.var_value(*variable) > 0.5 {
            sum += value(&column.worth, goal);
            column.members.iter().for_each(|at| chosen[*at] = true);
        }
    }
    let gap = if solution.status() == microlp::SolutionStatus::Optimal { 0.0 } else { solution.gap().unwrap_or(1.0) };
    Ok(Solved { chosen, value: sum, gap })
}

/// The goal's value if measures could be chosen in part: no set of whole ones is better.
pub(super) fn relaxed(choice: &Choice<'_>, goal: Goal) -> Option<f64> {
    let model = model(choice, goal, false)?;
    let solution = model.problem.solve_with(options()).ok()?.into_solution().ok()?;
    Some(solution.objective() * model.scale)
}

fn options() -> SolveOptions {
    let mut options = SolveOptions::default();
    options.node_limit = Some(MOST_NODES);
    options.int_tol = 1e-9;
    options.tolerances.feasibility = 1e-9;
    options
}

/// The program; `None` if there is nothing to choose. `whole`: a measure is carried out as a whole or not at all.
fn model(choice: &Choice<'_>, goal: Goal, whole: bool) -> Option<Model> {
    let Choice { candidates, needs, groups } = *choice;
    let budget = goal.budget();
    let target = goal.target();
    let mut columns = columns(groups);
    // What costs more than the budget can't be part of a plan. Pairs stay: they are tied to their measures.
    columns.retain(|c| c.product || budget.is_none_or(|b| c.worth.investment_yuan <= b));
    if columns.is_empty() || (matches!(goal, Goal::MinInvestment { .. }) && target == 0.0) {
        return None;
    }
    let direction = match goal {
        Goal::MinInvestment { .. } => OptimizationDirection::Minimize,
        _ => OptimizationDirection::Maximize,
    };
    let mut problem = Problem::new(direction);
    let scale = columns.iter().map(|c| value(&c.worth, goal).abs()).fold(0.0, f64::max);
    let scale = if scale > 0.0 { scale } else { 1.0 };
    let add = |problem: &mut Problem, v: f64| match whole {
        true => problem.add_binary_var(v),
        false => problem.add_var(v, (0.0, 1.0)),
    };
    let variables: Vec<Variable> =
        columns.iter().map(|c| value(&c.worth, goal) / scale).map(|v| add(&mut problem, v)).collect();
    let chosen_by = |at: usize| {
        let stands = move |c: &Column| !c.product && c.members.contains(&at);
        columns.iter().zip(&variables).filter(move |(c, _)| stands(c)).map(|(_, v)| (*v, 1.0))
    };
    for (at, group) in groups.iter().enumerate() {
        if !group.pairwise() {
            let row: Vec<_> =
                columns.iter().zip(&variables).filter(|(c, _)| c.group == at).map(|(_, v)| (*v, 1.0)).collect();
            if row.len() > 1 {
                problem.add_constraint(row, ComparisonOp::Le, 1.0);
            }
        } else if let Group::Pairs { pairs, .. } = group {
            for (a, b, more) in pairs {
                if more.is_none() {
                    problem.add_constraint(
                        chosen_by(*a).chain(chosen_by(*b)).collect::<Vec<_>>(),
                        ComparisonOp::Le,
                        1.0,
                    );
                }
            }
        }
    }
    for (column, z) in columns.iter().zip(&variables).filter(|(c, _)| c.product) {
        let (a, b) = (column.members[0], column.members[1]);
        for at in [a, b] {
            let row: Vec<_> = std::iter::once((*z, 1.0)).chain(chosen_by(at).map(|(v, _)| (v, -1.0))).collect();
            problem.add_constraint(row, ComparisonOp::Le, 0.0);
        }
        let row: Vec<_> = std::iter::once((*z, -1.0)).chain(chosen_by(a)).chain(chosen_by(b)).collect();
        problem.add_constraint(row, ComparisonOp::Le, 1.0);
    }
    let together =
        |a: usize, b: usize| columns.iter().any(|c| !c.product && c.members.contains(&a) && c.members.contains(&b));
    for a in 0..candidates.len() {
        for b in a + 1..candidates.len() {
            if conflicts(candidates[a], candidates[b]) && !together(a, b) {
                let row: Vec<_> = chosen_by(a).chain(chosen_by(b)).collect();
                if row.len() > 1 {
                    problem.add_constraint(row, ComparisonOp::Le, 1.0);
                }
            }
        }
    }
    for (a, b) in needs {
        // A combination that holds both stands on both sides and cancels out.
        let row: Vec<_> = columns
            .iter()
            .zip(&variables)
            .filter(|(c, _)| !c.product && c.members.contains(a) != c.members.contains(b))
            .map(|(c, v)| (*v, if c.members.contains(a) { 1.0 } else { -1.0 }))
            .collect();
        if !row.is_empty() {
            problem.add_constraint(row, ComparisonOp::Le, 0.0);
        }
    }
    if let Some(budget) = budget {
        let costs = columns.iter().zip(&variables).map(|(c, v)| (*v, c.worth.investment_yuan));
        limit(&mut problem, costs, ComparisonOp::Le, budget);
    }
    if target > 0.0 {
        let savings = columns.iter().zip(&variables).map(|(c, v)| (*v, c.worth.tce));
        limit(&mut problem, savings, ComparisonOp::Ge, target);
    }
    Some(Model { problem, columns, variables, scale })
}

fn missed(target: f64, budget: Option<f64>) -> PlanError {
    let within = budget.map_or_else(String::new, |b| format!("投资不超过 {} 万元时，", b / 1e4));
    PlanError::Unreachable(format!("{within}已填投资的措施达不到年节能 {target} tce 的目标"))
}
