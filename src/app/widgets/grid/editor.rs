//! The editor in a cell.

use eframe::egui::{self, Event, Key, Modifiers, TextEdit};

use super::super::popup;
use super::later;
use super::selection::Then;
use crate::app::lang::Lang;
use crate::audit::field::FieldValue;
use crate::audit::{FieldDef, Id};

/// A cell being edited; kept outside the row, as rows come and go.
pub struct Editing {
    /// Its row.
    pub id: Id,
    /// Its field.
    pub def: &'static FieldDef,
    /// What is typed so far.
    pub text: String,
    /// Why it was refused.
    pub error: Option<String>,
    /// Whether the editor has had the focus.
    pub started: bool,
    /// Whether it was on the screen this frame.
    pub drawn: bool,
    /// Frames that it waits to be on the screen for the first time.
    pub waited: u8,
    /// Whether it was begun by typing over the cell: arrows then leave it, as in Excel.
    pub replaces: bool,
    /// Values of the column to choose from, if they were asked for.
    pub listed: Vec<String>,
}

impl Editing {
    /// The listed values that what is typed is part of; all of them as long as it is one of them.
    fn narrowed(&self) -> Vec<(String, FieldValue)> {
        let typed = self.text.trim();
        let all = self.listed.iter().any(|text| text == typed);
        let fits = self.listed.iter().filter(|text| all || text.contains(typed));
        fits.map(|text| (text.clone(), FieldValue::Text(text.clone()))).collect()
    }
}

/// How a cell's text becomes its value.
pub trait Reads {
    /// The value of a text, or why it is refused.
    fn read(&self, def: &FieldDef, text: &str) -> Result<Option<FieldValue>, String>;
    /// What is offered below the cell: its words and its value.
    fn offered(&self, editing: &Editing) -> Vec<(String, FieldValue)>;
    /// The text that a key takes for what is typed.
    fn meant<'a>(&'a self, editing: &'a Editing) -> &'a str {
        &editing.text
    }
    /// Where a value that was chosen by the mouse leads.
    fn chosen(&self) -> Then;
    /// The language of captions.
    fn lang(&self) -> Lang;
}

/// `Ok` with what was entered and where to go, `Err` if given up, `None` while it goes on.
pub type Outcome = Option<Result<(Option<FieldValue>, Then), ()>>;

