//! 对标: where each product stands against national limits and levels, targets, class; before and after a scenario.

mod bar;
pub mod cheapest;
mod products;
mod targets;

use eframe::egui::{self, RichText};

use crate::app::lang::Lang;
use crate::app::plant::PlantFound;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::amount;
use crate::app::widgets::{self, badge, evidence};
use crate::app::workbench::Workbench;
use crate::audit::{Id, Section};
use crate::benchmark::{BeforeAfter, ClassFinding, Outcome, QuotaLevel, TargetStanding};
use crate::reference::checklist::Duty;

/// The page's state.
#[derive(Default)]
pub struct BenchmarkPage {
    /// The scenario compared with; `None` for none.
    scenario: Option<Id>,
    /// Whether the person has chosen; until then the first scenario is taken.
    chosen: bool,
    answers: cheapest::Answers,
}

/// An outcome in tone and sign.
pub fn look(outcome: Outcome) -> (Tone, &'static str) {
    match outcome {
        Outcome::Level(QuotaLevel::Over) => (Tone::Bad, "✖"),
        Outcome::Level(QuotaLevel::Grade3) => (Tone::Warn, "③"),
        Outcome::Level(QuotaLevel::Grade2) => (Tone::Good, "②"),
        Outcome::Level(QuotaLevel::Grade1) => (Tone::Good, "①"),
        Outcome::NoLimit => (Tone::Quiet, "—"),
        Outcome::Insufficient => (Tone::Quiet, "○"),
        Outcome::NotCovered => (Tone::Quiet, "—"),
    }
}

/// The sign of how a target stands.
pub fn target_look(standing: TargetStanding) -> (Tone, &'static str) {
    targets::look(standing)
}

impl BenchmarkPage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        let Some(found) = wb.plant() else {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(theme::weak(ui, lang.pick("正在计算…", "Calculating…")));
            });
            return;
        };
        let first = found.changes.first().map(|(id, _)| *id);
        if !self.chosen || !found.changes.iter().any(|(id, _)| Some(*id) == self.scenario) {
            self.scenario = first.filter(|_| !self.chosen);
        }
        let change = found.changes.iter().find(|(id, _)| Some(*id) == self.scenario).map(|(_, c)| c);
        // Without any energy there is no year that is compared.
        let year = Some(found.figures.year).filter(|_| !found.energy.years.is_empty());
        let year = year.map_or_else(String::new, |y| format!("{y}{}", lang.pick(" 年", ": ")));
        let purpose = match lang {
            Lang::Zh => format!("{year}单位产品能耗与限额、标杆水平和地方目标相比，改造前后对照"),
            Lang::En => format!("{year}unit consumption against quotas, levels and targets"),
        };
        widgets::head(ui, lang.pick("能耗对标", "Energy benchmark"), &purpose, |ui| self.scenario_chooser(ui, wb));
        egui::ScrollArea::vertical().id_salt("benchmark").auto_shrink(false).show(ui, |ui| {
            class(ui, wb, &found);
            if found.benchmark.quotas.is_empty() {
                empty(ui, wb, &found);
            }
            asked(ui, wb, &found);
            let count = found.benchmark.quotas.len();
            if count > 0 {
                ui.columns((theme::columns(ui) - 1).clamp(1, count), |columns| {
                    for at in 0..count {
                        let ui = &mut columns[at % columns.len()];
                        ui.push_id(at, |ui| ui.vertical(|ui| self.product(ui, wb, &found, at, change)));
                    }
                });
            }
            goals(ui, lang, &found, change);
        });
    }

    fn scenario_chooser(&mut self, ui: &mut egui::Ui, wb: &Workbench) {
        let lang = wb.lang();
        let scenarios: Vec<(Id, String)> =
            wb.audit().map_or_else(Vec::new, |a| a.scenarios.iter().map(|s| (s.id, s.name.clone())).collect());
        if scenarios.is_empty() {
            ui.label(theme::weak(ui, lang.pick("还没有改造方案(在“改造”页建立)", "no scenario yet")));
            return;
        }
        let none = lang.pick("不对比", "none");
        let name = scenarios.iter().find(|(id, _)| Some(*id) == self.scenario).map_or(none, |(_, n)| n);
        let response = egui::ComboBox::from_id_salt("scenario").selected_text(name).width(180.0).show_ui(ui, |ui| {
            let all = std::iter::once((None, none)).chain(scenarios.iter().map(|(id, n)| (Some(*id), n.as_str())));
            for (id, name) in all {
                if ui.selectable_label(self.scenario == id, name).clicked() {
                    self.scenario = id;
                    self.chosen = true;
                }
            }
        });
        let label = lang.pick("对比的方案", "Scenario compared");
        response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, label));
        ui.label(theme::weak(ui, lang.pick("改造方案", "Scenario")));
    }
}

