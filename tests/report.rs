//! The report: its content, its bytes, and that no text or hole in the ledger breaks it.

use energy_audit::audit::equipment::Overrule;
use energy_audit::audit::measure::Contract;
use energy_audit::audit::{
    Action, Audit, Cost, Entered, Equipment, FieldValue, Id, KindCode, Measure, Origin, PartialDate, Record as _,
    Scenario,
};
use energy_audit::diagnosis::{Diagnosis, diagnose};
use energy_audit::progress::Progress;
use energy_audit::reference::Reference;
use energy_audit::report::{self, GapGroup, Rendered, ReportError, ReportOptions};
use serde_json::Value;

const EMOJI: &str = "🔥锅炉房\"引号\" #import \"x\" $a$ *粗* _斜_ @ref <label> \\ `code` [x] // 注";

fn reference() -> Reference {
    Reference::on(jiff::civil::date(2025, 12, 31)).expect("embedded data")
}

fn value(text: &str) -> FieldValue {
    FieldValue::Text(text.to_owned())
}

/// A device with the given fields; numbers, dates (`@2003-05`) and options (`=code`) told apart by their form.
fn device(id: u64, kind: KindCode, fields: &[(&str, &str)]) -> Equipment {
    let mut device = Equipment { id: Id(id), ..Equipment::new(kind) };
    for (key, raw) in fields {
        let parsed = match (raw.strip_prefix('@'), raw.strip_prefix('='), raw.parse::<f64>()) {
            (Some(date), _, _) => FieldValue::Date(PartialDate::parse(date).expect("date")),
            (_, Some(code), _) => FieldValue::Choice(code.to_owned()),
            (_, _, Ok(n)) if kind.field(key).is_some_and(|d| !d.unit.is_empty() || *key == "power_factor") => {
                FieldValue::Number(n)
            }
            _ => value(raw),
        };
        device.set(key, Some(Entered::new(parsed, Origin::Nameplate))).expect(key);
    }
    device
}

