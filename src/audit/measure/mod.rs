//! Measures and scenarios as the auditor records them; `retrofit` gives them meaning.

pub mod heat_inputs;
pub mod inputs;

use serde::{Deserialize, Serialize};

use super::Id;
use super::equipment::{BoilerFuel, Condensing, CoreMaterial, KindCode};
use super::field::{FieldDef, Record};
use inputs::*;

/// Which devices a measure may be applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Each device by itself, of these kinds.
    Each(&'static [KindCode]),
    /// Several devices of these kinds together.
    Together(&'static [KindCode]),
    /// The plant; no device is chosen.
    Plant,
    /// The boilers that deliver the saved heat; without one, the inputs say what is replaced.
    HeatSupply,
}

/// Declares the measures with recorded inputs: `Variant = "code", "中文", "English", means, scope;`.
macro_rules! recorded {
    ($( $name:ident = $code:literal, $zh:literal, $en:literal, $means:expr, $scope:expr; )+) => {
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
            $( #[doc = $zh] #[serde(rename = $code)] $name($name), )+
        }

        impl Action {
            /// Stable code, as in the file.
            pub fn code(&self) -> &'static str {
                match self {
                    Self::ReplaceMotor { .. } => "replace_motor",
                    Self::ReplaceTransformer { .. } => "replace_transformer",
                    Self::ReplaceBoiler { .. } => "replace_boiler",
                    $( Self::$name(_) => $code, )+
                }
            }

            /// Chinese name of the kind of measure.
            pub fn zh(&self) -> &'static str {
                match self {
                    Self::ReplaceMotor { .. } => "更换高效电动机",
                    Self::ReplaceTransformer { .. } => "更换节能变压器",
                    Self::ReplaceBoiler { fuel: None, .. } => "更换高效锅炉",
                    Self::ReplaceBoiler { .. } => "锅炉燃料替代",
                    $( Self::$name(_) => $zh, )+
                }
            }

            /// English name of the kind of measure.
            pub fn en(&self) -> &'static str {
                match self {
                    Self::ReplaceMotor { .. } => "Efficient motor",
                    Self::ReplaceTransformer { .. } => "Efficient transformer",
                    Self::ReplaceBoiler { fuel: None, .. } => "Efficient boiler",
                    Self::ReplaceBoiler { .. } => "Change of boiler fuel",
                    $( Self::$name(_) => $en, )+
                }
            }

            /// Which devices it may be applied to.
            pub fn scope(&self) -> Scope {
                use KindCode::*;
                use Scope::*;
                match self {
                    Self::ReplaceMotor { .. } => Each(&[Motor]),
                    Self::ReplaceTransformer { .. } => Each(&[Transformer]),
                    Self::ReplaceBoiler { .. } => Each(&[Boiler]),
                    $( Self::$name(_) => $scope, )+
                }
            }

            /// By what means this kind of measure saves; `None` where that differs from one to the next.
            fn usual_means(&self) -> Option<Means> {
                use Means::*;
                match self {
                    Self::ReplaceMotor { .. } | Self::ReplaceTransformer { .. } | Self::ReplaceBoiler { .. } => {
                        Some(Technical)
                    }
                    $( Self::$name(_) => $means, )+
                }
            }

            /// The recorded inputs; `None` for the three replacements, whose inputs are their own.
            pub fn inputs(&self) -> Option<&dyn Record> {
                match self {
                    $( Self::$name(r) => Some(r), )+
                    _ => None,
                }
            }

            /// The recorded inputs, to be changed.
            pub fn inputs_mut(&mut self) -> Option<&mut dyn Record> {
                match self {
                    $( Self::$name(r) => Some(r), )+
                    _ => None,
                }
            }

            /// One of each measure with recorded inputs, all empty.
            pub fn recorded() -> Vec<Self> {
                vec![$( Self::$name($name::default()) ),+]
            }

            /// One of each measure: the three replacements, then those with recorded inputs, all empty.
            pub fn all() -> Vec<Self> {
                let mut out = vec![
                    Self::ReplaceMotor { grade: 2, efficiency_pct: None },
                    Self::ReplaceTransformer {
                        grade: 2,
                        core: None,
                        capacity_kva: None,
                        no_load_loss_w: None,
                        load_loss_w: None,
                        no_load_current_pct: None,
                    },
                    Self::ReplaceBoiler { fuel: None, efficiency_pct: 90.0, condensing: None, fuel_ncv: None },
                ];
                out.extend(Self::recorded());
                out
            }

            /// The declarations of the recorded inputs.
            pub fn input_fields(&self) -> &'static [FieldDef] {
                self.inputs().map_or(&[], |r| r.fields())
            }
        }
    };
}

