//! 更换变压器: the same load on a transformer of lower losses.

use super::{Changed, RetrofitError};
use crate::audit::equipment::Transformer;
use crate::audit::field::Choice as _;
use crate::audit::measure::Action;
use crate::audit::{Entered, Equipment, Kind, Origin};
use crate::energy::working::{Step, n, put, stated};
use crate::energy::{Context, EnergyGap, transformer as model};
use crate::reference::Standard;
use crate::screening::transformer::{candidates, select};

fn gap(missing: Vec<&'static str>, reason: &str) -> RetrofitError {
    RetrofitError::Gap(EnergyGap { missing, reason: reason.to_owned() })
}

/// The load at which a transformer loses least per kWh carried: 综合经济负载系数
/// `β_JZ = √[(P₀+K_Q·Q₀)/(K_T·(P_k+K_Q·Q_k))]` (GB/T 13462), of active losses alone without I₀ or U_k. `None` without
/// losses or capacity.
pub(super) fn economic_load(name: &str, device: &Equipment, t: &Transformer, ctx: &Context<'_>) -> Option<(f64, Step)> {
    let s_n = model::capacity_kva(device, t).filter(|c| *c > 0.0)?;
    let losses = model::losses(device, t, ctx.reference)?;
    let k_t = ctx.assumptions.value("load_shape_factor").unwrap_or(1.0);
    let k_q = ctx.assumptions.value("reactive_equivalent_kw_per_kvar").unwrap_or(0.0);
    let (p0, pk) = (losses.no_load_w / 1000.0, losses.load_w / 1000.0);
    let reactive = t.no_load_current_pct.as_ref().zip(t.impedance_pct.as_ref());
    let (q0, qk) = reactive.map_or((0.0, 0.0), |(i0, uk)| (i0.value * s_n / 100.0, uk.value * s_n / 100.0));
    let load = k_t * (pk + k_q * qk);
    if load <= 0.0 {
        return None;
    }
    let economic = ((p0 + k_q * q0) / load).sqrt();
    let now = model::load_factor(device, t).map_or_else(String::new, |b| format!("；平均负载系数 β={}", n(b)));
    let step = Step::new(
        name,
        "β_JZ = √[(P₀+K_Q·Q₀)/(K_T·(P_k+K_Q·Q_k))]，β 在 β_JZ²～1 之间为经济运行区 (GB/T 13462)",
        format!(
            "√[({}+{}×{})/({}×({}+{}×{}))]，β_JZ²={}{now}",
            put(p0),
            put(k_q),
            put(q0),
            put(k_t),
            put(pk),
            put(k_q),
            put(qk),
            put(economic * economic)
        ),
        economic,
        "",
    );
    Some((economic, step))
}

/// Replaces the transformer; see [`Action::ReplaceTransformer`]. A worse one gives a negative saving, with a warning.
pub(super) fn replace(
    device: &Equipment,
    t: &Transformer,
    action: &Action,
    ctx: &Context<'_>,
) -> Result<Changed, RetrofitError> {
    let Action::ReplaceTransformer { grade, core, capacity_kva, no_load_loss_w, load_loss_w, no_load_current_pct } =
        action
    else {
        return Err(RetrofitError::WrongKind { measure: action.zh(), kind: "变压器" });
    };
    let old_capacity =
        model::capacity_kva(device, t).filter(|c| *c > 0.0).ok_or_else(|| gap(vec!["capacity_kva"], "缺少额定容量"))?;
    let old = model::losses(device, t, ctx.reference)
        .ok_or_else(|| gap(vec!["no_load_loss_w", "load_loss_w"], "缺少空载损耗、负载损耗"))?;
    let capacity = capacity_kva.unwrap_or(old_capacity);
    let mut notes = Vec::new();
    let mut working: Vec<Step> =
        economic_load("原变压器综合经济负载系数", device, t, ctx).map(|(_, step)| step).into_iter().collect();
    let own_losses = (*no_load_loss_w, *load_loss_w);
    let (p0, pk, uk) = if let (Some(p0), Some(pk)) = own_losses {
        working.push(Step::new(
            "新变压器损耗",
            "按铭牌或样本",
            format!("P₀={} W，P_k={} W", put(p0), put(pk)),
            p0,
            "W",
        ));
        (p0, pk, t.impedance_pct.as_ref().map(|u| u.value))
    } else {
        let wanted = Wanted { grade: *grade, core: core.map(|c| c.def().code), capacity };
        by_grade(device, t, &wanted, own_losses, ctx, &mut working, &mut notes)?
    };
    let no_better = (p0 >= old.no_load_w && pk >= old.load_w && capacity >= old_capacity).then(|| {
        format!(
            "新变压器损耗({}/{} W)不低于现有({}/{} W)，更换不节能",
            stated(p0),
            stated(pk),
            stated(old.no_load_w),
            stated(old.load_w)
        )
    });
    let mut changed = device.clone();
    if let Kind::Transformer(new) = &mut changed.kind {
        new.capacity_kva = Some(Entered::new(capacity, Origin::Nameplate));
        new.no_load_loss_w = Some(Entered::new(p0, Origin::Nameplate));
        new.load_loss_w = Some(Entered::new(pk, Origin::Nameplate));
        // Without I₀ and U_k of the old one only active losses are compared, on both sides alike.
        if t.no_load_current_pct.is_some() && t.impedance_pct.is_some() {
            new.impedance_pct = uk.map(|u| Entered::new(u, Origin::Nameplate)).or_else(|| t.impedance_pct.clone());
            match no_load_current_pct {
                Some(i0) => new.no_load_current_pct = Some(Entered::new(*i0, Origin::Nameplate)),
                None => notes.push("新变压器空载电流未填，取与原变压器相同(偏保守)".to_owned()),
            }
        } else {
            new.impedance_pct = None;
            new.no_load_current_pct = None;
        }
        if let Some(lf) = &mut new.load_factor_pct
            && capacity != old_capacity
        {
            let beta = lf.value * old_capacity / capacity;
            working.push(Step::new(
                "新负载率",
                "β₂ = β₁·S₁/S₂",
                format!("{}×{}/{}", put(lf.value), put(old_capacity), put(capacity)),
                beta,
                "%",
            ));
            lf.value = beta;
        }
    }
    changed.common.model = None;
    if capacity < old_capacity {
        overload(action, &changed)?;
    }
    if let Kind::Transformer(new) = &changed.kind
        && let Some((_, step)) = economic_load("新变压器综合经济负载系数", &changed, new, ctx)
    {
        working.push(step);
    }
    Ok(Changed::new(changed, working, notes).warned(no_better))
}

