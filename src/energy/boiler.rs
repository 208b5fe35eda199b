//! Boilers: fuel per year, and the useful heat that a replacement must deliver.
//!
//! Notes: useful heat `Q = B·Q_net·η` (正平衡, GB/T 10180); from steam `Q = D·(h_s − h_fw)` with dry saturated
//! steam at the rated pressure (gauge + 0.1013 MPa) by IAPWS-IF97.

use super::fuel::{Fired, quantity_key};
use super::working::{Step, n, put};
use super::{Context, EnergyGap, EnergyUse, FuelUse};
use crate::audit::equipment::{Boiler, BoilerFuel, Combustion};
use crate::audit::{Equipment, Origin};

/// The fuel: as entered; electric firing implies electricity.
pub fn fuel(boiler: &Boiler) -> Option<BoilerFuel> {
    boiler.fuel.as_ref().map(|f| f.value).or_else(|| {
        boiler.combustion.as_ref().filter(|c| c.value == Combustion::Electric).map(|_| BoilerFuel::Electricity)
    })
}

/// Output in t/h: as entered, or MW / 0.7 (1 t/h counts as 0.7 MW in the national catalogues and standards).
pub fn capacity_tph(boiler: &Boiler) -> Option<f64> {
    boiler
        .capacity_tph
        .as_ref()
        .map(|c| c.value)
        .or_else(|| boiler.capacity_mw.as_ref().map(|c| (c.value / 0.7 * 1000.0).round() / 1000.0))
}

/// Thermal efficiency for energy (fraction): measured, else design.
fn efficiency(boiler: &Boiler, out: &mut EnergyUse) -> Option<f64> {
    if let Some(e) = &boiler.measured_efficiency_pct {
        out.input(e.origin);
        return Some(e.value / 100.0);
    }
    let e = boiler.design_efficiency_pct.as_ref()?;
    out.input(e.origin);
    out.notes.push("无测试热效率，按设计热效率计算；实际效率较低时节能量更大".to_owned());
    Some(e.value / 100.0)
}

/// The fields of fuel and heat value.
fn fired(boiler: &Boiler) -> Fired<'_> {
    Fired {
        solid_or_liquid_t: boiler.annual_fuel_t.as_ref(),
        gas_10k_m3: boiler.annual_gas_10k_m3.as_ref(),
        ncv_kj: boiler.fuel_ncv_kj_per_kg.as_ref(),
    }
}

/// Fuel or electricity entered for the year.
fn entered(boiler: &Boiler, fuel: BoilerFuel) -> Option<(f64, Origin)> {
    let field = if fuel == BoilerFuel::Electricity {
        boiler.annual_electricity_kwh.as_ref()
    } else {
        fired(boiler).entered(fuel)
    };
    field.map(|e| (e.value, e.origin))
}

/// Useful heat from the delivered heat or steam, in GJ/a, if entered. Feed water that would be steam is a gap.
fn delivered_gj(boiler: &Boiler, out: &mut EnergyUse) -> Result<Option<f64>, EnergyGap> {
    if let Some(q) = &boiler.annual_heat_gj {
        out.input(q.origin);
        return Ok(Some(q.value));
    }
    let (Some(d), Some(p), Some(t)) = (&boiler.annual_steam_t, &boiler.pressure_mpa, &boiler.feedwater_temp_c) else {
        return Ok(None);
    };
    // Validity of saturated states of IF97, well inside the limits of industrial boilers.
    let absolute = p.value + 0.1013;
    if !(0.01..=20.0).contains(&absolute) || !(0.0..=350.0).contains(&t.value) {
        return Ok(None);
    }
    [d.origin, p.origin, t.origin].into_iter().for_each(|o| out.input(o));
    let steam = seuif97::px(absolute, 1.0, seuif97::OH);
    let water = seuif97::pt(absolute, t.value, seuif97::OH);
    if water > seuif97::px(absolute, 0.0, seuif97::OH) {
        return Err(EnergyGap {
            missing: vec!["feedwater_temp_c"],
            reason: format!("给水温度 {} ℃ 高于额定压力下的饱和温度，请核对给水温度和压力", n(t.value)),
        });
    }
    let gj = d.value * (steam - water) / 1000.0;
    out.working.push(Step::new(
        "年供热量",
        "Q = D·(h_s−h_fw)/1000，干饱和蒸汽与给水的焓按 IAPWS-IF97",
        format!("{}×({}−{})/1000", put(d.value), put(steam), put(water)),
        gj,
        "GJ/a",
    ));
    Ok(Some(gj))
}

