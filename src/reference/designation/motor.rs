//! Motors: series, frame and poles (GB/T 4831), and the powers that the catalogue lists.

use super::leading;
use super::told::{Teller, Told, Trust, Why};
use crate::reference::Tables;

/// What a motor designation says: `YKK450-4` is series YKK, frame 450, 4 poles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MotorModel<'a> {
    /// Letters with a series digit: `Y`, `Y2`, `YE3`, `JO2`.
    pub series: &'a str,
    /// Frame size (shaft height in mm for Y-type series).
    pub frame: Option<u32>,
    /// Number of poles.
    pub poles: Option<u32>,
    /// The designation up to and including the number of poles.
    pub core: &'a str,
    /// What follows the number of poles: mounting or derivative codes.
    pub suffix: &'a str,
    /// Several numbers of poles (`8/4`): `poles` is `None` then.
    pub multi_speed: bool,
}

impl<'a> MotorModel<'a> {
    /// Size and poles, as in `160M-4`.
    pub fn size(&self) -> &'a str {
        self.core[self.series.len()..].trim_start_matches('-')
    }
}

/// Reads a cleaned motor designation; `None` if it doesn't begin with letters.
pub fn motor(cleaned: &str) -> Option<MotorModel<'_>> {
    let letters = leading(cleaned, |b| b.is_ascii_alphabetic());
    if letters == 0 {
        return None;
    }
    let digits = leading(&cleaned[letters..], |b| b.is_ascii_digit());
    // One digit before a dash or letter belongs to the series (Y2-160M, JO2-72); more are the frame (Y160M).
    let series_end = if digits == 1 { letters + 1 } else { letters };
    let series = &cleaned[..series_end];
    let rest = cleaned[series_end..].trim_start_matches('-');
    let frame_digits = leading(rest, |b| b.is_ascii_digit());
    let frame = rest[..frame_digits].parse().ok();
    // The number of poles is the last dash part that is an even number of at most two digits.
    let mut poles = None;
    let mut multi_speed = false;
    let mut core = cleaned;
    let mut at = cleaned.len();
    while let Some(dash) = cleaned[..at].rfind('-') {
        let part = &cleaned[dash + 1..];
        let n = leading(part, |b| b.is_ascii_digit());
        if dash >= series_end && (1..=2).contains(&n) && !is_unit(&part[n..]) {
            let value: u32 = part[..n].parse().unwrap_or(0);
            if (2..=48).contains(&value) && value.is_multiple_of(2) {
                multi_speed = more_poles(&part[n..]);
                poles = Some(value);
                core = &cleaned[..dash + 1 + n];
                break;
            }
        }
        at = dash;
    }
    // A single number after the series is the frame, not the poles (`JO2-42`).
    if poles.is_some()
        && core.len() <= series_end + 1 + 2
        && !cleaned[series_end..].starts_with(|c: char| c.is_ascii_digit())
    {
        let inner = core[series_end..].trim_start_matches('-');
        if !inner.contains('-') && frame == inner.parse().ok() {
            poles = None;
            core = cleaned;
        }
    }
    let suffix = &cleaned[core.len()..];
    if poles.is_none()
        && let Some((small_frame, small_poles)) = small(&cleaned[..letters], rest)
    {
        return Some(MotorModel {
            series,
            frame: Some(small_frame),
            poles: Some(small_poles),
            core,
            suffix,
            multi_speed,
        });
    }
    Some(MotorModel { series, frame, poles: poles.filter(|_| !multi_speed), core, suffix, multi_speed })
}

/// Small motors run frame, core length and poles together: `YS7124` is frame 71, core 2, 4 poles.
fn small(letters: &str, digits: &str) -> Option<(u32, u32)> {
    if !matches!(letters, "YS" | "AO" | "BO" | "CO" | "DO" | "JW" | "YC" | "YU" | "YY" | "YL") || digits.len() != 4 {
        return None;
    }
    let all: u32 = digits.parse().ok()?;
    let poles = all % 10;
    (poles >= 2 && poles.is_multiple_of(2)).then_some((all / 100, poles))
}

/// Whether a number's unit comes next: `10KV` are not 10 poles.
fn is_unit(rest: &str) -> bool {
    rest.starts_with("KV") || rest.starts_with("KW") || rest.starts_with("HZ") || {
        rest.strip_prefix('V').is_some_and(|r| !r.starts_with(|c: char| c.is_ascii_digit()))
    }
}

/// Whether a further number of poles comes next: `/4`, `/4/2`, but not `/380V`.
fn more_poles(rest: &str) -> bool {
    let Some(next) = rest.strip_prefix('/') else { return false };
    let n = leading(next, |b| b.is_ascii_digit());
    (1..=2).contains(&n)
        && next[..n].parse::<u32>().is_ok_and(|p| p >= 2 && p.is_multiple_of(2))
        && !next[n..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '.')
}

/// Mounting, protection, voltage and power, which do not make a derived series.
pub fn is_mounting_suffix(suffix: &str) -> bool {
    let s = suffix.trim_matches(|c: char| matches!(c, '-' | '/' | '(' | ')' | ',' | ';' | '.' | ' '));
    s.is_empty()
        || s.split(['-', '/', '(', ')', ',', ';']).filter(|p| !p.is_empty()).all(|p| {
            let figure = leading(p, |b| b.is_ascii_digit() || b == b'.');
            (figure > 0 && matches!(&p[figure..], "V" | "KV" | "KW" | "HZ"))
                || matches!(
                    p,
                    "B3" | "B5"
                        | "B35"
                        | "B14"
                        | "B34"
                        | "V1"
                        | "V3"
                        | "V5"
                        | "V6"
                        | "V15"
                        | "IP23"
                        | "IP44"
                        | "IP54"
                        | "IP55"
                        | "IMB3"
                        | "IMB5"
                        | "IMB35"
                        | "IMV1"
                )
        })
}

