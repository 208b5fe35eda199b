//! What is missing, by place: a list for the next walk through the plant.

use eframe::egui::{self, Align, Layout, Sense};
use egui_extras::{Column, TableBuilder};

use crate::app::theme::{self, Tone};
use crate::app::widgets;
use crate::app::workbench::Workbench;
use crate::audit::Equipment;
use crate::diagnosis::Counted;

/// The list, made anew when the rows change.
#[derive(Default)]
pub struct Todo {
    made_for: Option<(u64, Option<u64>, Vec<usize>)>,
    lines: Vec<(usize, [String; 4])>,
}

impl Todo {
    /// Shows the list for some rows of the audit.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, rows: &[usize]) {
        let lang = wb.lang();
        let key = (wb.generation, wb.diagnosed, rows.to_vec());
        if self.made_for.as_ref() != Some(&key) {
            self.lines = lines(wb, rows);
            self.made_for = Some(key);
        }
        if self.lines.is_empty() {
            widgets::empty(
                ui,
                lang.pick("没有待补的数据", "Nothing is missing"),
                lang.pick("所选设备的判定和能耗计算都有了需要的数据", "All data are there"),
            );
            return;
        }
        let names = [
            lang.pick("使用地点", "Place"),
            lang.pick("设备", "Device"),
            lang.pick("型号", "Model"),
            lang.pick("需要补充", "Missing"),
        ];
        ui.horizontal(|ui| {
            ui.label(theme::weak(
                ui,
                format!(
                    "{} {}",
                    self.lines.len(),
                    lang.pick("台设备缺数据，按使用地点排列，下次进车间时逐台补齐", "devices lack data")
                ),
            ));
            if ui
                .button(lang.pick("复制清单", "Copy list"))
                .on_hover_text(lang.pick("可粘贴到 Excel", "Paste into Excel"))
                .clicked()
            {
                let mut text = names.join("\t");
                for (_, cells) in &self.lines {
                    text.push('\n');
                    text.push_str(&cells.join("\t"));
                }
                wb.ctx.copy_text(text);
                wb.say(Tone::Good, "清单已复制，可粘贴到 Excel");
            }
        });
        let p = theme::palette(ui);
        let mut open = None;
        egui::Frame::new().fill(p.surface).stroke(egui::Stroke::new(1.0, p.line)).inner_margin(1).show(ui, |ui| {
            ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
            let height = ui.available_height();
            TableBuilder::new(ui)
                .id_salt("todo")
                .sense(Sense::click())
                .auto_shrink(false)
                .max_scroll_height(height)
                .cell_layout(Layout::left_to_right(Align::Center))
                .column(Column::initial(140.0).clip(true).resizable(true))
                .column(Column::initial(170.0).clip(true).resizable(true))
                .column(Column::initial(150.0).clip(true).resizable(true))
                .column(Column::remainder().at_least(200.0).clip(true))
                .header(theme::HEADER, |mut row| {
                    for name in names {
                        row.col(|ui| {
                            ui.add_space(6.0);
                            ui.label(theme::small(ui, name));
                        });
                    }
                })
                .body(|body| {
                    body.rows(theme::ROW, self.lines.len(), |mut row| {
                        let r = row.index();
                        let Some((at, cells)) = self.lines.get(r) else { return };
                        for cell in cells {
                            row.col(|ui| {
                                let fill = if r % 2 == 1 { p.stripe } else { p.surface };
                                ui.painter().rect_filled(ui.max_rect(), 0.0, fill);
                                ui.add_space(6.0);
                                ui.add(egui::Label::new(cell).truncate());
                            });
                        }
                        if row.response().clicked() {
                            open = Some(*at);
                        }
                    });
                });
        });
        if let Some(id) = open.and_then(|at| wb.audit()?.equipment.get(at)).map(|d| d.id) {
            wb.show_device(id);
        }
    }
}

fn lines(wb: &Workbench, rows: &[usize]) -> Vec<(usize, [String; 4])> {
    let (Some(audit), Some(diagnosis)) = (wb.audit(), &wb.diagnosis) else { return Vec::new() };
    let mut out: Vec<(usize, [String; 4])> = Vec::new();
    for at in rows {
        let Some(device) = audit.equipment.get(*at) else { continue };
        let Some(found) = diagnosis.device(device.id) else { continue };
        let mut missing: Vec<String> = found.verdict.missing.iter().map(|m| m.text.to_string()).collect();
        if let (Err(gap), Counted::Unknown) = (&found.energy, found.counted) {
            let labels = gap.missing.iter().map(|key| device.kind.code().field(key).map_or(*key, |d| d.zh).to_owned());
            missing.extend(labels);
        }
        missing.dedup();
        let mut seen = std::collections::HashSet::new();
        missing.retain(|m| seen.insert(m.clone()));
        if missing.is_empty() {
            continue;
        }
        let place = device.common.workshop.as_ref().map_or(String::new(), |w| w.value.clone());
        out.push((*at, [place, name(device), device.model().to_owned(), missing.join("、")]));
    }
    out.sort_by(|(_, a), (_, b)| a[0].cmp(&b[0]));
    out
}

fn name(device: &Equipment) -> String {
    let tag = device.common.tag.as_ref().map_or("", |t| &t.value);
    let name = device.common.name.as_ref().map_or("", |t| &t.value);
    [tag, name].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
}
