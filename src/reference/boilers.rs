//! GB 24500-2020, industrial boilers.

use std::sync::Arc;

use super::table::{Table, TableError};

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
    /// Net calorific value, kJ/kg: from (inclusive) and to (inclusive or exclusive, see note of the table).
    pub q_kj_per_kg: (Option<f64>, Option<f64>),
    /// Volatile matter in %.
    pub volatile_pct: (Option<f64>, Option<f64>),
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
                q_kj_per_kg: (r.maybe_number("q_min_kj_per_kg")?, r.maybe_number("q_max_kj_per_kg")?),
                volatile_pct: (r.maybe_number("v_min_pct")?, r.maybe_number("v_max_pct")?),
                size: r.text("size")?.to_owned(),
                limit: r.maybe_number("capacity_limit_tph")?.zip(r.maybe_number("capacity_limit_mw")?),
                grades,
                note: r.text("note")?.into(),
            })
        })
        .collect()
}
