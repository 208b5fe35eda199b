//! Tornado and Monte Carlo: hand-worked ends, known distributions, the same seed the same result.

use energy_audit::economics::uncertainty::{
    Case, Distribution, Factor, Ranges, Risk, SEED, UncertaintyError, monte_carlo, tornado,
};
use energy_audit::economics::{CashFlow, Subsidy, Terms, evaluate};
use energy_audit::progress::Progress;

/// 1000 now, 300 a year for 5 years at 10 %: NPV = 300 × 3.790787 − 1000 = 137.236.
fn case() -> Case {
    Case {
        cash: CashFlow {
            investment_yuan: Some(1000.0),
            subsidy_yuan: 0.0,
            saving_yuan: Some(300.0),
            annual_cost_yuan: 0.0,
            life_a: 5.0,
            discount_rate: 0.10,
            escalation: 0.0,
            residual_rate: 0.0,
        },
        terms: Terms::default(),
        saved_tce: 2.0,
    }
}

fn run(cases: &[Case], ranges: &Ranges, distribution: Distribution, seed: u64) -> Risk {
    monte_carlo(cases, ranges, distribution, 4_000, seed, &Progress::new()).expect("risk")
}

fn close(actual: Option<f64>, expected: f64, tolerance: f64) {
    let actual = actual.expect("a figure");
    assert!((actual - expected).abs() <= tolerance, "{actual} is not {expected} ± {tolerance}");
}

/// Factor 3.790787 (10 %, 5 a). Price ±20 %: 240 and 360 a year: −90.211 and 364.683, the widest span (454.894);
/// investment ±10 %: 1100 and 900: 37.236 and 237.236 (200); discount ±2 points: 8 %: 3.992710 → 197.813, 12 %: 3.604776
/// → 81.433 (116.380); life ±20 %: 4 and 6 years: 3.169865 → −49.040, 4.355261 → 306.578 (355.618).
#[test]
fn tornado_by_hand() {
    let ranges = Ranges::default()
        .with(Factor::Investment, 0.1)
        .with(Factor::Discount, 0.02)
        .with(Factor::Price, 0.2)
        .with(Factor::Life, 0.2);
    let t = tornado(&[case()], &ranges).expect("tornado");
    close(Some(t.base.npv_yuan), 137.236_031, 1e-5);
    close(t.base.simple_payback_a, 1000.0 / 300.0, 1e-12);
    let order: Vec<Factor> = t.bars.iter().map(|b| b.factor).collect();
    assert_eq!(order, [Factor::Price, Factor::Life, Factor::Investment, Factor::Discount]);
    for (bar, (low, high)) in t.bars.iter().zip([
        (-90.211_175, 364.683_237),
        (-49.040_366, 306.578_210),
        (237.236_031, 37.236_031),
        (197.813_011, 81.432_861),
    ]) {
        close(Some(bar.low.npv_yuan), low, 1e-4);
        close(Some(bar.high.npv_yuan), high, 1e-4);
    }
    // The price doesn't change the energy saved; the saving and the hours do.
    assert_eq!(t.bars[0].low.saved_tce, 2.0);
    let t =
        tornado(&[case()], &Ranges::default().with(Factor::Hours, 0.5).with(Factor::Saving, 0.25)).expect("tornado");
    assert_eq!((t.bars[0].factor, t.bars[0].low.saved_tce, t.bars[0].low.saving_yuan), (Factor::Hours, 1.0, 150.0));
    assert_eq!((t.bars[1].factor, t.bars[1].high.saved_tce, t.bars[1].high.saving_yuan), (Factor::Saving, 2.5, 375.0));
}

/// A subsidy per tce follows the saving: 100 yuan × 2 tce = 200; with half the hours 100.
#[test]
fn subsidy_follows_the_saving() {
    let mut c = case();
    c.terms.subsidy = Subsidy { yuan_per_tce: 100.0, ..Subsidy::default() };
    c.terms.saved_tce = 2.0;
    let t = tornado(&[c], &Ranges::default().with(Factor::Hours, 0.5)).expect("tornado");
    close(t.base.simple_payback_a, 800.0 / 300.0, 1e-12);
    close(t.bars[0].low.simple_payback_a, 900.0 / 150.0, 1e-12);
}

