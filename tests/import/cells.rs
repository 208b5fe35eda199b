//! Single cells: numbers, units, voltages, percentages, dates, choices.

use energy_audit::audit::Origin;
use energy_audit::exchange::FractionAnswer;

use super::*;

#[track_caller]
fn reads(header: &'static str, value: V, key: &str, expected: f64) {
    let import = motor_cell(header, value.clone());
    assert_eq!(num(device(&import, 0), key), Some(expected), "{header} {value:?}: {:?}", import.complaints);
    clean(&import);
}

#[track_caller]
fn refuses(header: &'static str, value: V, key: &str, reason: &str) {
    let import = motor_cell(header, value.clone());
    assert_eq!(import.rows.len(), 1, "the row is kept");
    assert_eq!(device(&import, 0).get(key), None, "{header} {value:?}");
    let complaint = only(&import);
    assert!(complaint.reason.contains(reason), "{header} {value:?}: {complaint}");
    assert!(!complaint.advice.is_empty());
}

#[test]
fn power_with_units() {
    for (value, kw) in [
        (N(132.0), 132.0),
        (T("132kW"), 132.0),
        (T("132 KW"), 132.0),
        (T("132千瓦"), 132.0),
        (T("1.6 MW"), 1600.0),
        (T("750W"), 0.75),
        (T("１５"), 15.0),
        (T("１８．５ｋＷ"), 18.5),
        (T("1,600"), 1600.0),
        (T("1，600kW"), 1600.0),
        (T("1.5e1"), 15.0),
    ] {
        reads("额定功率(kW)", value, "rated_power_kw", kw);
    }
    reads("功率（W）", N(750.0), "rated_power_kw", 0.75);
    reads("额定功率/kW", N(75.0), "rated_power_kw", 75.0);
    reads("额定功率 kW", N(75.0), "rated_power_kw", 75.0);
    reads("额定\n功率\n（KW）", N(75.0), "rated_power_kw", 75.0);
    reads("额定功率(W)", T("75kW"), "rated_power_kw", 75.0);
    reads("转速", T("1480r/min"), "rated_speed_rpm", 1480.0);
}

#[test]
fn numbers_that_are_not_one_number() {
    for (value, reason) in [
        (T("75/90kW"), "两个以上的数值"),
        (T("75kW/90kW"), "两个以上的数值"),
        (T("75、90"), "两个以上的数值"),
        (T("75 90"), "两个以上的数值"),
        (T("2×75"), "乘积"),
        (T("2*75kW"), "乘积"),
        (T("75~90"), "范围"),
        (T("75-90kW"), "范围"),
        (T("10,5"), "逗号"),
        (T("大"), "不是数值"),
        (T("75马"), "不是额定功率的单位"),
        (T("75kV"), "不是额定功率的单位"),
        (T("≤75"), "上限或下限"),
        (N(-15.0), "超出允许范围"),
        (T("-15kW"), "超出允许范围"),
        (N(1e300), "超出允许范围"),
        (T("1e999"), "太大"),
        (D(37742.0), "日期"),
    ] {
        refuses("额定功率(kW)", value, "rated_power_kw", reason);
    }
}

#[test]
fn blanks_say_nothing() {
    for blank in ["/", "-", "—", "——", "无", "不详", "  ", "　"] {
        let import = motor_cell("额定功率(kW)", T(blank));
        assert_eq!(device(&import, 0).get("rated_power_kw"), None, "{blank}");
        clean(&import);
    }
}

#[test]
fn approximate_values_are_estimates() {
    for value in ["约75", "~75", "75左右", "约 75kW"] {
        let import = motor_cell("额定功率", T(value));
        assert_eq!(num(device(&import, 0), "rated_power_kw"), Some(75.0), "{value}");
        assert_eq!(origin(device(&import, 0), "rated_power_kw"), Some(Origin::Estimate));
        assert_eq!(import.notes.len(), 1);
    }
    let import = motor_cell("额定功率", N(75.0));
    assert_eq!(origin(device(&import, 0), "rated_power_kw"), Some(Origin::Ledger));
}

