//! More ledgers as plants write them: 特种设备台账, a self-check of motors, 变压器台账, the equipment table of a
//! 清洁生产审核 and lists of compressors and lamps. Plants and figures are invented; what a careful person would type in
//! stands beside each.

use super::plants::{Form, lines, nothing_lost, read_forms, told};
use super::*;

/// 特种设备台账: boilers among vessels, fork lifts and cranes; 〃 for the maker above; three numbers for each device.
#[test]
fn special_equipment() {
    let import = read_forms(&[Form {
        name: "特种设备",
        merges: &[(0, 0, 0, 12, "某某印染有限公司特种设备台账")],
        rows: &[
            &[],
            &[T("填报部门：安环部"), E, E, E, E, E, T("填报日期：2025.12.31")],
            &[
                T("序号"),
                T("设备种类"),
                T("设备名称"),
                T("设备型号"),
                T("产品编号\n(出厂编号)"),
                T("单位内编号"),
                T("使用登记证编号"),
                T("额定蒸发量\n(t/h)"),
                T("额定工作压力\n（MPa）"),
                T("燃料种类"),
                T("制造单位"),
                T("投用日期"),
                T("使用状态"),
            ],
            &[
                N(1.0),
                T("锅炉"),
                T("蒸汽锅炉"),
                T("SZL10-1.25-AⅡ"),
                T("20050812"),
                T("G1"),
                T("锅苏E0001（08）"),
                N(10.0),
                N(1.25),
                T("煤"),
                T("某锅炉厂"),
                T("2008.09"),
                T("在用"),
            ],
            &[
                N(2.0),
                T("锅炉"),
                T("〃"),
                T("WNS6-1.25-Q"),
                T("20150330"),
                T("G2"),
                T("锅10苏E00123(15)"),
                N(6.0),
                T("〃"),
                T("天然气"),
                T("同上"),
                D(42285.0),
                T("在用"),
            ],
            &[
                N(3.0),
                T("压力容器"),
                T("储气罐"),
                T("C-2/0.8"),
                T("R12-001"),
                T("C1"),
                T("容3MC苏E22"),
                T("/"),
                N(0.84),
                T("—"),
                T("/"),
                T("2012-06"),
                T("在用"),
            ],
            &[
                N(4.0),
                T("场内机动车辆"),
                T("叉车"),
                T("CPCD30"),
                T("0633"),
                T("X1"),
                T("车11苏E1"),
                T("/"),
                T("/"),
                T("柴油"),
                T("某叉车厂"),
                T("2014/6/1"),
                T("停用"),
            ],
            &[T("合计"), T("4台")],
            &[T("说明：停用设备已办理报停手续。")],
        ],
        ..Form::default()
    }]);
    clean(&import);
    assert_eq!(
        lines(&import),
        [
            "4 boiler tag=G1 name=蒸汽锅炉 model=SZL10-1.25-AⅡ manufacturer=某锅炉厂 serial_number=20050812 \
             commissioned_on=2008-09 status=in_use fuel=coal capacity_tph=10 pressure_mpa=1.25",
            // Day 42285 is 8 October 2015.
            "5 boiler tag=G2 name=蒸汽锅炉 model=WNS6-1.25-Q manufacturer=某锅炉厂 serial_number=20150330 \
             commissioned_on=2015-10-08 status=in_use fuel=natural_gas capacity_tph=6 pressure_mpa=1.25",
            "6 other tag=C1 name=储气罐 model=C-2/0.8 serial_number=R12-001 commissioned_on=2012-06 status=in_use \
             category=压力容器",
            "7 other tag=X1 name=叉车 model=CPCD30 manufacturer=某叉车厂 serial_number=0633 \
             commissioned_on=2014-06-01 status=idle category=场内机动车辆",
        ]
    );
    let note = &import.notes[0];
    assert_eq!((note.row, import.notes.len()), (5, 1), "{:?}", import.notes);
    assert!(note.reason.contains("设备名称") && note.reason.contains("取第 4 行的值"), "{}", note.reason);
    nothing_lost(&import, 9);
}