/// 300 devices of all kinds: old and new, whole and full of holes.
fn plant() -> Audit {
    let mut audit = Audit::default();
    for (key, text) in [
        ("name", "云冈示例水泥有限公司"),
        ("audit_period", "2025年1月～12月"),
        ("audit_organization", "示例节能技术服务中心"),
        ("audit_team", "张三、李四"),
        ("province", "山西"),
        ("city", "大同市"),
        ("industry", "水泥制造"),
    ] {
        audit.enterprise.set(key, Some(Entered::ledger(value(text)))).expect(key);
    }
    audit.prices.set("electricity_yuan_per_kwh", Some(Entered::ledger(FieldValue::Number(0.56)))).expect("price");
    audit.prices.set("coal_yuan_per_t", Some(Entered::ledger(FieldValue::Number(780.0)))).expect("price");
    audit.prices.set("natural_gas_yuan_per_m3", Some(Entered::ledger(FieldValue::Number(3.2)))).expect("price");
    let motors: [(&str, &str, &str, &str); 8] = [
        ("JO2-51-4", "7.5", "4", "@1985"),
        ("Y160M-4", "11", "4", "@1998-06"),
        ("Y2-225S-4", "37", "4", "@2004"),
        ("YE3-280S-4", "75", "4", "@2016"),
        ("YX3-315L1-4", "160", "4", "@2012"),
        ("YKK5602-4", "1250", "4", "@2010"),
        ("Y315S-6", "75", "6", "@2001"),
        ("YVF2-200L-4", "30", "4", "@2018"),
    ];
    let shops = ["原料车间", "烧成车间", "制成车间(二线)", "动力车间循环水泵房"];
    for n in 0..240u64 {
        let (model, kw, poles, made) = motors[n as usize % motors.len()];
        let (tag, hours) = (format!("M-{:03}", n + 1), format!("{}", 3000 + 17 * n));
        let mut fields = vec![
            ("tag", tag.as_str()),
            ("name", if n % 3 == 0 { "循环水泵电机" } else { "皮带输送机电动机" }),
            ("workshop", shops[n as usize % 4]),
            ("model", model),
            ("rated_power_kw", kw),
            ("poles", poles),
            ("rated_voltage_v", if kw == "1250" { "10000" } else { "380" }),
            ("motor_type", "=cage_induction"),
        ];
        // Every fifth device has a hole.
        if n % 5 != 0 {
            fields.extend([("annual_hours_h", hours.as_str()), ("load_factor_pct", "68"), ("made_on", made)]);
        }
        if n % 7 == 0 {
            fields.push(("rated_efficiency_pct", "88.5"));
        }
        if n % 11 == 0 {
            fields.push(("quantity", "3"));
        }
        if n % 23 == 0 {
            fields.push(("status", "=standby"));
        }
        audit.equipment.push(device(1000 + n, KindCode::Motor, &fields));
    }
    let transformers = [
        ("S7-315/10", "315", None),
        ("SL7-630/10", "630", None),
        ("S9-1000/10", "1000", Some(("1700", "10300"))),
        ("S11-M-1250/10", "1250", Some(("1360", "12000"))),
        ("SCB10-1600/10", "1600", None),
        ("S20-800/10", "800", Some(("560", "7500"))),
    ];
    for n in 0..36u64 {
        let (model, kva, losses) = transformers[n as usize % transformers.len()];
        let tag = format!("T-{:02}", n + 1);
        let mut fields = vec![
            ("tag", tag.as_str()),
            ("name", "配电变压器"),
            ("workshop", "总降压站"),
            ("model", model),
            ("capacity_kva", kva),
            ("high_voltage_kv", "10"),
            ("connection", "=dyn11"),
            ("energized_hours_h", "8760"),
            ("load_factor_pct", "45"),
            ("made_on", "@2003-05"),
        ];
        if let Some((p0, pk)) = losses {
            fields.extend([
                ("no_load_loss_w", p0),
                ("load_loss_w", pk),
                ("no_load_current_pct", "0.9"),
                ("impedance_pct", "4.5"),
            ]);
        }
        audit.equipment.push(device(2000 + n, KindCode::Transformer, &fields));
    }
    for n in 0..22u64 {
        let tag = format!("B-{:02}", n + 1);
        let coal: &[(&str, &str)] = &[
            ("name", "蒸汽锅炉"),
            ("workshop", "锅炉房"),
            ("model", "DZL4-1.25-AⅡ"),
            ("capacity_tph", "4"),
            ("medium", "=steam"),
            ("combustion", "=chain_grate"),
            ("fuel", "=bituminous"),
            ("design_efficiency_pct", "76"),
            ("annual_fuel_t", "2350"),
        ];
        let gas: &[(&str, &str)] = &[
            ("name", "燃气热水锅炉"),
            ("workshop", "换热站"),
            ("model", "WNS7-1.0/115/70-Q"),
            ("capacity_mw", "7"),
            ("medium", "=hot_water"),
            ("combustion", "=chamber"),
            ("fuel", "=natural_gas"),
            ("design_efficiency_pct", "91"),
            ("annual_gas_10k_m3", "210"),
        ];
        let mut fields = vec![("tag", tag.as_str())];
        fields.extend_from_slice(if n % 2 == 0 { coal } else { gas });
        audit.equipment.push(device(3000 + n, KindCode::Boiler, &fields));
    }
    // Hostile texts: 300 characters without a blank (as wide as the fields allow), markup, emoji, control characters.
    let long = "X".repeat(80);
    let wide = "超长型号ABCDEFGH-".repeat(9);
    let hostile = [
        [("tag", long.as_str()), ("name", EMOJI), ("model", wide.as_str()), ("workshop", "\u{202e}\u{0007}\tA\nB")],
        [("tag", ""), ("name", "#panic(\"x\")"), ("model", ""), ("workshop", "")],
    ];
    for (n, fields) in hostile.iter().enumerate() {
        audit.equipment.push(device(4000 + n as u64, KindCode::Motor, fields));
    }
    // The auditor knows better about one JO2 motor.
    audit.equipment[8].overrule = Some(Overrule {
        level: "grade3".to_owned(),
        reason: "铭牌已换，实为 2015 年重绕改造 #1".to_owned(),
    });
    let action = |grade| Action::ReplaceMotor { grade, efficiency_pct: None };
    let measure = |id: u64, title: &str, targets: Vec<Id>, action: Action, investment: Option<f64>| Measure {
        id: Id(id),
        title: title.to_owned(),
        targets,
        action,
        cost: Cost { investment_yuan: investment, source: "厂家询价".to_owned(), ..Cost::default() },
        note: String::new(),
        requires: Vec::new(),
    };
    let motors =
        |model: &str| -> Vec<Id> { audit.equipment.iter().filter(|e| e.model() == model).map(|e| e.id).collect() };
    let transformer = Action::ReplaceTransformer {
        grade: 2,
        core: None,
        capacity_kva: None,
        no_load_loss_w: None,
        load_loss_w: None,
        no_load_current_pct: None,
    };
    let boiler = Action::ReplaceBoiler {
        fuel: Some(energy_audit::audit::equipment::BoilerFuel::NaturalGas),
        efficiency_pct: 96.0,
        condensing: None,
        fuel_ncv: None,
    };
    let measures = vec![
        measure(1, "更换 JO2 系列电动机", motors("JO2-51-4"), action(2), Some(186_000.0)),
        measure(2, "更换 Y 系列电动机", motors("Y160M-4"), action(1), None),
        measure(3, "更换 S7 变压器", motors("S7-315/10"), transformer, Some(310_000.0)),
        measure(4, &format!("燃煤锅炉改燃气 {EMOJI}"), vec![Id(3000), Id(3002), Id(9999)], boiler, Some(1_250_000.0)),
    ];
    audit.measures = measures;
    audit.scenarios =
        vec![Scenario { id: Id(77), name: "推荐方案".to_owned(), measures: vec![Id(1), Id(2), Id(3), Id(4)] }];
    audit
}

