//! Cells and tables of pumps, fans, compressors and the other kinds: their units, figures in texts, motor columns.

use super::*;

#[track_caller]
fn reads(sheet: &str, header: &'static str, value: V, key: &str, expected: f64) {
    let rows: &[&[V]] = &[&[T("编号"), T("名称"), T(header)], &[T("A1"), T("1#"), value.clone()]];
    let import = import_sheets(&[(sheet, rows)]);
    assert_eq!(import.rows.len(), 1, "{sheet}: {:?}", import.complaints);
    let found = num(device(&import, 0), key);
    let near = found.is_some_and(|f| (f - expected).abs() <= 1e-9 * expected.abs());
    assert!(near, "{sheet} {header} {value:?}: {found:?}, not {expected}: {:?}", import.complaints);
    clean(&import);
}

#[track_caller]
fn refuses(sheet: &str, header: &'static str, value: V, key: &str, told: &str) {
    let rows: &[&[V]] = &[&[T("编号"), T("名称"), T(header)], &[T("A1"), T("1#"), value.clone()]];
    let import = import_sheets(&[(sheet, rows)]);
    assert_eq!(import.rows.len(), 1, "the row is kept");
    assert_eq!(device(&import, 0).get(key), None, "{sheet} {header} {value:?}");
    let complaint = only(&import).to_string();
    assert!(complaint.contains(told), "{sheet} {header} {value:?}: {complaint}");
}

