//! From an import to the one edit that carries it out.

use std::collections::{HashMap, VecDeque};

use serde::Serialize;

use super::Import;
use super::text::folded;
use crate::audit::{Audit, Edit, Equipment, Id, KindCode};

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
    /// Devices added.
    pub added: usize,
    /// Devices of the audit that take the ledger's values.
    pub replaced: usize,
    /// Devices left out, because the audit has them.
    pub skipped: usize,
}

impl Import {
    /// The one undoable edit that brings the devices into the audit, after those it has, and what it does.
    /// Devices without 编号 can't be told apart and are always added. Where a 编号 occurs several times, the first in
    /// the ledger goes with the first in the audit, and so on. New devices get fresh ids at every call.
    pub fn edit(&self, audit: &Audit, on_duplicate: OnDuplicate) -> (Edit, ImportCounts) {
        let mut known: HashMap<(KindCode, String), VecDeque<&Equipment>> = HashMap::new();
        if on_duplicate != OnDuplicate::Both {
            for device in &audit.equipment {
                if let Some(key) = key(device) {
                    known.entry(key).or_default().push_back(device);
                }
            }
        }
        let mut counts = ImportCounts::default();
        let mut edits = Vec::new();
        let mut added = Vec::new();
        for row in &self.rows {
            let device = &row.equipment;
            let twin = key(device).and_then(|k| known.get_mut(&k)).and_then(VecDeque::pop_front);
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
                    added.push((audit.equipment.len() + counts.added, device));
                    counts.added += 1;
                }
            }
        }
        if !added.is_empty() {
            edits.push(Edit::InsertEquipment(added));
        }
        (Edit::Batch(edits), counts)
    }
}

fn key(device: &Equipment) -> Option<(KindCode, String)> {
    let tag = folded(&device.common.tag.as_ref()?.value);
    if tag.is_empty() { None } else { Some((device.kind.code(), tag)) }
}
