//! What is still to be found out, device by device and place by place: the list for the next walk through the plant.

use std::collections::HashSet;

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
    /// Where the device stands; empty if not entered.
    pub fn place(&self) -> &str {
        self.device.common.workshop.as_ref().map_or("", |w| w.value.trim())
    }
}

/// What one device lacks for its verdict and, where its energy is missing in the totals, for that.
pub fn wanted<'a>(at: usize, device: &'a Equipment, found: &DeviceDiagnosis) -> Option<Wanted<'a>> {
    let mut keys: HashSet<&'static str> = found.verdict.missing.iter().filter_map(|m| m.key).collect();
    // A driven device whose electricity is its motor's lacks nothing.
    if let (Counted::Unknown, Err(gap)) = (found.counted, &found.energy) {
        keys.extend(gap.missing.iter().copied());
    }
    let mut questions: Vec<String> = Vec::new();
    for missing in found.verdict.missing.iter().filter(|m| m.key.is_none()) {
        if !questions.iter().any(|q| *q == missing.text) {
            questions.push(missing.text.to_string());
        }
    }
    if keys.is_empty() && questions.is_empty() {
        return None;
    }
    let fields = device.kind.code().fields().filter(|d| keys.contains(d.key)).collect();
    Some(Wanted { at, device, fields, questions })
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
