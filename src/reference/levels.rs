//! 工业重点领域能效标杆水平和基准水平, editions 2021 and 2023.

use std::sync::Arc;

use jiff::civil::Date;

use super::intensity::IntensityUnit;
use super::quotas::{date, list, lower_is_better};
use super::table::{Table, TableError};

/// One row of an edition.
#[derive(Clone, Debug)]
pub struct LevelRow {
    /// Stable key.
    pub key: Arc<str>,
    /// Objects of the limits that it is for; empty where there is no limit of the same.
    pub objects: Vec<String>,
    /// Field.
    pub domain: Arc<str>,
    /// Product as the document names it.
    pub product: Arc<str>,
    /// Indicator.
    pub indicator: Arc<str>,
    /// Unit as written.
    pub unit_text: Arc<str>,
    /// Unit.
    pub unit: IntensityUnit,
    /// Whether less is better.
    pub lower_is_better: bool,
    /// 标杆水平 and 基准水平; `None` where the figures are not held.
    pub values: Option<(f64, f64)>,
    /// Year of the edition.
    pub edition: i16,
    /// Number of the document.
    pub document: Arc<str>,
    /// First day in force; `None` where it is not held.
    pub effective_from: Option<Date>,
    /// By when what is below 基准 is to be renewed or closed, in principle.
    pub deadline: Option<Date>,
    /// Where the figures are from.
    pub source: Arc<str>,
    /// What is still to be checked.
    pub review: Arc<str>,
}

impl LevelRow {
    /// Whether the edition is in force on a day without doubt. An edition without a first day is from the year after.
    pub fn surely_in_force(&self, date: Date) -> bool {
        self.effective_from.map_or(date.year() > self.edition, |from| from <= date)
    }

    /// Whether the edition may be in force on a day.
    pub fn maybe_in_force(&self, date: Date) -> bool {
        self.effective_from.map_or(date.year() >= self.edition, |from| from <= date)
    }
}

/// Reads the rows.
pub(super) fn read(table: &Table) -> Result<Vec<Arc<LevelRow>>, TableError> {
    let mut out: Vec<Arc<LevelRow>> = Vec::with_capacity(table.len());
    for r in table.rows() {
        let unit = IntensityUnit::parse(r.text("unit")?).ok_or_else(|| r.error("unit", "不是认识的单位"))?;
        let lower = lower_is_better(&r)?;
        let values = match (r.maybe_number("benchmark")?, r.maybe_number("baseline")?) {
            (Some(best), Some(base)) if (best <= base) == lower || best == base => Some((best, base)),
            (None, None) => None,
            _ => return Err(r.error("benchmark", "：标杆、基准须都有，且标杆不差于基准")),
        };
        let key: Arc<str> = r.text("row_id")?.into();
        if out.iter().any(|o| o.key == key) {
            return Err(r.error("row_id", "重复"));
        }
        out.push(Arc::new(LevelRow {
            key,
            objects: list(r.text("objects")?),
            domain: r.text("domain")?.into(),
            product: r.text("product")?.into(),
            indicator: r.text("indicator")?.into(),
            unit_text: r.text("unit")?.into(),
            unit,
            lower_is_better: lower,
            values,
            edition: r.number("edition")? as i16,
            document: r.text("document")?.into(),
            effective_from: date(&r, "effective_from")?,
            deadline: date(&r, "renew_by")?,
            source: r.text("source")?.into(),
            review: r.text("review")?.into(),
        }));
    }
    Ok(out)
}
