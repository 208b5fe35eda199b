//! What is said of a fan: the calculation step by step, the row, what was assumed and what is in doubt.

use std::sync::Arc;

use super::Choices;
use super::cases::{
    ADJUSTABLE, DOUBLE_INLET, DOUBT, Efficiency, Fan, KP, OTHER_ROW, REVERSIBLE, STRUCTURES, corrected,
};
use crate::audit::Equipment;
use crate::energy::Step;
use crate::energy::working::{put, stated};
use crate::reference::TableInfo;
use crate::reference::fans::{FanTable, Found, Gap, Mode};

/// A figure in a sentence, to two decimals.
fn short(value: f64) -> String {
    stated((value * 100.0).round() / 100.0)
}

/// What is compared with the limits.
pub(super) fn quantity(fan: &Fan<'_>) -> &'static str {
    match (fan.table, fan.efficiency) {
        (FanTable::ExternalRotor, _) => "最高机组效率 ηe",
        (_, Efficiency::Derived(_)) => "通风机效率 ηr(额定点)",
        _ => "最高通风机效率 ηr",
    }
}

/// Table and row.
pub(super) fn clause(found: &Found<'_>) -> String {
    let speed = if found.speed.label.is_empty() { String::new() } else { format!("，{}", found.speed.label) };
    format!("{} {}{speed}，{}", found.band.table, found.band.label, found.row.label)
}

/// Circumferential speed, pressure coefficient and specific speed; nothing for axial fans, found by the hub ratio.
pub(super) fn position(fan: &Fan<'_>, bits: u16, choices: &Choices) -> Vec<Step> {
    if fan.table == FanTable::Axial {
        return Vec::new();
    }
    let (u, kp, p, rho) = (fan.tip_speed_m_per_s(), fan.kp(bits), fan.pressure_pa, fan.density_kg_per_m3);
    let assumed = if choices.density_assumed { "，ρ 未填，按标准空气 1.2" } else { "" };
    let assumed_kp = if fan.kp.is_none() { "，kp 未填，取 1" } else { "" };
    let double = bits & DOUBLE_INLET != 0;
    let (number, q) = if double { ("式(7)，双吸 q 取一半", "(q/2)") } else { ("式(6)", "q") };
    let flow = fan.inlet_flow_m3_per_s(bits);
    vec![
        Step::new(
            "叶轮圆周速度 u",
            "u = π·D·n/60，D = 0.1·No (GB 19761-2020)",
            format!("π × 0.1 × {} × {} / 60", put(fan.machine_no), put(fan.speed_rpm)),
            u,
            "m/s",
        ),
        Step::new(
            "压力系数 ψ",
            &format!("ψ = pF·kp/(ρ·u²) (GB 19761-2020){assumed}{assumed_kp}"),
            format!("{} × {} / ({} × {}²)", put(p), put(kp), put(rho), put(u)),
            fan.ratio(bits),
            "",
        ),
        Step::new(
            "比转速 ns",
            &format!("ns = 5.54·n·√{q}/(1.2·pF·kp/ρ)^0.75 (GB 19761-2020 {number})"),
            format!(
                "5.54 × {} × √{} / (1.2 × {} × {} / {})^0.75",
                put(fan.speed_rpm),
                put(flow),
                put(p),
                put(kp),
                put(rho)
            ),
            fan.specific_speed(bits),
            "",
        ),
    ]
}

/// The efficiency, where it is calculated.
pub(super) fn efficiency(fan: &Fan<'_>, bits: u16) -> Option<Step> {
    let Efficiency::Derived(shaft_kw) = fan.efficiency else { return None };
    let kp = fan.kp(bits);
    Some(Step::new(
        "通风机效率 ηr",
        "ηr = q·pF·kp/(1000·Pr)×100 (GB 19761-2020 式(1))",
        format!(
            "{} × {} × {} / (1000 × {}) × 100",
            put(fan.flow_m3_per_s),
            put(fan.pressure_pa),
            put(kp),
            put(shaft_kw)
        ),
        fan.shaft_power_efficiency_pct(shaft_kw, bits),
        "%",
    ))
}

/// The limit of grade `at` + 1 after the corrections; none where there is no correction.
pub(super) fn limit(fan: &Fan<'_>, bits: u16, found: &Found<'_>, at: usize) -> Vec<Step> {
    let mut limits = found.grades_pct;
    let mut out = Vec::new();
    for correction in fan.corrections(bits, found).into_iter().flatten() {
        let after = corrected(limits, correction);
        let by = correction.grades_pct[at];
        let substituted = match correction.mode {
            Mode::Delta if by < 0.0 => format!("{} − {}", put(limits[at]), put(-by)),
            Mode::Delta => format!("{} + {}", put(limits[at]), put(by)),
            Mode::Absolute => format!("不按表值 {}，取 {}", put(limits[at]), put(by)),
            Mode::AtLeast => format!("max({}, {})", put(limits[at]), put(by)),
        };
        let what = format!("{} 级值的结构修正：{}", at + 1, correction.meaning);
        out.push(Step::new(&what, "GB 19761-2020 结构修正(条款号待核)", substituted, after[at], "%"));
        limits = after;
    }
    out
}

/// Why the tables have no row.
pub(super) fn gap(fan: &Fan<'_>, bits: u16) -> String {
    let ratio = short_ratio(fan.ratio(bits));
    let machine_no = stated(fan.machine_no);
    let bands = fan.fans.bands(fan.table);
    let listed = |labels: &mut dyn Iterator<Item = &Arc<str>>| {
        let mut all: Vec<&str> = labels.map(|l| &**l).collect();
        all.dedup();
        all.join("、")
    };
    match fan.find(bits) {
        Err(Gap::Ratio) => {
            let what = if fan.table == FanTable::Axial { "轮毂比 γ" } else { "压力系数 ψ" };
            format!("{what} = {ratio}，表中没有这一档，只列 {}", listed(&mut bands.iter().map(|b| &b.label)))
        }
        Err(Gap::SpecificSpeed(band)) => format!(
            "ψ = {ratio}，ns = {}：{} 在 {} 内只列 {}，比转速落在空档，不插值、不外推",
            short(fan.specific_speed(bits)),
            band.table,
            band.label,
            listed(&mut band.speeds.iter().map(|s| &s.label)),
        ),
        Err(Gap::MachineNo(band, speed)) => format!(
            "机号 №{machine_no}：{} {} 只列 {}",
            band.table,
            band.label,
            listed(&mut speed.rows.iter().map(|r| &r.label)),
        ),
        Err(Gap::NoValue(band, speed, row)) => {
            format!("{} {}，{}，{} 一格标准未给值(—)", band.table, band.label, speed.label, row.label)
        }
        Ok(_) => String::new(),
    }
}

/// ψ or γ in a sentence.
fn short_ratio(value: f64) -> String {
    stated((value * 10_000.0).round() / 10_000.0)
}

/// The question where only a rule in doubt decides.
pub(super) fn doubt(fan: &Fan<'_>) -> &'static str {
    let both = ADJUSTABLE | REVERSIBLE;
    match fan.table {
        FanTable::Centrifugal => {
            "双吸且为暖通空调用时等级值降一次还是两次，影响判定：请对照 GB 19761-2020 原文(数据待核)"
        }
        _ if fan.yes & both == both => {
            "动叶可调且可逆转时等级值是否另降，影响判定：请对照 GB 19761-2020 原文(数据待核)"
        }
        _ => "扩散筒的修正对表3 的这一档是否适用，影响判定：请对照 GB 19761-2020 原文(数据待核)",
    }
}

/// Whether the rule in doubt would change the limits of the possibility shown.
fn in_doubt(fan: &Fan<'_>, bits: u16, found: &Found<'_>) -> bool {
    fan.open & DOUBT != 0 && fan.limits_pct(bits, found) != fan.limits_pct(bits ^ DOUBT, found)
}

/// Assumptions, corrections and doubts.
pub(super) fn remark(device: &Equipment, fan: &Fan<'_>, bits: u16, found: &Found<'_>, choices: &Choices) -> String {
    let mut out: Vec<String> = Vec::new();
    let corrections = fan.corrections(bits, found);
    let names: Vec<&str> = corrections.iter().flatten().map(|c| &*c.meaning).collect();
    if !names.is_empty() {
        out.push(format!("限值已按结构修正({})", names.join("、")));
    }
    if matches!(fan.efficiency, Efficiency::Derived(_)) {
        out.push(
            "效率由额定流量、压力、轴功率计算，标准比较的是最高效率，样本或试验报告有最高效率时以其为准".to_owned(),
        );
    }
    if choices.from_model {
        out.push(format!("机号 №{} 取自型号", stated(fan.machine_no)));
    }
    if choices.density_assumed {
        out.push(format!("进口密度未填，按标准空气 {} kg/m³", stated(fan.density_kg_per_m3)));
    }
    if fan.open & KP != 0 {
        let kp = stated((fan.kp(KP) * 10_000.0).round() / 10_000.0);
        out.push(format!("压缩性修正系数 kp 取 1，按等熵压缩估算为 {kp} 时判定相同"));
    } else if fan.kp.is_none() && fan.uses_kp() {
        out.push("压缩性修正系数 kp 取 1(低压)".to_owned());
    }
    let open: Vec<&str> = STRUCTURES
        .iter()
        .filter(|(bit, _)| fan.open & bit != 0)
        .filter_map(|(_, key)| device.kind.code().field(key).map(|f| f.zh))
        .collect();
    if !open.is_empty() {
        out.push(format!("未填 {}，各种可能的判定相同，限值列其中与效率最接近的一种", open.join("、")));
    }
    if fan.open & OTHER_ROW != 0 {
        out.push(format!("机号 №{} 归属待核，相邻两档判定相同", stated(fan.machine_no)));
    }
    if in_doubt(fan, bits, found) {
        out.push("有一条修正存疑(见待核)，适用与否判定相同".to_owned());
    }
    out.join("；")
}

/// What is still to be checked of table, row and corrections.
pub(super) fn unreviewed(info: &TableInfo, fan: &Fan<'_>, bits: u16, found: &Found<'_>) -> Arc<str> {
    let doubtful = in_doubt(fan, bits, found);
    if !doubtful && fan.corrections(bits, found).iter().all(Option::is_none) {
        return info.review.clone();
    }
    let mut text = info.review.to_string();
    let mut add = |bits: u16| {
        for c in fan.corrections(bits, found).into_iter().flatten().filter(|c| !c.review.is_empty()) {
            if !text.contains(&*c.review) {
                text.push_str(&format!("；{}：{}", c.meaning, c.review));
            }
        }
    };
    add(bits);
    if doubtful {
        add(bits ^ DOUBT);
    }
    text.into()
}
