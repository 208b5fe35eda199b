//! The checklist of energy management, the levels of metering, classes of energy users and their duties.

use std::sync::Arc;

use super::table::{Table, TableError};

/// A point of the checklist.
#[derive(Clone, Debug)]
pub struct ChecklistItem {
    /// Stable key.
    pub key: Arc<str>,
    /// Stable key of its part.
    pub area: Arc<str>,
    /// Short name.
    pub item: Arc<str>,
    /// What is required.
    pub requirement: Arc<str>,
    /// Least annual energy of a plant to which it applies, tce.
    pub min_tce: Option<f64>,
    /// Standard or document.
    pub document: Arc<str>,
    /// Where it is from.
    pub source: Arc<str>,
    /// What is still to be checked.
    pub review: Arc<str>,
}

/// A level at which energy is metered.
#[derive(Clone, Debug)]
pub struct MeterLevel {
    /// Stable key.
    pub key: Arc<str>,
    /// Chinese name.
    pub level: Arc<str>,
    /// Required share of the meters that there should be, %; `None` where it is not held.
    pub required_pct: Option<f64>,
    /// Standard.
    pub standard: Arc<str>,
    /// Clause.
    pub clause: Arc<str>,
    /// What is still to be checked.
    pub review: Arc<str>,
}

/// A class of energy users.
#[derive(Clone, Debug)]
pub struct PlantClass {
    /// Stable key.
    pub key: Arc<str>,
    /// In words.
    pub class: Arc<str>,
    /// From this annual energy on, tce.
    pub min_tce: f64,
    /// Below this annual energy, tce.
    pub below_tce: Option<f64>,
    /// Province; empty for the nation.
    pub province: Arc<str>,
    /// City.
    pub city: Arc<str>,
    /// Document.
    pub document: Arc<str>,
    /// Clause.
    pub clause: Arc<str>,
    /// What must be known besides.
    pub note: Arc<str>,
    /// What is still to be checked.
    pub review: Arc<str>,
}

/// A duty of a class.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Stable key.
    pub key: Arc<str>,
    /// Whose: key of a class, or `over_limit`.
    pub class_key: Arc<str>,
    /// In words.
    pub duty: Arc<str>,
    /// Document.
    pub document: Arc<str>,
    /// Clause.
    pub clause: Arc<str>,
    /// What is still to be checked.
    pub review: Arc<str>,
}

/// All of it.
#[derive(Debug, Default)]
pub struct Management {
    /// The checklist.
    pub items: Vec<ChecklistItem>,
    /// The levels of metering.
    pub meter_levels: Vec<MeterLevel>,
    /// The classes.
    pub classes: Vec<PlantClass>,
    /// The duties.
    pub duties: Vec<Duty>,
}

/// The duties' key for what follows from consumption above the limit.
pub const OVER_LIMIT: &str = "over_limit";
/// Parts of the checklist: stable key, Chinese and English name.
pub const AREAS: [(&str, &str, &str); 5] = [
    ("organisation", "组织与制度", "Organisation"),
    ("system", "管理体系", "Management system"),
    ("metering", "计量", "Metering"),
    ("statistics", "统计", "Statistics"),
    ("energy_centre", "能管中心与信息化", "Energy centre"),
];

impl Management {
    pub(super) fn read(items: &Table, meters: &Table, classes: &Table, duties: &Table) -> Result<Self, TableError> {
        let mut out = Self::default();
        for r in items.rows() {
            let area = r.text("area")?;
            if !AREAS.iter().any(|(key, ..)| *key == area) {
                return Err(r.error("area", "不是认识的部分"));
            }
            out.items.push(ChecklistItem {
                key: r.text("row_id")?.into(),
                area: area.into(),
                item: r.text("item")?.into(),
                requirement: r.text("requirement")?.into(),
                min_tce: r.maybe_number("applies_min_tce")?,
                document: r.text("document")?.into(),
                source: r.text("source")?.into(),
                review: r.text("review")?.into(),
            });
        }
        for r in meters.rows() {
            out.meter_levels.push(MeterLevel {
                key: r.text("row_id")?.into(),
                level: r.text("level")?.into(),
                required_pct: r.maybe_number("required_pct")?,
                standard: r.text("standard")?.into(),
                clause: r.text("clause")?.into(),
                review: r.text("review")?.into(),
            });
        }
        for r in classes.rows() {
            out.classes.push(PlantClass {
                key: r.text("row_id")?.into(),
                class: r.text("plant_class")?.into(),
                min_tce: r.number("min_tce")?,
                below_tce: r.maybe_number("below_tce")?,
                province: r.text("province")?.into(),
                city: r.text("city")?.into(),
                document: r.text("document")?.into(),
                clause: r.text("clause")?.into(),
                note: r.text("note")?.into(),
                review: r.text("review")?.into(),
            });
        }
        for r in duties.rows() {
            let class_key = r.text("class_key")?;
            if class_key != OVER_LIMIT && !out.classes.iter().any(|c| &*c.key == class_key) {
                return Err(r.error("class_key", "不是认识的类别"));
            }
            out.duties.push(Duty {
                key: r.text("row_id")?.into(),
                class_key: class_key.into(),
                duty: r.text("duty_text")?.into(),
                document: r.text("document")?.into(),
                clause: r.text("clause")?.into(),
                review: r.text("review")?.into(),
            });
        }
        Ok(out)
    }

    /// The duties of a class.
    pub fn duties_of(&self, class_key: &str) -> impl Iterator<Item = &Duty> {
        self.duties.iter().filter(move |d| &*d.class_key == class_key)
    }
}
