//! Input methods: keys that belong to a composition do nothing else.

use eframe::egui::output::IMEOutput;
use eframe::egui::{self, Event, Id, ImeEvent, Key};

/// Under this name it is remembered that something is being composed.
const COMPOSING: &str = "composing";

/// Takes the keys that choose among an input method's candidates (Enter, Tab, Escape, arrows) out of
/// the frame while something is being composed, so that Enter doesn't leave the cell with half a word.
/// Called once at the start of every frame.
pub fn guard(ctx: &egui::Context) {
    let before = composing(ctx);
    // A composition ends with the focus, whether the input method says so or not.
    let mut composing = before && ctx.text_edit_focused();
    ctx.input_mut(|i| {
        // The key that gives a composition up may come in the same frame, after it. One after a commit is meant for the
        // cell: whoever types fast chooses by Space and goes on by Enter before the next frame.
        let mut ending = false;
        i.events.retain(|event| match event {
            Event::Ime(ImeEvent::Preedit { text, .. }) => {
                ending |= composing && text.is_empty();
                composing = !text.is_empty();
                true
            }
            Event::Ime(ImeEvent::Commit(_)) => {
                ending = false;
                composing = false;
                true
            }
            Event::Key { key, pressed: true, .. } if composing || ending => !chooses(*key),
            _ => true,
        });
    });
    if composing != before {
        ctx.data_mut(|d| d.insert_temp(Id::unique(COMPOSING), composing));
    }
}

/// Whether something is being composed.
pub fn composing(ctx: &egui::Context) -> bool {
    ctx.data(|d| d.get_temp::<bool>(Id::unique(COMPOSING))).unwrap_or(false)
}

/// Keeps the focus where something is being composed: Tab, Escape and the arrows would take it away before the next
/// frame can. Called at the end of every frame, after the text fields.
pub fn hold(ctx: &egui::Context) {
    if !composing(ctx) {
        return;
    }
    let all = egui::EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    if let Some(id) = ctx.memory(|m| m.focused()) {
        ctx.memory_mut(|m| m.set_focus_lock_filter(id, all));
    }
}

/// Puts the candidates' window below the caret where the system is told only the point it begins at: on X11 it would
/// cover what is being composed. Called at the end of every frame.
pub fn below(ctx: &egui::Context) {
    ctx.output_mut(|o| {
        if let Some(ime) = &mut o.ime {
            ime.cursor_rect.min.y = ime.cursor_rect.max.y;
        }
    });
}

/// Keeps the input method on, wherever the focus is. On X11 the window is told of a change with the next event of the X
/// server only, which may be the first letter typed into the field just clicked: that letter would pass by the input
/// method. And each change begins a new context, in which the input method is switched off again, as it is at first.
#[derive(Default)]
pub struct StaysOn {
    last: Option<IMEOutput>,
}

impl egui::Plugin for StaysOn {
    fn debug_name(&self) -> &'static str {
        "input method stays on"
    }

    fn output_hook(&mut self, ctx: &egui::Context, output: &mut egui::FullOutput) {
        let composing = composing(ctx);
        let nowhere = IMEOutput {
            purpose: egui::IMEPurpose::Normal,
            rect: egui::Rect::ZERO,
            cursor_rect: egui::Rect::ZERO,
            should_interrupt_composition: true,
        };
        let last = self.last.take().unwrap_or(nowhere);
        let ime = output.platform_output.ime.get_or_insert(IMEOutput { should_interrupt_composition: true, ..last });
        // Only what is being composed is broken off when the focus moves.
        let moved = ime.should_interrupt_composition;
        ime.should_interrupt_composition &= composing;
        self.last = Some(*ime);
        if moved && composing {
            // A property that is set has the X server send an event, so that the change takes place before the next key.
            let command = egui::ViewportCommand::RequestUserAttention(egui::UserAttentionType::Reset);
            output.viewport_output.values_mut().for_each(|v| v.commands.push(command.clone()));
        }
    }
}

fn chooses(key: Key) -> bool {
    use Key::{
        ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Backspace, Delete, End, Enter, Escape, Home, PageDown, PageUp, Tab,
    };
    let keys =
        [ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Backspace, Delete, End, Enter, Escape, Home, PageDown, PageUp, Tab];
    keys.contains(&key)
}
