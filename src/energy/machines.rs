//! Which values of each electric kind its electricity is calculated from.
//!
//! Notes, with the sources of the formulas:
//! - pump `P_u = ρ·g·Q·H/(3600·1000)` [kW], g = 9.81 m/s² (GB/T 13469; GB 19762);
//! - fan `P_u = q·p/(3600·1000)` [kW] without the correction for compressibility (GB/T 13470; GB 19761);
//! - compressor `E = Q_v·SER·β·h` (GB 19153, GB/T 16665), SER the specific power of the package;
//! - lamps `E = n·(P + P_ballast)·h/1000`; data centres `E = E_IT·PUE` where the total is not metered (GB 40879);
//! - everything else by metered electricity, measured power or rated power and load (see [`electric`]).
//!
//! An operating point needs at least one operating value; the rated value that stands in for the other one is
//! marked as an estimate. Without any operating value and without a load the energy is unknown, not that of full load.

use super::electric::{self, Drive, Meters, Missing, Number};
use super::working::{Step, put};
use super::{EnergyGap, EnergyUse};
use crate::audit::equipment::{
    Blower, Compressor, Coupling, DataCentre, Fan, FanType, FlowControl, LampType, Lighting, Other, Pump, PumpService,
    Submersible, Welder,
};
use crate::audit::{Entered, Equipment};

/// Standard gravity as the pump standards use it, m/s².
const GRAVITY: f64 = 9.81;

pub(super) fn meters<'a>(
    annual_kwh: &'a Option<Entered<f64>>,
    input_kw: &'a Option<Entered<f64>>,
    hours: &'a Option<Entered<f64>>,
) -> Meters<'a> {
    Meters { annual_kwh: annual_kwh.as_ref(), input_kw: input_kw.as_ref(), hours: hours.as_ref() }
}

fn drive<'a>(
    rated_kw: &'a Option<Entered<f64>>,
    rated_key: &'static str,
    efficiency_pct: &'a Option<Entered<f64>>,
    load_factor_pct: &'a Option<Entered<f64>>,
) -> Drive<'a> {
    Drive {
        rated_kw: rated_kw.as_ref(),
        rated_key,
        efficiency_pct: efficiency_pct.as_ref(),
        load_factor_pct: load_factor_pct.as_ref(),
    }
}

/// A value with its origin noted.
pub(super) fn taken(entered: Number<'_>, out: &mut EnergyUse) -> Option<f64> {
    entered.map(|e| {
        out.input(e.origin);
        e.value
    })
}

/// Says that an inverter's own losses are not in a calculated power.
fn inverter(control: Option<&Entered<FlowControl>>, out: &mut EnergyUse) {
    if control.is_some_and(|c| c.value == FlowControl::Inverter) {
        out.notes.push("变频器损耗没有登记，未计".to_owned());
    }
}

/// An operating value, else the rated one with its name noted; `None` without both.
fn operating(value: Number<'_>, rated: Number<'_>, what: &'static str, out: &mut EnergyUse) -> Option<f64> {
    if value.is_some() {
        return taken(value, out);
    }
    let rated = taken(rated, out)?;
    out.notes.push(format!("未填运行{what}，按额定{what}估算"));
    out.estimated = true;
    Some(rated)
}

/// Efficiency (fraction) at the operating point: tested, else the rated one, else rated power / shaft power.
fn efficiency(
    tested: Number<'_>,
    rated: Number<'_>,
    from_shaft: impl FnOnce(&mut EnergyUse) -> Option<f64>,
    out: &mut EnergyUse,
) -> Option<f64> {
    if tested.is_some() {
        return taken(tested, out).map(|e| e / 100.0);
    }
    let eta = taken(rated, out).map(|e| e / 100.0).or_else(|| from_shaft(out))?;
    out.notes.push("无运行效率，按额定点效率计算；运行点偏离额定点时实际用电更多".to_owned());
    Some(eta)
}

/// Shaft power from useful power.
fn shaft(useful_kw: f64, eta: f64, out: &mut EnergyUse) -> f64 {
    let shaft_kw = useful_kw / eta;
    out.working.push(Step::new("轴功率", "P = P_u/η", format!("{}/{}", put(useful_kw), put(eta)), shaft_kw, "kW"));
    shaft_kw
}

