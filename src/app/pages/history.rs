//! 历史与备份: what was done, earlier states as files of their own, and the backups of this file.

use eframe::egui;

use super::super::theme::{self, Tone};
use super::super::widgets::{self, shorten};
use super::super::workbench::Workbench;
use super::settings::backup_settings;
use crate::clock::local_time;
use crate::exchange;
use crate::store::{self, Backup, Change, Document, HistoryStep};

/// The page's state: what the working copy holds, read when it changed, not every frame.
#[derive(Default)]
pub struct HistoryPage {
    read: Option<(u64, u64)>,
    steps: Vec<HistoryStep>,
    changes: Vec<Change>,
    backups: Vec<Backup>,
    all: bool,
}

impl HistoryPage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let now = (wb.generation, wb.revision());
        if self.read != Some(now) {
            self.look(wb);
            self.read = Some(now);
        }
        let lang = wb.lang();
        widgets::head(
            ui,
            lang.pick("历史与备份", "History and backups"),
            lang.pick(
                "每一步都可以撤销，也可以把当时的状态另存为一个文件；当前审计不变。",
                "Every step can be undone, and the state after it saved as a file; this audit stays as it is.",
            ),
            |ui| {
                if ui.button(lang.pick("导出修改记录…", "Export change log…")).clicked() {
                    self.export(wb);
                }
            },
        );
        let columns = if ui.available_width() < theme::TWO_COLUMNS { 1 } else { 2 };
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.columns(columns, |columns| {
                let last = columns.len() - 1;
                self.history(&mut columns[0], wb);
                let title = lang.pick("操作者与备份", "Who and backups");
                widgets::card(&mut columns[last], title, |ui| backup_settings(ui, wb));
                self.backups(&mut columns[last], wb);
            });
        });
    }

    fn look(&mut self, wb: &mut Workbench) {
        let Some(document) = &wb.document else { return };
        let read = document.steps().and_then(|steps| Ok((steps, document.change_log()?)));
        self.backups = document.path().map(|path| store::backups(path, &wb.data)).unwrap_or_default();
        match read {
            Ok((steps, changes)) => (self.steps, self.changes) = (steps, changes),
            Err(e) => wb.say(Tone::Bad, e.to_string()),
        }
    }

    fn history(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let mut save = None;
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                for (all, name) in
                    [(false, lang.pick("可撤销的步骤", "Steps")), (true, lang.pick("修改记录", "Change log"))]
                {
                    if widgets::tab(ui, self.all == all, name).clicked() {
                        self.all = all;
                    }
                }
            });
            let height = ui.spacing().interact_size.y;
            let rows = if self.all { self.changes.len() } else { self.steps.len() + 1 };
            let most = (ui.available_height() - 16.0).max(200.0);
            let list = egui::ScrollArea::vertical().auto_shrink([false, true]).max_height(most);
            list.show_rows(ui, height, rows, |ui, range| {
                for row in range {
                    // The latest first.
                    let at = rows - 1 - row;
                    ui.horizontal(|ui| {
                        if self.all {
                            let Some(change) = self.changes.get(at) else { return };
                            ui.label(theme::small(ui, local_time(&change.at)));
                            let what = lang.said(&change.what);
                            ui.label(shorten(&what, 30)).on_hover_text(&*what);
                            ui.label(theme::small(ui, change.who.clone()));
                            return;
                        }
                        let step = at.checked_sub(1).and_then(|n| self.steps.get(n));
                        if ui.button(lang.pick("另存当时状态…", "Save this state…")).clicked() {
                            save = Some(step.map(|s| s.seq));
                        }
                        match step {
                            Some(step) => {
                                ui.label(theme::small(ui, local_time(&step.at)));
                                let name = lang.said(&step.name);
                                ui.label(shorten(&name, 26)).on_hover_text(&*name);
                                if step.undone {
                                    ui.label(theme::small(ui, lang.pick("已撤销", "undone")));
                                }
                            }
                            None => drop(ui.label(lang.pick("第一步之前", "Before the first step"))),
                        }
                    });
                }
            });
        });
        if let Some(step) = save {
            wb.save_state_after(step);
        }
    }

    fn export(&self, wb: &mut Workbench) {
        let Some(path) =
            wb.dialogs.save(super::super::dialogs::FileKind::Table, wb.tr("修改记录.csv", "change log.csv"))
        else {
            return;
        };
        // The mark lets Excel read UTF-8.
        let mut out = csv::Writer::from_writer(b"\xEF\xBB\xBF".to_vec());
        let rows = self.changes.iter().map(|c| [local_time(&c.at), c.who.clone(), c.what.clone()]);
        let written = out.write_record(["时间", "操作者", "操作"]).and_then(|()| {
            rows.into_iter().try_for_each(|r| out.write_record(r.iter().map(|c| exchange::csv_cell(c).into_owned())))
        });
        let bytes = written.map_err(|e| e.to_string()).and_then(|()| out.into_inner().map_err(|e| e.to_string()));
        match bytes.and_then(|b| exchange::write_whole(&path, &b).map_err(|e| e.to_string())) {
            Ok(()) => {
                wb.tell(Tone::Good, format!("已写出 {}", path.display()), format!("Written to {}", path.display()))
            }
            Err(e) => wb.say(Tone::Bad, e),
        }
    }

    fn backups(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let mut open = None;
        widgets::card(ui, lang.pick("自动备份", "Backups"), |ui| {
            if self.backups.is_empty() {
                let text = match wb.document.as_ref().and_then(Document::path) {
                    Some(_) => {
                        lang.pick("还没有：保存替换旧版本时自动备份", "None yet: made when saving replaces a file")
                    }
                    None => lang.pick("审计还没有保存到文件", "The audit has no file yet"),
                };
                ui.label(theme::weak(ui, text));
            }
            for backup in &self.backups {
                ui.horizontal(|ui| {
                    if ui.button(lang.pick("打开副本", "Open a copy")).clicked() {
                        open = Some(backup.path.clone());
                    }
                    ui.label(local_time(&backup.made.to_string()));
                    ui.label(theme::small(ui, format!("{} KB", backup.bytes / 1024)));
                });
            }
            if let Some(folder) = self.backups.first().and_then(|b| b.path.parent()) {
                ui.add(egui::Label::new(theme::small(ui, folder.display().to_string())).truncate());
            }
        });
        if let Some(path) = open {
            wb.open_backup(&path);
        }
    }
}
