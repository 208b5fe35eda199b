//! The database behind an audit file: pragmas, schema, and what makes a file an audit.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::error::{At as _, StoreError};
use crate::audit::Section;

/// "JNZD" at byte 68 of the file: how file managers and we ourselves tell an audit from other databases.
pub(super) const APPLICATION_ID: i32 = 0x4A4E_5A44;
/// Version of the format. Raised with every change of the schema or of the JSON that an older program would lose
/// or misread. 2: own tables, and kinds of device that a program of format 1 doesn't know. 3: the plant's energy,
/// output, yearly figures, management, meters and waste heat. 4: attachments, and what the auditor decides about the
/// report.
pub(super) const FORMAT: i32 = 4;

/// Largest file that is opened: far beyond any plant, and what fits beside its copies on an old laptop's disk.
const MAX_BYTES: u64 = 2 << 30;
/// Longest value that SQLite itself allows.
const LONGEST: i32 = 1_000_000_000;

const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// STRICT, so that a text can't slip into a number's column. One row per device, so that an edit writes one row.
const SCHEMA: &str = "
    CREATE TABLE head (section TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
    CREATE TABLE equipment (id INTEGER PRIMARY KEY, ord INTEGER NOT NULL, kind TEXT NOT NULL, json TEXT NOT NULL) STRICT;
    CREATE TABLE undo_log (seq INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL,
                           forward TEXT NOT NULL, inverse TEXT NOT NULL, undone INTEGER NOT NULL) STRICT;
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;";

/// The change log: what was done, when, and by whom if a name is set. Never shortened, not even by undoing. Files of
/// earlier programs have none; their working copies get it, beginning with the steps of the undo log.
const CHANGES: &str =
    "CREATE TABLE changes (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL) STRICT;";

/// The contents of attachments, each once under its SHA-256. Files of formats 1 to 3 have none.
const CONTENT: &str = "CREATE TABLE content (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;";

/// What only a working copy knows: its user's file, and whether that is behind. Left out of every saved file.
const WORKING: &str = "CREATE TABLE working (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;";

/// Opens a database file of ours (a working copy or a file being written) and sets the pragmas.
pub(super) fn open(path: &Path, create: bool) -> Result<Connection, StoreError> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let conn = Connection::open_with_flags(path, flags).at(path)?;
    // Waits for a virus scanner or a backup program that has the file for a moment.
    conn.pragma_update(None, "busy_timeout", 2000).at(path)?;
    // A file from elsewhere must not make us run functions from its schema, nor triggers and views of its own.
    conn.pragma_update(None, "trusted_schema", false).at(path)?;
    for (switch, on) in [
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        // No statement, ours or smuggled in, may write to the schema as if it were a table.
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    ] {
        conn.set_db_config(switch, on).at(path)?;
    }
    // Ours have few columns and no attached databases; a crafted file gains nothing by having more.
    for (limit, most) in [(Limit::SQLITE_LIMIT_ATTACHED, 0), (Limit::SQLITE_LIMIT_COLUMN, 16)] {
        conn.set_limit(limit, most).at(path)?;
    }
    // Finds damaged pages when they are read, not when they have spread.
    conn.pragma_update(None, "cell_size_check", true).at(path)?;
    conn.pragma_update(None, "foreign_keys", true).at(path)?;
    // A rollback journal, never WAL: the file must be whole by itself. Refusal is silent, so read it back.
    let mode: String = conn.query_row("PRAGMA journal_mode=DELETE", [], |r| r.get(0)).at(path)?;
    if !mode.eq_ignore_ascii_case("delete") {
        return Err(StoreError::Damaged { path: path.to_path_buf(), detail: format!("日志模式为 {mode}") });
    }
    // An edit that was reported as kept is kept, also through a power failure.
    conn.pragma_update(None, "synchronous", "FULL").at(path)?;
    // Kept statements make a one-row edit cheap.
    conn.set_prepared_statement_cache_capacity(32);
    Ok(conn)
}

/// Makes an empty audit database with its tables.
pub(super) fn create(path: &Path) -> Result<Connection, StoreError> {
    let conn = open(path, true)?;
    conn.pragma_update(None, "application_id", APPLICATION_ID).at(path)?;
    conn.pragma_update(None, "user_version", FORMAT).at(path)?;
    conn.execute_batch(SCHEMA).at(path)?;
    conn.execute_batch(CHANGES).at(path)?;
    conn.execute_batch(CONTENT).at(path)?;
    add_working_table(&conn, path)?;
    conn.execute("INSERT INTO meta VALUES ('created', ?1)", [crate::clock::timestamp()]).at(path)?;
    Ok(conn)
}

