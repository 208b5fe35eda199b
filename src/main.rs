//! Arguments → workbench or command line.

// A workbench started by a double click has no console window beside it.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    #[cfg(windows)]
    use_the_shells_console();
    energy_audit::cli::run()
}

/// A program without a console of its own takes that of the shell it was started from, so that commands print there.
/// Streams that the shell sends to a file or another program stay as they are.
#[cfg(windows)]
fn use_the_shells_console() {
    use std::ffi::c_void;
    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn AttachConsole(process: u32) -> i32;
        fn GetFileType(file: *mut c_void) -> u32;
        fn GetStdHandle(stream: u32) -> *mut c_void;
        fn SetStdHandle(stream: u32, file: *mut c_void) -> i32;
    }
    const PARENT: u32 = u32::MAX;
    const UNKNOWN: u32 = 0;
    // Input, output and errors are numbered -10, -11 and -12.
    let streams = [10, 11, 12].map(|n: u32| n.wrapping_neg());
    // SAFETY: these calls take and give handles, which the system checks; one that is none makes them fail and changes
    // nothing, as does there being no console to attach to.
    unsafe {
        let files = streams.map(|stream| GetStdHandle(stream));
        let given = files.map(|file| GetFileType(file) != UNKNOWN);
        AttachConsole(PARENT);
        for ((stream, file), given) in streams.into_iter().zip(files).zip(given) {
            if given {
                SetStdHandle(stream, file);
            }
        }
    }
}
