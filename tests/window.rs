//! The real window, under a virtual display.

#![cfg(target_os = "linux")]

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Ends the process with the test, also when it fails.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn quiet(program: &str) -> Command {
    let mut command = Command::new(program);
    command.stdout(Stdio::null()).stderr(Stdio::null()).stdin(Stdio::null());
    command
}

#[test]
#[ignore = "需要 Xvfb、x11-utils 和 Mesa 软件渲染"]
fn the_window_opens_with_a_sample() {
    let display = ":97";
    let _server = Ended(quiet("Xvfb").args([display, "-screen", "0", "1366x768x24"]).spawn().expect("Xvfb"));
    std::thread::sleep(Duration::from_secs(2));
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("站.audit");
    std::fs::copy("audits/御河示例供热站.audit", &file).expect("sample");
    let start = Instant::now();
    let _program = Ended(
        quiet(env!("CARGO_BIN_EXE_energy-audit"))
            .arg(&file)
            .env("DISPLAY", display)
            .env_remove("WAYLAND_DISPLAY")
            .env("ENERGY_AUDIT_DATA_DIR", folder.path().join("data"))
            .spawn()
            .expect("the program starts"),
    );
    // Generous: a loaded machine without a GPU. How fast it is is measured elsewhere.
    while start.elapsed() < Duration::from_secs(60) {
        let tree = Command::new("xwininfo").args(["-display", display, "-root", "-tree"]).output().expect("xwininfo");
        if String::from_utf8_lossy(&tree.stdout).contains("energy-audit") {
            println!("window after {:?}", start.elapsed());
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("no window within a minute");
}
