//! Motor tables: GB 18613-2020, GB 30254-2024, IE classes, legacy series and what designations say.

use std::collections::HashMap;
use std::sync::Arc;

use super::table::{Table, TableError};

/// Efficiency limits of grades 1, 2 and 3 in %. Grade 3 is the 能效限定值.
pub type GradesPct = [f64; 3];

/// Low-voltage motors by rated power and poles.
#[derive(Debug, Default)]
pub struct LowVoltage {
    rows: HashMap<(u32, u32), GradesPct>,
    powers: Vec<u32>,
}

/// Rated powers are compared to 0.01 kW.
fn centi(power_kw: f64) -> u32 {
    (power_kw * 100.0).round() as u32
}

impl LowVoltage {
    pub(super) fn read(table: &Table) -> Result<Self, TableError> {
        let mut out = Self::default();
        for r in table.rows() {
            let power = centi(r.number("power_kw")?);
            let grades = [r.number("grade1_pct")?, r.number("grade2_pct")?, r.number("grade3_pct")?];
            if !(grades[0] > grades[1] && grades[1] > grades[2]) {
                return Err(r.error("grade1_pct", "：等级次序不对，应 1级＞2级＞3级"));
            }
            if out.rows.insert((power, r.number("poles")? as u32), grades).is_some() {
                return Err(r.error("power_kw", "：功率与极数重复"));
            }
            out.powers.push(power);
        }
        out.powers.sort_unstable();
        out.powers.dedup();
        Ok(out)
    }

    /// The limits of the very rating; the standard's table has no row between ratings.
    pub fn grades(&self, power_kw: f64, poles: u32) -> Option<GradesPct> {
        self.rows.get(&(centi(power_kw), poles)).copied()
    }

    /// Smallest and largest power of the table in kW.
    pub fn range_kw(&self) -> (f64, f64) {
        let kw = |p: Option<&u32>| p.map_or(0.0, |p| f64::from(*p) / 100.0);
        (kw(self.powers.first()), kw(self.powers.last()))
    }
}

/// One row of GB 30254-2024.
#[derive(Clone, Debug)]
pub struct HighVoltageRow {
    /// Table number, e.g. 表1.
    pub table: Arc<str>,
    /// Limits in %.
    pub grades: GradesPct,
    /// Doubt about this row; empty if none.
    pub review: Arc<str>,
}

/// High-voltage motors by voltage class (6 covers 3, 3.3 and 6 kV), cooling code, power and poles.
#[derive(Debug, Default)]
pub struct HighVoltage {
    rows: HashMap<(u8, u32, u32), Vec<(CoolingCodes, HighVoltageRow)>>,
    smallest_centi_kw: u32,
}

type CoolingCodes = Arc<[String]>;

impl HighVoltage {
    pub(super) fn read(table: &Table) -> Result<Self, TableError> {
        let mut out = Self::default();
        for r in table.rows() {
            let grades = [r.number("grade1_pct")?, r.number("grade2_pct")?, r.number("grade3_pct")?];
            if !(grades[0] > grades[1] && grades[1] > grades[2]) {
                return Err(r.error("grade1_pct", "：等级次序不对，应 1级＞2级＞3级"));
            }
            let cooling: CoolingCodes = r.text("cooling")?.split('|').map(str::to_lowercase).collect();
            let key = (r.number("voltage_kv")? as u8, centi(r.number("power_kw")?), r.number("poles")? as u32);
            let row = HighVoltageRow { table: r.text("table")?.into(), grades, review: r.text("review")?.into() };
            let list = out.rows.entry(key).or_default();
            if list.iter().any(|(c, _)| *c == cooling) {
                return Err(r.error("power_kw", "：同一规格重复"));
            }
            list.push((cooling, row));
        }
        out.smallest_centi_kw = out.rows.keys().map(|(_, centi, _)| *centi).min().unwrap_or(0);
        Ok(out)
    }

    /// The smallest power of the table in kW.
    pub fn min_kw(&self) -> f64 {
        f64::from(self.smallest_centi_kw) / 100.0
    }

    /// Rows of a rating; `cooling` is a code such as `ic611`, `None` gives all.
    pub fn rows<'a>(
        &'a self,
        class_kv: u8,
        cooling: Option<&'a str>,
        power_kw: f64,
        poles: u32,
    ) -> impl Iterator<Item = &'a HighVoltageRow> {
        self.rows
            .get(&(class_kv, centi(power_kw), poles))
            .into_iter()
            .flatten()
            .filter(move |(codes, _)| cooling.is_none_or(|c| codes.iter().any(|x| x == c)))
            .map(|(_, row)| row)
    }
}

/// A typical value of a legacy series: an estimate, never a nameplate value.
#[derive(Clone, Debug)]
pub struct LegacyMotor {
    /// Efficiency in %.
    pub efficiency_pct: f64,
    /// Power factor, if known.
    pub power_factor: Option<f64>,
    /// Where it is from.
    pub source: Arc<str>,
    /// Doubt; empty if none.
    pub review: Arc<str>,
}

