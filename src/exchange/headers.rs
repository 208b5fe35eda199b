//! What a column header means.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::kinds;
use super::text::{folded, one_edit_apart};
use super::units;
use crate::audit::field::Group;
use crate::audit::{FieldDef, FieldKind, KindCode};

/// A column's header: its own text, and that of the merged cell above it in a header of two rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) own: String,
    pub(super) parent: String,
    /// From a row of units below the header.
    pub(super) unit: String,
}

impl Header {
    /// As shown in messages.
    pub(super) fn show(&self) -> String {
        let own = self.own.split_whitespace().collect::<String>();
        let mut text = if self.parent.is_empty() {
            own
        } else {
            format!("{}·{own}", self.parent.split_whitespace().collect::<String>())
        };
        if !self.unit.is_empty() {
            text.push_str(&format!("({})", units::shown(&self.unit)));
        }
        text
    }

    /// Name and unit, in the ways the header can be read, best first.
    fn readings(&self) -> Vec<(String, String)> {
        let own = bare(&self.own);
        let below = self.unit_below();
        let mut whole = Vec::new();
        if !self.parent.is_empty() {
            let (parent_name, _) = brackets(&bare(&self.parent));
            whole.push(format!("{parent_name}{own}"));
            let (own_name, unit) = brackets(&own);
            whole.push(format!("{own_name}{parent_name}({unit})"));
            // 一次 below 额定电压 is 一次电压.
            if let Some(bare) = parent_name.strip_prefix("额定") {
                whole.push(format!("{own_name}{bare}({unit})"));
            }
        }
        whole.push(own);
        let mut all = Vec::new();
        for text in whole {
            all.push((text.clone(), below.clone()));
            let (name, inside) = brackets(&text);
            let unit = if units::is_unit(&inside) || units::looks_like_unit(&inside) { inside } else { below.clone() };
            if name != text {
                all.push((name.clone(), unit.clone()));
            }
            if let Some((name, unit)) = units::split_suffix(&name) {
                all.push((name.to_owned(), unit.to_owned()));
            }
            for part in name.split(['/', '、', '或']).filter(|p| *p != name && p.chars().count() >= 2) {
                all.push((part.to_owned(), unit.clone()));
            }
        }
        all.retain(|(name, _)| !name.is_empty());
        all
    }

    /// The unit from the row of units, or from the merged cell above: 损耗(kW) over 空载 and 负载.
    fn unit_below(&self) -> String {
        if !self.unit.is_empty() {
            return self.unit.clone();
        }
        let (_, inside) = brackets(&bare(&self.parent));
        if units::is_unit(&inside) { inside } else { String::new() }
    }

    /// Whether the user means this column by `name`.
    pub(super) fn is_called(&self, name: &str) -> bool {
        let wanted = bare(name);
        bare(&self.own) == wanted || folded(&self.show()) == wanted || self.readings().iter().any(|(n, _)| *n == wanted)
    }

    /// The unit, if the header names one.
    pub(super) fn unit(&self) -> String {
        if !self.unit.is_empty() {
            return self.unit.clone();
        }
        let own = bare(&self.own);
        let (name, inside) = brackets(&own);
        if units::is_unit(&inside) {
            return inside;
        }
        units::split_suffix(&name).map_or_else(|| self.unit_below(), |(_, unit)| unit.to_owned())
    }
}

/// Folded, without marks of required columns and colons.
fn bare(text: &str) -> String {
    folded(text).trim_matches(|c| matches!(c, '*' | '★' | ':' | '·' | '.' | '、')).to_owned()
}

/// The text outside its outermost brackets, and the text inside.
fn brackets(text: &str) -> (String, String) {
    let open = |c| matches!(c, '(' | '[' | '【' | '〔' | '〈');
    let close = |c| matches!(c, ')' | ']' | '】' | '〕' | '〉');
    let (mut outside, mut inside, mut depth) = (String::new(), String::new(), 0_u32);
    for c in text.chars() {
        if open(c) {
            depth += 1;
            if depth == 1 {
                continue;
            }
        } else if close(c) && depth > 0 {
            depth -= 1;
            if depth == 0 {
                continue;
            }
        }
        if depth == 0 { outside.push(c) } else { inside.push(c) }
    }
    (outside, inside)
}

