//! Fuels, grid factors and defaults.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::table::{Table, TableError};

/// A fuel's heat value and CO₂ factor.
#[derive(Clone, Debug)]
pub struct FuelFactor {
    /// Stable code, as `BoilerFuel`.
    pub code: String,
    /// Chinese name.
    pub name: Arc<str>,
    /// `kg` or `m³`.
    pub unit: Arc<str>,
    /// Net calorific value in kJ per unit.
    pub ncv_kj: Option<f64>,
    /// Where it is from, with review state.
    pub ncv_source: Arc<str>,
    /// tCO₂ per TJ of net calorific value.
    pub co2_t_per_tj: Option<f64>,
    /// Where it is from, with review state.
    pub co2_source: Arc<str>,
}

/// A default for a price, factor or finance field.
#[derive(Clone, Debug)]
pub struct DefaultValue {
    /// The value in the field's unit.
    pub value: f64,
    /// Usual range, in words.
    pub range: Arc<str>,
    /// Note.
    pub note: Arc<str>,
    /// Where it is from.
    pub source: Arc<str>,
    /// Doubt; empty if none.
    pub review: Arc<str>,
}

/// A grid emission factor.
#[derive(Clone, Debug)]
pub struct GridFactor {
    /// Year.
    pub year: i16,
    /// kgCO₂/kWh.
    pub value: f64,
    /// Name, year and publisher in words.
    pub source: Arc<str>,
}

/// All factors.
#[derive(Debug, Default)]
pub struct FactorTables {
    fuels: HashMap<String, FuelFactor>,
    defaults: BTreeMap<String, DefaultValue>,
    /// Ascending by year.
    provincial: HashMap<String, Vec<GridFactor>>,
    /// Ascending by year.
    national: Vec<GridFactor>,
    electricity_kgce_per_kwh: f64,
}

const ELECTRICITY: &str = "电力（当量值）";
/// Settings without which nothing can be converted or evaluated: each must have a default.
const REQUIRED: [&str; 9] = [
    "electricity_equal_value_kgce_per_kwh",
    "reactive_equivalent_kw_per_kvar",
    "load_shape_factor",
    "discount_rate_pct",
    "maintenance_rate_pct",
    "residual_rate_pct",
    "life_motor_a",
    "life_transformer_a",
    "life_boiler_a",
];
const PROVINCIAL: &str = " 省级电力平均二氧化碳排放因子";
const NATIONAL: &str = "全国电力平均二氧化碳排放因子";

fn joined(source: &str, review: &str) -> Arc<str> {
    if review.is_empty() || source.contains("待核") { source.into() } else { format!("{source}(待核)").into() }
}

impl FactorTables {
    pub(super) fn read(
        fuels: &Table,
        emission: &Table,
        defaults: &Table,
        conversion: &Table,
    ) -> Result<Self, TableError> {
        let mut out = Self::default();
        let electricity = conversion.rows().find(|r| r.text("fuel").is_ok_and(|f| f == ELECTRICITY));
        out.electricity_kgce_per_kwh = electricity
            .ok_or_else(|| TableError::Index(format!("energy_conversion.csv 缺少 {ELECTRICITY}")))?
            .number("tce_factor")?;
        for r in fuels.rows() {
            let code = r.text("code")?.to_owned();
            out.fuels.insert(
                code.clone(),
                FuelFactor {
                    code,
                    name: r.text("name")?.into(),
                    unit: r.text("unit")?.into(),
                    ncv_kj: r.maybe_number("ncv_kj")?,
                    ncv_source: joined(r.text("ncv_source")?, r.text("ncv_review")?),
                    co2_t_per_tj: r.maybe_number("co2_t_per_tj")?,
                    co2_source: joined(r.text("co2_source")?, r.text("co2_review")?),
                },
            );
        }
        for r in emission.rows() {
            let name = r.text("name")?;
            let province = name.strip_suffix(PROVINCIAL);
            if province.is_none() && name != NATIONAL {
                continue;
            }
            let factor = GridFactor {
                year: r.number("year")? as i16,
                value: r.number("value")?,
                source: format!("{name}({}年)，{}", r.text("year")?, r.text("publisher")?).into(),
            };
            match province {
                Some(p) => out.provincial.entry(p.to_owned()).or_default().push(factor),
                None => out.national.push(factor),
            }
        }
        out.provincial.values_mut().chain([&mut out.national]).for_each(|list| list.sort_by_key(|f| f.year));
        for r in defaults.rows() {
            out.defaults.insert(
                r.text("key")?.to_owned(),
                DefaultValue {
                    value: r.number("value")?,
                    range: r.text("range")?.into(),
                    note: r.text("note")?.into(),
                    source: r.text("source")?.into(),
                    review: r.text("review")?.into(),
                },
            );
        }
        if let Some(key) = REQUIRED.iter().find(|k| !out.defaults.contains_key(**k)) {
            return Err(TableError::Index(format!("defaults.csv 缺少 {key}")));
        }
        if out.national.is_empty() {
            return Err(TableError::Index(format!("emission_factors.csv 缺少 {NATIONAL}")));
        }
        Ok(out)
    }

    /// Equivalent value of electricity in kgce/kWh (GB/T 2589-2020, 附录A).
    pub fn electricity_kgce_per_kwh(&self) -> f64 {
        self.electricity_kgce_per_kwh
    }

    /// A fuel by code.
    pub fn fuel(&self, code: &str) -> Option<&FuelFactor> {
        self.fuels.get(code)
    }

    /// The default of a settings field.
    pub fn default_value(&self, key: &str) -> Option<&DefaultValue> {
        self.defaults.get(key)
    }

    /// The newest average grid factor of a province (`山西` or `山西省`), else the national one.
    pub fn grid(&self, province: Option<&str>) -> Option<&GridFactor> {
        self.grids(province).last()
    }

    /// The average grid factor of a province, else the national one, for the energy of a year: that year's, else the
    /// last before it, else the first there is.
    pub fn grid_of(&self, province: Option<&str>, year: i16) -> Option<&GridFactor> {
        let list = self.grids(province);
        list.iter().rev().find(|f| f.year <= year).or_else(|| list.first())
    }

    fn grids(&self, province: Option<&str>) -> &[GridFactor] {
        let name = province.map(|p| p.trim().trim_end_matches(['省', '市']));
        name.and_then(|p| self.provincial.get(p)).unwrap_or(&self.national)
    }
}
