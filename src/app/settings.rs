//! What the workbench remembers between starts: looks, recent files, what new audits begin with.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::lang::Lang;
use crate::audit::{Audit, Entered, Enterprise, Origin, Prices, Record as _};
use crate::exchange;
use crate::store::{BackupPolicy, DataDir, Document};

/// Most recent files that are remembered.
const RECENT: usize = 12;
const FILE: &str = "settings.json";

/// The colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// 浅色
    #[default]
    Light,
    /// 深色
    Dark,
    /// As the system has them.
    System,
}

/// What a new audit begins with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewAudit {
    /// The audit organisation, its people, and where its clients usually are.
    pub enterprise: Enterprise,
    /// Usual energy prices.
    pub prices: Prices,
}

impl NewAudit {
    /// The fields of the enterprise that are worth a default.
    pub const FIELDS: [&'static str; 4] = ["audit_organization", "audit_team", "province", "city"];
}

/// Remembered settings; kept as JSON in the user's configuration folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Language of captions.
    pub lang: Lang,
    /// Colours.
    pub theme: Theme,
    /// Size of body text in points.
    pub text_size: f32,
    /// Scale of everything.
    pub zoom: f32,
    /// Files opened last, latest first.
    pub recent: Vec<PathBuf>,
    /// Who works here: named in the change log. Empty for nobody.
    pub author: String,
    /// How backups are kept.
    pub backups: BackupPolicy,
    /// Hidden columns of the equipment table, by kind code.
    pub hidden: BTreeMap<String, BTreeSet<String>>,
    /// What new audits begin with.
    pub new_audit: NewAudit,
    /// Whether the first-use tour was seen or skipped.
    pub tour_seen: bool,
    /// The report of an unexpected end that was told last.
    pub told_report: String,
    /// Order and widths of the columns of the equipment table, by kind code; of a sheet of the plant's data, by `plant.`
    /// and the code of its list.
    pub tables: BTreeMap<String, TableLayout>,
}

/// How the columns of a table are laid out, where the person changed it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableLayout {
    /// Keys in the order wanted; empty for the usual one. Columns that are not named come after these.
    pub order: Vec<String>,
    /// Widths in points, by key.
    pub widths: BTreeMap<String, f32>,
    /// How many columns stay in sight; none for the usual number.
    pub frozen: Option<usize>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lang: Lang::Zh,
            theme: Theme::Light,
            text_size: 14.0,
            zoom: 1.0,
            recent: Vec::new(),
            author: String::new(),
            backups: BackupPolicy::default(),
            hidden: BTreeMap::new(),
            new_audit: NewAudit::default(),
            tour_seen: false,
            told_report: String::new(),
            tables: BTreeMap::new(),
        }
    }
}

/// The folder of settings and own tables: the user's configuration folder, or the data folder where that was chosen.
pub fn folder(data: &DataDir) -> PathBuf {
    let chosen = std::env::var_os("ENERGY_AUDIT_DATA_DIR").is_some_and(|d| !d.is_empty());
    if chosen || *data != DataDir::default_location() {
        return data.path().to_path_buf();
    }
    directories::ProjectDirs::from("cn", "", "energy-audit")
        .map_or_else(|| data.path().to_path_buf(), |dirs| dirs.config_dir().to_path_buf())
}

impl Settings {
    /// A size of text within what can be read and fits.
    pub fn size(points: f32) -> f32 {
        if points.is_finite() { points.clamp(11.0, 20.0) } else { 14.0 }
    }

    /// A scale within what fits.
    pub fn scale(zoom: f32) -> f32 {
        if zoom.is_finite() { zoom.clamp(0.7, 2.0) } else { 1.0 }
    }

    /// The remembered settings, or the defaults; and what is to be said if the file was broken. A broken file is kept
    /// under another name.
    pub fn load(data: &DataDir) -> (Self, Option<String>) {
        let file = folder(data).join(FILE);
        // Earlier versions kept them in the data folder.
        let earlier = data.path().join(FILE);
        let from = if file.exists() { &file } else { &earlier };
        let Ok(bytes) = std::fs::read(from) else { return (Self::default(), None) };
        match read(&bytes) {
            Ok(mut settings) => {
                settings.text_size = Self::size(settings.text_size);
                settings.zoom = Self::scale(settings.zoom);
                (settings, None)
            }
            Err(why) => {
                let kept = set_aside(from);
                let kept = kept.map_or_else(
                    || format!("{} 没能改名，下次保存设置时会被代替", from.display()),
                    |kept| format!("原文件留作 {}", kept.display()),
                );
                (Self::default(), Some(format!("设置文件不能读取({why})，已采用默认设置；{kept}")))
            }
        }
    }

    /// Remembers them. Losing settings is no reason to disturb anybody, so a failure is ignored.
    pub fn store(&self, data: &DataDir) {
        let Ok(text) = serde_json::to_string_pretty(self) else { return };
        let folder = folder(data);
        let file = folder.join(FILE);
        let beside = file.with_extension(format!("{}.tmp", std::process::id()));
        let _ = std::fs::create_dir_all(folder);
        if std::fs::write(&beside, text).is_ok() {
            let _ = crate::placing::replace(&beside, &file);
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

    /// A new audit as the settings have it, and what is wrong with own tables that are left out.
    pub fn begin(&self, data: &DataDir) -> (Audit, Vec<String>) {
        let mut audit = Audit::default();
        for key in NewAudit::FIELDS {
            // A refused default is simply not there.
            let _ = audit.enterprise.set(key, self.new_audit.enterprise.get(key));
        }
        for def in Prices::defs() {
            // What is usual is not yet what this plant pays.
            let usual = self.new_audit.prices.get(def.key).map(|e| Entered::new(e.value, Origin::Estimate));
            let _ = audit.prices.set(def.key, usual);
        }
        let mut problems = Vec::new();
        for path in own_tables(data) {
            match exchange::read_own_table(&path) {
                Ok(table) => audit.own_tables.push(table),
                Err(e) => problems.push(e.to_string()),
            }
        }
        (audit, problems)
    }
}

/// The files of own tables that every new audit gets, by name.
pub fn own_tables(data: &DataDir) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(own_tables_folder(data)) else { return Vec::new() };
    let is_csv = |p: &PathBuf| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    let mut found: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(is_csv).collect();
    found.sort();
    found
}

/// Where own tables for new audits are kept.
pub fn own_tables_folder(data: &DataDir) -> PathBuf {
    folder(data).join("own-tables")
}

fn read(bytes: &[u8]) -> Result<Settings, String> {
    let mut value: serde_json::Value = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
    // Earlier versions knew light and dark only.
    if let Some(object) = value.as_object_mut()
        && object.get("dark") == Some(&serde_json::Value::Bool(true))
        && !object.contains_key("theme")
    {
        object.insert("theme".to_owned(), "dark".into());
    }
    serde_json::from_value(value).map_err(|e| e.to_string())
}

/// Renames a broken file to a name that is free.
fn set_aside(file: &Path) -> Option<PathBuf> {
    let name = |n: u32| file.with_file_name(format!("settings.broken-{n}.json"));
    let free = (1..1000).map(name).find(|p| !p.exists())?;
    std::fs::rename(file, &free).ok()?;
    Some(free)
}