/// No value can be longer than the file it is in: a page that claims otherwise would only exhaust the memory.
/// Held while a file from elsewhere is checked and read; [`trust_lengths`] ends it.
pub(super) fn distrust_lengths(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let bytes = std::fs::metadata(path).at(path)?.len();
    let most = i32::try_from(bytes).unwrap_or(LONGEST).clamp(1 << 16, LONGEST);
    conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, most).at(path).map(drop)
}

/// What is written from now on is ours, and may be longer than the file was.
pub(super) fn trust_lengths(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST).at(path).map(drop)
}

/// Adds the table that only working copies have.
pub(super) fn add_working_table(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    if !has_table(conn, path, "working")? {
        conn.execute_batch(WORKING).at(path)?;
    }
    Ok(())
}

/// Adds the change log to a database that has none, with the steps that the undo log knows.
pub(super) fn add_change_log(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    if has_table(conn, path, "changes")? {
        return Ok(());
    }
    let tx = conn.unchecked_transaction().at(path)?;
    tx.execute_batch(CHANGES).at(path)?;
    tx.execute(
        "INSERT INTO changes (at, who, what) SELECT at, '', name FROM undo_log WHERE undone = 0 ORDER BY seq",
        [],
    )
    .at(path)?;
    tx.commit().at(path)
}

fn has_table(conn: &Connection, path: &Path, name: &str) -> Result<bool, StoreError> {
    conn.query_row("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1", [name], |r| {
        r.get::<_, i64>(0)
    })
    .at(path)
    .map(|n| n > 0)
}

/// Brings a sound working copy to the newest format: what is saved from it may hold what older programs don't know.
pub(super) fn upgrade(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    if super::rows::format_of(conn) >= FORMAT {
        return Ok(());
    }
    let tx = conn.unchecked_transaction().at(path)?;
    if !has_table(conn, path, "content")? {
        tx.execute_batch(CONTENT).at(path)?;
    }
    let added = [super::rows::OWN_TABLES, super::content::ATTACHMENTS];
    for section in added.into_iter().chain(Section::ALL.map(Section::code)) {
        tx.execute("INSERT OR IGNORE INTO head VALUES (?1, '[]')", [section]).at(path)?;
    }
    tx.execute("INSERT OR IGNORE INTO head VALUES (?1, '{}')", [super::rows::REPORT]).at(path)?;
    tx.pragma_update(None, "user_version", FORMAT).at(path)?;
    tx.commit().at(path)
}

/// What the first 100 bytes say.
pub(super) struct Header {
    /// Format version.
    pub(super) version: i32,
    /// Bytes the header promises.
    pub(super) promised: u64,
    /// Bytes there are.
    pub(super) actual: u64,
}

/// Looks at length, magic number, application id and format version without opening a database.
/// With `lenient` (for repair) only what can't be an SQLite file at all is refused.
pub(super) fn header(path: &Path, lenient: bool) -> Result<Header, StoreError> {
    let not = |what: &str| StoreError::NotAnAudit { path: path.to_path_buf(), what: what.to_owned() };
    const FOLDER: &str = "这是文件夹，请选择 .audit 文件";
    let mut file = File::open(path).map_err(|e| match e.kind() {
        // Windows opens no folder at all.
        std::io::ErrorKind::PermissionDenied if path.is_dir() => not(FOLDER),
        std::io::ErrorKind::PermissionDenied => StoreError::Io { path: path.to_path_buf(), source: e },
        // Below something that is not a folder: there is no such file.
        std::io::ErrorKind::NotADirectory => StoreError::Missing(path.to_path_buf()),
        _ => StoreError::io(path, e),
    })?;
    let meta = file.metadata().at(path)?;
    if meta.is_dir() {
        return Err(not(FOLDER));
    }
    if meta.len() == 0 {
        return Err(StoreError::Empty(path.to_path_buf()));
    }
    if meta.len() > MAX_BYTES {
        return Err(not(&format!("文件有 {} GB，超过 {} GB 的上限", meta.len() >> 30, MAX_BYTES >> 30)));
    }
    let mut bytes = Vec::with_capacity(100);
    file.by_ref().take(100).read_to_end(&mut bytes).at(path)?;
    if !bytes.starts_with(MAGIC) {
        return Err(if bytes.starts_with(b"PK\x03\x04") {
            not("这是 Office 文档(xlsx、docx)或 zip 压缩包；台账请用“导入”，压缩包请先解压")
        } else if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            not("这是旧版 Office 文档(xls、doc)或加密的 Office 文档；台账请用“导入”")
        } else if bytes.starts_with(b"%PDF") {
            not("这是 PDF 文档")
        } else {
            not("内容不是本程序的格式，请选择 .audit 文件")
        });
    }
    let damaged = |detail: &str| StoreError::Damaged { path: path.to_path_buf(), detail: detail.to_owned() };
    let word = |at: usize| match bytes.get(at..at + 4) {
        Some(&[a, b, c, d]) => Some(u32::from_be_bytes([a, b, c, d])),
        _ => None,
    };
    let (Some(pages), Some(version), Some(app)) = (word(28), word(60), word(68)) else {
        return Err(damaged("文件被截断，只剩开头"));
    };
    // The page size is kept as 1 where it is 65536.
    let page = match (bytes.get(16), bytes.get(17)) {
        (Some(0), Some(1)) => 65536,
        (Some(&a), Some(&b)) => u64::from(u16::from_be_bytes([a, b])),
        _ => 0,
    };
    let header = Header { version: version as i32, promised: page * u64::from(pages), actual: meta.len() };
    if !lenient {
        if app as i32 != APPLICATION_ID {
            return Err(not("这是其他程序的数据库文件"));
        }
        if header.version > FORMAT {
            return Err(StoreError::Newer { path: path.to_path_buf(), version: header.version, supported: FORMAT });
        }
        if header.version < 1 {
            return Err(damaged("格式版本号无效"));
        }
        if header.actual < header.promised {
            return Err(damaged(&format!("文件被截断，应有 {} 字节，只有 {} 字节", header.promised, header.actual)));
        }
    }
    Ok(header)
}

