//! Efficiency of air compressors: specific power against GB 19153-2019, tables 1 to 4.

use super::{Findings, Graded, Inputs, Level, grade_of};
use crate::audit::Equipment;
use crate::audit::equipment::{Compressor, CompressorCooling, CompressorDrive, CompressorType};
use crate::audit::field::Choice as _;
use crate::energy::Step;
use crate::energy::working::{n, stated};
use crate::reference::compressors::CompressorRow;
use crate::reference::{Reference, Standard, TableInfo};

const UNIT: &str = "kW/(m³/min)";

/// What the device's specific power is known from.
struct Figures {
    /// As entered: the value of the label.
    entered: Option<f64>,
    /// Package input power over volume flow.
    derived: Option<f64>,
}

/// What a row says of the figures.
#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    Level(Level),
    /// The standard has no such row.
    NoRow,
    /// Only a full-load figure is known of a machine that is judged by the weighted one.
    NeedsWeighted,
    /// The entered and the derived figure lead to different grades.
    Contradictory,
    NoFigure,
}

/// Why a type is not covered by the tables held; `None` if it is.
fn outside(kind: CompressorType, drive: Option<CompressorDrive>) -> Option<&'static str> {
    match kind {
        CompressorType::OilFreeRotary => {
            Some("已收录的表1～表4 不含无油回转(干式、水润滑)空压机，表5～表7 未收录，不作判定")
        }
        CompressorType::Portable => Some("直联便携/微型空压机的能效表(表5～表7)未收录，不作判定"),
        CompressorType::Centrifugal => Some("离心式不是容积式空压机，不在 GB 19153 适用范围内"),
        CompressorType::ProcessGas => Some("GB 19153 只管空气压缩机，不适用于工艺气体压缩机"),
        CompressorType::Reciprocating | CompressorType::OilFreeReciprocating
            if drive == Some(CompressorDrive::Variable) =>
        {
            Some("表3、表4 是定速往复活塞空压机的，没有变转速的一档，不作判定")
        }
        _ => None,
    }
}

fn outcome(row: Option<&CompressorRow>, figures: &Figures) -> Outcome {
    let Some(row) = row else { return Outcome::NoRow };
    let level = |q: f64| grade_of(q, row.grades.map(Some), true);
    let weighted = row.drive == CompressorDrive::Variable;
    match (figures.entered, figures.derived) {
        // A label's value of a variable-speed machine is weighted and need not agree with that of full load.
        (Some(q), Some(d)) if !weighted && differs(q, d) && level(q) != level(d) => Outcome::Contradictory,
        (Some(q), _) => Outcome::Level(level(q)),
        (None, Some(_)) if weighted => Outcome::NeedsWeighted,
        (None, Some(d)) => Outcome::Level(level(d)),
        (None, None) => Outcome::NoFigure,
    }
}

/// More apart than rounding explains.
fn differs(a: f64, b: f64) -> bool {
    (a - b).abs() > 0.01 * a.abs().max(b.abs())
}

/// The rows that the machine may belong to: one per speed control and cooling that agree with what is known.
fn candidates<'a>(
    d: &Compressor,
    kind: CompressorType,
    rows: &'a [CompressorRow],
) -> impl Iterator<Item = Option<&'a CompressorRow>> {
    let drives: &[CompressorDrive] = match (kind, d.drive.as_ref().map(|e| e.value)) {
        (CompressorType::OilInjected, None) => &[CompressorDrive::Fixed, CompressorDrive::Variable],
        (CompressorType::OilInjected, Some(CompressorDrive::Variable)) => &[CompressorDrive::Variable],
        _ => &[CompressorDrive::Fixed],
    };
    let coolings: &[CompressorCooling] = match (kind, d.cooling.as_ref().map(|e| e.value)) {
        (CompressorType::OilInjected, None) => &[CompressorCooling::Air, CompressorCooling::Liquid],
        (CompressorType::OilInjected, Some(CompressorCooling::Liquid)) => &[CompressorCooling::Liquid],
        _ => &[CompressorCooling::Air],
    };
    drives.iter().flat_map(move |drive| {
        coolings
            .iter()
            .map(move |cooling| rows.iter().find(|r| r.drive == *drive && r.cooling.is_none_or(|c| c == *cooling)))
    })
}

