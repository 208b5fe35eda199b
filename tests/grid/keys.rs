//! Keys an Excel user has in the fingers.

use eframe::egui;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use energy_audit::clock;

use crate::bench::{CTRL, NONE, SHIFT, grid};

/// F4 does the last thing again: a value, clearing, a fill, a paste.
#[test]
fn f4_repeats() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press(NONE, Key::ArrowRight);
    g.press(NONE, Key::F4);
    assert_eq!(g.texts("name")[0], "", "nothing was done yet");
    g.type_in("泵");
    g.press(NONE, Key::F4);
    g.press(NONE, Key::ArrowDown);
    g.press(NONE, Key::F4);
    assert_eq!(g.texts("name"), ["泵", "泵", "泵", "", "", ""]);
    g.press(NONE, Key::Delete);
    g.press(NONE, Key::ArrowUp);
    g.press(NONE, Key::F4);
    assert_eq!(g.texts("name"), ["泵", "", "", "", "", ""]);
    g.press(CTRL, Key::D);
    g.press(NONE, Key::ArrowDown);
    g.press(NONE, Key::F4);
    assert_eq!(g.texts("name"), ["泵", "泵", "泵", "", "", ""]);
    g.event(Event::Paste("风机".to_owned()));
    g.press_times(NONE, Key::ArrowDown, 2);
    g.press(NONE, Key::F4);
    assert_eq!(g.texts("name"), ["泵", "泵", "风机", "", "风机", ""]);
    g.press(CTRL, Key::Z);
    assert_eq!(g.texts("name")[4], "", "each is a step of its own");
}

#[test]
fn today_and_what_stands_above_are_entered_by_a_key() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press(NONE, Key::ArrowRight);
    g.press(CTRL, Key::Semicolon);
    assert_eq!(g.editing("名称"), Some(clock::today().to_string()));
    g.press(NONE, Key::Escape);
    g.type_in("泵");
    g.press(CTRL, Key::Quote);
    assert_eq!(g.editing("名称").as_deref(), Some("泵"), "to be changed before it is entered");
    g.event(Event::Text("2".to_owned()));
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("name")[..2], ["泵", "泵2"]);
}

/// Alt+PageDown goes a screen to the right, Alt+PageUp back.
#[test]
fn a_screen_to_the_right_and_back() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press(Modifiers::ALT, Key::PageDown);
    g.press(NONE, Key::F2);
    let near = ["编号", "名称", "使用地点", "型号"];
    assert!(near.iter().all(|field| g.editing(field).is_none()));
    g.press(NONE, Key::Escape);
    g.press(Modifiers::ALT, Key::PageUp);
    g.type_in("X");
    assert_eq!(g.texts("tag")[0], "X");
    g.press(CTRL, Key::Home);
    g.press(Modifiers::ALT | SHIFT, Key::PageDown);
    assert!(g.copied().expect("cells").contains('\t'), "with Shift the selection is extended");
    g.press(SHIFT, Key::Backspace);
    assert_eq!(g.copied().as_deref(), Some("X\n"), "Shift+Backspace leaves the current cell alone");
}

#[test]
fn ctrl_shift_l_opens_the_menu_of_the_column() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press_times(NONE, Key::ArrowRight, 2);
    g.press(CTRL | SHIFT, Key::L);
    assert!(g.harness.query_by_role_and_label(Role::CheckBox, "一车间  (3)").is_some());
}
