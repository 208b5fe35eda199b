//! Units as plants write them, and their sizes.

use super::text::folded;
use crate::audit::FieldDef;

/// Units that convert into each other: spelling (see [`canonical`]) and size. A field belongs to the first family
/// that holds its own unit.
type Family = &'static [(&'static str, f64)];

const KCAL: f64 = 4.1868;
/// kgf/cm² in Pa.
const KGF: f64 = 98_066.5;
/// mmH2O (at 4 ℃, conventional) in Pa.
const MM_WATER: f64 = 9.806_65;

const POWER: Family = &[
    ("w", 1.0),
    ("kw", 1e3),
    ("mw", 1e6),
    ("瓦", 1.0),
    ("瓦特", 1.0),
    ("千瓦", 1e3),
    ("兆瓦", 1e6),
    ("马力", 735.498_75),
    ("ps", 735.498_75),
    ("hp", 745.7),
];

/// Heat and cold, besides [`POWER`]: 1 万kcal/h = 11.63 kW, 1 USRT = 3024 kcal/h = 3.51685 kW.
const HEAT_FLOW: Family = &[
    ("kcal/h", 1.163),
    ("大卡/h", 1.163),
    ("万kcal/h", 11_630.0),
    ("万大卡/h", 11_630.0),
    ("万大卡", 11_630.0),
    ("万千卡/h", 11_630.0),
    ("万大卡/小时", 11_630.0),
    ("百万kcal/h", 1_163_000.0),
    ("百万大卡/h", 1_163_000.0),
    ("百万大卡", 1_163_000.0),
    ("gj/h", 1e9 / 3600.0),
    ("mj/h", 1e6 / 3600.0),
    ("rt", 3516.85),
    ("usrt", 3516.85),
    ("冷吨", 3516.85),
    ("美国冷吨", 3516.85),
    ("美冷吨", 3516.85),
];

