//! What is still to be found out, device by device and place by place: the list for the next walk through the plant.

use std::collections::HashSet;

use crate::audit::equipment::Status;
use crate::audit::{Audit, Equipment, FieldDef};
use crate::diagnosis::{Counted, DeviceDiagnosis, Diagnosis};

/// What one device lacks.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// Position in the audit.
    pub at: usize,
    /// The device.
    pub device: &'a Equipment,
    /// Fields to fill in, in the order of the form.
    pub fields: Vec<&'static FieldDef>,
    /// What no field answers.
    pub questions: Vec<String>,
}

impl Wanted<'_> {
    /// Whether a field is among those to fill in.
    pub fn lacks(&self, key: &str) -> bool {
        self.fields.iter().any(|d| d.key == key)
    }

    /// Where the device stands; empty if not entered.
    pub fn place(&self) -> &str {
        self.device.common.workshop.as_ref().map_or("", |w| w.value.trim())
    }
}

/// What one device lacks for its verdict and for its energy, where that is missing in the totals. Nothing is asked of
/// a scrapped device, and nothing for a verdict that the auditor has overruled.
pub fn wanted<'a>(at: usize, device: &'a Equipment, found: &DeviceDiagnosis) -> Option<Wanted<'a>> {
    if device.common.status.as_ref().is_some_and(|s| s.value == Status::Scrapped) {
        return None;
    }
    let mut keys: HashSet<&'static str> = HashSet::new();
    let mut questions: Vec<String> = Vec::new();
    if found.verdict.overruled.is_none() {
        let asked = found.verdict.evidence.iter().filter_map(|e| e.cited.as_ref()).flat_map(|c| &c.asked);
        for missing in found.verdict.missing.iter().chain(asked) {
            match missing.key {
                Some(key) => {
                    keys.insert(key);
                }
                None if questions.iter().any(|q| *q == missing.text) => {}
                None => questions.push(missing.text.to_string()),
            }
        }
    }
    if let (Counted::Unknown, Err(gap)) = (found.counted, &found.energy) {
        keys.extend(gap.missing.iter().copied());
    }
    let fields: Vec<&'static FieldDef> = device.kind.code().fields().filter(|d| keys.contains(d.key)).collect();
    (!fields.is_empty() || !questions.is_empty()).then_some(Wanted { at, device, fields, questions })
}

/// The whole list, by place; devices without a place come last, the order within a place is the auditor's.
pub fn worklist<'a>(audit: &'a Audit, diagnosis: &Diagnosis) -> Vec<Wanted<'a>> {
    let mut out: Vec<Wanted<'a>> = audit
        .equipment
        .iter()
        .enumerate()
        .filter_map(|(at, device)| wanted(at, device, diagnosis.device(device.id)?))
        .collect();
    out.sort_by(|a, b| (a.place().is_empty(), a.place()).cmp(&(b.place().is_empty(), b.place())));
    out
}
