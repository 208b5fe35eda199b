//! Payback, NPV and IRR against published and hand-worked cash flows; the arithmetic stands beside each.

use energy_audit::audit::measure::Contract;
use energy_audit::economics::contract::sides;
use energy_audit::economics::indicators::LifeCycle;
use energy_audit::economics::{
    CashFlow, Economics, Loan, Repayment, Subsidy, Tax, Terms, annuity, balances, discounted_payback, evaluate,
    evaluate_with, irr, levelised_cost, npv, together,
};

fn cash() -> CashFlow {
    CashFlow {
        investment_yuan: Some(800_000.0),
        subsidy_yuan: 0.0,
        saving_yuan: Some(320_000.0),
        annual_cost_yuan: 16_000.0,
        life_a: 10.0,
        discount_rate: 0.10,
        escalation: 0.0,
        residual_rate: 0.05,
    }
}

fn close(actual: Option<f64>, expected: f64, tolerance: f64) {
    let actual = actual.expect("a figure");
    assert!((actual - expected).abs() <= tolerance, "{actual} is not {expected} ± {tolerance}");
}

/// saving_methods §14: I = 80, saving 32, maintenance 1.6 (万元), 10 a, 10 %, residual 5 %:
/// N = 80/30.4 = 2.63 a; Np = 3.21 a; NPV = 108.3; IRR = 36.4 %.
#[test]
fn published_example() {
    let e = evaluate(&cash());
    close(e.net_benefit_yuan, 304_000.0, 1e-6);
    close(e.simple_payback_a, 2.63, 0.005);
    close(e.discounted_payback_a, 3.21, 0.005);
    close(e.npv_yuan, 1_083_000.0, 500.0);
    close(e.irr, 0.364, 0.0005);
    assert!(e.notes.is_empty());
}

/// The same with a subsidy of 16: N = (80 − 16)/30.4 = 2.105 a; without it still 2.63 a.
#[test]
fn subsidy_shown_with_and_without() {
    let e = evaluate(&CashFlow { subsidy_yuan: 160_000.0, ..cash() });
    close(e.simple_payback_a, 64.0 / 30.4, 1e-9);
    close(e.simple_payback_without_subsidy_a, 80.0 / 30.4, 1e-9);
}

/// 1000 now, 500 a year for 3 years at 10 %: 500/1.1 + 500/1.21 + 500/1.331 = 454.545 + 413.223 + 375.657 = 1243.426.
/// Discounted payback: after two years 867.769, missing 132.231 of 375.657: 2 + 0.352 = 2.352 a.
/// IRR: 500·(1/r)(1 − (1+r)^−3) = 1000 → r = 23.375 %.
#[test]
fn three_years_by_hand() {
    let e = evaluate(&CashFlow {
        investment_yuan: Some(1000.0),
        saving_yuan: Some(500.0),
        annual_cost_yuan: 0.0,
        life_a: 3.0,
        residual_rate: 0.0,
        ..cash()
    });
    close(e.npv_yuan, 454.545_454 + 413.223_140 + 375.657_400 - 1000.0, 1e-5);
    close(e.discounted_payback_a, 2.0 + (1000.0 - 867.768_595) / 375.657_400, 1e-6);
    close(e.irr, 0.233_75, 0.000_01);
    close(e.simple_payback_a, 2.0, 1e-12);
}

/// Energy prices rising 10 % a year against a discount rate of 10 %: every discounted year is 500/1.1 = 454.545;
/// NPV over 4 years = 4 × 454.545 − 1000 = 818.182; discounted payback = 1000/454.545 = 2.2 a.
#[test]
fn escalation_equal_to_discount() {
    let e = evaluate(&CashFlow {
        investment_yuan: Some(1000.0),
        saving_yuan: Some(500.0),
        annual_cost_yuan: 0.0,
        life_a: 4.0,
        residual_rate: 0.0,
        escalation: 0.10,
        ..cash()
    });
    close(e.npv_yuan, 818.181_818, 1e-5);
    close(e.discounted_payback_a, 2.2, 1e-9);
}

/// Without interest NPV is the plain sum: −1000 + 5 × 250 + 10 % of 1000 = 350.
#[test]
fn no_interest() {
    let e = evaluate(&CashFlow {
        investment_yuan: Some(1000.0),
        saving_yuan: Some(250.0),
        annual_cost_yuan: 0.0,
        life_a: 5.0,
        residual_rate: 0.1,
        discount_rate: 0.0,
        ..cash()
    });
    close(e.npv_yuan, 350.0, 1e-9);
    close(e.discounted_payback_a, 4.0, 1e-9);
}

