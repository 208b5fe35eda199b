//! Tables of the auditor's own: what they change, that they travel with the audit, and what is refused.

use std::path::Path;

use energy_audit::audit::{Audit, Edit, Entered, Equipment, FieldValue, KindCode, OwnTable};
use energy_audit::exchange::{MAX_OWN_TABLE_BYTES, own_table, read_own_table};
use energy_audit::reference::own::{form, forms, table_id};
use energy_audit::reference::{OwnTables, Reference, Standard, Standing, Tables};
use energy_audit::screening::{Level, Verdict, screen};
use energy_audit::store::{DataDir, Document};
use jiff::civil::{Date, date};
use proptest::prelude::*;

/// The head of a table; `without` leaves one line out.
fn head(form: &str, from: &str, without: &str) -> String {
    let lines = [
        ("form", form),
        ("standard", "DB14/T 1-2026"),
        ("edition", "2026"),
        ("clause", "表1"),
        ("effective_from", from),
        ("effective_to", ""),
        ("source", "省市场监管局公告, 附件2"),
        ("review", "已与公告核对"),
    ];
    lines.iter().filter(|(key, _)| *key != without).map(|(key, value)| format!("# {key} = {value}\n")).collect()
}

const COLUMNS: &str = "power_kw,poles,grade1_pct,grade2_pct,grade3_pct\n";

/// Limits for 11 kW, 4 poles that are stricter than GB 18613-2020 (94.6, 93.3, 91.4).
fn stricter(from: &str) -> String {
    format!("{}{COLUMNS}11,4,96.0,95.0,92.5\n", head("motor_lv_gb18613_2020", from, ""))
}

fn read(text: &str) -> OwnTable {
    own_table("省标.csv", text.as_bytes()).expect("a sound table")
}

fn refused(text: &str) -> String {
    own_table("省标.csv", text.as_bytes()).expect_err("refused").to_string()
}

fn motor(efficiency_pct: f64) -> Equipment {
    let mut device = Equipment::new(KindCode::Motor);
    for (key, value) in [
        ("tag", FieldValue::Text("M-1".to_owned())),
        ("model", FieldValue::Text("YX-特".to_owned())),
        ("rated_power_kw", FieldValue::Number(11.0)),
        ("poles", FieldValue::Number(4.0)),
        ("rated_voltage_v", FieldValue::Number(380.0)),
        ("rated_efficiency_pct", FieldValue::Number(efficiency_pct)),
    ] {
        device.set(key, Some(Entered::ledger(value))).expect(key);
    }
    device
}

const TODAY: Date = date(2026, 11, 1);

fn with(tables: Vec<OwnTable>) -> Audit {
    Audit { equipment: vec![motor(92.0)].into(), own_tables: tables, ..Audit::default() }
}

fn judged(audit: &Audit, date: Date) -> Verdict {
    let reference = Reference::for_audit(audit, date).expect("tables");
    assert_eq!(reference.tables.left_out, []);
    screen(&audit.equipment[0], &reference)
}

#[test]
fn an_own_edition_changes_the_verdict_and_is_named() {
    // 92.0 % is above 91.4 % (grade 3 of GB 18613-2020) and below the own table's 92.5 %.
    assert_eq!(judged(&with(Vec::new()), TODAY).level, Level::Grade3);
    let verdict = judged(&with(vec![read(&stricter("2026-07-01"))]), TODAY);
    assert_eq!(verdict.level, Level::BelowLimit);
    let evidence = verdict.deciding().expect("evidence");
    assert_eq!((evidence.limit, evidence.actual), (Some(92.5), Some(92.0)));
    assert!(evidence.standard.contains("DB14/T 1-2026") && evidence.standard.contains("自备"), "{evidence:?}");
    assert_eq!(&*evidence.edition, "2026");
    assert!(evidence.unreviewed.contains("自备数据表") && evidence.unreviewed.contains("省标.csv"), "{evidence:?}");
}

