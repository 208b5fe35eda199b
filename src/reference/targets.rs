//! Targets of the nation and of regions. Another city is another file of the same columns.

use std::sync::Arc;

use super::quotas::list;
use super::table::{Table, TableError};

/// For whom a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetLevel {
    /// For each enterprise to which its scope applies.
    Enterprise,
    /// For the region or the branch as a whole: an enterprise is only compared with it.
    Region,
    /// For enterprises under a condition that the auditor must confirm (new capacity, for example).
    Conditional,
    /// A point to look into, without a figure that can be compared.
    List,
    /// A threshold that other targets use.
    Threshold,
    /// A figure of the base year.
    Fact,
}

/// What a target measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetQuantity {
    /// Energy per value added, fall in % since the base year.
    EnergyIntensityFall,
    /// Water per value added, fall in % since the base year.
    WaterIntensityFall,
    /// Unit consumption of an object.
    UnitConsumption,
    /// Unit consumption of an object, fall in % since the base year.
    UnitFall,
    /// Grade 1 (先进值) of the quota.
    QuotaAdvanced,
    /// The limit of the quota.
    QuotaLimit,
    /// Share of capacity at 标杆水平 in %.
    BenchmarkShare,
    /// Share of industrial solid waste that is used, in %.
    SolidWasteUse,
    /// Devices in use that are on the lists of obsolete ones.
    ObsoleteDevices,
    /// Nothing that a plant's figures can be compared with.
    None,
}

/// How the actual figure is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Not more.
    AtMost,
    /// Less.
    Below,
    /// Not less.
    AtLeast,
    /// More.
    Above,
}

impl Comparison {
    /// Whether an actual figure meets a required one; limits of 不大于 and 不小于 belong to it.
    pub fn meets(self, actual: f64, required: f64) -> bool {
        let slack = 1e-9 * required.abs().max(1.0);
        match self {
            Self::AtMost => actual <= required + slack,
            Self::Below => actual < required - slack,
            Self::AtLeast => actual >= required - slack,
            Self::Above => actual > required + slack,
        }
    }

    /// The sign.
    pub fn sign(self) -> &'static str {
        match self {
            Self::AtMost => "≤",
            Self::Below => "<",
            Self::AtLeast => "≥",
            Self::Above => ">",
        }
    }
}

/// One target.
#[derive(Clone, Debug)]
pub struct TargetRow {
    /// Stable key.
    pub key: Arc<str>,
    /// Document.
    pub document: Arc<str>,
    /// Province; empty for the nation.
    pub province: Arc<str>,
    /// City; empty for province or nation.
    pub city: Arc<str>,
    /// What is aimed at.
    pub target: Arc<str>,
    /// Scope in words.
    pub scope: Arc<str>,
    /// For whom.
    pub level: TargetLevel,
    /// What is measured.
    pub quantity: TargetQuantity,
    /// Objects of the limits that it is about.
    pub objects: Vec<String>,
    /// GB/T 4754 classes to which it applies; empty for all.
    pub industry_codes: Vec<String>,
    /// Least annual energy of a plant to which it applies, tce.
    pub min_tce: Option<f64>,
    /// Whether the least energy itself is not enough.
    pub min_tce_excluded: bool,
    /// The figure, where it is a number.
    pub value: Option<f64>,
    /// The figure as written.
    pub value_text: Arc<str>,
    /// Unit as written.
    pub unit: Arc<str>,
    /// How the figure is compared; `None` if not at all.
    pub comparison: Option<Comparison>,
    /// Comparison as written.
    pub comparison_text: Arc<str>,
    /// By when, as written.
    pub year: Arc<str>,
    /// Base year.
    pub base_year: Option<i16>,
    /// Clause.
    pub clause: Arc<str>,
    /// Where it is from.
    pub source: Arc<str>,
    /// What is still to be checked.
    pub review: Arc<str>,
}

/// Reads a table of targets.
pub(super) fn read(table: &Table) -> Result<Vec<Arc<TargetRow>>, TableError> {
    let mut out: Vec<Arc<TargetRow>> = Vec::with_capacity(table.len());
    for r in table.rows() {
        let level = match r.text("level")? {
            "enterprise" => TargetLevel::Enterprise,
            "region" => TargetLevel::Region,
            "conditional" => TargetLevel::Conditional,
            "list" => TargetLevel::List,
            "threshold" => TargetLevel::Threshold,
            "fact" => TargetLevel::Fact,
            _ => return Err(r.error("level", "不是认识的对象")),
        };
        let quantity = match r.text("measured")? {
            "energy_intensity_fall" => TargetQuantity::EnergyIntensityFall,
            "water_intensity_fall" => TargetQuantity::WaterIntensityFall,
            "unit_consumption" => TargetQuantity::UnitConsumption,
            "unit_fall" => TargetQuantity::UnitFall,
            "quota_advanced" => TargetQuantity::QuotaAdvanced,
            "quota_limit" => TargetQuantity::QuotaLimit,
            "benchmark_share" => TargetQuantity::BenchmarkShare,
            "solid_waste_use" => TargetQuantity::SolidWasteUse,
            "obsolete_devices" => TargetQuantity::ObsoleteDevices,
            "none" => TargetQuantity::None,
            _ => return Err(r.error("measured", "不是认识的指标")),
        };
        let comparison_text = r.text("comparison")?;
        let comparison = match comparison_text.trim_start_matches("力争") {
            "<=" => Some(Comparison::AtMost),
            "<" => Some(Comparison::Below),
            // A fall by a figure is reached by a larger one too.
            ">=" | "=" => Some(Comparison::AtLeast),
            ">" => Some(Comparison::Above),
            _ => None,
        };
        let value_text = r.text("value")?;
        let value = value_text.parse::<f64>().ok().filter(|v| v.is_finite());
        let compared = matches!(
            quantity,
            TargetQuantity::EnergyIntensityFall
                | TargetQuantity::WaterIntensityFall
                | TargetQuantity::UnitConsumption
                | TargetQuantity::UnitFall
                | TargetQuantity::SolidWasteUse
                | TargetQuantity::BenchmarkShare
        );
        if compared && (value.is_none() || comparison.is_none()) {
            return Err(r.error("value", "：这类目标须有数值和比较方式"));
        }
        let base_year = r.maybe_number("base_year")?.map(|y| y as i16);
        let falls = matches!(
            quantity,
            TargetQuantity::EnergyIntensityFall | TargetQuantity::WaterIntensityFall | TargetQuantity::UnitFall
        );
        if falls && base_year.is_none() {
            return Err(r.error("base_year", "：下降率目标须有基期年份"));
        }
        let key: Arc<str> = r.text("row_id")?.into();
        if out.iter().any(|o| o.key == key) {
            return Err(r.error("row_id", "重复"));
        }
        out.push(Arc::new(TargetRow {
            key,
            document: r.text("document")?.into(),
            province: r.text("province")?.into(),
            city: r.text("city")?.into(),
            target: r.text("target")?.into(),
            scope: r.text("scope")?.into(),
            level,
            quantity,
            objects: list(r.text("objects")?),
            industry_codes: list(r.text("industry_codes")?),
            min_tce: r.maybe_number("min_tce")?,
            min_tce_excluded: r.text("min_tce_excluded")? == "1",
            value,
            value_text: value_text.into(),
            unit: r.text("target_unit")?.into(),
            comparison,
            comparison_text: comparison_text.into(),
            year: r.text("year")?.into(),
            base_year,
            clause: r.text("clause")?.into(),
            source: r.text("source")?.into(),
            review: r.text("review")?.into(),
        }));
    }
    Ok(out)
}
