//! What was refused or deserves a look: sheet, row, column, value, reason, what to do.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use eframe::egui;

use crate::app::theme;
use crate::app::widgets;
use crate::app::widgets::sheet;
use crate::app::widgets::table::{Column, Table, Width};
use crate::app::workbench::Workbench;
use crate::exchange::Complaint;

/// The widest a column beside the reason becomes, in points.
const SHORT: f32 = 220.0;

/// The list as a table, with a button that copies it for Excel.
pub(super) fn show(ui: &mut egui::Ui, wb: &mut Workbench, list: &[Complaint], id: &str) {
    let lang = wb.lang();
    if list.is_empty() {
        widgets::empty(ui, lang.pick("没有", "None"), lang.pick("每个单元格都读懂了", "Every cell was understood"));
        return;
    }
    let fitting = |name: &str, text: fn(&Complaint) -> &str| {
        Width::Exact(sheet::fitting(ui, name, list.iter().map(text)).min(SHORT))
    };
    let (place, value) = (lang.pick("工作表", "Sheet"), lang.pick("原值", "Value"));
    let (named, advice) = (lang.pick("列", "Column"), lang.pick("处理办法", "Advice"));
    let columns = [
        Column::text(place, fitting(place, |c| &c.sheet)),
        Column::number(lang.pick("行", "Row"), Width::Exact(56.0)),
        Column::text(named, fitting(named, |c| &c.column)),
        Column::text(value, fitting(value, |c| &c.value)),
        Column::text(lang.pick("原因", "Reason"), Width::Rest(240.0)),
        Column::text(advice, fitting(advice, |c| &c.advice)),
    ];
    let text = |row: usize, c: usize| {
        let Some(complaint) = list.get(row) else { return String::new() };
        match c {
            0 => complaint.sheet.clone(),
            1 => complaint.row.to_string(),
            2 => complaint.column.clone(),
            3 => complaint.value.clone(),
            4 => lang.said(&complaint.reason).into_owned(),
            _ => lang.said(&complaint.advice).into_owned(),
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