#[test]
fn the_date_picks_among_own_and_embedded_editions() {
    let own = vec![read(&stricter("2026-07-01"))];
    let id = table_id(&own[0]);
    let audit = with(own);
    // Not yet in force: the national edition judges, and the newer one is known.
    assert_eq!(judged(&audit, date(2026, 6, 30)).level, Level::Grade3);
    assert_eq!(judged(&audit, date(2026, 7, 1)).level, Level::BelowLimit);
    let before = Reference::for_audit(&audit, date(2026, 6, 30)).expect("tables");
    assert!(before.newer(Standard::Gb18613).is_some_and(|i| i.id == id));
    assert_eq!(before.standing(before.tables.info(&id).expect("own")), Standing::NotYet);

    // An older edition judges only while the national one (2021-06-01) is not in force.
    let older = stricter("2012-09-01").replace("effective_to = ", "effective_to = 2024-12-31");
    let audit = with(vec![read(&older)]);
    assert_eq!(judged(&audit, date(2018, 1, 1)).level, Level::BelowLimit);
    assert_eq!(judged(&with(Vec::new()), date(2018, 1, 1)).level, Level::NotCovered);
    assert_eq!(judged(&audit, date(2022, 1, 1)).level, Level::Grade3);

    // Of two own ones the later one: 92.0 % meets 91.9 %.
    let later = stricter("2026-09-01").replace("92.5", "91.9");
    let both = with(vec![read(&later), read(&stricter("2026-07-01"))]);
    assert_eq!(judged(&both, date(2026, 8, 31)).level, Level::BelowLimit);
    assert_eq!(judged(&both, TODAY).level, Level::Grade3);

    // A replaced edition ends with its last day.
    let ended = stricter("2026-07-01").replace("effective_to = ", "effective_to = 2026-08-31");
    let audit = with(vec![read(&ended)]);
    assert_eq!(judged(&audit, date(2026, 8, 31)).level, Level::BelowLimit);
    assert_eq!(judged(&audit, date(2026, 9, 1)).level, Level::Grade3);
}

/// An own list with one model, in the columns of the embedded catalogue.
fn own_list(from: &str) -> String {
    let tables = Tables::embedded().expect("tables");
    let header = tables.raw["obsolete_catalogue"].header();
    let cell = |column: &String| match column.as_str() {
        "item_no" => "7",
        "kind" => "motor",
        "product_name" => "特种电动机",
        "model_text" | "models" => "YX-特",
        _ => "",
    };
    let row: Vec<&str> = header.iter().map(cell).collect();
    let head = head("obsolete_catalogue", from, "").replace("DB14/T 1-2026", "某省淘汰目录");
    format!("{head}{}\n{}\n", header.join(","), row.join(","))
}

#[test]
fn an_own_catalogue_is_added_to_the_national_ones() {
    let list = read(&own_list("2026-07-01"));
    let audit = with(vec![list]);
    let verdict = judged(&audit, TODAY);
    assert_eq!(verdict.level, Level::Obsolete);
    let evidence = verdict.deciding().expect("evidence");
    assert!(evidence.standard.contains("某省淘汰目录") && evidence.standard.contains("自备"), "{evidence:?}");
    assert_eq!((&*evidence.edition, evidence.clause.as_str()), ("2026", "7"));
    assert!(verdict.has(Level::Grade3), "the efficiency is judged by the national table as before");
    assert_eq!(judged(&audit, date(2026, 6, 30)).level, Level::Grade3);

    // The national items are all there still: Y160M-4 is item 1-1 of batch 2.
    let reference = Reference::for_audit(&audit, TODAY).expect("tables");
    let national = Tables::embedded().expect("tables").catalogue.items.len();
    assert_eq!(reference.tables.catalogue.items.len(), national + 1);
    let mut motor = motor(92.0);
    motor.set("model", Some(Entered::ledger(FieldValue::Text("Y160M-4".to_owned())))).expect("model");
    let embedded = screen(&motor, &Reference::on(TODAY).expect("tables"));
    assert_eq!(screen(&motor, &reference), embedded);
}

