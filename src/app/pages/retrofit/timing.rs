//! 何时更换: for every device with a finding or a replacement, when to act and the rule that says so.

use std::cell::Cell;
use std::sync::Arc;

use eframe::egui;

use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::field::{self, Buffers, Line};
use crate::app::widgets::table::{Column, Copying, Sort, Table, Width};
use crate::app::widgets::{self, badge, evidence};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::field::number;
use crate::audit::{Audit, Edit, Finance, Id, Record as _, Target};
use crate::energy::Context;
use crate::retrofit::timing::{Act, Decision, decide};

/// The thresholds, in the order shown.
const THRESHOLDS: [&str; 3] = ["threshold_act_now_a", "threshold_short_a", "threshold_no_cost_wan"];

/// The tab's state.
#[derive(Default)]
pub struct TimingTab {
    filter: Option<Act>,
    current: Option<Id>,
    buffers: Buffers,
    work: Work<u64, Found>,
    sort: Cell<Sort>,
    rows: Work<(u64, Option<Act>, Lang, Sort), Vec<usize>>,
    copying: Copying,
}

/// What was decided, each with what its device is called, and how many of each act.
struct Found {
    decisions: Vec<Decided>,
    counts: [usize; 3],
}

struct Decided {
    what: Decision,
    label: String,
    model: String,
}

impl Found {
    /// Decisions come in the order of the audit.
    fn of(audit: &Audit, decisions: Vec<Decision>) -> Self {
        let mut counts = [0; 3];
        let mut devices = audit.equipment.iter();
        let named = decisions.into_iter().filter_map(|what| {
            let device = devices.find(|e| e.id == what.id)?;
            counts[what.act as usize] += 1;
            Some(Decided { what, label: device.label().to_owned(), model: device.model().to_owned() })
        });
        let decisions = named.collect();
        Self { decisions, counts }
    }

    /// The places of those of one act, in the order asked for.
    fn rows(&self, act: Option<Act>, lang: Lang, sort: Sort) -> Vec<usize> {
        let kept = self.decisions.iter().enumerate().filter(|(_, d)| act.is_none_or(|a| a == d.what.act));
        let kept = kept.map(|(at, _)| at).collect();
        sort.rows(kept, |at, column| self.decisions[*at].cell(lang, column))
    }
}

impl Decided {
    fn cell(&self, lang: Lang, column: usize) -> String {
        match column {
            0 => self.label.clone(),
            1 => self.model.clone(),
            2 => lang.pick(self.what.act.zh(), self.what.act.en()).to_owned(),
            _ => self.what.rule.clone(),
        }
    }
}

/// Tone and sign of an act, beside its words.
fn look(act: Act) -> (Tone, &'static str) {
    match act {
        Act::Now => (Tone::Bad, "✖"),
        Act::AtOverhaul => (Tone::Warn, "▲"),
        Act::Keep => (Tone::Good, "✔"),
    }
}

