//! The devices of a measure before and after, what was refused, notes and 计算过程.

use eframe::egui;

use crate::app::lang::Lang;
use crate::app::theme;
use crate::app::widgets::evidence;
use crate::app::widgets::numbers::{amount, grouped};
use crate::app::widgets::sheet::{Holds, Sheet};
use crate::app::workbench::Workbench;
use crate::audit::field::Choice as _;
use crate::energy::{EnergyUse, FuelUse};
use crate::retrofit::MeasureResult;

/// How many devices are listed and worked out on the page; the report and the command line have all.
const SHOWN: usize = 50;

/// What must be known about the result; many notes (one a device) are folded.
pub fn notes(ui: &mut egui::Ui, lang: Lang, m: &MeasureResult) {
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

/// Every device before and after; a click on a row opens the device.
pub fn targets(ui: &mut egui::Ui, wb: &mut Workbench, lang: Lang, m: &MeasureResult) {
    ui.add_space(4.0);
    let title = format!("{}({})", lang.pick("设备：改造前后", "Devices, before and after"), m.targets.len());
    let fuel = |used: &EnergyUse| {
        let parts: Vec<String> = used
            .fuels
            .iter()
            .map(|f| format!("{} {} {}", lang.said(f.fuel.zh()), amount(f.quantity), FuelUse::unit(f.fuel)))
            .collect();
        if parts.is_empty() { "—".to_owned() } else { parts.join("；") }
    };
    egui::CollapsingHeader::new(title).id_salt((m.id, "targets")).default_open(m.targets.len() <= 8).show(ui, |ui| {
        let fuels = m.targets.iter().any(|t| !t.before.fuels.is_empty() || !t.after.fuels.is_empty());
        let mut head = vec![
            (lang.pick("设备", "Device"), Holds::Rest),
            (lang.pick("型号", "Model"), Holds::Text),
            (lang.pick("改造前 kWh/a", "Before kWh/a"), Holds::Number),
            (lang.pick("改造后 kWh/a", "After kWh/a"), Holds::Number),
        ];
        if fuels {
            head.push((lang.pick("改造前燃料", "Fuel before"), Holds::Number));
            head.push((lang.pick("改造后燃料", "Fuel after"), Holds::Number));
        }
        head.push((lang.pick("节能 tce(当量)", "Saved tce"), Holds::Number));
        let rows: Vec<Vec<String>> = m
            .targets
            .iter()
            .take(SHOWN)
            .map(|t| {
                let mut row = vec![
                    t.label.clone(),
                    t.model.clone(),
                    grouped(t.before.electricity_kwh, 0),
                    grouped(t.after.electricity_kwh, 0),
                ];
                if fuels {
                    row.extend([fuel(&t.before), fuel(&t.after)]);
                }
                row.push(amount(t.saving.tce_equivalent));
                row
            })
            .collect();
        let sheet =
            Sheet { id: "targets", head: &head, rows: &rows, total: false, selected: Some(usize::MAX), height: None };
        if let Some(t) = sheet.show(ui, lang).and_then(|at| m.targets.get(at)) {
            wb.show_device(t.id);
        }
        let hint = if m.targets.len() > SHOWN {
            lang.pick("点一行查看设备；其余见报告", "Click a row for the device; the rest is in the report")
        } else {
            lang.pick("点一行查看设备", "Click a row for the device")
        };
        ui.label(theme::small(ui, hint));
    });
    if !m.refused.is_empty() {
        let title = format!("{}({})", lang.pick("未计入的设备", "Devices not counted"), m.refused.len());
        egui::CollapsingHeader::new(title).default_open(true).show(ui, |ui| {
            for (label, reason) in m.refused.iter().take(SHOWN) {
                evidence::wrapped(
                    ui,
                    egui::RichText::new(format!("{label}{}{}", lang.pick("：", ": "), lang.said(reason))),
                );
            }
        });
    }
}

/// 计算过程 of every device.
pub fn working(ui: &mut egui::Ui, lang: Lang, m: &MeasureResult) {
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
