//! Every edit is kept and can be taken back.

use std::sync::Arc;
use std::time::Instant;

use energy_audit::audit::{Action, Audit, Edit, EditError, Entered, Equipment, FieldValue, Id, KindCode};
use energy_audit::store::{Document, StoreError};

use crate::common::{Dice, enterprise, full_device, measure, place, plant, random_edit, rename};

#[test]
fn everything_entered_comes_back() {
    let p = place();
    let path = p.file("水泥厂.audit");
    let audit = plant();
    Document::create(&path, audit.clone(), &p.data).unwrap().close(true).unwrap();
    let document = Document::open(&path, &p.data).unwrap();
    assert_eq!(document.audit(), &audit);
    assert!(document.saved());
    assert!(!document.read_only());
    assert_eq!(document.undo_name(), None);
    document.close(true).unwrap();
    assert_eq!(p.listing(), ["水泥厂.audit"], "no lock, journal or temporary file stays");
    assert_eq!(p.working(), [""; 0]);
}

#[test]
fn undo_and_redo_follow_every_random_edit_also_through_saving_and_reopening() {
    for seed in 0..6 {
        let p = place();
        let path = p.file("a.audit");
        let mut dice = Dice(seed);
        let start = if seed % 2 == 0 { plant() } else { Audit::default() };
        let mut document = Document::create(&path, start.clone(), &p.data).unwrap();
        let mut states = vec![start];
        for n in 0..120 {
            let edit = random_edit(document.audit(), &mut dice);
            document.apply(&format!("第{n}步"), edit).unwrap();
            states.push(document.audit().clone());
            if dice.roll(20) == 0 {
                document.close(true).unwrap();
                document = Document::open(&path, &p.data).unwrap();
                assert_eq!(document.audit(), &states[n + 1], "seed {seed}, reopened after step {n}");
            }
        }
        for n in (0..120).rev() {
            assert_eq!(document.undo_name(), Some(format!("第{n}步").as_str()));
            assert_eq!(document.undo().unwrap(), Some(format!("第{n}步")));
            assert_eq!(document.audit(), &states[n], "seed {seed}, undo of step {n}");
            if n % 50 == 7 {
                document.close(true).unwrap();
                document = Document::open(&path, &p.data).unwrap();
                assert_eq!(document.audit(), &states[n], "seed {seed}, reopened after undo of step {n}");
            }
        }
        assert_eq!(document.undo().unwrap(), None);
        for n in 0..120 {
            assert_eq!(document.redo().unwrap(), Some(format!("第{n}步")));
            assert_eq!(document.audit(), &states[n + 1], "seed {seed}, redo of step {n}");
        }
        assert_eq!(document.redo().unwrap(), None);
        document.close(true).unwrap();
        let document = Document::open(&path, &p.data).unwrap();
        assert_eq!(Some(document.audit()), states.last(), "seed {seed}, order and contents in the file");
    }
}

/// What a step says it touched is enough to bring the diagnosis up to date, whichever way it was taken.
#[test]
fn what_a_step_touched_is_judged_again_and_nothing_is_forgotten() {
    use energy_audit::diagnosis::{diagnose, update};
    let reference = energy_audit::reference::Reference::on(jiff::civil::date(2026, 11, 24)).unwrap();
    for seed in 0..3 {
        let p = place();
        let mut dice = Dice(100 + seed);
        let mut document = Document::untitled(plant(), &p.data).unwrap();
        let mut found = diagnose(document.audit(), &reference);
        for n in 0..60 {
            match dice.roll(4) {
                0 => drop(document.undo().unwrap()),
                1 => drop(document.redo().unwrap()),
                _ => {
                    let edit = random_edit(document.audit(), &mut dice);
                    document.apply("一步", edit).unwrap();
                }
            }
            let touched = document.take_touched();
            found = update(found, document.audit(), &reference, &touched);
            assert!(found == diagnose(document.audit(), &reference), "seed {seed}, step {n}");
        }
    }
}

#[test]
fn numbers_with_many_digits_come_back_to_the_last_bit() {
    let p = place();
    let path = p.file("a.audit");
    let mut dice = Dice(3);
    let mut audit = Audit::default();
    for _ in 0..2000 {
        let mut device = Equipment::new(KindCode::Motor);
        let quotient = (1 + dice.roll(1 << 30)) as f64 / (3 + dice.roll(1000)) as f64 * 0.1;
        device.common.quantity = Some(Entered::ledger(quotient));
        audit.equipment.push(device);
    }
    Document::create(&path, audit.clone(), &p.data).unwrap().close(true).unwrap();
    assert_eq!(Document::open(&path, &p.data).unwrap().audit(), &audit);
}

#[test]
fn a_new_edit_drops_what_was_undone() {
    let p = place();
    let mut document = Document::untitled(Audit::default(), &p.data).unwrap();
    for name in ["甲厂", "乙厂", "丙厂"] {
        document.apply(name, rename(name)).unwrap();
    }
    document.undo().unwrap();
    document.undo().unwrap();
    assert_eq!((document.undo_name(), document.redo_name()), (Some("甲厂"), Some("乙厂")));
    document.apply("丁厂", rename("丁厂")).unwrap();
    assert_eq!((document.undo_name(), document.redo_name()), (Some("丁厂"), None));
    assert_eq!(document.redo().unwrap(), None);
    document.undo().unwrap();
    assert_eq!(enterprise(&document), "甲厂");
}

