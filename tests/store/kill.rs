//! Killed at any moment, nothing that was reported as kept is lost.
//!
//! A child process edits, imports, undoes and saves without end and says on its standard output what it is about to
//! do and what is done, each with a fingerprint of the audit. It is killed at a random moment; what is found then must
//! be the last state reported or the one just being made, and the user's file the last saved or the one being saved.

use std::hash::Hasher as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use energy_audit::audit::{Audit, Edit, Id, KindCode};
use energy_audit::store::{Content, DataDir, Document, check, recoverable};
use rusqlite::Connection;

use crate::attachments::{noise, photo};
use crate::common::{Dice, full_device, place, plant, random_edit};

const FILE: &str = "STORE_TEST_KILL_FILE";
const DATA: &str = "STORE_TEST_KILL_DATA";
const SEED: &str = "STORE_TEST_KILL_SEED";

/// Devices from which on the child removes instead of adding: the rounds go on with one file.
const MANY: usize = 900;

fn fingerprint(audit: &Audit) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(serde_json::to_string(audit).unwrap().as_bytes());
    hasher.finish()
}

/// What is unsaved if there is something, else the user's file.
fn reopened(file: &Path, data: &DataDir) -> Document {
    let left = recoverable(data);
    assert!(left.len() <= 1, "one audit, one working copy: {left:?}");
    match left.first() {
        Some(left) => {
            assert!(left.problem.is_none() && !left.target_changed, "{left:?}");
            Document::recover(left, data).unwrap()
        }
        None => Document::open(file, data).unwrap(),
    }
}

/// One line in one write: a kill leaves it whole or away.
fn say(what: &str, state: u64) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(format!("{what} {state}\n").as_bytes());
    let _ = out.flush();
}

fn import(n: u64) -> Edit {
    Edit::InsertEquipment((0..150).map(|i| (usize::MAX, full_device(KindCode::Motor, n + i).into())).collect())
}

/// The next edit, with what goes into the file with it.
fn next(audit: &Audit, dice: &mut Dice) -> (Edit, Vec<Content>) {
    if dice.roll(8) == 0 {
        let (length, device) = (1 + dice.roll(60_000), audit.equipment.get(dice.roll(40)).map(|e| e.id));
        let (photo, content) = photo(device, "照片.jpg", noise(dice.roll(500) as u64, length));
        return match audit.attachments.get(dice.roll(20)) {
            Some(old) => (Edit::RemoveAttachment(old.id), vec![]),
            None => (Edit::InsertAttachment(0, photo), vec![content]),
        };
    }
    (change(audit, dice), vec![])
}

/// More devices than are written within a frame, or all but a few removed.
fn large(audit: &Audit, n: u64) -> Edit {
    if audit.equipment.len() > MANY {
        return Edit::RemoveEquipment(audit.equipment.iter().skip(40).map(|e| e.id).collect());
    }
    Edit::InsertEquipment((0..400).map(|i| (usize::MAX, full_device(KindCode::Motor, n + i).into())).collect())
}

fn change(audit: &Audit, dice: &mut Dice) -> Edit {
    if audit.equipment.len() > MANY {
        let ids: Vec<Id> = audit.equipment.iter().skip(100).map(|e| e.id).collect();
        return Edit::RemoveEquipment(ids);
    }
    if dice.roll(8) == 0 { import(dice.roll(1000) as u64) } else { random_edit(audit, dice) }
}

/// Has the file written by a thread, unless nothing is new.
fn begin_save(document: &mut Document, now: u64) {
    say("save", now);
    document.begin_save().unwrap();
    if !document.saving() {
        say("stored", now);
    }
}

/// Not a test of its own: the process that the tests below start and kill.
#[test]
fn working_child() {
    let (Some(file), Some(data), Ok(seed)) = (std::env::var_os(FILE), std::env::var_os(DATA), std::env::var(SEED))
    else {
        return;
    };
    let mut dice = Dice(seed.parse().unwrap());
    let mut document = reopened(Path::new(&file), &DataDir::at(PathBuf::from(data)));
    say("done", fingerprint(document.audit()));
    // Undone or redone, a step must lead back to where it came from; only those made here are known.
    let mut before: Vec<u64> = Vec::new();
    let mut after: Vec<u64> = Vec::new();
    loop {
        let now = fingerprint(document.audit());
        match dice.roll(10) {
            0 | 1 if !before.is_empty() => {
                let state = before.pop().unwrap();
                say("try", state);
                document.undo().unwrap();
                after.push(now);
            }
            2 if !after.is_empty() => {
                let state = after.pop().unwrap();
                say("try", state);
                document.redo().unwrap();
                before.push(now);
            }
            3 => {
                say("save", now);
                document.save().unwrap();
                say("stored", now);
                continue;
            }
            // Saved by a thread, while steps go on.
            4 if !document.saving() => {
                begin_save(&mut document, now);
                continue;
            }
            // A large step, written by a thread.
            5 if dice.roll(3) == 0 => {
                let edit = large(document.audit(), dice.roll(1000) as u64);
                let mut expected = document.audit().clone();
                edit.clone().apply(&mut expected).unwrap();
                say("try", fingerprint(&expected));
                document.begin("一大步", edit, &[]).unwrap();
                assert!(!document.kept(), "a thread writes it");
                if dice.roll(2) == 0 && !document.saving() {
                    begin_save(&mut document, now);
                }
                document.wait_for_step().unwrap();
                before.push(now);
                after.clear();
            }
            _ => {
                let (edit, contents) = next(document.audit(), &mut dice);
                let mut expected = document.audit().clone();
                edit.clone().apply(&mut expected).unwrap();
                say("try", fingerprint(&expected));
                document.apply_with("一步", edit, &contents).unwrap();
                before.push(now);
                after.clear();
            }
        }
        say("done", fingerprint(document.audit()));
        if let Some(saved) = document.finish_save() {
            saved.unwrap();
            say("saved", fingerprint(document.audit()));
        }
    }
}

