//! An interval of a table's row, each end belonging to it or not as the standard writes.

use super::table::{Row, TableError};

/// Values meant to be equal may differ by rounding: quotients such as b2/D2.
const TOLERANCE: f64 = 1e-9;

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The value belongs to the interval.
    Closed,
    /// It doesn't.
    Open,
    /// The source doesn't tell: the value may belong to this row or to the neighbouring one.
    Unclear,
}

/// An interval; an end that is missing is unlimited.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Span {
    /// Lower end.
    pub min: Option<(f64, End)>,
    /// Upper end.
    pub max: Option<(f64, End)>,
}

impl Span {
    /// Reads the columns `<name>_min`, `<name>_min_open`, `<name>_max`, `<name>_max_open`; `_open` is empty for an end
    /// that belongs to the interval, `1` for one that doesn't, `?` where that is unclear.
    pub(super) fn read(row: &Row<'_>, name: &str) -> Result<Self, TableError> {
        let end = |which: &str| -> Result<Option<(f64, End)>, TableError> {
            let column = format!("{name}_{which}_open");
            let end = match row.text(&column)? {
                "" => End::Closed,
                "1" => End::Open,
                "?" => End::Unclear,
                _ => return Err(row.error(&column, "应为空、1 或 ?")),
            };
            Ok(row.maybe_number(&format!("{name}_{which}"))?.map(|v| (v, end)))
        };
        let span = Self { min: end("min")?, max: end("max")? };
        match (span.min, span.max) {
            (Some((a, _)), Some((b, _))) if a > b => Err(row.error(&format!("{name}_min"), "大于上限")),
            _ => Ok(span),
        }
    }

    /// Whether a value belongs to the interval, or may belong to it (see [`End::Unclear`]).
    pub fn contains(&self, value: f64) -> bool {
        let above = |(m, end): (f64, End)| {
            if end == End::Open { value > m + TOLERANCE } else { value >= m - TOLERANCE }
        };
        let below = |(m, end): (f64, End)| {
            if end == End::Open { value < m - TOLERANCE } else { value <= m + TOLERANCE }
        };
        self.min.is_none_or(above) && self.max.is_none_or(below)
    }
}
