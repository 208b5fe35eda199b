//! Where a measure makes no sense for a device, or is doubtful: typed rules, each with the numbers that decided it.
//!
//! A rule that refuses says what can't be; a rule that warns leaves the decision to the auditor and is shown with the
//! result. What only the calculation itself can find (no improvement, impossible temperatures) is refused there.

use super::RetrofitError;
use super::condensing::dew_point_c;
use super::firing::{FlueLoss, is_coal};
use crate::audit::equipment::{BoilerFuel, BoilerMedium, CompressorType, LampType, MotorType, TransformerDuty};
use crate::audit::measure::Action;
use crate::audit::{Entered, Equipment, FieldValue, Kind};
use crate::energy::working::n;
use crate::energy::{Context, boiler as model};
use crate::reference::measure_limits::MeasureLimit;

/// What speaks against a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The flow that is asked for is close to the rated one.
    SteadyFlow,
    /// One operating point: a constant flow is better met by a fitting machine.
    OnePoint,
    /// Most of the head is static.
    StaticHead,
    /// The speed stays as it is.
    FullSpeed,
    /// The power factor is high already.
    PowerFactorHigh,
    /// The water is too warm to condense the flue gas.
    WarmWater,
    /// Acid condenses from the flue gas.
    AcidDewPoint,
    /// Water condenses whose heat is not counted.
    WaterDewPoint,
    /// The boiler makes no steam.
    NoSteam,
    /// The boiler makes steam, which a heat pump usually can't.
    SteamByHeatPump,
    /// The boiler uses the latent heat already.
    CondensesAlready,
    /// The compressor never runs unloaded.
    NeverUnloaded,
    /// The kind of compressor is not slowed down.
    CompressorKind,
    /// The impeller is cut too far.
    DeepTrim,
    /// A single machine has none in parallel.
    SingleMachine,
    /// The lamps are LED already.
    LedAlready,
    /// The standard's grades are for another kind of motor.
    MotorKind,
    /// The standard's grades are for another kind of transformer.
    TransformerKind,
}

/// What speaks against a measure, and how much.
#[derive(Clone, Debug, PartialEq)]
pub struct Objection {
    /// Which rule.
    pub rule: Rule,
    /// Whether the measure can't be carried out, rather than is doubtful.
    pub refuses: bool,
    /// In words, with the numbers and where the limit is from.
    pub text: String,
}

fn warns(rule: Rule, text: String) -> Objection {
    Objection { rule, refuses: false, text }
}

fn refuses(rule: Rule, text: impl Into<String>) -> Objection {
    Objection { rule, refuses: true, text: text.into() }
}

/// A stated number of the measure.
fn stated(action: &Action, key: &str) -> Option<f64> {
    match action.inputs()?.get(key)?.value {
        FieldValue::Number(v) => Some(v),
        _ => None,
    }
}

fn entered(field: &Option<Entered<f64>>) -> Option<f64> {
    field.as_ref().map(|e| e.value)
}

