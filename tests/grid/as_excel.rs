//! What the hands of an Excel user do: fill, insert, select columns, turn to the next sheet, paste from WPS.

use eframe::egui;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Pos2};
use egui_kittest::kittest::Queryable as _;
use energy_audit::audit::{Entered, Equipment, FieldValue, KindCode};

use crate::bench::{CTRL, Grid, NONE, PLANT, SHIFT, grid, grid_of, key, motor};

impl Grid {
    fn handle(&self) -> Pos2 {
        self.harness.get_by_role_and_label(Role::Button, "填充柄").rect().center()
    }

    fn cell(&self, label: &str) -> Pos2 {
        self.harness.get_by_role_and_label(Role::Cell, label).rect().center()
    }
}

/// A tag counts on, as every device has its own; a model does not: it would be another motor.
#[test]
fn the_handle_counts_tags_on_and_repeats_all_else() {
    let mut g = grid();
    g.click_cell("M-1");
    let (from, to) = (g.handle(), g.cell("M-3"));
    g.drag(from, to, NONE);
    assert_eq!(g.texts("tag"), ["M-1", "M-2", "M-3", "M-4", "M-4", "M-5"]);
    assert_eq!(g.harness.state().workbench.selection.len(), 4, "what was filled is selected");
    g.press(CTRL, Key::Z);
    assert_eq!(g.texts("tag")[1], "M-10", "in one step");
    // With Ctrl it copies.
    g.click_cell("M-1");
    let (from, to) = (g.handle(), g.cell("M-10"));
    g.drag(from, to, CTRL);
    assert_eq!(g.texts("tag")[..3], ["M-1", "M-1", "M-2"]);
    g.press(CTRL, Key::Z);
    let models: Vec<Pos2> = {
        let cells = g.harness.get_all_by_role_and_label(Role::Cell, "Y160M-4");
        cells.map(|c| c.rect().center()).collect()
    };
    g.harness.get_all_by_role_and_label(Role::Cell, "Y160M-4").next().expect("model").click();
    g.harness.run_steps(4);
    let from = g.handle();
    g.drag(from, models[1] + egui::vec2(0.0, 26.0), NONE);
    assert_eq!(g.texts("model")[..3], ["Y160M-4", "Y160M-4", "Y160M-4"]);
}

/// Numbers with leading noughts keep them; a step of two is kept; upwards it counts back.
#[test]
fn the_handle_keeps_step_and_noughts() {
    let rows = ["P-08", "P-10", "", "", ""];
    let mut g = grid_of(rows.iter().map(|tag| motor((tag, "泵房", "Y160M-4", Some(11.0)))).collect());
    g.click_cell("P-08");
    g.press(SHIFT, Key::ArrowDown);
    let from = g.handle();
    g.drag(from, from + egui::vec2(-10.0, 26.0 * 3.0), NONE);
    assert_eq!(g.texts("tag"), ["P-08", "P-10", "P-12", "P-14", "P-16"]);
    g.click_cell("P-12");
    let from = g.handle();
    g.drag(from, from + egui::vec2(-10.0, -26.0 * 2.0), NONE);
    assert_eq!(g.texts("tag")[..3], ["P-10", "P-11", "P-12"]);
}

/// Two clicks on the handle fill down to where the column beside it ends.
#[test]
fn two_clicks_on_the_handle_fill_down() {
    let rows = ["一车间", "一车间", "一车间", "", "一车间"];
    let mut g = grid_of(rows.iter().map(|place| motor(("", place, "Y160M-4", Some(11.0)))).collect());
    g.press(CTRL, Key::Home);
    g.press(NONE, Key::ArrowRight);
    g.type_in("泵");
    g.press(NONE, Key::ArrowUp);
    let at = g.handle();
    for pressed in [true, false, true, false] {
        let button = egui::PointerButton::Primary;
        g.harness.input_mut().events.push(Event::PointerMoved(at));
        g.harness.input_mut().events.push(Event::PointerButton { pos: at, button, pressed, modifiers: NONE });
        g.harness.step();
    }
    g.harness.run_steps(4);
    assert_eq!(g.texts("name"), ["泵", "泵", "泵", "", ""]);
}