#[test]
fn factors_of_an_own_table_are_named_at_their_source() {
    let tables = Tables::embedded().expect("tables");
    let all = form(&tables, "emission_factors", true).expect("form");
    let national = all.lines().find(|l| l.contains("全国电力平均二氧化碳排放因子")).expect("the national factor");
    let unit = national.split(',').nth(3).expect("unit");
    let head = head("emission_factors", "2026-07-01", "").replace("表1", "公告");
    let header = all.lines().find(|l| l.starts_with("name,")).expect("header");
    let text = format!("{head}{header}\n{national}\n山西 省级电力平均二氧化碳排放因子,2026,0.5,{unit},某厅,公告,\n");
    let audit = with(vec![read(&text)]);
    let factor = |date| {
        let reference = Reference::for_audit(&audit, date).expect("tables");
        reference.tables.factors.grid(Some("山西")).map(|f| (f.value, f.source.to_string())).expect("factor")
    };
    let (value, source) = factor(TODAY);
    assert_eq!(value, 0.5);
    assert!(source.contains("省标.csv〔自备〕某厅"), "{source}");
    let (value, source) = factor(date(2026, 6, 30));
    assert!(value != 0.5 && !source.contains("自备"), "{source}");
}

#[test]
fn an_own_edition_says_what_stays_the_embedded_one() {
    let tables = Tables::embedded().expect("tables");
    let fans = form(&tables, "fan_gb19761_2020", true).expect("form");
    let header = fans.find("\ntable,").expect("header");
    let own = read(&(head("fan_gb19761_2020", "2026-07-01", "") + &fans[header + 1..]));
    let audit = with(vec![own]);
    let reference = Reference::for_audit(&audit, TODAY).expect("tables");
    let edition = reference.edition(Standard::Gb19761).expect("edition");
    assert!(edition.standard.contains("自备"), "{edition:?}");
    assert!(["计算方法按 GB 19761-2020", "结构修正"].iter().all(|w| edition.review.contains(w)), "{}", edition.review);
}

#[test]
fn other_tables_are_untouched_and_without_own_ones_nothing_is_read() {
    let plain = Reference::for_audit(&with(Vec::new()), TODAY).expect("tables");
    assert!(std::ptr::eq(&*plain.tables, &*Tables::embedded().expect("tables")), "the very embedded tables");
    let mut kept = OwnTables::default();
    let audit = with(vec![read(&stricter("2026-07-01"))]);
    let first = kept.reference(&audit, TODAY).expect("tables");
    let again = kept.reference(&audit.clone(), TODAY).expect("tables");
    assert!(std::ptr::eq(&*first.tables, &*again.tables), "read once");
    let boiler = first.edition(Standard::Gb24500).expect("edition");
    assert_eq!(boiler.id, "boiler_gb24500_2020");
}

#[test]
fn every_form_with_its_embedded_rows_is_sound() {
    let tables = Tables::embedded().expect("tables");
    let mut count = 0;
    for info in forms(&tables) {
        let text = form(&tables, &info.id, true).expect("form");
        let filled = ["standard", "edition", "clause", "source", "review"]
            .into_iter()
            .fold(text, |t, key| t.replace(&format!("# {key} = \n"), &format!("# {key} = 试\n")))
            .replace("# effective_from = \n", "# effective_from = 2026-01-01\n");
        let own = own_table("试.csv", filled.as_bytes()).unwrap_or_else(|e| panic!("{}: {e}", info.id));
        assert_eq!(own.form, info.id);
        let empty = form(&tables, &info.id, false).expect("form");
        assert!(own_table("试.csv", empty.as_bytes()).is_err(), "an empty form is no table");
        count += 1;
    }
    // Twelve standards, the catalogue, and five tables whose rows name their source.
    assert_eq!(count, 18);
    for id in ["scope", "defaults", "energy_conversion", "obsolete_batches", "fan_corrections", "motor_marks", "没有"]
    {
        assert_eq!(form(&tables, id, false), None, "{id}");
    }
}

