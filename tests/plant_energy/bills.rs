//! Sheets of bills and output.

use energy_audit::audit::{Audit, Flow};
use energy_audit::exchange::{self, Import, ImportOptions, OnDuplicate};
use energy_audit::progress::Progress;
use rust_xlsxwriter::Workbook;

use crate::{accounted, close};

fn read(name: &str, text: &str) -> Import {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, text).unwrap();
    exchange::read(&path, &ImportOptions::new(jiff::civil::date(2026, 11, 24)), &Progress::new()).unwrap()
}

fn taken(import: &Import) -> Audit {
    let mut audit = Audit::default();
    let (edit, _) = import.edit(&audit, OnDuplicate::Skip);
    edit.apply(&mut audit).unwrap();
    audit
}

#[track_caller]
fn refused(import: &Import, words: &[&str]) {
    let found = import.complaints.iter().any(|c| words.iter().all(|w| c.to_string().contains(w)));
    assert!(found, "nothing about {words:?} in {:#?}", import.complaints);
}

const WIDE: &str = "2024年能源消费统计表\n\
    能源名称,单位,1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月,12月,合计,金额(万元)\n\
    电力,万kWh,10,11,12,10,11,12,10,11,12,10,11,12,132,85.8\n\
    天然气,万m³,1,1,1,1,0,0,0,0,0,1,1,1,7,21\n\
    原煤,t,100,100,100,100,100,100,100,100,100,100,100,100,1200,66\n\
    合计,tce,,,,,,,,,,,,,,\n";

#[test]
fn months_across_are_read_in_their_units() {
    let import = read("能源.csv", WIDE);
    assert!(import.complaints.is_empty(), "{:?}", import.complaints);
    assert_eq!((import.plant.len(), import.rows.len()), (3, 0));
    let audit = taken(&import);
    let electricity = &audit.consumption[0];
    assert_eq!(
        (electricity.carrier(), electricity.flow(), electricity.year()),
        ("electricity", Flow::Purchased, Some(2024))
    );
    assert_eq!(electricity.months()[2], Some(120_000.0));
    assert_eq!(electricity.fields.annual.as_ref().unwrap().value, 1_320_000.0);
    assert_eq!(electricity.fields.cost_yuan.as_ref().unwrap().value, 858_000.0);
    assert_eq!(audit.consumption[1].months()[4], Some(0.0));
    let found = accounted(&audit, &[]);
    // 1.32 GWh×0.1229 + 70 000 m³×1.2143 + 1200 t×0.7143 = 162.228 + 85.001 + 857.16.
    close(found.years[0].tce_equivalent, 162.228 + 85.001 + 857.16);
    close(found.years[0].cost_yuan.unwrap(), 1_728_000.0);
    assert!(found.questions.is_empty(), "{:?}", found.questions);
}

#[test]
fn one_month_a_row_becomes_one_series() {
    let rows: String = (1..=12).map(|m| format!("电,2025-{m:02},{},kWh\n蒸汽,2025-{m:02},5,GJ\n", 1000 + m)).collect();
    let import = read("账单.csv", &format!("能源名称,月份,数量,单位\n{rows}"));
    assert!(import.complaints.is_empty(), "{:?}", import.complaints);
    let audit = taken(&import);
    assert_eq!(audit.consumption.len(), 2);
    assert_eq!(audit.consumption[0].months()[11], Some(1012.0));
    // Steam billed by the GJ is heat.
    assert_eq!((audit.consumption[1].carrier(), audit.consumption[1].year()), ("heat", Some(2025)));
}

