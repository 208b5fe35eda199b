//! What a measure saves and earns: before and after, economics, cash flow, 计算过程.

use eframe::egui;

use super::{contract, devices, plots};
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::numbers::{amount, grouped, maybe, wan};
use crate::app::widgets::sheet::{Holds, Sheet};
use crate::app::widgets::{badge, evidence, figure};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::Id;
use crate::diagnosis::Diagnosis;
use crate::economics::Year;
use crate::energy::Impact;
use crate::retrofit::MeasureResult;
use crate::retrofit::planner::conflicts;
use crate::retrofit::timing::grade;

/// What the results remember.
#[derive(Default)]
pub struct Results {
    /// Titles of measures that exclude one, of a revision.
    excluded: Work<(Id, u64), Vec<String>>,
}

impl Results {
    /// Shows the results of a measure.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, id: Id) {
        let lang = wb.lang();
        let Some(diagnosis) = wb.diagnosis.clone() else { return };
        let Some(m) = diagnosis.measures.iter().find(|m| m.id == id) else {
            ui.label(theme::weak(ui, lang.pick("正在计算…", "Calculating…")));
            return;
        };
        if !wb.up_to_date() {
            ui.label(theme::weak(ui, lang.pick("正在按最新数据重新计算…", "Recalculating…")));
        }
        self.excluding(wb, id);
        graded(ui, wb, m);
        figures(ui, lang, m);
        self.problems(ui, wb, id);
        if m.economics.flow_yuan.len() > 1 {
            money(ui, lang, m);
        }
        in_scenarios(ui, lang, &diagnosis, m);
        if let Some(sides) = &m.contract {
            contract::show(ui, lang, sides);
        }
        guide(ui, wb, m.id);
        devices::notes(ui, lang, m);
        devices::targets(ui, wb, lang, m);
        devices::working(ui, lang, m);
    }

    /// Finds what excludes the measure, when it or the audit has changed.
    fn excluding(&mut self, wb: &mut Workbench, id: Id) {
        let (key, title) = ((id, wb.revision()), wb.tr("查找互斥的措施", "Looking for exclusions"));
        self.excluded.ask(wb, key, Pace::Follow, title, |_| {
            move |given: Given<'_>, _: &_| {
                let others = given
                    .audit
                    .measure(id)
                    .into_iter()
                    .flat_map(|this| given.audit.measures.iter().filter(move |m| conflicts(this, m)));
                Ok(others.map(|m| m.title.clone()).collect())
            }
        });
    }

    /// What excludes the measure, and what is wrong with it in each scenario.
    fn problems(&self, ui: &mut egui::Ui, wb: &Workbench, id: Id) {
        let lang = wb.lang();
        let warn = Tone::Warn.colors(ui.visuals().dark_mode).0;
        let last = self.excluded.last().filter(|(of, _)| of.0 == id);
        let excluded = last.and_then(|(_, found)| found.as_deref().ok()).map_or(&[][..], Vec::as_slice);
        if !excluded.is_empty() {
            let text = lang.pick("与下列措施互斥(同一设备只能实施一项)：", "Excluded by (one per device): ");
            let names = excluded.join(lang.pick("；", "; "));
            evidence::wrapped(ui, egui::RichText::new(format!("▲ {text}{names}")).color(warn));
        }
        let Some(this) = wb.audit().and_then(|a| a.measure(id)) else { return };
        let Some(audit) = wb.audit() else { return };
        for scenario in audit.scenarios.iter().filter(|s| s.measures.contains(&id)) {
            let place = |id: &Id| scenario.measures.iter().position(|m| m == id);
            for needs in &this.requires {
                let Some(title) = audit.measure(*needs).map(|m| m.title.as_str()) else { continue };
                let wrong = match (place(needs), place(&id)) {
                    (None, _) => lang.pick("不含前置措施", "lacks the prerequisite"),
                    (Some(a), Some(b)) if a > b => {
                        lang.pick("中后于本措施的是前置措施", "has it before its prerequisite")
                    }
                    _ => continue,
                };
                let text = format!("▲ {}“{}”{wrong}“{title}”", lang.pick("方案", "Scenario "), scenario.name);
                evidence::wrapped(ui, egui::RichText::new(text).color(warn));
            }
        }
    }
}

