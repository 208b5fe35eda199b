//! Writings that mean the same model, and what may stand behind a series code.

use std::borrow::Cow;

use crate::reference::designation::{self, match_key};

/// A model brought to the writing that catalogues are searched with: [`designation::clean`], and `×`, `*` and their
/// like as `X`, `½` as `.5`; a power written behind the model (`JO2-72-4 30kW`) is none of it.
pub fn clean(text: &str) -> String {
    let text = without_power(text);
    let plain: Cow<'_, str> = if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        // `1½BA-6` and `1 ½BA-6`.
        let text = text.replace(" ½", "½").replace('½', ".5");
        let cross = |c| matches!(c, '×' | '✕' | '╳' | '＊' | 'х' | 'Х' | '⨯' | '∗');
        Cow::Owned(text.chars().map(|c| if cross(c) { 'X' } else { c }).collect())
    };
    let cleaned = designation::clean(&plain);
    if cleaned.contains('*') { cleaned.replace('*', "X") } else { cleaned }
}

/// The text without a power in kW that a blank, slash, comma or bracket parts from the model.
fn without_power(text: &str) -> &str {
    let end = text.trim_end_matches([' ', ')', '）']);
    let Some(unit) = end.get(end.len().saturating_sub(2)..).filter(|u| u.eq_ignore_ascii_case("kw")) else {
        return text;
    };
    let number = end[..end.len() - unit.len()].trim_end();
    let rest = number.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let model = rest.trim_end_matches([' ', '/', ',', '，', ';', '；', '(', '（', '、']);
    if rest.len() < number.len() && model.len() < rest.len() { model } else { text }
}

/// Number of leading digits.
pub(super) fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// What decides how models of a kind are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Motor,
    Transformer,
    Boiler,
    Fan,
    Pump,
    MachineTool,
    Valve,
    Heating,
    /// Switchgear and whatever else.
    Other,
    /// Compressors, welders, refrigeration.
    Machine,
}

impl Family {
    pub(super) fn of(kind: &str) -> Self {
        match kind {
            "motor" => Self::Motor,
            "transformer" => Self::Transformer,
            "boiler" => Self::Boiler,
            "fan" => Self::Fan,
            "pump" => Self::Pump,
            "machine_tool" => Self::MachineTool,
            "valve" => Self::Valve,
            "heating" => Self::Heating,
            "other" => Self::Other,
            _ => Self::Machine,
        }
    }

    /// The key that models of the kind are compared by: writings that mean the same model have the same key.
    pub(super) fn key(self, cleaned: &str) -> String {
        match self {
            Self::Boiler => boiler_key(cleaned),
            Self::Fan => match_key(&without_trailing_zeros(cleaned)),
            Self::Pump => pump_key(cleaned),
            Self::Motor => motor_key(cleaned),
            _ => match_key(cleaned),
        }
    }
}

/// `Y-160M-4` is `Y160M-4`: a dash behind the bare Y is only spacing.
pub(super) fn motor_key(cleaned: &str) -> String {
    match cleaned.strip_prefix("Y-") {
        Some(size) if digits(size) >= 2 => format!("Y{}", match_key(size)),
        _ => match_key(cleaned),
    }
}

/// `KZL2-8(I)` is `KZL2-8-I`; coal classes are written `AⅢ`, `A3` alike, as is a last part `I` or `1`.
fn boiler_key(cleaned: &str) -> String {
    let plain = cleaned.replace(['(', '-'], "-").replace(')', "");
    let mut out = String::with_capacity(plain.len());
    for part in plain.split('-').filter(|p| !p.is_empty()) {
        if !out.is_empty() {
            out.push('-');
        }
        match part {
            "I" => out.push('1'),
            "II" => out.push('2'),
            "III" => out.push('3'),
            _ => out.push_str(&part.replace("AIII", "A3").replace("AII", "A2")),
        }
    }
    match_key(&out)
}

