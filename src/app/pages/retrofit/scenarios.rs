//! 方案: named, ordered sets of measures, compared and edited.

use eframe::egui::{self, Align, Layout};
use egui_extras::{Column, TableBuilder};

use super::compare;
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::{amount, maybe, wan};
use crate::app::widgets::sheet::{Holds, cell};
use crate::app::widgets::{self, evidence};
use crate::app::workbench::Workbench;
use crate::audit::{Edit, Id, Scenario};
use crate::diagnosis::Diagnosis;
use crate::retrofit::plant_use::PlantUse;
use crate::retrofit::rules::{Problem, problems};
use crate::retrofit::{FuelSaving, ScenarioResult};

/// How many refused devices are listed.
const SHOWN: usize = 40;

/// The tab's state.
#[derive(Default)]
pub struct Scenarios {
    current: Option<Id>,
    /// Name being typed.
    name: Option<(Id, String)>,
    /// Problems of the current scenario, of a revision.
    problems: Option<(Id, u64, Vec<Problem>)>,
    /// What the plant used, of a revision.
    plant: Option<(u64, Option<PlantUse>)>,
}

/// A named step.
type Change = (&'static str, Edit);

impl Scenarios {
    /// Shows the tab.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let Some(audit) = wb.audit() else { return };
        let scenarios = audit.scenarios.clone();
        if self.current.is_none_or(|id| scenarios.iter().all(|s| s.id != id)) {
            self.current = scenarios.first().map(|s| s.id);
        }
        let chosen = scenarios.iter().find(|s| Some(s.id) == self.current);
        let mut change = self.buttons(ui, lang, &scenarios, chosen);
        let Some(chosen) = chosen else {
            widgets::empty(
                ui,
                lang.pick("还没有方案", "No scenarios yet"),
                lang.pick(
                    "方案是按顺序实施的一组措施，后一项在前一项的结果上计算。点“新建方案”，或在“优选”页按预算选出后存为方案。",
                    "A scenario is an ordered set of measures. Make one here, or save a plan.",
                ),
            );
            self.take(wb, change);
            return;
        };
        let diagnosis = wb.diagnosis.clone();
        egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            if let Some(diagnosis) = &diagnosis {
                theme::card(ui).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    ui.label(theme::bold(lang.pick("方案比较(点一行编辑)", "Comparison (click a row to edit)")));
                    if let Some(id) = compare::table(ui, lang, &diagnosis.scenarios, self.current) {
                        self.current = Some(id);
                    }
                });
            }
            let width = ui.available_width();
            // Side by side where the list of measures keeps its columns, and there is a curve to be shown.
            let drawn = diagnosis.iter().any(|d| d.scenarios.iter().any(|s| s.flow_yuan.len() > 1));
            let (left, right, layout) = if width < 1100.0 || !drawn {
                (width, width, Layout::top_down(Align::Min))
            } else {
                let left = (width * 0.6).floor();
                (left, width - left - 8.0, Layout::left_to_right(Align::Min))
            };
            ui.with_layout(layout, |ui| {
                card(ui, left, |ui| {
                    let edited = self.one(ui, wb, chosen, diagnosis.as_deref());
                    change = change.take().or(edited);
                });
                card(ui, right, |ui| {
                    let rate = wb.assumptions.fraction("discount_rate_pct");
                    if let Some(d) = &diagnosis {
                        compare::balances(ui, lang, &d.scenarios, rate, 250.0);
                    }
                });
            });
        });
        self.take(wb, change);
    }

    fn take(&mut self, wb: &mut Workbench, change: Option<Change>) {
        let Some((name, edit)) = change else { return };
        if let Edit::InsertScenario(_, new) = &edit {
            self.current = Some(new.id);
        }
        wb.edit(name, edit);
    }

    fn buttons(
        &self,
        ui: &mut egui::Ui,
        lang: Lang,
        scenarios: &[Scenario],
        chosen: Option<&Scenario>,
    ) -> Option<Change> {
        let mut change = None;
        ui.horizontal(|ui| {
            let count = scenarios.len();
            if ui.button(lang.pick("新建方案", "New scenario")).clicked() {
                let new = Scenario { id: Id::fresh(), name: format!("方案{}", count + 1), measures: Vec::new() };
                change = Some(("新建方案", Edit::InsertScenario(count, new)));
            }
            let Some(chosen) = chosen else { return };
            if ui.button(lang.pick("复制方案", "Duplicate scenario")).clicked() {
                let name = format!("{}(副本)", chosen.name);
                let copy = Scenario { id: Id::fresh(), name, measures: chosen.measures.clone() };
                change = Some(("复制方案", Edit::InsertScenario(count, copy)));
            }
            if ui.button(lang.pick("删除方案", "Remove scenario")).clicked() {
                change = Some(("删除方案", Edit::RemoveScenario(chosen.id)));
            }
        });
        change
    }

    /// The chosen scenario: name, measures in order, what is wrong with it.
    fn one(
        &mut self,
        ui: &mut egui::Ui,
        wb: &Workbench,
        scenario: &Scenario,
        diagnosis: Option<&Diagnosis>,
    ) -> Option<Change> {
        let lang = wb.lang();
        let with = |measures: Vec<Id>| Edit::ReplaceScenario(Scenario { measures, ..scenario.clone() });
        let mut change = None;
        ui.horizontal(|ui| {
            change = self.rename(ui, lang, scenario);
            let Some(audit) = wb.audit() else { return };
            ui.menu_button(lang.pick("加入措施…", "Add a measure…"), |ui| {
                egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                    for m in audit.measures.iter().filter(|m| !scenario.measures.contains(&m.id)) {
                        if ui.button(&m.title).clicked() {
                            let mut order = scenario.measures.clone();
                            order.push(m.id);
                            change = Some(("加入方案", with(order)));
                            ui.close();
                        }
                    }
                });
            });
        });
        let result = diagnosis.and_then(|d| d.scenarios.iter().find(|s| s.id == scenario.id));
        ui.label(theme::small(
            ui,
            lang.pick(
                "按实施顺序：后一项在前一项的结果上计算；“单独”是只实施这一项",
                "In order: each acts on what the ones before left; “alone” is without the others",
            ),
        ));
        if scenario.measures.is_empty() {
            ui.label(theme::weak(ui, lang.pick("还没有措施，点“加入措施…”", "No measures yet")));
        } else if let Some(order) = order(ui, wb, scenario, diagnosis) {
            change = Some(order);
        }
        self.wrong(ui, wb, scenario);
        if let Some(result) = result {
            self.beyond_plant(ui, wb, result);
            fuels(ui, lang, result);
            incomplete(ui, lang, result);
            refused(ui, lang, result);
        }
        change
    }

    fn rename(&mut self, ui: &mut egui::Ui, lang: Lang, scenario: &Scenario) -> Option<Change> {
        let typing = self.name.take_if(|(id, _)| *id == scenario.id);
        let mut name = typing.map_or_else(|| scenario.name.clone(), |(_, text)| text);
        let label = lang.pick("方案名称", "Scenario name");
        let edit = egui::TextEdit::singleline(&mut name).desired_width(240.0).char_limit(60);
        let response = ui.add(edit).on_hover_text(label);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, label));
        if response.has_focus() {
            self.name = Some((scenario.id, name));
        } else if response.lost_focus() && name != scenario.name && !name.trim().is_empty() {
            return Some(("改方案名称", Edit::ReplaceScenario(Scenario { name, ..scenario.clone() })));
        }
        None
    }

    /// Exclusions and prerequisites, found anew when the audit has changed.
    fn wrong(&mut self, ui: &mut egui::Ui, wb: &Workbench, scenario: &Scenario) {
        let Some(audit) = wb.audit() else { return };
        let revision = wb.revision();
        if !matches!(&self.problems, Some((id, of, _)) if (*id, *of) == (scenario.id, revision)) {
            self.problems = Some((scenario.id, revision, problems(scenario, audit)));
        }
        let warn = Tone::Warn.colors(ui.visuals().dark_mode).0;
        for problem in self.problems.iter().flat_map(|(_, _, found)| found) {
            let text = if wb.lang() == Lang::Zh { problem.zh(audit) } else { problem.en(audit) };
            evidence::wrapped(ui, egui::RichText::new(format!("▲ {text}")).color(warn));
        }
    }

    /// Carriers of which the scenario saves more than the plant used.
    fn beyond_plant(&mut self, ui: &mut egui::Ui, wb: &Workbench, result: &ScenarioResult) {
        let (Some(audit), Some(ctx)) = (wb.audit(), wb.context()) else { return };
        let revision = wb.revision();
        if self.plant.as_ref().is_none_or(|(of, _)| *of != revision) {
            self.plant = Some((revision, PlantUse::of(audit, &ctx)));
        }
        let Some((_, Some(plant))) = &self.plant else { return };
        let bad = Tone::Bad.colors(ui.visuals().dark_mode).0;
        for beyond in plant.beyond(&result.saving, &ctx) {
            let text = if wb.lang() == Lang::Zh { format!("方案{}", beyond.zh()) } else { beyond.en() };
            evidence::wrapped(ui, egui::RichText::new(format!("✖ {text}")).color(bad));
        }
    }
}

