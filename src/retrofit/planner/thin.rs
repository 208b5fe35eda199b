//! A set that reaches a target, where branch and bound found none within its nodes.

use super::groups::{Combination, Group};
use super::program::{Choice, Solved, relaxed, solve};
use super::{Goal, PlanError};

/// The set that saves the most, less what can be left out while the target is still met: again and again the largest
/// investment of a group that a cheaper combination of it (or none) can spare. `None` if even all together miss the
/// target by the model, or the budget.
pub(super) fn thinned(choice: &Choice<'_>, target: f64, budget: Option<f64>) -> Result<Option<Solved>, PlanError> {
    let everything: f64 = choice.candidates.iter().filter_map(|m| m.cost.investment_yuan).sum();
    let most = solve(choice, Goal::MaxTce { budget_yuan: budget.unwrap_or(everything) })?;
    if most.value < target {
        return Ok(None);
    }
    let (mut chosen, mut tce) = (most.chosen, most.value);
    while let Some((drop, saved, _)) =
        choice.groups.iter().filter_map(|g| spare(choice, g, &chosen, tce - target)).max_by(|a, b| a.2.total_cmp(&b.2))
    {
        drop.iter().for_each(|at| chosen[*at] = false);
        tce -= saved;
    }
    let kept = |at: usize| chosen[at];
    let value: f64 =
        (0..chosen.len()).filter(|at| kept(*at)).filter_map(|at| choice.candidates[at].cost.investment_yuan).sum();
    let bound = relaxed(choice, Goal::MinInvestment { target_tce: target, budget_yuan: budget }).unwrap_or(0.0);
    let gap = if value > 0.0 { ((value - bound) / value).clamp(0.0, 1.0) } else { 0.0 };
    Ok(Some(Solved { chosen, value, gap }))
}

/// What a group can leave out best: the measures, the tce that costs, the yuan it spares.
fn spare(choice: &Choice<'_>, group: &Group, chosen: &[bool], most_tce: f64) -> Option<(Vec<usize>, f64, f64)> {
    let Group::Exact(combinations) = group else { return None };
    let inside = |c: &Combination| c.members.iter().all(|at| chosen[*at]);
    let now = combinations.iter().filter(|c| inside(c)).max_by_key(|c| c.members.len())?;
    let nothing = Combination { members: Vec::new(), worth: Default::default() };
    let mut best: Option<(Vec<usize>, f64, f64)> = None;
    for other in combinations.iter().chain([&nothing]).filter(|c| inside(c) && c.members.len() < now.members.len()) {
        let drop: Vec<usize> = now.members.iter().copied().filter(|at| !other.members.contains(at)).collect();
        let needed = choice.needs.iter().any(|(a, b)| drop.contains(b) && chosen[*a] && !drop.contains(a));
        let less = now.worth.plus(other.worth, -1.0);
        if needed || less.tce > most_tce || less.investment_yuan <= 0.0 {
            continue;
        }
        if best.as_ref().is_none_or(|b| less.investment_yuan > b.2) {
            best = Some((drop, less.tce, less.investment_yuan));
        }
    }
    best
}
