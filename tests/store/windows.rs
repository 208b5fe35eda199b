//! What only Windows does: a file that another program has open can be neither replaced nor removed.

use std::fs::{self, File, OpenOptions};
use std::os::windows::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::Duration;

use energy_audit::exchange::write_whole;
use energy_audit::store::{Document, StoreError};

use crate::common::{enterprise, place, rename};

const SHARE_READ: u32 = 1;

/// As Excel, a scanner or a synchroniser has it: others may read.
fn held(path: &Path) -> File {
    OpenOptions::new().read(true).share_mode(SHARE_READ).open(path).unwrap()
}

/// As some programs have it: nobody else gets in.
fn kept(path: &Path) -> File {
    OpenOptions::new().read(true).share_mode(0).open(path).unwrap()
}

#[test]
fn a_file_held_by_another_program_is_saved_once_that_lets_go() {
    let p = place();
    let path = p.saved("a.audit");
    let before = fs::read(&path).unwrap();
    let mut document = Document::open(&path, &p.data).unwrap();
    document.apply("改名", rename("甲厂")).unwrap();
    let other = held(&path);
    let e = document.save().unwrap_err();
    assert!(matches!(&e, StoreError::InUse(file) if *file == path), "{e}");
    assert!(e.to_string().contains("正在其他程序中打开"), "{e}");
    assert!(!document.saved());
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(p.listing(), ["a.audit", "a.audit.lock"]);
    drop(other);
    document.save().unwrap();
    document.close(true).unwrap();
    assert_eq!(enterprise(&Document::open(&path, &p.data).unwrap()), "甲厂");
}

/// A scanner looks at a new file for a moment: nobody is disturbed by that.
#[test]
fn a_save_waits_for_a_scanner() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    document.apply("改名", rename("甲厂")).unwrap();
    let other = held(&path);
    let scanner = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        drop(other);
    });
    document.save().unwrap();
    scanner.join().unwrap();
    assert!(document.saved());
}

#[test]
fn a_file_that_lets_nobody_read_is_said_to_be_in_use() {
    let p = place();
    let path = p.saved("a.audit");
    let other = kept(&path);
    let e = Document::open(&path, &p.data).unwrap_err();
    assert!(matches!(&e, StoreError::InUse(file) if *file == path), "{e}");
    drop(other);
    Document::open(&path, &p.data).unwrap();
}

#[test]
fn an_export_over_a_workbook_that_is_open_says_so() {
    let p = place();
    let path = p.file("台账.xlsx");
    fs::write(&path, "old").unwrap();
    let other = held(&path);
    let e = write_whole(&path, b"new").unwrap_err();
    assert!(e.to_string().contains("正在其他程序中打开"), "{e}");
    assert_eq!(fs::read(&path).unwrap(), b"old");
    assert_eq!(p.listing(), ["台账.xlsx"]);
    drop(other);
    write_whole(&path, b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
}
