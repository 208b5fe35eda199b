//! The rows of the table from the audit: a pure function of what is asked for.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::order::{By, Wish};
use crate::app::widgets::parse::{folded, natural, normal};
use crate::audit::field::{FieldKind, FieldValue};
use crate::audit::{Audit, Equipment, FieldDef, KindCode};
use crate::diagnosis::{Counted, Diagnosis};
use crate::energy::rated;

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The device at a position of the audit.
    Device(u32),
    /// The head of a group, by its number.
    Group(u32),
}

/// Devices that have the same value in the field grouped by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// The value, empty where nothing is entered.
    pub name: String,
    /// Positions of its devices in the audit.
    pub members: Vec<u32>,
    /// Devices, by their quantity.
    pub devices: f64,
    /// Rated size of all, in the kind's unit.
    pub size: f64,
    /// Electricity in kWh per year, each one counted once.
    pub kwh: f64,
}

/// What the table shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arranged {
    /// The lines.
    pub lines: Vec<Line>,
    /// The groups, if grouped.
    pub groups: Vec<Group>,
    /// Which lines are heads of groups.
    pub heads: Vec<u32>,
    /// Devices that pass the filters.
    pub shown: usize,
    /// Devices of the kind.
    pub all: usize,
}

/// Filters, sorts and groups the devices of a kind.
pub fn arrange(audit: &Audit, found: Option<&Diagnosis>, kind: KindCode, wish: &Wish) -> Arranged {
    let level = |device: &Equipment| found.and_then(|f| f.level(device.id));
    let wanted = normal(&wish.text).to_lowercase();
    let fields: Vec<&'static FieldDef> = kind.fields().collect();
    let filters: Vec<_> = wish.filters.iter().map(|(by, f)| (f, def_of(&fields, *by))).collect();
    let mut all = 0;
    let mut rows: Vec<u32> = Vec::new();
    let mut text = String::new();
    for (at, device) in audit.equipment.iter().enumerate().filter(|(_, d)| d.kind.code() == kind) {
        all += 1;
        let holds = filters.iter().all(|(filter, def)| match def {
            Some(def) => filter.holds(def, device.get(def.key).map(|e| e.value).as_ref()),
            None => filter.holds_level(level(device)),
        });
        if holds && (wanted.is_empty() || contains(device, &fields, &wanted, &mut text)) {
            rows.push(at as u32);
        }
    }
    let shown = rows.len();
    // Groups stand in the order of the audit, however their rows are sorted.
    let mut groups: Vec<Group> = Vec::new();
    let mut group_of: HashMap<u32, u32> = HashMap::new();
    if let Some(def) = wish.group.and_then(|key| def_of(&fields, By::Field(key))) {
        let mut known: HashMap<String, u32> = HashMap::new();
        for at in &rows {
            let name = audit.equipment[*at as usize].show(def);
            let group = *known.entry(name.trim().to_owned()).or_insert_with_key(|name| {
                groups.push(Group { name: name.clone(), ..Group::default() });
                (groups.len() - 1) as u32
            });
            group_of.insert(*at, group);
        }
    }
    sort(audit, &fields, &level, &wish.sort, &mut rows);
    let mut lines = Vec::with_capacity(shown + groups.len());
    if groups.is_empty() {
        lines.extend(rows.into_iter().map(Line::Device));
        return Arranged { lines, groups, heads: Vec::new(), shown, all };
    }
    for at in rows {
        if let Some(group) = group_of.get(&at).and_then(|g| groups.get_mut(*g as usize)) {
            group.members.push(at);
        }
    }
    // What has no value comes last.
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|g| groups[*g].name.is_empty());
    let mut heads = Vec::with_capacity(groups.len());
    for g in order {
        heads.push(lines.len() as u32);
        lines.push(Line::Group(g as u32));
        if !wish.folded.contains(&groups[g].name) {
            lines.extend(groups[g].members.iter().copied().map(Line::Device));
        }
    }
    Arranged { lines, groups, heads, shown, all }
}

