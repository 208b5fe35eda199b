//! The workbench driven through its accessibility labels, without a window.

mod accessibility;
mod bench;
mod english;
mod files;
mod journeys;
mod large;
mod shell;
mod typing;
mod ui;
