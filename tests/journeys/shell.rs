//! What is at hand on every page of the workbench, driven through its labels: search, messages, help, settings, closing.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use energy_audit::app::lang::Lang;
use energy_audit::app::pages::Page;
use energy_audit::app::settings::Theme;
use energy_audit::app::workbench::Workbench;
use energy_audit::audit::{Audit, Edit, Entered, Equipment, FieldValue, KindCode};
use energy_audit::store::{DataDir, Document};

use crate::bench::{Bench, bench, bench_in};

fn device(kind: KindCode, fields: &[(&str, &str)]) -> Equipment {
    let mut device = Equipment::new(kind);
    for (key, value) in fields {
        device.set(key, Some(Entered::ledger(FieldValue::Text((*value).to_owned())))).expect("field");
    }
    device
}

/// An audit with three devices whose names are worth finding.
fn with_devices(b: &mut Bench) {
    let devices = [
        device(
            KindCode::Motor,
            &[("tag", "M-101"), ("name", "磨机电动机"), ("model", "Y160M-4"), ("workshop", "制粉车间")],
        ),
        device(
            KindCode::Pump,
            &[("tag", "Ｐ－２０１"), ("name", "循环水泵"), ("model", "IS80-65-160"), ("workshop", "动力车间")],
        ),
        device(KindCode::Transformer, &[("tag", "T-1"), ("name", "调压站变压器"), ("model", "S11-M-500/10")]),
    ];
    b.wb().new_audit();
    let inserted = devices.into_iter().map(Into::into).enumerate().collect();
    b.wb().edit("添加设备", Edit::InsertEquipment(inserted));
    b.until("the diagnosis", Workbench::up_to_date);
}

/// Every way of writing that the search promises leads to the device and its page.
#[test]
fn a_device_is_found_by_name_initials_pinyin_tag_and_a_piece_of_its_model() {
    let mut b = bench();
    with_devices(&mut b);
    for (typed, tag) in [
        ("循环水", "Ｐ－２０１"),
        // 循环水泵: x h s b
        ("xhsb", "Ｐ－２０１"),
        ("XHSB", "Ｐ－２０１"),
        ("ｘｈｓｂ", "Ｐ－２０１"),
        ("xunhuan", "Ｐ－２０１"),
        ("p-201", "Ｐ－２０１"),
        ("80-65", "Ｐ－２０１"),
        ("8065", "Ｐ－２０１"),
        ("160m-4", "M-101"),
        ("Ｙ１６０", "M-101"),
        // Two words, in any order: 制粉车间 and 磨机.
        ("磨机 制粉", "M-101"),
        ("zfcj 磨", "M-101"),
        // 调 is read tiao and diao.
        ("tyzbyq", "T-1"),
        ("dyzbyq", "T-1"),
        ("500/10", "T-1"),
    ] {
        b.wb().page = Page::Overview;
        b.harness.run_steps(2);
        b.search(typed);
        b.take();
        assert_eq!(b.wb().page, Page::Equipment, "{typed}");
        assert_eq!(b.wb().device().map(|d| d.label().to_owned()).as_deref(), Some(tag), "{typed}");
    }
}

#[test]
fn what_is_not_there_is_not_found_and_escape_closes() {
    let mut b = bench();
    with_devices(&mut b);
    b.wb().page = Page::Overview;
    b.search("没有这台设备");
    assert!(b.shows("没有找到"));
    // Enter on nothing does nothing.
    b.key(Modifiers::NONE, Key::Enter);
    assert!(b.wb().shell.palette.open);
    b.key(Modifiers::NONE, Key::Escape);
    assert!(!b.wb().shell.palette.open);
    assert_eq!(b.wb().page, Page::Overview);
    // An edit made since is found: the index follows the audit.
    let id = b.wb().audit().expect("audit").equipment[0].id;
    b.wb().edit("改名", Edit::field(id, "name", Some(Entered::ledger(FieldValue::Text("没有这台设备".to_owned())))));
    b.until("the diagnosis", Workbench::up_to_date);
    b.search("没有这台设备");
    b.take();
    assert_eq!(b.wb().current, Some(id));
}

