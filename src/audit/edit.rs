//! The one way to change an audit: an [`Edit`], which knows its inverse.
//!
//! Undo, autosave, crash safety and the change log all come from it: the store applies an edit to
//! memory and working copy together and keeps forward and inverse.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::attachment::{self, Attachment};
use super::devices::placed;
use super::equipment::{Equipment, Overrule};
use super::field::{Entered, FieldError, FieldValue};
use super::measure::{Measure, Scenario};
use super::own_table::OwnTable;
use super::plant::{Row, Section};
use super::report::{ReportEdit, ReportEditError};
use super::{Audit, Id};

/// The record a field edit addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Enterprise data.
    Enterprise,
    /// Energy prices.
    Prices,
    /// Conversion and emission factors.
    Factors,
    /// Finance settings.
    Finance,
    /// Who answers for the report.
    Imprint,
    /// A device.
    Equipment(Id),
    /// A row of the plant's data.
    Row(Section, Id),
}

/// A change of the audit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit {
    /// Enters or clears one field.
    Field {
        /// Of which record.
        target: Target,
        /// The field's key.
        key: String,
        /// The new value, `None` to clear.
        value: Option<Entered<FieldValue>>,
    },
    /// Inserts devices at positions, ascending; a position past the end appends.
    InsertEquipment(#[serde(with = "placed")] Vec<(usize, Arc<Equipment>)>),
    /// Removes devices.
    RemoveEquipment(Vec<Id>),
    /// Overrules a device's verdict, or takes that back.
    Overrule(Id, Option<Overrule>),
    /// Inserts a measure at a position.
    InsertMeasure(usize, Measure),
    /// Replaces the measure of the same id.
    ReplaceMeasure(Measure),
    /// Removes a measure (and takes it out of no scenario: see [`remove_measure`]).
    RemoveMeasure(Id),
    /// Inserts a scenario at a position.
    InsertScenario(usize, Scenario),
    /// Replaces the scenario of the same id.
    ReplaceScenario(Scenario),
    /// Removes a scenario.
    RemoveScenario(Id),
    /// Inserts an own table at a position.
    InsertOwnTable(usize, OwnTable),
    /// Removes an own table.
    RemoveOwnTable(Id),
    /// Inserts a row of the plant's data at a position of its list; past the end appends.
    InsertRow(usize, Row),
    /// Replaces the row of the same list and id.
    ReplaceRow(Row),
    /// Removes a row.
    RemoveRow(Section, Id),
    /// Inserts an attachment at a position. Its content must be in the file, or go in with it.
    InsertAttachment(usize, Attachment),
    /// Replaces the attachment of the same id.
    ReplaceAttachment(Attachment),
    /// Removes an attachment; its content stays as long as the history knows it.
    RemoveAttachment(Id),
    /// Changes what the auditor decides about the report.
    Report(ReportEdit),
    /// Several edits as one step.
    Batch(Vec<Edit>),
}

/// Why an edit doesn't apply. Nothing is changed then.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EditError {
    /// The value is refused.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The device, measure, scenario, table, row or attachment is gone.
    #[error("要修改的对象已不存在")]
    Gone,
    /// The report doesn't take it.
    #[error(transparent)]
    Report(#[from] ReportEditError),
    /// An id is used twice.
    #[error("编号重复的对象不能再次加入")]
    Duplicate,
}

/// What an edit touches: what the store must write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Enterprise, prices, factors or finance.
    pub head: bool,
    /// Devices changed, added or removed.
    pub equipment: BTreeSet<Id>,
    /// Devices were added or removed: positions changed.
    pub order: bool,
    /// Measures or scenarios changed.
    pub plans: bool,
    /// Own tables changed.
    pub own_tables: bool,
    /// Lists of the plant's data changed.
    pub plant: BTreeSet<Section>,
    /// Attachments changed.
    pub attachments: bool,
    /// What the auditor decides about the report.
    pub report: bool,
}

impl Touched {
    /// Adds what another edit touches.
    pub fn add(&mut self, other: &Self) {
        self.head |= other.head;
        if self.equipment.is_empty() {
            // Cheaper than one by one, which an import of many is felt by.
            self.equipment.clone_from(&other.equipment);
        } else {
            self.equipment.extend(&other.equipment);
        }
        self.order |= other.order;
        self.plans |= other.plans;
        self.own_tables |= other.own_tables;
        self.plant.extend(&other.plant);
        self.attachments |= other.attachments;
        self.report |= other.report;
    }
}

impl Edit {
    /// Sets one field of a device.
    pub fn field(id: Id, key: &str, value: Option<Entered<FieldValue>>) -> Self {
        Self::Field { target: Target::Equipment(id), key: key.to_owned(), value }
    }

    /// Applies the edit and returns its inverse. On an error nothing is changed.
    pub fn apply(self, audit: &mut Audit) -> Result<Self, EditError> {
        let mut index = None;
        apply(self, audit, &mut index)
    }

    /// What the edit touches.
    pub fn touched(&self) -> Touched {
        let mut t = Touched::default();
        touch(self, &mut t);
        t
    }
}

