//! What a measure saves and earns: before and after, economics, cash flow, 计算过程.

use eframe::egui;
use egui_plot::{Bar, BarChart, Plot};

use super::right;
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::{amount, grouped, maybe, wan};
use crate::app::widgets::{self, evidence};
use crate::app::workbench::Workbench;
use crate::audit::Id;
use crate::retrofit::MeasureResult;

/// How many devices are listed and worked out on the page; the report and the command line have all.
const SHOWN: usize = 50;

/// Shows the results of a measure.
pub fn show(ui: &mut egui::Ui, wb: &mut Workbench, id: Id) {
    let lang = wb.lang();
    let Some(diagnosis) = wb.diagnosis.clone() else { return };
    let Some(m) = diagnosis.measures.iter().find(|m| m.id == id) else {
        ui.label(theme::weak(ui, lang.pick("正在计算…", "Calculating…")));
        return;
    };
    if !wb.up_to_date() {
        ui.label(theme::weak(ui, lang.pick("正在按最新数据重新计算…", "Recalculating…")));
    }
    figures(ui, lang, m);
    for scenario in &diagnosis.scenarios {
        if let Some(inside) = scenario.measures.iter().find(|x| x.id == id) {
            let (alone, stacked) = (m.saving.tce_equivalent, inside.saving.tce_equivalent);
            ui.label(format!(
                "{}“{}”{} {} tce；{} {} tce",
                lang.pick("在方案", "In scenario "),
                scenario.name,
                lang.pick("中节能", " saves"),
                amount(stacked),
                lang.pick("单独实施", "alone"),
                amount(alone),
            ));
        }
    }
    if m.economics.flow_yuan.len() > 1 {
        flow(ui, lang, m);
    }
    notes(ui, lang, m);
    targets(ui, wb, lang, m);
    working(ui, lang, m);
}

fn figures(ui: &mut egui::Ui, lang: Lang, m: &MeasureResult) {
    let e = &m.economics;
    let fuels: Vec<String> = m.fuels.iter().map(|f| format!("{} {} {}", f.name, amount(f.quantity), f.unit)).collect();
    let pairs: [(&str, String); 14] = [
        (lang.pick("节电(万kWh/a)", "Electricity saved (10⁴ kWh/a)"), grouped(m.saving.electricity_kwh / 1e4, 2)),
        (
            lang.pick("节燃料(每年，负为增加)", "Fuel saved (per year)"),
            if fuels.is_empty() { "—".to_owned() } else { fuels.join("；") },
        ),
        (lang.pick("改造前用能 tce", "Before, tce"), amount(m.before_tce)),
        (lang.pick("节能 tce(当量值)", "tce equivalent"), amount(m.saving.tce_equivalent)),
        (lang.pick("节能 tce(等价值)", "tce equal value"), amount(m.saving.tce_equal_value)),
        (lang.pick("减排 tCO₂/a", "tCO₂/a"), maybe(m.saving.co2_t, amount)),
        (lang.pick("节约费用(万元/a)", "Cost saved (10⁴ yuan/a)"), maybe(m.saving.cost_yuan, wan)),
        (lang.pick("投资(万元)", "Investment (10⁴ yuan)"), maybe(m.investment_yuan, wan)),
        (lang.pick("静态回收期(a)", "Simple payback (a)"), maybe(e.simple_payback_a, |v| grouped(v, 2))),
        (lang.pick("无补助时(a)", "without subsidy (a)"), maybe(e.simple_payback_without_subsidy_a, |v| grouped(v, 2))),
        (lang.pick("动态回收期(a)", "Discounted payback (a)"), maybe(e.discounted_payback_a, |v| grouped(v, 2))),
        (lang.pick("NPV(万元)", "NPV (10⁴ yuan)"), maybe(e.npv_yuan, wan)),
        (lang.pick("IRR(%)", "IRR (%)"), maybe(e.irr, |v| grouped(v * 100.0, 1))),
        (
            lang.pick("减排成本(元/tCO₂)", "Abatement cost (yuan/tCO₂)"),
            maybe(m.abatement_cost_yuan_per_t, |v| grouped(v, 0)),
        ),
    ];
    egui::Grid::new("measure_figures").num_columns(6).spacing([16.0, 4.0]).striped(true).show(ui, |ui| {
        for row in pairs.chunks(3) {
            for (name, value) in row {
                ui.label(theme::weak(ui, *name));
                ui.label(theme::bold(value.as_str()));
            }
            ui.end_row();
        }
    });
}

