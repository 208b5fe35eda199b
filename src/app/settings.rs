//! What the workbench remembers between starts: language, theme, size of text, recent files, hidden columns.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::lang::Lang;
use crate::store::{BackupPolicy, Document};

/// Most recent files that are remembered.
const RECENT: usize = 12;

/// Remembered settings; kept as JSON in the data folder. A file that can't be read counts as none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Language of captions.
    pub lang: Lang,
    /// Dark colours.
    pub dark: bool,
    /// Size of body text in points.
    pub text_size: f32,
    /// Files opened last, latest first.
    pub recent: Vec<PathBuf>,
    /// Who works here: named in the change log. Empty for nobody.
    pub author: String,
    /// How backups are kept.
    pub backups: BackupPolicy,
    /// Hidden columns of the equipment table, by kind code.
    pub hidden: BTreeMap<String, BTreeSet<String>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lang: Lang::Zh,
            dark: false,
            text_size: 14.0,
            recent: Vec::new(),
            author: String::new(),
            backups: BackupPolicy::default(),
            hidden: BTreeMap::new(),
        }
    }
}

impl Settings {
    fn file(folder: &Path) -> PathBuf {
        folder.join("settings.json")
    }

    /// The remembered settings, or the defaults.
    pub fn load(folder: &Path) -> Self {
        let text = std::fs::read_to_string(Self::file(folder)).unwrap_or_default();
        let mut settings: Self = serde_json::from_str(&text).unwrap_or_default();
        if !settings.text_size.is_finite() {
            settings.text_size = 14.0;
        }
        settings.text_size = settings.text_size.clamp(11.0, 20.0);
        settings
    }

    /// Remembers them. Losing settings is no reason to disturb anybody, so a failure is ignored.
    pub fn store(&self, folder: &Path) {
        let Ok(text) = serde_json::to_string_pretty(self) else { return };
        let file = Self::file(folder);
        let beside = file.with_extension("json.tmp");
        let _ = std::fs::create_dir_all(folder);
        if std::fs::write(&beside, text).is_ok() {
            let _ = std::fs::rename(&beside, &file);
        }
    }

    /// Tells a document whose edits it gets and how backups of it are kept.
    pub fn apply_to(&self, document: &mut Document) {
        document.set_author(&self.author);
        document.set_backup_policy(self.backups);
    }

    /// Puts a file at the head of the recent ones.
    pub fn remember(&mut self, path: &Path) {
        self.recent.retain(|p| p != path);
        self.recent.insert(0, path.to_path_buf());
        self.recent.truncate(RECENT);
    }
}
