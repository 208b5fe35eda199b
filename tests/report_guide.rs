//! The report as the guide to diagnoses wants it: its tables' columns, the change log, numbers and references, what an
//! audit full of holes or of markup gives.

use std::collections::{BTreeSet, HashSet};
use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use energy_audit::audit::equipment::Overrule;
use energy_audit::audit::measure::inputs::{Means, OwnMeasure, StopIdle};
use energy_audit::audit::{
    Action, Attachment, Audit, ContentHash, Cost, Edit, Entered, Equipment, FieldKind, FieldValue, Id, Imprint,
    KindCode, Measure, Media, OwnText, Record as _, ReportEdit, Row, Scenario, Section,
};
use energy_audit::diagnosis::diagnose;
use energy_audit::progress::Progress;
use energy_audit::reference::Reference;
use energy_audit::report::flow::{Block, Flow, Kind, plain};
use energy_audit::report::{self, Form, Format, Photo, ReportOptions, Subject};
use energy_audit::store::{Change, DataDir, Document};
use serde_json::Value;

fn reference() -> Reference {
    Reference::on(jiff::civil::date(2025, 12, 31)).expect("embedded data")
}

fn text(t: &str) -> Option<Entered<FieldValue>> {
    Some(Entered::ledger(FieldValue::Text(t.to_owned())))
}

fn motor(id: u64, model: &str, kw: f64) -> Equipment {
    let mut device = Equipment { id: Id(id), ..Equipment::new(KindCode::Motor) };
    device.set("tag", text(&format!("M-{id}"))).expect("tag");
    device.set("model", text(model)).expect("model");
    for (key, n) in [
        ("rated_power_kw", kw),
        ("poles", 4.0),
        ("rated_voltage_v", 380.0),
        ("annual_hours_h", 6000.0),
        ("load_factor_pct", 70.0),
    ] {
        device.set(key, Some(Entered::ledger(FieldValue::Number(n)))).expect(key);
    }
    device
}

fn measure(id: u64, targets: &[u64], action: Action, investment_yuan: Option<f64>) -> Measure {
    Measure {
        id: Id(id),
        title: format!("措施{id}"),
        targets: targets.iter().map(|t| Id(*t)).collect(),
        action,
        cost: Cost { investment_yuan, ..Cost::default() },
        note: String::new(),
        requires: Vec::new(),
    }
}

/// Two JO2 (on the list of obsolete devices) that one measure of 20,000 yuan replaces; a large YE3 in no measure.
fn plant() -> Audit {
    let replace = Action::ReplaceMotor { grade: 2, efficiency_pct: None };
    let mut audit = Audit {
        equipment: vec![motor(1, "JO2-51-4", 7.5), motor(2, "JO2-61-4", 13.0), motor(3, "YE3-280S-4", 75.0)].into(),
        measures: vec![measure(100, &[1, 2], replace, Some(20_000.0))],
        ..Audit::default()
    };
    audit.enterprise.set("name", text("甲厂")).expect("name");
    let price = Some(Entered::ledger(FieldValue::Number(0.6)));
    audit.prices.set("electricity_yuan_per_kwh", price).expect("price");
    audit
}

fn data(audit: &Audit) -> Value {
    report::data(audit, &diagnose(audit, &reference()), &reference(), &ReportOptions::default())
}

/// The parts of a form of the report, from which Word document and workbook are made, and the PDF's pages.
fn made(audit: &Audit, options: &ReportOptions, photos: &[Photo], changes: &[Change]) -> (Flow, usize) {
    let (reference, diagnosis) = (reference(), diagnose(audit, &reference()));
    let subject = Subject { audit, diagnosis: &diagnosis, reference: &reference, photos, changes };
    let pages = report::render_with(subject, options, &Progress::new()).expect("pages").page_count();
    (report::flow(subject, options, &Progress::new()).expect("parts"), pages)
}

fn parts(audit: &Audit, form: Form) -> Flow {
    made(audit, &ReportOptions { form, ..ReportOptions::default() }, &[], &[]).0
}

