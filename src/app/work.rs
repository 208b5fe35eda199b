//! What a page asks about the audit and does not look for in the frame: one question about one state of the audit, and
//! its answer. In a small plant a glance at every device is done at once; in a large one, and for all that takes long,
//! a worker does it, and the page shows the last answer until the new one is there.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

use eframe::egui;

use super::lang::Lang;
use super::theme;
use super::workbench::Workbench;
use crate::audit::Audit;
use crate::diagnosis::Diagnosis;
use crate::progress::Progress;

/// From this many devices on, a worker looks at them.
const LARGE: usize = 4_000;
/// The pause after an edit before a large plant is looked at again: who goes on editing wants no answer yet.
const PAUSE: Duration = Duration::from_millis(400);
/// An answer that takes longer than this is waited for in sight: less would only flicker.
const BLINK: Duration = Duration::from_millis(200);

/// Whether the audit is large enough for a worker.
pub fn is_large(wb: &Workbench) -> bool {
    wb.audit().is_some_and(|a| a.equipment.len() >= LARGE)
}

/// Frees something large on a thread of its own: 100 000 findings take longer than a frame has.
pub fn let_go<T: Send + 'static>(large: T) {
    // Where no thread can be had, it is freed here.
    let _ = std::thread::Builder::new().name("tidy".to_owned()).spawn(move || drop(large));
}

/// When and where a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// A glance at every device that was asked for by a click or a key.
    Glance,
    /// A glance at every device that follows the audit by itself: in a large plant once the editing pauses.
    Follow,
    /// Long work that follows the audit by itself; always on a worker.
    Quiet,
    /// Long work that was asked for: always on a worker, shown at the foot, where it can be cancelled.
    Shown,
}

/// The audit, and what was found about it, as they were when the question was asked.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The audit.
    pub audit: &'a Audit,
    /// What was last found.
    pub diagnosis: Option<&'a Diagnosis>,
}

/// Under way: the question, the job, where its answer comes from.
struct UnderWay<K, T> {
    key: K,
    job: u64,
    answer: Receiver<Result<T, String>>,
}

/// A question `K` and its answer `T`. An answer that comes after the page has gone or has asked something else is
/// dropped with its channel.
pub struct Work<K, T> {
    under_way: Option<UnderWay<K, T>>,
    found: Option<(K, Result<Arc<T>, String>)>,
    /// Since when the answer is owed.
    since: Option<Instant>,
}

impl<K, T> Default for Work<K, T> {
    fn default() -> Self {
        Self { under_way: None, found: None, since: None }
    }
}

