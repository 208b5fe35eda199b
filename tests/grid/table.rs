//! Selection, filters, sorting, groups, columns, find and replace, bulk edit, and what number cells accept.

use eframe::egui;
use egui::accesskit::Role;
use egui::{Event, ImeEvent, Key};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use energy_audit::app::pages::Page;
use energy_audit::audit::{Edit, Entered, FieldValue, Origin};

use crate::bench::{CTRL, Grid, NONE, SHIFT, at_power, grid, grid_of, motor};

#[test]
fn a_number_cell_takes_full_width_digits_units_and_arithmetic() {
    // Typed → kW. 1 MW = 1000 kW; 1 马力 = 0.735 498 75 kW.
    let cases = [
        ("７５ｋＷ", 75.0),
        ("7.5 kW", 7.5),
        ("0.5MW", 500.0),
        ("100马力", 73.549_875),
        ("3*7.5", 22.5),
        ("=3*7.5", 22.5),
        ("(1+2)/4", 0.75),
        ("=380/4", 95.0),
        ("2×（5＋6）", 22.0),
        ("1,600", 1600.0),
        ("2*7.5kW", 15.0),
    ];
    let mut g = at_power();
    for (typed, kw) in cases {
        g.type_in(typed);
        assert_eq!(g.value(0, "rated_power_kw"), Some(FieldValue::Number(kw)), "{typed}");
        g.press(NONE, Key::ArrowUp);
    }
}

/// What is refused stays in the cell with its reason, and the value stays what it was.
#[test]
fn what_is_no_number_stays_in_the_cell_with_a_reason() {
    let cases = [
        ("很大", "不是数字"),
        ("380/660", "可能是两个数值"),
        ("55-75", "可能是两个数值"),
        ("1,5", "逗号"),
        ("5/0+1", "除数是零"),
        ("7.5 MPa", "不能换算成 kW"),
        ("3*", "不能换算成 kW"),
    ];
    for (typed, why) in cases {
        let mut g = at_power();
        g.type_in(typed);
        assert!(g.harness.query_all_by_label_contains(why).next().is_some(), "{typed}: {why}");
        let editor = g.harness.get_by_role_and_label(Role::TextInput, "编辑额定功率");
        assert_eq!(editor.accesskit_node().value().as_deref(), Some(typed));
        assert_eq!(g.value(0, "rated_power_kw"), Some(FieldValue::Number(11.0)), "{typed}");
        g.press(NONE, Key::Escape);
        assert_eq!(g.value(0, "rated_power_kw"), Some(FieldValue::Number(11.0)), "{typed}");
    }
}

/// In a pasted ledger `2*75` is two motors of 75 kW: nothing is calculated.
#[test]
fn a_pasted_product_is_refused() {
    let mut g = at_power();
    g.event(Event::Paste("2*75\n15kW\n".to_owned()));
    assert_eq!(g.value(0, "rated_power_kw"), Some(FieldValue::Number(11.0)));
    assert_eq!(g.value(1, "rated_power_kw"), Some(FieldValue::Number(15.0)));
    assert!(g.said("1 格没有粘贴"));
}

#[test]
fn enter_while_composing_does_not_leave_the_cell() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press_times(NONE, Key::ArrowRight, 2);
    let preedit = |text: &str| Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None });
    // Composing begins in a cell that is not being edited yet.
    g.event(preedit("s"));
    g.event(preedit("san che jian"));
    g.press(NONE, Key::Enter);
    g.press(NONE, Key::ArrowDown);
    assert!(g.harness.query_by_role_and_label(Role::TextInput, "编辑使用地点").is_some(), "still being typed");
    assert_eq!(g.texts("workshop")[0], "一车间");
    g.event(preedit(""));
    g.event(Event::Ime(ImeEvent::Commit("三车间".to_owned())));
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("workshop")[0], "三车间");
}

#[test]
fn columns_are_filtered_by_value_range_and_missing_and_freed_by_one_click() {
    let mut g = grid();
    assert_eq!(g.shown().len(), 6);
    g.click(Role::Button, "使用地点 筛选与排序");
    g.click(Role::CheckBox, "一车间  (3)");
    assert_eq!(g.shown(), ["M-1", "M-2", "M-5"]);
    g.press(NONE, Key::Escape);
    assert!(g.harness.query_by_label("已筛选：显示 3 行，共 6 行").is_some());
    // 7.5 ≤ kW ≤ 10: only M-5; M-2 has no power and is left out.
    g.click(Role::Button, "额定功率 (kW) 筛选与排序");
    g.fill_in("不小于", "７．５");
    g.fill_in("不大于", "10");
    assert_eq!(g.shown(), ["M-5"]);
    g.press(NONE, Key::Escape);
    g.click(Role::Button, "清除筛选");
    assert_eq!(g.shown().len(), 6);
    g.click(Role::Button, "额定功率 (kW) 筛选与排序");
    g.click(Role::Button, "只看未填");
    assert_eq!(g.shown(), ["M-2"]);
}

