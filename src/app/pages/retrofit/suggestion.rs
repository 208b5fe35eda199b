//! One suggestion in full, and why there may be none.

use eframe::egui;

use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::amount;
use crate::app::widgets::{self, badge, evidence};
use crate::app::workbench::Workbench;
use crate::retrofit::{Suggestion, Urgency};

/// Tone and sign of an urgency, beside its words.
pub fn look(urgency: Urgency) -> (Tone, &'static str) {
    match urgency {
        Urgency::Deadline => (Tone::Bad, "✖"),
        Urgency::Prescribed => (Tone::Warn, "▲"),
        Urgency::Saves => (Tone::Good, "↓"),
        Urgency::Open => (Tone::Quiet, "○"),
    }
}

/// Why there is nothing: the devices in use with a finding, and those that could not be judged.
pub fn nothing(ui: &mut egui::Ui, wb: &Workbench, poor: usize, unjudged: usize) {
    let lang = wb.lang();
    let text = if wb.audit().is_none_or(|a| a.equipment.is_empty()) {
        lang.pick("还没有设备：先在“设备”页录入或导入台账。", "No devices yet: enter or import them first.").to_owned()
    } else {
        match lang {
            Lang::Zh => {
                let poor = match poor {
                    0 => "在用设备没有淘汰、疑似淘汰或低于限定值的".to_owned(),
                    count => format!("{count} 项淘汰、疑似淘汰或低于限定值的在用设备都已有更换措施，或没有更好的可换"),
                };
                let open = match unjudged {
                    0 => String::new(),
                    count => format!("；{count} 项设备数据不足，补齐后可能有新的建议"),
                };
                format!("{poor}；已填的运行数据没有显示还没有措施的节能机会{open}。")
            }
            Lang::En => format!(
                "{poor} devices with a finding have their measures; {unjudged} lack data; operating data show nothing more."
            ),
        }
    };
    widgets::empty(ui, lang.pick("没有新的建议", "No new suggestions"), &text);
}

/// One suggestion in full.
pub fn detail(ui: &mut egui::Ui, wb: &mut Workbench, at: usize, s: &Suggestion, names: &str) {
    let lang = wb.lang();
    evidence::wrapped(ui, theme::bold(format!("{}. {}", at + 1, s.measure.title)));
    ui.horizontal_wrapped(|ui| {
        let (tone, icon) = look(s.urgency);
        badge::status(ui, tone, icon, lang.pick(s.urgency.zh(), s.urgency.en()));
        let saved = match s.saved_tce {
            Some(tce) => format!("{} {} tce/a", lang.pick("单独实施节能", "saves alone"), amount(tce)),
            None => lang.pick("节能量待补数据后计算", "saving: data wanted").to_owned(),
        };
        ui.label(saved);
    });
    let asked = s.asks.join("、");
    // What has to be filled in stands by itself.
    let reason = s.reason.strip_suffix(&format!("；须填：{asked}")).unwrap_or(&s.reason);
    ui.label(theme::small(ui, lang.pick("理由", "Reason")));
    evidence::wrapped(ui, egui::RichText::new(reason));
    if !s.clauses.is_empty() {
        ui.label(theme::small(ui, lang.pick("依据", "Rests on")));
        for clause in &s.clauses {
            evidence::wrapped(ui, egui::RichText::new(format!("· {clause}")));
        }
    }
    if !asked.is_empty() {
        let warn = Tone::Warn.colors(ui.visuals().dark_mode).0;
        let text = lang.pick("▲ 采纳后须填写：", "▲ To be filled in: ");
        evidence::wrapped(ui, egui::RichText::new(format!("{text}{}", lang.said(&asked))).color(warn));
    }
    if !names.is_empty() {
        ui.label(theme::small(ui, lang.pick("设备", "Devices")));
        evidence::wrapped(ui, egui::RichText::new(names));
    }
    if let Some(first) = s.measure.targets.first()
        && ui.button(lang.pick("查看设备", "Show the devices")).clicked()
    {
        wb.show_device(*first);
        wb.selection.clone_from(&s.measure.targets);
    }
}
