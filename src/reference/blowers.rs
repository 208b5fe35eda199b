//! GB 28381-2012, centrifugal blowers: limits (表1～表4) and evaluating values (表5～表8) of the polytropic efficiency.

use std::sync::Arc;

use super::span::Span;
use super::table::{Table, TableError};

/// Which tables a blower has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlowerTable {
    /// 表1、表5: single stage between bearings, low speed.
    SingleLow,
    /// 表2、表6: several stages, low speed.
    MultiLow,
    /// 表3、表7: single stage between bearings, high speed.
    SingleHigh,
    /// 表4、表8: several stages, high speed.
    MultiHigh,
}

/// Type codes of the CSV, in the order of [`BlowerTable`].
const CODES: [&str; 4] = ["single_low", "multi_low", "single_high", "multi_high"];

/// One cell of a limit table with its fellow of the evaluating table.
#[derive(Debug)]
pub struct BlowerRow {
    /// Tables of the limit and of the evaluating value.
    pub tables: (Arc<str>, Arc<str>),
    /// Number of stages.
    pub stages: Span,
    /// The stages as written.
    pub stages_label: Arc<str>,
    /// Relative width b2/D2 of the impeller's outlet.
    pub ratio: Span,
    /// The ratio as written.
    pub ratio_label: Arc<str>,
    /// Outer diameter of the impeller in mm.
    pub diameter_mm: Span,
    /// The diameter as written.
    pub diameter_label: Arc<str>,
    /// 能效限定值 in %.
    pub limit_pct: f64,
    /// 节能评价值 in %.
    pub evaluating_pct: f64,
    /// Doubt about the cell; empty if none.
    pub note: Arc<str>,
}

/// A correction of both values.
#[derive(Debug)]
pub struct BlowerCorrection {
    /// Percentage points to add.
    pub add_pct: f64,
    /// The factor by which another reading of the rule multiplies the values instead; 1 if it changes nothing.
    pub other_factor: f64,
    /// For which tables, in the order of [`BlowerTable`].
    applies: [bool; 4],
    /// The condition in words.
    pub meaning: Arc<str>,
    /// What is still to be checked.
    pub review: Arc<str>,
}

impl BlowerCorrection {
    /// Whether the correction is one of a table.
    pub fn applies_to(&self, table: BlowerTable) -> bool {
        self.applies[table as usize]
    }
}

/// The rows of the standard and their corrections.
#[derive(Debug)]
pub struct Blowers {
    rows: [Vec<BlowerRow>; 4],
    /// Three-dimensional impellers.
    pub three_dimensional: BlowerCorrection,
    /// Overhung single-stage blowers.
    pub overhung: BlowerCorrection,
}

impl Blowers {
    pub(super) fn read(table: &Table, corrections: &Table) -> Result<Self, TableError> {
        let mut rows: [Vec<BlowerRow>; 4] = Default::default();
        for r in table.rows() {
            let code = r.text("type_code")?;
            let at = CODES.iter().position(|c| *c == code).ok_or_else(|| r.error("type_code", "不是鼓风机型式"))?;
            let (limit_pct, evaluating_pct) = (r.number("limit_pct")?, r.number("energy_saving_pct")?);
            if evaluating_pct <= limit_pct {
                return Err(r.error("energy_saving_pct", "：节能评价值应大于能效限定值"));
            }
            rows[at].push(BlowerRow {
                tables: (r.text("table_limit")?.into(), r.text("table_eval")?.into()),
                stages: Span::read(&r, "stages")?,
                stages_label: r.text("stages")?.into(),
                ratio: Span::read(&r, "b2_d2")?,
                ratio_label: r.text("b2_d2")?.into(),
                diameter_mm: Span::read(&r, "d2")?,
                diameter_label: r.text("d2_mm")?.into(),
                limit_pct,
                evaluating_pct,
                note: r.text("note")?.into(),
            });
        }
        let correction = |condition: &str| -> Result<BlowerCorrection, TableError> {
            let row = corrections.rows().find(|r| r.text("condition_code").is_ok_and(|c| c == condition));
            let r = row.ok_or_else(|| TableError::Index(format!("blower_corrections.csv 缺少 {condition}")))?;
            let codes = r.text("type_codes")?;
            Ok(BlowerCorrection {
                add_pct: r.number("add_pct")?,
                other_factor: r.number("other_factor")?,
                applies: CODES.map(|c| codes.split('|').any(|t| t == c)),
                meaning: r.text("meaning")?.into(),
                review: r.text("review")?.into(),
            })
        };
        Ok(Self { rows, three_dimensional: correction("three_dimensional")?, overhung: correction("overhung")? })
    }

    /// The rows of a kind of blower, at most 80.
    pub fn rows(&self, table: BlowerTable) -> &[BlowerRow] {
        &self.rows[table as usize]
    }
}
