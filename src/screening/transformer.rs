//! Losses of transformers: GB 20052-2024. Both no-load and load loss must meet a grade; the worse counts.

use super::{Evidence, Findings, Level};
use crate::audit::Equipment;
use crate::audit::equipment::{CoreMaterial, TapChanging, Transformer, TransformerDuty, TransformerMedium};
use crate::audit::field::Choice as _;
use crate::energy::transformer as model;
use crate::energy::working::stated;
use crate::reference::transformers::TransformerRow;
use crate::reference::{Reference, Standard, TableInfo, designation};

/// What selects a row: as entered, else what the designation says.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    medium: Option<&'static str>,
    voltage_kv: Option<f64>,
    core: Option<&'static str>,
    tap_changing: Option<&'static str>,
    duty: &'static str,
}

/// The voltage class of GB 20052 that a rated voltage belongs to.
fn voltage_class(kv: f64) -> f64 {
    const CLASSES: [(f64, f64, f64); 8] = [
        (6.0, 7.2, 6.0),
        (10.0, 12.0, 10.0),
        (35.0, 38.5, 35.0),
        (66.0, 72.5, 66.0),
        (110.0, 121.0, 110.0),
        (220.0, 242.0, 220.0),
        (330.0, 363.0, 330.0),
        (500.0, 550.0, 500.0),
    ];
    CLASSES.iter().find(|(min, max, _)| (*min..=*max).contains(&kv)).map_or(kv, |c| c.2)
}

/// Letters of Chinese transformer designations (JB/T 3837): C or G dry, H amorphous, Z on-load.
pub(crate) fn select(device: &Equipment, t: &Transformer) -> Selection {
    let cleaned = designation::clean(device.model());
    let parsed = designation::transformer(&cleaned);
    let letters = parsed.map(|p| p.series.trim_end_matches(|c: char| c.is_ascii_digit()));
    let has = |c: char| letters.map(|l| l.contains(c));
    Selection {
        medium: t
            .medium
            .as_ref()
            .map(|m| m.value.def().code)
            .or_else(|| has('C').zip(has('G')).map(|(c, g)| if c || g { "dry" } else { "oil" })),
        voltage_kv: t
            .high_voltage_kv
            .as_ref()
            .map(|v| v.value)
            .or(parsed.and_then(|p| p.voltage_kv))
            .map(voltage_class),
        core: t.core.as_ref().map(|c| c.value.def().code).or_else(|| {
            has('H').map(|h| if h { CoreMaterial::Amorphous.def().code } else { CoreMaterial::Silicon.def().code })
        }),
        tap_changing: t.tap_changing.as_ref().map(|c| c.value.def().code).or_else(|| {
            has('Z').map(|z| if z { TapChanging::OnLoad.def().code } else { TapChanging::OffCircuit.def().code })
        }),
        duty: match t.duty.as_ref().map(|d| d.value) {
            Some(TransformerDuty::NewEnergy) => "new_energy",
            _ => "network",
        },
    }
}

/// Rows of the standard that agree with everything known about the transformer.
pub(crate) fn candidates<'a>(
    selection: &Selection,
    t: &Transformer,
    capacity_kva: f64,
    core: Option<&str>,
    reference: &'a Reference,
) -> Vec<&'a TransformerRow> {
    let (Some(medium), Some(kv)) = (selection.medium, selection.voltage_kv) else { return Vec::new() };
    let connection = t.connection.as_ref().map(|c| c.value.def().code);
    let insulation = t.insulation_class.as_ref().map(|c| c.value.def().code);
    let windings = t.windings.as_ref().map(|w| w.value.def().code);
    let agrees =
        |row: &str, known: Option<&str>| row.is_empty() || known.is_none_or(|k| row.split('|').any(|r| r == k));
    reference
        .tables
        .transformers
        .rows(medium, kv, capacity_kva, selection.duty)
        .iter()
        .filter(|r| {
            agrees(&r.core, core)
                && agrees(&r.connection, connection)
                && agrees(&r.insulation, insulation)
                && agrees(&r.windings, windings)
                // Only tables of 35 kV and above tell off-circuit from on-load tap changing.
                && (kv < 35.0 || agrees(&r.tap_changing, selection.tap_changing))
        })
        .collect()
}

