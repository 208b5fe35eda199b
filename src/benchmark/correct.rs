//! Corrections of a row's limits by the conditions under which a plant works.

use std::collections::BTreeMap;

use super::figures::Answer;
use crate::energy::Step;
use crate::energy::working::{n, put, stated};
use crate::reference::quotas::{Correction, LimitRow, Rule, Side};

/// A row's limits under a plant's conditions.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Corrected {
    /// Limits of grades 1 to 3.
    pub limits: [Option<f64>; 3],
    /// What the plant's figure is multiplied by before it is compared.
    pub actual_factor: f64,
    /// How.
    pub working: Vec<Step>,
    /// Conditions that were not taken into account, and why.
    pub uncorrected: Vec<String>,
    /// Whether the actual figure's factor is one of several that may be meant: its choice.
    pub assumed: Option<String>,
}

const GRADES: [&str; 3] = ["1级", "2级", "3级"];

/// The answer to a correction, by its key or name.
fn answer<'a>(answers: &'a BTreeMap<String, Answer>, c: &Correction) -> Option<&'a Answer> {
    answers.get(&*c.answer).or_else(|| answers.get(&*c.name))
}

/// The limits under the plant's conditions: one, or one per choice where a choice is not known.
pub(super) fn corrected(row: &LimitRow, answers: &BTreeMap<String, Answer>) -> Vec<Corrected> {
    let mut one = Corrected { limits: row.grades, actual_factor: 1.0, ..Corrected::default() };
    let mut asked: Vec<&str> = Vec::new();
    let mut kinds = [false; 2];
    let mut choices: Vec<&Correction> = Vec::new();
    for c in &row.corrections {
        if let Rule::ActualFactor { .. } = c.rule {
            choices.push(c);
            continue;
        }
        match change(c, answer(answers, c), answers) {
            Some(Ok(limits)) => {
                kinds[usize::from(matches!(c.rule, Rule::MultiplyIf | Rule::Pressure { .. }))] = true;
                one.apply(row, c, &limits);
            }
            Some(Err(why)) => one.uncorrected.push(why),
            None if answer(answers, c).is_none() && !asked.contains(&&*c.answer) => {
                asked.push(&c.answer);
                let unit = if c.unit.is_empty() { String::new() } else { format!("({})", c.unit) };
                one.uncorrected.push(format!("未填{}{unit}，未修正：{}", c.name, c.text));
            }
            None => {}
        }
    }
    if kinds == [true, true] {
        one.uncorrected.push("加减与连乘两种修正并用，先后次序未收录，按表中次序计算".to_owned());
    }
    if !row.uncorrected.is_empty() {
        one.uncorrected.push(format!("未修正：{}", row.uncorrected));
    }
    if choices.is_empty() {
        return vec![one];
    }
    let chosen = choices.first().and_then(|c| answer(answers, c)).and_then(|a| match a {
        Answer::Choice(text) => {
            choices.iter().find(|c| matches!(&c.rule, Rule::ActualFactor { choice } if **choice == **text))
        }
        _ => None,
    });
    match chosen {
        Some(c) => {
            let mut out = one;
            out.factor(c);
            vec![out]
        }
        None => choices
            .iter()
            .map(|c| {
                let mut out = one.clone();
                out.factor(c);
                if let Rule::ActualFactor { choice } = &c.rule {
                    out.assumed = Some(format!("{}：{choice}", c.name));
                }
                out
            })
            .collect(),
    }
}

