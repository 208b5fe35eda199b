//! Keys that come faster than frames: what follows the key that leaves a cell waits for the next frame, where it
//! belongs to the next cell.

use eframe::egui::{self, Event, Id};

/// Under this name they wait.
const LATER: &str = "later keys";

/// Whether an event is for whoever has the keyboard.
pub fn is_typing(event: &Event) -> bool {
    matches!(event, Event::Key { .. } | Event::Text(_) | Event::Copy | Event::Cut | Event::Paste(_) | Event::Ime(_))
}

/// Leaves the keys of this frame, from a position in its events on, to the next one.
pub fn postpone(ctx: &egui::Context, from: usize) {
    let mut waiting = ctx.data(|d| d.get_temp::<Vec<Event>>(Id::unique(LATER))).unwrap_or_default();
    let before = waiting.len();
    ctx.input_mut(|i| {
        let rest = i.events.split_off(from.min(i.events.len()));
        let (keys, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(is_typing);
        waiting.extend(keys);
        i.events.extend(others);
    });
    if waiting.len() > before {
        ctx.data_mut(|d| d.insert_temp(Id::unique(LATER), waiting));
        ctx.request_repaint();
    }
}

/// Puts what waits before what is new. Called once at the start of every frame.
pub fn deliver(ctx: &egui::Context) {
    if let Some(waiting) = ctx.data_mut(|d| d.remove_temp::<Vec<Event>>(Id::unique(LATER))) {
        ctx.input_mut(|i| drop(i.events.splice(0..0, waiting)));
    }
}
