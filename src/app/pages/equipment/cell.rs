//! A cell of the table: what it shows, and how it is edited.

use eframe::egui::{self, Key, Modifiers, TextEdit};

use super::arrange::Group;
use crate::app::lang::Lang;
use crate::app::widgets::numbers::{amount, grouped};
use crate::app::widgets::{numbers, parse, popup};
use crate::audit::field::{FieldKind, FieldValue};
use crate::audit::{FieldDef, Id, KindCode};
use crate::energy::rated;

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
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    Stay,
    Down,
    Up,
    Right,
    Left,
}

/// A value as the table shows it: numbers with thousands separators, options in the language of the screen.
pub(super) fn shown(def: &FieldDef, value: &FieldValue, lang: Lang) -> String {
    match (&def.kind, value) {
        (_, FieldValue::Number(n)) => numbers::entered(*n),
        (FieldKind::Choice(options), FieldValue::Choice(code)) => {
            options.iter().find(|o| o.code == code).map_or_else(|| code.clone(), |o| lang.choice(o).to_owned())
        }
        _ => def.show(value),
    }
}

/// The sums of a group in words.
pub(super) fn subtotal(group: &Group, kind: KindCode, lang: Lang) -> String {
    let mut parts = vec![
        format!("{} {}", group.members.len(), lang.pick("行", "rows")),
        format!("{} {}", grouped(group.devices, 0), lang.pick("台", "devices")),
    ];
    if group.size > 0.0 {
        parts.push(format!("{} {}", amount(group.size), rated::unit(kind)));
    }
    if group.kwh > 0.0 {
        parts.push(format!("{} {} kWh", lang.pick("年用电", "annual electricity"), grouped(group.kwh, 0)));
    }
    parts.join(" · ")
}

/// `Ok` with what was entered, `Err` if given up, `None` while it goes on.
pub(super) type Outcome = Option<Result<(Option<FieldValue>, Then), ()>>;

/// The editor in a cell.
pub(super) fn editor(ui: &mut egui::Ui, editing: &mut Editing, lang: Lang) -> Outcome {
    let def = editing.def;
    editing.drawn = true;
    // Taken before the field sees them: Tab must not wander off through the window.
    let (back, tab, up, escape) = ui.input_mut(|i| {
        let back = i.consume_key(Modifiers::SHIFT, Key::Tab);
        let tab = i.consume_key(Modifiers::NONE, Key::Tab);
        let up = i.consume_key(Modifiers::SHIFT, Key::Enter);
        (back, tab, up, i.consume_key(Modifiers::NONE, Key::Escape))
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
        return Some(Ok((Some(FieldValue::Choice(option.code.to_owned())), Then::Down)));
    }
    if let Some(error) = &editing.error {
        popup::refusal(ui, rect, error);
    }
    let enter = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    let then = match (back, tab, up, enter) {
        (true, ..) => Then::Left,
        (_, true, ..) => Then::Right,
        (_, _, true, _) => Then::Up,
        (.., true) => Then::Down,
        _ if response.lost_focus() => Then::Stay,
        _ => return None,
    };
    match parse::value(def, &editing.text) {
        Ok(value) => Some(Ok((value, then))),
        Err(_) if then == Then::Stay && editing.error.is_some() => Some(Err(())),
        Err(error) => {
            editing.error = Some(error);
            response.request_focus();
            None
        }
    }
}