fn def_of(fields: &[&'static FieldDef], by: By) -> Option<&'static FieldDef> {
    match by {
        By::Verdict => None,
        By::Field(key) => fields.iter().copied().find(|d| d.key == key),
    }
}

fn contains(device: &Equipment, fields: &[&'static FieldDef], wanted: &str, buffer: &mut String) -> bool {
    let numeric = is_numeric(wanted);
    fields.iter().any(|def| cell_contains(device, def, (wanted, numeric), buffer))
}

/// Whether a text may be part of a number or a date.
pub(super) fn is_numeric(wanted: &str) -> bool {
    wanted.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'))
}

/// Whether a cell contains what is wanted (half-width, in small letters; and whether that [`is_numeric`]).
pub(super) fn cell_contains(
    device: &Equipment,
    def: &FieldDef,
    (wanted, numeric): (&str, bool),
    buffer: &mut String,
) -> bool {
    if matches!(def.kind, FieldKind::Number { .. } | FieldKind::Date) && !numeric {
        return false;
    }
    match device.get(def.key).map(|e| e.value) {
        None => false,
        Some(FieldValue::Text(text)) => folded(&text).contains(wanted),
        Some(value) => {
            buffer.clear();
            buffer.push_str(&def.show(&value));
            folded(buffer).contains(wanted)
        }
    }
}

/// What a row is sorted by, made once per row and column.
enum SortKey {
    Number(f64),
    Text(String),
    Missing,
}

fn sort(
    audit: &Audit,
    fields: &[&'static FieldDef],
    level: &dyn Fn(&Equipment) -> Option<crate::screening::Level>,
    by: &[(By, bool)],
    rows: &mut [u32],
) {
    if by.is_empty() {
        return;
    }
    let keys: Vec<(Vec<SortKey>, bool)> = by
        .iter()
        .map(|(by, down)| {
            let def = def_of(fields, *by);
            let key = |at: &u32| {
                let device = &audit.equipment[*at as usize];
                match def {
                    None => level(device).map_or(SortKey::Missing, |l| SortKey::Number(f64::from(l as u8))),
                    Some(def) => device.get(def.key).map_or(SortKey::Missing, |e| sort_key(def, e.value)),
                }
            };
            (rows.iter().map(key).collect(), *down)
        })
        .collect();
    let mut order: Vec<u32> = (0..rows.len() as u32).collect();
    order.sort_by(|a, b| {
        let column = |(keys, down): &(Vec<SortKey>, bool)| compare(&keys[*a as usize], &keys[*b as usize], *down);
        keys.iter().map(column).find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
    });
    let sorted: Vec<u32> = order.into_iter().map(|at| rows[at as usize]).collect();
    rows.copy_from_slice(&sorted);
}

fn sort_key(def: &FieldDef, value: FieldValue) -> SortKey {
    match (value, &def.kind) {
        (FieldValue::Number(n), _) => SortKey::Number(n),
        (FieldValue::Choice(code), FieldKind::Choice(options)) => {
            options.iter().position(|o| o.code == code).map_or(SortKey::Missing, |at| SortKey::Number(at as f64))
        }
        (FieldValue::Date(date), _) => SortKey::Text(date.to_string()),
        (FieldValue::Text(text) | FieldValue::Choice(text), _) => SortKey::Text(natural(&text)),
    }
}

/// Empty values last, whichever way round.
fn compare(a: &SortKey, b: &SortKey, down: bool) -> Ordering {
    let order = match (a, b) {
        (SortKey::Missing, SortKey::Missing) => return Ordering::Equal,
        (SortKey::Missing, _) => return Ordering::Greater,
        (_, SortKey::Missing) => return Ordering::Less,
        (SortKey::Number(a), SortKey::Number(b)) => a.total_cmp(b),
        (SortKey::Text(a), SortKey::Text(b)) => a.cmp(b),
        (SortKey::Number(_), SortKey::Text(_)) => Ordering::Less,
        (SortKey::Text(_), SortKey::Number(_)) => Ordering::Greater,
    };
    if down { order.reverse() } else { order }
}

/// Adds up the groups; electricity as it is in the audit's total, so that what a motor drives is in the motor's group.
pub fn totals(audit: &Audit, found: Option<&Diagnosis>, groups: &mut [Group]) {
    for group in groups {
        (group.devices, group.size, group.kwh) = (0.0, 0.0, 0.0);
        for device in group.members.iter().filter_map(|at| audit.equipment.get(*at as usize)) {
            group.devices += device.quantity();
            group.size += rated::size(device).unwrap_or(0.0) * device.quantity();
            let found = found.and_then(|f| f.device(device.id)).filter(|f| f.counted == Counted::Own);
            group.kwh += found.and_then(|f| f.energy.as_ref().ok()).map_or(0.0, |e| e.electricity_kwh);
        }
    }
}