/// Everything that speaks against a measure on a device (`None` for measures of the plant).
pub fn objections(action: &Action, device: Option<&Equipment>, ctx: &Context<'_>) -> Vec<Objection> {
    let limits = &ctx.reference.tables.measure_limits;
    let source = |l: &MeasureLimit| format!("{} {} ({})", n(l.value), l.unit, l.source);
    let mut out = Vec::new();
    match action {
        Action::SpeedControl(_) => flow(action, ctx, &mut out),
        Action::MotorSpeed(_) if stated(action, "speed_pct") == Some(100.0) => {
            out.push(warns(Rule::FullSpeed, "转速不降低，变频器的损耗使用电增加".to_owned()));
        }
        Action::PowerFactor(_) => {
            let limit = &limits.corrected_power_factor;
            if let Some(now) = stated(action, "before").filter(|v| *v >= limit.value) {
                let text = format!("补偿前功率因数 {} 已不低于 {}，再补偿收益很小并可能过补偿", n(now), source(limit));
                out.push(warns(Rule::PowerFactorHigh, text));
            }
        }
        Action::TrimImpeller(_) => {
            let limit = &limits.trim_least_pct;
            if let Some(ratio) = stated(action, "diameter_ratio_pct").filter(|v| *v < limit.value) {
                let text = format!("切削后直径比 {} % 小于 {}，须按比转速核实", n(ratio), source(limit));
                out.push(warns(Rule::DeepTrim, text));
            }
        }
        Action::ParallelMachines(_) if stated(action, "machines_before").is_some_and(|v| v < 2.0) => {
            out.push(refuses(Rule::SingleMachine, "现运行台数少于 2 台，没有并联；停机请用“缩短运行时间”"));
        }
        _ => {}
    }
    match device.map(|d| &d.kind) {
        Some(Kind::Boiler(b)) => {
            let fuel = model::fuel(b);
            let medium = b.medium.as_ref().map(|m| m.value);
            let steam_only = matches!(
                action,
                Action::SteamPressure(_)
                    | Action::CondensateReturn(_)
                    | Action::SteamLeaks(_)
                    | Action::BlowdownRecovery(_)
            );
            if steam_only && medium.is_some_and(|m| m != BoilerMedium::Steam) {
                out.push(refuses(Rule::NoSteam, "只用于蒸汽锅炉，本炉不产蒸汽"));
            }
            if matches!(action, Action::HeatPump(_)) && medium == Some(BoilerMedium::Steam) {
                let text = "蒸汽锅炉改热泵：须核实用户能改用热水，一般热泵不能产蒸汽".to_owned();
                out.push(warns(Rule::SteamByHeatPump, text));
            }
            if let Action::CondensingEconomiser(_) = action {
                if b.condensing.as_ref().is_some_and(|c| c.value == crate::audit::equipment::Condensing::Yes) {
                    out.push(refuses(Rule::CondensesAlready, "锅炉已是冷凝式，潜热不能再计一次"));
                }
                let limit = &limits.condensing_water_c;
                let water = stated(action, "water_in_c").or_else(|| entered(&b.feedwater_temp_c));
                if let Some(water) = water.filter(|v| *v >= limit.value) {
                    let text = format!("进水(回水)温度 {} ℃ 不低于 {}，冷凝效果差", n(water), source(limit));
                    out.push(warns(Rule::WarmWater, text));
                }
            }
            let after = match action {
                Action::Economiser(_) | Action::AirPreheater(_) => stated(action, "exhaust_after_c"),
                _ => None,
            };
            if let (Some(after), Some(fuel)) = (after, fuel) {
                let limit = &limits.cold_flue_gas_c;
                let acid = is_coal(fuel) || matches!(fuel, BoilerFuel::FuelOil | BoilerFuel::Diesel);
                if acid && after < limit.value {
                    let text = format!("改后排烟温度 {} ℃ 低于 {}，须核实酸露点", n(after), source(limit));
                    out.push(warns(Rule::AcidDewPoint, text));
                }
                let o2 = stated(action, "o2_pct").or_else(|| entered(&b.flue_o2_pct));
                let latent = stated(action, "condensate_t_per_h").is_some();
                if let Some(o2) = o2.filter(|_| fuel == BoilerFuel::NaturalGas && !latent) {
                    let dew = dew_point_c(FlueLoss::alpha(o2));
                    if after < dew {
                        let text = format!(
                            "改后排烟温度 {} ℃ 低于烟气水露点 {} ℃，冷凝潜热未计入；请用“加装冷凝式节能器”",
                            n(after),
                            n(dew)
                        );
                        out.push(warns(Rule::WaterDewPoint, text));
                    }
                }
            }
        }
        Some(Kind::Compressor(c)) if matches!(action, Action::CompressorSpeed(_)) => {
            if stated(action, "loaded_share_pct").or_else(|| entered(&c.loaded_share_pct)) == Some(100.0) {
                let text = "加载率为 100 %，没有卸载损失，变频器的损耗使用电增加".to_owned();
                out.push(warns(Rule::NeverUnloaded, text));
            }
            use CompressorType::{Centrifugal, OilFreeReciprocating, Reciprocating};
            let kind = c.compressor_type.as_ref().map(|t| t.value);
            if matches!(kind, Some(Centrifugal | Reciprocating | OilFreeReciprocating)) {
                let text = "活塞式、离心式空压机一般不宜变频，须由制造厂核实调速范围".to_owned();
                out.push(warns(Rule::CompressorKind, text));
            }
        }
        Some(Kind::Lighting(l))
            if matches!(action, Action::LightingRenewal(_))
                && l.lamp_type.as_ref().is_some_and(|t| t.value == LampType::Led) =>
        {
            out.push(warns(Rule::LedAlready, "现有灯具已是 LED，换灯收益有限，宜先考虑控制".to_owned()));
        }
        Some(Kind::Motor(m)) => {
            let by_grade = matches!(action, Action::ReplaceMotor { efficiency_pct: None, .. });
            let other = m.motor_type.as_ref().filter(|t| t.value != MotorType::CageInduction);
            if let Some(other) = other.filter(|_| by_grade) {
                use crate::audit::field::Choice as _;
                let text = format!(
                    "GB 18613、GB 30254 的等级只管三相笼型异步电动机；本机为{}，须选同类产品并填样本效率",
                    other.value.zh()
                );
                out.push(warns(Rule::MotorKind, text));
            }
        }
        Some(Kind::Transformer(t)) => {
            let by_grade = matches!(
                action,
                Action::ReplaceTransformer { no_load_loss_w, load_loss_w, .. }
                    if no_load_loss_w.is_none() || load_loss_w.is_none()
            );
            if by_grade && t.duty.as_ref().is_some_and(|d| d.value == TransformerDuty::Other) {
                let text = "整流、电炉等特种变压器不在 GB 20052 等级表内，须填新变压器的损耗".to_owned();
                out.push(warns(Rule::TransformerKind, text));
            }
        }
        _ => {}
    }
    out
}

