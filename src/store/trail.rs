//! The histories of two files side by side: where they began together, and who changed what since.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::check::Scratch;
use super::document::Document;
use super::error::{At as _, StoreError};
use super::history::{self, Change, HistoryStep, Step, Way};
use super::lock::Lock;
use super::saving::{Contents, real_path, write_file};
use super::versions::state_after;
use super::{connection, content, rows};
use crate::audit::{Audit, Edit, Target};
use crate::merge::Subject;

/// An open audit and its history, to be read on another thread while the document is edited.
#[derive(Debug)]
pub struct Trail {
    conn: Connection,
    path: PathBuf,
    audit: Audit,
}

impl Document {
    /// The audit as it is now with its history.
    pub fn trail(&self) -> Result<Trail, StoreError> {
        let path = self.working.path().to_path_buf();
        Ok(Trail { conn: connection::open(&path, false)?, path, audit: self.kept_audit().into_owned() })
    }
}

impl Trail {
    /// The audit.
    pub fn audit(&self) -> &Audit {
        &self.audit
    }

    fn steps(&self) -> Result<Vec<HistoryStep>, StoreError> {
        history::steps(&self.conn, &self.path)
    }

    /// Writes the audit as it was after a step to another file; see [`Document::save_state_after`].
    pub fn save_state_after(&self, step: Option<i64>, path: &Path) -> Result<(), StoreError> {
        let real = real_path(path);
        if real.exists() {
            return Err(StoreError::Exists(real));
        }
        let audit = self.after(step)?;
        let _lock = Lock::acquire(&real)?;
        let scratch = Scratch::new();
        let conn = connection::create(&scratch.0)?;
        let tx = conn.unchecked_transaction().at(&scratch.0)?;
        content::copy(&self.conn, &tx, &real, &audit.attachments)?;
        rows::write_all(&tx, &scratch.0, &audit)?;
        tx.commit().at(&scratch.0)?;
        write_file(&conn, &real, Contents::WithoutHistory)
    }

    fn after(&self, step: Option<i64>) -> Result<Audit, StoreError> {
        state_after(&self.conn, &self.path, &self.audit, step)
    }

    /// The last change of everything that was changed by one of these steps.
    fn last_changes(&self, steps: &[HistoryStep]) -> Result<LastChanges, StoreError> {
        let mut who: HashMap<String, Vec<(jiff::Timestamp, String)>> = HashMap::new();
        for change in history::changes(&self.conn, &self.path)? {
            if let Ok(at) = change.at.parse() {
                who.entry(change.what).or_default().push((at, change.who));
            }
        }
        let mut found = LastChanges::default();
        for step in steps.iter().filter(|s| !s.undone) {
            let known = Step { seq: step.seq, ..Step::unread(&step.name) };
            // A step that can't be read says nothing; it is no reason not to merge.
            let Ok(edit) = history::edit(&self.conn, &self.path, &known, Way::Redo) else { continue };
            // The change log has its own time, a moment after the step's.
            let author = step.at.parse().ok().and_then(|at: jiff::Timestamp| {
                let named = who.get(&step.name)?;
                named.iter().find(|(noted, _)| *noted >= at).map(|(_, who)| who.clone())
            });
            let at = found.changes.len();
            found.changes.push(Change {
                at: step.at.clone(),
                who: author.unwrap_or_default(),
                what: step.name.clone(),
            });
            subjects(&edit, &mut |subject, key| {
                found.last.insert((subject, key.map(str::to_owned)), at);
            });
        }
        Ok(found)
    }
}

/// Who last changed what, and when.
#[derive(Clone, Debug, Default)]
pub struct LastChanges {
    changes: Vec<Change>,
    last: HashMap<(Subject, Option<String>), usize>,
}

impl LastChanges {
    /// The last change of a part of a thing, alone or with the whole thing.
    pub fn of(&self, subject: Subject, key: &str) -> Option<&Change> {
        let part = self.last.get(&(subject, Some(key.to_owned())));
        let whole = self.last.get(&(subject, None));
        self.changes.get(*part.max(whole)?)
    }
}

