//! 概览: the plant at a glance: energy, class, devices, savings, targets, and what is still missing.

mod missing;
mod urgent;

use eframe::egui;

use super::Page;
use super::benchmark::{look, target_look};
use super::energy::{carrier_parts, monthly};
use crate::app::lang::Lang;
use crate::app::plant::PlantFound;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::{amount, grouped, maybe, wan};
use crate::app::widgets::{self, badge, evidence, figure, shares};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::Section;
use crate::benchmark::TargetStanding;
use crate::diagnosis::Diagnosis;
use crate::retrofit::ScenarioResult;
use crate::screening::Level;
use crate::worklist;

/// The page's state.
#[derive(Default)]
pub struct OverviewPage {
    /// What needs a look at every device, found for one diagnosis.
    glance: Work<Option<u64>, Glance>,
}

/// What is said of single devices.
pub struct Glance {
    /// Rows that lack something.
    wanting: usize,
    /// The rows found obsolete or below a limit that use most, and how many such rows there are.
    urgent: Vec<urgent::Urgent>,
    found: usize,
}

impl OverviewPage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        header(ui, wb);
        let (Some(found), Some(diagnosis)) = (wb.plant(), wb.diagnosis.clone()) else {
            ui.horizontal(|ui| {
                ui.spinner();
                ui.label(theme::weak(ui, lang.pick("正在诊断…", "Diagnosing…")));
            });
            return;
        };
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let columns = if ui.available_width() > 900.0 { 3 } else { 2 };
            let begun = wb.audit().is_some_and(|a| !a.equipment.is_empty() || !a.consumption.is_empty());
            ui.columns(columns, |ui| {
                let last = ui.len() - 1;
                // What is missing leads while there is nothing else; later it stands where the eye ends a line.
                self.missing(&mut ui[if begun { last } else { 0 }], wb, &found, &diagnosis);
                energy(&mut ui[0], wb, &found);
                devices(&mut ui[1], wb, &diagnosis);
                scenario(&mut ui[last], wb, &diagnosis);
                // Under the devices where there are three columns: the first is the longest.
                products(&mut ui[last / 2], wb, &found);
                targets(&mut ui[last], wb, &found);
            });
            if let Some(glance) = self.glance.known().cloned() {
                urgent::show(ui, wb, &glance);
            }
        });
    }

    fn missing(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, found: &PlantFound, diagnosis: &Diagnosis) {
        let lang = wb.lang();
        let title = lang.pick("清点待补数据和要紧的设备", "Looking through the devices");
        self.glance.ask(wb, wb.diagnosed, Pace::Follow, title, |_| {
            |given: Given<'_>, _: &_| {
                let (urgent, found) = urgent::find(&given);
                let wanting = given.diagnosis.map_or(0, |d| worklist::worklist(given.audit, d).len());
                Ok(Glance { wanting, urgent, found })
            }
        });
        let wanting = self.glance.known().map(|glance| glance.wanting);
        let Some(audit) = wb.audit() else { return };
        let list = missing::list(lang, audit, found, diagnosis, wanting);
        widgets::card(ui, lang.pick("还缺什么", "What is missing"), |ui| {
            self.glance.waiting(ui, lang);
            if list.is_empty() && wanting.is_some() {
                badge::status(ui, Tone::Good, "✔", lang.pick("没有缺项", "nothing"));
            }
            for (text, goal) in list {
                if link(ui, &text).clicked() {
                    goal.go(wb);
                }
            }
        });
    }
}

fn link(ui: &mut egui::Ui, text: &str) -> egui::Response {
    let response = ui.link(format!("→ {text}"));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, text));
    response
}

/// A large figure with its unit and name.
fn figure(ui: &mut egui::Ui, name: &str, value: &str, unit: &str) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        // A table cell would wrap it at the width of its number.
        ui.add(egui::Label::new(theme::small(ui, name)).extend());
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            // Nothing has no unit.
            let unit = if value == "—" { "" } else { unit };
            let response = ui.label(theme::title(value));
            response
                .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{name} {value} {unit}")));
            ui.label(theme::small(ui, unit));
        });
    });
}

