//! Heat exchangers: no national grade; the measured heat transfer is compared with the exchanger's own design.

use super::{Evidence, Findings, Inputs, Level};
use crate::audit::Equipment;
use crate::audit::equipment::{FlowArrangement, HeatExchanger};
use crate::audit::field::Choice as _;
use crate::energy::Step;
use crate::energy::working::{n, put, stated};

const STANDARD: &str = "换热器设计值";

/// The smaller and the larger temperature difference of the two ends in K, with the arrangement used.
struct Ends {
    one: f64,
    other: f64,
    arrangement: FlowArrangement,
}

impl Ends {
    /// Logarithmic mean in K, between the two differences.
    fn log_mean(&self) -> f64 {
        let ratio = self.one / self.other;
        // Where both are nearly equal the quotient is 0/0; the mean is off by less than 1e-9.
        if (ratio - 1.0).abs() < 1e-4 { (self.one + self.other) / 2.0 } else { (self.one - self.other) / ratio.ln() }
    }
}

/// The ends' temperature differences, or the question that contradictory temperatures raise.
fn ends(x: &HeatExchanger, [hot_in, hot_out, cold_in, cold_out]: [f64; 4]) -> Result<Ends, String> {
    if hot_out >= hot_in {
        return Err(format!("热侧出口 {} ℃ 不低于进口 {} ℃，须核对温度", stated(hot_out), stated(hot_in)));
    }
    if cold_out <= cold_in {
        return Err(format!("冷侧出口 {} ℃ 不高于进口 {} ℃，须核对温度", stated(cold_out), stated(cold_in)));
    }
    let arrangement = x.arrangement.as_ref().map_or(FlowArrangement::Counter, |a| a.value);
    let (one, other) = match arrangement {
        FlowArrangement::Counter => (hot_in - cold_out, hot_out - cold_in),
        FlowArrangement::Parallel => (hot_in - cold_in, hot_out - cold_out),
    };
    if one <= 0.0 || other <= 0.0 {
        return Err(format!(
            "按{}，两端温差 {} K、{} K 应都大于零，须核对温度与流动方式",
            arrangement.zh(),
            stated(one),
            stated(other)
        ));
    }
    Ok(Ends { one, other, arrangement })
}

/// Compares heat transfer coefficient and approach temperature with the design.
pub(super) fn grade(device: &Equipment, x: &HeatExchanger, findings: &mut Findings) {
    let mut inputs = Inputs::default();
    let temperatures = [
        ("hot_in_c", inputs.take(&x.hot_in_c)),
        ("hot_out_c", inputs.take(&x.hot_out_c)),
        ("cold_in_c", inputs.take(&x.cold_in_c)),
        ("cold_out_c", inputs.take(&x.cold_out_c)),
    ];
    for (key, value) in &temperatures {
        if value.is_none() {
            findings.needs(device, key);
        }
    }
    let ends = match temperatures.map(|t| t.1) {
        [Some(a), Some(b), Some(c), Some(d)] => match ends(x, [a, b, c, d]) {
            Ok(ends) => Some(ends),
            Err(question) => {
                findings.ask(question);
                findings.insufficient = true;
                return;
            }
        },
        _ => None,
    };
    let transfer = ends.as_ref().and_then(|e| transfer(device, x, e, inputs, findings));
    let approach = ends.as_ref().and_then(|e| approach(device, x, e, inputs, findings));
    if ends.is_none() {
        // What else will be needed is named at once.
        for (key, none) in [
            ("area_m2", x.area_m2.is_none()),
            ("measured_heat_kw", x.measured_heat_kw.is_none()),
            ("design_u_w_per_m2_k", x.design_u_w_per_m2_k.is_none()),
            ("design_approach_k", x.design_approach_k.is_none()),
        ] {
            if none {
                findings.needs(device, key);
            }
        }
    }
    // Missing the design in one figure is enough: what else is missing can't mend it.
    let verdict = |findings: &mut Findings, text: &str| {
        findings.insufficient = false;
        let text = format!("换热器没有国家能效等级，只与设计值比较：{text}");
        findings.not_covered(STANDARD, "", text);
    };
    match (transfer, approach) {
        (Some(true), Some(true)) => {
            for e in &mut findings.evidence {
                if &*e.standard == STANDARD {
                    e.level = Some(Level::Meets);
                }
            }
        }
        (Some(false), Some(false)) => verdict(findings, "传热系数低于设计值，端差大于设计值"),
        (Some(false), _) => verdict(findings, "传热系数低于设计值"),
        (_, Some(false)) => verdict(findings, "端差大于设计值"),
        _ => findings.insufficient = true,
    }
}

