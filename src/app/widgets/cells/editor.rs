//! The editor in a cell of a sheet.

use eframe::egui::{self, Key, Modifiers, TextEdit};

use super::View;
use crate::app::lang::Lang;
use crate::app::widgets::parse::normal;
use crate::app::widgets::popup;
use crate::audit::field::{FieldKind, FieldValue};
use crate::audit::{FieldDef, Id};

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
    Right,
}

/// `Ok` with what was entered, `Err` if given up, `None` while it goes on.
pub(super) type Outcome = Option<Result<(Option<FieldValue>, Then), ()>>;

pub(super) fn editor(ui: &mut egui::Ui, editing: &mut Editing, view: &View<'_>, lang: Lang) -> Outcome {
    let def = editing.def;
    editing.drawn = true;
    // Taken before the field sees them: Tab must not wander off through the window.
    let (tab, escape) =
        ui.input_mut(|i| (i.consume_key(Modifiers::NONE, Key::Tab), i.consume_key(Modifiers::NONE, Key::Escape)));
    if escape {
        return Some(Err(()));
    }
    let all = egui::EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    let rect = ui.max_rect();
    let mut edit = TextEdit::singleline(&mut editing.text)
        .frame(egui::Frame::NONE.inner_margin(egui::Margin::symmetric(6, 2)))
        .event_filter(all)
        .desired_width(rect.width() - 12.0);
    if editing.error.is_some() {
        edit = edit.text_color(ui.visuals().error_fg_color);
    }
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
    if let Some(value) = offered(ui, rect, view, lang, editing) {
        return Some(Ok((Some(value), Then::Right)));
    }
    if let Some(error) = &editing.error {
        popup::refusal(ui, rect, error);
    }
    let enter = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    if !(response.lost_focus() || tab) {
        return None;
    }
    let text = if enter || tab { only_match(view, editing).unwrap_or(&editing.text) } else { &editing.text };
    match view.parse(def, text) {
        Ok(value) if tab => Some(Ok((value, Then::Right))),
        Ok(value) => Some(Ok((value, if enter { Then::Down } else { Then::Stay }))),
        Err(_) if !enter && !tab && editing.error.is_some() => Some(Err(())),
        Err(error) => {
            editing.error = Some(error);
            response.request_focus();
            None
        }
    }
}

/// What is offered below the cell: a choice's options, or the names of a table that contain what is typed.
fn offered(ui: &egui::Ui, rect: egui::Rect, view: &View<'_>, lang: Lang, editing: &Editing) -> Option<FieldValue> {
    if editing.error.is_some() {
        return None;
    }
    if let FieldKind::Choice(options) = &editing.def.kind {
        let at = popup::options(ui, rect, options.iter().map(|o| lang.choice(o)), &editing.text)?;
        return options.get(at).map(|o| FieldValue::Choice(o.code.to_owned()));
    }
    let found: Vec<&(String, String)> = matches(view, editing).collect();
    if found.is_empty() {
        return None;
    }
    let at = popup::options(ui, rect, found.iter().map(|(_, name)| name.as_str()), &editing.text)?;
    found.get(at).map(|(code, _)| FieldValue::Text(code.clone()))
}

fn matches<'a>(view: &'a View<'_>, editing: &Editing) -> impl Iterator<Item = &'a (String, String)> {
    let typed = normal(&editing.text).to_lowercase();
    let codes = view.codes.filter(|c| c.key == editing.def.key);
    // The text of a cell that was opened to be changed offers all there is.
    let all = codes.is_some_and(|c| c.list.iter().any(|(_, name)| *name == editing.text));
    codes
        .into_iter()
        .flat_map(|c| c.list)
        .filter(move |(code, name)| all || code.contains(&typed) || name.to_lowercase().contains(&typed))
}

/// The one name that contains what is typed, if nothing is called exactly so.
fn only_match<'a>(view: &'a View<'_>, editing: &Editing) -> Option<&'a str> {
    let codes = view.codes.filter(|c| c.key == editing.def.key)?;
    if editing.text.trim().is_empty() || (codes.find)(&normal(&editing.text)).is_some() {
        return None;
    }
    let mut found = matches(view, editing);
    let first = found.next()?;
    found.next().is_none().then_some(first.1.as_str())
}
