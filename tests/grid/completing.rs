//! Typing the beginning of what the column holds already, or of an option.

use eframe::egui;
use egui::accesskit::Role;
use egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::bench::{CTRL, Grid, NONE, grid, grid_of, key, motor, text};

/// 使用地点 of the fourth row, which is empty. The others are 一车间 and 二车间.
fn at_empty_place() -> Grid {
    let mut g = grid();
    g.click_cell("M-3");
    g.press_times(NONE, Key::ArrowRight, 2);
    g
}

fn listed(g: &Grid, text: &str) -> bool {
    g.harness.query_by_role_and_label(Role::Button, text).is_some()
}

#[test]
fn the_only_value_that_begins_so_is_completed() {
    let mut g = at_empty_place();
    g.event(text("一"));
    assert_eq!(g.editing("使用地点").as_deref(), Some("一车间"));
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("workshop")[3], "一车间");
    // Arrows take it, too, as in Excel, and go on.
    g.press(NONE, Key::ArrowUp);
    g.event(text("二"));
    g.press(NONE, Key::ArrowDown);
    assert_eq!(g.texts("workshop")[3], "二车间");
    g.type_in("X");
    assert_eq!(g.texts("workshop")[4], "X");
}

/// What was completed is selected: Backspace takes it away, a letter takes its place, Escape gives the cell up.
#[test]
fn a_completion_is_refused_by_backspace_and_typed_over() {
    let mut g = at_empty_place();
    g.event(text("一"));
    g.press(NONE, Key::Backspace);
    assert_eq!(g.editing("使用地点").as_deref(), Some("一"));
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("workshop")[3], "一");
    g.press(NONE, Key::ArrowUp);
    g.event(text("二"));
    g.event(text("号"));
    assert_eq!(g.editing("使用地点").as_deref(), Some("二号"));
    g.press(NONE, Key::Escape);
    assert_eq!(g.texts("workshop")[3], "一");
    // All within one frame.
    g.in_one_frame(&[text("二"), text("车"), key(Key::Enter, NONE, true)]);
    assert_eq!(g.texts("workshop")[3], "二车间");
}

/// A figure makes it another device: `YE3` is not completed to the only `YE3-280S-4`, but that is listed.
#[test]
fn figures_are_offered_but_not_completed() {
    let mut g = grid();
    g.harness.get_by_role_and_label(Role::Cell, "JO2-72-4").click();
    g.harness.run_steps(4);
    g.event(text("YE3-28"));
    assert_eq!(g.editing("型号").as_deref(), Some("YE3-28"));
    assert!(listed(&g, "YE3-280S-4") && !listed(&g, "YE3-160M-4"));
    // Down leaves the cell with what was typed, as in Excel.
    g.press(NONE, Key::ArrowDown);
    assert_eq!(g.texts("model")[3], "YE3-28");
    g.press(NONE, Key::ArrowUp);
    // Alt+Down goes into the list.
    g.event(text("ye3-28"));
    g.press(Modifiers::ALT, Key::ArrowDown);
    assert_eq!(g.editing("型号").as_deref(), Some("YE3-28"), "the two that begin so, one after the other");
    g.press(NONE, Key::ArrowDown);
    assert_eq!(g.editing("型号").as_deref(), Some("YE3-280S-4"));
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("model")[3], "YE3-280S-4");
}

#[test]
fn pinyin_initials_find_a_value() {
    let mut g = at_empty_place();
    g.event(text("ecj"));
    assert_eq!(g.editing("使用地点").as_deref(), Some("ecj"), "offered, not put in its place");
    assert!(listed(&g, "二车间") && !listed(&g, "一车间"));
    g.click(Role::Button, "二车间");
    assert_eq!(g.texts("workshop")[3], "二车间");
    g.type_in("ycj");
    assert_eq!(g.texts("workshop")[4], "ycj", "without a choice it is what was typed");
}

