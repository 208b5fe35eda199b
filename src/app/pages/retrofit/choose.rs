//! 优选: the best set of measures for a budget or a target, found on a worker, and its abatement curve.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use eframe::egui;

use super::abatement;
use super::scenarios::card;
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::{amount, grouped, maybe, wan};
use crate::app::widgets::sheet::{Holds, Sheet};
use crate::app::widgets::typed::Typed;
use crate::app::widgets::{self, badge, evidence};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::{Audit, Edit, Id, Scenario};
use crate::diagnosis::DeviceLedger;
use crate::energy::working::stated;
use crate::energy::{Assumptions, Context};
use crate::retrofit::ScenarioResult;
use crate::retrofit::planner::{self, Goal, Plan, Proof};

/// Seconds the budget must stay as it is before the planner starts.
const SETTLE_S: f64 = 0.3;

/// What is sought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Aim {
    #[default]
    Npv,
    Tce,
    Target,
}

/// The tab's state.
#[derive(Default)]
pub struct Choose {
    aim: Aim,
    /// Budget in 万元; the sum of all investments until it is chosen.
    budget_wan: Option<f64>,
    target_tce: Option<f64>,
    typed: Typed,
    work: Work<Asked, Found>,
    /// The question last seen, and since when.
    asked: Option<(Asked, f64)>,
    /// The scenario whose abatement curve is shown; the plan's without.
    curve_of: Option<Id>,
}

/// What is asked: of which revision, which goal, told in which language.
type Asked = (u64, Goal, Lang);

/// So many measures that are not in the plan are named.
const NAMED: usize = 30;

/// A plan as it is shown; made once, as there may be thousands of measures.
struct Found {
    plan: Plan,
    /// The chosen measures and their total.
    rows: Vec<Vec<String>>,
    /// Measures that took no part, and why: the first ones.
    left_out: Vec<String>,
    /// Measures that took part and were not chosen: how many, and the first ones.
    rest: (usize, String),
}

impl Found {
    fn of(plan: Plan, audit: &Audit, lang: Lang) -> Self {
        let titles: HashMap<Id, &str> = audit.measures.iter().map(|m| (m.id, m.title.as_str())).collect();
        let title = |id: &Id| titles.get(id).copied().unwrap_or("—");
        let named = plan.left_out.iter().take(NAMED);
        let left_out = named.map(|(id, reason)| format!("“{}”：{reason}", title(id))).collect();
        let chosen = plan.result.measures.iter().map(|m| m.id);
        let known: HashSet<Id> = chosen.chain(plan.left_out.iter().map(|(id, _)| *id)).collect();
        let rest: Vec<&str> =
            audit.measures.iter().filter(|m| !known.contains(&m.id)).map(|m| m.title.as_str()).collect();
        let rest = (rest.len(), rest.into_iter().take(NAMED).collect::<Vec<_>>().join("；"));
        Self { rows: rows(lang, &plan.result), left_out, rest, plan }
    }
}

