//! Model designations: every row of `data/designations.csv` was written from public knowledge of designations and the
//! catalogue's own wording (its column `why`), never from the program's answer.

use energy_audit::audit::field::FieldKind;
use energy_audit::audit::{Entered, Equipment, FieldValue, KindCode};
use energy_audit::reference::designation::{contradictions, facts};
use energy_audit::reference::{Reference, Tables};
use energy_audit::screening::{Level, screen};
use proptest::prelude::*;

fn tables() -> std::sync::Arc<Tables> {
    Tables::embedded().expect("tables")
}

/// A device from a model and `key=value;key=value`.
fn device(kind: KindCode, model: &str, fields: &str) -> Equipment {
    let mut device = Equipment::new(kind);
    let mut set =
        |key: &str, value| device.set(key, Some(Entered::ledger(value))).unwrap_or_else(|e| panic!("{key}: {e}"));
    set("model", FieldValue::Text(model.to_owned()));
    for pair in fields.split(';').filter(|p| !p.is_empty()) {
        let (key, text) = pair.split_once('=').unwrap_or_else(|| panic!("field {pair}"));
        let number = matches!(kind.field(key).unwrap_or_else(|| panic!("no {key}")).kind, FieldKind::Number { .. });
        let value = if number {
            FieldValue::Number(text.parse().expect("number"))
        } else {
            FieldValue::Choice(text.to_owned())
        };
        set(key, value);
    }
    device
}

