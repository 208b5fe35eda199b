//! Measures: device → better device, suggestions from the findings, and scenarios.
//!
//! A measure is a function from device to device, so stacked measures interact by construction.

pub mod boiler;
pub mod motor;
pub mod scenario;
pub mod suggest;
pub mod transformer;

use crate::audit::measure::Action;
use crate::audit::{Equipment, Kind};
use crate::energy::{Context, EnergyGap, Step};

pub use scenario::{FuelSaving, MeasureResult, ScenarioResult, TargetResult, measure_alone, scenario};
pub use suggest::{adopt, suggest, usual};

/// Why a measure can't be applied to a device.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RetrofitError {
    /// The measure is for another kind.
    #[error("措施“{measure}”不适用于{kind}")]
    WrongKind {
        /// Chinese name of the measure.
        measure: &'static str,
        /// Chinese name of the device's kind.
        kind: &'static str,
    },
    /// Something is missing.
    #[error("{}", .0.reason)]
    Gap(EnergyGap),
    /// The standard has no value for the new device.
    #[error("{0}")]
    NoLimit(String),
    /// The new device is no better.
    #[error("{0}")]
    NotBetter(String),
}

impl From<EnergyGap> for RetrofitError {
    fn from(gap: EnergyGap) -> Self {
        Self::Gap(gap)
    }
}

/// A device after a measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// The device as it will be.
    pub device: Equipment,
    /// How its new parameters were found.
    pub working: Vec<Step>,
    /// What the auditor must know.
    pub notes: Vec<String>,
}

/// Applies a measure to a device.
pub fn apply(action: &Action, device: &Equipment, ctx: &Context<'_>) -> Result<Changed, RetrofitError> {
    match (action, &device.kind) {
        (Action::ReplaceMotor { grade, efficiency_pct }, Kind::Motor(m)) => {
            motor::replace(device, m, *grade, *efficiency_pct, ctx)
        }
        (Action::ReplaceTransformer { .. }, Kind::Transformer(t)) => transformer::replace(device, t, action, ctx),
        (Action::ReplaceBoiler { .. }, Kind::Boiler(b)) => boiler::replace(device, b, action, ctx),
        _ => Err(RetrofitError::WrongKind { measure: action.zh(), kind: device.kind.code().zh() }),
    }
}
