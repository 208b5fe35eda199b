//! Units of specific consumption such as kgce/t, gce/kWh, kWh/t, kgoe/(t·能量因数), tce/万t, and their conversion.

/// What is counted above the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Energy as standard coal; the base is kgce.
    Coal,
    /// Electricity; the base is kWh. It is not converted to standard coal: 电耗 and 能耗 are different indicators.
    Electricity,
    /// A mass of material, e.g. coke; the base is kg.
    Mass,
    /// Nothing: a ratio such as PUE.
    Ratio,
}

/// A unit of specific consumption.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IntensityUnit {
    /// What is counted.
    pub counted: Counted,
    /// Bases (kgce, kWh, kg) in one unit of the numerator.
    pub scale: f64,
    /// Base of the denominator, e.g. `t`; empty for a ratio.
    pub per: &'static str,
    /// Bases in one unit of the denominator.
    pub per_scale: f64,
}

/// kgce in 1 kgoe: 41868 kJ / 29307.6 kJ (GB/T 2589-2020).
const KGCE_PER_KGOE: f64 = 41_868.0 / 29_307.6;
/// kgce in 1 GJ (29307.6 kJ per kgce).
const KGCE_PER_GJ: f64 = 1e6 / 29_307.6;

const NUMERATORS: [(&str, Counted, f64); 14] = [
    ("gce", Counted::Coal, 0.001),
    ("kgce", Counted::Coal, 1.0),
    ("tce", Counted::Coal, 1000.0),
    ("万tce", Counted::Coal, 1e7),
    ("kgoe", Counted::Coal, KGCE_PER_KGOE),
    ("toe", Counted::Coal, KGCE_PER_KGOE * 1000.0),
    ("MJ", Counted::Coal, KGCE_PER_GJ / 1000.0),
    ("GJ", Counted::Coal, KGCE_PER_GJ),
    ("kWh", Counted::Electricity, 1.0),
    ("MWh", Counted::Electricity, 1000.0),
    ("万kWh", Counted::Electricity, 10_000.0),
    ("kg", Counted::Mass, 1.0),
    ("t", Counted::Mass, 1000.0),
    ("万t", Counted::Mass, 1e7),
];

const QUANTITIES: [(&str, &str, f64); 28] = [
    ("t", "t", 1.0),
    ("kg", "t", 0.001),
    ("万t", "t", 10_000.0),
    ("m²", "m²", 1.0),
    ("万m²", "m²", 10_000.0),
    ("m³", "m³", 1.0),
    ("万m³", "m³", 10_000.0),
    ("重量箱", "重量箱", 1.0),
    ("万重量箱", "重量箱", 10_000.0),
    ("kL", "kL", 1.0),
    ("万kL", "kL", 10_000.0),
    ("kWh", "kWh", 1.0),
    ("MWh", "kWh", 1000.0),
    ("万kWh", "kWh", 10_000.0),
    ("亿kWh", "kWh", 1e8),
    ("GJ", "GJ", 1.0),
    ("MJ", "GJ", 0.001),
    ("万GJ", "GJ", 10_000.0),
    ("百万片", "百万片", 1.0),
    ("万片", "百万片", 0.01),
    ("片", "百万片", 1e-6),
    ("Adt", "Adt", 1.0),
    ("万Adt", "Adt", 10_000.0),
    ("toe", "toe", 1.0),
    ("万toe", "toe", 10_000.0),
    ("t·能量因数", "t·能量因数", 1.0),
    ("万元", "万元", 1.0),
    ("亿元", "万元", 10_000.0),
];

/// One way of writing for the many in use.
fn written(text: &str) -> String {
    let mut out: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    for (from, to) in [
        ("（", "("),
        ("）", ")"),
        ("／", "/"),
        ("公斤", "kg"),
        ("吨", "t"),
        ("平方米", "m²"),
        ("立方米", "m³"),
        ("m2", "m²"),
        ("m3", "m³"),
        ("m^2", "m²"),
        ("m^3", "m³"),
        ("千瓦时", "kWh"),
        ("kwh", "kWh"),
        ("KWH", "kWh"),
        ("KWh", "kWh"),
        ("kW·h", "kWh"),
        ("kW.h", "kWh"),
        ("kW•h", "kWh"),
        ("千升", "kL"),
        ("kl", "kL"),
    ] {
        out = out.replace(from, to);
    }
    out
}

/// A unit of quantity: its base and how many bases are in it, e.g. `万t` → `t`, 10000. `None` if it is not known.
pub fn quantity(unit: &str) -> Option<(&'static str, f64)> {
    let unit = written(unit);
    QUANTITIES.iter().find(|(name, ..)| *name == unit).map(|(_, base, scale)| (*base, *scale))
}

impl IntensityUnit {
    /// Reads a unit; `None` if a part of it is not known. Empty, `-`, `—` and `1` are ratios.
    pub fn parse(text: &str) -> Option<Self> {
        let text = written(text);
        if matches!(text.as_str(), "" | "-" | "—" | "1") {
            return Some(Self { counted: Counted::Ratio, scale: 1.0, per: "", per_scale: 1.0 });
        }
        let (above, below) = text.split_once('/')?;
        let below = below.strip_prefix('(').and_then(|b| b.strip_suffix(')')).unwrap_or(below);
        let (_, counted, scale) = *NUMERATORS.iter().find(|(name, ..)| *name == above)?;
        let (per, per_scale) = quantity(below)?;
        Some(Self { counted, scale, per, per_scale })
    }

    /// What a value in this unit is multiplied by to have it in another; `None` if they measure different things.
    pub fn factor_to(&self, other: &Self) -> Option<f64> {
        let same = self.counted == other.counted && self.per == other.per;
        same.then(|| self.scale / self.per_scale * other.per_scale / other.scale)
    }
}
