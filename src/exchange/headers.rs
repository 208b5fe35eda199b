//! What a column header means.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::kinds::{self, Named};
use super::text::{folded, one_edit_apart};
use super::units;
use crate::audit::{FieldDef, KindCode};

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
            text.push_str(&format!("({})", self.unit.trim_matches(['(', ')', '（', '）'])));
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
        }
        whole.push(own);
        let mut all = Vec::new();
        for text in whole {
            all.push((text.clone(), below.clone()));
            let (name, inside) = brackets(&text);
            let unit = if units::is_unit(&inside) { inside } else { below.clone() };
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
}

/// Whether the header is one of the columns that aren't fields.
pub(super) fn special(header: &Header) -> Option<Special> {
    match bare(&header.own).as_str() {
        "序号" | "序" | "no" | "#" | "顺序号" | "行号" => Some(Special::Ordinal),
        "设备类别" | "类别" | "设备类型" | "设备种类" | "种类" | "设备大类" | "kind" => {
            Some(Special::Kind)
        }
        "数据来源" => Some(Special::Origin),
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
    /// 0 for the field's label, 1 for a synonym.
    pub(super) rank: u8,
}

/// Every spelling of a kind's fields; rank 0 is the label, 1 a synonym.
struct Dictionary {
    names: HashMap<String, Vec<(u8, &'static FieldDef)>>,
}

static DICTIONARIES: LazyLock<Vec<(KindCode, Dictionary)>> = LazyLock::new(|| {
    KindCode::ALL
        .iter()
        .map(|kind| {
            let mut names: HashMap<String, Vec<(u8, &'static FieldDef)>> = HashMap::new();
            for def in kind.fields() {
                let labels = [def.zh.to_owned(), def.header(), def.en.to_owned(), def.key.to_owned()];
                let spellings = labels.iter().map(|l| (0, l.as_str())).chain(def.names.iter().map(|n| (1, *n)));
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
                return Some(Match { def: other, unit: unit.clone(), doubtful: false, rank: 1 });
            }
            misfit.get_or_insert(Match { def, unit: unit.clone(), doubtful: false, rank: 1 });
        }
    }
    // 电机型号 is 型号 said of a motor.
    for (name, unit) in &readings {
        let Some(rest) = kinds::words(kind).iter().find_map(|w| name.strip_prefix(w)) else { continue };
        let fits = |d: &FieldDef| unit.is_empty() || units::factor(d, unit).is_some();
        let list = dictionary.names.get(rest).map(Vec::as_slice).unwrap_or_default();
        if let Some((_, def)) = list.iter().find(|(_, d)| fits(d)) {
            return Some(Match { def, unit: unit.clone(), doubtful: false, rank: 1 });
        }
    }
    misfit.or_else(|| close(&readings, dictionary))
}

/// A name that resembles the header: contained in it, containing it, or one character off.
fn close(readings: &[(String, String)], dictionary: &Dictionary) -> Option<Match> {
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
                if [before, after].iter().any(|t| matches!(kinds::named(t), Named::Other(_))) {
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
                best = Some((per_cent, Match { def, unit: unit.clone(), doubtful: true, rank: 2 }));
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

/// The fields that tell one device from another; a table without any of them is no ledger.
pub(super) fn is_identity(key: &str) -> bool {
    matches!(key, "tag" | "name" | "model")
}
