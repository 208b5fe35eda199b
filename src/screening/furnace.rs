//! Efficiency of heat-treatment furnaces: GB/T 36561-2018.

use super::Findings;
use crate::audit::Equipment;
use crate::audit::equipment::Furnace;
use crate::reference::{Reference, Standard};

/// Judges the device's efficiency.
pub(super) fn grade(_device: &Equipment, _d: &Furnace, reference: &Reference, findings: &mut Findings) {
    let Some(_info) = findings.edition(reference, Standard::Gbt36561) else { return };
}
