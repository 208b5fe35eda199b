//! What is compared: a plant's figures and its products' unit consumption, independent of where they were entered.

use std::collections::BTreeMap;

use crate::audit::Origin;
use crate::energy::Step;

/// What a correction of a limit asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A figure in the correction's unit.
    Number(f64),
    /// Yes or no.
    Yes(bool),
    /// One of several, in words.
    Choice(String),
}

impl Answer {
    /// Reads an answer as entered; `None` if nothing is.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('%').trim_end();
        match text {
            "" => None,
            "是" | "有" | "yes" | "true" => Some(Self::Yes(true)),
            "否" | "无" | "没有" | "no" | "false" => Some(Self::Yes(false)),
            _ => match text.parse::<f64>() {
                Ok(n) if n.is_finite() => Some(Self::Number(n)),
                _ => Some(Self::Choice(text.to_owned())),
            },
        }
    }

    /// As yes or no: 1 and 0 are taken for them too.
    pub(super) fn yes(&self) -> Option<bool> {
        match self {
            Self::Yes(yes) => Some(*yes),
            Self::Number(n) if *n == 1.0 => Some(true),
            Self::Number(n) if *n == 0.0 => Some(false),
            _ => None,
        }
    }

    /// As a figure: "no" is none of it.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(n) if n.is_finite() => Some(*n),
            Self::Yes(false) => Some(0.0),
            _ => None,
        }
    }
}

/// An amount of product.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// How much in a year.
    pub quantity: f64,
    /// Its unit, e.g. `万t`.
    pub unit: String,
}

/// Energy per unit of one product or process, by one indicator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnitConsumption {
    /// Product or process in words.
    pub product: String,
    /// Rows or objects of the quota table that the auditor picked; empty: found by the product's name.
    pub rows: Vec<String>,
    /// Indicator; empty for 单位产品(综合)能耗 or the only one in the unit.
    pub indicator: String,
    /// The figure.
    pub value: f64,
    /// Its unit, e.g. `kgce/t`, `tce/万t`, `gce/kWh`, `kWh/t`; empty for a ratio such as PUE.
    pub unit: String,
    /// The weakest origin among what it rests on.
    pub origin: Option<Origin>,
    /// Whether estimates or default values took part.
    pub estimated: bool,
    /// How it was found.
    pub working: Vec<Step>,
    /// What the auditor must know of it.
    pub remarks: Vec<String>,
    /// Output of the year.
    pub output: Option<Output>,
    /// What the corrections ask for, by their key or Chinese name; `process` or `工序` tells rows apart.
    pub answers: BTreeMap<String, Answer>,
    /// Which part of the plant's saved electricity belongs to this product, 0 to 1.
    pub electricity_share: Option<f64>,
    /// Which part of the plant's saved fuel belongs to this product, 0 to 1.
    pub fuel_share: Option<f64>,
}

/// A plant's figures of one year.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct YearFigures {
    /// 综合能耗, electricity at equivalent value (当量值), tce.
    pub tce_equivalent: Option<f64>,
    /// 综合能耗, electricity at equal value (等价值), tce.
    pub tce_equal_value: Option<f64>,
    /// Value added, 10⁴ yuan.
    pub value_added_wan: Option<f64>,
    /// Of which prices value added is (当年价, 2020年价 ...); empty if not stated.
    pub price_base: String,
    /// Output value, 10⁴ yuan.
    pub output_value_wan: Option<f64>,
    /// Water taken in, m³.
    pub water_m3: Option<f64>,
    /// Share of solid waste that is used, %.
    pub solid_waste_use_pct: Option<f64>,
    /// Unit consumption by product.
    pub products: Vec<UnitConsumption>,
}

/// CO₂ per unit of a product: the plant's scope 1 and 2 by the product's shares of the carriers. Process emissions are
/// not in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProductCarbon {
    /// Product or process in words.
    pub product: String,
    /// Its share of the plant's CO₂, t.
    pub t: f64,
    /// kgCO₂ per unit of output.
    pub kg_per_unit: f64,
    /// The output's unit.
    pub unit: String,
    /// How.
    pub working: Vec<Step>,
}

/// What the comparison needs to know of a plant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlantFigures {
    /// GB/T 4754 class.
    pub industry_code: String,
    /// Province.
    pub province: String,
    /// City.
    pub city: String,
    /// The year that is judged.
    pub year: i16,
    /// Figures by year, the judged one and those it is compared with.
    pub years: BTreeMap<i16, YearFigures>,
    /// CO₂ of the judged year's products by their shares.
    pub carbon: Vec<ProductCarbon>,
    /// Devices in use that are on the lists of obsolete ones; `None` if they were not screened.
    pub obsolete_devices: Option<f64>,
    /// What energy costs.
    pub money: Money,
    /// What could not be made into figures, and why.
    pub questions: Vec<String>,
}

impl PlantFigures {
    /// The judged year's figures.
    pub fn current(&self) -> Option<&YearFigures> {
        self.years.get(&self.year)
    }

    /// The judged year's products.
    pub fn products(&self) -> &[UnitConsumption] {
        self.current().map_or(&[], |y| &y.products)
    }
}

/// What energy is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Money {
    /// Mean price of the plant's energy, yuan per tce at equivalent value.
    pub yuan_per_tce: Option<f64>,
    /// Price of electricity, yuan/kWh.
    pub yuan_per_kwh: Option<f64>,
}
