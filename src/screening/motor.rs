//! Efficiency of motors: GB 18613-2020 (up to 1000 V), GB 30254-2024 (3 to 11 kV).

use std::sync::Arc;

use super::{Evidence, Findings, Level};
use crate::audit::Equipment;
use crate::audit::equipment::{Motor, MotorType};
use crate::audit::field::Choice as _;
use crate::energy::motor::{self as model, VoltageClass};
use crate::energy::working::stated;
use crate::reference::{Reference, Standard, TableInfo, designation};

/// Judges the motor's rated efficiency.
pub(super) fn grade(device: &Equipment, m: &Motor, reference: &Reference, findings: &mut Findings) {
    let cleaned = designation::clean(device.model());
    let parsed = designation::motor(&cleaned);
    let series = parsed.and_then(|p| reference.tables.motor_knowledge.series(p.series));
    // Other types of motor have other standards, whose tables are not held.
    let (kind, of_field) = match (&m.motor_type, series.and_then(|s| s.motor_type.as_deref())) {
        (Some(t), _) => (Some(t.value), true),
        (None, Some(code)) => (MotorType::from_code(code), false),
        (None, None) if parsed.is_some_and(|p| p.multi_speed) => (Some(MotorType::MultiSpeed), false),
        (None, None) => (None, false),
    };
    if let Some(kind) = kind.filter(|k| *k != MotorType::CageInduction) {
        let by = if of_field { "" } else { "(按型号命名，待核)" };
        findings.not_covered(
            "GB 18613、GB 30254",
            "",
            format!("{}电动机{by}不在三相异步(笼型)电动机标准范围内，其能效表未收录", kind.zh()),
        );
        return;
    }
    let Some(power) = m.rated_power_kw.as_ref().map(|p| p.value) else {
        findings.missing_field(device, "rated_power_kw");
        findings.insufficient = true;
        return;
    };
    match model::voltage_class(device, m, reference) {
        Some(VoltageClass::Low) => low_voltage(device, m, power, reference, findings),
        Some(VoltageClass::High(class)) => high_voltage(device, m, power, class, reference, findings),
        Some(VoltageClass::Outside(volts)) => findings.not_covered(
            "GB 18613、GB 30254",
            "",
            format!("额定电压 {} V 不属于低压，也不属于 3 kV(3.3 kV)、6 kV、10 kV 档", stated(volts)),
        ),
        None => {
            findings.missing_field(device, "rated_voltage_v");
            findings.insufficient = true;
        }
    }
}

fn low_voltage(device: &Equipment, m: &Motor, power: f64, reference: &Reference, findings: &mut Findings) {
    let Some(info) = findings.edition(reference, Standard::Gb18613) else { return };
    let table = &reference.tables.motors_lv;
    let (min, max) = table.range_kw();
    if power < min || power > max {
        let range =
            format!("{} kW 不在 {} 的 {}～{} kW 范围内", stated(power), info.standard, stated(min), stated(max));
        findings.not_covered(&info.standard, &info.edition, range);
        return;
    }
    let Some(poles) = model::poles(device, m) else {
        findings.missing_field(device, "poles");
        findings.insufficient = true;
        return;
    };
    let Some(grades) = table.grades(power, poles) else {
        findings.not_covered(
            &info.standard,
            &info.edition,
            format!(
                "{}没有 {} kW、{poles} 极这一档；中间档的取值规则未收录(待核)，不作判定",
                info.clause,
                stated(power)
            ),
        );
        return;
    };
    let Some(efficiency) = model::rated_efficiency(device, m, reference) else {
        findings.missing_field(device, "rated_efficiency_pct");
        findings.insufficient = true;
        return;
    };
    let clause = format!("{} {} kW {poles}极", info.clause, stated(power));
    compare(&efficiency, grades, info, clause, info.review.clone(), findings);
}

fn high_voltage(device: &Equipment, m: &Motor, power: f64, class: u8, reference: &Reference, findings: &mut Findings) {
    let Some(info) = findings.edition(reference, Standard::Gb30254) else { return };
    let Some(poles) = model::poles(device, m) else {
        findings.missing_field(device, "poles");
        findings.insufficient = true;
        return;
    };
    let cooling = cooling(device, m, reference);
    let rows: Vec<_> = reference.tables.motors_hv.rows(class, cooling.as_deref(), power, poles).collect();
    if rows.is_empty() {
        findings.not_covered(
            &info.standard,
            &info.edition,
            format!(
                "表中没有 {class} kV、{} kW、{poles} 极这一档；中间档的取值规则未收录(待核)，不作判定",
                stated(power)
            ),
        );
        return;
    }
    let Some(efficiency) = model::rated_efficiency(device, m, reference) else {
        findings.missing_field(device, "rated_efficiency_pct");
        findings.insufficient = true;
        return;
    };
    let mut levels = rows.iter().map(|r| level(efficiency.pct, r.grades));
    let first = levels.next();
    if levels.any(|l| Some(l) != first) {
        findings.missing_field(device, "cooling");
        findings.insufficient = true;
        return;
    }
    if let Some(row) = rows.first() {
        let review: Arc<str> = if row.review.is_empty() { info.review.clone() } else { row.review.clone() };
        let clause = format!("{} {class} kV {} kW {poles}极", row.table, stated(power));
        compare(&efficiency, row.grades, info, clause, review, findings);
    }
}

/// Cooling code as entered, else what the series says.
pub(crate) fn cooling(device: &Equipment, m: &Motor, reference: &Reference) -> Option<Arc<str>> {
    if let Some(c) = &m.cooling {
        return Some(c.value.def().code.into());
    }
    let cleaned = designation::clean(device.model());
    designation::motor(&cleaned)
        .and_then(|p| reference.tables.motor_knowledge.series(p.series))
        .and_then(|s| s.cooling.clone())
}

/// The grade an efficiency reaches; limits belong to their grade.
fn level(pct: f64, grades: [f64; 3]) -> Level {
    match grades.iter().position(|g| pct >= g - 1e-9) {
        Some(i) => Level::grade(i + 1),
        None => Level::BelowLimit,
    }
}

fn compare(
    efficiency: &model::RatedEfficiency,
    grades: [f64; 3],
    info: &TableInfo,
    clause: String,
    unreviewed: Arc<str>,
    findings: &mut Findings,
) {
    let level = level(efficiency.pct, grades);
    let limit = match level {
        Level::Grade1 => grades[0],
        Level::Grade2 => grades[1],
        _ => grades[2],
    };
    let mut statement = if level == Level::BelowLimit {
        format!("额定效率 {} % 低于 3 级(能效限定值) {} %", stated(efficiency.pct), stated(limit))
    } else {
        format!("额定效率 {} % 达到{}要求 {} %", stated(efficiency.pct), level.zh(), stated(limit))
    };
    if let Some(basis) = &efficiency.basis {
        statement.push_str("；效率为估算：");
        statement.push_str(basis);
    }
    findings.evidence.push(Evidence {
        level: Some(level),
        standard: info.standard.clone(),
        edition: info.edition.clone(),
        clause,
        statement,
        limit: Some(limit),
        actual: Some(efficiency.pct),
        unit: "%",
        estimated: efficiency.basis.is_some() || efficiency.origin == crate::audit::Origin::Estimate,
        origin: Some(efficiency.origin),
        working: Vec::new(),
        unreviewed,
        cited: None,
    });
}
