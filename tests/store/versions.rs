//! Earlier states: the change log, a step of the history, backups, the original of an older format, and the file that
//! another window had.

use energy_audit::audit::{Audit, Edit, KindCode};
use energy_audit::store::{BackupPolicy, Document, StoreError, backups, change_log, check, is_backup, recoverable};
use rusqlite::Connection;

use crate::common::{Dice, enterprise, full_device, place, plant, random_edit, rename};

#[test]
fn the_change_log_says_what_when_and_by_whom_and_forgets_nothing() {
    let p = place();
    let path = p.file("a.audit");
    let mut document = Document::create(&path, Audit::default(), &p.data).unwrap();
    document.apply("甲", rename("甲厂")).unwrap();
    document.set_author(" 王工 ");
    document.apply("乙", rename("乙厂")).unwrap();
    document.undo().unwrap();
    document.redo().unwrap();
    document.undo().unwrap();
    document.apply("丙", rename("丙厂")).unwrap();
    assert!(document.apply("不成", Edit::RemoveEquipment(vec![energy_audit::audit::Id(7)])).is_err());
    document.close(true).unwrap();
    let log = change_log(&path).unwrap();
    let what: Vec<&str> = log.iter().map(|c| c.what.as_str()).collect();
    assert_eq!(what, ["甲", "乙", "撤销：乙", "重做：乙", "撤销：乙", "丙"]);
    let who: Vec<&str> = log.iter().map(|c| c.who.as_str()).collect();
    assert_eq!(who, ["", "王工", "王工", "王工", "王工", "王工"]);
    assert!(log.iter().all(|c| c.at.parse::<jiff::Timestamp>().is_ok()));
    let document = Document::open(&path, &p.data).unwrap();
    assert_eq!(document.change_log().unwrap(), log);
    let names: Vec<String> = document.steps().unwrap().into_iter().map(|s| s.name).collect();
    assert_eq!(names, ["甲", "丙"], "what was replaced can't be taken again");
}

#[test]
fn more_than_a_thousand_steps_can_be_taken_back() {
    let p = place();
    let mut document = Document::untitled(Audit::default(), &p.data).unwrap();
    for n in 0..1_100 {
        document.apply("改名", rename(&format!("第{n}厂"))).unwrap();
    }
    let mut steps = 0;
    while document.undo().unwrap().is_some() {
        steps += 1;
    }
    assert_eq!((steps, document.audit()), (1_100, &Audit::default()));
}

#[test]
fn every_earlier_state_can_be_saved_as_another_file() {
    let p = place();
    let path = p.file("a.audit");
    let mut dice = Dice(11);
    let mut document = Document::create(&path, plant(), &p.data).unwrap();
    let mut states = vec![document.audit().clone()];
    for _ in 0..12 {
        document.apply("随机", random_edit(document.audit(), &mut dice)).unwrap();
        states.push(document.audit().clone());
    }
    for _ in 0..4 {
        document.undo().unwrap();
    }
    let now = document.audit().clone();
    let steps = document.steps().unwrap();
    assert_eq!(steps.iter().filter(|s| s.undone).count(), 4);
    assert_eq!(document.state_after(None).unwrap(), states[0]);
    for (step, state) in steps.iter().zip(&states[1..]) {
        assert_eq!(&document.state_after(Some(step.seq)).unwrap(), state, "step {}", step.seq);
    }
    let out = p.file("当时.audit");
    document.save_state_after(Some(steps[2].seq), &out).unwrap();
    assert!(check(&out).unwrap().sound());
    let then = Document::open(&out, &p.data).unwrap();
    assert_eq!((then.audit(), then.undo_name()), (&states[3], None));
    assert!(matches!(document.save_state_after(None, &out), Err(StoreError::Exists(_))));
    assert!(matches!(document.save_state_after(None, &path), Err(StoreError::Exists(_))));
    assert_eq!(document.audit(), &now, "nothing of it changes the audit itself");
}