#[test]
fn what_is_wrong_is_named_with_file_line_column_and_rule() {
    let good = stricter("2026-07-01");
    let with_row = |row: &str| format!("{good}{row}\n");
    for (text, words) in [
        // The head has 8 lines, the header is line 9, its first row line 10.
        (
            good.replace("92.5", "九十二"),
            vec!["省标.csv", "第 10 行", "grade3_pct", "“九十二”", "不是数字", "没有采用"],
        ),
        (good.replace("96.0", "94.0"), vec!["第 10 行", "grade1_pct", "等级次序"]),
        (good.replace("92.5", ""), vec!["第 10 行", "grade3_pct", "为空"]),
        (good.replace("92.5", "-92.5"), vec!["第 10 行", "grade3_pct", "0～120"]),
        (good.replace("96.0,95.0,92.5", "960,950,925"), vec!["第 10 行", "grade1_pct", "“960”", "0～120"]),
        (with_row("11,4,96.5,95.5,93.0"), vec!["第 11 行", "第 10 行", "相同"]),
        (with_row("\n11.0,4,96.5,95.5,93.0"), vec!["第 12 行", "重复"]),
        (with_row("15,4,96.5"), vec!["3 格", "5 列"]),
        (good.replace("grade3_pct", "grade_3"), vec!["缺少列 “grade3_pct”", "不认识的列 “grade_3”"]),
        (good.replace("poles,", "poles,poles,").replace("11,4,", "11,4,4,"), vec!["重复的列 “poles”"]),
        (good.replace("11,4,96.0,95.0,92.5\n", ""), vec!["没有数据行"]),
        (good.replace("motor_lv_gb18613_2020", "motor_lv"), vec!["没有表式 motor_lv", "motor_lv_gb18613_2020"]),
        (good.replace("motor_lv_gb18613_2020", "scope"), vec!["没有表式 scope"]),
        (good.replace("2026-07-01", "2026年7月"), vec!["第 5 行", "effective_from", "“2026年7月”", "2026-01-31"]),
        (good.replace("effective_to = ", "effective_to = 2020-01-01"), vec!["effective_to", "早于"]),
        (good.replace("# clause", "# 条"), vec!["第 4 行", "“条”不认识"]),
        (format!("# source = 别处\n{good}"), vec!["第 8 行", "source", "第 1 行", "重复"]),
        (String::new(), vec!["是空的"]),
        ("\u{feff} \n \n".to_owned(), vec!["是空的"]),
        (COLUMNS.to_owned(), vec!["缺少 form(表式)、standard(标准)", "review"]),
    ] {
        let said = refused(&text);
        for word in words {
            assert!(said.contains(word), "“{word}” in “{said}”");
        }
    }
    for key in ["form", "standard", "edition", "clause", "effective_from", "source", "review"] {
        let text = format!("{}{COLUMNS}11,4,96.0,95.0,92.5\n", head("motor_lv_gb18613_2020", "2026-07-01", key));
        let said = refused(&text);
        assert!(said.contains(&format!("缺少 {key}(")), "{said}");
    }
    // Codes that the program doesn't know would match nothing, or the wrong thing.
    let tables = Tables::embedded().expect("tables");
    let legacy = form(&tables, "transformer_legacy", true).expect("form");
    let filled = legacy.replace("S7,oil,", "S7,油浸,");
    let filled = ["standard", "edition", "clause", "source", "review"]
        .into_iter()
        .fold(filled, |t, key| t.replace(&format!("# {key} = \n"), &format!("# {key} = 试\n")))
        .replace("# effective_from = \n", "# effective_from = 2026-01-01\n");
    let said = refused(&filled);
    assert!(["medium", "“油浸”", "dry、oil"].iter().all(|w| said.contains(w)), "{said}");
}

