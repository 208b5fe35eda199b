//! An edit of one device among 100,000 must not judge the other 99,999 again: time of `update` against `diagnose`.
//!
//! `cargo bench --bench rediagnosis`. Limit: 1/50 of the whole diagnosis, and within a frame (16 ms). An edit of a link
//! itself looks up all links again; it has no limit but that of the whole.

mod plant;

use std::hint::black_box;
use std::time::Instant;

use energy_audit::audit::field::FieldValue;
use energy_audit::audit::{Edit, Entered, Touched};
use energy_audit::diagnosis::{diagnose, update};
use energy_audit::reference::Reference;

const DEVICES: usize = 100_000;

fn main() {
    let mut audit = plant::plant(DEVICES);
    let reference = Reference::on(jiff::civil::date(2026, 11, 24)).unwrap_or_else(|e| panic!("{e}"));
    let start = Instant::now();
    let mut found = diagnose(&audit, &reference);
    let whole = start.elapsed().as_secs_f64();
    println!("diagnose: {:.0} ms for {DEVICES} devices", whole * 1e3);
    let mut report = |what: &str, edit: &dyn Fn(usize) -> (usize, &'static str, FieldValue)| {
        let mut times = Vec::new();
        for n in 0..20 {
            let (at, key, value) = edit(n);
            let id = audit.equipment[at].id;
            let edit = Edit::field(id, key, Some(Entered::ledger(value)));
            let touched: Touched = edit.touched();
            edit.apply(&mut audit).unwrap_or_else(|e| panic!("{e}"));
            let start = Instant::now();
            found = black_box(update(std::mem::replace(&mut found, empty(&reference)), &audit, &reference, &touched));
            times.push(start.elapsed().as_secs_f64());
        }
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        println!("{what}: {:.2} ms, 1/{:.0} of the whole", median * 1e3, whole / median);
    };
    report("one field of one device", &|n| (n * 4_970, "status", FieldValue::Choice("in_use".to_owned())));
    report("tag of one device", &|n| (n * 4_970, "tag", FieldValue::Text(format!("N-{n}"))));
    report("motor that drives one device", &|n| (n * 4_970 + 9, "fed_by", FieldValue::Text(format!("E-{n}"))));
    // What the window holds beside the one that is updated: nothing is changed in place then.
    let held = found.clone();
    let start = Instant::now();
    black_box(held.clone());
    println!("copy of a held diagnosis: {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
}

fn empty(reference: &Reference) -> energy_audit::diagnosis::Diagnosis {
    diagnose(&energy_audit::audit::Audit::default(), reference)
}
