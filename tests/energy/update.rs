//! A diagnosis brought up to date is the diagnosis of the audit as it is.

use energy_audit::audit::equipment::Overrule;
use energy_audit::audit::field::FieldValue;
use energy_audit::audit::{
    Action, Audit, Cost, Edit, Entered, Equipment, Id, KindCode, Measure, Scenario, Target, Touched,
};
use energy_audit::diagnosis::{Counted, Diagnosis, diagnose, effort, update};
use energy_audit::reference::Reference;
use proptest::prelude::*;

use super::{device, reference, value};

const MOTOR: &str =
    "model=Y160M-4;rated_power_kw=11;poles=4;rated_efficiency_pct=88;load_factor_pct=70;annual_hours_h=6000";

/// Motors with pumps on them, a transformer, a boiler, measures and a scenario.
fn plant() -> Audit {
    let mut equipment = Vec::new();
    for n in 0..4 {
        equipment.push(device(KindCode::Motor, &format!("tag=M-{n};fed_by=T-1;{MOTOR}")));
        equipment.push(device(KindCode::Pump, &format!("tag=P-{n};fed_by=M-{n};annual_electricity_kwh=1000{n}")));
    }
    equipment.push(device(KindCode::Transformer, "tag=T-1;model=S9-500/10;load_factor_pct=50;energized_hours_h=8760"));
    equipment.push(device(
        KindCode::Boiler,
        "tag=B-1;fuel=bituminous;fuel_ncv_kj_per_kg=20934;annual_fuel_t=700;measured_efficiency_pct=72;capacity_tph=10",
    ));
    let measure = |id: u64, targets: Vec<Id>, grade| Measure {
        id: Id(id),
        title: format!("措施 {id}"),
        targets,
        action: Action::ReplaceMotor { grade, efficiency_pct: None },
        cost: Cost { investment_yuan: Some(5000.0), ..Cost::default() },
        requires: Vec::new(),
        note: String::new(),
    };
    let measures = vec![
        measure(1, vec![equipment[0].id, equipment[2].id], 2),
        measure(2, vec![equipment[2].id, equipment[4].id], 1),
        measure(3, vec![equipment[6].id], 2),
    ];
    let scenarios = vec![
        Scenario { id: Id(11), name: "甲".to_owned(), measures: vec![Id(1), Id(2)] },
        Scenario { id: Id(12), name: "乙".to_owned(), measures: vec![Id(3)] },
    ];
    Audit { equipment: equipment.into(), measures, scenarios, ..Audit::default() }
}

/// An edit, drawn from numbers: of fields, links, tags, status, verdicts, devices, plans, prices.
fn edit(audit: &Audit, what: u8, which: usize, how: u8) -> Option<Edit> {
    let at = which % audit.equipment.len().max(1);
    let chosen = audit.equipment.get(at);
    let set = |e: &Equipment, key: &str, text: &str| {
        let entered = (!how.is_multiple_of(7)).then(|| Entered::ledger(value(e.kind.code(), key, text)));
        Edit::field(e.id, key, entered)
    };
    Some(match what % 12 {
        0 => set(chosen?, "tag", ["M-0", "M-1", "m-2", "P-1", "T-1", "X"][usize::from(how) % 6]),
        1 => set(chosen?, "fed_by", ["M-0", "M-1", "M-2 ", "P-1", "T-1", "Y"][usize::from(how) % 6]),
        2 => set(chosen?, "status", ["in_use", "standby", "idle"][usize::from(how) % 3]),
        3 => set(chosen?, "quantity", ["1", "2", "3"][usize::from(how) % 3]),
        4 => {
            let device = chosen?;
            let keys = ["annual_hours_h", "load_factor_pct", "rated_efficiency_pct", "annual_electricity_kwh"];
            let key = keys.into_iter().cycle().skip(usize::from(how) % 4).take(4);
            let key = key.into_iter().find(|k| device.kind.code().field(k).is_some())?;
            set(device, key, "62.5")
        }
        5 => Edit::Overrule(
            chosen?.id,
            how.is_multiple_of(2).then(|| Overrule { level: "grade2".into(), reason: "".into() }),
        ),
        6 => Edit::RemoveEquipment(vec![chosen?.id]),
        7 => {
            let kind = [KindCode::Motor, KindCode::Pump, KindCode::Furnace][usize::from(how) % 3];
            let fields = ["tag=M-1", "tag=P-9;fed_by=M-1;annual_electricity_kwh=77", "fuel=electricity;fed_by=M-2"];
            Edit::InsertEquipment(vec![(at, device(kind, fields[usize::from(how) % 3]).into())])
        }
        8 => {
            let mut measure = audit.measures.get(which % audit.measures.len().max(1))?.clone();
            measure.targets = audit.equipment.iter().map(|e| e.id).skip(at).take(usize::from(how % 4)).collect();
            Edit::ReplaceMeasure(measure)
        }
        9 => Edit::RemoveMeasure(audit.measures.get(which % audit.measures.len().max(1))?.id),
        10 => Edit::Field {
            target: Target::Prices,
            key: "electricity_yuan_per_kwh".to_owned(),
            value: Some(Entered::ledger(FieldValue::Number(0.5 + f64::from(how % 3) / 10.0))),
        },
        _ => Edit::Field {
            target: Target::Enterprise,
            key: "name".to_owned(),
            value: Some(Entered::ledger(FieldValue::Text(format!("厂{how}")))),
        },
    })
}

