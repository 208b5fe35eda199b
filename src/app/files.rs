//! New, open, save, recent, recover: what happens to the audit file.

use std::path::Path;

use super::dialogs::FileKind;
use super::pages::Page;
use super::theme::Tone;
use super::workbench::Workbench;
use crate::audit::Audit;
use crate::store::{Document, Recovery, StoreError};

/// Extensions that are opened as a ledger.
const LEDGERS: [&str; 6] = ["xlsx", "xls", "xlsm", "xlsb", "ods", "csv"];

impl Workbench {
    /// Starts an empty audit without a file.
    pub fn new_audit(&mut self) {
        self.untitled(Audit::default(), Page::Enterprise);
    }

    /// Starts an audit without a file from given data.
    pub fn untitled(&mut self, audit: Audit, page: Page) {
        if !self.leave() {
            return;
        }
        match Document::untitled(audit, &self.data) {
            Ok(document) => {
                self.adopt(document);
                self.page = page;
            }
            Err(e) => self.say(Tone::Bad, e.to_string()),
        }
    }

    /// Asks for an audit file and opens it.
    pub fn open_dialog(&mut self) {
        if let Some(path) = self.dialogs.open(FileKind::Audit) {
            self.open(&path);
        }
    }

    /// Opens an audit file; one that another window has is opened read-only.
    pub fn open(&mut self, path: &Path) {
        if self.document.as_ref().and_then(Document::path).is_some_and(|open| same_file(open, path)) {
            self.page = Page::Overview;
            return;
        }
        let opened = match Document::open(path, &self.data) {
            Err(e @ (StoreError::Locked { .. } | StoreError::ReadOnly(_))) => {
                let read_only = Document::open_read_only(path, &self.data);
                if read_only.is_ok() {
                    self.say(Tone::Warn, format!("已只读打开。{e}"));
                }
                read_only
            }
            other => other,
        };
        match opened {
            Ok(document) => {
                if !self.leave() {
                    return;
                }
                let page = if document.audit().equipment.is_empty() { Page::Enterprise } else { Page::Overview };
                self.adopt(document);
                self.page = page;
                self.settings.remember(path);
                self.store_settings();
            }
            Err(e) => self.say(Tone::Bad, e.to_string()),
        }
    }

    /// Opens what was dropped on the window: an audit, or a ledger to import.
    pub fn dropped(&mut self, path: &Path) {
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase();
        if extension == "audit" {
            self.open(path);
        } else if LEDGERS.contains(&extension.as_str()) {
            if self.document.is_none() {
                self.untitled(Audit::default(), Page::Import);
            }
            self.to_import = Some(path.to_path_buf());
            self.page = Page::Import;
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            self.say(Tone::Warn, format!("不能打开 {name}：请拖入 .audit 审计文件，或 .xlsx、.xls、.ods、.csv 台账"));
        }
    }

    /// Writes the user's file; asks for a name if there is none.
    pub fn save(&mut self) {
        let Some(document) = &mut self.document else { return };
        if document.path().is_none() || document.read_only() {
            self.save_as();
            return;
        }
        match document.save() {
            Ok(()) => self.say(Tone::Good, "已保存"),
            Err(e) => self.say(Tone::Bad, e.to_string()),
        }
    }

    /// Asks for a name and writes the file under it.
    pub fn save_as(&mut self) {
        let Some(audit) = self.audit() else { return };
        let name = audit.enterprise.name.as_ref().map_or("节能诊断", |n| n.value.as_str());
        let suggestion = format!("{}.audit", safe_name(name));
        let Some(path) = self.dialogs.save(FileKind::Audit, &suggestion) else { return };
        let Some(document) = &mut self.document else { return };
        match document.save_as(&path) {
            Ok(()) => {
                self.settings.remember(&path);
                self.store_settings();
                self.say(Tone::Good, format!("已保存到 {}", path.display()));
            }
            Err(e) => self.say(Tone::Bad, e.to_string()),
        }
    }

    /// Leaves the open audit: saved if it has a file, else kept as a working copy. `false` if saving failed.
    pub fn leave(&mut self) -> bool {
        let Some(mut document) = self.document.take() else { return true };
        if document.path().is_some()
            && !document.read_only()
            && !document.saved()
            && let Err(e) = document.save()
        {
            self.say(Tone::Bad, format!("{e}。修改仍在暂存副本中，审计没有关闭"));
            self.document = Some(document);
            return false;
        }
        // Dropping keeps what has no file of its own: the start page offers it again.
        drop(document);
        self.generation += 1;
        self.diagnosis = None;
        self.diagnosed = None;
        self.current = None;
        self.selection.clear();
        true
    }

    /// Goes back to the start page.
    pub fn close_audit(&mut self) {
        if self.leave() {
            self.page = Page::Start;
        }
    }

    /// Continues what a crash, or closing without a file, left.
    pub fn recover(&mut self, recovery: &Recovery) {
        if !self.leave() {
            return;
        }
        match Document::recover(recovery, &self.data) {
            Ok(document) => {
                self.adopt(document);
                self.page = Page::Overview;
                self.say(Tone::Good, "已恢复上次未保存的修改；请按 Ctrl+S 保存到文件");
            }
            Err(e) => self.say(Tone::Bad, e.to_string()),
        }
    }
}

fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

/// A file name without characters that some system forbids.
pub fn safe_name(name: &str) -> String {
    let cleaned: String = name.chars().filter(|c| !c.is_control() && !"\\/:*?\"<>|".contains(*c)).take(80).collect();
    let cleaned = cleaned.trim().trim_matches('.');
    if cleaned.is_empty() { "节能诊断".to_owned() } else { cleaned.to_owned() }
}
