//! 计算书: one sheet per measure, with every formula and the numbers put in.

use serde_json::{Value, json};

use super::plan::fuels_text;
use super::sources::by_reason;
use super::{Source, energy, energy_text, estimated, pair, text};
use crate::audit::field::Choice as _;
use crate::audit::measure::Action;
use crate::energy::Impact;
use crate::report::numbers::{NONE, fixed, optional, short, wan};
use crate::retrofit::{MeasureResult, TargetResult};

/// From this many devices on, only the first one's working is printed; the others stand in the table.
const WORKED_DEVICES: usize = 3;

/// All sheets, in the order of the plan.
pub(super) fn sheets(source: &Source<'_>) -> Value {
    let all: Vec<Value> = source.plan.measures.iter().map(|m| sheet(source, m)).collect();
    all.into()
}

fn sheet(source: &Source<'_>, m: &MeasureResult) -> Value {
    let audited = source.audit.measure(m.id);
    let devices: f64 = m.targets.iter().map(|t| source.quantity(t.id)).sum();
    let mut what = vec![
        pair("措施类型", m.action),
        pair(
            "对象",
            match m.targets.len() {
                0 if m.beyond.is_some() => "不对应台账中的设备".to_owned(),
                rows => format!("{rows} 项 {} 台", short(devices, 1)),
            },
        ),
    ];
    if let Some(measure) = audited {
        what.extend(parameters(&measure.action));
    }
    let saved = m.known_saving();
    let tce = |of: fn(&Impact) -> f64| with_unit(optional(saved.map(of), 2), "tce");
    let results = [
        pair("年节电量", with_unit(optional(saved.map(|s| s.electricity_kwh / 1e4), 2), "万kWh")),
        pair("年节燃料", fuels_text(&m.fuels)),
        pair("年节能量(当量值)", tce(|s| s.tce_equivalent)),
        pair("年节能量(等价值)", tce(|s| s.tce_equal_value)),
        pair("年减排 CO₂", with_unit(optional(saved.and_then(|s| s.co2_t), 1), "t")),
        pair("年节约能源费用", with_unit(wan(saved.and_then(|s| s.cost_yuan)), "万元")),
    ];
    let targets: Vec<Value> = m.targets.iter().map(|t| target(source, t)).collect();
    let shown = if m.targets.len() <= WORKED_DEVICES { m.targets.len() } else { 1 };
    let mut workings: Vec<Value> =
        m.targets.iter().take(shown).enumerate().map(|(at, t)| working(source, t, at == 0)).collect();
    if let Some(b) = m.beyond.as_ref().filter(|b| !b.working.is_empty()) {
        let phase = json!({ "phase": "其他节能量", "steps": b.working.iter().map(energy::step).collect::<Vec<_>>() });
        let weakest = b.weakest.map(|o| o.zh());
        workings.push(
            json!({ "label": "设备自身用能以外", "model": "", "full": true, "phases": [phase], "weakest": weakest }),
        );
    }
    let refused = by_reason(m.refused.iter().map(|(label, reason)| (text(reason), text(label))));
    let note = audited.map_or_else(String::new, |a| text(&a.note));
    let notes: Vec<String> = m.notes.iter().map(|n| text(n)).chain(Some(note).filter(|n| !n.is_empty())).collect();
    json!({
        "title": text(&m.title), "guide": audited.and_then(|a| guide(source, &a.action)), "in_plan": in_plan(source, m),
        "what": what, "results": results, "beyond": m.beyond.is_some(), "targets": targets, "workings": workings,
        "not_worked": m.targets.len() - shown, "economics": economics(source, m), "notes": notes,
        "refused": refused, "estimated": m.estimated,
    })
}

/// What the measure is, where it may be used, what it changes besides and what its investment consists of.
fn guide(source: &Source<'_>, action: &Action) -> Option<Value> {
    let g = source.reference.tables.measure_guide.get(action.code())?;
    Some(json!({
        "rows": [
            pair("原理与计算", text(&g.explanation)), pair("适用条件", text(&g.applicability)),
            pair("其他影响", text(&g.side_effects)), pair("投资构成", text(&g.investment_guidance)),
        ],
        "source": text(&g.source), "review": super::review(&g.review), "unreviewed": !g.review.is_empty(),
    }))
}

/// What the measure saves alone, where the figures of the sheet are those within a scenario.
fn in_plan(source: &Source<'_>, m: &MeasureResult) -> Option<String> {
    let alone = source.diagnosis.measures.iter().find(|x| x.id == m.id).filter(|_| !source.plan.alone)?;
    let (own, here) = (alone.known_saving()?.tce_equivalent, m.known_saving()?.tce_equivalent);
    let order = format!("节能效果按方案“{}”中的次序计算", source.plan.name);
    Some(if (own - here).abs() <= 1e-9 * own.abs().max(1.0) {
        format!("{order}，与单独实施相同")
    } else {
        format!("{order}，当量值 {} tce；单独实施为 {} tce", fixed(here, 2), fixed(own, 2))
    })
}

fn with_unit(value: String, unit: &str) -> String {
    if value == NONE { value } else { format!("{value} {unit}") }
}

