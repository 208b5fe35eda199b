//! The sample plants: their messy ledgers import as a careful person would read them.
//!
//! The refused cells below were planted when the ledgers were written; everything else must be kept.

use std::collections::BTreeMap;
use std::path::Path;

use energy_audit::audit::field::FieldValue;
use energy_audit::audit::{Equipment, KindCode, PartialDate};
use energy_audit::diagnosis::diagnose;
use energy_audit::energy::plant::{BalanceVerdict, account};
use energy_audit::energy::{Assumptions, Context};
use energy_audit::exchange::{self, Import, ImportOptions};
use energy_audit::progress::Progress;
use energy_audit::reference::Reference;
use energy_audit::store::{self, DataDir, Document};

fn import(name: &str) -> Import {
    let path = Path::new("audits").join(format!("{name}.xlsx"));
    let options = ImportOptions::new(jiff::civil::date(2026, 11, 24));
    exchange::read(&path, &options, &Progress::new()).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// Motors, transformers, boilers. One row of each ledger says 2用1备: two in use and one on standby are two devices.
fn counts(import: &Import) -> [usize; 3] {
    [KindCode::Motor, KindCode::Transformer, KindCode::Boiler]
        .map(|k| import.rows.iter().filter(|r| r.equipment.kind.code() == k).count())
}

/// The devices of the other kinds, by their rows.
fn others(import: &Import) -> Vec<(&str, u32, KindCode)> {
    let ours = [KindCode::Motor, KindCode::Transformer, KindCode::Boiler];
    let others = import.rows.iter().map(|r| (r.sheet.as_str(), r.row, r.equipment.kind.code()));
    others.filter(|(_, _, kind)| !ours.contains(kind)).collect()
}

/// Refused cells, and how many whole rows were refused.
fn refused(import: &Import) -> (Vec<(&str, u32, &str)>, usize) {
    let rows = import.complaints.iter().filter(|c| c.column.is_empty()).count();
    let cells = import.complaints.iter().filter(|c| !c.column.is_empty());
    (cells.map(|c| (c.sheet.as_str(), c.row, c.value.as_str())).collect(), rows)
}

fn device<'a>(import: &'a Import, sheet: &str, row: u32) -> &'a Equipment {
    &import.rows.iter().find(|r| r.sheet == sheet && r.row == row).unwrap_or_else(|| panic!("{sheet} {row}")).equipment
}

fn value(device: &Equipment, key: &str) -> Option<FieldValue> {
    device.get(key).map(|e| e.value)
}

#[test]
fn cement() {
    let i = import("云冈示例水泥有限公司");
    assert_eq!(counts(&i), [127, 33, 4]);
    let planted = [
        ("低压电机台账", 59, "0.93"),
        ("低压电机台账", 67, "75/90kW"),
        ("低压电机台账", 80, "2099年5月"),
        ("高压电机", 14, "0.944"),
        ("高压电机", 30, "180"),
        ("变压器台账", 19, "#DIV/0!"),
        ("变压器台账", 22, "0.52"),
        ("锅炉", 6, "0.74"),
        ("锅炉", 8, "余热"),
    ];
    let (cells, rows) = refused(&i);
    assert_eq!(cells, planted);
    assert_eq!(rows, 0);
    let sheet = "其他设备";
    let listed = [
        // 离心风机 4-72-12C, 罗茨风机 JTS-150
        (sheet, 3, KindCode::Fan),
        (sheet, 4, KindCode::Blower),
        // 清水离心泵 IS150-125-400, 多级泵 D25-30×6
        (sheet, 5, KindCode::Pump),
        (sheet, 6, KindCode::Pump),
        // 螺杆空压机 LU132-8, 活塞空压机 L-20/8
        (sheet, 7, KindCode::Compressor),
        (sheet, 8, KindCode::Compressor),
        // 桥式起重机, 电动葫芦
        (sheet, 9, KindCode::Other),
        (sheet, 10, KindCode::Other),
        // 带式输送机, 袋收尘器
        (sheet, 20, KindCode::Other),
        (sheet, 21, KindCode::Other),
    ];
    assert_eq!(others(&i), listed);
    let fan = device(&i, sheet, 3);
    assert_eq!(value(fan, "motor_power_kw"), Some(FieldValue::Number(30.0)));
    assert_eq!(value(fan, "speed_rpm"), Some(FieldValue::Number(1450.0)));
    let crane = device(&i, sheet, 9);
    assert_eq!(value(crane, "category"), Some(FieldValue::Text("起重".to_owned())));
    assert_eq!(value(crane, "rated_power_kw"), Some(FieldValue::Number(42.5)));
    // 5: 板式喂料机电机 Y225M-6, 30 kW, 1996.5; 7: JO2-82-6 of 1979, whose workshop is a merged cell above.
    let feeder = device(&i, "低压电机台账", 5);
    assert_eq!(value(feeder, "rated_power_kw"), Some(FieldValue::Number(30.0)));
    assert_eq!(value(feeder, "made_on"), PartialDate::new(1996, Some(5), None).map(FieldValue::Date));
    let belt = device(&i, "低压电机台账", 7);
    assert_eq!(value(belt, "workshop"), Some(FieldValue::Text("石灰石破碎".to_owned())));
    assert_eq!(value(belt, "poles"), Some(FieldValue::Number(6.0)));
    // The main transformer: 35/10.5 is high and low side.
    let main = device(&i, "变压器台账", 5);
    assert_eq!(value(main, "high_voltage_kv"), Some(FieldValue::Number(35.0)));
    assert_eq!(value(main, "low_voltage_kv"), Some(FieldValue::Number(10.5)));
}

