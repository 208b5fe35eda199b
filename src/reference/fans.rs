//! GB 19761-2020, fans.

use super::table::{Table, TableError};

/// The rows of the standard.
#[derive(Debug)]
pub struct Fans {}

impl Fans {
    pub(super) fn read(_table: &Table) -> Result<Self, TableError> {
        Ok(Self {})
    }
}
