//! 建议: what the findings and the operating data call for, ranked, each saying why; taken over by choice, or every
//! device brought to one grade.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui;

use super::suggestion::{self, look};
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::{amount, maybe};
use crate::app::widgets::table::{Column, Copying, Sort, Table, Width};
use crate::app::widgets::{self, badge, evidence};
use crate::app::work::{Given, Pace, Work, let_go};
use crate::app::workbench::Workbench;
use crate::audit::{Audit, Edit, Id};
use crate::diagnosis::Diagnosis;
use crate::reference::Reference;
use crate::retrofit::{self, Finding, Suggestion, Urgency};
use crate::screening::Level;

/// How many devices of a suggestion are named.
const NAMED: usize = 20;

/// The tab's state.
#[derive(Default)]
pub struct SuggestedTab {
    work: Work<u64, Found>,
    /// The list shown, of a revision, and what of it is chosen.
    shown: Option<(u64, Arc<Found>, Vec<bool>)>,
    current: usize,
    sort: Cell<Sort>,
    rows: Work<(u64, Lang, Sort), Vec<usize>>,
    copying: Copying,
    grade: Grade,
    taking: Work<(u64, Wanted), Option<Taking>>,
    /// What is to be taken into the audit, until that is done.
    wanted: Option<(u64, Wanted)>,
}

/// What is to be taken into the audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    /// The chosen suggestions.
    Chosen,
    /// Every device brought to a grade.
    Grade(u8),
}

/// How that changes the audit, with the numbers of measures and of devices.
#[derive(Clone)]
struct Taking {
    edit: Edit,
    measures: usize,
    devices: usize,
}

impl Taking {
    fn of(edit: Edit) -> Self {
        let (measures, devices) = taken(&edit);
        Self { edit, measures, devices }
    }
}

/// The grade that everything is brought to.
struct Grade(u8);

impl Default for Grade {
    fn default() -> Self {
        Self(2)
    }
}

/// Suggestions, each with the names of its first devices, and what explains an empty list.
struct Found {
    list: Vec<(Suggestion, String)>,
    /// Devices in use with a finding, and those that could not be judged.
    poor: usize,
    unjudged: usize,
}

impl Found {
    fn of(audit: &Audit, diagnosis: &Diagnosis, reference: &Reference) -> Self {
        let finding = |id: Id| diagnosis.device(id).map(|d| Finding::from(&d.verdict));
        let found = retrofit::suggestions(audit, &finding, reference);
        let labels: HashMap<Id, &str> = audit.equipment.iter().map(|e| (e.id, e.label())).collect();
        let named = |s: Suggestion| {
            let all = &s.measure.targets;
            let names: Vec<&str> = all.iter().take(NAMED).filter_map(|id| labels.get(id).copied()).collect();
            let more = if all.len() > NAMED { format!(" … ({})", all.len()) } else { String::new() };
            let names = format!("{}{more}", names.join("、"));
            (s, names)
        };
        let levels = audit.equipment.iter().filter(|e| e.in_use()).filter_map(|e| diagnosis.level(e.id));
        let (mut poor, mut unjudged) = (0, 0);
        for level in levels {
            poor += usize::from(matches!(level, Level::Obsolete | Level::SuspectedObsolete | Level::BelowLimit));
            unjudged += usize::from(level == Level::Insufficient);
        }
        Self { list: found.into_iter().map(named).collect(), poor, unjudged }
    }
}

/// What a column says of a suggestion.
fn cell(found: &Found, at: usize, column: usize, lang: Lang) -> String {
    let Some((s, _)) = found.list.get(at) else { return String::new() };
    match column {
        1 => (at + 1).to_string(),
        2 => lang.pick(s.urgency.zh(), s.urgency.en()).to_owned(),
        3 => format!("{} {}", s.measure.title, s.reason),
        4 => s.measure.targets.len().to_string(),
        5 => maybe(s.saved_tce, amount),
        _ => String::new(),
    }
}

/// What makes two suggestions the same before and after an edit.
fn key(s: &Suggestion) -> (&'static str, &[Id]) {
    (s.measure.action.code(), &s.measure.targets)
}

/// Urgent and complete: chosen unless the auditor says otherwise.
fn preselected(s: &Suggestion) -> bool {
    matches!(s.urgency, Urgency::Deadline | Urgency::Prescribed) && s.asks.is_empty()
}