fn same(updated: &Diagnosis, audit: &Audit, reference: &Reference) -> Result<(), TestCaseError> {
    let whole = diagnose(audit, reference);
    prop_assert_eq!(&updated.devices, &whole.devices);
    prop_assert_eq!(&updated.by_kind, &whole.by_kind);
    prop_assert_eq!(&updated.by_level, &whole.by_level);
    prop_assert_eq!(&updated.total, &whole.total);
    prop_assert_eq!(&updated.measures, &whole.measures);
    prop_assert_eq!(&updated.scenarios, &whole.scenarios);
    // And what only later updates see.
    prop_assert!(*updated == whole);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// Edits, one to three between two updates, some of them taken back.
    #[test]
    fn any_edits(steps in proptest::collection::vec((any::<u8>(), any::<usize>(), any::<u8>(), any::<bool>(), 1u8..4), 1..14)) {
        let reference = reference();
        let mut audit = plant();
        let mut found = diagnose(&audit, &reference);
        let mut touched = Touched::default();
        let mut open = 0;
        for (what, which, how, back, every) in steps {
            let Some(edit) = edit(&audit, what, which, how) else { continue };
            touched.add(&edit.touched());
            let inverse = edit.apply(&mut audit).expect("applies");
            if back {
                touched.add(&inverse.touched());
                inverse.apply(&mut audit).expect("is taken back");
            }
            open += 1;
            if open >= every {
                found = update(found, &audit, &reference, &std::mem::take(&mut touched));
                same(&found, &audit, &reference)?;
                open = 0;
            }
        }
        found = update(found, &audit, &reference, &touched);
        same(&found, &audit, &reference)?;
    }
}

/// What an edit does not touch is not looked at again: it is the same finding, not an equal one.
#[test]
fn only_the_touched_device_and_its_links_are_new() {
    let reference = reference();
    let mut audit = plant();
    let before = diagnose(&audit, &reference);
    let motor = audit.equipment[0].id;
    let edit = Edit::field(motor, "annual_hours_h", Some(Entered::ledger(FieldValue::Number(100.0))));
    let touched = edit.touched();
    // The motor and its pump, and as target of a measure of two and of a scenario of two measures with four.
    assert_eq!(effort(&before, &audit, &reference, &touched), 2 + 2 + 4);
    // The pump is in no measure, but its motor is. The transformer feeds them all and changes none.
    let of = |at: usize| {
        let edit = Edit::field(audit.equipment[at].id, "note", Some(Entered::ledger(FieldValue::Text("x".to_owned()))));
        effort(&before, &audit, &reference, &edit.touched())
    };
    assert_eq!((of(1), of(8)), (2 + 2 + 4, 1));
    edit.apply(&mut audit).expect("applies");
    let after = update(before.clone(), &audit, &reference, &touched);
    let renewed: Vec<usize> = (0..audit.equipment.len())
        .filter(|at| !std::sync::Arc::ptr_eq(&before.devices[*at], &after.devices[*at]))
        .collect();
    assert_eq!(renewed, [0]);
    // Without hours the motor is unknown: now its pump counts, and is new.
    let edit = Edit::field(motor, "annual_hours_h", None);
    let touched = edit.touched();
    edit.apply(&mut audit).expect("applies");
    let later = update(after.clone(), &audit, &reference, &touched);
    assert_eq!(later.devices[0].counted, Counted::InDriven(audit.equipment[1].id));
    assert_eq!(later.devices[1].counted, Counted::Own);
    assert!(std::sync::Arc::ptr_eq(&after.devices[2], &later.devices[2]));
    // A price changes everything.
    let edit = Edit::Field {
        target: Target::Prices,
        key: "coal_yuan_per_t".to_owned(),
        value: Some(Entered::ledger(FieldValue::Number(900.0))),
    };
    let touched = edit.touched();
    edit.apply(&mut audit).expect("applies");
    assert_eq!(effort(&later, &audit, &reference, &touched), audit.equipment.len());
    let priced = update(later, &audit, &reference, &touched);
    assert_eq!(priced.total, diagnose(&audit, &reference).total);
}

#[test]
fn another_date_is_found_out() {
    let mut audit = plant();
    audit.equipment.shared_mut().truncate(1);
    let before = diagnose(&audit, &Reference::on(jiff::civil::date(2015, 1, 1)).expect("tables"));
    let now = reference();
    assert!(update(before, &audit, &now, &Touched::default()) == diagnose(&audit, &now));
}
