//! Each product's figure against the quota: the bar, the distance to better levels, what it rests on.

use eframe::egui::{self, RichText};

use super::bar::{self, Scale};
use super::{BenchmarkPage, look};
use crate::app::lang::Lang;
use crate::app::plant::PlantFound;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::{amount, maybe, wan};
use crate::app::widgets::sheet::{Holds, Sheet};
use crate::app::widgets::{self, badge, evidence, figure};
use crate::app::workbench::Workbench;
use crate::audit::{Product, Section};
use crate::benchmark::change::ProductChange;
use crate::benchmark::{BeforeAfter, BenchmarkStanding, Gap, Judged, LevelFinding, QuotaFinding};
use crate::energy::working::n;

/// Width from which the scale of levels and the distances to them stand beside each other.
fn beside(lang: Lang) -> f32 {
    if lang == Lang::Zh { 1040.0 } else { 1240.0 }
}

impl BenchmarkPage {
    /// One product.
    pub(super) fn product(
        &mut self,
        ui: &mut egui::Ui,
        wb: &mut Workbench,
        found: &PlantFound,
        at: usize,
        change: Option<&BeforeAfter>,
    ) {
        let lang = wb.lang();
        let (Some(q), levels) = (found.benchmark.quotas.get(at), found.benchmark.levels.get(at)) else { return };
        let levels = levels.map_or(&[][..], Vec::as_slice);
        let changed = change.and_then(|c| c.products.iter().find(|p| p.product == at));
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = theme::TIGHT;
            ui.spacing_mut().interact_size.y = 22.0;
            head(ui, wb, found, q, changed);
            if let Some(judged) = q.deciding() {
                let after = changed.and_then(|c| c.after.as_ref()).and_then(QuotaFinding::deciding);
                let after = after.filter(|a| a.row.key == judged.row.key).map(|a| a.actual);
                let level = levels.iter().find(|l| l.row.unit_text == judged.row.unit_text);
                let title = format!("{} {}({})", q.figure.product, judged.row.indicator, judged.row.unit_text);
                let scale = Scale { judged, after, level };
                // The distances beside the scale where both have room.
                let beside = ui.available_width() >= beside(lang) && !judged.gaps.is_empty();
                ui.columns(if beside { 2 } else { 1 }, |columns| {
                    figure::untitled(&mut columns[0], lang, &title, |ui, _| bar::show(ui, &scale, lang));
                    let last = columns.len() - 1;
                    gaps(&mut columns[last], lang, judged);
                });
                for text in &judged.uncorrected {
                    note(ui, Tone::Warn, text);
                }
            }
            for text in &q.missing {
                note(ui, Tone::Warn, text);
            }
            for level in levels {
                standing(ui, lang, level);
            }
            for text in changed.iter().flat_map(|c| &c.notes) {
                note(ui, Tone::Quiet, text);
            }
            self.answers.show(ui, wb, found, at, q);
            let first = found.benchmark.quotas.iter().position(|o| o.figure.product == q.figure.product) == Some(at);
            if let Some(c) = found.figures.carbon.iter().find(|c| first && c.product == q.figure.product) {
                let text =
                    lang.pick("单位产品 CO₂(按分摊，不含过程排放)", "CO₂ per unit, by shares, no process emissions");
                let figures = format!("{text} {} kg/{}", n(c.kg_per_unit), c.unit);
                evidence::wrapped(ui, theme::small(ui, figures));
            }
            rests_on(ui, lang, q, at);
        });
    }
}

/// The product, its figure and its level, before and after.
fn head(ui: &mut egui::Ui, wb: &mut Workbench, found: &PlantFound, q: &QuotaFinding, changed: Option<&ProductChange>) {
    let lang = wb.lang();
    let badge_of = |ui: &mut egui::Ui, q: &QuotaFinding, prefix: &str| {
        let (tone, icon) = look(q.outcome);
        let star = if q.provisional() { lang.pick("(未修正)", " (not corrected)") } else { "" };
        badge::status(ui, tone, icon, &format!("{prefix}{}{star}", lang.pick(q.outcome.zh(), q.outcome.en())));
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::bold(&q.figure.product));
        let indicator = q.deciding().map_or(q.figure.indicator.as_str(), |j| &j.row.indicator);
        ui.label(format!("{indicator} {} {}", n(q.figure.value), q.figure.unit));
        badge_of(ui, q, "");
        if let Some(after) = changed.and_then(|c| c.after.as_ref()) {
            ui.label(format!("→ {} {}", n(after.figure.value), after.figure.unit));
            badge_of(ui, after, lang.pick("改造后 ", "after: "));
        }
        if q.estimated() {
            badge::status(ui, Tone::Quiet, "", lang.pick("含估算或默认值", "estimates or defaults"));
        }
        let row = wb.audit().and_then(|a| {
            a.products.iter().find(|p| p.name() == q.figure.product && p.year() == Some(found.figures.year))
        });
        if let Some(id) = row.map(|p: &Product| p.id) {
            let text = lang.pick("改产量、限额、条件", "Edit");
            let link = widgets::whole_link(ui, text);
            let name = format!("{text}{}{} {indicator}", lang.pick("：", ": "), q.figure.product);
            link.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, &name));
            if link.clicked() {
                wb.show_row(Section::Product, Some((id, "name")));
            }
        }
    });
}

