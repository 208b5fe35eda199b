//! Every page painted without a window: light and dark, on a small laptop, a large screen, at 150 %
//! and 200 %, and in English.
//!
//! `ENERGY_AUDIT_SCREENSHOTS=assets/screenshots cargo test --test screenshots -- --ignored` renews the pictures of the
//! README; `ENERGY_AUDIT_LOOKS=renew` the small reference pictures in `tests/looks`, after looking at them. `ENERGY_AUDIT_SCREEN`
//! (`large`, `en`, …) paints in one setting only.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use eframe::egui;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use energy_audit::app::App;
use energy_audit::app::dialogs::NoDialogs;
use energy_audit::app::lang::Lang;
use energy_audit::app::pages::Page;
use energy_audit::app::samples::samples;
use energy_audit::app::settings::Theme;
use energy_audit::app::shell::closing::Closing;
use energy_audit::app::shell::palette::Palette;
use energy_audit::app::shell::tour::Tour;
use energy_audit::app::theme::Tone;
use energy_audit::app::workbench::Workbench;
use energy_audit::audit::Edit;
use energy_audit::exchange::own_table;
use energy_audit::store::{DataDir, Document};
use image::{RgbaImage, imageops};

struct Screen {
    name: &'static str,
    points: [f32; 2],
    scale: f32,
    dark: bool,
    lang: Lang,
    /// Whether its pages are compared with the reference pictures, or only painted.
    compared: bool,
}

const SMALL: Screen =
    Screen { name: "", points: [1366.0, 768.0], scale: 1.0, dark: false, lang: Lang::Zh, compared: true };

const SCREENS: [Screen; 7] = [
    SMALL,
    Screen { name: "-dark", dark: true, ..SMALL },
    Screen { name: "-large", points: [1920.0, 1080.0], compared: false, ..SMALL },
    Screen { name: "-125", points: [1093.0, 614.0], scale: 1.25, compared: false, ..SMALL },
    Screen { name: "-150", points: [1280.0, 720.0], scale: 1.5, dark: true, compared: false, ..SMALL },
    Screen { name: "-200", points: [960.0, 540.0], scale: 2.0, compared: false, ..SMALL },
    Screen { name: "-en", lang: Lang::En, compared: false, ..SMALL },
];

const PAGES: [(&str, Page); 12] = [
    ("start", Page::Start),
    ("overview", Page::Overview),
    ("enterprise", Page::Enterprise),
    ("energy", Page::Energy),
    ("equipment", Page::Equipment),
    ("screening", Page::Screening),
    ("retrofit", Page::Retrofit),
    ("benchmark", Page::Benchmark),
    ("report", Page::Report),
    ("history", Page::History),
    ("reference", Page::Reference),
    ("settings", Page::Settings),
];

/// Further states of a page, reached by pressing what bears this name in Chinese or English; painted, not compared.
const STATES: [(&str, Page, [&str; 2]); 19] = [
    ("energy-years", Page::Energy, ["年度指标", "Years"]),
    ("energy-resources", Page::Energy, ["余热资源", "Waste heat"]),
    ("energy-products", Page::Energy, ["产品产量", "Products"]),
    ("energy-meters", Page::Energy, ["计量", "Meters"]),
    ("equipment-columns", Page::Equipment, ["列", "Columns"]),
    ("equipment-filter", Page::Equipment, ["名称 筛选与排序", "Name filter and sort"]),
    ("screening-overrule", Page::Screening, ["改判…", "Overrule…"]),
    ("screening-editions", Page::Screening, ["按今天的标准版本对照", "Compare with today's editions"]),
    ("retrofit-add", Page::Retrofit, ["添加措施…", "Add a measure…"]),
    ("energy-balance", Page::Energy, ["平衡", "Balance"]),
    ("energy-management", Page::Energy, ["管理诊断", "Management"]),
    ("equipment-find", Page::Equipment, ["查找替换", "Find"]),
    ("screening-missing", Page::Screening, ["待补数据清单", "Missing data"]),
    ("screening-charts", Page::Screening, ["图表", "Charts"]),
    ("retrofit-suggested", Page::Retrofit, ["建议", "Suggestions"]),
    ("retrofit-scenarios", Page::Retrofit, ["方案", "Scenarios"]),
    ("retrofit-plan", Page::Retrofit, ["优选", "Best set"]),
    ("retrofit-risk", Page::Retrofit, ["风险", "Risk"]),
    ("retrofit-timing", Page::Retrofit, ["何时更换", "When to replace"]),
];

