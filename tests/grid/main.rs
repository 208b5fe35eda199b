//! The equipment table as a spreadsheet, driven through accessibility labels.

mod as_excel;
mod bench;
mod carrying;
mod completing;
mod keys;
mod scattered;
mod special;
mod table;
mod typing;
