//! The report as Word document and workbook, and its short forms: what stands in them, and that nothing breaks them.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use energy_audit::audit::{Action, Audit, Entered, Equipment, FieldValue, Id, KindCode, Measure, Record as _};
use energy_audit::diagnosis::{Diagnosis, diagnose};
use energy_audit::progress::Progress;
use energy_audit::reference::Reference;
use energy_audit::report::flow::{Align, Block, Flow, Run, plain};
use energy_audit::report::{self, Form, Format, ReportOptions};

const MARKUP: &str = "=1+1 <b>&\"锅炉房\"' #import \"x\" $a$ *粗* @ref ]]> \\ `code`";

fn reference() -> Reference {
    Reference::on(jiff::civil::date(2025, 12, 31)).expect("embedded data")
}

fn motor(id: u64, tag: &str, name: &str, model: &str, kw: f64) -> Equipment {
    let mut device = Equipment { id: Id(id), ..Equipment::new(KindCode::Motor) };
    let text = |t: &str| FieldValue::Text(t.to_owned());
    for (key, value) in [
        ("tag", text(tag)),
        ("name", text(name)),
        ("model", text(model)),
        ("rated_power_kw", FieldValue::Number(kw)),
        ("poles", FieldValue::Number(4.0)),
        ("annual_hours_h", FieldValue::Number(6000.0)),
        ("load_factor_pct", FieldValue::Number(70.0)),
        ("rated_voltage_v", FieldValue::Number(380.0)),
    ] {
        device.set(key, Some(Entered::ledger(value))).expect(key);
    }
    device
}

fn plant() -> Audit {
    let mut audit = Audit::default();
    let name = FieldValue::Text(format!("../示例/{MARKUP}"));
    audit.enterprise.set("name", Some(Entered::ledger(name))).expect("name");
    audit.prices.set("electricity_yuan_per_kwh", Some(Entered::ledger(FieldValue::Number(0.6)))).expect("price");
    audit.equipment = vec![
        motor(1, "M-001", "循环水泵电机", "JO2-51-4", 7.5),
        motor(2, "0042", MARKUP, "Y160M-4", 11.0),
        motor(3, "M-003", "引风机电机", "YE3-280S-4", 75.0),
    ]
    .into();
    audit.measures = vec![Measure {
        id: Id(100),
        title: "更换电动机 =SUM(A1)".to_owned(),
        targets: vec![Id(1), Id(2)],
        action: Action::ReplaceMotor { grade: 2, efficiency_pct: None },
        cost: energy_audit::audit::Cost { investment_yuan: Some(20_000.0), ..Default::default() },
        note: String::new(),
        requires: Vec::new(),
    }];
    audit
}

fn made(audit: &Audit, form: Form) -> (Diagnosis, Reference, ReportOptions) {
    let reference = reference();
    let diagnosis = diagnose(audit, &reference);
    (diagnosis, reference, ReportOptions { form, ..ReportOptions::default() })
}

fn subject<'a>(audit: &'a Audit, diagnosis: &'a Diagnosis, reference: &'a Reference) -> report::Subject<'a> {
    report::Subject { audit, diagnosis, reference, photos: &[], changes: &[] }
}

fn parts(audit: &Audit, form: Form) -> Flow {
    let (diagnosis, reference, options) = made(audit, form);
    report::flow(subject(audit, &diagnosis, &reference), &options, &Progress::new()).expect("parts")
}

fn bytes(audit: &Audit, form: Form, format: Format) -> Vec<u8> {
    let (diagnosis, reference, options) = made(audit, form);
    let dir = tempfile::tempdir().expect("folder");
    let path = dir.path().join("报告");
    report::write(&path, format, subject(audit, &diagnosis, &reference), &options, &Progress::new()).expect("written");
    std::fs::read(path).expect("read")
}

fn entry(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).expect("zip");
    let mut text = String::new();
    zip.by_name(name).expect(name).read_to_string(&mut text).expect("utf-8");
    text
}