#[test]
fn what_cannot_be_told_is_refused_with_its_place() {
    let import = read(
        "能源.csv",
        "能源名称,单位,年度,1月,2月,3月,3月,合计,单价,金额\n\
         电力,,2024,1,2,3,4,,,\n\
         暗能量,t,2024,1,2,3,4,,,\n\
         柴油,kWh,2024,1,2,3,4,,,\n\
         原煤,t,24,1,2,3,4,,,\n\
         汽油,t,2024,-5,约2,x,4,,,100\n\
         ,t,2024,1,2,3,4,,,\n",
    );
    refused(&import, &["第 1 行", "这个月有两列"]);
    refused(&import, &["第 2 行", "没有计量单位", "万kWh"]);
    refused(&import, &["第 3 行", "暗能量", "没有这种能源"]);
    refused(&import, &["第 4 行", "kWh", "柴油不能按"]);
    refused(&import, &["第 5 行", "不是年份"]);
    refused(&import, &["第 6 行", "1月", "-5"]);
    refused(&import, &["第 6 行", "3月", "不是数值"]);
    refused(&import, &["第 6 行", "金额", "单位"]);
    let audit = taken(&import);
    assert_eq!(audit.consumption.len(), 1, "only the row with a carrier, unit and year");
    let petrol = &audit.consumption[0];
    assert_eq!(petrol.months()[..3], [None, Some(2.0), None]);
    assert_eq!(petrol.fields.month_02.as_ref().unwrap().origin, energy_audit::audit::Origin::Estimate);
}

#[test]
fn a_month_twice_and_a_missing_year_are_refused() {
    let import = read("账单.csv", "能源名称,月份,数量,单位\n电,2025-01,5,kWh\n电,2025-01,7,kWh\n");
    refused(&import, &["第 3 行", "1月已有数量", "第 2 行起"]);
    assert_eq!(taken(&import).consumption[0].months()[0], Some(5.0));
    let import = read("账单.csv", "能源名称,月份,数量,单位\n电,1月,5,kWh\n");
    refused(&import, &["不知道是哪一年"]);
    assert!(import.plant.is_empty());
    let import = read("2023年账单.csv", "能源名称,月份,数量,单位\n电,1月,5,kWh\n");
    assert_eq!(taken(&import).consumption[0].year(), Some(2023), "the file's name says it");
}

#[test]
fn the_edition_of_a_standard_is_no_year_and_two_years_are_none() {
    let table = "能源名称,单位,1月,2月,3月\n电力,kWh,1,2,3\n";
    let import = read("能源.csv", &format!("2024年消费量，按 GB/T 2589-2020 折算\n{table}"));
    assert_eq!(taken(&import).consumption[0].year(), Some(2024));
    refused(&read("2023年.csv", &format!("2024年消费量\n{table}")), &["不知道是哪一年"]);
    refused(&read("能源.csv", &format!("2023～2024年消费量\n{table}")), &["不知道是哪一年"]);
}

#[test]
fn costs_of_the_months_add_up() {
    let text = "能源名称,月份,数量,单位,金额(元),单价(元/kWh),低位热值\n\
                电,2025-01,1000,kWh,600,,\n电,2025-02,2000,kWh,,0.7,\n\
                原煤,2025-01,5,t,,,20000\n原煤,2025-02,5,t,,,21000\n";
    let import = read("账单.csv", text);
    refused(&import, &["第 5 行", "低位热值", "第 4 行", "不同"]);
    let audit = taken(&import);
    // 600 + 2000 × 0.7.
    assert_eq!(audit.consumption[0].fields.cost_yuan.as_ref().unwrap().value, 2000.0);
    assert!(audit.consumption[0].fields.price_yuan.is_none());
    assert_eq!(audit.consumption[1].fields.ncv_kj.as_ref().unwrap().value, 20_000.0);
}

