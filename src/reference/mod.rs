//! What the nation prescribes: catalogues, efficiency tables and factors, read-only, in dated editions.
//!
//! The tables are the CSV files of `assets/reference`, embedded in the program; `index.toml` says what each is.

pub mod blowers;
pub mod boilers;
pub mod carriers;
pub mod catalogue;
pub mod checklist;
pub mod chillers;
pub mod compressors;
pub mod data_centres;
pub mod designation;
pub mod factors;
pub mod fans;
pub mod heat_treatment;
pub mod index;
pub mod intensity;
pub mod labels;
pub mod levels;
pub mod measure_defaults;
pub mod measure_guide;
pub mod measure_limits;
pub mod motors;
pub mod own;
pub mod pumps;
pub mod quotas;
pub mod scope;
pub mod span;
pub mod submersibles;
pub mod table;
pub mod targets;
pub mod transformers;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use crate::audit::Audit;
use jiff::civil::Date;

use blowers::Blowers;
use boilers::BoilerRow;
use carriers::Carriers;
use catalogue::Catalogue;
use checklist::Management;
use chillers::Chillers;
use compressors::Compressors;
use data_centres::DataCentres;
use designation::ListedPowers;
use factors::FactorTables;
use fans::Fans;
use heat_treatment::HeatTreatment;
pub use index::{ReviewState, TableInfo};
use levels::LevelRow;
use measure_defaults::MeasureDefaults;
use measure_guide::MeasureGuides;
use measure_limits::MeasureLimits;
use motors::{HighVoltage, LowVoltage, MotorKnowledge};
pub use own::{OwnTableError, OwnTables};
use pumps::Pumps;
use quotas::UnitLimits;
use scope::Scope;
use submersibles::Submersibles;
pub use table::{Table, TableError};
use targets::TargetRow;
use transformers::Transformers;

/// Embedded files: name and text.
macro_rules! embedded {
    ($($file:literal),* $(,)?) => {
        &[$(($file, include_str!(concat!("../../assets/reference/", $file)))),*]
    };
}

const INDEX: &str = include_str!("../../assets/reference/index.toml");
const FILES: &[(&str, &str)] = embedded![
    "benchmark_levels.csv",
    "blower_corrections.csv",
    "blower_gb28381_2012.csv",
    "boiler_gb24500_2020.csv",
    "boiler_legacy.csv",
    "carriers.csv",
    "chiller_gb19577_2024.csv",
    "compressor_gb19153_2019.csv",
    "data_centre_gb40879_2021.csv",
    "defaults.csv",
    "emission_factors.csv",
    "energy_conversion.csv",
    "fan_corrections.csv",
    "fan_gb19761_2020.csv",
    "fuels.csv",
    "heat_treatment_gbt36561_2018.csv",
    "management_checklist.csv",
    "measure_defaults.csv",
    "measure_guide.csv",
    "measure_limits.csv",
    "meter_levels.csv",
    "motor_hv_gb30254_2024.csv",
    "motor_ie_classes.csv",
    "motor_legacy.csv",
    "motor_lv_gb18613_2020.csv",
    "motor_marks.csv",
    "motor_series.csv",
    "national_targets.csv",
    "obsolete_batches.csv",
    "obsolete_catalogue.csv",
    "plant_classes.csv",
    "plant_duties.csv",
    "pump_gb19762_2025.csv",
    "regional_targets.csv",
    "scope.csv",
    "submersible_gb32030_2022.csv",
    "submersible_gbt25409_2010_base.csv",
    "transformer_gb20052_2024.csv",
    "transformer_legacy.csv",
    "transformer_series.csv",
    "unit_limit_corrections.csv",
    "unit_limits.csv",
];

