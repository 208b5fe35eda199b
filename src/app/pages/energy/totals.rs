//! What a year's consumption comes to: totals, shares of the carriers, months, what must be known.

use eframe::egui;
use egui_plot::{Bar, BarChart, Plot};

use crate::app::lang::Lang;
use crate::app::plant::PlantFound;
use crate::app::theme;
use crate::app::widgets::numbers::{amount, grouped, maybe, wan};
use crate::app::widgets::{evidence, shares};
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
                    "{}：{} kgCO₂/kWh，{}",
                    lang.pick("电力排放因子", "Grid factor"),
                    carbon.grid_kg_per_kwh,
                    carbon.grid_source
                )],
                carbon.notes.clone(),
            ]
            .concat()
            .join("\n"),
        ),
    ];
    ui.horizontal_wrapped(|ui| {
        for (name, value, more, help) in cells {
            let card = theme::card(ui).inner_margin(8).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.vertical(|ui| {
                    ui.set_min_width(178.0);
                    ui.label(theme::small(ui, name));
                    ui.label(
                        theme::bold(&value)
                            .text_style(egui::TextStyle::Heading)
                            .family(egui::FontFamily::Name("bold".into())),
                    );
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

/// Shares, months and what must be known about the figures.
pub fn below(ui: &mut egui::Ui, lang: Lang, energy: &PlantEnergy) {
    let parts: Vec<(String, f64)> = energy
        .carriers
        .iter()
        .filter(|c| c.tce_equivalent != 0.0)
        .map(|c| (c.name.clone(), c.tce_equivalent))
        .collect();
    theme::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::bold(lang.pick("能源消费结构(当量值)", "Carriers, equivalent value")));
        shares::show(ui, lang.pick("能源消费结构", "Carriers"), &parts, "tce");
    });
    if energy.months.iter().any(Option::is_some) {
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label(theme::bold(lang.pick("逐月综合能耗(tce，当量值)", "Energy by month, tce")));
            months(ui, energy);
            if energy.lines_without_months > 0 {
                let text = match lang {
                    Lang::Zh => format!("有 {} 行没有填满十二个月，逐月之和小于全年", energy.lines_without_months),
                    Lang::En => format!("{} rows have not all twelve months", energy.lines_without_months),
                };
                ui.label(theme::small(ui, text));
            }
        });
    }
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
}

fn months(ui: &mut egui::Ui, energy: &PlantEnergy) {
    let p = theme::palette(ui);
    let bars = energy
        .months
        .iter()
        .enumerate()
        .filter_map(|(at, m)| Some(Bar::new(at as f64 + 1.0, m.as_ref()?.tce_equivalent).width(0.6).fill(p.accent)))
        .collect();
    Plot::new("months")
        .height(120.0)
        .allow_scroll(false)
        .allow_drag(false)
        .allow_zoom(false)
        .show_grid([false, true])
        .include_y(0.0)
        .x_axis_formatter(|mark, _| {
            let month = mark.value.round();
            if (mark.value - month).abs() < 0.01 && (1.0..=12.0).contains(&month) {
                format!("{month}月")
            } else {
                String::new()
            }
        })
        .show(ui, |plot| plot.bar_chart(BarChart::new("tce", bars)));
}
