//! Matching models with the catalogues of obsolete equipment, seen from outside. Two lists written by hand from the
//! catalogues' text and from public designations: models that must be found, in the writings plants use, with item
//! and level; and current or look-alike models that must not be called obsolete or suspected.

use energy_audit::audit::field::{FieldKind, FieldValue};
use energy_audit::audit::{Entered, Equipment, KindCode, PartialDate};
use energy_audit::reference::{Reference, Tables, catalogue};
use energy_audit::screening::{CatalogueSearch, Evidence, Level, screen};
use proptest::prelude::{ProptestConfig, any, prop_oneof};

fn set(device: &mut Equipment, key: &str, text: &str) {
    let def = device.kind.code().field(key).unwrap_or_else(|| panic!("no field {key}"));
    let value = match def.kind {
        FieldKind::Number { .. } => FieldValue::Number(text.parse().unwrap_or_else(|_| panic!("number {text}"))),
        FieldKind::Text { .. } => FieldValue::Text(text.to_owned()),
        FieldKind::Choice(_) => FieldValue::Choice(text.to_owned()),
        FieldKind::Date => FieldValue::Date(PartialDate::parse(text).unwrap_or_else(|| panic!("date {text}"))),
    };
    device.set(key, Some(Entered::ledger(value))).unwrap_or_else(|e| panic!("{key}={text}: {e}"));
}

/// A device of a kind with model, name and facts `key=value;key=value`.
fn device(kind: &str, model: &str, name: &str, facts: &str) -> Equipment {
    let mut device = Equipment::new(KindCode::from_code(kind).unwrap_or_else(|| panic!("kind {kind}")));
    set(&mut device, "model", model);
    if !name.is_empty() {
        set(&mut device, "name", name);
    }
    for pair in facts.split(';').filter(|p| !p.is_empty()) {
        let (key, text) = pair.split_once('=').unwrap_or_else(|| panic!("fact {pair}"));
        set(&mut device, key, text);
    }
    device
}

fn reference() -> Reference {
    Reference::on("2026-11-24".parse().expect("date")).expect("embedded tables")
}

fn rows<const N: usize>(file: &str) -> Vec<[String; N]> {
    let mut reader = csv::Reader::from_path(format!("tests/data/{file}")).expect("list");
    let row = |r: csv::StringRecord| std::array::from_fn(|i| r.get(i).expect("column").to_owned());
    reader.records().map(|r| row(r.expect("row"))).collect()
}

/// Evidence that rests on a row of the catalogue.
fn cited(evidence: &[Evidence]) -> Vec<(Option<Level>, &str, &str, &str)> {
    let of_catalogue = evidence.iter().filter(|e| e.cited.is_some());
    of_catalogue.map(|e| (e.level, &*e.standard, e.clause.as_str(), e.statement.as_str())).collect()
}

