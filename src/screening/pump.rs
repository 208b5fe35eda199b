//! Efficiency of centrifugal pumps: GB 19762-2025.
//!
//! All ways in which the pump may be judged (clean water or petrochemical, types) are tried; one verdict is given
//! only where they agree. 低于限定值 is said only where service and type are entered: unentered, the pump may be
//! of a kind that the standard doesn't cover.

mod limits;

use super::{Findings, Graded, Inputs, Level, grade_of};
use crate::audit::Equipment;
use crate::audit::Origin;
use crate::audit::equipment::{Pump, PumpService, PumpType, YesNo};
use crate::audit::field::Choice as _;
use crate::energy::Step;
use crate::energy::working::{put, stated};
use crate::reference::{Reference, Standard};
use limits::{Case, Duty, Limits, Outside, is_multistage, outside_text};

/// Judges the device's efficiency.
pub(super) fn grade(device: &Equipment, d: &Pump, reference: &Reference, findings: &mut Findings) {
    let Some(info) = findings.edition(reference, Standard::Gb19762) else { return };
    let pumps = &reference.tables.pumps;
    let not_covered = |findings: &mut Findings, text: String| findings.not_covered(&info.standard, &info.edition, text);
    if let Some(text) = excluded(d) {
        not_covered(findings, text);
        return;
    }
    if let Some(question) = contradiction(d) {
        findings.ask(question);
        findings.insufficient = true;
        return;
    }
    let cases = cases(d);
    let flow = d.flow_m3_per_h.as_ref().map(|q| q.value);
    if let Some(q) = flow.filter(|q| !cases.is_empty() && !cases.iter().any(|c| c.holds_flow(*q, pumps))) {
        not_covered(findings, outside_text(cases[0], &Outside::Flow, q, pumps));
        return;
    }
    let mut inputs = Inputs::default();
    let (Some((duty, actual, mut working)), false) = (rated_point(d, &mut inputs), cases.is_empty()) else {
        ask_for_all(device, d, findings);
        return;
    };
    if !(0.0..100.0).contains(&actual) {
        let text = "由额定流量、扬程、介质密度、轴功率算得的泵效率";
        findings.ask(format!("{text}为 {} %，不可能，请核对这几个值", stated(actual)));
        findings.insufficient = true;
        return;
    }
    let level = |case: &Case| case.limits(duty, pumps).ok().map(|l| level_of(actual, &l));
    let first = level(&cases[0]);
    let agreed = cases.iter().all(|c| level(c) == first);
    // Single suction is the usual case, but not where double suction would spare the pump a grave verdict.
    let suction_matters = cases.iter().any(|c| c.suction_assumed && level(&doubled(*c)) != level(c));
    let grave = matches!(first, None | Some(Level::BelowLimit));
    let unsure = first == Some(Level::BelowLimit) && (d.service.is_none() || d.pump_type.is_none());
    if !agreed || unsure || (grave && suction_matters) {
        ask_to_distinguish(device, d, suction_matters, findings);
        return;
    }
    let strictest = cases
        .iter()
        .filter_map(|c| c.limits(duty, pumps).ok().map(|l| (*c, l)))
        .max_by(|(_, a), (_, b)| shown(actual, a).total_cmp(&shown(actual, b)));
    let Some((case, limits)) = strictest else {
        let why = cases[0].limits(duty, pumps).err().unwrap_or(Outside::Flow);
        not_covered(findings, outside_text(cases[0], &why, duty.flow, pumps));
        if let (Outside::SpecificSpeed(_), Some(evidence)) = (why, findings.evidence.last_mut()) {
            evidence.working = cases[0].specific_speed_steps(duty);
        }
        return;
    };
    note_inputs(d, &mut inputs);
    let mut remarks = remarks(d, case);
    for (key, absent) in [("service", d.service.is_none()), ("pump_type", d.pump_type.is_none())] {
        if absent {
            findings.missing_field(device, key);
        }
    }
    if suction_matters {
        findings.missing_field(device, "double_suction");
        remarks.push("若首级为双吸，等级不同".to_owned());
    }
    working.extend(case.specific_speed_steps(duty));
    working.extend(limits.steps(duty));
    findings.graded(Graded {
        info,
        clause: limits.clause(),
        quantity: "规定点泵效率",
        actual,
        unit: "%",
        limits: limits.pct.map(Some),
        lower_is_better: false,
        remark: remarks.join("；"),
        inputs,
        working,
        unreviewed: "".into(),
    });
}

