//! `check` says what is wrong, `repair` gets out what can be read.

use energy_audit::audit::{Audit, Edit, KindCode};
use energy_audit::store::{Document, StoreError, check, repair};
use rusqlite::Connection;

use crate::common::{PLANT, full_device, place, plant, rename};

#[test]
fn a_sound_file_is_counted() {
    let p = place();
    let path = p.file("a.audit");
    let mut document = Document::create(&path, plant(), &p.data).unwrap();
    document.apply("改名", rename("甲厂")).unwrap();
    document.close(true).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let report = check(&path).unwrap();
    assert!(report.sound(), "{:?}", report.problems);
    assert_eq!(report.version, 4);
    assert_eq!(report.enterprise.as_deref(), Some("甲厂"));
    let kinds = KindCode::ALL.map(|k| (k, 13));
    assert_eq!(report.devices, kinds);
    assert_eq!((report.measures, report.scenarios, report.history), (4, 2, 1));
    assert_eq!(report.plant_rows, 12, "two rows in each of six lists");
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    assert_eq!(p.listing(), ["a.audit"]);
}

#[test]
fn one_broken_row_loses_no_other() {
    let p = place();
    let path = p.saved("a.audit");
    let audit = Document::open(&path, &p.data).unwrap().audit().clone();
    let conn = Connection::open(&path).unwrap();
    let lost = audit.equipment[5].id.0;
    conn.execute("UPDATE equipment SET json = 'broken' WHERE id = ?1", [lost as i64]).unwrap();
    conn.execute("UPDATE head SET json = '{' WHERE section = 'prices'", []).unwrap();
    conn.execute("UPDATE head SET json = '[{\"id\":1,' WHERE section = 'meters'", []).unwrap();
    conn.execute("DELETE FROM head WHERE section = 'years'", []).unwrap();
    drop(conn);
    let report = check(&path).unwrap();
    assert_eq!(report.problems.len(), 4, "{:?}", report.problems);
    assert!(report.problems.iter().any(|m| m.contains(&lost.to_string())), "{:?}", report.problems);
    assert!(report.problems.iter().any(|m| m.contains("能源价格")), "{:?}", report.problems);
    assert!(report.problems.iter().any(|m| m.contains("计量器具")), "{:?}", report.problems);
    assert!(report.problems.iter().any(|m| m.contains("缺少年度指标")), "{:?}", report.problems);
    assert_eq!(report.device_count(), PLANT - 1);

    let out = p.file("修复.audit");
    assert_eq!(repair(&path, &out).unwrap(), report);
    let mut expected = audit;
    expected.equipment.shared_mut().remove(5);
    expected.prices = Audit::default().prices;
    (expected.meters, expected.years) = (Vec::new(), Vec::new());
    assert_eq!(Document::open(&out, &p.data).unwrap().audit(), &expected);
    assert!(check(&out).unwrap().sound());
    assert_eq!(p.listing(), ["a.audit", "修复.audit"]);
}

#[test]
fn a_truncated_or_scribbled_file_gives_what_is_left() {
    let p = place();
    let path = p.file("a.audit");
    let mut document = Document::create(&path, plant(), &p.data).unwrap();
    let many = (0..1500).map(|n| (usize::MAX, full_device(KindCode::Motor, n).into())).collect();
    document.apply("导入", Edit::InsertEquipment(many)).unwrap();
    document.save_copy(&p.file("b.audit")).unwrap();
    let audit = document.audit().clone();
    let bytes = std::fs::read(p.file("b.audit")).unwrap();
    let pages = bytes.len() / 4096;

    // One page in the middle is noise: the devices on it are lost, those before and behind it are not.
    let mut scribbled = bytes.clone();
    let middle = pages / 2 * 4096;
    scribbled[middle..middle + 4096].fill(0xA5);
    let damaged = p.file("乱.audit");
    std::fs::write(&damaged, &scribbled).unwrap();
    let report = check(&damaged).unwrap();
    assert!(!report.sound());
    let kept = report.device_count();
    let all = PLANT + 1500;
    assert!((all - 9..all).contains(&kept), "{kept} of {all} devices");
    let out = p.file("修复1.audit");
    repair(&damaged, &out).unwrap();
    let repaired = Document::open(&out, &p.data).unwrap();
    assert_eq!(repaired.audit().equipment.len(), kept);
    assert_eq!(repaired.audit().measures, audit.measures);
    let mut rest = audit.equipment.iter();
    assert!(repaired.audit().equipment.iter().all(|e| rest.any(|o| o == e)), "unchanged and in order");

    let damaged = p.file("截断.audit");
    std::fs::write(&damaged, &bytes[..bytes.len() * 3 / 4]).unwrap();
    let report = check(&damaged).unwrap();
    assert!(report.problems[0].contains("截断"), "{:?}", report.problems);
    assert!(report.device_count() > 700, "{} of {} devices", report.device_count(), PLANT + 1500);
    repair(&damaged, &p.file("修复2.audit")).unwrap();
    assert_eq!(Document::open(&p.file("修复2.audit"), &p.data).unwrap().audit().enterprise, audit.enterprise);
}

#[test]
fn repair_never_replaces_a_file_and_says_if_nothing_is_left() {
    let p = place();
    let path = p.saved("a.audit");
    assert!(matches!(repair(&path, &path), Err(StoreError::Exists(_))));
    let stump = p.file("残.audit");
    std::fs::write(&stump, &std::fs::read(&path).unwrap()[..60]).unwrap();
    assert!(!check(&stump).unwrap().sound());
    assert!(matches!(repair(&stump, &p.file("c.audit")), Err(StoreError::Damaged { .. })));
    std::fs::write(&stump, "text").unwrap();
    assert!(matches!(repair(&stump, &p.file("c.audit")), Err(StoreError::NotAnAudit { .. })));
    assert!(matches!(check(&p.file("无.audit")), Err(StoreError::Missing(_))));
    assert_eq!(p.listing(), ["a.audit", "残.audit"]);
}
