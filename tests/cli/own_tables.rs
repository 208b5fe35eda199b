//! Own tables and editions of two days on the command line.

use super::{Desk, device};

const OWN: &str = "# form = motor_lv_gb18613_2020\n# standard = DB14/T 1-2026\n# edition = 2026\n# clause = 表1\n\
                   # effective_from = 2026-07-01\n# source = 省公告\n# review = 已核对\n\
                   power_kw,poles,grade1_pct,grade2_pct,grade3_pct\n11,4,96.0,95.0,92.5\n";

/// A plant with one 11 kW motor of 92.0 %: grade 3 of GB 18613-2020 (91.4 %).
fn plant(desk: &Desk, date: &str) -> String {
    let (file, ledger) = (desk.arg("厂.audit"), desk.arg("台账.csv"));
    std::fs::write(
        &ledger,
        "设备类别,编号,型号,额定功率(kW),极数,额定电压(V),额定效率(%)\n电动机,M1,YE9-160M-4,11,4,380,92.0\n",
    )
    .expect("ledger");
    desk.expect(0, &["new", &file, "--enterprise", "某厂", "--date", date]);
    desk.expect(0, &["import", &file, &ledger]);
    file
}

fn level(desk: &Desk, file: &str) -> String {
    device(&desk.json(&["screen", file]), "M1")["level"].as_str().expect("level").to_owned()
}

#[test]
fn an_own_table_is_checked_added_listed_and_removed() {
    let desk = Desk::new();
    let file = plant(&desk, "2026-11-01");
    let (good, bad) = (desk.arg("省标.csv"), desk.arg("坏.csv"));
    std::fs::write(&good, OWN).expect("table");
    std::fs::write(&bad, OWN.replace("92.5", "九")).expect("table");
    assert_eq!(level(&desk, &file), "grade3");

    desk.expect(0, &["reference", "check", &good]);
    for command in [vec!["reference", "check", &bad], vec!["reference", "add", &file, &bad]] {
        let (_, stderr) = desk.expect(1, &command);
        assert!(["坏.csv", "第 9 行", "grade3_pct", "“九”不是数字"].iter().all(|w| stderr.contains(w)), "{stderr}");
    }
    desk.expect(3, &["reference", "add", &file, &desk.arg("没有.csv")]);
    assert_eq!(level(&desk, &file), "grade3", "nothing was added");

    let (_, stderr) = desk.expect(0, &["reference", "add", &file, &good]);
    assert!(stderr.contains("整张代替") && stderr.contains("(168 行)"), "{stderr}");
    assert_eq!(level(&desk, &file), "below_limit");
    let screened = desk.json(&["screen", &file]);
    let evidence = &device(&screened, "M1")["evidence"][0];
    assert!(evidence["standard"].as_str().is_some_and(|s| s.contains("DB14/T 1-2026") && s.contains("自备")));
    assert!(evidence["unreviewed"].as_str().is_some_and(|s| s.contains("省标.csv")), "{evidence}");

    let list = desk.json(&["reference", "list", "--audit", &file]);
    let list = list.as_array().expect("list");
    let own = list.iter().find(|t| t["own_form"] == "motor_lv_gb18613_2020").expect("the own table");
    assert_eq!((&own["used"], &own["rows"]), (&true.into(), &1.into()));
    let national = list.iter().find(|t| t["id"] == "motor_lv_gb18613_2020").expect("the embedded one");
    assert_eq!((&national["used"], &national["in_force"]), (&false.into(), &true.into()));
    let id = own["id"].as_str().expect("id");
    let rows = desk.json(&["reference", "show", id, "--audit", &file]);
    assert_eq!(rows[0]["grade3_pct"], "92.5");

    let (_, stderr) = desk.expect(2, &["reference", "remove", &file, "own-0"]);
    assert!(stderr.contains(id), "the held ones are named: {stderr}");
    desk.expect(0, &["reference", "remove", &file, id]);
    assert_eq!(level(&desk, &file), "grade3");
}

#[test]
fn a_table_not_yet_in_force_is_added_with_a_warning() {
    let desk = Desk::new();
    let file = plant(&desk, "2026-06-30");
    let good = desk.arg("省标.csv");
    std::fs::write(&good, OWN).expect("table");
    let (_, stderr) = desk.expect(0, &["reference", "add", &file, &good]);
    assert!(stderr.contains("尚未实施"), "{stderr}");
    assert_eq!(level(&desk, &file), "grade3");
    let (_, stderr) = desk.expect(0, &["screen", &file]);
    assert!(!stderr.contains("DB14"), "a device is judged by the national edition: {stderr}");
}

#[test]
fn forms_can_be_written() {
    let desk = Desk::new();
    let out = desk.arg("空.csv");
    desk.expect(0, &["reference", "form", "fan_gb19761_2020", "-o", &out]);
    let text = std::fs::read_to_string(&out).expect("written");
    assert!(text.contains("# form = fan_gb19761_2020\n") && text.contains("# effective_from = \n"), "{text}");
    let header = "table,fan_type,";
    assert!(text.lines().last().is_some_and(|l| l.starts_with(header)), "{text}");
    desk.expect(0, &["reference", "form", "motor_lv_gb18613_2020", "--rows", "-o", &out]);
    let text = std::fs::read_to_string(&out).expect("written");
    assert_eq!(text.lines().filter(|l| !l.contains('#')).count(), 1 + 168, "header and the rows of GB 18613-2020");
    desk.expect(1, &["reference", "check", &out]);
    desk.expect(2, &["reference", "form", "scope", "-o", &out]);
    desk.expect(2, &["reference", "form", "fan_gb19761_2020", "-o", &desk.arg("空.xlsx")]);
    desk.expect(3, &["reference", "form", "fan_gb19761_2020", "-o", &desk.arg("没有/空.csv")]);
}

#[test]
fn only_verdicts_that_change_between_two_days_are_listed() {
    let desk = Desk::new();
    let file = plant(&desk, "2020-01-01");
    let all = desk.json(&["screen", &file]);
    assert_eq!(device(&all, "M1")["level"], "not_covered", "GB 18613-2020 is in force since 2021-06-01");
    let changed = desk.json(&["screen", &file, "--changes", "--date", "2021-06-01"]);
    let one = device(&changed, "M1");
    assert_eq!((&one["level_before"], &one["level_after"]), (&"not_covered".into(), &"grade3".into()));
    assert_eq!((&one["date_before"], &one["date_after"]), (&"2020-01-01".into(), &"2021-06-01".into()));
    let because = one["because"].as_array().expect("list");
    assert_eq!(because.len(), 1, "{because:?}");
    assert_eq!(because[0]["standard"], "GB 18613");
    assert_eq!(because[0]["before"], serde_json::Value::Null);
    assert_eq!(because[0]["after"]["name"], "GB 18613-2020");
    let (_, stderr) = desk.expect(0, &["screen", &file, "--changes", "--date", "2021-05-31"]);
    assert!(stderr.contains("0 台判定改变"), "{stderr}");
    assert_eq!(desk.json(&["screen", &file, "--changes", "--date", "2021-05-31"]), serde_json::json!([]));
    assert_eq!(desk.json(&["screen", &file]), all, "nothing was changed");
}