/// Who is audited.
fn header(ui: &mut egui::Ui, wb: &mut Workbench) {
    let lang = wb.lang();
    let Some(audit) = wb.audit() else { return };
    let e = &audit.enterprise;
    let text = |v: &Option<crate::audit::Entered<String>>| v.as_ref().map(|v| v.value.clone());
    let name = text(&e.name).unwrap_or_else(|| lang.pick("未填企业名称", "Unnamed enterprise").to_owned());
    let place = [text(&e.province), text(&e.city)].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let more: Vec<String> = [text(&e.industry), Some(place), text(&e.audit_period)]
        .into_iter()
        .flatten()
        .filter(|t| !t.is_empty())
        .collect();
    // There is no report of nothing: what comes first is the ledger.
    let (text, page) = if audit.equipment.is_empty() {
        (lang.pick("导入台账…", "Import ledger…"), Page::Import)
    } else {
        (lang.pick("查看报告", "See the report"), Page::Report)
    };
    widgets::head(ui, &name, &more.join(" · "), |ui| {
        if widgets::primary(ui, true, text).clicked() {
            wb.page = page;
        }
    });
}

/// Energy, cost and carbon of the audited year, and the class.
fn energy(ui: &mut egui::Ui, wb: &mut Workbench, found: &PlantFound) {
    let lang = wb.lang();
    let title = found.energy.audited.map_or_else(
        || lang.pick("能源消费", "Energy").to_owned(),
        |y| format!("{y} {}", lang.pick("年能源消费", "energy")),
    );
    let mut go = false;
    widgets::card(ui, &title, |ui| {
        let Some(energy) = found.energy.audited() else {
            let text = lang.pick("还没有能源消费数据。", "No consumption yet.");
            ui.label(theme::weak(ui, text));
            go = link(ui, lang.pick("填写能源消费", "Enter consumption")).clicked();
            return;
        };
        let carbon = &energy.carbon;
        egui::Grid::new("energy figures").num_columns(2).spacing([24.0, 8.0]).show(ui, |ui| {
            figure(ui, lang.pick("综合能耗(当量值)", "Energy, equivalent"), &amount(energy.tce_equivalent), "tce");
            figure(ui, lang.pick("综合能耗(等价值)", "Energy, equal value"), &amount(energy.tce_equal_value), "tce");
            ui.end_row();
            figure(ui, lang.pick("碳排放(范围1+2)", "CO₂, scope 1+2"), &maybe(carbon.total_t, amount), "t");
            let unit = lang.pick("万元", "10⁴ yuan");
            figure(ui, lang.pick("能源费用", "Cost of energy"), &maybe(energy.cost_yuan, wan), unit);
            ui.end_row();
        });
        if energy.cost_yuan.is_none() {
            ui.label(theme::weak(ui, lang.pick("有品种没有单价或费用", "The price of a carrier is missing")));
        }
        let change = found.energy.figures(energy.year).and_then(|f| Some((f.change_pct?, f.previous?)));
        if let Some((pct, year)) = change {
            let sign = if pct > 0.0 { "+" } else { "" };
            ui.label(theme::weak(
                ui,
                format!("{} {year}{}{sign}{} %", lang.pick("比", "against"), lang.pick("：", ": "), grouped(pct, 1)),
            ));
        }
        let parts = carrier_parts(energy, lang);
        if !parts.is_empty() {
            let title = lang.pick("能源消费结构(当量值)", "Carriers, equivalent value");
            figure::show(ui, lang, title, |ui, _| shares::show(ui, lang, title, &parts, "tce"));
        }
        if energy.months.iter().any(Option::is_some) {
            monthly(ui, lang, energy);
        }
        if found.benchmark.classes.is_empty() {
            ui.label(theme::weak(ui, lang.pick("未达到重点用能单位的门槛", "Below the thresholds of key users")));
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().interact_size.y = 22.0;
            for c in &found.benchmark.classes {
                let sure = if c.certain { "" } else { lang.pick("(须确认)", " (to be confirmed)") };
                // The name alone; its threshold is in the hint.
                let name = c.class.class.split('(').next().unwrap_or_default();
                badge::status(ui, Tone::Warn, "▲", &format!("{name}{sure}")).on_hover_text(&*c.class.class);
            }
        });
        go = link(ui, lang.pick("能源明细与平衡", "Energy and balance")).clicked();
    });
    if go {
        wb.show_row(Section::Consumption, None);
    }
}

