//! A block dragged by its edge: moved, or copied with Ctrl.

use eframe::egui;
use egui::accesskit::Role;
use egui::{Event, Key, PointerButton, Pos2, Rect};
use egui_kittest::kittest::Queryable as _;

use crate::bench::{CTRL, Grid, NONE, SHIFT, grid, key};

fn rect(g: &Grid, label: &str) -> Rect {
    g.harness.get_all_by_role_and_label(Role::Cell, label).next().expect("a cell").rect()
}

/// The upper edge of a cell.
fn edge(g: &Grid, label: &str) -> Pos2 {
    rect(g, label).center_top() + egui::vec2(0.0, 1.0)
}

#[test]
fn a_cell_is_moved_by_its_edge_in_one_step() {
    let mut g = grid();
    g.click_cell("M-1");
    let (from, to) = (edge(&g, "M-1"), rect(&g, "M-3").center());
    g.drag(from, to, NONE);
    assert_eq!(g.texts("tag"), ["", "M-10", "M-2", "M-1", "M-4", "M-5"]);
    assert!(g.said("已移动 1 格，代替了 1 格原有的内容，Ctrl+Z 可撤销"));
    assert_eq!(g.copied().as_deref(), Some("M-1\n"), "what was moved is selected");
    g.press(CTRL, Key::Z);
    assert_eq!(g.texts("tag"), ["M-1", "M-10", "M-2", "M-3", "M-4", "M-5"]);
}

/// A block that overlaps the place it comes from; with Ctrl the cells stay where they were, too.
#[test]
fn a_block_is_moved_over_itself_or_copied() {
    let mut g = grid();
    g.click_cell("M-1");
    g.press(SHIFT, Key::ArrowDown);
    let (from, to) = (edge(&g, "M-1"), rect(&g, "M-10").center());
    g.drag(from, to, NONE);
    assert_eq!(g.texts("tag"), ["", "M-1", "M-10", "M-3", "M-4", "M-5"]);
    g.press(CTRL, Key::Z);
    g.click_cell("M-1");
    let (from, to) = (edge(&g, "M-1"), rect(&g, "M-3").center());
    g.drag(from, to, CTRL);
    assert_eq!(g.texts("tag"), ["M-1", "M-10", "M-2", "M-1", "M-4", "M-5"]);
    // Past the last row it stays within the table.
    g.click_cell("M-4");
    g.press(SHIFT, Key::ArrowDown);
    let from = edge(&g, "M-4");
    g.drag(from, from + egui::vec2(0.0, 300.0), NONE);
    assert_eq!(g.texts("tag"), ["M-1", "M-10", "M-2", "M-1", "M-4", "M-5"]);
}

/// A place can't be a power: nothing is moved, and why is said.
#[test]
fn what_a_column_does_not_take_is_not_moved() {
    let mut g = grid();
    let place = rect(&g, "二车间");
    g.harness.get_all_by_role_and_label(Role::Cell, "二车间").next().expect("a place").click();
    g.harness.run_steps(4);
    let to = rect(&g, "30").center();
    g.drag(place.center_top() + egui::vec2(0.0, 1.0), to, NONE);
    assert!(g.said("没有移动：“二车间”不是数字"));
    assert_eq!(g.texts("workshop")[1], "二车间");
    assert_eq!(g.texts("rated_power_kw")[3], "30");
    // A power can be a name.
    g.harness.get_by_role_and_label(Role::Cell, "11").click();
    g.harness.run_steps(4);
    let name = g.harness.get_by_role_and_label(Role::ColumnHeader, "名称").rect().center().x;
    let (from, to) = (edge(&g, "11"), egui::pos2(name, to.y));
    g.drag(from, to, NONE);
    assert_eq!((g.texts("name")[3].as_str(), g.texts("rated_power_kw")[0].as_str()), ("11", ""));
}

#[test]
fn escape_gives_the_move_up() {
    let mut g = grid();
    g.click_cell("M-1");
    let (from, to) = (edge(&g, "M-1"), rect(&g, "M-3").center());
    let press = |pos, pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: NONE };
    let steps = [
        Event::PointerMoved(from),
        press(from, true),
        Event::PointerMoved(from + (to - from) / 2.0),
        Event::PointerMoved(to),
        key(Key::Escape, NONE, true),
        Event::PointerMoved(to + egui::vec2(0.0, 26.0)),
        press(to, false),
    ];
    for event in steps {
        g.harness.input_mut().events.push(event);
        g.harness.step();
    }
    g.harness.run_steps(4);
    assert_eq!(g.texts("tag"), ["M-1", "M-10", "M-2", "M-3", "M-4", "M-5"]);
    assert_eq!(g.harness.state().workbench.selection.len(), 1, "nor is anything selected on the way");
    // From the middle of a cell a block is selected, as ever.
    let from = rect(&g, "M-1").center();
    g.drag(from, to, NONE);
    assert_eq!(g.harness.state().workbench.selection.len(), 4);
}
