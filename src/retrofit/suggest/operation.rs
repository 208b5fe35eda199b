//! What the operating data call for: only what they say, with the numbers. The limits are hints of practice
//! (`measure_limits.csv`), each with its source and what of it is still to be checked.

use std::collections::{BTreeMap, HashMap};

use super::replace::reason;
use super::{Finding, Gain, Planned, Suggestion, Urgency, asks, gain, measure, purpose};
use crate::audit::equipment::{
    Boiler, BoilerFuel, BoilerMedium, Compressor, CompressorDrive, CompressorType, Condensing, DriveMode,
    FlowArrangement, FlowControl, HeatExchanger, LampType, Motor,
};
use crate::audit::field::Choice as _;
use crate::audit::measure::Action;
use crate::audit::measure::inputs::*;
use crate::audit::{Audit, Entered, Equipment, Id, Kind, Origin};
use crate::energy::working::n;
use crate::energy::{Context, EnergyUse, Impact, boiler as boiler_model, motor as motor_model, transformer as model};
use crate::reference::measure_limits::MeasureLimit;
use crate::retrofit::firing::is_coal;
use crate::retrofit::{carry_out, transformer};
use crate::screening::Level;

/// What the data of a device call for.
struct Idea {
    action: Action,
    /// What the measure is called, without the device.
    name: &'static str,
    reason: String,
    source: String,
    /// Devices with the same action, name, and key take one measure; without a key each its own.
    key: Option<String>,
}

impl Idea {
    fn new(action: Action, name: &'static str, reason: String, source: impl Into<String>) -> Self {
        Self { action, name, reason, source: source.into(), key: None }
    }
}

fn value(field: &Option<Entered<f64>>) -> Option<f64> {
    field.as_ref().map(|e| e.value)
}

/// The limit with its unit.
fn told(limit: &MeasureLimit) -> String {
    format!("{} {}", n(limit.value), limit.unit)
}

