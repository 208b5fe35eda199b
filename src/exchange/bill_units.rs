//! Units of amounts, prices and money on bills.

use super::text::{folded, plain as half_width};
use crate::audit::FieldDef;
use crate::reference::carriers::{Carrier, CarrierGroup, Carriers};

/// What an amount in some unit is in a carrier's own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Amount<'a> {
    /// Code of the carrier: steam billed by the GJ is heat.
    pub(super) carrier: &'a str,
    /// What the amount is multiplied by.
    pub(super) factor: f64,
}

/// Spellings and sizes per unit of the carriers' table.
fn size(own: &str, unit: &str) -> Option<f64> {
    let unit = folded(unit).replace('³', "3").replace("标准", "");
    let unit = unit.trim_end_matches("/a").trim_end_matches("/年").trim_end_matches("/月");
    Some(match (own, unit) {
        ("kWh", "kwh" | "kw·h" | "kw.h" | "kw*h" | "度" | "千瓦时" | "千瓦小时") => 1.0,
        ("kWh", "万kwh" | "万kw·h" | "万kw.h" | "万度" | "万千瓦时" | "万千瓦小时") => 1e4,
        ("kWh", "mwh" | "兆瓦时") => 1e3,
        ("kWh", "gwh") => 1e6,
        ("kWh", "亿kwh" | "亿千瓦时" | "亿度") => 1e8,
        ("t", "t" | "吨") => 1.0,
        ("t", "kg" | "千克" | "公斤") => 1e-3,
        ("t", "万t" | "万吨") => 1e4,
        ("m³", "m3" | "nm3" | "立方米" | "立方" | "方" | "标方" | "标立方米") => 1.0,
        ("m³", "万m3" | "万nm3" | "万立方米" | "万立方" | "万方" | "万标方") => 1e4,
        ("m³", "千m3" | "km3" | "千立方米") => 1e3,
        ("GJ", "gj" | "吉焦" | "百万千焦") => 1.0,
        ("GJ", "mj" | "兆焦") => 1e-3,
        ("GJ", "kj" | "千焦") => 1e-6,
        ("GJ", "万gj" | "万吉焦" | "万百万千焦") => 1e4,
        ("GJ", "tj") => 1e3,
        ("GJ", "gcal" | "百万大卡" | "百万千卡") => 4.1868,
        _ => return None,
    })
}

/// Reads an amount's unit; `None` if the carrier is not measured so.
pub(super) fn amount<'a>(carrier: &'a Carrier, unit: &str) -> Option<Amount<'a>> {
    if let Some(factor) = size(&carrier.unit, unit) {
        return Some(Amount { carrier: &carrier.code, factor });
    }
    match carrier.group {
        CarrierGroup::Steam => size("GJ", unit).map(|factor| Amount { carrier: "heat", factor }),
        // Bills count water by the cubic metre; 1 m³ of cold water weighs 1 t.
        CarrierGroup::Medium if carrier.code.ends_with("water") => {
            size("m³", unit).map(|factor| Amount { carrier: &carrier.code, factor })
        }
        _ => None,
    }
}

/// yuan per unit of money, as in 金额(万元).
pub(super) fn money(unit: &str) -> Option<f64> {
    match folded(unit).as_str() {
        "元" | "元/a" | "元/年" | "rmb" => Some(1.0),
        "万元" | "万元/a" | "万元/年" => Some(1e4),
        "千元" => Some(1e3),
        _ => None,
    }
}

/// yuan per unit of the carrier for a price in 元/…; without a unit, per the row's own unit of amounts.
pub(super) fn price(unit: &str, read_in: &Amount<'_>, carriers: &Carriers) -> Option<f64> {
    if unit.is_empty() || folded(unit) == "元" || folded(unit) == "元/计量单位" {
        return Some(1.0 / read_in.factor);
    }
    let (yuan, per) = unit.split_once('/')?;
    let per = amount(carriers.get(read_in.carrier)?, per).filter(|a| a.carrier == read_in.carrier)?;
    Some(money(yuan)? / per.factor)
}

/// Factor of a field that is no amount and no money; its own unit and a few others.
pub(super) fn plain(def: &FieldDef, unit: &str) -> Option<f64> {
    let unit = folded(unit).replace('³', "3");
    if unit.is_empty() {
        return Some(1.0);
    }
    if def.key == "ncv_kj" {
        return match unit.as_str() {
            "kj/kg" | "kj/m3" | "kj/nm3" | "kj/kg(kj/m3)" => Some(1.0),
            "mj/kg" | "mj/m3" | "mj/nm3" | "gj/t" => Some(1e3),
            "kcal/kg" | "kcal/m3" | "kcal/nm3" | "大卡/kg" | "千卡/千克" | "大卡/千克" => Some(4.1868),
            "gj/万m3" | "gj/万nm3" => Some(100.0),
            _ => None,
        };
    }
    let own = folded(def.unit).replace('³', "3");
    if unit == own || super::units::factor(def, &unit).is_some_and(|f| f == 1.0) {
        return Some(1.0);
    }
    super::units::factor(def, &unit)
}

/// A name and the unit in brackets behind it: `电力(万kWh)`.
pub(super) fn split(text: &str) -> (String, String) {
    let text = half_width(text);
    match text.split_once('(') {
        Some((name, rest)) if size_of_any(rest.trim_end_matches(')')) => {
            (name.trim().to_owned(), rest.trim_end_matches(')').trim().to_owned())
        }
        _ => (text, String::new()),
    }
}

fn size_of_any(unit: &str) -> bool {
    money(unit).is_some() || ["kWh", "t", "m³", "GJ"].iter().any(|own| size(own, unit).is_some())
}
