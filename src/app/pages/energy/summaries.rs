//! What the lists come to: metering of the three levels, and the figures of the years side by side.

use eframe::egui;

use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets::evidence;
use crate::app::widgets::numbers::{amount, grouped, maybe};
use crate::app::workbench::Workbench;
use crate::audit::field::Choice as _;
use crate::benchmark::management::MeterRate;
use crate::energy::plant::{self, YearFigures};

/// The three levels, all carriers together.
pub fn levels(ui: &mut egui::Ui, lang: Lang, rates: &[plant::MeterRate]) {
    theme::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::bold(lang.pick("三级合计", "The three levels")));
        egui::Grid::new("meter levels").num_columns(7).spacing([24.0, 6.0]).striped(true).show(ui, |ui| {
            let heads = [
                lang.pick("级别", "Level"),
                lang.pick("应配", "Required"),
                lang.pick("实配", "Installed"),
                lang.pick("配备率 %", "Equipped %"),
                lang.pick("完好率 %", "In order %"),
                lang.pick("检定率 %", "Calibrated %"),
                lang.pick("未填全的行", "Incomplete rows"),
            ];
            for head in heads {
                ui.label(theme::small(ui, head));
            }
            ui.end_row();
            for rate in rates {
                let percent = |v: Option<f64>| maybe(v, |p| grouped(p, 1));
                ui.label(lang.choice(rate.level.def()));
                ui.label(grouped(rate.required, 0));
                ui.label(grouped(rate.installed, 0));
                ui.label(theme::bold(percent(rate.installed_pct)));
                ui.label(percent(rate.working_pct));
                ui.label(percent(rate.calibrated_pct));
                ui.label(rate.incomplete_rows.to_string());
                ui.end_row();
            }
        });
    });
}

/// What the required rates rest on.
pub fn requirement(ui: &mut egui::Ui, wb: &Workbench, meters: &[MeterRate]) {
    let mut said: Vec<&String> = Vec::new();
    for note in meters.iter().flat_map(|m| &m.notes) {
        if !said.contains(&note) {
            said.push(note);
        }
    }
    let standard = wb.reference.as_ref().and_then(|r| r.tables.management.meter_levels.first());
    if let Some(level) = standard {
        ui.label(theme::small(ui, format!("{} {}", level.standard, level.clause)));
    }
    for note in said {
        evidence::wrapped(ui, theme::weak(ui, format!("▲ {note}")));
    }
}

/// Intensities by year, as the engine has them.
pub fn years(ui: &mut egui::Ui, lang: Lang, figures: &[YearFigures]) {
    if figures.is_empty() {
        return;
    }
    theme::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::bold(lang.pick("各年指标", "Figures by year")));
        let heads = [
            lang.pick("年度", "Year"),
            lang.pick("综合能耗 tce(当量)", "tce equivalent"),
            lang.pick("综合能耗 tce(等价)", "tce equal value"),
            lang.pick("比上一年", "Change"),
            lang.pick("单位产值能耗 tce/万元", "tce/10⁴ yuan output"),
            lang.pick("单位增加值能耗 tce/万元", "tce/10⁴ yuan added"),
            lang.pick("单位增加值取水 m³/万元", "m³/10⁴ yuan added"),
            lang.pick("重复利用率 %", "Water reuse %"),
            lang.pick("固废利用率 %", "Waste used %"),
        ];
        egui::ScrollArea::horizontal().show(ui, |ui| {
            egui::Grid::new("years").num_columns(heads.len()).spacing([20.0, 6.0]).striped(true).show(ui, |ui| {
                for head in heads {
                    ui.label(theme::small(ui, head));
                }
                ui.end_row();
                for f in figures {
                    let three = |v: Option<f64>| maybe(v, |v| grouped(v, 3));
                    let one = |v: Option<f64>| maybe(v, |v| grouped(v, 1));
                    let stated = f.basis == Some(crate::energy::plant::Basis::Stated);
                    let mark = if stated { lang.pick("(自报)", " (stated)") } else { "" };
                    ui.label(f.year.to_string());
                    ui.label(format!("{}{mark}", maybe(f.tce_equivalent, amount)));
                    ui.label(format!("{}{mark}", maybe(f.tce_equal_value, amount)));
                    ui.label(maybe(f.change_pct, |c| format!("{}{} %", if c > 0.0 { "+" } else { "" }, grouped(c, 1))));
                    ui.label(three(f.tce_per_wan_output));
                    ui.label(three(f.tce_per_wan_added));
                    ui.label(three(f.water_m3_per_wan_added));
                    ui.label(one(f.water_reuse_pct));
                    ui.label(one(f.solid_waste_used_pct));
                    ui.end_row();
                }
            });
        });
    });
}
