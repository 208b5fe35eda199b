//! Cash flow → payback, NPV and IRR. Amounts in yuan, rates as fractions, times in years.

use serde::Serialize;

/// The cash flow of a measure.
#[derive(Clone, Debug, PartialEq)]
pub struct CashFlow {
    /// Investment I in yuan, ≥ 0; `None` if not stated.
    pub investment_yuan: Option<f64>,
    /// Granted subsidy in yuan.
    pub subsidy_yuan: f64,
    /// Saved energy cost in the first year in yuan; `None` if a price is missing.
    pub saving_yuan: Option<f64>,
    /// Added yearly cost (operation, maintenance) in yuan.
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

/// The economic result; a figure that does not exist is `None`, and `notes` says why.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Economics {
    /// Net yearly benefit in the first year, A₁ = saving − added cost.
    pub net_benefit_yuan: Option<f64>,
    /// Simple payback N = (I − subsidy)/A₁.
    pub simple_payback_a: Option<f64>,
    /// The same without the subsidy.
    pub simple_payback_without_subsidy_a: Option<f64>,
    /// Discounted payback: T − 1 + |discounted balance of the year before| / discounted benefit of year T.
    pub discounted_payback_a: Option<f64>,
    /// NPV = −(I − subsidy) + Σ A_t/(1+i)^t + residual/(1+i)^n.
    pub npv_yuan: Option<f64>,
    /// IRR as a fraction: NPV(IRR) = 0.
    pub irr: Option<f64>,
    /// Net flow of years 0 to n, for the plot.
    pub flow_yuan: Vec<f64>,
    /// Why a figure is missing.
    pub notes: Vec<String>,
}

/// Net flows of years 0 to n.
fn flows(cash: &CashFlow, investment: f64, saving: f64) -> Vec<f64> {
    let life = cash.life_a.round().clamp(1.0, 100.0) as usize;
    let mut out = vec![-(investment - cash.subsidy_yuan)];
    for year in 1..=life {
        let saved = saving * (1.0 + cash.escalation).powi(year as i32 - 1);
        out.push(saved - cash.annual_cost_yuan);
    }
    if let Some(last) = out.last_mut() {
        *last += investment * cash.residual_rate;
    }
    out
}

fn npv(flows: &[f64], rate: f64) -> f64 {
    flows.iter().enumerate().map(|(t, f)| f / (1.0 + rate).powi(t as i32)).sum()
}

/// The rate at which NPV is zero, by bisection between −99 % and 10 000 %; `None` without a sign change.
fn irr(flows: &[f64]) -> Option<f64> {
    // Exactly one sign change makes the rate unique (Descartes); more would allow several rates.
    let signs: Vec<bool> = flows.iter().filter(|f| **f != 0.0).map(|f| *f > 0.0).collect();
    if signs.windows(2).filter(|w| w[0] != w[1]).count() != 1 {
        return None;
    }
    let (mut low, mut high) = (-0.99, 100.0);
    let at_low = npv(flows, low);
    if at_low * npv(flows, high) > 0.0 {
        return None;
    }
    for _ in 0..200 {
        let mid = 0.5 * (low + high);
        if npv(flows, mid) * at_low > 0.0 { low = mid } else { high = mid }
    }
    Some(0.5 * (low + high))
}

/// Years until the discounted balance turns positive; the residual value counts in the last year only.
fn discounted_payback(flows: &[f64], rate: f64) -> Option<f64> {
    let mut balance = *flows.first()?;
    if balance >= 0.0 {
        return Some(0.0);
    }
    for (t, flow) in flows.iter().enumerate().skip(1) {
        let present = flow / (1.0 + rate).powi(t as i32);
        if balance + present >= 0.0 && present > 0.0 {
            return Some(t as f64 - 1.0 - balance / present);
        }
        balance += present;
    }
    None
}

/// Evaluates a cash flow (GB/T 13234 practice; formulas of simple and discounted payback, NPV and IRR).
pub fn evaluate(cash: &CashFlow) -> Economics {
    let mut out = Economics::default();
    let Some(saving) = cash.saving_yuan.filter(|s| s.is_finite()) else {
        out.notes.push("年节能费用不能计算，未作经济评价".to_owned());
        return out;
    };
    let benefit = saving - cash.annual_cost_yuan;
    out.net_benefit_yuan = Some(benefit);
    let Some(investment) = cash.investment_yuan else {
        out.notes.push("未填投资，未作经济评价".to_owned());
        return out;
    };
    let net = investment - cash.subsidy_yuan;
    if benefit > 0.0 {
        out.simple_payback_a = Some((net / benefit).max(0.0));
        out.simple_payback_without_subsidy_a = Some(investment / benefit);
    } else {
        out.notes.push("年净收益不大于零，不能回收投资".to_owned());
    }
    let flow = flows(cash, investment, saving);
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
    out
}
