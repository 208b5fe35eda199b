//! The window of the benchmarks, worked by label as a person works it, each frame timed.

use std::time::{Duration, Instant};

use eframe::egui;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use energy_audit::app::App;
use energy_audit::app::dialogs::NoDialogs;
use energy_audit::app::pages::Page;
use energy_audit::app::workbench::Workbench;
use energy_audit::store::DataDir;

/// The first frame that shows a page.
const FIRST_MS: f64 = 16.0;
/// Every other frame.
const WORST_MS: f64 = 10.0;
/// The frame in the middle.
const MIDDLE_MS: f64 = 4.0;

/// A window without a screen that keeps the time of its frames.
pub struct Window {
    harness: Harness<'static, App>,
    times: Vec<f64>,
    /// What took longer than its limit, or was not there to be clicked.
    pub over: Vec<String>,
    _folder: tempfile::TempDir,
}

impl Window {
    /// A window with its start page.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("{e}"));
        let data = DataDir::at(folder.path().join("data"));
        let harness = Harness::builder()
            .with_size([1366.0, 768.0])
            .with_max_steps(10)
            .build_eframe(move |cc| App::new(&cc.egui_ctx, data, Box::new(NoDialogs), None));
        Self { harness, times: Vec::new(), over: Vec::new(), _folder: folder }
    }

    pub fn wb(&mut self) -> &mut Workbench {
        &mut self.harness.state_mut().workbench
    }

    /// Does something, shows it, and waits until nothing is under way any more: the figures of all those frames.
    pub fn measure(&mut self, name: &str, act: impl FnOnce(&mut Self)) {
        self.times.clear();
        let begin = Instant::now();
        act(self);
        let mut done = None;
        let mut quiet = 0;
        while quiet < 12 && begin.elapsed() < Duration::from_secs(120) {
            self.frame();
            let wb = &self.harness.state().workbench;
            let settled = wb.document.as_ref().is_none_or(|d| wb.up_to_date() && d.kept() && !d.saving());
            let still = wb.jobs.running().is_empty() && settled;
            if !still {
                (quiet, done) = (0, None);
            } else {
                quiet += 1;
                done.get_or_insert(begin.elapsed());
            }
            std::thread::sleep(Duration::from_millis(4));
        }
        let idle = self.idle();
        self.tell(name, done.unwrap_or_else(|| begin.elapsed()), idle);
    }

    /// Whether the window sleeps until something happens; a message that goes by itself may still be waited for.
    fn idle(&mut self) -> bool {
        let delay = || Duration::from_millis(400);
        (0..80).any(|_| {
            self.harness.step();
            std::thread::sleep(Duration::from_millis(10));
            self.harness.output().viewport_output.values().all(|v| v.repaint_delay >= delay())
        })
    }

    fn tell(&mut self, name: &str, done: Duration, idle: bool) {
        let mut later = self.times.clone();
        let first = if later.is_empty() { 0.0 } else { later.remove(0) };
        later.sort_by(f64::total_cmp);
        let middle = later.get(later.len() / 2).copied().unwrap_or_default();
        let worst = later.last().copied().unwrap_or_default();
        let mut over = Vec::new();
        for (what, ms, limit) in [("first", first, FIRST_MS), ("worst", worst, WORST_MS), ("middle", middle, MIDDLE_MS)]
        {
            if ms > limit {
                over.push(format!("{what} {ms:.1} > {limit:.0}"));
            }
        }
        if !idle {
            over.push("never idle".to_owned());
        }
        let mark = if over.is_empty() { String::new() } else { format!("   OVER: {}", over.join(", ")) };
        let done = done.as_secs_f64() * 1e3;
        println!(
            "{name}: first {first:.1} ms, later {worst:.1} at worst, {middle:.1} in the middle; settled after {done:.0} ms{mark}"
        );
        if !over.is_empty() {
            self.over.push(format!("{name}: {}", over.join(", ")));
        }
    }

    /// One frame.
    pub fn frame(&mut self) {
        let start = Instant::now();
        self.harness.step();
        self.times.push(start.elapsed().as_secs_f64() * 1e3);
    }

    /// Something done between two frames, whose time counts with the next one.
    pub fn with_frame(&mut self, act: impl FnOnce(&mut Workbench)) {
        let start = Instant::now();
        act(&mut self.harness.state_mut().workbench);
        self.harness.step();
        self.times.push(start.elapsed().as_secs_f64() * 1e3);
    }

    /// Events of one frame.
    pub fn events(&mut self, events: impl IntoIterator<Item = egui::Event>) {
        self.harness.input_mut().events.extend(events);
        self.frame();
    }

    /// A page by its place in the navigation.
    pub fn page(&mut self, page: Page) {
        self.with_frame(|wb| wb.page = page);
    }

    fn place(&self, name: &str) -> Option<egui::Pos2> {
        self.harness.query_all_by_label(name).next().map(|node| node.rect().center())
    }

    /// A click on what has this name; the frames of moving there and of pressing are not counted, that of letting go is
    /// the first.
    pub fn click(&mut self, name: &str) {
        let Some(pos) = self.place(name) else {
            println!("{name}: not there");
            return self.over.push(format!("{name}: not there"));
        };
        let button = |pressed| egui::Event::PointerButton {
            pos,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        };
        let before = self.times.len();
        self.events([egui::Event::PointerMoved(pos)]);
        self.events([button(true)]);
        self.times.truncate(before);
        self.events([button(false)]);
    }

    /// A key.
    pub fn key(&mut self, modifiers: egui::Modifiers, key: egui::Key) {
        let event = |pressed| egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        self.events([egui::Event::ModifiersChanged(modifiers), event(true)]);
        self.events([event(false), egui::Event::ModifiersChanged(egui::Modifiers::NONE)]);
    }

    /// What Ctrl+C comes to.
    pub fn copy(&mut self) {
        self.events([egui::Event::Copy]);
    }

    /// Text typed letter by letter.
    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            self.events([egui::Event::Text(letter.to_string())]);
        }
    }
}
