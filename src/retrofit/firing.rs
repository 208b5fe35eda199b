//! Boilers: heat pump, combustion tuning, economiser, air preheater, blow-down.
//!
//! The heat that an air preheater takes from the flue gas comes back with the air, so its saving is the lower
//! flue-gas loss too. Economiser, preheater and condenser cool the same gas: each goes on from the temperature that the
//! one before left.
//!
//! Notes: flue-gas loss in the simplified form of GB/T 10180 and GB/T 17954,
//! `q₂ = (m+n·α)·(t_py−t_lk)/100·(1−q₄/100)` % with `α = 21/(21−O₂)`; a lower loss raises the efficiency by as many
//! points (反平衡), at the same useful heat.

use super::given::Given;
use super::{Changed, RetrofitError, condensing, limits, steam_pressure};
use crate::audit::equipment::{Boiler, BoilerFuel, Condensing};
use crate::audit::field::Choice as _;
use crate::audit::measure::Action;
use crate::audit::{Entered, Equipment, Kind, Origin};
use crate::energy::working::{Step, n, put};
use crate::energy::{EnergyGap, boiler as model};

/// Latent heat of condensing flue-gas water in kJ/kg.
pub(super) const CONDENSING_KJ_PER_KG: f64 = 2450.0;

/// Applies a measure of this family to a boiler.
pub(super) fn apply(action: &Action, device: &Equipment, given: Given<'_>) -> Result<Changed, RetrofitError> {
    let Kind::Boiler(b) = &device.kind else {
        return Err(RetrofitError::WrongKind { measure: action.zh(), kind: device.kind.code().zh() });
    };
    match action {
        Action::HeatPump(_) => heat_pump(device, b, given),
        Action::BlowdownRecovery(_) => blowdown(device, b, given),
        Action::CondensingEconomiser(_) => condensing::apply(device, b, given),
        Action::SteamPressure(_) => steam_pressure::apply(device, b, given),
        _ => flue(action, device, b, given),
    }
}

/// The same useful heat from electricity at a seasonal COP.
fn heat_pump(device: &Equipment, b: &Boiler, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let (useful, found) = model::useful_heat_gj(device, b, given.ctx)?;
    let cop = given.number("cop")?;
    let kwh = useful / 0.0036 / cop;
    let mut working = found.working;
    working.push(Step::new(
        "热泵年用电量",
        "E = Q/(0.0036·COP)",
        format!("{}/(0.0036×{})", put(useful), put(cop)),
        kwh,
        "kWh/a",
    ));
    let mut after = device.clone();
    if let Kind::Boiler(new) = &mut after.kind {
        *new = Boiler {
            medium: b.medium.clone(),
            capacity_tph: b.capacity_tph.clone(),
            capacity_mw: b.capacity_mw.clone(),
            fuel: Some(Entered::new(BoilerFuel::Electricity, Origin::Nameplate)),
            annual_electricity_kwh: Some(Entered::new(kwh, found.weakest.unwrap_or_default())),
            // What later measures on the heat take off.
            annual_heat_gj: Some(Entered::new(useful, found.weakest.unwrap_or_default())),
            annual_hours_h: b.annual_hours_h.clone(),
            ..Boiler::default()
        };
    }
    after.common.model = None;
    let mut notes = found.notes;
    notes.append(&mut given.notes);
    notes.push("按当量值、等价值的节能量不同，两种口径须同时列出；须核实热源与供热温度".to_owned());
    Ok(Changed::new(after, working, notes))
}

/// Heat of the blow-down water above the outlet temperature.
fn blowdown(device: &Equipment, b: &Boiler, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let flow = given.number("blowdown_t_per_h")?;
    let pressure = given.number_or("pressure_mpa", b.pressure_mpa.as_ref())? + 0.1013;
    let outlet = given.number("outlet_c")?;
    let hours = given.number_or("hours_h", b.annual_hours_h.as_ref())?;
    let hot = seuif97::px(pressure, 0.0, seuif97::OH);
    let cold = seuif97::pt(pressure, outlet, seuif97::OH);
    if !(hot.is_finite() && cold.is_finite() && hot > cold && (0.01..=20.0).contains(&pressure)) {
        return Err(given.refuse("锅炉压力与回收后温度不能成立(回收后温度应低于饱和温度)"));
    }
    let gj = flow * (hot - cold) * hours / 1000.0;
    let (useful, _) = model::useful_heat_gj(device, b, given.ctx)?;
    if gj > useful {
        return Err(given.refuse(format!("排污热量 {} GJ 超过锅炉供热量 {} GJ", n(gj), n(useful))));
    }
    let factor = if useful > 0.0 { 1.0 - gj / useful } else { 1.0 };
    let after = given.scale(device, factor)?;
    let working = vec![
        Step::new(
            "年回收热量",
            "Q = D·(h′−h₂)·h/1000，焓按 IAPWS-IF97",
            format!("{}×({}−{})×{}/1000", put(flow), put(hot), put(cold), put(hours)),
            gj,
            "GJ/a",
        ),
        Step::new("锅炉供热量减少后的比例", "f = 1−ΔQ/Q_有效", format!("1−{}/{}", put(gj), put(useful)), factor, ""),
    ];
    Ok(Changed::new(after, working, given.notes))
}

