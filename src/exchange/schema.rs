//! JSON Schema of an audit, made from the fields' declarations.

use serde_json::{Map, Value, json};

use super::json::SCHEMA_VERSION;
use crate::audit::field::ChoiceDef;
use crate::audit::measure::Action;
use crate::audit::{Enterprise, Factors, FieldDef, FieldKind, Finance, Imprint, KindCode, Origin, Prices, Section};

/// The schema that docs/audit.schema.json publishes.
pub fn audit_schema() -> Value {
    let mut properties = object([
        ("$schema", json!({"type": "string"})),
        ("schema_version", json!({"type": "integer", "minimum": 1, "maximum": SCHEMA_VERSION})),
        ("enterprise", record(Enterprise::defs())),
        ("prices", record(Prices::defs())),
        ("factors", record(Factors::defs())),
        ("finance", record(Finance::defs())),
        ("equipment", list(json!({"$ref": "#/$defs/device"}))),
        ("measures", list(measure())),
        (
            "scenarios",
            list(closed([("id", id()), ("name", text()), ("measures", list(id()))], &["id", "name", "measures"])),
        ),
        ("own_tables", list(own_table())),
        ("attachments", attachments()),
        ("report", report()),
    ]);
    for section in Section::ALL {
        let mut row = vec![("id", id()), ("fields", record(section.fields()))];
        if section == Section::Product {
            row.push(("quotas", list(text())));
            row.push(("conditions", json!({"type": "object", "additionalProperties": text()})));
            row.push(("shares_pct", json!({"type": "object", "additionalProperties": number()})));
        }
        let mut rows = list(closed(row, &["id"]));
        rows["title"] = section.zh().into();
        properties.insert(section.code().to_owned(), rows);
    }
    let common: Vec<FieldDefRef> = common();
    let kinds: Vec<Value> = KindCode::ALL
        .into_iter()
        .map(|kind| {
            let mut one = closed([(kind.code(), record(kind.own_fields()))], &[kind.code()]);
            one["title"] = kind.zh().into();
            one
        })
        .collect();
    let overrule = closed([("level", text()), ("reason", text())], &["level", "reason"]);
    let device = closed(
        [("id", id()), ("common", record(common)), ("kind", json!({"oneOf": kinds})), ("overrule", overrule)],
        &["id", "common", "kind"],
    );
    let origins: Vec<Value> = Origin::ALL.into_iter().map(|o| json!({"const": code(o), "title": o.zh()})).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "节能诊断工作台 审计",
        "description": "energy-audit export FILE -o OUT.json 写出、energy-audit new FILE --from IN.json 读入的整份审计。\
            每个值 v 以字段自己的单位计，o 是来源；没有填的字段不写。",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "$defs": {"cost": cost(), "device": device, "id": whole(), "origin": {"oneOf": origins, "default": "ledger"}},
    })
}

fn report() -> Value {
    let own = closed([("text", text()), ("generated", text())], &["text", "generated"]);
    let format = json!({"enum": ["png", "jpeg", "svg"]});
    let bytes = json!({"type": "string", "pattern": "^([0-9a-f]{2})*$"});
    let logo = closed([("file", text()), ("format", format), ("bytes", bytes)], &["file", "format", "bytes"]);
    closed(
        [
            ("imprint", record(Imprint::defs())),
            ("chapters", json!({"type": "object", "additionalProperties": {"type": "boolean"}})),
            ("texts", json!({"type": "object", "additionalProperties": own})),
            ("logo", logo),
        ],
        &[],
    )
}

type FieldDefRef = &'static FieldDef;

/// The fields that all kinds have.
fn common() -> Vec<FieldDefRef> {
    let [first, ..] = KindCode::ALL;
    first.fields().filter(|d| !first.own_fields().iter().any(|own| own.key == d.key)).collect()
}

fn code(origin: Origin) -> Value {
    serde_json::to_value(origin).unwrap_or_default()
}

fn object<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Map<String, Value> {
    entries.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()
}

/// An object with these properties and no others.
fn closed<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>, required: &[&str]) -> Value {
    json!({"type": "object", "properties": object(entries), "required": required, "additionalProperties": false})
}

fn list(items: Value) -> Value {
    json!({"type": "array", "items": items})
}

/// Below 2^53, which every JSON reader keeps exactly.
fn whole() -> Value {
    json!({"type": "integer", "minimum": 0, "maximum": 9_007_199_254_740_991_u64})
}

fn id() -> Value {
    json!({"$ref": "#/$defs/id"})
}

fn text() -> Value {
    json!({"type": "string"})
}

fn number() -> Value {
    json!({"type": "number"})
}

fn optional_number() -> Value {
    json!({"type": ["number", "null"]})
}

fn record(defs: impl IntoIterator<Item = FieldDefRef>) -> Value {
    closed(defs.into_iter().map(|d| (d.key, field(d))), &[])
}

fn options(options: &[ChoiceDef]) -> Value {
    let each: Vec<Value> = options.iter().map(|o| json!({"const": o.code, "title": o.zh})).collect();
    json!({"oneOf": each})
}

