//! The devices as they would be imported, with what is doubtful marked in its cell.

use std::collections::HashMap;

use eframe::egui::{self, Align, Layout, RichText, Sense};
use egui_extras::{Column, TableBuilder};

use crate::app::theme::{self, Tone};
use crate::app::widgets::shorten;
use crate::app::workbench::Workbench;
use crate::audit::{FieldDef, KindCode, Origin};
use crate::exchange::{Complaint, Import};

/// Most columns a table shows; a sheet with more is too wide to be looked over.
const WIDEST: usize = 40;

/// What is said of a cell, or of a row where the field is empty.
struct Mark {
    refused: bool,
    /// What the cell says in the file.
    value: String,
    text: String,
}

/// Which rows and columns are shown; made once for an import and a kind.
#[derive(Default)]
pub(super) struct Preview {
    kind: Option<KindCode>,
    present: Vec<KindCode>,
    made: Option<(u64, Option<KindCode>)>,
    rows: Vec<usize>,
    columns: Vec<&'static FieldDef>,
    marks: HashMap<(String, u32, &'static str), Vec<Mark>>,
}

impl Preview {
    /// Shows the table of one kind of device.
    pub(super) fn show(&mut self, ui: &mut egui::Ui, wb: &Workbench, import: &Import) {
        let lang = wb.lang();
        if self.made.is_none_or(|(n, kind)| n != wb.imports || kind != self.kind) {
            self.make(wb.imports, import);
        }
        ui.horizontal_wrapped(|ui| {
            for kind in self.present.iter().copied() {
                if ui.selectable_label(self.kind == Some(kind), lang.pick(kind.zh(), kind.en())).clicked() {
                    self.kind = Some(kind);
                }
            }
            ui.label(theme::small(
                ui,
                lang.pick(
                    "红色：没有采用；黄色：请核对；? 表示估算。鼠标停在格上看原因",
                    "Red: refused. Amber: to check. ?: estimate. Hover for the reason",
                ),
            ));
        });
        self.table(ui, wb, import);
    }

    fn make(&mut self, imports: u64, import: &Import) {
        let has = |kind: &KindCode| import.rows.iter().any(|r| r.equipment.kind.code() == *kind);
        self.present = KindCode::ALL.into_iter().filter(has).collect();
        if !self.kind.is_some_and(|k| self.present.contains(&k)) {
            self.kind = self.present.first().copied();
        }
        self.made = Some((imports, self.kind));
        self.marks.clear();
        for (list, refused) in [(&import.complaints, true), (&import.notes, false)] {
            for said in list {
                let mark = Mark { refused, value: said.value.clone(), text: reason(said) };
                let key = field(said, import).unwrap_or("");
                self.marks.entry((said.sheet.clone(), said.row, key)).or_default().push(mark);
            }
        }
        let rows = import.rows.iter().enumerate().filter(|(_, r)| Some(r.equipment.kind.code()) == self.kind);
        self.rows = rows.map(|(at, _)| at).collect();
        let filled = |def: &FieldDef| {
            self.rows.iter().filter_map(|at| import.rows.get(*at)).any(|r| {
                r.equipment.get(def.key).is_some() || self.marks.contains_key(&(r.sheet.clone(), r.row, def.key))
            })
        };
        self.columns = self.kind.into_iter().flat_map(|k| k.fields()).filter(|d| filled(d)).take(WIDEST).collect();
    }

    fn table(&self, ui: &mut egui::Ui, wb: &Workbench, import: &Import) {
        let lang = wb.lang();
        let p = theme::palette(ui);
        let dark = ui.visuals().dark_mode;
        egui::ScrollArea::horizontal().id_salt("preview").show(ui, |ui| {
            ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
            let height = ui.available_height();
            TableBuilder::new(ui)
                .id_salt(("preview", self.kind.map(KindCode::code)))
                .sense(Sense::hover())
                .auto_shrink(false)
                .max_scroll_height(height)
                .cell_layout(Layout::left_to_right(Align::Center))
                .column(Column::initial(130.0).clip(true).resizable(true))
                .columns(Column::initial(110.0).clip(true).resizable(true), self.columns.len())
                .header(theme::HEADER, |mut row| {
                    row.col(|ui| {
                        ui.label(theme::small(ui, lang.pick("工作表 · 行", "Sheet · row")));
                    });
                    for def in &self.columns {
                        row.col(|ui| {
                            ui.label(theme::small(ui, lang.header(def))).on_hover_text(def.help);
                        });
                    }
                })
                .body(|body| {
                    body.rows(theme::ROW, self.rows.len(), |mut row| {
                        let index = row.index();
                        let Some(found) = self.rows.get(index).and_then(|at| import.rows.get(*at)) else { return };
                        let fill = if index % 2 == 1 { p.stripe } else { p.surface };
                        let mut cell = |key: &'static str, shown: String| {
                            let marks = self.marks.get(&(found.sheet.clone(), found.row, key));
                            row.col(|ui| {
                                ui.painter().rect_filled(ui.max_rect(), 0.0, fill);
                                ui.add_space(4.0);
                                let Some(marks) = marks else {
                                    ui.add(egui::Label::new(shown).truncate());
                                    return;
                                };
                                let refused = marks.iter().find(|m| m.refused);
                                let tone = if refused.is_some() { Tone::Bad } else { Tone::Warn };
                                let text = match refused.filter(|_| shown.is_empty()) {
                                    Some(mark) => format!("✖ {}", mark.value),
                                    None => format!("▲ {shown}"),
                                };
                                let text = RichText::new(text).color(tone.colors(dark).0);
                                let why = marks.iter().map(|m| m.text.as_str()).collect::<Vec<_>>().join("\n");
                                ui.add(egui::Label::new(text).truncate()).on_hover_text(why);
                            });
                        };
                        cell("", format!("{} · {}", shorten(&found.sheet, 12), found.row));
                        for def in &self.columns {
                            let entered = found.equipment.get(def.key);
                            let guess = entered.as_ref().is_some_and(|e| e.origin == Origin::Estimate);
                            let shown = entered.map(|e| def.show(&e.value)).unwrap_or_default();
                            cell(def.key, if guess { format!("{shown} ?") } else { shown });
                        }
                    });
                });
        });
    }
}

fn reason(said: &Complaint) -> String {
    let advice = if said.advice.is_empty() { String::new() } else { format!("。{}", said.advice) };
    format!("{}{advice}", said.reason)
}

/// The field of the column that a complaint is about.
fn field(said: &Complaint, import: &Import) -> Option<&'static str> {
    let letter = said.column.split(' ').next().filter(|l| !l.is_empty())?;
    let of_sheet = import.sheets.iter().filter(|s| s.sheet == said.sheet && s.header_row <= said.row as usize);
    of_sheet.flat_map(|s| &s.columns).filter(|c| c.letter == letter).filter_map(|c| c.key).next_back()
}
