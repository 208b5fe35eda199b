//! Payback, NPV and IRR against published and hand-worked cash flows; the arithmetic stands beside each.

use energy_audit::economics::{CashFlow, Economics, evaluate};

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
