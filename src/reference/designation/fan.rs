//! Fans: family, machine number behind № and drive letter, as such designations commonly run.

use super::scan::{Num, Scan};
use super::told::{Teller, Trust};

/// Uses before the numbers of a centrifugal fan: boiler supply and draught, high temperature, coal dust, explosion
/// proof, corrosion proof, dust removal, mines and their combinations.
const USES: [&str; 14] = ["", "G", "Y", "W", "M", "B", "F", "C", "K", "GY", "BF", "FB", "GW", "R"];
/// Beginnings of axial series.
const AXIAL: [&str; 20] = [
    "T30", "T35", "T40", "BT30", "BT35", "BT40", "FT30", "FT35", "FBT30", "FBT35", "BFT35", "30K4", "B30K4", "03-11",
    "70B2", "SD50", "FBCZ", "FBCDZ", "FBD", "DK40",
];

/// Tells type, machine number, coupling and double inlet.
pub(super) fn read<'a>(cleaned: &'a str, t: &mut Teller<'_, 'a>) {
    if let Some(rest) = centrifugal(cleaned, t) {
        machine(rest, t, true);
    } else if let Some(series) = AXIAL.into_iter().find(|s| starts_series(cleaned, s)) {
        t.choice("fan_type", "axial", Trust::Sure, &cleaned[..series.len()], "为轴流式系列");
        machine(&cleaned[series.len()..], t, false);
    } else if starts_series(cleaned, "SWF") {
        t.choice("fan_type", "mixed_flow", Trust::Sure, &cleaned[..3], "为混流式系列");
        machine(&cleaned[3..], t, false);
    } else if starts_series(cleaned, "HTF") {
        t.choice("fan_type", "axial", Trust::Guess, &cleaned[..3], "一般为消防高温排烟轴流风机");
        machine(&cleaned[3..], t, false);
    }
}

/// Whether a series ends where its code ends: T35-11 and T35, but not T355.
fn starts_series(cleaned: &str, series: &str) -> bool {
    cleaned.strip_prefix(series).is_some_and(|rest| {
        let last_digit = series.ends_with(|c: char| c.is_ascii_digit());
        !rest.starts_with(|c: char| if last_digit { c.is_ascii_digit() || c == '.' } else { c.is_ascii_uppercase() })
            || rest.starts_with("NO")
    })
}

/// `4-72`, `Y4-73-11`, `4-2X73`: pressure coefficient ×10 and specific speed. Gives what follows.
fn centrifugal<'a>(cleaned: &'a str, t: &mut Teller<'_, 'a>) -> Option<&'a str> {
    let mut scan = Scan::new(cleaned);
    let uses = scan.letters();
    if uses.len() > 3 {
        return None;
    }
    let coefficient = scan.number()?;
    let whole = !coefficient.text.starts_with('0') && !coefficient.text.contains('.');
    if !whole || coefficient.value > 12.0 || !scan.eat('-') {
        return None;
    }
    let doubled = scan.rest.starts_with("2X").then(|| {
        let part = &scan.rest[..2];
        scan.rest = &scan.rest[2..];
        part
    });
    let speed = scan.number()?;
    if !matches!(speed.text.len(), 2 | 3) || speed.text.contains('.') || speed.value > 120.0 {
        return None;
    }
    if !(scan.rest.is_empty() || scan.rest.starts_with(['-', '(', 'N', 'A', 'B', 'I', '/'])) {
        return None;
    }
    // Letters that aren't known may be those of another machine (JO2-72), unless a machine number follows.
    let trust = match USES.contains(&uses) {
        true => Trust::Sure,
        false if scan.rest.contains("NO") => Trust::Guess,
        false => return None,
    };
    let part = &cleaned[..cleaned.len() - scan.rest.len()];
    t.choice("fan_type", "centrifugal", trust, part, "为压力系数和比转速，是离心式");
    if let Some(part) = doubled {
        t.choice("double_inlet", "yes", Trust::Sure, part, "表示双吸");
    }
    Some(scan.rest)
}

/// The machine number behind `NO`, or with a drive letter in the last part (`4-72-8C`).
fn machine<'a>(rest: &'a str, t: &mut Teller<'_, 'a>, lettered: bool) {
    let marked = rest.find("NO").map(|at| rest[at + 2..].trim_start_matches(['.', ':', '-', '#']));
    let last = rest.rsplit('-').next().unwrap_or("");
    let mut scan = Scan::new(marked.unwrap_or(last));
    let Some(number) = scan.number().filter(|n| (1.0..=40.0).contains(&n.value)) else { return };
    scan.eat('#');
    let drive = drive(scan);
    if marked.is_none() && (drive.is_none() || !lettered) {
        return;
    }
    tell_machine(number, drive, t);
}

fn tell_machine<'a>(number: Num<'a>, drive: Option<&'a str>, t: &mut Teller<'_, 'a>) {
    t.number("machine_no_dm", number.value, Trust::Sure, number.text, "为机号(叶轮直径分米数)");
    let Some(letter) = drive else { return };
    let (code, says) = match letter {
        "A" => ("direct", "表示电动机直联"),
        "D" | "F" => ("shaft_coupling", "表示联轴器传动"),
        _ => ("belt", "表示皮带传动"),
    };
    t.choice("coupling", code, Trust::Sure, letter, says);
}

/// A drive letter A to F that stands alone.
fn drive<'a>(scan: Scan<'a>) -> Option<&'a str> {
    let letter = scan.rest.get(..1).filter(|l| matches!(*l, "A" | "B" | "C" | "D" | "E" | "F"))?;
    (!scan.rest[1..].starts_with(|c: char| c.is_ascii_alphanumeric())).then_some(letter)
}
