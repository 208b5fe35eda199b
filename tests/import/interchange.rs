//! A whole audit as JSON: out, in, and the published schema.

use energy_audit::audit::equipment::{BoilerFuel, CoreMaterial, Overrule};
use energy_audit::audit::measure::{Contract, Cost};
use energy_audit::audit::{
    Action, Audit, Consumption, Entered, FieldDef, FieldKind, Id, ManagementItem, Measure, MeterCoverage, OwnTable,
    PartialDate, PlantYear, Product, Record, Resource, Scenario,
};
use energy_audit::exchange::{audit_schema, export_json, from_json};
use serde_json::{Value, json};

use super::round_trip::full;
use super::*;

fn fill_in(record: &mut dyn Record) {
    let value = |def: &FieldDef| match def.kind {
        FieldKind::Number { min, max } => FieldValue::Number(min + (max - min) * 0.25),
        FieldKind::Text { max_chars } => FieldValue::Text("文".repeat(max_chars)),
        FieldKind::Choice(options) => FieldValue::Choice(options[options.len() - 1].code.to_owned()),
        FieldKind::Date => FieldValue::Date(PartialDate::new(2025, Some(6), None).unwrap()),
    };
    for (at, def) in record.fields().iter().enumerate() {
        record.set(def.key, Some(Entered::new(value(def), Origin::ALL[at % 4]))).unwrap();
    }
}

/// Everything that an audit can hold, each field filled in.
fn whole() -> Audit {
    let mut audit = Audit::default();
    fill_in(&mut audit.enterprise);
    fill_in(&mut audit.prices);
    fill_in(&mut audit.factors);
    fill_in(&mut audit.finance);
    audit.equipment = KindCode::ALL.iter().flat_map(|k| [full(*k, 0), full(*k, 4), full(*k, 5)]).collect();
    audit.equipment[0].overrule = Some(Overrule { level: "obsolete".to_owned(), reason: "铭牌照片".to_owned() });
    let target = audit.equipment[0].id;
    let shared = Contract::Shared { provider_share_pct: 70.0, years_a: 5.0, provider_upkeep: true };
    let guaranteed =
        Contract::Guaranteed { price_yuan: 1e5, guaranteed_yuan: 3e4, years_a: 3.0, provider_surplus_pct: 50.0 };
    let cost = |contract| Cost {
        investment_yuan: Some(12_345.67),
        subsidy_yuan: Some(0.1),
        annual_cost_yuan: Some(100.0),
        life_a: Some(10.0),
        source: "报价单".to_owned(),
        subsidy_share_pct: Some(10.0),
        subsidy_yuan_per_tce: Some(300.0),
        subsidy_cap_yuan: Some(5e4),
        downtime_cost_yuan: Some(1.0),
        credit_investment_yuan: Some(2.0),
        contract: Some(contract),
    };
    for mut action in Action::all() {
        match &mut action {
            Action::ReplaceMotor { efficiency_pct, .. } => *efficiency_pct = Some(95.1),
            Action::ReplaceTransformer { core, capacity_kva, .. } => {
                (*core, *capacity_kva) = (Some(CoreMaterial::Amorphous), Some(630.0));
            }
            Action::ReplaceBoiler { fuel, .. } => *fuel = Some(BoilerFuel::NaturalGas),
            recorded => fill_in(recorded.inputs_mut().unwrap()),
        }
        let requires = audit.measures.last().map(|m: &Measure| m.id).into_iter().collect();
        let contract = if audit.measures.len() % 2 == 0 { shared.clone() } else { guaranteed.clone() };
        let (title, note) = (action.zh().to_owned(), "说明".to_owned());
        audit.measures.push(Measure {
            id: Id::fresh(),
            title,
            targets: vec![target],
            action,
            cost: cost(contract),
            note,
            requires,
        });
    }
    let measures = audit.measures.iter().map(|m| m.id).collect();
    audit.scenarios = vec![Scenario { id: Id::fresh(), name: "全部".to_owned(), measures }];
    audit.own_tables = vec![OwnTable {
        id: Id::fresh(),
        form: "motor_lv_gb18613_2020".to_owned(),
        file: "省限值.csv".to_owned(),
        standard: "DB00/T 1".to_owned(),
        edition: "2025".to_owned(),
        clause: "表1".to_owned(),
        effective_from: jiff::civil::date(2025, 1, 1),
        effective_to: Some(jiff::civil::date(2030, 12, 31)),
        source: "来源".to_owned(),
        review: "待核".to_owned(),
        text: "a,b\n1,2\n".into(),
    }];
    let mut product = Product::empty();
    fill_in(&mut product.fields);
    product.quotas = vec!["GB 16780/1".to_owned()];
    product.conditions.insert("海拔".to_owned(), "1200".to_owned());
    product.shares_pct.insert("electricity".to_owned(), 40.0);
    audit.products = vec![product];
    let (mut consumption, mut year, mut item, mut meter, mut resource) =
        (Consumption::empty(), PlantYear::empty(), ManagementItem::empty(), MeterCoverage::empty(), Resource::empty());
    fill_in(&mut consumption.fields);
    fill_in(&mut year.fields);
    fill_in(&mut item.fields);
    fill_in(&mut meter.fields);
    fill_in(&mut resource.fields);
    audit.consumption = vec![consumption];
    audit.years = vec![year];
    audit.management = vec![item];
    audit.meters = vec![meter];
    audit.resources = vec![resource];
    audit
}

