//! `rollup`: the sums are those of the audits taken one by one.

use std::collections::HashMap;
use std::path::Path;

use calamine::{Data, Reader as _};
use energy_audit::diagnosis::diagnose;
use energy_audit::reference::Reference;
use energy_audit::report::rollup_data;
use energy_audit::rollup::Site;
use energy_audit::store::{DataDir, Document};

use super::*;

const SAMPLES: [&str; 4] = [
    "audits/云冈示例水泥有限公司.audit",
    "audits/十里河示例化工有限公司.audit",
    "audits/平城示例制药有限公司.audit",
    "audits/御河示例供热站.audit",
];

/// Devices of a level by the command that judges one audit.
fn devices(screened: &Value, level: &str) -> f64 {
    let of_level = screened.as_array().expect("list").iter().filter(|d| d["level"] == level);
    of_level.map(|d| d["quantity"].as_f64().expect("quantity")).sum()
}

#[test]
fn sums_are_those_of_the_single_audits() {
    let desk = Desk::new();
    let out = desk.arg("全市.xlsx");
    let mut args = vec!["rollup"];
    args.extend(SAMPLES);
    args.extend(["-o", &out]);
    let all = desk.json(&args);
    let mut sums = std::collections::BTreeMap::<&str, f64>::new();
    let levels = ["obsolete", "suspected_obsolete", "below_limit", "grade2", "insufficient_data"];
    for (at, sample) in SAMPLES.iter().enumerate() {
        let one = &all["audits"][at];
        let screened = desk.json(&["screen", sample]);
        for level in levels {
            let own = devices(&screened, level);
            assert_eq!(one["levels"][level].as_f64(), Some(own), "{sample} {level}");
            *sums.entry(level).or_default() += own;
        }
        // The first scenario's measures, each in the scenario, add up to what it saves.
        let name = one["scenario"]["name"].as_str().expect("scenario");
        let savings = desk.json(&["savings", sample, "--scenario", name]);
        let rows = savings.as_array().expect("list").iter().filter(|m| m["tce_equivalent"].is_number());
        let saved: f64 = rows.map(|m| m["tce_equivalent"].as_f64().expect("tce")).sum();
        let told = one["scenario"]["tce_equivalent"].as_f64().expect("tce");
        assert!((told - saved).abs() < 1e-6 * saved.abs().max(1.0), "{sample}: {told}, not {saved}");
    }
    for group in ["by_city", "by_industry", "by_kind"] {
        for level in levels {
            let groups = all[group].as_array().expect("list").iter();
            let sum: f64 = groups.map(|g| g["levels"][level].as_f64().expect("number")).sum();
            assert_eq!(sum, sums[level], "{group} {level}");
        }
    }
    // The workbook: the list of devices has one row for each (row of the ledger) that is to be replaced, and the last
    // row adds them up.
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(desk.path("全市.xlsx")).expect("opens");
    let list = book.worksheet_range("淘汰与低效设备").expect("sheet");
    let header: Vec<String> = list.rows().next().expect("header").iter().map(ToString::to_string).collect();
    let quantity = header.iter().position(|h| h == "数量(台)").expect("column");
    let clause = header.iter().position(|h| h == "依据条款").expect("column");
    let rows: Vec<_> = list.rows().skip(1).collect();
    let (total, devices) = rows.split_last().expect("rows");
    let sum: f64 = devices.iter().map(|r| r[quantity].to_string().parse::<f64>().expect("number")).sum();
    assert_eq!(sum, sums["obsolete"] + sums["suspected_obsolete"] + sums["below_limit"]);
    assert_eq!(total[quantity], Data::Float(sum));
    assert!(devices.iter().all(|r| !r[clause].to_string().is_empty()), "every one has its clause");
    let plants = book.worksheet_range("企业").expect("sheet");
    assert_eq!(plants.height(), 1 + SAMPLES.len() + 1);
    assert!(book.sheet_names().iter().any(|s| s == "按市县"));
}

