//! What a year's consumption comes to: totals, shares of the carriers, months, what must be known.

use eframe::egui;
use egui_plot::{Bar, BarChart, GridMark};

use crate::app::lang::Lang;
use crate::app::plant::PlantFound;
use crate::app::theme;
use crate::app::widgets::numbers::{amount, grouped, maybe, wan};
use crate::app::widgets::{self, evidence, figure, plot, shares};
use crate::energy::plant::PlantEnergy;

/// The year's totals, in one line of figures.
pub fn cards(ui: &mut egui::Ui, lang: Lang, found: &PlantFound, energy: &PlantEnergy) {
    let figures = found.energy.figures(energy.year);
    let change = figures.and_then(|f| f.change_pct.map(|c| (c, f.previous)));
    let change = change.map(|(pct, before)| {
        let sign = if pct > 0.0 { "+" } else { "" };
        let before = before.map_or(String::new(), |y| format!("{}{y}", lang.pick("比", "vs ")));
        format!("{before} {sign}{} %", grouped(pct, 1))
    });
    let carbon = &energy.carbon;
    let scope2 = carbon.scope2_electricity_t + carbon.scope2_heat_t;
    let cells = [
        (
            lang.pick("综合能耗(当量值)", "Energy, equivalent value"),
            format!("{} tce", amount(energy.tce_equivalent)),
            change.unwrap_or_default(),
            String::new(),
        ),
        (
            lang.pick("综合能耗(等价值)", "Energy, equal value"),
            format!("{} tce", amount(energy.tce_equal_value)),
            String::new(),
            String::new(),
        ),
        (
            lang.pick("能源费用", "Cost"),
            format!("{} {}", maybe(energy.cost_yuan, wan), lang.pick("万元", "10⁴ yuan")),
            match energy.cost_yuan {
                Some(_) => String::new(),
                None => lang.pick("有品种没有单价或费用", "a price is missing").to_owned(),
            },
            lang.pick("购入能源；外供收入不扣", "bought energy").to_owned(),
        ),
        (
            "CO₂",
            format!("{} t", maybe(carbon.total_t, amount)),
            format!(
                "{} {} · {} {}",
                lang.pick("范围1", "scope 1"),
                amount(carbon.scope1_t),
                lang.pick("范围2", "scope 2"),
                amount(scope2)
            ),
            [
                vec![format!(
                    "{}{} kgCO₂/kWh{}{}",
                    lang.pick("电力排放因子：", "Grid factor: "),
                    carbon.grid_kg_per_kwh,
                    lang.pick("，", ", "),
                    carbon.grid_source
                )],
                carbon.notes.clone(),
            ]
            .concat()
            .join("\n"),
        ),
    ];
    // The four share the width, two and two where it is narrow.
    let across = if ui.available_width() < 720.0 { 2.0 } else { 4.0 };
    let gap = ui.spacing().item_spacing.x;
    let width = ((ui.available_width() + gap) / across - gap).floor();
    ui.horizontal_wrapped(|ui| {
        for (name, value, more, help) in cells {
            let card = theme::card(ui).inner_margin(8).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ui.vertical(|ui| {
                    ui.set_width(width - 18.0);
                    ui.label(theme::small(ui, name));
                    ui.label(theme::title(&value));
                    ui.label(theme::small(ui, if more.is_empty() { " " } else { &more }));
                });
            });
            let response = ui.interact(card.response.rect, ui.scope_id().with(name), egui::Sense::hover());
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{name} {value}")));
            if !help.is_empty() {
                response.on_hover_text(help);
            }
        }
    });
}

/// The carriers that the year's energy is made of, in tce at equivalent value.
pub fn carrier_parts(energy: &PlantEnergy, lang: Lang) -> Vec<(String, f64)> {
    let used = energy.carriers.iter().filter(|c| c.tce_equivalent != 0.0);
    used.map(|c| (lang.said(&c.name).into_owned(), c.tce_equivalent)).collect()
}

