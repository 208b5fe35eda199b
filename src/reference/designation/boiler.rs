//! Industrial boilers: body and firing letters, output, pressure, fuel (JB/T 1626), thermal-oil heaters and
//! power-station boilers.

use super::scan::{Num, Scan};
use super::told::{Teller, Trust};

/// Bodies of JB/T 1626 and its older editions: shell, water-tube and forced-circulation boilers.
const BODIES: [&str; 15] = ["LS", "LH", "LW", "WW", "WN", "DL", "DZ", "DH", "SZ", "SH", "QX", "KZ", "KH", "WS", "WY"];
/// Outputs in MW of hot-water boilers; without temperatures they can't be told from t/h.
const HOT_WATER_MW: [f64; 14] = [0.35, 0.7, 1.05, 1.4, 2.1, 2.8, 4.2, 5.6, 7.0, 10.5, 14.0, 17.5, 29.0, 46.0];
/// Makers' letters of power-station boilers (`YG-75/3.82-M`).
const MAKERS: [&str; 12] = ["YG", "UG", "HG", "CG", "SG", "DG", "WGZ", "NG", "BG", "TG", "XG", "JG"];

/// Tells medium, firing, output, pressure and fuel.
pub(super) fn read<'a>(cleaned: &'a str, t: &mut Teller<'_, 'a>) {
    let mut scan = Scan::new(cleaned);
    let letters = scan.letters();
    if MAKERS.contains(&letters) && power_station(scan, t) {
        return;
    }
    if letters.starts_with('Y') {
        thermal_oil(cleaned, letters, scan, t);
        return;
    }
    // C before the body: at atmospheric pressure, always hot water.
    let (atmospheric, code) = match letters.strip_prefix('C') {
        Some(rest) if rest.len() >= 3 => (true, rest),
        _ => (false, letters),
    };
    let electric = matches!(code, "LDR" | "WDR");
    if !electric && (code.len() != 3 || !BODIES.contains(&&code[..2])) {
        return;
    }
    let Some(output) = scan.number() else { return };
    let behind = Behind::read(scan);
    if electric {
        t.choice("combustion", "electric", Trust::Sure, letters, "含 DR，为电加热");
        t.choice("fuel", "electricity", Trust::Sure, letters, "含 DR，为电加热");
    } else if !firing(code, behind.fuel.starts_with(['Y', 'Q']), t) {
        return;
    }
    sizes(code, atmospheric, letters, output, &behind, t);
    if !electric {
        fuel(behind.fuel, t);
    }
}

/// What stands behind the output.
#[derive(Clone, Copy, Debug, Default)]
struct Behind<'a> {
    pressure: Option<Num<'a>>,
    /// Outlet and return temperature of hot water in °C.
    temperatures: Option<&'a str>,
    fuel: &'a str,
}

impl<'a> Behind<'a> {
    fn read(mut scan: Scan<'a>) -> Self {
        let mut out = Self::default();
        while scan.eat('-') {
            let start = scan.rest;
            let Some(first) = scan.number() else {
                out.fuel = start;
                return out;
            };
            if !scan.rest.starts_with('/') && !scan.at_break() {
                return out;
            }
            let mut numbers = [first; 3];
            let mut count = 1;
            while count < 3 && scan.eat('/') {
                let Some(n) = scan.number() else { return out };
                numbers[count] = n;
                count += 1;
            }
            // Temperatures of hot water: 95/70, 130/70; a lone number behind the pressure is the steam's.
            let pair = match count {
                3 => Some((numbers[1], numbers[2])),
                2 => Some((numbers[0], numbers[1])),
                _ => None,
            };
            if let Some((hot, cold)) = pair
                && hot.value > cold.value
                && (40.0..=200.0).contains(&hot.value)
                && cold.value >= 20.0
            {
                out.temperatures = Some(if count == 3 { numbers[1].text } else { numbers[0].text });
            }
            let is_pressure = count != 2 || numbers[0].value < 30.0;
            if out.pressure.is_none() && out.fuel.is_empty() && is_pressure {
                out.pressure = Some(first);
            }
        }
        out
    }
}

