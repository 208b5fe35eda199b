//! 数据来源: where a device's values are from, in one cell of our own export.
//!
//! `台账；铭牌：额定功率、额定效率` means: nameplate for two fields, ledger for the others.

use super::text::folded;
use crate::audit::{Equipment, Origin};

/// The cell's text: the most frequent origin, then the exceptions. Empty for a device without values.
pub(super) fn write(device: &Equipment) -> String {
    let fields: Vec<_> =
        device.kind.code().fields().filter_map(|d| device.get(d.key).map(|e| (d.zh, e.origin))).collect();
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

/// Whether a cell begins as [`write`] begins it.
pub(super) fn is_ours(text: &str) -> bool {
    let main = folded(text);
    let main = main.split([';', '；']).next().unwrap_or_default();
    Origin::ALL.iter().any(|o| o.zh() == main)
}

/// Marks the device's values as the cell says; false if it isn't written our way, and nothing is changed.
pub(super) fn apply(text: &str, device: &mut Equipment) -> bool {
    let text = folded(text);
    let mut parts = text.split([';', '；']);
    let origin = |name: &str| Origin::ALL.into_iter().find(|o| o.zh() == name);
    let Some(main) = parts.next().and_then(origin) else { return false };
    let kind = device.kind.code();
    let mut marks: Vec<(&'static str, Origin)> = kind.fields().map(|d| (d.key, main)).collect();
    for part in parts.filter(|p| !p.is_empty()) {
        let Some((name, fields)) = part.split_once([':', '：']) else { return false };
        let Some(exception) = origin(name) else { return false };
        for field in fields.split('、') {
            let Some(def) = kind.fields().find(|d| folded(d.zh) == field) else { return false };
            marks.retain(|(key, _)| *key != def.key);
            marks.push((def.key, exception));
        }
    }
    for (key, origin) in marks {
        if let Some(mut entered) = device.get(key) {
            entered.origin = origin;
            // The value was in the field already, so it is accepted again.
            let _ = device.set(key, Some(entered));
        }
    }
    true
}
