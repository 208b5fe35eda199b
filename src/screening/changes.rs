//! The same devices judged by the editions of two days: which editions differ, and whose verdict they change.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Evidence, Level, Verdict, screen};
use crate::audit::{Devices, Id};
use crate::progress::Progress;
use crate::reference::{Reference, Standard, TableInfo};

/// An edition or list with the days it is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// As evidence names it: the standard with its edition, or the list's document.
    pub name: Arc<str>,
    /// First and last day in force, in words; empty if only roughly known.
    pub dates: String,
}

/// An edition or list in force on one of the days only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionChange {
    /// The standard's number without edition, or the list's title.
    pub standard: Arc<str>,
    /// What applies on the first day; `None` if nothing of it is held for that day.
    pub before: Option<InForce>,
    /// What applies on the second day; `None` if nothing of it is held for that day.
    pub after: Option<InForce>,
    /// A list of obsolete equipment, not an edition of a standard.
    pub list: bool,
    /// Devices (rows) whose evidence on one of the days names it.
    pub devices: usize,
}

impl EditionChange {
    /// In words: `GB 30254：没有收录有效版本 → GB 30254-2024(2025-09-01 起)`.
    pub fn zh(&self) -> String {
        let named = |edition: &Option<InForce>| match edition {
            Some(e) if e.dates.is_empty() => e.name.to_string(),
            Some(e) => format!("{}({})", e.name, e.dates),
            None if self.list => "未施行".to_owned(),
            None => "没有收录有效版本".to_owned(),
        };
        format!("{}：{} → {}", self.standard, named(&self.before), named(&self.after))
    }

    fn speaks_in(&self, evidence: &Evidence) -> bool {
        let named = |edition: &Option<InForce>| edition.as_ref().is_some_and(|e| e.name == evidence.standard);
        evidence.standard == self.standard || named(&self.before) || named(&self.after)
    }
}

/// A device whose verdict differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceChange {
    /// The device.
    pub id: Id,
    /// What is found by the editions of the first day.
    pub before: Level,
    /// What is found by the editions of the second day.
    pub after: Level,
    /// Which of [`Changes::editions`] its evidence names.
    pub because: Vec<usize>,
    /// The level the auditor set instead, which no edition changes.
    pub overruled: Option<Level>,
}

/// What differs between two days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The first day.
    pub before: Date,
    /// The second day.
    pub after: Date,
    /// Editions and lists that differ.
    pub editions: Vec<EditionChange>,
    /// Devices whose level differs, in the audit's order.
    pub devices: Vec<DeviceChange>,
    /// Devices that keep their level but by other standards or lists.
    pub same_level_by_other: usize,
}

/// Judges the devices by the editions of two days. `None` if cancelled.
pub fn changes(equipment: &Devices, before: &Reference, after: &Reference, progress: &Progress) -> Option<Changes> {
    let mut editions = editions(before, after);
    let (mut devices, mut same_level_by_other) = (Vec::new(), 0);
    for (at, device) in equipment.iter().enumerate() {
        if at % 256 == 0 {
            if progress.cancelled() {
                return None;
            }
            progress.set(at, equipment.len());
        }
        let (old, new) = (screen(device, before), screen(device, after));
        let mut because = Vec::new();
        for (i, edition) in editions.iter_mut().enumerate() {
            if old.evidence.iter().chain(&new.evidence).any(|e| edition.speaks_in(e)) {
                edition.devices += 1;
                because.push(i);
            }
        }
        if old.level == new.level {
            same_level_by_other += usize::from(!bases(&old).eq(bases(&new)));
            continue;
        }
        let (before, after, overruled) = (old.level, new.level, new.overruled);
        devices.push(DeviceChange { id: device.id, before, after, because, overruled });
    }
    Some(Changes { before: before.date, after: after.date, editions, devices, same_level_by_other })
}

/// What a verdict rests on: level, standard and edition of each comparison that says something.
fn bases(v: &Verdict) -> impl Iterator<Item = (Option<Level>, &str, &str)> {
    v.evidence.iter().filter(|e| e.level.is_some()).map(|e| (e.level, &*e.standard, &*e.edition))
}

fn editions(before: &Reference, after: &Reference) -> Vec<EditionChange> {
    let in_force = |i: &TableInfo| {
        let until = i.effective_to.map_or_else(String::new, |d| format!("至 {d}"));
        InForce { name: i.standard.clone(), dates: format!("{} 起{until}", i.effective_from) }
    };
    let mut out: Vec<EditionChange> = Standard::ALL
        .into_iter()
        .filter_map(|standard| {
            let (old, new) = (before.edition(standard), after.edition(standard));
            let differs = old.map(|i| &i.id) != new.map(|i| &i.id);
            differs.then(|| EditionChange {
                standard: standard.number().into(),
                before: old.map(in_force),
                after: new.map(in_force),
                list: false,
                devices: 0,
            })
        })
        .collect();
    let lists = |of: &Reference| {
        let batches = of.tables.catalogue.batches.clone();
        batches.into_iter().filter(|b| b.effective.is_none_or(|d| d <= of.date)).collect::<Vec<_>>()
    };
    let (old, new) = (lists(before), lists(after));
    for (list, other, is_new) in [(&new, &old, true), (&old, &new, false)] {
        for batch in list.iter().filter(|b| !other.iter().any(|o| o.code == b.code)) {
            let dates = batch.effective.map_or_else(String::new, |d| format!("{d} 起"));
            let this = Some(InForce { name: batch.document.clone(), dates });
            out.push(EditionChange {
                standard: batch.title.clone(),
                before: this.clone().filter(|_| !is_new),
                after: this.filter(|_| is_new),
                list: true,
                devices: 0,
            });
        }
    }
    out
}