const FAMILIES: &[Family] = &[
    POWER,
    &[("kva", 1.0), ("mva", 1e3), ("va", 1e-3), ("千伏安", 1.0), ("兆伏安", 1e3)],
    &[("v", 1.0), ("kv", 1e3), ("伏", 1.0), ("千伏", 1e3)],
    &[("a", 1.0), ("ka", 1e3), ("ma", 1e-3), ("安", 1.0), ("安培", 1.0)],
    &[("r/min", 1.0), ("rpm", 1.0), ("转/分", 1.0), ("转/分钟", 1.0), ("转", 1.0), ("r/m", 1.0)],
    &[("%", 1.0), ("‰", 0.1)],
    &[
        ("h/a", 1.0),
        ("h", 1.0),
        ("小时", 1.0),
        ("小时/年", 1.0),
        ("h/年", 1.0),
        ("时", 1.0),
        ("hr", 1.0),
        ("万h", 1e4),
        ("万小时", 1e4),
    ],
    &[("极", 1.0), ("p", 1.0), ("级", 1.0)],
    &[("台", 1.0), ("套", 1.0), ("台套", 1.0), ("台/套", 1.0), ("个", 1.0), ("只", 1.0), ("盏", 1.0)],
    &[("架", 1.0), ("个", 1.0), ("面", 1.0), ("台", 1.0)],
    &[
        ("kwh/a", 1.0),
        ("kwh", 1.0),
        ("度", 1.0),
        ("千瓦时", 1.0),
        ("mwh", 1e3),
        ("gwh", 1e6),
        ("万kwh", 1e4),
        ("万度", 1e4),
        ("万千瓦时", 1e4),
        ("亿kwh", 1e8),
    ],
    &[("gj/a", 1.0), ("gj", 1.0), ("mj", 1e-3), ("tj", 1e3), ("万gj", 1e4), ("吉焦", 1.0), ("百万千焦", 1.0)],
    &[
        ("t/h", 1.0),
        ("t", 1.0),
        ("吨/小时", 1.0),
        ("吨/时", 1.0),
        ("吨", 1.0),
        ("蒸吨", 1.0),
        ("吨/h", 1.0),
        ("kg/h", 1e-3),
    ],
    &[("t/a", 1.0), ("t", 1.0), ("吨", 1.0), ("万t", 1e4), ("万吨", 1e4), ("kg", 1e-3), ("千克", 1e-3), ("公斤", 1e-3)],
    &[
        ("万m3/a", 1e4),
        ("万m3", 1e4),
        ("万nm3", 1e4),
        ("万立方", 1e4),
        ("万立方米", 1e4),
        ("万方", 1e4),
        ("万标方", 1e4),
        ("m3", 1.0),
        ("nm3", 1.0),
        ("立方米", 1.0),
        ("立方", 1.0),
        ("千m3", 1e3),
        ("km3", 1e3),
    ],
    // Volume flow as it is; the normal cubic metre is another quantity.
    &[
        ("m3/h", 1.0),
        ("m3/hr", 1.0),
        ("m3h-1", 1.0),
        ("m3/时", 1.0),
        ("m3/小时", 1.0),
        ("立方米/小时", 1.0),
        ("立方米/时", 1.0),
        ("立方米/h", 1.0),
        ("立方/小时", 1.0),
        ("立方/h", 1.0),
        ("方/小时", 1.0),
        ("方/h", 1.0),
        ("cmh", 1.0),
        ("万m3/h", 1e4),
        ("万立方米/小时", 1e4),
        ("万方/h", 1e4),
        ("m3/min", 60.0),
        ("m3min-1", 60.0),
        ("m3/分", 60.0),
        ("m3/分钟", 60.0),
        ("立方米/分", 60.0),
        ("立方米/分钟", 60.0),
        ("立方米/min", 60.0),
        ("立方/分", 60.0),
        ("立方/分钟", 60.0),
        ("立方/min", 60.0),
        ("方/分", 60.0),
        ("方/分钟", 60.0),
        ("方/min", 60.0),
        ("m3/s", 3600.0),
        ("m3/秒", 3600.0),
        ("立方米/秒", 3600.0),
        ("l/s", 3.6),
        ("升/秒", 3.6),
        ("l/min", 0.06),
        ("升/分", 0.06),
        ("l/h", 1e-3),
    ],
    &[
        ("pa", 1.0),
        ("kpa", 1e3),
        ("mpa", 1e6),
        ("hpa", 100.0),
        ("帕", 1.0),
        ("千帕", 1e3),
        ("兆帕", 1e6),
        ("mpag", 1e6),
        ("kpag", 1e3),
        ("bar", 1e5),
        ("barg", 1e5),
        ("mbar", 100.0),
        ("kgf/cm2", KGF),
        ("kg/cm2", KGF),
        ("公斤", KGF),
        ("公斤力", KGF),
        ("公斤/cm2", KGF),
        ("mmh2o", MM_WATER),
        ("mmwc", MM_WATER),
        ("mmaq", MM_WATER),
        ("mm水柱", MM_WATER),
        ("毫米水柱", MM_WATER),
        ("kgf/m2", MM_WATER),
        ("mmhg", 133.322),
    ],
    // A head; a pressure is another quantity, since the density is between them.
    &[("m", 1.0), ("米", 1.0), ("mh2o", 1.0), ("m水柱", 1.0), ("米水柱", 1.0), ("m液柱", 1.0), ("米液柱", 1.0)],
    // A machine number is the impeller's diameter in dm.
    &[("mm", 1e-3), ("cm", 1e-2), ("毫米", 1e-3), ("nodm", 0.1), ("dm", 0.1), ("no", 0.1), ("#", 0.1), ("号", 0.1)],
    &[("kg/m3", 1.0), ("g/cm3", 1e3), ("t/m3", 1e3), ("kg/l", 1e3), ("千克/立方米", 1.0)],
    &[("m2", 1.0), ("平方米", 1.0), ("平米", 1.0), ("万m2", 1e4)],
    &[("°c", 1.0), ("度", 1.0), ("摄氏度", 1.0), ("c", 1.0)],
    &[("k", 1.0), ("°c", 1.0)],
    &[("w/m2k", 1.0), ("w/m2°c", 1.0), ("kw/m2k", 1e3), ("kw/m2°c", 1e3), ("kcal/m2h°c", 1.163)],
    &[("kw/m3/min", 1.0), ("kwmin/m3", 1.0), ("kw/m3min-1", 1.0)],
    &[("kg/kwh", 1.0)],
    &[("kwh/t", 1.0), ("度/吨", 1.0), ("度/t", 1.0), ("千瓦时/吨", 1.0), ("kwh/吨", 1.0)],
    &[
        ("kgce/t", 1.0),
        ("kgce/吨", 1.0),
        ("kg标煤/t", 1.0),
        ("千克标煤/吨", 1.0),
        ("公斤标煤/吨", 1.0),
        ("tce/t", 1e3),
        ("吨标煤/吨", 1e3),
    ],
    &[("lm/w", 1.0), ("流明/瓦", 1.0)],
    &[("lx", 1.0), ("lux", 1.0), ("勒克斯", 1.0)],
    &[("百分点", 1.0), ("%", 1.0), ("个百分点", 1.0)],
    &[
        ("kj/kg", 1.0),
        ("kj/m3", 1.0),
        ("kj/nm3", 1.0),
        ("mj/kg", 1e3),
        ("mj/m3", 1e3),
        ("mj/nm3", 1e3),
        ("kcal/kg", KCAL),
        ("kcal/m3", KCAL),
        ("kcal/nm3", KCAL),
        ("大卡/kg", KCAL),
        ("大卡/千克", KCAL),
        ("大卡/m3", KCAL),
        ("大卡", KCAL),
        ("kcal", KCAL),
        ("千卡/千克", KCAL),
        ("千焦/千克", 1.0),
        ("kj", 1.0),
    ],
    // A power factor has no unit; only a percent sign can be read.
    &[("", 1.0), ("%", 0.01)],
];

