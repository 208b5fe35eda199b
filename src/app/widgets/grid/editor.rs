//! The editor in a cell.

use std::sync::Arc;

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{self, Event, Key, Modifiers, TextEdit};

use super::super::{ime, popup};
use super::complete::{self, Known, Source};
use super::later;
use super::selection::Then;
use crate::app::lang::Lang;
use crate::audit::field::{ChoiceDef, FieldKind, FieldValue};
use crate::audit::{FieldDef, Id};

/// Values of a column that the arrows go along at most; typing narrows them down.
const LISTED: usize = 200;

/// A cell being edited; kept outside the row, as rows come and go.
pub struct Editing {
    /// Its row.
    pub id: Id,
    /// Its field.
    pub def: &'static FieldDef,
    /// What is in it so far, with what was completed.
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
    /// Whether a letter began it that may be given up yet, as what an input method composes: until then it is as if it
    /// had not begun.
    pub tentative: bool,
    /// Values of the column to choose from, if they were asked for.
    pub listed: Vec<String>,
    /// What it may be completed from.
    pub source: Source,
    /// What was typed last, without what was completed; empty until something is.
    typed: String,
    /// The value that what was typed is completed to, as long as it is shown.
    completed: Option<String>,
    /// Values that fit what was typed, found when it was, and whether the arrows go along them.
    offers: Vec<String>,
    along_offers: bool,
}

impl Editing {
    /// A cell about to be edited: with its text, or typed over.
    pub fn new(id: Id, def: &'static FieldDef, text: String, replaces: bool) -> Self {
        Self {
            id,
            def,
            text,
            error: None,
            started: false,
            drawn: false,
            waited: 0,
            replaces,
            tentative: false,
            listed: Vec::new(),
            source: Source::default(),
            typed: String::new(),
            completed: None,
            offers: Vec::new(),
            along_offers: false,
        }
    }

    /// Takes what it may be completed from; what was typed before it came is looked up now.
    pub fn provide(&mut self, known: Option<Arc<Known>>) {
        let same = match (&known, &self.source.known) {
            (Some(new), Some(old)) => Arc::ptr_eq(new, old),
            (new, old) => new.is_none() && old.is_none(),
        };
        if !same {
            self.source.known = known;
            if !self.along_offers && !self.typed.is_empty() {
                self.offers = self.source.offers(&self.typed);
            }
        }
    }

    /// The listed values that what was typed is part of; all of them as long as nothing is.
    fn narrowed(&self) -> Vec<(String, FieldValue)> {
        let fits = self.listed.iter().filter(|text| text.contains(self.typed.trim()));
        fits.take(LISTED).map(|text| (text.clone(), FieldValue::Text(text.clone()))).collect()
    }

    /// The values that fit what was typed, but for what is in the cell already.
    fn offered(&self) -> Vec<(String, FieldValue)> {
        let here = |text: &String| self.completed.as_ref().unwrap_or(&self.text) == text;
        if !self.along_offers && self.offers.iter().all(here) {
            return Vec::new();
        }
        self.offers.iter().map(|text| (text.clone(), FieldValue::Text(text.clone()))).collect()
    }

    /// Whether it was begun by a composition that came to nothing.
    pub fn came_to_nothing(&self) -> bool {
        self.tentative && self.text.is_empty()
    }

    /// What is in the cell, a completed value as it is written elsewhere.
    pub fn entered(&self) -> &str {
        self.completed.as_ref().unwrap_or(&self.text)
    }

    /// Takes what was typed: finds what fits it and completes it where that can only be one. The rest of the text, if
    /// it is completed.
    fn complete(&mut self, lang: Lang, may: bool) -> Option<String> {
        self.tentative &= self.text.is_empty();
        let longer = self.text.chars().count() > self.typed.chars().count();
        self.typed.clone_from(&self.text);
        (self.completed, self.along_offers) = (None, false);
        self.offers = self.source.offers(&self.typed);
        if !may || !longer {
            return None;
        }
        let whole = match &self.def.kind {
            FieldKind::Choice(options) => complete::meant(options, &self.typed).map(|o| lang.choice(o).to_owned()),
            _ => self.source.completion(&self.typed),
        };
        let whole = whole?;
        let rest = complete::rest(&whole, &self.typed).filter(|rest| !rest.is_empty())?.to_owned();
        self.text.push_str(&rest);
        self.completed = Some(whole);
        Some(rest)
    }
}

/// How a cell's text becomes its value.
pub trait Reads {
    /// The value of a text, or why it is refused.
    fn read(&self, def: &FieldDef, text: &str) -> Result<Option<FieldValue>, String>;
    /// What is offered below the cell, besides the options of a choice: its words and its value.
    fn offered(&self, _: &Editing) -> Vec<(String, FieldValue)> {
        Vec::new()
    }
    /// The text that a key takes for what is typed.
    fn meant(&self, _: &Editing) -> Option<String> {
        None
    }
    /// Where a value that was chosen by the mouse leads.
    fn chosen(&self) -> Then;
    /// The language of captions.
    fn lang(&self) -> Lang;
}

/// `Ok` with what was entered and where to go, `Err` if given up, `None` while it goes on.
pub type Outcome = Option<Result<(Option<FieldValue>, Then), ()>>;