#[test]
fn rows_are_sorted_by_numbers_within_texts_and_by_several_columns() {
    let mut g = grid();
    g.click(Role::ColumnHeader, "编号");
    assert_eq!(g.shown(), ["M-1", "M-2", "M-3", "M-4", "M-5", "M-10"]);
    // By power descending, within a power by tag descending; what has no power comes last.
    g.click(Role::ColumnHeader, "额定功率 (kW)");
    g.click(Role::ColumnHeader, "额定功率 (kW)");
    g.click_with(SHIFT, Role::ColumnHeader, "编号");
    g.click_with(SHIFT, Role::ColumnHeader, "编号");
    assert_eq!(g.shown(), ["M-10", "M-4", "M-3", "M-1", "M-5", "M-2"]);
}

#[test]
fn rows_are_grouped_by_location_with_sums_and_folded() {
    let mut g = grid();
    g.click(Role::Button, "按地点分组");
    // 11 + 7.5 = 18.5 kW, 75 + 75 = 150 kW.
    let one = "一车间 3 行 · 3 台 · 18.5 kW";
    assert!(g.harness.query_by_role_and_label(Role::Button, one).is_some());
    assert!(g.harness.query_by_role_and_label(Role::Button, "二车间 2 行 · 2 台 · 150 kW").is_some());
    assert!(g.harness.query_by_role_and_label(Role::Button, "(未填) 1 行 · 1 台 · 30.0 kW").is_some());
    assert_eq!(g.shown(), ["M-1", "M-2", "M-5", "M-10", "M-4", "M-3"]);
    g.click(Role::Button, one);
    assert_eq!(g.shown(), ["M-10", "M-4", "M-3"]);
}

#[test]
fn a_block_is_dragged_over_copied_and_one_cell_fills_several() {
    let mut g = grid();
    let center = |g: &Grid, tag: &str| g.harness.get_by_role_and_label(Role::Cell, tag).rect().center();
    let (from, to) = (center(&g, "M-1"), center(&g, "M-2"));
    g.harness.drag_at(from);
    g.harness.run_steps(2);
    g.harness.hover_at(from + (to - from) / 2.0);
    g.harness.run_steps(2);
    g.harness.hover_at(to);
    g.harness.run_steps(2);
    g.harness.drop_at(to);
    g.harness.run_steps(3);
    assert_eq!(g.harness.state().workbench.selection.len(), 3);
    g.harness.event(Event::Copy);
    g.harness.step();
    let copied = |g: &Grid| {
        g.harness.output().platform_output.commands.iter().find_map(|c| match c {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    };
    assert_eq!(copied(&g).as_deref(), Some("M-1\nM-10\nM-2\n"));
    // 使用地点 of three rows at once; Excel puts a cell with a line end in quotes.
    g.press_times(NONE, Key::ArrowRight, 2);
    g.press(CTRL, Key::ArrowUp);
    g.press_times(SHIFT, Key::ArrowDown, 2);
    g.event(Event::Paste("\"三车间\n东跨\"\n".to_owned()));
    assert_eq!(g.texts("workshop")[..3], ["三车间 东跨", "三车间 东跨", "三车间 东跨"]);
    assert_eq!(g.texts("workshop")[4], "二车间");
    g.undo();
    assert_eq!(g.texts("workshop")[..3], ["一车间", "二车间", "一车间"]);
}

#[test]
fn find_and_replace_is_one_step() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press(CTRL, Key::H);
    g.fill_in("查找内容", "车间");
    g.fill_in("替换为", "工段");
    g.click(Role::Button, "全部替换");
    assert_eq!(g.texts("workshop"), ["一工段", "二工段", "一工段", "", "二工段", "一工段"]);
    g.undo();
    assert_eq!(g.texts("workshop")[0], "一车间");
    g.click(Role::Button, "关闭查找");
    g.press(CTRL, Key::F);
    // The text that was looked for is still there.
    let found = g.harness.get_by_role_and_label(Role::TextInput, "查找内容");
    assert_eq!(found.accesskit_node().value().as_deref(), Some("车间"));
}

#[test]
fn selected_rows_are_changed_together_with_their_origin() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press(SHIFT, Key::ArrowDown);
    g.click(Role::Button, "批量修改");
    g.click(Role::ComboBox, "批量修改的字段");
    // It is further down the list than is in sight.
    g.harness.get_by_role_and_label(Role::Button, "年运行小时 (h/a)").click_accesskit();
    g.harness.run_steps(4);
    // Chosen without the pointer, the list stays open over what is under it.
    g.press(NONE, Key::Escape);
    g.fill_in("新的值", "7200 小时");
    g.click(Role::Button, "估算");
    g.click(Role::Button, "应用到选中的行");
    assert_eq!(g.texts("annual_hours_h"), ["7200", "7200", "", "", "", ""]);
    let audit = g.harness.state().workbench.audit().expect("audit");
    assert_eq!(audit.equipment[0].get("annual_hours_h").map(|e| e.origin), Some(Origin::Estimate));
    g.undo();
    assert_eq!(g.texts("annual_hours_h"), ["", "", "", "", "", ""]);
}