/// Whether a fuel is coal.
pub(super) fn is_coal(fuel: BoilerFuel) -> bool {
    use BoilerFuel::*;
    matches!(fuel, Bituminous | Lean | Anthracite | Lignite | Coal)
}

/// Coefficients m and n of the simplified flue-gas loss.
fn coefficients(fuel: BoilerFuel, given: &mut Given<'_>) -> Result<(f64, f64), RetrofitError> {
    use BoilerFuel::*;
    let group = match fuel {
        coal if is_coal(coal) => "coal",
        NaturalGas | Diesel | FuelOil => "oil_gas",
        _ => {
            return Err(given.refuse(format!("没有收录{}的排烟损失简化式系数，不能计算", fuel.zh())));
        }
    };
    let table = &given.ctx.reference.tables.measure_defaults;
    let found = table.get("flue_loss", &format!("m_{group}")).zip(table.get("flue_loss", &format!("n_{group}")));
    let Some((m, n)) = found else { return Err(given.refuse("没有收录排烟损失简化式的系数")) };
    given.notes.push(m.source.clone());
    if group == "coal" && fuel != Bituminous {
        given.notes.push(format!("系数是烟煤的，用于{}为近似", fuel.zh()));
        given.estimated();
    }
    Ok((m.value, n.value))
}

/// The simplified flue-gas loss of a fuel.
pub(super) struct FlueLoss {
    m: f64,
    n: f64,
    q4_pct: f64,
    /// Temperature of the cold air in ℃.
    pub ambient_c: f64,
}

impl FlueLoss {
    /// For a fuel, with the cold air's temperature of the measure.
    pub fn new(fuel: BoilerFuel, q4_pct: f64, given: &mut Given<'_>) -> Result<Self, RetrofitError> {
        let (m, n) = coefficients(fuel, given)?;
        Ok(Self { m, n, q4_pct, ambient_c: given.number("ambient_c")? })
    }

    /// Excess-air ratio by the oxygen in the dry flue gas.
    pub fn alpha(o2_pct: f64) -> f64 {
        21.0 / (21.0 - o2_pct)
    }

    /// q₂ in % of the net calorific value.
    pub fn pct(&self, o2_pct: f64, exhaust_c: f64) -> f64 {
        (self.m + self.n * Self::alpha(o2_pct)) * (exhaust_c - self.ambient_c) / 100.0 * (1.0 - self.q4_pct / 100.0)
    }

    /// The loss as a step.
    pub fn step(&self, name: &str, o2_pct: f64, exhaust_c: f64) -> Step {
        Step::new(
            name,
            "q₂ = (m+n·α)·(t_py−t_lk)/100·(1−q₄/100)，α = 21/(21−O₂)",
            format!(
                "({}+{}×{})×({}−{})/100×(1−{}/100)",
                put(self.m),
                put(self.n),
                put(Self::alpha(o2_pct)),
                put(exhaust_c),
                put(self.ambient_c),
                put(self.q4_pct)
            ),
            self.pct(o2_pct, exhaust_c),
            "%",
        )
    }
}

/// Enters the better efficiency; heat delivered stays that of `old`, only the fuel was scaled.
pub(super) fn settle(old: &Boiler, new: &mut Boiler, efficiency_pct: f64, exhaust_c: f64, o2_pct: f64) {
    let efficiency = Some(Entered::new(efficiency_pct, Origin::Estimate));
    if new.measured_efficiency_pct.is_some() {
        new.measured_efficiency_pct = efficiency;
    } else {
        new.design_efficiency_pct = efficiency;
    }
    new.annual_steam_t = old.annual_steam_t.clone();
    new.annual_heat_gj = old.annual_heat_gj.clone();
    new.exhaust_temp_c = Some(Entered::new(exhaust_c, Origin::Estimate));
    new.flue_o2_pct = Some(Entered::new(o2_pct, Origin::Estimate));
}

