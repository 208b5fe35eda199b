//! The longest frame of each page with 100,000 devices: when it is opened and while it is shown.
//!
//! `cargo bench --bench pages`. A frame above 100 ms is felt as a halt; what takes longer belongs on a worker.

mod plant;

use std::time::{Duration, Instant};

use egui_kittest::Harness;
use energy_audit::app::App;
use energy_audit::app::dialogs::{FileDialogs, FileKind};
use energy_audit::app::pages::Page;
use energy_audit::audit::Edit;
use energy_audit::store::DataDir;

const DEVICES: usize = 100_000;

struct NoDialogs;

impl FileDialogs for NoDialogs {
    fn open(&self, _: FileKind) -> Option<std::path::PathBuf> {
        None
    }
    fn save(&self, _: FileKind, _: &str) -> Option<std::path::PathBuf> {
        None
    }
}

/// The longest frame until nothing is under way, at least ten frames.
fn longest_ms(harness: &mut Harness<'_, App>) -> f64 {
    let (begin, mut longest, mut quiet) = (Instant::now(), 0.0_f64, 0);
    while quiet < 10 && begin.elapsed() < Duration::from_secs(120) {
        let start = Instant::now();
        harness.step();
        longest = longest.max(start.elapsed().as_secs_f64() * 1e3);
        let wb = &harness.state().workbench;
        quiet = if wb.jobs.running().is_empty() && wb.up_to_date() { quiet + 1 } else { 0 };
        std::thread::sleep(Duration::from_millis(5));
    }
    longest
}

fn main() {
    let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
    let data = DataDir::at(folder.path().join("data"));
    let mut harness = Harness::builder()
        .with_size([1366.0, 768.0])
        .with_max_steps(10)
        .build_eframe(move |cc| App::new(&cc.egui_ctx, data, Box::new(NoDialogs), None));
    let wb = &mut harness.state_mut().workbench;
    wb.new_audit();
    let devices = plant::plant(DEVICES).equipment.into_iter().map(|d| (usize::MAX, d)).collect();
    wb.edit("devices", Edit::InsertEquipment(devices));
    longest_ms(&mut harness);
    for page in Page::NAVIGATION {
        harness.state_mut().workbench.page = page;
        let opened = longest_ms(&mut harness);
        let shown = longest_ms(&mut harness);
        println!(
            "{}: {opened:.1} ms at worst when opened, {shown:.1} ms while shown",
            page.name(energy_audit::app::lang::Lang::Zh)
        );
    }
}
