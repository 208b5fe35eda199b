//! 待补数据清单: written, filled in, imported again.

use std::path::Path;

use calamine::Reader as _;
use energy_audit::audit::{Audit, Entered, FieldDef, FieldKind, PartialDate};
use energy_audit::diagnosis::{Counted, Diagnosis, diagnose};
use energy_audit::exchange::{OnDuplicate, write_worklist};
use energy_audit::reference::Reference;

use super::*;

fn set(device: &mut Equipment, key: &str, value: FieldValue) {
    device.set(key, Some(Entered::new(value, Origin::Nameplate))).unwrap();
}

fn text(t: &str) -> FieldValue {
    FieldValue::Text(t.to_owned())
}

/// A device of every kind with only tag and place; motors with the same tag, without one, and with nothing at all.
fn audit() -> Audit {
    let mut equipment = Vec::new();
    for (i, kind) in KindCode::ALL.into_iter().enumerate() {
        let mut device = Equipment::new(kind);
        set(&mut device, "tag", text(&format!("E{i}")));
        set(&mut device, "name", text(["1#引风机", "除尘", "锅炉给水泵", "一车间"][i % 4]));
        set(&mut device, "workshop", text(["锅炉房", "一车间"][i % 2]));
        equipment.push(device);
    }
    for (tag, name, kw) in [("M1", "甲", 11.0), ("M1", "乙", 15.0), ("", "丙", 18.5), ("", "", 22.0)] {
        let mut device = Equipment::new(KindCode::Motor);
        for (key, value) in [("tag", tag), ("name", name)] {
            if !value.is_empty() {
                set(&mut device, key, text(value));
            }
        }
        set(&mut device, "rated_power_kw", FieldValue::Number(kw));
        device.common.remark = Some(Entered::new("自己的备注 ".to_owned(), Origin::Measured));
        equipment.push(device);
    }
    Audit { equipment: equipment.into(), ..Audit::default() }
}

fn diagnosed(audit: &Audit) -> Diagnosis {
    diagnose(audit, &Reference::on(jiff::civil::date(2026, 6, 30)).unwrap())
}

fn write(path: &Path, audit: &Audit) -> usize {
    write_worklist(path, audit, &diagnosed(audit)).unwrap()
}

/// What the list must ask of a device: fields that screening or the energy calculation misses.
fn missing(audit: &Audit, device: &Equipment) -> Vec<&'static str> {
    let diagnosis = diagnosed(audit);
    let found = diagnosis.device(device.id).unwrap();
    let mut keys: Vec<&'static str> = found.verdict.missing.iter().filter_map(|m| m.key).collect();
    // Energy that the totals don't need isn't asked for.
    let energy = found.energy.as_ref().err().filter(|_| found.counted == Counted::Unknown);
    keys.extend(energy.into_iter().flat_map(|gap| gap.missing.iter().copied()));
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn import(path: &Path) -> Import {
    read(path, &options(), &Progress::new()).unwrap()
}

/// Something to fill in, and what becomes of it.
fn filling(def: &FieldDef) -> (V, FieldValue) {
    match def.kind {
        FieldKind::Number { min, max } => {
            let value = (min + (max - min) * 0.25).round().clamp(min, max);
            (N(value), FieldValue::Number(value))
        }
        FieldKind::Choice(options) => (T(options[0].zh), FieldValue::Choice(options[0].code.to_owned())),
        FieldKind::Text { .. } => (T("现场抄录"), text("现场抄录")),
        FieldKind::Date => (T("2003-05"), FieldValue::Date(PartialDate::new(2003, Some(5), None).unwrap())),
    }
}

