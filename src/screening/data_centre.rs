//! DataCentre.

use super::Findings;
use crate::audit::Equipment;
use crate::audit::equipment::DataCentre;
use crate::reference::Reference;

/// Judges the device.
pub(super) fn grade(_device: &Equipment, _d: &DataCentre, _reference: &Reference, _findings: &mut Findings) {}
