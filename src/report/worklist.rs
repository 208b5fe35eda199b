//! The printed list of what is still to be found out, with room to write beside every item.

use serde_json::{Value, json};

use super::{Rendered, ReportError};
use crate::audit::{Audit, FieldKind};
use crate::diagnosis::Diagnosis;
use crate::progress::Progress;
use crate::report::numbers::short;
use crate::worklist::{Wanted, worklist};

/// Content of the list: places in order, devices of a place in the auditor's order.
pub fn worklist_data(audit: &Audit, diagnosis: &Diagnosis) -> Value {
    let list = worklist(audit, diagnosis);
    let places: Vec<Value> = list
        .chunk_by(|a, b| a.place() == b.place())
        .map(|same| {
            json!({
                "place": same[0].place(),
                "devices": same.iter().map(device).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "title": "待补数据清单",
        "enterprise": audit.enterprise.name.as_ref().map_or("未填企业名称", |n| &n.value),
        "date": diagnosis.date.to_string(),
        "count": list.len(),
        "places": places,
    })
}

fn device(wanted: &Wanted<'_>) -> Value {
    let device = wanted.device;
    let name: Vec<&str> =
        [&device.common.tag, &device.common.name].into_iter().flatten().map(|e| e.value.as_str()).collect();
    let fields = wanted.fields.iter().map(|def| {
        let hint = match &def.kind {
            FieldKind::Choice(options) if options.len() <= 8 => {
                let names: Vec<&str> = options.iter().map(|o| o.zh).collect();
                format!("{}。选：{}", def.help.trim_end_matches('。'), names.join(" / "))
            }
            _ => def.help.to_owned(),
        };
        json!({ "label": def.zh, "hint": hint, "unit": def.unit, "field": true })
    });
    let questions =
        wanted.questions.iter().map(|q| json!({ "label": "须查明", "hint": q, "unit": "", "field": false }));
    json!({
        "name": if name.is_empty() { "未编号".to_owned() } else { name.join(" ") },
        "model": if device.model().is_empty() { "(型号未填)" } else { device.model() },
        "kind": device.kind.code().zh(),
        "quantity": short(device.quantity(), 1),
        "rows": fields.chain(questions).collect::<Vec<_>>(),
    })
}

/// The list as a document to print. Empty lists give one page that says so by its count.
pub fn render_worklist(audit: &Audit, diagnosis: &Diagnosis, progress: &Progress) -> Result<Rendered, ReportError> {
    super::compile("worklist.typ", &worklist_data(audit, diagnosis), Vec::new(), diagnosis.date, progress)
}
