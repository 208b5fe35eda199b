//! Figures made of an audit, and the command that shows them.

use std::process::Command;

use energy_audit::audit::measure::inputs::OwnMeasure;
use energy_audit::audit::plant::{Consumption, Flow, PlantYear};
use energy_audit::audit::{Action, Audit, Cost, Entered, Id, Measure, Origin, PartialDate, Product, Scenario};
use energy_audit::benchmark::{PlantFigures, QuotaLevel, UnitConsumption, benchmark, plant};
use energy_audit::energy::plant::account;
use energy_audit::energy::{Assumptions, Context};
use energy_audit::store::{DataDir, Document};

use crate::{near, on};

fn text(value: &str) -> Option<Entered<String>> {
    Some(Entered::ledger(value.to_owned()))
}

fn number(value: f64) -> Option<Entered<f64>> {
    Some(Entered::ledger(value))
}

fn bought(carrier: &str, amount: f64, cost: f64) -> Consumption {
    let mut row = Consumption::empty();
    row.fields.carrier = text(carrier);
    row.fields.flow = Some(Entered::ledger(Flow::Purchased));
    row.fields.year = number(2025.0);
    row.fields.annual = number(amount);
    row.fields.cost_yuan = number(cost);
    row
}

fn product(name: &str, unit: &str, output: f64) -> Product {
    let mut row = Product::empty();
    row.fields.name = text(name);
    row.fields.unit = text(unit);
    row.fields.year = number(2025.0);
    row.fields.annual = number(output);
    row
}

/// 10⁷ kWh = 1229 tce, 5000 t of raw coal by 0.7143 = 3571.5 tce: together 4800.5 tce; 9 · 10⁶ yuan.
fn works(products: Vec<Product>) -> Audit {
    let mut audit = Audit { products, ..Audit::default() };
    audit.consumption = vec![bought("electricity", 1e7, 6e6), bought("raw_coal", 5000.0, 3e6)];
    audit.enterprise.name = text("示例水泥厂");
    audit.enterprise.city = text("大同市");
    audit.enterprise.reference_date = PartialDate::new(2026, Some(11), Some(29)).map(Entered::ledger);
    audit
}

fn figures(audit: &Audit) -> PlantFigures {
    let reference = on("2026-11-29");
    let assumptions = Assumptions::of(audit, &reference);
    let ctx = Context { reference: &reference, assumptions: &assumptions };
    plant::figures(audit, &account(audit, &[], &ctx), None, &ctx)
}

fn by_unit<'a>(f: &'a PlantFigures, indicator: &str, unit: &str) -> &'a UnitConsumption {
    let found = f.products().iter().find(|p| p.indicator == indicator && p.unit == unit);
    found.unwrap_or_else(|| panic!("{indicator} {unit}: {:?} {:?}", f.products(), f.questions))
}

#[test]
fn a_sole_product_has_all_of_the_energy() {
    let f = figures(&works(vec![product("水泥熟料", "万t", 4.0)]));
    assert_eq!((f.year, f.city.as_str()), (2025, "大同市"));
    let energy = by_unit(&f, "", "kgce/万t");
    // 4800.5 tce / 4·10⁴ t = 120.0125 kgce/t
    near(energy.value, 1_200_125.0);
    assert!(energy.estimated && energy.remarks[0].contains("统计边界"), "{:?}", energy.remarks);
    // 3571.5 tce / 4·10⁴ t = 89.2875 kgce/t; 10⁷ kWh / 4·10⁴ t = 250 kWh/t
    near(by_unit(&f, "单位产品综合煤耗", "kgce/万t").value, 892_875.0);
    near(by_unit(&f, "", "kWh/万t").value, 2_500_000.0);
    assert_eq!((energy.electricity_share, energy.fuel_share), (Some(1.0), Some(1.0)));
    near(f.money.yuan_per_tce.expect("price"), 9e6 / 4800.5);
    near(f.money.yuan_per_kwh.expect("price"), 0.6);
    let judged = benchmark(&f, &on("2026-11-29"));
    let level = |indicator: &str, unit: &str| {
        let q = judged.quotas.iter().find(|q| q.figure.indicator == indicator && q.figure.unit == unit);
        q.expect("finding").outcome.level()
    };
    assert_eq!(level("", "kgce/万t"), Some(QuotaLevel::Over), "120.0125 > 117");
    assert_eq!(level("单位产品综合煤耗", "kgce/万t"), Some(QuotaLevel::Grade1), "89.2875 ≤ 94");
    assert_eq!(level("", "kWh/万t"), Some(QuotaLevel::Over), "250 > 61");
}