/// The targets of nation and region, and how many of them are met.
fn goals(ui: &mut egui::Ui, lang: Lang, found: &PlantFound, change: Option<&BeforeAfter>) {
    theme::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::bold(lang.pick("国家和地方目标", "Targets of nation and region")));
            for standing in [TargetStanding::Met, TargetStanding::NotMet, TargetStanding::Missing, TargetStanding::Open]
            {
                let count = found.benchmark.targets.iter().filter(|t| t.standing == standing).count();
                if count > 0 {
                    let (tone, icon) = target_look(standing);
                    badge::status(ui, tone, icon, &format!("{} {count}", lang.pick(standing.zh(), standing.en())));
                }
            }
        });
        targets::show(ui, lang, &found.benchmark.targets, change.map_or(&[][..], |c| &c.targets));
    });
}

/// The class of energy user and what follows from it.
fn class(ui: &mut egui::Ui, wb: &Workbench, found: &PlantFound) {
    let lang = wb.lang();
    let b = &found.benchmark;
    theme::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.spacing_mut().interact_size.y = 22.0;
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::bold(lang.pick("用能单位类别", "Class of energy user")));
            match found.figures.current().and_then(|y| y.tce_equivalent) {
                Some(tce) => ui.label(format!("{} {} tce", lang.pick("综合能耗", "Energy"), amount(tce))),
                None => ui.label(theme::weak(ui, lang.pick("没有综合能耗", "not known"))),
            };
            if b.classes.is_empty() && found.figures.current().is_some_and(|y| y.tce_equivalent.is_some()) {
                badge::status(ui, Tone::Quiet, "—", lang.pick("未达到重点用能单位的门槛", "below the thresholds"));
            }
        });
        for c in &b.classes {
            one_class(ui, lang, c);
        }
        if !b.over_limit.is_empty() {
            let (tone, text) = if b.over_limit_certain {
                (Tone::Bad, lang.pick("有产品超过限定值，法律后果：", "A product is over the limit:"))
            } else {
                let zh = "有产品按估算值或未修正的条件超过限定值，须按标准核算后确认；如属实，法律后果：";
                (Tone::Warn, lang.pick(zh, "A product may be over the limit, by estimates or base conditions:"))
            };
            let color = tone.colors(ui.visuals().dark_mode).0;
            evidence::wrapped(ui, RichText::new(format!("{} {text}", tone.icon())).color(color));
            duties(ui, &b.over_limit);
        }
    });
}

fn one_class(ui: &mut egui::Ui, lang: Lang, found: &ClassFinding) {
    let (tone, icon) = if found.certain { (Tone::Warn, "▲") } else { (Tone::Quiet, "◐") };
    ui.horizontal_wrapped(|ui| {
        let sure = if found.certain { "" } else { lang.pick("(须确认)", " (to be confirmed)") };
        badge::status(ui, tone, icon, &format!("{}{sure}", found.class.class));
        ui.label(theme::small(ui, format!("{} {}", found.class.document, found.class.clause)));
    });
    for note in &found.notes {
        evidence::wrapped(ui, theme::small(ui, note));
    }
    if !found.duties.is_empty() {
        let title = format!("{}({})", lang.pick("相应的义务", "Duties "), found.duties.len());
        egui::CollapsingHeader::new(title).id_salt(&*found.class.key).show(ui, |ui| duties(ui, &found.duties));
    }
}

fn duties(ui: &mut egui::Ui, list: &[Duty]) {
    for d in list {
        evidence::wrapped(ui, RichText::new(format!("· {}", d.duty)));
        let source = [&*d.document, &*d.clause, &*d.review].join(" ");
        evidence::wrapped(ui, theme::small(ui, format!("　{}", source.trim())));
    }
}

/// What is needed for the figures of products that have none.
fn asked(ui: &mut egui::Ui, wb: &mut Workbench, found: &PlantFound) {
    let list = &found.figures.questions;
    if list.is_empty() {
        return;
    }
    let lang = wb.lang();
    theme::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let color = Tone::Warn.colors(ui.visuals().dark_mode).0;
        for text in list {
            evidence::wrapped(ui, RichText::new(format!("▲ {text}")).color(color));
        }
        if ui.link(lang.pick("→ 到产品产量", "→ Products")).clicked() {
            wb.show_row(Section::Product, None);
        }
    });
}

/// What must be entered before anything can be compared.
fn empty(ui: &mut egui::Ui, wb: &mut Workbench, found: &PlantFound) {
    let lang = wb.lang();
    let products = wb.audit().is_some_and(|a| !a.products.is_empty());
    let energy = !found.energy.years.is_empty();
    theme::card(ui).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::bold(lang.pick("还没有可以对标的产品单耗", "No unit consumption to compare yet")));
        let steps = [
            (!energy, Section::Consumption, lang.pick("填写能源消费", "Enter consumption")),
            (
                !products,
                Section::Product,
                lang.pick("填写产品产量，并选定对标的限额", "Enter products and their quota"),
            ),
            (
                energy && products,
                Section::Product,
                lang.pick("核对产品的年度、产量单位和分摊比例", "Check year, unit and share of the products"),
            ),
        ];
        for (_, section, text) in steps.into_iter().filter(|(show, ..)| *show) {
            if ui.link(format!("→ {text}")).clicked() {
                wb.show_row(section, None);
            }
        }
    });
}