/// Two measures move together, and the payback of both is Σ outlay / Σ benefit: (1000 + 500)/(300 + 100) = 3.75 a.
#[test]
fn scenario_moves_as_a_whole() {
    let mut other = case();
    other.cash.investment_yuan = Some(500.0);
    other.cash.saving_yuan = Some(100.0);
    let cases = [case(), other];
    let t = tornado(&cases, &Ranges::default().with(Factor::Price, 0.25)).expect("tornado");
    close(t.base.simple_payback_a, 3.75, 1e-12);
    close(t.bars[0].low.simple_payback_a, 1500.0 / 300.0, 1e-12);
    let alone: f64 = cases.iter().map(|c| evaluate(&c.cash).npv_yuan.expect("npv")).sum();
    close(Some(t.base.npv_yuan), alone, 1e-9);
}

/// Without ranges every sample is the base.
#[test]
fn nothing_moves_without_ranges() {
    let r = run(&[case()], &Ranges::default(), Distribution::Triangular, SEED);
    for p in [r.npv_yuan.p10, r.npv_yuan.p50, r.npv_yuan.p90] {
        close(p, 137.236_031, 1e-5);
    }
    assert_eq!(r.viable_share, 1.0);
    assert_eq!((r.npv_spread.step, r.npv_spread.counts), (0.0, vec![4_000]));
    assert!(tornado(&[case()], &Ranges::default()).expect("tornado").bars.is_empty());
}

/// Saving ±20 %: NPV between −90.211 and 364.683 (see [`tornado_by_hand`]), in 24 parts of 18.954. Uniform: 4000/24 = 166.7
/// in each, standard deviation √(166.7 × 23/24) = 12.6. Triangular: ½ − (1 − 1/12)²/2 = 7.99 % in a part beside the middle
/// (319.4, standard deviation 17.1), (1/12)²/2 = 0.35 % in the first (13.9, standard deviation 3.7). Five of them are allowed.
#[test]
fn spread_of_known_distributions() {
    let ranges = Ranges::default().with(Factor::Saving, 0.2);
    let spread = run(&[case()], &ranges, Distribution::Uniform, SEED).npv_spread;
    assert_eq!((spread.counts.len(), spread.counts.iter().sum::<usize>()), (24, 4_000));
    close(Some(spread.from), -90.211, 1.0);
    close(Some(spread.step), 18.954, 0.1);
    for count in &spread.counts {
        close(Some(*count as f64), 166.7, 63.0);
    }
    let counts = run(&[case()], &ranges, Distribution::Triangular, SEED).npv_spread.counts;
    assert_eq!(counts.iter().sum::<usize>(), 4_000);
    close(Some(counts[11] as f64), 319.4, 86.0);
    close(Some(counts[12] as f64), 319.4, 86.0);
    close(Some(counts[0] as f64), 13.9, 18.5);
}

/// Saving uniform on 300 ± 20 %: p10 = 240 + 0.1 × 120 = 252, p50 = 300, p90 = 348. Triangular: the distribution
/// function below the top is x²/(2r²), so p10 = 300 − 60 + 60·√0.2 = 266.833 and p90 = 333.167. 4000 samples: the standard
/// error of a decile of the uniform is 120·√(0.09/4000) = 0.57.
#[test]
fn deciles_of_known_distributions() {
    let ranges = Ranges::default().with(Factor::Saving, 0.2);
    let r = run(&[case()], &ranges, Distribution::Uniform, SEED);
    for (p, expected) in [(r.saving_yuan.p10, 252.0), (r.saving_yuan.p50, 300.0), (r.saving_yuan.p90, 348.0)] {
        close(p, expected, 3.0);
    }
    let r = run(&[case()], &ranges, Distribution::Triangular, SEED);
    for (p, expected) in [(r.saving_yuan.p10, 266.833), (r.saving_yuan.p50, 300.0), (r.saving_yuan.p90, 333.167)] {
        close(p, expected, 3.0);
    }
    // The payback falls as the saving rises: its p10 is that of the saving's p90.
    close(r.simple_payback_a.p10, 1000.0 / r.saving_yuan.p90.expect("p90"), 0.01);
}

/// NPV ≥ 0 from a saving of 1000/3.790787 = 263.797: uniform on 240 to 360, (360 − 263.797)/120 = 80.2 % of it lie above.
#[test]
fn share_that_pays() {
    let r = run(&[case()], &Ranges::default().with(Factor::Price, 0.2), Distribution::Uniform, SEED);
    close(Some(r.viable_share), 0.801_7, 0.03);
}

