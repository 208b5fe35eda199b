//! Energy performance contracts (合同能源管理, GB/T 24915) from both sides' view, before tax.
//!
//! Whatever the contract, the flows of both sides add up to the flow of the project.

use serde::Serialize;

use super::indicators::{discounted_payback, irr, npv, whole_years};
use super::{CashFlow, Economics, Terms, evaluate_with};
use crate::audit::measure::Contract;

/// One side of the contract.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Side {
    /// Net flow of years 0 to n.
    pub flow_yuan: Vec<f64>,
    /// Receipts from the shared or guaranteed saving over the contract, undiscounted; negative: paid.
    pub settled_yuan: f64,
    /// NPV at the discount rate.
    pub npv_yuan: f64,
    /// IRR; `None` where the side invests nothing or the flows change sign more than once.
    pub irr: Option<f64>,
    /// Payback of the undiscounted balance; 0 where nothing is invested.
    pub payback_a: Option<f64>,
    /// Discounted payback.
    pub discounted_payback_a: Option<f64>,
}

impl Side {
    fn of(flow: Vec<f64>, settled_yuan: f64, rate: f64) -> Self {
        Self {
            npv_yuan: npv(&flow, rate),
            irr: flow.first().filter(|f| **f < 0.0).and_then(|_| irr(&flow)),
            payback_a: discounted_payback(&flow, 0.0),
            discounted_payback_a: discounted_payback(&flow, rate),
            flow_yuan: flow,
            settled_yuan,
        }
    }
}

/// Both sides.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Sides {
    /// 节能服务公司.
    pub provider: Side,
    /// 用能单位.
    pub host: Side,
}

/// The flows of both sides; `Err` says why there are none.
///
/// - 节能效益分享型: the provider pays the investment (and receives the subsidy), bears the upkeep if the contract says
///   so, and receives `share` of the saved energy cost of years 1 to m. The host bears the standstill, and keeps the rest,
///   everything after year m, the carbon value and the residual value (the equipment passes to it without payment).
/// - 节能量保证型: the host pays the price in year 0 and receives the subsidy; the provider pays the investment. If a year of
///   the guarantee saves less than guaranteed (at that year's prices) the provider makes up the difference; of a
///   surplus it receives the agreed share.
pub fn sides(cash: &CashFlow, terms: &Terms, contract: &Contract) -> Result<Sides, String> {
    // Taxes and loans are each side's own affair.
    let project = evaluate_with(cash, &Terms { tax: None, loan: None, ..*terms });
    let Economics { years, notes, .. } = project;
    if years.is_empty() {
        return Err(notes.join("；"));
    }
    let investment = cash.investment_yuan.unwrap_or(0.0);
    let share = |pct: f64, what: &str| {
        if (0.0..=100.0).contains(&pct) { Ok(pct / 100.0) } else { Err(format!("{what}应在 0～100 % 之间")) }
    };
    let (years_a, first_year) = match contract {
        Contract::Shared { years_a, .. } => (*years_a, years[0].outlay_yuan - terms.downtime_yuan),
        Contract::Guaranteed { years_a, price_yuan, .. } => (*years_a, investment - price_yuan),
    };
    if !(years_a.is_finite() && years_a >= 1.0) {
        return Err("合同年限应不少于 1 年".to_owned());
    }
    let term = whole_years(years_a);
    let mut provider = vec![-first_year];
    let mut settled = 0.0;
    let mut price = 1.0;
    for year in years.iter().skip(1) {
        let running = year.year <= term;
        let (receipt, upkeep) = match contract {
            Contract::Shared { provider_share_pct, provider_upkeep, .. } => {
                let part = share(*provider_share_pct, "分享比例")?;
                (part * year.saving_yuan, if *provider_upkeep { year.added_cost_yuan } else { 0.0 })
            }
            Contract::Guaranteed { guaranteed_yuan, provider_surplus_pct, .. } => {
                let difference = year.saving_yuan - guaranteed_yuan * price;
                let surplus = share(*provider_surplus_pct, "超额分享比例")?;
                (difference.min(0.0) + surplus * difference.max(0.0), 0.0)
            }
        };
        provider.push(if running { receipt - upkeep } else { 0.0 });
        settled += if running { receipt } else { 0.0 };
        price *= 1.0 + cash.escalation;
    }
    let saved: f64 = years.iter().skip(1).take(term).map(|y| y.saving_yuan).sum();
    let host = years.iter().zip(&provider).map(|(y, p)| y.net_yuan - p).collect();
    Ok(Sides {
        provider: Side::of(provider, settled, cash.discount_rate),
        host: Side::of(host, saved - settled, cash.discount_rate),
    })
}
