//! What can't be true of the plant's data, or can't be told: asked, never guessed.

use std::collections::{BTreeMap, HashMap};

use super::super::Context;
use super::super::working::n;
use super::{Balance, BalanceVerdict, CarrierYear, Coverage, IMBALANCE_LIMIT_PCT, Line, Question, lines};
use crate::audit::field::Choice as _;
use crate::audit::plant::{MONTH_KEYS, Months};
use crate::audit::{Audit, Consumption, Flow, Section};
use crate::reference::carriers::{Carrier, CarrierGroup};

/// A month this many times the median of the others is asked about: seasonal use stays below.
const HIGH: f64 = 20.0;
/// A month this small a part of the median of the others is asked about.
const LOW: f64 = 0.01;
/// Bought energy whose price is this many times off the setting's is asked about.
const PRICE: f64 = 30.0;
/// Months' sum and year's total may differ by this share: rounding of bills.
pub(super) const SUM: f64 = 0.005;

/// A question about a row of consumption of a carrier of some name.
pub(super) fn ask(
    row: &Consumption,
    name: &str,
    field: Option<&'static str>,
    left_out: bool,
    text: String,
    advice: &str,
) -> Question {
    let what = format!("{}{name}{}：{text}", year_text(row.year()), row.flow().zh());
    Question {
        section: Section::Consumption,
        row: Some(row.id),
        field,
        year: row.year(),
        left_out,
        text: what,
        advice: advice.to_owned(),
    }
}

pub(super) fn year_text(year: Option<i16>) -> String {
    year.map_or(String::new(), |y| format!("{y} 年 "))
}

/// Year and carrier of a row; `None` (and a question) if either can't be told or the flow makes no sense for it.
pub(super) fn identity<'a>(
    row: &Consumption,
    ctx: &Context<'a>,
    questions: &mut Vec<Question>,
) -> Option<(i16, &'a Carrier)> {
    let known = ctx.reference.tables.carriers.get(row.carrier());
    let name = known.map_or(row.carrier(), |c| c.name.as_str());
    let mut refuse = |field, text: String, advice: &str| {
        questions.push(ask(row, name, Some(field), true, text, advice));
        None
    };
    let carrier = match (row.carrier(), known) {
        ("", _) => return refuse("carrier", "没有填能源品种".to_owned(), "请选择能源品种"),
        (code, None) => return refuse("carrier", format!("没有“{code}”这种能源"), "请从能源品种表中选择"),
        (_, Some(carrier)) => carrier,
    };
    let Some(year) = row.year() else {
        let text = match &row.fields.year {
            Some(y) => format!("年度“{}”不是一个自然年", y.value),
            None => "没有填年度".to_owned(),
        };
        return refuse("year", text, "请填四位年份");
    };
    let self_produced = row.flow() == Flow::SelfProduced;
    if self_produced && matches!(carrier.group, CarrierGroup::Electricity | CarrierGroup::Heat | CarrierGroup::Steam) {
        let text = format!("自产{}由其他能源转换而来，计入会重复", carrier.name);
        return refuse("flow", text, "余热发电、自备电厂、锅炉房的产出请改填“转换产出”；光伏、风电请选“可再生电力”");
    }
    if self_produced && carrier.group == CarrierGroup::Medium {
        let text = format!("自产{}的能耗已在其用电、用汽中，计入会重复", carrier.name);
        return refuse("flow", text, "自产的耗能工质请改填“转换产出”或删除");
    }
    let unnamed = match row.flow() {
        Flow::ConvertedIn | Flow::ConvertedOut => Some(("没有填转换环节", "请填环节名称，投入与产出同名")),
        Flow::ProcessUse => Some(("没有填工序", "请在“转换环节”填工序名称")),
        _ => None,
    };
    if let Some((text, advice)) = unnamed
        && row.fields.process.as_ref().is_none_or(|p| p.value.trim().is_empty())
    {
        questions.push(ask(row, name, Some("process"), false, text.to_owned(), advice));
    }
    if row.flow() == Flow::Purchased && carrier.group == CarrierGroup::Renewable {
        let text = "购入的电力按可再生电力计：等价值取当量值，不计排放".to_owned();
        let advice = "须有绿电交易凭证，并核对统计口径；否则请改填“电力”";
        questions.push(ask(row, name, Some("carrier"), false, text, advice));
    }
    Some((year, carrier))
}

