//! GB/T 36561-2018, heat-treatment furnaces.

use super::table::{Table, TableError};

/// The rows of the standard.
#[derive(Debug)]
pub struct HeatTreatment {}

impl HeatTreatment {
    pub(super) fn read(_table: &Table) -> Result<Self, TableError> {
        Ok(Self {})
    }
}