/// The distance to each better level.
fn gaps(ui: &mut egui::Ui, lang: Lang, judged: &Judged) {
    if judged.gaps.is_empty() {
        return;
    }
    let unit = &judged.row.unit_text;
    let with_unit = |name: &str| if unit.is_empty() { name.to_owned() } else { format!("{name} {unit}") };
    let (limit, distance) = (with_unit(lang.pick("限值", "Limit")), with_unit(lang.pick("差距", "Distance")));
    let head = [
        (lang.pick("到下一级", "To reach"), Holds::Text),
        (limit.as_str(), Holds::Number),
        (distance.as_str(), Holds::Number),
        ("tce/a", Holds::Number),
        (lang.pick("万kWh/a", "10⁴ kWh/a"), Holds::Number),
        (lang.pick("万元/a", "10⁴ yuan/a"), Holds::Number),
    ];
    let row = |gap: &Gap| {
        vec![
            lang.pick(gap.to.zh(), gap.to.en()).to_owned(),
            n(gap.limit),
            amount(gap.difference),
            maybe(gap.tce, amount),
            maybe(gap.electricity_kwh, |k| amount(k / 1e4)),
            maybe(gap.yuan, wan),
        ]
    };
    let rows: Vec<Vec<String>> = judged.gaps.iter().map(row).collect();
    let id = format!("gaps {}", judged.row.key);
    Sheet { id: &id, head: &head, rows: &rows, total: false, selected: None, height: None }.show(ui, lang);
}

/// 标杆水平 and 基准水平.
fn standing(ui: &mut egui::Ui, lang: Lang, level: &LevelFinding) {
    let (tone, icon, word) = match level.standing {
        Some(BenchmarkStanding::Benchmark) => (Tone::Good, "①", lang.pick("达到标杆水平", "benchmark reached")),
        Some(BenchmarkStanding::Baseline) => (Tone::Quiet, "②", lang.pick("基准水平以上", "baseline reached")),
        Some(BenchmarkStanding::BelowBaseline) => (Tone::Bad, "▼", lang.pick("低于基准水平", "below baseline")),
        None => (Tone::Quiet, "○", lang.pick("未判定", "not judged")),
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::weak(ui, lang.pick("能效标杆与基准", "Benchmark and baseline")));
        badge::status(ui, tone, icon, word);
        let more = level.to_benchmark().map_or(String::new(), |d| {
            format!(
                "{}{} {} {}",
                lang.pick("；", "; "),
                lang.pick("距标杆", "to the benchmark"),
                n(d),
                level.row.unit_text
            )
        });
        evidence::wrapped(ui, RichText::new(format!("{}{more}", level.statement())));
    });
    for text in &level.notes {
        note(ui, Tone::Quiet, text);
    }
}

fn note(ui: &mut egui::Ui, tone: Tone, text: &str) {
    let color = tone.colors(ui.visuals().dark_mode).0;
    evidence::wrapped(ui, RichText::new(format!("{} {text}", tone.icon())).color(color));
}

/// Standard, edition, clause, condition and calculation of every row that was compared.
fn rests_on(ui: &mut egui::Ui, lang: Lang, q: &QuotaFinding, at: usize) {
    let title = lang.pick("依据与计算过程", "What it rests on");
    let shown = egui::CollapsingHeader::new(title).id_salt(("rests on", at)).show(ui, |ui| {
        for (i, judged) in q.rows.iter().enumerate() {
            let row = &judged.row;
            ui.push_id(i, |ui| {
                let standard = format!("{} {}", row.standard, row.clause);
                ui.label(theme::bold(standard.trim()));
                evidence::wrapped(ui, RichText::new(judged.statement()));
                let dates = match (row.effective_from, row.effective_to) {
                    (Some(from), Some(to)) => format!("{from}～{to}"),
                    (Some(from), None) => format!("{} {from}", lang.pick("自", "from")),
                    _ => lang.pick("实施日期未收录", "first day not held").to_owned(),
                };
                let edition =
                    format!("{} {}{}{dates}", lang.pick("版次", "Edition"), row.edition, lang.pick("；", "; "));
                evidence::wrapped(ui, theme::small(ui, edition));
                let parts = [
                    (lang.pick("条件", "Conditions"), &row.condition),
                    (lang.pick("未收录的修正", "Corrections not held"), &row.uncorrected),
                    (lang.pick("来源", "Source"), &row.source),
                    (lang.pick("数据待核", "To be checked"), &row.review),
                ];
                for (name, text) in parts.into_iter().filter(|(_, t)| !t.is_empty()) {
                    evidence::wrapped(ui, theme::small(ui, format!("{name}{}{text}", lang.pick("：", ": "))));
                }
                if !judged.working.is_empty() {
                    evidence::working(ui, &judged.working, true, lang);
                }
            });
        }
        for text in &q.notes {
            evidence::wrapped(ui, theme::weak(ui, format!("· {text}")));
        }
        if !q.figure.working.is_empty() {
            ui.push_id("figure", |ui| {
                ui.label(theme::bold(lang.pick("单耗", "Unit consumption")));
                evidence::working(ui, &q.figure.working, true, lang);
            });
        }
    });
    // There is one for every product and indicator.
    let name = format!("{title}{}{} {}", lang.pick("：", ": "), q.figure.product, q.figure.indicator);
    shown.header_response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::DisclosureTriangle, true, &name));
}
