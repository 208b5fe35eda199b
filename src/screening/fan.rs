//! Efficiency of fans: GB 19761-2020.
//!
//! Valid for centrifugal fans (表1, 表2), axial fans (表3) and centrifugal fans with external rotor (表4). The figure
//! is the highest fan efficiency ηr (the set's efficiency ηe for 表4). Nothing is interpolated: a fan between the
//! ranges of the tables is not judged.

mod cases;
mod words;

use super::{Findings, Graded, Inputs};
use crate::audit::equipment::{Fan as Fields, FanType, YesNo};
use crate::audit::field::{Choice as _, FieldKind};
use crate::audit::{Entered, Equipment};
use crate::energy::working::stated;
use crate::reference::fans::FanTable;
use crate::reference::{Reference, Standard, TableInfo, designation};
use cases::{ADJUSTABLE, DIFFUSER, DOUBLE_INLET, DOUBT, Efficiency, Fan, HVAC, INLET_BOX, KP, OTHER_ROW, REVERSIBLE};

/// Entered efficiency and the one from flow, pressure and shaft power may differ by this many percentage points.
const CONTRADICTION_PCT: f64 = 5.0;
/// Standard air in kg/m³ (GB/T 1236), where no density is entered.
const STANDARD_DENSITY: f64 = 1.2;

/// Choices made for the fan that the finding names.
#[derive(Default)]
struct Choices {
    density_assumed: bool,
    /// The machine number was read from the model.
    from_model: bool,
}

/// Judges the device's efficiency.
pub(super) fn grade(device: &Equipment, d: &Fields, reference: &Reference, findings: &mut Findings) {
    let Some(info) = findings.edition(reference, Standard::Gb19761) else { return };
    let mut inputs = Inputs::default();
    let table = match inputs.take(&d.fan_type) {
        Some(FanType::Centrifugal) => Some(FanTable::Centrifugal),
        Some(FanType::Axial) => Some(FanTable::Axial),
        Some(FanType::ExternalRotor) => Some(FanTable::ExternalRotor),
        Some(other) => {
            let text = format!(
                "{}不在标准的表中：标准只列离心、轴流和外转子电机直联前向多翼离心通风机，特殊结构和用途的不适用(适用范围待核)",
                other.zh()
            );
            findings.not_covered(&info.standard, &info.edition, text);
            return;
        }
        None => None,
    };
    let Some((fan, choices)) = gather(device, d, table, reference, &mut inputs, findings) else { return };
    if contradicts(&fan, d, findings) {
        return;
    }
    let first = fan.yes;
    let outcome = fan.outcome(first);
    if fan.possibilities().any(|bits| fan.outcome(bits).level != outcome.level) {
        if fan.efficiency == Efficiency::Missing {
            findings.needs(device, "rated_efficiency_pct");
        }
        distinguish(device, &fan, findings);
        return;
    }
    let Some(level) = outcome.level else {
        let text = words::gap(&fan, first);
        findings.not_covered(&info.standard, &info.edition, text);
        if let Some(evidence) = findings.evidence.last_mut() {
            evidence.working = words::position(&fan, first, &choices);
            evidence.origin = inputs.weakest;
        }
        return;
    };
    if fan.efficiency == Efficiency::Missing {
        findings.needs(device, "rated_efficiency_pct");
        return;
    }
    // Of several possibilities the one nearest to another finding is shown; kp as assumed.
    let mut shown = (first, outcome);
    for bits in fan.possibilities().filter(|bits| bits & (KP | DOUBT | OTHER_ROW) == 0) {
        let next = fan.outcome(bits);
        let nearer = match level {
            super::Level::BelowLimit => next.margin_pct > shown.1.margin_pct,
            _ => next.margin_pct < shown.1.margin_pct,
        };
        if nearer {
            shown = (bits, next);
        }
    }
    evidence(device, info, &fan, shown.0, &choices, inputs, findings);
}

