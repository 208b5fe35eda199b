//! The audit as rows: head sections as JSON, one row per device.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use rusqlite::{Connection, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::content::{self, ATTACHMENTS};
use super::error::{At as _, StoreError};
use crate::audit::{Audit, Equipment, Id, Section, Touched};

/// Sections of `head` that one field edit touches.
const HEAD: [&str; 4] = ["enterprise", "prices", "factors", "finance"];
/// Sections of `head` that measures and scenarios live in.
const PLANS: [&str; 2] = ["measures", "scenarios"];
/// Section of `head` that own tables live in; files of format 1 have none.
pub(super) const OWN_TABLES: &str = "own_tables";

/// Section of `head` with what the auditor decides about the report; files before format 4 have none.
pub(super) const REPORT: &str = "report";

/// Distance between the positions of devices appended one after the other: room to insert between
/// them without rewriting those behind.
const STEP: i64 = 1 << 16;

/// The order of the devices as it is in the file: positions ascend, gaps mean nothing.
pub(super) type Places = Vec<(Id, i64)>;

/// What could be read, and what could not.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// The readable part.
    pub(super) audit: Audit,
    /// Its devices' positions.
    pub(super) places: Places,
    /// One message per unreadable row.
    pub(super) problems: Vec<String>,
}

/// Reads every row; a damaged one is named in `problems` and doesn't lose the others.
pub(super) fn load(conn: &Connection, path: &Path) -> Result<Loaded, StoreError> {
    let mut loaded = Loaded::default();
    let mut stmt = conn.prepare("SELECT section, json FROM head").at(path)?;
    let rows = stmt.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?))).at(path)?;
    let mut sections = HashMap::new();
    for row in rows {
        match row {
            Ok((section, json)) => drop(sections.insert(section, json)),
            Err(e) if is_row_error(&e) => loaded.problems.push(format!("企业与方案数据有一行读不出({e})")),
            Err(e) => return Err(StoreError::db(path, e)),
        }
    }
    read_head(&sections, format_of(conn), &mut loaded);
    let unfit = content::problems(conn, &loaded.audit.attachments, false);
    loaded.problems.extend(unfit.into_iter().map(|(_, problem)| problem));

    let mut stmt = conn.prepare("SELECT id, ord, kind, json FROM equipment ORDER BY ord, id").at(path)?;
    let mut rows = stmt.query([]).at(path)?;
    while let Some(row) = rows.next().at(path)? {
        let id: i64 = row.get(0).at(path)?;
        let read = (|| Ok::<_, rusqlite::Error>((row.get(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?)))();
        match read {
            Ok((ord, kind, json)) => read_device(id, ord, &kind, &json, &mut loaded),
            Err(e) => loaded.problems.push(format!("设备 {id} 读不出({e})")),
        }
    }
    Ok(loaded)
}

/// Errors of one row's content (not UTF-8, another type), not of the file.
fn is_row_error(e: &rusqlite::Error) -> bool {
    e.sqlite_error_code().is_none()
}

/// The version of the format that a database was written in; the newest if it doesn't say.
pub(super) fn format_of(conn: &Connection) -> i32 {
    conn.query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap_or(super::connection::FORMAT)
}

/// The sections of `head` that are there and readable, of a file of a format.
pub(super) fn read_head(sections: &HashMap<String, String>, format: i32, loaded: &mut Loaded) {
    fn section<T: DeserializeOwned>(
        name: &str,
        zh: &str,
        sections: &HashMap<String, String>,
        problems: &mut Vec<String>,
        into: &mut T,
    ) {
        match sections.get(name).map(|json| serde_json::from_str(json)) {
            Some(Ok(value)) => *into = value,
            Some(Err(e)) => problems.push(format!("{zh}(head.{name})读不出({e})")),
            None => problems.push(format!("缺少{zh}(head.{name})")),
        }
    }
    let (a, p) = (&mut loaded.audit, &mut loaded.problems);
    section("enterprise", "企业信息", sections, p, &mut a.enterprise);
    section("prices", "能源价格", sections, p, &mut a.prices);
    section("factors", "折算与排放系数", sections, p, &mut a.factors);
    section("finance", "财务参数", sections, p, &mut a.finance);
    section("measures", "改造措施", sections, p, &mut a.measures);
    section("scenarios", "方案", sections, p, &mut a.scenarios);
    if format > 1 {
        section(OWN_TABLES, "自备数据表", sections, p, &mut a.own_tables);
    }
    if format > 3 {
        section(ATTACHMENTS, "附件清单", sections, p, &mut a.attachments);
    }
    if format > 2 {
        for s in Section::ALL {
            let (name, zh) = (s.code(), s.zh());
            match s {
                Section::Consumption => section(name, zh, sections, p, &mut a.consumption),
                Section::Product => section(name, zh, sections, p, &mut a.products),
                Section::Year => section(name, zh, sections, p, &mut a.years),
                Section::Management => section(name, zh, sections, p, &mut a.management),
                Section::Meter => section(name, zh, sections, p, &mut a.meters),
                Section::Resource => section(name, zh, sections, p, &mut a.resources),
            }
        }
    }
    if format > 3 {
        section(REPORT, "报告的设置和文字", sections, p, &mut a.report);
    }
}

