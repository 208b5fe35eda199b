//! 单位产品能耗限额: rows of the GB standards of energy consumption per unit of product, by object and date.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::intensity::IntensityUnit;
use super::table::{Row, Table, TableError};

/// On which side of its base a figure is corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// On both.
    Both,
    /// Only above.
    Above,
    /// Only below; the amount is for each unit that is missing.
    Below,
}

/// How a condition changes a limit.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// Limit + amount × (figure − base) / per.
    PerUnit {
        /// Figure without correction.
        base: f64,
        /// Unit of the figure that the amount is for.
        per: f64,
        /// On which side of the base.
        side: Side,
        /// Most units that are counted.
        max_steps: Option<f64>,
    },
    /// Limit + amount, if yes.
    AddIf,
    /// Limit × amount, if yes.
    MultiplyIf,
    /// The amount in place of the limit, if yes.
    SetIf,
    /// Limit + amount, if the figure is in a band.
    Band {
        /// From this on.
        from: Option<f64>,
        /// Only above this.
        above: Option<f64>,
        /// Up to and with this.
        up_to: Option<f64>,
    },
    /// Limit × (a − b × P / 101325 Pa) above an altitude in m.
    Pressure {
        /// Not at or below this altitude.
        above_m: f64,
        /// First coefficient.
        a: f64,
        /// Second coefficient.
        b: f64,
    },
    /// The plant's figure × amount, by choice.
    ActualFactor {
        /// For which choice.
        choice: Arc<str>,
    },
}

/// A condition that changes a limit.
#[derive(Clone, Debug)]
pub struct Correction {
    /// Stable key of what must be known.
    pub answer: Arc<str>,
    /// Its Chinese name.
    pub name: Arc<str>,
    /// Its unit; empty for yes or no.
    pub unit: Arc<str>,
    /// How it changes the limit.
    pub rule: Rule,
    /// Per grade 1 to 3; `None` where the grade is not changed.
    pub amounts: [Option<f64>; 3],
    /// The text it was read from.
    pub text: Arc<str>,
    /// What is not held of it.
    pub note: Arc<str>,
}

/// One row of limits.
#[derive(Clone, Debug)]
pub struct LimitRow {
    /// Stable key.
    pub key: Arc<str>,
    /// What is judged: the same for all editions and indicators of a product and process.
    pub object: Arc<str>,
    /// GB/T 4754 classes for which the row is certain; a plant of another class may have the process too.
    pub industry_codes: Vec<String>,
    /// Industry in words.
    pub industry: Arc<str>,
    /// Product.
    pub product: Arc<str>,
    /// Process, raw material or size; may be empty.
    pub process: Arc<str>,
    /// Other names of product or process.
    pub names: Vec<String>,
    /// Indicator.
    pub indicator: Arc<str>,
    /// Unit as written.
    pub unit_text: Arc<str>,
    /// Unit.
    pub unit: IntensityUnit,
    /// Whether less is better.
    pub lower_is_better: bool,
    /// Grade 1 (先进), 2 (准入), 3 (限定); they need not rise in order.
    pub grades: [Option<f64>; 3],
    /// Whether the standard speaks of 先进值, 准入值, 限定值 instead of grades.
    pub legacy_names: bool,
    /// Standard; empty where there is no mandatory one.
    pub standard: Arc<str>,
    /// Edition.
    pub edition: Arc<str>,
    /// Table of the standard.
    pub clause: Arc<str>,
    /// First day in force; `None` where it is not held.
    pub effective_from: Option<Date>,
    /// Last day in force.
    pub effective_to: Option<Date>,
    /// Conditions in words.
    pub condition: Arc<str>,
    /// Corrections that the standard has and that are not held.
    pub uncorrected: Arc<str>,
    /// Where the figures are from.
    pub source: Arc<str>,
    /// What is still to be checked.
    pub review: Arc<str>,
    /// Corrections held.
    pub corrections: Vec<Correction>,
}

impl LimitRow {
    /// Whether the row has a limit at all: for some processes there is none.
    pub fn has_limits(&self) -> bool {
        self.grades.iter().any(Option::is_some)
    }

    /// Whether it is in force on a day. Without a first day only days before the edition's year are certain not to be.
    pub fn in_force(&self, date: Date) -> bool {
        let begun = match self.effective_from {
            Some(from) => from <= date,
            None => self.edition.parse::<i16>().map_or(true, |year| date.year() >= year),
        };
        begun && self.effective_to.is_none_or(|to| date <= to)
    }

    /// Product and process in words.
    pub fn label(&self) -> String {
        if self.process.is_empty() { self.product.to_string() } else { format!("{}·{}", self.product, self.process) }
    }
}

/// All rows of limits.
#[derive(Debug, Default)]
pub struct UnitLimits {
    rows: Vec<Arc<LimitRow>>,
    by_object: HashMap<Arc<str>, Vec<usize>>,
}

/// A date cell; empty is `None`.
pub(super) fn date(r: &Row<'_>, column: &str) -> Result<Option<Date>, TableError> {
    let text = r.text(column)?;
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| r.error(column, "不是 年-月-日"))
}

/// A list separated by `|`.
pub(super) fn list(text: &str) -> Vec<String> {
    text.split('|').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect()
}

/// Whether less is better.
pub(super) fn lower_is_better(r: &Row<'_>) -> Result<bool, TableError> {
    match r.text("better")? {
        "lower" => Ok(true),
        "higher" => Ok(false),
        _ => Err(r.error("better", "应为 lower 或 higher")),
    }
}