/// Does not pay back within life: 1000 now, 100 for 5 years. N = 10 a; no discounted payback, NPV < 0,
/// IRR < 0: 100·Σ(1+r)^−t = 1000 → r = −19.4 % (at −0.194: 100 × (1/0.806 + … + 1/0.806⁵) ≈ 1001).
#[test]
fn never_paid_back() {
    let e = evaluate(&CashFlow {
        investment_yuan: Some(1000.0),
        saving_yuan: Some(100.0),
        annual_cost_yuan: 0.0,
        life_a: 5.0,
        residual_rate: 0.0,
        ..cash()
    });
    close(e.simple_payback_a, 10.0, 1e-12);
    assert_eq!(e.discounted_payback_a, None);
    assert!(e.npv_yuan.is_some_and(|n| n < 0.0));
    close(e.irr, -0.194, 0.002);
    assert!(e.notes.iter().any(|n| n.contains("动态回收期")));
}

fn nothing(e: &Economics) {
    assert_eq!((e.simple_payback_a, e.discounted_payback_a, e.irr), (None, None, None));
}

#[test]
fn zero_and_negative_savings() {
    for saving in [0.0, 16_000.0, -50_000.0] {
        let e = evaluate(&CashFlow { saving_yuan: Some(saving), ..cash() });
        assert_eq!(e.simple_payback_a, None);
        assert_eq!(e.discounted_payback_a, None);
        assert!(e.npv_yuan.is_some_and(|n| n < 0.0), "loses the investment");
        assert!(e.notes.iter().any(|n| n.contains("不大于零")), "{:?}", e.notes);
    }
    // −50 000 − 16 000 a year and a residual of 40 000 at the end: negative throughout but the last year's sum too.
    assert_eq!(evaluate(&CashFlow { saving_yuan: Some(-50_000.0), ..cash() }).irr, None);
}

#[test]
fn without_investment_or_price() {
    let e = evaluate(&CashFlow { investment_yuan: None, ..cash() });
    nothing(&e);
    assert_eq!(e.npv_yuan, None);
    assert_eq!(e.net_benefit_yuan, Some(304_000.0));
    assert!(e.notes.iter().any(|n| n.contains("未填投资")));

    let e = evaluate(&CashFlow { saving_yuan: None, ..cash() });
    nothing(&e);
    assert_eq!(e.npv_yuan, None);

    // A measure that costs nothing pays at once; a rate of return has nothing to be reckoned on.
    let e = evaluate(&CashFlow { investment_yuan: Some(0.0), annual_cost_yuan: 0.0, ..cash() });
    assert_eq!(e.simple_payback_a, Some(0.0));
    assert_eq!(e.discounted_payback_a, Some(0.0));
    assert_eq!(e.irr, None);
    assert!(e.notes.iter().any(|n| n.contains("内部收益率不存在")));
}

proptest::proptest! {
    /// Whatever is entered, no figure is NaN or infinite, and NPV at the IRR is zero.
    #[test]
    fn never_nan(i in 0.0..1e9f64, s in -1e8..1e8f64, c in 0.0..1e7f64, n in 0.5..60.0f64, r in 0.0..0.5f64, e in -0.2..0.3f64, rest in 0.0..1.0f64) {
        let out = evaluate(&CashFlow { investment_yuan: Some(i), subsidy_yuan: 0.0, saving_yuan: Some(s), annual_cost_yuan: c,
            life_a: n, discount_rate: r, escalation: e, residual_rate: rest });
        for f in [out.simple_payback_a, out.discounted_payback_a, out.npv_yuan, out.irr, out.net_benefit_yuan].into_iter().flatten() {
            proptest::prop_assert!(f.is_finite());
        }
        if let Some(rate) = out.irr {
            let scale: f64 = out.flow_yuan.iter().enumerate().map(|(t, f)| (f / (1.0 + rate).powi(t as i32)).abs()).sum();
            let npv: f64 = out.flow_yuan.iter().enumerate().map(|(t, f)| f / (1.0 + rate).powi(t as i32)).sum();
            proptest::prop_assert!(npv.abs() <= 1e-6 * scale, "npv {npv} at {rate}");
        }
    }
}

