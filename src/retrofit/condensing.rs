//! 冷凝式节能器: sensible and latent heat of a natural-gas boiler's flue gas.
//!
//! Notes: the sensible part is the simplified flue-gas loss of GB/T 10180 and GB/T 17954. The latent part is the
//! stoichiometry of methane, CH₄ + 2 O₂ → CO₂ + 2 H₂O, in dry air of 21 % oxygen: per mole of fuel 2 mol of vapour in
//! `1 + 7.524 + (α−1)·9.524` mol of dry gas. Gas that leaves at t₂ is taken as saturated (IAPWS-IF97); what it can't
//! hold has condensed. The net calorific value of methane is 802.6 kJ/mol (ISO 6976, 25 ℃), so all of the vapour
//! would give 11.0 points on net calorific value.

use super::firing::{CONDENSING_KJ_PER_KG, FlueLoss, settle};
use super::given::Given;
use super::{Changed, RetrofitError, limits};
use crate::audit::equipment::{Boiler, BoilerFuel, Condensing};
use crate::audit::{Entered, Equipment, Kind, Origin};
use crate::energy::working::{Step, n, put};
use crate::energy::{EnergyGap, boiler as model};

/// Moles of vapour from a mole of methane.
const VAPOUR_MOL: f64 = 2.0;
/// Moles of air that a mole of methane needs: 2/0.21.
const AIR_MOL: f64 = 9.524;
/// Molar mass of water in kg/mol.
const WATER_KG_PER_MOL: f64 = 0.018_015;
/// Net calorific value of methane in kJ/mol.
const METHANE_KJ_PER_MOL: f64 = 802.6;
/// Atmospheric pressure in MPa.
const ATMOSPHERE_MPA: f64 = 0.101_325;

/// Moles of dry flue gas from a mole of methane.
fn dry_mol(alpha: f64) -> f64 {
    1.0 + 0.79 * AIR_MOL + (alpha - 1.0) * AIR_MOL
}

/// Water dew point in ℃ of a natural-gas boiler's flue gas at an excess-air ratio.
pub(super) fn dew_point_c(alpha: f64) -> f64 {
    let share = VAPOUR_MOL / (VAPOUR_MOL + dry_mol(alpha));
    // IAPWS-IF97 starts at the triple point: gas of almost nothing but air has its dew point there.
    seuif97::px((ATMOSPHERE_MPA * share).max(0.000_612), 1.0, seuif97::OT)
}

/// Moles of vapour, per mole of methane, that saturated flue gas at `t` ℃ still holds.
fn held_mol(alpha: f64, t: f64) -> f64 {
    let p = seuif97::tx(t, 1.0, seuif97::OP);
    (dry_mol(alpha) * p / (ATMOSPHERE_MPA - p)).min(VAPOUR_MOL)
}

/// A lower flue-gas loss, and latent heat, at the same useful heat.
pub(super) fn apply(device: &Equipment, b: &Boiler, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let fuel = model::fuel(b).ok_or_else(|| RetrofitError::Gap(EnergyGap::missing(device, vec!["fuel"])))?;
    if fuel != BoilerFuel::NaturalGas {
        return Err(given.refuse("冷凝潜热只对天然气锅炉计算"));
    }
    let before = given.number_or("exhaust_before_c", b.exhaust_temp_c.as_ref())?;
    let o2 = given.number_or("o2_pct", b.flue_o2_pct.as_ref())?;
    let water_in = given.number_or("water_in_c", b.feedwater_temp_c.as_ref())?;
    let after = given.number("exhaust_after_c")?;
    let loss = FlueLoss::new(fuel, 0.0, &mut given)?;
    let alpha = FlueLoss::alpha(o2);
    let dew = dew_point_c(alpha);
    if water_in >= dew {
        return Err(given.refuse(format!("进水温度 {} ℃ 不低于烟气水露点 {} ℃，烟气不会冷凝", n(water_in), n(dew))));
    }
    given.within(
        "exhaust_after_c",
        after,
        water_in.max(loss.ambient_c).max(20.0),
        before.min(70.0),
        "高于进水温度，低于冷凝器前烟温",
    )?;
    if after >= dew {
        return Err(given.refuse(format!(
            "冷凝器后烟温 {} ℃ 不低于烟气水露点 {} ℃，烟气不会冷凝，请用“加装省煤器”计算显热",
            n(after),
            n(dew)
        )));
    }
    let eta = b.measured_efficiency_pct.as_ref().or(b.design_efficiency_pct.as_ref());
    let Some(eta) = eta else {
        return Err(RetrofitError::Gap(EnergyGap::missing(device, vec!["measured_efficiency_pct"])));
    };
    let (q2_before, q2_after) = (loss.pct(o2, before), loss.pct(o2, after));
    let held = held_mol(alpha, after);
    let latent = (VAPOUR_MOL - held) * WATER_KG_PER_MOL * CONDENSING_KJ_PER_KG / METHANE_KJ_PER_MOL * 100.0;
    let new = eta.value + q2_before - q2_after + latent;
    limits::efficiency(given.action(), new, fuel, true)?;
    if new > limits::CONDENSING_PCT {
        return Err(given.refuse(format!(
            "改后热效率 {} % 不能成立，按低位热值应不大于 {} %，请核对现有效率、氧量与温度",
            n(new),
            n(limits::CONDENSING_PCT)
        )));
    }
    let mut working = vec![
        loss.step("现排烟损失", o2, before),
        loss.step("改后排烟损失(显热)", o2, after),
        Step::new(
            "烟气水露点",
            "p_w = p·2/(2+V_干)，V_干 = 8.524+(α−1)·9.524 mol/mol(甲烷)，饱和温度按 IAPWS-IF97",
            format!("α={}，V_干={}", put(alpha), put(dry_mol(alpha))),
            dew,
            "℃",
        ),
        Step::new(
            "出口烟气仍含的水蒸气",
            "V_w2 = V_干·p_s/(p−p_s) (出口按饱和)",
            format!("t₂={} ℃", put(after)),
            held,
            "mol/mol",
        ),
        Step::new(
            "冷凝潜热折效率",
            "Δη = (2−V_w2)·0.018015·2450/802.6×100 (甲烷低位热值 802.6 kJ/mol，ISO 6976)",
            format!("(2−{})×0.018015×2450/802.6×100", put(held)),
            latent,
            "个百分点",
        ),
    ];
    working.push(Step::new(
        "改后热效率",
        "η₂ = η₁ + (q₂前−q₂后) + Δη (按低位热值，可超过 100 %)",
        format!("{}+{}−{}+{}", put(eta.value), put(q2_before), put(q2_after), put(latent)),
        new,
        "%",
    ));
    given.notes.push("潜热按甲烷的燃烧产物、出口烟气饱和计算，空气含湿未计；冷凝水须中和排放".to_owned());
    given.estimated();
    let mut changed = given.scale(device, eta.value / new)?;
    if let Kind::Boiler(c) = &mut changed.kind {
        settle(b, c, new, after, o2);
        c.condensing = Some(Entered::new(Condensing::Yes, Origin::Estimate));
    }
    Ok(Changed::new(changed, working, given.notes))
}