#[test]
fn files_that_are_no_table_are_refused() {
    let says = |bytes: &[u8], word: &str| {
        let said = own_table("x.csv", bytes).expect_err("refused").to_string();
        assert!(said.contains("x.csv") && said.contains(word), "{said}");
    };
    says(&[0x89, b'P', b'N', b'G', 0, 0xff, 0xfe, 0x00, 0x81], "不是文本表格");
    says(&vec![b'#'; MAX_OWN_TABLE_BYTES as usize + 1], "10 MB");
    // 200 001 rows of different powers with one pole number each; under 10 MB.
    let mut many = head("motor_lv_gb18613_2020", "2026-07-01", "") + COLUMNS;
    for n in 0..=200_000 {
        many.push_str(&format!("{n},2,96,95,94\n"));
    }
    assert!((many.len() as u64) < MAX_OWN_TABLE_BYTES);
    says(many.as_bytes(), "200000 行的上限");
    let said = read_own_table(Path::new("/没有/这个.csv")).expect_err("refused").to_string();
    assert!(said.contains("没有这个文件"), "{said}");
}

#[test]
fn excel_s_and_gbk_files_are_read() {
    // As Excel saves it: commas behind the head, quotes where a comma is in it, CRLF, GBK.
    let text = stricter("2026-07-01");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for line in lines.iter_mut().take(8) {
        *line = if line.contains(',') { format!("\"{line}\",,,,") } else { format!("{line},,,,") };
    }
    let excel = lines.join("\r\n");
    let (gbk, _, lost) = encoding_rs::GBK.encode(&excel);
    assert!(!lost);
    let own = own_table("省标.csv", &gbk).expect("sound");
    let plain = read(&text);
    assert_eq!(
        (&own.standard, &own.source, &own.review, own.effective_from, own.effective_to),
        (&plain.standard, &plain.source, &plain.review, plain.effective_from, plain.effective_to)
    );
    assert_eq!(judged(&with(vec![own]), TODAY).level, Level::BelowLimit);
    let said = own_table("省标.csv", excel.replace("92.5", "x").as_bytes()).expect_err("refused").to_string();
    assert!(said.contains("第 10 行"), "{said}");
}

#[test]
fn they_travel_with_the_file_and_can_be_undone() {
    let folder = tempfile::tempdir().expect("folder");
    let (path, data) = (folder.path().join("a.audit"), DataDir::at(folder.path().join("data")));
    let mut document = Document::create(&path, with(Vec::new()), &data).expect("created");
    let own = read(&stricter("2026-07-01"));
    document.apply("加入自备数据表", Edit::InsertOwnTable(0, own.clone())).expect("applied");
    assert_eq!(judged(document.audit(), TODAY).level, Level::BelowLimit);
    assert!(document.apply("再加", Edit::InsertOwnTable(0, own.clone())).is_err(), "the same id twice");
    document.close(true).expect("saved");

    let mut document = Document::open(&path, &data).expect("opened");
    assert_eq!(document.audit().own_tables, std::slice::from_ref(&own));
    assert_eq!(judged(document.audit(), TODAY).level, Level::BelowLimit);
    let json = energy_audit::exchange::export_json(document.audit()).expect("JSON");
    let back: Audit = serde_json::from_str(&json).expect("an audit");
    assert_eq!(back.own_tables, std::slice::from_ref(&own), "the export has it whole");
    assert_eq!(document.undo().expect("undone").as_deref(), Some("加入自备数据表"));
    assert_eq!(judged(document.audit(), TODAY).level, Level::Grade3);
    document.redo().expect("redone");
    document.apply("去掉自备数据表", Edit::RemoveOwnTable(own.id)).expect("removed");
    assert_eq!(judged(document.audit(), TODAY).level, Level::Grade3);
    assert!(document.apply("再去", Edit::RemoveOwnTable(own.id)).is_err());
    document.undo().expect("undone");
    assert_eq!(document.audit().own_tables, [own]);
    let copy = folder.path().join("b.audit");
    document.save_copy(&copy).expect("copied");
    document.close(true).expect("saved");
    let report = energy_audit::store::check(&copy).expect("report");
    assert_eq!((report.sound(), report.own_tables, report.version), (true, 1, 4));
}

