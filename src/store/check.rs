//! Is a file sound, and what can still be read of one that isn't.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::{At as _, StoreError};
use super::lock::Lock;
use super::rows::{self, Loaded};
use super::saving::{Contents, real_path, write_file};
use super::working::{copy_bytes, remove_files};
use super::{connection, content, history};
use crate::audit::{Id, KindCode, Section};

/// What a file holds and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Version of the file's format.
    pub version: i32,
    /// The enterprise's name, if entered and readable.
    pub enterprise: Option<String>,
    /// Readable devices (rows, without their quantities) of every kind.
    pub devices: Vec<(KindCode, usize)>,
    /// Readable measures.
    pub measures: usize,
    /// Readable scenarios.
    pub scenarios: usize,
    /// Readable own tables.
    pub own_tables: usize,
    /// Readable rows of the plant's data (energy, output, years, management, meters, waste heat).
    pub plant_rows: usize,
    /// Readable attachments.
    pub attachments: usize,
    /// Bytes of their contents, each counted once.
    pub attached_bytes: u64,
    /// Steps in the undo log.
    pub history: usize,
    /// One message per problem; empty for a sound file.
    pub problems: Vec<String>,
}

impl CheckReport {
    /// Whether nothing is wrong.
    pub fn sound(&self) -> bool {
        self.problems.is_empty()
    }

    /// Readable devices of all kinds.
    pub fn device_count(&self) -> usize {
        self.devices.iter().map(|(_, n)| n).sum()
    }
}

/// Checks a file thoroughly without touching it. A damaged file gives a report with its problems; an error
/// means that it is missing, no audit at all, or of a newer format.
pub fn check(path: &Path) -> Result<CheckReport, StoreError> {
    examine(path).map(|(report, ..)| report)
}

/// Writes what can be read of a (damaged) file to `out`, which must not exist yet. The history is left out:
/// its steps refer to what may be lost. Returns the report on `path`, whose problems say what was not readable.
pub fn repair(path: &Path, out: &Path) -> Result<CheckReport, StoreError> {
    let real = real_path(out);
    let exists = || StoreError::Exists(out.to_path_buf());
    if out.symlink_metadata().is_ok() {
        return Err(exists());
    }
    let _lock = Lock::acquire(&real)?;
    if real.exists() {
        return Err(exists());
    }
    let (report, loaded, source) = examine(path)?;
    let audit = loaded.audit;
    if audit == crate::audit::Audit::default() && !report.sound() {
        return Err(StoreError::Damaged {
            path: path.to_path_buf(),
            detail: format!("没有可读出的内容({})", report.problems.join("；")),
        });
    }
    let scratch = Scratch::new();
    let conn = connection::create(&scratch.0)?;
    let tx = conn.unchecked_transaction().at(&scratch.0)?;
    if let Some((source, _)) = &source {
        content::copy(source, &tx, path, &audit.attachments)?;
    }
    rows::write_all(&tx, &scratch.0, &audit)?;
    tx.commit().at(&scratch.0)?;
    write_file(&conn, &real, Contents::WithoutHistory)?;
    drop(conn);
    Ok(report)
}

/// The change log of a file, the first entry first. Files of earlier programs tell the steps of their undo log.
pub fn change_log(path: &Path) -> Result<Vec<history::Change>, StoreError> {
    connection::header(path, false)?;
    let scratch = Scratch::new();
    copy_bytes(path, &scratch.0)?;
    let read = || {
        let conn = connection::open(&scratch.0, false)?;
        connection::distrust_lengths(&conn, &scratch.0)?;
        connection::verify(&conn, &scratch.0, false)?;
        connection::add_change_log(&conn, &scratch.0)?;
        history::changes(&conn, &scratch.0)
    };
    read().map_err(|e| e.about(path))
}

/// A temporary database, removed when dropped.
pub(super) struct Scratch(pub(super) PathBuf);

impl Scratch {
    /// A new name; nothing is there yet.
    pub(super) fn new() -> Self {
        Self(std::env::temp_dir().join(format!("energy-audit-{:014x}.tmp", Id::fresh().0)))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        remove_files(&self.0);
    }
}

/// What is wrong with a file, what could be read of it, and the copy it was read from.
type Examined = (CheckReport, Loaded, Option<(Connection, Scratch)>);

