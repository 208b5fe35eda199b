//! Comparing one figure with the limits of grades 1 to 3: the same words for every standard.

use std::sync::Arc;

use super::{Evidence, Findings, Level};
use crate::audit::{Entered, Origin};
use crate::energy::Step;
use crate::energy::working::stated;
use crate::reference::TableInfo;

/// Gathers the weakest origin of the values that a finding rests on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Inputs {
    /// The weakest so far; `None` before the first.
    pub weakest: Option<Origin>,
}

impl Inputs {
    /// A value, with its origin noted.
    pub fn take<T: Copy>(&mut self, entered: &Option<Entered<T>>) -> Option<T> {
        let e = entered.as_ref()?;
        self.note(e.origin);
        Some(e.value)
    }

    /// Notes an origin.
    pub fn note(&mut self, origin: Origin) {
        self.weakest = Some(self.weakest.map_or(origin, |w| w.max(origin)));
    }
}

/// The grade that a figure reaches; `Meets` where the standard has only a limit. Limits belong to their grade.
/// Grades are tried from 1 to 3 and need not rise in order.
pub(crate) fn grade_of(actual: f64, limits: [Option<f64>; 3], lower_is_better: bool) -> Level {
    let reaches = |limit: f64| if lower_is_better { actual <= limit + 1e-9 } else { actual >= limit - 1e-9 };
    let limit_only = limits[0].is_none() && limits[1].is_none();
    match limits.iter().position(|l| l.is_some_and(reaches)) {
        Some(_) if limit_only => Level::Meets,
        Some(i) => Level::grade(i + 1),
        None => Level::BelowLimit,
    }
}

/// One figure and the limits it is compared with.
pub(crate) struct Graded<'a> {
    /// Standard and edition.
    pub info: &'a TableInfo,
    /// Table and row.
    pub clause: String,
    /// What is compared, e.g. 最高通风机效率.
    pub quantity: &'a str,
    /// The device's figure.
    pub actual: f64,
    /// Unit of figure and limits.
    pub unit: &'static str,
    /// Limits of grades 1, 2, 3 (grade 3 is the 能效限定值).
    pub limits: [Option<f64>; 3],
    /// Losses and specific consumption.
    pub lower_is_better: bool,
    /// Added to the statement after 、；: corrections, choices made. Empty for none.
    pub remark: String,
    /// What the figure rests on.
    pub inputs: Inputs,
    /// How figure and limits were calculated.
    pub working: Vec<Step>,
    /// What of the row is still to be checked; empty for what the table's info says.
    pub unreviewed: Arc<str>,
}

/// A figure with three decimals, enough to read, unless that would make it look like the other one.
pub fn brief(figure: f64, other: f64) -> String {
    let short = |v: f64| stated((v * 1000.0).round() / 1000.0);
    let alike = other != figure && short(other) == short(figure);
    if alike { stated(figure) } else { short(figure) }
}

impl Findings {
    /// Adds the evidence of the comparison and gives its level.
    pub(crate) fn graded(&mut self, g: Graded<'_>) -> Level {
        let level = grade_of(g.actual, g.limits, g.lower_is_better);
        let limit = match level {
            Level::Grade1 => g.limits[0],
            Level::Grade2 => g.limits[1],
            _ => g.limits[2],
        };
        let unit = if g.unit.is_empty() { String::new() } else { format!(" {}", g.unit) };
        let (actual, shown) =
            (brief(g.actual, limit.unwrap_or(g.actual)), limit.map_or_else(String::new, |l| brief(l, g.actual)));
        let verb = match level {
            Level::BelowLimit if g.lower_is_better => "高于能效限定值".to_owned(),
            Level::BelowLimit => "低于能效限定值".to_owned(),
            Level::Meets => "达到能效限定值".to_owned(),
            l => format!("达到{}", l.zh()),
        };
        let mut statement = format!("{} {actual}{unit} {verb} {shown}{unit}", g.quantity);
        if !g.remark.is_empty() {
            statement.push('；');
            statement.push_str(&g.remark);
        }
        self.evidence.push(Evidence {
            level: Some(level),
            standard: g.info.standard.clone(),
            edition: g.info.edition.clone(),
            clause: g.clause,
            statement,
            limit,
            actual: Some(g.actual),
            unit: g.unit,
            estimated: g.inputs.weakest == Some(Origin::Estimate),
            origin: g.inputs.weakest,
            working: g.working,
            unreviewed: if g.unreviewed.is_empty() { g.info.review.clone() } else { g.unreviewed },
            cited: None,
        });
        level
    }
}