/// All tables, read and checked.
#[derive(Debug)]
pub struct Tables {
    /// What each table is, in the order of index.toml; the auditor's own ones behind.
    pub index: Vec<TableInfo>,
    /// The tables as text, by id, for browsing.
    pub raw: HashMap<String, Table>,
    /// Catalogues of obsolete equipment.
    pub catalogue: Catalogue,
    /// The motor powers that the catalogues list, by series and size.
    pub listed_powers: ListedPowers,
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
    /// GB 19761-2020.
    pub fans: Fans,
    /// GB 28381-2012.
    pub blowers: Blowers,
    /// GB 19762-2025.
    pub pumps: Pumps,
    /// GB 32030-2022 and GB/T 25409-2010.
    pub submersibles: Submersibles,
    /// GB 19153-2019.
    pub compressors: Compressors,
    /// GB 19577-2024.
    pub chillers: Chillers,
    /// GB/T 36561-2018.
    pub heat_treatment: HeatTreatment,
    /// GB 40879-2021.
    pub data_centres: DataCentres,
    /// Fuels, grid factors, defaults.
    pub factors: FactorTables,
    /// Energy carriers.
    pub carriers: Carriers,
    /// Defaults of measure inputs.
    pub measure_defaults: MeasureDefaults,
    /// What each measure is.
    pub measure_guide: MeasureGuides,
    /// Limits beyond which measures are doubtful or worth a look.
    pub measure_limits: MeasureLimits,
    /// Limits of the standards' scopes.
    pub scope: Scope,
    /// Limits of energy per unit of product.
    pub unit_limits: UnitLimits,
    /// 标杆水平 and 基准水平.
    pub levels: Vec<Arc<LevelRow>>,
    /// Targets of the nation.
    pub national_targets: Vec<Arc<TargetRow>>,
    /// Targets of the region.
    pub regional_targets: Vec<Arc<TargetRow>>,
    /// Checklist of energy management, metering levels, classes of energy users.
    pub management: Management,
    /// Own tables read in place of embedded ones: id of the embedded table and position in `index`.
    pub in_place: HashMap<String, usize>,
    /// Own tables that could not be used, and why.
    pub left_out: Vec<OwnTableError>,
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
        Self::of(index, raw, &HashMap::new())
    }

    /// Reads the typed tables, some from another table than the one of their id.
    fn of(
        index: Vec<TableInfo>,
        raw: HashMap<String, Table>,
        instead: &HashMap<String, Table>,
    ) -> Result<Self, TableError> {
        let get = |id: &str| {
            let found = instead.get(id).or_else(|| raw.get(id));
            found.ok_or_else(|| TableError::Index(format!("索引中没有表 {id}")))
        };
        let catalogue = Catalogue::read(get("obsolete_batches")?, get("obsolete_catalogue")?)?;
        Ok(Self {
            listed_powers: ListedPowers::of(&catalogue),
            catalogue,
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
            fans: Fans::read(get("fan_gb19761_2020")?, get("fan_corrections")?)?,
            blowers: Blowers::read(get("blower_gb28381_2012")?, get("blower_corrections")?)?,
            pumps: Pumps::read(get("pump_gb19762_2025")?)?,
            submersibles: Submersibles::read(get("submersible_gb32030_2022")?, get("submersible_gbt25409_2010_base")?)?,
            compressors: Compressors::read(get("compressor_gb19153_2019")?)?,
            chillers: Chillers::read(get("chiller_gb19577_2024")?)?,
            heat_treatment: HeatTreatment::read(get("heat_treatment_gbt36561_2018")?)?,
            data_centres: DataCentres::read(get("data_centre_gb40879_2021")?)?,
            factors: FactorTables::read(
                get("fuels")?,
                get("emission_factors")?,
                get("defaults")?,
                get("energy_conversion")?,
            )?,
            carriers: Carriers::read(get("carriers")?, get("energy_conversion")?, get("emission_factors")?)?,
            measure_defaults: MeasureDefaults::read(get("measure_defaults")?)?,
            measure_guide: MeasureGuides::read(get("measure_guide")?)?,
            measure_limits: MeasureLimits::read(get("measure_limits")?)?,
            scope: Scope::read(get("scope")?)?,
            unit_limits: UnitLimits::read(get("unit_limits")?, get("unit_limit_corrections")?)?,
            levels: levels::read(get("benchmark_levels")?)?,
            national_targets: targets::read(get("national_targets")?)?,
            regional_targets: targets::read(get("regional_targets")?)?,
            management: Management::read(
                get("management_checklist")?,
                get("meter_levels")?,
                get("plant_classes")?,
                get("plant_duties")?,
            )?,
            in_place: HashMap::new(),
            left_out: Vec::new(),
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

    /// What the table that is used for an embedded one is: an own table if one takes its place, else itself.
    pub fn used(&self, id: &str) -> Option<&TableInfo> {
        self.in_place.get(id).map_or_else(|| self.info(id), |at| self.index.get(*at))
    }

    /// Whether a table, own or embedded, holds the grades of a standard.
    fn is_edition_of(&self, info: &TableInfo, standard: Standard) -> bool {
        match &info.own_form {
            Some(form) => self.info(form).is_some_and(|i| i.is_edition_of(standard)),
            None => info.is_edition_of(standard),
        }
    }
}

/// Declares the efficiency standards the program knows: `Variant = "number"; what it is for`.
macro_rules! standards {
    ($( $(#[$doc:meta])* $name:ident = $number:literal; )+) => {
        /// An efficiency standard the program knows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Standard { $( $(#[$doc])* $name, )+ }

        impl Standard {
            /// All of them.
            pub const ALL: [Self; [$($number),+].len()] = [$(Self::$name),+];

            /// The number without edition.
            pub fn number(self) -> &'static str {
                match self { $( Self::$name => $number, )+ }
            }
        }
    };
}

standards! {
    /// Low-voltage motors.
    Gb18613 = "GB 18613";
    /// High-voltage motors.
    Gb30254 = "GB 30254";
    /// Transformers.
    Gb20052 = "GB 20052";
    /// Industrial boilers.
    Gb24500 = "GB 24500";
    /// Fans.
    Gb19761 = "GB 19761";
    /// Centrifugal pumps.
    Gb19762 = "GB 19762";
    /// Positive-displacement air compressors.
    Gb19153 = "GB 19153";
    /// Blowers.
    Gb28381 = "GB 28381";
    /// Submersible pumps.
    Gb32030 = "GB 32030";
    /// Heat pumps and chillers.
    Gb19577 = "GB 19577";
    /// Heat-treatment furnaces (recommended, not mandatory).
    Gbt36561 = "GB/T 36561";
    /// Data centres.
    Gb40879 = "GB 40879";
}

/// How a table stands on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In force, and what its figures are read from.
    Used,
    /// In force, but an own table takes its place.
    Replaced,
    /// In force, but an edition with a later first day is used.
    Superseded,
    /// Comes into force after the date.
    NotYet,
    /// Was in force before the date.
    Ended,
}

/// The national data as of a date.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The date that picks the editions.
    pub date: Date,
    /// All tables.
    pub tables: Arc<Tables>,
    /// Per standard, the position in `tables.index` of the edition in force.
    editions: [Option<usize>; Standard::ALL.len()],
}

impl Reference {
    /// The national data in force on a date.
    pub fn on(date: Date) -> Result<Self, TableError> {
        Ok(Self::with(Tables::embedded()?, date))
    }

    /// The national data in force on a date with the audit's own tables. Reads those anew: who asks again and again
    /// keeps an [`OwnTables`].
    pub fn for_audit(audit: &Audit, date: Date) -> Result<Self, TableError> {
        OwnTables::default().reference(audit, date)
    }

    /// Given tables as of a date.
    pub fn with(tables: Arc<Tables>, date: Date) -> Self {
        let editions = Standard::ALL.map(|standard| {
            let embedded = tables.index.iter().enumerate().filter(|(_, i)| i.is_edition_of(standard));
            // Only what the typed tables were read from can be the edition.
            let used = embedded.filter_map(|(at, i)| {
                let at = tables.in_place.get(&i.id).copied().unwrap_or(at);
                Some((at, tables.index.get(at)?))
            });
            used.filter(|(_, i)| i.in_force(date)).max_by_key(|(_, i)| i.effective_from).map(|(at, _)| at)
        });
        Self { date, editions, tables }
    }

    /// The edition of a standard in force on the date, `None` if its table is not held.
    pub fn edition(&self, standard: Standard) -> Option<&TableInfo> {
        self.editions[standard as usize].and_then(|at| self.tables.index.get(at))
    }

    /// How a table stands on the date.
    pub fn standing(&self, info: &TableInfo) -> Standing {
        let form = info.own_form.as_ref().unwrap_or(&info.id);
        if info.effective_from > self.date {
            Standing::NotYet
        } else if !info.in_force(self.date) {
            Standing::Ended
        } else if own::is_added(form) || self.tables.used(form).is_some_and(|i| i.id == info.id) {
            Standing::Used
        } else if info.own_form.is_none() {
            Standing::Replaced
        } else {
            Standing::Superseded
        }
    }

    /// Editions held that come into force only after the date: an older audit shows that they exist.
    pub fn newer(&self, standard: Standard) -> Option<&TableInfo> {
        let tables = &self.tables;
        let held = tables.index.iter().filter(|i| tables.is_edition_of(i, standard) && i.effective_from > self.date);
        held.min_by_key(|i| i.effective_from)
    }
}
