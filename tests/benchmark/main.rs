//! The plant against quota, benchmark levels and targets: expected values from the rows of the standards and from
//! arithmetic shown beside them.

mod change;
mod levels;
mod plant;
mod quotas;
mod tables;
mod targets;

use std::collections::BTreeMap;

use energy_audit::benchmark::{Answer, Output, UnitConsumption};
use energy_audit::reference::Reference;

pub fn on(date: &str) -> Reference {
    Reference::on(date.parse().expect("date")).expect("tables")
}

pub fn figure(product: &str, value: f64, unit: &str) -> UnitConsumption {
    UnitConsumption { product: product.to_owned(), value, unit: unit.to_owned(), ..UnitConsumption::default() }
}

/// With an output and the whole of the plant's savings.
pub fn sole(product: &str, value: f64, unit: &str, output: f64, output_unit: &str) -> UnitConsumption {
    UnitConsumption {
        output: Some(Output { quantity: output, unit: output_unit.to_owned() }),
        electricity_share: Some(1.0),
        fuel_share: Some(1.0),
        ..figure(product, value, unit)
    }
}

pub fn answers(text: &str) -> BTreeMap<String, Answer> {
    let pairs = text.split(';').filter(|p| !p.is_empty()).map(|p| p.split_once('=').expect("key=value"));
    pairs.map(|(key, value)| (key.to_owned(), Answer::read(value).expect("answer"))).collect()
}

pub fn near(actual: f64, expected: f64) {
    assert!((actual - expected).abs() <= 1e-9 * expected.abs(), "{actual} instead of {expected}");
}