impl Corrected {
    /// Takes over changed limits, with a step for each grade that changed.
    fn apply(&mut self, row: &LimitRow, c: &Correction, change: &Change) {
        for (grade, name) in GRADES.iter().enumerate() {
            let (Some(limit), Some(amount)) = (self.limits[grade], c.amounts[grade]) else { continue };
            let (value, formula, substituted) = match change {
                Change::Add(times) if *times == 1.0 => {
                    (limit + amount, "限额 + 修正值", format!("{} + ({})", put(limit), put(amount)))
                }
                Change::Add(times) => (
                    limit + amount * times,
                    "限额 + 每单位修正值 × 偏离量",
                    format!("{} + ({}) × {}", put(limit), put(amount), put(*times)),
                ),
                Change::Multiply => (limit * amount, "限额 × 系数", format!("{} × {}", put(limit), put(amount))),
                Change::Factor(k, how) => (limit * k, "限额 × K", format!("{} × {} ({how})", put(limit), put(*k))),
                Change::Set => (amount, "限额改为", put(amount)),
            };
            if !value.is_finite() || value == limit {
                continue;
            }
            self.limits[grade] = Some(value);
            self.working.push(Step::new(
                &format!("{name}限额按{}修正", c.name),
                &format!("{formula}({} {}：{})", row.standard, row.clause, c.text),
                substituted,
                value,
                &row.unit_text,
            ));
        }
    }

    fn factor(&mut self, c: &Correction) {
        // The reader makes sure that there is a factor and that it is positive.
        if let Some(k) = c.amounts[2] {
            self.actual_factor = k;
        }
    }
}

/// What a correction does to a limit.
enum Change {
    /// So many amounts are added.
    Add(f64),
    /// It is multiplied by the amount.
    Multiply,
    /// It is multiplied by a factor found from other figures.
    Factor(f64, String),
    /// The amount takes its place.
    Set,
}

/// What a correction does; `None` if nothing (not answered, or the condition is not given); `Err` with the reason if it
/// should do something and can't.
fn change(
    c: &Correction,
    answer: Option<&Answer>,
    answers: &BTreeMap<String, Answer>,
) -> Option<Result<Change, String>> {
    let answer = answer?;
    let wrong =
        || Some(Err(format!("{}的回答不是{}，未修正", c.name, if c.unit.is_empty() { "是或否" } else { "数值" })));
    match &c.rule {
        Rule::AddIf | Rule::MultiplyIf | Rule::SetIf => match answer.yes() {
            Some(true) => Some(Ok(match c.rule {
                Rule::AddIf => Change::Add(1.0),
                Rule::MultiplyIf => Change::Multiply,
                _ => Change::Set,
            })),
            Some(false) => None,
            None => wrong(),
        },
        Rule::Band { from, above, up_to } => {
            let Some(x) = answer.number() else { return wrong() };
            let inside = from.is_none_or(|f| x >= f) && above.is_none_or(|a| x > a) && up_to.is_none_or(|u| x <= u);
            inside.then_some(Ok(Change::Add(1.0)))
        }
        Rule::PerUnit { base, per, side, max_steps } => {
            let Some(x) = answer.number() else { return wrong() };
            if c.unit.as_ref() == "%" && !(0.0..=100.0).contains(&x) {
                return Some(Err(format!("{} {} % 不在 0～100 % 之间，未修正", c.name, stated(x))));
            }
            let steps = (x - base) / per;
            let steps = match side {
                Side::Both => steps,
                Side::Above if steps < 0.0 => {
                    return (!c.note.is_empty()).then(|| Err(format!("{}，未修正", c.note)));
                }
                Side::Above => steps,
                Side::Below => (-steps).max(0.0),
            };
            let steps = max_steps.map_or(steps, |most| steps.min(most));
            (steps != 0.0).then_some(Ok(Change::Add(steps)))
        }
        Rule::Pressure { above_m, a, b } => {
            let Some(x) = answer.number() else { return wrong() };
            if x <= *above_m {
                return None;
            }
            let pressure = ["local_pressure_pa", "当地大气压"].iter().find_map(|k| answers.get(*k));
            match pressure.and_then(Answer::number) {
                // No inhabited place has less, none has more.
                Some(p) if (40_000.0..=110_000.0).contains(&p) => {
                    let k = a - b * p / 101_325.0;
                    Some(Ok(Change::Factor(k, format!("K = {a} - {b} × {} / 101325", n(p)))))
                }
                Some(p) => Some(Err(format!("当地大气压 {} Pa 不在可能的范围，未按海拔修正", stated(p)))),
                None => Some(Err(format!("海拔大于 {above_m} m，未填当地大气压(Pa)，未修正：{}", c.text))),
            }
        }
        Rule::ActualFactor { .. } => None,
    }
}
