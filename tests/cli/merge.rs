//! `merge` on the command line.

use super::Desk;

/// Two files from one, changed on both sides: (mine, theirs).
fn two(desk: &Desk) -> (String, String) {
    let (mine, theirs) = (desk.audit(), desk.arg("乙.audit"));
    std::fs::copy(&mine, &theirs).expect("copied");
    for (file, csv) in [
        (&mine, "设备编号,设备名称,设备类型,型号,额定功率(kW)\nX-1,试验电机,电动机,Y160M-4,11\n"),
        (
            &theirs,
            "设备编号,设备名称,设备类型,型号,额定功率(kW)\nX-1,试验电机,电动机,Y160L-4,15\nX-2,试验电机二,电动机,Y180M-4,18.5\n",
        ),
    ] {
        let ledger = desk.arg("新.csv");
        std::fs::write(&ledger, csv).expect("ledger");
        desk.expect(0, &["import", file, &ledger]);
    }
    (mine, theirs)
}

fn devices(desk: &Desk, file: &str) -> usize {
    desk.json(&["check", file])["devices"].as_u64().expect("a number") as usize
}

#[test]
fn nothing_is_written_before_everything_is_decided() {
    let desk = Desk::new();
    let (mine, theirs) = two(&desk);
    let (before, other) = (super::bytes(&mine), super::bytes(&theirs));
    let many = devices(&desk, &mine);

    let (stdout, stderr) = desk.expect(1, &["merge", &mine, &theirs, "--format", "json"]);
    assert!(stderr.contains("还有 2 项没有决定，没有写入"), "{stderr}");
    assert_eq!(super::bytes(&mine), before);
    let json: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(json["common_start"], true);
    let fields: Vec<&str> =
        json["questions"].as_array().expect("list").iter().filter_map(|q| q["field"].as_str()).collect();
    assert_eq!(fields, ["型号", "额定功率"], "{json}");
    assert_eq!(
        (&json["questions"][1]["mine"]["value"], &json["questions"][1]["theirs"]["value"]),
        (&"11".into(), &"15".into())
    );
    assert_eq!(json["added"].as_array().map(Vec::len), Some(1));

    // One decided, the other not: still nothing. All decided: one step.
    let item = json["questions"][1]["item"].as_str().expect("item").to_owned();
    desk.expect(1, &["merge", &mine, &theirs, "--take", &format!("{item}=theirs")]);
    assert_eq!(super::bytes(&mine), before);
    desk.expect(0, &["merge", &mine, &theirs, "--take", "mine", "--dry-run"]);
    assert_eq!(super::bytes(&mine), before);
    desk.expect(0, &["merge", &mine, &theirs, "--take", "mine", "--take", &format!("{item}=theirs")]);
    assert_eq!(devices(&desk, &mine), many + 1);
    assert_eq!(super::bytes(&theirs), other, "the other file is as it was");
    let (log, _) = desk.expect(0, &["check", &mine, "--history"]);
    assert!(log.contains("合并 乙.audit"), "{log}");
    let out = desk.arg("台账.csv");
    desk.expect(0, &["export", &mine, "-o", &out]);
    let text = String::from_utf8(super::bytes(&out)).expect("text");
    let line = text.lines().find(|l| l.contains("X-1")).expect("the device");
    assert!(line.contains("Y160M-4") && line.contains("15") && !line.contains("Y160L-4"), "{line}");

    // What was merged has nothing more to bring but what was decided for mine.
    let (_, stderr) = desk.expect(1, &["merge", &mine, &theirs]);
    assert!(stderr.contains("加入 0，采用 0，两方不同 1"), "{stderr}");
}

#[test]
fn wrong_usage_and_other_files() {
    let desk = Desk::new();
    let (mine, theirs) = two(&desk);
    let before = super::bytes(&mine);
    for take in ["yours", "equipment/1/model=mine", "equipment/1/model=both"] {
        desk.expect(2, &["merge", &mine, &theirs, "--take", take]);
    }
    desk.expect(2, &["merge", &mine, &mine]);
    desk.expect(3, &["merge", &mine, &desk.arg("没有.audit")]);
    std::fs::write(desk.path("别的.audit"), "不是审计文件").expect("written");
    desk.expect(3, &["merge", &mine, &desk.arg("别的.audit")]);
    assert_eq!(super::bytes(&mine), before);
    let (_, stderr) = desk.expect(0, &["merge", &theirs, &theirs.replace("乙", "站"), "--take", "theirs"]);
    assert!(stderr.contains("已写入"), "{stderr}");
}
