//! Plots over the years: cash flows and balances.

use eframe::egui;
use egui_plot::{Bar, BarChart, Line};

use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets::numbers::wan;
use crate::app::widgets::plot::{self, Sample, Years, sample};
use crate::economics;

/// The words for a year of the flow.
pub fn year(lang: Lang, year: usize) -> String {
    match lang {
        Lang::Zh => format!("第 {year} 年"),
        Lang::En => format!("year {year}"),
    }
}

/// The axes of what is drawn here.
pub fn axes(lang: Lang) -> (&'static str, &'static str) {
    (lang.pick("年(0 为投资年)", "year (0: investment)"), unit(lang))
}

/// The unit of what is drawn here.
pub fn unit(lang: Lang) -> &'static str {
    lang.pick("万元", "10⁴ yuan")
}

/// A line of yuan over the years, in 万元.
pub fn line<'a>(name: impl Into<String>, yuan: &[f64], sample: Sample) -> Line<'a> {
    plot::line(name, yuan.iter().map(|y| y / 1e4), sample)
}

/// The cash flow of a project: the net flow as bars, the discounted balance and the own money's as lines.
pub fn cash_flow(ui: &mut egui::Ui, lang: Lang, flow: &[f64], own: Option<&[f64]>, rate: f64, height: f32) {
    let p = theme::palette(ui);
    let (balance, own_balance) = (economics::balances(flow, rate), own.map(|o| economics::balances(o, rate)));
    let ground = p.accent.gamma_multiply(0.35);
    let bars: Vec<Bar> =
        flow.iter().enumerate().map(|(year, y)| Bar::new(year as f64, y / 1e4).width(0.6).fill(ground)).collect();
    let rows = [
        (lang.pick("净现金流", "net flow"), Some(flow), Sample::Bar(ground)),
        (lang.pick("累计折现", "discounted balance"), Some(balance.as_slice()), sample(ui, 0)),
        (lang.pick("自有资金净流", "own money"), own, sample(ui, 1)),
        (lang.pick("自有资金累计折现", "own money, discounted balance"), own_balance.as_deref(), sample(ui, 2)),
    ];
    let told = |at: usize| {
        let unit = unit(lang);
        let lines: Vec<String> = rows
            .iter()
            .filter_map(|(name, row, _)| Some(format!("{name} {} {unit}", wan(*(*row)?.get(at)?))))
            .collect();
        (!lines.is_empty()).then(|| format!("{}\n{}", year(lang, at), lines.join("\n")))
    };
    let entries: Vec<(String, Sample)> =
        rows.iter().filter(|r| r.1.is_some()).map(|(name, _, look)| ((*name).to_owned(), *look)).collect();
    let name = lang.pick("现金流图", "Cash flow plot");
    Years { id: "cash_flow", name, axes: axes(lang), height, entries: &entries }.show(ui, told, |plot| {
        plot.bar_chart(BarChart::new("", bars).color(ground).allow_hover(false));
        for (name, row, look) in rows.iter().skip(1) {
            if let Some(row) = row {
                plot.line(line(*name, row, *look));
            }
        }
    });
}
