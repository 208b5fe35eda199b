//! Dates as ledgers give them: often only the year.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A calendar date known to the year, the month or the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl PartialDate {
    /// A date from its parts; `None` if month or day can't be (2003-13, 2003-02-30) or a day has no month.
    /// Years from 1900 to 2100 are accepted.
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        if !(1900..=2100).contains(&year) {
            return None;
        }
        match (month, day) {
            (None, Some(_)) => return None,
            (Some(m), None) if !(1..=12).contains(&m) => return None,
            (Some(m), Some(d)) => {
                jiff::civil::Date::new(year, m, d).ok()?;
            }
            _ => {}
        }
        Some(Self { year, month, day })
    }

    /// Only the year is known.
    pub fn year_only(year: i16) -> Option<Self> {
        Self::new(year, None, None)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, if known.
    pub fn month(self) -> Option<i8> {
        self.month
    }

    /// The day, if known.
    pub fn day(self) -> Option<i8> {
        self.day
    }

    /// The earliest day it can mean.
    pub fn earliest(self) -> jiff::civil::Date {
        jiff::civil::Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
            .unwrap_or(jiff::civil::Date::MIN)
    }

    /// The latest day it can mean.
    pub fn latest(self) -> jiff::civil::Date {
        let month = self.month.unwrap_or(12);
        match self.day {
            Some(_) => self.earliest(),
            None => {
                jiff::civil::Date::new(self.year, month, 1).map(|d| d.last_of_month()).unwrap_or(jiff::civil::Date::MAX)
            }
        }
    }

    /// Reads `2003`, `2003.5`, `2003-05`, `2003/5/1`, `2003年5月`, `2003年5月1日`, `20030501`.
    /// The text must already be half-width (see `exchange`, which also reads Excel serial numbers).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.split(['T', ' ']).next().unwrap_or(text);
        if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
            return Self::new(text[..4].parse().ok()?, Some(text[4..6].parse().ok()?), Some(text[6..].parse().ok()?));
        }
        let cleaned: String = text
            .chars()
            .map(|c| match c {
                '年' | '月' | '/' | '.' | '-' | '－' | '—' => '-',
                other => other,
            })
            .filter(|c| !matches!(c, '日' | '号'))
            .collect();
        let cleaned = cleaned.trim_end_matches('-');
        let mut parts = cleaned.split('-');
        let year: i16 = parts.next()?.parse().ok()?;
        let month = parts.next().map(str::parse::<i8>).transpose().ok()?;
        let day = parts.next().map(str::parse::<i8>).transpose().ok()?;
        if parts.next().is_some() {
            return None;
        }
        Self::new(year, month, day)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.month, self.day) {
            (Some(m), Some(d)) => write!(f, "{:04}-{m:02}-{d:02}", self.year),
            (Some(m), None) => write!(f, "{:04}-{m:02}", self.year),
            _ => write!(f, "{:04}", self.year),
        }
    }
}

impl Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("not a date: {text}")))
    }
}
