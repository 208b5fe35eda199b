//! Model designations: how the same model is written in many ways, and what a designation says.

use unicode_normalization::UnicodeNormalization as _;

/// A designation brought to one form: half-width, upper case, one kind of dash, no Chinese words.
/// `Ⅱ` becomes `II`, `№` becomes `NO`; blanks are dropped, except one that stands where a dash belongs.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        // Nearly all models are plain ASCII, and screening cleans one on every keystroke.
        for b in text.bytes() {
            match b {
                b'0'..=b'9' | b'A'..=b'Z' | b'.' | b'/' | b'(' | b')' => out.push(char::from(b)),
                b'a'..=b'z' => out.push(char::from(b.to_ascii_uppercase())),
                other => push(&mut out, char::from(other)),
            }
        }
    } else {
        // `一` is often typed for a dash; as a Chinese numeral it never stands between model characters.
        text.chars().map(|c| if c == '一' { '-' } else { c }).nfkc().for_each(|c| push(&mut out, c));
    }
    while out.ends_with(['-', ' ']) {
        out.pop();
    }
    resolve_blanks(out)
}

fn push(out: &mut String, c: char) {
    match c {
        '-' | '_' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | '﹣' | '─' => {
            if out.ends_with(' ') {
                out.pop();
            }
            if !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
        }
        c if c.is_whitespace() => {
            let wanted = !out.is_empty() && !out.ends_with(['-', ' ']);
            out.extend(wanted.then_some(' '));
        }
        c if c.is_ascii_graphic() => out.push(c.to_ascii_uppercase()),
        _ => {}
    }
}

/// A blank between digits is a lost dash (`JO2 72-4`), any other blank is only spacing (`Y 160M-4`).
fn resolve_blanks(text: String) -> String {
    if !text.contains(' ') {
        return text;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (i, c) in chars.iter().enumerate() {
        if *c != ' ' {
            out.push(*c);
        } else if i > 0 && chars[i - 1].is_ascii_digit() && chars.get(i + 1).is_some_and(char::is_ascii_digit) {
            out.push('-');
        }
    }
    out
}

/// The key designations are compared by: [`clean`], with the letter O and zero told apart no longer
/// (`JO2` is often written `J02`).
pub fn match_key(cleaned: &str) -> String {
    cleaned.replace('O', "0")
}

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
    let mut core = cleaned;
    let mut at = cleaned.len();
    while let Some(dash) = cleaned[..at].rfind('-') {
        let part = &cleaned[dash + 1..];
        let n = leading(part, |b| b.is_ascii_digit());
        if dash >= series_end && (1..=2).contains(&n) {
            let value: u32 = part[..n].parse().unwrap_or(0);
            if (2..=48).contains(&value) && value.is_multiple_of(2) {
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
    Some(MotorModel { series, frame, poles, core, suffix: &cleaned[core.len()..] })
}

/// Mounting and protection codes that do not make a derived series.
pub fn is_mounting_suffix(suffix: &str) -> bool {
    let s = suffix.trim_matches(|c: char| matches!(c, '-' | '/' | '(' | ')' | ',' | ';' | '.' | ' '));
    s.is_empty()
        || s.split(['-', '/', '(', ')', ',', ';']).filter(|p| !p.is_empty()).all(|p| {
            matches!(
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
                    | "380V"
                    | "660V"
                    | "50HZ"
                    | "IMB3"
                    | "IMB5"
                    | "IMB35"
                    | "IMV1"
            )
        })
}

/// What a transformer designation says: `S9-M-500/10` is series S9, 500 kVA, 10 kV, with `M`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TransformerModel<'a> {
    /// Letters with the performance number: `S9`, `SCB10`, `SJ`.
    pub series: &'a str,
    /// Structure codes between series and capacity: `M`, `M.RL`.
    pub structure: &'a str,
    /// Capacity in kVA.
    pub capacity_kva: Option<f64>,
    /// High voltage in kV.
    pub voltage_kv: Option<f64>,
}

/// Reads a cleaned transformer designation; `None` if it doesn't begin with letters.
pub fn transformer(cleaned: &str) -> Option<TransformerModel<'_>> {
    let mut letters = leading(cleaned, |b| b.is_ascii_alphabetic());
    if letters == 0 {
        return None;
    }
    // SG(B)8, SC(B)10: an optional letter in brackets belongs to the series.
    if let Some(bracket) = cleaned[letters..].strip_prefix('(')
        && let Some(end) = bracket.find(')')
        && bracket[..end].bytes().all(|b| b.is_ascii_alphabetic())
    {
        letters += end + 2;
    }
    let digits = leading(&cleaned[letters..], |b| b.is_ascii_digit());
    let after = cleaned[letters + digits..].chars().next();
    // `SJ560/10`: a number with a slash or end behind it is the capacity, `S9-560/10`'s 9 the performance number.
    let series_end =
        if digits >= 2 && matches!(after, None | Some('/')) && digits >= 3 { letters } else { letters + digits };
    let series = &cleaned[..series_end];
    let rest = cleaned[series_end..].trim_start_matches('-');
    // Structure codes run to the part that begins with a digit.
    let mut start = 0;
    for part in rest.split('-') {
        if part.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        start += part.len() + 1;
    }
    let (structure, size) = if start >= rest.len() { (rest, "") } else { rest.split_at(start) };
    let capacity_len = leading(size, |b| b.is_ascii_digit() || b == b'.');
    let voltage = size[capacity_len..].strip_prefix("KVA").unwrap_or(&size[capacity_len..]).strip_prefix('/');
    Some(TransformerModel {
        series,
        structure: structure.trim_end_matches('-'),
        capacity_kva: size[..capacity_len].parse().ok(),
        voltage_kv: voltage.and_then(|v| v[..leading(v, |b| b.is_ascii_digit() || b == b'.')].parse().ok()),
    })
}

fn leading(text: &str, accept: impl Fn(u8) -> bool) -> usize {
    text.bytes().take_while(|b| accept(*b)).count()
}
