//! GB 24500-2020, industrial boilers.

use std::sync::Arc;

use super::table::{Row, Table, TableError};

/// An interval whose ends belong to it unless open.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    /// Lower end and whether it is open.
    pub min: Option<(f64, bool)>,
    /// Upper end and whether it is open.
    pub max: Option<(f64, bool)>,
}

impl Interval {
    /// Whether a value lies in the interval.
    pub fn contains(&self, value: f64) -> bool {
        self.min.is_none_or(|(m, open)| if open { value > m } else { value >= m })
            && self.max.is_none_or(|(m, open)| if open { value < m } else { value <= m })
    }
}

/// The interval of columns `<prefix>_min_<unit>`, `<prefix>_max_<unit>` and `<prefix>_min_open`, `<prefix>_max_open`.
pub(super) fn interval(r: &Row<'_>, prefix: &str, unit: &str) -> Result<Interval, TableError> {
    let end = |which: &str| -> Result<Option<(f64, bool)>, TableError> {
        let open = !r.text(&format!("{prefix}_{which}_open"))?.is_empty();
        Ok(r.maybe_number(&format!("{prefix}_{which}_{unit}"))?.map(|v| (v, open)))
    };
    Ok(Interval { min: end("min")?, max: end("max")? })
}

/// One row: for which firing, fuel and size, and the efficiency of each grade in %.
#[derive(Clone, Debug)]
pub struct BoilerRow {
    /// Table or clause.
    pub table: Arc<str>,
    /// `grate`, `fluidised_bed`, `biomass`, `chamber`, `electric`.
    pub firing: String,
    /// Fuel code of the standard.
    pub fuel: String,
    /// Fuel and class in words.
    pub label: Arc<str>,
    /// `yes`, `no` or empty.
    pub condensing: String,
    /// Net calorific value in kJ/kg.
    pub q_kj_per_kg: Interval,
    /// Volatile matter in %.
    pub volatile_pct: Interval,
    /// `small`, `large` or empty for any size.
    pub size: String,
    /// Limit between small and large in t/h and MW.
    pub limit: Option<(f64, f64)>,
    /// Limits of grades 1, 2, 3 in %; grades 1 and 2 are missing where the standard has only a limit.
    pub grades: [Option<f64>; 3],
    /// Note.
    pub note: Arc<str>,
}

pub(super) fn read(table: &Table) -> Result<Vec<BoilerRow>, TableError> {
    table
        .rows()
        .map(|r| {
            let grades = [r.maybe_number("grade1_pct")?, r.maybe_number("grade2_pct")?, Some(r.number("grade3_pct")?)];
            if let [Some(a), Some(b), Some(c)] = grades
                && !(a > b && b > c)
            {
                return Err(r.error("grade1_pct", "：等级次序不对，应 1级＞2级＞3级"));
            }
            Ok(BoilerRow {
                table: r.text("table")?.into(),
                firing: r.text("firing")?.to_owned(),
                fuel: r.text("fuel_code")?.to_owned(),
                label: format!("{}{}{}", r.text("combustion")?, r.text("class")?, r.text("fuel")?).into(),
                condensing: r.text("condensing")?.to_owned(),
                q_kj_per_kg: interval(&r, "q", "kj_per_kg")?,
                volatile_pct: interval(&r, "v", "pct")?,
                size: r.text("size")?.to_owned(),
                limit: r.maybe_number("capacity_limit_tph")?.zip(r.maybe_number("capacity_limit_mw")?),
                grades,
                note: r.text("note")?.into(),
            })
        })
        .collect()
}
