//! Motors: permanent magnet, right-sizing, variable speed by torque type.

use super::given::Given;
use super::{Changed, RetrofitError};
use crate::audit::Equipment;
use crate::audit::measure::Action;

/// Applies a measure of this family to a device.
pub(super) fn apply(action: &Action, device: &Equipment, given: Given<'_>) -> Result<Changed, RetrofitError> {
    let _ = (action, device);
    Err(given.refuse("计算未完成"))
}
