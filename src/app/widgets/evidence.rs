//! A verdict in full: level, what was missing, every comparison with its clause.

use eframe::egui::{self, RichText};

use super::super::lang::Lang;
use super::super::theme;
use super::badge;
use crate::audit::field::number;
use crate::screening::{CatalogueSearch, Evidence, Verdict};

/// The whole verdict.
pub fn verdict(ui: &mut egui::Ui, verdict: &Verdict, lang: Lang) {
    ui.horizontal_wrapped(|ui| {
        badge::level(ui, verdict.level, lang);
        if let Some(overruled) = verdict.overruled {
            ui.label(theme::small(ui, lang.pick("人工改判为", "overruled as")));
            badge::level(ui, overruled, lang);
        }
        if verdict.estimated() {
            ui.label(theme::small(ui, lang.pick("含估算值", "rests on typical values")));
        }
    });
    missing(ui, verdict, lang);
    for evidence in &verdict.evidence {
        one(ui, evidence, lang);
    }
    if verdict.catalogue != CatalogueSearch::Hit {
        wrapped(ui, theme::small(ui, verdict.catalogue.zh()));
    }
}

/// What is missing, in one line.
pub fn missing(ui: &mut egui::Ui, verdict: &Verdict, lang: Lang) {
    if verdict.missing.is_empty() {
        return;
    }
    let list: Vec<&str> = verdict.missing.iter().map(|m| &*m.text).collect();
    let color = theme::Tone::Warn.colors(ui.visuals().dark_mode).0;
    let text = format!("▲ {}{}", lang.pick("缺少：", "Missing: "), list.join("、"));
    wrapped(ui, RichText::new(text).color(color));
}

/// One comparison.
pub fn one(ui: &mut egui::Ui, evidence: &Evidence, lang: Lang) {
    let p = theme::palette(ui);
    let frame = egui::Frame::new()
        .fill(p.stripe)
        .corner_radius(4)
        .stroke(egui::Stroke::new(1.0, p.line))
        .inner_margin(egui::Margin::symmetric(8, 6));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().interact_size.y = 18.0;
            let edition = if evidence.edition.is_empty() || evidence.standard.contains(&*evidence.edition) {
                String::new()
            } else {
                format!("({})", evidence.edition)
            };
            ui.label(theme::bold(format!("{}{edition}", evidence.standard)));
            if !evidence.clause.is_empty() {
                ui.label(theme::weak(ui, &evidence.clause));
            }
            if let Some(level) = evidence.level {
                badge::level(ui, level, lang);
            }
        });
        wrapped(ui, RichText::new(&evidence.statement));
        if let (Some(actual), Some(limit)) = (evidence.actual, evidence.limit) {
            let estimated = if evidence.estimated { lang.pick("(典型值)", " (typical)") } else { "" };
            let text = format!(
                "{} {} {}{estimated}    {} {} {}",
                lang.pick("实际", "actual"),
                number(actual),
                evidence.unit,
                lang.pick("限值", "limit"),
                number(limit),
                evidence.unit
            );
            wrapped(ui, RichText::new(text).color(p.weak));
        }
        if !evidence.unreviewed.is_empty() {
            wrapped(
                ui,
                theme::small(ui, format!("{}{}", lang.pick("数据待核：", "Data to be checked: "), evidence.unreviewed)),
            );
        }
    });
}

/// Text that wraps at the width there is.
pub fn wrapped(ui: &mut egui::Ui, text: RichText) {
    ui.add(egui::Label::new(text).wrap());
}
