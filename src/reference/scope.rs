//! Limits of the standards' scopes: where a standard begins and ends.

use super::table::{Table, TableError};

/// The limits, each from one row of scope.csv.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// Largest 10 kV distribution transformer in kVA (GB 20052-2024).
    pub distribution_max_kva: f64,
    /// Highest rated voltage of the 10 kV class in kV (GB 20052-2024).
    pub distribution_max_kv: f64,
    /// Industrial boilers stay below this pressure in MPa (GB 24500-2020).
    pub industrial_boiler_below_mpa: f64,
    /// Highest voltage of low-voltage motors in V (GB 18613-2020).
    pub motor_lv_max_v: f64,
    /// Below this fan pressure in Pa the compressibility factor counts as 1 (GB 19761-2020 by GB/T 1236).
    pub fan_kp_one_below_pa: f64,
}

impl Scope {
    pub(super) fn read(table: &Table) -> Result<Self, TableError> {
        let value = |key: &str| {
            let row = table.rows().find(|r| r.text("key").is_ok_and(|k| k == key));
            row.ok_or_else(|| TableError::Index(format!("scope.csv 缺少 {key}")))?.number("value")
        };
        Ok(Self {
            distribution_max_kva: value("distribution_max_kva")?,
            distribution_max_kv: value("distribution_max_kv")?,
            industrial_boiler_below_mpa: value("industrial_boiler_below_mpa")?,
            motor_lv_max_v: value("motor_lv_max_v")?,
            fan_kp_one_below_pa: value("fan_kp_one_below_pa")?,
        })
    }
}
