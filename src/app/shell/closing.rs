//! Closing the window: saves first, and asks when work is still running.

use eframe::egui::{self, Modal, ViewportCommand};

use crate::app::theme;
use crate::app::widgets;
use crate::app::workbench::{Later, Workbench};

/// Where closing stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Closing {
    /// Nobody wants to close.
    #[default]
    No,
    /// Work is running: it is asked what to do.
    Asking,
    /// Closes as soon as the work has ended.
    WhenDone,
    /// The work was told to stop or was none: closes now.
    Now,
}

/// What is running and shown.
fn busy(wb: &Workbench) -> bool {
    wb.jobs.running().iter().any(|job| !job.quiet)
}

/// The window was asked to close, by its button or by the system.
pub fn requested(ctx: &egui::Context, wb: &mut Workbench) {
    if wb.shell.closing == Closing::WhenDone && !busy(wb) {
        wb.shell.closing = Closing::Now;
        wb.after_typing(Later::Close);
    }
    if !ctx.input(|i| i.viewport().close_requested()) {
        return;
    }
    if wb.document.is_none() && (wb.shell.closing == Closing::Now || !busy(wb)) {
        return;
    }
    ctx.send_viewport_cmd(ViewportCommand::CancelClose);
    if busy(wb) && wb.shell.closing != Closing::Now {
        wb.shell.closing = Closing::Asking;
    } else {
        wb.after_typing(Later::Close);
    }
}

/// Tells that a large file is still being written before it is left.
fn saving(ctx: &egui::Context, wb: &mut Workbench) {
    if !wb.files.leaving() || !wb.files.slow() {
        return;
    }
    let lang = wb.lang();
    let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(20);
    let shown = Modal::new(egui::Id::unique("saving before leaving")).frame(frame).show(ctx, |ui| {
        ui.set_width(420.0_f32.min(ctx.content_rect().width() - 80.0));
        ui.label(theme::title(lang.pick("正在保存", "Saving")));
        let text = lang.pick(
            "文件较大，写完后就关闭这份审计。",
            "The file is large; the audit is closed as soon as it is written.",
        );
        ui.horizontal(|ui| {
            ui.spinner();
            ui.add(egui::Label::new(text).wrap());
        });
        ui.add_space(8.0);
        ui.button(lang.pick("不关闭", "Don't close")).clicked()
    });
    if shown.inner || shown.should_close() {
        wb.files.stay();
        wb.shell.closing = Closing::No;
    }
}

/// Asks while work is running.
pub fn ask(ctx: &egui::Context, wb: &mut Workbench) {
    saving(ctx, wb);
    if wb.shell.closing != Closing::Asking {
        return;
    }
    if !busy(wb) {
        // It ended while it was asked.
        wb.shell.closing = Closing::Now;
        wb.after_typing(Later::Close);
        return;
    }
    let lang = wb.lang();
    let titles: Vec<&str> = wb.jobs.running().iter().filter(|j| !j.quiet).map(|j| j.title.as_str()).collect();
    let work = titles.join(lang.pick("、", ", "));
    let mut choice = None;
    let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(20);
    let shown = Modal::new(egui::Id::unique("closing")).frame(frame).show(ctx, |ui| {
        ui.set_width(460.0_f32.min(ctx.content_rect().width() - 80.0));
        ui.label(theme::title(lang.pick("还有工作没有做完", "Work is still running")));
        ui.add(egui::Label::new(work).wrap());
        let text = lang.pick(
            "您的修改已经安全保存；停止只会放弃这项工作的结果，不会写出半个文件。",
            "Your edits are safe; stopping only gives up the result of this work and leaves no half-written file.",
        );
        ui.add(egui::Label::new(theme::weak(ui, text)).wrap());
        ui.add_space(8.0);
        ui.horizontal_wrapped(|ui| {
            if widgets::primary(ui, true, lang.pick("做完再关闭", "Close when done")).clicked() {
                choice = Some(Closing::WhenDone);
            }
            if ui.button(lang.pick("停止并关闭", "Stop and close")).clicked() {
                choice = Some(Closing::Now);
            }
            if ui.button(lang.pick("不关闭", "Don't close")).clicked() {
                choice = Some(Closing::No);
            }
        });
    });
    if shown.should_close() {
        choice = Some(Closing::No);
    }
    match choice {
        Some(Closing::Now) => {
            wb.jobs.cancel_all();
            wb.shell.closing = Closing::Now;
            wb.after_typing(Later::Close);
        }
        Some(choice) => wb.shell.closing = choice,
        None => {}
    }
}
