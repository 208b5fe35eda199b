//! Efficiency of industrial boilers: GB 24500-2020.

use super::{Evidence, Findings, Level};
use crate::audit::Equipment;
use crate::audit::equipment::{Boiler, BoilerFuel, BoilerMedium, Combustion};
use crate::audit::field::Choice as _;
use crate::energy::boiler as model;
use crate::energy::working::stated;
use crate::reference::boilers::BoilerRow;
use crate::reference::{Reference, Standard};

/// Codes of the standard's fuels that a fuel may be.
fn fuel_codes(fuel: BoilerFuel) -> &'static [&'static str] {
    match fuel {
        BoilerFuel::Bituminous => &["bituminous"],
        BoilerFuel::Lean => &["lean_coal"],
        BoilerFuel::Anthracite => &["anthracite"],
        BoilerFuel::Lignite => &["lignite"],
        BoilerFuel::Coal => &["bituminous", "lean_coal", "anthracite", "lignite"],
        BoilerFuel::Biomass => &["biomass"],
        BoilerFuel::NaturalGas => &["natural_gas"],
        BoilerFuel::Diesel | BoilerFuel::FuelOil => &["oil"],
        BoilerFuel::CokeOvenGas => &[],
        BoilerFuel::Electricity => &["electricity"],
    }
}

/// Groups of the standard that a firing belongs to; all solid-fuel groups if unknown.
fn firings(fuel: BoilerFuel, combustion: Option<Combustion>) -> &'static [&'static str] {
    match (fuel, combustion) {
        (BoilerFuel::Biomass, _) => &["biomass"],
        (BoilerFuel::Electricity, _) => &["electric"],
        (BoilerFuel::NaturalGas | BoilerFuel::Diesel | BoilerFuel::FuelOil, _) => &["chamber"],
        (_, Some(Combustion::FluidisedBed)) => &["fluidised_bed"],
        (_, Some(Combustion::Chamber)) => &["chamber"],
        (_, Some(Combustion::Electric)) => &["electric"],
        (_, Some(_)) => &["grate"],
        (_, None) => &["grate", "fluidised_bed", "chamber"],
    }
}

/// Rows that agree with what is known. For pulverised coal the standard has one row for all coals.
fn candidates<'a>(b: &Boiler, fuel: BoilerFuel, reference: &'a Reference) -> Vec<&'a BoilerRow> {
    let codes = fuel_codes(fuel);
    let firings = firings(fuel, b.combustion.as_ref().map(|c| c.value));
    let q = b.fuel_ncv_kj_per_kg.as_ref().map(|v| v.value);
    let v = b.fuel_volatile_pct.as_ref().map(|v| v.value);
    let condensing = b.condensing.as_ref().map(|c| c.value.def().code);
    let is_coal = !matches!(
        fuel,
        BoilerFuel::Biomass
            | BoilerFuel::NaturalGas
            | BoilerFuel::Diesel
            | BoilerFuel::FuelOil
            | BoilerFuel::CokeOvenGas
            | BoilerFuel::Electricity
    );
    reference
        .tables
        .boilers
        .iter()
        .filter(|r| {
            firings.contains(&r.firing.as_str())
                && (codes.contains(&r.fuel.as_str()) || (is_coal && r.fuel == "pulverised_coal"))
                && (!is_coal || q.is_none_or(|q| r.q_kj_per_kg.contains(q)))
                && (!is_coal || v.is_none_or(|v| r.volatile_pct.contains(v)))
                && (r.condensing.is_empty() || condensing.is_none_or(|c| c == r.condensing))
                && size_agrees(b, r)
        })
        .collect()
}

/// ≤ 20 t/h (14 MW) or larger; an entered MW is compared in MW.
fn size_agrees(b: &Boiler, r: &BoilerRow) -> bool {
    let Some((limit_tph, limit_mw)) = r.limit else { return true };
    if r.size.is_empty() {
        return true;
    }
    let small = match (&b.capacity_tph, &b.capacity_mw) {
        (Some(t), _) => t.value <= limit_tph,
        (None, Some(mw)) => mw.value <= limit_mw,
        (None, None) => return true,
    };
    small == (r.size == "small")
}

/// The grade an efficiency reaches, `Meets` where the standard has only a limit.
fn level(pct: f64, grades: [Option<f64>; 3]) -> Level {
    let limit_only = grades[0].is_none() && grades[1].is_none();
    match grades.iter().position(|g| g.is_some_and(|g| pct >= g - 1e-9)) {
        Some(_) if limit_only => Level::Meets,
        Some(i) => Level::grade(i + 1),
        None => Level::BelowLimit,
    }
}

/// The efficiency of grade 2 in % for a fuel, where it doesn't depend on what is unknown.
pub(crate) fn grade2_pct(b: &Boiler, fuel: BoilerFuel, reference: &Reference) -> Option<f64> {
    let rows = candidates(b, fuel, reference);
    let first = rows.first()?.grades[1]?;
    rows.iter().all(|r| r.grades[1] == Some(first)).then_some(first)
}

