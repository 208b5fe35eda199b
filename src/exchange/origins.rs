//! 数据来源: where a row's values are from, in one cell of our own export.
//!
//! `台账；铭牌：额定功率、额定效率` means: nameplate for two fields, ledger for the others.

use super::text::folded;
use crate::audit::{Equipment, FieldDef, Origin, Record};

/// The cell's text for fields by label: the most frequent origin, then the exceptions. Empty without values.
pub(super) fn text(fields: &[(&str, Origin)]) -> String {
    let count = |o: Origin| fields.iter().filter(|(_, f)| *f == o).count();
    // Of equally frequent ones the plainest, so that the text is stable.
    let Some(main) = Origin::ALL.into_iter().rev().max_by_key(|o| count(*o)).filter(|_| !fields.is_empty()) else {
        return String::new();
    };
    let mut text = main.zh().to_owned();
    for origin in Origin::ALL.into_iter().filter(|o| *o != main && count(*o) > 0) {
        let names: Vec<&str> = fields.iter().filter(|(_, f)| *f == origin).map(|(zh, _)| *zh).collect();
        text.push_str(&format!("；{}：{}", origin.zh(), names.join("、")));
    }
    text
}

/// The cell's text for a device.
pub(super) fn write(device: &Equipment) -> String {
    let fields = device.kind.code().fields().filter_map(|d| device.get(d.key).map(|e| (d.zh, e.origin)));
    text(&fields.collect::<Vec<_>>())
}

/// Whether a cell begins as [`text`] begins it.
pub(super) fn is_ours(text: &str) -> bool {
    let main = folded(text);
    let main = main.split([';', '；']).next().unwrap_or_default();
    Origin::ALL.iter().any(|o| o.zh() == main)
}

/// Every field's origin as the cell says; `None` if it isn't written our way.
fn read(text: &str, fields: &[&'static FieldDef]) -> Option<Vec<(&'static str, Origin)>> {
    let text = folded(text);
    let mut parts = text.split([';', '；']);
    let origin = |name: &str| Origin::ALL.into_iter().find(|o| o.zh() == name);
    let main = parts.next().and_then(origin)?;
    let mut marks: Vec<(&'static str, Origin)> = fields.iter().map(|d| (d.key, main)).collect();
    for part in parts.filter(|p| !p.is_empty()) {
        let (name, labels) = part.split_once([':', '：'])?;
        let exception = origin(name)?;
        for label in labels.split('、') {
            let def = fields.iter().find(|d| folded(d.zh) == label)?;
            marks.retain(|(key, _)| *key != def.key);
            marks.push((def.key, exception));
        }
    }
    Some(marks)
}

/// Marks the device's values as the cell says; false if it isn't written our way, and nothing is changed.
pub(super) fn apply(text: &str, device: &mut Equipment) -> bool {
    let Some(marks) = read(text, &device.kind.code().fields().collect::<Vec<_>>()) else { return false };
    for (key, origin) in marks {
        if let Some(mut entered) = device.get(key) {
            entered.origin = origin;
            // The value was in the field already, so it is accepted again.
            let _ = device.set(key, Some(entered));
        }
    }
    true
}

/// The same for a row of the plant's data.
pub(super) fn apply_to_row(text: &str, row: &mut dyn Record) -> bool {
    let Some(marks) = read(text, &row.fields().iter().collect::<Vec<_>>()) else { return false };
    for (key, origin) in marks {
        if let Some(mut entered) = row.get(key) {
            entered.origin = origin;
            let _ = row.set(key, Some(entered));
        }
    }
    true
}