/// Calls back for everything that an edit changes, with the field's key where it is one field.
fn subjects(edit: &Edit, each: &mut impl FnMut(Subject, Option<&str>)) {
    match edit {
        Edit::Field { target, key, .. } => {
            let subject = match target {
                Target::Enterprise => Subject::Enterprise,
                Target::Prices => Subject::Prices,
                Target::Factors => Subject::Factors,
                Target::Finance => Subject::Finance,
                Target::Imprint => Subject::Imprint,
                Target::Equipment(id) => Subject::Equipment(*id),
                Target::Row(section, id) => Subject::Row(*section, *id),
            };
            each(subject, Some(key));
        }
        Edit::InsertEquipment(devices) => devices.iter().for_each(|(_, d)| each(Subject::Equipment(d.id), None)),
        Edit::RemoveEquipment(ids) => ids.iter().for_each(|id| each(Subject::Equipment(*id), None)),
        Edit::Overrule(id, _) => each(Subject::Equipment(*id), Some("overrule")),
        Edit::InsertMeasure(_, m) | Edit::ReplaceMeasure(m) => each(Subject::Measure(m.id), None),
        Edit::RemoveMeasure(id) => each(Subject::Measure(*id), None),
        Edit::InsertScenario(_, s) | Edit::ReplaceScenario(s) => each(Subject::Scenario(s.id), None),
        Edit::RemoveScenario(id) => each(Subject::Scenario(*id), None),
        Edit::InsertOwnTable(_, t) => each(Subject::OwnTable(t.id), None),
        Edit::RemoveOwnTable(id) => each(Subject::OwnTable(*id), None),
        Edit::InsertRow(_, row) | Edit::ReplaceRow(row) => each(Subject::Row(row.section(), row.id()), None),
        Edit::RemoveRow(section, id) => each(Subject::Row(*section, *id), None),
        Edit::InsertAttachment(_, a) | Edit::ReplaceAttachment(a) => each(Subject::Attachment(a.id), None),
        Edit::RemoveAttachment(id) => each(Subject::Attachment(*id), None),
        // Never asked about: see merge::compare.
        Edit::Report(_) => {}
        Edit::Batch(edits) => edits.iter().for_each(|e| subjects(e, each)),
    }
}

/// What two files have in common.
#[derive(Debug, Default)]
pub struct Shared {
    /// The audit that both began with: one file was a copy of the other, or both of a third.
    pub start: Option<Audit>,
    /// What was changed since in mine.
    pub mine: LastChanges,
    /// What was changed since in theirs.
    pub theirs: LastChanges,
}

/// Compares two histories. The common start is the state after the last step that both have, if that state is
/// really the same in both; nothing depends on file names or times.
pub fn shared(mine: &Trail, theirs: &Trail) -> Result<Shared, StoreError> {
    let (a, b) = (mine.steps()?, theirs.steps()?);
    let same = |(x, y): &(&HistoryStep, &HistoryStep)| x.seq == y.seq && x.at == y.at && x.name == y.name;
    let common = a.iter().zip(&b).take_while(same).count();
    let last = common.checked_sub(1).and_then(|at| a.get(at)).map(|s| s.seq);
    // A history that can't be followed back is no common start.
    let start = match (mine.after(last), theirs.after(last)) {
        (Ok(x), Ok(y)) if x == y && (common > 0 || x != Audit::default()) => Some(x),
        _ => None,
    };
    let since = |steps: &[HistoryStep]| steps.get(if start.is_some() { common } else { 0 }..).map(<[_]>::to_vec);
    Ok(Shared {
        mine: mine.last_changes(&since(&a).unwrap_or_default())?,
        theirs: theirs.last_changes(&since(&b).unwrap_or_default())?,
        start,
    })
}