// ---- Terms: what is off unless asked for -------------------------------------------------------------------------

/// 1000 now, 300 a year for 5 years at 10 %, nothing else.
fn plain() -> CashFlow {
    CashFlow {
        investment_yuan: Some(1000.0),
        subsidy_yuan: 0.0,
        saving_yuan: Some(300.0),
        annual_cost_yuan: 0.0,
        life_a: 5.0,
        discount_rate: 0.10,
        escalation: 0.0,
        residual_rate: 0.0,
    }
}

fn tax() -> Tax {
    Tax { rate: 0.25, depreciation_a: 5.0, loss_carry_a: 5.0, credit_yuan: 0.0, credit_carry_a: 5.0 }
}

fn nets(e: &Economics) -> Vec<f64> {
    e.years.iter().map(|y| y.net_yuan).collect()
}

fn same(actual: &[f64], expected: &[f64]) {
    assert_eq!(actual.len(), expected.len(), "{actual:?}");
    for (a, e) in actual.iter().zip(expected) {
        assert!((a - e).abs() < 1e-6, "{actual:?} is not {expected:?}");
    }
}

#[test]
fn terms_off_change_nothing() {
    assert_eq!(evaluate(&cash()), evaluate_with(&cash(), &Terms::default()));
    // A loan is the enterprise's affair: the project before financing stays.
    let loan = Loan { share: 0.5, rate: 0.08, years_a: 3.0, repayment: Repayment::Annuity };
    let with = evaluate_with(&cash(), &Terms { loan: Some(loan), ..Terms::default() });
    let without = evaluate(&cash());
    assert_eq!((with.npv_yuan, with.irr, with.flow_yuan), (without.npv_yuan, without.irr, without.flow_yuan));
    assert!(with.own_money.is_some() && without.own_money.is_none());
}

/// A standstill of 200: N = 1200/300 = 4 a; NPV = 300 × 3.790787 − 1200 = −62.764.
#[test]
fn standstill_is_part_of_the_outlay() {
    let e = evaluate_with(&plain(), &Terms { downtime_yuan: 200.0, ..Terms::default() });
    close(e.net_outlay_yuan, 1200.0, 1e-9);
    close(e.simple_payback_a, 4.0, 1e-12);
    close(e.npv_yuan, 300.0 * 3.790_786_769 - 1200.0, 1e-6);
}

/// Fixed 50 + 20 % of 1000 + 240 yuan/tce × 2 tce = 730; capped at 400; a negative saving takes nothing.
#[test]
fn subsidy_rules() {
    let rule = Subsidy { share: 0.2, yuan_per_tce: 240.0, cap_yuan: None };
    assert_eq!(rule.granted(50.0, 1000.0, 2.0), 730.0);
    assert_eq!(Subsidy { cap_yuan: Some(400.0), ..rule }.granted(50.0, 1000.0, 2.0), 400.0);
    assert_eq!(Subsidy { cap_yuan: Some(900.0), ..rule }.granted(50.0, 1000.0, 2.0), 730.0);
    assert_eq!(rule.granted(50.0, 1000.0, -2.0), 250.0);
    let terms = Terms { subsidy: Subsidy { cap_yuan: Some(400.0), ..rule }, saved_tce: 2.0, ..Terms::default() };
    let e = evaluate_with(&CashFlow { subsidy_yuan: 50.0, ..plain() }, &terms);
    assert_eq!(e.subsidy_yuan, 400.0);
    close(e.simple_payback_a, 2.0, 1e-12);
    close(e.simple_payback_without_subsidy_a, 1000.0 / 300.0, 1e-12);
}

/// 200 a year and CO₂ worth 20 in the first year, rising 5 % a year, at 8 %:
/// −1000 + Σ (200 + 20·1.05^(t−1))/1.08^t = −113.868 517. A₁ = 220, N = 4.545 a.
#[test]
fn carbon_price() {
    let terms = Terms { carbon_yuan: 20.0, carbon_escalation: 0.05, ..Terms::default() };
    let e = evaluate_with(&CashFlow { saving_yuan: Some(200.0), discount_rate: 0.08, ..plain() }, &terms);
    close(e.npv_yuan, -113.868_516_665, 1e-6);
    close(e.simple_payback_a, 1000.0 / 220.0, 1e-12);
    assert!((e.years[3].carbon_yuan - 20.0 * 1.1025).abs() < 1e-9);
}

