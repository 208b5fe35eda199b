//! Find and replace in the table, and the line that says that rows are left out.

use std::sync::Arc;

use eframe::egui::{self, Button, Key};

use super::arrange::{Line, cell_contains, is_numeric};
use super::columns::columns;
use super::order::By;
use super::table::TableState;
use crate::app::theme::{self, Tone};
use crate::app::widgets::grid::At;
use crate::app::widgets::grid::areas::{Band, Span};
use crate::app::widgets::{self, parse};
use crate::app::work::{Given, Pace, Work};
use crate::app::workbench::Workbench;
use crate::audit::{Audit, Edit, Entered, FieldDef, KindCode};

/// What replacing comes to: the edits, and why some cells are left as they are.
type Replaced = (Vec<Edit>, Vec<String>);

/// Positions of devices in the audit, and fields of theirs.
type Cells = (Vec<usize>, Vec<&'static FieldDef>);

/// What is looked for, and what it is replaced by.
#[derive(Default)]
pub struct Find {
    /// A hit, or that there is none; in which order of the rows.
    hit: Work<(u64, u64), Option<At>>,
    /// Of which revision.
    replaced: Work<(u64, u64), Replaced>,
    /// Counts what was asked for: the same is looked for once more from the cell it was found in.
    asked: u64,
    shown: bool,
    replacing: bool,
    focus: bool,
    text: String,
    with: String,
    only_selected: bool,
}

impl Find {
    /// Shows the bar, with the line to replace by or without.
    pub fn open(&mut self, replacing: bool) {
        self.shown = true;
        self.replacing |= replacing;
        self.focus = true;
    }
}

impl TableState {
    /// The bar of find and replace, while it is open.
    pub(super) fn find_bar(&mut self, ui: &mut egui::Ui, wb: &mut Workbench, kind: KindCode) {
        self.arrived(wb);
        if !self.find.shown {
            return;
        }
        let lang = wb.lang();
        let (mut next, mut replace, mut close) = (None, false, false);
        ui.horizontal_wrapped(|ui| {
            let label = lang.pick("查找内容", "Find");
            let response = widgets::search(ui, &mut self.find.text, label, 150.0);
            if std::mem::take(&mut self.find.focus) {
                response.request_focus();
            }
            if response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)) {
                next = Some(!ui.input(|i| i.modifiers.shift));
                response.request_focus();
            }
            close |= response.lost_focus() && ui.input(|i| i.key_pressed(Key::Escape));
            let any = !self.find.text.is_empty();
            if ui.add_enabled(any, Button::new(lang.pick("上一处", "Previous"))).clicked() {
                next = Some(false);
            }
            if ui.add_enabled(any, Button::new(lang.pick("下一处", "Next"))).clicked() {
                next = Some(true);
            }
            if self.find.replacing {
                widgets::search(ui, &mut self.find.with, lang.pick("替换为", "Replace with"), 150.0);
                let selected = lang.pick("只在选中的格", "Selected cells only");
                ui.checkbox(&mut self.find.only_selected, selected);
                replace = ui.add_enabled(any, Button::new(lang.pick("全部替换", "Replace all"))).clicked();
            }
            close |= ui.button(lang.pick("关闭查找", "Close")).clicked();
        });
        let columns = columns(wb, kind);
        if let Some(forward) = next {
            self.go_to_next(wb, &columns, forward);
        }
        if replace {
            self.replace_all(wb, &columns);
        }
        if close {
            self.find.shown = false;
            self.grid.take_focus = true;
        }
    }

    fn go_to_next(&mut self, wb: &mut Workbench, columns: &[&'static FieldDef], forward: bool) {
        self.find.asked += 1;
        let of = (self.find.asked, self.order.stamp());
        let wanted = parse::normal(&self.find.text).to_lowercase();
        let (lines, columns) = (self.order.lines().to_vec(), columns.to_vec());
        let from = self.grid.selection.active();
        let title = wb.tr("查找", "Finding");
        self.find.hit.ask(wb, of, Pace::Glance, title, |_| {
            move |given: Given<'_>, _: &_| Ok(next(given.audit, &lines, &columns, &wanted, from, forward))
        });
    }

    fn replace_all(&mut self, wb: &mut Workbench, columns: &[&'static FieldDef]) {
        let (find, with) = (parse::normal(&self.find.text), self.find.with.trim().to_owned());
        if find.is_empty() {
            return;
        }
        let devices = |lines: Span| lines.filter_map(|line| self.order.device_at(line)).collect();
        let cells: Vec<Cells> = if self.find.only_selected {
            let fields = |band: &Band| band.each_column().filter_map(|c| columns.get(c).copied()).collect();
            let bands = self.grid.selection.bands(columns.len());
            bands.iter().map(|band| (devices(band.lines.clone()), fields(band))).collect()
        } else {
            vec![(devices(0..=self.order.lines().len()), columns.to_vec())]
        };
        self.find.asked += 1;
        let of = (self.find.asked, wb.revision());
        let title = wb.tr("替换", "Replacing");
        self.find.replaced.ask(wb, of, Pace::Glance, title, |_| {
            move |given: Given<'_>, _: &_| Ok(replaced(given.audit, &cells, &find, &with))
        });
    }

    /// Goes to what was found and enters what was replaced, once it has arrived.
    pub(super) fn arrived(&mut self, wb: &mut Workbench) {
        let nothing = format!("没有找到“{}”", self.find.text);
        match self.find.hit.take(wb) {
            Some(((_, stamp), Ok(hit))) => match *hit {
                // The rows were arranged anew in the meantime.
                Some(_) if stamp != self.order.stamp() => {}
                Some(at) => {
                    self.grid.selection.put(at);
                    self.forget_seen();
                }
                None => wb.say(Tone::Quiet, nothing.clone()),
            },
            Some((_, Err(_))) | None => {}
        }
        let Some(((_, revision), Ok(found))) = self.find.replaced.take(wb) else { return };
        let (edits, refused) = Arc::unwrap_or_clone(found);
        if revision != wb.revision() {
            wb.say(Tone::Warn, "查找替换期间数据有改动，没有替换；请再替换一次");
            return;
        }
        let count = edits.len();
        if count > 0 && wb.edit(&format!("替换 {count} 格"), Edit::Batch(edits)) {
            wb.say(Tone::Good, format!("已替换 {count} 格，Ctrl+Z 可撤销"));
        }
        match refused.first() {
            Some(first) => wb.say(Tone::Bad, format!("{} 格没有替换，原值未动。{first}", refused.len())),
            None if count == 0 => wb.say(Tone::Quiet, nothing),
            None => {}
        }
    }

    /// Says which filters are on, and takes them off by a click.
    pub(super) fn filtered_bar(&mut self, ui: &mut egui::Ui, wb: &Workbench) {
        if !self.order.wish.filtered() {
            return;
        }
        let (lang, p) = (wb.lang(), theme::palette(ui));
        egui::Frame::new().fill(p.selected).corner_radius(4).inner_margin(egui::Margin::symmetric(8, 3)).show(
            ui,
            |ui| {
                ui.horizontal_wrapped(|ui| {
                    let (shown, all) = self.order.counts();
                    let text = match lang {
                        crate::app::lang::Lang::Zh => format!("已筛选：显示 {shown} 行，共 {all} 行"),
                        crate::app::lang::Lang::En => format!("Filtered: {shown} of {all} rows"),
                    };
                    ui.label(theme::bold(text).color(p.accent));
                    let mut off = None;
                    for by in self.order.wish.filters.keys() {
                        let name = match by {
                            By::Verdict => lang.pick("判定", "Verdict").to_owned(),
                            By::Field(key) => super::columns::name(wb, key),
                        };
                        if ui.small_button(format!("{name} ×")).clicked() {
                            off = Some(*by);
                        }
                    }
                    if let Some(by) = off {
                        self.order.wish.filters.remove(&by);
                    }
                    if ui.small_button(lang.pick("清除筛选", "Clear filters")).clicked() {
                        self.order.clear_filters();
                    }
                });
            },
        );
    }
}

/// The next cell, or the one before, that contains what is wanted; the one it begins at comes last.
fn next(
    audit: &Audit,
    lines: &[Line],
    columns: &[&'static FieldDef],
    wanted: &str,
    from: At,
    forward: bool,
) -> Option<At> {
    let (width, numeric) = (columns.len(), is_numeric(wanted));
    let all = lines.len() * width;
    let now = from.0 * width + from.1;
    let mut buffer = String::new();
    (1..=all).find_map(|n| {
        let at = if forward { (now + n) % all } else { (now + all - n) % all };
        let at = (at / width, at % width);
        let Some(Line::Device(device)) = lines.get(at.0) else { return None };
        let device = audit.equipment.get(*device as usize)?;
        cell_contains(device, columns[at.1], (wanted, numeric), &mut buffer).then_some(at)
    })
}

/// What replacing a text in some cells comes to.
fn replaced(audit: &Audit, cells: &[Cells], find: &str, with: &str) -> (Vec<Edit>, Vec<String>) {
    let (mut edits, mut refused) = (Vec::new(), Vec::new());
    let places = cells.iter().flat_map(|(rows, columns)| rows.iter().map(move |at| (*at, columns)));
    for (device, columns) in places.filter_map(|(at, columns)| Some((audit.equipment.get(at)?, columns))) {
        for def in columns {
            let Some(old) = device.get(def.key) else { continue };
            let mut shown = def.show(&old.value);
            if !shown.contains(find) {
                // It may be written in full width.
                shown = parse::normal(&shown);
                if !shown.contains(find) {
                    continue;
                }
            }
            match parse::pasted(def, &shown.replace(find, with)) {
                Ok(value) if value.as_ref() != Some(&old.value) => {
                    let value = value.map(|v| Entered::new(v, old.origin));
                    edits.push(Edit::field(device.id, def.key, value));
                }
                Ok(_) => {}
                Err(reason) => refused.push(reason),
            }
        }
    }
    (edits, refused)
}
