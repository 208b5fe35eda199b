//! `rollup`: the sums are those of the audits taken one by one.

use calamine::{Data, Reader as _};

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
    desk.expect(2, &["rollup", SAMPLES[3], "-o", &desk.arg("汇总.pdf")]);
    desk.expect(2, &["rollup", "-o", &out]);
}