impl Selection {
    /// The core known for the existing transformer.
    pub(crate) fn core(&self) -> Option<&'static str> {
        self.core
    }
}

/// Judges the transformer's losses.
pub(super) fn grade(device: &Equipment, t: &Transformer, reference: &Reference, findings: &mut Findings) {
    if t.duty.as_ref().is_some_and(|d| d.value == TransformerDuty::Other) {
        findings.not_covered("GB 20052", "", "整流、电炉等特种变压器不在 GB 20052 适用范围内".to_owned());
        return;
    }
    let Some(info) = findings.edition(reference, Standard::Gb20052) else { return };
    let selection = select(device, t);
    let capacity = model::capacity_kva(device, t);
    let mut missing = Vec::new();
    missing.extend(selection.medium.is_none().then_some("medium"));
    missing.extend(selection.voltage_kv.is_none().then_some("high_voltage_kv"));
    missing.extend(capacity.is_none().then_some("capacity_kva"));
    let (Some(capacity), true) = (capacity, missing.is_empty()) else {
        missing.into_iter().for_each(|k| findings.missing_field(device, k));
        findings.insufficient = true;
        return;
    };
    let rows = candidates(&selection, t, capacity, selection.core, reference);
    if rows.is_empty() {
        let medium = if selection.medium == Some("dry") { TransformerMedium::Dry } else { TransformerMedium::Oil };
        findings.not_covered(
            &info.standard,
            &info.edition,
            format!(
                "表中没有 {} kV {}、{} kVA 且与所填铁芯、联结组、绝缘系统相符的一档；中间容量的取值规则未收录(待核)，不作判定",
                selection.voltage_kv.map_or_else(String::new, stated),
                medium.zh(),
                stated(capacity)
            ),
        );
        return;
    }
    let Some(losses) = model::losses(device, t, reference) else {
        without_losses(device, t, &rows, info, capacity, reference, findings);
        return;
    };
    let levels: Vec<(Level, Level)> =
        rows.iter().map(|r| (level(losses.no_load_w, r.no_load_w), level(losses.load_w, r.load_w))).collect();
    let overall = |(a, b): (Level, Level)| a.min(b);
    let first = overall(levels[0]);
    if levels.iter().any(|l| overall(*l) != first) {
        distinguish(device, t, &selection, &rows, findings);
        return;
    }
    let row = rows[0];
    let common = |level: Level, name: &str, actual: f64, limits: [f64; 3]| {
        let limit = match level {
            Level::Grade1 => limits[0],
            Level::Grade2 => limits[1],
            _ => limits[2],
        };
        let verb = if level == Level::BelowLimit { "高于 3 级(能效限定值)" } else { "符合" };
        let grade = if level == Level::BelowLimit { "" } else { level.zh() };
        let mut statement = format!("{name} {} W {verb}{grade} {} W", stated(actual), stated(limit));
        if let Some(basis) = &losses.basis {
            statement.push_str("；损耗为估算：");
            statement.push_str(basis);
        }
        if rows.len() > 1 {
            statement.push_str("；铁芯、联结组等未填全，各种可能的判定相同");
        }
        Evidence {
            level: Some(level),
            standard: info.standard.clone(),
            edition: info.edition.clone(),
            clause: format!("{} {} kVA", row.table, stated(capacity)),
            statement,
            limit: Some(limit),
            actual: Some(actual),
            unit: "W",
            estimated: losses.basis.is_some() || losses.origin == crate::audit::Origin::Estimate,
            origin: Some(losses.origin),
            working: Vec::new(),
            unreviewed: if row.review.is_empty() { info.review.clone() } else { row.review.clone() },
            cited: None,
        }
    };
    let (a, b) = levels[0];
    findings.evidence.push(common(a, "空载损耗", losses.no_load_w, row.no_load_w));
    findings.evidence.push(common(b, "负载损耗", losses.load_w, row.load_w));
}

