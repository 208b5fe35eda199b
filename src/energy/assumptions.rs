//! Prices, factors and finance settings: as entered, else the sourced default, marked as such.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::audit::enterprise::Repayment;
use crate::audit::equipment::BoilerFuel;
use crate::audit::field::{FieldDef, FieldValue, Record};
use crate::audit::{Audit, Factors, Finance, Prices};
use crate::reference::Reference;

/// A setting in use.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Assumed {
    /// The field's key.
    pub key: &'static str,
    /// Chinese label.
    pub zh: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// The value.
    pub value: f64,
    /// Whether it is still the program's default.
    pub is_default: bool,
    /// Where it is from.
    pub source: String,
}

/// All settings in use, by key. Those without value and default are absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assumptions {
    values: BTreeMap<&'static str, Assumed>,
    repayment: Option<Repayment>,
}

impl Assumptions {
    /// The audit's settings with defaults from the national data.
    pub fn of(audit: &Audit, reference: &Reference) -> Self {
        let mut out = Self::default();
        let province = audit.enterprise.province.as_ref().map(|p| p.value.as_str());
        out.take(&audit.prices, Prices::defs(), reference, province);
        out.take(&audit.factors, Factors::defs(), reference, province);
        out.take(&audit.finance, Finance::defs(), reference, province);
        out.repayment = audit.finance.loan_repayment.as_ref().map(|r| r.value);
        out
    }

    fn take(&mut self, record: &dyn Record, defs: &'static [FieldDef], reference: &Reference, province: Option<&str>) {
        let factors = &reference.tables.factors;
        for def in defs {
            let entered = match record.get(def.key).map(|e| (e.value, e.origin)) {
                Some((FieldValue::Number(value), origin)) => Some((value, false, format!("企业数据({})", origin.zh()))),
                _ => None,
            };
            // The grid factor's default depends on the province; the heat values are those of the fuel table.
            let default = || match def.key {
                "grid_co2_kg_per_kwh" => factors.grid(province).map(|g| (g.value, true, g.source.to_string())),
                "coal_ncv_kj_per_kg" => ncv(reference, "coal"),
                "natural_gas_ncv_kj_per_m3" => ncv(reference, "natural_gas"),
                key => factors.default_value(key).map(|d| {
                    let review = if d.review.is_empty() || d.source.contains("待核") { "" } else { "(待核)" };
                    (d.value, true, format!("默认值：{}{review}", d.source))
                }),
            };
            if let Some((value, is_default, source)) = entered.or_else(default) {
                let assumed = Assumed { key: def.key, zh: def.zh, unit: def.unit, value, is_default, source };
                self.values.insert(def.key, assumed);
            }
        }
    }

    /// A setting in use.
    pub fn get(&self, key: &str) -> Option<&Assumed> {
        self.values.get(key)
    }

    /// A setting's value.
    pub fn value(&self, key: &str) -> Option<f64> {
        self.values.get(key).map(|a| a.value)
    }

    /// A percentage as a fraction; 0 where it is not set.
    pub fn fraction(&self, key: &str) -> f64 {
        self.value(key).unwrap_or(0.0) / 100.0
    }

    /// How loans are repaid: as entered, else 等额本金.
    pub fn repayment(&self) -> Repayment {
        self.repayment.unwrap_or(Repayment::EqualPrincipal)
    }

    /// All settings in use.
    pub fn iter(&self) -> impl Iterator<Item = &Assumed> {
        self.values.values()
    }

    /// Price in yuan per t, or per 万m³ for gases.
    pub fn fuel_price_yuan(&self, fuel: BoilerFuel) -> Option<f64> {
        match fuel {
            BoilerFuel::Bituminous
            | BoilerFuel::Lean
            | BoilerFuel::Anthracite
            | BoilerFuel::Lignite
            | BoilerFuel::Coal => self.value("coal_yuan_per_t"),
            BoilerFuel::Biomass => self.value("biomass_yuan_per_t"),
            BoilerFuel::Diesel => self.value("diesel_yuan_per_t"),
            BoilerFuel::FuelOil => self.value("fuel_oil_yuan_per_t"),
            BoilerFuel::NaturalGas => self.value("natural_gas_yuan_per_m3").map(|p| p * 10_000.0),
            BoilerFuel::CokeOvenGas => self.value("coke_oven_gas_yuan_per_m3").map(|p| p * 10_000.0),
            BoilerFuel::Electricity => None,
        }
    }

    /// Heat value of a fuel when the device has none: the audit's own setting, else the fuel table.
    pub fn default_ncv(&self, fuel: BoilerFuel, reference: &Reference) -> Option<(f64, String)> {
        use crate::audit::field::Choice as _;
        let own = match fuel {
            BoilerFuel::Bituminous | BoilerFuel::Lean | BoilerFuel::Anthracite | BoilerFuel::Coal => {
                self.get("coal_ncv_kj_per_kg")
            }
            BoilerFuel::NaturalGas => self.get("natural_gas_ncv_kj_per_m3"),
            _ => None,
        };
        own.map(|a| (a.value, a.source.clone()))
            .or_else(|| ncv(reference, fuel.def().code).map(|(value, _, source)| (value, source)))
    }
}

fn ncv(reference: &Reference, code: &str) -> Option<(f64, bool, String)> {
    let fuel = reference.tables.factors.fuel(code)?;
    fuel.ncv_kj.map(|v| (v, true, fuel.ncv_source.to_string()))
}