/// A card of a given width.
pub fn card(ui: &mut egui::Ui, width: f32, add: impl FnOnce(&mut egui::Ui)) {
    theme::card(ui).show(ui, |ui| {
        ui.vertical(|ui| {
            ui.set_width((width - 26.0).max(100.0));
            add(ui);
        });
    });
}

/// The measures in order, each alone and as in the scenario; the change asked for.
fn order(ui: &mut egui::Ui, wb: &Workbench, scenario: &Scenario, diagnosis: Option<&Diagnosis>) -> Option<Change> {
    let lang = wb.lang();
    let audit = wb.audit()?;
    let result = diagnosis.and_then(|d| d.scenarios.iter().find(|s| s.id == scenario.id));
    let mut moved = None;
    let head = [
        ("", 108.0),
        (lang.pick("措施", "Measure"), 140.0),
        (lang.pick("单独 tce/a", "alone tce/a"), 80.0),
        (lang.pick("方案中 tce/a", "here tce/a"), 90.0),
        (lang.pick("单独 NPV 万元", "alone NPV"), 104.0),
        (lang.pick("方案中 NPV 万元", "here NPV"), 114.0),
    ];
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let mut table = TableBuilder::new(ui).id_salt("order").striped(true).vscroll(false).auto_shrink([false, true]);
        for (at, (_, width)) in head.iter().enumerate() {
            table = table.column(match at {
                1 => Column::remainder().at_least(*width).clip(true),
                _ => Column::exact(*width).clip(true),
            });
        }
        let header = |mut row: egui_extras::TableRow<'_, '_>| {
            for (at, (name, _)) in head.iter().enumerate() {
                let holds = if at < 2 { Holds::Text } else { Holds::Number };
                row.col(|ui| cell(ui, holds, theme::small(ui, *name), name));
            }
        };
        table.header(theme::HEADER, header).body(|body| {
            body.rows(theme::ROW + 4.0, scenario.measures.len(), |mut row| {
                let at = row.index();
                let Some(id) = scenario.measures.get(at) else { return };
                let title = audit.measure(*id).map_or("—", |m| m.title.as_str());
                row.col(|ui| {
                    if let Some(step) = steps(ui, lang, at, scenario.measures.len(), title) {
                        moved = Some((at, step));
                    }
                });
                let text = format!("{}. {title}", at + 1);
                row.col(|ui| cell(ui, Holds::Text, egui::RichText::new(&text), &text));
                let alone = diagnosis.and_then(|d| d.measures.iter().find(|m| m.id == *id));
                let here = result.and_then(|r| r.measures.iter().find(|m| m.id == *id));
                for text in [
                    maybe(alone.and_then(|m| m.known_saving()).map(|s| s.tce_equivalent), amount),
                    maybe(here.and_then(|m| m.known_saving()).map(|s| s.tce_equivalent), amount),
                    maybe(alone.and_then(|m| m.economics.npv_yuan), wan),
                    maybe(here.and_then(|m| m.economics.npv_yuan), wan),
                ] {
                    row.col(|ui| cell(ui, Holds::Number, egui::RichText::new(&text), &text));
                }
            });
        });
    });
    let (at, step) = moved?;
    let mut measures = scenario.measures.clone();
    let name = match step {
        Step::Up => {
            measures.swap(at, at.checked_sub(1)?);
            "调整措施顺序"
        }
        Step::Down if at + 1 < measures.len() => {
            measures.swap(at, at + 1);
            "调整措施顺序"
        }
        Step::Down => return None,
        Step::Out => {
            measures.remove(at);
            "移出方案"
        }
    };
    Some((name, Edit::ReplaceScenario(Scenario { measures, ..scenario.clone() })))
}