/// Units of something none of the fields measures; known, so that a number in them is not taken for one in ours.
const FOREIGN: &[&str] = &[
    "元",
    "万元",
    "年",
    "月",
    "年月",
    "人",
    "天",
    "d",
    "hz",
    "db",
    "nm3/h",
    "nm3/min",
    "nm3/s",
    "万nm3/h",
    "m3/d",
    "m3n/h",
    "cfm",
    "scfm",
    "acfm",
    "gpm",
    "psi",
    "psig",
    "匹",
    "mpaa",
    "kpaa",
    "bara",
    "ft3/min",
    "btu/h",
    "日本冷吨",
    "jrt",
    "kg/s",
    "kg/min",
    "t/d",
    "t/min",
    "吨/天",
    "m/s",
    "mm/s",
    "w/m2",
    "kvar",
    "ata",
    "atm",
    "torr",
    "kgce",
    "tce",
];

/// A unit in one spelling: folded, without brackets, raised dots and powers' marks: `kW·h` and `kw.h` are `kwh`,
/// `W/(m²·K)` is `w/m2k`.
fn canonical(unit: &str) -> String {
    let unit = folded(unit);
    let mut out: String = unit
        .chars()
        .map(|c| if c == '*' { '·' } else { c })
        .filter(|c| !matches!(c, '(' | ')' | '[' | ']' | '【' | '】' | '·' | '•' | '.' | '^' | ':' | '×' | '⋅'))
        .collect();
    if out.starts_with('/') {
        out.remove(0);
    }
    out
}

/// The field's unit without what stands in brackets behind it: `kJ/kg(气体kJ/m³)` is `kj/kg`.
fn own_unit(def: &FieldDef) -> String {
    match def.unit.split_once('(') {
        Some((before, _)) if !before.ends_with('/') && before != "№" => canonical(before),
        _ => canonical(def.unit),
    }
}

fn size(family: Family, unit: &str) -> Option<f64> {
    family.iter().find(|(name, _)| *name == unit).map(|(_, size)| *size)
}

/// Whether the field is a flow of heat or cold, where 冷吨 and 万大卡 are in use.
fn is_heat(def: &FieldDef) -> bool {
    let key = def.key;
    ["heat_kw", "capacity_mw", "cooling", "heating"].iter().any(|w| key.contains(w))
}

