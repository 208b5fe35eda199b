//! The marginal abatement cost curve: a step per measure, as wide as it avoids and as high as that costs.

use eframe::egui::{self, Align2};
use egui_plot::{Bar, BarChart, HLine, PlotPoint, Text};

use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets::numbers::{amount, grouped};
use crate::app::widgets::sheet::{Holds, Sheet};
use crate::app::widgets::{evidence, figure, plot};
use crate::retrofit::ScenarioResult;
use crate::retrofit::planner::{AbatementStep, abatement_curve};

/// Share of the plot's width from which a step bears its number.
const NUMBERED: f64 = 0.03;

/// So many of those that are not on the curve are named.
const SHOWN: usize = 30;

/// Shows the curve with the table that explains its numbers.
pub fn show(ui: &mut egui::Ui, lang: Lang, result: &ScenarioResult) {
    let curve = abatement_curve(result);
    if curve.steps.is_empty() {
        let text = lang.pick(
            "没有措施有减排成本：须有投资、能源价格和排放因子，并减少排放。",
            "No measure has an abatement cost: it takes an investment, prices, factors and less CO₂.",
        );
        evidence::wrapped(ui, theme::weak(ui, text));
    } else {
        figure::show(ui, lang, lang.pick("边际减排成本曲线", "Abatement cost curve"), |ui, _| {
            steps(ui, lang, &curve.steps);
        });
        table(ui, lang, &curve.steps);
    }
    for (title, reason) in curve.left_out.iter().take(SHOWN) {
        evidence::wrapped(ui, theme::small(ui, format!("“{title}”：{reason}")));
    }
    if curve.left_out.len() > SHOWN {
        let more = match lang {
            Lang::Zh => format!("…不在曲线上的共 {} 项", curve.left_out.len()),
            Lang::En => format!("… {} not on the curve in all", curve.left_out.len()),
        };
        ui.label(theme::small(ui, more));
    }
}

fn steps(ui: &mut egui::Ui, lang: Lang, steps: &[AbatementStep]) {
    let p = theme::palette(ui);
    let whole = steps.last().map_or(1.0, |s| s.cumulative_co2_t);
    let middle = |s: &AbatementStep| s.cumulative_co2_t - s.co2_t / 2.0;
    let bars: Vec<Bar> = steps
        .iter()
        .map(|s| {
            let bar = Bar::new(middle(s), s.cost_yuan_per_t).width(s.co2_t);
            bar.fill(p.selected).stroke(egui::Stroke::new(1.0, p.accent))
        })
        .collect();
    ui.label(theme::small(
        ui,
        lang.pick(
            "宽：每年减排 tCO₂；高：元/tCO₂，零线以下的措施省钱。序号见下表",
            "Width: tCO₂ per year; height: yuan/tCO₂, below zero it earns money. Numbers as in the table",
        ),
    ));
    let response = plot::still(ui, "abatement", 220.0, "tCO₂/a", lang.pick("元/tCO₂", "yuan/tCO₂"))
        .set_margin_fraction(egui::vec2(0.02, 0.14))
        .x_grid_spacer(|input| plot::marks(input, 6.0, 0.0))
        .show(ui, |plot| {
            plot.bar_chart(BarChart::new("steps", bars).allow_hover(false));
            plot.hline(HLine::new("", 0.0).color(p.text).width(1.0).allow_hover(false));
            for (at, s) in steps.iter().enumerate().filter(|(_, s)| s.co2_t >= whole * NUMBERED) {
                let place = PlotPoint::new(middle(s), s.cost_yuan_per_t);
                let anchor = if s.cost_yuan_per_t < 0.0 { Align2::CENTER_TOP } else { Align2::CENTER_BOTTOM };
                plot.text(
                    Text::new("number", place, (at + 1).to_string()).anchor(anchor).color(p.text).allow_hover(false),
                );
            }
        });
    let name = lang.pick("边际减排成本曲线图", "Abatement cost plot");
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, name));
    let x = response.response.hover_pos().map(|at| response.transform.value_from_position(at).x);
    let under =
        |x: f64| steps.iter().enumerate().find(|(_, s)| x <= s.cumulative_co2_t && x >= s.cumulative_co2_t - s.co2_t);
    if let Some((at, s)) = x.and_then(under) {
        let text = format!(
            "{}. {}\n{} tCO₂/a\n{} {}",
            at + 1,
            s.title,
            amount(s.co2_t),
            grouped(s.cost_yuan_per_t, 0),
            lang.pick("元/tCO₂", "yuan/tCO₂")
        );
        response.response.on_hover_text_at_pointer(text);
    }
}

fn table(ui: &mut egui::Ui, lang: Lang, steps: &[AbatementStep]) {
    let head = [
        (lang.pick("序", "no."), Holds::Number),
        (lang.pick("措施", "Measure"), Holds::Rest),
        ("tCO₂/a", Holds::Number),
        (lang.pick("累计 tCO₂/a", "cumulative"), Holds::Number),
        (lang.pick("元/tCO₂", "yuan/tCO₂"), Holds::Number),
    ];
    let rows: Vec<Vec<String>> = steps
        .iter()
        .enumerate()
        .map(|(at, s)| {
            vec![
                (at + 1).to_string(),
                s.title.clone(),
                amount(s.co2_t),
                amount(s.cumulative_co2_t),
                grouped(s.cost_yuan_per_t, 0),
            ]
        })
        .collect();
    Sheet { id: "abatement_table", head: &head, rows: &rows, total: false, selected: None, height: Some(220.0) }
        .show(ui, lang);
}
