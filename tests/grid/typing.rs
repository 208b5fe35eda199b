//! Typing into the table: an input method from its first letter on, and keys that come faster than frames.

use eframe::egui;
use egui::accesskit::Role;
use egui::{Event, ImeEvent, Key};
use egui_kittest::kittest::Queryable as _;
use energy_audit::app::pages::Page;
use energy_audit::app::widgets::ime::StaysOn;

use crate::bench::{CTRL, Grid, NONE, grid, grid_of, key, motor, text};

fn preedit(text: &str) -> Event {
    Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None })
}

fn commit(text: &str) -> Event {
    Event::Ime(ImeEvent::Commit(text.to_owned()))
}

/// One frame with an event, in which the input method must not be told to break off: it would lose what was typed.
fn undisturbed(g: &mut Grid, event: Option<Event>) {
    g.harness.input_mut().events.extend(event);
    g.harness.step();
    let ime = g.harness.output().platform_output.ime.expect("the input method stays on");
    assert!(!ime.should_interrupt_composition);
}

/// The first letter of a composition opens the cell and is part of it; so is that of the next cell, after Enter.
#[test]
fn an_input_method_keeps_its_first_letter() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press_times(NONE, Key::ArrowRight, 2);
    for (at, typed) in ["一工段", "二工段"].into_iter().enumerate() {
        for letters in ["y", "yi", "yi g"] {
            undisturbed(&mut g, Some(preedit(letters)));
            assert_eq!(g.editing("使用地点").as_deref(), Some(letters));
        }
        for event in [preedit(""), commit(typed), key(Key::Enter, NONE, true), key(Key::Enter, NONE, false)] {
            undisturbed(&mut g, Some(event));
        }
        (0..4).for_each(|_| undisturbed(&mut g, None));
        assert_eq!(g.texts("workshop")[at], typed);
    }
    // Without an editor it is no text field: Ctrl+Z is the table's.
    g.press(CTRL, Key::Z);
    assert_eq!(g.texts("workshop")[..2], ["一工段", "二车间"]);
}

/// Some input methods compose in a window of their own and tell only what was chosen.
#[test]
fn what_was_chosen_elsewhere_begins_a_cell() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.in_one_frame(&[preedit(""), commit("一号")]);
    assert_eq!(g.editing("编号").as_deref(), Some("一号"));
    g.in_one_frame(&[preedit(""), commit("泵"), key(Key::Enter, NONE, true)]);
    assert_eq!(g.texts("tag")[..2], ["一号泵", "M-10"]);
}

/// Whoever types fast chooses by Space and leaves by Enter before the next frame.
#[test]
fn enter_right_behind_a_commit_leaves_the_cell() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.event(preedit("ji"));
    let enter = key(Key::Enter, NONE, true);
    g.in_one_frame(&[preedit(""), commit("机"), enter.clone(), text("B"), enter]);
    assert_eq!(g.texts("tag")[..2], ["机", "B"]);
}

/// Escape that gives a composition up gives up no more than that.
#[test]
fn escape_gives_up_the_composition_only() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.event(text("A"));
    g.event(preedit("ji"));
    assert_eq!(g.editing("编号").as_deref(), Some("Aji"));
    g.in_one_frame(&[preedit(""), key(Key::Escape, NONE, true)]);
    assert_eq!(g.editing("编号").as_deref(), Some("A"));
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("tag")[0], "A");
}

/// A composition given up before anything was chosen leaves the cell as it was, wherever the person goes then.
#[test]
fn a_composition_given_up_clears_no_cell() {
    let mut g = grid();
    let begin = |g: &mut Grid| {
        g.click_cell("M-2");
        g.event(preedit("ji"));
        g.in_one_frame(&[preedit(""), key(Key::Escape, NONE, true)]);
        assert_eq!(g.editing("编号").as_deref(), Some(""));
    };
    begin(&mut g);
    g.click_cell("M-4");
    assert_eq!(g.texts("tag")[2], "M-2");
    begin(&mut g);
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("tag")[2], "M-2");
    // Emptied on purpose it is empty.
    g.click_cell("M-2");
    g.press(NONE, Key::Backspace);
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("tag")[2], "");
}

/// A click elsewhere while composing takes what is written; the input method says nothing of the end, and the keys
/// of the next cell are not taken for its own.
#[test]
fn a_click_elsewhere_while_composing_loses_nothing() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.event(text("A"));
    g.event(preedit("ji"));
    g.click_cell("M-2");
    assert_eq!(g.texts("tag")[0], "Aji");
    g.type_in("B");
    assert_eq!(g.texts("tag")[..3], ["Aji", "M-10", "B"]);
}