#[test]
fn pages_and_commands_are_found_in_both_languages_and_by_initials() {
    let mut b = bench();
    b.sample("御河示例供热站");
    for (typed, page) in
        [("筛查", Page::Screening), ("sc", Page::Screening), ("benchmark", Page::Benchmark), ("gaizao", Page::Retrofit)]
    {
        b.search(typed);
        b.take();
        assert_eq!(b.wb().page, page, "{typed}");
    }
    b.search("深色");
    b.take();
    assert_eq!(b.wb().settings.theme, Theme::Dark);
    b.search("浅色");
    b.take();
    assert_eq!(b.wb().settings.theme, Theme::Light);
    b.search("英文");
    assert_eq!(b.chosen().as_deref(), Some("界面语言：English"));
    b.take();
    assert_eq!(b.wb().lang(), Lang::En);
    b.search("language");
    b.take();
    assert_eq!(b.wb().lang(), Lang::Zh);
    b.search("gbsj");
    b.take();
    assert!(b.wb().document.is_none() && b.wb().page == Page::Start, "关闭审计");
    // What needs an audit is not offered without one.
    b.search("筛查");
    assert_ne!(b.chosen().as_deref(), Some("筛查"));
}

#[test]
fn standards_and_catalogue_items_open_where_they_stand() {
    let mut b = bench();
    b.search("GB 18613");
    assert!(b.chosen().is_some_and(|t| t.contains("电动机")));
    b.take();
    assert_eq!(b.wb().page, Page::Reference);
    b.harness.run_steps(3);
    assert!(b.shows("GB 18613-2020"), "the table is shown");
    // On the first catalogue: JO2 motors.
    b.search("JO2");
    b.take();
    b.harness.run_steps(3);
    assert!(b.shows("规范化为"), "the model is looked up");
}

#[test]
fn arrows_choose_and_composing_takes_no_keys() {
    use egui::{Event, ImeEvent};
    let mut b = bench();
    with_devices(&mut b);
    b.search("车间");
    let first = b.chosen().expect("a result");
    b.key(Modifiers::NONE, Key::ArrowDown);
    let second = b.chosen().expect("another");
    assert_ne!(first, second);
    b.key(Modifiers::NONE, Key::ArrowUp);
    assert_eq!(b.chosen().as_deref(), Some(first.as_str()));
    // Enter while the input method is composing is the input method's.
    let preedit = |text: &str| Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None });
    b.harness.event(preedit("mo"));
    b.harness.run_steps(2);
    b.key(Modifiers::NONE, Key::Enter);
    assert!(b.wb().shell.palette.open, "composing goes on");
    b.harness.event(Event::Ime(ImeEvent::Commit("磨".to_owned())));
    b.harness.run_steps(2);
    b.key(Modifiers::NONE, Key::Escape);
    assert!(!b.wb().shell.palette.open);
}

/// Of 100 000 devices only some thousand are looked at in a frame, and all of them in the end.
#[test]
fn a_large_audit_is_searched_over_several_frames() {
    let mut b = bench();
    let mut audit = Audit::default();
    for n in 0..100_000 {
        audit.equipment.push(device(KindCode::Motor, &[("tag", &format!("N{n:05}")), ("name", "引风机")]));
    }
    audit.equipment.push(device(KindCode::Pump, &[("tag", "末-1"), ("name", "循环水泵")]));
    b.wb().untitled(audit, Page::Overview);
    b.until("the diagnosis", Workbench::up_to_date);
    b.key(Modifiers::COMMAND, Key::K);
    b.until("the index", |wb| wb.jobs.running().is_empty());
    b.harness.event(egui::Event::Text("xhsb".to_owned()));
    let mut frames = 0;
    b.harness.step();
    while !b.wb().shell.palette.settled() {
        b.harness.step();
        frames += 1;
        assert!(frames < 1000, "the search never ends");
    }
    // 100 000 devices, and in no frame more than 10 000 of them.
    assert!(frames > 10, "all at once: {frames} frames");
    b.harness.run_steps(2);
    assert_eq!(b.chosen().as_deref(), Some("末-1 循环水泵"));
    b.take();
    assert_eq!(b.wb().device().map(Equipment::label), Some("末-1"));
}