/// Devices by verdict.
fn devices(ui: &mut egui::Ui, wb: &mut Workbench, diagnosis: &Diagnosis) {
    let lang = wb.lang();
    let mut go = None;
    widgets::card(ui, lang.pick("设备", "Devices"), |ui| {
        if diagnosis.devices.is_empty() {
            ui.label(theme::weak(ui, lang.pick("还没有设备。", "No devices yet.")));
            go = link(ui, lang.pick("填写或导入台账", "Enter or import devices")).clicked().then_some(Page::Equipment);
            return;
        }
        let rows = diagnosis.devices.len();
        // Of devices whose energy is all unknown there is no sum of 0.
        let total = diagnosis.known_total();
        let used = format!(
            "{} {} · {} {} · {} tce/a",
            grouped(rows as f64, 0),
            lang.pick("行", "rows"),
            maybe(total.map(|t| t.electricity_kwh), |kwh| grouped(kwh / 1e4, 1)),
            lang.pick("万kWh/a", "10⁴ kWh/a"),
            maybe(total.map(|t| t.tce_equivalent), amount)
        );
        ui.label(theme::weak(ui, used));
        let most = Level::ALL.into_iter().map(|l| diagnosis.tally(l).devices).fold(0.0, f64::max);
        // What the other columns leave is the bars'.
        let row = |level: Level| {
            let tally = diagnosis.tally(level);
            let devices = format!("{} {}", grouped(tally.devices, 0), lang.devices(tally.devices));
            (level, tally, devices, format!("{} tce/a", maybe(tally.known_tce(), amount)))
        };
        let rows: Vec<_> = Level::ALL.into_iter().map(row).filter(|(_, tally, ..)| tally.rows > 0).collect();
        // As wide as the widest in them, so that the numbers end at one edge; the bars take what is left.
        let font = theme::bold_font(ui);
        let widest = |ui: &egui::Ui, texts: &mut dyn Iterator<Item = &str>| {
            let wide =
                |text: &str| ui.painter().layout_no_wrap(text.to_owned(), font.clone(), egui::Color32::PLACEHOLDER);
            texts.map(|text| wide(text).size().x).fold(0.0, f32::max).ceil() + 2.0
        };
        let count = widest(ui, &mut rows.iter().map(|r| r.2.as_str()));
        let energy = widest(ui, &mut rows.iter().map(|r| r.3.as_str()));
        let bars = (ui.available_width() - 150.0 - count - energy - 36.0).min(360.0);
        egui::Grid::new("levels").num_columns(4).spacing([12.0, 4.0]).show(ui, |ui| {
            for (level, tally, devices, tce) in rows {
                badge::level(ui, level, lang);
                at_right(ui, count, theme::bold(devices));
                at_right(ui, energy, theme::weak(ui, tce));
                if bars > 40.0 {
                    let (place, _) = ui.allocate_exact_size(egui::vec2(bars, 12.0), egui::Sense::hover());
                    let width = (bars * (tally.devices / most) as f32).max(2.0);
                    let bar = egui::Rect::from_min_size(place.min, egui::vec2(width, place.height()));
                    let fill = badge::tone(level).colors(ui.visuals().dark_mode).0.gamma_multiply(0.7);
                    ui.painter().rect_filled(bar, 2.0, fill);
                }
                ui.end_row();
            }
        });
        go = link(ui, lang.pick("判定清单", "Findings")).clicked().then_some(Page::Screening);
    });
    if let Some(page) = go {
        wb.page = page;
    }
}

