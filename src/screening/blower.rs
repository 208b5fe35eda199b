//! Efficiency of blowers: GB 28381-2012.
//!
//! The edition has a limit and an evaluating value (节能评价值) of the polytropic efficiency, no grades. Valid for
//! centrifugal blowers found by kind, stages, b2/D2 and D2; a value between the listed ranges is not judged.

use std::sync::Arc;

use super::{Findings, Graded, Inputs, Level, grade_of};
use crate::audit::Equipment;
use crate::audit::equipment::{Blower, BlowerType, YesNo};
use crate::audit::field::Choice as _;
use crate::energy::Step;
use crate::energy::working::{put, stated};
use crate::reference::blowers::{BlowerCorrection, BlowerRow, BlowerTable, Blowers};
use crate::reference::{Reference, Standard, TableInfo};

/// How a correction was applied.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Reading {
    /// Not at all.
    No,
    /// In percentage points, the usual reading.
    Points,
    /// The other reading of a rule in doubt.
    Other,
}

impl Reading {
    /// The value after the correction.
    fn apply(self, value: f64, correction: &BlowerCorrection) -> f64 {
        match self {
            Self::No => value,
            Self::Points => value + correction.add_pct,
            Self::Other => value * correction.other_factor,
        }
    }

    /// The readings that agree with what is known.
    fn possible(known: Option<YesNo>, applies: bool) -> &'static [Self] {
        match known {
            Some(YesNo::Yes) if applies => &[Self::Points, Self::Other],
            None if applies => &[Self::No, Self::Points, Self::Other],
            _ => &[Self::No],
        }
    }
}

/// One possibility: a row with its values as corrected.
struct Case<'a> {
    row: &'a BlowerRow,
    three_dimensional: Reading,
    overhung: Reading,
    limit_pct: f64,
    evaluating_pct: f64,
}

/// Every possibility that agrees with what is known.
fn cases<'a>(blowers: &Blowers, table: BlowerTable, rows: &[&'a BlowerRow], d: &Blower) -> Vec<Case<'a>> {
    let known = |field: &Option<crate::audit::Entered<YesNo>>| field.as_ref().map(|e| e.value);
    let (three, hung) = (&blowers.three_dimensional, &blowers.overhung);
    let mut out = Vec::new();
    for row in rows {
        for &t in Reading::possible(known(&d.three_dimensional_impeller), three.applies_to(table)) {
            for &o in Reading::possible(known(&d.overhung), hung.applies_to(table)) {
                let value = |v: f64| o.apply(t.apply(v, three), hung);
                out.push(Case {
                    row,
                    three_dimensional: t,
                    overhung: o,
                    limit_pct: value(row.limit_pct),
                    evaluating_pct: value(row.evaluating_pct),
                });
            }
        }
    }
    out
}

