//! What was refused or deserves a look: sheet, row, column, value, reason, what to do.

use eframe::egui::{self, Align, Layout, Sense};
use egui_extras::{Column, TableBuilder};

use crate::app::theme;
use crate::app::widgets;
use crate::app::workbench::Workbench;
use crate::exchange::Complaint;

/// The list as a table, with a button that copies it for Excel.
pub(super) fn show(ui: &mut egui::Ui, wb: &mut Workbench, list: &[Complaint], id: &str) {
    let lang = wb.lang();
    if list.is_empty() {
        widgets::empty(ui, lang.pick("没有", "None"), lang.pick("每个单元格都读懂了", "Every cell was understood"));
        return;
    }
    let names = [
        lang.pick("工作表", "Sheet"),
        lang.pick("行", "Row"),
        lang.pick("列", "Column"),
        lang.pick("原值", "Value"),
        lang.pick("原因", "Reason"),
        lang.pick("怎么办", "Advice"),
    ];
    if ui.button(lang.pick("复制清单", "Copy list")).clicked() {
        let mut text = names.join("\t");
        for c in list {
            text.push_str(&format!("\n{}\t{}\t{}\t{}\t{}\t{}", c.sheet, c.row, c.column, c.value, c.reason, c.advice));
        }
        wb.ctx.copy_text(text);
    }
    let p = theme::palette(ui);
    egui::Frame::new().fill(p.surface).stroke(egui::Stroke::new(1.0, p.line)).inner_margin(1).show(ui, |ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
        let height = ui.available_height();
        TableBuilder::new(ui)
            .id_salt(id)
            .sense(Sense::hover())
            .auto_shrink(false)
            .max_scroll_height(height)
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::initial(90.0).clip(true).resizable(true))
            .column(Column::initial(48.0).clip(true).resizable(true))
            .column(Column::initial(130.0).clip(true).resizable(true))
            .column(Column::initial(120.0).clip(true).resizable(true))
            .column(Column::initial(280.0).clip(true).resizable(true))
            .column(Column::remainder().at_least(160.0).clip(true))
            .header(theme::HEADER, |mut row| {
                for name in names {
                    row.col(|ui| {
                        ui.add_space(6.0);
                        ui.label(theme::small(ui, name));
                    });
                }
            })
            .body(|body| {
                body.rows(theme::ROW, list.len(), |mut row| {
                    let r = row.index();
                    let Some(c) = list.get(r) else { return };
                    let number = c.row.to_string();
                    for cell in [&c.sheet, &number, &c.column, &c.value, &c.reason, &c.advice] {
                        row.col(|ui| {
                            let fill = if r % 2 == 1 { p.stripe } else { p.surface };
                            ui.painter().rect_filled(ui.max_rect(), 0.0, fill);
                            ui.add_space(6.0);
                            ui.add(egui::Label::new(cell).truncate());
                        });
                    }
                });
            });
    });
}
