//! The report's running texts in own words, its chapters, imprint and logo, and the tables put together from chapters.

use energy_audit::audit::{
    Audit, Edit, Entered, Equipment, FieldValue, Id, KindCode, LogoFormat, Origin, OwnText, ReportEdit, Target,
};
use energy_audit::diagnosis::diagnose;
use energy_audit::progress::Progress;
use energy_audit::reference::Reference;
use energy_audit::report::{self, Passage, ReportOptions};
use serde_json::Value;

fn text(value: &str) -> Option<Entered<FieldValue>> {
    Some(Entered::ledger(FieldValue::Text(value.to_owned())))
}

fn motor(id: u64, model: &str, kw: f64, quantity: f64) -> Equipment {
    let mut device = Equipment { id: Id(id), ..Equipment::new(KindCode::Motor) };
    device.set("tag", text(&format!("M-{id}"))).unwrap();
    device.set("model", text(model)).unwrap();
    for (key, n) in [("rated_power_kw", kw), ("quantity", quantity), ("poles", 4.0)] {
        device.set(key, Some(Entered::new(FieldValue::Number(n), Origin::Nameplate))).unwrap();
    }
    device
}

/// Two obsolete motors of 7.5 kW in one row, one of 37 kW and one of 75 kW.
fn plant() -> Audit {
    let mut audit = Audit {
        equipment: vec![
            motor(1, "JO2-51-4", 7.5, 2.0),
            motor(2, "YE3-225S-4", 37.0, 1.0),
            motor(3, "YE3-280S-4", 75.0, 1.0),
        ]
        .into(),
        ..Audit::default()
    };
    set(&mut audit, Target::Enterprise, "name", "甲厂");
    audit
}

fn set(audit: &mut Audit, target: Target, key: &str, value: &str) {
    Edit::Field { target, key: key.to_owned(), value: text(value) }.apply(audit).unwrap();
}

fn word(audit: &mut Audit, key: &str, value: &str) -> Edit {
    let generated = passage(audit, key).generated;
    let own = OwnText { text: value.to_owned(), generated };
    Edit::Report(ReportEdit::Text(key.to_owned(), Some(own))).apply(audit).unwrap()
}

fn reference() -> Reference {
    Reference::on(jiff::civil::date(2025, 12, 31)).unwrap()
}

fn content(audit: &Audit) -> Value {
    report::data(audit, &diagnose(audit, &reference()), &reference(), &ReportOptions::default())
}

fn rendered(audit: &Audit) -> report::Rendered {
    let options = ReportOptions::default();
    report::render(audit, &diagnose(audit, &reference()), &reference(), &options, &Progress::new()).unwrap()
}

fn passage(audit: &Audit, key: &str) -> Passage {
    rendered(audit).passages().iter().find(|p| p.key == key).unwrap().clone()
}

