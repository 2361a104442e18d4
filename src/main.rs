//! The thin binary: hardens the process, parses, runs, gives the exit code.

use std::process::ExitCode;

use contrepoids::{app::harden, cli, config};

fn main() -> ExitCode {
    // First line: nothing is created readable, no memory is dumped, a file limit is an error and not a signal.
    harden::process();
    let exit = cli::run(std::env::args_os().collect(), &config::environment());
    ExitCode::from(exit as u8)
}
