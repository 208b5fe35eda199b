//! The report: its content, its bytes, and that no text or hole in the ledger breaks it.

use energy_audit::audit::equipment::Overrule;
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
    let transformers: [(&str, &str, Option<(&str, &str)>); 6] = [
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

#[test]
fn dump() {
    let (audit, reference) = (plant(), reference());
    let d = diagnose(&audit, &reference);
    let v = report::data(&audit, &d, &reference, &ReportOptions::default());
    std::fs::write("/tmp/report-data.json", serde_json::to_string_pretty(&v).unwrap()).unwrap();
    let empty = Audit::default();
    let d = diagnose(&empty, &reference);
    let v = report::data(&empty, &d, &reference, &ReportOptions::default());
    std::fs::write("/tmp/report-empty.json", serde_json::to_string_pretty(&v).unwrap()).unwrap();
}