#[test]
fn percentages() {
    reads("额定效率(%)", N(93.0), "rated_efficiency_pct", 93.0);
    reads("效率", T("93%"), "rated_efficiency_pct", 93.0);
    reads("效率", T("93．5％"), "rated_efficiency_pct", 93.5);
    reads("额定效率(%)", P(0.93), "rated_efficiency_pct", 93.0);
    reads("额定效率", P(0.571), "rated_efficiency_pct", 57.1);
    reads("功率因数", N(0.88), "power_factor", 0.88);
    reads("cosφ", T("88%"), "power_factor", 0.88);
    refuses("额定效率(%)", N(180.0), "rated_efficiency_pct", "超出允许范围");
    refuses("负载率", N(180.0), "load_factor_pct", "超出允许范围");
    refuses("额定效率(%)", T("0.93%"), "rated_efficiency_pct", "超出允许范围");
}

#[test]
fn a_fraction_in_a_percent_column_is_asked_about() {
    let rows: &[&[V]] = &[&[T("型号"), T("额定效率(%)"), T("负载率")], &[T("Y160M-4"), N(0.93), T("0.65")]];
    let import = import_sheets(&[("电机", rows)]);
    assert_eq!(import.fraction_cells, 2);
    assert_eq!(import.complaints.len(), 2);
    assert_eq!(import.complaints[0].column, "B 额定效率(%)");
    assert!(import.complaints[0].reason.contains("93%"), "{}", import.complaints[0]);
    assert_eq!(num(device(&import, 0), "rated_efficiency_pct"), None);

    let mut answer = options();
    answer.fraction_is = Some(FractionAnswer::AsFraction);
    let import = import_with(&[("电机", rows)], &answer);
    clean(&import);
    assert_eq!(num(device(&import, 0), "rated_efficiency_pct"), Some(93.0));
    assert_eq!(num(device(&import, 0), "load_factor_pct"), Some(65.0));

    answer.fraction_is = Some(FractionAnswer::Literal);
    let import = import_with(&[("电机", rows)], &answer);
    assert_eq!(num(device(&import, 0), "load_factor_pct"), Some(0.65));
    assert_eq!(num(device(&import, 0), "rated_efficiency_pct"), None, "0.93 % is out of range");

    // 1.2 % is a usual no-load current.
    let import = import_sheets(&[("变压器", &[&[T("型号"), T("空载电流I0(%)")], &[T("S9-1000/10"), N(0.7)]])]);
    assert_eq!(num(device(&import, 0), "no_load_current_pct"), Some(0.7));
    clean(&import);
}

#[test]
fn motor_voltages() {
    for (value, volts) in [
        (N(380.0), 380.0),
        (T("380V"), 380.0),
        (T("AC380V"), 380.0),
        (T("~380V"), 380.0),
        (T("0.38kV"), 380.0),
        (T("10kV"), 10000.0),
        (T("6000V"), 6000.0),
        (T("380/660V"), 380.0),
        (T("660/1140V"), 660.0),
        (T("380V±10%"), 380.0),
    ] {
        reads("额定电压", value, "rated_voltage_v", volts);
    }
    reads("电压(kV)", N(6.0), "rated_voltage_v", 6000.0);
    refuses("电压", T("380/400"), "rated_voltage_v", "两个电压");
    refuses("电压", T("220/380"), "rated_voltage_v", "两个电压");
    refuses("电压", N(10.0), "rated_voltage_v", "超出允许范围");
}

#[test]
fn transformer_voltages() {
    for (value, high, low) in [
        (T("10/0.4"), 10.0, Some(0.4)),
        (T("10kV/0.4kV"), 10.0, Some(0.4)),
        (T("10/0.4kV"), 10.0, Some(0.4)),
        (T("10±5%/0.4kV"), 10.0, Some(0.4)),
        (T("10000/400V"), 10.0, Some(0.4)),
        (T("10kV/400V"), 10.0, Some(0.4)),
        (T("35kV"), 35.0, None),
        (N(10.0), 10.0, None),
    ] {
        let import = import_sheets(&[("变压器", &[&[T("型号"), T("额定电压")], &[T("S9-1000/10"), value.clone()]])]);
        clean(&import);
        assert_eq!(num(device(&import, 0), "high_voltage_kv"), Some(high), "{value:?}");
        assert_eq!(num(device(&import, 0), "low_voltage_kv"), low, "{value:?}");
    }
}

#[test]
fn poles_and_quantities() {
    for value in [N(4.0), T("4"), T("4P"), T("4极"), T("四极"), T("四")] {
        reads("极数", value, "poles", 4.0);
    }
    reads("极数", T("十二极"), "poles", 12.0);
    refuses("极数", T("2/4"), "poles", "两个以上");
    reads("台数", T("3台"), "quantity", 3.0);
    reads("数量(台/套)", N(3.0), "quantity", 3.0);
    // 3 are said, 2 + 2 are counted (see plants.rs for 2用1备); 2+1 may be anything.
    refuses("数量", T("3台(2用2备)"), "quantity", "备用");
    refuses("数量", T("2+1"), "quantity", "两个以上");
    refuses("数量", N(0.0), "quantity", "超出允许范围");
}

