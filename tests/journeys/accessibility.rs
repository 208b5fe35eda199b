//! What a screen reader and the keyboard find on every page: each control has a name, can be told from the others, is
//! reached by Tab and is in sight when it is.

use std::collections::BTreeMap;

use eframe::egui;
use egui::accesskit::{Action, Role};
use egui::{Key, Modifiers};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use energy_audit::app::lang::Lang;
use energy_audit::app::pages::Page;
use energy_audit::app::shell::closing::Closing;

use crate::bench::{Bench, bench};

/// Wider than the handles between the columns of a table, which are for the mouse alone.
const HANDLE: f32 = 12.0;

/// What a node is called, or says.
fn name(node: &Node<'_>) -> String {
    let n = node.accesskit_node();
    n.label().or_else(|| n.value()).unwrap_or_default().trim().to_owned()
}

/// Rows and cells are named by what is in them.
fn says_something(node: &Node<'_>) -> bool {
    !name(node).is_empty() || node.children_recursive().any(|child| !name(&child).is_empty())
}

fn acts(node: &Node<'_>) -> bool {
    let data = node.accesskit_node();
    data.data().supports_action(Action::Click) || data.data().supports_action(Action::Focus)
}

/// Controls without a name, and controls of one kind with the same name.
fn faults(b: &Bench) -> Vec<String> {
    let mut out = Vec::new();
    let mut count: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for node in b.harness.root().children_recursive().filter(acts) {
        let role = node.accesskit_node().role();
        let of_the_toolkit = matches!(role, Role::ScrollBar | Role::Splitter);
        let handle = role == Role::Unknown && node.rect().width() < HANDLE && node.rect().width() > 2.0;
        // Rows that a table has measured but does not show have no place.
        if of_the_toolkit || handle || !node.rect().is_finite() {
            continue;
        }
        if !says_something(&node) {
            out.push(format!("{role:?} at {:?} has no name", node.rect()));
        }
        // Cells and texts repeat, as what they hold does.
        let control = !matches!(role, Role::Cell | Role::Label | Role::GenericContainer | Role::Unknown);
        if control && !name(&node).is_empty() {
            // Two tables may have a column of the same name.
            let table = if role == Role::ColumnHeader { node.accesskit_node().parent_id() } else { None };
            *count.entry((format!("{role:?}"), name(&node), format!("{table:?}"))).or_default() += 1;
        }
    }
    let alike = count.into_iter().filter(|(_, n)| *n > 1);
    out.extend(alike.map(|((role, name, _), n)| format!("{n} × {role} “{name}” can't be told apart")));
    out
}

/// What was wrong, by where.
#[derive(Default)]
struct Found(BTreeMap<String, Vec<String>>);

impl Found {
    fn look(&mut self, b: &mut Bench, place: &str) {
        b.until("quiet", |wb| wb.jobs.running().is_empty());
        b.harness.run_steps(4);
        let faults = faults(b);
        if !faults.is_empty() {
            self.0.insert(place.to_owned(), faults);
        }
    }
}

/// Clicks what is there under a role and name; `false` if it is not.
pub fn try_click(b: &mut Bench, role: Role, name: &str) -> bool {
    let Some(node) = b.harness.query_all_by_role_and_label(role, name).next() else { return false };
    node.click();
    b.harness.run_steps(4);
    true
}

/// Every page with its tabs, and what opens over them.
fn walk(b: &mut Bench, found: &mut Found) {
    let pages = Page::NAVIGATION.into_iter().chain([Page::Import, Page::History, Page::Merge, Page::Settings]);
    for page in pages {
        b.go(page);
        found.look(b, &format!("{page:?}"));
        let tabs: Vec<String> = b.harness.query_all_by_role(Role::Tab).map(|n| name(&n)).collect();
        for tab in tabs {
            if try_click(b, Role::Tab, &tab) {
                found.look(b, &format!("{page:?} {tab}"));
            }
        }
    }
}

