//! The comparison, part by part.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::part::{Names, Part, Told, Value};
use super::things::Thing;
use super::{Added, Question, Taken};
use crate::audit::{Audit, Id, ReportSettings, Section};

/// What the comparison finds.
#[derive(Default)]
pub(super) struct Found {
    pub(super) added: Vec<Added>,
    pub(super) taken: Vec<Taken>,
    pub(super) questions: Vec<Question>,
    pub(super) notes: Vec<String>,
}

/// Compares two audits whose ids mean the same; `mine` becomes the merged one, but for what is asked.
pub(super) fn audits(start: Option<&Audit>, mine: &mut Audit, theirs: &Audit, names: &Names<'_>, found: &mut Found) {
    // Named one by one, so that what is added to the audit is not forgotten here.
    let Audit {
        enterprise,
        prices,
        factors,
        finance,
        equipment,
        measures,
        scenarios,
        own_tables,
        consumption: _,
        products: _,
        years: _,
        management: _,
        meters: _,
        resources: _,
        attachments,
        report,
    } = mine;
    if let (Some(a), Some(b)) = (&enterprise.name, &theirs.enterprise.name)
        && a.value != b.value
    {
        found.notes.push(format!("两份审计的企业名称不同：本方“{}”，对方“{}”。请确认是同一家企业", a.value, b.value));
    }
    pair(start.map(|s| &s.enterprise), enterprise, &theirs.enterprise, names, found);
    pair(start.map(|s| &s.prices), prices, &theirs.prices, names, found);
    pair(start.map(|s| &s.factors), factors, &theirs.factors, names, found);
    pair(start.map(|s| &s.finance), finance, &theirs.finance, names, found);
    pair(start.map(|s| &s.report.imprint), &mut report.imprint, &theirs.report.imprint, names, found);
    texts(start.map(|s| &s.report), report, &theirs.report, found);
    let begun = start.map(|s| s.equipment.shared());
    list(begun, equipment.shared_mut(), theirs.equipment.shared(), names, found);
    list(start.map(|s| s.measures.as_slice()), measures, &theirs.measures, names, found);
    let before = scenarios.len();
    list(start.map(|s| s.scenarios.as_slice()), scenarios, &theirs.scenarios, names, found);
    super::things::tell_apart(scenarios, before, found);
    list(start.map(|s| s.own_tables.as_slice()), own_tables, &theirs.own_tables, names, found);
    list(start.map(|s| s.attachments.as_slice()), attachments, &theirs.attachments, names, found);
    for section in Section::ALL {
        let mut rows = mine.rows(section);
        let begun = start.map(|s| s.rows(section));
        list(begun.as_deref(), &mut rows, &theirs.rows(section), names, found);
        mine.set_rows(section, rows);
    }
}

/// The report's chapters, texts and logo: what only the other side decided is taken, what both decided differently
/// stays as it is here, which is told.
fn texts(start: Option<&ReportSettings>, mine: &mut ReportSettings, theirs: &ReportSettings, found: &mut Found) {
    /// Takes theirs if this side left it as it was; `false` if both changed it to different things.
    fn take<T: Clone + PartialEq>(start: Option<&T>, mine: Option<&T>, theirs: Option<&T>) -> Result<Option<T>, ()> {
        if mine == theirs || theirs == start {
            Ok(mine.cloned())
        } else if mine == start {
            Ok(theirs.cloned())
        } else {
            Err(())
        }
    }
    fn map<T: Clone + PartialEq>(
        start: Option<&BTreeMap<String, T>>,
        mine: &mut BTreeMap<String, T>,
        theirs: &BTreeMap<String, T>,
    ) -> bool {
        let keys: BTreeSet<String> = mine.keys().chain(theirs.keys()).cloned().collect();
        let mut differs = false;
        for key in keys {
            match take(start.and_then(|s| s.get(&key)), mine.get(&key), theirs.get(&key)) {
                Ok(Some(value)) => drop(mine.insert(key, value)),
                Ok(None) => drop(mine.remove(&key)),
                Err(()) => differs = true,
            }
        }
        differs
    }
    let mut kept = Vec::new();
    if map(start.map(|s| &s.chapters), &mut mine.chapters, &theirs.chapters) {
        kept.push("章节");
    }
    if map(start.map(|s| &s.texts), &mut mine.texts, &theirs.texts) {
        kept.push("改写的文字");
    }
    match take(start.and_then(|s| s.logo.as_ref()), mine.logo.as_ref(), theirs.logo.as_ref()) {
        Ok(logo) => mine.logo = logo,
        Err(()) => kept.push("标志图片"),
    }
    if !kept.is_empty() {
        found.notes.push(format!("报告的{}双方不同，保留本方的", kept.join("、")));
    }
}

