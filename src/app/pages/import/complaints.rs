//! What was refused or deserves a look: sheet, row, column, value, reason, what to do.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use eframe::egui;

use crate::app::theme;
use crate::app::widgets;
use crate::app::widgets::table::{Column, Table, Width};
use crate::app::workbench::Workbench;
use crate::exchange::Complaint;

/// The list as a table, with a button that copies it for Excel.
pub(super) fn show(ui: &mut egui::Ui, wb: &mut Workbench, list: &[Complaint], id: &str) {
    let lang = wb.lang();
    if list.is_empty() {
        widgets::empty(ui, lang.pick("没有", "None"), lang.pick("每个单元格都读懂了", "Every cell was understood"));
        return;
    }
    let columns = [
        Column::text(lang.pick("工作表", "Sheet"), Width::Initial(90.0)),
        Column::number(lang.pick("行", "Row"), Width::Initial(52.0)),
        Column::text(lang.pick("列", "Column"), Width::Initial(130.0)),
        Column::text(lang.pick("原值", "Value"), Width::Initial(120.0)),
        Column::text(lang.pick("原因", "Reason"), Width::Initial(280.0)),
        Column::text(lang.pick("怎么办", "Advice"), Width::Rest(160.0)),
    ];
    let text = |row: usize, c: usize| {
        let Some(complaint) = list.get(row) else { return String::new() };
        match c {
            0 => complaint.sheet.clone(),
            1 => complaint.row.to_string(),
            2 => complaint.column.clone(),
            3 => complaint.value.clone(),
            4 => complaint.reason.clone(),
            _ => complaint.advice.clone(),
        }
    };
    // A list is made once; another one has another length or another beginning.
    let mut stamp = DefaultHasher::new();
    list.first().map(|c| (&c.sheet, c.row, &c.reason)).hash(&mut stamp);
    let name = lang.pick("意见清单", "Remarks");
    let table = Table { stamp: stamp.finish(), ..Table::new(name, &columns, list.len(), lang, &text) };
    if ui.button(lang.pick("复制清单", "Copy list")).clicked() {
        wb.ctx.copy_text(table.as_text());
    }
    theme::framed(ui, |ui| {
        let height = Some(ui.available_height());
        ui.push_id(id, |ui| Table { height, ..table }.show(ui));
    });
}
