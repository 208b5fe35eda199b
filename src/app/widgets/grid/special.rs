//! 选择性粘贴: the clipboard turned, only into empty cells, or reckoned with, and what that comes to before it is done.

use eframe::egui::{self, Modal, RichText, ViewportCommand};

use super::paste::{How, Operation, Plan, measure, plan};
use super::{Grid, block};
use crate::app::lang::Lang;
use crate::app::theme::{self, Tone};
use crate::app::widgets;

/// How long the clipboard may take to answer, in seconds.
const ANSWER: f64 = 1.0;

/// What is to be pasted, and how.
pub struct Special {
    cells: Vec<Vec<String>>,
    how: How,
    /// What it comes to, for what was asked last.
    plan: Option<(How, Result<Plan, String>)>,
    /// Whether its button has had the keyboard.
    begun: bool,
}

/// Asks for the clipboard, which answers with a frame of its own.
pub fn ask<G: Grid>(grid: &mut G) {
    let ctx = grid.wb().ctx.clone();
    let state = grid.state();
    state.special_asked = Some(ctx.input(|i| i.time));
    state.take_focus = true;
    ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
}

/// Takes what is pasted if the clipboard was asked for it just now.
pub fn takes<G: Grid>(grid: &mut G, text: &str) -> bool {
    let now = grid.wb().ctx.input(|i| i.time);
    let asked = grid.state().special_asked.take().is_some_and(|at| now - at < ANSWER);
    if asked && grid.size().0 > 0 {
        let cells = block::cells(text);
        grid.state().special = Some(Special { cells, how: How::default(), plan: None, begun: false });
    }
    asked
}

/// The dialog, while it is open.
pub fn show<G: Grid>(grid: &mut G, ctx: &egui::Context) {
    let Some(mut special) = grid.state().special.take() else { return };
    if special.plan.as_ref().is_none_or(|(how, _)| *how != special.how) {
        let found = plan(grid, &special.cells, &special.how);
        special.plan = Some((special.how, found));
    }
    let lang = grid.wb().lang();
    let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(20);
    let shown = Modal::new(egui::Id::unique("paste special")).frame(frame).show(ctx, |ui| {
        ui.set_width(380.0_f32.min(ctx.content_rect().width() - 80.0));
        special.form(ui, lang)
    });
    let closed = shown.should_close();
    match shown.inner {
        Some(true) => {
            grid.state().take_focus = true;
            if let Some((_, Ok(plan))) = special.plan {
                plan.carry_out(grid, "选择性粘贴");
            }
        }
        None if !closed => grid.state().special = Some(special),
        _ => grid.state().take_focus = true,
    }
}

impl Special {
    /// `true` to paste, `false` to give up.
    fn form(&mut self, ui: &mut egui::Ui, lang: Lang) -> Option<bool> {
        ui.label(theme::title(lang.pick("选择性粘贴", "Paste special")));
        let (high, wide) = measure(&self.cells);
        let size = match lang {
            Lang::Zh => format!("剪贴板里有 {high} 行 {wide} 列"),
            Lang::En => format!("On the clipboard: {high} rows, {wide} columns"),
        };
        ui.label(theme::small(ui, size));
        ui.add_space(4.0);
        let how = &mut self.how;
        ui.checkbox(&mut how.transposed, lang.pick("转置(行变成列)", "Transpose (rows become columns)"));
        ui.checkbox(&mut how.only_empty, lang.pick("只填空着的格", "Only into empty cells"));
        let blanks = lang.pick("跳过剪贴板里的空格", "Skip blanks of the clipboard");
        ui.checkbox(&mut how.skip_blanks, blanks);
        ui.horizontal(|ui| {
            ui.label(lang.pick("与原来的数运算", "Reckon with the numbers there"));
            for with in Operation::ALL {
                let (zh, en) = with.names();
                ui.radio_value(&mut how.with, with, lang.pick(zh, en));
            }
        });
        if how.with != Operation::Replace {
            let hint =
                lang.pick("没有填的格不当作零，仍然空着", "Cells that are not filled in are no zeros and stay empty");
            ui.label(theme::small(ui, hint));
        }
        ui.add_space(4.0);
        let current = self.plan.as_ref().filter(|(how, _)| *how == self.how).map(|(_, plan)| plan);
        let possible = matches!(current, Some(Ok(plan)) if plan.changed + plan.added > 0);
        match current {
            Some(Ok(plan)) => {
                ui.add(egui::Label::new(preview(plan, lang)).wrap());
                if let Some(first) = plan.refused.first() {
                    let color = Tone::Warn.colors(ui.visuals().dark_mode).0;
                    ui.add(egui::Label::new(RichText::new(lang.said(first)).color(color)).wrap());
                }
            }
            Some(Err(why)) => {
                let color = Tone::Warn.colors(ui.visuals().dark_mode).0;
                ui.add(egui::Label::new(RichText::new(lang.said(why)).color(color)).wrap());
            }
            // It is found out with the next frame.
            None => {
                ui.label("…");
                ui.ctx().request_repaint();
            }
        }
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            let paste = widgets::primary(ui, possible, lang.pick("粘贴", "Paste"));
            if !std::mem::replace(&mut self.begun, true) {
                paste.request_focus();
            }
            let give_up = ui.button(lang.pick("取消", "Cancel")).clicked();
            if paste.clicked() { Some(true) } else { give_up.then_some(false) }
        })
        .inner
    }
}

/// What pasting comes to, in a sentence.
fn preview(plan: &Plan, lang: Lang) -> String {
    let mut out = match lang {
        Lang::Zh if plan.changed + plan.added == 0 => "没有格会改变".to_owned(),
        Lang::En if plan.changed + plan.added == 0 => "No cell changes".to_owned(),
        Lang::Zh => format!("将改变 {} 格", plan.changed),
        Lang::En => format!("{} cells will change", plan.changed),
    };
    let counts = [
        (plan.added, "，新增 # 行", ", # rows are added"),
        (plan.kept, "；# 格已有内容，不动", "; # are filled in and stay"),
        (plan.refused.len(), "；# 格不能采用，原值不动", "; # can't be taken and stay"),
    ];
    for (count, zh, en) in counts.into_iter().filter(|c| c.0 > 0) {
        out.push_str(&lang.pick(zh, en).replace('#', &count.to_string()));
    }
    out
}
