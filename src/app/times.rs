//! How long the window takes, for `cargo bench --bench window`: with `ENERGY_AUDIT_TIMES` set, each mark is told on stderr
//! once a frame that shows it has been painted, and every second the number of frames. Whoever starts the program has
//! the clock.

use std::time::{Duration, Instant};

use eframe::egui;

use super::Workbench;
use super::pages::Page;

/// Asks for the marks.
const VARIABLE: &str = "ENERGY_AUDIT_TIMES";
/// How often the number of frames is told.
const REPORT: Duration = Duration::from_secs(1);

/// What a frame can show.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Nothing,
    /// The window with its page.
    Window,
    /// The devices of a file, in their order.
    Rows,
    /// All devices judged.
    Judged,
}

/// What was painted so far; nothing is watched when nobody asked.
pub struct Times(Option<Reached>);

struct Reached {
    frames: u64,
    told: Instant,
    /// Told already.
    painted: Mark,
    /// What the frame before this one showed.
    drawn: Mark,
}

impl Times {
    /// Looks whether somebody asked.
    pub fn if_asked() -> Self {
        let begin = |_| Reached { frames: 0, told: Instant::now(), painted: Mark::Nothing, drawn: Mark::Nothing };
        Self(std::env::var_os(VARIABLE).map(begin))
    }

    /// At the beginning of a frame: the one before has been painted.
    pub fn frame(&mut self, ctx: &egui::Context, wb: &mut Workbench) {
        let Some(reached) = &mut self.0 else { return };
        for (mark, name) in [(Mark::Window, "window"), (Mark::Rows, "rows"), (Mark::Judged, "judged")] {
            if reached.painted < mark && mark <= reached.drawn {
                eprintln!("mark {name}");
                reached.painted = mark;
            }
        }
        let listed = reached.drawn >= Mark::Window && wb.document.is_some();
        // Putting rows in order is quiet work, judging very many devices is not.
        let in_order = wb.page == Page::Equipment && wb.jobs.running().iter().all(|job| !job.quiet);
        reached.drawn = match () {
            () if !listed => Mark::Window,
            () if !in_order => reached.drawn,
            () if wb.up_to_date() && wb.jobs.running().is_empty() => Mark::Judged,
            () => reached.drawn.max(Mark::Rows),
        };
        if listed && reached.painted < Mark::Rows {
            wb.page = Page::Equipment;
        }
        let last = if wb.document.is_some() { Mark::Judged } else { Mark::Window };
        if reached.painted < last {
            ctx.request_repaint();
        }
        reached.frames += 1;
        if reached.told.elapsed() > REPORT {
            eprintln!("frames {}", reached.frames);
            reached.told = Instant::now();
        }
    }
}
