//! What a series of yearly flows is worth. Flows in yuan, year 0 first, each at the end of its year; rates as fractions.

/// Present value: Σ F_t/(1+i)^t.
///
/// The factors are built by repeated division, so the sum is the same to the last bit on every machine.
pub fn npv(flows: &[f64], rate: f64) -> f64 {
    let mut factor = 1.0;
    let mut sum = 0.0;
    for flow in flows {
        sum += flow * factor;
        factor /= 1.0 + rate;
    }
    sum
}

/// Present value of each year's flow, F_t/(1+i)^t, by the factors of [`npv`]: their sum is the NPV.
pub fn discounted(flows: &[f64], rate: f64) -> Vec<f64> {
    let mut factor = 1.0;
    flows
        .iter()
        .map(|flow| {
            let present = flow * factor;
            factor /= 1.0 + rate;
            present
        })
        .collect()
}

/// The rate at which the present value is zero, by bisection between −99 % and 10 000 %.
///
/// `None` unless the flows change sign exactly once: only then is the rate unique (Descartes' rule of signs).
pub fn irr(flows: &[f64]) -> Option<f64> {
    let mut last = None;
    let mut changes = 0;
    for flow in flows.iter().filter(|f| **f != 0.0) {
        let positive = *flow > 0.0;
        changes += usize::from(last.is_some_and(|l| l != positive));
        last = Some(positive);
    }
    if changes != 1 {
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

/// Years until the discounted balance turns positive, T − 1 + |balance of the year before| / discounted flow of year T;
/// 0 if nothing has to be recovered. With a rate of 0 it is the payback of the undiscounted balance.
pub fn discounted_payback(flows: &[f64], rate: f64) -> Option<f64> {
    let mut balance = *flows.first()?;
    if balance >= 0.0 {
        return Some(0.0);
    }
    let mut factor = 1.0;
    for (t, flow) in flows.iter().enumerate().skip(1) {
        factor /= 1.0 + rate;
        let present = flow * factor;
        if balance + present >= 0.0 && present > 0.0 {
            return Some(t as f64 - 1.0 - balance / present);
        }
        balance += present;
    }
    None
}

/// Discounted balance at the end of each year, Σ_{k≤t} F_k/(1+i)^k: its last value is the NPV, and it turns positive at the
/// discounted payback. With a rate of 0 it is the undiscounted balance.
pub fn balances(flows: &[f64], rate: f64) -> Vec<f64> {
    let (mut factor, mut sum) = (1.0, 0.0);
    let mut out = Vec::with_capacity(flows.len());
    for flow in flows {
        sum += flow * factor;
        factor /= 1.0 + rate;
        out.push(sum);
    }
    out
}

/// Annuity (capital recovery) factor i/(1−(1+i)^−n); 1/n without interest.
pub fn annuity(rate: f64, years_a: f64) -> f64 {
    if rate == 0.0 { 1.0 / years_a } else { rate / (1.0 - (1.0 + rate).powf(-years_a)) }
}

/// Adds up flows of different lengths year by year: who ends earlier adds nothing afterwards (no reinvestment).
pub fn together<'a>(flows: impl IntoIterator<Item = &'a [f64]>) -> Vec<f64> {
    let mut out: Vec<f64> = Vec::new();
    for flow in flows {
        if flow.len() > out.len() {
            out.resize(flow.len(), 0.0);
        }
        for (sum, f) in out.iter_mut().zip(flow) {
            *sum += f;
        }
    }
    out
}

/// Levelised cost of what is saved: (outlay·A/P(i, n) + yearly cost)/yearly quantity, in yuan per unit of the quantity.
/// `None` if nothing is saved.
pub fn levelised_cost(outlay: f64, annual_cost: f64, rate: f64, life_a: f64, quantity: f64) -> Option<f64> {
    (quantity > 0.0).then(|| (outlay * annuity(rate, life_a) + annual_cost) / quantity)
}

/// Life-cycle cost: outlay + Σ(energy·(1+e)^(t−1) + upkeep)/(1+i)^t − residual/(1+i)^n, over n whole years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LifeCycle {
    /// What is spent in year 0, less the subsidy.
    pub outlay_yuan: f64,
    /// Energy cost of the first year.
    pub energy_yuan: f64,
    /// Operation and maintenance per year.
    pub upkeep_yuan: f64,
    /// Received at the end of life.
    pub residual_yuan: f64,
    /// Years, rounded to whole ones (1 to 100).
    pub life_a: f64,
    /// Discount rate.
    pub discount_rate: f64,
    /// Yearly rise of energy prices.
    pub escalation: f64,
}

impl LifeCycle {
    /// The life-cycle cost in yuan of year 0.
    pub fn cost_yuan(&self) -> f64 {
        let n = whole_years(self.life_a);
        let mut price = 1.0;
        let mut flows = vec![self.outlay_yuan];
        for _ in 0..n {
            flows.push(self.energy_yuan * price + self.upkeep_yuan);
            price *= 1.0 + self.escalation;
        }
        flows[n] -= self.residual_yuan;
        npv(&flows, self.discount_rate)
    }
}

/// A life as whole years of the cash flow.
pub(crate) fn whole_years(years_a: f64) -> usize {
    years_a.round().clamp(1.0, 100.0) as usize
}
