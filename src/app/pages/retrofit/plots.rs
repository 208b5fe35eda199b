//! Plots over the years: cash flows and balances.

use eframe::egui;
use egui_plot::{Bar, BarChart, HLine, Legend, Line, LineStyle, Plot, PlotPoints, PlotUi};

use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::{grouped, wan};
use crate::economics;

/// Colours of lines, told apart by their pattern as well.
pub fn line_colour(ui: &egui::Ui, at: usize) -> egui::Color32 {
    let dark = ui.visuals().dark_mode;
    let p = theme::palette(ui);
    [p.accent, Tone::Warn.colors(dark).0, Tone::Good.colors(dark).0, Tone::Bad.colors(dark).0, p.weak][at % 5]
}

/// Pattern of the line of the same place.
pub fn line_style(at: usize) -> LineStyle {
    match at % 3 {
        0 => LineStyle::Solid,
        1 => LineStyle::dashed_loose(),
        _ => LineStyle::dotted_dense(),
    }
}

/// A plot over the years that can't be moved; `told` gives the figures of the year under the pointer.
pub fn years(
    ui: &mut egui::Ui,
    id: &str,
    name: &str,
    height: f32,
    lang: Lang,
    told: impl Fn(usize) -> Option<String>,
    add: impl FnOnce(&mut PlotUi<'_>),
) {
    let p = theme::palette(ui);
    let response =
        Plot::new(id)
            .height(height)
            .allow_scroll(false)
            .allow_drag(false)
            .allow_zoom(false)
            .allow_boxed_zoom(false)
            .show_crosshair(false)
            .show_background(false)
            .show_grid([false, true])
            .grid_color(p.weak)
            .set_margin_fraction(egui::vec2(0.02, 0.12))
            .x_axis_formatter(move |mark, _| {
                if mark.value.fract().abs() < 1e-6 { format!("{:.0}", mark.value) } else { String::new() }
            })
            .y_axis_formatter(|mark, _| grouped(mark.value, if mark.step_size < 1.0 { 1 } else { 0 }))
            .x_axis_label(theme::small(ui, lang.pick("年", "year")))
            .legend(Legend::default().follow_insertion_order(true))
            .show(ui, |plot| {
                plot.hline(HLine::new("0", 0.0).color(p.weak).width(1.0).allow_hover(false));
                add(plot);
            });
    let about = name.to_owned();
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &about));
    let hovered = response.response.hover_pos().map(|at| response.transform.value_from_position(at).x.round());
    if let Some(text) = hovered.filter(|x| *x >= 0.0).and_then(|x| told(x as usize)) {
        response.response.on_hover_text_at_pointer(text);
    }
}

/// A line of yuan over the years, in 万元.
pub fn line<'a>(name: impl Into<String>, yuan: &[f64], colour: egui::Color32, style: LineStyle) -> Line<'a> {
    let points: PlotPoints<'a> = yuan.iter().enumerate().map(|(year, y)| [year as f64, y / 1e4]).collect();
    Line::new(name, points).color(colour).width(2.0).style(style).allow_hover(false)
}

/// The cash flow of a project: the net flow as bars, the discounted balance and the own money's as lines.
pub fn cash_flow(ui: &mut egui::Ui, lang: Lang, flow: &[f64], own: Option<&[f64]>, rate: f64, height: f32) {
    let p = theme::palette(ui);
    let (balance, own_balance) = (economics::balances(flow, rate), own.map(|o| economics::balances(o, rate)));
    let bars: Vec<Bar> =
        flow.iter().enumerate().map(|(year, y)| Bar::new(year as f64, y / 1e4).width(0.6).fill(p.selected)).collect();
    let names = [
        lang.pick("净现金流", "net flow"),
        lang.pick("累计折现", "discounted balance"),
        lang.pick("自有资金净流", "own money"),
        lang.pick("自有资金累计折现", "own money, discounted balance"),
    ];
    let colours = [line_colour(ui, 0), line_colour(ui, 1), line_colour(ui, 2)];
    let told = |year: usize| {
        let rows = [Some(flow), Some(&balance), own, own_balance.as_deref()];
        let lines: Vec<String> = names
            .iter()
            .zip(rows)
            .filter_map(|(name, row)| {
                Some(format!("{name} {} {}", wan(*row?.get(year)?), lang.pick("万元", "10⁴ yuan")))
            })
            .collect();
        let head = format!("{} {year}", lang.pick("第", "year"));
        let head = if lang == Lang::Zh { format!("{head} 年") } else { head };
        (!lines.is_empty()).then(|| format!("{head}\n{}", lines.join("\n")))
    };
    years(ui, "cash_flow", lang.pick("现金流图", "Cash flow plot"), height, lang, told, |plot| {
        plot.bar_chart(BarChart::new(names[0], bars).color(p.selected).allow_hover(false));
        plot.line(line(names[1], &balance, colours[0], line_style(0)));
        if let (Some(own), Some(own_balance)) = (own, &own_balance) {
            plot.line(line(names[2], own, colours[1], line_style(1)));
            plot.line(line(names[3], own_balance, colours[2], line_style(2)));
        }
    });
}