/// Without both losses: a single one may already be over the limit, or the series' common grade is an estimate.
fn without_losses(
    device: &Equipment,
    t: &Transformer,
    rows: &[&TransformerRow],
    info: &TableInfo,
    capacity: f64,
    reference: &Reference,
    findings: &mut Findings,
) {
    let over = |value: Option<f64>, limit: fn(&TransformerRow) -> f64| {
        value.filter(|v| rows.iter().all(|r| *v > limit(r) + 1e-9))
    };
    let p0 = t.no_load_loss_w.as_ref().map(|p| p.value);
    let pk = t.load_loss_w.as_ref().map(|p| p.value);
    let one = over(p0, |r| r.no_load_w[2])
        .map(|v| ("空载损耗", v, rows[0].no_load_w[2], &t.no_load_loss_w))
        .or_else(|| over(pk, |r| r.load_w[2]).map(|v| ("负载损耗", v, rows[0].load_w[2], &t.load_loss_w)));
    let mut evidence = Evidence {
        level: Some(Level::BelowLimit),
        standard: info.standard.clone(),
        edition: info.edition.clone(),
        clause: format!("{} {} kVA", rows[0].table, stated(capacity)),
        statement: String::new(),
        limit: None,
        actual: None,
        unit: "W",
        estimated: false,
        origin: None,
        working: Vec::new(),
        unreviewed: info.review.clone(),
        cited: None,
    };
    if let Some((name, value, limit, entered)) = one {
        evidence.origin = entered.as_ref().map(|e| e.origin);
        evidence.estimated = evidence.origin == Some(crate::audit::Origin::Estimate);
        evidence.statement = format!("{name} {} W 高于 3 级(能效限定值) {} W", stated(value), stated(limit));
        evidence.limit = Some(limit);
        evidence.actual = Some(value);
        findings.evidence.push(evidence);
        return;
    }
    let cleaned = designation::clean(device.model());
    if let Some((grade, source)) =
        designation::transformer(&cleaned).and_then(|p| reference.tables.transformers.series_grade(p.series))
    {
        evidence.level = Some(Level::grade(usize::from(grade)));
        evidence.statement = format!("未填损耗，按系列代号估为 {grade} 级：{source}(待核)");
        evidence.estimated = true;
        evidence.origin = Some(crate::audit::Origin::Estimate);
        findings.evidence.push(evidence);
    } else {
        findings.insufficient = true;
    }
    if p0.is_none() {
        findings.missing_field(device, "no_load_loss_w");
    }
    if pk.is_none() {
        findings.missing_field(device, "load_loss_w");
    }
}

/// Names the fields that would tell the remaining rows apart.
fn distinguish(
    device: &Equipment,
    t: &Transformer,
    selection: &Selection,
    rows: &[&TransformerRow],
    findings: &mut Findings,
) {
    findings.insufficient = true;
    let differs = |of: fn(&TransformerRow) -> &str| rows.iter().any(|r| of(r) != of(rows[0]));
    if selection.core.is_none() && differs(|r| &r.core) {
        findings.missing_field(device, "core");
    }
    if t.connection.is_none() && differs(|r| &r.connection) {
        findings.missing_field(device, "connection");
    }
    if t.insulation_class.is_none() && differs(|r| &r.insulation) {
        findings.missing_field(device, "insulation_class");
    }
    if t.windings.is_none() && differs(|r| &r.windings) {
        findings.missing_field(device, "windings");
    }
    if selection.tap_changing.is_none() && differs(|r| &r.tap_changing) {
        findings.missing_field(device, "tap_changing");
    }
    if differs(|r| &r.variant) {
        findings.ask("中、低压侧电压及调压形式属标准哪一张表");
    }
}

/// The grade a loss reaches; limits belong to their grade.
fn level(watts: f64, limits: [f64; 3]) -> Level {
    match limits.iter().position(|l| watts <= l + 1e-9) {
        Some(i) => Level::grade(i + 1),
        None => Level::BelowLimit,
    }
}
