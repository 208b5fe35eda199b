//! GB 19761-2020, fans: 表1 and 表2 (centrifugal), 表3 (axial), 表4 (external rotor), and the structural corrections.

use std::sync::Arc;

use super::span::{End, Span};
use super::table::{Row, Table, TableError};

/// Which tables a kind of fan has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FanTable {
    /// 表1 and 表2, told apart by the pressure coefficient.
    Centrifugal,
    /// 表3.
    Axial,
    /// 表4.
    ExternalRotor,
}

/// Rows of one range of the pressure coefficient ψ, or of the hub ratio γ (axial fans).
#[derive(Debug)]
pub struct RatioBand {
    /// Table number.
    pub table: Arc<str>,
    /// The range as the standard writes it.
    pub label: Arc<str>,
    /// The range.
    pub ratio: Span,
    /// Its ranges of the specific speed; one without limits for axial fans.
    pub speeds: Vec<SpeedBand>,
}

/// Rows of one range of the specific speed.
#[derive(Debug)]
pub struct SpeedBand {
    /// The range as the standard writes it, empty for axial fans.
    pub label: Arc<str>,
    /// The range.
    pub specific_speed: Span,
    /// Its ranges of the machine number.
    pub rows: Vec<FanRow>,
}

/// One range of the machine number.
#[derive(Debug)]
pub struct FanRow {
    /// The range as the standard writes it.
    pub label: Arc<str>,
    /// The range, in dm of impeller diameter.
    pub machine_no: Span,
    /// Efficiency of grades 1, 2, 3 in %; `None` where the standard has a dash.
    pub grades_pct: Option<[f64; 3]>,
}

/// Where a fan was found.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// By ψ or γ.
    pub band: &'a RatioBand,
    /// By specific speed.
    pub speed: &'a SpeedBand,
    /// By machine number.
    pub row: &'a FanRow,
    /// Its values in %.
    pub grades_pct: [f64; 3],
}

/// Why no row was found.
#[derive(Clone, Copy, Debug)]
pub enum Gap<'a> {
    /// No range of ψ or γ holds the value.
    Ratio,
    /// The range has rows, but not for such a specific speed.
    SpecificSpeed(&'a RatioBand),
    /// No row for such a machine number.
    MachineNo(&'a RatioBand, &'a SpeedBand),
    /// The standard has a dash instead of values.
    NoValue(&'a RatioBand, &'a SpeedBand, &'a FanRow),
}

/// How a correction acts on the table's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Percentage points to add.
    Delta,
    /// The values in place of the table's.
    Absolute,
    /// The table's values, but no less than these.
    AtLeast,
}

/// One structural correction.
#[derive(Debug)]
pub struct Correction {
    /// How it acts.
    pub mode: Mode,
    /// For grades 1, 2, 3, in percentage points or %.
    pub grades_pct: [f64; 3],
    /// The only row (by the labels of ratio and machine number) for which it is beyond doubt; empty for all rows.
    sure: (Arc<str>, Arc<str>),
    /// The condition in words.
    pub meaning: Arc<str>,
    /// What is still to be checked.
    pub review: Arc<str>,
}

impl Correction {
    /// Whether the correction is beyond doubt for a row.
    pub fn is_sure(&self, found: &Found<'_>) -> bool {
        let (ratio, machine_no) = &self.sure;
        ratio.is_empty() || (*ratio == found.band.label && *machine_no == found.row.label)
    }
}

/// The structural corrections of fan_corrections.csv.
#[derive(Debug)]
pub struct Corrections {
    /// Centrifugal, double inlet.
    pub double_inlet: Correction,
    /// Centrifugal, for heating, ventilation and air conditioning.
    pub hvac: Correction,
    /// Centrifugal with inlet box.
    pub centrifugal_inlet_box: Correction,
    /// Axial with inlet box.
    pub axial_inlet_box: Correction,
    /// Axial without diffuser.
    pub no_diffuser: Correction,
    /// Axial with diffuser.
    pub diffuser: Correction,
    /// Axial, adjustable blades, neither inlet box nor diffuser.
    pub adjustable: Correction,
    /// Axial, reversible.
    pub reversible: Correction,
}

/// The rows of the standard and their corrections.
#[derive(Debug)]
pub struct Fans {
    centrifugal: Vec<RatioBand>,
    axial: Vec<RatioBand>,
    external_rotor: Vec<RatioBand>,
    /// Machine numbers that the source gives to neither of two neighbouring rows.
    unclear_machine_nos: Vec<f64>,
    /// The structural corrections.
    pub corrections: Corrections,
}

impl Fans {
    pub(super) fn read(table: &Table, corrections: &Table) -> Result<Self, TableError> {
        let mut out = Self {
            centrifugal: Vec::new(),
            axial: Vec::new(),
            external_rotor: Vec::new(),
            unclear_machine_nos: Vec::new(),
            corrections: read_corrections(corrections)?,
        };
        for r in table.rows() {
            let bands = match r.text("fan_type_code")? {
                "centrifugal" => &mut out.centrifugal,
                "axial" => &mut out.axial,
                "external_rotor" => &mut out.external_rotor,
                _ => return Err(r.error("fan_type_code", "不是通风机型式")),
            };
            let machine_no = add(bands, &r)?;
            for (no, end) in [machine_no.min, machine_no.max].into_iter().flatten() {
                if end == End::Unclear && !out.unclear_machine_nos.contains(&no) {
                    out.unclear_machine_nos.push(no);
                }
            }
        }
        Ok(out)
    }