/// K = Q/(A·Δt_m) against the design; whether it is reached.
fn transfer(
    device: &Equipment,
    x: &HeatExchanger,
    ends: &Ends,
    mut inputs: Inputs,
    findings: &mut Findings,
) -> Option<bool> {
    let heat = inputs.take(&x.measured_heat_kw);
    let area = inputs.take(&x.area_m2);
    let design = inputs.take(&x.design_u_w_per_m2_k);
    for (key, value) in [("measured_heat_kw", heat), ("area_m2", area), ("design_u_w_per_m2_k", design)] {
        if value.is_none() {
            findings.needs(device, key);
        }
    }
    let (heat, area) = heat.zip(area)?;
    let mean = ends.log_mean();
    let k = heat * 1000.0 / (area * mean);
    let (big, small) = (ends.one.max(ends.other), ends.one.min(ends.other));
    let working = vec![
        Step::new(
            "对数平均温差",
            "Δt_m = (Δt_大−Δt_小)/ln(Δt_大/Δt_小)",
            format!("({}−{})/ln({0}/{1})，{}", put(big), put(small), ends.arrangement.zh()),
            mean,
            "K",
        ),
        Step::new(
            "传热系数",
            "K = Q/(A·Δt_m)",
            format!("{}×1000/({}×{})", put(heat), put(area), put(mean)),
            k,
            "W/(m²·K)",
        ),
    ];
    let assumed = if x.arrangement.is_none() {
        "；未填流动方式，按逆流计算(实际不是纯逆流时平均温差较小，K 值较大)"
    } else {
        ""
    };
    let load = match &x.design_heat_kw {
        Some(q) => format!("；实测换热量为设计换热量的 {} %", n(100.0 * heat / q.value)),
        None => String::new(),
    };
    let compared = match design {
        Some(d) => format!("，为设计值 {} W/(m²·K) 的 {} %", stated(d), n(100.0 * k / d)),
        None => "，设计传热系数未填，不能比较".to_owned(),
    };
    findings.evidence.push(evidence(
        "传热系数",
        format!("实测传热系数 {} W/(m²·K){compared}{load}{assumed}", n(k)),
        k,
        design,
        "W/(m²·K)",
        inputs,
        working,
    ));
    design.map(|d| k >= d * (1.0 - 1e-9))
}

/// The smaller temperature difference of the two ends against the design; whether it is kept.
fn approach(
    device: &Equipment,
    x: &HeatExchanger,
    ends: &Ends,
    mut inputs: Inputs,
    findings: &mut Findings,
) -> Option<bool> {
    let design = inputs.take(&x.design_approach_k);
    if design.is_none() {
        findings.needs(device, "design_approach_k");
    }
    let actual = ends.one.min(ends.other);
    let formula = match ends.arrangement {
        FlowArrangement::Counter => "端差 = min(t_热进−t_冷出, t_热出−t_冷进)",
        FlowArrangement::Parallel => "端差 = min(t_热进−t_冷进, t_热出−t_冷出)",
    };
    let working = vec![Step::new("端差", formula, format!("min({}, {})", put(ends.one), put(ends.other)), actual, "K")];
    let compared = match design {
        Some(d) if actual <= d + 1e-9 => format!("，不大于设计值 {} K", stated(d)),
        Some(d) => format!("，比设计值 {} K 大 {} K", stated(d), n(actual - d)),
        None => "，设计端差未填，不能比较".to_owned(),
    };
    findings.evidence.push(evidence(
        "端差",
        format!("实测端差 {} K{compared}；端差随负荷变化，负荷与设计不同时只作参考", n(actual)),
        actual,
        design,
        "K",
        inputs,
        working,
    ));
    design.map(|d| actual <= d + 1e-9)
}

/// A comparison with the design that says nothing of a national limit.
fn evidence(
    clause: &str,
    statement: String,
    actual: f64,
    limit: Option<f64>,
    unit: &'static str,
    inputs: Inputs,
    working: Vec<Step>,
) -> Evidence {
    Evidence {
        level: None,
        standard: STANDARD.into(),
        edition: "".into(),
        clause: clause.to_owned(),
        statement,
        limit,
        actual: Some(actual),
        unit,
        estimated: inputs.weakest == Some(crate::audit::Origin::Estimate),
        origin: inputs.weakest,
        working,
        unreviewed: "".into(),
        cited: None,
    }
}