/// What of JSON Schema the published one uses; the places that don't fit.
fn violations(schema: &Value, root: &Value, value: &Value, at: &str, out: &mut Vec<String>) {
    let known = [
        "$schema",
        "title",
        "description",
        "default",
        "$defs",
        "type",
        "properties",
        "additionalProperties",
        "required",
        "items",
        "oneOf",
        "const",
        "enum",
        "minimum",
        "maximum",
        "maxLength",
        "pattern",
        "format",
        "$ref",
    ];
    let schema_object = schema.as_object().unwrap();
    assert!(schema_object.keys().all(|k| known.contains(&k.as_str())), "{at}: {:?}", schema_object.keys());
    if let Some(name) = schema["$ref"].as_str() {
        return violations(&root["$defs"][name.trim_start_matches("#/$defs/")], root, value, at, out);
    }
    if let Some(options) = schema["oneOf"].as_array() {
        let fits = |s: &&Value| {
            let mut inside = Vec::new();
            violations(s, root, value, at, &mut inside);
            inside.is_empty()
        };
        let n = options.iter().filter(fits).count();
        if n != 1 {
            out.push(format!("{at}: {n} of the alternatives fit {value}"));
        }
    }
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("type {other}"),
    };
    let typed = match &schema["type"] {
        Value::Null => true,
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().any(|n| is(n.as_str().unwrap())),
        other => panic!("{other}"),
    };
    let number = value.as_f64();
    let below = |key: &str| schema[key].as_f64().zip(number).is_some_and(|(limit, n)| n < limit);
    let above = |key: &str| schema[key].as_f64().zip(number).is_some_and(|(limit, n)| n > limit);
    let long = schema["maxLength"].as_u64().zip(value.as_str()).is_some_and(|(n, t)| t.chars().count() as u64 > n);
    let other = schema_object.get("const").is_some_and(|c| c != value)
        || schema["enum"].as_array().is_some_and(|e| !e.contains(value));
    if !typed || below("minimum") || above("maximum") || long || other {
        out.push(format!("{at}: {value}"));
    }
    if let (Some(fields), Some(properties)) = (value.as_object(), schema["properties"].as_object()) {
        for (key, inner) in fields {
            match properties.get(key) {
                Some(s) => violations(s, root, inner, &format!("{at}/{key}"), out),
                None => out.push(format!("{at}/{key} is not in the schema")),
            }
        }
        for key in schema["required"].as_array().into_iter().flatten() {
            if !fields.contains_key(key.as_str().unwrap()) {
                out.push(format!("{at}/{key} is missing"));
            }
        }
    }
    if let (Some(items), Some(s)) = (value.as_array(), schema.get("items")) {
        items.iter().enumerate().for_each(|(n, item)| violations(s, root, item, &format!("{at}/{n}"), out));
    }
}

fn against_schema(value: &Value) -> Vec<String> {
    let (schema, mut out) = (audit_schema(), Vec::new());
    violations(&schema, &schema, value, "", &mut out);
    out
}

#[test]
fn everything_comes_back() {
    let audit = whole();
    let text = export_json(&audit).unwrap();
    let back = from_json("a.json", &text).unwrap();
    assert_eq!(back.complaints, []);
    assert_eq!(back.audit, audit);
}

#[test]
fn the_schema_describes_everything_that_is_written() {
    let value: Value = serde_json::from_str(&export_json(&whole()).unwrap()).unwrap();
    assert_eq!(against_schema(&value), [""; 0]);
    assert_eq!(against_schema(&serde_json::from_str(&export_json(&Audit::default()).unwrap()).unwrap()), [""; 0]);
}