#[test]
fn boiler_units() {
    let rows: &[&[V]] = &[
        &[T("型号"), T("容量"), T("工作压力"), T("低位热值"), T("年燃料消耗量")],
        &[T("SZL10-1.25-AII"), T("10t/h"), T("13kgf/cm²"), T("5000kcal/kg"), T("1.2万吨")],
        &[T("QXX29-1.25/150/90-AII"), T("29MW"), T("1.25MPa"), T("20.9MJ/kg"), N(8000.0)],
        &[T("WNS4-1.25-Q"), N(4.0), T("0.4MPa"), T("35.5MJ/Nm3"), T("120万m³")],
    ];
    let import = import_sheets(&[("锅炉", rows)]);
    clean(&import);
    assert_eq!(num(device(&import, 0), "capacity_tph"), Some(10.0));
    // 13 × 0.0980665
    assert_eq!(num(device(&import, 0), "pressure_mpa"), Some(1.2748645));
    // 5000 × 4.1868
    assert_eq!(num(device(&import, 0), "fuel_ncv_kj_per_kg"), Some(20934.0));
    assert_eq!(num(device(&import, 0), "annual_fuel_t"), Some(12000.0));
    assert_eq!(num(device(&import, 1), "capacity_tph"), None);
    assert_eq!(num(device(&import, 1), "capacity_mw"), Some(29.0));
    assert_eq!(num(device(&import, 1), "fuel_ncv_kj_per_kg"), Some(20900.0));
    assert_eq!(num(device(&import, 2), "capacity_tph"), Some(4.0));
    assert_eq!(num(device(&import, 2), "fuel_ncv_kj_per_kg"), Some(35500.0));
    assert_eq!(num(device(&import, 2), "annual_gas_10k_m3"), Some(120.0));
    assert_eq!(num(device(&import, 2), "annual_fuel_t"), None);
}

#[test]
fn a_hot_water_boilers_capacity_needs_its_unit() {
    let rows: &[&[V]] = &[&[T("型号"), T("容量")], &[T("SZL7-1.0/115/70-AII"), N(7.0)]];
    let import = import_sheets(&[("锅炉", rows)]);
    assert!(only(&import).reason.contains("MW 还是 t/h"), "{}", import.complaints[0]);
    for (header, key) in [("容量(MW)", "capacity_mw"), ("容量(t/h)", "capacity_tph"), ("额定蒸发量", "capacity_tph")]
    {
        let import = import_sheets(&[("锅炉", &[&[T("型号"), T(header)], &[T("SZL7-1.0/115/70-AII"), N(7.0)]])]);
        assert_eq!(num(device(&import, 0), key), Some(7.0), "{header}");
    }
}

#[test]
fn dates() {
    for (value, date) in [
        (T("2003"), "2003"),
        (N(2003.0), "2003"),
        (T("2003年"), "2003"),
        (T("2003.5"), "2003-05"),
        (N(2003.5), "2003-05"),
        (N(2003.05), "2003-05"),
        (N(2003.12), "2003-12"),
        (T("2003.1"), "2003-01"),
        (T("2003年5月"), "2003-05"),
        (T("2003 年 5 月 1 日"), "2003-05-01"),
        (T("２００３．５"), "2003-05"),
        (T("2003-05"), "2003-05"),
        (T("2003-05-01"), "2003-05-01"),
        (T("2003/5/1"), "2003-05-01"),
        (T("2003.05.01"), "2003-05-01"),
        (T("2003-05-01 00:00:00"), "2003-05-01"),
        (T("20030501"), "2003-05-01"),
        (N(20030501.0), "2003-05-01"),
        (T("200305"), "2003-05"),
        (N(37742.0), "2003-05-01"),
        (T("37742"), "2003-05-01"),
        (D(37742.0), "2003-05-01"),
        (D(36526.0), "2000-01-01"),
    ] {
        let import = motor_cell("出厂日期", value.clone());
        assert_eq!(txt(device(&import, 0), "made_on"), date, "{value:?}");
        clean(&import);
        assert!(import.notes.is_empty());
    }
    // As a number, 2003.1 may have been 2003.10.
    let import = motor_cell("出厂日期", N(2003.1));
    assert_eq!(txt(device(&import, 0), "made_on"), "2003");
    assert_eq!(import.notes.len(), 1);
    assert!(import.notes[0].reason.contains("10 月"));
    for (value, reason) in [
        (T("2099-01-01"), "晚于今天"),
        (N(2099.0), "晚于今天"),
        (T("2026-07-01"), "晚于今天"),
        (T("1949"), "早于 1950 年"),
        (T("2003-13"), "不是日期"),
        (T("2003-02-30"), "不是日期"),
        (T("37年5月"), "不是日期"),
        (T("98"), "不是日期"),
        (T("大修"), "不是日期"),
        (N(2003.37), "不是日期"),
        (N(-5.0), "不是日期"),
    ] {
        refuses("出厂日期", value, "made_on", reason);
    }
    // Between 1950 and today there is only one year that two digits can mean; the reader shall look all the same.
    for (text, date) in [
        ("08.5", "2008-05"),
        ("98年5月", "1998-05"),
        ("’98.10", "1998-10"),
        ("03年", "2003"),
        ("99-12-31", "1999-12-31"),
        ("26.6", "2026-06"),
    ] {
        let import = motor_cell("出厂日期", T(text));
        assert_eq!(txt(device(&import, 0), "made_on"), date, "{text}");
        assert!(import.notes[0].reason.contains("年份只有两位"), "{text}");
    }
    let import = motor_cell("出厂日期", T("约2003年"));
    assert_eq!(origin(device(&import, 0), "made_on"), Some(Origin::Estimate));
}