/// Text of a part of the document: what stands between `<w:t ...>` and `</w:t>`, with XML's marks read back.
fn texts(xml: &str) -> String {
    let read = |raw: &str| {
        let raw = raw.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
        raw.replace("&amp;", "&")
    };
    let pieces = xml.split("<w:t ").skip(1).filter_map(|p| p.split_once('>')?.1.split_once("</w:t>"));
    pieces.map(|(text, _)| read(text)).collect()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

/// Every heading and every cell of the parts.
fn all_texts(flow: &Flow) -> Vec<String> {
    let mut out = Vec::new();
    for block in &flow.blocks {
        match block {
            Block::Heading { runs, .. } | Block::Paragraph(_, runs) => out.push(plain(runs)),
            Block::Table(t) => out.extend(t.head.iter().chain(&t.rows).flatten().map(|c| plain(&c.runs))),
            _ => {}
        }
    }
    out.retain(|t| !t.trim().is_empty());
    out
}

/// Every text that the content has, from the JSON that the PDF is laid out from.
fn leaves(value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::String(s) => out.push(s.clone()),
        serde_json::Value::Array(all) => all.iter().for_each(|v| leaves(v, out)),
        serde_json::Value::Object(all) => all.values().for_each(|v| leaves(v, out)),
        _ => {}
    }
}

#[test]
fn the_word_document_says_what_the_pdf_says() {
    let audit = plant();
    let (diagnosis, reference, options) = made(&audit, Form::Full);
    let flow = parts(&audit, Form::Full);
    let document = squeezed(&texts(&entry(&bytes(&audit, Form::Full, Format::Docx), "word/document.xml")));
    let said = all_texts(&flow);
    assert!(said.len() > 400, "{}", said.len());
    for text in &said {
        assert!(document.contains(&squeezed(text)), "not in the document: {text}");
    }
    // The lists of the content, which the PDF prints, are in the document row by row, value by value.
    let data = report::data(&audit, &diagnosis, &reference, &options);
    let mut content = Vec::new();
    for (list, keys) in [
        ("/obsolete/rows", &["tag", "name", "model", "clause", "original", "deadline", "basis"][..]),
        ("/below_limit/rows", &["tag", "name", "standard", "clause", "limit", "actual", "unit", "statement"][..]),
        ("/plan/rows", &["title", "electricity", "tce_equivalent", "cost", "investment", "payback", "npv"][..]),
        ("/sources/settings", &["label", "value", "unit", "source"][..]),
    ] {
        let rows = data.pointer(list).and_then(|v| v.as_array()).expect(list);
        for row in rows {
            keys.iter().for_each(|key| leaves(&row[*key], &mut content));
        }
    }
    leaves(&data["sheets"][0]["workings"][0]["phases"], &mut content);
    leaves(&data["sheets"][0]["economics"]["results"], &mut content);
    assert!(content.len() > 100, "{}", content.len());
    for text in &content {
        assert!(document.contains(&squeezed(text)), "not in the document: {text}");
    }
    let headings: Vec<String> = flow
        .blocks
        .iter()
        .filter_map(|b| match b {
            Block::Heading { level: 1, runs, .. } => Some(plain(runs)),
            _ => None,
        })
        .collect();
    // 目录 is a field of its own.
    assert_eq!(
        headings,
        [
            "声明",
            "诊断结论",
            "企业概况",
            "诊断任务",
            "能源利用诊断",
            "单耗对标与目标",
            "设备概况",
            "重点用能设备",
            "淘汰与疑似淘汰设备",
            "低于能效限定值设备",
            "能源管理诊断",
            "节能改造措施",
            "经济评价与改造方案",
            "设备更换时机",
            "结论与建议",
            "措施计算书",
            "数据缺口",
            "依据与数据来源",
            "附录A 设备台账及判定结果"
        ]
    );
}

