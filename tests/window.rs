//! The real window, under a virtual display: opened with a sample, driven by keys, its picture kept.

#![cfg(target_os = "linux")]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use energy_audit::store::{DataDir, Document};

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

/// A virtual display and how the test uses it.
struct Screen {
    number: u32,
    _server: Ended,
    _manager: Ended,
}

/// Generous: a loaded machine without a GPU. How fast it is is measured elsewhere.
const PATIENCE: Duration = Duration::from_secs(90);

impl Screen {
    fn start() -> Self {
        // The server takes a number that is free and tells it when it can be connected to.
        let mut server = quiet("Xvfb");
        server.args(["-displayfd", "1", "-screen", "0", "1366x768x24"]).stdout(Stdio::piped());
        let mut server = Ended(server.spawn().expect("Xvfb"));
        let mut line = String::new();
        BufReader::new(server.0.stdout.take().expect("a pipe")).read_line(&mut line).expect("the display's number");
        let number = line.trim().parse().expect("a number");
        let display = format!(":{number}");
        // Without a window manager no window is given the keyboard.
        let manager = Ended(quiet("openbox").env("DISPLAY", &display).spawn().expect("openbox"));
        Self { number, _server: server, _manager: manager }
    }

    fn run(&self, program: &str, arguments: &[&str]) -> String {
        let display = format!(":{}", self.number);
        let done = Command::new(program).args(arguments).env("DISPLAY", display).output().expect(program);
        String::from_utf8_lossy(&done.stdout).trim().to_owned()
    }

    /// Presses keys one after another, as a person does: each is drawn before the next.
    fn press(&self, keys: &[&str]) {
        for key in keys {
            self.run("xdotool", &["key", "--clearmodifiers", key]);
            std::thread::sleep(Duration::from_millis(400));
        }
    }

    fn write(&self, text: &str) {
        self.run("xdotool", &["type", "--delay", "120", text]);
        std::thread::sleep(Duration::from_millis(800));
    }

    fn picture(&self, file: &Path) {
        let _ = std::fs::remove_file(file);
        self.run("import", &["-window", "root", &file.display().to_string()]);
    }
}

fn until(what: &str, done: impl Fn() -> bool) {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if done() {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("waited in vain for {what}");
}

/// Sample → device by the search → a new tag typed into its cell → Ctrl+S: what was typed is in the file. The picture
/// stays in `target/window-smoke.png`.
#[test]
#[ignore = "需要 Xvfb、openbox、xdotool、ImageMagick 和 Mesa 软件渲染"]
fn a_sample_is_opened_edited_and_saved_in_the_real_window() {
    let screen = Screen::start();
    let folder = tempfile::tempdir().expect("folder");
    let (file, reader) = (folder.path().join("steel.audit"), folder.path().join("reader"));
    std::fs::copy("audits/恒山示例钢铁有限公司.audit", &file).expect("sample");
    let tags = || {
        let document = Document::open_read_only(&file, &DataDir::at(&reader)).ok()?;
        Some(document.audit().equipment.iter().map(|d| d.label().to_owned()).collect::<Vec<_>>())
    };
    let before = tags().expect("the sample opens");
    let tag = before.iter().find(|t| t.is_ascii() && t.len() > 3).expect("a plain tag");
    let program = quiet(env!("CARGO_BIN_EXE_energy-audit"))
        .arg(&file)
        .env("DISPLAY", format!(":{}", screen.number))
        .env_remove("WAYLAND_DISPLAY")
        .env("ENERGY_AUDIT_DATA_DIR", folder.path().join("data"))
        .spawn();
    let _program = Ended(program.expect("the program starts"));
    let picture = PathBuf::from("target/window-smoke.png");
    std::fs::create_dir_all("target").expect("target");
    until("the window", || !screen.run("xdotool", &["search", "--class", "energy-audit"]).is_empty());
    // It is drawn once its picture has more than a background.
    until("the first frame", || {
        screen.picture(&picture);
        image::open(&picture).is_ok_and(|p| {
            let p = p.into_rgba8();
            p.pixels().map(|c| c.0).collect::<std::collections::HashSet<_>>().len() > 200
        })
    });
    let name = file.file_name().and_then(|n| n.to_str()).expect("a name");
    until("the file's name in the title", || {
        !screen.run("xdotool", &["search", "--name", &format!("^{name} - ")]).is_empty()
    });
    // A little later the diagnosis is there, too.
    std::thread::sleep(Duration::from_secs(2));
    screen.press(&["ctrl+k"]);
    std::thread::sleep(Duration::from_secs(2));
    screen.write(tag);
    screen.press(&["Return"]);
    std::thread::sleep(Duration::from_secs(2));
    // The first cell of the row, the tag, is the current one: typing takes its place.
    screen.write("W77");
    screen.press(&["Return", "ctrl+s"]);
    std::thread::sleep(Duration::from_secs(2));
    screen.picture(&picture);
    until("what was typed in the file", || tags().is_some_and(|now| now.contains(&"W77".to_owned())));
    let after = tags().expect("the file opens");
    assert_eq!((after.len(), after.contains(tag)), (before.len(), false), "in the place of the old tag");
    let painted = image::open(&picture).expect("the picture").into_rgba8();
    assert_eq!(painted.dimensions(), (1366, 768));
}
