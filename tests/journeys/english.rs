//! The English interface: what stays Chinese is named here, everything else is English.

use std::collections::{BTreeMap, BTreeSet};

use eframe::egui;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use energy_audit::app::lang::Lang;
use energy_audit::app::pages::Page;
use energy_audit::app::samples::samples;
use energy_audit::app::shell::tour::Tour;
use energy_audit::audit::field::FieldKind;
use energy_audit::audit::measure::Action;
use energy_audit::audit::{Audit, KindCode};
use energy_audit::store::{DataDir, Document};

use crate::accessibility::try_click;
use crate::bench::{Bench, bench, bench_in};

fn han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// Chinese characters, and the full-width marks of Chinese sentences.
fn chinese(c: char) -> bool {
    han(c) || matches!(c, '，' | '。' | '；' | '：' | '、' | '（' | '）')
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

/// Names of languages, each in its own.
const LANGUAGES: [&str; 3] = ["中文", "中文 / English", "简体中文"];

/// What stays Chinese by nature: the national data (names of standards, clauses, carriers, products, items of the
/// checklist: `assets/reference`), the sentences that the program reasons out (evidence, working, questions, notes,
/// reasons of suggestions: the engine's sources), and names of measures, which the report for the authorities prints.
struct ByNature {
    /// All of it.
    words: String,
    /// Its runs of Chinese characters.
    runs: BTreeSet<String>,
    known: BTreeMap<String, bool>,
}

/// Single characters that stand between the parts of a sentence.
const JOINTS: [&str; 7] = ["的", "年", "级", "项", "台", "行", "为"];

impl ByNature {
    fn new() -> Self {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = vec![root.join("src/audit/measure/mod.rs")];
        for module in ["energy", "screening", "retrofit", "benchmark", "diagnosis", "economics", "reference"] {
            sources(&root.join("src").join(module), "rs", &mut files);
        }
        sources(&root.join("assets/reference"), "csv", &mut files);
        files.push(root.join("assets/reference/index.toml"));
        let mut words = files.iter().map(|f| std::fs::read_to_string(f).expect("reads")).collect::<Vec<_>>().join("\n");
        // Sentences name options and inputs of measures.
        let inputs = Action::all();
        let inputs = inputs.iter().filter_map(Action::inputs).flat_map(|r| r.fields());
        for def in KindCode::ALL.into_iter().flat_map(KindCode::fields).chain(inputs.clone()) {
            if let FieldKind::Choice(options) = &def.kind {
                options.iter().for_each(|o| words.push_str(&format!("\n{}", o.zh)));
            }
        }
        inputs.for_each(|def| words.push_str(&format!("\n{}", def.zh)));
        let runs = words.split(|c| !han(c)).filter(|r| !r.is_empty()).map(str::to_owned).collect();
        Self { words, runs, known: BTreeMap::new() }
    }

    /// Whether every run of Chinese characters is found there, or is put together of such.
    fn holds(&mut self, text: &str) -> bool {
        let runs: Vec<&str> = text.split(|c| !han(c)).filter(|run| !run.is_empty()).collect();
        LANGUAGES.contains(&text) || runs.into_iter().all(|run| self.knows(run))
    }

    fn knows(&mut self, run: &str) -> bool {
        if let Some(known) = self.known.get(run) {
            return *known;
        }
        let long = run.chars().count() >= 5 && self.words.contains(run);
        let known = long || self.runs.contains(run) || self.put_together(run);
        self.known.insert(run.to_owned(), known);
        known
    }

    fn put_together(&self, run: &str) -> bool {
        let ends: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
        let mut reached = vec![true];
        for (to, end) in ends.iter().enumerate().skip(1) {
            let part = |from: usize| {
                let part = &run[ends[from]..*end];
                reached[from] && (if to - from == 1 { JOINTS.contains(&part) } else { self.runs.contains(part) })
            };
            let known = (0..to).any(part);
            reached.push(known);
        }
        reached.last() == Some(&true)
    }
}

fn texts(b: &Bench) -> Vec<String> {
    let said = |node: Node<'_>| {
        let node = node.accesskit_node();
        [node.label(), node.value(), node.placeholder().map(str::to_owned), node.description()]
    };
    b.harness.root().children_recursive().flat_map(said).flatten().collect()
}

