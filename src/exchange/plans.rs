//! The sheets beside the ledger: what measures and scenarios save and earn, their cash flows, and when to act.
//!
//! Figures are those of the diagnosis, as numbers with their unit in the header; only paybacks are formulas, because a
//! reader changes an investment and wants to see what comes of it. Importing the workbook skips these sheets.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Formula, Workbook, XlsxError};

use super::template::{header_format, width};
use super::text::column_letter;
use super::workbook::Sheet;
use crate::audit::Audit;
use crate::diagnosis::Diagnosis;
use crate::economics::Year;
use crate::economics::indicators::discounted;
use crate::energy::Context;
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
        TIMING => TIMING_COLUMNS[0].0,
        _ => return false,
    };
    sheet.rows.first().and_then(|r| r.get(0)).and_then(|c| c.text()) == Some(first)
}

/// A cell to be written.
enum Out {
    Text(String),
    Number(f64),
    /// Payback of the row: net outlay over net benefit, with its value.
    Payback(f64),
    Nothing,
}

impl From<Option<f64>> for Out {
    fn from(value: Option<f64>) -> Self {
        value.filter(|v| v.is_finite()).map_or(Self::Nothing, Self::Number)
    }
}

fn text(value: impl Into<String>) -> Out {
    Out::Text(value.into())
}

fn payback(value: Option<f64>) -> Out {
    value.filter(|v| v.is_finite()).map_or(Out::Nothing, Out::Payback)
}

/// Header, width in characters and decimals of a column; `None` for text.
type Column = (&'static str, f64, Option<usize>);

const OUTLAY: Column = ("净投资(元)", 14.0, Some(2));
const BENEFIT: Column = ("年净收益(元/a)", 14.0, Some(2));

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
    ("投资(元)", 14.0, Some(2)),
    ("补助(元)", 14.0, Some(2)),
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
    ("投资(元)", 14.0, Some(2)),
    ("补助(元)", 14.0, Some(2)),
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
    let (e, u, s) = (&m.economics, &m.unit_costs, &m.saving);
    let grade = timing::grade(m, ctx);
    let mut notes = m.notes.clone();
    notes.extend(grade.as_ref().err().cloned());
    notes.extend(m.refused.iter().map(|(label, reason)| format!("未计入 {label}：{reason}")));
    vec![
        text(&*m.title),
        text(m.action),
        text(grade.map_or("未分级", |g| g.zh())),
        Out::Number(m.targets.len() as f64),
        Some(s.electricity_kwh).into(),
        text(fuels(&m.fuels)),
        Some(s.tce_equivalent).into(),
        Some(s.tce_equal_value).into(),
        s.co2_t.into(),
        s.cost_yuan.into(),
        m.investment_yuan.into(),
        m.subsidy_yuan.into(),
        e.net_outlay_yuan.into(),
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
    used.map(|f| format!("{} {:.2} {}", f.name, f.quantity, f.unit)).collect::<Vec<_>>().join("；")
}

/// The measures of every scenario in order, and its total, whose payback is net outlay over net benefit of the whole.
fn scenarios(diagnosis: &Diagnosis) -> Vec<Vec<Out>> {
    let mut rows = Vec::new();
    for s in &diagnosis.scenarios {
        let alone =
            |m: &MeasureResult| diagnosis.measures.iter().find(|x| x.id == m.id).map(|x| x.saving.tce_equivalent);
        for (at, m) in s.measures.iter().enumerate() {
            let (e, by_itself) = (&m.economics, alone(m));
            rows.push(vec![
                text(&*s.name),
                Out::Number((at + 1) as f64),
                text(&*m.title),
                by_itself.into(),
                Some(m.saving.tce_equivalent).into(),
                by_itself.map(|a| m.saving.tce_equivalent - a).into(),
                m.saving.co2_t.into(),
                m.saving.cost_yuan.into(),
                m.investment_yuan.into(),
                m.subsidy_yuan.into(),
                e.net_outlay_yuan.into(),
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
        rows.push(vec![
            text(&*s.name),
            Out::Nothing,
            text("合计(含相互影响)"),
            sum.into(),
            Some(s.saving.tce_equivalent).into(),
            sum.map(|a| s.saving.tce_equivalent - a).into(),
            s.saving.co2_t.into(),
            s.saving.cost_yuan.into(),
            Some(s.investment_yuan).into(),
            Some(s.subsidy_yuan).into(),
            Some(s.net_outlay_yuan).filter(|_| whole).into(),
            s.net_benefit_yuan.into(),
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

/// One sheet: header, frozen; a filter; numbers as numbers. Without rows there is no sheet.
fn sheet(
    book: &mut Workbook,
    name: &str,
    columns: &[Column],
    rows: impl IntoIterator<Item = Vec<Out>>,
) -> Result<(), XlsxError> {
    let mut rows = rows.into_iter().peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_row_height(0, 44)?;
    let plain = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
    let words = plain.clone().set_text_wrap();
    // What begins like a formula stays a text even when its cell is edited.
    let quoted = words.clone().set_quote_prefix();
    let at = |wanted: Column| (0_u32..).zip(columns).find(|(_, c)| **c == wanted).map(|(at, _)| column_letter(at));
    let (outlay, benefit) = (at(OUTLAY).unwrap_or_default(), at(BENEFIT).unwrap_or_default());
    let mut formats = Vec::with_capacity(columns.len());
    for (column, (header, wide, decimals)) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(0, column, *header, &header_format(false))?;
        sheet.set_column_width(column, wide.max(width(header).min(16.0)))?;
        formats.push(match decimals {
            None => words.clone(),
            Some(0) => plain.clone().set_num_format("#,##0"),
            Some(n) => plain.clone().set_num_format(format!("#,##0.{}", "0".repeat(*n))),
        });
    }
    let mut row = 0;
    for cells in rows {
        row += 1;
        for ((column, cell), format) in (0_u16..).zip(cells).zip(&formats) {
            match cell {
                Out::Text(text) if text.starts_with(['=', '+', '-', '@']) => {
                    sheet.write_string_with_format(row, column, text, &quoted)?;
                }
                Out::Text(text) => {
                    sheet.write_string_with_format(row, column, text, format)?;
                }
                Out::Number(n) => {
                    sheet.write_number_with_format(row, column, n, format)?;
                }
                Out::Payback(value) => {
                    let line = row + 1;
                    let formula = Formula::new(format!("=MAX(0,{outlay}{line}/{benefit}{line})"));
                    sheet.write_formula_with_format(row, column, formula.set_result(value.to_string()), format)?;
                }
                Out::Nothing => {
                    sheet.write_blank(row, column, format)?;
                }
            }
        }
    }
    sheet.autofilter(0, 0, row, columns.len() as u16 - 1)?;
    Ok(())
}
