//! Rows of consumption → lines → carriers and months.

use super::super::working::{Step, n, put};
use super::super::{Context, KJ_PER_KGCE};
use super::{CarrierYear, Line, MonthTotal, Question, check, factor};
use crate::audit::field::{Choice as _, Record};
use crate::audit::plant::{MONTH_KEYS, year_amount};
use crate::audit::{Audit, Consumption, Flow, Origin};
use crate::reference::carriers::{Carrier, CarrierGroup};

/// Every row that can be counted, with its year.
pub(super) fn read(audit: &Audit, ctx: &Context<'_>, questions: &mut Vec<Question>) -> Vec<(i16, Line)> {
    check::repeated(audit, ctx, questions);
    let lines: Vec<(i16, Line)> = audit.consumption.iter().filter_map(|row| line(row, ctx, questions)).collect();
    check::stocks(lines, questions)
}

fn line(row: &Consumption, ctx: &Context<'_>, questions: &mut Vec<Question>) -> Option<(i16, Line)> {
    let (year, carrier) = check::identity(row, ctx, questions)?;
    let amount = check::amounts(row, carrier, year, ctx, questions)?;
    let (kgce, kgce_equal) = factor::of(row, carrier, ctx, questions)?;
    let (cost_yuan, price_is_default) = cost(row, carrier, amount, ctx);
    let tce_equivalent = amount * kgce.value / 1000.0;
    Some((
        year,
        Line {
            row: row.id,
            carrier: carrier.code.clone(),
            name: carrier.name.clone(),
            unit: carrier.unit.clone(),
            flow: row.flow(),
            process: row.fields.process.as_ref().map_or(String::new(), |p| p.value.trim().to_owned()),
            months: row.months(),
            amount,
            tce_equivalent,
            tce_equal_value: amount * kgce_equal.value / 1000.0,
            heat_gj: tce_equivalent * KJ_PER_KGCE / 1000.0,
            kgce,
            kgce_equal,
            cost_yuan,
            price_is_default,
            weakest: weakest(row),
        },
    ))
}

fn weakest(row: &Consumption) -> Option<Origin> {
    let origin = |key: &&str| row.fields.get(key).map(|e| e.origin);
    MONTH_KEYS.iter().chain(&["annual", "ncv_kj"]).filter_map(origin).max()
}

/// What was paid or received: as stated, else the row's price, else (for what is bought) the setting's.
fn cost(row: &Consumption, carrier: &Carrier, amount: f64, ctx: &Context<'_>) -> (Option<f64>, bool) {
    let f = &row.fields;
    let stated = f.cost_yuan.as_ref().map(|c| c.value).or(f.price_yuan.as_ref().map(|p| p.value * amount));
    match (stated, row.flow()) {
        (Some(cost), _) => (Some(cost), false),
        (None, Flow::Purchased) if amount == 0.0 => (Some(0.0), false),
        (None, Flow::Purchased) => match ctx.assumptions.get(&carrier.price_key) {
            Some(price) => (Some(price.value * amount), price.is_default),
            None => (None, false),
        },
        _ => (None, false),
    }
}

/// A carrier's lines added up; `None` if it has none.
pub(super) fn carrier(carrier: &Carrier, lines: &[Line]) -> Option<CarrierYear> {
    let own: Vec<&Line> = lines.iter().filter(|l| l.carrier == carrier.code).collect();
    if own.is_empty() {
        return None;
    }
    let of = |flow: Flow| own.iter().filter(move |l| l.flow == flow);
    let amount = |flow: Flow| of(flow).map(|l| l.amount).sum::<f64>();
    let signed = |f: fn(&Line) -> f64| own.iter().map(|l| l.sign() * f(l)).sum::<f64>();
    let inside = |flow: Flow| of(flow).map(|l| l.tce_equivalent).sum::<f64>();
    let net = signed(|l| l.amount);
    let tce_equivalent = signed(|l| l.tce_equivalent);
    let costs: Option<Vec<f64>> = of(Flow::Purchased).map(|l| l.cost_yuan).collect();
    Some(CarrierYear {
        code: carrier.code.clone(),
        name: carrier.name.clone(),
        unit: carrier.unit.clone(),
        group: carrier.group,
        purchased: amount(Flow::Purchased),
        self_produced: amount(Flow::SelfProduced),
        exported: amount(Flow::Exported),
        converted_in: amount(Flow::ConvertedIn),
        converted_out: amount(Flow::ConvertedOut),
        stock_drawn: amount(Flow::OpeningStock) - amount(Flow::ClosingStock),
        net,
        available: net + amount(Flow::ConvertedOut) - amount(Flow::ConvertedIn),
        tce_equivalent,
        tce_equal_value: signed(|l| l.tce_equal_value),
        available_tce: tce_equivalent + inside(Flow::ConvertedOut) - inside(Flow::ConvertedIn),
        share_pct: None,
        cost_yuan: costs.map(|c| c.iter().sum()),
    })
}

