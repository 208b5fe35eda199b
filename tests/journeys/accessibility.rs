//! What a screen reader and the keyboard find on every page: each control has a name and can be told from the others.

use std::collections::BTreeMap;

use eframe::egui;
use egui::accesskit::{Action, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use energy_audit::app::pages::Page;

use crate::bench::{Bench, bench};

/// The controls on the screen that have no name, as role and place.
fn nameless(b: &Bench) -> Vec<String> {
    let mut out = Vec::new();
    for node in b.harness.root().children_recursive() {
        let n = node.accesskit_node();
        let acts = n.data().supports_action(Action::Click) || n.data().supports_action(Action::Focus);
        let table = matches!(n.role(), Role::Table | Role::Grid | Role::TreeGrid);
        if (acts || table) && n.label().is_none_or(|l| l.trim().is_empty()) {
            let near: Vec<String> = n
                .parent()
                .map(|p| p.children().filter_map(|c| c.label().or(c.value())).take(4).collect())
                .unwrap_or_default();
            out.push(format!("{:?} {:?} beside {near:?}", n.role(), node.rect()));
        }
    }
    out
}

/// Buttons of one name that stand on one screen.
fn alike(b: &Bench) -> BTreeMap<(String, String), usize> {
    let mut count = BTreeMap::new();
    for node in b.harness.root().children_recursive() {
        let n = node.accesskit_node();
        if n.data().supports_action(Action::Click) && n.role() != Role::Label {
            *count.entry((format!("{:?}", n.role()), n.label().unwrap_or_default())).or_insert(0) += 1;
        }
    }
    count.retain(|_, n| *n > 1);
    count
}

#[test]
fn every_control_has_a_name() {
    let mut b = bench();
    let mut found = Vec::new();
    b.sample("恒山示例钢铁有限公司");
    for page in Page::NAVIGATION.into_iter().chain([Page::Import, Page::History, Page::Merge, Page::Settings]) {
        b.go(page);
        b.until("quiet", |wb| wb.jobs.running().is_empty());
        b.harness.run_steps(4);
        let tabs: Vec<String> =
            b.harness.query_all_by_role(Role::Tab).filter_map(|n| n.accesskit_node().label()).collect();
        for tab in std::iter::once(None).chain(tabs.iter().map(Some)) {
            if let Some(tab) = tab {
                let Some(node) = b.harness.query_by_role_and_label(Role::Tab, tab) else {
                    println!("gone {tab}");
                    continue;
                };
                node.click();
                b.harness.run_steps(4);
                b.until("quiet", |wb| wb.jobs.running().is_empty());
                b.harness.run_steps(4);
            }
            println!("{page:?} {tab:?} alike {:?}", alike(&b));
            found.extend(nameless(&b).into_iter().map(|n| format!("{page:?} {tab:?}: {n}")));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
