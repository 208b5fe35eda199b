//! `savings` and `scenarios`: what measures and scenarios save and earn.

use std::sync::Arc;

use serde_json::{Value, json};

use super::Lang;
use super::output::{Format, View};
use super::views::{dash, header};
use crate::audit::Audit;
use crate::energy::{Context, Impact, Step};
use crate::retrofit::plant_use::PlantUse;
use crate::retrofit::rules::problems;
use crate::retrofit::{FuelSaving, MeasureResult, ScenarioResult, timing};

fn step(label: &str, phase: &str, s: &Step) -> Value {
    json!({
        "device": label,
        "phase": phase,
        "step": s.step,
        "formula": s.formula,
        "substituted": s.substituted,
        "value": s.value,
        "unit": s.unit,
    })
}

pub(super) fn saving(audit: &Audit, r: &MeasureResult, ctx: &Context<'_>) -> Value {
    let grade = timing::grade(r, ctx);
    let code = audit.measure(r.id).map_or("", |m| m.action.code());
    let saved = r.known_saving();
    json!({
        "measure": code,
        "title": r.title,
        "targets": r.targets.iter().map(|t| t.label.as_str()).collect::<Vec<_>>(),
        "not_calculated": r.refused.iter().map(|(tag, reason)| json!({"tag": tag, "reason": reason})).collect::<Vec<_>>(),
        "electricity_kwh": saved.map(|s| s.electricity_kwh),
        "fuel": r.fuels.iter().map(|f| json!({"fuel": f.fuel, "unit": f.unit, "quantity": f.quantity})).collect::<Vec<_>>(),
        "tce_equivalent": saved.map(|s| s.tce_equivalent),
        "tce_equal_value": saved.map(|s| s.tce_equal_value),
        "co2_t": saved.and_then(|s| s.co2_t),
        "cost_yuan": saved.and_then(|s| s.cost_yuan),
        "investment_yuan": r.investment_yuan,
        "subsidy_yuan": r.subsidy_yuan,
        "net_outlay_yuan": r.economics.net_outlay_yuan,
        "net_benefit_yuan": r.economics.net_benefit_yuan,
        "grade": grade.as_ref().ok(),
        "not_graded": grade.as_ref().err(),
        "simple_payback_a": r.economics.simple_payback_a,
        "simple_payback_without_subsidy_a": r.economics.simple_payback_without_subsidy_a,
        "discounted_payback_a": r.economics.discounted_payback_a,
        "npv_yuan": r.economics.npv_yuan,
        "irr": r.economics.irr,
        "abatement_cost_yuan_per_t": r.abatement_cost_yuan_per_t,
        "unit_costs": r.unit_costs,
        "cash_flow": r.economics.years,
        "own_money": r.economics.own_money,
        "contract": r.contract,
        "estimated": r.estimated,
        "notes": r.notes,
        "working": r.working().map(|(l, p, s)| step(l, p, s)).collect::<Vec<_>>(),
    })
}

fn fuels(saved: &[FuelSaving]) -> String {
    saved.iter().map(|f| format!("{} {:.2} {}", f.name, f.quantity, f.unit)).collect::<Vec<_>>().join("，")
}

/// A measure's row under [`savings_header`].
pub(super) fn saving_row(r: &MeasureResult, ctx: &Context<'_>, lang: Lang) -> Vec<String> {
    let grade = timing::grade(r, ctx).ok().map(|g| if lang == Lang::Zh { g.zh() } else { g.en() });
    let saved = r.known_saving();
    vec![
        r.title.clone(),
        r.targets.len().to_string(),
        dash(saved.map(|s| s.electricity_kwh), 0),
        fuels(&r.fuels),
        dash(saved.map(|s| s.tce_equivalent), 2),
        dash(saved.map(|s| s.tce_equal_value), 2),
        dash(saved.and_then(|s| s.co2_t), 1),
        dash(saved.and_then(|s| s.cost_yuan).map(|c| c / 1e4), 2),
        dash(r.investment_yuan.map(|c| c / 1e4), 2),
        dash(r.economics.simple_payback_a, 2),
        dash(r.economics.npv_yuan.map(|c| c / 1e4), 2),
        dash(r.economics.irr.map(|i| i * 100.0), 1),
        grade.unwrap_or("—").to_owned(),
    ]
}

/// A scenario's total under [`savings_header`]: interactions included, the payback that of the whole.
pub(super) fn total_row(s: &ScenarioResult, lang: Lang) -> Vec<String> {
    let wan = |v: Option<f64>| dash(v.map(|v| v / 1e4), 2);
    vec![
        if lang == Lang::Zh { "合计(含相互影响)" } else { "Total with interactions" }.to_owned(),
        s.measures.iter().map(|m| m.targets.len()).sum::<usize>().to_string(),
        format!("{:.0}", s.saving.electricity_kwh),
        fuels(&s.fuels),
        format!("{:.2}", s.saving.tce_equivalent),
        format!("{:.2}", s.saving.tce_equal_value),
        dash(s.saving.co2_t, 1),
        wan(s.saving.cost_yuan),
        wan(Some(s.investment_yuan)),
        dash(s.simple_payback_a, 2),
        wan(s.npv_yuan),
        dash(s.irr.map(|i| i * 100.0), 1),
        String::new(),
    ]
}

