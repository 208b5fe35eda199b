//! 合并另一审计文件: what the other file brings, what both sides have differently, decided by the auditor, as one step.

use std::collections::HashMap;
use std::path::PathBuf;

use eframe::egui;

use super::Page;
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets::sheet::{Holds, Sheet};
use crate::app::widgets::table::{Column, Table, Width};
use crate::app::widgets::{self, badge, evidence, shorten};
use crate::app::workbench::Workbench;
use crate::clock::local_time;
use crate::merge::{self, Merge, Part, Question, Side, Subject, Told};
use crate::reference::Reference;
use crate::store::{self, Change, Document, Shared};

/// What comparing found, or why it could not be done; and which request it answers.
pub type Delivery = Option<(u64, Result<Found, String>)>;

/// What comparing with another audit found.
pub struct Found {
    revision: u64,
    merge: Merge,
    shared: Shared,
    added: Vec<Vec<String>>,
    taken: Vec<Vec<String>>,
    /// The other side's photos and documents that this file doesn't hold.
    contents: Vec<store::Content>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Questions,
    Added,
    Taken,
    Notes,
}

/// The page's state.
#[derive(Default)]
pub struct MergePage {
    path: Option<PathBuf>,
    /// The comparison asked for last.
    asked: u64,
    job: Option<u64>,
    found: Option<Result<Found, String>>,
    /// The answers, question by question.
    answers: Vec<Option<Side>>,
    /// The answers given before the audits were compared again.
    kept: HashMap<String, Side>,
    tab: Tab,
}

impl MergePage {
    /// Shows the page.
    pub fn show(&mut self, ui: &mut egui::Ui, wb: &mut Workbench) {
        let lang = wb.lang();
        if let Some(path) = wb.to_merge.take() {
            *self = Self { path: Some(path), asked: self.asked, ..Self::default() };
            self.compare(wb);
        }
        if let Some((_, found)) = wb.merging.take().filter(|(asked, _)| *asked == self.asked) {
            self.receive(found);
        }
        // The audit was edited, or a step taken back, since it was compared.
        if matches!(&self.found, Some(Ok(found)) if found.revision != wb.revision()) {
            self.compare(wb);
        }
        let choose = lang.pick("选择另一审计文件…", "Choose another audit…");
        let purpose = match self.path.as_ref().and_then(|p| p.file_name()) {
            Some(name) => name.to_string_lossy().into_owned(),
            None => lang.pick("对方的文件只读，不会改动", "The other file is only read").to_owned(),
        };
        let mut clicked = false;
        widgets::head(ui, Page::Merge.name(lang), &purpose, |ui| {
            clicked = match self.path {
                None => widgets::primary(ui, true, choose).clicked(),
                Some(_) => ui.button(choose).clicked(),
            };
        });
        if clicked {
            wb.merge_dialog();
        }
        match self.found.take() {
            Some(Ok(found)) => {
                if !self.decide(ui, wb, &found) {
                    self.found = Some(Ok(found));
                }
            }
            Some(Err(reason)) => {
                theme::card(ui).show(ui, |ui| {
                    let color = ui.visuals().error_fg_color;
                    evidence::wrapped(ui, egui::RichText::new(format!("✖ {reason}")).color(color));
                });
                self.found = Some(Err(reason));
            }
            None if self.path.is_none() => widgets::empty(
                ui,
                lang.pick("选择另一位诊断人员的审计文件", "Choose another auditor's file"),
                lang.pick(
                    "把对方的设备、措施、方案和全厂数据并入本审计；两方填得不同的逐项由您决定。对方的文件只读，不会改动。",
                    "Brings in devices, measures, scenarios and plant data; what differs is yours to decide. \
                     The other file is only read.",
                ),
            ),
            None if self.job.is_some_and(|job| !wb.jobs.is_running(job)) => {
                ui.label(theme::weak(ui, lang.pick("没有比较完，请重新选择文件", "Not compared; choose the file again")));
            }
            None => drop(ui.horizontal(|ui| {
                ui.spinner();
                ui.label(theme::weak(ui, lang.pick("正在比较…", "Comparing…")));
            })),
        }
    }

