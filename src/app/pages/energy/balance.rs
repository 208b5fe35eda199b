//! 平衡: what came in, was converted, was used and is not explained, as table and as flows.

use eframe::egui::{self, RichText};

use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::{amount, grouped, maybe};
use crate::app::widgets::sheet::{Holds, Sheet};
use crate::app::widgets::{self, badge, evidence, figure, sankey, shares};
use crate::app::workbench::Workbench;
use crate::energy::plant::{BalanceVerdict, PlantEnergy};

/// Shows the balance of a year.
pub fn show(ui: &mut egui::Ui, wb: &Workbench, energy: Option<&PlantEnergy>) {
    let lang = wb.lang();
    let Some(energy) = energy else {
        widgets::empty(
            ui,
            lang.pick("还没有可平衡的数据", "Nothing to balance yet"),
            lang.pick("先在“用能”页填写能源消费；设备的年用能来自设备台账。", "Enter consumption first."),
        );
        return;
    };
    egui::ScrollArea::vertical().id_salt("balance").auto_shrink(false).show(ui, |ui| {
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            verdict(ui, lang, energy);
            table(ui, lang, energy);
        });
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let title = lang.pick("能流图(tce，当量值)", "Energy flows, tce");
            if energy.flows.links.is_empty() {
                ui.label(theme::bold(title));
                ui.label(theme::weak(ui, lang.pick("没有可画的能流", "Nothing to draw")));
            } else {
                figure::show(ui, lang, title, |ui, paper| {
                    if !paper {
                        ui.label(theme::small(ui, lang.pick("鼠标停留可见数量和占比", "Hover for amounts")));
                    }
                    sankey::show(ui, &energy.flows, lang);
                });
            }
        });
        ui.columns(2, |sides| {
            theme::card(&sides[0]).show(&mut sides[0], |ui| {
                ui.set_width(ui.available_width());
                kinds(ui, lang, energy);
            });
            theme::card(&sides[1]).show(&mut sides[1], |ui| {
                ui.set_width(ui.available_width());
                coverage(ui, lang, energy);
            });
        });
    });
}

fn verdict(ui: &mut egui::Ui, lang: Lang, energy: &PlantEnergy) {
    let balance = &energy.balance;
    let (tone, icon, word) = match balance.verdict {
        BalanceVerdict::Within => (Tone::Good, "✔", lang.pick("平衡", "balanced")),
        BalanceVerdict::Explain => (Tone::Warn, "▲", lang.pick("须说明", "to be explained")),
        BalanceVerdict::OverAllocated => (Tone::Bad, "✖", lang.pick("超分配", "over-allocated")),
        BalanceVerdict::NothingListed => (Tone::Quiet, "○", lang.pick("未列去向", "nothing listed")),
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::bold(format!("{} {}", energy.year, lang.pick("年能量平衡", "energy balance"))));
        badge::status(ui, tone, icon, word);
        evidence::wrapped(ui, RichText::new(&balance.statement));
    });
}

fn table(ui: &mut egui::Ui, lang: Lang, energy: &PlantEnergy) {
    let b = &energy.balance;
    let whole = b.input_tce + b.recovered_tce;
    let share = |tce: f64| if whole > 0.0 { grouped(tce / whole * 100.0, 1) } else { "—".to_owned() };
    let mut rows: Vec<(String, f64)> = Vec::new();
    for c in energy.carriers.iter().filter(|c| c.tce_equivalent != 0.0) {
        rows.push((format!("　{}", lang.said(&c.name)), c.tce_equivalent));
    }
    rows.insert(0, (lang.pick("进入用能单位", "Input").to_owned(), b.input_tce));
    if b.recovered_tce > 0.0 {
        rows.push((lang.pick("余热余压等回收", "Recovered").to_owned(), b.recovered_tce));
    }
    let mut uses: Vec<(String, f64)> = Vec::new();
    for p in b.processes.iter().filter(|p| p.in_tce > 0.0) {
        let name = if p.name.is_empty() { lang.pick("(未填环节)", "(unnamed)") } else { &p.name };
        let efficiency = maybe(p.efficiency_pct, |e| format!("{} %", grouped(e, 1)));
        uses.push((
            format!(
                "{}{name}({} {efficiency})",
                lang.pick("转换损失：", "Conversion loss: "),
                lang.pick("效率", "efficiency")
            ),
            p.loss_tce,
        ));
    }
    for (kind, tce) in &b.used {
        uses.push((lang.pick(kind.zh(), kind.en()).to_owned(), *tce));
    }
    uses.extend(b.by_process.iter().map(|(name, tce)| (name.clone(), *tce)));
    uses.push((lang.pick("未列明", "Not listed").to_owned(), b.unexplained_tce));
    if b.over_tce > 0.0 {
        uses.push((lang.pick("超出可供量(减)", "Beyond what is there (less)").to_owned(), -b.over_tce));
    }
    let side = |ui: &mut egui::Ui, id: &str, head: &str, rows: &[(String, f64)]| {
        let head = [(head, Holds::Rest), ("tce", Holds::Number), ("%", Holds::Number)];
        let rows: Vec<Vec<String>> =
            rows.iter().map(|(name, tce)| vec![name.clone(), amount(*tce), share(*tce)]).collect();
        Sheet { id, head: &head, rows: &rows, total: false, selected: None, height: None }.show(ui, lang);
    };
    ui.columns(2, |sides| {
        side(&mut sides[0], "input", lang.pick("来源", "From"), &rows);
        side(&mut sides[1], "uses", lang.pick("去向", "To"), &uses);
    });
}

/// The uses as one bar.
fn kinds(ui: &mut egui::Ui, lang: Lang, energy: &PlantEnergy) {
    let b = &energy.balance;
    let mut parts: Vec<(String, f64)> =
        b.used.iter().map(|(k, v)| (lang.pick(k.zh(), k.en()).to_owned(), *v)).collect();
    parts.extend(b.by_process.iter().cloned());
    parts.push((lang.pick("转换损失", "Losses").to_owned(), b.losses_tce));
    parts.push((lang.pick("未列明", "Not listed").to_owned(), b.unexplained_tce));
    parts.retain(|(_, v)| *v > 0.0);
    let title = lang.pick("能源去向", "Uses of energy");
    figure::show(ui, lang, title, |ui, _| shares::show(ui, lang, title, &parts, "tce"));
}

/// How much of electricity and fuels the listed devices explain.
fn coverage(ui: &mut egui::Ui, lang: Lang, energy: &PlantEnergy) {
    ui.label(theme::bold(lang.pick("列入的设备说明了多少", "What the listed devices explain")));
    for c in &energy.coverage {
        let share = c.explained_pct.map_or(0.0, |p| (p / 100.0).clamp(0.0, 1.0)) as f32;
        let text = maybe(c.explained_pct, |p| format!("{} {} %", lang.said(c.name), grouped(p, 1)));
        ui.label(text);
        let bar = widgets::progress(ui, share, ui.available_width().min(480.0), 8.0);
        bar.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, &c.statement));
        evidence::wrapped(ui, theme::weak(ui, &c.statement));
    }
}
