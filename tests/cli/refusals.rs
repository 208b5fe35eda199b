//! Wrong usage, bad files, targets that can not be written: told, with the right status, and nothing lost.

use crate::*;

#[test]
fn wrong_usage_is_2_and_does_nothing() {
    let desk = Desk::new();
    let file = desk.audit();
    let (before, there) = (bytes(&file), desk.listing());
    let (pdf, none) = (desk.arg("x.pdf"), desk.arg("没有.audit"));
    for args in [
        ["screen", &file, "--no-such-flag"].as_slice(),
        &["screen", &file, "--format", "xml"],
        &["screen", &file, "--date", "2020-13-01"],
        &["screen"],
        &["no-such-command", &file],
        &["new", &none],
        &["new", &none, "--enterprise", "甲", "--date", "1800-01-01"],
        &["import", &file],
        &["import", &file, LEDGER, "--map", "没有等号"],
        &["import", &file, LEDGER, "--map", "nosuchkey=出力"],
        &["import", &file, LEDGER, "--on-duplicate", "perhaps"],
        &["savings", &file, "--scenario", "没有这个方案"],
        &["plan", &file],
        &["plan", &file, "--budget", "nan"],
        &["plan", &file, "--budget", "10", "--objective", "money"],
        &["plan", &file, "--target-tce", "1e9"],
        &["report", &file, "-o", &pdf, "--scenario", "没有这个方案"],
        &["report", &file, "-o", "x.doc"],
        &["report", &file],
        &["export", &file, "-o", "x.txt"],
        &["reference", "show", "没有这张表"],
    ] {
        let (stdout, stderr) = desk.expect(2, args);
        assert!(stdout.is_empty() && !stderr.is_empty(), "{args:?}");
    }
    assert!(desk.expect(2, &["savings", &file, "--scenario", "没有这个方案"]).1.contains("没有这个方案"));
    assert!(desk.expect(2, &["import", &file, LEDGER, "--map", "没有等号"]).1.contains("没有等号"));
    assert_eq!((bytes(&file), desk.listing()), (before, there));
    assert!(desk.expect(0, &["--help"]).0.contains("screen"));
    assert!(desk.expect(0, &["--version"]).0.starts_with("energy-audit "));
}

#[test]
fn an_audit_that_is_missing_or_no_audit_is_3() {
    let desk = Desk::new();
    let docx = b"PK\x03\x04\x14\x00\x00\x00\x00\x00 word/document.xml".as_slice();
    let ledger = bytes(LEDGER);
    for (name, content) in
        [("文本.audit", "这不是审计".as_bytes()), ("空.audit", b""), ("文档.audit", docx), ("台账.audit", &ledger)]
    {
        std::fs::write(desk.path(name), content).expect("written");
    }
    std::fs::create_dir(desk.path("夹.audit")).expect("folder");
    let (there, pdf, csv) = (desk.listing(), desk.arg("x.pdf"), desk.arg("x.csv"));
    for name in ["文本.audit", "空.audit", "文档.audit", "台账.audit", "夹.audit", "没有.audit"] {
        let file = desk.arg(name);
        for args in [
            ["screen", &file].as_slice(),
            &["suggest", &file, "--apply"],
            &["savings", &file],
            &["check", &file],
            &["check", &file, "--repair"],
            &["import", &file, LEDGER],
            &["report", &file, "-o", &pdf],
            &["export", &file, "-o", &csv],
        ] {
            let (stdout, stderr) = desk.expect(3, args);
            assert!(stdout.is_empty(), "{stdout}");
            assert!(stderr.contains(name) && has_chinese(&stderr.replace(name, "")), "{stderr}");
        }
    }
    assert_eq!(bytes(&desk.arg("文本.audit")), "这不是审计".as_bytes());
    assert_eq!(bytes(&desk.arg("空.audit")), b"");
    assert_eq!(bytes(&desk.arg("文档.audit")), docx);
    assert_eq!(bytes(&desk.arg("台账.audit")), ledger);
    assert_eq!(desk.listing(), there, "nothing was made");
    assert!(desk.expect(3, &["screen", &desk.arg("空.audit")]).1.contains("空文件"));
    assert!(desk.expect(3, &["screen", &desk.arg("文档.audit")]).1.contains("不是审计文件"));
}

