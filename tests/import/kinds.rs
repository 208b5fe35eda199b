//! What kind of device a row is taken for.

use super::*;

/// The kind code of a row in a mixed ledger, `-` if the row is refused.
fn told(sheet: &str, name: &'static str, model: &'static str) -> (String, String) {
    let import = import_sheets(&[(sheet, &[&[T("名称"), T("型号"), T("数量")], &[T(name), T(model), N(1.0)]])]);
    let kind = import.rows.first().map_or("-", |r| r.equipment.kind.code().code());
    (kind.to_owned(), import.complaints.first().map(|c| c.reason.clone()).unwrap_or_default())
}

#[test]
fn by_name_and_model() {
    for (name, model, kind) in [
        ("循环水泵电机", "", "motor"),
        ("电动机", "ABC", "motor"),
        ("1#主变", "", "transformer"),
        ("锅炉房变压器", "", "transformer"),
        ("蒸汽锅炉", "", "boiler"),
        ("锅炉引风机电机", "", "motor"),
        // The model is the stronger witness.
        ("锅炉引风机", "Y315M-6", "motor"),
        ("设备A", "Y160M-4", "motor"),
        ("设备A", "Y2-280S-4", "motor"),
        ("设备A", "YE3-132S1-2", "motor"),
        ("设备A", "ＪＯ２－５２－４", "motor"),
        ("设备A", "J2-61-2", "motor"),
        ("设备A", "JR127-8", "motor"),
        ("设备A", "YKK450-4", "motor"),
        ("设备A", "YVF2-160M-4", "motor"),
        ("设备A", "S7-315/10", "transformer"),
        ("设备A", "S9-1000/10", "transformer"),
        ("设备A", "S11-M-630/10", "transformer"),
        ("设备A", "SCB10-800/10", "transformer"),
        ("设备A", "SL7-1000/10", "transformer"),
        ("设备A", "SZ11-20000/110", "transformer"),
        ("设备A", "SBH15-M-400/10", "transformer"),
        ("设备A", "SJ-320/10", "transformer"),
        ("设备A", "SZL10-1.25-AⅡ", "boiler"),
        ("设备A", "SZL7-1.0/110/70-AII", "boiler"),
        ("设备A", "DZL4-1.25-A", "boiler"),
        ("设备A", "SHL20-2.5/400-A", "boiler"),
        ("设备A", "WNS4-1.25-Y.Q", "boiler"),
        ("设备A", "QXX29-1.25/130/70-M", "boiler"),
        ("设备A", "KZL4-13", "boiler"),
        ("设备A", "LSG0.5-0.4-AII", "boiler"),
        ("设备A", "QXS1.4-1.0/95/70-YQ", "boiler"),
    ] {
        let (told, why) = told("主要用能设备", name, model);
        assert_eq!(told, kind, "{name} {model}: {why}");
    }
}

#[test]
fn other_equipment_is_refused_by_name() {
    for (name, model, word) in [
        ("循环水泵", "IS100-80-160", "泵"),
        ("设备A", "IS100-80-160", "泵"),
        ("设备A", "12SH-9A", "泵"),
        ("引风机", "Y4-73-11No10D", "风机"),
        ("设备A", "Y5-47-11№6C", "风机"),
        ("鼓风机", "4-72-11", "风机"),
        ("空压机", "4L-20/8", "压缩机"),
        ("锅炉引风机", "", "风机"),
        ("柴油发电机", "", "发电机"),
        ("变压器冷却风机", "", "风机"),
    ] {
        let (kind, why) = told("主要用能设备", name, model);
        assert_eq!(kind, "-", "{name} {model}");
        assert!(why.contains("暂不支持的设备种类") && why.contains(word), "{name} {model}: {why}");
    }
    let (kind, why) = told("主要用能设备", "设备A", "");
    assert_eq!(kind, "-");
    assert!(why.contains("看不出"), "{why}");
}

#[test]
fn by_sheet() {
    // Motor ledgers name a row after what the motor drives.
    assert_eq!(told("电机台账", "循环水泵", "").0, "motor");
    assert_eq!(told("1#车间电动机", "引风机", "特殊型号").0, "motor");
    assert_eq!(told("变压器", "1号", "").0, "transformer");
    assert_eq!(told("锅炉", "1号", "").0, "boiler");
    // But a pump's model is a pump's, and a boiler sheet's fan is no boiler.
    assert_eq!(told("电机台账", "循环水泵", "IS100-80-160").0, "-");
    assert_eq!(told("锅炉", "1#锅炉引风机", "").0, "-");
    assert_eq!(told("锅炉", "1#变压器", "S9-1000/10").0, "transformer");
    assert_eq!(told("电机变压器", "设备A", "").0, "-");
}

#[test]
fn by_column_title_section_and_option() {
    let rows: &[&[V]] = &[
        &[T("设备类别"), T("名称"), T("容量")],
        &[T("变压器"), T("1号"), N(1000.0)],
        &[T("锅炉"), T("2号"), N(10.0)],
        &[T("电机"), T("3号"), N(15.0)],
        &[T("水泵"), T("4号"), N(15.0)],
    ];
    let import = import_sheets(&[("Sheet1", rows)]);
    assert_eq!(only(&import).row, 5);
    // 容量 means another field for each kind.
    assert_eq!(num(device(&import, 0), "capacity_kva"), Some(1000.0));
    assert_eq!(num(device(&import, 1), "capacity_tph"), Some(10.0));
    assert_eq!(num(device(&import, 2), "rated_power_kw"), Some(15.0));
    assert_eq!(import.sheets[0].kind, None);
    assert_eq!(import.sheets[0].devices, 3);

    let rows: &[&[V]] = &[&[T("某某水泥有限公司变压器台账")], &[T("名称"), T("容量(KVA)")], &[T("1号"), N(1000.0)]];
    let import = import_sheets(&[("Sheet1", rows)]);
    assert_eq!(num(device(&import, 0), "capacity_kva"), Some(1000.0));

    let rows: &[&[V]] = &[
        &[T("序号"), T("名称"), T("型号"), T("容量")],
        &[T("一、变压器")],
        &[N(1.0), T("1号"), T("特制"), N(1000.0)],
        &[T("二、锅炉")],
        &[N(1.0), T("1号"), T("特制"), N(4.0)],
    ];
    let import = import_sheets(&[("Sheet1", rows)]);
    clean(&import);
    assert_eq!((kind_of(&import, 0), kind_of(&import, 1)), (KindCode::Transformer, KindCode::Boiler));

    let mut motors = options();
    motors.kind = Some(KindCode::Motor);
    let rows: &[&[V]] = &[&[T("名称"), T("型号"), T("功率")], &[T("循环水泵"), T("IS100-80-160"), N(15.0)]];
    let import = import_with(&[("Sheet1", rows)], &motors);
    assert_eq!(kind_of(&import, 0), KindCode::Motor);
}