#[test]
fn what_was_replaced_is_kept_as_a_backup() {
    let p = place();
    let path = p.saved("a.audit");
    let opened = std::fs::read(&path).unwrap();
    let mut document = Document::open(&path, &p.data).unwrap();
    for n in 0..5 {
        document.apply("改名", rename(&format!("第{n}厂"))).unwrap();
        document.save().unwrap();
        assert!(document.take_backup_problem().is_none());
    }
    document.close(true).unwrap();
    let kept = backups(&path, &p.data);
    assert_eq!(kept.len(), 1, "one in half an hour, not one a save");
    assert_eq!(std::fs::read(&kept[0].path).unwrap(), opened, "the state it was opened in");
    assert_eq!(kept[0].bytes, opened.len() as u64);

    // A backup is looked at and saved under another name; it and the original stay.
    assert!(is_backup(&kept[0].path, &p.data) && !is_backup(&path, &p.data));
    assert!(matches!(Document::open(&kept[0].path, &p.data), Err(StoreError::Backup(_))));
    let current = std::fs::read(&path).unwrap();
    let mut old = Document::open_as_new(&kept[0].path, &p.data).unwrap();
    assert_eq!((old.audit(), old.path(), old.saved()), (&opened_audit(&p, &opened), None, false));
    assert!(matches!(old.save(), Err(StoreError::NoPath)));
    assert!(matches!(old.save_as(&kept[0].path), Err(StoreError::Backup(_))));
    old.save_as(&p.file("当时.audit")).unwrap();
    old.apply("改名", rename("新")).unwrap();
    old.close(true).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), current);
    assert_eq!(std::fs::read(&kept[0].path).unwrap(), opened);
    assert!(recoverable(&p.data).is_empty());
}

#[test]
fn a_backup_made_by_a_thread_is_of_the_file_before_the_save() {
    let p = place();
    let path = p.saved("a.audit");
    let opened = std::fs::read(&path).unwrap();
    let mut document = Document::open(&path, &p.data).unwrap();
    document.begin_save().unwrap();
    assert!(!document.saving(), "nothing edited, nothing to save or keep");
    assert!(backups(&path, &p.data).is_empty());
    document.apply("改名", rename("甲")).unwrap();
    document.begin_save().unwrap();
    document.begin_save().unwrap();
    document.apply("改名", rename("乙")).unwrap();
    document.save().unwrap();
    assert!(document.take_backup_problem().is_none());
    let kept = backups(&path, &p.data);
    assert_eq!(kept.len(), 1);
    assert_eq!(std::fs::read(&kept[0].path).unwrap(), opened);
    // Thrown away, it leaves nothing half done.
    document.set_backup_policy(BackupPolicy { minutes_apart: 0, ..BackupPolicy::default() });
    document.apply("改名", rename("丙")).unwrap();
    let saved = std::fs::read(&path).unwrap();
    document.begin_save().unwrap();
    document.close(false).unwrap();
    let kept = backups(&path, &p.data);
    assert_eq!((kept.len(), std::fs::read(&kept[0].path).unwrap()), (2, saved));
    let folder = kept[0].path.parent().unwrap();
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 2, "no part of a backup is left");
}

fn opened_audit(p: &crate::common::Place, bytes: &[u8]) -> Audit {
    let path = p.file("比较.audit");
    std::fs::write(&path, bytes).unwrap();
    Document::open_read_only(&path, &p.data).unwrap().audit().clone()
}

#[test]
fn old_backups_go_by_number_and_by_age_but_never_the_newest() {
    let p = place();
    let path = p.saved("a.audit");
    let policy = BackupPolicy { keep: 3, days: 30, minutes_apart: 0 };
    let mut document = Document::open(&path, &p.data).unwrap();
    document.set_backup_policy(policy);
    for n in 0..6 {
        document.apply("改名", rename(&format!("第{n}厂"))).unwrap();
        document.save().unwrap();
    }
    let kept = backups(&path, &p.data);
    assert_eq!(kept.len(), 3);
    assert!(kept.windows(2).all(|w| w[0].made > w[1].made));
    // The newest holds what the last save replaced: the fifth name.
    let newest = Document::open_as_new(&kept[0].path, &p.data).unwrap();
    assert_eq!(enterprise(&newest), "第4厂");
    newest.close(false).unwrap();

    // Two backups of the year 2020: with the next one both are too old.
    for old in &kept[1..] {
        let name = old.path.file_name().unwrap().to_string_lossy().replacen(&old.made.to_string()[..4], "2020", 1);
        std::fs::rename(&old.path, old.path.with_file_name(name)).unwrap();
    }
    document.apply("改名", rename("又一")).unwrap();
    document.save().unwrap();
    assert_eq!(backups(&path, &p.data).len(), 2);
    document.set_backup_policy(BackupPolicy { keep: 0, ..policy });
    document.apply("改名", rename("再一")).unwrap();
    document.save().unwrap();
    assert_eq!(backups(&path, &p.data).len(), 2, "none is made, none removed");
}