/// Changes a file as another program would.
fn tamper(path: &Path, sql: &str) {
    rusqlite::Connection::open(path).and_then(|c| c.execute_batch(sql)).expect("changed");
}

#[test]
fn files_of_format_1_open_and_become_format_4_when_saved() {
    let folder = tempfile::tempdir().expect("folder");
    let (path, data) = (folder.path().join("a.audit"), DataDir::at(folder.path().join("data")));
    Document::create(&path, with(Vec::new()), &data).expect("created").close(true).expect("saved");
    // Format 1 had no section of own tables.
    tamper(&path, "DELETE FROM head WHERE section = 'own_tables'; PRAGMA user_version = 1;");
    let version = || energy_audit::store::check(&path).map(|r| (r.version, r.problems)).expect("report");
    assert_eq!(version(), (1, Vec::new()));
    let mut document = Document::open(&path, &data).expect("opened");
    assert_eq!(document.audit(), &Audit { equipment: document.audit().equipment.clone(), ..Audit::default() });
    let own = read(&stricter("2026-07-01"));
    document.apply("加入", Edit::InsertOwnTable(0, own.clone())).expect("applied");
    document.close(true).expect("saved");
    assert_eq!(version(), (4, Vec::new()));
    assert_eq!(Document::open(&path, &data).expect("opened").audit().own_tables, [own]);

    // Since format 2 a lost section is damage, not "no own tables": the verdicts would silently change.
    tamper(&path, "DELETE FROM head WHERE section = 'own_tables';");
    let error = Document::open(&path, &data).expect_err("refused").to_string();
    assert!(error.contains("自备数据表"), "{error}");
}

#[test]
fn a_kept_table_that_no_longer_fits_is_left_out_and_said() {
    // As after an update of the program that gave the form another column.
    let mut own = read(&stricter("2026-07-01"));
    own.text = own.text.replace("grade3_pct", "old_name").into();
    let audit = with(vec![own, read(&own_list("2026-07-01"))]);
    let reference = Reference::for_audit(&audit, TODAY).expect("the others are usable");
    let said: Vec<String> = reference.tables.left_out.iter().map(ToString::to_string).collect();
    assert!(said.len() == 1 && said[0].contains("old_name"), "{said:?}");
    assert_eq!(screen(&audit.equipment[0], &reference).level, Level::Obsolete, "the sound list is used");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(own_table("x.csv", &bytes).is_err());
    }

    #[test]
    fn no_head_or_cell_makes_it_panic(which in 0_usize..40, at in 0_usize..4000, junk in "[\\PC\n\",#=|]{0,12}") {
        let tables = Tables::embedded().expect("tables");
        let all: Vec<String> = forms(&tables).map(|i| i.id.clone()).collect();
        let id = &all[which % all.len()];
        let text: String = form(&tables, id, true).expect("form").replace(" = \n", " = 2026-01-01\n");
        let text: String = text.lines().take(60).flat_map(|l| [l, "\n"]).collect();
        let places: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        let place = places[at % places.len()];
        let changed = format!("{}{junk}{}", &text[..place], &text[place..]);
        if let Err(e) = own_table("x.csv", changed.as_bytes()) {
            prop_assert!(e.to_string().contains("x.csv"));
        }
    }
}