/// What a number in `unit` is multiplied by to be in the field's unit; `None` if the unit isn't one of the field's.
pub fn factor(def: &FieldDef, unit: &str) -> Option<f64> {
    let own = own_unit(def);
    let (family, base) = FAMILIES.iter().find_map(|f| size(f, &own).map(|base| (*f, base)))?;
    let find = |unit: &str| {
        let found = size(family, unit).or_else(|| size(HEAT_FLOW, unit).filter(|_| is_heat(def)))?;
        Some(if found == base { 1.0 } else { found / base })
    };
    let unit = canonical(unit);
    find(&unit)
        .or_else(|| find(without_per(&unit)?))
        // `kW/kVA` over a column that motors and transformers share: the part that fits.
        .or_else(|| shared_parts(&unit).into_iter().find_map(find))
}

/// `kwh` of `kwh/年`, `kw` of `kw/台`: the fields are per year and per device anyway.
fn without_per(unit: &str) -> Option<&str> {
    ["/a", "/年", "/y", "/台", "/套", "/只", "/盏"].iter().find_map(|end| unit.strip_suffix(end))
}

/// The parts of `kW/kVA`, a unit over a column shared by several kinds; nothing for `t/h`, which is one unit.
fn shared_parts(unit: &str) -> Vec<&str> {
    const RATINGS: [&str; 8] = ["kw", "kva", "mw", "w", "va", "mva", "v", "kv"];
    let parts: Vec<&str> = unit.split(['/', '或', '、', ',']).collect();
    if parts.len() > 1 && parts.iter().all(|p| RATINGS.contains(p)) { parts } else { Vec::new() }
}

/// A unit as it is printed: `kW` for `kw` or `KW`.
pub(super) fn shown(unit: &str) -> String {
    const PRINTED: [&str; 22] = [
        "kW", "W", "MW", "kVA", "MVA", "V", "kV", "A", "MPa", "kPa", "Pa", "kWh", "kWh/a", "GJ", "MJ", "kJ/kg",
        "kJ/m3", "MJ/kg", "h", "t/h", "mmH2O", "HP",
    ];
    let folded = folded(unit);
    match PRINTED.iter().find(|p| p.eq_ignore_ascii_case(&folded)) {
        Some(printed) => (*printed).to_owned(),
        None if folded == "°c" => "℃".to_owned(),
        None => folded,
    }
}

/// Whether the text is a unit of anything.
pub(super) fn is_unit(text: &str) -> bool {
    let text = canonical(text);
    let known =
        |u: &str| !u.is_empty() && (FAMILIES.iter().any(|f| size(f, u).is_some()) || size(HEAT_FLOW, u).is_some());
    // A bare № or 号 numbers something else more often than a fan.
    if text.is_empty() || matches!(text.as_str(), "no" | "#" | "号") {
        return false;
    }
    known(&text)
        || without_per(&text).is_some_and(known)
        || !shared_parts(&text).is_empty()
        || FOREIGN.contains(&text.as_str())
}

/// Whether a text in brackets has the form of a unit, such as `ft3/h`, though none we know: its column's numbers must
/// not be taken for ours. `P/Q` are symbols.
pub(super) fn looks_like_unit(text: &str) -> bool {
    let text = canonical(text);
    let parts: Vec<&str> = text.split('/').collect();
    parts.len() == 2
        && parts
            .iter()
            .all(|p| p.starts_with(|c: char| c.is_ascii_alphabetic()) && p.chars().all(|c| c.is_ascii_alphanumeric()))
        && parts.iter().any(|p| p.len() > 1)
}

/// The longest unit at the end of a header without brackets: `额定功率kw` gives (`额定功率`, `kw`).
pub(super) fn split_suffix(header: &str) -> Option<(&str, &str)> {
    let mut best: Option<(&str, &str)> = None;
    for (at, c) in header.char_indices().skip(1) {
        if c.is_alphanumeric() || c == '%' || c == '‰' || c == '°' {
            let (name, unit) = header.split_at(at);
            // 传热系数K is a symbol.
            if is_unit(unit) && unit != "k" {
                let name = name.trim_end_matches(['/', ',', ':', '-', '_']);
                best = Some((name, unit));
                break;
            }
        }
    }
    best.filter(|(name, _)| !name.is_empty())
}

