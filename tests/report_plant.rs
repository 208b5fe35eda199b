//! The report's chapters on the plant as a whole: energy, balance, carbon, quotas, targets, management. A cement works
//! with twelve months of coal and electricity, clinker and cement; expected values worked by hand in the comments.

use energy_audit::audit::measure::inputs::OwnMeasure;
use energy_audit::audit::{
    Action, Audit, Cost, Edit, Entered, Equipment, FieldKind, FieldValue, Id, KindCode, Measure, Origin, Record as _,
    Row, Scenario, Section,
};
use energy_audit::diagnosis::{Diagnosis, diagnose};
use energy_audit::progress::Progress;
use energy_audit::reference::Reference;
use energy_audit::report::{self, GapGroup, ReportOptions};
use serde_json::Value;

fn parsed(kind: &FieldKind, text: &str) -> FieldValue {
    match kind {
        FieldKind::Number { .. } => FieldValue::Number(text.parse().expect("number")),
        FieldKind::Choice(_) => FieldValue::Choice(text.to_owned()),
        _ => FieldValue::Text(text.to_owned()),
    }
}

/// A row with its fields written `key=value key=value`.
fn row(section: Section, fields: &str) -> Row {
    let mut row = section.empty();
    for (key, text) in fields.split_whitespace().map(|f| f.split_once('=').expect("key=value")) {
        let def = section.fields().iter().find(|d| d.key == key).expect(key);
        row.fields_mut().set(key, Some(Entered::new(parsed(&def.kind, text), Origin::Ledger))).expect(key);
    }
    row
}

fn add(audit: &mut Audit, row: Row) {
    Edit::InsertRow(usize::MAX, row).apply(audit).expect("edit");
}

fn months(value: f64) -> String {
    (1..=12).map(|m| format!("month_{m:02}={value}")).collect::<Vec<_>>().join(" ")
}

fn product(fields: &str, quota: &str, electricity: f64, coal: f64) -> Row {
    let mut row = row(Section::Product, fields);
    if let Row::Product(p) = &mut row {
        p.quotas = vec![quota.to_owned()];
        p.shares_pct = [("electricity".to_owned(), electricity), ("raw_coal".to_owned(), coal)].into();
    }
    row
}

/// Electricity 12 × 10⁶ kWh = 1474.8 tce, raw coal 12 × 1000 t × 0.7143 = 8571.6 tce: 10 046.4 tce. Waste heat gives
/// 2.4·10⁶ kWh = 294.96 tce. A furnace uses 8·10⁶ kWh = 983.2 tce.
fn works() -> Audit {
    let mut audit = Audit::default();
    for (key, text) in [
        ("name", "云冈示例水泥有限公司"),
        ("audit_period", "2025年1月～12月"),
        ("province", "山西"),
        ("city", "大同市"),
        ("industry_code", "3011"),
    ] {
        audit.enterprise.set(key, Some(Entered::ledger(FieldValue::Text(text.to_owned())))).expect(key);
    }
    let bought = |what: &str, month: f64, cost: f64| {
        row(Section::Consumption, &format!("year=2025 {what} flow=purchased {} cost_yuan={cost}", months(month)))
    };
    add(&mut audit, bought("carrier=electricity", 1e6, 7.2e6));
    add(&mut audit, bought("carrier=raw_coal", 1000.0, 8.4e6));
    add(
        &mut audit,
        row(Section::Consumption, "year=2025 carrier=electricity flow=converted_out process=余热发电 annual=2400000"),
    );
    add(&mut audit, product("name=水泥熟料 unit=t year=2025 annual=90000", "gb16780_2021_02", 60.0, 100.0));
    add(&mut audit, product("name=水泥 unit=t year=2025 annual=110000", "cement_grinding", 40.0, 0.0));
    add(
        &mut audit,
        row(Section::Year, "year=2020 stated_tce_equivalent=12000 value_added_wan=10000 price_base=2020年价"),
    );
    add(
        &mut audit,
        row(
            Section::Year,
            "year=2025 output_value_wan=20000 value_added_wan=10000 price_base=2020年价 water_m3=150000 water_reused_m3=850000",
        ),
    );
    add(
        &mut audit,
        row(Section::Meter, "carrier=electricity level=plant required=4 installed=3 working=3 calibrated=2"),
    );
    add(
        &mut audit,
        row(
            Section::Resource,
            "name=窑头余风 kind=flue_gas medium=空气 gas_flow_m3_per_h=50000 heat_capacity=1.3 temperature_c=250 lowest_c=100 hours_h=7000 recovered_tce=500",
        ),
    );
    let mut kiln = Equipment { id: Id(1), ..Equipment::new(KindCode::Furnace) };
    for (key, v) in [
        ("tag", FieldValue::Text("Y-1".to_owned())),
        ("fuel", FieldValue::Choice("electricity".to_owned())),
        ("annual_electricity_kwh", FieldValue::Number(8e6)),
    ] {
        kiln.set(key, Some(Entered::ledger(v))).expect(key);
    }
    audit.equipment.push(kiln);
    let inputs = OwnMeasure {
        electricity_saved_kwh: Some(Entered::ledger(1e6)),
        explanation: Some(Entered::ledger("测算".to_owned())),
        ..OwnMeasure::default()
    };
    audit.measures = vec![Measure {
        id: Id(2),
        title: "篦冷机变频".to_owned(),
        targets: Vec::new(),
        action: Action::OwnMeasure(inputs),
        cost: Cost { investment_yuan: Some(5e5), ..Cost::default() },
        note: String::new(),
        requires: Vec::new(),
    }];
    audit.scenarios = vec![Scenario { id: Id(3), name: "方案一".to_owned(), measures: vec![Id(2)] }];
    audit
}

