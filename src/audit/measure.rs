//! Measures and scenarios as the auditor records them; `retrofit` gives them meaning.

use serde::{Deserialize, Serialize};

use super::Id;
use super::equipment::{BoilerFuel, Condensing, CoreMaterial};

/// What is done to the target devices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// 更换电动机: same rated power and poles, efficiency of the chosen grade (GB 18613 / GB 30254) or as given.
    ReplaceMotor {
        /// Grade 1 to 3 of the standard in force.
        grade: u8,
        /// Rated efficiency of the new motor in %, if known; else the grade's limit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        efficiency_pct: Option<f64>,
    },
    /// 更换变压器: losses of the chosen grade (GB 20052) or as given.
    ReplaceTransformer {
        /// Grade 1 to 3 of the standard in force.
        grade: u8,
        /// Core of the new transformer (10 kV); as before if not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        core: Option<CoreMaterial>,
        /// Capacity of the new transformer in kVA; as before if not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        capacity_kva: Option<f64>,
        /// No-load loss of the new transformer in W, if known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        no_load_loss_w: Option<f64>,
        /// Load loss of the new transformer in W, if known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        load_loss_w: Option<f64>,
        /// No-load current of the new transformer in %, if known; as before if not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        no_load_current_pct: Option<f64>,
    },
    /// 更换锅炉 (with or without a change of fuel): the same useful heat at the new efficiency.
    ReplaceBoiler {
        /// Fuel of the new boiler; as before if not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fuel: Option<BoilerFuel>,
        /// Thermal efficiency of the new boiler in %.
        efficiency_pct: f64,
        /// Condensing or not, for gas.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        condensing: Option<Condensing>,
        /// Net calorific value of the new fuel, kJ/kg or kJ/m³; the default of GB/T 2589 if not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fuel_ncv: Option<f64>,
    },
}

impl Action {
    /// Stable code, as in the file.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ReplaceMotor { .. } => "replace_motor",
            Self::ReplaceTransformer { .. } => "replace_transformer",
            Self::ReplaceBoiler { .. } => "replace_boiler",
        }
    }

    /// Chinese name of the kind of measure.
    pub fn zh(&self) -> &'static str {
        match self {
            Self::ReplaceMotor { .. } => "更换高效电动机",
            Self::ReplaceTransformer { .. } => "更换节能变压器",
            Self::ReplaceBoiler { fuel: None, .. } => "更换高效锅炉",
            Self::ReplaceBoiler { .. } => "锅炉燃料替代",
        }
    }
}

/// What a measure costs. Amounts are for the whole measure (all devices), in yuan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cost {
    /// Investment in yuan; without it there is no payback.
    pub investment_yuan: Option<f64>,
    /// Subsidy in yuan, if granted.
    pub subsidy_yuan: Option<f64>,
    /// Added yearly cost in yuan; else the maintenance rate of the finance settings.
    pub annual_cost_yuan: Option<f64>,
    /// Economic life in years; else that of the finance settings.
    pub life_a: Option<f64>,
    /// Where the amounts are from.
    pub source: String,
}

/// One measure: what is done to which devices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Stable id.
    pub id: Id,
    /// Title as in the report.
    pub title: String,
    /// The devices it changes.
    pub targets: Vec<Id>,
    /// What is done.
    #[serde(flatten)]
    pub action: Action,
    /// What it costs.
    #[serde(default)]
    pub cost: Cost,
    /// Remarks.
    #[serde(default)]
    pub note: String,
}

/// A named, ordered set of measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Stable id.
    pub id: Id,
    /// Name, e.g. 推荐方案.
    pub name: String,
    /// Measures in the order they are applied.
    pub measures: Vec<Id>,
}