/// Chinese that was met, by where.
struct Met {
    nature: ByNature,
    texts: BTreeMap<String, Vec<String>>,
}

impl Met {
    fn look(&mut self, b: &mut Bench, page: Page, place: &str) {
        b.until("quiet", |wb| wb.jobs.running().is_empty());
        b.harness.run_steps(4);
        for text in texts(b).into_iter().filter(|t| t.chars().any(han)) {
            if !self.nature.holds(&text) {
                self.texts.entry(text).or_default().push(format!("{page:?} {place}"));
            }
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
            if try_click(b, Role::Tab, &tab) {
                met.look(b, page, &tab);
            }
        }
    }
}

#[test]
fn the_english_interface_is_english() {
    let mut met = Met { nature: ByNature::new(), texts: BTreeMap::new() };
    let mut start = bench();
    start.wb().settings.lang = Lang::En;
    met.look(&mut start, Page::Start, "with the tour");
    for sample in ["十里河示例化工有限公司", "恒山示例钢铁有限公司"] {
        let mut b = english(sample);
        walk(&mut b, &mut met);
        b.go(Page::Retrofit);
        for tab in ["Suggestions", "Scenarios", "Best set", "Risk", "When to replace", "Measures"] {
            assert!(try_click(&mut b, Role::Tab, tab), "{tab}");
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
    for places in met.texts.values_mut() {
        places.truncate(2);
    }
    assert!(met.texts.is_empty(), "{:#?}", met.texts);
}

/// The literal behind an opening, wherever it stands in a source text, with `7` for what is filled in.
fn literals(source: &str, opening: &str) -> Vec<String> {
    let mut out = Vec::new();
    for part in source.split(opening).skip(1) {
        let mut text = String::new();
        let (mut escaped, mut depth) = (false, 0);
        for c in part.chars() {
            match c {
                '"' if !escaped => break,
                '{' => depth += 1,
                '}' => {
                    depth -= 1;
                    text.push('7');
                }
                '\\' if !escaped => {
                    escaped = true;
                    continue;
                }
                c if depth == 0 => text.push(c),
                _ => {}
            }
            escaped = false;
        }
        out.push(text);
    }
    out
}

fn sources(folder: &std::path::Path, ending: &str, out: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, ending, out);
        } else if path.extension().is_some_and(|e| e == ending) {
            out.push(path);
        }
    }
}

/// Errors and names of steps are Chinese where they are made: each has its English sentence. Not meant are remarks on
/// links between devices, which are sentences of the engine, and what is printed where there is no window.
#[test]
fn every_error_and_every_step_has_its_english_sentence() {
    let mut files = Vec::new();
    sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "rs", &mut files);
    let mut without = Vec::new();
    let mut seen = 0;
    for file in files.iter().filter(|f| !f.ends_with("diagnosis/links.rs") && !f.ends_with("app/mod.rs")) {
        let source = std::fs::read_to_string(file).expect("reads");
        for opening in ["#[error(\"", ".edit(\"", ".edit(&format!(\"", ".say(Tone::Bad, format!(\""] {
            for text in literals(&source, opening).into_iter().filter(|t| t.chars().any(chinese)) {
                seen += 1;
                if Lang::En.said(&text).chars().any(chinese) {
                    without.push(text);
                }
            }
        }
    }
    assert!(seen > 100, "{seen} sentences found");
    assert!(without.is_empty(), "{without:#?}");
}

/// What stands in the gaps goes into the English sentence: labels in English, the user's words as they are.
#[test]
fn a_sentence_keeps_what_stands_in_it() {
    let said = |text| Lang::En.said(text).into_owned();
    assert_eq!(
        said("额定功率的值 −5 超出允许范围 0.01～60,000 kW"),
        "Rated power −5 is outside the accepted range 0.01 to 60,000 kW"
    );
    assert_eq!(said("修改使用地点"), "Change Location");
    assert_eq!(
        said("删除能源消费 3 行"),
        format!("Delete 3 rows of {}", energy_audit::audit::plant::Section::Consumption.en())
    );
    assert_eq!(said("去掉自备数据表 a.csv"), "Remove own table a.csv");
    assert_eq!(said("没有的话"), "没有的话", "what is not known stays");
    assert_eq!(Lang::Zh.said("改判"), "改判");
}