/// Ctrl+Enter enters into all selected cells and stays; F2 within what was begun by typing lets the arrows move in it.
#[test]
fn ctrl_enter_fills_the_selection_and_f2_turns_the_arrows() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press(NONE, Key::ArrowRight);
    g.press_times(SHIFT, Key::ArrowDown, 2);
    g.event(Event::Text("水泵".to_owned()));
    g.press(CTRL, Key::Enter);
    assert_eq!(g.texts("name"), ["水泵", "水泵", "水泵", "", "", ""]);
    g.press(NONE, Key::Enter);
    g.event(Event::Text("AC".to_owned()));
    g.press(NONE, Key::F2);
    g.press(NONE, Key::ArrowLeft);
    g.event(Event::Text("B".to_owned()));
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("name")[..3], ["水泵", "ABC", "水泵"], "Enter led to the second row of the block");
}

#[test]
fn ctrl_space_and_the_header_select_a_column() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press(NONE, Key::ArrowDown);
    g.in_one_frame(&[key(Key::Space, CTRL, true), key(Key::Space, CTRL, false)]);
    assert_eq!(g.copied().as_deref(), Some("M-1\nM-10\nM-2\nM-3\nM-4\nM-5\n"));
    g.click(Role::Button, "使用地点 筛选与排序");
    g.click(Role::Button, "选中整列");
    assert_eq!(g.copied().as_deref(), Some("一车间\n二车间\n一车间\n\n二车间\n一车间\n"));
}

/// Rows are inserted, duplicated and removed by the menu, which a key opens as well.
#[test]
fn rows_are_inserted_and_removed_where_the_cursor_is() {
    let mut g = grid();
    g.click_cell("M-10");
    g.press(SHIFT, Key::ArrowDown);
    g.press(SHIFT, Key::F10);
    g.click(Role::Button, "在上方插入行");
    assert_eq!(g.texts("tag"), ["M-1", "", "", "M-10", "M-2", "M-3", "M-4", "M-5"]);
    g.type_in("N-1");
    assert_eq!(g.texts("tag")[1], "N-1", "the cursor is in the first of them");
    g.press(CTRL, Key::Z);
    g.press(CTRL, Key::Z);
    assert_eq!(g.texts("tag").len(), 6);
    g.click_cell("M-2");
    g.press(SHIFT, Key::F10);
    g.click(Role::Button, "在下方插入行");
    assert_eq!(g.texts("tag")[2..5], ["M-2", "", "M-3"]);
    g.press(CTRL, Key::Z);
    g.click_cell("M-3");
    g.press(SHIFT, Key::F10);
    g.click(Role::Button, "删除所选行");
    assert_eq!(g.texts("tag"), ["M-1", "M-10", "M-2", "M-4", "M-5"]);
    // The key puts the keyboard into the menu: Enter presses its first entry, which cuts.
    g.click_cell("M-4");
    g.press(SHIFT, Key::F10);
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("tag"), ["M-1", "M-10", "M-2", "", "M-5"]);
}

