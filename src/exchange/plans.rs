//! The sheets beside the ledger: what measures and scenarios save and earn, their cash flows, and when to act.
//!
//! Figures are those of the diagnosis, as numbers with their unit in the header; net outlays, the sums of a scenario and
//! paybacks are formulas, because a reader changes an investment and wants to see what comes of it. Importing the
//! workbook skips these sheets.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::figures::{BENEFIT, Column, INVESTMENT, OUTLAY, Out, STANDSTILL, SUBSIDY, outlay, payback, sheet, text};
use super::verdicts;
use super::workbook::Sheet;
use crate::audit::Audit;
use crate::diagnosis::Diagnosis;
use crate::economics::Year;
use crate::economics::indicators::discounted;
use crate::energy::Context;
use crate::energy::working::n;
use crate::reference::Reference;
use crate::retrofit::timing::{self, Act};
use crate::retrofit::{FuelSaving, MeasureResult};

const MEASURES: &str = "措施";
const SCENARIOS: &str = "方案";
const FLOWS: &str = "现金流";
const TIMING: &str = "何时更换";

/// Whether a sheet is one of those written here: by its name and first header, so that a plant's own sheet of the same
/// name is still read.
pub(super) fn is_ours(sheet: &Sheet) -> bool {
    let first = match sheet.name.as_str() {
        MEASURES => MEASURE_COLUMNS[0].0,
        SCENARIOS => SCENARIO_COLUMNS[0].0,
        FLOWS => FLOW_COLUMNS[0].0,
        verdicts::NAME => verdicts::COLUMNS[0].0,
        TIMING => TIMING_COLUMNS[0].0,
        _ => return false,
    };
    sheet.rows.first().and_then(|r| r.get(0)).and_then(|c| c.text()) == Some(first)
}

/// What a standstill costs: the part of the net outlay that is neither investment nor subsidy.
fn standstill(m: &MeasureResult) -> Option<f64> {
    let loss = m.economics.net_outlay_yuan? - m.investment_yuan? + m.subsidy_yuan.unwrap_or(0.0);
    // Less than half a fen is what adding and subtracting leave.
    Some(if loss.abs() < 0.005 { 0.0 } else { loss })
}

const MEASURE_COLUMNS: &[Column] = &[
    ("措施(单独实施)", 40.0, None),
    ("类别", 20.0, None),
    ("分级", 9.0, None),
    ("设备(项)", 9.0, Some(0)),
    ("年节电量(kWh/a)", 14.0, Some(0)),
    ("年节燃料", 30.0, None),
    ("年节能量(tce/a，当量值)", 14.0, Some(2)),
    ("年节能量(tce/a，等价值)", 14.0, Some(2)),
    ("年减排量(tCO₂/a)", 12.0, Some(2)),
    ("年节约费用(元/a)", 14.0, Some(2)),
    INVESTMENT,
    SUBSIDY,
    STANDSTILL,
    OUTLAY,
    BENEFIT,
    ("静态回收期(a)", 10.0, Some(2)),
    ("动态回收期(a)", 10.0, Some(2)),
    ("净现值(元)", 15.0, Some(2)),
    ("内部收益率(%)", 10.0, Some(2)),
    ("单位节电成本(元/kWh)", 12.0, Some(4)),
    ("单位节能成本(元/tce)", 12.0, Some(2)),
    ("减排成本(元/tCO₂)", 12.0, Some(2)),
    ("寿命周期费用，改造前(元)", 16.0, Some(2)),
    ("寿命周期费用，改造后(元)", 16.0, Some(2)),
    ("含估算值", 9.0, None),
    ("说明", 60.0, None),
];

const SCENARIO_COLUMNS: &[Column] = &[
    ("方案名称", 24.0, None),
    ("次序", 7.0, Some(0)),
    ("措施", 40.0, None),
    ("单独实施年节能量(tce/a，当量值)", 16.0, Some(2)),
    ("方案中年节能量(tce/a，当量值)", 16.0, Some(2)),
    ("相互影响(tce/a)", 12.0, Some(2)),
    ("年减排量(tCO₂/a)", 12.0, Some(2)),
    ("年节约费用(元/a)", 14.0, Some(2)),
    INVESTMENT,
    SUBSIDY,
    STANDSTILL,
    OUTLAY,
    BENEFIT,
    ("静态回收期(a)", 10.0, Some(2)),
    ("动态回收期(a)", 10.0, Some(2)),
    ("净现值(元)", 15.0, Some(2)),
    ("内部收益率(%)", 10.0, Some(2)),
];

