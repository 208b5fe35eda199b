//! The contents of attachments: each kept once, under its hash, apart from the audit's rows.
//!
//! A content stays in the file as long as the audit or a step of the history names it. What neither names any more
//! (a step that was dropped by another edit) is removed when the audit is next opened; a copy without history
//! holds only what the audit names.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use super::error::{At as _, StoreError};
use crate::audit::attachment::MAX_BYTES;
use crate::audit::{Attachment, ContentHash};

/// Section of `head` that the list of attachments lives in; files of formats 1 to 3 have none.
pub(super) const ATTACHMENTS: &str = "attachments";

/// A content that is to go into the file with an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    hash: ContentHash,
    bytes: Arc<[u8]>,
}

impl Content {
    /// A content; its hash is computed here.
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self { hash: ContentHash::of(&bytes), bytes }
    }

    /// Its hash.
    pub fn hash(&self) -> ContentHash {
        self.hash
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Keeps a content. Part of the transaction of the edit that names it.
pub(super) fn put(conn: &Connection, path: &Path, content: &Content) -> Result<(), StoreError> {
    conn.prepare_cached("INSERT OR IGNORE INTO content VALUES (?1, ?2)")
        .and_then(|mut s| s.execute(params![content.hash.to_string(), content.bytes()]))
        .at(path)
        .map(drop)
}

/// Reads a content and checks it; `None` if there is none of that hash that is whole.
pub(super) fn get(conn: &Connection, path: &Path, hash: ContentHash) -> Result<Option<Vec<u8>>, StoreError> {
    let mut stmt = conn.prepare_cached("SELECT bytes FROM content WHERE hash = ?1").at(path)?;
    let mut rows = stmt.query([hash.to_string()]).at(path)?;
    let Some(row) = rows.next().at(path)? else { return Ok(None) };
    match row.get_ref(0).at(path)? {
        ValueRef::Blob(bytes) if bytes.len() as u64 <= MAX_BYTES && ContentHash::of(bytes) == hash => {
            Ok(Some(bytes.to_vec()))
        }
        _ => Ok(None),
    }
}

/// Which attachments the file doesn't hold as they say: one message each. `thorough` reads and checks every content,
/// otherwise only its length is looked at.
pub(super) fn problems(
    conn: &Connection,
    attachments: &[Attachment],
    thorough: bool,
) -> Vec<(crate::audit::Id, String)> {
    let mut found = Vec::new();
    for a in attachments {
        let length = conn
            .prepare_cached("SELECT length(bytes) FROM content WHERE hash = ?1")
            .and_then(|mut s| s.query_row([a.content.to_string()], |r| r.get::<_, i64>(0)));
        let why = match length {
            Err(rusqlite::Error::QueryReturnedNoRows) => "的内容不在文件中",
            Err(_) => "的内容读不出",
            Ok(n) if u64::try_from(n) != Ok(a.bytes) => "的内容与登记的大小不符",
            Ok(_) if a.bytes > MAX_BYTES => "超过 50 MB，没有读取",
            Ok(_) if thorough && !matches!(get(conn, Path::new(""), a.content), Ok(Some(_))) => {
                "的内容与校验值不符(已损坏或被改写)"
            }
            Ok(_) => continue,
        };
        let name: String = a.name.chars().take(80).collect();
        found.push((a.id, format!("附件“{name}”{why}")));
    }
    found
}

/// Refuses attachments whose contents are not in the file: they would be lost unnoticed.
pub(super) fn require(conn: &Connection, path: &Path, attachments: &[Attachment]) -> Result<(), StoreError> {
    if attachments.is_empty() {
        return Ok(());
    }
    let held = hashes(conn, path)?;
    match attachments.iter().find(|a| !held.contains(&a.content)) {
        Some(a) => Err(StoreError::NoContent { name: a.name.clone() }),
        None => Ok(()),
    }
}

/// Copies the contents that attachments name from one database to another, one at a time. A content that is not whole
/// is refused.
pub(super) fn copy(
    from: &Connection,
    to: &Connection,
    path: &Path,
    attachments: &[Attachment],
) -> Result<(), StoreError> {
    let mut seen = HashSet::new();
    for a in attachments.iter().filter(|a| seen.insert(a.content)) {
        let bytes = get(from, path, a.content)?.ok_or_else(|| StoreError::NoContent { name: a.name.clone() })?;
        put(to, path, &Content { hash: a.content, bytes: bytes.into() })?;
    }
    Ok(())
}

/// Removes the contents that neither the audit nor (with `history`) any step of the history names.
pub(super) fn sweep(conn: &Connection, path: &Path, history: bool) -> Result<usize, StoreError> {
    let mut spare = hashes(conn, path)?;
    if spare.is_empty() {
        return Ok(0);
    }
    let naming = if history {
        "SELECT json FROM head WHERE section = 'attachments'
         UNION ALL SELECT forward FROM undo_log UNION ALL SELECT inverse FROM undo_log"
    } else {
        "SELECT json FROM head WHERE section = 'attachments'"
    };
    let mut stmt = conn.prepare(naming).at(path)?;
    let mut rows = stmt.query([]).at(path)?;
    while let Some(row) = rows.next().at(path)? {
        // A step that can't be read may name anything.
        let Ok(text) = row.get_ref(0).at(path)?.as_str() else { return Ok(0) };
        for named in named(text) {
            spare.remove(&named);
        }
        if spare.is_empty() {
            return Ok(0);
        }
    }
    let mut delete = conn.prepare("DELETE FROM content WHERE hash = ?1").at(path)?;
    for hash in &spare {
        delete.execute([hash.to_string()]).at(path)?;
    }
    Ok(spare.len())
}

/// The hashes that the JSON of attachments or edits names. Quotes within texts are escaped there, so nothing that
/// somebody typed looks like the key.
fn named(json: &str) -> impl Iterator<Item = ContentHash> {
    const KEY: &str = "\"content\":\"";
    json.match_indices(KEY).filter_map(|(at, _)| json.get(at + KEY.len()..at + KEY.len() + 64)?.parse().ok())
}

fn hashes(conn: &Connection, path: &Path) -> Result<HashSet<ContentHash>, StoreError> {
    let mut stmt = conn.prepare_cached("SELECT hash FROM content").at(path)?;
    let rows = stmt.query_map([], |r| r.get::<_, String>(0)).at(path)?;
    // What is no hash is named by nothing and never read.
    Ok(rows.filter_map(|hash| hash.ok()?.parse().ok()).collect())
}