/// One month over what crosses the boundary, without stock; `None` if no line has an amount of that month.
pub(super) fn month(lines: &[Line], at: usize) -> Option<MonthTotal> {
    let mut out: Option<MonthTotal> = None;
    for line in lines.iter().filter(|l| matches!(l.flow, Flow::Purchased | Flow::SelfProduced | Flow::Exported)) {
        let Some(amount) = line.months[at] else { continue };
        let total = out.get_or_insert_default();
        let amount = amount * line.sign();
        total.tce_equivalent += amount * line.kgce.value / 1000.0;
        total.tce_equal_value += amount * line.kgce_equal.value / 1000.0;
        if line.unit == "kWh" {
            total.electricity_kwh += amount;
        }
    }
    out
}

/// The steps of the carriers' tce, and a note for every default and price.
pub(super) fn explain(lines: &[Line], carriers: &[CarrierYear], working: &mut Vec<Step>, notes: &mut Vec<String>) {
    for c in carriers {
        let own: Vec<&Line> = lines.iter().filter(|l| l.carrier == c.code && l.sign() != 0.0).collect();
        if own.is_empty() {
            continue;
        }
        let term = |l: &&Line, value: f64| {
            format!("{}{}×{}", if l.sign() < 0.0 { "−" } else { "+" }, put(l.amount), put(value))
        };
        let sum = |value: fn(&Line) -> f64| {
            let text: String = own.iter().map(|l| term(l, value(l))).collect();
            format!("({})/1000", text.trim_start_matches('+'))
        };
        working.push(Step::new(
            &format!("{}折标(当量值)", c.name),
            &format!("Σ实物量({})×折标系数(kgce/{})", c.unit, c.unit),
            sum(|l| l.kgce.value),
            c.tce_equivalent,
            "tce",
        ));
        if c.group == CarrierGroup::Electricity {
            working.push(Step::new(
                &format!("{}折标(等价值)", c.name),
                "Σ电量(kWh)×供电标准煤耗(kgce/kWh)",
                sum(|l| l.kgce_equal.value),
                c.tce_equal_value,
                "tce",
            ));
        }
    }
    let mut say = |text: String| {
        if !notes.contains(&text) {
            notes.push(text);
        }
    };
    for line in lines {
        let name = &line.name;
        if line.kgce.is_default {
            say(format!("{name}折标系数取默认 {} kgce/{}：{}", n(line.kgce.value), line.unit, line.kgce.source));
        }
        if line.kgce_equal != line.kgce {
            let kind = if line.kgce_equal.is_default { "取默认 " } else { "" };
            say(format!(
                "{name}等价值{kind}{} kgce/{}：{}",
                n(line.kgce_equal.value),
                line.unit,
                line.kgce_equal.source
            ));
        }
        if line.weakest == Some(Origin::Estimate) {
            say(format!("{name}{}的数量或热值有估算值", line.flow.zh()));
        }
        if line.price_is_default {
            say(format!("{name}的费用按默认单价计算，应换成账单价"));
        }
        if line.flow == Flow::Purchased && line.cost_yuan.is_none() {
            say(format!("{name}没有单价和金额，能源费用不完整"));
        }
    }
}

/// The amount of a year as it is counted.
pub(super) fn amount(row: &Consumption) -> Option<f64> {
    year_amount(&row.months(), row.fields.annual.as_ref().map(|a| a.value))
}
