//! Electricity: lighting, data centres, power factor, load shifting, PV; the auditor's own measure.

use super::given::Given;
use super::{Beyond, Changed, RetrofitError};
use crate::audit::Equipment;
use crate::audit::measure::Action;

/// Applies a measure of this family to a device.
pub(super) fn apply(action: &Action, device: &Equipment, given: Given<'_>) -> Result<Changed, RetrofitError> {
    let _ = (action, device);
    Err(given.refuse("计算未完成"))
}

/// A measure of the plant, without devices.
pub(super) fn plant(action: &Action, given: Given<'_>) -> Result<Beyond, RetrofitError> {
    let _ = action;
    Err(given.refuse("计算未完成"))
}
