//! The marginal abatement cost curve of a scenario.

use super::super::scenario::ScenarioResult;
use crate::audit::Id;

/// One step of the curve.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct AbatementStep {
    /// Which measure.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Height: yearly net cost per tCO₂ in yuan; negative earns money.
    pub cost_yuan_per_t: f64,
    /// Width: avoided tCO₂ per year, as the measure acts in the scenario.
    pub co2_t: f64,
    /// Avoided tCO₂ of this and all cheaper measures.
    pub cumulative_co2_t: f64,
}

/// Steps, cheapest first, and the measures that have none.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Curve {
    /// The steps.
    pub steps: Vec<AbatementStep>,
    /// Measures without a step: title and reason.
    pub left_out: Vec<(String, &'static str)>,
}

/// The curve of a scenario. Interactions stay with the measure that comes later in the scenario; the steps are only sorted.
pub fn abatement_curve(scenario: &ScenarioResult) -> Curve {
    let mut out = Curve::default();
    for m in &scenario.measures {
        match (m.abatement_cost_yuan_per_t, m.saving.co2_t) {
            (Some(cost), Some(co2)) => out.steps.push(AbatementStep {
                id: m.id,
                title: m.title.clone(),
                cost_yuan_per_t: cost,
                co2_t: co2,
                cumulative_co2_t: 0.0,
            }),
            _ if m.targets.is_empty() && m.beyond.is_none() => {
                out.left_out.push((m.title.clone(), "没有可计算的设备"));
            }
            (None, Some(co2)) if co2 <= 0.0 => out.left_out.push((m.title.clone(), "不减少碳排放")),
            (None, None) => out.left_out.push((m.title.clone(), "没有排放因子")),
            (_, _) if m.investment_yuan.is_none() => out.left_out.push((m.title.clone(), "未填投资")),
            (_, _) => out.left_out.push((m.title.clone(), "缺少能源价格")),
        }
    }
    out.steps.sort_by(|a, b| a.cost_yuan_per_t.total_cmp(&b.cost_yuan_per_t));
    let mut sum = 0.0;
    for step in &mut out.steps {
        sum += step.co2_t;
        step.cumulative_co2_t = sum;
    }
    out
}