#[test]
fn flows_stocks_and_money_rows_are_understood() {
    let import = read(
        "能源.csv",
        "能源名称,流向,转换环节,计量单位,年度,全年,单价(元/t),低位发热量(kcal/kg)\n\
         原煤,购进,,万吨,2024,1.2,650,5000\n\
         原煤,年初库存,,吨,2024,800,,\n\
         原煤,加工转换投入,锅炉房,吨,2024,9000,,\n\
         热力,加工转换产出,锅炉房,百万千焦,2024,150000,,\n\
         热力,去向不明,,GJ,2024,5,,\n",
    );
    refused(&import, &["第 6 行", "流向", "去向不明"]);
    let audit = taken(&import);
    let flows: Vec<Flow> = audit.consumption.iter().map(|c| c.flow()).collect();
    assert_eq!(flows, [Flow::Purchased, Flow::OpeningStock, Flow::ConvertedIn, Flow::ConvertedOut]);
    let coal = &audit.consumption[0].fields;
    assert_eq!(coal.annual.as_ref().unwrap().value, 12_000.0);
    assert_eq!(coal.price_yuan.as_ref().unwrap().value, 650.0);
    close(coal.ncv_kj.as_ref().unwrap().value, 5000.0 * 4.1868);
    let import = read("2024.csv", "能源名称,单位,1月,2月,3月\n电力,万度,1,2,3\n电力,万元,0.6,1.2,1.8\n");
    let audit = taken(&import);
    assert_eq!(audit.consumption.len(), 1);
    assert_eq!(audit.consumption[0].fields.cost_yuan.as_ref().unwrap().value, 36_000.0);
}

#[test]
fn output_is_read_beside_it_and_a_second_import_adds_nothing() {
    let import = read("2024产量.csv", "产品名称,计量单位,1月,2月,3月,年生产能力\n水泥,万t,3,4,5,100\n,t,1,1,1,\n");
    refused(&import, &["第 3 行", "没有产品名称"]);
    let mut audit = taken(&import);
    let cement = &audit.products[0];
    assert_eq!((cement.name(), cement.unit(), cement.year(), cement.output()), ("水泥", "万t", Some(2024), Some(12.0)));
    assert_eq!(cement.fields.capacity.as_ref().unwrap().value, 100.0);
    audit.products[0].quotas.push("GB 16780-2021/1".to_owned());
    let (edit, counts) = import.edit(&audit, OnDuplicate::Skip);
    assert_eq!((counts.added, counts.skipped), (0, 1));
    edit.apply(&mut audit).unwrap();
    assert_eq!(audit.products.len(), 1);
    let before = audit.clone();
    let (edit, counts) = import.edit(&audit, OnDuplicate::Replace);
    assert_eq!((counts.added, counts.replaced), (0, 1));
    let inverse = edit.apply(&mut audit).unwrap();
    assert_eq!(audit, before, "the same values, the chosen quota kept");
    inverse.apply(&mut audit).unwrap();
    assert_eq!(audit, before);
    let (edit, counts) = import.edit(&audit, OnDuplicate::Both);
    assert_eq!(counts.added, 1);
    let inverse = edit.apply(&mut audit).unwrap();
    assert_eq!(audit.products.len(), 2);
    inverse.apply(&mut audit).unwrap();
    assert_eq!(audit, before, "one step, taken back whole");
}

#[test]
fn a_ledger_of_devices_stays_one_beside_a_sheet_of_bills() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("全厂.xlsx");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("电动机").unwrap();
    for (at, text) in ["编号", "型号", "额定功率(kW)", "极数"].iter().enumerate() {
        sheet.write(0, at as u16, *text).unwrap();
    }
    sheet.write(1, 0, "M1").unwrap();
    sheet.write(1, 1, "Y160M-4").unwrap();
    sheet.write(1, 2, 11.0).unwrap();
    sheet.write(1, 3, 4.0).unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("2024能源").unwrap();
    for (at, text) in ["能源名称", "单位", "一月", "二月", "三月份"].iter().enumerate() {
        sheet.write(0, at as u16, *text).unwrap();
    }
    for (row, (name, unit)) in [("电力(万kWh)", ""), ("自来水", "m³")].iter().enumerate() {
        let row = row as u32 + 1;
        sheet.write(row, 0, *name).unwrap();
        sheet.write(row, 1, *unit).unwrap();
        (2..5).for_each(|c| drop(sheet.write(row, c, f64::from(c))));
    }
    book.save(&path).unwrap();
    let options = ImportOptions::new(jiff::civil::date(2026, 11, 24));
    let import = exchange::read(&path, &options, &Progress::new()).unwrap();
    assert!(import.complaints.is_empty(), "{:?}", import.complaints);
    assert_eq!((import.rows.len(), import.plant.len()), (1, 2));
    let audit = taken(&import);
    assert_eq!(audit.equipment.len(), 1);
    assert_eq!(audit.consumption[0].months()[1], Some(30_000.0));
    assert_eq!((audit.consumption[1].carrier(), audit.consumption[1].months()[0]), ("fresh_water", Some(2.0)));
}

