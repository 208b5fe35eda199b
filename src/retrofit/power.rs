//! Electricity: lighting, data centres, power factor, load shifting, PV; and the auditor's own measure.

use super::given::Given;
use super::{Beyond, Changed, RetrofitError};
use crate::audit::equipment::BoilerFuel;
use crate::audit::field::Choice as _;
use crate::audit::measure::Action;
use crate::audit::{Entered, Equipment, FieldValue, Kind, Origin};
use crate::energy::working::{Step, n, put};
use crate::energy::{EnergyGap, FuelUse};

/// Applies a measure of this family to a device.
pub(super) fn apply(action: &Action, device: &Equipment, given: Given<'_>) -> Result<Changed, RetrofitError> {
    match (action, &device.kind) {
        (Action::LightingRenewal(_), Kind::Lighting(_)) => lighting(device, given),
        (Action::PueReduction(_), Kind::DataCentre(_)) => pue(device, given),
        _ => Err(RetrofitError::WrongKind { measure: action.zh(), kind: device.kind.code().zh() }),
    }
}

/// `P′ = P₁+ΔP − (P₁+ΔP−P₂·r)·(1−y) − P₂·r·c` per old lamp: what renewal and control leave; y is held back of the
/// renewal's saving (GB 50034).
fn lighting(device: &Equipment, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let Kind::Lighting(l) = &device.kind else { return Err(given.refuse("设备不是照明")) };
    let Some(old) = &l.lamp_power_w else {
        return Err(RetrofitError::Gap(EnergyGap::missing(device, vec!["lamp_power_w"])));
    };
    let ballast = l.ballast_power_w.as_ref().map_or(0.0, |b| b.value);
    let new = given.number("new_power_w")?;
    let ratio = given.number("number_ratio_pct")? / 100.0;
    let control = given.number("control_saving_pct")? / 100.0;
    let (before, renewed) = (old.value + ballast, new * ratio);
    // Nothing is held back of lamps that save nothing.
    let margin = given.stated("margin_pct").filter(|_| renewed < before).unwrap_or(0.0) / 100.0;
    let left = before - (before - renewed) * (1.0 - margin) - renewed * control;
    let factor = left / before;
    let mut after = given.scale(device, factor)?;
    if let Kind::Lighting(l) = &mut after.kind {
        l.lamp_power_w = Some(Entered::new(new, Origin::Nameplate));
        l.ballast_power_w = None;
        l.lamp_type = Some(Entered::new(crate::audit::equipment::LampType::Led, Origin::Nameplate));
    }
    given.notes.push("改造后照度不得低于 GB 50034 的标准值".to_owned());
    let step = Step::new(
        "能耗比",
        "E₂/E₁ = [P−(P−P₂·r)·(1−y)−P₂·r·c]/P，P = P₁+ΔP，y 余量，c 控制节电率 (GB 50034)",
        format!(
            "[{}−({}−{}×{})×(1−{})−{}×{}×{}]/{}",
            put(before),
            put(before),
            put(new),
            put(ratio),
            put(margin),
            put(new),
            put(ratio),
            put(control),
            put(before)
        ),
        factor,
        "",
    );
    let no_better = (renewed >= before).then(|| "新灯总功率不低于现有灯，更换不节能".to_owned());
    Ok(Changed::new(after, vec![step], given.notes).warned(no_better))
}

