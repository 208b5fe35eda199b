//! Heat that boilers need no longer deliver: condensate, insulation, leaks, waste heat.

use super::given::Given;
use super::{Outcome, RetrofitError};
use crate::audit::Equipment;
use crate::audit::measure::Action;
use crate::energy::Context;

/// Applies a measure of this family to its devices.
pub(super) fn apply(action: &Action, devices: &[&Equipment], ctx: &Context<'_>) -> Result<Outcome, RetrofitError> {
    let _ = devices;
    Err(Given::of(action, ctx).refuse("计算未完成"))
}
