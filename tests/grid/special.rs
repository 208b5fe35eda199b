//! 选择性粘贴: turned, only into empty cells, reckoned with; what it comes to is said before.

use eframe::egui;
use egui::accesskit::Role;
use egui::{Event, Key};
use egui_kittest::kittest::Queryable as _;

use crate::bench::{CTRL, Grid, NONE, SHIFT, at_power, grid};

/// The keys ask for the clipboard, which holds a text.
fn special(g: &mut Grid, clipboard: &str) {
    g.press(CTRL | SHIFT, Key::V);
    g.event(Event::Paste(clipboard.to_owned()));
}

fn says(g: &Grid, text: &str) -> bool {
    g.harness.query_by_label(text).is_some()
}

/// 11, 75, 30, 75 and 7.5 kW times 1.1; what is not filled in is no zero and stays empty.
#[test]
fn numbers_are_multiplied_and_empty_cells_stay_empty() {
    let mut g = at_power();
    g.press_times(SHIFT, Key::ArrowDown, 5);
    special(&mut g, "1.1\n");
    assert!(says(&g, "将改变 6 格"), "as a plain paste");
    g.click(Role::RadioButton, "乘");
    assert!(says(&g, "将改变 5 格"));
    g.click(Role::Button, "粘贴");
    assert_eq!(g.texts("rated_power_kw"), ["12.1", "82.5", "", "33", "82.5", "8.25"]);
    g.press(CTRL, Key::Z);
    assert_eq!(g.texts("rated_power_kw")[0], "11", "in one step");
}

#[test]
fn what_can_not_be_reckoned_is_said_and_left() {
    let mut g = at_power();
    special(&mut g, "0");
    g.click(Role::RadioButton, "除");
    assert!(says(&g, "没有格会改变；1 格不能采用，原值不动"));
    assert!(says(&g, "第 1 行：除数是零"));
    g.press(NONE, Key::Escape);
    assert!(g.harness.query_by_role_and_label(Role::RadioButton, "除").is_none(), "Escape closes it");
    // 11 - 20 kW is no power.
    special(&mut g, "20");
    g.click(Role::RadioButton, "减");
    assert!(says(&g, "没有格会改变；1 格不能采用，原值不动"));
    g.click(Role::Button, "取消");
    // A text column has nothing to add to.
    g.click_cell("M-1");
    special(&mut g, "1");
    g.click(Role::RadioButton, "加");
    assert!(says(&g, "第 1 行：编号不是数字栏，不能运算"));
    g.click(Role::Button, "取消");
    assert_eq!(g.texts("rated_power_kw")[0], "11");
    // The keyboard is the table's again, and a plain paste is a plain one.
    g.event(Event::Paste("N-1".to_owned()));
    assert_eq!(g.texts("tag")[0], "N-1");
}

#[test]
fn a_row_is_pasted_as_a_column() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    special(&mut g, "A\tB\tC\n");
    g.click(Role::CheckBox, "转置(行变成列)");
    assert!(says(&g, "将改变 3 格"));
    g.click(Role::Button, "粘贴");
    assert_eq!(g.texts("tag"), ["A", "B", "C", "M-3", "M-4", "M-5"]);
    assert_eq!(g.texts("name")[0], "");
}

/// Of six places five are filled in.
#[test]
fn only_empty_cells_are_filled() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press_times(NONE, Key::ArrowRight, 2);
    g.press_times(SHIFT, Key::ArrowDown, 5);
    g.press(SHIFT, Key::F10);
    g.click(Role::Button, "选择性粘贴…");
    g.event(Event::Paste("四车间\n".to_owned()));
    g.click(Role::CheckBox, "只填空着的格");
    assert!(says(&g, "将改变 1 格；5 格已有内容，不动"));
    g.click(Role::Button, "粘贴");
    assert_eq!(g.texts("workshop"), ["一车间", "二车间", "一车间", "四车间", "二车间", "一车间"]);
}

#[test]
fn blanks_of_the_clipboard_are_passed_over() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press(CTRL | egui::Modifiers::ALT, Key::V);
    g.event(Event::Paste("A\n\nC\n".to_owned()));
    g.click(Role::CheckBox, "跳过剪贴板里的空格");
    g.click(Role::Button, "粘贴");
    assert_eq!(g.texts("tag")[..4], ["A", "M-10", "C", "M-3"]);
}

/// The keyboard alone: Ctrl+Shift+V, Enter.
#[test]
fn enter_pastes_as_it_stands() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    special(&mut g, "Z-1");
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("tag")[0], "Z-1");
    g.type_in("Z-2");
    assert_eq!(g.texts("tag")[0], "Z-2", "the table has the keyboard again");
}
