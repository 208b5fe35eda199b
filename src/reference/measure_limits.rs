//! Limits beyond which a measure is doubtful or worth a look. They are hints of practice, not prescriptions.

use super::table::{Table, TableError};

/// A limit and where it is from.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureLimit {
    /// In `unit`.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Where it is from, with its review state.
    pub source: String,
}

/// Declares the limits once: `field = "key in the table";`.
macro_rules! limits {
    ($( $(#[$doc:meta])* $name:ident; )+) => {
        /// All limits.
        #[derive(Debug)]
        pub struct MeasureLimits { $( $(#[$doc])* pub $name: MeasureLimit, )+ }

        impl MeasureLimits {
            pub(super) fn read(table: &Table) -> Result<Self, TableError> {
                let known = [$(stringify!($name)),+];
                if let Some(r) = table.rows().find(|r| r.text("key").is_ok_and(|k| !known.contains(&k))) {
                    return Err(r.error("key", "程序不用这个参数"));
                }
                Ok(Self { $( $name: one(table, stringify!($name))?, )+ })
            }
        }
    };
}

limits! {
    /// Flow ratio in % above which speed control hardly pays.
    steady_flow_pct;
    /// Share of static head in % above which speed control hardly pays.
    high_static_head_pct;
    /// Power factor from which compensation hardly pays.
    corrected_power_factor;
    /// Water temperature in ℃ from which flue gas hardly condenses.
    condensing_water_c;
    /// Flue-gas temperature in ℃ below which acid condenses.
    cold_flue_gas_c;
    /// Flue-gas temperature in ℃ above which there is heat to recover.
    waste_heat_c;
    /// Diameter ratio in % below which trimming must be checked by specific speed.
    trim_least_pct;
    /// Average load in % below which a motor may be too large.
    motor_low_load_pct;
    /// Oxygen in % in the flue gas of solid fuels.
    flue_o2_solid_pct;
    /// Oxygen in % in the flue gas of oil and gas.
    flue_o2_oil_gas_pct;
    /// A boiler's flue-gas temperature in ℃.
    hot_flue_gas_c;
    /// Blow-down rate in %.
    blowdown_pct;
    /// Feed-water temperature in ℃ that tells of condensate not returned.
    cold_feedwater_c;
    /// Loaded share in % of a compressor.
    compressor_loaded_pct;
    /// Rating in kW from which a motor-driven device stands on the report's list of main equipment.
    main_device_kw;
}

fn one(table: &Table, key: &str) -> Result<MeasureLimit, TableError> {
    let mut rows = table.rows().filter(|r| r.text("key").is_ok_and(|k| k == key));
    let row = rows.next().ok_or_else(|| TableError::Index(format!("measure_limits.csv 没有 {key}")))?;
    if let Some(again) = rows.next() {
        return Err(again.error("key", "重复"));
    }
    let review = row.text("review")?;
    let source = row.text("source")?;
    Ok(MeasureLimit {
        value: row.number("value")?,
        unit: row.text("unit")?.to_owned(),
        source: if review.is_empty() { source.to_owned() } else { format!("{source}，{review}") },
    })
}