/// The letters of a composition are no text to filter by.
#[test]
fn a_composition_does_not_filter() {
    let mut g = grid();
    let label = "筛选：型号、名称、车间…";
    g.harness.get_by_role_and_label(Role::TextInput, label).focus();
    g.harness.run_steps(2);
    g.event(preedit("yi che jian"));
    assert_eq!(g.shown().len(), 6);
    let field = g.harness.get_by_role_and_label(Role::TextInput, label);
    assert_eq!(field.value().as_deref(), Some("yi che jian"), "it is written in the field");
    g.event(preedit(""));
    g.event(commit("一车间"));
    assert_eq!(g.shown(), ["M-1", "M-2", "M-5"]);
}

/// Keys typed before the editor is on the screen are not lost: all within one frame.
#[test]
fn typing_faster_than_frames_loses_nothing() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    let (down, up) = (key(Key::Enter, NONE, true), key(Key::Enter, NONE, false));
    let events = [text("X"), text("1"), down.clone(), up.clone(), text("X"), text("2"), down.clone(), up.clone()];
    g.in_one_frame(&events);
    assert_eq!(g.texts("tag")[..3], ["X1", "X2", "M-2"]);
    // With the editor open already, and with the keys that move within it.
    g.event(text("Y"));
    let left = key(Key::ArrowLeft, NONE, true);
    g.in_one_frame(&[text("3"), down.clone(), key(Key::F2, NONE, true), left, text("Z"), down, up]);
    assert_eq!(g.texts("tag")[2..5], ["Y3", "M-Z3", "M-4"]);
}

/// The current cell may be far out of sight: it is brought back, with what was typed.
#[test]
fn typing_into_a_cell_out_of_sight_loses_nothing() {
    let tags: Vec<String> = (0..300).map(|n| format!("T-{n}")).collect();
    let mut g = grid_of(tags.iter().map(|tag| motor((tag, "一车间", "Y160M-4", Some(11.0)))).collect());
    g.press(CTRL, Key::Home);
    let at = g.harness.get_by_role_and_label(Role::Cell, "T-5").rect().center();
    let away = |g: &mut Grid| {
        for _ in 0..10 {
            g.harness.event(Event::PointerMoved(at));
            g.harness.event(Event::MouseWheel {
                unit: egui::MouseWheelUnit::Point,
                delta: egui::vec2(0.0, -400.0),
                modifiers: NONE,
                phase: egui::TouchPhase::Move,
                source: egui::MouseWheelSource::Wheel,
            });
            g.harness.run_steps(3);
        }
        assert!(g.harness.query_by_role_and_label(Role::Cell, "T-1").is_none(), "out of sight");
    };
    away(&mut g);
    g.in_one_frame(&[text("X"), text("1"), key(Key::Enter, NONE, true)]);
    assert_eq!(g.texts("tag")[..2], ["X1", "T-1"]);
    away(&mut g);
    g.event(preedit("ji"));
    g.in_one_frame(&[preedit(""), commit("机"), key(Key::Enter, NONE, true)]);
    assert_eq!(g.texts("tag")[..3], ["X1", "机", "T-2"]);
    // Scrolled away while it is edited, it is entered; the keyboard is the table's again.
    g.event(text("Y"));
    away(&mut g);
    assert_eq!(g.texts("tag")[2], "Y");
    g.press(CTRL, Key::Z);
    assert_eq!(g.texts("tag")[2], "T-2");
}

/// As in a window of X11, where each switching on and off of the input method loses a letter and the person's choice of
/// language: it stays on wherever the focus goes, and is broken off only while it composes.
#[test]
fn on_x11_the_input_method_stays_on() {
    let mut g = grid();
    g.harness.ctx.add_plugin(StaysOn::default());
    let label = "筛选：型号、名称、车间…";
    g.harness.step();
    g.harness.get_by_role_and_label(Role::TextInput, label).click();
    (0..4).for_each(|_| undisturbed(&mut g, None));
    g.harness.state_mut().workbench.page = Page::Overview;
    (0..4).for_each(|_| undisturbed(&mut g, None));
    g.harness.state_mut().workbench.page = Page::Equipment;
    (0..4).for_each(|_| undisturbed(&mut g, None));
    g.harness.get_by_role_and_label(Role::TextInput, label).click();
    (0..4).for_each(|_| undisturbed(&mut g, None));
    undisturbed(&mut g, Some(preedit("yi")));
    g.harness.get_by_role_and_label(Role::Cell, "M-2").click();
    let mut broken_off = 0;
    for _ in 0..6 {
        g.harness.step();
        let ime = g.harness.output().platform_output.ime.expect("the input method stays on");
        broken_off += usize::from(ime.should_interrupt_composition);
    }
    assert_eq!(broken_off, 1, "what was being composed does not go on in another field");
}