#[test]
fn the_schema_refuses_what_does_not_belong() {
    let sound = || json!({"equipment": [{"id": 1, "common": {}, "kind": {"motor": {"rated_power_kw": {"v": 11.0}}}}]});
    assert_eq!(against_schema(&sound()), [""; 0]);
    for (pointer, value) in [
        ("/equipment/0/kind/motor/rated_power_kw/v", json!(-1)),
        ("/equipment/0/kind/motor/rated_power_kw/v", json!("11")),
        ("/equipment/0/kind/motor/rated_power_kw", json!({"v": 11.0, "o": "guess"})),
        ("/equipment/0/kind/motor", json!({"rated_power": {"v": 11.0}})),
        ("/equipment/0/kind", json!({"engine": {}})),
        ("/equipment/0", json!({"id": 1, "kind": {"motor": {}}})),
        ("/equipment/0/id", json!("D1")),
    ] {
        let mut bad = sound();
        *bad.pointer_mut(pointer).unwrap() = value.clone();
        assert!(!against_schema(&bad).is_empty(), "{pointer} {value}");
    }
}

/// The published file is the one made from the declarations. After a field was added, write it anew with
/// `UPDATE_SCHEMA=1 cargo test --test import published`.
#[test]
fn the_published_schema_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/audit.schema.json");
    let text = serde_json::to_string_pretty(&audit_schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        published == text,
        "docs/audit.schema.json differs: run UPDATE_SCHEMA=1 cargo test --test import published"
    );
}

#[test]
fn what_is_not_understood_is_told_and_the_rest_is_kept() {
    let text = json!({
        "schema_version": 9,
        "enterprise": {"name": {"v": "某厂", "o": "ledger"}, "mood": {"v": "good"}, "reference_date": {"v": "someday"}},
        "equipment": [
            {"id": 1, "common": {"tag": {"v": "M1"}, "colour": {"v": "蓝"}}, "kind": {"motor": {"rated_power_kw": {"v": 11.0, "sensor": "A7"}}}},
            {"id": 2, "common": {}, "kind": {"reactor": {"power": 1}}},
            {"id": 1, "common": {"tag": {"v": "M2"}}, "kind": {"motor": {"poles": {"v": 4000.0}, "rated_power_kw": {"v": 15.0}}}},
            {"id": 3, "common": {"tag": {"v": "M3"}, "remark": null}, "kind": {"motor": {}}}
        ],
        "weather": [{"day": 1}],
    });
    let read = from_json("新.json", &text.to_string()).unwrap();
    let tags: Vec<String> = read.audit.equipment.iter().map(|d| txt(d, "tag")).collect();
    assert_eq!(tags, ["M1", "M2", "M3"]);
    assert_eq!(read.audit.enterprise.name.as_ref().map(|n| n.value.as_str()), Some("某厂"));
    assert_eq!(num(&read.audit.equipment[1], "rated_power_kw"), Some(15.0));
    assert_eq!(num(&read.audit.equipment[1], "poles"), None);
    assert_ne!(read.audit.equipment[0].id, read.audit.equipment[1].id);
    let mut told: Vec<(&str, u32, &str)> =
        read.complaints.iter().map(|c| (c.sheet.as_str(), c.row, c.column.as_str())).collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ("", 0, "schema_version"),
            ("enterprise", 0, "mood"),
            ("enterprise", 0, "reference_date"),
            ("equipment", 1, "common.colour"),
            ("equipment", 1, "kind.motor.rated_power_kw.sensor"),
            ("equipment", 2, ""),
            ("equipment", 3, "id"),
            ("equipment", 3, "poles"),
            ("weather", 1, ""),
        ]
    );
    for text in ["", "[]", "{}", "{\"equipment\": 3", "null", "\u{0}"] {
        assert!(from_json("x.json", text).is_err(), "{text:?}");
    }
}

#[test]
fn devices_of_another_audit_are_imported() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("审计.json");
    let audit = whole();
    std::fs::write(&path, export_json(&audit).unwrap()).unwrap();
    let import = read(&path, &options(), &Progress::new()).unwrap();
    clean(&import);
    assert_eq!(import.rows.len(), audit.equipment.len());
    let apart: Vec<&str> = import.left_out.iter().map(|c| c.sheet.as_str()).collect();
    assert_eq!(apart[..3], ["measures", "scenarios", "own_tables"]);
    let mut other = Audit::default();
    import.edit(&other, energy_audit::exchange::OnDuplicate::Skip).0.apply(&mut other).unwrap();
    assert_eq!(other.equipment.len(), audit.equipment.len());
}