fn examine(path: &Path) -> Result<Examined, StoreError> {
    let mut report = CheckReport::default();
    match connection::header(path, false) {
        Ok(_) => {}
        Err(StoreError::Damaged { detail, .. }) => report.problems.push(detail),
        Err(e) => return Err(e),
    }
    let header = match connection::header(path, true) {
        Ok(header) => header,
        Err(StoreError::Damaged { .. }) => return Ok((report, Loaded::default(), None)),
        Err(e) => return Err(e),
    };
    report.version = header.version;

    let scratch = Scratch::new();
    copy_bytes(path, &scratch.0)?;
    let lost = header.promised.saturating_sub(header.actual);
    if lost > 0 && lost < 1 << 30 {
        // SQLite refuses a shortened file altogether; with empty pages in place of the lost ones it reads the others.
        let file = File::options().write(true).open(&scratch.0).at(&scratch.0)?;
        file.set_len(header.promised).at(&scratch.0)?;
    }
    let mut loaded = Loaded::default();
    let mut source = None;
    match connection::open(&scratch.0, false).and_then(|c| {
        connection::distrust_lengths(&c, &scratch.0)?;
        Ok(c)
    }) {
        Ok(conn) => match connection::own_tables_only(&conn, &scratch.0) {
            // Tables that aren't ours are not read: a view of that name could run forever.
            Err(StoreError::Damaged { detail, .. }) => report.problems.push(detail),
            Err(e) => report.problems.push(e.to_string()),
            Ok(_) => {
                match connection::verify(&conn, &scratch.0, true) {
                    Err(StoreError::Damaged { detail, .. }) => report.problems.push(detail),
                    Err(e) => report.problems.push(e.to_string()),
                    Ok(()) => {}
                }
                loaded = salvage(&conn);
                match history::check(&conn, &scratch.0) {
                    Ok((steps, problems)) => {
                        report.history = steps;
                        loaded.problems.extend(problems);
                    }
                    Err(_) => loaded.problems.push("历史记录读不完整".to_owned()),
                }
                source = Some(conn);
            }
        },
        Err(StoreError::Damaged { detail, .. }) => report.problems.push(detail),
        Err(e) => report.problems.push(e.to_string()),
    }
    report.problems.append(&mut loaded.problems);
    let audit = &loaded.audit;
    report.enterprise = audit.enterprise.name.as_ref().map(|n| n.value.clone());
    report.devices = KindCode::ALL.map(|k| (k, audit.equipment.iter().filter(|e| e.kind.code() == k).count())).to_vec();
    report.measures = audit.measures.len();
    report.scenarios = audit.scenarios.len();
    report.own_tables = audit.own_tables.len();
    report.plant_rows = Section::ALL.map(|s| audit.row_ids(s).len()).iter().sum();
    report.attachments = audit.attachments.len();
    report.attached_bytes = audit.attached_bytes();
    Ok((report, loaded, source.map(|conn| (conn, scratch))))
}

/// A device's row as stored.
type Row = (i64, Option<(i64, String, String)>);

/// Reads every row that can be read, also behind and before damaged pages.
fn salvage(conn: &Connection) -> Loaded {
    let mut loaded = Loaded::default();
    let mut sections = HashMap::new();
    if let Ok(mut stmt) = conn.prepare("SELECT section, json FROM head")
        && let Ok(rows) = stmt.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
    {
        sections.extend(rows.map_while(Result::ok));
    }
    rows::read_head(&sections, rows::format_of(conn), &mut loaded);

    for (id, problem) in content::problems(conn, &loaded.audit.attachments, true) {
        loaded.audit.attachments.retain(|a| a.id != id);
        loaded.problems.push(problem);
    }

    let mut found = BTreeMap::new();
    let mut from = i64::MIN;
    // Every round begins behind the last one; the number is only a guard.
    for _ in 0..10_000 {
        let (rows, whole) = scan(conn, "SELECT id, ord, kind, json FROM equipment WHERE id > ?1 ORDER BY id", from);
        if let Some((last, _)) = rows.last() {
            from = *last;
        }
        found.extend(rows);
        if whole {
            break;
        }
        // Ids are spread at random over 53 bits: jump ahead until a readable page comes, then read backwards to it.
        let Some(beyond) = jump(conn, from.max(0)) else { break };
        let (rows, _) = scan(conn, "SELECT id, ord, kind, json FROM equipment WHERE id < ?1 ORDER BY id DESC", beyond);
        found.extend(rows.into_iter().filter(|(id, _)| *id > from));
        from = beyond - 1;
    }

    let mut rows: Vec<_> = found.into_iter().collect();
    rows.sort_by_key(|(id, row)| (row.as_ref().map_or(i64::MAX, |r| r.0), *id));
    for (id, row) in rows {
        match row {
            Some((ord, kind, json)) => rows::read_device(id, ord, &kind, &json, &mut loaded),
            None => loaded.problems.push(format!("设备 {id} 读不出")),
        }
    }
    loaded
}

/// Rows up to the first unreadable page, and whether there was none. Backward scans stop at what is known.
fn scan(conn: &Connection, sql: &str, from: i64) -> (Vec<Row>, bool) {
    let mut found = Vec::new();
    let Ok(mut stmt) = conn.prepare(sql) else { return (found, true) };
    let Ok(mut rows) = stmt.query([from]) else { return (found, false) };
    loop {
        match rows.next() {
            Ok(None) => return (found, true),
            Err(_) => return (found, false),
            Ok(Some(row)) => {
                let Ok(id) = row.get(0) else { return (found, false) };
                let read = (|| Ok::<_, rusqlite::Error>((row.get(1)?, row.get(2)?, row.get(3)?)))();
                found.push((id, read.ok()));
            }
        }
    }
}

/// The id of a readable row behind `from`; the end if every try is behind the last row.
fn jump(conn: &Connection, from: i64) -> Option<i64> {
    let mut stmt = conn.prepare("SELECT id FROM equipment WHERE id > ?1 ORDER BY id LIMIT 1").ok()?;
    let mut step = 1_i64 << 30;
    loop {
        let at = from.checked_add(step)?;
        match stmt.query_row([at], |r| r.get(0)) {
            Ok(id) => return Some(id),
            Err(rusqlite::Error::QueryReturnedNoRows) => return Some(i64::MAX),
            Err(_) => step = step.checked_mul(2)?,
        }
    }
}
