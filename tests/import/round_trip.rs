//! The template and the exported ledger can be imported again.

use energy_audit::audit::equipment::Status;
use energy_audit::audit::field::Choice as _;
use energy_audit::audit::{Audit, Entered, FieldKind, PartialDate, Row as PlantRow, Section};
use energy_audit::diagnosis::diagnose;
use energy_audit::exchange::{ExchangeError, OnDuplicate, export_json, write_ledger, write_template, write_workbook};
use energy_audit::reference::Reference;

use super::*;

/// A device with every field set to something inside its range.
pub(super) fn full(kind: KindCode, pick: usize) -> Equipment {
    let mut device = Equipment::new(kind);
    for (i, def) in kind.fields().enumerate() {
        let value = match def.kind {
            FieldKind::Number { min, max } => FieldValue::Number([min, max, min + (max - min) * 0.123_456_7][pick % 3]),
            FieldKind::Text { max_chars } => {
                let text = format!("{}样例 {i}-{pick}/A", def.zh);
                FieldValue::Text(text.chars().take(max_chars).collect())
            }
            FieldKind::Choice(options) => FieldValue::Choice(options[(i + pick) % options.len()].code.to_owned()),
            FieldKind::Date => FieldValue::Date(
                [
                    PartialDate::new(2003, Some(5), Some(1)),
                    PartialDate::new(2003, Some(10), None),
                    PartialDate::year_only(2003),
                ][pick % 3]
                    .unwrap(),
            ),
        };
        let origin = Origin::ALL[(i * 7 + pick) % 4];
        device.set(def.key, Some(Entered::new(value, origin))).unwrap();
    }
    device
}

/// Enough for every option of the longest list.
const PICKS: usize = 22;

fn sample() -> Audit {
    let mut equipment = Vec::new();
    for kind in KindCode::ALL {
        for pick in 0..PICKS {
            equipment.push(full(kind, pick));
        }
        equipment.push(Equipment::new(kind));
    }
    // What the auditor entered as other equipment, or as a pump, stays that, whatever it is called.
    for (kind, name, model) in [
        (KindCode::Other, "引风机", "Y4-73-11No10D"),
        (KindCode::Other, "循环水泵电机", "Y160M-4"),
        (KindCode::Pump, "1#锅炉", "Y160M-4"),
        (KindCode::Motor, "循环水泵", "IS100-80-160"),
    ] {
        let mut device = Equipment::new(kind);
        for (key, value) in [("tag", name), ("name", name), ("model", model)] {
            device.set(key, Some(Entered::ledger(FieldValue::Text(value.to_owned())))).unwrap();
        }
        if kind == KindCode::Other {
            device.set("category", Some(Entered::ledger(FieldValue::Text("风机".to_owned())))).unwrap();
        }
        let at = equipment.iter().rposition(|d: &Equipment| d.kind.code() == kind).unwrap();
        equipment.insert(at, device);
    }
    // A device without anything can't be written in a table.
    equipment.retain(|d| d.common.tag.is_some());
    Audit { equipment: equipment.into(), ..Audit::default() }
}

/// The sample below has every field of every kind, with every option, form of date and origin.
#[test]
fn nothing_is_missing_from_the_sample() {
    let audit = sample();
    for kind in KindCode::ALL {
        for def in kind.fields() {
            let of_kind = audit.equipment.iter().filter(|d| d.kind.code() == kind);
            let entered: Vec<_> = of_kind.filter_map(|d| d.get(def.key)).collect();
            let where_from: std::collections::HashSet<_> = entered.iter().map(|e| e.origin.zh()).collect();
            assert_eq!(where_from.len(), Origin::ALL.len(), "{} {}", kind.code(), def.key);
            let values: std::collections::HashSet<String> = entered.iter().map(|e| format!("{:?}", e.value)).collect();
            let least = match def.kind {
                FieldKind::Choice(options) => options.len(),
                FieldKind::Date | FieldKind::Number { .. } => 3,
                FieldKind::Text { .. } => PICKS,
            };
            assert!(values.len() >= least, "{} {}: {} of {least}", kind.code(), def.key, values.len());
        }
    }
}

