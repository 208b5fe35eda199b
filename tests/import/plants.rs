//! Ledgers as plants write them: each workbook has the shape of a form in use (设备台账, 清洁生产审核, 节能监察), with
//! invented plants and figures. What a careful person would type in stands beside it, cell by cell.

use super::*;

/// A sheet's rows, merged ranges (first row, first column, last row, last column, text) and what is hidden.
#[derive(Default)]
pub(super) struct Form<'a> {
    pub(super) name: &'a str,
    pub(super) rows: &'a [&'a [V]],
    pub(super) merges: &'a [(u32, u16, u32, u16, &'a str)],
    pub(super) hidden_rows: &'a [u32],
    pub(super) hidden_columns: &'a [u16],
}

pub(super) fn read_forms(forms: &[Form<'_>]) -> Import {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("设备台账.xlsx");
    let mut book = Workbook::new();
    for form in forms {
        let sheet = book.add_worksheet();
        sheet.set_name(form.name).unwrap();
        fill(sheet, form.rows);
        for (top, left, bottom, right, text) in form.merges {
            sheet.merge_range(*top, *left, *bottom, *right, text, &Format::new()).unwrap();
        }
        for row in form.hidden_rows {
            sheet.set_row_hidden(*row).unwrap();
        }
        for column in form.hidden_columns {
            sheet.set_column_hidden(*column).unwrap();
        }
    }
    book.save(&path).unwrap();
    read(&path, &options(), &Progress::new()).unwrap()
}

/// Every field of every device: `row kind key=value …`, in the order of the declarations.
pub(super) fn lines(import: &Import) -> Vec<String> {
    let device = |row: &energy_audit::exchange::ImportedRow| {
        let kind = row.equipment.kind.code();
        let fields = kind.fields().filter_map(|def| {
            let entered = row.equipment.get(def.key)?;
            let value = match entered.value {
                FieldValue::Number(n) => n.to_string(),
                _ => txt(&row.equipment, def.key),
            };
            let guess = if entered.origin == Origin::Estimate { "?" } else { "" };
            Some(format!(" {}={value}{guess}", def.key))
        });
        format!("{} {}{}", row.row, kind.code(), fields.collect::<String>())
    };
    import.rows.iter().map(device).collect()
}

pub(super) fn told(list: &[Complaint]) -> Vec<(u32, &str)> {
    list.iter().map(|c| (c.row, c.reason.as_str())).collect()
}

/// Every row below the header is a device or is told.
pub(super) fn nothing_lost(import: &Import, rows: u32) {
    let mut seen: Vec<u32> = import.rows.iter().map(|r| r.row).collect();
    seen.extend(import.left_out.iter().chain(&import.complaints).map(|c| c.row));
    let header: Vec<u32> = import.sheets.iter().map(|s| s.header_row as u32).collect();
    let lost: Vec<u32> = (header[0] + 1..=rows).filter(|r| !seen.contains(r)).collect();
    assert!(lost.is_empty(), "rows {lost:?} of {rows} vanished");
}

/// 1: 设备台账 of an equipment department: a header of two rows, a row of units, sections by workshop, subtotals.
#[test]
fn workshops_with_subtotals() {
    let import = read_forms(&[Form {
        name: "动力设备",
        merges: &[
            (0, 0, 0, 8, "某某机械有限公司电动机台账"),
            (1, 0, 2, 0, "序号"),
            (1, 1, 2, 1, "设备\n编号"),
            (1, 2, 2, 2, "设备名称"),
            (1, 3, 1, 6, "铭牌参数"),
            (1, 7, 2, 7, "数量"),
            (1, 8, 2, 8, "备  注"),
            (4, 0, 4, 8, "一、铸造车间"),
            (8, 0, 8, 8, "二、机加工车间"),
            (5, 8, 6, 8, "2024年大修"),
        ],
        rows: &[
            &[],
            &[],
            &[E, E, E, T("型号"), T("额定功率"), T("额定电压"), T("出厂日期")],
            &[E, E, E, E, T("kW"), T("V"), E, T("台")],
            &[],
            &[N(1.0), T("D-101"), T("砂处理斗提电机"), T("Y160M-4"), N(11.0), N(380.0), T("2008年5月"), N(1.0)],
            &[N(2.0), T("D-102"), T("除尘风机电机"), T("Y225M-4"), T("45kW"), T("380V"), T("08.5"), N(2.0)],
            &[E, T("小计"), E, E, N(101.0), E, E, N(3.0)],
            &[],
            &[N(3.0), T("D-201"), T("液压站电机"), T("YE3-132M-4"), N(7.5), N(380.0), D(43586.0), N(1.0)],
            &[N(4.0)],
            &[T("总    计"), E, E, E, N(108.5), E, E, N(4.0)],
            &[T("制表：王某"), E, E, E, T("审核：赵某")],
        ],
        ..Form::default()
    }]);
    clean(&import);
    assert_eq!(
        lines(&import),
        [
            "6 motor tag=D-101 name=砂处理斗提电机 workshop=铸造车间 model=Y160M-4 quantity=1 made_on=2008-05 \
             remark=2024年大修 rated_power_kw=11 rated_voltage_v=380",
            "7 motor tag=D-102 name=除尘风机电机 workshop=铸造车间 model=Y225M-4 quantity=2 made_on=2008-05 \
             remark=2024年大修 rated_power_kw=45 rated_voltage_v=380",
            // Day 43586 is 1 May 2019.
            "10 motor tag=D-201 name=液压站电机 workshop=机加工车间 model=YE3-132M-4 quantity=1 made_on=2019-05-01 \
             rated_power_kw=7.5 rated_voltage_v=380",
        ]
    );
    assert_eq!(
        told(&import.left_out),
        [
            (1, "表头以上的标题和说明"),
            (5, "标题行"),
            (8, "合计、小计行"),
            (9, "标题行"),
            (11, "识别出的列里没有内容"),
            (12, "合计、小计行"),
            (13, "注释、签名或页码"),
        ]
    );
    assert_eq!(told(&import.notes), [(7, "年份只有两位，按 2008 年读")]);
    nothing_lost(&import, 13);
}

/// 2: 清洁生产审核: one list of all main equipment, a section per kind, standby machines, numbers of several machines
/// in a cell.
#[test]
fn kinds_by_section_and_standby() {
    let import = read_forms(&[Form {
        name: "主要设备一览表",
        merges: &[
            (0, 0, 0, 6, "表3-2 主要生产及辅助设备一览表"),
            (2, 0, 2, 6, "（一）水泵"),
            (6, 0, 6, 6, "（二）空压机"),
            (9, 0, 9, 6, "（三）变压器"),
        ],
        rows: &[
            &[],
            &[T("序号"), T("设备名称"), T("位号"), T("规格型号"), T("数量"), T("功率(kW)"), T("备注")],
            &[],
            &[N(1.0), T("循环水泵"), T("P-101A/B/C"), T("IS125-100-200"), T("2用1备"), N(45.0)],
            &[N(2.0), T("补水泵(一用一备)"), T("P-102A/B"), T("IS50-32-160"), N(2.0), N(3.0)],
            &[N(3.0), T("消防泵"), T("P-103A/B"), T("XBD8/40"), E, N(55.0), T("一用一备")],
            &[],
            &[N(4.0), T("1#-3#螺杆空压机"), E, T("LU132-8"), E, N(132.0)],
            &[N(5.0), T("螺杆空压机"), T("4#、5#"), T("LU75-8"), N(1.0), N(75.0), T("封存一台")],
            &[],
            &[N(6.0), T("1号变压器"), T("T1"), T("S9-1000/10"), N(1.0)],
        ],
        ..Form::default()
    }]);
    clean(&import);
    assert_eq!(
        lines(&import),
        [
            "4 pump tag=P-101A/B/C name=循环水泵 model=IS125-100-200 quantity=2 status=in_use motor_power_kw=45",
            "4 pump tag=P-101A/B/C name=循环水泵 model=IS125-100-200 quantity=1 status=standby motor_power_kw=45",
            "5 pump tag=P-102A/B name=补水泵(一用一备) model=IS50-32-160 quantity=1 status=in_use motor_power_kw=3",
            "5 pump tag=P-102A/B name=补水泵(一用一备) model=IS50-32-160 quantity=1 status=standby motor_power_kw=3",
            "6 pump tag=P-103A/B name=消防泵 model=XBD8/40 quantity=1 status=in_use remark=一用一备 motor_power_kw=55",
            "6 pump tag=P-103A/B name=消防泵 model=XBD8/40 quantity=1 status=standby remark=一用一备 motor_power_kw=55",
            "8 compressor name=1#-3#螺杆空压机 model=LU132-8 quantity=3? motor_power_kw=132",
            "9 compressor tag=4#、5# name=螺杆空压机 model=LU75-8 quantity=1 remark=封存一台 motor_power_kw=75",
            "11 transformer tag=T1 name=1号变压器 model=S9-1000/10 quantity=1",
        ]
    );
    let split = "1 用 1 备：分成在用 1 台、备用 1 台两行导入，运行数据归在用的一行";
    assert_eq!(
        told(&import.notes),
        [
            (4, "2 用 1 备：分成在用 2 台、备用 1 台两行导入，运行数据归在用的一行"),
            (5, split),
            (6, split),
            (8, "名称里列出 3 台，台数没有填：按 3 台一行导入(估算)"),
            (9, "编号里列出 2 台，台数是 1：按台数导入"),
        ]
    );
    nothing_lost(&import, 11);
}

/// Three rows that share a remark are three machines, not nine.
#[test]
fn a_remark_on_a_group_of_rows() {
    let rows: &[&[V]] = &[
        &[T("编号"), T("名称"), T("型号"), T("备注")],
        &[T("0901"), T("循环水泵"), T("IS100-80-160"), T("2用1备")],
        &[T("0902"), T("循环水泵"), T("IS100-80-160"), T("2用1备")],
        &[T("0903"), T("循环水泵"), T("IS100-80-160"), T("2用1备")],
    ];
    let import = import_sheets(&[("水泵", rows)]);
    assert_eq!(import.rows.len(), 3);
    assert!(import.rows.iter().all(|r| r.equipment.get("quantity").is_none()));
}

/// 3: 节能监察: a check list of devices suspected obsolete, one location and one remark for several rows, dates in
/// every form.
#[test]
fn a_check_list_for_obsolete_devices() {
    let import = read_forms(&[Form {
        name: "排查表",
        merges: &[
            (0, 0, 0, 7, "高耗能落后机电设备（产品）排查登记表"),
            (1, 0, 1, 7, "企业名称（盖章）：某某化工有限公司      填报日期：2025年6月"),
            (3, 1, 5, 1, "合成车间"),
            (3, 7, 5, 7, "计划2026年更换"),
            (6, 1, 7, 1, "锅炉房"),
        ],
        rows: &[
            &[],
            &[],
            &[T("序号"), T("安装位置"), T("设备名称"), T("型号"), T("功率"), T("台数"), T("出厂时间"), T("备注")],
            &[N(1.0), E, T("搅拌电机"), T("Y2-160M-4"), T("11 kW"), T("1台"), T("1998.10")],
            &[N(2.0), E, T("输送电机"), T("Ｙ１３２Ｓ－４"), T("５．５"), T("2"), T("９８年")],
            &[N(3.0), E, T("离心机电机"), T("JO2-72-4"), N(22.0), T("两台"), N(1979.0)],
            &[N(4.0), E, T("引风机电机"), T("Y280S-6"), N(45.0), N(1.0), N(36526.0)],
            &[N(5.0), E, T("鼓风机电机"), T("Y200L-4"), N(30.0), N(1.0), T("2003/5/1")],
            &[T("合计"), E, E, E, N(119.0), N(7.0)],
            &[T("填表人："), E, E, T("联系电话：")],
        ],
        ..Form::default()
    }]);
    clean(&import);
    assert_eq!(
        lines(&import),
        [
            "4 motor name=搅拌电机 workshop=合成车间 model=Y2-160M-4 quantity=1 made_on=1998-10 remark=计划2026年更换 \
             rated_power_kw=11",
            "5 motor name=输送电机 workshop=合成车间 model=Ｙ１３２Ｓ－４ quantity=2 made_on=1998 remark=计划2026年更换 \
             rated_power_kw=5.5",
            "6 motor name=离心机电机 workshop=合成车间 model=JO2-72-4 quantity=2 made_on=1979 remark=计划2026年更换 \
             rated_power_kw=22",
            "7 motor name=引风机电机 workshop=锅炉房 model=Y280S-6 quantity=1 made_on=2000-01-01 rated_power_kw=45",
            "8 motor name=鼓风机电机 workshop=锅炉房 model=Y200L-4 quantity=1 made_on=2003-05-01 rated_power_kw=30",
        ]
    );
    nothing_lost(&import, 10);
}

/// 4: A ledger printed on pages: empty columns on the left, title, header and page number on each page, a section that
/// runs over the page break.
#[test]
fn printed_pages() {
    let header: &[V] = &[E, E, T("编号"), T("名称"), T("型号"), T("流量(m³/h)"), T("扬程(m)"), T("电机功率(kW)")];
    let title: &[V] = &[E, E, T("某某水务公司机泵台账")];
    let import = read_forms(&[Form {
        name: "Sheet1",
        rows: &[
            title,
            header,
            &[E, E, T("离心泵")],
            &[E, E, T("B-1"), T("取水"), T("IS200-150-315"), N(400.0), N(32.0), N(55.0)],
            &[E, E, T("第 1 页 共 2 页")],
            title,
            header,
            &[E, E, T("B-2"), T("送水"), T("20Sh-9"), N(2016.0), N(59.0), N(460.0)],
            &[E, E, T("潜水泵：")],
            &[E, E, T("Q-1"), T("深井"), T("200QJ80-55/5"), N(80.0), N(55.0), N(18.5)],
            &[E, E, E, T("以下空白")],
        ],
        ..Form::default()
    }]);
    clean(&import);
    assert_eq!(
        lines(&import),
        [
            "4 pump tag=B-1 name=取水 model=IS200-150-315 flow_m3_per_h=400 head_m=32 motor_power_kw=55",
            "8 pump tag=B-2 name=送水 model=20Sh-9 flow_m3_per_h=2016 head_m=59 motor_power_kw=460",
            "10 submersible tag=Q-1 name=深井 model=200QJ80-55/5 rated_power_kw=18.5 flow_m3_per_h=80 head_m=55",
        ]
    );
    assert_eq!(
        told(&import.left_out),
        [
            (1, "表头以上的标题和说明"),
            (3, "标题行"),
            (5, "注释、签名或页码"),
            (6, "标题行"),
            (7, "重复的表头"),
            (9, "标题行"),
            (11, "注释、签名或页码"),
        ]
    );
    nothing_lost(&import, 11);
}

/// 5: A technical sheet with a device in each column.
#[test]
fn fields_in_rows() {
    let import = read_forms(&[Form {
        name: "变压器",
        merges: &[(0, 0, 0, 3, "配电变压器技术参数")],
        rows: &[
            &[],
            &[T("项目"), T("单位"), T("1号变"), T("2号变")],
            &[T("设备编号"), E, T("T1"), T("T2")],
            &[T("型号"), E, T("S9-1000/10"), T("SCB10-800/10")],
            &[T("额定容量"), T("kVA"), N(1000.0), N(800.0)],
            &[T("额定电压"), T("kV"), T("10/0.4"), T("10/0.4")],
            &[T("空载损耗"), T("kW"), N(1.7), T("不详")],
            &[T("负载损耗"), T("kW"), T("10.3"), T("七")],
            &[T("出厂日期"), E, T("2003年5月"), N(2012.0)],
        ],
        ..Form::default()
    }]);
    assert_eq!(
        lines(&import),
        [
            "3 transformer tag=T1 model=S9-1000/10 made_on=2003-05 capacity_kva=1000 high_voltage_kv=10 \
             low_voltage_kv=0.4 no_load_loss_w=1700 load_loss_w=10300",
            "4 transformer tag=T2 model=SCB10-800/10 made_on=2012 capacity_kva=800 high_voltage_kv=10 \
             low_voltage_kv=0.4",
        ]
    );
    // The complaint is at the cell that people see.
    let complaint = only(&import);
    assert_eq!((complaint.row, complaint.column.as_str(), complaint.value.as_str()), (8, "D 负载损耗(kW)", "七"));
    assert_eq!(import.sheets[0].columns[3].letter, "第 5 行");
    assert_eq!(import.sheets[0].note, "表头在左边，每列一台设备");
}

/// 6: Cells as people type them: models broken over lines, full-width digits, units in the cells, two voltages.
#[test]
fn cells_as_typed() {
    let import = read_forms(&[Form {
        name: "电机台账",
        rows: &[
            &[T("编号"), T("设备名称"), T("型号"), T("功率"), T("电压"), T("极数"), T("转速"), T("额定效率")],
            &[
                T("M－０１"),
                T("主风机\n电机"),
                T("YE2-315L2\n-4"),
                T("２００ｋＷ"),
                T("380/220V"),
                T("４极"),
                T("1485r/min"),
                T("95.0%"),
            ],
            &[T("M-02"), T("碎煤机"), T("YKK4503-4"), T("560千瓦"), T("10kV"), T("四极"), T("1490转/分"), T("94.8")],
            &[T("M-03"), T("皮带机"), T("Y180L-6"), T("约15"), T("AC380V"), N(6.0), N(970.0), P(0.895)],
            &[T("M-04"), T("行车"), T("YZR250M1-6"), T("37/30"), N(380.0), N(6.0), T("-"), T("/")],
        ],
        ..Form::default()
    }]);
    assert_eq!(
        lines(&import),
        [
            "2 motor tag=M－０１ name=主风机电机 model=YE2-315L2-4 rated_power_kw=200 poles=4 rated_voltage_v=380 \
             rated_speed_rpm=1485 rated_efficiency_pct=95",
            "3 motor tag=M-02 name=碎煤机 model=YKK4503-4 rated_power_kw=560 poles=4 rated_voltage_v=10000 \
             rated_speed_rpm=1490 rated_efficiency_pct=94.8",
            "4 motor tag=M-03 name=皮带机 model=Y180L-6 rated_power_kw=15? poles=6 rated_voltage_v=380 \
             rated_speed_rpm=970 rated_efficiency_pct=89.5",
            "5 motor tag=M-04 name=行车 model=YZR250M1-6 poles=6 rated_voltage_v=380",
        ]
    );
    // Two powers of a crane's duty cycles: which one counts is not ours to say.
    let complaint = only(&import);
    assert_eq!((complaint.row, complaint.value.as_str()), (5, "37/30"));
    nothing_lost(&import, 5);
}

/// 7: Rows hidden by a filter and a folded column belong to the ledger; a hidden sheet doesn't.
#[test]
fn hidden_rows_and_columns() {
    let rows: &[&[V]] = &[
        &[T("编号"), T("名称"), T("型号"), T("功率(kW)"), T("状态")],
        &[T("F1"), T("送风机"), T("4-72-11No8C"), N(15.0), T("在用")],
        &[T("F2"), T("排风机"), T("4-72-11No6C"), N(11.0), T("停用")],
    ];
    let import =
        read_forms(&[Form { name: "风机", rows, hidden_rows: &[2], hidden_columns: &[3], ..Form::default() }]);
    clean(&import);
    assert_eq!(
        lines(&import),
        [
            "2 fan tag=F1 name=送风机 model=4-72-11No8C status=in_use motor_power_kw=15",
            "3 fan tag=F2 name=排风机 model=4-72-11No6C status=idle motor_power_kw=11",
        ]
    );
}

/// 8: A boiler house: boilers and what serves them in one table, without a column for the kind.
#[test]
fn a_boiler_house() {
    let import = read_forms(&[Form {
        name: "锅炉房设备",
        rows: &[
            &[T("某某纺织厂锅炉房设备明细表")],
            &[T("序号"), T("设备名称"), T("规格型号"), T("技术参数"), T("数量"), T("电机功率"), T("制造单位")],
            &[N(1.0), T("蒸汽锅炉"), T("SZL10-1.25-AⅡ"), T("10t/h，1.25MPa"), N(1.0), E, T("某锅炉厂")],
            &[N(2.0), T("引风机"), T("Y5-47No8C"), E, N(1.0), T("55kW")],
            &[N(3.0), T("鼓风机"), T("G4-68No6.3"), E, N(1.0), T("15kW")],
            &[N(4.0), T("给水泵"), T("DG12-25×8"), T("Q=12m³/h H=200m"), T("2台（1用1备）"), T("18.5kW")],
            &[N(5.0), T("炉排减速机"), T("GL-16P"), E, N(1.0), T("1.5kW")],
        ],
        ..Form::default()
    }]);
    clean(&import);
    let kinds: Vec<&str> = import.rows.iter().map(|r| r.equipment.kind.code().code()).collect();
    assert_eq!(kinds, ["boiler", "fan", "fan", "pump", "pump", "other"]);
    let pump = "pump name=给水泵 model=DG12-25×8 quantity=1 status=";
    let duty = "flow_m3_per_h=12 head_m=200 motor_power_kw=18.5";
    assert_eq!(lines(&import)[3..5], [format!("6 {pump}in_use {duty}"), format!("6 {pump}standby {duty}")]);
    assert_eq!(lines(&import)[1], "4 fan name=引风机 model=Y5-47No8C quantity=1 motor_power_kw=55");
    nothing_lost(&import, 7);
}

/// 9: Pumps with their motors below a merged header, operating data that belong to those in use.
#[test]
fn pumps_with_motors_and_operation() {
    let import = read_forms(&[Form {
        name: "水泵",
        merges: &[
            (0, 0, 1, 0, "编号"),
            (0, 1, 1, 1, "名称"),
            (0, 2, 0, 4, "水泵"),
            (0, 5, 0, 6, "配套电机"),
            (0, 7, 1, 7, "数量"),
            (0, 8, 1, 8, "年运行时间(h)"),
            (0, 9, 1, 9, "状态"),
        ],
        rows: &[
            &[],
            &[E, E, T("型号"), T("流量(m³/h)"), T("扬程(m)"), T("型号"), T("功率(kW)")],
            &[
                T("1#、2#、3#"),
                T("冷却水泵"),
                T("KQW200/320"),
                N(320.0),
                N(32.0),
                T("Y225M-4"),
                N(45.0),
                T("开2备1"),
                N(6000.0),
                T("运行"),
            ],
            &[
                T("4#～6#"),
                T("采暖泵"),
                T("IS100-80-160"),
                N(100.0),
                N(32.0),
                E,
                N(15.0),
                T("3台(2用1备)"),
                E,
                T("停用"),
            ],
        ],
        ..Form::default()
    }]);
    clean(&import);
    let of = |at: usize, key: &str| num(device(&import, at), key);
    assert_eq!(import.rows.len(), 3);
    assert_eq!((of(0, "quantity"), of(0, "annual_hours_h")), (Some(2.0), Some(6000.0)));
    assert_eq!((of(1, "quantity"), of(1, "annual_hours_h")), (Some(1.0), None));
    assert_eq!((of(1, "flow_m3_per_h"), of(1, "motor_power_kw")), (Some(320.0), Some(45.0)));
    assert_eq!(txt(device(&import, 1), "status"), "standby");
    // All three stand still: one row of three.
    assert_eq!((of(2, "quantity"), txt(device(&import, 2), "status")), (Some(3.0), "idle".to_owned()));
    assert!(import.notes[1].reason.contains("3 台都按停用导入"), "{:?}", import.notes);
    // The same ledger again finds both rows of the one 编号.
    let mut audit = energy_audit::audit::Audit::default();
    let again = energy_audit::exchange::OnDuplicate::Replace;
    import.edit(&audit, again).0.apply(&mut audit).unwrap();
    let before = audit.clone();
    let (edit, counts) = import.edit(&audit, again);
    edit.apply(&mut audit).unwrap();
    assert_eq!((counts.added, audit), (0, before));
}

/// 10: Two tables with different headers one below the other, totals on top of the second.
#[test]
fn two_tables_in_a_sheet() {
    let import = read_forms(&[Form {
        name: "用能设备",
        merges: &[(5, 0, 5, 4, "表二  电焊机")],
        rows: &[
            &[T("表一  变压器")],
            &[T("编号"), T("型号"), T("容量(kVA)"), T("投运日期"), T("安装地点")],
            &[T("T1"), T("S11-M-630/10"), N(630.0), T("2011-06"), T("1#配电室")],
            &[T("合计"), E, N(630.0)],
            &[T("注：不含外供")],
            &[],
            &[T("编号"), T("设备名称"), T("型号"), T("数量"), T("使用部门")],
            &[T("总计"), E, E, N(12.0)],
            &[T("H1"), T("交流弧焊机"), T("BX1-330"), N(8.0), T("铆焊")],
            &[T("H2"), T("直流焊机"), T("ZX7-400"), N(4.0), T("铆焊")],
        ],
        ..Form::default()
    }]);
    clean(&import);
    assert_eq!(
        lines(&import),
        [
            "3 transformer tag=T1 workshop=1#配电室 model=S11-M-630/10 commissioned_on=2011-06 capacity_kva=630",
            "9 welder tag=H1 name=交流弧焊机 workshop=铆焊 model=BX1-330 quantity=8",
            "10 welder tag=H2 name=直流焊机 workshop=铆焊 model=ZX7-400 quantity=4",
        ]
    );
    nothing_lost(&import, 10);
}

/// 11: A statistical form: 甲, 乙, 1, 2, 3 below the header, units in the header's brackets, 万kWh.
#[test]
fn a_statistical_form() {
    let import = read_forms(&[Form {
        name: "附表5",
        rows: &[
            &[T("主要用能设备基本情况表（空压机）")],
            &[T("统一社会信用代码：91330000000000000X"), E, E, E, T("2024年度")],
            &[T("设备编号"), T("设备名称"), T("型号"), T("排气量(m³/min)"), T("额定功率(kW)"), T("年用电量(万千瓦时)")],
            &[T("甲"), T("乙"), T("丙"), N(1.0), N(2.0), N(3.0)],
            &[T("K-1"), T("离心空压机"), T("C700"), N(120.0), N(710.0), N(412.5)],
            &[T("K-2"), T("螺杆机"), T("GA160"), T("28.5"), T("160kW"), N(61.0)],
        ],
        ..Form::default()
    }]);
    clean(&import);
    assert_eq!(
        lines(&import),
        [
            "5 compressor tag=K-1 name=离心空压机 model=C700 motor_power_kw=710 flow_m3_per_min=120 \
             annual_electricity_kwh=4125000",
            "6 compressor tag=K-2 name=螺杆机 model=GA160 motor_power_kw=160 flow_m3_per_min=28.5 \
             annual_electricity_kwh=610000",
        ]
    );
    nothing_lost(&import, 6);
}