fn diagnosed(audit: &Audit) -> (Diagnosis, Reference) {
    let reference = reference();
    (diagnose(audit, &reference), reference)
}

fn content(audit: &Audit, options: &ReportOptions) -> Value {
    let (diagnosis, reference) = diagnosed(audit);
    report::data(audit, &diagnosis, &reference, options)
}

fn rendered(audit: &Audit, options: &ReportOptions) -> Rendered {
    let (diagnosis, reference) = diagnosed(audit);
    report::render(audit, &diagnosis, &reference, options, &Progress::new()).expect("renders")
}

/// The row of a tag in a list.
fn row<'a>(list: &'a Value, tag: &str) -> Option<&'a Value> {
    list.as_array().into_iter().flatten().find(|r| r["tag"] == tag)
}

/// 11 kW without hours: how much it uses a year is not known, which is not a use of nothing; out of use it is nothing.
#[test]
fn the_energy_of_a_kind_is_a_dash_where_none_is_known() {
    let used = |status: &str| {
        let mut audit = Audit::default();
        let fields = [("model", "Y160M-4"), ("rated_power_kw", "11"), ("status", status)];
        audit.equipment.push(device(1, KindCode::Motor, &fields));
        let (diagnosis, _) = diagnosed(&audit);
        let row = content(&audit, &ReportOptions::default())["devices"]["kinds"][0].clone();
        (row["tce"].clone(), row["electricity"].clone(), diagnosis.by_kind[0].1.known_tce())
    };
    assert_eq!(used("=in_use"), ("—".into(), "—".into(), None));
    assert_eq!(used("=scrapped"), ("0.0".into(), "0.00".into(), Some(0.0)));
}

#[test]
fn obsolete_and_below_limit_are_two_lists() {
    let data = content(&plant(), &ReportOptions::default());
    let (obsolete, below) = (&data["obsolete"]["rows"], &data["below_limit"]["rows"]);
    // JO2-51-4 (batch 1, item 1-1), entered with 88.5 % where GB 18613-2020 asks 90.4 % of 7.5 kW, 4 poles: on both.
    let jo2 = row(obsolete, "M-001").expect("JO2 is obsolete");
    assert_eq!(jo2["clause"], "淘汰目录第一批 1-1");
    assert!(jo2["original"].as_str().is_some_and(|o| o.contains("小型异步电动机")), "{jo2}");
    assert_eq!(jo2["also_below_limit"], true);
    let limit = row(below, "M-001").expect("JO2 is below the limit");
    assert_eq!((&limit["limit"], &limit["actual"], &limit["unit"]), (&"90.4".into(), &"88.5".into(), &"%".into()));
    assert_eq!(limit["standard"], "GB 18613-2020");
    // YVF2-200L-4 is inefficient but on no list of obsolete models.
    assert!(row(obsolete, "M-008").is_none());
    assert!(row(below, "M-008").is_some());
    // Y2-225S-4 without a date of manufacture: suspected, with the fact to ask for; made in 2004: not.
    let suspected = &data["suspected"]["rows"];
    assert_eq!(row(suspected, "M-011").expect("suspected")["questions"], "出厂日期");
    assert!(row(suspected, "M-003").is_none());
    assert!(row(obsolete, "M-011").is_none());
}