const FLOW_COLUMNS: &[Column] = &[
    ("现金流对象", 10.0, None),
    ("名称", 40.0, None),
    ("年", 6.0, Some(0)),
    ("投资、停产损失减补助(元)", 16.0, Some(2)),
    ("节约能源费用(元)", 15.0, Some(2)),
    ("碳收益(元)", 13.0, Some(2)),
    ("增加的运行维护费(元)", 15.0, Some(2)),
    ("残值(元)", 13.0, Some(2)),
    ("所得税(元)", 13.0, Some(2)),
    ("净现金流(元)", 15.0, Some(2)),
    ("折现净现金流(元)", 15.0, Some(2)),
    ("累计折现净现金流(元)", 16.0, Some(2)),
];

const TIMING_COLUMNS: &[Column] = &[
    ("更换建议", 18.0, None),
    ("编号", 14.0, None),
    ("名称", 22.0, None),
    ("类别", 12.0, None),
    ("型号", 22.0, None),
    ("使用地点", 16.0, None),
    ("数量(台)", 9.0, Some(0)),
    ("规则", 50.0, None),
    ("依据的数值", 70.0, None),
];

/// Adds the sheets that have rows.
pub(super) fn sheets(
    book: &mut Workbook,
    audit: &Audit,
    diagnosis: &Diagnosis,
    reference: &Reference,
) -> Result<(), XlsxError> {
    let ctx = Context { reference, assumptions: &diagnosis.assumptions };
    sheet(book, MEASURES, MEASURE_COLUMNS, diagnosis.measures.iter().map(|m| measure(m, &ctx)))?;
    sheet(book, SCENARIOS, SCENARIO_COLUMNS, scenarios(diagnosis))?;
    sheet(book, FLOWS, FLOW_COLUMNS, flows(diagnosis))?;
    sheet(book, TIMING, TIMING_COLUMNS, decisions(audit, diagnosis, &ctx))
}

fn measure(m: &MeasureResult, ctx: &Context<'_>) -> Vec<Out> {
    let (e, u, s) = (&m.economics, &m.unit_costs, m.known_saving());
    let grade = timing::grade(m, ctx);
    let mut notes = m.notes.clone();
    notes.extend(grade.as_ref().err().cloned());
    notes.extend(m.refused.iter().map(|(label, reason)| format!("未计入 {label}：{reason}")));
    vec![
        text(&*m.title),
        text(m.action),
        text(grade.map_or("未分级", |g| g.zh())),
        Out::Number(m.targets.len() as f64),
        s.map(|s| s.electricity_kwh).into(),
        text(fuels(&m.fuels)),
        s.map(|s| s.tce_equivalent).into(),
        s.map(|s| s.tce_equal_value).into(),
        s.and_then(|s| s.co2_t).into(),
        s.and_then(|s| s.cost_yuan).into(),
        m.investment_yuan.into(),
        m.subsidy_yuan.into(),
        standstill(m).into(),
        outlay(e.net_outlay_yuan),
        e.net_benefit_yuan.into(),
        payback(e.simple_payback_a),
        e.discounted_payback_a.into(),
        e.npv_yuan.into(),
        e.irr.map(|r| r * 100.0).into(),
        u.yuan_per_kwh.into(),
        u.yuan_per_tce.into(),
        m.abatement_cost_yuan_per_t.into(),
        u.life_cycle_before_yuan.into(),
        u.life_cycle_after_yuan.into(),
        text(if m.estimated { "是" } else { "否" }),
        text(notes.join("；")),
    ]
}

fn fuels(fuels: &[FuelSaving]) -> String {
    let used = fuels.iter().filter(|f| f.quantity != 0.0);
    used.map(|f| format!("{} {} {}", f.name, n(f.quantity), f.unit)).collect::<Vec<_>>().join("；")
}

