//! Centrifugal pumps: type, service, and the duty that some designations state.

use super::scan::{Num, Scan};
use super::submersible::duty;
use super::told::{Teller, Trust};

type Meaning = (&'static str, Trust, &'static str);

const SINGLE: Meaning = ("single_suction", Trust::Sure, "表示单级单吸离心泵");
const DOUBLE: Meaning = ("double_suction", Trust::Sure, "表示单级双吸离心泵");
const IN_LINE: Meaning = ("in_line", Trust::Sure, "表示管道式离心泵");
const MULTI: Meaning = ("multistage", Trust::Sure, "表示多级离心泵");
const MULTI_VERTICAL: Meaning = ("multistage", Trust::Guess, "表示立式多级泵");
const LIGHT: Meaning = ("light_vertical", Trust::Sure, "表示轻型立式多级离心泵");
const DEEP_WELL: Meaning = ("other", Trust::Sure, "表示长轴深井泵");
const CLEAN: Meaning = ("clean_water", Trust::Sure, "为清水泵系列");
const CORROSIVE: Meaning = ("corrosive", Trust::Sure, "为耐腐蚀泵系列");

/// How the numbers behind the letters are read.
#[derive(Clone, Copy, PartialEq)]
enum Numbers {
    /// Diameters: nothing is told.
    Size,
    /// Head of a double-suction pump: `350S44`; with a letter behind it the impeller is trimmed.
    Head,
    /// `46-50X8`: flow, head per stage, stages.
    FlowHeadStages,
    /// `16X8`: head per stage, stages.
    HeadStages,
    /// `8X5`: only the stages are told.
    Stages,
    /// `32-80`: flow, stages ×10.
    TenTimesStages,
    /// `32-8`: flow, stages.
    FlowStages,
    /// A sewage pump's duty.
    Duty,
}

/// Tells type, service, stages, flow and head.
pub(super) fn read<'a>(cleaned: &'a str, t: &mut Teller<'_, 'a>) {
    let mut scan = Scan::new(cleaned);
    let lead = scan.number();
    let start = scan.rest;
    let mut letters = scan.letters();
    // `100TSWAX6`: the X belongs to the number of stages.
    if let Some(base) = letters.strip_suffix('X').filter(|b| matches!(*b, "TSWA" | "TSW" | "DL" | "GDL" | "DA")) {
        letters = base;
        scan.rest = &start[base.len()..];
    }
    if letters.is_empty() || !scan.rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '(' | 'X')) {
        // `6PN`, `10PH` end with their letters.
        if lead.is_some() && scan.rest.is_empty() && matches!(letters, "PN" | "PS" | "PH" | "PNJ" | "PNL") {
            t.choice("service", "slurry", Trust::Sure, letters, "表示渣浆(泥浆)泵");
        } else if scan.rest.is_empty() && matches!(letters, "TSW" | "TSWA") {
            t.choice("pump_type", MULTI.0, MULTI.1, letters, MULTI.2);
        }
        return;
    }
    let Some((kind, service, numbers)) = family(letters, lead) else { return };
    if let Some((code, trust, says)) = kind {
        t.choice("pump_type", code, trust, letters, says);
    }
    if let Some((code, trust, says)) = service {
        t.choice("service", code, trust, letters, says);
    }
    match numbers {
        Numbers::Size => {}
        Numbers::Head => head(scan, t),
        Numbers::FlowHeadStages | Numbers::HeadStages | Numbers::Stages => stages(scan, numbers, t),
        Numbers::TenTimesStages | Numbers::FlowStages => light(scan, numbers, t),
        Numbers::Duty => {
            if let Some(d) = duty(scan, lead.is_some()) {
                t.number("flow_m3_per_h", d.flow.value, d.trust, d.flow.text, "为流量(m³/h)");
                t.number("head_m", d.head.value, d.trust, d.head.text, "为扬程(m)");
                t.number("motor_power_kw", d.power.value, d.trust, d.power.text, "为电机功率(kW)");
            }
        }
    }
}