/// What a column without a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Special {
    /// 序号: only counts the rows.
    Ordinal,
    /// 设备类别: says of what kind the row is.
    Kind,
    /// 数据来源: where the row's values are from, as our own export writes it.
    Origin,
    /// Which device of the audit the row is, as our own list of missing data writes it.
    Device,
    /// Which fields of that device are to be filled in.
    Asked,
    /// What else is to be found out; only read by people.
    Question,
}

/// The headers of the columns that only our own lists have.
pub(super) const ORIGIN: &str = "数据来源";
pub(super) const DEVICE: &str = "设备ID(勿改)";
pub(super) const ASKED: &str = "待补项目";
pub(super) const QUESTION: &str = "要问的问题";

/// Whether the header is one of the columns that aren't fields.
pub(super) fn special(header: &Header) -> Option<Special> {
    match bare(&header.own).as_str() {
        "序号" | "序" | "no" | "#" | "顺序号" | "行号" => Some(Special::Ordinal),
        "设备类别" | "类别" | "设备类型" | "设备种类" | "种类" | "设备大类" | "设备分类" | "分类" | "kind" => {
            Some(Special::Kind)
        }
        ORIGIN => Some(Special::Origin),
        ASKED => Some(Special::Asked),
        QUESTION => Some(Special::Question),
        own if own == folded(DEVICE) => Some(Special::Device),
        _ => None,
    }
}

/// A header's meaning for a kind of device.
#[derive(Clone, Debug)]
pub(super) struct Match {
    pub(super) def: &'static FieldDef,
    /// The header's unit, empty for none.
    pub(super) unit: String,
    /// Only resembles a known name.
    pub(super) doubtful: bool,
    /// How good a claim the header has on the field, best first.
    pub(super) rank: u8,
}

/// The field's label with its unit, as our own export writes it.
pub(super) const WHOLE: u8 = 0;
/// A name said of the kind: 电机型号 of a motor, which beats 型号.
const SPECIFIC: u8 = 1;
/// The field's label.
pub(super) const LABEL: u8 = 2;
const SYNONYM: u8 = 3;
/// Only resembles a name.
const RESEMBLING: u8 = 4;

/// Every spelling of a kind's fields, with its rank.
struct Dictionary {
    names: HashMap<String, Vec<(u8, &'static FieldDef)>>,
}

static DICTIONARIES: LazyLock<Vec<(KindCode, Dictionary)>> = LazyLock::new(|| {
    KindCode::ALL
        .iter()
        .map(|kind| {
            let mut names: HashMap<String, Vec<(u8, &'static FieldDef)>> = HashMap::new();
            for def in kind.fields() {
                let whole = def.header();
                let labels = [def.zh, def.en, def.key].map(|l| (LABEL, l));
                let synonyms = def.names.iter().map(|n| (SYNONYM, *n));
                let spellings = std::iter::once((WHOLE, whole.as_str())).chain(labels).chain(synonyms);
                for (rank, name) in spellings {
                    let list = names.entry(bare(name)).or_default();
                    if !list.iter().any(|(_, d)| d.key == def.key) {
                        list.push((rank, def));
                    }
                }
            }
            (*kind, Dictionary { names })
        })
        .collect()
});

fn dictionary(kind: KindCode) -> Option<&'static Dictionary> {
    DICTIONARIES.iter().find(|(k, _)| *k == kind).map(|(_, d)| d)
}

/// What a header means for a kind of device.
pub(super) fn recognise(header: &Header, kind: KindCode) -> Option<Match> {
    let dictionary = dictionary(kind)?;
    let readings = header.readings();
    // 电机编号 is the tag of a motor, though a pump's row names its motor with it.
    for (name, unit) in &readings {
        if let Some(def) = of_kind(name, kind, dictionary, |d| d.group == Group::Identity && d.key != "remark") {
            return Some(Match { def, unit: unit.clone(), doubtful: false, rank: SPECIFIC });
        }
    }
    // The same name may be two fields (投运时间: a date, or hours): the header's unit decides, then the label's rank.
    let mut misfit = None;
    for (name, unit) in &readings {
        let Some(list) = dictionary.names.get(name) else { continue };
        let fits = |def: &FieldDef| unit.is_empty() || units::factor(def, unit).is_some();
        let best = list.iter().filter(|(_, d)| fits(d)).min_by_key(|(rank, _)| *rank);
        if let Some((rank, def)) = best {
            return Some(Match { def, unit: unit.clone(), doubtful: false, rank: *rank });
        }
        if let Some((_, def)) = list.first() {
            if let Some(other) = units::sibling(kind.fields(), def, unit)
                && let Some(other) = kind.field(other.key)
            {
                return Some(Match { def: other, unit: unit.clone(), doubtful: false, rank: SYNONYM });
            }
            misfit.get_or_insert(Match { def, unit: unit.clone(), doubtful: false, rank: SYNONYM });
        }
    }
    // 风机流量 is 流量 said of a fan.
    for (name, unit) in &readings {
        let fits = |d: &FieldDef| unit.is_empty() || units::factor(d, unit).is_some();
        if let Some(def) = of_kind(name, kind, dictionary, fits) {
            return Some(Match { def, unit: unit.clone(), doubtful: false, rank: SYNONYM });
        }
    }
    misfit.or_else(|| close(&readings, dictionary, kind))
}

/// The field of a name that begins with a word for the kind.
fn of_kind(
    name: &str,
    kind: KindCode,
    dictionary: &Dictionary,
    fits: impl Fn(&FieldDef) -> bool,
) -> Option<&'static FieldDef> {
    kinds::words(kind)
        .iter()
        .filter_map(|w| dictionary.names.get(name.strip_prefix(w)?))
        .flatten()
        .find_map(|(_, d)| fits(d).then_some(*d))
}