/// Texts that say something else in a plant's ledger: totals, notes, headings, lists of devices, standby shares, other
/// headers. In an exported ledger they are what the auditor wrote.
#[test]
fn texts_that_look_like_something_else() {
    let texts = [
        "合计",
        "小计",
        "注：",
        "第1页",
        "编号",
        "序号",
        "审核泵",
        "制表机",
        "二、变压器",
        "一车间",
        "一、泵：",
        "电动机",
        "1#、2#、3#",
        "2用1备",
        "泵(一用一备)",
        "Q=50m3/h H=32m N=7.5kW",
        "1",
        "01",
        "1e5",
        "2003-05",
        "4-72",
        "50%",
        "TRUE",
        "1,000",
        "１２",
        "a  b",
        "a,b;c|d",
        "a\"b",
        "\"q\"",
        "<b>&amp;",
        "_x000D_",
        "_x0041_",
        "'x",
        "'=1",
        "=1+1",
        "＝1",
        "#REF!",
        "约11",
        "填表人",
        "锅炉",
        "其他设备",
    ];
    let mut audit = Audit::default();
    for kind in [KindCode::Motor, KindCode::Pump, KindCode::Lighting, KindCode::Other] {
        for (at, text) in texts.iter().enumerate() {
            for key in ["tag", "name", "model", "remark", "workshop"] {
                let mut device = Equipment::new(kind);
                let tag = format!("T{at}");
                for (key, value) in [("tag", tag.as_str()), ("name", "设备"), (key, text)] {
                    device.set(key, Some(Entered::ledger(FieldValue::Text(value.to_owned())))).unwrap();
                }
                audit.equipment.push(device);
            }
        }
        // Without a name, a tag or a model it is still a device.
        let mut device = Equipment::new(kind);
        device.set("quantity", Some(Entered::ledger(FieldValue::Number(2.0)))).unwrap();
        audit.equipment.push(device);
    }
    let dir = tempfile::tempdir().unwrap();
    for name in ["导出.xlsx", "导出.csv"] {
        let path = dir.path().join(name);
        write_ledger(&path, &audit).unwrap();
        let import = read(&path, &options(), &Progress::new()).unwrap();
        // A text file doesn't tell a formula's error from the text of one.
        let errors = import.complaints.iter().filter(|c| c.value == "#REF!").count();
        assert_eq!((import.complaints.len(), errors), if name.ends_with("csv") { (20, 20) } else { (0, 0) }, "{name}");
        assert_eq!(import.left_out, [], "{name}");
        assert_eq!(import.rows.len(), audit.equipment.len(), "{name}");
        for (row, original) in import.rows.iter().zip(&audit.equipment) {
            for def in original.kind.code().fields() {
                let (new, old) = (row.equipment.get(def.key), original.get(def.key));
                let error = old.as_ref().is_some_and(|e| e.value == FieldValue::Text("#REF!".to_owned()));
                assert!(
                    new == old || error && name.ends_with("csv"),
                    "{name} {} {}: {new:?} {old:?}",
                    row.row,
                    def.key
                );
            }
        }
    }
}

#[test]
fn every_field_of_every_kind() {
    let dir = tempfile::tempdir().unwrap();
    let audit = sample();
    for name in ["导出.xlsx", "导出.csv"] {
        let path = dir.path().join(name);
        write_ledger(&path, &audit).unwrap();
        let import = read(&path, &options(), &Progress::new()).unwrap();
        clean(&import);
        assert_eq!(import.rows.len(), audit.equipment.len(), "{name}");
        for (row, original) in import.rows.iter().zip(&audit.equipment) {
            for def in original.kind.code().fields() {
                assert_eq!(row.equipment.get(def.key), original.get(def.key), "{name} {} {}", row.row, def.key);
            }
        }
        // The same again is all there already.
        let (_, counts) = import.edit(&audit, OnDuplicate::Skip);
        assert_eq!(counts.skipped, audit.equipment.len());
    }
}

#[test]
fn small_percentages_stay_percentages() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("导出.xlsx");
    let mut device = Equipment::new(KindCode::Motor);
    device.set("tag", Some(Entered::ledger(FieldValue::Text("M1".into())))).unwrap();
    device.set("load_factor_pct", Some(Entered::ledger(FieldValue::Number(0.8)))).unwrap();
    write_ledger(&path, &Audit { equipment: vec![device].into(), ..Audit::default() }).unwrap();
    let import = read(&path, &options(), &Progress::new()).unwrap();
    clean(&import);
    assert_eq!(num(super::device(&import, 0), "load_factor_pct"), Some(0.8));
}