/// As WPS writes it: lines end in CR LF, the last one, too. What was pasted is selected.
#[test]
fn a_block_of_wps_is_pasted_and_selected() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    let block = "A-1\t\"2\"\" 泵\"\t东跨（北）\r\nA-2\t\"带\t制表\r\n换行\"\t西跨\r\n";
    g.event(Event::Paste(block.to_owned()));
    assert_eq!(g.texts("tag")[..3], ["A-1", "A-2", "M-2"]);
    assert_eq!(g.texts("name")[..3], ["2\" 泵", "带 制表 换行", ""]);
    assert_eq!(g.texts("workshop")[..2], ["东跨（北）", "西跨"], "the brackets are as they were written");
    g.press(CTRL, Key::H);
    g.fill_in("查找内容", "东跨");
    g.fill_in("替换为", "北跨");
    g.click(Role::Button, "全部替换");
    g.click(Role::Button, "关闭查找");
    assert_eq!(g.texts("workshop")[0], "北跨（北）", "a replacement leaves the rest as it is");
    g.undo();
    let copied = g.copied().expect("the block");
    assert_eq!(copied, "A-1\t2\" 泵\t东跨（北）\nA-2\t带 制表 换行\t西跨\n");
    g.press(CTRL, Key::Z);
    assert_eq!(g.texts("tag")[0], "M-1");
}

/// A cell that begins with a quote is put into quotes, or Excel would take it for a quoted one.
#[test]
fn a_quote_at_the_beginning_goes_to_excel_and_back() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press(NONE, Key::ArrowRight);
    g.type_in("\"备用\"泵");
    g.press(NONE, Key::ArrowUp);
    let copied = g.copied().expect("one cell");
    assert_eq!(copied, "\"\"\"备用\"\"泵\"\n");
    g.press(NONE, Key::ArrowDown);
    g.event(Event::Paste(copied));
    assert_eq!(g.texts("name")[1], "\"备用\"泵");
}

/// Ctrl+PageDown turns to the next kind, as to the next sheet.
#[test]
fn ctrl_page_down_turns_to_the_next_tab() {
    let mut devices: Vec<Equipment> = PLANT.into_iter().map(motor).collect();
    let mut transformer = Equipment::new(KindCode::Transformer);
    transformer.set("tag", Some(Entered::ledger(FieldValue::Text("T-1".to_owned())))).expect("tag");
    devices.push(transformer);
    let mut g = grid_of(devices);
    g.press(CTRL, Key::Home);
    g.press(CTRL, Key::PageDown);
    assert!(g.harness.query_by_role_and_label(Role::Cell, "T-1").is_some());
    g.press(CTRL, Key::PageUp);
    assert_eq!(g.shown().len(), 6);
}

/// 11 + 75 + 30 = 116 kW of three numbers, 38.667 on average; the empty cell between them is none.
#[test]
fn the_foot_adds_up_the_selected_numbers() {
    let mut g = grid();
    g.harness.get_all_by_role_and_label(Role::Cell, "11").next().expect("11 kW").click();
    g.harness.run_steps(4);
    assert!(g.harness.query_by_label_contains("合计").is_none(), "one number is no sum");
    g.press_times(SHIFT, Key::ArrowDown, 3);
    let told = "数值 3 · 合计 116 · 平均 38.667 · 范围 11～75";
    assert!(g.harness.query_by_label(told).is_some());
    g.press(NONE, Key::Escape);
    assert!(g.harness.query_by_label_contains("合计").is_none());
}

/// Alt+Down lists what the column holds, as Excel does; typing narrows it down, arrows choose. Where nothing can be
/// listed it opens the column's menu.
#[test]
fn alt_down_lists_what_the_column_holds() {
    let mut g = grid();
    g.click_cell("M-3");
    g.press_times(NONE, Key::ArrowRight, 2);
    let listed = |g: &Grid, text: &str| g.harness.query_by_role_and_label(Role::Button, text).is_some();
    g.press(Modifiers::ALT, Key::ArrowDown);
    assert!(listed(&g, "一车间") && listed(&g, "二车间"));
    g.event(Event::Text("二".to_owned()));
    assert!(!listed(&g, "一车间") && listed(&g, "二车间"));
    g.press(NONE, Key::ArrowDown);
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("workshop")[3], "二车间");
    g.harness.get_all_by_role_and_label(Role::Cell, "11").next().expect("11 kW").click();
    g.harness.run_steps(4);
    g.press(Modifiers::ALT, Key::ArrowDown);
    assert!(listed(&g, "选中整列"), "the menu of the column");
}