/// Services and types that the standard is not for.
fn excluded(d: &Pump) -> Option<String> {
    if let Some(s) = d.service.as_ref().map(|s| s.value)
        && !matches!(s, PumpService::CleanWater | PumpService::Petrochemical)
    {
        return Some(format!("用途介质为{}；标准只管清水离心泵和石油化工离心泵", s.zh()));
    }
    let other = d.pump_type.as_ref().is_some_and(|t| t.value == PumpType::Other);
    other.then(|| "泵型不是标准所列的离心泵(单级单吸、单级双吸、管道、多级、轻型多级)".to_owned())
}

/// Entries that can't all be true.
fn contradiction(d: &Pump) -> Option<String> {
    let pump_type = d.pump_type.as_ref().map(|t| t.value);
    let double = d.double_suction.as_ref().map(|s| s.value);
    if let Some(n) = d.stages.as_ref().map(|s| s.value) {
        if n.fract() != 0.0 {
            return Some(format!("级数 {} 不是整数，请核对", stated(n)));
        }
        if let Some(t) = pump_type.filter(|t| is_multistage(*t) != (n > 1.0)) {
            return Some(format!("泵型为{}，级数为 {}，二者不符，请核对", t.zh(), stated(n)));
        }
    }
    match (pump_type, double) {
        (Some(PumpType::SingleSuction), Some(YesNo::Yes)) => Some("泵型为单级单吸，首级是否双吸填“是”，请核对".into()),
        (Some(PumpType::DoubleSuction), Some(YesNo::No)) => Some("泵型为单级双吸，首级是否双吸填“否”，请核对".into()),
        _ => None,
    }
}

/// All ways in which the pump may be judged; none if the stages must be known first.
fn cases(d: &Pump) -> Vec<Case> {
    use PumpType::{DoubleSuction, InLine, LightHorizontal, LightVertical, Multistage, SingleSuction};
    let stages = d.stages.as_ref().map(|s| s.value);
    let double = d.double_suction.as_ref().map(|s| s.value == YesNo::Yes);
    let service = d.service.as_ref().map(|s| s.value);
    let entered = d.pump_type.as_ref().map(|t| t.value);
    let types: &[PumpType] = match (&entered, stages) {
        (Some(t), _) => std::slice::from_ref(t),
        (None, Some(1.0)) => &[SingleSuction, DoubleSuction, InLine],
        (None, Some(_)) => &[Multistage, LightVertical, LightHorizontal],
        (None, None) => &[],
    };
    let mut cases = Vec::with_capacity(2);
    for petrochemical in [false, true] {
        if service.is_some_and(|s| (s == PumpService::Petrochemical) != petrochemical) {
            continue;
        }
        for &pump_type in types {
            // In-line and light pumps are types of the clean-water table. Petrochemical pumps are of one stage or
            // several; such a type counts only where the service says so.
            if petrochemical && is_clean_water_only(pump_type) && (service.is_none() || entered.is_none()) {
                continue;
            }
            let stages = if is_multistage(pump_type) { stages } else { Some(1.0) };
            let double_suction = match (pump_type, double) {
                (SingleSuction, Some(true)) | (DoubleSuction, Some(false)) => continue,
                (SingleSuction, _) => false,
                (DoubleSuction, _) => true,
                (_, double) => double.unwrap_or(false),
            };
            let suction_assumed = pump_type == Multistage && double.is_none();
            let Some(stages) = stages else { continue };
            cases.push(Case { petrochemical, pump_type, double_suction, stages, suction_assumed });
        }
    }
    cases
}

/// The case with a first stage that sucks from two sides.
fn doubled(case: Case) -> Case {
    Case { double_suction: true, ..case }
}

fn level_of(actual: f64, limits: &Limits<'_>) -> Level {
    grade_of(actual, limits.pct.map(Some), false)
}

/// The limit that the finding shows.
fn shown(actual: f64, limits: &Limits<'_>) -> f64 {
    match level_of(actual, limits) {
        Level::Grade1 => limits.pct[0],
        Level::Grade2 => limits.pct[1],
        _ => limits.pct[2],
    }
}