#[test]
fn units_of_every_kind() {
    for (sheet, header, value, key, expected) in [
        // 1 m³/min = 60 m³/h, 1 m³/s = 3600 m³/h, 1 L/s = 3.6 m³/h.
        ("离心泵", "流量(m³/h)", N(50.0), "flow_m3_per_h", 50.0),
        ("离心泵", "流量", T("50m³/h"), "flow_m3_per_h", 50.0),
        ("离心泵", "流量(L/s)", N(10.0), "flow_m3_per_h", 36.0),
        ("离心泵", "流量", T("10 L/s"), "flow_m3_per_h", 36.0),
        ("离心泵", "流量", T("2m3/min"), "flow_m3_per_h", 120.0),
        ("离心泵", "流量", T("50立方米/小时"), "flow_m3_per_h", 50.0),
        ("通风机", "风量(m³/s)", N(10.0), "flow_m3_per_h", 36000.0),
        ("通风机", "风量", T("12万m³/h"), "flow_m3_per_h", 120_000.0),
        ("通风机", "流量(m³/min)", N(500.0), "flow_m3_per_h", 30000.0),
        ("鼓风机", "流量(m³/h)", N(3600.0), "flow_m3_per_min", 60.0),
        ("空压机", "排气量", T("20m³/min"), "flow_m3_per_min", 20.0),
        ("空压机", "排气量(m³/h)", N(1200.0), "flow_m3_per_min", 20.0),
        ("空压机", "排气量(L/min)", N(500.0), "flow_m3_per_min", 0.5),
        ("潜水电泵", "流量（立方米/时）", N(80.0), "flow_m3_per_h", 80.0),
        // 1 mmH2O = 9.80665 Pa, 1 kgf/cm² = 98066.5 Pa, 1 bar = 100 kPa.
        ("通风机", "全压(kPa)", N(2.5), "pressure_pa", 2500.0),
        ("通风机", "全压", T("250mmH2O"), "pressure_pa", 2451.6625),
        ("通风机", "风压(毫米水柱)", N(100.0), "pressure_pa", 980.665),
        ("通风机", "风压", T("3200Pa"), "pressure_pa", 3200.0),
        ("鼓风机", "升压(kPa)", N(49.0), "pressure_rise_kpa", 49.0),
        ("鼓风机", "升压", T("0.5kgf/cm²"), "pressure_rise_kpa", 49.03325),
        ("鼓风机", "升压(mbar)", N(500.0), "pressure_rise_kpa", 50.0),
        ("鼓风机", "升压(MPa)", N(0.05), "pressure_rise_kpa", 50.0),
        ("空压机", "排气压力", T("8bar"), "discharge_pressure_mpa", 0.8),
        ("空压机", "排气压力(kgf/cm²)", N(8.0), "discharge_pressure_mpa", 0.784532),
        ("空压机", "排气压力", T("800kPa"), "discharge_pressure_mpa", 0.8),
        ("空压机", "排气压力", T("0.75MPa(G)"), "discharge_pressure_mpa", 0.75),
        ("离心泵", "扬程(m)", N(32.0), "head_m", 32.0),
        ("离心泵", "扬程", T("32米"), "head_m", 32.0),
        ("离心泵", "扬程(mH2O)", N(32.0), "head_m", 32.0),
        // 1 HP = 0.7457 kW, 1 马力 = 0.73549875 kW.
        ("离心泵", "配套电机功率(HP)", N(10.0), "motor_power_kw", 7.457),
        ("离心泵", "电机功率", T("10马力"), "motor_power_kw", 7.3549875),
        ("离心泵", "功率(W)", N(750.0), "motor_power_kw", 0.75),
        ("通风机", "轴功率(MW)", N(1.2), "shaft_power_kw", 1200.0),
        ("空压机", "电机功率(kW/台)", N(132.0), "motor_power_kw", 132.0),
        // 1 USRT = 3.51685 kW, 10⁴ kcal/h = 11.63 kW.
        ("冷水机组", "制冷量(RT)", N(500.0), "cooling_capacity_kw", 1758.425),
        ("冷水机组", "制冷量", T("500USRT"), "cooling_capacity_kw", 1758.425),
        ("冷水机组", "制冷量", T("300冷吨"), "cooling_capacity_kw", 1055.055),
        ("冷水机组", "制冷量(万大卡/h)", N(100.0), "cooling_capacity_kw", 1163.0),
        ("冷水机组", "制冷量", T("100万kcal/h"), "cooling_capacity_kw", 1163.0),
        ("冷水机组", "制冷量(MW)", N(1.4), "cooling_capacity_kw", 1400.0),
        ("换热器", "设计换热量", T("60万大卡/h"), "design_heat_kw", 697.8),
        // 1 GJ/h = 1000/3.6 kW
        ("换热器", "设计换热量(GJ/h)", N(3.6), "design_heat_kw", 1000.0),
        ("换热器", "传热系数(W/m²·K)", N(3000.0), "design_u_w_per_m2_k", 3000.0),
        ("换热器", "传热系数(W/(m²·℃))", N(3000.0), "design_u_w_per_m2_k", 3000.0),
        ("换热器", "传热系数(kW/m²K)", N(3.0), "design_u_w_per_m2_k", 3000.0),
        // 1 kcal/(m²·h·℃) = 1.163 W/(m²·K)
        ("换热器", "传热系数(kcal/m2·h·℃)", N(1000.0), "design_u_w_per_m2_k", 1163.0),
        ("换热器", "换热面积(m²)", N(120.0), "area_m2", 120.0),
        ("换热器", "换热面积", T("120平方米"), "area_m2", 120.0),
        ("换热器", "热侧进口温度(℃)", N(130.0), "hot_in_c", 130.0),
        ("换热器", "热侧进口温度", T("130℃"), "hot_in_c", 130.0),
        ("换热器", "设计端差(℃)", N(5.0), "design_approach_k", 5.0),
        ("离心泵", "年用电量(万kWh)", N(12.5), "annual_electricity_kwh", 125_000.0),
        ("离心泵", "年耗电量", T("12.5万度"), "annual_electricity_kwh", 125_000.0),
        ("数据中心", "年总用电量(MWh)", N(5000.0), "annual_electricity_kwh", 5_000_000.0),
        ("照明", "单灯功率(kW)", N(0.4), "lamp_power_w", 400.0),
        ("照明", "功率", T("400W"), "lamp_power_w", 400.0),
        ("照明", "单灯功率(W/盏)", N(36.0), "lamp_power_w", 36.0),
        ("照明", "光效(lm/W)", N(110.0), "luminous_efficacy_lm_per_w", 110.0),
        ("通风机", "机号", T("№10"), "machine_no_dm", 10.0),
        ("通风机", "机号", T("No12.5D"), "machine_no_dm", 12.5),
        ("通风机", "机号", T("8#"), "machine_no_dm", 8.0),
        // An impeller of 800 mm is №8.
        ("通风机", "机号", T("800mm"), "machine_no_dm", 8.0),
        ("通风机", "进口密度(kg/m³)", N(0.745), "inlet_density_kg_per_m3", 0.745),
        ("通风机", "转速（转/分）", N(1450.0), "speed_rpm", 1450.0),
        ("空压机", "比功率(kW/(m³/min))", N(7.2), "specific_power_kw_per_m3_min", 7.2),
        ("空压机", "机组输入比功率", T("7.2kW/(m³/min)"), "specific_power_kw_per_m3_min", 7.2),
        ("空压机", "比功率(kW·min/m³)", N(7.2), "specific_power_kw_per_m3_min", 7.2),
        ("工业炉窑", "可比单耗(kWh/t)", N(420.0), "comparable_kwh_per_t", 420.0),
        ("工业炉窑", "年产量(万吨)", N(1.2), "annual_output_t", 12000.0),
        ("工业炉窑", "年耗天然气", T("120万m³"), "annual_gas_10k_m3", 120.0),
        ("电焊机", "焊接电流", T("330A"), "rated_current_a", 330.0),
        ("电焊机", "额定负载持续率(%)", N(60.0), "duty_cycle_pct", 60.0),
        ("电焊机", "输入容量", T("23.5kVA"), "rated_input_kva", 23.5),
        ("鼓风机", "叶轮直径D2(mm)", N(630.0), "impeller_diameter_mm", 630.0),
    ] {
        reads(sheet, header, value, key, expected);
    }
}

