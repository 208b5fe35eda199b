//! Waste-heat resources (form 表8) and coverage with meters (form 表14), from what was found on site.

use serde::Serialize;

use super::super::KJ_PER_KGCE;
use super::super::working::{Step, n, put};
use crate::audit::field::Choice as _;
use crate::audit::plant::{MeterLevel, ResourceKind};
use crate::audit::{Audit, Entered, Id, Resource};

/// What a source of waste heat or gas holds in a year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ResourceHeat {
    /// The row.
    pub row: Id,
    /// GJ/a above the lowest usable temperature, or of the gas's heat value; `None` if something is missing.
    pub heat_gj: Option<f64>,
    /// tce/a of it.
    pub tce: Option<f64>,
    /// tce/a that is recovered already, as entered.
    pub recovered_tce: Option<f64>,
    /// tce/a that is left.
    pub left_tce: Option<f64>,
    /// The calculation.
    pub working: Vec<Step>,
    /// What is missing or can't be.
    pub notes: Vec<String>,
}

/// Every resource of the audit.
pub fn resources(audit: &Audit) -> Vec<ResourceHeat> {
    audit.resources.iter().map(resource).collect()
}

fn resource(r: &Resource) -> ResourceHeat {
    let f = &r.fields;
    let value = |e: &Option<Entered<f64>>| e.as_ref().map(|e| e.value);
    let mut out = ResourceHeat {
        row: r.id,
        heat_gj: None,
        tce: None,
        recovered_tce: value(&f.recovered_tce),
        left_tce: None,
        working: Vec::new(),
        notes: Vec::new(),
    };
    let gas = f.kind.as_ref().is_some_and(|k| k.value == ResourceKind::Gas);
    if f.kind.as_ref().is_some_and(|k| k.value == ResourceKind::Pressure) {
        out.notes.push("余压的可用功取决于膨胀机，不按热量折算".to_owned());
        return out;
    }
    let (gas_flow, mass_flow, hours) = (value(&f.gas_flow_m3_per_h), value(&f.mass_flow_t_per_h), value(&f.hours_h));
    let mut missing = Vec::new();
    let per_hour = if gas {
        if gas_flow.is_none() {
            missing.push("气体流量");
        }
        if value(&f.ncv_kj_per_m3).is_none() {
            missing.push("低位热值");
        }
        gas_flow.zip(value(&f.ncv_kj_per_m3)).map(|(v, q)| (v * q, format!("{}×{}", n(v), n(q)), "V·Q_net"))
    } else {
        let (hot, low) = (value(&f.temperature_c), value(&f.lowest_c));
        // Gas by its normal volume, everything else by its mass in kg.
        let flow = gas_flow.map(|v| (v, n(v))).or(mass_flow.map(|m| (m * 1000.0, format!("{}×10³", n(m)))));
        for (name, there) in [
            ("流量", flow.is_some()),
            ("比热容", f.heat_capacity.is_some()),
            ("温度", hot.is_some()),
            ("可利用下限温度", low.is_some()),
        ] {
            if !there {
                missing.push(name);
            }
        }
        if let (Some(hot), Some(low)) = (hot, low)
            && low >= hot
        {
            out.notes.push(format!("可利用下限温度 {} ℃ 不低于温度 {} ℃，没有可利用的热量", n(low), n(hot)));
            return out;
        }
        flow.zip(value(&f.heat_capacity)).zip(hot.zip(low)).map(|(((flow, text), c), (hot, low))| {
            (flow * c * (hot - low), format!("{text}×{}×({}−{})", n(c), n(hot), n(low)), "G·c·(t₁−t₂)")
        })
    };
    if hours.is_none() {
        missing.push("年运行时间");
    }
    match per_hour.zip(hours) {
        Some(((kj, text, formula), hours)) => {
            let gj = kj * hours / 1e6;
            let tce = gj * 1000.0 / KJ_PER_KGCE;
            out.heat_gj = Some(gj);
            out.tce = Some(tce);
            out.left_tce = Some((tce - out.recovered_tce.unwrap_or(0.0)).max(0.0));
            if out.recovered_tce.is_some_and(|r| r > tce) {
                out.notes.push(format!("已回收量大于资源量 {} tce/a，请核对", n(tce)));
            }
            let formula = format!("Q = {formula}·h/10⁶ (GB/T 1028)");
            out.working.push(Step::new("年资源量", &formula, format!("{text}×{}/10⁶", put(hours)), gj, "GJ/a"));
            out.working.push(Step::new("折标准煤", "Q/29.3076", format!("{}/29.3076", put(gj)), tce, "tce/a"));
        }
        None => out.notes.push(format!("缺少{}，资源量不能计算", missing.join("、"))),
    }
    out
}

/// Meters of one level, all carriers together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MeterRate {
    /// Level of GB 17167.
    pub level: MeterLevel,
    /// Its name.
    pub name: &'static str,
    /// Meters that should be there.
    pub required: f64,
    /// Meters that are there.
    pub installed: f64,
    /// 配备率: installed / required in %, at most 100; `None` if none is required.
    pub installed_pct: Option<f64>,
    /// 完好率: in order / installed in %, over the rows that state it.
    pub working_pct: Option<f64>,
    /// Calibrated / installed in %, over the rows that state it.
    pub calibrated_pct: Option<f64>,
    /// Rows without required or installed number.
    pub incomplete_rows: usize,
}

/// Rates of the three levels; levels without rows are left out.
pub fn meters(audit: &Audit) -> Vec<MeterRate> {
    let rate = |level: MeterLevel| {
        let of_level = |m: &&crate::audit::MeterCoverage| m.fields.level.as_ref().is_some_and(|l| l.value == level);
        let rows: Vec<_> = audit.meters.iter().filter(of_level).collect();
        if rows.is_empty() {
            return None;
        }
        let value = |e: &Option<Entered<f64>>| e.as_ref().map(|e| e.value);
        let (mut required, mut installed, mut counted) = (0.0, 0.0, 0.0);
        let mut incomplete_rows = 0;
        let (mut working, mut calibrated) = ((0.0, 0.0), (0.0, 0.0));
        for f in rows.iter().map(|r| &r.fields) {
            let there = value(&f.installed);
            match value(&f.required).zip(there) {
                Some((should, is)) => {
                    required += should;
                    installed += is;
                    // Too many of one carrier don't make up for another's missing ones.
                    counted += is.min(should);
                }
                None => incomplete_rows += 1,
            }
            for (sum, part) in [(&mut working, value(&f.working)), (&mut calibrated, value(&f.calibrated))] {
                if let (Some(part), Some(is)) = (part, there) {
                    sum.0 += part.min(is);
                    sum.1 += is;
                }
            }
        }
        let pct = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole * 100.0);
        Some(MeterRate {
            level,
            name: level.zh(),
            required,
            installed,
            installed_pct: pct(counted, required),
            working_pct: pct(working.0, working.1),
            calibrated_pct: pct(calibrated.0, calibrated.1),
            incomplete_rows,
        })
    };
    [MeterLevel::Plant, MeterLevel::Unit, MeterLevel::Device].into_iter().filter_map(rate).collect()
}
