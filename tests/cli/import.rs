//! Import from the command line: rows that are no devices, columns remembered for an enterprise, an audit from JSON.

use super::*;

const TABLE: &str = "电机台账\n编号,名称,型号,P\n一车间\nM1,泵,Y160M-4,11\n合计,,,11\n";

#[test]
fn columns_given_by_hand_are_remembered_for_the_enterprise() {
    let desk = Desk::new();
    std::fs::write(desk.path("台账.csv"), TABLE).expect("ledger");
    let ledger = desk.arg("台账.csv");
    let power = |file: &str| {
        let out = desk.arg("out.json");
        desk.expect(0, &["export", file, "-o", &out]);
        let audit: Value = serde_json::from_slice(&std::fs::read(&out).expect("JSON")).expect("JSON");
        audit["equipment"][0]["kind"]["motor"]["rated_power_kw"]["v"].clone()
    };
    for (name, enterprise, map, expected) in [
        ("a.audit", "甲厂", Some("rated_power_kw=P"), Value::from(11.0)),
        ("b.audit", "甲厂", None, Value::from(11.0)),
        ("c.audit", "乙厂", None, Value::Null),
    ] {
        let file = desk.arg(name);
        desk.expect(0, &["new", &file, "--enterprise", enterprise]);
        let mut args = vec!["import", &file, &ledger];
        args.extend(map.into_iter().flat_map(|m| ["--map", m]));
        let (_, told) = desk.expect(0, &args);
        assert!(told.contains("不是设备：第 3 行(标题行)"), "{told}");
        assert!(told.contains("不是设备：第 5 行(合计、小计行)"), "{told}");
        assert_eq!(told.contains("按上次为本企业指定的"), name == "b.audit", "{told}");
        assert_eq!(power(&file), expected, "{name}");
    }
}

#[test]
fn an_audit_from_json() {
    let desk = Desk::new();
    let (first, second) = (desk.arg("a.audit"), desk.arg("b.audit"));
    let (out, again, newer) = (desk.arg("a.json"), desk.arg("b.json"), desk.arg("c.json"));
    desk.expect(0, &["new", &first, "--enterprise", "甲厂", "--date", "2026-01-01"]);
    desk.expect(1, &["import", &first, LEDGER]);
    desk.expect(0, &["suggest", &first, "--apply"]);
    desk.expect(0, &["export", &first, "-o", &out]);
    desk.expect(0, &["new", &second, "--from", &out]);
    desk.expect(0, &["export", &second, "-o", &again]);
    let text = std::fs::read_to_string(&out).expect("JSON");
    assert_eq!(text, std::fs::read_to_string(&again).expect("JSON"));
    // What a newer program wrote is told, the rest is there; the status says that something was refused.
    let newer_text = text.replacen("\"tag\"", "\"nickname\": {\"v\": \"老大\"}, \"tag\"", 1);
    std::fs::write(&newer, newer_text).expect("JSON");
    let (_, told) = desk.expect(1, &["new", &desk.arg("c.audit"), "--from", &newer]);
    assert!(told.contains("common.nickname") && told.contains("老大"), "{told}");
    desk.expect(3, &["new", &desk.arg("d.audit"), "--from", &desk.arg("none.json")]);
    desk.expect(2, &["new", &desk.arg("d.audit")]);
    assert!(!desk.path("d.audit").exists());
}