/// The year's amount; `None` (and a question) if there is none or it can't be.
pub(super) fn amounts(
    row: &Consumption,
    carrier: &Carrier,
    year: i16,
    ctx: &Context<'_>,
    questions: &mut Vec<Question>,
) -> Option<f64> {
    let months = row.months();
    let annual = row.fields.annual.as_ref().map(|a| a.value);
    let named = |at: usize| format!("{} 月", at + 1);
    let bad = |v: f64| v < 0.0 || !v.is_finite();
    if let Some(at) = months.iter().position(|m| m.is_some_and(bad)) {
        let text = format!("{}的数量 {} 不能为负", named(at), n(months[at].unwrap_or_default()));
        questions.push(ask(
            row,
            &carrier.name,
            Some(MONTH_KEYS[at]),
            true,
            text,
            "冲减、退回的量请并入原月份；外供请另填一行",
        ));
        return None;
    }
    if let Some(total) = annual.filter(|v| bad(*v)) {
        let text = format!("全年数量 {} 不能为负", n(total));
        questions.push(ask(row, &carrier.name, Some("annual"), true, text, "请核对"));
        return None;
    }
    if matches!(row.flow(), Flow::OpeningStock | Flow::ClosingStock) {
        if let Some(at) = months.iter().position(Option::is_some).filter(|_| annual.is_none()) {
            let text = "库存是一个时点的量，不能分月".to_owned();
            questions.push(ask(row, &carrier.name, Some(MONTH_KEYS[at]), true, text, "请把年初或年末的库存填到“全年”"));
            return None;
        }
        if annual.is_none() {
            questions.push(ask(row, &carrier.name, Some("annual"), true, "没有填库存量".to_owned(), "请填到“全年”"));
        }
        return annual;
    }
    let Some(amount) = lines::amount(row) else {
        questions.push(ask(row, &carrier.name, None, true, "没有填数量".to_owned(), "请填分月数或全年数"));
        return None;
    };
    let missing: Vec<String> = (0..12).filter(|at| months[*at].is_none()).map(named).collect();
    let sum: f64 = months.iter().flatten().sum();
    let base = annual.unwrap_or(sum).abs().max(sum.abs());
    if (1..12).contains(&missing.len()) {
        let used = if annual.is_some() { "按全年数计" } else { "按已填月份计" };
        let text = format!("缺 {}，{used}", missing.join("、"));
        questions.push(ask(row, &carrier.name, None, false, text, "请补齐；确实没有用的月份请填 0"));
        if let Some(total) = annual.filter(|t| sum > t + SUM * base) {
            let text = format!("已填月份之和 {} 大于全年 {}", n(sum), n(total));
            questions.push(ask(row, &carrier.name, Some("annual"), false, text, "请核对分月数和全年数"));
        }
    } else if missing.is_empty()
        && let Some(total) = annual
        && (total - sum).abs() > SUM * base
    {
        let text = format!("12 个月之和 {} 与全年 {} 不符，按分月之和计", n(sum), n(total));
        questions.push(ask(row, &carrier.name, Some("annual"), false, text, "请核对分月数和全年数"));
    }
    for (at, text) in outliers(&months, &carrier.unit) {
        questions.push(ask(row, &carrier.name, Some(MONTH_KEYS[at]), false, text, "请核对这个月的数量和单位"));
    }
    for at in 1..12 {
        if let (Some(a), Some(b)) = (months[at - 1], months[at])
            && a == b
            && a != 0.0
            && a.fract() != 0.0
        {
            let text = format!("{}与{}的数量都是 {}", named(at - 1), named(at), n(a));
            questions.push(ask(row, &carrier.name, Some(MONTH_KEYS[at]), false, text, "请核对是否重复填写"));
        }
    }
    price(row, carrier, amount, year, ctx, questions);
    Some(amount)
}