/// Rated point and efficiency in %, entered or from the shaft power: `η = ρ·g·Q·H/(3.6·10⁶·P)`.
fn rated_point(d: &Pump, inputs: &mut Inputs) -> Option<(Duty, f64, Vec<Step>)> {
    let flow = inputs.take(&d.flow_m3_per_h)?;
    let head = inputs.take(&d.head_m)?;
    let speed = inputs.take(&d.speed_rpm)?;
    let duty = Duty { flow, head, speed };
    if let Some(actual) = inputs.take(&d.rated_efficiency_pct) {
        return Some((duty, actual, Vec::new()));
    }
    let shaft = inputs.take(&d.shaft_power_kw)?;
    let density = inputs.take(&d.density_kg_per_m3).unwrap_or_else(|| {
        // Water for a pump of clean water; for another medium it is a guess.
        if d.service.as_ref().is_none_or(|s| s.value != PumpService::CleanWater) {
            inputs.note(Origin::Estimate);
        }
        1000.0
    });
    let output = density / 1000.0 * 9.81 * flow * head / 3600.0;
    let actual = output / shaft * 100.0;
    let steps = vec![
        Step::new(
            "水力输出功率",
            "P_u = ρ/1000·9.81·Q·H/3600",
            format!("{}/1000×9.81×{}×{}/3600", put(density), put(flow), put(head)),
            output,
            "kW",
        ),
        Step::new(
            "规定点泵效率",
            "η = P_u/P×100(P：轴功率)",
            format!("{}/{}×100", put(output), put(shaft)),
            actual,
            "%",
        ),
    ];
    Some((duty, actual, steps))
}

/// Notes the origin of what chose the formulas.
fn note_inputs(d: &Pump, inputs: &mut Inputs) {
    inputs.take(&d.service);
    inputs.take(&d.pump_type);
    inputs.take(&d.stages);
    inputs.take(&d.double_suction);
}

/// What was taken for granted.
fn remarks(d: &Pump, case: Case) -> Vec<String> {
    let mut out = Vec::new();
    if d.rated_efficiency_pct.is_none() {
        let density = match &d.density_kg_per_m3 {
            Some(_) => "",
            None => "，介质密度未填，按 1000 kg/m³",
        };
        out.push(format!("泵效率未填，由额定流量、扬程、轴功率计算{density}"));
    }
    if d.service.is_none() {
        let by = if d.pump_type.as_ref().is_some_and(|t| is_clean_water_only(t.value)) {
            "按清水泵判定"
        } else {
            "按清水泵、石油化工泵判定相同"
        };
        out.push(format!("用途介质未填：{by}；渣浆、污水、耐腐蚀等泵不适用本标准"));
    }
    if d.pump_type.is_none() {
        out.push(format!("泵型未填：可能的各泵型判定相同，列出其中限值最严的{}", type_name(case)));
    }
    if case.petrochemical && is_clean_water_only(case.pump_type) {
        out.push(format!("标准对石油化工泵只分单级、多级，{}按{}", case.pump_type.zh(), stage_name(case)));
    }
    if case.suction_assumed {
        out.push("首级是否双吸未填，按单吸计算".to_owned());
    }
    out
}

fn stage_name(case: Case) -> &'static str {
    if is_multistage(case.pump_type) { "多级" } else { "单级" }
}

/// What a case is called.
fn type_name(case: Case) -> String {
    if case.petrochemical {
        format!("石油化工离心泵({})", stage_name(case))
    } else {
        format!("清水离心泵({})", case.pump_type.zh())
    }
}

/// Types that only the table of clean-water pumps has.
fn is_clean_water_only(pump_type: PumpType) -> bool {
    matches!(pump_type, PumpType::InLine | PumpType::LightVertical | PumpType::LightHorizontal)
}

/// Without rated point, efficiency or stages nothing can be said.
fn ask_for_all(device: &Equipment, d: &Pump, findings: &mut Findings) {
    let several = d.pump_type.as_ref().is_some_and(|t| is_multistage(t.value));
    let absent = [
        ("service", d.service.is_none()),
        ("pump_type", d.pump_type.is_none()),
        ("stages", several && d.stages.is_none()),
        ("flow_m3_per_h", d.flow_m3_per_h.is_none()),
        ("head_m", d.head_m.is_none()),
        ("speed_rpm", d.speed_rpm.is_none()),
        ("rated_efficiency_pct", d.rated_efficiency_pct.is_none() && d.shaft_power_kw.is_none()),
    ];
    for (key, _) in absent.into_iter().filter(|(_, absent)| *absent) {
        findings.missing_field(device, key);
    }
    findings.insufficient = true;
}

/// Names the fields that would tell the possible verdicts apart.
fn ask_to_distinguish(device: &Equipment, d: &Pump, suction_matters: bool, findings: &mut Findings) {
    findings.insufficient = true;
    let absent =
        [("service", d.service.is_none()), ("pump_type", d.pump_type.is_none()), ("double_suction", suction_matters)];
    for (key, _) in absent.into_iter().filter(|(_, absent)| *absent) {
        findings.missing_field(device, key);
    }
}
