//! What kind of device a model is of. A model told wrongly is worse than one not told: only series whose pattern
//! belongs to one kind are here.

use super::text::folded;
use crate::audit::KindCode;

/// What a model says.
pub(super) fn modelled(model: &str) -> Option<KindCode> {
    let model: String = folded(model).to_uppercase().replace(['№', '('], "").replace(')', "");
    let digit = model.find(|c: char| c.is_ascii_digit()).unwrap_or(model.len());
    let (letters, rest) = model.split_at(digit);
    let letters = letters.trim_end_matches(['-', '_']);
    if is_transformer(letters, rest) {
        Some(KindCode::Transformer)
    } else if is_boiler(letters, rest) {
        Some(KindCode::Boiler)
    } else if is_motor(letters, rest) {
        Some(KindCode::Motor)
    } else if rest.is_empty() {
        None
    } else if is_submersible(letters, rest) {
        Some(KindCode::Submersible)
    } else if is_pump(letters, rest) {
        Some(KindCode::Pump)
    } else if is_fan(&model) {
        Some(KindCode::Fan)
    } else if BLOWERS.contains(&letters) {
        Some(KindCode::Blower)
    } else if is_compressor(letters, rest) {
        Some(KindCode::Compressor)
    } else if matches!(letters, "LSBLG" | "LSLG" | "LSBLX" | "LSQWRF" | "LSBF") {
        Some(KindCode::Chiller)
    } else if is_welder(&model, letters, rest) {
        Some(KindCode::Welder)
    } else {
        None
    }
}

