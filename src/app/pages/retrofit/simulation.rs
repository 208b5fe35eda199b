//! Monte Carlo: all factors at random within their ranges, on a worker, with a fixed seed.

use eframe::egui;

use super::risk::Subject;
use super::work::Work;
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::{amount, grouped, maybe, wan};
use crate::app::widgets::sheet::{Holds, Sheet};
use crate::app::widgets::{self, evidence};
use crate::app::workbench::Workbench;
use crate::economics::uncertainty::{
    Case, Distribution, Factor, Percentiles, Ranges, Risk, SAMPLES, SEED, monte_carlo,
};

/// What a run answers: revision, subject, distribution.
type Key = (u64, Subject, Distribution);

/// State of the simulation.
#[derive(Default)]
pub struct Simulation {
    distribution: Distribution,
    work: Work<Key, Risk>,
}

impl Simulation {
    /// Takes over what the worker found.
    pub fn poll(&mut self, wb: &Workbench) {
        self.work.poll(wb);
    }

    /// Shows choice, button, progress and result; `can` tells whether nothing is missing.
    pub fn show(
        &mut self,
        ui: &mut egui::Ui,
        wb: &mut Workbench,
        (revision, subject): (u64, Subject),
        can: bool,
        cases: Vec<Case>,
        ranges: Ranges,
    ) {
        let lang = wb.lang();
        ui.label(theme::bold(
            lang.pick("风险：各因素同时随机变动(蒙特卡洛)", "Risk: all factors at random (Monte Carlo)"),
        ));
        let some = Factor::ALL.into_iter().any(|f| ranges.get(f) > 0.0);
        ui.horizontal_wrapped(|ui| {
            ui.label(lang.pick("分布", "Distribution"));
            let d = &mut self.distribution;
            ui.radio_value(d, Distribution::Triangular, lang.pick("三角分布", "triangular"));
            ui.radio_value(d, Distribution::Uniform, lang.pick("均匀分布", "uniform"));
            ui.separator();
            let fixed = format!(
                "{} {}，{} {SEED}",
                grouped(SAMPLES as f64, 0),
                lang.pick("次抽样", "samples"),
                lang.pick("随机种子固定为", "fixed seed"),
            );
            let help = lang
                .pick("种子固定：同样的输入在任何电脑上得到同样的结果", "Same inputs, same result on every machine");
            ui.label(theme::weak(ui, fixed)).on_hover_text(help);
            let key = (revision, subject, self.distribution);
            let ready = can && some && !self.work.running();
            if widgets::primary(ui, ready, lang.pick("开始模拟", "Simulate")).clicked() {
                self.work.forget();
                let distribution = self.distribution;
                self.work.ask(wb, key, lang.pick("风险模拟", "Simulating risk"), false, move |progress| {
                    monte_carlo(&cases, &ranges, distribution, SAMPLES, SEED, progress).map_err(|e| e.to_string())
                });
            }
            if self.work.running() {
                ui.spinner();
                let share = self.work.progress(wb).unwrap_or(0.0);
                ui.add(egui::ProgressBar::new(share).desired_width(160.0).show_percentage());
                if ui.button(lang.pick("取消模拟", "Cancel the simulation")).clicked() {
                    self.work.cancel(wb);
                }
            }
        });
        if !some {
            let text =
                lang.pick("还没有填写变动范围：在上面填写至少一个因素的范围。", "State at least one range above.");
            evidence::wrapped(ui, theme::weak(ui, text));
        }
        match self.work.found(&(revision, subject, self.distribution)) {
            Some(Ok(risk)) => result(ui, lang, risk),
            Some(Err(reason)) => {
                let color = Tone::Warn.colors(ui.visuals().dark_mode).0;
                evidence::wrapped(ui, egui::RichText::new(format!("▲ {reason}")).color(color));
            }
            None if some && can && !self.work.running() => {
                let text = lang.pick("点“开始模拟”得到分布", "Press “Simulate” for the distribution");
                ui.label(theme::weak(ui, text));
            }
            None => {}
        }
    }
}

fn result(ui: &mut egui::Ui, lang: Lang, risk: &Risk) {
    let row = |name: &str, p: &Percentiles, show: &dyn Fn(f64) -> String| {
        vec![name.to_owned(), maybe(p.p10, show), maybe(p.p50, show), maybe(p.p90, show)]
    };
    let rows = [
        row(lang.pick("节能量 tce/a(当量)", "saved tce/a"), &risk.saved_tce, &amount),
        row(lang.pick("年节约费用 万元", "saved 10⁴ yuan/a"), &risk.saving_yuan, &wan),
        row(lang.pick("NPV 万元", "NPV 10⁴ yuan"), &risk.npv_yuan, &wan),
        row(lang.pick("静态回收期 a", "simple payback a"), &risk.simple_payback_a, &|v| grouped(v, 2)),
    ];
    let head = [
        ("", Holds::Text),
        ("P10", Holds::Number),
        (lang.pick("P50(中位)", "P50 (median)"), Holds::Number),
        ("P90", Holds::Number),
    ];
    ui.horizontal(|ui| {
        ui.label(lang.pick("NPV ≥ 0 的份额", "Share with NPV ≥ 0"));
        ui.label(theme::bold(format!("{} %", grouped(risk.viable_share * 100.0, 1))));
    });
    Sheet { id: "risk", head: &head, rows: &rows, total: false, selected: None, height: None }.show(ui, lang);
    let text = lang.pick(
        "P10：10 % 的抽样低于此值；P90：90 % 的抽样低于此值。回收期一栏为“—”的，是该份额的抽样不能回收投资。",
        "P10: 10 % of the samples lie below. A payback of “—”: those samples never pay back.",
    );
    evidence::wrapped(ui, theme::small(ui, text));
}
