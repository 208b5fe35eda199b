//! Efficiency of air compressors: GB 19153-2019.

use super::Findings;
use crate::audit::Equipment;
use crate::audit::equipment::Compressor;
use crate::reference::{Reference, Standard};

/// Judges the device's efficiency.
pub(super) fn grade(_device: &Equipment, _d: &Compressor, reference: &Reference, findings: &mut Findings) {
    let Some(_info) = findings.edition(reference, Standard::Gb19153) else { return };
}
