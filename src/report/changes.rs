//! The change log as an appendix of the report.

use serde_json::{Value, json};

use super::model::text;
use super::options::ReportOptions;
use crate::audit::Audit;
use crate::clock;
use crate::store::{Change, Reader, StoreError};

/// More entries than this are counted, not listed: some twenty pages.
const LISTED: usize = 500;

/// The change log of an audit, the first entry first; empty if the report doesn't print it.
pub fn changes(audit: &Audit, stored: &Reader, options: &ReportOptions) -> Result<Vec<Change>, StoreError> {
    if options.within(audit).appendix_changes { stored.change_log() } else { Ok(Vec::new()) }
}

/// The appendix's content, the latest entry last.
pub(super) fn appendix(changes: &[Change]) -> Value {
    let left_out = changes.len().saturating_sub(LISTED);
    let row = |(at, c): (usize, &Change)| json!({ "no": (at + 1).to_string(), "at": clock::local_time(&c.at), "who": text(&c.who), "what": text(&c.what) });
    let rows: Vec<Value> = changes.iter().enumerate().skip(left_out).map(row).collect();
    json!({ "total": changes.len(), "listed": rows.len(), "left_out": left_out, "rows": rows })
}
