//! Find and replace in the table, and the line that says that rows are left out.

use eframe::egui::{self, Button, Key};

use super::columns::columns;
use super::order::By;
use super::table::TableState;
use crate::app::theme::{self, Tone};
use crate::app::widgets::{self, parse};
use crate::app::workbench::Workbench;
use crate::audit::{Edit, Entered, FieldDef, KindCode};

/// What is looked for, and what it is replaced by.
#[derive(Default)]
pub struct Find {
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
            self.take_focus = true;
        }
    }

    fn go_to_next(&mut self, wb: &mut Workbench, columns: &[&'static FieldDef], forward: bool) {
        let Some(audit) = wb.audit() else { return };
        let wanted = parse::normal(&self.find.text).to_lowercase();
        let (lines, width) = (self.order.lines().len(), columns.len());
        let all = lines * width;
        let now = self.cursor.0 * width + self.cursor.1;
        let step = |n: usize| if forward { (now + n) % all } else { (now + all - n) % all };
        let hit = (1..=all).map(step).find(|at| {
            let (line, column) = (at / width, at % width);
            self.device(audit, line).is_some_and(|d| holds(&d.show(columns[column]), &wanted))
        });
        match hit {
            Some(at) => {
                self.cursor = (at / width, at % width);
                self.anchor = self.cursor;
                self.whole_rows = false;
                self.follow = true;
                self.forget_seen();
            }
            None => wb.say(Tone::Quiet, format!("没有找到“{}”", self.find.text)),
        }
    }

    fn replace_all(&mut self, wb: &mut Workbench, columns: &[&'static FieldDef]) {
        let Some(audit) = wb.audit() else { return };
        let (find, with) = (parse::normal(&self.find.text), self.find.with.trim().to_owned());
        if find.is_empty() {
            return;
        }
        let (rows, cols) = if self.find.only_selected {
            let (_, cols) = self.range(columns.len());
            (self.selected(wb), &columns[cols])
        } else {
            ((0..self.order.lines().len()).filter_map(|line| self.order.device_at(line)).collect(), columns)
        };
        let (mut edits, mut refused) = (Vec::new(), Vec::new());
        for device in rows.iter().filter_map(|at| audit.equipment.get(*at)) {
            for def in cols {
                let Some(old) = device.get(def.key) else { continue };
                let shown = parse::normal(&def.show(&old.value));
                if !shown.contains(&find) {
                    continue;
                }
                match parse::pasted(def, &shown.replace(&find, &with)) {
                    Ok(value) if value.as_ref() != Some(&old.value) => {
                        let value = value.map(|v| Entered::new(v, old.origin));
                        edits.push(Edit::field(device.id, def.key, value));
                    }
                    Ok(_) => {}
                    Err(reason) => refused.push(reason),
                }
            }
        }
        let count = edits.len();
        if count > 0 && wb.edit(&format!("替换 {count} 格"), Edit::Batch(edits)) {
            wb.say(Tone::Good, format!("已替换 {count} 格，Ctrl+Z 可撤销"));
        }
        match refused.first() {
            Some(first) => wb.say(Tone::Bad, format!("{} 格没有替换，原值未动。{first}", refused.len())),
            None if count == 0 => wb.say(Tone::Quiet, format!("没有找到“{}”", self.find.text)),
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

fn holds(text: &str, wanted: &str) -> bool {
    if text.is_ascii() {
        return text.to_ascii_lowercase().contains(wanted);
    }
    parse::normal(text).to_lowercase().contains(wanted)
}