/// What is offered below the cell, and whether only in passing: arrows then leave the cell, as in Excel.
fn offers(ctx: &egui::Context, editing: &Editing, reads: &dyn Reads) -> (Vec<(String, FieldValue)>, bool) {
    // An input method's candidates stand where they would.
    if editing.error.is_some() || ime::composing(ctx) {
        return (Vec::new(), true);
    }
    if let FieldKind::Choice(options) = &editing.def.kind {
        let value = |o: &ChoiceDef| (reads.lang().choice(o).to_owned(), FieldValue::Choice(o.code.to_owned()));
        return (complete::options(options, &editing.typed).into_iter().map(value).collect(), false);
    }
    let named = reads.offered(editing);
    if !named.is_empty() {
        return (named, false);
    }
    let listed = editing.narrowed();
    if !listed.is_empty() {
        return (listed, false);
    }
    (editing.offered(), !editing.along_offers)
}

/// Draws the editor into the whole of `ui`. Its id is that of what carries the keyboard.
pub fn show(ui: &mut egui::Ui, editing: &mut Editing, reads: &dyn Reads, id: egui::Id) -> Outcome {
    let def = editing.def;
    editing.drawn = true;
    let (mut offered, mut passing) = offers(ui.ctx(), editing, reads);
    if passing && !offered.is_empty() && ui.input_mut(|i| i.consume_key(Modifiers::ALT, Key::ArrowDown)) {
        editing.along_offers = true;
        passing = false;
        along(ui.ctx(), id, editing, &offered, true);
    }
    let by_key = left_by(ui, editing.replaces && (passing || offered.is_empty()));
    if by_key == Some(Leave::GivenUp) {
        return Some(Err(()));
    }
    let (way, edits) = ui.input_mut(|i| {
        let mut way = None;
        if !offered.is_empty() && !passing {
            let arrows = [(Key::ArrowDown, true), (Key::ArrowUp, false)];
            way = arrows.into_iter().find(|(key, _)| i.consume_key(Modifiers::NONE, *key)).map(|k| k.1);
        }
        (way, i.consume_key(Modifiers::NONE, Key::F2))
    });
    // As in Excel: F2 lets the arrows move within what was begun by typing, and back.
    editing.replaces ^= edits;
    if let Some(down) = way {
        along(ui.ctx(), id, editing, &offered, down);
    }
    if !editing.started {
        // Behind the text, wherever the cell edited before was left; and nothing of that one to undo.
        let end = editing.text.chars().count();
        select(ui.ctx(), id, TextEditState::default(), end, end);
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
    if response.changed() {
        editing.error = None;
        complete(ui, editing, reads.lang(), id);
        (offered, passing) = offers(ui.ctx(), editing, reads);
    }
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
    let hint = passing.then(|| lang.pick("Alt+↓ 选择", "Alt+↓ to choose"));
    let words = offered.iter().map(|(name, _)| name.as_str());
    if !offered.is_empty()
        && let Some((_, value)) = popup::options(ui, rect, words, &editing.text, hint).and_then(|at| offered.get(at))
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
    if editing.came_to_nothing() {
        return Some(Err(()));
    }
    match reads.read(def, &meant(editing, reads, then)) {
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

/// The text that leaving the cell enters.
fn meant(editing: &Editing, reads: &dyn Reads, then: Then) -> String {
    let text = editing.entered();
    if then == Then::Stay || text.trim().is_empty() {
        return text.to_owned();
    }
    let option = match &editing.def.kind {
        FieldKind::Choice(options) => complete::meant(options, text).map(|o| o.code.to_owned()),
        _ => reads.meant(editing),
    };
    option.unwrap_or_else(|| text.to_owned())
}

/// Completes what was typed, if it was typed behind the text and nothing is being composed: the rest is selected, so
/// that the next letter or Backspace takes it away.
fn complete(ui: &egui::Ui, editing: &mut Editing, lang: Lang, id: egui::Id) {
    let pasted = ui.input(|i| i.events.iter().any(|event| matches!(event, Event::Paste(_))));
    let state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let end = editing.text.chars().count();
    let behind = state.cursor.char_range().is_some_and(|range| range.is_empty() && range.primary.index.0 == end);
    let composing = ime::composing(ui.ctx());
    if composing {
        // What is typed so far is no text yet.
        (editing.completed, editing.along_offers) = (None, false);
        editing.offers.clear();
        return;
    }
    if let Some(rest) = editing.complete(lang, behind && !pasted) {
        select(ui.ctx(), id, state, end, end + rest.chars().count());
        ui.ctx().request_repaint();
    }
}

/// Puts the caret at a place, with what is selected from there to another.
fn select(ctx: &egui::Context, id: egui::Id, mut state: TextEditState, caret: usize, other: usize) {
    let at = |index| CCursor::new(index);
    state.cursor.set_char_range(Some(CCursorRange { primary: at(caret), secondary: at(other), h_pos: None }));
    state.store(ctx, id);
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

/// Puts the words before or after those in the cell into it, the caret behind them.
fn along(ctx: &egui::Context, id: egui::Id, editing: &mut Editing, offered: &[(String, FieldValue)], down: bool) {
    let all = offered.len();
    let now = offered.iter().position(|(name, _)| name == editing.entered());
    let at = match (now, down) {
        (Some(at), true) => (at + 1) % all,
        (Some(at), false) => (at + all - 1) % all,
        (None, true) => 0,
        (None, false) => all - 1,
    };
    if let Some((name, _)) = offered.get(at) {
        editing.text.clone_from(name);
        editing.completed = None;
        let end = name.chars().count();
        select(ctx, id, TextEditState::load(ctx, id).unwrap_or_default(), end, end);
    }
}