/// What the child said: states that the audit and the user's file may be in.
#[derive(Debug, Default)]
struct Said {
    done: Option<u64>,
    tried: Option<u64>,
    /// Any of these, once something is saved: steps go on while a file is written.
    saved: Vec<u64>,
    saving: Vec<u64>,
    steps: usize,
}

impl Said {
    fn hear(&mut self, line: &str) {
        let Some((what, state)) = line.split_once(' ') else { return };
        let Ok(state) = state.parse::<u64>() else { return };
        match what {
            "try" => {
                self.tried = Some(state);
                if !self.saving.is_empty() {
                    self.saving.push(state);
                }
            }
            "done" => {
                assert!(self.tried.is_none_or(|t| t == state), "the step did not do what it should");
                (self.done, self.tried) = (Some(state), None);
                self.steps += 1;
            }
            // With the step being written, which the file may hold or not.
            "save" => self.saving.extend([Some(state), self.tried].into_iter().flatten()),
            "stored" => (self.saved, self.saving) = (vec![state], vec![]),
            "saved" => self.saved = std::mem::take(&mut self.saving),
            _ => {}
        }
    }
}

/// Lets a child work for a while, kills it and returns what it had said.
fn killed(child: &mut Child, dice: &mut Dice) -> Said {
    let mut said = Said::default();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    // One in six dies while still starting and opening, the others after some lines and somewhere in the next step.
    let (heard, pause) = if dice.roll(6) == 0 { (0, 60_000) } else { (2 + dice.roll(30), 12_000) };
    for line in lines.by_ref().take(heard) {
        said.hear(&line.unwrap());
    }
    std::thread::sleep(Duration::from_micros(dice.roll(pause) as u64));
    child.kill().unwrap();
    lines.for_each(|line| said.hear(&line.unwrap()));
    said
}

fn integrity(path: &Path) -> String {
    Connection::open(path).unwrap().query_row("PRAGMA integrity_check", [], |r| r.get(0)).unwrap()
}

/// Kills so many processes and returns how many steps they had reported.
fn killed_at_random(rounds: u64) -> usize {
    let p = place();
    let file = p.file("a.audit");
    let mut small = plant();
    small.equipment.shared_mut().truncate(40);
    let (mut state, mut on_disk) = (fingerprint(&small), fingerprint(&small));
    Document::create(&file, small, &p.data).unwrap().close(true).unwrap();
    let mut dice = Dice(rounds);
    let mut steps = 0;
    for round in 0..rounds {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::working_child", "--nocapture"])
            .env(FILE, &file)
            .env(DATA, p.data.path())
            .env(SEED, round.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let said = killed(&mut child, &mut dice);
        let status = child.wait().unwrap();
        // A process that was ended by another has no code; on Windows it has the one that the other gave, 1.
        let of_the_killed = if cfg!(windows) { Some(1) } else { None };
        assert_eq!(status.code(), of_the_killed, "round {round}: the child ended by itself, {said:?}");
        steps += said.steps;

        // The user's file first: a copy taken at this moment is a sound audit.
        let stick = p.file("U盘.audit");
        std::fs::copy(&file, &stick).unwrap();
        let report = check(&stick).unwrap();
        assert!(report.sound(), "round {round}: {:?}", report.problems);
        let copy = Document::open(&stick, &p.data).unwrap();
        let copied = fingerprint(copy.audit());
        copy.close(false).unwrap();
        std::fs::remove_file(&stick).unwrap();
        let last = if said.saved.is_empty() { copied == on_disk } else { said.saved.contains(&copied) };
        assert!(last || said.saving.contains(&copied), "round {round}: not a saved state, {said:?}");
        on_disk = copied;

        let last = said.done.unwrap_or(state);
        let left = recoverable(&p.data);
        let mut document = reopened(&file, &p.data);
        let found = fingerprint(document.audit());
        assert!(found == last || said.tried == Some(found), "round {round}: a step was lost or halved, {said:?}");
        state = found;
        if document.undo().unwrap().is_some() {
            document.redo().unwrap();
            assert_eq!(fingerprint(document.audit()), found, "round {round}: undo and redo");
        }
        drop(document);
        if let Some(left) = left.first() {
            assert_eq!(integrity(&left.working_copy), "ok", "round {round}");
        }
        assert_eq!(integrity(&file), "ok", "round {round}");
    }
    let rest = p.listing();
    assert!(rest.iter().all(|n| n.starts_with("a.audit")), "only what the next save replaces is left: {rest:?}");
    steps
}

#[test]
fn forty_kills_lose_nothing() {
    let steps = killed_at_random(40);
    assert!(steps > 100, "the children hardly worked: {steps} steps");
}

#[test]
#[ignore = "takes some minutes: five hundred kills"]
fn five_hundred_kills_lose_nothing() {
    let steps = killed_at_random(500);
    println!("500 kills, {steps} steps reported");
    assert!(steps > 2_000, "the children hardly worked: {steps} steps");
}