/// Benefit 300 − 290 with prices ±20 %: about half never pays back, so p90 of the payback doesn't exist.
#[test]
fn never_paid_back_ranks_last() {
    let mut c = case();
    c.cash.annual_cost_yuan = 290.0;
    let r = run(&[c], &Ranges::default().with(Factor::Price, 0.2), Distribution::Uniform, SEED);
    assert!(r.simple_payback_a.p10.is_some_and(|p| p > 1000.0 / 70.0));
    assert_eq!(r.simple_payback_a.p90, None);
}

fn everything() -> Ranges {
    Factor::ALL.into_iter().fold(Ranges::default(), |r, f| r.with(f, if f == Factor::Discount { 0.03 } else { 0.2 }))
}

#[test]
fn same_seed_same_result() {
    let a = run(&[case()], &everything(), Distribution::Triangular, 7);
    assert_eq!(a, run(&[case()], &everything(), Distribution::Triangular, 7));
    assert_ne!(a.npv_yuan, run(&[case()], &everything(), Distribution::Triangular, 8).npv_yuan);
}

/// PCG XSL 128/64 as published: its reference check values for seed 42, stream 54 (pcg-c, check-pcg64.out).
#[test]
fn generator_is_the_published_one() {
    use rand_pcg::rand_core::Rng as _;
    let mut random = rand_pcg::Pcg64::new(42, 54);
    let first: Vec<u64> = (0..6).map(|_| random.next_u64()).collect();
    assert_eq!(
        first,
        [
            0x86b1_da1d_7206_2b68,
            0x1304_aa46_c985_3d39,
            0xa367_0e9e_0dd5_0358,
            0xf909_0e52_9a7d_ae00,
            0xc85b_9fd8_3799_6f2c,
            0x6061_21f8_e391_9196
        ]
    );
}

#[test]
fn incomplete_and_cancelled() {
    let mut c = case();
    c.cash.investment_yuan = None;
    assert_eq!(tornado(&[c], &everything()), Err(UncertaintyError::Incomplete));
    assert_eq!(tornado(&[], &everything()), Err(UncertaintyError::Incomplete));
    let progress = Progress::new();
    progress.cancel();
    let cancelled = monte_carlo(&[case()], &everything(), Distribution::Uniform, 100, 1, &progress);
    assert_eq!(cancelled, Err(UncertaintyError::Cancelled));
    let progress = Progress::new();
    monte_carlo(&[case()], &everything(), Distribution::Uniform, 100, 1, &progress).expect("risk");
    assert_eq!(progress.fraction(), 1.0);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    /// p10 ≤ p50 ≤ p90, nothing NaN, and every percentile between the ends of the ranges.
    #[test]
    fn percentiles_are_ordered(i in 0.0..1e7f64, s in -1e5..1e6f64, n in 0.5..30.0f64, seed: u64, range in 0.0..1.0f64, uniform: bool) {
        let mut c = case();
        c.cash.investment_yuan = Some(i);
        c.cash.saving_yuan = Some(s);
        c.cash.life_a = n;
        let ranges = Factor::ALL.into_iter().fold(Ranges::default(), |r, f| r.with(f, range));
        let distribution = if uniform { Distribution::Uniform } else { Distribution::Triangular };
        let r = monte_carlo(&[c], &ranges, distribution, 300, seed, &Progress::new()).expect("risk");
        for p in [r.saved_tce, r.saving_yuan, r.npv_yuan] {
            let (low, mid, high) = (p.p10.expect("p10"), p.p50.expect("p50"), p.p90.expect("p90"));
            proptest::prop_assert!(low <= mid && mid <= high && low.is_finite() && high.is_finite());
        }
        if let (Some(low), Some(mid)) = (r.simple_payback_a.p10, r.simple_payback_a.p50) {
            proptest::prop_assert!(0.0 <= low && low <= mid);
        }
        proptest::prop_assert!((0.0..=1.0).contains(&r.viable_share));
        let most = s.abs() * (1.0 + range).powi(3);
        proptest::prop_assert!(r.saving_yuan.p90.expect("p90").abs() <= most * (1.0 + 1e-9));
    }
}