#[test]
fn columns_are_moved_hidden_and_frozen_and_that_is_remembered() {
    let mut g = grid();
    let left = |g: &Grid, name: &str| g.harness.get_by_role_and_label(Role::ColumnHeader, name).rect().left() as i64;
    assert!(left(&g, "使用地点") < left(&g, "型号"));
    g.click(Role::Button, "型号 筛选与排序");
    g.click(Role::Button, "左移一列");
    assert!(left(&g, "型号") < left(&g, "使用地点"));
    g.click(Role::Button, "使用地点 筛选与排序");
    g.click(Role::Button, "隐藏此列");
    assert!(g.harness.query_by_role_and_label(Role::ColumnHeader, "使用地点").is_none());
    g.click(Role::Button, "型号 筛选与排序");
    g.click(Role::Button, "冻结到此列");
    let place = left(&g, "型号");
    g.press(NONE, Key::End);
    g.harness.run_steps(5);
    assert_eq!(left(&g, "型号"), place, "it stays where it is while the others scroll");
    let file = g.folder.path().join("data/settings.json");
    let kept = std::fs::read_to_string(file).expect("settings");
    let kept: energy_audit::app::settings::Settings = serde_json::from_str(&kept).expect("settings");
    let motor = kept.tables.get("motor").expect("motor");
    assert_eq!(motor.frozen, Some(3), "编号, 名称, 型号");
    assert!(kept.hidden["motor"].contains("workshop"));
}

/// Shift+Tab and Shift+Enter leave the cell to the left and upwards; Ctrl+X takes the cells away.
#[test]
fn keys_lead_back_and_cut_takes_away() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press(NONE, Key::ArrowDown);
    g.press(NONE, Key::ArrowRight);
    g.event(Event::Text("泵".to_owned()));
    g.press(SHIFT, Key::Enter);
    g.event(Event::Text("风机".to_owned()));
    g.press(SHIFT, Key::Tab);
    assert_eq!(g.texts("name")[..2], ["风机", "泵"]);
    g.event(Event::Cut);
    assert_eq!(g.texts("tag")[..2], ["", "M-10"]);
}

/// Enter goes down, Tab right; after a run of Tabs Enter returns to the column in which the run began.
#[test]
fn enter_and_tab_lead_where_they_do_in_excel() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.event(Event::Text("A".to_owned()));
    g.press(NONE, Key::Tab);
    g.event(Event::Text("B".to_owned()));
    g.press(NONE, Key::Tab);
    g.press(NONE, Key::Enter);
    g.type_in("C");
    assert_eq!(g.texts("tag")[..3], ["A", "C", "M-2"]);
    assert_eq!(g.texts("name")[..2], ["B", ""]);
    // Without typing: down, right, up, left is where it was (the third row).
    for (modifiers, key) in [(NONE, Key::Enter), (NONE, Key::Tab), (SHIFT, Key::Tab), (SHIFT, Key::Enter)] {
        g.press(modifiers, key);
    }
    g.type_in("D");
    assert_eq!(g.texts("tag")[2], "D");
    // Within a block they go round in it: three rows, the fourth Enter is in the first again.
    g.press(CTRL, Key::Home);
    g.press_times(SHIFT, Key::ArrowDown, 2);
    for text in ["1", "2", "3", "4"] {
        g.type_in(text);
    }
    assert_eq!(g.texts("tag")[..4], ["4", "2", "3", "M-3"]);
}

