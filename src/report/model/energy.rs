//! 能源利用诊断: consumption by carrier, month and year, balance and flows, CO₂.

use serde_json::{Value, json};

use super::{Source, text};
use crate::audit::Flow;
use crate::energy::Step;
use crate::energy::plant::{BalanceVerdict, Basis, CarrierYear, IMBALANCE_LIMIT_PCT, Line, NodeKind, PlantEnergy};
use crate::report::numbers::{NONE, figure, fixed, optional, short, wan};

/// The chapter's content; `year` is `null` without consumption.
pub(super) fn energy(source: &Source<'_>) -> Value {
    let years = years(source);
    let Some(y) = source.plant.audited() else { return json!({ "year": null, "years": years }) };
    json!({
        "year": y.year,
        "years": years,
        "total": {
            "equivalent": fixed(y.tce_equivalent, 2), "equal": fixed(y.tce_equal_value, 2),
            "media": positive(y.media_tce), "renewable": positive(y.renewable_tce),
            "cost": wan(y.cost_yuan), "revenue": if y.revenue_yuan > 0.0 { wan(Some(y.revenue_yuan)) } else { NONE.to_owned() },
        },
        "carriers": y.carriers.iter().map(|c| carrier(c, y)).collect::<Vec<_>>(),
        "factors": factors(&y.lines),
        "months": months(y),
        "months_left_out": y.lines_without_months,
        "balance": balance(y),
        "flows": flows(y),
        "coverage": coverage(y),
        "carbon": carbon(source, y),
        "notes": y.notes.iter().map(|n| text(n)).collect::<Vec<_>>(),
    })
}

fn positive(tce: f64) -> String {
    if tce > 0.0 { fixed(tce, 2) } else { NONE.to_owned() }
}

/// Amounts by flow; a flow without a row is a dash, not nothing.
fn carrier(c: &CarrierYear, y: &PlantEnergy) -> Value {
    let own = || y.lines.iter().filter(|l| l.carrier == c.code);
    let of = |flows: &[Flow], amount: f64| {
        if own().any(|l| flows.contains(&l.flow)) { short(amount, 2) } else { NONE.to_owned() }
    };
    let share_equal = (y.tce_equal_value > 0.0).then(|| c.tce_equal_value / y.tce_equal_value * 100.0);
    let bought = own().any(|l| l.flow == Flow::Purchased);
    json!({
        "name": text(&c.name), "unit": c.unit,
        "purchased": of(&[Flow::Purchased], c.purchased),
        "self_produced": of(&[Flow::SelfProduced], c.self_produced),
        "stock": of(&[Flow::OpeningStock, Flow::ClosingStock], c.stock_drawn),
        "exported": of(&[Flow::Exported], c.exported),
        "converted_in": of(&[Flow::ConvertedIn], c.converted_in),
        "converted_out": of(&[Flow::ConvertedOut], c.converted_out),
        "net": short(c.net, 2),
        "tce": fixed(c.tce_equivalent, 2), "tce_equal": fixed(c.tce_equal_value, 2),
        "share": optional(c.share_pct, 2), "share_equal": optional(share_equal, 2),
        "cost": if bought { wan(c.cost_yuan) } else { NONE.to_owned() },
        "default_price": own().any(|l| l.price_is_default),
        "default_factor": own().any(|l| l.kgce.is_default),
    })
}

/// Factors in use, once each, in the order of the rows.
fn factors(lines: &[Line]) -> Vec<Value> {
    let mut seen: Vec<(&str, &crate::energy::plant::Coefficient)> = Vec::new();
    let mut out = Vec::new();
    for line in lines {
        if seen.contains(&(line.carrier.as_str(), &line.kgce)) {
            continue;
        }
        seen.push((&line.carrier, &line.kgce));
        let differs = line.kgce != line.kgce_equal;
        let mut said = text(&line.kgce.source);
        if differs {
            said = format!("{said}；等价值：{}", text(&line.kgce_equal.source));
        }
        out.push(json!({
            "name": text(&line.name), "unit": format!("kgce/{}", line.unit),
            "kgce": short(line.kgce.value, 5), "equal": short(line.kgce_equal.value, 5),
            "default": line.kgce.is_default, "equal_default": differs && line.kgce_equal.is_default,
            "source": said,
        }));
    }
    out
}