/// The measures of every scenario in order, and its total, whose payback is net outlay over net benefit of the whole.
fn scenarios(diagnosis: &Diagnosis) -> Vec<Vec<Out>> {
    let mut rows = Vec::new();
    for s in &diagnosis.scenarios {
        let saved = |m: &MeasureResult| m.known_saving().map(|s| s.tce_equivalent);
        let alone = |m: &MeasureResult| diagnosis.measures.iter().find(|x| x.id == m.id).and_then(|x| saved(x));
        for (at, m) in s.measures.iter().enumerate() {
            let (e, by_itself) = (&m.economics, alone(m));
            rows.push(vec![
                text(&*s.name),
                Out::Number((at + 1) as f64),
                text(&*m.title),
                by_itself.into(),
                saved(m).into(),
                saved(m).zip(by_itself).map(|(here, alone)| here - alone).into(),
                m.known_saving().and_then(|s| s.co2_t).into(),
                m.known_saving().and_then(|s| s.cost_yuan).into(),
                m.investment_yuan.into(),
                m.subsidy_yuan.into(),
                standstill(m).into(),
                outlay(e.net_outlay_yuan),
                e.net_benefit_yuan.into(),
                payback(e.simple_payback_a),
                e.discounted_payback_a.into(),
                e.npv_yuan.into(),
                e.irr.map(|r| r * 100.0).into(),
            ]);
        }
        let sum: Option<f64> = s.measures.iter().map(alone).sum();
        // The sum of some measures' outlays would look like that of all.
        let whole = s.measures.iter().all(|m| m.economics.net_outlay_yuan.is_some());
        let count = s.measures.len() as u32;
        let added = |total: Option<f64>, of: &dyn Fn(&MeasureResult) -> Option<f64>| {
            let sum: f64 = s.measures.iter().filter_map(of).sum();
            match total.filter(|t| t.is_finite()) {
                Some(t) if count > 0 && (sum - t).abs() < 0.005 => Out::Sum(t, count),
                total => total.into(),
            }
        };
        let losses: f64 = s.measures.iter().filter_map(standstill).sum();
        rows.push(vec![
            text(&*s.name),
            Out::Nothing,
            text("合计(含相互影响)"),
            sum.into(),
            Some(s.saving.tce_equivalent).into(),
            sum.map(|a| s.saving.tce_equivalent - a).into(),
            s.saving.co2_t.into(),
            s.saving.cost_yuan.into(),
            added(Some(s.investment_yuan), &|m| m.investment_yuan),
            added(Some(s.subsidy_yuan), &|m| m.subsidy_yuan),
            added(Some(losses).filter(|_| whole), &standstill),
            outlay(Some(s.net_outlay_yuan).filter(|_| whole)),
            added(s.net_benefit_yuan, &|m| m.economics.net_benefit_yuan),
            payback(s.simple_payback_a),
            s.discounted_payback_a.into(),
            s.npv_yuan.into(),
            s.irr.map(|r| r * 100.0).into(),
        ]);
    }
    rows
}

/// Year by year: every measure alone, then every scenario.
fn flows(diagnosis: &Diagnosis) -> Vec<Vec<Out>> {
    let rate = diagnosis.assumptions.fraction("discount_rate_pct");
    let mut rows = Vec::new();
    let mut add = |what: &str, name: &str, net: &[f64], measures: &[&MeasureResult]| {
        let mut balance = 0.0;
        for (year, (net, present)) in net.iter().zip(discounted(net, rate)).enumerate() {
            balance += present;
            let of = |part: fn(&Year) -> f64| -> Out {
                let years = measures.iter().filter_map(|m| m.economics.years.get(year));
                Some(years.map(part).sum::<f64>() + 0.0).into()
            };
            rows.push(vec![
                text(what),
                text(name),
                Out::Number(year as f64),
                of(|y| y.outlay_yuan),
                of(|y| y.saving_yuan),
                of(|y| y.carbon_yuan),
                of(|y| y.added_cost_yuan),
                of(|y| y.residual_yuan),
                of(|y| y.tax_yuan),
                Some(*net).into(),
                Some(present).into(),
                Some(balance).into(),
            ]);
        }
    };
    for m in &diagnosis.measures {
        add("措施", &m.title, &m.economics.flow_yuan, &[m]);
    }
    for s in &diagnosis.scenarios {
        add("方案", &s.name, &s.flow_yuan, &s.measures.iter().collect::<Vec<_>>());
    }
    rows
}

/// When to act, what to do at once first.
fn decisions(audit: &Audit, diagnosis: &Diagnosis, ctx: &Context<'_>) -> Vec<Vec<Out>> {
    let verdict = |id| diagnosis.device(id).map(|d| d.verdict.clone());
    let mut all = timing::decide(audit, &verdict, &diagnosis.measures, ctx);
    all.sort_by_key(|d| match d.act {
        Act::Now => 0,
        Act::AtOverhaul => 1,
        Act::Keep => 2,
    });
    let devices: std::collections::HashMap<_, _> = audit.equipment.iter().map(|e| (e.id, e)).collect();
    let entered = |value: Option<&crate::audit::Entered<String>>| text(value.map_or("", |v| v.value.as_str()));
    all.into_iter()
        .filter_map(|d| {
            let device = devices.get(&d.id)?;
            let common = &device.common;
            let facts: Vec<String> = d.facts.iter().map(|(what, value)| format!("{what} {value}")).collect();
            Some(vec![
                text(d.act.zh()),
                entered(common.tag.as_ref()),
                entered(common.name.as_ref()),
                text(device.kind.code().zh()),
                text(device.model()),
                entered(common.workshop.as_ref()),
                Some(device.quantity()).into(),
                text(d.rule),
                text(facts.join("；")),
            ])
        })
        .collect()
}