/// A measure that lowers upkeep by 40 a year: A = 340.
#[test]
fn upkeep_may_fall() {
    let e = evaluate(&CashFlow { annual_cost_yuan: -40.0, ..plain() });
    close(e.net_benefit_yuan, 340.0, 1e-12);
    close(e.npv_yuan, 340.0 * 3.790_786_769 - 1000.0, 1e-6);
}

/// 25 %, depreciation 1000/5 = 200 a year: tax (300 − 200) × 25 % = 25, net 275.
/// NPV = 275 × 3.790787 − 1000 = 42.466; IRR 11.649 %; discounted payback 4.7513 a. Simple payback stays before tax.
#[test]
fn income_tax_with_depreciation() {
    let e = evaluate_with(&plain(), &Terms { tax: Some(tax()), ..Terms::default() });
    same(&nets(&e), &[-1000.0, 275.0, 275.0, 275.0, 275.0, 275.0]);
    close(e.npv_yuan, 42.466_362, 1e-5);
    close(e.irr, 0.116_487_686, 1e-8);
    close(e.discounted_payback_a, 4.751_3, 1e-6);
    close(e.simple_payback_a, 1000.0 / 300.0, 1e-12);
    assert!(e.notes.iter().any(|n| n.contains("税后")));
}

/// Depreciated over 10 years but scrapped after 5: 100 a year, tax (300 − 100) × 25 % = 50 for four years; in the fifth
/// the 500 still on the books are written off, 300 − 100 − 500 < 0, no tax. NPV = −21.257, IRR 9.184 %.
#[test]
fn rest_is_written_off_at_the_end() {
    let terms = Terms { tax: Some(Tax { depreciation_a: 10.0, ..tax() }), ..Terms::default() };
    let e = evaluate_with(&plain(), &terms);
    same(&nets(&e), &[-1000.0, 250.0, 250.0, 250.0, 250.0, 300.0]);
    close(e.npv_yuan, -21.257_241, 1e-5);
    close(e.irr, 0.091_844_403, 1e-8);
}

/// Depreciated over 3 years with 5 % residual: 950/3 = 316.667 a year; income −16.667 a year for three years; in year 4
/// 300 − 50 of losses = 250, tax 62.5; year 5 300, tax 75; the residual 50 is on the books, so no gain: 300 + 50 − 75.
#[test]
fn losses_lower_later_income() {
    let terms = Terms { tax: Some(Tax { depreciation_a: 3.0, ..tax() }), ..Terms::default() };
    let e = evaluate_with(&CashFlow { residual_rate: 0.05, ..plain() }, &terms);
    same(&nets(&e), &[-1000.0, 300.0, 300.0, 300.0, 237.5, 275.0]);
}

/// A loss of year 1 may be used in years 2 to 6, not in year 7 (企业所得税法 第18条).
#[test]
fn losses_expire() {
    let paid = |income: &[f64]| tax().assess(income).iter().map(|y| y.tax_yuan).collect::<Vec<_>>();
    same(&paid(&[0.0, -100.0, 0.0, 0.0, 0.0, 0.0, 100.0]), &[0.0; 7]);
    same(&paid(&[0.0, -100.0, 0.0, 0.0, 0.0, 0.0, 0.0, 100.0]), &[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 25.0]);
    // The older loss is used first: 60 of year 1, then 40 of year 2 against 100.
    same(&paid(&[0.0, -60.0, -50.0, 100.0, 100.0]), &[0.0, 0.0, 0.0, 0.0, 22.5]);
}

/// Credit of 100 (10 % of 1000, 条例 第100条): it takes the tax of 25 in four years; NPV = 300·Σ₁⁴ + 275/1.1⁵ − 1000 = 121.713.
#[test]
fn special_equipment_credit() {
    let terms = Terms { tax: Some(Tax { credit_yuan: 100.0, ..tax() }), ..Terms::default() };
    let e = evaluate_with(&plain(), &terms);
    same(&nets(&e), &[-1000.0, 300.0, 300.0, 300.0, 300.0, 275.0]);
    close(e.npv_yuan, 121.712_998, 1e-5);
    // The year of use and five more: what is left after year 6 is lost.
    let credit = Tax { credit_yuan: 1000.0, ..tax() };
    let years = credit.assess(&[0.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0]);
    let used: Vec<f64> = years.iter().map(|y| y.credit_yuan).collect();
    same(&used, &[0.0, 25.0, 25.0, 25.0, 25.0, 25.0, 25.0, 0.0]);
    assert_eq!(years[7].tax_yuan, 25.0);
}