/// What a button does to a measure's place.
#[derive(Clone, Copy)]
enum Step {
    Up,
    Down,
    Out,
}

fn steps(ui: &mut egui::Ui, lang: Lang, at: usize, count: usize, title: &str) -> Option<Step> {
    let mut step = None;
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.spacing_mut().button_padding.x = 6.0;
        for (sign, name, enabled, what) in [
            ("↑", lang.pick("上移", "Up"), at > 0, Step::Up),
            ("↓", lang.pick("下移", "Down"), at + 1 < count, Step::Down),
            ("✖", lang.pick("移出方案", "Take out"), true, Step::Out),
        ] {
            let button = ui.add_enabled(enabled, egui::Button::new(sign)).on_hover_text(name);
            let label = format!("{name}{}{title}", lang.pick("：", ": "));
            button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, &label));
            if button.clicked() {
                step = Some(what);
            }
        }
    });
    step
}

/// Saved fuels of the whole.
fn fuels(ui: &mut egui::Ui, lang: Lang, result: &ScenarioResult) {
    let fuel = |f: &FuelSaving| format!("{} {} {}", lang.said(f.name), amount(f.quantity), lang.unit(f.unit));
    let fuels: Vec<String> = result.fuels.iter().map(fuel).collect();
    if !fuels.is_empty() {
        let text = lang.pick("方案节燃料(每年，负为增加)：", "Fuel saved per year (negative: more used): ");
        evidence::wrapped(ui, egui::RichText::new(format!("{text}{}", fuels.join(lang.pick("；", "; ")))));
    }
}