#[test]
fn the_auditors_verdict_takes_the_place_of_the_found_one() {
    let data = content(&plant(), &ReportOptions::default());
    assert!(row(&data["obsolete"]["rows"], "M-009").is_none());
    let set = row(&data["overruled"], "M-009").expect("listed with its reason");
    assert_eq!((&set["found"], &set["set"]), (&"淘汰".into(), &"3级".into()));
    assert_eq!(set["reason"], "铭牌已换，实为 2015 年重绕改造 #1");
}

/// A motor of 100 000 kWh (20 kW measured, 5000 h) and its pump, a lamp, a furnace without its carrier, a pump whose
/// motor is not in the ledger.
fn pair() -> Audit {
    let mut audit = Audit::default();
    let motor = [
        ("tag", "M-1"),
        ("rated_power_kw", "30"),
        ("rated_efficiency_pct", "93"),
        ("measured_input_kw", "20"),
        ("annual_hours_h", "5000"),
    ];
    audit.equipment.push(device(1, KindCode::Motor, &motor));
    let pump = [("tag", "P-1"), ("fed_by", "M-1"), ("annual_electricity_kwh", "90000")];
    audit.equipment.push(device(2, KindCode::Pump, &pump));
    let mut lamp = device(3, KindCode::Lighting, &[("tag", "Z-1"), ("quantity", "10"), ("annual_hours_h", "1000")]);
    lamp.set("lamp_power_w", Some(Entered::new(FieldValue::Number(100.0), Origin::Estimate))).expect("power");
    audit.equipment.push(lamp);
    audit.equipment.push(device(4, KindCode::Furnace, &[("tag", "L-1"), ("annual_electricity_kwh", "5")]));
    audit.equipment.push(device(5, KindCode::Pump, &[("tag", "P-2"), ("fed_by", "M-9"), ("motor_power_kw", "11")]));
    audit
}

#[test]
fn every_kilowatt_hour_is_counted_once_and_said_where() {
    let data = content(&pair(), &ReportOptions::default());
    let kinds = data["ledger"].as_array().expect("kinds");
    let names: Vec<&str> = kinds.iter().filter_map(|k| k["kind"].as_str()).collect();
    assert_eq!(names, ["电动机", "离心泵", "工业炉窑", "照明"]);
    let pumps = &kinds[1]["rows"];
    assert_eq!(row(pumps, "P-1").expect("P-1")["energy"], "9.00 万kWh(已计入 M-1)");
    assert_eq!(row(pumps, "P-2").expect("P-2")["energy"], "—");
    // The motor's 100 000 kWh and ten lamps of 100 W for 1000 h.
    assert_eq!(data["devices"]["total"]["energy"], "10.10 万kWh");
    let notes = data["devices"]["total"]["notes"].to_string();
    assert!(notes.contains("1 项设备由台账中的电动机拖动") && notes.contains("离心泵 1 项"), "{notes}");
    let row_of = |kind: &str| data["devices"]["kinds"].as_array().and_then(|k| k.iter().find(|r| r["kind"] == kind));
    let pumps = row_of("离心泵").expect("pumps");
    assert_eq!((&pumps["capacity"], &pumps["unknown"]), (&"电机功率 11 kW".into(), &1.into()));
    assert_eq!(row_of("照明").expect("lamps")["capacity"], "灯功率 1 kW");
    // What is missing and what does not fit.
    let gaps = data["gaps"].to_string();
    assert!(gaps.contains("缺少能源") && !data["gaps"]["energy"].to_string().contains("P-1"), "{gaps}");
    assert!(data["gaps"]["links"][0]["reason"].as_str().is_some_and(|r| r.contains("M-9")), "{gaps}");
    let (diagnosis, reference) = diagnosed(&pair());
    let links: Vec<_> = report::gaps(&pair(), &diagnosis, &reference)
        .into_iter()
        .filter(|g| g.group == GapGroup::Links)
        .map(|g| g.device)
        .collect();
    assert_eq!(links, [Some(Id(5))]);
}