/// The number a text begins with, and the rest.
fn number(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

/// `S9-1000/10`, `SCB10-800/10`, `S11-M-630/10`: a capacity and a grid voltage at the end.
fn is_transformer(letters: &str, rest: &str) -> bool {
    let first = letters.starts_with(['S', 'D', 'B', 'Z', 'H', 'K', 'Q', 'Y']);
    if !first
        || letters.len() > 8
        || !letters.contains(['S', 'D'])
        || !letters.bytes().all(|b| b"SDLJCBRGFZHMPKQTOYWN-".contains(&b))
    {
        return false;
    }
    let Some((before, after)) = rest.split_once('/') else { return false };
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let capacity: f64 = before[before.len() - digits..].parse().unwrap_or(0.0);
    let volts = number(after).map_or(0.0, |(v, _)| v);
    // A boiler's model has a pressure there, below 5 MPa for those with a second figure after the slash.
    let grid = [0.4, 3.0, 6.0, 6.3, 10.0, 10.5, 11.0, 20.0, 35.0, 38.5, 66.0, 110.0, 121.0, 220.0, 330.0, 500.0];
    capacity >= 5.0 && grid.contains(&volts)
}

const BOILERS: &[&str] = &[
    "SZL", "SZW", "SZG", "SZS", "SZF", "SZH", "SZX", "DZL", "DZW", "DZH", "DZG", "DZS", "DZX", "SHL", "SHW", "SHF",
    "SHX", "SHS", "SHG", "SHH", "DHL", "DHF", "DHX", "DHS", "DHW", "DHG", "WNS", "WNL", "WNG", "CWNS", "CWNL", "KZL",
    "KZG", "KZH", "KZW", "KZZ", "LSG", "LSH", "LSS", "LSW", "LSL", "LSC", "CLSG", "CLSS", "CLSH", "CLHS", "CLHG",
    "LHG", "LHL", "LHS", "LHW", "LHH", "CDZL", "CDZH", "CDZG", "QXX", "QXL", "QXS", "QXW", "QXF", "QXG", "YYL", "YYW",
    "YYQ", "YLL", "YLW", "YLQ", "YQL", "YQW", "YGL", "YGW", "YLG", "YSW", "LDR", "WDR", "LDZ", "XLG", "UG", "UHX",
    "QHX", "SZQ", "DZQ", "RSG", "RSW",
];

/// `SZL10-1.25-AⅡ`, `WNS4-1.25-Y.Q`, `DZL 4`: a known furnace and an output of at most 400 t/h.
fn is_boiler(letters: &str, rest: &str) -> bool {
    let output = number(rest).map_or(0.0, |(n, _)| n);
    BOILERS.contains(&letters) && output > 0.0 && output <= 7000.0
}

/// A boiler that heats water: named so, of a hot-water series, or with supply and return temperatures in its model
/// (`SZL7-1.0/115/70-AⅡ`).
pub(super) fn is_hot_water(name: &str, model: &str) -> bool {
    let model = folded(model);
    let temperatures = model.split('/').skip(1).filter(|p| p.starts_with(|c: char| c.is_ascii_digit())).count() >= 2;
    name.contains("热水") || model.starts_with("qx") || temperatures
}

const FRAMES: [u32; 27] = [
    45, 50, 56, 63, 71, 80, 90, 100, 112, 132, 160, 180, 200, 225, 250, 280, 315, 355, 400, 450, 500, 560, 630, 710,
    800, 900, 1000,
];
const OLD_MOTORS: &[&str] = &[
    "J", "JO", "JS", "JR", "JRQ", "JSQ", "JK", "JZ", "JZR", "JZS", "JB", "JBO", "JBR", "JQ", "JQO", "JDO", "JTD",
    "JHO", "JLB", "JZT", "JE", "JOL",
];

/// `Y160M-4`, `YE3-280S-4`, `JO2-52-4`, `YKK450-4`.
fn is_motor(letters: &str, rest: &str) -> bool {
    if letters.starts_with('Y') && letters.len() <= 5
        || matches!(letters, "TYCX" | "TYC" | "TYP" | "TBYC" | "TYPX" | "TYCP")
    {
        // The frame is the first number, or the second after the series' generation.
        let mut numbers = rest.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
        let first = numbers.next().unwrap_or("");
        let frame = |n: &str| n.parse().is_ok_and(|n: u32| FRAMES.contains(&n));
        let fan = rest.starts_with(['4', '5', '6', '9']) && letters == "Y";
        return frame(first) || (first.len() == 1 && !fan && numbers.next().is_some_and(frame));
    }
    if matches!(letters, "Z") && (rest.starts_with("2-") || rest.starts_with("4-")) {
        return true;
    }
    OLD_MOTORS.contains(&letters)
        && rest.rsplit_once('-').is_some_and(|(_, poles)| {
            let end = poles.find(|c: char| !c.is_ascii_digit()).unwrap_or(poles.len());
            poles[..end].parse().is_ok_and(|p: u32| p.is_multiple_of(2) && (2..=24).contains(&p))
        })
}

/// `50WQ15-30-4`, `WQ10-10-1`, `200QJ20-108/8`, `QY15-26-2.2`, `QDX1.5-17-0.37`.
fn is_submersible(letters: &str, rest: &str) -> bool {
    const SERIES: &[&str] =
        &["WQ", "QW", "QJ", "QY", "QS", "QX", "QDX", "QD", "QXR", "QJP", "QJD", "QJY", "WQK", "WQP", "JYWQ"];
    if SERIES.contains(&letters) {
        // Flow, head and power; a crane's QD20/5-22.5 is none.
        let dashes = rest.matches('-').count();
        return number(rest).is_some_and(|(_, r)| r.starts_with('-'))
            && dashes >= if letters.starts_with("QJ") { 1 } else { 2 };
    }
    let Some((bore, rest)) = number(rest).filter(|_| letters.is_empty()) else { return false };
    let series: &str = &rest[..rest.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(rest.len())];
    let digit_next = rest[series.len()..].starts_with(|c: char| c.is_ascii_digit());
    BORES_MM.contains(&bore) && digit_next && ["WQ", "QW", "QJ", "JYWQ", "QJB", "ZQB", "HQB"].contains(&series)
}

/// Inlet or outlet bores in mm that pump models begin with.
const BORES_MM: [f64; 27] = [
    25.0, 32.0, 40.0, 50.0, 65.0, 75.0, 80.0, 100.0, 125.0, 150.0, 175.0, 200.0, 225.0, 250.0, 300.0, 350.0, 400.0,
    450.0, 500.0, 600.0, 700.0, 800.0, 900.0, 1000.0, 1200.0, 1400.0, 1600.0,
];

/// `IS100-80-160`, `D25-30×6`, `DG46-50×8`; and those that begin with the bore: `12SH-9A`, `250S-39`, `4BA-8`.
fn is_pump(letters: &str, rest: &str) -> bool {
    const SERIES: &[&str] = &[
        "IS", "ISG", "ISR", "ISW", "IR", "IH", "IHG", "IRG", "ISGB", "ISWR", "IRGB", "CDLF", "CDL", "CDM", "CDMF",
        "QDL", "QDLF", "DG", "KQL", "KQW", "KQSN", "KQDP", "NB", "GNL", "CR", "CRN", "CRE", "SLOW", "SLS", "SLW",
        "TSWA", "TPG", "XBD",
    ];
    if SERIES.contains(&letters) {
        return rest.contains(['-', '/']);
    }
    let times = |text: &str| text.contains(['×', 'X', '*']);
    if matches!(letters, "D" | "DM" | "DF" | "DY" | "MD") {
        // Flow, then head of a stage times stages.
        return rest
            .split_once('-')
            .is_some_and(|(flow, head)| number(flow).is_some_and(|(_, r)| r.is_empty()) && times(head));
    }
    let Some((bore, tail)) = number(rest).filter(|_| letters.is_empty()) else { return false };
    let series = &tail[..tail.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(tail.len())];
    let after = tail[series.len()..].trim_start_matches('-');
    if !after.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    match series {
        "SH" | "BA" | "DA" | "JD" | "JC" | "HB" | "PN" => true,
        "TSW" | "TSWA" | "HW" | "ZLB" | "ZX" | "DL" | "AY" | "SLOW" | "OMEGA" => BORES_MM.contains(&bore),
        // A single letter is a pump's only behind a usual bore: 250S-39, 80Y-60, 50F-63; 150D30×9.
        "S" | "Y" | "F" => BORES_MM.contains(&bore),
        "D" => BORES_MM.contains(&bore) && times(after),
        _ => false,
    }
}

/// `4-72-11`, `G4-73-11№10D`, `Y5-47`, `T35-11`: pressure coefficient and specific speed.
fn is_fan(model: &str) -> bool {
    const STARTS: &[&str] = &[
        "4-72", "4-68", "4-73", "4-79", "5-47", "5-48", "6-30", "6-48", "7-29", "8-09", "8-18", "9-12", "9-19", "9-26",
        "9-27", "9-35", "9-38", "11-62", "G4-", "G5-", "G6-", "G9-", "Y4-", "Y5-", "Y6-", "Y8-", "Y9-", "W5-", "W6-",
        "W7-", "M5-", "M6-", "M7-", "M9-", "B4-", "F4-", "K4-", "BK4-", "GG4-", "GG6-", "GG9-", "GY4-", "GY5-", "GY6-",
        "GY9-", "T30-", "T35-", "T40-", "BT30-", "BT35-", "BT40-", "30K4-", "DT35-",
    ];
    STARTS.iter().any(|f| model.starts_with(f))
}

const BLOWERS: &[&str] = &["SSR", "RRE", "RRF", "RRD", "JTS", "JTSR", "RSR", "TSC", "TSE", "TSD"];

/// `L-20/8`, `VF-3/8`, `2V-0.6/7`, `LG20-10/7`: flow in m³/min and pressure in bar; and makers' series `GA75`, `LU132-8`.
fn is_compressor(letters: &str, rest: &str) -> bool {
    if matches!(letters, "GA" | "LU" | "ZR" | "ZT" | "OGLC" | "OGFD" | "LGFD") {
        return true;
    }
    let (series, tail) = if letters.is_empty() {
        let Some((_, after)) = number(rest) else { return false };
        after.split_at(after.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(after.len()))
    } else {
        (letters, rest)
    };
    let pair = tail.trim_start_matches('-').rsplit('-').next().unwrap_or("");
    let flow_and_pressure = pair.split_once('/').is_some_and(|(flow, pressure)| {
        number(flow).is_some_and(|(_, r)| r.is_empty())
            && number(pressure).is_some_and(|(bar, _)| (2.0..=if series == "M" { 400.0 } else { 40.0 }).contains(&bar))
    });
    flow_and_pressure
        && matches!(
            series,
            "L" | "W" | "V" | "Z" | "VF" | "WF" | "VW" | "WG" | "DW" | "VFY" | "LG" | "LGY" | "LW" | "M"
        )
}

/// `BX1-330`, `ZX7-400`, `NBC-500`, `UN-100`: a series and a current or capacity.
fn is_welder(model: &str, letters: &str, rest: &str) -> bool {
    const SERIES: &[&str] = &[
        "BX", "AX", "AXC", "AP", "ZX", "ZXG", "ZPG", "NB", "NBC", "NSA", "WSM", "WSE", "WSME", "WS", "MZ", "UN", "DN",
        "DTN",
    ];
    let rating = rest.rsplit('-').next().and_then(number).map_or(0.0, |(n, _)| n);
    SERIES.contains(&letters) && model.contains('-') && (16.0..=3000.0).contains(&rating)
}