#[test]
fn an_excess_is_certain_only_without_estimates_and_open_conditions() {
    let stated = |name: &str, value: f64, conditions: &[(&str, &str)]| {
        let mut p = product(name, "t", 40_000.0);
        p.fields.stated_unit_kgce = number(value);
        p.conditions = conditions.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        benchmark(&figures(&works(vec![p])), &on("2026-11-29"))
    };
    let open = stated("水泥熟料", 118.0, &[]);
    assert!(!open.over_limit.is_empty() && !open.over_limit_certain, "the altitude is not known");
    let certain = stated("水泥熟料", 118.0, &[("altitude_m", "1050")]);
    assert!(!certain.over_limit.is_empty() && certain.over_limit_certain);
    let calculated = benchmark(&figures(&works(vec![product("水泥熟料", "t", 4000.0)])), &on("2026-11-29"));
    assert!(!calculated.over_limit.is_empty() && !calculated.over_limit_certain);
    // GB 21256-2025 from 2026-07-01: the year is 2025.
    let later = stated("烧结矿", 50.0, &[]);
    assert!(later.quotas[0].notes.iter().any(|n| n.contains("在统计年 2025 之后")), "{:?}", later.quotas[0].notes);
    assert!(!open.quotas[0].notes.iter().any(|n| n.contains("统计年")), "in force since 2022");
}

#[test]
fn what_the_plant_states_goes_first_and_the_calculated_is_beside_it() {
    let mut p = product("水泥熟料", "t", 40_000.0);
    p.fields.stated_unit_kgce = Some(Entered::new(110.0, Origin::Measured));
    let f = figures(&works(vec![p]));
    let u = by_unit(&f, "", "kgce/t");
    assert_eq!((u.value, u.origin, u.estimated), (110.0, Some(Origin::Measured), false));
    // 120.0125 / 110 - 1 = 9.1 %
    assert!(u.remarks[0].contains("120.01") && u.remarks[0].contains("9.10"), "{:?}", u.remarks);
    near(by_unit(&f, "单位产品综合煤耗", "kgce/t").value, 89.2875);
}

#[test]
fn products_share_the_energy_by_the_auditors_shares() {
    let mut clinker = product("水泥熟料", "t", 40_000.0);
    clinker.fields.share_pct = number(80.0);
    clinker.shares_pct.insert("electricity".to_owned(), 50.0);
    clinker.quotas = vec!["gb16780_2021_02".to_owned()];
    let mut cement = product("水泥", "t", 50_000.0);
    cement.quotas = vec!["cement_grinding".to_owned()];
    cement.fields.share_pct = number(20.0);
    cement.shares_pct.insert("electricity".to_owned(), 50.0);
    let f = figures(&works(vec![clinker.clone(), cement.clone()]));
    assert_eq!(f.products().len(), 2, "the rows picked ask for one figure each");
    // (1229×0.5 + 3571.5×0.8) / 40000 t = 86.7925 kgce/t; 10⁷×0.5/50000 = 100 kWh/t
    near(by_unit(&f, "", "kgce/t").value, 86.7925);
    near(by_unit(&f, "", "kWh/t").value, 100.0);
    near(f.products()[0].fuel_share.expect("share"), 0.8);
    // Without a share it is asked for, and nothing is put in its place.
    cement.fields.share_pct = None;
    cement.shares_pct.clear();
    let f = figures(&works(vec![clinker, cement]));
    assert_eq!(f.products().len(), 1);
    assert!(f.questions[0].contains("“水泥”没有电力的能耗分摊比例"), "{:?}", f.questions);
}

#[test]
fn a_data_centres_pue_is_of_its_it_electricity() {
    let mut audit = works(vec![product("数据中心", "万kWh", 800.0)]);
    audit.consumption.truncate(1);
    let f = figures(&audit);
    // 10⁷ kWh / 800·10⁴ kWh
    let judged = benchmark(&f, &on("2026-11-29"));
    assert_eq!(judged.quotas.len(), 1);
    near(judged.quotas[0].deciding().expect("row").actual, 1.25);
    assert_eq!(judged.quotas[0].outcome.level(), Some(QuotaLevel::Grade2));
}

#[test]
fn what_cannot_be_made_into_figures_is_asked() {
    let f = figures(&works(vec![product("水泥熟料", "t", 0.0)]));
    assert!(f.products().is_empty() && f.questions[0].contains("没有产量"), "{:?}", f.questions);
    let mut audit = works(vec![product("水泥熟料", "t", 40_000.0)]);
    audit.consumption.clear();
    let f = figures(&audit);
    assert!(f.questions.iter().any(|q| q.contains("没有当年的能源消费")), "{:?}", f.questions);
    let mut row = product("水泥熟料", "t", 40_000.0);
    row.fields.year = None;
    assert!(figures(&works(vec![row])).questions[0].contains("没有年度"));
}

#[test]
fn yearly_figures_come_along() {
    let mut audit = works(vec![product("水泥熟料", "t", 40_000.0)]);
    let mut base = PlantYear::empty();
    base.fields.year = number(2020.0);
    base.fields.stated_tce_equivalent = number(6000.0);
    base.fields.value_added_wan = number(10_000.0);
    let mut now = PlantYear::empty();
    now.fields.year = number(2025.0);
    now.fields.value_added_wan = number(10_000.0);
    audit.years = vec![base, now];
    let judged = benchmark(&figures(&audit), &on("2026-11-29"));
    let fall = judged.targets.iter().find(|t| &*t.row.key == "datong_01").expect("target");
    // 1 - 4800.5/6000 = 19.99 %
    near(fall.actual.expect("fall"), (1.0 - 4800.5 / 6000.0) * 100.0);
    assert_eq!(fall.standing.code(), "met");
}

