//! Submersible pumps: well pumps `200QJ50-78/6`, small pumps `QY25-17-2.2`, sewage pumps `100WQ80-10-5.5`.

use super::scan::{Num, Scan};
use super::told::{Teller, Trust};

/// Flow, head and motor power that a designation states.
#[derive(Clone, Copy, Debug)]
pub(super) struct Duty<'a> {
    pub flow: Num<'a>,
    pub head: Num<'a>,
    pub power: Num<'a>,
    pub trust: Trust,
}

/// Reads `[diameter-]flow-head[/stages]-power`. The hydraulic power must be 10 % to 95 % of the motor's, else the
/// numbers mean something else.
pub(super) fn duty<'a>(scan: Scan<'a>, diameter_in_front: bool) -> Option<Duty<'a>> {
    let mut scan = scan;
    // Variants in brackets, (II).
    if scan.eat('(') {
        let end = scan.rest.find(')')?;
        scan.rest = &scan.rest[end + 1..];
    }
    scan.eat('-');
    let mut numbers = [scan.number()?; 4];
    let mut count = 1;
    loop {
        if scan.eat('/') {
            scan.number()?;
        }
        if count == 4 || !scan.eat('-') {
            break;
        }
        let Some(n) = scan.number() else { break };
        numbers[count] = n;
        count += 1;
    }
    if scan.rest.starts_with('.') {
        return None;
    }
    let (flow, head, power, trust) = match (count, diameter_in_front) {
        (3, true) => (numbers[0], numbers[1], numbers[2], Trust::Sure),
        (4, false) => (numbers[1], numbers[2], numbers[3], Trust::Sure),
        // Three numbers may begin with the diameter.
        (3, false) => (numbers[0], numbers[1], numbers[2], Trust::Guess),
        _ => return None,
    };
    let share = flow.value * head.value * 9.81 / 3600.0 / power.value;
    (0.1..=0.95).contains(&share).then_some(Duty { flow, head, power, trust })
}

/// Tells type, flow, head and power.
pub(super) fn read<'a>(cleaned: &'a str, t: &mut Teller<'_, 'a>) {
    let mut scan = Scan::new(cleaned);
    let diameter = scan.number();
    let letters = scan.letters();
    let (kind, trust, says) = match letters {
        "QJ" => ("well_water", Trust::Sure, "表示井用潜水电泵"),
        "QJY" => ("well_oil", Trust::Guess, "一般表示井用充油式"),
        "QJD" => ("well_single_phase", Trust::Guess, "一般表示井用单相"),
        "QJP" => ("well_canned", Trust::Guess, "一般表示井用屏蔽式"),
        "QDX" | "QD" => ("small_qdx", Trust::Sure, "为小型潜水电泵系列"),
        "QX" | "Q" => ("small_qx", Trust::Sure, "为小型潜水电泵系列"),
        "QY" => ("small_qy", Trust::Sure, "为小型充油式潜水电泵系列"),
        "QS" => ("small_qs", Trust::Sure, "为小型充水式潜水电泵系列"),
        "QXR" => ("small_qxr", Trust::Sure, "为小型潜水电泵系列"),
        "QXL" => ("small_qxl", Trust::Sure, "为小型潜水电泵系列"),
        "WQ" | "QW" | "WQD" | "WQR" | "JYWQ" | "JPWQ" | "WQK" => {
            ("sewage_other", Trust::Class, "表示污水潜水电泵，流道型式未分")
        }
        "WQX" => ("sewage_vortex", Trust::Class, "表示污水潜水电泵，X 一般为旋流式"),
        _ => return,
    };
    if !scan.rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '(')) {
        return;
    }
    let well = letters.starts_with("QJ");
    if let Some(duty) = duty(scan, diameter.is_some() || kind.starts_with("small")).filter(|_| !well) {
        t.choice("submersible_type", kind, trust, letters, says);
        t.number("flow_m3_per_h", duty.flow.value, duty.trust, duty.flow.text, "为流量(m³/h)");
        t.number("head_m", duty.head.value, duty.trust, duty.head.text, "为扬程(m)");
        t.number("rated_power_kw", duty.power.value, duty.trust, duty.power.text, "为电机功率(kW)");
        return;
    }
    t.choice("submersible_type", kind, trust, letters, says);
    if well && diameter.is_some() {
        let Some(flow) = scan.number() else { return };
        t.number("flow_m3_per_h", flow.value, Trust::Sure, flow.text, "为流量(m³/h)");
        if scan.eat('-')
            && let Some(head) = scan.number()
        {
            t.number("head_m", head.value, Trust::Sure, head.text, "为扬程(m)");
        }
    }
}