/// The third letter. `false` if it's none that is known. A grate and oil or gas in one designation (`SZL10-1.25-Q`)
/// contradict each other: then the letter tells nothing.
fn firing<'a>(code: &'a str, oil_or_gas: bool, t: &mut Teller<'_, 'a>) -> bool {
    let letter = &code[2..3];
    let (kind, trust, says) = match letter {
        "L" => ("chain_grate", Trust::Sure, "表示链条炉排"),
        "W" => ("reciprocating_grate", Trust::Sure, "表示往复炉排"),
        "G" => ("fixed_grate", Trust::Sure, "表示固定炉排"),
        "C" => ("fixed_grate", Trust::Guess, "表示固定双层炉排"),
        "H" => ("grate", Trust::Sure, "表示活动手摇炉排，属层燃"),
        "P" => ("stoker", Trust::Sure, "表示抛煤机"),
        "Z" => ("stoker", Trust::Sure, "表示振动炉排"),
        "A" => ("grate", Trust::Guess, "表示下饲炉排，属层燃"),
        "F" => ("fluidised_bed", Trust::Sure, "表示沸腾(流化)床"),
        "X" => ("fluidised_bed", Trust::Sure, "表示循环流化床"),
        "S" => ("chamber", Trust::Sure, "表示室燃"),
        "B" | "K" => return true,
        _ => return false,
    };
    if kind == "chamber" || !oil_or_gas {
        t.choice("combustion", kind, trust, letter, says);
    }
    true
}

/// Output, medium and pressure. An integer pressure of 4 or more is in kgf/cm²: then no MPa is told, and hot water of
/// that time has its output in 10⁴ kcal/h.
fn sizes<'a>(
    code: &'a str,
    atmospheric: bool,
    letters: &'a str,
    output: Num<'a>,
    behind: &Behind<'a>,
    t: &mut Teller<'_, 'a>,
) {
    let old = behind.pressure.is_some_and(|p| !p.text.contains('.'));
    let hot_water = if atmospheric {
        Some((letters, "首字母 C 表示常压热水锅炉"))
    } else if let Some(temperatures) = behind.temperatures {
        Some((temperatures, "为出水温度(后接回水温度)，是热水锅炉"))
    } else {
        code.starts_with("QX").then_some((&code[..2], "表示强制循环热水锅炉"))
    };
    if let Some((part, says)) = hot_water {
        t.choice("medium", "hot_water", Trust::Sure, part, says);
        let plausible = !atmospheric || output.value <= 14.0;
        if !old && plausible {
            t.number("capacity_mw", output.value, Trust::Sure, output.text, "为额定热功率(MW)");
        }
    } else if let Some(pressure) = behind.pressure {
        let maybe_mw = HOT_WATER_MW.contains(&output.value);
        let trust = if maybe_mw { Trust::Guess } else { Trust::Sure };
        t.choice("medium", "steam", trust, pressure.text, "为压力，其后没有出水、回水温度，是蒸汽锅炉");
        t.number("capacity_tph", output.value, trust, output.text, "为额定蒸发量(t/h)");
    }
    if let Some(pressure) = behind.pressure.filter(|p| !old && p.value > 0.0 && p.value < 15.0) {
        t.number("pressure_mpa", pressure.value, Trust::Sure, pressure.text, "为额定压力(MPa)");
    }
}