/// Kinds whose electricity is calculated from power and hours.
const ELECTRIC: &[KindCode] = {
    use KindCode::*;
    &[Motor, Fan, Blower, Pump, Submersible, Compressor, Chiller, Furnace, Welder, Lighting, Other]
};

/// Kinds that move air or water.
const FLOW: &[KindCode] = {
    use KindCode::*;
    &[Fan, Blower, Pump, Submersible]
};

recorded! {
    PermanentMagnet = "permanent_magnet", "更换永磁同步电动机", "Permanent-magnet motor", Some(Technical), Each(&[Motor]);
    RightSizeMotor = "right_size_motor", "电动机降容更换", "Right-size the motor", Some(Technical), Each(&[Motor]);
    MotorSpeed = "motor_speed", "电动机变频调速", "Variable speed by torque type", Some(Technical), Each(&[Motor]);
    StopIdle = "stop_idle", "停止空载运行", "Stop idle running", Some(Operation), Each(ELECTRIC);
    FewerHours = "fewer_hours", "缩短运行时间", "Fewer hours", Some(Operation), Each(ELECTRIC);
    ReplaceMachine = "replace_machine", "更换高效风机、水泵", "Efficient fan or pump", Some(Technical), Each(FLOW);
    SpeedControl = "speed_control", "变频调速代替节流", "Speed control instead of throttling", Some(Technical), Each(FLOW);
    TrimImpeller = "trim_impeller", "切削叶轮", "Trim the impeller", Some(Technical), Each(&[Pump]);
    ParallelMachines = "parallel_machines", "并联台数调整", "Fewer machines in parallel", Some(Operation), Each(FLOW);
    MergeTransformers = "merge_transformers", "合并运行、停用轻载变压器", "Merge transformers", Some(Operation), Together(&[Transformer]);
    PowerFactor = "power_factor", "无功补偿", "Reactive compensation", Some(Technical), Plant;
    HeatPump = "heat_pump", "锅炉改热泵", "Heat pump instead of the boiler", Some(Technical), Each(&[Boiler]);
    CombustionTuning = "combustion_tuning", "燃烧调整", "Combustion tuning", Some(Operation), Each(&[Boiler]);
    Economiser = "economiser", "加装省煤器(降低排烟温度)", "Economiser", Some(Technical), Each(&[Boiler]);
    AirPreheater = "air_preheater", "加装空气预热器", "Air preheater", Some(Technical), Each(&[Boiler]);
    CondensingEconomiser = "condensing_economiser", "加装冷凝式节能器", "Condensing economiser", Some(Technical), Each(&[Boiler]);
    BlowdownRecovery = "blowdown_recovery", "排污热回收", "Blow-down heat recovery", Some(Technical), Each(&[Boiler]);
    SteamPressure = "steam_pressure", "降低供汽压力", "Lower steam pressure", Some(Operation), Each(&[Boiler]);
    CondensateReturn = "condensate_return", "凝结水回收", "Condensate return", Some(Technical), HeatSupply;
    Insulation = "insulation", "管道、设备保温", "Insulation", Some(Technical), HeatSupply;
    SurfaceInsulation = "surface_insulation", "管道、罐体保温(按厚度计算)", "Insulation by thickness", Some(Technical), HeatSupply;
    SteamLeaks = "steam_leaks", "疏水阀与蒸汽泄漏治理", "Steam leaks", Some(Operation), HeatSupply;
    ReplaceCompressor = "replace_compressor", "更换高效空压机", "Efficient compressor", Some(Technical), Each(&[Compressor]);
    CompressorSpeed = "compressor_speed", "空压机变频", "Variable-speed compressor", Some(Technical), Each(&[Compressor]);
    AirLeaks = "air_leaks", "压缩空气泄漏治理", "Compressed-air leaks", Some(Operation), Each(&[Compressor]);
    AirPressure = "air_pressure", "降低排气压力", "Lower pressure", Some(Operation), Each(&[Compressor]);
    AirIntake = "air_intake", "降低吸气温度", "Cooler intake", Some(Technical), Each(&[Compressor]);
    CompressorHeat = "compressor_heat", "空压机余热回收", "Heat from compressors", Some(Technical), Each(&[Compressor]);
    ReplaceChiller = "replace_chiller", "更换高效冷水机组", "Efficient chiller", Some(Technical), Each(&[Chiller]);
    HeatRecovery = "heat_recovery", "余热回收", "Waste-heat recovery", Some(Technical), HeatSupply;
    ExchangerRenewal = "exchanger_renewal", "换热器清洗或更换", "Exchanger renewal", Some(Technical), Each(&[HeatExchanger]);
    FurnaceInsulation = "furnace_insulation", "炉窑保温", "Furnace insulation", Some(Technical), Each(&[Furnace]);
    RegenerativeBurner = "regenerative_burner", "蓄热式燃烧", "Regenerative burners", Some(Technical), Each(&[Furnace]);
    LightingRenewal = "lighting_renewal", "更换 LED 与照明控制", "Lighting", Some(Technical), Each(&[Lighting]);
    PueReduction = "pue_reduction", "数据中心降低 PUE", "Lower PUE", Some(Technical), Each(&[DataCentre]);
    LoadShift = "load_shift", "移峰填谷", "Load shifting", Some(Operation), Plant;
    RooftopPv = "rooftop_pv", "屋顶光伏", "Rooftop PV", Some(Technical), Plant;
    OwnMeasure = "own", "自定措施", "Own measure", None, Plant;
}