impl TimingTab {
    /// Shows the tab.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        self.ask(wb);
        self.thresholds(ui, wb);
        let Some(found) = self.work.known().cloned() else {
            match self.work.last() {
                Some((_, Err(reason))) => evidence::wrapped(ui, theme::weak(ui, reason)),
                _ => self.work.waiting(ui, lang),
            }
            return;
        };
        self.work.pale(ui);
        if found.decisions.is_empty() {
            widgets::empty(
                ui,
                lang.pick("没有需要决定的设备", "Nothing to decide"),
                lang.pick(
                    "没有淘汰、疑似淘汰或低于限定值的设备，也没有更换设备的措施。",
                    "No device has a finding and no measure replaces one.",
                ),
            );
            return;
        }
        self.filters(ui, lang, &found);
        let (of, filter, sort) = (self.work.last().map_or(0, |(of, _)| *of), self.filter, self.sort.get());
        let title = lang.pick("排列何时更换", "Arranging the decisions");
        self.rows.ask(wb, (of, filter, lang, sort), Pace::Glance, title, |_| {
            let found = Arc::clone(&found);
            move |_: Given<'_>, _: &_| Ok(found.rows(filter, lang, sort))
        });
        // Rows of decisions made before are no rows of these.
        let rows = self.rows.last().filter(|(key, _)| key.0 == of).and_then(|(_, rows)| rows.clone().ok());
        let chosen = found.decisions.iter().find(|d| Some(d.what.id) == self.current);
        let chosen = chosen.or_else(|| found.decisions.get(*rows.as_ref()?.first()?));
        self.current = chosen.map(|d| d.what.id);
        let side = egui::Frame::new().inner_margin(egui::Margin { left: 8, ..Default::default() });
        egui::Panel::right("decision")
            .frame(side)
            .default_size((ui.available_width() * 0.34).clamp(280.0, 420.0))
            .size_range(260.0..=520.0)
            .show_separator_line(false)
            .show(ui, |ui| {
                widgets::within(ui, |ui| {
                    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                        if let Some(decided) = chosen {
                            theme::card(ui).show(ui, |ui| {
                                ui.set_width(ui.available_width());
                                detail(ui, wb, decided);
                            });
                        }
                    });
                });
            });
        egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| match rows {
            Some(rows) => self.table(ui, wb, &found, &rows),
            None => self.rows.waiting(ui, lang),
        });
    }

    /// Decides on a worker: a plant may have 100 000 devices.
    fn ask(&mut self, wb: &mut Workbench) {
        if !wb.up_to_date() {
            return;
        }
        let title = wb.tr("何时更换", "When to replace");
        self.work.ask(wb, wb.revision(), Pace::Quiet, title, |wb| {
            let (reference, assumptions) = (wb.reference.clone(), wb.assumptions.clone());
            move |given: Given<'_>, _: &_| {
                let (diagnosis, reference) = given.diagnosis.zip(reference.as_ref()).ok_or_else(String::new)?;
                let ctx = Context { reference, assumptions: &assumptions };
                let verdict = |id: Id| diagnosis.device(id).map(|d| d.verdict.clone());
                Ok(Found::of(given.audit, decide(given.audit, &verdict, &diagnosis.measures, &ctx)))
            }
        });
    }

    /// The limits of the rules, each from its declaration.
    fn thresholds(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let mut edits = Vec::new();
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let Some(audit) = wb.audit() else { return };
            let defs: Vec<_> =
                THRESHOLDS.iter().filter_map(|key| Finance::defs().iter().find(|d| d.key == *key)).collect();
            // Three in a row where their names are read in full, else one below the other.
            let columns = if ui.available_width() < 3.0 * 288.0 { 1 } else { defs.len() };
            if columns == 1 {
                // A number of years needs no more.
                ui.set_max_width(400.0);
            }
            ui.columns(columns, |columns| {
                let label = field::label_width(&columns[0], lang, &defs);
                for (at, def) in defs.iter().enumerate() {
                    let ui = &mut columns[at % columns.len()];
                    let assumed = wb.assumptions.get(def.key).filter(|a| a.is_default);
                    let default = assumed.map(|a| (number(a.value), a.source.as_str()));
                    let current = audit.finance.get(def.key);
                    let line = Line { def, current, default, missing: false, origin: false, label };
                    ui.push_id(def.key, |ui| {
                        if let Some(value) = field::line(ui, &mut self.buffers, lang, &line) {
                            let edit = Edit::Field { target: Target::Finance, key: def.key.to_owned(), value };
                            edits.push((format!("修改{}", def.zh), edit));
                        }
                    });
                }
            });
        });
        for (name, edit) in edits {
            wb.edit(&name, edit);
        }
    }

    fn filters(&mut self, ui: &mut egui::Ui, lang: Lang, found: &Found) {
        ui.horizontal_wrapped(|ui| {
            let all = format!("{} {}", lang.pick("全部", "All"), found.decisions.len());
            ui.selectable_value(&mut self.filter, None, all);
            for act in [Act::Now, Act::AtOverhaul, Act::Keep] {
                let count = found.counts[act as usize];
                let text = format!("{} {} {count}", look(act).1, lang.pick(act.zh(), act.en()));
                ui.selectable_value(&mut self.filter, Some(act), text);
            }
        });
    }

    fn table(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, found: &Arc<Found>, rows: &Arc<Vec<usize>>) {
        let lang = wb.lang();
        let columns = [
            Column::text(lang.pick("设备", "Device"), Width::Initial(130.0)),
            Column::text(lang.pick("型号", "Model"), Width::Initial(130.0)),
            Column::text(lang.pick("何时更换", "When"), Width::Exact(if lang == Lang::Zh { 150.0 } else { 220.0 })),
            Column::text(lang.pick("依据的规则", "Rule"), Width::Rest(160.0)),
        ];
        let decided = |row: usize| found.decisions.get(*rows.get(row)?);
        let text = |row: usize, c: usize| decided(row).map_or_else(String::new, |d| d.cell(lang, c));
        let badges = &mut |ui: &mut egui::Ui, row: usize, c: usize| {
            let Some(Decided { what, .. }) = decided(row).filter(|_| c == 2) else { return false };
            ui.add_space(8.0);
            let (tone, icon) = look(what.act);
            badge::status(ui, tone, icon, lang.pick(what.act.zh(), what.act.en()));
            true
        };
        let told = theme::framed(ui, |ui| {
            Table {
                selected: &|row| decided(row).is_some_and(|d| self.current == Some(d.what.id)),
                height: Some(ui.available_height()),
                sorted: Some(&self.sort),
                ..Table::new(lang.pick("何时更换", "When to replace"), &columns, rows.len(), lang, &text)
            }
            .show_with(ui, badges)
        });
        let (all, copied) = (Arc::clone(found), Arc::clone(rows));
        self.copying.follow(wb, &told, &columns, move |_, line, c| {
            let decided = copied.get(line).and_then(|at| all.decisions.get(*at));
            decided.map_or_else(String::new, |d| d.cell(lang, c))
        });
        if let Some(d) = told.chosen.and_then(decided) {
            self.current = Some(d.what.id);
        }
    }
}

