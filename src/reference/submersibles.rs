//! GB 32030-2022, submersible pumps, and GB/T 25409-2010 annex A, prescribed efficiency of small ones.

use std::sync::Arc;

use super::boilers::Interval;
use super::table::{Table, TableError};
use crate::audit::equipment::SubmersibleType;
use crate::audit::field::Choice as _;

/// One power band of a series or type.
#[derive(Clone, Debug)]
pub struct SubmersibleRow {
    /// Table, kind, type and band in words.
    pub clause: Arc<str>,
    /// Table, e.g. 表2.
    pub table: Arc<str>,
    /// Band in words.
    pub band: Arc<str>,
    /// Rated power in kW.
    pub power_kw: Interval,
    /// What is added to the prescribed efficiency for grades 1 and 2, in percentage points. Grade 3 is the
    /// prescribed efficiency less the tolerance.
    pub offsets_pct: [f64; 2],
    /// Doubt about the row; empty if none.
    pub note: Arc<str>,
    /// What is known of the bands that are missing; empty if none.
    pub gap: Arc<str>,
}

/// A pump series of GB/T 25409-2010 annex A.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BaseSeries {
    /// 下泵式
    LowerPump,
    /// 上泵式
    UpperPump,
    /// QXL
    Qxl,
    /// QXR
    Qxr,
}

impl BaseSeries {
    /// Chinese label.
    pub fn zh(self) -> &'static str {
        match self {
            Self::LowerPump => "下泵式",
            Self::UpperPump => "上泵式",
            Self::Qxl => "QXL",
            Self::Qxr => "QXR",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "lower_pump" => Self::LowerPump,
            "upper_pump" => Self::UpperPump,
            "qxl" => Self::Qxl,
            "qxr" => Self::Qxr,
            _ => return None,
        })
    }
}

/// A pump efficiency of annex A, table A1.
#[derive(Clone, Debug)]
struct PumpEfficiency {
    series: BaseSeries,
    flow_m3_per_h: f64,
    pct: f64,
    note: Arc<str>,
}

/// A correction of annex A, table A2.
#[derive(Clone, Debug)]
struct Correction {
    /// For QXL and QXR, else for the common series.
    special: bool,
    specific_speed: Interval,
    points: f64,
    /// Two sources give different figures.
    disputed: bool,
}

/// The standards' tables.
#[derive(Debug)]
pub struct Submersibles {
    rows: Vec<Vec<SubmersibleRow>>,
    efficiencies: Vec<PumpEfficiency>,
    corrections: Vec<Correction>,
}

impl Submersibles {
    /// Reads and checks both tables.
    pub(super) fn read(offsets: &Table, base: &Table) -> Result<Self, TableError> {
        let mut rows = vec![Vec::new(); SubmersibleType::OPTIONS.len()];
        for r in offsets.rows() {
            let kind = SubmersibleType::from_code(r.text("type_code")?);
            let kind =
                kind.and_then(|t| rows.get_mut(t as usize)).ok_or_else(|| r.error("type_code", "不是型式代码"))?;
            let offsets_pct = [r.number("grade1_offset_pct")?, r.number("grade2_offset_pct")?];
            if offsets_pct[0] <= offsets_pct[1] || offsets_pct[1] < 0.0 {
                return Err(r.error("grade1_offset_pct", "：等级次序不对，应 1级＞2级≥0"));
            }
            let (table, band) = (r.text("table")?, r.text("power_range_kw")?);
            kind.push(SubmersibleRow {
                clause: format!("{table} {} {} {band} kW", r.text("type")?, r.text("subtype")?).into(),
                table: table.into(),
                band: band.into(),
                power_kw: Interval {
                    min: Some((r.number("p_min_kw_excl")?, true)),
                    max: r.maybe_number("p_max_kw_incl")?.map(|p| (p, false)),
                },
                offsets_pct,
                note: r.text("note")?.into(),
                gap: r.text("gap_note")?.into(),
            });
        }
        let (mut efficiencies, mut corrections) = (Vec::new(), Vec::new());
        for r in base.rows() {
            let (min, max) = (r.number("axis_min")?, r.maybe_number("axis_max")?);
            match r.text("quantity_code")? {
                "pump_efficiency" => efficiencies.push(PumpEfficiency {
                    series: BaseSeries::from_code(r.text("series_code")?)
                        .ok_or_else(|| r.error("series_code", "不是系列代码"))?,
                    flow_m3_per_h: min,
                    pct: r.number("value_pct")?,
                    note: r.text("note")?.into(),
                }),
                "correction" => corrections.push(Correction {
                    special: match r.text("series_code")? {
                        "common" => false,
                        "qxl_qxr" => true,
                        _ => return Err(r.error("series_code", "不是系列代码")),
                    },
                    specific_speed: Interval { min: Some((min, false)), max: max.map(|m| (m, false)) },
                    points: r.number("value_pct")?,
                    disputed: !r.text("disputed")?.is_empty(),
                }),
                _ => return Err(r.error("quantity_code", "不是已知的量")),
            }
        }
        Ok(Self { rows, efficiencies, corrections })
    }

    /// The power bands of a series or type, from small to large.
    pub fn rows(&self, kind: SubmersibleType) -> &[SubmersibleRow] {
        self.rows.get(kind as usize).map_or(&[], Vec::as_slice)
    }

    /// Pump efficiency `η_SP` in % at a listed flow in m³/h, with the doubt about it. Between listed flows the
    /// standard's rule is not held: `None`.
    pub fn pump_efficiency_pct(&self, series: BaseSeries, flow_m3_per_h: f64) -> Option<(f64, &Arc<str>)> {
        let mut listed = self.efficiencies.iter().filter(|e| e.series == series);
        listed.find(|e| (e.flow_m3_per_h - flow_m3_per_h).abs() < 1e-6).map(|e| (e.pct, &e.note))
    }

    /// Correction `Δη` in percentage points at a listed specific speed or in a listed range; `None` between them,
    /// and where the sources differ.
    pub fn correction_points(&self, series: BaseSeries, specific_speed: f64) -> Option<f64> {
        let special = matches!(series, BaseSeries::Qxl | BaseSeries::Qxr);
        let mut found: Option<f64> = None;
        for c in self.corrections.iter().filter(|c| c.special == special && c.specific_speed.contains(specific_speed)) {
            if c.disputed || found.is_some_and(|p| p != c.points) {
                return None;
            }
            found = Some(c.points);
        }
        found
    }
}