#[test]
fn the_word_document_is_made_of_styles_fields_and_pictures() {
    let audit = plant();
    let docx = bytes(&audit, Form::Full, Format::Docx);
    let xml = entry(&docx, "word/document.xml");
    for wanted in [
        r#"<w:pStyle w:val="Heading1"/>"#,
        r#"<w:pStyle w:val="Heading2"/>"#,
        r#"TOC \o "1-2""#,
        r"SEQ 表 \* ARABIC \s 1 \r 1",
        r"STYLEREF 1 \s",
        "<w:tblHeader/>",
        r#"w:orient="landscape""#,
        r#"descr="各判定结果的设备数"#,
    ] {
        assert!(xml.contains(wanted), "{wanted}");
    }
    // Ledger tables have 13 columns; none is wider than the page that it stands on: 265 mm = 15024 twentieths of a pt.
    let widths = xml.split("<w:tblGrid>").skip(1).map(|t| {
        let grid = t.split("</w:tblGrid>").next().unwrap_or_default();
        grid.split("w:w=\"").skip(1).filter_map(|w| w.split('"').next()?.parse::<i64>().ok()).collect::<Vec<_>>()
    });
    let widths: Vec<Vec<i64>> = widths.collect();
    assert!(widths.iter().all(|w| w.iter().sum::<i64>() <= 15_030), "{widths:?}");
    // A ledger's table is as wide as the page; its first column, the row's number, is 8 mm = 454.
    let ledger = widths.iter().rfind(|w| w.len() == 13).expect("the ledger");
    assert!((15_000..=15_030).contains(&ledger.iter().sum::<i64>()), "{ledger:?}");
    assert!((453..=454).contains(&ledger[0]), "{ledger:?}");
    // The contents are there without being filled in, and Word is not told to fill in fields, which makes it ask.
    let contents = &xml[xml.find("TOC \\o").expect("contents")..];
    assert!(contents.contains(r#"<w:hyperlink w:anchor="_Toc"#) && contents.contains("淘汰与疑似淘汰设备"));
    assert!(!xml.contains("w:dirty") && !entry(&docx, "word/settings.xml").contains("updateFields"));
    assert!(entry(&docx, "word/footer1.xml").contains("NUMPAGES"));
    let styles = entry(&docx, "word/styles.xml");
    assert!(styles.contains(r#"w:eastAsia="宋体""#) && styles.contains(r#"w:ascii="Times New Roman""#));
    assert!(entry(&docx, "docProps/core.xml").contains("2025-12-31"));
    assert_eq!(docx, bytes(&audit, Form::Full, Format::Docx), "the same report, the same bytes");
}

#[test]
fn markup_prints_as_typed() {
    let audit = plant();
    for form in Form::ALL {
        let flow = parts(&audit, form);
        let docx = bytes(&audit, form, Format::Docx);
        let document = squeezed(&texts(&entry(&docx, "word/document.xml")));
        let (diagnosis, reference, options) = made(&audit, form);
        assert!(document.contains(&squeezed(MARKUP)), "{form:?}");
        assert!(!flow.blocks.is_empty());
        report::render(&audit, &diagnosis, &reference, &options, &Progress::new()).expect("pages");
    }
}

#[test]
fn the_workbook_holds_figures_as_numbers_and_names_as_text() {
    let audit = plant();
    let xlsx = bytes(&audit, Form::Full, Format::Xlsx);
    assert_eq!(xlsx, bytes(&audit, Form::Full, Format::Xlsx), "the same report, the same bytes");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(xlsx)).expect("a workbook");
    let names = book.sheet_names();
    assert_eq!(names[0], "目录");
    let mut unique = names.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), names.len());
    assert!(names.iter().all(|n| n.chars().count() <= 31), "{names:?}");
    let mut cells = Vec::new();
    for name in &names {
        assert!(book.worksheet_formula(name).expect("formulas").used_cells().count() == 0, "{name}");
        let sheet = book.worksheet_range(name).expect("cells");
        cells.extend(sheet.used_cells().map(|(_, _, c)| c.clone()));
    }
    let has = |text: &str| cells.iter().any(|c| matches!(c, Data::String(s) if squeezed(s) == squeezed(text)));
    assert!(has("更换电动机 =SUM(A1)") && has(MARKUP), "text stays text");
    assert!(has("0042"), "a tag of figures is no number");
    // The investment entered, 20,000 yuan, is 2 in 万元.
    let measures = names.iter().find(|n| n.contains("节能改造措施汇总")).expect("the measures");
    let sheet = book.worksheet_range(measures).expect("cells");
    let column = (0..sheet.width()).find(|c| matches!(sheet.get((1, *c)), Some(Data::String(s)) if s == "投资(万元)"));
    assert_eq!(sheet.get((2, column.expect("a column of investment"))), Some(&Data::Float(2.0)));
    // What stands in the parts stands in the workbook.
    let all: String = cells.iter().map(|c| c.to_string()).map(|c| squeezed(&c)).collect::<Vec<_>>().join("|");
    for block in &parts(&audit, Form::Full).blocks {
        let Block::Table(table) = block else { continue };
        for cell in table.rows.iter().flatten().filter(|c| c.align != Align::Right && c.span < 2) {
            // Figures of 序号 are numbers; marks of a figure are in its format.
            let marked = cell.runs.iter().any(|r| matches!(r, Run::Text { mark: true, .. }));
            if table.head.is_empty() || marked {
                continue;
            }
            assert!(all.contains(&squeezed(&plain(&cell.runs))), "{}", plain(&cell.runs));
        }
    }
}

#[test]
fn short_forms_are_short_and_complete() {
    let audit = plant();
    let (diagnosis, reference, options) = made(&audit, Form::Summary);
    let pages = report::render(&audit, &diagnosis, &reference, &options, &Progress::new()).expect("pages");
    assert!(pages.page_count() <= 2, "{}", pages.page_count());
    let (_, _, options) = made(&audit, Form::Measures);
    let pages = report::render(&audit, &diagnosis, &reference, &options, &Progress::new()).expect("pages");
    assert_eq!(pages.page_count(), 1, "one sheet for the one measure");
    // JO2-51-4 is on the list of the second batch and on no other form's list but this.
    let words = all_texts(&parts(&audit, Form::Obsolete)).join("|");
    let data = report::data(&audit, &diagnosis, &reference, &ReportOptions::default());
    let rows = data["obsolete"]["rows"].as_array().expect("rows");
    assert!(!rows.is_empty());
    for row in rows {
        for key in ["tag", "name", "model", "clause", "original", "deadline"] {
            assert!(squeezed(&words).contains(&squeezed(row[key].as_str().expect(key))), "{key}");
        }
    }
}

#[test]
fn an_empty_audit_says_what_is_missing_in_every_format() {
    let audit = Audit::default();
    for form in Form::ALL {
        let docx = bytes(&audit, form, Format::Docx);
        let words = texts(&entry(&docx, "word/document.xml"));
        let wanted: &[&str] = match form {
            Form::Full => &["没有能源消费数据", "台账中没有设备", "没有节能改造措施", "没有可对标的产品单耗"],
            Form::Summary => &["台账中没有设备", "没有节能改造措施"],
            Form::Obsolete => &["没有查到本企业的设备", "没有疑似淘汰设备"],
            Form::Measures => &["没有节能改造措施"],
        };
        for text in wanted {
            assert!(words.contains(text), "{form:?}: {text}");
        }
        let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes(&audit, form, Format::Xlsx))).expect("a workbook");
        assert_eq!(book.sheet_names()[0], "目录");
        let (diagnosis, reference, options) = made(&audit, form);
        report::render(&audit, &diagnosis, &reference, &options, &Progress::new()).expect("pages");
    }
}