#[test]
fn hand_written_designations() {
    let tables = tables();
    let mut reader = csv::Reader::from_path("tests/data/designations.csv").expect("cases");
    let (mut wrong, mut count) = (Vec::new(), 0);
    for record in reader.records() {
        let r = record.expect("row");
        let [model, kind, key, expected, certain, why] = std::array::from_fn(|i| r.get(i).expect("column").to_owned());
        let kind = KindCode::from_code(&kind).unwrap_or_else(|| panic!("kind {kind}"));
        assert!(kind.field(&key).is_some(), "no field {key}");
        count += 1;
        let found = facts(kind, &model, &tables);
        let fact = found.iter().find(|f| f.key == key);
        let shown = fact.map_or_else(String::new, |f| match &f.value {
            FieldValue::Number(n) => n.to_string(),
            FieldValue::Choice(code) => code.clone(),
            other => format!("{other:?}"),
        });
        let sure = fact.map_or("", |f| if f.certain { "yes" } else { "no" });
        if shown != expected || sure != certain {
            wrong.push(format!("{model} {key}: expected {expected} {certain} ({why}), got {shown} {sure}: {found:?}"));
        }
        if let Some(fact) = fact {
            assert!(!fact.why.is_empty(), "{model} {key} says why");
        }
    }
    assert!(count >= 150, "only {count} rows");
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Models that no grammar of the kind accepts: nothing may be told of them.
#[test]
fn what_is_no_designation_tells_nothing() {
    use KindCode::*;
    let tables = tables();
    for (kind, models) in [
        (Motor, &["", "—", "水泵", "S9-500/10", "IS100-80-160", "4-72-11№8C", "L-20/8", "BX1-330"][..]),
        (
            Transformer,
            &[
                "",
                "S",
                "Y160M-4",
                "SVC-20",
                "BK-1000",
                "DG46-50×8",
                "SZL10-1.25-AⅡ",
                "SZL10-AⅡ",
                "HSSP-5000/35",
                "WNS6-1.25-Q",
                "DBK-1000",
            ],
        ),
        (Boiler, &["", "SZL", "S9-500/10", "Y160M-4", "ABC10-1.25-AⅡ", "DG46-50×8", "IS100-80-160", "SCB10-1250/10"]),
        (Fan, &["", "Y160M-4", "03-72", "S9-500/10", "T355-4", "10Sh-13", "JO2-72-4", "DTF"]),
        (Pump, &["", "Y160M-4", "4-72-11№8C", "S9-500/10", "B", "离心泵", "200QJ50-78/6", "L-20/8"]),
        (Submersible, &["", "Q", "QJ", "IS100-80-160", "Y160M-4"]),
        (
            Compressor,
            &[
                "",
                "SA-120A",
                "BLT-75A",
                "10/8",
                "S9-500/10",
                "D10-50/10",
                "SL7-1000/10",
                "Y160M-4",
                "LG100×72-1",
                "R14",
            ],
        ),
        (Welder, &["", "BX", "BX1", "ZX7", "Y160M-4", "S9-500/10", "XN-600"]),
        (Other, &["Y160M-4", "S9-500/10"]),
        (Furnace, &["RX3-45-9"]),
    ] {
        for model in models {
            assert_eq!(facts(kind, model, &tables), [], "{} {model}", kind.code());
        }
    }
}

#[test]
fn the_reason_names_part_or_catalogue_row() {
    let tables = tables();
    let why = |kind, model, key: &str| {
        facts(kind, model, &tables).into_iter().find(|f| f.key == key).unwrap_or_else(|| panic!("{model} {key}")).why
    };
    let power = why(KindCode::Motor, "Y160M-4", "rated_power_kw");
    assert!(power.contains("第二批") && power.contains("1-1") && power.contains("11 kW"), "{power}");
    assert!(why(KindCode::Motor, "Y160M-4", "poles").contains("“4”"));
    assert!(why(KindCode::Pump, "DG46-50×8", "head_m").contains("“50X8”"));
    assert!(why(KindCode::Compressor, "L-20/8", "discharge_pressure_mpa").contains("kgf/cm²"));
    assert!(why(KindCode::Motor, "YKK450-4", "cooling").contains("待核"));
}

#[test]
fn contradictions_are_asked_about_with_both_values() {
    let tables = tables();
    let found = contradictions(&device(KindCode::Motor, "Y160M-4", "rated_power_kw=15;poles=4"), &tables);
    assert_eq!(found.len(), 1, "{found:?}");
    let c = &found[0];
    assert_eq!((c.key, c.told.as_str(), c.entered.as_str()), ("rated_power_kw", "11 kW", "15 kW"));
    for part in ["Y160M-4", "额定功率为 11 kW", "第二批", "1-1 条", "登记为 15 kW", "核对铭牌"] {
        assert!(c.question.contains(part), "{part}: {}", c.question);
    }
}

/// Beyond rounding it contradicts, within it doesn't: power 1.1 %, others 2 %, voltages one class, t/h against MW.
#[test]
fn what_contradicts_and_what_does_not() {
    use KindCode::*;
    let tables = tables();
    for (kind, model, fields, keys) in [
        (Motor, "Y160M-4", "rated_power_kw=11.1", &[][..]),
        (Motor, "Y160M-4", "rated_power_kw=11.2", &["rated_power_kw"]),
        (Motor, "Y160M-4-W", "rated_power_kw=15", &[]),
        (Motor, "Y315L1-2", "rated_power_kw=160", &[]),
        (Motor, "YE3-160M-4", "poles=6", &["poles"]),
        (Motor, "YKS500-6 10kV", "rated_voltage_v=10500", &[]),
        (Motor, "YKS500-6 10kV", "rated_voltage_v=6000", &["rated_voltage_v"]),
        (Motor, "YKK450-4", "cooling=ic616", &[]),
        (Motor, "YKK450-4", "cooling=ic81w", &["cooling"]),
        (Motor, "YR250M1-4", "motor_type=cage_induction", &["motor_type"]),
        (Motor, "YVF2-160L-4", "motor_type=cage_induction", &[]),
        (Transformer, "S9-500/10", "capacity_kva=630", &["capacity_kva"]),
        (Transformer, "S9-500/10", "high_voltage_kv=10.5", &[]),
        (Transformer, "S9-500/10", "high_voltage_kv=6;medium=dry", &["high_voltage_kv", "medium"]),
        (Transformer, "SH15-M-400/10", "core=silicon", &["core"]),
        (Boiler, "SZL10-1.25-AⅡ", "fuel=coal;combustion=grate", &[]),
        (Boiler, "SZL10-1.25-AⅡ", "fuel=natural_gas", &["fuel"]),
        (Boiler, "WNS6-1.25-Q", "fuel=coke_oven_gas", &[]),
        (Boiler, "WNS6-1.25-Q", "fuel=coal", &["fuel"]),
        // 7 MW are 10 t/h; entered as 7 t/h it's the wrong unit.
        (Boiler, "SZL7-1.0/115/70-AⅡ", "capacity_tph=10", &[]),
        (Boiler, "SZL7-1.0/115/70-AⅡ", "capacity_tph=7", &["capacity_tph"]),
        (Boiler, "QXX29-1.25/130/70-AⅡ", "capacity_tph=40;medium=steam", &["medium"]),
        (Boiler, "DZL2.8-0.7-AⅡ", "capacity_tph=4", &[]),
        (Fan, "4-72№8C", "machine_no_dm=10;coupling=belt", &["machine_no_dm"]),
        (Pump, "DG46-50×8", "stages=7;head_m=400", &["stages"]),
        (Pump, "ISW80-160", "pump_type=in_line", &[]),
        (Compressor, "L-20/8", "discharge_pressure_mpa=0.78;compressor_type=oil_free_reciprocating", &[]),
        (
            Compressor,
            "L-20/8",
            "flow_m3_per_min=10;compressor_type=oil_injected",
            &["flow_m3_per_min", "compressor_type"],
        ),
        (Submersible, "100WQ80-10-5.5", "rated_power_kw=7.5;submersible_type=sewage_vortex", &["rated_power_kw"]),
        (Welder, "ZX5-400", "rated_current_a=500;welder_type=inverter", &["rated_current_a", "welder_type"]),
    ] {
        let found = contradictions(&device(kind, model, fields), &tables);
        let mut got: Vec<&str> = found.iter().map(|c| c.key).collect();
        let mut wanted = keys.to_vec();
        got.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(got, wanted, "{model} {fields}: {found:?}");
    }
}

/// Facts that contradict each other give no verdict on efficiency; what a list says of the model stays.
#[test]
fn contradictory_facts_give_no_efficiency_verdict() {
    let reference = Reference::on("2026-11-24".parse().expect("date")).expect("tables");
    let judged = |kind, model, fields| screen(&device(kind, model, fields), &reference);
    let agreed = judged(KindCode::Motor, "YE3-160M-4", "rated_power_kw=11;poles=4;rated_efficiency_pct=91.4");
    assert_eq!(agreed.level, Level::Grade3);
    let v = judged(KindCode::Motor, "YE3-160M-4", "rated_power_kw=11;poles=6;rated_efficiency_pct=91.4");
    assert_eq!(v.level, Level::Insufficient);
    assert!(v.missing.iter().any(|m| m.key.is_none() && m.text.contains("极数为 4 极")), "{:?}", v.missing);
    // JO2 is on the list whatever its poles are.
    let v = judged(KindCode::Motor, "JO2-72-4", "rated_power_kw=30;poles=6;rated_efficiency_pct=85");
    assert_eq!(v.level, Level::Obsolete);
    assert!(!v.has(Level::BelowLimit));
    // Found by parameters only: a coal boiler up to 10 t/h; the model says 20.
    let v = judged(KindCode::Boiler, "SZL20-1.25-AⅡ", "fuel=coal;combustion=chain_grate;capacity_tph=10");
    assert_eq!(v.level, Level::SuspectedObsolete);
    assert!(v.deciding().is_some_and(|e| e.statement.contains("登记为 10 t/h")), "{:?}", v.deciding());
}

/// A power is asked about once, by the catalogue's row.
#[test]
fn a_power_is_asked_about_once() {
    let reference = Reference::on("2026-11-24".parse().expect("date")).expect("tables");
    let v = screen(&device(KindCode::Motor, "Y160M-4", "rated_power_kw=15;rated_efficiency_pct=91.4"), &reference);
    assert_eq!(v.level, Level::SuspectedObsolete);
    assert_eq!(v.missing.iter().filter(|m| m.text.contains("15 kW")).count(), 1, "{:?}", v.missing);
    assert!(v.evidence.iter().all(|e| e.limit.is_none()), "no efficiency verdict");
}

/// A two-speed motor has no single number of poles and isn't graded as one of eight.
#[test]
fn a_two_speed_motor_is_not_graded_by_one_of_its_speeds() {
    let reference = Reference::on("2026-11-24".parse().expect("date")).expect("tables");
    let v = screen(&device(KindCode::Motor, "YDT160M-8/4", "rated_power_kw=4;rated_efficiency_pct=80"), &reference);
    assert_eq!(v.level, Level::NotCovered);
    assert!(v.deciding().is_some_and(|e| e.statement.contains("多速")), "{:?}", v.deciding());
}

/// Full-width, other dashes and blanks around: the same facts.
#[test]
fn ways_of_writing_make_no_difference() {
    let tables = tables();
    let wide = |text: &str| -> String {
        text.chars()
            .map(|c| match c {
                '-' => '－',
                '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
                c => c,
            })
            .collect()
    };
    let mut reader = csv::Reader::from_path("tests/data/designations.csv").expect("cases");
    for record in reader.records() {
        let r = record.expect("row");
        let (model, kind) = (&r[0], KindCode::from_code(&r[1]).expect("kind"));
        let plain = facts(kind, model, &tables);
        let mut written = vec![wide(model), model.to_lowercase(), format!(" {model} ")];
        written.extend(["—", "–", "−", "_", "──"].map(|dash| model.replace('-', dash)));
        for other in written {
            assert_eq!(facts(kind, &other, &tables), plain, "{model} as {other}");
        }
    }
}

/// Text like designations, so that the grammars are reached.
fn text() -> impl Strategy<Value = String> {
    let like = "(Y|YE3-|YKK|JO2-|S|SCB|SZL|QXX|WNS|YLW|4-|Y4-73-|IS|DG|CDL|WQ|QJ|L-|LG|BX|ZX7-|DN)?[0-9A-ZⅡ№×./()*一－ -]{0,24}";
    prop_oneof![like.prop_map(|s: String| s), any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn any_text_is_read_without_fault_and_facts_are_values_of_their_fields(model in text()) {
        let tables = tables();
        for kind in KindCode::ALL {
            for fact in facts(kind, &model, &tables) {
                let def = kind.field(fact.key);
                prop_assert!(def.is_some_and(|d| d.check(&fact.value).is_ok()), "{model}: {fact:?}");
                prop_assert!(!fact.why.is_empty());
            }
        }
    }

    /// What the designation itself gives never contradicts it.
    #[test]
    fn facts_taken_over_do_not_contradict(model in text()) {
        let tables = tables();
        for kind in KindCode::ALL {
            let mut device = Equipment::new(kind);
            if device.set("model", Some(Entered::ledger(FieldValue::Text(model.clone())))).is_err() {
                continue;
            }
            for fact in facts(kind, &model, &tables) {
                device.set(fact.key, Some(Entered::ledger(fact.value))).expect("within the field");
            }
            prop_assert_eq!(contradictions(&device, &tables), vec![]);
        }
    }
}