/// Months that are far from the median of the other months in use, with what may have happened.
pub(super) fn outliers(months: &Months, unit: &str) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for (at, value) in months.iter().enumerate().filter_map(|(at, m)| m.filter(|v| *v > 0.0).map(|v| (at, v))) {
        let others = months.iter().enumerate().filter(|(other, _)| *other != at).filter_map(|(_, m)| *m);
        let mut others: Vec<f64> = others.filter(|v| *v > 0.0).collect();
        if others.len() < 2 {
            continue;
        }
        others.sort_by(f64::total_cmp);
        let median = others[others.len() / 2];
        let ratio = value / median;
        if (LOW..=HIGH).contains(&ratio) {
            continue;
        }
        let hint = slip(ratio, unit);
        out.push((
            at,
            format!(
                "{} 月的 {} {unit} 是其余月份中位数 {} {unit} 的 {} 倍{hint}",
                at + 1,
                n(value),
                n(median),
                n(ratio)
            ),
        ));
    }
    out
}

/// What a ratio near 10³ or 10⁴ looks like.
fn slip(ratio: f64, unit: &str) -> String {
    let size = if ratio < 1.0 { 1.0 / ratio } else { ratio };
    let near = |power: f64| (size / power).ln().abs() < 3.0_f64.ln();
    let (small, large, power) = match unit {
        "kWh" if near(1e4) => ("kWh", "万kWh", "10⁴"),
        "kWh" if near(1e3) => ("kWh", "MWh", "10³"),
        "m³" if near(1e4) => ("m³", "万m³", "10⁴"),
        "m³" if near(1e3) => ("m³", "千m³", "10³"),
        "t" if near(1e3) => ("kg", "t", "10³"),
        "t" if near(1e4) => ("t", "万t", "10⁴"),
        "GJ" if near(1e3) => ("MJ", "GJ", "10³"),
        _ => return String::new(),
    };
    format!("，约差 {power} 倍，像是 {small} 与 {large} 混用")
}

/// Asks where the price that cost and amount give is far from the usual one.
fn price(
    row: &Consumption,
    carrier: &Carrier,
    amount: f64,
    year: i16,
    ctx: &Context<'_>,
    questions: &mut Vec<Question>,
) {
    let f = &row.fields;
    let usual = ctx.assumptions.value(&carrier.price_key);
    let stated = f.cost_yuan.as_ref().map(|c| c.value).filter(|_| amount > 0.0).map(|c| c / amount);
    let stated = stated.or(f.price_yuan.as_ref().map(|p| p.value));
    let (Some(usual), Some(stated)) = (usual.filter(|u| *u > 0.0), stated) else { return };
    let ratio = stated / usual;
    if row.flow() == Flow::Purchased && !(1.0 / PRICE..=PRICE).contains(&ratio) {
        let text = format!(
            "{year} 年均价 {} 元/{}，是参考价 {} 的 {} 倍，数量或金额的单位可能不对(如万kWh、万m³、万元)",
            n(stated),
            carrier.unit,
            n(usual),
            n(ratio),
        );
        questions.push(ask(row, &carrier.name, Some("cost_yuan"), false, text, "请核对数量、金额和单位"));
    }
}

/// Asks about rows that say the same thing twice.
pub(super) fn repeated(audit: &Audit, ctx: &Context<'_>, questions: &mut Vec<Question>) {
    let text = |field: &Option<crate::audit::Entered<String>>| {
        field.as_ref().map_or(String::new(), |e| e.value.trim().to_owned())
    };
    let mut seen: HashMap<(&str, Flow, String, Option<i16>, String), usize> = HashMap::new();
    for (at, row) in audit.consumption.iter().enumerate() {
        let f = &row.fields;
        let key = (row.carrier(), row.flow(), text(&f.process), row.year(), text(&f.supplier));
        if let Some(first) = seen.get(&key) {
            let same = lines::amount(row).is_some() && lines::amount(row) == lines::amount(&audit.consumption[*first]);
            let how = if same { "数量也相同" } else { "都已计入" };
            let text = format!("与第 {} 行的品种、流向、年度、供应方相同，{how}", first + 1);
            let name = ctx.reference.tables.carriers.get(row.carrier()).map_or(row.carrier(), |c| c.name.as_str());
            questions.push(ask(row, name, None, false, text, "重复的请删除；不是重复的请用供应方或转换环节区分"));
        } else {
            seen.insert(key, at);
        }
    }
}

