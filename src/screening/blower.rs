//! Efficiency of blowers: GB 28381-2012.

use super::Findings;
use crate::audit::Equipment;
use crate::audit::equipment::Blower;
use crate::reference::{Reference, Standard};

/// Judges the device's efficiency.
pub(super) fn grade(_device: &Equipment, _d: &Blower, reference: &Reference, findings: &mut Findings) {
    let Some(_info) = findings.edition(reference, Standard::Gb28381) else { return };
}
