//! What the report has besides its content: chapters, who answers for it, the logo. All of it is kept in the audit.

use eframe::egui;

use crate::app::dialogs::FileKind;
use crate::app::theme::{self, Tone};
use crate::app::widgets::field::{self, Buffers, Line};
use crate::app::workbench::Workbench;
use crate::audit::{Edit, Enterprise, FieldDef, Imprint, Record, ReportEdit, Target};
use crate::report::{self, CHANGES, Chapters, LEDGER};

/// Check boxes of the chapters.
pub(super) fn chapters(ui: &mut egui::Ui, wb: &mut Workbench) {
    let lang = wb.lang();
    let Some(chosen) = wb.audit().map(|a| a.report.chapters.clone()) else { return };
    let mut edit = None;
    egui::CollapsingHeader::new(theme::bold(lang.pick("章节", "Chapters"))).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let mut all = Chapters::default();
        let names = all.each().map(|(name, _)| name);
        let ledger = (LEDGER, "附录：设备台账");
        let changes = (CHANGES, "附录：修改记录");
        for (code, name) in Chapters::CODES.into_iter().zip(names).chain([ledger, changes]) {
            let usual = code != CHANGES;
            let mut on = chosen.get(code).copied().unwrap_or(usual);
            if ui.checkbox(&mut on, lang.said(name)).changed() {
                edit = Some((name, ReportEdit::Chapter(code.to_owned(), (on != usual).then_some(on))));
            }
        }
    });
    if let Some((name, edit)) = edit {
        wb.edit(&format!("报告章节：{name}"), Edit::Report(edit));
    }
}

/// Who answers for the report, and the logo.
pub(super) fn imprint(ui: &mut egui::Ui, wb: &mut Workbench, buffers: &mut Buffers) {
    let lang = wb.lang();
    let (mut edits, mut problem) = (Vec::new(), None);
    egui::CollapsingHeader::new(theme::bold(lang.pick("署名与标志", "Imprint and logo"))).show(ui, |ui| {
        let Some(audit) = wb.audit() else { return };
        let own = |key: &str| matches!(key, "audit_organization" | "audit_team");
        let of_enterprise = Enterprise::defs().iter().filter(|d| own(d.key)).map(|d| (Target::Enterprise, d));
        let of_imprint = Imprint::defs().iter().map(|d| (Target::Imprint, d));
        for (target, def) in of_enterprise.chain(of_imprint) {
            let def: &'static FieldDef = def;
            let record: &dyn Record = if target == Target::Imprint { &audit.report.imprint } else { &audit.enterprise };
            let line =
                Line { def, current: record.get(def.key), default: None, missing: false, origin: false, label: 76.0 };
            ui.push_id(def.key, |ui| {
                if let Some(value) = field::line(ui, buffers, lang, &line) {
                    edits.push((format!("修改{}", def.zh), Edit::Field { target, key: def.key.to_owned(), value }));
                }
            });
        }
        let logo = audit.report.logo.as_ref().map(|l| format!("{}({} KB)", l.file, l.bytes.len().div_ceil(1024)));
        ui.horizontal_wrapped(|ui| {
            ui.label(lang.pick("标志", "Logo"));
            ui.label(theme::weak(ui, logo.as_deref().unwrap_or(lang.pick("未设", "none"))));
        });
        ui.horizontal(|ui| {
            if ui.button(lang.pick("选择标志图片…", "Choose logo…")).clicked() {
                match choose(wb) {
                    Some(Ok(edit)) => edits.push(("设置标志图片".to_owned(), edit)),
                    Some(Err(why)) => problem = Some(why),
                    None => {}
                }
            }
            if logo.is_some() && ui.button(lang.pick("去掉标志", "Remove logo")).clicked() {
                edits.push(("去掉标志图片".to_owned(), Edit::Report(ReportEdit::Logo(None))));
            }
        });
        ui.label(theme::weak(ui, lang.pick("PNG、JPEG 或 SVG，最大 512 KB", "PNG, JPEG or SVG, at most 512 KB")));
    });
    for (name, edit) in edits {
        wb.edit(&name, edit);
    }
    if let Some(problem) = problem {
        wb.say(Tone::Bad, problem);
    }
}

/// Asks for a picture; `None` if the person cancelled.
fn choose(wb: &Workbench) -> Option<Result<Edit, String>> {
    let path = wb.dialogs.open(FileKind::Logo)?;
    let read = report::read_logo(&path);
    Some(read.map(|logo| Edit::Report(ReportEdit::Logo(Some(logo)))).map_err(|e| e.to_string()))
}
