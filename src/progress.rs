//! Progress and cancelling of long work, shared between a worker and whoever watches it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// A handle on running work; clones share the same state.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    permille: AtomicU32,
    cancelled: AtomicBool,
}

impl Progress {
    /// Nothing done yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// `done` of `total` is done.
    pub fn set(&self, done: usize, total: usize) {
        let permille = if total == 0 { 1000 } else { (done as u64 * 1000 / total as u64).min(1000) as u32 };
        self.0.permille.store(permille, Ordering::Relaxed);
    }

    /// The share done, 0 to 1.
    pub fn fraction(&self) -> f32 {
        self.0.permille.load(Ordering::Relaxed) as f32 / 1000.0
    }

    /// Asks the work to stop at its next step.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the work should stop.
    pub fn cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }
}
