//! What the lists come to: metering of the three levels, and the figures of the years side by side.

use eframe::egui;

use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets::evidence;
use crate::app::widgets::numbers::{amount, grouped, maybe};
use crate::app::widgets::sheet::{Holds, Sheet};
use crate::app::workbench::Workbench;
use crate::audit::field::Choice as _;
use crate::benchmark::management::MeterRate;
use crate::energy::plant::{self, YearFigures};

/// The three levels, all carriers together.
pub fn levels(ui: &mut egui::Ui, lang: Lang, rates: &[plant::MeterRate]) {
    theme::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::bold(lang.pick("三级合计", "The three levels")));
        let number = |zh, en| (lang.pick(zh, en), Holds::Number);
        let head = [
            (lang.pick("级别", "Level"), Holds::Text),
            number("应配", "Required"),
            number("实配", "Installed"),
            number("配备率 %", "Equipped %"),
            number("完好率 %", "In order %"),
            number("检定率 %", "Calibrated %"),
            number("未填全的行", "Incomplete rows"),
        ];
        let percent = |v: Option<f64>| maybe(v, |p| grouped(p, 1));
        let row = |rate: &plant::MeterRate| {
            vec![
                lang.choice(rate.level.def()).to_owned(),
                grouped(rate.required, 0),
                grouped(rate.installed, 0),
                percent(rate.installed_pct),
                percent(rate.working_pct),
                percent(rate.calibrated_pct),
                rate.incomplete_rows.to_string(),
            ]
        };
        let rows: Vec<Vec<String>> = rates.iter().map(row).collect();
        Sheet { id: "meter levels", head: &head, rows: &rows, total: false, selected: None, height: None }
            .show(ui, lang);
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
        let number = |zh, en| (lang.pick(zh, en), Holds::Number);
        let head = [
            (lang.pick("年度", "Year"), Holds::Text),
            number("综合能耗 tce(当量)", "tce equivalent"),
            number("综合能耗 tce(等价)", "tce equal value"),
            number("比上一年", "Change"),
            number("单位产值能耗 tce/万元", "tce/10⁴ yuan output"),
            number("单位增加值能耗 tce/万元", "tce/10⁴ yuan added"),
            number("单位增加值取水 m³/万元", "m³/10⁴ yuan added"),
            number("重复利用率 %", "Water reuse %"),
            number("固废利用率 %", "Waste used %"),
        ];
        let row = |f: &YearFigures| {
            let three = |v: Option<f64>| maybe(v, |v| grouped(v, 3));
            let one = |v: Option<f64>| maybe(v, |v| grouped(v, 1));
            let stated = f.basis == Some(crate::energy::plant::Basis::Stated);
            let mark = if stated { lang.pick("(自报)", " (stated)") } else { "" };
            vec![
                f.year.to_string(),
                format!("{}{mark}", maybe(f.tce_equivalent, amount)),
                format!("{}{mark}", maybe(f.tce_equal_value, amount)),
                maybe(f.change_pct, |c| format!("{}{} %", if c > 0.0 { "+" } else { "" }, grouped(c, 1))),
                three(f.tce_per_wan_output),
                three(f.tce_per_wan_added),
                three(f.water_m3_per_wan_added),
                one(f.water_reuse_pct),
                one(f.solid_waste_used_pct),
            ]
        };
        let rows: Vec<Vec<String>> = figures.iter().map(row).collect();
        Sheet { id: "years", head: &head, rows: &rows, total: false, selected: None, height: None }.show(ui, lang);
    });
}