/// A self-check of motors: a header of two rows and a row of units, what is driven in a group of its own, 同上.
#[test]
fn a_self_check_of_motors() {
    let import = read_forms(&[Form {
        name: "附件1",
        merges: &[
            (1, 0, 1, 9, "用能单位电机使用情况自查表"),
            (2, 0, 4, 0, "序号"),
            (2, 1, 2, 5, "电机基本信息"),
            (2, 6, 2, 7, "运行情况"),
            (2, 8, 4, 8, "是否列入\n淘汰目录"),
            (2, 9, 4, 9, "备注"),
        ],
        rows: &[
            &[T("附件1")],
            &[],
            &[],
            &[E, T("位号"), T("型号"), T("额定功率"), T("极数"), T("生产日期"), T("年运行小时"), T("控制方式")],
            &[E, E, E, T("(kW)"), T("(极)"), E, T("(h)")],
            &[N(1.0), T("M-2101A"), T("YB2-280S-4"), T("75"), T("4"), T("2006.08"), T("8000"), T("工频"), T("否")],
            &[N(2.0), T("M-2101B"), T("同上"), T("同上"), T("〃"), T("同上"), T("/"), T("工频"), T("否"), T("备机")],
            &[E, T("小计"), E, T("150")],
            &[N(3.0), T("M-2102"), T("YBX3-315M-4"), N(132.0), N(4.0), D(43617.0), N(7920.0), T("变频"), T("否")],
            &[N(4.0), T("M-2104A～C"), T("Y160L-4"), T("15*3"), T("4"), T("98.10"), N(6500.0), T("直接启动"), T("是")],
            &[T("填表人："), E, E, T("联系电话：")],
        ],
        ..Form::default()
    }]);
    assert_eq!(
        lines(&import),
        [
            "6 motor tag=M-2101A model=YB2-280S-4 made_on=2006-08 rated_power_kw=75 poles=4 annual_hours_h=8000 \
             drive_mode=direct",
            "7 motor tag=M-2101B model=YB2-280S-4 made_on=2006-08 remark=备机 rated_power_kw=75 poles=4 \
             drive_mode=direct",
            // Day 43617 is 1 June 2019.
            "9 motor tag=M-2102 model=YBX3-315M-4 made_on=2019-06-01 rated_power_kw=132 poles=4 annual_hours_h=7920 \
             drive_mode=inverter",
            "10 motor tag=M-2104A～C model=Y160L-4 quantity=3 made_on=1998-10 poles=4 annual_hours_h=6500 \
             drive_mode=direct",
        ]
    );
    // 15*3 may be three motors of 15 kW, or one said twice.
    assert_eq!((only(&import).row, only(&import).value.as_str()), (10, "15*3"));
    nothing_lost(&import, 11);
}

/// 同上 in the first row has nothing above it, and is no model.
#[test]
fn nothing_above_to_be_the_same_as() {
    let rows: &[&[V]] = &[
        &[T("编号"), T("名称"), T("型号"), T("功率(kW)")],
        &[T("M1"), T("水泵电机"), T("同上"), N(11.0)],
        &[T("M2"), T("同上"), T("Y160M-4"), T("〃")],
    ];
    let import = import_sheets(&[("电机", rows)]);
    assert_eq!(only(&import).row, 2);
    assert!(only(&import).reason.contains("同上"), "{}", only(&import).reason);
    assert_eq!(
        lines(&import),
        [
            "2 motor tag=M1 name=水泵电机 rated_power_kw=11",
            "3 motor tag=M2 name=水泵电机 model=Y160M-4 rated_power_kw=11",
        ]
    );
}