/// What the letters say, with a number in front of them or without.
fn family(letters: &str, lead: Option<Num<'_>>) -> Option<(Option<Meaning>, Option<Meaning>, Numbers)> {
    let inches = lead.is_some_and(|n| n.value <= 48.0);
    let guess = |m: Meaning| (m.0, Trust::Guess, m.2);
    let slurry: Meaning = ("slurry", Trust::Sure, "表示渣浆泵");
    let sewage: Meaning = ("sewage", Trust::Sure, "表示污水泵");
    let other: Meaning = ("other", Trust::Sure, "表示混流或轴流泵");
    Some(match (lead.is_some(), letters) {
        (false, "IS") => (Some(SINGLE), Some(CLEAN), Numbers::Size),
        (false, "ISR") => (Some(SINGLE), None, Numbers::Size),
        (false, "IH" | "F") | (true, "F") => (Some(SINGLE), Some(CORROSIVE), Numbers::Size),
        (_, "ISG" | "ISGB" | "ISGD") => (Some(IN_LINE), Some(CLEAN), Numbers::Size),
        (_, "IRG" | "IRGB" | "YG" | "YGB") => (Some(IN_LINE), None, Numbers::Size),
        (_, "IHG" | "IHGB") => (Some(IN_LINE), Some(CORROSIVE), Numbers::Size),
        (_, "SLS" | "KQL") => (Some(guess(IN_LINE)), None, Numbers::Size),
        (_, "ISW" | "SLW" | "KQW") => (Some(guess(SINGLE)), None, Numbers::Size),
        (_, "KQSN" | "SLOW") => (Some(DOUBLE), None, Numbers::Size),
        (true, "SH" | "SA" | "SAP") => (Some(DOUBLE), Some(CLEAN), Numbers::Size),
        (true, "S") => (Some(DOUBLE), Some(CLEAN), if inches { Numbers::Size } else { Numbers::Head }),
        (true, "B" | "BA") if inches => (Some(SINGLE), Some(CLEAN), Numbers::Size),
        (false, "D") => (Some(MULTI), Some(CLEAN), Numbers::FlowHeadStages),
        (false, "DG" | "MD" | "DM") => (Some(MULTI), None, Numbers::FlowHeadStages),
        (false, "DF") => (Some(MULTI), Some(CORROSIVE), Numbers::FlowHeadStages),
        (false, "DY") => (Some(MULTI), None, Numbers::FlowHeadStages),
        (true, "D") => (Some(MULTI), Some(CLEAN), Numbers::HeadStages),
        (true, "DA" | "TSWA" | "TSW" | "GC") => (Some(MULTI), None, Numbers::Stages),
        (true, "DL" | "GDL" | "LG") => (Some(MULTI_VERTICAL), None, Numbers::FlowHeadStages),
        (false, "CDL" | "CDLF" | "CDM" | "CDMF" | "QDL" | "QDLF") => (Some(LIGHT), None, Numbers::TenTimesStages),
        (false, "CHL" | "CHLF") => {
            (Some(("light_horizontal", Trust::Sure, "表示轻型卧式多级离心泵")), None, Numbers::TenTimesStages)
        }
        (false, "CR" | "CRN" | "CRI") => (Some(LIGHT), None, Numbers::FlowStages),
        (true, "JD" | "J" | "JC") => (Some(DEEP_WELL), None, Numbers::Size),
        (true, "HB" | "ZLB" | "HLB" | "HW") => (Some(other), None, Numbers::Size),
        (_, "ZJ" | "ZJL" | "ZGB") => (None, Some(slurry), Numbers::Size),
        (_, "WQ" | "QW" | "JYWQ" | "LW" | "GW" | "YW") => (None, Some(sewage), Numbers::Duty),
        _ => return None,
    })
}

/// `44` of `350S44`, not `44A` whose impeller is trimmed.
fn head<'a>(mut scan: Scan<'a>, t: &mut Teller<'_, 'a>) {
    scan.eat('-');
    if let Some(head) = scan.number().filter(|n| (5.0..=250.0).contains(&n.value))
        && scan.rest.is_empty()
    {
        t.number("head_m", head.value, Trust::Sure, head.text, "为扬程(m)");
    }
}

/// Multistage pumps: flow, head per stage and number of stages.
fn stages<'a>(mut scan: Scan<'a>, numbers: Numbers, t: &mut Teller<'_, 'a>) {
    scan.eat('-');
    let start = scan.rest;
    let mut first = scan.number();
    let mut flow = None;
    if numbers == Numbers::FlowHeadStages && scan.eat('-') {
        flow = first;
        first = scan.number();
    }
    // `100DLX4` has nothing but stages.
    if !scan.eat('X') {
        return;
    }
    let Some(stages) = scan.number().filter(|n| n.value >= 1.0 && n.value <= 60.0 && !n.text.contains('.')) else {
        return;
    };
    t.number("stages", stages.value, Trust::Sure, stages.text, "为级数");
    if let Some(flow) = flow {
        t.number("flow_m3_per_h", flow.value, Trust::Sure, flow.text, "为流量(m³/h)");
    }
    if let Some(per_stage) = first.filter(|_| numbers == Numbers::HeadStages || flow.is_some()) {
        let from = if flow.is_some() { start.find('-').map_or(0, |at| at + 1) } else { 0 };
        let part = &start[from..start.len() - scan.rest.len()];
        t.number("head_m", per_stage.value * stages.value, Trust::Sure, part, "为单级扬程(m)×级数");
    }
}

/// Light multistage pumps.
fn light<'a>(mut scan: Scan<'a>, numbers: Numbers, t: &mut Teller<'_, 'a>) {
    let Some(flow) = scan.number() else { return };
    t.number("flow_m3_per_h", flow.value, Trust::Sure, flow.text, "为流量(m³/h)");
    if !scan.eat('-') {
        return;
    }
    let Some(last) = scan.number().filter(|n| !n.text.contains('.')) else { return };
    if numbers == Numbers::FlowStages {
        t.number("stages", last.value, Trust::Sure, last.text, "为级数");
    } else if last.value >= 10.0 && last.value % 10.0 == 0.0 {
        t.number("stages", last.value / 10.0, Trust::Sure, last.text, "为级数×10");
    }
}