/// What a subsidy paid for is not depreciated (条例 第28条): (1000 − 400)/5 = 120 a year, tax (300 − 120) × 25 % = 45.
#[test]
fn subsidised_part_is_not_depreciated() {
    let e =
        evaluate_with(&CashFlow { subsidy_yuan: 400.0, ..plain() }, &Terms { tax: Some(tax()), ..Terms::default() });
    same(&nets(&e), &[-600.0, 255.0, 255.0, 255.0, 255.0, 255.0]);
}

/// 100 000 at 5 % over 5 years: instalment 100 000 × 0.05/(1 − 1.05⁻⁵) = 23 097.48; interest 5000, 4095.13, 3145.01,
/// 2147.38, 1099.88. Equal principal: 20 000 a year, interest 5000, 4000, 3000, 2000, 1000.
#[test]
fn loan_schedules() {
    let loan = Loan { share: 1.0, rate: 0.05, years_a: 5.0, repayment: Repayment::Annuity };
    let s = loan.schedule(100_000.0);
    let interest: Vec<f64> = s.iter().map(|i| i.interest_yuan).collect();
    for (actual, expected) in interest.iter().zip([5_000.0, 4_095.126_009, 3_145.008_319, 2_147.384_745, 1_099.879_991])
    {
        assert!((actual - expected).abs() < 1e-5, "{interest:?}");
    }
    assert!(s.iter().all(|i| (i.interest_yuan + i.principal_yuan - 23_097.479_813).abs() < 1e-5));
    assert!((s.iter().map(|i| i.principal_yuan).sum::<f64>() - 100_000.0).abs() < 1e-6);
    let s = Loan { repayment: Repayment::EqualPrincipal, ..loan }.schedule(100_000.0);
    same(&s.iter().map(|i| i.interest_yuan).collect::<Vec<_>>(), &[5000.0, 4000.0, 3000.0, 2000.0, 1000.0]);
    assert!(s.iter().all(|i| i.principal_yuan == 20_000.0));
    let free = Loan { rate: 0.0, ..loan }.schedule(100.0);
    assert!(free.iter().all(|i| i.interest_yuan == 0.0 && (i.principal_yuan - 20.0).abs() < 1e-12));
}

/// Half of 1000 borrowed at 8 % over 2 years: own money −500, 300 − 250 − 40 = 10, 300 − 250 − 20 = 30, 300, 300, 300.
/// NPV 150.459, IRR 17.904 %, discounted payback 4.192 a. With tax the interest is deducted: 60 and 80 are taxed,
/// −500, −5, 10, 275, 275, 275: NPV 68.913, while the project keeps 275 a year.
#[test]
fn own_money() {
    let loan = Loan { share: 0.5, rate: 0.08, years_a: 2.0, repayment: Repayment::EqualPrincipal };
    let e = evaluate_with(&plain(), &Terms { loan: Some(loan), ..Terms::default() });
    let own = e.own_money.expect("own money");
    assert_eq!(own.loan_yuan, 500.0);
    close(Some(own.npv_yuan), 150.459_171, 1e-5);
    close(own.irr, 0.179_044_056, 1e-8);
    close(own.discounted_payback_a, 4.192_28, 1e-6);
    let e = evaluate_with(&plain(), &Terms { loan: Some(loan), tax: Some(tax()), ..Terms::default() });
    same(&nets(&e), &[-1000.0, 275.0, 275.0, 275.0, 275.0, 275.0]);
    close(e.own_money.map(|o| o.npv_yuan), 68.912_643, 1e-5);
}

/// A loan over 8 years on a life of 5: 62.5 a year, the other three instalments fall due in year 5: 250 with its own.
#[test]
fn loan_longer_than_life() {
    let loan = Loan { share: 0.5, rate: 0.0, years_a: 8.0, repayment: Repayment::EqualPrincipal };
    let e = evaluate_with(&plain(), &Terms { loan: Some(loan), ..Terms::default() });
    let paid: Vec<f64> = e.years.iter().map(|y| y.principal_yuan).collect();
    same(&paid, &[0.0, 62.5, 62.5, 62.5, 62.5, 250.0]);
    assert!(e.notes.iter().any(|n| n.contains("贷款期长于经济寿命")));
}