/// Refuses a smaller transformer whose average load would exceed its capacity.
fn overload(action: &Action, changed: &Equipment) -> Result<(), RetrofitError> {
    let Kind::Transformer(new) = &changed.kind else { return Ok(()) };
    let beta = model::load_factor(changed, new);
    match beta.filter(|b| *b > 1.0) {
        Some(beta) => Err(RetrofitError::Refused(format!(
            "措施“{}”：新变压器平均负载率 {} %，应不大于 100 %，容量不足",
            action.zh(),
            stated((beta * 1000.0).round() / 10.0)
        ))),
        None => Ok(()),
    }
}

/// What the standard is asked for.
struct Wanted {
    grade: u8,
    core: Option<&'static str>,
    capacity: f64,
}

/// P₀, P_k and U_k of a grade of the standard in force; losses given stand.
fn by_grade(
    device: &Equipment,
    t: &Transformer,
    wanted: &Wanted,
    own_losses: (Option<f64>, Option<f64>),
    ctx: &Context<'_>,
    working: &mut Vec<Step>,
    notes: &mut Vec<String>,
) -> Result<(f64, f64, Option<f64>), RetrofitError> {
    let Wanted { grade, core, capacity } = wanted;
    let index = usize::from(*grade) - 1;
    let selection = select(device, t);
    let rows = candidates(&selection, t, *capacity, core.or(selection.core()), ctx.reference);
    let edition = ctx.reference.edition(Standard::Gb20052);
    let (Some(row), Some(edition)) = (rows.first(), edition) else {
        return Err(RetrofitError::NoLimit(format!(
            "GB 20052 没有 {} kVA 这一档(或高压侧电压、绝缘介质未填)，请直接填新变压器的 P₀ 和 P_k",
            stated(*capacity)
        )));
    };
    // Among rows that can't be told apart the largest losses are taken: the saving is not overstated.
    if rows.len() > 1 {
        notes.push("铁芯、联结组等未填全，新变压器损耗取各种可能中的较大值".to_owned());
    }
    let table = format!("{} {} {} kVA {grade}级", edition.standard, row.table, stated(*capacity));
    let mut one = |name: &str, symbol: &str, own: Option<f64>, largest: f64| {
        let (value, source) = own.map_or((largest, table.clone()), |w| (w, "铭牌或样本".to_owned()));
        working.push(Step::new(name, &format!("{symbol} 取自"), source, value, "W"));
        value
    };
    let p0 = one("新变压器空载损耗", "P₀", own_losses.0, rows.iter().map(|r| r.no_load_w[index]).fold(0.0, f64::max));
    let pk = one("新变压器负载损耗", "P_k", own_losses.1, rows.iter().map(|r| r.load_w[index]).fold(0.0, f64::max));
    let same = t.impedance_pct.as_ref().map(|u| u.value);
    Ok((p0, pk, same.and(row.impedance_pct.or(same))))
}
