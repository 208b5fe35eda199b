//! What the nation prescribes: catalogues, efficiency tables and factors, read-only, in dated editions.
//!
//! The tables are the CSV files of `assets/reference`, embedded in the program; `index.toml` says what each is.

pub mod boilers;
pub mod catalogue;
pub mod designation;
pub mod factors;
pub mod index;
pub mod motors;
pub mod scope;
pub mod table;
pub mod transformers;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;

use boilers::BoilerRow;
use catalogue::Catalogue;
use factors::FactorTables;
pub use index::{ReviewState, TableInfo};
use motors::{HighVoltage, LowVoltage, MotorKnowledge};
use scope::Scope;
pub use table::{Table, TableError};
use transformers::Transformers;

/// Embedded files: name and text.
macro_rules! embedded {
    ($($file:literal),* $(,)?) => {
        &[$(($file, include_str!(concat!("../../assets/reference/", $file)))),*]
    };
}

const INDEX: &str = include_str!("../../assets/reference/index.toml");
const FILES: &[(&str, &str)] = embedded![
    "boiler_gb24500_2020.csv",
    "boiler_legacy.csv",
    "defaults.csv",
    "emission_factors.csv",
    "energy_conversion.csv",
    "fuels.csv",
    "motor_hv_gb30254_2024.csv",
    "motor_ie_classes.csv",
    "motor_legacy.csv",
    "motor_lv_gb18613_2020.csv",
    "motor_marks.csv",
    "motor_series.csv",
    "obsolete_batches.csv",
    "obsolete_catalogue.csv",
    "scope.csv",
    "transformer_gb20052_2024.csv",
    "transformer_legacy.csv",
    "transformer_series.csv",
];

/// All tables, read and checked.
#[derive(Debug)]
pub struct Tables {
    /// What each table is, in the order of index.toml.
    pub index: Vec<TableInfo>,
    /// The tables as text, by id, for browsing.
    pub raw: HashMap<String, Table>,
    /// Catalogues of obsolete equipment.
    pub catalogue: Catalogue,
    /// GB 18613-2020.
    pub motors_lv: LowVoltage,
    /// GB 30254-2024.
    pub motors_hv: HighVoltage,
    /// Legacy motors, IE classes, designations.
    pub motor_knowledge: MotorKnowledge,
    /// GB 20052-2024 and legacy transformers.
    pub transformers: Transformers,
    /// GB 24500-2020.
    pub boilers: Vec<BoilerRow>,
    /// Fuels, grid factors, defaults.
    pub factors: FactorTables,
    /// Limits of the standards' scopes.
    pub scope: Scope,
}

impl Tables {
    /// Reads and checks all tables: columns, numbers, duplicates, order of grades.
    pub fn read(index: &str, files: &[(&str, &str)]) -> Result<Self, TableError> {
        let index = index::read(index)?;
        let mut raw = HashMap::new();
        for info in &index {
            let text = files
                .iter()
                .find(|(name, _)| *name == info.file)
                .ok_or_else(|| TableError::Index(format!("没有文件 {}", info.file)))?
                .1;
            raw.insert(info.id.clone(), Table::read(&info.file, text)?);
        }
        let get = |id: &str| raw.get(id).ok_or_else(|| TableError::Index(format!("索引中没有表 {id}")));
        Ok(Self {
            catalogue: Catalogue::read(get("obsolete_batches")?, get("obsolete_catalogue")?)?,
            motors_lv: LowVoltage::read(get("motor_lv_gb18613_2020")?)?,
            motors_hv: HighVoltage::read(get("motor_hv_gb30254_2024")?)?,
            motor_knowledge: MotorKnowledge::read(
                get("motor_legacy")?,
                get("motor_series")?,
                get("motor_ie_classes")?,
                get("motor_marks")?,
            )?,
            transformers: Transformers::read(
                get("transformer_gb20052_2024")?,
                get("transformer_legacy")?,
                get("transformer_series")?,
            )?,
            boilers: boilers::read(get("boiler_gb24500_2020")?)?,
            factors: FactorTables::read(
                get("fuels")?,
                get("emission_factors")?,
                get("defaults")?,
                get("energy_conversion")?,
            )?,
            scope: Scope::read(get("scope")?)?,
            index,
            raw,
        })
    }

    /// The embedded tables, or what is wrong with them (a test makes sure that nothing is).
    pub fn embedded() -> Result<Arc<Self>, TableError> {
        static TABLES: LazyLock<Result<Arc<Tables>, TableError>> =
            LazyLock::new(|| Tables::read(INDEX, FILES).map(Arc::new));
        TABLES.clone()
    }

    /// What a table is.
    pub fn info(&self, id: &str) -> Option<&TableInfo> {
        self.index.iter().find(|i| i.id == id)
    }
}

/// The national data as of a date.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The date that picks the editions.
    pub date: Date,
    /// All tables.
    pub tables: Arc<Tables>,
    gb18613: Option<TableInfo>,
    gb30254: Option<TableInfo>,
    gb20052: Option<TableInfo>,
    gb24500: Option<TableInfo>,
}

/// An efficiency standard the program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// GB 18613, low-voltage motors.
    Gb18613,
    /// GB 30254, high-voltage motors.
    Gb30254,
    /// GB 20052, transformers.
    Gb20052,
    /// GB 24500, industrial boilers.
    Gb24500,
}

impl Standard {
    /// The number without edition.
    pub fn number(self) -> &'static str {
        match self {
            Self::Gb18613 => "GB 18613",
            Self::Gb30254 => "GB 30254",
            Self::Gb20052 => "GB 20052",
            Self::Gb24500 => "GB 24500",
        }
    }
}

impl Reference {
    /// The national data in force on a date.
    pub fn on(date: Date) -> Result<Self, TableError> {
        Ok(Self::with(Tables::embedded()?, date))
    }

    /// Given tables as of a date.
    pub fn with(tables: Arc<Tables>, date: Date) -> Self {
        let pick = |number: &str| {
            tables
                .index
                .iter()
                .filter(|i| i.grades.is_some() && i.standard.starts_with(number) && i.in_force(date))
                .max_by_key(|i| i.effective_from)
                .cloned()
        };
        Self {
            date,
            gb18613: pick("GB 18613"),
            gb30254: pick("GB 30254"),
            gb20052: pick("GB 20052"),
            gb24500: pick("GB 24500"),
            tables,
        }
    }

    /// The edition of a standard in force on the date, `None` if its table is not held.
    pub fn edition(&self, standard: Standard) -> Option<&TableInfo> {
        match standard {
            Standard::Gb18613 => self.gb18613.as_ref(),
            Standard::Gb30254 => self.gb30254.as_ref(),
            Standard::Gb20052 => self.gb20052.as_ref(),
            Standard::Gb24500 => self.gb24500.as_ref(),
        }
    }

    /// Editions held that come into force only after the date: an older audit shows that they exist.
    pub fn newer(&self, standard: Standard) -> Option<&TableInfo> {
        self.tables
            .index
            .iter()
            .filter(|i| i.grades.is_some() && i.standard.starts_with(standard.number()) && i.effective_from > self.date)
            .min_by_key(|i| i.effective_from)
    }
}
