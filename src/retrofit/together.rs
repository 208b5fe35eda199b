//! Transformers together: the first one carries the whole load, the others are switched off (GB/T 13462).

use super::given::Given;
use super::{Changed, Outcome, RetrofitError};
use crate::audit::equipment::{Status, Transformer};
use crate::audit::measure::Action;
use crate::audit::{Entered, Equipment, Kind, Origin};
use crate::energy::working::{Step, n};
use crate::energy::{Context, EnergyGap, transformer as model};

/// Capacity, load factor (fraction) and energised hours of one transformer.
fn load(device: &Equipment, t: &Transformer) -> Result<(f64, f64, f64), RetrofitError> {
    let gap = |key| RetrofitError::Gap(EnergyGap::missing(device, vec![key]));
    let capacity = model::capacity_kva(device, t).ok_or_else(|| gap("capacity_kva"))?;
    let beta = t.load_factor_pct.as_ref().ok_or_else(|| gap("load_factor_pct"))?.value / 100.0;
    let hours = t.energized_hours_h.as_ref().ok_or_else(|| gap("energized_hours_h"))?.value;
    Ok((capacity, beta, hours))
}

/// Merges the load of all devices on the first.
pub(super) fn apply(action: &Action, devices: &[&Equipment], ctx: &Context<'_>) -> Result<Outcome, RetrofitError> {
    let mut given = Given::of(action, ctx);
    if devices.len() < 2 {
        return Err(given.refuse("至少选两台变压器，第一台带全部负荷"));
    }
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
    let (first_capacity, first_beta, first_hours) = loads[0];
    let total: f64 = loads.iter().map(|(s, beta, _)| s * beta).sum();
    let beta = total / first_capacity;
    if beta > 1.0 {
        return Err(given.refuse(format!(
            "合并后 {} 的平均负载率为 {} %，容量不足",
            devices[0].label(),
            n(beta * 100.0)
        )));
    }
    let merged = given.stated("hours_h").unwrap_or(first_hours).min(first_hours);
    // Load losses go with the square of the load: the root mean square stands for both parts of the year.
    let share = if first_hours > 0.0 { merged / first_hours } else { 0.0 };
    let mean_square = (beta * beta * share + first_beta * first_beta * (1.0 - share)).sqrt();
    let step = Step::new(
        "合并后的等效负载率",
        "β = √(β_合²·t/T + β₁²·(1−t/T))，β_合 = ΣS_i·β_i/S₁",
        format!("S₁={} kVA，β_合={}，t={} h，T={} h", n(first_capacity), n(beta), n(merged), n(first_hours)),
        mean_square * 100.0,
        "%",
    );
    let mut out = Outcome::default();
    for (at, device) in devices.iter().enumerate() {
        let mut after = (*device).clone();
        if let Kind::Transformer(t) = &mut after.kind {
            if at == 0 {
                t.load_factor_pct = Some(Entered::new(mean_square * 100.0, Origin::Ledger));
                t.annual_throughput_kwh = None;
            } else {
                let left = (loads[at].2 - merged).max(0.0);
                t.energized_hours_h = Some(Entered::new(left, Origin::Ledger));
                if left == 0.0 {
                    after.common.status = Some(Entered::new(Status::Idle, Origin::Ledger));
                }
            }
        }
        let (steps, notes) = if at == 0 {
            (vec![step.clone()], vec!["须核实最大负荷、供电可靠性和备用要求".to_owned()])
        } else {
            (Vec::new(), Vec::new())
        };
        out.devices.push(Some(Ok(Changed::new(after, steps, notes))));
    }
    Ok(out)
}