pub(super) fn suggestions<'a>(
    audit: &Audit,
    finding: &dyn Fn(Id) -> Option<Finding<'a>>,
    planned: &Planned,
    ctx: &Context<'_>,
) -> Vec<Suggestion> {
    let mut out: Vec<Suggestion> = Vec::new();
    let mut groups: HashMap<(&'static str, String), usize> = HashMap::new();
    let mut light = Vec::new();
    for device in audit.equipment.iter().filter(|e| e.in_use()) {
        let level = finding(device.id).map(|f| f.level);
        let replaced = matches!(level, Some(Level::Obsolete | Level::SuspectedObsolete | Level::BelowLimit));
        if let Kind::Transformer(t) = &device.kind {
            if let Some((economic, _)) = transformer::economic_load("", device, t, ctx)
                && model::load_factor(device, t).is_some_and(|b| b < economic * economic)
                && !planned.has(device.id, "merge_transformers")
            {
                light.push(device);
            }
            continue;
        }
        for idea in ideas(device, level, replaced, ctx) {
            if planned.has(device.id, purpose(&idea.action)) {
                continue;
            }
            let gain = gain(&idea.action, device, ctx);
            let asks = asks(&idea.action);
            // What lacks inputs can't be calculated; what can must save.
            let saved = match gain {
                Gain::Saves(tce) if tce > 0.0 => Some(tce),
                Gain::Unknown => None,
                Gain::None if !asks.is_empty() => None,
                _ => continue,
            };
            let known = idea.key.map(|key| (idea.name, key));
            if let Some(at) = known.as_ref().and_then(|k| groups.get(k)) {
                let s: &mut Suggestion = &mut out[*at];
                s.measure.targets.push(device.id);
                s.saved_tce = s.saved_tce.zip(saved).map(|(a, b)| a + b);
                continue;
            }
            if let Some(key) = known {
                groups.insert(key, out.len());
            }
            out.push(Suggestion {
                reason: reason(vec![format!("{}：{}", device.label(), idea.reason), idea.source.clone()], &asks),
                measure: measure(format!("{} {}", device.label(), idea.name), vec![device.id], idea.action),
                clauses: vec![idea.source],
                asks,
                urgency: if saved.is_some() { Urgency::Saves } else { Urgency::Open },
                saved_tce: saved,
            });
        }
    }
    for s in &mut out {
        let others = s.measure.targets.len() - 1;
        if others > 0 {
            s.measure.title += &format!("等 {} 项", others + 1);
            s.reason += &format!("；同型号同类情况另有 {others} 项");
        }
    }
    out.extend(merged(light, ctx));
    out
}

fn ideas(device: &Equipment, level: Option<Level>, replaced: bool, ctx: &Context<'_>) -> Vec<Idea> {
    let mut out = match &device.kind {
        Kind::Motor(m) if !replaced => motor(device, m, ctx).into_iter().collect(),
        Kind::Boiler(b) => boiler(b, ctx),
        Kind::Compressor(c) => compressor(c, ctx).into_iter().collect(),
        Kind::HeatExchanger(x) => exchanger(x).into_iter().collect(),
        Kind::Fan(_) | Kind::Blower(_) | Kind::Pump(_) => throttled(device, ctx).into_iter().collect(),
        Kind::Lighting(l) => match l.lamp_type.as_ref().map(|t| t.value) {
            None | Some(LampType::Led) => Vec::new(),
            Some(lamp) => {
                let text = format!("光源为{}，不是 LED", lamp.zh());
                let action = Action::LightingRenewal(LightingRenewal::default());
                let mut idea = Idea::new(action, "更换 LED", text, "GB 50034 照度与功率密度要求(待核)");
                idea.key = value(&l.lamp_power_w).map(|w| format!("{} {w}", lamp.def().code));
                vec![idea]
            }
        },
        Kind::DataCentre(d) if level == Some(Level::BelowLimit) => {
            let pue = value(&d.pue).map_or_else(String::new, |p| format!(" PUE {}", n(p)));
            let text = format!("数据中心{pue} 达不到限定值");
            let action = Action::PueReduction(PueReduction::default());
            vec![Idea::new(action, "降低 PUE", text, "GB 40879 能效限定值(待核)")]
        }
        _ => Vec::new(),
    };
    if let (Kind::Motor(_), [idea]) = (&device.kind, out.as_mut_slice())
        && !device.model().is_empty()
    {
        idea.key = Some(device.model().to_owned());
    }
    out
}

fn motor(device: &Equipment, m: &Motor, ctx: &Context<'_>) -> Option<Idea> {
    let slowed = |d: &Entered<DriveMode>| {
        matches!(d.value, DriveMode::Inverter | DriveMode::FluidCoupling | DriveMode::PermanentMagnetCoupling)
    };
    if m.drive_mode.as_ref().is_some_and(slowed) {
        return None;
    }
    let by_input = || {
        let eta = motor_model::rated_efficiency(device, m, ctx.reference)?;
        let load = motor_model::load(device, m, eta.pct / 100.0, &mut EnergyUse::default()).ok()?;
        Some(load.beta * 100.0)
    };
    let load = by_input().or_else(|| value(&m.load_factor_pct)).filter(|l| *l > 0.0)?;
    let limit = &ctx.reference.tables.measure_limits.motor_low_load_pct;
    if load >= limit.value {
        return None;
    }
    let text = format!("平均负载率 {} % 低于 {}，核实最大负荷和起动要求后可换小容量", n(load), told(limit));
    Some(Idea::new(Action::RightSizeMotor(RightSizeMotor::default()), "电动机降容", text, limit.source.clone()))
}

/// Flow that a valve, a damper or a by-pass takes away.
fn throttled(device: &Equipment, ctx: &Context<'_>) -> Option<Idea> {
    let (control, rated, operating) = match &device.kind {
        Kind::Fan(f) => (&f.flow_control, &f.flow_m3_per_h, &f.operating_flow_m3_per_h),
        Kind::Pump(p) => (&p.flow_control, &p.flow_m3_per_h, &p.operating_flow_m3_per_h),
        Kind::Blower(b) => (&b.flow_control, &None, &None),
        _ => return None,
    };
    let control = control.as_ref()?.value;
    if !matches!(control, FlowControl::Throttle | FlowControl::Bypass) {
        return None;
    }
    let mut text = format!("流量用{}调节", control.zh());
    let mut inputs = SpeedControl::default();
    let limit = &ctx.reference.tables.measure_limits.steady_flow_pct;
    if let (Some(rated), Some(now)) = (rated, operating)
        && rated.value > 0.0
    {
        let ratio = now.value / rated.value * 100.0;
        if ratio >= limit.value {
            return None;
        }
        text += &format!("，平均运行流量为额定的 {} %", n(ratio));
        if ratio >= 5.0 {
            let origin = rated.origin.max(now.origin);
            inputs.flow1_pct = Some(Entered::new(ratio, origin));
            inputs.hours1_h = device.get("annual_hours_h").and_then(|e| match e.value {
                crate::audit::FieldValue::Number(h) => Some(Entered::new(h, e.origin)),
                _ => None,
            });
        }
    }
    Some(Idea::new(Action::SpeedControl(inputs), "变频调速代替节流", text, limit.source.clone()))
}

fn boiler(b: &Boiler, ctx: &Context<'_>) -> Vec<Idea> {
    let limits = &ctx.reference.tables.measure_limits;
    let mut out = Vec::new();
    let Some(fuel) = boiler_model::fuel(b).filter(|f| *f != BoilerFuel::Electricity) else { return out };
    let (o2, exhaust, water) = (value(&b.flue_o2_pct), value(&b.exhaust_temp_c), value(&b.feedwater_temp_c));
    let gas_or_oil = matches!(fuel, BoilerFuel::NaturalGas | BoilerFuel::Diesel | BoilerFuel::FuelOil);
    let limit = if gas_or_oil { &limits.flue_o2_oil_gas_pct } else { &limits.flue_o2_solid_pct };
    if let Some(o2) = o2.filter(|o2| (gas_or_oil || is_coal(fuel)) && *o2 > limit.value) {
        let text = format!("排烟氧量 {} % 高于 {}，过量空气多", n(o2), told(limit));
        let action = Action::CombustionTuning(CombustionTuning::default());
        out.push(Idea::new(action, "燃烧调整", text, limit.source.clone()));
    }
    let condenses = b.condensing.as_ref().is_some_and(|c| c.value == Condensing::Yes);
    let cold = &limits.condensing_water_c;
    let cool = water.filter(|w| fuel == BoilerFuel::NaturalGas && !condenses && *w < cold.value);
    match (exhaust, cool) {
        // Hot enough to be worth it, and water cold enough to condense.
        (Some(exhaust), Some(water)) if exhaust > limits.cold_flue_gas_c.value => {
            let text = format!(
                "天然气锅炉排烟温度 {} ℃，进水温度 {} ℃ 低于 {}，可回收冷凝潜热",
                n(exhaust),
                n(water),
                told(cold)
            );
            let action = Action::CondensingEconomiser(CondensingEconomiser::default());
            out.push(Idea::new(action, "加装冷凝式节能器", text, cold.source.clone()));
        }
        (Some(exhaust), _) if exhaust > limits.hot_flue_gas_c.value && (gas_or_oil || is_coal(fuel)) => {
            let limit = &limits.hot_flue_gas_c;
            let text = format!("排烟温度 {} ℃ 高于 {}", n(exhaust), told(limit));
            out.push(Idea::new(Action::Economiser(Economiser::default()), "加装省煤器", text, limit.source.clone()));
        }
        _ => {}
    }
    if b.medium.as_ref().is_none_or(|m| m.value != BoilerMedium::Steam) {
        return out;
    }
    let limit = &limits.blowdown_pct;
    if let Some(rate) = value(&b.blowdown_pct).filter(|r| *r > limit.value) {
        let text = format!("排污率 {} % 高于 {}，先查水处理，再回收排污热", n(rate), told(limit));
        let mut inputs = BlowdownRecovery::default();
        if let (Some(steam), Some(hours)) = (&b.annual_steam_t, b.annual_hours_h.as_ref().filter(|h| h.value > 0.0)) {
            let flow = steam.value / hours.value * rate / 100.0;
            inputs.blowdown_t_per_h = (0.001..=200.0).contains(&flow).then(|| Entered::new(flow, Origin::Estimate));
        }
        out.push(Idea::new(Action::BlowdownRecovery(inputs), "排污热回收", text, limit.source.clone()));
    }
    let limit = &limits.cold_feedwater_c;
    if let Some(water) = water.filter(|w| *w < limit.value) {
        let text = format!("蒸汽锅炉给水温度 {} ℃ 低于 {}，凝结水很少回收", n(water), told(limit));
        let inputs = CondensateReturn { hours_h: b.annual_hours_h.clone(), ..CondensateReturn::default() };
        let source = format!("GB/T 12712 凝结水回收(待核)；{}", limit.source);
        out.push(Idea::new(Action::CondensateReturn(inputs), "凝结水回收", text, source));
    }
    out
}

fn compressor(c: &Compressor, ctx: &Context<'_>) -> Option<Idea> {
    let limit = &ctx.reference.tables.measure_limits.compressor_loaded_pct;
    let loaded = value(&c.loaded_share_pct).filter(|l| *l > 0.0 && *l < limit.value)?;
    if c.drive.as_ref().is_some_and(|d| d.value == CompressorDrive::Variable) {
        return None;
    }
    use CompressorType::{Centrifugal, OilFreeReciprocating, Reciprocating};
    let kind = c.compressor_type.as_ref().map(|t| t.value);
    if matches!(kind, Some(Centrifugal | Reciprocating | OilFreeReciprocating)) {
        return None;
    }
    let text = format!("加载率 {} %，卸载占 {} %，卸载时仍耗电", n(loaded), n(100.0 - loaded));
    Some(Idea::new(Action::CompressorSpeed(CompressorSpeed::default()), "空压机变频", text, limit.source.clone()))
}

/// The coefficient as it runs, `K = Q/(A·Δt_m)`, against the design.
fn exchanger(x: &HeatExchanger) -> Option<Idea> {
    let design = x.design_u_w_per_m2_k.as_ref()?;
    let (hot_in, hot_out) = (value(&x.hot_in_c)?, value(&x.hot_out_c)?);
    let (cold_in, cold_out) = (value(&x.cold_in_c)?, value(&x.cold_out_c)?);
    let (heat, area) = (value(&x.measured_heat_kw)?, value(&x.area_m2)?);
    let parallel = x.arrangement.as_ref().is_some_and(|a| a.value == FlowArrangement::Parallel);
    let (a, b) = if parallel { (hot_in - cold_in, hot_out - cold_out) } else { (hot_in - cold_out, hot_out - cold_in) };
    if !(a > 0.0 && b > 0.0 && area > 0.0) {
        return None;
    }
    let mean = if (a - b).abs() < 1e-9 { a } else { (a - b) / (a / b).ln() };
    let now = heat * 1000.0 / (area * mean);
    if now >= design.value {
        return None;
    }
    let text = format!(
        "运行传热系数 {} W/(m²·K) 为设计值 {} 的 {} %，可清洗恢复",
        n(now),
        n(design.value),
        n(now / design.value * 100.0)
    );
    let inputs = ExchangerRenewal { u_after: Some(design.clone()), ..ExchangerRenewal::default() };
    Some(Idea::new(Action::ExchangerRenewal(inputs), "换热器清洗", text, "换热器设计值，K = Q/(A·Δt_m)"))
}

/// Lightly loaded transformers of one voltage on the largest of them, as many as it can carry and as long as it saves.
fn merged(light: Vec<&Equipment>, ctx: &Context<'_>) -> Vec<Suggestion> {
    let mut by_voltage: BTreeMap<i64, Vec<(f64, f64, &Equipment)>> = BTreeMap::new();
    for device in light {
        let Kind::Transformer(t) = &device.kind else { continue };
        let (Some(kv), Some(s), Some(beta)) =
            (value(&t.high_voltage_kv), model::capacity_kva(device, t), model::load_factor(device, t))
        else {
            continue;
        };
        if device.quantity() == 1.0 {
            by_voltage.entry((kv * 10.0).round() as i64).or_default().push((s, s * beta, device));
        }
    }
    let mut out = Vec::new();
    for mut all in by_voltage.into_values() {
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        let Some((capacity, own, first)) = all.first().copied() else { continue };
        let mut others = all.split_off(1);
        others.sort_by(|a, b| a.1.total_cmp(&b.1));
        let mut devices = vec![first];
        let mut carried = own;
        for (_, load, device) in others {
            if carried + load <= capacity {
                carried += load;
                devices.push(device);
            }
        }
        if devices.len() < 2 {
            continue;
        }
        let action = Action::MergeTransformers(MergeTransformers::default());
        let mut saved = 0.0;
        let outcome = carry_out(&action, &devices, ctx);
        for (device, changed) in devices.iter().zip(&outcome.devices) {
            let Some(Ok(changed)) = changed else { continue };
            let before = crate::energy::annual(device, ctx);
            let after = crate::retrofit::run::used_after(&changed.device, ctx);
            if let (Ok(before), Ok(after)) = (before, after) {
                saved += Impact::saving(&before, &after, ctx).tce_equivalent;
            }
        }
        if saved <= 0.0 {
            continue;
        }
        let names: Vec<&str> = devices.iter().map(|d| d.label()).collect();
        let source = "GB/T 13462 经济运行区 β_JZ²～1(待核)";
        let text = format!(
            "{} 的平均负载系数都低于经济运行区下限 β_JZ²；合并到 {} 后为 {} %，低压侧须能联络",
            names.join("、"),
            first.label(),
            n(carried / capacity * 100.0)
        );
        out.push(Suggestion {
            measure: measure(format!("{} 合并运行", names.join("、")), devices.iter().map(|d| d.id).collect(), action),
            reason: reason(vec![text, source.to_owned()], &[]),
            clauses: vec![source.to_owned()],
            asks: Vec::new(),
            urgency: Urgency::Saves,
            saved_tce: Some(saved),
        });
    }
    out
}
