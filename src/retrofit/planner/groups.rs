//! Measures that share devices, and what every combination of them saves and costs.

use std::collections::HashMap;

use super::super::run::{Ledger, State};
use super::super::scenario::next;
use super::{Goal, conflicts, share_a_device};
use crate::audit::Id;
use crate::audit::measure::Measure;
use crate::energy::Context;
use crate::progress::Progress;

/// Most combinations evaluated over all groups; the smallest groups come first.
const MOST_COMBINATIONS: usize = 16_384;
/// Most combinations of one group.
const MOST_OF_GROUP: usize = 4_096;

/// What a combination is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Worth {
    /// Sum of investments in yuan.
    pub investment_yuan: f64,
    /// NPV in yuan; 0 where it doesn't matter.
    pub npv_yuan: f64,
    /// Saved tce per year; 0 where it doesn't matter.
    pub tce: f64,
}

impl Worth {
    pub(super) fn plus(self, other: Self, sign: f64) -> Self {
        Self {
            investment_yuan: self.investment_yuan + sign * other.investment_yuan,
            npv_yuan: self.npv_yuan + sign * other.npv_yuan,
            tce: self.tce + sign * other.tce,
        }
    }
}

/// A combination: positions among the candidates, and its worth.
#[derive(Clone, Debug)]
pub(super) struct Combination {
    pub members: Vec<usize>,
    pub worth: Worth,
}

/// Measures that act on each other.
#[derive(Clone, Debug)]
pub(super) enum Group {
    /// All combinations but the empty one, evaluated exactly.
    Exact(Vec<Combination>),
    /// Too many: each alone, and what each pair is worth beyond its two; `None` for a pair that can't be.
    Pairs { alone: Vec<(usize, Worth)>, pairs: Vec<(usize, usize, Option<Worth>)> },
}

impl Group {
    pub(super) fn pairwise(&self) -> bool {
        matches!(self, Self::Pairs { .. })
    }
}

/// Evaluates combinations.
struct Evaluator<'b> {
    candidates: &'b [&'b Measure],
    ledger: &'b dyn Ledger,
    ctx: &'b Context<'b>,
    npv_matters: bool,
    exclusive: Vec<Vec<bool>>,
}

impl Evaluator<'_> {
    /// One more measure on what those before it left; `None` if it gains nothing any more.
    fn step(&self, at: usize, state: &mut State) -> Option<Worth> {
        let result = next(self.candidates[at], self.ledger, state, self.ctx);
        if result.targets.is_empty() && result.beyond.is_none() {
            return None;
        }
        let npv = result.economics.npv_yuan;
        Some(Worth {
            investment_yuan: result.investment_yuan.unwrap_or(0.0),
            npv_yuan: if self.npv_matters { npv? } else { 0.0 },
            tce: if self.npv_matters { 0.0 } else { result.saving.tce_equivalent },
        })
    }

    /// Number of combinations, counted up to one more than `most`.
    fn count(&self, members: &[usize], chosen: &mut Vec<usize>, most: usize) -> usize {
        let mut sum = 1;
        for (i, at) in members.iter().enumerate() {
            if sum > most {
                break;
            }
            if chosen.iter().all(|c| !self.exclusive[*c][*at]) {
                chosen.push(*at);
                sum += self.count(&members[i + 1..], chosen, most.saturating_sub(sum));
                chosen.pop();
            }
        }
        sum
    }

    /// All combinations that extend `chosen` by later members.
    fn extend(&self, members: &[usize], chosen: &[usize], state: &State, worth: Worth, out: &mut Vec<Combination>) {
        for (i, at) in members.iter().enumerate() {
            if chosen.iter().any(|c| self.exclusive[*c][*at]) {
                continue;
            }
            let mut after = state.clone();
            let Some(more) = self.step(*at, &mut after) else { continue };
            let worth = worth.plus(more, 1.0);
            let mut chosen = chosen.to_vec();
            chosen.push(*at);
            out.push(Combination { members: chosen.clone(), worth });
            self.extend(&members[i + 1..], &chosen, &after, worth, out);
        }
    }

    fn of(&self, members: &[usize]) -> Option<Worth> {
        let mut state = State::default();
        let mut sum = Worth::default();
        for at in members {
            sum = sum.plus(self.step(*at, &mut state)?, 1.0);
        }
        Some(sum)
    }

    fn pairs(&self, members: &[usize]) -> Group {
        let alone: Vec<(usize, Worth)> = members.iter().filter_map(|at| Some((*at, self.of(&[*at])?))).collect();
        let mut pairs = Vec::new();
        for (i, (a, worth_a)) in alone.iter().enumerate() {
            for (b, worth_b) in &alone[i + 1..] {
                let acts = share_a_device(self.candidates[*a], self.candidates[*b]) && !self.exclusive[*a][*b];
                if acts {
                    let more = self.of(&[*a, *b]).map(|both| both.plus(*worth_a, -1.0).plus(*worth_b, -1.0));
                    if more != Some(Worth::default()) {
                        pairs.push((*a, *b, more));
                    }
                }
            }
        }
        Group::Pairs { alone, pairs }
    }
}

