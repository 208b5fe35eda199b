//! GB 32030-2022 and GB/T 25409-2010, submersible pumps.

use super::table::{Table, TableError};

/// The rows of the standard.
#[derive(Debug)]
pub struct Submersibles {}

impl Submersibles {
    pub(super) fn read(offsets: &Table, base: &Table) -> Result<Self, TableError> {
        let _ = (offsets, base);
        Ok(Self {})
    }
}
