//! Heat-treatment furnaces: comparable consumption in the classes of GB/T 36561-2018, table 8.
//!
//! The standard is a recommended one: its classes are shown as grades, but whoever misses the third class has not
//! missed a mandatory limit.

use super::{Evidence, Findings, Inputs, Level};
use crate::audit::equipment::{BoilerFuel, Furnace, FurnaceType};
use crate::audit::field::Choice as _;
use crate::audit::{Equipment, Origin};
use crate::energy::Step;
use crate::energy::working::{n, put, stated};
use crate::reference::boilers::Interval;
use crate::reference::heat_treatment::{ComparableUnit, HeatTreatmentRow};
use crate::reference::{Reference, Standard, TableInfo};

const CLASSES: [&str; 3] = ["一等", "二等", "三等"];

/// Why a kind of furnace is outside the standard; `None` if it is inside.
fn outside(kind: FurnaceType) -> Option<&'static str> {
    match kind {
        FurnaceType::Induction | FurnaceType::Arc => {
            Some("感应炉、电弧炉和矿热炉没有设备能效等级，由所产产品的单位产品能耗限额管理")
        }
        FurnaceType::Reheating => Some("轧钢加热炉没有设备能效等级，由工序能耗限额管理"),
        FurnaceType::Kiln => Some("水泥、陶瓷、石灰等窑炉没有设备能效等级，由单位产品能耗限额管理"),
        FurnaceType::Other => Some("GB/T 36561-2018 表8 只有所列的热处理炉型，本炉型没有收录标准"),
        _ => None,
    }
}

/// The class reached, from 0; `None` if worse than the third.
fn class(actual: f64, row: &HeatTreatmentRow) -> Option<usize> {
    row.classes.iter().position(|limit| actual <= limit + 1e-9)
}

/// Whether an unknown value may lie outside all rows.
fn has_gap(rows: &[&HeatTreatmentRow], of: fn(&HeatTreatmentRow) -> Interval) -> bool {
    !(rows.iter().any(|r| of(r).min.is_none()) && rows.iter().any(|r| of(r).max.is_none()))
}

/// Judges the furnace's comparable consumption.
pub(super) fn grade(device: &Equipment, f: &Furnace, reference: &Reference, findings: &mut Findings) {
    let Some(kind) = f.furnace_type.as_ref().map(|t| t.value) else {
        findings.needs(device, "furnace_type");
        return;
    };
    if let Some(text) = outside(kind) {
        findings.catalogue_only(text);
        return;
    }
    let Some(info) = findings.edition(reference, Standard::Gbt36561) else { return };
    let all = reference.tables.heat_treatment.rows(kind);
    let Some(unit) = unit(device, f, all, findings) else { return };
    let rows: Vec<&HeatTreatmentRow> = all.iter().filter(|r| r.unit == unit).collect();
    if rows.is_empty() {
        let text = format!("表8 的{}只有电加热的等级，燃料加热的没有，不作判定", kind.zh());
        findings.not_covered(&info.standard, &info.edition, text);
        return;
    }
    let mut inputs = Inputs::default();
    inputs.take(&f.furnace_type);
    let power = inputs.take(&f.rated_power_kw);
    let temperature = inputs.take(&f.working_temperature_c);
    let fits = |r: &&HeatTreatmentRow| {
        power.is_none_or(|p| r.power_kw.contains(p)) && temperature.is_none_or(|t| r.temperature_c.contains(t))
    };
    let agreeing: Vec<&HeatTreatmentRow> = rows.iter().copied().filter(fits).collect();
    if agreeing.is_empty() {
        let listed = rows.iter().map(|r| &*r.label).collect::<Vec<_>>().join("；");
        let text = format!("所填功率或温度不在所列各档内({listed})，不作判定");
        findings.not_covered(&info.standard, &info.edition, text);
        return;
    }
    let (field, key) = match unit {
        ComparableUnit::KwhPerT => (&f.comparable_kwh_per_t, "comparable_kwh_per_t"),
        ComparableUnit::KgcePerT => (&f.comparable_kgce_per_t, "comparable_kgce_per_t"),
    };
    let by_power = rows.iter().any(|r| r.power_kw != Interval::default());
    let by_temperature = rows.iter().any(|r| r.temperature_c != Interval::default());
    let unknown_size = |findings: &mut Findings| {
        if by_power && power.is_none() {
            findings.needs(device, "rated_power_kw");
        }
        if by_temperature && temperature.is_none() {
            findings.needs(device, "working_temperature_c");
        }
    };
    let Some(actual) = inputs.take(field) else {
        findings.needs(device, key);
        unknown_size(findings);
        raw(f, unit, info, findings);
        return;
    };
    let reached = class(actual, agreeing[0]);
    let gap = (power.is_none() && has_gap(&rows, |r| r.power_kw))
        || (temperature.is_none() && has_gap(&rows, |r| r.temperature_c));
    if gap || agreeing.iter().any(|r| class(actual, r) != reached) {
        unknown_size(findings);
        return;
    }
    let several = agreeing.len() > 1;
    conclude(f, &Compared { actual, reached, row: agreeing[0], several, inputs }, info, findings);
}