#[test]
fn units_that_need_more_than_a_factor_are_asked_about() {
    for (sheet, header, value, key, told) in [
        ("离心泵", "流量(t/h)", N(50.0), "flow_m3_per_h", "1 t/h 约合 1 m³/h"),
        ("离心泵", "流量", T("50t/h"), "flow_m3_per_h", "介质密度"),
        ("离心泵", "扬程(MPa)", N(0.32), "head_m", "0.1 MPa 约合 10.2 m"),
        ("离心泵", "扬程", T("3.2kgf/cm²"), "head_m", "介质密度"),
        ("通风机", "风量(Nm³/h)", N(50000.0), "flow_m3_per_h", "标准状态"),
        ("空压机", "排气量", T("20Nm³/min"), "flow_m3_per_min", "标准状态"),
        ("空压机", "排气压力(MPaA)", N(0.8), "discharge_pressure_mpa", "绝对压力"),
        ("冷水机组", "制冷量", T("10匹"), "cooling_capacity_kw", "匹"),
        ("冷水机组", "制冷量(日本冷吨)", N(100.0), "cooling_capacity_kw", "表头单位"),
        // Thermal units are no motor's power.
        ("离心泵", "功率", T("10万大卡/h"), "motor_power_kw", "不是配套电机功率的单位"),
        ("通风机", "风量(CFM)", N(5000.0), "flow_m3_per_h", "表头单位"),
        ("通风机", "风量(m³)", N(5000.0), "flow_m3_per_h", "表头单位"),
        // A unit that nobody knows isn't read past either.
        ("通风机", "风量(yd3/h)", N(5000.0), "flow_m3_per_h", "表头单位"),
        ("通风机", "风量", T("5000~8000m³/h"), "flow_m3_per_h", "范围"),
        ("离心泵", "流量", T("50/60"), "flow_m3_per_h", "两个以上的数值"),
    ] {
        refuses(sheet, header, value, key, told);
    }
}