/// A text field of the same name as one that another column has.
pub(super) fn other_text(header: &Header, kind: KindCode, taken: &str) -> Option<&'static FieldDef> {
    let dictionary = dictionary(kind)?;
    header
        .readings()
        .iter()
        .filter_map(|(name, _)| dictionary.names.get(name))
        .flatten()
        .find_map(|(_, d)| (d.key != taken && matches!(d.kind, FieldKind::Text { .. })).then_some(*d))
}

/// A header over two figures, as in 流量/扬程(m³/h/m): both fields, if both units can be told or neither is given.
pub(super) fn pair(header: &Header, kind: KindCode) -> Option<[(&'static FieldDef, String); 2]> {
    let dictionary = dictionary(kind)?;
    let text = bare(&header.own);
    let mut depth = 0_i32;
    let mut slashes = text.char_indices().filter(|(_, c)| {
        depth += match c {
            '(' | '[' => 1,
            ')' | ']' => -1,
            _ => 0,
        };
        *c == '/' && depth == 0
    });
    let (at, _) = slashes.next().filter(|_| slashes.next().is_none())?;
    let field = |part: &str| {
        let (name, unit) = brackets(part);
        let def = dictionary.names.get(&name)?.iter().find(|(_, d)| is_rating(d)).map(|(_, d)| *d)?;
        Some((def, unit))
    };
    let (first, mut left) = field(&text[..at])?;
    let (second, mut right) = field(&text[at + 1..])?;
    if first.key == second.key {
        return None;
    }
    let fits = |def: &FieldDef, unit: &str| unit.is_empty() || units::factor(def, unit).is_some();
    let both = if header.unit.is_empty() { &right } else { &header.unit };
    if left.is_empty() && !fits(second, both) {
        let split = both.char_indices().filter(|(_, c)| matches!(c, '/' | ',' | '、' | ';')).find_map(|(i, c)| {
            let (l, r) = (&both[..i], &both[i + c.len_utf8()..]);
            (units::factor(first, l).is_some() && units::factor(second, r).is_some())
                .then(|| (l.to_owned(), r.to_owned()))
        });
        (left, right) = split?;
    }
    (fits(first, &left) && fits(second, &right)).then_some([(first, left), (second, right)])
}

/// Figures that plants write two of in a cell.
fn is_rating(def: &FieldDef) -> bool {
    let key = def.key;
    ["flow_m3", "head_m", "pressure_", "discharge_pressure", "motor_power", "rated_power", "speed_rpm"]
        .iter()
        .any(|k| key.starts_with(k))
}

/// A name that resembles the header: contained in it, containing it, or one character off.
fn close(readings: &[(String, String)], dictionary: &Dictionary, kind: KindCode) -> Option<Match> {
    let mut best: Option<(usize, Match)> = None;
    for (name, unit) in readings {
        let length = name.chars().count();
        if length < 2 || name.is_ascii() {
            continue;
        }
        for (known, list) in &dictionary.names {
            let known_length = known.chars().count();
            if known_length < 2 || known.is_ascii() {
                continue;
            }
            let per_cent = if let Some(at) = name.find(known.as_str()) {
                // 水泵型号 is no motor's model.
                let (before, after) = (&name[..at], &name[at + known.len()..]);
                if [before, after].iter().any(|t| kinds::speaks_of_another(t, kind)) {
                    continue;
                }
                100 * known_length / length
            } else if known.contains(name.as_str()) {
                // Less than three quarters of a name may be the common part of several.
                (100 * length / known_length).saturating_sub(25)
            } else if length >= 4 && one_edit_apart(name, known) {
                70
            } else {
                continue;
            };
            let Some((_, def)) = list.iter().find(|(_, d)| unit.is_empty() || units::factor(d, unit).is_some()) else {
                continue;
            };
            // Ties go to the field that is declared first, so that the answer doesn't hang on the map's order.
            let better = best.as_ref().is_none_or(|(p, m)| per_cent > *p || (per_cent == *p && def.key < m.def.key));
            if per_cent >= 50 && better {
                best = Some((per_cent, Match { def, unit: unit.clone(), doubtful: true, rank: RESEMBLING }));
            }
        }
    }
    best.map(|(_, m)| m)
}

/// Whether a text is exactly a field's name or a special column's; quick enough to ask of every cell.
pub(super) fn is_known(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let text = bare(text);
    let (name, _) = brackets(&text);
    DICTIONARIES.iter().any(|(_, d)| d.names.contains_key(&text) || d.names.contains_key(&name)) || text == "序号"
}

/// Whether a table is one that we wrote: its headers are the kind's own labels, all of them or with a column that only
/// our lists have.
pub(super) fn are_ours<'a>(headers: impl Iterator<Item = &'a Header>, kind: KindCode) -> bool {
    let (mut fields, mut lists) = (0, false);
    for header in headers {
        let own = bare(&header.own);
        if kind.fields().any(|d| bare(&d.header()) == own) {
            fields += 1;
        } else if matches!(
            special(header),
            Some(Special::Origin | Special::Device | Special::Asked | Special::Question)
        ) {
            lists = true;
        } else {
            return false;
        }
    }
    lists || fields == kind.fields().count()
}