/// The grade of the measure, or why it has none.
fn graded(ui: &mut egui::Ui, wb: &Workbench, m: &MeasureResult) {
    let lang = wb.lang();
    let Some(ctx) = wb.context() else { return };
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::bold(&m.title));
        match grade(m, &ctx) {
            Ok(grade) => {
                badge::status(ui, Tone::Quiet, "", lang.pick(grade.zh(), grade.en())).on_hover_text(
                    lang.pick("无低费、短期、中长期按“何时更换”页的界限", "By the limits on the tab “When to replace”"),
                );
            }
            Err(reason) => {
                ui.label(theme::weak(ui, reason));
            }
        }
        if m.estimated {
            badge::status(ui, Tone::Warn, "▲", lang.pick("含估算值", "estimated"));
        }
    });
}

/// What the measure is: from the guide of the national data, with its source and whether it was checked.
fn guide(ui: &mut egui::Ui, wb: &Workbench, id: Id) {
    let lang = wb.lang();
    let Some(code) = wb.audit().and_then(|a| a.measure(id)).map(|m| m.action.code()) else { return };
    let Some(guide) = wb.reference.as_ref().and_then(|r| r.tables.measure_guide.get(code)) else { return };
    egui::CollapsingHeader::new(lang.pick("说明与依据", "What it is and rests on")).id_salt((id, "guide")).show(
        ui,
        |ui| {
            evidence::wrapped(ui, egui::RichText::new(&guide.explanation));
            for (name, text) in [
                (lang.pick("适用", "Applicable"), &guide.applicability),
                (lang.pick("附带影响", "Side effects"), &guide.side_effects),
                (lang.pick("投资构成", "Investment"), &guide.investment_guidance),
                (lang.pick("依据", "Source"), &guide.source),
                (lang.pick("核对", "Checked"), &guide.review),
            ] {
                if !text.is_empty() {
                    evidence::wrapped(ui, theme::weak(ui, format!("{name}：{text}")));
                }
            }
        },
    );
}

/// Electricity saved in 10⁴ kWh, a dash where nothing could be calculated.
fn kwh(m: &MeasureResult) -> String {
    maybe(m.known_saving().map(|s| s.electricity_kwh / 1e4), |v| grouped(v, 2))
}