#[test]
fn numbers_whose_unit_can_only_be_guessed_are_asked_about() {
    for (sheet, header, value, key, told) in [
        ("空压机", "排气压力", N(8.0), "discharge_pressure_mpa", "bar 还是 kgf/cm²"),
        ("空压机", "排气量", N(1200.0), "flow_m3_per_min", "m³/h"),
        ("通风机", "全压", N(2.5), "pressure_pa", "kPa"),
        ("鼓风机", "升压", N(0.5), "pressure_rise_kpa", "kgf/cm²"),
        ("冷水机组", "制冷量", N(500.0), "cooling_capacity_kw", "冷吨"),
        ("换热器", "换热量", N(60.0), "design_heat_kw", "万大卡"),
        ("离心泵", "年用电量", N(12.5), "annual_electricity_kwh", "万kWh"),
    ] {
        refuses(sheet, header, value, key, told);
    }
    // With a unit in the header, or where the number tells, there is nothing to ask.
    reads("空压机", "排气压力(MPa)", N(3.0), "discharge_pressure_mpa", 3.0);
    reads("空压机", "排气压力", N(0.8), "discharge_pressure_mpa", 0.8);
    reads("通风机", "全压", N(2500.0), "pressure_pa", 2500.0);
    reads("冷水机组", "名义制冷量(kW)", N(500.0), "cooling_capacity_kw", 500.0);
    reads("离心泵", "年用电量", N(125_000.0), "annual_electricity_kwh", 125_000.0);
}

#[test]
fn every_fields_own_unit_is_read() {
    for kind in KindCode::ALL {
        for def in kind.fields() {
            let energy_audit::audit::FieldKind::Number { min, max } = def.kind else { continue };
            // The calorific value's unit names that of gases in brackets.
            let unit = def.unit.split("(气体").next().unwrap_or("");
            let value = ((min + max.min(1e6)) * 50.0).round() / 100.0;
            let cell: &'static str = Box::leak(format!("{value}{unit}").into_boxed_str());
            let header: &'static str = Box::leak(def.zh.to_owned().into_boxed_str());
            let rows: &[&[V]] =
                &[&[T("编号"), T("名称"), T("类别"), T(header)], &[T("A1"), T("1#"), T(kind.zh()), T(cell)]];
            let import = import_sheets(&[("Sheet1", rows)]);
            // № is written before the number: above.
            if def.key == "machine_no_dm" {
                continue;
            }
            assert_eq!(
                num(device(&import, 0), def.key),
                Some(value),
                "{} {}: {:?}",
                kind.code(),
                def.key,
                import.complaints
            );
            clean(&import);
        }
    }
}

#[test]
fn two_figures_in_a_column() {
    for header in ["流量/扬程", "流量/扬程(m³/h/m)", "流量(m3/h)/扬程(m)", "流量/扬程（m³/h、m）"]
    {
        for cell in ["50/32", "50 / 32", "50m3/h/32m"] {
            let rows: &[&[V]] = &[&[T("编号"), T("名称"), T(header)], &[T("P1"), T("循环水泵"), T(cell)]];
            let import = import_sheets(&[("水泵", rows)]);
            clean(&import);
            assert_eq!(num(device(&import, 0), "flow_m3_per_h"), Some(50.0), "{header} {cell}");
            assert_eq!(num(device(&import, 0), "head_m"), Some(32.0), "{header} {cell}");
        }
    }
    // With its unit a single figure tells which it is; without, it doesn't.
    let one = |cell: V| {
        let rows: &[&[V]] = &[&[T("编号"), T("名称"), T("流量/扬程")], &[T("P1"), T("循环水泵"), cell]];
        import_sheets(&[("水泵", rows)])
    };
    assert_eq!(num(device(&one(T("32m")), 0), "head_m"), Some(32.0));
    let import = one(N(50.0));
    assert!(only(&import).reason.contains("分不清"), "{}", only(&import));
    assert_eq!(num(device(&import, 0), "flow_m3_per_h"), None);
    let import = one(T("50/32/45"));
    assert_eq!(import.complaints.len(), 1);
    // The first unit converts: 10 L/s = 36 m³/h.
    let rows: &[&[V]] = &[&[T("编号"), T("名称"), T("流量(L/s)/扬程(m)")], &[T("P1"), T("循环水泵"), T("10/32")]];
    let import = import_sheets(&[("水泵", rows)]);
    assert_eq!(num(device(&import, 0), "flow_m3_per_h"), Some(36.0));
    // Two figures of a fan.
    let rows: &[&[V]] = &[&[T("编号"), T("名称"), T("风量/全压(m³/h/Pa)")], &[T("F1"), T("引风机"), T("36000/2500")]];
    let import = import_sheets(&[("风机", rows)]);
    clean(&import);
    assert_eq!(num(device(&import, 0), "pressure_pa"), Some(2500.0));
}