/// Draws the editor into the whole of `ui`. Its id is that of what carries the keyboard.
pub fn show(ui: &mut egui::Ui, editing: &mut Editing, reads: &dyn Reads, id: egui::Id) -> Outcome {
    let def = editing.def;
    editing.drawn = true;
    let mut offered = if editing.error.is_none() { reads.offered(editing) } else { Vec::new() };
    if offered.is_empty() && editing.error.is_none() {
        offered = editing.narrowed();
    }
    let by_key = left_by(ui, editing.replaces && offered.is_empty());
    if by_key == Some(Leave::GivenUp) {
        return Some(Err(()));
    }
    let (along, edits) = ui.input_mut(|i| {
        let mut along = None;
        if !offered.is_empty() {
            let arrows = [(Key::ArrowDown, true), (Key::ArrowUp, false)];
            along = arrows.into_iter().find(|(key, _)| i.consume_key(Modifiers::NONE, *key)).map(|k| k.1);
        }
        (along, i.consume_key(Modifiers::NONE, Key::F2))
    });
    // As in Excel: F2 lets the arrows move within what was begun by typing, and back.
    editing.replaces ^= edits;
    if let Some(text) = along.and_then(|down| next(&offered, &editing.text, down)) {
        editing.text = text;
    }
    if !editing.started {
        // Behind the text, wherever the cell edited before was left; and nothing of that one to undo.
        let mut state = egui::text_edit::TextEditState::default();
        let end = egui::text::CCursor::end_of_str(&editing.text);
        state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
        state.store(ui.ctx(), id);
    }
    let all = egui::EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    let rect = ui.max_rect();
    let mut edit = TextEdit::singleline(&mut editing.text)
        .id(id)
        .frame(egui::Frame::NONE.inner_margin(egui::Margin::symmetric(6, 2)))
        .event_filter(all)
        .desired_width(rect.width() - 12.0);
    if editing.error.is_some() {
        edit = edit.text_color(ui.visuals().error_fg_color);
    }
    let response = ui.add(edit);
    let text = editing.text.clone();
    let lang = reads.lang();
    let name = format!("{}{}", lang.pick("编辑", "Edit "), lang.field(def));
    response.widget_info(|| {
        let mut info = egui::WidgetInfo::labeled(egui::Role::TextInput, true, &name);
        info.current_text_value = Some(text.clone());
        info
    });
    if !editing.started {
        editing.started = true;
        if !response.has_focus() {
            response.request_focus();
            return None;
        }
    }
    if response.changed() {
        editing.error = None;
    }
    let words = offered.iter().map(|(name, _)| name.as_str());
    if !offered.is_empty()
        && let Some((_, value)) = popup::options(ui, rect, words, &editing.text).and_then(|at| offered.get(at))
    {
        return Some(Ok((Some(value.clone()), reads.chosen())));
    }
    if let Some(error) = &editing.error {
        popup::refusal(ui, rect, error);
    }
    let then = match by_key {
        Some(Leave::By(then)) => then,
        _ if response.lost_focus() => Then::Stay,
        _ => return None,
    };
    let text = if then == Then::Stay { &editing.text } else { reads.meant(editing) };
    match reads.read(def, text) {
        Ok(value) => Some(Ok((value, then))),
        Err(_) if then == Then::Stay && editing.error.is_some() => Some(Err(())),
        Err(error) => {
            editing.error = Some(error);
            if !response.has_focus() {
                response.request_focus();
            }
            None
        }
    }
}

/// How a key leaves a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leave {
    By(Then),
    GivenUp,
}

/// The first key of the frame that leaves the cell, taken before the field sees it: Tab must not wander off through
/// the window. What was typed after it waits for the next frame.
fn left_by(ui: &egui::Ui, arrows: bool) -> Option<Leave> {
    let leaves = |event: &Event| {
        let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
        let back = modifiers.shift;
        Some(match key {
            Key::Escape => Leave::GivenUp,
            Key::Enter if modifiers.command => Leave::By(Then::All),
            Key::Enter => Leave::By(if back { Then::Up } else { Then::Down }),
            Key::Tab if !modifiers.command => Leave::By(if back { Then::Left } else { Then::Right }),
            Key::ArrowUp if arrows && modifiers.is_none() => Leave::By(Then::Step(-1, 0)),
            Key::ArrowDown if arrows && modifiers.is_none() => Leave::By(Then::Step(1, 0)),
            Key::ArrowLeft if arrows && modifiers.is_none() => Leave::By(Then::Step(0, -1)),
            Key::ArrowRight if arrows && modifiers.is_none() => Leave::By(Then::Step(0, 1)),
            _ => return None,
        })
    };
    let (at, leave) = ui.input(|i| i.events.iter().enumerate().find_map(|(at, e)| Some((at, leaves(e)?))))?;
    later::postpone(ui.ctx(), at + 1);
    ui.input_mut(|i| i.events.remove(at));
    Some(leave)
}

/// The words before or after those in the cell.
fn next(offered: &[(String, FieldValue)], text: &str, down: bool) -> Option<String> {
    let all = offered.len();
    let now = offered.iter().position(|(name, _)| name == text);
    let at = match (now, down) {
        (Some(at), true) => (at + 1) % all,
        (Some(at), false) => (at + all - 1) % all,
        (None, true) => 0,
        (None, false) => all - 1,
    };
    offered.get(at).map(|(name, _)| name.clone())
}
