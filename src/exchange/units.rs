//! Units as plants write them, and their factors.

use super::text::folded;
use crate::audit::FieldDef;

/// Units that convert into each other: spelling (folded) and size. A field belongs to the family that holds its own
/// unit as first spelling.
type Family = &'static [(&'static str, f64)];

const KCAL: f64 = 4.1868;
/// kgf/cm² in MPa.
const KGF: f64 = 0.098_066_5;

const FAMILIES: &[Family] = &[
    // 1 万kcal/h = 11.63 kW
    &[
        ("kw", 1.0),
        ("w", 1e-3),
        ("mw", 1e3),
        ("千瓦", 1.0),
        ("瓦", 1e-3),
        ("兆瓦", 1e3),
        ("马力", 0.735_498_75),
        ("hp", 0.7457),
        ("万kcal/h", 11.63),
        ("万大卡/h", 11.63),
        ("万大卡", 11.63),
        ("万千卡/h", 11.63),
        ("万大卡/小时", 11.63),
    ],
    &[("w", 1.0), ("kw", 1e3), ("mw", 1e6), ("瓦", 1.0), ("千瓦", 1e3)],
    &[
        ("mw", 1.0),
        ("kw", 1e-3),
        ("兆瓦", 1.0),
        ("千瓦", 1e-3),
        ("万kcal/h", 0.01163),
        ("万大卡/h", 0.01163),
        ("万大卡", 0.01163),
        ("万千卡/h", 0.01163),
        ("万大卡/小时", 0.01163),
    ],
    &[("kva", 1.0), ("mva", 1e3), ("va", 1e-3), ("千伏安", 1.0), ("兆伏安", 1e3)],
    &[("v", 1.0), ("kv", 1e3), ("伏", 1.0), ("千伏", 1e3)],
    &[("kv", 1.0), ("v", 1e-3), ("千伏", 1.0), ("伏", 1e-3)],
    &[("a", 1.0), ("ka", 1e3), ("ma", 1e-3), ("安", 1.0), ("安培", 1.0)],
    &[("r/min", 1.0), ("rpm", 1.0), ("r.p.m", 1.0), ("转/分", 1.0), ("转/分钟", 1.0), ("转", 1.0), ("r/m", 1.0)],
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
    &[("台", 1.0), ("套", 1.0), ("台套", 1.0), ("台(套)", 1.0), ("台/套", 1.0), ("个", 1.0), ("只", 1.0)],
    &[
        ("kwh/a", 1.0),
        ("kwh", 1.0),
        ("kw.h", 1.0),
        ("kw·h", 1.0),
        ("度", 1.0),
        ("千瓦时", 1.0),
        ("mwh", 1e3),
        ("gwh", 1e6),
        ("万kwh", 1e4),
        ("万kw.h", 1e4),
        ("万kw·h", 1e4),
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
        ("万m3/a", 1.0),
        ("万m3", 1.0),
        ("万nm3", 1.0),
        ("万立方", 1.0),
        ("万立方米", 1.0),
        ("万方", 1.0),
        ("万标方", 1.0),
        ("m3", 1e-4),
        ("nm3", 1e-4),
        ("立方米", 1e-4),
        ("立方", 1e-4),
        ("千m3", 0.1),
        ("km3", 0.1),
    ],
    &[
        ("mpa", 1.0),
        ("兆帕", 1.0),
        ("kpa", 1e-3),
        ("pa", 1e-6),
        ("bar", 0.1),
        ("kgf/cm2", KGF),
        ("kg/cm2", KGF),
        ("公斤", KGF),
        ("公斤力", KGF),
        ("公斤/cm2", KGF),
    ],
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
    &[("°c", 1.0), ("度", 1.0), ("摄氏度", 1.0), ("c", 1.0)],
    // A power factor has no unit; only a percent sign can be read.
    &[("", 1.0), ("%", 0.01)],
];

/// The field's unit without what stands in brackets: `kJ/kg(气体kJ/m³)` is `kj/kg`.
fn own_unit(def: &FieldDef) -> String {
    folded(def.unit.split('(').next().unwrap_or(""))
}

fn family(def: &FieldDef) -> Option<Family> {
    let own = own_unit(def);
    FAMILIES.iter().find(|f| f.first().is_some_and(|(name, _)| *name == own)).copied()
}

/// What a number in `unit` is multiplied by to be in the field's unit; `None` if the unit isn't one of the field's.
pub(super) fn factor(def: &FieldDef, unit: &str) -> Option<f64> {
    let family = family(def)?;
    let unit = folded(unit);
    let unit = unit.trim_start_matches(['(', '[', '/']).trim_end_matches([')', ']', '.']);
    let find = |u: &str| family.iter().find(|(name, _)| *name == u).map(|(_, size)| *size);
    find(unit)
        .or_else(|| {
            let per_year = ["/a", "/年", "/y"].iter().find_map(|end| unit.strip_suffix(end))?;
            find(per_year)
        })
        // `kW/kVA` over a column that motors and transformers share: the part that fits.
        .or_else(|| shared_parts(unit).into_iter().find_map(find))
}

/// The parts of `kW/kVA`, a unit over a column shared by several kinds; nothing for `t/h`, which is one unit.
fn shared_parts(unit: &str) -> Vec<&str> {
    const RATINGS: [&str; 8] = ["kw", "kva", "mw", "w", "va", "mva", "v", "kv"];
    let parts: Vec<&str> = unit.split(['/', '或', '、', ',']).collect();
    if parts.len() > 1 && parts.iter().all(|p| RATINGS.contains(p)) { parts } else { Vec::new() }
}

/// Whether the text is a unit of anything.
pub(super) fn is_unit(text: &str) -> bool {
    let text = folded(text);
    let text = text.trim_matches(|c| matches!(c, '(' | ')' | '[' | ']' | ':'));
    let known = |u: &str| !u.is_empty() && FAMILIES.iter().any(|f| f.iter().any(|(name, _)| *name == u));
    if text.is_empty() {
        return false;
    }
    known(text)
        || ["/a", "/年", "/y"].iter().any(|end| text.strip_suffix(end).is_some_and(known))
        || !shared_parts(text).is_empty()
        || matches!(
            text,
            "元" | "万元" | "年" | "月" | "年月" | "mm" | "m" | "m2" | "m3/h" | "kg" | "人" | "天" | "d" | "hz" | "db"
        )
}

/// The longest unit at the end of a header without brackets: `额定功率kw` gives (`额定功率`, `kw`).
pub(super) fn split_suffix(header: &str) -> Option<(&str, &str)> {
    let mut best: Option<(&str, &str)> = None;
    for (at, c) in header.char_indices().skip(1) {
        if c.is_alphanumeric() || c == '%' || c == '‰' || c == '°' {
            let (name, unit) = header.split_at(at);
            if is_unit(unit) {
                let name = name.trim_end_matches(['/', ',', ':', '-', '_']);
                best = Some((name, unit));
                break;
            }
        }
    }
    best.filter(|(name, _)| !name.is_empty())
}

/// Whether the field is a voltage, and so may be written as a pair (`10/0.4`, `380/660`).
pub(super) fn is_voltage(def: &FieldDef) -> bool {
    matches!(own_unit(def).as_str(), "v" | "kv")
}

/// Whether the field is counted in poles or pieces, where Chinese numerals occur.
pub(super) fn is_count(def: &FieldDef) -> bool {
    matches!(own_unit(def).as_str(), "极" | "台")
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
