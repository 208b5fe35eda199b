//! The auditor's own tables: added from a file, listed with what they are, taken out again.

use std::path::Path;

use eframe::egui;

use super::list;
use crate::app::dialogs::FileKind;
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::evidence;
use crate::app::workbench::Workbench;
use crate::audit::{Edit, OwnTable};
use crate::exchange;
use crate::reference::own::table_id;
use crate::reference::{Reference, TableInfo, own};

/// The section above the embedded tables.
pub(super) fn section(ui: &mut egui::Ui, wb: &mut Workbench, reference: &Reference, chosen: &mut Option<String>) {
    let lang = wb.lang();
    let count = wb.audit().map_or(0, |a| a.own_tables.len());
    ui.horizontal(|ui| {
        ui.label(theme::bold(format!("{} {count}", lang.pick("自备数据表", "Own tables"))));
        let help = lang.pick(
            "省、企业的限值或更新版本的标准，与某张内置表列相同的 CSV；随审计文件走，判定时注明“自备”。先在下面选一张内置表导出空白表",
            "A CSV with the columns of an embedded table; it travels with the audit and is named in every verdict",
        );
        let button = egui::Button::new(lang.pick("加入自备表…", "Add a table…"));
        let response = ui.add_enabled(wb.document.is_some(), button).on_hover_text(help);
        if response.on_disabled_hover_text(lang.pick("先新建或打开审计", "Open an audit first")).clicked()
            && let Some(path) = wb.dialogs.open(FileKind::Table)
        {
            add(wb, &path);
        }
    });
    let left_out: Vec<String> = reference.tables.left_out.iter().map(ToString::to_string).collect();
    let mut closed = None;
    for (n, text) in wb.own_errors.iter().enumerate() {
        if error(ui, lang, text, Some(lang.pick("知道了", "Close"))) {
            closed = Some(n);
        }
    }
    if let Some(n) = closed {
        wb.own_errors.remove(n);
    }
    for text in &left_out {
        error(ui, lang, text, None);
    }
    let tables: Vec<OwnTable> = wb.audit().map_or_else(Vec::new, |a| a.own_tables.clone());
    let mut gone = None;
    for table in &tables {
        let id = table_id(table);
        ui.push_id(&id, |ui| {
            match reference.tables.info(&id) {
                Some(info) => {
                    let on = chosen.as_ref() == Some(&id);
                    if list::card(ui, reference, info, on, lang) {
                        *chosen = Some(id.clone());
                    }
                }
                None => evidence::wrapped(ui, theme::bold(&table.file)),
            }
            ui.horizontal_wrapped(|ui| {
                let name = format!("{} {}", lang.pick("去掉", "Remove"), table.file);
                if ui.small_button(name).on_hover_text(lang.pick("可撤销", "Can be undone")).clicked() {
                    gone = Some((table.id, table.file.clone()));
                }
            });
        });
    }
    if let Some((id, file)) = gone {
        wb.edit(&format!("去掉自备数据表 {file}"), Edit::RemoveOwnTable(id));
    }
    ui.separator();
}

/// What is wrong, in full; `true` if it was closed.
fn error(ui: &mut egui::Ui, lang: Lang, text: &str, close: Option<&str>) -> bool {
    let (fg, bg) = Tone::Bad.colors(ui.visuals().dark_mode);
    let mut closed = false;
    egui::Frame::new().fill(bg).corner_radius(4).inner_margin(8).show(ui, |ui| {
        ui.set_width(ui.available_width());
        evidence::wrapped(ui, egui::RichText::new(lang.said(text)).color(fg));
        closed = close.is_some_and(|name| ui.small_button(name).clicked());
    });
    closed
}

/// Reads and checks a file on a worker, then adds it as one step.
fn add(wb: &mut Workbench, path: &Path) {
    let (path, generation) = (path.to_path_buf(), wb.generation);
    let title = wb.tr("检查自备数据表", "Checking the table");
    wb.jobs.start(&wb.ctx.clone(), title, false, move |_| {
        let read = exchange::read_own_table(&path);
        Box::new(move |wb: &mut Workbench| {
            if wb.generation != generation {
                return;
            }
            match read {
                Ok(table) => {
                    let (name, at) = (table.file.clone(), wb.audit().map_or(0, |a| a.own_tables.len()));
                    if wb.edit(&format!("加入自备数据表 {name}"), Edit::InsertOwnTable(at, table)) {
                        let added = wb.audit().and_then(|a| a.own_tables.last());
                        let replaces = added.zip(wb.reference.as_ref()).and_then(|(own, r)| own::replaces(r, own));
                        wb.tell(
                            Tone::Good,
                            format!("已加入自备数据表 {name}，全部设备重新判定"),
                            format!("Table {name} added; all devices are judged again"),
                        );
                        if let Some(replaces) = replaces {
                            wb.say(Tone::Warn, replaces);
                        }
                    }
                }
                Err(e) => wb.own_errors.push(e.to_string()),
            }
            wb.ctx.request_repaint();
        })
    });
}

/// Buttons that write an empty or filled own table of this form.
pub(super) fn templates(ui: &mut egui::Ui, wb: &mut Workbench, reference: &Reference, info: &TableInfo) {
    if !own::forms(&reference.tables).any(|i| i.id == info.id) {
        return;
    }
    let lang = wb.lang();
    let help = lang.pick(
        "列与本表相同的 CSV，填好后用“加入自备表…”加入",
        "A CSV with this table's columns, to be filled in and added",
    );
    for (name, rows) in [
        (lang.pick("导出空白自备表…", "Export an empty own table…"), false),
        (lang.pick("连同数据导出…", "Export with rows…"), true),
    ] {
        if ui.button(name).on_hover_text(help).clicked()
            && let Some(path) = wb.dialogs.save(FileKind::Table, &format!("{}_{}", lang.pick("自备", "own"), info.file))
            && let Some(text) = own::form(&reference.tables, &info.id, rows)
        {
            match exchange::write_whole(&path, text.as_bytes()) {
                Ok(()) => {
                    wb.tell(Tone::Good, format!("已写出 {}", path.display()), format!("Written to {}", path.display()))
                }
                Err(e) => wb.say(Tone::Bad, e.to_string()),
            }
        }
    }
}