/// What a series code says.
#[derive(Clone, Debug)]
pub struct SeriesMeaning {
    /// IE class, 1 to 5.
    pub ie: Option<u8>,
    /// Cooling code such as `ic611`.
    pub cooling: Option<Arc<str>>,
    /// Motor type code such as `wound_rotor`.
    pub motor_type: Option<Arc<str>>,
    /// In words.
    pub meaning: Arc<str>,
}

/// What an efficiency mark on the nameplate says.
#[derive(Clone, Debug)]
pub struct MarkMeaning {
    /// IE class 1 to 4, if it is one.
    pub ie: Option<u8>,
    /// Grade 1 to 3 of GB 18613-2020, if it is one.
    pub grade_2020: Option<u8>,
    /// Where the meaning is from, with its review state.
    pub source: Arc<str>,
}

/// Legacy series, IE classes and designations.
#[derive(Debug, Default)]
pub struct MotorKnowledge {
    legacy: HashMap<String, HashMap<(u32, u32), LegacyMotor>>,
    series: HashMap<String, SeriesMeaning>,
    ie: HashMap<(u32, u32), [f64; 4]>,
    marks: HashMap<String, MarkMeaning>,
}

impl MotorKnowledge {
    pub(super) fn read(legacy: &Table, series: &Table, ie: &Table, marks: &Table) -> Result<Self, TableError> {
        let mut out = Self::default();
        for r in legacy.rows() {
            let key = (centi(r.number("power_kw")?), r.number("poles")? as u32);
            let entry = LegacyMotor {
                efficiency_pct: r.number("efficiency_pct")?,
                power_factor: r.maybe_number("power_factor")?,
                source: r.text("source")?.into(),
                review: r.text("review")?.into(),
            };
            out.legacy.entry(r.text("series")?.to_owned()).or_default().insert(key, entry);
        }
        for r in series.rows() {
            let ie = match r.text("ie_class")? {
                "" => None,
                class => Some(
                    class
                        .strip_prefix("IE")
                        .and_then(|n| n.parse().ok())
                        .ok_or_else(|| r.error("ie_class", "不是 IE 等级"))?,
                ),
            };
            let cooling = Some(r.text("cooling")?).filter(|c| !c.is_empty()).map(|c| c.to_lowercase().into());
            let motor_type = Some(r.text("motor_type")?).filter(|t| !t.is_empty()).map(Into::into);
            let meaning = SeriesMeaning { ie, cooling, motor_type, meaning: r.text("meaning")?.into() };
            out.series.insert(r.text("series")?.to_owned(), meaning);
        }
        for r in ie.rows() {
            let classes = [r.number("ie1_pct")?, r.number("ie2_pct")?, r.number("ie3_pct")?, r.number("ie4_pct")?];
            if !classes.is_sorted() {
                return Err(r.error("ie1_pct", "：应 IE1≤IE2≤IE3≤IE4"));
            }
            out.ie.insert((centi(r.number("power_kw")?), r.number("poles")? as u32), classes);
        }
        for r in marks.rows() {
            let one_of = |column: &str, max: f64| match r.maybe_number(column)? {
                Some(n) if n < 1.0 || n > max || n.fract() != 0.0 => Err(r.error(column, "超出范围")),
                n => Ok(n.map(|n| n as u8)),
            };
            let (ie, grade_2020) = (one_of("ie_class", 4.0)?, one_of("grade_2020", 3.0)?);
            if ie.is_some() == grade_2020.is_some() {
                return Err(r.error("ie_class", "：IE 等级与 2020 版等级应恰有一个"));
            }
            let doubt = if r.text("review")?.is_empty() { "" } else { "(待核)" };
            let source = format!("{}{doubt}", r.text("source")?).into();
            out.marks.insert(r.text("mark")?.to_owned(), MarkMeaning { ie, grade_2020, source });
        }
        Ok(out)
    }

    /// What an efficiency mark (its stable code) says; `None` if that is not held.
    pub fn mark(&self, code: &str) -> Option<&MarkMeaning> {
        self.marks.get(code)
    }

    /// Typical values of a legacy series (`Y`, `Y2`, `YX3`).
    pub fn legacy(&self, series: &str, power_kw: f64, poles: u32) -> Option<&LegacyMotor> {
        self.legacy.get(series)?.get(&(centi(power_kw), poles))
    }

    /// What a series code says.
    pub fn series(&self, series: &str) -> Option<&SeriesMeaning> {
        self.series.get(series)
    }

    /// The least efficiency of an IE class (1 to 4) in %.
    pub fn ie_class(&self, class: u8, power_kw: f64, poles: u32) -> Option<f64> {
        let classes = self.ie.get(&(centi(power_kw), poles))?;
        classes.get(usize::from(class.checked_sub(1)?)).copied()
    }
}
