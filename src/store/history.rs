//! The undo log: forward and inverse of every step, in the file, so that undo survives crash and reopening.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::error::{At as _, StoreError};
use crate::audit::Edit;

/// Steps kept. Older ones are dropped, so that a file that is worked on for months doesn't grow forever.
const KEPT: i64 = 1000;

/// A step's number and name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// Its number; ascending.
    pub(super) seq: i64,
    /// What the auditor did, as shown in the menu.
    pub(super) name: String,
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
        stmt.query_row([], |r| Ok(Step { seq: r.get(0)?, name: r.get(1)? })).optional().at(path)
    };
    Ok(History {
        undo: step("SELECT seq, name FROM undo_log WHERE undone = 0 ORDER BY seq DESC LIMIT 1")?,
        redo: step("SELECT seq, name FROM undo_log WHERE undone <> 0 ORDER BY seq LIMIT 1")?,
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
    conn.prepare_cached("DELETE FROM undo_log WHERE seq <= (SELECT max(seq) FROM undo_log) - ?1")
        .and_then(|mut s| s.execute([KEPT]))
        .at(path)?;
    Ok(())
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