#[test]
fn what_cannot_be_read_or_comes_twice_is_told() {
    let desk = Desk::new();
    let (broken, out) = (desk.arg("坏.audit"), desk.arg("汇总.xlsx"));
    std::fs::write(desk.path("坏.audit"), "not a database").expect("writes");
    let copy = desk.arg("副本.audit");
    std::fs::copy(SAMPLES[3], desk.path("副本.audit")).expect("copies");
    let (stdout, stderr) = desk.expect(1, &["rollup", SAMPLES[3], &broken, &copy, "-o", &out]);
    assert!(stdout.lines().filter(|l| l.contains("御河")).count() == 2, "{stdout}");
    assert!(stderr.contains("未汇总") && stderr.contains("坏.audit"), "{stderr}");
    assert!(stderr.contains("重复计入") && stderr.contains("副本.audit"), "{stderr}");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(desk.path("汇总.xlsx")).expect("opens");
    let unread = book.worksheet_range("未汇总的文件").expect("sheet");
    assert!(unread.rows().nth(1).expect("row")[0].to_string().contains("坏.audit"));
    // Nothing readable: nothing written. A wrong ending or no file: wrong usage.
    let none = desk.arg("无.xlsx");
    desk.expect(3, &["rollup", &broken, "-o", &none]);
    assert!(!desk.path("无.xlsx").exists());
    desk.expect(2, &["rollup", SAMPLES[3], "-o", &desk.arg("汇总.doc")]);
    desk.expect(2, &["rollup", "-o", &out]);
}

/// A sheet's rows by header, without the last one that adds them up.
fn sheet(book: &mut calamine::Xlsx<std::io::BufReader<std::fs::File>>, name: &str) -> Vec<HashMap<String, Data>> {
    let range = book.worksheet_range(name).expect("sheet");
    let header: Vec<String> = range.rows().next().expect("header").iter().map(ToString::to_string).collect();
    let rows = range.rows().skip(1).take(range.height().saturating_sub(2));
    rows.map(|r| header.iter().cloned().zip(r.iter().cloned()).collect()).collect()
}

/// A number as the document prints it: thousands separators taken out.
fn printed(value: &Value) -> f64 {
    let text = match value {
        // No scenario: nothing is saved, by the workbook in sum and by the document not told.
        Value::String(text) if text == "—" => return 0.0,
        Value::String(text) => text.replace(',', "").replace('−', "-"),
        other => other.to_string(),
    };
    text.parse().unwrap_or_else(|_| panic!("{value}"))
}

