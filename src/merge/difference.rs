//! From one audit to another as an edit.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::things::Thing;
use crate::audit::{
    Attachment, Audit, Devices, Edit, Entered, Equipment, FieldValue, Id, Measure, OwnTable, Record, ReportEdit,
    ReportSettings, Scenario, Section, Target,
};

/// The edit that makes `to` of `from`; both have what they share in the same order, and what is new is at the end.
pub(super) fn between(from: &Audit, to: &Audit) -> Edit {
    let mut edits = Vec::new();
    head(&from.enterprise, &to.enterprise, Target::Enterprise, &mut edits);
    head(&from.prices, &to.prices, Target::Prices, &mut edits);
    head(&from.factors, &to.factors, Target::Factors, &mut edits);
    head(&from.finance, &to.finance, Target::Finance, &mut edits);
    head(&from.report.imprint, &to.report.imprint, Target::Imprint, &mut edits);
    report(&from.report, &to.report, &mut edits);
    devices(&from.equipment, &to.equipment, &mut edits);
    list(&from.measures, &to.measures, &mut edits);
    list(&from.scenarios, &to.scenarios, &mut edits);
    list(&from.own_tables, &to.own_tables, &mut edits);
    list(&from.attachments, &to.attachments, &mut edits);
    for section in Section::ALL {
        list(&from.rows(section), &to.rows(section), &mut edits);
    }
    Edit::Batch(edits)
}

fn report(from: &ReportSettings, to: &ReportSettings, edits: &mut Vec<Edit>) {
    let chapters: BTreeSet<&String> = from.chapters.keys().chain(to.chapters.keys()).collect();
    for code in chapters.into_iter().filter(|c| from.chapters.get(*c) != to.chapters.get(*c)) {
        edits.push(Edit::Report(ReportEdit::Chapter(code.clone(), to.chapters.get(code).copied())));
    }
    let texts: BTreeSet<&String> = from.texts.keys().chain(to.texts.keys()).collect();
    for key in texts.into_iter().filter(|k| from.texts.get(*k) != to.texts.get(*k)) {
        edits.push(Edit::Report(ReportEdit::Text(key.clone(), to.texts.get(key).cloned())));
    }
    if from.logo != to.logo {
        edits.push(Edit::Report(ReportEdit::Logo(to.logo.clone())));
    }
}

fn head<R: Record + PartialEq>(from: &R, to: &R, target: Target, edits: &mut Vec<Edit>) {
    if from == to {
        return;
    }
    let fields = from.fields().iter().map(|def| (def.key, from.get(def.key), to.get(def.key)));
    edits.extend(changed(fields).map(|(key, value)| Edit::Field { target, key, value }));
}

type Field = Option<Entered<FieldValue>>;

fn changed(fields: impl Iterator<Item = (&'static str, Field, Field)>) -> impl Iterator<Item = (String, Field)> {
    fields.filter(|(_, a, b)| a != b).map(|(key, _, to)| (key.to_owned(), to))
}

fn devices(from: &Devices, to: &Devices, edits: &mut Vec<Edit>) {
    let there: HashMap<Id, &Equipment> = to.iter().map(|d| (d.id, d)).collect();
    let here: HashMap<Id, &Arc<Equipment>> = from.shared().iter().map(|d| (d.id, d)).collect();
    let removed: Vec<Id> = from.iter().map(|d| d.id).filter(|id| !there.contains_key(id)).collect();
    if !removed.is_empty() {
        edits.push(Edit::RemoveEquipment(removed));
    }
    for (at, new) in to.shared().iter().enumerate() {
        let Some(old) = here.get(&new.id) else { continue };
        if Arc::ptr_eq(old, new) || old == &new {
            continue;
        }
        let (old, device): (&Equipment, &Equipment) = (old, new);
        let kind = new.kind.code();
        if old.kind.code() != kind {
            edits.push(Edit::RemoveEquipment(vec![new.id]));
            edits.push(Edit::InsertEquipment(vec![(at, new.clone())]));
            continue;
        }
        let fields = kind.fields().map(|def| (def.key, old.get(def.key), device.get(def.key)));
        edits.extend(changed(fields).map(|(key, value)| Edit::field(new.id, &key, value)));
        if old.overrule != new.overrule {
            edits.push(Edit::Overrule(new.id, new.overrule.clone()));
        }
    }
    let new: Vec<(usize, Arc<Equipment>)> =
        to.shared().iter().filter(|d| !here.contains_key(&d.id)).map(|d| (usize::MAX, d.clone())).collect();
    if !new.is_empty() {
        edits.push(Edit::InsertEquipment(new));
    }
}

/// How a thing of a list comes, goes and changes.
pub(super) trait Listed: Thing {
    fn insert(self) -> Edit;
    fn replace(self, at: usize) -> Vec<Edit>;
    fn remove(&self) -> Edit;
}

impl Listed for Measure {
    fn insert(self) -> Edit {
        Edit::InsertMeasure(usize::MAX, self)
    }
    fn replace(self, _: usize) -> Vec<Edit> {
        vec![Edit::ReplaceMeasure(self)]
    }
    fn remove(&self) -> Edit {
        Edit::RemoveMeasure(self.id)
    }
}

impl Listed for Scenario {
    fn insert(self) -> Edit {
        Edit::InsertScenario(usize::MAX, self)
    }
    fn replace(self, _: usize) -> Vec<Edit> {
        vec![Edit::ReplaceScenario(self)]
    }
    fn remove(&self) -> Edit {
        Edit::RemoveScenario(self.id)
    }
}

impl Listed for OwnTable {
    fn insert(self) -> Edit {
        Edit::InsertOwnTable(usize::MAX, self)
    }
    fn replace(self, at: usize) -> Vec<Edit> {
        vec![Edit::RemoveOwnTable(self.id), Edit::InsertOwnTable(at, self)]
    }
    fn remove(&self) -> Edit {
        Edit::RemoveOwnTable(self.id)
    }
}

impl Listed for Attachment {
    fn insert(self) -> Edit {
        Edit::InsertAttachment(usize::MAX, self)
    }
    fn replace(self, _: usize) -> Vec<Edit> {
        vec![Edit::ReplaceAttachment(self)]
    }
    fn remove(&self) -> Edit {
        Edit::RemoveAttachment(self.id)
    }
}

impl Listed for crate::audit::Row {
    fn insert(self) -> Edit {
        Edit::InsertRow(usize::MAX, self)
    }
    fn replace(self, _: usize) -> Vec<Edit> {
        vec![Edit::ReplaceRow(self)]
    }
    fn remove(&self) -> Edit {
        Edit::RemoveRow(self.section(), self.id())
    }
}

fn list<T: Listed>(from: &[T], to: &[T], edits: &mut Vec<Edit>) {
    let here: HashMap<Id, &T> = from.iter().map(|t| (t.id(), t)).collect();
    let there: HashSet<Id> = to.iter().map(Thing::id).collect();
    edits.extend(from.iter().filter(|t| !there.contains(&t.id())).map(Listed::remove));
    for (at, new) in to.iter().enumerate() {
        match here.get(&new.id()) {
            Some(old) if *old == new => {}
            Some(_) => edits.extend(new.clone().replace(at)),
            None => edits.push(new.clone().insert()),
        }
    }
}
