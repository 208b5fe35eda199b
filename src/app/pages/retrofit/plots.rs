//! Plots over the years: cash flows and balances.

use eframe::egui;
use egui_plot::{Bar, BarChart, GridInput, GridMark, HLine, Line, LineStyle, Plot, PlotPoints, PlotUi};

use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::{grouped, wan};
use crate::economics;

/// Marks of an axis at round steps, about `wanted` of them, all alike.
pub fn marks(input: GridInput, wanted: f64, least: f64) -> Vec<GridMark> {
    let (low, high) = input.bounds;
    let rough = ((high - low) / wanted).max(least);
    if !(rough.is_finite() && rough > 0.0) {
        return Vec::new();
    }
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|f| f * power).into_iter().find(|s| *s >= rough * 0.999).unwrap_or(rough);
    let (from, to) = ((low / step).ceil() as i64, (high / step).floor() as i64);
    (from..=to).map(|at| GridMark { value: at as f64 * step, step_size: step }).collect()
}

/// The words for a year of the flow.
pub fn year(lang: Lang, year: usize) -> String {
    match lang {
        Lang::Zh => format!("第 {year} 年"),
        Lang::En => format!("year {year}"),
    }
}

/// What the lines and bars of a plot mean, under it, each with its sample.
fn legend(ui: &mut egui::Ui, entries: &[(String, Sample)]) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size.y = 16.0;
        for (name, sample) in entries {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(26.0, 10.0), egui::Sense::hover());
            match sample {
                Sample::Bar(colour) => drop(ui.painter().rect_filled(rect.shrink2(egui::vec2(6.0, 0.0)), 0.0, *colour)),
                Sample::Line(colour, style) => {
                    let line = [rect.left_center(), rect.right_center()];
                    let stroke = egui::Stroke::new(2.0, *colour);
                    let (dash, gap) = match style {
                        LineStyle::Solid => (26.0, 0.0),
                        LineStyle::Dashed { .. } => (7.0, 4.0),
                        LineStyle::Dotted { .. } => (2.0, 3.0),
                    };
                    ui.painter().extend(egui::Shape::dashed_line(&line, stroke, dash, gap));
                }
            }
            ui.label(theme::small(ui, name));
        }
    });
}

/// How an entry of the legend looks.
#[derive(Clone, Copy)]
pub enum Sample {
    /// As bars.
    Bar(egui::Color32),
    /// As a line.
    Line(egui::Color32, LineStyle),
}

/// A plot over the years that can't be moved; `told` gives the figures of the year under the pointer.
pub fn years(
    ui: &mut egui::Ui,
    id: &str,
    name: &str,
    height: f32,
    entries: &[(String, Sample)],
    told: impl Fn(usize) -> Option<String>,
    add: impl FnOnce(&mut PlotUi<'_>),
) {
    let p = theme::palette(ui);
    // A label every 90 points: closer ones are not drawn.
    let labels = f64::from(ui.available_width() / 90.0).clamp(2.0, 12.0);
    let response = Plot::new(id)
        .height(height)
        .allow_scroll(false)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_boxed_zoom(false)
        .show_crosshair(false)
        .show_background(false)
        .show_grid([false, true])
        .grid_color(p.weak)
        .set_margin_fraction(egui::vec2(0.02, 0.1))
        .x_grid_spacer(move |input| marks(input, labels, 1.0))
        .y_grid_spacer(|input| marks(input, 4.0, 0.0))
        .x_axis_formatter(|mark, _| format!("{:.0}", mark.value))
        .y_axis_formatter(|mark, _| grouped(mark.value, if mark.step_size < 1.0 { 1 } else { 0 }))
        .show(ui, |plot| {
            plot.hline(HLine::new("", 0.0).color(p.weak).width(1.0).allow_hover(false));
            add(plot);
        });
    legend(ui, entries);
    let about = name.to_owned();
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &about));
    let hovered = response.response.hover_pos().map(|at| response.transform.value_from_position(at).x.round());
    if let Some(text) = hovered.filter(|x| *x >= 0.0).and_then(|x| told(x as usize)) {
        response.response.on_hover_text_at_pointer(text);
    }
}

/// A line of yuan over the years, in 万元.
pub fn line<'a>(name: impl Into<String>, yuan: &[f64], sample: Sample) -> Line<'a> {
    let points: PlotPoints<'a> = yuan.iter().enumerate().map(|(year, y)| [year as f64, y / 1e4]).collect();
    let line = Line::new(name, points).width(2.0).allow_hover(false);
    match sample {
        Sample::Bar(colour) => line.color(colour),
        Sample::Line(colour, style) => line.color(colour).style(style),
    }
}

/// The look of the line of a place: colour and pattern.
pub fn sample(ui: &egui::Ui, at: usize) -> Sample {
    let dark = ui.visuals().dark_mode;
    let p = theme::palette(ui);
    let colours = [p.accent, Tone::Warn.colors(dark).0, Tone::Good.colors(dark).0, Tone::Bad.colors(dark).0, p.weak];
    let style = match at % 3 {
        0 => LineStyle::Solid,
        1 => LineStyle::dashed_loose(),
        _ => LineStyle::dotted_dense(),
    };
    Sample::Line(colours[at % 5], style)
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
        let unit = lang.pick("万元", "10⁴ yuan");
        let lines: Vec<String> = rows
            .iter()
            .filter_map(|(name, row, _)| Some(format!("{name} {} {unit}", wan(*(*row)?.get(at)?))))
            .collect();
        (!lines.is_empty()).then(|| format!("{}\n{}", year(lang, at), lines.join("\n")))
    };
    let entries: Vec<(String, Sample)> =
        rows.iter().filter(|r| r.1.is_some()).map(|(name, _, look)| ((*name).to_owned(), *look)).collect();
    years(ui, "cash_flow", lang.pick("现金流图", "Cash flow plot"), height, &entries, told, |plot| {
        plot.bar_chart(BarChart::new("", bars).color(ground).allow_hover(false));
        for (name, row, look) in rows.iter().skip(1) {
            if let Some(row) = row {
                plot.line(line(*name, row, *look));
            }
        }
    });
}