#[test]
fn pharmaceutical() {
    let i = import("平城示例制药有限公司");
    assert_eq!(counts(&i), [54, 11, 8]);
    let planted = [
        ("设备台账", 42, "0.914"),
        ("设备台账", 44, "11/15kW"),
        ("设备台账", 54, "2099-06-01"),
        ("设备台账", 70, "0.75"),
    ];
    let (cells, rows) = refused(&i);
    assert_eq!(cells, planted);
    assert_eq!(rows, 0);
    let sheet = "设备台账";
    let listed = [
        // 纯化水输送泵 CR32-4, 凝结水回收泵 IR65-40-200, 离心引风机 Y5-47-9D
        (sheet, 77, KindCode::Pump),
        (sheet, 78, KindCode::Pump),
        (sheet, 79, KindCode::Fan),
        // 无油螺杆空压机 ZR160-8.6, 离心式冷水机组 YKEBEB, 冷冻干燥机 LYO-20
        (sheet, 80, KindCode::Compressor),
        (sheet, 81, KindCode::Chiller),
        (sheet, 82, KindCode::Other),
    ];
    assert_eq!(others(&i), listed);
    assert_eq!(value(device(&i, sheet, 80), "motor_power_kw"), Some(FieldValue::Number(160.0)));
    assert_eq!(value(device(&i, sheet, 81), "input_power_kw"), Some(FieldValue::Number(500.0)));
    assert_eq!(value(device(&i, sheet, 79), "annual_hours_h"), Some(FieldValue::Number(5000.0)));
}

#[test]
fn heating() {
    let i = import("御河示例供热站");
    assert_eq!(counts(&i), [30, 7, 15]);
    let planted = [("锅炉台账", 12, "0.73"), ("电机", 15, "0.935")];
    let (cells, rows) = refused(&i);
    assert_eq!(cells, planted);
    assert_eq!(rows, 0);
    assert_eq!(others(&i), []);
}

/// A sheet per group of machines, some with several kinds: furnaces with exchangers, welders with lamps and lathes.
#[test]
fn chemical() {
    let i = import("十里河示例化工有限公司");
    assert_eq!(counts(&i), [4, 3, 0]);
    let (cells, rows) = refused(&i);
    assert_eq!(cells, [("水泵", 10, "其他")]);
    assert_eq!(rows, 0);
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, _, kind) in others(&i) {
        *found.entry(kind.code()).or_default() += 1;
    }
    // Counted in the sheets: 风机, 水泵, 潜水泵, 空压机, 鼓风机, 制冷, 炉窑换热, 焊机照明其他.
    let expected = [
        ("blower", 2),
        ("chiller", 2),
        ("compressor", 5),
        ("fan", 6),
        ("furnace", 2),
        ("heat_exchanger", 2),
        ("lighting", 1),
        ("other", 4),
        ("pump", 8),
        ("submersible", 2),
        ("welder", 3),
    ];
    assert_eq!(found, BTreeMap::from(expected));
    // 拖动电机编号: the induced-draught fan is driven by motor M-F101.
    assert_eq!(value(device(&i, "风机", 3), "fed_by"), Some(FieldValue::Text("M-F101".to_owned())));
    assert_eq!(value(device(&i, "水泵", 5), "stages"), Some(FieldValue::Number(6.0)));
    assert_eq!(value(device(&i, "焊机照明其他", 7), "rated_power_kw"), Some(FieldValue::Number(7.5)));
}

