//! Reading a designation from left to right.

/// What is left to read. Only ASCII is ever taken, so cuts fall between characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan<'a> {
    pub rest: &'a str,
}

/// A number with the text it stands in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Num<'a> {
    pub text: &'a str,
    pub value: f64,
}

impl<'a> Scan<'a> {
    pub fn new(rest: &'a str) -> Self {
        Self { rest }
    }

    fn take(&mut self, len: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(len);
        self.rest = rest;
        taken
    }

    /// Capital letters, possibly none.
    pub fn letters(&mut self) -> &'a str {
        self.take(super::leading(self.rest, |b| b.is_ascii_uppercase()))
    }

    /// A number such as `10`, `1.25`, `0.9`.
    pub fn number(&mut self) -> Option<Num<'a>> {
        let whole = super::leading(self.rest, |b| b.is_ascii_digit());
        if whole == 0 {
            return None;
        }
        let after = &self.rest[whole..];
        let decimals = after.strip_prefix('.').map_or(0, |d| super::leading(d, |b| b.is_ascii_digit()));
        let len = if decimals > 0 { whole + 1 + decimals } else { whole };
        let value = self.rest[..len].parse().ok()?;
        Some(Num { text: self.take(len), value })
    }

    /// Takes this character if it comes next.
    pub fn eat(&mut self, c: char) -> bool {
        let found = self.rest.strip_prefix(c);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    /// Whether nothing, or nothing but what is no part of a word or number, comes next.
    pub fn at_break(&self) -> bool {
        !self.rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.')
    }
}
