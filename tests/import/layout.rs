//! Where the table is: titles, headers of two rows, units rows, totals, notes, several tables and sheets.

use super::*;

#[test]
fn a_ledger_as_plants_write_it() {
    let import = import_sheets(&[
        ("封面", &[&[T("某某制药有限公司(示例)")], &[T("2025年度设备台账")]]),
        (
            "电机",
            &[
                &[T("某某制药有限公司电动机台账")],
                &[T("填报单位：设备部"), E, E, E, T("2025年12月")],
                &[],
                &[
                    T("序号"),
                    T("设备名称"),
                    T("规格型号"),
                    T("功率"),
                    T("电压"),
                    T("台数"),
                    T("使用地点"),
                    T("颜色"),
                    T("备注"),
                ],
                &[E, E, E, T("kW"), T("V"), T("台")],
                &[N(1.0), T("循环水泵"), T("Y280S-4"), N(75.0), N(380.0), N(2.0), T("循环水站"), T("蓝")],
                &[],
                &[N(2.0), T("引风机"), T("Y315M-6"), T("90kW"), T("380V"), T("1台"), T("锅炉房")],
                &[N(3.0)],
                &[T("小计"), E, E, N(165.0), E, N(3.0)],
                &[N(4.0), T("搅拌"), T("Y132S-4"), N(5.5), N(380.0), N(1.0), T("二车间"), E, T("电机有异响")],
                &[T("合  计"), E, E, N(170.5), E, N(4.0)],
                &[T("注：以上为在用设备")],
                &[T("制表人：张三"), E, T("审核：李四")],
            ],
        ),
        ("空表", &[]),
    ]);
    clean(&import);
    assert_eq!(import.rows.iter().map(|r| r.row).collect::<Vec<_>>(), [6, 8, 11]);
    assert_eq!(txt(device(&import, 0), "name"), "循环水泵");
    assert_eq!(txt(device(&import, 0), "model"), "Y280S-4");
    assert_eq!(num(device(&import, 0), "rated_power_kw"), Some(75.0));
    assert_eq!(num(device(&import, 0), "quantity"), Some(2.0));
    assert_eq!(txt(device(&import, 1), "workshop"), "锅炉房");
    assert_eq!(txt(device(&import, 2), "remark"), "电机有异响");
    let notes: Vec<&str> = import.sheets.iter().map(|s| s.note.as_str()).collect();
    assert_eq!(notes, ["不是台账，未导入", "", "是空的"]);
    let table = &import.sheets[1];
    assert_eq!((table.header_row, table.kind, table.devices), (5, Some(KindCode::Motor), 3));
    let power = &table.columns[3];
    assert_eq!((power.letter.as_str(), power.key, power.unit.as_str()), ("D", Some("rated_power_kw"), "kW"));
    assert_eq!(power.examples, ["75", "90kW", "5.5"], "the subtotal is no example");
    assert_eq!(table.columns[7].key, None);
    assert!(table.columns[7].note.contains("未导入"));
}

#[test]
fn a_header_of_two_rows() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("台账.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let f = Format::new();
    sheet.merge_range(0, 0, 0, 8, "变压器台账", &f).unwrap();
    for (column, text) in [(0, "序号"), (1, "名称"), (2, "型号")] {
        sheet.merge_range(1, column, 2, column, text, &f).unwrap();
    }
    sheet.merge_range(1, 3, 1, 5, "铭牌参数", &f).unwrap();
    sheet.merge_range(1, 6, 1, 7, "损耗(kW)", &f).unwrap();
    for (column, text) in [(3, "额定容量\n(kVA)"), (4, "额定电压(kV)"), (5, "联结组别"), (6, "空载"), (7, "负载")]
    {
        sheet.write(2, column, text).unwrap();
    }
    sheet.write(3, 1, "1#变").unwrap();
    sheet.write(3, 2, "S9-1000/10").unwrap();
    sheet.write(3, 3, 1000).unwrap();
    sheet.write(3, 4, "10/0.4").unwrap();
    sheet.write(3, 5, "D,yn11").unwrap();
    sheet.write(3, 6, 1.7).unwrap();
    sheet.write(3, 7, 10.3).unwrap();
    book.save(&path).unwrap();
    let import = read(&path, &options(), &Progress::new()).unwrap();
    clean(&import);
    let d = device(&import, 0);
    assert_eq!(num(d, "capacity_kva"), Some(1000.0));
    assert_eq!(num(d, "high_voltage_kv"), Some(10.0));
    assert_eq!(txt(d, "connection"), "dyn11");
    assert_eq!(num(d, "no_load_loss_w"), Some(1700.0));
    assert_eq!(num(d, "load_loss_w"), Some(10300.0));
    assert_eq!(import.sheets[0].header_row, 3);
    assert_eq!(import.sheets[0].columns[6].factor, 1000.0);
}

