//! What holds for any two audits.

use std::collections::BTreeSet;

use energy_audit::audit::{Audit, Edit, Equipment, Id, KindCode, Section};
use energy_audit::merge::{Part, Side, Subject, merge};

use super::common::{Dice, device, random_edit};

const RUNS: u64 = 400;

fn changed(mut audit: Audit, edits: usize, dice: &mut Dice) -> Audit {
    for _ in 0..edits {
        random_edit(&audit, dice).apply(&mut audit).expect("edit");
    }
    audit
}

fn ids(audit: &Audit) -> BTreeSet<Id> {
    let rows = Section::ALL.into_iter().flat_map(|s| audit.row_ids(s));
    let things = audit.equipment.iter().map(|d| d.id).chain(audit.measures.iter().map(|m| m.id));
    things.chain(audit.scenarios.iter().map(|s| s.id)).chain(rows).collect()
}

/// Two laptops that began with the same file: nothing of either side is lost unless the auditor says so, every answer
/// is carried out, undoing restores exactly, and what was merged once has nothing more to bring.
#[test]
fn two_laptops() {
    for run in 0..RUNS {
        let mut dice = Dice(run);
        let start = changed(Audit::default(), 30, &mut dice);
        let (many, few) = (1 + dice.roll(12), 1 + dice.roll(12));
        let mine = changed(start.clone(), many, &mut dice);
        let theirs = changed(start.clone(), few, &mut dice);
        let known = run.is_multiple_of(2);
        let m = merge(known.then_some(&start), &mine, &theirs);

        // Answers at random, the same for a question whenever it is asked.
        let side = |q: &energy_audit::merge::Question| {
            if (q.subject.id().map_or(0, |id| id.0) + q.part.key.len() as u64 + run).is_multiple_of(2) {
                Side::Mine
            } else {
                Side::Theirs
            }
        };
        let edit = m.edit(&mine, side);
        let mut result = mine.clone();
        let inverse = edit.apply(&mut result).unwrap_or_else(|e| panic!("run {run}: {e}"));

        let removed: BTreeSet<Id> = m
            .questions
            .iter()
            .filter(|q| q.part.key == "presence")
            .filter(|q| (side(q) == Side::Mine) == (q.mine.text == "已删除"))
            .filter_map(|q| q.theirs_subject.id())
            .collect();
        // Theirs are found by their own ids, or under the id of the one of mine they were matched with.
        let matched: BTreeSet<Id> = if known { BTreeSet::new() } else { unmatched(&mine, &theirs) };
        let (have, of_mine, of_theirs) = (ids(&result), ids(&mine), ids(&theirs));
        assert!(of_mine.difference(&removed).all(|id| have.contains(id)), "run {run}: lost of mine");
        let lost: Vec<&Id> =
            of_theirs.difference(&removed).filter(|id| !have.contains(id) && !matched.contains(id)).collect();
        for id in lost.iter().filter(|id| theirs.device(***id).is_some()) {
            let (tag, kind) = theirs.device(**id).map(|d| (d.label().to_owned(), d.kind.code())).unwrap();
            let same = |d: &&Equipment| d.label() == tag && d.kind.code() == kind;
            assert_eq!(mine.equipment.iter().filter(same).count(), 1, "run {run}: {tag} has no partner");
            assert_eq!(theirs.equipment.iter().filter(same).count(), 1, "run {run}: {tag} is there twice");
        }

        let mut back = result.clone();
        inverse.apply(&mut back).expect("undone");
        assert_eq!(back, mine, "run {run}: undone exactly");

        // Nothing was asked twice, and with all of theirs decided the same file has nothing more to bring.
        let keys: Vec<String> = m.questions.iter().map(|q| q.key()).collect();
        assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "run {run}: {keys:?}");
        let again = merge(known.then_some(&theirs), &result, &theirs);
        assert!(again.added.is_empty(), "run {run}: {:?}", again.added);
        if known {
            assert!(again.taken.is_empty(), "run {run}: {:?}", again.taken);
        }
    }
}