fn written(audit: &Audit, options: &ReportOptions, changes: &[Change], format: Format) -> Vec<u8> {
    let (reference, diagnosis) = (reference(), diagnose(audit, &reference()));
    let subject = Subject { audit, diagnosis: &diagnosis, reference: &reference, photos: &[], changes };
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("报告");
    report::write(&path, format, subject, options, &Progress::new()).expect("written");
    std::fs::read(path).expect("read")
}

/// The Word document's words, without blanks.
fn word(audit: &Audit, options: &ReportOptions, changes: &[Change]) -> String {
    let docx = written(audit, options, changes, Format::Docx);
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).expect("zip");
    let mut xml = String::new();
    zip.by_name("word/document.xml").expect("document").read_to_string(&mut xml).expect("utf-8");
    let pieces = xml.split("<w:t ").skip(1).filter_map(|p| p.split_once('>')?.1.split_once("</w:t>"));
    let all: String = pieces.map(|(text, _)| text).collect();
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    squeezed(&marks.into_iter().fold(all, |all, (mark, sign)| all.replace(mark, sign)))
}

/// The workbook's cells by sheet; none of them is a formula.
fn sheets(audit: &Audit, options: &ReportOptions, changes: &[Change]) -> Vec<(String, Vec<String>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(written(audit, options, changes, Format::Xlsx))).expect("a workbook");
    let names = book.sheet_names();
    names
        .into_iter()
        .map(|name| {
            assert_eq!(book.worksheet_formula(&name).expect("formulas").used_cells().count(), 0, "{name}");
            let range = book.worksheet_range(&name).expect("cells");
            let cells = range.used_cells().filter_map(|(_, _, c)| match c {
                Data::String(s) => Some(squeezed(s)),
                _ => None,
            });
            (name, cells.collect())
        })
        .collect()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

/// Everything that stands in the parts, block by block.
fn said(flow: &Flow) -> Vec<String> {
    let mut out = Vec::new();
    for block in &flow.blocks {
        match block {
            Block::Heading { runs, .. } | Block::Paragraph(_, runs) => out.push(plain(runs)),
            Block::Table(t) => out.extend(t.head.iter().chain(&t.rows).flatten().map(|c| plain(&c.runs))),
            _ => {}
        }
    }
    out
}

/// Head and rows of the table of a caption or, in forms without captions, of a column.
fn table(flow: &Flow, which: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let tables = flow.blocks.iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None });
    let line = |cells: &[report::flow::Cell]| cells.iter().map(|c| squeezed(&plain(&c.runs))).collect::<Vec<_>>();
    let mut all = tables.map(|t| {
        let caption = t.caption.as_ref().map_or_else(String::new, |c| plain(&c.runs));
        (caption, t.head.iter().flat_map(|h| line(h)).collect::<Vec<_>>(), t.rows.iter().map(|r| line(r)).collect())
    });
    let (_, head, rows) = all
        .find(|(caption, head, _)| caption.trim() == which || head.iter().any(|h| h == which))
        .unwrap_or_else(|| panic!("no table {which}"));
    (head, rows)
}

fn column<'a>(table: &'a (Vec<String>, Vec<Vec<String>>), name: &str) -> Vec<&'a str> {
    let at = table.0.iter().position(|h| h == name).unwrap_or_else(|| panic!("{name} not in {:?}", table.0));
    table.1.iter().map(|r| r[at].as_str()).collect()
}

fn change(n: usize) -> Change {
    Change { at: "2026-11-24T01:02:03Z".to_owned(), who: "李四".to_owned(), what: format!("第 {n} 步") }
}