/// Checks a whole database: that it holds our tables and nothing else, then pages and references.
pub(super) fn verify(conn: &Connection, path: &Path, thorough: bool) -> Result<(), StoreError> {
    let damaged = |detail: String| StoreError::Damaged { path: path.to_path_buf(), detail };
    // First of all: what a stranger put into the schema (checks, indexes on expressions, computed columns) would be
    // run by the checks below.
    let tables = own_tables_only(conn, path)?;
    let since_4 = (super::rows::format_of(conn) > 3).then_some("content");
    let mut needed = ["head", "equipment", "undo_log", "meta"].into_iter().chain(since_4);
    if let Some(table) = needed.find(|t| !tables.iter().any(|n| n == t)) {
        return Err(damaged(format!("缺少数据表 {table}")));
    }
    let pragma = if thorough { "PRAGMA integrity_check(5)" } else { "PRAGMA quick_check(1)" };
    let mut stmt = conn.prepare(pragma).at(path)?;
    let lines: Vec<String> = stmt.query_map([], |r| r.get(0)).and_then(|rows| rows.collect()).at(path)?;
    if lines != ["ok"] {
        return Err(damaged(format!("完整性检查未通过({})", lines.join("; "))));
    }
    if conn.prepare("PRAGMA foreign_key_check").and_then(|mut s| s.exists([])).at(path)? {
        return Err(damaged("引用关系不一致".to_owned()));
    }
    Ok(())
}

/// The tables there are, if every one is one of ours, word for word. Anything else (a trigger, a view, an index, a
/// table with computed columns) was not written by this program and is neither read nor run.
pub(super) fn own_tables_only(conn: &Connection, path: &Path) -> Result<Vec<String>, StoreError> {
    let damaged = |detail: String| StoreError::Damaged { path: path.to_path_buf(), detail };
    let words = |sql: &str| sql.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches(';').to_owned();
    let ours: Vec<String> =
        SCHEMA.split(';').chain([CHANGES, CONTENT, WORKING]).map(words).filter(|w| !w.is_empty()).collect();
    let mut stmt = conn.prepare("SELECT type, name, sql FROM sqlite_schema").at(path)?;
    let mut rows = stmt.query([]).at(path)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().at(path)? {
        let (kind, name): (String, String) = (row.get(0).at(path)?, row.get(1).at(path)?);
        let sql: Option<String> = row.get(2).at(path)?;
        match sql.as_deref().map(words) {
            // The index that SQLite itself makes of a primary key.
            None if kind == "index" && name.starts_with("sqlite_autoindex_") => {}
            Some(sql) if kind == "table" && ours.contains(&sql) => found.push(name),
            _ => {
                let name: String = name.chars().take(40).collect();
                return Err(damaged(format!("含有本程序不会写入的内容({kind} {name})，未读取")));
            }
        }
    }
    Ok(found)
}
