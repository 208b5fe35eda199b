//! HeatExchanger.

use super::Findings;
use crate::audit::Equipment;
use crate::audit::equipment::HeatExchanger;
use crate::reference::Reference;

/// Judges the device.
pub(super) fn grade(_device: &Equipment, _d: &HeatExchanger, _reference: &Reference, _findings: &mut Findings) {}
