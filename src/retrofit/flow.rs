//! Fans and pumps: efficient machine, speed control, trimming, fewer machines in parallel.
//!
//! Notes (GB/T 13469, GB/T 13470, GB/T 21056): at flow ratio q with static head share s the shaft power under speed
//! control is `P(q) = P_N·q·[s+(1−s)q²]` at unchanged efficiency; throttled without measurement `P(q) ≈ P_N·q·(1.4−0.4q²)`;
//! by-passed or uncontrolled it stays P_N; a fluid coupling loses the slip, `P/(n/n_N)` with `n/n_N ≈ √(s+(1−s)q²)`.

use super::given::Given;
use super::{Changed, RetrofitError};
use crate::audit::equipment::FlowControl;
use crate::audit::measure::Action;
use crate::audit::{Entered, Equipment, Kind, Origin};
use crate::energy::EnergyGap;
use crate::energy::working::{Step, n, put};

/// Applies a measure of this family to a fan, blower or pump.
pub(super) fn apply(action: &Action, device: &Equipment, given: Given<'_>) -> Result<Changed, RetrofitError> {
    match action {
        Action::ReplaceMachine(_) => replace(device, given),
        Action::SpeedControl(_) => speed(device, given),
        Action::ParallelMachines(_) => parallel(device, given),
        _ => trim(device, given),
    }
}

fn replace(device: &Equipment, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let own = match &device.kind {
        Kind::Fan(f) => f.operating_efficiency_pct.as_ref().or(f.rated_efficiency_pct.as_ref()),
        Kind::Pump(p) => p.operating_efficiency_pct.as_ref().or(p.rated_efficiency_pct.as_ref()),
        Kind::Blower(b) => b.polytropic_efficiency_pct.as_ref(),
        Kind::Submersible(s) => s.rated_efficiency_pct.as_ref(),
        _ => None,
    };
    let old = given.number_or("present_efficiency_pct", own)?;
    let new = given.number("efficiency_pct")?;
    let factor = old / new;
    let mut after = given.scale(device, factor)?;
    let efficiency = Some(Entered::new(new, Origin::Nameplate));
    match &mut after.kind {
        Kind::Fan(f) => {
            (f.rated_efficiency_pct, f.operating_efficiency_pct, f.shaft_power_kw) = (efficiency, None, None)
        }
        Kind::Pump(p) => {
            (p.rated_efficiency_pct, p.operating_efficiency_pct, p.shaft_power_kw) = (efficiency, None, None)
        }
        Kind::Blower(b) => b.polytropic_efficiency_pct = efficiency,
        Kind::Submersible(s) => s.rated_efficiency_pct = efficiency,
        _ => {}
    }
    after.common.model = None;
    let step = Step::new("能耗比", "E₂/E₁ = η₁/η₂ (同一流量和压头)", format!("{}/{}", put(old), put(new)), factor, "");
    let no_better = (new <= old).then(|| format!("新设备效率 {} % 不高于现有 {} %，更换不节能", n(new), n(old)));
    Ok(Changed::new(after, vec![step], given.notes).warned(no_better))
}

fn control(device: &Equipment) -> Option<FlowControl> {
    let entered = match &device.kind {
        Kind::Fan(f) => &f.flow_control,
        Kind::Blower(b) => &b.flow_control,
        Kind::Pump(p) => &p.flow_control,
        _ => &None,
    };
    entered.as_ref().map(|c| c.value)
}

/// Shaft power at flow ratio `q` as a share of that at full flow, under the present control.
fn present(control: FlowControl, q: f64, s: f64) -> Option<f64> {
    let by_speed = q * (s + (1.0 - s) * q * q);
    match control {
        FlowControl::Throttle => Some(q * (1.4 - 0.4 * q * q)),
        FlowControl::Bypass | FlowControl::None => Some(1.0),
        FlowControl::FluidCoupling | FlowControl::PermanentMagnetCoupling => {
            Some(by_speed / (s + (1.0 - s) * q * q).sqrt())
        }
        FlowControl::OnOff | FlowControl::Inverter => None,
    }
}

