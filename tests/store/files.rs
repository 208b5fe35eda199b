//! What is opened, what is refused, and that the user's files stay whole.

use std::path::Path;

use energy_audit::audit::{Edit, Entered, FieldValue, Logo, LogoFormat, OwnText, ReportEdit, Section};
use energy_audit::store::{Document, StoreError, check};
use rusqlite::Connection;

use crate::common::{Place, enterprise, place, plant, rename};

/// Opening must fail both ways with the same kind of error, and leave files and folders as they were.
fn refused(p: &Place, name: &str, bytes: &[u8]) -> StoreError {
    let path = p.file(name);
    std::fs::write(&path, bytes).unwrap();
    let listing = p.listing();
    let error = Document::open(&path, &p.data).unwrap_err();
    let read_only = Document::open_read_only(&path, &p.data).unwrap_err();
    assert_eq!(std::mem::discriminant(&error), std::mem::discriminant(&read_only));
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "{name} changed");
    assert_eq!(p.listing(), listing, "something was left beside {name}");
    assert_eq!(p.working(), [""; 0], "something was left of {name}");
    assert!(error.to_string().contains(name), "{error}");
    error
}

#[test]
fn what_is_no_audit_is_named_and_left_alone() {
    let p = place();
    let e = refused(&p, "说明.audit", "这是一段文字，不是审计文件。".repeat(50).as_bytes());
    assert!(matches!(e, StoreError::NotAnAudit { .. }), "{e}");
    let e = refused(&p, "空.audit", b"");
    assert!(matches!(e, StoreError::Empty(_)), "{e}");
    let e = refused(&p, "报告.docx.audit", b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml word/document.xml");
    assert!(matches!(e, StoreError::NotAnAudit { .. }), "{e}");
    assert!(e.to_string().contains("Office"), "{e}");
    let e = refused(&p, "老台账.audit", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on");
    assert!(e.to_string().contains("Office"), "{e}");
    let e = refused(&p, "一个字.audit", b"S");
    assert!(matches!(e, StoreError::NotAnAudit { .. }), "{e}");
    let e = refused(&p, "只有开头.audit", b"SQLite format 3\0");
    assert!(matches!(e, StoreError::Damaged { .. }), "{e}");

    let other = p.file("浏览器.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE visits (url TEXT)").unwrap();
    let bytes = std::fs::read(&other).unwrap();
    let e = refused(&p, "浏览器.audit", &bytes);
    assert!(matches!(e, StoreError::NotAnAudit { .. }), "{e}");

    let e = Document::open(&p.dir, &p.data).unwrap_err();
    assert!(matches!(e, StoreError::NotAnAudit { .. }), "{e}");
    let e = Document::open(&p.file("没有.audit"), &p.data).unwrap_err();
    assert!(matches!(e, StoreError::Missing(_)), "{e}");
    assert!(!p.listing().iter().any(|n| n.ends_with(".lock")));
}

#[test]
fn a_newer_format_is_refused() {
    let p = place();
    let path = p.saved("a.audit");
    let mut bytes = std::fs::read(&path).unwrap();
    assert_eq!(&bytes[68..72], b"JNZD", "the file says what it is");
    assert_eq!(&bytes[60..64], [0, 0, 0, 4], "format 4");
    bytes[63] = 5;
    let e = refused(&p, "新.audit", &bytes);
    assert!(matches!(e, StoreError::Newer { version: 5, supported: 4, .. }), "{e}");
    assert!(matches!(check(&p.file("新.audit")), Err(StoreError::Newer { .. })));
}

#[test]
fn a_damaged_file_is_refused_whatever_is_missing() {
    let p = place();
    let bytes = std::fs::read(p.saved("a.audit")).unwrap();
    for cut in [50, 99, 100, 4096, bytes.len() / 2, bytes.len() - 4096, bytes.len() - 1] {
        let e = refused(&p, "截断.audit", &bytes[..cut]);
        assert!(matches!(e, StoreError::Damaged { .. }), "cut at {cut}: {e}");
        assert!(e.to_string().contains("check"), "tells what to do next: {e}");
    }
    let mut scribbled = bytes.clone();
    scribbled[4096..12288].fill(0xA5);
    assert!(matches!(refused(&p, "乱.audit", &scribbled), StoreError::Damaged { .. }));
}

#[test]
fn a_row_with_broken_json_is_named_and_the_file_not_opened() {
    let p = place();
    let path = p.saved("a.audit");
    let conn = Connection::open(&path).unwrap();
    let id: i64 = conn.query_row("SELECT id FROM equipment ORDER BY ord LIMIT 1", [], |r| r.get(0)).unwrap();
    conn.execute("UPDATE equipment SET json = substr(json, 1, 20) WHERE id = ?1", [id]).unwrap();
    drop(conn);
    let e = refused(&p, "坏行.audit", &std::fs::read(&path).unwrap());
    assert!(matches!(e, StoreError::Damaged { .. }) && e.to_string().contains(&id.to_string()), "{e}");
}

#[test]
fn a_file_that_acts_by_itself_is_refused() {
    let p = place();
    let path = p.saved("a.audit");
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("CREATE TRIGGER t AFTER UPDATE ON equipment BEGIN DELETE FROM equipment; END").unwrap();
    drop(conn);
    let e = refused(&p, "触发器.audit", &std::fs::read(&path).unwrap());
    assert!(matches!(e, StoreError::Damaged { .. }), "{e}");
}

#[test]
fn saving_leaves_one_whole_file_without_the_secrets_of_this_computer() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    for n in 0..5 {
        document.apply("改名", rename(&format!("第{n}厂"))).unwrap();
        document.save().unwrap();
        let sound = check(&path).unwrap();
        assert!(sound.sound(), "{:?}", sound.problems);
    }
    document.close(true).unwrap();
    assert_eq!(p.listing(), ["a.audit"]);
    let conn = Connection::open(&path).unwrap();
    let mode: String = conn.query_row("PRAGMA journal_mode", [], |r| r.get(0)).unwrap();
    assert_eq!(mode, "delete", "one file, no WAL beside it");
    let strict: i64 = conn
        .query_row("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND strict = 1", [], |r| r.get(0))
        .unwrap();
    assert_eq!(strict, 6, "head, equipment, undo_log, meta, changes, content");
    let bytes = std::fs::read(&path).unwrap();
    let folder = p.dir.to_string_lossy().into_owned();
    assert!(!bytes.windows(folder.len()).any(|w| w == folder.as_bytes()), "no paths inside");
}

#[test]
fn create_refuses_a_file_that_exists() {
    let p = place();
    let path = p.file("a.audit");
    std::fs::write(&path, "precious").unwrap();
    assert!(matches!(Document::create(&path, plant(), &p.data), Err(StoreError::Exists(_))));
    assert_eq!(std::fs::read(&path).unwrap(), b"precious");
    assert_eq!(p.listing(), ["a.audit"]);
}

#[test]
fn the_second_window_is_told_and_can_look() {
    let p = place();
    let path = p.saved("a.audit");
    let mut first = Document::open(&path, &p.data).unwrap();
    let e = Document::open(&path, &p.data).unwrap_err();
    assert!(matches!(e, StoreError::Locked { .. }), "{e}");
    assert!(e.to_string().contains("只读"), "{e}");
    // Whose it is, as far as the environment tells: always so on Windows.
    let user = ["USERNAME", "USER", "LOGNAME"].iter().find_map(|n| std::env::var(n).ok().filter(|v| !v.is_empty()));
    assert!(e.to_string().contains(&format!("正在被{}", user.as_deref().unwrap_or(""))), "{e}");

    let mut second = Document::open_read_only(&path, &p.data).unwrap();
    assert!(second.read_only() && second.saved());
    second.apply("改名", rename("第二个")).unwrap();
    assert!(!second.saved());
    assert!(matches!(second.save(), Err(StoreError::ReadOnly(_))));
    assert!(matches!(second.save_overwriting(), Err(StoreError::ReadOnly(_))));
    assert!(matches!(second.save_as(&path), Err(StoreError::Locked { .. })), "not over the other's file either");
    first.apply("改名", rename("第一个")).unwrap();
    first.save().unwrap();
    second.save_as(&p.file("b.audit")).unwrap();
    assert!(!second.read_only() && second.saved());
    assert_eq!(second.path(), Some(p.file("b.audit").as_path()));
    second.close(true).unwrap();
    first.close(true).unwrap();
    assert_eq!(enterprise(&Document::open(&path, &p.data).unwrap()), "第一个");
    let mut b = Document::open(&p.file("b.audit"), &p.data).unwrap();
    assert_eq!(enterprise(&b), "第二个");
    assert_eq!(b.undo().unwrap().as_deref(), Some("改名"), "history goes along");
}

#[test]
fn a_file_changed_elsewhere_is_not_overwritten() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    document.apply("改名", rename("我的")).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(20));
    let mut other = std::fs::read(&path).unwrap();
    let at = other.len() - 1;
    other[at] ^= 1;
    std::fs::write(&path, &other).unwrap();
    let e = document.save().unwrap_err();
    assert!(matches!(e, StoreError::ChangedElsewhere(_)), "{e}");
    assert_eq!(std::fs::read(&path).unwrap(), other);
    assert!(!document.saved());
    document.save_as(&p.file("b.audit")).unwrap();
    assert!(document.saved());
    assert_eq!(std::fs::read(&path).unwrap(), other);
}

