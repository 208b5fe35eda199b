//! Work of this page on a worker thread: one question about one state of the audit, and its answer.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use crate::app::workbench::Workbench;
use crate::progress::Progress;

/// Under way: the question, the job, where its answer comes from.
type UnderWay<K, T> = (K, u64, Receiver<Result<T, String>>);

/// A question `K` and its answer `T`. An answer that comes after the page has gone (another audit was opened) is dropped
/// with its channel.
pub struct Work<K, T> {
    under_way: Option<UnderWay<K, T>>,
    found: Option<(K, Result<Arc<T>, String>)>,
}

impl<K, T> Default for Work<K, T> {
    fn default() -> Self {
        Self { under_way: None, found: None }
    }
}

impl<K: PartialEq, T: Send + 'static> Work<K, T> {
    /// Takes over what the worker found, once a frame.
    pub fn poll(&mut self, wb: &Workbench) {
        let Some((key, job, answer)) = self.under_way.take() else { return };
        match answer.try_recv() {
            Ok(found) => self.found = Some((key, found.map(Arc::new))),
            Err(TryRecvError::Empty) => self.under_way = Some((key, job, answer)),
            // A worker that ended without an answer has failed, which has been said.
            Err(TryRecvError::Disconnected) => {
                self.found = Some((key, Err(wb.tr("计算没有完成", "The calculation did not end").to_owned())));
            }
        }
    }

    /// Asks, unless that question is under way or answered; another question under way is given up.
    pub fn ask(
        &mut self,
        wb: &mut Workbench,
        key: K,
        title: &str,
        quiet: bool,
        work: impl FnOnce(&Progress) -> Result<T, String> + Send + 'static,
    ) {
        if self.found(&key).is_some() || self.under_way.as_ref().is_some_and(|(k, ..)| *k == key) {
            return;
        }
        self.cancel(wb);
        let (sender, answer) = channel();
        let job = wb.jobs.start(&wb.ctx.clone(), title, quiet, move |progress| {
            let found = work(progress);
            Box::new(move |wb: &mut Workbench| {
                // Nobody waits any more where the page has gone or asked something else.
                let _ = sender.send(found);
                wb.ctx.request_repaint();
            })
        });
        self.under_way = Some((key, job, answer));
    }

    /// Forgets the answer, so that the question can be asked again.
    pub fn forget(&mut self) {
        self.found = None;
    }

    /// The answer to a question.
    pub fn found(&self, key: &K) -> Option<&Result<Arc<T>, String>> {
        self.found.as_ref().filter(|(k, _)| k == key).map(|(_, f)| f)
    }

    /// The last answer, whatever the question.
    pub fn last(&self) -> Option<(&K, &Result<Arc<T>, String>)> {
        self.found.as_ref().map(|(k, f)| (k, f))
    }

    /// The share done of what is under way.
    pub fn progress(&self, wb: &Workbench) -> Option<f32> {
        let (_, job, _) = self.under_way.as_ref()?;
        wb.jobs.running().iter().find(|j| j.id == *job).map(|j| j.progress.fraction())
    }

    /// Whether something is under way.
    pub fn running(&self) -> bool {
        self.under_way.is_some()
    }

    /// Asks the worker to stop. It answers that it was cancelled.
    pub fn cancel(&self, wb: &Workbench) {
        if let Some((_, job, _)) = &self.under_way {
            wb.jobs.running().iter().filter(|j| j.id == *job).for_each(|j| j.progress.cancel());
        }
    }
}
