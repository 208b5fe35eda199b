//! Saving and large steps on threads: what is edited meanwhile is neither lost nor taken for saved.

use std::path::Path;
use std::time::Duration;

use energy_audit::audit::{Audit, Edit, Equipment, Id, KindCode};
use energy_audit::store::{Document, StepEvent, StoreError, Travel, check, recoverable};

use crate::attachments::{noise, photo};
use crate::common::{Dice, full_device, place, plant, random_edit, rename};

/// Ends a save that was begun.
fn ended(document: &mut Document) -> Result<(), StoreError> {
    loop {
        if let Some(result) = document.finish_save() {
            return result;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Ends a step that was begun, and tells what became of it.
fn events(document: &mut Document) -> Vec<StepEvent> {
    let mut all = Vec::new();
    while !document.kept() {
        all.extend(document.poll_step());
        std::thread::sleep(Duration::from_millis(1));
    }
    all
}

fn many(n: u64) -> Vec<Equipment> {
    (0..n).map(|i| full_device(KindCode::Motor, i)).collect()
}

fn insert(devices: Vec<Equipment>) -> Edit {
    Edit::InsertEquipment(devices.into_iter().map(|d| (usize::MAX, d.into())).collect())
}

/// What another computer finds in the file.
fn in_file(path: &Path, p: &crate::common::Place) -> Audit {
    let copy = p.file("U盘.audit");
    std::fs::copy(path, &copy).unwrap();
    assert!(check(&copy).unwrap().sound());
    let document = Document::open(&copy, &p.data).unwrap();
    let audit = document.audit().clone();
    document.close(false).unwrap();
    std::fs::remove_file(&copy).unwrap();
    audit
}

#[test]
fn the_file_is_one_of_the_states_while_it_was_written_and_later_ones_stay_unsaved() {
    let mut late = 0;
    for seed in 0..12 {
        let p = place();
        let path = p.saved("a.audit");
        let mut document = Document::open(&path, &p.data).unwrap();
        // Megabytes, so that the copying is met by edits.
        let (row, content) = photo(None, "照片.jpg", noise(seed, 6_000_000));
        document.apply_with("照片", Edit::InsertAttachment(0, row), &[content]).unwrap();
        let mut dice = Dice(seed);
        let mut states = vec![document.audit().clone()];
        document.begin_save().unwrap();
        assert!(document.saving() && !document.saved());
        let mut done = None;
        while done.is_none() {
            let edit = random_edit(document.audit(), &mut dice);
            document.apply("一步", edit).unwrap();
            states.push(document.audit().clone());
            done = document.finish_save();
        }
        done.unwrap().unwrap();
        let found = in_file(&path, &p);
        let at = states.iter().rposition(|s| *s == found).expect("a state of the audit, whole");
        let last = states.last().unwrap() == &found;
        assert!(last || !document.saved(), "seed {seed}: state {at} of {} taken for the last", states.len());
        late += usize::from(!document.saved());
        document.close(true).unwrap();
        assert_eq!(&in_file(&path, &p), states.last().unwrap(), "closing saves the rest");
        assert_eq!(p.listing(), ["a.audit"]);
        assert_eq!(p.working(), [""; 0]);
    }
    assert!(late > 0, "no edit came too late: nothing was tested");
}

#[test]
fn an_edit_made_while_a_file_is_written_survives_a_crash() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    document.apply("改名", rename("甲厂")).unwrap();
    document.begin_save().unwrap();
    document.apply("改名", rename("乙厂")).unwrap();
    ended(&mut document).unwrap();
    let wanted = document.audit().clone();
    let saved = document.saved();
    // A crash: nothing is closed.
    drop(document);
    let left = recoverable(&p.data);
    if saved {
        assert!(left.is_empty(), "the file holds everything");
        assert_eq!(in_file(&path, &p), wanted);
    } else {
        assert!(!left[0].target_changed, "the file is our own");
        let document = Document::recover(&left[0], &p.data).unwrap();
        assert_eq!(document.audit(), &wanted);
        document.close(true).unwrap();
        assert_eq!(in_file(&path, &p), wanted);
    }
}

#[test]
fn a_file_that_another_program_changes_while_it_is_written_anew_is_not_overwritten() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    document.apply("改名", rename("甲厂")).unwrap();
    document.begin_save().unwrap();
    let theirs = b"synchronised from elsewhere";
    std::fs::write(&path, theirs).unwrap();
    assert!(matches!(ended(&mut document), Err(StoreError::ChangedElsewhere(_))));
    assert_eq!(std::fs::read(&path).unwrap(), theirs);
    assert!(!document.saved());
    assert!(matches!(document.save(), Err(StoreError::ChangedElsewhere(_))));
    document.save_overwriting().unwrap();
    assert!(document.saved());
    assert_eq!(&in_file(&path, &p), document.audit());
}

#[test]
fn saving_under_another_name_goes_on_with_that_file() {
    let p = place();
    let path = p.saved("a.audit");
    let before = std::fs::read(&path).unwrap();
    let mut document = Document::open(&path, &p.data).unwrap();
    document.apply("改名", rename("甲厂")).unwrap();
    let other = p.file("b.audit");
    document.begin_save_as(&other).unwrap();
    ended(&mut document).unwrap();
    assert_eq!(document.path(), Some(other.as_path()));
    assert!(document.saved());
    assert_eq!(std::fs::read(&path).unwrap(), before);
    // The first file is free, the second one is ours.
    Document::open(&path, &p.data).unwrap().close(false).unwrap();
    assert!(matches!(Document::open(&other, &p.data), Err(StoreError::Locked { .. })));
    // What can't be is refused at once and changes nothing.
    let e = document.begin_save_as(&p.file("没有这个文件夹/c.audit")).unwrap_err();
    assert!(matches!(e, StoreError::Missing(_)), "{e}");
    assert_eq!(document.path(), Some(other.as_path()));
    document.close(true).unwrap();
}

#[test]
fn closing_while_saving_leaves_the_file_whole_and_nothing_beside_it() {
    for save in [true, false] {
        let p = place();
        let path = p.saved("a.audit");
        let before = std::fs::read(&path).unwrap();
        let mut document = Document::open(&path, &p.data).unwrap();
        let (row, content) = photo(None, "照片.jpg", noise(1, 3_000_000));
        document.apply_with("照片", Edit::InsertAttachment(0, row), &[content]).unwrap();
        let wanted = document.audit().clone();
        if save {
            document.begin_save().unwrap();
            document.close(true).unwrap();
            assert_eq!(in_file(&path, &p), wanted);
        } else {
            document.begin_save().unwrap();
            drop(document);
            assert_eq!(std::fs::read(&path).unwrap(), before, "dropped, it is not put in place");
            let left = recoverable(&p.data);
            assert_eq!(left.len(), 1, "but nothing is lost");
            Document::recover(&left[0], &p.data).unwrap().close(true).unwrap();
            assert_eq!(in_file(&path, &p), wanted);
        }
        assert_eq!(p.listing(), ["a.audit"]);
        assert_eq!(p.working(), [""; 0]);
    }
}

#[test]
fn a_large_step_is_taken_at_once_kept_soon_and_undone_like_any_other() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    let before = document.audit().clone();
    document.begin("导入", insert(many(1500)), &[]).unwrap();
    assert_eq!(document.audit().equipment.len(), before.equipment.len() + 1500, "at once in memory");
    assert!(!document.kept() && !document.saved());
    assert_eq!(document.undo_name(), Some("导入"));
    let after = document.audit().clone();
    assert!(matches!(events(&mut document)[..], [StepEvent::Kept]));

    // Taken back at once (the inverse names only ids), and taken again by a thread that reads it first.
    assert_eq!(document.begin_undo().unwrap(), Travel::Taken("导入".to_owned()));
    assert_eq!(document.audit(), &before);
    assert_eq!(document.redo_name(), Some("导入"));
    assert!(matches!(events(&mut document)[..], [StepEvent::Kept]));
    assert_eq!(document.begin_redo().unwrap(), Travel::Begun);
    assert_eq!(document.audit(), &before, "nothing has changed yet");
    let told = events(&mut document);
    assert!(
        matches!(&told[..], [StepEvent::Travelled { name, undone: false }, StepEvent::Kept] if name == "导入"),
        "{told:?}"
    );
    assert_eq!(document.audit(), &after);
    assert_eq!((document.undo_name(), document.redo_name()), (Some("导入"), None));
    document.close(true).unwrap();
    let mut document = Document::open(&path, &p.data).unwrap();
    assert_eq!(document.audit(), &after, "order and contents are in the file");
    assert_eq!(document.undo().unwrap().as_deref(), Some("导入"));
    assert_eq!(document.audit(), &before);
}

