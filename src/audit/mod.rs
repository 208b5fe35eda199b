//! What the auditor records: plain data, no I/O.

pub mod attachment;
mod content_hash;
pub mod date;
pub mod devices;
pub mod edit;
pub mod enterprise;
pub mod equipment;
pub mod field;
pub mod measure;
pub mod own_table;
pub mod plant;
pub mod report;

use std::hash::{BuildHasher as _, Hasher as _};

use serde::{Deserialize, Serialize};

pub use attachment::{Attachment, AttachmentError, Media};
pub use content_hash::{ContentHash, NoHash};
pub use date::PartialDate;
pub use devices::Devices;
pub use edit::{Edit, EditError, Target, Touched};
pub use enterprise::{Enterprise, Factors, Finance, Prices};
pub use equipment::{Equipment, Kind, KindCode};
pub use field::{Entered, FieldDef, FieldKind, FieldValue, Origin, Record};
pub use measure::{Action, Cost, Measure, Scenario};
pub use own_table::OwnTable;
pub use plant::{Consumption, Flow, ManagementItem, MeterCoverage, PlantYear, Product, Resource, Row, Section};
pub use report::{Imprint, Logo, LogoFormat, OwnText, ReportEdit, ReportSettings};

/// A stable id of a device, measure, scenario or row. Below 2^53, so that JSON readers keep it exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(pub u64);

impl Id {
    /// A fresh random id: two auditors' laptops give different ones.
    pub fn fresh() -> Self {
        // RandomState is seeded from the system's entropy and never repeats within a process.
        let n = std::collections::hash_map::RandomState::new().build_hasher().finish();
        Self((n >> 11).max(1))
    }
}

/// The whole document. Ids are stable, the order is the auditor's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Audit {
    /// Who is audited.
    pub enterprise: Enterprise,
    /// Energy prices.
    pub prices: Prices,
    /// Conversion and emission factors.
    pub factors: Factors,
    /// Finance settings.
    pub finance: Finance,
    /// The devices.
    pub equipment: Devices,
    /// The measures.
    pub measures: Vec<Measure>,
    /// The scenarios.
    pub scenarios: Vec<Scenario>,
    /// Tables of the auditor's own, used beside or in place of the embedded national ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub own_tables: Vec<OwnTable>,
    /// Energy by carrier, flow and month.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub consumption: Vec<Consumption>,
    /// Output by product and month.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<Product>,
    /// Output value, value added, water and waste by year.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub years: Vec<PlantYear>,
    /// The checklist of energy management.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub management: Vec<ManagementItem>,
    /// Coverage with meters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub meters: Vec<MeterCoverage>,
    /// Waste heat, waste pressure and by-product gas.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
    /// Photos and documents, in the auditor's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// What the auditor decides about the report.
    #[serde(skip_serializing_if = "ReportSettings::is_default")]
    pub report: ReportSettings,
}

impl Audit {
    /// The device of an id.
    pub fn device(&self, id: Id) -> Option<&Equipment> {
        self.equipment.iter().find(|e| e.id == id)
    }

    /// The measure of an id.
    pub fn measure(&self, id: Id) -> Option<&Measure> {
        self.measures.iter().find(|m| m.id == id)
    }

    /// The reference date of the standards, if entered (its last possible day).
    pub fn reference_date(&self) -> Option<jiff::civil::Date> {
        self.enterprise.reference_date.as_ref().map(|d| d.value.latest())
    }
}