#[test]
fn typed_cells() {
    use calamine::Reader as _;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("导出.xlsx");
    let mut device = Equipment::new(KindCode::Motor);
    device.set("tag", Some(Entered::ledger(FieldValue::Text("007".into())))).unwrap();
    device.set("quantity", Some(Entered::ledger(FieldValue::Number(2.0)))).unwrap();
    device
        .set("made_on", Some(Entered::ledger(FieldValue::Date(PartialDate::new(2003, Some(5), Some(1)).unwrap()))))
        .unwrap();
    device.set("status", Some(Entered::ledger(FieldValue::Choice(Status::Idle.def().code.into())))).unwrap();
    write_ledger(&path, &Audit { equipment: vec![device].into(), ..Audit::default() }).unwrap();
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    let range = book.worksheet_range("电动机").unwrap();
    let column = |header: &str| (0..range.width()).find(|c| range.get((0, *c)).is_some_and(|v| *v == *header)).unwrap();
    assert_eq!(range.get((1, column("编号"))), Some(&calamine::Data::String("007".into())));
    assert_eq!(range.get((1, column("台数(台)"))), Some(&calamine::Data::Float(2.0)));
    assert_eq!(range.get((1, column("状态"))), Some(&calamine::Data::String("停用".into())));
    assert!(matches!(range.get((1, column("出厂日期"))), Some(calamine::Data::DateTime(d)) if d.as_f64() == 37742.0));
}

#[test]
fn the_template() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("模板.xlsx");
    write_template(&path).unwrap();
    let import = read(&path, &options(), &Progress::new()).unwrap();
    clean(&import);
    assert!(import.rows.is_empty());
    let sheets: Vec<(&str, usize)> = import.sheets.iter().map(|s| (s.sheet.as_str(), s.header_row)).collect();
    let expected = [
        "电动机",
        "变压器",
        "锅炉",
        "通风机",
        "鼓风机",
        "离心泵",
        "潜水电泵",
        "空压机",
        "冷水机组(热泵)",
        "工业炉窑",
        "换热器",
        "电焊机",
        "照明",
        "数据中心",
        "其他设备",
    ];
    let expected: Vec<(&str, usize)> =
        expected.iter().map(|s| (*s, 1)).chain([("能源", 1), ("产品", 1), ("填写说明", 0)]).collect();
    assert_eq!(sheets, expected);
    for (sheet, kind) in import.sheets.iter().zip(KindCode::ALL) {
        let keys: Vec<&str> = sheet.columns.iter().filter_map(|c| c.key).collect();
        let expected: Vec<&str> = kind.fields().map(|d| d.key).collect();
        assert_eq!(keys, expected);
        assert!(sheet.columns.iter().all(|c| !c.doubtful && c.factor == 1.0));
        assert_eq!(sheet.kind, Some(kind));
    }
}

