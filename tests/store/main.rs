//! The audit file seen from outside: nothing that was entered is lost, nothing bad is opened, nothing is half written.

mod common;
mod crash;
mod disk_full;
mod editing;
mod files;
mod repair;
