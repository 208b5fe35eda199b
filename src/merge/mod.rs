//! Bringing another audit in: what only one side has, what one side changed, and what both changed and the auditor
//! has to decide.
//!
//! Pure: three audits (the common start, if one is known, mine and theirs) → [`Merge`]; with the auditor's decisions
//! one [`Edit`] of mine. Nothing is decided silently against an entry: with a common start, what only one side changed
//! is taken; without one, only what the other side leaves empty. Removing is always asked, so neither side loses a
//! device by merging.
//!
//! In reading order: `part` (what is compared), `things` (devices, rows, measures ... as parts), `matching` (what is
//! the same thing in both files), `compare` (the comparison), `difference` (from one audit to another as an edit).

mod compare;
mod difference;
mod matching;
mod part;
mod things;

use std::collections::HashMap;

pub use part::{Part, Side, Subject, Told};

use crate::audit::{Audit, Edit, Id};
use part::Names;
use things::Thing;

/// A part that both sides have differently and that nobody but the auditor can decide.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Of what, in my audit.
    pub subject: Subject,
    /// The same in the other audit; its id differs if the two were matched by their tag.
    pub theirs_subject: Subject,
    /// What the thing is called.
    pub name: String,
    /// Which part.
    pub part: Part,
    /// What I have.
    pub mine: Told,
    /// What the other side has.
    pub theirs: Told,
    /// What both began with, if that is known.
    pub before: Option<Told>,
}

impl Question {
    /// A stable name of the question, such as `equipment/123/rated_power_kw`.
    pub fn key(&self) -> String {
        format!("{}/{}", self.subject.code(), self.part.key)
    }
}

/// A part that is taken over from the other side without a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// Of what, in my audit.
    pub subject: Subject,
    /// What the thing is called.
    pub name: String,
    /// Which part.
    pub part: Part,
    /// What I have.
    pub mine: Told,
    /// What comes in its place.
    pub theirs: Told,
}

/// A thing that only the other side has and that comes in as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    /// What it is in the merged audit.
    pub subject: Subject,
    /// What it is called.
    pub name: String,
}

/// Two audits compared.
#[derive(Clone, Debug)]
pub struct Merge {
    /// Whether the common start was known.
    pub with_start: bool,
    /// What only the other side has.
    pub added: Vec<Added>,
    /// What the other side changed and mine didn't.
    pub taken: Vec<Taken>,
    /// What the auditor decides.
    pub questions: Vec<Question>,
    /// What deserves a look, in Chinese.
    pub notes: Vec<String>,
    /// Mine with everything that needs no decision.
    settled: Audit,
    /// The other side, with my ids.
    theirs: Audit,
}

/// Compares two audits. `start` is the audit that both began with, if it is known.
pub fn merge(start: Option<&Audit>, mine: &Audit, theirs: &Audit) -> Merge {
    let mut found = compare::Found::default();
    let (theirs, original) = matching::align(mine, theirs, &mut found.notes);
    let mut settled = mine.clone();
    let names = Names::of(mine, &theirs);
    compare::audits(start, &mut settled, &theirs, &names, &mut found);
    for question in &mut found.questions {
        question.theirs_subject = question.subject.with_id(|id| original.get(&id).copied().unwrap_or(id));
    }
    Merge {
        with_start: start.is_some(),
        added: found.added,
        taken: found.taken,
        questions: found.questions,
        notes: found.notes,
        settled,
        theirs,
    }
}

impl Merge {
    /// Whether the other side brings nothing and asks nothing.
    pub fn nothing(&self) -> bool {
        self.added.is_empty() && self.taken.is_empty() && self.questions.is_empty()
    }

    /// The edit that makes the merged audit of `mine`. `decide` answers the questions.
    pub fn edit(&self, mine: &Audit, decide: impl Fn(&Question) -> Side) -> Edit {
        let mut result = self.settled.clone();
        let theirs: Vec<&Question> = self.questions.iter().filter(|q| decide(q) == Side::Theirs).collect();
        self.take(&mut result, &theirs);
        difference::between(mine, &result)
    }

