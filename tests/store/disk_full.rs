//! A full disk loses nothing.

use std::path::PathBuf;

use energy_audit::audit::{Edit, KindCode};
use energy_audit::store::{DataDir, Document, StoreError, check};

use crate::common::{enterprise, full_device, place, plant, rename};

/// Names a folder on a file system of about 1 MB, made for instance with
/// `mount -t tmpfs -o size=1m tmpfs /mnt/small`; without it this test fails, so that it can't pass untried.
const SMALL: &str = "ENERGY_AUDIT_TEST_SMALL_DISK";

fn small(name: &str) -> PathBuf {
    let disk = std::env::var_os(SMALL).unwrap_or_else(|| panic!("{SMALL} must name a folder on a disk of about 1 MB"));
    let dir = PathBuf::from(disk).join(name);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

fn import() -> Edit {
    Edit::InsertEquipment((0..2000).map(|n| (usize::MAX, full_device(KindCode::Motor, n).into())).collect())
}

#[test]
#[ignore = "fills the small file system named by ENERGY_AUDIT_TEST_SMALL_DISK"]
fn a_full_disk_loses_nothing() {
    let dir = small("user");
    let p = place();
    let path = dir.join("a.audit");
    let mut document = Document::create(&path, plant(), &p.data).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    document.apply("导入", import()).unwrap();
    let e = document.save().unwrap_err();
    assert!(matches!(e, StoreError::DiskFull(_)), "{e}");
    assert!(!document.saved());
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "the old file is as it was");
    assert!(!dir.join("a.audit.tmp").exists());
    let all = document.audit().clone();
    document.save_as(&p.file("b.audit")).unwrap();
    document.close(true).unwrap();
    assert_eq!(Document::open(&p.file("b.audit"), &p.data).unwrap().audit(), &all);
    std::fs::remove_dir_all(&dir).unwrap();

    let dir = small("data");
    let data = DataDir::at(&dir);
    let path = p.file("c.audit");
    let mut document = Document::create(&path, plant(), &data).unwrap();
    let before = document.audit().clone();
    let e = document.apply("导入", import()).unwrap_err();
    assert!(matches!(e, StoreError::DiskFull(_)), "{e}");
    assert_eq!(document.audit(), &before, "memory and working copy are both as they were");
    assert_eq!(document.undo_name(), None);
    document.apply("改名", rename("甲厂")).unwrap();
    document.save().unwrap();
    document.close(true).unwrap();
    assert!(check(&path).unwrap().sound());
    assert_eq!(enterprise(&Document::open(&path, &data).unwrap()), "甲厂");
    std::fs::remove_dir_all(&dir).unwrap();
}
