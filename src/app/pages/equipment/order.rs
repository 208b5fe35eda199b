//! Which rows the table shows, in which order: filtered and sorted once, not every frame.

use std::cmp::Ordering;

use crate::app::widgets::parse::normal;
use crate::app::workbench::Workbench;
use crate::audit::field::FieldValue;
use crate::audit::{Equipment, KindCode};

/// What the rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The verdict, gravest first.
    Verdict,
    /// A field.
    Field(&'static str),
}

/// Filter, sorting, and the rows they give.
#[derive(Default)]
pub struct Order {
    /// Text that a row must contain.
    pub filter: String,
    /// Sorting and whether it is descending.
    pub sort: Option<(By, bool)>,
    /// Counts requests to sort again.
    asked: u64,
    made_for: Option<(KindCode, u64, u64, String, u64)>,
    rows: Vec<usize>,
}

impl Order {
    /// Sorts by a column; a second time the other way round, a third time not at all.
    pub fn toggle(&mut self, by: By) {
        self.sort = match self.sort {
            Some((now, false)) if now == by => Some((by, true)),
            Some((now, true)) if now == by => None,
            _ => Some((by, false)),
        };
        self.asked += 1;
    }

    /// Positions in the audit of the rows shown. An edit does not move rows until the order is asked for again,
    /// so that a row being typed in stays where it is.
    pub fn rows(&mut self, wb: &Workbench, kind: KindCode) -> &[usize] {
        let key = (kind, wb.generation, wb.structure, self.filter.clone(), self.asked);
        if self.made_for.as_ref() != Some(&key) {
            self.rows = self.make(wb, kind);
            self.made_for = Some(key);
        }
        &self.rows
    }

    fn make(&self, wb: &Workbench, kind: KindCode) -> Vec<usize> {
        let Some(audit) = wb.audit() else { return Vec::new() };
        let wanted = normal(&self.filter).to_lowercase();
        let hit = |device: &Equipment| {
            wanted.is_empty() || kind.fields().any(|def| normal(&device.show(def)).to_lowercase().contains(&wanted))
        };
        let devices = audit.equipment.iter().enumerate();
        let mut rows: Vec<usize> = devices.filter(|(_, d)| d.kind.code() == kind && hit(d)).map(|(at, _)| at).collect();
        match self.sort {
            Some((By::Verdict, down)) => {
                rows.sort_by_key(|at| {
                    wb.verdict(audit.equipment[*at].id).map_or(usize::MAX, |v| v.effective() as usize)
                });
                if down {
                    rows.reverse();
                }
            }
            Some((By::Field(key), down)) => {
                let mut keyed: Vec<(Option<FieldValue>, usize)> =
                    rows.into_iter().map(|at| (audit.equipment[at].get(key).map(|e| e.value), at)).collect();
                keyed.sort_by(|(a, _), (b, _)| compare(a.as_ref(), b.as_ref(), down));
                rows = keyed.into_iter().map(|(_, at)| at).collect();
            }
            None => {}
        }
        rows
    }
}

/// Empty values last, whichever way round.
fn compare(a: Option<&FieldValue>, b: Option<&FieldValue>, down: bool) -> Ordering {
    let by_value = |a: &FieldValue, b: &FieldValue| match (a, b) {
        (FieldValue::Number(a), FieldValue::Number(b)) => a.total_cmp(b),
        (FieldValue::Date(a), FieldValue::Date(b)) => a.cmp(b),
        (FieldValue::Text(a) | FieldValue::Choice(a), FieldValue::Text(b) | FieldValue::Choice(b)) => a.cmp(b),
        _ => Ordering::Equal,
    };
    match (a, b) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(a), Some(b)) if down => by_value(b, a),
        (Some(a), Some(b)) => by_value(a, b),
    }
}
