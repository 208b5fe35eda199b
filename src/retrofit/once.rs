//! What can be done to a device only once in a scenario.

use crate::audit::measure::{Action, Measure, Scope};

/// A measure that was carried out on a device.
#[derive(Clone)]
pub(super) struct Done {
    code: &'static str,
    title: String,
    once: Option<Once>,
    /// Whether it was carried out on the other one of a machine and its motor.
    paired: bool,
}

impl Done {
    /// Notes the measure; `paired` on the other one of a machine and its motor.
    pub fn of(measure: &Measure, paired: bool) -> Self {
        Self { paired, code: measure.action.code(), title: measure.title.clone(), once: Once::of(&measure.action) }
    }
}

/// Measures of which a device takes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Once {
    /// The motor is another one.
    Motor,
    /// The transformer is another one.
    Transformer,
    /// The boiler is another one, or a heat pump.
    Boiler,
    /// The fan, blower or pump is another one.
    Machine,
    /// The compressor is another one.
    Compressor,
    /// The chiller is another one.
    Chiller,
    /// The machines that run together.
    Parallel,
    /// The compressor's heat.
    AirHeat,
    /// The lamps are others.
    Lamps,
    /// Speed instead of throttling, loading and unloading.
    Speed,
    /// The same impeller is not trimmed twice.
    Impeller,
    /// The same burners.
    Burner,
    /// The same blow-down.
    Blowdown,
}

impl Once {
    fn of(action: &Action) -> Option<Self> {
        Some(match action {
            Action::ReplaceMotor { .. } | Action::PermanentMagnet(_) | Action::RightSizeMotor(_) => Self::Motor,
            Action::ReplaceTransformer { .. } => Self::Transformer,
            Action::ReplaceBoiler { .. } | Action::HeatPump(_) => Self::Boiler,
            Action::ReplaceMachine(_) => Self::Machine,
            Action::ReplaceCompressor(_) => Self::Compressor,
            Action::ReplaceChiller(_) => Self::Chiller,
            Action::ParallelMachines(_) => Self::Parallel,
            Action::CompressorHeat(_) => Self::AirHeat,
            Action::LightingRenewal(_) => Self::Lamps,
            Action::MotorSpeed(_) | Action::SpeedControl(_) | Action::CompressorSpeed(_) => Self::Speed,
            Action::TrimImpeller(_) => Self::Impeller,
            Action::RegenerativeBurner(_) => Self::Burner,
            Action::BlowdownRecovery(_) => Self::Blowdown,
            _ => return None,
        })
    }

    fn replaces(self) -> bool {
        use Once::*;
        matches!(self, Motor | Transformer | Boiler | Machine | Compressor | Chiller | Lamps)
    }
}

/// Whether a measure states values from before it that an earlier one of its kind has changed.
fn states_before(action: &Action) -> bool {
    let Some(inputs) = action.inputs() else { return false };
    let of_before = |key: &str| key.contains("before") || key.starts_with("present_");
    action.input_fields().iter().any(|d| of_before(d.key) && inputs.get(d.key).is_some())
}

/// Measures that change the same values of a device, by which another one of them may not state them anew.
fn family(code: &str) -> &str {
    match code {
        "combustion_tuning" | "economiser" | "air_preheater" | "condensing_economiser" => "flue gas",
        other => other,
    }
}

/// Why a measure can't be carried out after those that were, naming the one in its way.
pub(super) fn refusal(action: &Action, done: &[Done]) -> Option<String> {
    if !matches!(action.scope(), Scope::Each(_)) {
        return None;
    }
    if let Some(once) = Once::of(action)
        && let Some(first) = done.iter().find(|d| d.once == Some(once))
    {
        return Some(if once.replaces() {
            format!("同一方案中“{}”已更换该设备，不能再更换一次", first.title)
        } else {
            format!("同一方案中“{}”已对该设备采取同类措施，不重复计算", first.title)
        });
    }
    if let Action::StopIdle(_) = action
        && let Some(first) = done.iter().find(|d| d.paired && d.code == action.code())
    {
        return Some(format!("同一方案中“{}”已对该设备和与它同轴的电动机停止空载，不重复计算", first.title));
    }
    let first = done.iter().find(|d| family(d.code) == family(action.code())).filter(|_| states_before(action))?;
    Some(format!(
        "同一方案中“{}”已改变该设备，本措施填写的改造前数值不再成立；请与前一措施合并，或清空改造前的数值",
        first.title
    ))
}