    /// The ranges of ψ or γ of a kind of fan.
    pub fn bands(&self, table: FanTable) -> &[RatioBand] {
        match table {
            FanTable::Centrifugal => &self.centrifugal,
            FanTable::Axial => &self.axial,
            FanTable::ExternalRotor => &self.external_rotor,
        }
    }

    /// Whether a machine number stands on a limit that the source gives to neither row.
    pub fn is_unclear(&self, table: FanTable, machine_no: f64) -> bool {
        table == FanTable::Centrifugal && self.unclear_machine_nos.contains(&machine_no)
    }

    /// The row for ψ (γ for axial fans), specific speed and machine number in dm. Where the machine number stands on
    /// a limit that the source gives to neither row, `other` picks the second of the two.
    pub fn find(
        &self,
        table: FanTable,
        ratio: f64,
        specific_speed: f64,
        machine_no: f64,
        other: bool,
    ) -> Result<Found<'_>, Gap<'_>> {
        let band = self.bands(table).iter().find(|b| b.ratio.contains(ratio)).ok_or(Gap::Ratio)?;
        let speed = band.speeds.iter().find(|s| s.specific_speed.contains(specific_speed));
        let speed = speed.ok_or(Gap::SpecificSpeed(band))?;
        let mut rows = speed.rows.iter().filter(|r| r.machine_no.contains(machine_no));
        let first = rows.next().ok_or(Gap::MachineNo(band, speed))?;
        let row = if other { rows.next().unwrap_or(first) } else { first };
        let grades_pct = row.grades_pct.ok_or(Gap::NoValue(band, speed, row))?;
        Ok(Found { band, speed, row, grades_pct })
    }
}

/// Puts a row under its ranges, in the order of the table, and gives its range of the machine number.
fn add(bands: &mut Vec<RatioBand>, r: &Row<'_>) -> Result<Span, TableError> {
    let label = r.text("pressure_coeff_or_hub_ratio")?;
    let at = match bands.iter().position(|b| *b.label == *label) {
        Some(at) => at,
        None => {
            let ratio = Span::read(r, "ratio")?;
            bands.push(RatioBand { table: r.text("table")?.into(), label: label.into(), ratio, speeds: Vec::new() });
            bands.len() - 1
        }
    };
    let speeds = &mut bands[at].speeds;
    let label = r.text("specific_speed")?;
    let at = match speeds.iter().position(|s| *s.label == *label) {
        Some(at) => at,
        None => {
            let specific_speed = Span::read(r, "ns")?;
            speeds.push(SpeedBand { label: label.into(), specific_speed, rows: Vec::new() });
            speeds.len() - 1
        }
    };
    let grades = [r.maybe_number("grade1_pct")?, r.maybe_number("grade2_pct")?, r.maybe_number("grade3_pct")?];
    let grades_pct = match grades {
        [Some(a), Some(b), Some(c)] if a > b && b > c => Some([a, b, c]),
        [None, None, None] => None,
        _ => return Err(r.error("grade1_pct", "：等级次序不对，应 1级＞2级＞3级，或三级都为空")),
    };
    let label = r.text("machine_no_range")?.into();
    let machine_no = Span::read(r, "machine_no")?;
    speeds[at].rows.push(FanRow { label, machine_no, grades_pct });
    Ok(machine_no)
}

fn read_corrections(table: &Table) -> Result<Corrections, TableError> {
    let of = |fan_type: &str, condition: &str| -> Result<Correction, TableError> {
        let row = table.rows().find(|r| {
            r.text("condition_code").is_ok_and(|c| c == condition)
                && r.text("fan_type_code").is_ok_and(|t| t == fan_type)
        });
        let r = row.ok_or_else(|| TableError::Index(format!("fan_corrections.csv 缺少 {fan_type} {condition}")))?;
        Ok(Correction {
            mode: match r.text("mode_code")? {
                "delta" => Mode::Delta,
                "absolute" => Mode::Absolute,
                "at_least" => Mode::AtLeast,
                _ => return Err(r.error("mode_code", "不是 delta、absolute、at_least")),
            },
            grades_pct: [r.number("grade1_pct")?, r.number("grade2_pct")?, r.number("grade3_pct")?],
            sure: (r.text("sure_ratio")?.into(), r.text("sure_machine_no")?.into()),
            meaning: r.text("meaning")?.into(),
            review: r.text("review")?.into(),
        })
    };
    Ok(Corrections {
        double_inlet: of("centrifugal", "double_inlet")?,
        hvac: of("centrifugal", "hvac")?,
        centrifugal_inlet_box: of("centrifugal", "inlet_box")?,
        axial_inlet_box: of("axial", "inlet_box")?,
        no_diffuser: of("axial", "no_diffuser")?,
        diffuser: of("axial", "diffuser")?,
        adjustable: of("axial", "adjustable")?,
        reversible: of("axial", "reversible")?,
    })
}
