//! GB 19762-2025, centrifugal pumps.

use super::table::{Table, TableError};

/// The rows of the standard.
#[derive(Debug)]
pub struct Pumps {}

impl Pumps {
    pub(super) fn read(_table: &Table) -> Result<Self, TableError> {
        Ok(Self {})
    }
}
