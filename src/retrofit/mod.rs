//! Measures: device → better device, suggestions from the findings, and scenarios.
//!
//! A measure is a function from device to device, so stacked measures interact by construction.

mod air;
pub mod applicability;
pub mod boiler;
mod chiller;
mod condensing;
mod drives;
mod firing;
mod flow;
mod given;
mod heat;
mod hours;
mod insulation;
mod limits;
mod linked;
pub mod money;
pub mod motor;
mod once;
pub mod planner;
pub mod plant_use;
mod power;
pub mod rules;
mod run;
pub mod scenario;
mod steam;
mod steam_pressure;
pub mod suggest;
pub mod timing;
mod together;
pub mod transformer;

use crate::audit::measure::{Action, Scope};
use crate::audit::{Equipment, Kind, Origin};
use crate::energy::{Context, EnergyGap, FuelUse, Step};
use given::Given;

pub use run::Ledger;
pub use scenario::{FuelSaving, MeasureResult, ScenarioResult, TargetResult, measure_alone, scenario, sum_up};
pub use suggest::{Finding, Suggestion, Urgency, adopt, suggest, suggestions, upgrade_all, usual};

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
    /// There is nothing for the measure to improve.
    #[error("{0}")]
    NotBetter(String),
    /// The inputs can't be, by themselves or together; says which and what is allowed.
    #[error("{0}")]
    Refused(String),
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
    /// What is saved beyond the device's own energy.
    pub beyond: Option<Beyond>,
    /// Why the new device is no better by its own figures, if so: its saving is zero or negative.
    pub no_better: Option<String>,
}

impl Changed {
    fn new(device: Equipment, working: Vec<Step>, notes: Vec<String>) -> Self {
        Self { device, working, notes, beyond: None, no_better: None }
    }

    /// Says, as a warning, why the new device is no better.
    fn warned(mut self, no_better: Option<String>) -> Self {
        self.notes.extend(no_better.clone());
        self.no_better = no_better;
        self
    }
}

impl Beyond {
    /// Adds another saving to this one.
    fn add(&mut self, other: Self) {
        self.electricity_kwh += other.electricity_kwh;
        self.fuels = crate::energy::merge(std::mem::take(&mut self.fuels).into_iter().chain(other.fuels).collect());
        self.cost_yuan += other.cost_yuan;
        self.working.extend(other.working);
        self.notes.extend(other.notes);
        self.weakest = self.weakest.max(other.weakest);
    }
}

/// Energy and money that a measure saves besides the targets' own energy: heat used elsewhere, PV, shifted load.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beyond {
    /// Saved electricity in kWh/a; negative where more is used.
    pub electricity_kwh: f64,
    /// Saved fuels.
    pub fuels: Vec<FuelUse>,
    /// Saved yearly cost in yuan that no saved energy explains (tariff, feed-in).
    pub cost_yuan: f64,
    /// How it was found.
    pub working: Vec<Step>,
    /// What the auditor must know.
    pub notes: Vec<String>,
    /// The weakest origin among the inputs.
    pub weakest: Option<Origin>,
}

/// What a measure does to its devices and beyond them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Per device given: changed, or why not.
    pub devices: Vec<Option<Result<Changed, RetrofitError>>>,
    /// What is saved beyond them.
    pub beyond: Option<Beyond>,
}

/// Applies a measure to a device by itself.
pub fn apply(action: &Action, device: &Equipment, ctx: &Context<'_>) -> Result<Changed, RetrofitError> {
    limits::check(action)?;
    let doubts = match action.scope() {
        Scope::Each(kinds) if kinds.contains(&device.kind.code()) => applicability::check(action, Some(device), ctx)?,
        _ => Vec::new(),
    };
    let mut changed = on_device(action, device, ctx)?;
    changed.notes.extend(doubts);
    Ok(changed)
}

