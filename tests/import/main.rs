//! Import and export seen from outside: workbooks and text files as plants write them are built here, and what comes
//! out is compared with values written by hand.

mod cells;
mod files;
mod forms;
mod interchange;
mod kinds;
mod layout;
mod machines;
mod mapped;
mod plan;
mod plants;
mod round_trip;
mod worklist;

use std::path::{Path, PathBuf};

use energy_audit::audit::{Equipment, FieldValue, KindCode, Origin};
use energy_audit::exchange::{Complaint, Import, ImportOptions, read};
use energy_audit::progress::Progress;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

/// A cell to write.
#[derive(Clone, Debug)]
enum V {
    /// Nothing.
    E,
    /// Text.
    T(&'static str),
    /// A number.
    N(f64),
    /// A number in percent format.
    P(f64),
    /// A date: Excel's day number in a date format.
    D(f64),
    /// A formula and the result Excel stored for it.
    F(&'static str, &'static str),
}
use V::{D, E, F, N, P, T};

fn options() -> ImportOptions {
    ImportOptions::new(jiff::civil::date(2026, 6, 30))
}

fn fill(sheet: &mut Worksheet, rows: &[&[V]]) {
    for (r, row) in rows.iter().enumerate() {
        for (c, v) in row.iter().enumerate() {
            let (r, c) = (r as u32, c as u16);
            match v {
                E => continue,
                T(t) => sheet.write(r, c, *t),
                N(n) => sheet.write(r, c, *n),
                P(n) => sheet.write_with_format(r, c, *n, &Format::new().set_num_format("0.0%")),
                D(n) => sheet.write_with_format(r, c, *n, &Format::new().set_num_format("yyyy-mm-dd")),
                F(f, result) => sheet.write(r, c, Formula::new(*f).set_result(*result)),
            }
            .unwrap();
        }
    }
}

fn book(dir: &Path, sheets: &[(&str, &[&[V]])]) -> PathBuf {
    let path = dir.join("台账.xlsx");
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        fill(sheet, rows);
    }
    book.save(&path).unwrap();
    path
}

fn import_sheets(sheets: &[(&str, &[&[V]])]) -> Import {
    import_with(sheets, &options())
}

fn import_with(sheets: &[(&str, &[&[V]])], options: &ImportOptions) -> Import {
    let dir = tempfile::tempdir().unwrap();
    read(&book(dir.path(), sheets), options, &Progress::new()).unwrap()
}

fn import_csv(bytes: &[u8]) -> Import {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("电机台账.csv");
    std::fs::write(&path, bytes).unwrap();
    read(&path, &options(), &Progress::new()).unwrap()
}

/// One motor with one column to test, below 型号.
fn motor_cell(header: &'static str, value: V) -> Import {
    import_sheets(&[("电机", &[&[T("型号"), T(header)], &[T("Y160M-4"), value]])])
}

fn num(device: &Equipment, key: &str) -> Option<f64> {
    match device.get(key).map(|e| e.value) {
        Some(FieldValue::Number(n)) => Some(n),
        _ => None,
    }
}

fn txt(device: &Equipment, key: &str) -> String {
    match device.get(key).map(|e| e.value) {
        Some(FieldValue::Text(t) | FieldValue::Choice(t)) => t,
        Some(FieldValue::Date(d)) => d.to_string(),
        Some(FieldValue::Number(n)) => format!("number {n}"),
        None => String::new(),
    }
}

fn origin(device: &Equipment, key: &str) -> Option<Origin> {
    device.get(key).map(|e| e.origin)
}

fn kind_of(import: &Import, at: usize) -> KindCode {
    import.rows[at].equipment.kind.code()
}

fn device(import: &Import, at: usize) -> &Equipment {
    &import.rows[at].equipment
}

/// The only complaint.
fn only(import: &Import) -> &Complaint {
    assert_eq!(import.complaints.len(), 1, "{:#?}", import.complaints);
    &import.complaints[0]
}

fn clean(import: &Import) {
    assert!(import.complaints.is_empty(), "{:#?}", import.complaints);
}
