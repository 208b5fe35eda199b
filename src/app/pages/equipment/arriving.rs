//! What is found out about all devices: at once in a small plant, on a worker in a large one.

use std::sync::{Arc, Mutex};

use crate::app::workbench::Workbench;
use crate::audit::Audit;
use crate::diagnosis::Diagnosis;

/// From this many devices on, a worker does it.
const LARGE: usize = 4_000;

/// Whether the audit is large enough for a worker.
pub(super) fn is_large(wb: &Workbench) -> bool {
    wb.audit().is_some_and(|a| a.equipment.len() >= LARGE)
}

/// What is on its way.
pub(super) struct Arriving<T>(Arc<Mutex<Option<T>>>);

impl<T> Default for Arriving<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T: Send + 'static> Arriving<T> {
    /// What has arrived.
    pub(super) fn take(&self) -> Option<T> {
        self.0.lock().ok()?.take()
    }

    /// Starts to find it out; without an open audit there is nothing to find.
    pub(super) fn start(
        &self,
        wb: &mut Workbench,
        title: &'static str,
        work: impl FnOnce(&Audit, Option<&Diagnosis>) -> T + Send + 'static,
    ) {
        let large = is_large(wb);
        let Some(document) = &wb.document else { return };
        if !large {
            let found = work(document.audit(), wb.diagnosis.as_deref());
            return self.arrived(found);
        }
        let (audit, diagnosis, slot) = (document.shared(), wb.diagnosis.clone(), Self(Arc::clone(&self.0)));
        wb.jobs.start(&wb.ctx.clone(), title, true, move |_| {
            slot.arrived(work(&audit, diagnosis.as_deref()));
            Box::new(|_| {})
        });
    }

    fn arrived(&self, found: T) {
        if let Ok(mut slot) = self.0.lock() {
            *slot = Some(found);
        }
    }
}
