//! 何时更换: for every device with a finding or a replacement, when to act, by which rule and on which facts.

use serde_json::{Value, json};

use super::{Source, identity, text};
use crate::retrofit::timing::{Act, decide};

/// The decisions, those to act on at once first.
pub(super) fn timing(source: &Source<'_>) -> Value {
    let verdict = |id| source.diagnosis.device(id).map(|d| d.verdict.clone());
    let decisions = decide(source.audit, &verdict, &source.diagnosis.measures, &source.ctx());
    let acts = [Act::Now, Act::AtOverhaul, Act::Keep];
    let mut rows: Vec<Value> = Vec::new();
    for decision in acts.iter().flat_map(|act| decisions.iter().filter(move |d| d.act == *act)) {
        let Some(device) = source.device(decision.id) else { continue };
        let mut row = identity(device);
        let facts: Vec<String> = decision.facts.iter().map(|(what, value)| format!("{what} {value}")).collect();
        row.insert("act".to_owned(), decision.act.zh().into());
        row.insert("now".to_owned(), (decision.act == Act::Now).into());
        row.insert("rule".to_owned(), text(&decision.rule).into());
        row.insert("facts".to_owned(), text(&facts.join("；")).into());
        rows.push(row.into());
    }
    let counts: Vec<Value> = acts
        .iter()
        .map(|act| json!({ "act": act.zh(), "rows": decisions.iter().filter(|d| d.act == *act).count() }))
        .collect();
    json!({ "rows": rows, "counts": counts })
}
