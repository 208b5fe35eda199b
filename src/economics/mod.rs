//! Cash flow → payback, NPV and IRR. Amounts in yuan, rates as fractions, times in years.
//!
//! One kernel for pages, report, export and command line:
//!
//! - [`evaluate`] / [`evaluate_with`]: the project before financing (融资前), after tax where tax is reckoned, and the
//!   enterprise's own money (融资后) where there is a loan;
//! - [`indicators`]: NPV, IRR, discounted payback, annuity, life-cycle cost, cost of what is saved;
//! - [`contract`]: energy performance contracts from both sides;
//! - [`uncertainty`]: tornado and Monte Carlo.
//!
//! VAT is left out: prices and investments are taken on the same basis.

pub mod contract;
pub mod flow;
pub mod indicators;
pub mod terms;
pub mod uncertainty;

use serde::Serialize;

pub use flow::Year;
pub use indicators::{annuity, balances, discounted_payback, irr, levelised_cost, npv, together};
pub use terms::{Loan, Repayment, Subsidy, Tax, Terms};

/// The cash flow of a measure.
#[derive(Clone, Debug, PartialEq)]
pub struct CashFlow {
    /// Investment I in yuan, ≥ 0; `None` if not stated.
    pub investment_yuan: Option<f64>,
    /// Granted subsidy in yuan.
    pub subsidy_yuan: f64,
    /// Saved energy cost in the first year in yuan; `None` if a price is missing.
    pub saving_yuan: Option<f64>,
    /// Added yearly cost (operation, maintenance) in yuan; negative where the measure lowers it.
    pub annual_cost_yuan: f64,
    /// Life n in years.
    pub life_a: f64,
    /// Discount rate i (fraction).
    pub discount_rate: f64,
    /// Yearly rise of energy prices (fraction).
    pub escalation: f64,
    /// Residual value as a fraction of the investment, received at the end of life.
    pub residual_rate: f64,
}

/// The enterprise's own money in a project with a loan.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OwnMoney {
    /// The loan.
    pub loan_yuan: f64,
    /// NPV of the own money at the same discount rate.
    pub npv_yuan: f64,
    /// IRR of the own money.
    pub irr: Option<f64>,
    /// Discounted payback of the own money.
    pub discounted_payback_a: Option<f64>,
}

/// The economic result; a figure that does not exist is `None`, and `notes` says why.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Economics {
    /// Net yearly benefit in the first year before tax, A₁ = saving + carbon − added cost.
    pub net_benefit_yuan: Option<f64>,
    /// Net outlay of year 0: I − subsidy + standstill.
    pub net_outlay_yuan: Option<f64>,
    /// The subsidy granted in all.
    pub subsidy_yuan: f64,
    /// Simple payback N = (I − subsidy + standstill)/A₁, before tax.
    pub simple_payback_a: Option<f64>,
    /// The same without the subsidy.
    pub simple_payback_without_subsidy_a: Option<f64>,
    /// Discounted payback: T − 1 + |discounted balance of the year before| / discounted benefit of year T.
    pub discounted_payback_a: Option<f64>,
    /// NPV = −(I − subsidy + standstill) + Σ A_t/(1+i)^t + residual/(1+i)^n, A_t after tax where tax is reckoned.
    pub npv_yuan: Option<f64>,
    /// IRR as a fraction: NPV(IRR) = 0.
    pub irr: Option<f64>,
    /// Net flow of years 0 to n, for the plot.
    pub flow_yuan: Vec<f64>,
    /// The flow in detail.
    pub years: Vec<Year>,
    /// The own money, where there is a loan.
    pub own_money: Option<OwnMoney>,
    /// Why a figure is missing.
    pub notes: Vec<String>,
}

/// Evaluates a cash flow with everything else off: no standstill, loan, tax or carbon price.
pub fn evaluate(cash: &CashFlow) -> Economics {
    evaluate_with(cash, &Terms::default())
}

/// Evaluates a cash flow (GB/T 13234 practice; formulas of simple and discounted payback, NPV and IRR; before and after
/// financing as in 建设项目经济评价方法与参数).
pub fn evaluate_with(cash: &CashFlow, terms: &Terms) -> Economics {
    let mut out = Economics::default();
    let Some(saving) = cash.saving_yuan.filter(|s| s.is_finite()) else {
        out.notes.push("年节能费用不能计算，未作经济评价".to_owned());
        return out;
    };
    let benefit = saving + terms.carbon_yuan - cash.annual_cost_yuan;
    out.net_benefit_yuan = Some(benefit);
    let Some(investment) = cash.investment_yuan else {
        out.notes.push("未填投资，未作经济评价".to_owned());
        return out;
    };
    out.subsidy_yuan = terms.subsidy.granted(cash.subsidy_yuan, investment, terms.saved_tce);
    let net = investment - out.subsidy_yuan + terms.downtime_yuan;
    out.net_outlay_yuan = Some(net);
    if benefit > 0.0 {
        out.simple_payback_a = Some((net / benefit).max(0.0));
        out.simple_payback_without_subsidy_a = Some((investment + terms.downtime_yuan) / benefit);
    } else {
        out.notes.push("年净收益不大于零，不能回收投资".to_owned());
    }
    out.years = flow::years(cash, terms, investment, saving);
    let flow: Vec<f64> = out.years.iter().map(|y| y.net_yuan).collect();
    out.npv_yuan = Some(npv(&flow, cash.discount_rate));
    if benefit > 0.0 {
        out.discounted_payback_a = discounted_payback(&flow, cash.discount_rate);
        if out.discounted_payback_a.is_none() {
            out.notes.push("经济寿命内折现净收益不能收回投资，无动态回收期".to_owned());
        }
    }
    out.irr = if net <= 0.0 {
        out.notes.push("扣除补助后没有投资，内部收益率不存在".to_owned());
        None
    } else {
        let rate = irr(&flow);
        if rate.is_none() {
            out.notes.push("现金流没有唯一的符号变化，内部收益率不存在".to_owned());
        }
        rate
    };
    out.flow_yuan = flow;
    out.own_money = terms.loan.map(|loan| own_money(&out.years, cash, &loan, &mut out.notes));
    if terms.tax.is_some() {
        out.notes.push(
            "净现值和内部收益率为所得税后；静态回收期为税前。税额按项目自身所得计，不与企业其他所得相抵".to_owned(),
        );
    }
    out
}

fn own_money(years: &[Year], cash: &CashFlow, loan: &Loan, notes: &mut Vec<String>) -> OwnMoney {
    let flow: Vec<f64> = years.iter().map(|y| y.own_net_yuan).collect();
    if indicators::whole_years(loan.years_a) >= years.len() {
        notes.push("贷款期长于经济寿命，余额按寿命末年一次还清计".to_owned());
    }
    OwnMoney {
        loan_yuan: years.first().map_or(0.0, |y| y.loan_yuan),
        npv_yuan: npv(&flow, cash.discount_rate),
        // Without own money at the start there is nothing a return could be reckoned on.
        irr: flow.first().filter(|f| **f < 0.0).and_then(|_| irr(&flow)),
        discounted_payback_a: discounted_payback(&flow, cash.discount_rate),
    }
}