fn months(y: &PlantEnergy) -> Vec<Value> {
    if y.months.iter().all(Option::is_none) {
        return Vec::new();
    }
    let month = |(at, m): (usize, &Option<crate::energy::plant::MonthTotal>)| {
        json!({
            "month": format!("{} 月", at + 1),
            "tce": optional(m.map(|m| m.tce_equivalent), 2), "equal": optional(m.map(|m| m.tce_equal_value), 2),
            "kwh": optional(m.map(|m| m.electricity_kwh), 0),
            "bar": m.map_or(0.0, |m| m.tce_equivalent),
        })
    };
    y.months.iter().enumerate().map(month).collect()
}

fn years(source: &Source<'_>) -> Vec<Value> {
    let plant = &source.plant;
    let signed = |v: Option<f64>| {
        v.map_or_else(|| NONE.to_owned(), |v| format!("{}{}%", if v > 0.0 { "+" } else { "" }, fixed(v, 2)))
    };
    let year = |f: &crate::energy::plant::YearFigures| {
        // A change over more than a year names the year that it is from.
        let from = f.previous.filter(|p| *p + 1 != f.year).map_or_else(String::new, |p| format!("(比 {p} 年)"));
        let change = |v: Option<f64>| if v.is_some() { format!("{}{from}", signed(v)) } else { NONE.to_owned() };
        json!({
            "year": f.year.to_string(), "audited": plant.audited == Some(f.year),
            "tce": optional(f.tce_equivalent, 2), "equal": optional(f.tce_equal_value, 2),
            "basis": match f.basis { Some(Basis::Calculated) => "分品种计算", Some(Basis::Stated) => "企业自报", None => NONE },
            "stated_difference": signed(f.stated_difference_pct),
            "change": change(f.change_pct),
            "output": optional(f.output_value_wan, 2), "added": optional(f.value_added_wan, 2), "prices": text(&f.price_base),
            "per_output": optional(f.tce_per_wan_output, 4), "per_added": optional(f.tce_per_wan_added, 4),
            "intensity_change": change(f.intensity_change_pct),
            "water": optional(f.water_m3, 0), "water_per_added": optional(f.water_m3_per_wan_added, 3),
            "reuse": optional(f.water_reuse_pct, 2), "waste": optional(f.solid_waste_used_pct, 2),
        })
    };
    plant.figures.iter().map(year).collect()
}

fn balance(y: &PlantEnergy) -> Value {
    let b = &y.balance;
    let name =
        |code: &str| y.carriers.iter().find(|c| c.code == code).map_or_else(|| code.to_owned(), |c| text(&c.name));
    let listed = |all: &[(String, f64)]| {
        let parts: Vec<String> = all.iter().map(|(code, tce)| format!("{} {}", name(code), fixed(*tce, 2))).collect();
        if parts.is_empty() { NONE.to_owned() } else { parts.join("；") }
    };
    let row = |side: &str, item: String, tce: f64| json!({ "side": side, "item": item, "tce": fixed(tce, 2) });
    let mut rows = vec![row("来源", "进入厂界(购入+自产一次能源+库存减少−外供)".to_owned(), b.input_tce)];
    if b.recovered_tce > 0.0 {
        rows.push(row("来源", "余热、余压等回收(没有登记投入的转换产出)".to_owned(), b.recovered_tce));
    }
    for p in b.processes.iter().filter(|p| p.loss_tce != 0.0) {
        rows.push(row("去向", format!("转换损失：{}", process_name(&p.name)), p.loss_tce));
    }
    rows.extend(b.used.iter().map(|(kind, tce)| row("去向", format!("列入的设备：{}", kind.zh()), *tce)));
    rows.extend(b.by_process.iter().map(|(name, tce)| row("去向", format!("工序：{}", text(name)), *tce)));
    rows.push(row("去向", "未列明".to_owned(), b.unexplained_tce));
    if b.over_tce > 0.0 {
        rows.push(row("来源", "超分配(去向超过可供量)".to_owned(), b.over_tce));
    }
    let processes: Vec<Value> = b
        .processes
        .iter()
        .map(|p| {
            json!({
                "name": process_name(&p.name), "inputs": listed(&p.inputs), "outputs": listed(&p.outputs),
                "in": fixed(p.in_tce, 2), "out": fixed(p.out_tce, 2), "loss": fixed(p.loss_tce, 2),
                "efficiency": optional(p.efficiency_pct, 2),
            })
        })
        .collect();
    let pools: Vec<Value> = b
        .pools
        .iter()
        .map(|p| {
            let devices = p.used.iter().map(|(kind, tce)| format!("{} {}", kind.zh(), fixed(*tce, 2)));
            let processes = p.by_process.iter().map(|(name, tce)| format!("{} {}", text(name), fixed(*tce, 2)));
            let used: Vec<String> = devices.chain(processes).collect();
            json!({
                "name": text(&p.name), "available": fixed(p.available_tce, 2), "used": used.join("；"),
                "used_tce": fixed(p.used_tce, 2), "unexplained": fixed(p.unexplained_tce, 2), "over": positive(p.over_tce),
            })
        })
        .collect();
    json!({
        "rows": rows, "processes": processes, "pools": pools, "statement": text(&b.statement),
        "imbalance": optional(b.imbalance_pct, 2), "limit": short(IMBALANCE_LIMIT_PCT, 1),
        "within": b.verdict == BalanceVerdict::Within,
    })
}