fn field(def: &FieldDef) -> Value {
    let value = match def.kind {
        FieldKind::Number { min, max } => json!({"type": "number", "minimum": min, "maximum": max}),
        FieldKind::Text { max_chars } => json!({"type": "string", "maxLength": max_chars}),
        FieldKind::Choice(list) => options(list),
        FieldKind::Date => json!({"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}),
    };
    let mut schema = closed([("v", value), ("o", json!({"$ref": "#/$defs/origin"}))], &["v"]);
    schema["title"] = def.header().into();
    if !def.help.is_empty() {
        schema["description"] = def.help.into();
    }
    schema
}

fn own_table() -> Value {
    let date = || json!({"type": "string", "format": "date"});
    let texts = ["form", "file", "standard", "edition", "clause", "source", "review", "text"];
    let mut entries: Vec<(&str, Value)> = texts.into_iter().map(|t| (t, text())).collect();
    entries.extend([("id", id()), ("effective_from", date()), ("effective_to", date())]);
    let required: Vec<&str> = texts.into_iter().chain(["id", "effective_from"]).collect();
    closed(entries, &required)
}

fn attachments() -> Value {
    let side = || json!({"type": "integer", "minimum": 1, "maximum": u32::MAX});
    let pixels = json!({"type": "array", "prefixItems": [side(), side()], "minItems": 2, "maxItems": 2});
    let entries = [
        ("id", id()),
        ("device", id()),
        ("name", text()),
        ("media", json!({"enum": ["jpeg", "png", "webp", "document"]})),
        ("content", json!({"type": "string", "pattern": "^[0-9a-f]{64}$"})),
        ("bytes", whole()),
        ("pixels", pixels),
        ("caption", text()),
        ("in_report", json!({"type": "boolean"})),
    ];
    let mut all = list(closed(entries, &["id", "name", "media", "content", "bytes"]));
    all["title"] = "附件".into();
    all["description"] =
        "照片和文件的清单：名称、大小和 SHA-256；内容只在审计文件中，不随 JSON 写出，读入时不带附件。".into();
    all
}

fn measure() -> Value {
    let actions: Vec<Value> = Action::all()
        .iter()
        .map(|action| {
            let mut entries = vec![
                ("id", id()),
                ("title", text()),
                ("targets", list(id())),
                ("action", json!({"const": action.code()})),
                ("cost", json!({"$ref": "#/$defs/cost"})),
                ("note", text()),
                ("requires", list(id())),
            ];
            let mut required = vec!["id", "title", "targets", "action"];
            match action {
                Action::ReplaceMotor { .. } => {
                    entries.extend([("grade", grade()), ("efficiency_pct", optional_number())]);
                    required.push("grade");
                }
                Action::ReplaceTransformer { .. } => {
                    let numbers = ["capacity_kva", "no_load_loss_w", "load_loss_w", "no_load_current_pct"];
                    entries.extend(numbers.map(|n| (n, optional_number())));
                    entries.extend([("grade", grade()), ("core", option_of("core", KindCode::Transformer))]);
                    required.push("grade");
                }
                Action::ReplaceBoiler { .. } => {
                    entries.extend([("efficiency_pct", number()), ("fuel_ncv", optional_number())]);
                    entries.push(("fuel", option_of("fuel", KindCode::Boiler)));
                    entries.push(("condensing", option_of("condensing", KindCode::Boiler)));
                    required.push("efficiency_pct");
                }
                recorded => entries.extend(recorded.input_fields().iter().map(|d| (d.key, field(d)))),
            }
            let mut one = closed(entries, &required);
            one["title"] = action.zh().into();
            one
        })
        .collect();
    json!({"oneOf": actions})
}

fn grade() -> Value {
    json!({"type": "integer", "minimum": 1, "maximum": 3})
}

/// One of the options of a kind's field, or null.
fn option_of(key: &str, kind: KindCode) -> Value {
    match kind.field(key).map(|d| d.kind) {
        Some(FieldKind::Choice(list)) => {
            let codes = list.iter().map(|o| Value::from(o.code)).chain([Value::Null]);
            json!({"enum": codes.collect::<Vec<_>>()})
        }
        _ => text(),
    }
}

fn cost() -> Value {
    let yuan = [
        "investment_yuan",
        "subsidy_yuan",
        "annual_cost_yuan",
        "life_a",
        "subsidy_share_pct",
        "subsidy_yuan_per_tce",
        "subsidy_cap_yuan",
        "downtime_cost_yuan",
        "credit_investment_yuan",
    ];
    let shared = [
        ("kind", json!({"const": "shared"})),
        ("provider_share_pct", number()),
        ("years_a", number()),
        ("provider_upkeep", json!({"type": "boolean"})),
    ];
    let guaranteed = [
        ("kind", json!({"const": "guaranteed"})),
        ("price_yuan", number()),
        ("guaranteed_yuan", number()),
        ("years_a", number()),
        ("provider_surplus_pct", number()),
    ];
    let contract = json!({"oneOf": [
        closed(shared, &["kind", "provider_share_pct", "years_a"]),
        closed(guaranteed, &["kind", "price_yuan", "guaranteed_yuan", "years_a"]),
    ]});
    let mut entries: Vec<(&str, Value)> = yuan.into_iter().map(|k| (k, optional_number())).collect();
    entries.extend([("source", text()), ("contract", contract)]);
    closed(entries, &[])
}
