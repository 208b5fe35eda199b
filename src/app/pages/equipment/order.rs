//! Which rows the table shows, in which order: filtered, sorted and grouped once, not every frame, and for a large
//! plant on a worker.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::arrange::{Arranged, Group, Line, arrange, totals};
use super::filter::ColumnFilter;
use crate::app::work::{Given, Pace, Work, is_large};
use crate::app::workbench::Workbench;
use crate::audit::KindCode;

/// What the rows are sorted or filtered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The verdict, gravest first.
    Verdict,
    /// A field.
    Field(&'static str),
}

/// What the person asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wish {
    /// Text that a row must contain.
    pub text: String,
    /// What single columns must hold.
    pub filters: BTreeMap<By, ColumnFilter>,
    /// Columns sorted by, the first counting most, and whether descending.
    pub sort: Vec<(By, bool)>,
    /// Field grouped by.
    pub group: Option<&'static str>,
    /// Groups whose rows are not shown.
    pub folded: BTreeSet<String>,
    /// Counts requests to sort again.
    asked: u64,
}

impl Wish {
    /// Whether rows may be left out.
    pub fn filtered(&self) -> bool {
        !self.text.trim().is_empty() || !self.filters.is_empty()
    }

    fn plain(&self) -> bool {
        !self.filtered() && self.sort.is_empty() && self.group.is_none()
    }
}

type Key = (KindCode, u64, u64, Wish);

/// Filter, sorting, and the rows they give.
#[derive(Default)]
pub struct Order {
    /// What is asked for.
    pub wish: Wish,
    made_for: Option<Key>,
    made: Arranged,
    arranging: Work<Key, Arranged>,
    sums: Work<(u64, Option<u64>, u64), Vec<Group>>,
    summed_for: Option<(u64, Option<u64>, u64)>,
    /// Counts arrangements.
    stamp: u64,
}

impl Order {
    /// Sorts by a column; a second time the other way round, a third time not at all. With `more`, the columns sorted
    /// by before stay and count more.
    pub fn toggle(&mut self, by: By, more: bool) {
        let now = self.wish.sort.iter().find(|(b, _)| *b == by).map(|(_, down)| *down);
        if !more {
            self.wish.sort.retain(|(b, _)| *b == by);
        }
        match now {
            None => self.wish.sort.push((by, false)),
            Some(false) => self.wish.sort.iter_mut().filter(|(b, _)| *b == by).for_each(|s| s.1 = true),
            Some(true) => self.wish.sort.retain(|(b, _)| *b != by),
        }
        self.wish.asked += 1;
    }

    /// Sorts by one column only.
    pub fn sort_by(&mut self, by: By, down: bool) {
        self.wish.sort = vec![(by, down)];
        self.wish.asked += 1;
    }

    /// Shows all rows again.
    pub fn clear_filters(&mut self) {
        self.wish.text.clear();
        self.wish.filters.clear();
        self.wish.folded.clear();
    }

    /// The lines as last arranged. An edit does not move rows until the order is asked for again, so that a row being
    /// typed in stays where it is.
    pub fn lines(&self) -> &[Line] {
        &self.made.lines
    }

    /// The groups the lines speak of.
    pub fn groups(&self) -> &[Group] {
        &self.made.groups
    }

    /// The row number of a line, from 1; heads of groups are not counted.
    pub fn number(&self, line: usize) -> usize {
        line + 1 - self.made.heads.partition_point(|head| (*head as usize) < line)
    }

    /// Counts arrangements: what was found in one is not to be taken for another.
    pub fn stamp(&self) -> u64 {
        self.stamp
    }

    /// How many devices are shown, of how many of the kind.
    pub fn counts(&self) -> (usize, usize) {
        (self.made.shown, self.made.all)
    }

    /// Position in the audit of the device on a line.
    pub fn device_at(&self, line: usize) -> Option<usize> {
        match self.made.lines.get(line) {
            Some(Line::Device(at)) => Some(*at as usize),
            _ => None,
        }
    }

    /// Arranges the rows if what is asked for has changed. `true` once they are as asked for.
    pub fn refresh(&mut self, wb: &mut Workbench, kind: KindCode) -> bool {
        let key: Key = (kind, wb.generation, wb.structure, self.wish.clone());
        if self.made_for.as_ref() != Some(&key) {
            self.arrange(wb, key);
        }
        self.sum(wb);
        !self.arranging.running()
    }

    fn take(&mut self, key: Key, made: Arranged) {
        self.made = made;
        self.made_for = Some(key);
        self.stamp += 1;
    }

    fn arrange(&mut self, wb: &mut Workbench, key: Key) {
        let Some(document) = &wb.document else {
            return self.take(key, Arranged::default());
        };
        let (kind, wish) = (key.0, key.3.clone());
        if !is_large(wb) || wish.plain() {
            let made = arrange(document.audit(), wb.diagnosis.as_deref(), kind, &wish);
            self.arranging = Work::default();
            return self.take(key, made);
        }
        // Rows of another audit must not be taken for rows of this one.
        if self.made_for.as_ref().is_none_or(|m| (m.0, m.1) != (key.0, key.1)) {
            self.made = Arranged::default();
            self.made_for = None;
        }
        let title = wb.tr("排列设备", "Arranging devices");
        self.arranging.ask(wb, key.clone(), Pace::Glance, title, |_| {
            move |given: Given<'_>, _: &_| Ok(arrange(given.audit, given.diagnosis, kind, &wish))
        });
        match self.arranging.take(wb) {
            Some((of, Ok(made))) if of == key => self.take(key, Arc::unwrap_or_clone(made)),
            // It has failed, which has been said: the rows stay until something else is asked for.
            Some((of, Err(_))) if of == key => self.made_for = Some(key),
            _ => {}
        }
    }

    /// Adds up the groups again when something was edited or judged.
    fn sum(&mut self, wb: &mut Workbench) {
        if self.made.groups.is_empty() {
            return;
        }
        let key = (self.stamp, wb.diagnosed, wb.revision());
        if self.summed_for == Some(key) {
            return;
        }
        let title = wb.tr("合计各组", "Adding up the groups");
        let made = &self.made.groups;
        self.sums.ask(wb, key, Pace::Follow, title, |_| {
            let mut groups = made.clone();
            move |given: Given<'_>, _: &_| {
                totals(given.audit, given.diagnosis, &mut groups);
                Ok(groups)
            }
        });
        match self.sums.found(&key) {
            Some(Ok(groups)) => self.made.groups = groups.to_vec(),
            Some(Err(_)) => {}
            None => return,
        }
        self.summed_for = Some(key);
    }
}
