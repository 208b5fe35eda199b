//! 计算过程: every formula with the numbers put in.

use serde::Serialize;

/// One step of a calculation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// What is calculated.
    pub step: String,
    /// The formula in symbols, with its source.
    pub formula: String,
    /// The formula with the numbers in it.
    pub substituted: String,
    /// The result.
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

/// A number for a calculation sheet: four to six significant figures, no needless zeros.
pub fn n(value: f64) -> String {
    let magnitude = value.abs();
    let decimals = if magnitude >= 1000.0 {
        1
    } else if magnitude >= 10.0 {
        2
    } else {
        4
    };
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