/// Why the totals lack something.
fn incomplete(ui: &mut egui::Ui, lang: Lang, result: &ScenarioResult) {
    for m in result.measures.iter().filter(|m| m.economics.net_benefit_yuan.is_none()) {
        let text = lang.pick("没有可计算的设备或缺价格，收益未计入，回收期不计算", " can't be calculated, not counted");
        evidence::wrapped(ui, theme::weak(ui, format!("▲ “{}”{text}", m.title)));
    }
    if result.without_investment > 0 {
        let text = lang.pick(
            "项措施未填投资，合计不含，回收期不计算",
            "measures state no investment: left out of the sums, no payback",
        );
        evidence::wrapped(ui, theme::weak(ui, format!("{} {text}", result.without_investment)));
    }
}

/// Devices that measures refused, with the reasons.
fn refused(ui: &mut egui::Ui, lang: Lang, result: &ScenarioResult) {
    let count: usize = result.measures.iter().map(|m| m.refused.len()).sum();
    if count == 0 {
        return;
    }
    let title = format!("{}({count})", lang.pick("未计入的设备与原因", "Devices not counted, and why "));
    egui::CollapsingHeader::new(title).id_salt((result.id, "refused")).default_open(count <= 6).show(ui, |ui| {
        let all = result.measures.iter().flat_map(|m| m.refused.iter().map(move |r| (m, r)));
        for (m, (label, reason)) in all.take(SHOWN) {
            evidence::wrapped(
                ui,
                egui::RichText::new(format!("“{}” {label}{}{}", m.title, lang.pick("：", ": "), lang.said(reason))),
            );
        }
        if count > SHOWN {
            ui.label(theme::weak(ui, lang.pick("其余见各措施", "The rest is with the measures")));
        }
    });
}