/// `ΔE = E_IT·(PUE₁−PUE₂)`.
fn pue(device: &Equipment, mut given: Given<'_>) -> Result<Changed, RetrofitError> {
    let Kind::DataCentre(d) = &device.kind else { return Err(given.refuse("设备不是数据中心")) };
    let measured = d.annual_electricity_kwh.as_ref().zip(d.annual_it_electricity_kwh.as_ref());
    let old = match (measured, &d.pue) {
        (Some((total, it)), _) if it.value > 0.0 => total.value / it.value,
        (_, Some(pue)) => pue.value,
        _ => return Err(RetrofitError::Gap(EnergyGap::missing(device, vec!["pue"]))),
    };
    let new = given.number("pue_after")?;
    if old < 1.0 {
        return Err(given.refuse(format!("现 PUE 为 {}，总用电小于 IT 用电，请核对两项电量", n(old))));
    }
    given.within("pue_after", new, 1.0, old, "不大于现 PUE")?;
    let factor = new / old;
    let mut after = given.scale(device, factor)?;
    if let Kind::DataCentre(d) = &mut after.kind {
        d.pue = Some(Entered::new(new, Origin::Estimate));
    }
    let step = Step::new("能耗比", "E₂/E₁ = PUE₂/PUE₁ (IT 用电不变)", format!("{}/{}", put(new), put(old)), factor, "");
    Ok(Changed::new(after, vec![step], given.notes))
}

/// A measure of the plant, without devices.
pub(super) fn plant(action: &Action, given: Given<'_>) -> Result<Beyond, RetrofitError> {
    match action {
        Action::PowerFactor(_) => power_factor(given),
        Action::LoadShift(_) => load_shift(given),
        Action::RooftopPv(_) => rooftop(given),
        _ => own(action, given),
    }
}

/// `Q_c = P·(tanφ₁−tanφ₂)`, `ΔE = (K_Q − p_c)·Q_c·h` (GB/T 13462, GB/T 12497).
fn power_factor(mut given: Given<'_>) -> Result<Beyond, RetrofitError> {
    let (p, h) = (given.number("active_power_kw")?, given.number("hours_h")?);
    let (before, after) = (given.number("before")?, given.number("after")?);
    given.within("after", after, before, 1.0, "不低于补偿前")?;
    let loss = given.number("capacitor_loss_kw_per_kvar")?;
    let k_q = given.ctx.assumptions.value("reactive_equivalent_kw_per_kvar").unwrap_or(0.0);
    let tan = |cos: f64| (1.0 - cos * cos).max(0.0).sqrt() / cos;
    let q_c = p * (tan(before) - tan(after));
    let saved = (k_q - loss) * q_c * h;
    let working = vec![
        Step::new(
            "补偿容量",
            "Q_c = P·(tanφ₁−tanφ₂)",
            format!("{}×({}−{})", put(p), put(tan(before)), put(tan(after))),
            q_c,
            "kvar",
        ),
        Step::new(
            "年节电量",
            "ΔE = (K_Q−p_c)·Q_c·h (GB/T 13462)",
            format!("({}−{})×{}×{}", put(k_q), put(loss), put(q_c), put(h)),
            saved,
            "kWh/a",
        ),
        Step::new(
            "补偿点以上线路、变压器铜损下降率",
            "1−(cosφ₁/cosφ₂)²",
            format!("1−({}/{})²", put(before), put(after)),
            (1.0 - (before / after).powi(2)) * 100.0,
            "%",
        ),
    ];
    let tariff = given.stated("tariff_saving_yuan").unwrap_or(0.0);
    if tariff != 0.0 {
        given.notes.push("力调电费减少属费用，不计入节能量".to_owned());
    }
    Ok(Beyond {
        electricity_kwh: saved,
        cost_yuan: tariff,
        working,
        notes: given.notes,
        weakest: given.weakest,
        ..Beyond::default()
    })
}

/// Money from moving electricity from peak to valley; storage losses use more electricity.
fn load_shift(mut given: Given<'_>) -> Result<Beyond, RetrofitError> {
    let e = given.number("shifted_kwh")?;
    let (peak, valley) = (given.number("peak_yuan_per_kwh")?, given.number("valley_yuan_per_kwh")?);
    given.within("valley_yuan_per_kwh", valley, 0.0, peak, "谷电价不高于峰电价")?;
    let loss = given.number("loss_pct")? / 100.0;
    let bought = e / (1.0 - loss);
    let money = e * peak - bought * valley;
    let saved = e - bought;
    // The saved (here: added) electricity is valued at the average price elsewhere; the rest is the shift's own money.
    let average = given.ctx.assumptions.value("electricity_yuan_per_kwh").unwrap_or(0.0);
    let working = vec![Step::new(
        "年费用节约",
        "ΔC = E·p_峰 − E/(1−x)·p_谷",
        format!("{}×{} − {}×{}", put(e), put(peak), put(bought), put(valley)),
        money,
        "元/a",
    )];
    given.notes.push("移峰填谷节约费用，不节约电量".to_owned());
    Ok(Beyond {
        electricity_kwh: saved,
        cost_yuan: money - saved * average,
        working,
        notes: given.notes,
        weakest: given.weakest,
        ..Beyond::default()
    })
}

