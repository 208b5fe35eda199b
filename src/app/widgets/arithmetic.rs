//! A number as it is typed: `7.5`, `1,600`, `3*7.5`, `=(1+2)/4`, with whatever stands behind it.

/// Why a text is no number.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Unread {
    /// Neither number nor calculation.
    #[error("不是数字")]
    NotANumber,
    /// Something behind the number that is no unit of the field.
    #[error("“{0}”不能采用，请只填数值")]
    Behind(String),
    /// `380/660` or `70-80`: two numbers, or a calculation.
    #[error("可能是两个数值；要计算请在前面加“=”，否则请只填一个数值")]
    TwoNumbers,
    /// `1,5`.
    #[error("分不清逗号是千位分隔还是小数点，请去掉逗号")]
    Comma,
    /// A division by zero.
    #[error("除数是零")]
    DividedByZero,
    /// Beyond what can be kept.
    #[error("数值太大")]
    TooLarge,
}

/// Calculations are no deeper than this; what is deeper is no number an auditor types.
const DEEPEST: usize = 20;

/// Reads a typed text, in half-width characters. Gives the value and what is behind it.
///
/// Two numbers with nothing but `/` or `-` between them are a calculation only after `=`: on nameplates `380/660` and
/// `70-80` are two values.
pub fn typed(text: &str) -> Result<(f64, &str), Unread> {
    let (body, asked) = match text.trim().strip_prefix('=') {
        Some(body) => (body, true),
        None => (text.trim(), false),
    };
    let mut reader = Reader { rest: body, used: [false; 4], brackets: false, failed: None };
    let value = reader.sum(0);
    if let Some(failed) = reader.failed {
        return Err(failed);
    }
    let value = value.ok_or(Unread::NotANumber)?;
    if !value.is_finite() {
        return Err(Unread::TooLarge);
    }
    let [plus, minus, times, over] = reader.used;
    if !asked && !reader.brackets && !plus && !times && (minus || over) {
        return Err(Unread::TwoNumbers);
    }
    Ok((value, reader.rest.trim()))
}

/// Reads a pasted text: one number, or a calculation that begins with `=`.
pub fn plain(text: &str) -> Result<(f64, &str), Unread> {
    if text.trim().starts_with('=') {
        return typed(text);
    }
    let mut reader = Reader { rest: text.trim(), used: [false; 4], brackets: false, failed: None };
    let minus = reader.take(&['-', '−']).is_some();
    let value = reader.number();
    if let Some(failed) = reader.failed {
        return Err(failed);
    }
    let value = value.ok_or(Unread::NotANumber)?;
    Ok((if minus { -value } else { value }, reader.rest.trim()))
}

struct Reader<'a> {
    rest: &'a str,
    /// Whether `+`, `-`, `*`, `/` stood between two numbers.
    used: [bool; 4],
    brackets: bool,
    failed: Option<Unread>,
}

impl Reader<'_> {
    fn take(&mut self, signs: &[char]) -> Option<char> {
        let rest = self.rest.trim_start();
        let sign = rest.chars().next().filter(|c| signs.contains(c))?;
        self.rest = &rest[sign.len_utf8()..];
        Some(sign)
    }

    fn sum(&mut self, depth: usize) -> Option<f64> {
        let mut total = self.product(depth)?;
        loop {
            let before = self.rest;
            let Some(sign) = self.take(&['+', '-', '−']) else { return Some(total) };
            let Some(next) = self.product(depth) else {
                // What is behind is no number: the sign belongs to the unit.
                self.rest = before;
                return Some(total);
            };
            self.used[usize::from(sign != '+')] = true;
            total = if sign == '+' { total + next } else { total - next };
        }
    }

    fn product(&mut self, depth: usize) -> Option<f64> {
        let mut total = self.factor(depth)?;
        loop {
            let before = self.rest;
            let Some(sign) = self.take(&['*', '×', '/', '÷']) else { return Some(total) };
            let Some(next) = self.factor(depth) else {
                self.rest = before;
                return Some(total);
            };
            if matches!(sign, '*' | '×') {
                self.used[2] = true;
                total *= next;
            } else if next == 0.0 {
                self.failed = Some(Unread::DividedByZero);
                return None;
            } else {
                self.used[3] = true;
                total /= next;
            }
        }
    }

    fn factor(&mut self, depth: usize) -> Option<f64> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(sign) = self.take(&['+', '-', '−']) {
            let value = self.factor(depth + 1)?;
            return Some(if sign == '+' { value } else { -value });
        }
        if self.take(&['(']).is_some() {
            self.brackets = true;
            let value = self.sum(depth + 1)?;
            self.take(&[')'])?;
            return Some(value);
        }
        self.number()
    }

    /// Digits with a point, groups of three after commas, and a power of ten.
    fn number(&mut self) -> Option<f64> {
        let text = self.rest.trim_start();
        let bytes = text.as_bytes();
        let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        let mut end = digits(0);
        let groupable = (1..=3).contains(&end);
        while groupable && bytes.get(end) == Some(&b',') && digits(end + 1) == 3 {
            end += 4;
        }
        if bytes.get(end) == Some(&b',') && digits(end + 1) > 0 {
            self.failed = Some(Unread::Comma);
            return None;
        }
        let whole = end;
        if bytes.get(end) == Some(&b'.') {
            end += 1 + digits(end + 1);
        }
        if whole == 0 && end <= 1 {
            return None;
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let power = if end + 1 + sign <= bytes.len() { digits(end + 1 + sign) } else { 0 };
            if power > 0 {
                end += 1 + sign + power;
            }
        }
        let plain: String = text[..end].chars().filter(|c| *c != ',').collect();
        self.rest = &text[end..];
        let value = plain.parse::<f64>().ok()?;
        if !value.is_finite() {
            self.failed = Some(Unread::TooLarge);
        }
        Some(value)
    }
}