/// Useful heat in GJ/a that the boiler delivers, with the steps, for replacement.
pub fn useful_heat_gj(device: &Equipment, boiler: &Boiler, ctx: &Context<'_>) -> Result<(f64, EnergyUse), EnergyGap> {
    let mut out = EnergyUse::default();
    let Some(fuel) = fuel(boiler) else {
        return Err(EnergyGap::missing(device, vec!["fuel"]));
    };
    if let Some((quantity, origin)) = entered(boiler, fuel) {
        out.input(origin);
        let Some(eta) = efficiency(boiler, &mut out) else {
            // A heat pump has no thermal efficiency, but the heat that it delivers.
            return match delivered_gj(boiler, &mut out)? {
                Some(q) => Ok((q, out)),
                None => Err(EnergyGap::missing(device, vec!["measured_efficiency_pct"])),
            };
        };
        let heat = if fuel == BoilerFuel::Electricity {
            quantity * 0.0036
        } else {
            let ncv = fired(boiler).heat_value(device, fuel, ctx, &mut out)?;
            FuelUse { fuel, quantity, ncv_kj: ncv }.heat_gj()
        };
        let useful = heat * eta;
        out.working.push(Step::new(
            "年有效供热量",
            "Q = B·Q_net·η (正平衡，GB/T 10180)",
            format!("{} GJ×{}", put(heat), put(eta)),
            useful,
            "GJ/a",
        ));
        return Ok((useful, out));
    }
    match delivered_gj(boiler, &mut out)? {
        Some(q) => Ok((q, out)),
        None => Err(EnergyGap::missing(device, vec![quantity_key(fuel)])),
    }
}

/// Fuel (or electricity) of the boiler in a year. Annual quantities are those of all alike boilers together.
pub fn annual(device: &Equipment, boiler: &Boiler, ctx: &Context<'_>) -> Result<EnergyUse, EnergyGap> {
    let Some(fuel) = fuel(boiler) else {
        return Err(EnergyGap::missing(device, vec!["fuel"]));
    };
    let mut out = EnergyUse::default();
    if fuel == BoilerFuel::Electricity {
        if let Some(e) = &boiler.annual_electricity_kwh {
            out.input(e.origin);
            out.electricity_kwh = e.value;
            out.working.push(Step::new("年用电量", "按登记值", put(e.value), e.value, "kWh/a"));
            return Ok(out);
        }
    } else if let Some(used) = fired(boiler).burnt(device, fuel, ctx, &mut out)? {
        out.fuels.push(used);
        return Ok(out);
    }
    // No fuel entered: from delivered heat and efficiency.
    let Some(useful) = delivered_gj(boiler, &mut out)? else {
        return Err(EnergyGap::missing(device, vec![quantity_key(fuel)]));
    };
    let Some(eta) = efficiency(boiler, &mut out) else {
        return Err(EnergyGap::missing(device, vec![quantity_key(fuel), "measured_efficiency_pct"]));
    };
    if fuel == BoilerFuel::Electricity {
        out.electricity_kwh = useful / eta / 0.0036;
        out.working.push(Step::new(
            "年用电量",
            "E = Q/(0.0036·η)",
            format!("{}/(0.0036×{})", put(useful), put(eta)),
            out.electricity_kwh,
            "kWh/a",
        ));
        return Ok(out);
    }
    let ncv = fired(boiler).heat_value(device, fuel, ctx, &mut out)?;
    let used = FuelUse::carrying(fuel, useful / eta, ncv);
    out.working.push(Step::new(
        "年耗燃料",
        "B = Q/(η·Q_net)",
        format!("{}/({}×{})", put(useful), put(eta), put(ncv)),
        used.quantity,
        FuelUse::unit(fuel),
    ));
    out.fuels.push(used);
    Ok(out)
}
