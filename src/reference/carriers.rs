//! Energy carriers: their units, and the default factors of GB/T 2589-2020 that apply without a measured heat value.

use std::collections::HashMap;
use std::sync::Arc;

use super::table::{Row, Table, TableError};

/// What the column of the emission row says of biogenic carriers.
const BIOGENIC: &str = "生物质";

/// How a carrier is accounted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CarrierGroup {
    /// 燃料: burnt, with a net calorific value.
    Fuel,
    /// 电力: equivalent and equal value differ.
    Electricity,
    /// 可再生电力: generated and used by the plant itself.
    Renewable,
    /// 热力: heat by the GJ.
    Heat,
    /// 蒸汽: by the tonne, with pressure and temperature.
    Steam,
    /// 耗能工质: water, air, oxygen ...: counted only if bought.
    Medium,
}

impl CarrierGroup {
    fn read(row: &Row<'_>) -> Result<Self, TableError> {
        Ok(match row.text("carrier_group")? {
            "燃料" => Self::Fuel,
            "电力" => Self::Electricity,
            "可再生电力" => Self::Renewable,
            "热力" => Self::Heat,
            "蒸汽" => Self::Steam,
            "耗能工质" => Self::Medium,
            _ => return Err(row.error("carrier_group", "应为燃料、电力、可再生电力、热力、蒸汽或耗能工质")),
        })
    }
}

/// A default factor and where it is from.
#[derive(Clone, Debug, PartialEq)]
pub struct DefaultFactor {
    /// The value.
    pub value: f64,
    /// Source in words, with the review state.
    pub source: Arc<str>,
}

/// A carrier.
#[derive(Clone, Debug)]
pub struct Carrier {
    /// Stable code.
    pub code: String,
    /// Chinese name.
    pub name: String,
    /// How it is accounted for.
    pub group: CarrierGroup,
    /// Unit that amounts are entered in: kWh, t, m³ or GJ.
    pub unit: String,
    /// kgce per unit, equivalent value; none if a measured heat value is needed.
    pub kgce: Option<DefaultFactor>,
    /// CO₂: tCO₂ per TJ for fuels, tCO₂ per GJ for heat and steam. Electricity has the grid's factor.
    pub co2: Option<DefaultFactor>,
    /// Code of the fuel (as `BoilerFuel`) that devices name for it; empty if none.
    pub device_fuel: String,
    /// Key of the price setting per unit; empty if none.
    pub price_key: String,
    /// What the user should know.
    pub note: String,
    /// Doubt; empty if none.
    pub review: String,
    names: Vec<String>,
}

impl Carrier {
    /// kg or m³ in a unit that heat values refer to: 1000 for t, 1 for m³.
    pub fn heat_value_units(&self) -> f64 {
        if self.unit == "t" { 1000.0 } else { 1.0 }
    }

    /// All names plants use for it, the first being its own.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

/// All carriers.
#[derive(Debug, Default)]
pub struct Carriers {
    list: Vec<Carrier>,
    by_code: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
}

impl Carriers {
    pub(super) fn read(carriers: &Table, conversion: &Table, emission: &Table) -> Result<Self, TableError> {
        let mut out = Self::default();
        let conversions = by_first(conversion, "fuel")?;
        let emissions = by_first(emission, "name")?;
        for row in carriers.rows() {
            let unit = row.text("unit")?;
            let kgce = match row.text("conversion")? {
                "" => None,
                name => {
                    let found = conversions.get(name).ok_or_else(|| row.error("conversion", "不在折标系数表中"))?;
                    Some(factor(found, unit)?)
                }
            };
            let co2 = match row.text("emission")? {
                BIOGENIC => Some(DefaultFactor {
                    value: 0.0, source: "生物质，按惯例不计入化石排放(待核)".into()
                }),
                // An own table of factors need not hold every row.
                name => match emissions.get(name) {
                    Some(found) => Some(DefaultFactor {
                        value: found.number("value")?,
                        source: marked(&format!("{name}，{}", found.text("publisher")?), found.text("review")?),
                    }),
                    None => None,
                },
            };
            let carrier = Carrier {
                code: row.text("carrier_code")?.to_owned(),
                name: row.text("name")?.to_owned(),
                group: CarrierGroup::read(&row)?,
                unit: unit.to_owned(),
                kgce,
                co2,
                device_fuel: row.text("device_fuel")?.to_owned(),
                price_key: row.text("price_key")?.to_owned(),
                note: row.text("note")?.to_owned(),
                review: row.text("review")?.to_owned(),
                names: std::iter::once(row.text("name")?)
                    .chain(row.text("aliases")?.split('|'))
                    .filter(|n| !n.is_empty())
                    .map(str::to_owned)
                    .collect(),
            };
            let at = out.list.len();
            if out.by_code.insert(carrier.code.clone(), at).is_some() {
                return Err(row.error("carrier_code", "重复"));
            }
            for name in &carrier.names {
                if out.by_name.insert(name.to_lowercase(), at).is_some() {
                    return Err(row.error("aliases", "与另一品种的名称重复"));
                }
            }
            out.list.push(carrier);
        }
        Ok(out)
    }

    /// All, in the order shown.
    pub fn iter(&self) -> impl Iterator<Item = &Carrier> {
        self.list.iter()
    }

    /// The carrier of a code.
    pub fn get(&self, code: &str) -> Option<&Carrier> {
        self.by_code.get(code).map(|at| &self.list[*at])
    }

    /// The carrier of a name as plants write it (half-width, without blanks), or of a code.
    pub fn named(&self, name: &str) -> Option<&Carrier> {
        let at = self.by_name.get(&name.to_lowercase()).or_else(|| self.by_code.get(name));
        at.map(|at| &self.list[*at])
    }
}

/// The rows of a table by one column; of several the first.
fn by_first<'a>(table: &'a Table, column: &str) -> Result<HashMap<&'a str, Row<'a>>, TableError> {
    let mut out = HashMap::new();
    for row in table.rows() {
        out.entry(row.text(column)?).or_insert(row);
    }
    Ok(out)
}

fn marked(source: &str, review: &str) -> Arc<str> {
    if review.is_empty() || source.contains("待核") { source.into() } else { format!("{source}(待核)").into() }
}

/// A row's factor in kgce per carrier unit. Of a range the lower end, which is said.
fn factor(row: &Row<'_>, unit: &str) -> Result<DefaultFactor, TableError> {
    let text = row.text("tce_factor")?;
    let lowest = text.split('~').next().unwrap_or(text);
    let value: f64 = lowest.parse().map_err(|_| row.error("tce_factor", "不是数字"))?;
    let scale = match (row.text("unit_factor")?, unit) {
        ("kgce/kWh", "kWh") | ("kgce/m³", "m³") | ("kgce/t", "t") => 1.0,
        ("kgce/kg", "t") | ("kgce/MJ", "GJ") => 1000.0,
        _ => return Err(row.error("unit_factor", "与能源品种的计量单位不符")),
    };
    let name = row.text("fuel")?;
    let source = if lowest == text {
        marked(&format!("GB/T 2589-2020 {name} {text} {}", row.text("unit_factor")?), row.text("review")?)
    } else {
        format!("GB/T 2589-2020 {name} 为区间 {text} {}，取下限(待核)", row.text("unit_factor")?).into()
    };
    Ok(DefaultFactor { value: value * scale, source })
}