/// All borrowed: nothing of one's own is spent, so there is no return to be reckoned, but there is an NPV.
#[test]
fn all_borrowed() {
    let loan = Loan { share: 1.0, rate: 0.05, years_a: 5.0, repayment: Repayment::Annuity };
    let own = evaluate_with(&plain(), &Terms { loan: Some(loan), ..Terms::default() }).own_money.expect("own money");
    assert_eq!(own.irr, None);
    // 300 − 230.974 798 a year for 5 years.
    close(Some(own.npv_yuan), 69.025_202 * 3.790_786_769, 1e-4);
}

// ---- Indicators ---------------------------------------------------------------------------------------------------

/// Annuity factors of tables: A/P(10 %, 10) = 0.16275, A/P(8 %, 20) = 0.10185; without interest 1/n.
#[test]
fn annuity_factors() {
    for (rate, years, factor) in [(0.10, 10.0, 0.162_75), (0.08, 20.0, 0.101_85), (0.0, 8.0, 0.125)] {
        assert!((annuity(rate, years) - factor).abs() < 5e-6);
    }
}

/// 80 万元 at 10 % over 10 a and 1.6 万元 a year for 400 000 kWh: (800 000 × 0.1627454 + 16 000)/400 000 = 0.36549 yuan/kWh.
#[test]
fn cost_of_a_saved_unit() {
    close(levelised_cost(800_000.0, 16_000.0, 0.10, 10.0, 400_000.0), 0.365_490_79, 1e-8);
    assert_eq!(levelised_cost(800_000.0, 16_000.0, 0.10, 10.0, 0.0), None);
    assert_eq!(levelised_cost(800_000.0, 16_000.0, 0.10, 10.0, -5.0), None);
}

/// saving_methods §14: life-cycle cost of the 90 kW motor of §1, old 197.4 and new 195.2 万元 (10 a, 10 %, 0.6 yuan/kWh;
/// the published sums contain an upkeep that it doesn't state, the same for both). Without it: energy
/// 90 × 0.75 × 7200/0.926 × 0.6 = 314 903 a year × 6.144567 + 30 000 = 1 964 941; new 303 434 × 6.144567 + 78 000 =
/// 1 942 470; the difference is the published 2.2 万元.
#[test]
fn published_life_cycle_cost() {
    let life = |outlay: f64, efficiency: f64| {
        LifeCycle {
            outlay_yuan: outlay,
            energy_yuan: 90.0 * 0.75 * 7200.0 / efficiency * 0.6,
            upkeep_yuan: 0.0,
            residual_yuan: 0.0,
            life_a: 10.0,
            discount_rate: 0.10,
            escalation: 0.0,
        }
        .cost_yuan()
    };
    let (old, new) = (life(30_000.0, 0.926), life(78_000.0, 0.961));
    close(Some(old), 1_964_941.4, 0.5);
    close(Some(new), 1_942_470.1, 0.5);
    close(Some((old - new) / 1e4), 197.4 - 195.2, 0.05);
}

/// Flows of 3 and 5 years together: −1500, 700, 700, 700, 200, 200. NPV 501.583, IRR 25.548 %, discounted payback 2.542 a
/// at 10 %; neither the sum nor the mean of the single paybacks (2.352 and 3.04).
#[test]
fn flows_together() {
    let all = together([&[-1000.0, 500.0, 500.0, 500.0][..], &[-500.0, 200.0, 200.0, 200.0, 200.0, 200.0]]);
    same(&all, &[-1500.0, 700.0, 700.0, 700.0, 200.0, 200.0]);
    close(Some(npv(&all, 0.10)), 501.583_349, 1e-5);
    close(irr(&all), 0.255_479_146, 1e-8);
    close(discounted_payback(&all, 0.10), 2.542_142_857, 1e-8);
}

/// −100, 230, −132 is zero at 10 % and at 20 %: no single rate of return is given.
#[test]
fn two_rates_are_no_rate() {
    assert!(npv(&[-100.0, 230.0, -132.0], 0.10).abs() < 1e-9 && npv(&[-100.0, 230.0, -132.0], 0.20).abs() < 1e-9);
    assert_eq!(irr(&[-100.0, 230.0, -132.0]), None);
}

// ---- Energy performance contracts ---------------------------------------------------------------------------------

