//! The 改造 page driven through its accessibility labels: best set, contract, tornado, timing, scenarios.

use eframe::egui;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use energy_audit::app::App;
use energy_audit::app::dialogs::NoDialogs;
use energy_audit::app::pages::Page;
use energy_audit::audit::measure::inputs::OwnMeasure;
use energy_audit::audit::{
    Action, Cost, Edit, Entered, Equipment, FieldValue, Id, KindCode, Measure, Scenario, Section, Target,
};
use energy_audit::retrofit::timing::{Act, decide};
use energy_audit::store::DataDir;

struct Bench {
    harness: Harness<'static, App>,
    _folder: tempfile::TempDir,
}

fn bench() -> Bench {
    let folder = tempfile::tempdir().expect("folder");
    let data = DataDir::at(folder.path().join("data"));
    let harness = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_theme(egui::Theme::Light)
        .with_step_dt(1.0 / 30.0)
        .with_max_steps(60)
        .build_eframe(move |cc| App::new(&cc.egui_ctx, data, Box::new(NoDialogs), None));
    Bench { harness, _folder: folder }
}

impl Bench {
    /// Steps until something is so. Workers are real threads, so real time passes.
    fn until(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        for _ in 0..600 {
            self.harness.run_steps(2);
            if done(self) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("waited in vain for {what}");
    }

    fn judged(&mut self) {
        self.until("the diagnosis", |b| b.harness.state().workbench.up_to_date());
    }

    fn shows(&self, part: &str) -> bool {
        self.harness.query_all_by_label_contains(part).next().is_some()
    }

    fn wait_for(&mut self, part: &str) {
        self.until(part, |b| b.shows(part));
    }

    /// Presses a tab or a button.
    fn click(&mut self, label: &str) {
        let tab = self.harness.query_by_role_and_label(Role::Tab, label).is_some();
        self.press(if tab { Role::Tab } else { Role::Button }, label);
    }

    fn press(&mut self, role: Role, label: &str) {
        let place = self.harness.get_all_by_role_and_label(role, label).next().expect("control");
        place.click();
        self.harness.run_steps(3);
    }

    /// Puts a text in the place of what stands in a field, and leaves the field.
    fn enter(&mut self, label: &str, text: &str) {
        self.harness.get_by_role_and_label(Role::TextInput, label).scroll_to_me();
        self.harness.run_steps(8);
        self.harness.get_by_role_and_label(Role::TextInput, label).focus();
        self.harness.run_steps(2);
        self.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
        self.harness.get_by_role_and_label(Role::TextInput, label).type_text(text);
        self.harness.run_steps(2);
        self.harness.key_press(egui::Key::Enter);
        self.harness.run_steps(4);
    }

    fn edit(&mut self, edit: Edit) {
        assert!(self.harness.state_mut().workbench.edit("准备", edit));
    }

    fn scenarios(&self) -> Vec<Scenario> {
        self.harness.state().workbench.audit().expect("audit").scenarios.clone()
    }

    fn measure(&self, at: usize) -> Measure {
        self.harness.state().workbench.audit().expect("audit").measures[at].clone()
    }
}

fn own(title: &str, kwh: f64, investment_wan: f64) -> Measure {
    let inputs = OwnMeasure {
        electricity_saved_kwh: Some(Entered::ledger(kwh)),
        explanation: Some(Entered::ledger("测算".to_owned())),
        ..OwnMeasure::default()
    };
    Measure {
        id: Id::fresh(),
        title: title.to_owned(),
        targets: Vec::new(),
        action: Action::OwnMeasure(inputs),
        cost: Cost { investment_yuan: Some(investment_wan * 1e4), life_a: Some(10.0), ..Cost::default() },
        note: String::new(),
        requires: Vec::new(),
    }
}

/// Three measures at 0.6 yuan/kWh, 10 %, 10 a, nothing else: a saving of s a year is worth 6.144567·s.
///
/// | | saves 万元/a | investment 万元 | NPV 万元 |
/// | 甲 | 12 | 40 | 73.7348 − 40 = 33.7348 |
/// | 乙 | 6 | 30 | 36.8674 − 30 = 6.8674 |
/// | 丙 | 9 | 35 | 55.3011 − 35 = 20.3011 |
fn three() -> Bench {
    let mut b = bench();
    b.harness.state_mut().workbench.new_audit();
    for (target, key, value) in [
        (Target::Prices, "electricity_yuan_per_kwh", 0.6),
        (Target::Factors, "grid_co2_kg_per_kwh", 0.5),
        (Target::Finance, "discount_rate_pct", 10.0),
        (Target::Finance, "maintenance_rate_pct", 0.0),
        (Target::Finance, "residual_rate_pct", 0.0),
    ] {
        let value = Some(Entered::ledger(FieldValue::Number(value)));
        b.edit(Edit::Field { target, key: key.to_owned(), value });
    }
    for (at, measure) in
        [own("甲", 200_000.0, 40.0), own("乙", 100_000.0, 30.0), own("丙", 150_000.0, 35.0)].into_iter().enumerate()
    {
        b.edit(Edit::InsertMeasure(at, measure));
    }
    b.judged();
    b.harness.state_mut().workbench.page = Page::Retrofit;
    b.harness.run_steps(4);
    b
}

#[test]
fn the_best_set_within_a_budget_becomes_a_scenario_and_is_undone() {
    let mut b = three();
    b.click("优选");
    // All three: 33.7348 + 6.8674 + 20.3011 = 60.9033.
    b.wait_for("合计，含相互影响(3)");
    assert!(b.shows("60.90"), "NPV of all");
    assert!(b.shows("已证明最优"));
    // Within 70: 甲+乙 40.6022 for 70, 乙+丙 27.17 for 65, 甲+丙 costs 75.
    b.enter("预算(万元)", "70");
    b.wait_for("合计，含相互影响(2)");
    assert!(b.shows("40.60"));
    assert!(b.shows("参加了优选、没有选上：丙"));

    // A bad budget is refused with the reason, the plan stays.
    b.enter("预算(万元)", "-5");
    assert!(b.shows("预算(万元)应是 0～10,000,000 之间的数，“-5”没有采用"));
    assert!(b.shows("合计，含相互影响(2)"));
    b.enter("预算(万元)", "７５");
    // 甲+丙: 33.7348 + 20.3011 = 54.0359.
    b.wait_for("54.04");

    b.click("存为方案");
    let ids = [b.measure(0).id, b.measure(2).id];
    assert_eq!(b.scenarios().len(), 1);
    assert_eq!(b.scenarios()[0].measures, ids);
    b.harness.state_mut().workbench.undo();
    assert!(b.scenarios().is_empty(), "one undo takes it back");
}

#[test]
fn a_target_out_of_reach_is_said_and_changes_nothing() {
    let mut b = three();
    b.edit(Edit::InsertScenario(0, Scenario { id: Id::fresh(), name: "现有".to_owned(), measures: Vec::new() }));
    let before = b.scenarios();
    b.click("优选");
    b.harness.get_by_label("最少投资达到节能目标").click();
    b.harness.run_steps(3);
    assert!(b.shows("填写节能目标后开始优选"));
    assert!(!b.shows("合计，含相互影响"), "the plan for another goal is not shown as this one's");
    // 450 000 kWh are 55.3 tce at 0.1229 kgce/kWh.
    b.enter("节能目标(tce/a，当量值)", "1000");
    b.wait_for("现有方案没有改动");
    assert_eq!(b.scenarios(), before);
    // 20 tce: 甲 saves 24.58, 丙 18.4, 乙 12.3; least investment is 甲 with 40 against 乙+丙 with 65.
    b.enter("节能目标(tce/a，当量值)", "20");
    b.wait_for("合计，含相互影响(1)");
    assert!(b.shows("33.73"));
}

#[test]
fn a_shared_savings_contract_shows_both_sides() {
    let mut b = three();
    b.harness.get_all_by_role_and_label(Role::Label, "甲").next().expect("row").click();
    b.harness.run_steps(3);
    b.harness.get_by_role_and_label(Role::ComboBox, "合同能源管理").scroll_to_me();
    b.harness.run_steps(8);
    b.harness.get_by_role_and_label(Role::ComboBox, "合同能源管理").click();
    b.harness.run_steps(3);
    b.harness.get_by_label("节能效益分享型").click();
    b.harness.run_steps(3);
    assert!(b.shows("比例、金额、年限填齐后计入"));
    assert_eq!(b.measure(0).cost.contract, None, "half a contract is none");
    b.enter("服务公司分享比例(%)", "120");
    assert!(b.shows("“120”没有采用"));
    b.enter("服务公司分享比例(%)", "60");
    b.enter("分享年限(a)", "5");
    assert!(b.measure(0).cost.contract.is_some());
    b.judged();
    b.harness.run_steps(3);
    b.harness.get_by_label_contains("合同能源管理：双方").scroll_to_me();
    b.harness.run_steps(12);
    // Provider: −40 + 0.6·12·3.790787 = −12.7063; receives 5·7.2 = 36. Host: the rest, 33.7348 + 12.7063 = 46.4411.
    for figure in ["-12.71", "46.44", "36.00"] {
        assert!(b.shows(figure), "{figure}");
    }
    // Undo of the last figure takes the contract away, and it does not come back by itself.
    b.harness.state_mut().workbench.undo();
    b.harness.run_steps(6);
    assert_eq!(b.measure(0).cost.contract, None);
}

#[test]
fn the_tornado_appears_once_a_range_is_stated_and_the_simulation_runs() {
    let mut b = three();
    b.click("风险");
    assert!(b.shows("还没有填写变动范围"));
    b.enter("能源价格变动范围", "150");
    assert!(b.shows("超出允许范围"), "more than the price itself is refused");
    b.enter("能源价格变动范围", "10");
    b.judged();
    b.harness.run_steps(4);
    // 甲 alone: 0.9·73.7348 − 40 = 26.3613; 1.1·73.7348 − 40 = 41.1083.
    b.wait_for("能源价格 ±10.0 %：NPV 26.36～41.11 万元");
    assert!(b.shows("基准 NPV 33.73"));
    b.harness.get_by_role_and_label(Role::Button, "开始模拟").scroll_to_me();
    b.harness.run_steps(8);
    b.click("开始模拟");
    b.wait_for("NPV ≥ 0 的份额");
    // Nowhere in the range is the NPV negative.
    assert!(b.shows("100.0 %"));
    assert!(b.shows("20260101"), "the seed is shown");
    b.harness.state_mut().workbench.undo();
    b.judged();
    b.harness.run_steps(4);
    assert!(!b.shows("NPV ≥ 0 的份额"), "a result of another state of the audit is not shown");
}

#[test]
fn a_measure_without_investment_is_named_by_the_risk_tab() {
    let mut b = three();
    let mut measure = b.measure(1);
    measure.cost.investment_yuan = None;
    let id = measure.id;
    b.edit(Edit::ReplaceMeasure(measure));
    b.edit(Edit::InsertScenario(0, Scenario { id: Id::fresh(), name: "一".to_owned(), measures: vec![id] }));
    b.judged();
    b.click("风险");
    b.harness.get_by_role_and_label(Role::ComboBox, "分析对象").click();
    b.harness.run_steps(3);
    b.harness.get_by_label("方案：一").click();
    b.harness.run_steps(3);
    assert!(b.shows("不能分析，请先补齐：“乙”缺投资"));
}

#[test]
fn prerequisites_are_chosen_and_their_lack_is_told_in_the_scenario() {
    let mut b = three();
    let ids: Vec<Id> = (0..3).map(|at| b.measure(at).id).collect();
    b.edit(Edit::InsertScenario(0, Scenario { id: Id::fresh(), name: "一".to_owned(), measures: vec![ids[0]] }));
    b.judged();
    b.harness.get_all_by_role_and_label(Role::Label, "甲").next().expect("row").click();
    b.harness.run_steps(3);
    b.harness.get_by_label("加前置措施…").scroll_to_me();
    b.harness.run_steps(8);
    b.harness.get_by_label("加前置措施…").click();
    b.harness.run_steps(3);
    b.click("丙");
    assert_eq!(b.measure(0).requires, [ids[2]]);
    b.judged();
    b.click("方案");
    b.harness.run_steps(3);
    assert!(b.shows("“甲”的前置措施“丙”不在方案内"));
    // In the scenario but behind: told as well; moved up: right.
    b.edit(Edit::ReplaceScenario(Scenario { measures: vec![ids[0], ids[2]], ..b.scenarios()[0].clone() }));
    b.judged();
    b.harness.run_steps(3);
    assert!(b.shows("“甲”排在它的前置措施“丙”之前"));
    b.click("上移：丙");
    b.judged();
    b.harness.run_steps(3);
    assert_eq!(b.scenarios()[0].measures, [ids[2], ids[0]]);
    assert!(!b.shows("前置措施“丙”"));
    b.click("复制方案");
    let found = b.scenarios();
    assert_eq!(found.len(), 2);
    assert_eq!((found[1].name.as_str(), &found[1].measures), ("一(副本)", &found[0].measures));
}

/// Ascending by investment, descending by NPV: what stands above what.
#[test]
fn the_list_is_sorted_by_a_click_and_totals_are_those_of_the_scenario() {
    let mut b = three();
    let ids: Vec<Id> = (0..3).map(|at| b.measure(at).id).collect();
    b.edit(Edit::InsertScenario(0, Scenario { id: Id::fresh(), name: "一".to_owned(), measures: ids[..2].to_vec() }));
    b.judged();
    b.harness.run_steps(3);
    let order = |b: &Bench| {
        let mut rows: Vec<(i64, &str)> = ["甲", "乙", "丙"]
            .into_iter()
            .map(|t| (b.harness.get_all_by_role_and_label(Role::Label, t).map(|n| n.rect().top() as i64).min(), t))
            .map(|(top, t)| (top.expect("row"), t))
            .collect();
        rows.sort_unstable();
        rows.into_iter().map(|(_, t)| t).collect::<Vec<_>>()
    };
    assert_eq!(order(&b), ["甲", "乙", "丙"]);
    b.press(Role::ColumnHeader, "排序：NPV 万元");
    assert_eq!(order(&b), ["甲", "丙", "乙"]);
    b.press(Role::ColumnHeader, "排序：NPV 万元");
    assert_eq!(order(&b), ["乙", "丙", "甲"]);
    b.press(Role::ColumnHeader, "排序：NPV 万元");
    assert_eq!(order(&b), ["甲", "乙", "丙"], "the third click gives the order of the audit back");
    // 甲+乙: 30 万kWh, 70 万元, NPV 40.6022.
    assert!(b.shows("合计：一") && b.shows("30.00") && b.shows("40.60"));
    b.harness.get_by_role_and_label(Role::ComboBox, "列表与合计").click();
    b.harness.run_steps(3);
    b.harness.get_by_label("各项单独实施").click();
    b.harness.run_steps(3);
    assert!(b.shows("节能量不能相加") && !b.shows("40.60"));
}

/// The list says what the engine decides, and follows a threshold edited in place.
#[test]
fn the_timing_list_of_a_sample_follows_its_threshold() {
    let mut b = bench();
    b.harness.run_steps(3);
    b.harness.get_by_label("云冈示例水泥有限公司").click();
    b.harness.run_steps(3);
    b.judged();
    b.harness.state_mut().workbench.page = Page::Retrofit;
    b.harness.run_steps(4);
    b.click("何时更换");
    let now = |b: &Bench| {
        let wb = &b.harness.state().workbench;
        let found = wb.diagnosis.as_ref().expect("diagnosis");
        let (audit, ctx) = (wb.audit().expect("audit"), wb.context().expect("context"));
        let verdict = |id: Id| found.device(id).map(|d| d.verdict.clone());
        let decisions = decide(audit, &verdict, &found.measures, &ctx);
        (decisions.len(), decisions.iter().filter(|d| d.act == Act::Now).count())
    };
    let (all, before) = now(&b);
    b.wait_for(&format!("全部 {all}"));
    assert!(b.shows(&format!("立即更换 {before}")));
    // With 50 a every device whose replacement earns a little is replaced at once.
    b.enter("立即更换的回收期上限", "50");
    b.judged();
    let (_, after) = now(&b);
    assert!(after > before);
    b.wait_for(&format!("立即更换 {after}"));
    b.click(&format!("✔ 不更换 {}", {
        let wb = &b.harness.state().workbench;
        let found = wb.diagnosis.as_ref().expect("diagnosis");
        let verdict = |id: Id| found.device(id).map(|d| d.verdict.clone());
        let ctx = wb.context().expect("context");
        let decisions = decide(wb.audit().expect("audit"), &verdict, &found.measures, &ctx);
        decisions.iter().filter(|d| d.act == Act::Keep).count()
    }));
    b.click("查看设备");
    assert_eq!(b.harness.state().workbench.page, Page::Equipment);
}

/// An obsolete motor (JO2), one of unknown grade and a fan with data for nothing.
fn with_motors() -> Bench {
    let mut b = bench();
    b.harness.state_mut().workbench.new_audit();
    let motor = |tag: &str, model: &str| {
        let mut motor = Equipment::new(KindCode::Motor);
        for (key, value) in [
            ("tag", FieldValue::Text(tag.to_owned())),
            ("model", FieldValue::Text(model.to_owned())),
            ("rated_power_kw", FieldValue::Number(30.0)),
            ("poles", FieldValue::Number(4.0)),
            ("annual_hours_h", FieldValue::Number(6000.0)),
            ("load_factor_pct", FieldValue::Number(75.0)),
        ] {
            motor.set(key, Some(Entered::ledger(value))).expect(key);
        }
        motor.into()
    };
    let rows = vec![(0, motor("M-1", "JO2-72-4")), (1, motor("M-2", "JO2-72-4"))];
    b.edit(Edit::InsertEquipment(rows));
    b.judged();
    b.harness.state_mut().workbench.page = Page::Retrofit;
    b.harness.run_steps(4);
    b
}

#[test]
fn suggestions_say_why_and_are_adopted_by_choice_in_one_step() {
    let mut b = with_motors();
    b.click("按判定建议");
    // JO2 stands in the catalogue; the two motors share one measure, urgent and complete, so it is chosen already.
    b.wait_for("1 条建议，选中 1 条");
    assert!(b.shows("更换淘汰与低效低压电动机(2级能效)，2 项"));
    assert!(b.shows("淘汰 2 项") && b.shows("M-1、M-2"), "reason and devices");
    let count = |b: &Bench| b.harness.state().workbench.audit().expect("audit").measures.len();
    b.click("全不选");
    b.click("采纳选中的");
    assert_eq!(count(&b), 0, "nothing chosen, nothing adopted");
    b.click("全选");
    b.click("采纳选中的");
    assert_eq!((count(&b), b.measure(0).targets.len()), (1, 2));
    assert!(b.shows("已加入 1 项措施，涉及 2 项设备"));
    assert_eq!(b.scenarios().len(), 1);
    b.judged();
    b.wait_for("没有新的建议");
    assert!(b.shows("2 项淘汰、疑似淘汰或低于限定值的在用设备都已有更换措施"));
    b.harness.state_mut().workbench.undo();
    assert_eq!((count(&b), b.scenarios().len()), (0, 0), "one undo takes all back");
}

#[test]
fn all_devices_are_brought_to_one_grade_in_one_step() {
    let mut b = with_motors();
    b.click("建议");
    b.wait_for("1 条建议");
    b.harness.get_by_role_and_label(Role::ComboBox, "统一等级").click();
    b.harness.run_steps(3);
    b.harness.get_by_label("1 级").click();
    b.harness.run_steps(3);
    b.click("全部更换为 1 级");
    b.wait_for("已加入 1 项措施，涉及 2 项设备");
    assert_eq!(b.measure(0).action, Action::ReplaceMotor { grade: 1, efficiency_pct: None });
    b.judged();
    b.wait_for("没有新的建议");
    b.click("全部更换为 1 级");
    b.wait_for("没有设备可以统一更换为 1 级");
    b.harness.state_mut().workbench.undo();
    assert!(b.harness.state().workbench.audit().expect("audit").measures.is_empty());
    assert!(b.scenarios().is_empty(), "one undo takes all back");
}

/// 甲 and 乙 save 300 000 kWh of the 250 000 kWh that the plant bought; 甲 alone saves 200 000.
#[test]
fn a_scenario_that_saves_more_than_the_plant_used_is_told() {
    let mut b = three();
    let mut row = Section::Consumption.empty();
    for (key, value) in [
        ("year", FieldValue::Number(2025.0)),
        ("carrier", FieldValue::Text("electricity".to_owned())),
        ("annual", FieldValue::Number(250_000.0)),
    ] {
        row.fields_mut().set(key, Some(Entered::ledger(value))).expect(key);
    }
    b.edit(Edit::InsertRow(0, row));
    let ids: Vec<Id> = (0..2).map(|at| b.measure(at).id).collect();
    b.edit(Edit::InsertScenario(0, Scenario { id: Id::fresh(), name: "一".to_owned(), measures: ids.clone() }));
    b.judged();
    b.click("方案");
    b.wait_for("方案每年节约电力");
    assert!(b.shows("多于全厂 2025 年的用量"));
    b.edit(Edit::ReplaceScenario(Scenario { measures: ids[..1].to_vec(), ..b.scenarios()[0].clone() }));
    b.judged();
    b.harness.run_steps(3);
    assert!(!b.shows("方案每年节约电力"));
}