/// Pages of an audit with nothing in it.
const EMPTY: [(&str, Page); 7] = [
    ("empty-overview", Page::Overview),
    ("empty-energy", Page::Energy),
    ("empty-equipment", Page::Equipment),
    ("empty-screening", Page::Screening),
    ("empty-retrofit", Page::Retrofit),
    ("empty-benchmark", Page::Benchmark),
    ("import", Page::Import),
];

const SAMPLE: &str = "audits/云冈示例水泥有限公司.audit";
/// Another audit, to be merged.
const OTHER: &str = "audits/平城示例制药有限公司.audit";

fn harness(screen: &Screen, folder: &Path, file: Option<PathBuf>) -> Harness<'static, App> {
    let data = DataDir::at(folder.join("data"));
    let theme = if screen.dark { egui::Theme::Dark } else { egui::Theme::Light };
    let (dark, lang) = (screen.dark, screen.lang);
    Harness::builder()
        .with_size(screen.points)
        .with_pixels_per_point(screen.scale)
        .with_theme(theme)
        .with_step_dt(1.0 / 30.0)
        .with_max_steps(60)
        .build_eframe(move |cc| {
            let mut app = App::new(&cc.egui_ctx, data, Box::new(NoDialogs), file.as_deref());
            app.workbench.settings.theme = if dark { Theme::Dark } else { Theme::Light };
            app.workbench.settings.lang = lang;
            // Somebody who has worked with it before.
            app.workbench.shell.tour = Tour::default();
            app
        })
}

/// Steps until no worker has anything left to do, so that the picture does not depend on the machine's speed.
fn settle(h: &mut Harness<'static, App>) {
    let mut quiet = 0;
    for _ in 0..1200 {
        h.run_steps(2);
        let wb = &h.state().workbench;
        let busy = !wb.jobs.running().is_empty() || (wb.audit().is_some() && !wb.up_to_date());
        quiet = if busy { 0 } else { quiet + 1 };
        if quiet == 12 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("a worker never ends");
}

/// Presses the button or tab that bears this name, and takes the pointer away.
fn press(h: &mut Harness<'static, App>, name: &str) {
    let find = |h: &Harness<'static, App>, then: &dyn Fn(egui_kittest::Node<'_>)| {
        let tab = h.query_by_role_and_label(Role::Tab, name);
        then(tab.or_else(|| h.query_by_role_and_label(Role::Button, name)).unwrap_or_else(|| panic!("no {name}")));
    };
    find(h, &|node| node.scroll_to_me());
    h.run_steps(4);
    find(h, &|node| node.click());
    h.run_steps(2);
    h.event(egui::Event::PointerGone);
}