/// Arrows leave a cell that is typed over, but move within one that is opened by F2.
#[test]
fn arrows_leave_a_cell_that_is_typed_over() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.event(Event::Text("A".to_owned()));
    g.press(NONE, Key::ArrowDown);
    g.press(NONE, Key::F2);
    g.press(NONE, Key::ArrowLeft);
    g.event(Event::Text("9".to_owned()));
    g.press(NONE, Key::Enter);
    assert_eq!(g.texts("tag")[..3], ["A", "M-190", "M-2"]);
    // Backspace empties the cell and opens it, Escape gives up.
    g.press(NONE, Key::Backspace);
    g.press(NONE, Key::Escape);
    assert_eq!(g.texts("tag")[2], "M-2");
}

/// 使用地点 is 一车间, 二车间, 一车间, empty, 二车间, 一车间: Ctrl+arrow stops at the edges of what is filled in.
#[test]
fn ctrl_and_arrows_go_to_the_edges_of_what_is_filled_in() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press_times(NONE, Key::ArrowRight, 2);
    let row = |g: &Grid| {
        let wb = &g.harness.state().workbench;
        wb.audit().and_then(|a| a.equipment.iter().position(|d| Some(d.id) == wb.current))
    };
    for at in [2, 4, 5] {
        g.press(CTRL, Key::ArrowDown);
        assert_eq!(row(&g), Some(at));
    }
    g.press(CTRL | SHIFT, Key::ArrowUp);
    assert_eq!(g.harness.state().workbench.selection.len(), 2, "rows 5 and 6");
    assert_eq!(row(&g), Some(5), "the current cell stays where the selection began");
    g.press(CTRL, Key::A);
    assert_eq!(g.harness.state().workbench.selection.len(), 6);
    g.press(NONE, Key::Escape);
    assert_eq!(g.harness.state().workbench.selection.len(), 1);
    g.press(NONE, Key::PageUp);
    assert_eq!(row(&g), Some(0));
    g.press(CTRL, Key::End);
    assert_eq!(row(&g), Some(5));
}

/// Ctrl+D on one cell takes what is above it; Ctrl+R what is left of it, where the field takes it.
#[test]
fn one_cell_is_filled_from_above_and_from_the_left() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press_times(NONE, Key::ArrowDown, 3);
    g.press_times(NONE, Key::ArrowRight, 2);
    g.press(CTRL, Key::D);
    assert_eq!(g.texts("workshop")[3], "一车间");
    g.press(NONE, Key::ArrowLeft);
    g.press(CTRL, Key::R);
    assert_eq!(g.texts("name")[3], "M-3");
    g.undo();
    g.undo();
    assert_eq!((g.texts("workshop")[3].as_str(), g.texts("name")[3].as_str()), ("", ""));
}

/// Two lines pasted into four selected rows fill them twice; a block with headings goes by them.
#[test]
fn a_block_fills_a_selection_that_holds_it_several_times() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    g.press(NONE, Key::ArrowRight);
    g.press_times(SHIFT, Key::ArrowDown, 3);
    g.event(Event::Paste("泵\n风机\n".to_owned()));
    assert_eq!(g.texts("name"), ["泵", "风机", "泵", "风机", "", ""]);
    g.undo();
    assert_eq!(g.texts("name")[0], "");
}

/// F6 leads out of the table, whose Tab moves from cell to cell.
#[test]
fn the_keyboard_is_not_caught_in_the_table() {
    let mut g = grid();
    g.press(CTRL, Key::Home);
    let held = |g: &Grid| g.harness.get_by_label("设备表格").is_focused();
    g.press(NONE, Key::Tab);
    assert!(held(&g));
    g.press(NONE, Key::F6);
    assert!(!held(&g));
    g.press(NONE, Key::Tab);
    assert!(!held(&g), "Tab goes on to the next control");
    g.press(NONE, Key::Escape);
    assert!(held(&g), "without another control the table has the keyboard");
}

#[test]
fn the_other_button_opens_a_menu_that_copies_with_headings() {
    let mut g = grid();
    g.harness.get_by_role_and_label(Role::Cell, "M-2").click_secondary();
    g.harness.run_steps(4);
    g.click(Role::Button, "连同列名复制");
    g.harness.get_by_role_and_label(Role::Cell, "M-2").click_secondary();
    g.harness.run_steps(4);
    g.click(Role::Button, "清除内容");
    assert_eq!(g.texts("tag")[1..4], ["M-10", "", "M-3"]);
}

