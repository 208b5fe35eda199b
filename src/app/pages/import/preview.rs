//! The devices as they would be imported, with what is doubtful marked in its cell.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::{self, Align, Layout, RichText, Sense};
use egui_extras::{Column, TableBuilder};

use crate::app::theme::{self, Tone};
use crate::app::widgets::shorten;
use crate::app::work::{Given, Work};
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

/// The kind shown, and its rows.
#[derive(Default)]
pub(super) struct Preview {
    kind: Option<KindCode>,
    made: Work<(u64, Option<KindCode>), Made>,
}

/// Which rows and columns are shown; made once for a ledger and a kind.
struct Made {
    kind: Option<KindCode>,
    present: Vec<KindCode>,
    rows: Vec<usize>,
    columns: Vec<&'static FieldDef>,
    marks: HashMap<(String, u32, &'static str), Vec<Mark>>,
}

impl Preview {
    /// Shows the table of one kind of device.
    pub(super) fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, import: &Arc<Import>) {
        let lang = wb.lang();
        let (kind, title) = (self.kind, lang.pick("排列预览", "Arranging the preview"));
        self.made.ask(wb, (wb.imports, kind), super::pace(import), title, |_| {
            let import = Arc::clone(import);
            move |_: Given<'_>, _: &_| Ok(Made::of(&import, kind))
        });
        // Rows of another ledger are none of this one.
        let made = self.made.last().filter(|((of, _), _)| *of == wb.imports).and_then(|(_, made)| made.clone().ok());
        let Some(made) = made else {
            return self.made.waiting(ui, lang);
        };
        ui.horizontal_wrapped(|ui| {
            for kind in made.present.iter().copied() {
                let shown = self.kind.filter(|k| made.present.contains(k)).or(made.kind);
                if ui.selectable_label(shown == Some(kind), lang.pick(kind.zh(), kind.en())).clicked() {
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
        self.made.pale(ui);
        made.table(ui, wb, import);
    }
}

impl Made {
    fn of(import: &Import, kind: Option<KindCode>) -> Self {
        let has = |kind: &KindCode| import.rows.iter().any(|r| r.equipment.kind.code() == *kind);
        let present: Vec<KindCode> = KindCode::ALL.into_iter().filter(has).collect();
        let kind = kind.filter(|k| present.contains(k)).or(present.first().copied());
        let mut marks: HashMap<(String, u32, &'static str), Vec<Mark>> = HashMap::new();
        for (list, refused) in [(&import.complaints, true), (&import.notes, false)] {
            for said in list {
                let mark = Mark { refused, value: said.value.clone(), text: reason(said) };
                let key = field(said, import).unwrap_or("");
                marks.entry((said.sheet.clone(), said.row, key)).or_default().push(mark);
            }
        }
        let rows = import.rows.iter().enumerate().filter(|(_, r)| Some(r.equipment.kind.code()) == kind);
        let rows: Vec<usize> = rows.map(|(at, _)| at).collect();
        let filled = |def: &FieldDef| {
            rows.iter()
                .filter_map(|at| import.rows.get(*at))
                .any(|r| r.equipment.get(def.key).is_some() || marks.contains_key(&(r.sheet.clone(), r.row, def.key)))
        };
        let columns = kind.into_iter().flat_map(|k| k.fields()).filter(|d| filled(d)).take(WIDEST).collect();
        Self { kind, present, rows, columns, marks }
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
                            ui.label(theme::small(ui, lang.header(def))).on_hover_text(lang.help(def));
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
                                let why = marks.iter().map(|m| lang.said(&m.text)).collect::<Vec<_>>().join("\n");
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