#[test]
fn document_and_workbook_tell_the_same_figures() {
    let desk = Desk::new();
    let (xlsx, pdf) = (desk.arg("全市.xlsx"), desk.arg("全市.pdf"));
    let broken = desk.arg("坏.audit");
    std::fs::write(desk.path("坏.audit"), "not a database").expect("writes");
    std::fs::create_dir(desk.path("市")).expect("folder");
    for sample in SAMPLES {
        let name = Path::new(sample).file_name().expect("name");
        std::fs::copy(sample, desk.path("市").join(name)).expect("copies");
    }
    // A folder stands for its audits.
    desk.expect(1, &["rollup", &desk.arg("市"), &broken, "-o", &xlsx]);
    desk.expect(1, &["rollup", &desk.arg("市"), &broken, "-o", &pdf]);
    assert!(bytes(&pdf).starts_with(b"%PDF"));

    let data_dir = DataDir::at(desk.path("data"));
    let mut sites: Vec<Site> = Vec::new();
    for sample in SAMPLES {
        let document = Document::open_read_only(Path::new(sample), &data_dir).expect("opens");
        let audit = document.audit();
        let reference = Reference::for_audit(audit, audit.reference_date().expect("date")).expect("reference");
        sites.push(Site::of(sample, audit, &diagnose(audit, &reference), &reference, None));
    }
    let data = rollup_data(&sites, &[("坏.audit".to_owned(), "不是审计".to_owned())]);
    assert_eq!(data["unread"][0]["file"], "坏.audit");

    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&xlsx).expect("opens");
    let same = |row: &HashMap<String, Data>, header: &str, shown: &Value, within: f64| {
        let cell: f64 = row[header].to_string().parse().expect("number");
        assert!((cell - printed(shown)).abs() <= within, "{header}: {cell} in the workbook, {shown} in the document");
    };
    for (key, name, head) in
        [("by_city", "按市县", "市县"), ("by_industry", "按行业", "行业"), ("by_kind", "按设备种类", "设备种类")]
    {
        let rows = sheet(&mut book, name);
        let groups = data[key].as_array().expect("list");
        assert_eq!(rows.len(), groups.len(), "{name}");
        for (row, g) in rows.iter().zip(groups) {
            assert_eq!(row[head].to_string(), g["name"].as_str().expect("name"));
            same(row, "企业(家)", &g["sites"], 0.0);
            same(row, "设备(台)", &g["devices"], 0.5);
            same(row, "淘汰(台)", &g["obsolete"], 0.5);
            same(row, "疑似淘汰(台)", &g["suspected"], 0.5);
            same(row, "低于限定值(台)", &g["below_limit"], 0.5);
            same(row, "设备年用能(tce，当量值)", &g["tce"], 0.051);
            same(row, "用能未知(行)", &g["unknown"], 0.0);
            if key != "by_kind" {
                same(row, "节能量(tce/a，当量值)", &g["saved_tce"], 0.051);
                same(row, "投资(万元)", &g["investment"], 0.0051);
            }
        }
    }
    let plants = sheet(&mut book, "企业");
    assert_eq!(plants.len(), data["plants"].as_array().expect("list").len());
    for (row, p) in plants.iter().zip(data["plants"].as_array().expect("list")) {
        assert_eq!(row["企业名称"].to_string(), p["enterprise"].as_str().expect("name"));
        same(row, "未达到的目标(项)", &p["missed"], 0.0);
        same(row, "超过限额的产品(个)", &p["over"], 0.0);
    }
    // Every device of the workbook's list is in the document's three lists.
    let listed: u64 = data["lists"].as_array().expect("list").iter().map(|l| l["count"].as_u64().expect("n")).sum();
    assert_eq!(sheet(&mut book, "淘汰与低效设备").len() as u64, listed);
    // Who misses which target: what the command that judges one plant says of targets for enterprises.
    let mut missed = 0;
    for (at, sample) in SAMPLES.iter().enumerate() {
        let one = desk.json(&["benchmark", sample]);
        let targets = one["targets"].as_array().expect("list").iter();
        let of_region = |t: &&Value| texts(&t["notes"]).iter().any(|n| n.contains("不是对单个企业的要求"));
        let own = targets.filter(|t| t["standing"] == "not_met").filter(|t| !of_region(t)).count();
        assert_eq!(sites[at].missed.len(), own, "{sample}");
        missed += own;
    }
    assert_eq!(data["missed"].as_array().expect("list").len(), missed);
}

/// A sum of nothing is not a use of nothing: of a plant without a device whose energy can be calculated it is unknown.
#[test]
fn energy_of_which_nothing_is_known_is_not_zero() {
    let desk = Desk::new();
    let (file, ledger) = (desk.arg("甲厂.audit"), desk.path("台账.csv"));
    desk.expect(0, &["new", "--enterprise", "甲厂", &file]);
    std::fs::write(&ledger, "电动机台账\n编号,名称,型号\nM1,泵,JO2-72-4\n").expect("ledger");
    desk.expect(0, &["import", &file, &ledger.to_string_lossy()]);
    let out = desk.arg("全市.xlsx");
    let all = desk.json(&["rollup", &file, "-o", &out]);
    let one = &all["audits"][0];
    assert_eq!(one["unknown_rows"], 1, "{one}");
    assert!(one["tce_equivalent"].is_null() && one["electricity_kwh"].is_null(), "{one}");
    let table = desk.expect(0, &["rollup", &file, "-o", &out]).0;
    let row = table.lines().find(|line| line.contains("甲厂")).expect("row");
    assert!(!row.contains("0.0"), "{row}");
}
