//! Where the keyboard is: brought into sight when it moves on, with a ring around it that no button's own look can hide.

use eframe::egui::{self, Event, Id, Painter, Stroke, accesskit};

use crate::app::theme;

/// Smaller things that take the focus are not seen: a table's place for its keys.
const LEAST: f32 = 4.0;

/// Scrolls to what the focus came to, if it is out of sight. Called once at the start of every frame.
pub fn follow(ctx: &egui::Context) {
    let place = Id::unique("focus followed");
    let now = ctx.memory(|m| m.focused());
    let before = ctx.data(|d| d.get_temp::<Option<Id>>(place)).flatten();
    if now == before {
        return;
    }
    ctx.data_mut(|d| d.insert_temp(place, now));
    let Some(response) = now.and_then(|id| ctx.read_response(id)) else { return };
    let hidden = !response.interact_rect.expand(1.0).contains_rect(response.rect);
    if hidden && response.rect.height() > LEAST {
        // As a screen reader asks for it: the scroll area around the widget, whichever that is, does the rest.
        let request = accesskit::ActionRequest {
            action: accesskit::Action::ScrollIntoView,
            target_node: response.id.accesskit_id(),
            target_tree: accesskit::TreeId::ROOT,
            data: None,
        };
        ctx.input_mut(|i| i.events.push(Event::AccessKitActionRequest(request)));
    }
}

/// Draws the ring. Text fields have a frame and a caret of their own.
pub fn ring(ctx: &egui::Context) {
    // Reading a response in the frame of a press or a click takes the focus from a widget that has just asked for it.
    if ctx.text_edit_focused() || ctx.input(|i| i.pointer.any_pressed() || i.pointer.any_click()) {
        return;
    }
    let Some(response) = ctx.memory(|m| m.focused()).and_then(|id| ctx.read_response(id)) else { return };
    if response.rect.height() <= LEAST || !response.interact_rect.is_positive() {
        return;
    }
    let painter = Painter::new(ctx.clone(), response.layer_id, response.interact_rect.expand(3.0));
    let stroke = Stroke::new(2.0, theme::palette_of(ctx).accent);
    painter.rect_stroke(response.rect.expand(1.0), 5.0, stroke, egui::StrokeKind::Outside);
}