/// A number at the right edge of its column.
fn at_right(ui: &mut egui::Ui, width: f32, text: egui::RichText) {
    let size = egui::vec2(width, ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, egui::Layout::right_to_left(egui::Align::Center), |ui| {
        ui.set_min_width(width);
        ui.add(egui::Label::new(text).extend());
    });
}

/// The first scenario.
fn scenario(ui: &mut egui::Ui, wb: &mut Workbench, diagnosis: &Diagnosis) {
    let lang = wb.lang();
    let mut go = false;
    let title = match diagnosis.scenarios.first() {
        Some(s) => format!("{}{}", lang.pick("改造方案：", "Scenario: "), s.name),
        None => lang.pick("改造方案", "Scenario").to_owned(),
    };
    widgets::card(ui, &title, |ui| {
        let Some(s) = diagnosis.scenarios.first() else {
            let text = if diagnosis.measures.is_empty() {
                lang.pick("还没有措施。", "No measures yet.")
            } else {
                lang.pick("有措施，还没有组成方案。", "Measures, but no scenario yet.")
            };
            ui.label(theme::weak(ui, text));
            go = link(ui, lang.pick("建议和组合措施", "Suggest measures")).clicked();
            return;
        };
        let unit = lang.pick("万元", "10⁴ yuan");
        egui::Grid::new("scenario figures").num_columns(2).spacing([24.0, 8.0]).show(ui, |ui| {
            let yearly = lang.pick("万元/a", "10⁴ yuan/a");
            figure(ui, lang.pick("年节能量(当量值)", "Energy saved"), &amount(s.saving.tce_equivalent), "tce/a");
            figure(ui, lang.pick("年节约费用", "Cost saved"), &maybe(s.saving.cost_yuan, wan), yearly);
            ui.end_row();
            figure(ui, lang.pick("投资", "Investment"), &wan(s.investment_yuan), unit);
            let payback = maybe(s.simple_payback_a, |a| grouped(a, 1));
            figure(ui, lang.pick("静态回收期", "Payback"), &payback, lang.pick("年", "a"));
            ui.end_row();
            figure(ui, lang.pick("年减排", "CO₂ avoided"), &maybe(s.saving.co2_t, amount), "tCO₂/a");
            ui.end_row();
        });
        for text in reservations(lang, s) {
            evidence::wrapped(ui, theme::weak(ui, format!("▲ {text}")));
        }
        go = link(ui, lang.pick("措施与方案", "Measures and scenarios")).clicked();
    });
    if go {
        wb.page = Page::Retrofit;
    }
}

/// What must be known of a scenario's sums.
fn reservations(lang: Lang, s: &ScenarioResult) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(cost) = s.saving.cost_yuan.filter(|c| *c < 0.0) {
        out.push(match lang {
            Lang::Zh => format!("按现价实施后能源费用每年增加 {} 万元", wan(-cost)),
            Lang::En => format!("At today's prices energy costs {} 10⁴ yuan/a more afterwards", wan(-cost)),
        });
    }
    let open = s.measures.iter().filter(|m| m.economics.net_benefit_yuan.is_none()).count();
    if open > 0 && s.simple_payback_a.is_none() {
        out.push(match lang {
            Lang::Zh => format!("{open} 项措施算不出收益，合计不计算回收期"),
            Lang::En => format!("Measures without a known benefit: {open}; so no payback of the whole"),
        });
    }
    if s.without_investment > 0 {
        out.push(match lang {
            Lang::Zh => format!("{} 项措施没有填投资，投资合计不含它们", s.without_investment),
            Lang::En => format!("Measures without an investment stated: {}", s.without_investment),
        });
    }
    out
}

/// How many products are listed; the rest is on the page of comparison.
const PRODUCTS: usize = 6;