#[test]
fn the_weakest_source_of_data_is_in_every_list() {
    let data = content(&pair(), &ReportOptions::default());
    let lamp = row(&data["ledger"][3]["rows"], "Z-1").expect("lamp");
    assert_eq!((&lamp["energy_origin"], &lamp["verdict_origin"]), (&"估算".into(), &"".into()));
    // The transformer's losses were entered as nameplate values, the motor's model, too.
    let data = content(&plant(), &ReportOptions::default());
    assert_eq!(row(&data["below_limit"]["rows"], "T-03").expect("S9-1000/10")["origin"], "铭牌");
    assert_eq!(row(&data["obsolete"]["rows"], "M-001").expect("JO2")["origin"], "铭牌");
    // No efficiency entered: the series' typical value is an estimate.
    assert_eq!(row(&data["below_limit"]["rows"], "M-011").expect("Y2-225S-4")["origin"], "估算");
    assert_eq!(row(&data["obsolete"]["rows"], "M-001").expect("JO2")["basis"], "型号列入目录，无附加条件");
    let set = row(&data["ledger"][0]["rows"], "M-009").expect("set by hand");
    assert_eq!((&set["verdict"], &set["found"]), (&"3级".into(), &"淘汰".into()));
    assert!(set["basis"].as_str().is_some_and(|b| b.contains("程序依据：淘汰目录第一批")), "{set}");
}

/// Two boilers with different heat values burn one fuel.
#[test]
fn a_fuel_is_named_once() {
    let mut audit = Audit::default();
    for (id, ncv) in [(1, "20000"), (2, "22000")] {
        let fields = [("fuel", "=bituminous"), ("annual_fuel_t", "100"), ("fuel_ncv_kj_per_kg", ncv)];
        audit.equipment.push(device(id, KindCode::Boiler, &fields));
    }
    let data = content(&audit, &ReportOptions::default());
    assert_eq!(data["devices"]["total"]["energy"], "烟煤 200.0 t");
}

#[test]
fn every_device_is_in_the_ledger_once() {
    let audit = plant();
    assert_eq!(audit.equipment.len(), 300);
    let data = content(&audit, &ReportOptions::default());
    let rows: usize =
        data["ledger"].as_array().into_iter().flatten().filter_map(|k| k["rows"].as_array()).map(Vec::len).sum();
    assert_eq!(rows, 300);
    // Control characters and a mark that turns the writing direction are gone.
    let hostile = row(&data["ledger"][0]["rows"], &"X".repeat(80)).expect("hostile device");
    assert_eq!(hostile["place"], "A B");
    let short = ReportOptions { appendix_ledger: false, ..ReportOptions::default() };
    assert_eq!(content(&audit, &short)["ledger"], Value::Array(Vec::new()));
}

#[test]
fn measures_and_sheets() {
    let data = content(&plant(), &ReportOptions::default());
    let measures = data["plan"]["rows"].as_array().expect("rows");
    assert_eq!(data["plan"]["name"], "推荐方案");
    assert_eq!(measures.len(), 4);
    // Without an investment there is no payback, and the total says so.
    assert_eq!((&measures[1]["investment"], &measures[1]["payback"]), (&"—".into(), &"—".into()));
    assert_eq!(data["plan"]["total"]["payback"], "—");
    // 18.6 + 31 + 125 万元.
    assert_eq!(data["plan"]["total"]["investment"], "174.60");
    // B-01 burns 2350 t of 20 934 kJ/kg at 76 %: 49 194.9 GJ in, 37 388.1 GJ out, at 96 % 38 945.9 GJ of gas.
    let steps: Vec<&Value> = data["sheets"][3]["workings"][0]["phases"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|p| p["steps"].as_array())
        .flatten()
        .collect();
    let values: Vec<&str> = steps.iter().filter_map(|s| s["value"].as_str()).collect();
    assert!(values.contains(&"49,195") && values.contains(&"37,388"), "{values:?}");
    // A deleted target is told, not dropped.
    let refused = data["gaps"]["refused"].as_array().expect("refused");
    assert!(refused.iter().any(|r| r["reason"] == "设备已不在台账中"), "{refused:?}");
    // Of more than three devices only the first is worked out.
    assert_eq!(data["sheets"][2]["workings"].as_array().map(Vec::len), Some(1));
    assert_eq!(data["sheets"][2]["not_worked"], 5);
}