/// Devices of measures, each counted once, and the number of measures.
fn taken(edit: &Edit) -> (usize, usize) {
    let Edit::Batch(edits) = edit else { return (0, 0) };
    let measures = edits.iter().filter_map(|e| match e {
        Edit::InsertMeasure(_, m) => Some(m),
        _ => None,
    });
    let mut devices: Vec<Id> = measures.clone().flat_map(|m| m.targets.iter().copied()).collect();
    devices.sort_unstable();
    devices.dedup();
    (measures.count(), devices.len())
}

impl SuggestedTab {
    /// Shows the tab.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        self.ask(wb);
        self.take_over(wb.revision());
        self.finish(wb);
        if let Some(Err(reason)) = self.work.found(&wb.revision()) {
            evidence::wrapped(ui, theme::weak(ui, reason));
            return;
        }
        let Some((revision, found)) = self.shown.as_ref().map(|(r, f, _)| (*r, f.clone())) else {
            return self.work.waiting(ui, lang);
        };
        let current = revision == wb.revision();
        self.buttons(ui, wb, &found, current);
        if found.list.is_empty() {
            suggestion::nothing(ui, wb, found.poor, found.unjudged);
            return;
        }
        self.current = self.current.min(found.list.len() - 1);
        let side = egui::Frame::new().inner_margin(egui::Margin { left: 8, ..Default::default() });
        egui::Panel::right("suggestion")
            .frame(side)
            .default_size(400.0)
            .size_range(320.0..=540.0)
            .show_separator_line(false)
            .show(ui, |ui| {
                widgets::within(ui, |ui| {
                    egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                        if let Some((suggestion, names)) = found.list.get(self.current) {
                            theme::card(ui).show(ui, |ui| {
                                ui.set_width(ui.available_width());
                                suggestion::detail(ui, wb, self.current, suggestion, names);
                            });
                        }
                    });
                });
            });
        egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| self.table(ui, wb, revision, &found));
    }

    /// Looks for suggestions on a worker: a plant may have 100 000 devices.
    fn ask(&mut self, wb: &mut Workbench) {
        let revision = wb.revision();
        if !wb.up_to_date() {
            return;
        }
        let title = wb.tr("查找建议", "Looking for suggestions");
        self.work.ask(wb, revision, Pace::Quiet, title, |wb| {
            let reference = wb.reference.clone();
            move |given: Given<'_>, _: &_| {
                let (diagnosis, reference) = given.diagnosis.zip(reference.as_ref()).ok_or_else(String::new)?;
                Ok(Found::of(given.audit, diagnosis, reference))
            }
        });
    }

    /// Shows what was found; what the auditor chose of the list before stays chosen.
    fn take_over(&mut self, revision: u64) {
        if self.shown.as_ref().is_some_and(|(of, ..)| *of == revision) {
            return;
        }
        let Some(Ok(found)) = self.work.found(&revision) else { return };
        let found = found.clone();
        let before: HashMap<_, bool> = match &self.shown {
            Some((_, old, chosen)) => old.list.iter().zip(chosen).map(|((s, _), chosen)| (key(s), *chosen)).collect(),
            None => HashMap::new(),
        };
        let of = |s: &Suggestion| before.get(&key(s)).copied().unwrap_or_else(|| preselected(s));
        let chosen = found.list.iter().map(|(s, _)| of(s)).collect();
        self.shown.replace((revision, found, chosen)).into_iter().for_each(let_go);
    }

    fn buttons(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, found: &Found, current: bool) {
        let lang = wb.lang();
        let (mut adopt, mut upgrade) = (false, false);
        let Some((_, _, chosen)) = &mut self.shown else { return };
        ui.horizontal_wrapped(|ui| {
            let count = chosen.iter().filter(|c| **c).count();
            if !found.list.is_empty() {
                let text = lang.pick("采纳选中的", "Adopt the chosen");
                adopt = widgets::primary(ui, current && count > 0 && self.wanted.is_none(), text).clicked();
                let told = match lang {
                    Lang::Zh => format!("{} 条建议，选中 {count} 条", found.list.len()),
                    Lang::En => format!("{count} of {} chosen", found.list.len()),
                };
                ui.label(theme::weak(ui, told));
                for (name, to) in [(lang.pick("全选", "All"), true), (lang.pick("全不选", "None"), false)] {
                    if ui.button(name).clicked() {
                        chosen.fill(to);
                    }
                }
                ui.separator();
            }
            let words = |grade: u8| match lang {
                Lang::Zh => format!("{grade} 级"),
                Lang::En => format!("grade {grade}"),
            };
            let label = ui.label(theme::weak(ui, lang.pick("统一等级", "One grade for all")));
            egui::ComboBox::from_id_salt("upgrade_grade")
                .selected_text(words(self.grade.0))
                .width(70.0)
                .show_ui(ui, |ui| {
                    for grade in 1..=3 {
                        ui.selectable_value(&mut self.grade.0, grade, words(grade));
                    }
                })
                .response
                .labelled_by(label.id);
            let name = match lang {
                Lang::Zh => format!("全部更换为 {} 级", self.grade.0),
                Lang::En => format!("Replace all by grade {}", self.grade.0),
            };
            let can = wb.up_to_date() && self.wanted.is_none();
            let button = ui.add_enabled(can, egui::Button::new(name));
            upgrade = button
                .on_hover_text(lang.pick(
                    "在用、劣于所选等级、还没有更换措施的电动机和变压器(2 级还含锅炉)，每组一项措施，一步可撤销",
                    "Motors and transformers in use that are worse (boilers too for grade 2); one step to undo",
                ))
                .clicked();
            if self.wanted.is_some() {
                ui.spinner();
            }
        });
        if adopt {
            self.adopt(wb);
        }
        if upgrade {
            self.upgrade(wb);
        }
    }

    /// Takes the chosen ones into the audit, as one step.
    fn adopt(&mut self, wb: &mut Workbench) {
        let Some((_, found, chosen)) = &self.shown else { return };
        let (found, chosen) = (Arc::clone(found), chosen.clone());
        let key = (wb.revision(), Wanted::Chosen);
        let title = wb.tr("采纳建议", "Adopting suggestions");
        self.taking.forget();
        self.taking.ask(wb, key, Pace::Glance, title, |_| {
            move |given: Given<'_>, _: &_| {
                let wanted = found.list.iter().zip(chosen).filter(|(_, chosen)| *chosen);
                let measures = wanted.map(|((s, _), _)| s.measure.clone()).collect();
                Ok(Some(Taking::of(retrofit::adopt(given.audit, measures))))
            }
        });
        self.wanted = Some(key);
        self.finish(wb);
    }

    /// Brings every device to a grade, as one step.
    fn upgrade(&mut self, wb: &mut Workbench) {
        let grade = self.grade.0;
        let key = (wb.revision(), Wanted::Grade(grade));
        let title = wb.tr("统一更换", "Replacing all");
        self.taking.forget();
        self.taking.ask(wb, key, Pace::Shown, title, |wb| {
            let reference = wb.reference.clone();
            move |given: Given<'_>, _: &_| {
                let (diagnosis, reference) = given.diagnosis.zip(reference.as_ref()).ok_or_else(String::new)?;
                let edit = retrofit::upgrade_all(given.audit, &|id| diagnosis.level(id), grade, reference);
                Ok(edit.map(Taking::of))
            }
        });
        self.wanted = Some(key);
    }

    /// Takes into the audit what was asked for, once it is worked out, unless the audit was changed meanwhile.
    fn finish(&mut self, wb: &mut Workbench) {
        self.taking.poll(wb);
        let Some(key) = self.wanted.filter(|key| self.taking.found(key).is_some()) else { return };
        let Some((_, found)) = self.taking.take(wb) else { return };
        self.wanted = None;
        let lang = wb.lang();
        if key.0 != wb.revision() {
            wb.say(Tone::Warn, lang.pick("审计已有改动，没有加入措施；请再点一次", "Changed meanwhile; click again"));
            return;
        }
        let name = match key.1 {
            Wanted::Chosen => "采纳建议".to_owned(),
            Wanted::Grade(grade) => format!("全部更换为 {grade} 级"),
        };
        match (found.map(Arc::unwrap_or_clone), key.1) {
            (Ok(Some(Taking { edit, measures, devices })), _) => {
                let first = wb.audit().is_some_and(|a| a.scenarios.is_empty());
                if wb.edit(&name, edit) {
                    wb.say(Tone::Good, told(lang, measures, devices, first));
                }
            }
            (Ok(None), Wanted::Grade(grade)) => {
                let text = match lang {
                    Lang::Zh => format!(
                        "没有设备可以统一更换为 {grade} 级：劣于该等级的在用电动机、变压器都已有更换措施、标准没有该等级的值，或没有这样的设备"
                    ),
                    Lang::En => format!("nothing to replace by grade {grade}"),
                };
                wb.say(Tone::Quiet, text);
            }
            (Ok(None), Wanted::Chosen) => {}
            (Err(reason), _) => wb.say(Tone::Bad, reason),
        }
    }

    fn table(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, of: u64, found: &Arc<Found>) {
        let (lang, sort, current) = (wb.lang(), self.sort.get(), self.current);
        let title = lang.pick("排列建议", "Arranging the suggestions");
        self.rows.ask(wb, (of, lang, sort), Pace::Glance, title, |_| {
            let found = Arc::clone(found);
            move |_: Given<'_>, _: &_| {
                Ok(sort.rows((0..found.list.len()).collect(), |at, column| cell(&found, *at, column, lang)))
            }
        });
        // Rows of another list are none of this one.
        let rows = self.rows.last().filter(|(key, _)| key.0 == of).and_then(|(_, rows)| rows.clone().ok());
        let Some(rows) = rows else {
            return self.rows.waiting(ui, lang);
        };
        self.work.pale(ui);
        let Some((_, _, chosen)) = &mut self.shown else { return };
        let columns = [
            Column::text("", Width::Exact(36.0)),
            Column::number(lang.pick("次序", "Rank"), Width::Exact(44.0)),
            Column::text(lang.pick("紧迫程度", "Urgency"), Width::Exact(if lang == Lang::Zh { 148.0 } else { 200.0 })),
            Column::text(lang.pick("措施与理由", "Measure and reason"), Width::Rest(180.0)),
            Column::number(lang.pick("设备数", "Devices"), Width::Exact(60.0)),
            Column::number(lang.pick("节能 tce/a", "tce/a"), Width::Exact(84.0)),
        ];
        let at = |row: usize| rows.get(row).copied().unwrap_or(usize::MAX);
        let text = |row: usize, c: usize| cell(found, at(row), c, lang);
        let cells = &mut |ui: &mut egui::Ui, row: usize, c: usize| {
            let (Some((s, _)), Some(chosen)) = (found.list.get(at(row)), chosen.get_mut(at(row))) else {
                return false;
            };
            match c {
                0 => {
                    ui.add_space(10.0);
                    let tick = ui.checkbox(chosen, "");
                    let name = format!("{}{}", lang.pick("选中：", "Choose "), s.measure.title);
                    let now = *chosen;
                    tick.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, now, &name));
                }
                2 => {
                    ui.add_space(8.0);
                    let (tone, icon) = look(s.urgency);
                    badge::status(ui, tone, icon, lang.pick(s.urgency.zh(), s.urgency.en()));
                }
                3 => drop(ui.vertical(|ui| {
                    ui.add_space(3.0);
                    ui.spacing_mut().interact_size.y = 20.0;
                    for text in [theme::bold(&s.measure.title), theme::small(ui, &s.reason)] {
                        ui.horizontal(|ui| {
                            ui.add_space(8.0);
                            ui.add(egui::Label::new(text).truncate());
                        });
                    }
                })),
                _ => return false,
            }
            true
        };
        let told = theme::framed(ui, |ui| {
            Table {
                sorted: Some(&self.sort),
                selected: &|row| at(row) == current,
                row_height: theme::ROW * 2.0 - 4.0,
                height: Some(ui.available_height()),
                ..Table::new(lang.pick("建议的措施", "Suggestions"), &columns, rows.len(), lang, &text)
            }
            .show_with(ui, cells)
        });
        let (all, copied) = (Arc::clone(found), Arc::clone(&rows));
        self.copying.follow(wb, &told, &columns, move |_, line, c| {
            copied.get(line).map_or_else(String::new, |at| cell(&all, *at, c, lang))
        });
        if let Some(row) = told.chosen {
            self.current = at(row);
        }
    }
}

/// What was taken into the audit.
fn told(lang: Lang, measures: usize, devices: usize, first: bool) -> String {
    match (lang, first) {
        (Lang::Zh, true) => format!(
            "已加入 {measures} 项措施，涉及 {devices} 项设备，可一步撤销；参数齐全的编入“推荐方案”。投资须在“措施”页填写"
        ),
        (Lang::Zh, false) => {
            format!("已加入 {measures} 项措施，涉及 {devices} 项设备，可一步撤销；未编入现有方案。投资须在“措施”页填写")
        }
        (Lang::En, true) => format!(
            "{measures} measures on {devices} devices added, one step to undo; complete ones form a scenario. \
             Investments are to be entered under Measures"
        ),
        (Lang::En, false) => format!(
            "{measures} measures on {devices} devices added, one step to undo; not in the existing scenarios. \
             Investments are to be entered under Measures"
        ),
    }
}