/// Judges the compressor's specific power.
pub(super) fn grade(device: &Equipment, d: &Compressor, reference: &Reference, findings: &mut Findings) {
    let Some(info) = findings.edition(reference, Standard::Gb19153) else { return };
    let mut inputs = Inputs::default();
    let Some(kind) = inputs.take(&d.compressor_type) else {
        findings.needs(device, "compressor_type");
        return;
    };
    let drive = inputs.take(&d.drive);
    if let Some(text) = outside(kind, drive) {
        findings.not_covered(&info.standard, &info.edition, text.to_owned());
        return;
    }
    let (power, pressure) = (inputs.take(&d.motor_power_kw), inputs.take(&d.discharge_pressure_mpa));
    let (Some(kw), Some(mpa)) = (power, pressure) else {
        if power.is_none() {
            findings.needs(device, "motor_power_kw");
        }
        if pressure.is_none() {
            findings.needs(device, "discharge_pressure_mpa");
        }
        return;
    };
    // No oil-injected rotary machine reaches 3 MPa: such a number is meant in bar or kgf/cm².
    if kind == CompressorType::OilInjected && (3.0..=14.0).contains(&mpa) {
        findings.ask(format!(
            "额定排气压力 {} MPa 是否填错单位(喷油回转空压机一般不超过 2.5 MPa；{0} bar 或 kgf/cm² 约为 {} MPa)",
            stated(mpa),
            stated(mpa / 10.0)
        ));
        findings.insufficient = true;
        return;
    }
    let rows = reference.tables.compressors.rows(kind, kw, mpa);
    let possible: Vec<Option<&CompressorRow>> = candidates(d, kind, rows).collect();
    if possible.iter().all(Option::is_none) {
        no_row(d, kind, kw, mpa, info, reference, findings);
        return;
    }
    let mut flow_inputs = inputs;
    let derived = flow_inputs.take(&d.input_power_kw).zip(flow_inputs.take(&d.flow_m3_per_min)).map(|(p, q)| p / q);
    let figures = Figures { entered: inputs.take(&d.specific_power_kw_per_m3_min), derived };
    let first = outcome(possible[0], &figures);
    let (Outcome::Level(level), true) = (first, possible.iter().all(|r| outcome(*r, &figures) == first)) else {
        undecided(device, d, kind, &possible, &figures, findings);
        return;
    };
    inputs.take(&d.cooling);
    let mut working = Vec::new();
    let q = match (figures.entered, figures.derived) {
        (Some(q), _) => q,
        (None, Some(q)) => {
            inputs = flow_inputs;
            working.push(ratio_step(d, q));
            q
        }
        (None, None) => return,
    };
    // Of several rows with the same verdict the strictest is shown.
    let at = |row: &CompressorRow| match level {
        Level::Grade1 => row.grades[0],
        Level::Grade2 => row.grades[1],
        _ => row.grades[2],
    };
    let rows = possible.iter().flatten();
    let Some(row) = rows.min_by(|a, b| at(a).total_cmp(&at(b))) else { return };
    let cooling = row.cooling.map_or_else(String::new, |c| format!(" {}", c.zh()));
    let mut remark = row.note.to_string();
    let mut add = |text: String| {
        if !remark.is_empty() {
            remark.push('；');
        }
        remark.push_str(&text);
    };
    if let (Some(q), Some(d), CompressorDrive::Fixed) = (figures.entered, figures.derived, row.drive)
        && differs(q, d)
    {
        add(format!("按所填比功率判定；输入功率与容积流量之比为 {}，请核对", n(d)));
    }
    if possible.len() > 1 {
        add("转速方式或冷却方式未填，可能的各档判定相同，所列为其中较严的一档".to_owned());
    }
    findings.graded(Graded {
        info,
        clause: format!(
            "{} {} {}{cooling} {} kW {} MPa",
            row.table,
            kind.zh(),
            row.drive.zh(),
            stated(kw),
            stated(mpa)
        ),
        quantity: "机组输入比功率",
        actual: q,
        unit: UNIT,
        limits: row.grades.map(Some),
        lower_is_better: true,
        remark,
        inputs,
        working,
        unreviewed: if row.review.is_empty() { "".into() } else { format!("{}；{}", row.review, info.review).into() },
    });
}