#[test]
fn cells_merged_downwards() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("台账.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("电机").unwrap();
    let f = Format::new();
    fill(
        sheet,
        &[
            &[T("使用地点"), T("编号"), T("型号"), T("功率"), T("台数")],
            &[E, T("M1"), T("Y160M-4"), N(11.0)],
            &[E, T("M2"), T("Y160L-4"), N(15.0)],
        ],
    );
    sheet.merge_range(1, 0, 2, 0, "一车间", &f).unwrap();
    sheet.merge_range(1, 4, 2, 4, "2", &f).unwrap();
    book.save(&path).unwrap();
    let import = read(&path, &options(), &Progress::new()).unwrap();
    assert_eq!(txt(device(&import, 0), "workshop"), "一车间");
    assert_eq!(txt(device(&import, 1), "workshop"), "一车间");
    // Two in all, not two each.
    assert!(only(&import).reason.contains("合并单元格"));
    assert_eq!(num(device(&import, 1), "quantity"), None);
}

#[test]
fn header_spellings() {
    for (header, key) in [
        ("规格型号", "model"),
        ("设 备 型 号", "model"),
        ("电机型号", "model"),
        ("使用地点", "workshop"),
        ("所在车间", "workshop"),
        ("台（套）数", "quantity"),
        ("功率(kW)", "rated_power_kw"),
        ("*额定功率(kW)", "rated_power_kw"),
        ("额定功率：", "rated_power_kw"),
        ("Ｐｏｗｅｒ", ""),
        ("COSφ", "power_factor"),
        ("出厂年月", "made_on"),
        ("年运行时间(h)", "annual_hours_h"),
    ] {
        let import = import_sheets(&[("电机", &[&[T("编号"), T("名称"), T(header)], &[T("M1"), T("电机"), E]])]);
        let column = &import.sheets[0].columns[2];
        assert_eq!(column.key.unwrap_or(""), key, "{header}: {column:?}");
        assert!(!column.doubtful, "{header}");
    }
    for (header, key) in [("铭牌额定功率", "rated_power_kw"), ("额定功律(kW)", "rated_power_kw")] {
        let import = import_sheets(&[("电机", &[&[T("编号"), T("名称"), T(header)], &[T("M1"), T("电机"), N(15.0)]])]);
        let column = &import.sheets[0].columns[2];
        assert_eq!((column.key, column.doubtful), (Some(key), true), "{header}");
        assert_eq!(num(device(&import, 0), key), Some(15.0));
    }
    for header in ["水泵型号", "部门负责人", "原值(万元)", "已使用年限", "保养周期"] {
        let import = import_sheets(&[("电机", &[&[T("编号"), T("名称"), T(header)], &[T("M1"), T("电机"), T("x")]])]);
        assert_eq!(import.sheets[0].columns[2].key, None, "{header}");
    }
}

#[test]
fn the_unit_decides_between_fields_of_one_name() {
    let rows: &[&[V]] = &[
        &[T("型号"), T("投运时间"), T("投运时间(h)"), T("空载损耗（kW）")],
        &[T("S9-1000/10"), T("2003.5"), N(8760.0), N(1.7)],
    ];
    let import = import_sheets(&[("变压器", rows)]);
    clean(&import);
    assert_eq!(txt(device(&import, 0), "commissioned_on"), "2003-05");
    assert_eq!(num(device(&import, 0), "energized_hours_h"), Some(8760.0));
    assert_eq!(num(device(&import, 0), "no_load_loss_w"), Some(1700.0));
    // A unit that isn't the field's is not read past.
    let import = import_sheets(&[("变压器", &[&[T("型号"), T("额定容量(kW)")], &[T("S9-1000/10"), N(1000.0)]])]);
    assert!(only(&import).reason.contains("表头单位"));
    let import = import_sheets(&[("锅炉", &[&[T("型号"), T("容量(MW)")], &[T("QXX29-1.25/130/70-M"), N(29.0)]])]);
    assert_eq!(num(device(&import, 0), "capacity_mw"), Some(29.0));
    // One column over motors and transformers.
    let rows: &[&[V]] = &[
        &[T("名称"), T("型号"), T("功率/容量(kW/kVA)")],
        &[T("a"), T("Y160M-4"), N(11.0)],
        &[T("b"), T("S9-1000/10"), N(1000.0)],
    ];
    let import = import_sheets(&[("设备", rows)]);
    clean(&import);
    assert_eq!(num(device(&import, 0), "rated_power_kw"), Some(11.0));
    assert_eq!(num(device(&import, 1), "capacity_kva"), Some(1000.0));
}