#[test]
fn what_follows_a_large_step_comes_after_it() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    let mut states = vec![document.audit().clone()];
    for n in 0..6 {
        document.begin(&format!("导入 {n}"), insert(many(300)), &[]).unwrap();
        states.push(document.audit().clone());
        let id: Id = document.audit().equipment.last().unwrap().id;
        document.begin("覆盖", Edit::RemoveEquipment(vec![id]), &[]).unwrap();
        states.push(document.audit().clone());
    }
    let named: Vec<String> = document.steps().unwrap().into_iter().map(|s| s.name).collect();
    assert_eq!(named.len(), 12);
    assert_eq!(&document.state_after(None).unwrap(), &states[0]);
    for state in states.iter().rev() {
        assert_eq!(document.audit(), state);
        // Undone while the step before may still be being written.
        if document.begin_undo().unwrap() == Travel::Begun {
            document.wait_for_step().unwrap();
        }
    }
    assert_eq!(document.audit(), &states[0]);
    drop(document);
    let document = Document::recover(&recoverable(&p.data)[0], &p.data).unwrap();
    assert_eq!(document.audit(), &states[0], "all of it was durable");
}

#[test]
fn a_large_step_that_cannot_be_stored_is_taken_back() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    document.apply("改名", rename("甲厂")).unwrap();
    let before = document.audit().clone();
    let revision = document.revision();
    // JSON has no NaN; read back, it would be a lost device.
    let mut devices = many(400);
    devices[399].common.quantity = Some(energy_audit::audit::Entered::ledger(f64::NAN));
    document.begin("导入", insert(devices.clone()), &[]).unwrap();
    let told = events(&mut document);
    assert!(matches!(&told[..], [StepEvent::Failed(StoreError::Unstorable { .. })]), "{told:?}");
    assert_eq!(document.audit(), &before);
    assert!(document.revision() > revision, "what was found about it meanwhile does not count");
    assert_eq!(document.undo_name(), Some("改名"));
    // Told to the next edit, if nobody asked before; that one is not taken.
    document.begin("导入", insert(devices), &[]).unwrap();
    assert!(matches!(document.apply("改名", rename("乙厂")), Err(StoreError::Unstorable { .. })));
    assert_eq!(document.audit(), &before);
    document.apply("改名", rename("乙厂")).unwrap();
    document.close(true).unwrap();
    assert_eq!(check(&path).unwrap().problems, [""; 0]);
}

#[test]
fn a_large_step_dropped_at_once_is_kept() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    document.begin("导入", insert(many(800)), &[]).unwrap();
    let wanted = document.audit().clone();
    drop(document);
    let document = Document::recover(&recoverable(&p.data)[0], &p.data).unwrap();
    assert_eq!(document.audit(), &wanted);
    assert_eq!(plant().equipment.len() + 800, wanted.equipment.len());
}
