//! Where the plant's energy went: conversions, listed devices by kind, and the rest that nothing explains.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::Context;
use super::super::working::n;
use super::{CarrierYear, IMBALANCE_LIMIT_PCT, KindUse, Line};
use crate::audit::field::Choice as _;
use crate::audit::{Flow, KindCode};
use crate::reference::carriers::CarrierGroup;

/// Kinds whose use is the input of a conversion where that is recorded: boilers, compressed air, cold.
const CONVERTING: [KindCode; 3] = [KindCode::Boiler, KindCode::Compressor, KindCode::Chiller];

/// How the balance stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BalanceVerdict {
    /// The unexplained part is within the limit.
    Within,
    /// It is larger: it must be explained.
    Explain,
    /// Devices use more than there is.
    OverAllocated,
    /// Nothing to compare: no input, or no device with known energy.
    NothingListed,
}

/// One conversion (锅炉房, 自备电厂 ...), in tce at equivalent value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Process {
    /// Its name; empty if not entered.
    pub name: String,
    /// What went in: carrier code, tce.
    pub inputs: Vec<(String, f64)>,
    /// What came out: carrier code, tce.
    pub outputs: Vec<(String, f64)>,
    /// Sum of the inputs.
    pub in_tce: f64,
    /// Sum of the outputs.
    pub out_tce: f64,
    /// Input − output; 0 without a recorded input (waste heat and the like).
    pub loss_tce: f64,
    /// Output / input in %; `None` without a recorded input.
    pub efficiency_pct: Option<f64>,
}

/// Carriers that devices don't tell apart (all coals, bought and own electricity), in tce at equivalent value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pool {
    /// Names of its carriers.
    pub name: String,
    /// Codes of its carriers.
    pub carriers: Vec<String>,
    /// What is left for use after conversion.
    pub available_tce: f64,
    /// Use of the listed devices by kind, without what is input of a recorded conversion.
    pub used: Vec<(KindCode, f64)>,
    /// What processes use beside the listed devices, and what is raw material, by name.
    pub by_process: Vec<(String, f64)>,
    /// Sum of both.
    pub used_tce: f64,
    /// What nothing explains.
    pub unexplained_tce: f64,
    /// Use beyond what is available.
    pub over_tce: f64,
}

/// The balance of a year in tce at equivalent value: input + recovered = losses + used + unexplained − over.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Balance {
    /// What crossed the boundary.
    pub input_tce: f64,
    /// Outputs of conversions without recorded input: waste heat, waste pressure.
    pub recovered_tce: f64,
    /// Losses of conversion.
    pub losses_tce: f64,
    /// Use of the listed devices, by kind.
    pub used: Vec<(KindCode, f64)>,
    /// What processes use beside the listed devices, and what is raw material, by name.
    pub by_process: Vec<(String, f64)>,
    /// Sum of both.
    pub used_tce: f64,
    /// What nothing explains.
    pub unexplained_tce: f64,
    /// Use beyond what is available, of the carriers where it is so.
    pub over_tce: f64,
    /// (unexplained + over) / (input + recovered) in %.
    pub imbalance_pct: Option<f64>,
    /// Judged against the guide's 5 %.
    pub verdict: BalanceVerdict,
    /// In words.
    pub statement: String,
    /// Conversions.
    pub processes: Vec<Process>,
    /// Carriers as devices know them.
    pub pools: Vec<Pool>,
}

/// How much of a carrier the listed devices explain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// 电力 or 燃料.
    pub name: &'static str,
    /// Unit of the figures.
    pub unit: &'static str,
    /// What the plant used: what crossed the boundary and what conversions gave, their inputs included.
    pub plant: f64,
    /// What the listed devices use.
    pub listed: f64,
    /// listed / plant in %; `None` if the plant used none.
    pub explained_pct: Option<f64>,
    /// plant − listed.
    pub gap: f64,
    /// Rows in use whose energy is not known.
    pub unknown_rows: usize,
    /// In words.
    pub statement: String,
}

/// Key of the pool of a carrier.
pub(crate) fn pool_of(carrier: &CarrierYear, ctx: &Context<'_>) -> String {
    let known = ctx.reference.tables.carriers.get(&carrier.code);
    known.map(|c| c.device_fuel.clone()).filter(|f| !f.is_empty()).unwrap_or_else(|| carrier.code.clone())
}

