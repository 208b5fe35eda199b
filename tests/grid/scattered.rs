//! Cells selected here and there with Ctrl: copied, cleared, filled, added up, moved through.

use eframe::egui;
use egui::accesskit::Role;
use egui::{Event, Key};
use egui_kittest::kittest::Queryable as _;

use crate::bench::{CTRL, Grid, NONE, SHIFT, grid};

fn with_ctrl(g: &mut Grid, label: &str) {
    g.harness.get_all_by_role_and_label(Role::Cell, label).next().expect("a cell").click_modifiers(CTRL);
    g.harness.run_steps(4);
}

#[test]
fn ctrl_and_a_click_take_a_cell_in_and_out() {
    let mut g = grid();
    g.click_cell("M-1");
    with_ctrl(&mut g, "M-2");
    with_ctrl(&mut g, "M-4");
    assert_eq!(g.harness.state().workbench.selection.len(), 3, "the rows of the cells");
    assert_eq!(g.copied().as_deref(), Some("M-1\nM-2\nM-4\n"), "cells of one column are copied together");
    with_ctrl(&mut g, "M-2");
    assert_eq!(g.copied().as_deref(), Some("M-1\nM-4\n"));
    g.press(NONE, Key::Delete);
    assert_eq!(g.texts("tag"), ["", "M-10", "M-2", "M-3", "", "M-5"]);
    g.undo();
    assert_eq!(g.texts("tag")[0], "M-1", "in one step");
    // A click without Ctrl selects one cell again.
    g.click_cell("M-3");
    assert_eq!(g.copied().as_deref(), Some("M-3\n"));
}

/// As Excel: blocks in the same rows stand side by side, others make no table.
#[test]
fn blocks_side_by_side_are_copied_and_others_are_refused() {
    let mut g = grid();
    g.click_cell("M-1");
    g.press(SHIFT, Key::ArrowDown);
    let model = g.harness.get_all_by_role_and_label(Role::Cell, "Y160M-4").next().expect("model").rect().center();
    g.drag(model, model + egui::vec2(0.0, 26.0), CTRL);
    assert_eq!(g.copied().as_deref(), Some("M-1\tY160M-4\nM-10\tY160M-4\n"));
    g.click_cell("M-1");
    with_ctrl(&mut g, "YE3-160M-4");
    assert_eq!(g.copied(), None);
    assert!(g.said("不能一起复制"));
    g.event(Event::Cut);
    assert_eq!(g.texts("tag")[0], "M-1", "what can't be copied is not cut");
}

/// 11 + 30 = 41 kW; a cell selected twice counts once.
#[test]
fn the_foot_adds_up_all_blocks() {
    let mut g = grid();
    with_ctrl(&mut g, "11");
    g.harness.get_by_role_and_label(Role::Cell, "11").click();
    g.harness.run_steps(4);
    with_ctrl(&mut g, "30");
    assert!(g.harness.query_by_label("数值 2 · 合计 41 · 平均 20.5 · 范围 11～30").is_some());
    // Drawn over again by a block from 30 to 7.5: 30, 75, 7.5 besides 11 are 123.5, on average 30.875.
    let at = |g: &Grid, label: &str| g.harness.get_by_role_and_label(Role::Cell, label).rect().center();
    let (from, to) = (at(&g, "30"), at(&g, "7.5"));
    g.drag(from, to, CTRL);
    assert!(g.harness.query_by_label("数值 4 · 合计 123.5 · 平均 30.875 · 范围 7.5～75").is_some());
}

/// Shift and the arrows extend the block begun last; Enter goes round through all of them.
#[test]
fn enter_goes_round_through_all_blocks() {
    let mut g = grid();
    g.click_cell("M-1");
    with_ctrl(&mut g, "M-3");
    g.press(SHIFT, Key::ArrowDown);
    for text in ["A", "B", "C", "D"] {
        g.type_in(text);
    }
    assert_eq!(g.texts("tag"), ["C", "M-10", "M-2", "D", "B", "M-5"]);
    g.press(NONE, Key::ArrowDown);
    assert_eq!(g.harness.state().workbench.selection.len(), 1, "an arrow selects one cell again");
}

#[test]
fn one_text_goes_into_all_selected_cells() {
    let mut g = grid();
    g.click_cell("M-1");
    g.press(NONE, Key::ArrowRight);
    // 名称 of the third and the fifth row, beside their tags.
    let width = g.harness.get_by_role_and_label(Role::ColumnHeader, "名称").rect().center().x;
    for row in ["M-2", "M-4"] {
        let at = egui::pos2(width, g.harness.get_by_role_and_label(Role::Cell, row).rect().center().y);
        g.ctrl_click_at(at);
    }
    g.event(Event::Text("泵".to_owned()));
    g.press(CTRL, Key::Enter);
    assert_eq!(g.texts("name"), ["泵", "", "泵", "", "泵", ""]);
    g.event(Event::Paste("风机\n".to_owned()));
    assert_eq!(g.texts("name"), ["风机", "", "风机", "", "风机", ""]);
    g.event(Event::Paste("甲\n乙\n".to_owned()));
    assert!(g.said("选中了几处时只能粘贴一格"));
    assert_eq!(g.texts("name")[0], "风机");
    g.undo();
    assert_eq!(g.texts("name")[4], "泵");
}

/// Rows selected as a whole by their numbers are removed by Delete.
#[test]
fn rows_here_and_there_are_removed() {
    let mut g = grid();
    g.click(Role::RowHeader, "1");
    g.click_with(CTRL, Role::RowHeader, "4");
    g.press(NONE, Key::Delete);
    assert_eq!(g.texts("tag"), ["M-10", "M-2", "M-4", "M-5"]);
    g.press(CTRL, Key::Z);
    assert_eq!(g.texts("tag").len(), 6);
}

/// Each block is filled from its own first row.
#[test]
fn each_block_is_filled_down_by_itself() {
    let mut g = grid();
    let place = |g: &Grid, label: &str| g.harness.get_by_role_and_label(Role::Cell, label).rect().center();
    let (a, b) = (place(&g, "M-1"), place(&g, "M-10"));
    g.drag(a, b, NONE);
    let (a, b) = (place(&g, "M-3"), place(&g, "M-5"));
    g.drag(a, b, CTRL);
    g.press(CTRL, Key::D);
    assert_eq!(g.texts("tag"), ["M-1", "M-1", "M-2", "M-3", "M-3", "M-3"]);
}