#[test]
fn messages_are_kept_with_time_and_place() {
    let mut b = bench();
    with_devices(&mut b);
    b.wb().page = Page::Equipment;
    b.wb().undo();
    b.harness.run_steps(2);
    // Shown at the lower right, then gone; the list keeps it.
    assert!(b.shows("已撤销：添加设备"));
    b.wb().messages.clear();
    b.wb().page = Page::Report;
    b.harness.run_steps(2);
    assert!(!b.shows("已撤销：添加设备"));
    b.click("消息");
    assert!(b.shows("已撤销：添加设备"));
    b.click("去 设备");
    assert_eq!(b.wb().page, Page::Equipment);
    b.click("清空列表");
    assert!(b.shows("还没有消息"));
}

#[test]
fn the_page_of_keys_opens_by_key_and_menu() {
    let mut b = bench();
    b.key(Modifiers::NONE, Key::F1);
    assert!(b.shows("清除选中的格"));
    b.key(Modifiers::NONE, Key::Escape);
    assert!(!b.shows("清除选中的格"));
    b.click("帮助");
    b.click("关于本程序");
    assert!(b.shows(env!("CARGO_PKG_VERSION")));
    b.click("关闭");
    assert!(!b.wb().shell.about);
}

#[test]
fn the_tour_is_offered_once_blocks_nothing_and_can_be_seen_again() {
    let mut b = bench();
    assert!(b.shows("跳过导览"));
    // It blocks nothing: the sample opens, and the card stays behind.
    b.sample("御河示例供热站");
    assert!(!b.shows("跳过导览"));
    b.wb().close_audit();
    b.harness.run_steps(2);
    b.click("下一张");
    b.click("上一张");
    b.click("跳过导览");
    assert!(!b.shows("下一张"));
    let folder = b.folder.clone();
    drop(b);
    let mut b = bench_in(folder, None);
    assert!(!b.shows("跳过导览"), "skipped for good");
    b.click("帮助");
    b.click("快速导览");
    for _ in 0..4 {
        b.click("下一张");
    }
    assert!(b.shows("5 / 5"));
    b.click("知道了");
    assert!(!b.shows("5 / 5"));
}

