//! Every system call of an operation fails once: what is found then is the state before or after, never between.

use std::path::Path;

use energy_audit::audit::{Audit, Edit, KindCode};
use energy_audit::store::{DataDir, Document, StoreError, check, recoverable, repair};
use rusqlite::Connection;

use crate::attachments::{noise, photo};
use crate::common::{Place, full_device, place, plant, rename};
use crate::faulty_disk::{Fault, with_fault};

/// A plant of a few pages: every page is a place to fail.
fn small() -> Audit {
    let mut audit = plant();
    audit.equipment.shared_mut().truncate(12);
    audit
}

fn import() -> Edit {
    Edit::InsertEquipment((0..60).map(|n| (usize::MAX, full_device(KindCode::Motor, n).into())).collect())
}

/// The failing calls are tried in order until one is beyond the operation's end; later ones in growing strides, each
/// fault with another phase, so that an operation of hundreds of calls is done in seconds.
fn sweep(what: &str, mut one: impl FnMut(Fault, u32) -> bool) {
    for (phase, fault) in Fault::ALL.into_iter().enumerate() {
        let mut at = 0;
        let mut tried = 0;
        while one(fault, at) {
            tried += 1;
            at += 1 + at / 12 + u32::from(phase as u32 > 0 && at == 24) * phase as u32;
            assert!(at < 100_000, "{what}: no end");
        }
        assert!(tried > 3, "{what}, {fault:?}: only {tried} places to fail");
    }
}

/// What an error says must be fit for the auditor: the file's name and words, not a code.
fn told(what: &str, e: &StoreError) {
    let text = e.to_string();
    assert!(text.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c)), "{what}: {text}");
    match e {
        StoreError::DiskFull(_) | StoreError::Io { .. } | StoreError::Database { .. } => {}
        StoreError::ReadOnly(_) | StoreError::Damaged { .. } => {}
        other => panic!("{what}: a failing disk is told as {other:?}"),
    }
}

/// The user's file is whole and one of the two.
fn whole(what: &str, path: &Path, before: &Audit, after: &Audit, p: &Place) -> bool {
    let report = check(path).unwrap();
    assert!(report.sound(), "{what}: {:?}", report.problems);
    let document = Document::open_read_only(path, &DataDir::at(p.file("看"))).unwrap();
    let is_after = document.audit() == after;
    assert!(is_after || document.audit() == before, "{what}: between");
    is_after
}

/// Leaves what is there behind as a crash would, and finds it again.
fn found_again(what: &str, document: Document, path: &Path, p: &Place) -> Document {
    drop(document);
    let left = recoverable(&p.data);
    assert!(left.len() <= 1, "{what}: {left:?}");
    let document = match left.first() {
        Some(left) => Document::recover(left, &p.data),
        None => Document::open(path, &p.data),
    };
    document.unwrap_or_else(|e| panic!("{what}: {e}"))
}

/// A step of the open audit.
fn step(
    what: &str,
    mut prepare: impl FnMut(&mut Document),
    mut go: impl FnMut(&mut Document) -> Result<(), StoreError>,
) {
    let p = place();
    let path = p.saved("a.audit");
    let start = small();
    sweep(what, |fault, at| {
        let what = format!("{what}, {fault:?} at call {at}");
        std::fs::remove_file(&path).unwrap();
        let mut document = Document::create(&path, start.clone(), &p.data).unwrap();
        prepare(&mut document);
        let before = document.audit().clone();
        let (result, hit) = with_fault(fault, at, || go(&mut document));
        let after = document.audit().clone();
        if let Err(e) = &result {
            told(&what, e);
            assert_eq!(after, before, "{what}: refused, but changed in memory");
        }
        // What memory shows is what the working copy holds; a later step doesn't stumble over it.
        let mut document = found_again(&what, document, &path, &p);
        assert_eq!(document.audit(), &after, "{what}: memory and working copy differ");
        document.apply("之后", rename("之后")).unwrap_or_else(|e| panic!("{what}: {e}"));
        document.undo().unwrap();
        assert_eq!(document.audit(), &after, "{what}");
        document.save().unwrap_or_else(|e| panic!("{what}: {e}"));
        assert!(whole(&what, &path, &after, &after, &p));
        document.close(true).unwrap();
        hit
    });
}

