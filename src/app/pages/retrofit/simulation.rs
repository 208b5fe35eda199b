//! Monte Carlo: all factors at random within their ranges, on a worker, with a fixed seed.

use eframe::egui;
use egui_plot::{Bar, BarChart, LineStyle, VLine};

use super::risk::{Subject, cases};
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::{amount, grouped, maybe, wan};
use crate::app::widgets::plot::{self, Sample};
use crate::app::widgets::sheet::{Holds, Sheet};
use crate::app::widgets::{self, evidence, figure};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::economics::uncertainty::{Distribution, Factor, Percentiles, Ranges, Risk, SAMPLES, SEED, monte_carlo};

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
                "{} {}{} {SEED}",
                grouped(SAMPLES as f64, 0),
                lang.pick("次抽样，", "samples, "),
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
                let title = lang.pick("风险模拟", "Simulating risk");
                self.work.ask(wb, key, Pace::Shown, title, |_| {
                    move |given: Given<'_>, progress: &_| {
                        let cases = cases(given, subject);
                        monte_carlo(&cases, &ranges, distribution, SAMPLES, SEED, progress).map_err(|e| e.to_string())
                    }
                });
            }
            if self.work.running() {
                ui.spinner();
                let share = self.work.progress(wb).unwrap_or(0.0);
                widgets::progress(ui, share, 160.0, 8.0);
                ui.label(format!("{:.0} %", share * 100.0));
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
    if risk.npv_spread.step > 0.0 {
        let title = lang.pick("NPV 的分布", "Distribution of the NPV");
        figure::show(ui, lang, title, |ui, _| spread(ui, lang, title, risk));
    }
    let text = lang.pick(
        "P10：10 % 的抽样低于此值；P90：90 % 的抽样低于此值。回收期一栏为“—”的，是该份额的抽样不能回收投资。",
        "P10: 10 % of the samples lie below. A payback of “—”: those samples never pay back.",
    );
    evidence::wrapped(ui, theme::small(ui, text));
}

/// How often which NPV comes out: the line at zero parts loss from gain, the median is marked.
fn spread(ui: &mut egui::Ui, lang: Lang, title: &str, risk: &Risk) {
    let p = theme::palette(ui);
    let dark = ui.visuals().dark_mode;
    let (loss, gain) = (Tone::Bad.colors(dark).0, p.accent);
    let of = &risk.npv_spread;
    let share = |count: usize| count as f64 / risk.samples.max(1) as f64 * 100.0;
    let ends = |at: usize| {
        let from = (of.from + of.step * at as f64) / 1e4;
        (from, from + of.step / 1e4)
    };
    let bar = |(at, count): (usize, &usize)| {
        let (from, to) = ends(at);
        let middle = f64::midpoint(from, to);
        let fill = if middle < 0.0 { loss } else { gain }.gamma_multiply(0.55);
        Bar::new(middle, share(*count)).width((to - from) * 0.9).fill(fill)
    };
    let bars: Vec<Bar> = of.counts.iter().enumerate().map(bar).collect();
    let median = risk.npv_yuan.p50;
    let axes = (lang.pick("NPV 万元", "NPV 10⁴ yuan"), lang.pick("占抽样 %", "% of samples"));
    let response = plot::still(ui, "npv_spread", 150.0, axes.0, axes.1).show(ui, |plot| {
        plot.bar_chart(BarChart::new("", bars).allow_hover(false));
        plot.vline(VLine::new("", 0.0).color(p.text).width(1.5).allow_hover(false));
        if let Some(median) = median {
            let dashed = LineStyle::dashed_loose();
            plot.vline(VLine::new("", median / 1e4).color(p.text).width(1.5).style(dashed).allow_hover(false));
        }
    });
    let about = format!("{title}：P50 {}", maybe(median, wan));
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &about));
    let entries = [
        ("NPV < 0", Sample::Bar(loss.gamma_multiply(0.55))),
        ("NPV ≥ 0", Sample::Bar(gain.gamma_multiply(0.55))),
        ("NPV = 0", Sample::Line(p.text, LineStyle::Solid)),
        (lang.pick("P50(中位)", "P50 (median)"), Sample::Line(p.text, LineStyle::dashed_loose())),
    ];
    plot::legend(ui, &entries.map(|(name, look)| (name.to_owned(), look)));
    let x = response.response.hover_pos().map(|at| response.transform.value_from_position(at).x);
    let under = |x: f64| of.counts.iter().enumerate().find(|(at, _)| (ends(*at).0..ends(*at).1).contains(&x));
    if let Some((at, count)) = x.and_then(under) {
        let ((from, to), unit) = (ends(at), lang.pick("万元", "10⁴ yuan"));
        let text = format!("NPV {}～{} {unit}\n{} %", grouped(from, 1), grouped(to, 1), grouped(share(*count), 1));
        response.response.on_hover_text_at_pointer(text);
    }
}