/// Keys of the values that are not there.
fn open<const N: usize>(wanted: [(bool, &'static str); N]) -> Missing {
    wanted.into_iter().filter(|(known, _)| !known).map(|(_, key)| key).collect()
}

/// Without operating values, rated power or load: the measured power is the shortest way.
fn by_load_or_measured(drive: &Drive<'_>, out: &mut EnergyUse) -> Result<f64, Missing> {
    if drive.rated_kw.is_none() && drive.load_factor_pct.is_none() {
        return Err(vec!["measured_input_kw"]);
    }
    drive.by_load(out)
}

/// Fans: operating point, else load.
pub(super) fn fan(device: &Equipment, f: &Fan) -> Result<EnergyUse, EnergyGap> {
    let meters = meters(&f.annual_electricity_kwh, &f.measured_input_kw, &f.annual_hours_h);
    let drive = drive(&f.motor_power_kw, "motor_power_kw", &f.motor_efficiency_pct, &f.load_factor_pct);
    let useful = |q: f64, p: f64| q * p / 3.6e6;
    electric::annual(device, &meters, |out| {
        let (q, p) = (f.operating_flow_m3_per_h.as_ref(), f.operating_pressure_pa.as_ref());
        let input = if q.is_some() || p.is_some() {
            let q = operating(q, f.flow_m3_per_h.as_ref(), "流量", out);
            let p = operating(p, f.pressure_pa.as_ref(), "压力", out);
            let from_shaft = |out: &mut EnergyUse| {
                let (q, p, s) = (f.flow_m3_per_h.as_ref()?, f.pressure_pa.as_ref()?, f.shaft_power_kw.as_ref()?);
                [q.origin, p.origin, s.origin].into_iter().for_each(|o| out.input(o));
                let numbers = format!("{}×{}/(3600×1000×{})", put(q.value), put(p.value), put(s.value));
                rated_efficiency(useful(q.value, p.value) / s.value, "η = q·p/(3600·1000·P)", numbers, out)
            };
            let eta = efficiency(f.operating_efficiency_pct.as_ref(), f.rated_efficiency_pct.as_ref(), from_shaft, out);
            let (Some(q), Some(p), Some(eta)) = (q, p, eta) else {
                return Err(open([
                    (q.is_some(), "operating_flow_m3_per_h"),
                    (p.is_some(), "operating_pressure_pa"),
                    (eta.is_some(), "operating_efficiency_pct"),
                ]));
            };
            let useful_kw = useful(q, p);
            out.working.push(Step::new(
                "有效功率",
                "P_u = q·p/(3600·1000)，不计压缩性修正 (GB/T 13470)",
                format!("{}×{}/(3600×1000)", put(q), put(p)),
                useful_kw,
                "kW",
            ));
            let is_unit = f.fan_type.as_ref().is_some_and(|t| t.value == FanType::ExternalRotor);
            if is_unit {
                // GB 19761 grades these by the efficiency of fan and motor together.
                out.notes.push("外转子风机的效率按机组效率，已含电机".to_owned());
                shaft(useful_kw, eta, out)
            } else {
                drive.by_shaft(shaft(useful_kw, eta, out), out)?
            }
        } else {
            by_load_or_measured(&drive, out)?
        };
        if f.coupling.as_ref().is_some_and(|c| c.value == Coupling::Belt) {
            out.notes.push("皮带传动损失没有登记，未计".to_owned());
        }
        inverter(f.flow_control.as_ref(), out);
        Ok(input)
    })
}

/// An efficiency calculated from the rated point; none if the figures can't be true.
fn rated_efficiency(eta: f64, formula: &str, numbers: String, out: &mut EnergyUse) -> Option<f64> {
    if !(0.01..=1.0).contains(&eta) {
        return None;
    }
    out.working.push(Step::new("额定点效率", formula, numbers, eta, ""));
    Some(eta)
}

/// Pumps: operating point, else load.
pub(super) fn pump(device: &Equipment, p: &Pump) -> Result<EnergyUse, EnergyGap> {
    let meters = meters(&p.annual_electricity_kwh, &p.measured_input_kw, &p.annual_hours_h);
    let drive = drive(&p.motor_power_kw, "motor_power_kw", &p.motor_efficiency_pct, &p.load_factor_pct);
    electric::annual(device, &meters, |out| {
        let (q, h) = (p.operating_flow_m3_per_h.as_ref(), p.operating_head_m.as_ref());
        let input = if q.is_some() || h.is_some() {
            let rho = density(p, out);
            let useful = |q: f64, h: f64| rho * GRAVITY * q * h / 3.6e6;
            let q = operating(q, p.flow_m3_per_h.as_ref(), "流量", out);
            let h = operating(h, p.head_m.as_ref(), "扬程", out);
            let from_shaft = |out: &mut EnergyUse| {
                let (q, h, s) = (p.flow_m3_per_h.as_ref()?, p.head_m.as_ref()?, p.shaft_power_kw.as_ref()?);
                [q.origin, h.origin, s.origin].into_iter().for_each(|o| out.input(o));
                let numbers =
                    format!("{}×{GRAVITY}×{}×{}/(3600×1000×{})", put(rho), put(q.value), put(h.value), put(s.value));
                rated_efficiency(useful(q.value, h.value) / s.value, "η = ρ·g·Q·H/(3600·1000·P)", numbers, out)
            };
            let eta = efficiency(p.operating_efficiency_pct.as_ref(), p.rated_efficiency_pct.as_ref(), from_shaft, out);
            let (Some(q), Some(h), Some(eta)) = (q, h, eta) else {
                return Err(open([
                    (q.is_some(), "operating_flow_m3_per_h"),
                    (h.is_some(), "operating_head_m"),
                    (eta.is_some(), "operating_efficiency_pct"),
                ]));
            };
            let useful_kw = useful(q, h);
            out.working.push(Step::new(
                "有效功率",
                "P_u = ρ·g·Q·H/(3600·1000) (GB/T 13469)",
                format!("{}×{GRAVITY}×{}×{}/(3600×1000)", put(rho), put(q), put(h)),
                useful_kw,
                "kW",
            ));
            drive.by_shaft(shaft(useful_kw, eta, out), out)?
        } else {
            by_load_or_measured(&drive, out)?
        };
        inverter(p.flow_control.as_ref(), out);
        Ok(input)
    })
}

/// kg/m³: as entered, else that of clean water; for other liquids that is an estimate.
fn density(p: &Pump, out: &mut EnergyUse) -> f64 {
    if let Some(rho) = taken(p.density_kg_per_m3.as_ref(), out) {
        return rho;
    }
    out.notes.push("未填介质密度，按清水 1000 kg/m³".to_owned());
    out.estimated |= p.service.as_ref().is_some_and(|s| s.value != PumpService::CleanWater);
    1000.0
}

/// Compressors: the package's rated input and load, else the motor's.
pub(super) fn compressor(device: &Equipment, c: &Compressor) -> Result<EnergyUse, EnergyGap> {
    let meters = meters(&c.annual_electricity_kwh, &c.measured_input_kw, &c.annual_hours_h);
    let drive = drive(&c.motor_power_kw, "motor_power_kw", &c.motor_efficiency_pct, &c.load_factor_pct);
    electric::annual(device, &meters, |out| {
        let load = c.load_factor_pct.as_ref();
        if let (Some(q), Some(ser)) = (&c.flow_m3_per_min, &c.specific_power_kw_per_m3_min) {
            [q.origin, ser.origin].into_iter().for_each(|o| out.input(o));
            let rated = q.value * ser.value;
            out.working.push(Step::new(
                "机组额定输入功率",
                "P_1N = Q_v·SER (GB 19153)",
                format!("{}×{}", put(q.value), put(ser.value)),
                rated,
                "kW",
            ));
            return electric::input_by_load(Some(rated), "input_power_kw", load, out);
        }
        if let Some(rated) = taken(c.input_power_kw.as_ref(), out) {
            return electric::input_by_load(Some(rated), "input_power_kw", load, out);
        }
        by_load_or_measured(&drive, out)
    })
}

/// Lamps: the device's quantity is their number.
pub(super) fn lighting(device: &Equipment, l: &Lighting) -> Result<EnergyUse, EnergyGap> {
    let meters = meters(&l.annual_electricity_kwh, &None, &l.annual_hours_h);
    electric::annual(device, &meters, |out| {
        let Some(lamp) = taken(l.lamp_power_w.as_ref(), out) else { return Err(vec!["lamp_power_w"]) };
        let ballast = taken(l.ballast_power_w.as_ref(), out);
        let none_needed =
            l.lamp_type.as_ref().is_some_and(|t| matches!(t.value, LampType::Incandescent | LampType::Halogen));
        if ballast.is_none() && !none_needed {
            out.notes.push("未填镇流器或驱动功耗，未计".to_owned());
        }
        let p = (lamp + ballast.unwrap_or(0.0)) / 1000.0;
        let numbers = format!("({}+{})/1000", put(lamp), put(ballast.unwrap_or(0.0)));
        out.working.push(Step::new("每盏灯的功率", "P₁ = (P+P_附件)/1000", numbers, p, "kW"));
        Ok(p)
    })
}

/// Data centres: the metered total, else IT electricity and PUE.
pub(super) fn data_centre(device: &Equipment, d: &DataCentre) -> Result<EnergyUse, EnergyGap> {
    let mut out = EnergyUse::default();
    match (&d.annual_electricity_kwh, &d.annual_it_electricity_kwh, &d.pue) {
        (Some(total), ..) => electric::metered(total, &mut out),
        (None, Some(it), Some(pue)) => {
            [it.origin, pue.origin].into_iter().for_each(|o| out.input(o));
            out.electricity_kwh = it.value * pue.value;
            out.working.push(Step::new(
                "年用电量",
                "E = E_IT·PUE (GB 40879)",
                format!("{}×{}", put(it.value), put(pue.value)),
                out.electricity_kwh,
                "kWh/a",
            ));
        }
        _ => return Err(EnergyGap::missing(device, vec!["annual_electricity_kwh"])),
    }
    Ok(out)
}

/// Blowers: the motor's load.
pub(super) fn blower(device: &Equipment, b: &Blower) -> Result<EnergyUse, EnergyGap> {
    let meters = meters(&b.annual_electricity_kwh, &b.measured_input_kw, &b.annual_hours_h);
    let drive = drive(&b.motor_power_kw, "motor_power_kw", &b.motor_efficiency_pct, &b.load_factor_pct);
    electric::annual(device, &meters, |out| {
        let p = by_load_or_measured(&drive, out)?;
        inverter(b.flow_control.as_ref(), out);
        Ok(p)
    })
}

/// Submersible pumps: their own motor's load.
pub(super) fn submersible(device: &Equipment, s: &Submersible) -> Result<EnergyUse, EnergyGap> {
    let meters = meters(&s.annual_electricity_kwh, &s.measured_input_kw, &s.annual_hours_h);
    let drive = drive(&s.rated_power_kw, "rated_power_kw", &s.motor_efficiency_pct, &s.load_factor_pct);
    electric::annual(device, &meters, |out| by_load_or_measured(&drive, out))
}

/// Welders: the average input power must be measured; rated input and duty cycle say nothing of the year's use.
pub(super) fn welder(device: &Equipment, w: &Welder) -> Result<EnergyUse, EnergyGap> {
    let meters = meters(&w.annual_electricity_kwh, &w.measured_input_kw, &w.annual_hours_h);
    electric::annual(device, &meters, |_| Err(vec!["measured_input_kw"]))
}

/// Any other device: the rated input power and its load.
pub(super) fn other(device: &Equipment, o: &Other) -> Result<EnergyUse, EnergyGap> {
    let meters = meters(&o.annual_electricity_kwh, &o.measured_input_kw, &o.annual_hours_h);
    electric::annual(device, &meters, |out| {
        let rated = taken(o.rated_power_kw.as_ref(), out);
        electric::input_by_load(rated, "rated_power_kw", o.load_factor_pct.as_ref(), out)
    })
}

/// Heat exchangers pass heat on: they use none, which is known and no gap.
pub(super) fn heat_exchanger() -> EnergyUse {
    EnergyUse {
        notes: vec!["换热器本身不用能；所传热量在热源处计，泵、风机的用电另计".to_owned()],
        ..EnergyUse::default()
    }
}