/// Leaves out stocks of which only one end of the year is known.
pub(super) fn stocks(lines: Vec<(i16, Line)>, questions: &mut Vec<Question>) -> Vec<(i16, Line)> {
    let mut ends: BTreeMap<(i16, String), [bool; 2]> = BTreeMap::new();
    for (year, line) in &lines {
        let at = match line.flow {
            Flow::OpeningStock => 0,
            Flow::ClosingStock => 1,
            _ => continue,
        };
        ends.entry((*year, line.carrier.clone())).or_default()[at] = true;
    }
    lines
        .into_iter()
        .filter(|(year, line)| {
            let stock = matches!(line.flow, Flow::OpeningStock | Flow::ClosingStock);
            let whole = ends.get(&(*year, line.carrier.clone())).is_none_or(|e| e[0] && e[1]);
            if stock && !whole {
                questions.push(Question {
                    section: Section::Consumption,
                    row: Some(line.row),
                    field: Some("flow"),
                    year: Some(*year),
                    left_out: true,
                    text: format!("{year} 年 {} 只有{}，不知道库存变化", line.name, line.flow.zh()),
                    advice: "期初、期末库存请都填写，没有库存填 0".to_owned(),
                });
            }
            !stock || whole
        })
        .collect()
}

pub(super) fn about_year(year: i16, left_out: bool, text: String, advice: &str) -> Question {
    let text = format!("{year} 年 {text}");
    Question {
        section: Section::Consumption,
        row: None,
        field: None,
        year: Some(year),
        left_out,
        text,
        advice: advice.to_owned(),
    }
}

/// What is sold or converted without being there, and conversions that give more than they take.
pub(super) fn year(year: i16, carriers: &[CarrierYear], lines: &[Line], questions: &mut Vec<Question>) {
    for c in carriers {
        let source = c.purchased + c.self_produced + c.converted_out + c.stock_drawn;
        let gone = c.exported + c.converted_in;
        if gone > source * (1.0 + 1e-9) + 1e-9 {
            let text = format!(
                "{}外供与转换投入合计 {} {unit}，大于购入、自产、转换产出与库存减少合计 {} {unit}",
                c.name,
                n(gone),
                n(source),
                unit = c.unit
            );
            questions.push(about_year(year, false, text, "请核对，或补上漏填的来源"));
        }
    }
    let mut processes: BTreeMap<&str, [f64; 2]> = BTreeMap::new();
    for line in lines {
        match line.flow {
            Flow::ConvertedIn => processes.entry(&line.process).or_default()[0] += line.tce_equivalent,
            Flow::ConvertedOut => processes.entry(&line.process).or_default()[1] += line.tce_equivalent,
            _ => {}
        }
    }
    for (name, [put_in, got_out]) in processes {
        if put_in > 0.0 && got_out > put_in * (1.0 + 1e-9) {
            let text = format!("转换环节“{name}”产出 {} tce 大于投入 {} tce", n(got_out), n(put_in));
            questions.push(about_year(
                year,
                false,
                text,
                "请核对数量、单位和热值(蒸汽请填压力、温度)，或补上漏填的投入",
            ));
        }
    }
}

/// What the comparison with the listed devices shows.
pub(super) fn devices(year: i16, balance: &Balance, coverage: &[Coverage], questions: &mut Vec<Question>) {
    for c in coverage.iter().filter(|c| c.listed > 0.0) {
        let text = if c.plant <= 0.0 {
            format!("设备清单用{} {} {}，而能源消费中没有{}", c.name, n(c.listed), c.unit, c.name)
        } else if c.listed > c.plant * 1000.0 / 3.0 {
            let times = n(c.listed / c.plant);
            format!("设备清单用{}是全厂的 {times} 倍，像是全厂数的单位填错(如把万kWh、万m³ 的数按 kWh、m³ 填)", c.name)
        } else if c.listed > c.plant * (1.0 + IMBALANCE_LIMIT_PCT / 100.0) {
            format!("设备清单用{} {} 大于全厂 {} {}，超分配", c.name, n(c.listed), n(c.plant), c.unit)
        } else if c.plant > c.listed * 1000.0 && c.unknown_rows == 0 {
            format!("全厂{}是设备清单的 {} 倍，像是全厂数的单位填错，或主要设备没有列入", c.name, n(c.plant / c.listed))
        } else {
            continue;
        };
        questions.push(about_year(year, false, text, "请核对全厂用量的单位和设备的运行小时、负载率"));
    }
    if balance.verdict == BalanceVerdict::Explain {
        questions.push(about_year(
            year,
            false,
            balance.statement.clone(),
            "请补充主要用能设备、核对用量，或在报告中说明",
        ));
    }
}
