//! A verdict in full: level, what was missing, every comparison with its clause.

use eframe::egui::{self, RichText};

use super::super::lang::Lang;
use super::super::theme;
use super::badge;
use crate::energy::Step;
use crate::screening::{CatalogueSearch, Evidence, Level, Verdict, brief};

/// The whole verdict, as an argument: what decided, what else was found, what was looked at without a finding.
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
        if let Some(origin) = verdict.weakest_origin() {
            let text = format!("{}{}", lang.pick("数据来源：", "data from: "), lang.pick(origin.zh(), origin.en()));
            ui.label(theme::small(ui, text))
                .on_hover_text(lang.pick("所用数据中最弱的来源", "the weakest origin among the values used"));
        }
    });
    missing(ui, verdict, lang);
    let part = |e: &Evidence| match e.level {
        Some(l) if l == verdict.level && l != Level::NotCovered => 0,
        Some(Level::NotCovered) => 3,
        Some(_) => 1,
        None => 2,
    };
    let headings = [
        lang.pick("判定依据", "What decided"),
        lang.pick("同时查到", "Also found"),
        lang.pick("对照过、不作结论", "Compared, without a finding"),
        lang.pick("不适用或未收录", "Not applicable or not held"),
    ];
    for (n, heading) in headings.into_iter().enumerate() {
        let mut of_part = verdict.evidence.iter().enumerate().filter(|(_, e)| part(e) == n).peekable();
        if of_part.peek().is_none() {
            continue;
        }
        ui.add_space(4.0);
        ui.label(theme::small(ui, heading));
        for (at, evidence) in of_part {
            ui.push_id(("evidence", at), |ui| one(ui, evidence, n == 0, lang));
        }
    }
    if verdict.catalogue != CatalogueSearch::Hit {
        wrapped(ui, theme::small(ui, lang.said(verdict.catalogue.zh())));
    }
}

/// What is missing, in one line.
pub fn missing(ui: &mut egui::Ui, verdict: &Verdict, lang: Lang) {
    if verdict.missing.is_empty() {
        return;
    }
    let list: Vec<_> = verdict.missing.iter().map(|m| lang.said(&m.text)).collect();
    let color = theme::Tone::Warn.colors(ui.visuals().dark_mode).0;
    let text = format!("▲ {}{}", lang.pick("缺少：", "Missing: "), list.join(lang.pick("、", ", ")));
    wrapped(ui, RichText::new(text).color(color));
}

/// One comparison; its calculation is unfolded if `open`.
fn one(ui: &mut egui::Ui, evidence: &Evidence, open: bool, lang: Lang) {
    let p = theme::palette(ui);
    let frame = egui::Frame::new()
        .fill(p.stripe)
        .corner_radius(4)
        .stroke(egui::Stroke::new(1.0, p.line))
        .inner_margin(egui::Margin::symmetric(8, 6));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
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
                brief(actual, limit),
                evidence.unit,
                lang.pick("限值", "limit"),
                brief(limit, actual),
                evidence.unit
            );
            wrapped(ui, RichText::new(text).color(p.weak));
        }
        if let Some(origin) = evidence.origin {
            let text = format!("{}{}", lang.pick("数据来源：", "data from: "), lang.pick(origin.zh(), origin.en()));
            wrapped(ui, theme::small(ui, text));
        }
        if !evidence.working.is_empty() {
            working(ui, &evidence.working, open, lang);
        }
        if !evidence.unreviewed.is_empty() {
            wrapped(
                ui,
                theme::small(ui, format!("{}{}", lang.pick("数据待核：", "Data to be checked: "), evidence.unreviewed)),
            );
        }
    });
}

/// The calculation, step by step: what, the formula, the numbers put in, the result.
pub fn working(ui: &mut egui::Ui, working: &[Step], open: bool, lang: Lang) {
    let title = format!("{} {}", lang.pick("计算过程", "Calculation"), working.len());
    egui::CollapsingHeader::new(theme::small(ui, title)).default_open(open).show(ui, |ui| steps(ui, working));
}

/// Steps of a calculation, one under the other.
pub fn steps(ui: &mut egui::Ui, steps: &[Step]) {
    ui.spacing_mut().item_spacing.y = 2.0;
    for step in steps {
        wrapped(ui, theme::bold(&step.step).text_style(egui::TextStyle::Small));
        wrapped(ui, theme::small(ui, &step.formula));
        let unit = if step.unit.is_empty() { String::new() } else { format!(" {}", step.unit) };
        let text = format!("= {} = {}{unit}", step.substituted, crate::energy::working::n(step.value));
        wrapped(ui, RichText::new(text));
        ui.add_space(4.0);
    }
}

/// Text that wraps at the width there is.
pub fn wrapped(ui: &mut egui::Ui, text: RichText) {
    ui.add(egui::Label::new(text).wrap());
}

/// An entry of a list: a point, and beside it what may take several lines.
pub fn bullet(ui: &mut egui::Ui, add: impl FnOnce(&mut egui::Ui)) {
    ui.spacing_mut().interact_size.y = 20.0;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label("·");
        ui.vertical(add);
    });
}