/// Adds ids to a set. The first ones are sorted once: 100 000 one by one would take longer than a frame has.
fn add_ids(set: &mut BTreeSet<Id>, ids: impl Iterator<Item = Id>) {
    if set.is_empty() {
        *set = ids.collect();
    } else {
        set.extend(ids);
    }
}

fn touch(edit: &Edit, t: &mut Touched) {
    match edit {
        Edit::Field { target: Target::Equipment(id), .. } | Edit::Overrule(id, _) => {
            t.equipment.insert(*id);
        }
        Edit::Field { target: Target::Row(section, _), .. } | Edit::RemoveRow(section, _) => {
            t.plant.insert(*section);
        }
        Edit::InsertRow(_, row) | Edit::ReplaceRow(row) => {
            t.plant.insert(row.section());
        }
        Edit::Field { target: Target::Imprint, .. } | Edit::Report(_) => t.report = true,
        Edit::Field { .. } => t.head = true,
        Edit::InsertEquipment(items) => {
            t.order = true;
            add_ids(&mut t.equipment, items.iter().map(|(_, e)| e.id));
        }
        Edit::RemoveEquipment(ids) => {
            t.order = true;
            add_ids(&mut t.equipment, ids.iter().copied());
        }
        Edit::Batch(edits) => edits.iter().for_each(|e| touch(e, t)),
        Edit::InsertOwnTable(..) | Edit::RemoveOwnTable(_) => t.own_tables = true,
        Edit::InsertAttachment(..) | Edit::ReplaceAttachment(_) | Edit::RemoveAttachment(_) => t.attachments = true,
        Edit::InsertMeasure(..)
        | Edit::ReplaceMeasure(_)
        | Edit::RemoveMeasure(_)
        | Edit::InsertScenario(..)
        | Edit::ReplaceScenario(_)
        | Edit::RemoveScenario(_) => t.plans = true,
    }
}

/// The edit that removes a measure and takes it out of every scenario.
pub fn remove_measure(audit: &Audit, id: Id) -> Edit {
    let mut edits: Vec<Edit> = audit
        .scenarios
        .iter()
        .filter(|s| s.measures.contains(&id))
        .map(|s| {
            let mut s = s.clone();
            s.measures.retain(|m| *m != id);
            Edit::ReplaceScenario(s)
        })
        .collect();
    edits.push(Edit::RemoveMeasure(id));
    Edit::Batch(edits)
}

type Index = Option<HashMap<Id, usize>>;

/// Position of a device; batches look up many, so the index is built on first use and dropped when positions change.
fn position(audit: &Audit, index: &mut Index, id: Id) -> Result<usize, EditError> {
    if let Some(map) = index {
        return map.get(&id).copied().ok_or(EditError::Gone);
    }
    audit.equipment.iter().position(|e| e.id == id).ok_or(EditError::Gone)
}

