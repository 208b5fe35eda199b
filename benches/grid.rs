//! The equipment table with 100,000 motors: work per frame while scrolling, and arranging the rows.
//!
//! `cargo bench --bench grid` (or `cargo test --bench grid` with the dev profile). Limits of a release build: 4 ms in
//! the middle and 10 ms at worst per frame, without painting; 200 ms to sort or filter, which runs on a worker.

mod plant;

use std::hint::black_box;
use std::time::Instant;

use eframe::egui;
use egui_kittest::Harness;
use energy_audit::app::App;
use energy_audit::app::dialogs::NoDialogs;
use energy_audit::app::pages::Page;
use energy_audit::app::pages::equipment::arrange::arrange;
use energy_audit::app::pages::equipment::filter::ColumnFilter;
use energy_audit::app::pages::equipment::order::{By, Wish};
use energy_audit::audit::field::FieldValue;
use energy_audit::audit::{Audit, Devices, Edit, Entered, KindCode};
use energy_audit::store::DataDir;

const ROWS: usize = 100_000;

fn main() {
    let mut audit = Audit::default();
    while audit.equipment.len() < ROWS {
        audit.equipment.extend(plant::plant(ROWS).equipment.into_iter().filter(|d| d.kind.code() == KindCode::Motor));
    }
    audit.equipment.shared_mut().truncate(ROWS);
    // The plant was made several times over: each device is one of its own.
    audit.equipment.iter_mut().for_each(|d| d.id = energy_audit::audit::Id::fresh());
    arranging(&audit);
    let equipment = std::mem::take(&mut audit.equipment);
    scrolling(equipment);
}

fn wish(ask: impl FnOnce(&mut Wish)) -> Wish {
    let mut wish = Wish::default();
    ask(&mut wish);
    wish
}

fn arranging(audit: &Audit) {
    let power = By::Field("rated_power_kw");
    let range = ColumnFilter { from: Some(20.0), to: Some(100.0), ..ColumnFilter::default() };
    let wishes = [
        ("sorted by model", wish(|w| w.sort = vec![(By::Field("model"), false)])),
        (
            "sorted by power, location and tag",
            wish(|w| w.sort = vec![(power, true), (By::Field("workshop"), false), (By::Field("tag"), false)]),
        ),
        ("filtered by a range", wish(|w| w.filters = [(power, range)].into())),
        ("filtered by a model in any column", wish(|w| w.text = "ye3-2".to_owned())),
        ("filtered by Chinese text in any column", wish(|w| w.text = "车间".to_owned())),
        ("grouped by model", wish(|w| w.group = Some("model"))),
    ];
    for (what, wish) in wishes {
        let mut times: Vec<f64> = (0..5)
            .map(|_| {
                let start = Instant::now();
                black_box(arrange(audit, None, KindCode::Motor, &wish));
                start.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        println!("{what}: {:.0} ms", times[2]);
    }
}

fn scrolling(equipment: Devices) {
    let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
    let data = DataDir::at(folder.path().join("data"));
    let mut harness = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_max_steps(10)
        .build_eframe(move |cc| App::new(&cc.egui_ctx, data, Box::new(NoDialogs), None));
    let wb = &mut harness.state_mut().workbench;
    wb.new_audit();
    wb.edit("devices", Edit::InsertEquipment(equipment.into_iter().map(|d| (usize::MAX, d)).collect()));
    wb.page = Page::Equipment;
    let start = Instant::now();
    while !harness.state().workbench.up_to_date() && start.elapsed().as_secs() < 120 {
        harness.step();
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let start = Instant::now();
    black_box(harness.state_mut().workbench.plant());
    println!("accounting for the plant, in the frame after an edit: {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
    for _ in 0..10 {
        harness.step();
    }
    let mut times = Vec::new();
    for n in 0..200 {
        harness.event(egui::Event::PointerMoved(egui::pos2(500.0, 400.0)));
        harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(if n % 7 == 0 { -40.0 } else { 0.0 }, -430.0),
            modifiers: egui::Modifiers::NONE,
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
        });
        let start = Instant::now();
        harness.step();
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    println!("a frame while scrolling: {:.1} ms in the middle, {:.1} ms at worst", times[100], times[199]);
    // A figure typed in a cell: kept on the disk, judged, and the frame that shows the verdict drawn.
    let mut times = Vec::new();
    for n in 0..101 {
        let wb = &mut harness.state_mut().workbench;
        let Some(id) = wb.audit().and_then(|a| a.equipment.get(n * 317)).map(|d| d.id) else { break };
        let power = Entered::ledger(FieldValue::Number(if n % 2 == 0 { 15.0 } else { 22.0 }));
        let start = Instant::now();
        wb.edit("额定功率", Edit::field(id, "rated_power_kw", Some(power)));
        while !harness.state().workbench.up_to_date() {
            harness.step();
        }
        harness.step();
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let (middle, worst) = (times.get(times.len() / 2), times.last());
    println!(
        "from a value to the verdict shown: {:.1} ms in the middle, {:.1} ms at worst (limit 16)",
        middle.copied().unwrap_or_default(),
        worst.copied().unwrap_or_default()
    );
}
