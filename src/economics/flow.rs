//! The cash flow year by year.

use serde::Serialize;

use super::CashFlow;
use super::indicators::whole_years;
use super::terms::{Instalment, Terms};

/// One year of a project, in yuan; year 0 is the investment, flows fall at the end of the year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Year {
    /// Number of the year.
    pub year: usize,
    /// Investment and cost of the standstill less subsidy (year 0 only).
    pub outlay_yuan: f64,
    /// Saved energy cost at this year's prices.
    pub saving_yuan: f64,
    /// Value of the avoided CO₂.
    pub carbon_yuan: f64,
    /// Added operation and maintenance.
    pub added_cost_yuan: f64,
    /// Residual value (last year only).
    pub residual_yuan: f64,
    /// Depreciation, for the tax.
    pub depreciation_yuan: f64,
    /// Income tax of the project without financing (调整所得税).
    pub tax_yuan: f64,
    /// Tax credit used.
    pub tax_credit_yuan: f64,
    /// Net flow of the project: before financing, after tax.
    pub net_yuan: f64,
    /// Loan paid out (year 0 only).
    pub loan_yuan: f64,
    /// Interest paid.
    pub interest_yuan: f64,
    /// Principal repaid.
    pub principal_yuan: f64,
    /// Income tax with the interest deducted.
    pub tax_with_loan_yuan: f64,
    /// Net flow of the enterprise's own money.
    pub own_net_yuan: f64,
}

/// The years 0 to n of a project. A loan that runs longer than the project is repaid in its last year.
pub(super) fn years(cash: &CashFlow, terms: &Terms, investment: f64, saving: f64) -> Vec<Year> {
    let life = whole_years(cash.life_a);
    let granted = terms.subsidy.granted(cash.subsidy_yuan, investment, terms.saved_tce);
    let mut out = vec![Year { outlay_yuan: investment - granted + terms.downtime_yuan, ..Year::default() }];
    let (mut price, mut carbon_price) = (1.0, 1.0);
    for year in 1..=life {
        out.push(Year {
            year,
            saving_yuan: saving * price,
            carbon_yuan: terms.carbon_yuan * carbon_price,
            added_cost_yuan: cash.annual_cost_yuan,
            residual_yuan: if year == life { investment * cash.residual_rate } else { 0.0 },
            ..Year::default()
        });
        price *= 1.0 + cash.escalation;
        carbon_price *= 1.0 + terms.carbon_escalation;
    }
    let loan = terms.loan.map(|l| {
        let sum = (investment - granted).max(0.0) * l.share;
        (sum, shortened(l.schedule(sum), life))
    });
    for year in &mut out {
        year.net_yuan =
            year.saving_yuan + year.carbon_yuan - year.added_cost_yuan + year.residual_yuan - year.outlay_yuan;
    }
    if let Some((sum, schedule)) = &loan {
        out[0].loan_yuan = *sum;
        for (year, instalment) in out.iter_mut().skip(1).zip(schedule) {
            year.interest_yuan = instalment.interest_yuan;
            year.principal_yuan = instalment.principal_yuan;
        }
    }
    tax(&mut out, cash, terms, investment, granted);
    for year in &mut out {
        year.own_net_yuan = year.net_yuan + year.loan_yuan
            - year.interest_yuan
            - year.principal_yuan
            - (year.tax_with_loan_yuan - year.tax_yuan);
    }
    out
}

/// The schedule within the project's life, the rest repaid in its last year.
fn shortened(mut schedule: Vec<Instalment>, life: usize) -> Vec<Instalment> {
    if schedule.len() > life {
        let rest: f64 = schedule[life..].iter().map(|i| i.principal_yuan).sum();
        schedule.truncate(life);
        if let Some(last) = schedule.last_mut() {
            last.principal_yuan += rest;
        }
    }
    schedule
}

/// Depreciation and tax of every year, taken from the net flows.
fn tax(years: &mut [Year], cash: &CashFlow, terms: &Terms, investment: f64, granted: f64) {
    let Some(tax) = terms.tax else { return };
    let residual = investment * cash.residual_rate;
    let base = (investment - granted).max(0.0);
    let written_off = (base - residual).max(0.0);
    let term = whole_years(tax.depreciation_a);
    let last = years.len() - 1;
    let mut book = base;
    for year in years.iter_mut().skip(1).take(term) {
        year.depreciation_yuan = written_off / term as f64;
        book -= year.depreciation_yuan;
    }
    // The disposal: proceeds less what is still on the books. Year 0 bears the standstill.
    let income = |year: &Year| {
        let gain = if year.year == last { year.residual_yuan - book } else { 0.0 };
        let standstill = if year.year == 0 { terms.downtime_yuan } else { 0.0 };
        year.saving_yuan + year.carbon_yuan - year.added_cost_yuan - year.depreciation_yuan + gain - standstill
    };
    let before: Vec<f64> = years.iter().map(income).collect();
    let after: Vec<f64> = years.iter().zip(&before).map(|(y, i)| i - y.interest_yuan).collect();
    let (without, with) = (tax.assess(&before), tax.assess(&after));
    for (year, (without, with)) in years.iter_mut().zip(without.into_iter().zip(with)) {
        year.tax_yuan = without.tax_yuan;
        year.tax_credit_yuan = without.credit_yuan;
        year.tax_with_loan_yuan = with.tax_yuan;
        year.net_yuan -= without.tax_yuan;
    }
}