#[test]
fn an_unwritable_target_is_said_and_names_are_safe() {
    let audit = plant();
    let (diagnosis, reference, options) = made(&audit, Form::Full);
    let dir = tempfile::tempdir().expect("folder");
    let taken = dir.path().join("报告.docx");
    std::fs::create_dir(&taken).expect("a folder where the file should be");
    for format in [Format::Docx, Format::Xlsx] {
        let result = report::write(&taken, format, subject(&audit, &diagnosis, &reference), &options, &Progress::new());
        assert!(result.expect_err("a folder can't be replaced").to_string().contains("报告.docx"));
    }
    assert_eq!(std::fs::read_dir(dir.path()).expect("folder").count(), 1, "nothing half-written stays");
    let name = report::file_name(&audit, Form::Full, Format::Docx);
    assert!(!name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) && !name.starts_with('.'), "{name}");
    assert!(name.ends_with("节能诊断报告.docx"), "{name}");
}

/// Without running time a motor's energy is unknown: the report must not say that the devices use 0 kWh.
#[test]
fn energy_of_which_nothing_is_known_is_not_said_to_be_zero() {
    let mut motor = Equipment::new(KindCode::Motor);
    motor.set("model", Some(Entered::ledger(FieldValue::Text("JO2-72-4".to_owned())))).expect("field");
    let mut audit = Audit::default();
    audit.equipment.push(motor);
    let said = |audit: &Audit| entry(&bytes(audit, Form::Full, Format::Docx), "word/document.xml");
    let xml = said(&audit);
    assert!(xml.contains("合计未知") && !xml.contains("合计 0"), "not said");
    for (key, value) in [
        ("rated_power_kw", 30.0),
        ("annual_hours_h", 6000.0),
        ("load_factor_pct", 70.0),
        ("rated_efficiency_pct", 90.0),
    ] {
        audit.equipment[0].set(key, Some(Entered::ledger(FieldValue::Number(value)))).expect("field");
    }
    assert!(!said(&audit).contains("合计未知"));
}