fn figures(ui: &mut egui::Ui, lang: Lang, m: &MeasureResult) {
    let e = &m.economics;
    let u = &m.unit_costs;
    let saved = m.known_saving();
    let tce = |of: fn(&Impact) -> f64| maybe(saved.map(of), amount);
    let fuels: Vec<String> = m.fuels.iter().map(|f| format!("{} {} {}", f.name, amount(f.quantity), f.unit)).collect();
    let years = |v: Option<f64>| maybe(v, |v| grouped(v, 2));
    let pairs: [(&str, String); 21] = [
        (lang.pick("节电(万kWh/a)", "Electricity saved (10⁴ kWh/a)"), kwh(m)),
        (lang.pick("节能 tce/a(当量值)", "tce/a, equivalent"), tce(|s| s.tce_equivalent)),
        (lang.pick("节能 tce/a(等价值)", "tce/a, equal value"), tce(|s| s.tce_equal_value)),
        (lang.pick("改造前用能 tce/a", "Before, tce/a"), maybe(saved.map(|_| m.before_tce), amount)),
        (
            lang.pick("节燃料(负为增加)", "Fuel saved per year"),
            if fuels.is_empty() { "—".to_owned() } else { fuels.join("；") },
        ),
        (lang.pick("减排 tCO₂/a", "tCO₂/a"), maybe(saved.and_then(|s| s.co2_t), amount)),
        (lang.pick("节约费用(万元/a)", "Cost saved (10⁴ yuan/a)"), maybe(saved.and_then(|s| s.cost_yuan), wan)),
        (lang.pick("年净收益(万元/a)", "Net benefit (10⁴ yuan/a)"), maybe(e.net_benefit_yuan, wan)),
        (lang.pick("投资(万元)", "Investment (10⁴ yuan)"), maybe(m.investment_yuan, wan)),
        (lang.pick("补助(万元)", "Subsidy (10⁴ yuan)"), maybe(m.subsidy_yuan, wan)),
        (lang.pick("净投入(万元)", "Net outlay (10⁴ yuan)"), maybe(e.net_outlay_yuan, wan)),
        (lang.pick("静态回收期(a)", "Simple payback (a)"), years(e.simple_payback_a)),
        (lang.pick("无补助时(a)", "without subsidy (a)"), years(e.simple_payback_without_subsidy_a)),
        (lang.pick("动态回收期(a)", "Discounted payback (a)"), years(e.discounted_payback_a)),
        (lang.pick("NPV(万元)", "NPV (10⁴ yuan)"), maybe(e.npv_yuan, wan)),
        (lang.pick("IRR(%)", "IRR (%)"), maybe(e.irr, |v| grouped(v * 100.0, 1))),
        (lang.pick("节电成本(元/kWh)", "Cost per kWh (yuan)"), maybe(u.yuan_per_kwh, |v| grouped(v, 3))),
        (lang.pick("节能成本(元/tce)", "Cost per tce (yuan)"), maybe(u.yuan_per_tce, |v| grouped(v, 0))),
        (
            lang.pick("减排成本(元/tCO₂)", "Abatement (yuan/tCO₂)"),
            maybe(m.abatement_cost_yuan_per_t, |v| grouped(v, 0)),
        ),
        (
            lang.pick("寿命期费用 改造前(万元)", "Life-cycle cost before (10⁴ yuan)"),
            maybe(u.life_cycle_before_yuan, wan),
        ),
        (lang.pick("寿命期费用 改造后(万元)", "Life-cycle cost after (10⁴ yuan)"), maybe(u.life_cycle_after_yuan, wan)),
    ];
    // As many as have room with their longest names.
    let each = if lang == Lang::Zh { 212.0 } else { 284.0 };
    let columns = ((ui.available_width() / each) as usize).clamp(2, 5);
    egui::Grid::new("measure_figures").num_columns(columns * 2).spacing([12.0, 4.0]).striped(true).show(ui, |ui| {
        for row in pairs.chunks(columns) {
            for (name, value) in row {
                ui.label(theme::weak(ui, *name));
                ui.label(theme::bold(value.as_str()));
            }
            ui.end_row();
        }
    });
    if let Some(own) = &e.own_money {
        let text = format!(
            "{} {} {}；NPV {}，IRR {} %，{} {} a",
            lang.pick("贷款", "Loan"),
            wan(own.loan_yuan),
            lang.pick("万元，自有资金", "10⁴ yuan, own money"),
            wan(own.npv_yuan),
            maybe(own.irr, |v| grouped(v * 100.0, 1)),
            lang.pick("动态回收期", "discounted payback"),
            years(own.discounted_payback_a),
        );
        evidence::wrapped(ui, egui::RichText::new(text));
    }
}