fn ratio_step(d: &Compressor, q: f64) -> Step {
    let value = |e: &Option<crate::audit::Entered<f64>>| e.as_ref().map_or_else(String::new, |e| n(e.value));
    Step::new(
        "机组输入比功率",
        "q = P/Q_v，P 机组输入功率，Q_v 容积流量(均为额定工况)",
        format!("{}/{}", value(&d.input_power_kw), value(&d.flow_m3_per_min)),
        q,
        UNIT,
    )
}

/// Names what would decide.
fn undecided(
    device: &Equipment,
    d: &Compressor,
    kind: CompressorType,
    possible: &[Option<&CompressorRow>],
    figures: &Figures,
    findings: &mut Findings,
) {
    findings.insufficient = true;
    let any = |o: Outcome| possible.iter().any(|r| outcome(*r, figures) == o);
    if any(Outcome::NoFigure) {
        findings.missing_field(device, "specific_power_kw_per_m3_min");
    }
    if any(Outcome::NeedsWeighted) {
        findings.missing_field(device, "specific_power_kw_per_m3_min");
        findings.ask("变转速空压机按能效标识上的加权比功率判定，输入功率与容积流量之比只是满负荷值，不能代替");
    }
    if any(Outcome::Contradictory) {
        findings.ask(format!(
            "机组输入比功率填 {}，而输入功率与容积流量之比为 {}，两者等级不同，须核对哪一个对",
            figures.entered.map_or_else(String::new, n),
            figures.derived.map_or_else(String::new, n)
        ));
    }
    if kind == CompressorType::OilInjected && possible.len() > 1 {
        if d.drive.is_none() {
            findings.missing_field(device, "drive");
        }
        if d.cooling.is_none() {
            findings.missing_field(device, "cooling");
        }
    }
}

/// Says which listed values the machine lies between or beyond.
fn no_row(
    d: &Compressor,
    kind: CompressorType,
    kw: f64,
    mpa: f64,
    info: &TableInfo,
    reference: &Reference,
    findings: &mut Findings,
) {
    let drive = d.drive.as_ref().map(|e| e.value);
    let cooling = d.cooling.as_ref().map(|e| e.value);
    let wanted = |r: &CompressorRow| {
        drive.is_none_or(|v| v == r.drive) && (r.cooling.is_none() || cooling.is_none_or(|c| Some(c) == r.cooling))
    };
    let table = &reference.tables.compressors;
    let pressures = table.pressures(kind, kw, wanted);
    let name = [Some(kind.zh()), drive.map(|x| x.zh()), cooling.map(|x| x.zh())];
    let name = name.into_iter().flatten().collect::<Vec<_>>().join("、");
    let text = if pressures.is_empty() {
        let powers = table.powers(kind, wanted);
        let below = powers.iter().rev().find(|p| **p < kw).map(|p| stated(*p));
        let above = powers.iter().find(|p| **p > kw).map(|p| stated(*p));
        let near = [below, above].into_iter().flatten().collect::<Vec<_>>().join("、");
        format!("表中没有 {name} {} kW 的一档(相邻档 {near} kW)", stated(kw))
    } else {
        let listed = pressures.iter().map(|(p, _)| stated(*p)).collect::<Vec<_>>().join("、");
        let below = pressures.iter().rev().find(|(p, _)| *p < mpa);
        let above = pressures.iter().find(|(p, _)| *p > mpa);
        let near = below.zip(above).map_or_else(String::new, |(a, b)| {
            let one = |(p, r): &(f64, &CompressorRow)| format!("{} MPa {}", stated(*p), stated(r.grades[2]));
            format!("；相邻档({})能效限定值 {}、{} {UNIT}，只供参考", a.1.table, one(a), one(b))
        });
        format!("表中没有 {name} {} kW 排气压力 {} MPa 的一档(所列 {listed} MPa){near}", stated(kw), stated(mpa))
    };
    findings.not_covered(&info.standard, &info.edition, format!("{text}；两档之间的取值规则未收录，不作判定"));
    // Some cells are missing from the table held: the user should know.
    if let Some(e) = findings.evidence.last_mut() {
        e.unreviewed = info.review.clone();
    }
}