impl UnitLimits {
    pub(super) fn read(limits: &Table, corrections: &Table) -> Result<Self, TableError> {
        let mut held: HashMap<String, Vec<Correction>> = HashMap::new();
        for r in corrections.rows() {
            held.entry(r.text("row_id")?.to_owned()).or_default().push(correction(&r)?);
        }
        let mut out = Self::default();
        let mut keys = HashSet::new();
        for r in limits.rows() {
            let key: Arc<str> = r.text("row_id")?.into();
            if !keys.insert(key.clone()) {
                return Err(r.error("row_id", "重复"));
            }
            let row = limit_row(&r, key.clone(), held.remove(&*key).unwrap_or_default())?;
            out.by_object.entry(row.object.clone()).or_default().push(out.rows.len());
            out.rows.push(Arc::new(row));
        }
        match held.keys().next() {
            Some(key) => Err(TableError::Index(format!("限额修正指向不存在的行 {key}"))),
            None => Ok(out),
        }
    }

    /// All rows, in the order of the table.
    pub fn rows(&self) -> &[Arc<LimitRow>] {
        &self.rows
    }

    /// The rows of an object, of all editions and indicators.
    pub fn object(&self, object: &str) -> impl Iterator<Item = &Arc<LimitRow>> {
        self.by_object.get(object).into_iter().flatten().filter_map(|at| self.rows.get(*at))
    }
}

fn limit_row(r: &Row<'_>, key: Arc<str>, corrections: Vec<Correction>) -> Result<LimitRow, TableError> {
    let unit = IntensityUnit::parse(r.text("unit")?).ok_or_else(|| r.error("unit", "不是认识的单位"))?;
    let grades = [r.maybe_number("grade1")?, r.maybe_number("grade2")?, r.maybe_number("grade3")?];
    let standard: Arc<str> = r.text("standard")?.into();
    let lower = lower_is_better(r)?;
    if standard.is_empty() == grades[2].is_some() {
        return Err(r.error("grade3", "：有标准的行须有限定值，没有标准的行不能有"));
    }
    // Grades 1 and 2 need not rise in order, but the limit is the easiest.
    let easier = |g: &&f64| grades[2].is_some_and(|limit| if lower { **g > limit } else { **g < limit });
    if grades.iter().flatten().find(easier).is_some() {
        return Err(r.error("grade3", "：限定值应是三级中最宽的"));
    }
    let (effective_from, effective_to) = (date(r, "effective_from")?, date(r, "effective_to")?);
    if effective_from.zip(effective_to).is_some_and(|(from, to)| to < from) {
        return Err(r.error("effective_to", "早于实施日期"));
    }
    Ok(LimitRow {
        key,
        object: r.text("object")?.into(),
        industry_codes: list(r.text("industry_codes")?),
        industry: r.text("industry")?.into(),
        product: r.text("product")?.into(),
        process: r.text("process")?.into(),
        names: list(r.text("names")?),
        indicator: r.text("indicator")?.into(),
        unit_text: r.text("unit")?.into(),
        unit,
        lower_is_better: lower,
        grades,
        legacy_names: r.text("grade_names")? == "legacy",
        standard,
        edition: r.text("edition")?.into(),
        clause: r.text("clause")?.into(),
        effective_from,
        effective_to,
        condition: r.text("condition")?.into(),
        uncorrected: r.text("uncorrected")?.into(),
        source: r.text("source")?.into(),
        review: r.text("review")?.into(),
        corrections,
    })
}

fn correction(r: &Row<'_>) -> Result<Correction, TableError> {
    let amounts = [r.maybe_number("amount1")?, r.maybe_number("amount2")?, r.maybe_number("amount3")?];
    let kind = r.text("way")?;
    let per_unit = |side| -> Result<Rule, TableError> {
        let per = r.number("per")?;
        if per <= 0.0 {
            return Err(r.error("per", "应大于零"));
        }
        Ok(Rule::PerUnit { base: r.number("base")?, per, side, max_steps: r.maybe_number("max_steps")? })
    };
    let rule = match kind {
        "add_per" => per_unit(Side::Both)?,
        "add_per_above" => per_unit(Side::Above)?,
        "add_per_below" => per_unit(Side::Below)?,
        "add_if" => Rule::AddIf,
        "multiply_if" => Rule::MultiplyIf,
        "set_if" => Rule::SetIf,
        "add_step" => Rule::Band {
            from: r.maybe_number("from")?,
            above: r.maybe_number("above")?,
            up_to: r.maybe_number("up_to")?,
        },
        "pressure" => Rule::Pressure { above_m: r.number("above")?, a: r.number("base")?, b: r.number("per")? },
        "actual_factor" => {
            if amounts.iter().any(|a| a.is_none_or(|a| a <= 0.0)) {
                return Err(r.error("amount1", "：实际值的系数应大于零"));
            }
            Rule::ActualFactor { choice: r.text("choice")?.into() }
        }
        _ => return Err(r.error("way", "不是认识的修正方式")),
    };
    Ok(Correction {
        answer: r.text("answer")?.into(),
        name: r.text("name")?.into(),
        unit: r.text("unit")?.into(),
        rule,
        amounts,
        text: r.text("text")?.into(),
        note: r.text("note")?.into(),
    })
}
