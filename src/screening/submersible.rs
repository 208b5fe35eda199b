//! Efficiency of submersible pumps: GB 32030-2022.
//!
//! Grades 1 and 2 are the prescribed efficiency `η_DB` plus an offset, grade 3 is `η_DB` less the tolerance. Both
//! come from the product standard of the series and must be entered; for small pumps `η_DB` is calculated by
//! GB/T 25409-2010 annex A where that needs no interpolation.

use std::sync::Arc;

use super::{Findings, Graded, Inputs, Level, grade_of};
use crate::audit::Equipment;
use crate::audit::equipment::{Submersible, SubmersibleType};
use crate::audit::field::Choice as _;
use crate::energy::Step;
use crate::energy::working::{put, stated};
use crate::reference::submersibles::{BaseSeries, SubmersibleRow};
use crate::reference::{Reference, Standard};

/// The table with which `η_DB` of small pumps is calculated.
const BASE_TABLE: &str = "submersible_gbt25409_2010_base";

/// Judges the device's efficiency.
pub(super) fn grade(device: &Equipment, d: &Submersible, reference: &Reference, findings: &mut Findings) {
    let Some(info) = findings.edition(reference, Standard::Gb32030) else { return };
    let mut inputs = Inputs::default();
    let (Some(kind), Some(power)) = (inputs.take(&d.submersible_type), inputs.take(&d.rated_power_kw)) else {
        ask_for_all(device, d, findings);
        return;
    };
    let rows = reference.tables.submersibles.rows(kind);
    let Some(row) = rows.iter().find(|r| r.power_kw.contains(power)) else {
        findings.not_covered(&info.standard, &info.edition, gap(kind, power, rows));
        return;
    };
    let Some(actual) = inputs.take(&d.rated_efficiency_pct) else {
        ask_for_all(device, d, findings);
        return;
    };
    let prescribed = match inputs.take(&d.standard_efficiency_pct) {
        Some(pct) => vec![Prescribed { pct, ..Prescribed::default() }],
        None => calculated(d, kind, reference, &mut inputs),
    };
    let tolerance = inputs.take(&d.tolerance_pct);
    // Without tolerance the limit of grade 3 is only known not to be above η_DB.
    let limits = |p: &Prescribed| {
        let [first, second] = row.offsets_pct;
        [Some(p.pct + first), Some(p.pct + second), Some(p.pct - tolerance.unwrap_or(0.0))]
    };
    let level = |p: &Prescribed| grade_of(actual, limits(p), false);
    // Where several series are possible, the one with the strictest limits stands for all that agree.
    let strictest = prescribed.iter().max_by(|a, b| a.pct.total_cmp(&b.pct));
    let Some(chosen) = strictest.filter(|s| prescribed.iter().all(|p| level(p) == level(s))) else {
        findings.needs(device, "standard_efficiency_pct");
        if tolerance.is_none() {
            findings.missing_field(device, "tolerance_pct");
        }
        return;
    };
    if tolerance.is_none() && level(chosen) == Level::BelowLimit {
        findings.needs(device, "tolerance_pct");
        return;
    }
    let mut remarks: Vec<String> = Vec::new();
    if let Some(series) = chosen.series {
        remarks.push(format!(
            "规定效率ηDB 未填，按 GB/T 25409-2010 附录A({})计算；产品标准表列有该规格的以表列为准",
            series.zh()
        ));
        if prescribed.len() > 1 {
            remarks.push("上泵式、下泵式判定相同，列出限值较严的一种".to_owned());
        }
    }
    if tolerance.is_none() {
        findings.missing_field(device, "tolerance_pct");
        if level(chosen) == Level::Grade3 {
            remarks.push("效率容差未填：机组效率不低于 ηDB，而限定值 ηDB−Δη 不高于 ηDB，所列限值为 ηDB".to_owned());
        }
    }
    let clause = row.clause.to_string();
    let (remark, unreviewed) = (remarks.join("；"), doubts(reference, &info.review, chosen));
    let limits = limits(chosen);
    let mut working = chosen.working.clone();
    working.extend(grade_steps(chosen.pct, row, tolerance, limits));
    findings.graded(Graded {
        info,
        clause,
        quantity: "规定点机组效率",
        actual,
        unit: "%",
        limits,
        lower_is_better: false,
        remark,
        inputs,
        working,
        unreviewed,
    });
}

/// A prescribed efficiency and how it was found.
#[derive(Default)]
struct Prescribed {
    /// `η_DB` in %.
    pct: f64,
    /// The series of annex A, if calculated.
    series: Option<BaseSeries>,
    working: Vec<Step>,
    note: Arc<str>,
}

/// Series of annex A that a type may belong to. QX and Q, QDX and QD are one type here but the pump sits below or
/// above the motor; which of both QY and QS are is not held.
fn base_series(kind: SubmersibleType) -> &'static [BaseSeries] {
    match kind {
        SubmersibleType::SmallQxl => &[BaseSeries::Qxl],
        SubmersibleType::SmallQxr => &[BaseSeries::Qxr],
        SubmersibleType::SmallQdx | SubmersibleType::SmallQx | SubmersibleType::SmallQy | SubmersibleType::SmallQs => {
            &[BaseSeries::LowerPump, BaseSeries::UpperPump]
        }
        _ => &[],
    }
}

