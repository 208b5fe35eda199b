//! Efficiency of centrifugal pumps: GB 19762-2025.

use super::Findings;
use crate::audit::Equipment;
use crate::audit::equipment::Pump;
use crate::reference::{Reference, Standard};

/// Judges the device's efficiency.
pub(super) fn grade(_device: &Equipment, _d: &Pump, reference: &Reference, findings: &mut Findings) {
    let Some(_info) = findings.edition(reference, Standard::Gb19762) else { return };
}