/// The list as people give it back: every sheet copied, with `fill` entered into cells that are empty.
fn copy(from: &Path, to: &Path, fill: &dyn Fn(&str, &str, &str) -> Option<V>) {
    let mut source: calamine::Xlsx<_> = calamine::open_workbook(from).unwrap();
    let mut book = Workbook::new();
    for name in source.sheet_names() {
        let range = source.worksheet_range(&name).unwrap();
        let sheet = book.add_worksheet();
        sheet.set_name(&name).unwrap();
        let header = |c: usize| range.get((0, c)).map(ToString::to_string).unwrap_or_default();
        let id = (0..range.width()).find(|c| header(*c) == "设备ID(勿改)");
        for r in 0..range.height() {
            for c in 0..range.width() {
                let (row, column) = (r as u32, c as u16);
                let cell = range.get((r, c)).cloned().unwrap_or_default();
                let owner = id.and_then(|id| range.get((r, id))).map(ToString::to_string).unwrap_or_default();
                match cell {
                    calamine::Data::Empty if r > 0 => match fill(&name, &owner, &header(c)) {
                        Some(N(n)) => drop(sheet.write(row, column, n).unwrap()),
                        Some(T(t)) => drop(sheet.write(row, column, t).unwrap()),
                        _ => {}
                    },
                    calamine::Data::Empty => {}
                    calamine::Data::Float(n) => drop(sheet.write(row, column, n).unwrap()),
                    other => drop(sheet.write(row, column, other.to_string()).unwrap()),
                }
            }
        }
    }
    book.save(to).unwrap();
}

#[test]
fn what_is_filled_in_comes_back_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let (list, filled) = (dir.path().join("待补.xlsx"), dir.path().join("填好.xlsx"));
    let before = audit();
    let listed = before.equipment.iter().filter(|d| !missing(&before, d).is_empty()).count();
    assert_eq!(write(&list, &before), listed);
    assert!(listed >= 12, "{listed}");
    let device = |owner: &str| before.equipment.iter().find(|d| format!("D{}", d.id.0) == owner);
    // People also write into grey cells.
    copy(&list, &filled, &|_, owner, header| {
        let device = device(owner)?;
        let def = device.kind.code().fields().find(|d| d.header() == header)?;
        Some(filling(def).0)
    });
    let import = import(&filled);
    clean(&import);
    assert_eq!(import.rows.len(), listed);
    for on_duplicate in [OnDuplicate::Replace, OnDuplicate::Skip, OnDuplicate::Both] {
        let mut after = before.clone();
        let (edit, counts) = import.edit(&before, on_duplicate);
        let undo = edit.apply(&mut after).unwrap();
        assert_eq!((counts.added, counts.replaced, counts.skipped), (0, listed, 0), "{on_duplicate:?}");
        let mut expected = before.clone();
        for device in expected.equipment.iter_mut() {
            for key in missing(&before, device) {
                let def = device.kind.code().field(key).unwrap();
                device.set(key, Some(Entered::ledger(filling(def).1))).unwrap();
            }
        }
        assert_eq!(after, expected, "{on_duplicate:?}");
        undo.apply(&mut after).unwrap();
        assert_eq!(after, before);
    }
}

#[test]
fn an_unfilled_list_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("待补.xlsx");
    let mut audit = audit();
    // A field asked for that holds something: only a year is known, and it isn't from a ledger.
    for device in audit.equipment.iter_mut() {
        device.common.made_on = PartialDate::year_only(2003).map(|d| Entered::new(d, Origin::Measured));
    }
    write(&path, &audit);
    let import = import(&path);
    clean(&import);
    assert!(import.notes.is_empty(), "{:?}", import.notes);
    for on_duplicate in [OnDuplicate::Replace, OnDuplicate::Skip, OnDuplicate::Both] {
        let mut after = audit.clone();
        let (edit, counts) = import.edit(&audit, on_duplicate);
        edit.apply(&mut after).unwrap();
        assert_eq!(after, audit);
        assert_eq!((counts.added, counts.replaced), (0, 0));
    }
}