/// One device's row.
pub(super) fn read_device(id: i64, ord: i64, kind: &str, json: &str, loaded: &mut Loaded) {
    match serde_json::from_str::<Equipment>(json) {
        Ok(e) if i64::try_from(e.id.0) != Ok(id) => {
            loaded.problems.push(format!("设备 {id} 的内容属于另一台设备({})", e.id.0));
        }
        Ok(e) if e.kind.code().code() != kind => {
            loaded.problems.push(format!("设备 {id}({})的种类标记与内容不符", e.label()));
        }
        Ok(e) => {
            // A position from a damaged file must not overflow later: 0 is rewritten with the next change of order.
            loaded.places.push((e.id, if (1..1 << 60).contains(&ord) { ord } else { 0 }));
            loaded.audit.equipment.push(e);
        }
        Err(e) => loaded.problems.push(format!("设备 {id} 读不出({e})")),
    }
}

/// Writes every row of a new audit and returns the devices' positions.
pub(super) fn write_all(conn: &Connection, path: &Path, audit: &Audit) -> Result<Places, StoreError> {
    let everything = Touched {
        head: true,
        equipment: audit.equipment.iter().map(|e| e.id).collect::<BTreeSet<Id>>(),
        order: true,
        plans: true,
        own_tables: true,
        plant: Section::ALL.into(),
        attachments: true,
        report: true,
    };
    write(conn, path, audit, &everything, &Vec::new()).map(|places| places.unwrap_or_default())
}

/// Writes the touched rows. `places` is how the devices lie in the file; the new places are returned
/// if they changed. The caller has the transaction, and puts the places in force once it is committed.
pub(super) fn write(
    conn: &Connection,
    path: &Path,
    audit: &Audit,
    touched: &Touched,
    places: &Places,
) -> Result<Option<Places>, StoreError> {
    if touched.head {
        for name in HEAD {
            write_section(conn, path, audit, name)?;
        }
    }
    if touched.plans {
        for name in PLANS {
            write_section(conn, path, audit, name)?;
        }
    }
    if touched.own_tables {
        write_section(conn, path, audit, OWN_TABLES)?;
    }
    if touched.attachments {
        write_section(conn, path, audit, ATTACHMENTS)?;
        content::require(conn, path, &audit.attachments)?;
    }
    if touched.report {
        write_section(conn, path, audit, REPORT)?;
    }
    for section in &touched.plant {
        let what = || section.zh().to_owned();
        let json = match section {
            Section::Consumption => storable(&audit.consumption, what),
            Section::Product => storable(&audit.products, what),
            Section::Year => storable(&audit.years, what),
            Section::Management => storable(&audit.management, what),
            Section::Meter => storable(&audit.meters, what),
            Section::Resource => storable(&audit.resources, what),
        }?;
        put_section(conn, path, section.code(), &json)?;
    }
    if !touched.order {
        for device in find(audit, &touched.equipment) {
            let json = storable(device, || format!("设备“{}”", device.label()))?;
            let mut stmt = conn.prepare_cached("UPDATE equipment SET kind = ?2, json = ?3 WHERE id = ?1").at(path)?;
            stmt.execute(params![key(device)?, device.kind.code().code(), json]).at(path)?;
        }
        return Ok(None);
    }

    let old: HashMap<Id, i64> = places.iter().copied().collect();
    let ids: Vec<Id> = audit.equipment.iter().map(|e| e.id).collect();
    let ords = arrange(&ids, &old);
    let present: HashSet<Id> = ids.iter().copied().collect();
    let mut delete = conn.prepare_cached("DELETE FROM equipment WHERE id = ?1").at(path)?;
    for id in touched.equipment.iter().filter(|id| !present.contains(id) && old.contains_key(id)) {
        delete.execute([id.0 as i64]).at(path)?;
    }
    let mut put = conn
        .prepare_cached(
            "INSERT INTO equipment VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT(id) DO UPDATE SET ord = ?2, kind = ?3, json = ?4",
        )
        .at(path)?;
    let mut shift = conn.prepare_cached("UPDATE equipment SET ord = ?2 WHERE id = ?1").at(path)?;
    for (device, ord) in audit.equipment.iter().zip(&ords) {
        if touched.equipment.contains(&device.id) {
            let json = storable(device, || format!("设备“{}”", device.label()))?;
            put.execute(params![key(device)?, ord, device.kind.code().code(), json]).at(path)?;
        } else if old.get(&device.id) != Some(ord) {
            shift.execute(params![key(device)?, ord]).at(path)?;
        }
    }
    Ok(Some(ids.into_iter().zip(ords).collect()))
}