fn process_name(name: &str) -> String {
    if name.is_empty() { "未填环节".to_owned() } else { text(name) }
}

/// Nodes and links of the Sankey diagram; widths and places are the template's.
fn flows(y: &PlantEnergy) -> Value {
    let shade = |kind: &NodeKind| match kind {
        NodeKind::Loss => "loss",
        NodeKind::Unexplained | NodeKind::Lacking => "open",
        NodeKind::Use(_) | NodeKind::UseBy(_) => "use",
        _ => "flow",
    };
    let nodes: Vec<Value> = y
        .flows
        .nodes
        .iter()
        .map(|n| json!({ "label": text(&n.label), "text": fixed(n.tce, 1), "tce": n.tce, "column": n.column, "shade": shade(&n.kind) }))
        .collect();
    let links: Vec<Value> = y.flows.links.iter().map(|l| json!({ "from": l.from, "to": l.to, "tce": l.tce })).collect();
    json!({ "nodes": nodes, "links": links })
}

fn coverage(y: &PlantEnergy) -> Vec<Value> {
    y.coverage
        .iter()
        .map(|c| {
            json!({
                "name": c.name, "unit": c.unit, "plant": fixed(c.plant, 1), "listed": fixed(c.listed, 1),
                "explained": optional(c.explained_pct, 2), "gap": fixed(c.gap, 1), "unknown": c.unknown_rows,
                "statement": text(&c.statement),
            })
        })
        .collect()
}

fn carbon(source: &Source<'_>, y: &PlantEnergy) -> Value {
    let c = &y.carbon;
    let row = |scope: &str, item: &str, t: Option<f64>| json!({ "scope": scope, "item": item, "t": optional(t, 2) });
    let of_products = source
        .figures
        .carbon
        .iter()
        .flat_map(|p| p.working.iter().map(|s| Step { step: format!("{}：{}", p.product, s.step), ..s.clone() }));
    let steps: Vec<Value> = c.working.iter().cloned().chain(of_products).map(|s| step(&s)).collect();
    json!({
        "rows": [
            row("范围一", "燃料燃烧", Some(c.scope1_t)),
            row("范围二", "净购入电力", Some(c.scope2_electricity_t)),
            row("范围二", "净购入热力、蒸汽", Some(c.scope2_heat_t)),
        ],
        "total": optional(c.total_t, 2),
        "grid": short(c.grid_kg_per_kwh, 5), "grid_source": text(&c.grid_source),
        "steps": steps,
        "notes": c.notes.iter().map(|n| text(n)).collect::<Vec<_>>(),
        "saved": if source.plan.measures.is_empty() { NONE.to_owned() } else { optional(source.plan.saving.co2_t, 2) },
    })
}

/// A step of a calculation.
pub(super) fn step(s: &Step) -> Value {
    json!({
        "step": text(&s.step), "formula": text(&s.formula), "substituted": text(&s.substituted),
        "value": figure(s.value), "unit": text(&s.unit),
    })
}