/// 80 万元, 32 万元 a year, 10 a, 10 %, no residual value.
fn emc() -> CashFlow {
    CashFlow { investment_yuan: Some(800_000.0), saving_yuan: Some(320_000.0), life_a: 10.0, ..plain() }
}

/// saving_methods §14: 80 % for 5 years: the provider receives 128, the enterprise 32 万元 in the term. Provider: −80, 25.6 × 5:
/// NPV 17.044, IRR 18.031 %, payback 3.125 a, discounted 3.934 a. Enterprise: 6.4 × 5, 32 × 5: NPV 99.582, no outlay.
#[test]
fn shared_savings() {
    let contract = Contract::Shared { provider_share_pct: 80.0, years_a: 5.0, provider_upkeep: false };
    let s = sides(&emc(), &Terms::default(), &contract).expect("sides");
    close(Some(s.provider.settled_yuan), 1_280_000.0, 1e-6);
    close(Some(s.host.settled_yuan), 320_000.0, 1e-6);
    close(Some(s.provider.npv_yuan), 170_441.413, 1e-2);
    close(s.provider.irr, 0.180_306_669, 1e-8);
    close(s.provider.payback_a, 3.125, 1e-9);
    close(s.provider.discounted_payback_a, 3.934_312_5, 1e-6);
    close(Some(s.host.npv_yuan), 995_820.061, 1e-2);
    assert_eq!((s.host.irr, s.host.payback_a), (None, Some(0.0)));
}

/// Upkeep of 10 000 a year for the provider during the term, then for the enterprise; the standstill of 5 000 is the enterprise's.
#[test]
fn who_bears_what() {
    let contract = Contract::Shared { provider_share_pct: 50.0, years_a: 2.0, provider_upkeep: true };
    let cash =
        CashFlow { annual_cost_yuan: 10_000.0, life_a: 3.0, residual_rate: 0.05, subsidy_yuan: 100_000.0, ..emc() };
    let s = sides(&cash, &Terms { downtime_yuan: 5_000.0, ..Terms::default() }, &contract).expect("sides");
    same(&s.provider.flow_yuan, &[-700_000.0, 150_000.0, 150_000.0, 0.0]);
    same(&s.host.flow_yuan, &[-5_000.0, 160_000.0, 160_000.0, 310_000.0 + 40_000.0]);
}

/// Price 100, own cost 80 万元; 30 guaranteed for 3 years, 25 saved: the provider pays 5 a year.
/// Provider 20, −5, −5, −5: NPV 7.566. Enterprise −100, 30 × 3, 25 × 7: NPV 66.048, IRR 24.661 %, payback 3.4 a, discounted 4.536 a.
#[test]
fn guaranteed_savings() {
    let contract = Contract::Guaranteed {
        price_yuan: 1_000_000.0,
        guaranteed_yuan: 300_000.0,
        years_a: 3.0,
        provider_surplus_pct: 50.0,
    };
    let s = sides(&CashFlow { saving_yuan: Some(250_000.0), ..emc() }, &Terms::default(), &contract).expect("sides");
    close(Some(s.provider.settled_yuan), -150_000.0, 1e-6);
    close(Some(s.provider.npv_yuan), 75_657.400, 1e-2);
    assert_eq!((s.provider.irr, s.provider.payback_a), (None, Some(0.0)));
    close(Some(s.host.npv_yuan), 660_484.376, 1e-2);
    close(s.host.irr, 0.246_607_298, 1e-8);
    close(s.host.payback_a, 3.4, 1e-9);
    close(s.host.discounted_payback_a, 4.535_92, 1e-6);
    // 40 saved: the provider has half of the 10 above the guarantee.
    let s = sides(&CashFlow { saving_yuan: Some(400_000.0), ..emc() }, &Terms::default(), &contract).expect("sides");
    same(&s.provider.flow_yuan[..5], &[200_000.0, 50_000.0, 50_000.0, 50_000.0, 0.0]);
}

#[test]
fn contracts_that_make_no_sense() {
    let shared = |provider_share_pct, years_a| Contract::Shared { provider_share_pct, years_a, provider_upkeep: false };
    assert!(sides(&emc(), &Terms::default(), &shared(120.0, 5.0)).is_err_and(|e| e.contains("分享比例")));
    assert!(sides(&emc(), &Terms::default(), &shared(80.0, 0.0)).is_err_and(|e| e.contains("合同年限")));
    let unknown = CashFlow { investment_yuan: None, ..emc() };
    assert!(sides(&unknown, &Terms::default(), &shared(80.0, 5.0)).is_err_and(|e| e.contains("未填投资")));
}

