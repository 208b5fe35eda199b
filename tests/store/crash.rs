//! What a crash leaves is offered and continued.

use std::path::{Path, PathBuf};
use std::process::Command;

use energy_audit::audit::Audit;
use energy_audit::store::{DataDir, Document, StoreError, recoverable};

use crate::common::{Dice, PLANT, enterprise, place, plant, random_edit, rename};

const CRASH_FILE: &str = "STORE_TEST_CRASH_FILE";
const CRASH_DATA: &str = "STORE_TEST_CRASH_DATA";

/// Not a test of its own: the process that `a_killed_process_loses_nothing` starts and that kills itself.
#[test]
fn crashing_child() {
    let (Some(file), Some(data)) = (std::env::var_os(CRASH_FILE), std::env::var_os(CRASH_DATA)) else { return };
    let mut document = Document::open(Path::new(&file), &DataDir::at(PathBuf::from(data))).unwrap();
    document.apply("改名甲", rename("甲厂")).unwrap();
    document.apply("改名乙", rename("乙厂")).unwrap();
    document.apply("改名丙", rename("丙厂")).unwrap();
    document.undo().unwrap();
    std::process::abort();
}

#[test]
fn a_killed_process_loses_nothing() {
    let p = place();
    let path = p.saved("a.audit");
    let bytes = std::fs::read(&path).unwrap();
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::crashing_child", "--nocapture"])
        .env(CRASH_FILE, &path)
        .env(CRASH_DATA, p.data.path())
        .output()
        .unwrap()
        .status;
    assert!(!status.success(), "the child must have been killed");
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "the user's file is whole and as saved");

    let found = recoverable(&p.data);
    assert_eq!(found.len(), 1);
    let r = &found[0];
    assert_eq!(r.target.as_deref(), Some(path.as_path()));
    assert_eq!(r.enterprise.as_deref(), Some("乙厂"));
    assert_eq!(r.devices, PLANT);
    assert!(!r.target_changed);
    assert!(r.edited.as_deref().is_some_and(|t| t.starts_with("20")));
    assert_eq!(r.problem, None);

    let mut document = Document::recover(r, &p.data).unwrap();
    assert!(!document.saved());
    assert!(recoverable(&p.data).is_empty(), "in use now");
    assert_eq!((document.undo_name(), document.redo_name()), (Some("改名乙"), Some("改名丙")));
    document.redo().unwrap();
    document.undo().unwrap();
    document.undo().unwrap();
    assert_eq!(enterprise(&document), "甲厂");
    document.save().unwrap();
    document.close(true).unwrap();
    assert_eq!(enterprise(&Document::open(&path, &p.data).unwrap()), "甲厂");
    assert!(recoverable(&p.data).is_empty());
    assert_eq!(p.listing(), ["a.audit"]);
}

#[test]
fn many_edits_left_without_closing_come_back_exactly() {
    let p = place();
    let path = p.file("a.audit");
    let mut dice = Dice(42);
    let mut document = Document::create(&path, plant(), &p.data).unwrap();
    let start = document.audit().clone();
    for n in 0..40 {
        document.apply("随机", random_edit(document.audit(), &mut dice)).unwrap();
        if n == 10 {
            document.save().unwrap();
        }
    }
    let end = document.audit().clone();
    drop(document);
    let found = recoverable(&p.data);
    assert_eq!(found.len(), 1);
    let mut document = Document::recover(&found[0], &p.data).unwrap();
    assert_eq!(document.audit(), &end);
    while document.undo().unwrap().is_some() {}
    assert_eq!(document.audit(), &start);
}

#[test]
fn what_was_saved_or_thrown_away_is_not_offered() {
    let p = place();
    let path = p.saved("a.audit");
    drop(Document::open(&path, &p.data).unwrap());
    assert!(recoverable(&p.data).is_empty());

    let mut document = Document::open(&path, &p.data).unwrap();
    document.apply("改名", rename("甲厂")).unwrap();
    document.save().unwrap();
    drop(document);
    assert!(recoverable(&p.data).is_empty());

    let mut document = Document::open(&path, &p.data).unwrap();
    document.apply("改名", rename("乙厂")).unwrap();
    document.close(false).unwrap();
    assert!(recoverable(&p.data).is_empty());
    drop(Document::untitled(Audit::default(), &p.data).unwrap());
    assert!(recoverable(&p.data).is_empty(), "an empty new audit is nothing to recover");
    assert_eq!(p.working(), [""; 0]);
    assert_eq!(enterprise(&Document::open(&path, &p.data).unwrap()), "甲厂");
}

#[test]
fn an_audit_never_saved_is_recovered_too_or_discarded() {
    let p = place();
    let mut document = Document::untitled(Audit::default(), &p.data).unwrap();
    assert!(matches!(document.save(), Err(StoreError::NoPath)));
    assert!(!document.saved());
    document.apply("改名", rename("新厂")).unwrap();
    drop(document);
    let found = recoverable(&p.data);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].target.as_deref(), found[0].enterprise.as_deref()), (None, Some("新厂")));
    let mut document = Document::recover(&found[0], &p.data).unwrap();
    document.save_as(&p.file("新.audit")).unwrap();
    document.apply("改名", rename("新厂二")).unwrap();
    drop(document);
    let found = recoverable(&p.data);
    assert_eq!(found.len(), 1);
    found[0].discard().unwrap();
    assert!(recoverable(&p.data).is_empty());
    assert!(matches!(Document::recover(&found[0], &p.data), Err(StoreError::NotRecoverable(_))));
    assert_eq!(enterprise(&Document::open(&p.file("新.audit"), &p.data).unwrap()), "新厂");
}

#[test]
fn a_file_changed_since_the_crash_and_the_recovered_one_are_both_kept() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    document.apply("改名", rename("崩溃前")).unwrap();
    drop(document);

    let elsewhere = DataDir::at(p.file("other-data"));
    let mut document = Document::open(&path, &elsewhere).unwrap();
    document.apply("改名", rename("别处")).unwrap();
    document.close(true).unwrap();
    let bytes = std::fs::read(&path).unwrap();

    let found = recoverable(&p.data);
    assert!(found[0].target_changed);
    let mut document = Document::recover(&found[0], &p.data).unwrap();
    assert_eq!(enterprise(&document), "崩溃前");
    assert!(matches!(document.save(), Err(StoreError::ChangedElsewhere(_))));
    assert!(!document.saved());
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    document.save_copy(&p.file("恢复.audit")).unwrap();
    document.save_overwriting().unwrap();
    assert!(document.saved());
    document.close(true).unwrap();
    assert_eq!(enterprise(&Document::open(&path, &p.data).unwrap()), "崩溃前");
    assert_eq!(enterprise(&Document::open(&p.file("恢复.audit"), &p.data).unwrap()), "崩溃前");
}

#[test]
fn a_damaged_working_copy_is_shown_and_kept() {
    let p = place();
    std::fs::create_dir_all(p.data.path()).unwrap();
    std::fs::write(p.data.path().join("00000000000001.working"), "not a database").unwrap();
    std::fs::write(p.data.path().join("00000000000002.working"), "").unwrap();
    std::fs::write(p.data.path().join("00000000000003.part"), "half a copy").unwrap();
    let found = recoverable(&p.data);
    assert_eq!(found.len(), 1);
    assert!(found[0].problem.is_some());
    assert!(Document::recover(&found[0], &p.data).is_err());
    assert_eq!(p.working(), ["00000000000001.working"], "what holds nothing is cleared away");
}
