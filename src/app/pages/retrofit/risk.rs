//! 风险: what the result hangs on, one factor at a time and all at once.

use eframe::egui::{self, Align, Layout};

use super::simulation::Simulation;
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::field::{self, Buffers, Line};
use crate::app::widgets::numbers::{grouped, wan};
use crate::app::widgets::{self, evidence, figure};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::{Edit, Finance, Id, Record as _, Target};
use crate::diagnosis::Diagnosis;
use crate::economics::uncertainty::{Bar, Case, Factor, Ranges, Tornado, tornado};
use crate::retrofit::MeasureResult;

/// Width of a range's line.
const FIELD: f32 = 330.0;
/// Width of the NPV at an end of a bar.
const END: f32 = 84.0;

/// What is analysed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A measure alone.
    Measure(Id),
    /// A scenario.
    Scenario(Id),
}

/// The tab's state.
#[derive(Default)]
pub struct RiskTab {
    subject: Option<Subject>,
    buffers: Buffers,
    /// The tornado of a revision and subject.
    tornado: Work<(u64, Subject), Tornado>,
    simulation: Simulation,
}

/// The measures of a subject.
fn measures(diagnosis: &Diagnosis, subject: Subject) -> Option<(&str, &[MeasureResult])> {
    match subject {
        Subject::Measure(id) => {
            let m = diagnosis.measures.iter().find(|m| m.id == id)?;
            Some((&m.title, std::slice::from_ref(m)))
        }
        Subject::Scenario(id) => {
            let s = diagnosis.scenarios.iter().find(|s| s.id == id)?;
            Some((&s.name, &s.measures))
        }
    }
}

/// What is analysed of a subject.
pub fn cases(given: Given<'_>, subject: Subject) -> Vec<Case> {
    let found = given.diagnosis.and_then(|d| measures(d, subject));
    found.map_or_else(Vec::new, |(_, of)| of.iter().map(|m| m.case.clone()).collect())
}