/// Series of cage induction motors; those of other types are in motor_series.csv.
const CAGE: [&str; 24] = [
    "Y", "Y2", "Y3", "YX3", "YE2", "YE3", "YE4", "YB", "YB2", "YB3", "YBX3", "YBX4", "YBK", "YBF", "YKK", "YKS",
    "YXKK", "YXKS", "J", "J2", "JO", "JO2", "JO3", "JS",
];

/// Tells poles, power, type, cooling and voltage.
pub(super) fn read<'a>(cleaned: &'a str, tables: &'a Tables, t: &mut Teller<'_, 'a>) {
    let Some(m) = motor(cleaned).filter(|m| is_motor(m.series)) else { return };
    let knowledge = tables.motor_knowledge.series(m.series);
    let kind = knowledge.and_then(|s| s.motor_type.as_deref());
    let dc = kind == Some("dc") || m.series.starts_with('Z');
    if let Some(poles) = m.poles.filter(|_| !dc) {
        let digits = poles_text(&m);
        t.number("poles", f64::from(poles), Trust::Sure, digits, "为极数");
    }
    if let Some(listed) = tables.listed_powers.get(m.series, m.size()).filter(|_| !m.multi_speed) {
        // A derived motor of the same size usually has the same power.
        let trust = if is_mounting_suffix(m.suffix) { Trust::Sure } else { Trust::Guess };
        t.tell("rated_power_kw", Told::Number(listed.kw), trust, Why::Listed(&tables.catalogue, listed));
    }
    written(m.suffix, t);
    let letters = m.series.trim_end_matches(|c: char| c.is_ascii_digit());
    if m.multi_speed {
        t.choice("motor_type", "multi_speed", Trust::Sure, m.suffix, "为另一极数，是变极多速");
    } else if let (Some(kind), Some(series)) = (kind, knowledge) {
        use crate::audit::equipment::MotorType;
        use crate::audit::field::Choice as _;
        // Inverter-duty motors are cage motors too, and single-phase series share letters with others.
        let trust = match kind {
            "wound_rotor" | "permanent_magnet" | "synchronous" | "dc" | "multi_speed" => Trust::Sure,
            _ => Trust::Guess,
        };
        if let Some(kind) = MotorType::from_code(kind) {
            t.tell("motor_type", Told::Choice(kind.def().code), trust, Why::Series(&series.meaning));
        }
    } else if letters.starts_with("JR") || letters.starts_with("JZR") || letters.starts_with("YZR") {
        t.choice("motor_type", "wound_rotor", Trust::Sure, letters, "含 R，为绕线转子");
    } else if CAGE.contains(&m.series) {
        t.choice("motor_type", "cage_induction", Trust::Sure, m.series, "为三相笼型异步电动机系列");
    }
    if let Some((cooling, series)) = knowledge.and_then(|s| s.cooling.as_deref().zip(Some(s))) {
        use crate::audit::equipment::MotorCooling;
        use crate::audit::field::Choice as _;
        if let Some(cooling) = MotorCooling::from_code(cooling) {
            t.tell("cooling", Told::Choice(cooling.def().code), Trust::Class, Why::Series(&series.meaning));
        }
    }
}

/// Series of motors begin with J, Y, T or Z, some small and single-phase ones otherwise. Y4 and up are fans (Y4-73).
fn is_motor(series: &str) -> bool {
    let fan = series.len() == 2 && series.starts_with('Y') && matches!(series.as_bytes()[1], b'4'..=b'9');
    let letters = series.trim_end_matches(|c: char| c.is_ascii_digit());
    !fan && (letters.starts_with(['J', 'Y', 'T', 'Z']) || matches!(letters, "AO" | "BO" | "CO" | "DO"))
}

/// The digits of the poles within the designation.
fn poles_text<'a>(m: &MotorModel<'a>) -> &'a str {
    let digits = m.core.len() - m.core.bytes().rev().take_while(u8::is_ascii_digit).count();
    if m.core[digits..].len() > 2 { &m.core[m.core.len() - 1..] } else { &m.core[digits..] }
}

/// Power and voltage written behind the model: `-11KW`, `-10KV`. Several voltages (`380/660V`) say nothing.
fn written<'a>(suffix: &'a str, t: &mut Teller<'_, 'a>) {
    if suffix.contains('/') {
        return;
    }
    for part in suffix.split(['-', '(', ')', ',', ';']) {
        let mut scan = super::scan::Scan::new(part);
        let Some(n) = scan.number() else { continue };
        match scan.rest {
            "KW" => t.number("rated_power_kw", n.value, Trust::Sure, part, "写明额定功率"),
            "KV" => t.number("rated_voltage_v", n.value * 1000.0, Trust::Sure, part, "写明额定电压"),
            "V" => t.number("rated_voltage_v", n.value, Trust::Sure, part, "写明额定电压"),
            _ => {}
        }
    }
}
