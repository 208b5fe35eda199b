//! What is wrong with a set of measures before anything is calculated: exclusions and prerequisites.

use super::planner::conflicts;
use crate::audit::measure::Scenario;
use crate::audit::{Audit, Id};

/// Something wrong with the measures of a scenario or with their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The two exclude each other: on a device they share only the first is carried out.
    Excluded {
        /// The earlier one.
        first: Id,
        /// The later one.
        second: Id,
    },
    /// A measure without the one it needs.
    Missing {
        /// Which measure.
        measure: Id,
        /// What it needs.
        needs: Id,
    },
    /// A measure before the one it needs.
    Later {
        /// Which measure.
        measure: Id,
        /// What it needs.
        needs: Id,
    },
}

impl Problem {
    /// In Chinese words.
    pub fn zh(self, audit: &Audit) -> String {
        let title = |id| audit.measure(id).map_or("已删除的措施", |m| m.title.as_str());
        match self {
            Self::Excluded { first, second } => {
                let (first, second) = (title(first), title(second));
                format!("“{first}”与“{second}”互斥：在共有的设备上只计前一项")
            }
            Self::Missing { measure, needs } => {
                format!("“{}”的前置措施“{}”不在方案内", title(measure), title(needs))
            }
            Self::Later { measure, needs } => format!("“{}”排在它的前置措施“{}”之前", title(measure), title(needs)),
        }
    }

    /// In English words.
    pub fn en(self, audit: &Audit) -> String {
        let title = |id| audit.measure(id).map_or("removed measure", |m| m.title.as_str());
        match self {
            Self::Excluded { first, second } => {
                let (first, second) = (title(first), title(second));
                format!("“{first}” excludes “{second}”: on shared devices only the first counts")
            }
            Self::Missing { measure, needs } => format!("“{}” needs “{}”", title(measure), title(needs)),
            Self::Later { measure, needs } => {
                format!("“{}” stands before “{}”, which it needs", title(measure), title(needs))
            }
        }
    }
}

/// All problems of a scenario, in its order. A prerequisite that was removed from the audit is none any more.
pub fn problems(scenario: &Scenario, audit: &Audit) -> Vec<Problem> {
    let measures: Vec<_> = scenario.measures.iter().filter_map(|id| audit.measure(*id)).collect();
    let mut out = Vec::new();
    for (at, measure) in measures.iter().enumerate() {
        for earlier in &measures[..at] {
            if conflicts(earlier, measure) {
                out.push(Problem::Excluded { first: earlier.id, second: measure.id });
            }
        }
        for needs in measure.requires.iter().copied().filter(|id| *id != measure.id && audit.measure(*id).is_some()) {
            let place = measures.iter().position(|m| m.id == needs);
            match place {
                None => out.push(Problem::Missing { measure: measure.id, needs }),
                Some(place) if place > at => out.push(Problem::Later { measure: measure.id, needs }),
                Some(_) => {}
            }
        }
    }
    out
}