/// Measures, scenarios and rows of theirs that may have been matched by what they are, not by id.
fn unmatched(mine: &Audit, theirs: &Audit) -> BTreeSet<Id> {
    let have = ids(mine);
    ids(theirs).into_iter().filter(|id| !have.contains(id) && theirs.device(*id).is_none()).collect()
}

/// An audit merged with itself, known start or not, changes nothing and asks nothing.
#[test]
fn with_itself() {
    for run in 0..RUNS {
        let audit = changed(Audit::default(), 40, &mut Dice(run));
        let start = changed(Audit::default(), 20, &mut Dice(run));
        for start in [None, Some(&start), Some(&audit)] {
            let m = merge(start, &audit, &audit);
            assert!(m.nothing() && m.notes.is_empty(), "run {run}: {m:?}");
            assert_eq!(m.edit(&audit, |_| Side::Theirs), Edit::Batch(Vec::new()));
        }
    }
}

/// Devices that only one side has: the union, whichever is merged into which.
#[test]
fn disjoint_additions() {
    for run in 0..RUNS {
        let mut dice = Dice(run);
        let start = changed(Audit::default(), 20, &mut dice);
        let (mut a, mut b) = (start.clone(), start.clone());
        for n in 0..1 + dice.roll(20) {
            device(&mut a, KindCode::ALL[n % 15], &format!("甲{n}"));
        }
        for n in 0..1 + dice.roll(20) {
            device(&mut b, KindCode::ALL[n % 15], &format!("乙{n}"));
        }
        for known in [Some(&start), None] {
            let both = |into: &Audit, from: &Audit| {
                let m = merge(known, into, from);
                assert!(m.questions.is_empty() && m.taken.is_empty(), "run {run}: {m:?}");
                let mut result = into.clone();
                m.edit(into, |_| Side::Mine).apply(&mut result).expect("applies");
                let mut devices = result.equipment;
                devices.shared_mut().sort_by_key(|d| d.id);
                devices
            };
            let mut union = a.equipment.clone();
            union.extend(b.equipment.iter().filter(|d| a.device(d.id).is_none()).cloned());
            union.shared_mut().sort_by_key(|d| d.id);
            assert_eq!(both(&a, &b), union, "run {run}");
            assert_eq!(both(&b, &a), union, "run {run}");
        }
    }
}

/// Each answer is carried out for its own part and no other.
#[test]
fn answers_one_by_one() {
    let mut asked = 0;
    for run in 0..RUNS {
        let mut dice = Dice(run);
        let start = changed(Audit::default(), 20, &mut dice);
        let mine = changed(start.clone(), 15, &mut dice);
        let theirs = changed(start.clone(), 15, &mut dice);
        let m = merge(Some(&start), &mine, &theirs);
        for wanted in
            m.questions.iter().filter(|q| matches!(q.subject, Subject::Equipment(_)) && q.part.key != "presence")
        {
            asked += 1;
            let mut result = mine.clone();
            let only =
                |q: &energy_audit::merge::Question| if q.key() == wanted.key() { Side::Theirs } else { Side::Mine };
            m.edit(&mine, only).apply(&mut result).expect("applies");
            let id = wanted.subject.id().expect("a device");
            let (now, there) = (result.device(id).expect("there"), theirs.device(id).expect("there"));
            let same = |key: &str, a: &Equipment, b: &Equipment| match key {
                "overrule" => a.overrule == b.overrule,
                key => a.get(key) == b.get(key),
            };
            assert!(same(wanted.part.key, now, there), "run {run}: {}", wanted.key());
            let others = m.questions.iter().filter(|q| q.subject == wanted.subject && q.part != wanted.part);
            let others: Vec<Part> = others.map(|q| q.part).collect();
            let here = mine.device(id).expect("there");
            assert!(others.iter().all(|p| same(p.key, now, here)), "run {run}: more than {}", wanted.key());
        }
    }
    assert!(asked > 100, "both sides met only {asked} times");
}