    /// Compares on a worker. The other file is only read.
    fn compare(&mut self, wb: &mut Workbench) {
        let (Some(path), Some(document)) = (self.path.clone(), &wb.document) else { return };
        let (mine, revision) = (document.trail(), document.revision());
        self.remember();
        self.asked += 1;
        let (asked, data, lang, reference) = (self.asked, wb.data.clone(), wb.lang(), wb.reference.clone());
        let title = wb.tr("比较两份审计", "Comparing two audits");
        let job = wb.jobs.start(&wb.ctx.clone(), title, false, move |_| {
            let found = (|| {
                let mine = mine?;
                let other = Document::open_read_only(&path, &data)?;
                let theirs = other.trail()?;
                let shared = store::shared(&mine, &theirs)?;
                let merge = merge::merge(shared.start.as_ref(), mine.audit(), theirs.audit());
                let contents = other.contents_beyond(mine.audit())?;
                drop(theirs);
                other.close(false)?;
                let name = |name: &str| named(name, reference.as_ref(), lang);
                let (added, taken) = (added(&merge, lang, &name), taken(&merge, lang, &name));
                Ok(Found { revision, added, taken, merge, shared, contents })
            })();
            let found = found.map_err(|e: store::StoreError| e.to_string());
            Box::new(move |wb: &mut Workbench| wb.merging = Some((asked, found)))
        });
        self.job = Some(job);
    }

    /// Keeps the answers given so far: most questions will be asked again.
    fn remember(&mut self) {
        let Some(Ok(found)) = self.found.take() else { return };
        let given = found.merge.questions.iter().zip(&self.answers);
        self.kept = given.filter_map(|(q, answer)| Some((q.key(), (*answer)?))).collect();
    }

    fn receive(&mut self, found: Result<Found, String>) {
        if let Ok(found) = &found {
            self.answers = found.merge.questions.iter().map(|q| self.kept.get(&q.key()).copied()).collect();
        }
        self.found = Some(found);
    }

