//! 何时更换: for every device with a finding or a replacement, when to act and the rule that says so.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use eframe::egui;

use super::work::Work;
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::field::{self, Buffers, Line};
use crate::app::widgets::table::{Column, Table, Width};
use crate::app::widgets::{self, badge, evidence};
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
    /// Rows shown, of a revision and filter.
    rows: Option<(u64, Option<Act>, Vec<usize>)>,
}

/// What was decided: each with its device's place in the audit (a search through 100 000 devices per row and frame
/// would be slow), and how many of each act.
struct Found {
    decisions: Vec<(usize, Decision)>,
    counts: [usize; 3],
}

impl Found {
    /// Decisions come in the order of the audit.
    fn of(audit: &Audit, decisions: Vec<Decision>) -> Self {
        let mut counts = [0; 3];
        let mut places = audit.equipment.iter().enumerate();
        let placed = decisions.into_iter().filter_map(|d| {
            let (at, _) = places.find(|(_, e)| e.id == d.id)?;
            counts[d.act as usize] += 1;
            Some((at, d))
        });
        let decisions = placed.collect();
        Self { decisions, counts }
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
        self.work.poll(wb);
        let revision = wb.revision();
        self.ask(wb, revision);
        self.thresholds(ui, wb);
        let found = match self.work.found(&revision) {
            Some(Ok(found)) => found.clone(),
            Some(Err(reason)) => {
                evidence::wrapped(ui, theme::weak(ui, reason));
                return;
            }
            None => {
                ui.label(theme::weak(ui, lang.pick("正在计算…", "Calculating…")));
                return;
            }
        };
        let decisions = &found.decisions;
        if decisions.is_empty() {
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
        let shown = (revision, self.filter);
        if !matches!(&self.rows, Some((r, f, _)) if (*r, *f) == shown) {
            let kept = decisions.iter().enumerate().filter(|(_, (_, d))| self.filter.is_none_or(|f| f == d.act));
            self.rows = Some((revision, self.filter, kept.map(|(at, _)| at).collect()));
        }
        let chosen = decisions.iter().find(|(_, d)| Some(d.id) == self.current);
        let chosen = chosen.or_else(|| decisions.get(*self.rows.as_ref()?.2.first()?));
        self.current = chosen.map(|(_, d)| d.id);
        let side = egui::Frame::new().inner_margin(egui::Margin { left: 8, ..Default::default() });
        egui::Panel::right("decision")
            .frame(side)
            .default_size((ui.available_width() * 0.34).clamp(280.0, 420.0))
            .size_range(260.0..=520.0)
            .show_separator_line(false)
            .show(ui, |ui| {
                widgets::within(ui, |ui| {
                    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                        if let Some((at, decision)) = chosen {
                            theme::card(ui).show(ui, |ui| {
                                ui.set_width(ui.available_width());
                                detail(ui, wb, *at, decision);
                            });
                        }
                    });
                });
            });
        egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| self.table(ui, wb, decisions));
    }

    /// Decides on a worker: a plant may have 100 000 devices.
    fn ask(&mut self, wb: &mut Workbench, revision: u64) {
        if !wb.up_to_date() || self.work.found(&revision).is_some() {
            return;
        }
        let (Some(diagnosis), Some(reference)) = (wb.diagnosis.clone(), wb.reference.clone()) else { return };
        let (Some(audit), assumptions) = (wb.audit().cloned(), wb.assumptions.clone()) else { return };
        let title = wb.tr("何时更换", "When to replace");
        self.work.ask(wb, revision, title, true, move |_| {
            let ctx = Context { reference: &reference, assumptions: &assumptions };
            let verdict = |id: Id| diagnosis.device(id).map(|d| d.verdict.clone());
            Ok(Found::of(&audit, decide(&audit, &verdict, &diagnosis.measures, &ctx)))
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
            let columns = if ui.available_width() < 3.0 * 320.0 { 1 } else { defs.len() };
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

    fn table(&mut self, ui: &mut egui::Ui, wb: &Workbench, decisions: &[(usize, Decision)]) {
        let lang = wb.lang();
        let Some((revision, filter, rows)) = &self.rows else { return };
        let Some(audit) = wb.audit() else { return };
        let columns = [
            Column::text(lang.pick("设备", "Device"), Width::Initial(130.0)),
            Column::text(lang.pick("型号", "Model"), Width::Initial(130.0)),
            Column::text(lang.pick("何时更换", "When"), Width::Exact(if lang == Lang::Zh { 150.0 } else { 220.0 })),
            Column::text(lang.pick("依据的规则", "Rule"), Width::Rest(160.0)),
        ];
        let decision = |row: usize| decisions.get(*rows.get(row)?);
        let text = |row: usize, c: usize| {
            let Some((at, d)) = decision(row) else { return String::new() };
            let device = audit.equipment.get(*at);
            match c {
                0 => device.map_or_else(String::new, |device| device.label().to_owned()),
                1 => device.map_or_else(String::new, |device| device.model().to_owned()),
                2 => lang.pick(d.act.zh(), d.act.en()).to_owned(),
                _ => d.rule.clone(),
            }
        };
        let badges = &mut |ui: &mut egui::Ui, row: usize, c: usize| {
            let Some((_, d)) = decision(row).filter(|_| c == 2) else { return false };
            ui.add_space(8.0);
            let (tone, icon) = look(d.act);
            badge::status(ui, tone, icon, lang.pick(d.act.zh(), d.act.en()));
            true
        };
        let mut stamp = DefaultHasher::new();
        (revision, filter.map(|f| f as usize), lang == Lang::Zh).hash(&mut stamp);
        let told = theme::framed(ui, |ui| {
            Table {
                stamp: stamp.finish(),
                selected: &|row| decision(row).is_some_and(|(_, d)| self.current == Some(d.id)),
                height: Some(ui.available_height()),
                ..Table::new(lang.pick("何时更换", "When to replace"), &columns, rows.len(), lang, &text)
            }
            .show_with(ui, badges)
        });
        if let Some((_, d)) = told.chosen.and_then(decision) {
            self.current = Some(d.id);
        }
    }
}

/// One decision in full.
fn detail(ui: &mut egui::Ui, wb: &mut Workbench, at: usize, decision: &Decision) {
    let lang = wb.lang();
    let Some(device) = wb.audit().and_then(|a| a.equipment.get(at)) else { return };
    let model = device.common.model.as_ref().map_or("", |m| m.value.as_str());
    ui.label(theme::bold(format!("{} {model}", device.label())));
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