#[test]
fn a_row_of_units_with_something_else_in_it() {
    let rows: &[&[V]] = &[
        &[T("编号"), T("型号"), T("容量"), T("电压"), T("空载损耗"), T("负载损耗")],
        &[E, E, T("MVA"), T("高/低"), T("kW"), T("（kW）")],
        &[T("T1"), T("S9-1000/10"), N(1.0), T("10/0.4"), N(1.7), N(10.3)],
    ];
    let import = import_sheets(&[("变压器", rows)]);
    clean(&import);
    assert_eq!(num(device(&import, 0), "capacity_kva"), Some(1000.0));
    assert_eq!(num(device(&import, 0), "no_load_loss_w"), Some(1700.0));
    assert_eq!(num(device(&import, 0), "load_loss_w"), Some(10300.0));
    assert_eq!(import.sheets[0].columns[2].header, "容量(MVA)");
}

#[test]
fn a_column_twice() {
    let import =
        import_sheets(&[("电机", &[&[T("型号"), T("功率"), T("电机功率")], &[T("Y160M-4"), N(11.0), N(15.0)]])]);
    assert_eq!(num(device(&import, 0), "rated_power_kw"), Some(11.0));
    assert!(import.sheets[0].columns[2].note.contains("与 B 列重复"));
    assert_eq!(import.notes.len(), 1, "{:?}", import.notes);
}

#[test]
fn several_tables_in_a_sheet_and_repeated_headers() {
    let rows: &[&[V]] = &[
        &[T("电动机")],
        &[T("编号"), T("名称"), T("型号"), T("功率(kW)")],
        &[T("M1"), T("水泵"), T("Y160M-4"), N(11.0)],
        &[T("编号"), T("名称"), T("型号"), T("功率(kW)")],
        &[T("M2"), T("风机"), T("Y160M-4"), N(11.0)],
        &[T("变压器")],
        &[T("编号"), T("名称"), T("容量(kVA)"), T("P0(W)")],
        &[T("T1"), T("1号"), N(1000.0), N(1700.0)],
    ];
    let import = import_sheets(&[("Sheet1", rows)]);
    clean(&import);
    assert_eq!(import.rows.len(), 3);
    assert_eq!(kind_of(&import, 1), KindCode::Motor);
    assert_eq!(num(device(&import, 2), "no_load_loss_w"), Some(1700.0));
}

#[test]
fn column_numbers_below_the_header() {
    let rows: &[&[V]] = &[
        &[T("编号"), T("型号"), T("功率"), T("台数")],
        &[N(1.0), N(2.0), N(3.0), N(4.0)],
        &[T("M1"), T("Y160M-4"), N(11.0), N(2.0)],
    ];
    let import = import_sheets(&[("电机", rows)]);
    clean(&import);
    assert_eq!(import.rows.len(), 1);
}

#[test]
fn rows_without_identity_and_repeated_tags() {
    let rows: &[&[V]] = &[
        &[T("编号"), T("型号"), T("功率")],
        &[E, E, N(11.0)],
        &[T("M1"), T("Y160M-4"), N(11.0)],
        &[T("m1"), T("Y160M-4"), N(11.0)],
    ];
    let import = import_sheets(&[("电机", rows)]);
    assert!(only(&import).reason.contains("没有名称、型号和编号"));
    assert_eq!(import.rows.len(), 2);
    assert!(import.notes[0].reason.contains("第 3 行"));
}

#[test]
fn mapped_by_hand() {
    let rows: &[&[V]] = &[&[T("名称"), T("P"), T("功率")], &[T("电机"), N(11.0), N(15.0)]];
    let mut o = options();
    o.map = vec![("rated_power_kw".into(), "P".into())];
    let import = import_with(&[("电机", rows)], &o);
    assert_eq!(num(device(&import, 0), "rated_power_kw"), Some(11.0));
}