    /// The summary, the questions and the button that merges. `true` once it is done.
    fn decide(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, found: &Found) -> bool {
        let lang = wb.lang();
        let merge = &found.merge;
        let open = self.answers.iter().filter(|a| a.is_none()).count();
        let mut done = false;
        theme::card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            evidence::wrapped(ui, theme::weak(ui, how(merge, lang)));
            ui.horizontal_wrapped(|ui| {
                if merge.nothing() {
                    let text = lang.pick("对方没有本方所没有的内容", "The other file has nothing new");
                    badge::status(ui, Tone::Good, "✔", text);
                    return;
                }
                let ready = widgets::primary(ui, open == 0, lang.pick("合并到本审计", "Merge into this audit"));
                if ready.clicked() {
                    done = self.take(wb, found);
                }
                if merge.questions.is_empty() {
                    ui.label(theme::small(ui, lang.pick("作为一步操作，可整体撤销", "One step, can be undone")));
                    return;
                }
                if ui.button(lang.pick("全部取本方", "All mine")).clicked() {
                    self.answers.fill(Some(Side::Mine));
                }
                if ui.button(lang.pick("全部取对方", "All theirs")).clicked() {
                    self.answers.fill(Some(Side::Theirs));
                }
                let text = match (open, lang) {
                    (0, _) => {
                        lang.pick("都已决定；作为一步操作，可整体撤销", "All decided; one step, can be undone").into()
                    }
                    (n, Lang::Zh) => format!("还有 {n} 项没有决定"),
                    (n, Lang::En) => format!("{n} still to be decided"),
                };
                ui.label(theme::small(ui, text));
            });
        });
        if done || merge.nothing() && merge.notes.is_empty() {
            return done;
        }
        ui.horizontal(|ui| {
            for (tab, name, n) in [
                (Tab::Questions, lang.pick("两方不同", "Different"), merge.questions.len()),
                (Tab::Added, lang.pick("将加入", "Added"), merge.added.len()),
                (Tab::Taken, lang.pick("将采用对方", "Taken"), merge.taken.len()),
                (Tab::Notes, lang.pick("请核对", "To check"), merge.notes.len()),
            ] {
                ui.selectable_value(&mut self.tab, tab, format!("{name}  {n}"));
            }
        });
        let height = Some(ui.available_height() - theme::HEADER);
        let (of, name) = ((lang.pick("种类", "Kind"), Holds::Text), lang.pick("名称", "Name"));
        match self.tab {
            Tab::Questions => self.questions(ui, wb.reference.as_ref(), lang, found),
            Tab::Added => {
                let head = [of, (name, Holds::Rest)];
                Sheet { id: "merge added", head: &head, rows: &found.added, total: false, selected: None, height }
                    .show(ui, lang);
            }
            Tab::Taken => {
                let (mine, theirs) = (lang.pick("本方现在", "Mine now"), lang.pick("采用对方", "Theirs"));
                let field = (lang.pick("字段", "Field"), Holds::Text);
                let head = [of, (name, Holds::Text), field, (mine, Holds::Text), (theirs, Holds::Rest)];
                Sheet { id: "merge taken", head: &head, rows: &found.taken, total: false, selected: None, height }
                    .show(ui, lang);
            }
            Tab::Notes => {
                for note in &merge.notes {
                    evidence::wrapped(ui, egui::RichText::new(format!("▲ {note}")));
                }
            }
        }
        false
    }

    /// Both sides, field by field.
    fn questions(&mut self, ui: &mut egui::Ui, reference: Option<&Reference>, lang: Lang, found: &Found) {
        let questions = &found.merge.questions;
        if questions.is_empty() {
            widgets::empty(
                ui,
                lang.pick("没有要决定的", "Nothing to decide"),
                lang.pick("两方没有填得不同的内容", "Nothing was entered differently"),
            );
            return;
        }
        let mut columns = vec![
            Column::text(lang.pick("对象", "Of"), Width::Initial(230.0)),
            Column::text(lang.pick("字段", "Field"), Width::Initial(130.0)),
            Column::text(lang.pick("起点", "Before"), Width::Initial(110.0)),
            Column::text(lang.pick("本方", "Mine"), Width::Initial(290.0)),
            Column::text(lang.pick("对方", "Theirs"), Width::Rest(240.0)),
        ];
        // Without a common start there is nothing that was there before.
        let start = found.merge.with_start;
        if !start {
            columns.remove(2);
        }
        let column = |c: usize| if c >= 2 && !start { c + 1 } else { c };
        let text = |row: usize, c: usize| {
            let Some(q) = questions.get(row) else { return String::new() };
            match column(c) {
                0 => format!("{} {}", kind(q.subject, lang), named(&q.name, reference, lang)).trim().to_owned(),
                1 => label(&q.part, lang),
                2 => q.before.as_ref().map_or_else(String::new, |b| b.text.clone()),
                3 => q.mine.text.clone(),
                _ => q.theirs.text.clone(),
            }
        };
        let answers = &mut self.answers;
        let choices = &mut |ui: &mut egui::Ui, row: usize, c: usize| {
            let (Some(q), Some(answer)) = (questions.get(row), answers.get_mut(row)) else { return false };
            let (side, told, by) = match column(c) {
                3 => (Side::Mine, &q.mine, found.shared.mine.of(q.subject, q.part.key)),
                4 => (Side::Theirs, &q.theirs, found.shared.theirs.of(q.theirs_subject, q.part.key)),
                _ => return false,
            };
            ui.add_space(6.0);
            side_cell(ui, lang, q, side, told, by, answer);
            true
        };
        let row_height = theme::ROW + ui.text_style_height(&egui::TextStyle::Small);
        theme::framed(ui, |ui| {
            let table = Table::new(lang.pick("两方不同", "Different"), &columns, questions.len(), lang, &text);
            Table { row_height, height: Some(ui.available_height()), ..table }.show_with(ui, choices);
        });
    }

    fn take(&mut self, wb: &mut Workbench, found: &Found) -> bool {
        let Some(audit) = wb.audit() else { return false };
        let answers: HashMap<String, Side> = found
            .merge
            .questions
            .iter()
            .zip(&self.answers)
            .filter_map(|(q, answer)| Some((q.key(), (*answer)?)))
            .collect();
        let edit = found.merge.edit(audit, |q| answers.get(&q.key()).copied().unwrap_or(Side::Mine));
        let name = self.path.as_ref().and_then(|p| p.file_name()).unwrap_or_default().to_string_lossy().into_owned();
        if !wb.edit_with(&format!("合并 {}", shorten(&name, 30)), edit, &found.contents) {
            return false;
        }
        let merge = &found.merge;
        let text = format!(
            "已合并 {name}：加入 {} 项，采用对方 {} 处，按您的决定 {} 处；可整体撤销",
            merge.added.len(),
            merge.taken.len(),
            merge.questions.len()
        );
        wb.say(Tone::Good, text);
        for note in &merge.notes {
            wb.say(Tone::Warn, note.clone());
        }
        *self = Self { asked: self.asked, ..Self::default() };
        wb.page = Page::Equipment;
        true
    }
}