/// Key of the pool of a device's fuel: coals are one.
pub(crate) fn fuel_pool(fuel: crate::audit::equipment::BoilerFuel) -> &'static str {
    use crate::audit::equipment::BoilerFuel::*;
    match fuel {
        Bituminous | Lean | Anthracite | Lignite | Coal => "coal",
        other => other.def().code,
    }
}

/// Use by pool and kind in tce.
fn devices(used: &[KindUse], ctx: &Context<'_>) -> BTreeMap<&'static str, BTreeMap<KindCode, f64>> {
    let electricity = ctx.reference.tables.factors.electricity_kgce_per_kwh() / 1000.0;
    let mut out: BTreeMap<&'static str, BTreeMap<KindCode, f64>> = BTreeMap::new();
    for kind in used {
        let mut add = |pool, tce: f64| {
            if tce > 0.0 && tce.is_finite() {
                *out.entry(pool).or_default().entry(kind.kind).or_default() += tce;
            }
        };
        add("electricity", kind.electricity_kwh * electricity);
        kind.fuels.iter().for_each(|f| add(fuel_pool(f.fuel), f.tce()));
    }
    out
}

/// Draws the balance.
pub(super) fn of(carriers: &[CarrierYear], lines: &[Line], used: &[KindUse], ctx: &Context<'_>) -> Balance {
    let processes = processes(lines);
    let mut listed = devices(used, ctx);
    let mut members: Vec<(String, Vec<&CarrierYear>)> = Vec::new();
    for c in carriers {
        let key = pool_of(c, ctx);
        match members.iter_mut().find(|(k, _)| *k == key) {
            Some((_, list)) => list.push(c),
            None => members.push((key, vec![c])),
        }
    }
    let mut pools: Vec<Pool> = Vec::new();
    for (key, list) in members {
        let converted =
            lines.iter().filter(|l| l.flow == Flow::ConvertedIn && list.iter().any(|c| c.code == l.carrier));
        let converted: f64 = converted.map(|l| l.tce_equivalent).sum();
        let kinds = listed.remove(key.as_str()).unwrap_or_default();
        let names: Vec<&str> = list.iter().map(|c| c.name.as_str()).collect();
        let codes = list.iter().map(|c| c.code.clone()).collect();
        let available = list.iter().map(|c| c.available_tce).sum();
        let by_process = by_process(lines, |code| list.iter().any(|c| c.code == code));
        pools.push(pool(names.join("、"), codes, available, without_conversion(kinds, converted), by_process));
    }
    // Carriers that only devices know of.
    for (key, kinds) in listed {
        let fuel = ctx.reference.tables.factors.fuel(key).map_or(key, |f| &*f.name);
        let name = if key == "electricity" { "电力" } else { fuel };
        pools.push(pool(name.to_owned(), Vec::new(), 0.0, kinds.into_iter().collect(), Vec::new()));
    }
    judge(carriers, processes, pools, used)
}

/// Use by kind less what went into recorded conversions, taken off the kinds that convert.
fn without_conversion(kinds: BTreeMap<KindCode, f64>, mut converted: f64) -> Vec<(KindCode, f64)> {
    let mut out: Vec<(KindCode, f64)> = kinds.into_iter().collect();
    for (kind, tce) in &mut out {
        if CONVERTING.contains(kind) {
            let taken = converted.min(*tce);
            *tce -= taken;
            converted -= taken;
        }
    }
    out.retain(|(_, tce)| *tce > 0.0);
    out
}

/// What processes use of some carriers, and what is raw material, under the names as shown.
fn by_process(lines: &[Line], of: impl Fn(&str) -> bool) -> Vec<(String, f64)> {
    let mut out: Vec<(String, f64)> = Vec::new();
    for line in lines.iter().filter(|l| of(&l.carrier)) {
        let name = match (line.flow, line.process.as_str()) {
            (Flow::ProcessUse, "") => "工序(未填名称)".to_owned(),
            (Flow::ProcessUse, process) => process.to_owned(),
            (Flow::RawMaterial, "") => "用作原料".to_owned(),
            (Flow::RawMaterial, process) => format!("用作原料：{process}"),
            _ => continue,
        };
        add(&mut out, name, line.tce_equivalent);
    }
    out
}

fn add(list: &mut Vec<(String, f64)>, name: String, tce: f64) {
    match list.iter_mut().find(|(known, _)| *known == name) {
        Some((_, sum)) => *sum += tce,
        None => list.push((name, tce)),
    }
}

fn pool(
    name: String,
    carriers: Vec<String>,
    available_tce: f64,
    used: Vec<(KindCode, f64)>,
    by_process: Vec<(String, f64)>,
) -> Pool {
    let used_tce = used.iter().map(|(_, tce)| tce).chain(by_process.iter().map(|(_, tce)| tce)).sum::<f64>();
    let rest = available_tce - used_tce;
    Pool {
        name,
        carriers,
        available_tce,
        used,
        by_process,
        used_tce,
        unexplained_tce: rest.max(0.0),
        over_tce: (-rest).max(0.0),
    }
}

fn processes(lines: &[Line]) -> Vec<Process> {
    let mut out: Vec<Process> = Vec::new();
    for line in lines.iter().filter(|l| matches!(l.flow, Flow::ConvertedIn | Flow::ConvertedOut)) {
        let at = out.iter().position(|p| p.name == line.process).unwrap_or_else(|| {
            out.push(Process {
                name: line.process.clone(),
                inputs: Vec::new(),
                outputs: Vec::new(),
                in_tce: 0.0,
                out_tce: 0.0,
                loss_tce: 0.0,
                efficiency_pct: None,
            });
            out.len() - 1
        });
        let process = &mut out[at];
        let (list, sum) = match line.flow {
            Flow::ConvertedIn => (&mut process.inputs, &mut process.in_tce),
            _ => (&mut process.outputs, &mut process.out_tce),
        };
        *sum += line.tce_equivalent;
        match list.iter_mut().find(|(code, _)| *code == line.carrier) {
            Some((_, tce)) => *tce += line.tce_equivalent,
            None => list.push((line.carrier.clone(), line.tce_equivalent)),
        }
    }
    for p in &mut out {
        if p.in_tce > 0.0 {
            p.loss_tce = p.in_tce - p.out_tce;
            p.efficiency_pct = Some(p.out_tce / p.in_tce * 100.0);
        }
    }
    out
}

fn judge(carriers: &[CarrierYear], processes: Vec<Process>, pools: Vec<Pool>, used: &[KindUse]) -> Balance {
    let input_tce: f64 = carriers.iter().map(|c| c.tce_equivalent).sum();
    let recovered_tce: f64 = processes.iter().filter(|p| p.in_tce <= 0.0).map(|p| p.out_tce).sum();
    let losses_tce: f64 = processes.iter().map(|p| p.loss_tce).sum();
    let mut by_kind: BTreeMap<KindCode, f64> = BTreeMap::new();
    for (kind, tce) in pools.iter().flat_map(|p| &p.used) {
        *by_kind.entry(*kind).or_default() += tce;
    }
    let mut by_process: Vec<(String, f64)> = Vec::new();
    for (name, tce) in pools.iter().flat_map(|p| &p.by_process) {
        add(&mut by_process, name.clone(), *tce);
    }
    let used_tce = by_kind.values().chain(by_process.iter().map(|(_, tce)| tce)).sum::<f64>();
    let unexplained_tce: f64 = pools.iter().map(|p| p.unexplained_tce).sum();
    let over_tce: f64 = pools.iter().map(|p| p.over_tce).sum();
    let whole = input_tce + recovered_tce;
    let imbalance_pct = (whole > 0.0).then(|| (unexplained_tce + over_tce) / whole * 100.0);
    let limit = IMBALANCE_LIMIT_PCT;
    let over = pools.iter().filter(|p| p.over_tce > 0.0).max_by(|a, b| a.over_tce.total_cmp(&b.over_tce));
    let (verdict, statement) = match imbalance_pct {
        None => (BalanceVerdict::NothingListed, "没有能源消费数据，不能平衡".to_owned()),
        Some(_) if by_process.is_empty() && used.iter().all(|u| u.electricity_kwh <= 0.0 && u.fuels.is_empty()) => {
            (BalanceVerdict::NothingListed, "没有已知年用能的设备，去向未列".to_owned())
        }
        Some(_) if over_tce > whole * (limit + 1e-9) / 100.0 => {
            let what = over.map_or("", |p| p.name.as_str());
            let who = if by_process.is_empty() { "设备" } else { "设备和工序" };
            let text = format!("{who}用能超过可供量 {} tce，主要是{what}：超分配", n(over_tce));
            (BalanceVerdict::OverAllocated, text)
        }
        // What is exactly at the limit must not fail by the last binary digit.
        Some(pct) if pct <= limit + 1e-9 => {
            (BalanceVerdict::Within, format!("不平衡率 {} % ≤ {limit} %，符合诊断指南的要求", n(pct)))
        }
        Some(pct) => {
            let largest = pools.iter().max_by(|a, b| a.unexplained_tce.total_cmp(&b.unexplained_tce));
            let what = largest.map_or(String::new(), |p| format!("，最大的是{} {} tce", p.name, n(p.unexplained_tce)));
            let text =
                format!("不平衡率 {} % > {limit} %：{} tce 去向未列明{what}，须说明", n(pct), n(unexplained_tce));
            (BalanceVerdict::Explain, text)
        }
    };
    Balance {
        input_tce,
        recovered_tce,
        losses_tce,
        used: by_kind.into_iter().collect(),
        by_process,
        used_tce,
        unexplained_tce,
        over_tce,
        imbalance_pct,
        verdict,
        statement,
        processes,
        pools,
    }
}

/// Electricity and fuels of the plant beside those of the listed devices.
pub(super) fn coverage(carriers: &[CarrierYear], lines: &[Line], used: &[KindUse], ctx: &Context<'_>) -> Vec<Coverage> {
    let unknown_rows = used.iter().map(|u| u.unknown_rows).sum();
    let electric = |c: &&CarrierYear| matches!(c.group, CarrierGroup::Electricity | CarrierGroup::Renewable);
    let kwh: f64 = carriers.iter().filter(electric).map(|c| c.net + c.converted_out).sum();
    let listed_kwh: f64 = used.iter().map(|u| u.electricity_kwh).sum();
    let fuel = |code: &str| carriers.iter().any(|c| c.code == *code && c.group == CarrierGroup::Fuel);
    let bought: f64 = carriers.iter().filter(|c| fuel(&c.code)).map(|c| c.tce_equivalent).sum();
    let made = lines.iter().filter(|l| l.flow == Flow::ConvertedOut && fuel(&l.carrier));
    let tce = bought + made.map(|l| l.tce_equivalent).sum::<f64>();
    let known = devices(used, ctx);
    // The sum of nothing is −0, which would be shown.
    let listed_tce: f64 = known
        .iter()
        .filter(|(k, _)| **k != "electricity")
        .flat_map(|(_, kinds)| kinds.values())
        .fold(0.0, |a, b| a + b);
    vec![compare("电力", "kWh", kwh, listed_kwh, unknown_rows), compare("燃料", "tce", tce, listed_tce, unknown_rows)]
}

fn compare(name: &'static str, unit: &'static str, plant: f64, listed: f64, unknown_rows: usize) -> Coverage {
    let explained_pct = (plant > 0.0).then(|| listed / plant * 100.0);
    let gap = plant - listed;
    let unknown = if unknown_rows > 0 {
        format!("；另有 {unknown_rows} 行在用设备的年用能未知")
    } else {
        String::new()
    };
    let statement = match explained_pct {
        None => format!("没有全厂{name}数据{unknown}"),
        Some(pct) if gap >= 0.0 => {
            format!("列入的设备说明了全厂{name}的 {} %，尚有 {} {unit} 未列明{unknown}", n(pct), n(gap))
        }
        Some(pct) => format!("列入的设备用{name}是全厂的 {} %，多出 {} {unit}{unknown}", n(pct), n(-gap)),
    };
    Coverage { name, unit, plant, listed, explained_pct, gap, unknown_rows, statement }
}
