//! Numbers as plants write them: `132kW`, `1,600`, `约75`, full-width digits.

use super::text::plain;
use super::units;
use super::values::Refusal;

/// A number and the unit behind it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Parsed {
    /// As written, in its unit.
    pub(super) value: f64,
    /// What follows the number, empty for nothing.
    pub(super) unit: String,
    /// Marked as approximate.
    pub(super) estimate: bool,
}

const ABOUT: [&str; 6] = ["大约", "约为", "约", "近", "≈", "~"];
const OR_SO: [&str; 5] = ["左右", "(估算)", "(估计)", "(估)", "(约)"];

/// Reads one number with its unit. Two numbers, a product or a range are refused: which of them holds is not ours to say.
pub(super) fn parse(text: &str, counts: bool) -> Result<Parsed, Refusal> {
    let plain = plain(text);
    let mut rest = plain.as_str();
    let mut estimate = false;
    if let Some(end) = OR_SO.iter().find_map(|w| rest.strip_suffix(w)) {
        (rest, estimate) = (end.trim_end(), true);
    }
    if let Some(start) = ABOUT.iter().find_map(|w| rest.strip_prefix(w)) {
        (rest, estimate) = (start.trim_start(), true);
    }
    if rest.starts_with(['<', '>', '≤', '≥']) {
        return Err(Refusal::new("只给了上限或下限，不是确定的数值", "请填确定的数值"));
    }
    let (value, rest) = match leading(rest)? {
        Some(found) => found,
        None => match chinese(rest).filter(|_| counts) {
            Some(found) => found,
            None => return Err(Refusal::new("不是数值", "请填一个数值，可带单位，如 132kW；不知道就空着")),
        },
    };
    let unit = rest.trim();
    let mut after = unit.chars();
    let first = after.next();
    let digit_later = unit.chars().any(|c| c.is_ascii_digit()) && !units::is_unit(unit);
    if unit.contains('备') && counts {
        return Err(Refusal::new("台数里有在用的，也有备用的", "请拆成两行，用“状态”列分别注明在用、备用"));
    }
    match first {
        Some('×' | 'x' | 'X' | '*') if digit_later => {
            return Err(Refusal::new("写的是乘积，不是一台设备的数值", "请把台数填到“台数”列，本列填单台数值"));
        }
        Some('~' | '-' | '—' | '至' | '到') if digit_later => {
            return Err(Refusal::new("写的是范围，不是一个数值", "请填一个数值"));
        }
        _ if digit_later => {
            return Err(Refusal::new("一格里有两个以上的数值", "请拆成几行，每行一个数值"));
        }
        _ => {}
    }
    Ok(Parsed { value, unit: unit.to_owned(), estimate })
}

/// The number a text starts with, and what follows it.
pub(super) fn leading(text: &str) -> Result<Option<(f64, &str)>, Refusal> {
    let bytes = text.as_bytes();
    let mut at = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let start = at;
    let digits = |mut i: usize| {
        while bytes.get(i).is_some_and(u8::is_ascii_digit) {
            i += 1;
        }
        i
    };
    at = digits(at);
    let groupable = (1..=3).contains(&(at - start));
    while groupable && bytes.get(at) == Some(&b',') && digits(at + 1) == at + 4 {
        at += 4;
    }
    if bytes.get(at) == Some(&b',') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        return Err(Refusal::new("分不清逗号是千位分隔、小数点还是两个数值", "请去掉逗号，或拆成几行"));
    }
    if bytes.get(at) == Some(&b'.') && digits(at + 1) > at + 1 {
        at = digits(at + 1);
    }
    if at == start {
        return Ok(None);
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let end = digits(at + 1 + sign);
        if end > at + 1 + sign {
            at = end;
        }
    }
    let number: String = text[..at].chars().filter(|c| *c != ',').collect();
    match number.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Some((value, &text[at..]))),
        _ => Err(Refusal::new("数值太大", "请核对原值")),
    }
}

/// A Chinese numeral up to 99 at the start: `四极`, `十二`.
pub(super) fn chinese(text: &str) -> Option<(f64, &str)> {
    let digit = |c: char| "零一二三四五六七八九".chars().position(|d| d == c).or((c == '两').then_some(2));
    let (mut total, mut last, mut end) = (0_usize, None, 0);
    for (at, c) in text.char_indices() {
        if let Some(d) = digit(c) {
            if last.is_some() {
                return None;
            }
            last = Some(d);
        } else if c == '十' && total == 0 {
            total = last.take().unwrap_or(1) * 10;
        } else {
            break;
        }
        end = at + c.len_utf8();
    }
    if end == 0 { None } else { Some(((total + last.unwrap_or(0)) as f64, &text[end..])) }
}

/// Rounds away what multiplying by a unit's factor leaves behind: 0.57 × 100 is 57, not 56.99999999999999.
pub(super) fn tidy(value: f64) -> f64 {
    format!("{value:.12e}").parse().unwrap_or(value)
}
