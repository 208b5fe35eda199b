//! GB 40879-2021, data centres.

use std::sync::Arc;

use super::table::{Table, TableError};

/// The limits of the standard.
#[derive(Debug)]
pub struct DataCentres {
    /// Where in the standard.
    pub clause: Arc<str>,
    /// Highest annual PUE of grades 1, 2, 3; grade 3 is the limit.
    pub grades: [f64; 3],
    /// Edge data centres, to which the standard doesn't apply, have no more racks than this.
    pub edge_max_racks: f64,
    /// To what it applies.
    pub condition: Arc<str>,
    /// What is still to be checked.
    pub review: Arc<str>,
}

impl DataCentres {
    pub(super) fn read(table: &Table) -> Result<Self, TableError> {
        let mut rows = table.rows();
        let (Some(r), None) = (rows.next(), rows.next()) else {
            return Err(TableError::Index("数据中心能效表应只有一行".to_owned()));
        };
        let grades = [r.number("grade1")?, r.number("grade2")?, r.number("grade3")?];
        if !(1.0 <= grades[0] && grades[0] < grades[1] && grades[1] < grades[2]) {
            return Err(r.error("grade1", "：等级次序不对，应 1≤1级＜2级＜3级"));
        }
        Ok(Self {
            clause: r.text("clause")?.into(),
            grades,
            edge_max_racks: r.number("edge_max_racks")?,
            condition: r.text("condition")?.into(),
            review: r.text("review")?.into(),
        })
    }
}