/// What must be known about the result; many notes (one a device) are folded.
fn notes(ui: &mut egui::Ui, lang: Lang, m: &MeasureResult) {
    let list = |ui: &mut egui::Ui| {
        for note in &m.notes {
            evidence::wrapped(ui, theme::weak(ui, format!("· {note}")));
        }
    };
    if m.notes.len() <= 4 {
        list(ui);
        return;
    }
    let title = format!("{}({})", lang.pick("说明", "Notes"), m.notes.len());
    egui::CollapsingHeader::new(title).show(ui, list);
}

fn flow(ui: &mut egui::Ui, lang: Lang, m: &MeasureResult) {
    ui.add_space(4.0);
    ui.label(theme::bold(lang.pick("现金流(万元)", "Cash flow (10⁴ yuan)")));
    let p = theme::palette(ui);
    let bad = Tone::Bad.colors(ui.visuals().dark_mode).0;
    let bars = m
        .economics
        .flow_yuan
        .iter()
        .enumerate()
        .map(|(year, yuan)| Bar::new(year as f64, yuan / 1e4).width(0.6).fill(if *yuan < 0.0 { bad } else { p.accent }))
        .collect();
    Plot::new("cash_flow")
        .height(140.0)
        .allow_scroll(false)
        .allow_drag(false)
        .allow_zoom(false)
        .show_grid([false, true])
        .x_axis_label(lang.pick("年", "year"))
        .show(ui, |plot| plot.bar_chart(BarChart::new(lang.pick("净现金流", "net flow"), bars)));
}

fn targets(ui: &mut egui::Ui, wb: &mut Workbench, lang: Lang, m: &MeasureResult) {
    ui.add_space(4.0);
    let title = format!("{}({})", lang.pick("设备", "Devices"), m.targets.len());
    egui::CollapsingHeader::new(title).default_open(m.targets.len() <= 8).show(ui, |ui| {
        egui::Grid::new("measure_targets").num_columns(6).striped(true).spacing([12.0, 4.0]).show(ui, |ui| {
            for head in [
                lang.pick("设备", "Device"),
                lang.pick("型号", "Model"),
                lang.pick("改造前 kWh/a", "Before kWh/a"),
                lang.pick("改造后 kWh/a", "After kWh/a"),
                lang.pick("节能 tce", "Saved tce"),
                "",
            ] {
                ui.label(theme::bold(head));
            }
            ui.end_row();
            for t in m.targets.iter().take(SHOWN) {
                ui.label(widgets::shorten(&t.label, 24));
                ui.label(widgets::shorten(&t.model, 24));
                right(ui, grouped(t.before.electricity_kwh, 0));
                right(ui, grouped(t.after.electricity_kwh, 0));
                right(ui, amount(t.saving.tce_equivalent));
                if ui.link(lang.pick("查看", "show")).clicked() {
                    wb.show_device(t.id);
                }
                ui.end_row();
            }
        });
        if m.targets.len() > SHOWN {
            ui.label(theme::weak(ui, lang.pick("其余见报告", "The rest is in the report")));
        }
    });
    if !m.refused.is_empty() {
        let title = format!("{}({})", lang.pick("未计入的设备", "Devices not counted"), m.refused.len());
        egui::CollapsingHeader::new(title).default_open(true).show(ui, |ui| {
            for (label, reason) in m.refused.iter().take(SHOWN) {
                ui.label(format!("{label}：{reason}"));
            }
        });
    }
}

fn working(ui: &mut egui::Ui, lang: Lang, m: &MeasureResult) {
    egui::CollapsingHeader::new(lang.pick("计算过程", "Calculation")).default_open(false).show(ui, |ui| {
        for t in m.targets.iter().take(SHOWN) {
            ui.label(theme::bold(format!("{} {}", t.label, t.model)));
            let steps = t
                .before
                .working
                .iter()
                .map(|s| (lang.pick("改造前", "before"), s))
                .chain(t.replacement.iter().map(|s| (lang.pick("新设备", "new"), s)))
                .chain(t.after.working.iter().map(|s| (lang.pick("改造后", "after"), s)));
            for (phase, s) in steps {
                ui.horizontal_wrapped(|ui| {
                    ui.label(theme::weak(ui, phase));
                    ui.label(&s.step);
                    ui.label(theme::weak(ui, &s.formula));
                });
                ui.indent((t.id, &s.step, phase), |ui| {
                    ui.label(format!("= {} = {} {}", s.substituted, crate::energy::working::n(s.value), s.unit));
                });
            }
            ui.add_space(4.0);
        }
        if let Some(beyond) = &m.beyond {
            evidence::steps(ui, &beyond.working);
        }
    });
}
