//! Audits as Parquet tables, for engines such as DuckDB and Spark. docs/parquet.md says what is in them.
//!
//! One file a table, all audits in it: who is audited stands in the first columns of every table. Names of tables and
//! columns are stable, units are in the names.

mod devices;
mod file;
mod plans;
mod site;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use parquet::errors::ParquetError;

use super::ExchangeError;
use crate::audit::{Audit, Entered};
use crate::diagnosis::Diagnosis;
use crate::reference::Reference;
use file::{Cell, Column, Of, TableFile};

/// The first columns of every table.
const WHOSE: &[Column] = &[
    ("audit_id", Of::Text),
    ("file", Of::Text),
    ("enterprise", Of::Text),
    ("credit_code", Of::Text),
    ("province", Of::Text),
    ("city", Of::Text),
    ("industry_code", Of::Text),
    ("industry", Of::Text),
    ("reference_date", Of::Date),
    ("standards_used", Of::Text),
];

/// A table: its name and its own columns.
type TableDef = (&'static str, &'static [Column]);

/// The tables, each with what fills it.
const TABLES: [(TableDef, Fill); 11] = [
    (site::AUDITS, site::audits),
    (devices::DEVICES, devices::devices),
    (devices::DEVICE_FIELDS, devices::device_fields),
    (devices::EVIDENCE, devices::evidence),
    (plans::MEASURES, plans::measures),
    (plans::SCENARIOS, plans::scenarios),
    (plans::SCENARIO_MEASURES, plans::scenario_measures),
    (site::ENERGY, site::energy),
    (site::ENERGY_YEARS, site::energy_years),
    (site::PRODUCTS, site::products),
    (site::TARGETS, site::targets),
];

/// What is taken from an audit.
struct Source<'a> {
    audit: &'a Audit,
    diagnosis: &'a Diagnosis,
    reference: &'a Reference,
}

/// Rows of one audit, told one by one.
type Rows<'a> = &'a mut dyn FnMut(Vec<Cell>) -> Result<(), ParquetError>;

/// Tells the rows of an audit.
type Fill = fn(&Source<'_>, Rows<'_>) -> Result<(), ParquetError>;

/// Tables of audits being written.
pub struct ParquetTables {
    folder: PathBuf,
    tables: Vec<TableFile>,
}

impl ParquetTables {
    /// Begins the tables in a folder, which is made if it isn't there. Nothing in it changes before [`Self::finish`].
    pub fn create(folder: &Path) -> Result<Self, ExchangeError> {
        let begun = std::fs::create_dir_all(folder).map_err(ParquetError::from).and_then(|()| {
            TABLES
                .iter()
                .map(|((name, own), _)| TableFile::create(folder, name, &[WHOSE, *own].concat()))
                .collect::<Result<Vec<_>, _>>()
        });
        Ok(Self { tables: begun.map_err(|e| unwritable(folder, &e))?, folder: folder.to_owned() })
    }

    /// Adds an audit. `audit_id` tells it from the others of the export; `file` is its file's name.
    pub fn add(
        &mut self,
        audit_id: &str,
        file: &str,
        audit: &Audit,
        diagnosis: &Diagnosis,
        reference: &Reference,
    ) -> Result<(), ExchangeError> {
        let source = Source { audit, diagnosis, reference };
        let whose = Whose::of(audit_id, file, &source);
        for (table, (_, fill)) in self.tables.iter_mut().zip(TABLES) {
            fill(&source, &mut |row| table.push(whose.cells().chain(row))).map_err(|e| unwritable(&self.folder, &e))?;
        }
        Ok(())
    }

    /// Puts the tables in their places; gives their paths.
    pub fn finish(self) -> Result<Vec<PathBuf>, ExchangeError> {
        let Self { folder, tables } = self;
        tables.into_iter().map(|t| t.finish().map_err(|e| unwritable(&folder, &e))).collect()
    }
}

fn unwritable(folder: &Path, error: &ParquetError) -> ExchangeError {
    ExchangeError::Unwritable { file: folder.display().to_string(), why: error.to_string() }
}

/// What stands in the first columns: made once for an audit, shared by its rows.
struct Whose {
    texts: [Option<parquet::data_type::ByteArray>; 8],
    date: jiff::civil::Date,
    standards: Option<parquet::data_type::ByteArray>,
}

impl Whose {
    fn of(audit_id: &str, file: &str, source: &Source<'_>) -> Self {
        let e = &source.audit.enterprise;
        let texts = [
            audit_id,
            file,
            entered(&e.name),
            entered(&e.credit_code),
            entered(&e.province),
            entered(&e.city),
            entered(&e.industry_code),
            entered(&e.industry),
        ];
        let evidence = source.diagnosis.devices.iter().flat_map(|d| &d.verdict.evidence);
        let used: BTreeSet<String> = evidence.filter(|e| e.level.is_some()).map(edition).collect();
        let used = used.into_iter().collect::<Vec<_>>().join("; ");
        let bytes = |text: &str| (!text.is_empty()).then(|| text.into());
        Self { texts: texts.map(bytes), date: source.diagnosis.date, standards: bytes(&used) }
    }

    fn cells(&self) -> impl Iterator<Item = Cell> {
        let text = |t: &Option<parquet::data_type::ByteArray>| t.clone().map_or(Cell::Null, Cell::Text);
        let texts = self.texts.iter().map(text);
        texts.chain([Cell::from(self.date), text(&self.standards)])
    }
}

/// A standard with its edition, said once: many numbers end with it.
fn edition(e: &crate::screening::Evidence) -> String {
    if e.standard.ends_with(&*e.edition) { e.standard.to_string() } else { format!("{} ({})", e.standard, e.edition) }
}

/// An entered text; empty if there is none.
fn entered(text: &Option<Entered<String>>) -> &str {
    text.as_ref().map_or("", |e| e.value.trim())
}