impl RiskTab {
    /// Shows the tab.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        self.simulation.poll(wb);
        let Some(diagnosis) = wb.diagnosis.clone() else { return };
        if self.subject.is_none_or(|s| measures(&diagnosis, s).is_none()) {
            let scenarios = diagnosis.scenarios.iter().map(|s| Subject::Scenario(s.id));
            let all: Vec<Subject> =
                scenarios.chain(diagnosis.measures.iter().map(|m| Subject::Measure(m.id))).collect();
            // The first that can be analysed, else the first.
            let whole = |s: &Subject| {
                measures(&diagnosis, *s)
                    .is_some_and(|(_, of)| !of.is_empty() && of.iter().all(|m| lacking(lang, m).is_none()))
            };
            self.subject = all.iter().copied().find(whole).or(all.first().copied());
        }
        let Some(mut subject) = self.subject else {
            widgets::empty(
                ui,
                lang.pick("还没有措施", "No measures yet"),
                lang.pick("先在“措施”页添加措施并填写投资。", "Add measures and their investments first."),
            );
            return;
        };
        ui.horizontal_wrapped(|ui| {
            let name = ui.label(lang.pick("分析对象", "Subject"));
            let shown = measures(&diagnosis, subject).map_or("", |m| m.0);
            egui::ComboBox::from_id_salt("subject")
                .selected_text(shown)
                .width(320.0)
                .truncate()
                .height(360.0)
                .show_ui(ui, |ui| {
                    for s in &diagnosis.scenarios {
                        let text = format!("{}{}", lang.pick("方案：", "Scenario: "), s.name);
                        ui.selectable_value(&mut subject, Subject::Scenario(s.id), text);
                    }
                    for m in &diagnosis.measures {
                        let text = format!("{}{}", lang.pick("措施：", "Measure: "), m.title);
                        ui.selectable_value(&mut subject, Subject::Measure(m.id), text);
                    }
                })
                .response
                .labelled_by(name.id);
            ui.label(theme::weak(
                ui,
                lang.pick(
                    "变动范围由您按实际填写；不填的因素不变动。方案中一个因素对各项措施一起变动",
                    "Ranges are yours to state; a factor without one stays. In a scenario a factor moves all measures",
                ),
            ));
        });
        self.subject = Some(subject);
        let Some((_, of)) = measures(&diagnosis, subject) else { return };
        let lacking: Vec<String> = of.iter().filter_map(|m| lacking(lang, m)).collect();
        let key = (wb.revision(), subject);
        let ranges = Ranges::of(&wb.assumptions);
        let any = !of.is_empty();
        if wb.up_to_date() {
            let title = lang.pick("单因素分析", "Moving one factor at a time");
            self.tornado.ask(wb, key, Pace::Follow, title, |_| {
                move |given: Given<'_>, _: &_| tornado(&cases(given, subject), &ranges).map_err(|e| e.to_string())
            });
        }
        let mut edits = Vec::new();
        egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
            theme::card(ui).show(ui, |ui| {
                ui.set_width(ui.available_width());
                self.bars(ui, wb, &lacking, &mut edits);
            });
            theme::card(ui).show(ui, |ui| {
                ui.set_width(ui.available_width());
                let can = lacking.is_empty() && any && wb.up_to_date();
                self.simulation.show(ui, wb, key, can, ranges);
            });
        });
        for (name, edit) in edits {
            wb.edit(&name, edit);
        }
    }

    /// The tornado: a row per factor with its range to be edited, those that move the NPV most first.
    fn bars(&mut self, ui: &mut egui::Ui, wb: &Workbench, lacking: &[String], edits: &mut Vec<(String, Edit)>) {
        let lang = wb.lang();
        let found =
            self.tornado.known().filter(|_| self.tornado.last().is_some_and(|(of, _)| Some(of.1) == self.subject));
        let found = found.cloned();
        let title = lang.pick("敏感性：单因素变动时的 NPV", "Tornado: NPV when one factor moves");
        if found.as_ref().is_none_or(|t| t.bars.is_empty()) {
            ui.label(theme::bold(title));
        }
        if self.tornado.late() {
            self.tornado.waiting(ui, lang);
        }
        if !lacking.is_empty() {
            let warn = Tone::Warn.colors(ui.visuals().dark_mode).0;
            let text = lang.pick("不能分析，请先补齐：", "Can't be analysed yet: ");
            evidence::wrapped(ui, egui::RichText::new(format!("▲ {text}{}", lacking.join("；"))).color(warn));
        } else if let Some((_, Err(reason))) = self.tornado.last() {
            evidence::wrapped(ui, theme::weak(ui, reason));
        } else if found.as_ref().is_some_and(|t| t.bars.is_empty()) {
            let text = lang.pick(
                "还没有填写变动范围：在下面填写后出现敏感性图。",
                "No range is stated yet: the bars appear once you enter one below.",
            );
            evidence::wrapped(ui, theme::weak(ui, text));
        }
        let bars = found.as_ref().map_or(&[][..], |t| t.bars.as_slice());
        if let Some(t) = found.as_ref().filter(|t| !t.bars.is_empty()) {
            figure::show(ui, lang, title, |ui, paper| {
                let (base, unit) = (lang.pick("基准 NPV", "base NPV"), lang.pick("万元", "10⁴ yuan"));
                ui.label(format!("{base} {} {unit}", wan(t.base.npv_yuan)));
                legend(ui, lang);
                heads(ui, lang);
                for bar in &t.bars {
                    let shown = |ui: &mut egui::Ui| row(ui, lang, bar, t.base.npv_yuan, scale(t));
                    if paper {
                        line(ui, |ui| drop(ui.label(moved(lang, bar))), shown);
                    } else {
                        ui.push_id(bar.factor.key(), |ui| {
                            line(ui, |ui| self.range(ui, wb, bar.factor, edits), shown);
                        });
                    }
                }
            });
        }
        for factor in Factor::ALL.into_iter().filter(|f| bars.iter().all(|b| b.factor != *f)) {
            ui.push_id(factor.key(), |ui| {
                let told = |ui: &mut egui::Ui| {
                    if lacking.is_empty() {
                        ui.label(theme::weak(ui, lang.pick("未填范围，不变动", "no range, stays")));
                    }
                };
                line(ui, |ui| self.range(ui, wb, factor, edits), told);
            });
        }
    }

    fn range(&mut self, ui: &mut egui::Ui, wb: &Workbench, factor: Factor, edits: &mut Vec<(String, Edit)>) {
        let lang = wb.lang();
        let (Some(audit), key) = (wb.audit(), factor.key()) else { return };
        let Some(def) = Finance::defs().iter().find(|d| d.key == key) else { return };
        let line =
            Line { def, current: audit.finance.get(key), default: None, missing: false, origin: false, label: 130.0 };
        if let Some(value) = field::line(ui, &mut self.buffers, lang, &line) {
            let edit = Edit::Field { target: Target::Finance, key: key.to_owned(), value };
            edits.push((format!("修改{}", def.zh), edit));
        }
    }
}

/// What a measure lacks for the analysis.
fn lacking(lang: Lang, m: &MeasureResult) -> Option<String> {
    let what = match (m.case.cash.investment_yuan, m.case.cash.saving_yuan) {
        (None, None) => lang.pick("投资和年节约费用", "investment and saved cost"),
        (None, _) => lang.pick("投资", "investment"),
        (_, None) => lang.pick("年节约费用(能源价格或可计算的设备)", "saved cost (price or devices)"),
        _ => return None,
    };
    Some(format!("“{}”{}{what}", m.title, lang.pick("缺", " lacks ")))
}

/// A factor at the left, what it does at the right.
fn line(ui: &mut egui::Ui, factor: impl FnOnce(&mut egui::Ui), effect: impl FnOnce(&mut egui::Ui)) {
    ui.horizontal(|ui| {
        let size = egui::vec2(FIELD, 28.0);
        ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
            ui.set_width(size.x);
            factor(ui);
        });
        effect(ui);
    });
}

