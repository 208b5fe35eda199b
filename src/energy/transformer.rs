//! Transformers: losses in a year.
//!
//! Notes: 综合功率损耗 `ΔP_Z = P₀ + K_Q·Q₀ + K_T·β²(P_k + K_Q·Q_k)` with `Q₀ = I₀%·S_N/100`,
//! `Q_k = U_k%·S_N/100` (GB/T 13462). Without I₀ or U_k only the active losses are counted, and said so.

use super::working::{Step, put};
use super::{Context, EnergyGap, EnergyUse};
use crate::audit::equipment::Transformer;
use crate::audit::{Equipment, Origin};
use crate::reference::{Reference, designation};

/// No-load and load loss in W with their origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Losses {
    /// No-load loss P₀ in W.
    pub no_load_w: f64,
    /// Load loss P_k in W.
    pub load_w: f64,
    /// The weaker origin of both.
    pub origin: Origin,
    /// For estimates: what they rest on.
    pub basis: Option<String>,
}

/// Capacity in kVA: as entered, else what the designation says.
pub fn capacity_kva(device: &Equipment, t: &Transformer) -> Option<f64> {
    t.capacity_kva.as_ref().map(|c| c.value).or_else(|| {
        let cleaned = designation::clean(device.model());
        designation::transformer(&cleaned).and_then(|m| m.capacity_kva)
    })
}

/// Average load factor (fraction): as entered, else `β = W/(S_N·cosφ·h·n)` from the year's throughput (GB/T 13462).
pub fn load_factor(device: &Equipment, t: &Transformer) -> Option<f64> {
    if let Some(lf) = &t.load_factor_pct {
        return Some(lf.value / 100.0);
    }
    let (w, pf, hours) = (t.annual_throughput_kwh.as_ref()?, t.power_factor.as_ref()?, t.energized_hours_h.as_ref()?);
    let s_n = capacity_kva(device, t)?;
    Some(if hours.value > 0.0 { w.value / (s_n * pf.value * hours.value) / device.quantity() } else { 0.0 })
}

/// P₀ and P_k as entered, else the typical values of the series.
pub fn losses(device: &Equipment, t: &Transformer, reference: &Reference) -> Option<Losses> {
    if let (Some(p0), Some(pk)) = (&t.no_load_loss_w, &t.load_loss_w) {
        return Some(Losses { no_load_w: p0.value, load_w: pk.value, origin: p0.origin.max(pk.origin), basis: None });
    }
    let capacity = capacity_kva(device, t)?;
    let cleaned = designation::clean(device.model());
    let model = designation::transformer(&cleaned)?;
    // Typical values are those of the 10 kV execution.
    let voltage = t.high_voltage_kv.as_ref().map(|v| v.value).or(model.voltage_kv);
    if voltage.is_some_and(|v| v > 11.0) {
        return None;
    }
    let legacy = reference.tables.transformers.legacy(model.series, capacity)?;
    Some(Losses {
        no_load_w: t.no_load_loss_w.as_ref().map_or(legacy.no_load_loss_w, |p| p.value),
        load_w: t.load_loss_w.as_ref().map_or(legacy.load_loss_w, |p| p.value),
        origin: Origin::Estimate,
        basis: Some(format!("{} 系列典型损耗({})，{}", model.series, legacy.condition, legacy.source)),
    })
}

/// Losses of the transformer(s) in a year, in kWh.
pub fn annual(device: &Equipment, t: &Transformer, ctx: &Context<'_>) -> Result<EnergyUse, EnergyGap> {
    let mut missing = Vec::new();
    let capacity = capacity_kva(device, t);
    if capacity.is_none() {
        missing.push("capacity_kva");
    }
    let losses = losses(device, t, ctx.reference);
    if losses.is_none() {
        missing.extend(t.no_load_loss_w.is_none().then_some("no_load_loss_w"));
        missing.extend(t.load_loss_w.is_none().then_some("load_loss_w"));
    }
    if t.energized_hours_h.is_none() {
        missing.push("energized_hours_h");
    }
    if t.load_factor_pct.is_none() && (t.annual_throughput_kwh.is_none() || t.power_factor.is_none()) {
        missing.push("load_factor_pct");
    }
    let (Some(s_n), Some(losses), Some(hours), true) = (capacity, losses, &t.energized_hours_h, missing.is_empty())
    else {
        return Err(EnergyGap::missing(device, missing));
    };
    let mut out = EnergyUse::default();
    out.input(losses.origin);
    out.input(hours.origin);
    if let Some(basis) = &losses.basis {
        out.notes.push(format!("损耗为估算：{basis}"));
    }
    let beta = match (&t.load_factor_pct, &t.annual_throughput_kwh, &t.power_factor) {
        (Some(lf), ..) => {
            out.input(lf.origin);
            lf.value / 100.0
        }
        (None, Some(w), Some(pf)) => {
            [w.origin, pf.origin].into_iter().for_each(|o| out.input(o));
            let beta = load_factor(device, t).unwrap_or(0.0);
            out.working.push(Step::new(
                "平均负载系数",
                "β = W/(S_N·cosφ·h·n)",
                format!(
                    "{}/({}×{}×{}×{})",
                    put(w.value),
                    put(s_n),
                    put(pf.value),
                    put(hours.value),
                    put(device.quantity())
                ),
                beta,
                "",
            ));
            beta
        }
        _ => return Err(EnergyGap::missing(device, vec!["load_factor_pct"])),
    };
    let k_t = ctx.assumptions.value("load_shape_factor").unwrap_or(1.0);
    let k_q = ctx.assumptions.value("reactive_equivalent_kw_per_kvar").unwrap_or(0.0);
    let (p0, pk) = (losses.no_load_w / 1000.0, losses.load_w / 1000.0);
    let power = match (&t.no_load_current_pct, &t.impedance_pct) {
        (Some(i0), Some(uk)) => {
            [i0.origin, uk.origin].into_iter().for_each(|o| out.input(o));
            let (q0, qk) = (i0.value * s_n / 100.0, uk.value * s_n / 100.0);
            let value = p0 + k_q * q0 + k_t * beta * beta * (pk + k_q * qk);
            out.working.push(Step::new(
                "综合功率损耗",
                "ΔP_Z = P₀+K_Q·Q₀+K_T·β²(P_k+K_Q·Q_k)，Q₀=I₀%·S_N/100，Q_k=U_k%·S_N/100 (GB/T 13462)",
                format!(
                    "{}+{}×{}+{}×{}²×({}+{}×{})",
                    put(p0),
                    put(k_q),
                    put(q0),
                    put(k_t),
                    put(beta),
                    put(pk),
                    put(k_q),
                    put(qk)
                ),
                value,
                "kW",
            ));
            value
        }
        _ => {
            let value = p0 + k_t * beta * beta * pk;
            out.working.push(Step::new(
                "有功功率损耗",
                "ΔP = P₀+K_T·β²·P_k (GB/T 13462，未填 I₀ 或 U_k，不计无功)",
                format!("{}+{}×{}²×{}", put(p0), put(k_t), put(beta), put(pk)),
                value,
                "kW",
            ));
            out.notes.push("未填空载电流或短路阻抗，只计有功损耗".to_owned());
            value
        }
    };
    let quantity = device.quantity();
    let kwh = power * hours.value * quantity;
    out.working.push(Step::new(
        "年损耗电量",
        "E = ΔP·h·n",
        format!("{}×{}×{}", put(power), put(hours.value), put(quantity)),
        kwh,
        "kWh/a",
    ));
    out.electricity_kwh = kwh;
    Ok(out)
}