/// Energy and output of the plant go with the workbook, and come back with their origins.
#[test]
fn energy_and_output() {
    let mut audit = Audit::default();
    for (carrier, pick) in [("electricity", 0), ("raw_coal", 1), ("natural_gas", 2), ("steam", 3)] {
        let mut row = Section::Consumption.empty();
        fill_row(&mut row, pick);
        let text = |t: &str| Some(Entered::new(FieldValue::Text(t.to_owned()), Origin::ALL[pick]));
        row.fields_mut().set("carrier", text(carrier)).unwrap();
        let PlantRow::Consumption(row) = row else { unreachable!() };
        audit.consumption.push(row);
        let mut row = Section::Product.empty();
        fill_row(&mut row, pick);
        row.fields_mut().set("unit", text("t")).unwrap();
        let PlantRow::Product(row) = row else { unreachable!() };
        audit.products.push(row);
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("导出.xlsx");
    let reference = Reference::on(jiff::civil::date(2026, 6, 30)).unwrap();
    write_workbook(&path, &audit, &diagnose(&audit, &reference), &reference).unwrap();
    let import = read(&path, &options(), &Progress::new()).unwrap();
    clean(&import);
    let written = audit.consumption.iter().cloned().map(PlantRow::Consumption);
    let written: Vec<PlantRow> = written.chain(audit.products.iter().cloned().map(PlantRow::Product)).collect();
    assert_eq!(import.plant.len(), written.len());
    for (row, original) in import.plant.iter().zip(&written) {
        for def in original.section().fields() {
            let (new, old) = (row.data.fields().get(def.key), original.fields().get(def.key));
            assert!(old.is_some(), "{} is not in the sample", def.key);
            assert_eq!(new, old, "{} {}", row.row, def.key);
        }
    }
    // The same again is all there already.
    let (_, counts) = import.edit(&audit, OnDuplicate::Skip);
    assert_eq!((counts.added, counts.skipped), (0, written.len()));
}

/// Every field of a row of the plant's data, with values of at most ten digits, as bills have.
fn fill_row(row: &mut PlantRow, pick: usize) {
    for (at, def) in row.section().fields().iter().enumerate() {
        let value = match def.kind {
            FieldKind::Number { min, max } if def.key == "year" => FieldValue::Number((min + 30.0).min(max)),
            FieldKind::Number { min, max } => FieldValue::Number((1234.56 + at as f64).clamp(min, max.min(1e6))),
            FieldKind::Text { .. } => FieldValue::Text(format!("{}{pick}", def.zh)),
            FieldKind::Choice(options) => FieldValue::Choice(options[pick % options.len()].code.to_owned()),
            FieldKind::Date => FieldValue::Date(PartialDate::year_only(2025).unwrap()),
        };
        row.fields_mut().set(def.key, Some(Entered::new(value, Origin::ALL[(at + pick) % 4]))).unwrap();
    }
}

#[test]
fn json_and_wrong_outputs() {
    let dir = tempfile::tempdir().unwrap();
    let mut audit = sample();
    // Parsing JSON may be off in the last of seventeen digits; no nameplate has so many.
    audit.equipment.shared_mut().retain(|d| num(d, "quantity").is_some_and(|q| q.fract() == 0.0));
    let back: Audit = serde_json::from_str(&export_json(&audit).unwrap()).unwrap();
    assert_eq!(back, audit);
    let path = dir.path().join("a.json");
    write_ledger(&path, &audit).unwrap();
    assert!(std::fs::read_to_string(&path).unwrap().contains("\"rated_power_kw\""));
    assert!(matches!(write_ledger(&dir.path().join("a.doc"), &audit), Err(ExchangeError::UnknownOutput(_))));
    // A target that can't be written leaves nothing behind.
    let missing = dir.path().join("没有的文件夹").join("a.xlsx");
    let error = write_ledger(&missing, &audit).expect_err("no such folder").to_string();
    assert!(error.contains("写不了") && error.contains("文件夹不存在"), "{error}");
    let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["a.json"]);
    // A file that somebody protected is left alone.
    let protected = dir.path().join("a.json");
    let mut rights = std::fs::metadata(&protected).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&protected, rights).unwrap();
    let before = std::fs::read(&protected).unwrap();
    let error = write_ledger(&protected, &Audit::default()).expect_err("read-only").to_string();
    assert!(error.contains("只读"), "{error}");
    assert_eq!(std::fs::read(&protected).unwrap(), before);
    let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["a.json"]);
    // An empty audit gives an empty ledger that can be read.
    let path = dir.path().join("空.xlsx");
    write_ledger(&path, &Audit::default()).unwrap();
    assert!(read(&path, &options(), &Progress::new()).unwrap().rows.is_empty());
}

/// Names that a spreadsheet would run: in a text file they get an apostrophe, which importing takes off again; in a
/// workbook they are texts.
#[test]
fn a_cell_never_becomes_a_formula() {
    let names =
        ["=HYPERLINK(\"http://x\",\"点\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "=1", "'=1", "-", "'引号'"];
    let mut audit = Audit::default();
    for name in names {
        let mut device = Equipment::new(KindCode::Motor);
        device.set("name", Some(Entered::ledger(FieldValue::Text(name.to_owned())))).unwrap();
        device.set("model", Some(Entered::ledger(FieldValue::Text("Y160M-4".to_owned())))).unwrap();
        audit.equipment.push(device);
    }
    let dir = tempfile::tempdir().unwrap();
    let csv = dir.path().join("a.csv");
    write_ledger(&csv, &audit).unwrap();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(&csv).unwrap();
    let mut cells = 0;
    for record in reader.records() {
        for cell in &record.unwrap() {
            cells += 1;
            let number = cell.parse::<f64>().is_ok() || cell == "-";
            assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
    assert!(cells > names.len());
    let xlsx = dir.path().join("a.xlsx");
    write_ledger(&xlsx, &audit).unwrap();
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&xlsx).unwrap()).unwrap();
    let mut sheet = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut sheet).unwrap();
    assert!(sheet.contains("t=\"s\"") && !sheet.contains("<f>") && !sheet.contains("<f "), "texts, no formulas");

    let read_back = read(&csv, &options(), &Progress::new()).unwrap();
    let found: Vec<String> = read_back.rows.iter().map(|r| txt(&r.equipment, "name")).collect();
    // A dash alone says "nothing known" and is not a name.
    let wanted: Vec<&str> = names.iter().map(|n| if *n == "-" { "" } else { n }).collect();
    assert_eq!(found, wanted);
}