impl<K: PartialEq, T: Send + Sync + 'static> Work<K, T> {
    /// Takes over what a worker found, and asks unless that question is under way or answered; another one under way is
    /// given up. Once a frame; `work` is made only when it is needed.
    pub fn ask<W>(&mut self, wb: &mut Workbench, key: K, pace: Pace, title: &str, work: impl FnOnce(&Workbench) -> W)
    where
        W: FnOnce(Given<'_>, &Progress) -> Result<T, String> + Send + 'static,
    {
        self.poll(wb);
        if self.found(&key).is_some() {
            // What is under way answers a question that has been taken back.
            self.give_up(wb);
            return;
        }
        if self.under_way.as_ref().is_some_and(|u| u.key == key) {
            return;
        }
        self.since.get_or_insert_with(|| {
            wb.ctx.request_repaint_after(BLINK + Duration::from_millis(10));
            Instant::now()
        });
        let large = is_large(wb);
        if large && matches!(pace, Pace::Follow | Pace::Quiet) && wait(wb) {
            return;
        }
        self.give_up_worker(wb);
        let work = work(wb);
        let Some(document) = &wb.document else { return };
        if !large && matches!(pace, Pace::Glance | Pace::Follow) {
            let given = Given { audit: document.audit(), diagnosis: wb.diagnosis.as_deref() };
            let found = work(given, &Progress::new());
            return self.answered(key, found, false);
        }
        let (audit, diagnosis) = (document.shared(), wb.diagnosis.clone());
        let (sender, answer) = channel();
        let job = wb.jobs.start(&wb.ctx.clone(), title, pace != Pace::Shown, move |progress| {
            let given = Given { audit: &audit, diagnosis: diagnosis.as_deref() };
            let found = work(given, progress);
            // A glance that was broken off has seen but a part.
            let part = matches!(pace, Pace::Glance | Pace::Follow) && progress.cancelled();
            let found = if part { Err("已取消".to_owned()) } else { found };
            // What it has read is let go here: the screen's thread would free it otherwise.
            drop((audit, diagnosis));
            Box::new(move |_| {
                // Nobody waits any more where the page has gone or asked something else.
                if let Err(unwanted) = sender.send(found) {
                    let_go(unwanted);
                }
            })
        });
        self.under_way = Some(UnderWay { key, job, answer });
    }

    /// Takes over what a worker found.
    pub fn poll(&mut self, wb: &Workbench) {
        let Some(under_way) = &self.under_way else { return };
        let found = match under_way.answer.try_recv() {
            Ok(found) => found,
            Err(TryRecvError::Empty) => return,
            // A worker that ended without an answer has failed, which has been said.
            Err(TryRecvError::Disconnected) => Err(wb.tr("计算没有完成", "The calculation did not end").to_owned()),
        };
        if let Some(UnderWay { key, .. }) = self.under_way.take() {
            self.answered(key, found, true);
        }
    }

    fn answered(&mut self, key: K, found: Result<T, String>, by_worker: bool) {
        let old = self.found.replace((key, found.map(Arc::new)));
        if let Some((_, Ok(old))) = old
            && by_worker
        {
            let_go(old);
        }
        self.since = None;
    }

    /// Forgets the answer, so that the question can be asked again.
    pub fn forget(&mut self) {
        if let Some((_, Ok(old))) = self.found.take() {
            let_go(old);
        }
    }

    /// The answer, once: as an event that has been dealt with.
    pub fn take(&mut self, wb: &Workbench) -> Option<(K, Result<Arc<T>, String>)> {
        self.poll(wb);
        self.found.take()
    }

    /// The answer to a question.
    pub fn found(&self, key: &K) -> Option<&Result<Arc<T>, String>> {
        self.found.as_ref().filter(|(k, _)| k == key).map(|(_, f)| f)
    }

    /// The last answer, whatever the question.
    pub fn last(&self) -> Option<(&K, &Result<Arc<T>, String>)> {
        self.found.as_ref().map(|(k, f)| (k, f))
    }

    /// What was last found, whatever the question.
    pub fn known(&self) -> Option<&Arc<T>> {
        self.found.as_ref().and_then(|(_, f)| f.as_ref().ok())
    }

    /// Whether the answer has been owed for so long that the page should say so.
    pub fn late(&self) -> bool {
        self.since.is_some_and(|since| since.elapsed() >= BLINK)
    }

    /// Says quietly that something is being calculated, once that has lasted a while, or why there is no answer.
    pub fn waiting(&self, ui: &mut egui::Ui, lang: Lang) {
        if self.late() {
            ui.label(theme::weak(ui, lang.pick("正在计算…", "Calculating…")));
        } else if let (None, Some((_, Err(why)))) = (self.since, &self.found) {
            ui.add(egui::Label::new(theme::weak(ui, why)).wrap());
        }
    }

    /// What follows shows the last answer: pale while the new one is late.
    pub fn pale(&self, ui: &mut egui::Ui) {
        if self.late() {
            ui.multiply_opacity(0.55);
        }
    }

    /// The share done of what is under way.
    pub fn progress(&self, wb: &Workbench) -> Option<f32> {
        let under_way = self.under_way.as_ref()?;
        wb.jobs.running().iter().find(|j| j.id == under_way.job).map(|j| j.progress.fraction())
    }

    /// Whether something is under way.
    pub fn running(&self) -> bool {
        self.under_way.is_some()
    }

    /// Asks the worker to stop. It answers that it was cancelled.
    pub fn cancel(&self, wb: &Workbench) {
        if let Some(under_way) = &self.under_way {
            wb.jobs.running().iter().filter(|j| j.id == under_way.job).for_each(|j| j.progress.cancel());
        }
    }

    fn give_up(&mut self, wb: &Workbench) {
        self.give_up_worker(wb);
        self.since = None;
    }

    fn give_up_worker(&mut self, wb: &Workbench) {
        self.cancel(wb);
        self.under_way = None;
    }
}

/// Whether the editing has not paused yet; wakes up when it has.
fn wait(wb: &Workbench) -> bool {
    if !wb.up_to_date() {
        // The judging wakes the page when it is done.
        return true;
    }
    let left = wb.since_edit().and_then(|since| PAUSE.checked_sub(since));
    if let Some(left) = left {
        wb.ctx.request_repaint_after(left);
    }
    left.is_some()
}
