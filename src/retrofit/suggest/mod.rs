//! The measures that the findings and the operating data call for, ranked, each saying why. Amounts are left to the
//! auditor: no investment is invented, and an input that only he can know stays empty and is named.

mod operation;
mod replace;

use std::collections::HashMap;

use serde::Serialize;

use crate::audit::field::Need;
use crate::audit::measure::{Action, Cost, Measure, Scenario};
use crate::audit::{Audit, Edit, Equipment, Id};
use crate::energy::{self, Assumptions, Context, Impact};
use crate::reference::Reference;
use crate::retrofit::planner::replaces_device;
use crate::screening::{Level, Verdict};

pub use replace::{upgrade_all, usual};

/// What is known of a device from the screening.
#[derive(Clone, Copy)]
pub struct Finding<'a> {
    /// The level in effect.
    pub level: Level,
    /// The verdict with its evidence, where at hand.
    pub verdict: Option<&'a Verdict>,
}

impl<'a> From<&'a Verdict> for Finding<'a> {
    fn from(verdict: &'a Verdict) -> Self {
        Self { level: verdict.effective(), verdict: Some(verdict) }
    }
}

/// How urgent a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// 有淘汰期限
    Deadline,
    /// 淘汰或低于限定值
    Prescribed,
    /// 节能量可计算
    Saves,
    /// 须补充数据
    Open,
}

impl Urgency {
    /// Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Deadline => "有淘汰期限",
            Self::Prescribed => "淘汰或低于限定值",
            Self::Saves => "可节能",
            Self::Open => "须补充数据",
        }
    }

    /// English name.
    pub fn en(self) -> &'static str {
        match self {
            Self::Deadline => "obsolete with a deadline",
            Self::Prescribed => "obsolete or below the limit",
            Self::Saves => "saves energy",
            Self::Open => "data wanted",
        }
    }
}

/// A suggested measure, with why.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The measure; inputs that only the auditor can know are empty.
    pub measure: Measure,
    /// Why, in words with the numbers.
    pub reason: String,
    /// Standards, catalogues and methods that it rests on.
    pub clauses: Vec<String>,
    /// Inputs that the auditor has to give, by their Chinese names.
    pub asks: Vec<&'static str>,
    /// How urgent it is.
    pub urgency: Urgency,
    /// What it saves in tce/a (electricity at equivalent value), alone; `None` where something is missing.
    pub saved_tce: Option<f64>,
}

/// What a measure is for: a device that has one for a purpose is not suggested another.
fn purpose(action: &Action) -> &'static str {
    match action {
        a if replaces_device(a) => "replace",
        Action::MotorSpeed(_) | Action::SpeedControl(_) | Action::CompressorSpeed(_) | Action::TrimImpeller(_) => {
            "speed"
        }
        Action::Economiser(_) | Action::AirPreheater(_) | Action::CondensingEconomiser(_) => "flue gas",
        other => other.code(),
    }
}

/// The purposes that the audit's measures serve, by device.
struct Planned(HashMap<Id, Vec<&'static str>>);

impl Planned {
    fn of(audit: &Audit) -> Self {
        let mut out: HashMap<Id, Vec<&'static str>> = HashMap::new();
        for m in &audit.measures {
            for id in &m.targets {
                out.entry(*id).or_default().push(purpose(&m.action));
            }
        }
        Self(out)
    }

    fn has(&self, id: Id, purpose: &str) -> bool {
        self.0.get(&id).is_some_and(|all| all.contains(&purpose))
    }
}

/// The inputs without which a measure can't be calculated and that are not stated.
fn asks(action: &Action) -> Vec<&'static str> {
    let Some(inputs) = action.inputs() else { return Vec::new() };
    let wanted = action.input_fields().iter().filter(|d| d.need == Need::Energy);
    wanted.filter(|d| inputs.get(d.key).is_none()).map(|d| d.zh).collect()
}

fn measure(title: String, targets: Vec<Id>, action: Action) -> Measure {
    Measure {
        id: Id::fresh(),
        title,
        targets,
        action,
        cost: Cost::default(),
        note: String::new(),
        requires: Vec::new(),
    }
}

/// What a measure saves on a device alone, in tce/a.
enum Gain {
    Saves(f64),
    /// Something is missing.
    Unknown,
    /// It is no better, or can't be done.
    None,
}

fn gain(action: &Action, device: &Equipment, ctx: &Context<'_>) -> Gain {
    match super::apply(action, device, ctx) {
        Ok(changed) if changed.no_better.is_some() => Gain::None,
        Ok(changed) => {
            let both = energy::annual(device, ctx).ok().zip(energy::annual(&changed.device, ctx).ok());
            both.map_or(Gain::Unknown, |(b, a)| Gain::Saves(Impact::saving(&b, &a, ctx).tce_equivalent))
        }
        Err(super::RetrofitError::Gap(_)) => Gain::Unknown,
        Err(_) => Gain::None,
    }
}

/// All suggestions for devices in use, by the finding of each, most urgent first: obsolete with a deadline, obsolete or
/// below the limit, then by what they save, then those that lack data. Equally urgent ones keep the order of kinds.
pub fn suggestions<'a>(
    audit: &Audit,
    finding: &dyn Fn(Id) -> Option<Finding<'a>>,
    reference: &Reference,
) -> Vec<Suggestion> {
    let assumptions = Assumptions::of(audit, reference);
    let ctx = Context { reference, assumptions: &assumptions };
    let planned = Planned::of(audit);
    let mut out = replace::suggestions(audit, finding, &planned, &ctx);
    out.extend(operation::suggestions(audit, finding, &planned, &ctx));
    out.sort_by(|a, b| {
        let saved = |s: &Suggestion| match s.urgency {
            Urgency::Saves => s.saved_tce.unwrap_or(0.0),
            _ => 0.0,
        };
        a.urgency.cmp(&b.urgency).then(saved(b).total_cmp(&saved(a)))
    });
    out
}

/// The measures of [`suggestions`], by the level in effect of each device alone.
pub fn suggest(audit: &Audit, level_of: &dyn Fn(Id) -> Option<Level>, reference: &Reference) -> Vec<Measure> {
    let finding = |id| level_of(id).map(|level| Finding { level, verdict: None });
    suggestions(audit, &finding, reference).into_iter().map(|s| s.measure).collect()
}

/// The edit that takes measures into the audit, after those it has. Without any scenario those that lack no input become
/// 推荐方案.
pub fn adopt(audit: &Audit, measures: Vec<Measure>) -> Edit {
    let start = audit.measures.len();
    let ready: Vec<Id> = measures.iter().filter(|m| asks(&m.action).is_empty()).map(|m| m.id).collect();
    let mut edits: Vec<Edit> =
        measures.into_iter().enumerate().map(|(i, m)| Edit::InsertMeasure(start + i, m)).collect();
    if audit.scenarios.is_empty() {
        let scenario = Scenario { id: Id::fresh(), name: "推荐方案".to_owned(), measures: ready };
        edits.push(Edit::InsertScenario(0, scenario));
    }
    Edit::Batch(edits)
}
