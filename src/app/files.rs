//! New, open, repair, recover: how an audit comes to be open.

use std::path::{Path, PathBuf};

use super::dialogs::FileKind;
use super::jobs::Outcome;
use super::pages::Page;
use super::saving::LARGE;
use super::theme::Tone;
use super::workbench::Workbench;
use crate::audit::Audit;
use crate::exchange::safe_name;
use crate::progress::Progress;
use crate::store::{self, CheckReport, Document, Recovery, StoreError};

/// Extensions that are opened as a ledger.
const LEDGERS: [&str; 6] = ["xlsx", "xls", "xlsm", "xlsb", "ods", "csv"];

/// Extensions that, dropped, are attached to the selected device, or to the audit as a whole.
const ATTACHMENTS: [&str; 12] =
    ["jpg", "jpeg", "png", "webp", "heic", "heif", "pdf", "doc", "docx", "txt", "dwg", "mp4"];

impl Workbench {
    /// Name of a file whose own would be empty.
    pub(super) fn unnamed(&self) -> &'static str {
        self.tr("节能诊断", "energy audit")
    }

    /// Starts an empty audit without a file.
    pub fn new_audit(&mut self) {
        let audit = self.fresh_audit();
        self.untitled(audit, Page::Enterprise);
    }

    /// An empty audit with what the settings give new ones.
    fn fresh_audit(&mut self) -> Audit {
        let (audit, problems) = self.settings.begin(&self.data);
        for problem in problems {
            self.tell(
                Tone::Warn,
                format!("设置中的自备表没有加入：{problem}"),
                format!("A table of the settings was left out: {problem}"),
            );
        }
        audit
    }

    /// Starts an audit without a file from given data.
    pub fn untitled(&mut self, audit: Audit, page: Page) {
        self.leave_then(move |wb| match Document::untitled(audit, &wb.data) {
            Ok(document) => {
                wb.adopt(document);
                wb.page = page;
            }
            Err(e) => wb.say(Tone::Bad, e.to_string()),
        });
    }

    /// Asks for an audit file and opens it.
    pub fn open_dialog(&mut self) {
        if let Some(path) = self.dialogs.open(FileKind::Audit) {
            self.open(&path);
        }
    }

    /// Asks for another audit and shows what it would bring.
    pub fn merge_dialog(&mut self) {
        let Some(path) = self.dialogs.open(FileKind::Audit) else { return };
        if self.document.as_ref().and_then(Document::path).is_some_and(|open| same_file(open, &path)) {
            self.tell(
                Tone::Warn,
                "这就是当前打开的文件；请选择另一份审计",
                "This file is the open one; choose another",
            );
            return;
        }
        self.to_merge = Some(path);
        self.page = Page::Merge;
    }

    /// Opens an audit file; one that another window has is opened read-only, a backup as a new audit.
    pub fn open(&mut self, path: &Path) {
        if store::is_backup(path, &self.data) {
            self.open_backup(path);
            return;
        }
        if self.document.as_ref().and_then(Document::path).is_some_and(|open| same_file(open, path)) {
            self.page = Page::Overview;
            self.tell(Tone::Quiet, "这个文件已经打开，就是当前的审计", "This file is open already: it is this audit");
            return;
        }
        let data = self.data.clone();
        let taken = path.to_path_buf();
        self.open_on_a_worker(path, move || {
            let opened = match Document::open(&taken, &data) {
                Err(why @ (StoreError::Locked { .. } | StoreError::ReadOnly(_))) => {
                    Document::open_read_only(&taken, &data).map(|document| (document, Some(why)))
                }
                other => other.map(|document| (document, None)),
            };
            Box::new(move |wb: &mut Self| wb.opened(&taken, opened))
        });
    }

    /// An audit file was read.
    fn opened(&mut self, path: &Path, opened: Result<(Document, Option<StoreError>), StoreError>) {
        match opened {
            Ok((document, read_only)) => {
                if let Some(why) = read_only {
                    self.tell(Tone::Warn, format!("已只读打开。{why}"), format!("Opened read-only. {why}"));
                }
                let path = path.to_path_buf();
                self.leave_then(move |wb| {
                    let page = if document.audit().equipment.is_empty() { Page::Enterprise } else { Page::Overview };
                    wb.adopt(document);
                    wb.page = page;
                    wb.settings.remember(&path);
                    wb.store_settings();
                });
            }
            Err(StoreError::Damaged { detail, .. }) => self.offer_repair(path, detail),
            Err(e) => self.say(Tone::Bad, e.to_string()),
        }
    }

    /// Opens a backup as a new audit: the file it was made of and the backup itself stay as they are.
    pub fn open_backup(&mut self, path: &Path) {
        let data = self.data.clone();
        let taken = path.to_path_buf();
        self.open_on_a_worker(path, move || {
            let opened = Document::open_as_new(&taken, &data);
            Box::new(move |wb: &mut Self| match opened {
                Ok(document) => wb.leave_then(move |wb| {
                    wb.adopt(document);
                    wb.page = Page::Equipment;
                    wb.tell(
                        Tone::Good,
                        "已打开备份的副本，原文件没有改动；请另存为其他文件",
                        "A copy of the backup is open, the file is as it was; save it under another name",
                    );
                }),
                Err(StoreError::Damaged { detail, .. }) => wb.offer_repair(&taken, detail),
                Err(e) => wb.say(Tone::Bad, e.to_string()),
            })
        });
    }

    /// Opens a file: a small one at once, a large one on a worker. Of several only the one asked for last counts.
    fn open_on_a_worker(&mut self, path: &Path, read: impl FnOnce() -> Outcome<Self> + Send + 'static) {
        self.files.opening += 1;
        let asked = self.files.opening;
        let title = format!("{}{}", self.tr("打开 ", "Opening "), name_of(path));
        self.on_a_worker(path, title, move |progress| {
            let outcome = read();
            let cancelled = progress.cancelled();
            Box::new(move |wb: &mut Self| {
                if !cancelled && wb.files.opening == asked {
                    outcome(wb);
                }
            })
        });
    }

    /// Does what takes as long as a file is large: at once with a small one, else on a worker.
    fn on_a_worker(
        &mut self,
        path: &Path,
        title: String,
        work: impl FnOnce(&Progress) -> Outcome<Self> + Send + 'static,
    ) {
        if std::fs::metadata(path).map_or(0, |m| m.len()) < LARGE {
            work(&Progress::new())(self);
        } else {
            self.jobs.start(&self.ctx.clone(), title, false, work);
        }
    }

    /// The start page offers to get out what can be read.
    fn offer_repair(&mut self, path: &Path, detail: String) {
        let name = name_of(path);
        self.tell(
            Tone::Bad,
            format!("{name} 已损坏：{detail}。文件未作改动；可在开始页另存能读出的内容"),
            format!("{name} is damaged: {detail}. It was not changed; the start page saves what can be read"),
        );
        self.damaged = Some((path.to_path_buf(), detail));
        if self.document.is_none() {
            self.page = Page::Start;
        }
    }

    /// Asks for a name, writes what can be read of a damaged file or working copy to it and opens that.
    pub fn repair(&mut self, damaged: &Path) {
        let stem = damaged.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (unnamed, repaired) = (self.unnamed(), self.tr("修复", "repaired"));
        let name = format!("{}-{repaired}.audit", safe_name(&stem, unnamed));
        let Some(out) = self.dialogs.save(FileKind::Audit, &name) else {
            return;
        };
        let (damaged, title) = (damaged.to_path_buf(), format!("{}{stem}", self.tr("修复 ", "Repairing ")));
        self.on_a_worker(&damaged.clone(), title, move |_| {
            let repaired = store::repair(&damaged, &out);
            Box::new(move |wb: &mut Self| match repaired {
                Ok(report) => wb.repaired(&report, &out),
                Err(e) => wb.say(Tone::Bad, e.to_string()),
            })
        });
    }

    fn repaired(&mut self, report: &CheckReport, out: &Path) {
        let lost = match report.problems.len() {
            0 => "没有发现损坏".to_owned(),
            n => {
                let shown: Vec<&str> = report.problems.iter().take(5).map(String::as_str).collect();
                let more = if n > 5 { format!("；共 {n} 处") } else { String::new() };
                format!("没有读出或有疑问的：{}{more}", shown.join("；"))
            }
        };
        let kept = format!(
            "已把能读出的内容另存到 {}：{} 行设备、{} 项措施、{} 个方案；历史记录不带过去",
            out.display(),
            report.device_count(),
            report.measures,
            report.scenarios
        );
        self.damaged = None;
        self.open(out);
        let tone = if report.sound() { Tone::Good } else { Tone::Bad };
        self.say(tone, format!("{kept}。{lost}"));
    }

    /// Makes a read-only audit the one that may write its file, if the other window is gone.
    pub fn take_over(&mut self) {
        let Some(mut document) = self.document.take() else { return };
        let before = document.revision();
        let taken = document.take_over();
        if document.revision() == before {
            self.document = Some(document);
        } else {
            // The other window had saved something: it is judged anew.
            let page = self.page;
            self.adopt(document);
            self.page = page;
        }
        match taken {
            Ok(()) => self.tell(
                Tone::Good,
                "已取得编辑权，修改会保存到文件",
                "Editing was taken over; edits are saved to the file",
            ),
            Err(e) => self.say(Tone::Warn, e.to_string()),
        }
    }

    /// Asks for a name and writes the audit as it was after a step; `None` is before the first.
    pub fn save_state_after(&mut self, step: Option<i64>) {
        let Some(audit) = self.audit() else { return };
        let name = audit.enterprise.name.as_ref().map_or(self.unnamed(), |n| n.value.as_str());
        let suggestion = format!("{}-{}.audit", safe_name(name, self.unnamed()), self.tr("历史", "history"));
        let Some(path) = self.dialogs.save(FileKind::Audit, &suggestion) else { return };
        let Some(document) = &self.document else { return };
        let trail = match document.trail() {
            Ok(trail) => trail,
            Err(e) => return self.say(Tone::Bad, e.to_string()),
        };
        let title = self.tr("另存当时的状态", "Saving the state of then").to_owned();
        let own = document.path().unwrap_or(&path).to_path_buf();
        self.on_a_worker(&own, title, move |_| {
            let saved = trail.save_state_after(step, &path);
            Box::new(move |wb: &mut Self| match saved {
                Ok(()) => wb.tell(
                    Tone::Good,
                    format!("已把当时的状态另存到 {}；当前审计没有变化", path.display()),
                    format!("The state of then was saved to {}; the open audit is as it was", path.display()),
                ),
                Err(e) => wb.say(Tone::Bad, e.to_string()),
            })
        });
    }

    /// Takes what was dropped on the window: photos and papers are all attached; of audits and ledgers there is one at a
    /// time.
    pub fn dropped_all(&mut self, paths: Vec<PathBuf>) {
        let open = self.document.is_some();
        let (papers, others): (Vec<_>, Vec<_>) =
            paths.into_iter().partition(|path| open && ATTACHMENTS.contains(&extension(path).as_str()));
        let device = self.current.filter(|_| self.page == Page::Equipment);
        self.attach(papers, device);
        let Some((first, rest)) = others.split_first() else { return };
        self.dropped(first);
        if !rest.is_empty() {
            let name = first.file_name().unwrap_or_default().to_string_lossy();
            let n = rest.len();
            self.tell(
                Tone::Warn,
                format!("一次只打开一个文件：取了 {name}，其余 {n} 个请逐个拖入"),
                format!("One file at a time: {name} was taken, drop the other {n} one by one"),
            );
        }
    }

    /// Opens what was dropped on the window: an audit, or a ledger to import.
    pub fn dropped(&mut self, path: &Path) {
        let extension = extension(path);
        if extension == "audit" {
            self.open(path);
        } else if LEDGERS.contains(&extension.as_str()) {
            if self.document.is_none() {
                let audit = self.fresh_audit();
                self.untitled(audit, Page::Import);
            }
            self.to_import = Some(path.to_path_buf());
            self.page = Page::Import;
        } else if self.document.is_some() && ATTACHMENTS.contains(&extension.as_str()) {
            let device = self.current.filter(|_| self.page == Page::Equipment);
            self.attach(vec![path.to_path_buf()], device);
        } else {
            let name = name_of(path);
            self.tell(
                Tone::Warn,
                format!("不能打开 {name}：请拖入 .audit 审计文件，.xlsx、.xls、.ods、.csv 台账，或在打开审计后拖入照片、文件"),
                format!("{name} can't be opened: drop an .audit, a ledger (.xlsx, .xls, .ods, .csv) or, in an open audit, photos"),
            );
        }
    }

    /// Continues what a crash, or closing without a file, left.
    pub fn recover(&mut self, recovery: &Recovery) {
        let (recovery, data) = (recovery.clone(), self.data.clone());
        self.open_on_a_worker(&recovery.working_copy.clone(), move || {
            let recovered = Document::recover(&recovery, &data);
            Box::new(move |wb: &mut Self| match recovered {
                Ok(document) => wb.leave_then(move |wb| {
                    wb.adopt(document);
                    wb.page = Page::Overview;
                    wb.tell(
                        Tone::Good,
                        "已恢复上次未保存的修改；请按 Ctrl+S 保存到文件",
                        "The unsaved edits are back; Ctrl+S saves them to a file",
                    );
                }),
                Err(e) => wb.say(Tone::Bad, e.to_string()),
            })
        });
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// In lower case, empty without one.
fn extension(path: &Path) -> String {
    path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase()
}

fn same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}