impl Action {
    /// By what means it saves; `None` for an own measure that doesn't say.
    pub fn means(&self) -> Option<Means> {
        match self {
            Self::OwnMeasure(own) => own.means.as_ref().map(|m| m.value),
            other => other.usual_means(),
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
    /// Subsidy as a share of the investment in %, besides the fixed sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subsidy_share_pct: Option<f64>,
    /// Subsidy in yuan per tce saved in a year (electricity at equivalent value), besides the fixed sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subsidy_yuan_per_tce: Option<f64>,
    /// The subsidy is no more than this, in yuan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subsidy_cap_yuan: Option<f64>,
    /// One-off cost of the standstill for the work, in yuan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub downtime_cost_yuan: Option<f64>,
    /// Investment in listed special equipment that entitles to the tax credit, in yuan, without what public money paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_investment_yuan: Option<f64>,
    /// Energy performance contract, if the measure is carried out under one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract: Option<Contract>,
}

/// An energy performance contract (合同能源管理, GB/T 24915).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Contract {
    /// 节能效益分享型: the provider invests and receives part of the saving for some years.
    Shared {
        /// The provider's share of the saved energy cost in %.
        provider_share_pct: f64,
        /// Years of sharing.
        years_a: f64,
        /// Whether the provider bears the added operation and maintenance during these years.
        #[serde(default)]
        provider_upkeep: bool,
    },
    /// 节能量保证型: the enterprise pays a price, the provider guarantees the saving.
    Guaranteed {
        /// What the enterprise pays the provider in yuan.
        price_yuan: f64,
        /// Guaranteed yearly saving in yuan at the prices of the first year.
        guaranteed_yuan: f64,
        /// Years of the guarantee.
        years_a: f64,
        /// The provider's share of a saving above the guaranteed in %.
        #[serde(default)]
        provider_surplus_pct: f64,
    },
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
    /// Measures without which this one can't be carried out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<Id>,
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
