//! How a cell begins to be edited and how its value is entered.

use std::collections::BTreeSet;

use super::again::Act;
use super::editor::{self, Editing};
use super::{Grid, Then, complete, fill};
use crate::app::theme::Tone;
use crate::app::widgets::ime;
use crate::audit::FieldDef;
use crate::audit::field::{FieldKind, FieldValue};
use crate::clock;

/// Frames that an editor takes at most to come into sight.
const WAITS: u8 = 20;
/// Lines above and below whose values are listed while those of the whole column are not gathered yet.
const NEAR: usize = 500;

/// Begins to edit the current cell: with its text, or with what was typed in place of it.
pub fn start<G: Grid>(grid: &mut G, typed: Option<String>) {
    let (line, column) = grid.state().selection.active();
    let (Some(row), Some(def)) = (grid.row(line), grid.def(column)) else { return };
    let Some(id) = grid.id(row) else { return };
    let replaces = typed.is_some();
    let text = typed.unwrap_or_else(|| grid.written(row, def));
    let generation = grid.wb().generation;
    let state = grid.state();
    let mut editing = Editing::new(id, def, text, replaces);
    if let Some(recent) = state.recent.1.get(def.key).filter(|_| state.recent.0 == generation) {
        editing.source.recent = recent.clone();
    }
    state.editing = Some(editing);
    state.selection.show();
    state.take_focus = false;
}

/// Gives the cell being edited what it may be completed from.
pub fn provide<G: Grid>(grid: &mut G) {
    let Some(def) = grid.state().editing.as_ref().map(|e| e.def).filter(|def| complete::completes(def)) else { return };
    let known = grid.known(def);
    if let Some(editing) = &mut grid.state().editing {
        editing.provide(known);
    }
}

/// Begins to edit the current cell with what there is to choose from: its options, or what the column holds. `false`
/// if there is nothing.
pub fn pick<G: Grid>(grid: &mut G) -> bool {
    let (line, column) = grid.state().selection.active();
    let Some(def) = grid.def(column) else { return false };
    let mut listed = Vec::new();
    let known = if complete::completes(def) { grid.known(def) } else { None };
    if let Some(known) = known {
        listed = known.texts();
        listed.sort_unstable();
    } else if matches!(def.kind, FieldKind::Text { .. }) {
        let near = line.saturating_sub(NEAR)..(line + NEAR).min(grid.size().0);
        let written = near.filter_map(|l| grid.row(l)).map(|row| grid.written(row, def)).filter(|t| !t.is_empty());
        listed = written.collect::<BTreeSet<String>>().into_iter().collect();
    }
    if listed.is_empty() && !matches!(def.kind, FieldKind::Choice(_)) {
        return false;
    }
    start(grid, None);
    if let Some(editing) = &mut grid.state().editing {
        editing.listed = listed;
    }
    true
}

/// Begins to enter today's date into a column of dates, or of texts.
pub fn today<G: Grid>(grid: &mut G) {
    let column = grid.state().selection.active().1;
    if grid.def(column).is_some_and(|def| matches!(def.kind, FieldKind::Date | FieldKind::Text { .. })) {
        start(grid, Some(clock::today().to_string()));
    }
}

/// Begins to enter what stands in the cell above.
pub fn as_above<G: Grid>(grid: &mut G) {
    let (line, column) = grid.state().selection.active();
    let above = line.checked_sub(1).and_then(|above| grid.row(above)).zip(grid.def(column));
    if let Some(text) = above.map(|(row, def)| grid.written(row, def)).filter(|text| !text.is_empty()) {
        start(grid, Some(text));
    }
}

/// Takes what the editor gave: enters the value and goes where the key leads, or gives it up.
pub fn leave<G: Grid>(grid: &mut G, outcome: editor::Outcome) {
    match outcome {
        None => {}
        Some(Err(())) => {
            grid.state().editing = None;
            grid.state().take_focus = true;
        }
        Some(Ok((value, then))) => {
            let Some(editing) = grid.state().editing.take() else { return };
            remember(grid, editing.def, value.as_ref());
            if then == Then::All {
                fill::enter(grid, editing.def, value.as_ref());
            } else {
                grid.enter(editing.id, editing.def, value);
            }
            let size = grid.size();
            let state = grid.state();
            state.selection.go(then, size);
            state.take_focus |= then != Then::Stay;
        }
    }
}

/// Keeps what was entered, to be repeated and to be offered below.
fn remember<G: Grid>(grid: &mut G, def: &'static FieldDef, value: Option<&FieldValue>) {
    let generation = grid.wb().generation;
    let state = grid.state();
    state.last_act = Some(Act::Enter(def, value.cloned()));
    if state.recent.0 != generation {
        state.recent = (generation, std::collections::HashMap::new());
    }
    if let Some(FieldValue::Text(text)) = value.filter(|_| complete::completes(def)) {
        state.recent.1.entry(def.key).or_default().add(text);
    }
}

/// Takes the value of a cell that was scrolled or filtered out of sight while it was being edited. What is refused
/// there can't be shown in red, so it is said. What is still being composed is brought back into sight instead.
pub fn settle<G: Grid>(grid: &mut G) {
    // A row that went away before its editor was seen will not come.
    let waits = |e: &mut Editing| {
        e.waited += u8::from(!e.started);
        e.waited > WAITS
    };
    drop(grid.state().editing.take_if(waits));
    if ime::composing(&grid.wb().ctx) {
        let state = grid.state();
        if state.editing.as_ref().is_some_and(|e| !e.drawn) {
            state.selection.show();
        }
        return;
    }
    let Some(editing) = grid.state().editing.take_if(|e| e.started && !e.drawn) else { return };
    if editing.came_to_nothing() {
        return;
    }
    match grid.read(editing.def, editing.entered(), true) {
        Ok(value) => grid.enter(editing.id, editing.def, value),
        Err(reason) => grid.wb().say(Tone::Bad, format!("{reason}；原值未动")),
    }
}
