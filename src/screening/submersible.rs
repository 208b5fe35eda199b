//! Efficiency of submersible pumps: GB 32030-2022.

use super::Findings;
use crate::audit::Equipment;
use crate::audit::equipment::Submersible;
use crate::reference::{Reference, Standard};

/// Judges the device's efficiency.
pub(super) fn grade(_device: &Equipment, _d: &Submersible, reference: &Reference, findings: &mut Findings) {
    let Some(_info) = findings.edition(reference, Standard::Gb32030) else { return };
}