    fn take(&self, result: &mut Audit, chosen: &[&Question]) {
        let of = |wanted: fn(&Subject) -> bool| -> Vec<&Question> {
            chosen.iter().copied().filter(|q| wanted(&q.subject)).collect()
        };
        take_head(&mut result.enterprise, &self.theirs.enterprise, &of(|s| *s == Subject::Enterprise));
        take_head(&mut result.prices, &self.theirs.prices, &of(|s| *s == Subject::Prices));
        take_head(&mut result.factors, &self.theirs.factors, &of(|s| *s == Subject::Factors));
        take_head(&mut result.finance, &self.theirs.finance, &of(|s| *s == Subject::Finance));
        take_head(&mut result.report.imprint, &self.theirs.report.imprint, &of(|s| *s == Subject::Imprint));
        let devices = of(|s| matches!(s, Subject::Equipment(_)));
        take_list(result.equipment.shared_mut(), self.theirs.equipment.shared(), &devices);
        take_list(&mut result.measures, &self.theirs.measures, &of(|s| matches!(s, Subject::Measure(_))));
        take_list(&mut result.scenarios, &self.theirs.scenarios, &of(|s| matches!(s, Subject::Scenario(_))));
        take_list(&mut result.own_tables, &self.theirs.own_tables, &of(|s| matches!(s, Subject::OwnTable(_))));
        let attachments = of(|s| matches!(s, Subject::Attachment(_)));
        take_list(&mut result.attachments, &self.theirs.attachments, &attachments);
        for section in crate::audit::Section::ALL {
            let chosen: Vec<&Question> =
                chosen.iter().copied().filter(|q| matches!(q.subject, Subject::Row(s, _) if s == section)).collect();
            if !chosen.is_empty() {
                let mut rows = result.rows(section);
                take_list(&mut rows, &self.theirs.rows(section), &chosen);
                result.set_rows(section, rows);
            }
        }
        // A measure that is gone is in no scenario and required by none.
        let kept: std::collections::HashSet<Id> = result.measures.iter().map(|m| m.id).collect();
        let gone: std::collections::HashSet<Id> =
            self.settled.measures.iter().map(|m| m.id).filter(|id| !kept.contains(id)).collect();
        if !gone.is_empty() {
            result.scenarios.iter_mut().for_each(|s| s.measures.retain(|id| !gone.contains(id)));
            result.measures.iter_mut().for_each(|m| m.requires.retain(|id| !gone.contains(id)));
        }
    }
}

fn take_head<T: Thing>(result: &mut T, theirs: &T, chosen: &[&Question]) {
    for question in chosen {
        // Parts whose value is not accepted were never asked.
        let _ = result.put(&question.part, theirs);
    }
}

fn take_list<T: Thing>(result: &mut Vec<T>, theirs: &[T], chosen: &[&Question]) {
    if chosen.is_empty() {
        return;
    }
    let places: HashMap<Id, usize> = result.iter().enumerate().map(|(at, thing)| (thing.id(), at)).collect();
    let known: HashMap<Id, &T> = theirs.iter().map(|thing| (thing.id(), thing)).collect();
    let mut gone = std::collections::HashSet::new();
    for question in chosen {
        let Some(id) = question.subject.id() else { continue };
        match (places.get(&id).and_then(|at| result.get_mut(*at)), known.get(&id)) {
            (Some(thing), Some(theirs)) => drop(thing.put(&question.part, theirs)),
            (None, Some(theirs)) => result.push((*theirs).clone()),
            (Some(_), None) => drop(gone.insert(id)),
            (None, None) => {}
        }
    }
    if !gone.is_empty() {
        result.retain(|thing| !gone.contains(&thing.id()));
    }
}