/// Speed control of fans and pumps.
fn flow(action: &Action, ctx: &Context<'_>, out: &mut Vec<Objection>) {
    let limits = &ctx.reference.tables.measure_limits;
    let points: Vec<(f64, f64)> = [("flow1_pct", "hours1_h"), ("flow2_pct", "hours2_h"), ("flow3_pct", "hours3_h")]
        .iter()
        .filter_map(|(q, h)| stated(action, q).zip(stated(action, h)))
        .collect();
    let hours: f64 = points.iter().map(|(_, h)| h).sum();
    if hours > 0.0 {
        let mean = points.iter().map(|(q, h)| q * h).sum::<f64>() / hours;
        let limit = &limits.steady_flow_pct;
        if mean >= limit.value {
            out.push(warns(
                Rule::SteadyFlow,
                format!("平均流量比 {} % 不低于 {} % ({})，变频收益很小", n(mean), n(limit.value), limit.source),
            ));
        } else if points.len() == 1 {
            let text = "只有一个工况：流量恒定时，切削叶轮或换合适的机器一般比变频合适".to_owned();
            out.push(warns(Rule::OnePoint, text));
        }
    }
    let limit = &limits.high_static_head_pct;
    if stated(action, "static_head_share_pct").is_some_and(|s| s > limit.value) {
        let text = format!("静扬程占比大于 {}，一般不宜变频({})", n(limit.value / 100.0), limit.source);
        out.push(warns(Rule::StaticHead, text));
    }
}

/// Refuses a measure by the first rule that does; else what else the auditor must know.
pub(super) fn check(
    action: &Action,
    device: Option<&Equipment>,
    ctx: &Context<'_>,
) -> Result<Vec<String>, RetrofitError> {
    let all = objections(action, device, ctx);
    match all.iter().find(|o| o.refuses) {
        Some(no) => Err(RetrofitError::Refused(format!("措施“{}”：{}", action.zh(), no.text))),
        None => Ok(all.into_iter().map(|o| o.text).collect()),
    }
}
