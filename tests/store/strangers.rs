//! A file from a stranger can't run anything, exhaust the memory or make the program fall over.

use std::path::Path;
use std::time::{Duration, Instant};

use energy_audit::diagnosis::diagnose;
use energy_audit::reference::Reference;
use energy_audit::store::{Document, StoreError, check, repair};
use rusqlite::Connection;

use crate::common::{Place, place};

/// The file is refused as damaged, naming `why`; check says so, and repair reads nothing that isn't ours.
fn refused(p: &Place, path: &Path, why: &str) {
    let bytes = std::fs::read(path).unwrap();
    let begun = Instant::now();
    let e = Document::open(path, &p.data).unwrap_err();
    assert!(matches!(e, StoreError::Damaged { .. }) && e.to_string().contains(why), "{e}");
    let report = check(path).unwrap();
    assert!(report.problems.iter().any(|m| m.contains(why)), "{:?}", report.problems);
    let out = p.file("修复.audit");
    if repair(path, &out).is_ok() {
        assert!(check(&out).unwrap().sound());
        std::fs::remove_file(&out).unwrap();
    }
    // Not a speed, but the difference between looking and running what the file would have us run.
    assert!(begun.elapsed() < Duration::from_secs(60));
    assert_eq!(std::fs::read(path).unwrap(), bytes);
    assert_eq!(p.working(), [""; 0]);
}

fn crafted(p: &Place, sql: &str) -> std::path::PathBuf {
    let path = p.saved("a.audit");
    Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    let named = p.file("外来.audit");
    std::fs::rename(&path, &named).unwrap();
    named
}

#[test]
fn a_schema_that_is_not_ours_is_neither_read_nor_run() {
    const ENDLESS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
    for sql in [
        "CREATE TRIGGER t AFTER INSERT ON undo_log BEGIN DELETE FROM equipment; END".to_owned(),
        // A view instead of the table: counting its rows never ends.
        format!(
            "DROP TABLE equipment;
             CREATE VIEW equipment AS {ENDLESS} SELECT i AS id, i AS ord, 'motor' AS kind, '' AS json FROM n"
        ),
        // A column computed when read: it could as well be a gigabyte of nothing in every row.
        "DROP TABLE head;
         CREATE TABLE head (section TEXT PRIMARY KEY, json TEXT NOT NULL AS (hex(zeroblob(450)))) STRICT;
         INSERT INTO head (section) VALUES ('enterprise'), ('prices')"
            .to_owned(),
        "DROP TABLE meta;
         CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL CHECK (length(zeroblob(900)) > 0)) STRICT"
            .to_owned(),
        "CREATE INDEX i ON equipment (length(json || hex(zeroblob(400))))".to_owned(),
        "CREATE TABLE more (x TEXT)".to_owned(),
        "ALTER TABLE equipment ADD COLUMN extra TEXT".to_owned(),
        // The same columns, but no longer strict.
        "DROP TABLE undo_log;
         CREATE TABLE undo_log (seq INTEGER PRIMARY KEY, name TEXT, at TEXT, forward TEXT, inverse TEXT, undone INTEGER)"
            .to_owned(),
    ] {
        let p = place();
        let path = p.saved("a.audit");
        // Some cannot even be made without running them; then there is nothing to refuse.
        if Connection::open(&path).unwrap().execute_batch(&sql).is_err() {
            continue;
        }
        refused(&p, &path, "本程序不会写入的内容");
    }
}

#[test]
fn a_value_that_claims_to_be_huge_takes_no_memory() {
    let p = place();
    let path = p.saved("a.audit");
    let mut bytes = std::fs::read(&path).unwrap();
    // The first row of every leaf page claims the greatest length that fits into its first five bytes.
    let page = 4096;
    for at in (page..bytes.len()).step_by(page) {
        if bytes[at] == 13 {
            let cell = at + usize::from(bytes[at + 8]) * 256 + usize::from(bytes[at + 9]);
            if let Some(head) = bytes.get_mut(cell..cell + 5) {
                head.copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF, 0x7F]);
            }
        }
    }
    std::fs::write(&path, &bytes).unwrap();
    refused(&p, &path, "");
}

#[test]
fn json_that_is_not_what_it_should_be_is_named() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    for (what, json) in [
        ("deep", deep.as_str()),
        ("huge number", r#"{"id":1,"kind":{"motor":{"rated_power_kw":{"value":1e999,"origin":"ledger"}}}}"#),
        ("not a number", r#"{"id":1,"quantity":{"value":NaN,"origin":"ledger"}}"#),
        ("text", "\"../../etc/passwd\""),
        ("null", "null"),
        ("list", "[]"),
        ("empty", ""),
        ("cut", "{\"id\":"),
    ] {
        let p = place();
        let path = p.saved("a.audit");
        let conn = Connection::open(&path).unwrap();
        conn.execute("UPDATE equipment SET json = ?1 WHERE ord = (SELECT min(ord) FROM equipment)", [json]).unwrap();
        drop(conn);
        let e = Document::open(&path, &p.data).unwrap_err();
        assert!(matches!(e, StoreError::Damaged { .. }), "{what}: {e}");
        for section in ["enterprise", "prices", "measures", "scenarios", "own_tables", "attachments"] {
            let p = place();
            let path = p.saved("a.audit");
            let conn = Connection::open(&path).unwrap();
            conn.execute("UPDATE head SET json = ?1 WHERE section = ?2", [json, section]).unwrap();
            drop(conn);
            // An empty list may well be a list of measures; whatever is accepted must be fit for judging.
            match Document::open(&path, &p.data) {
                Ok(document) => {
                    drop(diagnose(document.audit(), &Reference::on(jiff::civil::date(2026, 11, 24)).unwrap()))
                }
                Err(e) => assert!(matches!(e, StoreError::Damaged { .. }), "{what} in {section}: {e}"),
            }
        }
    }
}

#[test]
fn a_history_that_does_not_fit_is_told_and_changes_nothing() {
    let p = place();
    for inverse in [
        "{",
        r#"{"remove_equipment":[1]}"#,
        r#"{"field":{"target":"enterprise","key":"no_such_field","value":null}}"#,
        r#"{"field":{"target":"prices","key":"electricity_yuan_per_kwh","value":{"value":{"number":-1e300},"origin":"ledger"}}}"#,
    ] {
        let path = p.saved("a.audit");
        let conn = Connection::open(&path).unwrap();
        conn.execute("INSERT INTO undo_log VALUES (1, '一步', '2026-01-01T00:00:00Z', '{', ?1, 0)", [inverse]).unwrap();
        drop(conn);
        let mut document = Document::open(&path, &p.data).unwrap();
        let before = document.audit().clone();
        assert!(document.undo().is_err(), "{inverse}");
        assert!(document.state_after(None).is_err(), "{inverse}");
        assert_eq!(document.audit(), &before, "{inverse}");
        document.close(true).unwrap();
        std::fs::remove_file(&path).unwrap();
    }
}

#[test]
fn the_crafted_file_keeps_its_name_and_place() {
    let p = place();
    let named = crafted(&p, "UPDATE meta SET value = '../../../../tmp/evil'");
    // Nothing in a file says where to write: opening and saving touch this file and the data folder only.
    let document = Document::open(&named, &p.data).unwrap();
    document.close(true).unwrap();
    assert_eq!(p.listing(), ["外来.audit"]);
}