fn diagnosed(audit: &Audit) -> (Diagnosis, Reference) {
    let reference = Reference::on(jiff::civil::date(2026, 11, 29)).expect("embedded data");
    (diagnose(audit, &reference), reference)
}

fn content(audit: &Audit) -> Value {
    let (diagnosis, reference) = diagnosed(audit);
    report::data(audit, &diagnosis, &reference, &ReportOptions::default())
}

fn pdf(audit: &Audit) -> Vec<u8> {
    let (diagnosis, reference) = diagnosed(audit);
    let options = ReportOptions::default();
    let document = report::render(audit, &diagnosis, &reference, &options, &Progress::new());
    document.unwrap_or_else(|e| panic!("{e}")).pdf().expect("pdf")
}

fn find<'a>(rows: &'a Value, key: &str, value: &str) -> &'a Value {
    let found = rows.as_array().and_then(|r| r.iter().find(|r| r[key] == value));
    found.unwrap_or_else(|| panic!("no {key} = {value} in {rows:#}"))
}

#[test]
fn consumption_by_carrier_month_and_year() {
    let e = &content(&works())["energy"];
    assert_eq!((&e["year"], &e["total"]["equivalent"]), (&2025.into(), &"10,046.40".into()));
    // 7.2 + 8.4 million yuan.
    assert_eq!(e["total"]["cost"], "1,560.00");
    let coal = find(&e["carriers"], "name", "原煤");
    assert_eq!((&coal["purchased"], &coal["tce"]), (&"12,000".into(), &"8,571.60".into()));
    assert_eq!(coal["exported"], "—", "nothing entered is a dash, not zero");
    assert_eq!(coal["default_factor"], true);
    // 8571.6 / 10 046.4
    assert_eq!(coal["share"], "85.32");
    assert!(find(&e["factors"], "name", "原煤")["source"].as_str().is_some_and(|s| s.contains("2589")));
    // 10⁶ × 0.1229/1000 + 1000 × 0.7143 = 122.9 + 714.3
    assert_eq!((&e["months"][11]["tce"], &e["months"][11]["kwh"]), (&"837.20".into(), &"1,000,000".into()));
    let year = find(&e["years"], "year", "2025");
    // 10 046.4 / 10 000; 10 046.4 / 20 000; 150 000 / 10 000; 850 / 1000; 10 046.4 / 12 000 − 1
    assert_eq!((&year["per_added"], &year["per_output"]), (&"1.0046".into(), &"0.5023".into()));
    assert_eq!((&year["water_per_added"], &year["reuse"]), (&"15.000".into(), &"85.00".into()));
    assert_eq!(year["change"], "−16.28%(比 2020 年)");
    assert_eq!(find(&e["years"], "year", "2020")["basis"], "企业自报");
}