/// Judges the boiler's efficiency.
pub(super) fn grade(device: &Equipment, b: &Boiler, reference: &Reference, findings: &mut Findings) {
    let Some(info) = findings.edition(reference, Standard::Gb24500) else { return };
    let not_covered = |findings: &mut Findings, text: String| findings.not_covered(&info.standard, &info.edition, text);
    let below = reference.tables.scope.industrial_boiler_below_mpa;
    if let Some(p) = b.pressure_mpa.as_ref().filter(|p| p.value >= below) {
        let text = format!("额定压力 {} MPa，不属于工业锅炉(小于 {} MPa，待核)", stated(p.value), stated(below));
        not_covered(findings, text);
        return;
    }
    if b.medium.as_ref().is_some_and(|m| m.value == BoilerMedium::ThermalOil) {
        not_covered(findings, "标准对有机热载体锅炉是否适用未核，不作判定".to_owned());
        return;
    }
    let Some(fuel) = model::fuel(b) else {
        findings.missing_field(device, "fuel");
        findings.insufficient = true;
        return;
    };
    let rows = candidates(b, fuel, reference);
    if rows.is_empty() {
        let q = b.fuel_ncv_kj_per_kg.as_ref().map_or_else(String::new, |q| format!("、热值 {} kJ/kg", stated(q.value)));
        not_covered(findings, format!("表中没有与燃料 {}、燃烧方式{q} 相符的一档", fuel.zh()));
        return;
    }
    let entered = b.design_efficiency_pct.as_ref().map(|e| (e.value, false, e.origin));
    let Some((pct, measured, origin)) =
        entered.or_else(|| b.measured_efficiency_pct.as_ref().map(|e| (e.value, true, e.origin)))
    else {
        findings.missing_field(device, "design_efficiency_pct");
        findings.insufficient = true;
        return;
    };
    let first = level(pct, rows[0].grades);
    if rows.iter().any(|r| level(pct, r.grades) != first) {
        distinguish(device, b, fuel, &rows, findings);
        return;
    }
    // Where several rows agree in the level, the strictest limit is shown.
    let at = |g: [Option<f64>; 3]| match first {
        Level::Grade1 => g[0],
        Level::Grade2 => g[1],
        _ => g[2],
    };
    let row = rows.iter().copied().max_by(|a, c| at(a.grades).unwrap_or(0.0).total_cmp(&at(c.grades).unwrap_or(0.0)));
    let Some(row) = row else { return };
    let limit = at(row.grades);
    let shown = limit.map_or_else(String::new, stated);
    let name = if measured { "测试热效率(代替设计热效率)" } else { "设计热效率" };
    let statement = match first {
        Level::BelowLimit => format!("{name} {} % 低于能效限定值 {shown} %({})", stated(pct), row.label),
        Level::Meets => format!("{name} {} % 达到能效限定值 {shown} %({})", stated(pct), row.label),
        l => format!("{name} {} % 达到{} {shown} %({})", stated(pct), l.zh(), row.label),
    };
    findings.evidence.push(Evidence {
        level: Some(first),
        standard: info.standard.clone(),
        edition: info.edition.clone(),
        clause: format!("{} {}", row.table, row.label),
        statement,
        limit,
        actual: Some(pct),
        unit: "%",
        estimated: origin == crate::audit::Origin::Estimate,
        origin: Some(origin),
        working: Vec::new(),
        unreviewed: info.review.clone(),
        cited: None,
    });
}

/// Names the fields that would tell the remaining rows apart.
fn distinguish(device: &Equipment, b: &Boiler, fuel: BoilerFuel, rows: &[&BoilerRow], findings: &mut Findings) {
    findings.insufficient = true;
    let differs = |of: fn(&BoilerRow) -> &str| rows.iter().any(|r| of(r) != of(rows[0]));
    if b.combustion.is_none() && differs(|r| &r.firing) {
        findings.missing_field(device, "combustion");
    }
    if fuel == BoilerFuel::Coal && differs(|r| &r.fuel) {
        findings.ask("燃用哪一种煤(烟煤、贫煤、无烟煤、褐煤)");
    }
    if b.condensing.is_none() && differs(|r| &r.condensing) {
        findings.missing_field(device, "condensing");
    }
    if b.capacity_tph.is_none() && b.capacity_mw.is_none() && differs(|r| &r.size) {
        findings.missing_field(device, "capacity_tph");
    }
    if b.fuel_ncv_kj_per_kg.is_none() && rows.iter().any(|r| r.q_kj_per_kg != rows[0].q_kj_per_kg) {
        findings.missing_field(device, "fuel_ncv_kj_per_kg");
    }
    if b.fuel_volatile_pct.is_none() && rows.iter().any(|r| r.volatile_pct != rows[0].volatile_pct) {
        findings.missing_field(device, "fuel_volatile_pct");
    }
}