#[test]
fn the_audits_made_from_them_are_sound() {
    let all = [
        ("云冈示例水泥有限公司", 173, 3),
        ("平城示例制药有限公司", 78, 3),
        ("御河示例供热站", 51, 3),
        ("十里河示例化工有限公司", 44, 2),
        ("恒山示例钢铁有限公司", 39, 5),
        ("云中示例数据中心", 17, 5),
    ];
    for (name, devices, measures) in all {
        let report = store::check(&Path::new("audits").join(format!("{name}.audit"))).unwrap_or_else(|e| panic!("{e}"));
        assert!(report.sound(), "{name}: {:?}", report.problems);
        assert_eq!(report.device_count(), devices, "{name}");
        assert!(report.measures >= measures && report.scenarios >= 1, "{name}");
    }
}

#[test]
fn steel_works_and_data_centre() {
    let i = import("恒山示例钢铁有限公司");
    assert_eq!(counts(&i), [23, 6, 1]);
    assert_eq!(refused(&i), (Vec::new(), 0));
    // 三张表各 3 行: 风机, 水泵, 空压机.
    assert_eq!(others(&i).len(), 9);
    assert_eq!(value(device(&i, "电动机", 5), "rated_power_kw"), Some(FieldValue::Number(12500.0)));
    let i = import("云中示例数据中心");
    assert_eq!(counts(&i), [6, 3, 0]);
    assert_eq!(refused(&i), (Vec::new(), 0));
    assert_eq!(value(device(&i, "数据中心", 3), "pue"), Some(FieldValue::Number(1.39)));
}

/// Every sample shows a complete picture: its bills are read without a complaint, are those of the audit, balance with
/// its devices within the guide's 5 %, and leave nothing to ask; checklist, meters and base year are filled.
#[test]
fn their_plant_data_is_complete_and_balances() {
    let all = [
        "云冈示例水泥有限公司",
        "平城示例制药有限公司",
        "御河示例供热站",
        "十里河示例化工有限公司",
        "恒山示例钢铁有限公司",
        "云中示例数据中心",
    ];
    let folder = tempfile::tempdir().expect("folder");
    let data = DataDir::at(folder.path());
    for name in all {
        let bills = import(&format!("{name}-能源账单"));
        assert!(bills.complaints.is_empty(), "{name}: {:?}", bills.complaints);
        let document = Document::open_read_only(&Path::new("audits").join(format!("{name}.audit")), &data).expect(name);
        let audit = document.audit().clone();
        document.close(false).expect("close");
        assert_eq!(bills.plant.len(), audit.consumption.len() + audit.products.len(), "{name}");
        let reference = Reference::for_audit(&audit, jiff::civil::date(2026, 11, 24)).expect(name);
        let assumptions = Assumptions::of(&audit, &reference);
        let ctx = Context { reference: &reference, assumptions: &assumptions };
        let found = account(&audit, diagnose(&audit, &reference).used_by_kind(), &ctx);
        assert!(found.questions.is_empty(), "{name}: {:?}", found.questions);
        let year = found.audited().expect(name);
        assert_eq!(year.balance.verdict, BalanceVerdict::Within, "{name}: {}", year.balance.statement);
        assert!(year.cost_yuan.is_some() && year.carbon.total_t.is_some(), "{name}");
        for at in [2020, 2025] {
            let f = found.figures(at).unwrap_or_else(|| panic!("{name} {at}"));
            assert!(f.tce_per_wan_added.is_some() && f.water_m3_per_wan_added.is_some(), "{name} {at}");
        }
        // The checklist has 19 items, the meters three levels.
        assert_eq!(audit.management.len(), 19, "{name}");
        assert_eq!(energy_audit::energy::plant::meters(&audit).len(), 3, "{name}");
        assert!(!audit.resources.is_empty() && audit.products.iter().all(|p| p.output().is_some()), "{name}");
    }
}
