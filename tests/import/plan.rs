//! The edit an import becomes.

use energy_audit::audit::{Audit, Entered};
use energy_audit::exchange::{ImportCounts, OnDuplicate};

use super::*;

fn ledger() -> Import {
    let rows: &[&[V]] = &[
        &[T("编号"), T("型号"), T("功率"), T("负载率(%)")],
        &[T("M1"), T("Y160M-4"), N(11.0)],
        &[T("M2"), T("Y160L-4"), N(15.0), N(60.0)],
        &[E, T("Y180M-4"), N(18.5)],
    ];
    import_sheets(&[("电机", rows)])
}

fn existing() -> Audit {
    let mut m1 = Equipment::new(KindCode::Motor);
    m1.set("tag", Some(Entered::ledger(FieldValue::Text("m1".into())))).unwrap();
    m1.set("rated_power_kw", Some(Entered::ledger(FieldValue::Number(7.5)))).unwrap();
    m1.set("load_factor_pct", Some(Entered::new(FieldValue::Number(70.0), Origin::Measured))).unwrap();
    // The same tag on a transformer is another device.
    let mut t = Equipment::new(KindCode::Transformer);
    t.set("tag", Some(Entered::ledger(FieldValue::Text("M2".into())))).unwrap();
    Audit { equipment: vec![m1, t].into(), ..Audit::default() }
}

#[test]
fn duplicates() {
    let import = ledger();
    clean(&import);
    for (on_duplicate, counts, power, devices) in [
        (OnDuplicate::Skip, ImportCounts { added: 2, replaced: 0, skipped: 1 }, 7.5, 4),
        (OnDuplicate::Replace, ImportCounts { added: 2, replaced: 1, skipped: 0 }, 11.0, 4),
        (OnDuplicate::Both, ImportCounts { added: 3, replaced: 0, skipped: 0 }, 7.5, 5),
    ] {
        let before = existing();
        let mut audit = before.clone();
        let (edit, told) = import.edit(&audit, on_duplicate);
        assert_eq!(told, counts);
        let undo = edit.apply(&mut audit).unwrap();
        assert_eq!(audit.equipment.len(), devices);
        assert_eq!(num(&audit.equipment[0], "rated_power_kw"), Some(power));
        // What the ledger leaves empty stays as the auditor entered it.
        assert_eq!(num(&audit.equipment[0], "load_factor_pct"), Some(70.0));
        assert_eq!(txt(audit.equipment.last().unwrap(), "model"), "Y180M-4");
        undo.apply(&mut audit).unwrap();
        assert_eq!(audit, before);
    }
}

#[test]
fn the_same_import_twice() {
    let import = ledger();
    let mut audit = Audit::default();
    import.edit(&audit, OnDuplicate::Both).0.apply(&mut audit).unwrap();
    import.edit(&audit, OnDuplicate::Both).0.apply(&mut audit).unwrap();
    assert_eq!(audit.equipment.len(), 6);
    let (_, counts) = import.edit(&audit, OnDuplicate::Skip);
    assert_eq!(counts, ImportCounts { added: 1, replaced: 0, skipped: 2 });
}
