//! The audit file seen from outside: nothing that was entered is lost, nothing bad is opened, nothing is half written.

mod attachments;
mod background;
mod common;
mod crash;
mod disk_full;
mod editing;
#[cfg(target_os = "linux")]
mod faults;
#[cfg(target_os = "linux")]
mod faulty_disk;
mod files;
mod kill;
mod repair;
mod strangers;
mod versions;
#[cfg(windows)]
mod windows;