#[test]
fn settings_are_kept_and_new_audits_begin_with_them() {
    let mut b = bench();
    b.key(Modifiers::COMMAND, Key::Comma);
    assert_eq!(b.wb().page, Page::Settings);
    for (label, text) in [("诊断机构", "晋北节能中心"), ("电价", "0.62")] {
        b.harness.get_by_role_and_label(Role::TextInput, label).focus();
        b.harness.run_steps(2);
        b.harness.get_by_role_and_label(Role::TextInput, label).type_text(text);
        b.harness.run_steps(2);
        b.key(Modifiers::NONE, Key::Enter);
    }
    b.click("125 %");
    b.click("特大");
    // A table of one's own for every new audit.
    let form = energy_audit::reference::own::form(
        &energy_audit::reference::Reference::on(energy_audit::clock::today()).expect("reference").tables,
        "motor_lv_gb18613_2020",
        true,
    )
    .expect("form");
    // The head of an empty form is to be filled in: a province's own limits.
    let filled = [
        ("standard", "DB14/T 1-2026"),
        ("edition", "2026"),
        ("clause", "表1"),
        ("effective_from", "2026-01-01"),
        ("source", "省市场监管局公告"),
        ("review", "已与公告核对"),
    ];
    let form = filled
        .iter()
        .fold(form, |text, (key, value)| text.replace(&format!("# {key} = \n"), &format!("# {key} = {value}\n")));
    let table = b.folder.path().join("自备电机.csv");
    std::fs::write(&table, form).expect("table");
    b.answer(&table);
    b.harness.get_by_label("加入自备表…").scroll_to_me();
    b.harness.run_steps(10);
    b.click("加入自备表…");
    assert!(b.said("以后新建的审计都带上"), "{:?}", b.wb().shell.messages.said);
    let folder = b.folder.clone();
    drop(b);

    let mut b = bench_in(folder, None);
    assert_eq!((b.wb().settings.zoom, b.wb().settings.text_size), (1.25, 18.0));
    b.wb().new_audit();
    b.harness.run_steps(3);
    let audit = b.wb().audit().expect("audit").clone();
    assert_eq!(audit.enterprise.audit_organization.map(|e| e.value).as_deref(), Some("晋北节能中心"));
    let price = audit.prices.electricity_yuan_per_kwh.expect("price");
    assert_eq!((price.value, price.origin.zh()), (0.62, "估算"), "usual is not yet this plant's");
    assert_eq!(audit.own_tables.len(), 1, "{:?}", b.wb().shell.messages.said.last());
    b.wb().show_settings();
    b.harness.run_steps(2);
    b.click("← 返回");
    assert_eq!(b.wb().page, Page::Enterprise);
}

#[test]
fn a_broken_settings_file_is_kept_and_said_and_an_old_one_is_read() {
    let folder = Arc::new(tempfile::tempdir().expect("folder"));
    std::fs::create_dir_all(folder.path().join("data")).expect("folder");
    let settings = folder.path().join("data/settings.json");
    std::fs::write(&settings, "{\"dark\": tru").expect("file");
    let b = bench_in(folder.clone(), None);
    assert!(b.said("设置文件不能读取"));
    let kept = std::fs::read_to_string(folder.path().join("data/settings.broken-1.json")).expect("kept");
    assert_eq!(kept, "{\"dark\": tru");
    // The form of version 0.1 knew dark as yes or no.
    std::fs::write(&settings, "{\"dark\": true, \"text_size\": 400.0}").expect("file");
    let mut b = bench_in(folder, None);
    assert_eq!((b.wb().settings.theme, b.wb().settings.text_size), (Theme::Dark, 20.0));
    assert!(!b.said("设置文件"));
}

#[test]
fn a_panic_of_a_worker_becomes_a_message_with_a_report() {
    let mut b = bench();
    with_devices(&mut b);
    let ctx = b.wb().ctx.clone();
    b.wb().jobs.start(&ctx, "试算", false, |_| panic!("第 7 步不成立"));
    b.until("the message", |wb| wb.jobs.running().is_empty());
    assert!(b.said("试算时程序内部出错：第 7 步不成立"));
    assert!(b.said("错误报告"));
    let reports = std::fs::read_dir(b.folder.path().join("data/error-reports")).expect("folder");
    let texts: Vec<String> =
        reports.map(|e| std::fs::read_to_string(e.expect("entry").path()).expect("report")).collect();
    let [text] = texts.as_slice() else { panic!("one report, not {}", texts.len()) };
    for part in ["正在做：试算", "第 7 步不成立", "tests/journeys/shell.rs", env!("CARGO_PKG_VERSION")] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(b.wb().audit().map(|a| a.equipment.len()), Some(3), "nothing is lost");
}

#[test]
fn the_report_of_an_unexpected_end_is_told_once() {
    let folder = Arc::new(tempfile::tempdir().expect("folder"));
    let reports = folder.path().join("data/error-reports");
    std::fs::create_dir_all(&reports).expect("folder");
    std::fs::write(reports.join("ended-20261101-080000.000.txt"), "x").expect("report");
    let b = bench_in(folder.clone(), None);
    assert!(b.said("ended-20261101-080000.000.txt"));
    drop(b);
    assert!(!bench_in(folder, None).said("上次程序意外结束"));
}