#[test]
fn a_touched_or_removed_file_is_no_reason_to_refuse() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(20));
    std::fs::write(&path, &bytes).unwrap();
    document.apply("改名", rename("甲厂")).unwrap();
    document.save().unwrap();
    std::fs::remove_file(&path).unwrap();
    document.save().unwrap();
    document.close(true).unwrap();
    assert_eq!(enterprise(&Document::open(&path, &p.data).unwrap()), "甲厂");
}

#[test]
fn a_place_that_cannot_be_written_keeps_the_work() {
    let p = place();
    let file = p.file("文件");
    std::fs::write(&file, "no folder").unwrap();
    for path in [p.file("没有的文件夹").join("a.audit"), file.join("a.audit")] {
        assert!(Document::create(&path, plant(), &p.data).is_err());
        assert_eq!(p.working(), [""; 0]);
        let mut document = Document::untitled(plant(), &p.data).unwrap();
        assert!(document.save_as(&path).is_err());
        assert!(document.save_copy(&path).is_err());
        assert!(!document.saved());
        assert_eq!(document.path(), None);
        document.apply("改名", rename("甲厂")).unwrap();
        document.save_as(&p.file("甲.audit")).unwrap();
        document.close(true).unwrap();
    }
    assert_eq!(p.listing(), ["文件", "甲.audit"]);
}