fn apply(edit: Edit, audit: &mut Audit, index: &mut Index) -> Result<Edit, EditError> {
    match edit {
        Edit::Field { target, key, value } => {
            let old = match target {
                Target::Enterprise => swap(&mut audit.enterprise, &key, value)?,
                Target::Prices => swap(&mut audit.prices, &key, value)?,
                Target::Factors => swap(&mut audit.factors, &key, value)?,
                Target::Finance => swap(&mut audit.finance, &key, value)?,
                Target::Imprint => swap(&mut audit.report.imprint, &key, value)?,
                Target::Equipment(id) => {
                    let at = position(audit, index, id)?;
                    let device = &mut audit.equipment[at];
                    let old = device.get(&key);
                    device.set(&key, value)?;
                    old
                }
                Target::Row(section, id) => {
                    swap(audit.row_fields_mut(section, id).ok_or(EditError::Gone)?, &key, value)?
                }
            };
            Ok(Edit::Field { target, key, value: old })
        }
        Edit::InsertEquipment(items) => {
            let new: HashSet<Id> = items.iter().map(|(_, e)| e.id).collect();
            if new.len() != items.len() || audit.equipment.iter().any(|e| new.contains(&e.id)) {
                return Err(EditError::Duplicate);
            }
            *index = None;
            let removed = items.iter().map(|(_, e)| e.id).collect();
            insert_all(audit.equipment.shared_mut(), items);
            Ok(Edit::RemoveEquipment(removed))
        }
        Edit::RemoveEquipment(ids) => {
            let gone: HashSet<Id> = ids.iter().copied().collect();
            let going: Vec<bool> = audit.equipment.iter().map(|e| gone.contains(&e.id)).collect();
            if going.iter().filter(|goes| **goes).count() != gone.len() {
                return Err(EditError::Gone);
            }
            *index = None;
            let mut taken = Vec::with_capacity(gone.len());
            let mut kept = Vec::with_capacity(audit.equipment.len() - gone.len());
            for ((i, goes), e) in going.into_iter().enumerate().zip(std::mem::take(audit.equipment.shared_mut())) {
                if goes { taken.push((i, e)) } else { kept.push(e) }
            }
            *audit.equipment.shared_mut() = kept;
            Ok(Edit::InsertEquipment(taken))
        }
        Edit::Overrule(id, overrule) => {
            let at = position(audit, index, id)?;
            let old = std::mem::replace(&mut audit.equipment[at].overrule, overrule);
            Ok(Edit::Overrule(id, old))
        }
        Edit::InsertMeasure(at, m) => {
            if audit.measures.iter().any(|x| x.id == m.id) {
                return Err(EditError::Duplicate);
            }
            let id = m.id;
            audit.measures.insert(at.min(audit.measures.len()), m);
            Ok(Edit::RemoveMeasure(id))
        }
        Edit::ReplaceMeasure(m) => {
            let slot = audit.measures.iter_mut().find(|x| x.id == m.id).ok_or(EditError::Gone)?;
            Ok(Edit::ReplaceMeasure(std::mem::replace(slot, m)))
        }
        Edit::RemoveMeasure(id) => {
            let at = audit.measures.iter().position(|x| x.id == id).ok_or(EditError::Gone)?;
            Ok(Edit::InsertMeasure(at, audit.measures.remove(at)))
        }
        Edit::InsertScenario(at, s) => {
            if audit.scenarios.iter().any(|x| x.id == s.id) {
                return Err(EditError::Duplicate);
            }
            let id = s.id;
            audit.scenarios.insert(at.min(audit.scenarios.len()), s);
            Ok(Edit::RemoveScenario(id))
        }
        Edit::ReplaceScenario(s) => {
            let slot = audit.scenarios.iter_mut().find(|x| x.id == s.id).ok_or(EditError::Gone)?;
            Ok(Edit::ReplaceScenario(std::mem::replace(slot, s)))
        }
        Edit::RemoveScenario(id) => {
            let at = audit.scenarios.iter().position(|x| x.id == id).ok_or(EditError::Gone)?;
            Ok(Edit::InsertScenario(at, audit.scenarios.remove(at)))
        }
        Edit::InsertOwnTable(at, table) => {
            if audit.own_tables.iter().any(|x| x.id == table.id) {
                return Err(EditError::Duplicate);
            }
            let id = table.id;
            audit.own_tables.insert(at.min(audit.own_tables.len()), table);
            Ok(Edit::RemoveOwnTable(id))
        }
        Edit::RemoveOwnTable(id) => {
            let at = audit.own_tables.iter().position(|x| x.id == id).ok_or(EditError::Gone)?;
            Ok(Edit::InsertOwnTable(at, audit.own_tables.remove(at)))
        }
        Edit::InsertRow(at, row) => {
            let (section, id) = (row.section(), row.id());
            if audit.row_fields(section, id).is_some() {
                return Err(EditError::Duplicate);
            }
            row.insert(audit, at);
            Ok(Edit::RemoveRow(section, id))
        }
        Edit::ReplaceRow(row) => row.replace(audit).map(Edit::ReplaceRow).ok_or(EditError::Gone),
        Edit::RemoveRow(section, id) => {
            let (at, row) = audit.take_row(section, id).ok_or(EditError::Gone)?;
            Ok(Edit::InsertRow(at, row))
        }
        Edit::InsertAttachment(at, a) => attachment::insert(audit, at, a),
        Edit::ReplaceAttachment(a) => attachment::replace(audit, a),
        Edit::RemoveAttachment(id) => attachment::remove(audit, id),
        Edit::Report(edit) => Ok(Edit::Report(audit.report.apply(edit)?)),
        Edit::Batch(edits) => {
            let many = edits.len() > 16;
            let mut inverses = Vec::with_capacity(edits.len());
            for e in edits {
                if many && index.is_none() && matches!(e, Edit::Field { .. } | Edit::Overrule(..)) {
                    *index = Some(audit.equipment.iter().enumerate().map(|(i, e)| (e.id, i)).collect());
                }
                match apply(e, audit, index) {
                    Ok(inverse) => inverses.push(inverse),
                    Err(error) => {
                        // Take back what was done; inverses of edits that just applied always apply.
                        while let Some(inverse) = inverses.pop() {
                            let _ = apply(inverse, audit, index);
                        }
                        return Err(error);
                    }
                }
            }
            inverses.reverse();
            Ok(Edit::Batch(inverses))
        }
    }
}

fn swap(
    record: &mut dyn super::field::Record,
    key: &str,
    value: Option<Entered<FieldValue>>,
) -> Result<Option<Entered<FieldValue>>, FieldError> {
    let old = record.get(key);
    record.set(key, value)?;
    Ok(old)
}

/// Inserts at ascending positions in one pass, so that restoring many devices stays linear.
fn insert_all(list: &mut Vec<Arc<Equipment>>, items: Vec<(usize, Arc<Equipment>)>) {
    if items.iter().all(|(at, _)| *at >= list.len()) {
        list.extend(items.into_iter().map(|(_, e)| e));
        return;
    }
    let mut merged = Vec::with_capacity(list.len() + items.len());
    let mut old = std::mem::take(list).into_iter();
    for (at, e) in items {
        while merged.len() < at {
            match old.next() {
                Some(o) => merged.push(o),
                None => break,
            }
        }
        merged.push(e);
    }
    merged.extend(old);
    *list = merged;
}