#[test]
fn figures_with_symbols() {
    let read = |name: &'static str, text: &'static str| {
        let rows: &[&[V]] = &[&[T("名称"), T("型号"), T("规格参数")], &[T(name), T("特制"), T(text)]];
        import_sheets(&[("设备", rows)])
    };
    let pump = read("循环水泵", "Q=50m3/h H=32m N=7.5kW n=2900r/min");
    clean(&pump);
    for (key, value) in [("flow_m3_per_h", 50.0), ("head_m", 32.0), ("motor_power_kw", 7.5), ("speed_rpm", 2900.0)] {
        assert_eq!(num(device(&pump, 0), key), Some(value), "{key}");
    }
    let pump = read("循环水泵", "Q＝20 L/s，H＝32 m；P=7.5KW");
    // 20 L/s = 72 m³/h
    assert_eq!(num(device(&pump, 0), "flow_m3_per_h"), Some(72.0));
    assert_eq!(num(device(&pump, 0), "motor_power_kw"), Some(7.5));
    let fan = read("引风机", "Q=36000m³/h,P=2500Pa,N=45kW");
    assert_eq!(num(device(&fan, 0), "flow_m3_per_h"), Some(36000.0));
    assert_eq!(num(device(&fan, 0), "pressure_pa"), Some(2500.0));
    assert_eq!(num(device(&fan, 0), "motor_power_kw"), Some(45.0));
    let compressor = read("空压机", "Q=20m3/min P=0.8MPa N=132kW");
    assert_eq!(num(device(&compressor, 0), "discharge_pressure_mpa"), Some(0.8));
    assert_eq!(num(device(&compressor, 0), "motor_power_kw"), Some(132.0));
    let submersible = read("潜水泵", "Q=15m3/h H=26m N=2.2kW");
    assert_eq!(num(device(&submersible, 0), "rated_power_kw"), Some(2.2));
    // Neither ranges nor figures without unit, nor units of something else, nor other symbols.
    for text in ["Q=25~50m3/h", "Q=50 H=32", "Q=50t/h", "Qmin=50m3/h", "DN=50m3/h", "Q=50m3/h-60m3/h"] {
        let pump = read("循环水泵", text);
        assert_eq!(num(device(&pump, 0), "flow_m3_per_h"), None, "{text}");
        assert_eq!(num(device(&pump, 0), "head_m"), None, "{text}");
    }
    // A column of its own comes first, and the model is only the model.
    let rows: &[&[V]] =
        &[&[T("名称"), T("规格型号"), T("流量(m³/h)")], &[T("循环水泵"), T("IS100-80-160 Q=50m3/h，H=32m"), N(100.0)]];
    let import = import_sheets(&[("设备", rows)]);
    assert_eq!(txt(device(&import, 0), "model"), "IS100-80-160");
    assert_eq!(num(device(&import, 0), "flow_m3_per_h"), Some(100.0));
    assert_eq!(num(device(&import, 0), "head_m"), Some(32.0));
}

