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

/// Names and models of a mixed ledger, written by hand.
const MIXED: &[(&str, &str, &str)] = &[
    // Fans.
    ("引风机", "", "fan"),
    ("1#锅炉引风机", "", "fan"),
    ("送风机", "", "fan"),
    ("一次风机", "", "fan"),
    ("二次风机A", "", "fan"),
    ("排风机", "", "fan"),
    ("除尘风机", "", "fan"),
    ("轴流风机", "", "fan"),
    ("屋顶风机2台", "", "fan"),
    ("离心通风机", "", "fan"),
    ("窑尾高温风机", "", "fan"),
    ("变压器冷却风机", "", "fan"),
    ("冷却塔风机", "", "fan"),
    ("风机箱", "", "fan"),
    ("1#锅炉鼓风机", "", "fan"),
    ("引风机(变频)", "", "fan"),
    ("引风机", "Y4-73-11No10D", "fan"),
    ("设备A", "Y5-47-11№6C", "fan"),
    ("设备A", "G4-73-11No12D", "fan"),
    ("设备A", "9-19No5A", "fan"),
    ("设备A", "T35-11No5.6", "fan"),
    // 鼓风机 is a fan's name too; the series tells.
    ("鼓风机", "4-72-11", "fan"),
    // Blowers.
    ("罗茨鼓风机", "", "blower"),
    ("罗茨风机", "", "blower"),
    ("高炉鼓风机", "", "blower"),
    ("曝气鼓风机", "", "blower"),
    ("污水站曝气风机", "", "blower"),
    ("脱硫氧化风机", "", "blower"),
    ("磁悬浮鼓风机", "", "blower"),
    ("空气悬浮风机", "", "blower"),
    ("多级离心鼓风机", "", "blower"),
    ("锅炉房罗茨鼓风机", "", "blower"),
    ("设备A", "SSR-150", "blower"),
    ("设备A", "JTS-150", "blower"),
    // Pumps.
    ("循环水泵", "", "pump"),
    ("1#给水泵", "", "pump"),
    ("锅炉给水泵", "", "pump"),
    ("冷冻水泵", "", "pump"),
    ("消防泵组", "", "pump"),
    ("长轴深井泵", "", "pump"),
    ("渣浆泵", "", "pump"),
    ("齿轮油泵", "", "pump"),
    ("水源热泵循环泵", "", "pump"),
    ("换热站循环泵2#", "", "pump"),
    ("循环水泵", "IS100-80-160", "pump"),
    ("设备A", "IS100-80-160", "pump"),
    ("设备A", "ISG65-160", "pump"),
    ("设备A", "12SH-9A", "pump"),
    ("设备A", "250S-39", "pump"),
    ("设备A", "D25-30×6", "pump"),
    ("设备A", "DG46-50×8", "pump"),
    ("设备A", "150D30×9", "pump"),
    ("设备A", "4BA-8", "pump"),
    ("设备A", "CR32-4", "pump"),
    ("设备A", "10JD140", "pump"),
    ("深井泵", "12JD230", "pump"),
    // Submersible pumps.
    ("潜水泵", "", "submersible"),
    ("深井泵", "", "submersible"),
    ("潜水排污泵", "", "submersible"),
    ("集水坑潜污泵", "", "submersible"),
    ("井用潜水电泵", "", "submersible"),
    ("污水泵", "50WQ15-30-4", "submersible"),
    ("设备A", "200QJ20-108/8", "submersible"),
    ("设备A", "QY15-26-2.2", "submersible"),
    ("设备A", "WQ10-10-1", "submersible"),
    // Compressors.
    ("空压机", "4L-20/8", "compressor"),
    ("1#空压机", "", "compressor"),
    ("螺杆式空气压缩机", "", "compressor"),
    ("空压机组", "", "compressor"),
    ("氮气压缩机", "", "compressor"),
    ("压风机", "", "compressor"),
    ("设备A", "LG20-10/7", "compressor"),
    ("设备A", "2V-0.6/7", "compressor"),
    ("设备A", "GA75", "compressor"),
    ("设备A", "L-10/8", "compressor"),
    // Chillers and heat pumps.
    ("离心式冷水机组", "", "chiller"),
    ("空气源热泵", "", "chiller"),
    ("地源热泵机组", "", "chiller"),
    ("制冷机组", "", "chiller"),
    ("冷冻机", "", "chiller"),
    ("溴化锂机组", "", "chiller"),
    ("直燃机", "", "chiller"),
    ("氨压缩机", "", "chiller"),
    ("设备A", "LSBLG500", "chiller"),
    // Furnaces; a boiler is none.
    ("加热炉", "", "furnace"),
    ("热处理炉", "", "furnace"),
    ("箱式电阻炉", "RX3-45-9", "furnace"),
    ("中频炉", "", "furnace"),
    ("电弧炉", "", "furnace"),
    ("回转窑", "", "furnace"),
    ("热风炉", "", "furnace"),
    ("推钢式加热炉1#", "", "furnace"),
    ("搪瓷烧成炉", "", "furnace"),
    ("蒸汽锅炉", "", "boiler"),
    ("导热油炉", "", "boiler"),
    ("有机热载体炉", "", "boiler"),
    ("余热锅炉", "", "boiler"),
    ("电锅炉", "", "boiler"),
    // Heat exchangers.
    ("板式换热器", "", "heat_exchanger"),
    ("冷凝器", "", "heat_exchanger"),
    ("高压加热器", "", "heat_exchanger"),
    ("油冷却器", "", "heat_exchanger"),
    ("换热机组", "", "heat_exchanger"),
    // Welders.
    ("电焊机", "", "welder"),
    ("点焊机", "", "welder"),
    ("弧焊机", "", "welder"),
    ("弧焊变压器", "", "welder"),
    ("设备A", "BX1-330", "welder"),
    ("设备A", "ZX7-400", "welder"),
    ("设备A", "AX1-500", "welder"),
    // Lamps.
    ("路灯", "", "lighting"),
    ("车间照明", "", "lighting"),
    ("LED灯", "", "lighting"),
    ("高压汞灯", "", "lighting"),
    ("厂区高杆灯", "", "lighting"),
    ("数据中心", "", "data_centre"),
    ("信息中心机房", "", "data_centre"),
    // The head noun: what belongs to a device isn't the device.
    ("循环水泵电机", "", "motor"),
    ("风机电机", "", "motor"),
    ("空压机电动机", "", "motor"),
    ("深井泵电机", "", "motor"),
    ("加热炉变压器", "", "transformer"),
    ("照明变压器", "", "transformer"),
    ("水泵变频器", "", "other"),
    ("空压机储气罐", "", "other"),
    ("引风机控制柜", "", "other"),
    ("锅炉上煤机", "", "other"),
    ("机房精密空调", "", "other"),
    ("照明配电箱", "", "other"),
    ("锅炉炉排减速机", "", "other"),
    ("冷水机组控制柜", "", "other"),
    // None of the kinds.
    ("冷却塔", "", "other"),
    ("空气预热器", "", "other"),
    ("省煤器", "", "other"),
    ("分体空调", "", "other"),
    ("空调机组", "", "other"),
    ("起重机", "QD16/3.2t", "other"),
    ("电动葫芦", "MD1 5t-12m", "other"),
    ("破碎机", "", "other"),
    ("车床", "C620", "other"),
    ("断路器", "DW10-400", "other"),
    ("低压配电柜", "GGD-0.4", "other"),
    ("球磨机", "", "other"),
    ("冷冻干燥机", "", "other"),
    ("冷干机", "", "other"),
    ("离心机", "", "other"),
    ("水环真空泵", "", "other"),
    ("柴油发电机", "", "other"),
    ("柴油发电机组", "", "other"),
    ("布袋除尘器", "", "other"),
    ("茶水炉", "", "other"),
    ("超声波焊机", "", "other"),
    ("紫外线杀菌灯", "", "other"),
    ("灌装生产线", "", "other"),
    ("脱硫装置", "", "other"),
    ("电梯", "", "other"),
    ("桥式起重机", "QD20/5-22.5", "other"),
    // A motor's model is the stronger witness; other models give way to the name.
    ("循环水泵", "Y160M-4", "motor"),
    ("冷冻机", "LG16-5/8", "chiller"),
    ("循环水泵电机", "IS100-80-160", "motor"),
];