/// Two own measures: 12 000 yuan a year for 30 000 under a contract, and 6 000 for nothing; price 0.6 yuan/kWh, 10 %, 10 a.
fn paid() -> Audit {
    use energy_audit::audit::measure::inputs::OwnMeasure;
    let number = |v: f64| Some(Entered::ledger(FieldValue::Number(v)));
    let mut audit = Audit::default();
    audit.prices.set("electricity_yuan_per_kwh", number(0.6)).expect("price");
    for (key, value) in [("discount_rate_pct", 10.0), ("residual_rate_pct", 0.0)] {
        audit.finance.set(key, number(value)).expect(key);
    }
    for (id, kwh, investment) in [(1, 20_000.0, 30_000.0), (2, 10_000.0, 0.0)] {
        let inputs = OwnMeasure {
            electricity_saved_kwh: Some(Entered::ledger(kwh)),
            explanation: Some(Entered::ledger("记录".to_owned())),
            ..OwnMeasure::default()
        };
        let cost = Cost {
            investment_yuan: Some(investment),
            annual_cost_yuan: Some(0.0),
            life_a: Some(10.0),
            ..Cost::default()
        };
        audit.measures.push(Measure {
            id: Id(id),
            title: format!("措施{id}"),
            targets: Vec::new(),
            action: Action::OwnMeasure(inputs),
            cost,
            note: String::new(),
            requires: Vec::new(),
        });
    }
    audit.measures[0].cost.contract =
        Some(Contract::Shared { provider_share_pct: 80.0, years_a: 5.0, provider_upkeep: false });
    audit.scenarios = vec![Scenario { id: Id(9), name: "方案".to_owned(), measures: vec![Id(1), Id(2)] }];
    audit
}

/// 18 000 a year for 30 000: N = 1.67 a; P/A(10 %, 10 a) = 6.144 567: NPV 80 602.21. After one year 16 363.64 are back, after
/// two 31 239.67: discounted payback 1 + 13 636.36/14 876.03 = 1.92 a.
#[test]
fn a_scenario_with_its_cash_flow_and_contract() {
    let data = content(&paid(), &ReportOptions::default());
    let grades: Vec<&str> =
        data["economics"]["rows"].as_array().into_iter().flatten().filter_map(|r| r["grade"].as_str()).collect();
    assert_eq!(grades, ["短期", "无低费"]);
    let total = &data["scenario"]["total"];
    assert_eq!(
        (&total["payback"], &total["discounted"], &total["npv"]),
        (&"1.67".into(), &"1.92".into(), &"8.06".into())
    );
    let flow = data["scenario"]["flow"]["rows"].as_array().expect("rows");
    assert_eq!(flow.len(), 11);
    // −3 + 1.636 364 + 1.487 603 万元.
    assert_eq!((&flow[2]["present"], &flow[2]["present_sum"]), (&"1.49".into(), &"0.12".into()));
    assert_eq!(flow[10]["present_sum"], total["npv"]);
    // Nothing spent and 6 000 earned before 30 000 spent: the cheaper step comes first, whatever the order.
    let steps = data["scenario"]["curve"]["steps"].as_array().expect("steps");
    assert_eq!((&steps[0]["title"], &steps[1]["title"]), (&"措施2".into(), &"措施1".into()));
    // 80 % of 12 000 for 5 years: 48 000 for the provider; together they have the project's flow.
    let sides = &data["economics"]["contracts"][0]["sides"];
    assert_eq!((&sides["rows"][0]["settled"], &sides["rows"][1]["settled"]), (&"4.80".into(), &"1.20".into()));
    assert_eq!((&sides["years"][0]["provider"], &sides["years"][6]["host"]), (&"−3.00".into(), &"1.20".into()));
}

#[test]
fn risk_needs_ranges_and_says_so() {
    let mut audit = paid();
    let risk = |audit: &Audit| content(audit, &ReportOptions::default())["risk"].clone();
    assert!(risk(&audit)["missing"].as_str().is_some_and(|m| m.contains("变动范围")));
    let ten = Some(Entered::ledger(FieldValue::Number(10.0)));
    audit.finance.set("range_investment_pct", ten.clone()).expect("range");
    audit.finance.set("range_price_pct", ten).expect("range");
    let found = risk(&audit);
    // ±10 % of 18 000 a year are ±11 060.22, of 30 000 once ±3 000: the price moves the NPV of 80 602.21 more.
    let bars = found["tornado"].as_array().expect("bars");
    assert_eq!(
        (&bars[0]["factor"], &bars[0]["low"], &bars[0]["high"]),
        (&"能源价格".into(), &"6.95".into(), &"9.17".into())
    );
    assert_eq!(
        (&bars[1]["factor"], &bars[1]["low"], &bars[1]["high"]),
        (&"投资".into(), &"8.36".into(), &"7.76".into())
    );
    assert_eq!((&found["samples"], &found["seed"]), (&10_000.into(), &20_260_101.into()));
    assert_eq!(found, risk(&audit));
    // Drawn, the same bytes again.
    let pdf = |audit: &Audit| rendered(audit, &ReportOptions::default()).pdf().expect("pdf");
    assert!(pdf(&audit) == pdf(&audit), "two runs differ");
}