#[test]
fn the_change_log_is_an_appendix_on_request() {
    let folder = tempfile::tempdir().expect("folder");
    let mut document = Document::untitled(plant(), &DataDir::at(folder.path().join("data"))).expect("document");
    document.set_author("张三");
    let edit = Edit::Field {
        target: energy_audit::audit::Target::Enterprise,
        key: "audit_period".to_owned(),
        value: text("2025年"),
    };
    document.apply("修改统计期", edit).expect("applied");
    let usual = ReportOptions::default();
    assert!(report::changes(document.audit(), &document.reader(), &usual).expect("read").is_empty(), "nobody asked");
    let (without, _) = made(document.audit(), &usual, &[], &[]);
    assert!(!said(&without).iter().any(|t| t.contains("修改记录")));

    // Asked for in the audit, or of the program.
    let asked = ReportOptions { appendix_changes: true, ..ReportOptions::default() };
    let log = report::changes(document.audit(), &document.reader(), &asked).expect("read");
    assert_eq!(log.iter().map(|c| (&*c.who, &*c.what)).collect::<Vec<_>>(), [("张三", "修改统计期")]);
    let on = Edit::Report(ReportEdit::Chapter(report::CHANGES.to_owned(), Some(true)));
    document.apply("报告章节：修改记录", on).expect("applied");
    let log = report::changes(document.audit(), &document.reader(), &usual).expect("read");
    assert_eq!(log.len(), 2);
    let (with, _) = made(document.audit(), &usual, &[], &log);
    let found = table(&with, "修改记录");
    assert_eq!((column(&found, "序号"), column(&found, "操作者")), (vec!["1", "2"], vec!["张三", "张三"]));
    assert_eq!(column(&found, "操作"), ["修改统计期", "报告章节：修改记录"], "the latest last");
    // The ledger is appendix A, so the change log is B, and so are its tables.
    assert!(said(&with).iter().any(|t| t == "附录B 修改记录"));
    let caption = with.blocks.iter().find_map(|b| match b {
        Block::Table(t) => t.caption.as_ref().filter(|c| plain(&c.runs).trim() == "修改记录"),
        _ => None,
    });
    assert_eq!(caption.expect("a caption").number, "B-1");
    // In Word and in the workbook too.
    assert!(word(document.audit(), &usual, &log).contains("报告章节：修改记录"));
    assert!(sheets(document.audit(), &usual, &log).iter().any(|(_, cells)| cells.iter().any(|c| c == "修改统计期")));
}

#[test]
fn a_long_change_log_is_cut_openly_and_a_missing_one_is_said() {
    let asked = ReportOptions { appendix_changes: true, ..ReportOptions::default() };
    let log: Vec<Change> = (1..=501).map(change).collect();
    let (flow, _) = made(&plant(), &asked, &[], &log);
    let found = table(&flow, "修改记录");
    let numbers = column(&found, "序号");
    assert_eq!((numbers.len(), numbers[0], numbers[499]), (500, "2", "501"));
    assert!(said(&flow).iter().any(|t| squeezed(t).contains("共501步，下面列出最近的500步；全部记录见“历史与备份”页")));
    // An audit from a JSON file has no history.
    let (flow, _) = made(&plant(), &asked, &[], &[]);
    assert!(said(&flow).iter().any(|t| t.contains("没有修改记录")));
    assert!(word(&plant(), &asked, &[]).contains("没有修改记录"));
    let missing = sheets(&plant(), &asked, &[]).pop().expect("sheets");
    assert!(missing.0 == "没有数据的部分" && missing.1.iter().any(|c| c.contains("没有修改记录")), "{missing:?}");
}

#[test]
fn measures_of_operation_buy_nothing() {
    let operation: BTreeSet<&str> =
        Action::all().iter().filter(|a| a.means() == Some(Means::Operation)).map(|a| a.code()).collect();
    // Off, shorter, fewer in parallel or on load, other settings, other hours, leaks repaired. Nothing else.
    let bought_nothing = [
        "air_leaks",
        "air_pressure",
        "combustion_tuning",
        "fewer_hours",
        "load_shift",
        "merge_transformers",
        "parallel_machines",
        "steam_leaks",
        "steam_pressure",
        "stop_idle",
    ];
    assert_eq!(operation, bought_nothing.into());
    let unsaid: Vec<&str> = Action::all().iter().filter(|a| a.means().is_none()).map(|a| a.code()).collect();
    assert_eq!(unsaid, ["own"], "an own measure is what the auditor says");

    let mut audit = plant();
    let own = |means| Action::OwnMeasure(OwnMeasure { means, ..OwnMeasure::default() });
    audit.measures.push(measure(101, &[3], Action::StopIdle(StopIdle::default()), Some(0.0)));
    audit.measures.push(measure(102, &[], own(None), None));
    audit.measures.push(measure(103, &[], own(Some(Entered::ledger(Means::Operation))), None));
    let data = data(&audit);
    let list = data["overview"].as_array().expect("overview");
    let of = |label: &str| list.iter().find(|r| r["label"] == label).map(|r| r["value"].clone());
    assert_eq!(of("节能措施"), Some("4 项(管理 2 项、技术 1 项、未注明类别 1 项)".into()));
    let means: Vec<&str> =
        data["details"].as_array().expect("rows").iter().filter_map(|r| r["means"].as_str()).collect();
    assert_eq!(means, ["技术", "管理", "—", "管理"]);
    assert!(data["texts"]["measures"]["paragraphs"][0].as_str().expect("text").contains("4 项(管理 2 项、技术 1 项"));
}

