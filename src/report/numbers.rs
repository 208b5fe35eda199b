//! Numbers as the report prints them: thousands separators, fixed decimals, a dash for what does not exist.

use crate::numbers::grouped;

/// What stands for a figure that does not exist.
pub const NONE: &str = "—";

/// A number with thousands separators and fixed decimals; more decimals where it would round to zero.
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    let mut text = format!("{value:.decimals$}");
    // 0.003 万kWh is little, not nothing.
    if value != 0.0 && is_zero(&text) {
        text = format!("{value:.*}", decimals + 3);
    }
    if is_zero(&text) {
        text = format!("{:.decimals$}", 0.0);
    }
    grouped(&text)
}

/// As [`fixed`], without needless zeros.
pub fn short(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A figure that may not exist.
pub fn optional(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| NONE.to_owned(), |v| fixed(v, decimals))
}

/// yuan as 万元.
pub fn wan(value: Option<f64>) -> String {
    optional(value.map(|v| v / 1e4), 2)
}

/// A number of any size, as in sentences.
pub use crate::numbers::n as figure;

fn is_zero(text: &str) -> bool {
    !text.bytes().any(|b| (b'1'..=b'9').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_printed() {
        assert_eq!(fixed(1_234_567.891, 2), "1,234,567.89");
        assert_eq!(fixed(-1234.5, 1), "−1,234.5");
        assert_eq!(fixed(0.003, 2), "0.00300");
        assert_eq!(fixed(-0.0, 2), "0.00");
        assert_eq!(fixed(f64::NAN, 2), "—");
        assert_eq!(short(1200.50, 2), "1,200.5");
        assert_eq!(short(1200.0, 2), "1,200");
        assert_eq!(figure(0.93), "0.93");
        assert_eq!(wan(Some(123_456.0)), "12.35");
        assert_eq!(optional(None, 2), "—");
    }
}
