//! The private folder of working copies.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::{At as _, StoreError};
use crate::audit::Id;

/// The program's private folder, where the working copies live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataDir(PathBuf);

impl DataDir {
    /// The user's data folder: `ENERGY_AUDIT_DATA_DIR` if set, else the system's place for local
    /// application data (not the roaming profile: working copies belong to this machine).
    pub fn default_location() -> Self {
        if let Some(dir) = std::env::var_os("ENERGY_AUDIT_DATA_DIR").filter(|d| !d.is_empty()) {
            return Self(PathBuf::from(dir));
        }
        let dirs = directories::ProjectDirs::from("cn", "", "energy-audit");
        // An account without a home still gets durable edits, as long as the temporary folder lasts.
        Self(dirs.map_or_else(|| std::env::temp_dir().join("energy-audit"), |d| d.data_local_dir().to_path_buf()))
    }

    /// A given folder, made when first needed.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// A path for a new working copy; makes the folder.
    pub(super) fn fresh(&self) -> Result<PathBuf, StoreError> {
        fs::create_dir_all(&self.0).at(&self.0)?;
        Ok(self.0.join(format!("{:014x}.{EXTENSION}", Id::fresh().0)))
    }

    /// The working copies there are.
    pub(super) fn working_copies(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(&self.0) else { return Vec::new() };
        let mut found: Vec<PathBuf> =
            entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == EXTENSION)).collect();
        found.sort();
        found
    }
}

/// Not `.audit`, so that nobody opens a working copy as an audit by mistake.
pub(super) const EXTENSION: &str = "working";
