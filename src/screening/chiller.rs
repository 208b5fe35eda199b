//! Efficiency of chillers and heat pumps: GB 19577-2024.

use super::Findings;
use crate::audit::Equipment;
use crate::audit::equipment::Chiller;
use crate::reference::{Reference, Standard};

/// Judges the device's efficiency.
pub(super) fn grade(_device: &Equipment, _d: &Chiller, reference: &Reference, findings: &mut Findings) {
    let Some(_info) = findings.edition(reference, Standard::Gb19577) else { return };
}
