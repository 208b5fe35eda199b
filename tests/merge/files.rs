//! Two files: their common start, who changed what, and the other file left as it is.

use std::path::PathBuf;

use energy_audit::audit::{Audit, Edit, Entered, FieldValue, KindCode, Origin};
use energy_audit::merge::{Side, merge};
use energy_audit::store::{DataDir, Document, StoreError, shared};

use super::common::{device, number, set};

struct Desk {
    folder: tempfile::TempDir,
    data: DataDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::at(folder.path().join("data"));
        Self { folder, data }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self, name: &str, author: &str) -> Document {
        let mut document = Document::open(&self.path(name), &self.data).unwrap();
        document.set_author(author);
        document
    }
}

fn power(id: energy_audit::audit::Id, kw: f64) -> Edit {
    Edit::field(id, "rated_power_kw", Some(Entered::new(FieldValue::Number(kw), Origin::Nameplate)))
}

/// A file copied to another laptop after its first steps: the copy and the original know what they share.
#[test]
fn a_copy_on_another_laptop() {
    let desk = Desk::new();
    let mut audit = Audit::default();
    let id = device(&mut audit, KindCode::Motor, "M-1");
    set(&mut audit, id, "poles", 4.0, Origin::Ledger);
    let mut first = Document::create(&desk.path("甲.audit"), audit, &desk.data).unwrap();
    first.apply("改功率", power(id, 55.0)).unwrap();
    let common = first.audit().clone();
    first.close(true).unwrap();
    std::fs::copy(desk.path("甲.audit"), desk.path("乙.audit")).unwrap();

    let mut mine = desk.open("甲.audit", "张工");
    mine.apply("改功率", power(id, 75.0)).unwrap();
    mine.apply("改极数", Edit::field(id, "poles", None)).unwrap();
    mine.undo().unwrap();
    let mut theirs = desk.open("乙.audit", "李工");
    theirs.apply("改功率", power(id, 90.0)).unwrap();
    theirs.close(true).unwrap();
    let before = std::fs::read(desk.path("乙.audit")).unwrap();

    let other = Document::open_read_only(&desk.path("乙.audit"), &desk.data).unwrap();
    let (here, there) = (mine.trail().unwrap(), other.trail().unwrap());
    let both = shared(&here, &there).unwrap();
    assert_eq!(both.start.as_ref(), Some(&common));
    let m = merge(both.start.as_ref(), here.audit(), there.audit());
    let [question] = m.questions.as_slice() else { panic!("{:?}", m.questions) };
    assert_eq!(question.before.as_ref().map(|b| b.text.as_str()), Some("55"));
    let who = |changes: &energy_audit::store::LastChanges, subject| {
        changes.of(subject, question.part.key).map(|c| (c.who.clone(), c.what.clone()))
    };
    assert_eq!(who(&both.mine, question.subject), Some(("张工".to_owned(), "改功率".to_owned())));
    assert_eq!(who(&both.theirs, question.theirs_subject), Some(("李工".to_owned(), "改功率".to_owned())));
    drop(there);
    other.close(false).unwrap();

    let as_it_was = mine.audit().clone();
    mine.apply("合并 乙.audit", m.edit(here.audit(), |_| Side::Theirs)).unwrap();
    assert_eq!(number(mine.audit(), id, "rated_power_kw"), Some(90.0));
    assert_eq!(mine.undo().unwrap().as_deref(), Some("合并 乙.audit"));
    assert_eq!(mine.audit(), &as_it_was, "one step back restores exactly");
    mine.redo().unwrap();
    mine.close(true).unwrap();
    assert_eq!(number(desk.open("甲.audit", "").audit(), id, "rated_power_kw"), Some(90.0), "saved and opened again");
    assert_eq!(std::fs::read(desk.path("乙.audit")).unwrap(), before, "the other file is as it was");
}

/// Two files that were begun separately have no common start, whatever they hold.
#[test]
fn begun_separately() {
    let desk = Desk::new();
    for name in ["甲.audit", "乙.audit"] {
        let mut document = Document::create(&desk.path(name), Audit::default(), &desk.data).unwrap();
        let mut audit = Audit::default();
        device(&mut audit, KindCode::Motor, "M-1");
        document.apply("添加设备", Edit::InsertEquipment(vec![(0, audit.equipment.shared_mut().remove(0))])).unwrap();
        document.close(true).unwrap();
    }
    let (mine, theirs) = (desk.open("甲.audit", ""), desk.open("乙.audit", ""));
    let both = shared(&mine.trail().unwrap(), &theirs.trail().unwrap()).unwrap();
    assert_eq!(both.start, None);
}

/// A file that another window has open can be merged; a damaged, newer or foreign one is refused as in opening.
#[test]
fn files_in_any_state() {
    let desk = Desk::new();
    let mut audit = Audit::default();
    device(&mut audit, KindCode::Motor, "M-1");
    let open = Document::create(&desk.path("乙.audit"), audit, &desk.data).unwrap();
    let read = Document::open_read_only(&desk.path("乙.audit"), &desk.data).unwrap();
    assert_eq!(read.trail().unwrap().audit().equipment.len(), 1);
    read.close(false).unwrap();
    open.close(true).unwrap();

    let whole = std::fs::read(desk.path("乙.audit")).unwrap();
    let bent = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = whole.clone();
        change(&mut bytes);
        std::fs::write(desk.path(name), bytes).unwrap();
        Document::open_read_only(&desk.path(name), &desk.data).map(drop)
    };
    assert!(matches!(bent("短.audit", &|b| b.truncate(b.len() / 2)), Err(StoreError::Damaged { .. })));
    assert!(matches!(bent("新.audit", &|b| b[63] = 99), Err(StoreError::Newer { version: 99, .. })));
    assert!(matches!(bent("别.audit", &|b| b[0] = b'X'), Err(StoreError::NotAnAudit { .. })));
}