#[test]
fn balance_flows_and_coverage() {
    let e = &content(&works())["energy"];
    let b = &e["balance"];
    assert_eq!(find(&b["rows"], "item", "列入的设备：工业炉窑")["tce"], "983.20");
    // 1474.8 + 294.96 − 983.2 = 786.56 of electricity, and all of the coal.
    assert_eq!(find(&b["rows"], "item", "未列明")["tce"], "9,358.16");
    // 9358.16 / (10 046.4 + 294.96)
    assert_eq!((&b["imbalance"], &b["within"]), (&"90.49".into(), &false.into()));
    assert!(b["statement"].as_str().is_some_and(|s| s.contains("5 %") && s.contains("原煤")), "{b}");
    let nodes = e["flows"]["nodes"].as_array().expect("nodes");
    assert!(nodes.iter().any(|n| n["label"] == "原煤" && n["text"] == "8,571.6"), "{nodes:?}");
    let electricity = find(&e["coverage"], "name", "电力");
    // 8 of 14.4 million kWh
    assert_eq!((&electricity["explained"], &electricity["gap"]), (&"55.56".into(), &"6,400,000.0".into()));
    let fuels = find(&e["coverage"], "name", "燃料")["statement"].to_string();
    assert!(fuels.contains("燃料的 0 %"), "{fuels}");
}

#[test]
fn carbon_with_factor_year_region_and_source() {
    let c = &content(&works())["energy"]["carbon"];
    let factor: f64 = c["grid"].as_str().and_then(|g| g.parse().ok()).expect("factor");
    assert!(c["grid_source"].as_str().is_some_and(|s| s.contains("山西") && s.contains("20")), "{c}");
    let t: f64 = find(&c["rows"], "item", "净购入电力")["t"].as_str().expect("t").replace(',', "").parse().expect("t");
    // 1.2·10⁷ kWh: in tonnes 12 000 × the factor; the waste heat's own electricity emits nothing.
    assert!((t - 12_000.0 * factor).abs() < 0.01, "{t}");
}

#[test]
fn products_against_quota_before_and_after() {
    let data = content(&works());
    let b = &data["benchmark"];
    let clinker = find(&b["products"], "product", "水泥熟料");
    // (8571.6 + 0.6 × 1474.8) tce / 90 000 t = 105.072 kgce/t ≤ 107
    assert_eq!((&clinker["rows"][0]["actual"], &clinker["code"]), (&"105.072".into(), &"grade2".into()));
    assert_eq!(clinker["rows"][0]["standard"], "GB 16780-2021 表2");
    // 105.072 − 100 = 5.072 kgce/t, × 90 000 t = 456.48 tce; × 15.6·10⁶ yuan / 10 046.4 tce = 70.88 万元
    let gap = find(&clinker["gaps"], "to", "先进值(1级)");
    assert_eq!((&gap["difference"], &gap["tce"], &gap["yuan"]), (&"5.072".into(), &"456.48".into(), &"70.88".into()));
    assert_eq!(clinker["estimated"], true);
    // − 10⁶ kWh × 0.6 × 0.1229 / 90 000 t = 0.8193
    assert_eq!(clinker["after"]["after"], "104.253");
    let cement = find(&b["products"], "product", "水泥");
    // 4.8·10⁶ kWh and the waste heat's 0.96·10⁶ / 110 000 t = 52.364 kWh/t > 34; after it 0.4·10⁶ less: 48.727
    assert_eq!((&cement["rows"][0]["actual"], &cement["over"]), (&"52.364".into(), &true.into()));
    assert_eq!(cement["after"]["after"], "48.727");
    assert_eq!(b["over_limit_certain"], false, "the figure is an estimate");
    assert!(b["over_limit"].as_array().is_some_and(|o| !o.is_empty()));
    // 1 − 10 046.4/12 000 = 16.28 % and after 122.9 tce less 17.304 %
    let fall =
        data["targets"].as_array().and_then(|t| t.iter().find(|t| t["base"] == "1.2")).expect("intensity target");
    assert_eq!((&fall["actual"], &fall["actual_after"]), (&"16.28".into(), &"17.304".into()));
    assert_eq!(fall["code"], "met");
    // ≥ 10 000 tce
    assert!(data["classes"].to_string().contains("1万吨"), "{}", data["classes"]);
    let lines = data["summary"]["site"].to_string();
    assert!(lines.contains("10,046.40 tce") && lines.contains("105.07 kgce/t：准入值(2级)"), "{lines}");
}