#[test]
fn where_the_values_are_from_and_lists_of_other_audits() {
    let dir = tempfile::tempdir().unwrap();
    let (list, filled) = (dir.path().join("待补.xlsx"), dir.path().join("填好.xlsx"));
    let mut one = Equipment::new(KindCode::Motor);
    set(&mut one, "tag", text("M1"));
    set(&mut one, "model", text("YE3-160M-4"));
    let before = Audit { equipment: vec![one].into(), ..Audit::default() };
    write(&list, &before);
    copy(&list, &filled, &|_, _, header| match header {
        "额定功率(kW)" => Some(N(11.0)),
        "数据来源" => Some(T("测试")),
        _ => None,
    });
    let import = import(&filled);
    clean(&import);
    let mut after = before.clone();
    import.edit(&before, OnDuplicate::Replace).0.apply(&mut after).unwrap();
    assert_eq!(num(&after.equipment[0], "rated_power_kw"), Some(11.0));
    assert_eq!(origin(&after.equipment[0], "rated_power_kw"), Some(Origin::Measured));
    assert_eq!(origin(&after.equipment[0], "tag"), Some(Origin::Nameplate), "only what was asked");
    // In a copy of the audit with other ids the tag finds the device, if asked to; it is never added.
    let mut copy = before.clone();
    copy.equipment[0].id = energy_audit::audit::Id::fresh();
    for (on_duplicate, power) in
        [(OnDuplicate::Replace, Some(11.0)), (OnDuplicate::Skip, None), (OnDuplicate::Both, None)]
    {
        let mut after = copy.clone();
        import.edit(&copy, on_duplicate).0.apply(&mut after).unwrap();
        assert_eq!(after.equipment.len(), 1);
        assert_eq!(num(&after.equipment[0], "rated_power_kw"), power, "{on_duplicate:?}");
    }
}

#[test]
fn the_lists_layout() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("待补.xlsx");
    let mut equipment = Vec::new();
    for (tag, place) in [("M1", "乙车间"), ("M2", ""), ("M3", "甲车间"), ("M4", "乙车间")] {
        let mut device = Equipment::new(KindCode::Motor);
        set(&mut device, "tag", text(tag));
        set(&mut device, "model", text("YE3-160M-4"));
        if !place.is_empty() {
            set(&mut device, "workshop", text(place));
        }
        equipment.push(device);
    }
    let audit = Audit { equipment: equipment.into(), ..Audit::default() };
    assert_eq!(write(&path, &audit), 4);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    assert_eq!(book.sheet_names(), ["电动机", "填写说明"]);
    let range = book.worksheet_range("电动机").unwrap();
    let row = |r: usize| {
        (0..range.width()).map(|c| range.get((r, c)).map(ToString::to_string).unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(row(0)[..4], ["编号", "名称", "使用地点", "型号"]);
    assert_eq!(row(0)[range.width() - 4..], ["要问的问题", "待补项目", "数据来源", "设备ID(勿改)"]);
    assert!(row(0).contains(&"额定功率(kW)".to_owned()));
    // Devices of a place stand together, those without a place last.
    let places: Vec<String> = (1..range.height()).map(|r| row(r)[2].clone()).collect();
    assert_eq!(places, ["乙车间", "乙车间", "甲车间", ""]);
    // Nothing missing: the file says so.
    assert_eq!(write(&path, &Audit::default()), 0);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    let range = book.worksheet_range("填写说明").unwrap();
    assert!(range.get((0, 0)).unwrap().to_string().contains("没有待补的数据"));
}

#[test]
fn a_device_id_that_was_changed_is_refused() {
    let rows: &[&[V]] =
        &[&[T("编号"), T("名称"), T("额定功率(kW)"), T("设备ID(勿改)")], &[T("M1"), T("电机"), N(11.0), T("我的设备")]];
    let import = import_sheets(&[("电动机", rows)]);
    assert!(import.rows.is_empty());
    assert!(only(&import).reason.contains("设备ID"), "{}", only(&import));
    // A plant's own column of ids is none of ours.
    let rows: &[&[V]] = &[&[T("设备ID"), T("名称"), T("型号")], &[T("1001"), T("电机"), T("Y160M-4")]];
    let import = import_sheets(&[("电动机", rows)]);
    assert!(import.rows[0].update.is_none());
}