/// What the measure prescribes.
pub(super) fn parameters(action: &Action) -> Vec<Value> {
    let percent = |v: f64| format!("{}%", short(v, 2));
    match action {
        Action::ReplaceMotor { grade, efficiency_pct } => vec![pair(
            "新电动机",
            efficiency_pct.map_or_else(
                || format!("能效 {grade} 级，额定效率取标准限值"),
                |e| format!("能效 {grade} 级，额定效率 {}", percent(e)),
            ),
        )],
        Action::ReplaceTransformer { grade, core, capacity_kva, no_load_loss_w, load_loss_w, no_load_current_pct } => {
            let mut parts = vec![format!("能效 {grade} 级")];
            parts.extend(core.map(|c| format!("铁芯 {}", c.zh())));
            parts.extend(capacity_kva.map(|c| format!("容量 {} kVA", short(c, 1))));
            parts.extend(no_load_loss_w.map(|w| format!("空载损耗 {} W", short(w, 1))));
            parts.extend(load_loss_w.map(|w| format!("负载损耗 {} W", short(w, 1))));
            parts.extend(no_load_current_pct.map(|i| format!("空载电流 {}", percent(i))));
            vec![pair("新变压器", parts.join("，"))]
        }
        Action::ReplaceBoiler { fuel, efficiency_pct, condensing, fuel_ncv } => {
            let mut parts = vec![format!("热效率 {}", percent(*efficiency_pct))];
            parts.push(fuel.map_or_else(|| "燃料不变".to_owned(), |f| format!("燃料 {}", f.zh())));
            parts.extend(condensing.map(|c| c.zh().to_owned()));
            parts.extend(fuel_ncv.map(|v| format!("燃料低位热值 {} kJ/kg(气体 kJ/m³)", short(v, 0))));
            vec![pair("新锅炉", parts.join("，"))]
        }
        other => {
            let Some(inputs) = other.inputs() else { return Vec::new() };
            let stated = other.input_fields().iter().filter_map(|def| {
                let value = inputs.get(def.key)?;
                let unit = if def.unit.is_empty() { String::new() } else { format!(" {}", def.unit) };
                Some(pair(def.zh, format!("{}{unit}({})", text(&def.show(&value.value)), value.origin.zh())))
            });
            stated.collect()
        }
    }
}

fn target(source: &Source<'_>, t: &TargetResult) -> Value {
    json!({
        "label": text(&t.label),
        "name": source.device(t.id).map_or_else(String::new, |e| super::entered(e.common.name.as_ref())),
        "model": text(&t.model),
        "quantity": short(source.quantity(t.id), 1),
        "before": energy_text(t.before.electricity_kwh, &t.before.fuels),
        "after": energy_text(t.after.electricity_kwh, &t.after.fuels),
        "saving": energy_text(t.saving.electricity_kwh, &t.saving.fuels),
        "tce": fixed(t.saving.tce_equivalent, 2),
        "estimated": estimated(&t.before) || estimated(&t.after),
    })
}

fn working(source: &Source<'_>, t: &TargetResult, full: bool) -> Value {
    let phases: Vec<Value> = [("改造前", &t.before.working), ("新设备", &t.replacement), ("改造后", &t.after.working)]
        .into_iter()
        .filter(|(_, steps)| !steps.is_empty())
        .map(|(phase, steps)| json!({ "phase": phase, "steps": steps.iter().map(energy::step).collect::<Vec<_>>() }))
        .collect();
    let weakest = t.before.weakest.max(t.after.weakest).map(|o| o.zh());
    let label = source.device(t.id).map_or_else(|| text(&t.label), super::called);
    json!({ "label": label, "model": text(&t.model), "full": full, "phases": phases, "weakest": weakest })
}

fn economics(source: &Source<'_>, m: &MeasureResult) -> Value {
    let a = &source.diagnosis.assumptions;
    let setting = |key: &str| {
        a.get(key).map_or_else(
            || NONE.to_owned(),
            |s| format!("{}{}{}", short(s.value, 4), s.unit, if s.is_default { "(默认值)" } else { "" }),
        )
    };
    let e = &m.economics;
    let cost = source.audit.measure(m.id).map(|measure| &measure.cost);
    let saved = m.known_saving().and_then(|s| s.cost_yuan);
    let added = saved.zip(e.net_benefit_yuan).map(|(saved, net)| saved - net);
    let life =
        format!("{} 年{}", short(m.life_a, 1), if cost.is_some_and(|c| c.life_a.is_some()) { "" } else { "(默认值)" });
    let money = |v: Option<f64>| with_unit(wan(v), "万元");
    let years = |v: Option<f64>| with_unit(optional(v, 2), "年");
    let inputs = [
        pair("投资", money(m.investment_yuan)),
        pair("补助", money(m.subsidy_yuan)),
        pair("年节约能源费用", money(saved)),
        pair("年增运行维护费", money(added)),
        pair("经济寿命", life),
        pair("基准收益率", setting("discount_rate_pct")),
        pair("能源价格年上涨率", setting("price_escalation_pct")),
        pair("残值率", setting("residual_rate_pct")),
    ];
    let results = [
        pair("年净收益(首年)", money(e.net_benefit_yuan)),
        pair("静态回收期", years(e.simple_payback_a)),
        pair("静态回收期(不计补助)", years(e.simple_payback_without_subsidy_a)),
        pair("动态回收期", years(e.discounted_payback_a)),
        pair("净现值 NPV", money(e.npv_yuan)),
        pair("内部收益率 IRR", with_unit(optional(e.irr.map(|r| r * 100.0), 2), "%")),
        pair("减排成本", with_unit(optional(m.abatement_cost_yuan_per_t, 1), "元/tCO₂")),
    ];
    let source_text = cost.map_or_else(String::new, |c| text(&c.source));
    json!({ "inputs": inputs, "results": results, "cost_source": source_text })
}