/// Own-used electricity replaces purchased one; the rest earns the feed-in price.
fn rooftop(mut given: Given<'_>) -> Result<Beyond, RetrofitError> {
    let (kw, h) = (given.number("capacity_kw")?, given.number("full_load_hours_h")?);
    let own = given.number("own_use_pct")? / 100.0;
    let generated = kw * h;
    let used = generated * own;
    let fed = generated - used;
    let price = given.stated("feed_in_yuan_per_kwh");
    if fed > 0.0 && price.is_none() {
        return Err(given.refuse("有余电上网时须填上网电价"));
    }
    let working = vec![
        Step::new("年发电量", "E = P·h", format!("{}×{}", put(kw), put(h)), generated, "kWh/a"),
        Step::new("自用电量", "E_自 = E·x", format!("{}×{}", put(generated), put(own)), used, "kWh/a"),
    ];
    given.notes.push("光伏自用电量减少外购电，不是用能设备的节能；组件衰减未计".to_owned());
    Ok(Beyond {
        electricity_kwh: used,
        cost_yuan: fed * price.unwrap_or(0.0),
        working,
        notes: given.notes,
        weakest: given.weakest,
        ..Beyond::default()
    })
}

/// What the auditor found by himself.
fn own(action: &Action, mut given: Given<'_>) -> Result<Beyond, RetrofitError> {
    let inputs = action.inputs();
    let text = inputs.and_then(|i| i.get("explanation")).map(|e| e.value);
    let Some(FieldValue::Text(explanation)) = text.filter(|t| matches!(t, FieldValue::Text(t) if !t.trim().is_empty()))
    else {
        return Err(given.refuse("缺少参数：测算说明"));
    };
    let electricity = given.stated("electricity_saved_kwh").unwrap_or(0.0);
    let quantity = given.stated("fuel_saved");
    let fuel = match inputs.and_then(|i| i.get("fuel")).map(|e| e.value) {
        Some(FieldValue::Choice(code)) => BoilerFuel::from_code(&code),
        _ => None,
    };
    let mut fuels = Vec::new();
    match (fuel, quantity) {
        (Some(BoilerFuel::Electricity), Some(_)) => return Err(given.refuse("节电请填“年节电量”")),
        (Some(fuel), Some(quantity)) => {
            let Some((ncv_kj, source)) = given.ctx.assumptions.default_ncv(fuel, given.ctx.reference) else {
                return Err(given.refuse(format!("{}没有缺省热值", fuel.zh())));
            };
            given.notes.push(format!("{}低位热值取 {}：{source}", fuel.zh(), n(ncv_kj)));
            fuels.push(FuelUse { fuel, quantity, ncv_kj });
        }
        (None, Some(_)) => return Err(given.refuse("填了燃料量，缺少燃料种类")),
        _ => {}
    }
    let other = given.stated("other_saving_yuan");
    if given.stated("electricity_saved_kwh").is_none() && fuels.is_empty() && other.is_none() {
        return Err(given.refuse("年节电量、年节约燃料量、其他年收益至少填一项"));
    }
    let cost_yuan = other.unwrap_or(0.0);
    let working = vec![Step::new("诊断人员测算", "由诊断人员给出", explanation, electricity, "kWh/a")];
    Ok(Beyond { electricity_kwh: electricity, fuels, cost_yuan, working, notes: given.notes, weakest: given.weakest })
}
