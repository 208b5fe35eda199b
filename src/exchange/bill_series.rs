//! What makes an imported row of energy or output the same as one that the audit has.

use super::text::folded;
use crate::audit::{FieldValue, Id, Row};

/// What tells two series of a list apart: carrier, flow, conversion, year and supplier, or product and year.
pub(super) fn series_key(row: &Row) -> Option<String> {
    let text = |key: &str| {
        row.fields().get(key).map_or(String::new(), |e| match e.value {
            FieldValue::Text(t) | FieldValue::Choice(t) => folded(&t),
            FieldValue::Number(n) => n.to_string(),
            FieldValue::Date(d) => d.to_string(),
        })
    };
    let keys: &[&str] = match row {
        Row::Consumption(_) => &["carrier", "flow", "process", "year", "supplier"],
        Row::Product(_) => &["name", "year"],
        _ => return None,
    };
    let mut parts: Vec<String> = keys.iter().map(|k| text(k)).collect();
    if matches!(row, Row::Consumption(_)) && parts[1].is_empty() {
        parts[1] = "purchased".to_owned();
    }
    Some(parts.join("|"))
}

/// The same row with the id of the one whose place it takes, and what that one had beside the fields.
pub(super) fn in_place_of(new: &Row, old: &Row) -> Row {
    let mut out = new.clone();
    match (&mut out, old) {
        (Row::Consumption(n), Row::Consumption(o)) => n.id = o.id,
        (Row::Product(n), Row::Product(o)) => {
            n.id = o.id;
            n.quotas.clone_from(&o.quotas);
            n.conditions.clone_from(&o.conditions);
            n.shares_pct.clone_from(&o.shares_pct);
        }
        _ => {}
    }
    // What the file leaves empty stays.
    for def in old.section().fields() {
        if new.fields().get(def.key).is_none() {
            let _ = out.fields_mut().set(def.key, old.fields().get(def.key));
        }
    }
    out
}

/// The same row with a fresh id.
pub(super) fn afresh(row: &Row) -> Row {
    let mut out = row.clone();
    match &mut out {
        Row::Consumption(r) => r.id = Id::fresh(),
        Row::Product(r) => r.id = Id::fresh(),
        Row::Year(r) => r.id = Id::fresh(),
        Row::Management(r) => r.id = Id::fresh(),
        Row::Meter(r) => r.id = Id::fresh(),
        Row::Resource(r) => r.id = Id::fresh(),
    }
    out
}