/// The touched devices that are there, in one pass over the audit.
fn find<'a>(audit: &'a Audit, ids: &BTreeSet<Id>) -> Vec<&'a Equipment> {
    audit.equipment.iter().filter(|e| ids.contains(&e.id)).collect()
}

fn write_section(conn: &Connection, path: &Path, audit: &Audit, name: &str) -> Result<(), StoreError> {
    let json = match name {
        "enterprise" => storable(&audit.enterprise, || "企业信息".to_owned()),
        "prices" => storable(&audit.prices, || "能源价格".to_owned()),
        "factors" => storable(&audit.factors, || "折算与排放系数".to_owned()),
        "finance" => storable(&audit.finance, || "财务参数".to_owned()),
        "measures" => storable(&audit.measures, || "改造措施".to_owned()),
        ATTACHMENTS => storable(&audit.attachments, || "附件清单".to_owned()),
        REPORT => storable(&audit.report, || "报告的设置和文字".to_owned()),
        OWN_TABLES => storable(&audit.own_tables, || "自备数据表".to_owned()),
        _ => storable(&audit.scenarios, || "方案".to_owned()),
    }?;
    put_section(conn, path, name, &json)
}

fn put_section(conn: &Connection, path: &Path, name: &str, json: &str) -> Result<(), StoreError> {
    let mut stmt = conn.prepare_cached("INSERT OR REPLACE INTO head VALUES (?1, ?2)").at(path)?;
    stmt.execute(params![name, json]).at(path)?;
    Ok(())
}

/// The JSON of a value, refused if it could not be read back: JSON has no NaN and no infinity, it would
/// silently become null, and a row that can't be read is a lost device.
fn storable<T: Serialize + DeserializeOwned>(value: &T, what: impl Fn() -> String) -> Result<String, StoreError> {
    let json = serde_json::to_string(value).map_err(|_| StoreError::Unstorable { what: what() })?;
    if json.contains("null") && serde_json::from_str::<T>(&json).is_err() {
        return Err(StoreError::Unstorable { what: what() });
    }
    Ok(json)
}

/// The row id of a device.
fn key(device: &Equipment) -> Result<i64, StoreError> {
    i64::try_from(device.id.0)
        .map_err(|_| StoreError::Unstorable { what: format!("设备“{}”的内部编号", device.label()) })
}

/// Ascending positions for the devices in their order, keeping as many old ones as possible:
/// removing rewrites nothing, appending only adds, inserting uses the gap.
fn arrange(ids: &[Id], old: &HashMap<Id, i64>) -> Vec<i64> {
    let mut ords = Vec::with_capacity(ids.len());
    let mut last = 0;
    let mut i = 0;
    while i < ids.len() {
        // The run of devices without a usable position, up to the next kept one with enough room before it.
        let mut j = i;
        let kept = loop {
            match ids.get(j) {
                None => break None,
                Some(id) => match old.get(id) {
                    Some(&ord) if ord.saturating_sub(last) > (j - i) as i64 => break Some(ord),
                    _ => j += 1,
                },
            }
        };
        let run = (j - i) as i64;
        match kept {
            Some(ord) => {
                let step = (ord - last) / (run + 1);
                ords.extend((1..=run).map(|k| last + step * k));
                ords.push(ord);
                last = ord;
                i = j + 1;
            }
            None => {
                ords.extend((1..=run).map(|k| last + STEP * k));
                i = j;
            }
        }
    }
    ords
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arranged(ids: &[u64], old: &[(u64, i64)]) -> Vec<i64> {
        let ids: Vec<Id> = ids.iter().map(|n| Id(*n)).collect();
        arrange(&ids, &old.iter().map(|(n, o)| (Id(*n), *o)).collect())
    }

    #[test]
    fn positions_are_kept_where_they_can_be() {
        assert_eq!(arranged(&[1, 3], &[(1, 10), (2, 20), (3, 30)]), [10, 30], "removing rewrites nothing");
        assert_eq!(arranged(&[1, 9, 3], &[(1, 10), (3, 30)]), [10, 20, 30], "inserting uses the gap");
        assert_eq!(arranged(&[1, 9], &[(1, 10)]), [10, 10 + STEP], "appending only adds");
        assert_eq!(arranged(&[1, 9, 2, 3], &[(1, 10), (2, 11), (3, 30)]), [10, 16, 22, 30], "no gap: the next moves");
        assert_eq!(arranged(&[3, 1, 2], &[(1, 10), (2, 20), (3, 30)]), [30, 30 + STEP, 30 + 2 * STEP], "moved");
        assert_eq!(arranged(&[], &[(1, 10)]), Vec::<i64>::new());
    }
}
