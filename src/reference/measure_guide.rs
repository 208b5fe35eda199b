//! What each measure is: how it saves, what it rests on, where it may be used, what it changes besides, and what its
//! investment consists of.

use std::collections::HashMap;

use super::table::{Table, TableError};

/// The guide to one kind of measure.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureGuide {
    /// What is done, why it saves and by which formula, in one paragraph.
    pub explanation: String,
    /// Standards and textbooks that the method is from.
    pub source: String,
    /// Where it may be used and where not.
    pub applicability: String,
    /// What else it changes.
    pub side_effects: String,
    /// What the investment consists of; no amounts.
    pub investment_guidance: String,
    /// 待核 where the method was not compared with the official text; else empty.
    pub review: String,
}

/// The guides, by the measure's code.
#[derive(Debug)]
pub struct MeasureGuides(HashMap<String, MeasureGuide>);

impl MeasureGuides {
    pub(super) fn read(table: &Table) -> Result<Self, TableError> {
        let mut out = HashMap::new();
        for r in table.rows() {
            let said = |column: &str| match r.text(column)? {
                "" => Err(r.error(column, "空缺")),
                text => Ok(text.to_owned()),
            };
            let guide = MeasureGuide {
                explanation: said("explanation")?,
                source: said("source")?,
                applicability: said("applicability")?,
                side_effects: said("side_effects")?,
                investment_guidance: said("investment_guidance")?,
                review: r.text("review")?.to_owned(),
            };
            if out.insert(said("action")?, guide).is_some() {
                return Err(r.error("action", "重复"));
            }
        }
        Ok(Self(out))
    }

    /// The guide to a measure, by [`Action::code`](crate::audit::measure::Action::code).
    pub fn get(&self, code: &str) -> Option<&MeasureGuide> {
        self.0.get(code)
    }

    /// The codes of all measures that have a guide, in no order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