#[test]
fn the_tables_have_the_columns_of_the_guide() {
    let flow = parts(&plant(), Form::Full);
    for (caption, columns) in [
        (
            "重点用能设备清单",
            "序号 设备名称 位号、车间 型号 台数 功率、容量与铭牌能效 生产厂 投用年月 能效标准与等级 年运行(h) 负载率(%) 年用能 折标(tce) 占全厂(%) 控制方式 备注",
        ),
        ("淘汰设备清单", "序号 编号 名称 型号 台数 使用地点 目录批次与条目 目录原文 应淘汰期限 数据来源 判定依据"),
        (
            "淘汰设备的现状与处置",
            "序号 编号 名称 型号 台数 功率或容量 投用年月 现状 年用能 替代或改造措施 替代设备与能效等级 年节能量(tce) 投资(万元) 照片编号",
        ),
        (
            "措施的内容、前提与风险",
            "序号 措施 类别 问题与现状 对象 改造内容 实施期 优先级 数据来源 适用前提 其他影响与风险",
        ),
    ] {
        assert_eq!(table(&flow, caption).0, columns.split(' ').collect::<Vec<_>>(), "{caption}");
    }
    // What the audit doesn't hold is written in by hand, on the bureau's form only.
    let form = parts(&plant(), Form::Obsolete);
    let disposal = table(&form, "计划淘汰时间");
    assert_eq!(column(&disposal, "责任人"), ["", ""]);
    assert_eq!(column(&disposal, "计划淘汰时间"), ["", ""]);
}

#[test]
fn what_takes_an_obsolete_devices_place_and_where_its_photo_is() {
    let audit = plant();
    let attachment =
        Attachment { id: Id(7), device: Some(Id(2)), name: "铭牌.jpg".into(), in_report: true, ..blank() };
    let photo = Photo { attachment, content: Vec::new() };
    let (flow, _) = made(&audit, &ReportOptions::default(), &[photo], &[]);
    let disposal = table(&flow, "淘汰设备的现状与处置");
    assert_eq!(column(&disposal, "编号"), ["M-1", "M-2"]);
    assert_eq!(column(&disposal, "照片编号"), ["—", "1"]);
    // 20,000 yuan for both together: 2 万元, not split up.
    assert_eq!(column(&disposal, "投资(万元)"), ["2.00(2项共计)"; 2]);
    assert!(column(&disposal, "替代设备与能效等级").iter().all(|r| r.contains("能效2级")), "{disposal:?}");
    // It replaces what must go: first priority, though its grade is short or long term.
    let details = table(&flow, "措施的内容、前提与风险");
    assert_eq!((column(&details, "优先级"), column(&details, "类别")), (vec!["1"], vec!["技术"]));
}

fn blank() -> Attachment {
    Attachment {
        id: Id(0),
        device: None,
        name: String::new(),
        media: Media::Jpeg,
        bytes: 0,
        content: ContentHash::of(b""),
        caption: String::new(),
        in_report: false,
        pixels: None,
    }
}

#[test]
fn kinds_without_a_measure_are_named_with_what_was_found() {
    let mut audit = plant();
    audit.equipment.push(Equipment { id: Id(9), ..Equipment::new(KindCode::Boiler) });
    let all = data(&audit);
    // The motors have a measure; of the boiler nothing is known.
    let rows = all["untouched"].as_array().expect("rows");
    assert_eq!((rows.len(), &rows[0]["kind"], &rows[0]["rows"]), (1, &"锅炉".into(), &1.into()));
    let words = all["texts"]["untouched"]["paragraphs"][0].as_str().expect("text");
    assert!(words.starts_with("锅炉：已查 1 项(数据不足 1 项)，没有安排措施。1 项数据不足"), "{words}");
    // Without measures the obsolete motors have to be answered for.
    audit.measures.clear();
    let words = data(&audit)["texts"]["untouched"]["paragraphs"][0].as_str().expect("text").to_owned();
    assert!(words.contains("电动机：已查 3 项") && words.contains("2 项须安排处置，或说明不处置的理由"), "{words}");
}