/// `L20-5/0.20` is `L20-5/0.2`.
fn without_trailing_zeros(cleaned: &str) -> Cow<'_, str> {
    if !cleaned.contains('.') {
        return Cow::Borrowed(cleaned);
    }
    let mut out = String::with_capacity(cleaned.len());
    let mut rest = cleaned;
    while let Some(at) = rest.find('.') {
        let decimals = digits(&rest[at + 1..]);
        out.push_str(&rest[..at]);
        let value = &rest[at..at + 1 + decimals];
        // `NO.10` is no decimal.
        let decimal = out.ends_with(|c: char| c.is_ascii_digit());
        out.push_str(if decimal { value.trim_end_matches('0').trim_end_matches('.') } else { value });
        rest = &rest[at + 1 + decimals..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// `6BA-12` is `6BA12`: a dash between letter and digit is only spacing in pump models, one between digits is not
/// (`F50-25A`). Inches may be marked (`10"HB-30`), one and a half be written `1-1/2` or `11/2`.
fn pump_key(cleaned: &str) -> String {
    let half = ["1-1/2", "11/2", "2-1/2", "21/2"].iter().find(|h| cleaned.starts_with(**h));
    let (start, rest) = match half {
        Some(h) => (if h.starts_with('1') { "1.5" } else { "2.5" }, &cleaned[h.len()..]),
        None => ("", cleaned),
    };
    let mut out = String::with_capacity(cleaned.len());
    out.push_str(start);
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        let before = out.chars().next_back();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let after = chars.peek().copied();
        let spacing = c == '-' && (letter(before) && digit(after) || digit(before) && letter(after));
        if !spacing && c != '"' {
            out.push(c);
        }
    }
    match_key(&out)
}

/// Ratings of distribution transformers, old series and new, in kVA.
const RATINGS_KVA: [f64; 29] = [
    10.0, 20.0, 30.0, 50.0, 63.0, 75.0, 80.0, 100.0, 125.0, 160.0, 180.0, 200.0, 240.0, 250.0, 315.0, 320.0, 400.0,
    420.0, 500.0, 560.0, 630.0, 750.0, 800.0, 1000.0, 1250.0, 1600.0, 1800.0, 2000.0, 2500.0,
];

/// Whether a text begins with a rating of distribution transformers.
pub(super) fn begins_with_rating(text: &str) -> bool {
    text[..digits(text)].parse().is_ok_and(|kva: f64| RATINGS_KVA.contains(&kva))
}

/// `S9-M-500/10` → key of `S9-500` and `M`. A rating joined to the letters must be a usual one: `SJ560/10` is SJ-560,
/// but `S13800/10` no S-13800.
pub(super) fn transformer_core(cleaned: &str) -> Option<(String, String)> {
    let t = designation::transformer(cleaned)?;
    let capacity = t.capacity_kva?;
    let size = &cleaned[t.series.len()..];
    if digits(size) > 0 && !begins_with_rating(size) {
        return None;
    }
    let core = match_key(&format!("{}-{}", t.series, crate::audit::field::number(capacity)));
    Some((core, t.structure.to_owned()))
}

/// A size with one letter from A to `last` behind it: `6BA12A`, but not `100TSWA`, which is another series.
pub(super) fn lettered(model: &str, last: char) -> Option<(&str, &str)> {
    let (size, letter) = model.split_at_checked(model.len().checked_sub(1)?)?;
    let one = letter.starts_with(|c: char| ('A'..=last).contains(&c)) && size.ends_with(|c: char| c.is_ascii_digit());
    one.then_some((size, letter))
}

pub(super) fn is_number(text: &str) -> bool {
    digits(text) > 0 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Whether `rest` may follow a series code, so that a short series never swallows a newer one:
/// after a code ending in a digit only a dash (`JO2-72`) or what marks a size, after a dash only a size (`S7-500`),
/// after letters a dash or a size of two digits or more (`YB160M`, not `YB2-160M`); sizes of boilers, pumps and
/// switchgear may have one digit (`SHF6-13`).
pub(super) fn follows(family: Family, prefix: &str, rest: &str) -> bool {
    let Some(first) = rest.bytes().next() else { return !prefix.ends_with('-') };
    let last = prefix.bytes().last().unwrap_or(b' ');
    if last == b'-' {
        return first.is_ascii_digit();
    }
    if last.is_ascii_digit() && !prefix.bytes().all(|b| b.is_ascii_digit()) {
        return match first {
            b'-' | b'(' => true,
            // 8-18№6 (the O compared as zero), 8-18#6, 70B2-11.
            b'N' | b'#' => family == Family::Fan && (first == b'#' || rest.starts_with("N0")),
            b'X' => family == Family::Pump,
            b'/' => family == Family::Other,
            _ => false,
        };
    }
    let one_digit = matches!(family, Family::Boiler | Family::Pump | Family::Other);
    match first {
        b'-' | b'(' => true,
        // A zero is the letter O of a newer series (JRO2 is no JR), never the first digit of a frame.
        b'0' => matches!(family, Family::Boiler | Family::Other),
        b'1'..=b'9' => one_digit || digits(rest) >= 2,
        _ => false,
    }
}

/// Whether a pump model is a series behind an inlet or well diameter: `4B20A`, `2GC5X7`, `12JD230X5`; nothing but
/// sizes, stages and a letter for the trimmed impeller may follow the code.
pub(super) fn behind_inlet(key: &str, code: &str, required: bool) -> bool {
    let diameter = key.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    if required && diameter == 0 || key[..diameter].len() > 5 {
        return false;
    }
    let Some(rest) = key[diameter..].strip_prefix(code) else { return false };
    let rest = rest.trim_start_matches('-');
    digits(rest) > 0
        && rest.split(['-', 'X', '/']).all(|part| {
            let part = part.strip_suffix(['A', 'B', 'C', 'D']).unwrap_or(part);
            is_number(part)
        })
}
