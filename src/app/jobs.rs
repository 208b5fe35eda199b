//! Long work on worker threads: progress, cancelling, and a panic that becomes a message.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use eframe::egui;

use super::crash;
use crate::progress::Progress;

/// What a worker hands back, to be applied to the workbench on the screen's thread.
pub type Outcome<W> = Box<dyn FnOnce(&mut W) + Send>;

/// Running work.
pub struct Job {
    /// Which one.
    pub id: u64,
    /// What it does, as shown.
    pub title: String,
    /// Its progress and cancel handle.
    pub progress: Progress,
    /// Whether it is shown (diagnosis of a small plant is not).
    pub quiet: bool,
}

/// All running work of a workbench `W`.
pub struct Jobs<W> {
    running: Vec<Job>,
    sender: Sender<(u64, Result<Outcome<W>, String>)>,
    receiver: Receiver<(u64, Result<Outcome<W>, String>)>,
    next: u64,
    reports: Option<PathBuf>,
}

impl<W: 'static> Default for Jobs<W> {
    fn default() -> Self {
        let (sender, receiver) = channel();
        Self { running: Vec::new(), sender, receiver, next: 0, reports: None }
    }
}

impl<W: 'static> Jobs<W> {
    /// From now on a panic of a worker leaves a report in this folder.
    pub fn keep_reports_in(&mut self, folder: PathBuf) {
        crash::install();
        self.reports = Some(folder);
    }

    /// Starts work and returns its id. `work` runs on its own thread; what it returns is run on the screen's thread by [`finished`](Self::finished).
    pub fn start(
        &mut self,
        ctx: &egui::Context,
        title: impl Into<String>,
        quiet: bool,
        work: impl FnOnce(&Progress) -> Outcome<W> + Send + 'static,
    ) -> u64 {
        let id = self.next;
        self.next += 1;
        let progress = Progress::new();
        let title = title.into();
        self.running.push(Job { id, title: title.clone(), progress: progress.clone(), quiet });
        let (sender, ctx, handle, reports) = (self.sender.clone(), ctx.clone(), progress, self.reports.clone());
        let spawned = thread::Builder::new().name(title.clone()).spawn(move || {
            // A panic in a report or an import must not take unsaved work with it.
            let outcome = catch_unwind(AssertUnwindSafe(|| work(&handle))).map_err(|panic| {
                let report = reports.and_then(|folder| crash::report(&folder, &title).ok());
                let report = report.map_or_else(String::new, |p| {
                    format!("。错误报告(程序版本、出错位置、调用经过)在 {}", p.display())
                });
                format!("{title}时程序内部出错：{}。已保存的内容不受影响{report}", panic_text(&*panic))
            });
            let _ = sender.send((id, outcome));
            ctx.request_repaint();
        });
        if let Err(e) = spawned {
            let _ = self.sender.send((id, Err(format!("不能启动后台工作：{e}"))));
        }
        id
    }

    /// Whether work is still under way; work that ended without its result has failed.
    pub fn is_running(&self, id: u64) -> bool {
        self.running.iter().any(|job| job.id == id)
    }

    /// The outcomes of work that ended since the last call.
    pub fn finished(&mut self) -> Vec<Result<Outcome<W>, String>> {
        let ended: Vec<_> = self.receiver.try_iter().collect();
        self.running.retain(|job| !ended.iter().any(|(id, _)| *id == job.id));
        ended.into_iter().map(|(_, outcome)| outcome).collect()
    }

    /// Work still running.
    pub fn running(&self) -> &[Job] {
        &self.running
    }

    /// Asks all work to stop.
    pub fn cancel_all(&self) {
        self.running.iter().for_each(|job| job.progress.cancel());
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("未知错误")
}