/// A lower flue-gas loss at the same useful heat.
fn flue(action: &Action, device: &Equipment, b: &Boiler, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let fuel = model::fuel(b).ok_or_else(|| RetrofitError::Gap(EnergyGap::missing(device, vec!["fuel"])))?;
    let tuning = matches!(action, Action::CombustionTuning(_));
    let q4 = given.number("q4_pct")?;
    let loss = FlueLoss::new(fuel, q4, &mut given)?;
    let exhaust = given.number_or("exhaust_before_c", b.exhaust_temp_c.as_ref())?;
    let (o2, o2_after) = if tuning {
        (given.number_or("o2_before_pct", b.flue_o2_pct.as_ref())?, given.number("o2_after_pct")?)
    } else {
        let o2 = given.number_or("o2_pct", b.flue_o2_pct.as_ref())?;
        (o2, o2)
    };
    let exhaust_after = match given.stated("exhaust_after_c") {
        None if tuning => exhaust,
        _ => given.number("exhaust_after_c")?,
    };
    let lowest = loss.ambient_c.max(20.0);
    given.within("exhaust_before_c", exhaust, lowest, 600.0, "排烟温度不低于冷空气温度")?;
    let highest = if tuning { 600.0 } else { exhaust };
    given.within("exhaust_after_c", exhaust_after, lowest, highest, "不低于冷空气温度，降温措施不高于现排烟温度")?;
    let mut working = vec![loss.step("现排烟损失", o2, exhaust), loss.step("改后排烟损失", o2_after, exhaust_after)];
    let Some(eta) = b.measured_efficiency_pct.as_ref().or(b.design_efficiency_pct.as_ref()) else {
        return Err(RetrofitError::Gap(EnergyGap::missing(device, vec!["measured_efficiency_pct"])));
    };
    let mut gain = loss.pct(o2, exhaust) - loss.pct(o2_after, exhaust_after);
    let mut condensing = b.condensing.as_ref().is_some_and(|c| c.value == Condensing::Yes);
    if let Some(condensate) = given.stated("condensate_t_per_h") {
        if fuel != BoilerFuel::NaturalGas {
            return Err(given.refuse("冷凝潜热只对天然气锅炉计算"));
        }
        let hours = b
            .annual_hours_h
            .as_ref()
            .ok_or_else(|| RetrofitError::Gap(EnergyGap::missing(device, vec!["annual_hours_h"])))?;
        let (useful, _) = model::useful_heat_gj(device, b, given.ctx)?;
        let latent = condensate * CONDENSING_KJ_PER_KG * hours.value / 1000.0;
        let points = if useful > 0.0 { latent / (useful / (eta.value / 100.0)) * 100.0 } else { 0.0 };
        working.push(Step::new(
            "冷凝潜热折效率",
            "Δη = D·2450·h/1000÷(Q_有效/η)",
            format!("{}×2450×{}/1000/({}/{})", put(condensate), put(hours.value), put(useful), put(eta.value / 100.0)),
            points,
            "个百分点",
        ));
        gain += points;
        condensing = true;
    }
    let new = eta.value + gain;
    limits::efficiency(action, new, fuel, condensing)?;
    if !(1.0..=limits::CONDENSING_PCT).contains(&new) {
        return Err(
            given.refuse(format!("改后热效率 {} % 不能成立，应在 1～110 % 之间，请核对氧量、温度与现有效率", n(new)))
        );
    }
    let factor = eta.value / new;
    working.push(Step::new(
        "改后热效率",
        "η₂ = η₁ + (q₂前−q₂后)",
        format!("{}+{}", put(eta.value), put(gain)),
        new,
        "%",
    ));
    let mut changed = given.scale(device, factor)?;
    if let Kind::Boiler(c) = &mut changed.kind {
        settle(b, c, new, exhaust_after, o2_after);
        if condensing {
            c.condensing = Some(Entered::new(Condensing::Yes, Origin::Estimate));
        }
    }
    Ok(Changed::new(changed, working, given.notes))
}