/// Which figure counts: by the energy carrier, else by which figure is entered.
fn unit(device: &Equipment, f: &Furnace, rows: &[HeatTreatmentRow], findings: &mut Findings) -> Option<ComparableUnit> {
    match f.fuel.as_ref().map(|e| e.value) {
        Some(BoilerFuel::Electricity) => return Some(ComparableUnit::KwhPerT),
        Some(_) => return Some(ComparableUnit::KgcePerT),
        None => {}
    }
    match (f.comparable_kwh_per_t.is_some(), f.comparable_kgce_per_t.is_some()) {
        (true, false) => Some(ComparableUnit::KwhPerT),
        (false, true) => Some(ComparableUnit::KgcePerT),
        _ => {
            findings.needs(device, "fuel");
            if f.comparable_kwh_per_t.is_none() && rows.iter().all(|r| r.unit == ComparableUnit::KwhPerT) {
                findings.needs(device, "comparable_kwh_per_t");
            }
            None
        }
    }
}

#[derive(Clone, Copy)]
struct Words {
    name: &'static str,
    unit: &'static str,
}

fn words(unit: ComparableUnit) -> Words {
    match unit {
        ComparableUnit::KwhPerT => Words { name: "可比单位电耗", unit: "kWh/t" },
        ComparableUnit::KgcePerT => Words { name: "可比单耗(燃料)", unit: "kgce/t" },
    }
}

/// A figure and the row it was compared with.
struct Compared<'a> {
    actual: f64,
    /// The class reached, from 0.
    reached: Option<usize>,
    row: &'a HeatTreatmentRow,
    /// Whether other rows are possible, with the same result.
    several: bool,
    inputs: Inputs,
}

/// The evidence of a class, or that none is reached.
fn conclude(f: &Furnace, compared: &Compared<'_>, info: &TableInfo, findings: &mut Findings) {
    let Compared { actual, reached, row, several, inputs } = *compared;
    let Words { name, unit } = words(row.unit);
    let limit = row.classes[reached.unwrap_or(2)];
    let mut statement = match reached {
        Some(c) => format!("{name} {} {unit} 达到{} {} {unit}", stated(actual), CLASSES[c], stated(limit)),
        None => format!("{name} {} {unit} 高于三等 {} {unit}", stated(actual), stated(limit)),
    };
    statement.push_str("；推荐性标准，不是强制性能效限定值");
    if row.unit == ComparableUnit::KgcePerT {
        statement.push_str("；按填报值比较，未再乘燃料系数 α(可比单耗按标准折算时应已计入，系数待核)");
    }
    if several {
        statement.push_str("；功率或温度未填，可能的各档判定相同");
    }
    if f.comparable_kwh_per_t.is_some() && f.comparable_kgce_per_t.is_some() {
        statement.push_str("；另一种能源的可比单耗未用");
    }
    findings.evidence.push(Evidence {
        level: reached.map(|c| Level::grade(c + 1)),
        standard: info.standard.clone(),
        edition: info.edition.clone(),
        clause: row.label.to_string(),
        statement,
        limit: Some(limit),
        actual: Some(actual),
        unit,
        estimated: inputs.weakest == Some(Origin::Estimate),
        origin: inputs.weakest,
        working: Vec::new(),
        unreviewed: info.review.clone(),
        cited: None,
    });
    if reached.is_none() {
        let text = "可比单耗高于推荐性标准的三等；没有强制性能效限定值，不判为低于限定值".to_owned();
        findings.not_covered(&info.standard, &info.edition, text);
    }
}

/// Consumption over output, for orientation: the classes are of the converted, comparable consumption.
fn raw(f: &Furnace, unit: ComparableUnit, info: &TableInfo, findings: &mut Findings) {
    if unit != ComparableUnit::KwhPerT {
        return;
    }
    let mut inputs = Inputs::default();
    let (Some(kwh), Some(t)) = (inputs.take(&f.annual_electricity_kwh), inputs.take(&f.annual_output_t)) else {
        return;
    };
    if t <= 0.0 {
        return;
    }
    let value = kwh / t;
    findings.evidence.push(Evidence {
        level: None,
        standard: info.standard.clone(),
        edition: info.edition.clone(),
        clause: "表8".to_owned(),
        statement: format!("单位电耗 {} kWh/t 未按标准折算(工件、工艺的折合重量)，不是可比单耗，不用于分等", n(value)),
        limit: None,
        actual: Some(value),
        unit: "kWh/t",
        estimated: inputs.weakest == Some(Origin::Estimate),
        origin: inputs.weakest,
        working: vec![Step::new(
            "单位电耗",
            "b = 年用电量/年处理量",
            format!("{}/{}", put(kwh), put(t)),
            value,
            "kWh/t",
        )],
        unreviewed: "".into(),
        cited: None,
    });
}