/// The measure alone and as it acts in each scenario that has it.
fn in_scenarios(ui: &mut egui::Ui, lang: Lang, diagnosis: &Diagnosis, m: &MeasureResult) {
    let row = |name: String, m: &MeasureResult| {
        vec![
            name,
            kwh(m),
            maybe(m.known_saving().map(|s| s.tce_equivalent), amount),
            maybe(m.known_saving().and_then(|s| s.cost_yuan), wan),
            maybe(m.economics.simple_payback_a, |v| grouped(v, 2)),
            maybe(m.economics.npv_yuan, wan),
        ]
    };
    let inside: Vec<Vec<String>> = diagnosis
        .scenarios
        .iter()
        .filter_map(|s| {
            let at = s.measures.iter().position(|x| x.id == m.id)?;
            let place = format!("{}“{}”{} {}", lang.pick("方案", "Scenario "), s.name, lang.pick("第", "no."), at + 1);
            let name = if lang == Lang::Zh { format!("{place} 项") } else { place };
            Some(row(name, &s.measures[at]))
        })
        .collect();
    if inside.is_empty() {
        return;
    }
    ui.add_space(4.0);
    ui.label(theme::bold(lang.pick("单独实施与在方案中", "Alone and in scenarios")));
    let mut rows = vec![row(lang.pick("单独实施", "alone").to_owned(), m)];
    rows.extend(inside);
    let head = [
        ("", Holds::Rest),
        (lang.pick("节电 万kWh/a", "10⁴ kWh/a"), Holds::Number),
        (lang.pick("节能 tce(当量)", "tce equivalent"), Holds::Number),
        (lang.pick("节约 万元/a", "saved 10⁴ yuan/a"), Holds::Number),
        (lang.pick("静态回收期 a", "payback a"), Holds::Number),
        (lang.pick("NPV 万元", "NPV 10⁴ yuan"), Holds::Number),
    ];
    Sheet { id: "in_scenarios", head: &head, rows: &rows, total: false, selected: None, height: None }.show(ui, lang);
}

/// The cash flow as a plot and year by year.
fn money(ui: &mut egui::Ui, lang: Lang, m: &MeasureResult) {
    ui.add_space(4.0);
    let e = &m.economics;
    let own: Option<Vec<f64>> = e.own_money.as_ref().map(|_| e.years.iter().map(|y| y.own_net_yuan).collect());
    figure::show(ui, lang, lang.pick("现金流", "Cash flow"), |ui, _| {
        plots::cash_flow(ui, lang, &e.flow_yuan, own.as_deref(), m.case.cash.discount_rate, 180.0);
    });
    egui::CollapsingHeader::new(lang.pick("逐年现金流表(万元)", "Year by year (10⁴ yuan)"))
        .id_salt((m.id, "years"))
        .show(ui, |ui| years(ui, lang, &e.years));
}

/// The columns of the yearly table that have a figure.
fn years(ui: &mut egui::Ui, lang: Lang, years: &[Year]) {
    type Figure = fn(&Year) -> f64;
    let all: [(&str, Figure); 14] = [
        (lang.pick("净投入", "outlay"), |y| y.outlay_yuan),
        (lang.pick("节约费用", "saving"), |y| y.saving_yuan),
        (lang.pick("碳收益", "carbon"), |y| y.carbon_yuan),
        (lang.pick("运维费", "upkeep"), |y| y.added_cost_yuan),
        (lang.pick("残值", "residual"), |y| y.residual_yuan),
        (lang.pick("折旧", "depreciation"), |y| y.depreciation_yuan),
        (lang.pick("税收抵免", "tax credit"), |y| y.tax_credit_yuan),
        (lang.pick("所得税", "tax"), |y| y.tax_yuan),
        (lang.pick("净现金流", "net flow"), |y| y.net_yuan),
        (lang.pick("借款", "loan"), |y| y.loan_yuan),
        (lang.pick("利息", "interest"), |y| y.interest_yuan),
        (lang.pick("还本", "principal"), |y| y.principal_yuan),
        (lang.pick("所得税(融资后)", "tax with loan"), |y| y.tax_with_loan_yuan),
        (lang.pick("自有资金净流", "own money"), |y| y.own_net_yuan),
    ];
    let loan = years.iter().any(|y| y.loan_yuan != 0.0);
    let used: Vec<(&str, Figure)> = all
        .into_iter()
        .enumerate()
        .filter(|(at, (_, figure))| years.iter().any(|y| figure(y) != 0.0) && (*at < 9 || loan))
        .map(|(_, column)| column)
        .collect();
    let mut head = vec![(lang.pick("年", "year"), Holds::Number)];
    head.extend(used.iter().map(|(name, _)| (*name, Holds::Number)));
    let rows: Vec<Vec<String>> = years
        .iter()
        .map(|y| std::iter::once(y.year.to_string()).chain(used.iter().map(|(_, figure)| wan(figure(y)))).collect())
        .collect();
    Sheet { id: "years", head: &head, rows: &rows, total: false, selected: None, height: None }.show(ui, lang);
}