#[test]
fn a_file_marked_read_only_is_opened_for_looking() {
    let p = place();
    let path = p.saved("a.audit");
    let read_only = |yes: bool| {
        let mut permissions = path.metadata().unwrap().permissions();
        #[allow(clippy::permissions_set_readonly_false)]
        permissions.set_readonly(yes);
        std::fs::set_permissions(&path, permissions).unwrap();
    };
    read_only(true);
    assert!(matches!(Document::open(&path, &p.data), Err(StoreError::ReadOnly(_))));
    let mut document = Document::open_read_only(&path, &p.data).unwrap();
    document.apply("改名", rename("甲厂")).unwrap();
    assert!(matches!(document.save(), Err(StoreError::ReadOnly(_))));
    document.save_as(&p.file("b.audit")).unwrap();
    document.apply("改名", rename("乙厂")).unwrap();
    document.save().unwrap();
    document.close(true).unwrap();
    read_only(false);
    assert_eq!(p.listing(), ["a.audit", "b.audit"]);
}

#[test]
fn a_save_that_fails_keeps_the_old_file_and_the_work() {
    let p = place();
    let path = p.saved("a.audit");
    let bytes = std::fs::read(&path).unwrap();
    let mut document = Document::open(&path, &p.data).unwrap();
    document.apply("改名", rename("甲厂")).unwrap();
    // A folder where the temporary file must go.
    let tmp = p.file("a.audit.tmp");
    std::fs::create_dir(&tmp).unwrap();
    assert!(document.save().is_err());
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    assert!(!document.saved());
    assert_eq!(enterprise(&document), "甲厂");
    std::fs::remove_dir(&tmp).unwrap();
    document.save().unwrap();
    assert!(document.saved());
}