#[test]
fn meters_resources_and_the_checklist() {
    let mut audit = works();
    let m = content(&audit)["management"].clone();
    assert_eq!((&m["meters"][0]["equipped"], &m["meters"][0]["met"]), (&"75.0".into(), &"未判定".into()));
    // 50 000 × 1.3 × 150 kJ/h × 7000 h = 68 250 GJ = 2328.75 tce, less 500
    assert_eq!((&m["resources"][0]["tce"], &m["resources"][0]["left"]), (&"2,328.75".into(), &"1,828.75".into()));
    assert_eq!(m["looked_into"], 0);
    let (_, reference) = diagnosed(&audit);
    let key = reference.tables.management.items[0].key.to_string();
    add(&mut audit, row(Section::Management, &format!("item={key} verdict=fails finding=没有文件 advice=建立制度")));
    let m = content(&audit)["management"].clone();
    assert_eq!((&m["looked_into"], &m["items"][0]["verdict"]), (&1.into(), &"不符合".into()));
    assert_eq!((&m["items"][0]["finding"], &m["items"][0]["advice"]), (&"没有文件".into(), &"建立制度".into()));
    assert!(pdf(&audit).starts_with(b"%PDF-"));
}

#[test]
fn missing_months_and_shares_are_gaps() {
    let mut audit = works();
    add(&mut audit, row(Section::Consumption, "year=2025 carrier=diesel flow=purchased month_01=3 month_02=4"));
    add(&mut audit, row(Section::Product, "name=石灰 unit=t year=2025 annual=5"));
    let (diagnosis, reference) = diagnosed(&audit);
    let gaps = report::gaps(&audit, &diagnosis, &reference);
    let has = |text: &str| gaps.iter().any(|g| g.group == GapGroup::Plant && g.text.contains(text));
    assert!(has("缺 3 月"), "{gaps:#?}");
    assert!(has("“石灰”没有") && has("没有能源管理的核查结果") && !has("没有能源消费数据"));
    assert!(content(&audit)["gaps"]["plant"].to_string().contains("缺 3 月"));
}

#[test]
fn the_same_bytes_twice_and_an_empty_audit_says_what_is_missing() {
    assert!(pdf(&works()) == pdf(&works()), "two runs differ");
    let empty = Audit::default();
    let data = content(&empty);
    assert_eq!(data["energy"]["year"], Value::Null);
    assert!(data["benchmark"]["products"].as_array().is_some_and(Vec::is_empty));
    assert!(data["gaps"]["plant"].to_string().contains("没有能源消费数据"));
    assert!(pdf(&empty).starts_with(b"%PDF-"));
}

/// ISO 19005-2 wants every figure described; one chart without it and the whole report is no longer for the archive.
#[test]
fn the_pdf_is_for_the_archive_and_says_its_language() {
    for audit in [works(), Audit::default()] {
        let document = lopdf::Document::load_mem(&pdf(&audit)).expect("readable");
        let catalogue = document.catalog().expect("catalogue");
        let lang = catalogue.get(b"Lang").and_then(lopdf::Object::as_str).expect("language");
        assert_eq!(lang, b"zh-CN");
        let id = catalogue.get(b"Metadata").and_then(lopdf::Object::as_reference).expect("metadata");
        let stream = document.get_object(id).and_then(lopdf::Object::as_stream).expect("stream");
        let xmp = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        let xmp = String::from_utf8_lossy(&xmp);
        assert!(xmp.contains("pdfaid:part>2<") && xmp.contains("pdfaid:conformance>A<"), "{xmp}");
    }
}
