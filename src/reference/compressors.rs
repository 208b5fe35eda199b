//! GB 19153-2019, positive-displacement air compressors (tables 1 to 4).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::table::{Row, Table, TableError};
use crate::audit::equipment::{CompressorCooling, CompressorDrive, CompressorType};
use crate::audit::field::Choice;

/// One row: specific power in kW/(m³/min), the lower the better.
#[derive(Clone, Debug)]
pub struct CompressorRow {
    /// Table number, e.g. 表1.
    pub table: Arc<str>,
    /// Speed control that the table is for.
    pub drive: CompressorDrive,
    /// Cooling, `None` where the table doesn't tell.
    pub cooling: Option<CompressorCooling>,
    /// Limits of grades 1, 2, 3.
    pub grades: [f64; 3],
    /// What the figure means, if anything special.
    pub note: Arc<str>,
    /// Doubt about this row; empty if none.
    pub review: Arc<str>,
}

/// Rows by rated power in 0.01 kW, then discharge pressure in 0.001 MPa.
type Sizes = BTreeMap<u64, BTreeMap<u64, Vec<CompressorRow>>>;

/// The rows of the standard. Between listed powers and pressures there is none: no rule of interpolation is held.
#[derive(Debug, Default)]
pub struct Compressors {
    types: HashMap<CompressorType, Sizes>,
}

fn centi(kw: f64) -> u64 {
    (kw * 100.0).round() as u64
}

fn milli(mpa: f64) -> u64 {
    (mpa * 1000.0).round() as u64
}

/// The option whose code a cell has.
fn option<C: Choice>(r: &Row<'_>, column: &str) -> Result<C, TableError> {
    C::from_code(r.text(column)?).ok_or_else(|| r.error(column, "不是已知的代码"))
}

impl Compressors {
    pub(super) fn read(table: &Table) -> Result<Self, TableError> {
        let mut out = Self::default();
        for r in table.rows() {
            let grades = [r.number("grade1")?, r.number("grade2")?, r.number("grade3")?];
            if !(0.0 < grades[0] && grades[0] < grades[1] && grades[1] < grades[2]) {
                return Err(r.error("grade1", "：等级次序不对，应 1级＜2级＜3级"));
            }
            let cooling = if r.text("cooling_code")?.is_empty() { None } else { Some(option(&r, "cooling_code")?) };
            let row = CompressorRow {
                table: r.text("table")?.into(),
                drive: option(&r, "drive_code")?,
                cooling,
                grades,
                note: r.text("note")?.into(),
                review: r.text("review")?.into(),
            };
            let sizes = out.types.entry(option(&r, "type_code")?).or_default();
            let cell = sizes
                .entry(centi(r.number("power_kw")?))
                .or_default()
                .entry(milli(r.number("discharge_pressure_mpa")?))
                .or_default();
            if cell.iter().any(|c| c.drive == row.drive && c.cooling == row.cooling) {
                return Err(r.error("discharge_pressure_mpa", "：型式、功率、压力与冷却方式重复"));
            }
            cell.push(row);
        }
        Ok(out)
    }

    /// The rows of a type at the very power in kW and gauge pressure in MPa.
    pub fn rows(&self, kind: CompressorType, power_kw: f64, pressure_mpa: f64) -> &[CompressorRow] {
        self.types
            .get(&kind)
            .and_then(|s| s.get(&centi(power_kw)))
            .and_then(|p| p.get(&milli(pressure_mpa)))
            .map_or(&[], Vec::as_slice)
    }

    /// The listed powers in kW that have a row as wanted, rising.
    pub fn powers(&self, kind: CompressorType, wanted: impl Fn(&CompressorRow) -> bool) -> Vec<f64> {
        let sizes = self.types.get(&kind).into_iter().flatten();
        sizes.filter(|(_, p)| p.values().flatten().any(&wanted)).map(|(kw, _)| *kw as f64 / 100.0).collect()
    }

    /// The pressures in MPa listed for a power, with a row as wanted each, rising.
    pub fn pressures(
        &self,
        kind: CompressorType,
        power_kw: f64,
        wanted: impl Fn(&CompressorRow) -> bool,
    ) -> Vec<(f64, &CompressorRow)> {
        let listed = self.types.get(&kind).and_then(|s| s.get(&centi(power_kw))).into_iter().flatten();
        listed.filter_map(|(mpa, rows)| Some((*mpa as f64 / 1000.0, rows.iter().find(|r| wanted(r))?))).collect()
    }
}