proptest::proptest! {
    /// The two sides share the project between them, whatever the contract.
    #[test]
    fn sides_add_up(i in 1e3..1e7f64, s in -1e6..1e7f64, c in -1e5..1e5f64, n in 1.0..20.0f64, share in 0.0..100.0f64,
                    m in 1.0..25.0f64, guaranteed in 0.0..1e7f64, price in 0.0..1e7f64, e in -0.05..0.1f64, up: bool) {
        let cash = CashFlow { investment_yuan: Some(i), saving_yuan: Some(s), annual_cost_yuan: c, life_a: n, escalation: e, residual_rate: 0.05, ..plain() };
        let terms = Terms { downtime_yuan: 0.01 * i, carbon_yuan: 10.0, ..Terms::default() };
        let project = evaluate_with(&cash, &terms).flow_yuan;
        for contract in [
            Contract::Shared { provider_share_pct: share, years_a: m, provider_upkeep: up },
            Contract::Guaranteed { price_yuan: price, guaranteed_yuan: guaranteed, years_a: m, provider_surplus_pct: share },
        ] {
            let both = sides(&cash, &terms, &contract).expect("sides");
            let sum = together([both.provider.flow_yuan.as_slice(), both.host.flow_yuan.as_slice()]);
            for (a, b) in sum.iter().zip(&project) {
                proptest::prop_assert!((a - b).abs() <= 1e-6 * (1.0 + b.abs() + i + price));
            }
        }
    }

    /// One outlay, then receipts: the higher the discount rate the lower the NPV, and tax never makes it higher.
    #[test]
    fn npv_falls_with_the_rate(i in 1e3..1e7f64, s in 1.0..1e6f64, n in 1.0..30.0f64, r in 0.0..0.4f64, more in 0.001..0.2f64, dep in 1.0..20.0f64) {
        let cash = CashFlow { investment_yuan: Some(i), saving_yuan: Some(s), life_a: n, discount_rate: r, ..plain() };
        let at = |rate| evaluate(&CashFlow { discount_rate: rate, ..cash.clone() }).npv_yuan.expect("npv");
        proptest::prop_assert!(at(r + more) < at(r));
        let taxed = Terms { tax: Some(Tax { depreciation_a: dep, ..tax() }), ..Terms::default() };
        let after = evaluate_with(&cash, &taxed).npv_yuan.expect("npv");
        proptest::prop_assert!(after <= at(r) + 1e-9 * i);
    }

    /// Life-cycle cost before − after = NPV (no tax, no carbon price): two ways to the same difference.
    #[test]
    fn life_cycle_difference_is_npv(i in 1e3..1e6f64, before in 1e4..1e7f64, part in 0.0..1.0f64, upkeep in 0.0..1e4f64, n in 1.0..20.0f64, e in -0.1..0.1f64) {
        let cash = CashFlow { investment_yuan: Some(i), saving_yuan: Some(before * part), annual_cost_yuan: upkeep, life_a: n, escalation: e, residual_rate: 0.05, ..plain() };
        let life = |outlay_yuan, energy_yuan, upkeep_yuan, residual_yuan| LifeCycle {
            outlay_yuan, energy_yuan, upkeep_yuan, residual_yuan, life_a: n, discount_rate: 0.10, escalation: e }.cost_yuan();
        let difference = life(0.0, before, 0.0, 0.0) - life(i, before * (1.0 - part), upkeep, i * 0.05);
        let npv = evaluate(&cash).npv_yuan.expect("npv");
        proptest::prop_assert!((difference - npv).abs() <= 1e-9 * (before * 100.0 + i));
    }
}

/// −100, then 60/1.1 = 54.5455 and 60/1.21 = 49.5868: −100, −45.4545, 4.1322; undiscounted −100, −40, 20.
#[test]
fn the_balance_ends_at_the_npv() {
    let flows = [-100.0, 60.0, 60.0];
    for (found, expected) in balances(&flows, 0.1).into_iter().zip([-100.0, -45.454_545_454_5, 4.132_231_405_0]) {
        assert!((found - expected).abs() < 1e-9, "{found} {expected}");
    }
    assert_eq!(balances(&flows, 0.0), [-100.0, -40.0, 20.0]);
    assert!(balances(&[], 0.1).is_empty());
}
