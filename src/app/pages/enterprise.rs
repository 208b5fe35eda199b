//! 企业: who is audited, prices, factors and finance settings.

use eframe::egui;

use super::super::theme;
use super::super::widgets;
use super::super::widgets::attached::Attached;
use super::super::widgets::field::{self, Buffers, Line};
use super::super::workbench::Workbench;
use crate::audit::field::{Group, number};
use crate::audit::{Edit, Enterprise, Factors, FieldDef, Finance, Prices, Record, Target};

/// The page's state.
#[derive(Default)]
pub struct EnterprisePage {
    buffers: Buffers,
    typing_in: Option<u64>,
    attached: Attached,
}

impl EnterprisePage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        if self.typing_in != Some(wb.generation) {
            self.buffers.clear();
            self.typing_in = Some(wb.generation);
        }
        let lang = wb.lang();
        widgets::head(
            ui,
            lang.pick("企业与计算条件", "Enterprise and assumptions"),
            lang.pick(
                "没有填写的价格、系数和财务参数采用灰色的默认值，鼠标停留可见出处；报告中注明“默认”。",
                "Empty prices, factors and finance settings take the grey default; hover for its source.",
            ),
            |_| {},
        );
        let mut edits = Vec::new();
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.columns(theme::columns(ui), |columns| {
                // Money and factors beside the enterprise, the long list of finance below it or in a column of its own.
                let (last, middle) = (columns.len() - 1, columns.len() / 2);
                let finance = if columns.len() == 3 { last } else { 0 };
                self.section(&mut columns[0], wb, Target::Enterprise, Group::Enterprise, &mut edits);
                self.section(&mut columns[middle], wb, Target::Prices, Group::Prices, &mut edits);
                self.section(&mut columns[middle], wb, Target::Factors, Group::Factors, &mut edits);
                self.section(&mut columns[finance], wb, Target::Finance, Group::Finance, &mut edits);
                self.attached.show(&mut columns[middle], wb, None);
            });
        });
        for (name, edit) in edits {
            wb.edit(&name, edit);
        }
    }

    fn section(
        &mut self,
        ui: &mut egui::Ui,
        wb: &Workbench,
        target: Target,
        group: Group,
        edits: &mut Vec<(String, Edit)>,
    ) {
        let Some(audit) = wb.audit() else { return };
        let (record, defs): (&dyn Record, &'static [FieldDef]) = match target {
            Target::Prices => (&audit.prices, Prices::defs()),
            Target::Factors => (&audit.factors, Factors::defs()),
            Target::Finance => (&audit.finance, Finance::defs()),
            _ => (&audit.enterprise, Enterprise::defs()),
        };
        let lang = wb.lang();
        widgets::card(ui, lang.group(group), |ui| {
            let label = field::label_width(ui, lang, &defs.iter().collect::<Vec<_>>());
            for def in defs {
                let assumed = wb.assumptions.get(def.key).filter(|a| a.is_default);
                let default = match def.key {
                    "reference_date" => wb
                        .reference
                        .as_ref()
                        .map(|r| (r.date.to_string(), lang.pick("不填为今天", "today unless entered"))),
                    _ => assumed.map(|a| (number(a.value), a.source.as_str())),
                };
                let line = Line { def, current: record.get(def.key), default, missing: false, origin: false, label };
                ui.push_id(def.key, |ui| {
                    if let Some(value) = field::line(ui, &mut self.buffers, lang, &line) {
                        let edit = Edit::Field { target, key: def.key.to_owned(), value };
                        edits.push((format!("修改{}", def.zh), edit));
                    }
                });
            }
        });
    }
}