impl Choose {
    /// Shows the tab.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        self.work.poll(wb);
        let Some(audit) = wb.audit() else { return };
        let most: f64 = audit.measures.iter().filter_map(|m| m.cost.investment_yuan).sum::<f64>() / 1e4;
        if audit.measures.iter().all(|m| m.cost.investment_yuan.is_none()) {
            widgets::empty(
                ui,
                lang.pick("没有可以优选的措施", "Nothing to choose from"),
                lang.pick(
                    "优选按投资选措施：请在“措施”页给措施填写投资(不需投资的填 0)。",
                    "The choice rests on investments: state them on the tab “Measures” (0 where none is needed).",
                ),
            );
            return;
        }
        let mut save = None;
        egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            theme::card(ui).show(ui, |ui| {
                ui.set_width(ui.available_width());
                self.goal(ui, lang, most);
                self.run(ui, wb, most);
            });
            let width = ui.available_width();
            ui.horizontal_top(|ui| {
                let left = (width * 0.54).floor();
                card(ui, left, |ui| save = self.result(ui, wb));
                card(ui, width - left - 8.0, |ui| self.curve(ui, wb));
            });
        });
        if let Some(scenario) = save {
            let at = wb.audit().map_or(0, |a| a.scenarios.len());
            let name = scenario.name.clone();
            if wb.edit("存为方案", Edit::InsertScenario(at, scenario)) {
                wb.say(Tone::Good, format!("已存为方案“{name}”，可撤销"));
            }
        }
    }

    /// What is sought, and within what.
    fn goal(&mut self, ui: &mut egui::Ui, lang: Lang, most: f64) {
        ui.horizontal(|ui| {
            ui.label(theme::bold(lang.pick("目标", "Goal")));
            for (aim, name) in [
                (Aim::Npv, lang.pick("最大净现值", "highest NPV")),
                (Aim::Tce, lang.pick("最大节能量", "most saved energy")),
                (Aim::Target, lang.pick("最少投资达到节能目标", "least investment for a target")),
            ] {
                ui.radio_value(&mut self.aim, aim, name);
            }
        });
        ui.horizontal(|ui| {
            let label = lang.pick("预算(万元)", "Budget (10⁴ yuan)");
            let name = ui.label(label);
            let mut shown = self.budget_wan.unwrap_or(most);
            let slider = egui::Slider::new(&mut shown, 0.0..=most.max(1.0)).show_value(false).trailing_fill(true);
            let moved = ui.scope(|ui| {
                // The rail has the ground of a field, which is that of the card.
                let p = theme::palette(ui);
                ui.spacing_mut().slider_width = 360.0;
                ui.visuals_mut().widgets.inactive.bg_fill = p.line;
                ui.visuals_mut().selection.bg_fill = p.accent;
                ui.add(slider).labelled_by(name.id).changed()
            });
            if moved.inner {
                self.budget_wan = Some((shown * 10.0).round() / 10.0);
            }
            let mut budget = Some(self.budget_wan.unwrap_or((most * 1e6).round() / 1e6));
            self.typed.lang = lang;
            if self.typed.box_for(ui, name.id, label, "budget", &mut budget, 0.0..=1e7) {
                self.budget_wan = budget;
            }
            let all = format!("{} {}", lang.pick("全部措施的投资", "all investments"), grouped(most, 2));
            ui.label(theme::weak(ui, all));
            if self.aim == Aim::Target {
                ui.separator();
                let label = lang.pick("节能目标(tce/a，当量值)", "Target (tce/a, equivalent)");
                let name = ui.label(label);
                self.typed.box_for(ui, name.id, label, "target", &mut self.target_tce, 0.0..=1e8);
            }
        });
    }

    fn wanted(&self, most: f64) -> Option<Goal> {
        let budget_yuan = self.budget_wan.unwrap_or(most) * 1e4;
        Some(match self.aim {
            Aim::Npv => Goal::MaxNpv { budget_yuan },
            Aim::Tce => Goal::MaxTce { budget_yuan },
            Aim::Target => {
                Goal::MinInvestment { target_tce: self.target_tce?, budget_yuan: self.budget_wan.map(|_| budget_yuan) }
            }
        })
    }

    /// Starts the planner when the question has stayed the same for a moment; shows its progress.
    fn run(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, most: f64) {
        let lang = wb.lang();
        let Some(goal) = self.wanted(most) else {
            self.asked = None;
            ui.label(theme::weak(ui, lang.pick("填写节能目标后开始优选", "Enter a target to start")));
            return;
        };
        let key = (wb.revision(), goal, lang);
        let now = ui.input(|i| i.time);
        if self.asked.is_none_or(|(k, _)| k != key) {
            self.asked = Some((key, now));
        }
        let since = self.asked.map_or(0.0, |(_, t)| now - t);
        if self.work.found(&key).is_none() && since < SETTLE_S {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(SETTLE_S - since + 0.01));
        } else {
            self.start(wb, key);
        }
        ui.horizontal(|ui| {
            ui.set_min_height(28.0);
            if self.work.running() {
                ui.spinner();
                let share = self.work.progress(wb).unwrap_or(0.0);
                widgets::progress(ui, share, 180.0, 8.0);
                ui.label(format!("{:.0} %", share * 100.0));
                ui.label(theme::weak(ui, lang.pick("正在优选…", "Choosing…")));
                if ui.button(lang.pick("取消优选", "Cancel the choice")).clicked() {
                    self.work.cancel(wb);
                }
                return;
            }
            match self.work.found(&key) {
                Some(Ok(found)) => proof(ui, lang, &found.plan),
                Some(Err(reason)) => {
                    let color = Tone::Bad.colors(ui.visuals().dark_mode).0;
                    let kept = lang.pick("现有方案没有改动", "the scenarios are as they were");
                    evidence::wrapped(ui, egui::RichText::new(format!("✖ {reason}；{kept}")).color(color));
                    if ui.button(lang.pick("重新优选", "Choose again")).clicked() {
                        self.work.forget();
                    }
                }
                None => {
                    ui.label(theme::weak(ui, lang.pick("正在优选…", "Choosing…")));
                }
            }
        });
    }

    fn start(&mut self, wb: &mut Workbench, key: Asked) {
        let title = wb.tr("优选措施", "Choosing measures");
        self.work.ask(wb, key, Pace::Shown, title, |wb| {
            let reference = wb.reference.clone();
            move |given: Given<'_>, progress: &_| {
                let (audit, reference) = (given.audit, reference.ok_or_else(String::new)?);
                let assumptions = Assumptions::of(audit, &reference);
                let ctx = Context { reference: &reference, assumptions: &assumptions };
                let plan = planner::plan(audit, key.1, &DeviceLedger::of(audit), &ctx, progress);
                plan.map(|plan| Found::of(plan, audit, key.2)).map_err(|e| e.to_string())
            }
        });
    }

    /// The plan of the audit as it stands: that of the last question while the next is being answered.
    fn plan(&self, wb: &Workbench) -> Option<&Arc<Found>> {
        let ((revision, ..), found) = self.work.last()?;
        found.as_ref().ok().filter(|_| *revision == wb.revision() && self.asked.is_some())
    }

    /// The chosen set; a scenario if it is to be saved.
    fn result(&self, ui: &mut egui::Ui, wb: &Workbench) -> Option<Scenario> {
        let lang = wb.lang();
        let mut save = None;
        let found = self.plan(wb);
        let plan = found.map(|found| &found.plan);
        ui.horizontal(|ui| {
            ui.label(theme::bold(lang.pick("选出的措施", "The chosen set")));
            let answered = self.asked.is_some_and(|(key, _)| self.work.found(&key).is_some());
            let can = answered && plan.is_some_and(|p| !p.result.measures.is_empty());
            if widgets::primary(ui, can, lang.pick("存为方案", "Save as scenario")).clicked() {
                save = plan.map(|p| scenario(lang, p));
            }
        });
        let Some((found, plan)) = found.zip(plan) else {
            ui.label(theme::weak(ui, lang.pick("还没有结果", "No result yet")));
            return None;
        };
        if plan.result.measures.is_empty() {
            let text = lang
                .pick("没有选出措施：预算内没有使目标更好的措施", "Nothing chosen: no measure within the budget helps");
            ui.label(theme::weak(ui, text));
        } else {
            table(ui, lang, &found.rows);
        }
        for note in &plan.notes {
            evidence::wrapped(ui, theme::weak(ui, format!("· {note}")));
        }
        left_out(ui, lang, found);
        save
    }

    fn curve(&mut self, ui: &mut egui::Ui, wb: &Workbench) {
        let lang = wb.lang();
        let Some(diagnosis) = wb.diagnosis.clone() else { return };
        let of_plan = lang.pick("选出的措施", "the chosen set");
        let chosen = diagnosis.scenarios.iter().find(|s| Some(s.id) == self.curve_of);
        ui.horizontal(|ui| {
            let name = ui.label(lang.pick("曲线的对象", "Curve of"));
            let shown = chosen.map_or(of_plan, |s| s.name.as_str());
            egui::ComboBox::from_id_salt("curve_of")
                .selected_text(shown)
                .width(150.0)
                .truncate()
                .show_ui(ui, |ui| {
                    ui.selectable_value(&mut self.curve_of, None, of_plan);
                    for s in &diagnosis.scenarios {
                        ui.selectable_value(&mut self.curve_of, Some(s.id), &s.name);
                    }
                })
                .response
                .labelled_by(name.id);
        });
        let plan = self.plan(wb).cloned();
        match chosen.map(Arc::as_ref).or(plan.as_deref().map(|found| &found.plan.result)) {
            Some(result) => abatement::show(ui, lang, result),
            None => {
                ui.label(theme::weak(ui, lang.pick("还没有结果", "No result yet")));
            }
        }
    }
}