#[test]
fn a_copy_to_hand_on_has_no_history() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    document.apply("改名", rename("机密旧名厂")).unwrap();
    document.apply("改名", rename("甲厂")).unwrap();
    assert!(matches!(document.save_copy(&path), Err(StoreError::Exists(_))));
    document.save_copy(&p.file("b.audit")).unwrap();
    assert!(!document.saved(), "a copy is not the file");
    let bytes = std::fs::read(p.file("b.audit")).unwrap();
    let secret = "机密旧名厂".as_bytes();
    assert!(!bytes.windows(secret.len()).any(|w| w == secret));
    let copy = Document::open(&p.file("b.audit"), &p.data).unwrap();
    assert_eq!((copy.audit(), copy.undo_name()), (document.audit(), None));
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let p = place();
    let path = p.saved("a.audit");
    let link = p.file("链接.audit");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let mut document = Document::open(&link, &p.data).unwrap();
    assert!(matches!(Document::open(&path, &p.data), Err(StoreError::Locked { .. })));
    document.apply("改名", rename("甲厂")).unwrap();
    document.close(true).unwrap();
    assert!(link.symlink_metadata().unwrap().file_type().is_symlink());
    assert_eq!(enterprise(&Document::open(Path::new(&path), &p.data).unwrap()), "甲厂");
}

/// A stored file of format 1: the sample heating station as it was before own tables and the other kinds of device.
#[test]
fn a_file_of_format_1_opens_whole_and_is_upgraded_only_when_saved() {
    let p = place();
    let path = p.file("旧格式.audit");
    std::fs::copy("tests/store/format1.audit", &path).unwrap();
    let version = |path: &Path| -> i64 {
        Connection::open(path).unwrap().query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap()
    };
    assert_eq!(version(&path), 1);
    let original = std::fs::read(&path).unwrap();
    let report = check(&path).unwrap();
    assert!(report.sound(), "{:?}", report.problems);
    // 29 motors, 7 transformers and 15 boilers, counted in its ledger.
    assert_eq!(report.device_count(), 51);
    let mut document = Document::open(&path, &p.data).unwrap();
    let before = document.audit().clone();
    assert_eq!(before.equipment.len(), 51);
    assert!(before.own_tables.is_empty());
    assert_eq!(std::fs::read(&path).unwrap(), original, "opening changes nothing");
    document.apply("改名", rename("甲厂")).unwrap();
    document.close(true).unwrap();
    assert_eq!(version(&path), 4);
    let again = Document::open(&path, &p.data).unwrap();
    assert_eq!(again.audit().equipment, before.equipment);
    assert_eq!(again.audit().measures, before.measures);
    assert_eq!(again.audit().scenarios, before.scenarios);
}

/// A stored file of format 2: the sample chemical plant with an own table, as it was before the plant's energy and
/// output were recorded.
#[test]
fn a_file_of_format_2_opens_whole_undo_included_and_is_upgraded_only_when_saved() {
    let p = place();
    let path = p.file("旧格式.audit");
    std::fs::copy("tests/store/format2.audit", &path).unwrap();
    let version = |path: &Path| -> i64 {
        Connection::open(path).unwrap().query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap()
    };
    assert_eq!(version(&path), 2);
    let original = std::fs::read(&path).unwrap();
    let report = check(&path).unwrap();
    assert!(report.sound(), "{:?}", report.problems);
    // 44 rows in its ledger.
    assert_eq!((report.device_count(), report.own_tables, report.plant_rows, report.history), (44, 1, 0, 2));
    let mut document = Document::open(&path, &p.data).unwrap();
    let before = document.audit().clone();
    assert_eq!(std::fs::read(&path).unwrap(), original, "opening changes nothing");
    let mut row = Section::Year.empty();
    row.fields_mut().set("year", Some(Entered::ledger(FieldValue::Number(2024.0)))).unwrap();
    document.apply("年度指标", Edit::InsertRow(0, row)).unwrap();
    document.close(true).unwrap();
    assert_eq!(version(&path), 4);
    assert!(check(&path).unwrap().sound());
    let mut again = Document::open(&path, &p.data).unwrap();
    assert_eq!(again.audit().years[0].year(), Some(2024));
    assert_eq!(again.undo().unwrap().as_deref(), Some("年度指标"));
    assert_eq!(again.audit(), &before);
    assert_eq!(again.undo().unwrap().as_deref(), Some("加入自备数据表 own_plant.csv"));
    assert!(again.audit().own_tables.is_empty());
}

