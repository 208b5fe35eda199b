//! 计算过程: every formula with the numbers put in.

use serde::Serialize;

use crate::audit::field::number;
use crate::numbers::grouped;
pub use crate::numbers::{n, put};

/// One step of a calculation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// What is calculated.
    pub step: String,
    /// The formula in symbols, with its source.
    pub formula: String,
    /// The formula with the numbers in it, written by [`put`].
    pub substituted: String,
    /// The result, shown by [`n`].
    pub value: f64,
    /// Its unit.
    pub unit: String,
}

impl Step {
    /// A step.
    pub fn new(step: &str, formula: &str, substituted: String, value: f64, unit: &str) -> Self {
        Self { step: step.to_owned(), formula: formula.to_owned(), substituted, value, unit: unit.to_owned() }
    }
}

/// An entered value or a figure of a table in a sentence: as it is written there, with thousands separators.
pub fn stated(value: f64) -> String {
    grouped(&number(value))
}
