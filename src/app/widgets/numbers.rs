//! Numbers as people read them: thousands separators, no more digits than mean something.

/// With thousands separators and a fixed number of decimals; `—` if it is no number.
pub fn grouped(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "—".to_owned();
    }
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::with_capacity(text.len() + 6);
    if value < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// With thousands separators and as many decimals as were entered.
pub fn entered(n: f64) -> String {
    let plain = crate::audit::field::number(n);
    let decimals = plain.split_once('.').map_or(0, |(_, f)| f.len());
    grouped(n, decimals)
}

/// With as many decimals as the size calls for.
pub fn amount(value: f64) -> String {
    let size = value.abs();
    grouped(
        value,
        if size >= 100.0 || size == 0.0 {
            0
        } else if size >= 10.0 {
            1
        } else {
            2
        },
    )
}

/// An amount of yuan in 万元.
pub fn wan(yuan: f64) -> String {
    let wan = yuan / 10_000.0;
    grouped(wan, if wan.abs() >= 100.0 { 1 } else { 2 })
}

/// A figure that may not exist.
pub fn maybe(value: Option<f64>, show: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| "—".to_owned(), show)
}