fn speed(device: &Equipment, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let control = match control(device) {
        Some(FlowControl::Inverter) => return Err(RetrofitError::NotBetter("设备已是变频调节".to_owned())),
        Some(FlowControl::OnOff) => return Err(RetrofitError::NotBetter("设备按启停调节，没有节流损失".to_owned())),
        Some(c) => c,
        None => {
            given.notes.push("未填流量调节方式，按阀门或挡板节流计算".to_owned());
            given.estimated();
            FlowControl::Throttle
        }
    };
    let s = given.number("static_head_share_pct")? / 100.0;
    let drive = given.number("drive_efficiency_pct")? / 100.0;
    let (mut before, mut after_sum, mut hours) = (0.0, 0.0, 0.0);
    let mut numbers: Vec<String> = Vec::new();
    for (flow, time) in [("flow1_pct", "hours1_h"), ("flow2_pct", "hours2_h"), ("flow3_pct", "hours3_h")] {
        let (q, h) = match (given.stated(flow), given.stated(time)) {
            (Some(q), Some(h)) => (q / 100.0, h),
            (None, None) if flow != "flow1_pct" => continue,
            _ => return Err(given.refuse("每个工况都要有流量比和小时数")),
        };
        let Some(now) = present(control, q, s) else { continue };
        before += h * now;
        after_sum += h * q * (s + (1.0 - s) * q * q) / drive;
        hours += h;
        numbers.push(format!("q={} 时 {} h", n(q), n(h)));
    }
    if before <= 0.0 {
        return Err(given.refuse("各工况的小时数之和为零"));
    }
    if hours > 8784.0 {
        return Err(given.refuse(format!("各工况小时数之和 {} h 不能成立，应不大于 8,784 h/a", n(hours))));
    }
    if control == FlowControl::Throttle {
        given
            .notes
            .push("节流时的功率按近似式 q·(1.4−0.4q²) 计算(公开的风机算例，待核)；有实测功率的以实测为准".to_owned());
    }
    let factor = after_sum / before;
    if let Some(crate::audit::FieldValue::Number(all)) = device.get("annual_hours_h").map(|e| e.value)
        && (hours - all).abs() > 0.05 * all
    {
        given.notes.push(format!(
            "各工况小时数之和 {} h 与年运行小时 {} h 不一致，节能率按工况加权用于全年",
            n(hours),
            n(all)
        ));
    }
    let mut changed = given.scale(device, factor)?;
    let inverter = Some(Entered::new(FlowControl::Inverter, Origin::Nameplate));
    match &mut changed.kind {
        Kind::Fan(f) => f.flow_control = inverter,
        Kind::Blower(b) => b.flow_control = inverter,
        Kind::Pump(p) => p.flow_control = inverter,
        _ => {}
    }
    let step = Step::new(
        "能耗比",
        "E₂/E₁ = Σt·q·[s+(1−s)q²]/η_VFD ÷ Σt·P_现(q)/P_N (GB/T 13469、GB/T 13470)",
        format!("s={}，η_VFD={}，{}：{}/{}", put(s), put(drive), numbers.join("，"), put(after_sum), put(before)),
        factor,
        "",
    );
    Ok(Changed::new(changed, vec![step], given.notes))
}

/// Fewer machines of a parallel group for part of the hours: `E₂/E₁ = 1 − (h/H)·(1 − n₂P₂/(n₁P₁))` for each of them.
fn parallel(device: &Equipment, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let (n1, p1) = (given.number("machines_before")?, given.number("power_before_kw")?);
    let (n2, p2) = (given.number("machines_after")?, given.number("power_after_kw")?);
    given.within("machines_after", n2, 0.0, n1, "不多于现运行台数")?;
    let running = match device.get("annual_hours_h").map(|e| e.value) {
        Some(crate::audit::FieldValue::Number(h)) => Some(h),
        _ => None,
    };
    let share = match (given.stated("hours_h"), running) {
        (None, _) => 1.0,
        (Some(hours), Some(all)) if all > 0.0 => {
            given.within("hours_h", hours, 0.0, all, "不大于设备的年运行小时")?;
            hours / all
        }
        _ => return Err(RetrofitError::Gap(EnergyGap::missing(device, vec!["annual_hours_h"]))),
    };
    let ratio = n2 * p2 / (n1 * p1);
    let factor = 1.0 - share * (1.0 - ratio);
    let after = given.scale(device, factor)?;
    given.notes.push(
        "对象须是这一组并联的全部设备；按全年平均功率与所填的改造前功率成正比计算，须核实改后总流量满足工艺".to_owned(),
    );
    let working = vec![
        Step::new(
            "总功率比",
            "r = n₂·P₂/(n₁·P₁)",
            format!("{}×{}/({}×{})", put(n2), put(p2), put(n1), put(p1)),
            ratio,
            "",
        ),
        Step::new(
            "能耗比",
            "E₂/E₁ = 1−x·(1−r)，x 可少开时间占比",
            format!("1−{}×(1−{})", put(share), put(ratio)),
            factor,
            "",
        ),
    ];
    let no_better = (ratio >= 1.0).then(|| "改后总功率不低于改前，少开台数不节能".to_owned());
    Ok(Changed::new(after, working, given.notes).warned(no_better))
}

/// Affinity for a trimmed impeller: flow ∝ D, head ∝ D², power ∝ D³.
fn trim(device: &Equipment, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    if control(device) == Some(FlowControl::Inverter) {
        return Err(RetrofitError::NotBetter("设备已是变频调节，流量由转速控制，切削叶轮不再节能".to_owned()));
    }
    let ratio = given.number("diameter_ratio_pct")? / 100.0;
    let factor = ratio.powi(3);
    let mut after = given.scale(device, factor)?;
    if let Kind::Pump(p) = &mut after.kind {
        for (slot, power) in [(&mut p.flow_m3_per_h, 1), (&mut p.head_m, 2), (&mut p.shaft_power_kw, 3)] {
            if let Some(e) = slot {
                e.value *= ratio.powi(power);
            }
        }
    }
    given.notes.push(format!(
        "切削后流量约为原来的 {} %、扬程约 {} %，须能满足工艺；切削量按比转速限制",
        n(ratio * 100.0),
        n(ratio * ratio * 100.0)
    ));
    let step = Step::new("能耗比", "P₂/P₁ = (D₂/D₁)³ (切割定律)", format!("{}³", put(ratio)), factor, "");
    Ok(Changed::new(after, vec![step], given.notes))
}