fn paragraphs(audit: &Audit, key: &str) -> Vec<String> {
    let data = content(audit);
    data["texts"][key]["paragraphs"].as_array().unwrap().iter().map(|p| p.as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_generated_text_follows_the_data_and_own_words_stay_with_a_hint() {
    let mut audit = plant();
    // Three rows, 2 + 1 + 1 devices; only the JO2 is on a list.
    assert!(paragraphs(&audit, "devices")[0].starts_with("登记设备 3 项 4 台，判为淘汰 1 项"));
    let back = word(&mut audit, "devices", "第一段 #panic $a$ *粗* @ref <x>\n\n第二段");
    let mine = passage(&audit, "devices");
    assert_eq!((mine.text(), mine.outdated()), ("第一段 #panic $a$ *粗* @ref <x>\n\n第二段", false));
    assert_eq!(paragraphs(&audit, "devices"), ["第一段 #panic $a$ *粗* @ref <x>", "", "第二段"]);
    audit.equipment.push(motor(4, "JO2-51-4", 7.5, 1.0));
    let mine = passage(&audit, "devices");
    assert!(mine.outdated(), "four rows now");
    assert!(mine.generated.starts_with("登记设备 4 项 5 台，判为淘汰 2 项"), "{}", mine.generated);
    assert!(mine.text().starts_with("第一段"));
    back.apply(&mut audit).unwrap();
    let restored = passage(&audit, "devices");
    assert_eq!((restored.own.is_none(), restored.text()), (true, &*restored.generated));
}

#[test]
fn a_text_without_data_says_what_is_missing() {
    let empty = Audit::default();
    let data = content(&empty);
    for (key, wanted) in [
        ("plant", "没有填写企业的所在地"),
        ("process", "没有填写主要生产工艺"),
        ("energy", "没有能源消费数据"),
        ("benchmark", "没有可对标的产品单耗"),
        ("devices", "台账中没有设备"),
        ("management", "没有填写管理核查"),
        ("measures", "没有登记节能改造措施"),
        ("policy", "没有填写补助"),
    ] {
        let said = data["texts"][key]["paragraphs"].to_string();
        assert!(said.contains(wanted), "{key}: {said}");
    }
    assert!(rendered(&empty).page_count() > 5);
}

#[test]
fn chapters_left_out_are_kept_in_the_audit() {
    let mut audit = plant();
    let chapters = |a: &Audit| content(a)["chapters"].clone();
    assert_eq!((chapters(&audit)["timing"].clone(), content(&audit)["appendix"].clone()), (true.into(), true.into()));
    for code in ["timing", "ledger"] {
        Edit::Report(ReportEdit::Chapter(code.to_owned(), Some(false))).apply(&mut audit).unwrap();
    }
    assert_eq!((chapters(&audit)["timing"].clone(), chapters(&audit)["summary"].clone()), (false.into(), true.into()));
    assert_eq!(content(&audit)["appendix"], false);
    let codes: Vec<String> = chapters(&audit).as_object().unwrap().keys().cloned().collect();
    let mut known = report::Chapters::CODES.map(str::to_owned).to_vec();
    known.sort();
    let mut codes = codes;
    codes.sort();
    assert_eq!(codes, known, "a code for every chapter");
}

#[test]
fn what_the_font_cannot_print_becomes_the_mark_of_a_missing_letter() {
    let mut audit = plant();
    set(&mut audit, Target::Enterprise, "name", "🔥🔥甲👍🏽厂é");
    assert_eq!(content(&audit)["meta"]["enterprise"], "〓甲〓厂é");
}

#[test]
fn imprint_and_logo_stand_on_the_cover_and_a_broken_logo_is_no_reason_to_be_without_a_report() {
    let mut audit = plant();
    set(&mut audit, Target::Imprint, "report_number", "JZ-2025-07");
    let data = content(&audit);
    let cover = data["meta"]["cover"].as_array().unwrap().clone();
    assert!(cover.iter().any(|r| r["label"] == "报告编号" && r["value"] == "JZ-2025-07"), "{cover:?}");
    assert!(data["meta"]["logo"].is_null());

    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>"#;
    let logo = report::read_logo(&file("标志.svg", svg.as_bytes())).unwrap();
    assert_eq!((logo.format, &*logo.file), (LogoFormat::Svg, "标志.svg"));
    let pages = rendered(&audit).page_count();
    Edit::Report(ReportEdit::Logo(Some(logo.clone()))).apply(&mut audit).unwrap();
    assert!(!content(&audit)["meta"]["logo"].is_null());
    assert_eq!(rendered(&audit).page_count(), pages, "the logo takes no page");

    let broken = b"\x89PNG\r\n\x1a\nnothing";
    let said = report::read_logo(&file("坏.png", broken)).unwrap_err().to_string();
    assert!(said.contains("坏.png 不能用作标志"), "{said}");
    let said = report::read_logo(&file("文.txt", b"text")).unwrap_err().to_string();
    assert!(said.contains("不是 PNG、JPEG 或 SVG"), "{said}");
    let said = report::read_logo(&file("大.png", &vec![0; 600 * 1024])).unwrap_err().to_string();
    assert!(said.contains("600 KB，标志图片最大 512 KB"), "{said}");
    let bad = energy_audit::audit::Logo { format: LogoFormat::Png, bytes: broken.as_slice().into(), ..logo };
    Edit::Report(ReportEdit::Logo(Some(bad))).apply(&mut audit).unwrap();
    assert!(content(&audit)["meta"]["logo"].is_null());
    assert_eq!(rendered(&audit).page_count(), pages);
}

#[test]
fn a_text_or_logo_beyond_its_limit_is_refused_and_changes_nothing() {
    let mut audit = plant();
    let before = audit.clone();
    let own = OwnText { text: "字".repeat(20_001), generated: String::new() };
    let refused = Edit::Report(ReportEdit::Text("summary".to_owned(), Some(own))).apply(&mut audit);
    assert_eq!(refused.unwrap_err().to_string(), "文字有 20001 个字，最多 20000 个字");
    assert_eq!(audit, before);
}

#[test]
fn the_tables_of_the_guide_are_put_together() {
    let data = content(&plant());
    let of = |label: &str| {
        let list = data["overview"].as_array().unwrap();
        list.iter().find(|r| r["label"] == label).map(|r| r["value"].as_str().unwrap().to_owned()).unwrap()
    };
    // 2 × 7.5 kW.
    assert_eq!(of("淘汰设备"), "1 项 2 台，15 kW");
    assert_eq!((of("节能措施"), of("年节能潜力(当量值)")), ("0 项".to_owned(), "—".to_owned()));
    // 45 kW and more.
    let main: Vec<&str> =
        data["main_devices"]["rows"].as_array().unwrap().iter().map(|r| r["tag"].as_str().unwrap()).collect();
    assert_eq!(main, ["M-3"]);
    let disposal = &data["disposal"];
    assert_eq!((disposal.as_array().unwrap().len(), &disposal[0]["tag"]), (1, &"M-1".into()));
    assert_eq!((&disposal[0]["size"], &disposal[0]["measure"]), (&"7.5 kW".into(), &"没有安排措施".into()));
    // Rated power, quantity and poles of three motors: nine nameplate values; tag and model from the ledger.
    let rows = data["task"]["rows"].as_array().unwrap();
    let state = |what: &str| rows.iter().find(|r| r["what"] == what).unwrap()["state"].clone();
    assert_eq!((state("设备台账"), state("其中来源为“铭牌”的数值")), ("3 项".into(), "9 个".into()));
    assert_eq!((state("其中来源为“台账”的数值"), state("产品产量")), ("6 个".into(), "未提供".into()));
    assert!(data["measured"].as_array().unwrap().is_empty());
}