/// How good the plan is, in words.
fn proof(ui: &mut egui::Ui, lang: Lang, plan: &Plan) {
    match plan.proof {
        Proof::Optimal => {
            badge::status(ui, Tone::Good, "✔", lang.pick("已证明最优", "proven optimal"));
            let text = lang.pick("没有更好的组合", "no allowed set is better");
            ui.label(theme::weak(ui, text));
        }
        Proof::Gap(gap) => {
            badge::status(ui, Tone::Warn, "▲", lang.pick("未证明最优", "not proven optimal"));
            let text = lang.pick("与最优的差距不超过", "the gap is at most");
            ui.label(format!("{text} {} %", grouped(gap * 100.0, 2)));
        }
        Proof::Pairwise { model, exact, gap } => {
            badge::status(ui, Tone::Warn, "▲", lang.pick("相互作用按两两近似", "interactions by pairs"));
            let show = |v: f64| match plan.goal {
                Goal::MaxTce { .. } => format!("{} tce", amount(v)),
                _ => format!("{} {}", wan(v), lang.pick("万元", "10⁴ yuan")),
            };
            let mut text = format!(
                "{} {}，{} {}",
                lang.pick("模型值", "by the model"),
                show(model),
                lang.pick("逐项计算", "evaluated"),
                show(exact)
            );
            if gap > 0.0 {
                text.push_str(&format!("；{} {} %", lang.pick("求解差距", "gap"), grouped(gap * 100.0, 2)));
            }
            ui.label(text);
        }
    }
}