/// What lies over the pages, and the pages that need something from outside.
fn over_the_pages(h: &mut Harness<'static, App>, paint_as: &mut dyn FnMut(&mut Harness<'static, App>, &str)) {
    let wb = |h: &mut Harness<'static, App>, change: &dyn Fn(&mut Workbench)| change(&mut h.state_mut().workbench);
    wb(h, &|wb| wb.page = Page::Overview);
    wb(h, &|wb| Palette::show_box(wb));
    h.run_steps(4);
    h.event(egui::Event::Text("水泵".to_owned()));
    for _ in 0..400 {
        h.run_steps(2);
        if h.state().workbench.shell.palette.settled() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    paint_as(h, "palette");
    wb(h, &|wb| wb.shell.palette.open = false);
    wb(h, &|wb| wb.shell.keys = true);
    paint_as(h, "keys");
    wb(h, &|wb| (wb.shell.keys, wb.shell.about) = (false, true));
    paint_as(h, "about");
    wb(h, &|wb| wb.shell.about = false);
    wb(h, &|wb| wb.say(Tone::Warn, "示例：备份文件夹不能写入，请另选一个位置"));
    wb(h, &|wb| wb.say(Tone::Good, "示例：已导出 云冈示例水泥有限公司-节能诊断报告.pdf"));
    wb(h, &|wb| wb.shell.messages.open = true);
    paint_as(h, "messages");
    wb(h, &|wb| wb.shell.messages.open = false);
    wb(h, &|wb| wb.shell.tour.begin());
    paint_as(h, "tour");
    wb(h, &|wb| wb.shell.tour = Tour::default());
    wb(h, &|wb| (wb.to_merge, wb.page) = (Some(OTHER.into()), Page::Merge));
    paint_as(h, "merge");
}

/// A bar at the foot with work under way, the question when the window is closed meanwhile, an error in words.
fn work_under_way(h: &mut Harness<'static, App>, paint_as: &mut dyn FnMut(&mut Harness<'static, App>, &str)) {
    let go_on = Arc::new(AtomicBool::new(true));
    let seen = Arc::clone(&go_on);
    let wb = &mut h.state_mut().workbench;
    (wb.page, wb.shell.messages.open) = (Page::Screening, false);
    wb.messages.clear();
    let (ctx, title) = (wb.ctx.clone(), wb.tr("导出报告", "Exporting the report"));
    wb.jobs.start(&ctx, title, false, move |progress| {
        progress.set(35, 100);
        while seen.load(Ordering::Relaxed) {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        Box::new(|_: &mut Workbench| ())
    });
    paint_as(h, "busy");
    h.state_mut().workbench.shell.closing = Closing::Asking;
    paint_as(h, "closing");
    let wb = &mut h.state_mut().workbench;
    wb.shell.closing = Closing::No;
    let text = "不能写入 D:\\诊断\\云冈示例水泥有限公司.audit：磁盘已满。修改都在暂存副本里；请腾出空间后再按 Ctrl+S，或另存到别处";
    let english = "D:\\audits\\plant.audit can't be written: the disk is full. The edits are in the working copy; make room and press Ctrl+S, or save elsewhere";
    wb.tell(Tone::Bad, text.to_owned(), english.to_owned());
    go_on.store(false, Ordering::Relaxed);
    settle(h);
    paint_as(h, "error");
    h.state_mut().workbench.messages.clear();
}

/// A standard of one's own in the audit, shown among the tables.
fn own_table_shown(h: &mut Harness<'static, App>) {
    let text = "# form = motor_lv_gb18613_2020\n# standard = DB14/T 1-2026\n# edition = 2026\n# clause = 表1\n\
        # effective_from = 2026-01-01\n# effective_to = \n# source = 省市场监管局公告, 附件2\n# review = 已与公告核对\n\
        power_kw,poles,grade1_pct,grade2_pct,grade3_pct\n11,4,96.0,95.0,92.5\n";
    let table = own_table("省标.csv", text.as_bytes()).expect("a sound table");
    let wb = &mut h.state_mut().workbench;
    assert!(wb.edit("加入自备数据表 省标.csv", Edit::InsertOwnTable(0, table)));
    wb.page = Page::Reference;
}

/// What a start finds after a crash: an audit that was never saved, and a file that was cut off.
fn after_a_crash(folder: &Path) -> (PathBuf, PathBuf) {
    let data = DataDir::at(folder.join("crashed/data"));
    let other = DataDir::at(folder.join("other"));
    let sample = samples().into_iter().next().expect("a sample").audit(&other).expect("reads");
    drop(Document::untitled(sample, &data).expect("an audit"));
    let damaged = folder.join("御河示例供热站.audit");
    let bytes = std::fs::read(SAMPLE).expect("sample");
    std::fs::write(&damaged, &bytes[..bytes.len() / 2]).expect("written");
    (folder.join("crashed"), damaged)
}

/// A ledger so large that reading it takes a while.
fn large_ledger(path: &Path) {
    let mut text = "设备名称,型号,额定功率(kW),数量,额定效率(%),使用地点\n".to_owned();
    for n in 0..60_000 {
        text.push_str(&format!("{n}#电机,Y200L-4,30,1,91.4,车间{}\n", n % 50));
    }
    std::fs::write(path, text).expect("ledger");
}

/// A ledger with much that cannot be taken as it stands.
const TROUBLED: &str = "设备名称,型号,额定功率(kW),数量,额定效率(%),生产日期,备注栏甲\n\
    1#循环水泵电机,Y200L-4,30,2,91.4,2003-05,\n\
    2#循环水泵电机,Y200L-4,三十,2,191.4,2003年13月,看不清\n\
    除尘风机电机,JO2-82-6,40,,—,,\n\
    未知,,-5,1,88,1998,重复\n";

/// Paints what is shown once nothing runs any more.
fn paint(h: &mut Harness<'static, App>, out: &Path, name: &str) -> RgbaImage {
    settle(h);
    paint_now(h, out, name)
}

/// Paints what is shown, whatever runs.
fn paint_now(h: &mut Harness<'static, App>, out: &Path, name: &str) -> RgbaImage {
    h.run_steps(4);
    let image = h.render().expect("painted");
    let colours: std::collections::HashSet<_> = image.pixels().map(|p| p.0).take(400_000).collect();
    assert!(colours.len() > 20, "{name}: almost nothing is painted");
    image.save(out.join(format!("{name}.png"))).expect("saved");
    image
}

/// A quarter of the size: what is compared. Letters become grey, so another rasteriser changes little.
fn small(image: &RgbaImage) -> RgbaImage {
    imageops::resize(image, image.width() / 4, image.height() / 4, imageops::FilterType::Triangle)
}

/// The share of the pixels that differ clearly, in percent.
fn difference_pct(a: &RgbaImage, b: &RgbaImage) -> f64 {
    if a.dimensions() != b.dimensions() {
        return 100.0;
    }
    let far = |(p, q): (&image::Rgba<u8>, &image::Rgba<u8>)| p.0.iter().zip(&q.0).any(|(x, y)| x.abs_diff(*y) > 40);
    let count = a.pixels().zip(b.pixels()).filter(|&pair| far(pair)).count();
    count as f64 / f64::from(a.width() * a.height()) * 100.0
}

/// Of how many pixels (in percent) a page may differ from its reference picture: dates and a few numbers, not a layout.
const MOST_DIFFERENT_PCT: f64 = 4.0;

#[test]
fn a_moved_block_counts_as_different() {
    let white = RgbaImage::from_pixel(100, 100, image::Rgba([255; 4]));
    let mut moved = white.clone();
    for (x, y) in (0..30).flat_map(|x| (0..20).map(move |y| (x, y))) {
        moved.put_pixel(x, y, image::Rgba([0, 0, 0, 255]));
    }
    // 30 × 20 of 10 000 pixels.
    assert!((difference_pct(&white, &moved) - 6.0).abs() < 1e-9);
    assert!(difference_pct(&white, &small(&white)) > MOST_DIFFERENT_PCT);
    assert_eq!(difference_pct(&white, &white), 0.0);
}

#[test]
#[ignore = "需要 Vulkan 软件驱动(lavapipe)"]
fn every_page_is_painted_and_looks_as_it_did() {
    let out = std::env::var_os("ENERGY_AUDIT_SCREENSHOTS")
        .map_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("screenshots"), PathBuf::from);
    std::fs::create_dir_all(&out).expect("folder of the pictures");
    let renew = std::env::var_os("ENERGY_AUDIT_LOOKS").is_some_and(|v| v == "renew");
    let mut complaints = Vec::new();
    let only = std::env::var("ENERGY_AUDIT_SCREEN").ok();
    for screen in SCREENS.iter().filter(|s| only.as_ref().is_none_or(|o| o == s.name.trim_start_matches('-'))) {
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("云冈示例水泥有限公司.audit");
        std::fs::copy(SAMPLE, &file).expect("sample");
        let mut start = harness(screen, folder.path(), None);
        let mut opened = harness(screen, &folder.path().join("opened"), Some(file));
        for (name, page) in PAGES {
            let h = if page == Page::Start { &mut start } else { &mut opened };
            h.state_mut().workbench.page = page;
            let image = paint(h, &out, &format!("{name}{}", screen.name));
            if !screen.compared {
                continue;
            }
            let reference = Path::new("tests/looks").join(format!("{name}{}.png", screen.name));
            let now = small(&image);
            if renew {
                now.save(&reference).expect("renewed");
            }
            let before = image::open(&reference).expect("reference picture").into_rgba8();
            let different = difference_pct(&before, &now);
            println!("{name}{}: {different:.2} %", screen.name);
            if different > MOST_DIFFERENT_PCT {
                complaints.push(format!("{name}{}: {different:.1} % of the pixels differ", screen.name));
            }
        }
        for (name, page, labels) in STATES {
            opened.state_mut().workbench.page = page;
            settle(&mut opened);
            press(&mut opened, labels[usize::from(screen.lang == Lang::En)]);
            paint(&mut opened, &out, &format!("{name}{}", screen.name));
            // What it opened over the page is closed again.
            opened.key_press(egui::Key::Escape);
            opened.run_steps(2);
        }
        over_the_pages(&mut opened, &mut |h, name| drop(paint(h, &out, &format!("{name}{}", screen.name))));
        work_under_way(&mut opened, &mut |h, name| drop(paint_now(h, &out, &format!("{name}{}", screen.name))));
        own_table_shown(&mut opened);
        paint(&mut opened, &out, &format!("own-table{}", screen.name));
        opened.state_mut().workbench.page = Page::History;
        paint(&mut opened, &out, &format!("history-steps{}", screen.name));
        let (place, damaged) = after_a_crash(folder.path());
        let mut again = harness(screen, &place, None);
        again.state_mut().workbench.open(&damaged);
        again.state_mut().workbench.messages.clear();
        paint(&mut again, &out, &format!("start-crashed{}", screen.name));
        let ledger = folder.path().join("设备科台账.csv");
        std::fs::write(&ledger, TROUBLED).expect("ledger");
        let wb = &mut start.state_mut().workbench;
        wb.settings.recent =
            vec![folder.path().join("云冈示例水泥有限公司.audit"), folder.path().join("不在的文件.audit")];
        wb.page = Page::Start;
        paint(&mut start, &out, &format!("start-recent{}", screen.name));
        start.state_mut().workbench.new_audit();
        for (name, page) in EMPTY {
            start.state_mut().workbench.page = page;
            paint(&mut start, &out, &format!("{name}{}", screen.name));
        }
        start.state_mut().workbench.to_import = Some(ledger);
        paint(&mut start, &out, &format!("import-trouble{}", screen.name));
        let large = folder.path().join("全厂台账.csv");
        large_ledger(&large);
        start.state_mut().workbench.to_import = Some(large);
        paint_now(&mut start, &out, &format!("import-busy{}", screen.name));
        start.state_mut().workbench.jobs.cancel_all();
        settle(&mut start);
    }
    assert!(complaints.is_empty(), "{complaints:#?}\nlook at {}, then renew tests/looks", out.display());
}