#[test]
fn a_measure_of_no_or_low_cost_is_asked_for() {
    let hint = |audit: &Audit| {
        let gaps = report::gaps(audit, &diagnose(audit, &reference()), &reference());
        gaps.iter().any(|g| g.text.contains("没有判为无低费的措施"))
    };
    let mut audit = plant();
    assert!(hint(&audit), "20,000 yuan is not nothing");
    // 10,000 kWh a year for nothing.
    let saves = OwnMeasure { electricity_saved_kwh: Some(Entered::ledger(10_000.0)), ..OwnMeasure::default() };
    let explained = OwnMeasure { explanation: Some(Entered::ledger("停用".to_owned())), ..saves };
    audit.measures.push(measure(101, &[], Action::OwnMeasure(explained), Some(0.0)));
    assert!(!hint(&audit));
    audit.measures.clear();
    assert!(!hint(&audit), "no measures is another gap");
}

/// Audits with more and more in them.
fn stages() -> [(&'static str, Audit); 3] {
    let mut enterprise = Audit::default();
    enterprise.enterprise.set("name", text("甲厂")).expect("name");
    let devices = Audit { equipment: plant().equipment, ..Audit::default() };
    [("empty", Audit::default()), ("enterprise only", enterprise), ("devices only", devices)]
}

#[test]
fn no_heading_stands_over_nothing() {
    for (stage, audit) in stages().into_iter().chain([("plant", plant())]) {
        for form in Form::ALL {
            let flow = parts(&audit, form);
            let mut open: Option<(usize, String)> = None;
            for block in &flow.blocks {
                match block {
                    Block::Heading { level, runs, .. } => {
                        if let Some((above, title)) = &open {
                            assert!(level > above, "{stage}, {form:?}: nothing under “{title}”");
                        }
                        open = Some((*level, plain(runs)));
                    }
                    Block::Turn { .. } => {}
                    Block::Paragraph(_, runs) if plain(runs).trim().is_empty() => {}
                    _ => open = None,
                }
            }
            assert!(open.is_none(), "{stage}, {form:?}: {open:?}");
        }
    }
}

#[test]
fn every_format_says_what_is_missing() {
    for (stage, audit) in stages() {
        let options = ReportOptions::default();
        let flow = parts(&audit, Form::Full);
        let notices: Vec<String> = flow
            .blocks
            .iter()
            .filter_map(|b| match b {
                Block::Paragraph(Kind::Notice, runs) => Some(squeezed(&plain(runs))),
                _ => None,
            })
            .collect();
        let wanted = ["没有能源消费数据", "没有节能改造措施", "没有填写管理核查的结果", "没有登记余热"];
        for text in wanted {
            assert!(notices.iter().any(|n| n.contains(text)), "{stage}: {text}");
        }
        let document = word(&audit, &options, &[]);
        let book = sheets(&audit, &options, &[]);
        let (name, cells) = book.last().expect("sheets");
        assert_eq!(name, "没有数据的部分");
        for notice in &notices {
            assert!(document.contains(notice), "{stage}, Word: {notice}");
            assert!(cells.contains(notice), "{stage}, workbook: {notice}");
        }
    }
}

#[test]
fn numbers_are_unique_and_references_lead_somewhere() {
    let log: Vec<Change> = (1..=2).map(change).collect();
    let asked = ReportOptions { appendix_changes: true, ..ReportOptions::default() };
    for (stage, audit) in stages().into_iter().chain([("plant", plant())]) {
        let (flow, _) = made(&audit, &asked, &[], &log);
        let (mut tables, mut pictures) = (Vec::new(), Vec::new());
        for block in &flow.blocks {
            match block {
                Block::Table(t) => tables.extend(t.caption.iter().map(|c| c.number.clone())),
                Block::Picture(p) => pictures.extend(p.caption.iter().map(|c| c.number.clone())),
                _ => {}
            }
        }
        for numbers in [tables, pictures] {
            let mut last: Option<(String, usize)> = None;
            for number in &numbers {
                let (chapter, n) = number.split_once('-').unwrap_or_else(|| panic!("{number}"));
                let n: usize = n.parse().expect("a number");
                let next = last.as_ref().filter(|(c, _)| c == chapter).map_or(1, |(_, n)| n + 1);
                assert_eq!(n, next, "{stage}: {number}");
                last = Some((chapter.to_owned(), n));
            }
            assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), numbers.len(), "{stage}: {numbers:?}");
        }
        let headings: Vec<String> = flow
            .blocks
            .iter()
            .filter_map(|b| if let Block::Heading { runs, .. } = b { Some(squeezed(&plain(runs))) } else { None })
            .collect();
        for words in said(&flow) {
            for after in words.split("见“").skip(1) {
                let (name, rest) = after.split_once('”').expect("closed");
                // A page of the program, not a chapter.
                if !rest.starts_with('页') {
                    assert!(headings.iter().any(|h| h.ends_with(&squeezed(name))), "{stage}: “{name}” in {words}");
                }
            }
        }
    }
}

