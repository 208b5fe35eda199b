//! 哪些措施最省钱地达到下一级: the planner's answer, found on a worker when it is asked for.

use std::collections::{HashMap, HashSet};

use eframe::egui::{self, Button};

use crate::app::lang::Lang;
use crate::app::plant::PlantFound;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::{amount, maybe, wan};
use crate::app::widgets::{badge, evidence};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::benchmark::{self, Cheapest, QuotaFinding};
use crate::diagnosis::DeviceLedger;
use crate::energy::{Assumptions, Context};

/// The answers of a revision, one for each product that was asked about.
#[derive(Default)]
pub struct Answers {
    found: HashMap<usize, Work<u64, Cheapest>>,
    asked: HashSet<(u64, usize)>,
}

impl Answers {
    /// The button, and the answer once it is there.
    pub fn show(
        &mut self,
        ui: &mut egui::Ui,
        wb: &mut Workbench,
        found: &PlantFound,
        product: usize,
        q: &QuotaFinding,
    ) {
        let lang = wb.lang();
        let measures = wb.audit().map_or(0, |a| a.measures.len());
        let can = measures > 0 && q.deciding().is_some_and(|d| !d.gaps.is_empty());
        if !can {
            return;
        }
        let of = wb.revision();
        self.asked.retain(|(revision, _)| *revision == of);
        let busy = self.found.values().any(Work::running);
        ui.horizontal_wrapped(|ui| {
            let text = lang.pick("哪些措施最省钱地达到下一级", "Cheapest measures to the next level");
            let button = ui.add_enabled(!busy, Button::new(text));
            button.widget_info(|| {
                egui::WidgetInfo::labeled(egui::Role::Button, !busy, format!("{text} {}", q.figure.product))
            });
            if button.clicked() {
                self.asked.insert((of, product));
                self.found.remove(&product);
            }
            if self.found.get(&product).is_some_and(Work::running) {
                ui.spinner();
            }
        });
        let work = self.found.entry(product).or_default();
        if self.asked.contains(&(of, product)) {
            let title = wb.tr("优选达到下一级的措施", "Seeking the cheapest measures");
            work.ask(wb, of, Pace::Shown, title, |wb| {
                let (reference, q, figures) = (wb.reference.clone(), q.clone(), found.figures.clone());
                move |given: Given<'_>, progress: &_| {
                    let reference = reference.ok_or_else(String::new)?;
                    let assumptions = Assumptions::of(given.audit, &reference);
                    let ctx = Context { reference: &reference, assumptions: &assumptions };
                    let ledger = DeviceLedger::of(given.audit);
                    benchmark::cheapest(&q, None, &figures, (given.audit, &ledger), &ctx, progress)
                        .map_err(|e| e.to_string())
                }
            });
        } else {
            work.poll(wb);
        }
        match work.found(&of) {
            Some(Ok(answer)) => result(ui, lang, answer),
            Some(Err(why)) => evidence::wrapped(ui, theme::weak(ui, format!("▲ {why}"))),
            None => {}
        }
    }
}

fn result(ui: &mut egui::Ui, lang: Lang, answer: &Cheapest) {
    let plan = &answer.plan.result;
    ui.horizontal_wrapped(|ui| {
        let to = lang.pick(answer.to.zh(), answer.to.en());
        ui.label(theme::bold(format!(
            "{} {to}：{} {} tce/a，{} {} {}",
            lang.pick("达到", "To reach"),
            lang.pick("须节能", "save"),
            amount(answer.target_tce),
            lang.pick("最少投资", "least investment"),
            wan(plan.investment_yuan),
            lang.pick("万元", "10⁴ yuan"),
        )));
        if let Some(level) = answer.after.as_ref().and_then(|a| a.outcome.level()) {
            let (tone, icon) = super::look(crate::benchmark::Outcome::Level(level));
            badge::status(
                ui,
                tone,
                icon,
                &format!("{} {}", lang.pick("改造后", "after"), lang.pick(level.zh(), level.en())),
            );
        }
    });
    for m in &plan.measures {
        let text = format!(
            "· {}　{} tce　{} {}",
            m.title,
            amount(m.saving.tce_equivalent),
            maybe(m.investment_yuan, wan),
            lang.pick("万元", "10⁴ yuan")
        );
        ui.label(text);
    }
    if plan.measures.is_empty() {
        badge::status(ui, Tone::Quiet, "○", lang.pick("没有措施", "no measures"));
    }
    for note in answer.notes.iter().chain(&answer.plan.notes) {
        evidence::wrapped(ui, theme::weak(ui, format!("· {note}")));
    }
    let left_out = &answer.plan.left_out;
    if !left_out.is_empty() {
        let title = format!("{}({})", lang.pick("未参与的措施", "Measures that took no part"), left_out.len());
        egui::CollapsingHeader::new(title).id_salt("left out").show(ui, |ui| {
            for (_, why) in left_out {
                evidence::wrapped(ui, theme::weak(ui, format!("· {why}")));
            }
        });
    }
}
