//! Input methods: keys that belong to a composition do nothing else.

use eframe::egui::{self, Event, ImeEvent, Key};

/// Takes the keys that choose among an input method's candidates (Enter, Tab, Escape, arrows) out of
/// the frame while something is being composed, so that Enter doesn't leave the cell with half a word.
/// Called once at the start of every frame.
pub fn guard(ctx: &egui::Context) {
    let place = egui::Id::unique("composing");
    let mut composing = ctx.data(|d| d.get_temp::<bool>(place)).unwrap_or(false);
    // A composition ends with the focus, whether the input method says so or not.
    composing &= ctx.text_edit_focused();
    let before = composing;
    ctx.input_mut(|i| {
        // The key that ends a composition may come in the same frame, after the text that it commits.
        let mut ending = false;
        i.events.retain(|event| match event {
            Event::Ime(ImeEvent::Preedit { text, .. }) => {
                ending |= composing && text.is_empty();
                composing = !text.is_empty();
                true
            }
            Event::Ime(ImeEvent::Commit(_)) => {
                ending |= composing;
                composing = false;
                true
            }
            Event::Key { key, pressed: true, .. } if composing || ending => !chooses(*key),
            _ => true,
        });
    });
    if composing != before {
        ctx.data_mut(|d| d.insert_temp(place, composing));
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