/// Judges the device's efficiency.
pub(super) fn grade(device: &Equipment, d: &Blower, reference: &Reference, findings: &mut Findings) {
    let Some(info) = findings.edition(reference, Standard::Gb28381) else { return };
    let mut inputs = Inputs::default();
    let table = match inputs.take(&d.blower_type) {
        Some(BlowerType::SingleLow) => Some(BlowerTable::SingleLow),
        Some(BlowerType::MultiLow) => Some(BlowerTable::MultiLow),
        Some(BlowerType::SingleHigh) => Some(BlowerTable::SingleHigh),
        Some(BlowerType::MultiHigh) => Some(BlowerTable::MultiHigh),
        Some(other) => {
            let text = format!("{}鼓风机不适用：标准只适用于单级双支撑和多级的低速、高速离心鼓风机", other.zh());
            findings.not_covered(&info.standard, &info.edition, text);
            return;
        }
        None => None,
    };
    let mut positive =
        |field: &Option<crate::audit::Entered<f64>>| inputs.take(field).filter(|v| *v > 0.0 && v.is_finite());
    let width = positive(&d.impeller_outlet_width_mm);
    let diameter = positive(&d.impeller_diameter_mm);
    let actual = positive(&d.polytropic_efficiency_pct);
    let stages = positive(&d.stages);
    let (Some(table), Some(width), Some(diameter)) = (table, width, diameter) else {
        let gaps = [
            (table.is_none(), "blower_type"),
            (width.is_none(), "impeller_outlet_width_mm"),
            (diameter.is_none(), "impeller_diameter_mm"),
            (actual.is_none(), "polytropic_efficiency_pct"),
        ];
        for (_, key) in gaps.iter().filter(|(missing, _)| *missing) {
            findings.needs(device, key);
        }
        return;
    };
    if let Some(stages) =
        stages.filter(|s| (*s == 1.0) != matches!(table, BlowerTable::SingleLow | BlowerTable::SingleHigh))
    {
        findings.ask(format!("级数 {} 与鼓风机型式不符，请核对", stated(stages)));
        findings.insufficient = true;
        return;
    }
    let blowers = &reference.tables.blowers;
    let ratio = width / diameter;
    let step =
        Step::new("相对宽度 b2/D2", "b2/D2 (GB 28381-2012)", format!("{} / {}", put(width), put(diameter)), ratio, "");
    let all = blowers.rows(table);
    let rows: Vec<&BlowerRow> = all
        .iter()
        .filter(|r| r.ratio.contains(ratio) && r.diameter_mm.contains(diameter))
        .filter(|r| stages.is_none_or(|s| r.stages.contains(s)))
        .collect();
    if rows.is_empty() {
        findings.not_covered(&info.standard, &info.edition, gap(all, ratio, diameter, stages));
        if let Some(evidence) = findings.evidence.last_mut() {
            evidence.working = vec![step];
            evidence.origin = inputs.weakest;
        }
        return;
    }
    let Some(actual) = actual else {
        findings.needs(device, "polytropic_efficiency_pct");
        return;
    };
    inputs.take(&d.three_dimensional_impeller);
    inputs.take(&d.overhung);
    let cases = cases(blowers, table, &rows, d);
    let level = |c: &Case<'_>| grade_of(actual, [None, None, Some(c.limit_pct)], false);
    let Some(first) = cases.first() else { return };
    let found = level(first);
    if cases.iter().any(|c| level(c) != found) {
        distinguish(device, d, blowers, &cases, level, findings);
        return;
    }
    // The possibility nearest to the other finding is shown, in the usual reading of the corrections.
    let usual = |c: &&Case<'_>| c.three_dimensional != Reading::Other && c.overhung != Reading::Other;
    let shown = cases.iter().filter(usual).fold(first, |best, c| {
        let nearer =
            if found == Level::BelowLimit { c.limit_pct < best.limit_pct } else { c.limit_pct > best.limit_pct };
        if nearer { c } else { best }
    });
    let mut working = vec![step];
    working.extend(limit_steps(blowers, shown));
    findings.graded(Graded {
        info,
        clause: format!(
            "{} b2/D2 {}，D2 {} mm，{} 级",
            shown.row.tables.0, shown.row.ratio_label, shown.row.diameter_label, shown.row.stages_label
        ),
        quantity: "多变效率 ηpol",
        actual,
        unit: "%",
        limits: [None, None, Some(shown.limit_pct)],
        lower_is_better: false,
        remark: remark(device, d, table, blowers, &cases, shown, actual),
        inputs,
        working,
        unreviewed: unreviewed(info, blowers, &cases),
    });
}

/// Why the table has no row.
fn gap(rows: &[BlowerRow], ratio: f64, diameter: f64, stages: Option<f64>) -> String {
    let table = rows.first().map_or("", |r| &r.tables.0);
    let listed = |label: fn(&BlowerRow) -> &str| {
        let mut all: Vec<&str> = Vec::new();
        for r in rows {
            if !all.contains(&label(r)) {
                all.push(label(r));
            }
        }
        all.join("、")
    };
    if !rows.iter().any(|r| r.ratio.contains(ratio)) {
        let shown = stated((ratio * 100_000.0).round() / 100_000.0);
        let listed = listed(|r| &r.ratio_label);
        return format!("b2/D2 = {shown}：{table} 只列 {listed}，落在空档；取整规则未收录，不插值");
    }
    if !rows.iter().any(|r| r.diameter_mm.contains(diameter)) {
        let listed = listed(|r| &r.diameter_label);
        return format!("D2 = {} mm：{table} 只列 {listed}，落在空档；取整规则未收录，不插值", stated(diameter));
    }
    let stages = stages.map_or_else(String::new, stated);
    format!("级数 {stages}：{table} 只列 {} 级", listed(|r| &r.stages_label))
}