/// One decision in full.
fn detail(ui: &mut egui::Ui, wb: &mut Workbench, decided: &Decided) {
    let lang = wb.lang();
    let decision = &decided.what;
    ui.label(theme::bold(format!("{} {}", decided.label, decided.model)));
    let (tone, icon) = look(decision.act);
    badge::status(ui, tone, icon, lang.pick(decision.act.zh(), decision.act.en()));
    evidence::wrapped(ui, egui::RichText::new(&decision.rule));
    let most = ui.available_width() * 0.6;
    egui::Grid::new("facts").num_columns(2).max_col_width(most).spacing([12.0, 4.0]).striped(true).show(ui, |ui| {
        for (name, value) in &decision.facts {
            ui.add(egui::Label::new(theme::weak(ui, name)).wrap());
            ui.add(egui::Label::new(value).wrap());
            ui.end_row();
        }
    });
    let diagnosis = wb.diagnosis.clone();
    let of: Vec<&str> = diagnosis
        .iter()
        .flat_map(|d| &d.measures)
        .filter(|m| m.targets.iter().any(|t| t.id == decision.id))
        .map(|m| m.title.as_str())
        .collect();
    if !of.is_empty() {
        let text = lang.pick("涉及的措施：", "Measures: ");
        evidence::wrapped(ui, theme::weak(ui, format!("{text}{}", of.join("；"))));
    }
    if ui.button(lang.pick("查看设备", "Show the device")).clicked() {
        wb.show_device(decision.id);
    }
}