fn run(folder: &std::path::Path, args: &[&str]) -> (Option<i32>, String, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_energy-audit"))
        .args(args)
        .env("ENERGY_AUDIT_DATA_DIR", folder.join("data"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (out.status.code(), text(&out.stdout), text(&out.stderr))
}

#[test]
fn the_command_prints_table_csv_and_json_before_and_after() {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("厂.audit");
    let mut row = product("水泥熟料", "t", 40_000.0);
    row.fields.stated_unit_kgce = number(118.0);
    row.quotas = vec!["gb16780_2021_02".to_owned()];
    let mut audit = works(vec![row]);
    let id = Id::fresh();
    let inputs =
        OwnMeasure { electricity_saved_kwh: number(500_000.0), explanation: text("测算"), ..OwnMeasure::default() };
    audit.measures = vec![Measure {
        id,
        title: "余热发电".to_owned(),
        targets: Vec::new(),
        action: Action::OwnMeasure(inputs),
        cost: Cost { investment_yuan: Some(500_000.0), ..Cost::default() },
        note: String::new(),
        requires: Vec::new(),
    }];
    audit.scenarios = vec![Scenario { id: Id::fresh(), name: "一".to_owned(), measures: vec![id] }];
    Document::create(&file, audit, &DataDir::at(folder.path().join("data")))
        .expect("file")
        .close(true)
        .expect("closed");
    let path = file.to_string_lossy().into_owned();
    let (status, stdout, stderr) =
        run(folder.path(), &["benchmark", &path, "--format", "json", "--scenario", "一", "--next-level"]);
    assert_eq!(status, Some(0), "{stderr}");
    let json: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
    let clinker = &json["products"][0];
    assert_eq!((clinker["level"].as_str(), clinker["after"]["level"].as_str()), (Some("over_limit"), Some("grade3")));
    assert_eq!(clinker["rows"][0]["standard"], "GB 16780-2021");
    // 118 - 500000 kWh × 0.1229 / 40000 t = 116.46375
    near(clinker["after"]["value"].as_f64().expect("value"), 116.463_75);
    near(clinker["rows"][0]["gaps"][0]["tce"].as_f64().expect("tce"), 40.0);
    let next = &json["next_level"][0];
    assert_eq!((next["to"].as_str(), next["measures"][0].as_str()), (Some("grade3"), Some("余热发电")));
    assert_eq!(json["over_limit"].as_array().map(Vec::len), Some(2));
    assert!(
        json["targets"]
            .as_array()
            .expect("targets")
            .iter()
            .any(|t| t["target"] == "datong_19" && t["after"]["standing"] == "met")
    );
    let (status, stdout, _) = run(folder.path(), &["benchmark", &path]);
    assert_eq!(status, Some(0));
    assert!(stdout.contains("水泥熟料") && stdout.contains("超限") && stdout.contains("100 / 107 / 117"), "{stdout}");
    let (status, stdout, _) = run(folder.path(), &["benchmark", &path, "--format", "csv", "--lang", "en"]);
    assert_eq!(status, Some(0));
    assert!(stdout.lines().next().expect("header").starts_with("Item,Of,Actual,Unit"), "{stdout}");
    let (status, _, stderr) = run(folder.path(), &["benchmark", &path, "--scenario", "没有"]);
    assert_eq!(status, Some(2), "{stderr}");
}

#[test]
fn carbon_per_product_follows_its_share_of_each_carrier() {
    let mut a = product("甲", "t", 4000.0);
    a.fields.share_pct = number(25.0);
    let mut b = product("乙", "t", 1000.0);
    b.fields.share_pct = number(75.0);
    b.shares_pct.insert("electricity".to_owned(), 50.0);
    let mut audit = works(vec![a, b]);
    audit.factors.grid_co2_kg_per_kwh = number(0.6);
    let f = figures(&audit);
    // Electricity 10⁷ kWh × 0.6 = 6000 t. Coal 3571.5 tce × 29.3076 GJ/tce = 104 672.09 GJ, × 89.27 t/TJ = 9344.078 t.
    let coal = 3571.5 * 29.3076 * 89.27 / 1000.0;
    let of = |name: &str| f.carbon.iter().find(|c| c.product == name).expect("carbon");
    near(of("甲").t, 0.25 * 6000.0 + 0.25 * coal);
    near(of("甲").kg_per_unit, (0.25 * 6000.0 + 0.25 * coal) * 1000.0 / 4000.0);
    near(of("乙").t, 0.5 * 6000.0 + 0.75 * coal);
    assert_eq!(of("乙").unit, "t");
    // Without shares of two products nobody's is known.
    let f = figures(&works(vec![product("甲", "t", 1.0), product("乙", "t", 1.0)]));
    assert!(f.carbon.is_empty());
}