#[test]
fn the_motor_of_a_pump() {
    // In a table of pumps the motor's columns belong to the pump.
    let rows: &[&[V]] = &[
        &[
            T("设备编号"),
            T("名称"),
            T("水泵型号"),
            T("流量"),
            T("扬程"),
            T("电机编号"),
            T("电机型号"),
            T("电机功率(kW)"),
            T("电机转速"),
        ],
        &[T("P1"), T("循环水泵"), T("IS150-125-400"), N(200.0), N(50.0), T("M1"), T("Y225M-4"), N(45.0), N(1480.0)],
        &[T("P2"), T("补水泵"), E, N(20.0), N(30.0), T("M2"), T("Y132S1-2"), N(5.5), N(2900.0)],
    ];
    for sheet in ["设备", "水泵台账"] {
        let import = import_sheets(&[(sheet, rows)]);
        clean(&import);
        assert_eq!([kind_of(&import, 0), kind_of(&import, 1)], [KindCode::Pump; 2], "{sheet}");
        let d = device(&import, 0);
        assert_eq!(
            (txt(d, "tag"), txt(d, "model"), txt(d, "fed_by")),
            ("P1".into(), "IS150-125-400".into(), "M1".into())
        );
        assert_eq!(num(d, "motor_power_kw"), Some(45.0));
        // The motor's speed needn't be the pump's.
        assert_eq!(num(d, "speed_rpm"), None);
        assert_eq!(txt(device(&import, 1), "model"), "");
    }
    // In a table of motors they are the row's own.
    let rows: &[&[V]] = &[
        &[T("电机编号"), T("设备名称"), T("设备型号"), T("电机型号"), T("电机功率(kW)")],
        &[T("M1"), T("循环水泵"), T("IS150-125-400"), T("Y225M-4"), N(45.0)],
        &[T("M2"), T("引风机"), E, T("Y315M-6"), N(90.0)],
    ];
    let import = import_sheets(&[("电机台账", rows)]);
    clean(&import);
    assert_eq!([kind_of(&import, 0), kind_of(&import, 1)], [KindCode::Motor; 2]);
    assert_eq!((txt(device(&import, 0), "tag"), txt(device(&import, 0), "model")), ("M1".into(), "Y225M-4".into()));
    assert_eq!(num(device(&import, 1), "rated_power_kw"), Some(90.0));
    // Named after what they drive, with a motor's model and nothing of a pump: motors.
    let rows: &[&[V]] = &[&[T("名称"), T("电机型号"), T("电机功率(kW)")], &[T("循环水泵"), T("Y225M-4"), N(45.0)]];
    assert_eq!(kind_of(&import_sheets(&[("Sheet1", rows)]), 0), KindCode::Motor);
}

#[test]
fn choices_of_the_kinds() {
    for (sheet, header, value, key, code) in [
        ("水泵", "是否变频", "是", "flow_control", "inverter"),
        ("水泵", "调节方式", "无", "flow_control", "none"),
        ("水泵", "介质", "清水", "service", "clean_water"),
        ("风机", "传动方式", "D", "coupling", "shaft_coupling"),
        ("风机", "是否双吸", "无", "double_inlet", "no"),
        ("空压机", "类型", "螺杆式", "compressor_type", "oil_injected"),
        ("空压机", "是否变频", "否", "drive", "fixed"),
        ("冷水机组", "冷却方式", "风冷", "source_side", "air"),
        ("换热器", "型式", "板式", "exchanger_type", "plate"),
        ("电焊机", "焊机类型", "逆变", "welder_type", "inverter"),
        ("照明", "光源", "金卤灯", "lamp_type", "metal_halide"),
        ("工业炉窑", "炉型", "台车炉", "furnace_type", "bogie"),
        ("潜水泵", "系列", "QJ", "submersible_type", "well_water"),
        ("罗茨鼓风机", "型式", "罗茨", "blower_type", "roots"),
    ] {
        let rows: &[&[V]] = &[&[T("编号"), T("名称"), T(header)], &[T("A1"), T("1#"), T(value)]];
        let import = import_sheets(&[(sheet, rows)]);
        clean(&import);
        assert_eq!(txt(device(&import, 0), key), code, "{sheet} {header} {value}");
    }
    // 否 says that it isn't variable speed, not how the flow is controlled.
    let rows: &[&[V]] = &[&[T("编号"), T("名称"), T("是否变频")], &[T("A1"), T("1#"), T("否")]];
    let import = import_sheets(&[("水泵", rows)]);
    clean(&import);
    assert_eq!(device(&import, 0).get("flow_control"), None);
}