/// The fuel's letters, up to the first mark of the design.
fn fuel<'a>(text: &'a str, t: &mut Teller<'_, 'a>) {
    let len = super::leading(text, |b| b.is_ascii_alphanumeric());
    let (code, rest) = text.split_at(len);
    // Y.Q, Y(Q), Q/Y: oil or gas.
    if matches!(code, "Y" | "Q") && rest.trim_start_matches(['.', '(', '/', ',']).starts_with(['Y', 'Q']) {
        return;
    }
    let (value, trust, says) = match code {
        "A" | "AI" | "AII" | "AIII" | "A1" | "A2" | "A3" => ("bituminous", Trust::Sure, "表示烟煤"),
        "W" | "WI" | "WII" | "WIII" | "W1" | "W2" | "W3" => ("anthracite", Trust::Sure, "表示无烟煤"),
        "P" => ("lean_coal", Trust::Sure, "表示贫煤"),
        "H" => ("lignite", Trust::Sure, "表示褐煤"),
        "X" => ("coal", Trust::Guess, "表示型煤"),
        "J" => ("coal", Trust::Guess, "表示水煤浆"),
        "SI" | "SII" | "SIII" | "L" | "LI" | "LII" => ("coal", Trust::Guess, "表示石煤、煤矸石一类劣质煤"),
        "M" => ("biomass", Trust::Guess, "表示木柴；也有厂家用来表示煤"),
        "T" | "S" | "SW" | "SM" | "SC" => ("biomass", Trust::Guess, "一般表示生物质"),
        "D" => ("biomass", Trust::Guess, "表示稻壳"),
        "G" => ("biomass", Trust::Guess, "表示甘蔗渣"),
        "Y" => ("diesel", Trust::Class, "表示油，轻油或重油未分"),
        "YC" => ("diesel", Trust::Class, "表示柴油"),
        "YZ" => ("fuel_oil", Trust::Class, "表示重油"),
        "Q" => ("natural_gas", Trust::Class, "表示气，哪一种气未分"),
        "QT" => ("natural_gas", Trust::Class, "表示天然气"),
        "QJ" => ("coke_oven_gas", Trust::Class, "表示焦炉煤气"),
        _ => return,
    };
    t.choice("fuel", value, trust, code, says);
}

/// `YLW-1400MA`: heaters for thermal oil; whether the number is kW depends on the maker.
fn thermal_oil<'a>(cleaned: &'a str, letters: &'a str, scan: Scan<'a>, t: &mut Teller<'_, 'a>) {
    let mut scan = scan;
    let known = matches!(letters, "YLW" | "YGL" | "YYL" | "YYW" | "YQL" | "YQW" | "YLL" | "YXL" | "YXW" | "YMW");
    if letters == "YY" && scan.eat('(') {
        // YY(Q)W: oil or gas.
        if scan.letters() != "Q" || !scan.eat(')') || !matches!(scan.letters(), "L" | "W") {
            return;
        }
    } else if !known {
        return;
    }
    scan.eat('-');
    let Some(output) = scan.number().filter(|n| n.value >= 10.0) else { return };
    let code = &cleaned[..cleaned.len() - scan.rest.len() - output.text.len()];
    let code = code.trim_end_matches('-');
    t.choice("medium", "thermal_oil", Trust::Sure, code, "表示有机热载体(导热油)锅炉");
    if (100.0..=60_000.0).contains(&output.value) {
        t.number("capacity_mw", output.value / 1000.0, Trust::Guess, output.text, "一般为额定供热量(kW)");
    }
    match letters.as_bytes().get(1) {
        Some(b'L') => t.choice("combustion", "chain_grate", Trust::Guess, code, "第二字母 L 一般表示链条炉排"),
        Some(b'G') => t.choice("combustion", "fixed_grate", Trust::Guess, code, "第二字母 G 一般表示固定炉排"),
        Some(b'Y' | b'Q') => t.choice("combustion", "chamber", Trust::Guess, code, "第二字母 Y、Q 表示燃油、燃气"),
        _ => {}
    }
}

/// `YG-75/3.82-M`: output in t/h and pressure in MPa. `false` if it isn't of this form.
fn power_station<'a>(scan: Scan<'a>, t: &mut Teller<'_, 'a>) -> bool {
    let mut scan = scan;
    if !scan.eat('-') {
        return false;
    }
    let Some(output) = scan.number() else { return false };
    if !scan.eat('/') {
        return false;
    }
    let Some(pressure) = scan.number().filter(|p| p.text.contains('.') && p.value > 0.5) else { return false };
    t.choice("medium", "steam", Trust::Sure, output.text, "为额定蒸发量，是蒸汽锅炉");
    t.number("capacity_tph", output.value, Trust::Sure, output.text, "为额定蒸发量(t/h)");
    t.number("pressure_mpa", pressure.value, Trust::Sure, pressure.text, "为额定压力(MPa)");
    true
}
