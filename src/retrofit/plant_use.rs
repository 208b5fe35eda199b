//! What is saved against what the plant used: nobody saves more of a carrier than went through his meters.
//!
//! Electricity is compared in kWh; fuels in tce by heat, all coals as one, because devices don't tell coals apart. What the
//! plant used is what crossed its boundary and what its conversions gave (GB/T 2589-2020, see [`energy::plant`]).

use crate::audit::Audit;
use crate::audit::field::Choice as _;
use crate::energy::plant::{self, PlantEnergy, fuel_pool, pool_of};
use crate::energy::working::n;
use crate::energy::{Context, FuelUse, Impact};
use crate::reference::carriers::CarrierGroup;

/// Saving and use count as equal within this relative difference (round-off of sums).
const EQUAL: f64 = 1e-9;

/// What the plant used in the audited year, as far as it is entered.
#[derive(Clone, Debug)]
pub struct PlantUse {
    energy: PlantEnergy,
    /// Amounts of the year that are not counted until the auditor answers a question.
    left_out: usize,
}

/// A saving beyond what the plant used.
#[derive(Clone, Debug, PartialEq)]
pub struct Beyond {
    /// Chinese names of what is saved.
    pub carrier: String,
    /// What is saved in a year, in `unit`.
    pub saved: f64,
    /// What the plant used in the audited year, in `unit`.
    pub used: f64,
    /// kWh, or tce for fuels.
    pub unit: &'static str,
    /// The audited year.
    pub year: i16,
    /// Amounts of that year that could not be counted.
    pub left_out: usize,
}

impl Beyond {
    /// In Chinese words.
    pub fn zh(&self) -> String {
        let Self { carrier, saved, used, unit, year, left_out } = self;
        let open = match left_out {
            0 => String::new(),
            rows => format!("(另有 {rows} 项数据有疑问，未计入)"),
        };
        format!(
            "每年节约{carrier} {} {unit}，多于全厂 {year} 年的用量 {} {unit}{open}：请核对设备用能、措施参数或全厂能源数据",
            n(*saved),
            n(*used)
        )
    }

    /// In English words.
    pub fn en(&self) -> String {
        let Self { carrier, saved, used, unit, year, left_out } = self;
        let open = match left_out {
            0 => String::new(),
            rows => format!(" ({rows} more amounts are not counted)"),
        };
        format!(
            "saves {} {unit} of {carrier}, more than the plant used in {year}: {} {unit}{open}",
            n(*saved),
            n(*used)
        )
    }
}

impl PlantUse {
    /// Of an audit; `None` without consumption that can be counted.
    pub fn of(audit: &Audit, ctx: &Context<'_>) -> Option<Self> {
        if audit.consumption.is_empty() {
            return None;
        }
        // What the devices use has no part in the carriers' amounts.
        let plant = plant::account(audit, &[], ctx);
        let energy = plant.audited()?.clone();
        let open = plant.questions.iter().filter(|q| q.left_out && q.year.is_none_or(|y| y == energy.year));
        Some(Self { left_out: open.count(), energy })
    }

    /// Electricity and fuels of which more is saved than the plant used. A fuel that no carrier stands for can't be
    /// compared.
    pub fn beyond(&self, saving: &Impact, ctx: &Context<'_>) -> Vec<Beyond> {
        let mut out = Vec::new();
        let mut compare = |carrier: String, unit, saved: f64, used: f64| {
            let used = used.max(0.0);
            if saved > used + EQUAL * used.max(1.0) {
                let (year, left_out) = (self.energy.year, self.left_out);
                out.push(Beyond { carrier, saved, used, unit, year, left_out });
            }
        };
        compare("电力".to_owned(), "kWh", saving.electricity_kwh, self.electricity_kwh());
        let mut pools: Vec<(&'static str, Vec<&FuelUse>)> = Vec::new();
        for fuel in &saving.fuels {
            let key = fuel_pool(fuel.fuel);
            match pools.iter_mut().find(|(k, _)| *k == key) {
                Some((_, list)) => list.push(fuel),
                None => pools.push((key, vec![fuel])),
            }
        }
        for (key, fuels) in pools {
            if !ctx.reference.tables.carriers.iter().any(|c| c.device_fuel == key) {
                continue;
            }
            let mut names: Vec<&str> = Vec::new();
            for fuel in fuels.iter().filter(|f| f.quantity > 0.0) {
                if !names.contains(&fuel.fuel.zh()) {
                    names.push(fuel.fuel.zh());
                }
            }
            compare(names.join("、"), "tce", fuels.iter().map(|f| f.tce()).sum(), self.fuel_tce(key, ctx));
        }
        out
    }

    /// Bought, own and converted electricity less what was sold, kWh.
    fn electricity_kwh(&self) -> f64 {
        let electric = |g: CarrierGroup| matches!(g, CarrierGroup::Electricity | CarrierGroup::Renewable);
        self.energy.carriers.iter().filter(|c| electric(c.group)).map(|c| c.net + c.converted_out).sum()
    }

    /// Heat of a fuel, its conversions' inputs included, tce.
    fn fuel_tce(&self, key: &str, ctx: &Context<'_>) -> f64 {
        let mine = self.energy.carriers.iter().filter(|c| pool_of(c, ctx) == key);
        mine.map(|c| {
            let made = self.energy.lines.iter().filter(|l| l.flow == crate::audit::Flow::ConvertedOut);
            c.tce_equivalent + made.filter(|l| l.carrier == c.code).map(|l| l.tce_equivalent).sum::<f64>()
        })
        .sum()
    }
}