#[test]
fn what_can_not_be_written_is_3() {
    let desk = Desk::new();
    let file = desk.audit();
    std::fs::File::create(desk.path("some.file")).and_then(|mut f| f.write_all(b"mine")).expect("written");
    std::fs::create_dir(desk.path("夹.pdf")).expect("folder");
    let (before, there) = (bytes(&file), desk.listing());
    desk.expect(3, &["new", &file, "--enterprise", "再来"]);
    desk.expect(3, &["new", &desk.arg("some.file"), "--enterprise", "再来"]);
    // A path below a regular file can't be written, not even by root; nor can a folder be replaced.
    let below = |name: &str| desk.path("some.file").join(name).to_string_lossy().into_owned();
    for args in [
        ["report", &file, "-o", &below("x.pdf")].as_slice(),
        &["report", &file, "-o", &desk.arg("夹.pdf")],
        &["export", &file, "-o", &below("x.xlsx")],
        &["export", &file, "-o", &below("x.csv")],
        &["export", &file, "-o", &below("x.json")],
        &["template", &below("x.xlsx")],
        &["new", &below("x.audit"), "--enterprise", "甲"],
        &["new", &desk.arg("没有/x.audit"), "--enterprise", "甲"],
    ] {
        let (_, stderr) = desk.expect(3, args);
        assert!(stderr.lines().last().is_some_and(has_chinese), "{args:?} {stderr}");
        assert!(!stderr.contains("已写出") && !stderr.contains("已新建"), "{stderr}");
    }
    assert_eq!((bytes(&file), bytes(&desk.arg("some.file"))), (before, b"mine".to_vec()));
    assert_eq!(desk.listing(), there, "no half-written file is left");
}

#[test]
fn unreadable_ledgers_are_refused_and_lose_nothing() {
    let desk = Desk::new();
    let file = desk.audit();
    let before = bytes(&file);
    let half = bytes(LEDGER)[..5000].to_vec();
    for (name, content) in [
        ("空.xlsx", b"".as_slice()),
        ("文本.xlsx", "这是一段说明文字，不是表格".as_bytes()),
        ("坏.xlsx", b"PK\x03\x04 broken"),
        ("半.xlsx", &half),
        ("空.csv", b""),
        ("审计.xlsx", &before),
    ] {
        let path = desk.arg(name);
        std::fs::write(&path, content).expect("written");
        let (_, stderr) = desk.expect(1, &["import", &file, &path]);
        assert!(stderr.contains(name) && has_chinese(&stderr.replace(name, "")), "{stderr}");
        assert_eq!(bytes(&path), content, "{name} is only read");
        assert_eq!(bytes(&file), before, "{name} left the audit alone");
    }
    let missing = desk.expect(1, &["import", &file, &desk.arg("没有.xlsx")]).1;
    assert!(missing.contains("没有.xlsx"), "{missing}");
    let (_, no_sheet) = desk.expect(1, &["import", &file, LEDGER, "--sheet", "没有这张"]);
    assert!(no_sheet.contains("没有这张") && no_sheet.contains("变压器"), "{no_sheet}");
    assert_eq!(bytes(&file), before);
    // One unreadable ledger doesn't keep the others out.
    let (out, _) =
        desk.expect(1, &["import", &file, &desk.arg("空.xlsx"), LEDGER, "--sheet", "变压器", "--format", "json"]);
    let summary: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(summary["files"].as_array().map(Vec::len), Some(1));
    assert_eq!(summary["files"][0]["added"], 7);
}
