//! What measures save: each alone, and in a scenario one after the other.

use std::collections::HashSet;

use serde::Serialize;

use super::Beyond;
use super::run::{Found, Ledger, NEGATIVE, State, run};
use crate::audit::field::Choice as _;
use crate::audit::measure::{Action, Measure, Scenario};
use crate::audit::{Audit, Id};
use crate::economics::{self, CashFlow, Economics};
use crate::energy::{self, Context, EnergyUse, FuelUse, Impact, Step};

/// One device of a measure.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetResult {
    /// Whose.
    pub id: Id,
    /// Tag or name.
    pub label: String,
    /// Model.
    pub model: String,
    /// Energy before: that of the motor that drives the device, where it is counted there.
    pub before: EnergyUse,
    /// How the new device's parameters were found.
    pub replacement: Vec<Step>,
    /// Energy after, counted as before.
    pub after: EnergyUse,
    /// Before − after.
    pub saving: Impact,
    /// What the auditor must know.
    pub notes: Vec<String>,
}

/// A fuel saved (negative: used more).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FuelSaving {
    /// Stable code of the fuel.
    pub fuel: &'static str,
    /// Chinese name.
    pub name: &'static str,
    /// `t` or `万m³`.
    pub unit: &'static str,
    /// Quantity per year.
    pub quantity: f64,
}

/// What a measure saves and earns.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureResult {
    /// Which measure.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its kind, Chinese.
    pub action: &'static str,
    /// Devices for which it was calculated.
    pub targets: Vec<TargetResult>,
    /// Devices for which it could not be: label and reason. Their saving is not counted.
    pub refused: Vec<(String, String)>,
    /// What is saved beyond the devices' own energy.
    pub beyond: Option<Beyond>,
    /// Before − after over all devices, and what is saved beyond them.
    pub saving: Impact,
    /// Saved fuels.
    pub fuels: Vec<FuelSaving>,
    /// Energy before, tce at equivalent value.
    pub before_tce: f64,
    /// Investment in yuan.
    pub investment_yuan: Option<f64>,
    /// Subsidy in yuan.
    pub subsidy_yuan: Option<f64>,
    /// Life in years used for the evaluation.
    pub life_a: f64,
    /// Payback, NPV, IRR.
    pub economics: Economics,
    /// Yearly net cost per tonne of CO₂: (annuity of the investment + added cost − saving) / tCO₂; negative earns money.
    pub abatement_cost_yuan_per_t: Option<f64>,
    /// Whether typical or default values took part.
    pub estimated: bool,
    /// What the auditor must know.
    pub notes: Vec<String>,
}

impl MeasureResult {
    /// All steps of all devices, each named by its device, and those beyond them.
    pub fn working(&self) -> impl Iterator<Item = (&str, &'static str, &Step)> {
        let beyond = self.beyond.iter().flat_map(|b| b.working.iter().map(|s| ("", "其他节能量", s)));
        let devices = self.targets.iter().flat_map(|t| {
            t.before
                .working
                .iter()
                .map(|s| ("改造前", s))
                .chain(t.replacement.iter().map(|s| ("新设备", s)))
                .chain(t.after.working.iter().map(|s| ("改造后", s)))
                .map(|(phase, s)| (t.label.as_str(), phase, s))
        });
        devices.chain(beyond)
    }
}

/// A scenario: measures in order, each on what the ones before left.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioResult {
    /// Which scenario.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Each measure as it is in this scenario.
    pub measures: Vec<MeasureResult>,
    /// Sum of savings: energy before − energy after.
    pub saving: Impact,
    /// Saved fuels.
    pub fuels: Vec<FuelSaving>,
    /// Sum of the stated investments.
    pub investment_yuan: f64,
    /// Sum of subsidies.
    pub subsidy_yuan: f64,
    /// Measures without a stated investment.
    pub without_investment: usize,
    /// Payback of the whole: only if every measure states its investment.
    pub simple_payback_a: Option<f64>,
    /// Sum of NPVs, if all exist.
    pub npv_yuan: Option<f64>,
}

/// A measure on the devices as they are.
pub fn measure_alone(measure: &Measure, ledger: &dyn Ledger, ctx: &Context<'_>) -> MeasureResult {
    finish(measure, run(measure, ledger, &mut State::default(), ctx), ctx)
}

/// All measures of a scenario, one after the other; one that is listed twice is carried out once.
pub fn scenario(scenario: &Scenario, audit: &Audit, ledger: &dyn Ledger, ctx: &Context<'_>) -> ScenarioResult {
    let mut state = State::default();
    let mut seen = HashSet::new();
    let measures: Vec<MeasureResult> = scenario
        .measures
        .iter()
        .filter(|id| seen.insert(**id))
        .filter_map(|id| audit.measure(*id))
        .map(|m| finish(m, run(m, ledger, &mut state, ctx), ctx))
        .collect();
    let electricity = measures.iter().map(|m| m.saving.electricity_kwh).sum::<f64>() + 0.0;
    let fuels = energy::merge(measures.iter().flat_map(|m| m.saving.fuels.iter().cloned()).collect());
    let mut saving = Impact::of(electricity, &fuels, ctx);
    // Money that no saved energy explains.
    let more: f64 = measures.iter().filter_map(|m| m.beyond.as_ref()).map(|b| b.cost_yuan).sum();
    saving.cost_yuan = saving.cost_yuan.map(|c| c + more);
    let without_investment = measures.iter().filter(|m| m.investment_yuan.is_none()).count();
    let investment: f64 = measures.iter().filter_map(|m| m.investment_yuan).sum();
    let subsidy: f64 = measures.iter().filter_map(|m| m.subsidy_yuan).sum();
    let benefit: Option<f64> = measures.iter().map(|m| m.economics.net_benefit_yuan).sum();
    let payback = benefit
        .filter(|b| *b > 0.0 && without_investment == 0 && !measures.is_empty())
        .map(|b| ((investment - subsidy) / b).max(0.0));
    ScenarioResult {
        id: scenario.id,
        name: scenario.name.clone(),
        fuels: fuel_savings(&saving),
        saving,
        investment_yuan: investment,
        subsidy_yuan: subsidy,
        without_investment,
        simple_payback_a: payback,
        npv_yuan: if measures.is_empty() { None } else { measures.iter().map(|m| m.economics.npv_yuan).sum() },
        measures,
    }
}

