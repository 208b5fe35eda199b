//! GB 19153-2019, air compressors.

use super::table::{Table, TableError};

/// The rows of the standard.
#[derive(Debug)]
pub struct Compressors {}

impl Compressors {
    pub(super) fn read(_table: &Table) -> Result<Self, TableError> {
        Ok(Self {})
    }
}