/// The groups of the candidates; `None` if it was cancelled.
pub(super) fn groups(
    candidates: &[&Measure],
    needs: &[(usize, usize)],
    goal: Goal,
    ledger: &dyn Ledger,
    ctx: &Context<'_>,
    progress: &Progress,
) -> Option<Vec<Group>> {
    let mut by_device: HashMap<Id, Vec<usize>> = HashMap::new();
    for (at, measure) in candidates.iter().enumerate() {
        for id in &measure.targets {
            by_device.entry(*id).or_default().push(at);
        }
    }
    let mut exclusive = vec![vec![false; candidates.len()]; candidates.len()];
    let mut parent: Vec<usize> = (0..candidates.len()).collect();
    for sharing in by_device.values() {
        for (i, a) in sharing.iter().enumerate() {
            for b in &sharing[i + 1..] {
                if conflicts(candidates[*a], candidates[*b]) {
                    exclusive[*a][*b] = true;
                    exclusive[*b][*a] = true;
                } else {
                    let (a, b) = (root(&mut parent, *a), root(&mut parent, *b));
                    parent[a.max(b)] = a.min(b);
                }
            }
        }
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); candidates.len()];
    for at in 0..candidates.len() {
        members[root(&mut parent, at)].push(at);
    }
    members.retain(|m| !m.is_empty());
    let npv_matters = matches!(goal, Goal::MaxNpv { .. });
    let evaluator = Evaluator { candidates, ledger, ctx, npv_matters, exclusive };
    let mut sized: Vec<(usize, Vec<usize>)> =
        members.into_iter().map(|m| (evaluator.count(&m, &mut Vec::new(), MOST_OF_GROUP), m)).collect();
    sized.sort_by_key(|(count, m)| (*count, m[0]));
    let total = sized.len();
    let mut evaluated = 0;
    let mut out = Vec::with_capacity(total);
    for (at, (count, members)) in sized.into_iter().enumerate() {
        if progress.cancelled() {
            return None;
        }
        progress.set(total + 3 * at, total * 4);
        evaluated += count;
        if count <= MOST_OF_GROUP && evaluated <= MOST_COMBINATIONS {
            let mut all = Vec::new();
            evaluator.extend(&members, &[], &State::default(), Worth::default(), &mut all);
            // What excludes or needs something outside must stay; else a dearer combination that is worth less can go.
            let tied = |at: &usize| {
                needs.iter().any(|(a, b)| a == at || b == at)
                    || evaluator.exclusive[*at].iter().enumerate().any(|(b, x)| *x && !members.contains(&b))
            };
            out.push(Group::Exact(if members.iter().any(tied) { all } else { efficient(all) }));
        } else {
            out.push(evaluator.pairs(&members));
        }
    }
    Some(out)
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

/// Without combinations that another one equals or beats in investment, NPV and saving alike.
fn efficient(mut all: Vec<Combination>) -> Vec<Combination> {
    let beats =
        |a: &Worth, b: &Worth| a.investment_yuan <= b.investment_yuan && a.npv_yuan >= b.npv_yuan && a.tce >= b.tce;
    all.sort_by(|a, b| {
        a.worth
            .investment_yuan
            .total_cmp(&b.worth.investment_yuan)
            .then(b.worth.npv_yuan.total_cmp(&a.worth.npv_yuan))
            .then(b.worth.tce.total_cmp(&a.worth.tce))
    });
    let mut kept: Vec<Combination> = Vec::new();
    for combination in all {
        if !kept.iter().any(|k| beats(&k.worth, &combination.worth)) {
            kept.push(combination);
        }
    }
    kept
}