#[test]
fn an_edit_that_fails_has_not_happened() {
    step("修改", |_| {}, |d| d.apply("改名", rename("甲厂")));
}

#[test]
fn a_photo_that_fails_has_not_been_taken() {
    let (photo, content) = photo(None, "铭牌.jpg", noise(1, 40_000));
    let edit = Edit::InsertAttachment(0, photo);
    step("附件", |_| {}, |d| d.apply_with("加入照片", edit.clone(), std::slice::from_ref(&content)));
}

#[test]
fn an_import_that_fails_has_not_happened() {
    step("导入", |_| {}, |d| d.apply("导入", import()));
}

#[test]
fn an_undo_that_fails_has_not_happened() {
    step("撤销", |d| d.apply("导入", import()).unwrap(), |d| d.undo().map(drop));
}

#[test]
fn steps_after_a_failed_step_work_in_the_same_window() {
    let p = place();
    let path = p.file("a.audit");
    let mut document = Document::create(&path, small(), &p.data).unwrap();
    let mut expected = small();
    expected.clone_from(document.audit());
    for at in 0..40 {
        for fault in Fault::ALL {
            let name = format!("{fault:?}{at}厂");
            let (result, _) = with_fault(fault, at, || document.apply("改名", rename(&name)));
            if result.is_ok() {
                rename(&name).apply(&mut expected).unwrap();
            }
            assert_eq!(document.audit(), &expected, "{fault:?} at {at}");
            document.apply("改名", rename("好")).unwrap();
            rename("好").apply(&mut expected).unwrap();
            assert_eq!(document.undo_name(), Some("改名"));
        }
    }
    let mut document = found_again("连续", document, &path, &p);
    assert_eq!(document.audit(), &expected);
    while document.undo().unwrap().is_some() {}
    document.save().unwrap();
}

#[test]
fn a_save_that_fails_leaves_the_old_file_or_the_new_one() {
    let p = place();
    let path = p.file("a.audit");
    sweep("保存", |fault, at| {
        let what = format!("保存, {fault:?} at call {at}");
        let _ = std::fs::remove_file(&path);
        let mut document = Document::create(&path, small(), &p.data).unwrap();
        let before = document.audit().clone();
        document.apply("改名", rename("甲厂")).unwrap();
        let after = document.audit().clone();
        let (result, hit) = with_fault(fault, at, || document.save());
        let is_after = whole(&what, &path, &before, &after, &p);
        match &result {
            Ok(()) => assert!(is_after && document.saved(), "{what}: said to be saved"),
            Err(e) => {
                told(&what, e);
                assert!(!document.saved(), "{what}");
            }
        }
        assert_eq!(document.audit(), &after, "{what}");
        // Then again, without restarting: not refused as if another program had changed the file.
        if result.is_err() && at % 2 == 0 {
            document.save().unwrap_or_else(|e| panic!("{what}, saved again: {e}"));
        }
        let mut document = found_again(&what, document, &path, &p);
        assert_eq!(document.audit(), &after, "{what}: the work is gone");
        document.save().unwrap_or_else(|e| panic!("{what}, after restart: {e}"));
        assert!(whole(&what, &path, &after, &after, &p));
        document.close(true).unwrap();
        hit
    });
}