/// The plan as a scenario, named after its goal.
fn scenario(lang: Lang, plan: &Plan) -> Scenario {
    let name = match plan.goal {
        Goal::MaxNpv { budget_yuan } => {
            let budget = stated(budget_yuan / 1e4);
            match lang {
                Lang::Zh => format!("优选(NPV 最大，预算 {budget} 万元)"),
                Lang::En => format!("Best NPV for {budget}×10⁴ yuan"),
            }
        }
        Goal::MaxTce { budget_yuan } => {
            let budget = stated(budget_yuan / 1e4);
            match lang {
                Lang::Zh => format!("优选(节能最多，预算 {budget} 万元)"),
                Lang::En => format!("Most saved for {budget}×10⁴ yuan"),
            }
        }
        Goal::MinInvestment { target_tce, .. } => {
            let target = stated(target_tce);
            match lang {
                Lang::Zh => format!("优选(最少投资，节能 {target} tce)"),
                Lang::En => format!("Least investment for {target} tce"),
            }
        }
    };
    Scenario { id: Id::fresh(), name, measures: plan.result.measures.iter().map(|m| m.id).collect() }
}

fn table(ui: &mut egui::Ui, lang: Lang, rows: &[Vec<String>]) {
    let head = [
        (lang.pick("措施", "Measure"), Holds::Rest),
        (lang.pick("投资 万元", "invest. 10⁴¥"), Holds::Number),
        (lang.pick("节能 tce/a", "tce/a"), Holds::Number),
        (lang.pick("节约 万元/a", "saved 10⁴¥/a"), Holds::Number),
        (lang.pick("回收期 a", "payback a"), Holds::Number),
        (lang.pick("NPV 万元", "NPV 10⁴¥"), Holds::Number),
    ];
    Sheet { id: "plan", head: &head, rows, total: true, selected: None, height: Some(380.0) }.show(ui, lang);
}

/// A row for each chosen measure, and the total.
fn rows(lang: Lang, result: &ScenarioResult) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = result
        .measures
        .iter()
        .map(|m| {
            vec![
                m.title.clone(),
                maybe(m.investment_yuan, wan),
                amount(m.saving.tce_equivalent),
                maybe(m.saving.cost_yuan, wan),
                maybe(m.economics.simple_payback_a, |v| grouped(v, 1)),
                maybe(m.economics.npv_yuan, wan),
            ]
        })
        .collect();
    rows.push(vec![
        format!("{}({})", lang.pick("合计，含相互影响", "Total with interactions"), result.measures.len()),
        wan(result.investment_yuan),
        amount(result.saving.tce_equivalent),
        maybe(result.saving.cost_yuan, wan),
        maybe(result.simple_payback_a, |v| grouped(v, 1)),
        maybe(result.npv_yuan, wan),
    ]);
    rows
}

/// Measures that could not take part, and those that took part and were not chosen.
fn left_out(ui: &mut egui::Ui, lang: Lang, found: &Found) {
    let more = |ui: &mut egui::Ui, count: usize| {
        let text = match lang {
            Lang::Zh => format!("…共 {count} 项"),
            Lang::En => format!("… {count} in all"),
        };
        ui.label(theme::weak(ui, text));
    };
    let count = found.plan.left_out.len();
    if count > 0 {
        let name = format!("{}({count})", lang.pick("没有参加优选的措施", "Took no part"));
        egui::CollapsingHeader::new(name).id_salt("left_out").default_open(count <= 6).show(ui, |ui| {
            for text in &found.left_out {
                evidence::wrapped(ui, egui::RichText::new(text));
            }
            if count > found.left_out.len() {
                more(ui, count);
            }
        });
    }
    let (count, names) = &found.rest;
    if *count > 0 {
        let text = lang.pick("参加了优选、没有选上：", "Took part, not chosen: ");
        evidence::wrapped(ui, theme::weak(ui, format!("{text}{names}")));
        if *count > NAMED {
            more(ui, *count);
        }
    }
}