/// Takes the fields into the standard's units; names what is missing.
fn gather<'a>(
    device: &Equipment,
    d: &Fields,
    table: Option<FanTable>,
    reference: &'a Reference,
    inputs: &mut Inputs,
    findings: &mut Findings,
) -> Option<(Fan<'a>, Choices)> {
    let mut choices = Choices::default();
    let axial = table == Some(FanTable::Axial);
    let entered = positive(inputs, &d.rated_efficiency_pct);
    // The shaft power says nothing of a set's efficiency, which contains the motor.
    let shaft_kw =
        if table == Some(FanTable::ExternalRotor) { None } else { positive(&mut Inputs::default(), &d.shaft_power_kw) };
    let efficiency = match (entered, shaft_kw) {
        (Some(pct), _) => Efficiency::Entered(pct),
        (None, Some(kw)) => Efficiency::Derived(kw),
        (None, None) => Efficiency::Missing,
    };
    let derived = matches!(efficiency, Efficiency::Derived(_));
    if derived {
        inputs.take(&d.shaft_power_kw);
    }
    let mut complete = true;
    let mut need = |value: Option<f64>, key: &'static str, wanted: bool| {
        if value.is_none() && wanted {
            findings.needs(device, key);
            complete = false;
        }
        value
    };
    need(table.map(|_| 1.0), "fan_type", true);
    let machine_no = positive(inputs, &d.machine_no_dm).or_else(|| {
        let model = device.common.model.as_ref()?;
        let read = machine_no_of(&model.value)?;
        inputs.note(model.origin);
        choices.from_model = true;
        Some(read)
    });
    let machine_no = need(machine_no, "machine_no_dm", true);
    let hub_ratio = if axial { need(positive(inputs, &d.hub_ratio), "hub_ratio", true) } else { None };
    let speed = if axial { None } else { need(positive(inputs, &d.speed_rpm), "speed_rpm", true) };
    // An axial fan's row needs neither flow nor pressure, only its efficiency may.
    let used = !axial || derived;
    let mut aside = Inputs::default();
    let from = if used { &mut *inputs } else { &mut aside };
    let flow = need(positive(from, &d.flow_m3_per_h), "flow_m3_per_h", used);
    let pressure = need(positive(from, &d.pressure_pa), "pressure_pa", used);
    let density = if axial { None } else { positive(inputs, &d.inlet_density_kg_per_m3) };
    choices.density_assumed = !axial && density.is_none();
    // Ratings of induced-draught fans hold for hot flue gas: standard air would lead to another row.
    if choices.density_assumed && for_hot_gas(device) {
        need(None, "inlet_density_kg_per_m3", true);
    }
    if !complete && efficiency == Efficiency::Missing {
        findings.needs(device, "rated_efficiency_pct");
    }
    if !complete {
        return None;
    }
    let table = table?;
    let fans = &reference.tables.fans;
    let kp = positive(inputs, &d.compressibility_factor);
    let mut fan = Fan {
        fans,
        table,
        machine_no: machine_no?,
        speed_rpm: speed.unwrap_or(1.0),
        flow_m3_per_s: flow.unwrap_or_default() / 3600.0,
        pressure_pa: pressure.unwrap_or_default(),
        density_kg_per_m3: density.unwrap_or(STANDARD_DENSITY),
        hub_ratio: hub_ratio.unwrap_or_default(),
        efficiency,
        kp,
        yes: 0,
        open: 0,
    };
    let structures: &[(u16, &Option<Entered<YesNo>>)] = match table {
        FanTable::Centrifugal => &[(DOUBLE_INLET, &d.double_inlet), (INLET_BOX, &d.inlet_box), (HVAC, &d.hvac)],
        FanTable::Axial => &[
            (INLET_BOX, &d.inlet_box),
            (DIFFUSER, &d.diffuser),
            (ADJUSTABLE, &d.adjustable_blades),
            (REVERSIBLE, &d.reversible),
        ],
        FanTable::ExternalRotor => &[(DOUBLE_INLET, &d.double_inlet)],
    };
    for (bit, field) in structures {
        match inputs.take(field) {
            Some(YesNo::Yes) => fan.yes |= bit,
            Some(YesNo::No) => {}
            None => fan.open |= bit,
        }
    }
    let may_be = fan.yes | fan.open;
    if kp.is_none() && fan.uses_kp() && fan.pressure_pa >= reference.tables.scope.fan_kp_one_below_pa {
        fan.open |= KP;
    }
    if fans.is_unclear(table, fan.machine_no) {
        fan.open |= OTHER_ROW;
    }
    if axial || may_be & (DOUBLE_INLET | HVAC) == DOUBLE_INLET | HVAC {
        fan.open |= DOUBT;
    }
    Some((fan, choices))
}

/// A value that a formula can use; its origin is noted.
fn positive(inputs: &mut Inputs, field: &Option<Entered<f64>>) -> Option<f64> {
    let usable = field.as_ref().is_some_and(|e| e.value > 0.0 && e.value.is_finite());
    if usable { inputs.take(field) } else { None }
}