#[test]
fn a_new_name_that_fails_leaves_the_target_as_it_was() {
    let p = place();
    let (path, other) = (p.file("a.audit"), p.file("b.audit"));
    let mut document = Document::create(&path, small(), &p.data).unwrap();
    document.apply("改名", rename("甲厂")).unwrap();
    let after = document.audit().clone();
    document.save().unwrap();
    let mut old = small();
    for as_copy in [false, true] {
        sweep("另存", |fault, at| {
            let what = format!("另存, {fault:?} at call {at}");
            old.enterprise.name = None;
            let _ = std::fs::remove_file(&other);
            Document::create(&other, old.clone(), &p.data).unwrap().close(true).unwrap();
            let (result, hit) = if as_copy {
                with_fault(fault, at, || document.save_copy(&other))
            } else {
                with_fault(fault, at, || document.save_as(&other))
            };
            let is_after = whole(&what, &other, &old, &after, &p);
            match result {
                Ok(()) => assert!(is_after, "{what}"),
                Err(e) => told(&what, &e),
            }
            document.save_as(&path).unwrap_or_else(|e| panic!("{what}: {e}"));
            hit
        });
    }
}

#[test]
fn opening_an_older_format_that_fails_leaves_the_file() {
    let p = place();
    let path = p.file("旧.audit");
    std::fs::copy("tests/store/format1.audit", &path).unwrap();
    let original = std::fs::read(&path).unwrap();
    let whole_audit = Document::open(&path, &p.data).unwrap().audit().clone();
    sweep("迁移", |fault, at| {
        let (result, hit) = with_fault(fault, at, || Document::open(&path, &p.data));
        assert_eq!(std::fs::read(&path).unwrap(), original, "{fault:?} at call {at}");
        match result {
            Ok(document) => {
                assert_eq!(document.audit(), &whole_audit);
                document.close(false).unwrap();
            }
            Err(e) => told(&format!("迁移, {fault:?} at call {at}"), &e),
        }
        assert!(recoverable(&p.data).is_empty(), "half a copy is nothing to recover");
        hit
    });
    // And the first save in the new format.
    sweep("迁移后保存", |fault, at| {
        let what = format!("迁移后保存, {fault:?} at call {at}");
        std::fs::write(&path, &original).unwrap();
        let mut document = Document::open(&path, &p.data).unwrap();
        document.apply("改名", rename("甲厂")).unwrap();
        let after = document.audit().clone();
        let (result, hit) = with_fault(fault, at, || document.save());
        let is_after = whole(&what, &path, &whole_audit, &after, &p);
        match result {
            Ok(()) => assert!(is_after),
            Err(e) => told(&what, &e),
        }
        document.close(false).unwrap();
        hit
    });
}

#[test]
fn recovering_and_repairing_that_fail_can_be_tried_again() {
    let p = place();
    let path = p.file("a.audit");
    let mut document = Document::create(&path, small(), &p.data).unwrap();
    document.apply("改名", rename("甲厂")).unwrap();
    let after = document.audit().clone();
    drop(document);
    for fault in Fault::ALL {
        for at in 0..30 {
            let left = recoverable(&p.data);
            assert_eq!(left.len(), 1, "{fault:?} at {at}");
            let (result, _) = with_fault(fault, at, || Document::recover(&left[0], &p.data));
            match result {
                Ok(document) => assert_eq!(document.audit(), &after),
                Err(e) => assert!(!e.to_string().is_empty()),
            }
        }
    }
    let damaged = p.file("坏.audit");
    std::fs::copy(p.saved("整.audit"), &damaged).unwrap();
    Connection::open(&damaged).unwrap().execute("UPDATE equipment SET json = '' WHERE ord = 65536", []).unwrap();
    let out = p.file("修.audit");
    for fault in Fault::ALL {
        for at in (0..400).step_by(13) {
            let (result, hit) = with_fault(fault, at, || repair(&damaged, &out));
            assert_eq!(out.exists(), result.is_ok(), "{fault:?} at {at}: {:?}", result.err());
            if result.is_ok() {
                assert!(check(&out).unwrap().sound());
                std::fs::remove_file(&out).unwrap();
            }
            if !hit {
                break;
            }
        }
    }
}
