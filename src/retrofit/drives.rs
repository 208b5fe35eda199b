//! Motors: permanent magnet, right-sizing, variable speed by torque type (GB/T 12497, GB/T 21056).

use super::given::Given;
use super::{Changed, RetrofitError, motor};
use crate::audit::equipment::{DriveMode, Motor, MotorType};
use crate::audit::measure::Action;
use crate::audit::measure::inputs::TorqueType;
use crate::audit::{Entered, Equipment, FieldValue, Kind, Origin};
use crate::energy::working::{Step, n, put};
use crate::energy::{EnergyGap, EnergyUse, motor as model};

/// Applies a measure of this family to a motor.
pub(super) fn apply(action: &Action, device: &Equipment, given: Given<'_>) -> Result<Changed, RetrofitError> {
    let Kind::Motor(m) = &device.kind else {
        return Err(RetrofitError::WrongKind { measure: action.zh(), kind: device.kind.code().zh() });
    };
    match action {
        Action::PermanentMagnet(_) => permanent_magnet(device, m, given),
        Action::RightSizeMotor(_) => right_size(device, m, given),
        _ => speed(action, device, m, given),
    }
}

fn permanent_magnet(device: &Equipment, m: &Motor, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let pct = given.number("efficiency_pct")?;
    let mut changed = motor::replace(device, m, 1, Some(pct), given.ctx)?;
    if let Kind::Motor(new) = &mut changed.device.kind {
        new.motor_type = Some(Entered::new(MotorType::PermanentMagnet, Origin::Nameplate));
    }
    changed.notes.push("功率因数提高的收益未计入；须核实变频器或自起动方式与原负载匹配".to_owned());
    Ok(changed)
}

/// The same shaft power on a smaller motor.
fn right_size(device: &Equipment, m: &Motor, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let old = model::rated_efficiency(device, m, given.ctx.reference)
        .ok_or_else(|| RetrofitError::Gap(EnergyGap::missing(device, vec!["rated_efficiency_pct"])))?;
    let mut found = EnergyUse::default();
    let load = model::load(device, m, old.pct / 100.0, &mut found)?;
    if load.beta <= 0.0 {
        return Err(given.refuse("输入功率低于按损耗式估计的空载损耗，不能由它确定轴功率；请填平均负载率"));
    }
    let power = given.number("new_power_kw")?;
    given.within("new_power_kw", power, load.shaft_kw, f64::INFINITY, "新额定功率不小于平均轴功率")?;
    let mut after = device.clone();
    let Kind::Motor(new) = &mut after.kind else {
        return Err(given.refuse("设备不是电动机"));
    };
    new.poles = model::poles(device, m).map(|p| Entered::new(f64::from(p), Origin::Nameplate));
    new.rated_power_kw = Some(Entered::new(power, Origin::Nameplate));
    let sized = new.clone();
    let (pct, source) = match given.stated("efficiency_pct") {
        Some(pct) => (pct, "新电动机样本".to_owned()),
        None => motor::limit(device, &sized, 2, given.ctx)?,
    };
    let beta = load.shaft_kw / power * 100.0;
    // The whole motor is another one: it is judged by its efficiency at the load that it will have.
    let (before, after_eta) =
        (model::efficiency_at(old.pct / 100.0, load.beta), model::efficiency_at(pct / 100.0, load.shaft_kw / power));
    let no_better = (after_eta <= before).then(|| {
        format!("新电动机在该负载下的效率 {} % 不高于现有 {} %，更换不节能", n(after_eta * 100.0), n(before * 100.0))
    });
    let mut working = found.working;
    working.push(Step::new("新负载率", "β₂ = P_轴/P_N2", format!("{}/{}", put(load.shaft_kw), put(power)), beta, "%"));
    working.push(Step::new("新电动机额定效率", "η₂ 取自", source, pct, "%"));
    if let Kind::Motor(new) = &mut after.kind {
        new.rated_efficiency_pct = Some(Entered::new(pct, Origin::Nameplate));
        new.load_factor_pct = Some(Entered::new(beta, found.weakest.unwrap_or_default()));
        new.measured_input_kw = None;
        new.measured_current_a = None;
        new.energy_mark = None;
    }
    after.common.model = None;
    if beta > 90.0 {
        given.notes.push(format!("新电动机平均负载率 {} %，须核实最大负荷和起动能力", n(beta)));
    }
    Ok(Changed::new(after, working, given.notes).warned(no_better))
}

/// Power with speed: square torque `P ∝ n³`, linear `n²`, constant `n`; the drive's losses count all hours.
fn speed(action: &Action, device: &Equipment, m: &Motor, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    if m.drive_mode.as_ref().is_some_and(|d| d.value == DriveMode::Inverter) {
        return Err(RetrofitError::NotBetter("电动机已是变频驱动".to_owned()));
    }
    let torque = match action.inputs().and_then(|i| i.get("torque")).map(|e| e.value) {
        Some(FieldValue::Choice(code)) => {
            use crate::audit::field::Choice as _;
            TorqueType::from_code(&code)
        }
        _ => None,
    };
    let Some(torque) = torque else { return Err(given.refuse("缺少参数：转矩型式")) };
    let exponent = match torque {
        TorqueType::Square => 3,
        TorqueType::Linear => 2,
        TorqueType::Constant => 1,
    };
    let speed = given.number("speed_pct")? / 100.0;
    let share = given.number("hours_share_pct")? / 100.0;
    let drive = given.number("drive_efficiency_pct")? / 100.0;
    // A coupling turns the slip into heat: its efficiency is the speed ratio (fluid couplings, textbooks).
    let slips = m
        .drive_mode
        .as_ref()
        .is_some_and(|d| matches!(d.value, DriveMode::FluidCoupling | DriveMode::PermanentMagnetCoupling));
    let by_slip = |exponent: i32| share * speed.powi(exponent) + 1.0 - share;
    let present = if slips { by_slip(exponent - 1) } else { 1.0 };
    let factor = by_slip(exponent) / drive / present;
    let mut after = given.scale(device, factor)?;
    if let Kind::Motor(new) = &mut after.kind {
        new.drive_mode = Some(Entered::new(DriveMode::Inverter, Origin::Nameplate));
    }
    if torque == TorqueType::Square {
        given.notes.push("平方转矩按三次方计算，不含静扬程；有静扬程的风机、水泵请用“变频调速代替节流”".to_owned());
    }
    let (mut formula, mut numbers) = (
        format!("E₂/E₁ = (s·n^{exponent} + 1−s)/η_VFD，n 转速比，s 可调速时间占比"),
        format!("({}×{}^{exponent}+1−{})/{}", put(share), put(speed), put(share), put(drive)),
    );
    if slips {
        let slip = exponent - 1;
        formula += &format!("；现为滑差调速，除以 s·n^{slip} + 1−s (液力耦合器效率等于转速比)");
        numbers += &format!("/({}×{}^{slip}+1−{})", put(share), put(speed), put(share));
    }
    let step = Step::new("能耗比", &formula, numbers, factor, "");
    Ok(Changed::new(after, vec![step], given.notes))
}