/// A stored file of format 3: the sample chemical plant as it was before photos and documents travelled with an audit.
#[test]
fn a_file_of_format_3_opens_whole_undo_included_and_is_upgraded_only_when_saved() {
    let p = place();
    let path = p.file("旧格式.audit");
    std::fs::copy("tests/store/format3.audit", &path).unwrap();
    let version = |path: &Path| -> i64 {
        Connection::open(path).unwrap().query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap()
    };
    assert_eq!(version(&path), 3);
    let original = std::fs::read(&path).unwrap();
    let report = check(&path).unwrap();
    assert!(report.sound(), "{:?}", report.problems);
    // 44 rows in its ledger; three carriers and a product in its bills, imported as the second step.
    assert_eq!((report.device_count(), report.plant_rows, report.history, report.attachments), (44, 4, 2, 0));
    let mut document = Document::open(&path, &p.data).unwrap();
    let before = document.audit().clone();
    assert!(before.attachments.is_empty());
    assert_eq!(std::fs::read(&path).unwrap(), original, "opening changes nothing");
    let (photo, content) = crate::attachments::photo(Some(before.equipment[0].id), "铭牌.jpg", vec![7; 5000]);
    document.apply_with("加入照片", Edit::InsertAttachment(0, photo.clone()), &[content]).unwrap();
    document.close(true).unwrap();
    assert_eq!(version(&path), 4);
    assert_eq!(std::fs::read(p.file("旧格式.格式3.audit")).unwrap(), original, "kept beside");
    assert!(check(&path).unwrap().sound());
    let mut again = Document::open(&path, &p.data).unwrap();
    assert_eq!(again.content(photo.content).unwrap(), vec![7; 5000]);
    assert_eq!(again.undo().unwrap().as_deref(), Some("加入照片"));
    assert_eq!(again.audit(), &before);
    assert_eq!(again.undo().unwrap().as_deref(), Some("导入 十里河示例化工有限公司-能源账单.xlsx"));
    assert_eq!(again.audit().consumption.len() + again.audit().products.len(), 0);
}

/// A stored file of format 3: the sample chemical plant as it was before the report's texts were kept in the audit.
#[test]
fn a_file_of_format_3_opens_whole_and_takes_texts_of_the_report() {
    let p = place();
    let path = p.file("旧格式.audit");
    std::fs::copy("tests/store/format3.audit", &path).unwrap();
    let version = |path: &Path| -> i64 {
        Connection::open(path).unwrap().query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap()
    };
    assert_eq!(version(&path), 3);
    let original = std::fs::read(&path).unwrap();
    assert!(check(&path).unwrap().sound(), "{:?}", check(&path).unwrap().problems);
    let mut document = Document::open(&path, &p.data).unwrap();
    let before = document.audit().clone();
    // 44 rows in its ledger.
    assert_eq!((before.equipment.len(), before.consumption.is_empty()), (44, false));
    assert!(before.report.is_default());
    assert_eq!(std::fs::read(&path).unwrap(), original, "opening changes nothing");
    let own = OwnText { text: "第一段\n第二段 #x".to_owned(), generated: "原文".to_owned() };
    document.apply("改写", Edit::Report(ReportEdit::Text("summary".to_owned(), Some(own.clone())))).unwrap();
    document.apply("章节", Edit::Report(ReportEdit::Chapter("timing".to_owned(), Some(false)))).unwrap();
    let logo = Logo { file: "标志.svg".to_owned(), format: LogoFormat::Svg, bytes: b"<svg/>".as_slice().into() };
    document.apply("标志", Edit::Report(ReportEdit::Logo(Some(logo.clone())))).unwrap();
    document.close(true).unwrap();
    assert_eq!(version(&path), 4);
    assert!(check(&path).unwrap().sound());
    let mut again = Document::open(&path, &p.data).unwrap();
    let report = &again.audit().report;
    assert_eq!((report.texts.get("summary"), report.chapters.get("timing")), (Some(&own), Some(&false)));
    assert_eq!(report.logo.as_ref(), Some(&logo));
    for name in ["标志", "章节", "改写"] {
        assert_eq!(again.undo().unwrap().as_deref(), Some(name));
    }
    assert_eq!(again.audit(), &before);
}
