//! How far the result moves when its inputs do: one at a time (tornado) and all at once (Monte Carlo).
//!
//! Every factor moves within ± its stated range around the value used; a factor without a range stays. In a scenario a
//! factor moves all measures together, the cautious case. Added yearly cost and fixed subsidies stay.
//!
//! The random numbers are those of PCG XSL 128/64 (O'Neill 2014; crate `rand_pcg`) with a fixed seed, and only
//! operations that IEEE 754 rounds exactly are used (+ − × ÷ √): the same seed gives the same result on every machine.

use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng as _;
use serde::Serialize;

use super::{CashFlow, Terms, flow, npv, together};
use crate::energy::Assumptions;
use crate::progress::Progress;

/// An input that moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// Energy prices.
    Price,
    /// Saved energy.
    Saving,
    /// Running hours, to which the saving is proportional.
    Hours,
    /// Investment.
    Investment,
    /// Life (whole years in the cash flow).
    Life,
    /// Discount rate, moved by percentage points.
    Discount,
}

impl Factor {
    /// All factors, in the order in which random numbers are drawn.
    pub const ALL: [Self; 6] = [Self::Price, Self::Saving, Self::Hours, Self::Investment, Self::Life, Self::Discount];

    /// Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Price => "能源价格",
            Self::Saving => "节能量",
            Self::Hours => "运行时间",
            Self::Investment => "投资",
            Self::Life => "经济寿命",
            Self::Discount => "折现率",
        }
    }

    /// English name.
    pub fn en(self) -> &'static str {
        match self {
            Self::Price => "energy price",
            Self::Saving => "saving",
            Self::Hours => "running hours",
            Self::Investment => "investment",
            Self::Life => "life",
            Self::Discount => "discount rate",
        }
    }

    /// Key of its range among the finance settings.
    pub fn key(self) -> &'static str {
        match self {
            Self::Price => "range_price_pct",
            Self::Saving => "range_saving_pct",
            Self::Hours => "range_hours_pct",
            Self::Investment => "range_investment_pct",
            Self::Life => "range_life_pct",
            Self::Discount => "range_discount_points",
        }
    }
}

/// ± range of each factor of [`Factor::ALL`] as a fraction of its value (of the discount rate: absolute); 0 stays.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ranges([f64; 6]);

impl Ranges {
    /// The ranges of the finance settings.
    pub fn of(assumptions: &Assumptions) -> Self {
        let mut out = Self::default();
        for factor in Factor::ALL {
            out = out.with(factor, assumptions.value(factor.key()).unwrap_or(0.0) / 100.0);
        }
        out
    }

    /// The same with another range of one factor, ≥ 0; relative ranges are at most 1.
    pub fn with(mut self, factor: Factor, range: f64) -> Self {
        self.0[factor as usize] = if range.is_finite() { range.clamp(0.0, 1.0) } else { 0.0 };
        self
    }

    /// A factor's range.
    pub fn get(&self, factor: Factor) -> f64 {
        self.0[factor as usize]
    }
}

/// A measure whose inputs move.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its cash flow.
    pub cash: CashFlow,
    /// Everything else.
    pub terms: Terms,
    /// Saved tce per year.
    pub saved_tce: f64,
}

/// Why nothing could be calculated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UncertaintyError {
    /// A measure has no investment or no saved cost, or there is none.
    #[error("有措施缺少投资或年节能费用，不能作不确定性分析")]
    Incomplete,
    /// It was cancelled.
    #[error("已取消")]
    Cancelled,
}

/// The figures of one combination of inputs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Saved tce per year.
    pub saved_tce: f64,
    /// Saved energy cost of the first year in yuan.
    pub saving_yuan: f64,
    /// NPV in yuan.
    pub npv_yuan: f64,
    /// Simple payback of the whole: Σ net outlay / Σ net benefit; `None` if it never pays back.
    pub simple_payback_a: Option<f64>,
}

/// One factor moved alone.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// Which.
    pub factor: Factor,
    /// Its range.
    pub range: f64,
    /// At the lower end of the range.
    pub low: Figures,
    /// At the upper end.
    pub high: Figures,
}

