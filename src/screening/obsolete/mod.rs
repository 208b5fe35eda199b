//! Is the device on a list? By model with the catalogue's conditions, or by parameters.

mod conditions;
mod said;

use super::{CatalogueSearch, Cited, Evidence, Findings, Level, Missing};
use crate::audit::Equipment;
use crate::reference::Reference;
use crate::reference::catalogue::{self, Candidate, Item};
use conditions::{Condition, judge};
use said::Said;

/// The most candidates that a hint names.
const HINTED: usize = 3;

/// Searches the catalogues for the device.
pub(super) fn search(device: &Equipment, reference: &Reference, findings: &mut Findings) -> CatalogueSearch {
    let catalogue = &reference.tables.catalogue;
    let kinds = device.kind.code().catalogue_kinds();
    let in_force = |item: &Item| catalogue.batch(item).effective.is_none_or(|d| d <= reference.date);
    let cleaned = catalogue::clean(device.model());
    let said = Said::of(device);
    let mut hits = catalogue.find(Some(kinds), &cleaned);
    hits.retain(|h| in_force(h.item) && said.speaks(h.item, Some(h.matched.model())));
    // One row may list a figure under several names; the words have chosen, and once is enough.
    hits.dedup_by_key(|h| h.item.row);
    conditions::choose_bands(device, &cleaned, &mut hits);
    let mut any = !hits.is_empty();
    for hit in &hits {
        let conditions = judge(device, &cleaned, hit, &said, reference);
        conclude(device, hit.item, Some(hit.matched.model()), conditions, reference, findings);
    }
    for item in catalogue.by_rule(kinds) {
        if in_force(item)
            && let Some(conditions) = conditions::by_rule(device, item, &said)
        {
            any = true;
            conclude(device, item, None, conditions, reference, findings);
        }
    }
    if any {
        return CatalogueSearch::Hit;
    }
    if cleaned.is_empty() {
        findings.missing_field(device, "model");
        return CatalogueSearch::NoModel;
    }
    let mut candidates = catalogue.slips(Some(kinds), &cleaned);
    candidates.retain(|c| in_force(c.item) && said.speaks(c.item, Some(c.nth)));
    candidates.truncate(HINTED);
    hint(&candidates, reference, findings);
    CatalogueSearch::NoHit
}

/// Names the listed models that the written one may mean. It says nothing of the device: a slip is no verdict.
fn hint(candidates: &[Candidate<'_>], reference: &Reference, findings: &mut Findings) {
    let Some(first) = candidates.first() else { return };
    let catalogue = &reference.tables.catalogue;
    let named: Vec<String> = candidates
        .iter()
        .map(|c| {
            let batch = &catalogue.batch(c.item).title;
            format!("{batch} {} 的“{}”({})", c.item.item_no, c.model.trim_end_matches(['*', '-']), c.reason)
        })
        .collect();
    findings.evidence.push(Evidence {
        level: None,
        standard: catalogue.batch(first.item).title.clone(),
        edition: catalogue.batch(first.item).document.clone(),
        clause: first.item.item_no.to_string(),
        statement: format!("目录中没有这一写法的型号，相近的有：{}。请核对铭牌；只作提示，不作判定", named.join("；")),
        limit: None,
        actual: None,
        unit: "",
        estimated: false,
        origin: None,
        working: Vec::new(),
        unreviewed: "".into(),
        cited: Some(Cited { item: first.item.row, model: Some(first.nth), asked: Vec::new() }),
    });
}

fn conclude(
    device: &Equipment,
    item: &Item,
    model: Option<usize>,
    conditions: Vec<Condition>,
    reference: &Reference,
    findings: &mut Findings,
) {
    let batch = reference.tables.catalogue.batch(item);
    let mut statement = String::with_capacity(400);
    statement.push_str("目录原文：");
    statement.push_str(item.wording(model));
    if !item.condition.is_empty() {
        statement.push_str("；条件：");
        statement.push_str(&item.condition);
    }
    match item.deadline {
        Some(deadline) => {
            statement.push_str("。应停止使用期限：");
            statement.push_str(&deadline.zh(conditions::made_year(device)));
        }
        None => statement.push_str("。逐项停止使用期限未收录"),
    }
    let mut unknown: Vec<Missing> = Vec::new();
    let mut unsatisfied: Option<String> = None;
    for condition in conditions {
        match condition {
            Condition::Satisfied => {}
            Condition::Unsatisfied(reason) => unsatisfied = Some(reason),
            Condition::Unknown(missing) => unknown.push(missing),
        }
    }
    let level = if let Some(reason) = unsatisfied {
        statement.push_str("。条件不满足(");
        statement.push_str(&reason);
        statement.push_str(")，不按本条判为淘汰");
        None
    } else if unknown.is_empty() {
        Some(Level::Obsolete)
    } else {
        statement.push_str("。待查明：");
        for (i, m) in unknown.iter().enumerate() {
            if i > 0 {
                statement.push('、');
            }
            statement.push_str(&m.text);
        }
        for m in &unknown {
            if !findings.missing.contains(m) {
                findings.missing.push(m.clone());
            }
        }
        Some(Level::SuspectedObsolete)
    };
    findings.evidence.push(Evidence {
        level,
        standard: batch.title.clone(),
        edition: batch.document.clone(),
        clause: item.item_no.to_string(),
        statement,
        limit: None,
        actual: None,
        unit: "",
        estimated: false,
        origin: None,
        working: Vec::new(),
        unreviewed: if item.review.is_empty() { batch.review.clone() } else { item.review.clone() },
        cited: Some(Cited { item: item.row, model, asked: unknown }),
    });
}