/// Compares the two lists of one kind of thing.
fn list<T: Thing>(start: Option<&[T]>, mine: &mut Vec<T>, theirs: &[T], names: &Names<'_>, found: &mut Found) {
    let index = |list: &'_ [T]| -> HashMap<Id, usize> { list.iter().enumerate().map(|(at, t)| (t.id(), at)).collect() };
    let (begun, there) = (start.map(index).unwrap_or_default(), index(theirs));
    let at_start = |id: Id| begun.get(&id).and_then(|at| start?.get(*at));
    let (kept, removed) = (Told::plain("保留"), Told::plain("已删除"));
    let ask = |thing: &T, mine: &Told, theirs: &Told, found: &mut Found| {
        found.questions.push(Question {
            subject: thing.subject(),
            theirs_subject: thing.subject(),
            name: thing.name(),
            part: Part::PRESENCE,
            mine: mine.clone(),
            theirs: theirs.clone(),
            before: Some(kept.clone()),
        });
    };
    for thing in mine.iter_mut() {
        let id = thing.id();
        match there.get(&id).and_then(|at| theirs.get(*at)) {
            Some(other) => pair(at_start(id), thing, other, names, found),
            None if begun.contains_key(&id) => ask(thing, &kept, &removed, found),
            None => {}
        }
    }
    let here: HashSet<Id> = mine.iter().map(Thing::id).collect();
    for other in theirs.iter().filter(|t| !here.contains(&t.id())) {
        if begun.contains_key(&other.id()) {
            ask(other, &removed, &kept, found);
        } else {
            found.added.push(Added { subject: other.subject(), name: other.name() });
            mine.push(other.clone());
        }
    }
}

/// What becomes of a part that the two sides have differently.
enum Outcome {
    Keep,
    Take,
    Join(Vec<Id>),
    Ask,
}

/// Compares one thing that both sides have.
fn pair<T: Thing>(start: Option<&T>, mine: &mut T, theirs: &T, names: &Names<'_>, found: &mut Found) {
    if *mine == *theirs {
        return;
    }
    for part in mine.parts(theirs) {
        let (here, there) = (mine.get(&part), theirs.get(&part));
        let before = start.map(|s| s.get(&part));
        let outcome = outcome(before.as_ref(), &here, &there);
        if matches!(outcome, Outcome::Keep) {
            continue;
        }
        // Tried on a copy first: a value that this field does not take is neither asked for nor taken.
        let mut tried = mine.clone();
        let put = match &outcome {
            Outcome::Join(ids) => {
                tried.put_ids(&part, ids.clone());
                Ok(())
            }
            _ => tried.put(&part, theirs),
        };
        let (told_here, told_there) = (here.told(&part, names), tried.get(&part).told(&part, names));
        match (put, outcome) {
            (Err(e), _) => found.notes.push(format!("{}“{}”：对方的值没有采用，{e}", mine.subject().zh(), mine.name())),
            (Ok(()), Outcome::Ask) => found.questions.push(Question {
                subject: mine.subject(),
                theirs_subject: mine.subject(),
                name: mine.name(),
                part,
                mine: told_here,
                theirs: told_there,
                before: before.map(|b| b.told(&part, names)),
            }),
            (Ok(()), _) => {
                found.taken.push(Taken {
                    subject: mine.subject(),
                    name: mine.name(),
                    part,
                    mine: told_here,
                    theirs: told_there,
                });
                *mine = tried;
            }
        }
    }
}

fn outcome(before: Option<&Value>, mine: &Value, theirs: &Value) -> Outcome {
    if mine == theirs {
        return Outcome::Keep;
    }
    match before {
        Some(before) if before == theirs => return Outcome::Keep,
        Some(before) if before == mine => return Outcome::Take,
        None if *theirs == Value::Empty => return Outcome::Keep,
        None if *mine == Value::Empty => return Outcome::Take,
        _ => {}
    }
    match (before, mine, theirs) {
        // The same value from a better source (measured before nameplate before ledger before estimate).
        (_, Value::Field(a), Value::Field(b)) if a.value == b.value => {
            if b.origin < a.origin {
                Outcome::Take
            } else {
                Outcome::Keep
            }
        }
        (Some(Value::Devices(before)), Value::Devices(mine), Value::Devices(theirs))
        | (Some(Value::Measures(before)), Value::Measures(mine), Value::Measures(theirs)) => join(before, mine, theirs),
        _ => Outcome::Ask,
    }
}

/// Both sides changed a list: what either added is in it, what either took out is not, in my order.
fn join(before: &[Id], mine: &[Id], theirs: &[Id]) -> Outcome {
    let has = |list: &[Id]| list.iter().copied().collect::<HashSet<Id>>();
    let (b, m, t) = (has(before), has(mine), has(theirs));
    let kept = mine.iter().filter(|id| t.contains(id) || !b.contains(id));
    let new = theirs.iter().filter(|id| !m.contains(id) && !b.contains(id));
    let joined: Vec<Id> = kept.chain(new).copied().collect();
    if joined == mine { Outcome::Keep } else { Outcome::Join(joined) }
}
