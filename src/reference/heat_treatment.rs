//! GB/T 36561-2018, heat-treatment furnaces: a recommended standard, not a mandatory limit.

use std::collections::HashMap;
use std::sync::Arc;

use super::boilers::{Interval, interval};
use super::table::{Table, TableError};
use crate::audit::equipment::FurnaceType;
use crate::audit::field::Choice as _;

/// Unit of a row's limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparableUnit {
    /// kWh/t, furnaces heated electrically.
    KwhPerT,
    /// kgce/t, furnaces heated by fuel.
    KgcePerT,
}

/// One row of table 8.
#[derive(Clone, Debug)]
pub struct HeatTreatmentRow {
    /// Table, furnace and specification.
    pub label: Arc<str>,
    /// Rated power in kW.
    pub power_kw: Interval,
    /// Working temperature in ℃.
    pub temperature_c: Interval,
    /// Highest comparable consumption of the first, second and third class.
    pub classes: [f64; 3],
    /// Unit of the limits.
    pub unit: ComparableUnit,
}

/// The rows of the standard.
#[derive(Debug, Default)]
pub struct HeatTreatment {
    rows: HashMap<FurnaceType, Vec<HeatTreatmentRow>>,
}

impl HeatTreatment {
    pub(super) fn read(table: &Table) -> Result<Self, TableError> {
        let mut out = Self::default();
        for r in table.rows() {
            let classes = [r.number("grade1_max")?, r.number("grade2_max")?, r.number("grade3_max")?];
            if !(0.0 < classes[0] && classes[0] < classes[1] && classes[1] < classes[2]) {
                return Err(r.error("grade1_max", "：等级次序不对，应 一等＜二等＜三等"));
            }
            let unit = match r.text("unit")? {
                "kWh/t" => ComparableUnit::KwhPerT,
                "kgce/t" => ComparableUnit::KgcePerT,
                _ => return Err(r.error("unit", "应为 kWh/t 或 kgce/t")),
            };
            let kind = FurnaceType::from_code(r.text("furnace_code")?)
                .ok_or_else(|| r.error("furnace_code", "不是已知的炉型"))?;
            let label = format!("{} {} {}", r.text("table")?, r.text("furnace")?, r.text("spec")?);
            out.rows.entry(kind).or_default().push(HeatTreatmentRow {
                label: label.trim_end().into(),
                power_kw: interval(&r, "power", "kw")?,
                temperature_c: interval(&r, "temp", "c")?,
                classes,
                unit,
            });
        }
        Ok(out)
    }

    /// The rows of a kind of furnace; empty if the standard has none.
    pub fn rows(&self, kind: FurnaceType) -> &[HeatTreatmentRow] {
        self.rows.get(&kind).map_or(&[], Vec::as_slice)
    }
}