/// A factor and how far it moves.
fn moved(lang: Lang, bar: &Bar) -> String {
    let unit = if bar.factor == Factor::Discount { lang.pick("个百分点", "points") } else { "%" };
    format!("{} ±{} {unit}", lang.pick(bar.factor.zh(), bar.factor.en()), grouped(bar.range * 100.0, 1))
}

/// Lowest and highest NPV of all bars.
fn scale(t: &Tornado) -> (f64, f64) {
    let ends = t.bars.iter().flat_map(|b| [b.low.npv_yuan, b.high.npv_yuan]);
    ends.fold((t.base.npv_yuan, t.base.npv_yuan), |(low, high), v| (low.min(v), high.max(v)))
}

fn legend(ui: &mut egui::Ui, lang: Lang) {
    let p = theme::palette(ui);
    ui.horizontal(|ui| {
        let mut key = |filled: bool, text: &str| {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(18.0, 10.0), egui::Sense::hover());
            paint(ui, rect, filled);
            ui.label(theme::small(ui, text));
        };
        key(false, lang.pick("该因素取下限时", "factor at its lower end"));
        key(true, lang.pick("该因素取上限时", "factor at its upper end"));
        ui.label(egui::RichText::new("│").color(p.text));
        ui.label(theme::small(ui, lang.pick("基准", "base")));
        ui.label(egui::RichText::new("┊").color(Tone::Bad.colors(ui.visuals().dark_mode).0));
        ui.label(theme::small(ui, "NPV = 0"));
    });
}

/// A hollow or filled part of a bar: told apart without colour.
fn paint(ui: &egui::Ui, rect: egui::Rect, filled: bool) {
    let p = theme::palette(ui);
    let fill = if filled { p.accent } else { p.selected };
    ui.painter().rect(rect, 2.0, fill, egui::Stroke::new(1.0, p.accent), egui::StrokeKind::Inside);
}

/// What stands at an end of a bar.
fn end(ui: &mut egui::Ui, text: egui::RichText) {
    ui.allocate_ui_with_layout(egui::vec2(END, 28.0), Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_width(END);
        ui.label(text);
    });
}

/// What the columns hold.
fn heads(ui: &mut egui::Ui, lang: Lang) {
    ui.horizontal(|ui| {
        ui.add_space(FIELD + ui.spacing().item_spacing.x);
        end(ui, theme::small(ui, lang.pick("最低 NPV", "lowest NPV")));
        ui.add_space((ui.available_width() - END).max(80.0));
        end(ui, theme::small(ui, lang.pick("最高 NPV", "highest NPV")));
    });
}

/// One bar with the NPV at both ends.
fn row(ui: &mut egui::Ui, lang: Lang, bar: &Bar, base: f64, (low, high): (f64, f64)) {
    let p = theme::palette(ui);
    let number = |ui: &mut egui::Ui, yuan: f64| end(ui, egui::RichText::new(wan(yuan)));
    number(ui, bar.low.npv_yuan.min(bar.high.npv_yuan));
    let width = (ui.available_width() - END - 8.0).max(80.0);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(width, 24.0), egui::Sense::hover());
    let span = (high - low).max(f64::MIN_POSITIVE);
    let at = |v: f64| rect.left() + 4.0 + (rect.width() - 8.0) * ((v - low) / span) as f32;
    let part =
        |v: f64| egui::Rect::from_x_y_ranges(at(base.min(v))..=at(base.max(v)), rect.top() + 3.0..=rect.bottom() - 3.0);
    // The longer one first, so that both show where they lie on the same side.
    let mut parts = [(bar.low.npv_yuan, false), (bar.high.npv_yuan, true)];
    parts.sort_by(|a, b| (b.0 - base).abs().total_cmp(&(a.0 - base).abs()));
    for (value, filled) in parts {
        paint(ui, part(value), filled);
    }
    ui.painter().vline(at(base), rect.y_range(), egui::Stroke::new(1.5, p.text));
    if low < 0.0 && high > 0.0 {
        let color = Tone::Bad.colors(ui.visuals().dark_mode).0;
        let line = [egui::pos2(at(0.0), rect.top()), egui::pos2(at(0.0), rect.bottom())];
        ui.painter().extend(egui::Shape::dashed_line(&line, egui::Stroke::new(1.5, color), 3.0, 3.0));
    }
    let text = format!(
        "{}：NPV {}～{} {}",
        moved(lang, bar),
        wan(bar.low.npv_yuan.min(bar.high.npv_yuan)),
        wan(bar.low.npv_yuan.max(bar.high.npv_yuan)),
        lang.pick("万元", "10⁴ yuan")
    );
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &text));
    response.on_hover_text(&text);
    number(ui, bar.low.npv_yuan.max(bar.high.npv_yuan));
}