/// Products and their levels.
fn products(ui: &mut egui::Ui, wb: &mut Workbench, found: &PlantFound) {
    let lang = wb.lang();
    let mut go = None;
    widgets::card(ui, lang.pick("单位产品能耗", "Unit consumption"), |ui| {
        for q in found.benchmark.quotas.iter().take(PRODUCTS) {
            let (tone, icon) = look(q.outcome);
            let indicator = q.deciding().map_or(q.figure.indicator.as_str(), |j| &j.row.indicator);
            ui.scope(|ui| {
                ui.spacing_mut().interact_size.y = 22.0;
                ui.spacing_mut().item_spacing.y = 0.0;
                let name = format!("{} {indicator}", q.figure.product);
                ui.add(egui::Label::new(theme::small(ui, &name)).truncate()).on_hover_text(name);
                ui.horizontal(|ui| {
                    ui.label(theme::bold(format!("{} {}", crate::energy::working::n(q.figure.value), q.figure.unit)));
                    badge::status(ui, tone, icon, lang.pick(q.outcome.zh(), q.outcome.en()));
                });
            });
        }
        let more = found.benchmark.quotas.len().saturating_sub(PRODUCTS);
        if more > 0 {
            let text = match lang {
                Lang::Zh => format!("另有 {more} 项"),
                Lang::En => format!("and {more} more"),
            };
            ui.label(theme::weak(ui, text));
        }
        if found.benchmark.quotas.is_empty() {
            ui.label(theme::weak(ui, lang.pick("还没有可对标的单耗。", "Nothing to compare yet.")));
            if link(ui, lang.pick("填写产品产量", "Enter products")).clicked() {
                go = Some(missing::Goal::Row(Section::Product, None));
            }
        } else if link(ui, lang.pick("对标详情", "Benchmark page")).clicked() {
            go = Some(missing::Goal::Page(Page::Benchmark));
        }
    });
    if let Some(goal) = go {
        goal.go(wb);
    }
}

/// How the targets stand.
fn targets(ui: &mut egui::Ui, wb: &mut Workbench, found: &PlantFound) {
    let lang = wb.lang();
    let mut go = false;
    widgets::card(ui, lang.pick("国家和地方目标", "Targets"), |ui| {
        let list = &found.benchmark.targets;
        if list.is_empty() {
            let text = lang.pick("没有适用的目标，或没有填省份和市县。", "None applies, or the place is not known.");
            evidence::wrapped(ui, theme::weak(ui, text));
        }
        for standing in [TargetStanding::NotMet, TargetStanding::Missing, TargetStanding::Met, TargetStanding::Open] {
            let mine: Vec<&str> = list.iter().filter(|t| t.standing == standing).map(|t| &*t.row.target).collect();
            if mine.is_empty() {
                continue;
            }
            // Several may have the same name: one for each product.
            let mut names: Vec<(&str, usize)> = Vec::new();
            for name in &mine {
                match names.iter_mut().find(|(known, _)| known == name) {
                    Some((_, count)) => *count += 1,
                    None => names.push((name, 1)),
                }
            }
            let each = |(name, count): &(&str, usize)| match count {
                1 => (*name).to_owned(),
                _ => format!("{name} × {count}"),
            };
            let names: Vec<String> = names.iter().map(each).collect();
            let (tone, icon) = target_look(standing);
            ui.horizontal(|ui| {
                badge::status(ui, tone, icon, &format!("{} {}", lang.pick(standing.zh(), standing.en()), mine.len()))
                    .on_hover_text(names.join("\n"));
                if standing == TargetStanding::Met || standing == TargetStanding::Open {
                    ui.add(egui::Label::new(theme::weak(ui, names.join(lang.pick("、", ", ")))).truncate());
                }
            });
            // What is to be acted on is named one by one.
            if standing == TargetStanding::NotMet || standing == TargetStanding::Missing {
                for name in &names {
                    ui.add(egui::Label::new(theme::small(ui, format!("· {name}"))).truncate()).on_hover_text(name);
                }
            }
        }
        go = link(ui, lang.pick("目标明细", "Targets in full")).clicked();
    });
    if go {
        wb.page = Page::Benchmark;
    }
}
