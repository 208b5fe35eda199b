//! Excel and CSV in and out.
//!
//! A plant's ledger becomes devices in four steps, one file each: `workbook` reads cells whatever the file
//! format, `layout` finds the header and what each column means, `kinds` tells what kind of device a row
//! is, `values` turns a cell into a field's value. What can't be understood is refused with a [`Complaint`],
//! never guessed; the rest of the row is kept. All of it reads the fields' one declaration
//! ([`FieldDef`](crate::audit::FieldDef)): a new field is recognised without a line here. What plants call the kinds is
//! in `vocabulary`, what their models look like in `models`.
//!
//! Out go ledgers (with what measures and scenarios earn: `plans`), the empty template, and `worklist`: what is missing,
//! to be filled in on site and imported again; and tables of many audits for other engines: `tables`. `attachments`
//! takes photos and documents in and writes them out.

pub mod attachments;
mod bill_columns;
mod bill_products;
mod bill_series;
mod bill_units;
mod bills;
mod columns;
mod complaint;
mod compound;
mod convert;
mod csv_file;
mod dates;
mod device;
mod error;
mod figures;
mod files;
mod headers;
mod import;
mod json;
mod kinds;
mod layout;
mod ledger;
mod mapping;
mod models;
mod numbers;
mod origins;
mod own_table;
mod parameters;
mod pasted;
mod plan;
mod plans;
mod plant_sheets;
mod remembered;
mod rollup;
mod rows;
mod schema;
mod several;
mod tables;
mod template;
mod text;
mod units;
mod unpacked;
mod values;
mod verdicts;
mod vocabulary;
mod workbook;
mod worklist;

use crate::audit::KindCode;

pub use bills::ImportedPlantRow;
pub use complaint::Complaint;
pub use error::ExchangeError;
pub use files::{not_protected, reason_of, safe_name, write_whole};
pub use import::{Import, ImportedRow, Update, read};
pub use json::{FromJson, export_json, from_json, read_json};

pub use ledger::{write_ledger, write_workbook};
pub use mapping::{ColumnMapping, SheetMapping};
pub use own_table::{MAX_BYTES as MAX_OWN_TABLE_BYTES, own_table, read_own_table};
pub use pasted::{has_header, read_pasted};
pub use plan::{ImportCounts, OnDuplicate};
pub use remembered::{IGNORED, Remembered};
pub use rollup::write_rollup;
pub use schema::audit_schema;
pub use tables::ParquetTables;
pub use template::write_template;
pub use text::csv_cell;
pub use units::{advice as unit_advice, factor as unit_factor};
pub use worklist::write_worklist;

/// The auditor's answer to "0.93 in a percent column".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FractionAnswer {
    /// 0.93 means 93 %.
    AsFraction,
    /// 0.93 means 0.93 %.
    Literal,
}

/// How a ledger is to be read.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// Only this sheet.
    pub sheet: Option<String>,
    /// Field key (or [`IGNORED`]) and column header, for columns whose header isn't recognised; comes before recognition.
    pub map: Vec<(String, String)>,
    /// The same from an earlier ledger of the enterprise; columns that this one hasn't are no error.
    pub remembered: Vec<(String, String)>,
    /// Every row is of this kind.
    pub kind: Option<KindCode>,
    /// What a fraction in a percent column means; such cells are refused until this is answered.
    pub fraction_is: Option<FractionAnswer>,
    /// Dates after this day are refused.
    pub today: jiff::civil::Date,
}

impl ImportOptions {
    /// Recognise everything, refuse dates after `today`.
    pub fn new(today: jiff::civil::Date) -> Self {
        Self { sheet: None, map: Vec::new(), remembered: Vec::new(), kind: None, fraction_is: None, today }
    }
}