/// Shares, months and what must be known about the figures.
pub fn below(ui: &mut egui::Ui, lang: Lang, energy: &PlantEnergy) {
    let parts = carrier_parts(energy, lang);
    theme::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let title = lang.pick("能源消费结构(当量值)", "Carriers, equivalent value");
        figure::show(ui, lang, title, |ui, _| shares::show(ui, lang, title, &parts, "tce"));
    });
    if energy.months.iter().any(Option::is_some) {
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            monthly(ui, lang, energy);
            if energy.lines_without_months > 0 {
                let text = match lang {
                    Lang::Zh => format!("有 {} 行没有填满十二个月，逐月之和小于全年", energy.lines_without_months),
                    Lang::En => format!("{} rows have not all twelve months", energy.lines_without_months),
                };
                ui.label(theme::small(ui, text));
            }
        });
    }
    if energy.notes.is_empty() && energy.working.is_empty() && energy.carbon.working.is_empty() {
        return;
    }
    widgets::card(ui, lang.pick("采用的系数与计算过程", "Factors taken, and how it is calculated"), |ui| {
        for note in &energy.notes {
            evidence::wrapped(ui, theme::weak(ui, format!("· {note}")));
        }
        evidence::working(ui, &energy.working, false, lang);
        if !energy.carbon.working.is_empty() {
            ui.push_id("carbon", |ui| {
                ui.label(theme::small(ui, lang.pick("碳排放", "Carbon")));
                evidence::working(ui, &energy.carbon.working, false, lang);
            });
        }
    });
}

/// The year's energy by month, as a chart.
pub fn monthly(ui: &mut egui::Ui, lang: Lang, energy: &PlantEnergy) {
    let title = lang.pick("逐月综合能耗(当量值)", "Energy by month, equivalent value");
    figure::show(ui, lang, title, |ui, _| months(ui, lang, title, energy));
}

fn months(ui: &mut egui::Ui, lang: Lang, title: &str, energy: &PlantEnergy) {
    let p = theme::palette(ui);
    let of = |month: f64| energy.months.get((month as usize).checked_sub(1)?)?.as_ref();
    let bars: Vec<Bar> = (1..=12)
        .filter_map(|m| Some(Bar::new(f64::from(m), of(f64::from(m))?.tce_equivalent).width(0.6).fill(p.accent)))
        .collect();
    let zero = plot::zero(ui);
    // Where the bars are close their labels are the bare numbers, and what they count is under the axis.
    let close = ui.available_width() < 620.0;
    // Closer still, the two figures of the last months would touch: every other month is labelled.
    let closest = ui.available_width() < 310.0;
    let axis = egui_plot::AxisHints::new_x().label_spacing(egui::Rangef::new(12.0, 16.0));
    let axis = axis.formatter(move |mark, _| match lang {
        _ if closest && mark.value % 2.0 == 0.0 => String::new(),
        Lang::Zh if !close => format!("{:.0}月", mark.value),
        _ => format!("{:.0}", mark.value),
    });
    let axis = if close { axis.label(theme::small(ui, lang.pick("月", "month"))) } else { axis };
    let response = plot::still(ui, "months", 130.0, "", "tce")
        .include_x(0.5)
        .include_x(12.5)
        .x_grid_spacer(|_| (1..=12).map(|m| GridMark { value: f64::from(m), step_size: 1.0 }).collect())
        .custom_x_axes(vec![axis])
        .show(ui, |plot| {
            plot.hline(zero);
            plot.bar_chart(BarChart::new("tce", bars).allow_hover(false));
        });
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, title));
    let month = response.response.hover_pos().map(|at| response.transform.value_from_position(at).x.round());
    if let Some((month, total)) = month.filter(|m| *m >= 1.0).and_then(|m| Some((m, of(m)?))) {
        let name = match lang {
            Lang::Zh => format!("{month:.0} 月"),
            Lang::En => format!("month {month:.0}"),
        };
        response.response.on_hover_text_at_pointer(format!("{name} {} tce", amount(total.tce_equivalent)));
    }
}
