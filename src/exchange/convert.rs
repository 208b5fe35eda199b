//! From the spreadsheet reader's cells to ours.

use calamine::{Data, DataRef};

use super::workbook::Cell;
use crate::audit::PartialDate;

/// What a number format shows of a number.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shown {
    percent: bool,
    month_only: bool,
}

impl Shown {
    pub(super) fn of(code: &str) -> Self {
        let mut bare = String::new();
        let mut chars = code.split(';').next().unwrap_or("").chars();
        let mut quoted = false;
        while let Some(c) = chars.next() {
            match c {
                '"' => quoted = !quoted,
                '\\' | '_' | '*' if !quoted => {
                    chars.next();
                }
                '[' if !quoted => while chars.next().is_some_and(|c| c != ']') {},
                c if !quoted => bare.extend(c.to_lowercase()),
                _ => {}
            }
        }
        Self { percent: bare.contains('%'), month_only: bare.contains('y') && !bare.contains('d') }
    }
}

/// A cell of .xlsx, whose number format is known.
pub(super) fn from_ref(value: &DataRef<'_>, shown: Shown) -> Option<Cell> {
    match value {
        DataRef::Empty => None,
        DataRef::SharedString(s) => text(s),
        DataRef::String(s) => text(s),
        DataRef::Int(n) => Some(numeric(*n as f64, shown)),
        DataRef::Float(n) => Some(numeric(*n, shown)),
        DataRef::Bool(b) => Some(Cell::Bool(*b)),
        DataRef::DateTime(d) => Some(date(d, shown)),
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => iso(s),
        DataRef::Error(e) => Some(Cell::Error(e.to_string())),
    }
}

/// A cell of the other formats.
pub(super) fn from_data(value: &Data) -> Option<Cell> {
    let shown = Shown::default();
    match value {
        Data::Empty => None,
        Data::String(s) => text(s),
        Data::Int(n) => Some(numeric(*n as f64, shown)),
        Data::Float(n) => Some(numeric(*n, shown)),
        Data::Bool(b) => Some(Cell::Bool(*b)),
        Data::DateTime(d) => Some(date(d, shown)),
        Data::DateTimeIso(s) | Data::DurationIso(s) => iso(s),
        Data::Error(e) => Some(Cell::Error(e.to_string())),
    }
}

fn text(s: &str) -> Option<Cell> {
    let trimmed = s.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if trimmed.is_empty() { None } else { Some(Cell::Text(trimmed.to_owned())) }
}

fn numeric(n: f64, shown: Shown) -> Cell {
    if shown.percent { Cell::Percent(n) } else { Cell::Number(n) }
}

fn date(d: &calamine::ExcelDateTime, shown: Shown) -> Cell {
    let (year, month, day, ..) = d.to_ymd_hms_milli();
    let known_day = if shown.month_only { None } else { Some(day as i8) };
    match PartialDate::new(year as i16, Some(month as i8), known_day) {
        Some(date) if d.is_datetime() && d.as_f64() >= 1.0 => Cell::Date(date),
        _ => Cell::Number(d.as_f64()),
    }
}

fn iso(s: &str) -> Option<Cell> {
    match PartialDate::parse(s) {
        Some(date) => Some(Cell::Date(date)),
        None => text(s),
    }
}
