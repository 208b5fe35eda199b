//! index.toml: which standard, edition, dates, source and review state every table has.

use std::sync::Arc;

use jiff::civil::Date;
use serde::Deserialize;

use super::table::TableError;

/// How far a table was compared with other sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewState {
    /// Compared with the official text.
    Reviewed,
    /// Some cells compared with a second source.
    Partial,
    /// One source only.
    Unreviewed,
    /// The auditor's own table: no national data of the program's.
    #[serde(skip)]
    Own,
}

impl ReviewState {
    /// Chinese label.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Reviewed => "已核对原文",
            Self::Partial => "部分核对，待核",
            Self::Unreviewed => "单一来源，待核",
            Self::Own => "自备数据表",
        }
    }
}

/// What a table is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableInfo {
    /// Stable id.
    pub id: String,
    /// File beside index.toml.
    pub file: String,
    /// Chinese title.
    pub title: String,
    /// English title.
    pub title_en: String,
    /// Standard number, or what stands for it.
    #[serde(deserialize_with = "shared")]
    pub standard: Arc<str>,
    /// Edition.
    #[serde(deserialize_with = "shared")]
    pub edition: Arc<str>,
    /// Clause or table of the standard.
    #[serde(deserialize_with = "shared")]
    pub clause: Arc<str>,
    /// First day in force.
    pub effective_from: Date,
    /// Last day in force, if it was replaced.
    #[serde(default)]
    pub effective_to: Option<Date>,
    /// Where the figures were taken from.
    #[serde(deserialize_with = "shared")]
    pub source: Arc<str>,
    /// How far it was reviewed.
    pub review_state: ReviewState,
    /// What is still to be checked.
    #[serde(deserialize_with = "shared")]
    pub review: Arc<str>,
    /// Order of grades, checked on loading: `higher_is_better`, `lower_is_better` or `classes`.
    #[serde(default)]
    pub grades: Option<String>,
    /// For an auditor's own table: the id of the embedded table whose form it has.
    #[serde(skip)]
    pub own_form: Option<String>,
}

impl TableInfo {
    /// Whether the table holds grades of a standard.
    pub fn is_edition_of(&self, standard: super::Standard) -> bool {
        let rest = self.standard.strip_prefix(standard.number());
        self.grades.is_some() && rest.is_some_and(|r| r.starts_with('-') || r.is_empty())
    }

    /// Whether the table is in force on a day.
    pub fn in_force(&self, date: Date) -> bool {
        self.effective_from <= date && self.effective_to.is_none_or(|to| date <= to)
    }
}

/// Shared text without serde's `rc` feature.
fn shared<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Arc<str>, D::Error> {
    String::deserialize(d).map(Into::into)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    table: Vec<TableInfo>,
}

/// Reads index.toml.
pub fn read(text: &str) -> Result<Vec<TableInfo>, TableError> {
    toml::from_str::<Index>(text).map(|i| i.table).map_err(|e| TableError::Index(e.to_string()))
}
