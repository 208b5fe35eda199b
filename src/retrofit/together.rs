//! Transformers together: the first one carries the whole load, the others are switched off (GB/T 13462).

use super::given::Given;
use super::{Changed, Outcome, RetrofitError, transformer};
use crate::audit::equipment::{Status, Transformer};
use crate::audit::measure::Action;
use crate::audit::{Entered, Equipment, Kind, Origin};
use crate::energy::working::{Step, n, put};
use crate::energy::{Context, EnergyGap, transformer as model};

/// One transformer as it is.
struct Load {
    capacity_kva: f64,
    /// Average load factor (fraction).
    beta: f64,
    /// Energised hours in a year.
    hours: f64,
    voltage_kv: Option<f64>,
}

fn load(device: &Equipment, t: &Transformer) -> Result<Load, RetrofitError> {
    let gap = |keys| RetrofitError::Gap(EnergyGap::missing(device, keys));
    let hours = t.energized_hours_h.as_ref().ok_or_else(|| gap(vec!["energized_hours_h"]))?.value;
    let beta = model::load_factor(device, t).ok_or_else(|| match &t.annual_throughput_kwh {
        Some(_) => gap(vec!["power_factor"]),
        None => gap(vec!["load_factor_pct"]),
    })?;
    let capacity_kva = model::capacity_kva(device, t).filter(|c| *c > 0.0).ok_or_else(|| gap(vec!["capacity_kva"]))?;
    Ok(Load { capacity_kva, beta, hours, voltage_kv: t.high_voltage_kv.as_ref().map(|v| v.value) })
}

/// The root mean square of the first one's load factor: it carries its own load all its hours and the others' while
/// they are switched off, which is taken to be at the same time. Load losses go with the square of the load. Gives the
/// largest average load factor too.
fn carried(loads: &[Load], merged: f64) -> (f64, f64) {
    let Some((first, others)) = loads.split_first() else { return (0.0, 0.0) };
    if first.hours <= 0.0 {
        return (first.beta, first.beta);
    }
    // Each of the others for `t` hours from the same start: the load falls in steps.
    let mut ends: Vec<(f64, f64)> =
        others.iter().map(|o| (o.hours.min(merged), o.capacity_kva * o.beta / first.capacity_kva)).collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut beta = first.beta + ends.iter().filter(|(t, _)| *t > 0.0).map(|(_, more)| more).sum::<f64>();
    let highest = beta;
    let (mut from, mut squares) = (0.0, 0.0);
    for (t, more) in ends.into_iter().filter(|(t, _)| *t > 0.0) {
        squares += beta * beta * (t - from);
        (from, beta) = (t, beta - more);
    }
    squares += first.beta * first.beta * (first.hours - from);
    ((squares / first.hours).sqrt(), highest)
}

/// Merges the load of all devices on the first.
pub(super) fn apply(action: &Action, devices: &[&Equipment], ctx: &Context<'_>) -> Result<Outcome, RetrofitError> {
    let mut given = Given::of(action, ctx);
    let mut loads = Vec::new();
    for device in devices {
        let Kind::Transformer(t) = &device.kind else {
            return Err(RetrofitError::WrongKind { measure: action.zh(), kind: device.kind.code().zh() });
        };
        if device.quantity() != 1.0 {
            return Err(given.refuse(format!("{} 登记为多台，合并须逐台登记", device.label())));
        }
        loads.push(load(device, t)?);
    }
    let (Some(first), true) = (loads.first(), loads.len() > 1) else {
        return Err(given.refuse("至少选两台变压器，第一台带全部负荷"));
    };
    let other_voltage = loads.iter().zip(devices).find(|(l, _)| match (l.voltage_kv, first.voltage_kv) {
        (Some(a), Some(b)) => (a - b).abs() > 0.1 * b,
        _ => false,
    });
    if let Some((_, device)) = other_voltage {
        return Err(given.refuse(format!(
            "{} 与 {} 的高压侧电压不同，负荷不能合并",
            device.label(),
            devices[0].label()
        )));
    }
    let merged = given.stated("hours_h").unwrap_or(first.hours).min(first.hours);
    let (mean_square, highest) = carried(&loads, merged);
    if highest > 1.0 {
        return Err(given.refuse(format!(
            "合并后 {} 的平均负载率为 {} %，应不大于 100 %，容量不足",
            devices[0].label(),
            n(highest * 100.0)
        )));
    }
    let mut notes = vec!["须核实最大负荷、供电可靠性和备用要求".to_owned()];
    if loads.iter().any(|l| l.hours < merged) {
        notes.push("各台投运小时不同，按停用的各台负荷同时出现计算(损耗较大，节能量不高估)".to_owned());
    }
    let step = Step::new(
        "合并后的等效负载率",
        "β = √(Σβ_t²·t/T)，合并时 β_t = ΣS_i·β_i/S₁，其余时间为 β₁",
        format!(
            "S₁={} kVA，β₁={}，合并时最高 {}，t={} h，T={} h",
            put(first.capacity_kva),
            put(first.beta),
            put(highest),
            put(merged),
            put(first.hours)
        ),
        mean_square * 100.0,
        "%",
    );
    let mut out = Outcome::default();
    for (at, (device, load)) in devices.iter().zip(&loads).enumerate() {
        let mut after = (*device).clone();
        if let Kind::Transformer(t) = &mut after.kind {
            let beta = if at == 0 { mean_square } else { load.beta };
            t.load_factor_pct = Some(Entered::new(beta * 100.0, Origin::Ledger));
            t.annual_throughput_kwh = None;
            if at > 0 {
                let left = (load.hours - merged).max(0.0);
                t.energized_hours_h = Some(Entered::new(left, Origin::Ledger));
                if left == 0.0 {
                    after.common.status = Some(Entered::new(Status::Idle, Origin::Ledger));
                }
            }
        }
        let (mut steps, notes) =
            if at == 0 { (vec![step.clone()], std::mem::take(&mut notes)) } else { (Vec::new(), Vec::new()) };
        if let (0, Kind::Transformer(t)) = (at, &after.kind) {
            steps.extend(transformer::economic_load("综合经济负载系数", &after, t, ctx).map(|(_, step)| step));
        }
        out.devices.push(Some(Ok(Changed::new(after, steps, notes))));
    }
    Ok(out)
}