/// 变压器台账: both voltages below one header, cooling by its letters, sums by switch room.
#[test]
fn transformers_by_switch_room() {
    let import = read_forms(&[Form {
        name: "变压器",
        merges: &[
            (0, 0, 1, 0, "序号"),
            (0, 1, 1, 1, "安装地点"),
            (0, 2, 1, 2, "运行编号"),
            (0, 3, 1, 3, "型 号"),
            (0, 4, 1, 4, "容量\nkVA"),
            (0, 5, 0, 6, "额定电压\n（kV）"),
            (0, 7, 1, 7, "空载损耗\n（kW）"),
            (0, 8, 1, 8, "阻抗\n电压％"),
            (0, 9, 1, 9, "冷却方式"),
            (2, 1, 3, 1, "总降压站"),
        ],
        rows: &[
            &[],
            &[E, E, E, E, E, T("一次"), T("二次")],
            &[
                N(1.0),
                E,
                T("1#主变"),
                T("SZ11-16000/35"),
                T("16000"),
                T("35±3×2.5%"),
                T("10.5"),
                T("13.1"),
                T("8.0"),
                T("ONAN"),
            ],
            &[N(2.0), E, T("2#主变"), T("同上"), T("16000"), T("35±3×2.5%"), T("10.5"), T("13.1"), T("8.0"), T("同上")],
            &[T("小计"), E, T("2台"), E, T("32000")],
            &[N(3.0), T("一分厂"), T("1#"), T("S7-1000/10"), N(1000.0), N(10.0), N(0.4), N(1.8), N(4.5), T("自冷")],
            &[
                N(4.0),
                T("一分厂"),
                T("2#"),
                T("SCB10-1250/10"),
                N(1250.0),
                N(10.0),
                N(0.4),
                T("2.08"),
                T("6%"),
                T("AN/AF"),
            ],
            &[T("总计"), E, T("4台"), E, T("34250")],
        ],
        ..Form::default()
    }]);
    clean(&import);
    let big = "workshop=总降压站 model=SZ11-16000/35 capacity_kva=16000 high_voltage_kv=35 low_voltage_kv=10.5 medium=oil \
               no_load_loss_w=13100 impedance_pct=8";
    assert_eq!(
        lines(&import),
        [
            format!("3 transformer tag=1#主变 {big}"),
            format!("4 transformer tag=2#主变 {big}"),
            "6 transformer tag=1# workshop=一分厂 model=S7-1000/10 capacity_kva=1000 high_voltage_kv=10 \
             low_voltage_kv=0.4 no_load_loss_w=1800 impedance_pct=4.5"
                .to_owned(),
            "7 transformer tag=2# workshop=一分厂 model=SCB10-1250/10 capacity_kva=1250 high_voltage_kv=10 \
             low_voltage_kv=0.4 medium=dry no_load_loss_w=2080 impedance_pct=6"
                .to_owned(),
        ]
    );
    nothing_lost(&import, 8);
}