/// A plant's ledger of all it has: title, header of two rows, units, headings, subtotals.
#[test]
fn a_plants_whole_ledger() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("台账.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("设备台账").unwrap();
    let f = Format::new();
    sheet.merge_range(0, 0, 0, 13, "某某化工有限公司主要用能设备台账", &f).unwrap();
    sheet.write(1, 0, "填报部门：设备动力部").unwrap();
    for (column, text) in
        [(0, "序号"), (1, "设备编号"), (2, "设备名称"), (3, "规格型号"), (12, "使用地点"), (13, "备注")]
    {
        sheet.merge_range(2, column, 3, column, text, &f).unwrap();
    }
    sheet.merge_range(2, 4, 2, 7, "设备参数", &f).unwrap();
    sheet.merge_range(2, 8, 2, 9, "配套电机", &f).unwrap();
    sheet.merge_range(2, 10, 2, 11, "运行情况", &f).unwrap();
    for (column, text) in [
        (4, "流量"),
        (5, "扬程"),
        (6, "压力"),
        (7, "转速"),
        (8, "电机型号"),
        (9, "电机功率"),
        (10, "台数"),
        (11, "年运行时间"),
    ] {
        sheet.write(3, column, text).unwrap();
    }
    for (column, text) in [(4, "m³/h"), (5, "m"), (6, "kPa"), (7, "r/min"), (9, "kW"), (10, "台"), (11, "h")] {
        sheet.write(4, column, text).unwrap();
    }
    let rows: &[&[V]] = &[
        &[T("一、动力车间")],
        &[
            N(1.0),
            T("P101"),
            T("循环水泵"),
            T("IS150-125-400"),
            N(200.0),
            N(50.0),
            E,
            N(1480.0),
            T("Y225M-4"),
            N(45.0),
            N(3.0),
            N(7200.0),
            T("循环水站"),
        ],
        &[N(2.0), T("P102"), T("补水泵"), T("Q=12.5m3/h H=32m"), E, E, E, E, T("Y100L-2"), N(3.0), N(2.0), N(2000.0)],
        &[
            N(3.0),
            T("K101"),
            T("螺杆空压机"),
            T("GA132"),
            N(1380.0),
            E,
            N(800.0),
            E,
            E,
            T("132kW"),
            N(2.0),
            N(6000.0),
            T("空压站"),
        ],
        &[N(4.0), T("V101"), T("储气罐"), T("2m³")],
        &[
            N(5.0),
            T("F101"),
            T("锅炉引风机"),
            T("Y5-47№9C"),
            N(36000.0),
            E,
            N(2.4),
            N(1450.0),
            T("Y225M-4"),
            N(45.0),
            N(1.0),
            N(5000.0),
            T("锅炉房"),
        ],
        &[E, E, T("小计"), E, E, E, E, E, E, N(225.0), N(8.0)],
        &[T("二、合成车间")],
        &[
            N(6.0),
            T("F201"),
            T("罗茨鼓风机"),
            T("SSR-150"),
            N(1200.0),
            E,
            N(49.0),
            N(1450.0),
            T("Y200L-4"),
            N(30.0),
            N(2.0),
            N(8000.0),
        ],
        &[N(7.0), T("P201"), T("潜水排污泵"), T("50WQ15-30-4"), N(15.0), N(30.0), E, E, E, N(4.0), N(2.0)],
        &[N(8.0), T("M201"), T("反应釜搅拌电机"), T("YB3-160M-4"), E, E, E, N(1460.0), E, N(11.0), N(12.0), N(5000.0)],
        &[N(9.0), T("R201"), T("离心机"), T("SS1000"), E, E, E, E, T("Y160M-4"), N(11.0), N(5.0)],
        &[N(10.0), T("E201"), T("板式换热器"), T("BR0.5"), E, E, E, E, E, E, N(2.0)],
        &[N(11.0), T("P202"), T("物料泵"), T("IH80-65-160"), T("50t/h"), N(32.0), E, N(2900.0), E, N(7.5), N(2.0)],
        &[N(12.0), T("X201"), T("1#机组"), T("特制"), E, E, E, E, E, N(55.0), N(1.0)],
        &[T("合  计"), E, E, E, E, E, E, E, E, N(342.5), N(35.0)],
        &[T("制表人：张三")],
    ];
    for (r, row) in rows.iter().enumerate() {
        for (c, v) in row.iter().enumerate() {
            match v {
                T(t) => sheet.write(r as u32 + 5, c as u16, *t).unwrap(),
                N(n) => sheet.write(r as u32 + 5, c as u16, *n).unwrap(),
                _ => continue,
            };
        }
    }
    book.save(&path).unwrap();
    let import = read(&path, &options(), &Progress::new()).unwrap();
    let told: Vec<(String, &str)> =
        import.rows.iter().map(|r| (txt(&r.equipment, "tag"), r.equipment.kind.code().code())).collect();
    let told: Vec<(&str, &str)> = told.iter().map(|(t, k)| (t.as_str(), *k)).collect();
    assert_eq!(
        told,
        [
            ("P101", "pump"),
            ("P102", "pump"),
            ("K101", "compressor"),
            ("V101", "other"),
            ("F101", "fan"),
            ("F201", "blower"),
            ("P201", "submersible"),
            ("M201", "motor"),
            ("R201", "other"),
            ("E201", "heat_exchanger"),
            ("P202", "pump"),
        ]
    );
    let of = |tag: &str| &import.rows.iter().find(|r| txt(&r.equipment, "tag") == tag).unwrap().equipment;
    for (tag, key, value) in [
        ("P101", "flow_m3_per_h", 200.0),
        ("P101", "head_m", 50.0),
        ("P101", "speed_rpm", 1480.0),
        ("P101", "motor_power_kw", 45.0),
        ("P101", "quantity", 3.0),
        ("P101", "annual_hours_h", 7200.0),
        ("P102", "flow_m3_per_h", 12.5),
        ("P102", "head_m", 32.0),
        // 1380 m³/h = 23 m³/min, 800 kPa = 0.8 MPa.
        ("K101", "flow_m3_per_min", 23.0),
        ("K101", "discharge_pressure_mpa", 0.8),
        ("K101", "motor_power_kw", 132.0),
        // 2.4 kPa = 2400 Pa
        ("F101", "pressure_pa", 2400.0),
        ("F101", "flow_m3_per_h", 36000.0),
        ("F201", "pressure_rise_kpa", 49.0),
        // 1200 m³/h = 20 m³/min
        ("F201", "flow_m3_per_min", 20.0),
        ("P201", "rated_power_kw", 4.0),
        ("M201", "rated_power_kw", 11.0),
        ("M201", "rated_speed_rpm", 1460.0),
        ("R201", "rated_power_kw", 11.0),
        ("P202", "head_m", 32.0),
    ] {
        assert_eq!(num(of(tag), key), Some(value), "{tag} {key}");
    }
    assert_eq!(txt(of("P101"), "model"), "IS150-125-400");
    // The flow by mass, and the row of unknown kind. The first of the rows above is Excel's row 6.
    let told: Vec<(u32, &str)> = import.complaints.iter().map(|c| (c.row, c.value.as_str())).collect();
    assert_eq!(told, [(19, "50t/h"), (20, "X201 1#机组 特制")]);
}