/// Asks the window to close, as its button does.
fn close(b: &mut Bench) -> bool {
    let root = b.harness.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
    root.events.push(egui::ViewportEvent::Close);
    let mut closed = false;
    for _ in 0..8 {
        b.harness.step();
        let commands = &b.harness.output().viewport_output[&egui::ViewportId::ROOT].commands;
        closed |= commands.contains(&egui::ViewportCommand::Close);
    }
    closed
}

#[test]
fn closing_while_work_runs_asks_first() {
    let mut b = bench();
    with_devices(&mut b);
    let ctx = b.wb().ctx.clone();
    b.wb().jobs.start(&ctx, "写出大报告", false, |progress| {
        while !progress.cancelled() {
            std::thread::sleep(Duration::from_millis(5));
        }
        Box::new(|wb: &mut Workbench| wb.say(energy_audit::app::theme::Tone::Quiet, "停下来了"))
    });
    b.harness.run_steps(2);
    assert!(!close(&mut b), "not at once");
    assert!(b.shows("还有工作没有做完") && b.shows("写出大报告"));
    b.click("不关闭");
    assert!(b.wb().document.is_some() && !b.shows("还有工作没有做完"));
    close(&mut b);
    b.harness.get_by_label("停止并关闭").click();
    let mut closed = false;
    for _ in 0..8 {
        b.harness.step();
        let commands = &b.harness.output().viewport_output[&egui::ViewportId::ROOT].commands;
        closed |= commands.contains(&egui::ViewportCommand::Close);
    }
    assert!(closed);
    assert!(b.wb().document.is_none(), "left in order");
    b.until("the worker's end", |wb| wb.jobs.running().is_empty());
}

#[test]
fn closing_without_work_does_not_ask() {
    let mut b = bench();
    with_devices(&mut b);
    assert!(close(&mut b));
    let left = energy_audit::store::recoverable(&DataDir::at(b.folder.path().join("data")));
    assert_eq!(left.iter().map(|l| l.devices).collect::<Vec<_>>(), [3], "the untitled audit is offered next time");
}

#[test]
fn nothing_is_drawn_while_nothing_happens() {
    let mut b = bench();
    b.sample("御河示例供热站");
    for page in [Page::Start, Page::Overview, Page::Equipment, Page::Settings] {
        b.wb().page = page;
        b.wb().messages.clear();
        b.until("quiet", |wb| wb.jobs.running().is_empty());
        b.harness.run_steps(10);
        let delay = b.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
        assert_eq!(delay, Duration::MAX, "{page:?}");
    }
}

#[test]
fn a_file_open_elsewhere_opens_read_only_and_says_so() {
    let folder = Arc::new(tempfile::tempdir().expect("folder"));
    let file = folder.path().join("站.audit");
    let data = DataDir::at(folder.path().join("other"));
    let mut first = Document::untitled(Audit::default(), &data).expect("document");
    first.save_as(&file).expect("saved");
    let mut b = bench_in(folder, Some(file));
    assert!(b.wb().document.as_ref().is_some_and(Document::read_only));
    assert!(b.said("已只读打开"));
    assert!(b.shows("只读"), "beside the file's name");
    drop(first);
    b.search("取得编辑权");
    b.take();
    assert!(b.said("已取得编辑权"));
    assert!(!b.wb().document.as_ref().is_some_and(Document::read_only));
}

