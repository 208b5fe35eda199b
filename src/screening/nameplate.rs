//! Values that contradict the model designation: they are asked about, and nothing is judged by them.

use super::{Findings, Level, Missing};
use crate::audit::{Equipment, KindCode};
use crate::reference::{Reference, designation};

/// Asks about every contradiction. `true` if grading would rest on one: then it must not be done.
pub(super) fn ask(device: &Equipment, reference: &Reference, findings: &mut Findings) -> bool {
    let mut rests = false;
    for found in designation::contradictions(device, &reference.tables) {
        rests |= graded_by(device.kind.code(), found.key);
        doubt(findings, &found.question);
        // The catalogue's conditions may have asked about the same power already.
        let asked = found.key == "rated_power_kw" && findings.evidence.iter().any(|e| asks_power(e.cited.as_ref()));
        if !asked {
            findings.ask(found.question);
        }
    }
    rests
}

/// Whether a verdict on efficiency may depend on the field.
fn graded_by(kind: KindCode, key: &str) -> bool {
    // Welders have no efficiency table here; how a fan is coupled changes no limit.
    kind != KindCode::Welder && key != "coupling"
}

/// Rows found by parameters rest on what was entered: with a contradiction they are only suspected.
fn doubt(findings: &mut Findings, question: &str) {
    let by_parameters = findings.evidence.iter_mut().filter(|e| e.level == Some(Level::Obsolete));
    for evidence in by_parameters {
        let Some(cited) = evidence.cited.as_mut().filter(|c| c.model.is_none()) else { continue };
        evidence.level = Some(Level::SuspectedObsolete);
        evidence.statement.push_str("。待查明：");
        evidence.statement.push_str(question);
        cited.asked.push(Missing { key: None, text: question.to_owned().into() });
    }
}

fn asks_power(cited: Option<&super::Cited>) -> bool {
    cited.is_some_and(|c| c.asked.iter().any(|m| m.key.is_none() && m.text.contains("额定功率")))
}