/// Names the fields that would tell the possibilities apart; where only doubts about the data remain, names those.
fn distinguish(
    device: &Equipment,
    d: &Blower,
    blowers: &Blowers,
    cases: &[Case<'_>],
    level: impl Fn(&Case<'_>) -> Level,
    findings: &mut Findings,
) {
    findings.insufficient = true;
    // Whether some two possibilities that differ in nothing but this have different levels.
    let alone = |same: fn(&Case<'_>, &Case<'_>) -> bool| {
        cases.iter().any(|a| cases.iter().any(|b| same(a, b) && level(a) != level(b)))
    };
    let row = |a: &Case<'_>, b: &Case<'_>| std::ptr::eq(a.row, b.row);
    let stages = alone(|a, b| a.three_dimensional == b.three_dimensional && a.overhung == b.overhung);
    let three =
        cases.iter().any(|a| cases.iter().any(|b| row(a, b) && a.overhung == b.overhung && level(a) != level(b)));
    let overhung = cases
        .iter()
        .any(|a| cases.iter().any(|b| row(a, b) && a.three_dimensional == b.three_dimensional && level(a) != level(b)));
    let by_field = [
        (stages && d.stages.is_none(), "stages"),
        (three && d.three_dimensional_impeller.is_none(), "three_dimensional_impeller"),
        (overhung && d.overhung.is_none(), "overhung"),
    ];
    if by_field.iter().any(|(open, _)| *open) {
        for (_, key) in by_field.iter().filter(|(open, _)| *open) {
            findings.missing_field(device, key);
        }
        return;
    }
    for (open, c) in [(three, &blowers.three_dimensional), (overhung, &blowers.overhung)] {
        if open {
            findings.ask(format!("{}的修正影响判定，请对照 GB 28381-2012 原文：{}", c.meaning, c.review));
        }
    }
}

/// The corrections that a possibility has, with their readings.
fn applied<'a>(blowers: &'a Blowers, c: &Case<'_>) -> impl Iterator<Item = (&'a BlowerCorrection, Reading)> {
    [(&blowers.three_dimensional, c.three_dimensional), (&blowers.overhung, c.overhung)]
        .into_iter()
        .filter(|(_, reading)| *reading != Reading::No)
}

/// The limit after the corrections; none where there is no correction.
fn limit_steps(blowers: &Blowers, c: &Case<'_>) -> Vec<Step> {
    let mut value = c.row.limit_pct;
    applied(blowers, c)
        .map(|(correction, reading)| {
            let before = value;
            value = reading.apply(value, correction);
            let substituted = match reading {
                Reading::Other => format!("{} × {}", put(before), put(correction.other_factor)),
                _ => format!("{} + {}", put(before), put(correction.add_pct)),
            };
            let what = format!("能效限定值的修正：{}", correction.meaning);
            Step::new(&what, "GB 28381-2012 5.3.2、5.4.2 (待核)", substituted, value, "%")
        })
        .collect()
}

/// Evaluating value, corrections and what was left open.
fn remark(
    device: &Equipment,
    d: &Blower,
    table: BlowerTable,
    blowers: &Blowers,
    cases: &[Case<'_>],
    shown: &Case<'_>,
    actual: f64,
) -> String {
    let mut out: Vec<String> = Vec::new();
    let reaches = |c: &Case<'_>| actual >= c.evaluating_pct - 1e-9;
    let value = format!("节能评价值 {} %({})", stated(shown.evaluating_pct), shown.row.tables.1);
    if cases.iter().all(reaches) {
        out.push(format!("达到{value}"));
    } else if cases.iter().any(reaches) {
        out.push(format!("是否达到{value}不能确定，见未填与待核的各项"));
    } else {
        out.push(format!("未达到{value}"));
    }
    let names: Vec<&str> = applied(blowers, shown).map(|(c, _)| &*c.meaning).collect();
    if !names.is_empty() {
        out.push(format!("限定值与评价值已按{}修正", names.join("、")));
    }
    let open = [
        (d.stages.is_none() && cases.iter().any(|c| !std::ptr::eq(c.row, shown.row)), "stages"),
        (
            d.three_dimensional_impeller.is_none() && blowers.three_dimensional.applies_to(table),
            "three_dimensional_impeller",
        ),
        (d.overhung.is_none() && blowers.overhung.applies_to(table), "overhung"),
    ];
    let open: Vec<&str> = open
        .iter()
        .filter(|(open, _)| *open)
        .filter_map(|(_, key)| device.kind.code().field(key).map(|f| f.zh))
        .collect();
    if !open.is_empty() {
        out.push(format!("未填 {}，各种可能的判定相同，限定值列其中与效率最接近的一种", open.join("、")));
    }
    out.join("；")
}

/// What is still to be checked of table, cells and corrections.
fn unreviewed(info: &TableInfo, blowers: &Blowers, cases: &[Case<'_>]) -> Arc<str> {
    let mut text = info.review.to_string();
    let mut add = |part: &str| {
        if !part.is_empty() && !text.contains(part) {
            text.push('；');
            text.push_str(part);
        }
    };
    for c in cases {
        add(&c.row.note);
        for (correction, _) in applied(blowers, c) {
            add(&format!("{}：{}", correction.meaning, correction.review));
        }
    }
    text.into()
}
