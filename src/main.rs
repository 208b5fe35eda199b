fn main() {
    if let Err(e) = energy_audit::app::run(std::env::args_os().nth(1).map(Into::into), None) {
        eprintln!("{e}");
        std::process::exit(2);
    }
}
