//! A table of the auditor's own that travels with the audit: a province's list, a newer edition, a plant's own limits.
//!
//! It has the columns of one of the embedded tables; `reference::own` reads and checks it.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Id;

/// An own table, kept as the file's text with what its head says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnTable {
    /// Stable id.
    pub id: Id,
    /// Id of the embedded table whose columns it has, such as `motor_lv_gb18613_2020`.
    pub form: String,
    /// Name of the file it was read from.
    pub file: String,
    /// Standard number, or the list's title.
    pub standard: String,
    /// Edition, or the document's number.
    pub edition: String,
    /// Clause or table of the standard.
    pub clause: String,
    /// First day in force.
    pub effective_from: Date,
    /// Last day in force, if it was replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_to: Option<Date>,
    /// Where the figures were taken from.
    pub source: String,
    /// How far they were checked.
    pub review: String,
    /// The file's text, head included. Shared, because the audit is copied with every diagnosis.
    #[serde(serialize_with = "write_text", deserialize_with = "read_text")]
    pub text: Arc<str>,
}

impl OwnTable {
    /// Whether the table is in force on a day.
    pub fn in_force(&self, date: Date) -> bool {
        self.effective_from <= date && self.effective_to.is_none_or(|to| date <= to)
    }
}

fn write_text<S: Serializer>(text: &Arc<str>, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(text)
}

fn read_text<'de, D: Deserializer<'de>>(d: D) -> Result<Arc<str>, D::Error> {
    String::deserialize(d).map(Into::into)
}
