//! Arguments → workbench or command line.

// A workbench started by a double click has no console window beside it.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    #[cfg(windows)]
    use_the_shells_console();
    energy_audit::cli::run()
}

/// A program without a console of its own takes that of the shell it was started from, so that commands print there.
#[cfg(windows)]
fn use_the_shells_console() {
    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn AttachConsole(process: u32) -> i32;
    }
    const PARENT: u32 = u32::MAX;
    // SAFETY: the call takes no pointer; where there is no console to attach to it fails and changes nothing.
    unsafe { AttachConsole(PARENT) };
}
