//! GB 19577-2024, heat pumps and chillers.

use super::table::{Table, TableError};

/// The rows of the standard.
#[derive(Debug)]
pub struct Chillers {}

impl Chillers {
    pub(super) fn read(_table: &Table) -> Result<Self, TableError> {
        Ok(Self {})
    }
}