#[test]
fn when_to_act_and_what_a_measure_is() {
    let data = content(&plant(), &ReportOptions::default());
    let rows = data["timing"]["rows"].as_array().expect("rows");
    // M-001 is obsolete and a standby device; M-009 is no finding, as it was set to grade 3 by hand, and its replacement
    // can't be calculated.
    let act = |tag: &str| row(&data["timing"]["rows"], tag).map(|r| r["act"].clone());
    assert_eq!(act("M-001"), Some("不更换".into()));
    assert_eq!(act("M-009"), None);
    assert!(!rows.is_empty() && rows.iter().all(|r| r["rule"] != "" && r["facts"] != ""));
    let order: Vec<&Value> = rows.iter().map(|r| &r["now"]).collect();
    assert!(order.is_sorted_by_key(|now| *now != &Value::Bool(true)), "what is to be done at once comes first");
    assert!(data["sheets"][0]["guide"]["rows"].as_array().is_some_and(|g| g.len() == 4));
}

#[test]
fn without_a_scenario_the_measures_stand_alone() {
    let mut audit = plant();
    audit.scenarios.clear();
    let data = content(&audit, &ReportOptions::default());
    assert_eq!(data["plan"]["alone"], true);
    assert_eq!(data["plan"]["rows"].as_array().map(Vec::len), Some(4));
    let gone = ReportOptions { scenario: Some(Id(5)), ..ReportOptions::default() };
    let (diagnosis, reference) = diagnosed(&audit);
    let refused = report::render(&audit, &diagnosis, &reference, &gone, &Progress::new());
    assert!(matches!(refused, Err(ReportError::NoScenario)));
}

#[test]
fn three_hundred_devices_make_the_same_bytes_twice() {
    let audit = plant();
    let one = rendered(&audit, &ReportOptions::default());
    assert!(one.page_count() > 30 && one.page_count() < 100, "{} pages", one.page_count());
    let pdf = one.pdf().expect("pdf");
    assert!(pdf.starts_with(b"%PDF-"));
    assert!(pdf == rendered(&audit, &ReportOptions::default()).pdf().expect("pdf"), "two runs differ");
    // Without photos it can be sent by mail: at most 3 MB. The tags are packed, not gone.
    assert!(pdf.len() < 3_000_000, "{} bytes", pdf.len());
    let tagged = lopdf::Document::load_mem(&pdf).expect("readable");
    let catalogue = tagged.catalog().expect("catalogue");
    assert!(catalogue.has(b"StructTreeRoot") && catalogue.has(b"Outlines") && catalogue.has(b"Metadata"));
    assert_eq!(tagged.get_pages().len(), one.page_count());
    let image = one.page_image(0, 1.0);
    // A4 is 595 × 842 points.
    assert_eq!((image.width, image.height, image.rgba_premultiplied.len()), (595, 842, 595 * 842 * 4));
    assert_eq!(one.page_image(9999, 1.0).width, 0);
    // The preview is drawn on another thread than it was made on.
    fn movable<T: Send + Sync>(_: &T) {}
    movable(&one);
}

/// Beyond what a laptop has memory for, the report says so and what to do instead; the summary is still there.
#[test]
fn too_many_devices_are_refused_with_a_way_out() {
    let mut audit = Audit::default();
    let fields = [("model", "Y160M-4"), ("rated_power_kw", "11")];
    audit.equipment = (1..=report::MOST_DEVICES as u64 + 1).map(|n| device(n, KindCode::Motor, &fields)).collect();
    let (diagnosis, reference) = diagnosed(&audit);
    let made = |form| {
        let options = ReportOptions { form, ..ReportOptions::default() };
        report::render(&audit, &diagnosis, &reference, &options, &Progress::new())
    };
    let refused = made(report::Form::Full).err().expect("too many").to_string();
    assert!(refused.contains("3001") && refused.contains("export"), "{refused}");
    assert!(made(report::Form::Obsolete).is_err());
    assert!(made(report::Form::Summary).is_ok_and(|r| r.page_count() <= 3));
}

