//! How the sheets were read: what each column is, and which field it is given to instead.

use eframe::egui::{self, RichText};

use super::ImportPage;
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::{evidence, shorten};
use crate::app::workbench::Workbench;
use crate::audit::KindCode;
use crate::exchange::{ColumnMapping, IGNORED, SheetMapping};

impl ImportPage {
    /// The sheets and what each column was read as. `true` if a column was given to a field.
    pub(super) fn sheets(&mut self, ui: &mut egui::Ui, wb: &Workbench, sheets: &[SheetMapping]) -> bool {
        let lang = wb.lang();
        let mut changed = false;
        egui::ScrollArea::vertical().id_salt("sheets").auto_shrink(false).show(ui, |ui| {
            for (n, sheet) in sheets.iter().enumerate() {
                theme::card(ui).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.horizontal_wrapped(|ui| {
                        ui.label(theme::bold(&sheet.sheet));
                        if let Some(kind) = sheet.kind {
                            ui.label(theme::weak(ui, lang.pick(kind.zh(), kind.en())));
                        }
                        if sheet.header_row > 0 {
                            let (row, devices) = (sheet.header_row, sheet.devices);
                            let text = match lang {
                                Lang::Zh => format!("表头在第 {row} 行 · {devices} 行设备"),
                                Lang::En => format!("header row {row} · {devices} {}", lang.devices(devices as f64)),
                            };
                            ui.label(theme::small(ui, text));
                        }
                    });
                    if !sheet.note.is_empty() {
                        evidence::wrapped(ui, theme::weak(ui, &sheet.note));
                    }
                    if sheet.columns.is_empty() {
                        return;
                    }
                    // Moves sideways where the window is too narrow for it.
                    let sideways = egui::ScrollArea::horizontal().id_salt(("columns sideways", n));
                    sideways.auto_shrink([false, true]).show(ui, |ui| {
                        let grid = egui::Grid::new(("columns", n)).num_columns(5).striped(true).spacing([16.0, 4.0]);
                        grid.show(ui, |ui| {
                            let names = [
                                lang.pick("列", "Column"),
                                lang.pick("表头", "Header"),
                                lang.pick("读作", "Read as"),
                                lang.pick("前几个值", "First values"),
                                lang.pick("说明", "Remark"),
                            ];
                            for name in names {
                                ui.label(theme::small(ui, name));
                            }
                            ui.end_row();
                            for column in &sheet.columns {
                                changed |= self.column(ui, wb, sheet, column, n);
                            }
                        });
                    });
                });
            }
        });
        changed
    }

    fn column(
        &mut self,
        ui: &mut egui::Ui,
        wb: &Workbench,
        sheet: &SheetMapping,
        column: &ColumnMapping,
        n: usize,
    ) -> bool {
        let lang = wb.lang();
        let mut changed = false;
        ui.label(theme::weak(ui, &column.letter));
        ui.label(shorten(&column.header, 24)).on_hover_text(&column.header);
        let kinds: Vec<KindCode> = sheet.kind.map_or_else(|| KindCode::ALL.to_vec(), |k| vec![k]);
        let label = |key: &str| {
            kinds.iter().find_map(|k| k.field(key)).map_or_else(
                || if key == "kind" { lang.pick("设备类型", "Kind of device").to_owned() } else { key.to_owned() },
                |d| lang.header(d),
            )
        };
        let shown = column.key.map_or_else(|| lang.pick("不导入", "not imported").to_owned(), label);
        let color = if column.doubtful {
            Tone::Warn.colors(ui.visuals().dark_mode).0
        } else if column.key.is_none() {
            theme::palette(ui).weak
        } else {
            theme::palette(ui).text
        };
        let combo = egui::ComboBox::from_id_salt(("column", n, &column.letter))
            .selected_text(RichText::new(shown).color(color))
            .width(180.0);
        let response = combo.show_ui(ui, |ui| {
            let ignored = column.by_hand && column.key.is_none();
            if ui.selectable_label(ignored, lang.pick("不导入", "not imported")).clicked() {
                self.map.retain(|(_, header)| *header != column.header);
                self.map.push((IGNORED.to_owned(), column.header.clone()));
                changed = true;
            }
            let mut seen = std::collections::HashSet::new();
            for def in kinds.iter().flat_map(|k| k.fields()).filter(|d| seen.insert(d.key)) {
                if ui.selectable_label(column.key == Some(def.key), lang.header(def)).clicked() {
                    self.map.retain(|(key, header)| key != def.key && *header != column.header);
                    self.map.push((def.key.to_owned(), column.header.clone()));
                    changed = true;
                }
            }
        });
        let name = format!("{} {}", column.letter, column.header);
        response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
        let values = column.examples.iter().map(|v| shorten(v, 16)).collect::<Vec<_>>().join(lang.pick("、", ", "));
        ui.label(theme::weak(ui, shorten(&values, 40))).on_hover_text(column.examples.join("\n"));
        let mut note = lang.said(&column.note).into_owned();
        if column.remembered {
            let earlier = lang.pick("上次为本企业指定", "as given for this enterprise before");
            note =
                if note.is_empty() { earlier.to_owned() } else { format!("{earlier}{}{note}", lang.pick("；", "; ")) };
        }
        if column.doubtful && note.is_empty() {
            note = lang.pick("表头只是相近，请核对", "only similar, please check").to_owned();
        }
        if !column.unit.is_empty() && column.factor != 1.0 {
            let converted = match lang {
                Lang::Zh => format!("按 {} 换算", column.unit),
                Lang::En => format!("converted from {}", column.unit),
            };
            note = if note.is_empty() { converted } else { format!("{note}{}{converted}", lang.pick("；", "; ")) };
        }
        ui.label(theme::small(ui, shorten(&note, 60))).on_hover_text(note);
        ui.end_row();
        changed
    }
}