#[test]
fn choices() {
    for (header, value, key, code) in [
        ("状态", "在用", "status", "in_use"),
        ("设备状态", "停用", "status", "idle"),
        ("使用情况", "运行", "status", "in_use"),
        ("状态", "已拆除", "status", "scrapped"),
        ("状态", "standby", "status", "standby"),
        ("能效等级", "ＩＥ３", "energy_mark", "ie3"),
        ("驱动方式", "变频", "drive_mode", "inverter"),
        ("冷却方式", "ic411", "cooling", "ic411"),
        ("电机类型", "三相异步（笼型）", "motor_type", "cage_induction"),
    ] {
        let import = motor_cell(header, T(value));
        assert_eq!(txt(device(&import, 0), key), code, "{header} {value}");
        clean(&import);
    }
    let import = motor_cell("状态", T("借用"));
    assert!(only(&import).advice.contains("在用、备用、停用、已报废"));
    // A bare grade says nothing without its edition.
    refuses("能效等级", T("3级"), "energy_mark", "没有这个选项");
}

#[test]
fn formula_errors_are_told() {
    for error in ["#REF!", "#DIV/0!", "#N/A"] {
        let import = motor_cell("额定功率(kW)", F("=1/0", error));
        assert!(only(&import).reason.contains(error), "{:?}", import.complaints);
        assert_eq!(import.rows.len(), 1);
    }
    let import = import_csv("型号,功率\nY160M-4,#REF!\n".as_bytes());
    assert!(only(&import).reason.contains("#REF!"));
}

#[test]
fn strange_texts() {
    let long: &'static str = Box::leak("长".repeat(300).into_boxed_str());
    let rows: &[&[V]] = &[
        &[T("名称"), T("型号"), T("功率")],
        &[T("🔥泵用电机"), T("Y160M-4"), N(11.0)],
        &[T(long), T("Y160M-4"), N(11.0)],
    ];
    let import = import_sheets(&[("电机", rows)]);
    assert_eq!(txt(device(&import, 0), "name"), "🔥泵用电机");
    assert!(only(&import).reason.contains("300 个字"));
    assert_eq!(num(device(&import, 1), "rated_power_kw"), Some(11.0));
    assert_eq!(txt(device(&import, 1), "name"), "");
    // Excel makes a date of 4-72.
    refuses("名称", D(26389.0), "name", "日期");
    let import = motor_cell("使用地点", T("一车间\n泵房"));
    assert_eq!(txt(device(&import, 0), "workshop"), "一车间泵房");
    let import = motor_cell("编号", N(101.0));
    assert_eq!(txt(device(&import, 0), "tag"), "101");
}

#[test]
fn a_complaint_reads_as_one_line() {
    let import = motor_cell("额定功率(kW)", T("75/90kW"));
    assert_eq!(
        only(&import).to_string(),
        "台账.xlsx〔电机〕第 2 行 B 额定功率(kW) 列“75/90kW”：一格里有两个以上的数值。请拆成几行，每行一个数值"
    );
}
