//! What leaves and enters the program: a report of 300 devices within 3 s (its PDF within 3 MB), a workbook of 100,000
//! devices out and in within 10 s each and 1 GB, the same as Parquet tables.
//!
//! `cargo bench --bench exchange`. Memory is the process's own at most (Linux only).

mod plant;

use std::error::Error;
use std::time::Instant;

use energy_audit::audit::Id;
use energy_audit::diagnosis::diagnose;
use energy_audit::exchange::{self, ImportOptions, ParquetTables};
use energy_audit::progress::Progress;
use energy_audit::reference::Reference;
use energy_audit::report::{self, ReportOptions};

const REPORTED: usize = 300;
const DEVICES: usize = 100_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::temp_dir().join(format!("energy-audit-bench-{:x}", Id::fresh().0));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(&folder);
    let _ = std::fs::remove_dir_all(&folder);
    measured
}

fn measure(folder: &std::path::Path) -> Result<(), Box<dyn Error>> {
    let day = jiff::civil::date(2026, 11, 24);
    let start = Instant::now();
    let reference = Reference::on(day)?;
    let audit = plant::plant(REPORTED);
    let diagnosis = diagnose(&audit, &reference);
    let rendered = report::render(&audit, &diagnosis, &reference, &ReportOptions::default(), &Progress::new())?;
    let pdf = rendered.pdf()?.len();
    println!(
        "report of {REPORTED} devices: {:.0} ms (limit 3000), {} pages, {} kB (limit 3000)",
        ms(start),
        rendered.page_count(),
        pdf >> 10
    );
    // The layout of the same report again is what a preview does after an edit.
    let start = Instant::now();
    report::render(&audit, &diagnosis, &reference, &ReportOptions::default(), &Progress::new())?;
    println!("the same laid out again: {:.0} ms (limit 1000)", ms(start));

    let audit = plant::plant(DEVICES);
    let diagnosis = diagnose(&audit, &reference);
    println!("memory with {DEVICES} devices diagnosed: at most {} MB", peak_mb());
    let book = folder.join("台账.xlsx");
    let start = Instant::now();
    exchange::write_workbook(&book, &audit, &diagnosis, &reference)?;
    println!(
        "xlsx out: {:.0} ms (limit 10000), {} MB; memory at most {} MB (limit 1024)",
        ms(start),
        std::fs::metadata(&book)?.len() >> 20,
        peak_mb()
    );
    let start = Instant::now();
    let mut tables = ParquetTables::create(&folder.join("表"))?;
    tables.add("厂", "厂.audit", &audit, &diagnosis, &reference)?;
    tables.finish()?;
    println!("Parquet out: {:.0} ms; memory at most {} MB", ms(start), peak_mb());
    drop((audit, diagnosis));
    let start = Instant::now();
    let read = exchange::read(&book, &ImportOptions::new(day), &Progress::new())?;
    println!(
        "xlsx in: {:.0} ms (limit 10000), {} devices; memory at most {} MB (limit 1024)",
        ms(start),
        read.rows.len(),
        peak_mb()
    );
    Ok(())
}

fn ms(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

/// Most memory of this process in MB; 0 where the system doesn't say.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse::<u64>().ok()).map_or(0, |kb| kb >> 10)
}
