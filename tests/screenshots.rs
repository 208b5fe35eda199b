//! Every page painted without a window: light and dark, on a small laptop, a large screen, at 150 %
//! and 200 %, and in English.
//!
//! `ENERGY_AUDIT_SCREENSHOTS=assets/screenshots cargo test --test screenshots -- --ignored` renews the pictures of the
//! README; `ENERGY_AUDIT_LOOKS=renew` the small reference pictures in `tests/looks`, after looking at them. `ENERGY_AUDIT_SCREEN`
//! (`large`, `en`, …) paints in one setting only.

use std::path::{Path, PathBuf};

use eframe::egui;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use energy_audit::app::App;
use energy_audit::app::dialogs::NoDialogs;
use energy_audit::app::lang::Lang;
use energy_audit::app::pages::Page;
use energy_audit::app::settings::Theme;
use energy_audit::app::shell::palette::Palette;
use energy_audit::app::shell::tour::Tour;
use energy_audit::app::theme::Tone;
use energy_audit::app::workbench::Workbench;
use energy_audit::store::DataDir;
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
const STATES: [(&str, Page, [&str; 2]); 17] = [
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

/// A ledger with much that cannot be taken as it stands.
const TROUBLED: &str = "设备名称,型号,额定功率(kW),数量,额定效率(%),生产日期,备注栏甲\n\
    1#循环水泵电机,Y200L-4,30,2,91.4,2003-05,\n\
    2#循环水泵电机,Y200L-4,三十,2,191.4,2003年13月,看不清\n\
    除尘风机电机,JO2-82-6,40,,—,,\n\
    未知,,-5,1,88,1998,重复\n";

/// Paints what is shown once nothing runs any more.
fn paint(h: &mut Harness<'static, App>, out: &Path, name: &str) -> RgbaImage {
    settle(h);
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
    }
    assert!(complaints.is_empty(), "{complaints:#?}\nlook at {}, then renew tests/looks", out.display());
}