fn on_device(action: &Action, device: &Equipment, ctx: &Context<'_>) -> Result<Changed, RetrofitError> {
    match (action, &device.kind) {
        (Action::ReplaceMotor { grade, efficiency_pct }, Kind::Motor(m)) => {
            motor::replace(device, m, *grade, *efficiency_pct, ctx)
        }
        (Action::ReplaceTransformer { .. }, Kind::Transformer(t)) => transformer::replace(device, t, action, ctx),
        (Action::ReplaceBoiler { .. }, Kind::Boiler(b)) => boiler::replace(device, b, action, ctx),
        (Action::ReplaceChiller(_), Kind::Chiller(c)) => chiller::replace(device, c, Given::of(action, ctx)),
        _ => match action.scope() {
            Scope::Each(kinds) if kinds.contains(&device.kind.code()) => each(action, device, ctx),
            _ => Err(RetrofitError::WrongKind { measure: action.zh(), kind: device.kind.code().zh() }),
        },
    }
}

/// The measures on single devices, by family.
fn each(action: &Action, device: &Equipment, ctx: &Context<'_>) -> Result<Changed, RetrofitError> {
    let given = Given::of(action, ctx);
    match action {
        Action::PermanentMagnet(_) | Action::RightSizeMotor(_) | Action::MotorSpeed(_) => {
            drives::apply(action, device, given)
        }
        Action::StopIdle(_) | Action::FewerHours(_) => hours::apply(action, device, given),
        Action::ReplaceMachine(_) | Action::SpeedControl(_) | Action::TrimImpeller(_) | Action::ParallelMachines(_) => {
            flow::apply(action, device, given)
        }
        Action::HeatPump(_)
        | Action::CombustionTuning(_)
        | Action::Economiser(_)
        | Action::AirPreheater(_)
        | Action::CondensingEconomiser(_)
        | Action::SteamPressure(_)
        | Action::BlowdownRecovery(_) => firing::apply(action, device, given),
        Action::ReplaceCompressor(_)
        | Action::CompressorSpeed(_)
        | Action::AirLeaks(_)
        | Action::AirPressure(_)
        | Action::AirIntake(_)
        | Action::CompressorHeat(_) => air::apply(action, device, given),
        Action::FurnaceInsulation(_) | Action::RegenerativeBurner(_) | Action::ExchangerRenewal(_) => {
            heat::apply(action, device, given)
        }
        Action::LightingRenewal(_) | Action::PueReduction(_) => power::apply(action, device, given),
        _ => Err(RetrofitError::WrongKind { measure: action.zh(), kind: device.kind.code().zh() }),
    }
}

/// Carries out a measure on its devices.
pub fn carry_out(action: &Action, devices: &[&Equipment], ctx: &Context<'_>) -> Outcome {
    // Without devices the refusal is the measure's own: it must not be lost.
    let failed = |e: RetrofitError| Outcome {
        devices: (0..devices.len().max(1)).map(|_| Some(Err(e.clone()))).collect(),
        beyond: None,
    };
    if let (Err(e), false) = (limits::check(action), matches!(action.scope(), Scope::Each(_))) {
        return failed(e);
    }
    match action.scope() {
        Scope::Each(_) => {
            let mut out = Outcome::default();
            for device in devices {
                let mut result = apply(action, device, ctx);
                if let Ok(changed) = &mut result
                    && let Some(more) = changed.beyond.take()
                {
                    out.beyond.get_or_insert_default().add(more);
                }
                out.devices.push(Some(result));
            }
            out
        }
        Scope::Together(_) => together::apply(action, devices, ctx).unwrap_or_else(failed),
        Scope::Plant => {
            let found = applicability::check(action, None, ctx).and_then(|doubts| {
                let mut beyond = power::plant(action, Given::of(action, ctx))?;
                beyond.notes.extend(doubts);
                Ok(beyond)
            });
            found.map_or_else(failed, |beyond| Outcome { devices: Vec::new(), beyond: Some(beyond) })
        }
        Scope::HeatSupply => steam::apply(action, devices, ctx).unwrap_or_else(failed),
    }
}
