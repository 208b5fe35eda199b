//! A measure's money: from what the auditor states and the finance settings to the kernel of [`economics`](crate::economics).

use serde::Serialize;

use crate::audit::measure::{Action, Cost, Measure};
use crate::economics::indicators::LifeCycle;
use crate::economics::uncertainty::Case;
use crate::economics::{CashFlow, Loan, Subsidy, Tax, Terms, annuity, levelised_cost};
use crate::energy::{Context, Impact};

/// What a unit of the saving costs over the life, and the cost of going on as before against that of the measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct UnitCosts {
    /// Levelised cost of a saved kWh, where only electricity is saved.
    pub yuan_per_kwh: Option<f64>,
    /// Levelised cost of a saved tce (electricity at equivalent value).
    pub yuan_per_tce: Option<f64>,
    /// Life-cycle cost of the devices as they are (energy only), over the measure's life.
    pub life_cycle_before_yuan: Option<f64>,
    /// Life-cycle cost with the measure: net outlay, energy, added cost, less the residual value.
    pub life_cycle_after_yuan: Option<f64>,
}

/// Whether any subsidy is stated.
pub(super) fn states_subsidy(cost: &Cost) -> bool {
    cost.subsidy_yuan.is_some() || cost.subsidy_share_pct.is_some() || cost.subsidy_yuan_per_tce.is_some()
}

/// The cash flow and terms of a measure; without `counted` nothing was calculated and there is no saved cost.
pub(super) fn case(measure: &Measure, saving: &Impact, counted: bool, ctx: &Context<'_>) -> Case {
    let a = ctx.assumptions;
    let cost = &measure.cost;
    let life_key = match measure.action {
        Action::ReplaceMotor { .. } => "life_motor_a",
        Action::ReplaceTransformer { .. } => "life_transformer_a",
        Action::ReplaceBoiler { .. } => "life_boiler_a",
        _ => "life_measure_a",
    };
    let investment = cost.investment_yuan;
    let upkeep = cost.annual_cost_yuan;
    let cash = CashFlow {
        investment_yuan: investment,
        subsidy_yuan: cost.subsidy_yuan.unwrap_or(0.0),
        saving_yuan: saving.cost_yuan.filter(|_| counted),
        annual_cost_yuan: upkeep.unwrap_or_else(|| investment.unwrap_or(0.0) * a.fraction("maintenance_rate_pct")),
        life_a: cost.life_a.or_else(|| a.value(life_key)).unwrap_or(10.0),
        discount_rate: a.fraction("discount_rate_pct"),
        escalation: a.fraction("price_escalation_pct"),
        residual_rate: a.fraction("residual_rate_pct"),
    };
    let terms = Terms {
        downtime_yuan: cost.downtime_cost_yuan.unwrap_or(0.0),
        subsidy: Subsidy {
            share: cost.subsidy_share_pct.unwrap_or(0.0) / 100.0,
            yuan_per_tce: cost.subsidy_yuan_per_tce.unwrap_or(0.0),
            cap_yuan: cost.subsidy_cap_yuan,
        },
        saved_tce: saving.tce_equivalent,
        carbon_yuan: a.value("carbon_price_yuan_per_t").zip(saving.co2_t).map_or(0.0, |(price, t)| price * t),
        carbon_escalation: a.fraction("carbon_escalation_pct"),
        loan: loan(ctx),
        tax: a.value("income_tax_pct").filter(|r| *r > 0.0).map(|rate| Tax {
            rate: rate / 100.0,
            depreciation_a: a.value("depreciation_a").unwrap_or(cash.life_a),
            loss_carry_a: a.value("tax_loss_carry_a").unwrap_or(0.0),
            credit_yuan: cost.credit_investment_yuan.unwrap_or(0.0) * a.fraction("tax_credit_pct"),
            credit_carry_a: a.value("tax_credit_carry_a").unwrap_or(0.0),
        }),
    };
    Case { cash, terms, saved_tce: saving.tce_equivalent }
}

/// The loan of the finance settings, if share, rate and term are all given.
fn loan(ctx: &Context<'_>) -> Option<Loan> {
    let a = ctx.assumptions;
    let share = a.fraction("loan_share_pct");
    let (rate, years_a) = a.value("loan_rate_pct").zip(a.value("loan_years_a"))?;
    (share > 0.0).then(|| Loan { share, rate: rate / 100.0, years_a, repayment: a.repayment() })
}

/// What is switched on in the finance settings but can't be reckoned.
pub(super) fn incomplete(saving: &Impact, ctx: &Context<'_>) -> Vec<String> {
    let a = ctx.assumptions;
    let mut out = Vec::new();
    if a.fraction("loan_share_pct") > 0.0 && loan(ctx).is_none() {
        out.push("填了贷款比例，未填贷款年利率或年限，未计贷款".to_owned());
    }
    if a.value("carbon_price_yuan_per_t").is_some() && saving.co2_t.is_none() {
        out.push("减排量不能计算，未计碳收益".to_owned());
    }
    out
}

/// Unit costs and life-cycle costs; `cost_before` is the devices' yearly energy cost before the measure.
pub(super) fn unit_costs(case: &Case, saving: &Impact, cost_before: Option<f64>, net_outlay: Option<f64>) -> UnitCosts {
    let Some(outlay) = net_outlay else { return UnitCosts::default() };
    let cash = &case.cash;
    let per = |quantity| levelised_cost(outlay, cash.annual_cost_yuan, cash.discount_rate, cash.life_a, quantity);
    let electricity_only = saving.fuels.iter().all(|f| f.quantity == 0.0);
    let life = |outlay_yuan, energy_yuan, upkeep_yuan, residual_yuan| {
        LifeCycle {
            outlay_yuan,
            energy_yuan,
            upkeep_yuan,
            residual_yuan,
            life_a: cash.life_a,
            discount_rate: cash.discount_rate,
            escalation: cash.escalation,
        }
        .cost_yuan()
    };
    let before = cost_before.filter(|c| *c > 0.0);
    let residual = cash.investment_yuan.unwrap_or(0.0) * cash.residual_rate;
    UnitCosts {
        yuan_per_kwh: per(saving.electricity_kwh).filter(|_| electricity_only),
        yuan_per_tce: per(saving.tce_equivalent),
        life_cycle_before_yuan: before.map(|c| life(0.0, c, 0.0, 0.0)),
        life_cycle_after_yuan: before
            .zip(cash.saving_yuan)
            .map(|(c, saved)| life(outlay, c - saved, cash.annual_cost_yuan, residual)),
    }
}

/// (net outlay·A/P(i, n) + added cost − saved cost)/tCO₂: without carbon price, tax and residual value.
pub(super) fn abatement_cost(case: &Case, saving: &Impact, net_outlay: Option<f64>) -> Option<f64> {
    let (outlay, co2, saved) = (net_outlay?, saving.co2_t.filter(|c| *c > 0.0)?, saving.cost_yuan?);
    let cash = &case.cash;
    Some((outlay * annuity(cash.discount_rate, cash.life_a) + cash.annual_cost_yuan - saved) / co2)
}