/// A scenario's total as JSON.
pub(super) fn total(s: &ScenarioResult) -> Value {
    json!({
        "electricity_kwh": s.saving.electricity_kwh,
        "fuel": s.fuels,
        "tce_equivalent": s.saving.tce_equivalent,
        "tce_equal_value": s.saving.tce_equal_value,
        "co2_t": s.saving.co2_t,
        "cost_yuan": s.saving.cost_yuan,
        "investment_yuan": s.investment_yuan,
        "subsidy_yuan": s.subsidy_yuan,
        "without_investment": s.without_investment,
        "net_outlay_yuan": s.net_outlay_yuan,
        "net_benefit_yuan": s.net_benefit_yuan,
        "simple_payback_a": s.simple_payback_a,
        "discounted_payback_a": s.discounted_payback_a,
        "npv_yuan": s.npv_yuan,
        "irr": s.irr,
    })
}

/// `savings`: every measure alone.
pub(super) fn alone(audit: &Audit, results: &[Arc<MeasureResult>], ctx: &Context<'_>, lang: Lang) -> View {
    let plant = PlantUse::of(audit, ctx);
    for m in results {
        for text in beyond(plant.as_ref(), &m.saving, ctx, lang) {
            eprintln!("“{}”：{text}", m.title);
        }
    }
    rows(audit, results.iter().map(Arc::as_ref), ctx, lang)
}

fn rows<'a>(
    audit: &Audit,
    results: impl Iterator<Item = &'a MeasureResult> + Clone,
    ctx: &Context<'_>,
    lang: Lang,
) -> View {
    View {
        header: savings_header(lang),
        rows: results.clone().map(|r| saving_row(r, ctx, lang)).collect(),
        json: results.map(|r| saving(audit, r, ctx)).collect(),
    }
}

/// `savings --scenario`: every measure as it is in the scenario. The total is the last row of the table; JSON and CSV
/// keep to one entry per measure, so that what adds them up still does, and the total goes to stderr.
pub(super) fn in_scenario(audit: &Audit, s: &ScenarioResult, ctx: &Context<'_>, lang: Lang, format: Format) -> View {
    let mut view = rows(audit, s.measures.iter(), ctx, lang);
    wrong(audit, PlantUse::of(audit, ctx).as_ref(), s, ctx, lang);
    let total = total_row(s, lang);
    if format == Format::Table {
        view.rows.push(total);
    } else {
        let named = view.header.iter().zip(&total).skip(1).filter(|(_, value)| !value.is_empty());
        let figures: Vec<String> = named.map(|(name, value)| format!("{name} {value}")).collect();
        eprintln!("{}：{}", total[0], figures.join("；"));
    }
    view
}

/// Savings of carriers beyond what the plant used, in words.
fn beyond(plant: Option<&PlantUse>, saving: &Impact, ctx: &Context<'_>, lang: Lang) -> Vec<String> {
    let found = plant.map_or_else(Vec::new, |p| p.beyond(saving, ctx));
    found.iter().map(|b| if lang == Lang::Zh { b.zh() } else { b.en() }).collect()
}

/// What is wrong with a scenario, by the rules of exclusion and prerequisite and against what the plant used; said on
/// stderr too.
fn wrong(audit: &Audit, plant: Option<&PlantUse>, s: &ScenarioResult, ctx: &Context<'_>, lang: Lang) -> Vec<String> {
    let rules = audit.scenarios.iter().find(|x| x.id == s.id).map_or_else(Vec::new, |x| problems(x, audit));
    let rules = rules.into_iter().map(|p| if lang == Lang::Zh { p.zh(audit) } else { p.en(audit) });
    let all: Vec<String> = rules.chain(beyond(plant, &s.saving, ctx, lang)).collect();
    all.iter().for_each(|text| eprintln!("“{}”：{text}", s.name));
    all
}

/// `scenarios`: the total of every scenario.
pub(super) fn scenarios(audit: &Audit, results: &[Arc<ScenarioResult>], ctx: &Context<'_>, lang: Lang) -> View {
    let mut names = savings_header(lang);
    names[0] = if lang == Lang::Zh { "方案" } else { "Scenario" }.to_owned();
    names.pop();
    let plant = PlantUse::of(audit, ctx);
    let rows = results.iter().map(|s| {
        let mut row = total_row(s, lang);
        row[0].clone_from(&s.name);
        row.pop();
        row
    });
    let list = results.iter().map(|s| {
        let mut value = total(s);
        value["scenario"] = json!(s.name);
        value["measures"] = s.measures.iter().map(|m| m.title.as_str()).collect();
        value["flow_yuan"] = json!(s.flow_yuan);
        value["problems"] = json!(wrong(audit, plant.as_ref(), s, ctx, lang));
        value
    });
    View { header: names, rows: rows.collect(), json: list.collect() }
}

/// Header of the rows of measures and totals.
pub(super) fn savings_header(lang: Lang) -> Vec<String> {
    let names = [
        ("措施", "Measure"),
        ("设备数", "Devices"),
        ("节电 kWh/a", "Electricity kWh/a"),
        ("节燃料/a", "Fuel/a"),
        ("节能 tce(当量)", "tce equivalent"),
        ("节能 tce(等价)", "tce equal value"),
        ("减排 tCO₂", "tCO2"),
        ("节约 万元/a", "Saved 10k yuan/a"),
        ("投资 万元", "Investment 10k yuan"),
        ("静态回收期 a", "Payback a"),
        ("NPV 万元", "NPV 10k yuan"),
        ("IRR %", "IRR %"),
        ("分级", "Grade"),
    ];
    header(lang, &names)
}
