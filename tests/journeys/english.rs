//! The English interface: what stays Chinese is named here, everything else is English.

use std::collections::BTreeMap;

use eframe::egui;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use energy_audit::app::lang::Lang;
use energy_audit::app::pages::Page;
use energy_audit::app::samples::samples;
use energy_audit::app::shell::tour::Tour;
use energy_audit::audit::{Audit, KindCode};
use energy_audit::store::{DataDir, Document};

use crate::bench::{Bench, bench, bench_in};

/// Chinese characters, and the full-width marks of Chinese sentences.
fn chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '，' | '。' | '；' | '：' | '、' | '（' | '）')
}

/// A sample whose own data, and so the names that the user gave, are written in Latin letters.
fn in_letters(name: &str) -> Audit {
    let folder = tempfile::tempdir().expect("folder");
    let sample = samples().into_iter().find(|s| s.zh == name).expect("a sample");
    let audit = sample.audit(&DataDir::at(folder.path().to_path_buf())).expect("reads");
    let text = serde_json::to_string(&audit).expect("writes");
    let letter = |c: char| if chinese(c) { char::from(b'a' + (c as u32 % 26) as u8) } else { c };
    serde_json::from_str(&text.chars().map(letter).collect::<String>()).expect("reads back")
}

/// A window with such an audit open, in English.
fn english(name: &str) -> Bench {
    let folder = std::sync::Arc::new(tempfile::tempdir().expect("folder"));
    let path = folder.path().join("plant.audit");
    let data = DataDir::at(folder.path().join("other"));
    let mut document = Document::untitled(in_letters(name), &data).expect("an audit");
    document.save_as(&path).expect("saves");
    drop(document);
    let mut b = bench_in(folder, Some(path));
    b.wb().settings.lang = Lang::En;
    b.wb().shell.tour = Tour::default();
    b.judged();
    b
}

/// What stays Chinese on a page, and why.
fn by_nature(page: Page, text: &str) -> bool {
    let national = ["GB", "DB", "JB", "附录", "《", "目录", "标准", "kgce", "tce"];
    let _ = national;
    let _ = (page, text);
    false
}

fn texts(b: &Bench) -> Vec<String> {
    let said = |node: Node<'_>| {
        let node = node.accesskit_node();
        [node.label(), node.value(), node.placeholder().map(str::to_owned), node.description()]
    };
    b.harness.root().children_recursive().flat_map(said).flatten().collect()
}

/// Chinese that was met, by where.
#[derive(Default)]
struct Met(BTreeMap<String, Vec<String>>);

impl Met {
    fn look(&mut self, b: &mut Bench, page: Page, place: &str) {
        b.until("quiet", |wb| wb.jobs.running().is_empty());
        b.harness.run_steps(4);
        let mut list: Vec<String> =
            texts(b).into_iter().filter(|t| t.chars().any(chinese) && !by_nature(page, t)).collect();
        list.sort();
        list.dedup();
        if !list.is_empty() {
            self.0.entry(format!("{page:?} {place}")).or_default().extend(list);
        }
    }
}

fn walk(b: &mut Bench, met: &mut Met) {
    for page in Page::NAVIGATION.into_iter().chain([Page::Import, Page::History, Page::Merge, Page::Settings]) {
        b.go(page);
        met.look(b, page, "");
        let names = |b: &Bench, role| -> Vec<String> {
            b.harness.query_all_by_role(role).filter_map(|n| n.accesskit_node().label()).collect()
        };
        for tab in names(b, Role::Tab) {
            if let Some(node) = b.harness.query_all_by_role_and_label(Role::Tab, &tab).next() {
                node.click();
                b.harness.run_steps(4);
                met.look(b, page, &tab);
            }
        }
    }
}

#[test]
fn the_english_interface_is_english() {
    let mut met = Met::default();
    let mut start = bench();
    start.wb().settings.lang = Lang::En;
    met.look(&mut start, Page::Start, "with the tour");
    for sample in ["十里河示例化工有限公司", "恒山示例钢铁有限公司"] {
        let mut b = english(sample);
        walk(&mut b, &mut met);
        b.go(Page::Retrofit);
        for tab in ["Suggestions", "Scenarios", "Best choice", "Risk", "When to replace", "Measures"] {
            if let Some(node) = b.harness.query_all_by_role_and_label(Role::Button, tab).next() {
                node.click();
                b.harness.run_steps(4);
            } else {
                println!("no tab {tab}");
            }
            met.look(&mut b, Page::Retrofit, tab);
        }
        // The form of a device of every kind.
        for kind in KindCode::ALL {
            let first = b.audit().equipment.iter().find(|e| e.kind.code() == kind).map(|e| e.id);
            let Some(first) = first else { continue };
            b.wb().show_device(first);
            b.harness.run_steps(4);
            met.look(&mut b, Page::Equipment, kind.en());
        }
        for menu in ["File", "View", "Help"] {
            b.go(Page::Overview);
            b.press(Role::Button, menu);
            met.look(&mut b, Page::Overview, menu);
            b.key(Modifiers::NONE, Key::Escape);
        }
        b.key(Modifiers::COMMAND, Key::K);
        met.look(&mut b, Page::Overview, "search");
        b.key(Modifiers::NONE, Key::Escape);
        b.key(Modifiers::NONE, Key::F1);
        met.look(&mut b, Page::Overview, "keys");
        b.key(Modifiers::NONE, Key::Escape);
        b.wb().shell.about = true;
        met.look(&mut b, Page::Overview, "about");
        b.key(Modifiers::NONE, Key::Escape);
        b.wb().shell.messages.open = true;
        met.look(&mut b, Page::Overview, "messages");
    }
    println!("{:#?}", met.0);
    assert!(met.0.is_empty(), "{:#?}", met.0);
}