/// `η_DB = (η_SP − Δη)·η_D/100 − 1.5` of GB/T 25409-2010 annex A for every series possible; empty unless flow and
/// specific speed are listed for all of them.
fn calculated(d: &Submersible, kind: SubmersibleType, reference: &Reference, inputs: &mut Inputs) -> Vec<Prescribed> {
    let in_force = reference.tables.info(BASE_TABLE).is_some_and(|i| i.in_force(reference.date));
    let mut used = *inputs;
    let values = (
        used.take(&d.flow_m3_per_h),
        used.take(&d.head_m),
        used.take(&d.speed_rpm),
        used.take(&d.stages),
        used.take(&d.motor_efficiency_pct),
    );
    let (Some(flow), Some(head), Some(speed), Some(stages), Some(motor), true) =
        (values.0, values.1, values.2, values.3, values.4, in_force)
    else {
        return Vec::new();
    };
    let ns = 3.65 * speed * (flow / 3600.0).sqrt() / (head / stages).powf(0.75);
    let tables = &reference.tables.submersibles;
    let one = |series: &BaseSeries| {
        let (pump, note) = tables.pump_efficiency_pct(*series, flow)?;
        let correction = tables.correction_points(*series, ns)?;
        let pct = (pump - correction) * motor / 100.0 - 1.5;
        let speed_step = Step::new(
            "比转速",
            "ns = 3.65·n·√(Q/3600)/(H/N)^0.75",
            format!("3.65×{}×√({}/3600)/({}/{})^0.75", put(speed), put(flow), put(head), put(stages)),
            ns,
            "",
        );
        let step = Step::new(
            "规定效率ηDB",
            "ηDB = (ηSP−Δη_ns)·ηD/100−1.5，GB/T 25409-2010 附录A，ηSP 表A1、Δη_ns 表A2，ηD 电机效率",
            format!("({}−{})×{}/100−1.5", put(pump), put(correction), put(motor)),
            pct,
            "%",
        );
        (pct > 0.0).then(|| Prescribed {
            pct,
            series: Some(*series),
            working: vec![speed_step, step],
            note: note.clone(),
        })
    };
    let found: Option<Vec<_>> = base_series(kind).iter().map(one).collect();
    let found = found.unwrap_or_default();
    if !found.is_empty() {
        *inputs = used;
    }
    found
}

/// The steps from `η_DB` to the limits.
fn grade_steps(pct: f64, row: &SubmersibleRow, tolerance: Option<f64>, limits: [Option<f64>; 3]) -> Vec<Step> {
    let mut steps = Vec::with_capacity(3);
    for (i, name) in ["1级", "2级"].into_iter().enumerate() {
        steps.push(Step::new(
            name,
            &format!("ηDB + {name}偏移，{}", row.table),
            format!("{}+{}", put(pct), put(row.offsets_pct[i])),
            limits[i].unwrap_or(pct),
            "%",
        ));
    }
    if let Some(tolerance) = tolerance {
        steps.push(Step::new(
            "3级(能效限定值)",
            "ηDB − Δη(Δη：产品标准规定的效率容差)",
            format!("{}−{}", put(pct), put(tolerance)),
            pct - tolerance,
            "%",
        ));
    }
    steps
}

/// What of both standards is still to be checked.
fn doubts(reference: &Reference, review: &str, chosen: &Prescribed) -> Arc<str> {
    let base = reference.tables.info(BASE_TABLE).filter(|_| chosen.series.is_some());
    let Some(base) = base else { return "".into() };
    let note = if chosen.note.is_empty() { String::new() } else { format!("；ηSP：{}", chosen.note) };
    format!("{review}；{}：{}{note}", base.standard, base.review).into()
}

/// Why no band holds the power.
fn gap(kind: SubmersibleType, power: f64, rows: &[SubmersibleRow]) -> String {
    let bands: Vec<&str> = rows.iter().map(|r| &*r.band).collect();
    let table = rows.first().map_or("表", |r| &*r.table);
    let mut text =
        format!("收录的{table}对{}只有 {} 各档(kW)，没有 {} kW 这一档", kind.zh(), bands.join("、"), stated(power));
    for more in rows.first().into_iter().flat_map(|r| [&r.note, &r.gap]).filter(|t| !t.is_empty()) {
        text.push('；');
        text.push_str(more);
    }
    text
}

/// Without type, power and efficiency nothing can be said.
fn ask_for_all(device: &Equipment, d: &Submersible, findings: &mut Findings) {
    let absent = [
        ("submersible_type", d.submersible_type.is_none()),
        ("rated_power_kw", d.rated_power_kw.is_none()),
        ("rated_efficiency_pct", d.rated_efficiency_pct.is_none()),
        ("standard_efficiency_pct", d.standard_efficiency_pct.is_none()),
        ("tolerance_pct", d.tolerance_pct.is_none()),
    ];
    for (key, _) in absent.into_iter().filter(|(_, absent)| *absent) {
        findings.missing_field(device, key);
    }
    findings.insufficient = true;
}
