//! A cell of the table: how it is drawn, and how it is edited.

use eframe::egui::{self, Align, Key, Label, Layout, Modifiers, RichText, TextEdit};

use crate::app::theme;
use crate::app::widgets::{numbers, parse, popup};
use crate::audit::field::{FieldKind, FieldValue};
use crate::audit::{Edit, Entered, Equipment, FieldDef, Id};

/// A cell being edited; kept outside the row, as rows come and go.
pub(super) struct Editing {
    pub(super) id: Id,
    pub(super) def: &'static FieldDef,
    pub(super) text: String,
    pub(super) error: Option<String>,
    pub(super) started: bool,
    /// Whether it was on the screen this frame.
    pub(super) drawn: bool,
}

/// Where an edited cell goes next.
#[derive(Clone, Copy)]
pub(super) enum Then {
    Stay,
    Down,
    Right,
}

pub(super) fn cell(ui: &mut egui::Ui, device: &Equipment, def: &FieldDef, lang: crate::app::lang::Lang) {
    let Some(entered) = device.get(def.key) else { return };
    let estimate = entered.origin == crate::audit::Origin::Estimate;
    match &entered.value {
        FieldValue::Number(n) => {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_space(8.0);
                let text = RichText::new(numbers::entered(*n));
                let text = if estimate { text.color(theme::palette(ui).weak).italics() } else { text };
                ui.add(Label::new(text).truncate());
            });
        }
        value => {
            let text = match (&def.kind, value) {
                (FieldKind::Choice(options), FieldValue::Choice(code)) => {
                    options.iter().find(|o| o.code == code).map_or_else(|| code.clone(), |o| lang.choice(o).to_owned())
                }
                _ => def.show(value),
            };
            ui.add_space(6.0);
            ui.add(Label::new(text).truncate());
        }
    }
}

pub(super) type Done = (Edit, String, Then);

/// The editor in a cell: `Ok` with what was entered, `Err` if given up, `None` while it goes on.
pub(super) fn editor(
    ui: &mut egui::Ui,
    editing: &mut Editing,
    lang: crate::app::lang::Lang,
    device: &Equipment,
) -> Option<Result<Done, ()>> {
    let def = editing.def;
    editing.drawn = true;
    let origin = crate::audit::Origin::when_typed(def, device.get(def.key).map(|e| e.origin));
    let done = |value: Option<FieldValue>, then: Then| {
        let edit = Edit::field(device.id, def.key, value.map(|v| Entered::new(v, origin)));
        Some(Ok((edit, format!("修改{}", def.zh), then)))
    };
    // Taken before the field sees them: Tab must not wander off through the window.
    let (tab, escape) = ui.input_mut(|i| {
        let tab = i.consume_key(Modifiers::NONE, Key::Tab);
        (tab, i.consume_key(Modifiers::NONE, Key::Escape))
    });
    if escape {
        return Some(Err(()));
    }
    let all = egui::EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    let mut edit = TextEdit::singleline(&mut editing.text)
        .frame(egui::Frame::NONE.inner_margin(egui::Margin::symmetric(6, 2)))
        .event_filter(all)
        .desired_width(ui.available_width() - 12.0);
    if editing.error.is_some() {
        edit = edit.text_color(ui.visuals().error_fg_color);
    }
    let rect = ui.max_rect();
    let response = ui.add(edit);
    let text = editing.text.clone();
    let name = format!("编辑{}", def.zh);
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(egui::Role::TextInput, true, &name);
        info.current_text_value = Some(text.clone());
        info
    });
    if !editing.started {
        // Once only: asking every frame would interrupt an input method.
        response.request_focus();
        editing.started = true;
        return None;
    }
    if response.changed() {
        editing.error = None;
    }
    if let FieldKind::Choice(options) = &def.kind
        && let Some(at) = popup::options(ui, rect, options.iter().map(|o| lang.choice(o)), &editing.text)
        && let Some(option) = options.get(at)
    {
        return done(Some(FieldValue::Choice(option.code.to_owned())), Then::Down);
    }
    if let Some(error) = &editing.error {
        popup::refusal(ui, rect, error);
    }
    let enter = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    if !(response.lost_focus() || tab) {
        return None;
    }
    match parse::value(def, &editing.text) {
        Ok(value) => done(
            value,
            if tab {
                Then::Right
            } else if enter {
                Then::Down
            } else {
                Then::Stay
            },
        ),
        Err(_) if !enter && !tab && editing.error.is_some() => Some(Err(())),
        Err(error) => {
            editing.error = Some(error);
            response.request_focus();
            None
        }
    }
}