/// One-at-a-time sensitivity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tornado {
    /// With nothing moved.
    pub base: Figures,
    /// Factors with a range, the widest span of NPV first.
    pub bars: Vec<Bar>,
}

/// How a factor is distributed over its range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Distribution {
    /// Symmetric triangle with its top at the value used.
    #[default]
    Triangular,
    /// All values alike.
    Uniform,
}

/// 10th, 50th and 90th percentile (linear between the neighbouring ranks); `None` where that sample has no figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Percentiles {
    /// 10 % of the samples lie below.
    pub p10: Option<f64>,
    /// The median.
    pub p50: Option<f64>,
    /// 90 % of the samples lie below.
    pub p90: Option<f64>,
}

/// What the samples of a Monte Carlo run gave.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Risk {
    /// Number of samples.
    pub samples: usize,
    /// The seed.
    pub seed: u64,
    /// How the factors are distributed.
    pub distribution: Distribution,
    /// Saved tce per year.
    pub saved_tce: Percentiles,
    /// Saved cost of the first year in yuan.
    pub saving_yuan: Percentiles,
    /// NPV in yuan.
    pub npv_yuan: Percentiles,
    /// Simple payback in years; samples that never pay back rank above all others.
    pub simple_payback_a: Percentiles,
    /// Share of samples with NPV ≥ 0.
    pub viable_share: f64,
    /// How many samples lie where between the lowest and the highest NPV.
    pub npv_spread: Spread,
}

/// Numbers of samples in parts of equal width; a value on a border belongs to the part above it, the highest of all to
/// the last one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Spread {
    /// Where the first part begins.
    pub from: f64,
    /// Width of a part; 0 where all samples are alike.
    pub step: f64,
    /// Samples in each part, from the lowest.
    pub counts: Vec<usize>,
}

/// Parts of a [`Spread`].
const PARTS: usize = 24;

/// Seed unless another is asked for.
pub const SEED: u64 = 20_260_101;
/// Samples unless another number is asked for.
pub const SAMPLES: usize = 10_000;

fn figures(cases: &[Case], moved: &[f64; 6]) -> Result<Figures, UncertaintyError> {
    let of = |factor: Factor| 1.0 + moved[factor as usize];
    let energy = of(Factor::Saving) * of(Factor::Hours);
    let mut flows = Vec::with_capacity(cases.len());
    let (mut tce, mut saved, mut outlay, mut benefit) = (0.0, 0.0, 0.0, 0.0);
    let mut rate = 0.0;
    for case in cases {
        let (Some(investment), Some(saving)) = (case.cash.investment_yuan, case.cash.saving_yuan) else {
            return Err(UncertaintyError::Incomplete);
        };
        let investment = investment * of(Factor::Investment);
        let saving = saving * energy * of(Factor::Price);
        let cash = CashFlow { life_a: case.cash.life_a * of(Factor::Life), ..case.cash.clone() };
        let mut terms = case.terms;
        terms.saved_tce *= energy;
        terms.carbon_yuan *= energy;
        if let Some(tax) = &mut terms.tax {
            tax.credit_yuan *= of(Factor::Investment);
        }
        let years = flow::years(&cash, &terms, investment, saving);
        outlay += years.first().map_or(0.0, |y| y.outlay_yuan);
        benefit += saving + terms.carbon_yuan - cash.annual_cost_yuan;
        flows.push(years.iter().map(|y| y.net_yuan).collect::<Vec<f64>>());
        tce += case.saved_tce * energy;
        saved += saving;
        // One discount rate holds for the whole audit.
        rate = (cash.discount_rate + moved[Factor::Discount as usize]).max(0.0);
    }
    if cases.is_empty() {
        return Err(UncertaintyError::Incomplete);
    }
    Ok(Figures {
        saved_tce: tce,
        saving_yuan: saved,
        npv_yuan: npv(&together(flows.iter().map(Vec::as_slice)), rate),
        simple_payback_a: (benefit > 0.0).then(|| (outlay / benefit).max(0.0)),
    })
}

