//! What a project's money depends on besides investment and saving: subsidy rules, downtime, carbon, loan, tax.
//!
//! Everything is off in [`Terms::default`], so that nothing enters a result unasked.

use super::indicators::{annuity, whole_years};

pub use crate::audit::enterprise::Repayment;

/// Subsidy besides a fixed amount: min(fixed + share·I + rate·tce, cap).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Subsidy {
    /// Fraction of the investment.
    pub share: f64,
    /// Yuan per tce saved in a year.
    pub yuan_per_tce: f64,
    /// Highest sum in yuan, if limited.
    pub cap_yuan: Option<f64>,
}

impl Subsidy {
    /// The sum granted in yuan; a negative saving takes nothing away.
    pub fn granted(&self, fixed_yuan: f64, investment_yuan: f64, saved_tce: f64) -> f64 {
        let sum = fixed_yuan + self.share * investment_yuan + self.yuan_per_tce * saved_tce.max(0.0);
        self.cap_yuan.map_or(sum, |cap| sum.min(cap.max(0.0)))
    }
}

/// A loan on part of the investment, paid out in year 0 and repaid at the ends of years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loan {
    /// Fraction of the investment left after the subsidy.
    pub share: f64,
    /// Yearly interest (fraction).
    pub rate: f64,
    /// Term in years, rounded to whole ones.
    pub years_a: f64,
    /// How it is repaid.
    pub repayment: Repayment,
}

/// One year of a loan.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Instalment {
    /// Interest on the balance of the year before.
    pub interest_yuan: f64,
    /// Repaid principal.
    pub principal_yuan: f64,
}

impl Loan {
    /// Interest and principal of years 1 to m for a sum P.
    ///
    /// 等额本金: principal P/m, interest rate·balance. 等额本息: together P·r/(1−(1+r)^−m).
    pub fn schedule(&self, sum_yuan: f64) -> Vec<Instalment> {
        let years = whole_years(self.years_a);
        let payment = sum_yuan * annuity(self.rate, years as f64);
        let mut balance = sum_yuan;
        let mut out = Vec::with_capacity(years);
        for _ in 0..years {
            let interest_yuan = balance * self.rate;
            let principal_yuan = match self.repayment {
                Repayment::EqualPrincipal => sum_yuan / years as f64,
                Repayment::Annuity => payment - interest_yuan,
            };
            balance -= principal_yuan;
            out.push(Instalment { interest_yuan, principal_yuan });
        }
        out
    }
}

/// Income tax on the project by itself (企业所得税法), rates as fractions.
///
/// Depreciation is straight-line on (I − subsidy) down to the residual value: what a non-taxable subsidy bought is not
/// deductible (企业所得税法实施条例 第28条). What is not written off at the end of the project's life is deducted
/// with the disposal. A year's loss lowers the income of the following years (企业所得税法 第18条). The project is
/// taxed as if the enterprise had no other income: the cautious case, as other income would use losses and credit at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tax {
    /// Rate (企业所得税法 第4条: 25 %).
    pub rate: f64,
    /// Years of depreciation (条例 第60条: at least 10 for machinery).
    pub depreciation_a: f64,
    /// Years a loss may be carried forward.
    pub loss_carry_a: f64,
    /// Credit against the tax in yuan: 10 % of the investment in listed special equipment (条例 第100条); 0 if not claimed.
    pub credit_yuan: f64,
    /// Years the unused credit may be carried forward after the first year of use.
    pub credit_carry_a: f64,
}

/// One year's tax.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TaxYear {
    /// Income after losses carried forward.
    pub taxable_yuan: f64,
    /// Credit used.
    pub credit_yuan: f64,
    /// Tax to pay.
    pub tax_yuan: f64,
}

impl Tax {
    /// Tax of each year on the project's income, year 0 first.
    pub fn assess(&self, income_yuan: &[f64]) -> Vec<TaxYear> {
        let loss_carry = self.loss_carry_a.round().max(0.0) as usize;
        let credit_until = 1 + self.credit_carry_a.round().max(0.0) as usize;
        let mut losses: Vec<(usize, f64)> = Vec::new();
        let mut credit = self.credit_yuan.max(0.0);
        let mut out = Vec::with_capacity(income_yuan.len());
        for (year, income) in income_yuan.iter().enumerate() {
            losses.retain(|(from, left)| year - from <= loss_carry && *left > 0.0);
            let mut taxable = income.max(0.0);
            if *income < 0.0 {
                losses.push((year, -income));
            }
            for (_, left) in &mut losses {
                let used = left.min(taxable);
                *left -= used;
                taxable -= used;
            }
            let due = taxable * self.rate;
            let used = if (1..=credit_until).contains(&year) { credit.min(due) } else { 0.0 };
            credit -= used;
            out.push(TaxYear { taxable_yuan: taxable, credit_yuan: used, tax_yuan: due - used });
        }
        out
    }
}

/// What a project's money depends on besides the [`CashFlow`](super::CashFlow); all off by default.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Terms {
    /// One-off cost of the standstill for the work, in year 0.
    pub downtime_yuan: f64,
    /// Subsidy besides the fixed sum of the cash flow.
    pub subsidy: Subsidy,
    /// Saved tce per year, for the subsidy per tce.
    pub saved_tce: f64,
    /// Value of the avoided CO₂ in the first year: carbon price × tCO₂.
    pub carbon_yuan: f64,
    /// Yearly rise of the carbon price (fraction).
    pub carbon_escalation: f64,
    /// Loan, if any.
    pub loan: Option<Loan>,
    /// Income tax, if reckoned.
    pub tax: Option<Tax>,
}
