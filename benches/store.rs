//! The audit file's figures: an edit durable within 20 ms (median), an audit of 100,000 devices open within 1 s, an
//! import of 10,000 rows undone within 0.5 s, 100,000 devices within 400 MB.
//!
//! `cargo bench --bench store`. Memory is the process's own (Linux only), with the audit open and nothing else done.

mod plant;

use std::time::{Duration, Instant};

use energy_audit::audit::field::FieldValue;
use energy_audit::audit::{Audit, Edit, Entered, Id};
use energy_audit::store::{DataDir, Document, StoreError, check};

const DEVICES: usize = 100_000;
const ROWS: usize = 10_000;

fn main() -> Result<(), StoreError> {
    let folder = std::env::temp_dir().join(format!("energy-audit-bench-{:x}", Id::fresh().0));
    let measured = measure(&folder);
    let _ = std::fs::remove_dir_all(&folder);
    measured
}

fn measure(folder: &std::path::Path) -> Result<(), StoreError> {
    let data = DataDir::at(folder.join("data"));
    let path = folder.join("大厂.audit");
    let _ = std::fs::create_dir_all(folder);
    let small = memory_mb();
    Document::create(&path, plant::plant(DEVICES), &data)?.close(true)?;
    let size = std::fs::metadata(&path).map_or(0, |m| m.len() >> 20);

    let start = Instant::now();
    let mut document = Document::open(&path, &data)?;
    let opened = start.elapsed();
    println!("open {DEVICES} devices ({size} MB): {:.0} ms (limit 1000)", opened.as_secs_f64() * 1e3);
    let (peak, now) = memory_mb();
    println!("memory: {now} MB, at most {peak} MB (limit 400); before any audit {} MB", small.1);

    let mut times = Vec::new();
    for n in 0..201 {
        let id = document.audit().equipment[n * 317].id;
        let value = Some(Entered::ledger(FieldValue::Text(format!("改 {n}"))));
        let start = Instant::now();
        document.apply("改名", Edit::field(id, "name", value))?;
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize] * 1e3;
    println!("edit durable: median {:.1} ms (limit 20), 95 % within {:.1} ms", at(0.5), at(0.95));
    let start = Instant::now();
    document.save()?;
    println!("save with its backup: {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    let id = document.audit().equipment[0].id;
    document.apply("改名", Edit::field(id, "name", Some(Entered::ledger(FieldValue::Text("又改".to_owned())))))?;
    let start = Instant::now();
    document.save()?;
    println!("save, the backup being there: {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    let id = document.audit().equipment[1].id;
    document.apply("改名", Edit::field(id, "name", Some(Entered::ledger(FieldValue::Text("又改".to_owned())))))?;
    let (mut held, mut worst) = (0.0_f64, 0.0_f64);
    let begun = Instant::now();
    timed(&mut held, || document.begin_save())?;
    let mut edits = 0;
    loop {
        if edits < 3 {
            let text = FieldValue::Text(format!("边存边改 {edits}"));
            timed(&mut worst, || document.apply("改名", Edit::field(id, "name", Some(Entered::ledger(text)))))?;
            edits += 1;
        }
        let start = Instant::now();
        if let Some(ended) = document.finish_save() {
            ended?;
            held = held.max(start.elapsed().as_secs_f64() * 1e3);
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    println!(
        "save by a thread: {:.0} ms; the caller is held {held:.1} ms at most, an edit meanwhile {worst:.1} ms",
        begun.elapsed().as_secs_f64() * 1e3
    );
    document.close(true)?;

    let start = Instant::now();
    let sound = check(&path)?.sound();
    println!("check: {:.0} ms, {}", start.elapsed().as_secs_f64() * 1e3, if sound { "sound" } else { "damaged" });

    let mut document = Document::untitled(Audit::default(), &data)?;
    let rows = plant::plant(ROWS).equipment.into_iter().map(|e| (usize::MAX, e)).collect();
    let start = Instant::now();
    document.apply("导入", Edit::InsertEquipment(rows))?;
    println!("import {ROWS} rows: {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    let start = Instant::now();
    document.undo()?;
    println!("undo it: {:.0} ms (limit 500)", start.elapsed().as_secs_f64() * 1e3);
    let rows = plant::plant(ROWS).equipment.into_iter().map(|e| (usize::MAX, e)).collect();
    let (mut held, begun) = (0.0, Instant::now());
    timed(&mut held, || document.begin("导入", Edit::InsertEquipment(rows), &[]))?;
    document.wait_for_step()?;
    let kept = begun.elapsed().as_secs_f64() * 1e3;
    println!("import written by a thread: {kept:.0} ms; the caller is held {held:.1} ms");
    document.close(false)
}

/// Does something and keeps the longest time that took, in ms.
fn timed<T>(longest: &mut f64, act: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = act();
    *longest = longest.max(start.elapsed().as_secs_f64() * 1e3);
    done
}

/// Most and present memory of this process in MB; zeros where the system doesn't say.
fn memory_mb() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |key: &str| {
        let line = status.lines().find(|l| l.starts_with(key));
        line.and_then(|l| l.split_whitespace().nth(1)).and_then(|n| n.parse::<u64>().ok()).map_or(0, |kb| kb >> 10)
    };
    (of("VmHWM:"), of("VmRSS:"))
}