/// The units that a number without any may be in, where plants use several and the number doesn't tell: 8 as a
/// compressor's pressure is hardly MPa, a capacity of 500 may be kW or 冷吨.
pub(super) fn doubtful(def: &FieldDef, value: f64) -> Option<&'static str> {
    match def.key {
        "discharge_pressure_mpa" if value >= 2.0 => Some("MPa、bar 还是 kgf/cm²"),
        "pressure_pa" | "operating_pressure_pa" if value > 0.0 && value < 20.0 => Some("Pa、kPa 还是 mmH2O"),
        "pressure_rise_kpa" if value < 3.0 => Some("kPa、kgf/cm² 还是 MPa"),
        "flow_m3_per_min" if value > 200.0 => Some("m³/min 还是 m³/h"),
        "annual_electricity_kwh" | "annual_it_electricity_kwh" if value > 0.0 && value < 100.0 => {
            Some("kWh 还是 万kWh")
        }
        "cooling_capacity_kw" | "heating_capacity_kw" => Some("kW、冷吨还是万大卡/h"),
        "design_heat_kw" | "measured_heat_kw" => Some("kW、万大卡/h 还是 GJ/h"),
        _ => None,
    }
}

/// What to do about a unit that the field can't be converted from, if there is more to say than "another unit".
pub fn advice(def: &FieldDef, unit: &str) -> &'static str {
    let unit = canonical(unit);
    let own = own_unit(def);
    if unit.contains("nm3") || unit.contains("m3n") {
        "标准状态(Nm³)的流量请按运行温度和压力换算成工作状态流量后填写"
    } else if own.starts_with("m3/") && (unit.contains('t') || unit.contains("kg") || unit.contains('吨')) {
        "质量流量请除以介质密度换算成体积流量(清水 1 t/h 约合 1 m³/h)"
    } else if own == "m" && ["pa", "bar", "kg", "公斤", "帕"].iter().any(|w| unit.contains(w)) {
        "扬程请按介质密度由压力换算成 m(清水 0.1 MPa 约合 10.2 m)"
    } else if matches!(unit.as_str(), "mpaa" | "kpaa" | "bara" | "ata") {
        "绝对压力请减去当地大气压，填表压"
    } else if unit == "匹" {
        "“匹”不是确定的功率或冷量，请填铭牌上的 kW"
    } else {
        "请改用该单位，或只填数值"
    }
}

/// Whether the field is a voltage, and so may be written as a pair (`10/0.4`, `380/660`).
pub(super) fn is_voltage(def: &FieldDef) -> bool {
    matches!(own_unit(def).as_str(), "v" | "kv")
}

/// Whether the field is counted in poles or pieces, where Chinese numerals occur.
pub(super) fn is_count(def: &FieldDef) -> bool {
    matches!(own_unit(def).as_str(), "极" | "台")
}

/// Whether the field is a boiler's output, given in t/h or MW.
pub(super) fn is_output(def: &FieldDef) -> bool {
    quantity(def) == Some("output")
}

/// Whether the field is a percentage.
pub(super) fn is_percent(def: &FieldDef) -> bool {
    def.unit == "%"
}

/// The field of the same quantity in another unit: a boiler's capacity in t/h or MW, its fuel in t or m³.
/// Keys carry their unit last, so such fields share the key's beginning.
pub(super) fn sibling<'a>(
    fields: impl Iterator<Item = &'a FieldDef>,
    def: &FieldDef,
    unit: &str,
) -> Option<&'a FieldDef> {
    let stem = def.key.split('_').next().unwrap_or(def.key);
    let quantity = quantity(def)?;
    let mut found = fields.filter(|d| d.key != def.key && d.key.split('_').next() == Some(stem));
    found.find(|d| self::quantity(d) == Some(quantity) && factor(d, unit).is_some())
}

/// What the key says is measured, if the same can be given in units that don't convert: `annual_fuel_t` and
/// `annual_gas_10k_m3` both name what is burnt.
fn quantity(def: &FieldDef) -> Option<&'static str> {
    match def.key.split('_').nth(1)? {
        "fuel" | "gas" | "electricity" => Some("consumption"),
        "tph" | "mw" => Some("output"),
        "steam" | "heat" => Some("product"),
        _ => None,
    }
}
