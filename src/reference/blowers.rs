//! GB 28381-2012, centrifugal blowers.

use super::table::{Table, TableError};

/// The rows of the standard.
#[derive(Debug)]
pub struct Blowers {}

impl Blowers {
    pub(super) fn read(_table: &Table) -> Result<Self, TableError> {
        Ok(Self {})
    }
}
