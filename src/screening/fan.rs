//! Efficiency of fans: GB 19761-2020.

use super::Findings;
use crate::audit::Equipment;
use crate::audit::equipment::Fan;
use crate::reference::{Reference, Standard};

/// Judges the device's efficiency.
pub(super) fn grade(_device: &Equipment, _d: &Fan, reference: &Reference, findings: &mut Findings) {
    let Some(_info) = findings.edition(reference, Standard::Gb19761) else { return };
}
