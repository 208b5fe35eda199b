//! The real window under Xvfb, drawn by software: from the start of the process to the first painted frame (0.5 s), to
//! the rows of an audit of 100,000 devices (1.5 s) and to all of them judged; then what an idle window costs (below 1 %
//! of a core, no frames).
//!
//! `cargo bench --bench window`; Linux with Xvfb and a software OpenGL (Mesa).

mod plant;

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use energy_audit::store::{DataDir, Document};

const DEVICES: usize = 100_000;
const RUNS: usize = 5;
const IDLE: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(120);

/// Ends the process with its value.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn main() {
    let folder = tempfile::tempdir().unwrap_or_else(|e| panic!("临时文件夹：{e}"));
    // The server takes a number that is free and tells it when it can be connected to.
    let mut server = Command::new("Xvfb");
    server.args(["-displayfd", "1", "-screen", "0", "1366x768x24"]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut server = Ended(server.spawn().unwrap_or_else(|e| panic!("Xvfb：{e}")));
    let number = server.0.stdout.take().and_then(|out| BufReader::new(out).lines().next()?.ok());
    let display = format!(":{}", number.unwrap_or_else(|| panic!("Xvfb did not start")).trim());
    let path = folder.path().join("大厂.audit");
    let made = Document::create(&path, plant::plant(DEVICES), &DataDir::at(folder.path().join("maker")));
    made.and_then(|d| d.close(true)).unwrap_or_else(|e| panic!("{e}"));

    let starts: Vec<Run> =
        (0..RUNS).map(|n| Run::new(&display, None, &folder.path().join(format!("a{n}")), false)).collect();
    println!("start to the first painted frame: {} ms (limit 500)", middle(&starts, "window"));
    let opened: Vec<Run> = (0..RUNS)
        .map(|n| Run::new(&display, Some(&path), &folder.path().join(format!("b{n}")), n + 1 == RUNS))
        .collect();
    println!("start to the rows of {DEVICES} devices: {} ms (limit 1500)", middle(&opened, "rows"));
    println!("start to all of them judged: {} ms", middle(&opened, "judged"));
    if let Some((cpu, frames)) = opened.last().and_then(|r| r.idle) {
        println!("idle: {:.2} % of a core (limit 1), {frames} frames in {} s", cpu * 100.0, IDLE.as_secs());
    }
    if let Some(mb) = opened.last().and_then(|r| r.memory_mb) {
        println!("memory with all of it open: {mb} MB at most");
    }
}

/// What one start of the program showed.
struct Run {
    marks: Vec<(String, Duration)>,
    idle: Option<(f64, u64)>,
    memory_mb: Option<u64>,
}

impl Run {
    fn new(display: &str, file: Option<&Path>, data: &Path, watch_idle: bool) -> Self {
        let (sender, lines) = channel();
        let start = Instant::now();
        let program = Command::new(env!("CARGO_BIN_EXE_energy-audit"))
            .args(file)
            .env("DISPLAY", display)
            .env_remove("WAYLAND_DISPLAY")
            .env("ENERGY_AUDIT_DATA_DIR", data)
            .env("ENERGY_AUDIT_TIMES", "1")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        let mut program = Ended(program.unwrap_or_else(|e| panic!("{e}")));
        let told = program.0.stderr.take();
        std::thread::spawn(move || {
            for line in told.into_iter().flat_map(|t| BufReader::new(t).lines()).map_while(Result::ok) {
                let _ = sender.send((line, start.elapsed()));
            }
        });
        let last = if file.is_some() { "judged" } else { "window" };
        let mut marks: Vec<(String, Duration)> = Vec::new();
        while marks.last().is_none_or(|(name, _)| name != last) {
            let Ok((line, at)) = lines.recv_timeout(PATIENCE) else { panic!("no mark “{last}”: {marks:?}") };
            if let Some(name) = line.strip_prefix("mark ") {
                marks.push((name.to_owned(), at));
            }
        }
        let pid = program.0.id();
        let idle = watch_idle.then(|| idle(pid, &lines));
        Self { marks, idle, memory_mb: peak_mb(pid) }
    }
}

/// Share of a core, and frames, while nothing happens.
fn idle(pid: u32, lines: &Receiver<(String, Duration)>) -> (f64, u64) {
    // What the first seconds still do (an autosave) is no idling.
    std::thread::sleep(Duration::from_secs(5));
    let frames = || lines.try_iter().filter_map(|(l, _)| l.strip_prefix("frames ").and_then(|n| n.parse().ok())).last();
    let before = frames();
    let ticks = ticks(pid);
    std::thread::sleep(IDLE);
    let after: Option<u64> = frames();
    // A hundredth of a second each (USER_HZ).
    let used = (self::ticks(pid) - ticks) as f64 / 100.0;
    let drawn = after.map_or(0, |a| a - before.unwrap_or(0).min(a));
    (used / IDLE.as_secs_f64(), drawn)
}

/// Processor time of the process so far.
fn ticks(pid: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    // Fields 14 and 15 of the line; the third is the first behind the name.
    fields.skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum()
}

fn peak_mb(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kb| kb >> 10)
}

fn middle(runs: &[Run], mark: &str) -> u128 {
    let mut times: Vec<u128> =
        runs.iter().flat_map(|r| &r.marks).filter(|(name, _)| name == mark).map(|(_, at)| at.as_millis()).collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