#[test]
fn every_control_has_a_name_and_can_be_told_from_the_others() {
    let mut found = Found::default();
    let mut b = bench();
    found.look(&mut b, "start with the tour");
    b.sample("恒山示例钢铁有限公司");
    walk(&mut b, &mut found);
    b.go(Page::Retrofit);
    for tab in ["建议", "方案", "优选", "风险", "何时更换", "措施"] {
        assert!(try_click(&mut b, Role::Tab, tab), "{tab}");
        found.look(&mut b, &format!("Retrofit {tab}"));
    }
    b.go(Page::Screening);
    for list in ["待补数据清单", "按今天的标准版本对照", "判定清单"] {
        assert!(try_click(&mut b, Role::Tab, list), "{list}");
        found.look(&mut b, &format!("Screening {list}"));
    }
    let first = b.audit().equipment[0].id;
    b.wb().show_device(first);
    b.go(Page::Screening);
    b.click("改判…");
    found.look(&mut b, "overruling");
    for menu in ["文件", "显示", "帮助"] {
        b.go(Page::Overview);
        b.press(Role::Button, menu);
        found.look(&mut b, &format!("menu {menu}"));
        b.key(Modifiers::NONE, Key::Escape);
    }
    b.key(Modifiers::COMMAND, Key::K);
    found.look(&mut b, "search");
    b.key(Modifiers::NONE, Key::Escape);
    b.key(Modifiers::NONE, Key::F1);
    found.look(&mut b, "keys");
    b.key(Modifiers::NONE, Key::Escape);
    b.wb().shell.about = true;
    found.look(&mut b, "about");
    b.key(Modifiers::NONE, Key::Escape);
    assert!(!b.wb().shell.about, "Esc closes");
    b.wb().shell.messages.open = true;
    found.look(&mut b, "messages");
    b.wb().shell.messages.open = false;
    assert!(b.wb().shell.closing == Closing::No);
    b.wb().settings.lang = Lang::En;
    walk(&mut b, &mut found);
    assert!(found.0.is_empty(), "{:#?}", found.0);
}

/// Tab goes through a form in the order read, and what it comes to is in sight, down to the last field.
#[test]
fn tab_goes_through_a_form_in_order_and_stays_in_sight() {
    let mut b = bench();
    b.wb().new_audit();
    b.judged();
    b.harness.run_steps(4);
    b.harness.get_by_role_and_label(Role::TextInput, "企业名称").focus();
    b.harness.run_steps(3);
    let mut seen = Vec::new();
    for _ in 0..90 {
        b.key(Modifiers::NONE, Key::Tab);
        b.harness.run_steps(4);
        let all: Vec<_> = b.harness.root().children_recursive().filter(|n| n.is_focused()).collect();
        let Some(node) = all.last() else { continue };
        if node.accesskit_node().role() == Role::TextInput {
            let rect = node.rect();
            assert!(rect.top() >= 40.0 && rect.bottom() <= 740.0, "{} is out of sight: {rect:?}", name_of(node));
            seen.push(name_of(node));
        }
    }
    let place = |field: &str| seen.iter().position(|s| s == field);
    let fields = ["统一社会信用代码", "行业代码", "诊断机构", "判定基准日"];
    let places: Vec<_> = fields.iter().map(|f| place(f).unwrap_or_else(|| panic!("{f} not among {seen:?}"))).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(place("电价").is_some() && place("碳价").is_some(), "every form of the page: {seen:?}");
}

/// A text field's label, not the value in it.
fn name_of(node: &Node<'_>) -> String {
    node.accesskit_node().label().unwrap_or_default()
}

/// Without the mouse: Tab goes on from what has the focus, Space presses it.
#[test]
fn the_navigation_is_walked_by_tab_and_pressed_by_space() {
    let mut b = bench();
    b.sample("御河示例供热站");
    b.harness.get_by_role_and_label(Role::Button, "设备").focus();
    b.harness.run_steps(3);
    b.key(Modifiers::NONE, Key::Tab);
    let on: Vec<String> = b.harness.root().children_recursive().filter(|n| n.is_focused()).map(|n| name(&n)).collect();
    assert_eq!(on.last().map(String::as_str), Some("筛查"));
    b.key(Modifiers::NONE, Key::Space);
    assert_eq!(b.wb().page, Page::Screening);
}
