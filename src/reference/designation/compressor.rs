//! Air compressors: `flow/pressure` behind the letters of construction (JB/T 2589).

use super::scan::Scan;
use super::told::{Teller, Trust};

/// What the letters say.
struct Build {
    kind: Option<(&'static str, Trust, &'static str)>,
    air_cooled: bool,
    /// Letters that are known to stand before flow and pressure.
    known: bool,
}

fn build(letters: &str) -> Build {
    let mut out = Build { kind: None, air_cooled: false, known: true };
    if letters.starts_with("LG") {
        // Screw machines are oil-injected unless said otherwise.
        out.kind = Some(("oil_injected", Trust::Class, "表示螺杆压缩机，一般为喷油"));
        return out;
    }
    let Some(features) = letters.strip_prefix(['L', 'V', 'W', 'Z', 'P', 'M', 'H', 'D', 'S']) else {
        out.known = false;
        return out;
    };
    out.air_cooled = features.contains('F');
    out.kind = match features {
        "" | "F" | "Y" | "FY" | "G" | "A" | "B" => {
            Some(("reciprocating", Trust::Class, "表示活塞式(往复)压缩机的气缸排列"))
        }
        "W" | "WF" | "FW" | "WJ" | "WD" | "WWJ" => {
            Some(("oil_free_reciprocating", Trust::Class, "首字母为活塞式气缸排列，W 表示无润滑"))
        }
        _ => {
            out.known = false;
            None
        }
    };
    out
}

/// Tells type, flow and pressure.
pub(super) fn read<'a>(cleaned: &'a str, t: &mut Teller<'_, 'a>) {
    let mut scan = Scan::new(cleaned);
    // Number of columns or of the build: 3L, 2V.
    if let Some(lead) = scan.number()
        && lead.value > 9.0
    {
        return;
    }
    let letters = scan.letters();
    if letters.is_empty() || letters.len() > 5 {
        return;
    }
    if letters == "GA" {
        screw_by_power(scan, letters, t);
        return;
    }
    // Piston force in t (L3.5) or rotor diameter in cm (LG20).
    let _ = scan.number();
    if !scan.eat('-') {
        return;
    }
    let Some(flow) = scan.number().filter(|n| (0.01..=1000.0).contains(&n.value)) else { return };
    if !scan.eat('/') {
        return;
    }
    let Some(pressure) = scan.number().filter(|n| (1.0..=45.0).contains(&n.value)) else { return };
    // `0.1-13` is a pressure range of a process machine.
    if scan.rest.starts_with(|c: char| c.is_ascii_digit() || c == '.') || process(scan.rest) {
        return;
    }
    let build = build(letters);
    let trust = if build.known { Trust::Sure } else { Trust::Guess };
    t.number("flow_m3_per_min", flow.value, trust, flow.text, "为容积流量(m³/min)");
    let mpa = (pressure.value * 100.0).round() / 1000.0;
    t.number("discharge_pressure_mpa", mpa, trust, pressure.text, "为排气压力(kgf/cm² 或 bar)，约合其十分之一 MPa");
    if let Some((code, trust, says)) = build.kind {
        t.choice("compressor_type", code, trust, letters, says);
    }
    if build.air_cooled {
        t.choice("cooling", "air", Trust::Guess, letters, "含 F，一般为风冷");
    }
}

/// Atlas Copco's GA75: oil-injected screw, the number is the motor's power.
fn screw_by_power<'a>(mut scan: Scan<'a>, letters: &'a str, t: &mut Teller<'_, 'a>) {
    let Some(power) = scan.number().filter(|n| (3.0..=600.0).contains(&n.value)) else { return };
    t.choice("compressor_type", "oil_injected", Trust::Class, letters, "为喷油螺杆系列");
    t.number("motor_power_kw", power.value, Trust::Guess, power.text, "一般为驱动电机功率(kW)");
    if scan.rest.trim_start_matches(['-', '+']).starts_with("VSD") {
        t.choice("drive", "variable", Trust::Sure, "VSD", "表示变转速");
    }
}

/// A second pressure behind a dash: suction and discharge of a gas compressor.
fn process(rest: &str) -> bool {
    let mut scan = Scan::new(rest);
    scan.eat('-') && scan.number().is_some_and(|n| n.value >= 10.0)
}
