//! Screening runs on every keystroke: time per device over 100,000 synthetic devices of all kinds on one thread.
//!
//! `cargo bench --bench screening`. Limit: 3 µs per device on average over the mix.

mod plant;

use std::hint::black_box;
use std::time::Instant;

use energy_audit::audit::KindCode;
use energy_audit::diagnosis::diagnose;
use energy_audit::reference::Reference;
use energy_audit::screening::screen;

const DEVICES: usize = 100_000;

fn main() {
    let audit = plant::plant(DEVICES);
    let reference = Reference::on(jiff::civil::date(2026, 11, 24)).unwrap_or_else(|e| panic!("{e}"));
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let start = Instant::now();
        for device in &audit.equipment {
            black_box(screen(black_box(device), &reference));
        }
        best = best.min(start.elapsed().as_secs_f64());
    }
    println!(
        "screen: {:.2} µs per device (limit 3 µs; best of 5 over {DEVICES} devices of all kinds, one thread)",
        best * 1e6 / DEVICES as f64
    );
    for kind in KindCode::ALL {
        let devices: Vec<_> = audit.equipment.iter().filter(|e| e.kind.code() == kind).collect();
        let start = Instant::now();
        for device in &devices {
            black_box(screen(black_box(device), &reference));
        }
        let each = start.elapsed().as_secs_f64() * 1e6 / devices.len() as f64;
        println!("  {:<15} {each:6.2} µs ({} devices)", kind.code(), devices.len());
    }
    let start = Instant::now();
    black_box(diagnose(&audit, &reference));
    println!(
        "diagnose: {:.2} s for {DEVICES} devices (screening, energy, links, totals; one thread)",
        start.elapsed().as_secs_f64()
    );
}
