//! GB 19577-2024, heat pumps and chillers.

use std::collections::HashMap;
use std::sync::Arc;

use super::boilers::Interval;
use super::table::{Row, Table, TableError};
use crate::audit::equipment::{ChillerSource, ChillerType, ChillerVariant};
use crate::audit::field::Choice as _;

/// A figure of the unit that a limit is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// IPLV, CSPF, ACCOP, HSPF, APF, ACOP, AEER.
    Seasonal,
    /// COPc, COPh, COP, EER.
    Cop,
    /// COPdh.
    CopLowTemperature,
    /// Steam per cooling in kg/(kW·h).
    HeatSource,
}

impl Figure {
    fn read(r: &Row<'_>, column: &str) -> Result<Self, TableError> {
        [Self::Seasonal, Self::Cop, Self::CopLowTemperature, Self::HeatSource]
            .into_iter()
            .find(|f| r.text(column).is_ok_and(|t| t == f.key()))
            .ok_or_else(|| r.error(column, "不是已知的指标字段"))
    }

    /// Key of the field that holds it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Seasonal => "seasonal",
            Self::Cop => "cop",
            Self::CopLowTemperature => "cop_low_temperature",
            Self::HeatSource => "heat_source_kg_per_kwh",
        }
    }
}

/// Which capacity the bands of a row are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// 制冷量.
    Cooling,
    /// 制热量.
    Heating,
}

/// A second figure that must be met whatever the grade.
#[derive(Clone, Debug)]
pub struct Gate {
    /// Name of the figure in the standard.
    pub name: Arc<str>,
    /// The figure.
    pub figure: Figure,
    /// Smallest accepted.
    pub min: f64,
}

/// One way of judging a unit: the graded figure and what must be met besides.
#[derive(Clone, Debug)]
pub struct Path {
    /// Table, unit type, source and band.
    pub clause: Arc<str>,
    /// Name of the graded figure in the standard.
    pub metric: Arc<str>,
    /// The graded figure.
    pub figure: Figure,
    /// Whether less is better (heat consumption).
    pub lower_is_better: bool,
    /// Limits of grades 1, 2, 3.
    pub grades: [f64; 3],
    /// Gates.
    pub gates: Vec<Gate>,
    /// Doubt about this row; empty if none.
    pub review: Arc<str>,
    table: Arc<str>,
}

/// A class of units with the ways the standard offers for judging it.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Sources it may have; empty where the standard doesn't tell.
    pub sources: Vec<ChillerSource>,
    /// Condition or execution; `None` where the standard doesn't tell.
    pub variant: Option<ChillerVariant>,
    /// In which capacity the band is; `None` for any capacity.
    pub capacity: Option<Capacity>,
    /// Band of capacity in kW.
    pub band: Interval,
    /// The ways of judging, one of which suffices.
    pub paths: Vec<Path>,
}

/// The classes of the standard.
#[derive(Debug, Default)]
pub struct Chillers {
    units: HashMap<ChillerType, Vec<Unit>>,
}

/// `min＜制冷量≤max kW` in words.
fn band_text(name: &str, band: &Interval) -> String {
    let min = band.min.map_or_else(String::new, |(v, open)| format!("{v}{}", if open { "<" } else { "≤" }));
    let max = band.max.map_or_else(String::new, |(v, open)| format!("{}{v} kW", if open { "<" } else { "≤" }));
    match (min.is_empty(), max.is_empty()) {
        (true, true) => String::new(),
        (false, true) => {
            let (v, open) = band.min.unwrap_or_default();
            format!("{name}{}{v} kW", if open { ">" } else { "≥" })
        }
        _ => format!("{min}{name}{max}"),
    }
}

fn path(r: &Row<'_>, band: &Interval, capacity_name: &str) -> Result<Path, TableError> {
    let lower_is_better = match r.text("direction")? {
        ">=" => false,
        "<=" => true,
        _ => return Err(r.error("direction", "应为 >= 或 <=")),
    };
    let grades = [r.number("grade1")?, r.number("grade2")?, r.number("grade3")?];
    let falling = grades[0] > grades[1] && grades[1] > grades[2];
    let rising = grades[0] < grades[1] && grades[1] < grades[2];
    if !(if lower_is_better { rising } else { falling }) {
        return Err(r.error("grade1", "：等级次序与方向不符"));
    }
    let mut gates = Vec::new();
    for n in 1..=2 {
        if let Some(min) = r.maybe_number(&format!("gate{n}_min"))? {
            gates.push(Gate {
                name: r.text(&format!("gate{n}_name"))?.into(),
                figure: Figure::read(r, &format!("gate{n}_field"))?,
                min,
            });
        }
    }
    let parts = [r.text("table")?, r.text("unit_type")?, r.text("source_side")?, &band_text(capacity_name, band)];
    let clause = parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(" ");
    Ok(Path {
        clause: clause.into(),
        // The unit in brackets is shown with the numbers.
        metric: r.text("metric")?.split('[').next().unwrap_or_default().into(),
        figure: Figure::read(r, "metric_field")?,
        lower_is_better,
        grades,
        gates,
        review: r.text("review")?.into(),
        table: r.text("table")?.into(),
    })
}

impl Chillers {
    pub(super) fn read(table: &Table) -> Result<Self, TableError> {
        let mut out = Self::default();
        for r in table.rows() {
            let kind = ChillerType::from_code(r.text("type_code")?)
                .ok_or_else(|| r.error("type_code", "不是已知的机组类型"))?;
            let sources = r
                .text("source_code")?
                .split('|')
                .filter(|s| !s.is_empty())
                .map(|s| ChillerSource::from_code(s).ok_or_else(|| r.error("source_code", "不是已知的热源方式")))
                .collect::<Result<Vec<_>, _>>()?;
            let variant = match r.text("variant_code")? {
                "" => None,
                code => Some(
                    ChillerVariant::from_code(code).ok_or_else(|| r.error("variant_code", "不是已知的工况或机型"))?,
                ),
            };
            let end = |value: &str, inclusive: &str| -> Result<Option<(f64, bool)>, TableError> {
                let open = r.text(inclusive)? != "1";
                Ok(r.maybe_number(value)?.map(|v| (v, open)))
            };
            let band = Interval { min: end("range_min", "min_inclusive")?, max: end("range_max", "max_inclusive")? };
            let (capacity, name) = match r.text("range_metric")? {
                "制冷量kW" => (Some(Capacity::Cooling), "制冷量"),
                "制热量kW" => (Some(Capacity::Heating), "制热量"),
                "不分容量" => (None, ""),
                _ => return Err(r.error("range_metric", "不是已知的容量")),
            };
            let path = path(&r, &band, name)?;
            let units = out.units.entry(kind).or_default();
            // A row of another table for the same class of units is a further way of judging them.
            let mut further = false;
            for unit in units.iter_mut().filter(|u| u.sources == sources && u.variant == variant) {
                if capacity.is_none() || unit.band == band {
                    if unit.paths.iter().any(|p| p.table == path.table) {
                        return Err(r.error("range_min", "：同一类机组在一张表中重复"));
                    }
                    unit.paths.push(path.clone());
                    further = true;
                }
            }
            if !further {
                units.push(Unit { sources, variant, capacity, band, paths: vec![path] });
            }
        }
        Ok(out)
    }

    /// The classes of a type of unit, in the order of the tables.
    pub fn units(&self, kind: ChillerType) -> &[Unit] {
        self.units.get(&kind).map_or(&[], Vec::as_slice)
    }
}
