//! Columns that a person has given to fields by hand, remembered for each enterprise: its next ledger looks alike.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::text::folded;
use crate::audit::{Enterprise, KindCode};

/// In place of a field's key: the column is not to be imported.
pub const IGNORED: &str = "-";

/// Whether a mapping may name this instead of a field: a field's key, `kind`, or [`IGNORED`].
pub(super) fn is_target(key: &str) -> bool {
    matches!(key, "kind" | IGNORED) || KindCode::ALL.iter().any(|k| k.field(key).is_some())
}

/// Field key and column header by enterprise; kept as JSON in the data folder, apart from any audit. A file that can't
/// be read counts as none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Remembered(BTreeMap<String, Vec<(String, String)>>);

impl Remembered {
    fn file(folder: &Path) -> PathBuf {
        folder.join("columns.json")
    }

    /// What is remembered in a data folder.
    pub fn load(folder: &Path) -> Self {
        std::fs::read_to_string(Self::file(folder)).ok().and_then(|t| serde_json::from_str(&t).ok()).unwrap_or_default()
    }

    /// Writes it there. The import is as good without, so a failure is ignored.
    pub fn store(&self, folder: &Path) {
        let Ok(text) = serde_json::to_string_pretty(self) else { return };
        let _ = std::fs::create_dir_all(folder);
        let _ = super::write_whole(&Self::file(folder), text.as_bytes());
    }

    /// The columns of an enterprise's ledgers. What names a field that no longer exists is left out.
    pub fn of(&self, enterprise: &Enterprise) -> Vec<(String, String)> {
        let known = key(enterprise).and_then(|k| self.0.get(&k));
        known.into_iter().flatten().filter(|(key, _)| is_target(key)).cloned().collect()
    }

    /// Adds what was said about columns, in place of what was said before about the same ones. `false` if there is
    /// nothing new, or if the enterprise has neither credit code nor name.
    pub fn keep(&mut self, enterprise: &Enterprise, map: &[(String, String)]) -> bool {
        let Some(key) = key(enterprise).filter(|_| !map.is_empty()) else { return false };
        let list = self.0.entry(key).or_default();
        let mut new = false;
        for (key, header) in map {
            if list.iter().any(|(k, h)| k == key && folded(h) == folded(header)) {
                continue;
            }
            new = true;
            list.retain(|(k, h)| folded(h) != folded(header) && (k != key || key == IGNORED));
            list.push((key.clone(), header.clone()));
        }
        new
    }
}

/// The credit code, else the name.
fn key(enterprise: &Enterprise) -> Option<String> {
    let texts = [&enterprise.credit_code, &enterprise.name];
    texts.into_iter().flatten().map(|e| folded(&e.value)).find(|t| !t.is_empty())
}
