//! Arguments → workbench or command line.

fn main() -> std::process::ExitCode {
    energy_audit::cli::run()
}
