//! What is kept of a programming error: a report file that says where it happened, for whoever repairs it.

use std::backtrace::Backtrace;
use std::cell::RefCell;
use std::fs;
use std::io;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::{Once, OnceLock};
use std::thread::{self, ThreadId};

use super::english::english;
use crate::clock;
use crate::store::DataDir;

/// Reports that are kept.
const KEPT: usize = 20;
/// The beginning of a report's name when the whole program ended.
const ENDED: &str = "ended-";
/// The same when only a piece of work did.
const WORK: &str = "work-";

thread_local! {
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The screen's thread and where reports go: its panic ends the program.
static SCREEN: OnceLock<(ThreadId, PathBuf)> = OnceLock::new();

/// Where reports are kept.
pub fn folder(data: &DataDir) -> PathBuf {
    data.path().join("error-reports")
}

/// Takes down where panics happen, from now on; besides what is done about them anyhow.
pub fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let details = details(info);
            if let Some((thread, folder)) = SCREEN.get()
                && *thread == thread::current().id()
            {
                // The last thing this program does; if it fails nothing more can be done.
                let _ = write(folder, ENDED, "界面", &details);
            }
            LAST.with(|last| *last.borrow_mut() = Some(details));
            before(info);
        }));
    });
}

/// From now on a panic of this thread leaves a report, as it ends the program.
pub fn watch_this_thread(data: &DataDir) {
    // Set once: a second window of the same process has the same folder.
    let _ = SCREEN.set((thread::current().id(), folder(data)));
}

/// Writes the report on the panic that this thread has just caught. What was being done is said in words.
pub fn report(folder: &Path, doing: &str) -> io::Result<PathBuf> {
    let details = LAST.with(|last| last.borrow_mut().take()).unwrap_or_else(|| "没有记下经过".to_owned());
    write(folder, WORK, doing, &details)
}

/// The report of a program that ended, if there is one later than the one told.
pub fn untold(data: &DataDir, told: &str) -> Option<PathBuf> {
    let reports = names(&folder(data));
    let last = reports.into_iter().rfind(|n| n.starts_with(ENDED))?;
    (last.as_str() > told).then(|| folder(data).join(last))
}

fn details(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(|| "?".to_owned(), ToString::to_string);
    let text = info.payload_as_str().unwrap_or("?");
    format!("错误(error)：{text}\n位置(place)：{place}\n\n调用经过(backtrace)：\n{}", Backtrace::force_capture())
}

fn write(folder: &Path, kind: &str, doing: &str, details: &str) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    for old in names(folder).iter().rev().skip(KEPT - 1) {
        fs::remove_file(folder.join(old))?;
    }
    let now = clock::now();
    let stamp = now.strftime("%Y%m%d-%H%M%S%.3f");
    let path = folder.join(format!("{kind}{stamp}.txt"));
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    let version = env!("CARGO_PKG_VERSION");
    // In both languages: who repairs it may not read the one.
    let head = format!(
        "节能诊断工作台 {version} ({os} {arch})\n时间：{now}\n正在做：{doing}\n\n\
         Energy audit workbench {version} ({os} {arch}), report on an error\nTime: {now}\nDoing: {}\n\n",
        english(doing)
    );
    fs::write(&path, format!("{head}{details}\n"))?;
    Ok(path)
}

/// The reports' names, by kind and time.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<String> = entries
        .flatten()
        .filter_map(|e| e.file_name().into_string().ok())
        .filter(|n| (n.starts_with(ENDED) || n.starts_with(WORK)) && n.ends_with(".txt"))
        .collect();
    found.sort();
    found
}
