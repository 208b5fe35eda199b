//! Numbers in sentences and calculations: thousands separators, and as many digits as mean something.
//!
//! Tables print a fixed number of decimals per column instead ([`crate::report`], the workbench); machine formats (JSON,
//! CSV, workbooks) hold the numbers themselves.

/// Significant figures of a number put into a formula. A result is printed with at most five, or as a whole number: from
/// the numbers put in, a calculator comes to it within its last digit.
const PUT: i32 = 9;

/// Below this a number is what is left of rounding.
const NOTHING: f64 = 1e-12;

/// A number in a sentence, or the result of a step: whole from 10 000 on, four or five significant figures below, no
/// needless zeros. `—` if it is no number.
pub fn n(value: f64) -> String {
    let size = value.abs();
    let decimals = if size >= 10_000.0 {
        0
    } else if size >= 1000.0 {
        1
    } else if size >= 10.0 {
        2
    } else if size >= 0.1 {
        4
    } else {
        4 - whole_digits(size)
    };
    shown(value, decimals)
}

/// A number as it is put into a formula: nine significant figures, no needless zeros.
pub fn put(value: f64) -> String {
    shown(value, (PUT - whole_digits(value.abs())).max(0))
}

/// A text of digits with thousands separators: `-1234567.5` → `−1,234,567.5`.
pub fn grouped(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("−", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    if !whole.bytes().all(|b| b.is_ascii_digit()) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + whole.len() / 3 + 3);
    out.push_str(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Digits before the point; none or less than none for 0.1, 0.01, …
fn whole_digits(size: f64) -> i32 {
    if size > 0.0 && size.is_finite() { size.log10().floor() as i32 + 1 } else { 1 }
}

fn shown(value: f64, decimals: i32) -> String {
    if !value.is_finite() {
        return "—".to_owned();
    }
    if value.abs() < NOTHING {
        return "0".to_owned();
    }
    let text = format!("{value:.*}", usize::try_from(decimals).unwrap_or(0));
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    grouped(text)
}
