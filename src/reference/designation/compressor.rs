//! Air compressors: `flow/pressure` behind the letters of construction (JB/T 2589).

use super::scan::Scan;
use super::told::{Teller, Trust};

/// What the letters say.
struct Build {
    kind: Option<(&'static str, Trust, &'static str)>,
    air_cooled: bool,
    /// How far flow and pressure behind the letters can be relied on.
    trust: Trust,
}

fn build(letters: &str) -> Option<Build> {
    let of = |kind, air_cooled| Some(Build { kind: Some(kind), air_cooled, trust: Trust::Sure });
    if letters.starts_with("LG") {
        // Screw machines are oil-injected unless said otherwise.
        return of(("oil_injected", Trust::Class, "表示螺杆压缩机，一般为喷油"), false);
    }
    // Letters of the catalogue's machines (1: 7-3 to 7-5) whose construction isn't said.
    if matches!(letters, "K" | "B" | "I") {
        return Some(Build { kind: None, air_cooled: false, trust: Trust::Guess });
    }
    let features = letters.strip_prefix(['L', 'V', 'W', 'Z', 'P', 'M', 'H', 'D'])?;
    match features {
        "" | "F" | "Y" | "FY" | "G" => {
            let kind = ("reciprocating", Trust::Class, "表示活塞式(往复)压缩机的气缸排列");
            of(kind, features.contains('F'))
        }
        "W" | "WF" | "FW" | "WJ" | "WD" | "WWJ" => {
            let kind = ("oil_free_reciprocating", Trust::Class, "首字母为活塞式气缸排列，W 表示无润滑");
            of(kind, features.contains('F'))
        }
        _ => None,
    }
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
    // Piston force in t (L3.5) or rotor diameter in cm (LG20); a digit behind D or S is a transformer's.
    if letters.starts_with('L') {
        let _ = scan.number();
    }
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
    let Some(build) = build(letters) else { return };
    t.number("flow_m3_per_min", flow.value, build.trust, flow.text, "为容积流量(m³/min)");
    let mpa = (pressure.value * 100.0).round() / 1000.0;
    t.number(
        "discharge_pressure_mpa",
        mpa,
        build.trust,
        pressure.text,
        "为排气压力(kgf/cm² 或 bar)，约合其十分之一 MPa",
    );
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
