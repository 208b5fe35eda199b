//! From an import to the one edit that carries it out.

use std::collections::{HashMap, VecDeque};

use serde::Serialize;

use super::text::folded;
use super::{Import, Update, bill_series};
use crate::audit::field::Group;
use crate::audit::{Audit, Edit, Equipment, FieldDef, Id, KindCode, Row, Section};

/// What to do with a device whose 编号 the audit already has, within the same kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnDuplicate {
    /// Keep the audit's device, drop the ledger's.
    #[default]
    Skip,
    /// Enter the ledger's values into the audit's device; what the ledger leaves empty stays.
    Replace,
    /// Keep both.
    Both,
}

/// What an import does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportCounts {
    /// Devices and rows of energy and output added.
    pub added: usize,
    /// Those of the audit that take the ledger's values.
    pub replaced: usize,
    /// Those left out, because the audit has them.
    pub skipped: usize,
}

impl Import {
    /// The one undoable edit that brings the devices into the audit, after those it has, and what it does.
    /// Devices without 编号 can't be told apart and are always added. Where a 编号 occurs several times, the first in
    /// the ledger goes with the first in the audit, and so on. New devices get fresh ids at every call.
    ///
    /// Rows that fill in a device of the audit (see [`Update`]) do so whatever `on_duplicate` says, and never become
    /// new devices: such a row holds only what was missing. Where the audit hasn't that device (a list made from
    /// another copy of it), the one of the same 编号 is taken if [`OnDuplicate::Replace`] was asked for.
    pub fn edit(&self, audit: &Audit, on_duplicate: OnDuplicate) -> (Edit, ImportCounts) {
        let mut known_tags: HashMap<(KindCode, String), VecDeque<&Equipment>> = HashMap::new();
        if on_duplicate != OnDuplicate::Both {
            for device in &audit.equipment {
                if let Some(key) = key(device) {
                    known_tags.entry(key).or_default().push_back(device);
                }
            }
        }
        let by_id: HashMap<Id, &Equipment> = audit.equipment.iter().map(|e| (e.id, e)).collect();
        let mut counts = ImportCounts::default();
        let mut edits = Vec::new();
        let mut added = Vec::new();
        for row in &self.rows {
            let device = &row.equipment;
            if let Some(update) = &row.update {
                let known = by_id.get(&update.id).filter(|d| d.kind.code() == device.kind.code()).copied();
                let target = match on_duplicate {
                    OnDuplicate::Replace => known.or_else(|| known_by_tag(device, &mut known_tags)),
                    _ => known,
                };
                let filled = target.map(|t| filling(t, device, update)).unwrap_or_default();
                if filled.is_empty() {
                    counts.skipped += 1
                } else {
                    counts.replaced += 1
                }
                edits.extend(filled);
                continue;
            }
            let twin = known_by_tag(device, &mut known_tags);
            match (twin, on_duplicate) {
                (Some(_), OnDuplicate::Skip) => counts.skipped += 1,
                (Some(twin), OnDuplicate::Replace) => {
                    counts.replaced += 1;
                    for def in device.kind.code().fields() {
                        let new = device.get(def.key);
                        if new.is_some() && new != twin.get(def.key) {
                            edits.push(Edit::field(twin.id, def.key, new));
                        }
                    }
                }
                _ => {
                    let mut device = device.clone();
                    device.id = Id::fresh();
                    added.push((audit.equipment.len() + counts.added, device.into()));
                    counts.added += 1;
                }
            }
        }
        if !added.is_empty() {
            edits.push(Edit::InsertEquipment(added));
        }
        self.plant_edits(audit, on_duplicate, &mut edits, &mut counts);
        (Edit::Batch(edits), counts)
    }

    /// Rows of energy and output. The same are those of one carrier, flow, conversion, year and supplier, or of one
    /// product and year.
    fn plant_edits(&self, audit: &Audit, on_duplicate: OnDuplicate, edits: &mut Vec<Edit>, counts: &mut ImportCounts) {
        let of_audit = audit.consumption.iter().cloned().map(Row::Consumption);
        let of_audit = of_audit.chain(audit.products.iter().cloned().map(Row::Product));
        let mut known: HashMap<String, Row> = HashMap::new();
        if on_duplicate != OnDuplicate::Both && !self.plant.is_empty() {
            let keyed =
                |row: Row| bill_series::series_key(&row).map(|k| (format!("{}|{k}", row.section().code()), row));
            known.extend(of_audit.filter_map(keyed));
        }
        let mut ends: HashMap<Section, usize> = HashMap::new();
        for row in &self.plant {
            let section = row.data.section();
            let key = bill_series::series_key(&row.data).map(|k| format!("{}|{k}", section.code()));
            match (key.and_then(|k| known.remove(&k)), on_duplicate) {
                (Some(old), OnDuplicate::Replace) => {
                    edits.push(Edit::ReplaceRow(bill_series::in_place_of(&row.data, &old)));
                    counts.replaced += 1;
                }
                (Some(_), _) => counts.skipped += 1,
                (None, _) => {
                    let end = ends.entry(section).or_insert_with(|| audit.row_ids(section).len());
                    edits.push(Edit::InsertRow(*end, bill_series::afresh(&row.data)));
                    *end += 1;
                    counts.added += 1;
                }
            }
        }
    }
}

/// The next of the audit's devices with the same 编号.
fn known_by_tag<'a>(
    device: &Equipment,
    known: &mut HashMap<(KindCode, String), VecDeque<&'a Equipment>>,
) -> Option<&'a Equipment> {
    known.get_mut(&key(device)?)?.pop_front()
}

/// The edits that fill in what an [`Update`] asks for. A value that is there already stays as it is, with its origin.
fn filling(target: &Equipment, device: &Equipment, update: &Update) -> Vec<Edit> {
    let asked = |def: &FieldDef| match &update.fields {
        Some(keys) => keys.contains(&def.key),
        None => def.group != Group::Identity && target.get(def.key).is_none(),
    };
    device
        .kind
        .code()
        .fields()
        .filter(|d| asked(d))
        .filter_map(|def| {
            let new = device.get(def.key)?;
            let same = target.get(def.key).is_some_and(|old| old.value == new.value);
            (!same).then(|| Edit::field(target.id, def.key, Some(new)))
        })
        .collect()
}

fn key(device: &Equipment) -> Option<(KindCode, String)> {
    let tag = folded(&device.common.tag.as_ref()?.value);
    if tag.is_empty() { None } else { Some((device.kind.code(), tag)) }
}