#[test]
fn models_that_must_match() {
    let reference = reference();
    let batches = &reference.tables.catalogue.batches;
    let (mut missed, mut known, mut healed) = (Vec::new(), 0, Vec::new());
    let list = rows::<8>("models_must_match.csv");
    for [model, kind, name, facts, batch, item, level, known_miss] in &list {
        let title = &batches.iter().find(|b| &*b.code == batch).unwrap_or_else(|| panic!("batch {batch}")).title;
        let verdict = screen(&device(kind, model, name, facts), &reference);
        let found = cited(&verdict.evidence)
            .iter()
            .any(|(l, b, i, _)| l.map(Level::code) == Some(level) && *b == &**title && i == item);
        match (found, known_miss.is_empty()) {
            (true, true) => {}
            (true, false) => healed.push(model),
            (false, false) => known += 1,
            (false, true) => {
                missed.push(format!(
                    "{model} {kind} {name} {facts}: {batch} {item} {level}\n    got {:?}",
                    cited(&verdict.evidence)
                ));
            }
        }
    }
    let hit = list.len() - missed.len() - known;
    println!("recall {hit}/{} = {:.1} %, known misses {known}", list.len(), 100.0 * hit as f64 / list.len() as f64);
    assert!(list.len() >= 300, "only {} models", list.len());
    assert!(healed.is_empty(), "no longer missed: {healed:?}");
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn models_that_must_not_match() {
    let reference = reference();
    let list = rows::<5>("models_must_not_match.csv");
    let (mut wrong, mut hinted) = (Vec::new(), Vec::new());
    for [model, kind, name, facts, why] in &list {
        let verdict = screen(&device(kind, model, name, facts), &reference);
        let evidence = cited(&verdict.evidence);
        // Boilers that burn coal are listed by fuel and size, whatever their model.
        let by_model = evidence.iter().filter(|(_, _, item, _)| !matches!(*item, "条目7" | "条目10" | "条目11"));
        if by_model.clone().any(|(l, ..)| matches!(l, Some(Level::Obsolete | Level::SuspectedObsolete))) {
            wrong.push(format!("{model} {kind} {name} {facts} ({why})\n    got {evidence:?}"));
        }
        if verdict.catalogue == CatalogueSearch::NoHit && !evidence.is_empty() {
            hinted.push(format!("{model} {kind}: {}", evidence[0].3));
        }
    }
    let right = list.len() - wrong.len();
    println!("precision {right}/{} = {:.1} %", list.len(), 100.0 * right as f64 / list.len() as f64);
    println!("hints {}:\n{}", hinted.len(), hinted.join("\n"));
    assert!(list.len() >= 300, "only {} models", list.len());
    assert!(wrong.is_empty(), "{} wrongly called obsolete:\n{}", wrong.len(), wrong.join("\n"));
}

/// Slips of the pen and what they should lead to first: (kind, written, listed, reason contains).
#[test]
fn slips_name_the_model_that_may_be_meant() {
    let tables = Tables::embedded().expect("tables");
    for (kind, written, listed, reason) in [
        ("motor", "Yl60M-4", "Y160M-4", "字母 L 疑为数字 1"),
        ("motor", "Y1I2M-4", "Y112M-4", "字母 I 疑为数字 1"),
        ("motor", "Y16OM4", "Y160M-4", "缺破折号"),
        ("motor", "JO272-4", "JO2*", "缺破折号"),
        ("motor", "JOZ-72-4", "JO2*", "字母 Z 疑为数字 2"),
        ("motor", "Y2-9OL4", "Y2-90L-4", "缺破折号"),
        ("motor", "Y2-16M0-4", "Y2-160M-4", "相邻字符“M0”疑为“0M”"),
        ("motor", "Y132S1", "Y132S1-2", "疑缺末段“-2”"),
        ("transformer", "SB-500/10", "S8-500", "字母 B 疑为数字 8"),
        ("transformer", "S7500/10", "S7-*", "缺破折号"),
        ("boiler", "K2L4-13-AⅢ", "KZL4-13-AIII", "数字 2 疑为字母 Z"),
        ("boiler", "KZL4-13", "KZL4-13-1", "疑缺末段“-1”"),
        ("fan", "LG480-665-1", "LG480X665-1", "破折号疑为“×”"),
        ("pump", "200QJ50-12", "200QJ50X12", "破折号疑为“×”"),
        ("pump", "65F25", "65F25A", "疑缺末段“A”"),
        ("compressor", "L10/8", "L-10/8", "缺破折号"),
        ("compressor", "2V0.6/7", "2V-0.6/7", "缺破折号"),
        ("welder", "AX1500", "AX1-500", "缺破折号"),
        ("welder", "8X1-330", "BX1-330", "数字 8 疑为字母 B"),
        ("other", "M7l30", "M7130", "字母 L 疑为数字 1"),
        ("other", "Q11-3-1800", "Q11-3X1800", "破折号疑为“×”"),
        ("other", "DZ6-1S", "DZ6-15", "字母 S 疑为数字 5"),
        ("other", "C6260", "C6240", ""),
        ("other", "6C20G", "C620G", "相邻字符“6C”疑为“C6”"),
    ] {
        let kinds = KindCode::from_code(kind).expect("kind").catalogue_kinds();
        let found = tables.catalogue.candidates(Some(kinds), &catalogue::clean(written));
        let first = found.first().map(|c| (c.model.as_str(), c.reason.as_str()));
        if reason.is_empty() {
            assert_eq!(first, None, "{written}: another digit is no slip");
            continue;
        }
        let (model, why) = first.unwrap_or_else(|| panic!("{written}: nothing found"));
        assert!(model == listed && why.contains(reason), "{written}: {model} {why}, expected {listed} {reason}");
        assert!(found.iter().all(|c| (1..=2).contains(&c.distance)), "{written}");
    }
}

/// Current series differ from old ones by more than a slip, and what matches as it is has no candidates.
#[test]
fn no_candidates_for_current_series_or_hits() {
    let tables = Tables::embedded().expect("tables");
    for model in [
        "YE3-160M-4",
        "YE4-280S-4",
        "YX3-160M-4",
        "YBX3-160M-4",
        "YVF2-132S-4",
        "S11-500/10",
        "S13-M-630/10",
        "SCB10-1000/10",
        "IS80-65-160",
        "ISG100-200",
        "GA75",
        "ZX7-400",
        "CA6140",
        "Y160M-4",
        "JO2-72-4",
        "S7-500/10",
    ] {
        let kind = if model.starts_with('S') { "transformer" } else { "motor" };
        let kinds: Vec<&str> = match model {
            "IS80-65-160" | "ISG100-200" => vec!["pump"],
            "GA75" => vec!["compressor"],
            "ZX7-400" => vec!["welder"],
            "CA6140" => vec!["machine_tool"],
            _ => vec![kind],
        };
        let found = tables.catalogue.candidates(Some(&kinds), &catalogue::clean(model));
        assert!(found.is_empty(), "{model}: {:?}", found.iter().map(|c| (&c.model, &c.reason)).collect::<Vec<_>>());
    }
}

/// A slip is a hint: it says nothing of the device and asks for nothing.
#[test]
fn a_slip_is_never_a_verdict() {
    let v = screen(&device("motor", "Yl60M-4", "", "rated_power_kw=11;rated_efficiency_pct=92"), &reference());
    assert_eq!(v.catalogue, CatalogueSearch::NoHit);
    let hint = v.evidence.iter().find(|e| e.statement.contains("Y160M-4")).expect("hint");
    assert_eq!(hint.level, None);
    assert!(hint.statement.contains("字母 L 疑为数字 1") && hint.statement.contains("不作判定"), "{}", hint.statement);
    assert!(!v.has(Level::Obsolete) && !v.has(Level::SuspectedObsolete));
    assert!(v.missing.iter().all(|m| !m.text.contains("型号")), "{:?}", v.missing);
}

/// 3-1: made in or before 2005 at once, made later by the end of 2015; the evidence says which applies.
#[test]
fn two_deadlines_are_told_by_the_year_of_manufacture() {
    let statement = |facts: &str| {
        let v = screen(&device("fan", "Y5-47№8C", "", facts), &reference());
        assert_eq!(v.level, Level::Obsolete, "{facts}");
        v.deciding().expect("evidence").statement.clone()
    };
    let early = statement("made_on=2005");
    assert!(early.contains("期限：立即(2005 年产") && !early.contains("期限：2015"), "{early}");
    let late = statement("made_on=2006-03");
    assert!(late.contains("期限：2015-12-31(2006 年产"), "{late}");
    let unknown = statement("");
    assert!(unknown.contains("期限：2005 年(含)前生产的立即，以后生产的 2015-12-31"), "{unknown}");
}

/// A size that is not listed names the listed ones: Y5-47 is listed as No.4C, 5C, 6C, 8C, 9C, 12D, 12.4D.
#[test]
fn an_unlisted_size_asks_with_the_listed_ones() {
    let v = screen(&device("fan", "Y5-47-11№10D", "", ""), &reference());
    assert_eq!(v.level, Level::SuspectedObsolete);
    let question = &v.missing.iter().find(|m| m.key.is_none()).expect("question").text;
    for size in ["No.4C", "No.5C", "No.6C", "No.8C", "No.9C", "No.12D", "No.12.4D", "No.10D"] {
        assert!(question.contains(size), "{size} in {question}");
    }
}

/// ZX5 is held up to 399 A while the announcement has two more bands (4-3, review); ZX6 reaches 800 A.
#[test]
fn welding_current_picks_one_band() {
    let reference = reference();
    let items = |model: &str, facts: &str| {
        let v = screen(&device("welder", model, "", facts), &reference);
        let levels: Vec<_> = cited(&v.evidence).iter().map(|(l, _, i, _)| (*l, (*i).to_owned())).collect();
        (levels, v)
    };
    let (levels, v) = items("ZX6-500", "");
    assert_eq!(levels, [(Some(Level::Obsolete), "3-3".to_owned())]);
    assert!(v.evidence[0].statement.contains("500A~599A"), "{}", v.evidence[0].statement);
    let (levels, v) = items("ZX5-400", "");
    assert_eq!(levels, [(Some(Level::SuspectedObsolete), "3-2".to_owned())]);
    assert!(v.missing.iter().any(|m| m.text.contains("疑缺")), "{:?}", v.missing);
    let (levels, v) = items("NSA", "");
    assert_eq!(levels, [(Some(Level::SuspectedObsolete), "3-1".to_owned())]);
    assert!(v.missing.iter().any(|m| m.key == Some("rated_current_a")), "{:?}", v.missing);
    // The entered current counts before the number in the designation.
    assert_eq!(items("ZX6-400", "rated_current_a=850").0, [(None, "3-3".to_owned())]);
}

/// Any text: what a model may look like, what it surely doesn't, and models of the catalogue with something changed.
fn text() -> impl proptest::strategy::Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[A-Za-z0-9ⅠⅡⅢ№×½.\\-—/(*#\"° 一号型浙农丰产]{0,24}",
        "(Y|YB2|JO2|J02|S7|SJ|SG\\(B\\)8|KZL4|8-18|Y5-47|LG|4BA|12JD|2GC|ZX5|B1|L)[-—№×NO.0-9A-FX/]{0,12}",
    ]
}

proptest::proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics(model in text(), name in text(), at in 0..KindCode::ALL.len()) {
        let kind = KindCode::ALL[at];
        let mut device = Equipment::new(kind);
        for (key, text) in [("model", &model), ("name", &name)] {
            // Too long or otherwise refused by the field: then the device stays without.
            let value = FieldValue::Text(text.chars().take(120).collect());
            let _ = device.set(key, Some(Entered::ledger(value)));
        }
        let reference = reference();
        let cleaned = catalogue::clean(&model);
        let kinds = kind.catalogue_kinds();
        for hit in reference.tables.catalogue.find(Some(kinds), &cleaned) {
            proptest::prop_assert!(hit.item.models.get(hit.matched.model()).is_some());
            proptest::prop_assert!(!hit.how().is_empty());
            hit.item.requirements(Some(hit.matched.model()));
        }
        for c in reference.tables.catalogue.candidates(None, &cleaned) {
            proptest::prop_assert!((1..=2).contains(&c.distance) && !c.reason.is_empty());
        }
        screen(&device, &reference);
    }
}