/// Adds up what came of a measure's devices, with its economics.
fn finish(measure: &Measure, found: Found, ctx: &Context<'_>) -> MeasureResult {
    let Found { targets, refused, beyond } = found;
    // An empty sum of floats is −0; adding 0 keeps the minus sign off the page.
    let electricity = targets.iter().map(|t| t.saving.electricity_kwh).sum::<f64>()
        + beyond.as_ref().map_or(0.0, |b| b.electricity_kwh)
        + 0.0;
    let more = beyond.iter().flat_map(|b| b.fuels.iter().cloned());
    let fuels = energy::merge(targets.iter().flat_map(|t| t.saving.fuels.iter().cloned()).chain(more).collect());
    let mut saving = Impact::of(electricity, &fuels, ctx);
    if let Some(beyond) = &beyond {
        saving.cost_yuan = saving.cost_yuan.map(|c| c + beyond.cost_yuan);
    }
    let before_tce =
        targets.iter().map(|t| energy::tce_equivalent(t.before.electricity_kwh, &t.before.fuels, ctx)).sum();
    let a = ctx.assumptions;
    let life_key = match measure.action {
        Action::ReplaceMotor { .. } | Action::PermanentMagnet(_) | Action::RightSizeMotor(_) => "life_motor_a",
        Action::ReplaceTransformer { .. } => "life_transformer_a",
        Action::ReplaceBoiler { .. } => "life_boiler_a",
        _ => "life_measure_a",
    };
    let fraction = |key: &str| a.value(key).unwrap_or(0.0) / 100.0;
    let life = measure.cost.life_a.or_else(|| a.value(life_key)).unwrap_or(10.0);
    let investment = measure.cost.investment_yuan;
    let annual_cost =
        measure.cost.annual_cost_yuan.unwrap_or_else(|| investment.unwrap_or(0.0) * fraction("maintenance_rate_pct"));
    let discount = fraction("discount_rate_pct");
    let residual = fraction("residual_rate_pct");
    let cash = CashFlow {
        investment_yuan: investment,
        subsidy_yuan: measure.cost.subsidy_yuan.unwrap_or(0.0),
        saving_yuan: saving.cost_yuan.filter(|_| !targets.is_empty() || beyond.is_some()),
        annual_cost_yuan: annual_cost,
        life_a: life,
        discount_rate: discount,
        escalation: fraction("price_escalation_pct"),
        residual_rate: residual,
    };
    let economics = economics::evaluate(&cash);
    let mut notes = saving.notes.clone();
    if measure.cost.annual_cost_yuan.is_none() && investment.is_some_and(|i| i > 0.0) {
        notes.push("年运行维护费按投资的默认比例计".to_owned());
    }
    let of_devices = targets.iter().flat_map(|t| &t.notes);
    for note in of_devices.chain(beyond.iter().flat_map(|b| &b.notes)) {
        if !notes.contains(note) {
            notes.push(note.clone());
        }
    }
    let more_used = beyond.as_ref().is_some_and(|b| energy::tce_equivalent(b.electricity_kwh, &b.fuels, ctx) < 0.0);
    if more_used && !matches!(measure.action, Action::LoadShift(_)) {
        notes.push(NEGATIVE.to_owned());
    }
    notes.extend(economics.notes.iter().cloned());
    if !refused.is_empty() {
        notes.push(format!("{} 项设备未计入，原因见未计入设备清单", refused.len()));
    }
    let abatement = match (investment, saving.co2_t, saving.cost_yuan) {
        (Some(i), Some(co2), Some(saved)) if co2 > 0.0 => {
            let net = i - cash.subsidy_yuan;
            Some((net * annuity(discount, life) + annual_cost - saved) / co2)
        }
        _ => None,
    };
    MeasureResult {
        id: measure.id,
        title: measure.title.clone(),
        action: measure.action.zh(),
        fuels: fuel_savings(&saving),
        before_tce,
        investment_yuan: investment,
        subsidy_yuan: measure.cost.subsidy_yuan,
        life_a: life,
        economics,
        abatement_cost_yuan_per_t: abatement,
        estimated: targets.iter().any(|t| t.before.estimated || t.after.estimated)
            || beyond.as_ref().is_some_and(|b| b.weakest == Some(crate::audit::Origin::Estimate)),
        beyond,
        targets,
        refused,
        saving,
        notes,
    }
}

/// Annuity factor i/(1−(1+i)^−n); 1/n without interest.
fn annuity(rate: f64, life: f64) -> f64 {
    if rate == 0.0 { 1.0 / life } else { rate / (1.0 - (1.0 + rate).powf(-life)) }
}

fn fuel_savings(saving: &Impact) -> Vec<FuelSaving> {
    let mut out: Vec<FuelSaving> = Vec::new();
    for f in &saving.fuels {
        let code = f.fuel.def().code;
        match out.iter_mut().find(|s| s.fuel == code) {
            Some(same) => same.quantity += f.quantity,
            None => out.push(FuelSaving {
                fuel: code,
                name: f.fuel.zh(),
                unit: FuelUse::unit(f.fuel),
                quantity: f.quantity,
            }),
        }
    }
    out
}
