//! The undo log: forward and inverse of every step, in the file, so that undo survives crash and reopening.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::error::{At as _, StoreError};
use crate::audit::Edit;

/// A step's number and name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// Its number; ascending.
    pub(super) seq: i64,
    /// What the auditor did, as shown in the menu.
    pub(super) name: String,
    /// Bytes of the edit that takes it the way it can be taken; 0 if that was not asked.
    pub(super) bytes: i64,
}

impl Step {
    /// A step of which only the name is known so far.
    pub(super) fn unread(name: &str) -> Self {
        Self { seq: 0, name: name.to_owned(), bytes: 0 }
    }
}

/// Which way a step is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Back.
    Undo,
    /// Forward again.
    Redo,
}

/// The next steps each way. The edits themselves stay in the file: they can be big.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct History {
    /// The step undo takes back.
    pub(super) undo: Option<Step>,
    /// The step redo takes again.
    pub(super) redo: Option<Step>,
}

/// Reads the next steps.
pub(super) fn load(conn: &Connection, path: &Path) -> Result<History, StoreError> {
    let step = |sql: &str| {
        let mut stmt = conn.prepare_cached(sql).at(path)?;
        stmt.query_row([], |r| Ok(Step { seq: r.get(0)?, name: r.get(1)?, bytes: r.get(2)? })).optional().at(path)
    };
    Ok(History {
        undo: step("SELECT seq, name, octet_length(inverse) FROM undo_log WHERE undone = 0 ORDER BY seq DESC LIMIT 1")?,
        redo: step("SELECT seq, name, octet_length(forward) FROM undo_log WHERE undone <> 0 ORDER BY seq LIMIT 1")?,
    })
}

/// Appends a step and drops what had been undone. Part of the edit's transaction.
pub(super) fn append(
    conn: &Connection,
    path: &Path,
    name: &str,
    forward: &str,
    inverse: &str,
) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM undo_log WHERE undone <> 0").and_then(|mut s| s.execute([])).at(path)?;
    let mut insert = conn
        .prepare_cached("INSERT INTO undo_log SELECT coalesce(max(seq), 0) + 1, ?1, ?2, ?3, ?4, 0 FROM undo_log")
        .at(path)?;
    insert.execute(params![name, crate::clock::timestamp(), forward, inverse]).at(path)?;
    Ok(())
}

/// A step of the history that can be taken back or again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryStep {
    /// Its number; ascending.
    pub seq: i64,
    /// When it was made, RFC 3339 (UTC).
    pub at: String,
    /// What was done.
    pub name: String,
    /// Whether it is taken back at present.
    pub undone: bool,
}

/// All steps, the first one first.
pub(super) fn steps(conn: &Connection, path: &Path) -> Result<Vec<HistoryStep>, StoreError> {
    let mut stmt = conn.prepare("SELECT seq, at, name, undone FROM undo_log ORDER BY seq").at(path)?;
    let step = |r: &rusqlite::Row<'_>| {
        Ok(HistoryStep { seq: r.get(0)?, at: r.get(1)?, name: r.get(2)?, undone: r.get::<_, i64>(3)? != 0 })
    };
    stmt.query_map([], step).and_then(|rows| rows.collect()).at(path)
}

/// An entry of the change log.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// When, RFC 3339 (UTC).
    pub at: String,
    /// By whom; empty if no name was set.
    pub who: String,
    /// What was done; undoing and redoing are entries of their own.
    pub what: String,
}

/// Adds to the change log. Part of the transaction of the change.
pub(super) fn note(conn: &Connection, path: &Path, who: &str, what: &str) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT INTO changes (at, who, what) VALUES (?1, ?2, ?3)")
        .and_then(|mut s| s.execute(params![crate::clock::timestamp(), who, what]))
        .at(path)
        .map(drop)
}

/// The change log, the first entry first.
pub(super) fn changes(conn: &Connection, path: &Path) -> Result<Vec<Change>, StoreError> {
    let mut stmt = conn.prepare("SELECT at, who, what FROM changes ORDER BY seq").at(path)?;
    stmt.query_map([], |r| Ok(Change { at: r.get(0)?, who: r.get(1)?, what: r.get(2)? }))
        .and_then(|rows| rows.collect())
        .at(path)
}

/// The edit that takes a step one way.
pub(super) fn edit(conn: &Connection, path: &Path, step: &Step, way: Way) -> Result<Edit, StoreError> {
    let sql = match way {
        Way::Undo => "SELECT inverse FROM undo_log WHERE seq = ?1",
        Way::Redo => "SELECT forward FROM undo_log WHERE seq = ?1",
    };
    let json: String = conn.query_row(sql, [step.seq], |r| r.get(0)).at(path)?;
    serde_json::from_str(&json).map_err(|_| StoreError::History { name: step.name.clone() })
}

/// Marks a step as taken back or taken again. Part of the transaction that does it.
pub(super) fn mark(conn: &Connection, path: &Path, step: &Step, way: Way) -> Result<(), StoreError> {
    let mut stmt = conn.prepare_cached("UPDATE undo_log SET undone = ?2 WHERE seq = ?1").at(path)?;
    stmt.execute(params![step.seq, i64::from(way == Way::Undo)]).at(path)?;
    Ok(())
}

/// Number of steps, and one message per unreadable one.
pub(super) fn check(conn: &Connection, path: &Path) -> Result<(usize, Vec<String>), StoreError> {
    let mut stmt = conn.prepare("SELECT name, forward, inverse FROM undo_log ORDER BY seq").at(path)?;
    let mut rows = stmt.query([]).at(path)?;
    let (mut count, mut problems) = (0, Vec::new());
    while let Some(row) = rows.next().at(path)? {
        count += 1;
        let name: String = row.get(0).unwrap_or_default();
        let readable = |i| row.get::<_, String>(i).ok().is_some_and(|json| serde_json::from_str::<Edit>(&json).is_ok());
        if !readable(1) || !readable(2) {
            problems.push(format!("历史记录“{name}”读不出"));
        }
    }
    Ok((count, problems))
}