#[test]
fn revision_and_state_shown_follow_the_edits() {
    let p = place();
    let path = p.file("a.audit");
    let mut document = Document::create(&path, Audit::default(), &p.data).unwrap();
    assert!(document.saved(), "written at once");
    let mut seen = vec![document.revision()];
    document.apply("改名", rename("甲厂")).unwrap();
    assert!(!document.saved());
    seen.push(document.revision());
    document.save().unwrap();
    assert!(document.saved());
    assert_eq!(document.revision(), seen[1], "saving changes nothing");
    document.undo().unwrap();
    assert!(!document.saved());
    seen.push(document.revision());
    document.redo().unwrap();
    seen.push(document.revision());
    seen.dedup();
    assert_eq!(seen.len(), 4);
}

#[test]
fn a_refused_edit_changes_nothing_at_all() {
    let p = place();
    let path = p.file("a.audit");
    let mut document = Document::create(&path, plant(), &p.data).unwrap();
    let before = document.audit().clone();
    let gone = Edit::RemoveEquipment(vec![Id(1)]);
    let half = Edit::Batch(vec![rename("甲厂"), gone]);
    assert!(matches!(document.apply("x", half), Err(StoreError::Edit(EditError::Gone))));
    let id = before.equipment[0].id;
    let negative = Edit::field(id, "rated_power_kw", Some(Entered::ledger(FieldValue::Number(-5.0))));
    let message = document.apply("x", negative).unwrap_err().to_string();
    assert!(message.contains("额定功率") && message.contains("−5"), "{message}");

    // JSON has no NaN: such a row could not be read again.
    let nan = measure(
        vec![],
        Action::ReplaceBoiler { fuel: None, efficiency_pct: f64::NAN, condensing: None, fuel_ncv: None },
    );
    let e = document.apply("x", Edit::InsertMeasure(0, nan)).unwrap_err();
    assert!(matches!(e, StoreError::Unstorable { .. }), "{e}");
    let mut device = Equipment::new(KindCode::Motor);
    device.common.quantity = Some(Entered::ledger(f64::INFINITY));
    let e = document.apply("x", Edit::InsertEquipment(vec![(0, device.into())])).unwrap_err();
    assert!(matches!(e, StoreError::Unstorable { .. }), "{e}");
    let mut device = Equipment::new(KindCode::Motor);
    device.id = Id(u64::MAX);
    let e = document.apply("x", Edit::InsertEquipment(vec![(0, device.into())])).unwrap_err();
    assert!(matches!(e, StoreError::Unstorable { .. }), "{e}");

    assert_eq!(document.audit(), &before);
    assert!(document.saved());
    assert_eq!((document.undo_name(), document.revision()), (None, 0));
    document.close(true).unwrap();
    assert_eq!(Document::open(&path, &p.data).unwrap().audit(), &before);
}

#[test]
fn an_edit_copies_only_the_device_it_changes_while_somebody_reads_the_audit() {
    let p = place();
    let mut document = Document::create(&p.file("a.audit"), plant(), &p.data).unwrap();
    let reading = document.shared();
    let before = Audit::clone(&reading);
    let (changed, gone) = (before.equipment[3].id, before.equipment[5].id);
    let value = Some(Entered::ledger(FieldValue::Text("大修后".to_owned())));
    document.apply("修改备注", Edit::field(changed, "remark", value)).unwrap();
    document.apply("删除", Edit::RemoveEquipment(vec![gone])).unwrap();
    assert_eq!(*reading, before, "who reads sees what there was");
    let kept: Vec<_> = reading.equipment.shared().iter().filter(|d| d.id != gone).collect();
    let now = document.audit().equipment.shared();
    assert_eq!(kept.len(), now.len());
    for (old, new) in kept.into_iter().zip(now) {
        assert_eq!(Arc::ptr_eq(old, new), old.id != changed, "{}", old.label());
    }
    document.undo().unwrap();
    document.undo().unwrap();
    assert_eq!(*document.audit(), before);
}

#[test]
fn an_import_of_a_hundred_thousand_devices_is_one_quick_step() {
    let p = place();
    let path = p.file("大厂.audit");
    let mut document = Document::create(&path, plant(), &p.data).unwrap();
    let before = document.audit().clone();
    let devices: Vec<_> = (0..100_000)
        .map(|n| {
            let mut device = Equipment::new(KindCode::ALL[n % 3]);
            device.common.tag = Some(Entered::ledger(format!("M-{n}")));
            device.common.model = Some(Entered::ledger("Y160M-4".to_owned()));
            (usize::MAX, device.into())
        })
        .collect();
    let time = Instant::now();
    document.apply("导入台账", Edit::InsertEquipment(devices)).unwrap();
    let imported = time.elapsed();
    let after = document.audit().clone();
    let time = Instant::now();
    // In the middle of them all: no other row is rewritten twice.
    document.apply("插入设备", Edit::InsertEquipment(vec![(50, full_device(KindCode::Motor, 1).into())])).unwrap();
    let inserted = time.elapsed();
    document.undo().unwrap();
    let time = Instant::now();
    document.save().unwrap();
    let saved = time.elapsed();
    let time = Instant::now();
    document.undo().unwrap();
    let undone = time.elapsed();
    assert_eq!(document.audit(), &before);
    document.redo().unwrap();
    assert_eq!(document.audit(), &after);
    document.close(true).unwrap();
    let time = Instant::now();
    let document = Document::open(&path, &p.data).unwrap();
    let opened = time.elapsed();
    assert_eq!(document.audit(), &after);
    println!("import {imported:?}, insert one {inserted:?}, save {saved:?}, undo {undone:?}, open {opened:?}");
    // Generous, because test machines are slow and builds unoptimised; an accidental square would take minutes.
    assert!(imported.as_secs() < 20 && undone.as_secs() < 20 && opened.as_secs() < 20);
}