/// One side's value to be chosen, and who entered it when.
fn side_cell(
    ui: &mut egui::Ui,
    lang: Lang,
    q: &Question,
    side: Side,
    told: &Told,
    by: Option<&Change>,
    answer: &mut Option<Side>,
) {
    let chosen = *answer == Some(side);
    let origin = told.origin.map(|o| format!(" [{}]", lang.pick(o.zh(), o.en()))).unwrap_or_default();
    let text = format!("{}{origin}", told.text);
    let word = if side == Side::Mine { lang.pick("取本方", "mine") } else { lang.pick("取对方", "theirs") };
    let mut radio = |ui: &mut egui::Ui| {
        let response = ui.radio(chosen, shorten(&text, 40)).on_hover_text(&text);
        let name = format!("{} {} {word} {text}", q.name, label(&q.part, lang));
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::RadioButton, true, chosen, name.trim()));
        if response.clicked() {
            *answer = Some(side);
        }
    };
    let Some(change) = by else { return radio(ui) };
    ui.vertical(|ui| {
        radio(ui);
        let who = if change.who.is_empty() { String::new() } else { format!("{} ", change.who) };
        let text = format!("{who}{} {}", local_time(&change.at), lang.said(&change.what));
        ui.label(theme::small(ui, shorten(&text, 40))).on_hover_text(text);
    });
}

/// On what the comparison rests.
fn how(merge: &Merge, lang: Lang) -> &'static str {
    if merge.with_start {
        lang.pick(
            "两份文件从同一份审计开始：只有一方改过的直接采用，两方都改过而不同的由您决定；任何一方删除的都要您决定。",
            "Both files began as the same audit: what only one side changed is taken, what both changed differently is \
             yours to decide, and so is everything that one side removed.",
        )
    } else {
        lang.pick(
            "两份文件没有共同的起点：按编号和种类对应设备，一方没有填的用另一方的补上，两方填得不同的由您决定。",
            "The files have no common start: devices are matched by kind and tag, gaps are filled from the other side, \
             what was entered differently is yours to decide.",
        )
    }
}

fn kind(subject: Subject, lang: Lang) -> &'static str {
    lang.pick(subject.zh(), subject.en())
}

fn label(part: &Part, lang: Lang) -> String {
    match lang {
        Lang::Zh => part.header(),
        Lang::En => part.en.to_owned(),
    }
}

/// What a thing is called, the code of a carrier at its beginning put into words.
fn named(name: &str, reference: Option<&Reference>, lang: Lang) -> String {
    let (code, rest) = name.split_once(' ').unwrap_or((name, ""));
    match reference.and_then(|r| r.tables.carriers.get(code)) {
        Some(carrier) => format!("{} {rest}", lang.said(&carrier.name)).trim_end().to_owned(),
        None => name.to_owned(),
    }
}

/// A name as it is shown.
type Named<'a> = &'a dyn Fn(&str) -> String;

fn added(merge: &Merge, lang: Lang, named: Named<'_>) -> Vec<Vec<String>> {
    merge.added.iter().map(|a| vec![kind(a.subject, lang).to_owned(), named(&a.name)]).collect()
}

fn taken(merge: &Merge, lang: Lang, named: Named<'_>) -> Vec<Vec<String>> {
    let row = |t: &merge::Taken| {
        let field = label(&t.part, lang);
        vec![kind(t.subject, lang).to_owned(), named(&t.name), field, t.mine.text.clone(), t.theirs.text.clone()]
    };
    merge.taken.iter().map(row).collect()
}