/// Every mark of markup, and a beginning that a workbook could take for a formula.
const TRICK: &str = "=1+#a$b$*c*_d_<e>@f\\g//h[i]`j`&\"'";

/// As many letters as a field takes.
fn fill(record: &mut dyn energy_audit::audit::Record) {
    for def in record.fields() {
        if matches!(&def.kind, FieldKind::Text { .. }) {
            // Fields with a form of their own (a code) refuse it.
            let _ = record.set(def.key, text(TRICK));
        }
    }
}

#[test]
fn markup_in_every_field_prints_as_typed() {
    let mut audit = plant();
    fill(&mut audit.enterprise);
    fill(&mut audit.report.imprint as &mut Imprint);
    audit.equipment.extend(KindCode::ALL.into_iter().zip(50..).map(|(kind, id)| {
        let mut device = Equipment { id: Id(id), ..Equipment::new(kind) };
        for def in kind.fields().filter(|d| matches!(&d.kind, FieldKind::Text { .. })) {
            let _ = device.set(def.key, text(TRICK));
        }
        device
    }));
    let overrule = Overrule { level: "obsolete".to_owned(), reason: TRICK.to_owned() };
    audit.equipment[2].overrule = Some(overrule);
    for section in Section::ALL {
        let mut row: Row = section.empty();
        fill(row.fields_mut());
        Edit::InsertRow(usize::MAX, row).apply(&mut audit).expect("a row");
    }
    let m = &mut audit.measures[0];
    (m.title, m.note, m.cost.source) = (TRICK.to_owned(), TRICK.to_owned(), TRICK.to_owned());
    audit.scenarios = vec![Scenario { id: Id(900), name: TRICK.to_owned(), measures: vec![Id(100)] }];
    let own = OwnText { text: TRICK.to_owned(), generated: String::new() };
    Edit::Report(ReportEdit::Text("overall".to_owned(), Some(own))).apply(&mut audit).expect("a text");
    let log = [Change { at: TRICK.to_owned(), who: TRICK.to_owned(), what: TRICK.to_owned() }];

    for form in Form::ALL {
        let options = ReportOptions { form, appendix_changes: true, ..ReportOptions::default() };
        // The pages come out of the same templates and did not fail.
        let (flow, pages) = made(&audit, &options, &[], &log);
        assert!(pages > 0);
        let whole = squeezed(TRICK);
        let mut times = 0;
        for words in said(&flow).iter().map(|w| squeezed(w)) {
            // Whole wherever it begins, but for columns that say “…” where they cut.
            for after in words.split("#a").skip(1) {
                let cut = words.contains('…');
                assert!(cut || format!("=1+#a{after}").starts_with(&whole), "{form:?}: {words}");
                times += 1;
            }
        }
        assert!(times >= if form == Form::Full { 60 } else { 1 }, "{form:?}: {times}");
        assert!(word(&audit, &options, &log).contains(&whole), "{form:?}");
        let book = sheets(&audit, &options, &log);
        assert!(book.iter().flat_map(|(_, cells)| cells).any(|c| c.contains(&whole)), "{form:?}: text stays text");
    }
}
