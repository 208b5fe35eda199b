//! The sheet 筛查: every device's verdict and what it rests on.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::figures::{self, Column, Out, text};
use crate::audit::{Audit, Entered};
use crate::diagnosis::Diagnosis;

pub(super) const NAME: &str = "筛查";

pub(super) const COLUMNS: &[Column] = &[
    ("筛查判定", 12.0, None),
    ("编号", 14.0, None),
    ("名称", 22.0, None),
    ("类别", 12.0, None),
    ("型号", 22.0, None),
    ("使用地点", 16.0, None),
    ("数量(台)", 9.0, Some(0)),
    ("依据(标准、版次、条款)", 40.0, None),
    ("依据内容", 60.0, None),
    ("淘汰目录", 30.0, None),
    ("缺少的数据", 30.0, None),
    ("含典型值", 9.0, None),
    ("待核", 30.0, None),
    ("人工判定理由", 24.0, None),
];

/// Adds the sheet: one row a device in the ledger's order; none without devices.
pub(super) fn sheet(book: &mut Workbook, audit: &Audit, diagnosis: &Diagnosis) -> Result<(), XlsxError> {
    let entered = |value: &Option<Entered<String>>| text(value.as_ref().map_or("", |v| v.value.as_str()));
    let rows = audit.equipment.iter().filter_map(|device| {
        let verdict = &diagnosis.device(device.id)?.verdict;
        let level = verdict.effective();
        // What the auditor overruled still shows what was found.
        let cited: Vec<_> = match verdict.of(level).count() {
            0 => verdict.of(verdict.level).collect(),
            _ => verdict.of(level).collect(),
        };
        let join = |parts: Vec<String>| {
            let mut parts: Vec<String> = parts.into_iter().filter(|p| !p.trim().is_empty()).collect();
            parts.dedup();
            text(parts.join("；"))
        };
        let basis = cited.iter().map(|e| {
            let edition = if e.standard.ends_with(&*e.edition) { "" } else { &*e.edition };
            [&*e.standard, edition, &e.clause].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
        });
        let reason = device.overrule.as_ref().map_or("", |o| o.reason.as_str());
        Some(vec![
            text(level.zh()),
            entered(&device.common.tag),
            entered(&device.common.name),
            text(device.kind.code().zh()),
            text(device.model()),
            entered(&device.common.workshop),
            Out::Number(device.quantity()),
            join(basis.collect()),
            join(cited.iter().map(|e| e.statement.clone()).collect()),
            text(verdict.catalogue.zh()),
            text(verdict.missing.iter().map(|m| m.text.as_ref()).collect::<Vec<_>>().join("；")),
            text(if verdict.estimated() { "是" } else { "否" }),
            join(cited.iter().map(|e| e.unreviewed.to_string()).collect()),
            text(reason),
        ])
    });
    figures::sheet(book, NAME, COLUMNS, rows)
}
