//! Which things of the two files are the same one.
//!
//! By id, if both laptops began with the same file. What has no partner by id is matched by what it is known by,
//! if that is unique on each side: a device by its kind and tag, a row of the plant's data by its naming fields
//! (carrier, flow, process, year), a measure by what it does to which devices, an own table by its text. So a ledger
//! imported on both laptops, or the same electricity bill entered on both, does not come in twice.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use super::things::{Thing, key_of, tag_of, unique_ids};
use crate::audit::{Audit, Devices, Equipment, Id, Measure, Section};

/// The other side with my ids, and which id of theirs each of those was.
pub(super) fn align(mine: &Audit, theirs: &Audit, notes: &mut Vec<String>) -> (Audit, HashMap<Id, Id>) {
    let mut theirs = theirs.clone();
    unique_ids(&mut theirs);
    let mut original = HashMap::new();

    let (devices, ambiguous) = partners(mine.equipment.shared(), theirs.equipment.shared(), |d| tag_of(d));
    if ambiguous > 0 {
        notes.push(format!(
            "对方有 {ambiguous} 行设备的编号在一方重复，不能与本方对应，都作为新设备加入；请核对是否重复"
        ));
    }
    untagged(&mine.equipment, &theirs.equipment, notes);
    for device in theirs.equipment.shared_mut() {
        if let Some(mine) = devices.get(&device.id) {
            original.insert(*mine, device.id);
            Arc::make_mut(device).id = *mine;
        }
    }
    let device = |id: &mut Id| *id = devices.get(id).copied().unwrap_or(*id);
    theirs.measures.iter_mut().flat_map(|m| &mut m.targets).for_each(device);

    let (measures, _) = partners(&mine.measures, &theirs.measures, deed);
    rename(&mut theirs.measures, |m| &mut m.id, &measures, &mut original);
    let measure = |id: &mut Id| *id = measures.get(id).copied().unwrap_or(*id);
    theirs.measures.iter_mut().flat_map(|m| &mut m.requires).for_each(measure);
    theirs.scenarios.iter_mut().flat_map(|s| &mut s.measures).for_each(measure);

    let (scenarios, _) =
        partners(&mine.scenarios, &theirs.scenarios, |s| Some((s.name.as_str(), s.measures.as_slice())));
    rename(&mut theirs.scenarios, |s| &mut s.id, &scenarios, &mut original);
    let (tables, _) = partners(&mine.own_tables, &theirs.own_tables, |t| Some(&*t.text));
    rename(&mut theirs.own_tables, |t| &mut t.id, &tables, &mut original);
    theirs.attachments.iter_mut().filter_map(|a| a.device.as_mut()).for_each(device);
    let (photos, _) = partners(&mine.attachments, &theirs.attachments, |a| Some((a.device, a.content)));
    rename(&mut theirs.attachments, |a| &mut a.id, &photos, &mut original);

    for section in Section::ALL {
        let mut rows = theirs.rows(section);
        let keys = |rows: &[crate::audit::Row]| rows.iter().map(|r| (r.id(), key_of(r))).collect::<HashMap<_, _>>();
        let (here, ours) = (keys(&rows), mine.rows(section));
        let ours_keys = keys(&ours);
        let key = |row: &crate::audit::Row| {
            here.get(&row.id()).or_else(|| ours_keys.get(&row.id())).and_then(|k| k.as_deref()).map(str::to_owned)
        };
        let (partners, ambiguous) = partners(&ours, &rows, key);
        if ambiguous > 0 {
            notes.push(format!(
                "{}：对方有 {ambiguous} 行与本方的行说的是同一件事，但一方有多行，不能对应，都已加入；请核对是否重复计入",
                section.zh()
            ));
        }
        for row in &mut rows {
            if let Some(id) = partners.get(&row.id()) {
                original.insert(*id, row.id());
                row.set_id(*id);
            }
        }
        theirs.set_rows(section, rows);
    }
    (theirs, original)
}

/// What a measure does to which devices.
fn deed(measure: &Measure) -> Option<(&'static str, Vec<Id>, &str)> {
    let mut targets = measure.targets.clone();
    targets.sort_unstable();
    // Measures of the plant are known by their titles only.
    let title = if targets.is_empty() { measure.title.as_str() } else { "" };
    Some((measure.action.code(), targets, title))
}

/// Their id → my id of what is known by the same on both sides, once each; and how many of theirs are known by the
/// same as one of mine, but not once each.
fn partners<'a, T: Thing, K: Hash + Eq>(
    mine: &'a [T],
    theirs: &'a [T],
    key: impl Fn(&'a T) -> Option<K>,
) -> (HashMap<Id, Id>, usize) {
    let ids = |list: &[T]| list.iter().map(Thing::id).collect::<HashSet<_>>();
    let (here, there) = (ids(mine), ids(theirs));
    // How many there are, and the last one without a partner by id.
    let count = |list: &'a [T], others: &HashSet<Id>| {
        let mut counted: HashMap<K, (usize, Option<Id>)> = HashMap::new();
        for thing in list {
            let Some(key) = key(thing) else { continue };
            let entry = counted.entry(key).or_default();
            entry.0 += 1;
            entry.1 = entry.1.or(Some(thing.id()).filter(|id| !others.contains(id)));
        }
        counted
    };
    let ours = count(mine, &there);
    let mut partners = HashMap::new();
    let mut ambiguous = 0;
    for (key, (many, alone)) in count(theirs, &here) {
        let (Some(id), Some((many_here, alone_here))) = (alone, ours.get(&key)) else { continue };
        match alone_here {
            Some(my_id) if many == 1 && *many_here == 1 => drop(partners.insert(id, *my_id)),
            _ => ambiguous += many,
        }
    }
    (partners, ambiguous)
}

/// Devices without a tag that look like one of mine can't be told from it.
fn untagged(mine: &Devices, theirs: &Devices, notes: &mut Vec<String>) {
    let ids: HashSet<Id> = mine.iter().map(|d| d.id).collect();
    let look = |d: &Equipment| (d.kind.code(), d.common.name.clone().map(|n| n.value), d.model().to_owned());
    let alone = |d: &&Equipment| tag_of(d).is_none() && !ids.contains(&d.id);
    if !theirs.iter().any(|d| alone(&d)) {
        return;
    }
    let known: HashSet<_> = mine.iter().filter(|d| tag_of(d).is_none()).map(look).collect();
    let alike = theirs.iter().filter(alone).filter(|d| known.contains(&look(d))).count();
    if alike > 0 {
        notes.push(format!(
            "对方有 {alike} 行设备没有编号，名称、型号与本方的某行相同，不能确定是不是同一台，已作为新设备加入；请核对是否重复"
        ));
    }
}

fn rename<T>(
    list: &mut [T],
    id: impl Fn(&mut T) -> &mut Id,
    partners: &HashMap<Id, Id>,
    original: &mut HashMap<Id, Id>,
) {
    for thing in list {
        let id = id(thing);
        if let Some(mine) = partners.get(id) {
            original.insert(*mine, *id);
            *id = *mine;
        }
    }
}