/// Whether a table is an exported ledger: 数据来源, and beside it nothing but labels of fields and 设备类别.
pub(super) fn are_exported<'a>(headers: impl Iterator<Item = &'a Header>) -> bool {
    static LABELS: LazyLock<HashSet<String>> =
        LazyLock::new(|| KindCode::ALL.iter().flat_map(|k| k.fields()).map(|d| bare(&d.header())).collect());
    let mut origin = false;
    for header in headers {
        match special(header) {
            Some(Special::Origin) => origin = true,
            Some(Special::Kind) => {}
            Some(_) => return false,
            None if !LABELS.contains(&bare(&header.own)) => return false,
            None => {}
        }
    }
    origin
}

/// Whether the header names a field of any kind: its key and whether exactly.
pub(super) fn any(header: &Header) -> Option<(&'static str, bool)> {
    let mut found = None;
    for kind in KindCode::ALL {
        match recognise(header, kind) {
            Some(m) if !m.doubtful => return Some((m.def.key, true)),
            Some(m) => found = found.or(Some((m.def.key, false))),
            None => {}
        }
    }
    found
}

/// The fields that tell one device from another; a table without any of them is no ledger. Lamps have no names: a
/// table of them says the sort of lamp.
pub(super) fn is_identity(key: &str) -> bool {
    matches!(key, "tag" | "name" | "model" | "lamp_type")
}
