//! Sourced defaults of the measures' inputs.

use std::collections::HashMap;

use super::table::{Table, TableError};

/// A default and where it is from.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureDefault {
    /// In the input's unit.
    pub value: f64,
    /// Source, with its review state.
    pub source: String,
    /// Whether it only says what an empty input means; nothing is estimated by it.
    pub convention: bool,
}

/// All defaults, by measure and input.
#[derive(Debug)]
pub struct MeasureDefaults(HashMap<(String, String), MeasureDefault>);

impl MeasureDefaults {
    pub(super) fn read(table: &Table) -> Result<Self, TableError> {
        let mut out = HashMap::new();
        for r in table.rows() {
            let review = r.text("review")?;
            let source = if review.is_empty() {
                r.text("source")?.to_owned()
            } else {
                format!("{}({review})", r.text("source")?)
            };
            let key = (r.text("action")?.to_owned(), r.text("key")?.to_owned());
            let convention = review.is_empty();
            if out.insert(key, MeasureDefault { value: r.number("value")?, source, convention }).is_some() {
                return Err(r.error("key", "重复"));
            }
        }
        Ok(Self(out))
    }

    /// The default of an input, if there is one.
    pub fn get(&self, action: &str, key: &str) -> Option<&MeasureDefault> {
        self.0.get(&(action.to_owned(), key.to_owned()))
    }
}