/// An edge pressed twice makes the column as wide as its widest text; once more changes nothing.
#[test]
fn a_column_is_fitted_by_two_clicks_on_its_edge() {
    let mut g = grid();
    let rect = |g: &Grid| g.harness.get_by_role_and_label(Role::ColumnHeader, "型号").rect();
    let fit = |g: &mut Grid| {
        let at = egui::pos2(rect(g).right() - 2.0, rect(g).center().y);
        for pressed in [true, false, true, false] {
            let button = egui::PointerButton::Primary;
            g.harness.input_mut().events.push(Event::PointerMoved(at));
            g.harness.input_mut().events.push(Event::PointerButton { pos: at, button, pressed, modifiers: NONE });
            g.harness.step();
        }
        g.harness.run_steps(3);
        rect(g).width()
    };
    let before = rect(&g).width();
    let long = "YBX3-315L2-4 WF1 防爆变频调速三相异步电动机";
    let id = g.harness.state().workbench.audit().expect("audit").equipment[0].id;
    let model = Some(Entered::ledger(FieldValue::Text(long.to_owned())));
    g.harness.state_mut().workbench.edit("修改型号", Edit::field(id, "model", model));
    let fitted = fit(&mut g);
    assert!(fitted > before + 100.0, "{before} {fitted}");
    assert_eq!(fit(&mut g), fitted);
}

/// The list of findings: sorted by a heading, walked through by the arrows, copied to Excel.
#[test]
fn a_list_is_sorted_walked_through_and_copied() {
    let mut g = grid();
    g.harness.state_mut().workbench.page = Page::Screening;
    g.harness.run_steps(4);
    g.click(Role::ColumnHeader, "排序：编号");
    let top = |g: &Grid, tag: &str| g.harness.get_by_role_and_label(Role::Label, tag).rect().top();
    assert!(top(&g, "M-1") < top(&g, "M-2") && top(&g, "M-2") < top(&g, "M-10"), "by the numbers in them");
    let copied = |g: &mut Grid| {
        g.harness.event(Event::Copy);
        g.harness.step();
        let commands = &g.harness.output().platform_output.commands;
        commands.iter().find_map(|c| match c {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    };
    g.click(Role::Label, "M-1");
    g.press(NONE, Key::ArrowDown);
    let wb = &g.harness.state().workbench;
    assert_eq!(wb.device().and_then(|d| d.common.tag.as_ref()).map(|t| t.value.as_str()), Some("M-2"));
    let text = copied(&mut g).expect("one row");
    assert_eq!(text.lines().count(), 1);
    assert_eq!(text.split('\t').nth(1), Some("M-2"));
    g.press(CTRL, Key::A);
    let text = copied(&mut g).expect("all rows");
    let tags: Vec<&str> = text.lines().filter_map(|l| l.split('\t').nth(1)).collect();
    assert_eq!(tags, ["M-1", "M-2", "M-3", "M-4", "M-5", "M-10"]);
    g.harness.get_by_role_and_label(Role::Label, "M-4").click_secondary();
    g.harness.run_steps(4);
    g.harness.get_by_role_and_label(Role::Button, "复制全表").click();
    let mut copied = None;
    for _ in 0..4 {
        g.harness.step();
        let commands = &g.harness.output().platform_output.commands;
        copied = copied.or(commands.iter().find_map(|c| match c {
            egui::OutputCommand::CopyText(text) => text.lines().next().map(str::to_owned),
            _ => None,
        }));
    }
    assert_eq!(copied.as_deref(), Some("判定\t编号\t名称\t型号\t主要依据"), "with its headings");
}

/// In a large plant finding, replacing and the list of a column's values are work of a thread of their own.
#[test]
fn in_a_large_plant_the_search_is_no_work_of_the_frame() {
    let tags: Vec<String> = (0..4_500).map(|n| format!("M-{n}")).collect();
    let mut g = grid_of(tags.iter().map(|tag| motor((tag, "一车间", "Y160M-4", Some(11.0)))).collect());
    g.press(CTRL, Key::Home);
    g.press(CTRL, Key::H);
    g.fill_in("查找内容", "M-4321");
    g.fill_in("替换为", "M-X");
    let wait = |g: &mut Grid, done: &dyn Fn(&Grid) -> bool| {
        for _ in 0..500 {
            g.harness.run_steps(1);
            if done(g) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("waited in vain");
    };
    g.click(Role::Button, "下一处");
    wait(&mut g, &|g| {
        let wb = &g.harness.state().workbench;
        wb.device().and_then(|d| d.common.tag.as_ref()).is_some_and(|t| t.value == "M-4321")
    });
    g.click(Role::Button, "全部替换");
    wait(&mut g, &|g| g.said("已替换 1 格"));
    assert_eq!(g.texts("tag")[4_321], "M-X");
    g.click(Role::Button, "使用地点 筛选与排序");
    wait(&mut g, &|g| g.harness.query_by_role_and_label(Role::CheckBox, "一车间  (4500)").is_some());
}