#[test]
fn a_damaged_file_is_no_backup_and_the_work_is_saved_all_the_same() {
    let p = place();
    let path = p.saved("a.audit");
    let mut document = Document::open(&path, &p.data).unwrap();
    document.apply("改名", rename("甲厂")).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert!(matches!(document.save(), Err(StoreError::ChangedElsewhere(_))));
    document.save_overwriting().unwrap();
    assert!(matches!(document.take_backup_problem(), Some(StoreError::Damaged { .. })));
    assert!(backups(&path, &p.data).is_empty());
    // What another program made of the file is kept, however recent the last backup.
    std::fs::write(&path, &bytes).unwrap();
    document.save_overwriting().unwrap();
    assert_eq!(backups(&path, &p.data).len(), 1);
    // And so is a file that "save as" replaces.
    let other = p.saved("b.audit");
    document.save_as(&other).unwrap();
    assert_eq!(backups(&other, &p.data).len(), 1);
}

#[test]
fn the_original_of_an_older_format_stays_beside_the_new_one() {
    let p = place();
    let path = p.file("站.audit");
    std::fs::copy("tests/store/format1.audit", &path).unwrap();
    let original = std::fs::read(&path).unwrap();
    let mut document = Document::open(&path, &p.data).unwrap();
    assert_eq!(p.listing(), ["站.audit", "站.audit.lock"], "looking keeps nothing");
    document.apply("改名", rename("甲厂")).unwrap();
    document.save().unwrap();
    document.apply("改名", rename("乙厂")).unwrap();
    document.close(true).unwrap();
    assert_eq!(p.listing(), ["站.audit", "站.格式1.audit"]);
    assert_eq!(std::fs::read(p.file("站.格式1.audit")).unwrap(), original);
    // Another old file of that name is kept, too.
    std::fs::write(&path, &original).unwrap();
    Connection::open(&path).unwrap().execute("UPDATE meta SET value = value || ' '", []).unwrap();
    let mut document = Document::open(&path, &p.data).unwrap();
    document.apply("改名", rename("丙厂")).unwrap();
    document.close(true).unwrap();
    assert_eq!(p.listing(), ["站.audit", "站.格式1(2).audit", "站.格式1.audit"]);
}

#[test]
fn the_second_window_takes_over_when_the_first_is_gone() {
    let p = place();
    let path = p.saved("a.audit");
    let mut first = Document::open(&path, &p.data).unwrap();
    let mut looking = Document::open_read_only(&path, &p.data).unwrap();
    let mut editing = Document::open_read_only(&path, &p.data).unwrap();
    editing.apply("改名", rename("第二个")).unwrap();
    assert!(matches!(looking.take_over(), Err(StoreError::Locked { .. })));
    assert!(looking.read_only());
    first.apply("改名", rename("第一个")).unwrap();
    first.close(true).unwrap();

    looking.take_over().unwrap();
    assert!(!looking.read_only() && looking.saved());
    assert_eq!(enterprise(&looking), "第一个", "nothing was edited here: what the first one saved is read");
    assert!(matches!(editing.take_over(), Err(StoreError::Locked { .. })), "one only");
    looking.apply("改名", rename("接着改")).unwrap();
    looking.close(true).unwrap();

    editing.take_over().unwrap();
    assert!(!editing.read_only());
    assert_eq!(enterprise(&editing), "第二个", "edits of its own are not thrown away");
    assert!(matches!(editing.save(), Err(StoreError::ChangedElsewhere(_))), "nor the other's overwritten");
    editing.save_as(&p.file("b.audit")).unwrap();
    assert_eq!(enterprise(&Document::open(&path, &p.data).unwrap()), "接着改");
}

#[test]
fn taking_over_an_unchanged_file_keeps_edits_and_undo() {
    let p = place();
    let path = p.saved("a.audit");
    let first = Document::open(&path, &p.data).unwrap();
    let mut second = Document::open_read_only(&path, &p.data).unwrap();
    let device = full_device(KindCode::Motor, 3);
    second.apply("加一台", Edit::InsertEquipment(vec![(0, device.into())])).unwrap();
    let wanted = second.audit().clone();
    first.close(true).unwrap();
    second.take_over().unwrap();
    second.save().unwrap();
    assert_eq!(second.undo_name(), Some("加一台"));
    second.close(true).unwrap();
    assert_eq!(Document::open(&path, &p.data).unwrap().audit(), &wanted);
}