/// Nothing is completed while an input method composes; what it gave is, and the next composition goes on from there.
#[test]
fn a_composition_is_not_completed() {
    let preedit = |text: &str| Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None });
    let commit = |text: &str| Event::Ime(ImeEvent::Commit(text.to_owned()));
    let mut g = at_empty_place();
    for letters in ["y", "yi"] {
        g.event(preedit(letters));
        assert_eq!(g.editing("使用地点").as_deref(), Some(letters));
        assert!(!listed(&g, "一车间"));
    }
    g.in_one_frame(&[preedit(""), commit("一")]);
    assert_eq!(g.editing("使用地点").as_deref(), Some("一车间"));
    g.event(preedit("hao"));
    assert_eq!(g.editing("使用地点").as_deref(), Some("一hao"));
    g.in_one_frame(&[preedit(""), commit("号")]);
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("workshop")[3], "一号");
}

/// What was entered above is offered below at once; a tag is each device's own and never is.
#[test]
fn what_was_just_entered_is_offered() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press(NONE, Key::ArrowRight);
    g.type_in("循环水泵");
    g.event(text("循"));
    assert_eq!(g.editing("名称").as_deref(), Some("循环水泵"));
    g.press(NONE, Key::Escape);
    g.press(NONE, Key::ArrowLeft);
    g.event(text("M"));
    assert_eq!(g.editing("编号").as_deref(), Some("M"));
    assert!(!listed(&g, "M-1"));
}

/// 在用, 备用, 停用: a part, or the initials, narrow the options down; the only one left is meant.
#[test]
fn options_are_found_by_pinyin_initials() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    let mut found = false;
    for _ in 0..40 {
        g.press(NONE, Key::F2);
        if g.editing("状态").is_some() {
            found = true;
            break;
        }
        g.press(NONE, Key::Escape);
        g.press(NONE, Key::ArrowRight);
    }
    assert!(found, "状态 is among the columns");
    assert!(listed(&g, "在用") && listed(&g, "备用") && listed(&g, "停用"));
    g.press(NONE, Key::Escape);
    g.event(text("by"));
    assert!(listed(&g, "备用") && !listed(&g, "在用"));
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("status")[0], "standby");
    g.event(text("停"));
    assert_eq!(g.editing("状态").as_deref(), Some("停用"));
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("status")[1], "idle");
    g.type_in("用");
    assert!(g.harness.query_all_by_label_contains("没有“用”这个选项").next().is_some(), "it may be any of them");
}

/// In a large plant the values are gathered on a worker while the editor is open.
#[test]
fn in_a_large_plant_it_is_no_work_of_the_frame() {
    let tags: Vec<String> = (0..4_500).map(|n| format!("M-{n}")).collect();
    let mut g = grid_of(tags.iter().map(|tag| motor((tag, "一车间", "Y160M-4", Some(11.0)))).collect());
    g.press(CTRL, Key::Home);
    g.press_times(NONE, Key::ArrowRight, 2);
    g.press(NONE, Key::Backspace);
    let mut waited = 0;
    loop {
        g.event(text("一"));
        if g.editing("使用地点").as_deref() == Some("一车间") {
            break;
        }
        g.press(NONE, Key::Backspace);
        std::thread::sleep(std::time::Duration::from_millis(20));
        waited += 1;
        assert!(waited < 500, "waited in vain");
    }
}

/// What drives or feeds a device is told by its tag: the tags of motors and transformers are offered.
#[test]
fn the_tags_of_motors_are_offered_for_what_drives_a_device() {
    let mut g = grid();
    g.click(Role::Button, "列");
    g.harness.get_by_role_and_label(Role::CheckBox, "上级设备编号").click_accesskit();
    g.harness.run_steps(4);
    g.press(NONE, Key::Escape);
    g.press(CTRL, Key::Home);
    for _ in 0..60 {
        g.press(NONE, Key::F2);
        if g.editing("上级设备编号").is_some() {
            break;
        }
        g.press(NONE, Key::Escape);
        g.press(NONE, Key::ArrowRight);
    }
    g.event(text("m-1"));
    assert_eq!(g.editing("上级设备编号").as_deref(), Some("m-1"), "one figure more is another motor");
    assert!(listed(&g, "M-1") && listed(&g, "M-10") && !listed(&g, "M-2"));
    g.press(Modifiers::ALT, Key::ArrowDown);
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("fed_by")[0], "M-1");
}