#[test]
fn chapters_can_be_left_out() {
    let audit = plant();
    let mut options = ReportOptions { appendix_ledger: false, ..ReportOptions::default() };
    for (_, on) in options.chapters.each() {
        *on = false;
    }
    // Cover, statement and contents.
    assert_eq!(rendered(&audit, &options).page_count(), 3);
    let full = ReportOptions::default();
    for (at, (title, _)) in full.chapters.clone().each().iter().enumerate() {
        let mut options = options.clone();
        *options.chapters.each()[at].1 = true;
        assert!(rendered(&audit, &options).page_count() > 3, "{title}");
    }
}

#[test]
fn an_empty_audit_gives_a_sensible_report() {
    let audit = Audit::default();
    let document = rendered(&audit, &ReportOptions::default());
    assert!(document.page_count() >= 10);
    assert!(document.pdf().expect("pdf").starts_with(b"%PDF-"));
    let (diagnosis, reference) = diagnosed(&audit);
    let gaps = report::gaps(&audit, &diagnosis, &reference);
    assert!(gaps.iter().any(|g| g.group == GapGroup::Enterprise && g.text.contains("企业名称")));
    assert!(gaps.iter().any(|g| g.group == GapGroup::Content && g.text.contains("没有设备")));
}

#[test]
fn gaps_lead_to_device_and_measure() {
    let audit = plant();
    let (diagnosis, reference) = diagnosed(&audit);
    let gaps = report::gaps(&audit, &diagnosis, &reference);
    let of = |group, text: &str| gaps.iter().find(|g| g.group == group && g.text.contains(text));
    // M-006 (YKK5602-4) has neither hours nor load.
    let energy = of(GapGroup::Energy, "M-006").expect("energy gap");
    assert_eq!(energy.device, Some(Id(1005)));
    assert_eq!(of(GapGroup::Investment, "更换 Y 系列电动机").and_then(|g| g.measure), Some(Id(2)));
    // M-001 is a standby device and a target of the first measure.
    assert_eq!(of(GapGroup::Refused, "M-001").and_then(|g| g.device), Some(Id(1000)));
}

#[test]
fn cancelled_before_it_begins() {
    let audit = plant();
    let (diagnosis, reference) = diagnosed(&audit);
    let progress = Progress::new();
    progress.cancel();
    let result = report::render(&audit, &diagnosis, &reference, &ReportOptions::default(), &progress);
    assert!(matches!(result, Err(ReportError::Cancelled)));
}

#[test]
fn written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("folder");
    let document = rendered(&Audit::default(), &ReportOptions::default());
    let target = folder.path().join("诊断报告.pdf");
    std::fs::write(&target, "old").expect("old file");
    report::write_pdf(&target, &document).expect("written");
    assert_eq!(std::fs::read(&target).expect("read"), document.pdf().expect("pdf"));
    assert_eq!(std::fs::read_dir(folder.path()).expect("list").count(), 1);
    let nowhere = folder.path().join("没有这个文件夹").join("报告.pdf");
    let message = report::write_pdf(&nowhere, &document).expect_err("no folder").to_string();
    assert!(message.contains("报告.pdf"), "{message}");
}

#[test]
#[ignore = "需要 poppler-utils (pdftotext) 和 qpdf"]
fn the_pdf_is_sound_and_can_be_searched() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("report.pdf");
    report::write_pdf(&path, &rendered(&plant(), &ReportOptions::default())).expect("written");
    let run = |program: &str, args: &[&str]| {
        let output = std::process::Command::new(program).args(args).arg(&path).arg("-").output().expect(program);
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let check = std::process::Command::new("qpdf").arg("--check").arg(&path).output().expect("qpdf");
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
    let text = run("pdftotext", &["-layout"]);
    for wanted in [
        "工业节能诊断报告",
        "未查到不等于不属于淘汰设备",
        "淘汰设备清单",
        "低于能效限定值设备清单",
        "措施计算书",
        "依据与数据来源",
        "JO2-51-4",
        "云冈示例水泥有限公司 · 节能诊断报告",
    ] {
        assert!(text.contains(wanted), "{wanted} is not in the text");
    }
}
