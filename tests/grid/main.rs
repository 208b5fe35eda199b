//! The equipment table as a spreadsheet, driven through accessibility labels.

mod as_excel;
mod bench;
mod table;
mod typing;