/// The machine number that stands behind № in a model: `4-72-11№8C` is 8 dm.
fn machine_no_of(model: &str) -> Option<f64> {
    let cleaned = designation::clean(model);
    let (_, after) = cleaned.rsplit_once("NO")?;
    let after = after.trim_start_matches(['.', '-', ' ']);
    let digits = after.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    after[..digits].trim_end_matches('.').parse().ok().filter(|no| (0.5..=80.0).contains(no))
}

/// Induced-draught fans: a model that begins with Y and a digit (`Y4-73`), or 引风 in the name.
fn for_hot_gas(device: &Equipment) -> bool {
    let model = device.model().trim_start().as_bytes();
    let by_model = matches!(model, [b'Y' | b'y', b'0'..=b'9', ..] | [b'Y' | b'y', b'-', b'0'..=b'9', ..]);
    by_model || device.common.name.as_ref().is_some_and(|n| n.value.contains("引风"))
}

/// Asks where efficiency, flow, pressure and shaft power can't all be right.
fn contradicts(fan: &Fan<'_>, d: &Fields, findings: &mut Findings) -> bool {
    let range = Fields::defs().iter().find(|f| f.key == "rated_efficiency_pct").map(|f| &f.kind);
    let question = match (fan.efficiency, &d.shaft_power_kw) {
        (Efficiency::Derived(kw), _) => {
            let pct = fan.shaft_power_efficiency_pct(kw, 0);
            match range {
                Some(FieldKind::Number { min, max }) if !(*min..=*max).contains(&pct) => format!(
                    "由流量、压力、轴功率算得效率 {} %，不在 {}～{} % 内：请核对这三项及其单位",
                    stated(pct),
                    stated(*min),
                    stated(*max)
                ),
                _ => return false,
            }
        }
        (Efficiency::Entered(pct), Some(shaft))
            if fan.table != FanTable::ExternalRotor && fan.flow_m3_per_s * fan.pressure_pa * shaft.value > 0.0 =>
        {
            let differs =
                |bits: u16| (fan.shaft_power_efficiency_pct(shaft.value, bits) - pct).abs() > CONTRADICTION_PCT;
            if !(differs(0) && differs(KP)) {
                return false;
            }
            format!(
                "填写的效率 {} % 与由流量、压力、轴功率算得的 {} % 相差 {} 个百分点以上：请核对这几项",
                stated(pct),
                stated((fan.shaft_power_efficiency_pct(shaft.value, 0) * 100.0).round() / 100.0),
                stated(CONTRADICTION_PCT)
            )
        }
        _ => return false,
    };
    findings.ask(question);
    findings.insufficient = true;
    true
}

/// Names the fields that would tell the possibilities apart; where only doubts about the data remain, names those.
fn distinguish(device: &Equipment, fan: &Fan<'_>, findings: &mut Findings) {
    findings.insufficient = true;
    let mut by_field = false;
    for (bit, key) in cases::STRUCTURES {
        if fan.depends_on(bit) {
            findings.missing_field(device, key);
            by_field = true;
        }
    }
    if by_field {
        return;
    }
    if fan.depends_on(KP) {
        findings.missing_field(device, "compressibility_factor");
    }
    if fan.depends_on(OTHER_ROW) {
        findings
            .ask(format!("机号 №{} 属表2 相邻两档中的哪一档(两档判定不同，请对照标准原文)", stated(fan.machine_no)));
    }
    if fan.depends_on(DOUBT) {
        findings.ask(words::doubt(fan));
    }
}

/// The evidence of the possibility shown.
fn evidence(
    device: &Equipment,
    info: &TableInfo,
    fan: &Fan<'_>,
    bits: u16,
    choices: &Choices,
    inputs: Inputs,
    findings: &mut Findings,
) {
    let (Ok(found), Some(actual)) = (fan.find(bits), fan.efficiency_pct(bits)) else { return };
    let limits = fan.limits_pct(bits, &found);
    let mut working = words::position(fan, bits, choices);
    working.extend(words::efficiency(fan, bits));
    working.extend(words::limit(fan, bits, &found, cases::deciding(super::grade_of(actual, limits.map(Some), false))));
    findings.graded(Graded {
        info,
        clause: words::clause(&found),
        quantity: words::quantity(fan),
        actual,
        unit: "%",
        limits: limits.map(Some),
        lower_is_better: false,
        remark: words::remark(device, fan, bits, &found, choices),
        inputs,
        working,
        unreviewed: words::unreviewed(info, fan, bits, &found),
    });
}