/// 清洁生产审核: sections counted in a column of their own, of which only one names a kind, parameters for models.
#[test]
fn sections_counted_in_their_own_column() {
    let import = read_forms(&[Form {
        name: "表2-7",
        merges: &[(0, 1, 0, 7, "表2-7  主要生产设备及公用设备表")],
        rows: &[
            &[],
            &[E, T("序号"), T("设备名称"), T("规格/参数"), T("单位"), T("数量"), T("运行状况"), T("备注")],
            &[E, T("一"), T("水泵")],
            &[E, N(1.0), T("1#冷却塔"), T("Q=200m3/h，H=32m，N=30kW"), T("台"), T("3（2用1备）"), T("良好")],
            &[E, T("（1）"), T("二次网")],
            &[E, N(2.0), T("3#、4#"), T("IS100-80-160"), T("台"), N(2.0)],
            &[E, T("二"), T("生产设备")],
            &[E, N(3.0), T("反应釜"), T("5000L，N=7.5kW"), T("台"), N(6.0), T("良好")],
            &[E, N(4.0), T("罗茨风机"), T("Q=25.5m³/min N=37kW"), T("台"), T("2"), E, T("一开一备")],
            &[E, T("注：带*为本次审核重点设备")],
        ],
        ..Form::default()
    }]);
    clean(&import);
    let pump = "4 pump name=1#冷却塔 model=Q=200m3/h，H=32m，N=30kW";
    let duty = "flow_m3_per_h=200 head_m=32 motor_power_kw=30";
    let blower = "9 blower name=罗茨风机 model=Q=25.5m³/min N=37kW quantity=1";
    let flow = "remark=一开一备 flow_m3_per_min=25.5 motor_power_kw=37";
    assert_eq!(
        lines(&import),
        [
            format!("{pump} quantity=2 status=in_use {duty}"),
            format!("{pump} quantity=1 status=standby {duty}"),
            // Still below 一 水泵: （1） is a part of it.
            "6 pump name=3#、4# model=IS100-80-160 quantity=2".to_owned(),
            // 二 生产设备 isn't.
            "8 other name=反应釜 model=5000L，N=7.5kW quantity=6 status=in_use".to_owned(),
            format!("{blower} status=in_use {flow}"),
            format!("{blower} status=standby {flow}"),
        ]
    );
    assert_eq!(told(&import.left_out)[1..4], [(3, "标题行"), (5, "标题行"), (7, "标题行")]);
    nothing_lost(&import, 10);
}

/// Compressors in foreign units, and lamps, which have no names.
#[test]
fn compressors_and_lamps() {
    let compressors: &[&[V]] = &[
        &[
            T("设备编号"),
            T("设备名称"),
            T("品牌"),
            T("型号"),
            T("额定排气量(m3/min)"),
            T("排气压力(bar)"),
            T("电机功率(HP)"),
            T("年运行小时"),
        ],
        &[T("KY-01"), T("螺杆式空气压缩机"), T("某牌"), T("GA90+-7.5"), T("16.1"), T("7.5"), T("125"), T("6,800")],
        &[T("KY-02"), T("无油离心空压机"), T("某牌"), E, N(120.0), T("0.8MPa"), T("/"), T("6800h")],
        &[T("—"), T("—"), T("—")],
    ];
    let lamps: &[&[V]] = &[
        &[T("区域"), T("灯具类型"), T("光源"), T("单灯功率(W)"), T("数量(盏)"), T("更换时间")],
        &[T("一车间"), T("工矿灯"), T("金卤灯"), T("400"), T("120"), T("2010")],
        &[T("办公楼"), T("支架灯"), T("T8荧光灯"), T("36W"), N(600.0)],
        &[T("合计"), E, E, E, N(720.0)],
    ];
    let form = |name, rows| Form { name, rows, ..Form::default() };
    let import = read_forms(&[form("空压机", compressors), form("照明灯具", lamps), form("Sheet3", &[])]);
    clean(&import);
    assert_eq!(
        lines(&import),
        [
            // 125 metric horsepower would be 91.9 kW, of 550 ft·lbf/s 93.2: the British one is meant by HP.
            "2 compressor tag=KY-01 name=螺杆式空气压缩机 model=GA90+-7.5 manufacturer=某牌 motor_power_kw=93.2125 \
             discharge_pressure_mpa=0.75 flow_m3_per_min=16.1 annual_hours_h=6800",
            "3 compressor tag=KY-02 name=无油离心空压机 manufacturer=某牌 discharge_pressure_mpa=0.8 \
             flow_m3_per_min=120 annual_hours_h=6800",
            "2 lighting name=工矿灯 workshop=一车间 quantity=120 lamp_type=metal_halide lamp_power_w=400",
            "3 lighting name=支架灯 workshop=办公楼 quantity=600 lamp_type=fluorescent_t8 lamp_power_w=36",
        ]
    );
}