/// Moves every factor that has a range to both its ends, the others staying.
pub fn tornado(cases: &[Case], ranges: &Ranges) -> Result<Tornado, UncertaintyError> {
    let base = figures(cases, &[0.0; 6])?;
    let mut bars = Vec::new();
    for factor in Factor::ALL {
        let range = ranges.get(factor);
        if range > 0.0 {
            let at = |by: f64| {
                let mut moved = [0.0; 6];
                moved[factor as usize] = by;
                figures(cases, &moved)
            };
            bars.push(Bar { factor, range, low: at(-range)?, high: at(range)? });
        }
    }
    let span = |b: &Bar| (b.high.npv_yuan - b.low.npv_yuan).abs();
    bars.sort_by(|a, b| span(b).total_cmp(&span(a)));
    Ok(Tornado { base, bars })
}

/// A draw within ±1: uniform, or the inverse of the symmetric triangular distribution function.
fn draw(u: f64, distribution: Distribution) -> f64 {
    match distribution {
        Distribution::Uniform => 2.0 * u - 1.0,
        Distribution::Triangular if u < 0.5 => (2.0 * u).sqrt() - 1.0,
        Distribution::Triangular => 1.0 - (2.0 * (1.0 - u)).sqrt(),
    }
}

/// Moves all factors at random, independently of each other. Runs on a worker: shows progress and can be cancelled.
pub fn monte_carlo(
    cases: &[Case],
    ranges: &Ranges,
    distribution: Distribution,
    samples: usize,
    seed: u64,
    progress: &Progress,
) -> Result<Risk, UncertaintyError> {
    let samples = samples.max(1);
    let mut random = Pcg64::new(u128::from(seed), 0);
    let mut found = Vec::with_capacity(samples);
    for at in 0..samples {
        if at % 256 == 0 {
            if progress.cancelled() {
                return Err(UncertaintyError::Cancelled);
            }
            progress.set(at, samples);
        }
        let mut moved = [0.0; 6];
        for (slot, range) in moved.iter_mut().zip(&ranges.0) {
            // Drawn for every factor, so that giving one a range doesn't change the others' numbers. 53 random bits.
            let u = (random.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
            *slot = draw(u, distribution) * range;
        }
        found.push(figures(cases, &moved)?);
    }
    progress.set(1, 1);
    let of = |value: &dyn Fn(&Figures) -> f64| percentiles(found.iter().map(value).collect());
    Ok(Risk {
        samples,
        seed,
        distribution,
        saved_tce: of(&|f| f.saved_tce),
        saving_yuan: of(&|f| f.saving_yuan),
        npv_yuan: of(&|f| f.npv_yuan),
        simple_payback_a: of(&|f| f.simple_payback_a.unwrap_or(f64::INFINITY)),
        npv_spread: spread(found.iter().map(|f| f.npv_yuan)),
        viable_share: found.iter().filter(|f| f.npv_yuan >= 0.0).count() as f64 / samples as f64,
    })
}

fn spread(values: impl Iterator<Item = f64> + Clone) -> Spread {
    let (low, high) = values.clone().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let step = (high - low) / PARTS as f64;
    if !(step.is_finite() && step > 0.0) {
        let from = if low.is_finite() { low } else { 0.0 };
        return Spread { from, step: 0.0, counts: vec![values.count()] };
    }
    let mut counts = vec![0; PARTS];
    for value in values {
        counts[(((value - low) / step) as usize).min(PARTS - 1)] += 1;
    }
    Spread { from: low, step, counts }
}

fn percentiles(mut values: Vec<f64>) -> Percentiles {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let rank = share * (values.len() - 1) as f64;
        let below = rank.floor();
        let (low, high) = (values.get(below as usize)?, values.get(rank.ceil() as usize)?);
        (low.is_finite() && high.is_finite()).then(|| low + (high - low) * (rank - below))
    };
    Percentiles { p10: at(0.1), p50: at(0.5), p90: at(0.9) }
}