/// Every field of every kind says what it is, where it is read and what range it takes; nothing is left to guess.
#[test]
fn every_field_of_a_device_has_a_hint() {
    use energy_audit::app::widgets::hint;
    for kind in KindCode::ALL {
        for def in kind.fields() {
            let lines = hint::lines(def, Lang::Zh);
            assert!(lines.len() > 1 && !def.help.is_empty(), "{} {}", kind.zh(), def.key);
        }
    }
    let power = KindCode::Motor.field("rated_power_kw").expect("field");
    // As declared: 0.01 to 60000 kW, needed by screening and energy.
    assert_eq!(
        hint::lines(power, Lang::Zh),
        [
            "额定功率 (kW)",
            "铭牌上的额定输出功率",
            "读自铭牌；铭牌上没有的查样本、说明书或出厂试验报告",
            "允许范围 0.01～60,000 kW",
            "判定和计算年能耗都需要",
        ]
    );
}

/// What is not a device's: enterprise, prices, factors, finance, report, the plant's lists, measures.
#[test]
fn every_other_field_has_a_hint() {
    use energy_audit::app::widgets::hint;
    use energy_audit::audit::report::Imprint;
    use energy_audit::audit::{Enterprise, Factors, FieldDef, Finance, Prices, Section};
    let records: [&[FieldDef]; 5] =
        [Enterprise::defs(), Prices::defs(), Factors::defs(), Finance::defs(), Imprint::defs()];
    let sections = Section::ALL.into_iter().map(Section::fields);
    let measures = energy_audit::audit::Action::recorded().into_iter().map(|action| action.input_fields());
    let mut seen = 0;
    for def in records.into_iter().chain(sections).chain(measures).flatten() {
        seen += 1;
        assert!(!def.help.is_empty() && !def.help.contains("同上"), "{} {}: “{}”", def.zh, def.key, def.help);
        for lang in [Lang::Zh, Lang::En] {
            let lines = hint::lines(def, lang);
            assert_eq!(lines[0], lang.header(def));
            // Name and unit, meaning, and where it is found (what is of the enterprise says it in its meaning).
            let least = if def.group == energy_audit::audit::field::Group::Enterprise { 2 } else { 3 };
            assert!(lines.len() >= least, "{} {}: {lines:?}", def.zh, def.key);
        }
    }
    assert!(seen > 250, "{seen} fields");
    let price = Prices::defs().iter().find(|d| d.key == "natural_gas_yuan_per_m3").expect("field");
    assert_eq!(
        hint::lines(price, Lang::Zh),
        ["天然气价 (元/m³)", "到户气价，含税，按标准立方米", "来自全年账单、发票或供货合同", "允许范围 0～50 元/m³",]
    );
}

/// The page of keys has every key that a command has.
#[test]
fn the_page_of_keys_has_the_keys_of_all_commands() {
    use energy_audit::app::shell::command::Command;
    use energy_audit::app::shell::help::KEYS;
    let listed: Vec<&str> = KEYS.iter().flat_map(|(_, _, keys)| keys.iter().map(|(key, ..)| *key)).collect();
    for key in Command::ALL.into_iter().map(Command::keys).filter(|k| !k.is_empty()) {
        assert!(listed.iter().any(|l| l.split(" / ").any(|one| one == key)), "{key} is not on the page of keys");
    }
}

/// Looks, backups and the name of who works here: set on the page, there again after a restart.
#[test]
fn every_setting_of_the_page_survives_a_restart() {
    let mut b = bench();
    b.key(Modifiers::COMMAND, Key::Comma);
    b.press(Role::Button, "150 %");
    b.press(Role::Button, "大");
    b.press(Role::Button, "深色");
    b.press(Role::Button, "English (captions)");
    b.enter("Your name", "张工");
    let folder = b.folder.clone();
    drop(b);
    let mut b = bench_in(folder, None);
    let s = b.wb().settings.clone();
    assert_eq!((s.zoom, s.text_size, s.theme, s.lang, s.author.as_str()), (1.5, 16.0, Theme::Dark, Lang::En, "张工"));
    assert_eq!(b.harness.ctx.zoom_factor(), 1.5, "and it is in use");
    assert!(b.harness.ctx.theme() == egui::Theme::Dark && b.shows("Recent files"));
}