#[test]
fn the_template_has_both_sheets_and_is_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("模板.xlsx");
    exchange::write_template(&path).unwrap();
    let options = ImportOptions::new(jiff::civil::date(2026, 11, 24));
    let import = exchange::read(&path, &options, &Progress::new()).unwrap();
    for name in ["能源", "产品"] {
        let sheet = import.sheets.iter().find(|s| s.sheet == name).unwrap_or_else(|| panic!("no sheet {name}"));
        assert_eq!(sheet.header_row, 1, "{}", sheet.note);
        assert!(!sheet.note.contains("没有读的列"), "{}", sheet.note);
    }
    assert!(import.plant.is_empty() && import.complaints.is_empty(), "{:?}", import.complaints);
}

#[test]
fn what_a_plant_states_per_unit_is_read_in_the_header_s_unit() {
    let header = "产品名称,计量单位,年份,全年产量(万t),企业自报单耗(kgce/t),企业自报单位电耗(kWh/t)\n";
    let import = read("产品.csv", &format!("2025年产量\n{header}水泥熟料,t,2025,124,109.6,58.2\n"));
    assert!(import.complaints.is_empty(), "{:?}", import.complaints);
    let audit = taken(&import);
    let fields = &audit.products[0].fields;
    // 124 万t = 1 240 000 t.
    assert_eq!(fields.annual.as_ref().unwrap().value, 1_240_000.0);
    assert_eq!(fields.stated_unit_kgce.as_ref().unwrap().value, 109.6);
    assert_eq!(fields.stated_unit_kwh.as_ref().unwrap().value, 58.2);
    // tce/万t: 1096 × 1000 kgce / 10 000 t = 109.6 kgce/t; MWh/万t: 582 × 1000 kWh / 10 000 t = 58.2 kWh/t.
    let header = header.replace("kgce/t", "tce/万t").replace("kWh/t", "MWh/万t");
    let audit = taken(&read("产品.csv", &format!("{header}水泥熟料,t,2025,124,1096,582\n")));
    let fields = &audit.products[0].fields;
    close(fields.stated_unit_kgce.as_ref().unwrap().value, 109.6);
    close(fields.stated_unit_kwh.as_ref().unwrap().value, 58.2);
    // A product in 万t: 109.6 kgce/t = 1 096 000 kgce/万t.
    let audit =
        taken(&read("产品.csv", "产品名称,计量单位,年份,全年产量,企业自报单耗(kgce/t)\n水泥熟料,万t,2025,124,109.6\n"));
    close(audit.products[0].fields.stated_unit_kgce.as_ref().unwrap().value, 1_096_000.0);
}

#[test]
fn a_stated_figure_per_another_unit_than_the_product_s_is_asked_about() {
    let text = "产品名称,计量单位,年份,全年产量(t),企业自报单耗(kgce/t),企业自报单位电耗(kgce/m³)\n供热量,GJ,2025,1030000,38,7\n";
    let import = read("产品.csv", text);
    refused(&import, &["全年产量", "1030000", "“t”", "“GJ”"]);
    refused(&import, &["企业自报单耗", "38", "“kgce/t”", "“kgce/GJ”"]);
    refused(&import, &["企业自报单位电耗", "7", "“kWh/GJ”"]);
    assert_eq!(import.complaints.len(), 3);
    let fields = &taken(&import).products[0].fields;
    assert!(fields.annual.is_none() && fields.stated_unit_kgce.is_none() && fields.stated_unit_kwh.is_none());
}