#[test]
fn every_kind_by_name_and_model() {
    assert!(MIXED.len() >= 120);
    // All in one ledger, as a plant hands them in.
    let mut rows: Vec<Vec<V>> = vec![vec![T("名称"), T("型号"), T("数量")]];
    rows.extend(MIXED.iter().map(|(name, model, _)| vec![T(name), T(model), N(1.0)]));
    let rows: Vec<&[V]> = rows.iter().map(Vec::as_slice).collect();
    let import = import_sheets(&[("主要用能设备", &rows)]);
    let told: Vec<(u32, &str)> = import.rows.iter().map(|r| (r.row, r.equipment.kind.code().code())).collect();
    let mut wrong = Vec::new();
    for (row, (name, model, kind)) in (2_u32..).zip(MIXED) {
        let told = told.iter().find(|(r, _)| *r == row).map_or("-", |(_, k)| *k);
        if told != *kind {
            wrong.push(format!("{name} {model}: {told}, not {kind}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // Other equipment keeps its name.
    let crane = import.rows.iter().find(|r| txt(&r.equipment, "name") == "起重机").unwrap();
    assert_eq!(txt(&crane.equipment, "model"), "QD16/3.2t");
}

#[test]
fn rows_that_say_too_little_are_refused() {
    for (name, model, reason) in [
        ("设备A", "", "看不出"),
        ("1#机", "", "看不出"),
        ("2号炉", "", "看不出"),
        ("主机", "", "看不出"),
        ("锅炉给水", "", "看不出"),
        ("锅炉房", "", "看不出"),
        ("设备A", "XX-100", "看不出"),
        ("螺杆机组", "", "“螺杆机组”可能是几种设备"),
        ("离心机组", "", "可能是几种设备"),
        ("中央空调", "", "可能是几种设备"),
        ("蒸汽发生器", "", "可能是几种设备"),
    ] {
        let (kind, why) = told("主要用能设备", name, model);
        assert_eq!(kind, "-", "{name} {model}");
        assert!(why.contains(reason), "{name} {model}: {why}");
    }
    let import = import_sheets(&[("设备", &[&[T("名称"), T("型号")], &[T("设备A"), E]])]);
    assert!(only(&import).advice.contains("设备类别") && only(&import).advice.contains("通风机"), "{}", only(&import));
}

#[test]
fn by_sheet() {
    for (sheet, name, model, kind) in [
        // Motor ledgers name a row after what the motor drives.
        ("电机台账", "循环水泵", "", "motor"),
        ("1#车间电动机", "引风机", "特殊型号", "motor"),
        ("水泵电机", "1#循环泵", "", "motor"),
        ("电机台账", "粉碎机", "", "motor"),
        // But a pump's model is a pump's.
        ("电机台账", "循环水泵", "IS100-80-160", "pump"),
        ("变压器", "1号", "", "transformer"),
        ("锅炉", "1号", "", "boiler"),
        ("锅炉", "1#炉", "", "boiler"),
        // A boiler's sheet lists what belongs to it.
        ("锅炉", "1#锅炉引风机", "", "fan"),
        ("锅炉", "鼓风机", "", "fan"),
        ("锅炉", "给水泵", "", "pump"),
        ("锅炉", "上煤机", "", "other"),
        ("锅炉", "软化水箱", "", "other"),
        ("锅炉", "1#变压器", "S9-1000/10", "transformer"),
        // Sheets of pumps and fans name rows after what they serve.
        ("水泵台账", "1#锅炉", "", "pump"),
        ("水泵台账", "锅炉给水", "", "pump"),
        ("水泵台账", "冷却塔循环", "", "pump"),
        ("水泵台账", "潜水泵", "", "submersible"),
        ("水泵台账", "水环真空泵", "", "other"),
        ("水泵台账", "循环泵变频器", "", "other"),
        ("水泵台账", "循环水泵电机", "", "motor"),
        ("水泵台账", "循环水泵", "Y160M-4", "motor"),
        ("潜水泵", "1#水泵", "", "submersible"),
        ("锅炉引风机台账", "1#", "", "fan"),
        ("风机", "3#除尘器", "", "fan"),
        ("风机", "罗茨风机", "", "blower"),
        ("罗茨鼓风机", "1#风机", "", "blower"),
        ("空压机", "1#机", "", "compressor"),
        ("空压机", "螺杆机组", "", "compressor"),
        ("空压机", "储气罐", "", "other"),
        ("空压机", "冷却水泵", "", "pump"),
        ("冷水机组", "螺杆机", "", "chiller"),
        ("冷水机组", "1#压缩机", "", "chiller"),
        ("换热器", "省煤器", "", "heat_exchanger"),
        ("换热器", "1#", "", "heat_exchanger"),
        ("照明", "空压机房", "", "lighting"),
        ("照明", "1#锅炉", "", "lighting"),
        ("工业炉窑", "1#炉", "", "furnace"),
        ("其他设备", "设备A", "", "other"),
        ("其他设备", "引风机", "", "fan"),
        // Sheets of several kinds announce none.
        ("电机变压器", "设备A", "", "-"),
        ("风机水泵", "设备A", "", "-"),
        ("风机、水泵", "1#", "", "-"),
        ("电机及其他设备", "设备A", "", "-"),
        ("锅炉房设备", "设备A", "", "-"),
        ("空压机房", "设备A", "", "-"),
    ] {
        let (told, why) = told(sheet, name, model);
        assert_eq!(told, kind, "{sheet}: {name} {model}: {why}");
    }
    // A maker of pumps doesn't only have pumps.
    for title in ["某某水泵有限公司主要设备台账", "某某电机厂设备台账", "说明：不含照明"]
    {
        let import = import_sheets(&[("Sheet1", &[&[T(title)], &[T("名称"), T("数量")], &[T("设备A"), N(1.0)]])]);
        assert!(only(&import).reason.contains("看不出"), "{title}");
    }
}

#[test]
fn a_plants_sheet_is_not_taken_for_the_template() {
    let header: &[V] = &[T("编号"), T("名称"), T("型号"), T("使用地点"), T("制造厂"), T("备注")];
    let rows: &[&[V]] = &[header, &[T("1"), T("引风机")], &[T("2"), T("1#")]];
    let import = import_sheets(&[("锅炉", rows)]);
    assert_eq!([kind_of(&import, 0), kind_of(&import, 1)], [KindCode::Fan, KindCode::Boiler]);
}

#[test]
fn a_category_is_coarser_than_a_name() {
    for (column, name, model, kind) in [
        ("风机", "离心风机", "4-72-12C", "fan"),
        ("风机", "罗茨风机", "JTS-150", "blower"),
        ("水泵", "潜水泵", "", "submersible"),
        ("水泵", "真空泵", "", "other"),
        ("锅炉", "1#引风机", "", "fan"),
        ("锅炉", "1#", "", "boiler"),
        ("电动机", "循环水泵", "", "motor"),
        ("水泵", "循环水泵电机", "", "motor"),
        ("起重", "电动双梁桥式起重机", "QD16/3.2t", "other"),
        ("动力设备", "空压机", "", "compressor"),
        ("特种设备", "1#锅炉", "", "boiler"),
        ("泵类", "1#", "", "pump"),
        ("其他设备", "设备A", "", "other"),
        ("照明", "一车间", "", "lighting"),
        ("冷水机组(热泵)", "1#", "", "chiller"),
        ("工业炉窑", "1#", "", "furnace"),
    ] {
        let rows: &[&[V]] = &[&[T("设备类别"), T("名称"), T("型号")], &[T(column), T(name), T(model)]];
        let import = import_sheets(&[("Sheet1", rows)]);
        clean(&import);
        assert_eq!(kind_of(&import, 0).code(), kind, "{column}: {name} {model}");
    }
    // For other equipment the category is all that says what it is.
    let rows: &[&[V]] = &[&[T("设备类别"), T("名称"), T("功率")], &[T("起重"), T("双梁"), N(42.5)]];
    let import = import_sheets(&[("Sheet1", rows)]);
    assert_eq!(txt(device(&import, 0), "category"), "起重");
    assert_eq!(num(device(&import, 0), "rated_power_kw"), Some(42.5));
}

#[test]
fn by_column_title_section_and_option() {
    let rows: &[&[V]] = &[
        &[T("设备类别"), T("名称"), T("容量")],
        &[T("变压器"), T("1号"), N(1000.0)],
        &[T("锅炉"), T("2号"), N(10.0)],
        &[T("电机"), T("3号"), N(15.0)],
        &[T("专用"), T("4号"), N(15.0)],
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
